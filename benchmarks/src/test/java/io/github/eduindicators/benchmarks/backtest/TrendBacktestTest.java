package io.github.eduindicators.benchmarks.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.results.YearSeries.Point;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrendBacktestTest {
    private static final String HEAD = "region,public,school,city,math_candidates,math_average,year\n";

    private static Panel panel(String rows) throws IOException {
        return Panel.read(new BufferedReader(new StringReader(HEAD + rows)), "panel.csv", List.of("math"));
    }

    @Test
    void duplicatesAreLeftOutOfTheirYearAndCounted() throws IOException {
        Panel panel = panel("R,Tak,\"No 1, \"\"Big\"\"\",C,20,50,2021\n"
                + "R,Tak,A,C,10,40,2021\nR,Tak,A,C,11,41,2021\nR,Tak,A,C,12,42,2022\n"
                + "R,Tak,B,C,5,,2022\n");
        assertThat(panel.schools("math")).containsOnlyKeys("R | C | No 1, \"Big\"", "R | C | A");
        assertThat(panel.schools("math").get("R | C | A")).isEqualTo(Map.of(2022, new Panel.Cell(12, 42)));
        assertThat(panel.counts()).isEqualTo(Map.of(2021, new Panel.Counts(3, 1, 2), 2022, new Panel.Counts(2, 0, 0)));
    }

    @Test
    void dirtIsToldByLineAndColumn() {
        assertThatThrownBy(() -> panel("R,Tak,A,C,10,x,2021\n")).isInstanceOf(IOException.class)
                .hasMessage("panel.csv, line 2, column math_average: a number expected, got \"x\"");
        assertThatThrownBy(() -> panel("R,Tak,A,C,10,50,2021\nR,Tak,A\n"))
                .hasMessageContaining("line 3: 7 columns expected, got 3");
        assertThatThrownBy(() -> panel("R,Tak,A,C,10,101,2021\n")).hasMessageContaining("line 2: a mean of 0..100");
        assertThatThrownBy(() -> panel("R,Tak,\"A,C,10,50,2021\n")).hasMessageContaining("line 2: a quote is not closed");
        assertThatThrownBy(() -> Panel.read(new BufferedReader(new StringReader("school\n")), "panel.csv", List.of("math")))
                .hasMessage("panel.csv, line 1: there is no column region");
    }

    @Test
    void driftIsThatOfTheRandomWalk() {
        // R: forecast::rwf(c(52, 54, 55, 41, 53, 56, 58, 57), h = 1, drift = TRUE)$mean is 57.7142857142857.
        double[] values = {52, 54, 55, 41, 53, 56, 58, 57};
        List<Point> points = IntStream.range(0, 8).mapToObj(i -> Point.of(2017 + i, values[i])).toList();
        assertThat(Competitors.drift(points, 2025)).isCloseTo(57.7142857142857, within(1e-12));
        assertThat(Competitors.last(points)).isEqualTo(57);
        assertThat(Competitors.mean(points)).isEqualTo(53.25);
    }

    @Test
    void meansAreWeightedByPupilsAndDrawnTowardsEachOther() {
        List<Point> two = List.of(Point.ofMean(2021, 40, 10, 10), Point.ofMean(2022, 50, 10, 30));
        assertThat(Competitors.meanOfPupils(two)).isEqualTo(47.5);
        List<YearSeries> series = IntStream.range(0, 40).mapToObj(i -> YearSeries.builder(SchoolId.of("s" + i), "mean")
                .add(Point.ofMean(2021, i, 10, 10)).build()).toList();
        double[] drawn = Competitors.drawnMeans(series, 2);
        assertThat(drawn[0]).isBetween(0.5, 5.0);
        assertThat(drawn[0] + drawn[39]).isCloseTo(39, within(1e-9));
    }

    @Test
    void schoolsThatFollowTheModelAreCoveredAndTheForecastIsTheBest() throws IOException {
        Random random = new Random(6);
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 1500; i++) {
            double level = 50 + 8 * random.nextGaussian();
            double slope = random.nextGaussian();
            for (int year = 2020; year <= 2024; year++) {
                int n = 8 + random.nextInt(60);
                double mean = level + slope * (year - 2022) + 4 * Math.sin(year)
                        + random.nextGaussian() * Math.sqrt(2 + 400.0 / n);
                rows.append(String.format(Locale.ROOT, "R,Tak,s%d,C,%d,%.3f,%d\n", i, n, Math.max(0, Math.min(100, mean)), year));
            }
        }
        Map<String, Object> trial = new Trial(panel(rows.toString()), "math", 2024).run();
        assertThat(trial).containsEntry("schools compared", 1500);
        Map<?, ?> known = (Map<?, ?>) trial.get("cohort known");
        Map<?, ?> all = (Map<?, ?>) known.get("all schools");
        // Three standard errors of .8 of 1500 are .031.
        assertThat((Double) all.get("coverage 80 %")).isCloseTo(0.8, within(0.035));
        assertThat((Double) all.get("coverage 95 %")).isCloseTo(0.95, within(0.02));
        Map<?, ?> errors = (Map<?, ?>) known.get("mean absolute errors");
        double own = (Double) ((Map<?, ?>) errors.get("forecast")).get("MAE");
        errors.forEach((name, row) ->
                assertThat((Double) ((Map<?, ?>) row).get("MAE")).as(name.toString()).isGreaterThanOrEqualTo(own));
        assertThat(((List<?>) known.get("by cohort"))).hasSize(4);
    }
}
