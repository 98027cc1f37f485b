package io.github.eduindicators.surveys;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;

/**
 * How the sampling variance follows from replicate weights: {@code U = sum over r of c(r) (t(r) - t)^2}, where t is the
 * statistic with the full weights and t(r) with the r-th replicate weights.
 *
 * <p>Presets, by what was seen of them. Read in public code of other programs (EdSurvey, intsvy, Rrepest): PISA and TALIS are
 * balanced repeated replication with Fay's factor 0.5, c = 1 / (R (1 - 0.5)^2); TIMSS and PIRLS since 2015 are the full paired
 * jackknife with 150 replicates and c = 1/2; ICCS and ICILS have 75 replicates and c = 1. From memory alone, {@link #isVerified}
 * being false: the number of zones of TIMSS and PIRLS before 2015, 75 with c = 1. Studies whose scheme differs from country to
 * country, such as PIAAC, have no preset: make one.
 *
 * <p>Traps. TIMSS and PIRLS before 2015, and programs that follow them, take the sampling variance from the first plausible
 * value only ({@link #withFirstPlausibleValueOnly}); PISA, and TIMSS since, average it over all. Deviations are taken from the
 * estimate with full weights; some programs take them from the mean of the replicates ({@link #withCentre}). A jackknife that
 * deletes whole schools is not right for medians and other quantiles; use balanced replication for these.
 *
 * <p>A scheme may also have degrees of freedom of its design, {@link #freedom}: of a jackknife the sum of its coefficients (JK1:
 * R - 1; JKn: clusters less strata; paired: zones), of balanced replication R, which is at least the number of strata. They are
 * a bound for {@link StudyAnalysis.Freedom#DESIGN}.
 *
 * <p>Reference: K. M. Wolter (2007), Introduction to Variance Estimation, 2nd edition, chapters 3 and 4,
 * doi:10.1007/978-0-387-35099-8; OECD (2009), PISA Data Analysis Manual, chapter 4. Immutable and safe to share between threads.
 */
public final class ReplicationScheme implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final double HALF = 0.5;
    private static final int ZONES = 75;
    private static final int PISA_REPLICATES = 80;
    private static final int TALIS_REPLICATES = 100;

    /** What the replicates deviate from. */
    public enum Centre {
        /** The statistic with the full weights. */
        FULL_ESTIMATE,
        /** The mean of the statistic over the replicates. */
        MEAN_OF_REPLICATES
    }

    private final String name;
    private final double[] coefficients;
    private final double freedom;
    private final boolean verified;
    private final boolean firstOnly;
    private final Centre centre;

    private ReplicationScheme(
            String name, double[] coefficients, double freedom, boolean verified, boolean firstOnly, Centre centre) {
        this.name = name;
        this.coefficients = coefficients;
        this.freedom = freedom;
        this.verified = verified;
        this.firstOnly = firstOnly;
        this.centre = centre;
    }

    private static ReplicationScheme uniform(String name, int replicates, double coefficient, double freedom, boolean verified) {
        double[] all = new double[replicates];
        Arrays.fill(all, coefficient);
        return new ReplicationScheme(name, all, freedom, verified, false, Centre.FULL_ESTIMATE);
    }

    private static int atLeastTwo(int replicates) {
        if (replicates < 2) {
            throw new IllegalArgumentException("replicates must be at least 2, got " + replicates);
        }
        return replicates;
    }

    /**
     * Returns the scheme of PISA: balanced repeated replication with Fay's factor 0.5 and 80 replicates, c = 0.05.
     *
     * @return the scheme
     */
    public static ReplicationScheme pisa() {
        return uniform("PISA", PISA_REPLICATES, 1 / (PISA_REPLICATES * HALF * HALF), PISA_REPLICATES, true);
    }

    /**
     * Returns the scheme of TALIS: that of PISA with 100 replicates, c = 0.04.
     *
     * @return the scheme
     */
    public static ReplicationScheme talis() {
        return uniform("TALIS", TALIS_REPLICATES, 1 / (TALIS_REPLICATES * HALF * HALF), TALIS_REPLICATES, true);
    }

    /**
     * Returns the scheme of TIMSS and PIRLS since 2015: the full paired jackknife, 150 replicates, c = 0.5.
     *
     * @return the scheme
     */
    public static ReplicationScheme timss() {
        return uniform("TIMSS", 2 * ZONES, HALF, ZONES, true);
    }

    /**
     * Returns the scheme of TIMSS and PIRLS before 2015: the half paired jackknife, c = 1, the sampling variance from the first
     * plausible value only. The number of 75 zones is from memory.
     *
     * @return the scheme
     */
    public static ReplicationScheme timssBefore2015() {
        return uniform("TIMSS before 2015", ZONES, 1, ZONES, false).withFirstPlausibleValueOnly();
    }

    /**
     * Returns the scheme of ICCS and ICILS: the half paired jackknife, 75 replicates, c = 1.
     *
     * @return the scheme
     */
    public static ReplicationScheme iccs() {
        return uniform("ICCS", ZONES, 1, ZONES, true);
    }

    /**
     * Returns the jackknife that leaves out one cluster at a time: {@code c = (R - 1) / R}.
     *
     * @param replicates the number of clusters, at least 2
     * @return the scheme
     * @throws IllegalArgumentException if there are fewer than 2
     */
    public static ReplicationScheme jk1(int replicates) {
        return uniform("JK1", atLeastTwo(replicates), (replicates - 1.0) / replicates, replicates - 1.0, true);
    }

    /**
     * Returns the jackknife that leaves out one cluster of one stratum at a time: for each replicate {@code c = (n - 1) / n}, n
     * the clusters of its stratum.
     *
     * @param coefficients one for each replicate, strictly between 0 and 1
     * @return the scheme
     * @throws IllegalArgumentException if there are fewer than 2 or one is outside that
     */
    public static ReplicationScheme jkn(double... coefficients) {
        atLeastTwo(coefficients.length);
        for (double coefficient : coefficients) {
            if (!(coefficient > 0 && coefficient < 1)) {
                throw new IllegalArgumentException("coefficients must be between 0 and 1, got " + coefficient);
            }
        }
        return jackknife(coefficients);
    }

    /** The jackknife by strata for any number of replicates, 0 among them. */
    static ReplicationScheme jackknife(double... coefficients) {
        return new ReplicationScheme(
                "JKn", coefficients.clone(), Arrays.stream(coefficients).sum(), true, false, Centre.FULL_ESTIMATE);
    }

    /**
     * Returns the full paired jackknife: two replicates a zone, c = 0.5.
     *
     * @param zones the number of zones, positive
     * @return the scheme of twice as many replicates
     * @throws IllegalArgumentException if it is not positive
     */
    public static ReplicationScheme jk2Full(int zones) {
        return uniform("JK2 full", atLeastTwo(Math.multiplyExact(2, zones)), HALF, zones, true);
    }

    /**
     * Returns the half paired jackknife: one replicate a zone, c = 1.
     *
     * @param zones the number of zones, at least 2
     * @return the scheme
     * @throws IllegalArgumentException if there are fewer than 2
     */
    public static ReplicationScheme jk2Half(int zones) {
        return uniform("JK2 half", atLeastTwo(zones), 1, zones, true);
    }

    /**
     * Returns balanced repeated replication: {@code c = 1 / R}.
     *
     * @param replicates the number of replicates, at least 2
     * @return the scheme
     * @throws IllegalArgumentException if there are fewer than 2
     */
    public static ReplicationScheme brr(int replicates) {
        return uniform("BRR", atLeastTwo(replicates), 1.0 / replicates, replicates, true);
    }

    /**
     * Returns balanced repeated replication with Fay's factor: {@code c = 1 / (R (1 - k)^2)}.
     *
     * @param replicates the number of replicates, at least 2
     * @param k how much of its weight the lighter half keeps, from 0 to less than 1
     * @return the scheme
     * @throws IllegalArgumentException if an argument is outside its range
     */
    public static ReplicationScheme fay(int replicates, double k) {
        if (!(k >= 0 && k < 1)) {
            throw new IllegalArgumentException("k must be at least 0 and less than 1, got " + k);
        }
        return uniform("Fay " + k, atLeastTwo(replicates), 1 / (replicates * (1 - k) * (1 - k)), replicates, true);
    }

    /**
     * Returns a scheme of one's own.
     *
     * @param name how it is called
     * @param freedom the degrees of freedom of the design, positive
     * @param coefficients one for each replicate, at least two, finite and not negative
     * @return the scheme
     * @throws IllegalArgumentException if an argument is outside its range
     */
    public static ReplicationScheme of(String name, double freedom, double... coefficients) {
        if (!(freedom > 0) || Double.isInfinite(freedom)) {
            throw new IllegalArgumentException("freedom must be positive, got " + freedom);
        }
        atLeastTwo(coefficients.length);
        for (double coefficient : coefficients) {
            if (!(coefficient >= 0) || Double.isInfinite(coefficient)) {
                throw new IllegalArgumentException("coefficients must be finite and not negative, got " + coefficient);
            }
        }
        Objects.requireNonNull(name, "name");
        return new ReplicationScheme(name, coefficients.clone(), freedom, false, false, Centre.FULL_ESTIMATE);
    }

    /** No replicates at all: what is left of a design with fewer than two clusters. */
    static ReplicationScheme none(String name) {
        return uniform(name, 0, 0, 1, true);
    }

    /**
     * Takes the sampling variance from the first plausible value only.
     *
     * @return the scheme with it
     */
    public ReplicationScheme withFirstPlausibleValueOnly() {
        return new ReplicationScheme(name, coefficients, freedom, verified, true, centre);
    }

    /**
     * Sets what the replicates deviate from.
     *
     * @param value the centre
     * @return the scheme with it
     */
    public ReplicationScheme withCentre(Centre value) {
        return new ReplicationScheme(name, coefficients, freedom, verified, firstOnly, Objects.requireNonNull(value, "centre"));
    }

    /**
     * Returns how the scheme is called.
     *
     * @return such as {@code PISA}
     */
    public String name() {
        return name;
    }

    /**
     * Returns the number of replicates.
     *
     * @return how many replicate weights a study must have
     */
    public int replicates() {
        return coefficients.length;
    }

    /**
     * Returns the coefficient of a replicate.
     *
     * @param replicate its number, from 0
     * @return c
     * @throws IndexOutOfBoundsException if there is no such replicate
     */
    public double coefficient(int replicate) {
        return coefficients[Objects.checkIndex(replicate, coefficients.length)];
    }

    /**
     * Returns the degrees of freedom of the design.
     *
     * @return positive, not necessarily whole
     */
    public double freedom() {
        return freedom;
    }

    /**
     * Tells whether the numbers of the scheme follow from a formula or were read in a source, and are not from memory or a
     * caller's own.
     *
     * @return whether they are
     */
    public boolean isVerified() {
        return verified;
    }

    /**
     * Tells whether the sampling variance is that of the first plausible value only.
     *
     * @return whether it is
     */
    public boolean isFirstPlausibleValueOnly() {
        return firstOnly;
    }

    /**
     * Returns what the replicates deviate from.
     *
     * @return the centre
     */
    public Centre centre() {
        return centre;
    }

    /** The variance of a statistic from its values over the replicates. */
    double variance(double estimate, double[] replicates) {
        double middle = centre == Centre.FULL_ESTIMATE ? estimate : Arrays.stream(replicates).average().orElse(estimate);
        double sum = 0;
        for (int r = 0; r < replicates.length; r++) {
            double away = replicates[r] - middle;
            sum += coefficients[r] * away * away;
        }
        return sum;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ReplicationScheme that
                && name.equals(that.name)
                && Arrays.equals(coefficients, that.coefficients)
                && freedom == that.freedom
                && verified == that.verified
                && firstOnly == that.firstOnly
                && centre == that.centre;
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, Arrays.hashCode(coefficients), freedom, firstOnly, centre);
    }

    @Override
    public String toString() {
        return name + " (" + coefficients.length + " replicates" + (firstOnly ? ", first plausible value only" : "") + ")";
    }
}
