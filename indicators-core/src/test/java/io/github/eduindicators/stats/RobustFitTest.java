package io.github.eduindicators.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.laws.StudentLaw;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RobustFitTest {
    private static final double[] Y = {2.1, 3.9, 6.2, 7.8, 10.1, 12.2, 13.8, 16.1, 40, 20.2};

    private static double[][] x() {
        double[][] x = new double[Y.length][1];
        Arrays.setAll(x, i -> new double[] {i + 1.0});
        return x;
    }

    private static double[] ones(int n) {
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        return ones;
    }

    @Test
    void residualsOfHuberAreThoseOfR() {
        // R: MASS::rlm(y ~ x, psi = psi.huber, k = 1.345, scale.est = "MAD", maxit = 200, acc = 1e-12)
        double[] r = HuberRegression.residuals(x(), Y, ones(Y.length));
        double[] expected = {
            0.12271834920, -0.10347817332, 0.17032530415, -0.25587121837, 0.01793225911, 0.09173573659, -0.33446078593, -0.06065730845,
            21.81314616903, -0.01305035349
        };
        assertThat(r).containsExactly(expected, within(1e-3));
    }

    @Test
    void anOutlierMayLieAnywhere() {
        double[] far = Y.clone();
        far[8] = 4e6;
        double[] near = HuberRegression.residuals(x(), Y, ones(Y.length));
        double[] moved = HuberRegression.residuals(x(), far, ones(Y.length));
        assertThat(moved[0]).isCloseTo(near[0], within(1e-3));
    }

    @Test
    void repeatedAndConstantColumnsAreNoTrouble() {
        double[][] x = new double[Y.length][];
        Arrays.setAll(x, i -> new double[] {i + 1.0, 7, i + 1.0});
        double[] r = HuberRegression.residuals(x, Y, ones(Y.length));
        assertThat(r).containsExactly(HuberRegression.residuals(x(), Y, ones(Y.length)), within(1e-5));
        assertThat(HuberRegression.residuals(new double[0][0], new double[0], new double[0])).isEmpty();
        assertThat(HuberRegression.residuals(new double[2][0], new double[] {3, 3}, ones(2))).containsExactly(new double[2], within(1e-6));
        assertThat(HuberRegression.residuals(new double[2][0], new double[] {3, 4}, new double[2])).containsExactly(3, 4);
        assertThatThrownBy(() -> HuberRegression.residuals(new double[2][0], ones(3), ones(3))).hasMessageContaining("got 2");
    }

    @Test
    void matricesAreInvertedAndMadeDefinite() {
        double[][] inverse = PositiveDefinite.inverse(new double[][] {{4, 0}, {2, 3}}, 2);
        assertThat(inverse[0]).containsExactly(new double[] {0.375, -0.25}, within(1e-14));
        assertThat(inverse[1]).containsExactly(new double[] {-0.25, 0.5}, within(1e-14));
        // Eigenvalues 3 and -1; the lower becomes 0.02 of the mean of 3 and 0: (3 +- 0.03) / 2.
        double[][] nearest = PositiveDefinite.nearest(new double[][] {{1, 2}, {2, 1}}, 0.02);
        assertThat(nearest[0]).containsExactly(new double[] {1.515, 1.485}, within(1e-12));
        assertThat(nearest[1]).containsExactly(new double[] {1.485, 1.515}, within(1e-12));
        assertThat(PositiveDefinite.nearest(new double[0][0], 0.02)).isEmpty();
    }

    @Test
    void studentTailsAreThoseOfR() {
        // R: pt(3.5, 12, lower = FALSE); pt(8, 200, lower = FALSE); pt(-1.2, 5, lower = FALSE)
        assertThat(StudentLaw.upperTail(3.5, 12)).isCloseTo(0.00219093471587407, within(1e-13));
        assertThat(StudentLaw.upperTail(8, 200)).isCloseTo(4.93960045466535e-14, within(1e-24));
        assertThat(StudentLaw.upperTail(-1.2, 5)).isCloseTo(0.858054471646949, within(1e-12));
        assertThatThrownBy(() -> StudentLaw.upperTail(Double.NaN, 5)).hasMessageContaining("NaN");
    }

    @Test
    void weightsOfCauchyCountAndEqualOnesChangeNothing() {
        // Python: T = (2 / tan(.01 pi) + 1 / tan(.2 pi) + 1 / tan(.6 pi)) / 4; .5 - atan(T) / pi
        assertThat(CauchyCombination.weighted(new double[] {0.01, 0.2, 0.6}, new double[] {2, 1, 1}))
                .isCloseTo(0.019656386919049862, within(1e-14));
        assertThat(CauchyCombination.weighted(new double[] {0.01, 0.04, 0.2, 0.5}, new double[] {3, 3, 3, 3}))
                .isCloseTo(CauchyCombination.of(0.01, 0.04, 0.2, 0.5), within(1e-14));
        assertThat(CauchyCombination.weighted(new double[] {0, 0.9}, new double[] {1, 9})).isZero();
        assertThatThrownBy(() -> CauchyCombination.weighted(new double[] {0.1}, new double[] {0})).hasMessageContaining("positive");
    }
}
