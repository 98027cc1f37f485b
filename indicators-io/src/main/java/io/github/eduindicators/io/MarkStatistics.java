package io.github.eduindicators.io;

import io.github.eduindicators.io.FisOko.ReportGroup;
import io.github.eduindicators.model.SchoolId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

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
