package io.github.eduindicators.examples.postgresql;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.io.InputException;
import io.github.eduindicators.io.Loaded;
import io.github.eduindicators.io.Problem;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.review.Review;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;

/**
 * Reviews results that stand in a PostgreSQL database and writes the findings back.
 *
 * <p>Everything is read in one read-only transaction that sees one state of the database, the results through a cursor, so that memory
 * does not grow with their number. A result that cannot be counted is left out and told with its {@code id}. Findings are written in
 * one transaction: a run is there whole or not at all, and one that is there already by the same name is replaced. Immutable and safe
 * to share between threads.
 */
public final class PostgresReview {
    private static final int FETCH_ROWS = 10_000;

    private final DataSource database;
    private final Review method;
    private final int fetchRows;

    private PostgresReview(DataSource database, Review method, int fetchRows) {
        this.database = database;
        this.method = method;
        this.fetchRows = fetchRows;
    }

    /**
     * Returns the standard review of a database.
     *
     * @param database where to connect; each call takes a connection and closes it
     * @return the review
     */
    public static PostgresReview of(DataSource database) {
        return new PostgresReview(Objects.requireNonNull(database, "database"), Review.standard(), FETCH_ROWS);
    }

    /**
     * Chooses what is looked for.
     *
     * @param value the review
     * @return the same with it
     */
    public PostgresReview with(Review value) {
        return new PostgresReview(database, Objects.requireNonNull(value, "review"), fetchRows);
    }

    /**
     * Chooses how many results the cursor gives at a time.
     *
     * @param value the number of rows, 1 or more
     * @return the same with it
     * @throws IllegalArgumentException if the number is less
     */
    public PostgresReview withFetchRows(int value) {
        if (value < 1) {
            throw new IllegalArgumentException("rows to fetch must be 1 or more, got " + value);
        }
        return new PostgresReview(database, method, value);
    }

    /**
     * Returns the definitions of the tables.
     *
     * @return SQL statements
     */
    public static String schema() {
        try (InputStream in = PostgresReview.class.getResourceAsStream("schema.sql")) {
            return new String(Objects.requireNonNull(in, "schema.sql").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads schools, assessments and results.
     *
     * @return the counts with the register, and which results were left out
     * @throws SQLException if the database fails
     * @throws InputException if a school or an assessment has a value that none can have
     */
    public Loaded<SchoolResults> read() throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            Loaded<SchoolResults> loaded = new Reading(connection, fetchRows).results();
            connection.commit();
            return loaded;
        }
    }

    /**
     * Writes the findings of a run, in place of those of an earlier run by the same name.
     *
     * @param run the name of the run, not blank
     * @param review what the review found
     * @param problems what was left out
     * @throws SQLException if the database fails; then it is as it was
     * @throws IllegalArgumentException if the name is blank
     */
    public void write(String run, Review.Result review, List<Problem> problems) throws SQLException {
        write(run, review.results().count(), review.findings(), problems);
    }

    void write(String run, long results, List<Finding> findings, List<Problem> problems) throws SQLException {
        if (run.isBlank()) {
            throw new IllegalArgumentException("the name of the run must not be blank");
        }
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                new Writing(connection, run).write(results, findings, problems);
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                rollBack(connection, e);
                throw e;
            }
        }
    }

    /** What made it necessary is what the caller is told, also where the connection is gone. */
    private static void rollBack(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /**
     * Reads, reviews and writes.
     *
     * @param run the name of the run, not blank
     * @return what the review found, and which results were left out
     * @throws SQLException if the database fails; then the findings are as they were
     * @throws InputException if a school or an assessment has a value that none can have
     * @throws IllegalArgumentException if the name is blank
     */
    public Loaded<Review.Result> run(String run) throws SQLException {
        Loaded<SchoolResults> loaded = read();
        Review.Result review = method.run(loaded.value());
        write(run, review, loaded.problems());
        return new Loaded<>(review, loaded.problems());
    }

    @Override
    public String toString() {
        return "PostgresReview[" + fetchRows + " rows at a time]";
    }
}
