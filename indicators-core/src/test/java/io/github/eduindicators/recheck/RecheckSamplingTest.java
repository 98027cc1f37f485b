package io.github.eduindicators.recheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Procedure;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreTally;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The sizes of samples by R 4.2, where wil(p, n, z) gives the ends of Wilson's interval:
 * <pre>
 * size &lt;- function(N, p, h) for (n in 1:N) {
 *   w &lt;- wil(p, n, qnorm(.975) * sqrt((N - n) / max(1, N - 1)))
 *   if (min(1, w[2]) - max(0, w[1]) &lt;= 2 * h) return(n)
 * }
 * </pre>
 */
class RecheckSamplingTest {
    private static final Assessment MATHS = Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(20, 7, 11, 15));
    private static final Assessment RUSSIAN = Assessment.vpr(2021, Subject.RUSSIAN, 5, ScoreScale.of(45, 18, 29, 39));
    private static final Assessment EARLIER = Assessment.vpr(2020, Subject.MATHEMATICS, 5, ScoreScale.of(20, 7, 11, 15));
    private static final Assessment EXAM =
            Assessment.builder(Procedure.EGE, 2021, Subject.RUSSIAN).grade(11).scale(ScoreScale.of(100)).build();

    private static SchoolId id(int number) {
        return SchoolId.of("s" + number);
    }

    private static SchoolResults results(ScoreTally tally, int schools) {
        List<School> register = new ArrayList<>();
        for (int i = 0; i < schools; i++) {
            register.add(School.builder(id(i)).municipality(Municipality.of(Region.of("R"), "M" + i % 3)).build());
        }
        return tally.snapshot().withSchools(register);
    }

    private static SchoolResults oneSchool(Assessment assessment, int works) {
        ScoreTally tally = ScoreTally.create();
        for (int i = 0; i < works; i++) {
            tally.add(id(0), assessment, i % 5);
        }
        return results(tally, 1);
    }

    private static long works(RecheckSampling sampling, int population) {
        return sampling.run(oneSchool(EXAM, population), List.of(id(0))).works();
    }

    @Test
    void sampleSizeFollowsTheWantedPrecision() {
        RecheckSampling usual = RecheckSampling.withDefaults();
        assertThat(List.of(1, 9, 40, 100, 500)).map(n -> works(usual, n)).containsExactly(1L, 8L, 20L, 27L, 35L);
        RecheckSampling careful = usual.withExpectedShare(0.5).withHalfWidth(0.05);
        assertThat(List.of(9, 40, 100, 500)).map(n -> works(careful, n)).containsExactly(9L, 37L, 80L, 217L);
    }

    @Test
    void halfOfTheWorksComeFromTheBoundaryAndTheWeightsAreMadeGood() {
        // 40 of 100 works at 6 or 7 points. 27 are needed as a simple sample; with half from the boundary n has to satisfy
        // 1 / (0.16 / (n / 2) + 0.36 / (n / 2)) >= 27, so n >= 28.08, and 29 = 15 + 14 gives 27.5
        ScoreTally tally = ScoreTally.create();
        for (int i = 0; i < 100; i++) {
            tally.add(id(0), MATHS, i < 20 ? 6 : i < 40 ? 7 : 18);
        }
        RecheckPlan plan = RecheckSampling.withDefaults().run(results(tally, 1), List.of(id(0)));
        assertThat(plan.rows()).map(RecheckPlan.Row::toString).containsExactly(
                "s0 FLAGGED VPR-2021-mathematics-5 boundary (6-7 10-11 14-15): 15 of 40",
                "s0 FLAGGED VPR-2021-mathematics-5 other (0-5 8-9 12-13 16-20): 14 of 60");
        assertThat(plan).hasToString("RecheckPlan[29 works: 1 flagged schools, 0 control schools]");
    }

    @Test
    void whereTheBoundaryHasTooFewTheOthersGiveMore() {
        ScoreTally tally = ScoreTally.create();
        for (int i = 0; i < 100; i++) {
            tally.add(id(0), MATHS, i < 5 ? 7 : 18);
        }
        RecheckPlan plan = RecheckSampling.withDefaults().run(results(tally, 1), List.of(id(0)));
        assertThat(plan.rows()).map(RecheckPlan.Row::population).containsExactly(5L, 95L);
        assertThat(plan.rows()).map(RecheckPlan.Row::works).satisfies(works -> {
            assertThat(works.get(0)).isEqualTo(5);
            // 1 / (0.05^2 / 5 + 0.95^2 / n) >= 27
            assertThat(works.get(1)).isEqualTo(25);
        });
    }

    @Test
    void assessmentsShareInProportion() {
        ScoreTally tally = ScoreTally.create();
        for (int i = 0; i < 90; i++) {
            tally.add(id(0), i < 60 ? MATHS : RUSSIAN, 0);
        }
        RecheckPlan plan = RecheckSampling.withDefaults().run(results(tally, 1), List.of(id(0)));
        // R: size(90, .9, .1) = 27, of which two thirds are works in mathematics
        assertThat(plan.rows()).map(row -> row.assessment() + " " + row.works())
                .containsExactly("VPR-2021-mathematics-5 18", "VPR-2021-russian-5 9");
    }

    @Test
    void takesTheLatestYearUnlessToldOtherwise() {
        ScoreTally tally = ScoreTally.create().add(id(0), MATHS, 7).add(id(0), EARLIER, 8).add(id(1), EARLIER, 8);
        SchoolResults results = results(tally, 3);
        RecheckPlan latest = RecheckSampling.withDefaults().run(results, List.of(id(0), id(1)));
        assertThat(latest.rows()).map(RecheckPlan.Row::assessment).containsExactly(MATHS.id());
        assertThat(latest.withoutWorks()).containsExactly(id(1));
        RecheckPlan earlier = RecheckSampling.withDefaults()
                .withAssessments(assessment -> assessment.year() == 2020).run(results, List.of(id(1)));
        assertThat(earlier.schools(RecheckPlan.Role.FLAGGED)).containsExactly(id(1));
        assertThat(earlier.schools(RecheckPlan.Role.CONTROL)).containsExactly(id(0));
    }

    @Test
    void controlSchoolsAreDrawnInEachRegionFromTheOthersWithWorks() {
        ScoreTally tally = ScoreTally.create();
        List<School> register = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            register.add(School.builder(id(i)).municipality(Municipality.of(Region.of("R" + i % 2), "M")).build());
            if (i < 36) {
                tally.add(id(i), MATHS, 7);
            }
        }
        SchoolResults results = tally.snapshot().withSchools(register);
        List<SchoolId> flagged = List.of(id(0), id(1), id(3));
        RecheckPlan plan = RecheckSampling.withDefaults().withControlSchools(4).run(results, flagged);
        List<SchoolId> controls = plan.schools(RecheckPlan.Role.CONTROL);
        assertThat(controls).hasSize(8).doesNotContainAnyElementsOf(flagged);
        assertThat(controls).filteredOn(id -> results.school(id).orElseThrow().region().equals(Region.of("R0"))).hasSize(4);
        RecheckPlan other = RecheckSampling.withDefaults().withControlSchools(4).withSeed(2).run(results, flagged);
        assertThat(other.schools(RecheckPlan.Role.CONTROL))
                .isNotEqualTo(controls);
        // A region with fewer schools than wanted gives all it has.
        assertThat(RecheckSampling.withDefaults().withControlSchools(100).run(results, flagged).schools(RecheckPlan.Role.CONTROL))
                .hasSize(33);
    }

    @Test
    void noScoreIsInTwoStrata() {
        assertThat(Stratum.of(MATHS.scale(), 1, 6)).isEqualTo(Stratum.BOUNDARY);
        assertThat(Stratum.of(MATHS.scale(), 1, 8)).isEqualTo(Stratum.OTHER);
        assertThat(Stratum.of(MATHS.scale(), 2, 5)).isEqualTo(Stratum.BOUNDARY);
        assertThat(Stratum.of(EXAM.scale(), 2, 50)).isEqualTo(Stratum.OTHER);
        assertThatIllegalArgumentException().isThrownBy(() -> Stratum.of(MATHS.scale(), 1, 21)).withMessageContaining("0..20");
        assertThatIllegalArgumentException().isThrownBy(() -> Stratum.of(MATHS.scale(), 0, 7)).withMessageContaining("0");
    }

    @Test
    void drawsWhatThePlanSaysWhateverTheOrderOfTheList() {
        ScoreTally tally = ScoreTally.create();
        List<RecheckWork> list = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            tally.add(id(0), MATHS, i % 21);
            list.add(RecheckWork.of(MATHS.id(), id(0), "w" + i, i % 21));
        }
        list.add(RecheckWork.of(EXAM.id(), id(0), "w1", 50));
        list.add(RecheckWork.of(MATHS.id(), id(7), "w1", 7));
        RecheckPlan plan = RecheckSampling.withDefaults().run(results(tally, 1), List.of(id(0)));
        List<RecheckWork> drawn = plan.draw(list);
        for (RecheckPlan.Row row : plan.rows()) {
            assertThat(drawn).filteredOn(work -> work.stratum().equals(row.stratum().code()))
                    .hasSize((int) row.works())
                    .allMatch(work -> Stratum.of(MATHS.scale(), 1, work.score()) == row.stratum());
        }
        assertThat(drawn).hasSize((int) plan.works()).doesNotHaveDuplicates().allMatch(work -> work.school().equals(id(0)));
        Collections.reverse(list);
        assertThat(plan.draw(list)).isEqualTo(drawn);
        assertThat(RecheckSampling.withDefaults().withSeed(5).run(results(tally, 1), List.of(id(0))).draw(list)).isNotEqualTo(drawn);
    }

    @Test
    void refusesListsThatDoNotFitWithoutTellingCodes() {
        RecheckPlan plan = RecheckSampling.withDefaults().run(oneSchool(MATHS, 12), List.of(id(0)));
        RecheckWork work = RecheckWork.of(MATHS.id(), id(0), "Иванов", 3);
        assertThatIllegalArgumentException().isThrownBy(() -> plan.draw(List.of(work)))
                .withMessageContaining("got 1").withMessageContaining("s0").withMessageNotContaining("Иванов");
        assertThatIllegalArgumentException().isThrownBy(() -> plan.draw(List.of(work, work)))
                .withMessageContaining("twice").withMessageNotContaining("Иванов");
        RecheckWork beyond = RecheckWork.of(MATHS.id(), id(0), "Иванов", 21);
        assertThatIllegalArgumentException().isThrownBy(() -> plan.draw(List.of(beyond))).withMessageContaining("0..20");
        assertThat(work.toString()).doesNotContain("Иванов");
    }

    @Test
    void refusesOptionsOutsideTheirRange() {
        RecheckSampling sampling = RecheckSampling.withDefaults();
        assertThatIllegalArgumentException().isThrownBy(() -> sampling.withControlSchools(-1)).withMessageContaining("-1");
        assertThatIllegalArgumentException().isThrownBy(() -> sampling.withHalfWidth(0.5)).withMessageContaining("0.5");
        assertThatIllegalArgumentException().isThrownBy(() -> sampling.withExpectedShare(1.5)).withMessageContaining("1.5");
        assertThatIllegalArgumentException().isThrownBy(() -> sampling.withBoundaryDistance(0)).withMessageContaining("0");
        assertThatIllegalArgumentException().isThrownBy(() -> sampling.withBoundaryShare(1)).withMessageContaining("1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sampling.run(oneSchool(MATHS, 3), List.of(SchoolId.of("gone")))).withMessageContaining("gone");
    }

    @Test
    void lotsAreThoseOfThePublishedGenerator() {
        SplittableRandom theirs = new SplittableRandom(20_211_231L);
        Lot ours = Lot.of(20_211_231L);
        for (int i = 0; i < 1_000; i++) {
            assertThat(ours.next()).isEqualTo(theirs.nextLong());
        }
    }

    @Test
    void everyOrderIsAboutEquallyLikely() {
        int[] firsts = new int[6];
        for (long seed = 0; seed < 6_000; seed++) {
            List<Integer> order = Lot.of(seed, "purpose").shuffled(List.of(0, 1, 2));
            firsts[2 * order.get(0) + (order.get(1) < order.get(2) ? 0 : 1)]++;
        }
        // 1,000 each, standard deviation 29
        assertThat(Arrays.stream(firsts)).allMatch(count -> Math.abs(count - 1_000) < 130);
    }
}
