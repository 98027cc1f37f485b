package io.github.eduindicators.io.report;

import io.github.eduindicators.fioko.IndexRow;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.Unit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The index of objectivity of a region and its municipalities: a picture of the latest year and a table of all. */
final class IndexChart {
    private static final double WIDTH = 440;
    private static final double ROW = 26;
    private static final double TOP = 22;
    private static final double BOTTOM = 20;
    private static final double LEFT = 4;
    private static final double RIGHT = 14;
    private static final double BAR = 7;

    private final Html html;
    private final Texts texts;
    private final Region region;
    private final TreeSet<Integer> years = new TreeSet<>();
    private final Map<Municipality, Map<Integer, IndexRow>> municipalities = new TreeMap<>();
    private final Map<Integer, IndexRow> ofRegion = new TreeMap<>();
    private final Axis x = new Axis(0, 100, LEFT, WIDTH - RIGHT);

    IndexChart(Html html, Texts texts, Region region, List<IndexRow> rows) {
        this.html = html;
        this.texts = texts;
        this.region = region;
        for (IndexRow row : rows) {
            years.add(row.year());
            if (row.unit() instanceof Municipality municipality) {
                municipalities.computeIfAbsent(municipality, unit -> new TreeMap<>()).put(row.year(), row);
            } else {
                ofRegion.put(row.year(), row);
            }
        }
    }

    /** The bars: lowest index first. */
    void picture() {
        int latest = years.last();
        List<Municipality> inOrder = new ArrayList<>(municipalities.keySet());
        inOrder.sort(Comparator.comparing((Municipality unit) -> municipalities.get(unit).containsKey(latest)
                        ? municipalities.get(unit).get(latest).index()
                        : Double.POSITIVE_INFINITY)
                .thenComparing(Comparator.naturalOrder()));
        double height = TOP + ROW * inOrder.size() + BOTTOM;
        Svg svg = Svg.open(html, texts.get("index.picture", Integer.toString(latest)), WIDTH, height);
        for (int tick = 0; tick <= 100; tick += 25) {
            svg.vertical("grid", x.at(tick), TOP - 4, height - BOTTOM);
            svg.text(tick == 0 ? "muted" : "mid muted", x.at(tick), height - 6, Integer.toString(tick));
        }
        for (int i = 0; i < inOrder.size(); i++) {
            bar(svg, inOrder.get(i), latest, TOP + ROW * i);
        }
        IndexRow whole = ofRegion.get(latest);
        if (whole != null) {
            double at = x.at(whole.index());
            svg.vertical("cut", at, TOP - 6, height - BOTTOM);
            String side = at > WIDTH * 0.8 ? "end" : at < WIDTH * 0.2 ? "start" : "mid";
            svg.text(side, at, 11, texts.get("index.region", texts.number(whole.index(), 1)));
        }
        svg.close();
    }

    private void bar(Svg svg, Municipality unit, int latest, double top) {
        Map<Integer, IndexRow> rows = municipalities.get(unit);
        IndexRow row = rows.get(latest);
        double middle = top + ROW - BAR / 2 - 3;
        svg.text("start", LEFT, top + 13, texts.name(unit));
        svg.text("end strong", WIDTH - RIGHT, top + 13, row == null ? texts.dash() : texts.number(row.index(), 1));
        svg.rectangle("track", LEFT, middle - BAR / 2, x.end() - LEFT, BAR, "");
        if (row != null) {
            svg.rectangle("bar", LEFT, middle - BAR / 2, x.at(row.index()) - LEFT, BAR, tooltip(row));
        }
        for (IndexRow earlier : rows.values()) {
            if (earlier.year() != latest) {
                int age = Math.min(3, latest - earlier.year());
                svg.circle("earlier age" + age, x.at(earlier.index()), middle, 2.8, tooltip(earlier));
            }
        }
    }

    private String tooltip(IndexRow row) {
        return texts.get("index.tooltip", texts.name(row.unit()), Integer.toString(row.year()), texts.number(row.index(), 1),
                texts.number(row.flagged()), texts.number(row.schools()));
    }

    /** One line a municipality and a column a year; the region stands below. */
    void table() {
        html.open("div", "class", "scroll").open("table", "class", "sortable");
        html.open("thead").open("tr");
        html.element("th", texts.get("column.municipality"), "scope", "col");
        for (int year : years) {
            html.element("th", Integer.toString(year), "scope", "col", "class", "num");
        }
        html.close().close().open("tbody");
        municipalities.forEach(this::line);
        html.close().open("tfoot");
        line(region, ofRegion);
        html.close().close().close();
    }

    private void line(Unit unit, Map<Integer, IndexRow> rows) {
        html.open("tr").element("th", texts.name(unit), "scope", "row");
        for (int year : years) {
            IndexRow row = rows.get(year);
            if (row == null) {
                html.element("td", texts.dash(), "class", "num");
            } else {
                html.open("td", "class", "num", "data-v", CsvTables.text(row.index())).element("b", texts.number(row.index(), 1));
                html.element("small", texts.get("index.cell", texts.number(row.flagged()), texts.number(row.schools()),
                        texts.number(row.participantsShare(), 0)));
                html.close();
            }
        }
        html.close();
    }
}
