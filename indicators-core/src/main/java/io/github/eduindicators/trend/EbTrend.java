package io.github.eduindicators.trend;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.laws.NormalLaw;
import io.github.eduindicators.laws.StudentLaw;
import io.github.eduindicators.results.YearSeries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;

/**
 * Which of many units really rise or fall, and by how much, when the slope of each alone is mostly noise?
 *
 * <p>Every unit has an estimated slope {@code b(i)} with its known variance {@code v(i)} from {@link WlsTrend}; true slopes are
 * taken to follow {@code N(mu, tau^2)}. With {@code w(i) = 1 / (tau^2 + v(i))}:
 * <ul>
 *   <li>{@code mu = sum w b / sum w}, {@code var mu = 1 / sum w};
 *   <li>tau squared after Paule and Mandel solves {@code sum w (b - mu)^2 = m - 1}; after DerSimonian and Laird it is
 *       {@code (Q - (m - 1)) / (sum u - sum u^2 / sum u)} with {@code u = 1 / v} and Q the sum of squares with them; 0 where it
 *       would be negative;
 *   <li>reliability {@code B(i) = tau^2 / (tau^2 + v(i))}: the share of the variance of estimated slopes like this one that is
 *       not noise;
 *   <li>the shrunk slope {@code mu + B(i) (b(i) - mu)} with the variance {@code B(i) v(i) + (1 - B(i))^2 var mu};
 *   <li>{@code P(slope > x)} by the normal law; the distance from mu has the variance {@code B(i) v(i) + B(i)^2 var mu}.
 * </ul>
 * With at least {@value #FEWEST} and fewer than {@value #FEW} units Student's law with m - 1 degrees of freedom takes the place
 * of the normal one, since tau squared itself is then poorly known; that choice is ours.
 *
 * <p>Input: fits of one indicator over units of one kind, of any number of years; slopes in one unit a calendar year. Fits
 * without a slope are left out and named. With fewer than {@value #FEWEST} slopes nothing can be borrowed and there is no answer
 * but the reason. Where slopes differ by no more than their errors tau squared is 0: all units have the common slope, the
 * reliability is 0 and {@link Result#ranked} is false.
 *
 * <p>Caveats: variances of slopes are taken as known, so give fits with the variance of school-year shocks ({@link YearShock});
 * without it tau squared takes those shocks for true differences of slopes. Give series less the effects of years, or relative
 * values: a common shock in an end year otherwise goes into mu. Tau squared is taken as known too, which matters little from 50
 * units on. Units far from the others are drawn in more than they should be, since slopes are taken to be normal.
 *
 * <p>Cost: {@code O(m)} a step with about 60 steps, and {@code O(m log m)} for sorting. The order of fits makes no difference.
 * Immutable and safe to share between threads.
 *
 * <p>Reference: R. DerSimonian, N. Laird (1986), Controlled Clinical Trials 7:177-188, doi:10.1016/0197-2456(86)90046-2; R. C.
 * Paule, J. Mandel (1982), J. Res. NBS 87:377-385; for the shrunk slopes S. W. Raudenbush, A. S. Bryk (1985), J. Educational
 * Statistics 10:75-98; all formulas from memory, checked against the package metafor.
 */
public final class EbTrend {
    /** With fewer slopes nothing is borrowed. */
    public static final int FEWEST = 10;
    /** With fewer slopes Student's law is used. */
    public static final int FEW = 20;

    /** How the variance of true slopes is estimated. */
    public enum Estimator {
        /** The value at which slopes differ as much as they should; the better one where errors are very unequal. */
        PAULE_MANDEL,
        /** By moments, without iteration. */
        DERSIMONIAN_LAIRD
    }

    private static final EbTrend DEFAULTS = new EbTrend(Estimator.PAULE_MANDEL);
    private static final int STEPS = 200;

    private final Estimator estimator;

    private EbTrend(Estimator estimator) {
        this.estimator = estimator;
    }

    /**
     * Returns the method after Paule and Mandel.
     *
     * @return the method
     */
    public static EbTrend withDefaults() {
        return DEFAULTS;
    }

    /**
     * Chooses how the variance of true slopes is estimated.
     *
     * @param how the estimator
     * @return the method with it
     */
    public EbTrend with(Estimator how) {
        return new EbTrend(Objects.requireNonNull(how, "how"));
    }

    /**
     * Returns what the method is.
     *
     * @return identity, edition, parameters, reference
     */
    public MethodInfo method() {
        return MethodInfo.of("trend/eb", "1", "DerSimonian, Laird 1986, doi:10.1016/0197-2456(86)90046-2; Paule, Mandel 1982")
                .with(Fact.of("estimator", estimator.name()));
    }

    @Override
    public String toString() {
        return method().toString();
    }

    /**
     * Shrinks the slopes of many units towards their mean.
     *
     * @param fits of one indicator, one a series
     * @return the slopes; or why there are none
     * @throws IllegalArgumentException if a series stands twice
     */
    public Result run(Collection<WlsTrend.Fit> fits) {
        return run(fits, estimator == Estimator.PAULE_MANDEL ? EbTrend::pauleMandel : EbTrend::derSimonianLaird);
    }

    /** The same with the variance of true slopes from elsewhere, as a function of slopes and their variances. */
    Result run(Collection<WlsTrend.Fit> fits, ToDoubleBiFunction<double[], double[]> variance) {
        TreeMap<YearSeries.Key, WlsTrend.Fit> byKey = new TreeMap<>();
        List<YearSeries.Key> leftOut = new ArrayList<>();
        for (WlsTrend.Fit fit : fits) {
            if (byKey.put(fit.key(), fit) != null) {
                throw new IllegalArgumentException("the series " + fit.key() + " stands twice");
            }
        }
        byKey.values().removeIf(fit -> fit.slopeError().isEmpty() && leftOut.add(fit.key()));
        int m = byKey.size();
        if (m < FEWEST) {
            return new Result(method(), new Spread(m, Double.NaN, Double.NaN, Double.NaN), ImmutableSortedMap.of(), leftOut);
        }
        double[] b = new double[m];
        double[] v = new double[m];
        int i = 0;
        for (WlsTrend.Fit fit : byKey.values()) {
            b[i] = fit.slope().orElseThrow().value();
            double error = fit.slopeError().orElseThrow();
            v[i++] = error * error;
        }
        // About the most precise slope, so that rounding is small beside its error.
        int precise = 0;
        for (i = 1; i < m; i++) {
            precise = v[i] < v[precise] ? i : precise;
        }
        double about = b[precise];
        double[] apart = Arrays.stream(b).map(slope -> slope - about).toArray();
        double tauSquared = variance.applyAsDouble(apart, v);
        Spread spread = new Spread(m, about + mean(apart, v, tauSquared), 1 / weight(v, tauSquared), tauSquared);
        ImmutableSortedMap.Builder<YearSeries.Key, Slope> slopes = ImmutableSortedMap.naturalOrder();
        i = 0;
        for (WlsTrend.Fit fit : byKey.values()) {
            slopes.put(fit.key(), new Slope(fit, spread, b[i], v[i]));
            i++;
        }
        return new Result(method(), spread, slopes.build(), leftOut);
    }

    private static double weight(double[] v, double tauSquared) {
        double sum = 0;
        for (double own : v) {
            sum += 1 / (own + tauSquared);
        }
        return sum;
    }

    private static double mean(double[] b, double[] v, double tauSquared) {
        double sum = 0;
        for (int i = 0; i < b.length; i++) {
            sum += b[i] / (v[i] + tauSquared);
        }
        return sum / weight(v, tauSquared);
    }

    private static double misfit(double[] b, double[] v, double tauSquared) {
        double mean = mean(b, v, tauSquared);
        double sum = 0;
        for (int i = 0; i < b.length; i++) {
            double apart = b[i] - mean;
            sum += apart * apart / (v[i] + tauSquared);
        }
        return sum;
    }

    private static double derSimonianLaird(double[] b, double[] v) {
        double weight = weight(v, 0);
        double rest = 0;
        for (double own : v) {
            rest += (weight - 1 / own) / own / weight;
        }
        return Math.max(0, (misfit(b, v, 0) - (b.length - 1)) / rest);
    }

    private static double pauleMandel(double[] b, double[] v) {
        int freedom = b.length - 1;
        if (misfit(b, v, 0) <= freedom) {
            return 0;
        }
        double low = 0;
        double high = Arrays.stream(v).min().orElseThrow();
        while (misfit(b, v, high) > freedom) {
            low = high;
            high *= 4;
        }
        for (int step = 0; step < STEPS && high - low > 1e-15 * high; step++) {
            double middle = (low + high) / 2;
            if (misfit(b, v, middle) > freedom) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /** What all units share; NaN where there are too few. */
    private record Spread(int units, double mean, double meanVariance, double tauSquared) {
        /** P(value > 0) for a value with this estimate and variance. */
        double above(double estimate, double variance) {
            if (variance == 0) {
                return estimate > 0 ? 1 : estimate < 0 ? 0 : 0.5;
            }
            double z = -estimate / Math.sqrt(variance);
            return units < FEW ? StudentLaw.upperTail(z, units - 1.0) : NormalLaw.upperTail(z);
        }
    }

    /** The slope of one unit, drawn towards that of the region. Immutable. */
    public static final class Slope {
        private final WlsTrend.Fit fit;
        private final Spread spread;
        private final double own;
        private final double reliability;
        private final double value;
        private final double noise;
        private final double variance;

        private Slope(WlsTrend.Fit fit, Spread spread, double own, double ownVariance) {
            this.fit = fit;
            this.spread = spread;
            this.own = own;
            this.reliability = spread.tauSquared / (spread.tauSquared + ownVariance);
            this.value = spread.mean + reliability * (own - spread.mean);
            this.noise = reliability * ownVariance;
            this.variance = noise + (1 - reliability) * (1 - reliability) * spread.meanVariance;
        }

        /**
         * Returns what the series is about.
         *
         * @return the key
         */
        public YearSeries.Key key() {
            return fit.key();
        }

        /**
         * Returns the line of this unit alone.
         *
         * @return the fit
         */
        public WlsTrend.Fit fit() {
            return fit;
        }

        /**
         * Returns the best guess of the true slope.
         *
         * @return the shrunk slope, between that of the unit alone and that of the region
         */
        public double value() {
            return value;
        }

        /**
         * Returns the standard error of the shrunk slope, with the uncertainty of the regional one.
         *
         * @return positive
         */
        public double standardError() {
            return Math.sqrt(variance);
        }

        /**
         * Returns how much of the variance of estimated slopes like this one is not noise.
         *
         * @return B, 0..1
         */
        public double reliability() {
            return reliability;
        }

        /**
         * Returns the probability that the unit rises.
         *
         * @return {@code P(slope > 0)}
         */
        public double probabilityUp() {
            return probabilityAbove(0);
        }

        /**
         * Returns the probability that the unit rises faster than the region.
         *
         * @return {@code P(slope > mu)}, 0.5 where units do not differ
         */
        public double probabilityAboveRegion() {
            return spread.above(reliability * (own - spread.mean), noise + reliability * reliability * spread.meanVariance);
        }

        /**
         * Returns the probability that the slope is above a value.
         *
         * @param slope a finite number
         * @return {@code P(slope > value)}
         * @throws IllegalArgumentException if the value is not finite
         */
        public double probabilityAbove(double slope) {
            if (!Double.isFinite(slope)) {
                throw new IllegalArgumentException("a slope must be a finite number, got " + slope);
            }
            return spread.above(value - slope, variance);
        }

        /**
         * Returns the probability that the slope is below a value.
         *
         * @param slope a finite number
         * @return {@code P(slope < value)}, accurate also where it is tiny
         * @throws IllegalArgumentException if the value is not finite
         */
        public double probabilityBelow(double slope) {
            if (!Double.isFinite(slope)) {
                throw new IllegalArgumentException("a slope must be a finite number, got " + slope);
            }
            return spread.above(slope - value, variance);
        }

        /**
         * Returns the probability that the slope is no steeper than a threshold, up or down.
         *
         * @param delta not negative
         * @return {@code P(-delta < slope < delta)}
         * @throws IllegalArgumentException if delta is negative or not finite
         */
        public double probabilityWithin(double delta) {
            if (!(delta >= 0)) {
                throw new IllegalArgumentException("the threshold must not be negative, got " + delta);
            }
            return Math.max(0, 1 - probabilityAbove(delta) - probabilityBelow(-delta));
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "Slope[%s: %+.4g ± %.2g a year, reliability %.2f, P(up) %.3f]",
                    key(), value, standardError(), reliability, probabilityUp());
        }
    }

    /**
     * A list of units that keeps its share of false ones low.
     *
     * @param slopes the surest first
     * @param expectedFalse how many of them are expected to be there wrongly
     */
    public record Chosen(List<Slope> slopes, double expectedFalse) {
        /**
         * Copies the list.
         *
         * @param slopes the surest first
         * @param expectedFalse how many of them are expected to be there wrongly
         */
        public Chosen {
            slopes = ImmutableList.copyOf(slopes);
        }
    }

    /** The slopes of all units. Immutable. */
    public static final class Result {
        private final MethodInfo method;
        private final Spread spread;
        private final SortedMap<YearSeries.Key, Slope> slopes;
        private final List<YearSeries.Key> leftOut;

        private Result(MethodInfo method, Spread spread, SortedMap<YearSeries.Key, Slope> slopes, List<YearSeries.Key> leftOut) {
            this.method = method;
            this.spread = spread;
            this.slopes = slopes;
            this.leftOut = ImmutableList.copyOf(leftOut);
        }

        /**
         * Names the method.
         *
         * @return the identity, the edition and the options
         */
        public MethodInfo method() {
            return method;
        }

        /**
         * Returns why there is no answer.
         *
         * @return {@code few-units} with fewer than {@value #FEWEST} slopes; empty where there is one
         */
        public Optional<String> reason() {
            return spread.units < FEWEST ? Optional.of("few-units") : Optional.empty();
        }

        /**
         * Returns the number of units with a slope.
         *
         * @return m
         */
        public int units() {
            return spread.units;
        }

        /**
         * Returns the mean slope of units.
         *
         * @return mu, or empty with too few units
         */
        public OptionalDouble mean() {
            return known(spread.mean);
        }

        /**
         * Returns the standard error of the mean slope.
         *
         * @return positive, or empty with too few units
         */
        public OptionalDouble meanError() {
            return known(Math.sqrt(spread.meanVariance));
        }

        /**
         * Returns the variance of true slopes.
         *
         * @return tau squared, not negative, or empty with too few units
         */
        public OptionalDouble tauSquared() {
            return known(spread.tauSquared);
        }

        private static OptionalDouble known(double value) {
            return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
        }

        /**
         * Tells whether units differ in their slopes beyond noise.
         *
         * @return false where tau squared is 0 or there are too few units: then no order of units means anything
         */
        public boolean ranked() {
            return spread.tauSquared > 0;
        }

        /**
         * Returns the slopes.
         *
         * @return by key; none with too few units
         */
        public List<Slope> slopes() {
            return ImmutableList.copyOf(slopes.values());
        }

        /**
         * Returns the slope of one series.
         *
         * @param key the series
         * @return its slope, or empty if it has none
         */
        public Optional<Slope> slope(YearSeries.Key key) {
            return Optional.ofNullable(slopes.get(key));
        }

        /**
         * Returns the series without a slope of their own.
         *
         * @return by key
         */
        public List<YearSeries.Key> leftOut() {
            return leftOut;
        }

        /**
         * Lists units that rise: as many as can be named while the expected share of those that do not is at most q.
         *
         * @param q strictly between 0 and 1
         * @return the units, the surest first; where units do not differ all of them or none
         * @throws IllegalArgumentException if q is outside that
         */
        public Chosen rising(double q) {
            return rising(q, 0);
        }

        /**
         * Lists units that rise by more than a threshold.
         *
         * @param q the largest expected share of false ones, strictly between 0 and 1
         * @param delta the threshold a year, not negative
         * @return the units, the surest first
         * @throws IllegalArgumentException if an argument is outside its range
         */
        public Chosen rising(double q, double delta) {
            return chosen(q, delta, slope -> slope.probabilityBelow(delta));
        }

        /**
         * Lists units that fall: as many as can be named while the expected share of those that do not is at most q.
         *
         * @param q strictly between 0 and 1
         * @return the units, the surest first; where units do not differ all of them or none
         * @throws IllegalArgumentException if q is outside that
         */
        public Chosen falling(double q) {
            return falling(q, 0);
        }

        /**
         * Lists units that fall by more than a threshold.
         *
         * @param q the largest expected share of false ones, strictly between 0 and 1
         * @param delta the threshold a year, not negative
         * @return the units, the surest first
         * @throws IllegalArgumentException if an argument is outside its range
         */
        public Chosen falling(double q, double delta) {
            return chosen(q, delta, slope -> slope.probabilityAbove(-delta));
        }

        /** A unit with the probability that naming it is wrong. */
        private record Doubt(Slope slope, double wrong) {}

        private Chosen chosen(double q, double delta, ToDoubleFunction<Slope> wrong) {
            if (!(q > 0 && q < 1) || !(delta >= 0)) {
                throw new IllegalArgumentException("q must be between 0 and 1 and the threshold not negative, got " + q + " and " + delta);
            }
            List<Doubt> order = slopes.values().stream()
                    .map(slope -> new Doubt(slope, wrong.applyAsDouble(slope)))
                    .sorted(Comparator.comparingDouble(Doubt::wrong).thenComparing(doubt -> doubt.slope.key()))
                    .toList();
            double expected = 0;
            int k = 0;
            while (k < order.size() && expected + order.get(k).wrong <= q * (k + 1)) {
                expected += order.get(k++).wrong;
            }
            return new Chosen(order.subList(0, k).stream().map(Doubt::slope).toList(), expected);
        }

        @Override
        public String toString() {
            return reason().isPresent()
                    ? "EbTrend[" + spread.units + " slopes are too few]"
                    : String.format(Locale.ROOT, "EbTrend[%d units, mean %+.4g a year, %s]", spread.units, spread.mean,
                            ranked() ? String.format(Locale.ROOT, "tau2 %.4g", spread.tauSquared) : "no differences beyond noise");
        }
    }
}
