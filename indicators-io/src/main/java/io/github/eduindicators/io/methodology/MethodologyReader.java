package io.github.eduindicators.io.methodology;

import io.github.eduindicators.criteria.Band;
import io.github.eduindicators.criteria.Condition;
import io.github.eduindicators.criteria.Criterion;
import io.github.eduindicators.criteria.Group;
import io.github.eduindicators.criteria.Methodology;
import io.github.eduindicators.criteria.MethodologyException;
import io.github.eduindicators.criteria.Node;
import io.github.eduindicators.criteria.Range;
import io.github.eduindicators.criteria.Rule;
import io.github.eduindicators.criteria.Source;
import io.github.eduindicators.criteria.Title;
import io.github.eduindicators.io.Reason;
import io.github.eduindicators.model.UnitType;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Makes a methodology of a parsed document; what the engine refuses is told with the place in the document. */
final class MethodologyReader {
    static final String FORMAT = "education-indicators/methodology";
    static final int VERSION = 1;

    private final Optional<Set<String>> metrics;

    /** With the indicators that exist, or none to take every code. */
    MethodologyReader(Optional<Set<String>> metrics) {
        this.metrics = metrics;
    }

    Methodology read(JsonValue document) {
        FieldReader in = FieldReader.of(document);
        format(in);
        Methodology.Builder builder = built(in.place(), () -> Methodology.builder(in.text("id"), in.text("edition")));
        builder.title(title(in.need("title")));
        Methodology.Status status = word(in.need("status"), Methodology.Status.values());
        String source = in.textIfAny("source").orElse("");
        built(in.place("source"), () -> builder.status(status, source));
        in.find("validFrom").map(MethodologyReader::day).ifPresent(builder::validFrom);
        in.find("validTo").map(MethodologyReader::day).ifPresent(builder::validTo);
        List<UnitType> types = in.items("unitTypes", MethodologyReader::unitType);
        built(in.place("unitTypes"), () -> builder.unitTypes(types));
        in.find("missing").map(MethodologyReader::missing).ifPresent(builder::missing);
        in.numberIfAny("minimumWeight")
                .ifPresent(share -> built(in.place("minimumWeight"), () -> builder.minimumWeight(share)));
        in.find("rounding").map(MethodologyReader::rounding).ifPresent(builder::rounding);
        levels(in, builder);
        in.itemsIfAny("vetoes", MethodologyReader::veto).forEach(builder::veto);
        builder.root(node(in.need("root")));
        in.done();
        try {
            return builder.build();
        } catch (MethodologyException e) {
            throw EnginePath.place(document, e.path()).error(Reason.METHODOLOGY_RULE, explained(e), e);
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

    private void levels(FieldReader in, Methodology.Builder builder) {
        Optional<Methodology.LevelScale> scale =
                in.find("levelScale").map(value -> word(value, Methodology.LevelScale.values()));
        List<Methodology.Level> levels = in.itemsIfAny("levels", MethodologyReader::level);
        if (!levels.isEmpty() && scale.isEmpty()) {
            in.need("levelScale");
        }
        scale.ifPresent(given -> builder.levels(given, levels));
    }

    private static Methodology.Level level(JsonValue value) {
        FieldReader in = FieldReader.of(value);
        String code = in.text("code");
        Title title = title(in.need("title"));
        Range range = range(in.need("range"));
        boolean attention = in.truthIfAny("attention").orElse(false);
        in.done();
        return built(in.place(), () -> new Methodology.Level(code, title, range,
                attention ? Methodology.Level.Call.ATTENTION : Methodology.Level.Call.NONE));
    }

    private static Methodology.Veto veto(JsonValue value) {
        FieldReader in = FieldReader.of(value);
        List<Condition> when = in.items("when", MethodologyReader::condition);
        String level = in.text("level");
        in.done();
        return built(in.place(), () -> new Methodology.Veto(when, level));
    }

    private static Condition condition(JsonValue value) {
        FieldReader in = FieldReader.of(value);
        List<String> codes = in.items("codes", FieldReader::text);
        Condition.Of of = word(in.need("of"), Condition.Of.values());
        Range range = range(in.need("range"));
        int atLeast = in.has("atLeast") ? in.whole("atLeast") : codes.size();
        in.done();
        return built(in.place(), () -> new Condition(codes, of, range, atLeast));
    }

    private static Methodology.Rounding rounding(JsonValue value) {
        FieldReader in = FieldReader.of(value);
        Methodology.Rounding.When when = word(in.need("when"), Methodology.Rounding.When.values());
        int decimals = in.has("decimals") || when != Methodology.Rounding.When.NEVER ? in.whole("decimals") : 0;
        RoundingMode mode = mode(in, "mode");
        in.done();
        return built(in.place(), () -> new Methodology.Rounding(when, decimals, mode));
    }

    private static Node.Missing missing(JsonValue value) {
        FieldReader in = FieldReader.of(value);
        Node.Missing.Policy notApplicable = word(in.need("notApplicable"), Node.Missing.Policy.values());
        Node.Missing.Policy unknown = word(in.need("unknown"), Node.Missing.Policy.values());
        double share = in.numberIfAny("neutralShare").orElse(0.5);
        in.done();
        return built(in.place(), () -> new Node.Missing(notApplicable, unknown, share));
    }

    private Node node(JsonValue value) {
        FieldReader in = FieldReader.of(value);
        if (in.has("children") == in.has("rule")) {
            throw in.place().error(Reason.METHODOLOGY_MISSING_FIELD,
                    "a group has the field 'children', a criterion has 'rule', and nothing has both");
        }
        return in.has("children") ? group(in) : criterion(in);
    }

    private Group group(FieldReader in) {
        String code = in.text("code");
        Title title = title(in.need("title"));
        Group.Aggregation aggregation = word(in.need("aggregation"), Group.Aggregation.values());
        Group.Builder builder = built(in.place("code"), () -> Group.builder(code, aggregation)).title(title);
        in.numberIfAny("weight").ifPresent(weight -> built(in.place("weight"), () -> builder.weight(weight)));
        in.numberIfAny("weightTotal").ifPresent(total -> built(in.place("weightTotal"), () -> builder.weightTotal(total)));
        in.numberIfAny("maxPoints").ifPresent(points -> built(in.place("maxPoints"), () -> builder.maxPoints(points)));
        in.numberIfAny("minimumWeight").ifPresent(share -> built(in.place("minimumWeight"), () -> builder.minimumWeight(share)));
        in.find("missing").map(MethodologyReader::missing).ifPresent(builder::missing);
        in.find("childrenMissing").map(MethodologyReader::missing).ifPresent(builder::childrenMissing);
        in.itemsIfAny("weightSets", MethodologyReader::weightSet).forEach(builder::weightSet);
        in.itemsIfAny("caps", MethodologyReader::cap).forEach(builder::cap);
        builder.addAll(in.items("children", this::node));
        in.done();
        return builder.build();
    }

    private static Group.WeightSet weightSet(JsonValue value) {
        FieldReader in = FieldReader.of(value);
        Set<String> unavailable = new TreeSet<>(in.itemsIfAny("unavailable", FieldReader::text));
        Set<UnitType> types = Set.copyOf(in.itemsIfAny("unitTypes", MethodologyReader::unitType));
        Map<String, Double> weights = named(in.need("weights"), FieldReader::number);
        in.done();
        return built(in.place(), () -> new Group.WeightSet(unavailable, types, weights));
    }

    private static Group.Cap cap(JsonValue value) {
        FieldReader in = FieldReader.of(value);
        List<Condition> when = in.items("when", MethodologyReader::condition);
        double atMost = in.number("atMost");
        in.done();
        return built(in.place(), () -> new Group.Cap(when, atMost));
    }

    private Criterion criterion(FieldReader in) {
        String code = in.text("code");
        Title title = title(in.need("title"));
        Source source = source(in.need("source"));
        Criterion.Builder builder = built(in.place("code"), () -> Criterion.builder(code, source)).title(title);
        builder.direction(direction(in)).precision(precision(in));
        builder.rule(rule(in.need("rule")));
        in.numberIfAny("maxPoints").ifPresent(points -> built(in.place("maxPoints"), () -> builder.maxPoints(points)));
        in.numberIfAny("weight").ifPresent(weight -> built(in.place("weight"), () -> builder.weight(weight)));
        if (in.has("minimumN")) {
            int n = in.whole("minimumN");
            built(in.place("minimumN"), () -> builder.minimumN(n));
        }
        in.textIfAny("evidence").ifPresent(text -> built(in.place("evidence"), () -> builder.evidence(text)));
        builder.unitTypes(in.itemsIfAny("unitTypes", MethodologyReader::unitType));
        in.find("missing").map(MethodologyReader::missing).ifPresent(builder::missing);
        in.done();
        return builder.build();
    }

    private static Criterion.Direction direction(FieldReader in) {
        return in.find("direction")
                .map(value -> word(value, Criterion.Direction.values()))
                .orElse(Criterion.Direction.HIGHER_BETTER);
    }

    private static Criterion.Precision precision(FieldReader in) {
        if (!in.has("decimals") && !in.has("rounding")) {
            in.find("decimals");
            in.find("rounding");
            return Criterion.Precision.exact();
        }
        int decimals = in.whole("decimals");
        RoundingMode mode = mode(in, "rounding");
        return built(in.place("decimals"), () -> new Criterion.Precision(decimals, mode));
    }

    private Source source(JsonValue value) {
        FieldReader in = FieldReader.of(value);
        double factor = in.numberIfAny("factor").orElse(1);
        if (in.has("metric")) {
            String metric = metric(in.need("metric"));
            in.done();
            return built(in.place(), () -> new Source.Metric(metric, factor));
        }
        if (in.has("change")) {
            Source of = source(in.need("change"));
            int periods = in.has("periods") ? in.whole("periods") : 1;
            if (in.has("factor")) {
                throw in.place("factor").error(Reason.METHODOLOGY_UNKNOWN_FIELD, "a factor belongs to what changes");
            }
            in.done();
            return built(in.place(), () -> new Source.Change(of, periods));
        }
        if (!in.has("numerator") && !in.has("denominator")) {
            throw in.place().error(Reason.METHODOLOGY_MISSING_FIELD,
                    "a source has the field 'metric', or 'numerator' and 'denominator', or 'change'");
        }
        List<String> numerator = in.items("numerator", this::metric);
        List<String> denominator = in.items("denominator", this::metric);
        in.done();
        return built(in.place(), () -> new Source.Ratio(numerator, denominator, factor));
    }

    private String metric(JsonValue value) {
        String code = FieldReader.text(value);
        built(value.place(), () -> Source.metric(code));
        if (metrics.isPresent() && !metrics.get().contains(code)) {
            throw value.place().error(Reason.METHODOLOGY_UNKNOWN_METRIC, "no indicator " + code + " is known");
        }
        return code;
    }

    private Rule rule(JsonValue value) {
        FieldReader in = FieldReader.of(value);
        RuleKind kind = word(in.need("type"), RuleKind.values());
        Supplier<Rule> rule = switch (kind) {
            case BANDS -> {
                Supplier<Rule.Bands> bands = bands(in, true);
                yield bands::get;
            }
            case LINEAR -> linear(in);
            case SCALED -> scaled(in);
            case MATRIX -> matrix(in);
            case QUANTILE_BANDS -> quantiles(in);
            case BEST_OF -> {
                List<Rule> rules = in.items("rules", this::rule);
                yield () -> new Rule.BestOf(rules);
            }
            case FLAG -> {
                double points = in.number("points");
                yield () -> new Rule.Flag(points);
            }
            case THRESHOLD_AND_INTERVAL -> threshold(in);
            case RATIO_TO_BEST -> ratioToBest(in);
            case KEYED -> keyed(in);
            case NOT_APPLICABLE -> Rule.NotApplicable::new;
        };
        in.done();
        return built(in.place(), rule);
    }

    private static Supplier<Rule.Bands> bands(FieldReader in, boolean withPoints) {
        Range range = range(in.need("range"));
        List<Band> bands = in.items("bands", value -> band(value, withPoints));
        return () -> new Rule.Bands(range, bands);
    }

    private static Band band(JsonValue value, boolean withPoints) {
        FieldReader in = FieldReader.of(value);
        Range range = range(in.need("range"));
        double points = withPoints ? in.number("points") : 0;
        String label = in.textIfAny("label").orElse("");
        in.done();
        return built(in.place(), () -> new Band(range, points, label));
    }

    private static Supplier<Rule> linear(FieldReader in) {
        double from = in.number("from");
        double to = in.number("to");
        double fromPoints = in.number("fromPoints");
        double toPoints = in.number("toPoints");
        Rule.Linear.Outside outside = word(in.need("outside"), Rule.Linear.Outside.values());
        return () -> new Rule.Linear(from, to, fromPoints, toPoints, outside);
    }

    private static Supplier<Rule> scaled(FieldReader in) {
        double factor = in.number("factor");
        double cap = in.number("cap");
        return () -> new Rule.Scaled(factor, cap);
    }

    private Supplier<Rule> matrix(FieldReader in) {
        FieldReader down = FieldReader.of(in.need("status"));
        Rule.Bands status = built(down.place(), bands(down, false));
        down.done();
        FieldReader across = FieldReader.of(in.need("change"));
        Rule.Bands change = built(across.place(), bands(across, false));
        Rule.Matrix.Axis axis = new Rule.Matrix.Axis(source(across.need("source")), precision(across), direction(across));
        across.done();
        List<List<Rule.Cell>> cells = cells(in);
        return () -> new Rule.Matrix(status, change, axis, cells);
    }

    private static List<List<Rule.Cell>> cells(FieldReader in) {
        return in.items("cells", row -> FieldReader.items(row, MethodologyReader::cell));
    }

    private static Rule.Cell cell(JsonValue value) {
        FieldReader in = FieldReader.of(value);
        double points = in.number("points");
        String label = in.textIfAny("label").orElse("");
        in.done();
        return built(in.place(), () -> new Rule.Cell(points, label));
    }

    private static Supplier<Rule> quantiles(FieldReader in) {
        List<Band> bands = in.items("bands", value -> band(value, true));
        Rule.QuantileBands.Ties ties = word(in.need("ties"), Rule.QuantileBands.Ties.values());
        int peers = in.whole("minimumPeers");
        return () -> new Rule.QuantileBands(bands, ties, peers);
    }

    private static Supplier<Rule> threshold(FieldReader in) {
        double reference = in.number("reference");
        Rule.Bands bands = built(in.place(), bands(in, false));
        List<List<Rule.Cell>> cells = cells(in);
        return () -> new Rule.ThresholdAndInterval(reference, bands, cells);
    }

    private static Supplier<Rule> ratioToBest(FieldReader in) {
        double points = in.number("points");
        Rule.RatioToBest.Scale scale = word(in.need("scale"), Rule.RatioToBest.Scale.values());
        int peers = in.whole("minimumPeers");
        return () -> new Rule.RatioToBest(points, scale, peers);
    }

    private Supplier<Rule> keyed(FieldReader in) {
        Rule.Keyed.Key key = word(in.need("key"), Rule.Keyed.Key.values());
        Map<String, Rule> rules = named(in.need("rules"), this::rule);
        Rule otherwise = rule(in.need("otherwise"));
        return () -> new Rule.Keyed(key, rules, otherwise);
    }

    private static <T> Map<String, T> named(JsonValue value, Function<JsonValue, T> reader) {
        Map<String, T> named = new LinkedHashMap<>();
        FieldReader.fields(value).forEach((name, field) -> named.put(name, reader.apply(field)));
        return named;
    }

    private static Title title(JsonValue value) {
        if (value instanceof JsonValue.Text text) {
            return built(value.place(), () -> Title.of(text.value()));
        }
        FieldReader in = FieldReader.of(value);
        String ru = in.text("ru");
        String en = in.text("en");
        in.done();
        return built(in.place(), () -> new Title(ru, en));
    }

    private static Range range(JsonValue value) {
        String text = FieldReader.text(value);
        return built(value.place(), () -> Range.parse(text));
    }

    private static UnitType unitType(JsonValue value) {
        return word(value, UnitType.values());
    }

    private static RoundingMode mode(FieldReader in, String name) {
        return in.find(name).map(value -> word(value, RoundingMode.values())).orElse(RoundingMode.HALF_UP);
    }

    private static LocalDate day(JsonValue value) {
        String text = FieldReader.text(value);
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw value.place().error(Reason.METHODOLOGY_VALUE, "a date is written like 2024-10-05 and must exist, got " + text,
                    e);
        }
    }

    /** A constant by its name in lower case. */
    private static <E extends Enum<E>> E word(JsonValue value, E[] known) {
        String text = FieldReader.text(value);
        return Arrays.stream(known)
                .filter(one -> word(one).equals(text))
                .findFirst()
                .orElseThrow(() -> value.place().error(Reason.METHODOLOGY_VALUE, "one of "
                        + Arrays.stream(known).map(MethodologyReader::word).collect(Collectors.joining(", "))
                        + " is expected, got " + text));
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Makes a part of the engine; what it refuses lies at this place or in a part of it that the message names. */
    private static <T> T built(JsonPlace place, Supplier<? extends T> part) {
        try {
            return part.get();
        } catch (MethodologyException e) {
            throw place.error(Reason.METHODOLOGY_RULE, (e.path().isEmpty() ? "" : e.path() + ": ") + explained(e), e);
        }
    }

    private static String explained(MethodologyException e) {
        return e.rule() + ": " + e.problem();
    }
}
