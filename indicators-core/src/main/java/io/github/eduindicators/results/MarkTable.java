package io.github.eduindicators.results;

import java.io.Serializable;
import java.util.Arrays;

/**
 * How many pupils earned each mark in an assessment and had each mark in the journal: a table of 4 by 4 counts, marks 2..5. Pupils
 * without a journal mark are not in it. Immutable and safe to share between threads.
 */
public final class MarkTable implements Serializable {
    private static final long serialVersionUID = 1L;
    /** The lowest mark. */
    public static final int LOWEST = 2;
    /** The highest mark. */
    public static final int HIGHEST = 5;

    private static final int MARKS = HIGHEST - LOWEST + 1;

    private final int[] counts;

    private MarkTable(int[] counts) {
        this.counts = counts;
    }

    /**
     * Returns a table of counts.
     *
     * @param rows four rows by mark in the assessment 2..5, each with four counts by journal mark 2..5; none negative
     * @return the table
     * @throws IllegalArgumentException if the shape is not 4 by 4 or a count is negative
     */
    public static MarkTable of(int[][] rows) {
        if (rows.length != MARKS) {
            throw new IllegalArgumentException("a mark table has " + MARKS + " rows, got " + rows.length);
        }
        int[] counts = new int[MARKS * MARKS];
        for (int i = 0; i < MARKS; i++) {
            if (rows[i].length != MARKS) {
                throw new IllegalArgumentException("a mark table has " + MARKS + " columns, got " + rows[i].length);
            }
            for (int j = 0; j < MARKS; j++) {
                if (rows[i][j] < 0) {
                    throw new IllegalArgumentException("counts must not be negative, got " + rows[i][j]);
                }
                counts[i * MARKS + j] = rows[i][j];
            }
        }
        return new MarkTable(counts);
    }

    /**
     * Returns the table of nobody.
     *
     * @return a table of zeros
     */
    public static MarkTable empty() {
        return new MarkTable(new int[MARKS * MARKS]);
    }

    /**
     * Returns one count.
     *
     * @param mark the mark in the assessment, 2..5
     * @param journalMark the mark in the journal, 2..5
     * @return how many pupils have both
     * @throws IllegalArgumentException if a mark is outside 2..5
     */
    public int count(int mark, int journalMark) {
        if (mark < LOWEST || mark > HIGHEST || journalMark < LOWEST || journalMark > HIGHEST) {
            throw new IllegalArgumentException("marks must be within 2..5, got " + mark + " and " + journalMark);
        }
        return counts[(mark - LOWEST) * MARKS + journalMark - LOWEST];
    }

    /**
     * Returns the number of pupils with both marks.
     *
     * @return the sum of the table
     */
    public long count() {
        return sumWhere(-MARKS, MARKS);
    }

    /**
     * Returns how many pupils earned less than their journal mark (понизили).
     *
     * @return the count of mark below journal mark
     */
    public long lowered() {
        return sumWhere(-MARKS, -1);
    }

    /**
     * Returns how many pupils earned their journal mark (подтвердили).
     *
     * @return the count of equal marks
     */
    public long confirmed() {
        return sumWhere(0, 0);
    }

    /**
     * Returns how many pupils earned more than their journal mark (повысили).
     *
     * @return the count of mark above journal mark
     */
    public long raised() {
        return sumWhere(1, MARKS);
    }

    /**
     * Returns how many pupils have two marks that differ by two or more, in either direction.
     *
     * @return the count
     */
    public long farApart() {
        return sumWhere(-MARKS, -2) + sumWhere(2, MARKS);
    }

    private long sumWhere(int lowest, int highest) {
        long sum = 0;
        for (int i = 0; i < MARKS; i++) {
            for (int j = 0; j < MARKS; j++) {
                sum += i - j >= lowest && i - j <= highest ? counts[i * MARKS + j] : 0;
            }
        }
        return sum;
    }

    /**
     * Returns the table of both groups of pupils together.
     *
     * @param other another table
     * @return the sum
     */
    public MarkTable plus(MarkTable other) {
        int[] sum = counts.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] = Math.addExact(sum[i], other.counts[i]);
        }
        return new MarkTable(sum);
    }

    /**
     * Returns the counts as rows.
     *
     * @return four rows by mark in the assessment, each with four counts by journal mark; a copy
     */
    public int[][] rows() {
        int[][] rows = new int[MARKS][];
        for (int i = 0; i < MARKS; i++) {
            rows[i] = Arrays.copyOfRange(counts, i * MARKS, (i + 1) * MARKS);
        }
        return rows;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MarkTable that && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return "MarkTable" + Arrays.deepToString(rows());
    }
}
