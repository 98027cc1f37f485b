package io.github.eduindicators.surveys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.SurveyAnswers;
import io.github.eduindicators.surveys.Questionnaire.Filter;
import io.github.eduindicators.surveys.Questionnaire.Kind;
import io.github.eduindicators.surveys.Questionnaire.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class QuestionnaireTest {
    private static final Locale RUSSIAN = Locale.forLanguageTag("ru");
    private static final SurveyAnswers.Asked ASKED = new SurveyAnswers.Asked("2023", SchoolId.of("a"), "parents");
    private static final SurveyAnswers.Asked OTHER = new SurveyAnswers.Asked("2023", SchoolId.of("b"), "parents");

    private static Filter filter(String question, String... answers) {
        return new Filter(question, new TreeSet<>(List.of(answers)));
    }

    @Test
    void aQuestionSaysWhichAnswersArePositive() {
        Question words = Question.single("Q1").withPositive("Да", "скорее да");
        assertThat(words.isPositive("да ")).isTrue();
        assertThat(words.isPositive("нет")).isFalse();
        Question scale = Question.of("q2", Kind.SCALE).withPositiveFrom(4);
        assertThat(scale.isPositive("4")).isTrue();
        assertThat(scale.isPositive("5")).isTrue();
        assertThat(scale.isPositive("3")).isFalse();
        assertThat(scale.isPositive("иное")).isFalse();
        assertThat(Question.single("q3").hasPositive()).isFalse();
        assertThatThrownBy(() -> words.withPositiveFrom(4)).hasMessageContaining("scale").hasMessageContaining("q1");
    }

    @Test
    void textsFallBackToAnotherLanguageAndToTheId() {
        Question both = Question.single("Q1").withText(RUSSIAN, " Довольны? ").withText(Locale.ENGLISH, "Content?");
        assertThat(both.text(RUSSIAN)).isEqualTo("Довольны?");
        assertThat(both.text(Locale.UK)).isEqualTo("Content?");
        assertThat(Question.single("Q1").withText(RUSSIAN, "Довольны?").text(Locale.ENGLISH)).isEqualTo("Довольны?");
        assertThat(Question.single("Q1").text(RUSSIAN)).isEqualTo("q1");
    }

    @Test
    void filtersNameOtherQuestionsAndRunInNoCircle() {
        Question first = Question.single("q1");
        Questionnaire chain = Questionnaire.of(List.of(
                first, Question.single("q2").withFilter(filter("Q1", "Да")), Question.single("q3").withFilter(filter("q2", "да"))));
        assertThat(chain.question("Q2").orElseThrow().filter()).contains(filter("q1", "да"));
        assertThatThrownBy(() -> Questionnaire.of(List.of(Question.single("q2").withFilter(filter("q9", "да")))))
                .hasMessageContaining("q2").hasMessageContaining("q9");
        assertThatThrownBy(() -> Questionnaire.of(List.of(
                        Question.single("q1").withFilter(filter("q2", "да")), Question.single("q2").withFilter(filter("q1", "да")))))
                .hasMessageContaining("that everybody is asked").hasMessageContaining("q1 behind q2");
        assertThatThrownBy(() -> Questionnaire.of(List.of(first, first))).hasMessageContaining("twice q1");
        List<Question> deep = new ArrayList<>(List.of(Question.single("q0")));
        for (int i = 1; i <= 20; i++) {
            deep.add(Question.single("q" + i).withFilter(filter("q" + (i - 1), "да")));
        }
        assertThat(Questionnaire.of(deep).questions()).hasSize(21);
        deep.add(Question.single("q21").withFilter(filter("q20", "да")));
        assertThatThrownBy(() -> Questionnaire.of(deep)).hasMessageContaining("within 20 steps").hasMessageContaining("q21");
        assertThatThrownBy(() -> filter("q1")).hasMessageContaining("at least one answer");
    }

    @Test
    void questionsThatNobodyDescribedAreTakenAsTheAnswersShowThem() {
        SurveyAnswers answers = SurveyAnswers.builder()
                .add(ASKED, "b", "Да", 5).add(ASKED, "b", "Скорее да", 4).add(ASKED, "b", "нет", 1)
                .add(ASKED, "a", "5", 7).add(ASKED, "a", "4", 3)
                .add(OTHER, "d", "да", 8).add(OTHER, "d", "нет", 6).add(OTHER, "d", "*", 10).add(ASKED, "d", "да", 8)
                .add(ASKED, "c", "еда", 8).add(ASKED, "c", "свет", 6).add(ASKED, "c", "*", 10)
                .add(ASKED, "own", "yes", 1)
                .build();
        Questionnaire completed = Questionnaire.of(List.of(Question.single("own"))).completedBy(answers);
        assertThat(completed.questions()).extracting(Question::id).containsExactly("own", "a", "b", "c", "d");
        assertThat(completed.questions()).extracting(Question::kind)
                .containsExactly(Kind.SINGLE, Kind.SINGLE, Kind.SINGLE, Kind.MULTIPLE, Kind.SINGLE);
        assertThat(completed.questions()).extracting(Question::hasPositive).containsExactly(false, false, true, false, true);
        assertThat(completed.questions()).extracting(Question::declared).containsExactly(true, false, false, false, false);
        Question guessed = completed.question("b").orElseThrow();
        assertThat(guessed.isPositive("скорее да")).isTrue();
        assertThat(guessed.isPositive("нет")).isFalse();
    }

    @Test
    void undecidedPeopleAndNoAnswerAreApart() {
        Questionnaire usual = Questionnaire.empty();
        assertThat(usual.isUndecided("Затрудняюсь ответить")).isTrue();
        assertThat(usual.isNoAnswer("Затрудняюсь ответить")).isFalse();
        assertThat(usual.isNoAnswer("нет ответа")).isTrue();
        assertThat(usual.isUndecided("нет")).isFalse();
        Questionnaire own = usual.withUndecided("99").withNoAnswer("Пусто");
        assertThat(own.isUndecided("99")).isTrue();
        assertThat(own.isUndecided("Затрудняюсь ответить")).isFalse();
        assertThat(own.isNoAnswer("пусто")).isTrue();
        assertThat(own).isNotEqualTo(usual).isEqualTo(Questionnaire.empty().withUndecided("99").withNoAnswer("пусто"));
    }
}
