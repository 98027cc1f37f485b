package io.github.eduindicators.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.SurveyAnswers;
import io.github.eduindicators.surveys.Satisfaction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SyntheticSurveyTest {
    private static final Region REGION = Region.of("Синтетическая область");
    private static final List<School> SCHOOLS =
            IntStream.rangeClosed(1, 160).mapToObj(number -> SyntheticSchool.of(REGION, 7, number).school()).toList();
    private static final Map<SchoolId, School> BY_ID = SCHOOLS.stream().collect(Collectors.toMap(School::id, Function.identity()));
    private static final SurveyAnswers ANSWERS = SyntheticSurvey.answers(7, SCHOOLS);
    private static final Satisfaction.Result RESULT =
            Satisfaction.withDefaults().run(ANSWERS, SyntheticSurvey.questionnaire(), SyntheticSurveyTest::place);

    private static Optional<Municipality> place(Unit unit) {
        return Optional.ofNullable(BY_ID.get(unit)).map(School::municipality);
    }

    private static List<Unit> fell(UnitType type) {
        return RESULT.findings().stream()
                .filter(finding -> finding.category().equals("fell") && finding.unit().unitType() == type)
                .map(Finding::unit)
                .toList();
    }

    @Test
    void theMunicipalityThatFellIsFoundAndFewOthers() {
        Municipality planted = SyntheticSurvey.fallen(SCHOOLS).orElseThrow();
        assertThat(fell(UnitType.MUNICIPALITY)).contains(planted).hasSizeLessThanOrEqualTo(3);
        assertThat(fell(UnitType.SCHOOL)).hasSizeLessThanOrEqualTo(8);
        assertThat(fell(UnitType.REGION)).isEmpty();
    }

    @Test
    void answersFitTheQuestionnaire() {
        assertThat(RESULT.contradictions()).isEmpty();
        assertThat(ANSWERS.groups()).containsExactly("heads", "parents", "pupils", "teachers");
        assertThat(ANSWERS.questions()).hasSize(5).allSatisfy(
                question -> assertThat(SyntheticSurvey.questionnaire().question(question)).isPresent());
        assertThat(ANSWERS.waves()).hasSize(2);
        assertThat(RESULT.judged()).hasSize(4);
        assertThat(SyntheticSurvey.questionnaire().question("meals").orElseThrow().text(Locale.forLanguageTag("ru")))
                .isEqualTo("Удовлетворены ли Вы школьным питанием?");
    }

    @Test
    void sameSeedSameAnswersWhateverTheOrder() {
        List<School> shuffled = new ArrayList<>(SCHOOLS);
        Collections.shuffle(shuffled, new Random(3));
        assertThat(SyntheticSurvey.answers(7, shuffled)).isEqualTo(ANSWERS);
        assertThat(SyntheticSurvey.answers(8, SCHOOLS)).isNotEqualTo(ANSWERS);
    }
}
