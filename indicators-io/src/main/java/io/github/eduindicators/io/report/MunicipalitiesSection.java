package io.github.eduindicators.io.report;

import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.fioko.IndexRow;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.review.SchoolSummary;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** One line a municipality, with the way to its page. */
final class MunicipalitiesSection {
    private static final List<String> INDICATORS = List.of("pass_rate", "quality_rate", "mean_z");

    private final Html html;
    private final Texts texts;
    private final RegionData data;
    private final Function<Municipality, String> links;

    MunicipalitiesSection(Html html, Texts texts, RegionData data, Function<Municipality, String> links) {
        this.html = html;
        this.texts = texts;
        this.data = data;
        this.links = links;
    }

    void write() {
        html.open("section", "id", "municipalities").element("h2", texts.get("section.municipalities"));
        html.element("p", texts.get("municipalities.explained"));
        html.open("div", "class", "scroll").open("table", "class", "sortable").open("thead").open("tr");
        html.element("th", texts.get("column.municipality"), "scope", "col");
        for (String column : List.of("column.schools", "column.n", "column.flagged", "column.index")) {
            html.element("th", texts.get(column), "scope", "col", "class", "num");
        }
        INDICATORS.forEach(indicator -> html.element("th", texts.part(indicator), "scope", "col", "class", "num"));
        html.element("th", texts.get("municipalities.flags"), "scope", "col", "class", "num");
        html.close().close().open("tbody");
        data.municipalities().forEach(this::line);
        html.close().close().close().close();
    }

    private void line(Municipality municipality) {
        List<SchoolSummary> schools = data.schools(municipality);
        html.open("tr").open("th", "scope", "row");
        html.element("a", texts.name(municipality), "href", links.apply(municipality)).close();
        cell(texts.number(schools.size()));
        cell(texts.number(schools.stream().mapToLong(SchoolSummary::n).sum()));
        cell(texts.number(schools.stream().filter(school -> school.outcome() == Outcome.FLAGGED).count()));
        Optional<IndexRow> index = data.review().index(data.region()).stream()
                .filter(row -> row.unit().equals(municipality))
                .max(Comparator.comparingInt(IndexRow::year));
        cell(index.map(row -> texts.get("index.year", texts.number(row.index(), 1), Integer.toString(row.year()))).orElse(texts.dash()));
        IndicatorValues values = data.review().effectiveness(municipality);
        for (String indicator : INDICATORS) {
            cell(latest(values, municipality, indicator));
        }
        cell(texts.number(data.review().findings(municipality).stream().filter(f -> f.outcome() == Outcome.FLAGGED).count()));
        html.close();
    }

    private String latest(IndicatorValues values, Municipality municipality, String indicator) {
        Optional<Period> last = values.where(key -> key.indicator().equals(indicator)).periods().stream().max(Comparator.naturalOrder());
        return last.flatMap(period -> values.value(municipality, indicator, period))
                .map(value -> figure(texts, indicator, value))
                .orElse(texts.dash());
    }

    /** Shares in percent, everything else with two decimals. */
    static String figure(Texts texts, String indicator, IndicatorValue value) {
        boolean share = indicator.endsWith("_rate") || indicator.endsWith("_share") || indicator.equals("sou");
        return texts.number(value.value().isPresent() && share
                ? java.util.OptionalDouble.of(100 * value.value().getAsDouble()) : value.value(), share ? 1 : 2);
    }

    private void cell(String text) {
        html.element("td", text, "class", "num");
    }
}
