package io.github.eduindicators.io.report;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.School;
import io.github.eduindicators.recommendations.Recommendation;
import io.github.eduindicators.results.SchoolResult;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.review.ListRow;
import io.github.eduindicators.review.SchoolSummary;
import io.github.eduindicators.review.TrendReview;
import io.github.eduindicators.trend.TrendMonitoring;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All that the review knows of one school, on a sheet of A4: for its head, or for the one who goes to talk to the school. */
final class SchoolSheet {
    private static final int YEARS = 2;
    private static final int MOST_WORKS = 14;
    private static final Comparator<SchoolResult> LATEST_FIRST =
            Comparator.comparing(SchoolResult::assessment, RegionData.LATEST_FIRST);
    private static final double LEAST_REACH = 0.6;

    private final Html html;
    private final Texts texts;
    private final RegionData data;

    SchoolSheet(Html html, Texts texts, RegionData data) {
        this.html = html;
        this.texts = texts;
        this.data = data;
    }

    void write(SchoolSummary summary) {
        School school = summary.school();
        List<Finding> findings = data.review().findings(school.id());
        html.open("article", "class", "sheet", "id", anchor(school));
        html.element("h2", school.name());
        html.open("p", "class", "muted").text(String.join(" · ", described(school))).close();
        html.open("p").element("span", texts.wording().name(summary.outcome()), "class", "badge " + summary.outcome())
                .text(" " + texts.get("outcomes." + summary.outcome())).close();
        lists(school);
        works(school);
        trend(school);
        if (findings.stream().anyMatch(finding -> finding.outcome() == Outcome.FLAGGED)) {
            html.element("h3", texts.get("details.reasons"));
        }
        FindingList said = new FindingList(html, texts, data.review().review().results(),
                id -> texts.name(id, data.review().review().results()));
        said.flags(findings);
        List<Recommendation> advice = data.review().recommendations(school.id());
        if (!advice.isEmpty()) {
            html.element("h3", texts.get("sheet.advice"));
            new AdviceList(html, texts).write(advice);
        }
        said.othersInShort(findings);
        html.close();
    }

    /** The place of a school in the page; it does not depend on what the register writes. */
    String anchor(School school) {
        return SchoolDetails.anchor(data.number(school));
    }

    private List<String> described(School school) {
        return Stream.of(school.id().value(), texts.name(school.municipality()), school.type(), school.locality())
                .filter(text -> !text.isEmpty())
                .toList();
    }

    private void lists(School school) {
        for (ListRow row : data.review().lists(school.id())) {
            if (row.member() == ListRow.Member.YES) {
                html.element("p", texts.get("details.list", texts.list(row.list()), ReviewTables.reason(row, texts)));
            }
        }
    }

    private void works(School school) {
        List<SchoolResult> all = data.review().review().results().results(school.id()).stream().sorted(LATEST_FIRST).toList();
        if (all.isEmpty()) {
            html.element("p", texts.get("sheet.no-results"), "class", "empty");
            return;
        }
        int since = all.get(0).assessment().year() - YEARS + 1;
        html.open("div", "class", "scroll").open("table").open("thead").open("tr");
        html.element("th", texts.get("sheet.work"), "scope", "col");
        for (String column : List.of("n", "mean", "region", "two", "high")) {
            html.element("th", texts.get("sheet." + column), "scope", "col", "class", "num");
        }
        html.close().close().open("tbody");
        all.stream().filter(result -> result.assessment().year() >= since).limit(MOST_WORKS).forEach(this::work);
        html.close().close().close();
    }

    private void work(SchoolResult result) {
        html.open("tr").element("th", texts.name(result.assessment()), "scope", "row");
        cell(texts.number(result.scores().count()));
        cell(texts.number(result.scores().mean(), 1));
        cell(data.work(result.assessment().id()).map(work -> texts.number(work.all().mean(), 1)).orElse(texts.dash()));
        boolean marks = result.assessment().scale().hasMarks();
        cell(marks ? texts.number(100 * result.scores().markShare(2).orElse(0), 0) : texts.dash());
        cell(marks ? texts.number(100 * (result.scores().markShare(4).orElse(0) + result.scores().markShare(5).orElse(0)), 0)
                : texts.dash());
        html.close();
    }

    private void cell(String text) {
        html.element("td", text, "class", "num");
    }

    /** Where the school stands among the others, year by year. */
    private void trend(School school) {
        TrendReview.Overall overall = data.review().review().trends().overall().get(data.region());
        Optional<YearSeries> series = overall == null ? Optional.empty() : overall.series(school.id());
        Optional<TrendMonitoring.Row> row = series.flatMap(own -> overall.schools().row(own.key()));
        if (row.isEmpty() || row.get().years() < 2) {
            return;
        }
        html.element("h3", texts.get("sheet.trend"));
        html.open("div", "class", "two");
        html.open("figure");
        TrendCharts.small(html, texts, texts.get("trends.picture", school.name()), series.get(), row.get().fit(), Optional.empty(),
                reach(series.get()));
        html.element("figcaption", texts.get("sheet.trend-caption")).close();
        html.open("p").element("b", texts.get("trend." + row.get().label())).text(". "
                + row.get().belief(0.9).map(slope -> texts.get("sheet.slope", texts.number(slope.value(), 2),
                        texts.number(slope.lower(), 2), texts.number(slope.upper(), 2))).orElse(""));
        html.close().close();
    }

    private static double reach(YearSeries series) {
        double reach = series.points().stream()
                .mapToDouble(point -> Math.abs(point.value()) + point.standardError().orElse(0))
                .max().orElse(0);
        return Math.max(LEAST_REACH, Math.ceil(reach * 5) / 5);
    }
}
