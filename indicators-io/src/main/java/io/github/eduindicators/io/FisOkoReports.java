package io.github.eduindicators.io;

import io.github.eduindicators.io.FisOko.JournalComparison.Part;
import io.github.eduindicators.io.FisOko.JournalComparison;
import io.github.eduindicators.io.FisOko.MarkStatistics;
import io.github.eduindicators.io.FisOko.ReportGroup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Predicate;
import javax.annotation.CheckForNull;

/** Reads the reports that give figures of groups. A row whose figures cannot be, or contradict each other, is left out. */
final class FisOkoReports {
    /** Half of the last decimal of a percentage, and a little for the binary fraction. */
    static final double ROUNDING = 0.005 + 1e-9;

    private static final int NOWHERE = -1;
    private static final double HUNDRED = 100;
    private static final int MARKS = 4;
    private static final String COUNT = "кол-во участников";
    private static final List<String> PARTS = List.of("понизили", "подтвердили", "повысили");

    private final FisOkoTable table;
    private final Problems problems;
    private final ReportGroup.Nesting nesting = new ReportGroup.Nesting();
    private final int groups;
    private final int participants;

    private FisOkoReports(FisOkoTable table, Problems problems) {
        this.table = table;
        this.problems = problems;
        this.groups = require("группы участников"::equals, "Группы участников");
        this.participants = require(key -> key.startsWith(COUNT), "Кол-во участников");
    }

    /** Reads Ф3. */
    static MarkStatistics markStatistics(FisOkoTable table, Problems problems) {
        if (table.layout() != FisOkoLayout.MARK_STATISTICS) {
            throw new InputException(table.problem(Reason.UNEXPECTED_LAYOUT, 0, "", ""));
        }
        List<MarkStatistics.Row> rows = new FisOkoReports(table, problems).marks();
        return new MarkStatistics(table.file(), table.sheet(), table.head().title(), rows);
    }

    /** Reads the comparison with the journal in either form. */
    static JournalComparison journalComparison(FisOkoTable table, Problems problems) {
        FisOkoReports reports = switch (table.layout()) {
            case JOURNAL_COMPARISON, JOURNAL_COMPARISON_OLD -> new FisOkoReports(table, problems);
            default -> throw new InputException(table.problem(Reason.UNEXPECTED_LAYOUT, 0, "", ""));
        };
        List<JournalComparison.Row> rows =
                table.layout() == FisOkoLayout.JOURNAL_COMPARISON ? reports.comparison() : reports.oldComparison();
        return new JournalComparison(table.file(), table.sheet(), table.head().title(), rows);
    }

    private int find(Predicate<String> wanted, int from) {
        List<String> header = table.header().cells();
        for (int i = from; i < header.size(); i++) {
            if (wanted.test(FisOkoText.key(header.get(i)))) {
                return i;
            }
        }
        return NOWHERE;
    }

    private int require(Predicate<String> wanted, String name) {
        int found = find(wanted, 0);
        if (found == NOWHERE) {
            throw new InputException(table.problem(Reason.MISSING_COLUMN, table.header().line(), name, ""));
        }
        return found;
    }

    private <T> List<T> usable(List<T> rows) {
        if (rows.isEmpty()) {
            throw new InputException(table.problem(Reason.NO_USABLE_ROW, 0, "", ""));
        }
        return rows;
    }

    private void leaveOut(Reason reason, SheetRows.Row row, int column, String value) {
        problems.add(table.problem(reason, row.line(), table.header().cell(column), value));
    }

    /** Whether a row can be used as far as its cells go; a formula in a column that is needed is reported. */
    private boolean hasFormula(SheetRows.Row row, int... needed) {
        for (int column : row.formulas()) {
            if (Arrays.stream(needed).anyMatch(place -> place == column)) {
                leaveOut(Reason.FORMULA, row, column, Workbook.cellName(column, row.line()));
                return true;
            }
        }
        return false;
    }

    private OptionalInt count(SheetRows.Row row, int column) {
        OptionalInt value = FisOkoText.whole(row.cell(column));
        if (value.isEmpty()) {
            leaveOut(row.cell(column).isEmpty() ? Reason.BLANK_VALUE : Reason.BAD_VALUE, row, column, row.cell(column));
        }
        return value;
    }

    private OptionalDouble percentage(SheetRows.Row row, int column) {
        String text = row.cell(column);
        OptionalDouble value = FisOkoText.decimal(text.endsWith("%") ? text.substring(0, text.length() - 1).strip() : text);
        if (value.isEmpty() || value.getAsDouble() < 0 || value.getAsDouble() > HUNDRED) {
            leaveOut(text.isEmpty() ? Reason.BLANK_VALUE : Reason.BAD_VALUE, row, column, text);
            return OptionalDouble.empty();
        }
        return value;
    }

    private List<MarkStatistics.Row> marks() {
        int schools = find("кол-во оо"::equals, 0);
        int[] marks = new int[MARKS];
        for (int i = 0; i < MARKS; i++) {
            String heading = String.valueOf(i + 2);
            marks[i] = require(heading::equals, heading);
        }
        List<MarkStatistics.Row> rows = new ArrayList<>();
        for (SheetRows.Row row = table.next(); row != null; row = table.next()) {
            MarkStatistics.Row read = marks(row, schools, marks);
            if (read != null) {
                rows.add(read);
            }
        }
        return usable(rows);
    }

    @CheckForNull
    private MarkStatistics.Row marks(SheetRows.Row row, int schools, int[] marks) {
        if (hasFormula(row, groups, participants, marks[0], marks[1], marks[2], marks[3]) || noGroup(row)) {
            return null;
        }
        ReportGroup group = nesting.next(row.cell(groups), row.line());
        OptionalInt n = count(row, participants);
        if (n.isEmpty()) {
            return null;
        }
        OptionalInt schoolCount = OptionalInt.empty();
        if (schools != NOWHERE && !row.cell(schools).isEmpty()) {
            schoolCount = count(row, schools);
            if (schoolCount.isEmpty()) {
                return null;
            }
        }
        List<Double> percentages = new ArrayList<>();
        for (int column : marks) {
            OptionalDouble value = percentage(row, column);
            if (value.isEmpty()) {
                return null;
            }
            percentages.add(value.getAsDouble());
        }
        double sum = percentages.stream().mapToDouble(Double::doubleValue).sum();
        // Four roundings may leave the sum off by two hundredths; nobody's marks add up to nothing.
        boolean complete = Math.abs(sum - HUNDRED) <= MARKS * ROUNDING || n.getAsInt() == 0 && sum == 0;
        if (!complete) {
            String value = String.format(java.util.Locale.ROOT, "%.2f ≠ 100", sum);
            leaveOut(Reason.INCONSISTENT_ROW, row, marks[0], value);
            return null;
        }
        return new MarkStatistics.Row(group, schoolCount, n.getAsInt(), percentages);
    }

    private boolean noGroup(SheetRows.Row row) {
        if (row.cell(groups).isEmpty()) {
            leaveOut(Reason.BLANK_VALUE, row, groups, "");
            return true;
        }
        return false;
    }

    private List<JournalComparison.Row> comparison() {
        int[] percentages = new int[PARTS.size()];
        int[] counts = new int[PARTS.size()];
        for (int i = 0; i < PARTS.size(); i++) {
            String part = PARTS.get(i);
            percentages[i] = require(key -> key.startsWith(part) && key.contains("%"), part + " %");
            // The count stands behind its percentage, headed by the same words or by none but its own.
            counts[i] = find(key -> key.contains(COUNT), percentages[i] + 1);
            boolean own = counts[i] != NOWHERE && (i == 0 || counts[i] > counts[i - 1]) && counts[i] == percentages[i] + 1;
            if (!own) {
                throw new InputException(
                        table.problem(Reason.MISSING_COLUMN, table.header().line(), part + " " + COUNT, ""));
            }
        }
        List<JournalComparison.Row> rows = new ArrayList<>();
        for (SheetRows.Row row = table.next(); row != null; row = table.next()) {
            JournalComparison.Row read = comparison(row, percentages, counts);
            if (read != null) {
                rows.add(read);
            }
        }
        return usable(rows);
    }

    @CheckForNull
    private JournalComparison.Row comparison(SheetRows.Row row, int[] percentages, int[] counts) {
        boolean formula = hasFormula(row, groups, participants, percentages[0], percentages[1], percentages[2],
                counts[0], counts[1], counts[2]);
        if (formula || noGroup(row)) {
            return null;
        }
        ReportGroup group = nesting.next(row.cell(groups), row.line());
        OptionalInt n = count(row, participants);
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < PARTS.size() && n.isPresent(); i++) {
            Part part = part(row, counts[i], percentages[i]);
            if (part == null) {
                return null;
            }
            parts.add(part);
        }
        return n.isEmpty() ? null : checked(row, group, n.getAsInt(), parts);
    }

    @CheckForNull
    private Part part(SheetRows.Row row, int count, int percentage) {
        OptionalInt n = count(row, count);
        OptionalDouble share = n.isEmpty() ? OptionalDouble.empty() : percentage(row, percentage);
        return share.isEmpty() ? null : new Part(n.getAsInt(), share.getAsDouble());
    }

    /** The row, if the percentages are of the pupils with a journal mark and these are not more than there are participants. */
    @CheckForNull
    private JournalComparison.Row checked(SheetRows.Row row, ReportGroup group, int n, List<Part> parts) {
        long marked = parts.stream().mapToLong(Part::count).sum();
        if (marked > n) {
            leaveOut(Reason.INCONSISTENT_ROW, row, participants, n + " < " + marked);
            return null;
        }
        for (Part part : parts) {
            double expected = marked == 0 ? 0 : HUNDRED * part.count() / marked;
            if (Math.abs(part.percentage() - expected) > ROUNDING) {
                String value = String.format(java.util.Locale.ROOT, "%s ≠ %.2f", part.percentage(), expected);
                leaveOut(Reason.INCONSISTENT_ROW, row, groups, value);
                return null;
            }
        }
        return new JournalComparison.Row(group, n, parts.get(0), parts.get(1), parts.get(2));
    }

    /** Reads groups of a name, three lines and a total. */
    private List<JournalComparison.Row> oldComparison() {
        int percentage = require("%"::equals, "%");
        List<JournalComparison.Row> rows = new ArrayList<>();
        ReportGroup group = null;
        SheetRows.Row groupRow = null;
        List<Part> parts = new ArrayList<>();
        for (SheetRows.Row row = table.next(); row != null; row = table.next()) {
            String key = FisOkoText.key(row.cell(groups));
            int part = PARTS.stream().filter(key::startsWith).map(PARTS::indexOf).findFirst().orElse(NOWHERE);
            boolean total = key.startsWith("всего");
            if (hasFormula(row, groups, participants, percentage) || noGroup(row)) {
                continue;
            }
            if (part == NOWHERE && !total) {
                incomplete(groupRow);
                group = nesting.next(row.cell(groups), row.line());
                groupRow = row;
                parts.clear();
            } else if (group != null && part == parts.size()) {
                Part read = part(row, participants, percentage);
                if (read != null) {
                    parts.add(read);
                }
            } else if (group != null && total && parts.size() == PARTS.size()) {
                OptionalInt n = count(row, participants);
                JournalComparison.Row read = n.isEmpty() ? null : checked(row, group, n.getAsInt(), parts);
                if (read != null) {
                    rows.add(read);
                }
                group = null;
                groupRow = null;
            } else if (group == null) {
                leaveOut(Reason.INCONSISTENT_ROW, row, groups, row.cell(groups));
            }
        }
        incomplete(groupRow);
        return usable(rows);
    }

    /** Reports a group that ended before its total. */
    private void incomplete(@CheckForNull SheetRows.Row groupRow) {
        if (groupRow != null) {
            leaveOut(Reason.INCONSISTENT_ROW, groupRow, groups, groupRow.cell(groups));
        }
    }
}
