package io.github.eduindicators.io;

import io.github.eduindicators.io.StudiesCsv.Declared;
import io.github.eduindicators.surveys.ReplicationScheme;
import io.github.eduindicators.surveys.StudyMonitoring.Wave;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.annotation.CheckForNull;

/**
 * The data of one or more domains in one file, one row a pupil. What stands in a row is never told in a problem, only its line
 * and column.
 *
 * @param cells how many numbers the studies keep
 */
record StudyFile(List<Wave> waves, long cells) {
    private static final int MOST_REPLICATES = 1_000;
    private static final int MOST_VALUES = 100;

    /**
     * Reads the data of those who declare them here.
     *
     * @param from the name of the file that declares them
     * @param room how many numbers may be kept
     * @throws InputException if the file cannot be used as a whole
     */
    static StudyFile read(Path file, String from, List<Declared> declared, CsvTable.Reading reading, long room) {
        try (CsvTable table = CsvTable.open(file, reading, List.of())) {
            Header header = new Header(table);
            List<StudyColumns> wanted = new ArrayList<>();
            for (Declared row : declared) {
                StudyColumns columns = columns(header, row, from, reading.problems());
                if (columns != null) {
                    wanted.add(columns);
                }
            }
            long width = wanted.stream().mapToLong(StudyColumns::width).sum();
            long rows = 0;
            Row row = new Row(table, reading.mode());
            while (!wanted.isEmpty() && table.next()) {
                if (++rows * width > room) {
                    throw new InputException(
                            new Problem(CsvFile.nameOf(file), "", table.line(), "", "", Reason.STUDY_TOO_LARGE, 1));
                }
                row.start();
                boolean used = false;
                for (StudyColumns columns : wanted) {
                    used |= columns.add(row);
                }
                if (used) {
                    table.use();
                }
            }
            if (row.commas) {
                table.noteFile(Reason.DECIMAL_COMMA);
            }
            List<Wave> waves = new ArrayList<>();
            for (StudyColumns columns : wanted) {
                columns.noteWithoutValues(CsvFile.nameOf(file), reading.problems());
                Optional<Wave> wave = columns.wave();
                wave.ifPresent(waves::add);
                if (wave.isEmpty()) {
                    String name = columns.declared().get(StudiesCsv.FILE);
                    report(columns.declared(), Reason.NO_USABLE_ROW, StudiesCsv.FILE, name, from, reading.problems());
                }
            }
            return new StudyFile(waves, rows * width);
        }
    }

    private static void report(Declared row, Reason reason, int column, String value, String from, Problems problems) {
        problems.add(reason, from, "", row.line(), StudiesCsv.COLUMNS.get(column), value);
    }

    /** Finds the columns that a row of studies.csv names; none, and a problem, if one is not there. */
    @CheckForNull
    private static StudyColumns columns(Header header, Declared row, String from, Problems problems) {
        Map<Integer, int[]> found = new HashMap<>();
        for (int column : new int[] {StudiesCsv.WEIGHT, StudiesCsv.CLUSTER, StudiesCsv.STRATUM}) {
            if (!header.one(row.get(column), column, found)) {
                report(row, Reason.MISSING_COLUMN, column, row.get(column), from, problems);
                return null;
            }
        }
        for (int column : new int[] {StudiesCsv.REPLICATES, StudiesCsv.VALUES}) {
            String missing = header.numbered(row.get(column), column, column == StudiesCsv.VALUES ? MOST_VALUES : MOST_REPLICATES, found);
            if (!missing.isEmpty()) {
                report(row, Reason.MISSING_COLUMN, column, missing, from, problems);
                return null;
            }
        }
        int[] groups = new int[row.groups().size()];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = header.place(row.groups().get(i));
            if (groups[i] < 0) {
                report(row, Reason.MISSING_COLUMN, StudiesCsv.GROUP, row.groups().get(i), from, problems);
                return null;
            }
        }
        found.put(StudiesCsv.GROUP, groups);
        int gradient = row.gradient().isEmpty() ? -1 : header.place(row.gradient());
        if (gradient < 0 && !row.gradient().isEmpty()) {
            problems.add(Reason.MISSING_COLUMN, from, "", row.line(), StudiesCsv.GRADIENT, row.gradient());
            return null;
        }
        int replicates = found.get(StudiesCsv.REPLICATES).length;
        boolean given = !row.get(StudiesCsv.REPLICATES).isEmpty();
        Optional<ReplicationScheme> scheme = given ? row.scheme().withReplicates(replicates) : Optional.empty();
        if (scheme.isEmpty() && given) {
            report(row, Reason.REPLICATES_DIFFER, StudiesCsv.REPLICATES, Integer.toString(replicates), from, problems);
            return null;
        }
        return new StudyColumns(row, found, gradient, scheme);
    }

    /** The names of the columns. */
    private static final class Header {
        private final Map<String, Integer> places = new HashMap<>();

        Header(CsvTable table) {
            for (int column : table.extras()) {
                places.put(table.name(column), column);
            }
        }

        int place(String name) {
            return places.getOrDefault(name, -1);
        }

        /** A column that may be left blank. */
        boolean one(String name, int column, Map<Integer, int[]> found) {
            int place = place(name);
            found.put(column, name.isEmpty() ? new int[0] : new int[] {place});
            return name.isEmpty() || place >= 0;
        }

        /** Columns numbered from 1 without a gap; what is missing, or empty if nothing is. */
        String numbered(String pattern, int column, int most, Map<Integer, int[]> found) {
            if (pattern.isEmpty()) {
                found.put(column, new int[0]);
                return "";
            }
            if (pattern.indexOf('*') < 0 && places.containsKey(pattern)) {
                found.put(column, new int[] {place(pattern)});
                return "";
            }
            int star = pattern.indexOf('*');
            String before = star < 0 ? pattern : pattern.substring(0, star);
            String after = star < 0 ? "" : pattern.substring(star + 1);
            Pattern numbers = Pattern.compile(Pattern.quote(before) + "([0-9]{1,4})" + Pattern.quote(after));
            Map<Integer, Integer> byNumber = new HashMap<>();
            for (Map.Entry<String, Integer> place : places.entrySet()) {
                Matcher matcher = numbers.matcher(place.getKey());
                if (matcher.matches() && byNumber.put(Integer.parseInt(matcher.group(1)), place.getValue()) != null) {
                    return place.getKey();
                }
            }
            int count = byNumber.size();
            if (count == 0 || count > most) {
                return pattern;
            }
            int[] columns = new int[count];
            for (int i = 0; i < count; i++) {
                Integer place = byNumber.get(i + 1);
                if (place == null) {
                    return before + (i + 1) + after;
                }
                columns[i] = place;
            }
            found.put(column, columns);
            return "";
        }
    }

    /** The current row of the file. */
    static final class Row {
        private final CsvTable table;
        private final ReadingMode mode;
        private final Set<Integer> told = new HashSet<>();
        private boolean commas;

        Row(CsvTable table, ReadingMode mode) {
            this.table = table;
            this.mode = mode;
        }

        void start() {
            told.clear();
        }

        String text(int column) {
            return table.raw(column);
        }

        /** Blank, or marked as missing in the manner of R. */
        boolean blank(int column) {
            String text = table.raw(column);
            return text.isEmpty() || text.equals("NA");
        }

        OptionalDouble number(int column) {
            OptionalDouble number = Numbers.decimal(table.raw(column));
            if (number.isEmpty() && mode == ReadingMode.LENIENT) {
                number = Numbers.withComma(table.raw(column));
                commas |= number.isPresent();
            }
            return number;
        }

        /** Reports a cell of the row, once for all domains that need it. */
        boolean leaveOut(Reason reason, int column) {
            if (told.add(column)) {
                table.leaveOut(reason, table.name(column), "");
            }
            return false;
        }
    }
}
