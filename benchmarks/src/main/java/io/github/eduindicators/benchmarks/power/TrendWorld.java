package io.github.eduindicators.benchmarks.power;

import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.trend.TrendMonitoring;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A region of invented schools whose true slopes are known: level and slope of each school normal, shocks of school-years, errors of
 * pupils, and effects of years on all schools.
 *
 * @param series one a school
 * @param slopes the true slopes, in the unit of values a year, in the order of series
 * @param monitoring how the series are to be labelled
 * @param unit what a standard deviation of pupils is in the unit of values
 */
record TrendWorld(List<YearSeries> series, double[] slopes, TrendMonitoring monitoring, double unit) {
    static final int MEDIAN_SIZE = 45;
    private static final int SMALLEST = 12;
    private static final int LARGEST = 120;
    private static final int FIRST_YEAR = 2017;
    private static final double MISSING = 0.05;
    private static final double BETWEEN_SCHOOLS = 0.35;
    private static final double BETWEEN_SHARES = 0.2;
    private static final double COMMON_SLOPE = 0.01;
    private static final double MEAN_SHARE = 0.3;

    /** What values are. */
    enum Kind {
        /** Already relative to the region: no effects of years, no common slope. */
        RELATIVE,
        /** Means of scores with effects of years, of a standard deviation of 0.1, that no one knows. */
        LEVEL,
        /** Shares around 0.3 with smaller effects of years. */
        SHARE
    }

    /**
     * One kind of region.
     *
     * @param kind what values are
     * @param schools how many
     * @param years how many
     * @param omega the deviation of shocks over the error of a mean of {@value #MEDIAN_SIZE} pupils
     * @param tau the deviation of true slopes, in standard deviations of pupils a year
     */
    record Scenario(Kind kind, int schools, int years, double omega, double tau) {
        String code() {
            return String.format(Locale.ROOT, "%s %d schools %d years omega %.1f tau %.2f", kind, schools, years, omega, tau);
        }
    }

    static TrendWorld generate(Scenario scenario, long seed, int region) {
        Stream common = Stream.of(seed, region);
        double unit = scenario.kind() == Kind.SHARE ? StrictMath.sqrt(MEAN_SHARE * (1 - MEAN_SHARE)) : 1;
        double[] effects = new double[scenario.years()];
        for (int t = 0; t < effects.length; t++) {
            double size = scenario.kind() == Kind.LEVEL ? 0.1 : scenario.kind() == Kind.SHARE ? 0.03 : 0;
            effects[t] = unit * size * common.normal();
        }
        double omega = unit * scenario.omega() / StrictMath.sqrt(MEDIAN_SIZE);
        List<YearSeries> series = new ArrayList<>();
        double[] slopes = new double[scenario.schools()];
        for (int i = 0; i < slopes.length; i++) {
            Stream own = Stream.of(seed, region, i);
            slopes[i] = unit * ((scenario.kind() == Kind.RELATIVE ? 0 : COMMON_SLOPE) + scenario.tau() * own.normal());
            double level = unit * (scenario.kind() == Kind.SHARE ? BETWEEN_SHARES : BETWEEN_SCHOOLS) * own.normal();
            int size = own.size(MEDIAN_SIZE, 0.6, SMALLEST, LARGEST);
            YearSeries.Builder builder = YearSeries.builder(SchoolId.of("s" + i), "value");
            double products = 0;
            double squares = 0;
            for (int t = 0; t < effects.length; t++) {
                double time = t - (effects.length - 1) / 2.0;
                double line = level + slopes[i] * time;
                products += time * (scenario.kind() == Kind.SHARE ? possible(line) : line);
                squares += time * time;
                double truth = line + effects[t] + omega * own.normal();
                int n = own.size(size, 0.1, SMALLEST, LARGEST);
                YearSeries.Point point = point(scenario.kind(), FIRST_YEAR + t, truth, n, own);
                if (!own.chance(MISSING)) {
                    builder.add(point);
                }
            }
            slopes[i] = scenario.kind() == Kind.SHARE ? products / squares : slopes[i];
            series.add(builder.build());
        }
        TrendMonitoring monitoring = TrendMonitoring.withDefaults();
        return new TrendWorld(series, slopes,
                scenario.kind() == Kind.RELATIVE ? monitoring.relative().withPupilDeviation(1) : monitoring, unit);
    }

    /** A share about the mean one, kept between 0 and 1: near them the line bends, and its slope is that of the straight line through it. */
    private static double possible(double aboutMean) {
        return Math.min(0.99, Math.max(0.01, MEAN_SHARE + aboutMean));
    }

    private static YearSeries.Point point(Kind kind, int year, double truth, int n, Stream own) {
        if (kind == Kind.RELATIVE) {
            double error = 1 / StrictMath.sqrt(n);
            return YearSeries.Point.of(year, truth + error * own.normal(), error);
        }
        if (kind == Kind.SHARE) {
            double p = possible(truth);
            int successes = 0;
            for (int pupil = 0; pupil < n; pupil++) {
                successes += own.chance(p) ? 1 : 0;
            }
            return YearSeries.Point.ofShare(year, successes, n);
        }
        double sum = 0;
        double squares = 0;
        for (int pupil = 0; pupil < n; pupil++) {
            double score = truth + own.normal();
            sum += score;
            squares += score * score;
        }
        double mean = sum / n;
        return YearSeries.Point.ofMean(year, mean, StrictMath.sqrt(Math.max(0, squares - n * mean * mean) / (n - 1)), n);
    }

    /** The rule that a list of values invites: two rises, or two falls, in a row at the end. */
    static int naive(YearSeries series) {
        List<YearSeries.Point> points = series.points();
        int n = points.size();
        if (n < 3) {
            return 0;
        }
        double before = points.get(n - 2).value() - points.get(n - 3).value();
        double last = points.get(n - 1).value() - points.get(n - 2).value();
        return before > 0 && last > 0 ? 1 : before < 0 && last < 0 ? -1 : 0;
    }
}
