package io.github.eduindicators.criteria;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An interval of numbers whose ends are open or closed, as rules are written: {@code [20;50)} has 20 and has not 50.
 *
 * <p>Comparison is decimal: the end 0.1 is exactly one tenth. Immutable and safe to share between threads.
 */
public final class Range implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final String NUMBER = "[+-]?(?:[0-9]{1,15}(?:\\.[0-9]{0,15})?|\\.[0-9]{1,15})";
    private static final Pattern TEXT = Pattern.compile("\\s*([\\[(])\\s*(-inf|" + NUMBER + ")\\s*[;,]\\s*(\\+?inf|" + NUMBER
            + ")\\s*([\\])])\\s*");
    private static final Range ALL = new Range(Double.NEGATIVE_INFINITY, false, Double.POSITIVE_INFINITY, false);
    private static final Range EMPTY = new Range();

    private final double lower;
    private final boolean hasLower;
    private final double upper;
    private final boolean hasUpper;

    private Range() {
        this.lower = Double.POSITIVE_INFINITY;
        this.hasLower = false;
        this.upper = Double.NEGATIVE_INFINITY;
        this.hasUpper = false;
    }

    private Range(double lower, boolean hasLower, double upper, boolean hasUpper) {
        if (!(lower < upper || lower == upper && hasLower && hasUpper && Double.isFinite(lower))) {
            throw new MethodologyException("", "range",
                    "a range needs a lower end below its upper end, or both equal and closed, got "
                            + text(lower, hasLower, upper, hasUpper));
        }
        this.lower = lower + 0.0;
        this.hasLower = hasLower && Double.isFinite(lower);
        this.upper = upper + 0.0;
        this.hasUpper = hasUpper && Double.isFinite(upper);
    }

    /**
     * Returns {@code [lower;upper]}.
     *
     * @param lower the lower end; infinite for none
     * @param upper the upper end, not below; infinite for none
     * @return the numbers from one to the other with both
     * @throws MethodologyException if there is no such number
     */
    public static Range closed(double lower, double upper) {
        return new Range(lower, true, upper, true);
    }

    /**
     * Returns {@code (lower;upper)}.
     *
     * @param lower the lower end; infinite for none
     * @param upper the upper end, above; infinite for none
     * @return the numbers between, without the ends
     * @throws MethodologyException if there is no such number
     */
    public static Range open(double lower, double upper) {
        return new Range(lower, false, upper, false);
    }

    /**
     * Returns {@code [lower;upper)}.
     *
     * @param lower the lower end; infinite for none
     * @param upper the upper end, above; infinite for none
     * @return the numbers from the lower end, which belongs to them, to the upper, which does not
     * @throws MethodologyException if there is no such number
     */
    public static Range closedOpen(double lower, double upper) {
        return new Range(lower, true, upper, false);
    }

    /**
     * Returns {@code (lower;upper]}.
     *
     * @param lower the lower end; infinite for none
     * @param upper the upper end, above; infinite for none
     * @return the numbers from the lower end, which does not belong to them, to the upper, which does
     * @throws MethodologyException if there is no such number
     */
    public static Range openClosed(double lower, double upper) {
        return new Range(lower, false, upper, true);
    }

    /**
     * Returns {@code [lower;inf)}.
     *
     * @param lower the lower end, finite
     * @return the numbers not below it
     * @throws MethodologyException if it is not finite
     */
    public static Range atLeast(double lower) {
        return new Range(finite(lower), true, Double.POSITIVE_INFINITY, false);
    }

    /**
     * Returns {@code (lower;inf)}.
     *
     * @param lower the lower end, finite
     * @return the numbers above it
     * @throws MethodologyException if it is not finite
     */
    public static Range moreThan(double lower) {
        return new Range(finite(lower), false, Double.POSITIVE_INFINITY, false);
    }

    /**
     * Returns {@code (-inf;upper]}.
     *
     * @param upper the upper end, finite
     * @return the numbers not above it
     * @throws MethodologyException if it is not finite
     */
    public static Range atMost(double upper) {
        return new Range(Double.NEGATIVE_INFINITY, false, finite(upper), true);
    }

    /**
     * Returns {@code (-inf;upper)}.
     *
     * @param upper the upper end, finite
     * @return the numbers below it
     * @throws MethodologyException if it is not finite
     */
    public static Range lessThan(double upper) {
        return new Range(Double.NEGATIVE_INFINITY, false, finite(upper), false);
    }

    /**
     * Returns {@code (-inf;inf)}.
     *
     * @return all numbers
     */
    public static Range all() {
        return ALL;
    }

    /**
     * Returns no numbers: the range of a level that only a veto can give.
     *
     * @return the empty range
     */
    public static Range empty() {
        return EMPTY;
    }

    /**
     * Reads a range as rules are written.
     *
     * @param text such as {@code [20;50)}, {@code (8, 12]}, {@code (-inf;2.5]} or {@code empty}; the separator is a semicolon
     *     or a comma, decimals have a point
     * @return the range
     * @throws MethodologyException if the text is not a range, or no number lies in it
     */
    public static Range parse(String text) {
        if (text.strip().equals("empty")) {
            return EMPTY;
        }
        Matcher matcher = TEXT.matcher(text.length() > 100 ? text.substring(0, 100) : text);
        if (!matcher.matches()) {
            throw new MethodologyException("", "range", "a range is written like [20;50) or (-inf;2.5], got "
                    + (text.length() > 60 ? text.substring(0, 60) + "…" : text));
        }
        return new Range(number(matcher.group(2)), matcher.group(1).equals("["), number(matcher.group(3)), matcher.group(4)
                .equals("]"));
    }

    private static double number(String text) {
        return text.endsWith("inf")
                ? text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY
                : Double.parseDouble(text);
    }

    private static double finite(double value) {
        if (!Double.isFinite(value)) {
            throw new MethodologyException("", "range", "the end of a range must be finite, got " + value);
        }
        return value;
    }

    /**
     * Returns the lower end.
     *
     * @return the number, or minus infinity
     */
    public double lower() {
        return lower;
    }

    /**
     * Returns whether the lower end belongs to the range.
     *
     * @return true if it is closed there
     */
    public boolean hasLower() {
        return hasLower;
    }

    /**
     * Returns the upper end.
     *
     * @return the number, or infinity
     */
    public double upper() {
        return upper;
    }

    /**
     * Returns whether the upper end belongs to the range.
     *
     * @return true if it is closed there
     */
    public boolean hasUpper() {
        return hasUpper;
    }

    /**
     * Returns whether there is no number within.
     *
     * @return true for {@link #empty()} alone
     */
    public boolean isEmpty() {
        return lower > upper;
    }

    /**
     * Returns whether a number lies within.
     *
     * @param value the number
     * @return true if it does; never for NaN
     */
    public boolean contains(double value) {
        return (hasLower ? value >= lower : value > lower) && (hasUpper ? value <= upper : value < upper);
    }

    boolean contains(BigDecimal computed) {
        if (isEmpty()) {
            return false;
        }
        BigDecimal value = Decimals.settled(computed);
        int low = lower == Double.NEGATIVE_INFINITY ? 1 : value.compareTo(Decimals.exact(lower));
        int high = upper == Double.POSITIVE_INFINITY ? -1 : value.compareTo(Decimals.exact(upper));
        return (low > 0 || low == 0 && hasLower) && (high < 0 || high == 0 && hasUpper);
    }

    private static String text(double lower, boolean hasLower, double upper, boolean hasUpper) {
        return (hasLower && Double.isFinite(lower) ? "[" : "(") + Decimals.text(lower) + ";" + Decimals.text(upper)
                + (hasUpper && Double.isFinite(upper) ? "]" : ")");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Range that
                && lower == that.lower
                && hasLower == that.hasLower
                && upper == that.upper
                && hasUpper == that.hasUpper;
    }

    @Override
    public int hashCode() {
        return Double.hashCode(lower) * 31 + Double.hashCode(upper) + (hasLower ? 1 : 0) + (hasUpper ? 2 : 0);
    }

    /**
     * Returns the range as rules are written.
     *
     * @return such as {@code [20;50)}; {@link #parse} reads it
     */
    @Override
    public String toString() {
        return isEmpty() ? "empty" : text(lower, hasLower, upper, hasUpper);
    }
}
