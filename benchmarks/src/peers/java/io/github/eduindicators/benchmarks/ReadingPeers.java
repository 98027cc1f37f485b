package io.github.eduindicators.benchmarks;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Other readers of a file of results, for {@code reading.sh}: Jackson CSV token by token, and DuckDB's {@code read_csv} into a table with
 * two threads, its columns given.
 *
 * <pre>{@code
 * ReadingPeers jackson|duckdb FILE
 * }</pre>
 */
public final class ReadingPeers {
    private ReadingPeers() {}

    /**
     * Runs one of the readers.
     *
     * @param args which, and the file
     * @throws IOException if the file cannot be read
     */
    public static void main(String[] args) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Path file = Path.of(args[1]);
        switch (args[0]) {
            case "jackson" -> Reading.measure("jackson", out, () -> Reading.counted(jackson(file)));
            case "duckdb" -> Reading.measure("duckdb", out, () -> Reading.counted(duckDb(file)));
            default -> throw new IllegalArgumentException("jackson or duckdb, got " + args[0]);
        }
    }

    private static long jackson(Path file) throws IOException {
        CsvSchema schema = CsvSchema.builder().setUseHeader(true).setReorderColumns(true).addColumn("assessment").addColumn("school")
                .addColumn("class").addColumn("pupil").addColumn("score").addColumn("journal_mark").build();
        long rows = 0;
        long length = 0;
        try (InputStream in = Files.newInputStream(file); JsonParser parser = new CsvFactory().createParser(in)) {
            parser.setSchema(schema);
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING) {
                    length += parser.getTextLength();
                } else if (token == JsonToken.END_OBJECT) {
                    rows++;
                }
            }
        }
        if (length == 0) {
            throw new IllegalStateException("no field");
        }
        return rows;
    }

    private static long duckDb(Path file) throws IOException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:"); Statement statement = connection.createStatement()) {
            statement.execute("SET threads = 2");
            statement.execute("CREATE TABLE results AS SELECT * FROM read_csv('" + file.toString().replace("'", "''")
                    + "', header = true, delim = ',', columns = {'assessment': 'VARCHAR', 'school': 'VARCHAR', 'class': 'VARCHAR',"
                    + " 'pupil': 'VARCHAR', 'score': 'SMALLINT', 'journal_mark': 'TINYINT'})");
            try (ResultSet found = statement.executeQuery("SELECT count(*) FROM results")) {
                found.next();
                return found.getLong(1);
            }
        } catch (SQLException e) {
            throw new IOException("DuckDB did not read the file", e);
        }
    }
}
