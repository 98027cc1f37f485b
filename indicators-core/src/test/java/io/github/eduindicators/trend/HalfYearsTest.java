package io.github.eduindicators.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.model.Period;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.results.YearSeries.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Half-years are half a year apart: the panel of years told in half-years has the same numbers, and slopes twice as steep. */
class HalfYearsTest {
    private static final int FIRST = 2018;

    private static Period halved(Period year) {
        return Period.ofHalf(FIRST + (year.year() - FIRST) / 2, 1 + (year.year() - FIRST) % 2);
    }

    private static Point halved(Point point) {
        return Point.of(halved(point.period()).year(), point.value(), point.standardError().orElseThrow()).inHalf(halved(point.period()).half());
    }

    private static List<YearSeries> panel() {
        return Panel60.mapped(HalfYearsTest::halved);
    }

    @Test
    void slopesAYearAreTwiceThoseOfAPeriod() {
        List<YearSeries> years = Panel60.series();
        List<YearSeries> halves = panel();
        for (int i = 0; i < years.size(); i++) {
            WlsTrend.Fit year = WlsTrend.withDefaults().withShock(1).fit(years.get(i));
            WlsTrend.Fit half = WlsTrend.withDefaults().withShock(1).fit(halves.get(i));
            assertThat(half.slope().orElseThrow().value()).isCloseTo(2 * year.slope().orElseThrow().value(), within(1e-10));
            assertThat(half.slopeError().orElseThrow()).isCloseTo(2 * year.slopeError().orElseThrow(), within(1e-10));
            assertThat(half.p().orElseThrow()).isCloseTo(year.p().orElseThrow(), within(1e-10));
            TheilSen.Fit robust = TheilSen.withDefaults().fit(halves.get(i));
            assertThat(robust.slope().orElseThrow()).isCloseTo(2 * TheilSen.withDefaults().fit(years.get(i)).slope().orElseThrow(), within(1e-10));
        }
    }

    @Test
    void shocksAndEffectsOfPeriodsAreTheSame() {
        YearShock.Result year = YearShock.withDefaults().fit(Panel60.series());
        YearShock.Result half = YearShock.withDefaults().fit(panel());
        assertThat(half.omegaSquared().orElseThrow()).isCloseTo(year.omegaSquared().orElseThrow(), within(1e-9));
        assertThat(half.freedom()).isEqualTo(year.freedom());
        assertThat(half.yearEffects()).hasSameSizeAs(year.yearEffects());
        year.yearEffects().forEach((period, effect) -> assertThat(half.yearEffects().get(halved(period))).isCloseTo(effect, within(1e-9)));
        assertThat(half.link().orElseThrow().variance()).isCloseTo(year.link().orElseThrow().variance(), within(1e-9));
    }

    @Test
    void monitoringLabelsTheSame() {
        TrendMonitoring.Result year = TrendMonitoring.withDefaults().withPupilDeviation(10).withDelta(0.05).run(Panel60.series());
        TrendMonitoring.Result half = TrendMonitoring.withDefaults().withPupilDeviation(10).withDelta(0.1).run(panel());
        assertThat(half.delta()).hasValue(1);
        assertThat(half.counts()).isEqualTo(year.counts());
        assertThat(half.shock().omegaSquared().orElseThrow()).isCloseTo(year.shock().omegaSquared().orElseThrow(), within(1e-9));
        for (TrendMonitoring.Row row : year.rows()) {
            TrendMonitoring.Row same = half.row(row.key()).orElseThrow();
            assertThat(same.label()).isEqualTo(row.label());
            assertThat(same.slope().isPresent()).isEqualTo(row.slope().isPresent());
            row.slope().ifPresent(slope -> assertThat(same.slope().orElseThrow().value()).isCloseTo(2 * slope.value(), within(1e-8)));
            row.ebSlope().ifPresent(slope -> assertThat(same.ebSlope().orElseThrow()).isCloseTo(2 * slope, within(1e-6)));
            row.ebError().ifPresent(error -> assertThat(same.ebError().orElseThrow()).isCloseTo(2 * error, within(1e-6)));
            row.probabilityUp().ifPresent(up -> assertThat(same.probabilityUp().orElseThrow()).isCloseTo(up, within(1e-6)));
            row.probabilityWithin().ifPresent(inside -> assertThat(same.probabilityWithin().orElseThrow()).isCloseTo(inside, within(1e-6)));
            assertThat(same.p().orElse(-1)).isCloseTo(row.p().orElse(-1), within(1e-9));
        }
    }

    @Test
    void forecastsOfTheNextPeriodAreTheSame() {
        Forecast.Result year = Forecast.withDefaults().fit(Panel60.series());
        Forecast.Result half = Forecast.withDefaults().fit(panel());
        Forecast.Family family = year.family().orElseThrow();
        assertThat(half.family().orElseThrow().slope()).isCloseTo(2 * family.slope(), within(1e-7));
        assertThat(half.family().orElseThrow().slopeVariance()).isCloseTo(4 * family.slopeVariance(), within(1e-6));
        assertThat(half.family().orElseThrow().levelVariance()).isCloseTo(family.levelVariance(), within(1e-5));
        Period next = Period.of(2025);
        year.next(next).forEach((key, prediction) -> {
            Forecast.Prediction same = half.next(key, halved(next)).orElseThrow();
            assertThat(same.value()).isCloseTo(prediction.value(), within(1e-6));
            assertThat(same.standardError()).isCloseTo(prediction.standardError(), within(1e-6));
            assertThat(same.interval().lower()).isCloseTo(prediction.interval().lower(), within(1e-6));
        });
    }
}
