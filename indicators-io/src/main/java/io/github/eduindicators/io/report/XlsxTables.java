package io.github.eduindicators.io.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** Writes tables as the sheets of one workbook. */
final class XlsxTables {
    private static final int MOST_ROWS = 1_048_576;
    private static final int FLUSH_EVERY = 1_000;
    private static final int WIDEST = 60;
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
        int perSheet = mostRows - 1;
        int sheets = Math.max(1, (table.rows().size() + perSheet - 1) / perSheet);
        for (int number = 0; number < sheets; number++) {
            int end = Math.min(table.rows().size(), (number + 1) * perSheet);
            write(table, table.rows().subList(number * perSheet, end),
                    workbook.newWorksheet(number == 0 ? table.name() : table.name() + " " + (number + 1)));
        }
    }

    private static void write(Table table, List<List<Object>> rows, Worksheet sheet) throws IOException {
        for (int column = 0; column < table.columns().size(); column++) {
            sheet.width(column, width(table, column));
        }
        sheet.freezePane(0, 1);
        for (int column = 0; column < table.columns().size(); column++) {
            sheet.value(0, column, table.columns().get(column));
            sheet.style(0, column).bold().set();
        }
        for (int row = 0; row < rows.size(); row++) {
            for (int column = 0; column < table.columns().size(); column++) {
                Object cell = rows.get(row).get(column);
                if (cell instanceof Number number) {
                    sheet.value(row + 1, column, number);
                } else if (!cell.toString().isEmpty()) {
                    sheet.value(row + 1, column, neutral(cell.toString()));
                }
            }
            if (row % FLUSH_EVERY == FLUSH_EVERY - 1) {
                sheet.flush();
            }
        }
        sheet.finish();
    }

    private static double width(Table table, int column) {
        int longest = table.columns().get(column).length();
        for (int row = 0; row < Math.min(table.rows().size(), FLUSH_EVERY); row++) {
            Object cell = table.rows().get(row).get(column);
            longest = Math.max(longest, cell instanceof Double ? 10 : cell.toString().length());
        }
        return Math.min(WIDEST, longest + 2);
    }

    /** A text that a spreadsheet program would take for a formula gets an apostrophe in front. */
    static String neutral(String text) {
        return !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
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
