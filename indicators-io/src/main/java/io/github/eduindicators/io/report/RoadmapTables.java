package io.github.eduindicators.io.report;

import io.github.eduindicators.roadmap.Contradiction;
import io.github.eduindicators.roadmap.Measure;
import io.github.eduindicators.roadmap.RoadmapExecution;
import io.github.eduindicators.roadmap.RoadmapExecution.Entry;
import io.github.eduindicators.roadmap.RoadmapExecution.Index;
import io.github.eduindicators.roadmap.RoadmapExecution.Task;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** The measures with their states, and the counts and rates by document, section and responsible, as they are written. */
final class RoadmapTables {
    private RoadmapTables() {}

    static List<Table> all(RoadmapExecution.Result result, Texts texts) {
        return List.of(measures(result, texts), indices(result));
    }

    /** One row a task: of a recurring measure each time due and the next. */
    private static Table measures(RoadmapExecution.Result result, Texts texts) {
        Map<Measure, List<Contradiction>> of = new IdentityHashMap<>();
        for (Contradiction contradiction : result.contradictions()) {
            of.computeIfAbsent(contradiction.measure(), measure -> new ArrayList<>()).add(contradiction);
        }
        List<List<Object>> rows = new ArrayList<>();
        for (Entry entry : result.entries()) {
            for (Task task : entry.tasks()) {
                rows.add(row(entry, task, note(entry, of.getOrDefault(entry.measure(), List.of()), texts)));
            }
        }
        return Table.of(
                "roadmap",
                List.of("document", "number", "section", "measure", "term", "kind", "deadline", "control", "responsible", "state",
                        "delay_days", "note"),
                rows);
    }

    private static List<Object> row(Entry entry, Task task, String note) {
        Measure measure = entry.measure();
        return List.of(
                measure.document(),
                measure.number(),
                measure.section(),
                measure.text(),
                measure.term().text(),
                measure.term().kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                task.deadline().map(LocalDate::toString).orElse(""),
                entry.controls().size() == 1 ? entry.controls().get(0).day().toString() : measure.control().text(),
                String.join("; ", measure.responsible()),
                task.state().code(),
                task.delayDays().isPresent() ? (Object) task.delayDays().getAsLong() : "",
                note);
    }

    private static String note(Entry entry, List<Contradiction> contradictions, Texts texts) {
        List<String> notes = new ArrayList<>();
        entry.undated().ifPresent(why -> notes.add(texts.get("roadmap.undated." + why.code())));
        contradictions.forEach(contradiction -> notes.add(RoadmapSection.says(contradiction, texts)));
        return String.join("; ", notes);
    }

    private static Table indices(RoadmapExecution.Result result) {
        return Table.of(
                "roadmap_indices",
                List.of("document", "group_type", "group", "measure_count", "due", "done", "on_time", "overdue", "undated",
                        "execution",
                        "on_time_rate", "overdue_rate", "mean_delay", "control_due", "control_met", "control_rate"),
                result.entries().isEmpty() ? List.of() : result.indices().stream().map(RoadmapTables::row).toList());
    }

    private static List<Object> row(Index index) {
        return List.of(
                index.document(),
                index.group().code(),
                index.name(),
                index.measures(),
                index.due(),
                index.done(),
                index.onTime(),
                index.overdue(),
                index.undated(),
                cell(index.execution()),
                cell(index.onTimeRate()),
                cell(index.overdueRate()),
                cell(index.meanDelay()),
                index.controlDue(),
                index.controlMet(),
                cell(index.controlRate()));
    }

    private static Object cell(OptionalDouble value) {
        return value.isPresent() ? (Object) value.getAsDouble() : "";
    }
}
