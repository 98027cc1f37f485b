package io.github.eduindicators.results;

import io.github.eduindicators.stats.Interval;
import java.io.Serializable;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The value of an indicator, or why there is none: never NaN, never a silent 0.
 *
 * <p>A share keeps its counts, so that groups can be added up exactly. Immutable and safe to share between threads.
 */
public final class IndicatorValue implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Why there is no number, or that there is one. */
    public enum State {
        /** There is a number. */
        VALUE,
        /** The indicator does not apply: nobody to ask, no grade 11. */
        NOT_APPLICABLE,
        /** It applies, but too little is known to say a number. */
        INSUFFICIENT_DATA
    }

    private final State state;
    private final double value;
    private final double lower;
    private final double upper;
    private final double numerator;
    private final double denominator;
    private final long n;
    private final String note;

    private IndicatorValue(State state, double value, double[] ends, double[] ratio, long n, String note) {
        this.state = state;
        this.value = value;
        this.lower = ends[0];
        this.upper = ends[1];
        this.numerator = ratio[0];
        this.denominator = ratio[1];
        this.n = n;
        this.note = Objects.requireNonNull(note, "note");
    }

    private static final double[] NONE = {Double.NaN, Double.NaN};
    private static final long UNKNOWN = -1;

    /**
     * Returns a number of which nothing else is known.
     *
     * @param value the number, finite
     * @return the value
     * @throws IllegalArgumentException if it is not finite
     */
    public static IndicatorValue of(double value) {
        return new IndicatorValue(State.VALUE, finite(value), NONE, NONE, UNKNOWN, "");
    }

    /**
     * Returns an estimate with its 95 % interval.
     *
     * @param estimate the estimate
     * @param n how many observations it rests on, not negative
     * @return the value
     * @throws IllegalArgumentException if n is negative
     */
    public static IndicatorValue of(Interval estimate, long n) {
        return new IndicatorValue(
                State.VALUE, estimate.value(), new double[] {estimate.lower(), estimate.upper()}, NONE, checked(n), "");
    }

    /**
     * Returns a ratio. Where both are whole and the numerator lies within 0..denominator it is a share, with its Wilson interval and
     * n; a denominator of 0 makes it not applicable.
     *
     * @param numerator finite
     * @param denominator finite, not negative
     * @return the value
     * @throws IllegalArgumentException if a number is not finite, the denominator is negative, or it is 0 and the numerator is not
     */
    public static IndicatorValue ratio(double numerator, double denominator) {
        finite(numerator);
        if (!(finite(denominator) >= 0) || denominator == 0 && numerator != 0) {
            throw new IllegalArgumentException("denominator must not be negative, nor 0 below another numerator, got "
                    + numerator + " of " + denominator);
        }
        double[] ratio = {numerator, denominator};
        if (denominator == 0) {
            return new IndicatorValue(State.NOT_APPLICABLE, Double.NaN, NONE, ratio, 0, "zero-denominator");
        }
        boolean counts = numerator >= 0 && numerator <= denominator && numerator == Math.rint(numerator)
                && denominator == Math.rint(denominator) && denominator <= 1L << 53;
        if (!counts) {
            return new IndicatorValue(State.VALUE, finite(numerator / denominator), NONE, ratio, UNKNOWN, "");
        }
        Interval share = Interval.wilson((long) numerator, (long) denominator);
        return new IndicatorValue(
                State.VALUE, share.value(), new double[] {share.lower(), share.upper()}, ratio, (long) denominator, "");
    }

    /**
     * Says that the indicator does not apply.
     *
     * @param reason a code such as {@code no-disabled-respondents}
     * @return the value that is none
     */
    public static IndicatorValue notApplicable(String reason) {
        return new IndicatorValue(State.NOT_APPLICABLE, Double.NaN, NONE, NONE, UNKNOWN, reason);
    }

    /**
     * Says that too little is known.
     *
     * @param n how many observations there were, not negative
     * @param reason a code such as {@code few-results}
     * @return the value that is none
     * @throws IllegalArgumentException if n is negative
     */
    public static IndicatorValue insufficient(long n, String reason) {
        return new IndicatorValue(State.INSUFFICIENT_DATA, Double.NaN, NONE, NONE, checked(n), reason);
    }

    private static double finite(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("the value of an indicator must be finite, got " + value);
        }
        return value;
    }

    private static long checked(long n) {
        if (n < 0) {
            throw new IllegalArgumentException("n must not be negative, got " + n);
        }
        return n;
    }

    /**
     * Returns the same value with a note.
     *
     * @param text a code such as {@code small-n}, or several separated by a semicolon; empty for none
     * @return the value with the note
     */
    public IndicatorValue withNote(String text) {
        return new IndicatorValue(state, value, new double[] {lower, upper}, new double[] {numerator, denominator}, n, text);
    }

    /**
     * Returns the same number with another interval: where observations are not independent, say.
     *
     * @param estimate the number as it is, with its interval
     * @return the value with the interval
     * @throws IllegalArgumentException if there is no number or the interval is of another
     */
    public IndicatorValue withInterval(Interval estimate) {
        if (state != State.VALUE || Double.compare(estimate.value(), value) != 0) {
            throw new IllegalArgumentException("the interval must be of the value itself, got " + estimate + " for " + this);
        }
        return new IndicatorValue(
                state, value, new double[] {estimate.lower(), estimate.upper()}, new double[] {numerator, denominator}, n, note);
    }

    /**
     * Returns whether there is a number.
     *
     * @return the state
     */
    public State state() {
        return state;
    }

    /**
     * Returns the number.
     *
     * @return the number, or empty where there is none
     */
    public OptionalDouble value() {
        return state == State.VALUE ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    /**
     * Returns the number with its 95 % interval.
     *
     * @return the interval, or empty where none is known
     */
    public Optional<Interval> interval() {
        return Double.isNaN(lower) ? Optional.empty() : Optional.of(new Interval(value, lower, upper));
    }

    /**
     * Returns the numerator.
     *
     * @return the numerator, or empty if the value is not a ratio
     */
    public OptionalDouble numerator() {
        return Double.isNaN(numerator) ? OptionalDouble.empty() : OptionalDouble.of(numerator);
    }

    /**
     * Returns the denominator.
     *
     * @return the denominator, or empty if the value is not a ratio
     */
    public OptionalDouble denominator() {
        return Double.isNaN(denominator) ? OptionalDouble.empty() : OptionalDouble.of(denominator);
    }

    /**
     * Returns how many observations the value rests on.
     *
     * @return the number, or empty where it is not known
     */
    public OptionalLong n() {
        return n == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(n);
    }

    /**
     * Returns the note: why there is no number, or what to know of it.
     *
     * @return codes separated by a semicolon; may be empty
     */
    public String note() {
        return note;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IndicatorValue that
                && state == that.state
                && Double.compare(value, that.value) == 0
                && Double.compare(lower, that.lower) == 0
                && Double.compare(upper, that.upper) == 0
                && Double.compare(numerator, that.numerator) == 0
                && Double.compare(denominator, that.denominator) == 0
                && n == that.n
                && note.equals(that.note);
    }

    @Override
    public int hashCode() {
        return Objects.hash(state, value, n, note);
    }

    @Override
    public String toString() {
        String number = state != State.VALUE
                ? state.toString()
                : interval().map(Interval::toString).orElseGet(() -> String.format(Locale.ROOT, "%.4g", value));
        return number + (n == UNKNOWN ? "" : " n=" + n) + (note.isEmpty() ? "" : " (" + note + ")");
    }
}
