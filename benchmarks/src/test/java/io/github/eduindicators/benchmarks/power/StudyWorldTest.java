package io.github.eduindicators.benchmarks.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.benchmarks.power.StudyParameters.Variant;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.SchoolResult;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreDistribution;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StudyWorldTest {
    private static final int SCHOOLS = 2000;
    private static final long SEED = 77;
    private static final StudyParameters PARAMETERS = StudyParameters.development().withSchools(SCHOOLS);
    private static final StudyWorld WORLD = StudyWorld.generate(PARAMETERS, SEED);
    /** The same world before anybody did anything. */
    private static final StudyWorld HONEST = StudyWorld.generate(PARAMETERS.with(Variant.HONEST), SEED);

    private static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private static List<Truth> violators(Violation kind) {
        return WORLD.truths().stream().filter(truth -> truth.violation() == kind).toList();
    }

    private static boolean covers(Truth truth, Assessment assessment) {
        return truth.scope().covers(
                StudyWorld.SUBJECTS.indexOf(assessment.subject()),
                assessment.grade() - StudyParameters.FIRST_GRADE,
                assessment.year() - StudyParameters.FIRST_YEAR);
    }

    private static ScoreDistribution before(SchoolId school, Assessment assessment) {
        return HONEST.results().distribution(school, assessment.id()).orElseThrow();
    }

    /** The mean share of points in the works that a violation touches, less what it was before. */
    private static double gain(Violation kind) {
        double gain = 0;
        double works = 0;
        for (Truth truth : violators(kind)) {
            for (SchoolResult result : WORLD.results().results(truth.school())) {
                if (covers(truth, result.assessment())) {
                    double before = before(truth.school(), result.assessment()).mean().orElseThrow();
                    gain += (result.scores().mean().orElseThrow() - before) / result.assessment().scale().max();
                    works++;
                }
            }
        }
        return gain / works;
    }

    @Test
    void theSameSeedGivesTheSameWorldAndAnotherAnotherOne() {
        StudyParameters small = PARAMETERS.withSchools(120);
        StudyWorld world = StudyWorld.generate(small, 5);
        assertThat(StudyWorld.generate(small, 5).results()).isEqualTo(world.results());
        assertThat(StudyWorld.generate(small, 5).truths()).isEqualTo(world.truths());
        assertThat(StudyWorld.generate(small, 6).results()).isNotEqualTo(world.results());
    }

    @Test
    void schoolsHaveTheDeclaredSizes() {
        Map<SchoolId, Double> cohorts = WORLD.truths().stream().collect(Collectors.toMap(Truth::school, Truth::cohort));
        List<School> rural = WORLD.results().schools().stream().filter(s -> s.locality().equals(StudyWorld.RURAL)).toList();
        assertThat(rural).hasSize((int) (0.62 * SCHOOLS));
        assertThat(median(rural.stream().mapToDouble(s -> cohorts.get(s.id())).toArray())).isBetween(8.0, 10.0);
        assertThat(median(WORLD.results().schools().stream()
                .filter(s -> s.locality().equals(StudyWorld.TOWN))
                .mapToDouble(s -> cohorts.get(s.id()))
                .toArray())).isBetween(50.0, 70.0);
        Map<SizeBand, Long> bands = WORLD.truths().stream()
                .collect(Collectors.groupingBy(Truth::band, () -> new EnumMap<>(SizeBand.class), Collectors.counting()));
        assertThat(bands).hasSize(4).allSatisfy((band, count) -> assertThat(count).isGreaterThan(SCHOOLS / 12));
    }

    @Test
    void theCohortIsTheMedianNumberOfResultsAnAssessment() {
        for (Truth truth : WORLD.truths().subList(0, 50)) {
            double[] counts = WORLD.results().results(truth.school()).stream().mapToDouble(r -> r.scores().count()).toArray();
            assertThat(truth.cohort()).isEqualTo(counts.length == 0 ? 0 : median(counts));
        }
    }

    @Test
    void sharesOfViolatorsAndLookAlikesAreExact() {
        for (Violation kind : Violation.values()) {
            assertThat(violators(kind)).hasSizeBetween(
                    kind == Violation.NONE ? 1900 : 16, kind == Violation.NONE ? 1900 : 17);
        }
        for (LookAlike kind : LookAlike.values()) {
            int expected = kind == LookAlike.HOMOGENEOUS ? 0 : 48;
            Predicate<Truth> own = truth -> truth.lookAlike() == kind;
            long found = WORLD.truths().stream().filter(own).count();
            assertThat(kind == LookAlike.NONE || found == expected).as(kind.code()).isTrue();
        }
        assertThat(WORLD.truths()).noneMatch(truth -> !truth.honest() && truth.lookAlike() != LookAlike.NONE);
        assertThat(WORLD.truths().stream().filter(t -> t.lookAlike() == LookAlike.LYCEUM))
                .allMatch(t -> WORLD.results().school(t.school()).orElseThrow().locality().equals(StudyWorld.TOWN));
    }

    @Test
    void nothingIsTouchedOutsideTheScopeOfAViolation() {
        int outside = 0;
        for (Truth truth : WORLD.truths()) {
            for (SchoolResult result : WORLD.results().results(truth.school())) {
                if (truth.honest() || !covers(truth, result.assessment())) {
                    assertThat(result.scores()).isEqualTo(before(truth.school(), result.assessment()));
                    outside += truth.honest() ? 0 : 1;
                }
            }
        }
        assertThat(outside).isGreaterThan(100);
    }

    @Test
    void aboutHalfOfTheViolationsAreEverywhere() {
        List<Truth> lasting = WORLD.truths().stream().filter(t -> !t.honest() && t.violation() != Violation.SPIKE).toList();
        assertThat((double) lasting.stream().filter(t -> t.scope().everywhere(4)).count() / lasting.size()).isBetween(0.3, 0.7);
        assertThat(lasting.stream().map(t -> t.scope().label(4)).distinct())
                .containsExactlyInAnyOrder("everywhere", "one subject", "one grade", "from a year");
        assertThat(violators(Violation.SPIKE)).allMatch(t -> t.scope().firstYear() == t.scope().lastYear());
    }

    @Test
    void helpRaisesScoresByAboutTheDeclaredShare() {
        // 85 % of pupils by 0.18 of the points, 90 % by 0.22, less what the ceiling takes.
        assertThat(gain(Violation.MEAN)).isBetween(0.10, 0.85 * 0.18);
        assertThat(gain(Violation.SPIKE)).isBetween(0.13, 0.90 * 0.22);
        assertThat(gain(Violation.JOURNAL)).isZero();
    }

    @Test
    void raisingToTheCutMovesPupilsFromJustBelowToTheCutOnly() {
        long before = 0;
        long after = 0;
        for (Truth truth : violators(Violation.CUTOFF)) {
            for (SchoolResult result : WORLD.results().results(truth.school())) {
                if (covers(truth, result.assessment())) {
                    List<Integer> cuts = result.assessment().scale().cuts();
                    int reach = result.assessment().scale().max() >= 30 ? 3 : 2;
                    ScoreDistribution old = before(truth.school(), result.assessment());
                    for (int score = 0; score <= result.assessment().scale().max(); score++) {
                        int at = score;
                        if (cuts.stream().anyMatch(cut -> at < cut && at >= cut - reach)) {
                            before += old.count(score);
                            after += result.scores().count(score);
                        } else if (!cuts.contains(score)) {
                            assertThat(result.scores().count(score)).isEqualTo(old.count(score));
                        }
                    }
                }
            }
        }
        assertThat(before).isGreaterThan(1000);
        assertThat((double) after / before).isCloseTo(1 - PARAMETERS.harm().cutoffPupils(), within(0.03));
    }

    @Test
    void raisedJournalMarksAreOneHigherForTheDeclaredShare() {
        double raised = 0;
        double could = 0;
        for (Truth truth : violators(Violation.JOURNAL)) {
            for (SchoolResult result : WORLD.results().results(truth.school())) {
                if (covers(truth, result.assessment())) {
                    ScoreDistribution old = before(truth.school(), result.assessment());
                    for (int score = 0; score <= result.assessment().scale().max(); score++) {
                        for (int mark = 2; mark <= 5; mark++) {
                            raised += mark * (result.scores().count(score, mark) - old.count(score, mark));
                            could += mark < 5 ? old.count(score, mark) : 0;
                        }
                    }
                }
            }
        }
        assertThat(raised / could).isCloseTo(PARAMETERS.harm().journalPupils(), within(0.02));
    }

    @Test
    void copyingNarrowsTheScoresOfAClassAndFittingBringsMarksTogether() {
        double narrower = 0;
        for (Truth truth : violators(Violation.COPYING)) {
            for (SchoolResult result : WORLD.results().results(truth.school())) {
                if (covers(truth, result.assessment()) && result.scores().count() >= 5) {
                    double old = before(truth.school(), result.assessment()).variance().orElseThrow();
                    narrower += result.scores().variance().orElseThrow() - old;
                }
            }
        }
        assertThat(narrower).isNegative();
        long agreed = 0;
        long agreedBefore = 0;
        for (Truth truth : violators(Violation.FITTED)) {
            for (SchoolResult result : WORLD.results().results(truth.school())) {
                if (covers(truth, result.assessment())) {
                    agreed += agreement(result.scores());
                    agreedBefore += agreement(before(truth.school(), result.assessment()));
                }
            }
        }
        assertThat(agreed).isGreaterThan(agreedBefore + agreedBefore / 10);
    }

    private static long agreement(ScoreDistribution scores) {
        long agreed = 0;
        for (int score = 0; score <= scores.scale().max(); score++) {
            agreed += scores.count(score, scores.scale().mark(score));
        }
        return agreed;
    }

    @Test
    void theRegionPilesUpAtTheCutOfMarkThree() {
        for (Assessment assessment : HONEST.results().assessments()) {
            ScoreDistribution region = ScoreDistribution.sum(
                    assessment.scale(), HONEST.results().results(assessment.id()).stream().map(SchoolResult::scores).toList());
            int cut = assessment.scale().cuts().get(0);
            assertThat(region.count(cut)).isGreaterThan((int) (1.2 * (region.count(cut - 1) + region.count(cut + 1)) / 2));
        }
    }

    @Test
    void classesAreAtMostFullAndMakeUpTheSchool() {
        SchoolResults results = WORLD.results();
        for (School school : results.schools().subList(0, 100)) {
            for (SchoolResult result : results.results(school.id())) {
                var classes = results.classes(school.id(), result.assessment().id());
                assertThat(classes.values().stream().mapToLong(ScoreDistribution::count).sum())
                        .isEqualTo(result.scores().count());
                assertThat(classes.values()).allMatch(each -> each.count() <= PARAMETERS.sizes().fullClass());
            }
        }
    }

    @Test
    void variantsDoWhatTheySay() {
        StudyParameters small = PARAMETERS.withSchools(300);
        assertThat(StudyWorld.generate(small.with(Variant.HONEST), 1).truths()).allMatch(Truth::honest)
                .anyMatch(t -> t.lookAlike() == LookAlike.STRICT);
        assertThat(StudyWorld.generate(small.with(Variant.ORDINARY), 1).truths()).allMatch(Truth::ordinary);
        assertThat(StudyWorld.generate(small.with(Variant.HOMOGENEOUS), 1).truths())
                .anyMatch(t -> t.lookAlike() == LookAlike.HOMOGENEOUS);
        assertThat(StudyWorld.generate(small.with(Variant.TWO_YEARS), 1).results().assessments())
                .hasSize(12).allMatch(a -> a.year() >= 2020);
        assertThat(StudyWorld.generate(small.with(Variant.REGIONS), 1).results().regions()).hasSize(4);
        assertThat(StudyWorld.generate(small.with(Variant.NO_CONTEXT), 1).results().schools())
                .allMatch(s -> s.context().isEmpty());
        assertThat(small.with(Variant.HONEST).with(Variant.LUMPY).variants()).containsExactly(Variant.HONEST, Variant.LUMPY);
        assertThat(Variant.parse("two-years")).isEqualTo(Variant.TWO_YEARS);
    }

    @Test
    void aThirdOfJournalMarksIsMissingInTheVariant() {
        StudyWorld world = StudyWorld.generate(PARAMETERS.withSchools(100).with(Variant.MISSING_JOURNAL), 1);
        long missing = 0;
        for (School school : world.results().schools()) {
            for (SchoolResult result : world.results().results(school.id())) {
                for (int score = 0; score <= result.assessment().scale().max(); score++) {
                    missing += result.scores().count(score, ScoreDistribution.NO_MARK);
                }
            }
        }
        assertThat((double) missing / world.results().count()).isCloseTo(1 / 3.0, within(0.01));
    }

    @Test
    void lumpyWorksHeapScores() {
        assertThat(roughness(Variant.LUMPY)).isGreaterThan(2 * roughness(Variant.ORDINARY));
    }

    /** Mean squared second difference of the log counts of the middle of a long scale, between cut scores. */
    private static double roughness(Variant variant) {
        SchoolResults results = StudyWorld.generate(PARAMETERS.withSchools(400).with(Variant.ORDINARY, variant), 1).results();
        Assessment assessment = results.assessments().stream().filter(a -> a.scale().max() == 45).findFirst().orElseThrow();
        ScoreDistribution all = ScoreDistribution.sum(
                assessment.scale(), results.results(assessment.id()).stream().map(SchoolResult::scores).toList());
        double sum = 0;
        for (int score = 20; score <= 24; score++) {
            double bend = Math.log(all.count(score + 1)) - 2 * Math.log(all.count(score)) + Math.log(all.count(score - 1));
            sum += bend * bend;
        }
        return sum / 5;
    }
}
