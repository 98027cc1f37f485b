package io.github.eduindicators.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.results.YearSeries.Comparability;
import io.github.eduindicators.results.YearSeries.Point;
import io.github.eduindicators.stats.Interval;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Oracle: R 4.2.2, metafor {@code rma(y, se^2, mods = ~ I(t - mean(t)), method = "FE")} and {@code predict} at the year after the last. */
class WlsTrendTest {
    private static YearSeries series(String years, String values, String errors) {
        String[] t = years.split(" ");
        String[] y = values.split(" ");
        String[] s = errors.split(" ");
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < t.length; i++) {
            points.add(Point.of(Integer.parseInt(t[i]), Double.parseDouble(y[i]), Double.parseDouble(s[i])));
        }
        return YearSeries.of(Panel60.key(1), points);
    }

    private static YearSeries of(Point... points) {
        return YearSeries.of(Panel60.key(1), List.of(points));
    }

    @ParameterizedTest
    @CsvSource({
        "2019 2020 2021 2022 2023,3.42 3.55 3.5 3.61 3.72,.08 .1 .07 .09 .08,2021,3.55249159270778,0.0367690547497563,0.068613456002138,"
                + "0.0260579890637348,0.00846078544925867,0.0175407359276792,0.119686176076597,1.16153492232059,3.75833196071419,0.0856387559759382",
        "2018 2019 2021 2023,52.1 49.8 55.6 58.9,2.1 2.4 1.9 2,2020.25,54.2584290235236,1.04300909299779,1.59812738761929,"
                + "0.539538801404061,0.00305623024071303,0.540650768605426,2.65560400663316,1.54064301411691,60.251406727096,2.18766757213221",
        "2021 2022 2023,.48 .55 .66,.05 .05 .06,2022,0.562422360248447,0.030776695224538,0.0886335403726708,"
                + "0.0388099366158233,0.02238418589686,0.0125674623633748,0.164699618381967,0.099378881987576,0.739689440993789,0.087494454127708",
        "2017 2018 2019 2020 2021 2022 2023 2024,61 58 64 45 59 62 66 63,2 2.5 2 2.2 2.1 1.8 2.4 2,2020.5,59.9616420064467,0.740476572815633,"
                + "0.628839941097558,0.323325001885856,0.0517850995385132,-0.00486541790006501,1.26254530009518,57.5561378178135,"
                + "62.7914217413857,1.61157103927842"})
    void theLineIsThatOfMetafor(
            String years, String values, String errors, double middle, double level, double levelError, double slope, double slopeError,
            double p, double lower, double upper, double misfit, double next, double nextError) {
        WlsTrend.Fit fit = WlsTrend.withDefaults().fit(series(years, values, errors));
        assertThat(fit.slope().orElseThrow().value()).isCloseTo(slope, within(1e-11));
        assertThat(fit.slope().orElseThrow().lower()).isCloseTo(lower, within(1e-10));
        assertThat(fit.slope().orElseThrow().upper()).isCloseTo(upper, within(1e-10));
        assertThat(fit.slopeError()).hasValueCloseTo(slopeError, within(1e-12));
        assertThat(fit.p()).hasValueCloseTo(p, within(1e-11));
        assertThat(fit.misfit()).hasValueCloseTo(misfit, within(1e-10));
        Interval at = fit.at(middle).orElseThrow();
        assertThat(at.value()).isCloseTo(level, within(1e-10));
        assertThat((at.upper() - at.value()) / Interval.Z95).isCloseTo(levelError, within(1e-10));
        String[] all = years.split(" ");
        Interval after = fit.at(Double.parseDouble(all[all.length - 1]) + 1).orElseThrow();
        assertThat(after.value()).isCloseTo(next, within(1e-10));
        assertThat((after.upper() - after.value()) / Interval.Z95).isCloseTo(nextError, within(1e-10));
    }

    @Test
    void shocksWidenTheErrorButNotTheMisfit() {
        // Two years, errors 3 and 4, shocks of variance 11: the difference has the variance 9 + 16 + 22 = 47.
        YearSeries two = of(Point.of(2020, 5, 3), Point.of(2023, 11, 4));
        WlsTrend.Fit fit = WlsTrend.withDefaults().withShock(11).fit(two);
        assertThat(fit.slope().orElseThrow().value()).isCloseTo(2, within(1e-14));
        assertThat(fit.slopeError()).hasValueCloseTo(Math.sqrt(47) / 3, within(1e-14));
        assertThat(fit.z()).hasValueCloseTo(6 / Math.sqrt(47), within(1e-14));
        assertThat(fit.misfit()).isEmpty();
        assertThat(fit.shock()).isEqualTo(11);
        // Three years in the middle of which is 3 off the line of equal weights 1/4: residuals 1, -2, 1 over the variance 2.
        YearSeries three = of(Point.of(2020, 1, Math.sqrt(2)), Point.of(2021, -2, Math.sqrt(2)), Point.of(2022, 1, Math.sqrt(2)));
        assertThat(WlsTrend.withDefaults().withShock(2).fit(three).misfit()).hasValueCloseTo(3.0, within(1e-13));
    }

    @Test
    void oneYearHasALevelAndNoSlopeAndNoneHasNeither() {
        WlsTrend.Fit one = WlsTrend.withDefaults().fit(of(Point.of(2020, 5, 3)));
        assertThat(one.years()).isEqualTo(1);
        assertThat(one.slope()).isEmpty();
        assertThat(one.slopeError()).isEmpty();
        assertThat(one.z()).isEmpty();
        assertThat(one.p()).isEmpty();
        assertThat(one.at(2020).orElseThrow().value()).isCloseTo(5, within(1e-14));
        assertThat(one.at(2030).orElseThrow().upper()).isCloseTo(5 + 3 * Interval.Z95, within(1e-12));
        WlsTrend.Fit none = WlsTrend.withDefaults().fit(of());
        assertThat(none.years()).isZero();
        assertThat(none.at(2020)).isEmpty();
        assertThat(none.slope()).isEmpty();
        assertThat(none.toString()).contains("no slope, 0 usable years");
    }

    @Test
    void pointsWithoutAnErrorAreLeftOutUnlessAllAreAndShocksAreGiven() {
        YearSeries some = of(Point.of(2020, 5, 1), Point.of(2021, 100), Point.of(2022, 9, 1));
        WlsTrend.Fit fit = WlsTrend.withDefaults().withShock(1).fit(some);
        assertThat(fit.slope().orElseThrow().value()).isEqualTo(2);
        assertThat(fit.dropped()).singleElement().satisfies(dropped -> {
            assertThat(dropped.reason()).isEqualTo("no-standard-error");
            assertThat(dropped.point().period().year()).isEqualTo(2021);
        });
        YearSeries bare = of(Point.of(2020, 5), Point.of(2021, 6), Point.of(2023, 9));
        assertThat(WlsTrend.withDefaults().fit(bare).years()).isZero();
        assertThat(WlsTrend.withDefaults().fit(bare).dropped()).hasSize(3);
        // R: lm(c(5, 6, 9) ~ c(0, 1, 3)); Sxx = 14 / 3.
        WlsTrend.Fit shocked = WlsTrend.withDefaults().withShock(4).fit(bare);
        assertThat(shocked.slope().orElseThrow().value()).isCloseTo(1.357142857142857, within(1e-13));
        assertThat(shocked.slopeError()).hasValueCloseTo(2 / Math.sqrt(14 / 3.0), within(1e-13));
        assertThat(shocked.misfit()).isEmpty();
    }

    @Test
    void onlyPointsThatCanBeComparedCount() {
        YearSeries mixed = of(
                Point.of(2018, 1, 1).withScale("old"),
                Point.of(2019, 2, 1).withScale("new"),
                Point.of(2020, 50, 1).withScale("new").withComparability(Comparability.RELATIVE_ONLY),
                Point.of(2021, 4, 1).withScale("new"),
                Point.of(2022, 60, 1).withScale("new").withComparability(Comparability.NONE));
        WlsTrend.Fit fit = WlsTrend.withDefaults().fit(mixed);
        assertThat(fit.slope().orElseThrow().value()).isEqualTo(1);
        assertThat(fit.dropped()).extracting(YearSeries.Dropped::reason).containsExactly("other-scale", "not-comparable", "not-comparable");
        assertThat(WlsTrend.withDefaults().admitting(Comparability.RELATIVE_ONLY).fit(mixed).years()).isEqualTo(3);
    }

    @Test
    void equalValuesAreLevelWithAnError() {
        WlsTrend.Fit fit = WlsTrend.withDefaults().fit(of(Point.of(2020, 7, 1), Point.of(2021, 7, 2), Point.of(2022, 7, 1)));
        assertThat(fit.slope().orElseThrow().value()).isEqualTo(0);
        assertThat(fit.p()).hasValue(1);
        assertThat(fit.misfit()).hasValue(0);
    }

    @Test
    void extremeNumbersGiveNumbers() {
        WlsTrend.Fit fit = WlsTrend.withDefaults().fit(of(Point.of(2020, 1e60, 1e-60), Point.of(2021, -1e60, 1e-60), Point.of(2022, 3, 1e60)));
        assertThat(fit.slope().orElseThrow().value()).isFinite();
        assertThat(fit.misfit().orElseThrow()).isFinite();
    }

    @Test
    void optionsOutOfRangeAreNamed() {
        assertThatThrownBy(() -> WlsTrend.withDefaults().withShock(-1)).hasMessageContaining("-1.0");
        assertThatThrownBy(() -> WlsTrend.withDefaults().withShock(Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> WlsTrend.withDefaults().withConfidence(1)).hasMessageContaining("between 0 and 1");
    }
}
