package io.github.eduindicators.io.report;

import static io.github.eduindicators.io.report.ReviewFixture.RU;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.io.Problem;
import io.github.eduindicators.io.Reason;
import io.github.eduindicators.review.Review;
import io.github.eduindicators.review.SchoolSummary;
import io.github.eduindicators.trend.TrendMonitoring;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The CSV files: columns and values are those of the contract; figures of the plain region are worked out by hand. */
class ReviewTablesTest {
    private static final Review.Result PLAIN = ReviewFixture.plain();

    @TempDir
    Path folder;

    private List<List<String>> read(String name) throws IOException {
        try (CsvReader<CsvRecord> csv = CsvReader.builder().ofCsvRecord(folder.resolve(name))) {
            return csv.stream().map(CsvRecord::getFields).toList();
        }
    }

    private void write(Review.Result review, List<Problem> problems, Locale locale) throws IOException {
        ReviewFiles.of(review, problems).withLocale(locale).write(folder);
    }

    @Test
    void indexHasHandComputedValuesOfMunicipalitiesThenRegion() throws IOException {
        write(PLAIN, List.of(), Locale.ENGLISH);
        // Zeya 2021: 15 schools with results, one with a sign: 100 - 100/15; 20 of its 300 results.
        // Region: 100 - 100/25; 20 of 500.
        assertThat(read("index.csv")).containsExactly(
                List.of("unit_type", "unit", "year", "schools", "flagged", "index", "participants_share"),
                List.of("municipality", "Tynda", "2020", "10", "0", "100.0", "0.0"),
                List.of("municipality", "Tynda", "2021", "10", "0", "100.0", "0.0"),
                List.of("municipality", "Zeya", "2020", "15", "0", "100.0", "0.0"),
                List.of("municipality", "Zeya", "2021", "15", "1", "93.33333333333333", "6.666666666666667"),
                List.of("region", "Amur", "2020", "25", "0", "100.0", "0.0"),
                List.of("region", "Amur", "2021", "25", "1", "96.0", "4.0"));
    }

    @Test
    void schoolsHaveEveryColumnAndSchool() throws IOException {
        write(PLAIN, List.of(), Locale.ENGLISH);
        List<List<String>> rows = read("schools.csv");
        assertThat(rows.get(0)).containsExactly("school", "name", "region", "municipality", "n", "signs", "years_flagged",
                "consecutive", "last_year", "outcome", "kinds", "independent_kinds", "p", "adjusted_p");
        assertThat(rows.stream().skip(1).map(row -> row.get(0)))
                .containsExactlyElementsOf(Stream.iterate(1, i -> i + 1).limit(26).map(i -> ReviewFixture.id(i).value())
                        .toList());
        assertThat(rows.get(25).subList(0, 9)).containsExactly("s25", "School 25", "Amur", "Zeya", "40", "1", "1", "1", "2021");
        assertThat(rows.get(1).subList(0, 9)).containsExactly("s01", ReviewFixture.SCRIPT, "Amur", "Tynda", "40", "0", "0", "0",
                "");
        assertThat(rows.get(2).get(1)).isEqualTo(ReviewFixture.FORMULA);
        assertThat(rows.get(3).get(1)).isEqualTo(ReviewFixture.QUOTES);
        assertThat(rows.get(26).subList(4, 14))
                .as("no results: numbers of nothing are blank")
                .containsExactly("0", "0", "0", "0", "", "NOT_APPLICABLE", "", "0", "", "");
    }

    @Test
    void schoolsSayKindsAndExactNumbers() throws IOException {
        Review.Result lively = ReviewFixture.lively("Amur");
        write(lively, List.of(), RU);
        List<List<String>> rows = read("schools.csv");
        assertThat(lively.schools()).anyMatch(school -> school.kinds().equals(List.of("cutoff"))
                && school.outcome() == Outcome.FLAGGED);
        for (int i = 0; i < lively.schools().size(); i++) {
            SchoolSummary school = lively.schools().get(i);
            List<String> row = rows.get(i + 1);
            assertThat(row.get(9)).isEqualTo(school.outcome().name());
            assertThat(row.get(10)).isEqualTo(String.join(" ", school.kinds()));
            assertThat(row.get(11)).isEqualTo(Integer.toString(school.independentKinds()));
            assertThat(Double.parseDouble(row.get(12))).isEqualTo(school.p().orElseThrow());
            assertThat(Double.parseDouble(row.get(13))).isEqualTo(school.adjustedP().orElseThrow());
        }
    }

    @Test
    void listsSayWhoBelongsAndWhyInTheLanguage() throws IOException {
        write(PLAIN, List.of(), Locale.ENGLISH);
        List<List<String>> english = read("lists.csv");
        // Without ЕГЭ no cumulative list, without passports none of conditions. s26 has no results: the lists of results do not look at it,
        // but for the federal one, where it has none of the procedures in a year.
        assertThat(english.stream().skip(1).collect(Collectors.groupingBy(row -> row.get(0), Collectors.counting())))
                .isEqualTo(Map.of("objectivity-analysis", 26L, "objectivity-interview", 26L, "shnor-federal", 2 * 26L,
                        "shnor-tracked", 2 * 26L, "best-practice", 2 * 25L, "trend-improving", 25L, "trend-declining", 25L));
        assertThat(english.get(0)).containsExactly("list", "unit", "year", "member", "reason");
        assertThat(english).contains(
                List.of("objectivity-analysis", "s25", "2021", "yes", "2021: 1 sign"),
                List.of("objectivity-interview", "s25", "2021", "yes", "2021: 1 sign"),
                List.of("objectivity-interview", "s01", "2021", "no", "no official sign"),
                List.of("objectivity-analysis", "s26", "2021", "insufficient_data", "too few data in these years"),
                List.of("trend-improving", "s01", "2021", "insufficient_data", "reason: few-years"));
        assertThat(english.stream().skip(1).map(row -> row.get(0) + row.get(1) + row.get(2)).toList()).isSorted();

        write(PLAIN, List.of(), RU);
        assertThat(read("lists.csv")).contains(List.of("objectivity-analysis", "s25", "2021", "yes", "2021: 1 признак"));
    }

    @Test
    void trendsOfTwoYearsAreSlopesWithoutALabel() throws IOException {
        write(PLAIN, List.of(), Locale.ENGLISH);
        List<List<String>> rows = read("trends.csv");
        assertThat(rows.get(0)).containsExactly("unit_type", "unit", "indicator", "procedure", "subject", "grade", "years", "slope", "se",
                "eb_slope", "p_up", "label");
        Map<String, List<String>> byKey =
                rows.stream().skip(1).collect(Collectors.toMap(row -> String.join(" ", row.subList(0, 6)), row -> row.subList(6, 12)));
        // Of s25 the scores 11 and 12, 8 of 20, in 2020, and all in 2021; (8.5 * 12.5 + 20.5 * 0.5) / 21^3 is the variance of the difference.
        List<String> leap = byKey.get("school s25 quality_rate VPR mathematics 5");
        assertThat(leap.get(0)).isEqualTo("2");
        assertThat(Double.parseDouble(leap.get(1))).isCloseTo(0.6, within(1e-15));
        assertThat(Double.parseDouble(leap.get(2))).isCloseTo(Math.sqrt((8.5 * 12.5 + 20.5 * 0.5) / (21.0 * 21 * 21)), within(1e-15));
        assertThat(leap.subList(3, 6)).containsExactly("", "", "INSUFFICIENT");
        assertThat(byKey.get("school s25 pass_rate VPR mathematics 5").get(1)).as("everybody passed in both years").isEqualTo("0.0");
        // 200 of 500 and 212 of 500.
        assertThat(Double.parseDouble(byKey.get("region Amur quality_rate VPR mathematics 5").get(1))).isCloseTo(0.024, within(1e-15));
        assertThat(byKey).containsKeys("school s01 mean_z   ", "school s01 mean_z VPR mathematics 5", "municipality Zeya mean_z   ");
        assertThat(byKey.keySet()).noneMatch(key -> key.contains(" s26 ") || key.startsWith("region Amur mean_z"));
    }

    @Test
    void everyTrendOfTheReviewIsARowWithItsExactNumbers() throws IOException {
        Review.Result review = TrendFixture.review(true);
        write(review, List.of(), RU);
        List<List<String>> rows = read("trends.csv");
        List<TrendMonitoring.Row> trends = new ArrayList<>();
        review.trends().forEach(trends::add);
        assertThat(rows).hasSize(1 + trends.size());
        for (int i = 0; i < trends.size(); i++) {
            TrendMonitoring.Row trend = trends.get(i);
            List<String> row = rows.get(i + 1);
            assertThat(row.get(0)).isEqualTo(trend.key().unit().unitType().code());
            assertThat(row.get(2)).isEqualTo(trend.key().indicator());
            assertThat(row.subList(3, 5)).containsExactly(trend.key().procedure(), trend.key().subject());
            assertThat(row.get(5)).isEqualTo(trend.key().grade() == 0 ? "" : Integer.toString(trend.key().grade()));
            assertThat(row.get(6)).isEqualTo(Integer.toString(trend.years()));
            number(row.get(7), trend.slope().isPresent() ? OptionalDouble.of(trend.slope().get().value()) : OptionalDouble.empty());
            number(row.get(8), trend.slopeError());
            number(row.get(9), trend.ebSlope());
            number(row.get(10), trend.probabilityUp());
            assertThat(TrendMonitoring.Label.valueOf(row.get(11))).isEqualTo(trend.label());
        }
        assertThat(rows).extracting(row -> row.get(11)).contains("IMPROVING", "DECLINING", "INSUFFICIENT");
        assertThat(rows.stream().skip(1)).anyMatch(row -> row.get(9).isEmpty()).anyMatch(row -> !row.get(9).isEmpty());
        List<String> types = List.of("school", "municipality", "region");
        assertThat(rows.stream().skip(1)).isSortedAccordingTo(Comparator.comparing((List<String> row) -> types.indexOf(row.get(0)))
                .thenComparing(row -> row.get(1)).thenComparing(row -> row.get(2)).thenComparing(row -> row.get(3))
                .thenComparing(row -> row.get(4)).thenComparing(row -> row.get(5)));
    }

    private static void number(String text, OptionalDouble expected) {
        assertThat(text.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(text))).isEqualTo(expected);
    }

    @Test
    void problemsAreSortedWithTheTotalLast() throws IOException {
        write(PLAIN, ReviewFixture.problems(), Locale.ENGLISH);
        String reason = "the score is not a whole number from 0 to the maximum";
        assertThat(read("problems.csv")).containsExactly(
                List.of("file", "sheet", "line", "column", "value", "reason", "severity"),
                List.of("results.csv", "", "7", "score", "\"><script>x</script>", reason, "error"),
                List.of("results.csv", "", "9", "score", "=1+1", reason, "error"),
                List.of("results.csv", "", "", "", "234 more rows", reason, "error"),
                List.of("schools.csv", "", "", "", "", "read as windows-1251", "note"),
                List.of("vpr.xlsx", "Лист <1>", "12", "Балл, первичный", "21 22", reason, "error"));
    }

    @Test
    void problemsBeyondAThousandOfAFileAndReasonAreCounted() {
        List<Problem> many = Stream.concat(
                LongStream.rangeClosed(1, 1_500).mapToObj(line -> new Problem("a.csv", "", line, "score", "x", Reason.BAD_SCORE,
                        1)),
                Stream.of(
                        new Problem("a.csv", "", 0, "", "", Reason.BAD_SCORE, 30),
                        new Problem("a.csv", "", 3, "", "", Reason.RAGGED_ROW, 1),
                        new Problem("b.csv", "", 3, "", "", Reason.BAD_SCORE, 1))).toList();
        List<Problem> capped = ReviewTables.capped(many);
        assertThat(capped).hasSize(1_000 + 1 + 1 + 1);
        assertThat(capped.stream().filter(problem -> problem.count() > 1).toList())
                .containsExactly(new Problem("a.csv", "", 0, "", "", Reason.BAD_SCORE, 530));
        assertThat(capped.stream().collect(Collectors.summingLong(Problem::count))).isEqualTo(1_500 + 30 + 2);
        assertThat(ReviewTables.capped(capped)).isEqualTo(capped);
    }

    @Test
    void aMunicipalityNameOfSeveralRegionsIsTold() throws IOException {
        write(ReviewFixture.lively("Amur", "Tomsk"), List.of(), Locale.ENGLISH);
        assertThat(read("index.csv").stream().skip(1).filter(row -> row.get(0).equals("municipality")).map(row -> row.get(1))
                .distinct())
                .containsExactly("Зея & <b> (Amur)", "Зея & <b> (Tomsk)", "Тында (Amur)", "Тында (Tomsk)");
    }

    @Test
    void bytesAreUtf8WithLineFeedsAndWithoutMark() throws IOException {
        write(PLAIN, ReviewFixture.problems(), RU);
        for (String name : List.of("problems.csv", "schools.csv", "evidence.csv", "index.csv", "lists.csv", "effectiveness.csv",
                "scorecards.csv", "trends.csv")) {
            String text = Files.readString(folder.resolve(name), StandardCharsets.UTF_8);
            assertThat(text).doesNotStartWith("\uFEFF").doesNotContain("\r").endsWith("\n");
        }
        assertThat(Files.readString(folder.resolve("schools.csv"))).contains("\ns03,\"Школа \"\"А\"\", № 1 & <Б>\",Amur,");
    }

    @Test
    void numbersReadBackExactly() {
        for (double number : new double[] {0.1, 1.0 / 3, 2e-3, 2.0e23, 5e-324, 1e-5, 100, -0.0, 123456789.125}) {
            assertThat(Double.parseDouble(CsvTables.text(number))).isEqualTo(number + 0.0);
        }
        // Double.toString gives 2.0E-3 as 0.002 everywhere, but 2.0E23 as 1.9999999999999998E23 before JDK 19.
        assertThat(CsvTables.text(2.0e23)).isEqualTo("2.0E23");
        assertThat(CsvTables.text(-0.0)).isEqualTo("0.0");
    }

    @Test
    void aRowOfAnotherWidthIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Table.of("t", List.of("a", "b"), List.of(List.of("x"))))
                .withMessageContaining("t has 2 columns");
    }
}
