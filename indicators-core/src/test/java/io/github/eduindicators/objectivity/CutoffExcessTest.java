package io.github.eduindicators.objectivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The oracles of the school test are in {@link ScopedScoresTest}. Oracle of the region: R 4.2.2
 * {@code glm(n ~ poly(s, 6) + I(s == 14) + I(s == 15), family = poisson)}.
 */
class CutoffExcessTest {
    private static final int[] REFERENCE = {
        58, 211, 472, 841, 1303, 1833, 2398, 2960, 3481, 3922, 4249, 4433, 4453, 4298, 3971, 3487, 2876, 2183, 1469, 810, 291};
    private static final int[] ORDINARY = {0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 5, 5, 5, 4, 3, 2, 1, 1};
    private static final int[] RAISED = {0, 0, 1, 1, 2, 3, 0, 7, 4, 4, 0, 10, 6, 5, 0, 10, 4, 3, 2, 1, 1};
    private static final int[] SMOOTH = {1, 13, 39, 71, 107, 165, 220, 307, 348, 468, 522, 607, 717, 788, 878, 849, 908, 947, 979, 1043, 1037,
        1036, 989, 932, 889, 870, 765, 682, 617, 503, 454, 362, 303, 235, 158, 85, 60, 30, 13, 3};
    private static final Assessment MATHS = Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(20, 7, 11, 15));

    private static final int OTHERS = 30;

    private static void add(ScoreTally tally, String school, Assessment assessment, int[] counts) {
        int number = tally.school(school);
        int work = tally.assessment(assessment);
        for (int score = 0; score < counts.length; score++) {
            for (int i = 0; i < counts[score]; i++) {
                tally.add(number, work, score, 0);
            }
        }
    }

    /** The school beside thirty others whose histograms add up to the reference. */
    private static Finding against(int[] counts) {
        ScoreTally tally = ScoreTally.create();
        add(tally, "school", MATHS, counts);
        for (int other = 0; other < OTHERS; other++) {
            int[] part = new int[REFERENCE.length];
            for (int score = 0; score < part.length; score++) {
                part[score] = (REFERENCE[score] * (other + 1)) / OTHERS - REFERENCE[score] * other / OTHERS;
            }
            add(tally, "other" + other, MATHS, part);
        }
        return SchoolCutoffExcess.withDefaults().run(tally.snapshot()).stream()
                .filter(f -> f.unit().equals(SchoolId.of("school")))
                .findFirst()
                .orElseThrow();
    }

    /** What is counted and expected just below the cuts follows from the histograms. */
    @Test
    void pupilsJustBelowAreCountedAndExpectedFromTheOthers() {
        Finding raised = against(RAISED);
        assertThat(raised.outcome()).isEqualTo(Outcome.FLAGGED);
        assertThat(raised.p().orElseThrow()).isLessThan(1e-3);
        assertThat(raised.n()).hasValue(64);
        // RAISED has 3, 0 | 4, 0 | 5, 0 pupils at the two scores below the cuts 7, 11 and 15.
        assertThat(raised.fact("below").orElseThrow().number()).hasValue(12);
        // REFERENCE has 20671 of its 49999 pupils there; 64 pupils make 26.5, a little fewer at the mean of the school.
        assertThat(raised.fact("expected-below").orElseThrow().number().orElseThrow()).isBetween(22.0, 28.0);
        assertThat(raised.effect().orElseThrow().value()).isBetween(0.3, 1.0);
        assertThat(raised.fact("different").orElseThrow().number().orElseThrow()).isBetween(1.0, 22.0);
        Finding ordinary = against(ORDINARY);
        assertThat(ordinary.p().orElseThrow()).isGreaterThan(0.2);
        assertThat(ordinary.outcome()).isEqualTo(Outcome.CLEAR);
        assertThat(ordinary.fact("different")).isEmpty();
        for (Finding finding : List.of(raised, ordinary)) {
            assertThat(finding.explain(Locale.ENGLISH)).doesNotContain("{").contains("pupils");
            assertThat(finding.explain(Locale.forLanguageTag("ru"))).doesNotContain("{").contains("под границами");
        }
    }

    @Test
    void tooFewAtTheBoundariesIsInsufficientWhateverTheirScores() {
        int[] few = new int[21];
        few[7] = 3;
        few[11] = 2;
        few[12] = 3;
        assertThat(against(few).outcome()).isEqualTo(Outcome.INSUFFICIENT_DATA);
        assertThat(against(few).p()).isEmpty();
    }

    @Test
    void withoutOtherSchoolsOrBoundariesItDoesNotApply() {
        ScoreTally alone = ScoreTally.create();
        add(alone, "school", MATHS, RAISED);
        assertThat(SchoolCutoffExcess.withDefaults().run(alone.snapshot())).singleElement()
                .satisfies(f -> assertThat(f.outcome()).isEqualTo(Outcome.NOT_APPLICABLE));
        ScoreTally unmarked = ScoreTally.create();
        Assessment plain = Assessment.builder(Procedure.ROP, 2021, Subject.PHYSICS).scale(ScoreScale.of(20)).build();
        for (int s = 0; s < 9; s++) {
            add(unmarked, "s" + s, plain, ORDINARY);
        }
        assertThat(SchoolCutoffExcess.withDefaults().run(unmarked.snapshot())).hasSize(9)
                .allMatch(f -> f.outcome() == Outcome.NOT_APPLICABLE);
        assertThat(RegionCutoffExcess.withDefaults().run(unmarked.snapshot())).isEmpty();
    }

    @Test
    void aStepThatAllSchoolsHaveIsTheRegionsAndNobodys() {
        ScoreTally tally = ScoreTally.create();
        for (int s = 0; s < 30; s++) {
            add(tally, "s" + s, MATHS, RAISED);
        }
        SchoolResults results = tally.snapshot();
        assertThat(SchoolCutoffExcess.withDefaults().run(results)).hasSize(30).noneMatch(f -> f.outcome() == Outcome.FLAGGED);
        assertThat(RegionCutoffExcess.withDefaults().run(results)).hasSize(3).allMatch(f -> f.outcome() == Outcome.FLAGGED);
    }

    private static Finding region(int[] counts, RegionCutoffExcess method) {
        ScoreTally tally = ScoreTally.create();
        add(tally, "all", Assessment.vpr(2021, Subject.PHYSICS, 9, ScoreScale.of(39, 15)), counts);
        List<Finding> findings = method.run(tally.snapshot());
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    @Test
    void regionTestIsThatOfTheOracle() {
        int[] moved = SMOOTH.clone();
        moved[14] -= 293;
        moved[15] += 293;
        Finding finding = region(moved, RegionCutoffExcess.withDefaults().withDegree(6));
        assertThat(finding.outcome()).isEqualTo(Outcome.FLAGGED);
        assertThat(finding.fact("missing").orElseThrow().number()).hasValueCloseTo(235.783624630969, within(1e-6));
        assertThat(finding.fact("excess").orElseThrow().number()).hasValueCloseTo(260.252206796509, within(1e-6));
        assertThat(finding.effect().orElseThrow().value()).isCloseTo(0.2872664823655, within(1e-9));
        Finding clean = region(SMOOTH, RegionCutoffExcess.withDefaults().withDegree(6));
        assertThat(clean.outcome()).isEqualTo(Outcome.CLEAR);
        assertThat(clean.effect().orElseThrow().value()).isCloseTo(-0.0697094503984, within(1e-9));
    }

    @Test
    void lumpyWorksNeedMoreThanSmoothOnes() {
        int[] lumpy = SMOOTH.clone();
        for (int s = 2; s < 38; s += 2) {
            int shift = lumpy[s] / 5;
            lumpy[s] -= shift;
            lumpy[s + 1] += shift;
        }
        Finding finding = region(lumpy, RegionCutoffExcess.withDefaults());
        assertThat(finding.fact("phi").orElseThrow().number().orElseThrow()).isGreaterThan(5);
        assertThat(finding.outcome()).isEqualTo(Outcome.CLEAR);
        assertThat(region(SMOOTH, RegionCutoffExcess.withDefaults()).fact("phi").orElseThrow().number().orElseThrow()).isLessThan(2);
    }

    @Test
    void pupilsMissingBelowWhoAreNotAtTheCutWereNotRaised() {
        int[] hole = SMOOTH.clone();
        hole[14] -= 500;
        hole[15] -= 60;
        Finding finding = region(hole, RegionCutoffExcess.withDefaults());
        assertThat(finding.p().orElseThrow()).isLessThan(1e-6);
        assertThat(finding.effect().orElseThrow().value()).isGreaterThan(0.4);
        assertThat(finding.outcome()).isEqualTo(Outcome.CLEAR);
    }

    @Test
    void shortScalesAndEmptyBoundariesAreSaid() {
        ScoreTally tally = ScoreTally.create();
        add(tally, "a", Assessment.vpr(2021, Subject.HISTORY, 5, ScoreScale.of(10, 3, 6, 9)), new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 5, 3});
        assertThat(RegionCutoffExcess.withDefaults().run(tally.snapshot())).hasSize(3)
                .allMatch(f -> f.outcome() == Outcome.NOT_APPLICABLE && f.category().equals("no-curve"));
        int[] hole = SMOOTH.clone();
        hole[14] = 0;
        hole[15] = 0;
        assertThat(region(hole, RegionCutoffExcess.withDefaults()).outcome()).isEqualTo(Outcome.INSUFFICIENT_DATA);
    }

    private static int[] counts(int max, int... scores) {
        int[] counts = new int[max + 1];
        for (int score : scores) {
            counts[score]++;
        }
        return counts;
    }

    @Test
    void aHandfulOfPupilsGivesNoCurve() {
        ScoreTally one = ScoreTally.create();
        add(one, "s", Assessment.vpr(2021, Subject.BIOLOGY, 5, ScoreScale.of(20, 3, 6, 17)),
                counts(20, 0, 3, 6, 10, 10, 13, 14, 14, 15, 16, 19, 20));
        add(one, "s", Assessment.vpr(2021, Subject.HISTORY, 5, ScoreScale.of(20, 5, 7, 20)),
                counts(20, 0, 6, 8, 9, 9, 9, 9, 10, 12, 13, 13, 14, 14, 14, 14));
        assertThat(RegionCutoffExcess.withDefaults().run(one.snapshot())).hasSize(6)
                .noneMatch(f -> f.outcome() == Outcome.FLAGGED)
                .anyMatch(f -> f.outcome() == Outcome.INSUFFICIENT_DATA);
    }

    @Tag("simulation")
    @Test
    void smallRegionsOfAnyShapeGetAnAnswer() {
        java.util.Random random = new java.util.Random(2);
        for (int region = 0; region < 3_000; region++) {
            int max = 12 + random.nextInt(30);
            int first = 1 + random.nextInt(max / 3);
            int second = first + 1 + random.nextInt(max / 3);
            ScoreScale scale = ScoreScale.of(max, first, second, second + 1 + random.nextInt(max - second));
            int[] counts = new int[max + 1];
            for (int pupil = 5 + random.nextInt(60); pupil > 0; pupil--) {
                counts[(int) Math.min(max, Math.max(0, max / 2.0 + random.nextGaussian() * max * random.nextDouble()))]++;
            }
            ScoreTally tally = ScoreTally.create();
            add(tally, "s", Assessment.vpr(2021, Subject.PHYSICS, 9, scale), counts);
            assertThat(RegionCutoffExcess.withDefaults().run(tally.snapshot())).hasSize(3);
        }
    }

    @Test
    void othersWhoAllHaveOneScoreAreNoReference() {
        ScoreTally tally = ScoreTally.create();
        for (int other = 0; other < 7; other++) {
            add(tally, "other" + other, MATHS, counts(20, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7));
        }
        add(tally, "school", MATHS, RAISED);
        assertThat(SchoolCutoffExcess.withDefaults().run(tally.snapshot())).filteredOn(f -> f.unit().code().equals("school"))
                .singleElement().satisfies(f -> assertThat(f.outcome()).isEqualTo(Outcome.INSUFFICIENT_DATA));
    }

    @Test
    void optionsAreChecked() {
        assertThatThrownBy(() -> SchoolCutoffExcess.withDefaults().withLevel(1)).hasMessageContaining("between 0 and 1");
        assertThatThrownBy(() -> SchoolCutoffExcess.withDefaults().withMinimumPupils(0)).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> RegionCutoffExcess.withDefaults().withDegree(12)).hasMessageContaining("2..9");
        assertThatThrownBy(() -> RegionCutoffExcess.withDefaults().withMinimumShare(1)).hasMessageContaining("0..1");
        assertThat(RegionCutoffExcess.withDefaults().withDegree(7).method().parameters().toString()).contains("degree=7");
    }

    /** Where honest schools differ much in leniency, the same school is less remarkable. */
    @Tag("simulation")
    @Test
    void leniencyThatDiffersBetweenHonestSchoolsIsAllowedFor() {
        Finding alike = of(new Simulated(3, 150).leniency(u -> 0.5).results(1, 0));
        Finding different = of(new Simulated(3, 150).leniency(u -> 0.05 + 0.9 * u).results(1, 0));
        assertThat(number(different, "tau")).isGreaterThan(number(alike, "tau") * 1.3);
        assertThat(different.p().orElseThrow()).isGreaterThan(alike.p().orElseThrow());
        assertThat(number(different, "detectable")).isGreaterThan(number(alike, "detectable"));
    }

    private static Finding of(SchoolResults results) {
        return SchoolCutoffExcess.withDefaults().run(results).stream()
                .filter(f -> f.unit().equals(Simulated.id(0)))
                .findFirst()
                .orElseThrow();
    }

    private static double number(Finding finding, String fact) {
        return finding.fact(fact).orElseThrow().number().orElseThrow();
    }

    @Tag("simulation")
    @Test
    void oneRegionMoreKindThanAnotherIsNotHeldAgainstItsSchools() {
        SchoolResults one = new Simulated(21, 120).leniency(u -> 0.1).results(0, 0);
        SchoolResults other = new Simulated(22, 120).leniency(u -> 0.95).results(0, 0);
        ScoreTally tally = ScoreTally.create();
        List<School> register = new ArrayList<>();
        for (SchoolResults results : List.of(one, other)) {
            String region = results == one ? "A" : "B";
            for (School school : results.schools()) {
                SchoolId id = SchoolId.of(region + school.id().value());
                register.add(School.builder(id).municipality(Municipality.of(Region.of(region), "M")).build());
                results.results(school.id()).forEach(cell -> {
                    for (int score = 0; score <= cell.assessment().scale().max(); score++) {
                        for (int mark = 2; mark <= 5; mark++) {
                            for (int i = 0; i < cell.scores().count(score, mark); i++) {
                                tally.add(id, cell.assessment(), score, mark);
                            }
                        }
                    }
                });
            }
        }
        List<Finding> findings = SchoolCutoffExcess.withDefaults().run(tally.snapshot().withSchools(register));
        List<Finding> kind = findings.stream().filter(f -> f.unit().code().startsWith("B")).toList();
        assertThat(kind).hasSize(120);
        // Two standard errors of 0.05 are 0.04.
        assertThat(kind.stream().filter(f -> f.p().orElse(1) <= 0.05).count() / 120.0).isLessThan(0.09);
        assertThat(kind.stream().filter(f -> f.outcome() == Outcome.FLAGGED).count()).isLessThanOrEqualTo(1);
    }
}
