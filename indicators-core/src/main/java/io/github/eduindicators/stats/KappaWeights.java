package io.github.eduindicators.stats;

import java.util.OptionalDouble;

/**
 * Cohen's kappa of two ordered classifications of the same objects: agreement beyond what the margins alone would give.
 *
 * <p>With observed counts {@code n(ij)}, margins {@code r(i)}, {@code c(j)}, total {@code n} and the weight {@code v(ij)} of a
 * disagreement, {@code kappa = 1 - n * S(v(ij) n(ij)) / S(v(ij) r(i) c(j))}. The weight is chosen by the constant. 1 is full
 * agreement, 0 what chance gives; below 0 is less than chance.
 *
 * <p>Empty if there is no object, or if chance alone already gives full agreement: all objects in one category of both. Kappa
 * depends on the margins: where nearly all marks are equal it may be low although nearly all works agree, so read it beside the
 * exact share. Cost: one pass over the table, sums in whole numbers.
 *
 * <p>Reference: J. Cohen (1960), Educational and Psychological Measurement 20:37-46, doi:10.1177/001316446002000104; J. Cohen
 * (1968), Psychological Bulletin 70:213-220, doi:10.1037/h0026256.
 */
public enum KappaWeights {
    /** Every disagreement weighs the same. */
    UNWEIGHTED {
        @Override
        long weight(int distance) {
            return distance == 0 ? 0 : 1;
        }
    },
    /** A disagreement weighs as many as there are categories between. */
    LINEAR {
        @Override
        long weight(int distance) {
            return Math.abs(distance);
        }
    },
    /** A disagreement weighs the square of the number of categories between. */
    QUADRATIC {
        @Override
        long weight(int distance) {
            return (long) distance * distance;
        }
    };

    abstract long weight(int distance);

    /**
     * Returns kappa of rows and columns.
     *
     * @param table {@code table[i][j]}: how many objects are in category i of the one and j of the other classification; square,
     *     both in the same order; no count negative
     * @return kappa, at most 1, or empty if there is no object or only one category
     * @throws IllegalArgumentException if the table is not square or a count is negative
     */
    public OptionalDouble of(int[][] table) {
        int k = table.length;
        long[] rows = new long[k];
        long[] columns = new long[k];
        long n = 0;
        long observed = 0;
        for (int i = 0; i < k; i++) {
            if (table[i].length != k) {
                throw new IllegalArgumentException("the table must be square, got a row of " + table[i].length + " of " + k);
            }
            for (int j = 0; j < k; j++) {
                if (table[i][j] < 0) {
                    throw new IllegalArgumentException("counts must not be negative, got " + table[i][j]);
                }
                rows[i] += table[i][j];
                columns[j] += table[i][j];
                n += table[i][j];
                observed += weight(i - j) * table[i][j];
            }
        }
        double expected = 0;
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                expected += (double) weight(i - j) * rows[i] * columns[j];
            }
        }
        return expected == 0 ? OptionalDouble.empty() : OptionalDouble.of(1 - (double) n * observed / expected);
    }
}
