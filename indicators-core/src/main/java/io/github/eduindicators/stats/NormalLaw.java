package io.github.eduindicators.stats;

import org.apache.commons.math3.special.Erf;

/** The standard normal law. */
public final class NormalLaw {
    private NormalLaw() {}

    /**
     * Returns {@code P(Z > z)}, accurate also far in the tail.
     *
     * @param z any number but NaN
     * @return the probability, 0..1
     * @throws IllegalArgumentException if z is NaN
     */
    public static double upperTail(double z) {
        if (Double.isNaN(z)) {
            throw new IllegalArgumentException("z must be a number");
        }
        return 0.5 * Erf.erfc(z / Math.sqrt(2));
    }

    /**
     * Returns the z that a share of the law lies below.
     *
     * @param p the probability, strictly between 0 and 1
     * @return the quantile
     * @throws IllegalArgumentException if p is not between 0 and 1
     */
    public static double quantile(double p) {
        if (!(p > 0 && p < 1)) {
            throw new IllegalArgumentException("p must be between 0 and 1, got " + p);
        }
        return -Math.sqrt(2) * Erf.erfcInv(2 * p);
    }
}
