package io.github.eduindicators.io;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.TaskResponses;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Reads the exports of ФИС ОКО, the federal system that collects the results of ВПР: workbooks in .xlsx, and raw protocols also
 * as CSV.
 *
 * <p>A file is known by its header row, never by its name or the name of a sheet, which is cut at 31 characters. Logins of
 * schools are taken in both forms, {@code sch…} and {@code edu…}, as one school. A school carries the name, municipality and
 * region that the file gives; where the region has no name it is the number in the login. Names of persons are not read.
 *
 * <p>A result counts if its total is a whole number from 0 to the maximum of the assessment and its journal mark is 2, 3, 4, 5 or
 * none; every other row is left out with a problem. The points of the tasks, {@code X} in either alphabet being 0, are added up
 * again, and the mark is taken from the scale again: where the file says otherwise its total counts and a note tells. Pupils who
 * were absent are only counted, in one note. A formula is never taken for the value it once had.
 *
 * <p>A workbook is refused as a whole, before any row is used, if it is damaged, would unpack to more than any table of results,
 * declares a document type or entities, or is not .xlsx. All methods are safe for use by several threads.
 */
public final class FisOko {
    private FisOko() {}

    /**
     * Reads individual results (Ф1 «Индивидуальные результаты»).
     *
     * @param file the workbook
     * @param assessment the work, whose maximum must be the one in the file
     * @return the counted results, with the schools described as far as the file does
     * @throws InputException if the file cannot be used as a whole
     */
    public static Loaded<SchoolResults> individualResults(Path file, Assessment assessment) {
        return results(file, assessment, Optional.empty(), ReadingMode.STRICT, FisOkoLayout.INDIVIDUAL_RESULTS);
    }

    /**
     * Reads the points by task of individual results (Ф1 «Индивидуальные результаты»), with the tasks, their maxima and levels as
     * the header gives them. {@code X} is a task not attempted; a blank cell is a response not known. The problems are those of
     * {@link #individualResults}.
     *
     * @param file the workbook
     * @param assessment the work, whose maximum must be the one in the file
     * @return the responses of all pupils whose results count
     * @throws InputException if the file cannot be used as a whole, or no header names a task
     */
    public static Loaded<TaskResponses> taskResponses(Path file, Assessment assessment) {
        ResponseCollector responses = new ResponseCollector();
        Loaded<SchoolResults> results = results(
                file, assessment, Optional.empty(), ReadingMode.STRICT, Optional.of(responses), FisOkoLayout.INDIVIDUAL_RESULTS);
        if (responses.isEmpty()) {
            throw new InputException(new Problem(CsvFile.nameOf(file), "", 0, "tasks", "", Reason.MISSING_COLUMN, 1));
        }
        return new Loaded<>(responses.responses().get(0), results.problems());
    }

    /**
     * Reads the form that a school fills (форма сбора результатов). Rows of the form that were not filled are passed over; a
     * total that is a formula is taken as the sum of the tasks, with a note.
     *
     * @param file the workbook
     * @param assessment the work
     * @param school the school, which the form does not name
     * @return the counted results
     * @throws InputException if the file cannot be used as a whole
     */
    public static Loaded<SchoolResults> collectionForm(Path file, Assessment assessment, SchoolId school) {
        return results(file, assessment, Optional.of(school), ReadingMode.STRICT, FisOkoLayout.COLLECTION_FORM);
    }

    /**
     * Reads the raw protocols of a region in the layouts of 2020, 2021 and 2022, as a workbook or as CSV in UTF-8 with commas.
     *
     * @param file the workbook or the CSV file
     * @param assessment the work, which these files do not name
     * @return the counted results, with the schools described as far as the file does
     * @throws InputException if the file cannot be used as a whole
     */
    public static Loaded<SchoolResults> dump(Path file, Assessment assessment) {
        return dump(file, assessment, ReadingMode.STRICT);
    }

    /**
     * Reads the raw protocols of a region, forgiving more or less in the form of a CSV file.
     *
     * @param file the workbook or the CSV file
     * @param assessment the work, which these files do not name
     * @param mode how much is forgiven; of no matter for a workbook
     * @return the counted results, with the schools described as far as the file does
     * @throws InputException if the file cannot be used as a whole
     */
    public static Loaded<SchoolResults> dump(Path file, Assessment assessment, ReadingMode mode) {
        return results(file, assessment, Optional.empty(), mode,
                FisOkoLayout.DUMP_2020, FisOkoLayout.DUMP_2021, FisOkoLayout.DUMP_2022);
    }

    /**
     * Reads the statistics of marks (Ф3 «Статистика по отметкам»), with or without the column of schools.
     *
     * @param file the workbook
     * @return the report; a row whose figures contradict each other is left out
     * @throws InputException if the file cannot be used as a whole
     */
    public static Loaded<MarkStatistics> markStatistics(Path file) {
        CsvTable.Reading reading = CsvTable.Reading.of(ReadingMode.STRICT);
        try (FisOkoTable table = FisOkoTable.open(file, reading.mode(), reading.problems())) {
            MarkStatistics report = FisOkoReports.markStatistics(table, reading.problems());
            return new Loaded<>(report, reading.problems().list());
        }
    }

    /**
     * Reads the comparison with marks of the journal («Сравнение отметок с отметками по журналу»), in the present form and in the
     * older one of three lines and a total.
     *
     * @param file the workbook
     * @return the report; a row whose figures contradict each other is left out
     * @throws InputException if the file cannot be used as a whole
     */
    public static Loaded<JournalComparison> journalComparison(Path file) {
        CsvTable.Reading reading = CsvTable.Reading.of(ReadingMode.STRICT);
        try (FisOkoTable table = FisOkoTable.open(file, reading.mode(), reading.problems())) {
            JournalComparison report = FisOkoReports.journalComparison(table, reading.problems());
            return new Loaded<>(report, reading.problems().list());
        }
    }

    private static Loaded<SchoolResults> results(
            Path file, Assessment assessment, Optional<SchoolId> school, ReadingMode mode, FisOkoLayout... expected) {
        return results(file, assessment, school, mode, Optional.empty(), expected);
    }

    private static Loaded<SchoolResults> results(
            Path file,
            Assessment assessment,
            Optional<SchoolId> school,
            ReadingMode mode,
            Optional<ResponseCollector> responses,
            FisOkoLayout... expected) {
        CsvTable.Reading reading = CsvTable.Reading.of(mode);
        ResultCounter counter = ResultCounter.ofAnySchool();
        FisOkoRegister register = new FisOkoRegister();
        try (FisOkoTable table = FisOkoTable.open(file, reading.mode(), reading.problems())) {
            if (!Arrays.asList(expected).contains(table.layout())) {
                throw new InputException(table.problem(Reason.UNEXPECTED_LAYOUT, 0, "", ""));
            }
            FisOkoPupils.Target target = new FisOkoPupils.Target(counter.sink(assessment), responses, register, reading);
            FisOkoPupils.read(table, assessment, school, target);
            return new Loaded<>(counter.results().withSchools(register.schools()), reading.problems().list());
        }
    }

    /**
     * The group of pupils that a row of a report of ФИС ОКО is about. The reports have no column for the level: groups follow each
     * other from the whole country down to the school, and a code in the last brackets tells a municipality and a school.
     *
     * @param level the level
     * @param name the name, without the code
     * @param code the login of a school or the code of a municipality; empty for the others
     * @param region the name of the region that the group lies in, or is; empty where no row above says
     * @param municipality the name of the municipality that the group lies in, or is; empty where no row above says
     * @param line the row of the sheet, from 1
     */
    public record ReportGroup(Level level, String name, String code, String region, String municipality, long line) {

        /** How large a group is. */
        public enum Level {
            /** All pupils of the country (вся выборка). */
            COUNTRY,
            /** A region. */
            REGION,
            /** A municipality. */
            MUNICIPALITY,
            /** A school. */
            SCHOOL
        }

        /**
         * Returns the school.
         *
         * @return the school, or empty if the group is a larger one
         */
        public Optional<SchoolId> school() {
            return level == Level.SCHOOL ? Optional.of(SchoolId.of(code)) : Optional.empty();
        }

        @Override
        public String toString() {
            return level + " " + name + (code.isEmpty() ? "" : " (" + code + ")");
        }

        /** Follows the rows of one report and places each below those above it. */
        static final class Nesting {
            private static final String COUNTRY = "вся выборка";
            private static final Pattern MUNICIPALITY_CODE = Pattern.compile("(?i)reg[0-9]{2}_m[0-9]{1,6}");

            private String region = "";
            private String municipality = "";

            ReportGroup next(String cell, long line) {
                FisOkoText.Named named = FisOkoText.Named.withBrackets(cell);
                if (FisOkoText.isLogin(named.code())) {
                    return new ReportGroup(Level.SCHOOL, named.name(), SchoolId.of(named.code()).value(), region, municipality, line);
                }
                if (MUNICIPALITY_CODE.matcher(named.code()).matches()) {
                    municipality = named.name();
                    return new ReportGroup(Level.MUNICIPALITY, municipality, named.code(), region, municipality, line);
                }
                municipality = "";
                region = FisOkoText.key(cell).equals(COUNTRY) ? "" : named.name();
                return new ReportGroup(region.isEmpty() ? Level.COUNTRY : Level.REGION, named.name(), named.code(), region, "", line);
            }
        }
    }

    /**
     * The report «Статистика по отметкам» (Ф3): which per cent of the participants earned each mark, by groups. Immutable.
     *
     * @param file the name of the file
     * @param sheet the name of the sheet
     * @param title the line that names the work, or empty
     * @param rows the groups in the order of the report
     */
    public record MarkStatistics(String file, String sheet, String title, List<Row> rows) {

        /**
         * Keeps an unchangeable copy of the rows.
         *
         * @param file the name of the file
         * @param sheet the name of the sheet
         * @param title the line that names the work, or empty
         * @param rows the groups in the order of the report
         */
        public MarkStatistics {
            rows = List.copyOf(rows);
        }

        /**
         * One group.
         *
         * @param group which
         * @param schools the number of schools, where the report has it
         * @param participants the number of participants
         * @param percentages the per cent of participants with the marks 2, 3, 4, 5, rounded to two decimals
         */
        public record Row(ReportGroup group, OptionalInt schools, int participants, List<Double> percentages) {

            /**
             * Checks that there are four percentages.
             *
             * @param group which group
             * @param schools the number of schools, where the report has it
             * @param participants the number of participants
             * @param percentages four percentages
             * @throws IllegalArgumentException if there are not four
             */
            public Row {
                percentages = List.copyOf(percentages);
                if (percentages.size() != 4) {
                    throw new IllegalArgumentException("percentages must be four, of the marks 2..5, got " + percentages);
                }
            }

            /**
             * Returns the per cent of one mark.
             *
             * @param mark the mark, 2..5
             * @return the per cent, 0..100
             * @throws IllegalArgumentException if the mark is outside 2..5
             */
            public double percentage(int mark) {
                if (mark < 2 || mark > 5) {
                    throw new IllegalArgumentException("mark must be within 2..5, got " + mark);
                }
                return percentages.get(mark - 2);
            }
        }

        /**
         * Returns the row of a school.
         *
         * @param school the school
         * @return its first row, or empty if the report has none
         */
        public Optional<Row> row(SchoolId school) {
            return rows.stream().filter(row -> row.group().school().equals(Optional.of(school))).findFirst();
        }

        @Override
        public String toString() {
            return "MarkStatistics[" + title + ", " + rows.size() + " groups]";
        }
    }

    /**
     * The report «Сравнение отметок с отметками по журналу»: how many pupils earned a mark below, equal to and above that of the
     * journal, by groups. Immutable.
     *
     * <p>The percentages of the report are of the pupils who have a journal mark; the number of participants counts the others too.
     *
     * @param file the name of the file
     * @param sheet the name of the sheet
     * @param title the line that names the work, or empty
     * @param rows the groups in the order of the report
     */
    public record JournalComparison(String file, String sheet, String title, List<Row> rows) {

        /**
         * Keeps an unchangeable copy of the rows.
         *
         * @param file the name of the file
         * @param sheet the name of the sheet
         * @param title the line that names the work, or empty
         * @param rows the groups in the order of the report
         */
        public JournalComparison {
            rows = List.copyOf(rows);
        }

        /**
         * A part of the pupils who have a journal mark.
         *
         * @param count how many
         * @param percentage which per cent of the pupils with a journal mark, rounded to two decimals
         */
        public record Part(int count, double percentage) {}

        /**
         * One group.
         *
         * @param group which
         * @param participants the number of participants, with a journal mark or without
         * @param lowered mark below that of the journal (понизили)
         * @param confirmed mark equal to that of the journal (подтвердили)
         * @param raised mark above that of the journal (повысили)
         */
        public record Row(ReportGroup group, int participants, Part lowered, Part confirmed, Part raised) {

            /**
             * Returns the number of participants who have a journal mark.
             *
             * @return the sum of the three parts
             */
            public int withJournalMark() {
                return lowered.count() + confirmed.count() + raised.count();
            }
        }

        /**
         * Returns the row of a school.
         *
         * @param school the school
         * @return its first row, or empty if the report has none
         */
        public Optional<Row> row(SchoolId school) {
            return rows.stream().filter(row -> row.group().school().equals(Optional.of(school))).findFirst();
        }

        @Override
        public String toString() {
            return "JournalComparison[" + title + ", " + rows.size() + " groups]";
        }
    }
}
