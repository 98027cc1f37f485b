package io.github.eduindicators.io.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreTally;
import io.github.eduindicators.results.SurveyAnswers;
import io.github.eduindicators.results.SurveyAnswers.Asked;
import io.github.eduindicators.surveys.Questionnaire;
import io.github.eduindicators.surveys.Satisfaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SurveyTablesTest {
    private static final Municipality PLACE = Municipality.of(Region.of("R"), "M");

    @Test
    void everyShareIsARowAndThoseOfTooFewPeopleAreBlank() {
        Asked a = new Asked("2023", SchoolId.of("a"), "parents");
        Asked b = new Asked("2023", SchoolId.of("b"), "parents");
        SurveyAnswers answers = SurveyAnswers.builder().invited(a, 20).invited(b, 9)
                .add(a, "q", "да", 15).add(a, "q", "нет", 5).add(b, "q", "да", 5).add(b, "q", "нет", 4).build();
        Satisfaction.Result result = Satisfaction.withDefaults().run(answers, Questionnaire.empty(), unit -> Optional.of(PLACE));
        SchoolResults none = ScoreTally.create().snapshot();
        List<Table> tables = SurveyTables.all(result, UnitNames.of(none), Texts.of(Locale.ENGLISH));
        assertThat(tables).hasSize(1);
        List<List<Object>> rows = new ArrayList<>();
        tables.get(0).forEach(rows::add);
        assertThat(tables.get(0).name()).isEqualTo("satisfaction");
        assertThat(tables.get(0).columns()).hasSize(14);
        assertThat(rows).hasSize(12);
        // All 20 invited answered, so nothing is unsure about them.
        assertThat(rows.get(0)).containsExactly("2023", "school", "a", "parents", "q", "", 0.75, 0.75, 0.75, 20L, 20L, 0.75, 0.75, "");
        assertThat(rows.get(1)).startsWith("2023", "school", "a", "parents", "q", "да", 0.75);
        assertThat(rows.get(3)).containsExactly("2023", "school", "b", "parents", "q", "", "", "", "", 9L, 9L, "", "", "small-n");
        assertThat(rows.get(6)).startsWith("2023", "municipality", "M", "parents", "q", "", 20 / 29.0);
        assertThat(rows.get(11).get(13)).asString().startsWith("organisations=2;deff=");
        List<List<Object>> again = new ArrayList<>();
        tables.get(0).forEach(again::add);
        assertThat(again).isEqualTo(rows);
    }
}
