package io.github.eduindicators.criteria;

import static io.github.eduindicators.criteria.Units.NOW;
import static io.github.eduindicators.criteria.Units.SCHOOL;
import static io.github.eduindicators.criteria.Units.school;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.criteria.Group.Aggregation;
import io.github.eduindicators.criteria.Methodology.Level;
import io.github.eduindicators.criteria.Methodology.LevelScale;
import io.github.eduindicators.criteria.Methodology.Rounding;
import io.github.eduindicators.criteria.Node.Missing;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Laws of scorecards that hold for every methodology and every table of values. */
class ScorecardPropertiesTest {
    private static final String[] METRICS = {"m0", "m1", "m2", "m3", "m4", "m5"};

    private static Criterion.Builder criterion(int number) {
        return Criterion.builder("c" + number, METRICS[number]);
    }

    /** Six criteria with six kinds of rule, half of them with less being better. */
    private static List<Criterion> criteria() {
        Criterion.Direction lower = Criterion.Direction.LOWER_BETTER;
        return List.of(
                criterion(0).decimals(1).rule(Rule.Bands.of("[0;100]", Band.of("[0;33.3]", 0), Band.of("[33.4;66.6]", 2.5),
                        Band.of("[66.7;100]", 5))).build(),
                criterion(1).direction(lower).rule(Rule.Linear.of(90, 10, 7)).build(),
                criterion(2).rule(new Rule.Scaled(0.3, 20)).build(),
                criterion(3).direction(lower).rule(new Rule.RatioToBest(10, Rule.RatioToBest.Scale.RATIO, 1)).build(),
                criterion(4).rule(new Rule.QuantileBands(List.of(Band.of("[0;25)", 1), Band.of("[25;75)", 2),
                        Band.of("[75;100]", 3)),
                        Rule.QuantileBands.Ties.HALF, 1)).build(),
                criterion(5).direction(lower).rule(Rule.BestOf.of(Rule.Linear.of(50, 0, 4),
                        Rule.Bands.of("[0;100]", Band.of("[0;20)", 3), Band.of("[20;100]", 0)))).build());
    }

    private static Methodology methodology(Aggregation aggregation, Rounding rounding, Missing.Policy policy) {
        double sixth = 1.0 / 6;
        boolean weighed = aggregation == Aggregation.WEIGHTED_MEAN || aggregation == Aggregation.GEOMETRIC;
        Group.Builder group = Group.builder("g", aggregation).childrenMissing(Missing.of(policy));
        criteria().forEach(one -> group.add(weighed ? one.toBuilder().weight(sixth).build() : one));
        if (aggregation != Aggregation.SUM) {
            group.maxPoints(49);
        }
        return Methodology.builder("test", "1").rounding(rounding).root(group.build())
                .levels(LevelScale.PERCENT, Level.of("low", Title.of("low"), "[0;50)"),
                Level.of("high", Title.of("high"), "[50;100]"))
                .build();
    }

    @Provide
    Arbitrary<Methodology> methodologies() {
        return Combinators.combine(
                        Arbitraries.of(Aggregation.class),
                        Arbitraries.of(Rounding.never(), Rounding.eachStep(0), Rounding.eachStep(2), Rounding.total(1)),
                        Arbitraries.of(Missing.Policy.class))
                .as((aggregation, rounding, policy) -> {
                    Methodology made = methodology(aggregation, Rounding.never(), policy);
                    return rounding.when() == Rounding.When.NEVER ? made : made.toBuilder()
                            .levels(LevelScale.PERCENT, List.of()).rounding(rounding).build();
                });
    }

    /** Values of several schools: some are missing, some do not apply, some are doubtful, some out of every range. */
    @Provide
    Arbitrary<List<List<IndicatorValue>>> tables() {
        Arbitrary<Double> number = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 100).map(Integer::doubleValue),
                Arbitraries.doubles().between(0, 100),
                Arbitraries.of(-1.0, 0.0, 33.35, 33.349999, 66.65, 100.0, 100.04, 1e9));
        Arbitrary<IndicatorValue> value = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(8, number.map(IndicatorValue::of)),
                net.jqwik.api.Tuple.of(1, number.map(x -> IndicatorValue.of(x).withNote("doubtful-results"))),
                net.jqwik.api.Tuple.of(1, Arbitraries.just(IndicatorValue.notApplicable("nobody"))),
                net.jqwik.api.Tuple.of(1, Arbitraries.just(IndicatorValue.insufficient(2, "few-results"))));
        return value.list().ofSize(METRICS.length).list().ofMinSize(1).ofMaxSize(6);
    }

    private static IndicatorValues table(List<List<IndicatorValue>> rows, List<Integer> order) {
        IndicatorValues.Builder values = IndicatorValues.builder();
        for (int i : order) {
            for (int metric = 0; metric < METRICS.length; metric++) {
                values.add(school(i), METRICS[metric], NOW, rows.get(i).get(metric));
            }
        }
        return values.build();
    }

    private static List<Integer> upTo(int size) {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            all.add(i);
        }
        return all;
    }

    @Property(tries = 200)
    void pointsLieWithinWhatCanBeAttained(@ForAll("methodologies") Methodology methodology,
            @ForAll("tables") List<List<IndicatorValue>> rows) {
        for (Scorecard card : methodology.run(table(rows, upTo(rows.size())), NOW).all()) {
            for (Scorecard.Score score : card.scores()) {
                assertThat(score.points().isPresent()).isEqualTo(score.state() == IndicatorValue.State.VALUE);
                assertThat(score.attainable()).isBetween(0.0, score.node().maxPoints() * (1 + 1e-12));
                score.points().ifPresent(points -> assertThat(points).isBetween(0.0, score.attainable()));
                score.percent().ifPresent(percent -> assertThat(percent).isBetween(0.0, 100.0));
                if (score.points().isEmpty()) {
                    assertThat(score.note()).isNotEmpty();
                }
            }
            assertThat(card.level().isPresent()).isEqualTo(card.total().points().isPresent() && !methodology.levels().isEmpty());
            assertThat(card.trace()).allSatisfy(step -> assertThat(step.toString()).doesNotContain("\n").doesNotContain("NaN"));
        }
    }

    @Property(tries = 100)
    void theOrderOfUnitsMakesNoDifference(
            @ForAll("methodologies") Methodology methodology, @ForAll("tables") List<List<IndicatorValue>> rows,
                    @ForAll Random random) {
        List<Integer> order = upTo(rows.size());
        Collections.shuffle(order, random);
        assertThat(methodology.run(table(rows, order), NOW)).isEqualTo(methodology.run(table(rows, upTo(rows.size())), NOW));
    }

    @Property(tries = 200)
    void aBetterValueNeverGivesFewerPoints(
            @ForAll("methodologies") Methodology methodology,
            @ForAll @Size(value = 6) List<@DoubleRange(min = 0, max = 100) Double> own,
            @ForAll @Size(value = 6) List<@DoubleRange(min = 0, max = 100) Double> other,
            @ForAll @IntRange(max = 5) int metric,
            @ForAll @DoubleRange(min = 0, max = 100) double another) {
        List<Double> changed = new ArrayList<>(own);
        changed.set(metric, another);
        double before = total(methodology, own, other);
        double after = total(methodology, changed, other);
        boolean less = criteria().get(metric).direction() == Criterion.Direction.LOWER_BETTER;
        boolean better = less ? another <= own.get(metric) : another >= own.get(metric);
        if (better) {
            assertThat(after).isGreaterThanOrEqualTo(before);
        } else {
            assertThat(after).isLessThanOrEqualTo(before);
        }
    }

    private static double total(Methodology methodology, List<Double> own, List<Double> other) {
        Units units = Units.one();
        for (int i = 0; i < METRICS.length; i++) {
            units.has(METRICS[i], own.get(i)).has(school(2), METRICS[i], other.get(i));
        }
        return units.card(methodology).total().points().orElseThrow();
    }

    @Property(tries = 100)
    void leavingOutACriterionWithoutValueIsAsIfItWereNotThere(
            @ForAll Aggregation aggregation, @ForAll @Size(value = 3) List<@DoubleRange(min = 0, max = 100) Double> values) {
        boolean weighed = aggregation == Aggregation.WEIGHTED_MEAN || aggregation == Aggregation.GEOMETRIC;
        Group.Builder three = Group.builder("g", aggregation).childrenMissing(Missing.of(Missing.Policy.REWEIGHT));
        Group.Builder four = Group.builder("g", aggregation).childrenMissing(Missing.of(Missing.Policy.REWEIGHT));
        if (weighed) {
            three.weightTotal(6);
            four.weightTotal(10);
        }
        Units units = Units.one();
        for (int i = 0; i < 3; i++) {
            Criterion criterion = Units.ofHundred("a" + i, weighed ? i + 1 : 1);
            three.add(criterion);
            four.add(criterion);
            units.has("ma" + i, values.get(i));
        }
        four.add(Units.ofHundred("a3", weighed ? 4 : 1));
        Scorecard.Score without = units.card(Units.methodology(three.build())).total();
        Scorecard.Score with = units.card(Units.methodology(four.build())).total();
        assertThat(with.points()).isEqualTo(without.points());
        assertThat(with.attainable()).isEqualTo(without.attainable());
        assertThat(with.note()).isEqualTo("reweighted");
    }

    @Property(tries = 200)
    void bandsAreATotalFunctionOnTheirRange(
            @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 999) Integer> cuts,
            @ForAll @IntRange(min = -1, max = 2) int decimals,
            @ForAll @DoubleRange(min = 0, max = 100) double value,
            @ForAll boolean closedBelow) {
        List<Double> sorted = cuts.stream().distinct().sorted().map(cut -> cut / 10.0).toList();
        List<Band> bands = new ArrayList<>();
        double from = 0;
        for (int i = 0; i <= sorted.size(); i++) {
            boolean last = i == sorted.size();
            double to = last ? 100 : sorted.get(i);
            Range range = closedBelow
                    ? last ? Range.closed(from, to) : Range.closedOpen(from, to)
                    : i == 0 ? Range.closed(from, to) : Range.openClosed(from, to);
            bands.add(Band.of(range, i + 1.0));
            from = to;
        }
        Collections.shuffle(bands, new Random(cuts.hashCode()));
        Methodology methodology;
        try {
            methodology = Units.methodology(Criterion.builder("c", "m")
                    .precision(new Criterion.Precision(decimals, RoundingMode.HALF_UP))
                    .rule(new Rule.Bands(Range.closed(0, 100), bands)).build());
        } catch (MethodologyException e) {
            // Rounding to whole numbers can leave a narrow band without any; nothing else may be amiss.
            assertThat(e.rule()).isEqualTo("band-empty");
            assertThat(decimals).isZero();
            return;
        }
        BigDecimal compared = decimals < 0 ? Decimals.measured(value) : Decimals.measured(value)
                .setScale(decimals, RoundingMode.HALF_UP);
        List<Band> holding = bands.stream().filter(band -> band.range().contains(compared.doubleValue())).toList();
        assertThat(holding).hasSize(1);
        assertThat(Units.one().has(SCHOOL, "m", value).card(methodology).total().points()).hasValue(holding.get(0).points());
    }

    @Property(tries = 300)
    void whatIsAcceptedHasEveryNumberOnceAndWhatIsRefusedHasNot(
            @ForAll @Size(min = 2, max = 4) List<@IntRange(min = 0, max = 40) Integer> ends,
            @ForAll @Size(value = 8) List<Boolean> closed,
            @ForAll @IntRange(min = 0, max = 1) int decimals) {
        List<Integer> sorted = ends.stream().sorted().toList();
        List<Band> bands = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= sorted.size(); i++) {
            int to = i == sorted.size() ? 40 : sorted.get(i);
            if (to < from || to == from && !(closed.get(i) && closed.get((i + 3) % 8))) {
                return;
            }
            // Ends in quarters, so that some lie between the numbers that rounding gives.
            boolean low = i == 0 || closed.get(i);
            boolean high = i == sorted.size() || closed.get((i + 3) % 8);
            bands.add(Band.of((low ? "[" : "(") + from / 4.0 + ";" + to / 4.0 + (high ? "]" : ")"), 1));
            from = to;
        }
        int step = decimals == 0 ? 10 : 1;
        boolean partition = true;
        for (int tenths = 0; tenths <= 100; tenths += step) {
            double number = tenths / 10.0;
            partition &= bands.stream().filter(band -> band.range().contains(number)).count() == 1;
        }
        boolean accepted;
        String rule = "";
        try {
            Units.methodology(Criterion.builder("c", "m").decimals(decimals).rule(new Rule.Bands(Range.closed(0, 10), bands))
                    .build());
            accepted = true;
        } catch (MethodologyException e) {
            accepted = false;
            rule = e.rule();
        }
        if (!rule.equals("band-empty")) {
            assertThat(accepted).isEqualTo(partition);
        }
    }
}
