package io.github.eduindicators.examples.postgresql;

import java.sql.SQLException;
import org.postgresql.ds.PGSimpleDataSource;

/** Reads a database in a process of its own, whose heap is bounded, and says how many results it counted. */
final class CountInSmallHeap {
    private CountInSmallHeap() {}

    public static void main(String[] args) throws SQLException {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(args[0]);
        System.out.println(PostgresReview.of(database).withFetchRows(Integer.parseInt(args[1])).read().value().count());
    }
}
