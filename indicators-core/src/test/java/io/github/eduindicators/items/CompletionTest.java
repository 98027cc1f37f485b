package io.github.eduindicators.items;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.items.Completion.Element;
import io.github.eduindicators.items.Completion.Kind;
import io.github.eduindicators.items.Completion.Row;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.model.Task;
import io.github.eduindicators.results.TaskResponses;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Counts by hand; intervals by R:
 * <pre>{@code
 * iv <- function(p,v,n,df){ q<-qt(.975,df); m<- if(v>0&&p>0&&p<1) p*(1-p)/v else n; z2<-q^2
 *   c<-(p+z2/(2*m))/(1+z2/m); h<-q*sqrt(p*(1-p)/m+z2/(4*m^2))/(1+z2/m); c(p,c-h,c+h)}
 * e<-c(3,1,0,2); p<-c(3,3,3,2); r<-sum(e)/sum(p); iv(r, 4/3*sum((e-r*p)^2)/sum(p)^2, 4, 3)
 * E<-c(14,9,21); P<-c(20,20,24); r<-sum(E)/sum(P); iv(r, 3/2*sum((E-r*P)^2)/sum(P)^2, 32, 2)   # the schools' variance is the
 * larger iv(1,0,12,11)
 * }</pre>
 */
class CompletionTest {
    private static final int X = TaskResponses.NOT_ATTEMPTED;
    private static final int UNKNOWN = TaskResponses.UNKNOWN;
    private static final Region REGION = Region.of("Region");
    private static final Assessment WORK = Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(20, 7, 11, 15));
    private static final Assessment LATER = Assessment.vpr(2022, Subject.MATHEMATICS, 5, ScoreScale.of(20, 7, 11, 15));
    private static final SchoolId ONE = SchoolId.of("one");
    private static final SchoolId TWO = SchoolId.of("two");
    private static final List<Task> TASKS = List.of(
            Task.of("10", 2).withLevel("Б").withSkill("count; measure").withPlannedResult("plan"),
            Task.of("2", 1).withLevel("П").withSkill("measure;").withPlannedResult("plan ; read a text"),
            Task.of("3", 1).withLevel("П"));

    private static School school(SchoolId id) {
        return School.builder(id).municipality(Municipality.of(REGION, id.equals(TWO) ? "B" : "A")).build();
    }

    private static TaskResponses first() {
        return TaskResponses.builder(WORK, TASKS)
                .add(ONE, "5А", 2, 1, 0)
                .add(ONE, "5А", 1, X, 1)
                .add(ONE, "5Б", 0, 0, X)
                .add(ONE, "5Б", 2, UNKNOWN, 1)
                .add(TWO, "", UNKNOWN, UNKNOWN, 1)
                .build();
    }

    @Test
    void pointsOfTasksSkillsResultsAndLevelsAreCounted() {
        Completion table = Completion.of(first(), CompletionTest::school);
        assertThat(table.elements()).map(Element::toString).containsExactly(
                "task 2", "task 3", "task 10", "skill count", "skill measure", "planned_result plan",
                "planned_result read a text",
                "level Б", "level П");
        assertRow(table.row(ONE, Element.task("10")).orElseThrow(), 4, 5, 8, 9, 0);
        assertRow(table.row(ONE, Element.task("2")).orElseThrow(), 3, 1, 3, 1, 1);
        assertRow(table.row(ONE, Element.skill("measure")).orElseThrow(), 4, 6, 11, 14, 1);
        assertRow(table.row(ONE, new Element(Kind.PLANNED_RESULT, "read a text")).orElseThrow(), 3, 1, 3, 1, 1);
        assertRow(table.row(REGION, new Element(Kind.LEVEL, "П")).orElseThrow(), 5, 4, 8, 4, 2);
        assertThat(table.row(TWO, Element.task("10"))).isEmpty();
        assertThat(table.rows(TWO)).map(Row::element).containsExactly(Element.task("3"), new Element(Kind.LEVEL, "П"));
        assertThat(table.level(Element.task("2"))).isEqualTo("П");
        assertThat(table.level(Element.skill("measure"))).isEmpty();
        assertThat(table.tasks(Element.skill("measure"))).containsExactly("2", "10");
        assertThat(table.rows().map(Row::unit).distinct())
                .containsExactly(ONE, TWO, Municipality.of(REGION, "A"), Municipality.of(REGION, "B"), REGION);
    }

    private static void assertRow(Row row, long n, long earned, long possible, long squares, long notAttempted) {
        assertThat(row.n()).isEqualTo(n);
        assertThat(row.earned()).isEqualTo(earned);
        assertThat(row.possible()).isEqualTo(possible);
        assertThat(row.earnedSquared()).isEqualTo(squares);
        assertThat(row.notAttempted()).isEqualTo(notAttempted);
        assertThat(row.share().value()).isEqualTo((double) earned / possible);
    }

    @Test
    void theIntervalOfASchoolHasTheVarianceOfItsPupils() {
        Row row = Completion.of(first(), CompletionTest::school).row(ONE, Element.skill("measure")).orElseThrow();
        assertThat(row.share().lower()).isCloseTo(0.0882848200322676, within(1e-9));
        assertThat(row.share().upper()).isCloseTo(0.9369913819339566, within(1e-9));
    }

    @Test
    void theIntervalAboveSchoolsHasTheVarianceOfSchools() {
        TaskResponses.Builder builder = TaskResponses.builder(WORK, List.of(Task.of("1", 2)));
        int[][] pupils = {{2, 2, 6}, {4, 3, 3}, {1, 1, 10}};
        for (int school = 0; school < pupils.length; school++) {
            for (int points = 0; points < 3; points++) {
                for (int each : Collections.nCopies(pupils[school][points], points)) {
                    builder.add(SchoolId.of("s" + school), "", each);
                }
            }
        }
        Row row = Completion.of(builder.build(), CompletionTest::school).row(REGION, Element.task("1")).orElseThrow();
        assertThat(row.schools()).isEqualTo(3);
        assertThat(row.share().value()).isEqualTo(44.0 / 64);
        assertThat(row.share().lower()).isCloseTo(0.212046226096098, within(1e-9));
        assertThat(row.share().upper()).isCloseTo(0.947327424312785, within(1e-9));
    }

    @Test
    void allRightIsNotCertainAndOfOnePupilNothingIsKnown() {
        TaskResponses.Builder builder = TaskResponses.builder(WORK, List.of(Task.of("1", 1)));
        Collections.nCopies(12, 1).forEach(each -> builder.add(ONE, "", each));
        Completion table = Completion.of(builder.add(TWO, "", 0).build(), CompletionTest::school);
        Row all = table.row(ONE, Element.task("1")).orElseThrow();
        assertThat(all.share().lower()).isCloseTo(0.712405655620501, within(1e-9));
        assertThat(all.share().upper()).isEqualTo(1);
        Row alone = table.row(TWO, Element.task("1")).orElseThrow();
        assertThat(List.of(alone.share().value(), alone.share().lower(), alone.share().upper())).containsExactly(0.0, 0.0, 1.0);
        assertThat(table.row(Municipality.of(REGION, "B"), Element.task("1")).orElseThrow().share()).isEqualTo(alone.share());
    }

    @Test
    void noPupilsGiveNoRows() {
        Completion table = Completion.of(TaskResponses.builder(WORK, TASKS).build(), CompletionTest::school);
        assertThat(table.rows()).isEmpty();
        assertThat(table.elements()).isEmpty();
        assertThat(table.row(REGION, Element.task("2"))).isEmpty();
    }

    @Test
    void skillsOfTheSameNameAddOverAssessmentsAndTasksLeave() {
        List<Task> tasks = List.of(Task.of("10", 3).withSkill("measure").withLevel("Б"), Task.of("1", 1).withSkill("prove"));
        TaskResponses later = TaskResponses.builder(LATER, tasks).add(ONE, "6А", 3, 0).add(TWO, "6А", 1, 1).build();
        Completion sum = Completion.of(first(), CompletionTest::school).plus(Completion.of(later, CompletionTest::school));
        assertThat(sum.assessments()).containsExactly(WORK.id(), LATER.id());
        assertThat(sum.elements(Kind.TASK)).isEmpty();
        assertThat(sum.elements(Kind.SKILL)).map(Element::name).containsExactly("count", "measure", "prove");
        assertRow(sum.row(ONE, Element.skill("measure")).orElseThrow(), 5, 9, 14, 23, 1);
        assertRow(sum.row(REGION, Element.skill("measure")).orElseThrow(), 6, 10, 17, 24, 1);
        assertThat(sum.tasks(Element.skill("measure"))).isEmpty();
        assertThat(sum.level(Element.skill("measure"))).isEmpty();
    }

    @Test
    void partsOfOneAssessmentAddToTheWhole() {
        TaskResponses left = TaskResponses.builder(WORK, TASKS).add(ONE, "5А", 2, 1, 0).add(ONE, "5Б", 0, 0, X).build();
        TaskResponses right = TaskResponses.builder(WORK, TASKS)
                .add(ONE, "5А", 1, X, 1).add(ONE, "5Б", 2, UNKNOWN, 1).add(TWO, "", UNKNOWN, UNKNOWN, 1).build();
        Completion sum = Completion.of(left, CompletionTest::school).plus(Completion.of(right, CompletionTest::school));
        assertThat(sum.rows()).containsExactlyElementsOf(Completion.of(first(), CompletionTest::school).rows().toList());
        assertThat(sum.tasks(Element.skill("measure"))).containsExactly("2", "10");
    }

    @Test
    void whatDoesNotAgreeIsNotAdded() {
        Completion table = Completion.of(first(), CompletionTest::school);
        Assessment other = Assessment.vpr(2021, Subject.RUSSIAN, 5, ScoreScale.of(45));
        Completion russian = Completion.of(TaskResponses.builder(other, TASKS).build(), CompletionTest::school);
        assertThatIllegalArgumentException().isThrownBy(() -> table.plus(russian)).withMessageContaining("russian 5");
        Completion elsewhere = Completion.of(first(), School::of);
        assertThatIllegalArgumentException().isThrownBy(() -> table.plus(elsewhere)).withMessageContaining("one");
        assertThatIllegalArgumentException().isThrownBy(() -> Element.skill(" ")).withMessageContaining("blank");
    }
}
