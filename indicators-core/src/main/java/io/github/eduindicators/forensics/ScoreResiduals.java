package io.github.eduindicators.forensics;

import io.github.eduindicators.forensics.Answers.Unit;
import io.github.eduindicators.stats.Heterogeneity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Compares a number that every pupil has with what pupils of the same total have in other units, and sums it over each unit.
 *
 * <p>The sum over independent pupils is standardised, freed of skewness, and then measured against how much honest units differ
 * beyond that. Units that stand out in a first pass are set aside and the reference is made anew without them.
 */
final class ScoreResiduals {
    /** A unit this far out in the first pass does not enter the reference of the second. */
    static final double ASIDE = 3.090232306167813;

    private static final double SMALLEST_SD = 1e-9;

    private ScoreResiduals() {}

    /**
     * What a unit gave.
     *
     * @param n the pupils that could be compared
     * @param mean the mean of their residuals, each in standard deviations at its total
     * @param raw the mean of their residuals in the unit of the number
     * @param rawSe the standard error of that, with the spread between units
     * @param se the standard error of mean, with the spread between units
     * @param z mean over its standard error, freed of skewness
     * @param p the upper tail
     */
    record Residual(Unit unit, int n, double mean, double raw, double rawSe, double se, double z, double p) {}

    /** By unit, in order; units with too few pupils are not among them. NaN stands for a pupil whose number does not exist. */
    static List<Residual> of(Answers answers, double[] values, int fewest) {
        List<Residual> first = pass(answers, values, fewest, Set.of());
        Set<Unit> aside = new HashSet<>();
        first.stream().filter(r -> r.z() > ASIDE).forEach(r -> aside.add(r.unit()));
        return aside.isEmpty() ? first : pass(answers, values, fewest, aside);
    }

    private static final class Moments {
        private double n;
        private double sum;
        private double squares;
        private double cubes;

        void add(double value, int sign) {
            n += sign;
            sum += sign * value;
            squares += sign * value * value;
            cubes += sign * value * value * value;
        }

        double mean() {
            return sum / n;
        }

        double variance() {
            return Math.max(0, (squares - sum * sum / n) / (n - 1));
        }

        double skewness() {
            double m = mean();
            double second = squares / n - m * m;
            return (cubes / n - 3 * m * squares / n + 2 * m * m * m) / (second * Math.sqrt(second));
        }
    }

    private static List<Residual> pass(Answers answers, double[] values, int fewest, Collection<Unit> aside) {
        ScoreGroups groups = ScoreGroups.of(answers, aside);
        Moments[] moments = new Moments[groups.groups()];
        for (int group = 0; group < moments.length; group++) {
            moments[group] = new Moments();
        }
        answers.units().stream()
                .filter(unit -> !groups.isAside(unit))
                .forEach(unit -> add(answers, values, groups, unit, moments, 1));
        List<Residual> sums = new ArrayList<>();
        for (Unit unit : answers.units()) {
            if (unit.pupils() < fewest) {
                continue;
            }
            boolean own = !groups.isAside(unit);
            if (own) {
                add(answers, values, groups, unit, moments, -1);
            }
            Residual residual = sum(answers, values, groups, unit, moments);
            if (residual.n() >= fewest) {
                sums.add(residual);
            }
            if (own) {
                add(answers, values, groups, unit, moments, 1);
            }
        }
        return spread(sums);
    }

    private static void add(Answers answers, double[] values, ScoreGroups groups, Unit unit, Moments[] moments, int sign) {
        for (int pupil = unit.from(); pupil < unit.to(); pupil++) {
            if (!Double.isNaN(values[pupil])) {
                moments[groups.group(pupil)].add(values[pupil], sign);
            }
        }
    }

    private static Residual sum(Answers answers, double[] values, ScoreGroups groups, Unit unit, Moments[] moments) {
        int n = 0;
        double mean = 0;
        double raw = 0;
        double variance = 0;
        double skewness = 0;
        for (int pupil = unit.from(); pupil < unit.to(); pupil++) {
            Moments others = moments[groups.group(pupil)];
            if (!Double.isNaN(values[pupil]) && others.n >= ScoreGroups.FEWEST) {
                double sd = Math.sqrt(others.variance());
                // Where all have the same value, as at the lowest total, a pupil tells nothing.
                if (sd > SMALLEST_SD) {
                    double residual = values[pupil] - others.mean();
                    n++;
                    mean += residual / sd;
                    raw += residual;
                    variance += sd * sd;
                    skewness += others.skewness();
                }
            }
        }
        if (n == 0) {
            return new Residual(unit, 0, 0, 0, 0, 0, 0, 1);
        }
        double z = Deviates.unskewed(mean / Math.sqrt(n), skewness / (n * Math.sqrt(n)));
        return new Residual(unit, n, mean / n, raw / n, Math.sqrt(variance) / n, 1 / Math.sqrt(n), z, 1);
    }

    /** Widens the standard errors by how much units differ. */
    private static List<Residual> spread(List<Residual> sums) {
        double[] y = sums.stream().mapToDouble(r -> r.z() * r.se()).toArray();
        double[] v = sums.stream().mapToDouble(r -> r.se() * r.se()).toArray();
        double tauSquared = Heterogeneity.tauSquared(y, v).orElse(0);
        return sums.stream()
                .map(r -> {
                    double wider = Math.sqrt(1 + r.n() * tauSquared);
                    double z = r.z() / wider;
                    double p = Deviates.upperTail(z, tauSquared, sums.size());
                    return new Residual(r.unit(), r.n(), r.mean(), r.raw(), r.rawSe() * wider, r.se() * wider, z, p);
                })
                .toList();
    }
}
