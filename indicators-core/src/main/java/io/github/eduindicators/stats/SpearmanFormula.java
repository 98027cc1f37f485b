package io.github.eduindicators.stats;

import com.google.common.primitives.Ints;
import java.util.OptionalDouble;

/**
 * Spearman's rank correlation of two ordered classifications, given by the table of counts of their pairs.
 *
 * <p>Equal values share their mean rank. With many ties, as school marks have, the two formulas differ and may even differ in sign.
 * Neither is computable from fewer than two pairs, or when one side is constant.
 *
 * <p>Ranks are kept as whole numbers of halves, so the sign of the result is exact for up to a million pairs. Cost: one pass over
 * the table.
 *
 * <p>Reference: C. Spearman (1904), American Journal of Psychology 15:72-101, doi:10.2307/1412159; M. G. Kendall (1945), The
 * treatment of ties in ranking problems, Biometrika 33:239-251, doi:10.1093/biomet/33.3.239.
 */
public enum SpearmanFormula {
    /** {@code 1 - 6 S(d^2) / (n (n^2 - 1))} on mean ranks: the formula as ФИОКО printed it, which has no correction for ties. */
    NO_TIES_WITH_MIDRANKS {
        @Override
        double value(Ranks ranks) {
            double n = ranks.n;
            return 1 - 6 * ranks.sumOfSquaredDifferences() / (n * (n * n - 1));
        }
    },
    /** The product-moment correlation of the mean ranks: the usual definition under ties. */
    PEARSON_OF_MIDRANKS {
        @Override
        double value(Ranks ranks) {
            double r = ranks.cross / Math.sqrt(ranks.rowSquares * ranks.columnSquares);
            return Math.max(-1, Math.min(1, r));
        }
    };

    abstract double value(Ranks ranks);

    /**
     * Returns the correlation of rows and columns.
     *
     * @param table {@code table[i][j]}: how many pairs have the i-th row value and the j-th column value; rows of equal length, both
     *     in ascending order of value; no count negative
     * @return the correlation, or empty if there are fewer than two pairs or one side is constant
     * @throws IllegalArgumentException if the table is ragged or a count is negative
     */
    public OptionalDouble of(int[][] table) {
        return of(Ranks.of(table));
    }

    /**
     * Returns the correlation of rows and columns of a table that is written row after row.
     *
     * @param table how many pairs have each row and column value; both in ascending order of value; no count negative
     * @param columns how many columns it has
     * @return the correlation, or empty if there are fewer than two pairs or one side is constant
     * @throws IllegalArgumentException if the last row is not whole or a count is negative
     */
    public OptionalDouble of(int[] table, int columns) {
        return of(Ranks.of(table, columns));
    }

    private OptionalDouble of(Ranks ranks) {
        return ranks.computable() ? OptionalDouble.of(value(ranks)) : OptionalDouble.empty();
    }

    /** Sums over pairs of the centred doubled mean ranks {@code 2r - (n + 1)}, which are whole numbers. */
    static final class Ranks {
        final long n;
        final double rowSquares;
        final double columnSquares;
        final double cross;

        private Ranks(long n, double rowSquares, double columnSquares, double cross) {
            this.n = n;
            this.rowSquares = rowSquares;
            this.columnSquares = columnSquares;
            this.cross = cross;
        }

        static Ranks of(int[][] table) {
            int columns = table.length == 0 ? 0 : table[0].length;
            int[] flat = new int[table.length * columns];
            for (int i = 0; i < table.length; i++) {
                if (table[i].length != columns) {
                    throw new IllegalArgumentException("rows of the table must be of equal length");
                }
                System.arraycopy(table[i], 0, flat, i * columns, columns);
            }
            return of(flat, columns);
        }

        static Ranks of(int[] table, int columns) {
            int rows = columns == 0 ? 0 : table.length / columns;
            if (rows * columns != table.length) {
                throw new IllegalArgumentException("rows of the table must be of equal length");
            }
            long[] columnTotals = new long[columns];
            int signs = 0;
            for (int first = 0; first < table.length; first += columns) {
                for (int j = 0; j < columns; j++) {
                    columnTotals[j] += table[first + j];
                    signs |= table[first + j];
                }
            }
            if (signs < 0) {
                throw new IllegalArgumentException("counts must not be negative, got " + Ints.min(table));
            }
            long n = 0;
            for (long total : columnTotals) {
                n += total;
            }
            long[] columnRanks = centredDoubledRanks(columnTotals, n);
            double rowSquares = 0;
            double cross = 0;
            long below = 0;
            for (int first = 0; first < table.length; first += columns) {
                long total = 0;
                long row = 0;
                for (int j = 0; j < columns; j++) {
                    total += table[first + j];
                    row += table[first + j] * columnRanks[j];
                }
                long rank = 2 * below + total - n;
                rowSquares += (double) total * rank * rank;
                cross += (double) row * rank;
                below += total;
            }
            return new Ranks(n, rowSquares, squares(columnTotals, columnRanks), cross);
        }

        static long[] centredDoubledRanks(long[] totals, long n) {
            long[] ranks = new long[totals.length];
            long below = 0;
            for (int i = 0; i < totals.length; i++) {
                ranks[i] = 2 * below + totals[i] - n;
                below += totals[i];
            }
            return ranks;
        }

        private static double squares(long[] totals, long[] ranks) {
            double sum = 0;
            for (int i = 0; i < totals.length; i++) {
                sum += (double) totals[i] * ranks[i] * ranks[i];
            }
            return sum;
        }

        boolean computable() {
            return n >= 2 && rowSquares > 0 && columnSquares > 0;
        }

        double sumOfSquaredDifferences() {
            return (rowSquares + columnSquares - 2 * cross) / 4;
        }
    }
}
