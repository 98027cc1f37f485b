package io.github.eduindicators.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.results.YearSeries.Key;
import io.github.eduindicators.results.YearSeries.Point;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class ForecastPropertiesTest {
    private static final Period NEXT = Period.of(2025);

    /** Means of schools with gaps, whose spread in level, slope and shocks may each be nothing. */
    private static List<YearSeries> family(long seed, int units, double level, double slope, double shock) {
        Random random = new Random(seed);
        List<YearSeries> all = new ArrayList<>();
        for (int i = 0; i < units; i++) {
            double at = 50 + level * random.nextGaussian();
            double by = slope * random.nextGaussian();
            YearSeries.Builder builder = YearSeries.builder(key(i));
            for (int year = 2019; year <= 2024; year++) {
                int n = 5 + random.nextInt(60);
                double value = at + by * (year - 2021) + shock * random.nextGaussian()
                        + 10 / Math.sqrt(n) * random.nextGaussian();
                if (year == 2024 || random.nextInt(4) > 0) {
                    builder.add(Point.ofMean(year, value, 10, n));
                }
            }
            all.add(builder.build());
        }
        return all;
    }

    private static Key key(int i) {
        return Key.of(SchoolId.of("s" + i), "mean_score");
    }

    private static List<YearSeries> changed(List<YearSeries> all, UnaryOperator<Point> change) {
        return all.stream().map(series -> YearSeries.of(series.key(), series.points().stream().map(change).toList())).toList();
    }

    @Property(tries = 30)
    void orderOfSeriesChangesNoBit(@ForAll long seed, @ForAll @IntRange(min = 20, max = 40) int units) {
        List<YearSeries> all = family(seed, units, 5, 0.5, 1);
        List<YearSeries> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, new Random(seed + 1));
        assertThat(Forecast.withDefaults().fit(shuffled).next(NEXT))
                .isEqualTo(Forecast.withDefaults().fit(all).next(NEXT));
        // A level also needs the link of the region, which few units do not always tell.
        assertThat(Forecast.withDefaults().relative().fit(shuffled).next(NEXT))
                .isEqualTo(Forecast.withDefaults().relative().fit(all).next(NEXT)).isNotEmpty();
        assertThat(Forecast.withDefaults().relative().fit(shuffled).chart(key(3)))
                .isEqualTo(Forecast.withDefaults().relative().fit(all).chart(key(3)));
    }

    @Property(tries = 30)
    void fewerPupilsAndLaterYearsWidenTheInterval(@ForAll long seed, @ForAll @IntRange(min = 1, max = 500) int n) {
        Forecast.Result result = Forecast.withDefaults().relative().fit(family(seed, 15, 5, 0.5, 1));
        Forecast.Prediction some = result.next(key(2), NEXT, n + 1).orElseThrow();
        Forecast.Prediction fewer = result.next(key(2), NEXT, n).orElseThrow();
        assertThat(fewer.value()).isEqualTo(some.value());
        assertThat(fewer.standardError()).isGreaterThan(some.standardError());
        assertThat(fewer.interval().lower()).isLessThan(some.interval().lower());
        double sure = Forecast.withDefaults().relative().withConfidence(0.95).fit(family(seed, 15, 5, 0.5, 1))
                .next(key(2), NEXT, n).orElseThrow().interval().upper();
        assertThat(sure).isGreaterThan(fewer.interval().upper());
    }

    @Property(tries = 30)
    void spreadIsNeverNegativeAndForecastsAreFinite(@ForAll long seed, @ForAll @IntRange(min = 10, max = 30) int units,
            @ForAll @DoubleRange(max = 8) double level, @ForAll @DoubleRange(max = 2) double slope,
            @ForAll @DoubleRange(max = 3) double shock) {
        Forecast.Result result = Forecast.withDefaults().relative().fit(family(seed, units, level, slope, shock));
        Forecast.Family law = result.family().orElseThrow();
        assertThat(law.levelVariance()).isNotNegative();
        assertThat(law.slopeVariance()).isNotNegative();
        assertThat(law.levelVariance() * law.slopeVariance() - law.covariance() * law.covariance())
                .isGreaterThanOrEqualTo(-1e-9 * (1 + law.levelVariance() * law.slopeVariance()));
        assertThat(result.next(NEXT)).hasSize(units).allSatisfy((key, next) -> {
            assertThat(next.standardError()).isPositive();
            assertThat(next.parts().total()).isCloseTo(next.standardError() * next.standardError(), within(1e-9));
        });
    }

    @Property(tries = 25)
    void forecastFollowsTheUnitAndTheOrigin(@ForAll long seed, @ForAll @DoubleRange(min = 0.01, max = 100) double unit,
            @ForAll @DoubleRange(min = -1000, max = 1000) double origin, @ForAll @IntRange(min = -20, max = 70) int years) {
        List<YearSeries> all = family(seed, 20, 5, 0.8, 1);
        List<YearSeries> moved = changed(all, point -> Point.ofMean(point.period().year() + years, origin + unit * point.value(),
                unit * point.standardDeviation().getAsDouble(), point.n().getAsLong()));
        Forecast.Result one = Forecast.withDefaults().relative().withShock(1).fit(all);
        Forecast.Result other = Forecast.withDefaults().relative().withShock(unit * unit).fit(moved);
        Forecast.Prediction next = one.next(key(4), NEXT).orElseThrow();
        Forecast.Prediction same = other.next(key(4), Period.of(2025 + years)).orElseThrow();
        assertThat((same.value() - origin) / unit).isCloseTo(next.value(), within(1e-4));
        assertThat(same.standardError() / unit).isCloseTo(next.standardError(), within(1e-5));
    }

    @Property(tries = 25)
    void aYearThatSaysNothingChangesNothing(@ForAll long seed, @ForAll @DoubleRange(min = -500, max = 500) double value) {
        List<YearSeries> all = family(seed, 20, 5, 0.8, 1);
        LevelSlope law = new LevelSlope(50, 0.3, new LevelSlope.Square(25, 0.5, 0.6), LevelSlope.Square.ZERO);
        Forecast.Prediction next =
                Forecast.by(Forecast.withDefaults(), law, 2021, 1, all).nextWithError(key(0), NEXT, 2).orElseThrow();
        List<YearSeries> longer = new ArrayList<>(all);
        longer.set(0, all.get(0).plus(List.of(Point.ofMean(2018, value, 10, 5).withStandardError(1e8))));
        Forecast.Prediction same =
                Forecast.by(Forecast.withDefaults(), law, 2021, 1, longer).nextWithError(key(0), NEXT, 2).orElseThrow();
        assertThat(same.value()).isCloseTo(next.value(), within(1e-8));
        assertThat(same.standardError()).isCloseTo(next.standardError(), within(1e-10));
    }

    @Property(tries = 60)
    void numbersOfAnySizeNeverGiveNaN(@ForAll long seed) {
        double[] sizes = {0, 1e-60, 1e-20, 1, 1e20, 1e59};
        Random random = new Random(seed);
        List<YearSeries> all = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            YearSeries.Builder builder = YearSeries.builder(key(i));
            for (int year = 2021; year <= 2024; year++) {
                builder.add(Point.of(year, sizes[random.nextInt(6)] * random.nextGaussian(), sizes[1 + random.nextInt(5)]));
            }
            all.add(builder.build());
        }
        Forecast defaults = Forecast.withDefaults();
        for (Forecast forecast : List.of(defaults, defaults.relative(), defaults.withShock(0))) {
            Forecast.Result result = forecast.fit(all);
            assertThat(result.reason().isPresent()).isEqualTo(result.family().isEmpty());
            result.next(NEXT).values().forEach(next -> {
                assertThat(next.standardError()).isPositive().isFinite();
                assertThat(next.value()).isFinite();
            });
            result.chart(key(0)).forEach(point -> point.surprise().ifPresent(surprise -> {
                assertThat(surprise.z()).isFinite();
                assertThat(surprise.p()).isBetween(0.0, 1.0);
            }));
        }
    }
}
