package io.github.eduindicators.surveys;

import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.SurveyAnswers;
import io.github.eduindicators.surveys.Questionnaire.Question;
import java.util.List;
import java.util.Optional;

/** Small surveys of our own: the schools that begin with b lie in the second municipality, those with x nowhere, the others in the first. */
final class SurveyData {
    static final Region REGION = Region.of("R");
    static final Municipality FIRST = Municipality.of(REGION, "M1");
    static final Municipality SECOND = Municipality.of(REGION, "M2");
    static final Questionnaire ONE = Questionnaire.of(List.of(Question.single("q").withPositive("yes")));

    private final SurveyAnswers.Builder builder = SurveyAnswers.builder();

    static Optional<Municipality> place(Unit unit) {
        return unit.code().startsWith("x") ? Optional.empty() : Optional.of(unit.code().startsWith("b") ? SECOND : FIRST);
    }

    static SurveyAnswers.Asked parents(String wave, String school) {
        return new SurveyAnswers.Asked(wave, SchoolId.of(school), "parents");
    }

    SurveyData add(String wave, String school, long yes, long no) {
        builder.add(parents(wave, school), "q", "yes", yes).add(parents(wave, school), "q", "no", no);
        return this;
    }

    SurveyData invited(String wave, String school, long people) {
        builder.invited(parents(wave, school), people);
        return this;
    }

    SurveyAnswers build() {
        return builder.build();
    }

    Satisfaction.Result run() {
        return Satisfaction.withDefaults().run(build(), ONE, SurveyData::place);
    }
}
