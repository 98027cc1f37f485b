package io.github.eduindicators.io.report;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.SurveyAnswers;
import io.github.eduindicators.stats.Interval;
import io.github.eduindicators.surveys.Questionnaire.Question;
import io.github.eduindicators.surveys.Satisfaction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** What heads, teachers, pupils and parents think: how many answered, positive shares, what changed, and where. */
final class SatisfactionSection {
    private static final int MOST_WAVES = 3;
    private static final int MOST_PICTURES = 8;
    private static final int MOST_ROWS = 20;
    private static final int MOST_MUNICIPALITIES = 30;
    /** Questions are told whole in their own file. */
    private static final int LONGEST = 90;
    private static final int LONGEST_GROUP = 30;
    private static final double WIDTH = 340;
    private static final double ROW = 34;
    private static final double BAR = 9;
    private static final double LEFT = 4;
    private static final double RIGHT = 6;
    private static final int PERCENT = 100;

    private final Html html;
    private final Texts texts;
    private final Satisfaction.Result result;
    private final Region region;
    private final Function<SchoolId, Optional<School>> schools;
    private final Map<Unit, Finding> findings = new TreeMap<>(Unit.order());
    private final Map<Unit, List<Satisfaction.Change>> changes = new TreeMap<>(Unit.order());

    SatisfactionSection(
            Html html, Texts texts, Satisfaction.Result result, Region region, Function<SchoolId, Optional<School>> schools) {
        this.html = html;
        this.texts = texts;
        this.result = result;
        this.region = region;
        this.schools = schools;
        result.findings().stream().filter(finding -> isHere(finding.unit())).forEach(finding -> findings.put(finding.unit(), finding));
        result.changes().stream()
                .filter(change -> isHere(change.unit()))
                .forEach(change -> changes.computeIfAbsent(change.unit(), unit -> new ArrayList<>()).add(change));
    }

    private boolean isHere(Unit unit) {
        if (unit instanceof Municipality municipality) {
            return municipality.region().equals(region);
        }
        return unit.equals(region) || result.municipality(unit).map(Municipality::region).filter(region::equals).isPresent();
    }

    void write() {
        html.open("section", "id", "satisfaction").element("h2", texts.get("section.satisfaction"));
        if (findings.isEmpty()) {
            html.element("p", texts.get("no-data.satisfaction"), "class", "empty").close();
            return;
        }
        html.element("p", texts.get("satisfaction.explained"), "class", "read");
        responses();
        pictures();
        changes();
        groups();
        municipalities();
        organisations();
        hidden();
        html.close();
    }

    private void responses() {
        List<String> waves = result.waves();
        List<String> told = waves.subList(Math.max(0, waves.size() - MOST_WAVES), waves.size());
        List<Satisfaction.Response> rows = result.responses().stream()
                .filter(response -> response.unit().equals(region) && told.contains(response.wave()))
                .toList();
        html.element("h3", texts.get("satisfaction.responses"));
        head(List.of("group", "wave"), List.of("organisations", "answered", "invited", "rate"));
        rows.stream().sorted(Comparator.comparing(Satisfaction.Response::group)).limit(MOST_ROWS).forEach(response -> {
            html.open("tr").element("th", group(response.group()), "scope", "row").element("td", response.wave());
            cell(texts.number(response.organisations()));
            cell(texts.number(response.respondents()));
            cell(response.invited() == 0 ? texts.dash() : texts.number(response.invited()));
            cell(percent(response.rate()));
            html.close();
        });
        end();
        more(rows.size());
    }

    /** The positive shares of the region, a picture for each question and a bar for each group. */
    private void pictures() {
        List<Question> questions = result.judged().stream().filter(question -> !shares(question).isEmpty()).toList();
        if (questions.isEmpty()) {
            html.element("p", texts.get("satisfaction.no-positive"), "class", "empty");
            return;
        }
        html.element("h3", texts.get("satisfaction.shares"));
        html.element("p", texts.get("satisfaction.shares-legend"), "class", "read");
        html.open("div", "class", "pictures");
        for (Question question : questions.subList(0, Math.min(MOST_PICTURES, questions.size()))) {
            html.open("figure").open("figcaption", "class", "above").text(text(question.id())).close();
            picture(question);
            html.close();
        }
        html.close();
        more(questions.size(), MOST_PICTURES);
    }

    /** The latest share of each group that can be told. */
    private List<Satisfaction.Share> shares(Question question) {
        List<Satisfaction.Share> latest = new ArrayList<>();
        for (String group : groupsOfRegion()) {
            latest(group, question.id()).ifPresent(latest::add);
        }
        return latest;
    }

    private TreeSet<String> groupsOfRegion() {
        TreeSet<String> groups = new TreeSet<>();
        result.responses().stream().filter(response -> response.unit().equals(region)).forEach(response -> groups.add(response.group()));
        return groups;
    }

    private Optional<Satisfaction.Share> latest(String group, String question) {
        List<String> waves = result.waves();
        for (int i = waves.size() - 1; i >= 0; i--) {
            Optional<Satisfaction.Share> share = result.positive(waves.get(i), region, group, question);
            if (share.isPresent() && share.get().n() > 0) {
                return share.filter(told -> told.value().isPresent());
            }
        }
        return Optional.empty();
    }

    private void picture(Question question) {
        List<Satisfaction.Share> shares = shares(question);
        double height = ROW * shares.size() + 18;
        Axis x = new Axis(0, 1, LEFT, WIDTH - RIGHT);
        Svg svg = Svg.open(html, text(question.id()), WIDTH, height);
        for (int tick = 0; tick <= PERCENT; tick += 25) {
            svg.vertical("grid", x.at(tick / (double) PERCENT), 0, height - 16);
            svg.text(tick == 0 ? "muted" : tick == PERCENT ? "end muted" : "mid muted", x.at(tick / (double) PERCENT), height - 4,
                    Integer.toString(tick));
        }
        for (int i = 0; i < shares.size(); i++) {
            bar(svg, shares.get(i), x, ROW * i);
        }
        svg.close();
    }

    private void bar(Svg svg, Satisfaction.Share share, Axis x, double top) {
        Interval value = share.value().orElseThrow();
        double middle = top + 24;
        svg.text("start", LEFT, top + 14, group(share.group()) + ", " + share.wave());
        svg.text("end strong", WIDTH - RIGHT, top + 14, share(value));
        svg.rectangle("bar", LEFT, middle - BAR / 2, x.at(value.value()) - LEFT, BAR,
                texts.get("satisfaction.people", texts.number(share.n())) + bounds(share));
        svg.horizontal("axis", x.at(value.lower()), x.at(value.upper()), middle);
        change(region, share.group(), share.question())
                .filter(change -> change.to().equals(share.wave()))
                .ifPresent(change -> svg.circle("earlier age1", x.at(change.difference().first()), middle, 2.8,
                        change.from() + ": " + percent(change.difference().first())));
    }

    private String bounds(Satisfaction.Share share) {
        return share.bounds()
                .map(ends -> "; " + texts.get("satisfaction.bounds", percent(ends.lower()), percent(ends.upper())))
                .orElse("");
    }

    private Optional<Satisfaction.Change> change(Unit unit, String group, String question) {
        return changes.getOrDefault(unit, List.of()).stream()
                .filter(change -> change.group().equals(group) && change.question().equals(question))
                .findFirst();
    }

    private void changes() {
        List<Satisfaction.Change> rows = changes.getOrDefault(region, List.of()).stream()
                .sorted(Comparator.comparingDouble(Satisfaction.Change::adjustedP))
                .toList();
        html.element("h3", texts.get("satisfaction.changes"));
        if (rows.isEmpty()) {
            html.element("p", texts.get("satisfaction.no-changes"), "class", "empty");
            return;
        }
        head(List.of("question", "group"), List.of("from", "to", "difference", "adjusted-p"));
        rows.stream().limit(MOST_ROWS).forEach(change -> {
            html.open("tr").element("th", text(change.question()), "scope", "row").element("td", group(change.group()));
            changed(change);
            html.close();
        });
        end();
        more(rows.size());
    }

    private void changed(Satisfaction.Change change) {
        Satisfaction.Difference difference = change.difference();
        cell(percent(difference.first()) + " (" + change.from() + ")");
        cell(percent(difference.second()) + " (" + change.to() + ")");
        cell(points(difference.value()));
        cell(texts.p(OptionalDouble.of(change.adjustedP())));
    }

    /** The two groups of the region that differ most, by question. */
    private void groups() {
        record Pair(Question question, Satisfaction.Share low, Satisfaction.Share high, Satisfaction.Difference difference) {}
        List<Pair> pairs = new ArrayList<>();
        for (Question question : result.judged()) {
            List<Satisfaction.Share> all = shares(question);
            String wave = all.stream().map(Satisfaction.Share::wave).max(SurveyAnswers.waveOrder()).orElse("");
            List<Satisfaction.Share> sorted = all.stream()
                    .filter(share -> share.wave().equals(wave))
                    .sorted(Comparator.comparingDouble(share -> share.value().orElseThrow().value()))
                    .toList();
            if (sorted.size() > 1) {
                Satisfaction.Share low = sorted.get(0);
                Satisfaction.Share high = sorted.get(sorted.size() - 1);
                result.between(wave, region, question.id(), low.group(), high.group())
                        .ifPresent(difference -> pairs.add(new Pair(question, low, high, difference)));
            }
        }
        if (pairs.isEmpty()) {
            return;
        }
        html.element("h3", texts.get("satisfaction.groups"));
        head(List.of("question", "lowest", "highest"), List.of("difference"));
        pairs.stream().limit(MOST_ROWS).forEach(pair -> {
            html.open("tr").element("th", text(pair.question().id()), "scope", "row");
            html.element("td", group(pair.low().group()) + ", " + percent(pair.difference().first()));
            html.element("td", group(pair.high().group()) + ", " + percent(pair.difference().second()));
            cell(points(pair.difference().value()));
            html.close();
        });
        end();
        more(pairs.size());
    }

    private List<Finding> of(UnitType... types) {
        List<UnitType> wanted = List.of(types);
        return findings.values().stream()
                .filter(finding -> wanted.contains(finding.unit().unitType()))
                .sorted(Comparator.comparing((Finding finding) -> finding.outcome() != Outcome.FLAGGED)
                        .thenComparingDouble(finding -> finding.outcome() == Outcome.FLAGGED ? finding.adjustedP().orElse(1) : 0)
                        .thenComparing(finding -> texts.name(finding.unit())))
                .toList();
    }

    private void municipalities() {
        List<Finding> rows = of(UnitType.MUNICIPALITY);
        if (rows.isEmpty()) {
            return;
        }
        html.element("h3", texts.get("satisfaction.municipalities"));
        head(List.of("municipality", "outcome"), List.of("answered", "rate", "fell", "rose", "low", "hidden-shares"));
        for (Finding finding : rows.subList(0, Math.min(MOST_MUNICIPALITIES, rows.size()))) {
            html.open("tr").element("th", texts.name(finding.unit()), "scope", "row");
            outcome(finding);
            for (String key : List.of("answered", "response", "fell", "rose", "low", "hidden")) {
                cell(finding.fact(key).map(fact -> texts.number(fact.number(), 0)).orElse(texts.dash()));
            }
            html.close();
        }
        end();
        more(rows.size(), MOST_MUNICIPALITIES);
    }

    private void outcome(Finding finding) {
        String key = finding.category().isEmpty() ? finding.outcome().name() : finding.category();
        html.open("td").element("span", texts.get("satisfaction.outcome." + key), "class", "badge " + finding.outcome());
        told(finding).ifPresent(text -> html.element("small", text));
        html.close();
    }

    /** The group and the question that a flag is about. */
    private Optional<String> told(Finding finding) {
        return finding.outcome() != Outcome.FLAGGED ? Optional.empty()
                : Optional.of(group(fact(finding, "group")) + ": " + text(fact(finding, "question")) + ", " + numbers(finding));
    }

    private String numbers(Finding finding) {
        return finding.category().equals("fell")
                ? texts.get("satisfaction.fell-numbers", number(finding, "share-from"), number(finding, "share-to"))
                : texts.get("satisfaction.low-numbers", number(finding, "share"));
    }

    private static String fact(Finding finding, String key) {
        return finding.fact(key).map(fact -> fact.value().toString()).orElse("");
    }

    private String number(Finding finding, String key) {
        return texts.number(finding.fact(key).map(Fact::number).orElse(OptionalDouble.empty()), 0);
    }

    private void organisations() {
        List<Finding> all = new ArrayList<>(of(UnitType.SCHOOL, UnitType.ORGANISATION, UnitType.PRESCHOOL, UnitType.VOCATIONAL));
        List<Finding> flagged = all.stream().filter(finding -> finding.outcome() == Outcome.FLAGGED).toList();
        html.element("h3", texts.get("satisfaction.organisations"));
        html.element("p", texts.get("satisfaction.organisations-counted", texts.number(all.size()), texts.number(flagged.size())));
        if (flagged.isEmpty()) {
            return;
        }
        head(List.of("organisation", "municipality", "outcome"), List.of("people-asked", "adjusted-p"));
        for (Finding finding : flagged.subList(0, Math.min(MOST_ROWS, flagged.size()))) {
            html.open("tr").element("th", name(finding.unit()), "scope", "row");
            html.element("td", result.municipality(finding.unit()).map(texts::name).orElse(texts.dash()));
            outcome(finding);
            cell(texts.number(finding.n().orElse(0)));
            cell(finding.category().equals("fell") ? texts.p(finding.adjustedP()) : texts.dash());
            html.close();
        }
        end();
        more(flagged.size());
    }

    private String name(Unit unit) {
        return unit instanceof SchoolId id ? schools.apply(id).map(School::name).orElse(id.value()) : unit.code();
    }

    /** What is not told, and how much of it there is. */
    private void hidden() {
        long small = findings.values().stream()
                .filter(finding -> finding.outcome() == Outcome.INSUFFICIENT_DATA && finding.category().isEmpty())
                .count();
        double shares = findings.values().stream()
                .mapToDouble(finding -> finding.fact("hidden").map(Fact::number).orElse(OptionalDouble.empty()).orElse(0))
                .sum();
        String minimum = findings.values().stream().findFirst().map(finding -> number(finding, "minimum")).orElse(texts.dash());
        html.element("p", texts.get("satisfaction.hidden", minimum, texts.number(small), texts.number((long) shares)), "class", "read");
        long contradictions = result.contradictions().stream().filter(wrong -> isHere(wrong.asked().organisation())).count();
        if (contradictions > 0) {
            html.element("p", texts.get("satisfaction.contradictions", texts.number(contradictions)), "class", "read");
        }
        if (!result.unplaced().isEmpty()) {
            html.element("p", texts.get("satisfaction.unplaced", texts.number(result.unplaced().size())), "class", "read");
        }
    }

    private void head(List<String> words, List<String> numbers) {
        html.open("div", "class", "scroll").open("table").open("thead").open("tr");
        words.forEach(column -> html.element("th", texts.get("satisfaction." + column), "scope", "col"));
        numbers.forEach(column -> html.element("th", texts.get("satisfaction." + column), "scope", "col", "class", "num"));
        html.close().close().open("tbody");
    }

    private void end() {
        html.close().close().close();
    }

    private void more(int rows) {
        more(rows, MOST_ROWS);
    }

    private void more(int rows, int most) {
        if (rows > most) {
            html.element("p", texts.get("satisfaction.more", texts.number(rows - most)), "class", "muted");
        }
    }

    private void cell(String text) {
        html.element("td", text, "class", "num");
    }

    private String group(String code) {
        return shortened(texts.wording().named(code), LONGEST_GROUP);
    }

    /** A question in words, from a capital letter on. */
    private String text(String question) {
        String text = result.questionnaire().question(question).map(known -> known.text(texts.locale())).orElse(question);
        int first = text.offsetByCodePoints(0, 1);
        return shortened(text.substring(0, first).toUpperCase(texts.locale()) + text.substring(first), LONGEST);
    }

    private static String shortened(String text, int most) {
        return text.codePointCount(0, text.length()) <= most ? text : text.substring(0, text.offsetByCodePoints(0, most)) + "…";
    }

    private String percent(double share) {
        return texts.get("percent", texts.number(PERCENT * share, 0));
    }

    private String percent(OptionalDouble share) {
        return share.isPresent() ? percent(share.getAsDouble()) : texts.dash();
    }

    private String share(Interval value) {
        return percent(value.value()) + " (" + texts.number(PERCENT * value.lower(), 0) + "…" + texts.number(PERCENT * value.upper(), 0)
                + ")";
    }

    /** A difference in percentage points. */
    private String points(Interval value) {
        return texts.number(PERCENT * value.value(), 0) + " (" + texts.number(PERCENT * value.lower(), 0) + "…"
                + texts.number(PERCENT * value.upper(), 0) + ")";
    }
}
