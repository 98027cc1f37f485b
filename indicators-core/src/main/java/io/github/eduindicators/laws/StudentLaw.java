package io.github.eduindicators.laws;

import org.apache.commons.math3.special.Beta;

/** Student's law: a normal value over a standard deviation that was itself estimated. */
public final class StudentLaw {
    private StudentLaw() {}

    /**
     * Returns {@code P(T > t)}, accurate also far in the tail.
     *
     * @param t any number but NaN
     * @param freedom degrees of freedom, positive, not necessarily whole
     * @return the probability, 0..1
     * @throws IllegalArgumentException if t is NaN or the freedom is not positive
     */
    public static double upperTail(double t, double freedom) {
        if (Double.isNaN(t) || !(freedom > 0)) {
            throw new IllegalArgumentException("t must be a number and the freedom positive, got " + t + " and " + freedom);
        }
        double beyond = 0.5 * Beta.regularizedBeta(freedom / (freedom + t * t), freedom / 2, 0.5);
        return t > 0 ? beyond : 1 - beyond;
    }
}
