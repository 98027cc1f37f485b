package io.github.eduindicators.io.report;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.roadmap.Contradiction;
import io.github.eduindicators.roadmap.Measure;
import io.github.eduindicators.roadmap.RoadmapExecution;
import io.github.eduindicators.roadmap.RoadmapExecution.Entry;
import io.github.eduindicators.roadmap.RoadmapExecution.Group;
import io.github.eduindicators.roadmap.RoadmapExecution.Index;
import io.github.eduindicators.roadmap.RoadmapExecution.State;
import io.github.eduindicators.roadmap.RoadmapExecution.Task;
import io.github.eduindicators.roadmap.Term;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** How the measures of roadmaps and the decisions of protocols stand: figures, a picture by term, and what needs a look. */
final class RoadmapSection {
    /** Of longer lists the first are told; all are in the CSV files. */
    private static final int MOST = 12;
    private static final int MOST_BARS = 24;
    private static final int LONGEST = 100;
    private static final int LONGEST_LABEL = 9;

    private static final double WIDTH = 900;
    private static final double LEFT = 70;
    private static final double RIGHT = 12;
    private static final double TOP = 20;
    private static final double ROW = 15;
    private static final double BAR = 8;
    private static final double BOTTOM = 20;
    /** Of terms that begin long before or end long after the review the picture shows a part. */
    private static final long FARTHEST = 3 * 366L;
    private static final int TICKS = 12;
    private static final int YEAR = 12;

    private final Html html;
    private final Texts texts;
    private final RoadmapExecution.Result result;

    RoadmapSection(Html html, Texts texts, RoadmapExecution.Result result) {
        this.html = html;
        this.texts = texts;
        this.result = result;
    }

    void write() {
        html.open("section", "id", "roadmap").element("h2", texts.get("section.roadmap"));
        if (result.entries().isEmpty()) {
            html.element("p", texts.get("no-data.roadmap"), "class", "empty").close();
            return;
        }
        html.element("p", texts.get("roadmap.explained", date(result.asOf(), texts)), "class", "read");
        tiles();
        List<Index> documents = result.indices().stream()
                .filter(index -> index.group() == Group.ALL && !index.document().isEmpty()).toList();
        indices("document", documents.size() > 1 ? documents : List.of());
        indices("section", result.indices(Group.SECTION));
        indices("responsible", result.indices(Group.RESPONSIBLE));
        picture();
        overdue();
        undated();
        contradictions();
        html.close();
    }

    private void tiles() {
        Index total = result.total();
        Tiles.open(html);
        Tiles.tile(html, percent(total.execution()), texts.get("roadmap.execution"), of(total.done(), total.due()));
        Tiles.tile(html, percent(total.onTimeRate()), texts.get("roadmap.on-time"), of(total.onTime(), total.due()));
        Tiles.tile(html, percent(total.overdueRate()), texts.get("roadmap.overdue"), of(total.overdue(), total.due()));
        Tiles.tile(html, texts.number(total.meanDelay(), 0), texts.get("roadmap.delay"), texts.get("roadmap.delay.of",
                texts.number(total.delayed())));
        Tiles.tile(html, percent(total.controlRate()), texts.get("roadmap.control"), of(total.controlMet(), total.controlDue()));
        Tiles.tile(html, texts.number(total.undated()), texts.get("roadmap.undated"), texts.get("roadmap.undated.of",
                texts.number(total.measures())));
        html.close();
    }

    private String of(long part, long whole) {
        return texts.get("roadmap.of", texts.number(part), texts.number(whole));
    }

    private String percent(OptionalDouble share) {
        return share.isPresent() ? texts.get("percent", texts.number(100 * share.getAsDouble(), 0)) : texts.dash();
    }

    /** The groups with most overdue first. */
    private void indices(String kind, List<Index> all) {
        if (all.isEmpty()) {
            return;
        }
        List<Index> sorted = all.stream()
                .sorted(Comparator.comparing(Index::overdue).reversed()
                        .thenComparing(Comparator.comparing(Index::due).reversed())
                        .thenComparing(Index::document).thenComparing(Index::name))
                .toList();
        html.element("h3", texts.get("roadmap.by-" + kind));
        html.open("div", "class", "scroll").open("table").open("thead").open("tr");
        html.element("th", texts.get("roadmap.column." + kind), "scope", "col");
        for (String column : List.of("measures", "due", "done", "on-time", "overdue", "execution", "delay", "control",
                "undated")) {
            html.element("th", texts.get("roadmap.column." + column), "scope", "col", "class", "num");
        }
        html.close().close().open("tbody");
        for (Index index : sorted.subList(0, Math.min(MOST, sorted.size()))) {
            String name = kind.equals("document") ? index.document() : index.name();
            html.open("tr").element("th", name.isEmpty() ? texts.get("roadmap.none." + kind) : cut(name), "scope", "row");
            for (long count : new long[] {index.measures(), index.due(), index.done(), index.onTime(), index.overdue()}) {
                html.element("td", texts.number(count), "class", "num");
            }
            html.element("td", percent(index.execution()), "class", "num");
            html.element("td", texts.number(index.meanDelay(), 0), "class", "num");
            html.element("td", percent(index.controlRate()), "class", "num");
            html.element("td", texts.number(index.undated()), "class", "num").close();
        }
        html.close().close().close();
        more(sorted.size());
    }

    private void more(int size) {
        if (size > MOST) {
            html.element("p", texts.get("roadmap.more", texts.number(size - MOST)), "class", "muted");
        }
    }

    /** A time that a measure is to be done, as the picture shows it. */
    private record Bar(Entry entry, Task task, LocalDate start, LocalDate deadline) {}

    /** The tasks whose deadlines are nearest to the day of the review, by deadline. */
    private void picture() {
        LocalDate asOf = result.asOf();
        List<Bar> bars = new ArrayList<>();
        for (Entry entry : result.entries()) {
            for (Task task : entry.tasks()) {
                if (task.deadline().isPresent() && entry.undated().isEmpty() && task.state() != State.CANCELLED) {
                    bars.add(new Bar(entry, task, start(entry, task), task.deadline().orElseThrow()));
                }
            }
        }
        Comparator<Bar> near = Comparator.comparing(bar -> Math.abs(bar.deadline().toEpochDay() - asOf.toEpochDay()));
        List<Bar> shown = bars.stream().sorted(near).limit(MOST_BARS).sorted(Comparator.comparing(Bar::deadline)).toList();
        if (shown.isEmpty()) {
            return;
        }
        html.element("h3", texts.get("roadmap.picture")).open("figure");
        draw(shown);
        html.element("figcaption", texts.get("roadmap.picture.key"));
        if (bars.size() > shown.size()) {
            html.element("figcaption", texts.get("roadmap.picture.part", texts.number(shown.size()), texts.number(bars.size())));
        }
        html.close();
    }

    /** A term that is one day runs from the date of the document. */
    private static LocalDate start(Entry entry, Task task) {
        Measure measure = entry.measure();
        LocalDate deadline = task.deadline().orElseThrow();
        LocalDate start = measure.documentDate().orElse(deadline);
        if (measure.term().kind() == Term.Kind.RECURRING) {
            int before = entry.tasks().indexOf(task) - 1;
            return before < 0 ? start : entry.tasks().get(before).deadline().orElse(start).plusDays(1);
        }
        return start.isAfter(deadline) ? deadline : start;
    }

    private void draw(List<Bar> bars) {
        long asOf = result.asOf().toEpochDay();
        long from = bars.stream().mapToLong(bar -> bar.start().toEpochDay()).min().orElse(asOf);
        long to = bars.stream().mapToLong(bar -> bar.deadline().toEpochDay()).max().orElse(asOf);
        Axis x = new Axis(Math.max(Math.min(from, asOf), asOf - FARTHEST), Math.min(Math.max(to, asOf), asOf + FARTHEST) + 1.0,
                LEFT, WIDTH - RIGHT);
        double height = TOP + ROW * bars.size() + BOTTOM;
        Svg svg = Svg.open(html, texts.get("roadmap.picture"), WIDTH, height);
        ticks(svg, x, height);
        for (int i = 0; i < bars.size(); i++) {
            bar(svg, x, bars.get(i), TOP + ROW * i + ROW / 2);
        }
        svg.vertical("cut", x.at(asOf), TOP - 6, height - BOTTOM);
        String side = x.at(asOf) > WIDTH * 0.8 ? "end" : x.at(asOf) < WIDTH * 0.2 ? "start" : "mid";
        svg.text(side, x.at(asOf), 11, texts.get("roadmap.as-of", date(result.asOf(), texts)));
        svg.close();
    }

    /** The first days of months, so many that they do not crowd. */
    private static void ticks(Svg svg, Axis x, double height) {
        LocalDate first = LocalDate.ofEpochDay((long) Math.ceil(x.from()));
        long months = (long) ((x.to() - x.from()) / 30);
        int step = months <= TICKS ? 1 : months <= 3 * TICKS ? 3 : YEAR;
        LocalDate month = LocalDate.of(first.getYear(), 1, 1);
        for (; month.toEpochDay() <= x.to(); month = month.plusMonths(step)) {
            if (month.toEpochDay() >= x.from()) {
                svg.vertical("grid", x.at(month.toEpochDay()), TOP - 4, height - BOTTOM);
                String label = String.format(Locale.ROOT, "%02d.%d", month.getMonthValue(), month.getYear());
                svg.text(x.at(month.toEpochDay()) > WIDTH - 40 ? "end muted" : "mid muted", x.at(month.toEpochDay()),
                        height - 6, label);
            }
        }
    }

    private void bar(Svg svg, Axis x, Bar bar, double middle) {
        Measure measure = bar.entry().measure();
        svg.text("end", LEFT - 6, middle + 4, shortened(measure.number(), LONGEST_LABEL));
        double start = at(x, bar.start());
        double end = Math.max(start + 2, at(x, bar.deadline().plusDays(1)));
        State state = bar.task().state();
        String style = switch (state) {
            case DONE_ON_TIME -> "rising";
            case DONE_LATE, DONE_UNDATED -> "m3";
            case OVERDUE -> "sign";
            default -> "region";
        };
        svg.rectangle(style, start, middle - BAR / 2, end - start, BAR, texts.get("roadmap.tooltip",
                shortened(measure.document(), LONGEST),
                measure.number(), texts.get("roadmap.state." + state.code()), date(bar.deadline(), texts)));
        if (state == State.OVERDUE) {
            svg.horizontal("bar below", end, at(x, result.asOf()), middle);
        }
        bar.task().doneOn().ifPresent(day -> svg.circle("earlier", at(x, day), middle, 2.8, ""));
    }

    private static double at(Axis x, LocalDate day) {
        return x.at(Math.max(x.from(), Math.min(x.to(), day.toEpochDay())));
    }

    private void overdue() {
        List<Bar> late = new ArrayList<>();
        for (Entry entry : result.entries()) {
            for (Task task : entry.tasks()) {
                if (task.state() == State.OVERDUE) {
                    late.add(new Bar(entry, task, result.asOf(), task.deadline().orElseThrow()));
                }
            }
        }
        late.sort(Comparator.comparing(Bar::deadline));
        head("overdue", late.size(), "deadline", "days");
        for (Bar bar : late.subList(0, Math.min(MOST, late.size()))) {
            measure(bar.entry().measure());
            html.element("td", date(bar.deadline(), texts), "class", "num");
            html.element("td", texts.number(bar.task().delayDays().orElse(0)), "class", "num").close();
        }
        foot(late.size());
    }

    private void undated() {
        List<Entry> undated = result.entries().stream().filter(entry -> entry.undated().isPresent()).toList();
        head("undated", undated.size(), "term", "why");
        for (Entry entry : undated.subList(0, Math.min(MOST, undated.size()))) {
            measure(entry.measure());
            html.element("td", cut(entry.measure().term().text()));
            String why = texts.get("roadmap.undated." + entry.undated().orElseThrow().code());
            html.element("td", entry.state().isDone() ? texts.get("roadmap.undated-done", why) : why).close();
        }
        foot(undated.size());
    }

    private void contradictions() {
        List<Contradiction> all = result.contradictions();
        head("contradictions", all.size(), "what");
        for (Contradiction contradiction : all.subList(0, Math.min(MOST, all.size()))) {
            measure(contradiction.measure());
            html.element("td", says(contradiction, texts)).close();
        }
        foot(all.size());
    }

    private void head(String list, int size, String... columns) {
        html.element("h3", texts.get("roadmap.list." + list));
        if (size == 0) {
            html.element("p", texts.get("roadmap.list.none"), "class", "empty");
            return;
        }
        html.open("div", "class", "scroll").open("table").open("thead").open("tr");
        html.element("th", texts.get("roadmap.column.number"), "scope", "col");
        html.element("th", texts.get("roadmap.column.measure"), "scope", "col");
        for (String column : columns) {
            html.element("th", texts.get("roadmap.column." + column), "scope", "col");
        }
        html.close().close().open("tbody");
    }

    private void foot(int size) {
        if (size > 0) {
            html.close().close().close();
            more(size);
        }
    }

    /** Opens the row of a measure. */
    private void measure(Measure measure) {
        html.open("tr").element("th", measure.number().isEmpty() ? texts.dash() : shortened(measure.number(), LONGEST_LABEL),
                "scope", "row");
        html.open("td").text(cut(measure.text())).element("small", cut(measure.document())).close();
    }

    private static String cut(String text) {
        return shortened(text, LONGEST);
    }

    private static String shortened(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most) + "…";
    }

    /** A contradiction in words. */
    static String says(Contradiction contradiction, Texts texts) {
        Object[] values = contradiction.facts().stream().map(fact -> value(fact, texts)).toArray();
        return texts.get("roadmap.contradiction." + contradiction.kind().code(), values);
    }

    private static String value(Fact fact, Texts texts) {
        String text = fact.value().toString();
        Term day = Term.parse(text);
        if (day.kind() == Term.Kind.DATE && day.toString().equals(text)) {
            return date(day.deadline(Term.Context.none()).orElseThrow(), texts);
        }
        return fact.key().equals("flaw") ? texts.get("roadmap.flaw." + text) : text;
    }

    private static String date(LocalDate date, Texts texts) {
        return texts.locale().getLanguage().equals("ru")
                ? DateTimeFormatter.ofPattern("dd.MM.yyyy", Locale.ROOT).format(date) : date.toString();
    }
}
