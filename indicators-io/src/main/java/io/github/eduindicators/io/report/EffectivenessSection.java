package io.github.eduindicators.io.report;

import io.github.eduindicators.effectiveness.ContextualExpectation;
import io.github.eduindicators.effectiveness.ContextualFit;
import io.github.eduindicators.effectiveness.ExpectedRanks;
import io.github.eduindicators.effectiveness.SmallShares;
import io.github.eduindicators.effectiveness.ValueAdded;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.results.SchoolResult;
import io.github.eduindicators.review.EffectivenessReview;
import io.github.eduindicators.review.SchoolSummary;
import io.github.eduindicators.stats.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;

/** How well schools work: classic indicators of the region, and schools compared with what their context leads to expect. */
final class EffectivenessSection {
    /** A longer table of schools is in the CSV file. */
    private static final int MOST_SCHOOLS = 2_000;
    private static final List<String> SHARES = List.of("pass_rate", "quality_rate", "sou");

    private final Html html;
    private final Texts texts;
    private final RegionData data;
    private final EffectivenessReview review;

    EffectivenessSection(Html html, Texts texts, RegionData data) {
        this.html = html;
        this.texts = texts;
        this.data = data;
        this.review = data.review().review().effectiveness();
    }

    void write() {
        html.open("section", "id", "effectiveness").element("h2", texts.get("section.effectiveness"));
        if (data.works().isEmpty()) {
            html.element("p", texts.get("no-data.works"), "class", "empty").close();
            return;
        }
        html.element("h3", texts.get("effectiveness.classic"));
        classic();
        html.element("h3", texts.get("effectiveness.context"));
        context();
        html.close();
    }

    /** The classic indicators of the region, work by work. */
    private void classic() {
        SortedMap<IndicatorValues.Key, IndicatorValue> values =
                data.review().effectiveness(data.region()).values();
        html.open("div", "class", "scroll").open("table").open("thead").open("tr");
        html.element("th", texts.get("effectiveness.work"), "scope", "col");
        for (String column : List.of("n", "pass_rate", "quality_rate", "sou", "mean_mark", "mean_score", "funnel")) {
            html.element("th", texts.get("effectiveness." + column), "scope", "col", "class", "num");
        }
        html.close().close().open("tbody");
        for (RegionData.Work work : data.works()) {
            html.open("tr").element("th", texts.name(work.assessment()), "scope", "row");
            cell(texts.number(work.all().count()));
            for (String share : SHARES) {
                cell(percent(value(values, share, work.assessment().id())));
            }
            cell(number(value(values, "mean_mark", work.assessment().id())));
            cell(number(value(values, "mean_score", work.assessment().id())));
            cell(funnel(work));
            html.close();
        }
        html.close().close().close();
        html.element("p", texts.get("effectiveness.funnel-explained"), "class", "muted");
    }

    /** How many schools have a pass rate below and above what schools differ by. */
    private String funnel(RegionData.Work work) {
        List<Integer> cuts = work.assessment().scale().cuts();
        if (cuts.isEmpty()) {
            return texts.dash();
        }
        IndicatorValues.Builder shares = IndicatorValues.builder();
        for (SchoolResult result : work.schools()) {
            int[] histogram = result.scores().histogram();
            long passed = Arrays.stream(histogram, cuts.get(0), histogram.length).sum();
            shares.add(result.school().id(), "pass_rate", Period.of(work.assessment().year()),
                    IndicatorValue.ratio(passed, result.scores().count()));
        }
        SmallShares.Fit fit = SmallShares.withDefaults()
                .fit(shares.build(), unit -> unit instanceof SchoolId school && review.doubtful().contains(school));
        return count(fit, SmallShares.Position.FAR_BELOW) + " / " + count(fit, SmallShares.Position.FAR_ABOVE);
    }

    private String count(SmallShares.Fit fit, SmallShares.Position position) {
        return texts.number(fit.units().entrySet().stream()
                .filter(entry -> !(entry.getKey() instanceof SchoolId school && review.doubtful().contains(school)))
                .filter(entry -> entry.getValue().funnel().filter(funnel -> funnel.position() == position).isPresent())
                .count());
    }

    private Optional<IndicatorValue> value(
            SortedMap<IndicatorValues.Key, IndicatorValue> values, String indicator, AssessmentId assessment) {
        Period period = Period.of(data.work(assessment).orElseThrow().assessment().year());
        return Optional.ofNullable(values.get(new IndicatorValues.Key(data.region(), indicator, period, assessment.value())));
    }

    private void context() {
        html.element("p", texts.get("effectiveness.context-explained"));
        long doubtful = data.schools().stream().filter(school -> review.doubtful().contains(school.school().id())).count();
        if (doubtful > 0) {
            html.element("p", texts.get("effectiveness.doubtful", texts.number(doubtful)));
        }
        EffectivenessReview.Ranking ranking = review.rankings().get(data.region());
        if (ranking == null) {
            html.element("p", texts.get("no-data.context"), "class", "empty");
            return;
        }
        models(ranking.period());
        List<Caterpillar.Bar> bars = new ArrayList<>();
        List<SchoolSummary> compared = new ArrayList<>();
        for (SchoolSummary school : data.schools()) {
            Optional<Interval> effect = residual(school, ranking.period()).flatMap(IndicatorValue::interval);
            if (effect.isPresent()) {
                compared.add(school);
                bars.add(new Caterpillar.Bar(school.school().name(), effect.get(), style(school)));
            }
        }
        html.open("figure");
        Caterpillar.of(html, texts, texts.get("effectiveness.picture", texts.number(bars.size())), bars);
        html.element("figcaption", texts.get("effectiveness.legend", ranking.period().toString())).close();
        OptionalDouble told = ranking.ranks().shareTold();
        if (told.isPresent()) {
            html.element("p", texts.get("effectiveness.told", texts.number(100 * told.getAsDouble(), 0)));
        }
        table(compared, ranking);
    }

    /** Whether the finding of the school says that it is surely above or below. */
    private String style(SchoolSummary school) {
        return data.review().findings(school.school().id()).stream()
                .filter(finding -> finding.method().id().equals(ContextualExpectation.withDefaults().method().id()))
                .map(Finding::category)
                .filter(category -> category.equals("above") || category.equals("below"))
                .findFirst()
                .orElse("within");
    }

    private Optional<IndicatorValue> residual(SchoolSummary school, Period period) {
        return review.context().values().value(school.school().id(), ContextualExpectation.INDICATOR, period);
    }

    /** What was allowed for, work by work of the year. */
    private void models(Period period) {
        List<ContextualExpectation.AssessmentFit> fits = review.context().fits().stream()
                .filter(fit -> fit.region().equals(data.region()))
                .filter(fit -> year(fit.assessment()) == period.year() && !fit.models().isEmpty())
                .toList();
        html.open("details").element("summary", texts.get("effectiveness.models", Integer.toString(period.year())));
        html.open("div", "class", "scroll").open("table").open("thead").open("tr");
        html.element("th", texts.get("effectiveness.work"), "scope", "col");
        html.element("th", texts.get("effectiveness.variables"), "scope", "col");
        for (String column : List.of("schools", "r2", "value-added-schools", "reliability")) {
            html.element("th", texts.get("effectiveness." + column), "scope", "col", "class", "num");
        }
        html.close().close().open("tbody");
        for (ContextualExpectation.AssessmentFit fit : fits) {
            for (ContextualFit.Model model : fit.models()) {
                html.open("tr").element("th", texts.name(fit.assessment(), data.review().review().results()), "scope", "row");
                html.element("td", model.variables().isEmpty() ? texts.dash() : String.join(", ", model.variables()));
                cell(texts.number(model.units()));
                cell(texts.number(model.r2(), 2));
                Optional<ValueAdded.Fit> added = review.valueAdded().fits().stream()
                        .filter(f -> f.region().equals(data.region()) && f.assessment().equals(fit.assessment()))
                        .map(ValueAdded.CohortFit::fit)
                        .findFirst();
                cell(added.map(f -> texts.number(f.schools())).orElse(texts.dash()));
                cell(added.map(f -> texts.number(f.reliability(), 2)).orElse(texts.dash()));
                html.close();
            }
        }
        html.close().close().close().close();
    }

    private int year(AssessmentId id) {
        return data.work(id).map(work -> work.assessment().year()).orElse(0);
    }

    private void table(List<SchoolSummary> schools, EffectivenessReview.Ranking ranking) {
        if (schools.size() > MOST_SCHOOLS) {
            html.element("p", texts.get("effectiveness.too-many", texts.number(MOST_SCHOOLS)));
            return;
        }
        html.open("details").element("summary", texts.get("effectiveness.table", texts.number(schools.size())));
        html.open("div", "class", "scroll").open("table", "class", "sortable").open("thead").open("tr");
        html.element("th", texts.get("column.school"), "scope", "col");
        html.element("th", texts.get("column.municipality"), "scope", "col");
        for (String column : List.of("residual", "rank", "rank-interval")) {
            html.element("th", texts.get("effectiveness." + column), "scope", "col", "class", "num");
        }
        html.element("th", texts.get("effectiveness.says"), "scope", "col").close().close().open("tbody");
        schools.stream()
                .sorted(Comparator.comparingDouble((SchoolSummary school) -> expected(school, ranking))
                        .thenComparing(school -> school.school().id()))
                .forEach(school -> line(school, ranking));
        html.close().close().close().close();
    }

    private static double expected(SchoolSummary school, EffectivenessReview.Ranking ranking) {
        return ranking.ranks().rank(school.school().id()).map(ExpectedRanks.Rank::expected).orElse(Double.MAX_VALUE);
    }

    private void line(SchoolSummary school, EffectivenessReview.Ranking ranking) {
        SchoolId id = school.school().id();
        Interval effect = residual(school, ranking.period()).flatMap(IndicatorValue::interval).orElseThrow();
        ExpectedRanks.Rank rank = ranking.ranks().rank(id).orElseThrow();
        html.open("tr").element("th", school.school().name(), "scope", "row");
        html.element("td", texts.name(school.school().municipality()));
        sortable(effect.value(), texts.number(effect.value(), 2) + " (" + texts.number(effect.lower(), 2) + "…"
                + texts.number(effect.upper(), 2) + ")");
        sortable(rank.expected(), texts.number(rank.expected(), 0));
        sortable(rank.lower(), texts.number(rank.lower()) + "–" + texts.number(rank.upper()));
        html.element("td", texts.get("effectiveness." + style(school))).close();
    }

    private void sortable(double value, String text) {
        html.element("td", text, "class", "num", "data-v", CsvTables.text(value));
    }

    private String percent(Optional<IndicatorValue> share) {
        return share.flatMap(IndicatorValue::interval)
                .map(i -> texts.number(100 * i.value(), 1) + " (" + texts.number(100 * i.lower(), 1) + "…"
                        + texts.number(100 * i.upper(), 1) + ")")
                .orElse(texts.dash());
    }

    private String number(Optional<IndicatorValue> value) {
        return value.isPresent() ? texts.number(value.get().value(), 2) : texts.dash();
    }

    private void cell(String text) {
        html.element("td", text, "class", "num");
    }
}
