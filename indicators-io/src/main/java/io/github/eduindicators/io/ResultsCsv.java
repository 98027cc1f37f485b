package io.github.eduindicators.io;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.School;
import io.github.eduindicators.results.SchoolResults;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads individual results: {@code assessment,school,class,pupil,score,journal_mark}.
 *
 * <p>Values of class, pupil and journal mark may be blank. A score is written in digits alone, {@code 12} and not {@code 12.0},
 * and lies within the scale; a mark is one of the digits 2, 3, 4, 5. A pupil may stand once in an assessment, school and class,
 * over all files of one reading; the first row counts, and a blank pupil is never a duplicate. Pupil codes are compared as text,
 * so {@code 7} and {@code 007} are two; they appear in no problem and in no result.
 *
 * <p>A file is read by the threads of the common pool, and progress told by the thread that asked. The fast case is a
 * file with the columns of the format in their order and no others, and rows without quotes; all else is read row by row as text.
 *
 * <p>Memory grows with the schools and assessments, and by some 10 to 20 bytes a pupil code of up to seven digits (longer ones,
 * and codes with letters, take some 50); beside it rows wait in up to an eighth of the heap, 128 MB at most. Immutable and safe
 * to share between threads.
 */
public final class ResultsCsv {
    private final List<Assessment> assessments;
    private final Optional<List<School>> register;
    private final ReadingMode mode;

    private ResultsCsv(List<Assessment> assessments, Optional<List<School>> register, ReadingMode mode) {
        this.assessments = assessments;
        this.register = register;
        this.mode = mode;
    }

    /**
     * Returns the strict reader of results in these assessments, for which every school exists.
     *
     * @param assessments the assessments that results may belong to
     * @return the reader
     * @throws IllegalArgumentException if two assessments have the same identity
     */
    public static ResultsCsv of(Collection<Assessment> assessments) {
        long different = assessments.stream().map(Assessment::id).distinct().count();
        if (different != assessments.size()) {
            throw new IllegalArgumentException("assessments must differ in their identities, got " + assessments);
        }
        return new ResultsCsv(List.copyOf(assessments), Optional.empty(), ReadingMode.STRICT);
    }

    /**
     * Returns a reader for which only these schools exist; it describes them in the results.
     *
     * @param schools the register
     * @return a reader with a register
     * @throws IllegalArgumentException if the register holds a school twice
     */
    public ResultsCsv withSchools(Collection<School> schools) {
        long different = schools.stream().map(School::id).distinct().count();
        if (different != schools.size()) {
            throw new IllegalArgumentException("schools must differ in their identities, got " + schools.size() + " with "
                    + different + " identities");
        }
        return new ResultsCsv(assessments, Optional.of(List.copyOf(schools)), mode);
    }

    /**
     * Returns a reader that forgives more or less.
     *
     * @param value how much the reader forgives in the form of the file
     * @return a reader in this mode
     */
    public ResultsCsv withMode(ReadingMode value) {
        return new ResultsCsv(assessments, register, Objects.requireNonNull(value, "mode"));
    }

    /**
     * Reads the results of one file.
     *
     * @param file the file
     * @return the counted results
     * @throws InputException if the file cannot be used as a whole
     */
    public Loaded<SchoolResults> read(Path file) {
        return read(List.of(file));
    }

    /**
     * Reads the results of several files as if they were one.
     *
     * @param files the files; where a pupil is in two, the earlier counts
     * @return the counted results
     * @throws InputException if a file cannot be used as a whole
     */
    public Loaded<SchoolResults> read(List<Path> files) {
        CsvTable.Reading reading = CsvTable.Reading.of(mode);
        ResultCounter counter =
                register.map(ResultCounter::ofDescribedSchools).orElseGet(ResultCounter::ofAnySchool);
        files.forEach(file -> read(file, assessments, counter, reading));
        return new Loaded<>(counter.results(), reading.problems().list());
    }

    static void read(Path file, Collection<Assessment> assessments, ResultCounter counter, CsvTable.Reading reading) {
        try (CsvTable table = CsvTable.open(file, reading, ResultJudge.COLUMNS)) {
            table.extras().forEach(table::ignore);
            ResultsReader.read(table, counter, new ResultJudge(assessments, counter, table.places(), table.width()));
            table.finish();
        }
    }

    @Override
    public String toString() {
        return "ResultsCsv[" + assessments.size() + " assessments, "
                + register.map(schools -> schools.size() + " schools, ").orElse("") + mode + "]";
    }
}
