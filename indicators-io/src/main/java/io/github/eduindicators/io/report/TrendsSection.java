package io.github.eduindicators.io.report;

import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.review.TrendReview;
import io.github.eduindicators.stats.Interval;
import io.github.eduindicators.trend.ChangeAgainstRegion;
import io.github.eduindicators.trend.Forecast;
import io.github.eduindicators.trend.LogisticTrend;
import io.github.eduindicators.trend.MannKendall;
import io.github.eduindicators.trend.SlopeFunnel;
import io.github.eduindicators.trend.StatusChangeMatrix;
import io.github.eduindicators.trend.StepChange;
import io.github.eduindicators.trend.SustainedImprovement;
import io.github.eduindicators.trend.TheilSen;
import io.github.eduindicators.trend.TrendMonitor;
import io.github.eduindicators.trend.TrendMonitoring;
import io.github.eduindicators.trend.TrendMonitoring.Label;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;

/** Where schools, municipalities and indicators are going. */
final class TrendsSection {
    private static final YearSeries.Comparability RELATIVE = YearSeries.Comparability.RELATIVE_ONLY;
    /** How many pictures of schools that move one way. */
    private static final int PICTURES = 12;
    /** A longer table of schools is in the CSV file. */
    private static final int MOST_SCHOOLS = 100;
    /** A year that is so many errors from its forecast is told. */
    private static final double FAR = 3.09;
    private static final double BEYOND_FAR = 0.002;
    private static final int RISES = 2;
    /** Both ends leave out 5 %: an interval away from 0 and a label are one thing. */
    private static final double SURE = 0.9;
    private static final List<Label> LABELS = List.of(Label.values());
    private static final List<String> LEVELS = List.of("far-below", "below", "middle", "above", "far-above");
    private static final List<String> TURNS = List.of("fell", "same", "rose");

    private final Html html;
    private final Texts texts;
    private final RegionData data;
    private final TrendReview review;

    TrendsSection(Html html, Texts texts, RegionData data) {
        this.html = html;
        this.texts = texts;
        this.data = data;
        this.review = data.review().review().trends();
    }

    void write() {
        html.open("section", "id", "trends").element("h2", texts.get("section.trends"));
        TrendReview.Overall overall = review.overall().get(data.region());
        if (overall != null) {
            new Standing(overall).write();
        }
        List<TrendReview.Family> others = review.families().stream()
                .filter(family -> family.region().equals(data.region()) && !(overall != null && isStanding(family)))
                .toList();
        if (overall == null && others.isEmpty()) {
            html.element("p", texts.get("no-data.trends"), "class", "empty");
        }
        region(others);
        indicators(others);
        html.close();
    }

    private static boolean isStanding(TrendReview.Family family) {
        return family.procedure().isEmpty() && family.indicator().equals("mean_z");
    }

    /** The place of schools and municipalities over all works. */
    private final class Standing {
        private final TrendReview.Overall overall;
        private final TrendMonitoring.Result schools;
        private final double shock;
        private final Map<Label, List<TrendMonitoring.Row>> moving = new TreeMap<>();

        Standing(TrendReview.Overall overall) {
            this.overall = overall;
            this.schools = overall.schools();
            this.shock = schools.shock().omegaSquared().orElse(0);
            moving.put(Label.IMPROVING, surest(Label.IMPROVING, TrendMonitoring.Row::probabilityUp));
            moving.put(Label.DECLINING, surest(Label.DECLINING, TrendMonitoring.Row::probabilityDown));
        }

        private List<TrendMonitoring.Row> surest(Label label, Function<TrendMonitoring.Row, OptionalDouble> sure) {
            return schools.rows(label).stream()
                    .sorted(Comparator.comparingDouble((TrendMonitoring.Row row) -> -sure.apply(row).orElse(0))
                            .thenComparing(TrendMonitoring.Row::key))
                    .toList();
        }

        void write() {
            html.open("div", "class", "read");
            html.element("p", texts.get("trends.explained", texts.number(schools.delta().orElse(0), 2)));
            html.element("p", texts.get("trends.differences", differences()));
            html.close();
            labels();
            html.open("div", "class", "two");
            html.open("figure");
            SlopeFunnel.Result funnel = SlopeFunnel.withDefaults().run(schools.rows().stream().map(TrendMonitoring.Row::fit).toList());
            TrendCharts.funnel(html, texts, texts.get("trends.funnel"), funnel, this::style, place -> name(place.key().unit()));
            html.element("figcaption", texts.get("trends.funnel-legend")).close();
            html.open("figure");
            matrix();
            html.close().close();
            chance();
            moving.forEach(this::pictures);
            table();
            latest();
            overall.municipalities().ifPresent(this::municipalities);
        }

        private String differences() {
            return schools.slopes().filter(slopes -> slopes.tauSquared().isPresent()).map(slopes -> slopes.ranked()
                    ? texts.get("trends.spread", texts.number(Math.sqrt(slopes.tauSquared().getAsDouble()), 3))
                    : texts.get("trends.no-spread")).orElse(texts.get("trends.unknown-spread"));
        }

        private String style(SlopeFunnel.Place place) {
            return schools.row(place.key()).map(TrendMonitoring.Row::label)
                    .filter(label -> label == Label.IMPROVING || label == Label.DECLINING)
                    .map(label -> label == Label.IMPROVING ? "rising" : "sign")
                    .orElse("");
        }

        private void labels() {
            html.open("div", "class", "scroll").open("table", "class", "means").open("thead").open("tr");
            html.element("th", texts.get("trends.label"), "scope", "col");
            html.element("th", texts.get("trends.schools"), "scope", "col", "class", "num");
            html.element("th", texts.get("trends.false"), "scope", "col", "class", "num");
            if (overall.municipalities().isPresent()) {
                html.element("th", texts.get("trends.municipalities"), "scope", "col", "class", "num");
            }
            html.close().close().open("tbody");
            for (Label label : LABELS) {
                html.open("tr").open("th", "scope", "row").text(texts.get("trend." + label));
                html.element("small", texts.get("trend.means." + label)).close();
                cell(texts.number(schools.counts().getOrDefault(label, 0)));
                cell(label == Label.IMPROVING || label == Label.DECLINING || label == Label.STABLE
                        ? texts.number(schools.expectedFalse(label), 1) : texts.dash());
                overall.municipalities().ifPresent(places -> cell(texts.number(places.counts().getOrDefault(label, 0))));
                html.close();
            }
            html.close().close().close();
        }

        /** How many schools stand where and went where, between the two latest years. */
        private void matrix() {
            StatusChangeMatrix matrix = cells();
            Map<String, Integer> counts = new TreeMap<>();
            int without = 0;
            for (TrendMonitoring.Row row : schools.rows()) {
                StatusChangeMatrix.Result result = matrix.run(overall.series(row.key().unit()).orElseThrow(), schools.last().orElseThrow());
                if (result.cell().isPresent()) {
                    counts.merge(result.cell().get(), 1, Integer::sum);
                } else {
                    without++;
                }
            }
            html.element("figcaption", texts.get("trends.matrix"), "class", "above");
            if (counts.isEmpty()) {
                html.element("p", texts.get("trends.no-matrix"), "class", "empty");
                return;
            }
            html.open("div", "class", "scroll").open("table", "class", "small").open("thead").open("tr").element("td", "");
            TURNS.forEach(turn -> html.element("th", texts.get("trends.turn." + turn), "scope", "col", "class", "num"));
            html.close().close().open("tbody");
            for (int i = LEVELS.size() - 1; i >= 0; i--) {
                String level = LEVELS.get(i);
                html.open("tr").element("th", texts.get("trends.level." + level), "scope", "row");
                TURNS.forEach(turn -> cell(texts.number(counts.getOrDefault(level + "/" + turn, 0))));
                html.close();
            }
            html.close().close().close();
            html.element("figcaption", texts.get("trends.matrix-legend", texts.number(without)));
        }

        private StatusChangeMatrix cells() {
            StatusChangeMatrix.Builder builder = StatusChangeMatrix.builder()
                    .status(StatusChangeMatrix.Levels.from(LEVELS.get(0)).atLeast(-0.5, LEVELS.get(1)).atLeast(-0.2, LEVELS.get(2))
                            .above(0.2, LEVELS.get(3)).above(0.5, LEVELS.get(4)))
                    .change(StatusChangeMatrix.Levels.from(TURNS.get(0)).atLeast(-0.1, TURNS.get(1)).above(0.1, TURNS.get(2)))
                    .gate(0.95)
                    .shock(shock)
                    .admitting(RELATIVE);
            for (String level : LEVELS) {
                builder.row(level, TURNS.stream().map(turn -> level + "/" + turn).toArray(String[]::new));
            }
            return builder.build();
        }

        /** What the usual rule of two rises in a row would say. */
        private void chance() {
            SustainedImprovement rule = SustainedImprovement.inARow(RISES).admitting(RELATIVE);
            List<SustainedImprovement.Result> results =
                    schools.rows().stream().map(row -> rule.run(overall.series(row.key().unit()).orElseThrow())).toList();
            long yes = results.stream().filter(result -> result.answer().name().equals("YES")).count();
            html.element("p", texts.get("trends.two-rises", texts.number(yes),
                    texts.number(SustainedImprovement.expectedByChance(results), 0)), "class", "read");
        }

        /** Schools whose results are in doubt are no examples of anything. */
        private void pictures(Label label, List<TrendMonitoring.Row> all) {
            List<TrendMonitoring.Row> rows = all.stream().filter(row -> !doubtful(row.key().unit())).toList();
            if (rows.isEmpty()) {
                return;
            }
            html.element("h3", texts.get("trends.pictures." + label, texts.number(Math.min(PICTURES, rows.size())), texts.number(rows.size())));
            html.open("div", "class", "multiples");
            List<TrendMonitoring.Row> shown = rows.subList(0, Math.min(PICTURES, rows.size()));
            double reach = reach(shown);
            for (TrendMonitoring.Row row : shown) {
                html.open("figure");
                html.element("figcaption", name(row.key().unit()), "class", "above");
                TrendCharts.small(html, texts, texts.get("trends.picture", name(row.key().unit())),
                        overall.series(row.key().unit()).orElseThrow(), row.fit(), next(row), reach);
                html.element("figcaption", texts.get("trends.slope", belief(row))).close();
            }
            html.close();
            html.element("p", texts.get("trends.pictures-legend", texts.number(all.size() - rows.size())), "class", "muted");
        }

        private boolean doubtful(Unit unit) {
            return unit instanceof SchoolId school && data.review().review().effectiveness().doubtful().contains(school);
        }

        private double reach(List<TrendMonitoring.Row> rows) {
            double reach = 0.3;
            for (TrendMonitoring.Row row : rows) {
                for (YearSeries.Point point : overall.series(row.key().unit()).orElseThrow().points()) {
                    reach = Math.max(reach, Math.abs(point.value()) + point.standardError().orElse(0));
                }
            }
            return Math.ceil(reach * 5) / 5;
        }

        private Optional<Forecast.Prediction> next(TrendMonitoring.Row row) {
            return overall.forecast().next(row.key(), Period.of(schools.last().orElseThrow().year() + 1));
        }

        private void table() {
            List<TrendMonitoring.Row> rows = new ArrayList<>();
            moving.values().forEach(rows::addAll);
            if (rows.isEmpty()) {
                return;
            }
            html.open("details").element("summary", texts.get("trends.table", texts.number(Math.min(MOST_SCHOOLS, rows.size()))));
            html.open("div", "class", "scroll").open("table", "class", "sortable").open("thead").open("tr");
            for (String column : List.of("column.school", "column.municipality", "trends.label")) {
                html.element("th", texts.get(column), "scope", "col");
            }
            for (String column : List.of("years", "slope-own", "slope-eb", "probability", "theil-sen", "kendall", "shape", "next")) {
                html.element("th", texts.get("trends." + column), "scope", "col", "class", "num");
            }
            html.close().close().open("tbody");
            rows.stream().limit(MOST_SCHOOLS).forEach(this::line);
            html.close().close().close();
            html.element("p", texts.get("trends.table-explained"), "class", "muted").close();
        }

        private void line(TrendMonitoring.Row row) {
            SchoolId school = (SchoolId) row.key().unit();
            YearSeries series = overall.series(school).orElseThrow();
            boolean up = row.label() == Label.IMPROVING;
            html.open("tr").open("th", "scope", "row").text(name(school));
            if (doubtful(school)) {
                html.element("small", texts.get("low.doubtful"));
            }
            html.close();
            html.element("td", place(school));
            html.element("td", texts.get("trend." + row.label()));
            cell(texts.number(row.years()));
            cell(row.slope().map(slope -> interval(slope, 2)).orElse(texts.dash()));
            cell(belief(row));
            cell(texts.p(up ? row.probabilityDown() : row.probabilityUp()));
            cell(texts.number(TheilSen.withDefaults().admitting(RELATIVE).fit(series).slope(), 2));
            MannKendall.Joint joint = MannKendall.withDefaults().admitting(RELATIVE).joint(overall.works(school));
            cell(joint.testable()
                    ? texts.p(OptionalDouble.of(joint.pTwoSided()))
                    : texts.get("trends.not-testable"));
            cell(shape(StepChange.withDefaults().admitting(RELATIVE).withShock(shock).search(series)));
            cell(next(row).map(prediction -> interval(prediction.interval(), 2)).orElse(texts.dash()));
            html.close();
        }

        private String shape(StepChange.Result search) {
            return texts.get("trends.shape." + search.shape().name());
        }

        /** What the last year changed, and which schools it was a leap for. */
        private void latest() {
            if (overall.latest().isEmpty()) {
                return;
            }
            TrendMonitor.Update update = overall.latest().get();
            Map<String, Integer> moves = new TreeMap<>();
            update.changes().forEach(change -> moves.merge(
                    change.from().map(label -> texts.get("trend." + label)).orElse(texts.get("trends.new")) + " → "
                            + texts.get("trend." + change.to()), 1, Integer::sum));
            html.element("h3", texts.get("trends.latest", schools.last().orElseThrow().toString()));
            html.element("p", texts.get("trends.changed", texts.number(update.changes().size())));
            html.open("ul");
            moves.forEach((move, count) -> html.element("li", move + ": " + texts.number(count)));
            html.close();
            List<TrendMonitoring.Row> leaps = new ArrayList<>();
            Map<Unit, Forecast.Surprise> surprises = new TreeMap<>(Unit.order());
            int judged = 0;
            for (TrendMonitoring.Row row : schools.rows()) {
                List<Forecast.ChartPoint> chart = overall.forecast().chart(row.key());
                Optional<Forecast.Surprise> surprise = chart.isEmpty() ? Optional.empty() : chart.get(chart.size() - 1).surprise();
                boolean now = row.last().equals(schools.last());
                judged += now && surprise.isPresent() ? 1 : 0;
                if (now && surprise.isPresent() && Math.abs(surprise.get().z()) >= FAR) {
                    leaps.add(row);
                    surprises.put(row.key().unit(), surprise.get());
                }
            }
            html.element("p", texts.get("trends.leaps", texts.number(leaps.size()), texts.number(BEYOND_FAR * judged, 1)));
            if (!leaps.isEmpty()) {
                html.open("ul");
                leaps.stream().limit(MOST_SCHOOLS).forEach(row -> html.element("li", texts.get("trends.leap",
                        name(row.key().unit()), texts.number(surprises.get(row.key().unit()).z(), 1),
                        interval(surprises.get(row.key().unit()).expected().interval(), 2))));
                html.close();
            }
        }

        private void municipalities(TrendMonitoring.Result places) {
            html.element("h3", texts.get("trends.municipalities"));
            html.open("div", "class", "scroll").open("table", "class", "sortable").open("thead").open("tr");
            html.element("th", texts.get("column.municipality"), "scope", "col");
            html.element("th", texts.get("trends.label"), "scope", "col");
            for (String column : List.of("years", "slope-eb", "probability-up", "change")) {
                html.element("th", texts.get("trends." + column), "scope", "col", "class", "num");
            }
            html.close().close().open("tbody");
            ChangeAgainstRegion changes = ChangeAgainstRegion.withDefaults().admitting(RELATIVE)
                    .withShock(places.shock().omegaSquared().orElse(0));
            for (TrendMonitoring.Row row : places.rows()) {
                html.open("tr").element("th", name(row.key().unit()), "scope", "row");
                html.element("td", texts.get("trend." + row.label()));
                cell(texts.number(row.years()));
                cell(belief(row));
                cell(texts.number(row.probabilityUp(), 2));
                Period last = places.last().orElseThrow();
                cell(changes.change(overall.series(row.key().unit()).orElseThrow(), last.previous(), last).unit()
                        .map(change -> interval(change.interval(), 2)).orElse(texts.dash()));
                html.close();
            }
            html.close().close().close();
        }
    }

    /** The shares of the region itself, work by work. */
    private void region(List<TrendReview.Family> families) {
        List<TrendReview.Family> own = families.stream()
                .filter(family -> family.type() == UnitType.REGION && !family.procedure().isEmpty())
                .toList();
        if (own.isEmpty()) {
            return;
        }
        html.element("h3", texts.get("trends.region"));
        html.element("p", texts.get("trends.region-explained"), "class", "read");
        html.open("div", "class", "scroll").open("table").open("thead").open("tr");
        html.element("th", texts.get("trends.work"), "scope", "col");
        html.element("th", texts.get("trends.indicator"), "scope", "col");
        html.element("th", texts.get("trends.label"), "scope", "col");
        for (String column : List.of("years", "points", "points-pupils")) {
            html.element("th", texts.get("trends." + column), "scope", "col", "class", "num");
        }
        html.close().close().open("tbody");
        for (TrendReview.Family family : own) {
            TrendMonitoring.Row row = family.result().rows().get(0);
            html.open("tr").element("th", work(family), "scope", "row");
            html.element("td", texts.part(family.indicator()));
            html.element("td", texts.get("trend." + row.label()));
            cell(texts.number(row.years()));
            cell(row.belief(SURE).map(slope -> interval(hundred(slope), 1)).orElse(texts.dash()));
            YearSeries used = YearSeries.of(row.key(), row.fit().used());
            cell(LogisticTrend.withDefaults().withDispersion(1).withConfidence(SURE).fit(used).percentagePoints().map(slope -> interval(slope, 1)).orElse(texts.dash()));
            html.close();
        }
        html.close().close().close();
    }

    private static Interval hundred(Interval share) {
        return new Interval(100 * share.value(), 100 * share.lower(), 100 * share.upper());
    }

    private String work(TrendReview.Family family) {
        return texts.work(family.procedure(), family.subject(), family.grade());
    }

    /** How many units of each indicator have which label. */
    private void indicators(List<TrendReview.Family> families) {
        List<TrendReview.Family> all = families.stream().filter(family -> family.type() != UnitType.REGION || family.procedure().isEmpty())
                .toList();
        if (all.isEmpty()) {
            return;
        }
        List<TrendReview.Family> counted = all.stream()
                .filter(family -> family.result().counts().getOrDefault(Label.INSUFFICIENT, 0) < family.result().rows().size())
                .toList();
        html.element("h3", texts.get("trends.indicators"));
        html.element("p", texts.get("trends.nothing-yet", texts.number(all.size() - counted.size())));
        if (counted.isEmpty()) {
            return;
        }
        html.open("details").element("summary", texts.get("trends.indicators-table", texts.number(counted.size())));
        html.open("div", "class", "scroll").open("table").open("thead").open("tr");
        for (String column : List.of("units", "indicator", "work")) {
            html.element("th", texts.get("trends." + column), "scope", "col");
        }
        LABELS.forEach(label -> html.element("th", texts.get("trend." + label), "scope", "col", "class", "num"));
        html.close().close().open("tbody");
        for (TrendReview.Family family : counted) {
            html.open("tr").element("td", texts.get("unit." + family.type().code()));
            html.element("td", texts.part(family.indicator()));
            html.element("td", family.procedure().isEmpty() ? texts.dash() : work(family));
            LABELS.forEach(label -> cell(texts.number(family.result().counts().getOrDefault(label, 0))));
            html.close();
        }
        html.close().close().close().close();
    }

    private String name(Unit unit) {
        if (unit instanceof SchoolId school) {
            return data.review().review().results().school(school).orElseThrow().name();
        }
        return texts.name(unit);
    }

    private String place(SchoolId school) {
        Municipality municipality = data.review().review().results().school(school).orElseThrow().municipality();
        return texts.name(municipality);
    }

    private String belief(TrendMonitoring.Row row) {
        return row.belief(SURE).map(belief -> {
            double shown = row.ebSlope().orElse(belief.value());
            return interval(new Interval(shown, Math.min(shown, belief.lower()), Math.max(shown, belief.upper())), 2);
        }).orElse(texts.dash());
    }

    private String interval(Interval interval, int decimals) {
        return texts.number(interval.value(), decimals) + " (" + texts.number(interval.lower(), decimals) + "…"
                + texts.number(interval.upper(), decimals) + ")";
    }

    private void cell(String text) {
        html.element("td", text, "class", "num");
    }
}
