package io.github.eduindicators.examples.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.eduindicators.examples.SyntheticRegion;
import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.io.InputException;
import io.github.eduindicators.io.Loaded;
import io.github.eduindicators.io.Problem;
import io.github.eduindicators.io.Reason;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.review.Review;
import io.github.eduindicators.stats.Interval;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresReviewTest {
    private static final MethodInfo METHOD = MethodInfo.of("test/method", "7", "nobody");
    private static final String SMALL = """
            insert into schools values ('edu1', 'Школа № 1', 'Область', 'Район', 'school', 'rural'), ('edu2', 'Школа № 2', 'Область', 'Город', '', '');
            insert into assessments values ('ma5', 'VPR', 2021, 'spring', 'mathematics', 5, 20, 7, 11, 15), ('ege', 'EGE', 2021, 'spring', 'physics', 11, 100, 36, null, null);
            """;

    @Test
    void theReviewOfTheDatabaseIsThatOfTheRowsInMemory() throws SQLException, IOException {
        SyntheticRegion region = SyntheticRegion.standard().withSchools(60);
        Database database = Database.withTables();
        database.fill(region);

        Loaded<Review.Result> fromDatabase = PostgresReview.of(database.source()).withFetchRows(1_000).run("2021-07");

        Review.Result fromMemory = Review.standard().run(region.results());
        assertThat(fromDatabase.problems()).isEmpty();
        assertThat(fromDatabase.value().results()).isEqualTo(fromMemory.results());
        assertThat(fromDatabase.value().findings()).isEqualTo(fromMemory.findings());
        assertThat(fromMemory.findings()).extracting(Finding::outcome).contains(Outcome.FLAGGED, Outcome.CLEAR, Outcome.INSUFFICIENT_DATA);
        assertThat(findings(database, "2021-07")).isEqualTo(fromMemory.findings().stream().map(Written::of).toList());
        assertThat(database.rows("select run, results, left_out from runs")).containsExactly("2021-07|" + region.results().count() + "|0");
    }

    /** What the table holds of a finding. */
    private record Written(
            String method, String edition, String type, String region, String unit, List<String> assessments, String outcome, String category,
            List<Double> numbers, Long n, List<Fact> facts) {

        static Written of(Finding finding) {
            Interval effect = finding.effect().orElse(null);
            return new Written(
                    finding.method().id(), finding.method().edition(), finding.unit().unitType().code(),
                    finding.unit() instanceof Municipality municipality ? municipality.region().name() : null, finding.unit().code(),
                    finding.assessments().stream().map(AssessmentId::value).toList(), finding.outcome().name(), finding.category(),
                    Arrays.asList(
                            finding.p().isPresent() ? finding.p().getAsDouble() : null,
                            finding.adjustedP().isPresent() ? finding.adjustedP().getAsDouble() : null,
                            finding.statistic().isPresent() ? finding.statistic().getAsDouble() : null,
                            effect == null ? null : effect.value(), effect == null ? null : effect.lower(), effect == null ? null : effect.upper()),
                    finding.n().isPresent() ? finding.n().getAsLong() : null, finding.facts());
        }
    }

    private static List<Written> findings(Database database, String run) throws SQLException, IOException {
        List<Written> written = new ArrayList<>();
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select * from findings where run = '" + run + "' order by number")) {
            while (row.next()) {
                assertThat(row.getInt("number")).isEqualTo(written.size() + 1);
                List<Double> numbers = new ArrayList<>();
                for (String column : List.of("p", "adjusted_p", "statistic", "effect", "effect_lower", "effect_upper")) {
                    numbers.add(row.getObject(column, Double.class));
                }
                List<Fact> facts = new ArrayList<>();
                for (JsonNode fact : new ObjectMapper().readTree(row.getString("facts"))) {
                    JsonNode value = fact.get("value");
                    String key = fact.get("key").textValue();
                    facts.add(value.isTextual() ? Fact.of(key, value.textValue())
                            : value.isIntegralNumber() ? Fact.of(key, value.longValue()) : Fact.of(key, value.doubleValue()));
                }
                Array assessments = row.getArray("assessments");
                written.add(new Written(
                        row.getString("method"), row.getString("edition"), row.getString("unit_type"), row.getString("region"),
                        row.getString("unit"), List.of((String[]) assessments.getArray()), row.getString("outcome"), row.getString("category"),
                        numbers, row.getObject("n", Long.class), facts));
            }
        }
        return written;
    }

    private static List<Finding> made(int count, double p) {
        return IntStream.range(0, count)
                .mapToObj(i -> Finding.builder(METHOD, i % 2 == 0 ? SchoolId.of("edu" + i) : Municipality.of(Region.of("Область"), "Район"))
                        .outcome(Outcome.CLEAR).category("a'b\\").p(p).fact("name", "«\"\\'").fact("share", 1e-300).build())
                .toList();
    }

    @Test
    void aRunIsReplacedByOneOfTheSameNameAndStandsBesideOthers() throws SQLException, IOException {
        Database database = Database.withTables();
        PostgresReview review = PostgresReview.of(database.source());
        review.write("one", 10, made(2_500, 0.1), List.of(new Problem("results", "", 5, "score", "21", Reason.BAD_SCORE, 1)));
        review.write("two", 11, made(3, 0.2), List.of());
        assertThat(findings(database, "one")).isEqualTo(made(2_500, 0.1).stream().map(Written::of).toList());
        review.write("one", 12, made(4, 0.3), List.of());
        assertThat(findings(database, "one")).isEqualTo(made(4, 0.3).stream().map(Written::of).toList());
        assertThat(findings(database, "two")).isEqualTo(made(3, 0.2).stream().map(Written::of).toList());
        assertThat(database.rows("select run, results, left_out from runs order by run")).containsExactly("one|12|0", "two|11|0");
        assertThat(database.rows("select * from problems")).isEmpty();
        assertThatThrownBy(() -> review.write(" ", 1, List.of(), List.of())).hasMessage("the name of the run must not be blank");
    }

    @Test
    void aFailureHalfWayLeavesTheTablesAsTheyWere() throws SQLException {
        Database database = Database.withTables();
        PostgresReview review = PostgresReview.of(database.source());
        review.write("one", 10, made(1_200, 0.1), List.of());
        List<String> before = database.rows("select * from runs, findings order by number");
        // The first batch of a thousand is in when the second is refused.
        database.execute("""
                create function refuse() returns trigger language plpgsql as $$
                begin
                    if new.number = 1500 then
                        raise exception 'the disk is full, say';
                    end if;
                    return new;
                end $$;
                create trigger refuse before insert on findings for each row execute function refuse();
                """);
        for (String run : List.of("one", "two")) {
            assertThatThrownBy(() -> review.write(run, 11, made(2_000, 0.2), List.of()))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("the disk is full, say");
            assertThat(database.rows("select * from runs, findings order by number")).isEqualTo(before);
        }
    }

    @Test
    void resultsThatCannotBeCountedAreToldByTheirKey() throws SQLException {
        Database database = Database.withTables();
        database.execute(SMALL + """
                insert into results (assessment, school, class, score, journal_mark) values
                    ('ma5', 'edu1', 'А', 20, 5), ('ma5', 'edu1', 'А', 21, 5), ('ma5', 'edu2', '', 0, null), ('ege', 'edu2', E'А\\x01', 100, null),
                    ('ege', 'edu2', ' ', 100, null);
                """);
        Loaded<SchoolResults> loaded = PostgresReview.of(database.source()).read();
        assertThat(loaded.problems()).containsExactly(
                new Problem("results", "", 2, "score", "21", Reason.BAD_SCORE, 1),
                new Problem("results", "", 4, "class", "А\u0001", Reason.BAD_VALUE, 1));
        SchoolResults results = loaded.value();
        assertThat(results.count()).isEqualTo(3);
        assertThat(results.distribution(SchoolId.of("edu1"), AssessmentId.of("ma5")).orElseThrow().count()).isEqualTo(1);
        assertThat(results.distribution(SchoolId.of("edu2"), AssessmentId.of("ege")).orElseThrow().scale().cuts()).containsExactly(36);
        assertThat(results.school(SchoolId.of("edu1")).orElseThrow().municipality().name()).isEqualTo("Район");

        Loaded<Review.Result> reviewed = PostgresReview.of(database.source()).run("1");
        assertThat(reviewed.problems()).isEqualTo(loaded.problems());
        assertThat(database.rows("select result_id, column_name, reason, rows from problems order by number"))
                .containsExactly("2|score|BAD_SCORE|1", "4|class|BAD_VALUE|1");
        assertThat(database.rows("select results, left_out from runs")).containsExactly("3|2");
    }

    @Test
    void ofManyThatCannotBeCountedTheRestIsANumber() throws SQLException {
        Database database = Database.withTables();
        database.execute(SMALL + "insert into results (assessment, school, score) select 'ma5', 'edu1', 21 from generate_series(1, 1234)");
        List<Problem> problems = PostgresReview.of(database.source()).read().problems();
        assertThat(problems).hasSize(1_001).last().isEqualTo(new Problem("results", "", 0, "", "", Reason.BAD_SCORE, 234));
        assertThat(problems.subList(0, 1_000)).extracting(Problem::line).isSorted().startsWith(1L).endsWith(1_000L);
        PostgresReview.of(database.source()).write("1", 0, List.of(), problems);
        assertThat(database.rows("select left_out from runs")).containsExactly("1234");
        assertThat(database.rows("select result_id, rows from problems where number = 1001")).containsExactly("null|234");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "insert into results (assessment, school, score) values ('ma5', 'edu1', -1); results_score_check",
        "insert into results (assessment, school, score, journal_mark) values ('ma5', 'edu1', 1, 1); results_journal_mark_check",
        "insert into results (assessment, school, score) values ('ma5', 'edu3', 1); results_school_fkey",
        "insert into results (assessment, school, score) values ('ma6', 'edu1', 1); results_assessment_fkey",
        "insert into schools values (' ', 'Школа', 'Область', 'Район', '', ''); schools_school_check",
        "insert into school_context values ('edu1', 'low_income', 'NaN'); school_context_value_check",
        "insert into assessments values ('a', 'VPR', 2021, 'spring', 'physics', 8, 20, 7, 7, 15); assessments_check",
        "insert into assessments values ('a', 'VPR', 2021, 'spring', 'physics', 8, 20, null, 7, 15); assessments_check",
    })
    void theTablesRefuse(String sql, String constraint) throws SQLException {
        Database database = Database.withTables();
        database.execute(SMALL);
        assertThatThrownBy(() -> database.execute(sql)).isInstanceOf(SQLException.class).hasMessageContaining("\"" + constraint);
    }

    @Test
    void whatTheTablesCannotRefuseIsNamed() throws SQLException {
        Database twice = Database.withTables();
        twice.execute("insert into schools values ('sch280417', 'А', 'Б', 'В', '', ''), ('edu280417', 'А', 'Б', 'В', '', '')");
        assertThatThrownBy(() -> PostgresReview.of(twice.source()).read()).isInstanceOf(InputException.class)
                .hasMessageContaining("schools school 'sch280417'");
        Database unknown = Database.withTables();
        unknown.execute("insert into assessments values ('a1', '', 2021, 'spring', 'physics', 8, 20, null, null, null)");
        assertThatThrownBy(() -> PostgresReview.of(unknown.source()).read()).isInstanceOf(InputException.class)
                .hasMessageContaining("assessments assessment 'a1'");
    }

    @Test
    void memoryDoesNotGrowWithTheNumberOfResults() throws Exception {
        Database database = Database.withTables();
        database.execute(SMALL + "insert into results (assessment, school, class, score) select 'ma5', 'edu1', 'А', 1 + g % 20 from generate_series(1, 300000) g");
        // The whole table at once, as the driver reads without a cursor, does not fit; so the bound is one.
        assertThat(inSmallHeap(database, 300_000)).contains("OutOfMemoryError");
        assertThat(inSmallHeap(database, 1_000).strip()).isEqualTo("300000");
    }

    private static String inSmallHeap(Database database, int fetchRows) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx32m", "-XX:+UseSerialGC",
                "-cp", System.getProperty("java.class.path"), CountInSmallHeap.class.getName(), database.url(), Integer.toString(fetchRows))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    @Test
    void aFetchOfNothingIsRefused() throws SQLException {
        PostgresReview review = PostgresReview.of(Database.create().source());
        assertThatThrownBy(() -> review.withFetchRows(0)).hasMessage("rows to fetch must be 1 or more, got 0");
        assertThat(review.withFetchRows(7)).hasToString("PostgresReview[7 rows at a time]");
    }
}
