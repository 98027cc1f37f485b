package io.github.eduindicators.trend;

import static io.github.eduindicators.trend.MannKendallTest.numbers;
import static io.github.eduindicators.trend.MannKendallTest.series;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.stats.Interval;
import io.github.eduindicators.trend.TheilSen.Fit;
import java.io.IOException;
import java.nio.file.Files;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class TheilSenTest {
    private static final Offset<Double> CLOSE = within(1e-12);
    private static final TheilSen SEN = TheilSen.withDefaults();

    private static Fit fit(double confidence, double... values) {
        return SEN.withConfidence(confidence).fit(series("", 2010, values));
    }

    private static void hasInterval(Fit fit, double lower, double upper, double attained) {
        Interval interval = fit.interval().orElseThrow();
        assertThat(interval.lower()).isCloseTo(lower, CLOSE);
        assertThat(interval.upper()).isCloseTo(upper, CLOSE);
        assertThat(interval.value()).isEqualTo(fit.slope().orElseThrow());
        assertThat(fit.attained()).hasValueCloseTo(attained, CLOSE);
        assertThat(fit.reason()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "/io/github/eduindicators/trend/mann-kendall-cases.csv", useHeadersInDisplayName = true)
    void slopesAndLevelsAreThoseOfScipy(
            String id, String values, int score, double variance, Double z, double tauA, Double tauB, double two, double greater,
            double less, double slope, double intercept) {
        Fit fit = fit(0.95, numbers(values));
        assertThat(fit.slope()).as(id).hasValueCloseTo(slope, CLOSE);
        assertThat(fit.at(2010)).hasValueCloseTo(intercept, CLOSE);
        assertThat(fit.at(2020)).hasValueCloseTo(intercept + 10 * slope, within(1e-11));
    }

    @ParameterizedTest(name = "{0} {2}")
    @CsvFileSource(resources = "/io/github/eduindicators/trend/theil-sen-intervals.csv", useHeadersInDisplayName = true)
    void intervalsAreExactOrNone(String id, String values, double confidence, Double lower, Double upper, Double attained) {
        Fit fit = fit(confidence, numbers(values));
        if (lower == null || upper == null || attained == null) {
            assertThat(fit.interval()).as(id).isEmpty();
            assertThat(fit.attained()).isEmpty();
            assertThat(fit.reason()).contains("too-few-years");
        } else {
            hasInterval(fit, lower, upper, attained);
        }
    }

    /**
     * By hand. One pair of equal values among five: of 60 orders 1 has S = 9, 3 have 7, 5 have 5. So 90 % need S = 9, the slopes 1.5 from
     * the ends, outwards the first and the last; 80 % need S = 7, the slopes 2.5 from the ends, outwards the second.
     */
    @Test
    void tiesHaveTheirOwnLawAndRanksBetweenSlopesGoOutwards() {
        double[] values = {3.2, 3.4, 3.4, 3.3, 3.6};
        hasInterval(fit(0.95, values), -0.1, 0.3, 1 - 2 / 60.0);
        hasInterval(fit(0.90, values), -0.1, 0.3, 1 - 2 / 60.0);
        hasInterval(fit(0.80, values), -0.05, 0.2, 1 - 8 / 60.0);
    }

    /** By hand: with groups of 3, 2 and 1 the law is that of (1 + q + .. + q^5)(1 + q^2 + q^4 ..): 1, 2, 4 of 60 orders have S = 11, 9, 7. */
    @Test
    void manyTiesNarrowTheLawAndTooManyLeaveNone() {
        double[] values = {3, 3, 3, 4, 4, 5};
        // 95 % need S = 11 (1/60 <= .025; 3/60 is more), so C = 9 of 15 slopes: the third ones; see the ranks 3 and 13 of R's trend.
        hasInterval(fit(0.95, values), 0, 2 / 3.0, 1 - 2 / 60.0);
        // 80 % allow S = 9 (3/60 <= .1; 7/60 is more), so C = 7: the fourth ones.
        hasInterval(fit(0.80, values), 0, 0.5, 1 - 6 / 60.0);
        assertThat(fit(0.95, 2, 2, 2, 2, 3).reason()).contains("too-many-ties");
        assertThat(fit(0.95, 2, 2, 2, 2, 3).interval()).isEmpty();
        assertThat(fit(0.95, 2, 2, 2, 2, 3).slope()).hasValue(0);
    }

    /** R packages rkt 1.7 and trend 1.1.6; the slopes of equal spacing would be .075, -1.333 and 2.167. */
    @Test
    void gapsCountAsTheCalendarDoes() {
        double no = Double.NaN;
        assertThat(SEN.fit(series("", 2017, 3.41, 3.52, 3.5, no, 3.61, no, 3.73)).slope()).hasValueCloseTo(0.0516666666666666, CLOSE);
        assertThat(SEN.fit(series("", 2016, 61, 58, no, 59, no, 55, no, 54, 55)).slope()).hasValueCloseTo(-0.75, CLOSE);
        assertThat(SEN.fit(series("", 2018, 40, 42, no, 41, no, 47)).slope()).hasValueCloseTo(1.325, CLOSE);
    }

    @Test
    void halfYearsAreHalvesOfYears() {
        YearSeries halves = YearSeries.builder(SchoolId.of("edu280417"), "mean_z")
                .add(YearSeries.Point.of(2020, 1).inHalf(1)).add(YearSeries.Point.of(2020, 2).inHalf(2))
                .add(YearSeries.Point.of(2021, 3).inHalf(1)).build();
        assertThat(SEN.fit(halves).slope()).hasValue(2);
        assertThat(SEN.fit(halves).at(2022)).hasValue(5);
    }

    /** R package trend 1.1.6, {@code sens.slope(Nile)}. */
    @Test
    void aLongSeriesHasTheIntervalOfTheNormalLaw() {
        Fit fit = SEN.fit(series("", 1990, MannKendallTest.NILE));
        assertThat(fit.exact()).isFalse();
        assertThat(fit.slope()).hasValueCloseTo(-2.6, CLOSE);
        hasInterval(fit, -3.62790697674419, -1.42857142857143, 0.95);
    }

    @Test
    void yearlyMaximaAsInRWhereTheSharedVectorsAre() throws IOException {
        assumeTrue(Files.exists(MannKendallTest.SHARED), "the shared vectors are not here: the check is skipped");
        Fit fit = SEN.fit(series("", 1990, MannKendallTest.maxau()));
        assertThat(fit.slope()).hasValueCloseTo(-0.287613882372506, CLOSE);
        hasInterval(fit, -0.419647678219428, -0.151902587519026, 0.95);
    }

    @Test
    void nothingOneTwoAndEqualValuesAreAnswers() {
        Fit none = fit(0.95);
        assertThat(none.slope()).isEmpty();
        assertThat(none.at(2020)).isEmpty();
        assertThat(none.reason()).contains("fewer-than-two-years");
        Fit one = fit(0.95, 7);
        assertThat(one.slope()).isEmpty();
        assertThat(one.at(2050)).hasValue(7);
        Fit two = fit(0.95, 7, 9);
        assertThat(two.slope()).hasValue(2);
        assertThat(two.at(2012)).hasValue(11);
        assertThat(two.reason()).contains("too-few-years");
        assertThat(two).hasToString("Fit[edu280417 mean_score: +2.000 a year, no interval: too-few-years, 2 years]");
        Fit equal = fit(0.95, 5, 5, 5, 5, 5, 5);
        assertThat(equal.slope()).hasValue(0);
        assertThat(equal.interval()).isEmpty();
        assertThat(equal.reason()).contains("all-equal");
    }

    @Test
    void oneWildYearDoesNotDecide() {
        assertThat(fit(0.95, 1, 2, 3, 400, 5, 6, 7).slope()).hasValue(1);
        assertThat(fit(0.95, 1, 2, 3, 400, 5, 6, 7)).hasToString("Fit[edu280417 mean_score: +1.000 a year [1.000; 1.000] at 0.970, 7 years]");
        // 28 pairs, 7 of them with the wild year: slopes 1e60, 1e60/2, .. and the 21 of the others, which are all 1.
        assertThat(fit(0.95, 0, 1, 2, 3, 4, 5, 6, 1e60).slope()).hasValue(1);
    }

    @Test
    void whatIsOutOfRangeIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> SEN.withConfidence(1)).withMessageContaining("confidence");
        assertThatIllegalArgumentException().isThrownBy(() -> fit(0.9, 1).at(Double.NaN)).withMessageContaining("NaN");
        assertThat(SEN.method().toString()).contains("trend/theil-sen", "0.95");
    }
}
