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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A simulated panel of 60 schools, 2018 to 2024 without 2020, some with three years: school, year, pupils, standard error, mean. Level
 * N(50, 6) in 2021, slope N(0.4, 0.8) a year, school-year shocks of 1, pupils of 10.
 */
final class Panel60 {
    private Panel60() {}

    static YearSeries.Key key(int school) {
        return YearSeries.Key.of(SchoolId.of(String.format("s%05d", school)), "mean");
    }

    static List<double[]> rows(String name) {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(Panel60.class.getResourceAsStream(name), StandardCharsets.UTF_8))) {
            return reader.lines().skip(1).map(line -> {
                String[] cells = line.split(",");
                double[] row = new double[cells.length];
                for (int i = 0; i < row.length; i++) {
                    row[i] = Double.parseDouble(cells[i]);
                }
                return row;
            }).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<YearSeries> series() {
        Map<Integer, List<Point>> points = new TreeMap<>();
        for (double[] row : rows("panel60.csv")) {
            points.computeIfAbsent((int) row[0], school -> new ArrayList<>()).add(Point.of((int) row[1], row[4], row[3]));
        }
        List<YearSeries> series = new ArrayList<>();
        points.forEach((school, of) -> series.add(YearSeries.of(key(school), of)));
        return series;
    }

    static List<WlsTrend.Fit> fits(double shock) {
        return series().stream().map(WlsTrend.withDefaults().withShock(shock)::fit).toList();
    }

    static List<YearSeries> mapped(java.util.function.UnaryOperator<Point> change) {
        return series().stream().map(one -> YearSeries.of(one.key(), one.points().stream().map(change).toList())).toList();
    }
}
