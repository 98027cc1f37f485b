package io.github.eduindicators.io;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.annotation.CheckForNull;

/** The table of a file of ФИС ОКО, found below its head, at the first row under its header. */
final class FisOkoTable implements Closeable {
    private static final int MOST_HEAD_ROWS = 40;
    private static final String LEVELS = "уровень сложности";
    private static final int LONGEST_LEVEL = 3;
    /** Sheets that belong to the layouts and hold no results. */
    private static final Set<String> SERVICE_SHEETS = Set.of("служебный", "классы");
    private static final byte[] ZIP = {'P', 'K'};
    private static final byte[] OLD_WORKBOOK = {(byte) 0xD0, (byte) 0xCF};

    private final Closeable source;
    private final SheetRows rows;
    private final FisOkoLayout layout;
    private final FisOkoHead head;
    private final Optional<SheetRows.Row> levels;
    private final SheetRows.Row header;

    private FisOkoTable(Closeable source, SheetRows rows, FisOkoLayout layout, List<SheetRows.Row> before) {
        this.source = source;
        this.rows = rows;
        this.layout = layout;
        this.header = before.get(before.size() - 1);
        List<SheetRows.Row> above = before.subList(0, before.size() - 1);
        this.head = FisOkoHead.of(above);
        this.levels = above.stream().filter(FisOkoTable::givesLevels).findFirst();
    }

    /**
     * Finds the table of a workbook or a CSV file.
     *
     * @throws InputException if the file cannot be read, or no known header is in its first rows
     */
    static FisOkoTable open(Path path, ReadingMode mode, Problems problems) {
        return isWorkbook(path) ? workbook(path, problems) : csv(path, mode, problems);
    }

    /** Told by the first bytes; a file that calls itself a workbook is opened as one, to be refused as one. */
    private static boolean isWorkbook(Path path) {
        String name = CsvFile.nameOf(path);
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".xlsx") || lower.endsWith(".xlsm") || lower.endsWith(".xls") || !Files.isRegularFile(path)) {
            return !lower.endsWith(".csv");
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] start = in.readNBytes(ZIP.length);
            return java.util.Arrays.equals(start, ZIP) || java.util.Arrays.equals(start, OLD_WORKBOOK);
        } catch (IOException e) {
            throw new InputException(new Problem(name, "", 0, "", "", Reason.UNREADABLE_FILE, 1), e);
        }
    }

    private static FisOkoTable csv(Path path, ReadingMode mode, Problems problems) {
        CsvFile file = CsvFile.open(path, mode, problems);
        return closingOnFailure(file, () -> find(file, file).orElseThrow(() -> unexpected(file.file())));
    }

    private static FisOkoTable workbook(Path path, Problems problems) {
        Workbook workbook = Workbook.open(path);
        return closingOnFailure(workbook, () -> {
            FisOkoTable found = null;
            for (int i = 0; i < workbook.sheets(); i++) {
                SheetRows rows = workbook.rows(i);
                Optional<FisOkoTable> table = find(workbook, rows);
                if (found == null && table.isPresent()) {
                    found = table.get();
                } else if (table.isPresent()) {
                    problems.add(Reason.SECOND_TABLE, rows.file(), rows.sheet(), 0, "", "");
                } else if (!SERVICE_SHEETS.contains(FisOkoText.key(rows.sheet())) && workbook.rows(i).next() != null) {
                    problems.add(Reason.UNKNOWN_SHEET, rows.file(), rows.sheet(), 0, "", "");
                }
            }
            if (found == null) {
                throw unexpected(CsvFile.nameOf(path));
            }
            return found;
        });
    }

    private static FisOkoTable closingOnFailure(Closeable source, java.util.function.Supplier<FisOkoTable> finding) {
        try {
            return finding.get();
        } catch (RuntimeException e) {
            closeUnchecked(source);
            throw e;
        }
    }

    private static InputException unexpected(String file) {
        return new InputException(new Problem(file, "", 0, "", "", Reason.UNEXPECTED_LAYOUT, 1));
    }

    private static Optional<FisOkoTable> find(Closeable source, SheetRows rows) {
        List<SheetRows.Row> before = new ArrayList<>();
        for (SheetRows.Row row = rows.next(); row != null && before.size() < MOST_HEAD_ROWS; row = rows.next()) {
            Optional<FisOkoLayout> layout = FisOkoLayout.of(row.cells());
            before.add(row);
            if (layout.isPresent()) {
                refuseFormulas(rows, before);
                return Optional.of(new FisOkoTable(source, rows, layout.get(), before));
            }
        }
        return Optional.empty();
    }

    private static void refuseFormulas(SheetRows rows, List<SheetRows.Row> head) {
        for (SheetRows.Row row : head) {
            if (!row.formulas().isEmpty()) {
                String cell = Workbook.cellName(row.formulas().get(0), row.line());
                throw new InputException(new Problem(rows.file(), rows.sheet(), row.line(), "", cell, Reason.FORMULA, 1));
            }
        }
    }

    FisOkoLayout layout() {
        return layout;
    }

    FisOkoHead head() {
        return head;
    }

    private static boolean givesLevels(SheetRows.Row row) {
        return row.cells().stream().anyMatch(cell -> FisOkoText.key(cell).startsWith(LEVELS));
    }

    /** The level of difficulty over a column, empty where the file gives none. */
    String level(int column) {
        return levels.map(row -> row.cell(column)).filter(text -> text.length() <= LONGEST_LEVEL).orElse("");
    }

    /** The header row. */
    SheetRows.Row header() {
        return header;
    }

    String file() {
        return rows.file();
    }

    String sheet() {
        return rows.sheet();
    }

    /** The next row under the header, or null after the last. */
    @CheckForNull
    SheetRows.Row next() {
        return rows.next();
    }

    /** A problem at a row of this table. */
    Problem problem(Reason reason, long line, String column, String value) {
        return new Problem(file(), sheet(), line, column, value, reason, 1);
    }

    @Override
    public void close() {
        closeUnchecked(source);
    }

    private static void closeUnchecked(Closeable source) {
        try {
            source.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
