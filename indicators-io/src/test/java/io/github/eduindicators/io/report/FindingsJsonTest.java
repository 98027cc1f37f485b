package io.github.eduindicators.io.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.ScoreTally;
import io.github.eduindicators.review.Review;
import io.github.eduindicators.stats.Interval;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindingsJsonTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final MethodInfo METHOD = MethodInfo.of("room/method", "3", "Author (2020)");

    @TempDir
    Path folder;

    private static JsonSchemaCheck schema() throws IOException {
        try (InputStream in = ReviewFiles.class.getResourceAsStream("findings.schema.json")) {
            return new JsonSchemaCheck(JSON.readTree(in));
        }
    }

    private JsonNode write(List<Finding> findings) throws IOException {
        Path file = folder.resolve("findings.json");
        UnitNames names = UnitNames.of(ScoreTally.create().snapshot().withSchools(List.of(
                School.builder(SchoolId.of("a")).municipality(Municipality.of(Region.of("North"), "Lake")).build(),
                School.builder(SchoolId.of("b")).municipality(Municipality.of(Region.of("South"), "Lake")).build())));
        FindingsJson.write(findings, names, file);
        return JSON.readTree(file.toFile());
    }

    @Test
    void aFindingIsWrittenWithAllItHas() throws IOException {
        JsonNode json = write(List.of(Finding.builder(METHOD, SchoolId.of("s\"1"))
                .assessment(AssessmentId.of("ma5-2021"))
                .outcome(Outcome.FLAGGED)
                .category("kind")
                .p(1e-300)
                .adjustedP(0.25)
                .statistic(-1.5)
                .effect(new Interval(0.1, -0.2, 0.4))
                .n(60)
                .fact("mean", 2.5)
                .fact("count", 3)
                .fact("places", "a; b")
                .build()));
        assertThat(json).isEqualTo(JSON.readTree("""
                {"format":"education-indicators/findings","version":1,"findings":[{
                 "method":"room/method","edition":"3","school":"s\\"1","assessments":["ma5-2021"],
                 "outcome":"FLAGGED","category":"kind",
                 "p":1.0E-300,"adjustedP":0.25,"statistic":-1.5,"effect":0.1,"effectLower":-0.2,"effectUpper":0.4,"n":60,
                 "facts":[{"key":"mean","value":2.5},{"key":"count","value":3},{"key":"places","value":"a; b"}]}]}
                """));
        assertThat(schema().errors(json)).isEmpty();
    }

    @Test
    void whatAFindingHasNotIsAbsent() throws IOException {
        JsonNode json = write(List.of(Finding.builder(METHOD, Region.of("R")).outcome(Outcome.CLEAR).build()));
        assertThat(json.get("findings").get(0)).isEqualTo(
                JSON.readTree("""
                {"method":"room/method","edition":"3","region":"R","assessments":[],"outcome":"CLEAR"}"""));
        assertThat(schema().errors(json)).isEmpty();
    }

    @Test
    void severalWithoutAFlagAreCountedOnceAUnitAndMethod() throws IOException {
        List<Finding> findings = new ArrayList<>();
        for (Outcome outcome : List.of(Outcome.CLEAR, Outcome.FLAGGED, Outcome.CLEAR, Outcome.INSUFFICIENT_DATA,
                Outcome.NOT_APPLICABLE)) {
            findings.add(Finding.builder(METHOD, Region.of("R")).assessment(AssessmentId.of("w" + findings.size()))
                    .outcome(outcome).build());
        }
        findings.add(Finding.builder(METHOD, Region.of("S")).outcome(Outcome.NOT_APPLICABLE).build());
        findings.add(Finding.builder(METHOD, Region.of("S")).outcome(Outcome.INSUFFICIENT_DATA).build());
        JsonNode json = write(findings);
        assertThat(json.get("findings")).hasSize(3);
        assertThat(json.get("findings").get(0).get("outcome").asText()).isEqualTo("FLAGGED");
        assertThat(json.get("findings").get(1)).isEqualTo(JSON.readTree("""
                {"method":"room/method","edition":"3","region":"R","assessments":["w0","w2","w3","w4"],"outcome":"CLEAR","facts":[
                 {"key":"clear","value":2},{"key":"insufficient","value":1},{"key":"not-applicable","value":1}]}"""));
        assertThat(json.get("findings").get(2).get("outcome").asText()).isEqualTo("INSUFFICIENT_DATA");
        assertThat(schema().errors(json)).isEmpty();
    }

    @Test
    void aMunicipalityOfTwoRegionsIsNamedWithItsRegion() throws IOException {
        JsonNode json = write(List.of(
                Finding.builder(METHOD, Municipality.of(Region.of("South"), "Lake")).outcome(Outcome.CLEAR).build(),
                Finding.builder(METHOD, Municipality.of(Region.of("North"), "Lake")).outcome(Outcome.CLEAR).build(),
                Finding.builder(METHOD, Municipality.of(Region.of("South"), "Lake")).outcome(Outcome.CLEAR).build()));
        assertThat(json.get("findings").findValuesAsText("municipality")).containsExactly("Lake (North)", "Lake (South)");
    }

    @Test
    void aReviewIsWrittenWithEveryFlagAndFollowsTheSchema() throws IOException {
        Review.Result review = ReviewFixture.lively("Amur", "Tomsk");
        ReviewFiles.of(review, List.of()).write(folder);
        JsonNode json = JSON.readTree(Files.readAllBytes(folder.resolve("findings.json")));
        assertThat(schema().errors(json)).isEmpty();

        Map<String, Double> flagged = new HashMap<>();
        Set<String> quiet = new HashSet<>();
        for (JsonNode finding : json.get("findings")) {
            String key = finding.get("method").asText() + finding.path("school").asText() + finding.path("municipality").asText()
                    + finding.path("region").asText();
            if (finding.get("outcome").asText().equals("FLAGGED")) {
                flagged.put(key + finding.get("assessments") + finding.path("facts"), finding.path("p").asDouble(-1));
            } else {
                assertThat(quiet.add(key)).as("once: " + key).isTrue();
            }
        }
        List<Finding> expected = review.findings().stream().filter(f -> f.outcome() == Outcome.FLAGGED).toList();
        assertThat(expected).isNotEmpty().anyMatch(f -> f.unit().unitType() == UnitType.SCHOOL && f.p().isPresent());
        assertThat(flagged).hasSize(expected.size());
        assertThat(flagged.values()).containsExactlyInAnyOrderElementsOf(expected.stream().map(f -> f.p().orElse(-1)).toList());
        assertThat(quiet).hasSize((int) review.findings().stream()
                .filter(f -> f.outcome() != Outcome.FLAGGED)
                .map(f -> List.of(f.unit(), f.method().id()))
                .distinct()
                .count());
        assertThat(Files.readString(folder.resolve("findings.json"))).doesNotContain("NaN", "null", "Infinity");
    }

    @Test
    void theSchemaRefusesWhatTheFormatForbids() throws IOException {
        String good = "{\"method\":\"m\",\"edition\":\"1\",\"school\":\"s\",\"assessments\":[],\"outcome\":\"CLEAR\"}";
        assertThat(errors(good)).isEmpty();
        assertThat(errors(good.replace("\"school\":\"s\"", "\"school\":\"s\",\"region\":\"r\""))).isNotEmpty();
        assertThat(errors(good.replace("\"school\":\"s\",", ""))).isNotEmpty();
        assertThat(errors(good.replace("CLEAR", "GUILTY"))).isNotEmpty();
        assertThat(errors(good.replace("\"outcome\"", "\"p\":null,\"outcome\""))).isNotEmpty();
        assertThat(errors(good.replace("\"outcome\"", "\"p\":1.5,\"outcome\""))).isNotEmpty();
        assertThat(errors(good.replace("\"outcome\"", "\"effect\":1,\"outcome\""))).isNotEmpty();
        assertThat(errors(good.replace("\"outcome\"", "\"pupil\":\"x\",\"outcome\""))).isNotEmpty();
    }

    private static List<String> errors(String finding) throws IOException {
        return schema().errors(JSON.readTree(
                "{\"format\":\"education-indicators/findings\",\"version\":1,\"findings\":[" + finding + "]}"));
    }
}
