package io.github.eduindicators.benchmarks.power;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** One table of the study, in Markdown for people and in JSON for programs. A cell is a text, a number or a rate. */
final class Table {
    private final String name;
    private final String title;
    private final List<String> columns;
    private final List<List<Object>> rows = new ArrayList<>();

    private Table(String name, String title, List<String> columns) {
        this.name = name;
        this.title = title;
        this.columns = columns;
    }

    static Table of(String name, String title, String... columns) {
        return new Table(name, title, List.of(columns));
    }

    Table row(Object... cells) {
        return row(List.of(cells));
    }

    Table row(List<?> cells) {
        if (cells.size() != columns.size()) {
            throw new IllegalArgumentException(name + " has " + columns.size() + " columns, got " + cells);
        }
        rows.add(List.copyOf(cells));
        return this;
    }

    List<List<Object>> rows() {
        return List.copyOf(rows);
    }

    String markdown() {
        StringBuilder text = new StringBuilder("### ").append(title).append("\n\n");
        text.append("| ").append(String.join(" | ", columns)).append(" |\n").append("|---".repeat(columns.size())).append("|\n");
        for (List<Object> row : rows) {
            text.append(row.stream().map(Table::shown).collect(Collectors.joining(" | ", "| ", " |\n")));
        }
        return text.append('\n').toString();
    }

    private static String shown(Object cell) {
        if (cell instanceof Double number) {
            return Double.isNaN(number) ? "-" : String.format(Locale.ROOT, "%.3f", number);
        }
        return cell.toString();
    }

    /** An object with the name, the title and one object a row; a number that does not exist is left out. */
    String json() {
        String body = rows.stream().map(this::json).collect(Collectors.joining(",\n      ", "\n      ", "\n    "));
        return "    {\"name\": " + quoted(name) + ", \"title\": " + quoted(title)
                + ", \"rows\": [" + (rows.isEmpty() ? "" : body) + "]}";
    }

    private String json(List<Object> row) {
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            Object cell = row.get(i);
            String key = quoted(columns.get(i)) + ": ";
            if (cell instanceof Rate rate) {
                fields.add(key + (rate.trials() == 0
                        ? "{\"count\": 0, \"of\": 0}"
                        : String.format(Locale.ROOT,
                                "{\"count\": %d, \"of\": %d, \"rate\": %.5f, \"lower\": %.5f, \"upper\": %.5f}",
                                rate.count(), rate.trials(), rate.value(), rate.lower(), rate.upper())));
            } else if (cell instanceof Double number) {
                if (!Double.isNaN(number)) {
                    fields.add(key + String.format(Locale.ROOT, "%.5f", number));
                }
            } else {
                fields.add(key + (cell instanceof Number ? cell.toString() : quoted(cell.toString())));
            }
        }
        return "{" + String.join(", ", fields) + "}";
    }

    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
