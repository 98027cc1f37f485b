package io.github.eduindicators.io.report;

import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.review.Review;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of a review for the public, in the folder {@code public}: {@code report.html} (with several regions also
 * {@code reports/<region>.html}), {@code schools.csv}, {@code index.csv}, {@code effectiveness.csv}, {@code scorecards.csv},
 * {@code trends.csv}, {@code best_practices.csv} and {@code tables.xlsx}.
 *
 * <p>In them no cell of 1..9 pupils is shown or follows from what is shown: see {@link PublicCells}. Left out are signs and
 * lists of objectivity by school, low results, comparisons of schools, heads and persons, problems and findings.
 */
final class PublicFiles {
    private static final String FOLDER = "public";
    private static final String PAGES = "reports";
    private static final String REPORT = "report.html";

    private final Review.Result review;
    private final Texts texts;
    private final String note;
    private final PublicCells cells;
    private final ReviewData data;
    private final IndicatorValues values;

    private PublicFiles(Review.Result review, Texts texts, String note) {
        this.review = review;
        this.texts = texts;
        this.note = note;
        this.cells = PublicCells.of(review);
        this.data = ReviewData.of(review, List.of());
        this.values = review.effectiveness().values(key -> PublicTables.listed(key) && !(key.unit() instanceof SchoolId));
    }

    /** Writes the files; other tables must be fit for the public already, such as {@link PublicRows} makes them. */
    static void write(Review.Result review, Texts texts, String note, Path folder, List<Table> extra) throws IOException {
        new PublicFiles(review, texts, note).write(Files.createDirectories(folder.resolve(FOLDER)), extra);
    }

    private void write(Path folder, List<Table> extra) throws IOException {
        List<Table> tables = new ArrayList<>(new PublicTables(review, cells).all());
        tables.addAll(extra);
        for (Table table : tables) {
            CsvTables.write(table, folder.resolve(table.name() + ".csv"));
        }
        XlsxTables.write(tables, folder.resolve("tables.xlsx"));
        pages(folder);
    }

    private void pages(Path folder) throws IOException {
        ReportPages pages = new ReportPages(data, texts, note);
        List<Region> regions = data.regions();
        if (regions.size() == 1) {
            page(pages, folder.resolve(REPORT), regions.get(0), "");
            return;
        }
        pages.page(folder.resolve(REPORT), texts.get("public.title.overview"), this::overview);
        if (!regions.isEmpty()) {
            Files.createDirectories(folder.resolve(PAGES));
        }
        for (Region region : regions) {
            page(pages, folder.resolve(file(region)), region, "../" + REPORT);
        }
    }

    private void page(ReportPages pages, Path file, Region region, String back) throws IOException {
        pages.page(file, texts.get("public.title", texts.name(region)),
                html -> new PublicPage(html, texts, RegionData.of(region, data), cells, values).write(note, back));
    }

    private String file(Region region) {
        return PAGES + "/" + Slug.of(data.regions().indexOf(region) + 1, data.regions().size(), region.name()) + ".html";
    }

    private void overview(Html html) {
        html.open("header");
        if (!note.isEmpty()) {
            html.element("p", note, "class", "note", "role", "note");
        }
        html.element("h1", texts.get("public.title.overview")).element("p", texts.get("public.version"), "class", "muted")
                .close();
        html.open("main").open("section", "id", "regions").element("h2", texts.get("section.regions"));
        if (data.regions().isEmpty()) {
            html.element("p", texts.get("no-data.schools"), "class", "empty");
        } else {
            html.open("ul");
            for (Region region : data.regions()) {
                html.open("li").element("a", texts.name(region), "href", file(region)).close();
            }
            html.close();
        }
        html.close().close();
        html.open("footer").element("p", texts.get("public.footer")).close();
    }
}
