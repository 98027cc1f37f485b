package io.github.eduindicators.criteria;

import java.io.Serializable;
import java.util.Objects;

/**
 * A band of values and what it gives: points and a label. Immutable and safe to share between threads.
 *
 * @param range the values
 * @param points the points, finite and not negative
 * @param label what the band is called, such as {@code high}; may be empty
 */
public record Band(Range range, double points, String label) implements Serializable {

    /**
     * Checks the points and the label.
     *
     * @param range the values
     * @param points the points
     * @param label what the band is called
     * @throws MethodologyException if the points are negative or not finite, or the label is not one line of at most 200
     *     characters
     */
    public Band {
        Objects.requireNonNull(range, "range");
        points = Checks.points(points);
        label = Checks.label(label);
    }

    /**
     * Returns a band without a label.
     *
     * @param range the values
     * @param points the points, finite and not negative
     * @return the band
     * @throws MethodologyException if the points are negative or not finite
     */
    public static Band of(Range range, double points) {
        return new Band(range, points, "");
    }

    /**
     * Returns a band without a label whose range is written.
     *
     * @param range the values, such as {@code [20;50)}
     * @param points the points, finite and not negative
     * @return the band
     * @throws MethodologyException if the text is not a range, or the points are negative or not finite
     */
    public static Band of(String range, double points) {
        return new Band(Range.parse(range), points, "");
    }

    /**
     * Returns a band of an axis: it has a label and gives no points of its own.
     *
     * @param range the values, such as {@code [20;50)}
     * @param label what the band is called
     * @return the band with 0 points
     * @throws MethodologyException if the text is not a range or the label too long
     */
    public static Band labelled(String range, String label) {
        return new Band(Range.parse(range), 0, label);
    }

    @Override
    public String toString() {
        return range + " " + Decimals.text(points) + (label.isEmpty() ? "" : " " + label);
    }
}
