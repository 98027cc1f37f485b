package io.github.eduindicators.results;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableSortedSet;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Unit;
import java.io.Serializable;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How many people gave which answer to which question: counts by wave, organisation, group of respondents, question and answer, and
 * how many were invited. Nobody stands in it by himself.
 *
 * <p>An organisation is a {@link io.github.eduindicators.model.SchoolId} where it is a school of the register, else a
 * {@link Unit} of its own kind. Groups, questions and answers are compared without regard to case, ё and blanks, and kept in lower
 * case. The answer {@value #RESPONDENTS} is none: its count is of the people who answered the question at all, which a question with
 * several answers a person needs as the whole of its shares.
 *
 * <p>Tables are added up cell by cell, in any order and grouping; the number invited is a fact about the group and not added: where two
 * tables know it, they must agree. Immutable and safe to share between threads.
 */
public final class SurveyAnswers implements Serializable {
    private static final long serialVersionUID = 1L;
    /** Stands for an answer where the people are counted who answered the question at all. */
    public static final String RESPONDENTS = "*";
    /** The most characters of a wave, a group, a question or an answer. */
    public static final int LONGEST_TEXT = 300;

    private static final int YEAR = "2023".length();
    private static final int HALF_YEAR = "2023-H1".length();
    private static final int FIRST_YEAR = 1990;
    private static final int LAST_YEAR = 2100;
    private static final CharMatcher CONTROL = CharMatcher.javaIsoControl();
    private static final SurveyAnswers EMPTY = new SurveyAnswers(new TreeMap<>());

    /** In the order of what was asked; the sheets are never changed. */
    private final TreeMap<Asked, Sheet> sheets;

    private SurveyAnswers(TreeMap<Asked, Sheet> sheets) {
        this.sheets = sheets;
    }

    /**
     * Who was asked: a group of people of an organisation in a wave of the survey.
     *
     * @param wave the wave, such as {@code 2023} or {@code 2023-H1}, or any other text
     * @param organisation the organisation
     * @param group the group, such as {@code parents}, in lower case
     */
    public record Asked(String wave, Unit organisation, String group) implements Comparable<Asked>, Serializable {
        private static final Comparator<Asked> ORDER = Comparator.comparing(Asked::wave, waveOrder())
                .thenComparing(Asked::organisation, Unit.order())
                .thenComparing(Asked::group);

        /**
         * Checks the texts and gives them the form in which they are compared.
         *
         * @param wave the wave
         * @param organisation the organisation
         * @param group the group
         * @throws IllegalArgumentException if a text is blank, longer than {@value SurveyAnswers#LONGEST_TEXT} characters or holds control
         *     characters
         */
        public Asked {
            wave = inOneForm(wave);
            Objects.requireNonNull(organisation, "organisation");
            group = key(group);
        }

        @Override
        public int compareTo(Asked other) {
            return ORDER.compare(this, other);
        }

        @Override
        public String toString() {
            return wave + " " + organisation + " " + group;
        }
    }

    /**
     * Returns the order of waves: years and half-years in time order, then all others as text.
     *
     * @return the order
     */
    public static Comparator<String> waveOrder() {
        return WaveOrder.IN_TIME;
    }

    /** The order of waves, in a form that can be serialised with what is sorted by it. */
    private enum WaveOrder implements Comparator<String> {
        IN_TIME;

        @Override
        public int compare(String one, String other) {
            if (one.equals(other)) {
                return 0;
            }
            boolean first = isPeriod(one);
            boolean second = isPeriod(other);
            return first == second ? sortable(one, first).compareTo(sortable(other, second)) : first ? -1 : 1;
        }

        /** A year stands behind its halves. */
        private static String sortable(String wave, boolean period) {
            return period && wave.length() == YEAR ? wave + "-H3" : wave;
        }
    }

    private static boolean isPeriod(String wave) {
        boolean half = wave.length() == HALF_YEAR && wave.charAt(YEAR) == '-' && (wave.charAt(YEAR + 1) & ~0x20) == 'H'
                && (wave.charAt(YEAR + 2) == '1' || wave.charAt(YEAR + 2) == '2');
        return (half || wave.length() == YEAR) && isYear(wave);
    }

    private static boolean isYear(String wave) {
        int year = 0;
        for (int i = 0; i < YEAR; i++) {
            char digit = wave.charAt(i);
            if (digit < '0' || digit > '9') {
                return false;
            }
            year = year * 10 + digit - '0';
        }
        return year >= FIRST_YEAR && year <= LAST_YEAR;
    }

    private static String inOneForm(String text) {
        String wave = checked(text);
        return isPeriod(wave) ? Period.parse(wave).toString() : wave;
    }

    /**
     * Returns the form in which groups, questions and answers are compared and kept.
     *
     * @param text as people wrote it
     * @return without outer and double blanks, in lower case, with е for ё
     * @throws IllegalArgumentException if the text is blank, longer than {@value #LONGEST_TEXT} characters or holds control characters
     */
    public static String key(String text) {
        return checked(text).toLowerCase(Locale.ROOT).replace('ё', 'е');
    }

    private static String checked(String text) {
        String collapsed = CharMatcher.whitespace().trimAndCollapseFrom(text, ' ');
        if (collapsed.isEmpty() || collapsed.length() > LONGEST_TEXT || CONTROL.matchesAnyOf(collapsed)) {
            throw new IllegalArgumentException("a wave, group, question or answer needs 1.." + LONGEST_TEXT
                    + " characters, none of them for control, got " + collapsed.length() + " characters");
        }
        return collapsed;
    }

    /**
     * Returns no answers.
     *
     * @return an empty table
     */
    public static SurveyAnswers empty() {
        return EMPTY;
    }

    /**
     * Starts a table.
     *
     * @return an empty builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the answers of both tables, added up.
     *
     * @param other another table
     * @return the sum
     * @throws IllegalArgumentException if both know how many were invited and differ
     * @throws ArithmeticException if a count leaves the range of a long
     */
    public SurveyAnswers plus(SurveyAnswers other) {
        return builder().addAll(this).addAll(other).build();
    }

    /**
     * Returns the answers of some of those who were asked.
     *
     * @param waves the waves to keep
     * @return the part
     */
    public SurveyAnswers in(Collection<String> waves) {
        TreeMap<Asked, Sheet> kept = new TreeMap<>();
        SortedSet<String> wanted = new TreeSet<>();
        waves.forEach(wave -> wanted.add(inOneForm(wave)));
        sheets.forEach((asked, sheet) -> {
            if (wanted.contains(asked.wave())) {
                kept.put(asked, sheet);
            }
        });
        return new SurveyAnswers(kept);
    }

    /**
     * Returns the answers by who was asked.
     *
     * @return one sheet for each group of an organisation in a wave, in their order
     */
    public List<Sheet> sheets() {
        return List.copyOf(sheets.values());
    }

    /**
     * Returns the answers of one group of one organisation.
     *
     * @param asked who was asked
     * @return the sheet, or empty if nothing is known of them
     */
    public Optional<Sheet> sheet(Asked asked) {
        return Optional.ofNullable(sheets.get(asked));
    }

    /**
     * Returns the waves.
     *
     * @return in the order of {@link #waveOrder}
     */
    public SortedSet<String> waves() {
        return sheets.keySet().stream().map(Asked::wave).collect(ImmutableSortedSet.toImmutableSortedSet(waveOrder()));
    }

    /**
     * Returns the organisations.
     *
     * @return by kind and code
     */
    public SortedSet<Unit> organisations() {
        return sheets.keySet().stream().map(Asked::organisation).collect(ImmutableSortedSet.toImmutableSortedSet(Unit.order()));
    }

    /**
     * Returns the groups of respondents.
     *
     * @return sorted
     */
    public SortedSet<String> groups() {
        return sheets.keySet().stream()
                .map(Asked::group)
                .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.<String>naturalOrder()));
    }

    /**
     * Returns the questions.
     *
     * @return sorted
     */
    public SortedSet<String> questions() {
        return sheets.values().stream()
                .flatMap(sheet -> sheet.questions.keySet().stream())
                .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.<String>naturalOrder()));
    }

    /**
     * Returns whether nothing is known at all.
     *
     * @return true if there is no sheet
     */
    public boolean isEmpty() {
        return sheets.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SurveyAnswers that && sheets.equals(that.sheets);
    }

    @Override
    public int hashCode() {
        return sheets.hashCode();
    }

    @Override
    public String toString() {
        return "SurveyAnswers[waves " + waves() + ", groups " + groups() + ", " + organisations().size() + " organisations, "
                + questions().size() + " questions]";
    }

    /** The answers of one group of one organisation in one wave. Immutable and safe to share between threads. */
    public static final class Sheet implements Serializable {
        private static final long serialVersionUID = 1L;
        private static final long UNKNOWN = -1;

        private final Asked asked;
        private final long invited;
        private final TreeMap<String, TreeMap<String, Long>> questions;

        private Sheet(Asked asked, long invited, Map<String, TreeMap<String, Long>> questions) {
            this.asked = asked;
            this.invited = invited;
            this.questions = new TreeMap<>();
            questions.forEach((question, answers) -> this.questions.put(question, new TreeMap<>(answers)));
        }

        /**
         * Returns who was asked.
         *
         * @return the wave, the organisation and the group
         */
        public Asked asked() {
            return asked;
        }

        /**
         * Returns how many people were invited.
         *
         * @return the number, or empty where it is not known
         */
        public OptionalLong invited() {
            return invited == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(invited);
        }

        /**
         * Returns the questions.
         *
         * @return every question of which there is a count, sorted
         */
        public SortedSet<String> questions() {
            return Collections.unmodifiableSortedSet((SortedSet<String>) questions.navigableKeySet());
        }

        /**
         * Returns the answers to a question, {@value SurveyAnswers#RESPONDENTS} not among them.
         *
         * @param question the question
         * @return the counts by answer, sorted; none if the question is not known
         */
        public SortedMap<String, Long> answers(String question) {
            TreeMap<String, Long> counts = new TreeMap<>(counts(question));
            counts.remove(RESPONDENTS);
            return Collections.unmodifiableSortedMap(counts);
        }

        /**
         * Returns how many people answered a question at all, where that was counted.
         *
         * @param question the question
         * @return the count under {@value SurveyAnswers#RESPONDENTS}, or empty
         */
        public OptionalLong respondents(String question) {
            Long count = counts(question).get(RESPONDENTS);
            return count == null ? OptionalLong.empty() : OptionalLong.of(count);
        }

        private SortedMap<String, Long> counts(String question) {
            SortedMap<String, Long> counts = questions.get(question);
            return counts != null ? counts : questions.getOrDefault(key(question), new TreeMap<>());
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Sheet that
                    && asked.equals(that.asked)
                    && invited == that.invited
                    && questions.equals(that.questions);
        }

        @Override
        public int hashCode() {
            return Objects.hash(asked, invited, questions);
        }

        @Override
        public String toString() {
            return asked + (invited == UNKNOWN ? "" : " invited=" + invited) + " " + questions;
        }
    }

    /** Collects counts in any order. Not safe for use by several threads. */
    public static final class Builder {
        private final TreeMap<Asked, TreeMap<String, TreeMap<String, Long>>> counts = new TreeMap<>();
        private final TreeMap<Asked, Long> invited = new TreeMap<>();
        /** The forms of the texts that came. */
        private final Map<String, String> forms = new HashMap<>();

        private Builder() {}

        /**
         * Says how many people were invited.
         *
         * @param asked who was asked
         * @param number how many people, not negative
         * @return this builder
         * @throws IllegalArgumentException if the number is negative, or another was said before
         */
        public Builder invited(Asked asked, long number) {
            if (number < 0) {
                throw new IllegalArgumentException("the number invited must not be negative, got " + number);
            }
            Long before = invited.putIfAbsent(Objects.requireNonNull(asked, "asked"), number);
            if (before != null && before != number) {
                throw new IllegalArgumentException("one number was invited, got " + before + " and " + number + " of " + asked);
            }
            return this;
        }

        /**
         * Adds answers; where there are some of the same, the counts are added up.
         *
         * @param asked who was asked
         * @param question the question
         * @param answer the answer, or {@value SurveyAnswers#RESPONDENTS}
         * @param count how many people gave it, not negative
         * @return this builder
         * @throws IllegalArgumentException if the count is negative, or a text is blank, longer than
         *     {@value SurveyAnswers#LONGEST_TEXT} characters or holds control characters
         * @throws ArithmeticException if the sum leaves the range of a long
         */
        public Builder add(Asked asked, String question, String answer, long count) {
            if (count < 0) {
                throw new IllegalArgumentException("count must not be negative, got " + count);
            }
            counts.computeIfAbsent(Objects.requireNonNull(asked, "asked"), key -> new TreeMap<>())
                    .computeIfAbsent(shared(question), key -> new TreeMap<>())
                    .merge(shared(answer), count, Math::addExact);
            return this;
        }

        private String shared(String text) {
            return forms.computeIfAbsent(text, SurveyAnswers::key);
        }

        private Builder addAll(SurveyAnswers all) {
            all.sheets.forEach((asked, sheet) -> {
                sheet.invited().ifPresent(number -> invited(asked, number));
                sheet.questions.forEach((question, answers) ->
                        answers.forEach((answer, count) -> add(asked, question, answer, count)));
            });
            return this;
        }

        /**
         * Makes the table; the builder can go on.
         *
         * @return the answers so far
         */
        public SurveyAnswers build() {
            TreeMap<Asked, Sheet> sheets = new TreeMap<>();
            SortedSet<Asked> all = new TreeSet<>(counts.keySet());
            all.addAll(invited.keySet());
            for (Asked asked : all) {
                sheets.put(asked, new Sheet(
                        asked, invited.getOrDefault(asked, Sheet.UNKNOWN), counts.getOrDefault(asked, new TreeMap<>())));
            }
            return new SurveyAnswers(sheets);
        }
    }
}
