package io.github.eduindicators.io.methodology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.eduindicators.io.InputException;
import io.github.eduindicators.io.Loaded;
import io.github.eduindicators.io.Problem;
import io.github.eduindicators.io.Reason;
import io.github.eduindicators.io.report.JsonSchemaCheck;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.recommendations.Addressee;
import io.github.eduindicators.recommendations.Catalogue;
import io.github.eduindicators.recommendations.FindingPattern;
import io.github.eduindicators.recommendations.Rule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecommendationsJsonTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String V1 = RecommendationsTexts.VERSION_1;

    @TempDir
    private Path folder;

    private static List<String> schemaErrors(String json) throws IOException {
        try (InputStream in = RecommendationsJson.class.getResourceAsStream("recommendations.schema.json")) {
            return new JsonSchemaCheck(JSON.readTree(in)).errors(JSON.readTree(json));
        }
    }

    private static Problem problem(String json) {
        InputException e = catchThrowableOfType(InputException.class, () -> RecommendationsJson.parse("recommendations.json", json));
        assertThat(e).as("refused").isNotNull();
        assertThat(e.problem().file()).isEqualTo("recommendations.json");
        return e.problem();
    }

    private static Problem with(String old, String replacement) {
        assertThat(V1).contains(old);
        return problem(V1.replace(old, replacement));
    }

    @Test
    void theShippedFileIsWrittenAgainByteForByteAndFollowsTheSchema() throws IOException {
        Catalogue shipped = RecommendationsJson.shipped();
        assertThat(RecommendationsJson.write(shipped)).isEqualTo(RecommendationsTexts.SHIPPED);
        assertThat(RecommendationsJson.parse("x", RecommendationsJson.write(shipped))).isEqualTo(shipped);
        assertThat(schemaErrors(RecommendationsTexts.SHIPPED)).isEmpty();
    }

    @Test
    void everyFieldOfVersionOneIsReadAndWritten() throws IOException {
        Catalogue all = RecommendationsJson.parse("v1.json", V1);
        String written = RecommendationsJson.write(all);
        assertThat(RecommendationsJson.parse("v1.json", written)).isEqualTo(all);
        assertThat(RecommendationsJson.write(RecommendationsJson.parse("v1.json", written))).isEqualTo(written);
        assertThat(schemaErrors(V1)).isEmpty();
        assertThat(schemaErrors(written)).isEmpty();

        assertThat(all.id()).isEqualTo("everything");
        assertThat(all.edition()).isEqualTo("2021 а");
        assertThat(all.status()).isEqualTo(Catalogue.Status.REGIONAL);
        assertThat(all.source()).isEqualTo("Приказ министерства области от 01.02.2021 № 7");
        assertThat(all.validFrom()).contains(LocalDate.of(2021, 1, 1));
        assertThat(all.validTo()).contains(LocalDate.of(2021, 12, 31));
        assertThat(all.ownMethods()).containsExactly("amur/own");
        assertThat(all.topics().keySet()).containsExactly("first", "second");
        Rule one = all.rule("one").orElseThrow();
        assertThat(one.addressee()).isEqualTo(Addressee.SCHOOL_HEAD);
        assertThat(one.priority()).isEqualTo(Rule.Priority.HIGH);
        assertThat(one.unitTypes()).containsExactly(UnitType.SCHOOL, UnitType.HEAD);
        assertThat(one.allOf().get(0).comparisons()).hasToString(
                "[adjusted-p <= 0.01, kinds >= 2.0, kinds <= 6.0, strongest in [cutoff, mean]]");
        FindingPattern sign = one.anyOf().get(0);
        assertThat(sign.categories()).containsExactly("FLAGGED", "zero-spread");
        assertThat(sign.subjects()).containsExactly("russian");
        assertThat(sign.atLeast()).isEqualTo(2);
        assertThat(sign.years()).isEqualTo(2);
        assertThat(sign.lastYears()).isEqualTo(3);
        assertThat(one.anyOf().get(1).lastYears()).isEqualTo(-1);
        assertThat(one.anyAtLeast()).isEqualTo(2);
        assertThat(one.noneOf()).containsExactly(FindingPattern.flagged("recheck/shift"));
        assertThat(one.groupBy()).contains("subject");
        assertThat(one.deadline().day()).contains(MonthDay.of(9, 1));
        assertThat(one.deadline().notice()).isEqualTo(30);
        assertThat(one.replaces()).containsExactly("three");
        assertThat(one.validTo()).contains(LocalDate.of(2021, 11, 30));
        Rule two = all.rule("two").orElseThrow();
        assertThat(two.allOf().get(0).whose()).isEqualTo(FindingPattern.Whose.SCHOOLS);
        assertThat(two.deadline().months()).isEqualTo(2);
        assertThat(two.priority()).isEqualTo(Rule.Priority.MEDIUM);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
        // what stands there; what stands there instead; the reason; the place; a part of the explanation
        "\"version\": 1; \"version\": 2; METHODOLOGY_VERSION; /version; got 2",
        "education-indicators/recommendations; education-indicators/methodology; METHODOLOGY_VERSION; /format; recommendations",
        "\"status\": \"regional\"; \"status\": \"order\"; METHODOLOGY_VALUE; /status; example",
        "\"edition\": \"2021 а\",; `` ; METHODOLOGY_MISSING_FIELD; /; edition",
        "\"validTo\": \"2021-12-31\"; \"validTo\": \"2021-02-30\"; METHODOLOGY_VALUE; /validTo; 2021-02-30",
        "\"validTo\": \"2021-12-31\"; \"validTo\": \"2020-12-31\"; METHODOLOGY_RULE; /; before",
        "\"outcome\": \"clear\", \"categories\": [\"any; \"outcome\": \"insufficient_data\", \"categories\": [\"any; METHODOLOGY_VALUE; /rules/0/when/anyOf/1/outcome; flagged, clear",
        "\"method\": \"recheck/shift\"; \"method\": \"recheck/shfit\"; METHODOLOGY_RULE; /rules/0; recheck/shfit",
        "\"categories\": [\"improving\"]; \"categories\": [\"improves\"]; METHODOLOGY_RULE; /rules/0; improves",
        "\"noneOf\"; \"nonOf\"; METHODOLOGY_UNKNOWN_FIELD; /rules/0/when/nonOf; noneOf",
        "\"lastYears\": 3; \"lastYear\": 3; METHODOLOGY_UNKNOWN_FIELD; /rules/0/when/anyOf/0/lastYear; lastYears",
        "\"years\": 2; \"years\": 4; METHODOLOGY_RULE; /rules/0; 4 years",
        "\"fact\": \"kinds\", \"atLeast\": 2; \"fact\": \"kinds\", \"atLeast\": 7; METHODOLOGY_RULE; /rules/0/when/allOf/0/facts; never",
        "\"fact\": \"adjusted-p\", \"atMost\": 0.01; \"fact\": \"adjusted-p\"; METHODOLOGY_MISSING_FIELD; /rules/0/when/allOf/0/facts/0; atLeast",
        "\"Because {adjusted-p:p}\"; \"Because {p:p}\"; METHODOLOGY_RULE; /rules/0/why; same places",
        "\"en\": \"{units}\"; \"en\": \"{units\"; METHODOLOGY_RULE; /rules/1/text; brace",
        "\"ru\": \"Текст\", ; `` ; METHODOLOGY_MISSING_FIELD; /rules/2/text; ru",
        "\"day\": \"09-01\"; \"day\": \"09-31\"; METHODOLOGY_VALUE; /rules/0/due/day; 09-31",
        "\"day\": \"09-01\"; \"days\": 3; METHODOLOGY_UNKNOWN_FIELD; /rules/0/due/notice; days",
        "\"months\": 2; \"months\": 2, \"days\": 1; METHODOLOGY_MISSING_FIELD; /rules/1/due; one of",
        "\"days\": 0; \"days\": -1; METHODOLOGY_RULE; /rules/2/due/days; 0..3660",
        "\"id\": \"two\"; \"id\": \"three\"; METHODOLOGY_RULE; /rules; twice",
        "\"replaces\": [\"three\"]; \"replaces\": [\"four\"]; METHODOLOGY_RULE; /rules/0; four",
        "\"topic\": \"first\"; \"topic\": \"third\"; METHODOLOGY_RULE; /rules/0; third",
        "\"of\": \"schools\"; \"of\": \"classes\"; METHODOLOGY_VALUE; /rules/1/when/allOf/0/of; schools",
        "\"unitTypes\": [\"municipality\"]; \"unitTypes\": [\"school\"]; METHODOLOGY_RULE; /rules/1; municipalities",
        "\"addressee\": \"school_head\"; \"addressee\": \"director\"; METHODOLOGY_VALUE; /rules/0/addressee; school_head",
        "\"periods\": \"all\"; \"periods\": \"some\"; METHODOLOGY_VALUE; /rules/0/when/anyOf/1/periods; all",
        "\"periods\": \"all\"; \"periods\": \"all\", \"lastYears\": 2; METHODOLOGY_VALUE; /rules/0/when/anyOf/1/periods; lastYears",
        "\"groupBy\": \"subject\",; `` ; METHODOLOGY_RULE; /rules/0; groupBy",
        "\"id\": \"everything\"; \"id\": \"everything\", \"id\": \"twice\"; METHODOLOGY_DUPLICATE_FIELD; /id; twice",
    })
    void whatIsWrongIsToldWithItsPlace(String old, String replacement, Reason reason, String place, String explained) {
        Problem problem = with(old, replacement);
        assertThat(problem.reason()).as("%s", problem).isEqualTo(reason);
        assertThat(problem.value()).startsWith(place).contains(explained);
        assertThat(problem.line()).isPositive();
    }

    @Test
    void theLineIsThatOfTheMistake() {
        Problem problem = with("\"due\": {\"days\": 0}", "\"due\": {\"days\": 1.5}");
        long line = V1.substring(0, V1.indexOf("\"due\": {\"days\": 0}")).lines().count();
        assertThat(problem.line()).isEqualTo(line);
        assertThat(problem.value()).startsWith("/rules/2/due/days: ");
    }

    @Test
    void nothingButUtf8Json() throws IOException {
        assertThat(problem("{").reason()).isEqualTo(Reason.METHODOLOGY_JSON);
        assertThat(problem("[]").reason()).isEqualTo(Reason.METHODOLOGY_VALUE);
        assertThat(problem("\uFEFF" + V1).reason()).isEqualTo(Reason.METHODOLOGY_ENCODING);
        assertThat(problem("[".repeat(200)).reason()).isEqualTo(Reason.METHODOLOGY_TOO_LARGE);
        Path file = folder.resolve("recommendations.json");
        Files.write(file, V1.getBytes(Charset.forName("windows-1251")));
        assertThat(RecommendationsJson.ofFolder(folder).problems()).extracting(Problem::reason)
                .containsExactly(Reason.METHODOLOGY_ENCODING);
        Files.write(file, new byte[3 * 1024 * 1024]);
        assertThat(RecommendationsJson.ofFolder(folder).problems()).extracting(Problem::reason)
                .containsExactly(Reason.METHODOLOGY_TOO_LARGE);
    }

    @Test
    void aFolderHasItsOwnCatalogueOrTheShippedOneButNoneInsteadOfAWrongOne() throws IOException {
        assertThat(RecommendationsJson.ofFolder(folder).value()).contains(RecommendationsJson.shipped());
        Path file = Files.writeString(folder.resolve("recommendations.json"), V1);
        Loaded<Optional<Catalogue>> own = RecommendationsJson.ofFolder(folder);
        assertThat(own.problems()).isEmpty();
        assertThat(own.value()).contains(RecommendationsJson.read(file));
        Files.writeString(file, V1.replace("\"version\": 1", "\"version\": 9"));
        Loaded<Optional<Catalogue>> wrong = RecommendationsJson.ofFolder(folder);
        assertThat(wrong.value()).isEmpty();
        assertThat(wrong.problems()).extracting(Problem::reason).containsExactly(Reason.METHODOLOGY_VERSION);
        InputException missing = catchThrowableOfType(InputException.class, () -> RecommendationsJson.read(folder.resolve("no.json")));
        assertThat(missing.problem().reason()).isEqualTo(Reason.UNREADABLE_FILE);
    }
}
