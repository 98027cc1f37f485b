package io.github.eduindicators.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.io.methodology.MethodologyJson;
import io.github.eduindicators.review.ReviewInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever happens to a file, the reader says what is wrong with it, soon, and without falling over. */
class HostileFolderPropertiesTest {
    private static final long MOST_NANOS = Duration.ofSeconds(20).toNanos();
    private static final Map<String, byte[]> FILES = new java.util.TreeMap<>();
    private static Path scratch;

    @BeforeContainer
    static void write() throws IOException {
        scratch = Files.createTempDirectory("hostile");
        FILES.putAll(HostileFolder.files(scratch));
    }

    @AfterContainer
    static void clear() throws IOException {
        try (Stream<Path> paths = Files.walk(scratch)) {
            for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static Path folder(Map<String, byte[]> files) throws IOException {
        Path folder = Files.createTempDirectory(scratch, "input");
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            InputFiles.write(folder, file.getKey(), file.getValue());
        }
        return folder;
    }

    @Example
    void theFolderItselfIsSound() throws IOException {
        Path folder = folder(FILES);
        Loaded<ReviewInput> loaded = MethodologyJson.complete(ReviewFolder.read(folder), folder);
        assertThat(loaded.problems()).filteredOn(problem -> problem.severity() == Problem.Severity.ERROR).isEmpty();
        assertThat(loaded.value().results().count()).isEqualTo(270);
    }

    @Property(tries = 400)
    void aSpoiltFileGivesProblemsOrAnErrorThatNamesIt(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        List<String> names = List.copyOf(FILES.keySet());
        String name = names.get(random.nextInt(names.size()));
        Mutations mutation = Mutations.values()[random.nextInt(Mutations.values().length)];
        Map<String, byte[]> files = new java.util.TreeMap<>(FILES);
        files.put(name, mutation.of(FILES.get(name), random));
        Path folder = folder(files);
        long start = System.nanoTime();
        try {
            Loaded<ReviewInput> loaded = MethodologyJson.complete(ReviewFolder.read(folder), folder);
            for (Problem problem : loaded.problems()) {
                assertThat(problem.file()).as(name + " " + mutation).isNotEmpty();
                assertThat(problem.line()).isNotNegative();
                assertThat(problem.reason().text(java.util.Locale.ROOT)).isNotEmpty();
                assertThat(problem.value().length()).as("bounded text").isLessThan(1_000);
            }
        } catch (InputException e) {
            assertThat(e.problem().file()).as(name + " " + mutation).isNotEmpty();
            assertThat(e.problem().value().length()).as("bounded text").isLessThan(1_000);
        }
        assertThat(System.nanoTime() - start).as("time for " + name + " " + mutation).isLessThan(MOST_NANOS);
    }
}
