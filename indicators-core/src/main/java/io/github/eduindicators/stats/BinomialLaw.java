package io.github.eduindicators.stats;

import org.apache.commons.math3.special.Beta;

/** Exact tails of the binomial law, and the sign test that rests on them. */
public final class BinomialLaw {
    private BinomialLaw() {}

    /**
     * Returns {@code P(X >= successes)} of {@code trials} independent trials.
     *
     * @param successes any whole number
     * @param trials not negative
     * @param p the probability of a success, 0..1
     * @return the probability, 0..1
     * @throws IllegalArgumentException if trials is negative or p is outside 0..1
     */
    public static double upperTail(long successes, long trials, double p) {
        if (trials < 0) {
            throw new IllegalArgumentException("trials must not be negative, got " + trials);
        }
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException("p must be within 0..1, got " + p);
        }
        if (successes <= 0) {
            return 1;
        }
        if (successes > trials || p == 0) {
            return 0;
        }
        if (p == 1) {
            return 1;
        }
        return Math.min(1, Math.max(0, Beta.regularizedBeta(p, successes, trials - successes + 1.0)));
    }

    /**
     * The exact two-sided sign test: are the two directions equally likely? {@code p = min(1, 2 P(X >= max(a, b)))} with
     * {@code X ~ Bin(a + b, 1/2)}. With no pair in either direction the answer is 1.
     *
     * <p>Reference: W. J. Dixon, A. M. Mood (1946), The statistical sign test, JASA 41:557-566, doi:10.1080/01621459.1946.10501898.
     *
     * @param one how many pairs go one way, not negative
     * @param other how many go the other way, not negative; ties are left out
     * @return the p-value, 0..1
     * @throws IllegalArgumentException if a count is negative
     */
    public static double signTest(long one, long other) {
        if (one < 0 || other < 0) {
            throw new IllegalArgumentException("counts must not be negative, got " + one + " and " + other);
        }
        return Math.min(1, 2 * upperTail(Math.max(one, other), Math.addExact(one, other), 0.5));
    }
}
