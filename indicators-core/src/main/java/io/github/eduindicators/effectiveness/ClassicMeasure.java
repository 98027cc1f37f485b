package io.github.eduindicators.effectiveness;

import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.stats.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/** One indicator: how it follows from the counts of a unit, in one assessment or in several together. */
abstract class ClassicMeasure {
    private static final int SIXTY = 60;
    private static final int EIGHTY = 80;

    final String code;
    final ClassicPool pool;
    /** Whether it compares with the region. */
    final boolean compares;

    private ClassicMeasure(String code, ClassicPool pool, boolean compares) {
        this.code = code;
        this.pool = pool;
        this.compares = compares;
    }

    abstract boolean applies(ScoreScale scale);

    /** The value of one assessment, or of several added up; as many references as cells. */
    abstract IndicatorValue of(List<ClassicCell> cells, List<ClassicReference> regions);

    /** All measures by code. */
    static List<ClassicMeasure> all(double[] weights, int[] sums) {
        List<ClassicMeasure> all = new ArrayList<>(List.of(
                share("pass_rate", ClassicPool.MINIMUM, ClassicPool.MINIMUM::has,
                        (scale, region) -> new int[] {scale.cuts().get(0), scale.max()}),
                share("quality_rate", ClassicPool.MARKS, ScoreScale::hasMarks,
                        (scale, region) -> new int[] {scale.cuts().get(1), scale.max()}),
                band("below_minimum", (scale, region) -> new int[] {0, minimum(scale) - 1}),
                band("band_to_60", (scale, region) -> new int[] {minimum(scale), SIXTY}),
                band("band_61_80", (scale, region) -> new int[] {Math.max(minimum(scale), SIXTY + 1), EIGHTY}),
                band("band_81_100", (scale, region) -> new int[] {Math.max(minimum(scale), EIGHTY + 1), scale.max()}),
                band("score_100", (scale, region) -> new int[] {scale.max(), scale.max()}),
                quartile("lower_quartile_share", (scale, region) -> new int[] {0, region.lowerQuartile}),
                quartile("upper_quartile_share", (scale, region) -> new int[] {region.upperQuartile, scale.max()}),
                new Mean("mean_score", ClassicPool.NONE, scale -> true) {
                    @Override
                    IndicatorValue of(List<ClassicCell> cells, List<ClassicReference> regions) {
                        ClassicCell cell = cells.get(0);
                        return value(cell.mean(), error(cells, regions, r -> r.deviation), cell.n, 0, cell.scale.max());
                    }
                },
                new Mean("mean_mark", ClassicPool.MARKS, ScoreScale::hasMarks) {
                    @Override
                    IndicatorValue of(List<ClassicCell> cells, List<ClassicReference> regions) {
                        long[] marks = marks(cells);
                        return value(meanMark(marks), error(cells, regions, r -> r.deviationOfMarks), Arrays.stream(marks).sum(), 2, 5);
                    }
                },
                new Mean("sou", ClassicPool.MARKS, ScoreScale::hasMarks) {
                    @Override
                    IndicatorValue of(List<ClassicCell> cells, List<ClassicReference> regions) {
                        long[] marks = marks(cells);
                        return value(weighted(marks, weights), error(cells, regions, r -> r.deviationOfWeights),
                                Arrays.stream(marks).sum(), DoubleStream.of(weights).min().orElseThrow(),
                                DoubleStream.of(weights).max().orElseThrow());
                    }
                },
                new MeanInDeviations()));
        for (int sum : sums) {
            all.add(share("sum_from_" + sum, ClassicPool.SUMS, ClassicPool.SUMS::has, (scale, region) -> new int[] {sum, scale.max()}));
        }
        all.sort(Comparator.comparing(measure -> measure.code));
        return List.copyOf(all);
    }

    private static int minimum(ScoreScale scale) {
        return scale.cuts().get(0);
    }

    private interface Scales {
        boolean has(ScoreScale scale);
    }

    private interface Range {
        /** The lowest and the highest score that count; nobody where the first is above the second. */
        int[] of(ScoreScale scale, ClassicReference region);
    }

    private interface Spread {
        double of(ClassicReference region);
    }

    private static ClassicMeasure share(String code, ClassicPool pool, Scales scales, Range range) {
        return new Share(code, pool, false, scales, range);
    }

    private static ClassicMeasure band(String code, Range range) {
        return new Share(code, ClassicPool.HUNDRED, false, ClassicPool.HUNDRED::has, range);
    }

    private static ClassicMeasure quartile(String code, Range range) {
        return new Share(code, ClassicPool.ALL, true, scale -> true, range);
    }

    /** The share of pupils within a range of scores. */
    private static final class Share extends ClassicMeasure {
        private final Scales scales;
        private final Range range;

        private Share(String code, ClassicPool pool, boolean compares, Scales scales, Range range) {
            super(code, pool, compares);
            this.scales = scales;
            this.range = range;
        }

        @Override
        boolean applies(ScoreScale scale) {
            return scales.has(scale);
        }

        @Override
        IndicatorValue of(List<ClassicCell> cells, List<ClassicReference> regions) {
            long within = 0;
            long n = 0;
            Errors errors = new Errors();
            for (int i = 0; i < cells.size(); i++) {
                ClassicCell cell = cells.get(i);
                int[] ends = range.of(cell.scale, regions.get(i));
                within += cell.within(ends[0], ends[1]);
                n += cell.n;
                errors.add(cell, 1);
            }
            double roots = errors.total();
            IndicatorValue share = IndicatorValue.ratio(within, n);
            return cells.size() == 1
                    ? share
                    : share.withInterval(Interval.wilson((double) within / n, n / roots * (n / roots), Interval.Z95));
        }
    }

    /** A mean over pupils. */
    private abstract static class Mean extends ClassicMeasure {
        private final Scales scales;

        private Mean(String code, ClassicPool pool, Scales scales) {
            super(code, pool, false);
            this.scales = scales;
        }

        @Override
        boolean applies(ScoreScale scale) {
            return scales.has(scale);
        }
    }

    /** The distance of the unit's mean from its region's, in the region's SDs. */
    static final class MeanInDeviations extends ClassicMeasure {
        private MeanInDeviations() {
            super("mean_z", ClassicPool.ALL, true);
        }

        @Override
        boolean applies(ScoreScale scale) {
            return true;
        }

        @Override
        IndicatorValue of(List<ClassicCell> cells, List<ClassicReference> regions) {
            long n = 0;
            double sum = 0;
            Errors errors = new Errors();
            for (int i = 0; i < cells.size(); i++) {
                ClassicReference region = regions.get(i);
                if (region.deviation > 0) {
                    n += cells.get(i).n;
                    sum += cells.get(i).n * ((cells.get(i).mean() - region.mean) / region.deviation);
                    errors.add(cells.get(i), 1);
                }
            }
            return n == 0
                    ? IndicatorValue.notApplicable("no-spread")
                    : IndicatorValue.of(Interval.normal(sum / n, errors.total() / n, Interval.Z95), n);
        }
    }

    static long[] marks(List<ClassicCell> cells) {
        long[] marks = new long[4];
        for (ClassicCell cell : cells) {
            long[] here = cell.marks();
            Arrays.setAll(marks, i -> marks[i] + here[i]);
        }
        return marks;
    }

    static double meanMark(long[] marks) {
        return (double) (2 * marks[0] + 3 * marks[1] + 4 * marks[2] + 5 * marks[3]) / Arrays.stream(marks).sum();
    }

    static double weighted(long[] counts, double[] weights) {
        double sum = 0;
        long n = 0;
        for (int i = 0; i < counts.length; i++) {
            sum += counts[i] * weights[i];
            n += counts[i];
        }
        return sum / n;
    }

    /** The standard error of the mean of all. */
    static double error(List<ClassicCell> cells, List<ClassicReference> regions, Spread spread) {
        long n = 0;
        Errors errors = new Errors();
        for (int i = 0; i < cells.size(); i++) {
            n += cells.get(i).n;
            errors.add(cells.get(i), spread.of(regions.get(i)));
        }
        return errors.total() / n;
    }

    /** Errors of sums: those of one grade are the errors of the same pupils and add up, those of grades are independent. */
    private static final class Errors {
        private final TreeMap<Integer, Double> byGrade = new TreeMap<>();

        void add(ClassicCell cell, double spread) {
            byGrade.merge(cell.grade, Math.sqrt(cell.n) * spread, Double::sum);
        }

        double total() {
            if (byGrade.size() == 1) {
                return byGrade.firstEntry().getValue();
            }
            double squares = 0;
            for (double error : byGrade.values()) {
                squares += error * error;
            }
            return Math.sqrt(squares);
        }
    }

    /** A mean with its interval, kept within what is possible; all that is possible where the spread is not known. */
    static IndicatorValue value(double mean, double error, long n, double least, double most) {
        double half = Double.isNaN(error) ? most - least : Interval.Z95 * error;
        double low = Math.min(mean, Math.max(least, mean - half));
        double high = Math.max(mean, Math.min(most, mean + half));
        return IndicatorValue.of(new Interval(mean, low, high), n);
    }
}
