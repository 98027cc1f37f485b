package io.github.eduindicators.laws;

import java.util.Arrays;
import org.apache.commons.math3.special.Beta;

/** Exact tails of the binomial law, and the sign tests that rest on it. */
public final class BinomialLaw {
    private static final long MOST_STEPS = 20_000_000;

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

    /**
     * The exact one-sided sign-flip test: is the sum of the differences larger than if each were as likely to have the other sign?
     * {@code P(sum of +-|d(i)| >= sum of d(i))}, all signs independent and equally likely, counted out. Zeros say nothing; of
     * differences that are all 1 or -1 it is the one-sided sign test. Cost: {@code O(m S)} for m differences that are not 0, with the
     * sum S of their sizes; where that is more than {@value #MOST_STEPS} the normal law with a correction for continuity is taken.
     *
     * <p>Reference: R. A. Fisher (1935), The Design of Experiments, section 21.
     *
     * @param differences of pairs, in whole numbers
     * @return the p-value, 0..1; 1 if all differences are 0
     */
    public static double signFlipTest(int... differences) {
        long sizes = 0;
        long sum = 0;
        double squares = 0;
        int m = 0;
        for (int d : differences) {
            sizes += Math.abs((long) d);
            sum += d;
            squares += (double) d * d;
            m += d == 0 ? 0 : 1;
        }
        if (m == 0 || sum <= -sizes) {
            return 1;
        }
        if (m * sizes > MOST_STEPS || sizes > MOST_STEPS) {
            return NormalLaw.upperTail((sum - 1) / Math.sqrt(squares));
        }
        // With k the sum of the sizes whose sign is plus, the sum of all is 2 k - sizes.
        double[] law = new double[(int) sizes + 1];
        law[0] = 1;
        int reach = 0;
        // In order of size, so that rounding does not depend on the order of the pairs.
        for (int size : Arrays.stream(differences).map(Math::abs).sorted().toArray()) {
            reach += size;
            for (int k = reach; size > 0 && k >= 0; k--) {
                law[k] = (law[k] + (k >= size ? law[k - size] : 0)) / 2;
            }
        }
        double tail = 0;
        for (int k = (int) sizes; 2L * k - sizes >= sum; k--) {
            tail += law[k];
        }
        return Math.min(1, tail);
    }
}
