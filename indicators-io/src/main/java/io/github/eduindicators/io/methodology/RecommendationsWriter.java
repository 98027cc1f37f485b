package io.github.eduindicators.io.methodology;

import io.github.eduindicators.recommendations.Catalogue;
import io.github.eduindicators.recommendations.Deadline;
import io.github.eduindicators.recommendations.FindingPattern;
import io.github.eduindicators.recommendations.Phrase;
import io.github.eduindicators.recommendations.Rule;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Turns a catalogue into a document; what has its usual value is left out, as a person would leave it out. */
final class RecommendationsWriter {
    private RecommendationsWriter() {}

    static String write(Catalogue catalogue) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("format", RecommendationsReader.FORMAT);
        out.put("version", RecommendationsReader.VERSION);
        out.put("id", catalogue.id());
        out.put("edition", catalogue.edition());
        out.put("title", phrase(catalogue.title()));
        out.put("status", MethodologyReader.word(catalogue.status()));
        text(out, "source", catalogue.source());
        catalogue.validFrom().ifPresent(day -> out.put("validFrom", day.toString()));
        catalogue.validTo().ifPresent(day -> out.put("validTo", day.toString()));
        items(out, "ownMethods", catalogue.ownMethods(), method -> method);
        out.put("topics", catalogue.topics().entrySet().stream().map(topic -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("code", topic.getKey());
            one.put("title", phrase(topic.getValue()));
            return one;
        }).toList());
        out.put("rules", catalogue.rules().stream().map(RecommendationsWriter::rule).toList());
        return JsonText.of(out);
    }

    private static Object rule(Rule rule) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("id", rule.id());
        out.put("addressee", rule.addressee().code());
        out.put("topic", rule.topic());
        if (rule.priority() != Rule.Priority.MEDIUM) {
            out.put("priority", MethodologyReader.word(rule.priority()));
        }
        out.put("unitTypes", rule.unitTypes().stream().map(MethodologyReader::word).toList());
        Map<String, Object> when = new LinkedHashMap<>();
        items(when, "allOf", rule.allOf(), RecommendationsWriter::pattern);
        items(when, "anyOf", rule.anyOf(), RecommendationsWriter::pattern);
        number(when, "atLeast", rule.anyAtLeast(), 1);
        items(when, "noneOf", rule.noneOf(), RecommendationsWriter::pattern);
        out.put("when", when);
        text(out, "groupBy", rule.groupBy().orElse(""));
        out.put("title", phrase(rule.title()));
        out.put("text", phrase(rule.text()));
        out.put("why", phrase(rule.why()));
        items(out, "measures", rule.measures(), RecommendationsWriter::phrase);
        out.put("due", due(rule.deadline()));
        items(out, "replaces", rule.replaces(), id -> id);
        rule.validFrom().ifPresent(day -> out.put("validFrom", day.toString()));
        rule.validTo().ifPresent(day -> out.put("validTo", day.toString()));
        return out;
    }

    private static Object pattern(FindingPattern pattern) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("method", pattern.method());
        out.put("outcome", MethodologyReader.word(pattern.outcome()));
        items(out, "categories", pattern.categories(), category -> category);
        items(out, "subjects", pattern.subjects(), subject -> subject);
        items(out, "facts", pattern.comparisons(), RecommendationsWriter::comparison);
        if (pattern.whose() != FindingPattern.Whose.UNIT) {
            out.put("of", MethodologyReader.word(pattern.whose()));
        }
        number(out, "atLeast", pattern.atLeast(), 1);
        number(out, "years", pattern.years(), 1);
        if (pattern.lastYears() > 0) {
            out.put("lastYears", pattern.lastYears());
        } else if (pattern.lastYears() < 0) {
            out.put("periods", RecommendationsReader.ALL);
        }
        return out;
    }

    private static Object comparison(FindingPattern.Comparison comparison) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("fact", comparison.fact());
        switch (comparison.operator()) {
            case AT_LEAST -> out.put("atLeast", comparison.limit());
            case AT_MOST -> out.put("atMost", comparison.limit());
            case IN -> out.put("in", comparison.texts());
        }
        return out;
    }

    private static Object due(Deadline deadline) {
        Map<String, Object> out = new LinkedHashMap<>();
        if (deadline.day().isPresent()) {
            out.put("day", String.format(Locale.ROOT, "%02d-%02d", deadline.day().get().getMonthValue(),
                    deadline.day().get().getDayOfMonth()));
            number(out, "notice", deadline.notice(), 0);
        } else if (deadline.months() > 0) {
            out.put("months", deadline.months());
        } else {
            out.put("days", deadline.days());
        }
        return out;
    }

    private static Map<String, Object> phrase(Phrase phrase) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("ru", phrase.ru());
        out.put("en", phrase.en());
        return out;
    }

    private static void text(Map<String, Object> out, String name, String value) {
        if (!value.isEmpty()) {
            out.put(name, value);
        }
    }

    private static void number(Map<String, Object> out, String name, int value, int usual) {
        if (value != usual) {
            out.put(name, value);
        }
    }

    private static <T> void items(Map<String, Object> out, String name, Collection<T> items, Function<T, Object> writer) {
        if (!items.isEmpty()) {
            out.put(name, List.copyOf(items.stream().map(writer).toList()));
        }
    }
}
