package io.github.eduindicators.trend;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Season;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.YearSeries;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.annotation.Nullable;

/**
 * Is a unit on a list this year, since when and why: schools with low results, schools with a sign in their results, resilient schools?
 *
 * <p>A list that looks at one year only is mostly chance, and a unit at its edge goes in and out every year. So a list has a memory:
 * <ul>
 *   <li>a period is <em>judged</em> if the condition of entry can be answered in it, and is a <em>hit</em> if the answer is yes;
 *   <li>a unit <em>enters</em> with the hit that makes k hits among its last m judged periods since it last left ({@link #withHits});
 *   <li>it <em>leaves</em> after n judged periods in a row ({@link #withKept}) in each of which it is no hit, is in the zone of exit
 *       ({@link #leaving}: a stricter cut than that of entry, so that a unit at the edge stays where it is), and lies by a least
 *       amount above (or below) the mean of its values in the window of its entry ({@link #withRise}, {@link #withFall}); not before
 *       the minimum stay, counted in judged periods from the one of entry ({@link #withMinimumStay});
 *   <li>it leaves in any case when the maximum stay is over, counted by the calendar ({@link #withMaximumStay}).
 * </ul>
 * A period that is missing, not comparable or on another scale is not judged: it neither counts nor breaks a row ({@link Missing}
 * changes that). With one condition and nothing else set, the list is the condition year by year.
 *
 * <p>Input: series of years or of half-years (what is said of periods holds for either), or answers that come from elsewhere, such as
 * those of the federal rule for schools with low results, or both. Cuts look at points of the comparability asked for and of one scale:
 * {@link #withScale}, or else the scale of the unit's first such point; numbers are read with 12 significant digits. Conditions on the
 * lowest or highest share compare units of one type by the same indicator, work, period, season and scale; they admit points that are
 * comparable only by their place.
 *
 * <pre>{@code
 * var list = ListTracking.entering(below(0.55)).withHits(2, 3)
 *         .leaving(atLeast(0.60)).withRise(0.10).withKept(2).withMinimumStay(2);
 * var history = list.run(series);
 * history.current();                      // LISTED since 2021: kept-by-hysteresis
 * history.plus(Point.ofShare(2024, 41, 60));
 * }</pre>
 *
 * <p>What comes back: a step a period from the first to the last, gaps among them. Before a unit was judged as often as entry needs
 * hits it is INSUFFICIENT_DATA, not out. No points, no steps. If all values are equal, nobody is among the lowest. Years given one by
 * one make the same history as all at once.
 *
 * <p>Caveats. Chance enters lists. In a simulation of ours, where every unit has one true level and the list is the lowest 5 %, a year
 * whose reliability is 0.5 lists 5 % of units, of which 39 % belong there, and 24 % of the listed are listed again the next year; two
 * hits in three years list 2.6 %, of which 66 % belong there; by the mean of three years 58 % do. At reliability 0.9 it is 74, 86 and
 * 85 %. Where nothing but chance differs, 14 % of units have a hit in three years and 0.7 % have two. The value of the year of
 * entry was chosen for being bad, so a rise from it is partly a return to the mean; that is why the base of a rise is the mean of the
 * window and a rise should be kept. Leaving a lowest share alone shows no gain: others may have fallen.
 *
 * <p>Complexity: linear in periods; a condition on a share sorts the values of each period. Immutable and safe to share between threads.
 *
 * <p>Reference: the rule is ours. Its parts (years between identifications, at most four years to exit, exit by gain and not only by
 * rank) are those of the plans of US states for the Every Student Succeeds Act. The federal rules for leaving the Russian list of schools
 * with low results are not known to us.
 */
public final class ListTracking {
    private static final int LONGEST = 20;

    private final String list;
    private final Condition entry;
    @Nullable
    private final Condition exit;
    private final int hits;
    private final int window;
    private final int kept;
    private final int minimumStay;
    /** 0 where there is none. */
    private final int maximumStay;
    /** Signed; 0 where none is asked for. */
    private final double gain;
    private final Missing missing;
    private final YearSeries.Comparability atLeast;
    @Nullable
    private final String scale;

    private ListTracking(Options options) {
        this.list = options.list;
        this.entry = options.entry;
        this.exit = options.exit;
        this.hits = options.hits;
        this.window = options.window;
        this.kept = options.kept;
        this.minimumStay = options.minimumStay;
        this.maximumStay = options.maximumStay;
        this.gain = options.gain;
        this.missing = options.missing;
        this.atLeast = options.atLeast;
        this.scale = options.scale;
        if (maximumStay > 0 && maximumStay < minimumStay) {
            throw new IllegalArgumentException(
                    "the maximum stay must not be shorter than the minimum stay, got " + maximumStay + " and " + minimumStay);
        }
        if (exit != null) {
            exit.checkAgainst(entry);
        }
    }

    private static final class Options {
        private String list = "list";
        private Condition entry;
        @Nullable
        private Condition exit;
        private int hits = 1;
        private int window = 1;
        private int kept = 1;
        private int minimumStay = 1;
        private int maximumStay;
        private double gain;
        private Missing missing = Missing.SKIP;
        private YearSeries.Comparability atLeast = YearSeries.Comparability.FULL;
        @Nullable
        private String scale;

        private Options(Condition entry) {
            this.entry = Objects.requireNonNull(entry, "condition");
        }
    }

    private Options options() {
        Options options = new Options(entry);
        options.list = list;
        options.exit = exit;
        options.hits = hits;
        options.window = window;
        options.kept = kept;
        options.minimumStay = minimumStay;
        options.maximumStay = maximumStay;
        options.gain = gain;
        options.missing = missing;
        options.atLeast = atLeast;
        options.scale = scale;
        return options;
    }

    /** An answer that may not be known. */
    public enum Answer {
        /** It is so. */
        YES,
        /** It is not so. */
        NO,
        /** There is too little data to say. */
        INSUFFICIENT_DATA;

        /**
         * Returns the code used in files.
         *
         * @return {@code yes}, {@code no} or {@code insufficient_data}
         */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        private static Answer of(boolean so) {
            return so ? YES : NO;
        }
    }

    /** Where a unit stands. */
    public enum State {
        /** Not on the list. */
        OUT,
        /** On the list. */
        LISTED,
        /** The unit was not yet judged as often as entry needs hits. */
        INSUFFICIENT_DATA
    }

    /** What a period does that could not be judged. */
    public enum Missing {
        /** Nothing: it neither counts nor breaks a row. */
        SKIP,
        /** Hits before it are forgotten, and a row of good periods is broken; a listed unit stays listed. */
        RESET,
        /** As {@link #RESET}, and a listed unit leaves the list. */
        EXIT
    }

    /** Why a unit stands where it stands. */
    public enum Reason {
        /** Enough hits: it enters. */
        ENTERED,
        /** A hit, but not yet enough of them. */
        TOO_FEW_HITS,
        /** No hit, and not on the list. */
        NOT_IN_ZONE,
        /** On the list, and a hit again. */
        IN_ZONE,
        /** No hit, but not in the zone of exit. */
        KEPT_BY_HYSTERESIS,
        /** The zone of exit could not be judged. */
        EXIT_NOT_JUDGED,
        /** The value lies not far enough from where it was at entry. */
        GAIN_TOO_SMALL,
        /** The value cannot be held to that at entry. */
        GAIN_NOT_KNOWN,
        /** Good, but not yet for long enough. */
        NOT_KEPT_LONG_ENOUGH,
        /** The minimum stay is not over. */
        MIN_STAY,
        /** Out of the zone for long enough: it leaves. */
        EXIT,
        /** Out of the zone for long enough and with the gain asked for: it leaves. */
        EXIT_GAIN,
        /** The maximum stay is over: it leaves. */
        EXIT_MAX_STAY,
        /** It leaves because the period could not be judged. */
        EXIT_MISSING_YEAR,
        /** There is nothing for the period. */
        MISSING_YEAR,
        /** The point cannot be compared with others. */
        NOT_COMPARABLE,
        /** The point is on another scale. */
        OTHER_SCALE,
        /** There are too few units to speak of such a share of them. */
        TOO_FEW_PEERS,
        /** The answer that was given is not known. */
        NO_ANSWER;

        /**
         * Returns the code used in files.
         *
         * @return such as {@code kept-by-hysteresis}
         */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What is asked of a period. Immutable. */
    public static final class Condition {
        private enum Kind { BELOW, AT_MOST, LOWEST, HIGHEST, ANSWER }

        private final Kind kind;
        private final boolean negated;
        private final double cut;

        private Condition(Kind kind, boolean negated, double cut) {
            this.kind = kind;
            this.negated = negated;
            this.cut = cut;
        }

        private static Condition cut(Kind kind, boolean negated, double cut) {
            if (!Double.isFinite(cut)) {
                throw new IllegalArgumentException("a cut must be finite, got " + cut);
            }
            return new Condition(kind, negated, cut + 0.0);
        }

        private static Condition share(Kind kind, double share) {
            if (!(share > 0 && share < 1)) {
                throw new IllegalArgumentException("a share of units must be between 0 and 1, got " + share);
            }
            return new Condition(kind, false, share);
        }

        /**
         * The value lies below a cut.
         *
         * @param cut the cut, finite; not itself below
         * @return the condition
         * @throws IllegalArgumentException if the cut is not finite
         */
        public static Condition below(double cut) {
            return cut(Kind.BELOW, false, cut);
        }

        /**
         * The value lies at a cut or below it.
         *
         * @param cut the cut, finite
         * @return the condition
         * @throws IllegalArgumentException if the cut is not finite
         */
        public static Condition atMost(double cut) {
            return cut(Kind.AT_MOST, false, cut);
        }

        /**
         * The value lies above a cut.
         *
         * @param cut the cut, finite; not itself above
         * @return the condition
         * @throws IllegalArgumentException if the cut is not finite
         */
        public static Condition above(double cut) {
            return cut(Kind.AT_MOST, true, cut);
        }

        /**
         * The value lies at a cut or above it.
         *
         * @param cut the cut, finite
         * @return the condition
         * @throws IllegalArgumentException if the cut is not finite
         */
        public static Condition atLeast(double cut) {
            return cut(Kind.BELOW, true, cut);
        }

        /**
         * The value is among the lowest of the period: fewer than share × m of the m units lie below it, and some lie above. Units
         * tied at the edge are all among them. With fewer than 1 / share units there is no answer.
         *
         * @param share the share of units, between 0 and 1
         * @return the condition
         * @throws IllegalArgumentException if the share is not between 0 and 1
         */
        public static Condition amongLowest(double share) {
            return share(Kind.LOWEST, share);
        }

        /**
         * The value is among the highest of the period: {@link #amongLowest} turned round.
         *
         * @param share the share of units, between 0 and 1
         * @return the condition
         * @throws IllegalArgumentException if the share is not between 0 and 1
         */
        public static Condition amongHighest(double share) {
            return share(Kind.HIGHEST, share);
        }

        /**
         * The answer given for the period is yes.
         *
         * @return the condition
         */
        public static Condition answered() {
            return new Condition(Kind.ANSWER, false, 0);
        }

        /**
         * Returns the opposite; what cannot be answered cannot be answered either way.
         *
         * @return the opposite condition
         */
        public Condition negated() {
            return new Condition(kind, !negated, cut);
        }

        private boolean isCut() {
            return kind == Kind.BELOW || kind == Kind.AT_MOST;
        }

        private boolean isShare() {
            return kind == Kind.LOWEST || kind == Kind.HIGHEST;
        }

        /** This as the zone of exit must not reach into the zone of entry. */
        private void checkAgainst(Condition entry) {
            boolean apart = true;
            if (isCut() && entry.isCut() || kind == entry.kind) {
                apart = negated != entry.negated && (negated ? cut >= entry.cut : cut <= entry.cut);
            } else if (isShare() && entry.kind == Kind.ANSWER || kind == Kind.ANSWER && entry.isShare()) {
                throw new IllegalArgumentException(
                        "a list is by answers or by shares of units, not by both, got " + entry + " and " + this);
            }
            if (!apart) {
                throw new IllegalArgumentException(
                        "the condition of leaving must exclude that of entering, got entering " + entry + " and leaving " + this);
            }
        }

        private int side(OptionalDouble value) {
            return StatusChangeMatrix.measured(value.getAsDouble()).compareTo(StatusChangeMatrix.measured(cut));
        }

        private Answer judge(Seen seen, OptionalDouble value) {
            Answer plain = switch (kind) {
                case BELOW -> value.isEmpty() ? Answer.INSUFFICIENT_DATA : Answer.of(side(value) < 0);
                case AT_MOST -> value.isEmpty() ? Answer.INSUFFICIENT_DATA : Answer.of(side(value) <= 0);
                case LOWEST -> seen.place == null ? Answer.INSUFFICIENT_DATA : seen.place.first(cut, seen.place.below, seen.place.above);
                case HIGHEST -> seen.place == null ? Answer.INSUFFICIENT_DATA : seen.place.first(cut, seen.place.above, seen.place.below);
                case ANSWER -> seen.given == null ? Answer.INSUFFICIENT_DATA : seen.given;
            };
            return plain == Answer.INSUFFICIENT_DATA || !negated ? plain : Answer.of(plain == Answer.NO);
        }

        @Override
        public String toString() {
            return switch (kind) {
                case BELOW -> (negated ? "at least " : "below ") + cut;
                case AT_MOST -> (negated ? "above " : "at most ") + cut;
                case LOWEST -> (negated ? "not among lowest " : "among lowest ") + cut;
                case HIGHEST -> (negated ? "not among highest " : "among highest ") + cut;
                case ANSWER -> negated ? "answered no" : "answered yes";
            };
        }
    }

    /** How many units of a period lie below and above one of them. */
    private record Place(int below, int above, int all) {
        private Answer first(double share, int before, int after) {
            BigDecimal places = BigDecimal.valueOf(share).multiply(BigDecimal.valueOf(all));
            if (places.compareTo(BigDecimal.ONE) < 0) {
                return Answer.INSUFFICIENT_DATA;
            }
            return Answer.of(BigDecimal.valueOf(before).compareTo(places) < 0 && after > 0);
        }
    }

    /** All that is known of a unit in a period. */
    private record Seen(Period period, @Nullable YearSeries.Point point, @Nullable Answer given, @Nullable Place place) {}

    /**
     * Starts the rule of a list by the condition of entry.
     *
     * @param condition what makes a period a hit
     * @return the rule: in with the first hit, out with the first judged period that is none
     */
    public static ListTracking entering(Condition condition) {
        return new ListTracking(new Options(condition));
    }

    /**
     * Returns a rule for schools with low results on top of the yearly answers of the federal rule (ШНОР), under the code
     * {@code shnor-tracked}: in with two yes in three judged years, at least two judged years on the list, out after two no in a row;
     * years without an answer do not count. The rule is ours: what the federal centre does about leaving is not known to us. It asks
     * for no gain, since answers show none; add {@link #withRise} or {@link #withFall} and give the series too.
     *
     * @return the rule, by {@link Condition#answered}
     */
    public static ListTracking lowResults() {
        return entering(Condition.answered()).withHits(2, 3).withMinimumStay(2).withKept(2).named("shnor-tracked");
    }

    /**
     * Returns a rule for the lowest share of units: in with two hits in three judged periods, out after two judged periods in a row
     * outside twice that share. The rule is ours. It asks for no gain: add {@link #withRise}, or units leave because others fell.
     *
     * @param share the share of units, above 0 and at most 0.5; at 0.5 the zones of entry and exit touch
     * @return the rule
     * @throws IllegalArgumentException if the share is outside that
     */
    public static ListTracking lowest(double share) {
        if (!(share > 0 && share <= 0.5)) {
            throw new IllegalArgumentException("the share must be above 0 and at most 0.5, got " + share);
        }
        ListTracking entry = entering(Condition.amongLowest(share)).withHits(2, 3).withKept(2).named("lowest");
        return share == 0.5 ? entry : entry.leaving(Condition.amongLowest(2 * share).negated());
    }

    /**
     * Names the list.
     *
     * @param code the code, such as {@code shnor-region}
     * @return the rule with it
     * @throws IllegalArgumentException if the code is blank
     */
    public ListTracking named(String code) {
        if (code.isBlank()) {
            throw new IllegalArgumentException("a list must have a code");
        }
        Options options = options();
        options.list = code;
        return new ListTracking(options);
    }

    /**
     * Asks for several hits.
     *
     * @param hits the least number of hits, at least 1
     * @param ofLast among so many judged periods, at most 20; while fewer were judged, among those
     * @return the rule with it
     * @throws IllegalArgumentException if {@code 1 <= hits <= ofLast <= 20} does not hold
     */
    public ListTracking withHits(int hits, int ofLast) {
        if (hits < 1 || ofLast < hits || ofLast > LONGEST) {
            throw new IllegalArgumentException("hits must be 1 <= k of last m <= " + LONGEST + ", got " + hits + " of last " + ofLast);
        }
        Options options = options();
        options.hits = hits;
        options.window = ofLast;
        return new ListTracking(options);
    }

    /**
     * Sets the zone of exit. A period without a hit outside it keeps the unit on the list.
     *
     * @param condition stricter than the opposite of entry
     * @return the rule with it
     * @throws IllegalArgumentException if the zone reaches into that of entry, or one is by answers and the other by shares of units
     */
    public ListTracking leaving(Condition condition) {
        Options options = options();
        options.exit = Objects.requireNonNull(condition, "condition");
        return new ListTracking(options);
    }

    /**
     * Asks for a rise: the value of each period that counts for leaving lies by so much above the mean of the values in the window of
     * entry. Replaces {@link #withFall}.
     *
     * @param least the least rise, positive, in the unit of values
     * @return the rule with it
     * @throws IllegalArgumentException if it is not positive
     */
    public ListTracking withRise(double least) {
        return withGain(least, 1);
    }

    /**
     * Asks for a fall, where less is better. Replaces {@link #withRise}.
     *
     * @param least the least fall, positive, in the unit of values
     * @return the rule with it
     * @throws IllegalArgumentException if it is not positive
     */
    public ListTracking withFall(double least) {
        return withGain(least, -1);
    }

    private ListTracking withGain(double least, int sign) {
        if (!(least > 0) || Double.isInfinite(least)) {
            throw new IllegalArgumentException("the least gain must be positive, got " + least);
        }
        Options options = options();
        options.gain = sign * least;
        return new ListTracking(options);
    }

    private static int periods(String name, int number) {
        if (number < 1 || number > LONGEST) {
            throw new IllegalArgumentException(name + " must be within 1.." + LONGEST + " periods, got " + number);
        }
        return number;
    }

    /**
     * Asks that the unit stays good for some time before it leaves.
     *
     * @param periods so many judged periods in a row, 1..20; those within the minimum stay count
     * @return the rule with it
     * @throws IllegalArgumentException if the number is outside that
     */
    public ListTracking withKept(int periods) {
        Options options = options();
        options.kept = periods("the time to be kept", periods);
        return new ListTracking(options);
    }

    /**
     * Sets for how long a unit stays at least.
     *
     * @param periods the judged periods on the list, that of entry among them, 1..20
     * @return the rule with it
     * @throws IllegalArgumentException if the number is outside that or above the maximum stay
     */
    public ListTracking withMinimumStay(int periods) {
        Options options = options();
        options.minimumStay = periods("the minimum stay", periods);
        return new ListTracking(options);
    }

    /**
     * Sets for how long a unit stays at most. Its hits before it left do not count for a new entry.
     *
     * @param periods the calendar periods on the list, that of entry and missing ones among them, 1..20
     * @return the rule with it
     * @throws IllegalArgumentException if the number is outside that or below the minimum stay
     */
    public ListTracking withMaximumStay(int periods) {
        Options options = options();
        options.maximumStay = periods("the maximum stay", periods);
        return new ListTracking(options);
    }

    /**
     * Says what a period does that cannot be judged.
     *
     * @param policy what it does
     * @return the rule with it
     */
    public ListTracking withMissing(Missing policy) {
        Options options = options();
        options.missing = Objects.requireNonNull(policy, "policy");
        return new ListTracking(options);
    }

    /**
     * Says on which scale the cuts are. Points of other scales are not judged by them.
     *
     * @param name the name of the scale
     * @return the rule with it
     */
    public ListTracking withScale(String name) {
        Options options = options();
        options.scale = Objects.requireNonNull(name, "name");
        return new ListTracking(options);
    }

    /**
     * Chooses which points are held to cuts and to the value at entry.
     *
     * @param level {@link YearSeries.Comparability#RELATIVE_ONLY} where values are relative to the units of the same period and season
     * @return the rule with it
     */
    public ListTracking admitting(YearSeries.Comparability level) {
        Options options = options();
        options.atLeast = Objects.requireNonNull(level, "level");
        return new ListTracking(options);
    }

    /**
     * Returns what the method is.
     *
     * @return identity, edition, parameters, reference
     */
    public MethodInfo method() {
        MethodInfo info = MethodInfo.of("trend/list", "1", "own rule; parts as in state plans for the Every Student Succeeds Act")
                .with(Fact.of("list", list)).with(Fact.of("entering", entry.toString()))
                .with(Fact.of("hits", (long) hits)).with(Fact.of("of-last", (long) window));
        if (exit != null) {
            info = info.with(Fact.of("leaving", exit.toString()));
        }
        if (gain != 0) {
            info = info.with(Fact.of(gain > 0 ? "rise" : "fall", Math.abs(gain)));
        }
        info = info.with(Fact.of("kept", (long) kept)).with(Fact.of("minimum-stay", (long) minimumStay));
        if (maximumStay > 0) {
            info = info.with(Fact.of("maximum-stay", (long) maximumStay));
        }
        info = info.with(Fact.of("missing", missing.name().toLowerCase(Locale.ROOT))).with(Fact.of("admitting", atLeast.name()));
        return scale == null ? info : info.with(Fact.of("scale", scale));
    }

    /**
     * Returns the code of the list.
     *
     * @return the code, {@code list} where none was given
     */
    public String code() {
        return list;
    }

    /**
     * Follows one unit by its values.
     *
     * @param series the series
     * @return its history
     * @throws IllegalArgumentException if the rule needs answers, or compares units with each other
     */
    public History run(YearSeries series) {
        if (entry.kind == Condition.Kind.ANSWER || exit != null && exit.kind == Condition.Kind.ANSWER) {
            throw new IllegalArgumentException("this list is by answers: give them, " + this);
        }
        return run(series, Collections.emptyMap());
    }

    /**
     * Follows one unit by answers from elsewhere.
     *
     * @param unit the unit
     * @param answers the answers by period
     * @return its history
     * @throws IllegalArgumentException if the rule needs values, or years and half-years are mixed
     */
    public History run(Unit unit, Map<Period, Answer> answers) {
        if (entry.kind != Condition.Kind.ANSWER || exit != null && exit.kind != Condition.Kind.ANSWER || gain != 0) {
            throw new IllegalArgumentException("this list needs values: give a series, " + this);
        }
        return run(YearSeries.of(YearSeries.Key.of(unit, list), List.of()), answers);
    }

    /**
     * Follows one unit by answers from elsewhere and by its values.
     *
     * @param series the series
     * @param answers the answers by period; periods may be others than those of the series
     * @return its history
     * @throws IllegalArgumentException if the rule compares units with each other, or years and half-years are mixed
     */
    public History run(YearSeries series, Map<Period, Answer> answers) {
        alone();
        TreeMap<Period, Seen> seen = new TreeMap<>();
        series.points().forEach(point -> seen.put(point.period(), new Seen(point.period(), point, answers.get(point.period()), null)));
        answers.forEach((period, answer) -> seen.putIfAbsent(
                Objects.requireNonNull(period, "period"), new Seen(period, null, Objects.requireNonNull(answer, "answer"), null)));
        Machine machine = new Machine();
        seen.values().forEach(machine::reach);
        return machine.history(series.key());
    }

    private void alone() {
        if (entry.isShare() || exit != null && exit.isShare()) {
            throw new IllegalArgumentException("this list compares units with each other: give the series of all of them, " + this);
        }
    }

    /**
     * Follows many units. Every unit is followed from its own first period to the last period of any.
     *
     * @param series the series, one a key, in any order
     * @return the histories
     * @throws IllegalArgumentException if the rule needs answers, a key stands twice, or years and half-years are mixed
     */
    public Register run(Collection<YearSeries> series) {
        if (entry.kind == Condition.Kind.ANSWER || exit != null && exit.kind == Condition.Kind.ANSWER) {
            throw new IllegalArgumentException("this list is by answers: follow unit by unit, " + this);
        }
        return new Register(this, new TreeMap<>(), null).plus(series);
    }

    @Override
    public String toString() {
        return method().toString();
    }

    private static Period after(Period period) {
        return switch (period.half()) {
            case 0 -> Period.of(period.year() + 1);
            case 1 -> Period.ofHalf(period.year(), 2);
            default -> Period.ofHalf(period.year() + 1, 1);
        };
    }

    private static int index(Period period) {
        return period.half() == 0 ? period.year() : 2 * period.year() + period.half();
    }

    /** One judged period before entry. */
    private record Judged(boolean hit, OptionalDouble value) {}

    /** What a unit's past leaves behind. */
    private final class Machine {
        private final List<Step> steps = new ArrayList<>();
        private final List<Judged> judged = new ArrayList<>();
        private State state = State.INSUFFICIENT_DATA;
        @Nullable
        private Period since;
        @Nullable
        private String units = scale;
        private int times;
        private int stayed;
        private int good;
        private OptionalDouble base = OptionalDouble.empty();

        private Machine() {}

        private Machine(Machine other) {
            steps.addAll(other.steps);
            judged.addAll(other.judged);
            state = other.state;
            since = other.since;
            units = other.units;
            times = other.times;
            stayed = other.stayed;
            good = other.good;
            base = other.base;
        }

        private History history(YearSeries.Key key) {
            return new History(ListTracking.this, key, this);
        }

        @Nullable
        private Period last() {
            return steps.isEmpty() ? null : steps.get(steps.size() - 1).period();
        }

        /** Fills the gap before a period and takes it. */
        private void reach(Seen seen) {
            Period last = last();
            if (last != null) {
                if ((last.half() == 0) != (seen.period.half() == 0)) {
                    throw new IllegalArgumentException(
                            "years and half-years cannot be mixed, got " + last + " and " + seen.period);
                }
                if (last.compareTo(seen.period) >= 0) {
                    throw new IllegalArgumentException("periods must come in order, got " + seen.period + " after " + last);
                }
                for (Period gap = after(last); gap.compareTo(seen.period) < 0; gap = after(gap)) {
                    take(new Seen(gap, null, null, null));
                }
            }
            take(seen);
        }

        private void take(Seen seen) {
            if (since == null) {
                since = seen.period;
            }
            OptionalDouble value = usable(seen.point);
            Answer zone = entry.judge(seen, value);
            List<Reason> reasons = new ArrayList<>();
            if (zone == Answer.INSUFFICIENT_DATA) {
                reasons.add(obstacle(seen));
                skip(seen.period, reasons);
            } else {
                times++;
                if (state == State.LISTED) {
                    stay(seen, value, zone, reasons);
                } else {
                    await(seen.period, value, zone, reasons);
                }
            }
            if (state == State.LISTED && maximumStay > 0 && index(seen.period) - index(since) >= maximumStay) {
                leave(seen.period, Reason.EXIT_MAX_STAY, reasons);
            }
            OptionalDouble shown = seen.point == null ? OptionalDouble.empty() : OptionalDouble.of(seen.point.value());
            steps.add(new Step(seen.period, state, since, zone, shown, base, reasons));
        }

        private OptionalDouble usable(@Nullable YearSeries.Point point) {
            if (point == null || !admits(point)) {
                return OptionalDouble.empty();
            }
            if (units == null) {
                units = point.scale();
            }
            return units.equals(point.scale()) ? OptionalDouble.of(point.value()) : OptionalDouble.empty();
        }

        private boolean admits(YearSeries.Point point) {
            return point.comparability() != YearSeries.Comparability.NONE && point.comparability().compareTo(atLeast) >= 0;
        }

        private Reason obstacle(Seen seen) {
            if (entry.kind == Condition.Kind.ANSWER) {
                return seen.given == null ? Reason.MISSING_YEAR : Reason.NO_ANSWER;
            }
            if (seen.point == null) {
                return Reason.MISSING_YEAR;
            }
            if (entry.isShare()) {
                return seen.place == null ? Reason.NOT_COMPARABLE : Reason.TOO_FEW_PEERS;
            }
            return admits(seen.point) ? Reason.OTHER_SCALE : Reason.NOT_COMPARABLE;
        }

        private void skip(Period period, List<Reason> reasons) {
            if (missing != Missing.SKIP) {
                judged.clear();
                good = 0;
            }
            if (missing == Missing.EXIT && state == State.LISTED) {
                leave(period, Reason.EXIT_MISSING_YEAR, reasons);
            }
        }

        private void await(Period period, OptionalDouble value, Answer zone, List<Reason> reasons) {
            judged.add(new Judged(zone == Answer.YES, value));
            if (judged.size() > window) {
                judged.remove(0);
            }
            if (judged.stream().filter(Judged::hit).count() >= hits) {
                enter(State.LISTED, period);
                stayed = 1;
                good = 0;
                base = gain == 0 ? OptionalDouble.empty()
                        : judged.stream().map(Judged::value).filter(OptionalDouble::isPresent).mapToDouble(OptionalDouble::getAsDouble)
                                .average();
                judged.clear();
                reasons.add(Reason.ENTERED);
                return;
            }
            reasons.add(zone == Answer.YES ? Reason.TOO_FEW_HITS : Reason.NOT_IN_ZONE);
            if (state == State.INSUFFICIENT_DATA && times >= hits) {
                enter(State.OUT, period);
            }
        }

        private void stay(Seen seen, OptionalDouble value, Answer zone, List<Reason> reasons) {
            boolean over = stayed >= minimumStay;
            stayed++;
            if (zone == Answer.YES) {
                good = 0;
                reasons.add(Reason.IN_ZONE);
                return;
            }
            Answer outside = exit == null ? Answer.YES : exit.judge(seen, value);
            Answer gained = gained(value);
            if (outside == Answer.NO) {
                reasons.add(Reason.KEPT_BY_HYSTERESIS);
            } else if (outside == Answer.INSUFFICIENT_DATA) {
                reasons.add(Reason.EXIT_NOT_JUDGED);
            }
            if (gained == Answer.NO) {
                reasons.add(Reason.GAIN_TOO_SMALL);
            } else if (gained == Answer.INSUFFICIENT_DATA) {
                reasons.add(Reason.GAIN_NOT_KNOWN);
            }
            if (reasons.isEmpty()) {
                good++;
                if (good < kept) {
                    reasons.add(Reason.NOT_KEPT_LONG_ENOUGH);
                }
            } else if (outside == Answer.NO || gained == Answer.NO || missing != Missing.SKIP) {
                good = 0;
            }
            if (!over) {
                reasons.add(Reason.MIN_STAY);
            }
            if (reasons.isEmpty()) {
                leave(seen.period, gain == 0 ? Reason.EXIT : Reason.EXIT_GAIN, reasons);
            }
        }

        private Answer gained(OptionalDouble value) {
            if (gain == 0) {
                return Answer.YES;
            }
            if (base.isEmpty() || value.isEmpty()) {
                return Answer.INSUFFICIENT_DATA;
            }
            BigDecimal change = StatusChangeMatrix.measured(value.getAsDouble()).subtract(StatusChangeMatrix.measured(base.getAsDouble()));
            int beyond = change.compareTo(BigDecimal.valueOf(gain));
            return Answer.of(gain > 0 ? beyond >= 0 : beyond <= 0);
        }

        private void enter(State next, Period period) {
            state = next;
            since = period;
        }

        private void leave(Period period, Reason reason, List<Reason> reasons) {
            enter(State.OUT, period);
            judged.clear();
            good = 0;
            base = OptionalDouble.empty();
            reasons.add(reason);
        }
    }

    /**
     * Where a unit stands in one period.
     *
     * @param period the period
     * @param state whether it is on the list
     * @param since the period in which that began; of a listed unit that of entry
     * @param inZone whether the period is a hit
     * @param value the value of the period, judged or not, or empty
     * @param base of a listed unit, where a gain is asked for, the value that the gain is reckoned from; else empty
     * @param reasons why, never none
     */
    public record Step(
            Period period, State state, Period since, Answer inZone, OptionalDouble value, OptionalDouble base, List<Reason> reasons) {

        /**
         * Copies the reasons.
         *
         * @param period the period
         * @param state whether it is on the list
         * @param since the period in which that began
         * @param inZone whether the period is a hit
         * @param value the value of the period, or empty
         * @param base the value that a gain is reckoned from, or empty
         * @param reasons why
         */
        public Step {
            Objects.requireNonNull(period, "period");
            Objects.requireNonNull(state, "state");
            Objects.requireNonNull(since, "since");
            Objects.requireNonNull(inZone, "inZone");
            Objects.requireNonNull(value, "value");
            Objects.requireNonNull(base, "base");
            reasons = List.copyOf(reasons);
        }

        /**
         * Returns whether the unit belongs to the list, as files say it.
         *
         * @return YES where it is listed, NO where it is out
         */
        public Answer member() {
            return switch (state) {
                case LISTED -> Answer.YES;
                case OUT -> Answer.NO;
                case INSUFFICIENT_DATA -> Answer.INSUFFICIENT_DATA;
            };
        }

        /**
         * Returns what decided, as it stands in files: {@code reason} with the codes between semicolons, {@code since}, and the numbers
         * where there are any.
         *
         * @return the facts
         */
        public List<Fact> facts() {
            List<Fact> facts = new ArrayList<>();
            facts.add(Fact.of("reason", codes(";")));
            facts.add(Fact.of("since", since.toString()));
            value.ifPresent(number -> facts.add(Fact.of("value", number)));
            base.ifPresent(number -> facts.add(Fact.of("base", number)));
            return List.copyOf(facts);
        }

        private String codes(String between) {
            return reasons.stream().map(Reason::code).collect(Collectors.joining(between));
        }

        @Override
        public String toString() {
            return period + " " + state + (since.equals(period) ? "" : " since " + since) + ": " + codes(", ");
        }
    }

    /** A unit and a list over the years. Immutable and safe to share between threads. */
    public static final class History {
        private final ListTracking rule;
        private final YearSeries.Key key;
        private final Machine machine;
        private final List<Step> steps;

        private History(ListTracking rule, YearSeries.Key key, Machine machine) {
            this.rule = rule;
            this.key = key;
            this.machine = machine;
            this.steps = Collections.unmodifiableList(machine.steps);
        }

        /**
         * Returns what was followed.
         *
         * @return the key of the series; where only answers were given, the unit and the code of the list
         */
        public YearSeries.Key key() {
            return key;
        }

        /**
         * Returns the unit.
         *
         * @return the unit
         */
        public Unit unit() {
            return key.unit();
        }

        /**
         * Returns the code of the list.
         *
         * @return the code
         */
        public String list() {
            return rule.list;
        }

        /**
         * Returns where the unit stood, period by period.
         *
         * @return from the first period to the last without gaps
         */
        public List<Step> steps() {
            return steps;
        }

        /**
         * Returns where the unit stood in a period.
         *
         * @param period the period
         * @return the step, or empty before the first and after the last
         */
        public Optional<Step> step(Period period) {
            return steps.stream().filter(step -> step.period().equals(period)).findFirst();
        }

        /**
         * Returns where the unit stands.
         *
         * @return the last step, or empty without any
         */
        public Optional<Step> current() {
            return steps.isEmpty() ? Optional.empty() : Optional.of(steps.get(steps.size() - 1));
        }

        /**
         * Returns whether the unit is on the list.
         *
         * @return the state of the last step; INSUFFICIENT_DATA without any
         */
        public State state() {
            return machine.state;
        }

        /**
         * Returns since when the unit stands where it stands.
         *
         * @return the period in which the current state began, or empty without steps
         */
        public Optional<Period> since() {
            return Optional.ofNullable(machine.since);
        }

        /**
         * Adds the value of a later period. Periods between are missing.
         *
         * @param point the point
         * @return the longer history
         * @throws IllegalArgumentException if the period is not later, is a year among half-years or the other way round, or the rule
         *     compares units with each other
         */
        public History plus(YearSeries.Point point) {
            return plus(new Seen(point.period(), point, null, null));
        }

        /**
         * Adds the answer for a later period. Periods between are missing.
         *
         * @param period the period
         * @param answer the answer
         * @return the longer history
         * @throws IllegalArgumentException as {@link #plus(YearSeries.Point)} does
         */
        public History plus(Period period, Answer answer) {
            return plus(new Seen(Objects.requireNonNull(period, "period"), null, Objects.requireNonNull(answer, "answer"), null));
        }

        /**
         * Adds the value of a later period and the answer for it. Periods between are missing.
         *
         * @param point the point
         * @param answer the answer for its period
         * @return the longer history
         * @throws IllegalArgumentException as {@link #plus(YearSeries.Point)} does
         */
        public History plus(YearSeries.Point point, Answer answer) {
            return plus(new Seen(point.period(), point, Objects.requireNonNull(answer, "answer"), null));
        }

        private History plus(Seen seen) {
            rule.alone();
            Machine next = rule.new Machine(machine);
            next.reach(seen);
            return next.history(key);
        }

        @Override
        public String toString() {
            return "History[" + list() + ": " + key + (steps.isEmpty() ? " no periods" : " " + steps.get(steps.size() - 1)) + "]";
        }
    }

    /** Many units and a list over the years. Immutable and safe to share between threads. */
    public static final class Register {
        private final ListTracking rule;
        private final TreeMap<YearSeries.Key, History> histories;
        @Nullable
        private final Period last;

        private Register(ListTracking rule, TreeMap<YearSeries.Key, History> histories, @Nullable Period last) {
            this.rule = rule;
            this.histories = histories;
            this.last = last;
        }

        /**
         * Returns the method with its options.
         *
         * @return the method
         */
        public MethodInfo method() {
            return rule.method();
        }

        /**
         * Returns the histories.
         *
         * @return by key
         */
        public SortedMap<YearSeries.Key, History> histories() {
            return Collections.unmodifiableSortedMap(histories);
        }

        /**
         * Returns the last period that was looked at.
         *
         * @return the period, or empty without points
         */
        public Optional<Period> last() {
            return Optional.ofNullable(last);
        }

        /**
         * Returns who was on the list in a period.
         *
         * @param period the period
         * @return the keys, in their order
         */
        public List<YearSeries.Key> listed(Period period) {
            return histories.values().stream()
                    .filter(history -> history.step(period).filter(step -> step.state() == State.LISTED).isPresent())
                    .map(History::key)
                    .toList();
        }

        /**
         * Adds later periods. A unit without a point in one of them has a missing period.
         *
         * @param later points after {@link #last}, of known and of new units, one series a key
         * @return the longer register
         * @throws IllegalArgumentException if a point is not later, a key stands twice, or years and half-years are mixed
         */
        public Register plus(Collection<YearSeries> later) {
            TreeMap<Period, Map<YearSeries.Key, YearSeries.Point>> byPeriod = new TreeMap<>();
            TreeMap<YearSeries.Key, YearSeries> byKey = new TreeMap<>();
            for (YearSeries series : later) {
                if (byKey.put(series.key(), series) != null) {
                    throw new IllegalArgumentException(series.key() + " stands twice");
                }
            }
            byKey.values().forEach(series -> series.points().forEach(point ->
                    byPeriod.computeIfAbsent(point.period(), period -> new HashMap<>()).put(series.key(), point)));
            check(byPeriod);
            TreeMap<YearSeries.Key, Machine> machines = new TreeMap<>();
            histories.forEach((key, history) -> machines.put(key, rule.new Machine(history.machine)));
            byKey.keySet().forEach(key -> machines.computeIfAbsent(key, fresh -> rule.new Machine()));
            Period reached = last;
            for (Map.Entry<Period, Map<YearSeries.Key, YearSeries.Point>> entry : byPeriod.entrySet()) {
                reached = entry.getKey();
                take(machines, reached, entry.getValue());
            }
            TreeMap<YearSeries.Key, History> all = new TreeMap<>();
            machines.forEach((key, machine) -> all.put(key, machine.history(key)));
            return new Register(rule, all, reached);
        }

        private void check(TreeMap<Period, ?> byPeriod) {
            boolean years = last == null ? !byPeriod.isEmpty() && byPeriod.firstKey().half() == 0 : last.half() == 0;
            for (Period period : byPeriod.keySet()) {
                if ((period.half() == 0) != years) {
                    throw new IllegalArgumentException("years and half-years cannot be mixed, got " + period + " among "
                            + (last == null ? byPeriod.firstKey() : last));
                }
            }
            if (last != null && !byPeriod.isEmpty() && byPeriod.firstKey().compareTo(last) <= 0) {
                throw new IllegalArgumentException("periods must come in order, got " + byPeriod.firstKey() + " after " + last);
            }
        }

        private void take(Map<YearSeries.Key, Machine> machines, Period period, Map<YearSeries.Key, YearSeries.Point> points) {
            Map<Group, double[]> values = rule.entry.isShare() || rule.exit != null && rule.exit.isShare()
                    ? Group.values(points) : Collections.emptyMap();
            machines.forEach((key, machine) -> {
                YearSeries.Point point = points.get(key);
                if (point != null) {
                    double[] peers = values.isEmpty() ? null : values.get(Group.of(key, point));
                    boolean placed = peers != null && point.comparability() != YearSeries.Comparability.NONE;
                    machine.reach(new Seen(period, point, null, placed ? place(peers, point.value()) : null));
                } else if (machine.last() != null) {
                    machine.reach(new Seen(period, null, null, null));
                }
            });
        }

        private static Place place(double[] sorted, double value) {
            int below = firstNotBelow(sorted, value);
            int notAbove = firstNotBelow(sorted, Math.nextUp(value));
            return new Place(below, sorted.length - notAbove, sorted.length);
        }

        private static int firstNotBelow(double[] sorted, double value) {
            int low = 0;
            int high = sorted.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (sorted[middle] < value) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        @Override
        public String toString() {
            return "Register[" + rule.list + ": "
                    + (last == null ? "no periods" : listed(last).size() + " of " + histories.size() + " listed in " + last) + "]";
        }
    }

    /** What units must share to be compared with each other in a period. */
    private record Group(
            UnitType unitType, String indicator, String procedure, String subject, int grade, Season season, String scale) {
        private static Group of(YearSeries.Key key, YearSeries.Point point) {
            return new Group(key.unit().unitType(), key.indicator(), key.procedure(), key.subject(), key.grade(), point.season(), point.scale());
        }

        private static Map<Group, double[]> values(Map<YearSeries.Key, YearSeries.Point> points) {
            return points.entrySet().stream()
                    .filter(entry -> entry.getValue().comparability() != YearSeries.Comparability.NONE)
                    .collect(Collectors.groupingBy(entry -> of(entry.getKey(), entry.getValue()),
                            Collectors.collectingAndThen(Collectors.toList(),
                                    group -> group.stream().mapToDouble(entry -> entry.getValue().value()).sorted().toArray())));
        }
    }
}
