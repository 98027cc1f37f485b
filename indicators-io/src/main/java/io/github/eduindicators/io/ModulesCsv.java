package io.github.eduindicators.io;

import io.github.eduindicators.items.LearningPath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Reads the modules that deficits of staff can be closed by: {@code module,competency,hours,title_ru,title_en,prerequisites}, the
 * prerequisites being competencies with a semicolon between. Titles may be blank, which leaves the code of the module. A row in
 * error is one whose module is there already, or whose prerequisites lead back to it.
 */
final class ModulesCsv {
    private static final List<String> COLUMNS = List.of("module", "competency", "hours", "title_ru", "title_en", "prerequisites");
    private static final int MODULE = 0;
    private static final int COMPETENCY = 1;
    private static final int HOURS = 2;
    private static final int RUSSIAN = 3;
    private static final int ENGLISH = 4;
    private static final int PREREQUISITES = 5;
    /** No programme has more; a chain of prerequisites is followed to its end, however long. */
    private static final int MOST_MODULES = 1_000;

    private ModulesCsv() {}

    /**
     * Reads a file.
     *
     * @return the modules in the order of the file
     * @throws InputException if the file cannot be used as a whole
     */
    static LearningPath.Catalogue read(Path file, CsvTable.Reading reading) {
        List<LearningPath.Module> modules = new ArrayList<>();
        try (CsvTable table = CsvTable.open(file, reading, COLUMNS)) {
            table.extras().forEach(table::ignore);
            while (table.next()) {
                if (modules.size() == MOST_MODULES) {
                    table.leaveOut(Reason.TOO_MANY_ROWS, COLUMNS.get(MODULE), table.get(MODULE));
                } else {
                    read(table, modules);
                }
            }
            table.finish();
        }
        return LearningPath.Catalogue.of(modules);
    }

    private static void read(CsvTable table, List<LearningPath.Module> modules) {
        String id = table.get(MODULE);
        OptionalInt hours = Numbers.whole(table.get(HOURS));
        if (id.isEmpty() || table.get(COMPETENCY).isEmpty()) {
            table.leaveOut(Reason.BLANK_VALUE, COLUMNS.get(id.isEmpty() ? MODULE : COMPETENCY), "");
        } else if (modules.stream().anyMatch(module -> module.id().equals(id))) {
            table.leaveOut(Reason.DUPLICATE_VALUE, COLUMNS.get(MODULE), id);
        } else if (hours.isEmpty()) {
            table.leaveOut(Reason.BAD_VALUE, COLUMNS.get(HOURS), table.get(HOURS));
        } else {
            add(table, hours.getAsInt(), modules);
        }
    }

    private static void add(CsvTable table, int hours, List<LearningPath.Module> modules) {
        String id = table.get(MODULE);
        LearningPath.Module module;
        try {
            module = LearningPath.Module.of(id, table.get(COMPETENCY), hours)
                    .withTitles(named(table.get(RUSSIAN), id), named(table.get(ENGLISH), id));
        } catch (IllegalArgumentException e) {
            table.leaveOut(Reason.BAD_VALUE, COLUMNS.get(MODULE), id);
            return;
        }
        List<LearningPath.Module> all = new ArrayList<>(modules);
        try {
            if (!table.get(PREREQUISITES).isEmpty()) {
                module = module.withPrerequisites(table.get(PREREQUISITES).split(";", -1));
            }
            all.add(module);
            LearningPath.Catalogue.of(all);
        } catch (IllegalArgumentException e) {
            table.leaveOut(Reason.BAD_VALUE, COLUMNS.get(PREREQUISITES), table.get(PREREQUISITES));
            return;
        }
        modules.add(module);
        table.use();
    }

    private static String named(String title, String id) {
        return title.isEmpty() ? id : title;
    }
}
