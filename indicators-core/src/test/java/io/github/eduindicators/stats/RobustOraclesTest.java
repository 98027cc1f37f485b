package io.github.eduindicators.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

/**
 * Robust fits and curves of counts with weights, several columns and few points. Oracles: R 4.2.2. Huber by repeated {@code lm} with
 * weights {@code w * ifelse(u <= 1.345, 1, 1.345 / u)}, {@code u = abs(r) * sqrt(w) / s}, {@code s = median(abs(r) * sqrt(w)) /
 * qnorm(.75)}, 500 times; curves by {@code glm(n ~ poly(s, d), family = poisson, control = list(epsilon = 1e-15))}.
 */
class RobustOraclesTest {
    private static final double[] Y = {2.1, 3.9, 6.2, 7.8, 10.1, 12.2, 13.8, 16.1, 40, 20.2};
    private static final double[] WEIGHTS = {1, 2, 1, 3, 1, 2, 1, 4, 1, 2};
    private static final double[] SECOND = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3};

    private static double[][] x(int n, boolean both) {
        double[][] x = new double[n][];
        Arrays.setAll(x, i -> both ? new double[] {i + 1.0, SECOND[i]} : new double[] {i + 1.0});
        return x;
    }

    @Test
    void weightsOfHuberCount() {
        assertThat(HuberRegression.residuals(x(10, false), Y, WEIGHTS)).containsExactly(
                new double[] {0.208603721419236, -0.0272985240548457, 0.236799230471083, -0.199103015002989, 0.0649947395229391,
                    0.129092494048868, -0.306809751425204, -0.0427119968992749, 21.8213857576267, -0.0145164878474179},
                within(1e-4));
    }

    @Test
    void anOddNumberOfUnits() {
        assertThat(HuberRegression.residuals(x(9, false), Arrays.copyOf(Y, 9), Arrays.copyOf(WEIGHTS, 9))).containsExactly(
                new double[] {0.219781092707463, -0.0201366427685899, 0.239945621755357, -0.199972113720696, 0.0601101508032503,
                    0.120192415327197, -0.319725320148855, -0.0596430556249074, 21.8004392088990},
                within(1e-4));
    }

    @Test
    void severalColumns() {
        assertThat(HuberRegression.residuals(x(10, true), Y, WEIGHTS)).containsExactly(
                new double[] {0.166289121580319, 0.0263874637999601, 0.191268850687304, -0.109589416026583, 0.0162485797942985,
                    -0.0579134243848219, -0.202598126832856, -0.0767601310119756, 21.8442948201412, 0.104393162360865},
                within(1e-4));
    }

    @Test
    void unitsWithoutWeightHaveResidualsAndNoSay() {
        double[] with = Arrays.copyOf(Y, 11);
        with[10] = -1000;
        double[] weights = Arrays.copyOf(WEIGHTS, 11);
        double[][] rows = Arrays.copyOf(x(10, false), 11);
        rows[10] = new double[] {11};
        double[] r = HuberRegression.residuals(rows, with, weights);
        assertThat(Arrays.copyOf(r, 10)).containsExactly(HuberRegression.residuals(x(10, false), Y, WEIGHTS), within(1e-9));
        // The line goes on as far from the tenth unit as it came from the ninth.
        assertThat(r[10]).isCloseTo(-1000 - (Y[9] - r[9]) - ((Y[9] - r[9]) - (Y[8] - r[8])), within(1e-6));
    }

    @Test
    void heterogeneityIsTheRootOfItsEquation() {
        // R: z <- (y - median(y)) / sqrt(v + t); q <- quantile(z, c(.1, .9)); uniroot of mean(pmin(pmax(z, q[1]), q[2])^2) - 0.678654558952875
        double[] y = {3.1, -2.4, 0.7, 5.2, -4.8, 1.9, -0.3, 2.2, -6.1, 4.4, 0.2, -1.7};
        double[] v = {0.5, 0.8, 0.3, 1.1, 0.9, 0.4, 0.6, 0.7, 0.5, 1.2, 0.3, 0.8};
        assertThat(Heterogeneity.tauSquared(y, v).orElseThrow()).isCloseTo(11.987034245672156, within(1e-9));
    }

    @Test
    void aStraightCurveOfFewCounts() {
        PoissonPolynomial line = PoissonPolynomial.fit(new int[] {9, 7, 8, 4, 3, 2, 2, 1}, new BitSet(), 1).orElseThrow();
        double[] expected = {9.99549844383481, 7.49866907367811, 5.62553615434946, 4.22030319153292, 3.16609093600654, 2.37521603546729,
            1.78189803425447, 1.33678813087639};
        double[] variance = {0.0580491467144792, 0.0361631985358668, 0.0278616319853587, 0.0331444470629548, 0.0520116437686550,
            0.0844632221024595, 0.130499182064368, 0.190119523654381};
        for (int s = 0; s < expected.length; s++) {
            assertThat(line.expected(s)).isCloseTo(expected[s], within(1e-9));
            assertThat(line.varianceOfLog(s)).isCloseTo(variance[s], within(1e-9));
        }
        assertThat(line.dispersion()).isCloseTo(0.220928251203468, within(1e-9));
        assertThat(line).hasToString("PoissonPolynomial[degree=1, dispersion=0.221]");
    }

    @Test
    void aCurveThroughMostlyEmptyScores() {
        PoissonPolynomial curve = PoissonPolynomial.fit(new int[] {0, 0, 1, 0, 4, 9, 0, 30}, new BitSet(), 2).orElseThrow();
        double[] expected = {0.202008930010579, 0.320092020183837, 0.547698252258003, 1.01197571648342, 2.01911500350442, 4.35025033502652,
            10.1211455610330, 25.4277141815003};
        double[] variance = {2.06196197407008, 0.898821269405457, 0.364558874217457, 0.171322195370551, 0.116550433316864,
            0.0829745820961716, 0.0386174293359057, 0.0367935562511518};
        for (int s = 0; s < expected.length; s++) {
            assertThat(curve.expected(s)).isCloseTo(expected[s], within(1e-7));
            assertThat(curve.varianceOfLog(s)).isCloseTo(variance[s], within(1e-6));
        }
    }

    @Test
    void aCurveNeedsTwoMoreScoresThanItsDegreeAndOneMoreThatOccur() {
        assertThat(PoissonPolynomial.fit(new int[] {5, 3}, new BitSet(), 1)).isEmpty();
        assertThat(PoissonPolynomial.fit(new int[] {5, 3, 2}, new BitSet(), 1)).isPresent();
        assertThat(PoissonPolynomial.fit(new int[] {5, 3, 0}, new BitSet(), 1)).isPresent();
        assertThat(PoissonPolynomial.fit(new int[] {5, 0, 0}, new BitSet(), 1)).isEmpty();
        BitSet window = new BitSet();
        window.set(1);
        assertThat(PoissonPolynomial.fit(new int[] {5, 9, 3, 2}, window, 1)).isPresent();
        assertThat(PoissonPolynomial.fit(new int[] {5, 9, 3}, window, 1)).isEmpty();
        assertThat(PoissonPolynomial.fit(new int[] {5, 9, 0, 0}, window, 1)).isEmpty();
    }

    @Test
    void theDispersionIsThatOfTheRegressionWithDummies() {
        int[] counts = {1, 13, 39, 71, 107, 165, 220, 307, 348, 468, 522, 607, 717, 788, 878, 849, 908, 947, 979, 1043, 1037, 1036, 989, 932,
            889, 870, 765, 682, 617, 503, 454, 362, 303, 235, 158, 85, 60, 30, 13, 3};
        BitSet window = new BitSet();
        window.set(14, 16);
        // R: g <- glm(n ~ poly(s, 5) + I(s == 14) + I(s == 15), family = poisson); sum(residuals(g, "pearson")^2) / g$df.residual
        assertThat(PoissonPolynomial.fit(counts, window, 5).orElseThrow().dispersion()).isCloseTo(1.35257585083540, within(1e-8));
    }

    @Test
    void inverseOfFour() {
        // R: solve(A)
        double[][] a = {{5, 1, 2, 0.5}, {1, 4, 0.3, 1}, {2, 0.3, 6, 0.7}, {0.5, 1, 0.7, 3}};
        double[][] expected = {
            {0.242178436347516, -0.0536308844474208, -0.0775318097358071, -0.00439535563709076},
            {-0.0536308844474208, 0.284660586110299, 0.0140538195263203, -0.0892276058516709},
            {-0.0775318097358071, 0.0140538195263203, 0.196187547749974, -0.0375397326944662},
            {-0.00439535563709077, -0.0892276058516709, -0.0375397326944662, 0.372567698852114}
        };
        double[][] inverse = PositiveDefinite.inverse(a, 4);
        for (int i = 0; i < 4; i++) {
            assertThat(inverse[i]).containsExactly(expected[i], within(1e-13));
        }
        assertThat(PositiveDefinite.inverse(new double[][] {{4, 9}, {9, 9}}, 1)).isDeepEqualTo(new double[][] {{0.25}});
    }

    @Test
    void aDirectionWithoutVarianceGetsAVeryLargeInverse() {
        // The second pivot, 4 - 2 * 2, is replaced by 1e-12 of the diagonal: 1 / 4e-12.
        double[][] inverse = PositiveDefinite.inverse(new double[][] {{1, 2}, {2, 4}}, 2);
        assertThat(inverse[1][1]).isCloseTo(2.5e11, within(1e3));
        assertThat(inverse[0][1]).isCloseTo(-5e11, within(1e4));
    }
}
