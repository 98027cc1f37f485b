package io.github.eduindicators.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.laws.BinomialSum;
import java.util.BitSet;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/**
 * Oracles: R 4.2.2 {@code glm(n ~ poly(s, d) + I(s == 14) + I(s == 15), family = poisson)} on 20,000 simulated scores of which a third of
 * the 14s were moved to 15; scipy: Newton for the tilt, {@code binom.pmf} convolved for the tail.
 */
class CutoffStatisticsTest {
    private static final int[] CLEAN = {1, 13, 39, 71, 107, 165, 220, 307, 348, 468, 522, 607, 717, 788, 878, 849, 908, 947, 979, 1043, 1037,
        1036, 989, 932, 889, 870, 765, 682, 617, 503, 454, 362, 303, 235, 158, 85, 60, 30, 13, 3};
    private static final double[] REFERENCE = {
        58, 211, 472, 841, 1303, 1833, 2398, 2960, 3481, 3922, 4249, 4433, 4453, 4298, 3971, 3487, 2876, 2183, 1469, 810, 291};

    private static int[] moved() {
        int[] counts = CLEAN.clone();
        counts[14] -= 293;
        counts[15] += 293;
        return counts;
    }

    private static PoissonPolynomial curve(int[] counts, int degree) {
        BitSet window = new BitSet();
        window.set(14, 16);
        return PoissonPolynomial.fit(counts, window, degree).orElseThrow();
    }

    @Test
    void curveWithoutTheWindowIsTheRegressionWithDummies() {
        PoissonPolynomial five = curve(CLEAN, 5);
        assertThat(five.expected(14)).isCloseTo(843.540065550974, within(1e-6));
        assertThat(five.expected(15)).isCloseTo(895.228176126198, within(1e-6));
        PoissonPolynomial six = curve(moved(), 6);
        assertThat(six.expected(14)).isCloseTo(820.783624630969, within(1e-6));
        assertThat(six.expected(15)).isCloseTo(881.747793203491, within(1e-6));
        PoissonPolynomial seven = curve(moved(), 7);
        assertThat(seven.expected(15)).isCloseTo(881.015625097756, within(1e-6));
    }

    @Test
    void standardErrorsAreThoseOfTheDummies() {
        int[] counts = moved();
        PoissonPolynomial five = curve(counts, 5);
        assertThat(Math.log(counts[14] / five.expected(14))).isCloseTo(-0.3659955527974, within(1e-9));
        assertThat(Math.sqrt(1.0 / counts[14] + five.varianceOfLog(14))).isCloseTo(0.04386575665804, within(1e-8));
        assertThat(Math.sqrt(1.0 / counts[15] + five.varianceOfLog(15))).isCloseTo(0.03289657313704, within(1e-8));
    }

    @Test
    void curveIsRefusedWhereThereIsTooLittle() {
        assertThat(PoissonPolynomial.fit(new int[] {1, 2, 3, 4, 5, 6}, new BitSet(), 5)).isEmpty();
        assertThat(PoissonPolynomial.fit(new int[20], new BitSet(), 5)).isEmpty();
        int[] two = new int[20];
        two[3] = 5;
        two[9] = 7;
        assertThat(PoissonPolynomial.fit(two, new BitSet(), 5)).isEmpty();
    }

    @Test
    void tiltGivesTheMeanWanted() {
        assertThat(ExponentialTilt.lambda(REFERENCE, 11.403225806451612)).isCloseTo(0.017926630304804916, within(1e-10));
        assertThat(ExponentialTilt.lambda(REFERENCE, 11.4375)).isCloseTo(0.020045481318207277, within(1e-10));
        assertThat(ExponentialTilt.lambda(REFERENCE, 11.666666666666666)).isCloseTo(0.03430617969411726, within(1e-10));
        assertThat(Math.abs(ExponentialTilt.lambda(REFERENCE, 20))).isLessThanOrEqualTo(50);
        assertThat(ExponentialTilt.lambda(REFERENCE, 0)).isBetween(-50.0, 0.0);
    }

    @Test
    void tailOfASumOfBinomialsIsExact() {
        BinomialSum raised = BinomialSum.create()
                .add(7, 0.5573958073928093)
                .add(10, 0.5156045247304629)
                .add(10, 0.47254496760368414);
        assertThat(raised.mean()).isCloseTo(13.783265575091136, within(1e-12));
        assertThat(raised.variance()).isCloseTo(6.716967249096629, within(1e-12));
        assertThat(raised.upperTail(27)).isCloseTo(1.232379620000044e-08, Percentage.withPercentage(1e-7));
        BinomialSum small = BinomialSum.create().add(3, 0.5609110664432279).add(3, 0.519165374079969).add(5, 0.47610072470348147);
        assertThat(small.upperTail(10)).isCloseTo(0.007024784699341574, within(1e-14));
        assertThat(small.upperTail(0)).isEqualTo(1);
        assertThat(small.upperTail(12)).isZero();
    }

    @Test
    void longSumsUseTheNormalTailAndSaySo() {
        BinomialSum sum = BinomialSum.create().add(3_000, 0.4).add(1_000, 0.7);
        assertThat(sum.isExact()).isFalse();
        // scipy: sf of the convolution of binom(3000,.4) and binom(1000,.7) at 1959 = P(X >= 1960)
        assertThat(sum.upperTail(1_960)).isCloseTo(0.0255755928008258, within(2e-4));
    }

    @Test
    void stuartMaxwellIsThatOfThePublishedTable() {
        // Stuart (1955), unaided distance vision of 7,477 women: 11.96; R package irr: 11.9565696229826
        int[][] vision = {{1520, 266, 124, 66}, {234, 1512, 432, 78}, {117, 362, 1772, 205}, {36, 82, 179, 492}};
        MarginalHomogeneity test = MarginalHomogeneity.test(vision).orElseThrow();
        assertThat(test.statistic()).isCloseTo(11.9565696229826, within(1e-9));
        assertThat(test.degreesOfFreedom()).isEqualTo(3);
        assertThat(test.p()).isCloseTo(0.00753342505480055, within(1e-12));
        int[][] marks = {{3, 1, 0, 0}, {4, 30, 6, 0}, {1, 18, 40, 3}, {0, 2, 15, 12}};
        assertThat(MarginalHomogeneity.test(marks).orElseThrow().statistic()).isCloseTo(18.747183979975, within(1e-9));
    }

    @Test
    void stuartMaxwellDropsEmptyCategoriesAndNeedsAMove() {
        int[][] two = {{5, 9, 0}, {1, 7, 0}, {0, 0, 4}};
        // With two categories the statistic is McNemar's: (9 - 1)^2 / (9 + 1).
        MarginalHomogeneity test = MarginalHomogeneity.test(two).orElseThrow();
        assertThat(test.statistic()).isCloseTo(6.4, within(1e-12));
        assertThat(test.degreesOfFreedom()).isEqualTo(1);
        assertThat(MarginalHomogeneity.test(new int[][] {{5, 0}, {0, 3}})).isEmpty();
    }
}
