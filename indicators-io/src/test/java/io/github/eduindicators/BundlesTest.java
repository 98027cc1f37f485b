package io.github.eduindicators;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.io.Reason;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The words of the library: both languages say the same, the code asks for no word that is not there, and none is there for nothing. */
class BundlesTest {
    private static final Path TOP = Path.of("..").toAbsolutePath().normalize();
    private static final String PACKAGE = "io/github/eduindicators/";
    private static final String FINDINGS = "indicators-core/src/main/resources/" + PACKAGE + "finding/findings";
    private static final String REPORT = "indicators-io/src/main/resources/" + PACKAGE + "io/report/report";
    private static final String REASONS = "indicators-io/src/main/resources/" + PACKAGE + "io/reasons";
    private static final String REVIEW = "examples/src/main/resources/" + PACKAGE + "examples/review";
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)*)\"");
    private static final Pattern PLACE = Pattern.compile("\\{([^}:,]+)");
    private static final List<String> FORMS = List.of(".one", ".few", ".many");

    private static TreeMap<String, String> bundle(String name) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(TOP.resolve(name + ".properties"))) {
            properties.load(reader);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        TreeMap<String, String> texts = new TreeMap<>();
        properties.forEach((key, text) -> texts.put((String) key, (String) text));
        return texts;
    }

    /** The sources of a module, all together. */
    private static String sources(String folder) {
        try (Stream<Path> files = Files.walk(TOP.resolve(folder).resolve("src/main/java"))) {
            StringBuilder text = new StringBuilder();
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).sorted().toList()) {
                text.append(Files.readString(file)).append('\n');
            }
            return text.toString();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Set<String> literals(String source) {
        return LITERAL.matcher(source).results().map(literal -> literal.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> found(String pattern, String source) {
        return Pattern.compile(pattern).matcher(source).results().map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> places(String text) {
        return PLACE.matcher(text).results().map((MatchResult place) -> place.group(1)).distinct().sorted().toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {FINDINGS, REPORT, REASONS, REVIEW})
    void bothLanguagesHaveTheSameTextsWithTheSamePlaces(String name) {
        Map<String, String> english = bundle(name);
        Map<String, String> russian = bundle(name + "_ru");
        assertThat(russian.keySet()).isEqualTo(english.keySet()).isNotEmpty();
        english.forEach((key, text) -> {
            assertThat(text).as(key).isNotBlank();
            assertThat(places(russian.get(key))).as(key).isEqualTo(places(text));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {FINDINGS, REPORT, REASONS, REVIEW})
    void noKeyStandsTwiceInAFile(String name) throws IOException {
        for (String file : List.of(name + ".properties", name + "_ru.properties")) {
            List<String> keys = Files.readAllLines(TOP.resolve(file)).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("#") && !Character.isWhitespace(line.charAt(0)))
                    .map(line -> line.split("[=:]", 2)[0].strip())
                    .toList();
            assertThat(keys).as(file).doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {FINDINGS, REPORT, REASONS, REVIEW})
    void russianIsRussianAndEnglishIsEnglish(String name) {
        assertThat(bundle(name)).allSatisfy((key, text) -> {
            // Abbreviations that have no translation stand in English texts as they are, and what is quoted.
            if (!text.contains("«")) {
                assertThat(text).as(key).doesNotContainPattern("[а-я]{4}");
            }
        });
        List<String> words = new ArrayList<>();
        // Of abbreviations PISA alone is the same in both.
        bundle(name + "_ru").forEach((key, text) -> {
            if (text.replaceAll("\\{[^}]*}", "").replace("PISA", "").matches("(?s).*[A-Za-z]{3,}.*") && !text.matches("(?s).*[а-яА-ЯёЁ].*")) {
                words.add(key + "=" + text);
            }
        });
        assertThat(words).as("texts without a Russian letter").isEmpty();
    }

    @Test
    void everyTextThatTheReportAsksForIsThere() {
        String source = sources("indicators-io");
        Set<String> asked = found("\\b[tT]exts\\.get\\(\\s*\"([^\"]+)\"\\s*[,)]", source);
        assertThat(asked).hasSizeGreaterThan(200);
        assertThat(bundle(REPORT).keySet()).containsAll(asked);
        for (String noun : found("\\.counted\\(\\s*\"([^\"]+)\"\\s*,", source)) {
            assertThat(bundle(REPORT).keySet()).contains(noun + ".one", noun + ".few", noun + ".many");
        }
        Set<String> prefixes = found("\\b[tT]exts\\.get\\(\\s*\"([^\"]+[.-])\"\\s*\\+", source);
        assertThat(prefixes).hasSizeGreaterThan(10)
                .allSatisfy(prefix -> assertThat(bundle(REPORT).keySet()).as(prefix).anyMatch(key -> key.startsWith(prefix)));
    }

    /** Keys may be put together of a beginning and an end that stand in the code. */
    @Test
    void noTextOfTheReportIsThereForNothing() {
        Set<String> literals = literals(sources("indicators-io") + sources("indicators-core"));
        Set<String> beginnings = literals.stream().filter(text -> text.matches("[a-z0-9.-]+[.-]")).collect(Collectors.toSet());
        Set<String> ends = literals.stream().filter(text -> text.matches("[.-][a-z0-9.-]+")).collect(Collectors.toSet());
        List<String> dead = bundle(REPORT).keySet().stream()
                .filter(key -> !literals.contains(key))
                .filter(key -> beginnings.stream().noneMatch(key::startsWith))
                .filter(key -> ends.stream().noneMatch(key::endsWith))
                .filter(key -> FORMS.stream().noneMatch(form ->
                        key.endsWith(form) && literals.contains(key.substring(0, key.length() - form.length()))))
                .toList();
        assertThat(dead).isEmpty();
    }

    @Test
    void everyMethodThatMakesFindingsIsNamedAndSaysSomething() {
        Map<String, String> texts = bundle(FINDINGS);
        String source = sources("indicators-core");
        Set<String> methods = new TreeSet<>(found("MethodInfo\\.of\\(\\s*\"([^\"]+)\"", source));
        Matcher constant = Pattern.compile("MethodInfo\\.of\\(\\s*([A-Z_]+)\\b").matcher(source);
        while (constant.find()) {
            methods.addAll(found("String " + constant.group(1) + " =\\s*\"([a-z0-9-]+/[a-z0-9-]+)\"", source));
        }
        Set<String> named = keys(texts, "method.");
        // What only counts or orders makes no findings and needs no words.
        Set<String> speaking = methods.stream().filter(named::contains).collect(Collectors.toCollection(TreeSet::new));
        assertThat(speaking).hasSizeGreaterThan(25);
        assertThat(methods).contains("items/assessment-quality", "items/school-deficit", "items/mass-deficit", "items/mark-groups",
                "items/dif", "staff/deficits", "surveys/satisfaction", "surveys/study", "roadmap/execution");
        assertThat(named).containsAll(keys(texts, "chance."));
        Set<String> withSentences = named.stream().filter(name -> !kinds(texts, name).isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(keys(texts, "chance.")).as("methods that say something tell what chance alone would flag").isEqualTo(withSentences);
        List<String> unknown = keys(texts, "says.").stream().filter(key -> named.stream().noneMatch(name -> key.startsWith(name + "."))).toList();
        assertThat(unknown).as("sentences of methods that have no name").isEmpty();
        assertThat(named).as("names of methods that are not there").allMatch(name -> source.contains('"' + name + '"')
                || source.contains('"' + name.substring(name.indexOf('/') + 1) + '"'));
    }

    private static Set<String> keys(Map<String, String> texts, String prefix) {
        return texts.keySet().stream().filter(key -> key.startsWith(prefix)).map(key -> key.substring(prefix.length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> kinds(Map<String, String> texts, String method) {
        return keys(texts, "says." + method + ".");
    }

    @Test
    void everySentenceIsOfAnOutcomeOrACategoryOfTheCode() {
        Map<String, String> texts = bundle(FINDINGS);
        String source = sources("indicators-core");
        Set<String> literals = literals(source);
        Set<String> constants = found("\\b([A-Z][A-Z_]+)\\b", source);
        Set<String> outcomes = Arrays.stream(Outcome.values()).map(Outcome::name).collect(Collectors.toSet());
        List<String> dead = new ArrayList<>();
        for (String method : keys(texts, "method.")) {
            for (String kind : kinds(texts, method)) {
                boolean known = outcomes.contains(kind) || literals.contains(kind)
                        || constants.contains(kind.toUpperCase(Locale.ROOT).replace('-', '_'));
                if (!known) {
                    dead.add(method + "." + kind);
                }
            }
        }
        assertThat(dead).isEmpty();
    }

    @Test
    void theReasonsAreThoseOfTheReaders() {
        assertThat(bundle(REASONS).keySet())
                .isEqualTo(Arrays.stream(Reason.values()).map(Reason::code).collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void theMessagesOfTheJobAreThoseItSays() {
        String source = sources("examples");
        Set<String> asked = found("\\b(?:say|text|getString)\\(\\s*\"([a-z.-]+)\"", source);
        assertThat(bundle(REVIEW).keySet()).isEqualTo(asked).hasSizeGreaterThan(8);
    }
}
