package io.github.eduindicators.io.report;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.fioko.IndexRow;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.recommendations.Recommendation;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.review.ListRow;
import io.github.eduindicators.review.SchoolSummary;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The page of one municipality: its figures, what is said of it, its schools, and a sheet of A4 for each. */
final class MunicipalityPage {
    private final Html html;
    private final Texts texts;
    private final RegionData data;
    private final Municipality municipality;
    private final List<SchoolSummary> schools;
    private final SchoolSheet sheet;

    MunicipalityPage(Html html, Texts texts, RegionData data, Municipality municipality) {
        this.html = html;
        this.texts = texts;
        this.data = data;
        this.municipality = municipality;
        this.schools = data.schools(municipality);
        this.sheet = new SchoolSheet(html, texts, data);
    }

    void write(String note, String back) {
        html.open("header");
        if (!note.isEmpty()) {
            html.element("p", note, "class", "note", "role", "note");
        }
        html.open("p", "class", "back").element("a", texts.get("back.region", texts.name(data.region())), "href", back).close();
        html.element("h1", texts.get("title.municipality", texts.name(municipality), texts.name(data.region()))).close();
        html.open("main");
        summary();
        figures();
        said();
        advice();
        schools();
        schools.forEach(sheet::write);
        html.close();
        html.open("footer").element("p", texts.get("footer")).close();
    }

    private List<IndexRow> index() {
        return data.review().index(data.region()).stream()
                .filter(row -> row.unit().equals(municipality))
                .sorted(Comparator.comparingInt(IndexRow::year))
                .toList();
    }

    private void summary() {
        html.open("section", "id", "summary").element("h2", texts.get("section.summary"));
        Tiles.open(html);
        Tiles.tile(html, texts.number(schools.size()), texts.get("tile.schools"),
                texts.get("tile.schools-more", texts.number(schools.stream().filter(school -> school.n() > 0).count())));
        Tiles.tile(html, texts.number(schools.stream().mapToLong(SchoolSummary::n).sum()), texts.get("tile.results"), "");
        index().stream().reduce((first, second) -> second).ifPresent(row -> Tiles.tile(html, texts.number(row.index(), 1),
                texts.get("tile.index", Integer.toString(row.year())),
                texts.get("tile.index-more", texts.number(row.flagged()), texts.number(row.schools()))));
        Tiles.tile(html, texts.number(schools.stream().filter(school -> school.outcome() == Outcome.FLAGGED).count()),
                texts.get("tile.flagged"), texts.get("tile.flagged-more"));
        html.close().close();
    }

    /** The indicators over all works, year by year. */
    private void figures() {
        IndicatorValues values = data.review().effectiveness(municipality);
        if (values.isEmpty()) {
            return;
        }
        html.open("section", "id", "effectiveness").element("h2", texts.get("municipality.figures"));
        html.open("div", "class", "scroll").open("table").open("thead").open("tr");
        html.element("th", texts.get("municipality.indicator"), "scope", "col");
        List<Period> periods = values.periods().stream().toList();
        periods.forEach(period -> html.element("th", period.toString(), "scope", "col", "class", "num"));
        html.close().close().open("tbody");
        for (String indicator : values.indicators()) {
            html.open("tr").element("th", texts.part(indicator), "scope", "row");
            for (Period period : periods) {
                Optional<IndicatorValue> value = values.value(municipality, indicator, period);
                html.element("td", value.map(own -> MunicipalitiesSection.figure(texts, indicator, own)).orElse(texts.dash()), "class", "num");
            }
            html.close();
        }
        html.close().close().close().close();
    }

    private void said() {
        List<Finding> findings = data.review().findings(municipality);
        html.open("section", "id", "findings").element("h2", texts.get("municipality.said"));
        if (findings.isEmpty()) {
            html.element("p", texts.get("municipality.nothing"), "class", "empty").close();
            return;
        }
        FindingList list = new FindingList(html, texts, data.review().review().results(),
                id -> texts.name(id, data.review().review().results()));
        list.flags(findings);
        list.others(findings);
        html.close();
    }

    /** What is advised to the municipality: about itself, and about its schools. */
    private void advice() {
        List<Recommendation> advice = data.review().recommendations(municipality);
        html.open("section", "id", "recommendations").element("h2", texts.get("municipality.advice"));
        if (advice.isEmpty()) {
            html.element("p", texts.get("municipality.no-advice"), "class", "empty");
        } else {
            new AdviceList(html, texts).write(advice);
        }
        html.close();
    }

    private void schools() {
        html.open("section", "id", "schools").element("h2", texts.get("section.schools"));
        html.open("div", "class", "scroll").open("table", "class", "sortable").open("thead").open("tr");
        html.element("th", texts.get("column.school"), "scope", "col").element("th", texts.get("column.outcome"), "scope", "col");
        html.element("th", texts.get("column.n"), "scope", "col", "class", "num");
        html.element("th", texts.get("municipality.lists"), "scope", "col");
        html.close().close().open("tbody");
        for (SchoolSummary school : schools) {
            html.open("tr").open("th", "scope", "row");
            html.element("a", school.school().name(), "href", "#" + sheet.anchor(school.school())).close();
            html.open("td").element("span", texts.wording().name(school.outcome()), "class", "badge " + school.outcome()).close();
            html.element("td", texts.number(school.n()), "class", "num");
            html.element("td", String.join(", ", data.review().lists(school.school().id()).stream()
                    .filter(row -> row.member() == ListRow.Member.YES)
                    .map(row -> texts.list(row.list()))
                    .distinct().toList()));
            html.close();
        }
        html.close().close().close().close();
    }
}
