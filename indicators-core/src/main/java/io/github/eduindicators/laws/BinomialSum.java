package io.github.eduindicators.laws;

import java.util.ArrayList;
import java.util.List;

/**
 * The exact law of a sum of independent binomial counts with different probabilities (Poisson-binomial law).
 *
 * <p>The probabilities are found by convolution in {@code O(n^2)} for n trials in all. Above {@value #EXACT_TRIALS} trials the tail is
 * the normal one with continuity correction instead, and {@link #isExact} says so.
 */
public final class BinomialSum {
    /** Up to this number of trials the tail is exact. */
    public static final int EXACT_TRIALS = 2_000;

    private double mean;
    private double variance;
    private long trials;
    private final List<Group> groups = new ArrayList<>();

    private record Group(long trials, double p) {}

    private BinomialSum() {}

    /**
     * Returns the law of the sum of no trials.
     *
     * @return a law to add groups to
     */
    public static BinomialSum create() {
        return new BinomialSum();
    }

    /**
     * Adds a group of trials.
     *
     * @param trials how many, not negative
     * @param p the probability of a success in each, 0..1
     * @return this law
     * @throws IllegalArgumentException if trials is negative or p is outside 0..1
     */
    public BinomialSum add(long trials, double p) {
        if (trials < 0 || !(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException("trials must not be negative and p within 0..1, got " + trials + " and " + p);
        }
        if (trials > 0) {
            groups.add(new Group(trials, p));
            this.trials += trials;
            mean += trials * p;
            variance += trials * p * (1 - p);
        }
        return this;
    }

    /**
     * Returns the number of trials.
     *
     * @return the sum over the groups
     */
    public long trials() {
        return trials;
    }

    /**
     * Returns the expected number of successes.
     *
     * @return the mean of the law
     */
    public double mean() {
        return mean;
    }

    /**
     * Returns the variance of the number of successes.
     *
     * @return the variance of the law
     */
    public double variance() {
        return variance;
    }

    /**
     * Tells whether {@link #upperTail} is exact.
     *
     * @return true up to {@value #EXACT_TRIALS} trials
     */
    public boolean isExact() {
        return trials <= EXACT_TRIALS;
    }

    /**
     * Returns {@code P(X >= successes)}.
     *
     * @param successes any whole number
     * @return the probability, 0..1
     */
    public double upperTail(long successes) {
        if (successes <= 0) {
            return 1;
        }
        if (successes > trials) {
            return 0;
        }
        if (!isExact()) {
            return variance == 0 ? (mean >= successes ? 1 : 0) : NormalLaw.upperTail((successes - 0.5 - mean) / Math.sqrt(variance));
        }
        double[] law = probabilities();
        double tail = 0;
        for (int i = (int) trials; i >= successes; i--) {
            tail += law[i];
        }
        return Math.min(1, tail);
    }

    private double[] probabilities() {
        double[] law = new double[(int) trials + 1];
        law[0] = 1;
        int done = 0;
        for (Group group : groups) {
            for (int trial = 0; trial < group.trials(); trial++) {
                done++;
                for (int i = done; i > 0; i--) {
                    law[i] = law[i] * (1 - group.p()) + law[i - 1] * group.p();
                }
                law[0] *= 1 - group.p();
            }
        }
        return law;
    }

    @Override
    public String toString() {
        return "BinomialSum[trials=" + trials + ", mean=" + mean + ", variance=" + variance + "]";
    }
}
