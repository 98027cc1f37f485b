package io.github.eduindicators.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.examples.SyntheticRegion.Violation;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.results.ScoreDistribution;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a planted violation does to hand-made results in mathematics of grade 5: 0..20 points, marks from 7, 11, 15. */
class SyntheticFaultTest {
    private static final SyntheticWork WORK = SyntheticWork.of(Subject.MATHEMATICS, 5);

    private static int[] commit(Violation kind, int[] scores, int[] journal) {
        SyntheticFault fault = new SyntheticFault(WORK, scores.clone(), journal.clone(), new int[scores.length]);
        fault.commit(kind, Draws.of(1));
        return IntStream.range(0, scores.length).map(fault::score).toArray();
    }

    private static int[] repeat(int value, int times) {
        return IntStream.range(0, times).map(i -> value).toArray();
    }

    @Test
    void inflationAddsTwoToFourPointsToMost() {
        int[] after = commit(Violation.INFLATED, repeat(8, 300), repeat(3, 300));
        assertThat(after).containsOnly(8, 10, 11, 12);
        assertThat(IntStream.of(after).filter(x -> x == 8).count()).isBetween(10L, 60L);
        assertThat(commit(Violation.INFLATED, repeat(19, 50), repeat(5, 50))).containsOnly(19, 20);
    }

    @Test
    void aSpikeAddsFourToSixPointsToAll() {
        assertThat(commit(Violation.SPIKE, repeat(8, 300), repeat(3, 300))).containsOnly(12, 13, 14);
    }

    @Test
    void cutoffMovesOnlyTheTwoPointsBelowACut() {
        int[] scores = IntStream.rangeClosed(0, 20).toArray();
        int[] expected = {0, 1, 2, 3, 4, 7, 7, 7, 8, 11, 11, 11, 12, 15, 15, 15, 16, 17, 18, 19, 20};
        int[] after = commit(Violation.CUTOFF, scores, repeat(3, 21));
        for (int i = 0; i < scores.length; i++) {
            assertThat(after[i]).isIn(scores[i], expected[i]);
        }
        assertThat(commit(Violation.CUTOFF, repeat(5, 1000), repeat(3, 1000))).satisfies(all ->
                assertThat(IntStream.of(all).filter(x -> x == 7).count()).isBetween(940L, 995L));
    }

    @Test
    void fittedScoresLieJustInsideTheIntervalOfTheJournalMark() {
        assertThat(commit(Violation.FITTED, repeat(5, 200), repeat(4, 200))).containsOnly(5, 11, 12);
        assertThat(commit(Violation.FITTED, repeat(18, 200), repeat(3, 200))).containsOnly(18, 9, 10);
        assertThat(commit(Violation.FITTED, repeat(8, 200), repeat(3, 200))).containsOnly(8);
        assertThat(commit(Violation.FITTED, repeat(8, 200), repeat(ScoreDistribution.NO_MARK, 200))).containsOnly(8);
    }

    @Test
    void copiedWorksLieWithinAPointOfOneAboveTheMeanOfTheClass() {
        int[] scores = IntStream.range(0, 400).map(i -> i % 2 == 0 ? 4 : 16).toArray();
        int[] after = commit(Violation.COPYING, scores, repeat(3, 400));
        assertThat(after).containsOnly(4, 16, 10, 11, 12);
        assertThat(IntStream.of(after).filter(x -> x >= 10 && x <= 12).count()).isGreaterThan(340);
        assertThat(commit(Violation.COPYING, new int[] {1, 9, 20}, repeat(3, 3))).containsExactly(1, 9, 20);
    }

    @Test
    void journalMarksAreRaisedByOneForMostAndNeverInvented() {
        int[] journal = IntStream.range(0, 500).map(i -> i % 5 == 0 ? ScoreDistribution.NO_MARK : 1 + i % 5).toArray();
        SyntheticFault fault = new SyntheticFault(WORK, repeat(9, 500), journal.clone(), new int[500]);
        fault.commit(Violation.JOURNAL, Draws.of(2));
        int raised = 0;
        for (int i = 0; i < journal.length; i++) {
            assertThat(fault.score(i)).isEqualTo(9);
            assertThat(fault.journalMark(i)).isIn(
                    journal[i],
                    journal[i] == ScoreDistribution.NO_MARK ? ScoreDistribution.NO_MARK : Math.min(5, journal[i] + 1));
            raised += fault.journalMark(i) - journal[i];
        }
        // 300 marks of 2, 3, 4, raised with probability 0.7: 210, standard deviation 8.
        assertThat(raised).isBetween(170, 250);
    }

    @Test
    void reversedJournalsGiveTheBestWorksTheLowerMarks() {
        int[] scores = IntStream.range(0, 400).map(i -> i < 200 ? 4 : 16).toArray();
        SyntheticFault fault = new SyntheticFault(WORK, scores, repeat(3, 400), new int[400]);
        fault.commit(Violation.REVERSED_JOURNAL, Draws.of(3));
        double low = IntStream.range(0, 200).map(fault::journalMark).average().orElseThrow();
        double high = IntStream.range(200, 400).map(fault::journalMark).average().orElseThrow();
        assertThat(low).isGreaterThan(high + 0.5);
    }

    @ParameterizedTest
    @EnumSource
    void nobodyPresentIsNoError(Violation kind) {
        assertThat(commit(kind, new int[0], new int[0])).isEmpty();
    }
}
