package io.github.eduindicators.io;

import io.github.eduindicators.io.FisOko.ReportGroup;
import io.github.eduindicators.model.SchoolId;
import java.util.List;
import java.util.Optional;

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
