package io.github.eduindicators.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.io.report.ReviewFiles;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.review.Review;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** findings.json of a region that has everything: responses to tasks, staff, questionnaires, studies, a roadmap, decisions. */
class FindingsCompleteTest {
    private static final Set<UnitType> UNITS = Set.of(UnitType.SCHOOL, UnitType.MUNICIPALITY, UnitType.REGION);
    private static final Set<String> FIELDS = Set.of("method", "edition", "school", "municipality", "region", "assessments",
            "outcome", "category", "p", "adjustedP", "statistic", "effect", "effectLower", "effectUpper", "n", "facts");

    @TempDir
    static Path folder;

    private static List<Finding> expected;
    private static String text;
    private static final List<JsonNode> WRITTEN = new ArrayList<>();

    @BeforeAll
    static void writeTheReview() throws IOException {
        Review.Result review = Review.standard().run(SyntheticRegion.withSeed(3).withSchools(24).input());
        ReviewFiles.of(review, List.of()).write(folder);
        expected = review.findings().stream().filter(finding -> UNITS.contains(finding.unit().unitType())).toList();
        text = Files.readString(folder.resolve("findings.json"));
        new ObjectMapper().readTree(text).get("findings").forEach(WRITTEN::add);
    }

    private static String key(String method, String unit) {
        return method + " " + unit;
    }

    private static String unit(JsonNode finding) {
        return finding.has("school") ? finding.get("school").asText()
                : finding.has("municipality") ? finding.get("municipality").asText() : finding.get("region").asText();
    }

    /** All flags in words that tell two of them apart. */
    private static String flag(JsonNode json) {
        StringBuilder words = new StringBuilder();
        json.get("assessments").forEach(id -> words.append(id.asText()).append(' '));
        words.append(json.path("category").asText()).append(' ').append(json.path("p").asDouble(-1)).append(' ')
                .append(json.path("adjustedP").asDouble(-1)).append(' ').append(json.path("effect").asDouble(-1)).append(' ')
                .append(json.path("n").asLong(-1));
        json.path("facts").forEach(fact -> words.append(' ').append(fact.get("key").asText()).append('=')
                .append(fact.get("value").asText()));
        return words.toString();
    }

    private static String flag(Finding finding) {
        StringBuilder words = new StringBuilder();
        finding.assessments().forEach(id -> words.append(id.value()).append(' '));
        words.append(finding.category()).append(' ').append(finding.p().orElse(-1)).append(' ')
                .append(finding.adjustedP().orElse(-1)).append(' ')
                .append(finding.effect().map(effect -> effect.value()).orElse(-1.0)).append(' ').append(finding.n().orElse(-1));
        finding.facts().forEach(fact -> words.append(' ').append(fact.key()).append('=').append(fact.value()));
        return words.toString();
    }

    @Test
    void everyFlagIsWrittenWithAllItsFacts() {
        Map<String, List<String>> written = new TreeMap<>();
        for (JsonNode finding : WRITTEN) {
            if (finding.get("outcome").asText().equals("FLAGGED")) {
                written.computeIfAbsent(key(finding.get("method").asText(), unit(finding)), k -> new ArrayList<>())
                        .add(flag(finding));
            }
        }
        Map<String, List<String>> flags = new TreeMap<>();
        for (Finding finding : expected) {
            if (finding.outcome() == Outcome.FLAGGED) {
                flags.computeIfAbsent(key(finding.method().id(), finding.unit().code()), k -> new ArrayList<>())
                        .add(flag(finding));
            }
        }
        written.values().forEach(list -> list.sort(null));
        flags.values().forEach(list -> list.sort(null));
        assertThat(written).isEqualTo(flags);
    }

    @Test
    void whatGaveNoFlagStandsOnceAUnitAndMethodWithItsCounts() {
        Map<String, Map<Outcome, Long>> counts = new HashMap<>();
        for (Finding finding : expected) {
            if (finding.outcome() != Outcome.FLAGGED) {
                counts.computeIfAbsent(key(finding.method().id(), finding.unit().code()), k -> new HashMap<>())
                        .merge(finding.outcome(), 1L, Long::sum);
            }
        }
        Set<String> seen = new TreeSet<>();
        for (JsonNode finding : WRITTEN) {
            if (finding.get("outcome").asText().equals("FLAGGED")) {
                continue;
            }
            String key = key(finding.get("method").asText(), unit(finding));
            assertThat(seen.add(key)).as("once: " + key).isTrue();
            Map<Outcome, Long> count = counts.getOrDefault(key, Map.of());
            assertThat(count).as(key).containsKey(Outcome.valueOf(finding.get("outcome").asText()));
            if (count.values().stream().mapToLong(Long::longValue).sum() > 1) {
                Map<String, Long> told = new HashMap<>();
                finding.get("facts").forEach(fact -> told.put(fact.get("key").asText(), fact.get("value").asLong()));
                assertThat(told).as(key).isEqualTo(Map.of(
                        "clear", count.getOrDefault(Outcome.CLEAR, 0L),
                        "insufficient", count.getOrDefault(Outcome.INSUFFICIENT_DATA, 0L),
                        "not-applicable", count.getOrDefault(Outcome.NOT_APPLICABLE, 0L)));
            }
        }
        assertThat(seen).isEqualTo(new TreeSet<>(counts.keySet()));
    }

    @Test
    void everyMethodOfTheReviewSpeaks() {
        Set<String> methods = new TreeSet<>();
        WRITTEN.forEach(finding -> methods.add(finding.get("method").asText()));
        assertThat(methods).contains("items/assessment-quality", "items/school-deficit", "items/mass-deficit",
                "items/mark-groups", "staff/deficits", "surveys/satisfaction", "surveys/study", "roadmap/execution",
                "objectivity/combined",
                "low-results/shnor-federal", "trend/monitoring");
        Set<String> flagged = new TreeSet<>();
        WRITTEN.stream().filter(finding -> finding.get("outcome").asText().equals("FLAGGED"))
                .forEach(finding -> flagged.add(finding.get("method").asText()));
        assertThat(flagged).contains("items/assessment-quality", "items/mass-deficit", "surveys/satisfaction", "surveys/study",
                "roadmap/execution");
    }

    @Test
    void nothingButWhatTheSchemaKnowsIsWritten() {
        for (JsonNode finding : WRITTEN) {
            List<String> names = new ArrayList<>();
            finding.fieldNames().forEachRemaining(names::add);
            assertThat(FIELDS).containsAll(names);
            assertThat(names.stream().filter(name -> UNITS.stream().anyMatch(type -> type.code().equals(name)))).hasSize(1);
        }
        assertThat(text).doesNotContain(":null", ":NaN", "Infinity", "\"head\"", "\"person\"");
    }
}
