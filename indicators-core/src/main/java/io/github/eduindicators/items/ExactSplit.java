package io.github.eduindicators.items;

import io.github.eduindicators.laws.NormalLaw;

/**
 * The chance that the lower of two groups earns as many points as it did, or more, if which pupils are in which group made no
 * difference: exactly, by counting all ways to split the pupils (for tasks of one point the test of Fisher), or, for many pupils,
 * by the normal law with the variance of a split.
 */
final class ExactSplit {
    /** Up to so many pupils together the ways are counted. */
    static final int MOST_EXACT = 200;

    private ExactSplit() {}

    /**
     * The upper tail of the sum of the first group.
     *
     * @param first how many pupils of the first group have 0, 1, 2, … points
     * @param second the same of the second group
     */
    static double upperTail(long[] first, long[] second) {
        long n = 0;
        long m = 0;
        long sum = 0;
        long all = 0;
        long squares = 0;
        for (int points = 0; points < first.length; points++) {
            n += first[points];
            m += second[points];
            sum += points * first[points];
            all += points * (first[points] + second[points]);
            squares += (long) points * points * (first[points] + second[points]);
        }
        return n + m <= MOST_EXACT ? exact(first, second, (int) n, (int) (n + m), (int) sum)
                : normal(n, n + m, sum, all, squares);
    }

    /** By number chosen and sum of points the share of all ways, built up value by value. */
    private static double exact(long[] first, long[] second, int chosen, int pupils, int sum) {
        int highest = chosen * (first.length - 1);
        double[][] ways = new double[chosen + 1][highest + 1];
        ways[0][0] = 1;
        int before = 0;
        for (int points = 0; points < first.length; points++) {
            int own = (int) (first[points] + second[points]);
            double[] choose = binomials(own);
            double[][] next = new double[chosen + 1][highest + 1];
            for (int taken = 0; taken <= Math.min(chosen, before); taken++) {
                for (int of = 0; of <= Math.min(own, chosen - taken); of++) {
                    int more = of * points;
                    for (int at = 0; at + more <= highest; at++) {
                        next[taken + of][at + more] += ways[taken][at] * choose[of];
                    }
                }
            }
            ways = next;
            before += own;
        }
        double tail = 0;
        double total = 0;
        for (int at = highest; at >= 0; at--) {
            total += ways[chosen][at];
            tail += at >= sum ? ways[chosen][at] : 0;
        }
        return Math.min(1, tail / total);
    }

    private static double[] binomials(int n) {
        double[] row = new double[n + 1];
        row[0] = 1;
        for (int k = 1; k <= n; k++) {
            row[k] = row[k - 1] * (n - k + 1) / k;
        }
        return row;
    }

    private static double normal(long n, long pupils, long sum, long all, long squares) {
        double mean = (double) all / pupils;
        double spread = (squares - mean * all) / (pupils - 1);
        double variance = spread * n * (pupils - n) / pupils;
        return variance > 0 ? NormalLaw.upperTail((sum - 0.5 - n * mean) / Math.sqrt(variance)) : 1;
    }
}
