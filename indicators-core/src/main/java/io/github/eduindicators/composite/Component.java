package io.github.eduindicators.composite;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * A part of a composite indicator: an indicator, or a group of parts that becomes a figure of its own.
 *
 * <p>A weight counts against the weights of the other parts of the same group. Immutable and safe to share between threads.
 *
 * <pre>{@code
 * Component.group("results", Component.higher("pass_rate").withWeight(2), Component.higher("quality_rate")).withAggregation(Aggregation.geometric());
 * Component.lower("vacancies").per("posts").withGoalposts(0, 0.3);       // vacancies a post, less is better
 * }</pre>
 */
public final class Component {
    private static final int MOST_LEVELS = 10;
    private static final int MOST_NODES = 1000;

    private final String code;
    private final int sign;
    private final double weight;
    private final String denominator;
    private final List<Double> goalposts;
    private final OptionalDouble target;
    private final List<Component> children;
    private final Optional<Weighting> weighting;
    private final Optional<Aggregation> aggregation;

    private Component(Draft draft) {
        this.code = draft.code;
        this.sign = draft.sign;
        this.weight = draft.weight;
        this.denominator = draft.denominator;
        this.goalposts = List.copyOf(draft.goalposts);
        this.target = draft.target;
        this.children = List.copyOf(draft.children);
        this.weighting = draft.weighting;
        this.aggregation = draft.aggregation;
    }

    /** The fields of a part while it is made from another. */
    private static final class Draft {
        private final String code;
        private final int sign;
        private double weight = 1;
        private String denominator = "";
        private List<Double> goalposts = List.of();
        private OptionalDouble target = OptionalDouble.empty();
        private final List<Component> children;
        private Optional<Weighting> weighting = Optional.empty();
        private Optional<Aggregation> aggregation = Optional.empty();

        Draft(String code, int sign, List<Component> children) {
            this.code = checked(code);
            this.sign = sign;
            this.children = children;
        }

        Draft(Component node) {
            this(node.code, node.sign, node.children);
            weight = node.weight;
            denominator = node.denominator;
            goalposts = node.goalposts;
            target = node.target;
            weighting = node.weighting;
            aggregation = node.aggregation;
        }
    }

    /**
     * Returns an indicator of which more is better.
     *
     * @param code the code of the indicator
     * @return the part, of weight 1
     * @throws IllegalArgumentException if the code is not one: lower-case letters, digits, {@code _ - .}, at most 100
     */
    public static Component higher(String code) {
        return new Component(new Draft(code, 1, List.of()));
    }

    /**
     * Returns an indicator of which less is better.
     *
     * @param code the code of the indicator
     * @return the part, of weight 1
     * @throws IllegalArgumentException if the code is not one: lower-case letters, digits, {@code _ - .}, at most 100
     */
    public static Component lower(String code) {
        return new Component(new Draft(code, -1, List.of()));
    }

    /**
     * Returns a group.
     *
     * @param code the code of the figure that the group becomes
     * @param parts its parts, at least one; their codes differ
     * @return the part, of weight 1
     * @throws IllegalArgumentException if there is no part, a code occurs twice, or groups stand more than ten levels deep
     */
    public static Component group(String code, Component... parts) {
        return group(code, List.of(parts));
    }

    /**
     * Returns a group.
     *
     * @param code the code of the figure that the group becomes
     * @param parts its parts, at least one; their codes differ
     * @return the part, of weight 1
     * @throws IllegalArgumentException if there is no part, a code occurs twice, or groups stand more than ten levels deep
     */
    public static Component group(String code, List<Component> parts) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a group needs at least one part, got none in " + code);
        }
        Component group = new Component(new Draft(code, 1, parts));
        List<Component> all = group.postOrder();
        Set<String> codes = new HashSet<>();
        for (Component node : all) {
            if (!codes.add(node.code)) {
                throw new IllegalArgumentException("codes must differ within a composite indicator, got " + node.code + " twice in " + code);
            }
        }
        if (all.size() > MOST_NODES || group.depth() > MOST_LEVELS) {
            throw new IllegalArgumentException("a composite indicator has at most " + MOST_NODES + " parts on " + MOST_LEVELS
                    + " levels, got " + all.size() + " on " + group.depth() + " in " + code);
        }
        return group;
    }

    private static String checked(String code) {
        if (!code.matches("[\\p{Ll}\\p{N}][\\p{Ll}\\p{N}_.\\-]{0,99}")) {
            throw new IllegalArgumentException(
                    "the code of an indicator has lower-case letters, digits, _ - . and at most 100 of them, got " + code);
        }
        return code;
    }

    /**
     * Weighs the part against the others of its group.
     *
     * @param weight not negative, finite; the weights of a group need not sum to 1
     * @return the part with the weight
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public Component withWeight(double weight) {
        if (!(weight >= 0 && weight <= Columns.LARGEST)) {
            throw new IllegalArgumentException("a weight must be finite and not negative, got " + weight + " of " + code);
        }
        Draft draft = new Draft(this);
        draft.weight = weight;
        return new Component(draft);
    }

    /**
     * Divides the indicator by another before anything is done with it.
     *
     * @param denominator the code of the indicator to divide by, such as the number of pupils
     * @return the part with the denominator
     * @throws IllegalArgumentException if this is a group or the code is not one
     */
    public Component per(String denominator) {
        Draft draft = new Draft(leaf("a denominator"));
        draft.denominator = checked(denominator);
        return new Component(draft);
    }

    /**
     * Sets the fixed values between which the indicator is placed by {@link Normalisation#goalposts()}.
     *
     * @param low the lower value, whether better or worse
     * @param high the higher value
     * @return the part with the goalposts
     * @throws IllegalArgumentException if this is a group or the values are not finite and rising
     */
    public Component withGoalposts(double low, double high) {
        if (!(Math.abs(low) <= Columns.LARGEST && Math.abs(high) <= Columns.LARGEST && low < high) || Columns.same(low, high)) {
            throw new IllegalArgumentException("goalposts must be finite and rising, got " + low + " and " + high + " of " + code);
        }
        Draft draft = new Draft(leaf("goalposts"));
        draft.goalposts = List.of(low, high);
        return new Component(draft);
    }

    /**
     * Sets the value to reach, for {@link Normalisation#distanceToTarget()}.
     *
     * @param target the target, finite
     * @return the part with the target
     * @throws IllegalArgumentException if this is a group or the value is not finite
     */
    public Component withTarget(double target) {
        if (!(Math.abs(target) <= Columns.LARGEST)) {
            throw new IllegalArgumentException("a target must be finite, got " + target + " of " + code);
        }
        Draft draft = new Draft(leaf("a target"));
        draft.target = OptionalDouble.of(target);
        return new Component(draft);
    }

    /**
     * Weighs the parts of this group otherwise than the rest of the composite indicator.
     *
     * @param weighting how the weights are found
     * @return the group with its weighting
     * @throws IllegalArgumentException if this is an indicator, or the weighting does not fit the parts
     */
    public Component withWeighting(Weighting weighting) {
        Draft draft = new Draft(group("a weighting"));
        weighting.check(this);
        draft.weighting = Optional.of(weighting);
        return new Component(draft);
    }

    /**
     * Aggregates the parts of this group otherwise than the rest of the composite indicator.
     *
     * @param aggregation how the parts become one figure
     * @return the group with its aggregation
     * @throws IllegalArgumentException if this is an indicator
     */
    public Component withAggregation(Aggregation aggregation) {
        Draft draft = new Draft(group("an aggregation"));
        draft.aggregation = Optional.of(aggregation);
        return new Component(draft);
    }

    private Component leaf(String what) {
        if (!children.isEmpty()) {
            throw new IllegalArgumentException("only an indicator has " + what + ", got the group " + code);
        }
        return this;
    }

    private Component group(String what) {
        if (children.isEmpty()) {
            throw new IllegalArgumentException("only a group has " + what + ", got the indicator " + code);
        }
        return this;
    }

    /**
     * Returns the code.
     *
     * @return of the indicator or of the group's figure
     */
    public String code() {
        return code;
    }

    /**
     * Returns the weight.
     *
     * @return the weight against the other parts of the group
     */
    public double weight() {
        return weight;
    }

    /**
     * Returns the parts.
     *
     * @return the parts of a group in the order given; none of an indicator
     */
    public List<Component> children() {
        return children;
    }

    int sign() {
        return sign;
    }

    String denominator() {
        return denominator;
    }

    List<Double> goalposts() {
        return goalposts;
    }

    OptionalDouble target() {
        return target;
    }

    Optional<Weighting> weighting() {
        return weighting;
    }

    Optional<Aggregation> aggregation() {
        return aggregation;
    }

    boolean isLeaf() {
        return children.isEmpty();
    }

    /** Every part below and this one, a group after its parts. */
    List<Component> postOrder() {
        List<Component> all = new ArrayList<>();
        children.forEach(child -> all.addAll(child.postOrder()));
        all.add(this);
        return all;
    }

    private int depth() {
        return 1 + children.stream().mapToInt(Component::depth).max().orElse(0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Component that
                && code.equals(that.code)
                && sign == that.sign
                && Double.compare(weight, that.weight) == 0
                && denominator.equals(that.denominator)
                && goalposts.equals(that.goalposts)
                && target.equals(that.target)
                && children.equals(that.children)
                && weighting.equals(that.weighting)
                && aggregation.equals(that.aggregation);
    }

    @Override
    public int hashCode() {
        return Objects.hash(code, sign, weight, children);
    }

    @Override
    public String toString() {
        String self = (sign < 0 ? "-" : "") + code + (denominator.isEmpty() ? "" : "/" + denominator)
                + (weight == 1 ? "" : String.format(Locale.ROOT, "*%.4g", weight));
        return children.isEmpty() ? self : self + children;
    }
}
