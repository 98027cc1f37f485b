package io.github.eduindicators.io.methodology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.eduindicators.criteria.Band;
import io.github.eduindicators.criteria.Criterion;
import io.github.eduindicators.criteria.Group;
import io.github.eduindicators.criteria.Methodology;
import io.github.eduindicators.criteria.Node;
import io.github.eduindicators.criteria.Noko;
import io.github.eduindicators.criteria.Range;
import io.github.eduindicators.criteria.Rule;
import io.github.eduindicators.criteria.Title;
import io.github.eduindicators.io.report.JsonSchemaCheck;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class MethodologyJsonTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> SHIPPED = MethodologyTexts.SHIPPED;

    @TempDir
    Path folder;

    private static List<String> schemaErrors(String json) throws IOException {
        try (InputStream in = MethodologyJson.class.getResourceAsStream("methodology.schema.json")) {
            return new JsonSchemaCheck(JSON.readTree(in)).errors(JSON.readTree(json));
        }
    }

    @ParameterizedTest
    @FieldSource("SHIPPED")
    void aShippedFileIsWrittenAgainByteForByteAndFollowsTheSchema(String name) throws IOException {
        String text = MethodologyTexts.shipped(name);
        Methodology methodology = MethodologyJson.parse(name, text);
        assertThat(MethodologyJson.write(methodology)).isEqualTo(text);
        assertThat(MethodologyJson.parse(name, MethodologyJson.write(methodology))).isEqualTo(methodology);
        assertThat(schemaErrors(text)).isEmpty();
        assertThat(MethodologyJson.shipped()).contains(methodology);
        assertThat(name).startsWith(methodology.id());
    }

    @Test
    void everyOptionOfTheFormatIsReadAndWritten() throws IOException {
        Methodology methodology = MethodologyJson.parse("everything.json", MethodologyTexts.EVERYTHING);
        String written = MethodologyJson.write(methodology);
        assertThat(MethodologyJson.parse("everything.json", written)).isEqualTo(methodology);
        assertThat(JSON.readTree(written)).isEqualTo(canonical(JSON.readTree(MethodologyTexts.EVERYTHING)));
        assertThat(schemaErrors(MethodologyTexts.EVERYTHING)).isEmpty();
        assertThat(methodology.metrics()).containsExactly("a", "b", "c", "value_added");
        assertThat(methodology.root().maxPoints()).isEqualTo(41);
    }

    /** Jackson tells 1 from 1.0, the format does not. */
    private static JsonNode canonical(JsonNode document) throws IOException {
        return JSON.readTree(document.toString());
    }

    @Test
    void shippedListsEveryEditionOnceAndNamesWhatRestsOnAnOrder() {
        assertThat(MethodologyJson.shipped()).hasSize(9).doesNotHaveDuplicates();
        assertThat(MethodologyJson.shipped().stream()
                .filter(m -> m.status() == Methodology.Status.ORDER).map(Methodology::id).distinct())
                .containsExactly("noko-344n-education");
        assertThat(MethodologyJson.shipped())
                .allSatisfy(m -> assertThat(m.status() == Methodology.Status.ORDER || m.id().endsWith("-example")).isTrue())
                .allSatisfy(m -> assertThat(m.source()).isNotBlank())
                .allSatisfy(m -> assertThat(m.title().ru()).isNotEqualTo(m.title().en()));
        assertThatThrownBy(() -> MethodologyJson.shipped("heads"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("heads-effectiveness-example").hasMessageContaining("got heads");
    }

    @Test
    void everyNodeOfTheShippedHasANameInBothLanguages() {
        MethodologyJson.shipped().forEach(m -> named(m.root()));
    }

    private static void named(Node node) {
        assertThat(node.title().ru()).as(node.code()).containsPattern("[а-яё]{2}").isNotEqualTo(node.title().en());
        assertThat(node.title().en()).as(node.code()).containsPattern("[a-z]{2}");
        if (node instanceof Group group) {
            group.children().forEach(MethodologyJsonTest::named);
        }
    }

    @Test
    void theFilesOfOrder344nAreTheMethodInCode() {
        assertThat(MethodologyJson.shipped("noko-344n-education")).isEqualTo(Noko.education().methodologies());
    }

    @Test
    void theEditionOfADayIsChosen() {
        List<Methodology> all = MethodologyJson.shipped();
        String id = "noko-344n-education";
        assertThat(Methodology.at(all, id, LocalDate.of(2018, 10, 22))).isEmpty();
        assertThat(Methodology.at(all, id, LocalDate.of(2018, 10, 23)).orElseThrow().edition()).isEqualTo("1");
        assertThat(Methodology.at(all, id, LocalDate.of(2024, 10, 4)).orElseThrow().edition()).isEqualTo("1");
        assertThat(Methodology.at(all, id, LocalDate.of(2024, 10, 5)).orElseThrow().edition()).isEqualTo("2");
    }

    @Test
    void aFileIsReadAsItSays() throws IOException {
        Path file = Files.writeString(folder.resolve("own.json"), MethodologyTexts.OWN);
        Methodology own = MethodologyJson.read(file);
        assertThat(own.id()).isEqualTo("own");
        assertThat(own.edition()).isEqualTo("2021");
        assertThat(own.title()).isEqualTo(Title.of("Показатели школ области"));
        assertThat(own.status()).isEqualTo(Methodology.Status.REGIONAL);
        assertThat(own.validFrom()).contains(LocalDate.of(2021, 1, 1));
        assertThat(own.validTo()).contains(LocalDate.of(2021, 12, 31));
        assertThat(own.levels()).extracting(Methodology.Level::code).containsExactly("low", "ok");
        assertThat(own.levels().get(0).call()).isEqualTo(Methodology.Level.Call.ATTENTION);
        Criterion pass = (Criterion) ((Group) own.root()).children().get(0);
        assertThat(pass.title()).isEqualTo(new Title("Успеваемость", "Pass rate"));
        assertThat(((Rule.Bands) pass.rule()).bands().get(1).range()).isEqualTo(Range.closedOpen(50, 80));
        assertThat(((Criterion) ((Group) own.root()).children().get(1)).evidence()).isEqualTo("Сайт школы");
        assertThat(schemaErrors(MethodologyTexts.OWN)).isEmpty();
    }

    @Test
    void onlyKnownIndicatorsMayBeNamedWhereAListIsGiven() throws IOException {
        Path file = Files.writeString(folder.resolve("own.json"), MethodologyTexts.OWN);
        assertThat(MethodologyJson.read(file, Set.of("pass_rate", "site")).metrics()).containsExactly("pass_rate", "site");
        assertThatThrownBy(() -> MethodologyJson.read(file, Set.of("pass_rate")))
                .hasMessageContaining("own.json")
                .hasMessageContaining("/root/children/1/source/metric: no indicator site is known");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 1.0 / 3, 1e-7, 123456789.125, 1e12, 0.30000000000000004})
    void numbersKeepAllTheirDigits(double points) {
        Methodology methodology = Methodology.builder("digits", "1")
                .root(Criterion.builder("a", "a").rule(new Rule.Flag(points)).build()).build();
        assertThat(MethodologyJson.parse("x", MethodologyJson.write(methodology)).root().maxPoints()).isEqualTo(points);
    }

    @Test
    void aRangeThatCannotBeWrittenIsRefusedRatherThanRounded() {
        Rule rule = Rule.Bands.of("[0;1]", new Band(Range.closed(0, 0.1 + 0.2), 0, ""),
                new Band(Range.openClosed(0.1 + 0.2, 1), 1, ""));
        Methodology methodology = Methodology.builder("digits", "1").root(Criterion.builder("a", "a").rule(rule).build()).build();
        assertThatThrownBy(() -> MethodologyJson.write(methodology))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("0.30000000000000004");
    }

    @Test
    void textsKeepQuotesAndSigns() {
        Methodology methodology = Methodology.builder("signs", "1").title(new Title("«Школа» \"№ 1\" \\ / €", "a\u00a0b"))
                .root(Criterion.builder("a", "a").rule(new Rule.Flag(1)).build()).build();
        assertThat(MethodologyJson.parse("x", MethodologyJson.write(methodology))).isEqualTo(methodology);
    }

    @Test
    void theSchemaRefusesWhatTheReaderRefuses() throws IOException {
        String own = MethodologyTexts.OWN;
        assertThat(schemaErrors(own.replace("\"version\": 1", "\"version\": 2"))).isNotEmpty();
        assertThat(schemaErrors(own.replace("\"flag\"", "\"flags\""))).isNotEmpty();
        assertThat(schemaErrors(own.replace("\"evidence\"", "\"proof\""))).isNotEmpty();
        assertThat(schemaErrors(own.replace("\"metric\": \"site\"", "\"metric\": \"Site\""))).isNotEmpty();
        assertThat(schemaErrors(own.replace("\"levelScale\": \"points\",", ""))).isNotEmpty();
        assertThat(schemaErrors(own.replace("\"attention\": true", "\"attention\": 1"))).isNotEmpty();
    }
}
