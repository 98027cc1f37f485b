package io.github.eduindicators.criteria;

import static io.github.eduindicators.criteria.Units.NOW;
import static io.github.eduindicators.criteria.Units.SCHOOL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.eduindicators.EqualityLaw;
import io.github.eduindicators.criteria.Methodology.Level;
import io.github.eduindicators.criteria.Methodology.LevelScale;
import io.github.eduindicators.criteria.Methodology.Rounding;
import io.github.eduindicators.criteria.Methodology.Veto;
import io.github.eduindicators.criteria.Node.Missing;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.IndicatorValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the parts of a methodology are equal to, print, and refuse at the limits of their arguments. */
class CriteriaValuesTest {
    private static final Rule.Bands HALVES = Rule.Bands.of("[0;100]", Band.of("[0;50)", 0), Band.of("[50;100]", 4));

    private static void refused(String rule, String text, ThrowingCallable call) {
        assertThatExceptionOfType(MethodologyException.class).isThrownBy(call)
                .satisfies(e -> assertThat(e.rule()).isEqualTo(rule))
                .withMessageContaining(text);
    }

    private static Criterion.Builder criterion() {
        return Criterion.builder("c", "m")
                .title(new Title("Доля", "Share"))
                .rule(HALVES)
                .weight(2)
                .minimumN(5)
                .evidence("  the website ")
                .decimals(1)
                .maxPoints(4)
                .unitTypes(Set.of(UnitType.SCHOOL))
                .missing(Missing.strict());
    }

    @Test
    void criteriaAreEqualInAllTheyHave() {
        EqualityLaw.holds(criterion().build(), criterion().build(),
                Criterion.builder("d", "m").title(new Title("Доля", "Share")).rule(HALVES).weight(2).minimumN(5).evidence("the website")
                        .decimals(1).maxPoints(4).unitTypes(Set.of(UnitType.SCHOOL)).missing(Missing.strict()).build(),
                Criterion.builder("c", "n").title(new Title("Доля", "Share")).rule(HALVES).weight(2).minimumN(5).evidence("the website")
                        .decimals(1).maxPoints(4).unitTypes(Set.of(UnitType.SCHOOL)).missing(Missing.strict()).build(),
                criterion().title(new Title("Доли", "Share")).build(),
                criterion().direction(Criterion.Direction.UNORDERED).build(),
                criterion().decimals(2).build(),
                criterion().rule(Rule.Bands.of("[0;100]", Band.of("[0;60)", 0), Band.of("[60;100]", 4))).build(),
                criterion().maxPoints(5).build(),
                criterion().weight(3).build(),
                criterion().minimumN(6).build(),
                criterion().evidence("another").build(),
                criterion().unitTypes(Set.of()).build(),
                criterion().missing(Missing.of(Missing.Policy.ZERO)).build());
        EqualityLaw.holds(criterion().build(), criterion().build().toBuilder().build());
        assertThat(criterion().build()).hasToString("c Share (m, at most 4)");
        assertThat(criterion().build().evidence()).isEqualTo("the website");
        assertThat(criterion().build().title().in(new Locale("ru"))).isEqualTo("Доля");
        assertThat(criterion().build().missing()).contains(Missing.strict());
        assertThat(Criterion.builder("c", "m").rule(HALVES).build().missing()).isEmpty();
        assertThat(Criterion.builder("c", "m").rule(HALVES).build().title()).isEqualTo(Title.of("c"));
        assertThat(Criterion.builder("c", "m").rule(HALVES).build().unitTypes()).isEmpty();
    }

    private static Group.Builder group() {
        return Group.builder("g", Group.Aggregation.SUM)
                .title(Title.of("Both"))
                .add(Units.ofHundred("a"), Units.ofHundred("b"))
                .weight(2)
                .maxPoints(200)
                .weightTotal(2)
                .minimumWeight(0.5)
                .missing(Missing.strict())
                .childrenMissing(Missing.strict())
                .weightSet(Group.WeightSet.without(Set.of("a"), Map.of("b", 2.0)))
                .cap(new Group.Cap(List.of(Condition.value("a", "[0;1]")), 50));
    }

    @Test
    void groupsAreEqualInAllTheyHave() {
        EqualityLaw.holds(group().build(), group().build(),
                Group.builder("h", Group.Aggregation.SUM).title(Title.of("Both")).add(Units.ofHundred("a"), Units.ofHundred("b"))
                        .weight(2).maxPoints(200).weightTotal(2).minimumWeight(0.5).missing(Missing.strict())
                        .childrenMissing(Missing.strict()).weightSet(Group.WeightSet.without(Set.of("a"), Map.of("b", 2.0)))
                        .cap(new Group.Cap(List.of(Condition.value("a", "[0;1]")), 50)).build(),
                group().title(Title.of("All")).build(),
                group().add(Units.ofHundred("c")).build(),
                group().weightSet(Group.WeightSet.without(Set.of("b"), Map.of("a", 2.0))).build(),
                group().cap(new Group.Cap(List.of(Condition.value("b", "[0;1]")), 50)).build(),
                group().weight(3).build(),
                group().maxPoints(201).build(),
                group().weightTotal(3).build(),
                group().minimumWeight(0.6).build(),
                group().missing(Missing.of(Missing.Policy.ZERO)).build(),
                group().childrenMissing(Missing.of(Missing.Policy.ZERO)).build());
        Group.Builder[] plain = {Group.builder("g", Group.Aggregation.SUM), Group.builder("g", Group.Aggregation.MIN)};
        EqualityLaw.holds(plain[0].add(Units.ofHundred("a")).build(),
                Group.builder("g", Group.Aggregation.SUM).add(Units.ofHundred("a")).build(),
                plain[1].add(Units.ofHundred("a")).build());
        EqualityLaw.holds(group().build(), group().build().toBuilder().build());
        assertThat(group().build()).hasToString("g Both (SUM of 2, at most 200)");
        assertThat(group().build().title()).isEqualTo(Title.of("Both"));
        assertThat(group().build().minimumWeight()).hasValue(0.5);
        assertThat(group().build().declaredMaxPoints()).hasValue(200);
        assertThat(plain[0].build().declaredMaxPoints()).isEmpty();
        assertThat(plain[0].build().minimumWeight()).isEmpty();
        assertThat(plain[0].build().weightTotal()).isEmpty();
        assertThat(Group.builder("g", Group.Aggregation.GEOMETRIC).build().weightTotal()).hasValue(1);
        assertThat(Group.builder("g", Group.Aggregation.WEIGHTED_MEAN).build().weightTotal()).hasValue(1);
        assertThat(Group.builder("g", Group.Aggregation.BEST).build().weightTotal()).isEmpty();
        refused("condition", "a cap", () -> new Group.Cap(List.of(), 1));
        refused("weights-always", "not available", () -> new Group.WeightSet(Set.of(), Set.of(), Map.of()));
        assertThat(new Group.WeightSet(Set.of(), Set.of(UnitType.SCHOOL), Map.of()).unitTypes()).containsExactly(UnitType.SCHOOL);
    }

    private static Methodology.Builder methodology() {
        return Methodology.builder("id", "1")
                .title(Title.of("Name"))
                .status(Methodology.Status.ORDER, " No 1 ")
                .validFrom(LocalDate.of(2023, 1, 1))
                .validTo(LocalDate.of(2023, 12, 31))
                .unitTypes(UnitType.SCHOOL, UnitType.MUNICIPALITY)
                .root(Units.ofHundred("a"))
                .levels(LevelScale.POINTS, Level.of("low", Title.of("low"), "[0;50)"), Level.of("high", Title.of("high"), "[50;100]"))
                .rounding(Rounding.never())
                .missing(Missing.strict())
                .minimumWeight(0.5);
    }

    @Test
    void methodologiesAreEqualInAllTheyHave() {
        Veto veto = new Veto(List.of(Condition.points("a", "[0;10]")), "low");
        EqualityLaw.holds(methodology().build(), methodology().build(),
                methodology().title(Title.of("Other")).build(),
                methodology().status(Methodology.Status.REGIONAL, "No 1").build(),
                methodology().status(Methodology.Status.ORDER, "No 2").build(),
                methodology().validFrom(LocalDate.of(2023, 1, 2)).build(),
                methodology().validTo(LocalDate.of(2023, 12, 30)).build(),
                methodology().unitTypes(UnitType.SCHOOL).build(),
                methodology().root(Units.ofHundred("b")).build(),
                methodology().levels(LevelScale.PERCENT, methodology().build().levels()).build(),
                methodology().levels(LevelScale.POINTS, Level.of("all", Title.of("all"), "[0;100]")).build(),
                methodology().veto(veto).build(),
                methodology().rounding(Rounding.total(9)).build(),
                methodology().missing(Missing.of(Missing.Policy.ZERO)).build(),
                methodology().minimumWeight(0.6).build());
        Methodology plain = Methodology.builder("id", "1").root(Units.ofHundred("a")).build();
        EqualityLaw.holds(plain, Methodology.builder("id", "1").root(Units.ofHundred("a")).build(),
                Methodology.builder("id2", "1").root(Units.ofHundred("a")).build(),
                Methodology.builder("id", "2").root(Units.ofHundred("a")).build());
        EqualityLaw.holds(methodology().veto(veto).build(), methodology().veto(veto).build().toBuilder().build());
        assertThat(methodology().build().metrics()).containsExactly("ma");
        assertThat(methodology().build())
                .hasToString("id 1 ORDER from 2023-01-01 to 2023-12-31 " + methodology().build().unitTypes() + " 1 indicators, at most 100");
        assertThat(plain).hasToString("id 1 EXAMPLE [SCHOOL] 1 indicators, at most 100");
        assertThat(Level.of("low", Title.of("l"), "[0;50)")).hasToString("low [0;50)");
        refused("condition", "a veto", () -> new Veto(List.of(), "low"));
    }

    @Test
    void namesOfMethodologiesAreShort() {
        String sixty = "a".repeat(60);
        assertThat(Methodology.builder(sixty, sixty).root(Units.ofHundred("a")).build().id()).isEqualTo(sixty);
        refused("id", "got 61", () -> Methodology.builder(sixty + "a", "1"));
        refused("edition", "got 61", () -> Methodology.builder("a", sixty + "a"));
        refused("edition", "got 0", () -> Methodology.builder("a", "  "));
        refused("source", "got 0", () -> methodology().status(Methodology.Status.ORDER, " "));
        refused("source", "got 4001", () -> methodology().status(Methodology.Status.REGIONAL, "x".repeat(4001)));
        assertThat(methodology().status(Methodology.Status.REGIONAL, "x".repeat(4000)).build().source()).hasSize(4000);
        assertThat(methodology().status(Methodology.Status.REGIONAL, "").build().source()).isEmpty();
        refused("unit-types", "got none", () -> methodology().unitTypes());
        assertThat(methodology().build().inForce(LocalDate.of(2022, 12, 31))).isFalse();
        assertThat(methodology().build().inForce(LocalDate.of(2023, 1, 1))).isTrue();
        assertThat(methodology().build().inForce(LocalDate.of(2023, 12, 31))).isTrue();
        assertThat(methodology().build().inForce(LocalDate.of(2024, 1, 1))).isFalse();
    }

    @Test
    void roundingAndPrecisionHaveUpToNineDecimals() {
        refused("rounding", "10", () -> Rounding.total(10));
        refused("rounding", "-1", () -> Rounding.eachStep(-1));
        refused("rounding", "UNNECESSARY", () -> new Rounding(Rounding.When.TOTAL, 2, RoundingMode.UNNECESSARY));
        assertThat(Rounding.total(9)).hasToString("TOTAL 9 HALF_UP");
        assertThat(Rounding.eachStep(0)).hasToString("EACH_STEP 0 HALF_UP");
        assertThat(Rounding.never()).hasToString("NEVER");
        refused("decimals", "10", () -> Criterion.Precision.of(10));
        refused("decimals", "-1", () -> Criterion.Precision.of(-1));
        refused("decimals", "-2", () -> new Criterion.Precision(-2, RoundingMode.HALF_UP));
        refused("decimals", "UNNECESSARY", () -> new Criterion.Precision(2, RoundingMode.UNNECESSARY));
        assertThat(Criterion.Precision.of(9)).hasToString("9 HALF_UP");
        assertThat(Criterion.Precision.of(0).isExact()).isFalse();
        assertThat(Criterion.Precision.exact()).hasToString("exact");
        assertThat(Criterion.Precision.exact().isExact()).isTrue();
        BigDecimal third = new BigDecimal("0.3333333333333333333333333333333333");
        assertThat(Criterion.Precision.exact().round(third)).isSameAs(third);
        assertThat(Criterion.Precision.of(1).round(third)).isEqualTo("0.3");
        // What is rounded up stays at most the maximum, rounded down.
        assertThat(Rounding.total(0).last(new BigDecimal("2.5"), new BigDecimal("2.5"))).isEqualTo("2");
        assertThat(Rounding.total(0).last(new BigDecimal("2.5"), new BigDecimal("3"))).isEqualTo("3");
        assertThat(Rounding.total(0).step(new BigDecimal("2.5"), new BigDecimal("3"))).isEqualTo("2.5");
        assertThat(Rounding.eachStep(0).step(new BigDecimal("2.5"), new BigDecimal("3"))).isEqualTo("3");
        assertThat(Rounding.never().last(new BigDecimal("2.5"), new BigDecimal("3"))).isEqualTo("2.5");
    }

    @Test
    void criteriaHoldTheirLimits() {
        refused("minimum-n", "-1", () -> criterion().minimumN(-1));
        assertThat(criterion().minimumN(0).build().minimumN()).isZero();
        refused("evidence", "4001", () -> criterion().evidence("x".repeat(4001)));
        assertThat(criterion().evidence("x".repeat(4000)).build().evidence()).hasSize(4000);
        for (double bad : new double[] {0, -1, Double.NaN, 1e12 + 1}) {
            refused("weight", "weight must be", () -> criterion().weight(bad));
        }
        assertThat(criterion().weight(1e12).build().weight()).isEqualTo(1e12);
        for (double bad : new double[] {-1, Double.NaN, 1e12 + 1}) {
            refused("points", "points must be", () -> criterion().maxPoints(bad));
        }
        assertThat(criterion().maxPoints(0).build().maxPoints()).isZero();
        assertThat(criterion().maxPoints(1e12).build().maxPoints()).isEqualTo(1e12);
        for (double bad : new double[] {-0.1, 1.1, Double.NaN}) {
            refused("minimum-weight", "minimum weight must be", () -> group().minimumWeight(bad));
        }
        assertThat(group().minimumWeight(0).build().minimumWeight()).hasValue(0);
        assertThat(group().minimumWeight(1).build().minimumWeight()).hasValue(1);
    }

    @Test
    void textsAreOneLineAndShort() {
        assertThat(Title.of("t".repeat(1000)).ru()).hasSize(1000);
        refused("title", "got 1001", () -> Title.of("t".repeat(1001)));
        refused("title", "got 0", () -> Title.of(" "));
        refused("title", "control characters", () -> Title.of("a\nb"));
        assertThat(new Title("да", "yes")).hasToString("yes");
        assertThat(new Title("да", "yes").in(Locale.ENGLISH)).isEqualTo("yes");
        assertThat(new Rule.Cell(0, "l".repeat(200)).label()).hasSize(200);
        refused("label", "got 201", () -> new Rule.Cell(0, "l".repeat(201)));
        refused("label", "control", () -> new Rule.Cell(0, "a\tb"));
        refused("metric", "…", () -> Source.metric("X".repeat(61)));
        assertThatExceptionOfType(MethodologyException.class).isThrownBy(() -> Source.metric("X".repeat(60)))
                .withMessageContaining("X".repeat(60) + " [");
        refused("code", "got ", () -> Criterion.builder("c".repeat(41), "m"));
        assertThat(Criterion.builder("c".repeat(40), "m").rule(HALVES).build().code()).hasSize(40);
    }

    @Test
    void rulesHoldTheirLimits() {
        refused("range", "empty one", () -> new Rule.Bands(Range.empty(), HALVES.bands()));
        refused("bands-size", "got 0", () -> Rule.Bands.of("[0;1]"));
        refused("bands-size", "got 1001", () -> new Rule.Bands(Range.all(), Collections.nCopies(1001, Band.of("[0;1]", 0))));
        assertThat(new Rule.Bands(Range.all(), Collections.nCopies(1000, Band.of("[0;1]", 0))).bands()).hasSize(1000);
        refused("minimum-peers", "got 0", () -> new Rule.QuantileBands(HALVES.bands(), Rule.QuantileBands.Ties.WORSE, 0));
        assertThat(new Rule.QuantileBands(HALVES.bands(), Rule.QuantileBands.Ties.WORSE, 1).maxPoints()).isEqualTo(4);
        refused("minimum-peers", "got 0", () -> new Rule.RatioToBest(1, Rule.RatioToBest.Scale.RATIO, 0));
        refused("best-of-size", "got 0", Rule.BestOf::of);
        refused("best-of-size", "got 51", () -> new Rule.BestOf(Collections.nCopies(51, HALVES)));
        assertThat(new Rule.BestOf(Collections.nCopies(50, HALVES)).maxPoints()).isEqualTo(4);
        Rule.NotApplicable no = new Rule.NotApplicable();
        refused("keyed-size", "got 0", () -> new Rule.Keyed(Rule.Keyed.Key.UNIT_TYPE, Map.of(), no));
        Rule.Keyed keyed = new Rule.Keyed(Rule.Keyed.Key.UNIT_TYPE, Map.of("school", Rule.BestOf.of(HALVES, Rule.Scaled.identity(7))), no);
        assertThat(keyed.depth()).isEqualTo(3);
        assertThat(keyed.maxPoints()).isEqualTo(7);
        assertThat(new Rule.Keyed(Rule.Keyed.Key.UNIT_TYPE, Map.of("school", no), Rule.BestOf.of(HALVES)).depth()).isEqualTo(3);
        assertThat(new Rule.Keyed(Rule.Keyed.Key.UNIT_TYPE, Map.of("school", no), HALVES).maxPoints()).isEqualTo(4);
        refused("linear", "0.0 twice", () -> Rule.Linear.of(0, -0.0, 1));
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            refused("from", "from must be finite", () -> Rule.Linear.of(bad, 1, 1));
            refused("to", "to must be finite", () -> Rule.Linear.of(1, bad, 1));
        }
        assertThat(new Rule.Linear(0, 1, 5, 2, Rule.Linear.Outside.CLAMP).maxPoints()).isEqualTo(5);
        refused("source", "got ", () -> new Source.Change(Source.metric("m"), 0));
        refused("source", "got ", () -> new Source.Change(Source.metric("m"), 11));
        refused("source", "got ", () -> Source.change(Source.change(Source.metric("m"))));
        assertThat(new Source.Change(Source.metric("m"), 10)).hasToString("change(m, 10)");
        assertThat(Source.change(Source.percent("m"))).hasToString("change(100·m)");
        assertThat(Source.percent("a", "b")).hasToString("100·a/b");
        assertThat(new Source.Ratio(List.of("a", "b"), List.of("c"), 1)).hasToString("(a+b)/c");
        refused("metric", "got 0", () -> new Source.Ratio(List.of(), List.of("c"), 1));
        refused("metric", "got 51", () -> new Source.Ratio(Collections.nCopies(51, "a"), List.of("c"), 1));
        assertThat(new Source.Ratio(Collections.nCopies(50, "a"), List.of("c"), 1).numerator()).hasSize(50);
    }

    @Test
    void conditionsNameNodesAndHowMany() {
        Range range = Range.closed(0, 1);
        refused("condition", "0 and 1", () -> new Condition(List.of(), Condition.Of.VALUE, range, 1));
        refused("condition", "1 and 0", () -> new Condition(List.of("a"), Condition.Of.VALUE, range, 0));
        refused("condition", "1 and 2", () -> new Condition(List.of("a"), Condition.Of.VALUE, range, 2));
        refused("condition", "1001 and 1", () -> new Condition(Collections.nCopies(1001, "a"), Condition.Of.VALUE, range, 1));
        assertThat(new Condition(Collections.nCopies(1000, "a"), Condition.Of.VALUE, range, 1000).codes()).hasSize(1000);
        assertThat(new Condition(List.of("a", "b"), Condition.Of.PERCENT, range, 2)).hasToString("2 of [a, b] PERCENT in [0;1]");
        assertThat(Condition.value("a", "(0;1]")).hasToString("a VALUE in (0;1]");
        assertThat(Condition.points("a", "(0;1]").of()).isEqualTo(Condition.Of.POINTS);
    }

    @Test
    void rangesAreMadeBySevenNames() {
        assertThat(Range.closed(1, 2)).hasToString("[1;2]").isEqualTo(Range.parse("[1;2]"));
        assertThat(Range.open(1, 2)).hasToString("(1;2)").isEqualTo(Range.parse("(1;2)"));
        assertThat(Range.closedOpen(1, 2)).hasToString("[1;2)").isEqualTo(Range.parse("[1;2)"));
        assertThat(Range.openClosed(1, 2)).hasToString("(1;2]").isEqualTo(Range.parse("(1;2]"));
        assertThat(Range.atLeast(1)).hasToString("[1;inf)").isEqualTo(Range.parse("[1;inf)"));
        assertThat(Range.moreThan(1)).hasToString("(1;inf)").isEqualTo(Range.parse("(1;inf)"));
        assertThat(Range.atMost(1)).hasToString("(-inf;1]").isEqualTo(Range.parse("(-inf;1]"));
        assertThat(Range.lessThan(1)).hasToString("(-inf;1)").isEqualTo(Range.parse("(-inf;1)"));
        assertThat(Range.all()).hasToString("(-inf;inf)").isEqualTo(Range.parse("[-inf;inf]"));
        assertThat(Range.empty()).hasToString("empty").isSameAs(Range.parse(" empty "));
        EqualityLaw.holds(Range.closed(1, 2), Range.closed(1, 2), Range.closed(0, 2), Range.closed(1, 3), Range.open(1, 2),
                Range.closedOpen(1, 2), Range.openClosed(1, 2));
        assertThat(Range.openClosed(1, 2).hasLower()).isFalse();
        assertThat(Range.openClosed(1, 2).hasUpper()).isTrue();
        assertThat(Range.closed(-0.0, 2)).isEqualTo(Range.closed(0, 2)).hasSameHashCodeAs(Range.closed(0, 2));
        assertThat(Range.closed(-2, -0.0)).hasSameHashCodeAs(Range.closed(-2, 0.0));
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            refused("range", "finite", () -> Range.atLeast(bad));
            refused("range", "finite", () -> Range.moreThan(bad));
            refused("range", "finite", () -> Range.atMost(bad));
            refused("range", "finite", () -> Range.lessThan(bad));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "[1;2]|1,1.5,2|0.99,2.01", "(1;2)|1.01,1.99|1,2", "[1;2)|1,1.99|0.99,2", "(1;2]|1.01,2|1,2.01", "[1;inf)|1,1e300|0.99",
        "(-inf;1]|-1e300,1|1.01", "(-inf;1)|0.99|1", "empty||0,1", "[3;3]|3|2.99,3.01"
    })
    void rangesHaveTheirNumbers(String text, String inside, String outside) {
        Range range = Range.parse(text);
        for (String number : inside == null ? new String[0] : inside.split(",")) {
            assertThat(range.contains(Double.parseDouble(number))).as(number).isTrue();
            assertThat(range.contains(new BigDecimal(number))).as(number).isTrue();
        }
        for (String number : outside.split(",")) {
            assertThat(range.contains(Double.parseDouble(number))).as(number).isFalse();
            assertThat(range.contains(new BigDecimal(number))).as(number).isFalse();
        }
        assertThat(range.contains(Double.NaN)).isFalse();
        assertThat(range.isEmpty()).isEqualTo(text.equals("empty"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[2;1]", "(1;1]", "[1;1)", "(1;1)", "[inf;inf]", "[1;2"})
    void rangesWithoutNumbersAreRefused(String text) {
        refused("range", "range", () -> Range.parse(text));
    }

    @Test
    void longTextsAreCutInMessages() {
        refused("range", "[" + "1".repeat(59) + "…", () -> Range.parse("[" + "1".repeat(300)));
        assertThatExceptionOfType(MethodologyException.class).isThrownBy(() -> Range.parse("1".repeat(60)))
                .withMessageContaining("1".repeat(60) + " [range]");
        assertThat(Range.parse("[0;1]" + " ".repeat(95))).isEqualTo(Range.closed(0, 1));
    }

    @Test
    void numbersArePrintedShort() {
        assertThat(Decimals.text(Double.NaN)).isEqualTo("NaN");
        assertThat(Decimals.text(Double.NEGATIVE_INFINITY)).isEqualTo("-inf");
        assertThat(Decimals.text(-0.0)).isEqualTo("0");
        assertThat(Decimals.text(1e20)).isEqualTo("100000000000000000000");
        assertThat(Decimals.text(1e21)).isEqualTo("1E+21");
        assertThat(Decimals.text(1e-20)).isEqualTo("0.00000000000000000001");
        assertThat(Decimals.text(1e-21)).isEqualTo("1E-21");
    }

    private static Scorecard card(Methodology methodology, double value) {
        return Units.one().has("ma", value).card(methodology);
    }

    @Test
    void scorecardsAndScoresAreEqualInAllTheyHave() {
        Methodology methodology = methodology().build();
        EqualityLaw.holds(card(methodology, 60), card(methodology, 60),
                card(methodology, 61),
                card(methodology, 20),
                card(methodology().title(Title.of("Other")).build(), 60),
                Units.one().has(Units.school(2), "ma", 60).by(methodology).of(Units.school(2)).orElseThrow());
        assertThat(card(methodology, 60).methodology()).isSameAs(methodology);
        assertThat(card(methodology, 60)).hasToString("s1 2023 a 60 of 100 high");
        assertThat(card(methodology, 60).total().title()).isEqualTo(Title.of("a"));
        EqualityLaw.holds(card(methodology, 60).total(), card(methodology, 60).total(), card(methodology, 61).total(),
                Units.one().has("ma", IndicatorValue.notApplicable("x")).card(methodology).total(),
                Units.one().has("ma", IndicatorValue.notApplicable("y")).card(methodology).total());
        Scorecards run = Units.one().has("ma", 60).by(methodology);
        EqualityLaw.holds(run, Units.one().has("ma", 60).by(methodology),
                Units.one().has("ma", 61).by(methodology),
                Units.one().has("ma", 60).by(methodology().title(Title.of("Other")).build()),
                methodology.run(Units.one().values(), NOW.previous()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Scorecard.Change("a", Scorecard.Change.Trend.STABLE, Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> card(methodology, 60).changeFrom(card(methodology, 60), Double.NaN));
        assertThat(card(methodology, 60).changeFrom(card(methodology, 55), 5).trend()).isEqualTo(Scorecard.Change.Trend.STABLE);
        assertThat(card(methodology, 60).changeFrom(card(methodology, 55), 4.9).trend()).isEqualTo(Scorecard.Change.Trend.IMPROVED);
        assertThat(card(methodology, 55).changeFrom(card(methodology, 60), 5).trend()).isEqualTo(Scorecard.Change.Trend.STABLE);
        assertThat(card(methodology, 55).changeFrom(card(methodology, 60), 4.9).trend()).isEqualTo(Scorecard.Change.Trend.WORSENED);
        assertThat(card(methodology, 55).unit()).isEqualTo(SCHOOL);
    }
}
