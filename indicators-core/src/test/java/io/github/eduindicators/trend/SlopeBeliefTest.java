package io.github.eduindicators.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.laws.NormalLaw;
import io.github.eduindicators.laws.StudentLaw;
import io.github.eduindicators.trend.SlopeBelief.Scales;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Oracle: src/test/oracle/trend_monitoring.py (scipy 1.17.1, adaptive integration). */
class SlopeBeliefTest {
    @ParameterizedTest
    @CsvSource({"1.5, 1, 2, 3, 0.7751735397990003", "1.5, 1, 2, 1, 0.7261728064824267", "4, 1, 0.5, 2, 0.9815285684808501",
        "-0.3, 0.2, 0.1, 8, 0.2983714323257219"})
    void aSumOfANormalErrorAndOneOfStudent(double mean, double own, double shared, double freedom, double up) {
        SlopeBelief belief = SlopeBelief.of(mean, own, Scales.KNOWN).plus(shared, Scales.of(freedom));
        assertThat(belief.above(0)).isCloseTo(up, within(2e-4));
        assertThat(belief.above(0) + belief.below(0)).isCloseTo(1, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 2, 3.5, 10, 300})
    void anEstimatedVarianceAloneGivesStudent(double freedom) {
        SlopeBelief belief = SlopeBelief.of(2, 0.25, Scales.of(freedom));
        for (double x : new double[] {-3, 0, 1.2, 2, 2.7, 5}) {
            assertThat(belief.above(x)).as("%s", x).isCloseTo(StudentLaw.upperTail((x - 2) / 0.5, freedom), within(2e-4));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {2, 3, 6})
    void deviationsEquallyLikelyBeforeLeaveADegreeLess(double freedom) {
        // s t sqrt(f / (f - 1)) with f - 1 degrees.
        SlopeBelief belief = SlopeBelief.of(0, 0, Scales.KNOWN).plus(0.25, Scales.ofDeviation(freedom));
        double scale = 0.5 * Math.sqrt(freedom / (freedom - 1));
        assertThat(belief.above(1.3)).isCloseTo(StudentLaw.upperTail(1.3 / scale, freedom - 1), within(2e-4));
    }

    @Test
    void theTailIsThatOfTheNormalLawOverItsWholeRange() {
        SlopeBelief belief = SlopeBelief.of(0, 1, Scales.KNOWN);
        for (double z = -36.9; z < 36.9; z += 0.137) {
            double expected = NormalLaw.upperTail(z);
            assertThat(belief.above(z)).as("%s", z).isCloseTo(expected, within(1e-9 * expected));
        }
        assertThat(belief.above(50)).isZero();
        assertThat(belief.below(50)).isEqualTo(1);
    }

    @Test
    void anErrorOfNothingIsCertainty() {
        SlopeBelief belief = SlopeBelief.of(0.5, 0, Scales.of(3));
        assertThat(belief.above(0)).isEqualTo(1);
        assertThat(belief.below(0)).isZero();
        assertThat(belief.above(0.5)).isEqualTo(0.5);
        assertThat(belief.within(0.6)).isEqualTo(1);
        assertThat(belief.quantile(0.01)).isEqualTo(0.5);
    }

    @Test
    void anIntervalHoldsItsProbability() {
        SlopeBelief belief = SlopeBelief.of(new double[][] {{1, 3}, {0.5, 2}}, new double[] {0.7, 0.3}, Scales.KNOWN).plus(0.3, Scales.of(4));
        var interval = belief.interval(0.9);
        assertThat(interval.value()).isCloseTo(1.6, within(1e-12));
        assertThat(belief.below(interval.lower())).isCloseTo(0.05, within(1e-9));
        assertThat(belief.above(interval.upper())).isCloseTo(0.05, within(1e-9));
    }

    /** Twelve slopes of the variance 0.08; the last column is P(-0.3 < slope < 0.3). */
    @ParameterizedTest
    @CsvSource({"0.9, 0.953922550272333, 0.9290880701129781, 0.3795261540770102",
        "0.2, 0.7244652049200097, 0.6204877295248573, 0.8198019450399977",
        "-0.7, 0.15994238444663827, 0.08851286688968382, 0.5726371493890955"})
    void aSlopeDrawnToTheOthersWithTauUnknown(double own, double up, double region, double within) {
        double[] slopes = {0.9, 0.5, 0.3, 0.2, 0.1, 0.1, 0.0, -0.1, -0.1, -0.2, -0.4, -0.7};
        List<SlopeLaw.Slope> all = IntStream.range(0, 12).mapToObj(i -> new SlopeLaw.Slope(slopes[i], 0.08, 0)).toList();
        SlopeLaw law = SlopeLaw.of(all, 0, 0.08, Scales.KNOWN);
        SlopeLaw.Slope slope = new SlopeLaw.Slope(own, 0.08, 0);
        assertThat(law.drawn(slope, Optional.of(slope)).above(0)).isCloseTo(up, within(3e-4));
        assertThat(law.apart(slope, Optional.of(slope)).above(0)).isCloseTo(region, within(3e-4));
        assertThat(law.drawn(slope, Optional.of(slope)).within(0.3)).isCloseTo(within, within(3e-4));
    }

    @Test
    void equalSlopesStillLeaveTauOpen() {
        List<SlopeLaw.Slope> all = IntStream.range(0, 12).mapToObj(i -> new SlopeLaw.Slope(0.5, 0.01, 0)).toList();
        SlopeBelief belief = SlopeLaw.of(all, 0, 0.01, Scales.KNOWN).drawn(all.get(0), Optional.of(all.get(0)));
        assertThat(belief.mean()).isCloseTo(0.5, within(1e-12));
        // Between the error of the mean slope, 0.1 / sqrt 12, and that of one slope, 0.1.
        assertThat(belief.above(0.5 + 1.645 * 0.1 / Math.sqrt(12))).isGreaterThan(0.05);
        assertThat(belief.above(0.5 + 1.645 * 0.1)).isLessThan(0.05);
    }

    @Test
    void anUnsureShockMakesEverySlopeLessSure() {
        List<SlopeLaw.Slope> all = IntStream.range(0, 12).mapToObj(i -> new SlopeLaw.Slope(0.5 * (i % 3 - 1), 0.02, 0.5)).toList();
        SlopeLaw.Slope best = all.get(2);
        double sure = SlopeLaw.of(all, 0.1, 0.04, Scales.KNOWN).drawn(best, Optional.of(best)).above(0);
        double unsure = SlopeLaw.of(all, 0.1, 0.04, Scales.of(10)).drawn(best, Optional.of(best)).above(0);
        assertThat(unsure).isLessThan(sure).isGreaterThan(0.6);
    }
}
