package io.github.eduindicators.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.laws.BinomialLaw;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Kappa, the sign-flip test and the intervals of weighted shares and means. Kappas by R 4.2:
 * <pre>
 * k &lt;- function(t, w) { p &lt;- t / sum(t); e &lt;- outer(rowSums(p), colSums(p)); 1 - sum(w * p) / sum(w * e) }
 * d &lt;- abs(outer(1:4, 1:4, "-")); k(t, d &gt; 0); k(t, d); k(t, d^2)
 * </pre>
 */
class AgreementStatisticsTest {
    private static final int[][] MARKS = {{8, 3, 0, 0}, {1, 20, 6, 0}, {0, 4, 15, 5}, {0, 0, 2, 9}};

    @Test
    void kappaOfTheVisionTableIsThePublishedOne() {
        // Stuart (1953), unaided distance vision of 7,477 women; R package irr: kappa2 0.595389, with squared weights 0.702334
        int[][] vision = {{1520, 266, 124, 66}, {234, 1512, 432, 78}, {117, 362, 1772, 205}, {36, 82, 179, 492}};
        assertThat(KappaWeights.UNWEIGHTED.of(vision)).hasValueCloseTo(0.595388828089434, within(1e-12));
        assertThat(KappaWeights.LINEAR.of(vision)).hasValueCloseTo(0.652380429500598, within(1e-12));
        assertThat(KappaWeights.QUADRATIC.of(vision)).hasValueCloseTo(0.702334252490098, within(1e-12));
    }

    @Test
    void kappaOfMarks() {
        assertThat(KappaWeights.UNWEIGHTED.of(MARKS)).hasValueCloseTo(0.596047430830040, within(1e-12));
        assertThat(KappaWeights.LINEAR.of(MARKS)).hasValueCloseTo(0.718457300275482, within(1e-12));
        assertThat(KappaWeights.QUADRATIC.of(MARKS)).hasValueCloseTo(0.834288185061074, within(1e-12));
    }

    @Test
    void kappaIsOneForFullAgreementAndEmptyWhereChanceAgreesAnyway() {
        assertThat(KappaWeights.QUADRATIC.of(new int[][] {{3, 0}, {0, 5}})).hasValue(1);
        assertThat(KappaWeights.UNWEIGHTED.of(new int[][] {{0, 4}, {4, 0}})).hasValue(-1);
        assertThat(KappaWeights.UNWEIGHTED.of(new int[][] {{7, 0}, {0, 0}})).isEmpty();
        assertThat(KappaWeights.LINEAR.of(new int[2][2])).isEmpty();
        assertThat(KappaWeights.LINEAR.of(new int[0][0])).isEmpty();
    }

    @Test
    void kappaRefusesWhatIsNoTable() {
        assertThatIllegalArgumentException().isThrownBy(() -> KappaWeights.LINEAR.of(new int[2][3])).withMessageContaining("3 of 2");
        assertThatIllegalArgumentException().isThrownBy(() -> KappaWeights.LINEAR.of(new int[][] {{-1}})).withMessageContaining("-1");
    }

    @Test
    void signFlipCountsAllSigns() {
        assertThat(BinomialLaw.signFlipTest(1, 1, 1, 1, 1)).isEqualTo(1 / 32.0);
        // scipy 1.17: permutation_test((d, zeros), mean difference, permutation_type='samples', alternative='greater', n_resamples=inf)
        assertThat(BinomialLaw.signFlipTest(2, 0, -1, 3, 1, 1, 0, -2, 4)).isEqualTo(0.1328125);
        assertThat(BinomialLaw.signFlipTest(1, -1, 2, -2, 5)).isEqualTo(10 / 32.0);
        assertThat(BinomialLaw.signFlipTest(-1, -1, -2)).isEqualTo(1);
        assertThat(BinomialLaw.signFlipTest(0, 0)).isEqualTo(1);
        assertThat(BinomialLaw.signFlipTest()).isEqualTo(1);
    }

    @Test
    void signFlipOfLongListsIsNearlyTheSameByTheNormalLaw() {
        // Thirty thousand ones, 15,100 of them plus: the sign test by R, pbinom(15099, 30000, 0.5, lower.tail = FALSE) = 0.12529
        int[] differences = new int[30_000];
        Arrays.fill(differences, 0, 15_100, 1);
        Arrays.fill(differences, 15_100, 30_000, -1);
        assertThat(BinomialLaw.signFlipTest(differences)).isCloseTo(BinomialLaw.upperTail(15_100, 30_000, 0.5), within(1e-4));
    }

    @Test
    void wilsonForAnEffectiveNumberSolvesItsEquation() {
        // scipy brentq on (p - x)^2 = z^2 x (1 - x) / n
        Interval share = Interval.wilson(0.85, 23.5, Interval.Z95);
        assertThat(share.lower()).isCloseTo(0.6582354629192222, within(1e-12));
        assertThat(share.upper()).isCloseTo(0.9434149503919128, within(1e-12));
        Interval narrow = Interval.wilson(0.4, 10.0, 1.2);
        assertThat(narrow.lower()).isCloseTo(0.23832257630241807, within(1e-12));
        assertThat(narrow.upper()).isCloseTo(0.5868522488724073, within(1e-12));
        assertThat(Interval.wilson(8 / 9.0, 9.0, Interval.Z95)).isEqualTo(Interval.wilson(8, 9));
        assertThat(Interval.wilson(1.0, 12.0, 0)).isEqualTo(new Interval(1, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Interval.wilson(1.01, 12.0, 1)).withMessageContaining("1.01");
        assertThatIllegalArgumentException().isThrownBy(() -> Interval.wilson(0.5, 0.0, 1)).withMessageContaining("0.0");
    }

    @Test
    void studentsIntervalTakesDegreesThatAreNotWhole() {
        // R: 2 + c(-1, 1) * qt(.975, 7.5) * 0.3
        Interval mean = Interval.student(2, 0.3, 7.5);
        assertThat(mean.lower()).isCloseTo(1.30008811194051, within(1e-8));
        assertThat(mean.upper()).isCloseTo(2.69991188805949, within(1e-8));
        assertThatIllegalArgumentException().isThrownBy(() -> Interval.student(2, 0.3, 0)).withMessageContaining("0.0");
        assertThatIllegalArgumentException().isThrownBy(() -> Interval.student(2, -0.3, 3)).withMessageContaining("-0.3");
    }
}
