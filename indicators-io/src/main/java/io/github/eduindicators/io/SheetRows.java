package io.github.eduindicators.io;

import java.util.List;
import javax.annotation.CheckForNull;

/**
 * The rows of one table in the order of the file, one at a time: a sheet of a workbook or a CSV file. Rows that are blank in
 * every cell are left out; the rest are not yet checked against a header, and may be shorter or longer than it.
 */
interface SheetRows {

    /** The name of the file, without its folder. */
    String file();

    /** The name of the sheet, or empty for a file that has none. */
    String sheet();

    /**
     * The next row, or null after the last.
     *
     * @throws InputException if the rest of the file cannot be read
     */
    @CheckForNull
    Row next();

    /**
     * One row.
     *
     * @param line the row of the sheet or the line of the file that it starts at, from 1
     * @param cells the texts, trimmed; a blank cell is an empty text
     * @param formulas the places (from 0) of cells that hold a formula and are therefore not read; empty for nearly every row
     */
    record Row(long line, List<String> cells, List<Integer> formulas) {
        public Row {
            cells = List.copyOf(cells);
            formulas = List.copyOf(formulas);
        }

        public Row(long line, List<String> cells) {
            this(line, cells, List.of());
        }

        /** The text of a cell, empty where the row is shorter. */
        String cell(int column) {
            return column < cells.size() ? cells.get(column) : "";
        }
    }
}
