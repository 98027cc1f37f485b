package io.github.eduindicators.stats;

/**
 * Combines p-values of tests that may depend on each other in an unknown way into one p-value.
 *
 * <p>{@code T = mean of tan((0.5 - p) pi)}, {@code p = 0.5 - atan(T) / pi}, written with cotangents so that small p keep their digits.
 * Under the null the tail of T is that of the Cauchy law almost whatever the dependence, so small combined values can be trusted; values
 * above about 0.1 are only a rough guide.
 *
 * <p>A p-value near 1, which a one-sided or discrete test often gives, would outweigh all the others; values above
 * {@value #HIGHEST} count as {@value #HIGHEST}. That happens with probability 0.01 a test under the null, so it raises the size of the
 * combined test by about a hundredth of itself at most. Cost: {@code O(n log n)}.
 *
 * <p>Reference: Y. Liu, J. Xie (2020), JASA 115:393-402, doi:10.1080/01621459.2018.1554485.
 */
public final class CauchyCombination {
    /** The highest p-value that enters as it is. */
    public static final double HIGHEST = 0.99;

    /** Above this the result is {@code 1 / (T pi)}, which keeps the digits that {@code 0.5 - atan} would lose. */
    private static final double LARGE_STATISTIC = 1e8;

    private CauchyCombination() {}

    /**
     * Combines p-values with equal weights.
     *
     * @param p at least one p-value, each 0..1
     * @return the combined p-value, 0..1
     * @throws IllegalArgumentException if there is none or one is outside 0..1
     */
    public static double of(double... p) {
        if (p.length == 0) {
            throw new IllegalArgumentException("at least one p-value is needed");
        }
        double[] sorted = p.clone();
        java.util.Arrays.sort(sorted);
        double sum = 0;
        for (double value : sorted) {
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException("p must be within 0..1, got " + value);
            }
            if (value == 0) {
                return 0;
            }
            sum += 1 / Math.tan(Math.min(value, HIGHEST) * Math.PI);
        }
        if (p.length == 1) {
            return p[0];
        }
        double statistic = sum / p.length;
        return statistic > LARGE_STATISTIC ? 1 / (statistic * Math.PI) : 0.5 - Math.atan(statistic) / Math.PI;
    }
}
