package io.github.eduindicators.composite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.composite.CompositeIndicator.Imputation;
import io.github.eduindicators.composite.CompositeIndicator.MissingPolicy;
import io.github.eduindicators.composite.CompositeResult.Stage;
import io.github.eduindicators.composite.Normalisation.Divisor;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** What holds whatever the data: bounds, order, invariance, and that no number is ever made of nothing. */
class CompositePropertiesTest {
    private static final String[] CODES = {"a", "b", "c"};
    private static final List<Normalisation> NORMALISATIONS = List.of(
            Normalisation.goalposts(), Normalisation.goalposts(1, 100), Normalisation.goalposts(70, 130).untruncated(), Normalisation.minMax(),
            Normalisation.minMax(1, 100), Normalisation.zScore(), Normalisation.zScore(100, 10, Divisor.POPULATION), Normalisation.rank(),
            Normalisation.borda(), Normalisation.percentileRank(), Normalisation.distanceToTarget(), Normalisation.fractionOfBest(),
            Normalisation.none());
    private static final List<Aggregation> MEANS = List.of(
            Aggregation.arithmetic(), Aggregation.geometric(), Aggregation.harmonic(), Aggregation.power(2), Aggregation.power(-3),
            Aggregation.min(), Aggregation.median());
    private static final List<Aggregation> OTHERS = List.of(
            Aggregation.mpi(), Aggregation.mpi(Divisor.SAMPLE).withPenaltyAdded(), Aggregation.copeland(), Aggregation.topsis());
    private static final List<Weighting> WEIGHTINGS = List.of(
            Weighting.given(), Weighting.equal(), Weighting.rankOrderCentroid(), Weighting.entropy(), Weighting.critic(),
            Weighting.standardDeviation(), Weighting.firstComponent("a"), Weighting.ahp(new double[][] {{1, 2, 3}, {0.5, 1, 2}, {1 / 3.0, 0.5, 1}}));

    private static CompositeIndicator.Builder three() {
        return Tables.builder("index")
                .add(Component.higher("a").withWeight(3).withGoalposts(-5, 20).withTarget(12))
                .add(Component.lower("b").withWeight(2).withGoalposts(0, 10).withTarget(1))
                .add(Component.higher("c").withGoalposts(0, 1).withTarget(0.5));
    }

    /** Columns of one length, with ties, with the values that numbers break on, and with empty cells. */
    @Provide
    Arbitrary<double[][]> columns() {
        Arbitrary<Double> cell = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(6, Arbitraries.integers().between(-3, 12).map(Integer::doubleValue)),
                net.jqwik.api.Tuple.of(4, Arbitraries.doubles().between(-1000, 1000)),
                net.jqwik.api.Tuple.of(2, Arbitraries.just(Double.NaN)),
                net.jqwik.api.Tuple.of(1, Arbitraries.of(1e300, -1e300, 1e99, 1e-300, Double.MIN_VALUE, -0.0, 0.1 + 0.2, 0.3)));
        return table(cell);
    }

    @Provide
    Arbitrary<double[][]> wholeColumns() {
        return table(Arbitraries.integers().between(-50, 50).map(value -> value / 4.0));
    }

    private static Arbitrary<double[][]> table(Arbitrary<Double> cell) {
        return Arbitraries.integers().between(1, 14).flatMap(units -> cell.list().ofSize(3 * units).map(cells -> {
            double[][] table = new double[3][units];
            for (int i = 0; i < cells.size(); i++) {
                table[i / units][i % units] = cells.get(i);
            }
            return table;
        }));
    }

    @Property(tries = 250, edgeCases = EdgeCasesMode.NONE)
    void noChoiceOnAnyDataGivesANumberThatIsNone(
            @ForAll("columns") double[][] table, @ForAll @IntRange(max = 12) int normalisation, @ForAll @IntRange(max = 10) int aggregation,
            @ForAll @IntRange(max = 7) int weighting, @ForAll MissingPolicy missing, @ForAll @IntRange(max = 2) int imputation,
            @ForAll @DoubleRange(max = 1) double share) {
        Normalisation how = NORMALISATIONS.get(normalisation);
        OutlierTreatment eager = OutlierTreatment.jrc().withLimits(1, 1).withMostWinsorised(1);
        CompositeIndicator composite = three().normalise(how)
                .aggregate(aggregation < MEANS.size() ? MEANS.get(aggregation) : OTHERS.get(aggregation - MEANS.size()))
                .weigh(WEIGHTINGS.get(weighting))
                .missing(how.equals(Normalisation.none()) ? MissingPolicy.REWEIGHT : missing)
                .impute(Imputation.values()[imputation])
                .treat(how.needsUnitsOfData() ? eager.withoutLog() : eager)
                .minimumShare(share).minimumAvailability(share / 2).build();
        IndicatorValues values = Tables.columns(CODES, table);
        CompositeResult result = composite.evaluate(values, Tables.YEAR);
        for (Stage stage : Stage.values()) {
            // IndicatorValue.of refuses NaN and infinity, so that it is enough that every table can be made.
            assertThat(result.stage(stage).values().values()).as(stage.name()).hasSize(result.units().size() * (stage == Stage.AGGREGATED ? 4 : 3));
        }
        result.values().values().values().forEach(value -> assertThat(value.value().isPresent() || !value.note().isEmpty()).isTrue());
        result.importance().values().forEach(importance ->
                importance.effectiveWeight().ifPresent(weight -> assertThat(weight).isBetween(0.0, 1.0)));
        result.alpha("index").ifPresent(alpha -> assertThat(alpha).isLessThanOrEqualTo(1 + 1e-9));
        RankStudy.Result study = RankStudy.withDefaults().withRuns(5).run(composite, values, Tables.YEAR);
        assertThat(study.ranks().size() + study.unranked().size()).isEqualTo(result.units().size());
        assertThat(study.movedShare()).isBetween(0.0, 1.0);
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void meansLieBetweenTheWorstAndTheBestPart(@ForAll("columns") double[][] table, @ForAll @IntRange(max = 6) int aggregation) {
        CompositeIndicator composite = three().normalise(Normalisation.goalposts(1, 100)).aggregate(MEANS.get(aggregation)).build();
        CompositeResult result = composite.evaluate(Tables.columns(CODES, table), Tables.YEAR);
        double[] figures = Tables.cells(result.values(), "index", table[0].length);
        for (int i = 0; i < figures.length; i++) {
            if (!Double.isNaN(figures[i])) {
                int unit = i;
                double[] parts = Arrays.stream(CODES).mapToDouble(code -> Tables.cells(result.stage(Stage.AGGREGATED), code, unit + 1)[unit])
                        .filter(part -> !Double.isNaN(part)).toArray();
                assertThat(figures[i]).isBetween(Arrays.stream(parts).min().orElseThrow() - 1e-9, Arrays.stream(parts).max().orElseThrow() + 1e-9);
            }
        }
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void lowerPowersGiveLowerMeans(@ForAll("wholeColumns") double[][] table) {
        CompositeIndicator composite = three().normalise(Normalisation.goalposts(1, 100)).build();
        List<Aggregation> rising = List.of(Aggregation.min(), Aggregation.power(-3), Aggregation.harmonic(), Aggregation.geometric(),
                Aggregation.arithmetic(), Aggregation.power(2));
        IndicatorValues values = Tables.columns(CODES, table);
        double[] last = new double[table[0].length];
        for (Aggregation aggregation : rising) {
            double[] figures = Tables.cells(composite.withAggregation(aggregation).evaluate(values, Tables.YEAR).values(), "index", last.length);
            for (int i = 0; i < last.length; i++) {
                assertThat(figures[i]).isGreaterThanOrEqualTo(last[i] - 1e-9);
            }
            last = figures;
        }
    }

    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
    void aBetterValueNeverMakesAFigureBetweenGoalpostsWorse(
            @ForAll("wholeColumns") double[][] table, @ForAll @IntRange(max = 6) int aggregation, @ForAll @DoubleRange(max = 30) double gain) {
        CompositeIndicator composite = three().normalise(Normalisation.goalposts(1, 100)).aggregate(MEANS.get(aggregation)).build();
        double before = Tables.cells(composite.evaluate(Tables.columns(CODES, table), Tables.YEAR).values(), "index", 1)[0];
        for (int code = 0; code < 3; code++) {
            double[][] better = Arrays.stream(table).map(double[]::clone).toArray(double[][]::new);
            better[code][0] += code == 1 ? -gain : gain;
            double after = Tables.cells(composite.evaluate(Tables.columns(CODES, better), Tables.YEAR).values(), "index", 1)[0];
            assertThat(after).isGreaterThanOrEqualTo(before - 1e-9);
        }
    }

    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
    void ranksDoNotDependOnTheUnitsOfMeasurement(
            @ForAll("wholeColumns") double[][] table, @ForAll @DoubleRange(min = 0.01, max = 100) double factor,
            @ForAll @IntRange(min = -100, max = 100) int shift) {
        double[][] other = Arrays.stream(table).map(double[]::clone).toArray(double[][]::new);
        for (int i = 0; i < other[0].length; i++) {
            other[0][i] = factor * table[0][i] + shift;
            other[1][i] = factor * table[1][i] - shift;
        }
        int n = table[0].length;
        for (Normalisation how : List.of(Normalisation.minMax(), Normalisation.zScore(), Normalisation.percentileRank())) {
            CompositeIndicator composite = three().normalise(how).build();
            double[] one = Tables.cells(composite.evaluate(Tables.columns(CODES, table), Tables.YEAR).values(), "index", n);
            double[] two = Tables.cells(composite.evaluate(Tables.columns(CODES, other), Tables.YEAR).values(), "index", n);
            for (int i = 0; i < n; i++) {
                assertThat(two[i]).isCloseTo(one[i], within(1e-8));
                for (int j = 0; j < i; j++) {
                    assertThat(two[i] > two[j] + 1e-7 && one[i] < one[j] - 1e-7).isFalse();
                }
            }
        }
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void copelandSumsToZeroAndTurnsWithTheDirections(@ForAll("wholeColumns") double[][] table) {
        int n = table[0].length;
        CompositeIndicator composite = three().normalise(Normalisation.minMax()).aggregate(Aggregation.copeland()).build();
        double[] figures = Tables.cells(composite.evaluate(Tables.columns(CODES, table), Tables.YEAR).values(), "index", n);
        CompositeIndicator turned = Tables.builder("index").add(Component.lower("a").withWeight(3)).add(Component.higher("b").withWeight(2)).add(Component.lower("c"))
                .normalise(Normalisation.minMax()).aggregate(Aggregation.copeland()).build();
        double[] opposite = Tables.cells(turned.evaluate(Tables.columns(CODES, table), Tables.YEAR).values(), "index", n);
        assertThat(Arrays.stream(figures).sum()).isZero();
        for (int i = 0; i < n; i++) {
            assertThat(figures[i]).isEqualTo(-opposite[i]).isBetween(1.0 - n, n - 1.0);
        }
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void theOrderOfTheRowsMakesNoDifferenceInAnyBit(@ForAll("columns") double[][] table, @ForAll Random random) {
        CompositeIndicator composite = three().normalise(Normalisation.zScore(100, 10, Divisor.SAMPLE)).weigh(Weighting.critic())
                .aggregate(Aggregation.mpi()).impute(Imputation.MEDIAN).build();
        IndicatorValues values = Tables.columns(CODES, table);
        List<Map.Entry<IndicatorValues.Key, IndicatorValue>> rows = new ArrayList<>(values.values().entrySet());
        Collections.shuffle(rows, random);
        IndicatorValues.Builder shuffled = IndicatorValues.builder();
        rows.forEach(row -> shuffled.add(row.getKey(), row.getValue()));
        CompositeResult one = composite.evaluate(values, Tables.YEAR);
        CompositeResult other = composite.evaluate(shuffled.build(), Tables.YEAR);
        assertThat(other.stage(Stage.AGGREGATED)).isEqualTo(one.stage(Stage.AGGREGATED));
        assertThat(other.changes()).isEqualTo(one.changes());
        RankStudy study = RankStudy.withDefaults().withRuns(7);
        assertThat(study.run(composite, shuffled.build(), Tables.YEAR).values()).isEqualTo(study.run(composite, values, Tables.YEAR).values());
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void equalUnitsHaveEqualFiguresAndShareTheirRank(@ForAll("wholeColumns") double[][] table, @ForAll @IntRange(max = 10) int aggregation) {
        double[][] twice = Arrays.stream(table).map(column -> {
            double[] longer = Arrays.copyOf(column, column.length + 1);
            longer[column.length] = column[0];
            return longer;
        }).toArray(double[][]::new);
        CompositeIndicator composite = three().normalise(Normalisation.minMax(1, 100))
                .aggregate(aggregation < MEANS.size() ? MEANS.get(aggregation) : OTHERS.get(aggregation - MEANS.size())).build();
        RankStudy.Result study = RankStudy.withDefaults().withRuns(3).run(composite, Tables.columns(CODES, twice), Tables.YEAR);
        RankStudy.Rank first = study.rank(Tables.row(0)).orElseThrow();
        RankStudy.Rank last = study.rank(Tables.row(table[0].length)).orElseThrow();
        assertThat(last.figure()).isEqualTo(first.figure());
        assertThat(last.rank()).isEqualTo(first.rank());
        assertThat(last.upper()).isEqualTo(first.upper());
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void weightsAreSharesWhateverTheData(@ForAll("wholeColumns") double[][] table, @ForAll @IntRange(max = 7) int weighting) {
        CompositeIndicator composite = three().normalise(Normalisation.minMax(1, 100)).weigh(WEIGHTINGS.get(weighting)).build();
        Map<String, Double> weights = composite.evaluate(Tables.columns(CODES, table), Tables.YEAR).weights("index");
        if (!weights.isEmpty()) {
            assertThat(weights.values()).allSatisfy(weight -> assertThat(weight).isBetween(0.0, 1.0));
            assertThat(weights.values().stream().mapToDouble(Double::doubleValue).sum()).isCloseTo(1, within(1e-12));
        }
    }
}
