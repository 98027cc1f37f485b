package io.github.eduindicators.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.stats.RandomIntercept.GroupSums;
import io.github.eduindicators.stats.RandomIntercept.Likelihood;
import io.github.eduindicators.stats.RandomIntercept.Obstacle;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What is still taken and what is refused, at the limits of each argument; what results print. */
class StatsBoundariesTest {
    private static final double INFINITE = Double.POSITIVE_INFINITY;

    private static void refused(ThrowingCallable call, String text) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining(text);
    }

    @Test
    void pValuesAreWithinZeroAndOne() {
        for (double p : new double[] {-1e-9, 1 + 1e-9, Double.NaN}) {
            refused(() -> CauchyCombination.of(0.5, p), String.valueOf(p));
            refused(() -> CauchyCombination.weighted(new double[] {0.5, p}, new double[] {1, 1}), String.valueOf(p));
            refused(() -> MultipleTesting.HOLM.adjust(0.5, p), String.valueOf(p));
            refused(() -> StoufferCombination.of(new double[] {0.5, p}, new double[][] {{1, 0}, {0, 1}}), String.valueOf(p));
            refused(() -> QuantileType.TYPE_6.of(new double[] {1, 2}, p), String.valueOf(p));
        }
        assertThat(MultipleTesting.HOLM.adjust(0, 1)).containsExactly(0, 1);
        assertThat(CauchyCombination.weighted(new double[] {0.3}, new double[] {7})).isEqualTo(0.3);
        assertThat(CauchyCombination.weighted(new double[] {0, 1}, new double[] {1, 1})).isZero();
        assertThat(CauchyCombination.weighted(new double[] {0}, new double[] {1})).isZero();
        assertThat(CauchyCombination.weighted(new double[] {1, 1}, new double[] {1, 3})).isCloseTo(0.99, within(1e-12));
    }

    @Test
    void veryLargeCauchyStatisticsKeepTheirDigits() {
        // 1 / tan(x) = 1 / x for such x: the mean of two is (1e18 + 0.7265) / 2 pi, and p is 1 / (pi T).
        assertThat(CauchyCombination.of(1e-18, 0.2)).isCloseTo(2e-18, within(1e-27));
        assertThat(CauchyCombination.weighted(new double[] {1e-18, 0.2}, new double[] {1, 3})).isCloseTo(4e-18, within(1e-27));
        // Just below the change of formula, with 50 digits: .5 - atan(1e7) / pi = 3.18309886183778e-08.
        double p = Math.atan(1e-7) / Math.PI;
        assertThat(CauchyCombination.of(p, p)).isCloseTo(3.18309886183780e-08, within(1e-16));
        assertThat(CauchyCombination.weighted(new double[] {p, p}, new double[] {2, 5})).isCloseTo(3.18309886183780e-08, within(1e-16));
    }

    @Test
    void weightsOfCauchyArePositiveAndOneForEach() {
        refused(() -> CauchyCombination.weighted(new double[0], new double[0]), "0 and 0");
        refused(() -> CauchyCombination.weighted(new double[] {0.1, 0.2}, new double[] {1}), "1 and 2");
        for (double weight : new double[] {0, -1, INFINITE, Double.NaN}) {
            refused(() -> CauchyCombination.weighted(new double[] {0.1, 0.2}, new double[] {1, weight}), String.valueOf(weight));
        }
    }

    @Test
    void correlationsOfStoufferAreSymmetricWithinOneAndHaveAUnitDiagonal() {
        double[] p = {0.01, 0.2, 0.6};
        // R: z <- qnorm(c(.01, .2, .6), lower = FALSE); pnorm(sum(z) / sqrt(sum(R)), lower = FALSE)
        assertThat(StoufferCombination.of(p, new double[][] {{1, 0.5, 0.2}, {0.5, 1, -0.3}, {0.2, -0.3, 1}}))
                .isCloseTo(0.06743510035879019, within(1e-13));
        refused(() -> StoufferCombination.of(new double[0], new double[0][]), "at least one");
        refused(() -> StoufferCombination.of(p, new double[][] {{1, 0.5, 0.2}, {0.5, 1, -0.3}, {0.2, -0.2, 1}}), "-0.2");
        refused(() -> StoufferCombination.of(p, new double[][] {{1, 0.5, 0.2}, {0.5, 0.9, -0.3}, {0.2, -0.3, 1}}), "diagonal");
        refused(() -> StoufferCombination.of(p, new double[][] {{1, 0.5, 0.2}, {0.5, 1}, {0.2, -0.3, 1}}), "square");
        double[] two = {0.01, 0.2};
        refused(() -> StoufferCombination.of(two, new double[][] {{1, 1.01}, {1.01, 1}}), "1.01");
        refused(() -> StoufferCombination.of(two, new double[][] {{1, Double.NaN}, {Double.NaN, 1}}), "NaN");
        refused(() -> StoufferCombination.of(two, new double[][] {{1, -1}, {-1, 1}}), "positive, got 0.0");
        // Wholly dependent: of two equal values the value itself.
        assertThat(StoufferCombination.of(new double[] {0.04, 0.04}, new double[][] {{1, 1}, {1, 1}})).isCloseTo(0.04, within(1e-13));
        // R: z <- qnorm(c(1e-300, 1 - 1e-9), lower = FALSE); pnorm(sum(z) / sqrt(2), lower = FALSE) = 3.865182819e-107
        double ends = StoufferCombination.of(new double[] {0, 1}, new double[][] {{1, 0}, {0, 1}});
        assertThat(ends).isCloseTo(3.8651828191986e-107, within(1e-112));
    }

    @Test
    void intervalsHoldTheirValue() {
        for (double bad : new double[] {Double.NaN, INFINITE, -INFINITE}) {
            refused(() -> new Interval(bad, 0, 1), "an interval needs");
            refused(() -> new Interval(0.5, bad, 1), "an interval needs");
            refused(() -> new Interval(0.5, 0, bad), "an interval needs");
        }
        refused(() -> new Interval(0.5, 0.6, 1), "0.6");
        refused(() -> new Interval(0.5, 0.1, 0.4), "0.4");
        assertThat(new Interval(0.5, 0.5, 0.5)).hasToString("0.5000 [0.5000; 0.5000]");
        assertThat(Interval.normal(10, 2, 1.5)).isEqualTo(new Interval(10, 7, 13));
    }

    @Test
    void sharesHaveTrialsAndNoMoreSuccesses() {
        refused(() -> Interval.wilson(0, 0), "0 of 0");
        refused(() -> Interval.wilson(-1, 5), "-1 of 5");
        refused(() -> Interval.wilson(6, 5), "6 of 5");
        assertThat(Interval.wilson(1, 1).upper()).isEqualTo(1);
        assertThat(Interval.wilson(0, 1).lower()).isZero();
        for (double share : new double[] {-0.01, 1.01, Double.NaN}) {
            refused(() -> Interval.wilson(share, 5.0, 1), String.valueOf(share));
        }
        for (double trials : new double[] {0, -1, Double.NaN, INFINITE}) {
            refused(() -> Interval.wilson(0.5, trials, 1), String.valueOf(trials));
        }
        for (double z : new double[] {-0.1, Double.NaN, INFINITE}) {
            refused(() -> Interval.wilson(0.5, 5.0, z), String.valueOf(z));
        }
        // No success in n: from 0 to z^2 / (n + z^2); all of n: from n / (n + z^2) to 1.
        Interval none = Interval.wilson(0.0, 6.0, 2);
        assertThat(none.lower()).isZero();
        assertThat(none.upper()).isCloseTo(0.4, within(1e-15));
        Interval all = Interval.wilson(1.0, 6.0, 2);
        assertThat(all.lower()).isCloseTo(0.6, within(1e-15));
        assertThat(all.upper()).isEqualTo(1);
        refused(() -> Interval.student(0, 1, Double.NaN), "NaN");
        refused(() -> Interval.student(0, 1, 0), "0.0");
        assertThat(Interval.student(3, 0, 4)).isEqualTo(new Interval(3, 3, 3));
    }

    @Test
    void heterogeneityNeedsFiniteValuesPositiveVariancesAndTenUnits() {
        double[] y = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
        double[] v = new double[10];
        Arrays.fill(v, 1);
        refused(() -> Heterogeneity.tauSquared(y, new double[9]), "9 and 10");
        for (double bad : new double[] {0, -1, Double.NaN, INFINITE}) {
            double[] wrong = v.clone();
            wrong[4] = bad;
            refused(() -> Heterogeneity.tauSquared(y, wrong), String.valueOf(bad));
        }
        for (double bad : new double[] {Double.NaN, INFINITE}) {
            double[] wrong = y.clone();
            wrong[9] = bad;
            refused(() -> Heterogeneity.tauSquared(wrong, v), String.valueOf(bad));
        }
        assertThat(Heterogeneity.tauSquared(y, v)).isPresent();
        assertThat(Heterogeneity.tauSquared(Arrays.copyOf(y, 9), Arrays.copyOf(v, 9))).isEmpty();
        double[] z = {-3, 1, 2, 4};
        for (double winsorised : new double[] {-0.01, 0.5, Double.NaN}) {
            refused(() -> Heterogeneity.overDispersion(z, z, winsorised), String.valueOf(winsorised));
        }
        for (double weight : new double[] {-1, INFINITE, Double.NaN}) {
            refused(() -> Heterogeneity.overDispersion(z, new double[] {1, 1, 1, weight}, 0), String.valueOf(weight));
        }
        assertThat(Heterogeneity.overDispersion(new double[] {2, 4}, new double[] {1, 1}, 0).phi()).isEqualTo(10);
    }

    @Test
    void countsAreNotNegativeAndTablesAreSquare() {
        refused(() -> QuantileType.TYPE_7.ofCounts(new int[] {1, -2}, 0.5), "-2");
        refused(() -> QuantileType.TYPE_7.ofCounts(new int[3], 0.5), "at least one value");
        refused(() -> MarginalHomogeneity.test(new int[][] {{1, 2}, {3}}), "a row of 1 of 2");
        refused(() -> MarginalHomogeneity.test(new int[][] {{1, 2}, {-3, 0}}), "-3");
        refused(() -> SpearmanFormula.PEARSON_OF_MIDRANKS.of(new int[][] {{1, 0}, {-4, 1}}), "-4");
        refused(() -> PoissonPolynomial.fit(new int[] {3, 4, -5, 4, 3, 2, 1}, new BitSet(), 2), "-5");
        refused(() -> PoissonPolynomial.fit(new int[] {3, 4, 5, 4, 3, 2, 1}, new BitSet(), 0), "got 0");
        assertThat(MarginalHomogeneity.test(new int[][] {{5, 9}, {1, 7}}).orElseThrow())
                .hasToString("MarginalHomogeneity[chi2=6.4000, df=1, p=0.01141]");
    }

    @Test
    void quantilesPastTheEndsAreTheEnds() {
        assertThat(QuantileType.TYPE_6.of(new double[] {5, 9}, 0.05)).isEqualTo(5);
        assertThat(QuantileType.TYPE_6.of(new double[] {5, 9}, 0.95)).isEqualTo(9);
        assertThat(QuantileType.TYPE_7.ofCounts(new int[] {0, 0, 7}, 0.5)).isEqualTo(2);
        assertThat(QuantileType.TYPE_7.ofCounts(new int[] {1, 0, 0, 1}, 0.25)).isEqualTo(0.75);
    }

    @Test
    void tiltNeedsTwoPositiveWeights() {
        refused(() -> ExponentialTilt.lambda(new double[] {0, 3, 0}, 1), "got 1");
        for (double bad : new double[] {-1, Double.NaN, INFINITE}) {
            refused(() -> ExponentialTilt.lambda(new double[] {1, 1, bad}, 1), String.valueOf(bad));
        }
        // Two weights: the mean is m when exp(lambda) = m / (1 - m).
        assertThat(ExponentialTilt.lambda(new double[] {1, 1}, 0.8)).isCloseTo(Math.log(4), within(1e-10));
        assertThat(ExponentialTilt.lambda(new double[] {3, 1}, 0.5)).isCloseTo(Math.log(3), within(1e-10));
        assertThat(ExponentialTilt.lambda(new double[] {1, 0, 1}, 0.2)).isCloseTo(Math.log(1 / 9.0) / 2, within(1e-10));
        // A mean that no tilt reaches gives the limit, on its side.
        assertThat(ExponentialTilt.lambda(new double[] {1, 1, 1}, 2)).isBetween(25.0, 50.0);
        assertThat(ExponentialTilt.lambda(new double[] {1, 1, 1}, 5)).isCloseTo(50, within(1e-9));
        assertThat(ExponentialTilt.lambda(new double[] {1, 1, 1}, -5)).isCloseTo(-50, within(1e-9));
        // Starts with many steps from nearly nothing at the far end: exp(lambda) = 1e12 / 1e3.
        assertThat(ExponentialTilt.lambda(new double[] {1e12, 1}, 0.999)).isCloseTo(Math.log(999e12), within(1e-8));
    }

    @Test
    void huberRefusesRowsThatDoNotFit() {
        double[][] x = {{1, 2}, {2, 1}, {3, 5}};
        double[] y = {1, 2, 3};
        double[] w = {1, 1, 1};
        refused(() -> HuberRegression.residuals(x, y, new double[2]), "3, 2, 3");
        refused(() -> HuberRegression.residuals(new double[][] {{1, 2}, {2, 1, 0}, {3, 5}}, y, w), "row 1");
        refused(() -> HuberRegression.residuals(new double[][] {{1, 2}, {2, 1}, {3, INFINITE}}, y, w), "row 2");
        for (double bad : new double[] {-1, Double.NaN, INFINITE}) {
            refused(() -> HuberRegression.residuals(x, y, new double[] {bad, 1, 1}), "row 0");
        }
    }

    @Test
    void groupSumsHoldTheirLimits() {
        refused(() -> GroupSums.create(-1), "-1");
        refused(() -> GroupSums.create(101), "101");
        assertThat(GroupSums.create(100).covariates()).isEqualTo(100);
        assertThat(GroupSums.create(0).covariates()).isZero();
        GroupSums sums = GroupSums.create(1);
        assertThat(sums.variance(0)).isZero();
        sums.addMany("a", 0, 3, 1);
        assertThat(sums.groups()).isZero();
        refused(() -> sums.addMany("a", (1L << 50) + 1, 3, 1), String.valueOf((1L << 50) + 1));
        sums.addMany("a", 1L << 50, 3, 1);
        assertThat(sums.count()).isEqualTo(1L << 50);
        refused(() -> sums.add("a", 1e101, 1), "1.0E101");
        sums.add("b", 1e100, -1e100);
        assertThat(sums).hasToString("GroupSums[2 groups, " + ((1L << 50) + 1) + " observations, 1 covariates]");
        assertThat(sums.groups()).isEqualTo(2);
    }

    @Test
    void theModelSaysItsOptionsAndRefusesSenselessOnes() {
        RandomIntercept model = RandomIntercept.withDefaults();
        for (double bad : new double[] {-0.1, Double.NaN, INFINITE}) {
            refused(() -> model.withErrorVariance(0, bad), String.valueOf(bad));
            refused(() -> model.withUncertainty(0, Map.of("a", bad)), String.valueOf(bad));
        }
        refused(() -> model.withErrorVariance(-1, 1), "-1");
        refused(() -> model.withUncertainty(-1, Map.of()), "-1");
        assertThat(model).hasToString("RandomIntercept[REML]");
        assertThat(model.withLikelihood(Likelihood.ML).withErrorVariance(0, 0).withErrorVariance(2, 0.5).withUncertainty(1, Map.of("a", 0.0)))
                .hasToString("RandomIntercept[ML, error variances {0=0.0, 2=0.5}, estimates [1]]");
    }

    @Test
    void theFitSaysItsNumbersAndTheLeastItNeeds() {
        GroupSums sums = GroupSums.create(0);
        // Means 2 and 6, within each a square sum of 2: sigma2 = 4 / 2, tau2 = (8 - 2 / 2) by the balanced analysis of variance.
        sums.add("a", 1);
        sums.add("a", 3);
        sums.add("b", 5);
        sums.add("b", 7);
        RandomIntercept.Fit fit = RandomIntercept.withDefaults().fit(sums).orElseThrow();
        assertThat(fit.sigma2()).isCloseTo(2, within(1e-7));
        assertThat(fit.tau2()).isCloseTo(7, within(1e-6));
        assertThat(fit.icc()).isCloseTo(7 / 9.0, within(1e-7));
        assertThat(fit.coefficients()[0]).isCloseTo(4, within(1e-12));
        assertThat(fit.standardErrors()[0]).isCloseTo(2, within(1e-7));
        assertThat(fit).hasToString("RandomIntercept.Fit[4 observations, 2 groups, tau2=7.000, sigma2=2.000, b=[4.0]]");
        refused(() -> fit.deviance(-0.1), "-0.1");
        refused(() -> fit.deviance(INFINITE), "Infinity");
        refused(() -> fit.deviance(Double.NaN), "NaN");
        // As many groups as coefficients and one more are the least; one observation more than groups and slopes.
        GroupSums two = GroupSums.create(1);
        for (int i = 0; i < 8; i++) {
            two.add(i % 2 == 0 ? "a" : "b", i * i % 5, i);
        }
        assertThat(RandomIntercept.withDefaults().obstacle(two)).contains(Obstacle.FEW_GROUPS);
        two.add("c", 2, 9);
        assertThat(RandomIntercept.withDefaults().obstacle(two)).isNotEqualTo(java.util.Optional.of(Obstacle.FEW_GROUPS));
        GroupSums few = GroupSums.create(1);
        few.add("a", 1, 5);
        few.add("b", 2, 3);
        few.add("c", 4, 4);
        few.add("c", 3, 1);
        assertThat(RandomIntercept.withDefaults().obstacle(few)).contains(Obstacle.FEW_OBSERVATIONS);
    }
}
