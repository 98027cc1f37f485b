package io.github.eduindicators.io;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.annotation.CheckForNull;

/** A CSV file with a header, row by row. Rows that do not fit the header are reported and left out. */
final class CsvTable implements Closeable {
    private static final int ROWS_BETWEEN_REPORTS = 100_000;

    private final Path path;
    private final CsvFile file;
    private final Problems problems;
    private final ReviewFolder.Progress progress;
    private final List<String> header;
    private final int[] places;
    private final List<Integer> extras = new ArrayList<>();
    private final long headerLine;
    private SheetRows.Row row;
    private long rows;
    private long used;
    @CheckForNull
    private Problem first;

    private CsvTable(Path path, CsvFile file, Problems problems, ReviewFolder.Progress progress, List<String> columns) {
        this.path = path;
        this.file = file;
        this.problems = problems;
        this.progress = progress;
        this.row = file.next();
        if (row == null) {
            throw new InputException(new Problem(file.file(), "", 0, "", "", Reason.EMPTY_FILE, 1));
        }
        this.header = row.cells();
        this.headerLine = row.line();
        Map<String, Integer> index = new HashMap<>();
        for (int i = 0; i < header.size(); i++) {
            // A nameless column is what a spreadsheet leaves behind; several of them are no contradiction.
            if (!header.get(i).isEmpty() && index.put(header.get(i), i) != null) {
                throw new InputException(problem(Reason.DUPLICATE_COLUMN, header.get(i), ""));
            }
        }
        this.places = columns.stream().mapToInt(column -> place(index, column)).toArray();
        Set<String> known = new HashSet<>(columns);
        for (int i = 0; i < header.size(); i++) {
            if (!known.contains(header.get(i))) {
                extras.add(i);
            }
        }
        progress.rows(file.file(), 0);
    }

    private int place(Map<String, Integer> index, String column) {
        Integer place = index.get(column);
        if (place == null) {
            throw new InputException(problem(Reason.MISSING_COLUMN, column, ""));
        }
        return place;
    }

    /**
     * Opens a file and reads its header.
     *
     * @throws InputException if the file cannot be read, is empty, or lacks or repeats a column
     */
    static CsvTable open(Path path, Reading reading, List<String> columns) {
        CsvFile file = CsvFile.open(path, reading.mode(), reading.problems());
        try {
            return new CsvTable(path, file, reading.problems(), reading.progress(), columns);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** What the tables of one run share. */
    record Reading(ReadingMode mode, Problems problems, ReviewFolder.Progress progress) {
        static Reading of(ReadingMode mode) {
            return new Reading(mode, new Problems(), ReviewFolder.Progress.NONE);
        }
    }

    /** Columns of the header that the format does not name, by their number in the header. */
    List<Integer> extras() {
        return extras;
    }

    String name(int column) {
        return header.get(column);
    }

    /** Notes a column that is not read. */
    void ignore(int column) {
        problems.add(Reason.UNKNOWN_COLUMN, file.file(), "", headerLine, header.get(column), "");
    }

    /** Goes on to the next row that fits the header. */
    boolean next() {
        for (row = file.next(); row != null; row = file.next()) {
            count(1);
            if (row.cells().size() == header.size()) {
                return true;
            }
            leaveOut(Reason.RAGGED_ROW, "", "");
        }
        return false;
    }

    /** Counts rows that were read, and reports each time that so many are full. */
    void count(long more) {
        for (long full = rows / ROWS_BETWEEN_REPORTS + 1; full <= (rows + more) / ROWS_BETWEEN_REPORTS; full++) {
            progress.rows(file.file(), full * ROWS_BETWEEN_REPORTS);
        }
        rows += more;
    }

    /** The bytes of the file, for who reads on without this table; in stretches of so many. */
    ResultsFile bytes(int step) {
        return ResultsFile.open(path, file, step);
    }

    /** Where the columns of the format stand in the header. */
    List<Integer> places() {
        return Arrays.stream(places).boxed().toList();
    }

    /** How many columns the header has. */
    int width() {
        return header.size();
    }

    /** The text of a column of the format, by its number in the list that the table was opened with. */
    String get(int column) {
        return row.cells().get(places[column]);
    }

    /** The text of a column by its number in the header. */
    String raw(int column) {
        return row.cells().get(column);
    }

    /** Says that the current row is used. */
    void use() {
        use(1);
    }

    /** Says that so many rows are used. */
    void use(long more) {
        used += more;
    }

    /** The line of the current row. */
    long line() {
        return row.line();
    }

    /** Reports the current row as left out. */
    void leaveOut(Reason reason, String column, String value) {
        leaveOut(row.line(), reason, column, value);
    }

    /** Reports an earlier row as left out after all; it must have been used. */
    void leaveOutAfterAll(long line, Reason reason, String column, String value) {
        used--;
        leaveOut(line, reason, column, value);
    }

    /** Reports so many rows more as left out for a reason of which as many were reported as are kept. */
    void leaveOutMore(Reason reason, long more) {
        problems.add(new Problem(file.file(), "", 0, "", "", reason, more));
    }

    /** Reports a row as left out. */
    void leaveOut(long line, Reason reason, String column, String value) {
        Problem problem = new Problem(file.file(), "", line, column, value, reason, 1);
        first = first == null ? problem : first;
        problems.add(problem);
    }

    /** Notes something about the current row. */
    void note(Reason reason, String column, String value) {
        problems.add(problem(reason, column, value));
    }

    /** Notes something about the file. */
    void noteFile(Reason reason) {
        problems.add(reason, file.file(), "", 0, "", "");
    }

    private Problem problem(Reason reason, String column, String value) {
        return new Problem(file.file(), "", row.line(), column, value, reason, 1);
    }

    /**
     * Ends the reading.
     *
     * @throws InputException if no row was used, with the place and the reason of the first that was left out
     */
    void finish() {
        progress.rows(file.file(), rows);
        if (used == 0) {
            throw new InputException(first == null
                    ? new Problem(file.file(), "", 0, "", "", Reason.NO_USABLE_ROW, 1)
                    : new Problem(file.file(), "", first.line(), first.column(), first.reason().code(), Reason.NO_USABLE_ROW, 1));
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
