package io.github.eduindicators.laws;

import org.apache.commons.math3.special.Beta;

/** The beta law: what is known of a share after so many successes and failures. */
public final class BetaLaw {
    private static final int STEPS = 200;

    private BetaLaw() {}

    /**
     * Returns {@code P(X <= x)}.
     *
     * @param x the value, 0..1
     * @param a first parameter, positive
     * @param b second parameter, positive
     * @return the probability, 0..1
     * @throws IllegalArgumentException if an argument is outside its range
     */
    public static double lowerTail(double x, double a, double b) {
        check(x, a, b);
        return x == 0 ? 0 : x == 1 ? 1 : Math.min(1, Math.max(0, Beta.regularizedBeta(x, a, b)));
    }

    /**
     * Returns the value that a share of the law lies below, to about 1e-13.
     *
     * @param p the probability, 0..1
     * @param a first parameter, positive
     * @param b second parameter, positive
     * @return the quantile, 0..1
     * @throws IllegalArgumentException if an argument is outside its range
     */
    public static double quantile(double p, double a, double b) {
        check(p, a, b);
        if (p == 0 || p == 1) {
            return p;
        }
        double low = 0;
        double high = 1;
        double logBeta = Beta.logBeta(a, b);
        double x = a / (a + b);
        for (int step = 0; step < STEPS && high - low > 1e-15; step++) {
            double over = lowerTail(x, a, b) - p;
            if (over == 0) {
                return x;
            }
            if (over > 0) {
                high = x;
            } else {
                low = x;
            }
            // A Newton step where it stays inside the bracket, half the bracket otherwise.
            double density = Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - logBeta);
            double next = x - over / density;
            if (!(next > low && next < high)) {
                next = (low + high) / 2;
            }
            if (next == x || Math.abs(next - x) < 1e-16 * x) {
                return next;
            }
            x = next;
        }
        return x;
    }

    private static void check(double share, double a, double b) {
        if (!(share >= 0 && share <= 1) || !(a > 0) || !(b > 0) || Double.isInfinite(a) || Double.isInfinite(b)) {
            throw new IllegalArgumentException(
                    "the first argument must be within 0..1 and the parameters positive, got " + share + ", " + a + ", " + b);
        }
    }
}
