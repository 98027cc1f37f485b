package io.github.eduindicators.io.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import javax.annotation.Nullable;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** Writes tables as the sheets of one workbook. */
final class XlsxTables {
    private static final int MOST_ROWS = 1_048_576;
    private static final int FLUSH_EVERY = 1_000;
    private static final int WIDEST = 60;
    private static final int LONGEST_TEXT = 32_767;
    /**
     * The workbook says when it was made; the same tables must give the same bytes. A day later than the first that a zip can say, for
     * which the JDK adds a time stamp that depends on the time zone.
     */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 2, 0, 0);
    private static final Pattern CREATED = Pattern.compile("(<dcterms:created[^>]*>)[^<]*");

    private XlsxTables() {}

    static void write(List<Table> tables, Path file) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (Workbook workbook = new Workbook(Files.newOutputStream(part), "indicators", "1.0")) {
                for (Table table : tables) {
                    write(table, workbook, MOST_ROWS);
                }
            }
            copyWithoutTime(part, file);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** One table; what does not fit on a sheet goes on to the next. */
    static void write(Table table, Workbook workbook, int mostRows) throws IOException {
        Sheets sheets = new Sheets(table, workbook, mostRows - 1);
        try {
            table.forEach(sheets::add);
            sheets.finish();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** The sheets of one table, filled row by row. The first rows are kept back until it is known how wide they are. */
    private static final class Sheets {
        private final Table table;
        private final Workbook workbook;
        private final int perSheet;
        private final List<List<Object>> first = new ArrayList<>();
        private double[] widths = {};
        @Nullable
        private Worksheet sheet;
        private int number;
        private int rows;

        Sheets(Table table, Workbook workbook, int perSheet) {
            this.table = table;
            this.workbook = workbook;
            this.perSheet = perSheet;
        }

        void add(List<Object> row) {
            if (widths.length > 0) {
                write(row);
            } else {
                first.add(row);
                if (first.size() == FLUSH_EVERY) {
                    begin();
                }
            }
        }

        void finish() throws IOException {
            if (widths.length == 0) {
                begin();
            }
            sheet().finish();
        }

        private void begin() {
            widths = table.columns().stream().mapToDouble(String::length).toArray();
            for (List<Object> row : first) {
                for (int column = 0; column < widths.length; column++) {
                    Object cell = row.get(column);
                    widths[column] = Math.max(widths[column], cell instanceof Double ? 10 : cell.toString().length());
                }
            }
            open();
            first.forEach(this::write);
            first.clear();
        }

        private Worksheet sheet() {
            return Objects.requireNonNull(sheet);
        }

        private void open() {
            number++;
            rows = 0;
            Worksheet opened = workbook.newWorksheet(number == 1 ? table.name() : table.name() + " " + number);
            for (int column = 0; column < widths.length; column++) {
                opened.width(column, Math.min(WIDEST, widths[column] + 2));
            }
            opened.freezePane(0, 1);
            for (int column = 0; column < widths.length; column++) {
                opened.value(0, column, table.columns().get(column));
                opened.style(0, column).bold().set();
            }
            sheet = opened;
        }

        private void write(List<Object> row) {
            try {
                if (rows == perSheet) {
                    sheet().finish();
                    open();
                }
                rows++;
                for (int column = 0; column < widths.length; column++) {
                    Object cell = row.get(column);
                    if (cell instanceof Number value) {
                        sheet().value(rows, column, value);
                    } else if (!cell.toString().isEmpty()) {
                        sheet().value(rows, column, neutral(cell.toString()));
                    }
                }
                if (rows % FLUSH_EVERY == 0) {
                    sheet().flush();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * A text that a spreadsheet program would take for a formula gets an apostrophe in front. One that is longer than a cell may be,
     * for which the program would refuse the whole file, is cut; the CSV file has it whole.
     */
    static String neutral(String text) {
        String safe = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        if (safe.length() <= LONGEST_TEXT) {
            return safe;
        }
        int end = LONGEST_TEXT - 1;
        return safe.substring(0, Character.isHighSurrogate(safe.charAt(end - 1)) ? end - 1 : end) + "…";
    }

    private static void copyWithoutTime(Path workbook, Path file) throws IOException {
        try (ZipFile from = new ZipFile(workbook.toFile());
                ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(file))) {
            for (ZipEntry entry : Collections.list(from.entries())) {
                ZipEntry copy = new ZipEntry(entry.getName());
                copy.setTimeLocal(NO_TIME);
                to.putNextEntry(copy);
                try (InputStream content = from.getInputStream(entry)) {
                    if (entry.getName().equals("docProps/core.xml")) {
                        String text = new String(content.readAllBytes(), StandardCharsets.UTF_8);
                        to.write(CREATED.matcher(text).replaceAll("$1" + NO_TIME + ":00Z").getBytes(StandardCharsets.UTF_8));
                    } else {
                        content.transferTo(to);
                    }
                }
                to.closeEntry();
            }
        }
    }
}
