package io.github.eduindicators.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.results.YearSeries.Point;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** Laws of slopes, shrinkage, shocks and the funnel. */
class SlopePropertiesTest {
    private static List<Point> points(SplittableRandom random, int most) {
        List<Point> points = new ArrayList<>();
        for (int year = 2010; year < 2010 + most; year++) {
            if (random.nextDouble() < 0.7) {
                points.add(Point.of(year, 20 * random.nextDouble(), 0.2 + 2 * random.nextDouble()));
            }
        }
        return points;
    }

    private static List<YearSeries> region(long seed, int schools) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, schools).mapToObj(i -> YearSeries.of(Panel60.key(i), points(random, 8))).toList();
    }

    private static List<WlsTrend.Fit> fits(List<YearSeries> region) {
        return region.stream().map(WlsTrend.withDefaults().withShock(1)::fit).toList();
    }

    private static YearSeries mapped(YearSeries series, java.util.function.UnaryOperator<Point> change) {
        return YearSeries.of(series.key(), series.points().stream().map(change).toList());
    }

    private static Point moved(Point point, int years) {
        return Point.of(point.period().year() + years, point.value(), point.standardError().orElseThrow());
    }

    @Property(tries = 100)
    void movingAllYearsChangesNoBitOfTheSlope(@ForAll long seed, @ForAll @IntRange(min = -15, max = 60) int years) {
        YearSeries series = YearSeries.of(Panel60.key(1), points(new SplittableRandom(seed), 8));
        WlsTrend.Fit one = WlsTrend.withDefaults().fit(series);
        WlsTrend.Fit other = WlsTrend.withDefaults().fit(mapped(series, point -> moved(point, years)));
        assertThat(other.slope()).isEqualTo(one.slope());
        assertThat(other.p()).isEqualTo(one.p());
        assertThat(other.misfit()).isEqualTo(one.misfit());
    }

    @Property(tries = 100)
    void slopesFollowStraightMaps(@ForAll long seed, @ForAll @DoubleRange(min = -5, max = 5) double c,
            @ForAll @DoubleRange(min = -50, max = 50) double level, @ForAll @DoubleRange(min = -5, max = 5) double slope) {
        double scale = c == 0 ? 1 : c;
        YearSeries series = YearSeries.of(Panel60.key(1), points(new SplittableRandom(seed), 8));
        WlsTrend.Fit one = WlsTrend.withDefaults().fit(series);
        WlsTrend.Fit other = WlsTrend.withDefaults().fit(mapped(series, point -> Point.of(point.period().year(),
                scale * point.value() + level + slope * (point.time() - 2010),
                Math.max(1e-30, Math.abs(scale) * point.standardError().orElseThrow()))));
        one.slope().ifPresent(own -> {
            assertThat(other.slope().orElseThrow().value()).isCloseTo(scale * own.value() + slope, within(1e-9));
            assertThat(other.slopeError()).hasValueCloseTo(Math.abs(scale) * one.slopeError().orElseThrow(), within(1e-9));
        });
        assertThat(other.slope().isPresent()).isEqualTo(one.slope().isPresent());
    }

    @Property(tries = 100)
    void aYearOfHugeErrorChangesNothing(@ForAll long seed, @ForAll @DoubleRange(min = -1e6, max = 1e6) double value) {
        YearSeries series = YearSeries.of(Panel60.key(1), points(new SplittableRandom(seed), 8));
        WlsTrend.Fit one = WlsTrend.withDefaults().fit(series);
        WlsTrend.Fit other = WlsTrend.withDefaults().fit(series.plus(List.of(Point.of(2030, value, 1e40))));
        one.slope().ifPresent(own -> {
            assertThat(other.slope().orElseThrow().value()).isCloseTo(own.value(), within(1e-9));
            assertThat(other.slopeError()).hasValueCloseTo(one.slopeError().orElseThrow(), within(1e-9));
        });
    }

    @Property(tries = 60)
    void shrunkSlopesLieBetweenTheirOwnAndThatOfTheRegion(@ForAll long seed, @ForAll @IntRange(min = 12, max = 40) int schools) {
        EbTrend.Result result = EbTrend.withDefaults().run(fits(region(seed, schools)));
        for (EbTrend.Slope slope : result.slopes()) {
            double own = slope.fit().slope().orElseThrow().value();
            double mean = result.mean().orElseThrow();
            assertThat(slope.value()).isBetween(Math.min(own, mean) - 1e-12, Math.max(own, mean) + 1e-12);
            assertThat(slope.reliability()).isBetween(0.0, 1.0);
            assertThat(slope.probabilityAboveRegion() > 0.5).isEqualTo(slope.reliability() > 0 && own > mean);
            assertThat(slope.probabilityWithin(0.4)).isBetween(slope.probabilityWithin(0.2), 1.0);
        }
        // A more precise slope is drawn in less.
        List<EbTrend.Slope> byError = result.slopes().stream()
                .sorted(Comparator.comparingDouble(slope -> slope.fit().slopeError().orElseThrow())).toList();
        for (int i = 1; i < byError.size(); i++) {
            assertThat(byError.get(i).reliability()).isLessThanOrEqualTo(byError.get(i - 1).reliability());
        }
    }

    @Property(tries = 40)
    void theOrderOfSeriesChangesNoBit(@ForAll long seed, @ForAll @IntRange(min = 5, max = 40) int schools) {
        List<YearSeries> region = region(seed, schools);
        List<YearSeries> shuffled = new ArrayList<>(region);
        Collections.shuffle(shuffled, new Random(seed));
        for (YearShock.Estimator estimator : YearShock.Estimator.values()) {
            YearShock.Result one = YearShock.withDefaults().with(estimator).fit(region);
            YearShock.Result other = YearShock.withDefaults().with(estimator).fit(shuffled);
            assertThat(other.omegaSquared()).isEqualTo(one.omegaSquared());
            assertThat(other.yearEffects()).isEqualTo(one.yearEffects());
            assertThat(other.link()).isEqualTo(one.link());
        }
        EbTrend.Result one = EbTrend.withDefaults().run(fits(region));
        EbTrend.Result other = EbTrend.withDefaults().run(fits(shuffled));
        assertThat(other.tauSquared()).isEqualTo(one.tauSquared());
        assertThat(other.mean()).isEqualTo(one.mean());
        assertThat(other.slopes()).extracting(EbTrend.Slope::value).isEqualTo(one.slopes().stream().map(EbTrend.Slope::value).toList());
        assertThat(other.rising(0.2).slopes()).extracting(EbTrend.Slope::key)
                .isEqualTo(one.rising(0.2).slopes().stream().map(EbTrend.Slope::key).toList());
        SlopeFunnel.Result funnel = SlopeFunnel.withDefaults().run(fits(region));
        assertThat(SlopeFunnel.withDefaults().run(fits(shuffled)).phi()).isEqualTo(funnel.phi());
    }

    @Property(tries = 40)
    void shocksFollowTheUnitAndNotTheLinesOfSeries(@ForAll long seed, @ForAll @DoubleRange(min = 0.1, max = 20) double c) {
        List<YearSeries> region = region(seed, 20);
        List<YearSeries> other = region.stream().map(series -> mapped(series, point -> Point.of(point.period().year(),
                c * point.value() + 7 + series.key().hashCode() % 5 * (point.time() - 2010), c * point.standardError().orElseThrow()))).toList();
        for (YearShock.Estimator estimator : YearShock.Estimator.values()) {
            double one = YearShock.withDefaults().with(estimator).fit(region).omegaSquared().orElseThrow();
            assertThat(YearShock.withDefaults().with(estimator).fit(other).omegaSquared())
                    .hasValueCloseTo(c * c * one, within(1e-6 * (c * c * one + 1e-3)));
        }
    }

    @Property(tries = 40)
    void listsAreAsLongAsTheirShareAllows(@ForAll long seed, @ForAll @DoubleRange(min = 0.01, max = 0.6) double q) {
        EbTrend.Result result = EbTrend.withDefaults().run(fits(region(seed, 30)));
        EbTrend.Chosen chosen = result.rising(q);
        List<Double> wrong = result.slopes().stream().map(slope -> 1 - slope.probabilityUp()).sorted().toList();
        double sum = 0;
        int longest = 0;
        for (int k = 1; k <= wrong.size(); k++) {
            sum += wrong.get(k - 1);
            longest = sum / k <= q ? k : longest;
        }
        assertThat(chosen.slopes()).hasSize(longest);
        assertThat(chosen.expectedFalse()).isLessThanOrEqualTo(q * longest + 1e-12);
        assertThat(result.rising(q, 0.3).slopes().size()).isLessThanOrEqualTo(longest);
    }
}
