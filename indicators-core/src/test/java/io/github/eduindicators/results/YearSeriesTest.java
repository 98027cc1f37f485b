package io.github.eduindicators.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Procedure;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Season;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.results.YearSeries.Comparability;
import io.github.eduindicators.results.YearSeries.Key;
import io.github.eduindicators.results.YearSeries.Measure;
import io.github.eduindicators.results.YearSeries.Point;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class YearSeriesTest {
    private static final Key KEY = Key.of(SchoolId.of("edu1"), "mean_score");

    private static YearSeries merged(Point... points) {
        YearSeries.Builder builder = YearSeries.builder(KEY).mergingDuplicates();
        Arrays.stream(points).forEach(builder::add);
        return builder.build();
    }

    private static Point ofRaw(int year, double... values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return Point.ofMean(year, mean, values.length == 1 ? 0 : Math.sqrt(squares / (values.length - 1)), values.length);
    }

    @Test
    void pointsStandByTimeWhateverTheirOrder() {
        Point[] points = {Point.of(2023, 3, 1), Point.of(2019, 1, 1), Point.of(2021, 2, 1)};
        YearSeries series = YearSeries.of(KEY, List.of(points));
        assertThat(series.points()).extracting(point -> point.period().year()).containsExactly(2019, 2021, 2023);
        assertThat(series).isEqualTo(YearSeries.of(KEY, List.of(points[2], points[0], points[1])));
        assertThat(series.last()).contains(Period.of(2023));
        assertThat(YearSeries.of(KEY, List.of()).last()).isEmpty();
        assertThat(YearSeries.of(KEY, List.of(points[0])).plus(List.of(points[1], points[2]))).isEqualTo(series);
    }

    @Test
    void aPeriodThatStandsTwiceIsRefusedWithBothValues() {
        List<Point> twice = List.of(Point.of(2020, 11.25, 0.5), Point.of(2020, 12.75, 0.5));
        assertThatThrownBy(() -> YearSeries.of(KEY, twice))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("edu1 mean_score")
                .hasMessageContaining("2020 stands twice")
                .hasMessageContaining("11.25")
                .hasMessageContaining("12.75");
    }

    @Test
    void halvesOfAYearAreTwoPeriods() {
        YearSeries series = YearSeries.of(KEY, List.of(Point.of(2020, 1, 1).inHalf(2), Point.of(2020, 2, 1).inHalf(1)));
        assertThat(series.points()).extracting(Point::time).containsExactly(2020.0, 2020.5);
        assertThatThrownBy(() -> YearSeries.of(KEY, List.of(Point.of(2020, 1, 1).inHalf(2), Point.of(2021, 2, 1))))
                .hasMessageContaining("half-years").hasMessageContaining("2020-H2").hasMessageContaining("2021");
        assertThatThrownBy(() -> Point.of(2020, 1).inHalf(3)).hasMessageContaining("3");
    }

    @Test
    void sharesMergeByAddingCounts() {
        YearSeries series = merged(Point.ofShare(2020, 3, 10), Point.ofShare(2020, 9, 20), Point.ofShare(2021, 1, 4));
        assertThat(series.points()).containsExactly(Point.ofShare(2020, 12, 30), Point.ofShare(2021, 1, 4));
        assertThat(series.points().get(0).successes()).hasValue(12);
    }

    @Test
    void meansMergeAsIfPupilsHadBeenPooled() {
        double[] one = {3, 5, 9};
        double[] two = {1, 2, 2, 8, 11};
        double[] three = {7};
        Point all = ofRaw(2020, 3, 5, 9, 1, 2, 2, 8, 11, 7);
        Point[] parts = {ofRaw(2020, one), ofRaw(2020, two), ofRaw(2020, three)};
        Point point = merged(parts).points().get(0);
        assertThat(point.value()).isCloseTo(all.value(), within(1e-13));
        assertThat(point.standardDeviation()).hasValueCloseTo(all.standardDeviation().orElseThrow(), within(1e-13));
        assertThat(point.standardError()).hasValueCloseTo(all.standardError().orElseThrow(), within(1e-13));
        assertThat(point.n()).hasValue(9);
        assertThat(merged(parts[2], parts[1], parts[0])).isEqualTo(merged(parts));
    }

    @Test
    void mergingSixtyPartsInAnyOrderGivesTheSameBits() {
        Random random = new Random(5);
        Point[] parts = new Point[60];
        Arrays.setAll(parts, i -> Point.ofMean(2020, random.nextGaussian(), random.nextDouble(), 1 + random.nextInt(30)));
        YearSeries series = merged(parts);
        java.util.Collections.shuffle(Arrays.asList(parts), random);
        assertThat(merged(parts)).isEqualTo(series);
    }

    @Test
    void theMergedPointIsAsWeakAsItsWeakestPartAndAsLateAsItsLatest() {
        Point point = merged(
                Point.ofMean(2022, 3, 1, 20).withComparability(Comparability.RELATIVE_ONLY).withSeason(Season.AUTUMN),
                Point.ofMean(2022, 4, 1, 20)).points().get(0);
        assertThat(point.comparability()).isEqualTo(Comparability.RELATIVE_ONLY);
        assertThat(point.season()).isEqualTo(Season.AUTUMN);
    }

    @Test
    void whatCannotBeMergedIsNamed() {
        assertThatThrownBy(() -> merged(Point.of(2020, 1.5, 1), Point.of(2020, 2.5, 1)))
                .hasMessageContaining("without numbers of pupils").hasMessageContaining("1.5").hasMessageContaining("2.5");
        assertThatThrownBy(() -> merged(Point.ofMean(2020, 1, 1, 5).withScale("a"), Point.ofMean(2020, 1, 1, 5).withScale("b")))
                .hasMessageContaining("two scales, a and b");
        assertThatThrownBy(() -> merged(Point.ofShare(2020, 1, 5), Point.ofMean(2021, 1, 1, 5)))
                .hasMessageContaining("one measure").hasMessageContaining("1/5");
    }

    @Test
    void errorsOfSharesAndMeansAreTheirFormulas() {
        Point share = Point.ofShare(2020, 0, 24);
        assertThat(share.value()).isZero();
        // p = 0.5 / 25 = 0.02; sqrt(0.02 * 0.98 / 25) = 0.028.
        assertThat(share.standardError()).hasValueCloseTo(0.028, within(1e-15));
        assertThat(share.standardDeviation()).hasValueCloseTo(0.14, within(1e-15));
        assertThat(Point.ofMean(2020, 5, 6, 9).standardError()).hasValue(2);
        assertThat(Point.ofMean(2020, 5, 0, 9).standardError()).isEmpty();
        assertThat(Point.of(2020, 5).standardError()).isEmpty();
        assertThat(Point.of(2020, 5).standardDeviation()).isEmpty();
        assertThat(Point.of(2020, 5).n()).isEmpty();
        assertThat(Point.ofMean(2020, 5, 6, 9).withStandardError(2.5).standardError()).hasValue(2.5);
        assertThat(Point.of(2020, -0.0)).isEqualTo(Point.of(2020, 0.0));
    }

    @Test
    void shiftedPointsKeepAllButTheValue() {
        Point mean = Point.ofMean(2020, 5, 6, 9).withScale("x").withSeason(Season.AUTUMN).shifted(-2);
        assertThat(mean).isEqualTo(Point.ofMean(2020, 3, 6, 9).withScale("x").withSeason(Season.AUTUMN));
        Point share = Point.ofShare(2020, 6, 24).shifted(0.25);
        assertThat(share.value()).isEqualTo(0.5);
        assertThat(share.measure()).isEqualTo(Measure.MEAN);
        assertThat(share.standardError()).isEqualTo(Point.ofShare(2020, 6, 24).standardError());
        assertThat(share.n()).hasValue(24);
        assertThat(share.successes()).isEmpty();
        assertThat(Point.of(2020, 1).shifted(1)).isEqualTo(Point.of(2020, 2));
        assertThatThrownBy(() -> Point.of(2020, 1).shifted(Double.NaN)).hasMessageContaining("NaN");
    }

    @Test
    void numbersOutOfRangeAreNamed() {
        assertThatThrownBy(() -> Point.of(2020, Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> Point.of(2020, 1e61)).hasMessageContaining("1.0E61");
        assertThatThrownBy(() -> Point.of(2020, 1, 0)).hasMessageContaining("0.0");
        assertThatThrownBy(() -> Point.of(2020, 1, -2)).hasMessageContaining("-2.0");
        assertThatThrownBy(() -> Point.of(2020, 1, 1e-61)).hasMessageContaining("1.0E-61");
        assertThatThrownBy(() -> Point.of(2020, 1, Double.POSITIVE_INFINITY)).hasMessageContaining("Infinity");
        assertThatThrownBy(() -> Point.of(1800, 1)).hasMessageContaining("1800");
        assertThatThrownBy(() -> Point.ofShare(2020, 5, 4)).hasMessageContaining("5 of 4");
        assertThatThrownBy(() -> Point.ofShare(2020, 0, 0)).hasMessageContaining("0 of 0");
        assertThatThrownBy(() -> Point.ofMean(2020, 5, -1, 4)).hasMessageContaining("-1.0");
        assertThatThrownBy(() -> Point.ofMean(2020, 5, Double.NaN, 4)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> Point.ofMean(2020, 5, 1, 0)).hasMessageContaining("0");
        assertThatThrownBy(() -> Key.of(SchoolId.of("edu1"), " ")).hasMessageContaining("code");
        assertThatThrownBy(() -> KEY.withWork(Procedure.VPR, Subject.MATHEMATICS, 13)).hasMessageContaining("13");
    }

    @Test
    void thoseThatCanBeComparedAreOnTheScaleOfTheLatestOfThem() {
        YearSeries series = YearSeries.of(KEY, List.of(
                Point.of(2018, 1).withScale("a"),
                Point.of(2019, 2).withScale("b"),
                Point.of(2020, 3).withScale("b").withComparability(Comparability.NONE),
                Point.of(2021, 4).withScale("b"),
                Point.of(2022, 5).withScale("a").withComparability(Comparability.RELATIVE_ONLY),
                Point.of(2023, 6).withScale("c").withComparability(Comparability.NONE)));
        YearSeries.Selection full = series.comparable(Comparability.FULL);
        assertThat(full.used()).extracting(point -> point.period().year()).containsExactly(2019, 2021);
        assertThat(full.dropped()).extracting(dropped -> dropped.point().period().year() + " " + dropped.reason())
                .containsExactly("2018 other-scale", "2020 not-comparable", "2022 not-comparable", "2023 not-comparable");
        YearSeries.Selection relative = series.comparable(Comparability.RELATIVE_ONLY);
        assertThat(relative.used()).extracting(point -> point.period().year()).containsExactly(2018, 2022);
        assertThat(relative.dropped()).extracting(YearSeries.Dropped::reason)
                .containsExactly("other-scale", "not-comparable", "other-scale", "not-comparable");
        assertThat(series.comparable(Comparability.NONE)).isEqualTo(relative);
    }

    @Test
    void keysAreOrderedAndSayWhatTheyAreOf() {
        Key work = KEY.withWork(Procedure.VPR, Subject.MATHEMATICS, 5);
        assertThat(work.compareTo(KEY)).isPositive();
        assertThat(work.toString()).startsWith("edu1 mean_score ").endsWith(" 5");
        assertThat(YearSeries.of(work, List.of()).grade()).hasValue(5);
        assertThat(YearSeries.of(KEY, List.of()).grade()).isEmpty();
        assertThat(YearSeries.of(KEY, List.of(Point.ofShare(2020, 3, 10))).toString()).contains("2020 3/10");
    }
}
