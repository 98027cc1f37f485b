package io.github.eduindicators.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.model.Task;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TaskResponsesTest {
    private static final Assessment MATHS = Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(103, 7, 11, 15));
    private static final List<Task> TASKS = List.of(Task.of("1", 1), Task.of("2", 100), Task.of("3", 2));
    private static final SchoolId ONE = SchoolId.of("edu280001");
    private static final SchoolId TWO = SchoolId.of("edu280002");

    private static TaskResponses three() {
        return TaskResponses.builder(MATHS, TASKS)
                .add(TWO, "5А", 1, 100, TaskResponses.NOT_ATTEMPTED)
                .add(ONE, "5Б", 0, 0, TaskResponses.UNKNOWN)
                .add(ONE, " 5А ", 1, 0, 2)
                .build();
    }

    @Test
    void keepsEveryResponseApartByClass() {
        TaskResponses responses = three();
        assertThat(responses.pupils()).isEqualTo(3);
        assertThat(responses.classes()).extracting(TaskResponses.SchoolClass::toString)
                .containsExactly("edu280001 5А (1)", "edu280001 5Б (1)", "edu280002 5А (1)");
        assertThat(responses.classes(TWO)).singleElement().satisfies(own -> {
            assertThat(own.points(0, 0)).isEqualTo(1);
            assertThat(own.points(0, 1)).isEqualTo(100);
            assertThat(own.points(0, 2)).isEqualTo(TaskResponses.NOT_ATTEMPTED);
        });
        assertThat(responses.classes().get(1).points(0, 0)).isZero();
        assertThat(responses.classes().get(1).points(0, 2)).isEqualTo(TaskResponses.UNKNOWN);
        assertThat(responses.schools()).containsExactly(ONE, TWO);
        assertThat(responses.classes(SchoolId.of("x"))).isEmpty();
        assertThat(responses).hasToString("TaskResponses[VPR-2021-mathematics-5, 3 tasks, 3 classes, 3 pupils]");
    }

    @Test
    void theBuilderGoesOnAndDoesNotChangeWhatItMade() {
        TaskResponses.Builder builder = TaskResponses.builder(MATHS, TASKS).add(ONE, "", 0, 0, 0);
        TaskResponses before = builder.build();
        builder.add(ONE, "", 1, 1, 1);
        assertThat(before.pupils()).isEqualTo(1);
        assertThat(builder.build().pupils()).isEqualTo(2);
    }

    @Test
    void nobodyIsAnAnswerToo() {
        TaskResponses nobody = TaskResponses.builder(MATHS, TASKS).build();
        assertThat(nobody.pupils()).isZero();
        assertThat(nobody.classes()).isEmpty();
        assertThat(nobody.schools()).isEmpty();
    }

    @Test
    void refusesWhatCannotBe() {
        TaskResponses.Builder builder = TaskResponses.builder(MATHS, TASKS);
        assertThatIllegalArgumentException().isThrownBy(() -> builder.add(ONE, "5А", 1, 2))
                .withMessageContaining("3, got 2");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.add(ONE, "5А", 2, 0, 0))
                .withMessageContaining("task 1");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.add(ONE, "5А", 1, 0, -3))
                .withMessageContaining("-3");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.add(ONE, "5".repeat(65), 1, 0, 0))
                .withMessageContaining("64");
        assertThatIllegalArgumentException().isThrownBy(() -> TaskResponses.builder(MATHS, List.of()))
                .withMessageContaining("tasks");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TaskResponses.builder(MATHS, List.of(Task.of("1", 1), Task.of("1", 2))))
                .withMessageContaining("ids");
        assertThatIllegalArgumentException().isThrownBy(() -> Task.of("1", 101))
                .withMessageContaining("1..100");
        assertThatIllegalArgumentException().isThrownBy(() -> Task.of(" ", 1))
                .withMessageContaining("task id");
        TaskResponses.SchoolClass own = three().classes().get(0);
        assertThatThrownBy(() -> own.points(1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> own.points(0, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(builder.build().pupils()).isZero();
    }

    @Test
    void comesBackFromSerialisedFormUnchanged() throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(three());
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(three()).hasSameHashCodeAs(three());
        }
    }

    @Test
    void aResponseTakesAboutAByte() throws IOException {
        Random random = new Random(1);
        TaskResponses.Builder builder = TaskResponses.builder(MATHS, IntStream.range(0, 40)
                .mapToObj(i -> Task.of(Integer.toString(i), 2)).toList());
        for (int pupil = 0; pupil < 10_000; pupil++) {
            builder.add(SchoolId.of("s" + pupil / 500), "5", random.ints(40, -1, 3).toArray());
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(builder.build());
        }
        assertThat(bytes.size()).isBetween(400_000, 440_000);
    }
}
