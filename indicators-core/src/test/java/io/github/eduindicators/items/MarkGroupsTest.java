package io.github.eduindicators.items;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.model.Task;
import io.github.eduindicators.results.TaskResponses;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Tails by R:
 * <pre>{@code
 * phyper(8-1, 13, 11, 12, lower.tail=FALSE); phyper(65-1, 118, 75, 93, lower.tail=FALSE)
 * x<-c(2,2,1,2,0); y<-c(0,1,0,2,1,0); all<-c(x,y); mean(combn(11,5,function(i)sum(all[i])) >= sum(x))
 * phyper(70-1, 130, 80, 100, lower.tail=FALSE)
 * phyper(c(100,105)-1, 180, 120, 150, lower.tail=FALSE); phyper(30-1, 40, 260, 150, lower.tail=FALSE)
 * }</pre>
 */
class MarkGroupsTest {
    private static final Assessment WORK = Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(10, 3, 6, 9));
    private static final List<Task> TASKS = List.of(Task.of("1", 2), Task.of("2", 4), Task.of("3", 4));

    @Test
    void theTailIsExactUpToTwoHundredPupils() {
        assertThat(ExactSplit.upperTail(new long[] {4, 8}, new long[] {7, 5})).isCloseTo(0.206824606272715, within(1e-13));
        assertThat(ExactSplit.upperTail(new long[] {1, 1, 3}, new long[] {3, 2, 1})).isCloseTo(0.158008658008658, within(1e-13));
        assertThat(ExactSplit.upperTail(new long[] {0, 5}, new long[] {0, 5})).isEqualTo(1);
        assertThat(ExactSplit.upperTail(new long[] {28, 65}, new long[] {47, 53})).isCloseTo(0.0117718969566579, within(1e-13));
    }

    @Test
    void beyondThatItIsWithinAQuarter() {
        assertThat(ExactSplit.upperTail(new long[] {30, 70}, new long[] {50, 60})).isCloseTo(0.0151177617079024, within(0.0005));
        assertThat(ExactSplit.upperTail(new long[] {50, 100}, new long[] {70, 80})).isCloseTo(0.0124777479683, within(0.0005));
        assertThat(ExactSplit.upperTail(new long[] {45, 105}, new long[] {75, 75})).isCloseTo(0.0003021075778, within(0.00003));
        assertThat(ExactSplit.upperTail(new long[] {120, 30}, new long[] {140, 10})).isCloseTo(0.0005209084250, within(0.00013));
    }

    /** Twelve pupils of mark 2 have all of task 1 and nothing else; twelve of mark 3 have nothing of it. Ten schools do not. */
    private static TaskResponses inverted(int pupils) {
        TaskResponses.Builder builder = TaskResponses.builder(WORK, TASKS);
        for (int i = 0; i < pupils; i++) {
            builder.add(SimulatedTasks.id(0), "", 2, 0, TaskResponses.NOT_ATTEMPTED).add(SimulatedTasks.id(0), "", 0, 2, 2);
            for (int school = 1; school <= 10; school++) {
                builder.add(SimulatedTasks.id(school), "", 1, i % 2, 0).add(SimulatedTasks.id(school), "", 1, 2, i % 2);
            }
        }
        return builder.build();
    }

    @Test
    void aLowerMarkThatIsAheadIsFlagged() {
        MarkGroups.Result result = MarkGroups.withDefaults().run(inverted(12), SimulatedTasks::school);
        assertThat(result.flagged()).hasSize(1);
        MarkGroups.Inversion only = result.flagged().get(0);
        assertThat(only.task()).isEqualTo("1");
        assertThat(only.difference().value()).isEqualTo(1.0);
        // One split of 24 choose 12 = 2,704,156, among eleven schools times three tasks.
        assertThat(only.p()).isCloseTo(1.0 / 2704156, within(1e-18));
        assertThat(only.adjustedP()).isCloseTo(33.0 / 2704156, within(1e-17));
        Finding finding = result.findings().get(0);
        assertThat(finding.outcome()).isEqualTo(Outcome.FLAGGED);
        assertThat(finding.category()).isEqualTo("inverted");
        assertThat(finding.fact("lower-mark").orElseThrow().value()).isEqualTo(2L);
        assertThat(finding.fact("higher-share").orElseThrow().number()).hasValue(0);
        assertThat(result.findings().subList(1, 11)).allSatisfy(f -> assertThat(f.outcome()).isEqualTo(Outcome.CLEAR));
    }

    @Test
    void sharesOfMarksAreCountedForSchoolAndRegion() {
        MarkGroups.Result result = MarkGroups.withDefaults().run(inverted(12), SimulatedTasks::school);
        assertThat(result.pupils(SimulatedTasks.id(0), 2)).hasValue(12);
        assertThat(result.pupils(SimulatedTasks.REGION, 3)).hasValue(12 + 10 * 12);
        assertThat(result.pupils(SimulatedTasks.REGION, 5)).hasValue(0);
        MarkGroups.Row row = result.rows(SimulatedTasks.REGION).get(0);
        // 12 pupils with 2 points and 120 with 1, of 2 each
        assertThat(row).isEqualTo(new MarkGroups.Row(SimulatedTasks.REGION, "1", 2, 132, 144, 264));
        assertThat(result.rows(SimulatedTasks.REGION)).hasSize(12);
        assertThat(result.rows(SimulatedTasks.REGION).get(3).share()).isEmpty();
    }

    @Test
    void smallGroupsAndWorksWithoutMarksAreNotCompared() {
        MarkGroups.Result few = MarkGroups.withDefaults().run(inverted(9), SimulatedTasks::school);
        assertThat(few.inversions()).isEmpty();
        assertThat(few.findings()).allSatisfy(f -> assertThat(f.outcome()).isEqualTo(Outcome.INSUFFICIENT_DATA));
        assertThat(MarkGroups.withDefaults().withMinimum(9).run(inverted(9), SimulatedTasks::school).flagged()).hasSize(1);
        Assessment other = Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(20, 7, 11, 15));
        TaskResponses mismatch = TaskResponses.builder(other, TASKS).add(SimulatedTasks.id(0), "", 2, 4, 4).build();
        MarkGroups.Result none = MarkGroups.withDefaults().run(mismatch, SimulatedTasks::school);
        assertThat(none.findings().get(0).category()).isEqualTo("no-marks");
        assertThat(none.rows(SimulatedTasks.REGION)).isEmpty();
        assertThat(none.pupils(SimulatedTasks.REGION, 3)).isEmpty();
    }

    @Test
    void aSmallLeadOfTheLowerMarkIsLeftAlone() {
        MarkGroups.Result result = MarkGroups.withDefaults().withLimit(0.99).run(inverted(12), SimulatedTasks::school);
        assertThat(result.flagged()).hasSize(1);
        TaskResponses.Builder builder = TaskResponses.builder(WORK, TASKS);
        for (int i = 0; i < 400; i++) {
            builder.add(SimulatedTasks.id(0), "", 2, 0, 0).add(SimulatedTasks.id(0), "", i % 20 == 0 ? 1 : 2, 1, 2);
        }
        // 100 % against 97.5 %: sure, but not more than 5 %
        assertThat(MarkGroups.withDefaults().run(builder.build(), SimulatedTasks::school).inversions()).isEmpty();
        assertThat(MarkGroups.withDefaults().withLimit(0.02).run(builder.build(), SimulatedTasks::school).flagged()).hasSize(1);
    }

    @Test
    void honestPupilsGiveNoFlags() {
        int flags = 0;
        for (int seed = 0; seed < 20; seed++) {
            TaskResponses responses = new SimulatedTasks(seed).withSchools(0.6, 0.3).responses(40, school -> 60);
            flags += MarkGroups.withDefaults().run(responses, SimulatedTasks::school).flagged().size();
        }
        assertThat(flags).isZero();
    }

    @Test
    void optionsAreWithinTheirRange() {
        assertThatIllegalArgumentException().isThrownBy(() -> MarkGroups.withDefaults().withLevel(1))
                .withMessageContaining("1.0");
        assertThatIllegalArgumentException().isThrownBy(() -> MarkGroups.withDefaults().withLimit(-0.1))
                .withMessageContaining("-0.1");
        assertThatIllegalArgumentException().isThrownBy(() -> MarkGroups.withDefaults().withMinimum(1))
                .withMessageContaining("1");
    }
}
