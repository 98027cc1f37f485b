package io.github.eduindicators.examples.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostgresReviewMainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        return PostgresReviewMain.run(
                List.of(args), new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @Test
    void makesTablesAndReviewsThem() throws SQLException {
        Database database = Database.create();
        assertThat(run(database.url(), "tables")).isZero();
        database.execute("""
                insert into schools values ('edu1', 'Школа № 1', 'Область', 'Район', '', '');
                insert into assessments values ('ma5', 'VPR', 2021, 'spring', 'mathematics', 5, 20, 7, 11, 15);
                insert into results (assessment, school, score) values ('ma5', 'edu1', 20), ('ma5', 'edu1', 22);
                """);
        assertThat(run(database.url(), "review", "2021-07")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("Review[", "results:2 score '22'");
        assertThat(err.size()).isZero();
        assertThat(database.rows("select run, results, left_out from runs")).containsExactly("2021-07|1|1");
        assertThat(database.rows("select count(*) > 0 from findings where run = '2021-07'")).containsExactly("t");

        assertThat(run(database.url(), "tables")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("\"schools\"");
    }

    @Test
    void wrongArgumentsAreTold() {
        assertThat(run("jdbc:postgresql://localhost/x")).isEqualTo(2);
        assertThat(run("jdbc:postgresql://localhost/x", "review", " ")).isEqualTo(2);
        assertThat(run("jdbc:mysql://localhost/x", "tables")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8).lines()).hasSize(3).allMatch(line -> line.startsWith("java -jar postgres-review.jar"));
        assertThat(out.size()).isZero();
    }
}
