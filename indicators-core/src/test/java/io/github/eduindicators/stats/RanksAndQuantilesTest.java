package io.github.eduindicators.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Oracles: R 4.2.2 {@code quantile(c(3.1,0.4,7,2,2,9.5,-1), p, type=)}; scipy 1.17 {@code stats.spearmanr} and
 * {@code stats.rankdata} with the printed formula.
 */
class RanksAndQuantilesTest {
    private static final double[] SAMPLE = {3.1, 0.4, 7, 2, 2, 9.5, -1};
    private static final int[][] TABLE = {{0, 2, 1, 0}, {1, 3, 2, 0}, {0, 1, 5, 2}, {0, 0, 2, 4}};
    /** Scores 0 2 0 3 0 3 with marks 2 2 3 2 4 4. */
    private static final int[][] SIGNS_DIFFER = {{1, 1, 1}, {0, 0, 0}, {1, 0, 0}, {1, 0, 1}};

    @ParameterizedTest
    @CsvSource({"0,-1,-1", "0.1,-1,-0.16", "0.25,0.4,1.2", "0.5,2,2", "0.9,9.5,8", "1,9.5,9.5"})
    void quantilesAreThoseOfR(double p, double type6, double type7) {
        assertThat(QuantileType.TYPE_6.of(SAMPLE, p)).isCloseTo(type6, within(1e-12));
        assertThat(QuantileType.TYPE_7.of(SAMPLE, p)).isCloseTo(type7, within(1e-12));
    }

    @Test
    void quantileOfCountsIsThatOfTheValues() {
        int[] counts = {2, 0, 3, 1};
        double[] values = {0, 0, 2, 2, 2, 3};
        for (double p : new double[] {0, 0.1, 0.3, 0.5, 0.77, 1}) {
            assertThat(QuantileType.TYPE_7.ofCounts(counts, p)).isEqualTo(QuantileType.TYPE_7.of(values, p));
            assertThat(QuantileType.TYPE_6.ofCounts(counts, p)).isEqualTo(QuantileType.TYPE_6.of(values, p));
        }
    }

    @Test
    void quantileNeedsAValueAndAProbability() {
        assertThatThrownBy(() -> QuantileType.TYPE_7.of(new double[0], 0.5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> QuantileType.TYPE_7.of(SAMPLE, 1.5)).hasMessageContaining("0..1").hasMessageContaining("1.5");
        assertThatThrownBy(() -> QuantileType.TYPE_7.of(new double[] {Double.NaN}, 0.5)).hasMessageContaining("finite");
    }

    @Test
    void spearmanIsThatOfScipyUnderTies() {
        assertThat(SpearmanFormula.PEARSON_OF_MIDRANKS.of(TABLE)).hasValueCloseTo(0.6997449008422321, within(1e-14));
        assertThat(SpearmanFormula.NO_TIES_WITH_MIDRANKS.of(TABLE)).hasValueCloseTo(0.7287549407114624, within(1e-14));
    }

    @Test
    void theTwoFormulasCanDifferInSign() {
        assertThat(SpearmanFormula.NO_TIES_WITH_MIDRANKS.of(SIGNS_DIFFER)).hasValueCloseTo(0.0714285714285714, within(1e-14));
        assertThat(SpearmanFormula.PEARSON_OF_MIDRANKS.of(SIGNS_DIFFER)).hasValueCloseTo(-0.08333333333333334, within(1e-14));
    }

    @Test
    void spearmanIsNotComputableWhenASideIsConstantOrThereIsOnePair() {
        for (SpearmanFormula formula : SpearmanFormula.values()) {
            assertThat(formula.of(new int[][] {{0, 4, 0}, {0, 2, 0}})).isEmpty();
            assertThat(formula.of(new int[][] {{0, 0}, {3, 4}})).isEmpty();
            assertThat(formula.of(new int[][] {{1, 0}, {0, 0}})).isEmpty();
            assertThat(formula.of(new int[0][])).isEmpty();
        }
        assertThatThrownBy(() -> SpearmanFormula.PEARSON_OF_MIDRANKS.of(new int[][] {{1, 2}, {1}})).hasMessageContaining("equal length");
    }

    @Test
    void independenceOfAPerfectOrderIsCountedOut() {
        // Four different scores and four different marks: of 24 orders, r < 0 in 11, r = 0 in 2 (S(d^2) > 10).
        int[][] diagonal = {{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}};
        assertThat(RankPermutation.probabilityNegative(diagonal, SpearmanFormula.PEARSON_OF_MIDRANKS)).hasValueCloseTo(11.0 / 24, within(1e-15));
        assertThat(RankPermutation.probabilityNegative(diagonal, SpearmanFormula.NO_TIES_WITH_MIDRANKS)).hasValueCloseTo(11.0 / 24, within(1e-15));
    }
}
