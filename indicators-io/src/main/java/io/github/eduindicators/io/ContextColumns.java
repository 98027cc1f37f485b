package io.github.eduindicators.io;

import java.util.OptionalDouble;
import java.util.function.BiConsumer;

/** The columns that the format does not name: which of them are numbers is known only at the end. */
final class ContextColumns {
    private final CsvTable table;
    private final ReadingMode mode;
    private final int[] columns;
    private final boolean[] numeric;
    private final boolean[] filled;
    private final boolean[] commas;

    ContextColumns(CsvTable table, ReadingMode mode) {
        this.table = table;
        this.mode = mode;
        this.columns = table.extras().stream().mapToInt(Integer::intValue).toArray();
        this.numeric = new boolean[columns.length];
        this.filled = new boolean[columns.length];
        this.commas = new boolean[columns.length];
        for (int i = 0; i < columns.length; i++) {
            String name = table.name(columns[i]);
            numeric[i] = !name.isEmpty()
                    && name.length() <= SchoolsCsv.LONGEST_NAME
                    && name.chars().noneMatch(Character::isISOControl);
        }
    }

    /** The values of the current row; NaN stands for a blank and for what is no number. */
    double[] read() {
        double[] row = new double[columns.length];
        for (int i = 0; i < columns.length; i++) {
            row[i] = numeric[i] ? value(i, table.raw(columns[i])) : Double.NaN;
        }
        return row;
    }

    private double value(int column, String text) {
        if (text.isEmpty()) {
            return Double.NaN;
        }
        OptionalDouble value = Numbers.decimal(text);
        if (value.isEmpty() && mode == ReadingMode.LENIENT) {
            value = Numbers.withComma(text);
            commas[column] |= value.isPresent();
        }
        filled[column] = true;
        numeric[column] &= value.isPresent();
        return value.orElse(Double.NaN);
    }

    void finish() {
        boolean comma = false;
        for (int i = 0; i < columns.length; i++) {
            numeric[i] &= filled[i];
            comma |= numeric[i] && commas[i];
            if (!numeric[i]) {
                table.ignore(columns[i]);
            }
        }
        if (comma) {
            table.noteFile(Reason.DECIMAL_COMMA);
        }
    }

    /** Tells what of a row is context, once all rows are read. */
    void each(double[] row, BiConsumer<String, Double> consumer) {
        for (int i = 0; i < columns.length; i++) {
            if (numeric[i] && !Double.isNaN(row[i])) {
                consumer.accept(table.name(columns[i]), row[i]);
            }
        }
    }
}
