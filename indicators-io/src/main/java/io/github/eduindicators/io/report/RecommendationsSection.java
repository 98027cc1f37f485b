package io.github.eduindicators.io.report;

import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.recommendations.Addressee;
import io.github.eduindicators.recommendations.Catalogue;
import io.github.eduindicators.recommendations.DecisionEffects;
import io.github.eduindicators.recommendations.Phrase;
import io.github.eduindicators.recommendations.Recommendation;
import io.github.eduindicators.recommendations.Rule;
import io.github.eduindicators.review.SchoolSummary;
import io.github.eduindicators.stats.Interval;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What is recommended to whom in a region, and what became of decisions a year later. */
final class RecommendationsSection {
    /** All recommendations with their texts are in the CSV file. */
    private static final int MOST_UNITS = 8;
    private static final int MOST_MUNICIPALITIES = 20;
    private static final int MOST_OF_REGION = 10;
    private static final int MOST_EFFECTS = 20;
    private static final String ELLIPSIS = "…";

    private final Html html;
    private final Texts texts;
    private final Optional<Catalogue> catalogue;
    private final List<Recommendation> recommendations;
    private final List<DecisionEffects.Effect> effects;
    private final RegionData data;
    private final Map<String, Integer> schools = new HashMap<>();

    /** Without a catalogue the region's own could not be read. */
    RecommendationsSection(
            Html html, Texts texts, Optional<Catalogue> catalogue, List<Recommendation> all, DecisionEffects.Result effects, RegionData data) {
        this.html = html;
        this.texts = texts;
        this.catalogue = catalogue;
        this.data = data;
        List<SchoolSummary> own = data.schools();
        for (int i = 0; i < own.size(); i++) {
            schools.put(own.get(i).school().id().value(), i);
        }
        this.recommendations = all.stream().filter(one -> ofRegion(one.unit())).toList();
        this.effects = effects.effects().stream().filter(effect -> ofRegion(effect.decision().unit())).toList();
    }

    /** A unit of no known region is told on the page of the only region there is. */
    private boolean ofRegion(Unit unit) {
        if (unit instanceof Municipality municipality) {
            return municipality.region().equals(data.region());
        }
        if (unit instanceof Region region) {
            return region.equals(data.region());
        }
        return schools.containsKey(unit.code()) || !(unit instanceof SchoolId) && data.review().regions().size() == 1;
    }

    void write() {
        html.open("section", "id", "recommendations").element("h2", texts.get("section.recommendations"));
        if (catalogue.isEmpty()) {
            html.element("p", texts.get("recommendations.no-catalogue"), "class", "empty");
        } else if (recommendations.isEmpty()) {
            html.element("p", texts.get("no-data.recommendations"), "class", "empty");
        } else {
            advice(catalogue.get());
        }
        decisions();
        html.close();
    }

    private void advice(Catalogue rules) {
        html.open("div", "class", "read").element("p", texts.get("recommendations.explained")).close();
        html.element("p", texts.get("recommendations.status." + rules.status().name().toLowerCase(Locale.ROOT),
                rules.title().in(texts.locale()), rules.edition()), "class", "muted");
        addressees();
        ofRegion();
        municipalities();
        byRule();
    }

    private void addressees() {
        Map<Addressee, List<Recommendation>> byRole = recommendations.stream()
                .collect(Collectors.groupingBy(Recommendation::addressee, TreeMap::new, Collectors.toList()));
        table(List.of("addressee"), List.of("number", "units", "high", "next-due"));
        byRole.forEach((role, own) -> {
            html.open("tr").element("th", texts.get("recommendations.role." + role.code()), "scope", "row");
            cell(texts.number(own.size()));
            cell(texts.number(own.stream().map(Recommendation::addressedUnit).distinct().count()));
            cell(texts.number(own.stream().filter(one -> one.priority() == Rule.Priority.HIGH).count()));
            cell(earliest(own));
            html.close();
        });
        endTable();
    }

    private static String earliest(List<Recommendation> some) {
        return some.stream().map(Recommendation::due).min(Comparator.naturalOrder()).map(LocalDate::toString).orElseThrow();
    }

    /** What is said about the region as a whole, in full. */
    private void ofRegion() {
        List<Recommendation> own = recommendations.stream().filter(one -> one.unit() instanceof Region)
                .sorted(Comparator.comparing(Recommendation::priority).thenComparing(Recommendation.order())).toList();
        if (own.isEmpty()) {
            return;
        }
        html.element("h3", texts.get("recommendations.of-region")).open("ul");
        own.stream().limit(MOST_OF_REGION).forEach(one -> {
            html.open("li").element("b", texts.get("recommendations.role." + one.addressee().code())).text(" ");
            html.text(texts.get("recommendations.until", one.due().toString(), one.text(texts.locale())));
            html.element("div", one.why(texts.locale()), "class", "muted").close();
        });
        html.close();
        more(own.size() - MOST_OF_REGION);
    }

    private void municipalities() {
        Map<Unit, List<Recommendation>> byMunicipality = new TreeMap<>(Unit.order());
        for (Recommendation one : recommendations) {
            if (one.addressedUnit() instanceof Municipality) {
                byMunicipality.computeIfAbsent(one.addressedUnit(), unit -> new ArrayList<>()).add(one);
            }
        }
        if (byMunicipality.isEmpty()) {
            return;
        }
        html.element("h3", texts.get("recommendations.of-municipalities"));
        table(List.of("municipality"), List.of("number", "high", "about-municipality", "about-schools", "next-due"));
        byMunicipality.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<Unit, List<Recommendation>> entry) -> -high(entry.getValue()))
                        .thenComparing(entry -> -entry.getValue().size())
                        .thenComparing(Map.Entry::getKey, Unit.order()))
                .limit(MOST_MUNICIPALITIES)
                .forEach(entry -> {
                    List<Recommendation> own = entry.getValue();
                    long about = own.stream().filter(one -> one.unit().unitType() == UnitType.MUNICIPALITY).count();
                    html.open("tr").element("th", texts.name(entry.getKey()), "scope", "row");
                    cell(texts.number(own.size()));
                    cell(texts.number(high(own)));
                    cell(texts.number(about));
                    cell(texts.number(own.size() - about));
                    cell(earliest(own));
                    html.close();
                });
        endTable();
        more(byMunicipality.size() - MOST_MUNICIPALITIES);
    }

    private static long high(List<Recommendation> some) {
        return some.stream().filter(one -> one.priority() == Rule.Priority.HIGH).count();
    }

    /** Rules about municipalities, schools and heads: what is said in common, and about whom. */
    private void byRule() {
        Map<String, List<Recommendation>> byRule = new HashMap<>();
        recommendations.stream().filter(one -> !(one.unit() instanceof Region))
                .forEach(one -> byRule.computeIfAbsent(one.rule().id(), id -> new ArrayList<>()).add(one));
        if (byRule.isEmpty()) {
            return;
        }
        html.element("h3", texts.get("recommendations.by-rule"));
        List<Rule> spoken = catalogue.orElseThrow().rules().stream().filter(rule -> byRule.containsKey(rule.id())).toList();
        String topic = "";
        for (Rule rule : spoken.stream().sorted(Comparator.comparing(this::place)).toList()) {
            if (!rule.topic().equals(topic)) {
                topic = rule.topic();
                html.element("h4", catalogue.get().topics().get(topic).in(texts.locale()));
            }
            rule(rule, byRule.get(rule.id()));
        }
    }

    /** Topics in the order of the catalogue; within a topic the sort keeps the order of the rules. */
    private int place(Rule rule) {
        return List.copyOf(catalogue.orElseThrow().topics().keySet()).indexOf(rule.topic());
    }

    private void rule(Rule rule, List<Recommendation> spoken) {
        List<Unit> units = spoken.stream().map(Recommendation::unit).distinct().toList();
        html.open("details").open("summary").element("b", rule.title().in(texts.locale())).text(" ");
        html.element("small", texts.get("recommendations.rule", texts.get("recommendations.role." + rule.addressee().code()),
                texts.number(units.size()), earliest(spoken)));
        if (rule.priority() == Rule.Priority.HIGH) {
            html.text(" ").element("span", texts.get("recommendations.high"), "class", "badge");
        }
        html.close().open("div", "class", "school").element("p", general(rule.text()));
        html.open("p");
        for (int i = 0; i < Math.min(units.size(), MOST_UNITS); i++) {
            html.text(i == 0 ? "" : "; ");
            name(units.get(i), spoken);
        }
        html.text(units.size() > MOST_UNITS ? " " + texts.get("recommendations.and-more", texts.number(units.size() - MOST_UNITS)) : "");
        html.close().close().close();
    }

    /** The text of a rule without what differs from unit to unit. */
    private String general(Phrase phrase) {
        return phrase.in(texts.locale()).replaceAll("\\{[^{}]*}", ELLIPSIS);
    }

    private void name(Unit unit, List<Recommendation> spoken) {
        Integer number = unit.unitType() == UnitType.MUNICIPALITY || unit.unitType() == UnitType.REGION ? null : schools.get(unit.code());
        if (number != null && RegionData.detailed(data.schools().get(number))) {
            html.element("a", data.schools().get(number).school().name(), "href", "#" + SchoolDetails.anchor(number));
            return;
        }
        String name = unit instanceof Municipality ? texts.name(unit)
                : spoken.stream().filter(one -> one.unit().equals(unit)).map(Recommendation::unitName).findFirst().orElse("");
        html.text(name.isEmpty() ? texts.get("recommendations.unnamed") : name);
    }

    private void decisions() {
        html.element("h3", texts.get("recommendations.decisions"));
        if (effects.isEmpty()) {
            html.element("p", texts.get("recommendations.no-decisions"), "class", "empty");
            return;
        }
        html.open("div", "class", "read").element("p", texts.get("recommendations.effects-explained")).close();
        table(List.of("decision", "unit", "indicator"), List.of("before", "after", "comparison", "beyond"), "verdict", "note");
        effects.stream().sorted(Comparator.comparing(DecisionEffects.Effect::verdict)).limit(MOST_EFFECTS).forEach(this::effect);
        endTable();
        more(effects.size() - MOST_EFFECTS);
    }

    private void effect(DecisionEffects.Effect effect) {
        Unit unit = effect.decision().unit();
        html.open("tr").open("th", "scope", "row").text(effect.decision().id());
        html.element("small", effect.decision().date() + effect.decision().recommendation()
                .flatMap(id -> catalogue.flatMap(rules -> rules.rule(id)))
                .map(rule -> ", " + rule.title().in(texts.locale())).orElse("")).close();
        html.open("td");
        Integer number = schools.get(unit.code());
        boolean whole = unit.unitType() == UnitType.MUNICIPALITY || unit.unitType() == UnitType.REGION;
        html.text(whole ? texts.name(unit)
                : number != null ? data.schools().get(number).school().name()
                : unit.unitType() == UnitType.HEAD ? texts.get("recommendations.unnamed") : unit.code());
        html.close();
        html.element("td", texts.kind(effect.target().indicator()));
        cell(texts.number(effect.before(), 2));
        cell(texts.number(effect.after(), 2));
        cell(texts.number(effect.comparison(), 2));
        cell(effect.beyond().map(this::interval).orElse(texts.dash()));
        html.open("td").element("span", texts.get("recommendations.verdict." + effect.verdict().name().toLowerCase(Locale.ROOT)),
                "class", "badge " + style(effect.verdict())).close();
        html.element("td", effect.notes().isEmpty() ? "" : texts.kinds(effect.notes())).close();
    }

    private static String style(DecisionEffects.Verdict verdict) {
        return switch (verdict) {
            case IMPROVED -> "CLEAR";
            case WORSE -> "FLAGGED";
            case NOT_SHOWN, TOO_EARLY, INSUFFICIENT_DATA -> "none";
        };
    }

    private String interval(Interval value) {
        return texts.number(value.value(), 2) + " (" + texts.number(value.lower(), 2) + ELLIPSIS + texts.number(value.upper(), 2) + ")";
    }

    private void table(List<String> words, List<String> numbers, String... lastWords) {
        html.open("div", "class", "scroll").open("table").open("thead").open("tr");
        words.forEach(word -> html.element("th", texts.get("recommendations." + word), "scope", "col"));
        numbers.forEach(word -> html.element("th", texts.get("recommendations." + word), "scope", "col", "class", "num"));
        for (String word : lastWords) {
            html.element("th", texts.get("recommendations." + word), "scope", "col");
        }
        html.close().close().open("tbody");
    }

    private void endTable() {
        html.close().close().close();
    }

    private void cell(String text) {
        html.element("td", text, "class", "num");
    }

    private void more(int rest) {
        if (rest > 0) {
            html.element("p", texts.get("recommendations.and-more", texts.number(rest)), "class", "muted");
        }
    }
}
