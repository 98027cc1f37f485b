package io.github.eduindicators.io.report;

import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.items.AssessmentQuality;
import io.github.eduindicators.items.Completion;
import io.github.eduindicators.items.Completion.Element;
import io.github.eduindicators.items.Completion.Kind;
import io.github.eduindicators.items.CompletionBand;
import io.github.eduindicators.items.Deficits;
import io.github.eduindicators.items.ItemAnalysis;
import io.github.eduindicators.items.MantelHaenszel;
import io.github.eduindicators.items.MarkGroups;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.review.TaskReview;
import io.github.eduindicators.stats.Interval;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the responses to tasks say of a region: what the works are worth, which tasks and skills are mastered, which
 * municipalities and schools are behind in what.
 */
final class TasksSection {
    private static final int MOST_SCHOOLS = 30;
    private static final int MOST_MUNICIPALITIES = 12;
    private static final int MOST_SKILLS = 8;
    private static final int MOST_ELEMENTS = 12;
    private static final int MOST_REMARKS = 4;
    private static final int MOST_INVERSIONS = 10;
    /** Of so many works everything is shown, of the others the tasks. */
    private static final int WHOLE_WORKS = 2;
    private static final int MOST_WORKS = 6;
    private static final int PERCENT = 100;
    /** A shade stands for so many hundredths behind the region. */
    private static final double SHADE = 0.04;
    private static final int SHADES = 4;
    private static final double HEIGHT = 150;
    private static final double TOP = 8;
    private static final double BOTTOM = 128;
    private static final double LEFT = 34;
    private static final double STEP = 30;
    /** A chart of few tasks is not blown up. */
    private static final double LEAST_WIDTH = 760;
    private static final double BAR = 20;

    private final Html html;
    private final Texts texts;
    private final Region region;
    private final List<TaskReview.Work> works;
    private final Map<SchoolId, School> schools = new HashMap<>();

    TasksSection(Html html, Texts texts, TaskReview review, Region region, Collection<School> schools) {
        this.html = html;
        this.texts = texts;
        this.region = region;
        this.works = review.works(region).stream()
                .sorted(Comparator.comparing((TaskReview.Work work) -> -work.assessment().year())
                        .thenComparing(work -> work.assessment().subject())
                        .thenComparing(work -> work.assessment().grade())
                        .thenComparing(TaskReview.Work::assessment))
                .toList();
        schools.stream().filter(school -> school.region().equals(region))
                .forEach(school -> this.schools.put(school.id(), school));
    }

    void write() {
        html.open("section", "id", "tasks").element("h2", texts.get("section.tasks"));
        if (works.isEmpty()) {
            html.element("p", texts.get("no-data.tasks"), "class", "empty").close();
            return;
        }
        html.open("div", "class", "read").element("p", texts.get("tasks.explained")).close();
        quality();
        for (int i = 0; i < Math.min(works.size(), MOST_WORKS); i++) {
            work(works.get(i), i < WHOLE_WORKS);
        }
        more(works.size(), MOST_WORKS);
        deficits();
        inversions();
        html.close();
    }

    private void more(int all, int shown) {
        if (all > shown) {
            html.element("p", texts.get("tasks.more", texts.number(all - shown)), "class", "muted");
        }
    }

    private void head(List<String> first, List<String> numbers) {
        html.open("div", "class", "scroll").open("table").open("thead").open("tr");
        first.forEach(column -> html.element("th", texts.get("tasks." + column), "scope", "col"));
        numbers.forEach(column -> html.element("th", texts.get("tasks." + column), "scope", "col", "class", "num"));
        html.close().close().open("tbody");
    }

    private void end() {
        html.close().close().close();
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

    private void quality() {
        html.element("h3", texts.get("tasks.quality"));
        head(List.of("work"), List.of("pupils", "mean", "alpha", "sem"));
        for (TaskReview.Work work : works) {
            AssessmentQuality.Verdict verdict = work.quality(region).orElseThrow();
            ItemAnalysis.Result analysis = verdict.analysis();
            html.open("tr").element("th", texts.name(work.assessment()), "scope", "row");
            cell(texts.number(analysis.n()));
            cell(analysis.mean().isPresent() ? percent(analysis.mean().getAsDouble() / analysis.maximum()) : texts.dash());
            cell(analysis.alphaInterval()
                    .map(alpha -> texts.number(alpha.value(), 2) + " (" + texts.number(alpha.lower(), 2) + "…"
                            + texts.number(alpha.upper(), 2) + ")")
                    .orElse(texts.dash()));
            cell(texts.number(analysis.sem(), 1));
            html.close();
            html.open("tr").open("td", "colspan", "5").element("span", texts.get("quality.level." + verdict.level()), "class",
                    badge(verdict));
            html.text(" " + texts.get("tasks.uses", uses(verdict)) + remarks(verdict)).close().close();
        }
        end();
    }

    private static String badge(AssessmentQuality.Verdict verdict) {
        return switch (verdict.level()) {
            case SUFFICIENT -> "badge CLEAR";
            case UNSUITABLE -> "badge FLAGGED";
            default -> "badge";
        };
    }

    private String uses(AssessmentQuality.Verdict verdict) {
        return verdict.uses().isEmpty()
                ? texts.get("quality.use.none")
                : verdict.uses().stream().map(use -> texts.get("quality.use." + use)).collect(Collectors.joining(", "));
    }

    /** The gravest remarks; tasks of one kind of remark together. */
    private String remarks(AssessmentQuality.Verdict verdict) {
        Map<AssessmentQuality.Kind, List<String>> kinds = new TreeMap<>();
        verdict.reasons().forEach(reason -> kinds.computeIfAbsent(reason.kind(), kind -> new ArrayList<>()).add(reason.task()));
        String told = kinds.entrySet().stream().limit(MOST_REMARKS).map(entry -> {
            String tasks = entry.getValue().stream().filter(task -> !task.isEmpty()).collect(Collectors.joining(", "));
            return texts.get("quality.reason." + entry.getKey().key()) + (tasks.isEmpty() ? "" : " (" + tasks + ")");
        }).collect(Collectors.joining("; "));
        return told.isEmpty() ? "" : " " + texts.get("tasks.remarks", told);
    }

    private void work(TaskReview.Work work, boolean whole) {
        html.element("h3", texts.name(work.assessment()));
        html.open("figure");
        html.element("figcaption", texts.get("tasks.chart"), "class", "above");
        chart(work);
        html.element("figcaption", texts.get("tasks.chart-legend")).close();
        if (whole) {
            elements(work);
            municipalities(work);
            differences(work);
        }
    }

    /** A bar a task, in the colour of its band, with the bound it is measured by. */
    private void chart(TaskReview.Work work) {
        Completion table = work.completion();
        List<Completion.Row> rows = table.elements(Kind.TASK).stream().flatMap(task -> table.row(region, task).stream()).toList();
        double width = LEFT + STEP * rows.size() + 6;
        Svg svg = Svg.open(html, texts.get("tasks.chart"), Math.max(width, LEAST_WIDTH), HEIGHT);
        Axis y = new Axis(0, 1, BOTTOM, TOP);
        for (double tick : List.of(0.0, 0.5, 1.0)) {
            svg.horizontal("grid", LEFT, width, y.at(tick));
            svg.text("end muted", LEFT - 5, y.at(tick) + 4, percent(tick));
        }
        double x = LEFT + 4;
        for (Completion.Row row : rows) {
            Optional<CompletionBand.Band> band = work.band(row).band();
            String level = table.level(row.element());
            String told = row.element().name() + (level.isEmpty() ? "" : " (" + level + ")") + ": " + percent(row.share())
                    + band.map(value -> ", " + texts.get("tasks.band." + value.code())).orElse("");
            svg.rectangle(band.map(TasksSection::style).orElse("region"), x, y.at(row.share().value()), BAR,
                    BOTTOM - y.at(row.share().value()), told);
            svg.text("mid", x + BAR / 2, HEIGHT - 8, row.element().name());
            x += STEP;
        }
        for (int i = 0; i < rows.size(); i++) {
            Optional<CompletionBand.Level> level = CompletionBand.Level.parse(table.level(rows.get(i).element()));
            double from = LEFT + 4 + STEP * i;
            level.ifPresent(of -> svg.horizontal("cut", from - 2, from + BAR + 2,
                    y.at(CompletionBand.fioko2026().sufficientFrom(of))));
        }
        svg.close();
    }

    private static String style(CompletionBand.Band band) {
        return switch (band) {
            case SUFFICIENT -> "m5";
            case UNCERTAIN -> "m3";
            case INSUFFICIENT -> "m2";
        };
    }

    /** Skills and planned results of the region, the lowest first. */
    private void elements(TaskReview.Work work) {
        Completion table = work.completion();
        for (Kind kind : List.of(Kind.SKILL, Kind.PLANNED_RESULT)) {
            List<Completion.Row> rows = table.elements(kind).stream()
                    .flatMap(element -> table.row(region, element).stream())
                    .sorted(Comparator.comparingDouble((Completion.Row row) -> row.share().value())
                            .thenComparing(Completion.Row::element))
                    .toList();
            if (rows.isEmpty()) {
                continue;
            }
            Map<Element, Long> flagged = flagged(work);
            html.element("h4", texts.get("tasks." + kind.code()));
            head(List.of("element", "tasks", "band"), List.of("share", "schools-behind"));
            for (Completion.Row row : rows.subList(0, Math.min(rows.size(), MOST_ELEMENTS))) {
                html.open("tr").element("th", row.element().name(), "scope", "row");
                html.element("td", String.join(", ", table.tasks(row.element())));
                html.open("td");
                band(work.band(row));
                html.close();
                cell(percent(row.share()));
                cell(texts.number(flagged.getOrDefault(row.element(), 0L)));
                html.close();
            }
            end();
            more(rows.size(), MOST_ELEMENTS);
        }
    }

    private void band(CompletionBand.Reading reading) {
        if (reading.band().isEmpty()) {
            html.text(texts.get("tasks.no-band." + reading.reason()));
            return;
        }
        CompletionBand.Band band = reading.band().get();
        String style = switch (band) {
            case SUFFICIENT -> "badge CLEAR";
            case UNCERTAIN -> "badge";
            case INSUFFICIENT -> "badge FLAGGED";
        };
        html.element("span", texts.get("tasks.band." + band.code()) + (reading.sure() ? "" : "?"), "class", style);
    }

    /** How many schools are flagged in each element. */
    private Map<Element, Long> flagged(TaskReview.Work work) {
        return work.deficits().rows()
                .filter(row -> row.outcome() == Outcome.FLAGGED && row.unit() instanceof SchoolId
                        && schools.containsKey(row.unit()))
                .collect(Collectors.groupingBy(Deficits.Row::element, Collectors.counting()));
    }

    /** The municipalities that are furthest behind, in the skills in which municipalities differ most. */
    private void municipalities(TaskReview.Work work) {
        Completion table = work.completion();
        Kind kind = !table.elements(Kind.SKILL).isEmpty() ? Kind.SKILL : Kind.TASK;
        List<Municipality> places = table.units().stream()
                .filter(unit -> unit instanceof Municipality municipality && municipality.region().equals(region))
                .map(unit -> (Municipality) unit)
                .filter(place -> largest(table, place) >= Deficits.FEWEST_PUPILS)
                .toList();
        if (places.size() < 2) {
            return;
        }
        Map<Unit, Map<Element, Deficits.Row>> behind = new HashMap<>();
        places.forEach(place -> behind.put(place, work.deficits().rows(place).stream()
                .collect(Collectors.toMap(Deficits.Row::element, row -> row))));
        List<Element> skills = table.elements(kind).stream()
                .sorted(Comparator.comparingDouble((Element element) -> lowest(behind, element)).thenComparing(Comparator.naturalOrder()))
                .limit(MOST_SKILLS)
                .sorted()
                .toList();
        List<Municipality> order = places.stream()
                .sorted(Comparator.comparing((Municipality place) -> -work.deficits().flagged(place).size())
                        .thenComparing(place -> skills.stream().mapToDouble(skill -> gap(behind, place, skill)).min().orElse(0))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST_MUNICIPALITIES)
                .toList();
        html.element("h4", texts.get("tasks.municipalities"));
        html.element("p", texts.get("tasks.municipalities-explained", texts.number(PERCENT * SHADE, 0)));
        html.open("div", "class", "scroll").open("table", "class", "heat").open("thead").open("tr");
        html.element("th", texts.get("tasks.municipality"), "scope", "col");
        skills.forEach(skill -> html.element("th", skill.name(), "scope", "col", "class", "num"));
        html.close().close().open("tbody");
        html.open("tr").element("th", texts.get("tasks.region"), "scope", "row");
        skills.forEach(skill -> cell(table.row(region, skill).map(row -> percent(row.share().value())).orElse(texts.dash())));
        html.close();
        for (Municipality place : order) {
            html.open("tr").element("th", texts.name(place), "scope", "row");
            for (Element skill : skills) {
                heat(table.row(place, skill), gap(behind, place, skill), Optional.ofNullable(behind.get(place).get(skill)));
            }
            html.close();
        }
        end();
        more(places.size(), MOST_MUNICIPALITIES);
    }

    private static long largest(Completion table, Unit unit) {
        return table.rows(unit).stream().mapToLong(Completion.Row::n).max().orElse(0);
    }

    private static double lowest(Map<Unit, Map<Element, Deficits.Row>> rows, Element element) {
        return rows.keySet().stream().mapToDouble(unit -> gap(rows, unit, element)).min().orElse(0);
    }

    private static double gap(Map<Unit, Map<Element, Deficits.Row>> rows, Unit unit, Element element) {
        return Optional.ofNullable(rows.get(unit).get(element)).flatMap(Deficits.Row::gap).map(Interval::value).orElse(0.0);
    }

    private void heat(Optional<Completion.Row> row, double gap, Optional<Deficits.Row> test) {
        if (row.isEmpty()) {
            cell(texts.dash());
            return;
        }
        int shade = (int) Math.min(SHADES, Math.max(0, Math.floor(-gap / SHADE)));
        String sign = test.filter(of -> of.outcome() == Outcome.FLAGGED).map(of -> "*").orElse("");
        html.element("td", percent(row.get().share().value()) + sign, "class", shade == 0 ? "num" : "num h" + shade);
    }

    private void differences(TaskReview.Work work) {
        for (MantelHaenszel.Result result : work.differences(region)) {
            String tasks = result.flagged().stream()
                    .map(row -> row.task().id() + " ("
                            + texts.get(row.standardised().orElse(0) > 0 ? "tasks.easier" : "tasks.harder") + ")")
                    .collect(Collectors.joining(", "));
            String told = result.outcome() == Outcome.FLAGGED || result.outcome() == Outcome.CLEAR
                    ? tasks.isEmpty() ? texts.get("tasks.no-dif") : tasks
                    : texts.get("tasks.dif-few");
            html.element("p", texts.get("tasks.dif", result.focal().name(), texts.number(result.focal().pupils()),
                    result.reference().name(), texts.number(result.reference().pupils()), told));
        }
    }

    /** One line a school and work: what it is surest behind in. */
    private void deficits() {
        record Line(TaskReview.Work work, School school, Deficits.Row row, int number) {}
        List<Line> lines = new ArrayList<>();
        long judged = 0;
        Set<SchoolId> doubtful = new HashSet<>();
        Set<String> unsuitable = new HashSet<>();
        for (TaskReview.Work work : works) {
            for (School school : schools.values()) {
                List<Deficits.Row> rows = work.deficits().rows(school.id());
                judged += rows.stream().anyMatch(row -> row.p().isPresent()) ? 1 : 0;
                rows.stream().filter(row -> row.category().equals("doubtful")).findFirst()
                        .ifPresent(row -> doubtful.add(school.id()));
                rows.stream().filter(row -> row.category().equals("unsuitable")).findFirst()
                        .ifPresent(row -> unsuitable.add(texts.name(work.assessment())));
                List<Deficits.Row> flagged = work.deficits().flagged(school.id());
                flagged.stream().findFirst().ifPresent(row -> lines.add(new Line(work, school, row, flagged.size())));
            }
        }
        lines.sort(Comparator.comparingDouble((Line line) -> line.row().p().orElse(1))
                .thenComparing(line -> line.school().id())
                .thenComparing(line -> line.work().assessment()));
        html.element("h3", texts.get("tasks.deficits"));
        html.open("div", "class", "read");
        html.element("p", texts.get("tasks.deficits-explained", texts.number(judged), texts.number(lines.size())));
        if (!doubtful.isEmpty()) {
            html.element("p", texts.get("tasks.doubtful", texts.number(doubtful.size())));
        }
        if (!unsuitable.isEmpty()) {
            html.element("p", texts.get("tasks.unsuitable", unsuitable.stream().sorted().collect(Collectors.joining("; "))));
        }
        html.close();
        if (lines.isEmpty()) {
            html.element("p", texts.get("tasks.no-deficits"), "class", "empty");
            return;
        }
        head(List.of("school", "work", "element"), List.of("share", "region", "profile-gap", "adjusted-p", "others"));
        for (Line line : lines.subList(0, Math.min(lines.size(), MOST_SCHOOLS))) {
            Deficits.Row row = line.row();
            html.open("tr").open("th", "scope", "row").text(line.school().name()).text(" ")
                    .element("small", texts.name(line.school().municipality())).close();
            html.element("td", texts.name(line.work().assessment()));
            html.element("td", texts.get("tasks.kind." + row.element().kind().code(), row.element().name()));
            cell(percent(row.share()));
            cell(row.region().isPresent() ? percent(row.region().getAsDouble()) : texts.dash());
            cell(row.profileGap().map(this::percent).orElse(texts.dash()));
            cell(texts.p(row.adjustedP()));
            cell(line.number() == 1 ? texts.dash() : texts.number(line.number() - 1L));
            html.close();
        }
        end();
        more(lines.size(), MOST_SCHOOLS);
    }

    private void inversions() {
        html.element("h3", texts.get("tasks.inversions"));
        record Line(TaskReview.Work work, MarkGroups.Inversion inversion) {}
        List<Line> lines = works.stream()
                .flatMap(work -> work.markGroups().flagged().stream()
                        .filter(each -> schools.containsKey(each.school()))
                        .map(each -> new Line(work, each)))
                .sorted(Comparator.comparingDouble((Line line) -> line.inversion().p())
                        .thenComparing(line -> line.inversion().school())
                        .thenComparing(line -> line.work().assessment())
                        .thenComparing(line -> line.inversion().task()))
                .toList();
        long all = works.stream().mapToLong(work ->
                work.markGroups().inversions().stream().filter(each -> schools.containsKey(each.school())).count()).sum();
        html.element("p", texts.get("tasks.inversions-explained", texts.number(all), texts.number(lines.size())));
        if (lines.isEmpty()) {
            return;
        }
        head(List.of("school", "work", "task"), List.of("lower", "higher", "adjusted-p"));
        for (Line line : lines.subList(0, Math.min(lines.size(), MOST_INVERSIONS))) {
            MarkGroups.Inversion each = line.inversion();
            html.open("tr").element("th", schools.get(each.school()).name(), "scope", "row");
            html.element("td", texts.name(line.work().assessment()));
            html.element("td", each.task());
            cell(group(each.lower()));
            cell(group(each.higher()));
            cell(texts.p(OptionalDouble.of(each.adjustedP())));
            html.close();
        }
        end();
        more(lines.size(), MOST_INVERSIONS);
    }

    private String group(MarkGroups.Row row) {
        return texts.get("tasks.group", Integer.toString(row.mark()), texts.number(row.n()), percent(row.share().orElse(0)));
    }
}
