package io.github.eduindicators.trend;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.laws.NormalLaw;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.stats.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * By how much a year does one indicator of one unit change, when the error of each year is known?
 *
 * <p>With {@code w(t) = 1 / (s(t)^2 + omega^2)}, s(t) the standard error of the year and omega squared the variance of school-year shocks
 * (what moves a year beyond its pupils: see {@code YearShock}), and weighted means of t and y:
 * <ul>
 *   <li>{@code slope = sum w (t - mean t) y / Sxx}, {@code Sxx = sum w (t - mean t)^2}, {@code se = 1 / sqrt(Sxx)};
 *   <li>{@code z = slope / se}, {@code p = 2 Phi(-|z|)};
 *   <li>the line at year u has the variance {@code 1 / sum w + (u - mean t)^2 / Sxx};
 *   <li>the misfit is {@code Q = sum (y - line)^2 / s^2} on n - 2 degrees of freedom: large where years move more than their errors say.
 * </ul>
 * The standard error is not rescaled by the residuals: with three to five years that would throw away what is known about pupils and put
 * the scatter of one or three numbers in its place.
 *
 * <p>Input: a series in any unit; the slope is in that unit a calendar year. Points are chosen by {@link YearSeries#comparable}. Points
 * without a standard error are left out, unless the series has none at all and omega squared is given: then every year weighs the same
 * and omega squared is the whole variance. One usable year gives a level but no slope; none gives neither; two give a slope without a
 * misfit. Equal values give the slope 0 with its error.
 *
 * <p>Caveats: with omega squared left at 0 the answer is about these pupils only, and where school-year shocks are as large as the errors
 * of pupils a test at 5 % is wrong in 17 % of schools. One series cannot tell its shocks from its slope; the region's series can.
 *
 * <p>Cost {@code O(n)}. Immutable and safe to share between threads.
 *
 * <p>Reference: the fixed-effect meta-regression with a known within-variance, W. Viechtbauer (2010), J. Statistical Software 36(3),
 * doi:10.18637/jss.v036.i03.
 */
public final class WlsTrend {
    private static final WlsTrend DEFAULTS = new WlsTrend(0, 0.95, YearSeries.Comparability.FULL);

    private final double shock;
    private final double confidence;
    private final YearSeries.Comparability atLeast;

    private WlsTrend(double shock, double confidence, YearSeries.Comparability atLeast) {
        this.shock = shock;
        this.confidence = confidence;
        this.atLeast = atLeast;
    }

    /**
     * Returns the method without shocks, with 95 % intervals, for values that can be compared as they are.
     *
     * @return the method
     */
    public static WlsTrend withDefaults() {
        return DEFAULTS;
    }

    /**
     * Sets the variance of school-year shocks.
     *
     * @param omegaSquared not negative, in the square of the unit of values
     * @return the method with it
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public WlsTrend withShock(double omegaSquared) {
        if (!(omegaSquared >= 0) || Double.isInfinite(omegaSquared)) {
            throw new IllegalArgumentException("the variance of shocks must not be negative, got " + omegaSquared);
        }
        return new WlsTrend(omegaSquared, confidence, atLeast);
    }

    /**
     * Sets the confidence of intervals.
     *
     * @param level strictly between 0 and 1
     * @return the method with it
     * @throws IllegalArgumentException if it is outside that
     */
    public WlsTrend withConfidence(double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("confidence must be between 0 and 1, got " + level);
        }
        return new WlsTrend(shock, level, atLeast);
    }

    /**
     * Chooses which points count.
     *
     * @param level {@link YearSeries.Comparability#RELATIVE_ONLY} where values are relative to the units of the same period and season
     * @return the method with it
     */
    public WlsTrend admitting(YearSeries.Comparability level) {
        return new WlsTrend(shock, confidence, Objects.requireNonNull(level, "level"));
    }

    /**
     * Returns what the method is.
     *
     * @return identity, edition, parameters, reference
     */
    public MethodInfo method() {
        return MethodInfo.of("trend/wls", "1", "Viechtbauer 2010, doi:10.18637/jss.v036.i03")
                .with(Fact.of("omega2", shock)).with(Fact.of("confidence", confidence)).with(Fact.of("admitting", atLeast.name()));
    }

    /**
     * Fits the line.
     *
     * @param series the series
     * @return the fit; it says itself what it lacks
     */
    public Fit fit(YearSeries series) {
        YearSeries.Selection chosen = series.comparable(atLeast);
        boolean anyError = chosen.used().stream().anyMatch(point -> point.standardError().isPresent());
        List<YearSeries.Point> used = new ArrayList<>(chosen.used().size());
        List<YearSeries.Dropped> dropped = new ArrayList<>(chosen.dropped());
        for (YearSeries.Point point : chosen.used()) {
            if (point.standardError().isPresent() || !anyError && shock > 0) {
                used.add(point);
            } else {
                dropped.add(new YearSeries.Dropped(point, "no-standard-error"));
            }
        }
        return new Fit(series.key(), used, dropped, shock, confidence);
    }

    @Override
    public String toString() {
        return method().toString();
    }

    /** A line through one series. Immutable. */
    public static final class Fit {
        private final YearSeries.Key key;
        private final List<YearSeries.Point> used;
        private final List<YearSeries.Dropped> dropped;
        private final double shock;
        private final double confidence;
        /** Absent without points. */
        private final Line line;
        /** NaN where there is none. */
        private final double misfit;

        private Fit(YearSeries.Key key, List<YearSeries.Point> used, List<YearSeries.Dropped> dropped, double shock, double confidence) {
            this.key = key;
            this.used = List.copyOf(used);
            this.dropped = List.copyOf(dropped);
            this.shock = shock;
            this.confidence = confidence;
            int n = used.size();
            double[] time = new double[n];
            double[] value = new double[n];
            double[] variance = new double[n];
            double[] own = new double[n];
            for (int i = 0; i < n; i++) {
                YearSeries.Point point = used.get(i);
                double error = point.standardError().orElse(0);
                time[i] = point.time();
                value[i] = point.value();
                own[i] = error * error;
                variance[i] = own[i] + shock;
            }
            this.line = n == 0 ? null : Line.fit(time, value, variance);
            this.misfit = n < 3 || own[0] == 0 ? Double.NaN : line.misfit(time, value, own);
        }

        /**
         * Returns what the series is about.
         *
         * @return the key
         */
        public YearSeries.Key key() {
            return key;
        }

        /**
         * Returns the points that the line goes through.
         *
         * @return by time
         */
        public List<YearSeries.Point> used() {
            return used;
        }

        /**
         * Returns the points left out.
         *
         * @return with their reasons
         */
        public List<YearSeries.Dropped> dropped() {
            return dropped;
        }

        /**
         * Returns the number of years used.
         *
         * @return the number of points
         */
        public int years() {
            return used.size();
        }

        /**
         * Returns the variance of shocks that was taken.
         *
         * @return omega squared
         */
        public double shock() {
            return shock;
        }

        /**
         * Returns the slope.
         *
         * @return the change a year with its interval, or empty with fewer than two years
         */
        public Optional<Interval> slope() {
            return slopeError().isEmpty()
                    ? Optional.empty()
                    : Optional.of(Interval.normal(line.slope, slopeError().getAsDouble(), quantile()));
        }

        /**
         * Returns the standard error of the slope.
         *
         * @return positive, or empty with fewer than two years
         */
        public OptionalDouble slopeError() {
            return line == null || line.spread == 0 ? OptionalDouble.empty() : OptionalDouble.of(1 / Math.sqrt(line.spread));
        }

        /**
         * Returns the slope over its error.
         *
         * @return z, or empty with fewer than two years
         */
        public OptionalDouble z() {
            return slopeError().isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(line.slope * Math.sqrt(line.spread));
        }

        /**
         * Returns how often a level series would give such a slope, up or down.
         *
         * @return p, two-sided, or empty with fewer than two years
         */
        public OptionalDouble p() {
            return z().isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(2 * NormalLaw.upperTail(Math.abs(z().getAsDouble())));
        }

        /**
         * Returns the line at a time.
         *
         * @param time a calendar year, half a year more for a second half; may lie outside the series
         * @return the value with the interval of the line, not of an observation; of a single year its value; empty without points
         */
        public Optional<Interval> at(double time) {
            return line == null
                    ? Optional.empty()
                    : Optional.of(Interval.normal(line.at(time), Math.sqrt(line.varianceAt(time)), quantile()));
        }

        /** The variance of the slope by errors of pupils, and that by shocks of the variance 1; only where there is a slope. */
        double[] slopeVariance() {
            double pupils = 0;
            double shocks = 0;
            for (YearSeries.Point point : used) {
                double error = point.standardError().orElse(0);
                double share = (point.time() - line.first - line.meanTime) / (error * error + shock) / line.spread;
                pupils += share * share * error * error;
                shocks += share * share;
            }
            return new double[] {pupils, shocks};
        }

        /** The variance of the line at a time; only where there are points. */
        double varianceAt(double time) {
            return line.varianceAt(time);
        }

        /**
         * Returns how badly the line fits.
         *
         * @return Q on {@link #years} - 2 degrees of freedom, or empty with fewer than three years or without standard errors
         */
        public OptionalDouble misfit() {
            return Double.isNaN(misfit) ? OptionalDouble.empty() : OptionalDouble.of(misfit);
        }

        private double quantile() {
            return NormalLaw.upperQuantile((1 - confidence) / 2);
        }

        @Override
        public String toString() {
            return slope()
                    .map(slope -> String.format(Locale.ROOT, "Fit[%s: %+.4g a year [%.4g; %.4g], %d years, p %.3g]",
                            key, slope.value(), slope.lower(), slope.upper(), years(), p().orElse(1)))
                    .orElseGet(() -> "Fit[" + key + ": no slope, " + years() + " usable years]");
        }
    }
}
