package io.github.eduindicators.io.report;

import java.util.List;

/**
 * A table as it is written: cells are a {@link String}, a {@link Long} or a finite {@link Double}, and an empty text is a blank
 * cell.
 */
record Table(String name, List<String> columns, List<List<Object>> rows) {

    Table {
        for (List<Object> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException(name + " has " + columns.size() + " columns, got a row of " + row.size());
            }
        }
    }
}
