package io.github.eduindicators.io.report;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.github.eduindicators.review.Review;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who has the public files, a table of schools and linear algebra, and looks for groups of 1 to 9 pupils. */
class PublicAttackTest {
    private static final List<String> COUNTS = List.of("all", "passed", "failed", "good", "threes", "not-good");

    @TempDir
    private static Path folder;

    /** What is published, and what would be if nothing were suppressed. */
    private static Published published;
    private static Published truth;

    /** The rows of three tables by column. */
    private record Published(List<Map<String, String>> schools, List<Map<String, String>> rows, List<Map<String,
            String>> trends) {}

    @BeforeAll
    static void write() throws IOException {
        Review.Result review = PublicFixture.review();
        Texts texts = Texts.of(Locale.ENGLISH);
        ReviewTables tables = new ReviewTables(review, List.of(), texts);
        for (Table table : List.of(tables.schools(), tables.effectiveness(), tables.trends())) {
            CsvTables.write(table, folder.resolve(table.name() + ".csv"));
        }
        PublicFiles.write(review, texts, "", folder, List.of());
        published = read(folder.resolve("public"));
        truth = read(folder);
    }

    private static Published read(Path from) throws IOException {
        return new Published(rows(from.resolve("schools.csv")), rows(from.resolve("effectiveness.csv")),
                rows(from.resolve("trends.csv")));
    }

    private static List<Map<String, String>> rows(Path file) throws IOException {
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
            return csv.stream().map(NamedCsvRecord::getFieldsAsMap).toList();
        }
    }

    /** Equations of unknown counts, each a sum that is 0; known counts are put in when all are there. */
    private static final class Equations {
        private final List<Map<String, Integer>> sums = new ArrayList<>();
        private final Map<String, Long> known = new HashMap<>();

        void sum(String total, List<String> parts) {
            Map<String, Integer> sum = new LinkedHashMap<>();
            sum.put(total, -1);
            parts.forEach(part -> sum.put(part, 1));
            sums.add(sum);
        }

        /** All counts that follow, by elimination with real numbers, from the largest pivot down. */
        Map<String, Long> solve() {
            Map<String, Integer> columns = new TreeMap<>();
            sums.forEach(sum -> sum.keySet().forEach(name -> {
                if (!known.containsKey(name)) {
                    columns.put(name, 0);
                }
            }));
            List<String> names = List.copyOf(columns.keySet());
            for (int i = 0; i < names.size(); i++) {
                columns.put(names.get(i), i);
            }
            List<double[]> rows = new ArrayList<>();
            for (Map<String, Integer> sum : sums) {
                double[] row = new double[names.size() + 1];
                boolean open = false;
                for (Map.Entry<String, Integer> term : sum.entrySet()) {
                    if (known.containsKey(term.getKey())) {
                        row[names.size()] -= term.getValue() * known.get(term.getKey());
                    } else {
                        row[columns.get(term.getKey())] += term.getValue();
                        open = true;
                    }
                }
                if (open) {
                    rows.add(row);
                }
            }
            int done = 0;
            for (int column = 0; column < names.size() && done < rows.size(); column++) {
                int best = done;
                for (int r = done; r < rows.size(); r++) {
                    if (Math.abs(rows.get(r)[column]) > Math.abs(rows.get(best)[column])) {
                        best = r;
                    }
                }
                double[] pivot = rows.get(best);
                if (Math.abs(pivot[column]) > 1e-9) {
                    rows.set(best, rows.get(done));
                    rows.set(done, pivot);
                    double by = pivot[column];
                    for (int i = 0; i < pivot.length; i++) {
                        pivot[i] /= by;
                    }
                    for (double[] row : rows) {
                        double factor = row[column];
                        if (row != pivot && Math.abs(factor) > 1e-9) {
                            for (int i = 0; i < row.length; i++) {
                                row[i] -= factor * pivot[i];
                            }
                        }
                    }
                    done++;
                }
            }
            Map<String, Long> solved = new TreeMap<>(known);
            for (double[] row : rows) {
                int terms = 0;
                int last = 0;
                for (int i = 0; i < names.size(); i++) {
                    if (Math.abs(row[i]) > 1e-9) {
                        terms++;
                        last = i;
                    }
                }
                if (terms == 1) {
                    solved.put(names.get(last), Math.round(row[names.size()] / row[last]));
                }
            }
            return solved;
        }
    }

    /** Writes down everything that the files say, keeping only counts that the attacker is shown. */
    private static Equations equations(Published files, LongPredicate shown) {
        Equations equations = new Equations();
        Map<String, String> places = new TreeMap<>();
        Map<String, List<String>> worksOfSchool = new TreeMap<>();
        files.schools().forEach(school -> {
            // Names of municipalities are told apart as the files do it.
            String place = school.get("municipality").equals("-") ? "- " + school.get("region")
                    : school.get("municipality").equals("Lonely") ? "Lonely" : school.get("municipality") + " ("
                            + school.get("region") + ")";
            places.put(school.get("school"), place);
            places.put(place, school.get("region"));
            know(equations, "school " + school.get("school") + "  all", school.get("n"), shown);
        });
        Map<String, List<String>> children = new TreeMap<>();
        for (Map<String, String> row : files.rows()) {
            String indicator = row.get("indicator");
            if (!row.get("assessment").isEmpty() && (indicator.equals("mean_score") || row.get("unit_type")
                    .matches("municipality|region")
                    && (indicator.equals("pass_rate") || indicator.equals("quality_rate")))) {
                String unit = row.get("unit_type") + " " + row.get("unit") + " " + row.get("assessment");
                know(equations, unit + " all", row.get("n"), shown);
                if (indicator.equals("mean_score")) {
                    String place = places.get(row.get("unit"));
                    String parent = row.get("unit_type").equals("school") ? "municipality " + place
                            : row.get("unit_type").equals("municipality") ? "region " + place : "";
                    children.computeIfAbsent(parent + " " + row.get("assessment"), key -> new ArrayList<>()).add(unit);
                    worksOfSchool.computeIfAbsent(row.get("unit_type") + " " + row.get("unit"), key -> new ArrayList<>())
                            .add(unit + " all");
                } else {
                    share(equations, unit, indicator, row, shown);
                }
            }
        }
        sums(equations, children, worksOfSchool);
        return equations;
    }

    private static void share(Equations equations, String unit, String indicator, Map<String, String> row, LongPredicate shown) {
        String with = unit + (indicator.equals("pass_rate") ? " passed" : " good");
        String without = unit + (indicator.equals("pass_rate") ? " failed" : " not-good");
        if (!row.get("value").isEmpty() && !row.get("n").isEmpty()) {
            long n = Long.parseLong(row.get("n"));
            long count = Math.round(Double.parseDouble(row.get("value")) * n);
            if (shown.test(count) && shown.test(n - count)) {
                equations.known.put(with, count);
                equations.known.put(without, n - count);
            }
        }
        equations.sum(unit + " all", List.of(with, without));
        if (indicator.equals("quality_rate")) {
            equations.sum(unit + " passed", List.of(with, unit + " threes"));
            equations.sum(without, List.of(unit + " threes", unit + " failed"));
        }
    }

    private static void sums(Equations equations, Map<String, List<String>> children, Map<String, List<String>> worksOfSchool) {
        Map<String, List<String>> all = new TreeMap<>(children);
        all.forEach((parent, units) -> {
            if (parent.startsWith("municipality ")) {
                equations.sum(parent + " all", units.stream().map(unit -> unit + " all").toList());
                if (parent.startsWith("municipality - ")) {
                    String region = "region " + parent.substring("municipality - ".length());
                    children.get(region).add(parent);
                }
            }
        });
        children.forEach((parent, units) -> {
            if (parent.startsWith("region ")) {
                COUNTS.forEach(count -> equations.sum(parent + " " + count, units.stream().map(unit -> unit + " " + count)
                        .toList()));
            }
        });
        worksOfSchool.forEach((school, works) -> {
            if (school.startsWith("school ")) {
                equations.sum(school + "  all", works);
            }
        });
    }

    private static void know(Equations equations, String name, String n, LongPredicate shown) {
        if (!n.isEmpty() && shown.test(Long.parseLong(n))) {
            equations.known.put(name, Long.parseLong(n));
        }
    }

    private static long small(Map<String, Long> solved) {
        return solved.values().stream().filter(count -> count >= 1 && count <= 9).count();
    }

    @Test
    void noGroupOfFewPupilsIsFoundFromThePublicFiles() {
        Equations equations = equations(published, count -> true);
        Map<String, Long> solved = equations.solve();
        assertThat(solved.size()).isGreaterThan(500);
        assertThat(solved).allSatisfy((name, count) -> assertThat(count).as(name).satisfiesAnyOf(
                few -> assertThat(few).isZero(), many -> assertThat(many).isGreaterThanOrEqualTo(10)));
    }

    @Test
    void inEachPublishedTotalTheHiddenPartsAreManyTogether() {
        Equations equations = equations(published, count -> true);
        for (Map<String, Integer> sum : equations.sums) {
            long rest = 0;
            int hidden = 0;
            boolean total = false;
            for (Map.Entry<String, Integer> term : sum.entrySet()) {
                Long known = equations.known.get(term.getKey());
                rest -= known == null ? 0 : term.getValue() * known;
                hidden += known == null && term.getValue() > 0 ? 1 : 0;
                total |= known != null && term.getValue() < 0;
            }
            if (total && hidden > 0) {
                assertThat(rest).as(sum.toString()).satisfiesAnyOf(
                        none -> assertThat(none).isZero(), many -> assertThat(many).isGreaterThanOrEqualTo(10));
            }
        }
    }

    /** The attack is worth something: where small numbers alone are kept back it finds many of them. */
    @Test
    void theSameAttackFindsSmallGroupsWhereOnlyTheyAreSuppressed() {
        Equations naive = equations(truth, count -> count == 0 || count >= 10);
        assertThat(small(naive.known)).isZero();
        assertThat(small(naive.solve())).isGreaterThan(30);
    }

    @Test
    void theEquationsHoldOfWhatIsTrue() {
        Equations all = equations(truth, count -> true);
        for (Map<String, Integer> sum : all.sums) {
            if (all.known.keySet().containsAll(sum.keySet())) {
                assertThat(sum.entrySet().stream().mapToLong(term -> term.getValue() * all.known.get(term.getKey())).sum())
                        .as(sum.toString()).isZero();
            }
        }
        assertThat(small(all.known)).isGreaterThan(300);
    }

    @Test
    void whatIsShownIsTrueAndMostOfItIsShown() {
        Map<List<String>, Map<String, String>> exact = new HashMap<>();
        truth.rows().forEach(row -> exact.put(key(row), row));
        int shown = 0;
        int hidden = 0;
        int mustBeHidden = 0;
        for (Map<String, String> row : published.rows()) {
            Map<String, String> own = exact.get(key(row));
            if (row.get("note").equals("suppressed")) {
                assertThat(List.of(row.get("value"), row.get("lower"), row.get("upper"), row.get("n"))).containsOnly("");
                hidden++;
                long n = Long.parseLong(own.get("n"));
                long count = row.get("indicator").endsWith("rate") ? Math.round(Double.parseDouble(own.get("value")) * n) : n;
                mustBeHidden += n < 10 || count > 0 && count < 10 || n - count > 0 && n - count < 10 ? 1 : 0;
            } else {
                assertThat(row.get("n")).isEqualTo(own.get("n"));
                assertThat(Double.parseDouble(row.get("value"))).isBetween(
                        Double.parseDouble(own.get("value")) - 0.00501, Double.parseDouble(own.get("value")) + 0.00501);
                shown++;
            }
        }
        assertThat(shown).isGreaterThan(hidden / 2);
        assertThat(hidden - mustBeHidden).as("hidden for the sake of others").isPositive().isLessThan(hidden / 4);
    }

    private static List<String> key(Map<String, String> row) {
        return List.of(row.get("unit_type"), row.get("unit"), row.get("indicator"), row.get("period"), row.get("assessment"));
    }

    /** A slope with known other years gives away the year that is suppressed. */
    @Test
    void aTrendIsShownOnlyWhereAllItsYearsAre() {
        Map<String, List<Map<String, String>>> years = new HashMap<>();
        published.rows().stream().filter(row -> row.get("unit_type").matches("municipality|region")).forEach(row -> years
                .computeIfAbsent(row.get("unit") + " " + row.get("indicator"), key -> new ArrayList<>()).add(row));
        int hidden = 0;
        for (Map<String, String> trend : published.trends()) {
            assertThat(trend.get("unit_type")).isIn("municipality", "region");
            List<Map<String, String>> own = years.get(
                    trend.get("unit") + " " + (trend.get("indicator").equals("mean_z") ? "mean_score" : trend.get("indicator")));
            String work = trend.get("procedure").isEmpty() ? "" : "-" + trend.get("subject") + "-" + trend.get("grade");
            boolean all = own.stream()
                    .filter(row -> row.get("assessment").toLowerCase(Locale.ROOT).contains(work))
                    .noneMatch(row -> row.get("note").equals("suppressed"));
            if (trend.get("label").equals("SUPPRESSED")) {
                assertThat(List.of(trend.get("years"), trend.get("slope"), trend.get("se"), trend.get("eb_slope"),
                        trend.get("p_up"))).containsOnly("");
                hidden++;
            } else {
                assertThat(all).as(trend.toString()).isTrue();
            }
        }
        assertThat(hidden).isBetween(1, published.trends().size() - 1);
        assertThat(published.trends()).anySatisfy(trend -> assertThat(trend.get("slope")).isNotEmpty());
    }
}
