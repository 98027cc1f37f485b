package io.github.eduindicators.trend;

import io.github.eduindicators.laws.ChiSquareLaw;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.stats.PositiveDefinite;
import io.github.eduindicators.stats.QuantileType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * The numbers of all series that have three points or more, in order of their keys, and the equations for shocks and effects of
 * years.
 *
 * <p>Effects are kept orthogonal to level and slope, with the same weight for every period. Given the variances of points they
 * are the joint least-squares solution with a line a series: lines are projected out series by series, which leaves one equation
 * a period.
 */
final class ShockPanel {
    private static final int FEWEST_POINTS = 3;
    /** Variances are at least this share of the middle one, so that one point without error does not hide all effects. */
    private static final double KNOWN = 1e-8;
    /** The share of chi-square beyond which a misfit only counts as the quantile there. */
    private static final double KEPT = 0.95;
    private static final double CLOSE = 1e-13;
    private static final int STEPS = 200;
    private static final int SLOW = 60;
    private static final double NEARBY = 1e-3;
    /** What rounding leaves of the square of a value. */
    private static final double ROUNDING = 1e-28;

    private final List<double[]> time = new ArrayList<>();
    private final List<double[]> value = new ArrayList<>();
    /** The variances of pupils; all 0 where no series has any. */
    private final List<double[]> own = new ArrayList<>();
    private final List<Period[]> period = new ArrayList<>();
    /** The place of the effect of each point, -1 where its period has none. */
    private final List<int[]> place = new ArrayList<>();
    private final boolean weighted;
    /** The middle variance of pupils. */
    private final double middle;
    private int points;

    ShockPanel(Collection<YearSeries> all, YearSeries.Comparability atLeast) {
        List<List<YearSeries.Point>> chosen = new ArrayList<>();
        all.stream().sorted(Comparator.comparing(YearSeries::key)).forEach(series -> chosen.add(series.comparable(atLeast).used()));
        weighted = chosen.stream().flatMap(List::stream).anyMatch(point -> point.standardError().isPresent());
        for (List<YearSeries.Point> used : chosen) {
            List<YearSeries.Point> kept = used.stream().filter(point -> !weighted || point.standardError().isPresent()).toList();
            if (kept.size() >= FEWEST_POINTS) {
                time.add(kept.stream().mapToDouble(YearSeries.Point::time).toArray());
                value.add(kept.stream().mapToDouble(YearSeries.Point::value).toArray());
                own.add(kept.stream().mapToDouble(point -> point.standardError().orElse(0)).map(error -> error * error).toArray());
                period.add(kept.stream().map(YearSeries.Point::period).toArray(Period[]::new));
                points += kept.size();
            }
        }
        middle = points == 0 ? 0 : QuantileType.TYPE_7.of(own.stream().flatMapToDouble(Arrays::stream).toArray(), 0.5);
        for (double[] variances : own) {
            for (int i = 0; i < variances.length; i++) {
                variances[i] = Math.max(variances[i], KNOWN * middle);
            }
        }
        for (Period[] periods : period) {
            int[] none = new int[periods.length];
            Arrays.fill(none, -1);
            place.add(none);
        }
    }

    int series() {
        return time.size();
    }

    /** Points less two a series. */
    int freedom() {
        return points - 2 * series();
    }

    boolean weighted() {
        return weighted;
    }

    /** Gives the periods that at least so many series have effects; returns them. */
    List<Period> numbered(int fewest) {
        TreeMap<Period, Integer> counts = new TreeMap<>();
        period.forEach(periods -> Arrays.stream(periods).forEach(one -> counts.merge(one, 1, Integer::sum)));
        List<Period> with = counts.keySet().stream().filter(one -> counts.get(one) >= fewest).toList();
        if (with.size() < FEWEST_POINTS) {
            return List.of();
        }
        TreeMap<Period, Integer> numbers = new TreeMap<>();
        with.forEach(one -> numbers.put(one, numbers.size()));
        for (int i = 0; i < series(); i++) {
            Period[] periods = period.get(i);
            Arrays.setAll(place.get(i), j -> numbers.getOrDefault(periods[j], -1));
        }
        return with;
    }

    /**
     * Effects of years with what is needed to judge them.
     *
     * @param values by place
     * @param covariance of the effects, where variances of points were right; without standard errors of points, in their variance
     * @param rank how many degrees of freedom they take
     * @param explained by how much they lower the weighted sum of squares
     */
    record Effects(double[] values, double[][] covariance, int rank, double explained) {
        static Effects none() {
            return new Effects(new double[0], new double[0][0], 0, 0);
        }

        double at(int place) {
            return place < 0 ? 0 : values[place];
        }
    }

    /** The variances of the points of a series, 1 where nothing is known. */
    private double[] variances(int i, double shock) {
        double[] variances = own.get(i).clone();
        for (int j = 0; j < variances.length; j++) {
            variances[j] = weighted ? variances[j] + shock : 1;
        }
        return variances;
    }

    /** What projects the line of a series out: W - W X (X' W X)^-1 X' W. */
    private static double[][] projector(Line line, double[] time, double[] variance) {
        int n = time.length;
        double[][] p = new double[n][n];
        for (int a = 0; a < n; a++) {
            double fromA = time[a] - line.first - line.meanTime;
            for (int b = 0; b < n; b++) {
                double fromB = time[b] - line.first - line.meanTime;
                p[a][b] = (a == b ? 1 / variance[a] : 0) - (1 / line.weight + fromA * fromB / line.spread) / variance[a] / variance[b];
            }
        }
        return p;
    }

    /** The joint least-squares effects of the periods given places, for a variance of shocks. */
    Effects effects(List<Period> periods, double shock) {
        int count = periods.size();
        if (count == 0) {
            return Effects.none();
        }
        double[][] equations = new double[count][count];
        double[] sums = new double[count];
        for (int i = 0; i < series(); i++) {
            double[] variance = variances(i, shock);
            Line line = Line.fit(time.get(i), value.get(i), variance);
            double[][] p = projector(line, time.get(i), variance);
            int[] at = place.get(i);
            for (int a = 0; a < at.length; a++) {
                if (at[a] >= 0) {
                    sums[at[a]] += (value.get(i)[a] - line.at(time.get(i)[a])) / variance[a];
                    for (int b = 0; b < at.length; b++) {
                        if (at[b] >= 0) {
                            equations[at[a]][at[b]] += p[a][b];
                        }
                    }
                }
            }
        }
        double[][] basis = lines(periods);
        double[][] projected = without(basis, equations);
        double[][] covariance = without(basis, PositiveDefinite.pseudoInverse(projected));
        double[] values = new double[count];
        double rank = 0;
        double explained = 0;
        for (int a = 0; a < count; a++) {
            for (int b = 0; b < count; b++) {
                values[a] += covariance[a][b] * sums[b];
                rank += covariance[a][b] * projected[b][a];
            }
            explained += values[a] * sums[a];
        }
        return new Effects(values, covariance, (int) Math.round(rank), explained);
    }

    /** Two orthonormal vectors: the level and the slope over periods. */
    private static double[][] lines(List<Period> periods) {
        int count = periods.size();
        double[] times = periods.stream().mapToDouble(one -> one.year() + (one.half() == 2 ? 0.5 : 0) - periods.get(0).year()).toArray();
        double mean = Arrays.stream(times).sum() / count;
        double length = Math.sqrt(Arrays.stream(times).map(one -> (one - mean) * (one - mean)).sum());
        double[][] basis = new double[2][count];
        for (int a = 0; a < count; a++) {
            basis[0][a] = 1 / Math.sqrt(count);
            basis[1][a] = (times[a] - mean) / length;
        }
        return basis;
    }

    /** The matrix with the directions of an orthonormal basis taken out on both sides. */
    private static double[][] without(double[][] basis, double[][] matrix) {
        int count = matrix.length;
        double[][] rest = new double[count][count];
        for (int a = 0; a < count; a++) {
            rest[a] = matrix[a].clone();
        }
        for (double[] direction : basis) {
            for (int side = 0; side < 2; side++) {
                for (int a = 0; a < count; a++) {
                    double along = 0;
                    for (int b = 0; b < count; b++) {
                        along += direction[b] * (side == 0 ? rest[a][b] : rest[b][a]);
                    }
                    for (int b = 0; b < count; b++) {
                        if (side == 0) {
                            rest[a][b] -= along * direction[b];
                        } else {
                            rest[b][a] -= along * direction[b];
                        }
                    }
                }
            }
        }
        return rest;
    }

    /** The moment estimate, with the effects that go with a variance of shocks of 0. */
    double moments(Effects effects) {
        double squares = -effects.explained;
        double trace = 0;
        int count = effects.values.length;
        double[][] twice = new double[count][count];
        for (int i = 0; i < series(); i++) {
            double[] variance = variances(i, 0);
            Line line = Line.fit(time.get(i), value.get(i), variance);
            squares += line.misfit(time.get(i), value.get(i), variance);
            double[][] p = projector(line, time.get(i), variance);
            int[] at = place.get(i);
            for (int a = 0; a < at.length; a++) {
                trace += p[a][a];
                for (int b = 0; b < at.length && at[a] >= 0; b++) {
                    for (int c = 0; c < at.length && at[b] >= 0; c++) {
                        twice[at[a]][at[b]] += p[a][c] * p[c][b];
                    }
                }
            }
        }
        for (int a = 0; a < count; a++) {
            for (int b = 0; b < count; b++) {
                trace -= effects.covariance[a][b] * twice[b][a];
            }
        }
        double left = weighted ? squares - (freedom() - effects.rank) : squares;
        return Math.max(0, left / trace);
    }

    /**
     * The variance of shocks at which misfits, none counted as more than its 95 % quantile, are together what chance makes them.
     *
     * @param near where it may be, 0 where nothing is known; the answer is the same but for rounding
     */
    double robust(Effects effects, double near) {
        Excess excess = new Excess(effects);
        double low = near * (1 - NEARBY);
        double atLow = excess.of(low);
        if (atLow <= 0 && low > 0) {
            low = 0;
            atLow = excess.of(0);
        }
        if (atLow <= 0) {
            return 0;
        }
        double high = near > 0 ? near * (1 + NEARBY) : excess.scale;
        double atHigh = excess.of(high);
        while (atHigh > 0) {
            low = high;
            atLow = atHigh;
            high *= 4;
            atHigh = excess.of(high);
        }
        // False position that halves the end that stays (Illinois); halves the bracket where that is slow.
        int stayed = 0;
        for (int step = 0; step < STEPS && high - low > CLOSE * high; step++) {
            double next = low + (high - low) * (atLow / (atLow - atHigh));
            if (step > SLOW || !(next > low && next < high)) {
                next = (low + high) / 2;
            }
            double there = excess.of(next);
            if (there == 0) {
                return next;
            }
            if (there > 0) {
                low = next;
                atLow = there;
                atHigh = stayed > 0 ? atHigh / 2 : atHigh;
                stayed = 1;
            } else {
                high = next;
                atHigh = there;
                atLow = stayed < 0 ? atLow / 2 : atLow;
                stayed = -1;
            }
        }
        return (low + high) / 2;
    }

    /** By how much kept misfits are above what chance makes of them, as a function of the variance of shocks. */
    private final class Excess {
        private final List<double[]> rest = new ArrayList<>(series());
        private final double factor;
        private final double[] caps;
        private final double[] expected;
        private final double[] weights;
        /** The squares that lines leave where all points weigh the same; 0 where they are rounding. */
        private final double[] squares;
        /** A typical variance. */
        private final double scale;

        Excess(Effects effects) {
            factor = (double) freedom() / (freedom() - effects.rank);
            int longest = 0;
            for (int i = 0; i < series(); i++) {
                int[] at = place.get(i);
                double[] cleaned = value.get(i).clone();
                for (int j = 0; j < at.length; j++) {
                    cleaned[j] -= effects.at(at[j]);
                }
                rest.add(cleaned);
                longest = Math.max(longest, at.length);
            }
            weights = new double[longest];
            caps = new double[longest + 1];
            expected = new double[longest + 1];
            for (int n = FEWEST_POINTS; n <= longest; n++) {
                caps[n] = ChiSquareLaw.quantile(KEPT, n - 2.0);
                expected[n] = (n - 2) * ChiSquareLaw.lowerTail(caps[n], n) + caps[n] * ChiSquareLaw.upperTail(caps[n], n - 2.0);
            }
            squares = new double[weighted ? 0 : series()];
            double all = 0;
            for (int i = 0; i < squares.length; i++) {
                double left = misfit(i, 0);
                double size = Arrays.stream(value.get(i)).map(Math::abs).max().orElse(0);
                squares[i] = left <= ROUNDING * size * size ? 0 : left;
                all += squares[i];
            }
            scale = weighted ? middle : Math.max(all / freedom(), Double.MIN_NORMAL);
        }

        /** As {@link Line#misfit}, with weights reckoned once: most of the time is spent here. */
        private double misfit(int i, double shock) {
            double[] times = time.get(i);
            double[] values = rest.get(i);
            double[] variances = own.get(i);
            int n = times.length;
            double first = times[0];
            double weight = 0;
            double meanTime = 0;
            double meanValue = 0;
            for (int j = 0; j < n; j++) {
                double w = weighted ? 1 / (variances[j] + shock) : 1;
                weights[j] = w;
                weight += w;
                meanTime += w * (times[j] - first);
                meanValue += w * values[j];
            }
            meanTime /= weight;
            meanValue /= weight;
            double spread = 0;
            double products = 0;
            for (int j = 0; j < n; j++) {
                double apart = times[j] - first - meanTime;
                spread += weights[j] * apart * apart;
                products += weights[j] * apart * (values[j] - meanValue);
            }
            double slope = products / spread;
            double sum = 0;
            for (int j = 0; j < n; j++) {
                double left = values[j] - meanValue - slope * (times[j] - first - meanTime);
                sum += weights[j] * left * left;
            }
            return sum;
        }

        double of(double shock) {
            double sum = 0;
            for (int i = 0; i < rest.size(); i++) {
                double misfit = weighted ? misfit(i, shock) : squares[i] == 0 ? 0 : squares[i] / shock;
                int n = rest.get(i).length;
                sum += Math.min(factor * misfit, caps[n]) - expected[n];
            }
            return sum;
        }
    }
}
