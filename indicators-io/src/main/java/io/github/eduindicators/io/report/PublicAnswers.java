package io.github.eduindicators.io.report;

import io.github.eduindicators.review.Review;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What people answered, and what sampled studies say, for the public.
 *
 * <p>Of questionnaires only the share of positive answers of municipalities and regions, in whole per cent and without counts: with
 * counts, what is hidden of one answer, of a filtered question or of those who did not respond follows from the others. Of studies
 * only the mean of the whole sample and the share below the basic level, where neither these pupils nor the others are few: a group
 * follows from the rest, and a level from the other levels.
 */
final class PublicAnswers {
    private static final int THRESHOLD = 10;
    private static final int PERCENT = 2;
    private static final Set<String> UNITS = Set.of("municipality", "region");
    private static final List<String> ANSWERS =
            List.of("wave", "unit_type", "unit", "group", "question", "value", "lower", "upper", "note");
    private static final List<String> ESTIMATES =
            List.of("study", "cycle", "domain", "statistic", "value", "lower", "upper", "n", "note");
    private static final List<String> NUMBERS = List.of("value", "lower", "upper");
    private static final String MEAN = "mean";
    private static final String BELOW_BASIC = "below_basic";

    private PublicAnswers() {}

    static List<Table> all(Review.Result review, UnitNames names, Texts texts) {
        List<Table> tables = new ArrayList<>();
        SurveyTables.all(review.satisfaction(), names, texts).forEach(table -> tables.add(answers(table, review)));
        StudyTables.all(review.studies()).forEach(table -> tables.add(estimates(table)));
        return tables;
    }

    private static Table answers(Table table, Review.Result review) {
        List<String> columns = table.columns();
        List<List<Object>> positive = new ArrayList<>();
        table.forEach(row -> {
            if (row.get(columns.indexOf("answer")).equals("") && UNITS.contains(row.get(columns.indexOf("unit_type")))) {
                positive.add(row);
            }
        });
        Table safe = PublicRows.withoutSmall(
                Table.of(table.name(), columns, positive),
                PublicRows.Rule.of("n", "wave", "unit_type", "unit", "group", "question", "answer").withShares("value"),
                review.results());
        List<List<Object>> rows = new ArrayList<>();
        safe.forEach(row -> rows.add(picked(row, safe.columns(), ANSWERS, PERCENT)));
        return Table.of(table.name(), ANSWERS, rows);
    }

    private static Table estimates(Table table) {
        List<String> columns = table.columns();
        List<List<Object>> rows = new ArrayList<>();
        table.forEach(row -> {
            String statistic = row.get(columns.indexOf("statistic")).toString();
            if (row.get(columns.indexOf("group")).equals("") && (statistic.equals(MEAN) || statistic.equals(BELOW_BASIC))) {
                boolean shown = statistic.equals(MEAN) ? many(row.get(columns.indexOf("n")), 1)
                        : many(row.get(columns.indexOf("n")), row.get(columns.indexOf("value")));
                rows.add(picked(shown ? row : blanked(row, columns), columns, ESTIMATES, statistic.equals(MEAN) ? 1 : PERCENT));
            }
        });
        return Table.of(table.name(), ESTIMATES, rows);
    }

    private static boolean many(Object n, Object share) {
        if (!(n instanceof Long people) || !(share instanceof Number part)) {
            return false;
        }
        double inside = people * part.doubleValue();
        double outside = people - inside;
        return people >= THRESHOLD && (part.doubleValue() == 1 || inside >= THRESHOLD && outside >= THRESHOLD);
    }

    private static List<Object> blanked(List<Object> row, List<String> columns) {
        return IntStream.range(0, columns.size())
                .mapToObj(i -> columns.get(i).equals("note") ? PublicTables.SUPPRESSED
                        : NUMBERS.contains(columns.get(i)) || columns.get(i).equals("n") ? "" : row.get(i))
                .toList();
    }

    private static List<Object> picked(List<Object> row, List<String> columns, List<String> wanted, int decimals) {
        return wanted.stream()
                .map(column -> {
                    Object cell = row.get(columns.indexOf(column));
                    return NUMBERS.contains(column) && cell instanceof Double number ? (Object) rounded(number, decimals) : cell;
                })
                .toList();
    }

    private static Double rounded(double number, int decimals) {
        return BigDecimal.valueOf(number).setScale(decimals, RoundingMode.HALF_EVEN).doubleValue();
    }
}
