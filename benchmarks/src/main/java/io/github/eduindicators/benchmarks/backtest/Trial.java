package io.github.eduindicators.benchmarks.backtest;

import io.github.eduindicators.benchmarks.backtest.Panel.Cell;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.results.YearSeries.Key;
import io.github.eduindicators.results.YearSeries.Point;
import io.github.eduindicators.trend.Forecast;
import io.github.eduindicators.trend.YearShock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** One subject, fitted to the years before one year and held against that year. */
final class Trial {
    /** How the deviation of pupils is found, and what is known of the coming cohort. */
    private enum Variant {
        USUAL_COHORT("usual cohort", true, false),
        COHORT_KNOWN("cohort known", true, true),
        DEVIATION_FROM_LEVELS("pupil sd from levels, usual cohort", false, false);

        final String title;
        final boolean changes;
        final boolean known;

        Variant(String title, boolean changes, boolean known) {
            this.title = title;
            this.changes = changes;
            this.known = known;
        }
    }

    private static final int LONGEST_SERIES = 30;
    private static final double TAIL = 0.1;

    private final String subject;
    private final int target;
    private final SortedMap<String, SortedMap<Integer, Cell>> fitted = new TreeMap<>();
    /** Of schools with two fitted years or more and the target year. */
    private final SortedMap<String, Cell> observed = new TreeMap<>();
    private final Map<String, Key> keys = new HashMap<>();
    private final List<Integer> years;
    private long withoutTarget;
    private long tooShort;

    Trial(Panel panel, String subject, int target) {
        this.subject = subject;
        this.target = target;
        panel.schools(subject).forEach((school, cells) -> {
            SortedMap<Integer, Cell> before = cells.headMap(target);
            Cell after = cells.get(target);
            if (!before.isEmpty()) {
                fitted.put(school, before);
            }
            if (before.size() > 1 && after != null) {
                observed.put(school, after);
            } else if (before.size() > 1) {
                withoutTarget++;
            } else if (after != null) {
                tooShort++;
            }
        });
        fitted.keySet().forEach(school -> keys.put(school, Key.of(SchoolId.of("s" + keys.size()), "mean_percent")));
        years = fitted.values().stream().flatMap(cells -> cells.keySet().stream()).distinct().sorted().toList();
        if (years.size() < 3 || years.size() > LONGEST_SERIES || observed.size() < 4) {
            throw new IllegalArgumentException(subject + " has " + years.size() + " years before " + target + " and "
                    + observed.size() + " schools to compare; 3 years and 4 schools are needed");
        }
    }

    /** Names of schools are longer than ids may be, so they are numbered. */
    private Key key(String school) {
        return keys.get(school);
    }

    private SortedMap<Integer, Double> deviations(Variant variant) {
        if (variant.changes) {
            return PupilDeviation.ofChanges(fitted.values(), years);
        }
        SortedMap<Integer, Double> deviations = new TreeMap<>();
        years.forEach(year -> deviations.put(year, PupilDeviation.ofLevels(fitted.values(), year)));
        return deviations;
    }

    private List<YearSeries> series(SortedMap<Integer, Double> deviations) {
        SortedMap<Integer, Double> rounding = PupilDeviation.rounding(fitted.values());
        List<YearSeries> series = new ArrayList<>();
        fitted.forEach((school, cells) -> {
            YearSeries.Builder builder = YearSeries.builder(key(school));
            cells.forEach((year, cell) -> {
                double sd = deviations.get(year);
                builder.add(Point.ofMean(year, cell.mean(), sd, cell.n())
                        .withStandardError(Math.sqrt(sd * sd / cell.n() + rounding.get(year))));
            });
            series.add(builder.build());
        });
        return series;
    }

    /** What came out, ready to be written. */
    Map<String, Object> run() {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("subject", subject);
        report.put("fitted", years);
        report.put("forecast", target);
        report.put("schools fitted", fitted.size());
        report.put("schools compared", observed.size());
        report.put("not compared: no such year", withoutTarget);
        report.put("not compared: fewer than two fitted years", tooShort);
        for (Variant variant : Variant.values()) {
            report.put(variant.title, run(variant));
        }
        return report;
    }

    private Map<String, Object> run(Variant variant) {
        SortedMap<Integer, Double> deviations = deviations(variant);
        List<YearSeries> given = series(deviations);
        YearShock.Result shocks = YearShock.withDefaults().fit(given);
        double shock = shocks.omegaSquared().orElseThrow();
        // Relative to the schools of each year, as the coming year's common change cannot be forecast.
        List<YearSeries> series = given.stream().map(shocks::cleaned).toList();
        Forecast forecast = Forecast.withDefaults().relative().withShock(shock);
        Forecast.Result eighty = forecast.fit(series);
        Forecast.Result ninetyFive = forecast.withConfidence(0.95).fit(series);
        Forecast.Family family = eighty.family().orElseThrow();
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("pupil sd", deviations);
        report.put("sd of shocks", Math.sqrt(shock));
        report.put("sd of levels", Math.sqrt(family.levelVariance()));
        report.put("sd of slopes", Math.sqrt(family.slopeVariance()));

        List<String> schools = List.copyOf(observed.keySet());
        double[] y = schools.stream().mapToDouble(school -> observed.get(school).mean()).toArray();
        List<Forecast.Prediction> narrow = new ArrayList<>();
        List<Forecast.Prediction> wide = new ArrayList<>();
        schools.forEach(school -> {
            narrow.add(prediction(eighty, school, variant));
            wide.add(prediction(ninetyFive, school, variant));
        });
        double[] values = narrow.stream().mapToDouble(Forecast.Prediction::value).toArray();
        double shift = shift(y, values);
        Scores scores = new Scores(y, shift, narrow, wide);
        report.put("all schools", scores.of(IntStream.range(0, y.length).toArray()));
        report.put("by cohort", byCohort(schools, scores));
        report.put("mean absolute errors", errors(y, values, series, schools, shock));
        return report;
    }

    private Forecast.Prediction prediction(Forecast.Result result, String school, Variant variant) {
        Period period = Period.of(target);
        return (variant.known ? result.next(key(school), period, observed.get(school).n()) : result.next(key(school), period))
                .orElseThrow();
    }

    /** By how much all forecasts are moved to have the mean of the year: the same is done for every way of forecasting. */
    private static double shift(double[] y, double[] forecast) {
        return Arrays.stream(y).average().orElseThrow() - Arrays.stream(forecast).average().orElseThrow();
    }

    /** Quarters of schools by their number of pupils in the target year; equal numbers are kept in the order of names. */
    private List<Map<String, Object>> byCohort(List<String> schools, Scores scores) {
        List<Integer> order = IntStream.range(0, schools.size()).boxed()
                .sorted((a, b) -> Long.compare(observed.get(schools.get(a)).n(), observed.get(schools.get(b)).n())).toList();
        List<Map<String, Object>> quarters = new ArrayList<>();
        for (int quarter = 0; quarter < 4; quarter++) {
            int[] own = order.subList(quarter * order.size() / 4, (quarter + 1) * order.size() / 4).stream()
                    .mapToInt(i -> i).toArray();
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("pupils", observed.get(schools.get(own[0])).n() + ".." + observed.get(schools.get(own[own.length - 1])).n());
            row.putAll(scores.of(own));
            quarters.add(row);
        }
        return quarters;
    }

    private Map<String, Object> errors(double[] y, double[] values, List<YearSeries> series, List<String> schools, double shock) {
        Map<Key, Integer> places = new LinkedHashMap<>();
        for (int i = 0; i < series.size(); i++) {
            places.put(series.get(i).key(), i);
        }
        int[] place = schools.stream().mapToInt(school -> places.get(key(school))).toArray();
        double[] drawn = Competitors.drawnMeans(series, shock);
        Map<String, double[]> ways = new LinkedHashMap<>();
        ways.put("forecast", values);
        ways.put("last value", each(series, place, Competitors::last));
        ways.put("school's mean", each(series, place, Competitors::mean));
        ways.put("school's mean of pupils", each(series, place, Competitors::meanOfPupils));
        ways.put("EB mean, no slope", Arrays.stream(place).mapToDouble(i -> drawn[i]).toArray());
        ways.put("drift", each(series, place, points -> Competitors.drift(points, target)));
        Map<String, Object> errors = new LinkedHashMap<>();
        double[] own = absolute(y, values);
        ways.forEach((name, forecasts) -> {
            double[] theirs = absolute(y, forecasts);
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("MAE", Arrays.stream(theirs).average().orElseThrow());
            if (!name.equals("forecast")) {
                double[] more = IntStream.range(0, y.length).mapToDouble(i -> theirs[i] - own[i]).toArray();
                double mean = Arrays.stream(more).average().orElseThrow();
                double squares = Arrays.stream(more).map(x -> (x - mean) * (x - mean)).sum();
                row.put("more than the forecast", mean);
                row.put("standard error of that", Math.sqrt(squares / (y.length - 1.0) / y.length));
            }
            errors.put(name, row);
        });
        return errors;
    }

    private static double[] each(List<YearSeries> series, int[] place, ToDoubleFunction<List<Point>> way) {
        return Arrays.stream(place).mapToDouble(i -> way.applyAsDouble(series.get(i).points())).toArray();
    }

    private static double[] absolute(double[] y, double[] forecasts) {
        double shift = shift(y, forecasts);
        return IntStream.range(0, y.length).mapToDouble(i -> Math.abs(y[i] - forecasts[i] - shift)).toArray();
    }

    /** Forecasts beside what came. */
    private record Scores(double[] y, double shift, List<Forecast.Prediction> narrow, List<Forecast.Prediction> wide) {
        Map<String, Object> of(int[] own) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("schools", own.length);
            row.put("coverage 80 %", mean(own, i -> covered(narrow.get(i), i)));
            row.put("coverage 95 %", mean(own, i -> covered(wide.get(i), i)));
            row.put("width 80 %", mean(own, i -> narrow.get(i).interval().upper() - narrow.get(i).interval().lower()));
            row.put("pinball 10 % and 90 %", mean(own, i -> (pinball(y[i] - narrow.get(i).interval().lower() - shift, TAIL)
                    + pinball(y[i] - narrow.get(i).interval().upper() - shift, 1 - TAIL)) / 2));
            row.put("MAE", mean(own, i -> Math.abs(y[i] - narrow.get(i).value() - shift)));
            return row;
        }

        private double covered(Forecast.Prediction prediction, int i) {
            return prediction.interval().lower() + shift <= y[i] && y[i] <= prediction.interval().upper() + shift ? 1 : 0;
        }

        private static double pinball(double above, double level) {
            return above > 0 ? level * above : (level - 1) * above;
        }

        private static double mean(int[] own, IntToDoubleFunction of) {
            return Arrays.stream(own).mapToDouble(of).average().orElseThrow();
        }
    }
}
