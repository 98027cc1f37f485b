package io.github.eduindicators.io;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.ScoreTally;
import io.github.eduindicators.results.TaskResponses;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads responses to tasks: {@code assessment,school,class,pupil,task,points}, one row a pupil and task, with the tasks described
 * by {@code assessment,task,max,level,skill,planned_result}.
 *
 * <p>Points are whole, from 0 to the maximum of the task, or {@code X} in either alphabet: not attempted, which counts as 0 and
 * is kept apart. The class may be blank, the pupil may not, since the rows of a pupil belong together. A row in error is left out
 * and reported: unknown assessment, task or school, points out of range, a second row of a pupil and task; the first row counts,
 * over all files of one reading. A response without a row is not known ({@link TaskResponses#UNKNOWN}); a note tells of how many
 * pupils.
 *
 * <p>Pupil codes are compared as text while reading and appear in no problem and in no result. Memory grows with the pupils, by
 * some 100 bytes and one a task. Immutable and safe to share between threads.
 */
public final class ResponsesCsv {
    /** How the files together are called in a note. */
    static final String FILES = "responses*.csv";

    private static final List<String> COLUMNS = List.of("assessment", "school", "class", "pupil", "task", "points");
    private static final int ASSESSMENT = 0;
    private static final int SCHOOL = 1;
    private static final int CLASS = 2;
    private static final int PUPIL = 3;
    private static final int TASK = 4;
    private static final int POINTS = 5;

    private final List<Assessment> assessments;
    private final Optional<Set<SchoolId>> register;
    private final ReadingMode mode;

    private ResponsesCsv(List<Assessment> assessments, Optional<Set<SchoolId>> register, ReadingMode mode) {
        this.assessments = assessments;
        this.register = register;
        this.mode = mode;
    }

    /**
     * Returns the strict reader of responses in these assessments, for which every school exists.
     *
     * @param assessments the assessments that responses may belong to
     * @return the reader
     * @throws IllegalArgumentException if two assessments have the same identity
     */
    public static ResponsesCsv of(Collection<Assessment> assessments) {
        long different = assessments.stream().map(Assessment::id).distinct().count();
        if (different != assessments.size()) {
            throw new IllegalArgumentException("assessments must differ in their identities, got " + assessments);
        }
        return new ResponsesCsv(List.copyOf(assessments), Optional.empty(), ReadingMode.STRICT);
    }

    /**
     * Returns a reader for which only these schools exist.
     *
     * @param schools the register
     * @return a reader with a register
     */
    public ResponsesCsv withSchools(Collection<School> schools) {
        Set<SchoolId> ids = new HashSet<>();
        schools.forEach(school -> ids.add(school.id()));
        return new ResponsesCsv(assessments, Optional.of(ids), mode);
    }

    /**
     * Returns a reader that forgives more or less.
     *
     * @param value how much the reader forgives in the form of the files
     * @return a reader in this mode
     */
    public ResponsesCsv withMode(ReadingMode value) {
        return new ResponsesCsv(assessments, register, Objects.requireNonNull(value, "mode"));
    }

    /**
     * Reads the responses of one file.
     *
     * @param tasks the file that describes the tasks
     * @param responses the file with the responses
     * @return one element an assessment with responses, by its identity
     * @throws InputException if a file cannot be used as a whole
     */
    public Loaded<List<TaskResponses>> read(Path tasks, Path responses) {
        return read(tasks, List.of(responses));
    }

    /**
     * Reads the responses of several files as if they were one.
     *
     * @param tasks the file that describes the tasks
     * @param responses the files with the responses; where a pupil and task is in two, the earlier counts
     * @return one element an assessment with responses, by its identity
     * @throws InputException if a file cannot be used as a whole
     */
    public Loaded<List<TaskResponses>> read(Path tasks, List<Path> responses) {
        CsvTable.Reading reading = CsvTable.Reading.of(mode);
        ResponseCollector collector = new ResponseCollector();
        TasksCsv.read(tasks, this::assessment, collector, reading);
        Function<SchoolId, Boolean> exists = id -> register.map(ids -> ids.contains(id)).orElse(true);
        responses.forEach(file -> read(file, new Known(this::assessment, exists), collector, reading));
        collector.noteIncomplete(FILES, reading.problems());
        return new Loaded<>(collector.responses(), reading.problems().list());
    }

    private Optional<Assessment> assessment(String id) {
        return assessments.stream().filter(known -> known.id().value().equals(id)).findFirst();
    }

    /** Which assessments and schools exist; asks once for each. */
    static final class Known {
        private final Function<String, Optional<Assessment>> findAssessment;
        private final Function<SchoolId, Boolean> existsSchool;
        private final Map<String, Optional<AssessmentId>> assessments = new HashMap<>();
        private final Map<String, Optional<SchoolId>> schools = new HashMap<>();

        Known(Function<String, Optional<Assessment>> findAssessment, Function<SchoolId, Boolean> existsSchool) {
            this.findAssessment = findAssessment;
            this.existsSchool = existsSchool;
        }

        private Optional<AssessmentId> assessment(String id) {
            return assessments.computeIfAbsent(id, key -> findAssessment.apply(key).map(Assessment::id));
        }

        private Optional<SchoolId> school(String written) {
            return schools.computeIfAbsent(written, key -> {
                try {
                    return Optional.of(SchoolId.of(key)).filter(existsSchool::apply);
                } catch (IllegalArgumentException e) {
                    return Optional.empty();
                }
            });
        }
    }

    static void read(Path file, Known known, ResponseCollector collector, CsvTable.Reading reading) {
        try (CsvTable table = CsvTable.open(file, reading, COLUMNS)) {
            table.extras().forEach(table::ignore);
            while (table.next()) {
                Optional<AssessmentId> assessment = known.assessment(table.get(ASSESSMENT));
                if (assessment.isEmpty()) {
                    table.leaveOut(Reason.UNKNOWN_ASSESSMENT, COLUMNS.get(ASSESSMENT), table.get(ASSESSMENT));
                } else {
                    read(table, known, collector.work(assessment.get()));
                }
            }
            table.finish();
        }
    }

    private static void read(CsvTable table, Known known, Optional<ResponseCollector.Work> work) {
        int task = work.map(found -> found.task(table.get(TASK))).orElse(-1);
        if (work.isEmpty() || task < 0) {
            table.leaveOut(Reason.UNKNOWN_TASK, COLUMNS.get(TASK), table.get(TASK));
            return;
        }
        int points = FisOkoText.notAttempted(table.get(POINTS))
                ? TaskResponses.NOT_ATTEMPTED
                : Numbers.whole(table.get(POINTS)).orElse(TaskResponses.UNKNOWN);
        Optional<SchoolId> school = known.school(table.get(SCHOOL));
        String schoolClass = table.get(CLASS);
        String pupil = table.get(PUPIL);
        if (points == TaskResponses.UNKNOWN || points > work.get().tasks().get(task).max()) {
            table.leaveOut(Reason.BAD_POINTS, COLUMNS.get(POINTS), table.get(POINTS));
        } else if (school.isEmpty()) {
            table.leaveOut(Reason.UNKNOWN_SCHOOL, COLUMNS.get(SCHOOL), table.get(SCHOOL));
        } else if (schoolClass.length() > ScoreTally.LONGEST_CLASS
                || schoolClass.codePoints().anyMatch(Character::isISOControl)) {
            table.leaveOut(Reason.BAD_VALUE, COLUMNS.get(CLASS), schoolClass);
        } else if (pupil.isEmpty()) {
            table.leaveOut(Reason.BLANK_VALUE, COLUMNS.get(PUPIL), "");
        } else if (pupil.length() > ResultCounter.LONGEST) {
            table.leaveOut(Reason.BAD_VALUE, COLUMNS.get(PUPIL), "");
        } else if (!work.get().put(work.get().row(school.get(), schoolClass, pupil), task, points)) {
            table.leaveOut(Reason.DUPLICATE_RESPONSE, COLUMNS.get(PUPIL), "");
        } else {
            table.use();
        }
    }

    @Override
    public String toString() {
        return "ResponsesCsv[" + assessments.size() + " assessments, "
                + register.map(schools -> schools.size() + " schools, ").orElse("") + mode + "]";
    }
}
