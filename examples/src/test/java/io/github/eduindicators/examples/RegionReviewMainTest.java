package io.github.eduindicators.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegionReviewMainTest {
    private static final List<String> FILES = List.of(
            "completion.csv", "deficits.csv", "effectiveness.csv", "effects.csv", "evidence.csv", "findings.json", "index.csv", "lists.csv",
            "municipalities", "problems.csv", "public", "quality.csv", "recommendations.csv", "report.html", "roadmap.csv",
            "roadmap_indices.csv", "satisfaction.csv", "schools.csv", "scorecards.csv", "staff.csv", "studies.csv", "tables.xlsx",
            "trends.csv");
    /** The date of the example: without one the review is of today. */
    private static final String DATE = "2021-07-01";
    private static final int SCHOOLS = 12;

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        out.reset();
        err.reset();
        return RegionReviewMain.run(List.of(args), stream(out), stream(err));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private Path input() throws IOException {
        return input(SCHOOLS);
    }

    private Path input(int schools) throws IOException {
        Path input = folder.resolve("input");
        Files.createDirectories(input);
        SyntheticRegion.withSeed(3).withSchools(schools).writeTo(input);
        return input;
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().collect(Collectors.toList());
        }
    }

    private static List<String> all(Path folder) throws IOException {
        try (Stream<Path> entries = Files.walk(folder)) {
            return entries.filter(Files::isRegularFile).map(file -> folder.relativize(file).toString()).sorted().collect(Collectors.toList());
        }
    }

    @Test
    void reviewsAFolderOfFiles() throws IOException {
        Path output = folder.resolve("some/where/review");
        assertThat(run("--input", input().toString(), "--output", output.toString())).as(err()).isZero();
        assertThat(names(output)).isEqualTo(FILES);
        assertThat(out()).contains("Школ 12, работ 26").contains("Отчёт: " + output.resolve("report.html"));
        assertThat(err()).contains("results-2021.csv");
        assertThat(Files.readString(output.resolve("report.html"))).doesNotContain("СИНТЕТИЧЕСКИЕ ДАННЫЕ");
        assertThat(names(output.getParent())).containsExactly("review");
    }

    @Test
    void filesAndMemoryGiveTheSameReview() throws IOException {
        Path fromFiles = folder.resolve("from-files");
        assertThat(run("--input", input(40).toString(), "--output", fromFiles.toString(), "--locale", "en", "--date", DATE)).isZero();
        var everything = SyntheticRegion.withSeed(3).withSchools(40).input();
        Path fromMemory = Files.createDirectory(folder.resolve("from-memory"));
        io.github.eduindicators.io.report.ReviewFiles.of(
                        io.github.eduindicators.review.Review.standard().run(everything),
                        io.github.eduindicators.io.ReviewFolder.read(folder.resolve("input")).problems())
                .withLocale(java.util.Locale.ENGLISH)
                .write(fromMemory);
        assertThat(all(fromFiles)).isEqualTo(all(fromMemory)).hasSizeGreaterThan(FILES.size());
        for (String file : all(fromFiles)) {
            assertThat(fromFiles.resolve(file)).as(file).hasSameBinaryContentAs(fromMemory.resolve(file));
        }
    }

    @Test
    void theEmbeddedExampleSaysThatItIsSynthetic() throws IOException {
        Path output = folder.resolve("review");
        assertThat(run("--output", output.toString(), "--locale", "en")).isZero();
        assertThat(out()).startsWith("SYNTHETIC DATA").contains("640 schools, 26 assessments");
        assertThat(Files.readString(output.resolve("report.html"))).contains("SYNTHETIC DATA");
        assertThat(Files.readString(output.resolve("schools.csv"))).contains("Синтетическая школа");
        assertThat(Files.size(output.resolve("report.html"))).isBetween(100_000L, 8_000_000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--locale fr", "--locale", "--output", "--bogus x", "extra", "--output a --output b", "--output --locale",
        "--date", "--date tomorrow", "--date 2021-02-29", "--date 01.07.2021", "--date 1989-12-31", "--date 2101-01-01",
        "--date 2021-07-01 --date 2021-07-01"})
    void wrongArgumentsEndWithTwo(String line) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(err()).contains(Arguments.USAGE);
        assertThat(out()).isEmpty();
    }

    @Test
    void theDateIsThatOfWhatIsOverdueAndOfAdvice() throws IOException {
        Path input = input();
        Path early = folder.resolve("early");
        Path late = folder.resolve("late");
        assertThat(run("--input", input.toString(), "--output", early.toString(), "--date", "2020-06-22")).isZero();
        assertThat(run("--input", input.toString(), "--output", late.toString(), "--date", "2022-12-31")).isZero();
        // On the day of the first document nothing of it is overdue; advice is never due before the day of the review.
        assertThat(Files.readString(early.resolve("roadmap.csv"))).doesNotContain(",overdue,");
        assertThat(Files.readString(late.resolve("roadmap.csv"))).contains(",overdue,");
        assertThat(due(early)).isNotEmpty().allMatch(due -> due.startsWith("2020-") || due.startsWith("2021-"));
        assertThat(due(late)).isNotEmpty().allMatch(due -> due.compareTo("2022-12-31") >= 0);
    }

    private static List<String> due(Path output) throws IOException {
        List<String> lines = Files.readAllLines(output.resolve("recommendations.csv"));
        assertThat(lines.get(0)).startsWith("unit_type,unit,addressee,addressed,rule,topic,priority,due,");
        return lines.stream().skip(1).map(line -> line.replaceAll("\"[^\"]*\"", "").split(",", -1)[7]).collect(Collectors.toList());
    }

    @Test
    void aFolderWithItsOwnRulesAdvisesByThemAndBadRulesAreAProblem() throws IOException {
        Path input = input();
        Files.writeString(input.resolve("recommendations.json"), "{\"format\": ");
        Path output = folder.resolve("review");
        assertThat(run("--input", input.toString(), "--output", output.toString(), "--date", DATE)).isZero();
        assertThat(Files.readAllLines(output.resolve("recommendations.csv"))).as("only the header").hasSize(1);
        assertThat(Files.readString(output.resolve("problems.csv"))).contains("recommendations.json");
    }

    @Test
    void theOutputMustNotTouchTheInput() throws IOException {
        Path input = input();
        List<String> before = names(input);
        for (Path output : List.of(input, input.resolve("review"), input.resolve("../input/x"), folder)) {
            assertThat(run("--input", input.toString(), "--output", output.toString())).as(output.toString()).isEqualTo(2);
        }
        Path link = Files.createSymbolicLink(folder.resolve("link"), input);
        assertThat(run("--input", input.toString(), "--output", link.resolve("review").toString())).isEqualTo(2);
        assertThat(names(input)).isEqualTo(before);
    }

    @Test
    void unusableInputEndsWithOneAndLeavesNothing() throws IOException {
        Path input = Files.createDirectory(folder.resolve("bad"));
        Files.writeString(input.resolve("schools.csv"), "school,name\ns1,One\n");
        Files.writeString(input.resolve("results.csv"), "assessment,school\n");
        assertThat(run("--input", input.toString(), "--output", folder.resolve("new/review").toString())).isEqualTo(1);
        assertThat(err()).contains(".csv");
        assertThat(names(folder)).containsExactly("bad");
        assertThat(run("--input", folder.resolve("nowhere").toString(), "--output", folder.resolve("review").toString())).isEqualTo(1);
        assertThat(names(folder)).containsExactly("bad");
    }

    @Test
    void aFolderWithOtherFilesIsRefusedAndAnEarlierReviewReplaced() throws IOException {
        Path input = input();
        Path output = Files.createDirectory(folder.resolve("review"));
        assertThat(run("--input", input.toString(), "--output", output.toString())).as("an empty folder").isZero();
        Files.writeString(output.resolve("schools.csv"), "old");
        assertThat(run("--input", input.toString(), "--output", output.toString())).as("an earlier review").isZero();
        assertThat(Files.readString(output.resolve("schools.csv"))).startsWith("school,name,region");
        Files.writeString(output.resolve("diary.txt"), "mine");
        assertThat(run("--input", input.toString(), "--output", output.toString())).isEqualTo(1);
        assertThat(Files.readString(output.resolve("diary.txt"))).isEqualTo("mine");
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThat(run("--input", input.toString(), "--output", file.toString())).isEqualTo(1);
        assertThat(run("--input", input.toString(), "--output", file.resolve("below").toString())).isEqualTo(1);
        assertThat(names(folder)).containsExactly("file", "input", "review");
    }

    @Test
    void whatOnlyLooksLikeAnEarlierReviewIsNotReplaced() throws IOException {
        Path input = input();
        Path bundle = Files.createDirectory(folder.resolve("bundle"));
        Files.writeString(bundle.resolve("schools.csv"), "mine");
        assertThat(run("--input", input.toString(), "--output", bundle.toString())).isEqualTo(1);
        assertThat(Files.readString(bundle.resolve("schools.csv"))).isEqualTo("mine");
        Path review = folder.resolve("review");
        assertThat(run("--input", input.toString(), "--output", review.toString())).isZero();
        Path pages = Files.createDirectories(review.resolve("reports"));
        Files.writeString(pages.resolve("01-amur.html"), "page");
        assertThat(run("--input", input.toString(), "--output", review.toString())).as("pages of a review").isZero();
        Files.writeString(Files.createDirectories(pages).resolve("notes.txt"), "mine");
        assertThat(run("--input", input.toString(), "--output", review.toString())).isEqualTo(1);
        assertThat(Files.readString(pages.resolve("notes.txt"))).isEqualTo("mine");
        assertThat(names(folder)).containsExactly("bundle", "input", "review");
    }
}
