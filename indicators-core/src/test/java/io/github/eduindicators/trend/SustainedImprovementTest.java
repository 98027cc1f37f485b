package io.github.eduindicators.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.results.YearSeries.Comparability;
import io.github.eduindicators.results.YearSeries.Point;
import io.github.eduindicators.trend.ListTracking.Answer;
import io.github.eduindicators.trend.TrendMonitoring.Direction;
import io.github.eduindicators.trend.SustainedImprovement.Reason;
import io.github.eduindicators.trend.SustainedImprovement.Result;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SustainedImprovementTest {
    private static final YearSeries.Key KEY = YearSeries.Key.of(SchoolId.of("s"), "mean");

    /** From 2016 on, a value a year; NaN for a missing year. */
    private static YearSeries series(double... values) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i])) {
                points.add(Point.of(2016 + i, values[i]));
            }
        }
        return YearSeries.of(KEY, points);
    }

    private static final double GAP = Double.NaN;

    /** By full enumeration of orders elsewhere (Python, itertools.permutations). */
    @ParameterizedTest
    @CsvSource({
        "2, 0.16666666666666666, 3, 0.16666666666666666", "2, 0.16666666666666666, 4, 0.2916666666666667",
        "2, 0.16666666666666666, 5, 0.4166666666666667", "2, 0.16666666666666666, 6, 0.5152777777777777",
        "2, 0.16666666666666666, 7, 0.5998015873015873", "2, 0.16666666666666666, 8, 0.6687003968253968",
        "2, 0.16666666666666666, 9, 0.7261436287477954", "3, 0.041666666666666664, 4, 0.041666666666666664",
        "3, 0.041666666666666664, 5, 0.075", "3, 0.041666666666666664, 6, 0.10833333333333334",
        "3, 0.041666666666666664, 7, 0.14166666666666666", "3, 0.041666666666666664, 8, 0.17328869047619047",
        "3, 0.041666666666666664, 9, 0.2038662918871252", "4, 0.008333333333333333, 5, 0.008333333333333333",
        "4, 0.008333333333333333, 6, 0.015277777777777777", "4, 0.008333333333333333, 7, 0.022222222222222223",
        "4, 0.008333333333333333, 8, 0.029166666666666667", "4, 0.008333333333333333, 9, 0.03611111111111111"
    })
    void chanceOfRisesInARow(int rises, double last, int years, double anywhere) {
        assertThat(SustainedImprovement.inARow(rises).chance(years).orElseThrow()).isCloseTo(last, within(1e-15));
        assertThat(SustainedImprovement.inARowAnywhere(rises).chance(years).orElseThrow()).isCloseTo(anywhere, within(1e-14));
    }

    /** Eulerian numbers: 1 11 11 1 of 24; 1 26 66 26 1 of 120. */
    @ParameterizedTest
    @CsvSource({"1, 3, 23, 24", "2, 3, 12, 24", "3, 3, 1, 24", "2, 4, 93, 120", "3, 4, 27, 120", "4, 4, 1, 120"})
    void chanceOfSomeRisesOfTheLastSteps(int rises, int steps, double orders, double of) {
        assertThat(SustainedImprovement.ofLast(rises, steps).chance(9).orElseThrow()).isCloseTo(orders / of, within(1e-15));
    }

    @Test
    void smallRatesKeepTheirDigits() {
        // 1/21!; in 22 years a run of 20 rises starts in the first year or the second, or in both: 2/21! - 1/22!
        double factorial21 = 51090942171709440000.0;
        assertThat(SustainedImprovement.inARow(20).chance(21).orElseThrow() * factorial21).isCloseTo(1, within(1e-12));
        assertThat(SustainedImprovement.inARowAnywhere(20).chance(22).orElseThrow() * factorial21).isCloseTo(2 - 1 / 22.0, within(1e-12));
    }

    @Test
    void theLastStepsMustAllRise() {
        SustainedImprovement rule = SustainedImprovement.inARow(2);
        assertThat(rule.run(series(5, 1, 2, 3)).answer()).isEqualTo(Answer.YES);
        assertThat(rule.run(series(1, 2, 3, 2)).answer()).isEqualTo(Answer.NO);
        assertThat(SustainedImprovement.inARowAnywhere(2).run(series(1, 2, 3, 2)).answer()).isEqualTo(Answer.YES);
        Result result = rule.run(series(5, 1, 2, 3));
        assertThat(result.currentRun()).hasValue(2);
        assertThat(result.asOf()).hasValue(Period.of(2019));
        assertThat(result).hasToString("Result[" + KEY + ": yes, 2 in a row, by chance 0.167]");
    }

    @Test
    void tiesAreNoRises() {
        assertThat(SustainedImprovement.inARow(2).run(series(1, 2, 2)).answer()).isEqualTo(Answer.NO);
        assertThat(SustainedImprovement.ofLast(2, 3).run(series(1, 2, 2, 3)).answer()).isEqualTo(Answer.YES);
        assertThat(SustainedImprovement.ofLast(1, 3).run(series(2, 2, 2, 2)).answer()).isEqualTo(Answer.NO);
    }

    @Test
    void aStepOverAGapIsAStepButNotInARow() {
        Result row = SustainedImprovement.inARow(2).run(series(1, 2, GAP, 3));
        assertThat(row.answer()).isEqualTo(Answer.INSUFFICIENT_DATA);
        assertThat(row.reason()).hasValue(Reason.GAP);
        assertThat(row.chance()).isEmpty();
        assertThat(row.expectedByChance(100)).isEmpty();
        assertThat(row).hasToString("Result[" + KEY + ": insufficient_data, gap, 0 in a row]");
        // the periods decide, not the values
        assertThat(SustainedImprovement.inARow(2).run(series(3, 2, GAP, 1)).answer()).isEqualTo(Answer.INSUFFICIENT_DATA);
        assertThat(SustainedImprovement.inARow(1).run(series(1, GAP, 2)).reason()).hasValue(Reason.GAP);
        assertThat(SustainedImprovement.inARow(2).run(series(1, GAP, 2, 3, 4)).answer()).isEqualTo(Answer.YES);
        Result some = SustainedImprovement.ofLast(2, 2).run(series(1, 2, GAP, 3));
        assertThat(some.answer()).isEqualTo(Answer.YES);
        assertThat(some.steps().get(1).overGap()).isTrue();
        assertThat(some.steps().get(1)).hasToString("2017-2019 +1.000 rise over a gap");
    }

    @Test
    void rowsPartedByAGapAreIndependentChances() {
        // each of the two rows of three years has 1/6
        Result result = SustainedImprovement.inARowAnywhere(2).run(series(1, 3, 2, GAP, 4, 6, 5));
        assertThat(result.answer()).isEqualTo(Answer.NO);
        assertThat(result.chance().orElseThrow()).isCloseTo(11 / 36.0, within(1e-15));
        assertThat(result.longestRun()).hasValue(1);
    }

    @Test
    void tooFewYearsAreAnAnswer() {
        Result result = SustainedImprovement.inARow(3).run(series(1, 2, 3));
        assertThat(result.answer()).isEqualTo(Answer.INSUFFICIENT_DATA);
        assertThat(result.reason()).hasValue(Reason.TOO_FEW_PERIODS);
        assertThat(result.reason().orElseThrow().code()).isEqualTo("too-few-periods");
        Result nothing = SustainedImprovement.ofLast(1, 2).run(series());
        assertThat(nothing.answer()).isEqualTo(Answer.INSUFFICIENT_DATA);
        assertThat(nothing.asOf()).isEmpty();
        assertThat(nothing.currentRun()).isEmpty();
        assertThat(SustainedImprovement.inARow(3).chance(3)).isEmpty();
    }

    @Test
    void onlyComparablePointsCount() {
        YearSeries series = YearSeries.of(KEY, List.of(Point.of(2019, 1), Point.of(2020, 9).withComparability(Comparability.NONE),
                Point.of(2021, 2), Point.of(2022, 3), Point.of(2023, 4).withComparability(Comparability.RELATIVE_ONLY)));
        Result result = SustainedImprovement.inARow(1).run(series);
        assertThat(result.answer()).isEqualTo(Answer.YES);
        assertThat(result.asOf()).hasValue(Period.of(2022));
        assertThat(result.dropped()).hasSize(2);
        assertThat(SustainedImprovement.inARow(2).admitting(Comparability.RELATIVE_ONLY).run(series).answer()).isEqualTo(Answer.YES);
    }

    @Test
    void aLeastRiseIsInErrorsOfTheDifference() {
        // sqrt(0.3^2 + 0.4^2) = 0.5; with omega2 = 0.0825 it is sqrt(0.25 + 0.165) = 0.6442
        YearSeries series = YearSeries.of(KEY, List.of(Point.of(2022, 1, 0.3), Point.of(2023, 1.6, 0.4)));
        assertThat(SustainedImprovement.inARow(1).withLeastRise(1.19).run(series).answer()).isEqualTo(Answer.YES);
        assertThat(SustainedImprovement.inARow(1).withLeastRise(1.21).run(series).answer()).isEqualTo(Answer.NO);
        assertThat(SustainedImprovement.inARow(1).withLeastRise(0.92).withShock(0.0825).run(series).answer()).isEqualTo(Answer.YES);
        Result no = SustainedImprovement.inARow(1).withLeastRise(0.94).withShock(0.0825).run(series);
        assertThat(no.answer()).isEqualTo(Answer.NO);
        assertThat(no.chanceIsExact()).isFalse();
        assertThat(no).hasToString("Result[" + KEY + ": no, 0 in a row, by chance at most 0.500]");
        Result without = SustainedImprovement.inARow(1).withLeastRise(1).run(series(1, 2));
        assertThat(without.answer()).isEqualTo(Answer.INSUFFICIENT_DATA);
        assertThat(without.dropped()).extracting(YearSeries.Dropped::reason).containsExactly("no-standard-error", "no-standard-error");
    }

    @Test
    void whereLessIsBetterAFallIsARise() {
        SustainedImprovement rule = SustainedImprovement.inARow(2).withDirection(Direction.LOWER_IS_BETTER);
        assertThat(rule.run(series(3, 2, 1)).answer()).isEqualTo(Answer.YES);
        assertThat(rule.run(series(1, 2, 3)).answer()).isEqualTo(Answer.NO);
        assertThat(rule.run(series(3, 2, 1)).steps().get(0).gain()).isEqualTo(1);
    }

    @Test
    void expectedNumbersStandBesideTheAnswer() {
        SustainedImprovement rule = SustainedImprovement.inARow(2);
        assertThat(rule.run(series(1, 2, 3)).expectedByChance(600).orElseThrow()).isCloseTo(100, within(1e-10));
        assertThat(SustainedImprovement.expectedByChance(List.of(
                rule.run(series(1, 2, 3)), rule.run(series(3, 2, 1, 0)), rule.run(series(1, 2)), rule.run(series(1, GAP, 2, 3)))))
                .isCloseTo(1 / 3.0, within(1e-15));
        assertThat(SustainedImprovement.expectedByChance(List.of())).isZero();
    }

    @Test
    void halfYearsFollowEachOtherToo() {
        YearSeries series = YearSeries.of(KEY, List.of(
                Point.of(2021, 1).inHalf(2), Point.of(2022, 2).inHalf(1), Point.of(2022, 3).inHalf(2), Point.of(2023, 4).inHalf(2)));
        assertThat(SustainedImprovement.inARow(1).run(series).reason()).hasValue(Reason.GAP);
        assertThat(SustainedImprovement.inARowAnywhere(2).run(series).answer()).isEqualTo(Answer.YES);
    }

    @Test
    void wrongNumbersAreRefused() {
        assertThatThrownBy(() -> SustainedImprovement.inARow(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SustainedImprovement.ofLast(3, 2))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("got 3 of 2");
        assertThatThrownBy(() -> SustainedImprovement.inARow(21)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SustainedImprovement.inARow(1).withLeastRise(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SustainedImprovement.inARow(1).withShock(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SustainedImprovement.inARow(1).chance(301)).isInstanceOf(IllegalArgumentException.class);
        Result result = SustainedImprovement.inARow(1).run(series(1, 2));
        assertThatThrownBy(() -> result.expectedByChance(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theMethodNamesItsRule() {
        assertThat(SustainedImprovement.ofLast(2, 3).withLeastRise(1).method()).hasToString(
                "trend/sustained-improvement 1 [rises=2, of-last=3, where=some-of-last, direction=HIGHER_IS_BETTER, admitting=FULL, "
                        + "least-rise=1.0, omega2=0.0]");
    }
}
