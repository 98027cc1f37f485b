package io.github.eduindicators.forensics;

import io.github.eduindicators.laws.NormalLaw;
import io.github.eduindicators.laws.StudentLaw;

/** The tails of the statistics of this package. */
final class Deviates {
    private static final double SYMMETRIC = 1e-6;

    private Deviates() {}

    /**
     * The normal deviate with about the tail of z under a law of mean 0, variance 1 and this skewness: the law is taken for a
     * shifted gamma, and its cube root for normal (Wilson, Hilferty 1931). It rises with z.
     */
    static double unskewed(double z, double skewness) {
        if (Math.abs(skewness) < SYMMETRIC) {
            return z;
        }
        double sign = Math.signum(skewness);
        double shape = 4 / (skewness * skewness);
        double ratio = 1 + sign * z / Math.sqrt(shape);
        return sign * (StrictMath.cbrt(ratio) - 1 + 1 / (9 * shape)) * 3 * Math.sqrt(shape);
    }

    /** The upper tail of a statistic whose spread was estimated from so many units; normal where units do not differ. */
    static double upperTail(double z, double tauSquared, int units) {
        return tauSquared > 0 ? StudentLaw.upperTail(z, units - 1.0) : NormalLaw.upperTail(z);
    }
}
