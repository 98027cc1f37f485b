package io.github.eduindicators.criteria;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.IndicatorValue;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import javax.annotation.Nullable;

/**
 * What a methodology says of one unit in one period: points of every criterion and group, the level, and every step that led
 * there. Immutable and safe to share between threads.
 */
public final class Scorecard implements Serializable {
    private static final long serialVersionUID = 1L;

    /** What one node of the tree got. Immutable and safe to share between threads. */
    public static final class Score implements Serializable {
        private static final long serialVersionUID = 1L;

        private final Node node;
        private final IndicatorValue.State state;
        private final double value;
        private final double points;
        private final double attainable;
        private final String label;
        private final String note;

        Score(Node node, IndicatorValue.State state, double[] numbers, String label, String note) {
            this.node = node;
            this.state = state;
            this.value = numbers[0];
            this.points = numbers[1];
            this.attainable = numbers[2];
            this.label = label;
            this.note = note;
        }

        /**
         * Returns the code of the node.
         *
         * @return the code
         */
        public String code() {
            return node.code();
        }

        /**
         * Returns the name of the node.
         *
         * @return the name
         */
        public Title title() {
            return node.title();
        }

        /**
         * Returns the criterion or group.
         *
         * @return the node
         */
        public Node node() {
            return node;
        }

        /**
         * Returns whether there are points.
         *
         * @return {@code VALUE}, or why there are none
         */
        public IndicatorValue.State state() {
            return state;
        }

        /**
         * Returns the value of a criterion, rounded as it declares.
         *
         * @return the value, or empty for a group and where there is none
         */
        public OptionalDouble value() {
            return optional(value);
        }

        /**
         * Returns the points.
         *
         * @return the points within 0..attainable, or empty where there are none
         */
        public OptionalDouble points() {
            return optional(points);
        }

        /**
         * Returns the most points that the unit could attain here: without parts that were left out.
         *
         * @return 0..the maximum; 0 where there are no points
         */
        public double attainable() {
            return attainable;
        }

        /**
         * Returns the points in percent of what could be attained.
         *
         * @return 0..100, or empty where there are none
         */
        public OptionalDouble percent() {
            return Double.isNaN(points) || attainable == 0
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(Decimals.quotient(
                                    Decimals.exact(points).multiply(Decimals.HUNDRED), Decimals.exact(attainable))
                            .doubleValue());
        }

        /**
         * Returns what the band or cell is called that gave the points; of the total the code of the level.
         *
         * @return the label, may be empty
         */
        public String label() {
            return label;
        }

        /**
         * Returns why there are no points, or what to know of them.
         *
         * @return codes separated by a semicolon, such as {@code below-min-n}, {@code reweighted}, {@code cap}; may be empty
         */
        public String note() {
            return note;
        }

        private static OptionalDouble optional(double number) {
            return Double.isNaN(number) ? OptionalDouble.empty() : OptionalDouble.of(number);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Score that
                    && node.equals(that.node)
                    && state == that.state
                    && Double.compare(value, that.value) == 0
                    && Double.compare(points, that.points) == 0
                    && attainable == that.attainable
                    && label.equals(that.label)
                    && note.equals(that.note);
        }

        @Override
        public int hashCode() {
            return Objects.hash(node.code(), state, value, points);
        }

        @Override
        public String toString() {
            return node.code() + " "
                    + (Double.isNaN(points) ? state.toString() : Decimals.text(points) + " of " + Decimals.text(attainable))
                    + (label.isEmpty() ? "" : " " + label)
                    + (note.isEmpty() ? "" : " (" + note + ")");
        }
    }

    /**
     * One step of the computation, printable in one line.
     *
     * @param code the code of the node
     * @param kind what was done
     * @param facts the inputs and the result, in order
     */
    public record Step(String code, Kind kind, List<Fact> facts) implements Serializable {

        /** What a step does. */
        public enum Kind {
            /** The edition was chosen though it is not in force in the period. */
            EDITION,
            /** A value was read, computed and rounded. */
            INPUT,
            /** There is no value, and why. */
            UNAVAILABLE,
            /** A rule gave points. */
            RULE,
            /** Another set of weights was taken. */
            WEIGHTS,
            /** A part without a value was left out, counted as nothing or as neutral, or left the group without a value. */
            MISSING,
            /** The parts became one number. */
            AGGREGATE,
            /** A cap limited the points. */
            CAP,
            /** Points were rounded. */
            ROUNDING,
            /** The level was found. */
            LEVEL,
            /** A veto limited the level. */
            VETO
        }

        /**
         * Copies the facts.
         *
         * @param code the code of the node
         * @param kind what was done
         * @param facts the inputs and the result
         */
        public Step {
            Objects.requireNonNull(code, "code");
            Objects.requireNonNull(kind, "kind");
            facts = List.copyOf(facts);
        }

        /**
         * Returns the step in one line.
         *
         * @return such as {@code AP3 RULE rule=bands value=37 band=[20;49] points=5}
         */
        @Override
        public String toString() {
            return code + " " + kind + facts.stream()
                    .map(fact -> " " + fact.key() + "=" + (fact.value() instanceof Double d ? Decimals.text(d) : fact.value()))
                    .collect(Collectors.joining());
        }
    }

    /**
     * How a node changed since another period, in percentage points of what could be attained.
     *
     * @param code the code of the node
     * @param trend which way
     * @param difference percent now minus percent then; 0 where it is not known
     */
    public record Change(String code, Trend trend, double difference) implements Serializable {

        /** Which way a score went. */
        public enum Trend {
            /** Up by more than the tolerance. */
            IMPROVED,
            /** Within the tolerance. */
            STABLE,
            /** Down by more than the tolerance. */
            WORSENED,
            /** One of the two has no points. */
            UNKNOWN
        }

        /**
         * Checks the difference.
         *
         * @param code the code of the node
         * @param trend which way
         * @param difference percent now minus percent then
         * @throws IllegalArgumentException if it is not finite
         */
        public Change {
            Objects.requireNonNull(code, "code");
            Objects.requireNonNull(trend, "trend");
            if (!Double.isFinite(difference)) {
                throw new IllegalArgumentException("the difference must be finite, got " + difference);
            }
        }
    }

    private final Methodology methodology;
    private final Unit unit;
    private final Period period;
    private final ArrayList<Score> scores;

    @Nullable
    private final Methodology.Level level;

    private final ArrayList<Step> trace;

    Scorecard(Methodology methodology, Unit unit, Period period, List<Score> scores, @Nullable Methodology.Level level,
            List<Step> trace) {
        this.methodology = methodology;
        this.unit = unit;
        this.period = period;
        this.scores = new ArrayList<>(scores);
        this.level = level;
        this.trace = new ArrayList<>(trace);
    }

    /**
     * Returns the methodology.
     *
     * @return by which the unit was scored
     */
    public Methodology methodology() {
        return methodology;
    }

    /**
     * Returns the unit.
     *
     * @return that was scored
     */
    public Unit unit() {
        return unit;
    }

    /**
     * Returns the period.
     *
     * @return for which it was scored
     */
    public Period period() {
        return period;
    }

    /**
     * Returns the score of the root.
     *
     * @return the total
     */
    public Score total() {
        return scores.get(0);
    }

    /**
     * Returns the level.
     *
     * @return the level after vetoes, or empty if there is no total or the methodology has no levels
     */
    public Optional<Methodology.Level> level() {
        return Optional.ofNullable(level);
    }

    /**
     * Returns the scores of all nodes.
     *
     * @return the total first, then each group before its parts, in the declared order
     */
    public List<Score> scores() {
        return Collections.unmodifiableList(scores);
    }

    /**
     * Returns the score of a node.
     *
     * @param code its code
     * @return the score, or empty if there is no such node
     */
    public Optional<Score> score(String code) {
        return scores.stream().filter(score -> score.code().equals(code)).findFirst();
    }

    /**
     * Returns how the scores came about.
     *
     * @return the steps in order, parts before their group
     */
    public List<Step> trace() {
        return Collections.unmodifiableList(trace);
    }

    /**
     * Returns how the total changed since another period.
     *
     * @param previous the scorecard of the same unit by the same methodology; the edition may be another
     * @param tolerance how many percentage points still count as stable, not negative
     * @return the change of the total
     * @throws IllegalArgumentException if it is of another unit or methodology, or the tolerance is negative
     */
    public Change changeFrom(Scorecard previous, double tolerance) {
        return changesFrom(previous, tolerance).get(0);
    }

    /**
     * Returns how all scores changed since another period. Shares of what could be attained are compared, as parts may have
     * been left out in one of the periods. A node that the other edition does not have is unknown.
     *
     * @param previous the scorecard of the same unit by the same methodology; the edition may be another
     * @param tolerance how many percentage points still count as stable, not negative
     * @return a change for each node, the total first
     * @throws IllegalArgumentException if it is of another unit or methodology, or the tolerance is negative
     */
    public List<Change> changesFrom(Scorecard previous, double tolerance) {
        if (!unit.equals(previous.unit) || !methodology.id().equals(previous.methodology.id())) {
            throw new IllegalArgumentException("only scorecards of one unit by one methodology can be compared, got "
                    + unit + " " + methodology.id() + " and " + previous.unit + " " + previous.methodology.id());
        }
        if (!(tolerance >= 0)) {
            throw new IllegalArgumentException("tolerance must not be negative, got " + tolerance);
        }
        List<Change> changes = new ArrayList<>();
        for (Score now : scores) {
            OptionalDouble then = (now == total() ? Optional.of(previous.total()) : previous.score(now.code()))
                    .map(Score::percent).orElse(OptionalDouble.empty());
            if (now.percent().isEmpty() || then.isEmpty()) {
                changes.add(new Change(now.code(), Change.Trend.UNKNOWN, 0));
                continue;
            }
            double difference = Decimals.measured(now.percent().getAsDouble())
                    .subtract(Decimals.measured(then.getAsDouble()))
                    .doubleValue();
            Change.Trend trend = difference > tolerance ? Change.Trend.IMPROVED
                    : difference < -tolerance ? Change.Trend.WORSENED
                    : Change.Trend.STABLE;
            changes.add(new Change(now.code(), trend, difference));
        }
        return changes;
    }

    /**
     * Returns what the scorecard claims: flagged if the level calls for attention, clear if it does not, or that too little is
     * known.
     *
     * @return the finding of the method {@code criteria/scorecard}; the statistic is the total
     */
    public Finding finding() {
        Score total = total();
        long criteria = scores.stream().filter(score -> score.node() instanceof Criterion).count();
        long scored = scores.stream().filter(score -> score.node() instanceof Criterion && score.points().isPresent()).count();
        Outcome outcome = total.points().isPresent()
                ? level != null && level.call() == Methodology.Level.Call.ATTENTION ? Outcome.FLAGGED : Outcome.CLEAR
                : total.state() == IndicatorValue.State.NOT_APPLICABLE ? Outcome.NOT_APPLICABLE : Outcome.INSUFFICIENT_DATA;
        Finding.Builder finding = Finding.builder(methodology.method(), unit)
                .outcome(outcome)
                .fact("category", total.points().isEmpty() ? "insufficient" : level == null ? "scored" : "level-" + level.code())
                .fact("methodology", methodology.id())
                .fact("edition", methodology.edition())
                .fact("period", period.toString())
                .fact("criteria", criteria)
                .fact("scored", scored);
        if (total.points().isPresent()) {
            finding.statistic(total.points().getAsDouble())
                    .fact("points", total.points().getAsDouble())
                    .fact("attainable", total.attainable());
            total.percent().ifPresent(percent -> finding.fact("percent", percent));
        }
        if (level != null) {
            finding.fact("level", level.code());
        }
        String lacking = codes(scores.stream().filter(s -> s.node() instanceof Criterion && s.points().isEmpty()).toList());
        return finding.fact("weakest", codes(weakest()))
                .fact("without-value", lacking)
                .fact("note", total.note().isEmpty() ? "–" : total.note())
                .build();
    }

    private List<Score> weakest() {
        return scores.stream()
                .filter(score -> score.node() instanceof Criterion && score.percent().isPresent())
                .filter(score -> score.percent().getAsDouble() < 100)
                .sorted(java.util.Comparator.comparingDouble(score -> score.percent().getAsDouble()))
                .limit(3)
                .toList();
    }

    private static String codes(List<Score> some) {
        int shown = 10;
        return some.isEmpty() ? "–" : some.stream().limit(shown).map(Score::code).collect(Collectors.joining(", "))
                + (some.size() > shown ? ", …" : "");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Scorecard that
                && methodology.equals(that.methodology)
                && unit.equals(that.unit)
                && period.equals(that.period)
                && scores.equals(that.scores)
                && Objects.equals(level, that.level)
                && trace.equals(that.trace);
    }

    @Override
    public int hashCode() {
        return Objects.hash(unit, period, total());
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s %s %s", unit, period, total());
    }
}
