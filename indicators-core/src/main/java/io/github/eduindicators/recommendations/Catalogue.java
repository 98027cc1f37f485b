package io.github.eduindicators.recommendations;

import io.github.eduindicators.finding.Wording;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import javax.annotation.Nullable;

/**
 * The rules that a region goes by when it gives recommendations: data, in Russian and English, with an edition and days in force.
 *
 * <p>What can be known to be wrong is refused when the catalogue is made: two rules of one identity, a topic without a name, methods and
 * categories that no finding has, rules that replace each other in a circle or replace what is not there, rules that can never fire.
 * Immutable and safe to share between threads.
 */
public final class Catalogue implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST_EDITION = 60;
    private static final int LONGEST_SOURCE = 4000;
    private static final int MOST_RULES = 1_000;

    /** On whose authority the rules stand. */
    public enum Status {
        /** Set by the region. */
        REGIONAL,
        /** An example to start from, which nobody approved. */
        EXAMPLE
    }

    private final String id;
    private final String edition;
    private final Phrase title;
    private final Status status;
    private final String source;
    @Nullable
    private final LocalDate validFrom;
    @Nullable
    private final LocalDate validTo;
    private final TreeSet<String> ownMethods;
    private final LinkedHashMap<String, Phrase> topics;
    private final ArrayList<Rule> rules;

    private Catalogue(Builder builder) {
        this.id = builder.id;
        this.edition = builder.edition;
        this.title = Objects.requireNonNull(builder.title, "title");
        this.status = builder.status;
        this.source = builder.source;
        this.validFrom = builder.validFrom;
        this.validTo = builder.validTo;
        this.ownMethods = new TreeSet<>(builder.ownMethods);
        this.topics = new LinkedHashMap<>(builder.topics);
        this.rules = new ArrayList<>(builder.rules);
        check();
    }

    private void check() {
        refuse(rules.isEmpty(), "a catalogue needs a rule");
        refuse(validFrom != null && validTo != null && validTo.isBefore(validFrom),
                "the last day in force is before the first: " + validTo + " and " + validFrom);
        Map<String, Rule> byId = new HashMap<>();
        for (Rule rule : rules) {
            refuse(byId.put(rule.id(), rule) != null, "rule " + rule.id() + ": the identity stands twice");
            refuse(!topics.containsKey(rule.topic()), "rule " + rule.id() + ": the topic " + rule.topic() + " has no name");
            refuse(never(rule), "rule " + rule.id() + ": never in force while the catalogue is");
            rule.patterns().forEach(pattern -> known(rule, pattern));
        }
        for (Rule rule : rules) {
            for (String replaced : rule.replaces()) {
                refuse(!byId.containsKey(replaced), "rule " + rule.id() + ": replaces " + replaced + ", which is not there");
            }
            refuse(reaches(rule.id(), rule, byId, new HashSet<>()), "rule " + rule.id() + ": replaces itself in a circle");
        }
    }

    private boolean never(Rule rule) {
        return validFrom != null && rule.validTo().isPresent() && rule.validTo().get().isBefore(validFrom)
                || validTo != null && rule.validFrom().isPresent() && rule.validFrom().get().isAfter(validTo);
    }

    private void known(Rule rule, FindingPattern pattern) {
        if (ownMethods.contains(pattern.method())) {
            return;
        }
        Wording words = Wording.of(Locale.ENGLISH);
        refuse(!words.knows(pattern.method()), "rule " + rule.id() + ": no method makes findings " + pattern.method());
        for (String category : pattern.categories()) {
            refuse(!words.knows(pattern.method(), category),
                    "rule " + rule.id() + ": findings of " + pattern.method() + " have no category " + category);
        }
    }

    private static boolean reaches(String id, Rule from, Map<String, Rule> byId, Set<String> seen) {
        for (String next : from.replaces()) {
            if (next.equals(id) || seen.add(next) && byId.containsKey(next) && reaches(id, byId.get(next), byId, seen)) {
                return true;
            }
        }
        return false;
    }

    private void refuse(boolean wrong, String problem) {
        if (wrong) {
            throw new IllegalArgumentException("catalogue " + id + ": " + problem);
        }
    }

    /**
     * Starts a catalogue.
     *
     * @param id its identity: small Latin letters, digits, hyphens, dots and underscores, at most 60
     * @param edition its edition, one line of at most 60 characters
     * @return a builder of a regional catalogue
     * @throws IllegalArgumentException if the identity is no code or the edition is blank, too long or more than a line
     */
    public static Builder builder(String id, String edition) {
        return new Builder(id, edition);
    }

    /**
     * Chooses the edition in force.
     *
     * @param catalogues editions of one catalogue
     * @param day the day
     * @return the edition in force on that day, the latest if there are several, or empty
     */
    public static Optional<Catalogue> at(Collection<Catalogue> catalogues, LocalDate day) {
        Catalogue latest = null;
        for (Catalogue one : catalogues) {
            LocalDate start = one.validFrom().orElse(LocalDate.MIN);
            if (one.inForce(day) && (latest == null || start.isAfter(latest.validFrom().orElse(LocalDate.MIN)))) {
                latest = one;
            }
        }
        return Optional.ofNullable(latest);
    }

    /**
     * Returns the identity.
     *
     * @return the code, which editions share
     */
    public String id() {
        return id;
    }

    /**
     * Returns the edition.
     *
     * @return its name
     */
    public String edition() {
        return edition;
    }

    /**
     * Returns the title.
     *
     * @return in both languages
     */
    public Phrase title() {
        return title;
    }

    /**
     * Returns on whose authority the rules stand.
     *
     * @return the status
     */
    public Status status() {
        return status;
    }

    /**
     * Returns the number and date of the document, or who made the catalogue.
     *
     * @return the source; may be empty
     */
    public String source() {
        return source;
    }

    /**
     * Returns the first day in force.
     *
     * @return the day, or empty if it is open
     */
    public Optional<LocalDate> validFrom() {
        return Optional.ofNullable(validFrom);
    }

    /**
     * Returns the last day in force.
     *
     * @return the day, or empty if it is open
     */
    public Optional<LocalDate> validTo() {
        return Optional.ofNullable(validTo);
    }

    /**
     * Tells whether the catalogue is in force.
     *
     * @param day the day
     * @return whether it is
     */
    public boolean inForce(LocalDate day) {
        return Rule.within(validFrom, validTo, day);
    }

    /**
     * Returns the methods that the region has besides those of the library.
     *
     * @return their identities, sorted
     */
    public SortedSet<String> ownMethods() {
        return new TreeSet<>(ownMethods);
    }

    /**
     * Returns the topics.
     *
     * @return their names by code, in the order of the catalogue
     */
    public Map<String, Phrase> topics() {
        return Collections.unmodifiableMap(topics);
    }

    /**
     * Returns the rules.
     *
     * @return in the order of the catalogue
     */
    public List<Rule> rules() {
        return List.copyOf(rules);
    }

    /**
     * Returns a rule.
     *
     * @param rule its identity
     * @return the rule, or empty
     */
    public Optional<Rule> rule(String rule) {
        return rules.stream().filter(one -> one.id().equals(rule)).findFirst();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Catalogue that
                && id.equals(that.id)
                && edition.equals(that.edition)
                && title.equals(that.title)
                && status == that.status
                && source.equals(that.source)
                && Objects.equals(validFrom, that.validFrom)
                && Objects.equals(validTo, that.validTo)
                && ownMethods.equals(that.ownMethods)
                && List.copyOf(topics.entrySet()).equals(List.copyOf(that.topics.entrySet()))
                && rules.equals(that.rules);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, edition, rules);
    }

    @Override
    public String toString() {
        return id + " " + edition + ", " + rules.size() + " rules";
    }

    /** Collects the parts of a catalogue. Not safe for use by several threads. */
    public static final class Builder {
        private final String id;
        private final String edition;
        private Phrase title;
        private Status status = Status.REGIONAL;
        private String source = "";
        @Nullable
        private LocalDate validFrom;
        @Nullable
        private LocalDate validTo;
        private final Set<String> ownMethods = new TreeSet<>();
        private final Map<String, Phrase> topics = new LinkedHashMap<>();
        private final List<Rule> rules = new ArrayList<>();

        private Builder(String id, String edition) {
            this.id = Rule.code("the identity of a catalogue", id);
            this.edition = line("the edition", edition, LONGEST_EDITION);
        }

        private static String line(String what, String text, int longest) {
            String stripped = text.strip();
            if (stripped.isEmpty() || stripped.length() > longest || stripped.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException(what + " must be one line of 1.." + longest + " characters, got "
                        + stripped.length() + (stripped.isEmpty() ? "" : " or control characters"));
            }
            return stripped;
        }

        /**
         * Sets the title.
         *
         * @param value the title, without places
         * @return this builder
         * @throws IllegalArgumentException if it has a place
         */
        public Builder title(Phrase value) {
            this.title = plain("the title", value);
            return this;
        }

        private static Phrase plain(String what, Phrase value) {
            if (!value.places().isEmpty()) {
                throw new IllegalArgumentException(what + " has no places, got " + value.places());
            }
            return value;
        }

        /**
         * Sets on whose authority the rules stand.
         *
         * @param value the status; regional unless set
         * @return this builder
         */
        public Builder status(Status value) {
            this.status = Objects.requireNonNull(value, "status");
            return this;
        }

        /**
         * Sets the number and date of the document, or who made the catalogue.
         *
         * @param value one line of at most 4000 characters
         * @return this builder
         * @throws IllegalArgumentException if it is blank, too long or more than a line
         */
        public Builder source(String value) {
            this.source = line("the source", value, LONGEST_SOURCE);
            return this;
        }

        /**
         * Sets the first day in force.
         *
         * @param day the day; open unless set
         * @return this builder
         */
        public Builder validFrom(LocalDate day) {
            this.validFrom = Objects.requireNonNull(day, "day");
            return this;
        }

        /**
         * Sets the last day in force.
         *
         * @param day the day; open unless set
         * @return this builder
         */
        public Builder validTo(LocalDate day) {
            this.validTo = Objects.requireNonNull(day, "day");
            return this;
        }

        /**
         * Adds methods that the library does not have; their categories are not checked.
         *
         * @param methods their identities
         * @return this builder
         */
        public Builder ownMethods(Collection<String> methods) {
            ownMethods.addAll(methods);
            return this;
        }

        /**
         * Names a topic.
         *
         * @param code its code
         * @param name its name, without places
         * @return this builder
         * @throws IllegalArgumentException if the code is none or named already, or the name has a place
         */
        public Builder topic(String code, Phrase name) {
            if (topics.put(Rule.code("the code of a topic", code), plain("the name of a topic", name)) != null) {
                throw new IllegalArgumentException("a topic is named once, got twice " + code);
            }
            return this;
        }

        /**
         * Adds a rule.
         *
         * @param rule the rule
         * @return this builder
         * @throws IllegalArgumentException if there are more than 1000
         */
        public Builder rule(Rule rule) {
            if (rules.size() == MOST_RULES) {
                throw new IllegalArgumentException("a catalogue has at most " + MOST_RULES + " rules");
            }
            rules.add(Objects.requireNonNull(rule, "rule"));
            return this;
        }

        /**
         * Makes the catalogue.
         *
         * @return the catalogue
         * @throws IllegalArgumentException if something in it can be known to be wrong
         * @throws NullPointerException if the title is missing
         */
        public Catalogue build() {
            return new Catalogue(this);
        }
    }
}
