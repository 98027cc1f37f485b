package io.github.eduindicators.surveys;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * How large is a statistic of a sampled study, and how sure is it, with plausible values and replicate weights?
 *
 * <p>Formula, for M plausible values and R replicate weights with the coefficients c of the {@link ReplicationScheme}:
 * <pre>
 *   t(m)    the statistic with plausible value m and the full weights      t(m, r)   with replicate weights r
 *   U(m) = sum over r of c(r) (t(m, r) - t(m))^2                            sampling variance
 *   t = mean of t(m)     U = mean of U(m)     B = sum of (t(m) - t)^2 / (M - 1)
 *   T = U + (1 + 1/M) B     SE = sqrt(T)     df = (M - 1) / lambda^2,  lambda = (1 + 1/M) B / T
 * </pre>
 * The statistic is computed for each plausible value and then averaged; plausible values are never averaged within a pupil. With
 * one plausible value B is 0. Some schemes take U from the first plausible value only.
 *
 * <p>Input: a {@link Study} with the replicates that the scheme asks for; of studies without them {@link ReplicateWeights} makes
 * some. Groups are parts of the study ({@link Study#where}), which keep the replicates of the whole.
 *
 * <p>What comes back: too few pupils (below {@value #FEWEST_PUPILS}, the habit of OECD reports as we remember it) or clusters
 * (below {@value #FEWEST_CLUSTERS}, counted where the study knows them) give no value; without two replicates, or where a
 * replicate has none of the pupils, there is a value without an error; the reason is in {@link StudyEstimate#reason}. Equal
 * values give a standard deviation of 0 with the error 0. A statistic that is not finite, or beyond 1e100 in size, cannot be
 * told. Never NaN.
 *
 * <p>Degrees of freedom: {@link Freedom#DESIGN}, the default, takes the smaller of Rubin's number above and what the design has
 * ({@link ReplicationScheme#freedom}; for a part of a study also its clusters less one, less its strata in a stratified one).
 * With B = 0 Rubin's number alone is infinite, which with five schools makes intervals far too short. {@link Freedom#RUBIN}
 * takes it alone.
 *
 * <p>Caveats: the interval of a share near 0 or 1 may leave 0..1; a statistic that jumps, such as a median, needs balanced
 * replication. The error says nothing of pupils and schools that did not take part.
 *
 * <p>Cost: {@code M (R + 1)} statistics, or {@code M + R} with the first plausible value only. Immutable and safe to share between threads.
 *
 * <p>Reference: D. B. Rubin (1987), Multiple Imputation for Nonresponse in Surveys, doi:10.1002/9780470316696; OECD (2009), PISA
 * Data Analysis Manual, chapters 7 and 8. The bound by the design is ours, in the manner of J. Barnard, D. B. Rubin (1999),
 * Biometrika 86:948-955, doi:10.1093/biomet/86.4.948, but simpler.
 */
public final class StudyAnalysis {
    /** The smallest number of pupils by default. */
    public static final int FEWEST_PUPILS = 30;
    /** The smallest number of clusters by default. */
    public static final int FEWEST_CLUSTERS = 5;

    private static final double LARGEST = 1e100;

    /** What bounds the degrees of freedom. */
    public enum Freedom {
        /** Plausible values alone. */
        RUBIN,
        /** Plausible values and the number of replicates, strata and clusters. */
        DESIGN
    }

    private final ReplicationScheme scheme;
    private final int fewestPupils;
    private final int fewestClusters;
    private final Freedom freedom;

    private StudyAnalysis(ReplicationScheme scheme, int fewestPupils, int fewestClusters, Freedom freedom) {
        this.scheme = scheme;
        this.fewestPupils = fewestPupils;
        this.fewestClusters = fewestClusters;
        this.freedom = freedom;
    }

    /**
     * Returns the analysis of studies of a scheme.
     *
     * @param scheme how the sampling variance follows from replicate weights
     * @return the method
     */
    public static StudyAnalysis of(ReplicationScheme scheme) {
        return new StudyAnalysis(Objects.requireNonNull(scheme, "scheme"), FEWEST_PUPILS, FEWEST_CLUSTERS, Freedom.DESIGN);
    }

    /**
     * Sets how many pupils and clusters an estimate needs.
     *
     * @param pupils at least 1
     * @param clusters at least 1; of no effect where a study does not know its clusters
     * @return the method with it
     * @throws IllegalArgumentException if one is below 1
     */
    public StudyAnalysis withFewest(int pupils, int clusters) {
        if (pupils < 1 || clusters < 1) {
            throw new IllegalArgumentException("the fewest must be at least 1, got " + pupils + " and " + clusters);
        }
        return new StudyAnalysis(scheme, pupils, clusters, freedom);
    }

    /**
     * Sets what bounds the degrees of freedom.
     *
     * @param value the bound
     * @return the method with it
     */
    public StudyAnalysis withFreedom(Freedom value) {
        return new StudyAnalysis(scheme, fewestPupils, fewestClusters, Objects.requireNonNull(value, "freedom"));
    }

    /**
     * Returns the scheme.
     *
     * @return how the sampling variance follows from replicate weights
     */
    public ReplicationScheme scheme() {
        return scheme;
    }

    /**
     * Estimates a statistic.
     *
     * @param study the study or a part of it
     * @param domain the domain
     * @param statistic the statistic
     * @return the estimate; it says itself what it lacks
     * @throws IllegalArgumentException if the study has no such domain, or replicates but not as many as the scheme
     */
    public StudyEstimate estimate(Study study, String domain, Statistic statistic) {
        int values = study.plausibleValues(domain);
        if (study.replicates() != 0 && study.replicates() != scheme.replicates()) {
            throw new IllegalArgumentException(
                    "the study must have the " + scheme.replicates() + " replicates of " + scheme.name() + ", got " + study.replicates());
        }
        StudyEstimate.Size size = size(study);
        String few = few(size);
        if (!few.isEmpty()) {
            return StudyEstimate.insufficient(size, few);
        }
        double[] estimates = new double[values];
        double[] replicates = new double[study.replicates()];
        double sampling = 0;
        boolean empty = replicates.length < 2;
        int used = scheme.isFirstPlausibleValueOnly() ? 1 : values;
        for (int m = 0; m < values; m++) {
            Statistic.Sample sample = Statistic.Sample.of(study, domain, m);
            OptionalDouble full = finite(statistic.of(sample));
            if (full.isEmpty()) {
                return StudyEstimate.insufficient(size, "no-value");
            }
            estimates[m] = full.getAsDouble();
            for (int r = 0; r < replicates.length && m < used && !empty; r++) {
                OptionalDouble replicate = finite(statistic.of(sample.withReplicate(r)));
                empty = replicate.isEmpty();
                replicates[r] = replicate.orElse(0);
            }
            if (m < used && !empty) {
                sampling += scheme.variance(estimates[m], replicates);
            }
        }
        if (empty) {
            return StudyEstimate.withoutError(size, estimates, replicates.length < 2 ? "few-replicates" : "empty-replicate");
        }
        double bound = freedom == Freedom.RUBIN ? Double.POSITIVE_INFINITY : design(study, size);
        return StudyEstimate.of(size, estimates, sampling / used, bound);
    }

    /** A number whose square would overflow, as a slope on a covariate that hardly varies, cannot be told either. */
    private static OptionalDouble finite(OptionalDouble value) {
        return value.isPresent() && Math.abs(value.getAsDouble()) <= LARGEST ? value : OptionalDouble.empty();
    }

    private static StudyEstimate.Size size(Study study) {
        long n = 0;
        for (double weight : study.weights()) {
            n += weight > 0 ? 1 : 0;
        }
        return new StudyEstimate.Size(n, study.totalWeight(), study.clusters());
    }

    private String few(StudyEstimate.Size size) {
        if (size.n() < fewestPupils) {
            return "few-pupils";
        }
        return size.clusters().orElse(Integer.MAX_VALUE) < fewestClusters ? "few-clusters" : "";
    }

    private double design(Study study, StudyEstimate.Size size) {
        if (size.clusters().isEmpty()) {
            return scheme.freedom();
        }
        int clusters = size.clusters().getAsInt();
        int strata = study.strata().orElse(1);
        int lost = strata < clusters ? strata : 1;
        return Math.max(1, Math.min(scheme.freedom(), clusters - lost));
    }

    /**
     * Estimates the difference of a statistic between two groups of one sample, from the replicates of the difference itself.
     *
     * @param study the study
     * @param domain the domain
     * @param statistic the statistic
     * @param pair the two groups
     * @return the estimate of the difference; without a value where one of the groups is too small
     * @throws IllegalArgumentException if the study has no such domain or grouping, or other replicates than the scheme
     */
    public StudyEstimate difference(Study study, String domain, Statistic statistic, Pair pair) {
        Study label = study.where(pair.group(), pair.label());
        Study rest = pair.less().isEmpty() ? study.whereNot(pair.group(), pair.label()) : study.where(pair.group(), pair.less());
        for (Study side : List.of(label, rest)) {
            StudyEstimate.Size size = size(side);
            if (!few(size).isEmpty()) {
                return StudyEstimate.insufficient(size, few(size));
            }
        }
        return estimate(study, domain, pair.less().isEmpty()
                ? Statistic.differenceFromRest(statistic, pair.group(), pair.label())
                : Statistic.difference(statistic, pair.group(), pair.label(), pair.less()));
    }

    /**
     * Two groups that are compared.
     *
     * @param group the name of the grouping
     * @param label the group
     * @param less the group that is subtracted; empty: all the others
     */
    public record Pair(String group, String label, String less) {

        /**
         * Checks the groups.
         *
         * @param group the name of the grouping
         * @param label the group
         * @param less the group that is subtracted; empty: all the others
         * @throws IllegalArgumentException if the group is blank or the same as the other
         */
        public Pair {
            if (label.isEmpty() || label.equals(less)) {
                throw new IllegalArgumentException("two different groups are compared, got " + label + " and " + less);
            }
            Objects.requireNonNull(group, "group");
        }

        /**
         * Returns the comparison of a group with all the others.
         *
         * @param group the name of the grouping
         * @param label the group
         * @return the pair
         */
        public static Pair withRest(String group, String label) {
            return new Pair(group, label, "");
        }
    }

    /**
     * Estimates the share of pupils at each level, plausible value by plausible value.
     *
     * @param study the study or a part of it
     * @param domain the domain
     * @param levels the levels
     * @return the shares of all levels from the lowest, which is below the first bound; they add up to 1
     * @throws IllegalArgumentException if the study has no such domain, or other replicates than the scheme
     */
    public List<StudyEstimate> levels(Study study, String domain, ProficiencyLevels levels) {
        List<StudyEstimate> shares = new ArrayList<>();
        for (int level = 0; level <= levels.bounds().size(); level++) {
            shares.add(estimate(study, domain, levels.at(level)));
        }
        return List.copyOf(shares);
    }

    @Override
    public String toString() {
        return "StudyAnalysis[" + scheme + ", at least " + fewestPupils + " pupils and " + fewestClusters + " clusters, " + freedom + "]";
    }
}
