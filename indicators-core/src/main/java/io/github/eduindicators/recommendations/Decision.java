package io.github.eduindicators.recommendations;

import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.IndicatorValues;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * A management decision about one unit, as it was taken: when, by which document, on which recommendation, and which indicators it is
 * meant to move. A decision about several units is one of the same identity for each. Immutable and safe to share between threads.
 *
 * <pre>{@code
 * Decision.of("D-7", LocalDate.of(2019, 11, 5), SchoolId.of("edu280417")).withTargets(List.of(Decision.Target.parse("mean_z")))
 * }</pre>
 */
public final class Decision implements Comparable<Decision>, Serializable {
    private static final long serialVersionUID = 1L;
    private static final Comparator<Decision> ORDER = Comparator.comparing((Decision decision) -> decision.date)
            .thenComparing(decision -> decision.id)
            .thenComparing(decision -> decision.unit, Unit.order());
    private static final int FIRST_YEAR = 1990;
    private static final int LAST_YEAR = 2098;
    private static final int LONGEST_ID = 60;
    private static final int LONGEST_DOCUMENT = 500;
    private static final int LONGEST_TEXT = 2000;
    private static final int MOST_TARGETS = 20;

    /** Which way an indicator is meant to move. */
    public enum Direction {
        /** More is better. */
        UP,
        /** Less is better. */
        DOWN
    }

    /**
     * An indicator that a decision is meant to move.
     *
     * @param indicator its code, such as {@code mean_z}
     * @param direction which way
     */
    public record Target(String indicator, Direction direction) implements Serializable {

        /**
         * Checks the code.
         *
         * @param indicator its code
         * @param direction which way
         * @throws IllegalArgumentException if it is no code of an indicator
         */
        public Target {
            Objects.requireNonNull(direction, "direction");
            // The key knows what a code is.
            new IndicatorValues.Key(
                    Unit.of(UnitType.ORGANISATION, "x"), indicator, Period.of(2000), "");
        }

        /**
         * Reads a target as files write it.
         *
         * @param text the code, alone for an indicator that is to rise, or followed by {@code :up} or {@code :down}
         * @return the target
         * @throws IllegalArgumentException if it is none
         */
        public static Target parse(String text) {
            String stripped = text.strip();
            int colon = stripped.indexOf(':');
            String code = colon < 0 ? stripped : stripped.substring(0, colon).strip();
            String way = colon < 0 ? "up" : stripped.substring(colon + 1).strip().toLowerCase(Locale.ROOT);
            return switch (way) {
                case "up" -> new Target(code, Direction.UP);
                case "down" -> new Target(code, Direction.DOWN);
                default -> throw new IllegalArgumentException("after the colon stands up or down, got " + text);
            };
        }

        /**
         * Returns the target as files write it.
         *
         * @return the code, followed by {@code :down} if less is better
         */
        @Override
        public String toString() {
            return direction == Direction.UP ? indicator : indicator + ":down";
        }
    }

    private final String id;
    private final LocalDate date;
    private final Unit unit;
    private final String document;
    private final String recommendation;
    private final String text;
    private final ArrayList<Target> targets;

    /** What a decision says besides what it is. */
    private record Content(String document, String recommendation, String text, Collection<Target> targets) {}

    private Decision(String id, LocalDate date, Unit unit, Content content) {
        this.id = id;
        this.date = date;
        this.unit = unit;
        this.document = content.document();
        this.recommendation = content.recommendation();
        this.text = content.text();
        this.targets = new ArrayList<>(content.targets());
    }

    /**
     * Returns a decision of which nothing else is known.
     *
     * @param id its identity, one line of at most 60 characters
     * @param date when it was taken
     * @param unit what it is about; not a person
     * @return the decision
     * @throws IllegalArgumentException if the identity is blank, too long or more than a line, the year is outside 1990..2098, or the
     *     unit is a person
     */
    public static Decision of(String id, LocalDate date, Unit unit) {
        if (unit.unitType() == UnitType.PERSON) {
            throw new IllegalArgumentException("decisions about persons are not kept");
        }
        if (date.getYear() < FIRST_YEAR || date.getYear() > LAST_YEAR) {
            throw new IllegalArgumentException("a decision is of " + FIRST_YEAR + ".." + LAST_YEAR + ", got " + date);
        }
        String line = line("the identity of a decision", id, LONGEST_ID);
        if (line.isEmpty()) {
            throw new IllegalArgumentException("the identity of a decision must not be blank");
        }
        return new Decision(line, date, unit, new Content("", "", "", List.of()));
    }

    private static String line(String what, String value, int longest) {
        String stripped = value.strip();
        if (stripped.length() > longest || stripped.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    what + " must be one line of at most " + longest + " characters, got " + stripped.length());
        }
        return stripped;
    }

    /**
     * Names the document.
     *
     * @param value its kind, number and date, one line of at most 500 characters
     * @return the decision with it
     * @throws IllegalArgumentException if it is too long or more than a line
     */
    public Decision withDocument(String value) {
        return new Decision(id, date, unit, new Content(line("the document", value, LONGEST_DOCUMENT), recommendation, text, targets));
    }

    /**
     * Names the recommendation that it follows.
     *
     * @param rule the identity of the rule; empty for none
     * @return the decision with it
     * @throws IllegalArgumentException if it is too long or more than a line
     */
    public Decision withRecommendation(String rule) {
        return new Decision(id, date, unit, new Content(document, line("the recommendation", rule, LONGEST_ID), text, targets));
    }

    /**
     * Says what was decided.
     *
     * @param value one line of at most 2000 characters, without names of persons
     * @return the decision with it
     * @throws IllegalArgumentException if it is too long or more than a line
     */
    public Decision withText(String value) {
        return new Decision(id, date, unit, new Content(document, recommendation, line("the text", value, LONGEST_TEXT), targets));
    }

    /**
     * Says which indicators it is meant to move.
     *
     * @param all the indicators; none if the decision names none
     * @return the decision with them
     * @throws IllegalArgumentException if one stands twice or they are more than 20
     */
    public Decision withTargets(Collection<Target> all) {
        long codes = all.stream().map(Target::indicator).distinct().count();
        if (codes < all.size() || all.size() > MOST_TARGETS) {
            throw new IllegalArgumentException("at most " + MOST_TARGETS + " different indicators, got " + all);
        }
        return new Decision(id, date, unit, new Content(document, recommendation, text, all));
    }

    /**
     * Returns the identity.
     *
     * @return the identity, which the same decision about other units shares
     */
    public String id() {
        return id;
    }

    /**
     * Returns when it was taken.
     *
     * @return the date
     */
    public LocalDate date() {
        return date;
    }

    /**
     * Returns what it is about.
     *
     * @return the unit
     */
    public Unit unit() {
        return unit;
    }

    /**
     * Returns the document.
     *
     * @return its kind, number and date; may be empty
     */
    public String document() {
        return document;
    }

    /**
     * Returns the recommendation that it follows.
     *
     * @return the identity of the rule, or empty
     */
    public Optional<String> recommendation() {
        return recommendation.isEmpty() ? Optional.empty() : Optional.of(recommendation);
    }

    /**
     * Returns what was decided.
     *
     * @return the text; may be empty
     */
    public String text() {
        return text;
    }

    /**
     * Returns the indicators that it is meant to move.
     *
     * @return in the order given
     */
    public List<Target> targets() {
        return List.copyOf(targets);
    }

    @Override
    public int compareTo(Decision other) {
        return ORDER.compare(this, other);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Decision that
                && id.equals(that.id)
                && date.equals(that.date)
                && unit.equals(that.unit)
                && document.equals(that.document)
                && recommendation.equals(that.recommendation)
                && text.equals(that.text)
                && targets.equals(that.targets);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, date, unit);
    }

    @Override
    public String toString() {
        return id + " of " + date + " about " + unit + " " + targets;
    }
}
