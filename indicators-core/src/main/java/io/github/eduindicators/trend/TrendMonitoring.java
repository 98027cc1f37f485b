package io.github.eduindicators.trend;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Maps;
import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.finding.MethodSummary;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.stats.Interval;
import io.github.eduindicators.stats.MultipleTesting;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.DoubleFunction;
import java.util.function.DoublePredicate;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which units improve, which decline, which are stable, and of which can that not be told?
 *
 * <p>One run takes one family: the series of one indicator, of one work or pooled, over units of one kind. Years of one unit are few and
 * noisy, so each slope borrows from the others:
 * <ol>
 *   <li>Points that cannot be compared are left out ({@link YearSeries#comparable}); so are points on another scale than that of most
 *       units in the last period.
 *   <li>{@link YearShock} tells from all series by how much the whole region left its line each year, {@code a(t)}, the variance
 *       {@code omega^2} by which years of a school move beyond its pupils, and the variance L of the region's years about their line.
 *   <li>{@link Row#slope} is the plain {@link WlsTrend} with the variance {@code s(t)^2 + omega^2 + L}: anyone can reckon it again.
 *   <li>{@link EbTrend} takes the slopes of the series less {@code a(t)} and draws them towards their mean: {@link Row#ebSlope}.
 *   <li>What is believed of a true slope, and so every probability, is the mean over what tau and omega squared may be, and not taken at
 *       their estimates: with s^2 a mean squared error of pupils and f degrees of freedom, {@code s^2 + omega^2} is its estimate times
 *       {@code f / chi^2(f)}, and {@code s0 / (s0 + tau)} is uniform before slopes are seen, s0 a typical error of a slope. With
 *       thousands of units there is no difference; with few units or three years one estimate would make labels look surer than they
 *       are.
 *   <li>The straight part of what is common to a region (works getting easier) cannot be told from a common slope: it has the variance
 *       {@code L / Sxx} over the calendar years of the region and is added to what is believed. L itself is {@code f / chi^2(f - 1)} times
 *       its estimate (Student's law with f - 1 degrees of freedom; every deviation equally likely before), f = years - 2. It is the same
 *       for all units, so {@link Row#probabilityAboveRegion} is free of it.
 * </ol>
 *
 * <p>Labels, the first that holds; c is the confidence and delta the threshold of stability:
 * <ul>
 *   <li>NOT_COMPARABLE: enough years, but too few of them can be compared;
 *   <li>INSUFFICIENT: too few years, no point in the last period of the family, no variance, a reliability below the least one, or
 *       only three years of a region whose years move together ({@link Row#reason});
 *   <li>IMPROVING: {@code P(slope is towards the better) >= c}; DECLINING: towards the worse;
 *   <li>STABLE: {@code P(-delta < slope < delta) >= c}. A large p is never a reason;
 *   <li>UNCERTAIN: none of these.
 * </ul>
 *
 * <p>With fewer than {@value EbTrend#FEWEST} units nothing is borrowed: what is believed is the unit's own slope with its error, by
 * Student's law where the shock was estimated; without effects of years the shock then holds those of the region too, and its degrees of
 * freedom are at most the distinct years less two. A label is then a test at 1 - c to each side, no more: of eight units at rest one in ten
 * got one, and the sum of {@link Result#expectedFalse} is too small. Where neither the series nor the caller give a shock, the label is
 * INSUFFICIENT, {@code no-shock}. For one series (a region) give the shock and the link of its schools.
 *
 * <p>Input: values in any unit, slopes in that unit a calendar year. Delta is in standard deviations of pupils a year; these come from the
 * points (means: pupils of one period over all units; shares: {@code sqrt(p (1 - p))} of the pooled share) or from the caller, and
 * without them STABLE is never given. Values relative to the region, such as z, need {@link #relative()}: effects of years are then
 * neither estimated nor feared, and {@link #withPupilDeviation} of 1. Where no point has a standard error, omega squared pooled over units
 * is the whole variance. Equal series, constant series and shares of 0 or 1 give labels or reasons, never NaN. No series give no rows.
 *
 * <p>How often labels are wrong, on synthetic regions of 300 schools of 12 to 120 pupils (the benchmark {@code TrendLabelStudy} and its
 * recorded result {@code trend-labels.json}; tau is the deviation of true slopes in standard deviations of pupils a year, three to eight
 * years together; shocks from none to the size of pupils' errors for relative values, of that size for the others):
 * <pre>
 *   values                         tau   improving or   of them    as        stable   of them   two in   of them
 *                                        declining      wrong      claimed            wrong     a row    wrong
 *   relative                       0      0.0 %         -          -          0.1 %   0 %       32 %     100 %
 *   relative                       0.03   3.5 %         2.3 %      2.1 %     15 %     2.9 %     33 %      38 %
 *   relative                       0.08    25 %         1.2 %      1.2 %      1.3 %   2.4 %     38 %      23 %
 *   means, with effects of years   0.03   1.3 %         7.3 %      2.8 %      1.5 %   4.6 %     33 %      41 %
 *   means, with effects of years   0.08    12 %         1.6 %      1.7 %      0.0 %   0 %       35 %      29 %
 *   shares, with effects of years  0.03   2.3 %         3.2 %      2.5 %      5.4 %   3.0 %     32 %      40 %
 *   shares, with effects of years  0.08    18 %         1.5 %      1.4 %      0.0 %   8 %       35 %      27 %
 * </pre>
 * Two in a row is the rule of two rises or two falls at the end: how often it speaks, and how often wrongly. Of relative values
 * that could get a label, {@code P(up)} is met within 0.013 in every tenth; of means with effects of years within 0.08, since all
 * schools of a region share an error. A probability is right on the average over what tau may be: where true slopes are tiny, and in
 * families of ten to thirty units, labels are few and a larger share of them is wrong than claimed (of twelve units, with tau 0.03, 1.7 %
 * were labelled and 15 % of these wrongly).
 *
 * <p>Caveats: labels speak of the line, not of the last year; a leap and a slope look alike on four points. Probabilities do not hold for
 * units chosen by something else. Scores that are not to be trusted give slopes that are not to be trusted: leave doubtful units out of
 * the reference; they still get rows.
 *
 * <p>Cost: {@code O(points)} a step of the two estimates, and {@code O(m log m)} for sorting. The order of series changes no bit. Immutable
 * and safe to share between threads.
 *
 * <p>Reference: of the shrunk slopes S. W. Raudenbush, A. S. Bryk (1985), J. Educational Statistics 10:75-98; of lists by the posterior
 * share of false ones M. A. Newton et al. (2004), Biostatistics 5:155-176, doi:10.1093/biostatistics/5.2.155; of the prior of tau
 * W. DuMouchel; the last two from memory. The labels and their order are ours.
 */
public final class TrendMonitoring {
    /** What is said of a series. */
    public enum Label {
        /** It moves towards the better. */
        IMPROVING,
        /** It moves towards the worse. */
        DECLINING,
        /** It moves, if at all, by less than the threshold. */
        STABLE,
        /** The data would have shown a large slope, and do not tell where this one goes. */
        UNCERTAIN,
        /** Too few data for any label. */
        INSUFFICIENT,
        /** Too few years can be compared with each other. */
        NOT_COMPARABLE
    }

    /** Which way is the better one. */
    public enum Direction {
        /** Larger values are better. */
        HIGHER_IS_BETTER,
        /** Smaller values are better, such as shares of low results. */
        LOWER_IS_BETTER
    }

    /** The options; changed only before anyone else sees them. */
    static final class Options {
        double delta = 0.05;
        double confidence = 0.95;
        double leastReliability = 0.3;
        int leastYears = 3;
        YearSeries.Comparability atLeast = YearSeries.Comparability.FULL;
        boolean relative;
        Predicate<Unit> reference = unit -> true;
        OptionalDouble shock = OptionalDouble.empty();
        Optional<Link> link = Optional.empty();
        OptionalDouble deviation = OptionalDouble.empty();
        Direction direction = Direction.HIGHER_IS_BETTER;
        Optional<Period> last = Optional.empty();

        private Options copy() {
            Options copy = new Options();
            copy.delta = delta;
            copy.confidence = confidence;
            copy.leastReliability = leastReliability;
            copy.leastYears = leastYears;
            copy.atLeast = atLeast;
            copy.relative = relative;
            copy.reference = reference;
            copy.shock = shock;
            copy.link = link;
            copy.deviation = deviation;
            copy.direction = direction;
            copy.last = last;
            return copy;
        }
    }

    /**
     * What is known of a slope.
     *
     * @param slope the unit's own, less the effects of years
     * @param belief what would be believed of the true one, for any own slope
     * @param plain the same without the others' slopes
     * @param borrowed what came from the others
     */
    record Estimate(double slope, Optional<DoubleFunction<SlopeBelief>> belief, Optional<DoubleFunction<SlopeBelief>> plain,
            Optional<Borrowed> borrowed) {
        static final Estimate NONE = new Estimate(0, Optional.empty(), Optional.empty(), Optional.empty());

        Optional<SlopeBelief> believed() {
            return belief.map(of -> of.apply(slope));
        }

        Optional<SlopeBelief> alone() {
            return plain.map(of -> of.apply(slope));
        }
    }

    /**
     * A slope drawn towards that of the region.
     *
     * @param value the drawn slope
     * @param error its standard error with what is common to the region
     * @param reliability B
     * @param aboveRegion the probability that the true slope is above the mean one
     */
    record Borrowed(double value, double error, double reliability, double aboveRegion) {}

    /** The variance of the region's years about a line. */
    record Link(double variance, double freedom) {}

    /** Reasons by which a series is not tested either. */
    private static final Set<String> UNTESTED =
            Set.of("few-years", "not-comparable", "other-scale", "no-standard-error", "last-year-missing");
    private static final int DOUBLINGS = 30;
    private static final int HALVINGS = 40;
    private static final TrendMonitoring DEFAULTS = new TrendMonitoring(new Options());

    private final Options options;

    private TrendMonitoring(Options options) {
        this.options = options;
    }

    private TrendMonitoring with(Consumer<Options> change) {
        Options copy = options.copy();
        change.accept(copy);
        return new TrendMonitoring(copy);
    }

    /**
     * Returns the method with a threshold of 0.05 standard deviations of pupils a year, a confidence of 0.95, a least reliability of 0.3,
     * at least three years, values that can be compared as they are, and larger ones better.
     *
     * @return the method
     */
    public static TrendMonitoring withDefaults() {
        return DEFAULTS;
    }

    /**
     * Sets below which slope a series is stable.
     *
     * @param delta in standard deviations of pupils a year, positive
     * @return the method with it
     * @throws IllegalArgumentException if it is not a positive number
     */
    public TrendMonitoring withDelta(double delta) {
        double checked = positive("delta", delta);
        return with(copy -> copy.delta = checked);
    }

    /**
     * Sets how probable a label must be.
     *
     * @param level from 0.5 to less than 1; intervals of {@link Row#slope} have it too
     * @return the method with it
     * @throws IllegalArgumentException if it is outside that
     */
    public TrendMonitoring withConfidence(double level) {
        if (!(level >= 0.5 && level < 1)) {
            throw new IllegalArgumentException("the confidence must be at least 0.5 and less than 1, got " + level);
        }
        return with(copy -> copy.confidence = level);
    }

    /**
     * Sets how reliable a slope must be to be labelled.
     *
     * @param least 0..1; 0 labels every slope
     * @return the method with it
     * @throws IllegalArgumentException if it is outside that
     */
    public TrendMonitoring withLeastReliability(double least) {
        if (!(least >= 0 && least <= 1)) {
            throw new IllegalArgumentException("the least reliability must be within 0..1, got " + least);
        }
        return with(copy -> copy.leastReliability = least);
    }

    /**
     * Sets how many comparable years a label needs.
     *
     * @param years at least 2
     * @return the method with it
     * @throws IllegalArgumentException if it is less
     */
    public TrendMonitoring withLeastYears(int years) {
        if (years < 2) {
            throw new IllegalArgumentException("a slope needs at least two years, got " + years);
        }
        return with(copy -> copy.leastYears = years);
    }

    /**
     * Chooses which points count.
     *
     * @param level {@link YearSeries.Comparability#RELATIVE_ONLY} where values are relative to the units of the same period and season
     * @return the method with it
     */
    public TrendMonitoring admitting(YearSeries.Comparability level) {
        Objects.requireNonNull(level, "level");
        return with(copy -> copy.atLeast = level);
    }

    /**
     * Says that values are relative to the region already, such as z: the effects of years are neither estimated nor part of any error,
     * and points that are comparable as relative values count too.
     *
     * @return the method without effects of years, admitting {@link YearSeries.Comparability#RELATIVE_ONLY}
     */
    public TrendMonitoring relative() {
        return with(copy -> {
            copy.relative = true;
            copy.atLeast = YearSeries.Comparability.RELATIVE_ONLY;
        });
    }

    /**
     * Chooses the units that shocks, effects of years and the law of slopes are estimated from. Others get rows by that law.
     *
     * @param units such as those whose results nothing casts doubt on
     * @return the method with them
     */
    public TrendMonitoring withReference(Predicate<Unit> units) {
        Objects.requireNonNull(units, "units");
        return with(copy -> copy.reference = units);
    }

    /**
     * Gives the variance of school-year shocks, instead of estimating it: for families of one or few units.
     *
     * @param omegaSquared in the square of the unit of values, not negative
     * @return the method with it
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public TrendMonitoring withShock(double omegaSquared) {
        double checked = notNegative("the variance of shocks", omegaSquared);
        return with(copy -> copy.shock = OptionalDouble.of(checked));
    }

    /**
     * Gives the variance of the region's years about a line, instead of estimating it: for families of one or few units.
     *
     * @param variance in the square of the unit of values, not negative
     * @param freedom its degrees of freedom, positive; infinite where it is known; with one or less nothing can be told of a level
     * @return the method with it
     * @throws IllegalArgumentException if a number is outside its range
     */
    public TrendMonitoring withLink(double variance, double freedom) {
        if (!(freedom > 0)) {
            throw new IllegalArgumentException("the degrees of freedom must be positive, got " + freedom);
        }
        Link link = new Link(notNegative("the variance of the link", variance), freedom);
        return with(copy -> copy.link = Optional.of(link));
    }

    /**
     * Gives the standard deviation of pupils, the unit of the threshold.
     *
     * @param sd in the unit of values, positive; 1 for z
     * @return the method with it
     * @throws IllegalArgumentException if it is not a positive number
     */
    public TrendMonitoring withPupilDeviation(double sd) {
        double checked = positive("the standard deviation of pupils", sd);
        return with(copy -> copy.deviation = OptionalDouble.of(checked));
    }

    /**
     * Says which way is the better one. Labels and lists turn with it, slopes and probabilities do not.
     *
     * @param better the better direction
     * @return the method with it
     */
    public TrendMonitoring withDirection(Direction better) {
        Objects.requireNonNull(better, "better");
        return with(copy -> copy.direction = better);
    }

    /**
     * Says in which period a unit must have a point to be labelled.
     *
     * @param period instead of the last one in which any unit of the family has a point that can be compared
     * @return the method with it
     */
    public TrendMonitoring withLast(Period period) {
        Objects.requireNonNull(period, "period");
        return with(copy -> copy.last = Optional.of(period));
    }

    private static double positive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " must be a positive number, got " + value);
        }
        return value;
    }

    private static double notNegative(String name, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " must be a number that is not negative, got " + value);
        }
        return value + 0.0;
    }

    /**
     * Returns what the method is. Options that belong to the data of one family (direction, shock, link, standard deviation of pupils,
     * last period) are not among its parameters, so that families of one report have one method.
     *
     * @return identity, edition, parameters, reference
     */
    public MethodInfo method() {
        return MethodInfo.of("trend/monitoring", "1", "Raudenbush, Bryk 1985; labels of our own")
                .with(Fact.of("delta", options.delta))
                .with(Fact.of("confidence", options.confidence))
                .with(Fact.of("least-reliability", options.leastReliability))
                .with(Fact.of("least-years", (long) options.leastYears));
    }

    /**
     * Labels the series of one family.
     *
     * @param series of one indicator and work over units of one kind, each unit once; may be none
     * @return the labels with all they rest on
     * @throws IllegalArgumentException if series are of different families, if one stands twice, or if years and half-years or measures
     *     are mixed
     */
    public Result run(Collection<YearSeries> series) {
        return new TrendLabelling(this, options, TrendFamily.of(series, options.atLeast)).result();
    }

    @Override
    public String toString() {
        return method().toString();
    }

    /** One series with its label. Immutable. */
    public static final class Row {
        private final WlsTrend.Fit fit;
        private final Estimate estimate;
        private final OptionalDouble delta;
        private final Label label;
        private final String reason;
        private final Options options;
        private final double up;
        private final double down;

        Row(WlsTrend.Fit fit, Estimate estimate, double up, double down, OptionalDouble delta, Label label, String reason, Options options) {
            this.fit = fit;
            this.estimate = estimate;
            this.delta = delta;
            this.label = label;
            this.reason = reason;
            this.options = options;
            this.up = up;
            this.down = down;
        }

        private static OptionalDouble known(double value) {
            return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
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
         * Returns the number of comparable years.
         *
         * @return the points that the line goes through; where no variance of years is known and so there is no line, those it would
         */
        public int years() {
            return fit.years() > 0 ? fit.years() : (int) fit.dropped().stream().filter(point -> point.reason().equals("no-standard-error")).count();
        }

        /**
         * Returns the first year used.
         *
         * @return the period, or empty without usable points
         */
        public Optional<Period> first() {
            return fit.used().stream().findFirst().map(YearSeries.Point::period);
        }

        /**
         * Returns the last year used.
         *
         * @return the period, or empty without usable points
         */
        public Optional<Period> last() {
            return fit.used().isEmpty() ? Optional.empty() : Optional.of(fit.used().get(fit.used().size() - 1).period());
        }

        /**
         * Returns the slope of the series alone.
         *
         * @return the change a year with its normal interval, or empty with fewer than two usable years
         */
        public Optional<Interval> slope() {
            return fit.slope();
        }

        /**
         * Returns the standard error of the slope of the series alone.
         *
         * @return positive, with shocks of school-years and of the region's years; of pupils only where no shock is known; or empty
         */
        public OptionalDouble slopeError() {
            return fit.slopeError();
        }

        /**
         * Returns the slope drawn towards that of the region.
         *
         * @return of the series less the effects of years, or empty where nothing was borrowed
         */
        public OptionalDouble ebSlope() {
            return borrowed(Borrowed::value);
        }

        /**
         * Returns the standard error of the slope drawn towards that of the region, with what is common to the region.
         *
         * @return not negative, or empty where nothing was borrowed
         */
        public OptionalDouble ebError() {
            return borrowed(Borrowed::error);
        }

        /**
         * Returns where the true slope lies.
         *
         * @param confidence strictly between 0 and 1
         * @return what is believed of it, drawn towards the region or, with few units, not; or empty where nothing is known
         * @throws IllegalArgumentException if the confidence is outside that
         */
        public Optional<Interval> belief(double confidence) {
            if (!(confidence > 0 && confidence < 1)) {
                throw new IllegalArgumentException("confidence must be between 0 and 1, got " + confidence);
            }
            return estimate.believed().map(belief -> belief.interval(confidence));
        }

        /**
         * Returns how much of the variance of slopes like this one is not noise.
         *
         * @return B, 0..1, or empty where nothing was borrowed
         */
        public OptionalDouble reliability() {
            return borrowed(Borrowed::reliability);
        }

        /**
         * Returns the probability that values rise.
         *
         * @return {@code P(slope > 0)}, or empty where nothing is known
         */
        public OptionalDouble probabilityUp() {
            return known(up);
        }

        /**
         * Returns the probability that values fall.
         *
         * @return {@code P(slope < 0)}, accurate also where it is tiny, or empty where nothing is known
         */
        public OptionalDouble probabilityDown() {
            return known(down);
        }

        /**
         * Returns the probability that values rise faster than those of the region.
         *
         * @return {@code P(slope > mean slope)}, or empty where nothing was borrowed
         */
        public OptionalDouble probabilityAboveRegion() {
            return borrowed(Borrowed::aboveRegion);
        }

        /**
         * Returns the probability that the slope is within the threshold.
         *
         * @return {@code P(-delta < slope < delta)}, or empty where nothing is known or delta has no unit
         */
        public OptionalDouble probabilityWithin() {
            Optional<SlopeBelief> belief = estimate.believed();
            return delta.isPresent() && belief.isPresent()
                    ? OptionalDouble.of(belief.get().within(delta.getAsDouble()))
                    : OptionalDouble.empty();
        }

        /**
         * Returns how often a level series would give such a slope, without what is borrowed from others.
         *
         * @return p, two-sided, with the degrees of freedom of what was estimated; or empty where nothing is known
         */
        public OptionalDouble p() {
            Optional<SlopeBelief> plain = estimate.alone();
            return plain.isEmpty() ? OptionalDouble.empty()
                    : OptionalDouble.of(Math.min(1, 2 * Math.min(plain.get().above(0), plain.get().below(0))));
        }

        /**
         * Returns the label.
         *
         * @return the label
         */
        public Label label() {
            return label;
        }

        /**
         * Returns why there is no label.
         *
         * @return {@code few-years}, {@code not-comparable}, {@code other-scale}, {@code no-standard-error},
         *     {@code last-year-missing}, {@code no-shock}, {@code no-link} (the region's years are too few to tell a level),
         *     {@code low-reliability}, {@code no-difference} (slopes of units differ by no more than noise), {@code few-units} of an
         *     uncertain series that nothing was borrowed for; blank where the label says all
         */
        public String reason() {
            return reason;
        }

        /**
         * Returns the line of the series alone.
         *
         * @return the fit with the points used and dropped
         */
        public WlsTrend.Fit fit() {
            return fit;
        }

        /**
         * Returns which slope of the unit alone, less the effects of years, would just have been labelled as declining, if the mean slope
         * had stayed.
         *
         * @return in the unit of values a year; empty where no slope would have been
         */
        public OptionalDouble detectable() {
            boolean gated = label == Label.INSUFFICIENT || label == Label.NOT_COMPARABLE;
            if (gated || estimate.belief.isEmpty()) {
                return OptionalDouble.empty();
            }
            DoubleFunction<SlopeBelief> belief = estimate.belief.get();
            boolean higher = options.direction == Direction.HIGHER_IS_BETTER;
            DoublePredicate labelled = slope -> (higher ? belief.apply(slope).below(0) : belief.apply(slope).above(0)) >= options.confidence;
            double step = higher ? -fit.slopeError().orElseThrow() : fit.slopeError().orElseThrow();
            double yes = step;
            for (int i = 0; i < DOUBLINGS && !labelled.test(yes); i++) {
                yes *= 2;
            }
            double no = -step;
            for (int i = 0; i < DOUBLINGS && labelled.test(no); i++) {
                no *= 2;
            }
            if (!labelled.test(yes) || labelled.test(no)) {
                return OptionalDouble.empty();
            }
            for (int i = 0; i < HALVINGS; i++) {
                double middle = (yes + no) / 2;
                if (labelled.test(middle)) {
                    yes = middle;
                } else {
                    no = middle;
                }
            }
            return OptionalDouble.of(yes);
        }

        private OptionalDouble borrowed(ToDoubleFunction<Borrowed> what) {
            return estimate.borrowed.map(of -> OptionalDouble.of(what.applyAsDouble(of))).orElse(OptionalDouble.empty());
        }

        /** Whether the variance of years beyond pupils is known. */
        boolean shocked() {
            return estimate != Estimate.NONE;
        }

        /** The probability that a move towards the better or the worse is none. */
        double wrong(Label direction) {
            return (direction == Label.IMPROVING) == (options.direction == Direction.HIGHER_IS_BETTER) ? down : up;
        }

        /** The one-sided p of a move towards the better or the worse, without what is borrowed. */
        private double p(Label direction) {
            SlopeBelief plain = estimate.alone().orElseThrow();
            return (direction == Label.IMPROVING) == (options.direction == Direction.HIGHER_IS_BETTER) ? plain.below(0) : plain.above(0);
        }

        @Override
        public String toString() {
            return "Row[" + key() + ": " + label + (reason.isEmpty() ? "" : " (" + reason + ")") + ", " + years() + " years"
                    + fit.slope().map(slope -> String.format(Locale.ROOT, ", %+.4g a year", slope.value())).orElse("")
                    + (Double.isNaN(up) ? "" : String.format(Locale.ROOT, ", P(up) %.3f", up)) + "]";
        }
    }

    /**
     * A list of series that keeps the share of false ones low.
     *
     * @param rows the surest first
     * @param expectedFalse how many of them are expected to be there wrongly; empty where the rule promises nothing about that
     */
    public record Chosen(List<Row> rows, OptionalDouble expectedFalse) {
        /**
         * Copies the list.
         *
         * @param rows the surest first
         * @param expectedFalse how many of them are expected to be there wrongly
         */
        public Chosen {
            rows = ImmutableList.copyOf(rows);
        }
    }

    /** The labels of one family. Immutable. */
    public static final class Result {
        private final TrendMonitoring monitoring;
        private final YearShock.Result shock;
        private final Optional<EbTrend.Result> slopes;
        private final OptionalDouble delta;
        private final Optional<Period> last;
        private final SortedMap<YearSeries.Key, Row> rows;

        Result(TrendMonitoring monitoring, YearShock.Result shock, Optional<EbTrend.Result> slopes, OptionalDouble delta,
                Optional<Period> last, List<Row> rows) {
            this.monitoring = monitoring;
            this.shock = shock;
            this.slopes = slopes;
            this.delta = delta;
            this.last = last;
            this.rows = ImmutableSortedMap.copyOf(Maps.uniqueIndex(rows, Row::key));
        }

        /**
         * Names the method.
         *
         * @return the identity, the edition and the options
         */
        public MethodInfo method() {
            return monitoring.method();
        }

        /**
         * Keeps the rows of some units, as they are: for lists that others may not stand on.
         *
         * @param units which units
         * @return the result with their rows
         */
        public Result among(Predicate<Unit> units) {
            return new Result(monitoring, shock, slopes, delta, last, rows().stream().filter(row -> units.test(row.key().unit())).toList());
        }

        /**
         * Returns the rows.
         *
         * @return one a series, by key
         */
        public List<Row> rows() {
            return ImmutableList.copyOf(rows.values());
        }

        /**
         * Returns one row.
         *
         * @param key the series
         * @return its row, or empty if the run had no such series
         */
        public Optional<Row> row(YearSeries.Key key) {
            return Optional.ofNullable(rows.get(key));
        }

        /**
         * Returns the rows of one label.
         *
         * @param label the label
         * @return by key
         */
        public List<Row> rows(Label label) {
            return rows.values().stream().filter(row -> row.label == label).toList();
        }

        /**
         * Counts the labels.
         *
         * @return for each label, in their order, the number of rows; also 0
         */
        public SortedMap<Label, Integer> counts() {
            TreeMap<Label, Integer> counts = new TreeMap<>();
            for (Label label : Label.values()) {
                counts.put(label, 0);
            }
            rows.values().forEach(row -> counts.merge(row.label, 1, Integer::sum));
            return Collections.unmodifiableSortedMap(counts);
        }

        /**
         * Returns what the years of units and of the region vary by.
         *
         * @return as estimated, even where the caller gave a shock; itself says where there is no estimate
         */
        public YearShock.Result shock() {
            return shock;
        }

        /**
         * Returns the law of slopes.
         *
         * @return what slopes were drawn to, or empty with fewer than ten units of the reference or without a shock
         */
        public Optional<EbTrend.Result> slopes() {
            return slopes;
        }

        /**
         * Returns the threshold of stability.
         *
         * @return in the unit of values a year, or empty where the standard deviation of pupils is not known
         */
        public OptionalDouble delta() {
            return delta;
        }

        /**
         * Returns the period in which a unit must have a point.
         *
         * @return the period, or empty without points that can be compared
         */
        public Optional<Period> last() {
            return last;
        }

        /**
         * Returns how many labels are expected to be wrong.
         *
         * @param label IMPROVING, DECLINING or STABLE
         * @return the sum of the probabilities that the slope is not as the label says; too small where nothing was borrowed
         * @throws IllegalArgumentException if the label is another one
         */
        public double expectedFalse(Label label) {
            return switch (label) {
                case IMPROVING, DECLINING -> rows(label).stream().mapToDouble(row -> row.wrong(label)).sum();
                case STABLE -> rows(label).stream().mapToDouble(row -> 1 - row.probabilityWithin().orElse(0)).sum();
                default -> throw new IllegalArgumentException(label + " claims nothing that could be false");
            };
        }

        /**
         * Lists series that improve: as many as can be named while the expected share of those that do not is at most q.
         *
         * @param q strictly between 0 and 1
         * @return the rows, the surest first; of series that could get a label
         * @throws IllegalArgumentException if q is outside that
         */
        public Chosen improving(double q) {
            return chosen(q, Label.IMPROVING);
        }

        /**
         * Lists series that decline: as many as can be named while the expected share of those that do not is at most q.
         *
         * @param q strictly between 0 and 1
         * @return the rows, the surest first; of series that could get a label
         * @throws IllegalArgumentException if q is outside that
         */
        public Chosen declining(double q) {
            return chosen(q, Label.DECLINING);
        }

        /**
         * Lists series that improve by tests of each series alone, one-sided, adjusted for all series of the family that could be tested;
         * also those whose slopes are too unreliable for a label.
         *
         * @param how the adjustment
         * @param alpha the level, strictly between 0 and 1
         * @return the rows, the smallest p first; how many are false at most, on the average, is known for the two that hold the
         *     rate of false discoveries
         * @throws IllegalArgumentException if alpha is outside that
         */
        public Chosen improving(MultipleTesting how, double alpha) {
            return chosen(how, alpha, Label.IMPROVING);
        }

        /**
         * Lists series that decline by tests of each series alone, as {@link #improving(MultipleTesting, double)} does.
         *
         * @param how the adjustment
         * @param alpha the level, strictly between 0 and 1
         * @return the rows, the smallest p first
         * @throws IllegalArgumentException if alpha is outside that
         */
        public Chosen declining(MultipleTesting how, double alpha) {
            return chosen(how, alpha, Label.DECLINING);
        }

        private Chosen chosen(double q, Label direction) {
            checkLevel(q);
            List<Row> order = rows.values().stream()
                    .filter(row -> row.label != Label.INSUFFICIENT && row.label != Label.NOT_COMPARABLE)
                    .sorted(Comparator.comparingDouble((Row row) -> row.wrong(direction)).thenComparing(Row::key))
                    .toList();
            double expected = 0;
            int k = 0;
            while (k < order.size() && expected + order.get(k).wrong(direction) <= q * (k + 1)) {
                expected += order.get(k++).wrong(direction);
            }
            return new Chosen(order.subList(0, k), OptionalDouble.of(expected));
        }

        private Chosen chosen(MultipleTesting how, double alpha, Label direction) {
            checkLevel(alpha);
            List<Row> tested = rows.values().stream().filter(row -> row.estimate.plain.isPresent() && !UNTESTED.contains(row.reason)).toList();
            double[] p = tested.stream().mapToDouble(row -> row.p(direction)).toArray();
            double[] adjusted = how.adjust(p);
            List<Row> chosen = IntStream.range(0, adjusted.length)
                    .filter(i -> adjusted[i] <= alpha)
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer i) -> p[i]).thenComparing(i -> tested.get(i).key()))
                    .map(tested::get)
                    .toList();
            return new Chosen(chosen, how == MultipleTesting.HOLM ? OptionalDouble.empty() : OptionalDouble.of(alpha * chosen.size()));
        }

        private static void checkLevel(double q) {
            if (!(q > 0 && q < 1)) {
                throw new IllegalArgumentException("the level must be between 0 and 1, got " + q);
            }
        }

        @Override
        public String toString() {
            return "TrendMonitoring[" + (rows.isEmpty() ? "no series" : rows.firstKey().indicator() + ": " + rows.size() + " series, "
                    + counts().entrySet().stream().filter(count -> count.getValue() > 0)
                            .map(count -> count.getKey() + " " + count.getValue()).collect(Collectors.joining(", "))) + "]";
        }
    }

    /**
     * Says what was found of every unit: a finding for every declining series; where there is none, one finding for all series of the
     * unit. A unit with an improving, a stable or an uncertain series is clear, and it is said which slope would have been noticed; one whose
     * series are only insufficient has too few data;
     * one whose years cannot be compared is not applicable.
     *
     * <p>{@code effect} is what is believed of the slope with its 90 % interval, in the unit of values a year; {@code n} the years used.
     *
     * @param results of any families
     * @return in the order of findings
     */
    public static List<Finding> findings(Collection<Result> results) {
        return TrendFindings.of(results);
    }

    /**
     * Sums up the findings: how many flags to expect wrongly is the sum of the probabilities that the flagged slopes are not towards the
     * worse.
     *
     * @param results of any families, at least one
     * @return the summary
     * @throws IllegalArgumentException if there is no result
     */
    public static MethodSummary summary(Collection<Result> results) {
        MethodInfo method = results.stream().findFirst()
                .orElseThrow(() -> new IllegalArgumentException("at least one result is needed")).method();
        double[] expected = results.stream().mapToDouble(result -> result.expectedFalse(Label.DECLINING)).sorted().toArray();
        return MethodSummary.of(method, findings(results), OptionalDouble.of(Arrays.stream(expected).sum()));
    }
}
