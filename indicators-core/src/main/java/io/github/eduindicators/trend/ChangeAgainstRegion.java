package io.github.eduindicators.trend;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.laws.NormalLaw;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.stats.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * By how much did a unit change between two periods, and by how much more or less than its region?
 *
 * <p>With S(0), S(1) the values of the unit and s(0), s(1) their standard errors, R and r those of the region, omega squared the
 * variance of school-year shocks and l the error of linking the two scales:
 * <ul>
 *   <li>change of the unit {@code S(1) - S(0)}, of the variance {@code s(0)^2 + s(1)^2 + 2 omega^2 + l^2};
 *   <li>change of the region {@code R(1) - R(0)}, of the variance {@code r(0)^2 + r(1)^2 + l^2};
 *   <li>difference in differences {@code (S(1) - R(1)) - (S(0) - R(0))}: the error of linking is the same for both and cancels. A
 *       region that contains the unit with the share w of its pupils moves with it, {@code cov(S, R) = w s^2}, so that each
 *       period brings {@code (s^2 + omega^2) (1 - 2 w) + r^2}; of the rest of the region, without the unit, w is 0.
 * </ul>
 * {@code z} is a change over its standard error, {@code p = 2 Phi(-|z|)}. Where the region is no surer than the part of it that
 * the unit is, its r squared is taken as {@code w^2 (s^2 + omega^2)}, which is the least that it can be.
 *
 * <p>Input: two series of one indicator, in any unit; changes are in that unit. w is n of the unit over n of the region, period
 * by period. Where one of them is not known, w is taken as 0: the error is then a little too large.
 *
 * <p>What is compared: changes of one series need two points of full comparability on one scale (or those of {@link #admitting}).
 * The difference is relative, so it also takes points that are comparable only by their place: of the unit and of the region in
 * the same season of that period. Missing periods, other scales, other seasons and points without a standard error are answers,
 * with their reasons; nothing is taken from a neighbouring year. Equal values give changes of 0 with their errors. A unit that is
 * its whole region has no difference.
 *
 * <p>Caveats: two years tell little. With the variance 36 between schools, the correlation .9 between years and the variance 100
 * of pupils, a change of a school with 12 pupils a year has the reliability
 * {@code 2 B (1 - rho) / (2 B (1 - rho) + V (1/n0 + 1/n1))} = .30, with 25 pupils .47 and with 100 pupils .78, where its level
 * has .81, .90 and .97 (our arithmetic of that formula; the finding that most of a change is chance is T. Kane, D. Staiger
 * (2001), NBER 8156, doi:10.3386/w8156). Years are taken as independent cohorts of pupils. Beside many units the p-values need a
 * correction for their number.
 *
 * <p>Cost {@code O(n)}. Immutable and safe to share between threads.
 *
 * <p>Reference: the tests of changes and of part-whole differences of NAEP, National Center for Education Statistics, "NAEP
 * technical documentation: statistical significance"; errors of linking as in OECD (2017), PISA 2015 technical report, chapter
 * 12. The covariance of part and whole is written out by us; it holds for any mean or share.
 */
public final class ChangeAgainstRegion {
    private static final ChangeAgainstRegion DEFAULTS =
            new ChangeAgainstRegion(0, 0, 0.95, YearSeries.Comparability.FULL, Reference.WHOLE);
    private static final String UNIT = "unit";
    private static final String REGION = "region";
    private static final String DIFFERENCE = "difference";

    /** What the series of the region is. */
    public enum Reference {
        /** The whole region, with the unit in it. */
        WHOLE,
        /** The rest of the region, or another region: independent of the unit. */
        REST
    }

    private final double link;
    private final double shock;
    private final double confidence;
    private final YearSeries.Comparability atLeast;
    private final Reference reference;

    private ChangeAgainstRegion(
            double link, double shock, double confidence, YearSeries.Comparability atLeast, Reference reference) {
        this.link = link;
        this.shock = shock;
        this.confidence = confidence;
        this.atLeast = atLeast;
        this.reference = reference;
    }

    /**
     * Returns the method without errors of linking and without shocks, with 95 % intervals, against a region that contains the
     * unit.
     *
     * @return the method
     */
    public static ChangeAgainstRegion withDefaults() {
        return DEFAULTS;
    }

    /**
     * Sets the error of linking the scales of two periods. It widens the changes of the unit and of the region, not their
     * difference.
     *
     * @param standardError not negative, in the unit of values
     * @return the method with it
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public ChangeAgainstRegion withLinkError(double standardError) {
        notNegative("the error of linking", standardError);
        return new ChangeAgainstRegion(standardError, shock, confidence, atLeast, reference);
    }

    /**
     * Sets the variance of school-year shocks, what moves the unit in a year beyond its pupils.
     *
     * @param omegaSquared not negative, in the square of the unit of values
     * @return the method with it
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public ChangeAgainstRegion withShock(double omegaSquared) {
        notNegative("the variance of shocks", omegaSquared);
        return new ChangeAgainstRegion(link, omegaSquared, confidence, atLeast, reference);
    }

    private static void notNegative(String name, double number) {
        if (!(number >= 0) || Double.isInfinite(number)) {
            throw new IllegalArgumentException(name + " must not be negative, got " + number);
        }
    }

    /**
     * Sets the confidence of intervals.
     *
     * @param level strictly between 0 and 1
     * @return the method with it
     * @throws IllegalArgumentException if it is outside that
     */
    public ChangeAgainstRegion withConfidence(double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("confidence must be between 0 and 1, got " + level);
        }
        return new ChangeAgainstRegion(link, shock, level, atLeast, reference);
    }

    /**
     * Chooses which points a change of one series needs.
     *
     * @param level {@link YearSeries.Comparability#RELATIVE_ONLY} where values are already relative to the units of the same
     *     period and season
     * @return the method with it
     */
    public ChangeAgainstRegion admitting(YearSeries.Comparability level) {
        return new ChangeAgainstRegion(link, shock, confidence, Objects.requireNonNull(level, "level"), reference);
    }

    /**
     * Says what the series of the region is.
     *
     * @param kind with or without the unit
     * @return the method with it
     */
    public ChangeAgainstRegion with(Reference kind) {
        return new ChangeAgainstRegion(link, shock, confidence, atLeast, Objects.requireNonNull(kind, "kind"));
    }

    /**
     * Returns what the method is.
     *
     * @return identity, edition, parameters, reference
     */
    public MethodInfo method() {
        return MethodInfo.of("trend/change-against-region", "1",
                        "NCES, NAEP technical documentation; OECD 2017, PISA 2015 technical report")
                .with(Fact.of("link-error", link)).with(Fact.of("omega2", shock)).with(Fact.of("confidence", confidence))
                .with(Fact.of("admitting", atLeast.name())).with(Fact.of("region", reference.name()));
    }

    /**
     * Compares the change of a unit with that of its region.
     *
     * @param unit the series of the unit
     * @param region the series of the region, of the same indicator
     * @param from the earlier period
     * @param to the later period
     * @return the three changes; it says itself what it lacks
     * @throws IllegalArgumentException if the periods are not in order or the series are of different indicators or works
     */
    public Result test(YearSeries unit, YearSeries region, Period from, Period to) {
        YearSeries.Key one = unit.key();
        YearSeries.Key other = region.key();
        if (!one.equals(new YearSeries.Key(one.unit(), other.indicator(), other.procedure(), other.subject(), other.grade()))) {
            throw new IllegalArgumentException(
                    "the unit and the region must have one indicator of the same works, got " + one + " and " + other);
        }
        List<Reason> reasons = new ArrayList<>();
        Pair ofUnit = new Pair(unit, from, to);
        Pair ofRegion = new Pair(region, from, to);
        return new Result(unit.key(), from, to,
                level(ofUnit, UNIT, 2 * shock, reasons), level(ofRegion, REGION, 0, reasons),
                difference(ofUnit, ofRegion, reasons), reasons);
    }

    /**
     * Takes the change of one series by itself.
     *
     * @param series the series
     * @param from the earlier period
     * @param to the later period
     * @return the change of the unit; the others are empty and not among the reasons
     * @throws IllegalArgumentException if the periods are not in order
     */
    public Result change(YearSeries series, Period from, Period to) {
        List<Reason> reasons = new ArrayList<>();
        Optional<Change> change = level(new Pair(series, from, to), UNIT, 2 * shock, reasons);
        return new Result(series.key(), from, to, change, Optional.empty(), Optional.empty(), reasons);
    }

    /** The points of a series at the two periods. */
    private record Pair(Period from, Period to, Optional<YearSeries.Point> first, Optional<YearSeries.Point> second) {
        Pair(YearSeries series, Period from, Period to) {
            this(from, to, at(series, from), at(series, to));
            if (from.compareTo(to) >= 0) {
                throw new IllegalArgumentException("the first period must be before the second, got " + from + " and " + to);
            }
        }

        private static Optional<YearSeries.Point> at(YearSeries series, Period period) {
            return series.points().stream().filter(point -> point.period().equals(period)).findFirst();
        }

        boolean complete(YearSeries.Comparability atLeast, String of, List<Reason> reasons) {
            int before = reasons.size();
            usable(first, from, atLeast, of, reasons);
            usable(second, to, atLeast, of, reasons);
            return reasons.size() == before;
        }

        private static void usable(
                Optional<YearSeries.Point> point, Period period, YearSeries.Comparability atLeast,
                String of, List<Reason> reasons) {
            if (point.isEmpty()) {
                reasons.add(new Reason(of, period, "no-point"));
            } else if (point.get().comparability() == YearSeries.Comparability.NONE
                    || point.get().comparability().compareTo(atLeast) < 0) {
                reasons.add(new Reason(of, period, "not-comparable"));
            }
        }

        boolean oneScale() {
            return first.orElseThrow().scale().equals(second.orElseThrow().scale());
        }

        double change() {
            return second.orElseThrow().value() - first.orElseThrow().value();
        }
    }

    private Optional<Change> level(Pair pair, String of, double shocks, List<Reason> reasons) {
        if (!pair.complete(atLeast, of, reasons)) {
            return Optional.empty();
        }
        if (!pair.oneScale()) {
            reasons.add(new Reason(of, pair.to, "other-scale"));
            return Optional.empty();
        }
        double before = variance(pair.first.orElseThrow(), of, reasons);
        double after = variance(pair.second.orElseThrow(), of, reasons);
        return contrast(pair.change(), before + after + shocks + link * link, of, pair.to, reasons);
    }

    private Optional<Change> difference(Pair unit, Pair region, List<Reason> reasons) {
        if (!unit.complete(YearSeries.Comparability.RELATIVE_ONLY, DIFFERENCE, reasons)
                | !region.complete(YearSeries.Comparability.RELATIVE_ONLY, DIFFERENCE, reasons)) {
            return Optional.empty();
        }
        YearSeries.Point before = unit.first.orElseThrow();
        if (!unit.oneScale() || !region.oneScale() || !before.scale().equals(region.first.orElseThrow().scale())) {
            reasons.add(new Reason(DIFFERENCE, unit.to, "other-scale"));
            return Optional.empty();
        }
        double variance = apart(before, region.first.orElseThrow(), reasons)
                + apart(unit.second.orElseThrow(), region.second.orElseThrow(), reasons);
        return contrast(unit.change() - region.change(), variance, DIFFERENCE, unit.to, reasons);
    }

    /** The variance of unit less region in one period; NaN, with the reason, where there is none. */
    private double apart(YearSeries.Point unit, YearSeries.Point region, List<Reason> reasons) {
        boolean byValue = unit.comparability() == YearSeries.Comparability.FULL
                && region.comparability() == YearSeries.Comparability.FULL;
        if (!byValue && unit.season() != region.season()) {
            reasons.add(new Reason(DIFFERENCE, unit.period(), "other-season"));
            return Double.NaN;
        }
        double share = reference == Reference.REST || unit.n().isEmpty() || region.n().isEmpty()
                ? 0
                : (double) unit.n().getAsLong() / region.n().getAsLong();
        if (share >= 1) {
            reasons.add(new Reason(DIFFERENCE, unit.period(), share > 1 ? "part-larger-than-whole" : "part-is-whole"));
            return Double.NaN;
        }
        double part = variance(unit, DIFFERENCE, reasons) + shock;
        double whole = Math.max(variance(region, DIFFERENCE, reasons), share * share * part);
        return part * (1 - 2 * share) + whole;
    }

    private static double variance(YearSeries.Point point, String of, List<Reason> reasons) {
        OptionalDouble error = point.standardError();
        if (error.isEmpty()) {
            Reason reason = new Reason(of, point.period(), "no-standard-error");
            if (!reasons.contains(reason)) {
                reasons.add(reason);
            }
            return Double.NaN;
        }
        return error.getAsDouble() * error.getAsDouble();
    }

    private Optional<Change> contrast(double change, double variance, String of, Period to, List<Reason> reasons) {
        if (Double.isNaN(variance)) {
            return Optional.empty();
        }
        double error = Math.sqrt(variance);
        double half = NormalLaw.upperQuantile((1 - confidence) / 2) * error;
        if (!(error > 0) || !Double.isFinite(Math.abs(change) + half)) {
            reasons.add(new Reason(of, to, "no-number"));
            return Optional.empty();
        }
        return Optional.of(new Change(Interval.normal(change, half, 1), error));
    }

    @Override
    public String toString() {
        return method().toString();
    }

    /**
     * A change with its error.
     *
     * @param interval the change with its interval
     * @param standardError positive
     */
    public record Change(Interval interval, double standardError) {
        /**
         * Returns the change.
         *
         * @return later less earlier
         */
        public double value() {
            return interval.value();
        }

        /**
         * Returns the change over its error.
         *
         * @return z
         */
        public double z() {
            return interval.value() / standardError;
        }

        /**
         * Returns how often such a change, up or down, would come where there is none.
         *
         * @return p, two-sided
         */
        public double p() {
            return 2 * NormalLaw.upperTail(Math.abs(z()));
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%+.4g [%.4g; %.4g], p %.3g", value(), interval.lower(), interval.upper(), p());
        }
    }

    /**
     * Why a change cannot be told.
     *
     * @param of {@code unit}, {@code region} or {@code difference}
     * @param period the period that stands in the way, the later one where it is both
     * @param code {@code no-point}, {@code not-comparable}, {@code other-scale}, {@code other-season}, {@code no-standard-error},
     *     {@code part-is-whole}, {@code part-larger-than-whole} or {@code no-number} where numbers are too large or too small to
     *     reckon with
     */
    public record Reason(String of, Period period, String code) {
        @Override
        public String toString() {
            return of + " " + period + " " + code;
        }
    }

    /** The change of a unit beside that of its region. Immutable. */
    public static final class Result {
        private final YearSeries.Key key;
        private final Period from;
        private final Period to;
        private final Optional<Change> unit;
        private final Optional<Change> region;
        private final Optional<Change> difference;
        private final List<Reason> reasons;

        private Result(YearSeries.Key key, Period from, Period to,
                Optional<Change> unit, Optional<Change> region, Optional<Change> difference, List<Reason> reasons) {
            this.key = key;
            this.from = from;
            this.to = to;
            this.unit = unit;
            this.region = region;
            this.difference = difference;
            this.reasons = List.copyOf(reasons);
        }

        /**
         * Returns what the series of the unit is about.
         *
         * @return the key
         */
        public YearSeries.Key key() {
            return key;
        }

        /**
         * Returns the earlier period.
         *
         * @return the period
         */
        public Period from() {
            return from;
        }

        /**
         * Returns the later period.
         *
         * @return the period
         */
        public Period to() {
            return to;
        }

        /**
         * Returns the change of the unit.
         *
         * @return the change, or empty, and then {@link #reasons} says why
         */
        public Optional<Change> unit() {
            return unit;
        }

        /**
         * Returns the change of the region.
         *
         * @return the change, or empty, and then {@link #reasons} says why unless no region was given
         */
        public Optional<Change> region() {
            return region;
        }

        /**
         * Returns by how much more the unit changed than the region.
         *
         * @return the difference in differences, or empty, and then {@link #reasons} says why unless no region was given
         */
        public Optional<Change> difference() {
            return difference;
        }

        /**
         * Returns what stood in the way.
         *
         * @return reasons in the order unit, region, difference, each by period; empty if nothing did
         */
        public List<Reason> reasons() {
            return reasons;
        }

        @Override
        public String toString() {
            return "Change[" + key + " " + from + ".." + to + ": " + unit.map(Change::toString).orElse("unknown")
                    + difference.map(more -> ", against the region " + more).orElse("")
                    + (reasons.isEmpty() ? "" : ", " + reasons) + "]";
        }
    }
}
