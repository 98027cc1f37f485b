package io.github.eduindicators.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts JShell itself with the start file, as the README says, and types into it. */
class JShellSessionTest {
    private static final Path TOP = Path.of("..").toAbsolutePath().normalize();
    private static final String START = "examples/jshell/indicators.jsh";
    private static final String PROMPT = "jshell> ";
    private static final List<String> MISTAKES = List.of(
            "var none = ScoreTally.create().snapshot()",
            "ScoreTally.create().add(SchoolId.of(\"edu280417\"), maths5, 21)",
            "ScoreTally.create().add(SchoolId.of(\"edu280417\"), maths5, 20, 6)",
            "ScoreScale.of(20, 7, 15, 11)",
            "SchoolId.of(\" \")",
            "Subject.of(\"\")",
            "Assessment.vpr(21, Subject.MATHEMATICS, 5, maths5.scale())",
            "Period.parse(\"2021-13\")",
            "ObjectivityScreening.standard().withLevel(5)",
            "ObjectivityScreening.standard().run(none).combined(SchoolId.of(\"edu280417\"))",
            "ResultsCsv.of(List.of(maths5)).read(Path.of(\"nowhere.csv\"))",
            "ResultsCsv.of(List.of(maths5)).read(Path.of(\"examples/jshell/results.csv\")).orElseThrow()",
            "show(none.results(maths5.id()))",
            "show(ObjectivityScreening.standard().run(none))");
    private static final List<String> SHOWN = List.of(
            "locale = Locale.forLanguageTag(\"ru\")",
            "show(0.123456)",
            "show(Map.of(\"share\", 1234567.891))",
            "locale = Locale.ENGLISH",
            "show(0.000012)",
            "show(new int[] {1, 20, 300})",
            "show(List.of())",
            "show(OptionalDouble.empty())",
            "show(Optional.of(SchoolId.of(\"edu280417\")))",
            "show(Path.of(\"a\", \"b\"))",
            "show(IntStream.range(0, 340).mapToObj(i -> SchoolId.of(\"s\" + i)), 2)",
            "record Row(String name, OptionalInt n, double share) {}",
            "show(List.of(new Row(\"a\", OptionalInt.of(7), 0.5), new Row(\"long name\", OptionalInt.empty(), 12.25)))",
            "show(new Row(\"a\", OptionalInt.of(7), 1 / 3.0))",
            "show(Map.of(SchoolId.of(\"edu280417\"), new Interval(1 / 3.0, 0, 0.5)))");

    @TempDir
    private static Path folder;

    private static List<String> questions;
    /** What stands on the screen, a list for each line that was typed: the line after its prompt, then the answer. */
    private static List<List<String>> screen;

    @BeforeAll
    static void typeEverythingIntoOneSession() throws IOException, InterruptedException {
        questions = Files.readAllLines(TOP.resolve("examples/jshell/questions.jsh"));
        screen = screen(Stream.of(questions, MISTAKES, SHOWN).flatMap(List::stream).toList());
    }

    @Test
    void theTenQuestionsOfTheReadmeGetTheAnswersThatItShows() throws IOException {
        String readme = Files.readString(TOP.resolve("README.md"));
        assertThat(readme).contains("\njshell --class-path examples/target/region-review.jar --feedback indicators " + START + "\n");
        Matcher session = Pattern.compile("```text\\R(" + PROMPT + ".*?)```", Pattern.DOTALL).matcher(readme);
        assertThat(session.find()).isTrue();

        assertThat(questions.stream().filter(line -> line.matches("// \\d+\\. .*"))).hasSize(10);
        assertThat(screen.subList(0, questions.size()).stream().flatMap(List::stream))
                .containsExactlyElementsOf(session.group(1).lines().filter(line -> !line.isBlank()).toList());
    }

    @Test
    void mistakesAreNamedInALine() throws IOException {
        List<String> answers = answers(questions.size(), MISTAKES);
        Matcher named = Pattern.compile("Mistakes are named.*?```text\\R(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(TOP.resolve("README.md")));
        assertThat(named.find()).isTrue();
        assertThat(named.group(1).lines()).allSatisfy(line -> assertThat(answers).anyMatch(answer -> answer.endsWith(line)));
        assertThat(answers).containsExactly(
                "none ==> SchoolResults[0 schools, 0 assessments, 0 results]",
                "|  Exception java.lang.IllegalArgumentException: score must be within 0..20, got 21",
                "|  Exception java.lang.IllegalArgumentException: journal mark must be within 2..5 or NO_MARK, got 6",
                "|  Exception java.lang.IllegalArgumentException: cut scores must rise strictly within 1..20, got [7, 15, 11]",
                "|  Exception java.lang.IllegalArgumentException: school id must not be blank",
                "|  Exception java.lang.IllegalArgumentException: subject must not be blank",
                "|  Exception java.lang.IllegalArgumentException: year must be within 1990..2100, got 21",
                "|  Exception java.lang.IllegalArgumentException: period must be like 2021 or 2021-H1, got 2021-13",
                "|  Exception java.lang.IllegalArgumentException: level must be between 0 and 1, got 5.0",
                "|  Exception java.lang.IllegalArgumentException: school must be among those screened, got edu280417",
                "|  Exception io.github.eduindicators.io.InputException: nowhere.csv: the file is needed and is not there",
                "|  Exception io.github.eduindicators.io.InputException: results.csv:3 score '21': "
                        + "the score is not a whole number from 0 to the maximum",
                "nothing",
                "ObjectivityScreening[0 schools, 0 flagged, 0 signs]");
    }

    @Test
    void showPutsOneInALineAndManyInATable() {
        assertThat(answers(questions.size() + MISTAKES.size(), SHOWN)).containsExactly(
                "locale ==> ru",
                "0,1235",
                "key      value",
                "share  1234568",
                "locale ==> en",
                "1.2e-05",
                "1 20 300",
                "nothing",
                "nothing",
                "edu280417",
                Path.of("a", "b").toString(),
                "value",
                "s0",
                "s1",
                "\u2026 338 more",
                "name       n  share",
                "a          7    0.5",
                "long name     12.25",
                "Row[name=a, n=7, share=0.3333]",
                "key         value  lower  upper",
                "edu280417  0.3333      0    0.5");
    }

    private static List<String> answers(int from, List<String> typed) {
        return screen.subList(from, from + typed.size()).stream().flatMap(lines -> lines.stream().skip(1)).toList();
    }

    /** Of an exception, only what it says: the lines of the library that it passed through may change. */
    private static List<List<String>> screen(List<String> typed) throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve(".java/.userPrefs"));
        Path input = Files.write(folder.resolve("input"), typed);
        Path output = folder.resolve("output");
        Path errors = folder.resolve("errors");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "jshell").toString(),
                "--class-path", System.getProperty("java.class.path"), "--feedback", "indicators",
                "-J-Djava.util.prefs.userRoot=" + folder, "-J-Duser.language=en",
                "-J-Dfile.encoding=UTF-8", "-J-Dstdout.encoding=UTF-8",
                "-R-Dfile.encoding=UTF-8", "-R-Dstdout.encoding=UTF-8", "-R-Xmx512m",
                START);
        Process jshell = new ProcessBuilder(command).directory(new File(TOP.toString()))
                .redirectInput(input.toFile()).redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
        assertThat(jshell.waitFor(5, TimeUnit.MINUTES)).as("JShell ends with its input").isTrue();
        assertThat(Files.readAllLines(errors)).filteredOn(line -> !line.startsWith("Picked up")).isEmpty();

        String[] answers = Files.readString(output, StandardCharsets.UTF_8).split(PROMPT);
        assertThat(answers).hasSizeGreaterThan(typed.size());
        List<List<String>> screen = new ArrayList<>();
        for (int i = 0; i < typed.size(); i++) {
            screen.add(Stream.concat(
                            Stream.of(PROMPT + typed.get(i)),
                            answers[i + 1].lines().filter(line -> !line.isBlank() && !line.startsWith("|        ")))
                    .toList());
        }
        return screen;
    }
}
