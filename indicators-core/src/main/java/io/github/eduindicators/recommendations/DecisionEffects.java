package io.github.eduindicators.recommendations;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.laws.StudentLaw;
import io.github.eduindicators.model.PeerGroups;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.stats.Interval;
import io.github.eduindicators.stats.MultipleTesting;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A year after a decision: have the units that it is about moved more than like units without such a decision?
 *
 * <p>Before is the value b of the calendar year (or, for indicators of half-years, of the half) in which the decision was taken, after
 * the value a of the same a year later: what was measured in the year of the decision is taken as not yet moved by it. Among units of the
 * same kind without a decision on the indicator, in the same peer group where groups are given, the m units nearest to b at the start are
 * the comparison, with mean change c and variance of changes s2 (divisor m - 1). Then
 * <ul>
 *   <li>difference {@code a - b}, with the variance {@code v} of the two values, taken from their 95 % intervals where both have one;
 *   <li>beyond the comparison {@code D = (a - b) - c}, the difference in differences, of the variance
 *       {@code max(s2, v) + s2 / m}, with Student's law of m - 1 degrees of freedom: one case against a sample of controls.
 * </ul>
 * The two-sided p-values of a run are adjusted for their number by Benjamini and Hochberg. IMPROVED: adjusted p at most the level and D
 * on the side that was meant; WORSE: on the other side; else NOT_SHOWN, which is not a proof that nothing happened: the interval of D says
 * what is possible. TOO_EARLY: less than twelve months since the decision.
 *
 * <p>Input: values in any unit; differences are in that unit. A value or like units that are missing give INSUFFICIENT_DATA with a note:
 * {@code no-such-indicator} (no unit has a value of it), {@code no-value-before}, {@code no-value-after}, {@code few-to-compare}, {@code no-spread} (the units compared all changed alike and the
 * values have no error). One value gives no effect; ties at the start are taken in the order of units.
 *
 * <p>Caveats. This is not the effect of the decision in the sense of cause. Decisions are taken where things went badly, and what went
 * badly by chance gets better by itself (regression to the mean): matching by the start removes that as far as like units exist, and
 * the note {@code regression-to-the-mean} warns where they start elsewhere by more than a quarter of a standard deviation (the limit is
 * D. Rubin's). The note {@code moved-before} warns that the unit moved the same way by half as much or more already in the year before;
 * {@code several-decisions} that other decisions on the indicator fall into the same year. A decision on a whole municipality is compared
 * with municipalities, not school by school. Values of neighbouring units are taken as independent.
 *
 * <p>Cost: {@code O(d u log u)} for d decisions and u units. Immutable and safe to share between threads.
 *
 * <p>Reference: the single case against controls is J. Crawford, D. Howell (1998), The Clinical Neuropsychologist 12:482-486; differences
 * in differences as in any textbook; the limit of a quarter: D. Rubin (2001), doi:10.1023/A:1020363010465; adjustment: Y. Benjamini, Y.
 * Hochberg (1995). That the unit's own error may take the place of s2 is ours.
 */
public final class DecisionEffects implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final DecisionEffects DEFAULTS = new DecisionEffects(20, 5, 0.05, null);
    private static final int MONTHS = 12;
    private static final int FIRST_YEAR = 1990;
    private static final int MOST_COMPARED = 10_000;
    private static final double ELSEWHERE = 0.25;
    private static final String REGRESSION = "regression-to-the-mean";
    private static final String MOVED = "moved-before";
    private static final String SEVERAL = "several-decisions";

    /** What can be said. */
    public enum Verdict {
        /** The unit moved the way that was meant, more than like units. */
        IMPROVED,
        /** It cannot be told from how like units moved. */
        NOT_SHOWN,
        /** The unit moved the other way, more than like units. */
        WORSE,
        /** Less than a year has passed. */
        TOO_EARLY,
        /** A value, or like units to compare with, are missing. */
        INSUFFICIENT_DATA
    }

    private final int compared;
    private final int minimum;
    private final double level;
    @javax.annotation.Nullable
    private final PeerGroups peers;

    private DecisionEffects(int compared, int minimum, double level, @javax.annotation.Nullable PeerGroups peers) {
        this.compared = compared;
        this.minimum = minimum;
        this.level = level;
        this.peers = peers;
    }

    /**
     * Returns the method with 20 like units, 5 at least, the level 0.05 and no peer groups.
     *
     * @return the method
     */
    public static DecisionEffects withDefaults() {
        return DEFAULTS;
    }

    /**
     * Sets with how many units nearest at the start is compared.
     *
     * @param most at most so many, 3..10000
     * @param least at least so many, 3..most
     * @return the method with it
     * @throws IllegalArgumentException if a number is out of range
     */
    public DecisionEffects withCompared(int most, int least) {
        if (least < 3 || most < least || most > MOST_COMPARED) {
            throw new IllegalArgumentException(
                    "units to compare with must be 3 <= least <= most <= " + MOST_COMPARED + ", got " + least + " and " + most);
        }
        return new DecisionEffects(most, least, level, peers);
    }

    /**
     * Sets the level that adjusted p-values are held against.
     *
     * @param alpha strictly between 0 and 1
     * @return the method with it
     * @throws IllegalArgumentException if it is outside that
     */
    public DecisionEffects withLevel(double alpha) {
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("the level must be between 0 and 1, got " + alpha);
        }
        return new DecisionEffects(compared, minimum, alpha, peers);
    }

    /**
     * Compares only within groups, such as schools of one region and kind. A unit that is in no group is compared with nobody.
     *
     * @param groups the groups
     * @return the method with them
     */
    public DecisionEffects withPeers(PeerGroups groups) {
        return new DecisionEffects(compared, minimum, level, Objects.requireNonNull(groups, "groups"));
    }

    /**
     * Returns what the method is.
     *
     * @return identity, edition, parameters, reference
     */
    public MethodInfo method() {
        return MethodInfo.of("recommendations/decision-effect", "1", "Crawford, Howell 1998; difference in differences")
                .with(Fact.of("compared", (long) compared))
                .with(Fact.of("minimum", (long) minimum))
                .with(Fact.of("level", level))
                .with(Fact.of("peers", peers == null ? "none" : "given"));
    }

    /**
     * Looks up what became of decisions.
     *
     * @param decisions the decisions, in any order; equal ones count once
     * @param values the indicators of the units of the decisions and of others, values pooled over works
     * @param date the date of the review
     * @return one effect a decision, unit and indicator
     * @throws IllegalArgumentException if two different decisions have one identity, date and unit
     */
    public Result run(Collection<Decision> decisions, IndicatorValues values, LocalDate date) {
        Objects.requireNonNull(date, "date");
        TreeSet<Decision> all = new TreeSet<>();
        for (Decision decision : decisions) {
            if (!all.add(decision) && !decision.equals(all.floor(decision))) {
                throw new IllegalArgumentException("a decision about a unit stands once, got another " + decision);
            }
        }
        Run run = new Run(all, values);
        List<Effect> effects = new ArrayList<>();
        for (Decision decision : run.decisions) {
            for (Decision.Target target : decision.targets()) {
                effects.add(run.effect(decision, target, date));
            }
        }
        return new Result(method(), adjusted(effects));
    }

    private List<Effect> adjusted(List<Effect> effects) {
        List<Effect> tested = effects.stream().filter(effect -> effect.p().isPresent()).toList();
        double[] adjusted = MultipleTesting.BENJAMINI_HOCHBERG.adjust(
                tested.stream().mapToDouble(effect -> effect.p().getAsDouble()).toArray());
        List<Effect> all = new ArrayList<>();
        int at = 0;
        for (Effect effect : effects) {
            all.add(effect.p().isPresent() ? effect.decided(adjusted[at++], level) : effect);
        }
        return all;
    }

    /** The values by indicator and period, and the units that have decisions on an indicator. */
    private final class Run {
        private final TreeSet<Decision> decisions;
        private final Map<String, TreeMap<Period, TreeMap<Unit, IndicatorValue>>> values = new HashMap<>();
        private final Map<String, TreeSet<Unit>> decided = new HashMap<>();

        Run(TreeSet<Decision> decisions, IndicatorValues all) {
            this.decisions = decisions;
            for (Decision decision : decisions) {
                for (Decision.Target target : decision.targets()) {
                    values.putIfAbsent(target.indicator(), new TreeMap<>());
                    decided.computeIfAbsent(target.indicator(), code -> new TreeSet<>(Unit.order())).add(decision.unit());
                }
            }
            all.values().forEach((key, value) -> {
                TreeMap<Period, TreeMap<Unit, IndicatorValue>> periods = values.get(key.indicator());
                if (periods != null && key.assessment().isEmpty() && value.value().isPresent()) {
                    periods.computeIfAbsent(key.period(), period -> new TreeMap<>(Unit.order())).put(key.unit(), value);
                }
            });
        }

        private Optional<IndicatorValue> value(String indicator, Period period, Unit unit) {
            return Optional.ofNullable(values.get(indicator).getOrDefault(period, new TreeMap<>(Unit.order())).get(unit));
        }

        /** The year of the decision, or its half where the indicator of the unit has only halves. */
        private Period before(Decision decision, String indicator) {
            LocalDate day = decision.date();
            Period year = Period.of(day.getYear());
            Period half = Period.ofHalf(day.getYear(), day.getMonthValue() <= 6 ? 1 : 2);
            boolean years = value(indicator, year, decision.unit()).isPresent()
                    || value(indicator, later(year), decision.unit()).isPresent();
            boolean halves = value(indicator, half, decision.unit()).isPresent()
                    || value(indicator, later(half), decision.unit()).isPresent();
            return !years && halves ? half : year;
        }

        private Period later(Period period) {
            return new Period(period.year() + 1, period.half());
        }

        Effect effect(Decision decision, Decision.Target target, LocalDate date) {
            String indicator = target.indicator();
            Period before = before(decision, indicator);
            Period after = later(before);
            Effect effect = new Effect(decision, target, before, after);
            effect.valueBefore = value(indicator, before, decision.unit()).orElse(null);
            if (date.isBefore(decision.date().plusMonths(MONTHS))) {
                effect.verdict = Verdict.TOO_EARLY;
                return effect;
            }
            effect.valueAfter = value(indicator, after, decision.unit()).orElse(null);
            if (effect.valueBefore == null || effect.valueAfter == null) {
                return effect.insufficient(values.get(indicator).isEmpty() ? "no-such-indicator"
                        : effect.valueBefore == null ? "no-value-before" : "no-value-after");
            }
            return compare(effect);
        }

        private Effect compare(Effect effect) {
            String indicator = effect.target.indicator();
            Unit unit = effect.decision.unit();
            double start = effect.before().getAsDouble();
            effect.change = effect.after().getAsDouble() - start;
            double own = variance(effect);
            List<Unit> others = like(indicator, effect.periodBefore, effect.periodAfter, unit);
            if (others.size() < minimum) {
                return effect.insufficient("few-to-compare");
            }
            others.sort(Comparator.comparingDouble((Unit other) -> Math.abs(number(indicator, effect.periodBefore, other) - start))
                    .thenComparing(Unit.order()));
            List<Unit> matched = others.subList(0, Math.min(compared, others.size()));
            Moments changes = Moments.of(matched.stream().mapToDouble(other ->
                    number(indicator, effect.periodAfter, other) - number(indicator, effect.periodBefore, other)).toArray());
            effect.compared = matched.size();
            effect.comparison = changes.mean();
            double beyond = effect.change - changes.mean();
            double error = Math.sqrt(Math.max(changes.variance(), own) + changes.variance() / matched.size());
            if (!(error > 0) || !Double.isFinite(beyond / error)) {
                return effect.insufficient("no-spread");
            }
            effect.beyond = Interval.student(beyond, error, matched.size() - 1);
            effect.p = Math.min(1, 2 * StudentLaw.upperTail(Math.abs(beyond / error), matched.size() - 1));
            notes(effect, others, matched, beyond);
            return effect;
        }

        /** The variance of the difference, from the intervals of both values; 0 where one is not known. */
        private double variance(Effect effect) {
            Optional<Interval> first = effect.valueBefore.interval();
            Optional<Interval> second = effect.valueAfter.interval();
            if (first.isEmpty() || second.isEmpty()) {
                return 0;
            }
            double one = error(first.get());
            double other = error(second.get());
            double variance = one * one + other * other;
            effect.difference = Interval.normal(effect.change, Math.sqrt(variance), Interval.Z95);
            return variance;
        }

        private static double error(Interval interval) {
            return (interval.upper() - interval.lower()) / (2 * Interval.Z95);
        }

        private List<Unit> like(String indicator, Period before, Period after, Unit unit) {
            TreeMap<Unit, IndicatorValue> later = values.get(indicator).getOrDefault(after, new TreeMap<>(Unit.order()));
            List<Unit> like = new ArrayList<>();
            for (Unit other : values.get(indicator).getOrDefault(before, new TreeMap<>(Unit.order())).keySet()) {
                if (other.unitType() == unit.unitType() && later.containsKey(other) && !decided.get(indicator).contains(other)
                        && peers(unit, other)) {
                    like.add(other);
                }
            }
            return like;
        }

        private boolean peers(Unit unit, Unit other) {
            return peers == null || peers.group(unit).isPresent() && peers.group(unit).equals(peers.group(other));
        }

        private double number(String indicator, Period period, Unit unit) {
            return value(indicator, period, unit).orElseThrow().value().orElseThrow();
        }

        private void notes(Effect effect, List<Unit> others, List<Unit> matched, double beyond) {
            String indicator = effect.target.indicator();
            Moments starts = Moments.of(others.stream().mapToDouble(o -> number(indicator, effect.periodBefore, o)).toArray());
            Moments near = Moments.of(matched.stream().mapToDouble(o -> number(indicator, effect.periodBefore, o)).toArray());
            if (Math.abs(effect.before().getAsDouble() - near.mean()) > ELSEWHERE * Math.sqrt(starts.variance())) {
                effect.notes.add(REGRESSION);
            }
            if (movedBefore(effect, matched, beyond)) {
                effect.notes.add(MOVED);
            }
            long same = decisions.stream()
                    .filter(other -> other.unit().equals(effect.decision.unit()))
                    .filter(other -> other.targets().stream().anyMatch(target -> target.indicator().equals(indicator)))
                    .filter(other -> before(other, indicator).equals(effect.periodBefore))
                    .count();
            if (same > 1) {
                effect.notes.add(SEVERAL);
            }
        }

        private boolean movedBefore(Effect effect, List<Unit> matched, double beyond) {
            String indicator = effect.target.indicator();
            if (effect.periodBefore.year() == FIRST_YEAR) {
                return false;
            }
            Period earlier = new Period(effect.periodBefore.year() - 1, effect.periodBefore.half());
            Optional<IndicatorValue> own = value(indicator, earlier, effect.decision.unit());
            double[] changes = matched.stream().filter(other -> value(indicator, earlier, other).isPresent())
                    .mapToDouble(other -> number(indicator, effect.periodBefore, other) - number(indicator, earlier, other))
                    .toArray();
            if (own.isEmpty() || changes.length < minimum) {
                return false;
            }
            double moved = effect.before().getAsDouble() - own.get().value().getAsDouble() - Moments.of(changes).mean();
            return moved * Math.signum(beyond) >= Math.abs(beyond) / 2 && moved != 0;
        }
    }

    /** Mean and variance with the divisor n - 1, in a fixed order of summing. */
    private record Moments(double mean, double variance) {
        static Moments of(double... numbers) {
            double sum = 0;
            for (double number : numbers) {
                sum += number;
            }
            double mean = sum / numbers.length;
            double squares = 0;
            for (double number : numbers) {
                squares += (number - mean) * (number - mean);
            }
            return new Moments(mean, numbers.length < 2 ? 0 : squares / (numbers.length - 1));
        }
    }

    @Override
    public String toString() {
        return method().toString();
    }

    /** What became of one decision in one unit and indicator. Immutable. */
    public static final class Effect implements Serializable {
        private static final long serialVersionUID = 1L;

        private final Decision decision;
        private final Decision.Target target;
        private final Period periodBefore;
        private final Period periodAfter;
        private IndicatorValue valueBefore;
        private IndicatorValue valueAfter;
        private Double change;
        private Interval difference;
        private Double comparison;
        private int compared;
        private Interval beyond;
        private Double p;
        private Double adjustedP;
        private Verdict verdict = Verdict.INSUFFICIENT_DATA;
        private final TreeSet<String> notes = new TreeSet<>();

        private Effect(Decision decision, Decision.Target target, Period before, Period after) {
            this.decision = decision;
            this.target = target;
            this.periodBefore = before;
            this.periodAfter = after;
        }

        private Effect insufficient(String note) {
            notes.add(note);
            return this;
        }

        private Effect decided(double adjusted, double level) {
            adjustedP = adjusted;
            boolean meant = beyond.value() > 0 == (target.direction() == Decision.Direction.UP);
            verdict = adjusted > level ? Verdict.NOT_SHOWN : meant ? Verdict.IMPROVED : Verdict.WORSE;
            return this;
        }

        /**
         * Returns the decision.
         *
         * @return the decision about the unit
         */
        public Decision decision() {
            return decision;
        }

        /**
         * Returns the indicator and which way it was meant to move.
         *
         * @return the target
         */
        public Decision.Target target() {
            return target;
        }

        /**
         * Returns the period before.
         *
         * @return the year or half of the decision
         */
        public Period periodBefore() {
            return periodBefore;
        }

        /**
         * Returns the period after.
         *
         * @return a year later
         */
        public Period periodAfter() {
            return periodAfter;
        }

        /**
         * Returns the value before.
         *
         * @return the value, or empty if it is missing
         */
        public OptionalDouble before() {
            return valueBefore == null ? OptionalDouble.empty() : valueBefore.value();
        }

        /**
         * Returns the value after.
         *
         * @return the value, or empty if it is missing or it is too early
         */
        public OptionalDouble after() {
            return valueAfter == null ? OptionalDouble.empty() : valueAfter.value();
        }

        /**
         * Returns the change.
         *
         * @return after less before, or empty
         */
        public OptionalDouble change() {
            return optional(change);
        }

        /**
         * Returns the change with its own 95 % interval.
         *
         * @return the interval, or empty where a value has none
         */
        public Optional<Interval> difference() {
            return Optional.ofNullable(difference);
        }

        /**
         * Returns how like units changed.
         *
         * @return their mean change, or empty if there are too few
         */
        public OptionalDouble comparison() {
            return optional(comparison);
        }

        /**
         * Returns how many like units there are.
         *
         * @return the number that was compared with; 0 if too few
         */
        public int compared() {
            return compared;
        }

        /**
         * Returns by how much more the unit changed than like units.
         *
         * @return the difference in differences with its 95 % interval, or empty
         */
        public Optional<Interval> beyond() {
            return Optional.ofNullable(beyond);
        }

        /**
         * Returns the p-value of that difference.
         *
         * @return two-sided, or empty
         */
        public OptionalDouble p() {
            return optional(p);
        }

        /**
         * Returns the p-value adjusted for all decisions of the run.
         *
         * @return two-sided, or empty
         */
        public OptionalDouble adjustedP() {
            return optional(adjustedP);
        }

        /**
         * Returns what can be said.
         *
         * @return the verdict
         */
        public Verdict verdict() {
            return verdict;
        }

        /**
         * Returns what to know of it.
         *
         * @return codes, sorted: what is missing, or what else the change may come from
         */
        public List<String> notes() {
            return List.copyOf(notes);
        }

        private static OptionalDouble optional(@javax.annotation.Nullable Double value) {
            return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
        }

        private Finding finding(MethodInfo method) {
            Finding.Builder finding = Finding.builder(method, decision.unit())
                    .outcome(switch (verdict) {
                        case IMPROVED, NOT_SHOWN -> Outcome.CLEAR;
                        case WORSE -> Outcome.FLAGGED;
                        case TOO_EARLY, INSUFFICIENT_DATA -> Outcome.INSUFFICIENT_DATA;
                    })
                    .category(verdict == Verdict.INSUFFICIENT_DATA ? ""
                            : verdict.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .fact("decision", decision.id())
                    .fact("date", decision.date().toString())
                    .fact("indicator", target.indicator())
                    .fact("direction", target.direction().name().toLowerCase(Locale.ROOT))
                    .fact("period", periodAfter.toString());
            before().ifPresent(value -> finding.fact("before", value));
            after().ifPresent(value -> finding.fact("after", value));
            change().ifPresent(value -> finding.fact("change", value));
            comparison().ifPresent(value -> finding.fact("comparison", value).fact("compared", (long) compared));
            beyond().ifPresent(finding::effect);
            p().ifPresent(finding::p);
            adjustedP().ifPresent(finding::adjustedP);
            if (!notes.isEmpty()) {
                finding.fact("note", String.join(", ", notes));
            }
            return finding.build();
        }

        @Override
        public String toString() {
            return decision.id() + " " + decision.unit() + " " + target + " " + verdict
                    + beyond().map(interval -> " " + interval).orElse("")
                    + (notes.isEmpty() ? "" : " " + notes);
        }
    }

    /** What became of the decisions. Immutable. */
    public static final class Result implements Serializable {
        private static final long serialVersionUID = 1L;

        private final MethodInfo method;
        private final ArrayList<Effect> effects;

        private Result(MethodInfo method, List<Effect> effects) {
            this.method = method;
            this.effects = new ArrayList<>(effects);
        }

        /**
         * Returns all effects.
         *
         * @return by date, decision, unit, in the order of the targets
         */
        public List<Effect> effects() {
            return Collections.unmodifiableList(effects);
        }

        /**
         * Returns what the effects claim.
         *
         * @return one finding an effect, in the order of {@link Finding#order()}: flagged if worse; the effect is the difference beyond
         *     like units
         */
        public List<Finding> findings() {
            return effects.stream().map(effect -> effect.finding(method)).sorted(Finding.order()).toList();
        }

        /**
         * Returns a short table.
         *
         * @return one line an effect, at most 20
         */
        @Override
        public String toString() {
            return effects.size() + " effects" + effects.stream().limit(20).map(e -> "\n  " + e).collect(Collectors.joining())
                    + (effects.size() > 20 ? "\n  …" : "");
        }
    }
}
