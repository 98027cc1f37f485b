package io.github.eduindicators.io;

import io.github.eduindicators.io.FisOko.JournalComparison;
import io.github.eduindicators.io.FisOko.MarkStatistics;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.SchoolId;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file of ФИС ОКО, found out by its content.
 *
 * @param path where it is
 * @param layout which table it holds
 * @param head what stands over the table
 */
record FisOkoFile(Path path, FisOkoLayout layout, FisOkoHead head) {

    /**
     * Finds out what a file is; reads its first rows only, and of a workbook all that is needed to know it is sound.
     *
     * @throws InputException if the file cannot be read or is in no known layout
     */
    static FisOkoFile inspect(Path path, ReadingMode mode) {
        try (FisOkoTable table = FisOkoTable.open(path, mode, new Problems())) {
            return new FisOkoFile(path, table.layout(), table.head());
        }
    }

    /**
     * Reads the pupils of an individual layout. The school of a collection form is the login in the file's name.
     *
     * @return how many results the sink took
     * @throws InputException if the file cannot be used as a whole
     */
    long read(Assessment assessment, FisOkoPupils.Target target) {
        Optional<SchoolId> school = layout == FisOkoLayout.COLLECTION_FORM
                ? FisOkoText.findLogin(CsvFile.nameOf(path)).map(SchoolId::of)
                : Optional.empty();
        return read(assessment, school, target);
    }

    /** Reads the pupils of an individual layout, all of one school if it is given. */
    long read(Assessment assessment, Optional<SchoolId> school, FisOkoPupils.Target target) {
        try (FisOkoTable table = open(target.reading())) {
            return FisOkoPupils.read(table, assessment, school, target);
        }
    }

    /** Reads Ф3. */
    MarkStatistics markStatistics(CsvTable.Reading reading) {
        try (FisOkoTable table = open(reading)) {
            return FisOkoReports.markStatistics(table, reading.problems());
        }
    }

    /** Reads the comparison with the journal. */
    JournalComparison journalComparison(CsvTable.Reading reading) {
        try (FisOkoTable table = open(reading)) {
            return FisOkoReports.journalComparison(table, reading.problems());
        }
    }

    private FisOkoTable open(CsvTable.Reading reading) {
        return FisOkoTable.open(path, reading.mode(), reading.problems());
    }
}
