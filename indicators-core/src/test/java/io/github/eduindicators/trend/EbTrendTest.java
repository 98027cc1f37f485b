package io.github.eduindicators.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.results.YearSeries.Point;
import io.github.eduindicators.trend.EbTrend.Estimator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Oracles: panel60-slopes.csv (slope, v, B, eb, eb_se) from R 4.2.2, metafor: {@code rma(slope, v, method = "REML")} and {@code blup()};
 * DerSimonian-Laird from {@code rma(slope, v, method = "DL")}; Paule-Mandel, probabilities and lists from src/test/oracle/trend_panel.R,
 * since metafor stops its Paule-Mandel steps at about 1e-5.
 */
class EbTrendTest {
    private static final double REML = 0.770409116328895;

    private static WlsTrend.Fit fit(int school, double slope, double error) {
        // Two years with errors of error / sqrt 2 have this slope and this error.
        double each = error / Math.sqrt(2);
        return WlsTrend.withDefaults().fit(
                YearSeries.of(Panel60.key(school), List.of(Point.of(2021, 10, each), Point.of(2022, 10 + slope, each))));
    }

    @Test
    void derSimonianLairdIsThatOfMetafor() {
        EbTrend.Result result = EbTrend.withDefaults().with(Estimator.DERSIMONIAN_LAIRD).run(Panel60.fits(1));
        assertThat(result.tauSquared()).hasValueCloseTo(0.82335310715829, within(1e-9));
        assertThat(result.mean()).hasValueCloseTo(0.299552548687803, within(1e-10));
        assertThat(result.meanError()).hasValueCloseTo(0.131969887873413, within(1e-10));
        assertThat(result.units()).isEqualTo(60);
    }

    @Test
    void pauleMandelSolvesItsEquation() {
        EbTrend.Result result = EbTrend.withDefaults().run(Panel60.fits(1));
        assertThat(result.tauSquared()).hasValueCloseTo(0.760944258125442, within(1e-10));
        assertThat(result.tauSquared()).hasValueCloseTo(0.760965064735097, within(3e-5));
        assertThat(result.mean()).hasValueCloseTo(0.29839639283284, within(1e-10));
        assertThat(result.meanError()).hasValueCloseTo(0.127807879627589, within(1e-10));
        assertThat(result.ranked()).isTrue();
        assertThat(result.reason()).isEmpty();
    }

    @Test
    void shrunkSlopesAreTheBlupsOfMetafor() {
        EbTrend.Result result = EbTrend.withDefaults().run(Panel60.fits(1), (b, v) -> REML);
        List<double[]> expected = Panel60.rows("panel60-slopes.csv");
        assertThat(result.slopes()).hasSize(60);
        for (int i = 0; i < 60; i++) {
            EbTrend.Slope slope = result.slopes().get(i);
            double[] row = expected.get(i);
            assertThat(slope.key()).isEqualTo(Panel60.key((int) row[0]));
            assertThat(slope.fit().slope().orElseThrow().value()).isCloseTo(row[1], within(1e-11));
            assertThat(Math.pow(slope.fit().slopeError().orElseThrow(), 2)).isCloseTo(row[2], within(1e-12));
            assertThat(slope.reliability()).isCloseTo(row[3], within(1e-11));
            assertThat(slope.value()).isCloseTo(row[4], within(1e-11));
            assertThat(slope.standardError()).isCloseTo(row[5], within(1e-11));
        }
    }

    @Test
    void probabilitiesAreThoseOfTheNormalPosterior() {
        EbTrend.Result result = EbTrend.withDefaults().run(Panel60.fits(1));
        double[][] expected = {
            {1, -0.781664188317531, 0.387703748214925, 0.0218927833177648, 0.00348500200868062, 0.23329463830835},
            {7, 0.680229066724375, 0.49022343145516, 0.917369015826149, 0.779117353977398, 0.348537957512841},
            {30, 0.406859197202884, 0.312645603360747, 0.903429478872925, 0.628234434650451, 0.615252487934943}};
        for (double[] row : expected) {
            EbTrend.Slope slope = result.slope(Panel60.key((int) row[0])).orElseThrow();
            assertThat(slope.value()).isCloseTo(row[1], within(1e-10));
            assertThat(slope.standardError()).isCloseTo(row[2], within(1e-10));
            assertThat(slope.probabilityUp()).isCloseTo(row[3], within(1e-9));
            assertThat(slope.probabilityAboveRegion()).isCloseTo(row[4], within(1e-9));
            assertThat(slope.probabilityWithin(0.5)).isCloseTo(row[5], within(1e-9));
            assertThat(slope.probabilityAbove(0.3) + slope.probabilityBelow(0.3)).isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void listsKeepTheExpectedShareOfFalseOnes() {
        EbTrend.Result result = EbTrend.withDefaults().run(Panel60.fits(1));
        EbTrend.Chosen rising = result.rising(0.1);
        assertThat(rising.slopes()).hasSize(34);
        assertThat(rising.expectedFalse()).isCloseTo(3.26550069140958, within(1e-8));
        assertThat(rising.slopes().get(0).probabilityUp()).isGreaterThanOrEqualTo(rising.slopes().get(33).probabilityUp());
        assertThat(result.falling(0.1).slopes()).hasSize(15);
        assertThat(result.falling(0.1).expectedFalse()).isCloseTo(1.39482865424893, within(1e-8));
        assertThat(result.rising(0.1, 0.5).slopes()).hasSize(17);
        assertThat(result.rising(0.1, 0.5).expectedFalse()).isCloseTo(1.48092514229306, within(1e-8));
        assertThat(result.falling(0.1, 0.5).slopes()).hasSize(4);
        assertThat(result.falling(0.1, 0.5).expectedFalse()).isCloseTo(0.368145947119485, within(1e-8));
        assertThat(result.rising(1e-40).slopes()).isEmpty();
        assertThat(result.rising(1e-40).expectedFalse()).isZero();
    }

    @Test
    void fewUnitsHaveStudentsLaw() {
        EbTrend.Result twelve = EbTrend.withDefaults().run(Panel60.fits(1).subList(0, 12));
        assertThat(twelve.tauSquared()).hasValueCloseTo(0.944680341993582, within(1e-10));
        assertThat(twelve.mean()).hasValueCloseTo(0.347429623201131, within(1e-10));
        EbTrend.Slope first = twelve.slopes().get(0);
        assertThat(first.probabilityUp()).isCloseTo(0.0323030241098169, within(1e-9));
        assertThat(first.probabilityAboveRegion()).isCloseTo(0.0152624334124113, within(1e-9));
    }

    @Test
    void withFewerThanTenSlopesThereIsOnlyTheReason() {
        EbTrend.Result nine = EbTrend.withDefaults().run(Panel60.fits(1).subList(0, 9));
        assertThat(nine.reason()).contains("few-units");
        assertThat(nine.units()).isEqualTo(9);
        assertThat(nine.mean()).isEmpty();
        assertThat(nine.meanError()).isEmpty();
        assertThat(nine.tauSquared()).isEmpty();
        assertThat(nine.slopes()).isEmpty();
        assertThat(nine.ranked()).isFalse();
        assertThat(nine.rising(0.5).slopes()).isEmpty();
        assertThat(nine).hasToString("EbTrend[9 slopes are too few]");
        assertThat(EbTrend.withDefaults().run(Panel60.fits(1).subList(0, 10)).slopes()).hasSize(10);
    }

    @Test
    void fitsWithoutASlopeAreLeftOutByName() {
        List<WlsTrend.Fit> fits = new ArrayList<>(Panel60.fits(1));
        fits.add(0, WlsTrend.withDefaults().fit(YearSeries.of(Panel60.key(700), List.of(Point.of(2020, 1, 1)))));
        fits.add(0, WlsTrend.withDefaults().fit(YearSeries.of(Panel60.key(800), List.of())));
        EbTrend.Result result = EbTrend.withDefaults().run(fits);
        assertThat(result.leftOut()).containsExactly(Panel60.key(700), Panel60.key(800));
        assertThat(result.slope(Panel60.key(700))).isEmpty();
        assertThat(result.tauSquared()).isEqualTo(EbTrend.withDefaults().run(Panel60.fits(1)).tauSquared());
    }

    @ParameterizedTest
    @EnumSource(Estimator.class)
    void identicalSlopesAreNotRanked(Estimator estimator) {
        List<WlsTrend.Fit> fits = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            fits.add(fit(i, 0.5, 0.1 + i));
        }
        EbTrend.Result result = EbTrend.withDefaults().with(estimator).run(fits);
        assertThat(result.tauSquared()).hasValue(0);
        assertThat(result.ranked()).isFalse();
        assertThat(result).hasToString("EbTrend[25 units, mean +0.5000 a year, no differences beyond noise]");
        assertThat(result.slopes()).allSatisfy(slope -> {
            assertThat(slope.reliability()).isZero();
            assertThat(slope.value()).isCloseTo(0.5, within(1e-12));
            assertThat(slope.standardError()).isEqualTo(result.meanError().orElseThrow());
            assertThat(slope.probabilityAboveRegion()).isEqualTo(0.5);
        });
        // All share the slope of the region, which surely rises.
        assertThat(result.rising(0.05).slopes()).hasSize(25);
        assertThat(result.falling(0.05).slopes()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Estimator.class)
    void oneVeryPreciseUnitGivesNumbers(Estimator estimator) {
        List<WlsTrend.Fit> fits = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            fits.add(fit(i, i % 5, 1));
        }
        fits.add(fit(99, 3, 1e-55));
        EbTrend.Result result = EbTrend.withDefaults().with(estimator).run(fits);
        assertThat(result.tauSquared().orElseThrow()).isBetween(0.0, 10.0);
        EbTrend.Slope precise = result.slope(Panel60.key(99)).orElseThrow();
        assertThat(precise.value()).isCloseTo(3, within(1e-9));
        assertThat(precise.probabilityUp()).isEqualTo(1);
        assertThat(result.slopes()).allSatisfy(slope -> {
            assertThat(slope.standardError()).isFinite();
            assertThat(slope.probabilityAboveRegion()).isBetween(0.0, 1.0);
        });
    }

    @ParameterizedTest
    @EnumSource(Estimator.class)
    void manyUnitsGiveBackWhatTheyWereMadeOf(Estimator estimator) {
        // Slopes and errors at quantiles of their laws: tau = 0.6 about 0.2, errors from 0.3 to 0.9.
        List<WlsTrend.Fit> fits = new ArrayList<>();
        int m = 20_000;
        for (int i = 0; i < m; i++) {
            double error = 0.3 + 0.6 * ((i * 7919L) % m) / m;
            double z = io.github.eduindicators.laws.NormalLaw.quantile((i + 0.5) / m);
            fits.add(fit(i, 0.2 + z * Math.sqrt(0.36 + error * error), error));
        }
        EbTrend.Result result = EbTrend.withDefaults().with(estimator).run(fits);
        assertThat(result.tauSquared()).hasValueCloseTo(0.36, within(0.01));
        assertThat(result.mean()).hasValueCloseTo(0.2, within(0.01));
    }

    @Test
    void whatCannotBeMeantIsRefused() {
        WlsTrend.Fit fit = fit(1, 1, 1);
        assertThatThrownBy(() -> EbTrend.withDefaults().run(List.of(fit, fit))).hasMessageContaining("s00001 mean stands twice");
        EbTrend.Result result = EbTrend.withDefaults().run(Panel60.fits(1));
        assertThatThrownBy(() -> result.rising(0)).hasMessageContaining("q must be");
        assertThatThrownBy(() -> result.falling(0.1, -1)).hasMessageContaining("not negative");
        assertThatThrownBy(() -> result.slopes().get(0).probabilityAbove(Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> result.slopes().get(0).probabilityWithin(-0.1)).hasMessageContaining("-0.1");
    }
}
