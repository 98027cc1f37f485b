package io.github.eduindicators.io.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.items.AssessmentQuality;
import io.github.eduindicators.items.ItemAnalysis;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.model.Task;
import io.github.eduindicators.results.ScoreTally;
import io.github.eduindicators.results.TaskResponses;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class QualityTablesTest {
    private static final Region AMUR = Region.of("Амурская область");
    private static final Region ZEYA = Region.of("Зея");

    /** Two tasks: so many pupils with both, with none, with the first, with the second, and one not known. */
    private static AssessmentQuality.Verdict verdict(int year, int both, int none, int first, int second) {
        Assessment work = Assessment.vpr(year, Subject.MATHEMATICS, 5, ScoreScale.of(3));
        TaskResponses.Builder builder = TaskResponses.builder(work, List.of(Task.of("1", 1), Task.of("2", 1)));
        int[] times = {both, none, first, second, 1};
        int[][] points = {{1, 1}, {0, 0}, {1, 0}, {0, 1}, {1, TaskResponses.UNKNOWN}};
        for (int kind = 0; kind < times.length; kind++) {
            for (int i = 0; i < times[kind]; i++) {
                builder.add(SchoolId.of("s1"), "5", points[kind]);
            }
        }
        return AssessmentQuality.withDefaults().run(ItemAnalysis.withDefaults().run(builder.build()));
    }

    private static List<List<Object>> rows(Texts texts) {
        TreeMap<Region, List<AssessmentQuality.Verdict>> quality = new TreeMap<>();
        quality.put(ZEYA, List.of(verdict(2021, 2, 1, 0, 0)));
        quality.put(AMUR, List.of(verdict(2022, 40, 40, 10, 10), verdict(2021, 0, 0, 0, 0)));
        List<Table> tables = QualityTables.all(quality, UnitNames.of(ScoreTally.create().snapshot()), texts);
        assertThat(tables).singleElement().satisfies(table -> assertThat(table.name()).isEqualTo("quality"));
        assertThat(tables.get(0).columns()).containsExactly("assessment", "region", "n", "left_out", "tasks", "mean", "sd", "alpha",
                "alpha_lower", "alpha_upper", "sem", "verdict", "reasons");
        List<List<Object>> rows = new ArrayList<>();
        tables.get(0).forEach(rows::add);
        return rows;
    }

    @Test
    void everyAssessmentOfEveryRegionHasARowInOrder() {
        List<List<Object>> rows = rows(Texts.of(Locale.ENGLISH));
        assertThat(rows).extracting(row -> row.get(0) + " " + row.get(1))
                .isSorted().hasSize(3).allMatch(name -> name.contains("2021") || name.contains("Амурская"));
        assertThat(rows.get(0)).endsWith("INSUFFICIENT_DATA", "few pupils: 0").contains(0L, 1L, 2L).contains("");
        assertThat(rows.get(1)).contains(3L, 1L).endsWith("INSUFFICIENT_DATA", "few pupils: 3");
        List<Object> full = rows.get(2);
        assertThat(full.subList(2, 6)).containsExactly(100L, 1L, 2L, 1.0);
        // 40 with both, 40 with none: alpha 2 (1 - 1/2 / 0.8) = 0.75, of the sd 0.8 * 100 / 99 the error is half.
        assertThat((double) full.get(7)).isEqualTo(0.75);
        assertThat((double) full.get(8)).isLessThan(0.75);
        assertThat((double) full.get(9)).isGreaterThan(0.75);
        assertThat((double) full.get(10)).isEqualTo((double) full.get(6) / 2);
        assertThat(full).endsWith("LIMITED", "many pupils without a point: 0.400; many pupils with all points: 0.400; alpha too low for single pupils: 0.750");
    }

    @Test
    void everyReasonHasWordsInBothLanguages() {
        assertThat(rows(Texts.of(ReviewFixture.RU)).get(2).get(12).toString()).startsWith("много участников без единого балла: 0.400; ");
        for (Texts texts : List.of(Texts.of(Locale.ENGLISH), Texts.of(ReviewFixture.RU))) {
            for (AssessmentQuality.Kind kind : AssessmentQuality.Kind.values()) {
                assertThat(texts.get("quality.reason." + kind.key())).isNotBlank();
            }
            for (AssessmentQuality.Level level : AssessmentQuality.Level.values()) {
                assertThat(texts.get("quality.level." + level)).isNotBlank();
            }
            for (AssessmentQuality.Use use : AssessmentQuality.Use.values()) {
                assertThat(texts.get("quality.use." + use)).isNotBlank();
            }
        }
    }
}
