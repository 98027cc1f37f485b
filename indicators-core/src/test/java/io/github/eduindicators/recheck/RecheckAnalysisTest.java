package io.github.eduindicators.recheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
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
import io.github.eduindicators.stats.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The worked example by R 4.2, with N the sizes of the strata, db and do the differences of the re-checked works of each:
 * <pre>
 * N &lt;- c(18, 42); W &lt;- N / 60; n &lt;- c(8, 7); z &lt;- qnorm(.975)
 * db &lt;- c(1, -.5, 2, 1, 0, 0, 0, 0); do &lt;- c(0, 2, 0, 1.5, 0, 0, -1)
 * est &lt;- function(v) { se &lt;- sqrt(sum(v)); df &lt;- sum(v)^2 / sum(v^2 / (n - 1))
 *   sum(W * c(mean(db), mean(do))) + c(0, -1, 1) * qt(.975, df) * se }
 * s2 &lt;- c((7 * var(db) + 1) / 7, (6 * var(do) + 1) / 6)   # one more difference of a point
 * est(W^2 * s2 / n); est(W^2 * s2 / n * (1 - n / N))
 * p &lt;- c(5/8, 6/7); P &lt;- sum(W * p); ne &lt;- min(1 / sum(W^2 / n), P * (1 - P) / sum(W^2 * p * (1 - p) / n))
 * wil(P, ne, z); wil(P, ne, z * sqrt(45 / 59))   # the ends of Wilson's interval
 * </pre>
 */
class RecheckAnalysisTest {
    private static final Assessment MATHS = Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(20, 7, 11, 15));
    private static final Assessment EXAM =
            Assessment.builder(Procedure.EGE, 2021, Subject.RUSSIAN).grade(11).scale(ScoreScale.of(100, 36)).build();
    private static final Region REGION = Region.of("R");
    private static final Locale RUSSIAN = Locale.forLanguageTag("ru");

    private final ScoreTally tally = ScoreTally.create();
    private final List<RecheckWork> works = new ArrayList<>();
    private int next;

    private static SchoolId id(int number) {
        return SchoolId.of("s" + number);
    }

    private SchoolResults results() {
        List<School> register = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            register.add(School.builder(id(i)).municipality(Municipality.of(REGION, "M")).build());
        }
        return tally.snapshot().withSchools(register);
    }

    private RecheckAnalysis.Result run() {
        return RecheckAnalysis.withDefaults().run(works, results());
    }

    /** A work of a school with the scores of its experts, not in the tally. */
    private void work(int school, Assessment assessment, int score, int... experts) {
        RecheckWork work = RecheckWork.of(assessment.id(), id(school), "code-" + next++, score);
        for (int i = 0; i < experts.length; i++) {
            works.add(work.withExpert("e" + i).withExpertScore(experts[i]));
        }
    }

    private void tally(int school, int score, int count) {
        for (int i = 0; i < count; i++) {
            tally.add(id(school), MATHS, score);
        }
    }

    /** As many works in the tally as re-checked, each with these scores. */
    private void whole(int school, int count, int score, int expert) {
        tally(school, score, count);
        for (int i = 0; i < count; i++) {
            work(school, MATHS, score, expert);
        }
    }

    private static void close(Interval actual, double value, double lower, double upper) {
        assertThat(actual.value()).isCloseTo(value, within(1e-9));
        assertThat(actual.lower()).isCloseTo(lower, within(1e-8));
        assertThat(actual.upper()).isCloseTo(upper, within(1e-8));
    }

    private static Finding finding(RecheckAnalysis.Result result, int school, String method) {
        return result.findings().stream()
                .filter(finding -> finding.unit().equals(id(school)) && finding.method().id().equals("recheck/" + method))
                .findFirst()
                .orElseThrow();
    }

    private void example() {
        int[][] counts = {{5, 6}, {6, 2}, {7, 8}, {8, 10}, {9, 6}, {10, 1}, {11, 5}, {12, 8}, {13, 6}, {15, 2}, {16, 4}, {18, 2}};
        for (int[] count : counts) {
            tally(0, count[0], count[1]);
        }
        work(0, MATHS, 7, 6, 6);
        work(0, MATHS, 7, 7, 8);
        work(0, MATHS, 7, 5);
        work(0, MATHS, 11, 10);
        work(0, MATHS, 11, 11);
        work(0, MATHS, 11, 11);
        work(0, MATHS, 15, 15);
        work(0, MATHS, 6, 6);
        work(0, MATHS, 8, 8);
        work(0, MATHS, 9, 7);
        work(0, MATHS, 12, 12);
        work(0, MATHS, 13, 11, 12);
        work(0, MATHS, 16, 16);
        work(0, MATHS, 5, 5);
        work(0, MATHS, 8, 9);
    }

    @Test
    void aSchoolIsEstimatedFromItsStrata() {
        example();
        SchoolRecheck school = run().school(id(0)).orElseThrow();
        Agreement agreement = school.agreement().orElseThrow();
        assertThat(agreement.works()).isEqualTo(15);
        assertThat(agreement.confirmedWorks()).isEqualTo(11);
        close(agreement.confirmed(), 0.7875, 0.50819971914976, 0.930022885906149);
        close(agreement.shift().orElseThrow(), 0.38125, -0.341982351192734, 1.104482351192734);
        assertThat(agreement.marked()).isEqualTo(15);
        assertThat(agreement.lowered()).isEqualTo(3);
        assertThat(agreement.raised()).isZero();
        assertThat(agreement.changedShare()).hasValue(0.2);
        assertThat(school.decision()).isEqualTo(SchoolRecheck.Decision.UNDECIDED);
        assertThat(school.correctedMeans()).hasSize(1);
        SchoolRecheck.CorrectedMean mean = school.correctedMeans().get(0);
        assertThat(mean.reported()).isCloseTo(10.0166666666667, within(1e-9));
        assertThat(mean.population()).isEqualTo(60);
        close(mean.corrected(), 9.63541666666667, 8.97804953766845, 10.29278379566489);
    }

    @Test
    void kappaIsThatOfTheMarks() {
        example();
        // R, as in AgreementStatisticsTest, of matrix(c(2,0,0,0, 2,4,0,0, 0,1,4,0, 0,0,0,2), 4, byrow = TRUE)
        Agreement agreement = run().school(id(0)).orElseThrow().agreement().orElseThrow();
        assertThat(agreement.kappa()).hasValueCloseTo(0.723926380368098, within(1e-12));
        assertThat(agreement.quadraticKappa()).hasValueCloseTo(0.889975550122249, within(1e-12));
    }

    @Test
    void expertsAreComparedOnTheWorksMarkedTwice() {
        example();
        Agreement.Experts experts = run().regions().get(REGION).experts().orElseThrow();
        // 6 and 6, 7 and 8 (both mark 3), 11 and 12 (both mark 4)
        assertThat(experts.works()).isEqualTo(3);
        assertThat(experts.pairs()).isEqualTo(3);
        assertThat(experts.exact()).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(experts.meanDifference()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(experts.confirmed()).isEqualTo(1);
        assertThat(experts.kappa()).hasValue(1);
    }

    @Test
    void expertsOfOneWorkArePairedEachWithEach() {
        work(0, MATHS, 7, 6, 7, 11);
        tally(0, 7, 1);
        Agreement.Experts experts = run().regions().get(REGION).experts().orElseThrow();
        assertThat(experts.works()).isEqualTo(1);
        assertThat(experts.pairs()).isEqualTo(3);
        assertThat(experts.exact()).isZero();
        assertThat(experts.meanDifference()).isCloseTo((1 + 5 + 4) / 3.0, within(1e-12));
        // The symmetrised table of marks has only pairs of different marks, 2 of each kind: 1 - 1 / (2 / 3)
        assertThat(experts.kappa()).hasValueCloseTo(-0.5, within(1e-12));
    }

    @Test
    void factsOfTheWorkedExample() {
        example();
        RecheckAnalysis.Result result = run();
        Finding share = finding(result, 0, "confirmed-share");
        assertThat(share.outcome()).isEqualTo(Outcome.INSUFFICIENT_DATA);
        assertThat(share.category()).isEqualTo("undecided");
        assertThat(share.fact("confirmed-lower-of-all").orElseThrow().number()).hasValueCloseTo(54.4513522200207, within(1e-8));
        assertThat(share.fact("scores-lowered").orElseThrow().value()).isEqualTo(4L);
        Finding shift = finding(result, 0, "shift");
        // Differences 1 0 2 1 0 0 0 0 0 2 0 1 0 0 -1: the sum of 6 is reached by 5 of 64 ways of choosing the signs
        assertThat(shift.p()).hasValue(5 / 64.0);
        assertThat(shift.adjustedP()).hasValue(5 / 64.0);
        assertThat(shift.statistic()).hasValue(6);
        assertThat(shift.outcome()).isEqualTo(Outcome.CLEAR);
        // 5 lowered works give p = 1/32; R: uniroot(function(q) pbinom(4, 15, q, lower.tail = FALSE) - .8, c(.01, .99))
        assertThat(shift.fact("detectable").orElseThrow().number()).hasValueCloseTo(40.76, within(0.01));
    }

    @Test
    void severalSchoolsAreTheUnitsThatVary() {
        // R: x <- list(c(1,0,2,1), c(0,0,1,0,0), c(-1,0,0)); m <- mean(unlist(x));
        // m + c(-1,1) * qt(.975, 2) * sqrt(3/2 * sum(sapply(x, function(v) sum(v - m)^2))) / 12
        int[][] differences = {{1, 0, 2, 1}, {0, 0, 1, 0, 0}, {-1, 0, 0}};
        for (int school = 0; school < differences.length; school++) {
            for (int difference : differences[school]) {
                work(school, MATHS, 9, 9 - difference);
                tally(school, 9, 1);
            }
        }
        RecheckAnalysis.Result result = run();
        Agreement region = result.regions().get(REGION);
        close(region.shift().orElseThrow(), 1 / 3.0, -1.1594476491716, 1.82611431583827);
        // Eleven of twelve are confirmed; the same R for the share: ne = P(1-P) / v = 10.7755
        close(region.confirmed(), 11 / 12.0, 0.628091717222342, 0.986234811178607);
        assertThat(result.assessments().get(MATHS.id())).isEqualTo(region);
        assertThat(result.controls()).isEmpty();
    }

    @Test
    void aSchoolWhoseWorksAreConfirmedIsCleared() {
        whole(0, 12, 9, 9);
        RecheckAnalysis.Result result = run();
        assertThat(result.school(id(0)).orElseThrow().decision()).isEqualTo(SchoolRecheck.Decision.CLEARED);
        Finding share = finding(result, 0, "confirmed-share");
        assertThat(share.effect()).contains(Interval.wilson(12, 12));
        assertThat(share.fact("confirmed-lower-of-all").orElseThrow().value()).isEqualTo(100.0);
        // 8 of 12 0.862, 9 of 12 0.911 (R: prop.test(x, 12, correct = FALSE)), so 8 are flagged;
        // R: uniroot(function(q) pbinom(8, 12, q) - .8, c(.01, .99))
        assertThat(share.fact("detectable").orElseThrow().number()).hasValueCloseTo(58.76, within(0.01));
        assertThat(finding(result, 0, "shift").p()).hasValue(1);
        assertThat(result).hasToString("Recheck{CLEARED=1}");
    }

    @Test
    void aSchoolWithManyMoreWorksIsNotClearedByAFew() {
        whole(0, 12, 9, 9);
        tally(0, 9, 88);
        assertThat(run().school(id(0)).orElseThrow().decision()).isEqualTo(SchoolRecheck.Decision.UNDECIDED);
    }

    @Test
    void tooFewConfirmedWorksAreASignThatSaysWhatWouldHaveToBeDifferent() {
        whole(0, 12, 8, 8);
        whole(0, 8, 7, 6);
        RecheckAnalysis.Result result = run();
        assertThat(result.school(id(0)).orElseThrow().decision()).isEqualTo(SchoolRecheck.Decision.SIGN);
        Finding share = finding(result, 0, "confirmed-share");
        assertThat(share.outcome()).isEqualTo(Outcome.FLAGGED);
        // R: prop.test(x, 20, correct = FALSE): upper end 0.781 for 12, 0.888 for 15, 0.919 for 16
        assertThat(share.fact("more-confirmed").orElseThrow().value()).isEqualTo(4L);
        Finding shift = finding(result, 0, "shift");
        assertThat(shift.outcome()).isEqualTo(Outcome.FLAGGED);
        assertThat(shift.p()).hasValue(1 / 256.0);
        // With 4 of the 8 left, p is 1/16.
        assertThat(shift.fact("fewer-lowered").orElseThrow().value()).isEqualTo(4L);
        assertThat(share.explain(Locale.ENGLISH)).contains("12 of 20", "60 %", "target of 90 %").doesNotContain("{", "code-");
        assertThat(share.explain(RUSSIAN)).contains("12 из 20", "60 %").doesNotContain("{", "code-");
    }

    @Test
    void aStrictSchoolIsToldSoAndNotFlagged() {
        whole(0, 20, 6, 9);
        RecheckAnalysis.Result result = run();
        Finding share = finding(result, 0, "confirmed-share");
        assertThat(share.outcome()).isEqualTo(Outcome.CLEAR);
        assertThat(share.category()).isEqualTo("strict");
        assertThat(finding(result, 0, "shift").p()).hasValue(1);
        assertThat(result.school(id(0)).orElseThrow().correctedMeans().get(0).corrected()).isEqualTo(new Interval(9, 9, 9));
    }

    @Test
    void fewWorksAndWaitingWorksSaySo() {
        whole(0, 9, 9, 3);
        works.add(RecheckWork.of(MATHS.id(), id(0), "waits", 9).withExpert("e1"));
        works.add(RecheckWork.of(MATHS.id(), id(1), "waits", 9));
        RecheckAnalysis.Result result = run();
        assertThat(result.schools()).map(SchoolRecheck::decision).containsOnly(SchoolRecheck.Decision.TOO_FEW);
        assertThat(result.schools()).map(SchoolRecheck::waiting).containsExactly(1L, 1L);
        assertThat(result.school(id(1)).orElseThrow().agreement()).isEmpty();
        assertThat(result.findings()).allMatch(finding -> finding.outcome() == Outcome.INSUFFICIENT_DATA)
                .allMatch(finding -> !finding.explain(RUSSIAN).contains("{"));
        assertThat(finding(result, 0, "shift").explain(Locale.ENGLISH))
                .contains("Only 9 works", "10 are needed", "1 wait");
        assertThat(RecheckAnalysis.withDefaults().withMinimumWorks(9).run(works, results()).school(id(0)).orElseThrow().decision())
                .isEqualTo(SchoolRecheck.Decision.SIGN);
    }

    @Test
    void aSchoolIsNotFlaggedForWhatTheControlSchoolsDoToo() {
        whole(0, 14, 8, 8);
        whole(0, 6, 9, 8);
        for (int control = 1; control <= 3; control++) {
            whole(control, 14 + control, 8, 8);
            whole(control, 6, 9, 8);
        }
        RecheckAnalysis.Result alone = run();
        assertThat(finding(alone, 0, "shift").outcome()).isEqualTo(Outcome.FLAGGED);
        RecheckAnalysis.Result compared = RecheckAnalysis.withDefaults()
                .withControls(List.of(id(1), id(2), id(3)))
                .run(works, results());
        Finding shift = finding(compared, 0, "shift");
        assertThat(shift.outcome()).isEqualTo(Outcome.CLEAR);
        assertThat(shift.category()).isEqualTo("as-controls");
        assertThat(shift.fact("control-shift").orElseThrow().number()).hasValueCloseTo(18 / 66.0, within(1e-12));
        // R: x <- lapply(15:17, function(n) rep(0:1, c(n, 6))); u <- unlist(x); m <- mean(u); v <- 5.2 / 19 / 20
        // vc <- 3/2 * sum(sapply(x, function(y) sum(y - m))^2) / 66^2; df <- (v + vc)^2 / (v^2 / 19 + vc^2 / 2)
        // pt((.3 - m) / sqrt(v + vc), df, lower.tail = FALSE)
        assertThat(shift.p()).hasValueCloseTo(4.09230066571380e-01, within(1e-10));
        assertThat(shift.fact("p-experts").orElseThrow().value()).isEqualTo(1 / 64.0);
        assertThat(compared.controls().get(REGION).works()).isEqualTo(66);
        RecheckAnalysis.Result two = RecheckAnalysis.withDefaults().withControls(List.of(id(1), id(2))).run(works, results());
        assertThat(finding(two, 0, "shift").outcome()).as("two control schools are too few").isEqualTo(Outcome.FLAGGED);
        Finding ofControl = finding(compared, 1, "shift");
        assertThat(ofControl.fact("control-shift")).as("itself is not among them, and two are left").isEmpty();
        assertThat(Stream.of(Locale.ENGLISH, RUSSIAN).map(shift::explain)).allMatch(text -> !text.contains("{"));
    }

    @Test
    void aSchoolIsFlaggedForMoreThanTheControlSchoolsDo() {
        whole(0, 4, 8, 8);
        whole(0, 16, 9, 8);
        for (int control = 1; control <= 4; control++) {
            whole(control, 19 + control, 8, 8);
            whole(control, 1, 9, 8);
        }
        RecheckAnalysis.Result result = RecheckAnalysis.withDefaults()
                .withControls(List.of(id(1), id(2), id(3), id(4)))
                .run(works, results());
        assertThat(result.findings()).filteredOn(finding -> finding.outcome() == Outcome.FLAGGED)
                .extracting(finding -> finding.unit().code() + " " + finding.method().id())
                .containsExactly("s0 recheck/shift");
        assertThat(finding(result, 1, "shift").fact("control-shift").orElseThrow().number()).hasValueCloseTo(3 / 69.0, within(1e-12));
        assertThat(finding(result, 0, "shift").explain(Locale.ENGLISH))
                .contains("16 works and raised 0", "Control schools of the region: 0.04");
    }

    @Test
    void theExaminationHasAMinimumScoreInsteadOfMarks() {
        for (int i = 0; i < 10; i++) {
            tally.add(id(0), EXAM, 36);
            work(0, EXAM, 36, i < 3 ? 35 : 36);
        }
        Agreement agreement = run().school(id(0)).orElseThrow().agreement().orElseThrow();
        assertThat(agreement.lowered()).isEqualTo(3);
        assertThat(agreement.confirmedWorks()).isEqualTo(7);
        assertThat(agreement.kappa()).isEmpty();
    }

    @Test
    void withoutResultsOfTheSchoolTheWorksAreASimpleSample() {
        tally(1, 7, 1);
        for (int i = 0; i < 12; i++) {
            work(0, MATHS, i < 2 ? 7 : 9, i < 2 ? 5 : 9);
        }
        SchoolRecheck school = run().school(id(0)).orElseThrow();
        assertThat(school.correctedMeans()).isEmpty();
        assertThat(school.agreement().orElseThrow().confirmed()).isEqualTo(Interval.wilson(10, 12));
        assertThat(school.agreement().orElseThrow().shift().orElseThrow().value()).isCloseTo(4 / 12.0, within(1e-12));
    }

    @Test
    void toleranceSaysWhatIsConfirmedWithinTheSameMark() {
        whole(0, 10, 9, 7);
        assertThat(run().regions().get(REGION).confirmedWorks()).isZero();
        assertThat(RecheckAnalysis.withDefaults().withTolerance(2).run(works, results()).regions().get(REGION).confirmedWorks())
                .isEqualTo(10);
    }

    @Test
    void refusesContradictionsWithoutTellingCodes() {
        tally(0, 7, 1);
        RecheckWork work = RecheckWork.of(MATHS.id(), id(0), "Иванов", 7).withExpert("e1").withExpertScore(6);
        RecheckWork otherScore = RecheckWork.of(MATHS.id(), id(0), "Иванов", 8).withExpert("e2");
        RecheckWork beyond = work.withExpertScore(21);
        RecheckWork unknown = RecheckWork.of(EXAM.id(), id(0), "Иванов", 8);
        for (List<RecheckWork> wrong : List.of(List.of(work, work), List.of(work, otherScore), List.of(beyond), List.of(unknown))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RecheckAnalysis.withDefaults().run(wrong, results()))
                    .withMessageContaining("s0").withMessageNotContaining("Иванов");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> RecheckWork.of(MATHS.id(), id(0), " ", 7)).withMessageContaining("blank");
        assertThatIllegalArgumentException().isThrownBy(() -> RecheckWork.of(MATHS.id(), id(0), "a\u0007b", 7))
                .withMessageContaining("control").withMessageNotContaining("a\u0007b");
        assertThatIllegalArgumentException().isThrownBy(() -> RecheckWork.of(MATHS.id(), id(0), "a", 7).withExpertScore(7))
                .withMessageContaining("expert");
    }

    @Test
    void refusesOptionsOutsideTheirRange() {
        RecheckAnalysis analysis = RecheckAnalysis.withDefaults();
        assertThatIllegalArgumentException().isThrownBy(() -> analysis.withTarget(1)).withMessageContaining("1.0");
        assertThatIllegalArgumentException().isThrownBy(() -> analysis.withTolerance(-1)).withMessageContaining("-1");
        assertThatIllegalArgumentException().isThrownBy(() -> analysis.withMinimumWorks(1)).withMessageContaining("1");
        assertThatIllegalArgumentException().isThrownBy(() -> analysis.withBoundaryDistance(0)).withMessageContaining("0");
        assertThatIllegalArgumentException().isThrownBy(() -> analysis.withLevel(0)).withMessageContaining("0.0");
    }
}
