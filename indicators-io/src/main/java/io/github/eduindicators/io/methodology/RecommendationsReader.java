package io.github.eduindicators.io.methodology;

import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.io.Reason;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.recommendations.Addressee;
import io.github.eduindicators.recommendations.Catalogue;
import io.github.eduindicators.recommendations.Deadline;
import io.github.eduindicators.recommendations.FindingPattern;
import io.github.eduindicators.recommendations.Phrase;
import io.github.eduindicators.recommendations.Rule;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes a catalogue of a parsed document; what the engine refuses is told with the place in the document. */
final class RecommendationsReader {
    static final String FORMAT = "education-indicators/recommendations";
    static final int VERSION = 1;
    static final String ALL = "all";

    private static final List<Outcome> OUTCOMES = List.of(Outcome.FLAGGED, Outcome.CLEAR);
    /** How the engine begins to say what is wrong with a rule. */
    private static final Pattern RULE = Pattern.compile("rule ([a-z0-9._-]+): ");

    private final Map<String, JsonPlace> places = new HashMap<>();

    Catalogue read(JsonValue document) {
        FieldReader in = FieldReader.of(document);
        format(in);
        Catalogue.Builder builder = built(in.place(), () -> Catalogue.builder(in.text("id"), in.text("edition")));
        Phrase title = phrase(in.need("title"));
        built(in.place("title"), () -> builder.title(title));
        builder.status(word(in.need("status"), List.of(Catalogue.Status.values())));
        in.textIfAny("source").ifPresent(source -> built(in.place("source"), () -> builder.source(source)));
        in.find("validFrom").map(RecommendationsReader::day).ifPresent(builder::validFrom);
        in.find("validTo").map(RecommendationsReader::day).ifPresent(builder::validTo);
        builder.ownMethods(in.itemsIfAny("ownMethods", FieldReader::text));
        in.items("topics", value -> topic(value, builder));
        in.items("rules", RecommendationsReader.this::rule).forEach(rule -> built(in.place("rules"), () -> builder.rule(rule)));
        in.done();
        try {
            return builder.build();
        } catch (IllegalArgumentException e) {
            Matcher rule = RULE.matcher(e.getMessage());
            throw (rule.find() ? places.getOrDefault(rule.group(1), in.place()) : in.place())
                    .error(Reason.METHODOLOGY_RULE, e.getMessage(), e);
        }
    }

    private static void format(FieldReader in) {
        String format = in.text("format");
        if (!format.equals(FORMAT)) {
            throw in.place("format").error(Reason.METHODOLOGY_VERSION, "the format must be " + FORMAT + ", got " + format);
        }
        int version = in.whole("version");
        if (version != VERSION) {
            throw in.place("version").error(Reason.METHODOLOGY_VERSION, "the version must be " + VERSION + ", got " + version);
        }
    }

    private static Catalogue.Builder topic(JsonValue value, Catalogue.Builder builder) {
        FieldReader in = FieldReader.of(value);
        String code = in.text("code");
        Phrase title = phrase(in.need("title"));
        in.done();
        return built(in.place(), () -> builder.topic(code, title));
    }

    private Rule rule(JsonValue value) {
        FieldReader in = FieldReader.of(value);
        Addressee addressee = word(in.need("addressee"), List.of(Addressee.values()));
        String id = in.text("id");
        Rule.Builder rule = built(in.place(), () -> Rule.builder(id, addressee, in.text("topic")));
        places.put(id, in.place());
        in.find("priority").ifPresent(word -> rule.priority(word(word, List.of(Rule.Priority.values()))));
        in.items("unitTypes", type -> rule.unitTypes(word(type, List.of(UnitType.values()))));
        when(in.need("when"), rule);
        in.textIfAny("groupBy").ifPresent(fact -> built(in.place("groupBy"), () -> rule.groupBy(fact)));
        rule.title(phrase(in.need("title")));
        rule.text(phrase(in.need("text")));
        rule.why(phrase(in.need("why")));
        List<Phrase> measures = in.itemsIfAny("measures", RecommendationsReader::phrase);
        built(in.place("measures"), () -> rule.measures(measures));
        rule.deadline(due(in.need("due")));
        List<String> replaces = in.itemsIfAny("replaces", FieldReader::text);
        built(in.place("replaces"), () -> rule.replaces(replaces));
        in.find("validFrom").map(RecommendationsReader::day).ifPresent(rule::validFrom);
        in.find("validTo").map(RecommendationsReader::day).ifPresent(rule::validTo);
        in.done();
        return built(in.place(), rule::build);
    }

    private static void when(JsonValue value, Rule.Builder rule) {
        FieldReader in = FieldReader.of(value);
        FindingPattern[] all = patterns(in, "allOf");
        FindingPattern[] any = patterns(in, "anyOf");
        FindingPattern[] none = patterns(in, "noneOf");
        built(in.place(), () -> rule.allOf(all).anyOf(any).noneOf(none));
        if (in.find("atLeast").isPresent()) {
            int atLeast = in.whole("atLeast");
            built(in.place("atLeast"), () -> rule.anyAtLeast(atLeast));
        }
        in.done();
    }

    private static FindingPattern[] patterns(FieldReader in, String name) {
        return in.itemsIfAny(name, RecommendationsReader::pattern).toArray(FindingPattern[]::new);
    }

    private static FindingPattern pattern(JsonValue value) {
        FieldReader in = FieldReader.of(value);
        Outcome outcome = word(in.need("outcome"), OUTCOMES);
        FindingPattern[] pattern = {built(in.place("method"), () -> FindingPattern.of(in.text("method"), outcome))};
        List<String> categories = in.itemsIfAny("categories", FieldReader::text);
        pattern[0] = built(in.place("categories"), () -> pattern[0].inCategories(categories));
        List<String> subjects = in.itemsIfAny("subjects", FieldReader::text);
        pattern[0] = built(in.place("subjects"), () -> pattern[0].inSubjects(subjects));
        for (List<FindingPattern.Comparison> ofFact : in.itemsIfAny("facts", RecommendationsReader::comparisons)) {
            for (FindingPattern.Comparison comparison : ofFact) {
                pattern[0] = built(in.place("facts"), () -> pattern[0].where(comparison));
            }
        }
        in.find("of").ifPresent(whose -> pattern[0] = pattern[0].of(word(whose, List.of(FindingPattern.Whose.values()))));
        if (in.find("atLeast").isPresent()) {
            int atLeast = in.whole("atLeast");
            pattern[0] = built(in.place("atLeast"), () -> pattern[0].withAtLeast(atLeast));
        }
        if (in.find("years").isPresent()) {
            int years = in.whole("years");
            pattern[0] = built(in.place("years"), () -> pattern[0].withYears(years));
        }
        if (in.find("lastYears").isPresent() && in.find("periods").isPresent()) {
            throw in.place("periods").error(Reason.METHODOLOGY_VALUE, "there are lastYears already");
        }
        if (in.find("lastYears").isPresent()) {
            int years = in.whole("lastYears");
            pattern[0] = built(in.place("lastYears"), () -> pattern[0].inLastYears(years));
        }
        in.find("periods").ifPresent(periods -> {
            if (!FieldReader.text(periods).equals(ALL)) {
                throw periods.place().error(Reason.METHODOLOGY_VALUE, "only '" + ALL + "' is known here");
            }
            pattern[0] = pattern[0].inAllPeriods();
        });
        in.done();
        return pattern[0];
    }

    private static List<FindingPattern.Comparison> comparisons(JsonValue value) {
        FieldReader in = FieldReader.of(value);
        String fact = in.text("fact");
        List<FindingPattern.Comparison> comparisons = new ArrayList<>();
        in.numberIfAny("atLeast").ifPresent(limit ->
                comparisons.add(built(in.place("atLeast"), () -> FindingPattern.Comparison.atLeast(fact, limit))));
        in.numberIfAny("atMost").ifPresent(limit ->
                comparisons.add(built(in.place("atMost"), () -> FindingPattern.Comparison.atMost(fact, limit))));
        in.find("in").ifPresent(texts -> {
            String[] all = FieldReader.items(texts, FieldReader::text).toArray(String[]::new);
            comparisons.add(built(in.place("in"), () -> FindingPattern.Comparison.in(fact, all)));
        });
        in.done();
        if (comparisons.isEmpty()) {
            throw in.place().error(Reason.METHODOLOGY_MISSING_FIELD, "one of 'atLeast', 'atMost', 'in' is missing");
        }
        return comparisons;
    }

    private static Deadline due(JsonValue value) {
        FieldReader in = FieldReader.of(value);
        int kinds = (int) Stream.of("days", "months", "day").filter(name -> in.find(name).isPresent()).count();
        if (kinds != 1) {
            throw in.place().error(Reason.METHODOLOGY_MISSING_FIELD, "one of 'days', 'months', 'day' is needed");
        }
        Deadline due;
        if (in.find("days").isPresent()) {
            int days = in.whole("days");
            due = built(in.place("days"), () -> Deadline.afterDays(days));
        } else if (in.find("months").isPresent()) {
            int months = in.whole("months");
            due = built(in.place("months"), () -> Deadline.afterMonths(months));
        } else {
            MonthDay day = monthDay(in.need("day"));
            int notice = in.find("notice").isPresent() ? in.whole("notice") : 0;
            due = built(in.place("notice"), () -> Deadline.onDay(day).withNotice(notice));
        }
        in.done();
        return due;
    }

    private static Phrase phrase(JsonValue value) {
        FieldReader in = FieldReader.of(value);
        String ru = in.text("ru");
        String en = in.text("en");
        in.done();
        return built(in.place(), () -> new Phrase(ru, en));
    }

    private static MonthDay monthDay(JsonValue value) {
        String text = FieldReader.text(value);
        try {
            return MonthDay.parse("--" + text);
        } catch (DateTimeException e) {
            throw value.place().error(Reason.METHODOLOGY_VALUE, "a day of the year is written like 09-01 and must exist, got " + text, e);
        }
    }

    private static LocalDate day(JsonValue value) {
        String text = FieldReader.text(value);
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw value.place().error(Reason.METHODOLOGY_VALUE, "a date is written like 2024-10-05 and must exist, got " + text, e);
        }
    }

    /** A constant by its name in lower case. */
    private static <E extends Enum<E>> E word(JsonValue value, List<E> known) {
        String text = FieldReader.text(value);
        return known.stream()
                .filter(one -> MethodologyReader.word(one).equals(text))
                .findFirst()
                .orElseThrow(() -> value.place().error(Reason.METHODOLOGY_VALUE, "one of "
                        + known.stream().map(MethodologyReader::word).collect(Collectors.joining(", "))
                        + " is expected, got " + text));
    }

    private static <T> T built(JsonPlace place, Supplier<? extends T> part) {
        try {
            return part.get();
        } catch (IllegalArgumentException e) {
            throw place.error(Reason.METHODOLOGY_RULE, e.getMessage(), e);
        }
    }
}
