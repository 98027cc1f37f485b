package io.github.eduindicators.criteria;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * A condition of a cap or a veto: of some nodes, at least so many have a number within a range. "Graduation below 67 %",
 * "three of four areas below 70 points". A node without a number does not meet it. Immutable and safe to share between threads.
 *
 * @param codes the codes of the nodes, at least one
 * @param of which number of each node
 * @param range the numbers that meet the condition
 * @param atLeast how many of the nodes must meet it, 1..the number of nodes
 */
public record Condition(List<String> codes, Of of, Range range, int atLeast) implements Serializable {
    private static final int MOST = 1000;

    /** Which number of a node is compared. */
    public enum Of {
        /** The value of a criterion, rounded as it declares; a group has none. */
        VALUE,
        /** The points. */
        POINTS,
        /** The points in percent of what could be attained, 0..100. */
        PERCENT
    }

    /**
     * Checks the nodes and their number.
     *
     * @param codes the codes of the nodes
     * @param of which number of each node
     * @param range the numbers that meet the condition
     * @param atLeast how many of the nodes must meet it
     * @throws MethodologyException if there is no node, or {@code atLeast} is outside 1..their number
     */
    public Condition {
        codes = List.copyOf(codes);
        Objects.requireNonNull(of, "of");
        Objects.requireNonNull(range, "range");
        if (codes.isEmpty() || codes.size() > MOST || atLeast < 1 || atLeast > codes.size()) {
            throw new MethodologyException("", "condition", "a condition names 1..1000 nodes and asks 1..all of them, got "
                    + codes.size()
                    + " and " + atLeast);
        }
    }

    /**
     * Returns a condition on the value of a criterion.
     *
     * @param code the code of the criterion
     * @param range the values that meet it, such as {@code (-inf;67)}
     * @return the condition
     * @throws MethodologyException if the text is not a range
     */
    public static Condition value(String code, String range) {
        return new Condition(List.of(code), Of.VALUE, Range.parse(range), 1);
    }

    /**
     * Returns a condition on the points of a node.
     *
     * @param code the code of the criterion or group
     * @param range the points that meet it, such as {@code (-inf;67)}
     * @return the condition
     * @throws MethodologyException if the text is not a range
     */
    public static Condition points(String code, String range) {
        return new Condition(List.of(code), Of.POINTS, Range.parse(range), 1);
    }

    @Override
    public String toString() {
        return (codes.size() == 1 ? codes.get(0) : atLeast + " of " + codes) + " " + of + " in " + range;
    }
}
