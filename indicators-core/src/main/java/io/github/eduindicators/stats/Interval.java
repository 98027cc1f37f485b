package io.github.eduindicators.stats;

import java.util.Locale;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * A value with the ends of its confidence interval.
 *
 * @param value the estimate, finite
 * @param lower the lower end, at most the value
 * @param upper the upper end, at least the value
 */
public record Interval(double value, double lower, double upper) {
    /** The normal quantile of a two-sided interval of 95 %. */
    public static final double Z95 = 1.959963984540054;

    /**
     * Checks the order of the ends.
     *
     * @param value the estimate
     * @param lower the lower end
     * @param upper the upper end
     * @throws IllegalArgumentException if a number is not finite or the ends are not on their sides of the value
     */
    public Interval {
        if (!Double.isFinite(value) || !Double.isFinite(lower) || !Double.isFinite(upper) || lower > value || upper < value) {
            throw new IllegalArgumentException("an interval needs lower <= value <= upper, got " + lower + ", " + value + ", " + upper);
        }
    }

    /**
     * Returns {@code value - z se .. value + z se}.
     *
     * @param value the estimate, finite
     * @param standardError its standard error, not negative
     * @param z how many standard errors to each side, not negative
     * @return the interval
     * @throws IllegalArgumentException if a number is not finite or negative
     */
    public static Interval normal(double value, double standardError, double z) {
        return new Interval(value, value - z * standardError, value + z * standardError);
    }

    /**
     * Returns the 95 % interval of a share, after Wilson: it stays within 0..1 and is right also for 0 of n.
     *
     * <p>Reference: E. B. Wilson (1927), JASA 22:209-212, doi:10.1080/01621459.1927.10502953.
     *
     * @param successes how many of the trials, 0..trials
     * @param trials how many, positive
     * @return the share with its interval
     * @throws IllegalArgumentException if there is no trial or more successes than trials
     */
    public static Interval wilson(long successes, long trials) {
        if (trials <= 0 || successes < 0 || successes > trials) {
            throw new IllegalArgumentException("successes must be within 0..trials, trials positive, got " + successes + " of " + trials);
        }
        double share = (double) successes / trials;
        double z2 = Z95 * Z95;
        double centre = (share + z2 / (2 * trials)) / (1 + z2 / trials);
        double half = Z95 * Math.sqrt(share * (1 - share) / trials + z2 / (4.0 * trials * trials)) / (1 + z2 / trials);
        double lower = successes == 0 ? 0 : centre - half;
        double upper = successes == trials ? 1 : centre + half;
        return new Interval(share, Math.min(lower, share), Math.max(upper, share));
    }

    /**
     * Returns the interval of a share after Wilson for a number of trials that need not be whole: the effective number where works
     * are weighted.
     *
     * @param share the share, 0..1
     * @param trials how many trials it is worth, positive
     * @param z how many standard errors to each side, not negative; less than {@link #Z95} where a good part of a finite whole was seen
     * @return the share with its interval, within 0..1
     * @throws IllegalArgumentException if an argument is outside its range
     */
    public static Interval wilson(double share, double trials, double z) {
        if (!(share >= 0 && share <= 1) || !(trials > 0) || Double.isInfinite(trials) || !(z >= 0) || Double.isInfinite(z)) {
            throw new IllegalArgumentException(
                    "share must be within 0..1, trials positive and z not negative, got " + share + ", " + trials + ", " + z);
        }
        double z2 = z * z;
        double centre = (share + z2 / (2 * trials)) / (1 + z2 / trials);
        double half = z * Math.sqrt(share * (1 - share) / trials + z2 / (4 * trials * trials)) / (1 + z2 / trials);
        double lower = share == 0 ? 0 : Math.max(0, centre - half);
        double upper = share == 1 ? 1 : Math.min(1, centre + half);
        return new Interval(share, Math.min(lower, share), Math.max(upper, share));
    }

    /**
     * Returns the 95 % interval of a mean whose standard error was itself estimated, by Student's law.
     *
     * @param value the estimate, finite
     * @param standardError its standard error, not negative
     * @param degreesOfFreedom of the standard error, positive, not necessarily whole
     * @return the interval
     * @throws IllegalArgumentException if a number is not finite, the error is negative or the degrees are not positive
     */
    public static Interval student(double value, double standardError, double degreesOfFreedom) {
        if (!(standardError >= 0) || !(degreesOfFreedom > 0)) {
            throw new IllegalArgumentException("the error must not be negative and the degrees of freedom positive, got "
                    + standardError + " and " + degreesOfFreedom);
        }
        double t = new TDistribution(null, degreesOfFreedom).inverseCumulativeProbability(0.975);
        return new Interval(value, value - t * standardError, value + t * standardError);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.4g [%.4g; %.4g]", value, lower, upper);
    }
}
