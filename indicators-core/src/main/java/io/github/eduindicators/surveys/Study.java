package io.github.eduindicators.surveys;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * The data of a sampled study: one row a pupil, one column a weight, a plausible value, a group or a covariate.
 *
 * <p>Columns are arrays of primitives, copied once. Rows are put into an order that their contents alone decide, so the state,
 * and every figure made of it, is the same to the bit in whatever order the pupils came. Who the pupils are is not kept: a study
 * has no place for their codes.
 *
 * <p>Weights are not negative, one is positive; plausible values are numbers on any scale; no number is above 1e12 in size, so
 * that sums of squares stay finite; a covariate may be unknown for some pupils, a group too (a blank label). Clusters are the
 * schools of the sample, strata what the schools were drawn from; a cluster lies in one stratum.
 *
 * <p>Memory: 8 bytes a pupil for each weight, replicate weight, plausible value and covariate, 4 for each group. Immutable and
 * safe to share between threads.
 */
public final class Study implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 200;
    /** The largest number of a column, in size. */
    private static final double LARGEST = 1e12;

    private final int rows;
    private final double[] weights;
    private final double[][] replicates;
    private final TreeMap<String, double[][]> domains;
    private final TreeMap<String, Labels> groups;
    private final Labels clusters;
    private final Labels strata;
    /** NaN where unknown. */
    private final TreeMap<String, double[]> covariates;

    /** A column of text: the labels in their order and, by row, the number of its label or -1. No labels at all: there is no column. */
    record Labels(ArrayList<String> names, int[] codes) implements Serializable {
        static final Labels NONE = new Labels(new ArrayList<>(), new int[0]);

        static Labels of(List<String> labels) {
            ArrayList<String> names = new ArrayList<>(new TreeSet<>(labels));
            names.remove("");
            return new Labels(names, labels.stream()
                    .mapToInt(label -> label.isEmpty() ? -1 : Collections.binarySearch(names, label))
                    .toArray());
        }

        boolean present() {
            return codes.length > 0;
        }

        int code(String label) {
            return Math.max(-2, Collections.binarySearch(names, label));
        }

        private Labels take(int[] order) {
            return present() ? new Labels(names, Arrays.stream(order).map(row -> codes[row]).toArray()) : this;
        }
    }

    private Study(
            double[] weights, double[][] replicates, TreeMap<String, double[][]> domains, TreeMap<String, Labels> groups,
            Labels clusters, Labels strata, TreeMap<String, double[]> covariates) {
        this.rows = weights.length;
        this.weights = weights;
        this.replicates = replicates;
        this.domains = domains;
        this.groups = groups;
        this.clusters = clusters;
        this.strata = strata;
        this.covariates = covariates;
    }

    /**
     * Starts a study.
     *
     * @param weights the full weight of each pupil, finite and not negative; copied
     * @return a builder without values
     * @throws IllegalArgumentException if there is no pupil, a weight is negative or not finite, or all are 0
     */
    public static Builder builder(double... weights) {
        return new Builder(weights);
    }

    /**
     * Starts a study of pupils that count alike, such as a census.
     *
     * @param pupils how many
     * @return a builder without values, all weights 1
     * @throws IllegalArgumentException if there is no pupil
     */
    public static Builder unweighted(int pupils) {
        double[] ones = new double[Math.max(0, pupils)];
        Arrays.fill(ones, 1);
        return new Builder(ones);
    }

    /**
     * Returns the number of pupils.
     *
     * @return the number of rows, 0 only for a part of a study
     */
    public int pupils() {
        return rows;
    }

    /**
     * Returns the sum of the full weights.
     *
     * @return how many pupils of the population the rows stand for
     */
    public double totalWeight() {
        return Arrays.stream(weights).sum();
    }

    /**
     * Returns the domains that were measured.
     *
     * @return their names, at least one
     */
    public SortedSet<String> domains() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(domains.keySet()));
    }

    /**
     * Returns the number of plausible values of a domain.
     *
     * @param domain the domain
     * @return at least 1
     * @throws IllegalArgumentException if the study has no such domain
     */
    public int plausibleValues(String domain) {
        return values(domain).length;
    }

    /**
     * Returns the number of replicate weights.
     *
     * @return 0 if the study has none
     */
    public int replicates() {
        return replicates.length;
    }

    /**
     * Returns the groupings.
     *
     * @return the names of the columns
     */
    public SortedSet<String> groups() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(groups.keySet()));
    }

    /**
     * Returns the groups of a grouping.
     *
     * @param group the name of the column
     * @return the labels that pupils of the study have, without the blank one
     * @throws IllegalArgumentException if the study has no such grouping
     */
    public SortedSet<String> labels(String group) {
        Labels column = labelsOf(group);
        TreeSet<String> seen = new TreeSet<>();
        for (int code : column.codes) {
            if (code >= 0) {
                seen.add(column.names.get(code));
            }
        }
        return Collections.unmodifiableSortedSet(seen);
    }

    /**
     * Returns the covariates.
     *
     * @return the names of the columns
     */
    public SortedSet<String> covariates() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(covariates.keySet()));
    }

    /**
     * Returns the number of clusters that have a pupil of positive weight.
     *
     * @return the number of schools, or empty if they are not known
     */
    public OptionalInt clusters() {
        return distinct(clusters);
    }

    /**
     * Returns the number of strata that have a pupil of positive weight.
     *
     * @return the number, or empty if they are not known
     */
    public OptionalInt strata() {
        return distinct(strata);
    }

    private OptionalInt distinct(Labels column) {
        if (column.names.isEmpty()) {
            return OptionalInt.empty();
        }
        BitSet seen = new BitSet();
        for (int row = 0; row < rows; row++) {
            if (weights[row] > 0 && column.codes[row] >= 0) {
                seen.set(column.codes[row]);
            }
        }
        return OptionalInt.of(seen.cardinality());
    }

    /**
     * Returns the part of a study that belongs to a group; its replicate weights stay those of the whole, as they must.
     *
     * @param group the name of the column
     * @param label the group
     * @return the part, without a pupil if nobody is in the group
     * @throws IllegalArgumentException if the study has no such grouping
     */
    public Study where(String group, String label) {
        return take(rowsOf(group, label, true));
    }

    /**
     * Returns the part of a study that belongs to other groups; pupils whose group is unknown are in neither.
     *
     * @param group the name of the column
     * @param label the group that is left out
     * @return the part, without a pupil if nobody is in another group
     * @throws IllegalArgumentException if the study has no such grouping
     */
    public Study whereNot(String group, String label) {
        return take(rowsOf(group, label, false));
    }

    /**
     * Returns what a statistic sees: the pupils with one plausible value and the full weights.
     *
     * @param domain the domain
     * @param plausibleValue its number, from 1
     * @return the sample
     * @throws IllegalArgumentException if the study has no such domain or value
     */
    public Statistic.Sample sample(String domain, int plausibleValue) {
        if (plausibleValue < 1 || plausibleValue > plausibleValues(domain)) {
            throw new IllegalArgumentException(
                    "plausible value must be within 1.." + plausibleValues(domain) + ", got " + plausibleValue);
        }
        return Statistic.Sample.of(this, domain, plausibleValue - 1);
    }

    double[] weights() {
        return weights;
    }

    double[] replicate(int number) {
        return replicates[number];
    }

    double[][] values(String domain) {
        double[][] values = domains.get(domain);
        if (values == null) {
            throw new IllegalArgumentException("domain must be one of " + domains.keySet() + ", got " + domain);
        }
        return values;
    }

    double[] covariate(String name) {
        double[] values = covariates.get(name);
        if (values == null) {
            throw new IllegalArgumentException("covariate must be one of " + covariates.keySet() + ", got " + name);
        }
        return values;
    }

    Labels labelsOf(String group) {
        Labels labels = groups.get(group);
        if (labels == null) {
            throw new IllegalArgumentException("group must be one of " + groups.keySet() + ", got " + group);
        }
        return labels;
    }

    Labels clusterLabels() {
        return clusters;
    }

    Labels stratumLabels() {
        return strata;
    }

    int[] rowsOf(String group, String label, boolean inside) {
        Labels labels = labelsOf(group);
        int wanted = labels.code(label);
        return IntStream.range(0, rows).filter(row -> labels.codes[row] >= 0 && labels.codes[row] == wanted == inside).toArray();
    }

    Study withReplicates(double[][] made) {
        return new Study(weights, made, domains, groups, clusters, strata, covariates);
    }

    private Study take(int[] order) {
        TreeMap<String, double[][]> takenDomains = new TreeMap<>();
        domains.forEach((name, values) -> takenDomains.put(name, take(values, order)));
        TreeMap<String, Labels> takenGroups = new TreeMap<>();
        groups.forEach((name, labels) -> takenGroups.put(name, labels.take(order)));
        TreeMap<String, double[]> takenCovariates = new TreeMap<>();
        covariates.forEach((name, values) -> takenCovariates.put(name, take(values, order)));
        return new Study(take(weights, order), take(replicates, order), takenDomains, takenGroups,
                clusters.take(order), strata.take(order), takenCovariates);
    }

    private static double[][] take(double[][] columns, int[] order) {
        return Arrays.stream(columns).map(column -> take(column, order)).toArray(double[][]::new);
    }

    private static double[] take(double[] column, int[] order) {
        double[] taken = new double[order.length];
        for (int i = 0; i < order.length; i++) {
            taken[i] = column[order[i]];
        }
        return taken;
    }

    /** The order of rows that their contents decide. */
    private int[] order() {
        List<double[]> numbers = new ArrayList<>(List.of(weights));
        domains.values().forEach(values -> numbers.addAll(Arrays.asList(values)));
        numbers.addAll(covariates.values());
        numbers.addAll(Arrays.asList(replicates));
        List<int[]> codes = new ArrayList<>();
        for (Labels labels : List.of(strata, clusters)) {
            if (labels.present()) {
                codes.add(labels.codes);
            }
        }
        groups.values().forEach(labels -> codes.add(labels.codes));
        return IntStream.range(0, rows).boxed().sorted((a, b) -> {
            for (int[] column : codes) {
                if (column[a] != column[b]) {
                    return Integer.compare(column[a], column[b]);
                }
            }
            for (double[] column : numbers) {
                int compared = Double.compare(column[a], column[b]);
                if (compared != 0) {
                    return compared;
                }
            }
            return 0;
        }).mapToInt(Integer::intValue).toArray();
    }

    @Override
    public String toString() {
        return "Study[" + rows + " pupils, " + domains.keySet() + ", " + replicates.length + " replicates"
                + (clusters.present() ? ", " + clusters().orElse(0) + " clusters" : "") + "]";
    }

    /** Collects the columns of a study. Not safe for use by several threads. */
    public static final class Builder {
        private final double[] weights;
        private double[][] replicates = {};
        private final TreeMap<String, double[][]> domains = new TreeMap<>();
        private final TreeMap<String, Labels> groups = new TreeMap<>();
        private Labels clusters = Labels.NONE;
        private Labels strata = Labels.NONE;
        private final TreeMap<String, double[]> covariates = new TreeMap<>();

        private Builder(double[] weights) {
            this.weights = weighed("weights", weights);
            if (weights.length == 0 || !(Arrays.stream(weights).max().orElse(0) > 0)) {
                throw new IllegalArgumentException("weights must be at least one, and one of them positive");
            }
        }

        private static double[] weighed(String what, double[] column) {
            double[] copy = finite(what, column);
            for (double weight : copy) {
                if (weight < 0) {
                    throw new IllegalArgumentException(what + " must not be negative, got " + weight);
                }
            }
            return copy;
        }

        /** A copy without negative zeros, which would sort apart from zeros. */
        private static double[] finite(String what, double[] column) {
            double[] copy = column.clone();
            for (int i = 0; i < copy.length; i++) {
                checked(what, copy[i]);
                copy[i] += 0.0;
            }
            return copy;
        }

        private static void checked(String what, double number) {
            if (!(Math.abs(number) <= LARGEST)) {
                throw new IllegalArgumentException(what + " must be finite and at most " + LARGEST + " in size, got " + number);
            }
        }

        private void fits(String what, int length) {
            if (length != weights.length) {
                throw new IllegalArgumentException(what + " must be as many as weights, " + weights.length + ", got " + length);
            }
        }

        private static String named(String what, String name, SortedSet<String> taken) {
            String stripped = name.strip();
            if (stripped.isEmpty() || stripped.length() > LONGEST || stripped.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException(what + " must have a name of 1 to " + LONGEST + " characters on one line");
            }
            if (taken.contains(stripped)) {
                throw new IllegalArgumentException(what + " " + stripped + " is there already");
            }
            return stripped;
        }

        private static List<String> stripped(List<String> labels) {
            return labels.stream().map(String::strip).toList();
        }

        /**
         * Sets the replicate weights.
         *
         * @param byReplicate for each replicate the weight of each pupil, finite and not negative; copied
         * @return this builder
         * @throws IllegalArgumentException if a column has another length than the weights or a weight is negative or not finite
         */
        public Builder replicates(double[]... byReplicate) {
            double[][] copies = new double[byReplicate.length][];
            for (int i = 0; i < copies.length; i++) {
                fits("replicate weights", byReplicate[i].length);
                copies[i] = weighed("replicate weights", byReplicate[i]);
            }
            replicates = copies;
            return this;
        }

        /**
         * Adds a domain.
         *
         * @param domain its name, such as {@code mathematics}
         * @param plausibleValues for each plausible value the value of each pupil, finite; one column for plain scores; copied
         * @return this builder
         * @throws IllegalArgumentException if the domain is there already, has no value, a column has another length than the
         *     weights, or a value is not finite
         */
        public Builder values(String domain, double[]... plausibleValues) {
            String name = named("domain", domain, domains.navigableKeySet());
            if (plausibleValues.length == 0) {
                throw new IllegalArgumentException("domain " + name + " must have at least one plausible value");
            }
            double[][] copies = new double[plausibleValues.length][];
            for (int i = 0; i < copies.length; i++) {
                fits("plausible values", plausibleValues[i].length);
                copies[i] = finite("plausible values", plausibleValues[i]);
            }
            domains.put(name, copies);
            return this;
        }

        /**
         * Adds a grouping.
         *
         * @param group its name, such as {@code gender}
         * @param labels the group of each pupil, blank where unknown
         * @return this builder
         * @throws IllegalArgumentException if the grouping is there already or has another length than the weights
         */
        public Builder group(String group, List<String> labels) {
            String name = named("group", group, groups.navigableKeySet());
            fits("labels of " + name, labels.size());
            groups.put(name, Labels.of(stripped(labels)));
            return this;
        }

        /**
         * Sets the clusters of the sample.
         *
         * @param codes the school of each pupil, not blank
         * @return this builder
         * @throws IllegalArgumentException if a code is blank or they are not as many as the weights
         */
        public Builder clusters(List<String> codes) {
            clusters = complete("clusters", codes);
            return this;
        }

        /**
         * Sets the strata of the sample.
         *
         * @param codes the stratum of each pupil's school, not blank
         * @return this builder
         * @throws IllegalArgumentException if a code is blank or they are not as many as the weights
         */
        public Builder strata(List<String> codes) {
            strata = complete("strata", codes);
            return this;
        }

        private Labels complete(String what, List<String> codes) {
            fits(what, codes.size());
            List<String> stripped = stripped(codes);
            if (stripped.contains("")) {
                throw new IllegalArgumentException(what + " must not be blank");
            }
            return Labels.of(stripped);
        }

        /**
         * Adds a covariate that is known of every pupil.
         *
         * @param covariate its name, such as {@code escs}
         * @param values the value of each pupil, finite; copied
         * @return this builder
         * @throws IllegalArgumentException if the covariate is there already, has another length than the weights or is not
         *     finite
         */
        public Builder covariate(String covariate, double... values) {
            BitSet all = new BitSet();
            all.set(0, values.length);
            return covariate(covariate, values, all);
        }

        /**
         * Adds a covariate that is known of some pupils.
         *
         * @param covariate its name
         * @param values the value of each pupil, finite where it is known; copied
         * @param known the pupils, by their number from 0, of whom it is known
         * @return this builder
         * @throws IllegalArgumentException if the covariate is there already, has another length than the weights or is not
         *     finite
         */
        public Builder covariate(String covariate, double[] values, BitSet known) {
            String name = named("covariate", covariate, covariates.navigableKeySet());
            fits("values of " + name, values.length);
            double[] copy = new double[values.length];
            for (int i = 0; i < copy.length; i++) {
                copy[i] = known.get(i) ? values[i] + 0.0 : Double.NaN;
                if (known.get(i)) {
                    checked("values of " + name, copy[i]);
                }
            }
            covariates.put(name, copy);
            return this;
        }

        /**
         * Makes the study; the builder can go on.
         *
         * @return the study
         * @throws IllegalArgumentException if there is no domain, or a cluster lies in two strata
         */
        public Study build() {
            if (domains.isEmpty()) {
                throw new IllegalArgumentException("a study must have at least one domain");
            }
            if (clusters.present() && strata.present()) {
                oneStratum(row -> clusters.codes[row], row -> strata.codes[row]);
            }
            Study unordered = new Study(weights, replicates, domains, groups, clusters, strata, covariates);
            return unordered.take(unordered.order());
        }

        private void oneStratum(ToIntFunction<Integer> cluster, ToIntFunction<Integer> stratum) {
            Map<Integer, Integer> of = new TreeMap<>();
            for (int row = 0; row < weights.length; row++) {
                Integer before = of.putIfAbsent(cluster.applyAsInt(row), stratum.applyAsInt(row));
                if (before != null && !Objects.equals(before, stratum.applyAsInt(row))) {
                    throw new IllegalArgumentException(
                            "a cluster must lie in one stratum, got two for " + clusters.names.get(cluster.applyAsInt(row)));
                }
            }
        }
    }
}
