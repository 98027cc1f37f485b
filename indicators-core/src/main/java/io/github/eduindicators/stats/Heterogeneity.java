package io.github.eduindicators.stats;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * How much the true values of many units differ, beyond what their sampling errors explain: the variance tau squared, estimated so that
 * a few extreme units hardly move it.
 *
 * <p>Model: {@code y(i) = centre + u(i) + e(i)}, {@code var u = tau^2}, {@code var e = v(i)} known. With
 * {@code z(i) = (y(i) - centre) / sqrt(v(i) + tau^2)}, centred on its median weighted equally, tau squared is the value for which the
 * mean of the squares of z, winsorised at the 10 % and 90 % quantiles, equals what it is for standard normal z; 0 where it is below
 * that already. So up to about a tenth of the units at either end may be anything.
 *
 * <p>Fewer than {@value #FEWEST} units tell nothing: the answer is then empty. Cost: {@code O(n log n)} a step, about 60 steps.
 *
 * <p>Reference: D. J. Spiegelhalter (2005), Funnel plots for comparing institutional performance, Statistics in Medicine 24:1185-1202,
 * doi:10.1002/sim.1970, for the additive model and the winsorising; R. C. Paule, J. Mandel (1982), J. Res. NBS 87:377-385, for the
 * estimating equation; the normal constant in it is ours, so that winsorising does not make tau squared too small.
 */
public final class Heterogeneity {
    /** Fewer units than this tell nothing. */
    public static final int FEWEST = 10;

    private static final double TAIL = 0.1;
    /** E of min(max(Z, -q), q)^2 for standard normal Z, with q the 90 % quantile. */
    private static final double NORMAL_MEAN_SQUARE = 0.6786545589528744;

    private Heterogeneity() {}

    /**
     * Returns the estimate of tau squared.
     *
     * @param y the observed values, finite
     * @param v their sampling variances, positive, as many
     * @return tau squared, not negative, or empty if there are fewer than {@value #FEWEST} units
     * @throws IllegalArgumentException if the lengths differ, a value is not finite or a variance is not positive
     */
    public static OptionalDouble tauSquared(double[] y, double[] v) {
        if (y.length != v.length) {
            throw new IllegalArgumentException("as many variances as values are needed, got " + v.length + " and " + y.length);
        }
        for (int i = 0; i < y.length; i++) {
            if (!Double.isFinite(y[i]) || !(v[i] > 0) || Double.isInfinite(v[i])) {
                throw new IllegalArgumentException("values must be finite and variances positive, got " + y[i] + " and " + v[i]);
            }
        }
        if (y.length < FEWEST) {
            return OptionalDouble.empty();
        }
        if (meanSquare(y, v, 0) <= NORMAL_MEAN_SQUARE) {
            return OptionalDouble.of(0);
        }
        double low = 0;
        double high = Arrays.stream(v).max().orElseThrow();
        while (meanSquare(y, v, high) > NORMAL_MEAN_SQUARE) {
            low = high;
            high *= 4;
        }
        for (int step = 0; step < 100 && high - low > 1e-12 * high; step++) {
            double middle = (low + high) / 2;
            if (meanSquare(y, v, middle) > NORMAL_MEAN_SQUARE) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return OptionalDouble.of((low + high) / 2);
    }

    /**
     * How much more units are scattered about a centre than chance makes them.
     *
     * @param phi the mean of winsorised squares of z: how many times the variance is that of chance
     * @param tauSquared the variance between units beyond chance, not negative
     */
    public record OverDispersion(double phi, double tauSquared) {}

    /**
     * Returns how much units are scattered beyond chance about a centre that is given, for funnels.
     *
     * <p>With phi the mean of the squares of z, winsorised at two quantiles (type 7), and weights w of m units,
     * {@code tau^2 = (m phi - (m - 1)) / (sum w - sum w^2 / sum w)}, 0 where that is negative. Winsorising makes both too small where
     * nobody is unusual; {@link #tauSquared(double[], double[])} is not so. The order of units makes no difference.
     *
     * <p>Reference: D. J. Spiegelhalter (2005), Statistics in Medicine 24:1185-1202, doi:10.1002/sim.1970.
     *
     * @param z distances from the centre in standard errors, finite, at least two
     * @param weights what 1 is divided by for the squares of those errors, positive, as many
     * @param winsorised the share of units at either end that only count as the quantile there, at least 0 and less than 0.5
     * @return phi and tau squared
     * @throws IllegalArgumentException if the lengths differ, are less than 2 or a number is outside its range
     */
    public static OverDispersion overDispersion(double[] z, double[] weights, double winsorised) {
        if (z.length != weights.length || z.length < 2) {
            throw new IllegalArgumentException("as many weights as distances are needed, at least two, got "
                    + weights.length + " and " + z.length);
        }
        if (!(winsorised >= 0 && winsorised < 0.5)) {
            throw new IllegalArgumentException("the share of units must be at least 0 and less than 0.5, got " + winsorised);
        }
        double low = QuantileType.TYPE_7.of(z, winsorised);
        double high = QuantileType.TYPE_7.of(z, 1 - winsorised);
        double squares = 0;
        double[] sorted = z.clone();
        Arrays.sort(sorted);
        for (double value : sorted) {
            double kept = Math.min(Math.max(value, low), high);
            squares += kept * kept;
        }
        double[] sizes = weights.clone();
        Arrays.sort(sizes);
        double sum = 0;
        double squared = 0;
        for (double weight : sizes) {
            if (!(weight > 0) || Double.isInfinite(weight)) {
                throw new IllegalArgumentException("a weight must be a positive number, got " + weight);
            }
            sum += weight;
            squared += weight * weight;
        }
        double spread = sum - squared / sum;
        // Rounding may leave nothing where one unit has all the weight.
        double tauSquared = spread > 0 ? Math.max(0, (squares - (z.length - 1)) / spread) : 0;
        return new OverDispersion(squares / z.length, tauSquared);
    }

    private static double meanSquare(double[] y, double[] v, double tauSquared) {
        double centre = QuantileType.TYPE_7.of(y, 0.5);
        double[] z = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            z[i] = (y[i] - centre) / Math.sqrt(v[i] + tauSquared);
        }
        Arrays.sort(z);
        double low = QuantileType.TYPE_7.of(z, TAIL);
        double high = QuantileType.TYPE_7.of(z, 1 - TAIL);
        double sum = 0;
        for (double value : z) {
            double kept = Math.min(Math.max(value, low), high);
            sum += kept * kept;
        }
        return sum / z.length;
    }
}
