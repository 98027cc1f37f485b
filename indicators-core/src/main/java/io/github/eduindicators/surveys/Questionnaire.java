package io.github.eduindicators.surveys;

import com.google.common.collect.ImmutableSet;
import io.github.eduindicators.results.SurveyAnswers;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.annotation.Nullable;

/**
 * The questions of a survey: how each is answered, which answers are positive, and who was asked it.
 *
 * <p>A question that the questionnaire does not have is taken as the answers show it, see {@link #completedBy}. Two kinds of answers
 * are apart in every question: people who are <em>undecided</em> («затрудняюсь ответить») did answer, and whether they count in the whole
 * is a choice of the method; <em>no answer</em> is none, and they count as people who did not respond to the question. Both kinds
 * are lists of usual texts that can be replaced. Questions, answers and groups are written in the form of
 * {@link SurveyAnswers#key}. Immutable and safe to share between threads.
 */
public final class Questionnaire implements Serializable {
    /** How many filters a person may have to pass to be asked a question. */
    public static final int DEEPEST_FILTER = 20;

    private static final long serialVersionUID = 1L;
    private static final Set<String> UNDECIDED = ImmutableSet.of(
            "затрудняюсь ответить", "затрудняюсь с ответом", "затрудняюсь", "не знаю", "undecided", "don't know", "dont know", "dont_know",
            "do not know", "hard to say", "hard_to_say");
    private static final Set<String> NO_ANSWER = ImmutableSet.of(
            "нет ответа", "не ответил", "не ответили", "отказ", "отказ от ответа", "no answer", "no_answer", "refused", "missing");
    private static final Set<String> POSITIVE = ImmutableSet.of(
            "да", "скорее да", "скорее да, чем нет", "безусловно да", "определенно да", "полностью согласен", "скорее согласен", "согласен",
            "удовлетворен", "удовлетворены", "удовлетворен(а)", "полностью удовлетворен", "полностью удовлетворены",
            "полностью удовлетворен(а)", "скорее удовлетворен", "скорее удовлетворены", "скорее удовлетворен(а)", "в основном удовлетворен",
            "в основном удовлетворены", "хорошо", "отлично", "yes", "rather yes", "rather_yes", "definitely yes", "definitely_yes", "agree",
            "strongly agree", "strongly_agree", "satisfied", "rather satisfied", "rather_satisfied", "very satisfied", "very_satisfied",
            "fully satisfied", "fully_satisfied", "good", "excellent");
    private static final Questionnaire EMPTY = new Questionnaire(List.of(), UNDECIDED, NO_ANSWER);
    private static final int MOST_DIGITS = 4;

    private final LinkedHashMap<String, Question> questions = new LinkedHashMap<>();
    private final TreeSet<String> undecided;
    private final TreeSet<String> noAnswer;

    private Questionnaire(Collection<Question> questions, Set<String> undecided, Set<String> noAnswer) {
        this.undecided = new TreeSet<>(undecided);
        this.noAnswer = new TreeSet<>(noAnswer);
        for (Question question : questions) {
            if (this.questions.put(question.id(), question) != null) {
                throw new IllegalArgumentException("questions must differ, got twice " + question.id());
            }
        }
        questions.forEach(this::checkFilters);
    }

    private void checkFilters(Question question) {
        Optional<Filter> filter = question.filter();
        for (int depth = 0; filter.isPresent(); depth++) {
            Question of = questions.get(filter.get().question());
            if (of == null || depth == DEEPEST_FILTER) {
                throw new IllegalArgumentException("filters must name questions and lead to one that everybody is asked within "
                        + DEEPEST_FILTER + " steps, got " + question.id() + " behind " + filter.get().question());
            }
            filter = of.filter();
        }
    }

    /** How a question is answered. */
    public enum Kind {
        /** Each person gives one answer of several. */
        SINGLE,
        /** Each person may give several answers; the whole of the shares is the count of {@link SurveyAnswers#RESPONDENTS}. */
        MULTIPLE,
        /** Each person gives a whole number; the higher the better. */
        SCALE
    }

    /**
     * Who is asked a question: only those who gave one of some answers to another.
     *
     * @param question the other question
     * @param answers the answers that let a person pass
     */
    public record Filter(String question, SortedSet<String> answers) implements Serializable {

        /**
         * Checks that somebody can pass.
         *
         * @param question the other question
         * @param answers at least one answer
         * @throws IllegalArgumentException if there is no answer or a text is none of {@link SurveyAnswers#key}
         */
        public Filter {
            question = SurveyAnswers.key(question);
            answers = keys(answers);
            if (answers.isEmpty()) {
                throw new IllegalArgumentException("a filter needs at least one answer, got none to " + question);
            }
        }
    }

    private static SortedSet<String> keys(Collection<String> texts) {
        return Collections.unmodifiableSortedSet(texts.stream().map(SurveyAnswers::key).collect(Collectors.toCollection(TreeSet::new)));
    }

    /** One question. Immutable and safe to share between threads. */
    public static final class Question implements Serializable {
        private static final long serialVersionUID = 1L;
        private static final int NOWHERE = Integer.MAX_VALUE;

        private final String id;
        private final Kind kind;
        private final TreeMap<String, String> texts;
        private final TreeSet<String> positive;
        private final int positiveFrom;
        private final Filter filter;
        private final boolean declared;

        private Question(String id, Kind kind) {
            this(id, kind, new TreeMap<>(), new TreeSet<>(), NOWHERE, null, true);
        }

        private Question(
                String id,
                Kind kind,
                TreeMap<String, String> texts,
                TreeSet<String> positive,
                int positiveFrom,
                @Nullable Filter filter,
                boolean declared) {
            this.id = id;
            this.kind = kind;
            this.texts = texts;
            this.positive = positive;
            this.positiveFrom = positiveFrom;
            this.filter = filter;
            this.declared = declared;
        }

        /**
         * Returns a question with one answer a person.
         *
         * @param id the question as it stands in the answers
         * @return the question, without positive answers
         * @throws IllegalArgumentException if the text is none of {@link SurveyAnswers#key}
         */
        public static Question single(String id) {
            return of(id, Kind.SINGLE);
        }

        /**
         * Returns a question of a kind.
         *
         * @param id the question as it stands in the answers
         * @param kind how it is answered
         * @return the question, without positive answers
         * @throws IllegalArgumentException if the text is none of {@link SurveyAnswers#key}
         */
        public static Question of(String id, Kind kind) {
            return new Question(SurveyAnswers.key(id), Objects.requireNonNull(kind, "kind"));
        }

        /**
         * Puts the question into words.
         *
         * @param locale the language
         * @param text the question as people are asked
         * @return the question with the text
         * @throws IllegalArgumentException if the text is blank
         */
        public Question withText(Locale locale, String text) {
            if (text.isBlank()) {
                throw new IllegalArgumentException("the text of a question must not be blank");
            }
            TreeMap<String, String> more = new TreeMap<>(texts);
            more.put(locale.getLanguage(), text.strip());
            return new Question(id, kind, more, positive, positiveFrom, filter, declared);
        }

        /**
         * Says which answers are positive.
         *
         * @param answers the answers; none if no answer is better than another
         * @return the question with them
         * @throws IllegalArgumentException if a text is none of {@link SurveyAnswers#key}
         */
        public Question withPositive(String... answers) {
            return new Question(id, kind, texts, new TreeSet<>(keys(List.of(answers))), NOWHERE, filter, declared);
        }

        /**
         * Says from which number on the answers of a scale are positive.
         *
         * @param number the lowest positive answer
         * @return the question with it
         * @throws IllegalArgumentException if the question is no scale
         */
        public Question withPositiveFrom(int number) {
            if (kind != Kind.SCALE) {
                throw new IllegalArgumentException("only a scale has a lowest positive answer, got " + kind + " in " + id);
            }
            return new Question(id, kind, texts, new TreeSet<>(), number, filter, declared);
        }

        /**
         * Says who is asked this question.
         *
         * @param value only these people
         * @return the question with the filter
         */
        public Question withFilter(Filter value) {
            return new Question(id, kind, texts, positive, positiveFrom, Objects.requireNonNull(value, "filter"), declared);
        }

        private Question guessed() {
            return new Question(id, kind, texts, positive, positiveFrom, filter, false);
        }

        /**
         * Returns what the question is known by.
         *
         * @return the question as it stands in the answers
         */
        public String id() {
            return id;
        }

        /**
         * Returns how the question is answered.
         *
         * @return the kind
         */
        public Kind kind() {
            return kind;
        }

        /**
         * Returns the question in words.
         *
         * @param locale the language
         * @return its text, else the text in another language, else the id
         */
        public String text(Locale locale) {
            String own = texts.get(locale.getLanguage());
            return own != null ? own : texts.isEmpty() ? id : texts.firstEntry().getValue();
        }

        /**
         * Returns whether an answer is positive.
         *
         * @param answer the answer
         * @return true if it is
         */
        public boolean isPositive(String answer) {
            String key = SurveyAnswers.key(answer);
            OptionalInt number = whole(key);
            return positive.contains(key) || number.isPresent() && number.getAsInt() >= positiveFrom;
        }

        /**
         * Returns whether the question has positive answers.
         *
         * @return false if no answer is better than another
         */
        public boolean hasPositive() {
            return !positive.isEmpty() || positiveFrom != NOWHERE;
        }

        /**
         * Returns who is asked.
         *
         * @return the filter, or empty if everybody is
         */
        public Optional<Filter> filter() {
            return Optional.ofNullable(filter);
        }

        /**
         * Returns whether somebody described the question.
         *
         * @return false if it was taken as the answers show it
         */
        public boolean declared() {
            return declared;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Question that
                    && id.equals(that.id)
                    && kind == that.kind
                    && texts.equals(that.texts)
                    && positive.equals(that.positive)
                    && positiveFrom == that.positiveFrom
                    && Objects.equals(filter, that.filter)
                    && declared == that.declared;
        }

        @Override
        public int hashCode() {
            return Objects.hash(id, kind, positive, positiveFrom, filter);
        }

        @Override
        public String toString() {
            return id + " " + kind + (positiveFrom != NOWHERE ? " positive=" + positiveFrom + "+" : positive.isEmpty() ? "" : " positive="
                    + positive) + (filter == null ? "" : " if " + filter.question() + "=" + filter.answers());
        }
    }

    private static OptionalInt whole(String text) {
        return text.length() <= MOST_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9')
                ? OptionalInt.of(Integer.parseInt(text))
                : OptionalInt.empty();
    }

    /**
     * Returns a questionnaire without questions: all are taken as the answers show them.
     *
     * @return the questionnaire
     */
    public static Questionnaire empty() {
        return EMPTY;
    }

    /**
     * Returns a questionnaire.
     *
     * @param questions the questions in their order
     * @return the questionnaire
     * @throws IllegalArgumentException if two questions have the same id, a filter names none of them, or filters run in
     *     a circle or deeper than {@value #DEEPEST_FILTER}
     */
    public static Questionnaire of(Collection<Question> questions) {
        return new Questionnaire(questions, UNDECIDED, NO_ANSWER);
    }

    /**
     * Says which answers mean that a person is undecided.
     *
     * @param answers the answers; none if there are no such
     * @return the questionnaire with them
     * @throws IllegalArgumentException if a text is none of {@link SurveyAnswers#key}
     */
    public Questionnaire withUndecided(String... answers) {
        return new Questionnaire(questions.values(), keys(List.of(answers)), noAnswer);
    }

    /**
     * Says which answers mean that a person gave none.
     *
     * @param answers the answers; none if there are no such
     * @return the questionnaire with them
     * @throws IllegalArgumentException if a text is none of {@link SurveyAnswers#key}
     */
    public Questionnaire withNoAnswer(String... answers) {
        return new Questionnaire(questions.values(), undecided, keys(List.of(answers)));
    }

    /**
     * Adds the questions that some answers are to and that this questionnaire does not have, as the answers show them.
     *
     * <p>Such a question has one answer a person; it has several if everywhere the {@link SurveyAnswers#RESPONDENTS people} are counted
     * who answered it, and somewhere all its answers together are more than they. Positive are usual words of consent
     * and content ({@code yes}, {@code да}, {@code satisfied}, {@code скорее удовлетворен} and the like); numbers are not, because they may be marks, ranks or years. There are
     * no filters.
     *
     * @param answers the answers
     * @return this questionnaire with those questions, sorted, behind its own
     */
    public Questionnaire completedBy(SurveyAnswers answers) {
        TreeMap<String, SortedSet<String>> unknown = new TreeMap<>();
        Set<String> several = new HashSet<>();
        Set<String> notCounted = new HashSet<>();
        for (SurveyAnswers.Sheet sheet : answers.sheets()) {
            for (String id : sheet.questions()) {
                if (!questions.containsKey(id)) {
                    Map<String, Long> counts = sheet.answers(id);
                    unknown.computeIfAbsent(id, key -> new TreeSet<>()).addAll(counts.keySet());
                    if (sheet.respondents(id).isEmpty()) {
                        notCounted.add(id);
                    } else if (counts.values().stream().mapToLong(Long::longValue).sum() > sheet.respondents(id).getAsLong()) {
                        several.add(id);
                    }
                }
            }
        }
        several.removeAll(notCounted);
        List<Question> all = new ArrayList<>(questions.values());
        unknown.forEach((id, given) -> {
            String[] positive = given.stream().filter(POSITIVE::contains).toArray(String[]::new);
            all.add(Question.of(id, several.contains(id) ? Kind.MULTIPLE : Kind.SINGLE).withPositive(positive).guessed());
        });
        return new Questionnaire(all, undecided, noAnswer);
    }

    /**
     * Returns the questions.
     *
     * @return in their order
     */
    public List<Question> questions() {
        return List.copyOf(questions.values());
    }

    /**
     * Returns one question.
     *
     * @param id the question as it stands in the answers
     * @return the question, or empty if the questionnaire does not have it
     */
    public Optional<Question> question(String id) {
        Question known = questions.get(id);
        return Optional.ofNullable(known != null ? known : questions.get(SurveyAnswers.key(id)));
    }

    /**
     * Returns whether an answer means that a person is undecided.
     *
     * @param answer the answer
     * @return true if it does
     */
    public boolean isUndecided(String answer) {
        return undecided.contains(SurveyAnswers.key(answer));
    }

    /**
     * Returns whether an answer means that a person gave none.
     *
     * @param answer the answer
     * @return true if it does
     */
    public boolean isNoAnswer(String answer) {
        return noAnswer.contains(SurveyAnswers.key(answer));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Questionnaire that
                && questions().equals(that.questions())
                && undecided.equals(that.undecided)
                && noAnswer.equals(that.noAnswer);
    }

    @Override
    public int hashCode() {
        return Objects.hash(questions, undecided, noAnswer);
    }

    @Override
    public String toString() {
        return questions.values().stream().map(Question::toString).collect(Collectors.joining("\n"));
    }
}
