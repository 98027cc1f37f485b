package io.github.eduindicators.recommendations;

import io.github.eduindicators.model.UnitType;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.annotation.Nullable;

/**
 * When a recommendation is given, to whom, about what, and in which words.
 *
 * <p>The condition is about one unit. Every pattern of {@code allOf} must match, at least {@link #anyAtLeast} patterns of {@code anyOf},
 * and no pattern of {@code noneOf}. That a finding is not there proves nothing: {@code noneOf} asks for a finding without a sign
 * (CLEAR) of the same method besides.
 *
 * <p>With {@link #groupBy} a recommendation is given for each value of a fact, such as each subject; findings that lack the fact count
 * for each. A rule that {@link #replaces} others silences them for the unit. Immutable and safe to share between threads.
 */
public final class Rule implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final Set<UnitType> WHOLES = EnumSet.of(UnitType.MUNICIPALITY, UnitType.REGION);
    private static final int MOST_PATTERNS = 50;
    private static final int MOST_MEASURES = 20;

    /** How pressing it is. */
    public enum Priority {
        /** First. */
        HIGH,
        /** In its turn. */
        MEDIUM,
        /** When there is room. */
        LOW
    }

    private final String id;
    private final Addressee addressee;
    private final String topic;
    private final TreeSet<UnitType> unitTypes;
    private final ArrayList<FindingPattern> allOf;
    private final ArrayList<FindingPattern> anyOf;
    private final int anyAtLeast;
    private final ArrayList<FindingPattern> noneOf;
    private final String groupBy;
    private final Phrase title;
    private final Phrase text;
    private final Phrase why;
    private final ArrayList<Phrase> measures;
    private final Deadline deadline;
    private final Priority priority;
    private final TreeSet<String> replaces;
    @Nullable
    private final LocalDate validFrom;
    @Nullable
    private final LocalDate validTo;

    private Rule(Builder builder) {
        this.id = builder.id;
        this.addressee = builder.addressee;
        this.topic = builder.topic;
        this.unitTypes = new TreeSet<>(builder.unitTypes);
        this.allOf = new ArrayList<>(builder.allOf);
        this.anyOf = new ArrayList<>(builder.anyOf);
        this.anyAtLeast = builder.anyAtLeast;
        this.noneOf = new ArrayList<>(builder.noneOf);
        this.groupBy = builder.groupBy;
        this.title = Objects.requireNonNull(builder.title, "title");
        this.text = Objects.requireNonNull(builder.text, "text");
        this.why = Objects.requireNonNull(builder.why, "why");
        this.measures = new ArrayList<>(builder.measures);
        this.deadline = builder.deadline;
        this.priority = builder.priority;
        this.replaces = new TreeSet<>(builder.replaces);
        this.validFrom = builder.validFrom;
        this.validTo = builder.validTo;
        check();
    }

    private void check() {
        refuse(unitTypes.isEmpty(), "a rule must say for which kinds of unit it is");
        for (UnitType type : unitTypes) {
            refuse(!addressee.answersFor(type), addressee.code() + " is not told about a " + type.code());
        }
        refuse(allOf.isEmpty() && anyOf.isEmpty(), "nothing is recommended without a finding: allOf or anyOf must name one");
        refuse(anyOf.isEmpty() ? anyAtLeast != 1 : anyAtLeast > anyOf.size(),
                "of " + anyOf.size() + " patterns of anyOf " + anyAtLeast + " can never match");
        patterns().forEach(this::check);
        for (FindingPattern not : noneOf) {
            refuse(not.whose() != FindingPattern.Whose.UNIT, "noneOf is about the unit's own findings: " + not);
            for (FindingPattern must : allOf) {
                refuse(not.covers(must), "the rule can never fire: allOf asks for what noneOf refuses, " + must);
            }
        }
        refuse(!anyOf.isEmpty()
                && anyOf.stream().filter(some -> noneOf.stream().noneMatch(not -> not.covers(some))).count() < anyAtLeast,
                "the rule can never fire: noneOf refuses what anyOf asks for");
        refuse(replaces.contains(id), "a rule cannot replace itself");
        refuse(validFrom != null && validTo != null && validTo.isBefore(validFrom),
                "the last day in force is before the first: " + validTo + " and " + validFrom);
        boolean grouped = text.places().contains("group") || why.places().contains("group");
        refuse(grouped && groupBy.isEmpty(), "the text names a group, but the rule has no groupBy");
        refuse(!title.places().isEmpty(), "a title is told as it stands, without places: " + title);
        for (Phrase measure : measures) {
            refuse(!measure.places().isEmpty(), "a measure is told as it stands, without places: " + measure);
        }
    }

    private void check(FindingPattern pattern) {
        try {
            pattern.check();
        } catch (IllegalArgumentException e) {
            refuse(true, e.getMessage());
        }
        refuse(pattern.whose() != FindingPattern.Whose.UNIT && !WHOLES.containsAll(unitTypes),
                "only municipalities and regions have schools and heads: " + pattern);
    }

    private void refuse(boolean wrong, String problem) {
        if (wrong) {
            throw new IllegalArgumentException("rule " + id + ": " + problem);
        }
    }

    /**
     * Starts a rule.
     *
     * @param id its identity: small Latin letters, digits, hyphens, dots and underscores, at most 60
     * @param addressee whom it tells
     * @param topic the code of its topic, written in the same way
     * @return a builder; the recommendation is due after 30 days and of medium priority unless said otherwise
     * @throws IllegalArgumentException if a code is none
     */
    public static Builder builder(String id, Addressee addressee, String topic) {
        return new Builder(id, addressee, topic);
    }

    /** A code as files write it. */
    static String code(String what, String code) {
        if (!code.matches("[a-z0-9][a-z0-9._-]{0,59}")) {
            throw new IllegalArgumentException(
                    what + " must have 1..60 small Latin letters, digits, hyphens, dots and underscores, got '" + code + "'");
        }
        return code;
    }

    /**
     * Returns the identity.
     *
     * @return the code of the rule
     */
    public String id() {
        return id;
    }

    /**
     * Returns whom it tells.
     *
     * @return the role
     */
    public Addressee addressee() {
        return addressee;
    }

    /**
     * Returns what it is about.
     *
     * @return the code of the topic
     */
    public String topic() {
        return topic;
    }

    /**
     * Returns the kinds of unit whose findings it looks at.
     *
     * @return the kinds, sorted
     */
    public SortedSet<UnitType> unitTypes() {
        return new TreeSet<>(unitTypes);
    }

    /**
     * Returns the patterns that must all match.
     *
     * @return the patterns in their order
     */
    public List<FindingPattern> allOf() {
        return List.copyOf(allOf);
    }

    /**
     * Returns the patterns of which some must match.
     *
     * @return the patterns in their order
     */
    public List<FindingPattern> anyOf() {
        return List.copyOf(anyOf);
    }

    /**
     * Returns how many of {@link #anyOf} must match.
     *
     * @return the least number
     */
    public int anyAtLeast() {
        return anyAtLeast;
    }

    /**
     * Returns the patterns none of which may match.
     *
     * @return the patterns in their order
     */
    public List<FindingPattern> noneOf() {
        return List.copyOf(noneOf);
    }

    Stream<FindingPattern> patterns() {
        return Stream.of(allOf, anyOf, noneOf).flatMap(List::stream);
    }

    /**
     * Returns the fact for whose values recommendations are given apart.
     *
     * @return its key, or empty
     */
    public Optional<String> groupBy() {
        return groupBy.isEmpty() ? Optional.empty() : Optional.of(groupBy);
    }

    /**
     * Returns what the recommendation is called, where many are told together.
     *
     * @return a few words in both languages
     */
    public Phrase title() {
        return title;
    }

    /**
     * Returns what is recommended.
     *
     * @return the text with its places
     */
    public Phrase text() {
        return text;
    }

    /**
     * Returns why.
     *
     * @return the text with its places
     */
    public Phrase why() {
        return why;
    }

    /**
     * Returns kinds of measures to choose from.
     *
     * @return their names in their order
     */
    public List<Phrase> measures() {
        return List.copyOf(measures);
    }

    /**
     * Returns by when.
     *
     * @return the term
     */
    public Deadline deadline() {
        return deadline;
    }

    /**
     * Returns how pressing it is.
     *
     * @return the priority
     */
    public Priority priority() {
        return priority;
    }

    /**
     * Returns the rules that are silent about a unit where this one speaks.
     *
     * @return their identities, sorted
     */
    public SortedSet<String> replaces() {
        return new TreeSet<>(replaces);
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

    boolean inForce(LocalDate day) {
        return within(validFrom, validTo, day);
    }

    static boolean within(@Nullable LocalDate from, @Nullable LocalDate to, LocalDate day) {
        return (from == null || !day.isBefore(from)) && (to == null || !day.isAfter(to));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Rule that
                && id.equals(that.id)
                && addressee == that.addressee
                && topic.equals(that.topic)
                && unitTypes.equals(that.unitTypes)
                && allOf.equals(that.allOf)
                && anyOf.equals(that.anyOf)
                && anyAtLeast == that.anyAtLeast
                && noneOf.equals(that.noneOf)
                && groupBy.equals(that.groupBy)
                && title.equals(that.title)
                && text.equals(that.text)
                && why.equals(that.why)
                && measures.equals(that.measures)
                && deadline.equals(that.deadline)
                && priority == that.priority
                && replaces.equals(that.replaces)
                && Objects.equals(validFrom, that.validFrom)
                && Objects.equals(validTo, that.validTo);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, topic, allOf, anyOf, noneOf, text);
    }

    @Override
    public String toString() {
        return id + " (" + topic + ") to " + addressee.code();
    }

    /** Collects the parts of a rule. Not safe for use by several threads. */
    public static final class Builder {
        private final String id;
        private final Addressee addressee;
        private final String topic;
        private final Set<UnitType> unitTypes = EnumSet.noneOf(UnitType.class);
        private final List<FindingPattern> allOf = new ArrayList<>();
        private final List<FindingPattern> anyOf = new ArrayList<>();
        private int anyAtLeast = 1;
        private final List<FindingPattern> noneOf = new ArrayList<>();
        private String groupBy = "";
        private Phrase title;
        private Phrase text;
        private Phrase why;
        private final List<Phrase> measures = new ArrayList<>();
        private Deadline deadline = Deadline.afterDays(30);
        private Priority priority = Priority.MEDIUM;
        private final Set<String> replaces = new TreeSet<>();
        @Nullable
        private LocalDate validFrom;
        @Nullable
        private LocalDate validTo;

        private Builder(String id, Addressee addressee, String topic) {
            this.id = code("the identity of a rule", id);
            this.addressee = Objects.requireNonNull(addressee, "addressee");
            this.topic = code("the topic of a rule", topic);
        }

        /**
         * Adds kinds of unit whose findings the rule looks at.
         *
         * @param types the kinds
         * @return this builder
         */
        public Builder unitTypes(UnitType... types) {
            unitTypes.addAll(Arrays.asList(types));
            return this;
        }

        /**
         * Adds patterns that must all match.
         *
         * @param patterns the patterns
         * @return this builder
         */
        public Builder allOf(FindingPattern... patterns) {
            add(allOf, patterns);
            return this;
        }

        /**
         * Adds patterns of which some must match.
         *
         * @param patterns the patterns
         * @return this builder
         */
        public Builder anyOf(FindingPattern... patterns) {
            add(anyOf, patterns);
            return this;
        }

        /**
         * Sets how many of the patterns of {@code anyOf} must match.
         *
         * @param number the least number, positive; 1 unless set
         * @return this builder
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder anyAtLeast(int number) {
            if (number < 1) {
                throw new IllegalArgumentException("rule " + id + ": anyAtLeast must be positive, got " + number);
            }
            this.anyAtLeast = number;
            return this;
        }

        /**
         * Adds patterns none of which may match, and of whose methods a CLEAR finding must be there.
         *
         * @param patterns the patterns
         * @return this builder
         */
        public Builder noneOf(FindingPattern... patterns) {
            add(noneOf, patterns);
            return this;
        }

        private void add(List<FindingPattern> to, FindingPattern... patterns) {
            to.addAll(Arrays.asList(patterns));
            if (to.size() > MOST_PATTERNS) {
                throw new IllegalArgumentException("rule " + id + ": at most " + MOST_PATTERNS + " patterns, got " + to.size());
            }
        }

        /**
         * Sets the fact for whose values recommendations are given apart.
         *
         * @param fact the key of a fact, such as {@code subject}
         * @return this builder
         * @throws IllegalArgumentException if it is no key
         */
        public Builder groupBy(String fact) {
            if (!fact.matches("[a-z0-9-]{1,60}")) {
                throw new IllegalArgumentException("rule " + id + ": groupBy must be the key of a fact, got '" + fact + "'");
            }
            this.groupBy = fact;
            return this;
        }

        /**
         * Sets what the recommendation is called.
         *
         * @param value a few words, without places
         * @return this builder
         */
        public Builder title(Phrase value) {
            this.title = Objects.requireNonNull(value, "title");
            return this;
        }

        /**
         * Sets what is recommended.
         *
         * @param value the text with its places
         * @return this builder
         */
        public Builder text(Phrase value) {
            this.text = Objects.requireNonNull(value, "text");
            return this;
        }

        /**
         * Sets why.
         *
         * @param value the text with its places
         * @return this builder
         */
        public Builder why(Phrase value) {
            this.why = Objects.requireNonNull(value, "why");
            return this;
        }

        /**
         * Adds kinds of measures to choose from.
         *
         * @param names their names
         * @return this builder
         * @throws IllegalArgumentException if they are more than 20
         */
        public Builder measures(Collection<Phrase> names) {
            measures.addAll(names);
            if (measures.size() > MOST_MEASURES) {
                throw new IllegalArgumentException("rule " + id + ": at most " + MOST_MEASURES + " measures, got " + measures.size());
            }
            return this;
        }

        /**
         * Sets by when.
         *
         * @param value the term
         * @return this builder
         */
        public Builder deadline(Deadline value) {
            this.deadline = Objects.requireNonNull(value, "deadline");
            return this;
        }

        /**
         * Sets how pressing it is.
         *
         * @param value the priority
         * @return this builder
         */
        public Builder priority(Priority value) {
            this.priority = Objects.requireNonNull(value, "priority");
            return this;
        }

        /**
         * Adds rules that are silent about a unit where this one speaks.
         *
         * @param rules their identities
         * @return this builder
         * @throws IllegalArgumentException if one is no identity
         */
        public Builder replaces(Collection<String> rules) {
            rules.forEach(rule -> replaces.add(code("a rule that is replaced", rule)));
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
         * Makes the rule.
         *
         * @return the rule
         * @throws IllegalArgumentException if it can never fire, or contradicts itself
         * @throws NullPointerException if the title or a text is missing
         */
        public Rule build() {
            return new Rule(this);
        }
    }
}
