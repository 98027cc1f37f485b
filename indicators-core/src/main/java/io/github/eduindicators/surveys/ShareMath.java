package io.github.eduindicators.surveys;

import io.github.eduindicators.laws.NormalLaw;
import io.github.eduindicators.laws.StudentLaw;
import io.github.eduindicators.stats.Interval;
import java.util.List;
import java.util.OptionalDouble;

/** Shares of people who stand together in organisations, and differences of such shares. */
final class ShareMath {
    /** Beyond so many people the exact test and the normal one are the same. */
    private static final long MOST_EXACT = 20_000;
    /** What R calls equal when it compares the probabilities of tables. */
    private static final double AS_LIKELY = 1 + 1e-7;

    private ShareMath() {}

    /** How many of n in one organisation; of a scale the sum of the numbers instead. */
    record Part(long y, long n) {}

    static long sum(List<Part> parts) {
        return parts.stream().mapToLong(Part::y).reduce(0, Math::addExact);
    }

    static long people(List<Part> parts) {
        return parts.stream().mapToLong(Part::n).reduce(0, Math::addExact);
    }

    /** The variance of {@code Y/N} between organisations, linearised; empty for one organisation. */
    static OptionalDouble variance(List<Part> parts) {
        if (parts.size() < 2) {
            return OptionalDouble.empty();
        }
        double n = people(parts);
        double ratio = sum(parts) / n;
        double[] terms = parts.stream().mapToDouble(part -> (part.y - part.n * ratio) / n).toArray();
        return OptionalDouble.of(between(terms));
    }

    /** The variance of a sum of terms that each come from one organisation and add up to 0. */
    private static double between(double[] terms) {
        double squares = 0;
        for (double term : terms) {
            squares += term * term;
        }
        return squares * terms.length / (terms.length - 1);
    }

    /** A share in one organisation, of which n of the whole were asked; a whole of 0 is not known. */
    static Interval share(long y, long n, long whole) {
        double correction = whole > 1 && whole >= n ? Math.sqrt((double) (whole - n) / (whole - 1)) : 1;
        return Interval.wilson((double) y / n, n, Interval.Z95 * correction);
    }

    /** How many times larger the variance of a share is than if people did not stand together; at least 1. */
    static double designEffect(List<Part> parts) {
        double n = people(parts);
        double p = sum(parts) / n;
        double independent = p * (1 - p) / n;
        return independent > 0 ? Math.max(1, variance(parts).orElse(0) / independent) : 1;
    }

    /** A share in several organisations. */
    static Interval share(List<Part> parts) {
        double n = people(parts);
        return Interval.wilson(sum(parts) / n, n / designEffect(parts), student(parts.size() - 1));
    }

    /** A share in several organisations of a municipality, from what is known of the region's. */
    static Interval share(List<Part> parts, OrganisationSpread spread) {
        double n = people(parts);
        return Interval.wilson(sum(parts) / n, n / spread.designEffect(parts), student(spread.freedom()));
    }

    static double student(int freedom) {
        return Interval.student(0, 1, freedom).upper();
    }

    /** A difference with its two-sided p, its standard error and how many degrees of freedom that has, 0 if the normal law holds. */
    record Contrast(Interval difference, double p, double error, int freedom) {}

    /** The second share less the first, in one organisation: Newcombe's interval and Fisher's test. */
    static Contrast contrast(Part first, Part second) {
        Interval one = Interval.wilson(first.y, first.n);
        Interval two = Interval.wilson(second.y, second.n);
        double difference = two.value() - one.value();
        double lower = difference - StrictMath.hypot(two.value() - two.lower(), one.upper() - one.value());
        double upper = difference + StrictMath.hypot(two.upper() - two.value(), one.value() - one.lower());
        double error = Math.sqrt(pooled(first, second));
        double p = first.n + second.n <= MOST_EXACT
                ? fisher(first.y, first.n, second.y, second.n)
                : error > 0 ? Math.min(1, 2 * NormalLaw.upperTail(Math.abs(difference) / error)) : 1;
        return new Contrast(new Interval(difference, Math.max(-1, lower), Math.min(1, upper)), p, error, 0);
    }

    /** The variance of the difference if both shares were one and people did not stand together. */
    static double pooled(Part first, Part second) {
        double share = ((double) first.y + second.y) / ((double) first.n + second.n);
        return share * (1 - share) * (1.0 / first.n + 1.0 / second.n);
    }

    /**
     * The second share less the first, in the same organisations, of which some may have people in only one of the two; parts of the
     * same organisation have the same place. At least two organisations.
     */
    static Contrast contrast(List<Part> first, List<Part> second) {
        Part before = new Part(sum(first), people(first));
        Part after = new Part(sum(second), people(second));
        double shareBefore = (double) before.y / before.n;
        double shareAfter = (double) after.y / after.n;
        double[] terms = new double[first.size()];
        for (int i = 0; i < terms.length; i++) {
            Part one = first.get(i);
            Part two = second.get(i);
            terms[i] = (two.y - two.n * shareAfter) / after.n - (one.y - one.n * shareBefore) / before.n;
        }
        double error = Math.sqrt(Math.max(between(terms), pooled(before, after)));
        return contrast(shareAfter - shareBefore, error, terms.length - 1);
    }

    /** A difference with an error by Student's law. */
    static Contrast contrast(double difference, double error, int freedom) {
        double half = student(freedom) * error;
        Interval interval = new Interval(difference, Math.max(-1, difference - half), Math.min(1, difference + half));
        double p = error > 0 ? Math.min(1, 2 * StudentLaw.upperTail(Math.abs(difference) / error, freedom)) : 1;
        return new Contrast(interval, p, error, freedom);
    }

    /** The exact two-sided test that two shares are one: the probability of all tables that are no likelier than this. */
    static double fisher(long firstYes, long firstN, long secondYes, long secondN) {
        long yes = firstYes + secondYes;
        long least = Math.max(0, yes - secondN);
        long most = Math.min(yes, firstN);
        double[] weights = new double[Math.toIntExact(most - least + 1)];
        long mode = Math.min(most, Math.max(least, (long) ((yes + 1.0) * (firstN + 1.0) / (firstN + secondN + 2.0))));
        weights[(int) (mode - least)] = 1;
        for (long k = mode; k < most; k++) {
            weights[(int) (k + 1 - least)] = weights[(int) (k - least)] * step(k, yes, firstN, secondN);
        }
        for (long k = mode; k > least; k--) {
            weights[(int) (k - 1 - least)] = weights[(int) (k - least)] / step(k - 1, yes, firstN, secondN);
        }
        double limit = weights[(int) (firstYes - least)] * AS_LIKELY;
        double all = 0;
        double asUnlikely = 0;
        for (double weight : weights) {
            all += weight;
            asUnlikely += weight <= limit ? weight : 0;
        }
        return Math.min(1, asUnlikely / all);
    }

    /** The probability of k + 1 over that of k. */
    private static double step(long k, long yes, long firstN, long secondN) {
        return (double) (yes - k) * (firstN - k) / ((double) (k + 1) * (secondN - yes + k + 1));
    }
}
