package io.github.eduindicators.surveys;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;

/**
 * Makes replicate weights from the design of a sample, where a study has none: a regional study of whole classes, a census of
 * schools.
 *
 * <p>Formulas, with n clusters (schools), n(h) of them in the stratum h:
 * <ul>
 *   <li>{@link #jk1()}: replicate r leaves out cluster r, the weights of all others are multiplied by {@code n / (n - 1)}.
 *       Strata are not looked at, which makes the error rather too large.
 *   <li>{@link #jkn()}: the same within each stratum, {@code n(h) / (n(h) - 1)}; other strata keep their weights.
 *   <li>{@link #brr()}: clusters stand in pairs; in each replicate one of a pair has its weight doubled and the other none, by
 *       the rows of a Hadamard matrix, so that pairs are balanced against each other.
 *   <li>{@link #fay(double)}: the same with {@code 2 - k} and {@code k}; every pupil stays in every replicate, which suits
 *       medians and small groups.
 * </ul>
 * The replicates fit the {@link ReplicationScheme} that comes with them.
 *
 * <p>Input: a study with clusters, and with strata for {@link #jkn()}; pairs are made within strata, or within the whole study
 * where it has none, of clusters in the order of their codes, so codes in the order of the sampling frame give better pairs. An
 * odd cluster joins the last pair: with a clusters on one side and b on the other the weights are
 * {@code 1 + (1 - k) sqrt(b / a)} and {@code 1 - (1 - k) sqrt(a / b)}, which keeps the expected variance; where k is too small
 * for that (k below {@code 1 - 1 / sqrt(2)}) the two clusters of one side count as one.
 *
 * <p>A stratum with a single cluster says nothing of its variance. For {@link #jkn()} all such strata are joined into one; a
 * single one joins the first other stratum. The error is then rather too large. With fewer than two clusters there are no
 * replicates, and {@link StudyAnalysis} answers that there is too little data.
 *
 * <p>Many clusters: at most {@value #MOST} replicates are made unless {@link #withMost} says otherwise. Clusters are dealt in
 * the order of their codes, one after the other, over as many groups (of a stratum: in proportion to its clusters, at least
 * two), and a group is left out at a time. Pairs beyond the number share a column of the matrix.
 *
 * <p>Caveats: the replicates know the sample of schools, not a finite population: of a census they tell how much results would
 * differ with other schools like these. A jackknife is not right for quantiles. Group labels that coincide with few clusters
 * leave few degrees of freedom.
 *
 * <p>Cost and memory {@code O(R n)} for n pupils. The order of pupils changes no bit, nor does any chance. Immutable and safe to
 * share between threads.
 *
 * <p>Reference: K. M. Wolter (2007), Introduction to Variance Estimation, chapters 3 and 4, doi:10.1007/978-0-387-35099-8; of
 * Fay's factor D. Judkins (1990), J. Official Statistics 6:223-239. The weights of triples are written out by us.
 */
public final class ReplicateWeights {
    /** The largest number of replicates by default. */
    public static final int MOST = 120;

    private enum Kind {
        JK1, JKN, BALANCED
    }

    private final Kind kind;
    private final double k;
    private final int most;

    private ReplicateWeights(Kind kind, double k, int most) {
        this.kind = kind;
        this.k = k;
        this.most = most;
    }

    /**
     * A study with its replicate weights and the scheme that they follow.
     *
     * @param study the study
     * @param scheme of as many replicates as the study has
     */
    public record Replicated(Study study, ReplicationScheme scheme) {

        /**
         * Checks the number of replicates.
         *
         * @param study the study
         * @param scheme the scheme
         * @throws IllegalArgumentException if the study has another number of replicates
         */
        public Replicated {
            if (study.replicates() != scheme.replicates()) {
                throw new IllegalArgumentException(
                        "the study must have " + scheme.replicates() + " replicates, got " + study.replicates());
            }
        }
    }

    /**
     * Returns the jackknife of clusters.
     *
     * @return the maker
     */
    public static ReplicateWeights jk1() {
        return new ReplicateWeights(Kind.JK1, 0, MOST);
    }

    /**
     * Returns the jackknife of clusters within strata.
     *
     * @return the maker
     */
    public static ReplicateWeights jkn() {
        return new ReplicateWeights(Kind.JKN, 0, MOST);
    }

    /**
     * Returns balanced repeated replication.
     *
     * @return the maker
     */
    public static ReplicateWeights brr() {
        return new ReplicateWeights(Kind.BALANCED, 0, MOST);
    }

    /**
     * Returns balanced repeated replication with Fay's factor.
     *
     * @param k how much of its weight the lighter half keeps, from 0 to less than 1; PISA has 0.5
     * @return the maker
     * @throws IllegalArgumentException if k is outside that
     */
    public static ReplicateWeights fay(double k) {
        if (!(k >= 0 && k < 1)) {
            throw new IllegalArgumentException("k must be at least 0 and less than 1, got " + k);
        }
        return new ReplicateWeights(Kind.BALANCED, k, MOST);
    }

    /**
     * Sets the largest number of replicates.
     *
     * @param replicates at least 2
     * @return the maker with it
     * @throws IllegalArgumentException if it is below 2
     */
    public ReplicateWeights withMost(int replicates) {
        if (replicates < 2) {
            throw new IllegalArgumentException("the largest number of replicates must be at least 2, got " + replicates);
        }
        return new ReplicateWeights(kind, k, replicates);
    }

    /**
     * Makes the replicate weights of a study; those that it has are replaced.
     *
     * @param study the study, with clusters
     * @return the study with replicates, and their scheme; without any if there are fewer than two clusters
     * @throws IllegalArgumentException if the study has no clusters, or no strata for a jackknife within strata
     */
    public Replicated apply(Study study) {
        if (!study.clusterLabels().present()) {
            throw new IllegalArgumentException("replicate weights need the clusters of the study");
        }
        if (kind == Kind.JKN && !study.stratumLabels().present()) {
            throw new IllegalArgumentException("a jackknife within strata needs the strata of the study");
        }
        List<List<Integer>> strata = strata(study);
        long clusters = strata.stream().mapToLong(List::size).sum();
        if (clusters < 2) {
            return new Replicated(study.withReplicates(new double[0][]), ReplicationScheme.none(kind.name()));
        }
        return kind == Kind.BALANCED ? balanced(study, strata) : jackknife(study, strata, clusters);
    }

    /** The clusters that have a pupil, by stratum, in the order of codes. */
    private List<List<Integer>> strata(Study study) {
        int[] clusters = study.clusterLabels().codes();
        boolean stratified = kind != Kind.JK1 && study.stratumLabels().present();
        TreeMap<Integer, BitSet> seen = new TreeMap<>();
        for (int row = 0; row < clusters.length; row++) {
            seen.computeIfAbsent(stratified ? study.stratumLabels().codes()[row] : 0, key -> new BitSet()).set(clusters[row]);
        }
        List<List<Integer>> strata = new ArrayList<>();
        List<Integer> lonely = new ArrayList<>();
        for (BitSet stratum : seen.values()) {
            List<Integer> codes = new ArrayList<>(stratum.stream().boxed().toList());
            if (codes.size() > 1) {
                strata.add(codes);
            } else {
                lonely.addAll(codes);
            }
        }
        if (lonely.size() > 1 || strata.isEmpty()) {
            strata.add(lonely);
        } else if (!lonely.isEmpty()) {
            strata.get(0).addAll(lonely);
        }
        return strata;
    }

    private Replicated jackknife(Study study, List<List<Integer>> strata, long clusters) {
        List<double[]> replicates = new ArrayList<>();
        List<Double> coefficients = new ArrayList<>();
        for (List<Integer> stratum : strata) {
            int groups = clusters <= most ? stratum.size() : (int) Math.max(2, stratum.size() * (long) most / clusters);
            for (int group = 0; group < groups; group++) {
                double[] factors = new double[study.clusterLabels().names().size()];
                Arrays.fill(factors, 1);
                for (int i = 0; i < stratum.size(); i++) {
                    factors[stratum.get(i)] = i % groups == group ? 0 : groups / (groups - 1.0);
                }
                replicates.add(weights(study, factors));
                coefficients.add((groups - 1.0) / groups);
            }
        }
        double[] all = coefficients.stream().mapToDouble(Double::doubleValue).toArray();
        ReplicationScheme scheme = kind == Kind.JK1 ? ReplicationScheme.jk1(all.length) : ReplicationScheme.jackknife(all);
        return new Replicated(study.withReplicates(replicates.toArray(new double[0][])), scheme);
    }

    private Replicated balanced(Study study, List<List<Integer>> strata) {
        List<Pair> pairs = new ArrayList<>();
        strata.forEach(stratum -> pairs(stratum, pairs));
        int order = Hadamard.order(pairs.size() + 1);
        while (order > most && order > 2) {
            order = smaller(order);
        }
        boolean[][] matrix = Hadamard.of(order);
        double[][] replicates = new double[order][];
        for (int r = 0; r < order; r++) {
            double[] factors = new double[study.clusterLabels().names().size()];
            for (int pair = 0; pair < pairs.size(); pair++) {
                pairs.get(pair).weigh(factors, matrix[r][1 + pair % (order - 1)], k);
            }
            replicates[r] = weights(study, factors);
        }
        ReplicationScheme scheme = k > 0 ? ReplicationScheme.fay(order, k) : ReplicationScheme.brr(order);
        return new Replicated(study.withReplicates(replicates), scheme);
    }

    private static int smaller(int order) {
        int less = order - 1;
        while (Hadamard.order(less) != less) {
            less--;
        }
        return less;
    }

    /** Two sides of one cluster each, or of one and two. */
    private record Pair(List<Integer> one, List<Integer> other) {
        void weigh(double[] factors, boolean heavyOne, double k) {
            double heavier = Math.sqrt((double) other.size() / one.size());
            boolean fits = (1 - k) * heavier <= 1;
            double a = fits ? (1 - k) * heavier : 1 - k;
            double b = fits ? (1 - k) / heavier : 1 - k;
            one.forEach(cluster -> factors[cluster] = heavyOne ? 1 + a : 1 - a);
            other.forEach(cluster -> factors[cluster] = heavyOne ? 1 - b : 1 + b);
        }
    }

    private static void pairs(List<Integer> stratum, List<Pair> pairs) {
        int size = stratum.size();
        for (int i = 0; i + 1 < size; i += 2) {
            boolean last = i + 3 == size;
            pairs.add(new Pair(List.of(stratum.get(i)), last ? stratum.subList(i + 1, size) : List.of(stratum.get(i + 1))));
        }
    }

    private static double[] weights(Study study, double[] factors) {
        double[] weights = study.weights().clone();
        int[] clusters = study.clusterLabels().codes();
        for (int row = 0; row < weights.length; row++) {
            weights[row] *= factors[clusters[row]];
        }
        return weights;
    }

    @Override
    public String toString() {
        return kind + (kind == Kind.BALANCED && k > 0 ? " " + k : "") + ", at most " + most + " replicates";
    }
}
