package io.github.eduindicators.trend;

import com.google.common.collect.ImmutableSortedMap;
import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.results.YearSeries;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * By how much do years of a unit move beyond what its pupils explain, and what moved all units of a year together?
 *
 * <p>Model: {@code y(i, t) = a(i) + b(i) t + g(t) + shock + error}: every series has a line of its own; g(t) is the effect of a
 * year on all, such as a harder work; shocks have the variance omega squared; errors have the known variances s squared.
 *
 * <p>Effects of years and all lines are fitted together by least squares with the weights {@code 1 / (s^2 + omega^2)}, in closed
 * form. Effects are orthogonal to level and slope over their periods, all of the same weight, so what is straight in the region
 * stays in the slopes. A period in fewer than {@value #FEWEST} of the series has no effect, and with fewer than three others no
 * period has.
 *
 * <p>Omega squared, with Q(i) the weighted sum of squares that the line of series i leaves after the effects, and d(i) = n(i) -
 * 2:
 * <ul>
 *   <li>{@link Estimator#MOMENTS}: {@code max(0, (sum Q - F) / tr P)}, with the weights {@code 1 / s^2}, P what projects lines
 *       and effects out, and F its degrees of freedom, the sum of d less those of effects;
 *   <li>{@link Estimator#ROBUST}: the solution of {@code sum min(k Q(i), c(i)) = sum E min(chi2, c(i))}, with the weights
 *       {@code 1 / (s^2 + omega^2)}, c(i) the 95 % quantile of chi-square with d(i) degrees of freedom and {@code k = sum d / F}
 *       for the degrees of freedom that effects take; 0 where the left side is less at 0 already. A series with a leap counts as
 *       a rather uneven one, no more.
 * </ul>
 * Effects and the robust omega squared are found in turn until they rest; {@link Result#converged} tells whether they did.
 *
 * <p>Input: series of one indicator, one work and one kind of unit, in one scale of values; points by
 * {@link YearSeries#comparable}. Points without a standard error are left out, unless no point has one: then all weigh the same
 * and omega squared is the whole variance. Series of fewer than three usable points tell nothing. Known variances count as at
 * least 1e-8 of the middle one. With fewer than {@value #FEWEST} other series, or fewer than {@value #FEWEST_FREEDOM} degrees of
 * freedom in all, there is no estimate, and there are no effects. Series that are all straight give 0.
 *
 * <p>Caveats: a curve that series have each their own way counts as shocks. Shocks are taken to be independent from year to year.
 * Effects are plain least squares: with few series a leap of one of them is partly taken for an effect on all. Values that are
 * relative to the region already have no common effects: use {@link #withoutYearEffects}.
 *
 * <p>Cost: linear in series, quadratic in the points of one and cubic in periods, times about ten steps. The order of series
 * changes no bit. Immutable and safe to share between threads.
 *
 * <p>Reference: for the moments the general method of R. DerSimonian, R. Kacker (2007), Contemporary Clinical Trials 28:105-114,
 * doi:10.1016/j.cct.2006.04.004, from memory; for the equation R. C. Paule, J. Mandel (1982), J. Res. NBS 87:377-385; the bound
 * in it is ours.
 */
public final class YearShock {
    /** With fewer series there is no estimate, and a period in fewer series has no effect. */
    public static final int FEWEST = 5;
    /** With fewer degrees of freedom there is no estimate. */
    public static final int FEWEST_FREEDOM = 10;

    /** How the variance of shocks is estimated. */
    public enum Estimator {
        /** By the method of moments. */
        MOMENTS,
        /** By an estimating equation that a few series with jumps hardly move. */
        ROBUST
    }

    private static final int ROUNDS = 100;
    private static final double AT_REST = 1e-10;

    private static final YearShock DEFAULTS = new YearShock(Estimator.ROBUST, true, YearSeries.Comparability.FULL);

    private final Estimator estimator;
    private final boolean effects;
    private final YearSeries.Comparability atLeast;

    private YearShock(Estimator estimator, boolean effects, YearSeries.Comparability atLeast) {
        this.estimator = estimator;
        this.effects = effects;
        this.atLeast = atLeast;
    }

    /**
     * Returns the robust method with effects of years, for values that can be compared as they are.
     *
     * @return the method
     */
    public static YearShock withDefaults() {
        return DEFAULTS;
    }

    /**
     * Leaves the effects of years out, for values that are relative to the region already.
     *
     * @return the method without them
     */
    public YearShock withoutYearEffects() {
        return new YearShock(estimator, false, atLeast);
    }

    /**
     * Chooses the estimator.
     *
     * @param how the estimator
     * @return the method with it
     */
    public YearShock with(Estimator how) {
        return new YearShock(Objects.requireNonNull(how, "how"), effects, atLeast);
    }

    /**
     * Chooses which points count.
     *
     * @param level {@link YearSeries.Comparability#RELATIVE_ONLY} where values are relative to the units of the same period and season
     * @return the method with it
     */
    public YearShock admitting(YearSeries.Comparability level) {
        return new YearShock(estimator, effects, Objects.requireNonNull(level, "level"));
    }

    /**
     * Returns what the method is.
     *
     * @return identity, edition, parameters, reference
     */
    public MethodInfo method() {
        return MethodInfo.of("trend/year-shock", "1", "DerSimonian, Kacker 2007, doi:10.1016/j.cct.2006.04.004; Paule, Mandel 1982")
                .with(Fact.of("estimator", estimator.name()))
                .with(Fact.of("year-effects", effects ? "yes" : "no"))
                .with(Fact.of("admitting", atLeast.name()));
    }

    /**
     * Estimates shocks and effects of years.
     *
     * @param series of one indicator and one work, at most one a unit
     * @return the estimate, or why there is none
     * @throws IllegalArgumentException if a series stands twice or series are of more than one indicator
     */
    public Result fit(Collection<YearSeries> series) {
        TreeSet<YearSeries.Key> keys = new TreeSet<>();
        for (YearSeries one : series) {
            if (!keys.add(one.key())) {
                throw new IllegalArgumentException("the series " + one.key() + " stands twice");
            }
        }
        if (keys.stream().map(YearSeries.Key::indicator).distinct().count() > 1) {
            throw new IllegalArgumentException("shocks of different indicators cannot be pooled, got "
                    + keys.stream().map(YearSeries.Key::indicator).distinct().toList());
        }
        ShockPanel panel = new ShockPanel(series, atLeast);
        if (panel.series() < FEWEST) {
            return new Result(this, panel, Optional.of("few-series"), panel.freedom());
        }
        List<Period> periods = effects ? panel.numbered(FEWEST) : List.of();
        ShockPanel.Effects found = panel.effects(periods, 0);
        int freedom = panel.freedom() - found.rank();
        if (freedom < FEWEST_FREEDOM) {
            return new Result(this, panel, Optional.of("few-years"), freedom);
        }
        double shock = estimator == Estimator.MOMENTS ? panel.moments(found) : panel.robust(found, 0);
        boolean resting = !panel.weighted() || periods.isEmpty() || shock == 0;
        for (int round = 0; round < ROUNDS && !resting; round++) {
            found = panel.effects(periods, shock);
            double next = estimator == Estimator.MOMENTS ? shock : panel.robust(found, shock);
            resting = Math.abs(next - shock) <= AT_REST * shock;
            shock = next;
        }
        return new Result(this, panel, periods, found, shock, resting);
    }

    /**
     * How much the years of the region leave its straight line: what the trend of a level must allow for where the difficulty of
     * years is not equated.
     *
     * @param variance of the effects of years about a line, beyond their sampling errors; not negative
     * @param freedom its degrees of freedom, at least 1
     */
    public record Link(double variance, int freedom) {

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "variance %.4g, %d degrees of freedom", variance, freedom);
        }
    }

    /** What was estimated. Immutable. */
    public static final class Result {
        private final MethodInfo method;
        private final YearSeries.Comparability atLeast;
        private final int series;
        private final int freedom;
        private final Optional<String> reason;
        /** NaN where there is none. */
        private final double shock;
        private final SortedMap<Period, Double> yearEffects;
        private final Optional<Link> link;
        private final boolean converged;

        private Result(YearShock of, ShockPanel panel, Optional<String> reason, int freedom) {
            this.method = of.method();
            this.atLeast = of.atLeast;
            this.series = panel.series();
            this.freedom = freedom;
            this.reason = reason;
            this.shock = Double.NaN;
            this.yearEffects = ImmutableSortedMap.of();
            this.link = Optional.empty();
            this.converged = true;
        }

        private Result(YearShock of, ShockPanel panel, List<Period> periods, ShockPanel.Effects effects, double shock, boolean converged) {
            this.method = of.method();
            this.atLeast = of.atLeast;
            this.series = panel.series();
            this.freedom = panel.freedom() - effects.rank();
            this.reason = Optional.empty();
            this.shock = shock;
            this.converged = converged;
            ImmutableSortedMap.Builder<Period, Double> byPeriod = ImmutableSortedMap.naturalOrder();
            double squares = 0;
            double errors = 0;
            for (int i = 0; i < periods.size(); i++) {
                double effect = effects.values()[i];
                byPeriod.put(periods.get(i), effect);
                squares += effect * effect;
                errors += effects.covariance()[i][i] * (panel.weighted() ? 1 : shock);
            }
            this.yearEffects = byPeriod.build();
            this.link = effects.rank() == 0
                    ? Optional.empty()
                    : Optional.of(new Link(Math.max(0, (squares - errors) / effects.rank()), effects.rank()));
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
         * Returns the variance of school-year shocks.
         *
         * @return omega squared, not negative, in the square of the unit of values; empty where there is too little to tell
         */
        public OptionalDouble omegaSquared() {
            return Double.isNaN(shock) ? OptionalDouble.empty() : OptionalDouble.of(shock);
        }

        /**
         * Returns why there is no estimate.
         *
         * @return {@code few-series} with fewer than {@value #FEWEST} series of three points, {@code few-years} with fewer than
         *     {@value #FEWEST_FREEDOM} degrees of freedom; empty where there is one
         */
        public Optional<String> reason() {
            return reason;
        }

        /**
         * Returns the number of series that tell something.
         *
         * @return how many have three usable points or more
         */
        public int series() {
            return series;
        }

        /**
         * Returns the degrees of freedom.
         *
         * @return the usable points less two a series and less those that effects of years take; not negative unless there are none
         */
        public int freedom() {
            return freedom;
        }

        /**
         * Returns by how much all units together left their straight line.
         *
         * @return by period, orthogonal to level and slope; empty where not asked for or not estimable
         */
        public SortedMap<Period, Double> yearEffects() {
            return yearEffects;
        }

        /**
         * Tells whether the steps between effects and variance came to rest.
         *
         * @return true but in degenerate data
         */
        public boolean converged() {
            return converged;
        }

        /**
         * Returns how much years of the whole region leave its line.
         *
         * @return the variance with its degrees of freedom; empty without effects of years
         */
        public Optional<Link> link() {
            return link;
        }

        /**
         * Takes the effects of years out of a series.
         *
         * @param of any series of the same indicator and work
         * @return the series with the effects taken from comparable points, shares become means of zeros and ones; points of periods
         *     without an effect keep their value; the same series where there are no effects
         */
        public YearSeries cleaned(YearSeries of) {
            if (yearEffects.isEmpty()) {
                return of;
            }
            Set<YearSeries.Point> comparable = new HashSet<>(of.comparable(atLeast).used());
            return YearSeries.of(of.key(), of.points().stream()
                    .map(point -> point.shifted(comparable.contains(point) ? -yearEffects.getOrDefault(point.period(), 0.0) : 0))
                    .toList());
        }

        @Override
        public String toString() {
            return reason.map(why -> "YearShock[" + why + "]").orElseGet(() -> String.format(Locale.ROOT,
                    "YearShock[omega2 %.4g from %d series, effects of %d years%s]",
                    shock, series, yearEffects.size(), converged ? "" : ", not at rest"));
        }
    }

    @Override
    public String toString() {
        return method().toString();
    }
}
