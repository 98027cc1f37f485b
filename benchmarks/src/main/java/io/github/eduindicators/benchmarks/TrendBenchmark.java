package io.github.eduindicators.benchmarks;

import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.stats.MultipleTesting;
import io.github.eduindicators.trend.ChangeAgainstRegion;
import io.github.eduindicators.trend.EbTrend;
import io.github.eduindicators.trend.ListTracking;
import io.github.eduindicators.trend.MannKendall;
import io.github.eduindicators.trend.TheilSen;
import io.github.eduindicators.trend.TrendMonitoring;
import io.github.eduindicators.trend.WlsTrend;
import io.github.eduindicators.trend.YearShock;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What trends cost: 10,000 and 100,000 series of eight years each, in one thread and a heap of one gigabyte that also holds the series.
 * The time should be linear in the number of series.
 *
 * <pre>{@code
 * java -jar benchmarks/target/benchmarks.jar TrendBenchmark
 * }</pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 4, time = 2)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
public class TrendBenchmark {
    private static final double SHOCK = 0.01;

    /** For JMH. */
    public TrendBenchmark() {}

    /**
     * Series of schools, 2015 to 2023 without 2020: level, slope, a shock of each year, a shock of the whole region, pupils. Means have two
     * decimals, so years of a school tie now and then.
     */
    @State(Scope.Benchmark)
    public static class Schools {
        private static final long SEED = 20_151_123;
        private static final int FIRST = 2015;
        private static final int LAST = 2023;
        private static final int GAP = 2020;
        private static final double HUNDREDTHS = 100;

        @Param({"10000", "100000"})
        int series;

        final List<YearSeries> all = new ArrayList<>();
        YearSeries region = YearSeries.builder(Region.of("Synthetic region"), "mean").build();

        /** For JMH. */
        public Schools() {}

        static Schools of(int count) {
            Schools schools = new Schools();
            schools.series = count;
            schools.draw();
            return schools;
        }

        /** Draws the series. */
        @Setup
        public final void draw() {
            SplittableRandom random = new SplittableRandom(SEED);
            int years = LAST - FIRST + 1;
            double[] common = random.doubles(years).map(u -> 0.05 * (u - 0.5)).toArray();
            double[] sum = new double[years];
            long[] pupils = new long[years];
            for (int i = 0; i < series; i++) {
                YearSeries.Builder builder = YearSeries.builder(SchoolId.of(Rows.id(i)), "mean");
                double level = 0.4 * random.nextGaussian();
                double slope = 0.01 + 0.05 * random.nextGaussian();
                int cohort = 12 + random.nextInt(109);
                for (int year = FIRST; year <= LAST; year++) {
                    if (year == GAP) {
                        continue;
                    }
                    int t = year - FIRST;
                    int n = cohort + random.nextInt(5);
                    double value = level + slope * (t - years / 2) + common[t]
                            + 0.1 * random.nextGaussian() + random.nextGaussian() / Math.sqrt(n);
                    double mean = Math.rint(value * HUNDREDTHS) / HUNDREDTHS;
                    builder.add(YearSeries.Point.ofMean(year, mean, 1, n));
                    sum[t] += n * mean;
                    pupils[t] += n;
                }
                all.add(builder.build());
            }
            YearSeries.Builder whole = YearSeries.builder(region.key());
            for (int t = 0; t < years; t++) {
                if (t != GAP - FIRST) {
                    whole.add(YearSeries.Point.ofMean(FIRST + t, sum[t] / pupils[t], 1, pupils[t]));
                }
            }
            region = whole.build();
        }
    }

    /** The lines of all schools. */
    @State(Scope.Benchmark)
    public static class Lines {
        List<WlsTrend.Fit> fits = List.of();

        /** For JMH. */
        public Lines() {}

        /**
         * Fits them.
         *
         * @param schools the series
         */
        @Setup
        public void fit(Schools schools) {
            WlsTrend trend = WlsTrend.withDefaults().withShock(SHOCK);
            fits = schools.all.stream().map(trend::fit).toList();
        }
    }

    /** The lines of all schools, by hand. */
    @State(Scope.Benchmark)
    public static class ByHand {
        HandWrittenLines lines = HandWrittenLines.of(List.of());

        /** For JMH. */
        public ByHand() {}

        /**
         * Takes the figures out of the series.
         *
         * @param schools the series
         */
        @Setup
        public void take(Schools schools) {
            lines = HandWrittenLines.of(schools.all);
        }
    }

    /** The labels of all schools. */
    @State(Scope.Benchmark)
    public static class Labels {
        TrendMonitoring.Result result = TrendMonitoring.withDefaults().run(List.of());

        /** For JMH. */
        public Labels() {}

        /**
         * Gives them.
         *
         * @param schools the series
         */
        @Setup
        public void label(Schools schools) {
            result = TrendMonitoring.withDefaults().run(schools.all);
        }
    }

    /**
     * Fits a weighted line to each series.
     *
     * @param schools the series
     * @param counter the counter
     * @return the sum of |z|
     */
    @Benchmark
    public double wls(Schools schools, Passes counter) {
        return counter.count(schools.series, () -> wls(schools));
    }

    double wls(Schools schools) {
        WlsTrend trend = WlsTrend.withDefaults().withShock(SHOCK);
        double sum = 0;
        for (YearSeries one : schools.all) {
            sum += Math.abs(trend.fit(one).z().orElse(0));
        }
        return sum;
    }

    /**
     * Fits the same lines by a loop written by hand.
     *
     * @param schools the series
     * @param byHand their figures
     * @param counter the counter
     * @return the sum of |z|
     */
    @Benchmark
    public double wlsByHand(Schools schools, ByHand byHand, Passes counter) {
        return counter.count(schools.series, () -> byHand.lines.sum(SHOCK));
    }

    /**
     * Estimates the variance of school-year shocks and the effects of years from all series.
     *
     * @param schools the series
     * @return the estimates
     */
    @Benchmark
    public YearShock.Result shock(Schools schools) {
        return YearShock.withDefaults().fit(schools.all);
    }

    /**
     * Shrinks all slopes.
     *
     * @param lines the fitted lines
     * @return the slopes
     */
    @Benchmark
    public EbTrend.Result empiricalBayes(Lines lines) {
        return EbTrend.withDefaults().run(lines.fits);
    }

    /**
     * Tests each series by the exact law with its ties.
     *
     * @param schools the series
     * @return the sum of p
     */
    @Benchmark
    public double mannKendall(Schools schools) {
        double sum = 0;
        for (YearSeries one : schools.all) {
            sum += MannKendall.withDefaults().test(one).pTwoSided();
        }
        return sum;
    }

    /**
     * Takes the median slope of each series and its exact interval.
     *
     * @param schools the series
     * @return the sum of widths
     */
    @Benchmark
    public double theilSen(Schools schools) {
        double sum = 0;
        for (YearSeries one : schools.all) {
            sum += TheilSen.withDefaults().fit(one).interval().map(interval -> interval.upper() - interval.lower()).orElse(0.0);
        }
        return sum;
    }

    /**
     * Compares the last change of each series with the region that holds it.
     *
     * @param schools the series
     * @return the sum of |z|
     */
    @Benchmark
    public double againstRegion(Schools schools) {
        Period from = Period.of(Schools.LAST - 1);
        Period to = Period.of(Schools.LAST);
        double sum = 0;
        for (YearSeries one : schools.all) {
            sum += ChangeAgainstRegion.withDefaults().test(one, schools.region, from, to).difference().map(change -> Math.abs(change.z()))
                    .orElse(0.0);
        }
        return sum;
    }

    /**
     * Labels all series: shock, lines, shrunk slopes, probabilities.
     *
     * @param schools the series
     * @param counter the counter
     * @return the labels
     */
    @Benchmark
    public TrendMonitoring.Result monitoring(Schools schools, Passes counter) {
        return counter.count(schools.series, () -> monitoring(schools));
    }

    TrendMonitoring.Result monitoring(Schools schools) {
        return TrendMonitoring.withDefaults().run(schools.all);
    }

    /**
     * Lists what improves at 5 % by Benjamini-Hochberg.
     *
     * @param labels the labels of all schools
     * @return the list
     */
    @Benchmark
    public TrendMonitoring.Chosen benjaminiHochberg(Labels labels) {
        return labels.result.improving(MultipleTesting.BENJAMINI_HOCHBERG, 0.05);
    }

    /**
     * Lists what improves at 5 % by Benjamini-Yekutieli.
     *
     * @param labels the labels of all schools
     * @return the list
     */
    @Benchmark
    public TrendMonitoring.Chosen benjaminiYekutieli(Labels labels) {
        return labels.result.improving(MultipleTesting.BENJAMINI_YEKUTIELI, 0.05);
    }

    /**
     * Lists what improves with an expected share of false ones of 5 %.
     *
     * @param labels the labels of all schools
     * @return the list
     */
    @Benchmark
    public TrendMonitoring.Chosen bayesianFdr(Labels labels) {
        return labels.result.improving(0.05);
    }

    /**
     * Tracks the lowest 5 % over the years, with hysteresis.
     *
     * @param schools the series
     * @return the register
     */
    @Benchmark
    public ListTracking.Register listTracking(Schools schools) {
        return ListTracking.lowest(0.05).run(schools.all);
    }
}
