package io.github.eduindicators.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.io.ReviewFolder;
import io.github.eduindicators.io.methodology.MethodologyJson;
import io.github.eduindicators.io.report.ReviewFiles;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.results.ScoreTally;
import io.github.eduindicators.review.Review;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The overview pages of Javadoc: their examples are the lines of this class that compile and run here, and no package is missing. */
class OverviewTest {
    private static final Path TOP = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    private final PrintStream console = System.out;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void release() {
        System.setOut(console);
    }

    @Test
    void core() throws IOException {
        // indicators-core:
        var maths5 = Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(20, 7, 11, 15));  // 0..20 points, marks 3|4|5 start at 7|11|15
        var tally = ScoreTally.create();
        tally.add(SchoolId.of("edu280417"), maths5, 12, 4);                                       // 12 points, journal mark 4
        tally.add(SchoolId.of("edu280418"), maths5, 6);
        var review = Review.standard().run(tally.snapshot());
        for (var finding : review.findings()) {
            System.out.println(finding.explain(Locale.ENGLISH));
        }
        // end
        assertThat(printed.toString(StandardCharsets.UTF_8).lines()).hasSize(review.findings().size()).isNotEmpty();
        assertThat(shown("indicators-core")).isEqualTo(typed("indicators-core"));
    }

    @Test
    void io() throws IOException {
        Path region = Files.createDirectory(folder.resolve("region"));
        Path output = Files.createDirectory(folder.resolve("output"));
        SyntheticRegion.withSeed(1).withSchools(5).writeTo(region);
        // indicators-io:
        var loaded = MethodologyJson.complete(ReviewFolder.read(region), region);   // a folder of files as the formats page describes them
        loaded.problems().forEach(System.out::println);
        var review = Review.standard().run(loaded.value());
        ReviewFiles.of(review, loaded.problems()).withLocale(Locale.ENGLISH).write(output);
        // end
        assertThat(output.resolve("report.html")).isNotEmptyFile();
        assertThat(shown("indicators-io")).isEqualTo(typed("indicators-io"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"indicators-core", "indicators-io"})
    void namesEveryPackage(String module) throws IOException {
        Path java = TOP.resolve(module + "/src/main/java");
        Set<String> packages;
        try (Stream<Path> files = Files.walk(java)) {
            packages = files.filter(file -> file.endsWith("package-info.java"))
                    .map(file -> java.relativize(file.getParent()).toString().replace('\\', '/').replace('/', '.'))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        Matcher link = Pattern.compile("\\{@link ([a-z.]+)}").matcher(overview(module));
        Set<String> linked = new TreeSet<>();
        while (link.find()) {
            linked.add(link.group(1));
        }
        assertThat(packages).isNotEmpty();
        assertThat(linked).isEqualTo(packages);
    }

    private static List<String> shown(String module) throws IOException {
        Matcher example = Pattern.compile("<pre>\\{@code\\R(.*?)\\R}</pre>", Pattern.DOTALL).matcher(overview(module));
        assertThat(example.find()).isTrue();
        return example.group(1).lines().toList();
    }

    private static List<String> typed(String module) throws IOException {
        Path here = TOP.resolve("examples/src/test/java/" + OverviewTest.class.getName().replace('.', '/') + ".java");
        Matcher lines = Pattern.compile(" // " + module + ":\\R(.*?)\\R +// end", Pattern.DOTALL).matcher(Files.readString(here));
        assertThat(lines.find()).isTrue();
        return lines.group(1).stripIndent().lines().toList();
    }

    private static String overview(String module) throws IOException {
        return Files.readString(TOP.resolve(module + "/src/main/javadoc/overview.html"));
    }
}
