package io.github.eduindicators.stats;

import io.github.eduindicators.laws.NormalLaw;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * How often would a rank correlation come out negative if the two sides had nothing to do with each other?
 *
 * <p>The probability is over all equally likely ways of dealing the column values to the row values. Up to {@value #EXACT} pairs it is
 * counted out exactly; above, the permutation law, which has mean 0 and variance {@code S(R^2) S(C^2) / (n - 1)} in centred ranks, is
 * taken as normal, which at its centre is right to about 0.01.
 *
 * <p>Reference: M. G. Kendall, J. D. Gibbons (1990), Rank Correlation Methods, 5th ed., chapters 4 and 5.
 */
public final class RankPermutation {
    /** Up to this number of pairs the probability is exact. */
    public static final int EXACT = 10;

    private RankPermutation() {}

    /**
     * Returns the probability of a correlation below 0.
     *
     * @param table counts of pairs as {@link SpearmanFormula#of} takes them
     * @param formula which formula
     * @return the probability, 0..1, or empty where the correlation itself is not computable
     * @throws IllegalArgumentException if the table is ragged or a count is negative
     */
    public static OptionalDouble probabilityNegative(int[][] table, SpearmanFormula formula) {
        SpearmanFormula.Ranks ranks = SpearmanFormula.Ranks.of(table);
        if (!ranks.computable()) {
            return OptionalDouble.empty();
        }
        double bound = switch (formula) {
            case PEARSON_OF_MIDRANKS -> 0;
            case NO_TIES_WITH_MIDRANKS -> {
                double n = ranks.n;
                yield (ranks.rowSquares + ranks.columnSquares) / 2 - n * (n * n - 1) / 3;
            }
        };
        if (ranks.n > EXACT) {
            double deviation = Math.sqrt(ranks.rowSquares * ranks.columnSquares / (ranks.n - 1));
            return OptionalDouble.of(NormalLaw.upperTail(-bound / deviation));
        }
        long[] all = new long[2];
        int[] left = columnTotals(table);
        deal(expand(table), 0, centredRanks(left), left, 0, bound, all);
        return OptionalDouble.of((double) all[0] / all[1]);
    }

    /** Deals the columns that are left to the rows from one on; counts arrangements below the bound, and all of them. */
    private static void deal(long[] rowRanks, int row, long[] columnRanks, int[] left, long sum, double bound, long[] counts) {
        if (row == rowRanks.length) {
            counts[0] += sum < bound ? 1 : 0;
            counts[1]++;
            return;
        }
        for (int column = 0; column < left.length; column++) {
            if (left[column] > 0) {
                left[column]--;
                deal(rowRanks, row + 1, columnRanks, left, sum + rowRanks[row] * columnRanks[column], bound, counts);
                left[column]++;
            }
        }
    }

    private static int[] columnTotals(int[][] table) {
        int[] totals = new int[table[0].length];
        for (int[] row : table) {
            for (int j = 0; j < row.length; j++) {
                totals[j] += row[j];
            }
        }
        return totals;
    }

    private static long[] expand(int[][] table) {
        int[] totals = Arrays.stream(table).mapToInt(row -> Arrays.stream(row).sum()).toArray();
        long[] ranks = centredRanks(totals);
        long[] expanded = new long[Arrays.stream(totals).sum()];
        int at = 0;
        for (int i = 0; i < totals.length; i++) {
            Arrays.fill(expanded, at, at + totals[i], ranks[i]);
            at += totals[i];
        }
        return expanded;
    }

    private static long[] centredRanks(int[] totals) {
        long n = Arrays.stream(totals).asLongStream().sum();
        return SpearmanFormula.Ranks.centredDoubledRanks(Arrays.stream(totals).asLongStream().toArray(), n);
    }
}
