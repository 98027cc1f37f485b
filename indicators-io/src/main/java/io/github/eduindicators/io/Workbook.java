package io.github.eduindicators.io;

import com.google.common.base.CharMatcher;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.annotation.CheckForNull;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Sheet;

/**
 * A workbook in .xlsx, its sheets read row by row. It is looked through as a whole before, so that a damaged or hostile file is
 * refused before a single row of it is used. No temporary file is made.
 *
 * <p>Numbers and texts both come as text: a number without a decimal mark where it is whole, else with a point, rounded the way
 * spreadsheets show binary fractions. The cached value of a formula is never read.
 */
final class Workbook implements Closeable {
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]+");
    private static final CharMatcher BLANK = CharMatcher.whitespace();

    private final String file;
    private final ReadableWorkbook workbook;
    private final List<Sheet> sheets;
    private final List<Stream<?>> open = new ArrayList<>();

    private Workbook(String file, ReadableWorkbook workbook) {
        this.file = file;
        this.workbook = workbook;
        this.sheets = workbook.getSheets().toList();
    }

    /**
     * Opens a workbook.
     *
     * @throws InputException if the file is not an .xlsx workbook, is damaged, too large, or holds what no table of results needs
     */
    static Workbook open(Path path) {
        String file = CsvFile.nameOf(path);
        WorkbookScan.check(path, file);
        ReadableWorkbook workbook = null;
        try {
            workbook = new ReadableWorkbook(path.toFile(), new ReadingOptions(false, true));
            return new Workbook(file, workbook);
        } catch (IOException | RuntimeException e) {
            closeQuietly(workbook);
            throw broken(file, "", 0, e);
        }
    }

    private static void closeQuietly(@CheckForNull ReadableWorkbook workbook) {
        try {
            if (workbook != null) {
                workbook.close();
            }
        } catch (IOException ignored) {
            // The exception that led here says more.
        }
    }

    private static InputException broken(String file, String sheet, long line, Exception cause) {
        return new InputException(new Problem(file, sheet, line, "", "", Reason.BROKEN_WORKBOOK, 1), cause);
    }

    /** How many sheets there are. */
    int sheets() {
        return sheets.size();
    }

    /** The name of a sheet; spreadsheets cut it at 31 characters, so it never tells by itself what the sheet holds. */
    String name(int sheet) {
        String name = sheets.get(sheet).getName();
        return name == null ? "" : name.replaceAll("\\p{Cntrl}", "?");
    }

    /** Starts to read a sheet from its first row. */
    SheetRows rows(int sheet) {
        try {
            Stream<org.dhatim.fastexcel.reader.Row> rows = sheets.get(sheet).openStream();
            open.add(rows);
            return new Rows(name(sheet), rows.iterator());
        } catch (IOException | RuntimeException e) {
            throw broken(file, name(sheet), 0, e);
        }
    }

    @Override
    public void close() {
        open.forEach(Stream::close);
        try {
            workbook.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The name of a cell as spreadsheets show it, such as {@code K12}; the column from 0, the row from 1. */
    static String cellName(int column, long row) {
        StringBuilder letters = new StringBuilder();
        for (int rest = column + 1; rest > 0; rest = (rest - 1) / 26) {
            letters.insert(0, (char) ('A' + (rest - 1) % 26));
        }
        return letters.append(row).toString();
    }

    private final class Rows implements SheetRows {
        private final String sheet;
        private final Iterator<org.dhatim.fastexcel.reader.Row> rows;
        private long line;

        Rows(String sheet, Iterator<org.dhatim.fastexcel.reader.Row> rows) {
            this.sheet = sheet;
            this.rows = rows;
        }

        @Override
        public String file() {
            return file;
        }

        @Override
        public String sheet() {
            return sheet;
        }

        @CheckForNull
        @Override
        public Row next() {
            try {
                while (rows.hasNext()) {
                    org.dhatim.fastexcel.reader.Row row = rows.next();
                    // A row without a number follows the one before; the reader would count it from 0.
                    line = Math.max(row.getRowNum(), line + 1);
                    Row read = read(row);
                    if (!read.cells().isEmpty()) {
                        return read;
                    }
                }
                return null;
            } catch (RuntimeException e) {
                throw broken(file, sheet, Math.max(line, 0), e);
            }
        }

        private Row read(org.dhatim.fastexcel.reader.Row row) {
            List<String> cells = new ArrayList<>(row.getCellCount());
            List<Integer> formulas = List.of();
            int used = 0;
            for (int column = 0; column < row.getCellCount(); column++) {
                Cell cell = row.getCell(column);
                boolean formula = cell != null && (cell.getType() == CellType.FORMULA || cell.getFormula() != null);
                if (formula) {
                    formulas = formulas.isEmpty() ? new ArrayList<>() : formulas;
                    formulas.add(column);
                }
                String text = cell == null || formula ? "" : text(cell);
                cells.add(text);
                used = formula || !text.isEmpty() ? column + 1 : used;
            }
            return new Row(line, cells.subList(0, used), formulas);
        }
    }

    private static String text(Cell cell) {
        return switch (cell.getType()) {
            case NUMBER -> number(cell.getRawValue());
            case BOOLEAN -> cell.asBoolean() ? "TRUE" : "FALSE";
            case STRING -> cell.getValue() == null ? "" : BLANK.trimFrom(cell.getValue().toString());
            case EMPTY -> "";
            case ERROR, FORMULA -> cell.getRawValue() == null ? "" : BLANK.trimFrom(cell.getRawValue());
        };
    }

    private static String number(@CheckForNull String raw) {
        String text = raw == null ? "" : BLANK.trimFrom(raw);
        if (text.isEmpty() || WHOLE.matcher(text).matches()) {
            return text;
        }
        double value = Double.parseDouble(text);
        if (!Double.isFinite(value)) {
            return text;
        }
        BigDecimal shortest = BigDecimal.valueOf(value);
        return shortest.signum() == 0 ? "0" : shortest.stripTrailingZeros().toPlainString();
    }
}
