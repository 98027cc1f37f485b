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

    /**
     * Combines p-values with weights that were chosen before looking, such as larger ones where evidence is expected.
     *
     * @param p at least one p-value, each 0..1
     * @param weight as many weights, positive and finite; only their ratios matter
     * @return the combined p-value, 0..1
     * @throws IllegalArgumentException if there is none, the lengths differ, a p is outside 0..1 or a weight is not positive
     */
    public static double weighted(double[] p, double[] weight) {
        if (p.length == 0 || p.length != weight.length) {
            throw new IllegalArgumentException("as many weights as p-values are needed, got " + weight.length + " and " + p.length);
        }
        double sum = 0;
        double total = 0;
        boolean zero = false;
        for (int i = 0; i < p.length; i++) {
            if (!(p[i] >= 0 && p[i] <= 1) || !(weight[i] > 0) || Double.isInfinite(weight[i])) {
                throw new IllegalArgumentException("p must be within 0..1 and weights positive, got " + p[i] + " and " + weight[i]);
            }
            zero |= p[i] == 0;
            sum += weight[i] / Math.tan(Math.min(p[i], HIGHEST) * Math.PI);
            total += weight[i];
        }
        if (zero || p.length == 1) {
            return zero ? 0 : p[0];
        }
        double statistic = sum / total;
        return statistic > LARGE_STATISTIC ? 1 / (statistic * Math.PI) : 0.5 - Math.atan(statistic) / Math.PI;
    }
}
