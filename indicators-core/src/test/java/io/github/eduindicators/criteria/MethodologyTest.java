package io.github.eduindicators.criteria;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.eduindicators.criteria.Methodology.Level;
import io.github.eduindicators.criteria.Methodology.LevelScale;
import io.github.eduindicators.criteria.Methodology.Rounding;
import io.github.eduindicators.model.UnitType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a methodology refuses, where it says the fault is, and by which check. */
class MethodologyTest {

    private static void refused(String path, String rule, ThrowingCallable build) {
        assertThatExceptionOfType(MethodologyException.class)
                .isThrownBy(build)
                .satisfies(e -> assertThat(e.path() + " " + e.rule()).isEqualTo(path + " " + rule));
    }

    private static void refused(String path, String rule, Node root) {
        refused(path, rule, () -> Units.methodology(root));
    }

    private static Criterion bands(Criterion.Precision precision, String range, String... bands) {
        return Criterion.builder("c", "m")
                .precision(precision)
                .rule(new Rule.Bands(Range.parse(range), List.of(bands).stream()
                        .map(band -> Band.of(band, 1))
                        .toList()))
                .build();
    }

    private static Group sum(String code, Node... parts) {
        return Group.builder(code, Group.Aggregation.SUM).add(parts).build();
    }

    private static Group mean(String code, Node... parts) {
        return Group.builder(code, Group.Aggregation.WEIGHTED_MEAN).add(parts).build();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "-1 | [0;10] | [0;5)   | [5;10]  |         | ",
        "-1 | [0;10] | (5;10]  | [0;5]   |         | ",
        "-1 | [0;10] | [0;5)   | [5;5]   | (5;10]  | ",
        "-1 | [0;10] | [0;5)   | (5;10]  | c/bands[1] | bands-gap",
        "-1 | [0;10] | [0;5]   | [5;10]  | c/bands[1] | bands-overlap",
        "-1 | [0;10] | [0;6)   | [5;10]  | c/bands[1] | bands-overlap",
        "-1 | [0;10] | [0;5)   | [6;10]  | c/bands[1] | bands-gap",
        "-1 | [0;10] | (0;5)   | [5;10]  | c/bands[0] | bands-gap",
        "-1 | [0;10] | [1;5)   | [5;10]  | c/bands[0] | bands-gap",
        "-1 | [0;10] | [0;5)   | [5;10)  | c/bands[1] | bands-gap",
        "-1 | [0;10] | [0;5)   | [5;11]  | c/bands[1] | band-outside",
        "-1 | (0;10] | [0;5)   | [5;10]  | c/bands[0] | band-outside",
        "-1 | [0;10] | (-inf;5)| [5;inf) |         | ",
        "-1 | (-inf;inf) | (-inf;5)| [5;inf) |     | ",
        "-1 | (-inf;inf) | (-inf;5)| [5;10] | c/bands[1] | bands-gap",
        "0  | [0;10] | [0;4]   | [5;10]  |         | ",
        "0  | [0;10] | [0;4.9] | [4.1;10]|         | ",
        "0  | [0;10] | [0;5]   | [5;10]  | c/bands[1] | bands-overlap",
        "0  | [0;10] | [0;4]   | [6;10]  | c/bands[1] | bands-gap",
        "0  | [0;10] | [0;10]  | (4.1;4.9) | c/bands[1] | band-empty",
        "0  | [0;10] | [0;4]   | (4;10]  |         | ",
        "1  | [0;10] | [0;4]   | [5;10]  | c/bands[1] | bands-gap",
        "1  | [0;10] | [0;4.9] | [5;10]  |         | ",
        "1  | [0;10] | [0;0.2] | [0.3;10]|         | ",
        "2  | [0;10] | [0;0.2] | [0.3;10]| c/bands[1] | bands-gap",
        "0  | [0;10] | [0;4]   | [5;9]   | c/bands[1] | bands-gap",
        "0  | [0;10] | [0;4]   | [5;11]  | c/bands[1] | band-outside",
        "0  | [0;10] | (-inf;4]| [5;inf) |         | "
    })
    void bandsPartitionTheirRangeAtTheDeclaredDecimals(int decimals, String range, String one, String two, String three,
            String four) {
        Criterion.Precision precision = new Criterion.Precision(decimals, RoundingMode.HALF_UP);
        if (four == null) {
            String[] all = three == null ? new String[] {one, two} : new String[] {one, two, three};
            assertThat(Units.methodology(bands(precision, range, all)).metrics()).containsExactly("m");
        } else {
            refused(three, four, bands(precision, range, one, two));
        }
    }

    @Test
    void theMessageSaysWhichNumberIsAmiss() {
        assertThatThrownBy(() -> Units.methodology(bands(Criterion.Precision.of(1), "[0;10]", "[0;4]", "[5;10]")))
                .hasMessage("c/bands[1]: no band has the numbers between [0;4] and [5;10], such as 4.1 [bands-gap]");
        MethodologyException inner = new MethodologyException("bands[1]", "bands-gap", "x");
        assertThat(inner.within("K1/1.2")).hasMessage("K1/1.2/bands[1]: x [bands-gap]");
        assertThat(inner.within("file").problem()).isEqualTo("x");
    }

    @Test
    void pointsFollowTheDirection() {
        Rule falling = Rule.Bands.of("[0;10]", Band.of("[0;5)", 3), Band.of("[5;10]", 1));
        refused("c/bands[1]", "direction", Criterion.builder("c", "m").rule(falling).build());
        assertThat(Units.methodology(Criterion.builder("c", "m").direction(Criterion.Direction.LOWER_BETTER).rule(falling)
                .build())).isNotNull();
        assertThat(Units.methodology(Criterion.builder("c", "m").direction(Criterion.Direction.UNORDERED).rule(falling)
                .build())).isNotNull();
        refused("c/linear", "direction", Criterion.builder("c", "m").rule(Rule.Linear.of(10, 0, 5)).build());
        refused("c/scaled", "direction",
                Criterion.builder("c", "m").direction(Criterion.Direction.LOWER_BETTER).rule(Rule.Scaled.identity(5)).build());
        refused("c/ratioToBest", "direction",
                Criterion.builder("c", "m").direction(Criterion.Direction.UNORDERED).rule(Rule.RatioToBest.hundred()).build());
        refused("c/rules[1]/bands[1]", "direction",
                Criterion.builder("c", "m").rule(Rule.BestOf.of(Rule.Linear.of(0, 1, 1), falling)).build());
        refused("c/rules[school]/bands[1]", "direction", Criterion.builder("c", "m")
                .rule(new Rule.Keyed(Rule.Keyed.Key.UNIT_TYPE, Map.of("school", falling), new Rule.NotApplicable())).build());
        // Places are counted from the worst to the best, whichever way is better.
        Rule places = new Rule.QuantileBands(List.of(Band.of("[0;50)", 3), Band.of("[50;100]", 1)),
                Rule.QuantileBands.Ties.HALF, 1);
        refused("c/bands[1]", "direction",
                Criterion.builder("c", "m").direction(Criterion.Direction.LOWER_BETTER).rule(places).build());
    }

    @Test
    void matricesAreCheckedAlongBothAxes() {
        Rule.Bands status = Rule.Bands.of("[0;10]", Band.labelled("[0;5)", "low"), Band.labelled("[5;10]", "high"));
        Rule.Bands change = Rule.Bands.of("[-10;10]", Band.labelled("[-10;0)", "down"), Band.labelled("[0;10]", "up"));
        Rule.Matrix.Axis axis = new Rule.Matrix.Axis(
                Source.change(Source.metric("m")), Criterion.Precision.exact(), Criterion.Direction.HIGHER_BETTER);
        refused("c/cells[1][1]", "direction", Criterion.builder("c", "m").rule(new Rule.Matrix(status, change, axis, List.of(
                List.of(new Rule.Cell(0, ""), new Rule.Cell(2, "")), List.of(new Rule.Cell(1, ""), new Rule.Cell(1, "")))))
                        .build());
        refused("cells[1]", "matrix-size", () -> new Rule.Matrix(status, change, axis, List.of(
                List.of(new Rule.Cell(0, ""), new Rule.Cell(2, "")), List.of(new Rule.Cell(1, "")))));
        refused("cells", "matrix-size", () -> new Rule.Matrix(status, change, axis, List.of()));
        refused("status", "matrix-axis", () -> new Rule.Matrix(
                Rule.Bands.of("[0;10]", Band.of("[0;10]", 1)), change, axis,
                List.of(List.of(new Rule.Cell(0, ""), new Rule.Cell(2, "")))));
        Rule.Bands torn = Rule.Bands.of("[-10;10]", Band.labelled("[-10;0)", "down"), Band.labelled("(0;10]", "up"));
        refused("c/change[1]", "bands-gap", Criterion.builder("c", "m").rule(new Rule.Matrix(status, torn, axis, List.of(
                List.of(new Rule.Cell(0, ""), new Rule.Cell(2, "")), List.of(new Rule.Cell(1, ""), new Rule.Cell(3, "")))))
                        .build());
    }

    @Test
    void weightsAddUp() {
        refused("r/weights", "weights-sum", mean("r", Units.ofHundred("a", 0.5), Units.ofHundred("b", 0.4)));
        refused("k/weights", "weights-sum", sum("r", mean("k", Units.ofHundred("a", 0.5), Units.ofHundred("b", 0.500001))));
        // Ten tenths are one, though in binary arithmetic they are not.
        assertThat(Units.methodology(Group.builder("r", Group.Aggregation.WEIGHTED_MEAN)
                .addAll(java.util.stream.IntStream.range(0, 10).mapToObj(i -> Units.ofHundred("a" + i, 0.1)).toList()).build()))
                .isNotNull();
        assertThat(Units.methodology(Group.builder("r", Group.Aggregation.WEIGHTED_MEAN).weightTotal(2)
                .add(Units.ofHundred("a"), Units.ofHundred("b")).build())).isNotNull();
        refused("r/weights", "weights-unused",
                Group.builder("r", Group.Aggregation.BEST).add(Units.ofHundred("a", 0.5), Units.ofHundred("b", 0.5)).build());
        refused("", "weight", () -> Units.ofHundred("a", 0));
        refused("", "weight", () -> Units.ofHundred("a", -1));
        refused("", "weight", () -> Units.ofHundred("a", Double.NaN));
    }

    private static Group.Builder twoParts() {
        return Group.builder("r", Group.Aggregation.WEIGHTED_MEAN).add(Units.ofHundred("a", 0.5), Units.ofHundred("b", 0.5));
    }

    @Test
    void otherWeightsNameExistingPartsAndAddUp() {
        refused("r/weightSets[0]", "unknown-reference",
                twoParts().weightSet(Group.WeightSet.without(Set.of("x"), Map.of("a", 0.5, "b", 0.5))).build());
        refused("r/weightSets[0]", "weights-incomplete",
                twoParts().weightSet(Group.WeightSet.without(Set.of("a"), Map.of("a", 0.5, "b", 0.5))).build());
        refused("r/weightSets[0]", "weights-sum", twoParts().weightSet(Group.WeightSet.without(Set.of("a"), Map.of("b", 0.9)))
                .build());
        refused("r/weightSets[0]", "weights-incomplete",
                twoParts().weightSet(Group.WeightSet.without(Set.of("a", "b"), Map.of())).build());
        refused("r/weightSets[1]", "weights-shadowed", twoParts()
                .weightSet(Group.WeightSet.without(Set.of("a"), Map.of("b", 1.0)))
                .weightSet(new Group.WeightSet(Set.of("a"), Set.of(UnitType.SCHOOL), Map.of("b", 1.0))).build());
        refused("r/weightSets[0]", "unit-types", twoParts()
                .weightSet(new Group.WeightSet(Set.of(), Set.of(UnitType.HEAD), Map.of("a", 0.1, "b", 0.9))).build());
        refused("", "weights-always", () -> new Group.WeightSet(Set.of(), Set.of(), Map.of("a", 1.0)));
        refused("r/weightSets[0]", "max-points", sum("r", Units.ofHundred("a"), Units.ofHundred("b")).toBuilder()
                .weightSet(Group.WeightSet.without(Set.of("a"), Map.of("b", 3.0))).build());
    }

    @Test
    void codesAreUniqueAndReferencesExist() {
        refused("k/A", "duplicate-code", sum("r", Units.ofHundred("a"),
                sum("k", Criterion.builder("A", "m").rule(Rule.Scaled.identity(1)).build())));
        refused("r/caps[0]", "unknown-reference", sum("r", Units.ofHundred("a")).toBuilder()
                .cap(new Group.Cap(List.of(Condition.points("x", "[0;5)")), 10)).build());
        refused("r/caps[0]", "cap-unreachable", sum("r", Units.ofHundred("a")).toBuilder()
                .cap(new Group.Cap(List.of(Condition.points("a", "[0;5)")), 101)).build());
        refused("k/caps[0]", "cap-reference", sum("r", Units.ofHundred("a"), sum("k", Units.ofHundred("b")).toBuilder()
                .cap(new Group.Cap(List.of(Condition.points("r", "[0;5)")), 10)).build()));
        refused("r/caps[0]", "condition-value", sum("r", sum("k", Units.ofHundred("b"))).toBuilder()
                .cap(new Group.Cap(List.of(Condition.value("k", "[0;5)")), 10)).build());
        refused("", "condition", () -> new Condition(List.of("a"), Condition.Of.POINTS, Range.all(), 2));
        refused("", "condition", () -> new Group.Cap(List.of(), 1));
    }

    private static Methodology.Builder withLevels(LevelScale scale, String... ranges) {
        List<Level> levels = new java.util.ArrayList<>();
        for (String range : ranges) {
            levels.add(Level.of("l" + levels.size(), Title.of("x"), range));
        }
        return Methodology.builder("test", "1").root(sum("r", Units.ofHundred("a"), Units.ofHundred("b"))).levels(scale, levels);
    }

    @Test
    void levelsPartitionTheTotalInOrder() {
        assertThat(withLevels(LevelScale.POINTS, "[0;50)", "[50;200]").build().levels()).hasSize(2);
        assertThat(withLevels(LevelScale.PERCENT, "[0;50)", "[50;100]").build().levels()).hasSize(2);
        assertThat(withLevels(LevelScale.PERCENT, "(-inf;50)", "[50;inf)").build().levels()).hasSize(2);
        assertThat(withLevels(LevelScale.POINTS, "[0;49]", "[50;200]").rounding(Rounding.total(0)).build().levels()).hasSize(2);
        refused("levels[1]", "bands-gap", () -> withLevels(LevelScale.POINTS, "[0;49]", "[50;200]").build());
        refused("levels[1]", "bands-gap", () -> withLevels(LevelScale.POINTS, "[0;50)", "[50;100]").build());
        refused("levels[1]", "band-outside", () -> withLevels(LevelScale.PERCENT, "[0;50)", "[50;200]").build());
        refused("levels[2]", "level-unreachable", () -> withLevels(LevelScale.PERCENT, "[0;50)", "[50;100]", "(100;200]")
                .build());
        refused("levels[0]", "levels-order", () -> withLevels(LevelScale.PERCENT, "[50;100]", "[0;50)").build());
        refused("levels[0]", "level-unreachable", () -> withLevels(LevelScale.PERCENT, "empty", "[0;100]").build());
        refused("levels[1]", "duplicate-code", () -> Methodology.builder("test", "1").root(Units.ofHundred("a"))
                .levels(LevelScale.POINTS, Level.of("a", Title.of("a"), "[0;50)"), Level.of("A", Title.of("a"), "[50;100]"))
                .build());
        refused("vetoes[0]", "unknown-reference", () -> withLevels(LevelScale.PERCENT, "[0;50)", "[50;100]")
                .veto(new Methodology.Veto(List.of(Condition.points("a", "[0;5)")), "x")).build());
        refused("vetoes[0]", "unknown-reference", () -> withLevels(LevelScale.PERCENT, "[0;50)", "[50;100]")
                .veto(new Methodology.Veto(List.of(Condition.points("x", "[0;5)")), "l0")).build());
        refused("vetoes[0]", "veto-no-effect", () -> withLevels(LevelScale.PERCENT, "[0;50)", "[50;100]")
                .veto(new Methodology.Veto(List.of(Condition.points("a", "[0;5)")), "l1")).build());
        refused("vetoes[0]", "unknown-reference", () -> Methodology.builder("test", "1").root(Units.ofHundred("a"))
                .veto(new Methodology.Veto(List.of(Condition.points("a", "[0;5)")), "l1")).build());
    }

    @Test
    void maximaAreThoseOfTheRules() {
        refused("c", "max-points", Criterion.builder("c", "m").rule(Rule.Linear.of(0, 1, 5)).maxPoints(6).build());
        refused("c", "max-points", Criterion.builder("c", "m").rule(Rule.Bands.of("[0;1]", Band.of("[0;1]", 0))).build());
        refused("r", "max-points", sum("r", Units.ofHundred("a")).toBuilder().maxPoints(99).build());
        assertThat(Units.methodology(sum("r", Units.ofHundred("a")).toBuilder().maxPoints(100).build()).root().maxPoints())
                .isEqualTo(100);
        Criterion ten = Criterion.builder("b", "b").rule(Rule.Scaled.identity(10)).weight(0.5).build();
        refused("r", "max-points", mean("r", Units.ofHundred("a", 0.5), ten));
        assertThat(Units.methodology(mean("r", Units.ofHundred("a", 0.5), ten).toBuilder().maxPoints(1).build()).root()
                .maxPoints())
                .isEqualTo(1);
        refused("r", "group-empty", sum("r"));
        refused("c", "not-applicable", Criterion.builder("c", "m").rule(new Rule.NotApplicable()).build());
    }

    @Test
    void treesAndRulesAreBounded() {
        Node deep = Units.ofHundred("a");
        for (int i = 0; i < 11; i++) {
            deep = sum("g" + i, deep);
        }
        assertThat(Units.methodology(deep).root().maxPoints()).isEqualTo(100);
        for (int i = 11; i < 20_000; i++) {
            deep = sum("g" + i, deep);
        }
        Node tooDeep = deep;
        assertThatExceptionOfType(MethodologyException.class).isThrownBy(() -> Units.methodology(tooDeep))
                .satisfies(e -> assertThat(e.rule()).isEqualTo("depth"));
        List<Criterion> many = java.util.stream.IntStream.range(0, 5000).mapToObj(i -> Units.ofHundred("a" + i)).toList();
        refused("a4999", "size", Group.builder("r", Group.Aggregation.SUM).addAll(many).build());
        Rule nested = Rule.BestOf.of(Rule.BestOf.of(Rule.BestOf.of(Rule.BestOf.of(Rule.Scaled.identity(1)))));
        assertThat(nested.depth()).isEqualTo(5);
        refused("", "depth", () -> Rule.BestOf.of(nested));
        refused("", "depth", () -> new Rule.Keyed(Rule.Keyed.Key.PEER_GROUP, Map.of("x", nested), new Rule.NotApplicable()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[", "[1;2", "1;2", "[2;1]", "(1;1]", "[1;1)", "[a;b]", "[1;2;3]", "[NaN;1]", "[1e9;1e10]",
            "(inf;-inf)",
        "[0;1] ", "[1,5;2]]", "[0x1;2]"})
    void whatIsNotARangeIsRefused(String text) {
        if (text.equals("[0;1] ")) {
            assertThat(Range.parse(text)).hasToString("[0;1]");
        } else {
            refused("", "range", () -> Range.parse(text));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"[20;50) | [20;50)", "(8, 12] | (8;12]", "(-inf;2.5] | (-inf;2.5]",
            "[-0.50;+.5] | [-0.5;0.5]",
        "[0;inf] | [0;inf)", "empty | empty", "[5;5] | [5;5]"})
    void rangesAreWrittenAsTheyAreRead(String text, String written) {
        assertThat(Range.parse(text)).hasToString(written);
        assertThat(Range.parse(written)).isEqualTo(Range.parse(text)).hasSameHashCodeAs(Range.parse(text));
    }

    @Test
    void partsRefuseWhatTheyCannotBe() {
        refused("", "points", () -> Band.of("[0;1]", -1));
        refused("", "points", () -> Band.of("[0;1]", Double.NaN));
        refused("", "label", () -> new Band(Range.all(), 1, "a\nb"));
        refused("", "title", () -> Title.of(" "));
        refused("", "metric", () -> Source.metric("No Metric"));
        refused("", "metric", () -> new Source.Ratio(List.of(), List.of("a"), 1));
        refused("", "source", () -> Source.change(Source.change(Source.metric("a"))));
        refused("", "factor", () -> new Source.Metric("a", 0));
        refused("", "code", () -> Criterion.builder("a b", "m"));
        refused("", "code", () -> Group.builder("", Group.Aggregation.SUM));
        refused("", "decimals", () -> Criterion.Precision.of(-1));
        refused("", "decimals", () -> new Criterion.Precision(1, RoundingMode.UNNECESSARY));
        refused("", "rounding", () -> Rounding.eachStep(10));
        refused("", "neutral-share", () -> new Node.Missing(Node.Missing.Policy.ZERO, Node.Missing.Policy.ZERO, 1.1));
        refused("", "linear", () -> Rule.Linear.of(1, 1, 5));
        refused("", "bands-size", () -> Rule.Bands.of("[0;1]"));
        refused("bands[0]", "band-empty", () -> Rule.Bands.of("[0;1]", Band.of("empty", 1)));
        refused("", "minimum-n", () -> Criterion.builder("a", "m").minimumN(-1));
        refused("", "source", () -> Methodology.builder("a", "1").status(Methodology.Status.ORDER, " "));
        refused("", "metric", () -> Methodology.builder("Ab", "1"));
        refused("", "edition", () -> Methodology.builder("a", ""));
        refused("", "unit-types", () -> Methodology.builder("a", "1").unitTypes());
        refused("c/unitTypes", "unit-types",
                Criterion.builder("c", "m").rule(Rule.Scaled.identity(1)).unitTypes(Set.of(UnitType.HEAD)).build());
        refused("c/rules[head]", "unit-types", Criterion.builder("c", "m").rule(new Rule.Keyed(
                Rule.Keyed.Key.UNIT_TYPE, Map.of("head", Rule.Scaled.identity(1)), new Rule.NotApplicable())).build());
        assertThatThrownBy(() -> Methodology.builder("a", "1").build()).isInstanceOf(NullPointerException.class)
                .hasMessage("root");
        assertThatThrownBy(() -> Criterion.builder("a", "m").build()).isInstanceOf(NullPointerException.class).hasMessage("rule");
    }

    private static Methodology edition(String edition, String from, String to) {
        Methodology.Builder builder = Methodology.builder("noko", edition).root(Units.ofHundred("a"));
        if (from != null) {
            builder.validFrom(LocalDate.parse(from));
        }
        if (to != null) {
            builder.validTo(LocalDate.parse(to));
        }
        return builder.build();
    }

    @Test
    void theEditionInForceOnADay() {
        Methodology first = edition("1", "2018-10-23", "2024-10-04");
        Methodology second = edition("2", "2024-10-05", null);
        List<Methodology> both = List.of(second, first);
        assertThat(Methodology.at(both, "noko", LocalDate.parse("2018-10-22"))).isEmpty();
        assertThat(Methodology.at(both, "noko", LocalDate.parse("2018-10-23"))).contains(first);
        assertThat(Methodology.at(both, "noko", LocalDate.parse("2024-10-04"))).contains(first);
        assertThat(Methodology.at(both, "noko", LocalDate.parse("2024-10-05"))).contains(second);
        assertThat(Methodology.at(both, "noko", LocalDate.parse("2999-01-01"))).contains(second);
        assertThat(Methodology.at(List.of(first, second), "noko", LocalDate.parse("2024-10-04"))).contains(first);
        assertThat(Methodology.at(both, "other", LocalDate.parse("2020-01-01"))).isEmpty();
    }

    @Test
    void overlappingEditionsAndDatesOutOfOrderAreRefused() {
        LocalDate day = LocalDate.parse("2010-01-01");
        refused("noko", "editions-overlap", () -> Methodology.at(
                List.of(edition("1", null, "2020-01-01"), edition("2", "2020-01-01", null)), "noko", day));
        refused("noko", "editions-overlap", () -> Methodology.at(List.of(edition("1", null, null), edition("2", null, null)),
                "noko", day));
        refused("noko", "editions-overlap", () -> Methodology.at(
                List.of(edition("1", "2018-01-01", null), edition("2", "2020-01-01", "2020-12-31")), "noko", day));
        refused("validTo", "dates", () -> edition("1", "2020-01-02", "2020-01-01"));
        assertThat(edition("1", "2020-01-01", "2020-01-01").inForce(LocalDate.parse("2020-01-01"))).isTrue();
    }

    @Test
    void aMethodologyIsAValue() throws Exception {
        Methodology one = withLevels(LevelScale.PERCENT, "[0;50)", "[50;100]")
                .title(new Title("Оценка", "Assessment"))
                .status(Methodology.Status.REGIONAL, "приказ № 1")
                .unitTypes(UnitType.SCHOOL, UnitType.HEAD)
                .validFrom(LocalDate.parse("2020-01-01"))
                .veto(new Methodology.Veto(List.of(Condition.points("a", "[0;5)")), "l0"))
                .minimumWeight(0.5)
                .build();
        assertThat(one.toBuilder().build()).isEqualTo(one).hasSameHashCodeAs(one);
        assertThat(one.toBuilder().minimumWeight(0.6).build()).isNotEqualTo(one);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(one);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(one);
        }
        assertThat(one.title().in(Locale.forLanguageTag("ru-RU"))).isEqualTo("Оценка");
        assertThat(one.title().in(Locale.GERMAN)).isEqualTo("Assessment");
        assertThat(one.metrics()).containsExactly("ma", "mb");
        assertThat(one).hasToString("test 1 REGIONAL from 2020-01-01 [SCHOOL, HEAD] 2 indicators, at most 200");
        assertThatThrownBy(() -> one.levels().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> one.metrics().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> ((Group) one.root()).children().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
