package io.github.eduindicators.benchmarks.backtest;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Schools, years and subjects of a file with the columns region, city, school, year, and of each subject {@code
 * <subject>_candidates} and {@code <subject>_average}. A school is region, city and name; a school that stands twice in a year is
 * left out of that year, and counted.
 */
final class Panel {
    /** The pupils and the mean of a school in a year. */
    record Cell(long n, double mean) {}

    /**
     * What was read.
     *
     * @param rows rows with a year
     * @param duplicateSchoolYears schools and years that stand more than once
     * @param duplicateRows their rows
     */
    record Counts(long rows, long duplicateSchoolYears, long duplicateRows) {}

    private static final int LONGEST_LINE = 10_000;

    /** By subject, school and year. */
    private final Map<String, SortedMap<String, SortedMap<Integer, Cell>>> cells;
    private final Map<Integer, Counts> counts;

    private Panel(Map<String, SortedMap<String, SortedMap<Integer, Cell>>> cells, Map<Integer, Counts> counts) {
        this.cells = cells;
        this.counts = counts;
    }

    static Panel read(Path file, List<String> subjects) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return read(reader, file.getFileName().toString(), subjects);
        }
    }

    static Panel read(BufferedReader reader, String name, List<String> subjects) throws IOException {
        String head = reader.readLine();
        if (head == null) {
            throw new IOException(name + ": the file is empty");
        }
        Map<String, Integer> columns = new HashMap<>();
        List<String> titles = fields(head.startsWith("\ufeff") ? head.substring(1) : head, name, 1);
        titles.forEach(title -> columns.put(title, columns.size()));
        List<String> needed = new ArrayList<>(List.of("region", "city", "school", "year"));
        subjects.forEach(subject -> needed.addAll(List.of(subject + "_candidates", subject + "_average")));
        for (String title : needed) {
            if (!columns.containsKey(title)) {
                throw new IOException(name + ", line 1: there is no column " + title);
            }
        }
        Map<Integer, Map<String, Integer>> seen = new TreeMap<>();
        List<Row> rows = new ArrayList<>();
        int line = 1;
        for (String text = reader.readLine(); text != null; text = reader.readLine()) {
            line++;
            List<String> fields = fields(text, name, line);
            if (fields.size() != titles.size()) {
                throw new IOException(name + ", line " + line + ": " + titles.size() + " columns expected, got " + fields.size());
            }
            Row row = Row.of(fields, columns, subjects, name, line);
            rows.add(row);
            seen.computeIfAbsent(row.year, year -> new HashMap<>()).merge(row.school, 1, Integer::sum);
        }
        return of(rows, seen, subjects);
    }

    private static Panel of(List<Row> rows, Map<Integer, Map<String, Integer>> seen, List<String> subjects) {
        Map<Integer, Counts> counts = new TreeMap<>();
        Map<Integer, Set<String>> twice = new HashMap<>();
        seen.forEach((year, schools) -> {
            Set<String> these = new HashSet<>();
            long all = 0;
            long duplicates = 0;
            for (Map.Entry<String, Integer> school : schools.entrySet()) {
                all += school.getValue();
                if (school.getValue() > 1) {
                    these.add(school.getKey());
                    duplicates += school.getValue();
                }
            }
            twice.put(year, these);
            counts.put(year, new Counts(all, these.size(), duplicates));
        });
        Map<String, SortedMap<String, SortedMap<Integer, Cell>>> cells = new HashMap<>();
        for (int s = 0; s < subjects.size(); s++) {
            SortedMap<String, SortedMap<Integer, Cell>> schools = new TreeMap<>();
            for (Row row : rows) {
                if (row.cells.get(s).n > 0 && !twice.get(row.year).contains(row.school)) {
                    schools.computeIfAbsent(row.school, school -> new TreeMap<>()).put(row.year, row.cells.get(s));
                }
            }
            cells.put(subjects.get(s), schools);
        }
        return new Panel(cells, counts);
    }

    private record Row(String school, int year, List<Cell> cells) {
        /** Stands for a mean that is not published. */
        private static final Cell NONE = new Cell(0, 0);

        static Row of(List<String> fields, Map<String, Integer> columns, List<String> subjects, String name, int line)
                throws IOException {
            String school = fields.get(columns.get("region")) + " | " + fields.get(columns.get("city")) + " | "
                    + fields.get(columns.get("school"));
            List<Cell> cells = new ArrayList<>();
            for (String subject : subjects) {
                String average = fields.get(columns.get(subject + "_average"));
                double mean = average.isEmpty() ? 0 : number(average, name, line, subject + "_average");
                String candidates = subject + "_candidates";
                double n = average.isEmpty() ? 0 : number(fields.get(columns.get(candidates)), name, line, candidates);
                if (mean < 0 || mean > 100 || n < 0 || n != Math.rint(n) || !average.isEmpty() && n == 0) {
                    throw new IOException(name + ", line " + line
                            + ": a mean of 0..100 of one or more pupils expected, got " + mean + " of " + n);
                }
                cells.add(average.isEmpty() ? NONE : new Cell((long) n, mean));
            }
            double year = number(fields.get(columns.get("year")), name, line, "year");
            if (year != Math.rint(year)) {
                throw new IOException(name + ", line " + line + ", column year: a whole number expected, got " + year);
            }
            return new Row(school, (int) year, cells);
        }

        private static double number(String text, String name, int line, String column) throws IOException {
            try {
                double number = Double.parseDouble(text);
                if (Math.abs(number) < 1e9) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // Told below, with the place.
            }
            throw new IOException(name + ", line " + line + ", column " + column + ": a number expected, got \"" + text + "\"");
        }
    }

    /** The fields of a line; quoted ones may hold commas and doubled quotes, not ends of lines. */
    private static List<String> fields(String line, String name, int number) throws IOException {
        if (line.length() > LONGEST_LINE) {
            throw new IOException(name + ", line " + number + ": longer than " + LONGEST_LINE + " characters");
        }
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quoted && c == '"' && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                field.append(c);
                i++;
            } else if (c == '"' && (quoted || field.length() == 0)) {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        if (quoted) {
            throw new IOException(name + ", line " + number + ": a quote is not closed");
        }
        fields.add(field.toString());
        return fields;
    }

    SortedMap<String, SortedMap<Integer, Cell>> schools(String subject) {
        return cells.get(subject);
    }

    /** By year. */
    Map<Integer, Counts> counts() {
        return counts;
    }
}
