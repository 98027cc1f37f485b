package io.github.eduindicators.io.report;

import io.github.eduindicators.composite.RankStudy;
import io.github.eduindicators.criteria.Group;
import io.github.eduindicators.criteria.Methodology;
import io.github.eduindicators.criteria.Node;
import io.github.eduindicators.criteria.Noko;
import io.github.eduindicators.criteria.Scorecard;
import io.github.eduindicators.criteria.Scorecards;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.review.ScorecardReview;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.annotation.Nullable;

/** How units stand by each methodology: a line a unit, a column a part of the methodology. */
final class ScorecardsSection {
    /** Of more units the lowest are told; all are in the CSV file. */
    private static final int MOST_UNITS = 100;
    private static final int OPEN_UNITS = 40;

    private final Html html;
    private final Texts texts;
    private final RegionData data;
    private final ScorecardReview review;
    private final Map<String, School> schools = new HashMap<>();

    ScorecardsSection(Html html, Texts texts, RegionData data) {
        this.html = html;
        this.texts = texts;
        this.data = data;
        this.review = data.review().review().criteria();
        data.schools().forEach(school -> schools.put(school.school().id().value(), school.school()));
    }

    void write() {
        html.open("section", "id", "scorecards").element("h2", texts.get("section.scorecards"));
        Map<String, List<Scorecards>> byMethodology = new TreeMap<>();
        for (Scorecards cards : review.scorecards()) {
            if (cards.all().stream().anyMatch(this::ofRegion)) {
                byMethodology.computeIfAbsent(cards.methodology().id(), id -> new ArrayList<>()).add(cards);
            }
        }
        if (byMethodology.isEmpty()) {
            html.element("p", texts.get("no-data.scorecards"), "class", "empty").close();
            return;
        }
        html.element("p", texts.get("scorecards.explained"));
        byMethodology.values().forEach(this::methodology);
        html.close();
    }

    /** A unit of no known region is told on the page of the only region there is. */
    private boolean ofRegion(Scorecard card) {
        Unit unit = card.unit();
        if (unit instanceof Municipality municipality) {
            return municipality.region().equals(data.region());
        }
        return schools.containsKey(unit.code()) || unit.equals(data.region())
                || data.review().regions().size() == 1;
    }

    private void methodology(List<Scorecards> periods) {
        Methodology methodology = periods.get(periods.size() - 1).methodology();
        html.element("h3", methodology.title().in(texts.locale()));
        html.element("p", texts.get("scorecards.status." + methodology.status().name().toLowerCase(Locale.ROOT), methodology.source()),
                "class", "muted");
        boolean noko = methodology.id().equals(Noko.education().id());
        if (noko) {
            conditions();
        }
        // НОКО visits an organisation once in three years: its latest card is what is known of it.
        List<Scorecard> cards = new ArrayList<>();
        Map<Unit, Scorecard> latest = new TreeMap<>(Unit.order());
        periods.forEach(cards1 -> cards1.all().stream().filter(this::ofRegion).forEach(card -> latest.merge(
                card.unit(), card, (one, other) -> one.period().compareTo(other.period()) > 0 ? one : other)));
        cards.addAll(latest.values());
        table(methodology, cards, periods.get(periods.size() - 1));
    }

    /** The municipalities and the region, and who was not visited in three years. */
    private void conditions() {
        Noko.Coverage coverage = review.coverage().get(data.region());
        if (coverage != null && coverage.share().isPresent()) {
            html.element("p", texts.get("scorecards.coverage", Integer.toString(coverage.year() - 2), Integer.toString(coverage.year()),
                    texts.number(coverage.assessed()), texts.number(coverage.organisations()),
                    texts.number(100 * coverage.share().getAsDouble(), 0)));
        }
        List<Noko.Aggregate> aggregates = review.noko().aggregates().stream()
                .filter(aggregate -> aggregate.unit().equals(data.region()))
                .sorted(Comparator.comparing(Noko.Aggregate::period))
                .toList();
        for (Noko.Aggregate aggregate : aggregates) {
            aggregate.total().ifPresent(total -> html.element("p", texts.get("scorecards.region", aggregate.period().toString(),
                    texts.number(total.value(), 1), texts.number(total.organisations()))));
        }
    }

    private void table(Methodology methodology, List<Scorecard> cards, Scorecards latest) {
        List<Node> parts = methodology.root() instanceof Group group ? group.children() : List.of();
        boolean levels = !methodology.levels().isEmpty();
        Map<Unit, RankStudy.Rank> ranks = ranks(latest);
        if (!ranks.isEmpty()) {
            html.element("p", texts.get("scorecards.ranks"));
        }
        String summary = cards.size() <= MOST_UNITS
                ? texts.get("scorecards.units", texts.number(cards.size()))
                : texts.get("scorecards.lowest", texts.number(cards.size()), texts.number(MOST_UNITS));
        html.open("details", cards.size() <= OPEN_UNITS ? "open" : "class", cards.size() <= OPEN_UNITS ? "open" : "long")
                .element("summary", summary);
        html.open("div", "class", "scroll").open("table", "class", "sortable").open("thead").open("tr");
        html.element("th", texts.get("scorecards.unit"), "scope", "col");
        html.element("th", texts.get("scorecards.period"), "scope", "col");
        html.element("th", texts.get("scorecards.total"), "scope", "col", "class", "num");
        if (levels) {
            html.element("th", texts.get("scorecards.level"), "scope", "col");
        }
        if (!ranks.isEmpty()) {
            html.element("th", texts.get("scorecards.rank"), "scope", "col", "class", "num");
        }
        for (Node part : parts) {
            html.element("th", part.title().in(texts.locale()), "scope", "col", "class", "num");
        }
        html.close().close().open("tbody");
        for (Scorecard card : cards.size() <= MOST_UNITS ? cards : lowest(cards)) {
            html.open("tr").element("th", name(card.unit()), "scope", "row");
            html.element("td", card.period().toString());
            score(card.total());
            if (levels) {
                html.element("td", card.level().map(level -> level.title().in(texts.locale())).orElse(texts.dash()));
            }
            if (!ranks.isEmpty()) {
                rank(ranks.get(card.unit()));
            }
            parts.forEach(part -> card.score(part.code()).ifPresentOrElse(this::score, () -> html.element("td", texts.dash())));
            html.close();
        }
        html.close().close().close().close();
    }

    private static List<Scorecard> lowest(List<Scorecard> cards) {
        return cards.stream()
                .sorted(Comparator.comparingDouble((Scorecard card) -> card.total().points().orElse(Double.MAX_VALUE))
                        .thenComparing(Scorecard::unit, Unit.order()))
                .limit(MOST_UNITS)
                .toList();
    }

    /** Places of municipalities, of one region only: those of two are not compared. */
    private Map<Unit, RankStudy.Rank> ranks(Scorecards latest) {
        Map<Unit, RankStudy.Rank> ranks = new TreeMap<>(Unit.order());
        boolean municipalities = latest.all().stream().allMatch(card -> card.unit().unitType() == UnitType.MUNICIPALITY);
        if (municipalities && latest.all().stream().allMatch(this::ofRegion)) {
            ScorecardReview.ranks(latest).forEach(rank -> ranks.put(rank.unit(), rank));
        }
        return ranks;
    }

    private void rank(@Nullable RankStudy.Rank rank) {
        if (rank == null) {
            html.element("td", texts.dash(), "class", "num", "data-v", "");
        } else {
            html.element("td", texts.number(rank.rank()) + " (" + texts.number(rank.lower(), 0) + "–" + texts.number(rank.upper(), 0) + ")",
                    "class", "num", "data-v", Integer.toString(rank.rank()));
        }
    }

    /** The head and the organisation are told by the name of the school under their code. */
    private String name(Unit unit) {
        School school = schools.get(unit.code());
        return school == null ? texts.name(unit) : school.name();
    }

    private void score(Scorecard.Score score) {
        if (score.points().isEmpty()) {
            html.element("td", texts.dash(), "class", "num", "data-v", "");
            return;
        }
        double points = score.points().getAsDouble();
        String of = score.attainable() == 100 ? "" : " / " + texts.number(score.attainable(), decimals(score.attainable()));
        html.element("td", texts.number(points, score.attainable() == 100 ? 1 : decimals(points)) + of,
                "class", "num", "data-v", CsvTables.text(points));
    }

    private static int decimals(double value) {
        return value == Math.rint(value) ? 0 : value * 10 == Math.rint(value * 10) ? 1 : 2;
    }
}
