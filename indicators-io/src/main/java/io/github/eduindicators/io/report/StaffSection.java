package io.github.eduindicators.io.report;

import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.items.LearningPath;
import io.github.eduindicators.items.StaffDiagnosis;
import io.github.eduindicators.items.StaffDiagnosis.Change;
import io.github.eduindicators.items.StaffDiagnosis.ChangeRow;
import io.github.eduindicators.items.StaffDiagnosis.Mass;
import io.github.eduindicators.items.StaffDiagnosis.Row;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.CompetencyResults;
import io.github.eduindicators.stats.Interval;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which competencies the staff of a region lack: levels, municipalities, mass deficits, what became of deficits, and what should be taught.
 * Persons are counted and never named, and few of them not even counted.
 */
final class StaffSection {
    private static final int MOST_ROWS = 30;
    private static final int MOST_MUNICIPALITIES = 30;
    private static final int MOST_COMPETENCIES = 15;
    private static final int MOST_NAMED = 3;
    private static final int PERCENT = 100;
    /** Columns that do not hold numbers. */
    private static final Set<String> WORDS = Set.of("levels-bar", "mass");
    private static final double BAR_WIDTH = 160;
    private static final double BAR_HEIGHT = 14;
    private static final int SHADES = 4;

    private final Html html;
    private final Texts texts;
    private final StaffDiagnosis.Result staff;
    private final List<LearningPath.Need> needs;
    private final Region region;
    private final Map<SchoolId, School> schools = new HashMap<>();

    StaffSection(
            Html html, Texts texts, StaffDiagnosis.Result staff, List<LearningPath.Need> needs, Region region, Collection<School> schools) {
        this.html = html;
        this.texts = texts;
        this.staff = staff;
        this.needs = needs;
        this.region = region;
        schools.forEach(school -> this.schools.put(school.id(), school));
    }

    void write() {
        html.open("section", "id", "staff").element("h2", texts.get("section.staff"));
        Optional<String> wave = staff.latestWave(region);
        if (wave.isEmpty()) {
            html.element("p", texts.get("no-data.staff"), "class", "empty").close();
            return;
        }
        List<Row> levels = staff.rows(region, wave.get());
        html.open("div", "class", "read");
        html.element("p", texts.get("staff.explained", parameter("low-cut"), parameter("high-cut"), parameter("mass-share"),
                parameter("minimum-persons")));
        html.element("p", texts.get("staff.wave", wave.get(), few(staff.results().diagnoses(wave.get()).stream()
                .filter(diagnosis -> diagnosis.region().equals(region)).count())));
        html.close();
        levels(levels);
        municipalities(levels, wave.get());
        massDeficits();
        change();
        needs();
        html.close();
    }

    private String parameter(String key) {
        MethodInfo method = staff.diagnosis().method();
        return method.parameters().stream().filter(fact -> fact.key().equals(key)).findFirst().orElseThrow().value().toString();
    }

    private String number(long value) {
        return texts.number(value);
    }

    private long least() {
        return Long.parseLong(parameter("minimum-persons"));
    }

    private void head(String first, List<String> columns) {
        html.open("div", "class", "scroll").open("table").open("thead").open("tr");
        html.element("th", texts.get("staff." + first), "scope", "col");
        for (String column : columns) {
            html.element("th", texts.get("staff." + column), "scope", "col", "class", WORDS.contains(column) ? "word" : "num");
        }
        html.close().close().open("tbody");
    }

    private void end() {
        html.close().close().close();
    }

    private void more(int all, int shown) {
        if (all > shown) {
            html.element("p", texts.get("staff.more", number(all - shown)), "class", "muted");
        }
    }

    private void cell(String text) {
        html.element("td", text, "class", "num");
    }

    private String percent(double share) {
        return texts.number(PERCENT * share, 0);
    }

    private String percent(Interval share) {
        return percent(share.value()) + " (" + percent(share.lower()) + "…" + percent(share.upper()) + ")";
    }

    /** Levels by competency, a group of competencies after the other. */
    private void levels(List<Row> rows) {
        html.element("h3", texts.get("staff.levels"));
        head("competency", List.of("persons", "levels-bar", "low", "mean", "sure", "mass"));
        for (int i = 0; i < Math.min(rows.size(), MOST_ROWS); i++) {
            Row row = rows.get(i);
            html.open("tr").open("th", "scope", "row").text((i + 1) + ". ");
            name(row.competency());
            html.close();
            if (row.persons() < least()) {
                cell(few(row.persons()));
                for (int empty = 0; empty < 4; empty++) {
                    cell(texts.dash());
                }
            } else {
                cell(number(row.persons()));
                html.open("td");
                bar(row);
                html.close();
                cell(percent(row.share()));
                cell(percent(row.meanShare()));
                cell(number(row.sure()));
            }
            html.open("td");
            mass(row.mass());
            html.close().close();
        }
        end();
        more(rows.size(), MOST_ROWS);
    }

    /** The group stands small under the name. */
    private void name(String competency) {
        Optional<String> group = CompetencyResults.group(competency);
        html.text(group.isEmpty() ? competency : competency.substring(group.get().length() + 1));
        group.ifPresent(of -> html.text(" ").element("small", of));
    }

    private void bar(Row row) {
        Svg svg = Svg.open(html, texts.get("staff.bar", number(row.low()), number(row.middle()), number(row.high())), BAR_WIDTH, BAR_HEIGHT);
        double at = 0;
        long[] counts = {row.low(), row.middle(), row.high()};
        String[] styles = {"m2", "m4", "m5"};
        for (int i = 0; i < counts.length; i++) {
            double width = BAR_WIDTH * counts[i] / row.persons();
            if (counts[i] > 0) {
                svg.rectangle(styles[i], at, 0, width, BAR_HEIGHT, "");
            }
            at += width;
        }
        svg.close();
    }

    private void mass(Mass mass) {
        String style = switch (mass) {
            case YES -> "badge FLAGGED";
            case NO -> "badge CLEAR";
            default -> "badge";
        };
        html.element("span", texts.get("staff.mass." + mass.name().toLowerCase(Locale.ROOT)), "class", style);
    }

    private String few(long persons) {
        return persons < StaffTables.LEAST_PERSONS ? texts.get("staff.few", StaffTables.LEAST_PERSONS) : number(persons);
    }

    /** The share of deficits of each municipality in each competency; the columns have the numbers of the table before. */
    private void municipalities(List<Row> levels, String wave) {
        List<String> competencies = levels.stream().map(Row::competency).limit(MOST_COMPETENCIES).toList();
        TreeMap<Municipality, Map<String, Row>> places = new TreeMap<>();
        for (Unit unit : staff.units()) {
            if (unit instanceof Municipality municipality && municipality.region().equals(region)) {
                Map<String, Row> rows = staff.rows(municipality, wave).stream()
                        .filter(row -> row.persons() >= least())
                        .collect(Collectors.toMap(Row::competency, row -> row));
                if (!rows.isEmpty()) {
                    places.put(municipality, rows);
                }
            }
        }
        html.element("h3", texts.get("staff.municipalities"));
        if (places.isEmpty()) {
            html.element("p", texts.get("staff.no-municipalities", number(least())), "class", "empty");
            return;
        }
        html.element("p", texts.get("staff.municipalities-explained", number(least())));
        List<Municipality> order = places.keySet().stream()
                .sorted(Comparator.comparing((Municipality place) -> -count(places.get(place), Mass.YES))
                        .thenComparing(place -> -count(places.get(place), Mass.POSSIBLE))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST_MUNICIPALITIES)
                .toList();
        html.open("div", "class", "scroll").open("table", "class", "heat").open("thead").open("tr");
        html.element("th", texts.get("staff.municipality"), "scope", "col");
        for (int i = 0; i < competencies.size(); i++) {
            html.element("th", Integer.toString(i + 1), "scope", "col", "class", "num", "title", competencies.get(i));
        }
        html.close().close().open("tbody");
        for (Municipality place : order) {
            html.open("tr").element("th", texts.name(place), "scope", "row");
            competencies.forEach(competency -> heat(Optional.ofNullable(places.get(place).get(competency))));
            html.close();
        }
        end();
        more(places.size(), MOST_MUNICIPALITIES);
    }

    private static long count(Map<String, Row> rows, Mass mass) {
        return rows.values().stream().filter(row -> row.mass() == mass).count();
    }

    private void heat(Optional<Row> row) {
        if (row.isEmpty()) {
            cell(texts.dash());
            return;
        }
        int shade = (int) Math.min(SHADES, Math.floor(row.get().share().value() * (SHADES + 1)));
        String sign = switch (row.get().mass()) {
            case YES -> "**";
            case POSSIBLE -> "*";
            default -> "";
        };
        html.element("td", percent(row.get().share().value()) + sign, "class", "num h" + shade);
    }

    private void massDeficits() {
        List<Row> found = staff.units().stream()
                .filter(unit -> unit.unitType() != UnitType.REGION && regionOf(unit).equals(Optional.of(region)))
                .flatMap(unit -> staff.rows(unit, staff.latestWave(unit).orElseThrow()).stream())
                .filter(row -> row.mass() == Mass.YES)
                .sorted(Comparator.comparing((Row row) -> row.unit().unitType()).reversed()
                        .thenComparing(row -> row.adjustedP().orElse(1))
                        .thenComparing(Row::unit, Unit.order())
                        .thenComparing(Row::competency))
                .toList();
        html.element("h3", texts.get("staff.mass-deficits"));
        if (found.isEmpty()) {
            html.element("p", texts.get("staff.no-mass"), "class", "empty");
            return;
        }
        html.element("p", texts.get("staff.mass-explained", parameter("mass-share")));
        html.open("div", "class", "scroll").open("table").open("thead").open("tr");
        html.element("th", texts.get("staff.unit"), "scope", "col").element("th", texts.get("staff.competency"), "scope", "col");
        for (String column : List.of("low", "persons", "p")) {
            html.element("th", texts.get("staff." + column), "scope", "col", "class", "num");
        }
        html.close().close().open("tbody");
        for (Row row : found.subList(0, Math.min(MOST_ROWS, found.size()))) {
            html.open("tr").element("th", name(row.unit()), "scope", "row").open("td");
            name(row.competency());
            html.close();
            cell(percent(row.share()));
            cell(number(row.persons()));
            cell(texts.p(row.adjustedP()));
            html.close();
        }
        end();
        more(found.size(), MOST_ROWS);
    }

    private Optional<Region> regionOf(Unit unit) {
        return unit instanceof Municipality municipality
                ? Optional.of(municipality.region())
                : Optional.ofNullable(unit instanceof SchoolId id ? schools.get(id) : null).map(School::region);
    }

    private String name(Unit unit) {
        School school = unit instanceof SchoolId id ? schools.get(id) : null;
        return school == null ? texts.name(unit) : school.name() + ", " + texts.name(school.municipality());
    }

    /** What became of the deficits of the region between its two latest waves. */
    private void change() {
        html.element("h3", texts.get("staff.change"));
        List<String> waves = staff.results().waves().stream().filter(wave -> !staff.rows(region, wave).isEmpty()).toList();
        List<ChangeRow> rows = new ArrayList<>();
        if (waves.size() > 1) {
            Change change = staff.change(waves.get(waves.size() - 2), waves.get(waves.size() - 1));
            change.rows(region).stream().filter(row -> row.again() >= least()).forEach(rows::add);
            if (!rows.isEmpty()) {
                ChangeRow all = change.rows(region).get(0);
                html.element("p", texts.get("staff.again", number(all.again()), number(all.before()), percent(all.coverage()), change.from(),
                        change.to()));
            }
        }
        if (rows.isEmpty()) {
            html.element("p", texts.get("staff.no-change", number(least())), "class", "empty");
            return;
        }
        html.element("p", texts.get("staff.change-explained"), "class", "read");
        head("competency", List.of("both", "deficits", "closed", "closed-by-chance", "beyond", "p-closed", "new", "new-by-chance", "gain", "effect"));
        for (ChangeRow row : rows.subList(0, Math.min(rows.size(), MOST_ROWS))) {
            html.open("tr", "class", row.competency().isEmpty() ? "total" : "one").open("th", "scope", "row");
            if (row.competency().isEmpty()) {
                html.text(texts.get("staff.together"));
            } else {
                name(row.competency());
            }
            html.close();
            cell(number(row.again()));
            cell(number(row.deficits()));
            cell(number(row.closed()));
            cell(texts.number(row.closedByChance(), 1));
            cell(row.closedBeyondChance().isPresent() ? percent(row.closedBeyondChance().getAsDouble()) : texts.dash());
            cell(texts.p(row.p()));
            cell(number(row.fresh()));
            cell(texts.number(row.freshByChance(), 1));
            cell(row.gain().map(gain -> percent(gain.interval())).orElse(texts.dash()));
            cell(row.gain().flatMap(StaffDiagnosis.Gain::effectSize)
                    .map(effect -> texts.number(effect.value(), 2) + " (" + texts.number(effect.lower(), 2) + "…"
                            + texts.number(effect.upper(), 2) + ")")
                    .orElse(texts.dash()));
            html.close();
        }
        end();
        more(rows.size(), MOST_ROWS);
    }

    /** How many persons should take each module, and where most of them are. */
    private void needs() {
        html.element("h3", texts.get("staff.needs"));
        List<LearningPath.Need> all = needs.stream()
                .filter(need -> need.unit().equals(region))
                .sorted(Comparator.comparingLong((LearningPath.Need need) -> -need.persons()).thenComparing(need -> need.module().id()))
                .toList();
        if (all.isEmpty()) {
            html.element("p", texts.get("staff.no-needs"), "class", "empty");
            return;
        }
        html.element("p", texts.get("staff.needs-explained"), "class", "read");
        html.open("div", "class", "scroll").open("table").open("thead").open("tr");
        html.element("th", texts.get("staff.module"), "scope", "col").element("th", texts.get("staff.competency"), "scope", "col");
        html.element("th", texts.get("staff.hours"), "scope", "col", "class", "num");
        html.element("th", texts.get("staff.persons"), "scope", "col", "class", "num");
        html.element("th", texts.get("staff.most"), "scope", "col").close().close().open("tbody");
        for (LearningPath.Need need : all.subList(0, Math.min(MOST_ROWS, all.size()))) {
            html.open("tr").element("th", need.module().title(texts.locale()), "scope", "row").open("td");
            name(need.module().competency());
            html.close();
            cell(number(need.module().hours()));
            cell(few(need.persons()));
            html.element("td", most(need.module())).close();
        }
        end();
        more(all.size(), MOST_ROWS);
    }

    /** The municipalities with the most persons, none with few. */
    private String most(LearningPath.Module module) {
        String named = needs.stream()
                .filter(need -> need.module().equals(module) && need.persons() >= StaffTables.LEAST_PERSONS)
                .filter(need -> need.unit() instanceof Municipality municipality && municipality.region().equals(region))
                .sorted(Comparator.comparingLong((LearningPath.Need need) -> -need.persons()).thenComparing(LearningPath.Need::unit, Unit.order()))
                .limit(MOST_NAMED)
                .map(need -> texts.name(need.unit()) + " (" + number(need.persons()) + ")")
                .collect(Collectors.joining(", "));
        return named.isEmpty() ? texts.dash() : named;
    }
}
