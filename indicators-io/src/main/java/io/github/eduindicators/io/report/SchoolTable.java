package io.github.eduindicators.io.report;

import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.fioko.Repetition;
import io.github.eduindicators.review.SchoolSummary;
import java.util.List;
import java.util.OptionalDouble;

/** All schools of the region, a line each. */
final class SchoolTable {
    private final Html html;
    private final Texts texts;
    private final RegionData data;

    SchoolTable(Html html, Texts texts, RegionData data) {
        this.html = html;
        this.texts = texts;
        this.data = data;
    }

    void write() {
        html.open("section", "id", "schools").element("h2", texts.get("section.schools"));
        if (data.schools().isEmpty()) {
            html.element("p", texts.get("no-data.schools"), "class", "empty").close();
            return;
        }
        html.element("p", texts.get("schools.explained"));
        html.open("p", "class", "filter", "hidden", "hidden");
        html.open("label").text(texts.get("filter.label") + " ").empty("input", "type", "search", "autocomplete", "off").close();
        html.open("label").text(texts.get("filter.show") + " ").open("select");
        for (String choice : List.of("all", "any", "flagged")) {
            html.element("option", texts.get("filter." + choice), "value", choice);
        }
        html.close().close();
        html.element("span", "", "role", "status", "data-text", texts.get("filter.count"));
        html.close();
        html.open("div", "class", "scroll").open("table", "class", "sortable schools");
        html.open("thead").open("tr");
        for (String column : List.of("school", "id", "municipality", "outcome")) {
            html.element("th", texts.get("column." + column), "scope", "col");
        }
        for (String column : List.of("n", "signs", "years-flagged", "consecutive", "last-year")) {
            html.element("th", texts.get("column." + column), "scope", "col", "class", "num");
        }
        html.element("th", texts.get("column.kinds"), "scope", "col");
        for (String column : List.of("independent-kinds", "p", "adjusted-p")) {
            html.element("th", texts.get("column." + column), "scope", "col", "class", "num");
        }
        html.close().close().open("tbody");
        for (int i = 0; i < data.schools().size(); i++) {
            line(data.schools().get(i), i);
        }
        html.close().close().close().close();
    }

    private void line(SchoolSummary school, int number) {
        boolean flagged = school.outcome() == Outcome.FLAGGED;
        boolean detailed = RegionData.detailed(school);
        html.open("tr", "data-k", flagged ? "flagged" : detailed ? "any" : "none");
        html.open("th", "scope", "row");
        if (detailed) {
            html.element("a", school.school().name(), "href", "#" + SchoolDetails.anchor(number));
        } else {
            html.text(school.school().name());
        }
        html.close();
        html.element("td", school.school().id().value());
        html.element("td", texts.name(school.school().municipality()));
        html.open("td", "data-v", Integer.toString(rank(school.outcome())));
        html.element("span", texts.wording().name(school.outcome()), "class", "badge " + school.outcome()).close();
        html.element("td", texts.number(school.n()));
        Repetition repetition = school.repetition();
        html.element("td", texts.number(school.signs()));
        html.element("td", texts.number(repetition.yearsFlagged()));
        html.element("td", texts.number(repetition.consecutive()));
        html.element("td", repetition.lastYear().isPresent() ? Integer.toString(repetition.lastYear().getAsInt()) : texts.dash());
        html.element("td", texts.kinds(school.kinds()));
        html.element("td", texts.number(school.independentKinds()));
        p(school.p());
        p(school.adjustedP());
        html.close();
    }

    private static int rank(Outcome outcome) {
        return switch (outcome) {
            case FLAGGED -> 0;
            case CLEAR -> 1;
            case INSUFFICIENT_DATA -> 2;
            case NOT_APPLICABLE -> 3;
        };
    }

    private void p(OptionalDouble value) {
        if (value.isPresent()) {
            html.element("td", texts.p(value), "data-v", CsvTables.text(value.getAsDouble()));
        } else {
            html.element("td", texts.dash());
        }
    }
}
