package io.github.eduindicators.results;

import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.stats.QuantileType;
import io.github.eduindicators.stats.SpearmanFormula;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Collection;
import java.util.OptionalDouble;

/**
 * How many pupils of a group had each score, and beside it each journal mark: the lossless state of the group in one assessment.
 *
 * <p>Sums are kept as whole numbers, so every statistic is the same to the last bit however the counts came together. A mean needs
 * one pupil and a variance two; where there are fewer the answer is empty. Immutable and safe to share between threads. Statistics
 * are computed when asked, in one pass over the scale.
 */
public final class ScoreDistribution implements Serializable {
    private static final long serialVersionUID = 2L;
    /** Says that a pupil has no journal mark. */
    public static final int NO_MARK = 0;
    /** Columns of the table: no journal mark, then 2, 3, 4, 5. */
    static final int COLUMNS = 5;

    private static final int WIDE = 1 << Byte.SIZE;
    private static final int LOW_BITS = WIDE - 1;

    private final ScoreScale scale;
    /** The counts, where none is above 255, as nearly always; or else no element here, and the counts in the other. */
    private final byte[] narrow;
    private final int[] wide;
    private final long count;
    private final long sum;
    private final long sumOfSquares;

    ScoreDistribution(ScoreScale scale, int[] counts) {
        this(scale, isNarrow(counts) ? narrow(counts) : new byte[0], isNarrow(counts) ? new int[0] : counts);
    }

    /** Of counts below 256. */
    ScoreDistribution(ScoreScale scale, byte[] counts) {
        this(scale, counts, new int[0]);
    }

    private ScoreDistribution(ScoreScale scale, byte[] narrow, int[] wide) {
        this.scale = scale;
        this.narrow = narrow;
        this.wide = wide;
        long n = 0;
        long s = 0;
        long q = 0;
        for (int score = 0; score <= scale.max(); score++) {
            long here = row(score);
            n += here;
            s += here * score;
            q += here * score * score;
        }
        this.count = n;
        this.sum = s;
        this.sumOfSquares = q;
    }

    private static boolean isNarrow(int[] counts) {
        int bits = 0;
        for (int count : counts) {
            bits |= count;
        }
        return bits >= 0 && bits < WIDE;
    }

    private static byte[] narrow(int[] counts) {
        byte[] narrow = new byte[counts.length];
        for (int i = 0; i < counts.length; i++) {
            narrow[i] = (byte) counts[i];
        }
        return narrow;
    }

    private int at(int index) {
        return wide.length == 0 ? Byte.toUnsignedInt(narrow[index]) : wide[index];
    }

    /** How many pupils had a score. Five terms, since a loop of five costs more than they do. */
    private long row(int score) {
        int i = score * COLUMNS;
        return wide.length == 0
                ? (narrow[i] & LOW_BITS) + (narrow[i + 1] & LOW_BITS) + (narrow[i + 2] & LOW_BITS)
                        + (narrow[i + 3] & LOW_BITS) + (narrow[i + 4] & LOW_BITS)
                : (long) wide[i] + wide[i + 1] + wide[i + 2] + wide[i + 3] + wide[i + 4];
    }

    private int[] counts() {
        if (wide.length > 0) {
            return wide.clone();
        }
        int[] counts = new int[narrow.length];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = Byte.toUnsignedInt(narrow[i]);
        }
        return counts;
    }

    /**
     * Returns the distribution of pupils without journal marks.
     *
     * @param scale the scale
     * @param counts how many pupils had the scores 0, 1, ..., max; none negative
     * @return the distribution
     * @throws IllegalArgumentException if there are not max + 1 counts or one is negative
     */
    public static ScoreDistribution of(ScoreScale scale, int... counts) {
        if (counts.length != scale.max() + 1) {
            throw new IllegalArgumentException("counts must be " + (scale.max() + 1) + ", one a score, got " + counts.length);
        }
        int[] table = new int[counts.length * COLUMNS];
        for (int score = 0; score < counts.length; score++) {
            table[score * COLUMNS] = notNegative(counts[score]);
        }
        return new ScoreDistribution(scale, table);
    }

    /**
     * Returns the distribution of pupils by score and journal mark.
     *
     * @param scale the scale
     * @param rows one row a score 0..max, each with five counts: no journal mark, 2, 3, 4, 5; none negative
     * @return the distribution
     * @throws IllegalArgumentException if the shape is not (max + 1) by 5 or a count is negative
     */
    public static ScoreDistribution of(ScoreScale scale, int[][] rows) {
        if (rows.length != scale.max() + 1) {
            throw new IllegalArgumentException("rows must be " + (scale.max() + 1) + ", one a score, got " + rows.length);
        }
        int[] table = new int[rows.length * COLUMNS];
        for (int score = 0; score < rows.length; score++) {
            if (rows[score].length != COLUMNS) {
                throw new IllegalArgumentException("each row has " + COLUMNS + " counts, got " + rows[score].length);
            }
            for (int column = 0; column < COLUMNS; column++) {
                table[score * COLUMNS + column] = notNegative(rows[score][column]);
            }
        }
        return new ScoreDistribution(scale, table);
    }

    /**
     * Returns the distribution of nobody.
     *
     * @param scale the scale
     * @return a distribution of zeros
     */
    public static ScoreDistribution empty(ScoreScale scale) {
        return new ScoreDistribution(scale, new int[(scale.max() + 1) * COLUMNS]);
    }

    /**
     * Returns the distribution of several groups of pupils together.
     *
     * @param scale the scale
     * @param parts distributions on this scale; may be none
     * @return the sum
     * @throws IllegalArgumentException if a part has another scale
     */
    public static ScoreDistribution sum(ScoreScale scale, Collection<ScoreDistribution> parts) {
        long[] total = new long[(scale.max() + 1) * COLUMNS];
        for (ScoreDistribution part : parts) {
            part.check(scale);
            part.addTo(total);
        }
        int[] counts = new int[total.length];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = Math.toIntExact(total[i]);
        }
        return new ScoreDistribution(scale, counts);
    }

    private void addTo(long[] total) {
        if (wide.length == 0) {
            for (int i = 0; i < narrow.length; i++) {
                total[i] += Byte.toUnsignedInt(narrow[i]);
            }
        } else {
            for (int i = 0; i < wide.length; i++) {
                total[i] += wide[i];
            }
        }
    }

    private void check(ScoreScale expected) {
        if (!scale.equals(expected)) {
            throw new IllegalArgumentException("scales must be equal, got " + expected + " and " + scale);
        }
    }

    private static int notNegative(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("counts must not be negative, got " + count);
        }
        return count;
    }

    static int column(int journalMark) {
        return journalMark == NO_MARK ? 0 : journalMark - MarkTable.LOWEST + 1;
    }

    /**
     * Returns the scale.
     *
     * @return the scale
     */
    public ScoreScale scale() {
        return scale;
    }

    /**
     * Returns the number of pupils.
     *
     * @return the number of results
     */
    public long count() {
        return count;
    }

    /**
     * Returns the number of pupils with a score.
     *
     * @param score the score, 0..max
     * @return the count
     * @throws IllegalArgumentException if the score is outside 0..max
     */
    public int count(int score) {
        return Math.toIntExact(row(checked(score)));
    }

    /**
     * Returns the number of pupils with a score and a journal mark.
     *
     * @param score the score, 0..max
     * @param journalMark the journal mark, 2..5, or {@link #NO_MARK}
     * @return the count
     * @throws IllegalArgumentException if the score is outside 0..max or the mark is neither
     */
    public int count(int score, int journalMark) {
        if (journalMark != NO_MARK && (journalMark < MarkTable.LOWEST || journalMark > MarkTable.HIGHEST)) {
            throw new IllegalArgumentException("journal mark must be within 2..5 or NO_MARK, got " + journalMark);
        }
        return at(checked(score) * COLUMNS + column(journalMark));
    }

    private int checked(int score) {
        if (score < 0 || score > scale.max()) {
            throw new IllegalArgumentException("score must be within 0.." + scale.max() + ", got " + score);
        }
        return score;
    }

    /**
     * Returns the counts by score.
     *
     * @return max + 1 counts; a copy
     */
    public int[] histogram() {
        int[] histogram = new int[scale.max() + 1];
        for (int score = 0; score < histogram.length; score++) {
            histogram[score] = Math.toIntExact(row(score));
        }
        return histogram;
    }

    /**
     * Returns the sum of the scores.
     *
     * @return the sum, exact
     */
    public long sum() {
        return sum;
    }

    /**
     * Returns the sum of the squared scores.
     *
     * @return the sum, exact
     */
    public long sumOfSquares() {
        return sumOfSquares;
    }

    /**
     * Returns the mean score.
     *
     * @return the mean, or empty if there is no pupil
     */
    public OptionalDouble mean() {
        return count == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) sum / count);
    }

    /**
     * Returns the sample variance, with the divisor n - 1.
     *
     * @return the variance, or empty if there are fewer than two pupils
     */
    public OptionalDouble variance() {
        if (count < 2) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(centredSquares() / (count - 1));
    }

    /** The sum of squared deviations from the mean: {@code (n q - s^2) / n}, its numerator exact wherever it fits 63 bits. */
    private double centredSquares() {
        long high = Math.multiplyHigh(count, sumOfSquares);
        long highSquare = Math.multiplyHigh(sum, sum);
        if (high == 0 && highSquare == 0) {
            long numerator = count * sumOfSquares - sum * sum;
            if (count * sumOfSquares >= 0 && sum * sum >= 0) {
                return (double) numerator / count;
            }
        }
        var exact = java.math.BigInteger.valueOf(count)
                .multiply(java.math.BigInteger.valueOf(sumOfSquares))
                .subtract(java.math.BigInteger.valueOf(sum).pow(2));
        return exact.doubleValue() / count;
    }

    /**
     * Returns a quantile of the scores.
     *
     * @param p the probability, 0..1
     * @param type which definition
     * @return the quantile, or empty if there is no pupil
     * @throws IllegalArgumentException if p is outside 0..1
     */
    public OptionalDouble quantile(double p, QuantileType type) {
        return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(type.ofCounts(histogram(), p));
    }

    /**
     * Returns how many pupils earned a mark.
     *
     * @param mark the mark, 2..5
     * @return the count
     * @throws IllegalStateException if the scale has no marks
     * @throws IllegalArgumentException if the mark is outside 2..5
     */
    public long markCount(int mark) {
        if (mark < MarkTable.LOWEST || mark > MarkTable.HIGHEST) {
            throw new IllegalArgumentException("mark must be within 2..5, got " + mark);
        }
        int first = mark == MarkTable.LOWEST ? 0 : cut(mark);
        int end = mark == MarkTable.HIGHEST ? scale.max() + 1 : cut(mark + 1);
        long total = 0;
        for (int score = first; score < end; score++) {
            total += row(score);
        }
        return total;
    }

    /** The lowest score of a mark above the lowest. */
    private int cut(int mark) {
        if (!scale.hasMarks()) {
            throw new IllegalStateException("the scale " + scale + " has no marks");
        }
        return scale.cuts().get(mark - MarkTable.LOWEST - 1);
    }

    /**
     * Returns the share of pupils who earned a mark.
     *
     * @param mark the mark, 2..5
     * @return the share, 0..1, or empty if there is no pupil
     * @throws IllegalStateException if the scale has no marks
     * @throws IllegalArgumentException if the mark is outside 2..5
     */
    public OptionalDouble markShare(int mark) {
        long total = markCount(mark);
        return count == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) total / count);
    }

    /**
     * Returns the marks earned beside the journal marks, of the pupils who have one.
     *
     * @return the table
     * @throws IllegalStateException if the scale has no marks
     */
    public MarkTable marks() {
        int[][] rows = new int[MarkTable.HIGHEST - MarkTable.LOWEST + 1][COLUMNS - 1];
        for (int score = 0; score <= scale.max(); score++) {
            int[] row = rows[scale.mark(score) - MarkTable.LOWEST];
            for (int column = 1; column < COLUMNS; column++) {
                row[column - 1] = Math.addExact(row[column - 1], at(score * COLUMNS + column));
            }
        }
        return MarkTable.of(rows);
    }

    /**
     * Returns the counts of the pupils who have a journal mark.
     *
     * @return one row a score 0..max, each with four counts by journal mark 2..5; a copy
     */
    public int[][] scoresByJournalMark() {
        int[][] rows = new int[scale.max() + 1][];
        for (int score = 0; score < rows.length; score++) {
            rows[score] = new int[COLUMNS - 1];
            for (int column = 1; column < COLUMNS; column++) {
                rows[score][column - 1] = at(score * COLUMNS + column);
            }
        }
        return rows;
    }

    /**
     * Returns the rank correlation of score and journal mark, of the pupils who have a journal mark.
     *
     * @param formula which formula
     * @return the correlation, or empty if fewer than two pupils have a journal mark, or one side is constant
     */
    public OptionalDouble spearman(SpearmanFormula formula) {
        int[] table = new int[(scale.max() + 1) * (COLUMNS - 1)];
        for (int score = 0, at = 0; score <= scale.max(); score++) {
            for (int column = 1; column < COLUMNS; column++, at++) {
                table[at] = at(score * COLUMNS + column);
            }
        }
        return formula.of(table, COLUMNS - 1);
    }

    /**
     * Returns the distribution of both groups of pupils together.
     *
     * @param other another distribution on the same scale
     * @return the sum
     * @throws IllegalArgumentException if the scales differ
     */
    public ScoreDistribution plus(ScoreDistribution other) {
        return combine(other, 1);
    }

    /**
     * Returns the distribution of the pupils who are not in a part of this group.
     *
     * @param part a part of this group, on the same scale
     * @return the rest
     * @throws IllegalArgumentException if the scales differ or the other group is not a part of this one
     */
    public ScoreDistribution minus(ScoreDistribution part) {
        return combine(part, -1);
    }

    private ScoreDistribution combine(ScoreDistribution other, int sign) {
        other.check(scale);
        int[] total = counts();
        for (int i = 0; i < total.length; i++) {
            total[i] = notNegative(Math.addExact(total[i], sign * other.at(i)));
        }
        return new ScoreDistribution(scale, total);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ScoreDistribution that && scale.equals(that.scale)
                && Arrays.equals(narrow, that.narrow)
                && Arrays.equals(wide, that.wide);
    }

    @Override
    public int hashCode() {
        return 31 * scale.hashCode() + Arrays.hashCode(counts());
    }

    @Override
    public String toString() {
        return "ScoreDistribution[n=" + count + ", " + scale
                + (count == 0 ? "" : String.format(java.util.Locale.ROOT, ", mean=%.2f", (double) sum / count)) + "]";
    }
}
