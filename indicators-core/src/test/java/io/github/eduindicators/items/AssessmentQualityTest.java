package io.github.eduindicators.items;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.items.AssessmentQuality.Kind;
import io.github.eduindicators.items.AssessmentQuality.Level;
import io.github.eduindicators.items.AssessmentQuality.Reason;
import io.github.eduindicators.items.AssessmentQuality.Use;
import io.github.eduindicators.items.AssessmentQuality.Verdict;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.results.TaskResponses;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AssessmentQualityTest {
    private static final Region REGION = Region.of("Амурская область");
    private static final Locale RUSSIAN = Locale.forLanguageTag("ru");
    private static final int[] TEN = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1};

    /** Collects pupils by the same answers. */
    private static final class Pupils {
        private final TaskResponses.Builder builder;
        private final int schools;
        private int next;

        Pupils(int schools, int... max) {
            this.schools = schools;
            this.builder = TaskResponses.builder(ItemFiles.WORK, ItemFiles.tasks(max));
        }

        Pupils add(int times, int... points) {
            for (int i = 0; i < times; i++) {
                builder.add(ItemFiles.school(next++ % schools), "5", points);
            }
            return this;
        }

        /** Pupils who solve the first so many of ten tasks. */
        Pupils ladder(int times, int... solved) {
            for (int number : solved) {
                int[] points = new int[10];
                Arrays.fill(points, 0, number, 1);
                add(times, points);
            }
            return this;
        }

        Verdict verdict() {
            return AssessmentQuality.withDefaults().run(ItemAnalysis.withDefaults().run(builder.build()));
        }
    }

    private static Set<Kind> kinds(Verdict verdict) {
        return new HashSet<>(verdict.reasons().stream().map(Reason::kind).toList());
    }

    private static void told(Verdict verdict, String... categories) {
        List<Finding> findings = verdict.findings(REGION);
        assertThat(findings).extracting(Finding::category).containsExactly(categories);
        assertThat(verdict.finding(REGION)).isEqualTo(findings.get(0));
        for (Finding finding : findings) {
            assertThat(finding.method().id()).isEqualTo("items/assessment-quality");
            assertThat(finding.n()).hasValue(verdict.analysis().n());
            assertThat(finding.fact("level").orElseThrow().value()).isEqualTo(verdict.level().name());
            assertThat(finding.explain(Locale.ENGLISH)).doesNotContain("{").doesNotContain("–");
            assertThat(finding.explain(RUSSIAN)).doesNotContain("{").startsWith("Качество работы");
        }
    }

    @Test
    void aReliableWorkMayBeUsedForEverything() {
        Verdict verdict = new Pupils(1, TEN).ladder(20, 1, 3, 5, 7, 9).verdict();
        // A perfect ladder of ten tasks at equal steps of two: sum of variances 1.6, of the total 8, times 10 / 9.
        assertThat(verdict.analysis().alpha()).hasValueCloseTo(10 / 9.0 * (1 - 1.6 / 8), within(1e-12));
        assertThat(verdict.level()).isEqualTo(Level.SUFFICIENT);
        assertThat(verdict.uses()).containsExactly(Use.INDIVIDUAL, Use.SCHOOLS, Use.GROUP);
        // Task 1 is solved by all, task 10 by none.
        assertThat(verdict.reasons()).containsExactly(new Reason(Kind.TASK_HARD, "10", 0, 0.2), new Reason(Kind.TASK_EASY, "1", 1, 0.9));
        told(verdict, "");
        assertThat(verdict.finding(REGION).outcome()).isEqualTo(Outcome.CLEAR);
        assertThat(verdict.finding(REGION).explain(Locale.ENGLISH)).contains("alpha 0.89", "Tasks with a remark: 2");
    }

    @Test
    void alphaDecidesBetweenPupilsGroupsAndNothing() {
        // Two tasks of one point, a pupils alike (half 11, half 00) and b apart: alpha = 2 (1 - 1/2 / (a / (a + b))) = 2 - (a + b) / a.
        Verdict individual = new Pupils(1, 1, 1).add(45, 1, 1).add(45, 0, 0).add(5, 1, 0).add(5, 0, 1).verdict();
        assertThat(individual.analysis().alpha()).hasValueCloseTo(2 - 100 / 90.0, within(1e-12));
        assertThat(individual.uses()).contains(Use.INDIVIDUAL);
        Verdict group = new Pupils(1, 1, 1).add(40, 1, 1).add(40, 0, 0).add(10, 1, 0).add(10, 0, 1).verdict();
        assertThat(group.analysis().alpha()).hasValueCloseTo(0.75, within(1e-12));
        assertThat(group.uses()).containsExactly(Use.SCHOOLS, Use.GROUP);
        assertThat(kinds(group)).containsExactlyInAnyOrder(Kind.ALPHA_INDIVIDUAL, Kind.FLOOR, Kind.CEILING);
        told(group, "floor", "ceiling");
        Verdict none = new Pupils(1, 1, 1).add(30, 1, 1).add(30, 0, 0).add(20, 1, 0).add(20, 0, 1).verdict();
        assertThat(none.analysis().alpha()).hasValueCloseTo(2 - 100 / 60.0, within(1e-12));
        assertThat(none.level()).isEqualTo(Level.UNSUITABLE);
        assertThat(none.uses()).isEmpty();
        told(none, "unreliable", "floor", "ceiling");
        assertThat(none.finding(REGION).outcome()).isEqualTo(Outcome.FLAGGED);
        assertThat(none.finding(REGION).fact("uses").orElseThrow().value()).isEqualTo("none");
        assertThat(none.finding(REGION).explain(RUSSIAN)).contains("альфа 0,33", "0,70");

        AssessmentQuality lenient = AssessmentQuality.withDefaults().withAlpha(0.3, 0.9).withExtremeShare(0.5);
        Verdict allowed = lenient.run(none.analysis());
        assertThat(allowed.level()).isEqualTo(Level.SUFFICIENT);
        told(allowed, "group-only");
        assertThat(allowed.finding(REGION).outcome()).isEqualTo(Outcome.CLEAR);
    }

    @Test
    void tooFewPupilsOrTasksSayNothing() {
        Verdict few = new Pupils(1, TEN).ladder(9, 1, 3, 5, 7, 9).verdict();
        assertThat(few.level()).isEqualTo(Level.INSUFFICIENT_DATA);
        assertThat(few.uses()).isEmpty();
        assertThat(few.reasons()).containsExactly(new Reason(Kind.FEW_PUPILS, "", 45, 50));
        told(few, "");
        assertThat(few.finding(REGION).outcome()).isEqualTo(Outcome.INSUFFICIENT_DATA);
        assertThat(AssessmentQuality.withDefaults().withFewestPupils(45).run(few.analysis()).level()).isEqualTo(Level.SUFFICIENT);

        Verdict one = new Pupils(1, 4).add(30, 1).add(30, 2).verdict();
        assertThat(one.level()).isEqualTo(Level.INSUFFICIENT_DATA);
        assertThat(kinds(one)).containsExactly(Kind.ONE_TASK);
        told(one, "");

        Verdict nobody = new Pupils(1, TEN).verdict();
        assertThat(nobody.level()).isEqualTo(Level.INSUFFICIENT_DATA);
        told(nobody, "");
    }

    @Test
    void equalTotalsTellNobodyApart() {
        Verdict verdict = new Pupils(1, 1, 1).add(30, 1, 0).add(30, 0, 1).verdict();
        assertThat(verdict.level()).isEqualTo(Level.UNSUITABLE);
        assertThat(kinds(verdict)).contains(Kind.NO_SPREAD, Kind.TASK_AGAINST_REST);
        assertThat(verdict.findings(REGION).get(0).category()).isEqualTo("no-spread");
    }

    @Test
    void aTaskAgainstTheRestIsASignOfAnErrorInTheKey() {
        int[] max = Arrays.copyOf(TEN, 11);
        max[10] = 1;
        Pupils pupils = new Pupils(1, max);
        for (int solved : new int[] {1, 3, 5, 7, 9}) {
            int[] points = new int[11];
            Arrays.fill(points, 0, solved, 1);
            points[10] = solved < 5 ? 1 : 0;
            pupils.add(20, points);
        }
        Verdict verdict = pupils.verdict();
        assertThat(verdict.level()).isEqualTo(Level.LIMITED);
        assertThat(verdict.uses()).containsExactly(Use.SCHOOLS, Use.GROUP);
        told(verdict, "key");
        Finding finding = verdict.finding(REGION);
        assertThat(finding.fact("flagged-tasks").orElseThrow().value()).isEqualTo("11");
        assertThat(finding.fact("figure").orElseThrow().number().orElseThrow())
                .isEqualTo(verdict.analysis().task("11").orElseThrow().itemRest().orElseThrow()).isNegative();
        assertThat(finding.explain(Locale.ENGLISH)).contains("less often than weak ones: 11;", "sign of an error in the key");
    }

    @Test
    void manyWeakTasksAndOmittedOnesAreSaid() {
        // Tasks 4 and 5 are solved by half of the pupils whatever they earn elsewhere; the other half do not attempt task 5.
        Pupils pupils = new Pupils(1, 20, 20, 20, 1, 1);
        for (int points : new int[] {2, 8, 12, 18}) {
            pupils.add(5, points, points, points, 1, 1).add(5, points, points, points, 1, TaskResponses.NOT_ATTEMPTED)
                    .add(5, points, points, points, 0, 1).add(5, points, points, points, 0, TaskResponses.NOT_ATTEMPTED);
        }
        Verdict verdict = pupils.verdict();
        assertThat(verdict.reasons()).containsExactly(new Reason(Kind.WEAK_TASKS, "", 0.4, 0.25), new Reason(Kind.TASK_WEAK, "4", 0, 0.2),
                new Reason(Kind.TASK_WEAK, "5", 0, 0.2), new Reason(Kind.TASK_NOT_ATTEMPTED, "5", 0.5, 0.15));
        assertThat(verdict.uses()).containsExactly(Use.SCHOOLS, Use.GROUP);
        told(verdict, "weak-tasks");
        assertThat(AssessmentQuality.withDefaults().withItemRest(0.2, 0.5).withNotAttempted(0.5).run(verdict.analysis()).reasons())
                .extracting(Reason::kind).doesNotContain(Kind.WEAK_TASKS, Kind.TASK_NOT_ATTEMPTED);
    }

    @Test
    void schoolsThatHardlyDifferAreNotToBeRanked() {
        // Every school has pupils of the same totals but for one, so means differ by next to nothing.
        Pupils pupils = new Pupils(12, TEN);
        for (int solved : new int[] {1, 3, 5, 7, 9}) {
            pupils.ladder(12, solved);
        }
        Verdict verdict = pupils.ladder(1, 5).verdict();
        assertThat(verdict.analysis().schoolMeans()).as("the means are all the same").isEmpty();
        Verdict apart = pupils.ladder(1, 9).verdict();
        assertThat(apart.analysis().schoolMeans().orElseThrow().reliability()).isZero();
        assertThat(apart.level()).isEqualTo(Level.LIMITED);
        assertThat(apart.uses()).containsExactly(Use.INDIVIDUAL, Use.GROUP);
        told(apart, "school-means");
        assertThat(AssessmentQuality.withDefaults().withSchoolReliability(0).run(apart.analysis()).level()).isEqualTo(Level.SUFFICIENT);
    }

    @Test
    void pupilsLeftOutLimitTheComparisonOfSchools() {
        int[] unknown = new int[10];
        unknown[3] = TaskResponses.UNKNOWN;
        Verdict verdict = new Pupils(1, TEN).ladder(20, 1, 3, 5, 7, 9).add(6, unknown).verdict();
        assertThat(verdict.reasons().get(0)).isEqualTo(new Reason(Kind.LEFT_OUT, "", 6 / 106.0, 0.05));
        assertThat(verdict.uses()).containsExactly(Use.INDIVIDUAL, Use.GROUP);
        told(verdict, "left-out");
        assertThat(AssessmentQuality.withDefaults().withLeftOut(0.06).run(verdict.analysis()).level()).isEqualTo(Level.SUFFICIENT);
    }

    @Test
    void thresholdsAreExactAndTold() {
        Verdict verdict = new Pupils(1, TEN).ladder(20, 1, 3, 5, 7, 9).verdict();
        double alpha = verdict.analysis().alpha().orElseThrow();
        assertThat(AssessmentQuality.withDefaults().withAlpha(alpha, alpha).run(verdict.analysis()).level()).isEqualTo(Level.SUFFICIENT);
        double above = Math.nextUp(alpha);
        assertThat(AssessmentQuality.withDefaults().withAlpha(above, above).run(verdict.analysis()).level()).isEqualTo(Level.UNSUITABLE);
        assertThat(AssessmentQuality.withDefaults().withDifficulty(0, 1).run(verdict.analysis()).reasons()).isEmpty();
        assertThat(AssessmentQuality.withDefaults().withAlpha(0.5, 0.6).method().toString()).contains("alpha-group=0.5", "alpha-individual=0.6");
        assertThat(verdict.toString()).contains("SUFFICIENT", "task-easy 1=1");
    }

    @Test
    void argumentsAreChecked() {
        AssessmentQuality quality = AssessmentQuality.withDefaults();
        assertThatIllegalArgumentException().isThrownBy(() -> quality.withFewestPupils(1)).withMessageContaining("got 1");
        assertThatIllegalArgumentException().isThrownBy(() -> quality.withAlpha(0.8, 0.7)).withMessageContaining("0.8 and 0.7");
        assertThatIllegalArgumentException().isThrownBy(() -> quality.withItemRest(0.2, 1.5)).withMessageContaining("weakTasks");
        assertThatIllegalArgumentException().isThrownBy(() -> quality.withDifficulty(0.9, 0.2)).withMessageContaining("lowest");
        assertThatIllegalArgumentException().isThrownBy(() -> quality.withExtremeShare(Double.NaN)).withMessageContaining("NaN");
        assertThatIllegalArgumentException().isThrownBy(() -> quality.withSchoolReliability(-0.1)).withMessageContaining("reliability");
        assertThatIllegalArgumentException().isThrownBy(() -> quality.withNotAttempted(2)).withMessageContaining("0..1");
        assertThatIllegalArgumentException().isThrownBy(() -> quality.withLeftOut(2)).withMessageContaining("0..1");
    }
}
