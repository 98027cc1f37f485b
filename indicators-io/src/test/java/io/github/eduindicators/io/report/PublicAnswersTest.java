package io.github.eduindicators.io.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.ScoreTally;
import io.github.eduindicators.results.SurveyAnswers;
import io.github.eduindicators.review.Review;
import io.github.eduindicators.review.ReviewInput;
import io.github.eduindicators.surveys.ProficiencyLevels;
import io.github.eduindicators.surveys.ReplicateWeights;
import io.github.eduindicators.surveys.Study;
import io.github.eduindicators.surveys.StudyMonitoring;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PublicAnswersTest {
    private static final Region REGION = Region.of("Amur");

    private static School school(int number, String municipality) {
        return School.builder(SchoolId.of("s" + number)).municipality(Municipality.of(REGION, municipality)).build();
    }

    private static final List<School> SCHOOLS =
            List.of(school(1, "Zeya"), school(2, "Zeya"), school(3, "Tynda"), school(4, "Tynda"), school(5, "Svobodny"), school(6, "Svobodny"));

    private static void ask(SurveyAnswers.Builder answers, int school, int yes, int no, int unsure) {
        SurveyAnswers.Asked asked = new SurveyAnswers.Asked("2021", SchoolId.of("s" + school), "parents");
        answers.invited(asked, 60);
        answers.add(asked, "q", "да", yes).add(asked, "q", "нет", no).add(asked, "q", "затрудняюсь ответить", unsure);
    }

    private static Map<String, Table> tables(ReviewInput input) {
        Map<String, Table> tables = new TreeMap<>();
        Review.Result review = Review.standard().run(input);
        PublicAnswers.all(review, UnitNames.of(review.results()), Texts.of(Locale.ENGLISH)).forEach(table -> tables.put(table.name(), table));
        return tables;
    }

    private static ReviewInput input() {
        return ReviewInput.of(ScoreTally.create().snapshot().withSchools(SCHOOLS));
    }

    private static List<String> rows(Table table) {
        List<String> rows = new ArrayList<>();
        table.forEach(row -> rows.add(row.toString()));
        return rows;
    }

    @Test
    void ofAnswersOnlySharesOfMunicipalitiesAndRegionsAreShownWithoutCounts() {
        SurveyAnswers.Builder answers = SurveyAnswers.builder();
        ask(answers, 1, 26, 12, 1);
        ask(answers, 2, 20, 14, 1);
        ask(answers, 3, 30, 1, 0);
        ask(answers, 4, 28, 2, 0);
        ask(answers, 5, 20, 20, 0);
        ask(answers, 6, 24, 16, 0);
        Table table = tables(input().withAnswers(answers.build())).get("satisfaction");
        assertThat(table.columns()).containsExactly("wave", "unit_type", "unit", "group", "question", "value", "lower", "upper", "note");
        List<String> rows = rows(table);
        // 46 of 74 in Zeya; in Tynda 3 of 61 are not content, which hides it, and another municipality with it, so that it does not
        // follow from the region.
        assertThat(rows).noneMatch(row -> row.contains("school"));
        assertThat(rows.stream().filter(row -> row.contains("Tynda"))).hasSize(1).allMatch(row -> row.endsWith(", , , , suppressed]"));
        assertThat(rows.stream().filter(row -> row.contains("suppressed"))).hasSizeGreaterThan(1);
        table.forEach(row -> row.stream().filter(Double.class::isInstance)
                .forEach(number -> assertThat(number.toString()).matches("[01]\\.[0-9]{1,2}")));
    }

    @Test
    void ofStudiesOnlyTheWholeSampleIsShownAndNoShareOfFew() {
        double[] scores = IntStream.range(0, 240).mapToDouble(i -> i < 7 ? 300 + i : 450 + i / 4.0).toArray();
        double[] more = IntStream.range(0, 240).mapToDouble(i -> i < 60 ? 300 + i : 450 + i / 4.0).toArray();
        String[] clusters = IntStream.range(0, 240).mapToObj(i -> "c" + i % 12).toArray(String[]::new);
        String[] kind = IntStream.range(0, 240).mapToObj(i -> i < 5 ? "special" : "usual").toArray(String[]::new);
        List<StudyMonitoring.Wave> waves = new ArrayList<>();
        for (String domain : List.of("few", "many")) {
            Study study = Study.unweighted(240).values(domain, domain.equals("few") ? scores : more).group("kind", Arrays.asList(kind))
                    .clusters(Arrays.asList(clusters)).build();
            waves.add(StudyMonitoring.Wave.of("Model", Period.of(2021), domain, ReplicateWeights.jk1().apply(study))
                    .withGroups("kind").withLevels(ProficiencyLevels.pisaMathematics2003()));
        }
        Table table = tables(input().withStudies(waves)).get("studies");
        assertThat(table.columns()).doesNotContain("group", "se", "sampling_variance");
        List<String> rows = rows(table);
        assertThat(rows).hasSize(4).noneMatch(row -> row.contains("special") || row.contains("level_"));
        assertThat(rows.stream().filter(row -> row.contains("few, below_basic")))
                .containsExactly("[Model, 2021, few, below_basic, , , , , suppressed]");
        // 60 of 240 are below 420.07.
        assertThat(rows.stream().filter(row -> row.contains("many, below_basic"))).hasSize(1).allMatch(row -> row.contains("below_basic, 0.25, "));
    }
}
