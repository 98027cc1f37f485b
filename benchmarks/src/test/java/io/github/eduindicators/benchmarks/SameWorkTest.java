package io.github.eduindicators.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreDistribution;
import io.github.eduindicators.results.ScoreTally;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Both sides of a comparison count the same rows to the same counts; otherwise their times could not be compared. */
class SameWorkTest {
    private static final int ROWS = 5_000;

    private final Rows rows = Rows.of(ROWS);

    private static void assertSame(HandWritten byHand, ScoreTally tally, Rows rows) {
        SchoolResults results = tally.snapshot();
        for (int i = 0; i < rows.rows; i++) {
            int school = rows.school[i];
            int work = rows.assessment[i];
            SchoolId id = SchoolId.of(Rows.id(school));
            ScoreDistribution cell = results.distribution(id, rows.assessments.get(work).id()).orElseThrow();
            for (int score = 0; score <= cell.scale().max(); score++) {
                assertThat(byHand.count(school, work, score, 0)).isEqualTo(cell.count(score, ScoreDistribution.NO_MARK));
                for (int mark = 2; mark <= 5; mark++) {
                    assertThat(byHand.count(school, work, score, mark - 1)).isEqualTo(cell.count(score, mark));
                }
            }
        }
    }

    @Test
    void theRowsAreTheSameEachTimeAndMeetAllAssessmentsAndMarks() {
        Rows again = Rows.of(ROWS);
        assertThat(again.school).isEqualTo(rows.school);
        assertThat(again.score).isEqualTo(rows.score);
        assertThat(IntStream.range(0, ROWS).map(i -> rows.assessment[i]).distinct().sorted()).hasSize(24);
        assertThat(IntStream.range(0, ROWS).map(i -> rows.mark[i]).distinct().sorted()).containsExactly(0, 2, 3, 4, 5);
        assertThat(Arrays.stream(rows.school)).allMatch(school -> school >= 0 && school < Rows.SCHOOLS);
    }

    @Test
    void theLoopByHandCountsWhatTheTallyCounts() {
        HandWritten byHand = HandWritten.counted(rows);
        ScoreTally tally = Tallies.counted(rows);
        assertSame(byHand, tally, rows);
        byHand.count(rows);
        Tallies.count(tally, rows);
        assertSame(byHand, tally, rows);
        assertThat(tally.snapshot().count()).isEqualTo(2L * ROWS);
    }

    @Test
    void schoolsAsTextGiveTheSameCountsAsNumbers() {
        HandWritten byHand = HandWritten.counted(rows);
        ScoreTally tally = Tallies.empty(rows);
        byte[] ids = rows.ids();
        Tallies.count(tally, rows, ids);
        assertThat(tally.snapshot()).isEqualTo(Tallies.counted(rows).snapshot());
        assertSame(byHand, tally, rows);
        byHand.count(rows, ids);
        Tallies.count(tally, rows, ids);
        assertSame(byHand, tally, rows);
    }

    @Test
    void mergingByHandAddsWhatTheTallyAdds() {
        HandWritten byHand = HandWritten.counted(rows);
        HandWritten second = HandWritten.empty(rows);
        second.allocateAndCountBackwards(rows);
        byHand.merge(second);
        ScoreTally other = Tallies.empty(rows);
        Tallies.countBackwards(other, rows);
        assertSame(byHand, Tallies.counted(rows).merge(other), rows);
    }

    @Test
    void theMomentsAreThoseOfTheRows() {
        double expected = 0;
        for (int work = 0; work < rows.assessments.size(); work++) {
            int of = work;
            int[][] bySchool = new int[Rows.SCHOOLS][];
            IntStream.range(0, ROWS).filter(i -> rows.assessment[i] == of).forEach(i -> {
                int[] known = bySchool[rows.school[i]] == null ? new int[0] : bySchool[rows.school[i]];
                int[] longer = Arrays.copyOf(known, known.length + 1);
                longer[known.length] = rows.score[i];
                bySchool[rows.school[i]] = longer;
            });
            for (int[] scores : bySchool) {
                if (scores != null) {
                    double mean = Arrays.stream(scores).average().orElseThrow();
                    double squares = Arrays.stream(scores).mapToDouble(score -> (score - mean) * (score - mean)).sum();
                    expected += scores.length + mean + (scores.length < 2 ? 0 : Math.sqrt(squares / (scores.length - 1)));
                }
            }
        }
        assertThat(Tallies.moments(Tallies.counted(rows).snapshot())).isCloseTo(expected, within(1e-6));
    }

    @Test
    void theScreeningLooksAtAllSchoolsAndAssessments() {
        ScreeningBenchmark.Schools schools = ScreeningBenchmark.Schools.of(40);
        assertThat(schools.results.schools()).hasSize(40);
        assertThat(schools.results.assessments()).hasSize(24).extracting(Assessment::id).containsExactlyInAnyOrderElementsOf(
                Works.all().stream().map(Assessment::id).toList());
        assertThat(new ScreeningBenchmark().screen(schools, new Passes()).findings()).isNotEmpty();
    }
}
