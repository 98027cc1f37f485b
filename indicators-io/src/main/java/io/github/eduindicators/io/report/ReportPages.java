package io.github.eduindicators.io.report;

import com.google.common.hash.Hashing;
import com.google.common.io.Resources;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.fioko.IndexRow;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.review.SchoolSummary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** The pages of the report: one of the region, or an overview and one of each region. */
final class ReportPages {
    private static final String REPORT = "report.html";
    private static final String FOLDER = "reports";
    private static final String PLACES = "municipalities";
    /** Numbers of files have as many digits as a country needs, so that names sort. */
    private static final int LEAST_PLACES = 1_000;

    private final ReviewData data;
    private final Texts texts;
    private final String note;
    private final Map<Municipality, String> municipalities = new TreeMap<>();
    private final String style = resource("report.css");
    private final String script = resource("report.js");

    ReportPages(ReviewData data, Texts texts, String note) {
        this.data = data;
        this.texts = texts;
        this.note = note;
    }

    private static String resource(String name) {
        try {
            return Resources.toString(Resources.getResource(ReportPages.class, name), StandardCharsets.UTF_8)
                    .replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(Path folder) throws IOException {
        List<Region> regions = data.regions();
        if (regions.size() == 1) {
            region(folder, REPORT, regions.get(0), "");
            return;
        }
        page(folder.resolve(REPORT), texts.get("title.overview"), this::overview);
        if (!regions.isEmpty()) {
            Files.createDirectories(folder.resolve(FOLDER));
        }
        for (Region region : regions) {
            region(folder, file(region), region, "../" + REPORT);
        }
    }

    /** Writes a page that is whole in itself. */
    void page(Path file, String title, Consumer<Html> body) throws IOException {
        try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            page(out, title, body);
        }
    }

    /** The page of a region and those of its municipalities, each of which holds the sheets of its schools. */
    private void region(Path folder, String file, Region region, String back) throws IOException {
        RegionData own = RegionData.of(region, data);
        Map<Municipality, String> files = new TreeMap<>();
        for (Municipality municipality : own.municipalities()) {
            int number = municipalities.size() + files.size() + 1;
            files.put(municipality, PLACES + "/" + Slug.of(number, LEAST_PLACES, municipality.name()) + ".html");
        }
        municipalities.putAll(files);
        String up = back.isEmpty() ? "" : "../";
        Function<Municipality, String> links = municipality -> up + files.get(municipality);
        page(folder.resolve(file), texts.get("title.region", texts.name(region)),
                html -> new RegionPage(html, texts, own, links).write(note, back));
        if (!files.isEmpty()) {
            Files.createDirectories(folder.resolve(PLACES));
        }
        for (Map.Entry<Municipality, String> place : files.entrySet()) {
            Municipality municipality = place.getKey();
            page(folder.resolve(place.getValue()), texts.get("title.municipality", texts.name(municipality), texts.name(region)),
                    html -> new MunicipalityPage(html, texts, own, municipality).write(note, "../" + file));
        }
    }

    private String file(Region region) {
        int number = data.regions().indexOf(region) + 1;
        return FOLDER + "/" + Slug.of(number, data.regions().size(), region.name()) + ".html";
    }

    private void page(Writer out, String title, Consumer<Html> body) {
        Html html = new Html(out);
        html.trusted("<!DOCTYPE html>\n");
        html.open("html", "lang", texts.locale().getLanguage());
        html.open("head");
        html.empty("meta", "charset", "utf-8");
        // Nothing is loaded from anywhere, and only the script of ours runs, whatever the data hold.
        html.empty("meta", "http-equiv", "Content-Security-Policy", "content",
                "default-src 'none'; base-uri 'none'; form-action 'none'; style-src " + hash(style) + "; script-src "
                        + hash(script));
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.empty("meta", "name", "color-scheme", "content", "light dark");
        html.element("title", title);
        html.open("style").trusted(style).close();
        html.close();
        html.open("body");
        body.accept(html);
        html.open("script").trusted(script).close();
        html.close();
        html.close();
        html.end();
    }

    private static String hash(String text) {
        byte[] sha256 = Hashing.sha256().hashString(text, StandardCharsets.UTF_8).asBytes();
        return "'sha256-" + Base64.getEncoder().encodeToString(sha256) + "'";
    }

    private void overview(Html html) {
        html.open("header");
        if (!note.isEmpty()) {
            html.element("p", note, "class", "note", "role", "note");
        }
        html.element("h1", texts.get("title.overview")).close();
        html.open("main");
        html.open("section", "id", "summary").element("h2", texts.get("section.summary"));
        Tiles.open(html);
        Tiles.tile(html, texts.number(data.regions().size()), texts.get("tile.regions"), "");
        Tiles.tile(html, texts.number(data.review().schools().size()), texts.get("tile.schools"), "");
        Tiles.tile(html, texts.number(data.review().schools().stream().mapToLong(SchoolSummary::n).sum()),
                texts.get("tile.results"), "");
        Tiles.tile(html, texts.number(data.review().results().assessments().size()), texts.get("tile.assessments"), "");
        html.close().close();
        if (data.regions().isEmpty()) {
            html.element("p", texts.get("no-data.schools"), "class", "empty");
        } else {
            regions(html);
        }
        new MethodsTable(html, texts, data.review()).ofAll();
        new ProblemsSection(html, texts, data.problems()).write();
        html.close();
    }

    private void regions(Html html) {
        html.open("section", "id", "regions").element("h2", texts.get("section.regions"));
        html.open("div", "class", "scroll").open("table", "class", "sortable").open("thead").open("tr");
        html.element("th", texts.get("column.region"), "scope", "col");
        for (String column : List.of("column.schools", "column.n", "column.with-signs", "column.flagged", "column.index")) {
            html.element("th", texts.get(column), "scope", "col", "class", "num");
        }
        html.close().close().open("tbody");
        for (Region region : data.regions()) {
            List<SchoolSummary> schools = data.schools(region);
            html.open("tr").open("th", "scope", "row");
            html.element("a", texts.name(region), "href", file(region)).close();
            number(html, schools.size());
            number(html, schools.stream().mapToLong(SchoolSummary::n).sum());
            number(html, schools.stream().filter(school -> school.signs() > 0).count());
            number(html, schools.stream().filter(school -> school.outcome() == Outcome.FLAGGED).count());
            Optional<IndexRow> latest = latest(region);
            html.element("td", latest.map(row -> texts.get("index.year", texts.number(row.index(), 1),
                    Integer.toString(row.year())))
                    .orElse(texts.dash()), "class", "num", "data-v", latest.map(row -> CsvTables.text(row.index())).orElse(""));
            html.close();
        }
        html.close().close().close().close();
    }

    private void number(Html html, long value) {
        html.element("td", texts.number(value), "class", "num");
    }

    private Optional<IndexRow> latest(Region region) {
        return data.index(region).stream()
                .filter(row -> row.unit().unitType() == UnitType.REGION)
                .max(Comparator.comparingInt(IndexRow::year));
    }
}
