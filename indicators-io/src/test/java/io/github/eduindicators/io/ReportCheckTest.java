package io.github.eduindicators.io;

import io.github.eduindicators.io.FisOko.MarkStatistics;
import io.github.eduindicators.io.FisOko.JournalComparison;
import static io.github.eduindicators.io.InputFiles.shorts;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.io.FisOko.ReportGroup;
import io.github.eduindicators.io.FisOko.JournalComparison.Part;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreDistribution;
import io.github.eduindicators.results.ScoreTally;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ReportCheckTest {
    /** Scores are marks: 0 is a 2, 1 a 3, 2 a 4, 3 a 5. */
    private static final Assessment WORK = Assessment.vpr(2026, Subject.RUSSIAN, 4, ScoreScale.of(3, 1, 2, 3));

    private static final SchoolId FIRST = SchoolId.of("edu203389");
    private static final SchoolId SECOND = SchoolId.of("edu203390");

    private final Problems problems = new Problems();
    private final ReportGroup.Nesting nesting = new ReportGroup.Nesting();
    private long line = 7;

    /** 89 pupils with 11, 47, 24, 7 of the marks 2..5 (12.36, 52.81, 26.97, 7.87 per cent), and one more school. */
    private static SchoolResults results(boolean described) {
        ScoreTally tally = ScoreTally.create();
        int[] counts = {11, 47, 24, 7};
        for (int score = 0; score < counts.length; score++) {
            for (int i = 0; i < counts[score]; i++) {
                // All but three have a 3 in the journal: 11 lowered, 44 confirmed, 31 raised.
                tally.add(FIRST, WORK, score, score == 1 && i < 3 ? ScoreDistribution.NO_MARK : 3);
            }
        }
        tally.add(SECOND, WORK, 3, 5);
        SchoolResults results = tally.snapshot();
        Municipality place = Municipality.of(Region.of("Чеченская  республика"), "Урус-Мартановский");
        return described
                ? results.withSchools(List.of(School.builder(FIRST).municipality(place).build(),
                        School.builder(SECOND).municipality(place).build()))
                : results;
    }

    private MarkStatistics.Row marks(String group, int schools, int participants, double... percentages) {
        return new MarkStatistics.Row(nesting.next(group, ++line), schools == 0 ? OptionalInt.empty() : OptionalInt.of(schools),
                participants, java.util.Arrays.stream(percentages).boxed().toList());
    }

    private List<String> check(SchoolResults results, MarkStatistics.Row... rows) {
        MarkStatistics report = new MarkStatistics("f3.xlsx", "РУ 4", "ВПР 2026 Русский язык 4 класс", List.of(rows));
        ReportCheck.compare(report, WORK, results, problems);
        assertThat(problems.list()).allMatch(problem -> problem.file().equals("f3.xlsx") && problem.sheet().equals("РУ 4"));
        return shorts(problems.list());
    }

    private MarkStatistics.Row[] agreeing() {
        // Of 90 pupils 11, 47, 24, 8: 12.222, 52.222, 26.667, 8.889 per cent.
        return new MarkStatistics.Row[] {
            marks("Вся выборка", 35589, 1722202, 5.06, 32.92, 44.33, 17.69),
            marks("Чеченская Республика", 2, 90, 12.22, 52.22, 26.67, 8.89),
            marks("Урус-Мартановский(reg20_m012)", 2, 90, 12.22, 52.22, 26.67, 8.89),
            marks("Школа(edu203389)", 0, 89, 12.36, 52.81, 26.97, 7.87),
            marks("Лицей(sch203390)", 0, 1, 0, 0, 0, 100)
        };
    }

    @Test
    void aReportThatAgreesHasNoProblem() {
        assertThat(check(results(true), agreeing())).isEmpty();
    }

    @Test
    void schoolsThatNoFilePlacesAreFoundThroughTheReport() {
        assertThat(check(results(false), agreeing())).isEmpty();
    }

    @Test
    void everyDifferenceBeyondRoundingIsToldWithBothValues() {
        assertThat(check(results(true),
                        marks("Чеченская Республика", 3, 90, 12.22, 52.22, 26.66, 8.9),
                        marks("Урус-Мартановский(reg20_m012)", 2, 91, 12.22, 52.22, 26.67, 8.89),
                        marks("Школа(edu203389)", 0, 89, 12.36, 52.81, 25.97, 8.87)))
                .containsExactly(
                        "8|Кол-во ОО|3 ≠ 2|aggregate-differs",
                        "8|4|26.66 ≠ 26.67|aggregate-differs",
                        "8|5|8.9 ≠ 8.89|aggregate-differs",
                        "9|Кол-во участников|91 ≠ 90|aggregate-differs",
                        "10|4|25.97 ≠ 26.97|aggregate-differs",
                        "10|5|8.87 ≠ 7.87|aggregate-differs");
    }

    @Test
    void aSchoolOfTheReportWithoutResultsDiffersInItsParticipants() {
        assertThat(check(results(true), marks("Чужая(edu209999)", 0, 5, 0, 0, 0, 100)))
                .containsExactly("8|Кол-во участников|5 ≠ 0|aggregate-differs");
    }

    @Test
    void aGroupWhoseSchoolsAreNotKnownIsNoted() {
        assertThat(check(results(true), marks("Амурская область", 0, 5, 0, 0, 0, 100),
                        marks("Тында(reg28_m005)", 0, 5, 0, 0, 0, 100)))
                .containsExactly("8||Амурская область|group-not-checked", "9||Тында|group-not-checked");
    }

    @Test
    void withoutIndividualResultsTheReportIsNotedOnce() {
        assertThat(check(ScoreTally.create().snapshot(), agreeing())).containsExactly("0||VPR-2026-russian-4|report-not-checked");
        assertThat(problems.list()).extracting(Problem::severity).containsOnly(Problem.Severity.NOTE);
    }

    private JournalComparison.Row journal(String group, int participants, Part... parts) {
        return new JournalComparison.Row(nesting.next(group, ++line), participants, parts[0], parts[1], parts[2]);
    }

    private List<String> check(JournalComparison.Row... rows) {
        JournalComparison report = new JournalComparison("journal.xlsx", "РУ 4", "", List.of(rows));
        ReportCheck.compare(report, WORK, results(true), problems);
        return shorts(problems.list());
    }

    @Test
    void theComparisonWithTheJournalIsCheckedOnThePupilsWithAMark() {
        // 11, 44, 31 of the 86 pupils of 89 with a journal mark: 12.791, 51.163, 36.047 per cent.
        Part lowered = new Part(11, 12.79);
        Part confirmed = new Part(44, 51.16);
        Part raised = new Part(31, 36.05);

        assertThat(check(journal("Школа(edu203389)", 89, lowered, confirmed, raised),
                        // The older form may give only the pupils with a journal mark.
                        journal("Школа(edu203389)", 86, lowered, confirmed, raised)))
                .isEmpty();
        assertThat(check(journal("Школа(edu203389)", 88, lowered, confirmed, raised),
                        journal("Школа(edu203389)", 89, new Part(12, 13.79), new Part(44, 50.57), raised)))
                .containsExactly(
                        "10|Кол-во участников|88 ≠ 89|aggregate-differs",
                        "11|Понизили|12 ≠ 11|aggregate-differs",
                        "11|Подтвердили %|50.57 ≠ 51.16|aggregate-differs");
    }
}
