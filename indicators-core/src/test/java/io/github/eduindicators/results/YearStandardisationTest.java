package io.github.eduindicators.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Season;
import io.github.eduindicators.results.YearSeries.Comparability;
import io.github.eduindicators.results.YearSeries.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Expected values of eight schools in two years are those of R 4.2.2: {@code scale(y)}, {@code weighted.mean(y, n)},
 * {@code sqrt(weighted.mean((y - weighted.mean(y, n))^2, n))}, {@code mean19 + sd19 / sd20 * (y20 - mean20)} and
 * {@code 100 * (rank(y) - 0.5) / 8}.
 */
class YearStandardisationTest {
    private static final double[] Y2019 = {3.1, 3.4, 3.6, 3.9, 4.2, 3.8, 3.3, 3.7};
    private static final double[] Y2020 = {2.9, 3, 3.3, 3.6, 4, 3.4, 3.1, 3.5};
    private static final int[] N = {20, 55, 80, 40, 100, 25, 33, 61};

    private static List<YearSeries> schools() {
        List<YearSeries> series = new ArrayList<>();
        for (int i = 0; i < N.length; i++) {
            series.add(YearSeries.builder(SchoolId.of("sch" + i), "mean_mark")
                    .add(Point.ofMean(2019, Y2019[i], 0.8, N[i]))
                    .add(Point.ofMean(2020, Y2020[i], 0.8, N[i]))
                    .build());
        }
        return series;
    }

    private static double[] values(List<YearSeries> series, int year) {
        return series.stream().mapToDouble(one -> one.points().get(year).value()).toArray();
    }

    @Test
    void unitsCountedOnce() {
        assertThat(values(YearStandardisation.UNIT_Z.apply(schools()), 0)).containsExactly(new double[] {
            -1.48492424049175, -0.636396103067893, -0.0707106781186545, 0.777817459305202, 1.62634559672906, 0.494974746830583,
            -0.919238815542512, 0.212132034355965
        }, within(1e-13));
        assertThat(values(YearStandardisation.UNIT_Z.apply(schools()), 1)).containsExactly(new double[] {
            -1.25499003980111, -0.976103364289755, -0.13944333775568, 0.697216688778396, 1.81276339082383, 0.139443337755679,
            -0.697216688778396, 0.418330013267038
        }, within(1e-13));
    }

    @Test
    void unitsWeightedByPupils() {
        double[] z = values(YearStandardisation.WEIGHTED_Z.apply(schools()), 0);
        for (int i = 0; i < z.length; i++) {
            assertThat(z[i]).isCloseTo((Y2019[i] - 3.72608695652174) / 0.328950390770891, within(1e-12));
        }
        double[] later = values(YearStandardisation.WEIGHTED_Z.apply(schools()), 1);
        assertThat(later[4]).isCloseTo((4 - 3.45845410628019) / 0.36237745097604, within(1e-12));
    }

    @Test
    void midRanksShareTies() {
        assertThat(values(YearStandardisation.MID_RANK.apply(schools()), 0))
                .containsExactly(6.25, 31.25, 43.75, 81.25, 93.75, 68.75, 18.75, 56.25);
        List<YearSeries> tied = new ArrayList<>(schools());
        tied.set(0, YearSeries.builder(SchoolId.of("sch0"), "mean_mark").add(Point.ofMean(2019, 3.4, 0.8, 20)).build());
        List<YearSeries> ranked = YearStandardisation.MID_RANK.apply(tied);
        // Lowest is sch6 at 3.3, then two of 3.4 that share the ranks 2 and 3.
        assertThat(ranked.get(0).points().get(0).value()).isEqualTo(25);
        assertThat(ranked.get(1).points().get(0).value()).isEqualTo(25);
        assertThat(ranked.get(0).points().get(0).standardError()).isEmpty();
    }

    @Test
    void yearsLinkedToABaseYear() {
        assertThat(values(YearStandardisation.linked(schools(), Period.of(2019)), 1)).containsExactly(new double[] {
            3.18129401626753, 3.27989534598586, 3.57569933514084, 3.87150332429582, 4.26590864316912, 3.67430066485916, 3.37849667570418,
            3.77290199457749
        }, within(1e-12));
        assertThat(values(YearStandardisation.linked(schools(), Period.of(2019)), 0)).containsExactly(Y2019, within(1e-12));
        assertThatThrownBy(() -> YearStandardisation.linked(schools(), Period.of(2018)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("2018");
    }

    /** Six schools of four pupils each, counted one by one and through means, spreads and numbers. */
    @Test
    void pupilsAreCountedExactlyThroughMeansAndSpreads() {
        int[][] pupils = {{3, 5, 8, 4}, {7, 9, 6, 6}, {2, 2, 3, 9}, {10, 8, 7, 11}, {5, 5, 6, 4}, {1, 12, 6, 5}};
        double[] all = Arrays.stream(pupils).flatMapToInt(Arrays::stream).asDoubleStream().toArray();
        double mean = Arrays.stream(all).average().orElseThrow();
        double spread = Math.sqrt(Arrays.stream(all).map(x -> (x - mean) * (x - mean)).sum() / 23);
        double within = 0;
        List<YearSeries> series = new ArrayList<>();
        for (int i = 0; i < pupils.length; i++) {
            double own = Arrays.stream(pupils[i]).average().orElseThrow();
            double squares = Arrays.stream(pupils[i]).mapToDouble(x -> (x - own) * (x - own)).sum();
            within += squares;
            series.add(YearSeries.builder(SchoolId.of("sch" + i), "mean_score").add(Point.ofMean(2021, own, Math.sqrt(squares / 3), 4)).build());
        }
        List<YearSeries> turned = YearStandardisation.PUPIL_Z.apply(series);
        for (int i = 0; i < pupils.length; i++) {
            Point point = turned.get(i).points().get(0);
            double own = Arrays.stream(pupils[i]).average().orElseThrow();
            assertThat(point.value()).isCloseTo((own - mean) / spread, within(1e-12));
            assertThat(point.standardError().orElseThrow())
                    .isCloseTo(Math.sqrt(within / 18) / spread * Math.sqrt((1 - 4 / 24.0) / 4), within(1e-12));
            assertThat(point.n()).hasValue(4);
            assertThat(point.scale()).isEqualTo("z");
            assertThat(point.comparability()).isEqualTo(Comparability.RELATIVE_ONLY);
        }
    }

    @Test
    void eachSeasonAndEachWorkIsItsOwnGroup() {
        List<YearSeries> series = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            boolean autumn = i >= 6;
            series.add(YearSeries.builder(SchoolId.of("sch" + (10 + i)), "mean_score")
                    .add(Point.ofMean(2022, (autumn ? 100 : 0) + i, 2, 10).withSeason(autumn ? Season.AUTUMN : Season.SPRING))
                    .build());
        }
        double[] z = values(YearStandardisation.PUPIL_Z.apply(series), 0);
        assertThat(z[0]).isCloseTo(z[6], within(1e-12)).isNegative();
        assertThat(z[5]).isCloseTo(z[11], within(1e-12)).isPositive();
    }

    @Test
    void groupsThatSayNothingAreLeftOut() {
        List<YearSeries> few = schools().subList(0, 4);
        assertThat(YearStandardisation.UNIT_Z.apply(few)).hasSize(4).allSatisfy(series -> assertThat(series.points()).isEmpty());
        List<YearSeries> equal = schools().stream()
                .map(series -> YearSeries.of(series.key(), List.of(Point.ofMean(2019, 3, 0, 9))))
                .toList();
        assertThat(YearStandardisation.PUPIL_Z.apply(equal)).allSatisfy(series -> assertThat(series.points()).isEmpty());
        List<YearSeries> bare = schools().stream().map(series -> YearSeries.of(series.key(), List.of(Point.of(2019, 3)))).toList();
        assertThat(YearStandardisation.PUPIL_Z.apply(bare)).allSatisfy(series -> assertThat(series.points()).isEmpty());
        assertThat(YearStandardisation.WEIGHTED_Z.apply(bare)).allSatisfy(series -> assertThat(series.points()).isEmpty());
    }

    @Test
    void aPointThatComparesWithNothingStaysSo() {
        List<YearSeries> series = new ArrayList<>(schools());
        series.set(0, YearSeries.of(series.get(0).key(), List.of(
                Point.ofMean(2019, 3.1, 0.8, 20).withComparability(Comparability.NONE))));
        assertThat(YearStandardisation.PUPIL_Z.apply(series).get(0).points().get(0).comparability()).isEqualTo(Comparability.NONE);
    }

    @Test
    void theOrderOfSeriesChangesNoBit() {
        List<YearSeries> turned = new ArrayList<>(schools());
        Collections.reverse(turned);
        for (YearStandardisation kind : YearStandardisation.values()) {
            assertThat(kind.apply(turned)).isEqualTo(kind.apply(schools()));
        }
    }
}
