package io.github.eduindicators.examples.postgresql;

import io.github.eduindicators.finding.MethodSummary;
import io.github.eduindicators.io.InputException;
import io.github.eduindicators.io.Loaded;
import io.github.eduindicators.io.Problem;
import io.github.eduindicators.review.Review;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Reviews a database.
 *
 * <pre>{@code
 * java -jar postgres-review.jar URL tables        // makes the tables
 * java -jar postgres-review.jar URL review RUN    // reads the results, writes the findings of the run
 * }</pre>
 *
 * <p>The URL is one of JDBC, such as {@code jdbc:postgresql://localhost/education?user=analyst}; the password is taken from the file that
 * {@code PGPASSFILE} or the home folder names. Exit status: 0 done; 1 the database or what stands in it cannot be used, and nothing is
 * changed; 2 wrong arguments.
 */
public final class PostgresReviewMain {
    private static final String USAGE = "java -jar postgres-review.jar jdbc:postgresql://HOST/DATABASE (tables | review RUN)";
    private static final int FAILED = 1;
    private static final int WRONG_ARGUMENTS = 2;

    private PostgresReviewMain() {}

    /**
     * Runs the job and ends the process.
     *
     * @param args the arguments
     */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(List.of(args), out, err));
    }

    static int run(List<String> args, PrintStream out, PrintStream err) {
        boolean tables = args.size() == 2 && args.get(1).equals("tables");
        boolean review = args.size() == 3 && args.get(1).equals("review") && !args.get(2).isBlank();
        if (!tables && !review) {
            err.println(USAGE);
            return WRONG_ARGUMENTS;
        }
        PGSimpleDataSource database = new PGSimpleDataSource();
        try {
            database.setUrl(args.get(0));
        } catch (IllegalArgumentException e) {
            err.println(USAGE);
            return WRONG_ARGUMENTS;
        }
        try {
            if (tables) {
                make(database);
            } else {
                tell(PostgresReview.of(database).run(args.get(2)), out);
            }
            return 0;
        } catch (InputException | SQLException e) {
            err.println(e.getMessage());
            return FAILED;
        }
    }

    private static void make(PGSimpleDataSource database) throws SQLException {
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(PostgresReview.schema());
            connection.commit();
        }
    }

    private static void tell(Loaded<Review.Result> done, PrintStream out) {
        out.println(done.value());
        for (MethodSummary summary : done.value().summaries()) {
            out.println(summary);
        }
        for (Problem problem : done.problems()) {
            out.println(problem);
        }
    }
}
