package io.github.eduindicators.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Types what stands in the README, in the tour and in the package documentation into JShell, as a reader would. */
class SnippetsTest {
    private static final Path TOP = Path.of("..").toAbsolutePath().normalize();
    private static final String IMPORTS = imports();
    /** Names that two packages have; an example means its own. */
    private static final Map<String, String> OWN_IMPORTS = Map.of(
            "criteria", """
                    import io.github.eduindicators.criteria.Criterion;
                    import io.github.eduindicators.criteria.Rule;
                    """,
            "recommendations", "import io.github.eduindicators.recommendations.Rule;\n",
            "effectiveness", """
                    import io.github.eduindicators.effectiveness.RegionalCriteria.Criterion;
                    import io.github.eduindicators.effectiveness.RegionalCriteria.Limit;
                    """);
    /** What the examples of the packages speak of without making it; each may need those above it. */
    private static final List<List<String>> PREAMBLE = List.of(
            List.of("maths5", "var maths5 = Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(20, 7, 11, 15));"),
            List.of("results", "var results = SyntheticRegion.standard().withSchools(30).results();"),
            List.of("screening", "var screening = ObjectivityScreening.standard().run(results);"),
            List.of("review", "var review = Review.standard().run(results);"),
            List.of("rows", """
                    record Row(String login, int score) {}
                    var rows = List.of(new Row("edu280417", 7));
                    """),
            List.of("tally", "var tally = ScoreTally.create();"),
            List.of("values", """
                    var table = IndicatorValues.builder();
                    for (int i = 1; i <= 6; i++) {
                        for (String indicator : List.of("pass_rate", "mean_score", "absence", "pupils")) {
                            table.add(SchoolId.of("s" + i), indicator, Period.of(2021), IndicatorValue.of(i / 8.0));
                        }
                    }
                    var values = table.build();
                    """));

    @TempDir
    private Path folder;

    /** The tour goes on where the README ends. */
    @Test
    void theReadmeAndTheTourDoWhatTheyShow() throws IOException {
        int withOutput = 0;
        try (Session session = new Session()) {
            for (String page : List.of("README.md", "docs/tour.md")) {
                Matcher example = Pattern.compile("```java\\R(.*?)```(?:\\s*```text\\R(.*?)```)?", Pattern.DOTALL)
                        .matcher(Files.readString(TOP.resolve(page)));
                while (example.find()) {
                    String printed = session.type(example.group(1));
                    if (example.group(2) != null) {
                        assertThat(printed).isEqualToNormalizingNewlines(example.group(2));
                        withOutput++;
                    }
                }
            }
        }
        assertThat(withOutput).isGreaterThanOrEqualTo(4);
    }

    @Test
    void theExamplesOfThePackagesRun() throws IOException {
        List<Path> packages = new ArrayList<>();
        for (String module : List.of("indicators-core", "indicators-io", "examples")) {
            try (Stream<Path> files = Files.walk(TOP.resolve(module).resolve("src/main/java"))) {
                files.filter(file -> file.endsWith("package-info.java")).sorted().forEach(packages::add);
            }
        }
        SyntheticRegion small = SyntheticRegion.withSeed(1).withSchools(30);
        small.writeTo(Files.createDirectory(folder.resolve("region")));
        Path csv = folder.resolve("csv");
        small.writeTo(Files.createDirectory(csv));
        Files.move(csv.resolve("results-2021.csv"), csv.resolve("results.csv"));
        int run = 0;
        for (Path file : packages) {
            String own = OWN_IMPORTS.getOrDefault(file.getParent().getFileName().toString(), "");
            Matcher example = Pattern.compile("<pre>\\{@code\\R(.*?)\\* }</pre>", Pattern.DOTALL).matcher(Files.readString(file));
            while (example.find()) {
                String code = example.group(1).replaceAll("(?m)^ \\* ?", "").replace("&lt;", "<");
                try (Session session = new Session()) {
                    session.type(own + "var folder = Path.of(\"" + csv + "\");\n" + preamble(code));
                    session.type(code.replace("Path.of(\"", "Path.of(\"" + folder + "/"));
                }
                run++;
            }
        }
        assertThat(run).isGreaterThanOrEqualTo(12);
    }

    /** Those of the start file, and the synthetic region. */
    private static String imports() {
        try (Stream<String> lines = Files.lines(TOP.resolve("examples/jshell/indicators.jsh"))) {
            return lines.filter(line -> line.startsWith("import ")).collect(Collectors.joining("\n"))
                    + "\nimport io.github.eduindicators.examples.*;\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the code speaks of without making it, and what that needs. */
    private static String preamble(String code) {
        String needed = "";
        for (int i = PREAMBLE.size() - 1; i >= 0; i--) {
            String name = PREAMBLE.get(i).get(0);
            String all = code + needed;
            if (!all.contains("var " + name + " ") && Pattern.compile("\\b" + name + "\\b").matcher(all).find()) {
                needed = PREAMBLE.get(i).get(1) + "\n" + needed;
            }
        }
        return needed;
    }

    /** What a reader has open: what was typed before stays. */
    private static final class Session implements AutoCloseable {
        private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
        private final JShell shell = JShell.builder()
                .out(new PrintStream(printed, true, StandardCharsets.UTF_8))
                .remoteVMOptions("-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8", "-Xmx512m")
                .build();

        Session() {
            shell.addToClasspath(System.getProperty("java.class.path"));
            type(IMPORTS);
        }

        /** Types the lines; returns what they printed. Fails on the first that does not compile or throws. */
        String type(String code) {
            printed.reset();
            for (String line : statements(shell, code)) {
                shell.eval(line).forEach(event -> {
                    List<String> why = new ArrayList<>();
                    shell.diagnostics(event.snippet()).forEach(d -> why.add(d.getMessage(java.util.Locale.ENGLISH)));
                    assertThat(event.status()).as("%s %s", line.strip(), why).isIn(Snippet.Status.VALID, Snippet.Status.OVERWRITTEN);
                    assertThat(event.exception()).as(line.strip()).isNull();
                });
            }
            return printed.toString(StandardCharsets.UTF_8);
        }

        @Override
        public void close() {
            shell.close();
        }
    }

    private static List<String> statements(JShell shell, String code) {
        List<String> statements = new ArrayList<>();
        String rest = code;
        while (!rest.isBlank()) {
            SourceCodeAnalysis.CompletionInfo info = shell.sourceCodeAnalysis().analyzeCompletion(rest);
            assertThat(info.completeness().isComplete()).as("complete code: %s", rest).isTrue();
            statements.add(info.source());
            rest = info.remaining();
        }
        return statements;
    }
}
