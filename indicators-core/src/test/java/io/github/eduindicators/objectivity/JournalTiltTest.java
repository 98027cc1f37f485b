package io.github.eduindicators.objectivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.results.ScoreTally;
import org.junit.jupiter.api.Test;

class JournalTiltTest {
    private static final Assessment WORK = Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(20, 7, 11, 15));

    private static void add(ScoreTally tally, String school, int score, int... marks) {
        for (int m = 0; m < marks.length; m++) {
            for (int i = 0; i < marks[m]; i++) {
                tally.add(SchoolId.of(school), WORK, score, m + 2);
            }
        }
    }

    /** 40 other schools whose pupils have 12 points and marks 2, 3, 4, 5 in shares .1, .4, .3, .2. */
    private static JournalTilt.Cell cell(int score, int... marks) {
        ScoreTally tally = ScoreTally.create();
        for (int s = 0; s < 40; s++) {
            add(tally, "other" + s, 12, 10, 40, 30, 20);
        }
        add(tally, "a", score, marks);
        tally.add(SchoolId.of("a"), WORK, score, 0);
        Panel panel = Panel.of(tally.snapshot());
        return JournalTilt.of(panel).cell(0, 0);
    }

    @Test
    void scoreInformationAndMixingAreThoseOfTheSharesOfOthers() {
        JournalTilt.Cell cell = cell(12, 1, 2, 5, 4);
        // numpy, with law = [.1, .4, .3, .2] and counts = [1, 2, 5, 4]: U, I, Q and K as the class defines them
        assertThat(cell.known()).isTrue();
        assertThat(cell.count()).isEqualTo(12);
        assertThat(cell.score()).isCloseTo(4.8, within(1e-3));
        assertThat(cell.information()).isCloseTo(10.08, within(1e-3));
        assertThat(cell.mixing()).isCloseTo(0.348571, within(1e-3));
        assertThat(cell.mixingInformation()).isCloseTo(8.485714, within(1e-2));
    }

    @Test
    void tiltIsTheRootOfItsEquation() {
        JournalTilt.Cell cell = cell(12, 1, 2, 5, 4);
        // scipy.optimize.brentq on the score of P(j) exp(l (j - 3.5)), alone and with a normal prior of variance 0.25
        assertThat(cell.lambda(1e12)).isCloseTo(0.481212, within(1e-3));
        assertThat(cell.lambda(0.25)).isCloseTo(0.341119, within(1e-3));
        assertThat(cell.law(12, 0)).containsExactly(new double[] {0.1, 0.4, 0.3, 0.2}, within(1e-4));
        assertThat(cell.law(12, 0.5)).containsExactly(new double[] {0.04046435, 0.26685777, 0.32998056, 0.36269731}, within(1e-4));
    }

    @Test
    void aScoreThatNobodyElseHasBorrowsFromItsNeighbours() {
        JournalTilt.Cell cell = cell(14, 0, 0, 10, 0);
        assertThat(cell.law(14, 0)).containsExactly(new double[] {0.1, 0.4, 0.3, 0.2}, within(1e-3));
        assertThat(cell.score()).isCloseTo(10 * (4 - 3.6), within(0.01));
    }

    @Test
    void withoutMarksNothingIsKnown() {
        assertThat(cell(12, 0, 0, 0, 0).known()).isFalse();
        ScoreTally tally = ScoreTally.create();
        add(tally, "a", 10, 0, 10, 10, 0);
        add(tally, "b", 10, 0, 10, 10, 0);
        // Twenty pupils of another school are too few to compare with.
        assertThat(JournalTilt.of(Panel.of(tally.snapshot())).cell(0, 0).known()).isFalse();
    }
}
