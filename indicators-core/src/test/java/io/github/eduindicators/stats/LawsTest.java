package io.github.eduindicators.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.laws.BinomialLaw;
import io.github.eduindicators.laws.NormalLaw;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Oracles: scipy 1.17 {@code norm.sf}, {@code binom.sf}; R 4.2.2 {@code p.adjust(p, "BH")}, {@code prop.test(k, n, correct=FALSE)};
 * Cauchy combination computed in R from the printed formula and agreeing with the ACAT definition.
 */
class LawsTest {

    @Test
    void normalTailIsAccurateFarOut() {
        assertThat(NormalLaw.upperTail(0)).isEqualTo(0.5);
        assertThat(NormalLaw.upperTail(1.96)).isCloseTo(0.024997895148220435, within(1e-15));
        assertThat(NormalLaw.upperTail(10)).isCloseTo(7.61985302416047e-24, Percentage.withPercentage(1e-9));
        assertThat(NormalLaw.upperTail(-3)).isCloseTo(0.9986501019683699, within(1e-14));
        assertThat(NormalLaw.quantile(0.975)).isCloseTo(1.959963984540054, within(1e-12));
        assertThatThrownBy(() -> NormalLaw.upperTail(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"7,10,0.5,0.171875", "30,40,0.6,0.035222480114168786", "1000,1500,0.65,0.09202166835227572", "0,5,0.2,1", "6,5,0.2,0"})
    void binomialTailIsThatOfScipy(long successes, long trials, double p, double expected) {
        assertThat(BinomialLaw.upperTail(successes, trials, p)).isCloseTo(expected, within(1e-12));
    }

    @Test
    void binomialTailAtTheEnds() {
        assertThat(BinomialLaw.upperTail(3, 3, 1)).isEqualTo(1);
        assertThat(BinomialLaw.upperTail(1, 3, 0)).isZero();
        assertThatThrownBy(() -> BinomialLaw.upperTail(1, 3, 1.2)).hasMessageContaining("0..1");
    }

    @Test
    void signTestIsExactAndSymmetric() {
        // R: binom.test(40, 50)$p.value, binom.test(1171, 2181)$p.value
        assertThat(BinomialLaw.signTest(40, 10)).isCloseTo(2.38613316767556e-05, within(1e-15));
        assertThat(BinomialLaw.signTest(1010, 1171)).isCloseTo(0.000609287161937593, within(1e-12));
        assertThat(BinomialLaw.signTest(10, 40)).isEqualTo(BinomialLaw.signTest(40, 10));
        assertThat(BinomialLaw.signTest(0, 0)).isEqualTo(1);
        assertThat(BinomialLaw.signTest(5, 5)).isEqualTo(1);
    }

    @Test
    void benjaminiHochbergIsThatOfTheWorkedExampleOf1995() {
        double[] p = {0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1};
        double[] expected = {0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.0638571428571429, 0.0638571428571429, 0.0645, 0.0765, 0.486,
            0.581181818181818, 0.714875, 0.753230769230769, 0.813214285714286, 1};
        assertThat(MultipleTesting.BENJAMINI_HOCHBERG.adjust(p)).containsExactly(expected, within(1e-12));
        assertThat(MultipleTesting.BENJAMINI_HOCHBERG.adjust()).isEmpty();
        assertThatThrownBy(() -> MultipleTesting.BENJAMINI_HOCHBERG.adjust(0.1, Double.NaN)).hasMessageContaining("0..1");
    }

    @Test
    void yekutieliAndHolmAreThoseOfR() {
        // R: p.adjust(p, "BY"), p.adjust(p, "holm")
        double[] p = {0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1};
        assertThat(MultipleTesting.BENJAMINI_YEKUTIELI.adjust(p)).containsExactly(
                new double[] {0.00497734348984349, 0.00995468697968698, 0.0315231754356754, 0.118211907883783, 0.200089208291708,
                    0.211892622853337, 0.211892622853337, 0.21402577006327, 0.253844517982018, 1, 1, 1, 1, 1, 1},
                within(1e-12));
        assertThat(MultipleTesting.HOLM.adjust(p)).containsExactly(
                new double[] {0.0015, 0.0056, 0.0247, 0.114, 0.2211, 0.278, 0.278, 0.278, 0.3213, 1, 1, 1, 1, 1, 1}, within(1e-12));
        assertThat(MultipleTesting.HOLM.adjust(0.9, 0.01)).containsExactly(0.9, 0.02);
    }

    @Test
    void stoufferWithCorrelationIsThatOfTheFormula() {
        // R: z <- qnorm(c(.01,.04,.2,.5), lower=FALSE); pnorm(sum(z)/sqrt(4 + 12*.3), lower=FALSE); rho 0: pnorm(sum(z)/2, lower=FALSE)
        double[] p = {0.01, 0.04, 0.2, 0.5};
        assertThat(StoufferCombination.of(p, equal(4, 0.3))).isCloseTo(0.0371969, within(5e-8));
        assertThat(StoufferCombination.of(p, equal(4, 0))).isCloseTo(0.0069599, within(5e-8));
        assertThat(StoufferCombination.of(new double[] {0.2}, equal(1, 0))).isCloseTo(0.2, within(1e-12));
        assertThat(StoufferCombination.of(new double[] {0, 1}, equal(2, 0))).isBetween(0.0, 1.0);
        assertThatThrownBy(() -> StoufferCombination.of(p, equal(4, -0.5))).hasMessageContaining("positive");
        assertThatThrownBy(() -> StoufferCombination.of(p, equal(3, 0))).hasMessageContaining("rows");
    }

    private static double[][] equal(int n, double correlation) {
        double[][] matrix = new double[n][n];
        for (int i = 0; i < n; i++) {
            java.util.Arrays.fill(matrix[i], correlation);
            matrix[i][i] = 1;
        }
        return matrix;
    }

    @Test
    void upperQuantileIsAccurateInTheTail() {
        // R: qnorm(c(.3, 1e-5, 1e-7, 1e-20, 1e-300), lower.tail = FALSE)
        assertThat(NormalLaw.upperQuantile(0.3)).isCloseTo(0.524400512708041, within(1e-12));
        assertThat(NormalLaw.upperQuantile(1e-5)).isCloseTo(4.26489079392283, within(1e-11));
        assertThat(NormalLaw.upperQuantile(1e-7)).isCloseTo(5.19933758219273, within(1e-11));
        assertThat(NormalLaw.upperQuantile(1e-20)).isCloseTo(9.26234008979841, within(1e-10));
        assertThat(NormalLaw.upperQuantile(1e-300)).isCloseTo(37.0470962993612, within(1e-9));
        assertThatThrownBy(() -> NormalLaw.upperQuantile(0)).hasMessageContaining("p must be");
    }

    @Test
    void cauchyCombinationIsThatOfTheFormula() {
        assertThat(CauchyCombination.of(0.01, 0.04, 0.2, 0.5)).isCloseTo(0.0308723168976152, within(1e-12));
        assertThat(CauchyCombination.of(0.001, 0.3, 0.7, 0.9, 0.99)).isCloseTo(0.00561511855010458, within(1e-12));
        assertThat(CauchyCombination.of(1e-8, 0.5, 0.5)).isCloseTo(3.00000000498704e-08, Percentage.withPercentage(1e-6));
        assertThat(CauchyCombination.of(1e-16, 0.2)).isCloseTo(2e-16, Percentage.withPercentage(1e-6));
        assertThat(CauchyCombination.of(1, 1, 1)).isCloseTo(0.99, within(1e-12));
        assertThat(CauchyCombination.of(0.12, 0.03, 0.41, 0.25, 0.08, 0.6)).isCloseTo(0.102602619135638, within(1e-12));
    }

    @Test
    void cauchyCombinationOfOneIsItselfAndOnePDoesNotDrownAnother() {
        assertThat(CauchyCombination.of(0.03)).isEqualTo(0.03);
        assertThat(CauchyCombination.of(1.0)).isEqualTo(1);
        assertThat(CauchyCombination.of(0.001, 1)).isLessThan(0.01);
        assertThat(CauchyCombination.of(1e-4, 0.999999)).isLessThan(0.001);
        assertThat(CauchyCombination.of(0, 0.7)).isZero();
        assertThatThrownBy(CauchyCombination::of).hasMessageContaining("at least one");
    }

    @ParameterizedTest
    @CsvSource({"3,10,0.107791267406,0.603221852539", "81,263,0.255288519878,0.366209576983", "0,10,0,0.27753279986", "10,10,0.72246720014,1"})
    void wilsonIntervalIsThatOfR(long k, long n, double lower, double upper) {
        Interval interval = Interval.wilson(k, n);
        assertThat(interval.value()).isEqualTo((double) k / n);
        assertThat(interval.lower()).isCloseTo(lower, within(1e-10));
        assertThat(interval.upper()).isCloseTo(upper, within(1e-10));
    }

    @Test
    void intervalsAreOrderedAndFinite() {
        assertThatThrownBy(() -> new Interval(1, 2, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Interval(1, 0, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Interval.wilson(1, 0)).hasMessageContaining("1 of 0");
    }
}
