package io.github.eduindicators.trend;

import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.results.YearSeries.Point;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * A simulated panel of 60 schools, 2018 to 2024 without 2020, some with three years: school, year, pupils, standard error, mean. Level
 * N(50, 6) in 2021, slope N(0.4, 0.8) a year, school-year shocks of 1, pupils of 10.
 */
final class Panel60 {
    private static final int[] YEARS = {2018, 2019, 2021, 2022, 2023, 2024};

    private Panel60() {}

    static YearSeries.Key key(int school) {
        return YearSeries.Key.of(SchoolId.of(String.format(Locale.ROOT, "s%05d", school)), "mean");
    }

    private static List<String[]> cells(String name) {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(Panel60.class.getResourceAsStream(name), StandardCharsets.UTF_8))) {
            return reader.lines().skip(1).map(line -> line.split(",", -1)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<double[]> rows(String name) {
        return cells(name).stream().map(cells -> Arrays.stream(cells).mapToDouble(Double::parseDouble).toArray()).toList();
    }

    /** The years stand in columns of {@code forecast-panel60.csv}, blank where a school has none; the error is 10 over the root of n, to six places. */
    static List<YearSeries> series() {
        List<YearSeries> series = new ArrayList<>();
        for (String[] cells : cells("forecast-panel60.csv")) {
            double error = Math.round(1e7 / Math.sqrt(Integer.parseInt(cells[1]))) / 1e6;
            YearSeries.Builder builder = YearSeries.builder(key(Integer.parseInt(cells[0])));
            for (int i = 0; i < YEARS.length; i++) {
                if (!cells[2 + i].isEmpty()) {
                    builder.add(Point.of(YEARS[i], Double.parseDouble(cells[2 + i]), error));
                }
            }
            series.add(builder.build());
        }
        return series;
    }

    static List<WlsTrend.Fit> fits(double shock) {
        return series().stream().map(WlsTrend.withDefaults().withShock(shock)::fit).toList();
    }

    static List<YearSeries> mapped(UnaryOperator<Point> change) {
        return series().stream().map(one -> YearSeries.of(one.key(), one.points().stream().map(change).toList())).toList();
    }
}
