package io.github.eduindicators.io.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.ScoreTally;
import io.github.eduindicators.stats.Interval;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a finding holds is in the JSON and comes out of it the same; no reader of this library is needed for that. */
class FindingsJsonPropertiesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchemaCheck SCHEMA = schema();
    private static final Path FILE = file();

    private static JsonSchemaCheck schema() {
        try (InputStream in = ReviewFiles.class.getResourceAsStream("findings.schema.json")) {
            return new JsonSchemaCheck(JSON.readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path file() {
        try {
            Path file = Files.createTempFile("findings", ".json");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode written(List<Finding> findings) throws IOException {
        FindingsJson.write(findings, UnitNames.of(ScoreTally.create().snapshot()), FILE);
        JsonNode document = JSON.readTree(FILE.toFile());
        assertThat(SCHEMA.errors(document)).isEmpty();
        return document.get("findings");
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void aFindingSurvives(@ForAll("findings") Finding finding) throws IOException {
        JsonNode json = written(List.of(finding));
        assertThat(json).hasSize(1);
        assertThat(read(json.get(0), finding.method())).isEqualTo(finding);
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void allFlagsSurviveAndTheOthersAreCounted(@ForAll("lists") List<Finding> findings) throws IOException {
        JsonNode json = written(findings);
        List<Finding> flagged = new ArrayList<>();
        Set<String> quiet = new HashSet<>();
        long counted = 0;
        for (JsonNode one : json) {
            Finding finding = read(one, findings.get(0).method());
            if (finding.outcome() == Outcome.FLAGGED) {
                flagged.add(finding);
            } else {
                assertThat(quiet.add(finding.unit().unitType() + finding.unit().code())).as("once a unit").isTrue();
                long together = findings.stream()
                        .filter(f -> f.outcome() != Outcome.FLAGGED && f.unit().equals(finding.unit())).count();
                counted += together == 1
                        ? 1
                        : number(finding, "clear") + number(finding, "insufficient") + number(finding, "not-applicable");
            }
        }
        assertThat(flagged).containsExactlyInAnyOrderElementsOf(
                findings.stream().filter(f -> f.outcome() == Outcome.FLAGGED).toList());
        assertThat(counted + flagged.size()).isEqualTo(findings.size());
    }

    private static long number(Finding finding, String key) {
        return (Long) finding.fact(key).orElseThrow().value();
    }

    /** A finding as a program of somebody else would read it. */
    private static Finding read(JsonNode json, MethodInfo method) {
        assertThat(json.get("method").asText()).isEqualTo(method.id());
        assertThat(json.get("edition").asText()).isEqualTo(method.edition());
        Unit unit = json.has("school")
                ? SchoolId.of(json.get("school").asText())
                : json.has("municipality")
                        ? Municipality.of(Region.of("R"), json.get("municipality").asText())
                        : Region.of(json.get("region").asText());
        Finding.Builder finding = Finding.builder(method, unit).outcome(Outcome.valueOf(json.get("outcome").asText()));
        json.get("assessments").forEach(id -> finding.assessment(AssessmentId.of(id.asText())));
        Optional.ofNullable(json.get("category")).ifPresent(value -> finding.category(value.asText()));
        Optional.ofNullable(json.get("p")).ifPresent(value -> finding.p(value.doubleValue()));
        Optional.ofNullable(json.get("adjustedP")).ifPresent(value -> finding.adjustedP(value.doubleValue()));
        Optional.ofNullable(json.get("statistic")).ifPresent(value -> finding.statistic(value.doubleValue()));
        Optional.ofNullable(json.get("n")).ifPresent(value -> finding.n(value.longValue()));
        if (json.has("effect")) {
            finding.effect(new Interval(
                    json.get("effect").doubleValue(), json.get("effectLower").doubleValue(),
                    json.get("effectUpper").doubleValue()));
        }
        for (JsonNode fact : json.path("facts")) {
            JsonNode value = fact.get("value");
            String key = fact.get("key").asText();
            if (value.isIntegralNumber()) {
                finding.fact(key, value.longValue());
            } else if (value.isNumber()) {
                finding.fact(key, value.doubleValue());
            } else {
                finding.fact(key, value.textValue());
            }
        }
        return finding.build();
    }

    @Provide
    Arbitrary<List<Finding>> lists() {
        MethodInfo method = MethodInfo.of("room/method", "3", "");
        return findings(Arbitraries.just(method), Arbitraries.of(Region.of("R"), Region.of("S"), SchoolId.of("a")))
                .list().ofMinSize(1).ofMaxSize(12);
    }

    @Provide
    Arbitrary<Finding> findings() {
        Arbitrary<MethodInfo> methods = Combinators.combine(names(), names()).as((id, edition) -> MethodInfo.of(id, edition, ""));
        Arbitrary<Unit> units = Arbitraries.oneOf(
                names().map(SchoolId::of),
                names().map(name -> Municipality.of(Region.of("R"), name)),
                names().map(Region::of));
        return findings(methods, units);
    }

    private Arbitrary<Finding> findings(Arbitrary<MethodInfo> methods, Arbitrary<? extends Unit> units) {
        Arbitrary<List<String>> works = Arbitraries.strings().withCharRange('a', 'z').numeric().ofMinLength(1).ofMaxLength(8)
                .list().uniqueElements().ofMaxSize(3);
        return Combinators.combine(methods, units, works, Arbitraries.of(Outcome.class), texts(), numbers(), facts()).as(
                (method, unit, ids, outcome, category, numbers, facts) -> {
                    Finding.Builder finding = Finding.builder(method, unit).outcome(outcome).category(category);
                    ids.forEach(id -> finding.assessment(AssessmentId.of(id)));
                    numbers.p().ifPresent(finding::p);
                    numbers.adjustedP().ifPresent(finding::adjustedP);
                    numbers.statistic().ifPresent(finding::statistic);
                    numbers.effect().ifPresent(finding::effect);
                    numbers.n().ifPresent(finding::n);
                    facts.forEach(fact -> add(finding, fact));
                    return finding.build();
                });
    }

    private static void add(Finding.Builder finding, Fact fact) {
        if (fact.value() instanceof Long whole) {
            finding.fact(fact.key(), whole);
        } else if (fact.value() instanceof Double number) {
            finding.fact(fact.key(), number);
        } else {
            finding.fact(fact.key(), (String) fact.value());
        }
    }

    private record Numbers(
            OptionalDouble p, OptionalDouble adjustedP, OptionalDouble statistic, Optional<Interval> effect, OptionalLong n) {}

    private static Arbitrary<Numbers> numbers() {
        Arbitrary<OptionalDouble> shares = maybe(Arbitraries.oneOf(
                Arbitraries.doubles().between(0, 1), Arbitraries.of(0.0, 1.0, Double.MIN_VALUE, 1e-300)));
        Arbitrary<Double> any = Arbitraries.oneOf(
                Arbitraries.doubles(), Arbitraries.of(Double.MAX_VALUE, -Double.MAX_VALUE, 0.1 + 0.2));
        Arbitrary<Optional<Interval>> effects = any.list().ofSize(3)
                .map(three -> three.stream().map(value -> value + 0.0).sorted().toList())
                .map(three -> new Interval(three.get(1), three.get(0), three.get(2))).optional();
        Arbitrary<OptionalLong> counts = Arbitraries.longs().greaterOrEqual(0).optional()
                .map(value -> value.map(OptionalLong::of).orElse(OptionalLong.empty()));
        return Combinators.combine(shares, shares, maybe(any), effects, counts).as(Numbers::new);
    }

    private static Arbitrary<OptionalDouble> maybe(Arbitrary<Double> values) {
        return values.optional().map(value -> value.map(v -> OptionalDouble.of(v + 0.0)).orElse(OptionalDouble.empty()));
    }

    private static Arbitrary<List<Fact>> facts() {
        Arbitrary<Fact> all = Arbitraries.oneOf(
                Combinators.combine(names(), Arbitraries.doubles()).as((key, value) -> Fact.of(key, value)),
                Combinators.combine(names(), Arbitraries.longs()).as((key, value) -> Fact.of(key, value)),
                Combinators.combine(names(), texts()).as((key, value) -> Fact.of(key, value)));
        return all.list().ofMaxSize(5);
    }

    /** Letters, marks that JSON and HTML know, controls, characters beyond the basic plane. */
    private static Arbitrary<String> texts() {
        return Arbitraries.of("a", "Я", "\"", "\\", "/", "<", "&", "\n", "\t", "\u0000", "\u001f", "\u2028",
                        "\ufeff", "😀", "=", " ")
                .list().ofMaxSize(12).map(parts -> String.join("", parts));
    }

    private static Arbitrary<String> names() {
        return Arbitraries.of("a", "Я", "\"", "\\", "<b>", "&", "'", "1", "-", "😀", "№").list().ofMinSize(1).ofMaxSize(8)
                .map(parts -> "n" + String.join("", parts));
    }
}
