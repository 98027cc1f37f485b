package io.github.eduindicators.examples.postgresql;

import io.github.eduindicators.examples.SyntheticRegion;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.School;
import io.github.eduindicators.results.ScoreDistribution;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.sql.DataSource;
import org.junit.jupiter.api.Assumptions;
import org.postgresql.PGConnection;

/** A server for all tests of the process, and a database of its own for each. */
final class Database {
    private static EmbeddedPostgres server;
    private static String whyNot = "";
    private static int databases;

    private final String name;

    private Database(String name) {
        this.name = name;
    }

    /** A new database without tables; the test is skipped, with the reason, where no server can be started. */
    static synchronized Database create() throws SQLException {
        if (server == null && whyNot.isEmpty()) {
            try {
                server = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
            } catch (IOException | IllegalStateException e) {
                whyNot = "PostgreSQL cannot be started here: " + e;
            }
        }
        Assumptions.assumeTrue(server != null, () -> whyNot);
        String name = "test" + ++databases;
        try (Connection connection = server.getPostgresDatabase().getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        return new Database(name);
    }

    static Database withTables() throws SQLException {
        Database database = create();
        database.execute(PostgresReview.schema());
        return database;
    }

    DataSource source() {
        return server.getDatabase("postgres", name);
    }

    String url() {
        return server.getJdbcUrl("postgres", name);
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = source().getConnection(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The rows of a query, each as its columns written out. */
    List<String> rows(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = source().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(result.getString(i));
                }
                rows.add(String.join("|", row.stream().map(String::valueOf).toList()));
            }
        }
        return rows;
    }

    /** Fills the tables; the results come by COPY in an order of chance. */
    void fill(SyntheticRegion region) throws SQLException, IOException {
        try (Connection connection = source().getConnection()) {
            connection.setAutoCommit(false);
            for (School school : region.schools()) {
                insert(connection, "insert into schools values (?, ?, ?, ?, ?, ?)", school.id().value(), school.name(), school.region().name(),
                        school.municipality().name(), school.type(), school.locality());
                for (Map.Entry<String, Double> value : school.context().entrySet()) {
                    insert(connection, "insert into school_context values (?, ?, ?)", school.id().value(), value.getKey(), value.getValue());
                }
            }
            for (Assessment assessment : region.assessments()) {
                List<Integer> cuts = assessment.scale().cuts();
                insert(connection, "insert into assessments values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", assessment.id().value(),
                        assessment.procedure().code(), assessment.year(), assessment.season().code(), assessment.subject().code(),
                        assessment.grade(), assessment.scale().max(), cuts.get(0), cuts.get(1), cuts.get(2));
            }
            List<String> lines = new ArrayList<>();
            region.forEachResult((assessment, school, schoolClass, pupil, score, journalMark) -> lines.add(String.join("\t",
                    assessment.id().value(), school.id().value(), schoolClass, Integer.toString(score),
                    journalMark == ScoreDistribution.NO_MARK ? "\\N" : Integer.toString(journalMark)) + "\n"));
            Collections.shuffle(lines, new Random(5));
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn(
                    "copy results (assessment, school, class, score, journal_mark) from stdin", new StringReader(String.join("", lines)));
            connection.commit();
        }
    }

    private static void insert(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                insert.setObject(i + 1, values[i]);
            }
            insert.executeUpdate();
        }
    }
}
