package io.github.eduindicators.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.TreeSet;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * The whole job of {@link WholeJob} by DuckDB over JDBC, on the same rows, which lie in a table of the database in memory already when
 * the clock starts, schools as text. Prints one line of JSON.
 *
 * <p>Arguments: a directory for the answers, the number of threads, the number of rows.
 */
public final class WholeJobDuckDb {
    private static final double NANOS = 1e9;
    private static final List<String> COUNTS = List.of(
            "CREATE TABLE counts AS SELECT school, work, score, mark, count(*)::BIGINT AS n FROM rows GROUP BY school, work, score, mark");
    private static final List<String> STATISTICS = List.of(
            "CREATE TABLE histogram AS SELECT school, work, score, sum(n)::BIGINT AS n FROM counts GROUP BY school, work, score",
            """
            CREATE TABLE cells AS
            WITH c AS (
              SELECT school, work, sum(n)::BIGINT AS n, sum(n * score)::BIGINT AS s, sum(n * score * score)::BIGINT AS q,
                sum(CASE WHEN score < cut3 THEN n ELSE 0 END) AS m2,
                sum(CASE WHEN score >= cut3 AND score < cut4 THEN n ELSE 0 END) AS m3,
                sum(CASE WHEN score >= cut4 AND score < cut5 THEN n ELSE 0 END) AS m4,
                sum(CASE WHEN score >= cut5 THEN n ELSE 0 END) AS m5
              FROM histogram JOIN works USING (work) GROUP BY school, work)
            SELECT school, work, region, n, s, q, s / n AS mean,
              CASE WHEN n > 1 THEN (q - s * (s / n)) / (n - 1) END AS variance,
              m2 / n AS m2, m3 / n AS m3, m4 / n AS m4, m5 / n AS m5
            FROM c JOIN schools USING (school)""",
            """
            CREATE TABLE regions AS
            SELECT region, work, sum(n)::BIGINT AS total, sum(s) / sum(n) AS grand,
              (sum(q) - sum(s) * (sum(s) / sum(n))) / (sum(n) - 1) AS spread
            FROM cells GROUP BY region, work""",
            """
            CREATE TABLE standardised AS
            SELECT cells.*, total, grand, spread, (mean - grand) / sqrt(spread / n) AS z FROM cells JOIN regions USING (region, work)""");
    private static final List<String> SIGNS = List.of(
            """
            CREATE TABLE signs AS
            SELECT 'INFLATED_MEAN' AS kind, school, work FROM standardised
            WHERE n >= 2 AND mean - 1.96 * sqrt(variance / n) > grand + 1.96 * sqrt(spread / total)""",
            """
            INSERT INTO signs
            WITH marked AS (SELECT school, work, score, mark, n FROM counts WHERE mark > 0),
            s AS (SELECT school, work, score, sum(n) AS n FROM marked GROUP BY ALL),
            m AS (SELECT school, work, mark, sum(n) AS n FROM marked GROUP BY ALL),
            a AS (SELECT school, work, score, sum(n) OVER (PARTITION BY school, work ORDER BY score) - (n - 1) / 2 AS a FROM s),
            b AS (SELECT school, work, mark, sum(n) OVER (PARTITION BY school, work ORDER BY mark) - (n - 1) / 2 AS b FROM m),
            d AS (
              SELECT school, work, sum(n)::DOUBLE AS n, sum(n * (a - b) * (a - b)) AS d,
                min(score) < max(score) AND min(mark) < max(mark) AS varied
              FROM marked JOIN a USING (school, work, score) JOIN b USING (school, work, mark) GROUP BY school, work)
            SELECT 'JOURNAL_MISMATCH', school, work FROM d WHERE n >= 2 AND varied AND 1 - 6 * d / (n * (n * n - 1)) < 0""",
            """
            INSERT INTO signs
            WITH shares AS (SELECT school, work, subject, grade, year, mean / max AS share FROM cells JOIN works USING (work)),
            pairs AS (
              SELECT l.school, l.work, e.share / l.share AS k
              FROM shares l JOIN shares e
                ON e.school = l.school AND e.subject = l.subject AND e.grade = l.grade - 1 AND e.year = l.year - 1
              WHERE l.share > 0),
            limits AS (SELECT work, quantile_cont(k, 0.25) AS q1, quantile_cont(k, 0.75) AS q3 FROM pairs GROUP BY work)
            SELECT CASE WHEN k < q1 THEN 'COHORT_RISE' ELSE 'COHORT_FALL' END, school, work
            FROM pairs JOIN limits USING (work) WHERE k < q1 - 3 * (q3 - q1) OR k > q3 + 3 * (q3 - q1)""");

    private final StringJoiner stages = new StringJoiner(", ");
    private double total;

    private WholeJobDuckDb() {}

    /**
     * Runs the job.
     *
     * @param args directory, threads, rows
     * @throws SQLException if the database refuses
     * @throws IOException if the answers cannot be written
     */
    public static void main(String[] args) throws SQLException, IOException {
        new WholeJobDuckDb().run(Path.of(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    }

    private void run(Path answers, int threads, int rows) throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET threads = " + threads);
            statement.execute("SET preserve_insertion_order = false");
            load(connection, statement, rows);
            stage(statement, "counts", COUNTS);
            stage(statement, "statistics and z", STATISTICS);
            stage(statement, "signs", SIGNS);
            new PrintStream(System.out, true, StandardCharsets.UTF_8).printf(
                    Locale.ROOT,
                    "{\"who\": \"DuckDB %s, %d threads\", \"rows\": %d, \"cpu\": %.3f, \"stages\": {%s}}%n",
                    connection.getMetaData().getDatabaseProductVersion(), threads, rows, total, stages);
            write(statement, answers);
        }
    }

    private static void load(Connection connection, Statement statement, int rows) throws SQLException {
        statement.execute("CREATE TABLE schools (school VARCHAR, number INTEGER, region INTEGER)");
        statement.execute("CREATE TABLE works (work TINYINT, subject VARCHAR, grade INTEGER, year INTEGER, max INTEGER, "
                + "cut3 INTEGER, cut4 INTEGER, cut5 INTEGER)");
        statement.execute("CREATE TABLE rows (school VARCHAR, work TINYINT, score TINYINT, mark TINYINT)");
        DuckDBConnection duck = connection.unwrap(DuckDBConnection.class);
        for (int i = 0; i < Country.SCHOOLS; i++) {
            statement.addBatch("INSERT INTO schools VALUES ('" + Country.id(i) + "', " + i + ", " + Country.region(i) + ")");
        }
        statement.executeBatch();
        int number = 0;
        for (var work : Works.all()) {
            List<Integer> cuts = work.scale().cuts();
            statement.execute("INSERT INTO works VALUES (" + number++ + ", '" + work.subject() + "', " + work.grade() + ", " + work.year()
                    + ", " + work.scale().max() + ", " + cuts.get(0) + ", " + cuts.get(1) + ", " + cuts.get(2) + ")");
        }
        try (DuckDBAppender appender = duck.createAppender(DuckDBConnection.DEFAULT_SCHEMA, "rows")) {
            Country.draw(rows, (row, school, work, score, mark) -> {
                try {
                    appender.beginRow();
                    appender.append(Country.id(school));
                    appender.append((byte) work);
                    appender.append((byte) score);
                    appender.append((byte) mark);
                    appender.endRow();
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
        }
    }

    private void stage(Statement statement, String name, List<String> commands) throws SQLException {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime();
        long wall = System.nanoTime();
        for (String command : commands) {
            statement.execute(command);
        }
        double took = (system.getProcessCpuTime() - cpu) / NANOS;
        stages.add(String.format(
                Locale.ROOT, "\"%s\": {\"cpu\": %.3f, \"wall\": %.3f}", name, took, (System.nanoTime() - wall) / NANOS));
        total += took;
    }

    private static void write(Statement statement, Path answers) throws SQLException, IOException {
        Files.createDirectories(answers);
        List<String> ids = Works.all().stream().map(work -> work.id().value()).toList();
        double[] values = new double[Country.SCHOOLS * ids.size() * WholeJob.VALUES];
        try (ResultSet cells = statement.executeQuery("SELECT number, work, n, mean, coalesce(sqrt(variance), 0), m2, m3, m4, m5, z "
                + "FROM standardised JOIN schools USING (school)")) {
            while (cells.next()) {
                int at = (cells.getInt(1) * ids.size() + cells.getInt(2)) * WholeJob.VALUES;
                for (int i = 0; i < WholeJob.VALUES; i++) {
                    values[at + i] = cells.getDouble(i + 3);
                }
            }
        }
        ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(values);
        Files.write(answers.resolve("cells.f64"), bytes.array());
        TreeSet<String> lines = new TreeSet<>();
        try (ResultSet signs = statement.executeQuery("SELECT kind, school, work FROM signs")) {
            while (signs.next()) {
                lines.add(signs.getString(1) + "," + signs.getString(2) + "," + ids.get(signs.getInt(3)));
            }
        }
        Files.write(answers.resolve("signs.csv"), lines, StandardCharsets.UTF_8);
        try (ResultSet sum = statement.executeQuery("SELECT sum((score + 1) * n * n)::VARCHAR FROM histogram")) {
            sum.next();
            Files.writeString(answers.resolve("histograms.txt"), sum.getString(1), StandardCharsets.UTF_8);
        }
    }
}
