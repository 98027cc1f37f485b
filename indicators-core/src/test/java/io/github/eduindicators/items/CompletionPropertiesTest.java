package io.github.eduindicators.items;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.items.Completion.Element;
import io.github.eduindicators.items.Completion.Kind;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Task;
import io.github.eduindicators.results.TaskResponses;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class CompletionPropertiesTest {

    private record Pupil(SchoolId school, String schoolClass, int[] points) {}

    private static List<Pupil> pupils(TaskResponses responses) {
        List<Pupil> pupils = new ArrayList<>();
        for (TaskResponses.SchoolClass each : responses.classes()) {
            for (int pupil = 0; pupil < each.pupils(); pupil++) {
                int[] points = new int[responses.tasks().size()];
                for (int task = 0; task < points.length; task++) {
                    points[task] = each.points(pupil, task);
                }
                pupils.add(new Pupil(each.school(), each.name(), points));
            }
        }
        return pupils;
    }

    private static TaskResponses responses(List<Pupil> pupils) {
        TaskResponses.Builder builder = TaskResponses.builder(SimulatedTasks.WORK, SimulatedTasks.tasks());
        pupils.forEach(pupil -> builder.add(pupil.school(), pupil.schoolClass(), pupil.points()));
        return builder.build();
    }

    @Property(tries = 25)
    void partsAddToTheWholeInAnyOrder(@ForAll @IntRange(max = 100_000) int seed,
            @ForAll @IntRange(min = 1, max = 20) int schools) {
        TaskResponses whole = new SimulatedTasks(seed).responses(schools, school -> 1 + school % 5);
        List<Pupil> shuffled = pupils(whole);
        Collections.shuffle(shuffled, new Random(seed));
        int cut = shuffled.size() / 2;
        Completion left = Completion.of(responses(shuffled.subList(0, cut)), SimulatedTasks::school);
        Completion right = Completion.of(responses(shuffled.subList(cut, shuffled.size())), SimulatedTasks::school);
        List<Completion.Row> rows = Completion.of(whole, SimulatedTasks::school).rows().toList();
        assertThat(left.plus(right).rows().toList()).isEqualTo(rows);
        assertThat(right.plus(left).rows().toList()).isEqualTo(rows).isNotEmpty();
    }

    @Property(tries = 25)
    void tasksOfTheRegionAddToItsLevelsAndSchoolsToTheRegion(@ForAll @IntRange(max = 100_000) int seed) {
        Completion table = Completion.of(new SimulatedTasks(seed).responses(7, school -> 3 + school), SimulatedTasks::school);
        for (Kind kind : Kind.values()) {
            long earned = table.elements(kind).stream()
                    .mapToLong(element -> table.row(SimulatedTasks.REGION, element).orElseThrow().earned()).sum();
            long ofSchools = table.rows().filter(row -> row.unit() instanceof SchoolId && row.element().kind() == kind)
                    .mapToLong(Completion.Row::earned).sum();
            long ofTasks = table.elements(Kind.TASK).stream()
                    .mapToLong(task -> table.row(SimulatedTasks.REGION, task).orElseThrow().earned()).sum();
            assertThat(earned).isEqualTo(ofSchools).isEqualTo(ofTasks);
        }
    }

    /** At equal totals what is lost in one task is won in another. */
    @Property(tries = 10)
    void profileGapsOfTheTasksOfASchoolCancel(@ForAll @IntRange(max = 100_000) int seed) {
        Deficits.Result result =
                Deficits.withDefaults().run(new SimulatedTasks(seed).responses(12, school -> 15), SimulatedTasks::school);
        for (int school = 0; school < 12; school++) {
            double points = 0;
            for (Task task : SimulatedTasks.tasks()) {
                points += task.max() * result.rows(SimulatedTasks.id(school)).stream()
                        .filter(row -> row.element().equals(Element.task(task.id())))
                        .findFirst().orElseThrow().profileGap().orElseThrow().value();
            }
            assertThat(points).isCloseTo(0, within(1e-9));
        }
    }

    @Property(tries = 8)
    void theOrderOfPupilsAndSchoolsChangesNoBit(@ForAll @IntRange(max = 100_000) int seed) {
        TaskResponses whole = new SimulatedTasks(seed).responses(15, school -> 5 + school);
        List<Pupil> shuffled = pupils(whole);
        Collections.shuffle(shuffled, new Random(seed));
        assertThat(Deficits.withDefaults().run(responses(shuffled), SimulatedTasks::school).findings())
                .isEqualTo(Deficits.withDefaults().run(whole, SimulatedTasks::school).findings())
                .hasSize(15 + 3 + 1);
    }
}
