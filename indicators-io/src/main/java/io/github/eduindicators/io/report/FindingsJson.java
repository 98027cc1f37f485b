package io.github.eduindicators.io.report;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.UnitType;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Writes findings one by one: every flag, and what gave none once for each unit and method. */
final class FindingsJson {
    static final String FORMAT = "education-indicators/findings";
    static final int VERSION = 1;

    private static final JsonFactory JSON = JsonFactory.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build();

    /** The units that the format knows; what is said of heads, persons and other organisations stands in the scorecards. */
    private static final Set<UnitType> UNITS = Set.of(UnitType.SCHOOL, UnitType.MUNICIPALITY, UnitType.REGION);

    private final JsonGenerator json;
    private final UnitNames names;

    private FindingsJson(JsonGenerator json, UnitNames names) {
        this.json = json;
        this.names = names;
    }

    static void write(List<Finding> findings, UnitNames names, Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
                JsonGenerator json = JSON.createGenerator(out, JsonEncoding.UTF8)) {
            new FindingsJson(json, names).write(findings);
        }
    }

    private void write(List<Finding> findings) throws IOException {
        json.writeStartObject();
        json.writeStringField("format", FORMAT);
        json.writeNumberField("version", VERSION);
        json.writeArrayFieldStart("findings");
        List<Finding> sorted = findings.stream()
                .filter(f -> UNITS.contains(f.unit().unitType()))
                .sorted(Comparator.comparing((Finding f) -> f.unit().unitType())
                        .thenComparing(f -> names.of(f.unit()))
                        .thenComparing(f -> f.method().id())
                        .thenComparing(Finding.order()))
                .toList();
        int from = 0;
        while (from < sorted.size()) {
            int to = from + 1;
            while (to < sorted.size() && together(sorted.get(from), sorted.get(to))) {
                to++;
            }
            group(sorted.subList(from, to));
            from = to;
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeRaw('\n');
    }

    private static boolean together(Finding one, Finding other) {
        return one.unit().equals(other.unit()) && one.method().id().equals(other.method().id());
    }

    private void group(List<Finding> findings) throws IOException {
        List<Finding> quiet = new ArrayList<>();
        for (Finding finding : findings) {
            if (finding.outcome() == Outcome.FLAGGED) {
                write(finding);
            } else {
                quiet.add(finding);
            }
        }
        if (!quiet.isEmpty()) {
            write(quiet.size() == 1 ? quiet.get(0) : counted(quiet));
        }
    }

    private static Finding counted(List<Finding> quiet) {
        long clear = count(quiet, Outcome.CLEAR);
        long insufficient = count(quiet, Outcome.INSUFFICIENT_DATA);
        Set<AssessmentId> assessments = new LinkedHashSet<>();
        quiet.forEach(finding -> assessments.addAll(finding.assessments()));
        return Finding.builder(quiet.get(0).method(), quiet.get(0).unit())
                .assessments(assessments)
                .outcome(clear > 0 ? Outcome.CLEAR : insufficient > 0 ? Outcome.INSUFFICIENT_DATA : Outcome.NOT_APPLICABLE)
                .fact("clear", clear)
                .fact("insufficient", insufficient)
                .fact("not-applicable", count(quiet, Outcome.NOT_APPLICABLE))
                .build();
    }

    private static long count(List<Finding> findings, Outcome outcome) {
        return findings.stream().filter(finding -> finding.outcome() == outcome).count();
    }

    private void write(Finding finding) throws IOException {
        json.writeRaw('\n');
        json.writeStartObject();
        json.writeStringField("method", finding.method().id());
        json.writeStringField("edition", finding.method().edition());
        UnitType type = finding.unit().unitType();
        json.writeStringField(type.code(), names.of(finding.unit()));
        json.writeArrayFieldStart("assessments");
        for (AssessmentId id : finding.assessments()) {
            json.writeString(id.value());
        }
        json.writeEndArray();
        json.writeStringField("outcome", finding.outcome().name());
        if (!finding.category().isEmpty()) {
            json.writeStringField("category", finding.category());
        }
        if (finding.p().isPresent()) {
            json.writeNumberField("p", finding.p().getAsDouble());
        }
        if (finding.adjustedP().isPresent()) {
            json.writeNumberField("adjustedP", finding.adjustedP().getAsDouble());
        }
        if (finding.statistic().isPresent()) {
            json.writeNumberField("statistic", finding.statistic().getAsDouble());
        }
        if (finding.effect().isPresent()) {
            json.writeNumberField("effect", finding.effect().get().value());
            json.writeNumberField("effectLower", finding.effect().get().lower());
            json.writeNumberField("effectUpper", finding.effect().get().upper());
        }
        if (finding.n().isPresent()) {
            json.writeNumberField("n", finding.n().getAsLong());
        }
        if (!finding.facts().isEmpty()) {
            facts(finding.facts());
        }
        json.writeEndObject();
    }

    private void facts(List<Fact> facts) throws IOException {
        json.writeArrayFieldStart("facts");
        for (Fact fact : facts) {
            json.writeStartObject();
            json.writeStringField("key", fact.key());
            if (fact.value() instanceof Long whole) {
                json.writeNumberField("value", whole);
            } else if (fact.value() instanceof Double number) {
                json.writeNumberField("value", number);
            } else {
                json.writeStringField("value", fact.value().toString());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
