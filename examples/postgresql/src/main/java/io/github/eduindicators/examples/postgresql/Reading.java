package io.github.eduindicators.examples.postgresql;

import io.github.eduindicators.io.InputException;
import io.github.eduindicators.io.Loaded;
import io.github.eduindicators.io.Problem;
import io.github.eduindicators.io.Reason;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Procedure;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Season;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreDistribution;
import io.github.eduindicators.results.ScoreTally;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the tables in the transaction of a connection. */
final class Reading {
    /** So many results left out are told one by one for each reason; of the rest the number. */
    static final int TOLD = 1_000;

    private final Connection connection;
    private final int fetchRows;
    private final List<Problem> told = new ArrayList<>();
    private final Map<Reason, Long> leftOut = new EnumMap<>(Reason.class);

    Reading(Connection connection, int fetchRows) {
        this.connection = connection;
        this.fetchRows = fetchRows;
    }

    Loaded<SchoolResults> results() throws SQLException {
        Collection<School> register = schools();
        Map<String, Assessment> assessments = assessments();
        ScoreTally tally = ScoreTally.create();
        count(assessments, tally);
        told.sort(Comparator.comparingLong(Problem::line));
        leftOut.forEach((reason, rows) -> {
            if (rows > TOLD) {
                told.add(new Problem("results", "", 0, "", "", reason, rows - TOLD));
            }
        });
        return new Loaded<>(tally.snapshot().withSchools(register), told);
    }

    private void count(Map<String, Assessment> assessments, ScoreTally tally) throws SQLException {
        // The driver reads through a cursor where commits are not automatic, the result goes forward only and a fetch size is set.
        try (Statement statement = connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
            // Without it a scan may start in the middle of the table, and which problems are told one by one would hang on chance.
            statement.execute("set local synchronize_seqscans = off");
            statement.setFetchSize(fetchRows);
            try (ResultSet rows = statement.executeQuery("select id, assessment, school, class, score, journal_mark from results")) {
                while (rows.next()) {
                    count(rows, assessments.get(rows.getString(2)), tally);
                }
            }
        }
    }

    private void count(ResultSet row, Assessment assessment, ScoreTally tally) throws SQLException {
        int score = row.getInt(5);
        if (score > assessment.scale().max()) {
            leaveOut(row, "score", Integer.toString(score), Reason.BAD_SCORE);
            return;
        }
        int mark = row.getInt(6);
        int journalMark = row.wasNull() ? ScoreDistribution.NO_MARK : mark;
        int school;
        try {
            school = tally.school(row.getString(3), row.getString(4));
        } catch (IllegalArgumentException e) {
            leaveOut(row, "class", row.getString(4), Reason.BAD_VALUE);
            return;
        }
        tally.add(school, tally.assessment(assessment), score, journalMark);
    }

    private void leaveOut(ResultSet row, String column, String value, Reason reason) throws SQLException {
        if (leftOut.merge(reason, 1L, Long::sum) <= TOLD) {
            told.add(new Problem("results", "", row.getLong(1), column, value, reason, 1));
        }
    }

    private Collection<School> schools() throws SQLException {
        Map<String, School.Builder> schools = new LinkedHashMap<>();
        Set<SchoolId> known = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select school, name, region, municipality, type, locality from schools order by school")) {
            while (rows.next()) {
                String id = rows.getString(1);
                try {
                    if (!known.add(SchoolId.of(id))) {
                        throw new InputException(new Problem("schools", "", 0, "school", id, Reason.DUPLICATE_SCHOOL, 1));
                    }
                    schools.put(id, School.builder(SchoolId.of(id))
                            .name(rows.getString(2))
                            .municipality(Municipality.of(Region.of(rows.getString(3)), rows.getString(4)))
                            .type(rows.getString(5))
                            .locality(rows.getString(6)));
                } catch (IllegalArgumentException e) {
                    throw unusable("schools", "school", id, e);
                }
            }
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select school, variable, value from school_context")) {
            while (rows.next()) {
                try {
                    schools.get(rows.getString(1)).context(rows.getString(2), rows.getDouble(3));
                } catch (IllegalArgumentException e) {
                    throw unusable("school_context", "school", rows.getString(1), e);
                }
            }
        }
        return schools.values().stream().map(School.Builder::build).toList();
    }

    private Map<String, Assessment> assessments() throws SQLException {
        Map<String, Assessment> assessments = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select assessment, procedure, year, season, subject, grade, max, from3, from4, from5 from assessments")) {
            while (rows.next()) {
                String id = rows.getString(1);
                try {
                    int[] cuts = Stream.of(rows.getObject(8, Integer.class), rows.getObject(9, Integer.class), rows.getObject(10, Integer.class))
                            .filter(cut -> cut != null)
                            .mapToInt(Integer::intValue)
                            .toArray();
                    assessments.put(id, Assessment.builder(Procedure.parse(rows.getString(2)), rows.getInt(3), Subject.parse(rows.getString(5)))
                            .id(AssessmentId.of(id))
                            .season(Season.parse(rows.getString(4)))
                            .grade(rows.getInt(6))
                            .scale(ScoreScale.of(rows.getInt(7), cuts))
                            .build());
                } catch (IllegalArgumentException e) {
                    throw unusable("assessments", "assessment", id, e);
                }
            }
        }
        return assessments;
    }

    private static InputException unusable(String table, String column, String key, IllegalArgumentException cause) {
        return new InputException(new Problem(table, "", 0, column, key, Reason.BAD_VALUE, 1), cause);
    }
}
