package io.github.eduindicators.results;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.model.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TaskResponsesPropertiesTest {
    private static final Assessment MATHS = Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(5, 1, 2, 3));
    private static final List<Task> TASKS = List.of(Task.of("1", 1), Task.of("2", 3), Task.of("3", 1));

    record Row(String school, String schoolClass, List<Integer> points) {}

    @Provide
    Arbitrary<List<Row>> rows() {
        Arbitrary<Integer> one = Arbitraries.integers().between(-2, 1);
        Arbitrary<List<Integer>> points =
                Combinators.combine(one, Arbitraries.integers().between(-2, 3), one).as(List::of);
        return Combinators.combine(Arbitraries.of("a", "b", "sch280001", "edu280001"), Arbitraries.of("", "5А", "5Б"), points)
                .as(Row::new).list().ofMaxSize(30);
    }

    private static TaskResponses build(List<Row> rows) {
        TaskResponses.Builder builder = TaskResponses.builder(MATHS, TASKS);
        rows.forEach(row -> builder.add(SchoolId.of(row.school()), row.schoolClass(),
                row.points().stream().mapToInt(Integer::intValue).toArray()));
        return builder.build();
    }

    @Property
    void theOrderOfPupilsMakesNoDifference(@ForAll("rows") List<Row> rows, @ForAll long seed) {
        List<Row> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(seed));
        assertThat(build(shuffled)).isEqualTo(build(rows)).hasSameHashCodeAs(build(rows));
    }

    @Property
    void everyPupilIsThereOnceWithAllResponses(@ForAll("rows") List<Row> rows) {
        List<Row> found = new ArrayList<>();
        for (TaskResponses.SchoolClass own : build(rows).classes()) {
            for (int pupil = 0; pupil < own.pupils(); pupil++) {
                found.add(new Row(own.school().value(), own.name(),
                        List.of(own.points(pupil, 0), own.points(pupil, 1), own.points(pupil, 2))));
            }
        }
        List<Row> expected = rows.stream()
                .map(row -> new Row(SchoolId.of(row.school()).value(), row.schoolClass(), row.points())).toList();
        assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
    }
}
