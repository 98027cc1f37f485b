package io.github.eduindicators.items;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.model.Task;
import io.github.eduindicators.results.TaskResponses;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** The pupils and figures that the oracle script made, and the shared vectors where they are. */
final class ItemFiles {
    static final Assessment WORK = Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(12, 3, 6, 9));
    private static final int[] MAX = {1, 1, 1, 1, 1, 2, 2, 3};
    private static final Map<String, Double> EXPECTED = new HashMap<>();

    static {
        for (String line : lines("pupils-expected.csv")) {
            String[] cells = line.split(",");
            EXPECTED.put(cells[0], Double.parseDouble(cells[1]));
        }
    }

    private ItemFiles() {}

    /** The lines under the header. */
    private static List<String> lines(String name) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(ItemFiles.class.getResourceAsStream(name), name), StandardCharsets.UTF_8))) {
            return reader.lines().filter(line -> !line.startsWith("#")).skip(1).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SchoolId school(int number) {
        return SchoolId.of(String.format(Locale.ROOT, "s%02d", number));
    }

    static int number(SchoolId school) {
        return Integer.parseInt(school.value().substring(1));
    }

    /** Tasks numbered from 1, worth so many points. */
    static List<Task> tasks(int... max) {
        return IntStream.range(0, max.length).mapToObj(i -> Task.of(Integer.toString(i + 1), max[i])).toList();
    }

    /** The pupils of the file, in some of the schools and with some of the tasks. */
    static TaskResponses pupils(Predicate<SchoolId> schools, int... tasks) {
        int[] used = tasks.length == 0 ? IntStream.rangeClosed(1, MAX.length).toArray() : tasks;
        List<Task> told = IntStream.of(used).mapToObj(i -> Task.of("t" + i, MAX[i - 1])).toList();
        TaskResponses.Builder builder = TaskResponses.builder(WORK, told);
        for (String line : lines("pupils.csv")) {
            String[] cells = line.split(",", -1);
            SchoolId school = SchoolId.of(cells[0]);
            // The file leaves a pupil out of everything if any task is not known.
            boolean known = IntStream.rangeClosed(1, MAX.length).noneMatch(i -> cells[i].isEmpty());
            if (schools.test(school)) {
                builder.add(school, "5", IntStream.of(used).map(i -> !known ? TaskResponses.UNKNOWN
                        : cells[i].equals("X") ? TaskResponses.NOT_ATTEMPTED : Integer.parseInt(cells[i])).toArray());
            }
        }
        return builder.build();
    }

    static double expected(String key) {
        return Objects.requireNonNull(EXPECTED.get(key), key);
    }

    static void close(double value, String key) {
        close(value, expected(key), key);
    }

    static void close(double value, double expected, String key) {
        assertThat(value).as(key).isCloseTo(expected, within(1e-10 * Math.max(1, Math.abs(expected))));
    }

    /** Rows of a shared file, the header first; skips the test where the shared vectors are not beside the checkout. */
    static List<List<String>> shared(String name) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (String line : Files.readAllLines(sharedFile(name))) {
            rows.add(List.of(line.replace("\"", "").split(",", -1)));
        }
        return rows;
    }

    static String sharedText(String name) throws IOException {
        return Files.readString(sharedFile(name));
    }

    private static Path sharedFile(String name) {
        Path file = Path.of("..", "..", "shared", "vectors", "effectiveness").resolve(name);
        assumeTrue(Files.exists(file), "the shared vectors are not here: the check is skipped");
        return file;
    }
}
