package io.github.eduindicators.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.eduindicators.io.methodology.MethodologyJson;
import io.github.eduindicators.io.methodology.RecommendationsJson;
import io.github.eduindicators.io.report.ReviewFiles;
import io.github.eduindicators.recommendations.Catalogue;
import io.github.eduindicators.review.Review;
import io.github.eduindicators.review.ReviewInput;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever happens to a file, the reader says what is wrong with it, soon, and without falling over. */
class HostileFolderPropertiesTest {
    private static final long MOST_NANOS = Duration.ofSeconds(20).toNanos();
    /** Of a file and its problems: texts are shortened at 200 characters, and names of files are short here. */
    private static final int MOST_TEXT = 1_000;
    /** What a folder of 50 kB with one file of at most some megabytes may take; it is the sum over all that was thrown away. */
    private static final long MOST_ALLOCATED = 256L << 20;
    private static final int LONG_LINE = 8 << 20;
    private static final LocalDate DAY = LocalDate.of(2022, 6, 1);

    private static final Map<String, byte[]> FILES = new TreeMap<>();
    private static Path scratch;
    private static Path folder;

    @BeforeContainer
    static void write() throws IOException {
        scratch = Files.createTempDirectory("hostile");
        FILES.putAll(HostileFolder.files(scratch));
        folder = Files.createDirectory(scratch.resolve("input"));
        Files.createDirectory(folder.resolve("methodologies"));
        FILES.forEach((name, bytes) -> InputFiles.write(folder, name, bytes));
    }

    @AfterContainer
    static void clear() throws IOException {
        delete(scratch);
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** What was read, or the error that ended the reading; anything else that is thrown fails the test. */
    private record Read(Optional<ReviewInput> input, List<Problem> problems, String said) {}

    private static Read read() {
        try {
            Loaded<ReviewInput> loaded = MethodologyJson.complete(ReviewFolder.read(folder), folder);
            Loaded<Optional<Catalogue>> rules = RecommendationsJson.ofFolder(folder);
            ReviewInput dated = loaded.value().withDate(DAY);
            List<Problem> problems = Stream.concat(loaded.problems().stream(), rules.problems().stream()).toList();
            return new Read(Optional.of(rules.value().map(dated::withCatalogue).orElse(dated)), problems, problems.toString());
        } catch (InputException e) {
            StringBuilder said = new StringBuilder(e.problem().toString());
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                said.append('\n').append(cause);
            }
            return new Read(Optional.empty(), List.of(e.problem()), said.toString());
        }
    }

    private static <T> T with(String name, byte[] bytes, Function<Read, T> then) {
        InputFiles.write(folder, name, bytes);
        try {
            return then.apply(read());
        } finally {
            InputFiles.write(folder, name, FILES.get(name));
        }
    }

    private static <T> T any(List<T> all, Random random) {
        return all.get(random.nextInt(all.size()));
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static void checkTexts(Read read, String what) {
        for (Problem problem : read.problems()) {
            assertThat(problem.file()).as(what).isNotEmpty();
            assertThat(problem.line()).as(what).isNotNegative();
            assertThat(problem.reason().text(Locale.ROOT)).isNotEmpty();
            assertThat(problem.toString().length()).as(what).isLessThan(MOST_TEXT);
            assertThat(problem.toString()).as(what).doesNotContainPattern("\\p{Cntrl}");
        }
    }

    @Example
    void theFolderItselfIsSound() {
        Read read = read();
        assertThat(read.problems()).filteredOn(problem -> problem.severity() == Problem.Severity.ERROR).isEmpty();
        ReviewInput input = read.input().orElseThrow();
        // Two of each dump but the last, which has one, and two of the form.
        assertThat(input.results().count()).isEqualTo(240 + 30 + 2 + 2 + 1 + 2);
        assertThat(input.studies()).hasSize(2);
        assertThat(input.decisions()).hasSize(3);
        assertThat(input.methodologies()).extracting(methodology -> methodology.id()).contains("school-year");
        assertThat(read.said()).doesNotContain(HostileFolder.CODE);
    }

    @Property(tries = 100, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void aSpoiltFileGivesProblemsOrAnErrorThatNamesIt(@ForAll long seed) {
        Random random = new Random(seed);
        String name = any(List.copyOf(FILES.keySet()), random);
        Mutations mutation = any(List.of(Mutations.values()), random);
        String what = name + " " + mutation + " " + seed;
        byte[] spoilt = mutation.of(FILES.get(name), random);
        long start = System.nanoTime();
        long before = allocated();
        Read read = with(name, spoilt, Function.identity());
        assertThat(allocated() - before).as("memory for " + what).isLessThan(MOST_ALLOCATED);
        assertThat(System.nanoTime() - start).as("time for " + what).isLessThan(MOST_NANOS);
        checkTexts(read, what);
    }

    @Property(tries = 40, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void whatIsWrongElsewhereTellsNoCodes(@ForAll long seed) {
        Random random = new Random(seed);
        String name = any(FILES.keySet().stream().filter(file -> !HostileFolder.CODES.containsKey(file)
                && !HostileFolder.BOOKS_WITH_CODES.contains(file)).toList(), random);
        Mutations mutation = any(List.of(Mutations.values()), random);
        Read read = with(name, mutation.of(FILES.get(name), random), Function.identity());
        assertThat(read.said()).as(name + " " + mutation + " " + seed).doesNotContain(HostileFolder.CODE);
    }

    @Property(tries = 40, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void whatIsWrongInAnotherColumnTellsNoCodes(@ForAll long seed) {
        Random random = new Random(seed);
        String name = any(HostileFolder.CODES.keySet().stream().sorted().toList(), random);
        String[] lines = new String(FILES.get(name), StandardCharsets.UTF_8).split("\n");
        List<String> header = List.of(lines[0].split(","));
        List<Integer> free = Stream.iterate(0, i -> i + 1).limit(header.size())
                .filter(i -> !HostileFolder.CODES.get(name).contains(header.get(i))).toList();
        for (int i = 0; i < 1 + random.nextInt(4); i++) {
            int line = 1 + random.nextInt(lines.length - 1);
            String[] cells = lines[line].split(",", -1);
            cells[any(free, random)] = Mutations.hostileCell(random).replaceAll("[,\"]", "");
            lines[line] = String.join(",", cells);
        }
        Read read = with(name, String.join("\n", lines).getBytes(StandardCharsets.UTF_8), Function.identity());
        assertThat(read.said()).as(name + " " + seed).doesNotContain(HostileFolder.CODE);
        checkTexts(read, name + " " + seed);
    }

    @Property(tries = 25, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void whatIsWrongInAnotherCellOfAWorkbookTellsNoCodes(@ForAll long seed) {
        Random random = new Random(seed);
        String name = any(HostileFolder.BOOKS_WITH_CODES.stream().sorted().toList(), random);
        Map<String, List<List<Object>>> sheets = new LinkedHashMap<>();
        HostileFolder.books().get(name).forEach((sheet, rows) ->
                sheets.put(sheet, rows.stream().<List<Object>>map(ArrayList::new).collect(Collectors.toCollection(ArrayList::new))));
        List<List<Object>> rows = any(List.copyOf(sheets.values()), random);
        for (int i = 0; i < 1 + random.nextInt(4); i++) {
            List<Object> row = any(rows.stream().filter(each -> !each.isEmpty()).toList(), random);
            int column = random.nextInt(row.size());
            String old = String.valueOf(row.get(column));
            if (!old.startsWith("Код") && !old.startsWith(HostileFolder.CODE)) {
                row.set(column, any(Arrays.asList(null, -1, 1e300, Books.formula("D9"), Mutations.hostileCell(random)), random));
            }
        }
        byte[] spoilt = bytes(Books.write(scratch.resolve(name), sheets));
        Read read = with(name, spoilt, Function.identity());
        assertThat(read.said()).as(name + " " + seed).doesNotContain(HostileFolder.CODE);
        checkTexts(read, name + " " + seed);
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** What the reader lets pass must not bring down what comes behind it. */
    @Property(tries = 3, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void whatIsLeftOfASpoiltFileCanBeReviewed(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        String name = any(List.copyOf(FILES.keySet()), random);
        Mutations mutation = any(List.of(Mutations.FLIPPED, Mutations.HOSTILE_CELLS, Mutations.SHUFFLED_LINES, Mutations.DOUBLED,
                Mutations.REPEATED, Mutations.CUT_OUT), random);
        Read read = with(name, mutation.of(FILES.get(name), random), Function.identity());
        if (read.input().isEmpty()) {
            assertThat(read.problems()).hasSize(1);
            return;
        }
        Path output = Files.createTempDirectory(scratch, "review");
        ReviewFiles.of(Review.standard().run(read.input().get()), read.problems()).write(output);
        assertThat(Files.readString(output.resolve("report.html"))).as(name + " " + mutation + " " + seed).endsWith("</html>\n");
        delete(output);
    }

    /** One line of 8 MB: it must be refused at the limit of a record, so that hardly a part of it is ever in memory. */
    @Example
    void aLongLineIsNeverReadWhole() throws IOException {
        long usual = allocatedByReading();
        for (String name : FILES.keySet()) {
            if (name.endsWith(".xlsx")) {
                continue;
            }
            Path file = folder.resolve(name);
            try (OutputStream out = Files.newOutputStream(file)) {
                // The first bytes make it a table that is looked for at all.
                out.write(new String(FILES.get(name), StandardCharsets.UTF_8).lines().findFirst().orElseThrow()
                        .concat("\n").getBytes(StandardCharsets.UTF_8));
                byte[] block = "x".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
                for (int written = 0; written < LONG_LINE; written += block.length) {
                    out.write(block);
                }
            }
            try {
                long more = allocatedByReading() - usual;
                assertThat(more).as(name).isLessThan(LONG_LINE / 2);
            } finally {
                InputFiles.write(folder, name, FILES.get(name));
            }
        }
    }

    private static long allocatedByReading() {
        long before = allocated();
        Read read = read();
        assertThat(read.problems()).isNotNull();
        return allocated() - before;
    }
}
