package io.github.eduindicators.laws;

import org.apache.commons.math3.special.Erf;

/** The standard normal law. */
public final class NormalLaw {
    private static final double SMALLEST = 1e-300;
    private static final double NEAR = 1e-6;
    private static final int STEPS = 6;

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

    /**
     * Returns the z that a share of the law lies above, accurate also far in the tail, where {@link #quantile} of {@code 1 - p} is not.
     *
     * @param p the probability of more, from 1e-300 to less than 1
     * @return the upper quantile
     * @throws IllegalArgumentException if p is outside that
     */
    public static double upperQuantile(double p) {
        if (!(p >= SMALLEST && p < 1)) {
            throw new IllegalArgumentException("p must be at least " + SMALLEST + " and less than 1, got " + p);
        }
        if (p > NEAR) {
            return -quantile(p);
        }
        double square = -2 * Math.log(p);
        double z = Math.sqrt(square - Math.log(2 * Math.PI * square));
        for (int step = 0; step < STEPS; step++) {
            double tail = upperTail(z);
            double density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
            z += Math.log(tail / p) * tail / density;
        }
        return z;
    }
}
