package io.github.eduindicators.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.results.YearSeries.Comparability;
import io.github.eduindicators.results.YearSeries.Point;
import io.github.eduindicators.trend.YearShock.Estimator;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Expected values: src/test/oracle/trend_panel.R, which solves the same equations with full matrices; in folder indicators-core
 * {@code Rscript src/test/oracle/trend_panel.R src/test/resources/io/github/eduindicators/trend/forecast-panel60.csv}.
 */
class YearShockTest {
    private static final YearShock BARE = YearShock.withDefaults().withoutYearEffects();
    private static final double[] EFFECTS = {
        -0.132547124335866, 0.117740667285793, 0.119146084940003, -0.268126357457214, 0.385393869680646, -0.221607140113362};

    private static YearSeries series(int school, Point... points) {
        return YearSeries.of(Panel60.key(school), List.of(points));
    }

    @Test
    void momentsAreThoseOfThePanel() {
        YearShock.Result result = BARE.with(Estimator.MOMENTS).fit(Panel60.series());
        assertThat(result.omegaSquared()).hasValueCloseTo(1.04700906685703, within(1e-10));
        assertThat(result.series()).isEqualTo(60);
        assertThat(result.freedom()).isEqualTo(342 - 120);
        assertThat(result.yearEffects()).isEmpty();
        assertThat(result.link()).isEmpty();
        assertThat(result.reason()).isEmpty();
    }

    @Test
    void momentsWithEffectsAreThoseOfOneBigRegression() {
        YearShock.Result result = YearShock.withDefaults().with(Estimator.MOMENTS).fit(Panel60.series());
        assertThat(result.omegaSquared()).hasValueCloseTo(1.0373887616219, within(1e-9));
        assertThat(result.freedom()).isEqualTo(342 - 120 - 4);
    }

    @Test
    void robustIsThatOfTheEquation() {
        assertThat(BARE.fit(Panel60.series()).omegaSquared()).hasValueCloseTo(1.00792385747757, within(1e-9));
    }

    @Test
    void robustWithEffectsIsTheJointSolution() {
        YearShock.Result result = YearShock.withDefaults().fit(Panel60.series());
        assertThat(result.omegaSquared()).hasValueCloseTo(0.965310141628418, within(1e-8));
        assertThat(result.yearEffects().keySet()).extracting(Period::year).containsExactly(2018, 2019, 2021, 2022, 2023, 2024);
        int i = 0;
        for (double effect : result.yearEffects().values()) {
            assertThat(effect).isCloseTo(EFFECTS[i++], within(1e-8));
        }
        assertThat(result.link()).hasValueSatisfying(link -> {
            assertThat(link.variance()).isCloseTo(0.013208360075138, within(1e-8));
            assertThat(link.freedom()).isEqualTo(4);
        });
        assertThat(result.converged()).isTrue();
    }

    @Test
    void withoutStandardErrorsAllIsShock() {
        List<YearSeries> bare = Panel60.mapped(point -> Point.of(point.period().year(), point.value()));
        assertThat(BARE.fit(bare).omegaSquared()).hasValueCloseTo(4.61486999385561, within(1e-8));
        assertThat(BARE.with(Estimator.MOMENTS).fit(bare).omegaSquared()).hasValueCloseTo(4.87364348462349, within(1e-9));
        assertThat(YearShock.withDefaults().fit(bare).omegaSquared().orElseThrow()).isBetween(4.0, 5.0);
    }

    @Test
    void pointsWithoutAnErrorAreLeftOutWhereOthersHaveOne() {
        List<YearSeries> more = new ArrayList<>(Panel60.series());
        more.add(series(900, Point.of(2018, 1), Point.of(2019, 70), Point.of(2021, 5), Point.of(2022, 90)));
        YearShock.Result result = YearShock.withDefaults().fit(more);
        assertThat(result.omegaSquared()).isEqualTo(YearShock.withDefaults().fit(Panel60.series()).omegaSquared());
        assertThat(result.series()).isEqualTo(60);
    }

    @Test
    void threeSchoolsWithALeapHardlyMoveTheRobustEstimate() {
        List<YearSeries> leaping = Panel60.series().stream().map(one -> one.key().compareTo(Panel60.key(3)) > 0 ? one
                : YearSeries.of(one.key(), one.points().stream()
                        .map(point -> point.period().year() == 2021 ? point.shifted(40) : point).toList())).toList();
        assertThat(BARE.fit(leaping).omegaSquared()).hasValueCloseTo(1.54518431792542, within(1e-8));
        assertThat(BARE.with(Estimator.MOMENTS).fit(leaping).omegaSquared().orElseThrow()).isGreaterThan(20);
    }

    @Test
    void aHarderYearOfAllIsFoundAndTakenOutOfEverySeries() {
        List<YearSeries> harder = Panel60.mapped(point -> point.shifted(point.period().year() == 2022 ? -5 : 0));
        YearShock.Result plain = YearShock.withDefaults().fit(Panel60.series());
        YearShock.Result result = YearShock.withDefaults().fit(harder);
        assertThat(result.omegaSquared().orElseThrow()).isCloseTo(plain.omegaSquared().orElseThrow(), within(1e-8));
        assertThat(BARE.fit(harder).omegaSquared().orElseThrow()).isGreaterThan(4);
        // 5 points less what the line through six years takes of them: leverage of 2022 is 1/6 + (22 - 21.1667)^2 / 26.8333.
        double own = result.yearEffects().get(Period.of(2022)) - plain.yearEffects().get(Period.of(2022));
        assertThat(own).isCloseTo(-5 * (1 - 1 / 6.0 - Math.pow(5 / 6.0, 2) / (161 / 6.0)), within(1e-7));
        assertThat(result.link().orElseThrow().variance()).isGreaterThan(4);
        for (int i = 0; i < 60; i++) {
            YearSeries of = harder.get(i);
            YearSeries cleaned = result.cleaned(of);
            assertThat(cleaned.points()).hasSameSizeAs(of.points());
            for (int j = 0; j < of.points().size(); j++) {
                assertThat(cleaned.points().get(j).value())
                        .isEqualTo(of.points().get(j).value() - result.yearEffects().get(of.points().get(j).period()));
                assertThat(cleaned.points().get(j).standardError()).isEqualTo(of.points().get(j).standardError());
            }
        }
    }

    @Test
    void effectsNeverEatLevelOrSlope() {
        YearShock.Result result = YearShock.withDefaults().fit(Panel60.series());
        double level = 0;
        double slope = 0;
        for (var entry : result.yearEffects().entrySet()) {
            level += entry.getValue();
            slope += entry.getValue() * (entry.getKey().year() - 2021);
        }
        assertThat(level).isCloseTo(0, within(1e-12));
        assertThat(slope).isCloseTo(0, within(1e-12));
        YearShock.Result steeper = YearShock.withDefaults().fit(Panel60.mapped(point -> point.shifted(3 * (point.time() - 2000))));
        result.yearEffects().forEach((period, effect) ->
                assertThat(steeper.yearEffects().get(period)).isCloseTo(effect, within(1e-9)));
    }

    @Test
    void simulatedShocksAreFoundWithoutBias() {
        SplittableRandom random = new SplittableRandom(7);
        double sum = 0;
        double moments = 0;
        double link = 0;
        int runs = 60;
        for (int run = 0; run < runs; run++) {
            double[] year = random.doubles(6).map(u -> (u - 0.5) * Math.sqrt(12) * 2).toArray();
            List<YearSeries> region = new ArrayList<>();
            for (int school = 0; school < 80; school++) {
                List<Point> points = new ArrayList<>();
                double slope = gauss(random);
                for (int t = 0; t < 6; t++) {
                    double error = 0.5 + random.nextDouble();
                    if (t < 3 || random.nextDouble() < 0.8) {
                        points.add(Point.of(2018 + t, slope * t + year[t] + 1.5 * gauss(random) + error * gauss(random), error));
                    }
                }
                region.add(YearSeries.of(Panel60.key(school), points));
            }
            YearShock.Result result = YearShock.withDefaults().fit(region);
            sum += result.omegaSquared().orElseThrow();
            moments += YearShock.withDefaults().with(Estimator.MOMENTS).fit(region).omegaSquared().orElseThrow();
            link += result.link().orElseThrow().variance();
            assertThat(result.converged()).isTrue();
        }
        // The standard deviation of one run is about 0.25, and 2.5 of the link.
        assertThat(sum / runs).isCloseTo(2.25, within(0.1));
        assertThat(moments / runs).isCloseTo(2.25, within(0.1));
        assertThat(link / runs).isCloseTo(4, within(1.2));
    }

    private static double gauss(SplittableRandom random) {
        return Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
    }

    @Test
    void seriesOfTwoPointsTellNothingAndPeriodsOfFewSeriesHaveNoEffect() {
        List<YearSeries> more = new ArrayList<>(Panel60.series());
        for (int i = 0; i < 9; i++) {
            more.add(series(100 + i, Point.of(2018, 0, 1), Point.of(2022, 80 * i, 1)));
        }
        YearShock.Result plain = YearShock.withDefaults().fit(Panel60.series());
        YearShock.Result result = YearShock.withDefaults().fit(more);
        assertThat(result.omegaSquared()).isEqualTo(plain.omegaSquared());
        assertThat(result.yearEffects()).isEqualTo(plain.yearEffects());
        List<YearSeries> four = Panel60.series().stream().map(one -> one.key().compareTo(Panel60.key(4)) > 0 ? one
                : one.plus(List.of(Point.of(2015, 50, 2)))).toList();
        YearShock.Result rare = YearShock.withDefaults().fit(four);
        assertThat(rare.yearEffects()).doesNotContainKey(Period.of(2015)).hasSize(6);
        YearSeries cleaned = rare.cleaned(four.get(0));
        assertThat(cleaned.points().get(0)).isEqualTo(four.get(0).points().get(0));
        assertThat(cleaned.points().get(1)).isNotEqualTo(four.get(0).points().get(1));
    }

    @Test
    void tooLittleIsAnAnswerWithItsReason() {
        assertThat(YearShock.withDefaults().fit(List.of()).reason()).contains("few-series");
        YearShock.Result four = YearShock.withDefaults().fit(Panel60.series().subList(0, 4));
        assertThat(four.omegaSquared()).isEmpty();
        assertThat(four.reason()).contains("few-series");
        assertThat(four.cleaned(Panel60.series().get(0))).isEqualTo(Panel60.series().get(0));
        List<YearSeries> nine = new ArrayList<>();
        List<YearSeries> ten = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            YearSeries three = series(i, Point.of(2020, i, 1), Point.of(2021, i + i % 3, 1), Point.of(2022, i, 1));
            ten.add(three);
            if (i < 9) {
                nine.add(three);
            }
        }
        assertThat(BARE.fit(nine).reason()).contains("few-years");
        assertThat(BARE.fit(nine).freedom()).isEqualTo(9);
        assertThat(BARE.fit(ten).omegaSquared()).isPresent();
        assertThat(YearShock.withDefaults().fit(ten).reason()).contains("few-years");
    }

    @Test
    void straightSeriesGiveNoShockAndEqualOnesNeither() {
        List<YearSeries> straight = new ArrayList<>();
        List<YearSeries> bare = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            straight.add(series(i, Point.of(2020, 0.1 * i, 1), Point.of(2021, 0.2 * i, 2), Point.of(2023, 0.4 * i, 1e-9)));
            bare.add(series(i, Point.of(2020, 0.1 * i), Point.of(2021, 0.2 * i), Point.of(2023, 0.4 * i)));
        }
        for (Estimator estimator : Estimator.values()) {
            assertThat(YearShock.withDefaults().with(estimator).fit(straight).omegaSquared()).hasValueCloseTo(0.0, within(1e-12));
            assertThat(YearShock.withDefaults().with(estimator).fit(bare).omegaSquared()).hasValueCloseTo(0.0, within(1e-12));
        }
    }

    @Test
    void effectsOfPeriodsThatNothingTiesTogetherAreLeftAtZero() {
        // Two groups of three different years each: only the bend of each group can be told.
        List<YearSeries> apart = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            int from = i % 2 == 0 ? 2010 : 2020;
            double noise = 0.3 * (i / 2 % 3 - 1);
            apart.add(series(i, Point.of(from, i, 1), Point.of(from + 1, 4 + i + noise, 1), Point.of(from + 2, i, 1)));
        }
        YearShock.Result result = YearShock.withDefaults().fit(apart);
        assertThat(result.link().orElseThrow().freedom()).isEqualTo(2);
        assertThat(result.freedom()).isEqualTo(10);
        assertThat(result.yearEffects().get(Period.of(2011)) - result.yearEffects().get(Period.of(2010))).isCloseTo(4, within(0.01));
    }

    @Test
    void onlyComparablePointsCountAndOnlyTheyAreCleaned() {
        List<YearSeries> marked = Panel60.mapped(point -> point.period().year() == 2019
                ? point.shifted(20).withComparability(Comparability.RELATIVE_ONLY)
                : point);
        YearShock.Result result = YearShock.withDefaults().fit(marked);
        assertThat(result.yearEffects()).doesNotContainKey(Period.of(2019));
        YearSeries cleaned = result.cleaned(marked.get(0));
        assertThat(cleaned.points().get(1)).isEqualTo(marked.get(0).points().get(1));
        assertThat(YearShock.withDefaults().admitting(Comparability.RELATIVE_ONLY).fit(marked).yearEffects()).containsKey(Period.of(2019));
    }

    @Test
    void sharesBecomeMeansWhenCleaned() {
        List<YearSeries> shares = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            shares.add(series(i, Point.ofShare(2020, 10 + i, 40), Point.ofShare(2021, 4 + i, 40), Point.ofShare(2022, 12 + i, 40),
                    Point.ofShare(2023, 13, 40)));
        }
        YearSeries cleaned = YearShock.withDefaults().fit(shares).cleaned(shares.get(3));
        assertThat(cleaned.points()).allSatisfy(point -> assertThat(point.measure()).isEqualTo(YearSeries.Measure.MEAN));
        assertThat(cleaned.points().get(1).value()).isGreaterThan(7 / 40.0);
        assertThat(cleaned.points().get(1).n()).hasValue(40);
        assertThat(cleaned.points().get(1).standardError()).isEqualTo(shares.get(3).points().get(1).standardError());
    }

    @Test
    void twoSeriesOfOneNameAndTwoIndicatorsAreRefused() {
        List<YearSeries> twice = List.of(Panel60.series().get(0), Panel60.series().get(0));
        assertThatThrownBy(() -> BARE.fit(twice)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("s00001");
        YearSeries other = YearSeries.of(YearSeries.Key.of(SchoolId.of("s00002"), "share"), List.of());
        assertThatThrownBy(() -> BARE.fit(List.of(Panel60.series().get(0), other))).hasMessageContaining("[mean, share]");
    }

    @Test
    void extremeNumbersGiveNumbers() {
        List<YearSeries> extreme = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            extreme.add(series(i, Point.of(2018, i % 2 == 0 ? 1e60 : -1e60, 1e-60), Point.of(2019, i, 1e60), Point.of(2020, 3, 1e-60),
                    Point.of(2021, 0, 1)));
        }
        for (Estimator estimator : Estimator.values()) {
            YearShock.Result result = YearShock.withDefaults().with(estimator).fit(extreme);
            assertThat(result.omegaSquared().orElseThrow()).isFinite();
            assertThat(result.yearEffects().values()).allSatisfy(effect -> assertThat(effect).isFinite());
        }
    }
}
