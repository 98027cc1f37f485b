package io.github.eduindicators.items;

/** Tails of sums of few independent terms, which are not yet normal. */
final class SkewedNormal {
    private static final double SYMMETRIC = 1e-6;

    private SkewedNormal() {}

    /**
     * The normal deviate that has about the tail of z under a law of mean 0, variance 1 and some skewness. The law is taken for
     * that of a gamma variable, shifted and, for negative skewness, mirrored, whose cube root is nearly normal (E. B. Wilson, M.
     * M. Hilferty 1931, PNAS 17:684-688). It rises with z.
     */
    static double deviate(double z, double skewness) {
        if (Math.abs(skewness) < SYMMETRIC) {
            return z;
        }
        double half = skewness / 2;
        return (StrictMath.cbrt(1 + z * half) - 1 + half * half / 9) * 3 / half;
    }
}
