package io.github.eduindicators.io;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.recheck.RecheckPlan;
import io.github.eduindicators.recheck.RecheckWork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import javax.annotation.CheckForNull;

/**
 * Reads the works of a re-check: {@code assessment,school,work,stratum,score,expert_score,expert}; and writes the plan of one.
 *
 * <p>One row a work and expert; a work that several experts mark stands in several rows with the same score. Stratum may be
 * blank. A blank expert's score means that the expert has not marked the work yet, which is noted; then the expert may be blank
 * too. Scores are written in digits alone and lie within the scale. A second row of a work and expert is left out, and so is one
 * whose score is not that of the first.
 *
 * <p>Work codes lead to pupils: they are compared as text and appear in no problem. Memory grows with the rows. Immutable and
 * safe to share between threads.
 */
public final class RecheckCsv {
    private static final List<String> COLUMNS =
            List.of("assessment", "school", "work", "stratum", "score", "expert_score", "expert");
    private static final List<String> PLAN_COLUMNS =
            List.of("school", "role", "assessment", "stratum", "scores", "population", "works");
    private static final int ASSESSMENT = 0;
    private static final int SCHOOL = 1;
    private static final int WORK = 2;
    private static final int STRATUM = 3;
    private static final int SCORE = 4;
    private static final int EXPERT_SCORE = 5;
    private static final int EXPERT = 6;
    private static final int LONGEST = 200;

    private final Map<String, Assessment> assessments;
    private final Optional<Set<SchoolId>> register;
    private final ReadingMode mode;

    private RecheckCsv(Map<String, Assessment> assessments, Optional<Set<SchoolId>> register, ReadingMode mode) {
        this.assessments = assessments;
        this.register = register;
        this.mode = mode;
    }

    /**
     * Returns the strict reader of works in these assessments, for which every school exists.
     *
     * @param assessments the assessments that works may belong to
     * @return the reader
     * @throws IllegalArgumentException if two assessments have the same identity
     */
    public static RecheckCsv of(Collection<Assessment> assessments) {
        Map<String, Assessment> byId = new HashMap<>();
        for (Assessment assessment : assessments) {
            if (byId.put(assessment.id().value(), assessment) != null) {
                throw new IllegalArgumentException("assessments must differ in their identities, got twice " + assessment.id());
            }
        }
        return new RecheckCsv(byId, Optional.empty(), ReadingMode.STRICT);
    }

    /**
     * Returns a reader for which only these schools exist.
     *
     * @param schools the register
     * @return a reader with a register
     */
    public RecheckCsv withSchools(Collection<School> schools) {
        Set<SchoolId> ids = schools.stream().map(School::id).collect(Collectors.toUnmodifiableSet());
        return new RecheckCsv(assessments, Optional.of(ids), mode);
    }

    /**
     * Returns a reader that forgives more or less.
     *
     * @param value how much the reader forgives in the form of the file
     * @return a reader in this mode
     */
    public RecheckCsv withMode(ReadingMode value) {
        return new RecheckCsv(assessments, register, Objects.requireNonNull(value, "mode"));
    }

    /**
     * Reads works.
     *
     * @param file the file
     * @return the works in the order of the file, one element a work and expert
     * @throws InputException if the file cannot be used as a whole
     */
    public Loaded<List<RecheckWork>> read(Path file) {
        CsvTable.Reading reading = CsvTable.Reading.of(mode);
        List<RecheckWork> works = read(file, reading);
        return new Loaded<>(works, reading.problems().list());
    }

    List<RecheckWork> read(Path file, CsvTable.Reading reading) {
        try (CsvTable table = CsvTable.open(file, reading, COLUMNS)) {
            table.extras().forEach(table::ignore);
            List<RecheckWork> works = new ArrayList<>();
            Rows rows = new Rows();
            while (table.next()) {
                RecheckWork work = work(table, rows);
                if (work != null) {
                    works.add(work);
                    table.use();
                    if (work.expertScore().isEmpty()) {
                        table.note(Reason.NOT_RECHECKED, COLUMNS.get(EXPERT_SCORE), "");
                    }
                }
            }
            table.finish();
            return List.copyOf(works);
        }
    }

    @Override
    public String toString() {
        return "RecheckCsv[" + assessments.size() + " assessments, "
                + register.map(schools -> schools.size() + " schools, ").orElse("") + mode + "]";
    }

    /** What stood in the rows before. */
    private static final class Rows {
        private final Map<String, SchoolId> schools = new HashMap<>();
        private final Map<Key, Work> works = new HashMap<>();
    }

    /** Which piece of paper it is. */
    private record Key(AssessmentId assessment, SchoolId school, String work) {}

    /** What is known of a work: the school's score and who marks it again. */
    private record Work(int score, Set<String> experts) {}

    @CheckForNull
    private RecheckWork work(CsvTable table, Rows rows) {
        Assessment assessment = assessments.get(table.get(ASSESSMENT));
        if (assessment == null) {
            return leftOut(table, Reason.UNKNOWN_ASSESSMENT, ASSESSMENT, table.get(ASSESSMENT));
        }
        SchoolId school = school(table, rows);
        if (school == null || register.isPresent() && !register.orElseThrow().contains(school)) {
            return leftOut(table, Reason.UNKNOWN_SCHOOL, SCHOOL, table.get(SCHOOL));
        }
        for (int column : new int[] {WORK, STRATUM, EXPERT}) {
            if (!fits(table.get(column))) {
                return leftOut(table, Reason.BAD_VALUE, column, "");
            }
        }
        OptionalInt score = score(table, SCORE, assessment);
        if (score.isEmpty()) {
            return leftOut(table, Reason.BAD_SCORE, SCORE, table.get(SCORE));
        }
        boolean marked = !table.get(EXPERT_SCORE).isEmpty();
        OptionalInt expertScore = score(table, EXPERT_SCORE, assessment);
        if (marked && expertScore.isEmpty()) {
            return leftOut(table, Reason.BAD_SCORE, EXPERT_SCORE, table.get(EXPERT_SCORE));
        }
        if (table.get(WORK).isEmpty() || marked && table.get(EXPERT).isEmpty()) {
            return leftOut(table, Reason.BLANK_VALUE, table.get(WORK).isEmpty() ? WORK : EXPERT, "");
        }
        Work known = rows.works.computeIfAbsent(
                new Key(assessment.id(), school, table.get(WORK)), key -> new Work(score.getAsInt(), new HashSet<>(2)));
        if (known.score() != score.getAsInt()) {
            return leftOut(table, Reason.OTHER_SCORE, SCORE, table.get(SCORE));
        }
        if (!known.experts().add(table.get(EXPERT))) {
            return leftOut(table, Reason.DUPLICATE_WORK, WORK, "");
        }
        return new RecheckWork(
                assessment.id(), school, table.get(WORK), table.get(STRATUM), score.getAsInt(), expertScore, table.get(EXPERT));
    }

    /** Reports the current row; there is no work. */
    @CheckForNull
    private static RecheckWork leftOut(CsvTable table, Reason reason, int column, String value) {
        table.leaveOut(reason, COLUMNS.get(column), value);
        return null;
    }

    @CheckForNull
    private static SchoolId school(CsvTable table, Rows rows) {
        String text = table.get(SCHOOL);
        return text.isEmpty() || !fits(text) ? null : rows.schools.computeIfAbsent(text, SchoolId::of);
    }

    private static boolean fits(String text) {
        return text.length() <= LONGEST && text.chars().noneMatch(Character::isISOControl);
    }

    private static OptionalInt score(CsvTable table, int column, Assessment assessment) {
        OptionalInt score = Numbers.whole(table.get(column));
        return score.isPresent() && score.getAsInt() <= assessment.scale().max() ? score : OptionalInt.empty();
    }

    /**
     * Writes a plan as a table, {@code school,role,assessment,stratum,scores,population,works}, in UTF-8 with LF. It holds no
     * codes.
     *
     * @param plan the plan
     * @param file where to
     * @throws IOException if the file cannot be written
     */
    public static void writePlan(RecheckPlan plan, Path file) throws IOException {
        try (CsvWriter csv = CsvWriter.builder()
                .lineDelimiter(LineDelimiter.LF)
                .build(Files.newBufferedWriter(file, StandardCharsets.UTF_8))) {
            csv.writeRecord(PLAN_COLUMNS);
            for (RecheckPlan.Row row : plan.rows()) {
                csv.writeRecord(
                        row.school().value(),
                        row.role().name().toLowerCase(Locale.ROOT),
                        row.assessment().value(),
                        row.stratum().code(),
                        row.scores(),
                        Long.toString(row.population()),
                        Long.toString(row.works()));
            }
        }
    }
}
