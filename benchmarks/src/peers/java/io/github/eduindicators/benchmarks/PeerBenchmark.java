package io.github.eduindicators.benchmarks;

import io.github.eduindicators.results.SchoolResult;
import io.github.eduindicators.results.SchoolResults;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Other ways to what {@link TallyBenchmark#rowsToMoments} does: from the same rows, n, mean and standard deviation of every
 * school in every assessment.
 *
 * <p>DuckDB has the rows in a table already, which is to its advantage; it either keeps the answer in a table or hands it to
 * Java, as the others do. Before measuring, each is checked against the library: the same cells, the same n, mean and deviation.
 *
 * <pre>{@code
 * mvn -q -P peers -pl benchmarks -am -DskipTests package
 * java -jar benchmarks/target/benchmarks.jar "PeerBenchmark|rowsToMoments"
 * }</pre>
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "-Xmx4g")
public class PeerBenchmark {
    private static final String QUERY =
            "SELECT school, assessment, count(*), avg(score), stddev_samp(score) FROM results GROUP BY school, assessment";
    private static final double TOLERANCE = 1e-9;

    /** For JMH. */
    public PeerBenchmark() {}

    /** The rows in a table of DuckDB, in memory. */
    @State(Scope.Benchmark)
    public static class Database {
        @Param({"1", "2"})
        int threads;

        private Connection connection;
        private Statement statement;

        /** For JMH. */
        public Database() {}

        /**
         * Writes the rows into a table and checks the answer.
         *
         * @param rows the rows
         * @throws SQLException if the database refuses
         */
        @Setup
        public void open(Rows rows) throws SQLException {
            connection = DriverManager.getConnection("jdbc:duckdb:");
            statement = connection.createStatement();
            statement.execute("SET threads = " + threads);
            statement.execute("CREATE TABLE results (school INTEGER, assessment TINYINT, score TINYINT, mark TINYINT)");
            DuckDBConnection duck = connection.unwrap(DuckDBConnection.class);
            try (DuckDBAppender appender = duck.createAppender(DuckDBConnection.DEFAULT_SCHEMA, "results")) {
                for (int i = 0; i < rows.rows; i++) {
                    appender.beginRow();
                    appender.append(rows.school[i]);
                    appender.append(rows.assessment[i]);
                    appender.append(rows.score[i]);
                    appender.append(rows.mark[i]);
                    appender.endRow();
                }
            }
            verify(rows);
        }

        private void verify(Rows rows) throws SQLException {
            Answer answer = new Answer(rows);
            try (ResultSet cells = statement.executeQuery(QUERY)) {
                while (cells.next()) {
                    double[] moments = {cells.getLong(3), cells.getDouble(4), cells.getDouble(5)};
                    answer.check(cells.getInt(1), cells.getInt(2), moments);
                }
            }
            answer.checkAll();
        }

        /**
         * Drops the table of the last answer.
         *
         * @throws SQLException if the database refuses
         */
        @Setup(Level.Invocation)
        public void forget() throws SQLException {
            statement.execute("DROP TABLE IF EXISTS moments");
        }

        /**
         * Closes the database.
         *
         * @throws SQLException if it does not close
         */
        @TearDown
        public void close() throws SQLException {
            connection.close();
        }
    }

    /** Summaries by school and assessment. */
    @State(Scope.Benchmark)
    public static class Summaries {
        /** For JMH. */
        public Summaries() {}

        /**
         * Checks the answer.
         *
         * @param rows the rows
         */
        @Setup
        public void verify(Rows rows) {
            SummaryStatistics[] cells = summaries(rows);
            Answer answer = new Answer(rows);
            for (int cell = 0; cell < cells.length; cell++) {
                SummaryStatistics of = cells[cell];
                if (of != null) {
                    answer.check(
                            cell % Rows.SCHOOLS,
                            cell / Rows.SCHOOLS,
                            new double[] {of.getN(), of.getMean(), of.getStandardDeviation()});
                }
            }
            answer.checkAll();
        }
    }

    /** What the library says. */
    private static final class Answer {
        private final Map<String, SchoolResult> cells = new HashMap<>();
        private final Rows rows;
        private int checked;

        Answer(Rows rows) {
            this.rows = rows;
            SchoolResults results = Tallies.counted(rows).snapshot();
            for (int work = 0; work < rows.assessments.size(); work++) {
                for (SchoolResult result : results.results(rows.assessments.get(work).id())) {
                    cells.put(result.school().id().value() + " " + work, result);
                }
            }
        }

        void check(int school, int assessment, double[] moments) {
            SchoolResult ours = cells.get(Rows.id(school) + " " + assessment);
            double deviation = Math.sqrt(ours.scores().variance().orElse(0));
            if (ours.scores().count() != (long) moments[0]
                    || Math.abs(ours.scores().mean().orElseThrow() - moments[1]) > TOLERANCE
                    || Math.abs(deviation - moments[2]) > TOLERANCE) {
                throw new IllegalStateException("school " + school + " in " + rows.assessments.get(assessment)
                        + ": the peer says n, mean, deviation " + Arrays.toString(moments) + ", the library " + ours);
            }
            checked++;
        }

        void checkAll() {
            if (checked != cells.size()) {
                throw new IllegalStateException("the peer has " + checked + " cells, the library " + cells.size());
            }
        }
    }

    private static SummaryStatistics[] summaries(Rows rows) {
        SummaryStatistics[] cells = new SummaryStatistics[rows.assessments.size() * Rows.SCHOOLS];
        for (int i = 0; i < rows.rows; i++) {
            int cell = rows.assessment[i] * Rows.SCHOOLS + rows.school[i];
            if (cells[cell] == null) {
                cells[cell] = new SummaryStatistics();
            }
            cells[cell].addValue(rows.score[i]);
        }
        return cells;
    }

    /**
     * Keeps a {@link SummaryStatistics} for each cell, found by number in an array.
     *
     * @param rows the rows
     * @param summaries the checked summaries
     * @param counter the counter
     * @return a number that depends on all of them
     */
    @Benchmark
    public double summaryStatistics(Rows rows, Summaries summaries, TallyBenchmark.Results counter) {
        double total = 0;
        for (SummaryStatistics cell : summaries(rows)) {
            if (cell != null) {
                total += cell.getN() + cell.getMean() + cell.getStandardDeviation();
            }
        }
        counter.results += rows.rows;
        return total;
    }

    /**
     * Groups in DuckDB and reads the answer.
     *
     * @param rows the rows
     * @param database the database
     * @param counter the counter
     * @return a number that depends on all of them
     * @throws SQLException if the database refuses
     */
    @Benchmark
    public double duckDbIntoJava(Rows rows, Database database, TallyBenchmark.Results counter) throws SQLException {
        double total = 0;
        try (ResultSet cells = database.statement.executeQuery(QUERY)) {
            while (cells.next()) {
                total += cells.getInt(1) + cells.getInt(2) + cells.getLong(3) + cells.getDouble(4) + cells.getDouble(5);
            }
        }
        counter.results += rows.rows;
        return total;
    }

    /**
     * Groups in DuckDB and leaves the answer there.
     *
     * @param rows the rows
     * @param database the database
     * @param counter the counter
     * @return whether there is a result set
     * @throws SQLException if the database refuses
     */
    @Benchmark
    public boolean duckDbIntoTable(Rows rows, Database database, TallyBenchmark.Results counter) throws SQLException {
        counter.results += rows.rows;
        return database.statement.execute("CREATE TABLE moments AS " + QUERY);
    }
}
