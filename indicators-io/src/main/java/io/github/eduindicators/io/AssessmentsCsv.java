package io.github.eduindicators.io;

import com.google.common.primitives.Ints;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.Procedure;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Season;
import io.github.eduindicators.model.Subject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import javax.annotation.CheckForNull;

/**
 * Reads the description of assessments: {@code assessment,procedure,year,season,subject,grade,max,from3,from4,from5}.
 *
 * <p>Procedure, subject and season are codes or Russian names. Of the cut scores all three are given, or {@code from3} alone (the
 * minimum score of an examination without marks), or none. A row with a value that cannot be is left out; so is a row that
 * describes an assessment again in another way, while an equal row is only noted.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class AssessmentsCsv {
    /** Stands for the maximum in a line that somebody has to complete. */
    static final String MAX_TO_FILL = "<max>";

    private static final List<String> COLUMNS = List.of(
            "assessment", "procedure", "year", "season", "subject", "grade", "max", "from3", "from4", "from5");
    private static final int ID = 0;
    private static final int PROCEDURE = 1;
    private static final int YEAR = 2;
    private static final int SEASON = 3;
    private static final int SUBJECT = 4;
    private static final int GRADE = 5;
    private static final int MAX = 6;
    private static final int FROM3 = 7;
    private static final int FROM5 = 9;

    private final ReadingMode mode;

    private AssessmentsCsv(ReadingMode mode) {
        this.mode = mode;
    }

    /**
     * Returns the strict reader.
     *
     * @return the reader
     */
    public static AssessmentsCsv withDefaults() {
        return new AssessmentsCsv(ReadingMode.STRICT);
    }

    /**
     * Returns a reader that forgives more or less.
     *
     * @param value how much the reader forgives in the form of the file
     * @return a reader in this mode
     */
    public AssessmentsCsv withMode(ReadingMode value) {
        return new AssessmentsCsv(Objects.requireNonNull(value, "mode"));
    }

    /**
     * Reads descriptions of assessments.
     *
     * @param file the file
     * @return the assessments in the order of the file, each once
     * @throws InputException if the file cannot be used as a whole
     */
    public Loaded<List<Assessment>> read(Path file) {
        CsvTable.Reading reading = CsvTable.Reading.of(mode);
        List<Assessment> assessments = read(file, reading);
        return new Loaded<>(assessments, reading.problems().list());
    }

    static List<Assessment> read(Path file, CsvTable.Reading reading) {
        try (CsvTable table = CsvTable.open(file, reading, COLUMNS)) {
            table.extras().forEach(table::ignore);
            Map<AssessmentId, Assessment> assessments = new LinkedHashMap<>();
            while (table.next()) {
                Assessment assessment = assessment(table);
                if (assessment == null) {
                    continue;
                }
                Assessment known = assessments.putIfAbsent(assessment.id(), assessment);
                if (known == null) {
                    table.use();
                } else if (known.equals(assessment)) {
                    table.note(Reason.REPEATED_ROW, COLUMNS.get(ID), table.get(ID));
                } else {
                    table.leaveOut(Reason.DUPLICATE_ASSESSMENT, COLUMNS.get(ID), table.get(ID));
                }
            }
            table.finish();
            return List.copyOf(assessments.values());
        }
    }

    /** The line of this table that describes an assessment of which only the scale is not known. */
    static String lineToAdd(Procedure procedure, int year, Season season, Subject subject, int grade) {
        Assessment assessment = Assessment.builder(procedure, year, subject).grade(grade).season(season).build();
        return String.join(",", assessment.id().value(), procedure.code(), Integer.toString(year), season.code(), subject.code(),
                Integer.toString(grade), MAX_TO_FILL, "<from3>", "<from4>", "<from5>");
    }

    @CheckForNull
    private static Assessment assessment(CsvTable table) {
        for (int column = ID; column <= MAX; column++) {
            if (table.get(column).isEmpty()) {
                table.leaveOut(Reason.BLANK_VALUE, COLUMNS.get(column), "");
                return null;
            }
        }
        int column = ID;
        try {
            AssessmentId id = AssessmentId.of(table.get(ID));
            column = PROCEDURE;
            Procedure procedure = Procedure.parse(table.get(PROCEDURE));
            column = SUBJECT;
            Subject subject = Subject.parse(table.get(SUBJECT));
            column = SEASON;
            Season season = Season.parse(table.get(SEASON));
            column = YEAR;
            Assessment.Builder builder = Assessment.builder(procedure, whole(table, YEAR), subject).id(id).season(season);
            builder.build();
            column = GRADE;
            builder.grade(whole(table, GRADE)).build();
            column = MAX;
            int max = whole(table, MAX);
            ScoreScale.of(max);
            List<Integer> cuts = new ArrayList<>();
            for (column = FROM3; column <= FROM5; column++) {
                if (!table.get(column).isEmpty()) {
                    cut(cuts, whole(table, column), column, max);
                }
            }
            column = cuts.isEmpty() ? FROM3 : FROM3 + cuts.size();
            return builder.scale(ScoreScale.of(max, Ints.toArray(cuts))).build();
        } catch (IllegalArgumentException e) {
            table.leaveOut(Reason.BAD_VALUE, COLUMNS.get(column), table.get(column));
            return null;
        }
    }

    private static void cut(List<Integer> cuts, int cut, int column, int max) {
        // A score above a blank one has no place in the scale.
        boolean inPlace = cuts.size() == column - FROM3;
        int previous = cuts.isEmpty() ? 0 : cuts.get(cuts.size() - 1);
        if (!inPlace || cut <= previous || cut > max) {
            throw new IllegalArgumentException("cut scores must rise strictly within 1.." + max + ", got " + cut);
        }
        cuts.add(cut);
    }

    private static int whole(CsvTable table, int column) {
        OptionalInt value = Numbers.whole(table.get(column));
        return value.orElseThrow(() -> new IllegalArgumentException(COLUMNS.get(column) + " must be a whole number"));
    }

    @Override
    public String toString() {
        return "AssessmentsCsv[" + mode + "]";
    }
}
