package io.github.eduindicators.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.results.YearSeries.Point;
import io.github.eduindicators.stats.Heterogeneity;
import io.github.eduindicators.trend.SlopeFunnel.Adjustment;
import io.github.eduindicators.trend.SlopeFunnel.Position;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Oracle: funnel40.csv (value, se, z, adjusted_z), 40 simulated proportions as arcsines with the functions for over-dispersion of the R
 * package FunnelPlotR, 10 % winsorised. The numerics do not know that values are slopes.
 */
class SlopeFunnelTest {
    private static double[] column(int of) {
        return Panel60.rows("funnel40.csv").stream().mapToDouble(row -> row[of]).toArray();
    }

    /** Forty units whose slopes and errors are the values and errors of the oracle. */
    private static List<WlsTrend.Fit> fits() {
        List<WlsTrend.Fit> fits = new ArrayList<>();
        for (double[] row : Panel60.rows("funnel40.csv")) {
            double each = row[2] / Math.sqrt(2);
            fits.add(WlsTrend.withDefaults().fit(YearSeries.of(Panel60.key((int) row[0]),
                    List.of(Point.of(2021, 0, each), Point.of(2022, row[1], each)))));
        }
        return fits;
    }

    @Test
    void overDispersionIsThatOfTheOracle() {
        double[] error = column(2);
        double[] weights = new double[error.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = 1 / (error[i] * error[i]);
        }
        Heterogeneity.OverDispersion beyond = Heterogeneity.overDispersion(column(3), weights, 0.1);
        assertThat(beyond.phi()).isCloseTo(1.93052074528797, within(1e-12));
        assertThat(beyond.tauSquared()).isCloseTo(0.00325185000334016, within(1e-14));
    }

    @Test
    void theFunnelIsThatOfTheOracle() {
        // The centre of the oracle is the arcsine of the pooled share, not the mean of arcsines.
        SlopeFunnel.Result result = SlopeFunnel.withDefaults().about(0.568329879951145).run(fits());
        assertThat(result.phi()).hasValueCloseTo(1.93052074528797, within(1e-11));
        assertThat(result.tauSquared()).hasValueCloseTo(0.00325185000334016, within(1e-13));
        double[] z = column(3);
        double[] adjusted = column(4);
        for (int i = 0; i < 40; i++) {
            assertThat(result.places().get(i).z()).isCloseTo(z[i], within(1e-11));
            assertThat(result.places().get(i).adjustedZ()).isCloseTo(adjusted[i], within(1e-11));
        }
    }

    @Test
    void theCentreIsTheWeightedMean() {
        double sum = 0;
        double weight = 0;
        for (double[] row : Panel60.rows("funnel40.csv")) {
            sum += row[1] / row[2] / row[2];
            weight += 1 / row[2] / row[2];
        }
        assertThat(SlopeFunnel.withDefaults().run(fits()).centre()).hasValueCloseTo(sum / weight, within(1e-12));
    }

    @Test
    void limitsAndPlacesAgree() {
        for (Adjustment adjustment : Adjustment.values()) {
            SlopeFunnel.Result result = SlopeFunnel.withDefaults().with(adjustment).run(Panel60.fits(1));
            List<YearSeries.Key> outside = new ArrayList<>();
            for (SlopeFunnel.Place place : result.places()) {
                double b = place.fit().slope().orElseThrow().value();
                SlopeFunnel.Limits limits = result.at(place.fit().slopeError().orElseThrow()).orElseThrow();
                Position expected = b > limits.limits998().upper() ? Position.FAR_ABOVE
                        : b > limits.limits95().upper() ? Position.ABOVE
                        : b < limits.limits998().lower() ? Position.FAR_BELOW
                        : b < limits.limits95().lower() ? Position.BELOW : Position.INSIDE;
                assertThat(place.position()).isEqualTo(expected);
                if (expected != Position.INSIDE) {
                    outside.add(place.key());
                }
            }
            assertThat(result.outside()).extracting(SlopeFunnel.Place::key).containsExactlyElementsOf(outside);
        }
        // 60 schools that differ much more than chance: many are outside unless limits allow for it.
        assertThat(SlopeFunnel.withDefaults().with(Adjustment.NONE).run(Panel60.fits(1)).outside().size()).isGreaterThan(15);
        assertThat(SlopeFunnel.withDefaults().run(Panel60.fits(1)).outside().size()).isLessThan(10);
    }

    @Test
    void adjustmentsWidenAsTheySay() {
        SlopeFunnel.Result none = SlopeFunnel.withDefaults().with(Adjustment.NONE).run(fits());
        SlopeFunnel.Result factor = SlopeFunnel.withDefaults().with(Adjustment.MULTIPLICATIVE).run(fits());
        SlopeFunnel.Result added = SlopeFunnel.withDefaults().run(fits());
        double plain = none.at(0.1).orElseThrow().limits95().upper() - none.centre().orElseThrow();
        assertThat(plain).isCloseTo(0.1959963984540054, within(1e-12));
        assertThat(factor.at(0.1).orElseThrow().limits95().upper() - factor.centre().orElseThrow())
                .isCloseTo(plain * Math.sqrt(factor.phi().orElseThrow()), within(1e-12));
        assertThat(added.at(0.1).orElseThrow().limits95().upper() - added.centre().orElseThrow())
                .isCloseTo(1.959963984540054 * Math.sqrt(0.01 + added.tauSquared().orElseThrow()), within(1e-12));
        assertThat(none.at(0).orElseThrow().limits998().upper()).isEqualTo(none.centre().orElseThrow());
    }

    @Test
    void whereUnitsDifferLessThanChanceLimitsStayAsTheyAre() {
        List<WlsTrend.Fit> alike = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            alike.add(WlsTrend.withDefaults().fit(YearSeries.of(Panel60.key(i), List.of(Point.of(2021, 0, 1), Point.of(2022, 0.5, 1)))));
        }
        SlopeFunnel.Result result = SlopeFunnel.withDefaults().with(Adjustment.MULTIPLICATIVE).run(alike);
        assertThat(result.phi()).hasValue(0);
        assertThat(result.tauSquared()).hasValue(0);
        assertThat(result.outside()).isEmpty();
        assertThat(result.at(1).orElseThrow().limits95().upper()).isCloseTo(0.5 + 1.959963984540054, within(1e-12));
    }

    @Test
    void theCurveSpansTheUnits() {
        SlopeFunnel.Result result = SlopeFunnel.withDefaults().run(fits());
        List<SlopeFunnel.Limits> curve = result.curve(5);
        double[] errors = column(2);
        java.util.Arrays.sort(errors);
        assertThat(curve).hasSize(5);
        assertThat(curve.get(0).standardError()).isCloseTo(errors[0], within(1e-12));
        assertThat(curve.get(4).standardError()).isCloseTo(errors[39], within(1e-12));
        assertThat(curve.get(2).limits95()).isEqualTo(result.at(curve.get(2).standardError()).orElseThrow().limits95());
        assertThatThrownBy(() -> result.curve(1)).hasMessageContaining("at least 2");
        assertThatThrownBy(() -> result.at(-1)).hasMessageContaining("-1");
    }

    @Test
    void fewUnitsHaveNoFunnel() {
        List<WlsTrend.Fit> nine = new ArrayList<>(fits().subList(0, 9));
        nine.add(WlsTrend.withDefaults().fit(YearSeries.of(Panel60.key(500), List.of(Point.of(2021, 0, 1)))));
        SlopeFunnel.Result result = SlopeFunnel.withDefaults().run(nine);
        assertThat(result.reason()).contains("few-units");
        assertThat(result.units()).isEqualTo(9);
        assertThat(result.leftOut()).containsExactly(Panel60.key(500));
        assertThat(result.centre()).isEmpty();
        assertThat(result.phi()).isEmpty();
        assertThat(result.at(1)).isEmpty();
        assertThat(result.curve(10)).isEmpty();
        assertThat(result.places()).isEmpty();
    }

    @Test
    void oneVeryPreciseUnitGivesNumbers() {
        List<WlsTrend.Fit> fits = new ArrayList<>(fits());
        fits.add(WlsTrend.withDefaults().fit(YearSeries.of(Panel60.key(500), List.of(Point.of(2021, 0, 1e-50), Point.of(2022, 0.4, 1e-50)))));
        SlopeFunnel.Result result = SlopeFunnel.withDefaults().run(fits);
        assertThat(result.centre()).hasValueCloseTo(0.4, within(1e-12));
        assertThat(result.tauSquared().orElseThrow()).isFinite();
        assertThat(result.places()).allSatisfy(place -> assertThat(place.adjustedZ()).isFinite());
        assertThat(result.places().get(40).z()).isCloseTo(0, within(1e-9));
    }
}
