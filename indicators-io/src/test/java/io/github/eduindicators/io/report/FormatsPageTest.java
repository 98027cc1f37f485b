package io.github.eduindicators.io.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.github.eduindicators.io.Loaded;
import io.github.eduindicators.io.Problem;
import io.github.eduindicators.io.ReviewFolder;
import io.github.eduindicators.io.methodology.MethodologyJson;
import io.github.eduindicators.io.methodology.RecommendationsJson;
import io.github.eduindicators.recommendations.Catalogue;
import io.github.eduindicators.review.Review;
import io.github.eduindicators.review.ReviewInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page of formats shows is what the readers take and the writers write. */
class FormatsPageTest {
    private static final Path DOCS = Path.of("..", "docs").toAbsolutePath().normalize();
    private static final String PAGE = read();
    private static final String OUTPUT = "\n## Output\n";
    private static final Pattern EXAMPLE = Pattern.compile("(?m)^Example `([^`]+)`:\n\n```(csv|json)\n(.*?)```$", Pattern.DOTALL);
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,3} (.*)$");

    @TempDir
    static Path temp;

    private static Loaded<ReviewInput> loaded;
    private static Path review;

    @BeforeAll
    static void reviewTheExamples() throws IOException {
        loaded = load();
        review = Files.createDirectories(temp.resolve("review"));
        ReviewFiles.of(Review.standard().run(loaded.value()), loaded.problems()).write(review);
    }

    private static String read() {
        try {
            return Files.readString(DOCS.resolve("formats.md")).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String input() {
        return PAGE.substring(PAGE.indexOf("\n## Input\n"), PAGE.indexOf(OUTPUT));
    }

    private static String output() {
        return PAGE.substring(PAGE.indexOf(OUTPUT));
    }

    /** The examples by the name of their file. */
    private static Map<String, String> examples(String part) {
        Map<String, String> examples = new TreeMap<>();
        Matcher matcher = EXAMPLE.matcher(part);
        while (matcher.find()) {
            assertThat(examples.put(matcher.group(1), matcher.group(3))).as("once: " + matcher.group(1)).isNull();
        }
        return examples;
    }

    private static Loaded<ReviewInput> load() throws IOException {
        Path folder = temp.resolve("input");
        for (Map.Entry<String, String> example : examples(input()).entrySet()) {
            Path file = folder.resolve(example.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, example.getValue());
        }
        Loaded<ReviewInput> read = MethodologyJson.complete(ReviewFolder.read(folder), folder);
        Loaded<Optional<Catalogue>> rules = RecommendationsJson.ofFolder(folder);
        List<Problem> problems = new ArrayList<>(read.problems());
        problems.addAll(rules.problems());
        ReviewInput dated = read.value().withDate(LocalDate.of(2021, 7, 1));
        return new Loaded<>(rules.value().map(dated::withCatalogue).orElse(dated), problems);
    }

    @Test
    void theExamplesOfInputAreOneFolderThatIsReadWithoutAProblem() {
        assertThat(loaded.problems()).isEmpty();
        ReviewInput input = loaded.value();
        assertThat(input.results().schools()).hasSize(3);
        assertThat(input.results().count()).as("four rows of results and two of the protocol").isEqualTo(6);
        assertThat(input.responses()).singleElement().satisfies(responses -> assertThat(responses.pupils()).isEqualTo(2));
        assertThat(input.rechecks()).hasSize(3);
        assertThat(input.indicators().values()).as("three indicators and three counts").hasSize(6);
        assertThat(input.competencies().waves()).containsExactly("2021-H1", "2022-H1");
        assertThat(input.modules().orElseThrow().modules()).hasSize(2);
        assertThat(input.answers().questions()).containsExactly("q1", "q2");
        assertThat(input.questionnaire().questions()).hasSize(2);
        assertThat(input.studies()).singleElement().satisfies(wave -> assertThat(wave.data().study().pupils()).isEqualTo(6));
        assertThat(input.roadmap().measures()).hasSize(3);
        assertThat(input.roadmap().events()).hasSize(1);
        assertThat(input.decisions()).hasSize(2);
        assertThat(input.methodologies()).extracting(methodology -> methodology.id()).contains("school-year");
        assertThat(input.catalogue().orElseThrow().id()).isEqualTo("amur");
    }

    @Test
    void everyFormatOfInputHasAnExampleAVersionAndALineInTheTable() {
        String[] sections = input().split("\n### ");
        assertThat(sections).hasSizeGreaterThan(20);
        for (int i = 1; i < sections.length; i++) {
            String heading = sections[i].substring(0, sections[i].indexOf('\n'));
            if (!heading.equals("Shipped methodologies")) {
                assertThat(examples(sections[i])).as(heading).isNotEmpty();
                assertThat(sections[i]).as(heading).containsPattern("\n\n(Own v|V)ersion 1[.,]");
                assertThat(PAGE).contains("](#" + slug(heading) + ") | ");
            }
        }
    }

    @Test
    void theExamplesOfOutputHaveTheColumnsThatAreWritten() throws IOException {
        Map<String, String> examples = examples(output());
        try (Stream<Path> files = Files.walk(review)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".csv")).toList()) {
                String name = review.relativize(file).toString().replace('\\', '/');
                assertThat(examples).as("an example of " + name).containsKey(name);
                assertThat(lines(examples.get(name)).get(0)).as(name).isEqualTo(Files.readAllLines(file).get(0));
            }
        }
        examples.keySet().forEach(name -> assertThat(review.resolve(name)).exists());
    }

    @Test
    void everyRowOfAnExampleOfOutputHasAsManyFieldsAsItsHeader() {
        examples(output()).forEach((name, text) -> {
            if (name.endsWith(".csv")) {
                try (CsvReader<CsvRecord> csv = CsvReader.builder().ofCsvRecord(text)) {
                    List<CsvRecord> rows = csv.stream().toList();
                    assertThat(rows).as(name).hasSizeGreaterThan(1);
                    assertThat(rows).as(name).extracting(CsvRecord::getFieldCount).containsOnly(rows.get(0).getFieldCount());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
    }

    @Test
    void everyFileThatIsWrittenStandsOnThePage() throws IOException {
        Set<String> unnamed = new TreeSet<>();
        try (Stream<Path> files = Files.walk(review)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = review.relativize(file).toString().replace('\\', '/');
                String shown = name.startsWith("municipalities/") ? "`municipalities/0001-….html`" : name.contains("/")
                        ? "`" + file.getFileName() + "`"
                        : "\n### `" + name + "`\n";
                if (!output().contains(shown)) {
                    unnamed.add(name);
                }
            }
        }
        assertThat(unnamed).isEmpty();
    }

    @Test
    void theExampleOfFindingsFollowsTheSchemaAndSoDoesWhatTheExamplesGive() throws IOException {
        ObjectMapper json = new ObjectMapper();
        try (InputStream in = ReviewFiles.class.getResourceAsStream("findings.schema.json")) {
            JsonSchemaCheck schema = new JsonSchemaCheck(json.readTree(in));
            assertThat(schema.errors(json.readTree(examples(output()).get("findings.json")))).isEmpty();
            assertThat(schema.errors(json.readTree(review.resolve("findings.json").toFile()))).isEmpty();
        }
    }

    @Test
    void everyLinkOfThePageLeadsSomewhere() {
        Map<String, Integer> seen = new HashMap<>();
        Set<String> anchors = HEADING.matcher(PAGE.replaceAll("(?s)```.*?```", "")).results().map(match -> {
            String slug = slug(match.group(1));
            int before = seen.merge(slug, 1, Integer::sum) - 1;
            return before == 0 ? slug : slug + "-" + before;
        }).collect(Collectors.toSet());
        List<String> links = Pattern.compile("]\\(([^)]+)\\)").matcher(PAGE).results().map(match -> match.group(1)).toList();
        assertThat(links).hasSizeGreaterThan(40);
        for (String link : links) {
            if (link.startsWith("#")) {
                assertThat(anchors).contains(link.substring(1));
            } else {
                assertThat(DOCS.resolve(link)).exists();
            }
        }
    }

    /** The anchor of a heading where the page is shown: no marks, lower case, hyphens for blanks. */
    private static String slug(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
    }

    private static List<String> lines(String text) {
        return text.lines().toList();
    }
}
