package io.github.eduindicators.io.report;

import io.github.eduindicators.model.Region;
import io.github.eduindicators.recheck.Agreement;
import io.github.eduindicators.recheck.RecheckAnalysis;
import io.github.eduindicators.recheck.SchoolRecheck;
import io.github.eduindicators.stats.Interval;
import java.util.List;
import java.util.Locale;
import javax.annotation.Nullable;

/** What experts found who marked works again: all of them together, the control schools, and each school. */
final class RecheckSection {
    private final Html html;
    private final Texts texts;
    private final RecheckAnalysis.Result recheck;
    private final Region region;

    RecheckSection(Html html, Texts texts, RegionData data) {
        this.html = html;
        this.texts = texts;
        this.recheck = data.review().review().recheck();
        this.region = data.region();
    }

    private List<SchoolRecheck> schools() {
        return recheck.schools().stream().filter(school -> school.school().region().equals(region)).toList();
    }

    void write() {
        html.open("section", "id", "recheck").element("h2", texts.get("section.recheck"));
        List<SchoolRecheck> schools = schools();
        if (schools.isEmpty()) {
            html.element("p", texts.get("no-data.recheck"), "class", "empty").close();
            return;
        }
        html.element("p", texts.get("recheck.explained"));
        html.open("div", "class", "scroll").open("table").open("thead").open("tr");
        html.element("th", texts.get("recheck.school"), "scope", "col");
        for (String column : List.of("works", "exact", "confirmed", "shift", "changed", "kappa", "experts")) {
            html.element("th", texts.get("recheck." + column), "scope", "col", "class", "num");
        }
        html.element("th", texts.get("recheck.decision"), "scope", "col").close().close().open("tbody");
        total("recheck.region", recheck.regions().get(region));
        total("recheck.controls", recheck.controls().get(region));
        for (SchoolRecheck school : schools) {
            html.open("tr").element("th", school.school().name(), "scope", "row");
            school.agreement().ifPresentOrElse(this::figures, this::noFigures);
            html.element("td", texts.get("recheck.decision." + school.decision().name().toLowerCase(Locale.ROOT))).close();
        }
        html.close().close().close().close();
    }

    private void total(String name, @Nullable Agreement agreement) {
        if (agreement != null) {
            html.open("tr", "class", "total").element("th", texts.get(name), "scope", "row");
            figures(agreement);
            html.element("td", "").close();
        }
    }

    private void figures(Agreement agreement) {
        cell(texts.number(agreement.works()));
        cell(percent(agreement.exact()));
        cell(percent(agreement.confirmed()));
        cell(agreement.shift().map(shift -> interval(shift, 1, 2)).orElse(texts.dash()));
        cell(agreement.changedShare().isPresent() ? texts.number(100 * agreement.changedShare().getAsDouble(), 0) : texts.dash());
        cell(texts.number(agreement.quadraticKappa(), 2));
        cell(agreement.experts().map(experts -> texts.number(100 * experts.exact(), 0)).orElse(texts.dash()));
    }

    private void noFigures() {
        for (int i = 0; i < 7; i++) {
            cell(texts.dash());
        }
    }

    private String percent(Interval share) {
        return interval(share, 100, 0);
    }

    private String interval(Interval value, double factor, int decimals) {
        return texts.number(factor * value.value(), decimals) + " (" + texts.number(factor * value.lower(), decimals) + "…"
                + texts.number(factor * value.upper(), decimals) + ")";
    }

    private void cell(String text) {
        html.element("td", text, "class", "num");
    }
}
