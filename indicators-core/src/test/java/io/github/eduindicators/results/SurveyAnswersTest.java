package io.github.eduindicators.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.SurveyAnswers.Asked;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SurveyAnswersTest {
    private static final SchoolId SCHOOL = SchoolId.of("sch280417");
    private static final Asked PARENTS = new Asked("2023", SCHOOL, "Parents");

    @Test
    void countsStandByQuestionAndAnswer() {
        SurveyAnswers answers = SurveyAnswers.builder()
                .invited(PARENTS, 120)
                .add(PARENTS, "Q1", "Да", 60)
                .add(PARENTS, "Q1", "Нет", 20)
                .add(PARENTS, "Q2", "*", 75)
                .add(PARENTS, "Q2", "еда", 30)
                .build();
        SurveyAnswers.Sheet sheet = answers.sheet(new Asked("2023", SchoolId.of("edu280417"), " parents ")).orElseThrow();
        assertThat(sheet.invited()).hasValue(120);
        assertThat(sheet.questions()).containsExactly("q1", "q2");
        assertThat(sheet.answers("q1")).isEqualTo(Map.of("да", 60L, "нет", 20L));
        assertThat(sheet.answers("q2")).isEqualTo(Map.of("еда", 30L));
        assertThat(sheet.respondents("Q2")).hasValue(75);
        assertThat(sheet.respondents("q1")).isEmpty();
        assertThat(sheet.answers("q3")).isEmpty();
        assertThat(answers.groups()).containsExactly("parents");
        assertThat(answers.questions()).containsExactly("q1", "q2");
        assertThat(answers).hasToString("SurveyAnswers[waves [2023], groups [parents], 1 organisations, 2 questions]");
    }

    @Test
    void spellingsOfOneAnswerAreOne() {
        SurveyAnswers answers = SurveyAnswers.builder()
                .add(PARENTS, "q", "Удовлетворён", 1)
                .add(PARENTS, "q", "удовлетворен", 2)
                .add(PARENTS, "Q ", " УДОВЛЕТВОРЕН\u00a0", 4)
                .build();
        assertThat(answers.sheets().get(0).answers("q")).isEqualTo(Map.of("удовлетворен", 7L));
        assertThat(SurveyAnswers.key("Скорее   да")).isEqualTo("скорее да");
    }

    @Test
    void wavesThatAreTimesComeFirstAndInTimeOrder() {
        SurveyAnswers.Builder builder = SurveyAnswers.builder();
        for (String wave : List.of("весна", "2024", "2023", "2023-h2", "2023-H1", "autumn", "1889", "2022")) {
            builder.invited(new Asked(wave, SCHOOL, "g"), 1);
        }
        assertThat(builder.build().waves())
                .containsExactly("2022", "2023-H1", "2023-H2", "2023", "2024", "1889", "autumn", "весна");
    }

    @Test
    void aSumHasTheCountsOfBoth() {
        SurveyAnswers one = SurveyAnswers.builder().invited(PARENTS, 9).add(PARENTS, "q", "да", 3).build();
        SurveyAnswers two = SurveyAnswers.builder().add(PARENTS, "q", "да", 2).add(PARENTS, "q", "нет", 1).build();
        SurveyAnswers.Sheet sheet = one.plus(two).sheets().get(0);
        assertThat(sheet.invited()).hasValue(9);
        assertThat(sheet.answers("q")).isEqualTo(Map.of("да", 5L, "нет", 1L));
        assertThat(one.plus(SurveyAnswers.empty())).isEqualTo(one).hasSameHashCodeAs(one);
        assertThat(SurveyAnswers.empty().isEmpty()).isTrue();
    }

    @Test
    void theNumberInvitedIsOne() {
        SurveyAnswers one = SurveyAnswers.builder().invited(PARENTS, 9).build();
        SurveyAnswers two = SurveyAnswers.builder().invited(PARENTS, 10).build();
        assertThatThrownBy(() -> one.plus(two)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("9 and 10");
    }

    @Test
    void aPartKeepsTheWavesAskedFor() {
        Asked before = new Asked("2022", SCHOOL, "parents");
        SurveyAnswers both = SurveyAnswers.builder().add(PARENTS, "q", "да", 3).add(before, "q", "да", 2).build();
        assertThat(both.in(List.of(" 2022 "))).isEqualTo(SurveyAnswers.builder().add(before, "q", "да", 2).build());
    }

    @Test
    void aSchoolAndAnOrganisationOfTheSameCodeAreTwo() {
        Asked other = new Asked("2023", Unit.of(UnitType.ORGANISATION, "edu280417"), "parents");
        SurveyAnswers answers = SurveyAnswers.builder().add(PARENTS, "q", "да", 3).add(other, "q", "да", 2).build();
        assertThat(answers.organisations()).containsExactly(SCHOOL, other.organisation());
    }

    @Test
    void wrongValuesAreRefused() {
        SurveyAnswers.Builder builder = SurveyAnswers.builder();
        assertThatThrownBy(() -> builder.add(PARENTS, "q", "да", -1)).hasMessageContaining("negative").hasMessageContaining("-1");
        assertThatThrownBy(() -> builder.invited(PARENTS, -2)).hasMessageContaining("-2");
        assertThatThrownBy(() -> builder.add(PARENTS, " ", "да", 1)).hasMessageContaining("1..300");
        assertThatThrownBy(() -> builder.add(PARENTS, "q", "x".repeat(301), 1)).hasMessageContaining("301");
        assertThatThrownBy(() -> builder.add(PARENTS, "q\u0007", "да", 1)).isInstanceOf(IllegalArgumentException.class);
        builder.add(PARENTS, "q", "да", Long.MAX_VALUE);
        assertThatThrownBy(() -> builder.add(PARENTS, "q", "да", 1)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException, ClassNotFoundException {
        SurveyAnswers answers = SurveyAnswers.builder().invited(PARENTS, 9).add(PARENTS, "q", "да", 3).build();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(answers);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(answers);
        }
    }
}
