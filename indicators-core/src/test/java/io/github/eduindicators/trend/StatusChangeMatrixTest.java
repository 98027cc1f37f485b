package io.github.eduindicators.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.results.YearSeries.Comparability;
import io.github.eduindicators.results.YearSeries.Point;
import io.github.eduindicators.trend.TrendMonitoring.Direction;
import io.github.eduindicators.trend.StatusChangeMatrix.Levels;
import io.github.eduindicators.trend.StatusChangeMatrix.Reason;
import io.github.eduindicators.trend.StatusChangeMatrix.Result;
import io.github.eduindicators.trend.StatusChangeMatrix.Turn;
import java.math.RoundingMode;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusChangeMatrixTest {
    private static final YearSeries.Key KEY = YearSeries.Key.of(SchoolId.of("s"), "absent");

    /**
     * Chronic absenteeism, California School Dashboard 2023 (cde.ca.gov, five-by-five colour tables): less is better; status at most 2.5,
     * 2.6-5.0, 5.1-10.0, 10.1-20.0, from 20.1 %; change up by 3.1 or more, 0.5-3.0, within 0.4, down 0.5-2.9, down 3.0 or more.
     */
    static StatusChangeMatrix california2023ChronicAbsenteeism() {
        return california().build();
    }

    private static StatusChangeMatrix.Builder california() {
        return StatusChangeMatrix.builder()
                .status(Levels.from("very-low").above(2.5, "low").above(5, "medium").above(10, "high").above(20, "very-high"))
                .change(Levels.from("dec-sig").above(-3, "dec").above(-0.5, "maint").atLeast(0.5, "inc").above(3, "inc-sig"))
                .row("very-low", "Blue", "Blue", "Blue", "Green", "Yellow")
                .row("low", "Blue", "Green", "Green", "Yellow", "Orange")
                .row("medium", "Green", "Green", "Yellow", "Orange", "Orange")
                .row("high", "Yellow", "Yellow", "Orange", "Orange", "Red")
                .row("very-high", "Yellow", "Orange", "Red", "Red", "Red")
                .rounding(1)
                .direction(Direction.LOWER_IS_BETTER);
    }

    private static YearSeries series(Point... points) {
        return YearSeries.of(KEY, List.of(points));
    }

    @ParameterizedTest
    @CsvSource({
        "0.0, 2.5, very-low", "2.6, 5.0, low", "5.1, 10.0, medium", "10.1, 20.0, high", "20.1, 100, very-high"
    })
    void californiaStatusHasItsEdgesInTenths(double first, double last, String level) {
        StatusChangeMatrix matrix = california2023ChronicAbsenteeism();
        assertThat(matrix.statusLevel(first)).isEqualTo(level);
        assertThat(matrix.statusLevel(last)).isEqualTo(level);
        assertThat(matrix.statusLevel(last + 0.049)).isEqualTo(level);
    }

    @ParameterizedTest
    @CsvSource({
        "-100, -3.0, dec-sig", "-2.9, -0.5, dec", "-0.4, 0.4, maint", "0.5, 3.0, inc", "3.1, 100, inc-sig"
    })
    void californiaChangeHasItsEdgesInTenths(double first, double last, String level) {
        StatusChangeMatrix matrix = california2023ChronicAbsenteeism();
        assertThat(matrix.changeLevel(first)).isEqualTo(level);
        assertThat(matrix.changeLevel(last)).isEqualTo(level);
    }

    @ParameterizedTest
    @CsvSource({
        "2.5, 3.1, Yellow", "2.5, 0.5, Green", "2.5, 0.4, Blue", "2.5, -0.5, Blue", "2.5, -3.0, Blue",
        "2.6, 3.1, Orange", "5.0, 3.0, Yellow", "2.6, -0.4, Green", "5.0, -2.9, Green", "2.6, -3.0, Blue",
        "5.1, 3.1, Orange", "10.0, 0.5, Orange", "5.1, 0.0, Yellow", "10.0, -0.5, Green", "5.1, -3.0, Green",
        "10.1, 3.1, Red", "20.0, 3.0, Orange", "10.1, 0.4, Orange", "20.0, -0.5, Yellow", "10.1, -3.0, Yellow",
        "20.1, 3.1, Red", "20.1, 0.5, Red", "20.1, -0.4, Red", "20.1, -2.9, Orange", "20.1, -3.0, Yellow"
    })
    void allTwentyFiveCellsOfCalifornia(double status, double change, String colour) {
        Result result = california2023ChronicAbsenteeism().run(series(Point.of(2022, status - change), Point.of(2023, status)));
        assertThat(result.cell()).hasValue(colour);
        assertThat(result.difference().orElseThrow()).isEqualTo(change);
        assertThat(result.reasons()).isEmpty();
    }

    @Nested
    class Rounding {
        @Test
        void comesBeforeTheCut() {
            assertThat(california().build().statusLevel(2.55)).isEqualTo("low");
            assertThat(california().rounding(1, RoundingMode.HALF_DOWN).build().statusLevel(2.55)).isEqualTo("very-low");
            assertThat(california().rounding(1, RoundingMode.DOWN).build().statusLevel(2.59)).isEqualTo("very-low");
            assertThat(california().rounding(2).build().statusLevel(2.51)).isEqualTo("low");
        }

        @Test
        void theChangeIsThatOfRoundedValuesUnlessExactOnesAreAskedFor() {
            // 4.0 -> 4.4 as rounded; 3.96 -> 4.44 is 0.48, rounded 0.5
            YearSeries series = series(Point.of(2022, 3.96), Point.of(2023, 4.44));
            assertThat(california().build().run(series).difference()).hasValue(0.4);
            assertThat(california().build().run(series).change()).hasValue("maint");
            assertThat(california().changeOfExactValues().build().run(series).difference()).hasValue(0.5);
            assertThat(california().changeOfExactValues().build().run(series).change()).hasValue("inc");
        }

        @Test
        void withoutRoundingTenthsAreStillTenths() {
            StatusChangeMatrix matrix = StatusChangeMatrix.builder()
                    .status(Levels.from("all")).change(Levels.from("less").atLeast(0.2, "more")).row("all", "a", "b").build();
            // 0.3 - 0.1 is 0.19999999999999998 in binary arithmetic
            assertThat(matrix.run(series(Point.of(2022, 0.1), Point.of(2023, 0.3))).cell()).hasValue("b");
            assertThat(matrix.changeLevel(0.3 - 0.1)).isEqualTo("more");
            assertThat(matrix.changeLevel(0.1999)).isEqualTo("less");
        }
    }

    @Nested
    class WithoutAChange {
        private final StatusChangeMatrix matrix = california2023ChronicAbsenteeism();

        private void onlyStatus(Result result, Reason reason) {
            assertThat(result.status()).hasValue("low");
            assertThat(result.change()).isEmpty();
            assertThat(result.cell()).isEmpty();
            assertThat(result.turn()).isEmpty();
            assertThat(result.difference()).isEmpty();
            assertThat(result.prior()).isEmpty();
            assertThat(result.reasons()).containsExactly(reason);
        }

        @Test
        void theYearBeforeIsMissing() {
            onlyStatus(matrix.run(series(Point.of(2023, 4))), Reason.NO_PRIOR_PERIOD);
            onlyStatus(matrix.run(series(Point.of(2021, 4), Point.of(2023, 4))), Reason.NO_PRIOR_PERIOD);
            onlyStatus(matrix.run(series(Point.of(1990, 4))), Reason.NO_PRIOR_PERIOD);
        }

        @Test
        void theYearsCannotBeCompared() {
            onlyStatus(matrix.run(series(Point.of(2021, 4), Point.of(2022, 4).withComparability(Comparability.NONE), Point.of(2023, 4))),
                    Reason.NOT_COMPARABLE);
            onlyStatus(matrix.run(series(Point.of(2022, 4), Point.of(2023, 4).withComparability(Comparability.RELATIVE_ONLY))),
                    Reason.NOT_COMPARABLE);
            onlyStatus(matrix.run(series(Point.of(2022, 4).withScale("old"), Point.of(2023, 4))), Reason.OTHER_SCALE);
        }

        @Test
        void relativeValuesCanBeAdmitted() {
            YearSeries relative = series(Point.of(2022, 4), Point.of(2023, 4).withComparability(Comparability.RELATIVE_ONLY));
            assertThat(california().admitting(Comparability.RELATIVE_ONLY).build().run(relative).cell()).hasValue("Green");
        }

        @Test
        void tooFewObservations() {
            StatusChangeMatrix strict = california().minimumN(30).build();
            assertThat(strict.run(series(Point.ofMean(2023, 4, 1, 29))).status()).isEmpty();
            assertThat(strict.run(series(Point.of(2023, 4))).reasons()).containsExactly(Reason.TOO_FEW_OBSERVATIONS);
            onlyStatus(strict.run(series(Point.ofMean(2022, 4, 1, 29), Point.ofMean(2023, 4, 1, 30))), Reason.PRIOR_TOO_FEW_OBSERVATIONS);
        }

        @Test
        void nothingAtAll() {
            Result nothing = matrix.run(series());
            assertThat(nothing.status()).isEmpty();
            assertThat(nothing.point()).isEmpty();
            assertThat(nothing).hasToString("Result[" + KEY + ": no level, no-point]");
            assertThat(matrix.run(series(Point.of(2023, 4)), Period.of(2022)).reasons()).containsExactly(Reason.NO_POINT);
        }
    }

    @Test
    void anEarlierYearAndAHalfYearCanBeLookedAt() {
        StatusChangeMatrix matrix = california2023ChronicAbsenteeism();
        YearSeries years = series(Point.of(2021, 12), Point.of(2022, 9), Point.of(2023, 4));
        assertThat(matrix.run(years, Period.of(2022))).hasToString("Result[" + KEY + " 2022: medium dec-sig = Green]");
        YearSeries halves = series(Point.of(2022, 12).inHalf(2), Point.of(2023, 9).inHalf(1));
        assertThat(matrix.run(halves).cell()).hasValue("Green");
        assertThat(matrix.run(series(Point.of(2022, 12).inHalf(1), Point.of(2023, 9).inHalf(1))).reasons())
                .containsExactly(Reason.NO_PRIOR_PERIOD);
    }

    @Nested
    class Gate {
        /** pnorm(1 / sqrt(0.5^2 + 0.5^2)) = 0.9213504 in R. */
        private final YearSeries series = series(Point.of(2022, 12, 0.5), Point.of(2023, 11, 0.5));

        @Test
        void letsThroughWhatIsSureEnough() {
            Result open = california().gate(0.92).build().run(series);
            assertThat(open.evidence().orElseThrow()).isCloseTo(0.9213503964748575, within(1e-12));
            assertThat(open.change()).hasValue("dec");
            assertThat(open.turn()).hasValue(Turn.BETTER);
            Result shut = california().gate(0.93).build().run(series);
            assertThat(shut.change()).hasValue("maint");
            assertThat(shut.cell()).hasValue("Orange");
            assertThat(shut.turn()).hasValue(Turn.SAME);
            assertThat(shut.reasons()).containsExactly(Reason.NOT_ENOUGH_EVIDENCE);
            assertThat(shut).hasToString("Result[" + KEY + " 2023: high maint = Orange, not-enough-evidence]");
        }

        @Test
        void shocksWeakenEvidence() {
            // pnorm(1 / sqrt(0.25 + 0.25 + 2 * 0.25)) = pnorm(1) = 0.8413447 in R
            Result result = california().gate(0.9).shock(0.25).build().run(series);
            assertThat(result.evidence().orElseThrow()).isCloseTo(0.8413447460685429, within(1e-12));
            assertThat(result.change()).hasValue("maint");
        }

        @Test
        void withoutErrorsThereIsNoChangeToTell() {
            Result result = california().gate(0.9).build().run(series(Point.of(2022, 12), Point.of(2023, 11)));
            assertThat(result.status()).hasValue("high");
            assertThat(result.change()).isEmpty();
            assertThat(result.cell()).isEmpty();
            assertThat(result.reasons()).containsExactly(Reason.NO_STANDARD_ERROR);
            // within the level of no change nothing has to be proved
            assertThat(california().gate(0.9).build().run(series(Point.of(2022, 12), Point.of(2023, 12))).change()).hasValue("maint");
        }
    }

    @Test
    void theDirectionSaysWhatIsBetter() {
        YearSeries rising = series(Point.of(2022, 11), Point.of(2023, 12));
        assertThat(california().build().run(rising).turn()).hasValue(Turn.WORSE);
        assertThat(california().direction(Direction.HIGHER_IS_BETTER).build().run(rising).turn()).hasValue(Turn.BETTER);
    }

    @Test
    void cutsCanBeQuantilesOfAFixedDistribution() {
        double[] reference = new double[101];
        for (int i = 0; i <= 100; i++) {
            reference[i] = 100 - i;
        }
        Levels levels = Levels.ofQuantiles(reference, new double[] {0.05, 0.5}, List.of("lowest", "low", "high"));
        assertThat(levels).hasToString("lowest >5 low >50 high");
        assertThatThrownBy(() -> Levels.ofQuantiles(new double[] {1, 1, 1}, new double[] {0.3, 0.6}, List.of("a", "b", "c")))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("cuts must rise");
        assertThatThrownBy(() -> Levels.ofQuantiles(reference, new double[] {0.3}, List.of("a")))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("need 2 names");
    }

    @Test
    void matricesThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> StatusChangeMatrix.builder().build()).isInstanceOf(IllegalArgumentException.class);
        Levels two = Levels.from("a").above(0, "b");
        assertThatThrownBy(() -> StatusChangeMatrix.builder().status(two).change(two).row("a", "x", "y").build())
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("one row a level");
        assertThatThrownBy(() -> StatusChangeMatrix.builder().status(two).change(two).row("a", "x", "y").row("b", "x").build())
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("row 'b'");
        assertThatThrownBy(() -> StatusChangeMatrix.builder().status(two).change(two).row("a", "x", "y").row("a", "x", "y").build())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> two.above(0, "c")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("cuts must rise");
        assertThatThrownBy(() -> two.above(1, "a")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("name of its own");
        assertThatThrownBy(() -> california().rounding(1, RoundingMode.UNNECESSARY)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> california().gate(1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> california2023ChronicAbsenteeism().statusLevel(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> california2023ChronicAbsenteeism().cell("low", "up"))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("got low and up");
    }

    @Test
    void theMethodNamesItsCutsAndCells() {
        assertThat(StatusChangeMatrix.builder().status(Levels.from("low").atLeast(50, "high")).change(Levels.from("fell").above(0, "rose"))
                .row("low", "red", "orange").row("high", "yellow", "green").gate(0.9).build().method())
                .hasToString("trend/status-change 1 [status=low >=50 high, change=fell >0 rose, cells=red,orange;yellow,green, "
                        + "rounding=none, direction=HIGHER_IS_BETTER, admitting=FULL, gate=0.9, omega2=0.0]");
    }
}
