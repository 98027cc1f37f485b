package io.github.eduindicators.trend;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.laws.NormalLaw;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.stats.Interval;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * By how much a year do values change, if one wild year must not decide it?
 *
 * <p>The slope is the median of {@code (y(j) - y(i)) / (t(j) - t(i))} over all pairs of years, with calendar years below: 40, 42, 41, 47 in
 * 2018, 2019, 2021, 2023 rise by 1.325 a year, not by the 2.167 that equal spacing would give. The line goes through the median of values
 * at the median of times (Conover).
 *
 * <p>The interval lies between two of the N sorted slopes. With the law of Kendall's score S that {@link MannKendall} has, ties included,
 * s the smallest score with {@code 1 - 2 P(S >= s)} at least the confidence, and {@code C = s - 2}, they are the slopes number
 * {@code (N - C) / 2} from below and from above, rounded outwards. {@link Fit#attained} is the confidence that this has. Where no score is
 * rare enough there is no interval and {@link Fit#reason} says why: 3 years have none at 80 %, 4 years one at 90 % (of 91.7 %) and none at
 * 95 %, 5 years one at 95 % (of 98.3 %). The extreme slopes never stand in for it. Above {@value MannKendall#EXACT_YEARS} years
 * {@code C = z sqrt(Var S)} by the normal law, ranks rounded to the nearest.
 *
 * <p>Input: a series in any unit, points chosen by {@link YearSeries#comparable}; standard errors and numbers of pupils are not used. One
 * point gives a level without a slope, none gives neither, two a slope without an interval; equal values give the slope 0, also without.
 *
 * <p>Caveats: the interval supposes years alike in spread; rounding that makes most values equal can hide a slope from it. Prefer
 * {@link WlsTrend} where standard errors are known.
 *
 * <p>Cost {@code O(n^2 log n)}. Immutable and safe to share between threads.
 *
 * <p>Reference: P. K. Sen (1968), JASA 63:1379-1389, doi:10.1080/01621459.1968.10480934. Exact ranks with ties are our extension of his.
 */
public final class TheilSen {
    private static final TheilSen DEFAULTS = new TheilSen(0.95, YearSeries.Comparability.FULL);

    private final double confidence;
    private final YearSeries.Comparability atLeast;

    private TheilSen(double confidence, YearSeries.Comparability atLeast) {
        this.confidence = confidence;
        this.atLeast = atLeast;
    }

    /**
     * Returns the method with 95 % intervals for values that can be compared as they are.
     *
     * @return the method
     */
    public static TheilSen withDefaults() {
        return DEFAULTS;
    }

    /**
     * Sets the confidence that intervals have at least.
     *
     * @param level strictly between 0 and 1
     * @return the method with it
     * @throws IllegalArgumentException if it is outside that
     */
    public TheilSen withConfidence(double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("confidence must be between 0 and 1, got " + level);
        }
        return new TheilSen(level, atLeast);
    }

    /**
     * Chooses which points count.
     *
     * @param level {@link YearSeries.Comparability#RELATIVE_ONLY} where values are relative to the units of the same period and season
     * @return the method with it
     */
    public TheilSen admitting(YearSeries.Comparability level) {
        return new TheilSen(confidence, Objects.requireNonNull(level, "level"));
    }

    /**
     * Returns what the method is.
     *
     * @return identity, edition, parameters, reference
     */
    public MethodInfo method() {
        return MethodInfo.of("trend/theil-sen", "1", "Sen 1968, doi:10.1080/01621459.1968.10480934")
                .with(Fact.of("confidence", confidence)).with(Fact.of("admitting", atLeast.name()));
    }

    /**
     * Fits the line.
     *
     * @param series the series
     * @return the fit; it says itself what it lacks
     */
    public Fit fit(YearSeries series) {
        return new Fit(series.key(), series.comparable(atLeast), confidence);
    }

    @Override
    public String toString() {
        return method().toString();
    }

    /** A line through one series. Immutable. */
    public static final class Fit {
        private final YearSeries.Key key;
        private final YearSeries.Selection chosen;
        /** Sorted. */
        private final double[] slopes;
        private final double middleTime;
        private final double middleValue;
        private final Optional<String> reason;
        /** The place of the lower end among the slopes, from 1; 0 without an interval. */
        private final int rank;
        private final double attained;
        private final boolean exact;

        private Fit(YearSeries.Key key, YearSeries.Selection chosen, double confidence) {
            this.key = key;
            this.chosen = chosen;
            int n = chosen.used().size();
            double[] time = new double[n];
            double[] value = new double[n];
            for (int i = 0; i < n; i++) {
                time[i] = chosen.used().get(i).time();
                value[i] = chosen.used().get(i).value();
            }
            this.slopes = slopes(time, value);
            KendallLaw law = KendallLaw.of(value);
            this.middleTime = middle(time);
            this.middleValue = middle(value);
            this.exact = law.counted();
            this.reason = law.lack(1 - confidence);
            if (reason.isPresent()) {
                this.rank = 0;
                this.attained = 0;
            } else if (exact) {
                int critical = law.critical(1 - confidence).orElseThrow();
                this.rank = (slopes.length - critical + 2) / 2;
                this.attained = 1 - law.beyond(critical);
            } else {
                double around = NormalLaw.upperQuantile((1 - confidence) / 2) * Math.sqrt(law.variance);
                this.rank = (int) Math.round((slopes.length - around) / 2);
                this.attained = confidence;
            }
        }

        private static double[] slopes(double[] time, double[] value) {
            double[] all = new double[time.length * (time.length - 1) / 2];
            int at = 0;
            for (int j = 1; j < time.length; j++) {
                for (int i = 0; i < j; i++) {
                    all[at++] = (value[j] - value[i]) / (time[j] - time[i]);
                }
            }
            Arrays.sort(all);
            return all;
        }

        /** The median of sorted numbers; 0 of none. */
        private static double middle(double[] sorted) {
            int n = sorted.length;
            return n == 0 ? 0 : n % 2 == 1 ? sorted[n / 2] : 0.5 * sorted[n / 2 - 1] + 0.5 * sorted[n / 2];
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
         * Returns the points that the line goes by.
         *
         * @return by time
         */
        public List<YearSeries.Point> used() {
            return chosen.used();
        }

        /**
         * Returns the points left out.
         *
         * @return with their reasons
         */
        public List<YearSeries.Dropped> dropped() {
            return chosen.dropped();
        }

        /**
         * Returns the number of years used.
         *
         * @return the number of points
         */
        public int years() {
            return chosen.used().size();
        }

        /**
         * Returns the slope.
         *
         * @return the change a calendar year, or empty with fewer than two years
         */
        public OptionalDouble slope() {
            return slopes.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(middle(slopes));
        }

        /**
         * Returns the slope with its interval.
         *
         * @return the interval, or empty where none of the confidence asked for exists: see {@link #reason}
         */
        public Optional<Interval> interval() {
            return rank == 0 ? Optional.empty()
                    : Optional.of(new Interval(middle(slopes), slopes[rank - 1], slopes[slopes.length - rank]));
        }

        /**
         * Returns the confidence that the interval has.
         *
         * @return at least the confidence asked for; empty without an interval
         */
        public OptionalDouble attained() {
            return rank == 0 ? OptionalDouble.empty() : OptionalDouble.of(attained);
        }

        /**
         * Tells whether the law behind the interval is counted.
         *
         * @return false where the normal law stands in for it, above {@value MannKendall#EXACT_YEARS} years
         */
        public boolean exact() {
            return exact;
        }

        /**
         * Returns why there is no interval.
         *
         * @return {@code fewer-than-two-years}, {@code all-equal}, {@code too-few-years}, or {@code too-many-ties} where as many
         *     different values would have had one; empty if there is one
         */
        public Optional<String> reason() {
            return reason;
        }

        /**
         * Returns the line at a time.
         *
         * @param time a calendar year, half a year more for a second half; may lie outside the series
         * @return the level; of a single year its value; empty without points
         * @throws IllegalArgumentException if the time is not finite
         */
        public OptionalDouble at(double time) {
            if (!Double.isFinite(time)) {
                throw new IllegalArgumentException("a time must be a finite number, got " + time);
            }
            return years() == 0 ? OptionalDouble.empty() : OptionalDouble.of(middleValue + slope().orElse(0) * (time - middleTime));
        }

        @Override
        public String toString() {
            String slope = slope().isEmpty() ? "no slope" : String.format(Locale.ROOT, "%+.4g a year", slope().getAsDouble());
            String ends = interval()
                    .map(own -> String.format(Locale.ROOT, " [%.4g; %.4g] at %.3g", own.lower(), own.upper(), attained))
                    .orElse(", no interval: " + reason.orElse(""));
            return "Fit[" + key + ": " + slope + ends + ", " + years() + " years]";
        }
    }
}
