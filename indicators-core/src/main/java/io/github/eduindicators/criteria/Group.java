package io.github.eduindicators.criteria;

import io.github.eduindicators.model.UnitType;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.annotation.Nullable;

/**
 * A group of criteria and groups, and how their points become one number.
 *
 * <p>In all but sums a part enters by its share of what it could attain, so parts with different maxima can stand side by
 * side; the maximum of the group is the common maximum of its parts, or must be declared. Immutable and safe to share between
 * threads.
 */
public final class Group implements Node {
    private static final long serialVersionUID = 1L;

    /** How the points of the parts become those of the group. */
    public enum Aggregation {
        /** The sum of weight times points; weights are factors, usually 1. */
        SUM,
        /** The weighted mean of the shares, times the maximum. */
        WEIGHTED_MEAN,
        /** The weighted geometric mean of the shares, times the maximum: one part with nothing leaves nothing. */
        GEOMETRIC,
        /** The least share, times the maximum. */
        MIN,
        /** The greatest share, times the maximum. */
        BEST
    }

    /**
     * Weights that hold instead of those of the parts, for some types of unit or where some parts have no value. The first set
     * that fits holds.
     *
     * @param unavailable the codes of parts that have no value and are then left out; empty where only the type of unit decides
     * @param unitTypes the types of unit; empty for all
     * @param weights the weight by the code of each other part
     */
    public record WeightSet(Set<String> unavailable, Set<UnitType> unitTypes, Map<String,
            Double> weights) implements Serializable {

        /**
         * Checks the weights.
         *
         * @param unavailable the codes of parts that have no value
         * @param unitTypes the types of unit
         * @param weights the weight by the code of each other part
         * @throws MethodologyException if a weight is not positive, or the set holds always
         */
        public WeightSet {
            unavailable = Collections.unmodifiableSet(new TreeSet<>(unavailable));
            unitTypes = Collections.unmodifiableSet(unitTypes.isEmpty() ? EnumSet.noneOf(UnitType.class)
                    : EnumSet.copyOf(unitTypes));
            TreeMap<String, Double> sorted = new TreeMap<>(weights);
            sorted.values().forEach(weight -> Checks.positive("weight", weight));
            weights = Collections.unmodifiableMap(sorted);
            if (unavailable.isEmpty() && unitTypes.isEmpty()) {
                throw new MethodologyException("", "weights-always",
                        "other weights need a part that is not available or a type of unit");
            }
        }

        /**
         * Returns weights for when some parts have no value.
         *
         * @param unavailable the codes of these parts
         * @param weights the weight by the code of each other part
         * @return the weights
         * @throws MethodologyException if a weight is not positive, or no part is named
         */
        public static WeightSet without(Set<String> unavailable, Map<String, Double> weights) {
            return new WeightSet(unavailable, Set.of(), weights);
        }
    }

    /**
     * A limit: if the conditions are met, the group has at most so many points. What it could attain stays as it is.
     *
     * @param when the conditions, all of which must be met
     * @param atMost the most points, not negative
     */
    public record Cap(List<Condition> when, double atMost) implements Serializable {

        /**
         * Checks the conditions and the points.
         *
         * @param when the conditions
         * @param atMost the most points
         * @throws MethodologyException if there is no condition, or the points are negative
         */
        public Cap {
            when = List.copyOf(when);
            atMost = Checks.points(atMost);
            if (when.isEmpty()) {
                throw new MethodologyException("", "condition", "a cap needs a condition");
            }
        }
    }

    private final String code;
    private final Title title;
    private final Aggregation aggregation;
    private final ArrayList<Node> children;
    private final ArrayList<WeightSet> weightSets;
    private final ArrayList<Cap> caps;
    private final double weight;

    private final double most;

    @Nullable
    private final Double maxPoints;

    @Nullable
    private final Double weightTotal;

    @Nullable
    private final Double minimumWeight;

    @Nullable
    private final Missing missing;

    @Nullable
    private final Missing childrenMissing;

    private Group(Builder builder) {
        this.code = builder.code;
        this.title = builder.title == null ? Title.of(builder.code) : builder.title;
        this.aggregation = builder.aggregation;
        this.children = new ArrayList<>(builder.children);
        this.weightSets = new ArrayList<>(builder.weightSets);
        this.caps = new ArrayList<>(builder.caps);
        this.weight = builder.weight;
        this.maxPoints = builder.maxPoints;
        this.most = builder.maxPoints == null ? most(aggregation, children) : builder.maxPoints;
        this.weightTotal = builder.weightTotal;
        this.minimumWeight = builder.minimumWeight;
        this.missing = builder.missing;
        this.childrenMissing = builder.childrenMissing;
    }

    /**
     * Starts a group.
     *
     * @param code the code, such as {@code K1}: letters, digits, {@code _ - .}, at most 40
     * @param aggregation how the points of its parts become its own
     * @return a builder
     * @throws MethodologyException if the code has other characters or more than 40
     */
    public static Builder builder(String code, Aggregation aggregation) {
        return new Builder(code, aggregation);
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public Title title() {
        return title;
    }

    /**
     * Returns how the points of the parts become those of the group.
     *
     * @return the aggregation
     */
    public Aggregation aggregation() {
        return aggregation;
    }

    /**
     * Returns the parts.
     *
     * @return criteria and groups, in the declared order
     */
    public List<Node> children() {
        return Collections.unmodifiableList(children);
    }

    /**
     * Returns the other weights.
     *
     * @return the sets in the order in which they are tried
     */
    public List<WeightSet> weightSets() {
        return Collections.unmodifiableList(weightSets);
    }

    /**
     * Returns the limits.
     *
     * @return the caps, in the declared order
     */
    public List<Cap> caps() {
        return Collections.unmodifiableList(caps);
    }

    @Override
    public double weight() {
        return weight;
    }

    /**
     * Returns what the weights of the parts must add up to.
     *
     * @return the total, 1 unless declared otherwise; empty for sums without a declared total and where weights mean nothing
     */
    public OptionalDouble weightTotal() {
        if (weightTotal != null) {
            return OptionalDouble.of(weightTotal);
        }
        return aggregation == Aggregation.WEIGHTED_MEAN || aggregation == Aggregation.GEOMETRIC
                ? OptionalDouble.of(1)
                : OptionalDouble.empty();
    }

    @Override
    public double maxPoints() {
        return most;
    }

    private static double most(Aggregation aggregation, List<Node> children) {
        return aggregation == Aggregation.SUM
                ? sumOfParts(children).doubleValue()
                : children.stream().mapToDouble(Node::maxPoints).max().orElse(0);
    }

    static BigDecimal sumOfParts(List<Node> children) {
        return children.stream()
                .map(child -> Decimals.exact(child.weight()).multiply(Decimals.exact(child.maxPoints())))
                .reduce(BigDecimal.ZERO, Decimals::plus);
    }

    /**
     * Returns whether the maximum was declared.
     *
     * @return the declared maximum, or empty if it follows from the parts
     */
    public OptionalDouble declaredMaxPoints() {
        return maxPoints == null ? OptionalDouble.empty() : OptionalDouble.of(maxPoints);
    }

    @Override
    public Optional<Missing> missing() {
        return Optional.ofNullable(missing);
    }

    /**
     * Returns what is done with parts of this group that have no value and say nothing of it themselves.
     *
     * @return the policy, or empty if the methodology says it
     */
    public Optional<Missing> childrenMissing() {
        return Optional.ofNullable(childrenMissing);
    }

    /**
     * Returns which share of the weight must have a value: of the weights in force, all parts counted, those that do not apply
     * among them; in a sum a part weighs its weight times its maximum.
     *
     * @return the share 0..1, or empty if the methodology says it
     */
    public OptionalDouble minimumWeight() {
        return minimumWeight == null ? OptionalDouble.empty() : OptionalDouble.of(minimumWeight);
    }

    /**
     * Starts a group that is like this one.
     *
     * @return a builder with all that this group has
     */
    public Builder toBuilder() {
        Builder builder = new Builder(code, aggregation);
        builder.title = title;
        builder.children.addAll(children);
        builder.weightSets.addAll(weightSets);
        builder.caps.addAll(caps);
        builder.weight = weight;
        builder.maxPoints = maxPoints;
        builder.weightTotal = weightTotal;
        builder.minimumWeight = minimumWeight;
        builder.missing = missing;
        builder.childrenMissing = childrenMissing;
        return builder;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Group that
                && code.equals(that.code)
                && title.equals(that.title)
                && aggregation == that.aggregation
                && children.equals(that.children)
                && weightSets.equals(that.weightSets)
                && caps.equals(that.caps)
                && weight == that.weight
                && Objects.equals(maxPoints, that.maxPoints)
                && weightTotal().equals(that.weightTotal())
                && Objects.equals(minimumWeight, that.minimumWeight)
                && Objects.equals(missing, that.missing)
                && Objects.equals(childrenMissing, that.childrenMissing);
    }

    @Override
    public int hashCode() {
        return Objects.hash(code, aggregation, children);
    }

    @Override
    public String toString() {
        return code + " " + title + " (" + aggregation + " of " + children.size() + ", at most " + Decimals.text(maxPoints())
                + ")";
    }

    /** Collects the parts of a group. Not safe for use by several threads. */
    public static final class Builder {
        private final String code;
        private final Aggregation aggregation;
        private final List<Node> children = new ArrayList<>();
        private final List<WeightSet> weightSets = new ArrayList<>();
        private final List<Cap> caps = new ArrayList<>();

        @Nullable
        private Title title;

        private double weight = 1;

        @Nullable
        private Double maxPoints;

        @Nullable
        private Double weightTotal;

        @Nullable
        private Double minimumWeight;

        @Nullable
        private Missing missing;

        @Nullable
        private Missing childrenMissing;

        private Builder(String code, Aggregation aggregation) {
            this.code = Checks.code("the code of a group", code);
            this.aggregation = Objects.requireNonNull(aggregation, "aggregation");
        }

        /**
         * Sets the name; without it the code stands for it.
         *
         * @param value the name
         * @return this builder
         */
        public Builder title(Title value) {
            this.title = Objects.requireNonNull(value, "title");
            return this;
        }

        /**
         * Adds parts.
         *
         * @param nodes criteria and groups
         * @return this builder
         */
        public Builder add(Node... nodes) {
            return addAll(Arrays.asList(nodes));
        }

        /**
         * Adds parts.
         *
         * @param nodes criteria and groups
         * @return this builder
         */
        public Builder addAll(Collection<? extends Node> nodes) {
            nodes.forEach(node -> children.add(Objects.requireNonNull(node, "node")));
            return this;
        }

        /**
         * Sets how much the group counts in the one above; 1, unless said otherwise.
         *
         * @param value positive
         * @return this builder
         * @throws MethodologyException if it is not positive
         */
        public Builder weight(double value) {
            this.weight = Checks.positive("weight", value);
            return this;
        }

        /**
         * Sets the most points. Of a sum they follow from the parts and may only be confirmed; otherwise they are needed if
         * the parts have different maxima.
         *
         * @param value positive
         * @return this builder
         * @throws MethodologyException if they are not positive
         */
        public Builder maxPoints(double value) {
            this.maxPoints = Checks.positive("points", value);
            return this;
        }

        /**
         * Sets what the weights of the parts must add up to; 1 for means, unless said otherwise.
         *
         * @param value positive
         * @return this builder
         * @throws MethodologyException if it is not positive
         */
        public Builder weightTotal(double value) {
            this.weightTotal = Checks.positive("weight", value);
            return this;
        }

        /**
         * Sets which share of the weight of the parts must have a value; what the methodology says, unless said otherwise. A
         * part that counts with nothing or as neutral has none.
         *
         * @param share 0..1
         * @return this builder
         * @throws MethodologyException if it is outside 0..1
         */
        public Builder minimumWeight(double share) {
            this.minimumWeight = Checks.share("minimum weight", share);
            return this;
        }

        /**
         * Sets what the group above does if this group has no value; what that group says, unless said otherwise.
         *
         * @param value the policy
         * @return this builder
         */
        public Builder missing(Missing value) {
            this.missing = Objects.requireNonNull(value, "missing");
            return this;
        }

        /**
         * Sets what this group does with parts that have no value; what the methodology says, unless said otherwise.
         *
         * @param value the policy
         * @return this builder
         */
        public Builder childrenMissing(Missing value) {
            this.childrenMissing = Objects.requireNonNull(value, "childrenMissing");
            return this;
        }

        /**
         * Adds weights that hold instead, where they fit.
         *
         * @param set the weights; sets are tried in the order in which they were added
         * @return this builder
         */
        public Builder weightSet(WeightSet set) {
            weightSets.add(Objects.requireNonNull(set, "set"));
            return this;
        }

        /**
         * Adds a limit.
         *
         * @param cap the cap
         * @return this builder
         */
        public Builder cap(Cap cap) {
            caps.add(Objects.requireNonNull(cap, "cap"));
            return this;
        }

        /**
         * Makes the group. Whether weights add up is checked when the methodology is built.
         *
         * @return the group
         */
        public Group build() {
            return new Group(this);
        }
    }
}
