package io.github.eduindicators.io;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Task;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the description of tasks: {@code assessment,task,max,level,skill,planned_result}. The order of the rows makes
 * no difference; level, skill and planned result may be blank. A task described twice is a row in error.
 */
final class TasksCsv {
    private static final List<String> COLUMNS = List.of("assessment", "task", "max", "level", "skill", "planned_result");
    private static final int ASSESSMENT = 0;
    private static final int TASK = 1;
    private static final int MAX = 2;
    private static final int LEVEL = 3;
    private static final int SKILL = 4;
    private static final int PLANNED_RESULT = 5;

    private TasksCsv() {}

    /**
     * Reads a file and tells the collector what it says.
     *
     * @param known finds an assessment by its id
     * @throws InputException if the file cannot be used as a whole
     */
    static void read(
            Path file, Function<String, Optional<Assessment>> known, ResponseCollector collector, CsvTable.Reading reading) {
        Map<Assessment, Map<String, Task>> tasks = new LinkedHashMap<>();
        try (CsvTable table = CsvTable.open(file, reading, COLUMNS)) {
            table.extras().forEach(table::ignore);
            while (table.next()) {
                Optional<Assessment> assessment = known.apply(table.get(ASSESSMENT));
                if (assessment.isEmpty()) {
                    table.leaveOut(Reason.UNKNOWN_ASSESSMENT, COLUMNS.get(ASSESSMENT), table.get(ASSESSMENT));
                } else if (table.get(TASK).isEmpty()) {
                    table.leaveOut(Reason.BLANK_VALUE, COLUMNS.get(TASK), "");
                } else {
                    read(table, tasks.computeIfAbsent(assessment.get(), key -> new LinkedHashMap<>()));
                }
            }
            table.finish();
        }
        tasks.forEach((assessment, described) -> {
            if (!described.isEmpty()) {
                collector.define(assessment, described.values());
            }
        });
    }

    private static void read(CsvTable table, Map<String, Task> described) {
        int max = Numbers.whole(table.get(MAX)).orElse(0);
        if (max < 1 || max > Task.MAX_POINTS) {
            table.leaveOut(Reason.BAD_VALUE, COLUMNS.get(MAX), table.get(MAX));
            return;
        }
        Task task;
        try {
            task = Task.of(table.get(TASK), max);
        } catch (IllegalArgumentException e) {
            table.leaveOut(Reason.BAD_VALUE, COLUMNS.get(TASK), table.get(TASK));
            return;
        }
        task = task.withLevel(table.get(LEVEL)).withSkill(table.get(SKILL)).withPlannedResult(table.get(PLANNED_RESULT));
        if (described.putIfAbsent(task.id(), task) == null) {
            table.use();
        } else {
            table.leaveOut(Reason.DUPLICATE_TASK, COLUMNS.get(TASK), table.get(TASK));
        }
    }
}
