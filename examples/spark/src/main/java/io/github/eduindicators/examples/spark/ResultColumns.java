package io.github.eduindicators.examples.spark;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.results.ScoreDistribution;
import io.github.eduindicators.results.ScoreTally;
import java.io.Serializable;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns of a row of results, named as in {@code results.csv} and without the pupil; counts a row, or says what is wrong with it. */
final class ResultColumns implements Serializable {
    static final List<String> NAMES = List.of("assessment", "school", "class", "score", "journal_mark");
    /** Any cell may be blank: a column that is declared to have none is read without asking, and a blank score would be nought. */
    static final StructType SCHEMA = new StructType(new StructField[] {
        new StructField("assessment", DataTypes.StringType, true, Metadata.empty()),
        new StructField("school", DataTypes.StringType, true, Metadata.empty()),
        new StructField("class", DataTypes.StringType, true, Metadata.empty()),
        new StructField("score", DataTypes.IntegerType, true, Metadata.empty()),
        new StructField("journal_mark", DataTypes.IntegerType, true, Metadata.empty())
    });
    static final int SCHOOL = 1;
    static final int SCORE = 3;
    private static final long serialVersionUID = 1L;
    private static final int ASSESSMENT = 0;
    private static final int CLASS = 2;
    private static final int MARK = 4;

    private final HashMap<String, Assessment> assessments = new HashMap<>();

    private ResultColumns(Collection<Assessment> assessments) {
        assessments.forEach(assessment -> this.assessments.put(assessment.id().value(), assessment));
    }

    static ResultColumns of(Collection<Assessment> assessments) {
        return new ResultColumns(assessments);
    }

    void count(Row row, ScoreTally tally) {
        try {
            tally.add(
                    tally.school(text(row, SCHOOL), row.isNullAt(CLASS) ? "" : row.getString(CLASS)),
                    tally.assessment(assessment(text(row, ASSESSMENT))),
                    score(row),
                    row.isNullAt(MARK) ? ScoreDistribution.NO_MARK : row.getInt(MARK));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "result of school " + row.get(SCHOOL) + " in assessment " + row.get(ASSESSMENT) + ": " + e.getMessage(), e);
        }
    }

    private static String text(Row row, int column) {
        if (row.isNullAt(column)) {
            throw new IllegalArgumentException(NAMES.get(column) + " must be given");
        }
        return row.getString(column);
    }

    private static int score(Row row) {
        if (row.isNullAt(SCORE)) {
            throw new IllegalArgumentException("score must be given");
        }
        return row.getInt(SCORE);
    }

    private Assessment assessment(String id) {
        Assessment assessment = assessments.get(id);
        if (assessment == null) {
            throw new IllegalArgumentException("the assessment must be one of the " + assessments.size() + " that are described");
        }
        return assessment;
    }
}
