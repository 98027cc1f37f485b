package io.github.eduindicators.io.methodology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.eduindicators.io.InputException;
import io.github.eduindicators.io.Problem;
import io.github.eduindicators.io.Reason;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One wrong file each: the reason, the place, the check, and the file. */
class MethodologyErrorsTest {
    private static final String OWN = MethodologyTexts.OWN;
    private static final String BANDS = "/root/children/0/rule/bands/";

    @TempDir
    Path folder;

    /** Changes the document in one place, which must be there. */
    private static Problem with(String old, String other) {
        assertThat(OWN).contains(old);
        InputException e = MethodologyTexts.refused(OWN.replace(old, other));
        assertThat(e.problem().file()).isEqualTo("own.json");
        assertThat(e.problem().severity()).isEqualTo(Problem.Severity.ERROR);
        assertThat(e).hasMessageContaining("own.json").hasMessageContaining(e.problem().value());
        return e.problem();
    }

    private static void assertProblem(Problem problem, Reason reason, String place, String... said) {
        assertThat(problem.reason()).as(problem.toString()).isEqualTo(reason);
        assertThat(problem.value()).startsWith(place + ": ").contains(said);
    }

    private InputException readBytes(byte[] bytes) throws Exception {
        Path file = Files.write(folder.resolve("own.json"), bytes);
        try {
            throw new AssertionError("taken: " + MethodologyJson.read(file));
        } catch (InputException e) {
            return e;
        }
    }

    @Test
    void halfACharacterCouldNotBeWrittenToAnyFile() {
        String title = "\"title\": \"";
        assertProblem(with(title, title + "\\ud800"), Reason.METHODOLOGY_ENCODING, "/title", "half a character");
        for (String half : List.of("\\udc00", "\\ud800", "\\ud800x")) {
            assertThat(with(title, "\"" + half + "\": 1, " + title).reason()).as(half)
                    .isIn(Reason.METHODOLOGY_ENCODING, Reason.METHODOLOGY_JSON);
        }
        // Both halves are a character.
        assertThat(OWN.replace(title, title + "\\ud83d\\ude00")).satisfies(json ->
                assertThat(MethodologyJson.parse("own.json", json).title().toString()).startsWith("\uD83D\uDE00"));
    }

    @Test
    void aPipeIsNotWaitedFor() throws Exception {
        Path pipe = folder.resolve("own.json");
        Assumptions.assumeTrue(made(pipe), "there are no pipes here");
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> MethodologyJson.read(pipe))
                .satisfies(e -> assertThat(e.problem().reason()).isEqualTo(Reason.UNREADABLE_FILE)));
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> RecommendationsJson.read(pipe))
                .satisfies(e -> assertThat(e.problem().reason()).isEqualTo(Reason.UNREADABLE_FILE)));
    }

    private static boolean made(Path pipe) throws InterruptedException {
        try {
            return new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void overlappingBands() {
        assertProblem(with("[50;80)", "[50;80]"), Reason.METHODOLOGY_RULE, BANDS + "2", "bands-overlap", "80");
    }

    @Test
    void bandsThatTouchAtBothClosedEndsAsInAPrintedOrder() {
        assertProblem(with("[0;50)", "[0;50]"), Reason.METHODOLOGY_RULE, BANDS + "1", "bands-overlap", "50");
    }

    @Test
    void aGapBetweenBands() {
        assertProblem(with("[50;80)", "[50;79]"), Reason.METHODOLOGY_RULE, BANDS + "2", "bands-gap");
    }

    @Test
    void bandsThatEndBeforeTheRange() {
        Problem problem = with("[80;100]", "[80;99]");
        assertThat(problem.reason()).isEqualTo(Reason.METHODOLOGY_RULE);
        assertThat(problem.value()).startsWith("/root/children/0/rule").contains("bands-");
    }

    @Test
    void aBandThatIsNone() {
        assertProblem(with("[50;80)", "[80;50)"), Reason.METHODOLOGY_RULE, BANDS + "1/range", "range", "[80;50)");
    }

    @Test
    void aBandThatIsWrittenWrongly() {
        assertProblem(with("[50;80)", "50-80"), Reason.METHODOLOGY_RULE, BANDS + "1/range", "range", "50-80");
    }

    @Test
    void pointsAgainstTheDirection() {
        assertProblem(with("\"points\": 1},\n", "\"points\": 3},\n"),
                Reason.METHODOLOGY_RULE, BANDS + "2", "direction");
    }

    @ParameterizedTest
    @CsvSource({"-1", "1e13"})
    void pointsOutsideTheirRange(String points) {
        Problem problem = with("\"points\": 2, \"label\"", "\"points\": " + points + ", \"label\"");
        assertProblem(problem, Reason.METHODOLOGY_RULE, BANDS + "2", "points");
    }

    @ParameterizedTest
    @CsvSource({"Site", "'a b'", "''", "a*b", "site;rm", "'pass_rate@2021'"})
    void aMetricThatIsNoCode(String metric) {
        assertProblem(with("\"metric\": \"site\"", "\"metric\": \"" + metric + "\""),
                Reason.METHODOLOGY_RULE, "/root/children/1/source/metric", "metric");
    }

    @Test
    void aSourceWithNothing() {
        assertProblem(with("{\"metric\": \"site\"}", "{}"), Reason.METHODOLOGY_MISSING_FIELD, "/root/children/1/source",
                "metric");
    }

    @Test
    void aSourceOfTwoKinds() {
        assertProblem(with("{\"metric\": \"site\"}", "{\"metric\": \"site\", \"numerator\": [\"a\"]}"),
                Reason.METHODOLOGY_UNKNOWN_FIELD, "/root/children/1/source/numerator", "metric");
    }

    @Test
    void weightsThatDoNotAddUp() {
        assertProblem(with("\"aggregation\": \"sum\"", "\"aggregation\": \"weighted_mean\", \"maxPoints\": 3"),
                Reason.METHODOLOGY_RULE, "/root", "weights-sum", "1", "2");
    }

    @Test
    void aWeightThatIsNotPositive() {
        assertProblem(with("\"code\": \"site\",", "\"code\": \"site\", \"weight\": 0,"),
                Reason.METHODOLOGY_RULE, "/root/children/1/weight", "weight");
    }

    @ParameterizedTest
    @CsvSource({"2021-02-30", "2021-13-01", "01.02.2021", "2021", "''", "+999999999-01-01"})
    void aDateThatIsNone(String date) {
        Problem problem = with("\"validFrom\": \"2021-01-01\"", "\"validFrom\": \"" + date + "\"");
        assertThat(problem.reason()).isIn(Reason.METHODOLOGY_VALUE, Reason.METHODOLOGY_RULE);
        assertThat(problem.value()).startsWith("/valid");
    }

    @Test
    void datesInTheWrongOrder() {
        assertProblem(with("\"validTo\": \"2021-12-31\"", "\"validTo\": \"2020-12-31\""),
                Reason.METHODOLOGY_RULE, "/validTo", "dates", "2021-01-01 to 2020-12-31");
    }

    @Test
    void levelsWithAGap() {
        assertProblem(with("\"range\": \"[2;3]\"", "\"range\": \"(2;3]\""), Reason.METHODOLOGY_RULE, "/levels/1", "bands-gap");
    }

    @Test
    void aLevelOutOfReach() {
        Problem problem = with("\"range\": \"[2;3]\"", "\"range\": \"[4;5]\"");
        assertProblem(problem, Reason.METHODOLOGY_RULE, "/levels/1", "level-unreachable");
    }

    @Test
    void levelsWithoutAScale() {
        assertProblem(with("\"levelScale\": \"points\",", ""), Reason.METHODOLOGY_MISSING_FIELD, "/", "levelScale");
    }

    @Test
    void aVetoOfALevelThatIsNot() {
        assertProblem(with("\"root\": {",
                "\"vetoes\": [{\"when\": [{\"codes\": [\"site\"], \"of\": \"value\", \"range\": \"[0;0]\"}], "
                + "\"level\": \"none\"}], \"root\": {"), Reason.METHODOLOGY_RULE, "/vetoes/0", "unknown-reference", "none");
    }

    @Test
    void aCapOfANodeThatIsNot() {
        assertProblem(with("\"aggregation\": \"sum\",",
                "\"aggregation\": \"sum\", \"caps\": [{\"when\": [{\"codes\": [\"other\"], "
                + "\"of\": \"points\", \"range\": \"[0;1]\"}], \"atMost\": 1}],"), Reason.METHODOLOGY_RULE, "/root/caps/0",
                "other");
    }

    @Test
    void twoNodesOfOneCode() {
        assertProblem(with("\"code\": \"site\"", "\"code\": \"PASS\""), Reason.METHODOLOGY_RULE, "/root/children/1",
                "duplicate-code");
    }

    @Test
    void aFieldThatStandsTwice() {
        assertProblem(with("\"edition\": \"2021\"", "\"edition\": \"2021\", \"id\": \"other\""),
                Reason.METHODOLOGY_DUPLICATE_FIELD, "/id", "twice");
    }

    @Test
    void aFieldThatIsUnknown() {
        assertProblem(with("\"evidence\"", "\"proof\""), Reason.METHODOLOGY_UNKNOWN_FIELD, "/root/children/1/proof", "evidence");
    }

    @Test
    void aFieldThatIsMissing() {
        assertProblem(with("\"points\": 1},\n", "\"label\": \"\"},\n"),
                Reason.METHODOLOGY_MISSING_FIELD, BANDS + "1", "points");
    }

    @Test
    void aRootThatIsMissing() {
        Problem problem = with("\"root\": {", "\"rood\": {");
        assertProblem(problem, Reason.METHODOLOGY_MISSING_FIELD, "/", "root");
    }

    @Test
    void aNodeThatIsNeitherGroupNorCriterion() {
        assertProblem(with("\"rule\": {\"type\": \"flag\", \"points\": 1},", ""),
                Reason.METHODOLOGY_MISSING_FIELD, "/root/children/1", "children", "rule");
    }

    @Test
    void aGroupWithoutParts() {
        InputException e = MethodologyTexts.refused("""
                {"format": "education-indicators/methodology", "version": 1, "id": "own", "edition": "1", "title": "t",
                 "status": "example",
                 "unitTypes": ["school"], "root": {"code": "r", "title": "t", "aggregation": "sum", "children": []}}""");
        assertProblem(e.problem(), Reason.METHODOLOGY_RULE, "/root", "group-empty");
    }

    @Test
    void aRuleThatIsUnknown() {
        assertProblem(with("\"flag\"", "\"formula\""), Reason.METHODOLOGY_VALUE, "/root/children/1/rule/type", "bands, linear",
                "formula");
    }

    @Test
    void aTypeOfUnitThatIsUnknown() {
        assertProblem(with("[\"school\"]", "[\"school\", \"class\"]"), Reason.METHODOLOGY_VALUE, "/unitTypes/1", "municipality",
                "class");
    }

    @Test
    void noTypeOfUnit() {
        assertProblem(with("[\"school\"]", "[]"), Reason.METHODOLOGY_RULE, "/unitTypes", "unit-types");
    }

    @Test
    void anOrderWithoutItsNumber() {
        Problem problem = with("\"status\": \"regional\",\n  \"source\": \"Приказ министерства области от 01.02.2021 № 7\",",
                "\"status\": \"order\",");
        assertProblem(problem, Reason.METHODOLOGY_RULE, "/source", "source");
    }

    @ParameterizedTest
    @CsvSource({"'\"10\"', a text", "true, true", "[], an array", "{}, an object"})
    void aValueOfAnotherType(String value, String kind) {
        assertProblem(with("\"factor\": 100", "\"factor\": " + value),
                Reason.METHODOLOGY_VALUE, "/root/children/0/source/factor", "a number is expected, not " + kind);
    }

    @Test
    void nullIsNoValue() {
        assertProblem(with("\"factor\": 100", "\"factor\": null"), Reason.METHODOLOGY_VALUE, "/root/children/0/source/factor",
                "null");
    }

    @ParameterizedTest
    @CsvSource({"NaN", "Infinity", "-Infinity", "0x10", "01", "+1", ".5", "1.", "1e"})
    void aNumberThatJsonDoesNotHave(String number) {
        Problem problem = with("\"factor\": 100", "\"factor\": " + number);
        assertThat(problem.reason()).isEqualTo(Reason.METHODOLOGY_JSON);
        assertThat(problem.line()).isEqualTo(11);
        assertThat(problem.value()).startsWith("/root/children/0/source").doesNotContain("JsonReadFeature", "JsonParser");
    }

    @ParameterizedTest
    @CsvSource({"1e999", "-1e999", "1e-999", "1e2147483648"})
    void aNumberBeyondTheRangeOfNumbers(String number) {
        assertProblem(with("\"factor\": 100", "\"factor\": " + number), Reason.METHODOLOGY_VALUE,
                "/root/children/0/source/factor", number);
    }

    @Test
    void aNumberOfTooManyDigits() {
        Problem problem = with("\"factor\": 100", "\"factor\": 1" + "0".repeat(1000));
        assertThat(problem.reason()).isEqualTo(Reason.METHODOLOGY_TOO_LARGE);
    }

    @ParameterizedTest
    @CsvSource({"2", "0", "-1", "1.5", "10000000000"})
    void anotherVersion(String version) {
        Problem problem = with("\"version\": 1,", "\"version\": " + version + ",");
        assertThat(problem.reason()).isIn(Reason.METHODOLOGY_VERSION, Reason.METHODOLOGY_VALUE);
        assertThat(problem.value()).startsWith("/version: ");
    }

    @Test
    void anotherFormat() {
        assertProblem(with("education-indicators/methodology", "education-indicators/findings"),
                Reason.METHODOLOGY_VERSION, "/format", "education-indicators/findings");
    }

    @ParameterizedTest
    @CsvSource({"x", "{}", "1", "]", "}", "','"})
    void somethingAfterTheEnd(String rest) {
        InputException e = MethodologyTexts.refused(OWN + rest);
        assertThat(e.problem().reason()).isEqualTo(Reason.METHODOLOGY_JSON);
        assertThat(e.problem().line()).isEqualTo(OWN.lines().count() + 1);
    }

    @Test
    void aByteOrderMark() throws Exception {
        Problem problem = readBytes(("\uFEFF" + OWN).getBytes(StandardCharsets.UTF_8)).problem();
        assertProblem(problem, Reason.METHODOLOGY_ENCODING, "/", "byte order mark");
    }

    @ParameterizedTest
    @CsvSource({"windows-1251", "UTF-16", "UTF-16LE", "KOI8-R"})
    void anotherEncoding(String charset) throws Exception {
        Problem problem = readBytes(OWN.getBytes(Charset.forName(charset))).problem();
        assertThat(problem.reason()).isIn(Reason.METHODOLOGY_ENCODING, Reason.METHODOLOGY_JSON);
        assertThat(problem.file()).isEqualTo("own.json");
    }

    @Test
    void aFileCutOff() {
        for (int end = 1; end < OWN.strip().length(); end++) {
            Problem problem = MethodologyTexts.refused(OWN.substring(0, end)).problem();
            assertThat(problem.reason()).as("after " + end).isIn(Reason.METHODOLOGY_JSON, Reason.METHODOLOGY_ENCODING);
        }
    }

    @ParameterizedTest
    @CsvSource({"''", "' '"})
    void anEmptyFile(String text) {
        assertThat(MethodologyTexts.refused(text).problem().reason()).isEqualTo(Reason.EMPTY_FILE);
    }

    @ParameterizedTest
    @CsvSource({"[]", "1", "true", "'\"text\"'"})
    void aDocumentThatIsNoObject(String text) {
        assertProblem(MethodologyTexts.refused(text).problem(), Reason.METHODOLOGY_VALUE, "/", "an object is expected");
    }

    @Test
    void aFileThatIsNotThere() {
        InputException[] thrown = new InputException[1];
        try {
            MethodologyJson.read(folder.resolve("absent.json"));
        } catch (InputException e) {
            thrown[0] = e;
        }
        assertThat(thrown[0].problem().reason()).isEqualTo(Reason.UNREADABLE_FILE);
        assertThat(thrown[0].problem().file()).isEqualTo("absent.json");
    }

    @ParameterizedTest
    @CsvSource({"[", "'{\"a\":'"})
    void deepNesting(String open) {
        assertTimeout(Duration.ofSeconds(5), () -> {
            Problem problem = MethodologyTexts.refused(open.repeat(200_000)).problem();
            assertThat(problem.reason()).isEqualTo(Reason.METHODOLOGY_TOO_LARGE);
        });
    }

    /** Within the depth of the parser, beyond that of the engine. */
    @Test
    void aTreeThatIsTooDeep() {
        String open = "{\"code\": \"g%d\", \"title\": \"t\", \"aggregation\": \"sum\", \"children\": [";
        StringBuilder tree = new StringBuilder();
        for (int i = 0; i < 13; i++) {
            tree.append(String.format(open, i));
        }
        tree.append("{\"code\": \"c\", \"title\": \"t\", \"source\": {\"metric\": \"a\"}, "
                + "\"rule\": {\"type\": \"flag\", \"points\": 1}}");
        tree.append("]}".repeat(13));
        Problem problem = MethodologyTexts
                .refused(OWN.substring(0, OWN.indexOf("\"levelScale\"")) + "\"root\": " + tree + "}").problem();
        assertThat(problem.reason()).isEqualTo(Reason.METHODOLOGY_RULE);
        assertThat(problem.value()).startsWith("…").contains("/children/0/children/0: depth: ");
    }

    @Test
    void aHugeArray() {
        assertTimeout(Duration.ofSeconds(5), () -> {
            Problem problem = with("[\"school\"]", "[" + "1,".repeat(900_000) + "1]");
            assertThat(problem.reason()).isEqualTo(Reason.METHODOLOGY_TOO_LARGE);
        });
    }

    @Test
    void tooManyBands() {
        StringBuilder bands = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            bands.append("{\"range\": \"[").append(i).append(';').append(i + 1).append(")\", \"points\": 0}, ");
        }
        assertProblem(with("{\"range\": \"[0;50)\"", bands + "{\"range\": \"[0;50)\""), Reason.METHODOLOGY_RULE,
                "/root/children/0/rule", "bands");
    }

    @Test
    void aHugeFileIsNotReadToItsEnd() throws Exception {
        Problem problem = readBytes(new byte[JsonDocument.MOST_BYTES + 1]).problem();
        assertProblem(problem, Reason.METHODOLOGY_TOO_LARGE, "/", "2097152");
    }

    /** Jackson bounds the length of names only from 2.16 on, and an application may bring an older one. */
    @Test
    void aHugeName() {
        Problem problem = with("\"factor\": 100", "\"" + "n".repeat(201) + "\": 1");
        assertThat(problem.reason()).isEqualTo(Reason.METHODOLOGY_TOO_LARGE);
        assertThat(problem.value()).contains("/root/children/0/source").contains("200");
        assertThat(with("\"factor\": 100", "\"" + "n".repeat(200) + "\": 1").reason()).isEqualTo(Reason.METHODOLOGY_UNKNOWN_FIELD);
    }

    @Test
    void aHugeText() {
        Problem problem = with("\"Сайт школы\"", "\"" + "я".repeat(JsonDocument.LONGEST_TEXT + 1) + "\"");
        assertThat(problem.reason()).isEqualTo(Reason.METHODOLOGY_TOO_LARGE);
        assertThat(problem.value()).hasSizeLessThanOrEqualTo(201);
    }

    @Test
    void aNameOfAFieldIsNotTrusted() {
        Problem problem = with("\"evidence\"", "\"a/b~c\\u0000" + "x".repeat(150) + "\"");
        assertThat(problem.reason()).isEqualTo(Reason.METHODOLOGY_UNKNOWN_FIELD);
        assertThat(problem.value()).doesNotContain("\u0000").hasSizeLessThanOrEqualTo(201);
    }

    @Test
    void theLineIsThatOfTheValue() {
        assertThat(with("\"metric\": \"site\"", "\"metric\": \"Site\"").line()).isEqualTo(15);
    }
}
