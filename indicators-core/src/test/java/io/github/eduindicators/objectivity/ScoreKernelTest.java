package io.github.eduindicators.objectivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/**
 * Expected values by numpy: {@code k} the band matrix (1, 2/3, 1/6), {@code X = [1, x, x^2]}, {@code W = diag(q)},
 * {@code M = I - X inv(X'WX) X'W}, {@code K = M k M'}; mean square {@code q @ K**2 @ q}, mean cube likewise,
 * triangle {@code trace(matrix_power(K @ W, 3))}, diagonal {@code q @ diag(K)}, signal {@code c @ K @ c} with
 * {@code c = (0, .25, .5, .25, 0, 0)}.
 */
class ScoreKernelTest {
    private static final double[] Q = {0.1, 0.2, 0.3, 0.25, 0.1, 0.05};

    @Test
    void kernelIsTheBandLessItsProjections() {
        ScoreKernel kernel = ScoreKernel.of(Q);
        double[] expected = {0.1969991, -0.14823962, -0.06270233, 0.14928214, 0.01883171, -0.20889986};
        for (int x = 0; x < Q.length; x++) {
            assertThat(kernel.row(0)[x]).isCloseTo(expected[x], within(1e-8));
        }
        assertThat(kernel.row(2)[2]).isCloseTo(0.07178677705785812, within(1e-12));
        assertThat(kernel.row(2)[3]).isCloseTo(-0.07265210797428133, within(1e-12));
    }

    @Test
    void momentsAreThoseOfPairsAndTriangles() {
        ScoreKernel kernel = ScoreKernel.of(Q);
        assertThat(kernel.square()).isCloseTo(0.010376098314088924, within(1e-14));
        assertThat(kernel.cube()).isCloseTo(0.0002087452889945827, within(1e-14));
        assertThat(kernel.triangle()).isCloseTo(0.0009056147009448318, within(1e-14));
        assertThat(kernel.diagonal()).isCloseTo(0.1361609094884128, within(1e-13));
        assertThat(kernel.signal()).isCloseTo(0.007510169613909305, within(1e-14));
    }

    @Test
    void sumOverPairsOfThreePupilsHasTheStatedMomentsByEnumeration() {
        ScoreKernel kernel = ScoreKernel.of(Q);
        double[] moments = new double[4];
        for (int x = 0; x < Q.length; x++) {
            for (int y = 0; y < Q.length; y++) {
                for (int z = 0; z < Q.length; z++) {
                    double sum = kernel.row(x)[y] + kernel.row(y)[z] + kernel.row(x)[z];
                    for (int power = 1; power <= 3; power++) {
                        moments[power] += Q[x] * Q[y] * Q[z] * Math.pow(sum, power);
                    }
                }
            }
        }
        assertThat(moments[1]).isCloseTo(0, within(1e-14));
        assertThat(moments[2]).isCloseTo(3 * kernel.square(), within(1e-14));
        assertThat(moments[3]).isCloseTo(3 * kernel.cube() + 6 * kernel.triangle(), within(1e-14));
    }

    @Test
    void otherMeansAndSpreadsMoveTheMeanOfTheKernelOnlyInTheSecondOrder() {
        ScoreKernel kernel = ScoreKernel.of(Q);
        for (double[] tilt : new double[][] {{0.1, 0}, {0, -0.01}}) {
            double large = meanOfPairs(kernel, tilt[0], tilt[1]);
            double small = meanOfPairs(kernel, tilt[0] / 2, tilt[1] / 2);
            // What is left of half the tilt is a sixteenth where the first order vanishes in both arguments of the kernel.
            assertThat(small).isBetween(-1e-15, large / 12);
        }
    }

    private static double meanOfPairs(ScoreKernel kernel, double first, double second) {
        double[] p = new double[Q.length];
        double total = 0;
        for (int x = 0; x < Q.length; x++) {
            p[x] = Q[x] * Math.exp(first * x + second * x * x);
            total += p[x];
        }
        double sum = 0;
        for (int x = 0; x < Q.length; x++) {
            for (int y = 0; y < Q.length; y++) {
                sum += p[x] * p[y] * kernel.row(x)[y] / total / total;
            }
        }
        return sum;
    }

    @Test
    void threeScoresLeaveNothingToSee() {
        assertThat(ScoreKernel.of(Q).tells()).isTrue();
        assertThat(ScoreKernel.of(new double[] {0.2, 0.5, 0.3}).signal()).isCloseTo(0, within(1e-12));
        assertThat(ScoreKernel.of(new double[] {0.2, 0.5, 0.3}).tells()).isFalse();
        assertThat(ScoreKernel.of(new double[] {0, 1, 0, 0}).tells()).isFalse();
        assertThat(ScoreKernel.of(new double[] {0, 0, 0, 0}).tells()).isFalse();
    }
}
