package io.github.eduindicators.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.results.YearSeries.Comparability;
import io.github.eduindicators.results.YearSeries.Key;
import io.github.eduindicators.results.YearSeries.Point;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Forecasts against numbers computed outside: a simulated panel of 60 schools (levels N(50, 6^2) in 2021, slopes N(0.4, 0.8^2),
 * shocks with the sd 1, pupils with the sd 10), the normal posterior by matrix algebra in R with the law fixed at those values,
 * and the random effects of {@code lmer(y ~ t + (1 + t | school), weights = n)} of lme4 (R 4.2.2).
 */
class ForecastTest {
    private static final int[] YEARS = {2018, 2019, 2021, 2022, 2023, 2024};
    private static final Period NEXT = Period.of(2025);

    /** A row of the panel: school, n, six years or blanks, and what is expected. */
    private record Row(String school, int n, double[] expected, List<Integer> years, List<Double> values) {
        static Row of(String line) {
            String[] cells = line.split(",");
            List<Integer> years = new ArrayList<>();
            List<Double> values = new ArrayList<>();
            for (int i = 0; i < YEARS.length; i++) {
                if (!cells[2 + i].isEmpty()) {
                    years.add(YEARS[i]);
                    values.add(Double.parseDouble(cells[2 + i]));
                }
            }
            double[] expected = IntStream.range(8, 15).mapToDouble(i -> Double.parseDouble(cells[i])).toArray();
            return new Row(cells[0], Integer.parseInt(cells[1]), expected, years, values);
        }

        Key key() {
            return key(school);
        }

        static Key key(String school) {
            return Key.of(SchoolId.of(school), "mean_score");
        }

        YearSeries series(Function<Integer, Function<Double, Point>> point) {
            YearSeries.Builder builder = YearSeries.builder(key());
            for (int i = 0; i < years.size(); i++) {
                builder.add(point.apply(years.get(i)).apply(values.get(i)));
            }
            return builder.build();
        }

        YearSeries means() {
            return series(year -> value -> Point.ofMean(year, value, 10, n));
        }
    }

    private static final List<Row> PANEL = panel();

    private static List<Row> panel() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                ForecastTest.class.getResourceAsStream("forecast-panel60.csv"), StandardCharsets.UTF_8))) {
            return reader.lines().skip(1).map(Row::of).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<YearSeries> means() {
        return PANEL.stream().map(Row::means).toList();
    }

    private static final LevelSlope GENERATING =
            new LevelSlope(50, 0.4, new LevelSlope.Square(36, 0, 0.64), LevelSlope.Square.ZERO);

    /** T for levels at another time. */
    private static LevelSlope.Square moved(Forecast.Family family, double to) {
        double by = to - family.centre();
        return new LevelSlope.Square(
                family.levelVariance() + 2 * by * family.covariance() + by * by * family.slopeVariance(),
                family.covariance() + by * family.slopeVariance(), family.slopeVariance());
    }

    private static double rounded(double error) {
        return new BigDecimal(error).round(new MathContext(7)).doubleValue();
    }

    @Test
    void fixedLawGivesThePosteriorOfR() {
        // There the standard errors had been rounded to seven digits.
        List<YearSeries> series = PANEL.stream()
                .map(row -> row.series(year -> value ->
                        Point.ofMean(year, value, 10, row.n).withStandardError(rounded(10 / Math.sqrt(row.n)))))
                .toList();
        Forecast.Result result = Forecast.by(Forecast.withDefaults().relative(), GENERATING, 2021, 1, series);
        assertThat(PANEL).hasSize(60);
        for (Row row : PANEL) {
            Forecast.Prediction next = result.nextWithError(row.key(), NEXT, 10 / Math.sqrt(row.n)).orElseThrow();
            assertThat(next.value()).isCloseTo(row.expected[0], within(1e-6));
            assertThat(Math.sqrt(next.parts().unit())).isCloseTo(row.expected[1], within(1e-8));
            assertThat(next.parts().shock()).isEqualTo(1);
            assertThat(next.parts().pupils()).isCloseTo(100.0 / row.n, within(1e-12));
            assertThat(next.standardError()).isCloseTo(row.expected[2], within(1e-8));
            assertThat(next.interval().lower()).isCloseTo(row.expected[3], within(1e-6));
            assertThat(next.interval().upper()).isCloseTo(row.expected[4], within(1e-6));
            // The usual number of pupils is that of every year.
            assertThat(result.next(row.key(), NEXT)).isEqualTo(result.next(row.key(), NEXT, row.n));
            assertThat(result.next(row.key(), NEXT).orElseThrow().standardError()).isCloseTo(next.standardError(), within(1e-6));
        }
    }

    @Test
    void lawOfTheFamilyIsThatOfLme4() {
        // The residual variance of lmer, 143.16063855861, stands for pupils and shocks.
        double sd = Math.sqrt(143.16063855861);
        List<YearSeries> series = PANEL.stream()
                .map(row -> row.series(year -> value -> Point.ofMean(year, value, sd, row.n))).toList();
        Forecast.Result result = Forecast.withDefaults().relative().withShock(0).fit(series);
        Forecast.Family family = result.family().orElseThrow();
        LevelSlope.Square spread = moved(family, 2021);
        assertThat(spread.a()).isCloseTo(35.5921918269768, within(2e-4));
        assertThat(spread.b()).isCloseTo(0.76808423833452, within(1e-5));
        assertThat(spread.c()).isCloseTo(-0.238256820675696, within(1e-4));
        assertThat(family.level() + (2021 - family.centre()) * family.slope()).isCloseTo(50.0167152545447, within(1e-6));
        assertThat(family.slope()).isCloseTo(0.297540424277982, within(1e-6));
        for (Row row : PANEL) {
            double fixed = 50.0167152545447 + 4 * 0.297540424277982;
            double blup = row.expected[5] + 4 * row.expected[6];
            assertThat(result.next(row.key(), NEXT).orElseThrow().value()).isCloseTo(fixed + blup, within(1e-4));
        }
    }

    @Test
    void lawOfTheFamilyIsThatOfMetaforOnTheUnitsLines() {
        // rma.mv, REML, on intercepts and slopes of each school with the variance s^2 + 1.
        Forecast.Family family = Forecast.withDefaults().relative().withShock(1).fit(means()).family().orElseThrow();
        LevelSlope.Square spread = moved(family, 2021);
        assertThat(spread.a()).isCloseTo(35.7488935477362, within(1e-3));
        assertThat(spread.b()).isCloseTo(0.776737603555155, within(1e-4));
        assertThat(spread.c() / Math.sqrt(spread.a() * spread.b())).isCloseTo(-0.0557533398955185, within(1e-4));
        assertThat(family.level() + (2021 - family.centre()) * family.slope()).isCloseTo(50.0097540528269, within(1e-5));
        assertThat(family.slope()).isCloseTo(0.303316235640687, within(1e-5));
    }

    @Test
    void withoutSpreadTheForecastIsTheLineOfTheFamilyAndWithAllSpreadTheOwnLine() {
        LevelSlope none = new LevelSlope(50, 0.4, LevelSlope.Square.ZERO, LevelSlope.Square.ZERO);
        LevelSlope all = new LevelSlope(0, 0, new LevelSlope.Square(1e12, 0, 1e12), LevelSlope.Square.ZERO);
        for (Row row : PANEL) {
            Forecast.Prediction mean =
                    Forecast.by(Forecast.withDefaults(), none, 2021, 1, means()).next(row.key(), NEXT).orElseThrow();
            assertThat(mean.value()).isCloseTo(51.6, within(1e-12));
            assertThat(mean.parts().unit()).isZero();
            var own = WlsTrend.withDefaults().withShock(1).fit(row.means()).at(2025).orElseThrow();
            assertThat(Forecast.by(Forecast.withDefaults(), all, 2021, 1, means()).next(row.key(), NEXT).orElseThrow().value())
                    .isCloseTo(own.value(), within(1e-6));
        }
    }

    @Test
    void aLevelIsInDoubtByTheRegionsYearsToo() {
        double[] common = {2, -3, 4, -3, 1, -1};
        List<YearSeries> shaken = PANEL.stream()
                .map(row -> row.series(year -> value ->
                        Point.ofMean(year, value + common[Arrays.binarySearch(YEARS, year)], 10, row.n)))
                .toList();
        Forecast.Result level = Forecast.withDefaults().fit(shaken);
        Forecast.Prediction next = level.next(PANEL.get(0).key(), NEXT).orElseThrow();
        YearShock.Link link = YearShock.withDefaults().fit(shaken).link().orElseThrow();
        // The years 2018, 2019, 2021..2024 have the mean 2021.1667 and the sum of squares 26.8333.
        double carried = 1 + 1.0 / 6 + Math.pow(2025 - 12127.0 / 6, 2) / (161.0 / 6);
        assertThat(next.parts().link()).isCloseTo(link.variance() * carried, within(1e-9 * link.variance()));
        assertThat(link.variance()).isGreaterThan(4);
        // By Student's law the interval is wider than 1.2816 standard errors to each side.
        assertThat(next.interval().upper() - next.value()).isGreaterThan(1.33 * next.standardError());
        assertThat(level.family().orElseThrow().link()).isEqualTo(link.variance());
        // In a chart the region's year is known.
        level.chart(PANEL.get(0).key()).stream().skip(1)
                .forEach(point -> assertThat(point.surprise().orElseThrow().expected().parts().link()).isZero());
    }

    @Test
    void quantilesAreThoseOfTables() {
        // R: qt(c(.9, .9, .975), c(2, 4, 1)), qnorm(.9).
        assertThat(Forecast.quantile(0.1, 2)).isCloseTo(1.88561808316413, within(1e-10));
        assertThat(Forecast.quantile(0.1, 4)).isCloseTo(1.53320627405894, within(1e-10));
        assertThat(Forecast.quantile(0.025, 1)).isCloseTo(12.7062047361747, within(1e-8));
        assertThat(Forecast.quantile(0.1, Double.POSITIVE_INFINITY)).isCloseTo(1.2815515655446, within(1e-12));
    }

    @Test
    void chartComparesEachYearWithTheYearsBefore() {
        Forecast.Result result = Forecast.by(Forecast.withDefaults().relative(), GENERATING, 2021, 1, means());
        Row row = PANEL.get(0);
        List<Forecast.ChartPoint> chart = result.chart(row.key());
        assertThat(chart).hasSize(6);
        assertThat(chart.get(0).surprise()).isEmpty();
        // By hand: 53.942 in 2018 with the variance 5; at 2019 level and slope give var 36 + 4 * .64 = 38.56, the covariance of
        // the values of 2018 and 2019 is 36 + 6 * .64 = 39.84 and the variance of 2018's 36 + 9 * .64 + 5 = 46.76.
        double value = 49.2 + 39.84 / 46.76 * (53.942 - 48.8);
        double variance = 38.56 - 39.84 * 39.84 / 46.76 + 1 + 4;
        Forecast.Surprise second = chart.get(1).surprise().orElseThrow();
        assertThat(second.expected().value()).isCloseTo(value, within(1e-9));
        assertThat(second.expected().standardError()).isCloseTo(Math.sqrt(variance), within(1e-9));
        assertThat(second.z()).isCloseTo((55.908 - value) / Math.sqrt(variance), within(1e-9));
        assertThat(result.surprise(row.key(), row.means().points().get(1))).contains(second);
        // P(|Z| > 1.96) = .04999579.
        double far = second.expected().value() + 1.96 * second.expected().standardError();
        assertThat(result.surprise(row.key(), Point.ofMean(2019, far, 10, 25)).orElseThrow().p())
                .isCloseTo(0.04999579, within(1e-7));
    }

    @Test
    void surpriseOfYearsThatFollowTheModelIsCalibrated() {
        Random random = new Random(4);
        List<YearSeries> series = new ArrayList<>();
        List<Point> last = new ArrayList<>();
        for (int i = 0; i < 4000; i++) {
            double level = 50 + 6 * random.nextGaussian();
            double slope = 0.4 + 0.8 * random.nextGaussian();
            YearSeries.Builder builder = YearSeries.builder(Row.key("s" + i));
            for (int year = 2020; year <= 2024; year++) {
                int n = 10 + random.nextInt(90);
                double value = level + slope * (year - 2022) + random.nextGaussian() * Math.sqrt(1 + 100.0 / n);
                Point point = Point.ofMean(year, value, 10, n);
                if (year < 2024) {
                    builder.add(point);
                } else {
                    last.add(point);
                }
            }
            series.add(builder.build());
        }
        Forecast.Result result = Forecast.withDefaults().relative().fit(series);
        Forecast.Family family = result.family().orElseThrow();
        assertThat(family.slopeVariance()).isCloseTo(0.64, within(0.25));
        assertThat(family.shock()).isCloseTo(1, within(0.5));
        int covered = 0;
        double squares = 0;
        for (int i = 0; i < series.size(); i++) {
            Point point = last.get(i);
            var expected = result.next(series.get(i).key(), point.period(), point.n().getAsLong()).orElseThrow().interval();
            covered += expected.lower() <= point.value() && point.value() <= expected.upper() ? 1 : 0;
            double z = result.surprise(series.get(i).key(), point).orElseThrow().z();
            squares += z * z;
        }
        // Three standard errors of a share of .8 of 4000 are .019; of a mean of squares .067.
        assertThat(covered / 4000.0).isCloseTo(0.8, within(0.025));
        assertThat(squares / 4000).isCloseTo(1, within(0.09));
    }

    @Test
    void sharesStayWithinTheirBounds() {
        Random random = new Random(9);
        List<YearSeries> series = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            double p = i < 100 ? 0.01 : i < 200 ? 0.99 : 0.5;
            YearSeries.Builder builder = YearSeries.builder(Key.of(SchoolId.of("s" + i), "pass_rate"));
            for (int year = 2021; year <= 2024; year++) {
                long k = IntStream.range(0, 20).filter(pupil -> random.nextDouble() < p).count();
                builder.add(Point.ofShare(year, k, 20));
            }
            series.add(builder.build());
        }
        Forecast.Result result = Forecast.withDefaults().relative().fit(series);
        assertThat(result.next(NEXT)).hasSize(300).allSatisfy((key, next) -> {
            assertThat(next.interval().lower()).isBetween(0.0, next.value());
            assertThat(next.interval().upper()).isBetween(next.value(), 1.0);
            assertThat(next.interval().upper()).isGreaterThan(next.interval().lower());
        });
        int covered = 0;
        for (int i = 0; i < 300; i++) {
            double p = i < 100 ? 0.01 : i < 200 ? 0.99 : 0.5;
            var interval = result.next(Key.of(SchoolId.of("s" + i), "pass_rate"), NEXT).orElseThrow().interval();
            for (int year = 0; year < 20; year++) {
                double share = IntStream.range(0, 20).filter(pupil -> random.nextDouble() < p).count() / 20.0;
                covered += interval.lower() <= share && share <= interval.upper() ? 1 : 0;
            }
        }
        // Shares are lumpy: at .01 of 20 pupils 82 % of years have none, so nothing near 80 % can be had.
        assertThat(covered / 6000.0).isBetween(0.77, 0.95);
        // k + 1/2 of n + 1 with the forecast in the place of k / n.
        Key half = Key.of(SchoolId.of("s250"), "pass_rate");
        Forecast.Prediction few = result.next(half, NEXT, 20).orElseThrow();
        double p = (few.value() * 20 + 0.5) / 21;
        assertThat(few.parts().pupils()).isCloseTo(p * (1 - p) / 21, within(1e-12));
    }

    @Test
    void tooLittleIsAnswered() {
        Forecast forecast = Forecast.withDefaults();
        assertThat(forecast.fit(List.of()).reason()).contains("few-series");
        assertThat(forecast.fit(means().subList(0, 9)).reason()).contains("few-series");
        assertThat(forecast.fit(means().subList(0, 9)).next(PANEL.get(0).key(), NEXT)).isEmpty();
        assertThat(forecast.fit(means().subList(0, 9)).chart(PANEL.get(0).key())).isEmpty();
        List<YearSeries> two = PANEL.stream().map(row -> YearSeries.of(row.key(), row.means().points().subList(0, 2))).toList();
        Forecast.Result briefly = forecast.relative().fit(two);
        assertThat(briefly.reason()).isPresent();
        assertThat(briefly.family()).isEmpty();
        assertThat(forecast.relative().withShock(1).fit(two).reason()).isEmpty();
        assertThat(forecast.withShock(1).fit(two).reason()).contains("no-link");
        List<YearSeries> straight = IntStream.range(0, 20)
                .mapToObj(i -> YearSeries.of(Row.key("s" + i), List.of(Point.of(2021, 1), Point.of(2022, 1), Point.of(2023, 1))))
                .toList();
        assertThat(forecast.relative().fit(straight).reason()).isPresent();
        assertThat(forecast.relative().fit(straight).next(NEXT)).isEmpty();
    }

    @Test
    void whatCannotBeForecastIsEmptyAndMisuseIsRefused() {
        Forecast.Result result = Forecast.withDefaults().relative().withShock(1).fit(means());
        Key key = PANEL.get(0).key();
        assertThat(result.next(Row.key("elsewhere"), NEXT)).isEmpty();
        assertThat(result.next(key, Period.of(2018))).isEmpty();
        assertThat(result.surprise(key, Point.ofMean(2025, 50, 10, 25).withComparability(Comparability.NONE))).isEmpty();
        assertThat(result.surprise(key, Point.ofMean(2025, 50, 10, 25).withScale("other"))).isEmpty();
        assertThat(result.surprise(key, Point.ofShare(2025, 1, 2))).isEmpty();
        assertThatThrownBy(() -> result.next(key, Period.ofHalf(2025, 1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> result.next(key, NEXT, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> result.nextWithError(key, NEXT, 0)).isInstanceOf(IllegalArgumentException.class);
        List<YearSeries> twice = new ArrayList<>(means());
        twice.add(means().get(0));
        assertThatThrownBy(() -> Forecast.withDefaults().fit(twice)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Forecast.withDefaults().withConfidence(1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Forecast.withDefaults().withShock(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void unitsOutsideTheReferenceChangeNothingAndAreForecast() {
        List<YearSeries> with = new ArrayList<>(means());
        YearSeries strange = YearSeries.builder(Row.key("strange"))
                .add(Point.ofMean(2022, 5, 10, 25)).add(Point.ofMean(2023, 95, 10, 25)).add(Point.ofMean(2024, 5, 10, 25))
                .build();
        with.add(strange);
        Forecast forecast = Forecast.withDefaults().relative().withReference(unit -> !unit.code().equals("strange"));
        Forecast.Result result = forecast.fit(with);
        assertThat(result.family()).isEqualTo(forecast.fit(means()).family());
        assertThat(result.next(strange.key(), NEXT)).isPresent();
        assertThat(Forecast.withDefaults().relative().fit(with).family()).isNotEqualTo(result.family());
    }

    @Test
    void seriesOfOneYearAreForecastByTheFamily() {
        List<YearSeries> with = new ArrayList<>(means());
        YearSeries single = YearSeries.builder(Row.key("single")).add(Point.ofMean(2024, 70, 10, 25)).build();
        with.add(single);
        Forecast.Result result = Forecast.withDefaults().relative().fit(with);
        assertThat(result.next(single.key(), NEXT).orElseThrow().value()).isBetween(60.0, 70.5);
        assertThat(result.chart(single.key())).singleElement().satisfies(point -> assertThat(point.surprise()).isEmpty());
    }

    @Test
    void bareValuesWithoutErrorsHaveTheShockAsTheirVariance() {
        List<YearSeries> bare = PANEL.stream().map(row -> row.series(year -> value -> Point.of(year, value))).toList();
        Forecast.Result result = Forecast.withDefaults().relative().fit(bare);
        Forecast.Prediction next = result.next(PANEL.get(0).key(), NEXT).orElseThrow();
        assertThat(next.parts().pupils()).isZero();
        assertThat(next.parts().shock()).isPositive();
        assertThat(result.next(PANEL.get(0).key(), NEXT, 25)).isEmpty();
    }
}
