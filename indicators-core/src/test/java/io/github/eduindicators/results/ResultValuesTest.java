package io.github.eduindicators.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.EqualityLaw;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Procedure;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Season;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.results.IndicatorValue.State;
import io.github.eduindicators.results.YearSeries.Comparability;
import io.github.eduindicators.results.YearSeries.Key;
import io.github.eduindicators.results.YearSeries.Measure;
import io.github.eduindicators.results.YearSeries.Point;
import io.github.eduindicators.stats.Interval;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Values that hold what was observed: limits of their arguments, equality, and what they print. */
class ResultValuesTest {
    private static final SchoolId SCHOOL = SchoolId.of("s1");
    private static final Key KEY = Key.of(SCHOOL, "mean");
    private static final double INFINITE = Double.POSITIVE_INFINITY;

    private static void refused(ThrowingCallable call, String text) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining(text);
    }

    @Test
    void marksAgainstMarksAreCountedByTheirDistance() {
        int[][] rows = {{1, 2, 4, 8}, {16, 32, 64, 128}, {256, 512, 1024, 2048}, {4096, 8192, 16384, 32768}};
        MarkTable table = MarkTable.of(rows);
        assertThat(table.count(2, 2)).isEqualTo(1);
        assertThat(table.count(2, 5)).isEqualTo(8);
        assertThat(table.count(5, 2)).isEqualTo(4096);
        assertThat(table.count(4, 3)).isEqualTo(512);
        assertThat(table.count()).isEqualTo(65535);
        assertThat(table.confirmed()).isEqualTo(1 + 32 + 1024 + 32768);
        assertThat(table.lowered()).isEqualTo(2 + 4 + 8 + 64 + 128 + 2048);
        assertThat(table.raised()).isEqualTo(16 + 256 + 512 + 4096 + 8192 + 16384);
        assertThat(table.farApart()).isEqualTo(4 + 8 + 128 + 256 + 4096 + 8192);
        assertThat(table.rows()).isDeepEqualTo(rows);
        assertThat(table.plus(MarkTable.empty())).isEqualTo(table);
        assertThat(table.plus(table).count(5, 5)).isEqualTo(65536);
        assertThat(MarkTable.empty().count()).isZero();
        int[][] other = MarkTable.of(rows).rows();
        other[3][3]++;
        EqualityLaw.holds(table, MarkTable.of(rows), MarkTable.of(other), MarkTable.empty());
        assertThat(MarkTable.empty()).hasToString("MarkTable[[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]");
    }

    @Test
    void marksAreTwoToFive() {
        int[][] most = new int[4][4];
        most[1][1] = Integer.MAX_VALUE;
        MarkTable full = MarkTable.of(most);
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> full.plus(full));
        refused(() -> MarkTable.of(new int[3][4]), "got 3");
        refused(() -> MarkTable.of(new int[4][5]), "got 5");
        most[1][1] = -1;
        refused(() -> MarkTable.of(most), "-1");
        for (int bad : new int[] {1, 6}) {
            refused(() -> full.count(bad, 2), "got " + bad + " and 2");
            refused(() -> full.count(3, bad), "got 3 and " + bad);
        }
    }

    @Test
    void indicatorValuesHoldTheirLimits() {
        for (double bad : new double[] {Double.NaN, INFINITE, -INFINITE}) {
            refused(() -> IndicatorValue.of(bad), String.valueOf(bad));
            refused(() -> IndicatorValue.ratio(bad, 1), String.valueOf(bad));
            refused(() -> IndicatorValue.ratio(1, bad), String.valueOf(bad));
        }
        refused(() -> IndicatorValue.ratio(1, -1), "1.0 of -1.0");
        refused(() -> IndicatorValue.ratio(1, 0), "1.0 of 0.0");
        refused(() -> IndicatorValue.insufficient(-1, "few"), "-1");
        refused(() -> IndicatorValue.of(new Interval(1, 0, 2), -1), "-1");
        assertThat(IndicatorValue.of(new Interval(1, 0, 2), 0).n()).hasValue(0);
        IndicatorValue none = IndicatorValue.ratio(0, 0);
        assertThat(none.state()).isEqualTo(State.NOT_APPLICABLE);
        assertThat(none.value()).isEmpty();
        assertThat(none.denominator()).hasValue(0);
        assertThat(none).hasToString("NOT_APPLICABLE n=0 (zero-denominator)");
        // Counts have an interval and a number, other ratios neither.
        assertThat(IndicatorValue.ratio(3, 4).n()).hasValue(4);
        assertThat(IndicatorValue.ratio(3, 4).interval()).contains(Interval.wilson(3, 4));
        assertThat(IndicatorValue.ratio(0, 4).interval()).isPresent();
        assertThat(IndicatorValue.ratio(4, 4).interval()).isPresent();
        assertThat(IndicatorValue.ratio(0, 0x1p53).n()).hasValue(1L << 53);
        for (IndicatorValue other : List.of(IndicatorValue.ratio(-1, 4), IndicatorValue.ratio(5, 4), IndicatorValue.ratio(1.5, 4),
                IndicatorValue.ratio(1, 4.5), IndicatorValue.ratio(0, 0x1p54))) {
            assertThat(other.interval()).isEmpty();
            assertThat(other.n()).isEmpty();
            assertThat(other.state()).isEqualTo(State.VALUE);
        }
        assertThat(IndicatorValue.ratio(5, 4).value()).hasValue(1.25);
        assertThat(IndicatorValue.ratio(5, 4).numerator()).hasValue(5);
        refused(() -> IndicatorValue.of(2).withInterval(new Interval(1, 0, 2)), "of the value itself");
        refused(() -> IndicatorValue.notApplicable("no").withInterval(new Interval(1, 0, 2)), "of the value itself");
        assertThat(IndicatorValue.of(1).withInterval(new Interval(1, 0, 2)).interval()).contains(new Interval(1, 0, 2));
    }

    @Test
    void indicatorValuesAreEqualInAllTheyHave() {
        IndicatorValue value = IndicatorValue.of(new Interval(1, 0, 2), 5).withNote("x");
        EqualityLaw.holds(value, IndicatorValue.of(new Interval(1, 0, 2), 5).withNote("x"),
                IndicatorValue.of(new Interval(1.5, 0, 2), 5).withNote("x"),
                IndicatorValue.of(new Interval(1, 0.5, 2), 5).withNote("x"),
                IndicatorValue.of(new Interval(1, 0, 2.5), 5).withNote("x"),
                IndicatorValue.of(new Interval(1, 0, 2), 6).withNote("x"),
                IndicatorValue.of(new Interval(1, 0, 2), 5).withNote("y"),
                IndicatorValue.of(1).withNote("x"));
        EqualityLaw.holds(IndicatorValue.ratio(1, 2.5), IndicatorValue.ratio(1, 2.5), IndicatorValue.ratio(2, 5.0),
                IndicatorValue.ratio(2, 2.5), IndicatorValue.of(0.4));
        EqualityLaw.holds(IndicatorValue.ratio(1.5, 2.5), IndicatorValue.ratio(1.5, 2.5), IndicatorValue.ratio(3, 5.0).withNote(""),
                IndicatorValue.ratio(0.75, 1.25));
        EqualityLaw.holds(IndicatorValue.insufficient(0, "x"), IndicatorValue.insufficient(0, "x"), IndicatorValue.notApplicable("x"));
        assertThat(value).hasToString("1.000 [0.000; 2.000] n=5 (x)");
        assertThat(IndicatorValue.of(0.25)).hasToString("0.2500");
        assertThat(IndicatorValue.insufficient(3, "few")).hasToString("INSUFFICIENT_DATA n=3 (few)");
    }

    @Test
    void valuesByKeyAreEqualInAllTheyHaveAndStandOnce() {
        IndicatorValues.Key key = new IndicatorValues.Key(SCHOOL, "m", Period.of(2023), "");
        IndicatorValues one = IndicatorValues.of(Map.of(key, IndicatorValue.of(1)));
        EqualityLaw.holds(one, IndicatorValues.builder().add(SCHOOL, "m", Period.of(2023), IndicatorValue.of(1)).build(),
                IndicatorValues.empty(),
                IndicatorValues.of(Map.of(key, IndicatorValue.of(2))),
                IndicatorValues.builder().add(SCHOOL, "n", Period.of(2023), IndicatorValue.of(1)).build());
        assertThat(one).hasToString("IndicatorValues[1 values, 1 units, 1 indicators]");
        refused(() -> one.plus(one), "two of s1 m 2023");
        refused(() -> new IndicatorValues.Key(SCHOOL, "M", Period.of(2023), ""), "got M");
        assertThat(new IndicatorValues.Key(SCHOOL, "m", Period.of(2023), "work")).hasToString("s1 m 2023 work").isGreaterThan(key);
        assertThat(one.isEmpty()).isFalse();
        assertThat(IndicatorValues.empty().isEmpty()).isTrue();
        assertThat(one.where(any -> false)).isEqualTo(IndicatorValues.empty());
        assertThat(one.where(any -> true)).isEqualTo(one);
        assertThat(one.value(SCHOOL, "m", Period.of(2023))).contains(IndicatorValue.of(1));
        assertThat(one.periods()).containsExactly(Period.of(2023));
    }

    @Test
    void keysOfSeriesNameWhatTheyAreOf() {
        refused(() -> Key.of(SCHOOL, " "), "code");
        refused(() -> new Key(SCHOOL, "mean", "", "", -1), "-1");
        refused(() -> new Key(SCHOOL, "mean", "", "", 13), "13");
        assertThat(new Key(SCHOOL, "mean", "", "", 12).grade()).isEqualTo(12);
        assertThat(KEY).hasToString("s1 mean");
        assertThat(KEY.withWork(Procedure.VPR, Subject.MATHEMATICS, 5))
                .hasToString("s1 mean " + Procedure.VPR.code() + " " + Subject.MATHEMATICS.code() + " 5").isGreaterThan(KEY);
        assertThat(YearSeries.of(KEY, List.of()).grade()).isEmpty();
        assertThat(YearSeries.of(KEY.withWork(Procedure.VPR, Subject.MATHEMATICS, 5), List.of()).grade()).hasValue(5);
        assertThat(YearSeries.of(KEY, List.of()).last()).isEmpty();
        assertThat(YearSeries.of(KEY, List.of(Point.of(2023, 1), Point.of(2021, 1))).last()).contains(Period.of(2023));
        EqualityLaw.holds(YearSeries.of(KEY, List.of(Point.of(2023, 1))), YearSeries.of(KEY, List.of(Point.of(2023, 1))),
                YearSeries.of(Key.of(SCHOOL, "other"), List.of(Point.of(2023, 1))), YearSeries.of(KEY, List.of(Point.of(2023, 2))));
        assertThat(YearSeries.of(KEY, List.of())).hasToString("YearSeries[s1 mean: no points]");
        assertThat(YearSeries.of(KEY, List.of(Point.of(2023, 1.5, 0.25), Point.of(2024, 2))))
                .hasToString("YearSeries[s1 mean: 2023 1.500 ± 0.25, 2024 2.000]");
    }

    @Test
    void pointsHoldTheirLimits() {
        for (double bad : new double[] {Double.NaN, INFINITE, 1.1e60, -1.1e60}) {
            refused(() -> Point.of(2023, bad), String.valueOf(bad));
        }
        assertThat(Point.of(2023, 1e60).value()).isEqualTo(1e60);
        assertThat(Point.of(2023, -1e60, 1e60).standardError()).hasValue(1e60);
        assertThat(Point.of(2023, 0, 1e-60).standardError()).hasValue(1e-60);
        for (double bad : new double[] {Double.NaN, INFINITE, 0, -1, 0.9e-60, 1.1e60}) {
            refused(() -> Point.of(2023, 1, bad), String.valueOf(bad));
        }
        refused(() -> Point.ofShare(2023, 0, 0), "0 of 0");
        refused(() -> Point.ofShare(2023, -1, 5), "-1 of 5");
        refused(() -> Point.ofShare(2023, 6, 5), "6 of 5");
        assertThat(Point.ofShare(2023, 1, 1).value()).isEqualTo(1);
        assertThat(Point.ofShare(2023, 0, 1).value()).isZero();
        refused(() -> Point.ofMean(2023, 1, 1, 0), "got 0 and 1.0");
        for (double bad : new double[] {-0.1, Double.NaN, INFINITE}) {
            refused(() -> Point.ofMean(2023, 1, bad, 5), "got 5 and " + bad);
        }
        assertThat(Point.ofMean(2023, 1, 0, 1).standardError()).isEmpty();
        assertThat(Point.ofMean(2023, 1, 6, 4).standardError()).hasValue(3);
        assertThat(Point.ofMean(2023, 1, 6, 4).standardDeviation()).hasValue(6);
        // (k + 1/2) / (n + 1) = 2/3: the error is the root of 2/9 over n + 1.
        Point share = Point.ofShare(2023, 31, 46).withSeason(Season.AUTUMN);
        assertThat(Point.ofShare(2023, 3, 4).standardError().orElseThrow()).isCloseTo(Math.sqrt(0.7 * 0.3 / 5), within(1e-15));
        assertThat(Point.ofShare(2023, 3, 4).standardDeviation().orElseThrow()).isCloseTo(Math.sqrt(0.7 * 0.3), within(1e-15));
        assertThat(share.successes()).hasValue(31);
        assertThat(share.n()).hasValue(46);
        assertThat(share).hasToString("2023 autumn 31/46 ± 0.069");
        assertThat(Point.of(2023, 1).n()).isEmpty();
        assertThat(Point.of(2023, 1).successes()).isEmpty();
        assertThat(Point.of(2023, 1).standardDeviation()).isEmpty();
        assertThat(Point.of(2023, 1).inHalf(1).time()).isEqualTo(2023);
        assertThat(Point.of(2023, 1).inHalf(2).time()).isEqualTo(2023.5);
        assertThat(Point.of(2023, 1).withComparability(Comparability.NONE)).hasToString("2023 1.000 NONE");
    }

    @Test
    void shiftedPointsKeepTheirErrorAndNumber() {
        Point mean = Point.ofMean(2023, 3, 6, 4).withScale("a").withComparability(Comparability.RELATIVE_ONLY).shifted(2);
        assertThat(mean.value()).isEqualTo(5);
        assertThat(mean.standardError()).hasValue(3);
        assertThat(mean.standardDeviation()).hasValue(6);
        assertThat(mean.n()).hasValue(4);
        assertThat(mean.scale()).isEqualTo("a");
        assertThat(mean.comparability()).isEqualTo(Comparability.RELATIVE_ONLY);
        Point share = Point.ofShare(2023, 3, 4).shifted(-0.5);
        assertThat(share.measure()).isEqualTo(Measure.MEAN);
        assertThat(share.value()).isEqualTo(0.25);
        assertThat(share.successes()).isEmpty();
        assertThat(share.standardDeviation().orElseThrow()).isCloseTo(Math.sqrt(0.21), within(1e-15));
        assertThat(Point.of(2023, 1).shifted(1)).isEqualTo(Point.of(2023, 2));
        assertThat(Point.of(2023, 1).withStandardError(2)).isEqualTo(Point.of(2023, 1, 2));
    }

    @Test
    void pointsAreEqualInAllTheyHaveAndOrderedByIt() {
        Point point = Point.ofMean(2023, 3, 6, 4);
        Point[] others = {
            Point.ofMean(2024, 3, 6, 4), point.inHalf(1), point.withSeason(Season.AUTUMN), point.withScale("a"),
            point.withComparability(Comparability.NONE), Point.ofMean(2023, 4, 6, 4), Point.ofMean(2023, 3, 7, 4),
            Point.ofMean(2023, 3, 6, 5), point.withStandardError(1), Point.of(2023, 3, 3), Point.ofShare(2023, 3, 4),
        };
        EqualityLaw.holds(point, Point.ofMean(2023, 3, 6, 4), (Object[]) others);
        for (Point other : others) {
            assertThat(Integer.signum(point.compareTo(other))).as(other.toString()).isEqualTo(-Integer.signum(other.compareTo(point))).isNotZero();
        }
        assertThat(point.compareTo(Point.ofMean(2023, 3, 6, 4))).isZero();
        assertThat(Point.ofShare(2023, 3, 4)).isNotEqualTo(Point.ofShare(2023, 6, 8));
        assertThat(Arrays.stream(others).filter(other -> other.period().equals(Period.of(2023)))).hasSize(9);
    }
}
