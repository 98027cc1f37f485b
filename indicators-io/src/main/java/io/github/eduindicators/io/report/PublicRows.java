package io.github.eduindicators.io.report;

import io.github.eduindicators.disclosure.CountTable;
import io.github.eduindicators.disclosure.SmallCells;
import io.github.eduindicators.model.School;
import io.github.eduindicators.results.SchoolResults;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Makes a table of any part of the review fit for the public: rows of persons and heads are left out, and rows of few are
 * blanked with the note {@code suppressed}, with such others that the small ones do not follow by subtraction.
 *
 * <p>Rows are compared within what is alike in their other keys. Schools add up to their municipality and municipalities to
 * their region; what is in a sum but in no row counts as one row more. A share hides where those it counts, or the others, are
 * few.
 */
final class PublicRows {
    private static final String UNIT_TYPE = "unit_type";
    private static final String UNIT = "unit";
    private static final String NOTE = "note";
    private static final Set<String> PERSONS = Set.of("head", "person");

    /**
     * What the columns of a table are: those that say what a row is about and are always shown, how many persons it rests on,
     * and which of the others are shares of them. All that is not named is blanked where a row is suppressed.
     */
    record Rule(List<String> keys, String n, List<String> shares) {
        static Rule of(String n, String... keys) {
            return new Rule(List.of(keys), n, List.of());
        }

        /** Columns with shares of 0..1 of the n of the row. */
        Rule withShares(String... columns) {
            return new Rule(keys, n, List.of(columns));
        }
    }

    /** The part of a row that is counted: -1 for all, else twice the number of the share, and one more for the others. */
    private record Cell(String group, String unitType, String unit, int row, int part) implements Comparable<Cell> {
        private static final Comparator<Cell> ORDER = Comparator.comparing(Cell::group).thenComparing(Cell::unitType)
                .thenComparing(Cell::unit).thenComparingInt(Cell::row).thenComparingInt(Cell::part);

        @Override
        public int compareTo(Cell other) {
            return ORDER.compare(this, other);
        }

        Cell with(int newPart) {
            return new Cell(group, unitType, unit, row, newPart);
        }
    }

    private static final int ALL = -1;
    /** The number of a row that stands for what has none. */
    private static final int REST = -1;

    private final Table table;
    private final Rule rule;
    private final Map<String, String> parents = new HashMap<>();
    private final List<List<Object>> rows = new ArrayList<>();
    private final Map<Cell, Long> counts = new TreeMap<>();
    private final CountTable.Builder<Cell> builder = CountTable.builder();

    private PublicRows(Table table, Rule rule, SchoolResults results) {
        this.table = table;
        this.rule = rule;
        UnitNames names = UnitNames.of(results);
        for (School school : results.schools()) {
            for (String type : List.of("school", "organisation")) {
                parents.put(type + " " + school.id().value(), "municipality " + names.of(school.municipality()));
            }
            parents.put("municipality " + names.of(school.municipality()), "region " + school.region().name());
        }
    }

    static Table withoutSmall(Table table, Rule rule, SchoolResults results) {
        return new PublicRows(table, rule, results).table();
    }

    private Table table() {
        boolean noted = table.columns().contains(NOTE);
        List<String> columns = new ArrayList<>(table.columns());
        if (!noted) {
            columns.add(NOTE);
        }
        table.forEach(row -> {
            if (!PERSONS.contains(text(row, UNIT_TYPE))) {
                rows.add(row);
            }
        });
        List<Cell> ofRows = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            ofRows.add(count(i));
        }
        sums(ofRows);
        counts.forEach(builder::cell);
        SmallCells.Release<Cell> release = SmallCells.withDefaults().run(builder.build());
        List<List<Object>> shown = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Cell cell = ofRows.get(i);
            boolean open = counts.containsKey(cell);
            for (int part = ALL; part < 2 * rule.shares().size(); part++) {
                open &= !counts.containsKey(cell.with(part)) || release.isPublished(cell.with(part));
            }
            shown.add(open ? padded(rows.get(i), columns.size()) : blanked(rows.get(i), columns));
        }
        return Table.of(table.name(), columns, shown);
    }

    private static List<Object> padded(List<Object> row, int size) {
        List<Object> padded = new ArrayList<>(row);
        while (padded.size() < size) {
            padded.add("");
        }
        return padded;
    }

    private List<Object> blanked(List<Object> row, List<String> columns) {
        List<Object> blanked = padded(row, columns.size());
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).equals(NOTE)) {
                blanked.set(i, PublicTables.SUPPRESSED);
            } else if (!rule.keys().contains(columns.get(i))) {
                blanked.set(i, "");
            }
        }
        return blanked;
    }

    private Object at(List<Object> row, String column) {
        int at = table.columns().indexOf(column);
        return at < 0 ? "" : row.get(at);
    }

    private String text(List<Object> row, String column) {
        return at(row, column).toString();
    }

    /** A row without a number of persons has no cell and is not shown. */
    private Cell count(int i) {
        List<Object> row = rows.get(i);
        StringBuilder group = new StringBuilder();
        for (String key : rule.keys()) {
            if (!key.equals(UNIT_TYPE) && !key.equals(UNIT)) {
                group.append(text(row, key)).append('\u0000');
            }
        }
        Cell all = new Cell(group.toString(), text(row, UNIT_TYPE), text(row, UNIT), i, ALL);
        if (at(row, rule.n()) instanceof Number n && n.longValue() >= 0) {
            counts.put(all, n.longValue());
            for (int share = 0; share < rule.shares().size(); share++) {
                if (at(row, rule.shares().get(share)) instanceof Number value) {
                    long with = Math.max(0, Math.min(n.longValue(), Math.round(value.doubleValue() * n.longValue())));
                    counts.put(all.with(2 * share), with);
                    counts.put(all.with(2 * share + 1), n.longValue() - with);
                    builder.sum(all, List.of(all.with(2 * share), all.with(2 * share + 1)));
                }
            }
        }
        return all;
    }

    private void sums(List<Cell> ofRows) {
        Map<String, List<Cell>> children = new TreeMap<>();
        Map<String, Cell> byUnit = new HashMap<>();
        for (Cell cell : ofRows) {
            if (counts.containsKey(cell)) {
                byUnit.put(cell.group() + cell.unitType() + " " + cell.unit(), cell);
                String parent = parents.get(cell.unitType() + " " + cell.unit());
                if (parent != null) {
                    children.computeIfAbsent(cell.group() + parent, key -> new ArrayList<>()).add(cell);
                }
            }
        }
        children.forEach((parent, cells) -> {
            Cell total = byUnit.get(parent);
            if (total != null) {
                for (int part = ALL; part < 2 * rule.shares().size(); part++) {
                    sum(total.with(part), cells, part);
                }
            }
        });
    }

    /** Units that are less together than what they should add up to leave a rest; where they are more they do not add up. */
    private void sum(Cell total, List<Cell> cells, int part) {
        List<Cell> parts = new ArrayList<>(cells.stream().map(cell -> cell.with(part)).filter(counts::containsKey).toList());
        if (!counts.containsKey(total) || parts.size() < cells.size()) {
            return;
        }
        long rest = counts.get(total) - parts.stream().mapToLong(counts::get).sum();
        if (rest < 0) {
            return;
        }
        if (rest > 0) {
            Cell other = new Cell(total.group(), "rest", total.unitType() + " " + total.unit(), REST, part);
            counts.put(other, rest);
            parts.add(other);
        }
        builder.sum(total, parts);
    }
}
