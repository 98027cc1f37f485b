package io.github.eduindicators.composite;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.model.PeerGroups;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.IndicatorValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * How do units stand on many indicators at once? One figure a unit, made by rules that are written down beforehand.
 *
 * <p>The steps, in this order, each kept in the {@link CompositeResult} with a log of what it changed:
 *
 * <ol>
 *   <li>denominate: {@code x / denominator} where a part says {@link Component#per}; no value where the denominator is missing or not
 *       positive.
 *   <li>screen: a unit with a smaller share of its indicators than {@link Builder#minimumAvailability} takes no part at all. The
 *       share is of the indicators that apply to the unit, before anything is imputed.
 *   <li>impute: by default nothing; else the mean or median of all units or of the unit's group ({@link Imputation}).
 *   <li>treat outliers: by default nothing ({@link OutlierTreatment}).
 *   <li>normalise: by default between goalposts ({@link Normalisation}), the only scale that means the same next year.
 *   <li>weigh and aggregate, group by group up the tree: by default the weighted arithmetic mean with the weights given ({@link
 *       Weighting}, {@link Aggregation}).
 * </ol>
 *
 * <p>Inputs: values of one period and one type of unit, pooled over assessments; other rows are not looked at. A value that does
 * not apply is never imputed and counts nowhere as missing; the weights of the group go to its other parts. A number beyond
 * 10^100 in size is left out and logged.
 *
 * <p>Missing values at aggregation ({@link MissingPolicy}): the weights go to the parts that are there, provided they are at
 * least half of those that apply (by number; {@link Builder#minimumShare}).
 *
 * <p>What comes back: for a unit without figure INSUFFICIENT_DATA with a note ({@code screened-out, few-indicators, out-of-range,
 * missing-indicator, not-positive, no-weight, weights-not-determined, negative-loading}), NOT_APPLICABLE if nothing applies to
 * it; never NaN. For one unit, for ties and for indicators that do not vary see {@link Normalisation}. No units: an empty result.
 *
 * <p>Caveats: except between goalposts the figures compare the units with each other and not with last year. Results that are
 * doubtful should be taken out of the values before, as they would shift the scale for all. The ranks of units are not part of
 * the result: they come with their intervals from {@link RankStudy}.
 *
 * <p>Complexity: O(n k log n) for n units and k indicators; see {@link Aggregation} for those that compare pairs. The same values
 * give the same bits, in whatever order they came. Reference: OECD, JRC (2008), Handbook on Constructing Composite Indicators,
 * ISBN 978-92-64-04345-9; the order of the steps is ours. Immutable and safe to share between threads.
 *
 * <pre>{@code
 * var quality = CompositeIndicator.builder("school-quality")
 *     .add(Component.higher("pass_rate").withGoalposts(0, 1).withWeight(2))
 *     .add(Component.lower("absence").withGoalposts(0, 0.2)).build();
 * quality.evaluate(values, Period.of(2021)).values();
 * quality.withAggregation(Aggregation.geometric());                 // the same with one choice changed
 * }</pre>
 */
public final class CompositeIndicator {

    /** What stands in for a missing value. */
    public enum Imputation {
        /** Nothing: the value stays missing. */
        NONE,
        /** The mean of all units. */
        MEAN,
        /** The median of all units. */
        MEDIAN,
        /** The mean of the unit's group; a unit in no group, or in one without values, stays as it is. */
        GROUP_MEAN,
        /** The median of the unit's group; a unit in no group, or in one without values, stays as it is. */
        GROUP_MEDIAN;

        boolean grouped() {
            return this == GROUP_MEAN || this == GROUP_MEDIAN;
        }

        double of(double[] known) {
            return this == MEAN || this == GROUP_MEAN ? Columns.mean(known) : Columns.median(known);
        }
    }

    /** What is done where a unit lacks a part of a group that applies to it. */
    public enum MissingPolicy {
        /** The weights go to the parts that are there, if there are enough of them. */
        REWEIGHT,
        /** The group has no figure. */
        FAIL,
        /** The middle of the scale stands for the part, if enough others are there. */
        NEUTRAL
    }

    private final Component root;
    private final List<Component> nodes;
    private final UnitType unitType;
    private final double minimumAvailability;
    private final Imputation imputation;
    private final PeerGroups peers;
    private final OutlierTreatment treatment;
    private final Normalisation normalisation;
    private final Weighting weighting;
    private final Aggregation aggregation;
    private final MissingPolicy missing;
    private final double minimumShare;

    private CompositeIndicator(Builder builder) {
        this.root = Component.group(builder.id, builder.parts);
        this.nodes = List.copyOf(root.postOrder());
        this.unitType = builder.unitType;
        this.minimumAvailability = builder.minimumAvailability;
        this.imputation = builder.imputation;
        this.peers = builder.peers;
        this.treatment = builder.treatment;
        this.normalisation = builder.normalisation;
        this.weighting = builder.weighting;
        this.aggregation = builder.aggregation;
        this.missing = builder.missing;
        this.minimumShare = builder.minimumShare;
        check();
    }

    private void check() {
        for (Component node : nodes) {
            if (node.isLeaf()) {
                String unmet = normalisation.unmet(node);
                if (!unmet.isEmpty()) {
                    throw new IllegalArgumentException(
                            "normalisation by " + normalisation + " needs " + unmet + " for every indicator, got none for "
                                    + node.code());
                }
            } else {
                weighting(node).check(node);
                if (weighting(node).negativeKept() && !aggregation(node).takesNegativeWeights()) {
                    throw new IllegalArgumentException(
                            "negative weights are for the arithmetic mean only, got " + aggregation(node) + " in " + node.code());
                }
            }
        }
        if (treatment.usesLog() && normalisation.needsUnitsOfData()) {
            throw new IllegalArgumentException("a logarithm changes the units of goalposts and targets; use withoutLog(), got "
                    + treatment + " with " + normalisation);
        }
        if (normalisation.equals(Normalisation.none()) && missing == MissingPolicy.NEUTRAL) {
            throw new IllegalArgumentException("a neutral value needs a scale, got " + normalisation);
        }
    }

    /**
     * Starts a composite indicator.
     *
     * @param id its code, which is also the code of its values
     * @return a builder with the defaults and no part yet
     */
    public static Builder builder(String id) {
        return new Builder(id);
    }

    /**
     * Computes the figures of a period.
     *
     * @param values the values of the indicators; rows of other units, periods or indicators and rows of single assessments are
     *     passed over
     * @param period the period
     * @return the figures with all steps
     */
    public CompositeResult evaluate(IndicatorValues values, Period period) {
        return new CompositeResult(Evaluation.of(this, values, period));
    }

    /**
     * Changes the normalisation.
     *
     * @param other another normalisation
     * @return the composite indicator with it
     * @throws IllegalArgumentException if it does not fit the indicators
     */
    public CompositeIndicator withNormalisation(Normalisation other) {
        return new Builder(this).normalise(other).build();
    }

    /**
     * Changes the weighting of all groups that have none of their own.
     *
     * @param other another weighting
     * @return the composite indicator with it
     * @throws IllegalArgumentException if it does not fit a group
     */
    public CompositeIndicator withWeighting(Weighting other) {
        return new Builder(this).weigh(other).build();
    }

    /**
     * Changes the aggregation of all groups that have none of their own.
     *
     * @param other another aggregation
     * @return the composite indicator with it
     * @throws IllegalArgumentException if it does not take the weights of a group
     */
    public CompositeIndicator withAggregation(Aggregation other) {
        return new Builder(this).aggregate(other).build();
    }

    /**
     * Changes the treatment of outliers.
     *
     * @param other another treatment
     * @return the composite indicator with it
     * @throws IllegalArgumentException if it does not fit the normalisation
     */
    public CompositeIndicator withTreatment(OutlierTreatment other) {
        return new Builder(this).treat(other).build();
    }

    /**
     * Changes what is done where a part is missing.
     *
     * @param other another policy
     * @return the composite indicator with it
     * @throws IllegalArgumentException if the scale has no middle
     */
    public CompositeIndicator withMissing(MissingPolicy other) {
        return new Builder(this).missing(other).build();
    }

    /**
     * Names the method with its parameters.
     *
     * @return the method
     */
    public MethodInfo method() {
        String reference = "OECD, JRC (2008), Handbook on Constructing Composite Indicators, ISBN 978-92-64-04345-9";
        return MethodInfo.of("composite-indicator", "1", reference)
                .with(Fact.of("composite", id()))
                .with(Fact.of("unit-type", unitType.code()))
                .with(Fact.of("minimum-availability", minimumAvailability))
                .with(Fact.of("imputation", imputation.name().toLowerCase(Locale.ROOT).replace('_', '-')))
                .with(Fact.of("treatment", treatment.toString()))
                .with(Fact.of("normalisation", normalisation.toString()))
                .with(Fact.of("weighting", weighting.toString()))
                .with(Fact.of("aggregation", aggregation.toString()))
                .with(Fact.of("missing", missing.name().toLowerCase(Locale.ROOT)))
                .with(Fact.of("minimum-share", minimumShare));
    }

    /**
     * Returns the code.
     *
     * @return the code of the composite indicator and of its values
     */
    public String id() {
        return root.code();
    }

    /**
     * Returns the tree.
     *
     * @return the group that becomes the composite figure
     */
    public Component root() {
        return root;
    }

    /**
     * Returns what it is of.
     *
     * @return the type of the units
     */
    public UnitType unitType() {
        return unitType;
    }

    List<Component> nodes() {
        return nodes;
    }

    double minimumAvailability() {
        return minimumAvailability;
    }

    Imputation imputation() {
        return imputation;
    }

    PeerGroups peers() {
        return peers;
    }

    OutlierTreatment treatment() {
        return treatment;
    }

    Normalisation normalisation() {
        return normalisation;
    }

    MissingPolicy missing() {
        return missing;
    }

    double minimumShare() {
        return minimumShare;
    }

    Weighting weighting(Component group) {
        return group.weighting().orElse(weighting);
    }

    Aggregation aggregation(Component group) {
        return group.aggregation().orElse(aggregation);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CompositeIndicator that
                && root.equals(that.root)
                && peers.equals(that.peers)
                && method().equals(that.method());
    }

    @Override
    public int hashCode() {
        return Objects.hash(root, normalisation, weighting, aggregation);
    }

    @Override
    public String toString() {
        return root + ": " + normalisation + ", " + weighting + ", " + aggregation;
    }

    /** Collects the parts and the rules. Not safe for use by several threads. */
    public static final class Builder {
        private static final double HALF = 0.5;

        private final String id;
        private final List<Component> parts = new ArrayList<>();
        private UnitType unitType = UnitType.SCHOOL;
        private double minimumAvailability;
        private Imputation imputation = Imputation.NONE;
        private PeerGroups peers = PeerGroups.none();
        private OutlierTreatment treatment = OutlierTreatment.none();
        private Normalisation normalisation = Normalisation.goalposts();
        private Weighting weighting = Weighting.given();
        private Aggregation aggregation = Aggregation.arithmetic();
        private MissingPolicy missing = MissingPolicy.REWEIGHT;
        private double minimumShare = HALF;

        private Builder(String id) {
            this.id = Objects.requireNonNull(id, "id");
        }

        private Builder(CompositeIndicator from) {
            this(from.id());
            parts.addAll(from.root.children());
            unitType = from.unitType;
            minimumAvailability = from.minimumAvailability;
            imputation = from.imputation;
            peers = from.peers;
            treatment = from.treatment;
            normalisation = from.normalisation;
            weighting = from.weighting;
            aggregation = from.aggregation;
            missing = from.missing;
            minimumShare = from.minimumShare;
        }

        /**
         * Adds a part.
         *
         * @param part an indicator or a group
         * @return this builder
         */
        public Builder add(Component part) {
            parts.add(Objects.requireNonNull(part, "part"));
            return this;
        }

        /**
         * Sets what the composite indicator is of; by default of schools.
         *
         * @param type the type of the units
         * @return this builder
         */
        public Builder unitType(UnitType type) {
            unitType = Objects.requireNonNull(type, "type");
            return this;
        }

        /**
         * Sets which units take part; by default all that have any indicator.
         *
         * @param share the least share of its indicators that a unit has, 0..1
         * @return this builder
         * @throws IllegalArgumentException if the share is outside 0..1
         */
        public Builder minimumAvailability(double share) {
            minimumAvailability = share(share);
            return this;
        }

        /**
         * Sets what stands in for missing values; by default nothing.
         *
         * @param how by all units
         * @return this builder
         * @throws IllegalArgumentException if it is by group
         */
        public Builder impute(Imputation how) {
            if (how.grouped()) {
                throw new IllegalArgumentException("imputation by group needs groups, got " + how);
            }
            imputation = how;
            return this;
        }

        /**
         * Sets what stands in for missing values, by groups of units.
         *
         * @param how the mean or the median of the group
         * @param groups the groups
         * @return this builder
         * @throws IllegalArgumentException if it is not by group
         */
        public Builder impute(Imputation how, PeerGroups groups) {
            if (!how.grouped()) {
                throw new IllegalArgumentException("groups are for imputation by group, got " + how);
            }
            imputation = how;
            peers = Objects.requireNonNull(groups, "groups");
            return this;
        }

        /**
         * Sets what is done with outliers; by default nothing.
         *
         * @param how the treatment
         * @return this builder
         */
        public Builder treat(OutlierTreatment how) {
            treatment = Objects.requireNonNull(how, "how");
            return this;
        }

        /**
         * Sets the normalisation; by default goalposts, 0..100.
         *
         * @param how the normalisation
         * @return this builder
         */
        public Builder normalise(Normalisation how) {
            normalisation = Objects.requireNonNull(how, "how");
            return this;
        }

        /**
         * Sets the weighting of the groups that have none of their own; by default the weights given.
         *
         * @param how the weighting
         * @return this builder
         */
        public Builder weigh(Weighting how) {
            weighting = Objects.requireNonNull(how, "how");
            return this;
        }

        /**
         * Sets the aggregation of the groups that have none of their own; by default the arithmetic mean.
         *
         * @param how the aggregation
         * @return this builder
         */
        public Builder aggregate(Aggregation how) {
            aggregation = Objects.requireNonNull(how, "how");
            return this;
        }

        /**
         * Sets what is done where a part is missing; by default the weights go to the others.
         *
         * @param policy the policy
         * @return this builder
         */
        public Builder missing(MissingPolicy policy) {
            missing = Objects.requireNonNull(policy, "policy");
            return this;
        }

        /**
         * Sets how many of the parts of a group that apply to a unit it must have; by default half of them, and never none.
         *
         * @param share the least share of the number of parts, 0..1
         * @return this builder
         * @throws IllegalArgumentException if the share is outside 0..1
         */
        public Builder minimumShare(double share) {
            minimumShare = share(share);
            return this;
        }

        private static double share(double share) {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("a share must be within 0..1, got " + share);
            }
            return share;
        }

        /**
         * Makes the composite indicator.
         *
         * @return the composite indicator
         * @throws IllegalArgumentException if there is no part, a code occurs twice, an indicator lacks the goalposts or target
         *     that the normalisation needs, or weighting, aggregation and treatment do not fit
         */
        public CompositeIndicator build() {
            return new CompositeIndicator(this);
        }
    }
}
