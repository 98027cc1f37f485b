package io.github.eduindicators.results;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Cells as they are written by Java serialisation: schools and assessments in the order given, of each cell only the counts that are
 * not 0. So the bytes depend on what was counted and on the order given, not on how it was counted.
 */
final class CellsForm implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int SEVEN_BITS = 7;
    private static final int MORE = 1 << SEVEN_BITS;

    private final int[] widths;
    private final int rows;
    private transient Cells cells;
    private transient int[] rowNumbers;
    private transient int[] columnNumbers;

    CellsForm(Cells cells, int[] rowNumbers, int[] columnNumbers) {
        this.cells = cells;
        this.rowNumbers = rowNumbers;
        this.columnNumbers = columnNumbers;
        this.rows = rowNumbers.length;
        this.widths = Arrays.stream(columnNumbers).map(cells::width).toArray();
    }

    static CellsForm of(Cells cells, int rows, int columns) {
        return new CellsForm(cells, IntStream.range(0, rows).toArray(), IntStream.range(0, columns).toArray());
    }

    /** The cells, rows and columns numbered in the order in which they were written. */
    Cells cells() {
        return cells;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
        for (int row : rowNumbers) {
            int written = -1;
            for (int column = 0; column < widths.length; column++) {
                if (cells.has(row, columnNumbers[column])) {
                    write(out, column - written);
                    write(out, cells.counts(row, columnNumbers[column]));
                    written = column;
                }
            }
            write(out, 0);
        }
    }

    private static void write(ObjectOutputStream out, int[] counts) throws IOException {
        int zeros = 0;
        for (int count : counts) {
            if (count == 0) {
                zeros++;
            } else {
                write(out, zeros);
                write(out, count);
                zeros = 0;
            }
        }
        write(out, zeros);
        write(out, 0);
    }

    private static void write(ObjectOutputStream out, int value) throws IOException {
        int left = value;
        while (left >= MORE) {
            out.write(left % MORE | MORE);
            left >>>= SEVEN_BITS;
        }
        out.write(left);
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        cells = new Cells();
        for (int width : widths) {
            cells.addColumn(width);
        }
        for (int row = 0; row < rows; row++) {
            int column = -1;
            for (int step = read(in); step > 0; step = read(in)) {
                if (step >= widths.length - column) {
                    throw new InvalidObjectException("an assessment beyond the " + widths.length + " of the results");
                }
                column += step;
                cells.add(row, column, readCounts(in, new int[widths[column]]));
            }
        }
        rowNumbers = IntStream.range(0, rows).toArray();
        columnNumbers = IntStream.range(0, widths.length).toArray();
    }

    private static int[] readCounts(ObjectInputStream in, int[] counts) throws IOException {
        int at = read(in);
        for (int count = read(in); count > 0; count = read(in)) {
            if (at >= counts.length) {
                throw new InvalidObjectException("a count beyond the scale of its assessment");
            }
            counts[at] = count;
            at += 1 + Math.min(counts.length, read(in));
        }
        return counts;
    }

    private static int read(ObjectInputStream in) throws IOException {
        long value = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += SEVEN_BITS) {
            int next = in.read();
            if (next < 0) {
                throw new InvalidObjectException("counts end too early");
            }
            value |= (long) (next % MORE) << shift;
            if (next < MORE) {
                break;
            }
        }
        if (value > Integer.MAX_VALUE) {
            throw new InvalidObjectException("a count larger than " + Integer.MAX_VALUE);
        }
        return (int) value;
    }
}
