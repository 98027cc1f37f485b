package io.github.eduindicators.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.EqualityLaw;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.stats.QuantileType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What follows from counts of scores by journal mark, worked out by hand or in whole numbers of any size. */
class ScoreDistributionTest {
    private static final ScoreScale SCALE = ScoreScale.of(4, 1, 3, 4);
    /** By score: no journal mark, then 2, 3, 4, 5. */
    private static final int[][] ROWS = {{1, 2, 0, 0, 0}, {0, 1, 3, 0, 0}, {2, 0, 4, 1, 0}, {0, 0, 1, 5, 0}, {3, 0, 0, 1, 6}};
    private final ScoreDistribution all = ScoreDistribution.of(SCALE, ROWS);

    private static void refused(ThrowingCallable call, String text) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining(text);
    }

    @Test
    void countsAreThoseGiven() {
        assertThat(all.histogram()).containsExactly(3, 4, 7, 6, 10);
        assertThat(all.count()).isEqualTo(30);
        assertThat(all.count(4)).isEqualTo(10);
        assertThat(all.count(4, ScoreDistribution.NO_MARK)).isEqualTo(3);
        assertThat(all.count(4, 5)).isEqualTo(6);
        assertThat(all.count(0, 2)).isEqualTo(2);
        assertThat(all.count(2, 3)).isEqualTo(4);
        assertThat(all.sum()).isEqualTo(4 + 14 + 18 + 40);
        assertThat(all.sumOfSquares()).isEqualTo(4 + 28 + 54 + 160);
        assertThat(all.mean()).hasValue(76 / 30.0);
        // (246 - 76^2 / 30) / 29
        assertThat(all.variance().orElseThrow()).isCloseTo((246 - 76 * 76 / 30.0) / 29, within(1e-14));
        assertThat(all.quantile(0.5, QuantileType.TYPE_7)).hasValue(3);
        assertThat(all.scoresByJournalMark()).isDeepEqualTo(new int[][] {{2, 0, 0, 0}, {1, 3, 0, 0}, {0, 4, 1, 0}, {0, 1, 5, 0}, {0, 0, 1, 6}});
        // Marks by the scale: 0 is a 2, 1 and 2 a 3, 3 a 4, 4 a 5.
        assertThat(all.marks()).isEqualTo(MarkTable.of(new int[][] {{2, 0, 0, 0}, {1, 7, 1, 0}, {0, 1, 5, 0}, {0, 0, 1, 6}}));
        assertThat(List.of(all.markCount(2), all.markCount(3), all.markCount(4), all.markCount(5))).containsExactly(3L, 11L, 6L, 10L);
        assertThat(all.markShare(3)).hasValue(11 / 30.0);
        assertThat(all.scale()).isEqualTo(SCALE);
        assertThat(all).hasToString("ScoreDistribution[n=30, " + SCALE + ", mean=2.53]");
    }

    @Test
    void nothingAndOneResultHaveNoSpread() {
        ScoreDistribution none = ScoreDistribution.empty(SCALE);
        assertThat(none.count()).isZero();
        assertThat(none.mean()).isEmpty();
        assertThat(none.variance()).isEmpty();
        assertThat(none.quantile(0.5, QuantileType.TYPE_7)).isEmpty();
        assertThat(none.markShare(2)).isEmpty();
        assertThat(none).hasToString("ScoreDistribution[n=0, " + SCALE + "]");
        ScoreDistribution one = ScoreDistribution.of(SCALE, 0, 0, 1, 0, 0);
        assertThat(one.variance()).isEmpty();
        assertThat(one.mean()).hasValue(2);
        assertThat(one.plus(one).variance()).hasValue(0);
        assertThat(ScoreDistribution.of(SCALE, 1, 0, 1, 0, 0).variance()).hasValue(2);
    }

    @Test
    void additionAndItsOppositeAreExact() {
        ScoreDistribution part = ScoreDistribution.of(SCALE, new int[][] {{1, 0, 0, 0, 0}, {0, 1, 1, 0, 0}, new int[5], new int[5], {0, 0, 0, 0, 6}});
        ScoreDistribution sum = all.plus(part);
        assertThat(sum.count()).isEqualTo(39);
        assertThat(sum.count(4, 5)).isEqualTo(12);
        assertThat(sum.minus(part)).isEqualTo(all);
        assertThat(sum.minus(all)).isEqualTo(part);
        assertThat(ScoreDistribution.sum(SCALE, List.of(part, all))).isEqualTo(sum);
        assertThat(ScoreDistribution.sum(SCALE, List.of())).isEqualTo(ScoreDistribution.empty(SCALE));
        refused(() -> part.minus(all), "not be negative");
        ScoreScale other = ScoreScale.of(4, 1, 2, 4);
        refused(() -> all.plus(ScoreDistribution.empty(other)), "scales must be equal");
        refused(() -> ScoreDistribution.sum(SCALE, List.of(ScoreDistribution.empty(other))), "scales must be equal");
        ScoreDistribution full = ScoreDistribution.of(SCALE, Integer.MAX_VALUE, 0, 0, 0, 0);
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> full.plus(full));
        EqualityLaw.holds(all, ScoreDistribution.of(SCALE, ROWS), sum, ScoreDistribution.of(other, ROWS));
    }

    @Test
    void manyPupilsWithHighScoresDoNotOverflow() {
        // 100,000 scores up to 40,000: the squares of sums pass 2^63, and a little later 2^64.
        for (int each : new int[] {10, 20_000, 30_000, 2_000_000, 90_000_000}) {
            int max = 400;
            ScoreScale scale = ScoreScale.of(max);
            int[] counts = new int[max + 1];
            BigInteger n = BigInteger.ZERO;
            BigInteger sum = BigInteger.ZERO;
            BigInteger squares = BigInteger.ZERO;
            for (int score = 300; score <= max; score += 10) {
                counts[score] = each + score;
                n = n.add(BigInteger.valueOf(counts[score]));
                sum = sum.add(BigInteger.valueOf((long) counts[score] * score));
                squares = squares.add(BigInteger.valueOf((long) counts[score] * score * score));
            }
            BigDecimal above = new BigDecimal(n.multiply(squares).subtract(sum.pow(2)));
            double expected = above.divide(new BigDecimal(n.multiply(n.subtract(BigInteger.ONE))), MathContext.DECIMAL128).doubleValue();
            assertThat(ScoreDistribution.of(scale, counts).variance().orElseThrow()).isCloseTo(expected, within(1e-12 * expected));
        }
    }

    @Test
    void argumentsOutOfRangeAreNamed() {
        refused(() -> ScoreDistribution.of(SCALE, 1, 2, 3), "must be 5, one a score, got 3");
        refused(() -> ScoreDistribution.of(SCALE, 1, 2, 3, -4, 5), "-4");
        refused(() -> ScoreDistribution.of(SCALE, new int[4][5]), "must be 5, one a score, got 4");
        refused(() -> ScoreDistribution.of(SCALE, new int[5][4]), "5 counts, got 4");
        int[][] negative = new int[5][5];
        negative[4][4] = -7;
        refused(() -> ScoreDistribution.of(SCALE, negative), "-7");
        for (int bad : new int[] {-1, 5}) {
            refused(() -> all.count(bad), "0..4, got " + bad);
            refused(() -> all.count(bad, 3), "0..4, got " + bad);
        }
        for (int bad : new int[] {1, 6, -1}) {
            refused(() -> all.count(0, bad), "got " + bad);
            refused(() -> all.markCount(bad), "got " + bad);
        }
        refused(() -> all.markCount(0), "got 0");
    }
}
