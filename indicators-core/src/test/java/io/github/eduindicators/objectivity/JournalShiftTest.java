package io.github.eduindicators.objectivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.results.ScoreTally;
import org.junit.jupiter.api.Test;

class JournalShiftTest {
    private static final Assessment MATHS = Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(20, 7, 11, 15));

    private static void add(ScoreTally tally, String school, int score, int mark, int times) {
        for (int i = 0; i < times; i++) {
            tally.add(SchoolId.of(school), MATHS, score, mark);
        }
    }

    /** Forty schools of 60 pupils with 10 points (mark 3): journal marks 4 24 times on average, else 3. */
    private static ScoreTally others() {
        ScoreTally tally = ScoreTally.create();
        for (int other = 0; other < 40; other++) {
            int fours = 22 + other % 5;
            add(tally, "other" + other, 10, 3, 60 - fours);
            add(tally, "other" + other, 10, 4, fours);
        }
        return tally;
    }

    private static Finding of(ScoreTally tally, String school) {
        return JournalShift.withDefaults().run(tally.snapshot()).stream()
                .filter(f -> f.unit().equals(SchoolId.of(school)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shiftIsAgainstTheRegionsPupilsWithTheSameScore() {
        ScoreTally tally = others();
        add(tally, "school", 10, 4, 45);
        add(tally, "school", 10, 3, 15);
        Finding finding = of(tally, "school");
        // Expected 3.4: (45 * 0.6 - 15 * 0.4) / 60 = 0.35, all others at 0.
        assertThat(finding.effect().orElseThrow().value()).isCloseTo(0.35, within(0.02));
        assertThat(finding.effect().orElseThrow().lower()).isPositive();
        assertThat(finding.outcome()).isEqualTo(Outcome.FLAGGED);
        assertThat(finding.n()).hasValue(60);
        // All of it is 21 marks; what is left may still be chance.
        assertThat((Long) finding.fact("different").orElseThrow().value()).isBetween(5L, 20L);
    }

    @Test
    void factsTellOfTheSchoolAlone() {
        ScoreTally tally = others();
        add(tally, "school", 10, 4, 9);
        add(tally, "school", 10, 3, 3);
        add(tally, "school", 10, 5, 2);
        add(tally, "school", 10, 2, 1);
        Finding finding = of(tally, "school");
        // Mark 3 for all 15; journal 5 twice, 4 nine times, 3 three times, 2 once: lowered 11, confirmed 3, raised 1, far apart 2.
        assertThat(finding.fact("lowered").orElseThrow().number()).hasValueCloseTo(1100.0 / 15, within(1e-9));
        assertThat(finding.fact("confirmed").orElseThrow().number()).hasValueCloseTo(20.0, within(1e-9));
        assertThat(finding.fact("raised").orElseThrow().number()).hasValueCloseTo(100.0 / 15, within(1e-9));
        assertThat(finding.fact("far-apart").orElseThrow().number()).hasValueCloseTo(200.0 / 15, within(1e-9));
        // R: binom.test(11, 12)$p.value
        assertThat(finding.fact("sign-test-p").orElseThrow().number()).hasValueCloseTo(0.006347656, within(1e-8));
        assertThat(finding.fact("stuart-maxwell-df").orElseThrow().value()).isEqualTo(3L);
    }

    @Test
    void aStrictSchoolIsNotFlagged() {
        ScoreTally tally = others();
        add(tally, "school", 10, 2, 40);
        Finding finding = of(tally, "school");
        assertThat(finding.outcome()).isEqualTo(Outcome.CLEAR);
        assertThat(finding.p().orElseThrow()).isGreaterThan(0.5);
        assertThat(finding.effect().orElseThrow().upper()).isNegative();
    }

    @Test
    void fewPupilsAreInsufficientAndNoMarksAreNotApplicable() {
        ScoreTally tally = others();
        add(tally, "small", 10, 5, 9);
        add(tally, "unmarked", 10, 0, 30);
        assertThat(of(tally, "small").outcome()).isEqualTo(Outcome.INSUFFICIENT_DATA);
        assertThat(of(tally, "unmarked").outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
        ScoreTally alone = ScoreTally.create();
        add(alone, "alone", 10, 5, 40);
        assertThat(of(alone, "alone").outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
        assertThatThrownBy(() -> JournalShift.withDefaults().withMinimumPupils(1)).hasMessageContaining("at least 2");
    }

    @Test
    void rareScoresTakeTheirNeighboursIn() {
        ScoreTally tally = others();
        add(tally, "school", 12, 4, 60);
        Finding finding = of(tally, "school");
        // Nobody else has 12 points: the pupils with 10 are within reach.
        assertThat(finding.effect().orElseThrow().value()).isCloseTo(0.6, within(0.05));
        assertThat(finding.outcome()).isEqualTo(Outcome.FLAGGED);
    }
}
