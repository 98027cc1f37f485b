package io.github.eduindicators.composite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.composite.CompositeResult.Stage;
import io.github.eduindicators.composite.Normalisation.Divisor;
import io.github.eduindicators.results.IndicatorValues;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every formula against numbers of R on eight made-up units; the files of numbers say how they were computed. */
class ToyOracleTest {
    private static final IndicatorValues TOY = Tables.values(Tables.rows("toy.csv"));
    private static final IndicatorValues SEVEN = TOY.where(key -> !key.unit().code().equals("S8"));
    private static final Map<String, Normalisation> NORMALISATIONS = Map.of(
            "minmax100", Normalisation.minMax(),
            "minmax1-100", Normalisation.minMax(1, 100),
            "z-sample", Normalisation.zScore(),
            "z-100-10-population", Normalisation.zScore(100, 10, Divisor.POPULATION),
            "rank", Normalisation.rank(),
            "borda", Normalisation.borda(),
            "percentile-rank", Normalisation.percentileRank(),
            "minmax1-100-of-seven", Normalisation.minMax(1, 100));

    private static CompositeIndicator toy(Normalisation normalisation, double... weights) {
        return Tables.builder("toy")
                .add(Component.higher("i1").withWeight(weights[0]).withGoalposts(440.0 / 7 - 16, 440.0 / 7 + 16))
                .add(Component.higher("i2").withWeight(weights[1]).withGoalposts(26.7 / 7 - 0.65, 26.7 / 7 + 0.65))
                .add(Component.lower("i3").withWeight(weights[2]).withGoalposts(80.0 / 7 - 13, 80.0 / 7 + 13))
                .add(Component.higher("i4").withWeight(weights[3]).withGoalposts(80 - 17.5, 80 + 17.5))
                .normalise(normalisation)
                .build();
    }

    @Test
    void everyNormalisation() {
        int compared = 0;
        for (String[] row : Tables.rows("toy-normalised.csv")) {
            if (row[0].equals("method")) {
                continue;
            }
            CompositeIndicator toy = toy(NORMALISATIONS.get(row[0]), 1, 1, 1, 1);
            IndicatorValues normalised = toy.evaluate(row[0].endsWith("seven") ? SEVEN : TOY, Tables.YEAR).stage(Stage.NORMALISED);
            for (int i = 1; i <= 4; i++) {
                if (row[i + 1].isEmpty()) {
                    assertThat(normalised.value(Tables.unit(row[1]), "i" + i, Tables.YEAR).orElseThrow().value()).isEmpty();
                } else {
                    double expected = Double.parseDouble(row[i + 1]);
                    assertThat(Tables.number(normalised, Tables.unit(row[1]), "i" + i))
                            .as("%s of %s, i%d", row[0], row[1], i).isCloseTo(expected, Tables.near(expected));
                    compared++;
                }
            }
        }
        assertThat(compared).isEqualTo(7 * 31 + 28);
    }

    @ParameterizedTest
    @CsvSource({"1,arith", "2,geom", "3,harm", "4,power 2", "5,power -2", "6,median", "7,min", "8,copeland",
        "9,mpi", "10,mpi plus", "11,mpi sample", "12,ampi", "13,topsis"})
    void everyAggregation(int column, String name) {
        CompositeIndicator weighted = toy(Normalisation.minMax(1, 100), 4, 3, 2, 1);
        CompositeIndicator z = toy(Normalisation.zScore(100, 10, Divisor.POPULATION), 1, 1, 1, 1);
        CompositeIndicator composite = switch (column) {
            case 1 -> weighted;
            case 2 -> weighted.withAggregation(Aggregation.geometric());
            case 3 -> weighted.withAggregation(Aggregation.harmonic());
            case 4 -> weighted.withAggregation(Aggregation.power(2));
            case 5 -> weighted.withAggregation(Aggregation.power(-2));
            case 6 -> weighted.withAggregation(Aggregation.median());
            case 7 -> weighted.withAggregation(Aggregation.min());
            case 8 -> weighted.withAggregation(Aggregation.copeland());
            case 9 -> z.withAggregation(Aggregation.mpi());
            case 10 -> z.withAggregation(Aggregation.mpi().withPenaltyAdded());
            case 11 -> z.withAggregation(Aggregation.mpi(Divisor.SAMPLE));
            case 12 -> toy(Normalisation.goalposts(70, 130).untruncated(), 1, 1, 1, 1).withAggregation(Aggregation.mpi());
            default -> weighted.withNormalisation(Normalisation.none()).withAggregation(Aggregation.topsis());
        };
        IndicatorValues figures = composite.evaluate(SEVEN, Tables.YEAR).values();
        List<String[]> expected = Tables.rows("toy-aggregated.csv");
        for (String[] row : expected.subList(1, 8)) {
            double value = Double.parseDouble(row[column]);
            assertThat(Tables.number(figures, Tables.unit(row[0]), "toy")).as(name + " of " + row[0]).isCloseTo(value, Tables.near(value));
        }
    }

    private static CompositeResult weighed(Weighting weighting) {
        return toy(Normalisation.minMax(1, 100), 4, 3, 2, 1).withWeighting(weighting).evaluate(SEVEN, Tables.YEAR);
    }

    private static double[] weights(Weighting weighting) {
        return weighed(weighting).weights("toy").values().stream().mapToDouble(Double::doubleValue).toArray();
    }

    // R 4.2.2 on the min-max 1..100 columns of seven units: eigen(cor(x)), apply(x, 2, sd), and the formulas of entropy and CRITIC.
    @Test
    void everyWeighting() {
        assertThat(weights(Weighting.entropy()))
                .containsExactly(new double[] {0.3249448289454, 0.2536220535298, 0.1754064557509, 0.2460266617739}, within(1e-12));
        assertThat(weights(Weighting.critic()))
                .containsExactly(new double[] {0.2347178830733, 0.2119916429959, 0.3891799877744, 0.1641104861564}, within(1e-12));
        assertThat(weights(Weighting.standardDeviation()))
                .containsExactly(new double[] {0.2535233885706, 0.2497757768005, 0.2430733370064, 0.2536274976224}, within(1e-12));
        assertThat(weights(Weighting.rankOrderCentroid()))
                .containsExactly(new double[] {0.5208333333333, 0.2708333333333, 0.1458333333333, 0.0625}, within(1e-12));
        assertThat(weights(Weighting.rankSum())).containsExactly(new double[] {0.4, 0.3, 0.2, 0.1}, within(1e-12));
        assertThat(weights(Weighting.rankReciprocal())).containsExactly(new double[] {0.48, 0.24, 0.16, 0.12}, within(1e-12));
        assertThat(weights(Weighting.equal())).containsExactly(0.25, 0.25, 0.25, 0.25);
    }

    @Test
    void firstComponentIsTheEigenvectorAndItsSignTheNamedPart() {
        CompositeResult result = weighed(Weighting.firstComponent("i3"));
        double[] weights = result.weights("toy").values().stream().mapToDouble(Double::doubleValue).toArray();
        double[] vector = {0.51111379382, 0.5202074687564, 0.418134728273, 0.541581229576};
        double sum = vector[0] + vector[1] + vector[2] + vector[3];
        for (int i = 0; i < 4; i++) {
            assertThat(weights[i]).isCloseTo(vector[i] / sum, within(1e-11));
        }
        assertThat(result.weightFacts("toy").get(0).number()).hasValueCloseTo(3.28197886494, within(1e-10));
        assertThat(result.weightFacts("toy").get(1).number()).hasValueCloseTo(3.28197886494 / 4, within(1e-10));
    }

    @Test
    void allEigenvaluesOfTheCorrelations() {
        IndicatorValues normalised = weighed(Weighting.equal()).stage(Stage.NORMALISED);
        double[][] columns = new double[4][7];
        for (int i = 0; i < 4; i++) {
            for (int unit = 0; unit < 7; unit++) {
                columns[i][unit] = Tables.number(normalised, Tables.unit("S" + (unit + 1)), "i" + (i + 1));
            }
        }
        assertThat(Columns.axes(Columns.correlations(columns)).values())
                .containsExactly(new double[] {3.28197886494, 0.5221776337191, 0.164296183807, 0.03154731753429}, within(1e-10));
    }

    @Test
    void judgementsGiveTheEigenvectorAndTheirConsistency() {
        double[][] judgements = {{1, 3, 5, 7}, {1.0 / 3, 1, 3, 5}, {0.2, 1.0 / 3, 1, 3}, {1.0 / 7, 0.2, 1.0 / 3, 1}};
        CompositeResult result = weighed(Weighting.ahp(judgements));
        assertThat(result.weights("toy").values().stream().mapToDouble(Double::doubleValue).toArray())
                .containsExactly(new double[] {0.565009053799, 0.2622012055609, 0.1175042500414, 0.05528549059868}, within(1e-12));
        assertThat(result.weightFacts("toy").get(0).number()).hasValueCloseTo(4.116982443447, within(1e-11));
        assertThat(result.weightFacts("toy").get(1).number()).hasValueCloseTo(0.03899414781576, within(1e-11));
        assertThat(result.weightFacts("toy").get(2).number()).hasValueCloseTo(0.0433268309064, within(1e-11));
        assertThat(result.changes()).isEmpty();
    }

    @Test
    void judgementsThatContradictEachOtherAreNoted() {
        double[][] circle = {{1, 5, 0.2, 1}, {0.2, 1, 5, 1}, {5, 0.2, 1, 1}, {1, 1, 1, 1}};
        assertThat(weighed(Weighting.ahp(circle)).changes()).extracting(CompositeResult.Change::what).containsExactly("inconsistent-judgements");
    }

    @Test
    void importanceIsTheSquaredCorrelationWithTheFigure() {
        Map<String, CompositeResult.Importance> importance = toy(Normalisation.minMax(1, 100), 4, 3, 2, 1).evaluate(SEVEN, Tables.YEAR).importance();
        double[] expected = {0.8977828617517, 0.8781359975084, 0.5413855048206, 0.9494456315733};
        for (int i = 0; i < 4; i++) {
            assertThat(importance.get("i" + (i + 1)).effectiveWeight()).hasValueCloseTo(expected[i], within(1e-12));
            assertThat(importance.get("i" + (i + 1)).weight()).hasValueCloseTo((4 - i) / 10.0, within(1e-12));
        }
    }

    // e1071-like G1 and G2 of the raw columns, R 4.2.2; i3 as it is, not turned.
    @Test
    void skewnessAndKurtosis() {
        double[][] expected = {{0.2782183759505, -0.9845280297557}, {-0.1601520841217, -1.54778936377}, {1.80651031458, 3.71414794693},
            {-0.5045542775996, -1.194361850277}};
        List<String[]> rows = Tables.rows("toy.csv");
        for (int i = 1; i <= 4; i++) {
            int column = i;
            double[] values = rows.stream().skip(1).filter(row -> !row[column].isEmpty()).mapToDouble(row -> Double.parseDouble(row[column])).toArray();
            assertThat(Columns.shape(values)).containsExactly(expected[i - 1], within(1e-11));
        }
    }

    // Ranks of 1 = best by five of the aggregations, of which the fifth has ties; W = 0.9536231884058 by R.
    @Test
    void agreementOfRankings() {
        List<int[]> rankings = List.of(
                new int[] {5, 4, 7, 2, 3, 6, 1}, new int[] {5, 4, 7, 2, 3, 6, 1}, new int[] {5, 4, 7, 2, 3, 6, 1},
                new int[] {6, 4, 7, 1, 3, 5, 2}, new int[] {5, 4, 6, 1, 1, 7, 1});
        assertThat(RankStudy.concordance(rankings)).hasValueCloseTo(0.9536231884058, within(1e-12));
    }
}
