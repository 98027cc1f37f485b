package io.github.eduindicators.surveys;

import io.github.eduindicators.stats.Interval;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A statistic of a study with the two parts of its variance. What cannot be told is empty, and {@link #reason} says why.
 * Immutable.
 */
public final class StudyEstimate implements Serializable {
    private static final long serialVersionUID = 1L;
    /** More degrees of freedom differ from the normal law in no digit that anyone reads. */
    private static final double NORMAL = 1e6;

    /** What an estimate is made of: sizes that are always known. */
    record Size(long n, double weight, OptionalInt clusters) {}

    private final long n;
    private final double weight;
    private final int clusters;
    private final double[] plausible;
    private final Double value;
    private final Double sampling;
    private final Double imputation;
    private final double freedom;
    private final String reason;

    private StudyEstimate(
            Size size, double[] plausible, @javax.annotation.Nullable Double value, @javax.annotation.Nullable Double sampling,
            @javax.annotation.Nullable Double imputation, double freedom, String reason) {
        this.n = size.n();
        this.weight = size.weight();
        this.clusters = size.clusters().orElse(-1);
        this.plausible = plausible;
        this.value = value;
        this.sampling = sampling;
        this.imputation = imputation;
        this.freedom = freedom;
        this.reason = reason;
    }

    static StudyEstimate insufficient(Size size, String reason) {
        return new StudyEstimate(size, new double[0], null, null, null, 0, reason);
    }

    static StudyEstimate withoutError(Size size, double[] plausible, String reason) {
        return new StudyEstimate(size, plausible, mean(plausible), null, null, 0, reason);
    }

    /** With degrees of freedom by the design; infinite where nothing bounds them. */
    static StudyEstimate of(Size size, double[] plausible, double sampling, double design) {
        double value = mean(plausible);
        double between = 0;
        for (double one : plausible) {
            between += (one - value) * (one - value);
        }
        int count = plausible.length;
        double imputation = count > 1 ? between / (count - 1) : 0;
        double inflated = (1 + 1.0 / count) * imputation;
        double share = inflated > 0 ? inflated / (sampling + inflated) : 0;
        double rubin = share > 0 ? (count - 1) / (share * share) : Double.POSITIVE_INFINITY;
        return new StudyEstimate(size, plausible, value, sampling, imputation, Math.min(rubin, design), "");
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /**
     * Returns the estimate, the mean over plausible values.
     *
     * @return the estimate, or empty where it cannot be told
     */
    public OptionalDouble value() {
        return optional(value);
    }

    /**
     * Returns the estimate of each plausible value.
     *
     * @return as many as the domain has; none where the estimate cannot be told
     */
    public List<Double> plausibleValues() {
        List<Double> all = new ArrayList<>(plausible.length);
        for (double one : plausible) {
            all.add(one);
        }
        return List.copyOf(all);
    }

    /**
     * Returns the standard error, the root of the total variance.
     *
     * @return not negative, or empty where it cannot be told
     */
    public OptionalDouble standardError() {
        OptionalDouble variance = variance();
        return variance.isPresent() ? OptionalDouble.of(Math.sqrt(variance.getAsDouble())) : variance;
    }

    /**
     * Returns the variance that the sample of schools and pupils brings, U.
     *
     * @return not negative, or empty where it cannot be told
     */
    public OptionalDouble samplingVariance() {
        return optional(sampling);
    }

    /**
     * Returns the variance between plausible values, B: what is not known of the pupils in the sample.
     *
     * @return not negative, 0 for a single plausible value; empty where it cannot be told
     */
    public OptionalDouble imputationVariance() {
        return optional(imputation);
    }

    /**
     * Returns the total variance, {@code U + (1 + 1/M) B}.
     *
     * @return not negative, or empty where it cannot be told
     */
    public OptionalDouble variance() {
        return sampling == null || imputation == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(sampling + (1 + 1.0 / plausible.length) * imputation);
    }

    /**
     * Returns the part of the total variance that comes from not knowing the pupils exactly, {@code (1 + 1/M) B / T}.
     *
     * @return 0..1, or empty where it cannot be told or there is no variance
     */
    public OptionalDouble missingInformation() {
        OptionalDouble variance = variance();
        return variance.isPresent() && variance.getAsDouble() > 0 && imputation != null
                ? OptionalDouble.of((1 + 1.0 / plausible.length) * imputation / variance.getAsDouble())
                : OptionalDouble.empty();
    }

    /**
     * Returns the degrees of freedom.
     *
     * @return positive, or empty where there is no standard error or nothing bounds them: then the normal law holds
     */
    public OptionalDouble freedom() {
        return sampling == null || Double.isInfinite(freedom) ? OptionalDouble.empty() : OptionalDouble.of(freedom);
    }

    /**
     * Returns the estimate with its 95 % interval by Student's law, or the normal one without a bound on the degrees of freedom.
     *
     * @return the interval, not cut at the ends of the scale of a share; empty where there is no standard error
     */
    public Optional<Interval> interval() {
        OptionalDouble error = standardError();
        return value == null || error.isEmpty() ? Optional.empty() : Optional.of(interval(value, error.getAsDouble(), freedom));
    }

    static Interval interval(double value, double error, double freedom) {
        return freedom < NORMAL ? Interval.student(value, error, freedom) : Interval.normal(value, error, Interval.Z95);
    }

    /** Positive infinity where nothing bounds them. */
    double unboundedFreedom() {
        return freedom;
    }

    /**
     * Returns the number of pupils with a positive weight.
     *
     * @return the number
     */
    public long n() {
        return n;
    }

    /**
     * Returns the sum of their weights.
     *
     * @return how many pupils of the population they stand for
     */
    public double totalWeight() {
        return weight;
    }

    /**
     * Returns the number of clusters that they are from.
     *
     * @return the number of schools, or empty where they are not known
     */
    public OptionalInt clusters() {
        return clusters < 0 ? OptionalInt.empty() : OptionalInt.of(clusters);
    }

    /**
     * Tells why something is missing.
     *
     * @return {@code few-pupils}, {@code few-clusters}, {@code no-value} (the statistic cannot be told of these pupils),
     *     {@code few-replicates} (there is a value without an error), {@code empty-replicate} (the same: a replicate has none of
     *     the pupils), or empty if nothing is missing
     */
    public String reason() {
        return reason;
    }

    private static OptionalDouble optional(@javax.annotation.Nullable Double number) {
        return number == null ? OptionalDouble.empty() : OptionalDouble.of(number);
    }

    @Override
    public String toString() {
        if (value == null) {
            return "StudyEstimate[" + reason + ", n=" + n + "]";
        }
        OptionalDouble error = standardError();
        return String.format(Locale.ROOT, "%.6g", value)
                + (error.isPresent() ? String.format(Locale.ROOT, " (SE %.4g)", error.getAsDouble()) : " (" + reason + ")") + " n=" + n;
    }
}
