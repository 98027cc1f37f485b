package io.github.eduindicators.io.report;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.fioko.IndexRow;
import io.github.eduindicators.fioko.Sign;
import io.github.eduindicators.fioko.SignKind;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.ScoreDistribution;
import io.github.eduindicators.review.Review;
import io.github.eduindicators.review.SchoolSummary;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The page of one region. */
final class RegionPage {
    private static final List<String> SECTIONS = List.of("summary", "methods", "problems", "index", "municipalities", "works", "schools",
            "details", "recheck", "effectiveness", "tasks", "trends", "studies", "low-results", "best-practices", "scorecards", "staff",
            "satisfaction", "recommendations", "roadmap");

    private final Html html;
    private final Texts texts;
    private final RegionData data;
    private final Function<Municipality, String> links;
    private final boolean only;
    private final Set<String> sharedNames = new HashSet<>();

    RegionPage(Html html, Texts texts, RegionData data, Function<Municipality, String> links) {
        this.html = html;
        this.texts = texts;
        this.data = data;
        this.links = links;
        this.only = data.review().regions().size() == 1;
        Set<String> names = new HashSet<>();
        for (RegionData.Work work : data.works()) {
            if (!names.add(texts.name(work.assessment()))) {
                sharedNames.add(texts.name(work.assessment()));
            }
        }
    }

    void write(String note, String back) {
        header(note, back);
        html.open("main");
        summary();
        MethodsTable methods = new MethodsTable(html, texts, data.review().review());
        if (!only) {
            methods.ofRegion(data.findings());
        } else {
            methods.ofAll();
            new ProblemsSection(html, texts, data.review().problems()).write();
        }
        index();
        new MunicipalitiesSection(html, texts, data, links).write();
        works();
        new SchoolTable(html, texts, data).write();
        new SchoolDetails(html, texts, data, this::name).write();
        Review.Result review = data.review().review();
        new RecheckSection(html, texts, data).write();
        new EffectivenessSection(html, texts, data).write();
        new TasksSection(html, texts, review.tasks(), data.region(), review.results().schools()).write();
        new TrendsSection(html, texts, data).write();
        new StudiesSection(html, texts, review.studies(), data.region()).write();
        new ListsSection(html, texts, data, ListsSection.LOW_RESULTS).write();
        new ListsSection(html, texts, data, ListsSection.BEST_PRACTICES).write();
        new ScorecardsSection(html, texts, data).write();
        new StaffSection(html, texts, review.staff(), review.needs(), data.region(), review.results().schools()).write();
        new SatisfactionSection(html, texts, review.satisfaction(), data.region(), review.results()::school).write();
        new RecommendationsSection(html, texts, review.catalogue(), review.recommendations(), review.effects(), data).write();
        new RoadmapSection(html, texts, review.roadmap()).write();
        html.close();
        html.open("footer").element("p", texts.get("footer")).close();
    }

    /** Two works of one subject, grade and year are told apart by their identities. */
    private String name(Assessment assessment) {
        String name = texts.name(assessment);
        return sharedNames.contains(name) ? name + " (" + assessment.id() + ")" : name;
    }

    private void header(String note, String back) {
        html.open("header");
        if (!note.isEmpty()) {
            html.element("p", note, "class", "note", "role", "note");
        }
        if (!back.isEmpty()) {
            html.open("p", "class", "back").element("a", texts.get("back"), "href", back).close();
        }
        html.element("h1", texts.get("title.region", texts.name(data.region())));
        TreeSet<Integer> years = data.years();
        if (!years.isEmpty()) {
            String first = Integer.toString(years.first());
            String last = Integer.toString(years.last());
            String text = years.size() == 1 ? texts.get("years.one", first) : texts.get("years.range", first, last);
            html.element("p", text, "class", "years");
        }
        html.close();
        html.open("nav", "aria-label", texts.get("contents")).open("ul");
        for (String section : SECTIONS) {
            if (only || !section.equals("problems")) {
                html.open("li").element("a", texts.get("nav." + section), "href", "#" + section).close();
            }
        }
        html.close().close();
    }

    private void summary() {
        List<SchoolSummary> schools = data.schools();
        long withSigns = schools.stream().filter(school -> school.signs() > 0).count();
        html.open("section", "id", "summary").element("h2", texts.get("section.summary"));
        Tiles.open(html);
        Tiles.tile(html, texts.number(schools.size()), texts.get("tile.schools"),
                texts.get("tile.schools-more", texts.number(schools.stream().filter(school -> school.n() > 0).count())));
        Tiles.tile(html, texts.number(data.results()), texts.get("tile.results"), "");
        Tiles.tile(html, texts.number(data.works().size()), texts.get("tile.assessments"), "");
        latestIndex().ifPresent(row -> Tiles.tile(html, texts.number(row.index(), 1),
                texts.get("tile.index", Integer.toString(row.year())),
                texts.get("tile.index-more", texts.number(row.flagged()), texts.number(row.schools()))));
        Tiles.tile(html, texts.number(withSigns), texts.get("tile.signs"), texts.get("tile.signs-more"));
        Tiles.tile(html, texts.number(count(Outcome.FLAGGED)), texts.get("tile.flagged"), texts.get("tile.flagged-more"));
        html.close();
        html.element("h3", texts.get("outcomes.title"));
        html.open("div", "class", "scroll").open("table", "class", "small").open("tbody");
        for (Outcome outcome : List.of(Outcome.FLAGGED, Outcome.CLEAR, Outcome.INSUFFICIENT_DATA, Outcome.NOT_APPLICABLE)) {
            html.open("tr").open("th", "scope", "row");
            html.element("span", texts.wording().name(outcome), "class", "badge " + outcome).close();
            html.element("td", texts.number(count(outcome)), "class", "num");
            html.element("td", texts.get("outcomes." + outcome)).close();
        }
        html.close().close().close().close();
    }

    private long count(Outcome outcome) {
        return data.schools().stream().filter(school -> school.outcome() == outcome).count();
    }

    private Optional<IndexRow> latestIndex() {
        return data.review().index(data.region()).stream()
                .filter(row -> row.unit().unitType() == UnitType.REGION)
                .max(Comparator.comparingInt(IndexRow::year));
    }

    private void index() {
        html.open("section", "id", "index").element("h2", texts.get("section.index"));
        List<IndexRow> rows = data.review().index(data.region());
        if (rows.isEmpty()) {
            html.element("p", texts.get("no-data.index"), "class", "empty").close();
            return;
        }
        html.element("p", texts.get("index.explained"));
        html.open("div", "class", "two");
        IndexChart chart = new IndexChart(html, texts, data.region(), rows);
        html.open("figure");
        chart.picture();
        html.element("figcaption", texts.get("index.legend")).close();
        chart.table();
        html.close().close();
    }

    private void works() {
        html.open("section", "id", "works").element("h2", texts.get("section.works"));
        if (data.works().isEmpty()) {
            html.element("p", texts.get("no-data.works"), "class", "empty").close();
            return;
        }
        html.open("div", "class", "read").element("p", texts.get("works.histogram")).element("p", texts.get("works.funnel"))
                .close();
        Map<String, Set<SchoolId>> inflated = inflated();
        int year = 0;
        for (RegionData.Work work : data.works()) {
            if (work.assessment().year() != year) {
                year = work.assessment().year();
                html.element("h3", Integer.toString(year), "class", "year");
            }
            work(work, inflated.getOrDefault(work.assessment().id().value(), Set.of()));
        }
        html.close();
    }

    private static double boundary(Finding finding) {
        return finding.fact("cut").map(cut -> cut.number().orElse(0)).orElse(0.0);
    }

    private Map<String, Set<SchoolId>> inflated() {
        Map<String, Set<SchoolId>> inflated = new HashMap<>();
        for (SchoolSummary school : data.schools()) {
            for (Sign sign : data.review().signs(school.school().id())) {
                if (sign.kind() == SignKind.INFLATED_MEAN) {
                    sign.assessments().forEach(
                            id -> inflated.computeIfAbsent(id.value(), assessment -> new HashSet<>()).add(sign.school().id()));
                }
            }
        }
        return inflated;
    }

    private void work(RegionData.Work work, Set<SchoolId> signs) {
        ScoreDistribution all = work.all();
        String name = name(work.assessment());
        html.open("div", "class", "work").open("div", "class", "about");
        html.open("h4").text(name).text(" ").element("small", work.assessment().id().value()).close();
        html.element("p", texts.get("works.numbers", texts.number(all.count()), texts.number(work.schools().size()),
                texts.number(all.mean(), 1), Integer.toString(all.scale().max())));
        List<Finding> findings = data.review().findings(data.region()).stream()
                .filter(finding -> finding.assessments().contains(work.assessment().id()))
                .sorted(Comparator.comparingDouble(RegionPage::boundary))
                .toList();
        if (!findings.isEmpty()) {
            html.element("p", texts.wording().name(findings.get(0).method()), "class", "muted");
            html.open("ul");
            for (Finding finding : findings) {
                html.open("li");
                html.element("span", texts.wording().name(finding.outcome()), "class", "badge " + finding.outcome());
                html.text(" " + texts.says(finding, data.review().review().results())).close();
            }
            html.close();
        }
        html.close();
        html.open("figure");
        Histogram.ofRegion(html, texts, texts.get("histogram.title", name, texts.number(all.count())), all);
        html.element("figcaption", texts.get("histogram.caption")).close();
        html.open("figure");
        Funnel.of(html, texts, texts.get("funnel.title", name, texts.number(work.schools().size()), texts.number(signs.size())),
                work, signs);
        boolean looked = data.review().review().screening().signs().assessments().contains(work.assessment().id());
        String caption = looked ? texts.get("funnel.caption", texts.number(signs.size())) : texts.get("funnel.caption-not-looked");
        html.element("figcaption", caption).close();
        html.close();
    }
}
