package io.github.eduindicators.io.report;

import static io.github.eduindicators.io.report.Axis.pixel;

import io.github.eduindicators.criteria.Group;
import io.github.eduindicators.criteria.Methodology;
import io.github.eduindicators.criteria.Node;
import io.github.eduindicators.criteria.Noko;
import io.github.eduindicators.criteria.Scorecard;
import io.github.eduindicators.criteria.Scorecards;
import io.github.eduindicators.effectiveness.Membership;
import io.github.eduindicators.fioko.IndexRow;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.results.SchoolResult;
import io.github.eduindicators.review.SchoolSummary;
import io.github.eduindicators.trend.TrendMonitoring;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The page of one region for everybody: nothing on it is not in the public tables. */
final class PublicPage {
    private static final List<String> SECTIONS =
            List.of("summary", "how", "results", "years", "objectivity", "conditions", "best", "schools", "suppressed");
    private static final List<String> SHARES = List.of("pass_rate", "quality_rate");
    /** Longer lists are in the CSV files. */
    private static final int MOST_SCHOOLS = 2_000;

    private static final double WIDTH = 440;
    private static final double ROW = 38;
    private static final double TOP = 8;
    private static final double BOTTOM = 20;
    private static final double RIGHT = 34;
    private static final double BAR = 8;

    private static final double SMALL_WIDTH = 260;
    private static final double SMALL_HEIGHT = 120;
    private static final double SMALL_LEFT = 30;
    private static final double SMALL_BOTTOM = 18;

    private final Html html;
    private final Texts texts;
    private final RegionData data;
    private final PublicCells cells;
    private final PublicTables tables;
    private final IndicatorValues values;

    PublicPage(Html html, Texts texts, RegionData data, PublicCells cells, IndicatorValues values) {
        this.html = html;
        this.texts = texts;
        this.data = data;
        this.cells = cells;
        this.tables = new PublicTables(data.review().review(), cells);
        this.values = values;
    }

    void write(String note, String back) {
        header(note, back);
        html.open("main");
        summary();
        how();
        results();
        years();
        objectivity();
        conditions();
        best();
        schools();
        suppressed();
        html.close();
        html.open("footer").element("p", texts.get("public.footer")).close();
    }

    private void header(String note, String back) {
        html.open("header");
        if (!note.isEmpty()) {
            html.element("p", note, "class", "note", "role", "note");
        }
        if (!back.isEmpty()) {
            html.open("p", "class", "back").element("a", texts.get("back"), "href", back).close();
        }
        html.element("h1", texts.get("public.title", texts.name(data.region())));
        TreeSet<Integer> years = data.years();
        if (!years.isEmpty()) {
            String first = Integer.toString(years.first());
            html.element("p", years.size() == 1 ? texts.get("years.one", first)
                    : texts.get("years.range", first, Integer.toString(years.last())), "class", "years");
        }
        html.element("p", texts.get("public.version"), "class", "muted");
        html.close();
        html.open("nav", "aria-label", texts.get("contents")).open("ul");
        for (String section : SECTIONS) {
            html.open("li").element("a", texts.get("public.nav." + section), "href", "#" + section).close();
        }
        html.close().close();
    }

    private void section(String id) {
        html.open("section", "id", id).element("h2", texts.get("public." + id));
    }

    private void empty(String key) {
        html.element("p", texts.get(key), "class", "empty").close();
    }

    private void summary() {
        section("summary");
        Tiles.open(html);
        Tiles.tile(html, texts.number(data.schools().size()), texts.get("public.tile.schools"), "");
        Tiles.tile(html, texts.number(municipalities().size()), texts.get("public.tile.municipalities"), "");
        Tiles.tile(html, texts.number(data.works().size()), texts.get("public.tile.assessments"), "");
        latest(data.region()).flatMap(aggregate -> aggregate.total().map(total -> Map.entry(aggregate.period(), total)))
                .ifPresent(total -> Tiles.tile(html, texts.number(total.getValue().value(), 1),
                        texts.get("public.tile.conditions", total.getKey().toString()),
                        texts.get("public.tile.conditions-more", texts.number(total.getValue().organisations()))));
        List<Membership> best = best(data.region());
        best.stream().mapToInt(membership -> membership.period().year()).max().ifPresent(year -> Tiles.tile(
                html, texts.number(best.stream().filter(membership -> membership.period().year() == year).count()),
                texts.get("public.tile.best", Integer.toString(year)), ""));
        Tiles.tile(html, texts.number(cells.suppressed(data.region())), texts.get("public.tile.left-out"),
                texts.get("public.tile.left-out-more"));
        html.close().close();
    }

    private TreeSet<Municipality> municipalities() {
        return data.schools().stream()
                .map(school -> school.school().municipality())
                .filter(PublicTables::known)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void how() {
        section("how");
        html.open("div", "class", "read");
        for (String text : List.of("for-parents", "pass", "compare", "chance", "years")) {
            html.element("p", texts.get("public.how." + text));
        }
        html.close().close();
    }

    private Optional<IndicatorValue> value(Unit unit, String indicator, Assessment assessment) {
        String id = assessment.id().value();
        return cells.shows(unit, indicator, id)
                ? values.value(unit, indicator, Period.of(assessment.year()), assessment.id()).filter(value -> value.value()
                        .isPresent())
                : Optional.empty();
    }

    /** In percent. */
    private OptionalDouble share(Unit unit, String indicator, Assessment assessment) {
        Optional<IndicatorValue> value = value(unit, indicator, assessment);
        return value.isPresent() ? OptionalDouble.of(100 * value.get().value().getAsDouble()) : OptionalDouble.empty();
    }

    private List<Assessment> works(int year) {
        return data.works().stream().map(RegionData.Work::assessment).filter(assessment -> assessment.year() == year).toList();
    }

    private void results() {
        section("results");
        if (data.works().isEmpty()) {
            empty("public.results.none");
            return;
        }
        int latest = data.years().last();
        html.open("div", "class", "two").open("figure");
        picture(latest, works(latest));
        html.element("figcaption", texts.get("public.results.legend", Integer.toString(latest))).close();
        table(works(latest));
        html.close();
        List<Integer> earlier = new ArrayList<>(data.years().headSet(latest, false).descendingSet());
        if (!earlier.isEmpty()) {
            html.open("details").element("summary", texts.get("public.results.earlier"));
            table(earlier.stream().flatMap(year -> works(year).stream()).toList());
            html.close();
        }
        for (Assessment assessment : works(latest)) {
            html.open("details").element("summary", texts.get("public.results.municipalities", texts.name(assessment)));
            head("public.years.place", "n", "pass_rate", "quality_rate", "mean_score");
            municipalities().forEach(place -> line(texts.name(place), place, assessment));
            html.close().open("tfoot");
            line(texts.name(data.region()), data.region(), assessment);
            html.close().close().close().close();
        }
        html.close();
    }

    private void table(List<Assessment> works) {
        head("public.results.work", "n", "pass_rate", "quality_rate", "mean_score");
        works.forEach(assessment -> line(texts.name(assessment), data.region(), assessment));
        html.close().close().close();
    }

    /** Opens a table up to its body. */
    private void head(String first, String... columns) {
        html.open("div", "class", "scroll").open("table", "class", "sortable").open("thead").open("tr");
        html.element("th", texts.get(first), "scope", "col");
        for (String column : columns) {
            html.element("th", texts.get("public.results." + column), "scope", "col", "class", "num");
        }
        html.close().close().open("tbody");
    }

    private void line(String name, Unit unit, Assessment assessment) {
        html.open("tr").element("th", name, "scope", "row");
        Optional<IndicatorValue> mean = value(unit, "mean_score", assessment);
        number(mean.map(value -> value.n().getAsLong()).map(texts::number), mean.map(value -> (double) value.n().getAsLong()));
        for (String indicator : SHARES) {
            Optional<IndicatorValue> share = value(unit, indicator, assessment);
            number(share.flatMap(IndicatorValue::interval).map(i -> texts.get("public.results.range",
                    texts.number(100 * i.value(), 1),
                    texts.number(100 * i.lower(), 0), texts.number(100 * i.upper(), 0))), share.map(value -> value.value()
                            .getAsDouble()));
        }
        number(mean.map(value -> texts.get("public.results.of", texts.number(value.value(), 1),
                Integer.toString(assessment.scale().max()))),
                mean.map(value -> value.value().getAsDouble()));
        html.close();
    }

    private void number(Optional<String> text, Optional<Double> value) {
        html.element("td", text.orElse(texts.dash()), "class", "num", "data-v", value.map(v ->
                CsvTables.text(PublicTables.rounded(v, 4))).orElse(""));
    }

    private void picture(int year, List<Assessment> works) {
        double height = TOP + ROW * works.size() + BOTTOM;
        Axis x = new Axis(0, 100, 4, WIDTH - RIGHT);
        Svg svg = Svg.open(html, texts.get("public.results.picture", Integer.toString(year)), WIDTH, height);
        for (int tick = 0; tick <= 100; tick += 25) {
            svg.vertical("grid", x.at(tick), TOP, height - BOTTOM);
            svg.text(tick == 0 ? "muted" : "mid muted", x.at(tick), height - 6, Integer.toString(tick));
        }
        for (int i = 0; i < works.size(); i++) {
            double top = TOP + ROW * i;
            svg.text("start", 4, top + 12, texts.name(works.get(i)));
            bar(svg, x, "m4", top + 16, works.get(i), "pass_rate", texts.get("public.results.passed"));
            bar(svg, x, "m5", top + 16 + BAR, works.get(i), "quality_rate", texts.get("public.results.good"));
        }
        svg.close();
    }

    private void bar(Svg svg, Axis x, String style, double top, Assessment assessment, String indicator, String what) {
        share(data.region(), indicator, assessment).ifPresent(share -> {
            svg.rectangle(style, x.start(), top, x.at(share) - x.start(), BAR,
                    texts.get("public.results.bar", texts.name(assessment), what, texts.number(share, 1)));
            svg.text("start", x.at(share) + 4, top + BAR, texts.number(share, 0));
        });
    }

    /** Works that are written again each year. */
    private record Yearly(String procedure, String subject, int grade) implements Comparable<Yearly> {
        static Yearly of(Assessment assessment) {
            return new Yearly(assessment.procedure().code(), assessment.subject().code(), assessment.grade());
        }

        @Override
        public int compareTo(Yearly other) {
            return Comparator.comparing(Yearly::procedure).thenComparing(Yearly::subject).thenComparingInt(Yearly::grade)
                    .compare(this, other);
        }
    }

    private void years() {
        section("years");
        Map<Yearly, TreeMap<Integer, Assessment>> yearly = new TreeMap<>();
        for (RegionData.Work work : data.works()) {
            if (!work.assessment().scale().cuts().isEmpty()) {
                yearly.computeIfAbsent(Yearly.of(work.assessment()), key -> new TreeMap<>()).put(work.assessment().year(),
                        work.assessment());
            }
        }
        yearly.values().removeIf(years -> years.size() < 2);
        if (yearly.isEmpty()) {
            html.element("p", texts.get("public.years.none"), "class", "empty");
        } else {
            html.element("p", texts.get("public.years.explained"), "class", "read").open("div", "class", "multiples");
            yearly.forEach(this::lines);
            html.close();
        }
        movements();
        html.close();
    }

    private void lines(Yearly work, TreeMap<Integer, Assessment> years) {
        String name = texts.work(work.procedure(), work.subject(), work.grade());
        html.open("figure").element("figcaption", name, "class", "above");
        Axis x = new Axis(years.firstKey() - 0.4, years.lastKey() + 0.4, SMALL_LEFT, SMALL_WIDTH - 4);
        Axis y = new Axis(0, 100, SMALL_HEIGHT - SMALL_BOTTOM, 6);
        Svg svg = Svg.open(html, texts.get("public.years.picture", name), SMALL_WIDTH, SMALL_HEIGHT);
        for (int tick = 0; tick <= 100; tick += 50) {
            svg.horizontal("grid", SMALL_LEFT, SMALL_WIDTH - 4, y.at(tick));
            svg.text("end", SMALL_LEFT - 4, y.at(tick) + 4, Integer.toString(tick));
        }
        for (String indicator : SHARES) {
            StringBuilder path = new StringBuilder();
            StringBuilder dots = new StringBuilder();
            years.forEach((year, assessment) -> share(data.region(), indicator, assessment).ifPresent(share -> {
                path.append(path.isEmpty() ? 'M' : 'L').append(pixel(x.at(year))).append(' ').append(pixel(y.at(share)));
                dots.append('M').append(pixel(x.at(year))).append(' ').append(pixel(y.at(share))).append("h0");
            }));
            svg.path(indicator.equals("pass_rate") ? "fitted" : "cut", path);
            svg.path("dots", dots);
        }
        years.keySet().forEach(year -> svg.text(
                "mid muted", x.at(year), SMALL_HEIGHT - 4, "’" + String.format(Locale.ROOT, "%02d", year % 100)));
        svg.close();
        html.close();
    }

    /** The direction of each municipality over all works. */
    private void movements() {
        Map<Municipality, TrendMonitoring.Row> rows = new TreeMap<>();
        data.review().review().trends().forEach(row -> {
            if (row.key().unit() instanceof Municipality place && place.region().equals(data.region())
                    && row.key().indicator().equals("mean_z") && row.key().procedure().isEmpty()) {
                rows.put(place, row);
            }
        });
        if (rows.isEmpty()) {
            return;
        }
        html.element("h3", texts.get("public.years.municipalities"));
        html.element("p", texts.get("public.years.municipalities-explained"), "class", "read");
        html.open("details").element("summary", texts.get("public.municipalities", texts.number(rows.size())));
        html.open("div", "class", "scroll").open("table", "class", "sortable").open("thead").open("tr");
        html.element("th", texts.get("public.years.place"), "scope", "col");
        html.element("th", texts.get("public.years.label"), "scope", "col");
        html.element("th", texts.get("public.years.slope"), "scope", "col", "class", "num").close().close().open("tbody");
        rows.forEach((place, row) -> {
            boolean shown = tables.shows(row);
            html.open("tr").element("th", texts.name(place), "scope", "row");
            html.element("td", shown ? texts.get("trend." + row.label()) : texts.dash());
            Optional<Double> slope = shown && row.ebSlope().isPresent() ? Optional.of(row.ebSlope().getAsDouble())
                    : Optional.empty();
            number(slope.map(value -> texts.number(value, 2)), slope);
            html.close();
        });
        html.close().close().close().close();
    }

    private void objectivity() {
        section("objectivity");
        Map<Unit, Map<Integer, IndexRow>> rows = new TreeMap<>(Unit.order());
        TreeSet<Integer> years = new TreeSet<>();
        for (IndexRow row : data.review().index(data.region())) {
            years.add(row.year());
            rows.computeIfAbsent(row.unit(), unit -> new TreeMap<>()).put(row.year(), row);
        }
        if (rows.isEmpty()) {
            empty("public.objectivity.none");
            return;
        }
        html.element("p", texts.get("public.objectivity.explained"), "class", "read");
        head(years);
        line(data.region(), years, rows.getOrDefault(data.region(), Map.of()));
        html.close().close().close();
        List<Unit> places = rows.keySet().stream().filter(Municipality.class::isInstance).toList();
        html.open("details").element("summary", texts.get("public.municipalities", texts.number(places.size())));
        head(years);
        places.forEach(place -> line(place, years, rows.get(place)));
        html.close().close().close().close().close();
    }

    private void head(TreeSet<Integer> years) {
        html.open("div", "class", "scroll").open("table", "class", "sortable").open("thead").open("tr");
        html.element("th", texts.get("public.objectivity.unit"), "scope", "col");
        years.forEach(year -> html.element("th", Integer.toString(year), "scope", "col", "class", "num"));
        html.close().close().open("tbody");
    }

    private void line(Unit unit, TreeSet<Integer> years, Map<Integer, IndexRow> rows) {
        html.open("tr").element("th", texts.name(unit), "scope", "row");
        for (int year : years) {
            IndexRow row = rows.get(year);
            if (row == null || !cells.shows(row)) {
                html.element("td", texts.dash(), "class", "num", "data-v", "");
            } else {
                html.open("td", "class", "num", "data-v", CsvTables.text(PublicTables.rounded(row.index(), 1)));
                html.text(texts.number(row.index(), 1));
                html.element("small", texts.get("public.objectivity.cell", texts.number(row.flagged()),
                        texts.number(row.schools()))).close();
            }
        }
        html.close();
    }

    private Optional<Noko.Aggregate> latest(Unit unit) {
        return data.review().review().criteria().noko().aggregates().stream()
                .filter(aggregate -> aggregate.unit().equals(unit))
                .max(Comparator.comparing(Noko.Aggregate::period));
    }

    private void conditions() {
        section("conditions");
        Map<String, School> schools = new HashMap<>();
        data.schools().forEach(school -> schools.put(school.school().id().value(), school.school()));
        Map<Unit, Scorecard> cards = new TreeMap<>(Unit.order());
        Optional<Methodology> latest = Optional.empty();
        for (Scorecards period : data.review().review().criteria().noko().scorecards()) {
            for (Scorecard card : period.all()) {
                if (schools.containsKey(card.unit().code()) && card.unit().unitType() == UnitType.ORGANISATION) {
                    cards.merge(card.unit(), card, (one, other) -> one.period().compareTo(other.period()) > 0 ? one : other);
                    latest = Optional.of(period.methodology());
                }
            }
        }
        if (latest.isEmpty()) {
            empty("public.conditions.none");
            return;
        }
        html.element("p", texts.get("public.conditions.explained"), "class", "read");
        List<Node> parts = latest.get().root() instanceof Group group ? group.children() : List.of();
        conditionsHead("public.conditions.municipality", true, parts);
        municipalities().forEach(place -> latest(place).ifPresent(aggregate -> line(texts.name(place), aggregate, parts)));
        html.close().open("tfoot");
        latest(data.region()).ifPresent(aggregate -> line(texts.name(data.region()), aggregate, parts));
        html.close().close().close();
        if (cards.size() > MOST_SCHOOLS) {
            html.element("p", texts.get("public.conditions.more", texts.number(cards.size()))).close();
            return;
        }
        html.open("details").element("summary", texts.get("public.conditions.list", texts.number(cards.size())));
        conditionsHead("public.conditions.organisation", false, parts);
        cards.forEach((unit, card) -> {
            html.open("tr").element("th", schools.get(unit.code()).name(), "scope", "row").element("td", card.period()
                    .toString());
            points(card.total().points());
            parts.forEach(part -> points(card.score(part.code()).map(Scorecard.Score::points).orElse(OptionalDouble.empty())));
            html.close();
        });
        html.close().close().close().close().close();
    }

    private void conditionsHead(String first, boolean organisations, List<Node> parts) {
        html.open("div", "class", "scroll").open("table", "class", "sortable wide").open("thead").open("tr");
        html.element("th", texts.get(first), "scope", "col");
        html.element("th", texts.get("public.conditions.period"), "scope", "col");
        if (organisations) {
            html.element("th", texts.get("public.conditions.organisations"), "scope", "col", "class", "num");
        }
        html.element("th", texts.get("public.conditions.total"), "scope", "col", "class", "num");
        parts.forEach(part -> html.element("th", part.title().in(texts.locale()), "scope", "col", "class", "num"));
        html.close().close().open("tbody");
    }

    private void line(String name, Noko.Aggregate aggregate, List<Node> parts) {
        html.open("tr").element("th", name, "scope", "row").element("td", aggregate.period().toString());
        html.element("td", aggregate.total().map(total -> texts.number(total.organisations())).orElse(texts.dash()), "class",
                "num");
        points(mean(aggregate.total()));
        parts.forEach(part -> points(mean(Optional.ofNullable(aggregate.means().get(part.code())))));
        html.close();
    }

    private static OptionalDouble mean(Optional<Noko.Mean> mean) {
        return mean.isPresent() ? OptionalDouble.of(mean.get().value()) : OptionalDouble.empty();
    }

    private void points(OptionalDouble points) {
        html.element("td", texts.number(points, 1), "class", "num");
    }

    private List<Membership> best(Region region) {
        return cells.best().stream()
                .filter(membership -> data.review().review().results().school((SchoolId) membership.unit())
                        .filter(school -> school.region().equals(region)).isPresent())
                .toList();
    }

    private void best() {
        section("best");
        Map<SchoolId, TreeSet<Integer>> years = new TreeMap<>();
        best(data.region()).forEach(membership -> years
                .computeIfAbsent((SchoolId) membership.unit(), school -> new TreeSet<>()).add(membership.period().year()));
        if (years.isEmpty()) {
            empty("public.best.none");
            return;
        }
        html.element("p", texts.get("public.best.explained"), "class", "read");
        html.open("div", "class", "scroll").open("table", "class", "sortable").open("thead").open("tr");
        for (String column : List.of("school", "municipality", "years")) {
            html.element("th", texts.get("public.best." + column), "scope", "col");
        }
        html.close().close().open("tbody");
        List<Map.Entry<SchoolId, TreeSet<Integer>>> latestFirst = new ArrayList<>(years.entrySet());
        latestFirst.sort(Comparator.comparing((Map.Entry<SchoolId, TreeSet<Integer>> entry) -> -entry.getValue().last())
                .thenComparing(entry -> -entry.getValue().size())
                .thenComparing(Map.Entry::getKey));
        latestFirst.forEach(entry -> {
            School school = data.review().review().results().school(entry.getKey()).orElseThrow();
            html.open("tr").element("th", school.name(), "scope", "row").element("td", texts.name(school.municipality()));
            html.element("td", entry.getValue().stream().map(year -> Integer.toString(year)).collect(Collectors.joining(", ")))
                    .close();
        });
        html.close().close().close().close();
    }

    private void schools() {
        section("schools");
        if (data.works().isEmpty()) {
            empty("public.results.none");
            return;
        }
        if (data.schools().size() > MOST_SCHOOLS) {
            html.element("p", texts.get("public.schools.too-many", texts.number(MOST_SCHOOLS))).close();
            return;
        }
        int year = data.years().last();
        List<Assessment> works = works(year);
        html.element("p", texts.get("public.schools.explained", Integer.toString(year)), "class", "read");
        html.open("details").element("summary", texts.get("public.schools.list", texts.number(data.schools().size())));
        html.open("div", "class", "scroll").open("table", "class", "sortable schools").open("thead").open("tr");
        html.element("th", texts.get("public.best.school"), "scope", "col").element("th", texts.get("public.best.municipality"),
                "scope", "col");
        works.forEach(work -> html.element("th", texts.name(work), "scope", "col", "class", "num"));
        html.close().close().open("tbody");
        data.schools().forEach(school -> line(school, works));
        html.close().close().close().close().close();
    }

    private void line(SchoolSummary summary, List<Assessment> works) {
        School school = summary.school();
        Map<Assessment, SchoolResult> results = new HashMap<>();
        data.review().review().results().results(school.id()).forEach(result -> results.put(result.assessment(), result));
        html.open("tr").element("th", school.name(), "scope", "row").element("td", texts.name(school.municipality()));
        for (Assessment work : works) {
            SchoolResult result = results.get(work);
            if (result == null || result.scores().mean().isEmpty() || !cells.shows(school.id(), "mean_score", work.id()
                    .value())) {
                html.element("td", texts.dash(), "class", "num", "data-v", "");
            } else {
                double mean = result.scores().mean().getAsDouble();
                html.open("td", "class", "num", "data-v", CsvTables.text(PublicTables.rounded(mean, 2))).text(texts.number(mean,
                        1));
                html.element("small", texts.number(result.scores().count())).close();
            }
        }
        html.close();
    }

    private void suppressed() {
        section("suppressed");
        html.open("div", "class", "read");
        html.element("p", texts.get("public.suppressed.what", texts.number(cells.suppressed(data.region()))));
        for (String text : List.of("zero", "never", "sign")) {
            html.element("p", texts.get("public.suppressed." + text));
        }
        html.close().close();
    }
}
