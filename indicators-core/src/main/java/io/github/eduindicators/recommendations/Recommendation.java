package io.github.eduindicators.recommendations;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Wording;
import io.github.eduindicators.model.Unit;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;

/**
 * One recommendation: to whom, about which unit, what, why and by when. It holds its rule and findings; words are made when asked for.
 * Immutable and safe to share between threads.
 */
public final class Recommendation implements Serializable {
    private static final long serialVersionUID = 1L;
    static final Comparator<Recommendation> ORDER = Comparator.comparing(Recommendation::addressee)
            .thenComparing(Recommendation::addressedUnit, Unit.order())
            .thenComparing(Recommendation::priority)
            .thenComparing(Recommendation::unit, Unit.order())
            .thenComparing(one -> one.rule.id())
            .thenComparing(one -> one.group);
    private static final String DASH = "–";
    private static final int MOST_VALUES = 5;

    /** What the recommendation is about, what that is called, and whose authority, service or team is addressed. */
    record Place(Unit unit, String name, Unit addressed) implements Serializable {}

    private final Rule rule;
    private final String group;
    private final Place place;
    private final LocalDate due;
    private final ArrayList<Finding> causes;

    Recommendation(Rule rule, String group, Place place, LocalDate due, List<Finding> causes) {
        this.rule = rule;
        this.group = group;
        this.place = place;
        this.due = due;
        this.causes = new ArrayList<>(causes);
    }

    /**
     * Returns the order of lists of recommendations.
     *
     * @return by addressee, priority, unit and rule
     */
    public static Comparator<Recommendation> order() {
        return ORDER;
    }

    /**
     * Returns the rule that speaks.
     *
     * @return the rule
     */
    public Rule rule() {
        return rule;
    }

    /**
     * Returns the value that the recommendation is for, where the rule gives one for each.
     *
     * @return such as {@code russian}, or empty
     */
    public Optional<String> group() {
        return group.isEmpty() ? Optional.empty() : Optional.of(group);
    }

    /**
     * Returns whom it is addressed to.
     *
     * @return the role
     */
    public Addressee addressee() {
        return rule.addressee();
    }

    /**
     * Returns whose authority, service or team is addressed.
     *
     * @return the school, municipality or region; with the name {@code -} where the register does not tell
     */
    public Unit addressedUnit() {
        return place.addressed();
    }

    /**
     * Returns what the recommendation is about.
     *
     * @return the unit of the findings, or the whole whose schools or heads they are about
     */
    public Unit unit() {
        return place.unit();
    }

    /**
     * Returns what the unit is called in texts.
     *
     * @return the name of the school, municipality or region; empty for a head whose school the register does not know
     */
    public String unitName() {
        return place.name();
    }

    /**
     * Returns the topic.
     *
     * @return its code
     */
    public String topic() {
        return rule.topic();
    }

    /**
     * Returns how pressing it is.
     *
     * @return the priority
     */
    public Rule.Priority priority() {
        return rule.priority();
    }

    /**
     * Returns by when.
     *
     * @return the last day, not before the review
     */
    public LocalDate due() {
        return due;
    }

    /**
     * Returns the findings that caused it.
     *
     * @return at least one, FLAGGED or CLEAR, in the order of findings
     */
    public List<Finding> causes() {
        return List.copyOf(causes);
    }

    /**
     * Returns what is recommended.
     *
     * @param locale Russian or any other, which gives English
     * @return the text of the rule, filled with the facts of the findings
     */
    public String text(Locale locale) {
        return filled(rule.text(), locale);
    }

    /**
     * Returns why.
     *
     * @param locale Russian or any other, which gives English
     * @return the grounds of the rule, filled with the facts of the findings; each finding explains itself further
     */
    public String why(Locale locale) {
        return filled(rule.why(), locale);
    }

    /** What is filled in is not looked at again, so a name with braces stays a name. */
    private String filled(Phrase phrase, Locale locale) {
        Wording wording = Wording.of(locale);
        Matcher places = Phrase.PLACE.matcher(phrase.in(locale));
        StringBuilder text = new StringBuilder();
        while (places.find()) {
            String value = switch (places.group(1)) {
                case "unit" -> place.name().isEmpty() ? DASH : place.name();
                case "units" -> Long.toString(causes.stream().map(Finding::unit).distinct().count());
                case "findings" -> Integer.toString(causes.size());
                case "group" -> "name".equals(places.group(2)) ? wording.named(group) : group;
                default -> values(places.group(), wording);
            };
            places.appendReplacement(text, Matcher.quoteReplacement(value));
        }
        return places.appendTail(text).toString();
    }

    /** What the findings say at a place: each value once. */
    private String values(String pattern, Wording wording) {
        Set<String> values = new LinkedHashSet<>();
        for (Finding cause : causes) {
            values.add(wording.fill(pattern, cause));
        }
        values.remove(DASH);
        if (values.isEmpty()) {
            return DASH;
        }
        String told = String.join("; ", values.stream().limit(MOST_VALUES).toList());
        return values.size() > MOST_VALUES ? told + "; …" : told;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Recommendation that
                && rule.equals(that.rule)
                && group.equals(that.group)
                && place.equals(that.place)
                && due.equals(that.due)
                && causes.equals(that.causes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(rule.id(), group, place.unit(), due);
    }

    @Override
    public String toString() {
        return rule.id() + (group.isEmpty() ? "" : " [" + group + "]") + " to " + rule.addressee().code() + " about " + place.unit()
                + ", due " + due + ", " + causes.size() + " findings";
    }
}
