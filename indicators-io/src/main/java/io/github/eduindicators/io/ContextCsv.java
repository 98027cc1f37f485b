package io.github.eduindicators.io;

import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads the context of schools in single years: {@code school,year} and numeric columns, which are found as in the register. */
final class ContextCsv {
    private static final List<String> COLUMNS = List.of("school", "year");
    private static final int FIRST_YEAR = 1900;
    private static final int LAST_YEAR = 2200;

    private ContextCsv() {}

    private record Key(SchoolId school, int year) {}

    private record Row(Key key, double[] values) {}

    /** The same schools with the context of the file. */
    static List<School> describe(Collection<School> schools, Path file, CsvTable.Reading reading) {
        TreeMap<SchoolId, School.Builder> builders = new TreeMap<>();
        schools.forEach(school -> builders.put(school.id(), school.toBuilder()));
        try (CsvTable table = CsvTable.open(file, reading, COLUMNS)) {
            ContextColumns context = new ContextColumns(table, reading.mode());
            List<Row> rows = new ArrayList<>();
            Set<Key> seen = new HashSet<>();
            while (table.next()) {
                double[] values = context.read();
                Optional<Key> key = key(table, builders.keySet());
                if (key.isPresent() && !seen.add(key.get())) {
                    table.leaveOut(Reason.DUPLICATE_SCHOOL, COLUMNS.get(0), table.get(0));
                } else if (key.isPresent()) {
                    rows.add(new Row(key.get(), values));
                    table.use();
                }
            }
            context.finish();
            table.finish();
            for (Row row : rows) {
                School.Builder builder = builders.get(row.key().school());
                context.each(row.values(), (variable, value) -> builder.context(row.key().year(), variable, value));
            }
        }
        return builders.values().stream().map(School.Builder::build).toList();
    }

    private static Optional<Key> key(CsvTable table, Set<SchoolId> known) {
        SchoolId id;
        try {
            id = SchoolId.of(table.get(0));
        } catch (IllegalArgumentException e) {
            table.leaveOut(Reason.UNKNOWN_SCHOOL, COLUMNS.get(0), table.get(0));
            return Optional.empty();
        }
        if (!known.contains(id)) {
            table.leaveOut(Reason.UNKNOWN_SCHOOL, COLUMNS.get(0), table.get(0));
            return Optional.empty();
        }
        String text = table.get(1);
        int year = text.matches("[0-9]{4}") ? Integer.parseInt(text) : 0;
        if (year < FIRST_YEAR || year > LAST_YEAR) {
            table.leaveOut(Reason.BAD_VALUE, COLUMNS.get(1), text);
            return Optional.empty();
        }
        return Optional.of(new Key(id, year));
    }
}
