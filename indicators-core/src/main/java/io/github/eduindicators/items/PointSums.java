package io.github.eduindicators.items;

import io.github.eduindicators.stats.Interval;
import java.io.Serializable;
import java.math.BigInteger;
import java.util.stream.IntStream;

/**
 * Whole-number sums over persons of the points that they earned and could have earned in one element: a task, a skill, a
 * competency. Adding two is exact, so it makes no difference in what order, or in how many parts, persons are counted.
 *
 * @param persons persons of whom at least one response is known
 * @param responses known responses: of a task as many as persons
 * @param earned points earned
 * @param possible points that could have been earned
 * @param earnedSquared over persons, the squares of the points earned
 * @param products over persons, the products of points earned and possible
 * @param possibleSquared over persons, the squares of the points possible
 * @param notAttempted responses that were not attempted; they earn nothing
 */
record PointSums(
        long persons,
        long responses,
        long earned,
        long possible,
        long earnedSquared,
        long products,
        long possibleSquared,
        long notAttempted) implements Serializable {
    static final PointSums NONE = new PointSums(0, 0, 0, 0, 0, 0, 0, 0);
    /** Those of most schools, which are asked for again and again. */
    private static final double[] QUANTILES =
            IntStream.range(0, 256).mapToDouble(freedom -> freedom == 0 ? Double.POSITIVE_INFINITY : quantile(freedom)).toArray();

    /** The sums of one person; nothing if no points were possible. */
    static PointSums ofPerson(long earned, long possible) {
        return ofPerson(earned, possible, 1, 0);
    }

    /** The sums of one person with several responses; nothing if no points were possible. */
    static PointSums ofPerson(long earned, long possible, long responses, long notAttempted) {
        return possible == 0
                ? NONE
                : new PointSums(1, responses, earned, possible, earned * earned, earned * possible, possible * possible,
                        notAttempted);
    }

    private static double quantile(double freedom) {
        return Interval.student(0, 1, freedom).upper();
    }

    PointSums plus(PointSums other) {
        return new PointSums(
                Math.addExact(persons, other.persons),
                Math.addExact(responses, other.responses),
                Math.addExact(earned, other.earned),
                Math.addExact(possible, other.possible),
                Math.addExact(earnedSquared, other.earnedSquared),
                Math.addExact(products, other.products),
                Math.addExact(possibleSquared, other.possibleSquared),
                Math.addExact(notAttempted, other.notAttempted));
    }

    /** The share of points; there must be some possible. */
    double share() {
        return (double) earned / possible;
    }

    /**
     * The variance of the share as a ratio of sums over independent persons:
     * {@code n / (n - 1) sum (earned(i) - share possible(i))^2 / possible^2}; 0 for one person.
     */
    double personVariance() {
        return ratioVariance(persons, earned, possible, BigInteger.valueOf(earnedSquared), BigInteger.valueOf(products),
                BigInteger.valueOf(possibleSquared));
    }

    /** The variance of {@code e / p}, where e and p are sums over n independent units; exact but for the last division. */
    static double ratioVariance(long n, long e, long p, BigInteger squares, BigInteger products, BigInteger bases) {
        if (n < 2) {
            return 0;
        }
        BigInteger earned = BigInteger.valueOf(e);
        BigInteger possible = BigInteger.valueOf(p);
        BigInteger sum = possible.multiply(possible).multiply(squares)
                .subtract(earned.multiply(possible).multiply(products).shiftLeft(1))
                .add(earned.multiply(earned).multiply(bases));
        double whole = p;
        return sum.doubleValue() / whole / whole / whole / whole * n / (n - 1.0);
    }

    /**
     * A share with its interval of 95 %: Wilson's, for as many trials as give the variance, with Student's quantile. Where the
     * variance is 0, as at a share of 0 or 1, each person is a trial.
     *
     * @param freedom of the variance; 0 or less stands for a variance that nothing is known of, and the interval is then all of
     *     0..1
     */
    static Interval interval(double share, double variance, long persons, long freedom) {
        if (freedom <= 0) {
            return new Interval(share, 0, 1);
        }
        double quantile = freedom < QUANTILES.length ? QUANTILES[(int) freedom] : quantile(freedom);
        double trials = variance > 0 && share > 0 && share < 1 ? share * (1 - share) / variance : persons;
        return Interval.wilson(share, trials, quantile);
    }
}
