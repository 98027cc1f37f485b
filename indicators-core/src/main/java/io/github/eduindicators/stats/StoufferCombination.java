package io.github.eduindicators.stats;

import io.github.eduindicators.laws.NormalLaw;

/**
 * Combines p-values of tests whose correlation is known into one, strongest where all of them lean a little in one direction.
 *
 * <p>With {@code z(i)} the upper normal quantile of p(i), {@code Z = sum z / sqrt(sum of all correlations)}, p its upper tail. Where
 * one test has a strong trace and the others none, {@link CauchyCombination} finds more; without the correlations this sum would claim
 * far too much. p-values outside 1e-300..1 - 1e-9 count as these. Cost: {@code O(n^2)}.
 *
 * <p>Reference: M. J. Strube (1985), Combining and comparing significance levels from nonindependent hypothesis tests, Psychological
 * Bulletin 97:334-341, doi:10.1037/0033-2909.97.2.334.
 */
public final class StoufferCombination {
    private static final double LOWEST = 1e-300;
    private static final double HIGHEST = 1 - 1e-9;

    private StoufferCombination() {}

    /**
     * Combines p-values with equal weights.
     *
     * @param p at least one p-value, each 0..1
     * @param correlation the correlations of the z, row by row: as many rows and columns as p-values, symmetric, 1 on the diagonal,
     *     each -1..1, their sum positive
     * @return the combined p-value, 0..1
     * @throws IllegalArgumentException if there is none, one is outside 0..1, or the correlations are not as said
     */
    public static double of(double[] p, double[][] correlation) {
        if (p.length == 0) {
            throw new IllegalArgumentException("at least one p-value is needed");
        }
        if (correlation.length != p.length) {
            throw new IllegalArgumentException("as many rows of correlations as p-values are needed, got " + correlation.length);
        }
        double sum = 0;
        double variance = 0;
        for (int i = 0; i < p.length; i++) {
            if (!(p[i] >= 0 && p[i] <= 1)) {
                throw new IllegalArgumentException("p must be within 0..1, got " + p[i]);
            }
            if (correlation[i].length != p.length || correlation[i][i] != 1) {
                throw new IllegalArgumentException("correlations must be a square with 1 on the diagonal");
            }
            for (int j = 0; j < i; j++) {
                if (!(Math.abs(correlation[i][j]) <= 1) || correlation[i][j] != correlation[j][i]) {
                    throw new IllegalArgumentException("correlations must be symmetric and within -1..1, got " + correlation[i][j]);
                }
                variance += 2 * correlation[i][j];
            }
            variance += 1;
            sum += NormalLaw.upperQuantile(Math.min(Math.max(p[i], LOWEST), HIGHEST));
        }
        if (!(variance > 0)) {
            throw new IllegalArgumentException("the sum of the correlations must be positive, got " + variance);
        }
        return NormalLaw.upperTail(sum / Math.sqrt(variance));
    }
}
