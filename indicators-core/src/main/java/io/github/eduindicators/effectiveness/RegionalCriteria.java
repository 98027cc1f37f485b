package io.github.eduindicators.effectiveness;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.github.eduindicators.effectiveness.Membership.Answer;
import io.github.eduindicators.effectiveness.Membership.Reason;
import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.PeerGroups;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.stats.Interval;
import io.github.eduindicators.stats.QuantileType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.annotation.Nullable;

/**
 * Which units meet a region's own criteria: the rule from which a region makes its list?
 *
 * <p>A {@link Criterion} compares an indicator with a {@link Limit}: a number, the mean of the units and so many standard deviations
 * beside it, or a quantile of the units. It holds in a period if in at least so many periods of a window that ends there the comparison
 * is true. A unit is on the list if at least m of the criteria hold.
 *
 * <pre>{@code
 * var rule = RegionalCriteria.named("risk")
 *         .with(Criterion.below("pass_rate", Limit.of(0.8)).in(2, 3))            // in 2 of 3 years
 *         .with(Criterion.below("mean_z", Limit.mean(-1)))                       // mean - 1 sd
 *         .with(Criterion.atMost("quality_rate", Limit.quantile(0.1)))
 *         .atLeast(2);
 * rule.run(values).members(Period.of(2021));
 * }</pre>
 *
 * <p>Input: {@link IndicatorValues} of one region, of units of any kind; kinds are never mixed. Mean, standard deviation (divisor n - 1)
 * and quantile (type 7) are over the units of the kind that have a number in the period, each counted once whatever its size, the unit
 * itself among them; {@link #within} takes those of its peer group. Periods of a window are those of the same length just before, so a
 * year in which nothing was held is a missing one.
 *
 * <p>What comes back for each unit that has any of the indicators, and each period in which any unit of its kind has: YES, NO, or
 * INSUFFICIENT_DATA. A missing value, one that is insufficient, and a limit from fewer than the least number of units make an
 * observation unknown; a criterion is unknown if with the unknown ones it could still reach its hits, and a unit if with the unknown
 * criteria it could still reach m. An indicator that is not applicable is no hit. The reasons name criterion, period, value and limit.
 *
 * <p>One finding a unit for the latest period of its kind: FLAGGED where it is on the list, whatever the list says of it, good or bad;
 * {@code statistic} is the number of criteria that hold.
 *
 * <p>Caveats: comparisons are exact, on numbers as they are and not rounded. Where all units are equal, {@code atMost} a quantile takes
 * them all and {@code below} none. A quantile always lists somebody, however well all do; small units reach extreme values by chance, so
 * give them a group or a longer window. Units of doubtful results are left out of mean, deviation and quantile, are judged all the same,
 * and carry the note {@code doubtful-results}.
 *
 * <p>Complexity: {@code O(v log v)} for v values, times the length of the window. Immutable and safe to share between threads.
 *
 * <p>Reference: ours; the kinds of criteria are those of regional orders, whose numbers are the region's to choose.
 */
public final class RegionalCriteria {
    private static final int DEFAULT_UNITS = 5;
    private static final int LONGEST_WINDOW = 20;
    static final String REGIONAL = "low-results/regional";

    /** On which side of the limit a value must be. */
    public enum Side {
        /** Less than the limit. */
        BELOW("<"),
        /** The limit or less. */
        AT_MOST("<="),
        /** More than the limit. */
        ABOVE(">"),
        /** The limit or more. */
        AT_LEAST(">=");

        private final String sign;

        Side(String sign) {
            this.sign = sign;
        }

        private boolean holds(double value, double limit) {
            return switch (this) {
                case BELOW -> value < limit;
                case AT_MOST -> value <= limit;
                case ABOVE -> value > limit;
                case AT_LEAST -> value >= limit;
            };
        }
    }

    /** What a value is compared with. Immutable. */
    public static final class Limit {
        private enum Kind { NUMBER, MEAN, QUANTILE }

        private final Kind kind;
        private final double parameter;

        private Limit(Kind kind, double parameter) {
            this.kind = kind;
            this.parameter = parameter;
        }

        /**
         * Returns a number.
         *
         * @param number the limit, finite
         * @return the limit
         * @throws IllegalArgumentException if it is not finite
         */
        public static Limit of(double number) {
            return new Limit(Kind.NUMBER, finite("limit", number));
        }

        /**
         * Returns the mean of the units and so many standard deviations beside it.
         *
         * @param deviations how many above the mean; negative for below, 0 for the mean itself
         * @return the limit
         * @throws IllegalArgumentException if it is not finite
         */
        public static Limit mean(double deviations) {
            return new Limit(Kind.MEAN, finite("deviations", deviations));
        }

        /**
         * Returns a quantile of the units, of type 7.
         *
         * @param q the probability, 0..1
         * @return the limit
         * @throws IllegalArgumentException if it is outside 0..1
         */
        public static Limit quantile(double q) {
            if (!(q >= 0 && q <= 1)) {
                throw new IllegalArgumentException("q must be within 0..1, got " + q);
            }
            return new Limit(Kind.QUANTILE, q);
        }

        private static double finite(String what, double value) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException(what + " must be finite, got " + value);
            }
            return value;
        }

        private boolean needsUnits() {
            return kind != Kind.NUMBER;
        }

        private OptionalDouble of(double[] values, int leastUnits) {
            if (kind == Kind.NUMBER) {
                return OptionalDouble.of(parameter);
            }
            if (values.length < leastUnits) {
                return OptionalDouble.empty();
            }
            if (kind == Kind.QUANTILE) {
                return OptionalDouble.of(QuantileType.TYPE_7.of(values, parameter));
            }
            Reference reference = Reference.of(values);
            double limit = parameter == 0 ? reference.mean() : reference.mean() + parameter * reference.deviation();
            return Double.isFinite(limit) ? OptionalDouble.of(limit) : OptionalDouble.empty();
        }

        @Override
        public String toString() {
            return switch (kind) {
                case NUMBER -> Double.toString(parameter);
                case MEAN -> parameter == 0 ? "mean" : "mean " + (parameter < 0 ? "- " : "+ ") + Math.abs(parameter) + " sd";
                case QUANTILE -> "quantile " + parameter;
            };
        }
    }

    private enum End { VALUE, LOWER, UPPER }

    private record Condition(String indicator, End end, Side side, Limit limit) {

        /** The number to compare, or why there is none. */
        private OptionalDouble number(IndicatorValue value) {
            return switch (end) {
                case VALUE -> value.value();
                case LOWER -> value.interval().map(Interval::lower).map(OptionalDouble::of).orElse(OptionalDouble.empty());
                case UPPER -> value.interval().map(Interval::upper).map(OptionalDouble::of).orElse(OptionalDouble.empty());
            };
        }

        @Override
        public String toString() {
            return (end == End.VALUE ? "" : end.name().toLowerCase(Locale.ROOT) + " end of ") + indicator + " " + side.sign + " " + limit;
        }
    }

    /** One criterion: what is compared with what, and how often it must hold. Immutable. */
    public static final class Criterion {
        private final String name;
        private final ImmutableList<Condition> conditions;
        private final ImmutableSortedSet<String> assessments;
        private final int hits;
        private final int window;

        private Criterion(String name, List<Condition> conditions, Collection<String> assessments, int hits, int window) {
            this.name = name;
            this.conditions = ImmutableList.copyOf(conditions);
            this.assessments = ImmutableSortedSet.copyOf(assessments);
            this.hits = hits;
            this.window = window;
        }

        private static Criterion of(String indicator, End end, Side side, Limit limit) {
            Objects.requireNonNull(limit, "limit");
            return new Criterion(indicator, List.of(new Condition(ListCode.checked(indicator), end, side, limit)), List.of(), 1, 1);
        }

        /**
         * Compares the values of an indicator with a limit, in the period itself. The criterion has the name of the indicator.
         *
         * @param indicator the code of the indicator
         * @param side on which side of the limit the value must be
         * @param limit the limit
         * @return the criterion
         * @throws IllegalArgumentException if the code has other than lower-case letters, digits, {@code _ - .}
         */
        public static Criterion of(String indicator, Side side, Limit limit) {
            return of(indicator, End.VALUE, Objects.requireNonNull(side, "side"), limit);
        }

        /**
         * Holds if the value is less than the limit.
         *
         * @param indicator the code of the indicator
         * @param limit the limit
         * @return the criterion
         * @throws IllegalArgumentException if the code is not one
         */
        public static Criterion below(String indicator, Limit limit) {
            return of(indicator, Side.BELOW, limit);
        }

        /**
         * Holds if the value is the limit or less.
         *
         * @param indicator the code of the indicator
         * @param limit the limit
         * @return the criterion
         * @throws IllegalArgumentException if the code is not one
         */
        public static Criterion atMost(String indicator, Limit limit) {
            return of(indicator, Side.AT_MOST, limit);
        }

        /**
         * Holds if the value is more than the limit.
         *
         * @param indicator the code of the indicator
         * @param limit the limit
         * @return the criterion
         * @throws IllegalArgumentException if the code is not one
         */
        public static Criterion above(String indicator, Limit limit) {
            return of(indicator, Side.ABOVE, limit);
        }

        /**
         * Holds if the value is the limit or more.
         *
         * @param indicator the code of the indicator
         * @param limit the limit
         * @return the criterion
         * @throws IllegalArgumentException if the code is not one
         */
        public static Criterion atLeast(String indicator, Limit limit) {
            return of(indicator, Side.AT_LEAST, limit);
        }

        /**
         * Holds if the whole interval of the value is above a number. A value without an interval is unknown.
         *
         * @param indicator the code of the indicator
         * @param number the number, finite
         * @return the criterion
         * @throws IllegalArgumentException if the code is not one or the number is not finite
         */
        public static Criterion intervalAbove(String indicator, double number) {
            return of(indicator, End.LOWER, Side.ABOVE, Limit.of(number));
        }

        /**
         * Holds if the whole interval of the value is below a number. A value without an interval is unknown.
         *
         * @param indicator the code of the indicator
         * @param number the number, finite
         * @return the criterion
         * @throws IllegalArgumentException if the code is not one or the number is not finite
         */
        public static Criterion intervalBelow(String indicator, double number) {
            return of(indicator, End.UPPER, Side.BELOW, Limit.of(number));
        }

        /**
         * Asks for another comparison to be true in the same period.
         *
         * @param other whose comparisons to add; its name, window and assessments are not used
         * @return the criterion with both
         */
        public Criterion and(Criterion other) {
            List<Condition> both = new ArrayList<>(conditions);
            both.addAll(other.conditions);
            return new Criterion(name, both, assessments, hits, window);
        }

        /**
         * Chooses how often the comparison must be true.
         *
         * @param times in how many periods at least, positive
         * @param periods of how many, ending with the one that is judged; 1..20
         * @return the criterion with it
         * @throws IllegalArgumentException if a number is out of range; without {@link #inAssessments}, if times is more than periods
         */
        public Criterion in(int times, int periods) {
            if (times < 1 || periods < 1 || periods > LONGEST_WINDOW || assessments.isEmpty() && times > periods) {
                throw new IllegalArgumentException(
                        "a criterion holds in 1..periods of at most " + LONGEST_WINDOW + " periods, got " + times + " of " + periods);
            }
            return new Criterion(name, conditions, assessments, times, periods);
        }

        /**
         * Reads the values of assessments instead of those that are pooled. Each assessment of the window that any unit has is an
         * observation of its own, with a limit of its own, and the hits are counted over them.
         *
         * @param ids the assessments of all years, at least one
         * @return the criterion with them
         * @throws IllegalArgumentException if there is none
         */
        public Criterion inAssessments(Collection<AssessmentId> ids) {
            if (ids.isEmpty()) {
                throw new IllegalArgumentException("at least one assessment is needed");
            }
            return new Criterion(name, conditions, ids.stream().map(AssessmentId::value).toList(), hits, window);
        }

        /**
         * Names the criterion otherwise than by its first indicator.
         *
         * @param code lower-case letters, digits, {@code _ - .}
         * @return the criterion with it
         * @throws IllegalArgumentException if the code has other characters or more than 60
         */
        public Criterion named(String code) {
            return new Criterion(ListCode.checked(code), conditions, assessments, hits, window);
        }

        @Override
        public String toString() {
            return conditions.stream().map(Condition::toString).collect(Collectors.joining(" and "))
                    + (window == 1 && hits == 1 ? "" : ", " + hits + " of " + window)
                    + (assessments.isEmpty() ? "" : " in " + assessments);
        }
    }

    /** What a unit must be besides, whatever its values. */
    private record Requirement(String name, Predicate<SchoolId> holds) {}

    private final MethodInfo info;
    private final String list;
    private final ImmutableList<Criterion> criteria;
    private final int needed;
    private final Optional<PeerGroups> peers;
    private final int leastUnits;
    private final ImmutableList<Requirement> requirements;

    private RegionalCriteria(
            MethodInfo info,
            String list,
            List<Criterion> criteria,
            int needed,
            Optional<PeerGroups> peers,
            int leastUnits,
            List<Requirement> requirements) {
        this.info = info;
        this.list = list;
        this.criteria = ImmutableList.copyOf(criteria);
        this.needed = needed;
        this.peers = peers;
        this.leastUnits = leastUnits;
        this.requirements = ImmutableList.copyOf(requirements);
    }

    /**
     * Starts a rule that has no criterion yet.
     *
     * @param list the code of the list that it makes: lower-case letters, digits, {@code _ - .}
     * @return a rule; add criteria
     * @throws IllegalArgumentException if the code has other characters or more than 60
     */
    public static RegionalCriteria named(String list) {
        return of(MethodInfo.of(REGIONAL, "1", "criteria of the region"), list);
    }

    static RegionalCriteria of(MethodInfo info, String list) {
        return new RegionalCriteria(info, ListCode.checked(list), List.of(), 0, Optional.empty(), DEFAULT_UNITS, List.of());
    }

    /**
     * Names the list otherwise.
     *
     * @param code lower-case letters, digits, {@code _ - .}
     * @return the rule with it
     * @throws IllegalArgumentException if the code has other characters or more than 60
     */
    public RegionalCriteria withList(String code) {
        return new RegionalCriteria(info, ListCode.checked(code), criteria, needed, peers, leastUnits, requirements);
    }

    /**
     * Adds a criterion.
     *
     * @param criterion the criterion
     * @return the rule with it
     * @throws IllegalArgumentException if there is one of the name; {@link Criterion#named} gives it another
     */
    public RegionalCriteria with(Criterion criterion) {
        if (criteria.stream().anyMatch(other -> other.name.equals(criterion.name))) {
            throw new IllegalArgumentException("criteria need different names, got two of " + criterion.name);
        }
        List<Criterion> more = new ArrayList<>(criteria);
        more.add(criterion);
        return new RegionalCriteria(info, list, more, needed, peers, leastUnits, requirements);
    }

    /**
     * Chooses how many of the criteria must hold.
     *
     * @param number positive; all of them unless chosen
     * @return the rule with it
     * @throws IllegalArgumentException if the number is not positive
     */
    public RegionalCriteria atLeast(int number) {
        return new RegionalCriteria(info, list, criteria, positive("criteria", number), peers, leastUnits, requirements);
    }

    /**
     * Compares like with like: means, deviations and quantiles are those of the unit's group. For a unit without a group they are not
     * known.
     *
     * @param groups the groups
     * @return the rule with it
     */
    public RegionalCriteria within(PeerGroups groups) {
        return new RegionalCriteria(info, list, criteria, needed, Optional.of(groups), leastUnits, requirements);
    }

    /**
     * Chooses from how many units on a mean, deviation or quantile is taken.
     *
     * @param units at least 2; {@value #DEFAULT_UNITS} unless chosen, which is ours
     * @return the rule with it
     * @throws IllegalArgumentException if it is less than 2
     */
    public RegionalCriteria withMinimumUnits(int units) {
        if (units < 2) {
            throw new IllegalArgumentException("units to compare with must be at least 2, got " + units);
        }
        return new RegionalCriteria(info, list, criteria, needed, peers, units, requirements);
    }

    /**
     * Admits only schools of which something else is true, such as that no check of objectivity found a sign. It is asked of all,
     * besides the criteria; units that are no schools do not meet it.
     *
     * @param name the code that stands among the reasons
     * @param holds whether it is true of a school
     * @return the rule with it
     * @throws IllegalArgumentException if the code has other characters than lower-case letters, digits, {@code _ - .}
     */
    public RegionalCriteria requiring(String name, Predicate<SchoolId> holds) {
        List<Requirement> more = new ArrayList<>(requirements);
        more.add(new Requirement(ListCode.checked(name), Objects.requireNonNull(holds, "holds")));
        return new RegionalCriteria(info, list, criteria, needed, peers, leastUnits, more);
    }

    private static int positive(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("the least number of " + what + " must be positive, got " + value);
        }
        return value;
    }

    private int needed() {
        return needed == 0 ? criteria.size() : needed;
    }

    /**
     * Returns the method with its options: each criterion under its name.
     *
     * @return the method
     */
    public MethodInfo method() {
        MethodInfo method = info.with(Fact.of("list", list));
        for (Criterion criterion : criteria) {
            method = method.with(Fact.of(criterion.name, criterion.toString()));
        }
        for (Requirement requirement : requirements) {
            method = method.with(Fact.of(requirement.name, "required"));
        }
        method = method.with(Fact.of("at-least", (long) needed())).with(Fact.of("units", (long) leastUnits));
        return peers.isEmpty() ? method : method.with(Fact.of("peer-groups", (long) peers.get().sizes().size()));
    }

    @Override
    public String toString() {
        return method().toString();
    }

    /**
     * Applies the criteria to every unit and period.
     *
     * @param values the indicators of one region
     * @return memberships and findings
     * @throws IllegalArgumentException if the rule has no criterion, or needs more of them than it has
     */
    public Memberships run(IndicatorValues values) {
        return run(values, school -> false);
    }

    /**
     * Applies the criteria to every unit and period; schools whose results are doubted are not among those compared with.
     *
     * @param values the indicators of one region
     * @param doubtful whether the results of a school are doubted
     * @return memberships and findings
     * @throws IllegalArgumentException if the rule has no criterion, or needs more of them than it has
     */
    public Memberships run(IndicatorValues values, Predicate<SchoolId> doubtful) {
        if (criteria.isEmpty() || needed() > criteria.size()) {
            throw new IllegalArgumentException("a rule needs at least one criterion, and as many as it asks for, got "
                    + criteria.size() + " criteria, at least " + needed() + " to hold");
        }
        return new Run(values, doubtful).result();
    }

    /** Where a number stands: an indicator in a period and assessment. */
    private record Column(String indicator, Period period, String assessment) {}

    /** What a criterion says of a unit, in one period and assessment or in the whole window. */
    private record Observation(Answer answer, List<Reason> reasons) {}

    private record LimitKey(Column column, Condition condition, UnitType type) {}

    private record WorksKey(Criterion criterion, UnitType type, Period period) {}

    private final class Run {
        private final Predicate<SchoolId> doubtful;
        private final Map<Column, TreeMap<Unit, IndicatorValue>> columns = new HashMap<>();
        private final Map<UnitType, TreeSet<Unit>> units = new TreeMap<>();
        private final Map<UnitType, TreeSet<Period>> periods = new TreeMap<>();
        private final Map<LimitKey, Map<String, OptionalDouble>> limits = new HashMap<>();
        private final Map<WorksKey, SortedSet<String>> works = new HashMap<>();
        private final Map<Unit, Map<Object, Observation>> observed = new HashMap<>();

        private Run(IndicatorValues values, Predicate<SchoolId> doubtful) {
            this.doubtful = doubtful;
            values.values().forEach((key, value) -> {
                if (wanted(key)) {
                    columns.computeIfAbsent(new Column(key.indicator(), key.period(), key.assessment()), c -> new TreeMap<>(Unit.order()))
                            .put(key.unit(), value);
                    UnitType type = key.unit().unitType();
                    units.computeIfAbsent(type, t -> new TreeSet<>(Unit.order())).add(key.unit());
                    periods.computeIfAbsent(type, t -> new TreeSet<>()).add(key.period());
                }
            });
        }

        private boolean wanted(IndicatorValues.Key key) {
            return criteria.stream()
                    .filter(c -> c.assessments.isEmpty() ? key.assessment().isEmpty() : c.assessments.contains(key.assessment()))
                    .anyMatch(c -> c.conditions.stream().anyMatch(condition -> condition.indicator.equals(key.indicator())));
        }

        private Memberships result() {
            MethodInfo method = method();
            List<Membership> memberships = new ArrayList<>();
            List<Finding> findings = new ArrayList<>();
            for (Map.Entry<UnitType, TreeSet<Unit>> entry : units.entrySet()) {
                TreeSet<Period> ofType = periods.get(entry.getKey());
                for (Unit unit : entry.getValue()) {
                    for (Period period : ofType) {
                        judge(method, unit, period, memberships, period.equals(ofType.last()) ? findings : null);
                    }
                    observed.remove(unit);
                }
            }
            return new Memberships(method, memberships, findings);
        }

        private void judge(
                MethodInfo method, Unit unit, Period period, List<Membership> memberships, @Nullable List<Finding> findings) {
            List<Reason> reasons = new ArrayList<>();
            List<String> held = new ArrayList<>();
            List<String> unknown = new ArrayList<>();
            for (Criterion criterion : criteria) {
                Observation verdict = verdict(criterion, unit, period);
                reasons.addAll(verdict.reasons);
                if (verdict.answer == Answer.YES) {
                    held.add(criterion.name);
                } else if (verdict.answer == Answer.INSUFFICIENT_DATA) {
                    unknown.add(criterion.name);
                }
            }
            List<String> unmet = new ArrayList<>();
            for (Requirement requirement : requirements) {
                boolean met = unit instanceof SchoolId school && requirement.holds.test(school);
                reasons.add(new Reason(requirement.name, period, "", met ? Answer.YES : Answer.NO,
                        IndicatorValue.of(met ? 1 : 0), OptionalDouble.empty()));
                if (!met) {
                    unmet.add(requirement.name);
                }
            }
            Answer answer = !unmet.isEmpty() ? Answer.NO : reached(held.size(), unknown.size(), needed());
            boolean doubted = doubted(unit);
            memberships.add(new Membership(list, unit, period, answer, reasons, doubted ? Membership.DOUBTFUL : ""));
            if (findings != null) {
                boolean stopped = !unmet.isEmpty() && reached(held.size(), unknown.size(), needed()) == Answer.YES;
                Finding.Builder finding = Finding.builder(method, unit)
                        .outcome(answer == Answer.YES ? Outcome.FLAGGED : answer == Answer.NO ? Outcome.CLEAR : Outcome.INSUFFICIENT_DATA)
                        .category(stopped ? "required" : "")
                        .statistic(held.size())
                        .fact("list", list)
                        .fact("period", period.toString())
                        .fact("criteria", (long) criteria.size())
                        .fact("needed", (long) needed())
                        .fact("met", (long) held.size())
                        .fact("unknown", (long) unknown.size());
                named(finding, "met-criteria", held);
                named(finding, "unknown-criteria", unknown);
                named(finding, "unmet-requirements", unmet);
                peers.flatMap(groups -> groups.group(unit)).ifPresent(group -> finding.fact("peer-group", group));
                if (doubted) {
                    finding.fact("note", Membership.DOUBTFUL);
                }
                findings.add(finding.build());
            }
        }

        private void named(Finding.Builder finding, String key, List<String> names) {
            if (!names.isEmpty()) {
                finding.fact(key, String.join(", ", names));
            }
        }

        private boolean doubted(Unit unit) {
            return unit instanceof SchoolId school && doubtful.test(school);
        }

        private Observation verdict(Criterion criterion, Unit unit, Period last) {
            List<Reason> reasons = new ArrayList<>();
            int hits = 0;
            int unknown = 0;
            int all = 0;
            Period period = last;
            for (int i = 0; i < criterion.window; i++) {
                for (String assessment : works.computeIfAbsent(new WorksKey(criterion, unit.unitType(), period), this::works)) {
                    Observation observation = observation(criterion, unit, period, assessment);
                    reasons.addAll(observation.reasons);
                    hits += observation.answer == Answer.YES ? 1 : 0;
                    unknown += observation.answer == Answer.INSUFFICIENT_DATA ? 1 : 0;
                    all++;
                }
                if (i + 1 < criterion.window && period.firstDay().isAfter(EARLIEST.firstDay())) {
                    period = period.previous();
                } else {
                    unknown += criterion.assessments.isEmpty() ? criterion.window - 1 - i : 0;
                    break;
                }
            }
            return new Observation(all == 0 ? Answer.INSUFFICIENT_DATA : reached(hits, unknown, criterion.hits), reasons);
        }

        private SortedSet<String> works(WorksKey key) {
            if (key.criterion.assessments.isEmpty()) {
                return ImmutableSortedSet.of("");
            }
            return key.criterion.assessments.stream()
                    .filter(a -> key.criterion.conditions.stream().anyMatch(condition ->
                            columns.getOrDefault(new Column(condition.indicator, key.period, a), NOBODY).keySet().stream()
                                    .anyMatch(unit -> unit.unitType() == key.type)))
                    .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
        }

        private Observation observation(Criterion criterion, Unit unit, Period period, String assessment) {
            return observed.computeIfAbsent(unit, u -> new HashMap<>())
                    .computeIfAbsent(List.of(criterion.name, period, assessment), key -> observe(criterion, unit, period, assessment));
        }

        private Observation observe(Criterion criterion, Unit unit, Period period, String assessment) {
            List<Reason> reasons = new ArrayList<>(criterion.conditions.size());
            Answer all = Answer.YES;
            for (Condition condition : criterion.conditions) {
                Column column = new Column(condition.indicator, period, assessment);
                TreeMap<Unit, IndicatorValue> ofUnits = columns.getOrDefault(column, NOBODY);
                IndicatorValue value = ofUnits.getOrDefault(unit, MISSING);
                OptionalDouble limit = limit(column, condition, unit, ofUnits);
                OptionalDouble number = condition.number(value);
                Answer answer;
                if (value.state() == IndicatorValue.State.NOT_APPLICABLE) {
                    answer = Answer.NO;
                } else if (number.isEmpty() || limit.isEmpty()) {
                    answer = Answer.INSUFFICIENT_DATA;
                } else {
                    answer = condition.side.holds(number.getAsDouble(), limit.getAsDouble()) ? Answer.YES : Answer.NO;
                }
                String name = criterion.conditions.size() == 1 ? criterion.name : condition.indicator;
                reasons.add(new Reason(name, period, assessment, answer, value, limit));
                if (answer == Answer.NO || all == Answer.YES) {
                    all = all == Answer.NO ? Answer.NO : answer;
                }
            }
            return new Observation(all, reasons);
        }

        private OptionalDouble limit(Column column, Condition condition, Unit unit, TreeMap<Unit, IndicatorValue> ofUnits) {
            if (!condition.limit.needsUnits()) {
                return condition.limit.of(new double[0], leastUnits);
            }
            Optional<String> group = peers.isEmpty() ? Optional.of("") : peers.get().group(unit);
            if (group.isEmpty()) {
                return OptionalDouble.empty();
            }
            return limits.computeIfAbsent(new LimitKey(column, condition, unit.unitType()), key -> limits(key, ofUnits))
                    .getOrDefault(group.get(), OptionalDouble.empty());
        }

        private Map<String, OptionalDouble> limits(LimitKey key, TreeMap<Unit, IndicatorValue> ofUnits) {
            Map<String, List<Double>> byGroup = new HashMap<>();
            ofUnits.forEach((unit, value) -> {
                OptionalDouble number = key.condition.number(value);
                Optional<String> group = peers.isEmpty() ? Optional.of("") : peers.get().group(unit);
                if (unit.unitType() == key.type && number.isPresent() && group.isPresent() && !doubted(unit)) {
                    byGroup.computeIfAbsent(group.get(), g -> new ArrayList<>()).add(number.getAsDouble());
                }
            });
            Map<String, OptionalDouble> ofGroups = new HashMap<>();
            byGroup.forEach((group, numbers) -> ofGroups.put(
                    group, key.condition.limit.of(numbers.stream().mapToDouble(Double::doubleValue).toArray(), leastUnits)));
            return ofGroups;
        }
    }

    private static final Period EARLIEST = Period.of(1990);
    private static final TreeMap<Unit, IndicatorValue> NOBODY = new TreeMap<>(Unit.order());
    private static final IndicatorValue MISSING = IndicatorValue.insufficient(0, "no-value");

    private static Answer reached(int hits, int unknown, int needed) {
        return hits >= needed ? Answer.YES : hits + unknown >= needed ? Answer.INSUFFICIENT_DATA : Answer.NO;
    }
}
