package io.github.eduindicators.surveys;

import io.github.eduindicators.laws.NormalLaw;
import io.github.eduindicators.laws.StudentLaw;
import io.github.eduindicators.stats.Interval;
import java.io.Serializable;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Do two estimates differ by more than chance: two countries or regions, two cycles of a study, two groups of one sample?
 *
 * <p>Formulas. Independent samples: {@code d = a - b}, {@code SE = sqrt(SE(a)^2 + SE(b)^2 + l^2)}, l the link error of two
 * cycles (0 within one), degrees of freedom after Welch and Satterthwaite, the link error counting as known. Groups of one sample
 * share schools, so their difference is a statistic of its own with an error from its own replicates: {@link #within}. Then
 * {@code t = d / SE} and p two-sided, by Student's law, or the normal one where nothing bounds the degrees of freedom.
 *
 * <p>What comes back: without an error of one side the difference has neither error nor p, and {@link #reason} is that side's
 * reason; where both errors and the link error are 0 the reason is {@code no-error}. Never NaN.
 *
 * <p>Caveats: the link error belongs to means of the scale of that domain and pair of cycles; it is published with the study, and
 * shares of levels have others. Two groups of one sample must not be taken for independent. Beside many comparisons the p-values
 * need a correction for their number.
 *
 * <p>Cost {@code O(1)}. Immutable and safe to share between threads.
 *
 * <p>Reference: OECD (2017), PISA 2015 technical report, chapter 12 (link error); B. L. Welch (1947), Biometrika 34:28-35,
 * doi:10.1093/biomet/34.1-2.28.
 */
public final class StudyDifference implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final double NORMAL = 1e6;
    /** The normal quantile of a power of 80 %. */
    private static final double POWER = 0.8416212335729143;

    private final Double value;
    private final double error;
    private final double freedom;
    private final double link;
    private final String reason;

    private StudyDifference(@javax.annotation.Nullable Double value, double error, double freedom, double link, String reason) {
        this.value = value;
        this.error = error;
        this.freedom = freedom;
        this.link = link;
        this.reason = reason;
    }

    /**
     * Compares two independent estimates on one scale.
     *
     * @param estimate the estimate
     * @param less the estimate that is subtracted
     * @return the difference
     */
    public static StudyDifference between(StudyEstimate estimate, StudyEstimate less) {
        return between(estimate, less, 0);
    }

    /**
     * Compares two cycles of a study.
     *
     * @param estimate the later estimate
     * @param less the earlier estimate, which is subtracted
     * @param linkError the standard error of linking their scales, not negative
     * @return the change
     * @throws IllegalArgumentException if the link error is negative or not finite
     */
    public static StudyDifference between(StudyEstimate estimate, StudyEstimate less, double linkError) {
        if (!(linkError >= 0) || Double.isInfinite(linkError)) {
            throw new IllegalArgumentException("the link error must be finite and not negative, got " + linkError);
        }
        Double value = estimate.value().isPresent() && less.value().isPresent()
                ? (Double) (estimate.value().getAsDouble() - less.value().getAsDouble())
                : null;
        for (StudyEstimate side : new StudyEstimate[] {estimate, less}) {
            if (side.standardError().isEmpty()) {
                return new StudyDifference(value, 0, 0, linkError, side.reason());
            }
        }
        double a = estimate.variance().getAsDouble();
        double b = less.variance().getAsDouble();
        double variance = a + b + linkError * linkError;
        double known = a * a / estimate.unboundedFreedom() + b * b / less.unboundedFreedom();
        double freedom = known > 0 ? variance * variance / known : Double.POSITIVE_INFINITY;
        return new StudyDifference(value, Math.sqrt(variance), freedom, linkError, variance > 0 ? "" : "no-error");
    }

    /**
     * Takes an estimate that is a difference already, such as {@link StudyAnalysis#difference} gives it.
     *
     * @param difference the estimate of the difference
     * @return the same as a difference
     */
    public static StudyDifference within(StudyEstimate difference) {
        Double value = difference.value().isPresent() ? (Double) difference.value().getAsDouble() : null;
        if (difference.standardError().isEmpty()) {
            return new StudyDifference(value, 0, 0, 0, difference.reason());
        }
        double error = difference.standardError().getAsDouble();
        return new StudyDifference(value, error, difference.unboundedFreedom(), 0, error > 0 ? "" : "no-error");
    }

    /**
     * Returns the difference.
     *
     * @return the difference, or empty where one side has no value
     */
    public OptionalDouble value() {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private boolean known() {
        return value != null && reason.isEmpty();
    }

    /**
     * Returns the standard error.
     *
     * @return positive, or empty where it cannot be told
     */
    public OptionalDouble standardError() {
        return known() ? OptionalDouble.of(error) : OptionalDouble.empty();
    }

    /**
     * Returns the degrees of freedom.
     *
     * @return positive, or empty where there is no standard error or nothing bounds them: then the normal law holds
     */
    public OptionalDouble freedom() {
        return known() && freedom < NORMAL ? OptionalDouble.of(freedom) : OptionalDouble.empty();
    }

    /**
     * Returns the difference with its 95 % interval.
     *
     * @return the interval, or empty where there is no standard error
     */
    public Optional<Interval> interval() {
        return known() ? Optional.of(StudyEstimate.interval(value, error, freedom)) : Optional.empty();
    }

    /**
     * Returns the difference in standard errors.
     *
     * @return t, or empty where there is no standard error
     */
    public OptionalDouble statistic() {
        return known() ? OptionalDouble.of(value / error) : OptionalDouble.empty();
    }

    /**
     * Returns the p-value of no difference, two-sided.
     *
     * @return 0..1, or empty where there is no standard error
     */
    public OptionalDouble p() {
        if (!known()) {
            return OptionalDouble.empty();
        }
        double t = Math.abs(value / error);
        return OptionalDouble.of(Math.min(1, 2 * (freedom < NORMAL ? StudentLaw.upperTail(t, freedom) : NormalLaw.upperTail(t))));
    }

    /**
     * Returns how large a true difference must be to be noticed at the level 0.05 in four of five studies like this.
     *
     * @return positive, about {@code (t(0.975) + 0.84) SE}; empty where there is no standard error
     */
    public OptionalDouble detectable() {
        Optional<Interval> interval = interval();
        return interval.isPresent()
                ? OptionalDouble.of(interval.get().upper() - interval.get().value() + POWER * error)
                : OptionalDouble.empty();
    }

    /**
     * Returns the link error that is part of the standard error.
     *
     * @return not negative, 0 within one cycle
     */
    public double linkError() {
        return link;
    }

    /**
     * Tells why there is no error.
     *
     * @return a reason of {@link StudyEstimate#reason}, {@code no-error}, or empty if nothing is missing
     */
    public String reason() {
        return reason;
    }

    @Override
    public String toString() {
        if (!known()) {
            return "StudyDifference[" + reason + "]";
        }
        return String.format(Locale.ROOT, "%+.6g (SE %.4g, p %.3g)", value, error, p().orElse(1));
    }
}
