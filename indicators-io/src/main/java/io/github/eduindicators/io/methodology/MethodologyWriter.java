package io.github.eduindicators.io.methodology;

import io.github.eduindicators.criteria.Band;
import io.github.eduindicators.criteria.Condition;
import io.github.eduindicators.criteria.Criterion;
import io.github.eduindicators.criteria.Group;
import io.github.eduindicators.criteria.Methodology;
import io.github.eduindicators.criteria.Node;
import io.github.eduindicators.criteria.Range;
import io.github.eduindicators.criteria.Rule;
import io.github.eduindicators.criteria.Source;
import io.github.eduindicators.criteria.Title;
import io.github.eduindicators.model.UnitType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Turns a methodology into a document; what has its usual value is left out, as a person would leave it out. */
final class MethodologyWriter {
    private MethodologyWriter() {}

    static String write(Methodology methodology) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("format", MethodologyReader.FORMAT);
        out.put("version", MethodologyReader.VERSION);
        out.put("id", methodology.id());
        out.put("edition", methodology.edition());
        out.put("title", title(methodology.title()));
        out.put("status", MethodologyReader.word(methodology.status()));
        if (!methodology.source().isEmpty()) {
            out.put("source", methodology.source());
        }
        methodology.validFrom().ifPresent(day -> out.put("validFrom", day.toString()));
        methodology.validTo().ifPresent(day -> out.put("validTo", day.toString()));
        out.put("unitTypes", types(methodology.unitTypes()));
        if (!methodology.missing().equals(Node.Missing.strict())) {
            out.put("missing", missing(methodology.missing()));
        }
        number(out, "minimumWeight", methodology.minimumWeight(), 0);
        if (!methodology.rounding().equals(Methodology.Rounding.never())) {
            out.put("rounding", rounding(methodology.rounding()));
        }
        if (!methodology.levels().isEmpty() || methodology.levelScale() != Methodology.LevelScale.POINTS) {
            out.put("levelScale", MethodologyReader.word(methodology.levelScale()));
            out.put("levels", list(methodology.levels(), MethodologyWriter::level));
        }
        if (!methodology.vetoes().isEmpty()) {
            out.put("vetoes", list(methodology.vetoes(), MethodologyWriter::veto));
        }
        out.put("root", node(methodology.root()));
        return JsonText.of(out);
    }

    private static Object level(Methodology.Level level) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("code", level.code());
        out.put("title", title(level.title()));
        out.put("range", range(level.range()));
        if (level.call() == Methodology.Level.Call.ATTENTION) {
            out.put("attention", true);
        }
        return out;
    }

    private static Object veto(Methodology.Veto veto) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("when", list(veto.when(), MethodologyWriter::condition));
        out.put("level", veto.level());
        return out;
    }

    private static Object condition(Condition condition) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("codes", condition.codes());
        out.put("of", MethodologyReader.word(condition.of()));
        out.put("range", range(condition.range()));
        number(out, "atLeast", condition.atLeast(), condition.codes().size());
        return out;
    }

    private static Object rounding(Methodology.Rounding rounding) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("when", MethodologyReader.word(rounding.when()));
        out.put("decimals", rounding.decimals());
        mode(out, "mode", rounding.mode());
        return out;
    }

    private static Object missing(Node.Missing missing) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("notApplicable", MethodologyReader.word(missing.notApplicable()));
        out.put("unknown", MethodologyReader.word(missing.unknown()));
        number(out, "neutralShare", missing.neutralShare(), 0.5);
        return out;
    }

    private static Object node(Node node) {
        return node instanceof Group group ? group(group) : criterion((Criterion) node);
    }

    private static Object group(Group group) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("code", group.code());
        out.put("title", title(group.title()));
        number(out, "weight", group.weight(), 1);
        out.put("aggregation", MethodologyReader.word(group.aggregation()));
        Group.Builder usual = Group.builder(group.code(), group.aggregation());
        if (!group.weightTotal().equals(usual.build().weightTotal())) {
            out.put("weightTotal", group.weightTotal().orElseThrow());
        }
        group.declaredMaxPoints().ifPresent(points -> out.put("maxPoints", points));
        group.minimumWeight().ifPresent(share -> out.put("minimumWeight", share));
        group.missing().ifPresent(missing -> out.put("missing", missing(missing)));
        group.childrenMissing().ifPresent(missing -> out.put("childrenMissing", missing(missing)));
        if (!group.weightSets().isEmpty()) {
            out.put("weightSets", list(group.weightSets(), MethodologyWriter::weightSet));
        }
        if (!group.caps().isEmpty()) {
            out.put("caps", list(group.caps(), MethodologyWriter::cap));
        }
        out.put("children", list(group.children(), MethodologyWriter::node));
        return out;
    }

    private static Object weightSet(Group.WeightSet set) {
        Map<String, Object> out = new LinkedHashMap<>();
        if (!set.unavailable().isEmpty()) {
            out.put("unavailable", List.copyOf(set.unavailable().stream().sorted().toList()));
        }
        if (!set.unitTypes().isEmpty()) {
            out.put("unitTypes", types(set.unitTypes()));
        }
        out.put("weights", set.weights());
        return out;
    }

    private static Object cap(Group.Cap cap) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("when", list(cap.when(), MethodologyWriter::condition));
        out.put("atMost", cap.atMost());
        return out;
    }

    private static Object criterion(Criterion criterion) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("code", criterion.code());
        out.put("title", title(criterion.title()));
        number(out, "weight", criterion.weight(), 1);
        out.put("source", source(criterion.source()));
        direction(out, criterion.direction());
        precision(out, criterion.precision());
        out.put("rule", rule(criterion.rule()));
        number(out, "minimumN", criterion.minimumN(), 0);
        if (!criterion.evidence().isEmpty()) {
            out.put("evidence", criterion.evidence());
        }
        if (!criterion.unitTypes().isEmpty()) {
            out.put("unitTypes", types(criterion.unitTypes()));
        }
        criterion.missing().ifPresent(missing -> out.put("missing", missing(missing)));
        return out;
    }

    private static Map<String, Object> source(Source source) {
        Map<String, Object> out = new LinkedHashMap<>();
        if (source instanceof Source.Metric metric) {
            out.put("metric", metric.code());
            number(out, "factor", metric.factor(), 1);
        } else if (source instanceof Source.Ratio ratio) {
            out.put("numerator", ratio.numerator());
            out.put("denominator", ratio.denominator());
            number(out, "factor", ratio.factor(), 1);
        } else if (source instanceof Source.Change change) {
            out.put("change", source(change.of()));
            number(out, "periods", change.periods(), 1);
        }
        return out;
    }

    private static void direction(Map<String, Object> out, Criterion.Direction direction) {
        if (direction != Criterion.Direction.HIGHER_BETTER) {
            out.put("direction", MethodologyReader.word(direction));
        }
    }

    private static void precision(Map<String, Object> out, Criterion.Precision precision) {
        if (!precision.equals(Criterion.Precision.exact())) {
            out.put("decimals", precision.decimals());
            mode(out, "rounding", precision.mode());
        }
    }

    private static void mode(Map<String, Object> out, String name, RoundingMode mode) {
        if (mode != RoundingMode.HALF_UP) {
            out.put(name, MethodologyReader.word(mode));
        }
    }

    private static Object rule(Rule rule) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("type", MethodologyReader.word(RuleKind.of(rule)));
        if (rule instanceof Rule.Bands bands) {
            bands(out, bands, true);
        } else if (rule instanceof Rule.Linear line) {
            out.put("from", line.from());
            out.put("to", line.to());
            out.put("fromPoints", line.fromPoints());
            out.put("toPoints", line.toPoints());
            out.put("outside", MethodologyReader.word(line.outside()));
        } else if (rule instanceof Rule.Scaled scaled) {
            out.put("factor", scaled.factor());
            out.put("cap", scaled.cap());
        } else if (rule instanceof Rule.Matrix matrix) {
            matrix(out, matrix);
        } else if (rule instanceof Rule.QuantileBands quantiles) {
            out.put("bands", list(quantiles.bands(), band -> band(band, true)));
            out.put("ties", MethodologyReader.word(quantiles.ties()));
            out.put("minimumPeers", quantiles.minimumPeers());
        } else if (rule instanceof Rule.BestOf best) {
            out.put("rules", list(best.rules(), MethodologyWriter::rule));
        } else if (rule instanceof Rule.Flag flag) {
            out.put("points", flag.points());
        } else if (rule instanceof Rule.ThresholdAndInterval threshold) {
            out.put("reference", threshold.reference());
            bands(out, threshold.bands(), false);
            out.put("cells", cells(threshold.cells()));
        } else if (rule instanceof Rule.RatioToBest ratio) {
            out.put("points", ratio.points());
            out.put("scale", MethodologyReader.word(ratio.scale()));
            out.put("minimumPeers", ratio.minimumPeers());
        } else if (rule instanceof Rule.Keyed keyed) {
            keyed(out, keyed);
        }
        return out;
    }

    private static void matrix(Map<String, Object> out, Rule.Matrix matrix) {
        Map<String, Object> status = new LinkedHashMap<>();
        bands(status, matrix.status(), false);
        out.put("status", status);
        Map<String, Object> change = new LinkedHashMap<>();
        change.put("source", source(matrix.changeAxis().source()));
        direction(change, matrix.changeAxis().direction());
        precision(change, matrix.changeAxis().precision());
        bands(change, matrix.change(), false);
        out.put("change", change);
        out.put("cells", cells(matrix.cells()));
    }

    private static void keyed(Map<String, Object> out, Rule.Keyed keyed) {
        out.put("key", MethodologyReader.word(keyed.key()));
        Map<String, Object> rules = new LinkedHashMap<>();
        keyed.rules().forEach((name, one) -> rules.put(name, rule(one)));
        out.put("rules", rules);
        out.put("otherwise", rule(keyed.otherwise()));
    }

    private static void bands(Map<String, Object> out, Rule.Bands bands, boolean withPoints) {
        out.put("range", range(bands.range()));
        out.put("bands", list(bands.bands(), band -> band(band, withPoints)));
    }

    private static Object band(Band band, boolean withPoints) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("range", range(band.range()));
        if (withPoints) {
            out.put("points", band.points());
        }
        label(out, band.label());
        return out;
    }

    private static Object cells(List<List<Rule.Cell>> cells) {
        return list(cells, row -> list(row, cell -> {
            Map<String, Object> out = new LinkedHashMap<>();
            out.put("points", cell.points());
            label(out, cell.label());
            return out;
        }));
    }

    private static void label(Map<String, Object> out, String label) {
        if (!label.isEmpty()) {
            out.put("label", label);
        }
    }

    private static Object title(Title title) {
        if (title.ru().equals(title.en())) {
            return title.ru();
        }
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("ru", title.ru());
        out.put("en", title.en());
        return out;
    }

    private static List<Object> types(Collection<UnitType> types) {
        return list(types.stream().sorted().toList(), MethodologyReader::word);
    }

    private static void number(Map<String, Object> out, String name, double value, double usual) {
        if (value != usual) {
            out.put(name, value);
        }
    }

    private static <T> List<Object> list(Collection<T> items, Function<T, Object> writer) {
        return items.stream().map(writer).toList();
    }

    /** All digits, which the text form of a range itself does not always show. */
    private static String range(Range range) {
        if (range.isEmpty()) {
            return range.toString();
        }
        String text = (range.hasLower() ? "[" : "(") + end(range.lower()) + ";" + end(range.upper())
                + (range.hasUpper() ? "]" : ")");
        boolean readable;
        try {
            readable = Range.parse(text).equals(range);
        } catch (IllegalArgumentException e) {
            readable = false;
        }
        if (!readable) {
            throw new IllegalArgumentException("the ends of a range have at most 15 digits before and after the point, got "
                    + text);
        }
        return text;
    }

    private static String end(double end) {
        return Double.isInfinite(end) ? end > 0 ? "inf" : "-inf" : plain(end);
    }

    static String plain(double number) {
        BigDecimal exact = BigDecimal.valueOf(number).stripTrailingZeros();
        return exact.signum() == 0 ? "0" : Math.abs(exact.scale()) > 20 ? Double.toString(number) : exact.toPlainString();
    }
}
