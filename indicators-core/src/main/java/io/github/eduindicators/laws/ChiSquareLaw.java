package io.github.eduindicators.laws;

import org.apache.commons.math3.special.Gamma;

/** The chi-square law: a sum of squares of independent standard normal values. */
public final class ChiSquareLaw {
    private static final int STEPS = 200;

    private ChiSquareLaw() {}

    /**
     * Returns {@code P(X > x)}, accurate also far in the tail; to about 1e-9 of itself with a million degrees of freedom.
     *
     * @param x any number but NaN
     * @param freedom degrees of freedom, positive, not necessarily whole
     * @return the probability, 0..1
     * @throws IllegalArgumentException if x is NaN or the freedom is not a positive finite number
     */
    public static double upperTail(double x, double freedom) {
        check(x, freedom);
        return x <= 0 ? 1 : x == Double.POSITIVE_INFINITY ? 0 : within(Gamma.regularizedGammaQ(freedom / 2, x / 2));
    }

    /**
     * Returns {@code P(X <= x)}, accurate also near 0.
     *
     * @param x any number but NaN
     * @param freedom degrees of freedom, positive, not necessarily whole
     * @return the probability, 0..1
     * @throws IllegalArgumentException if x is NaN or the freedom is not a positive finite number
     */
    public static double lowerTail(double x, double freedom) {
        check(x, freedom);
        return x <= 0 ? 0 : x == Double.POSITIVE_INFINITY ? 1 : within(Gamma.regularizedGammaP(freedom / 2, x / 2));
    }

    /**
     * Returns the value that a share of the law lies below.
     *
     * @param p the probability, strictly between 0 and 1
     * @param freedom degrees of freedom, positive, not necessarily whole
     * @return the quantile
     * @throws IllegalArgumentException if p is not between 0 and 1 or the freedom is not a positive finite number
     */
    public static double quantile(double p, double freedom) {
        check(p, freedom);
        if (!(p > 0 && p < 1)) {
            throw new IllegalArgumentException("p must be between 0 and 1, got " + p);
        }
        double low = 0;
        double high = freedom;
        while (over(high, p, freedom) < 0) {
            low = high;
            high *= 2;
        }
        for (int step = 0; step < STEPS; step++) {
            double middle = (low + high) / 2;
            if (middle <= low || middle >= high) {
                break;
            }
            if (over(middle, p, freedom) < 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** P(X <= x) - p, reckoned in the tail that is the smaller one. */
    private static double over(double x, double p, double freedom) {
        return p < 0.5 ? lowerTail(x, freedom) - p : 1 - p - upperTail(x, freedom);
    }

    private static double within(double p) {
        return Math.min(1, Math.max(0, p));
    }

    private static void check(double x, double freedom) {
        if (Double.isNaN(x) || !(freedom > 0) || Double.isInfinite(freedom)) {
            throw new IllegalArgumentException("x must be a number and the freedom positive, got " + x + " and " + freedom);
        }
    }
}
