package io.github.eduindicators.io.report;

import java.util.List;
import java.util.function.Consumer;

/**
 * A table as it is written: cells are a {@link String}, a {@link Long} or a finite {@link Double}, and an empty text is a blank
 * cell. Rows may be made while they are written, so that a long table is never held.
 */
record Table(String name, List<String> columns, Rows rows) {

    /** The rows in their order; the same each time they are asked for. */
    @FunctionalInterface
    interface Rows {
        void forEach(Consumer<List<Object>> to);
    }

    static Table of(String name, List<String> columns, List<List<Object>> rows) {
        for (List<Object> row : rows) {
            check(name, columns, row);
        }
        return new Table(name, columns, rows::forEach);
    }

    /** Gives each row to a consumer that has looked at its length. */
    void forEach(Consumer<List<Object>> to) {
        rows.forEach(row -> {
            check(name, columns, row);
            to.accept(row);
        });
    }

    private static void check(String name, List<String> columns, List<Object> row) {
        if (row.size() != columns.size()) {
            throw new IllegalArgumentException(name + " has " + columns.size() + " columns, got a row of " + row.size());
        }
    }
}
