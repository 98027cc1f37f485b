package io.github.eduindicators.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.model.Task;
import io.github.eduindicators.results.TaskResponses;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResponsesCsvTest {
    private static final String TASKS = "assessment,task,max,level,skill,planned_result";
    private static final String RESPONSES = "assessment,school,class,pupil,task,points";
    private static final Assessment MATHS = Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(4, 1, 2, 3));
    private static final Assessment RUSSIAN = Assessment.vpr(2021, Subject.RUSSIAN, 5, ScoreScale.of(4, 1, 2, 3));
    private static final String M = MATHS.id().value();
    private static final SchoolId ONE = SchoolId.of("edu280001");
    private static final List<Task> DESCRIBED = List.of(
            Task.of("1", 1).withLevel("Б").withSkill("считать, \"в уме\"").withPlannedResult("умеет считать"),
            Task.of("4К1", 3));

    @TempDir
    private Path folder;

    private Path tasks;

    @BeforeEach
    void writeTasks() {
        tasks = InputFiles.write(folder, "tasks.csv", TASKS,
                M + ",1,1,Б,\"считать, \"\"в уме\"\"\",умеет считать", M + ",4К1,3,,,");
    }

    private static ResponsesCsv reader() {
        return ResponsesCsv.of(List.of(MATHS, RUSSIAN)).withSchools(List.of(School.of(ONE)));
    }

    private Loaded<List<TaskResponses>> read(String... rows) {
        String[] lines = new String[rows.length + 1];
        lines[0] = RESPONSES;
        System.arraycopy(rows, 0, lines, 1, rows.length);
        return reader().read(tasks, InputFiles.write(folder, "responses.csv", lines));
    }

    private void refused(String message, String... rows) {
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> read(rows)).withMessage(message);
    }

    @Test
    void rowsOfAPupilBelongTogetherAndXIsNotZero() {
        Loaded<List<TaskResponses>> loaded = read(
                M + ",sch280001,5А,1,4К1,2", M + ",edu280001,5А,2,1,0", M + ",edu280001,5А,1,1,X", M + ",edu280001,5А,2,4К1,Х",
                M + ",edu280001,5Б,1,4К1,3", M + ",edu280001,5Б,1,1,x");
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.value()).containsExactly(TaskResponses.builder(MATHS, DESCRIBED)
                .add(ONE, "5А", TaskResponses.NOT_ATTEMPTED, 2)
                .add(ONE, "5А", 0, TaskResponses.NOT_ATTEMPTED)
                .add(ONE, "5Б", TaskResponses.NOT_ATTEMPTED, 3)
                .build());
    }

    @Test
    void tasksStandAsTheyAreNumberedWhateverTheOrderOfTheirRows() {
        tasks = InputFiles.write(folder, "tasks.csv", TASKS, M + ",10,1,,,", M + ",4К2,1,,,", M + ",2,1,,,", M + ",4К1,1,,,", M + ",4,1,,,");

        Loaded<List<TaskResponses>> loaded =
                read(M + ",edu280001,5А,1,10,1", M + ",edu280001,5А,1,2,0", M + ",edu280001,5А,1,4К1,1", M + ",edu280001,5А,1,4К2,0",
                        M + ",edu280001,5А,1,4,1");

        assertThat(loaded.value().get(0).tasks()).extracting(Task::id).containsExactly("2", "4", "4К1", "4К2", "10");
    }

    @Test
    void aRowInErrorIsLeftOutAndReportedByLine() {
        Loaded<List<TaskResponses>> loaded = read(
                M + ",edu280001,5А,1,1,1", "other,edu280001,5А,1,1,1", M + ",edu280001,5А,1,7,1", M + ",edu280009,5А,1,1,1",
                M + ",edu280001,5А,1,4К1,4", M + ",edu280001,5А,1,4К1,1.0", M + ",edu280001,5А,1,4К1,-1",
                M + ",edu280001,5А,1,4К1,", M + ",edu280001,5А,1,1,0", M + ",edu280001,5А,,1,1", M + ",edu280001,5А,1,1",
                M + ",edu280001," + "А".repeat(65) + ",1,1,1", M + ",,5А,1,1,1", RUSSIAN.id() + ",edu280001,5А,1,1,1",
                M + ",edu280001,5А," + "9".repeat(201) + ",1,1");
        assertThat(loaded.value()).containsExactly(
                TaskResponses.builder(MATHS, DESCRIBED).add(ONE, "5А", 1, TaskResponses.UNKNOWN).build());
        assertThat(InputFiles.shorts(loaded.problems())).containsExactly(
                "3|assessment|other|unknown-assessment",
                "4|task|7|unknown-task",
                "5|school|edu280009|unknown-school",
                "6|points|4|bad-points",
                "7|points|1.0|bad-points",
                "8|points|-1|bad-points",
                "9|points||bad-points",
                "10|pupil||duplicate-response",
                "11|pupil||blank-value",
                "12|||ragged-row",
                "13|class|" + "А".repeat(65) + "|bad-value",
                "14|school||unknown-school",
                "15|task|1|unknown-task",
                "16|pupil||bad-value",
                "0|assessment|" + M + "|incomplete-responses");
    }

    @Test
    void aTaskInErrorIsLeftOutAndReportedByLine() {
        tasks = InputFiles.write(folder, "tasks.csv", TASKS, M + ",1,1,,,", M + ",2,0,,,", M + ",2,101,,,", M + ",2,two,,,",
                M + ",1,2,,,", "other,1,1,,,", M + ",,1,,,", M + ",3,1,,", M + ",4,2,,,");
        Loaded<List<TaskResponses>> loaded = read(M + ",edu280001,5А,1,1,1", M + ",edu280001,5А,1,4,2");
        assertThat(loaded.value()).containsExactly(
                TaskResponses.builder(MATHS, List.of(Task.of("1", 1), Task.of("4", 2))).add(ONE, "5А", 1, 2).build());
        assertThat(InputFiles.shorts(loaded.problems())).containsExactly(
                "3|max|0|bad-value", "4|max|101|bad-value", "5|max|two|bad-value", "6|task|1|duplicate-task",
                "7|assessment|other|unknown-assessment", "8|task||blank-value", "9|||ragged-row");
    }

    @Test
    void aFileInErrorEndsTheReading() {
        refused("responses.csv:2 assessment: no row can be used; the first: the assessment is not described",
                "other,edu280001,5А,1,1,1");
        refused("responses.csv:2: a quotation mark is not closed, or text follows the closing one", M + ",\"edu280001,5А,1,1,1");
        tasks = InputFiles.write(folder, "tasks.csv", "assessment,task,max,level,skill", M + ",1,1,,");
        refused("tasks.csv:1 planned_result: the column is missing", M + ",edu280001,5А,1,1,1");
    }

    @Test
    void theFormIsStrictUnlessSaidOtherwise() {
        Path file = InputFiles.write(folder, "responses.csv", Charset.forName("windows-1251"),
                RESPONSES.replace(',', ';') + "\r\n" + M + ";edu280001;5А;1;1;Х\r\n" + M + ";edu280001;5А;1;4К1;3\r\n");
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> reader().read(tasks, file))
                .satisfies(e -> assertThat(e.problem().reason()).isEqualTo(Reason.NOT_STRICT));
        Loaded<List<TaskResponses>> loaded = reader().withMode(ReadingMode.LENIENT).read(tasks, file);
        assertThat(loaded.value()).containsExactly(
                TaskResponses.builder(MATHS, DESCRIBED).add(ONE, "5А", TaskResponses.NOT_ATTEMPTED, 3).build());
        assertThat(loaded.problems()).extracting(Problem::reason).containsExactly(Reason.WINDOWS_1251, Reason.OTHER_SEPARATOR);
    }

    @Test
    void theOrderOfRowsAndFilesMakesNoDifference() {
        List<String> rows = new ArrayList<>();
        for (int pupil = 0; pupil < 300; pupil++) {
            rows.add(M + ",s" + pupil % 7 + ",5" + pupil % 3 + "," + pupil + ",1," + pupil % 2);
            rows.add(M + ",s" + pupil % 7 + ",5" + pupil % 3 + "," + pupil + ",4К1," + (pupil % 5 == 4 ? "X" : pupil % 4));
        }
        ResponsesCsv any = ResponsesCsv.of(List.of(MATHS));
        List<TaskResponses> expected = null;
        for (int seed = 0; seed < 3; seed++) {
            Collections.shuffle(rows, new Random(seed));
            List<String> first = new ArrayList<>(rows.subList(0, 100));
            List<String> second = new ArrayList<>(rows.subList(100, 600));
            first.add(0, RESPONSES);
            second.add(0, RESPONSES);
            Path one = InputFiles.write(folder, "responses-1.csv", first.toArray(String[]::new));
            Path two = InputFiles.write(folder, "responses-2.csv", second.toArray(String[]::new));
            List<TaskResponses> read = any.read(tasks, List.of(one, two)).orElseThrow();
            assertThat(read.get(0).pupils()).isEqualTo(300);
            expected = expected == null ? read : expected;
            assertThat(read).isEqualTo(expected);
        }
    }

    @Test
    void pupilCodesAppearNowhere() {
        Loaded<List<TaskResponses>> loaded = read(M + ",edu280001,5А,secret,1,1", M + ",edu280001,5А,secret,1,1",
                M + ",edu280001,5А,secret,1,9", M + ",edu280001,5А,secret,9,9");
        assertThat(loaded.problems()).hasSize(4);
        assertThat(loaded.toString() + loaded.problems() + loaded.value().get(0).classes()).doesNotContain("secret");
    }
}
