package io.github.eduindicators.surveys;

import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.DoublePredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A number made of one plausible value and one set of weights; {@link StudyAnalysis} repeats it over all of them.
 *
 * <p>With values x and weights w: mean {@code sum(w x) / sum(w)}; standard deviation {@code sqrt(sum(w (x - mean)^2) / sum(w))},
 * with the sum of the weights as the divisor; the others at their methods. Pupils of weight 0 do not count. A statistic that
 * cannot be told (nobody there, no spread for a correlation) is empty, never NaN. One of your own is a lambda:
 * {@code sample -> OptionalDouble.of(...)}; it must give the same number for the same sample.
 *
 * <p>Cost: {@code O(n)} of n pupils, quantiles {@code O(n log n)} once a plausible value. The ready ones are immutable and safe
 * to share between threads.
 */
@FunctionalInterface
public interface Statistic {

    /**
     * Computes the statistic.
     *
     * @param sample the pupils with one plausible value and one set of weights
     * @return a finite number, or empty where the statistic cannot be told
     */
    OptionalDouble of(Sample sample);

    /** How a quantile is read off a weighted sample, whose values are in their order and whose weights add up to W. */
    enum QuantileRule {
        /** The first value at which the cumulative weight reaches {@code p W}. */
        FIRST,
        /** The same; where the cumulative weight is exactly {@code p W}, the middle between this value and the next. */
        MIDDLE,
        /** On the line through the points (cumulative weight, value); below the first point the first value. */
        INTERPOLATED
    }

    /**
     * Returns the weighted mean.
     *
     * @return the statistic
     */
    static Statistic mean() {
        return sample -> sample.weighted(sample::value);
    }

    /**
     * Returns the weighted standard deviation, whose divisor is the sum of the weights.
     *
     * @return the statistic; 0 if all values are equal
     */
    static Statistic standardDeviation() {
        return sample -> {
            OptionalDouble mean = sample.weighted(sample::value);
            if (mean.isEmpty()) {
                return mean;
            }
            double middle = mean.getAsDouble();
            double variance = sample.weighted(i -> (sample.value(i) - middle) * (sample.value(i) - middle)).getAsDouble();
            return OptionalDouble.of(Math.sqrt(variance));
        };
    }

    /**
     * Returns a quantile: the first value at which the cumulative weight reaches {@code p} of the whole.
     *
     * @param p strictly between 0 and 1
     * @return the statistic
     * @throws IllegalArgumentException if p is outside that
     */
    static Statistic quantile(double p) {
        return quantile(p, QuantileRule.FIRST);
    }

    /**
     * Returns a quantile by a rule.
     *
     * @param p strictly between 0 and 1
     * @param rule how it is read off
     * @return the statistic
     * @throws IllegalArgumentException if p is outside that
     */
    static Statistic quantile(double p, QuantileRule rule) {
        if (!(p > 0 && p < 1)) {
            throw new IllegalArgumentException("p must be between 0 and 1, got " + p);
        }
        Objects.requireNonNull(rule, "rule");
        return sample -> Quantiles.of(sample, p, rule);
    }

    /**
     * Returns the median, the quantile at one half.
     *
     * @return the statistic
     */
    static Statistic median() {
        return quantile(0.5);
    }

    /**
     * Returns the weighted share of pupils whose value has a property.
     *
     * @param property the property
     * @return the statistic, 0..1
     */
    static Statistic share(DoublePredicate property) {
        Objects.requireNonNull(property, "property");
        return sample -> sample.weighted(i -> property.test(sample.value(i)) ? 1 : 0);
    }

    /**
     * Returns the slope of the weighted regression of the values on a covariate, such as the socio-economic gradient: by how
     * many points the values differ for one unit of it. Pupils of whom it is unknown are left out.
     *
     * @param covariate the name of the covariate
     * @return the statistic; empty if the covariate does not vary
     */
    static Statistic slope(String covariate) {
        return sample -> Moments.of(sample, sample.covariate(covariate)).slope();
    }

    /**
     * Returns the share of the variance of the values that the weighted regression on a covariate explains.
     *
     * @param covariate the name of the covariate
     * @return the statistic, 0..1; empty if the covariate or the values do not vary
     */
    static Statistic rSquared(String covariate) {
        return sample -> Moments.of(sample, sample.covariate(covariate)).rSquared();
    }

    /**
     * Returns the weighted correlation of the values with a covariate.
     *
     * @param covariate the name of the covariate
     * @return the statistic, -1..1; empty if one of them does not vary
     */
    static Statistic correlation(String covariate) {
        return sample -> Moments.of(sample, sample.covariate(covariate)).correlation();
    }

    /**
     * Returns the weighted correlation with the values of another domain, each plausible value with that of the same number.
     *
     * @param domain the other domain, with as many plausible values
     * @return the statistic, -1..1; empty if one of them does not vary
     */
    static Statistic correlationWith(String domain) {
        return sample -> Moments.of(sample, sample.values(domain)).correlation();
    }

    /**
     * Returns the difference of a statistic between two groups of one sample. Both sides stand in the same replicate, so what
     * they have in common, such as their schools, is allowed for.
     *
     * @param statistic the statistic
     * @param group the name of the grouping
     * @param label the group
     * @param less the group that is subtracted
     * @return the statistic; empty if it cannot be told of one of the groups
     */
    static Statistic difference(Statistic statistic, String group, String label, String less) {
        Objects.requireNonNull(statistic, "statistic");
        return sample -> Sample.minus(statistic.of(sample.where(group, label)), statistic.of(sample.where(group, less)));
    }

    /**
     * Returns the difference of a statistic between a group and all the others of one sample; pupils whose group is unknown are
     * in neither.
     *
     * @param statistic the statistic
     * @param group the name of the grouping
     * @param label the group
     * @return the statistic; empty if it cannot be told of one of the sides
     */
    static Statistic differenceFromRest(Statistic statistic, String group, String label) {
        Objects.requireNonNull(statistic, "statistic");
        return sample -> Sample.minus(statistic.of(sample.where(group, label)), statistic.of(sample.whereNot(group, label)));
    }

    /** Pupils with one plausible value and one set of weights. It shows a part of a study and must not outlive the call. */
    final class Sample {
        private final Study study;
        private final int plausible;
        private final double[] values;
        private final double[] weights;
        /** The rows of the study that belong to the sample. */
        private final int[] rows;
        /** The order of the values, found when first asked for; shared by all weights of one plausible value. */
        private final int[][] order;

        private Sample(Study study, int plausible, double[] values, double[] weights, int[] rows, int[][] order) {
            this.study = study;
            this.plausible = plausible;
            this.values = values;
            this.weights = weights;
            this.rows = rows;
            this.order = order;
        }

        static Sample of(Study study, String domain, int plausible) {
            int[] all = IntStream.range(0, study.pupils()).toArray();
            return new Sample(study, plausible, study.values(domain)[plausible], study.weights(), all, new int[1][]);
        }

        Sample withReplicate(int number) {
            return new Sample(study, plausible, values, study.replicate(number), rows, order);
        }

        /**
         * Returns the number of pupils.
         *
         * @return the number, those of weight 0 among them
         */
        public int size() {
            return rows.length;
        }

        /**
         * Returns the value of a pupil.
         *
         * @param pupil the number of the pupil, from 0
         * @return the plausible value
         */
        public double value(int pupil) {
            return values[rows[pupil]];
        }

        /**
         * Returns the weight of a pupil.
         *
         * @param pupil the number of the pupil, from 0
         * @return the weight, not negative
         */
        public double weight(int pupil) {
            return weights[rows[pupil]];
        }

        /**
         * Returns the values of another domain, of the plausible value that has the same number.
         *
         * @param domain the domain
         * @return by the number of the pupil
         * @throws IllegalArgumentException if there is no such domain or it has fewer plausible values
         */
        public IntToDoubleFunction values(String domain) {
            double[][] all = study.values(domain);
            if (all.length <= plausible) {
                throw new IllegalArgumentException(
                        "domain " + domain + " must have as many plausible values, at least " + (plausible + 1) + ", got " + all.length);
            }
            double[] column = all[plausible];
            return pupil -> column[rows[pupil]];
        }

        /**
         * Tells whether a covariate of a pupil is known.
         *
         * @param name the name of the covariate
         * @param pupil the number of the pupil, from 0
         * @return whether it is known
         * @throws IllegalArgumentException if the study has no such covariate
         */
        public boolean isKnown(String name, int pupil) {
            return !Double.isNaN(study.covariate(name)[rows[pupil]]);
        }

        /**
         * Returns a covariate of a pupil.
         *
         * @param name the name of the covariate
         * @param pupil the number of the pupil, from 0
         * @return the value, or empty where it is unknown
         * @throws IllegalArgumentException if the study has no such covariate
         */
        public OptionalDouble covariate(String name, int pupil) {
            double value = study.covariate(name)[rows[pupil]];
            return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
        }

        /** NaN where unknown. */
        private IntToDoubleFunction covariate(String name) {
            double[] column = study.covariate(name);
            return pupil -> column[rows[pupil]];
        }

        /**
         * Returns the pupils of a group.
         *
         * @param group the name of the grouping
         * @param label the group
         * @return the part of the sample
         * @throws IllegalArgumentException if the study has no such grouping
         */
        public Sample where(String group, String label) {
            return part(group, label, true);
        }

        /**
         * Returns the pupils of all other groups; those whose group is unknown are left out.
         *
         * @param group the name of the grouping
         * @param label the group that is left out
         * @return the part of the sample
         * @throws IllegalArgumentException if the study has no such grouping
         */
        public Sample whereNot(String group, String label) {
            return part(group, label, false);
        }

        private Sample part(String group, String label, boolean inside) {
            Study.Labels labels = study.labelsOf(group);
            int wanted = labels.code(label);
            int[] codes = labels.codes();
            int[] kept = new int[rows.length];
            int size = 0;
            for (int row : rows) {
                if (codes[row] >= 0 && codes[row] == wanted == inside) {
                    kept[size++] = row;
                }
            }
            return new Sample(study, plausible, values, weights, Arrays.copyOf(kept, size), new int[1][]);
        }

        /** The pupils from the lowest value to the highest. */
        int[] order() {
            if (order[0] == null) {
                order[0] = IntStream.range(0, size())
                        .boxed()
                        .sorted((a, b) -> Double.compare(value(a), value(b)))
                        .mapToInt(Integer::intValue)
                        .toArray();
            }
            return order[0];
        }

        /** The weighted mean of what is told of each pupil, exact where it is the same of all; empty if all weights are 0. */
        private OptionalDouble weighted(IntToDoubleFunction of) {
            int first = 0;
            while (first < rows.length && !(weight(first) > 0)) {
                first++;
            }
            if (first == rows.length) {
                return OptionalDouble.empty();
            }
            double origin = of.applyAsDouble(first);
            double sum = 0;
            double total = 0;
            for (int i = first; i < rows.length; i++) {
                double weight = weight(i);
                sum += weight * (of.applyAsDouble(i) - origin);
                total += weight;
            }
            return OptionalDouble.of(origin + sum / total);
        }

        private static OptionalDouble minus(OptionalDouble a, OptionalDouble b) {
            return a.isPresent() && b.isPresent() ? OptionalDouble.of(a.getAsDouble() - b.getAsDouble()) : OptionalDouble.empty();
        }

        @Override
        public String toString() {
            return "Sample[" + rows.length + " pupils, plausible value " + (plausible + 1) + "]";
        }
    }
}
