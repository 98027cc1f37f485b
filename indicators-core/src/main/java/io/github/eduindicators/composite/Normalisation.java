package io.github.eduindicators.composite;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/**
 * How indicators of different units are brought to one scale on which more is better.
 *
 * <p>With {@code x} the values of an indicator (turned, {@code -x}, where less is better), over the units that have one:
 *
 * <table>
 * <caption>Formulas, and what a column comes to in which all values are the same</caption>
 * <tr><th>factory</th><th>formula</th><th>all the same</th></tr>
 * <tr><td>{@link #goalposts()}</td><td>{@code (x - g1) / (g2 - g1)}, where less is better {@code (g2 - x) / (g2 - g1)}, kept
 *     within 0..1; times the scale</td><td>as any other: the posts do not depend on the data</td></tr>
 * <tr><td>{@link #minMax()}</td><td>{@code (x - min) / (max - min)} times the scale</td><td>the middle of the scale</td></tr>
 * <tr><td>{@link #zScore()}</td><td>{@code (x - mean) / sd}</td><td>0 (the mean asked for)</td></tr>
 * <tr><td>{@link #rank()}</td><td>rank from the worst, 1; ties share the smallest</td><td>1</td></tr>
 * <tr><td>{@link #borda()}</td><td>rank - 1: how many are worse</td><td>0</td></tr>
 * <tr><td>{@link #percentileRank()}</td><td>(rank - 1) / (n - 1)</td><td>0</td></tr>
 * <tr><td>{@link #distanceToTarget()}</td><td>{@code (x - min) / (target - min)}, where less is better {@code (max - x) / (max -
 *     target)}; times the scale; above it beyond the target unless {@link #truncated()}</td><td>the scale if the target is
 *     reached, else 0</td></tr>
 * <tr><td>{@link #fractionOfBest()}</td><td>{@code x / max}, where less is better {@code min / x}; times the scale (best =
 *     100)</td>
 *     <td>the scale: all are the best; 0 where more is better and all are 0</td></tr>
 * <tr><td>{@link #none()}</td><td>{@code x} as it is turned</td><td>as it is</td></tr>
 * </table>
 *
 * <p>Goalposts alone mean the same from year to year: they are the choice for monitoring. All others compare the units of one
 * period with each other, so that a figure can fall although nothing got worse but others better. Where a column is constant, the
 * change is logged. Where the target is already reached by the worst unit, every unit gets the scale. Fractions of the best need
 * values that are not negative: a column with a negative value is left out and the log says so. Values nearer than a part in
 * 10^12 count as the same.
 *
 * <p>Complexity: O(n), ranks O(n log n). Reference: OECD, JRC (2008), Handbook on Constructing Composite Indicators, step 5.
 * Immutable and safe to share between threads.
 */
public final class Normalisation {
    private static final double PERCENT = 100;
    private static final Normalisation GOALPOSTS = scale(Kind.GOALPOSTS, 0, PERCENT, true);
    private static final Normalisation MIN_MAX = scale(Kind.MIN_MAX, 0, PERCENT, true);

    /** What the sum of squared deviations is divided by. */
    public enum Divisor {
        /** {@code n - 1}, as of a sample. */
        SAMPLE,
        /** {@code n}, as of all there are. */
        POPULATION;

        int less() {
            return this == SAMPLE ? 1 : 0;
        }
    }

    enum Kind {
        GOALPOSTS,
        MIN_MAX,
        Z_SCORE,
        RANK,
        BORDA,
        PERCENTILE_RANK,
        DISTANCE_TO_TARGET,
        FRACTION_OF_BEST,
        NONE;

        String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Kind kind;
    private final double from;
    private final double to;
    private final boolean truncated;
    private final Divisor divisor;

    private Normalisation(Kind kind, double[] scale, boolean truncated, Divisor divisor) {
        this.kind = kind;
        this.from = scale[0];
        this.to = scale[1];
        this.truncated = truncated;
        this.divisor = Objects.requireNonNull(divisor, "divisor");
    }

    private static Normalisation scale(Kind kind, double from, double to, boolean truncated) {
        if (!(Math.abs(from) <= Columns.LARGEST && Math.abs(to) <= Columns.LARGEST && from < to)) {
            throw new IllegalArgumentException("a scale goes from a finite number to a larger one, got " + from + " and " + to);
        }
        return new Normalisation(kind, new double[] {from, to}, truncated, Divisor.SAMPLE);
    }

    /**
     * Returns the place between the goalposts of each indicator, 0..100: the default.
     *
     * @return the normalisation
     */
    public static Normalisation goalposts() {
        return GOALPOSTS;
    }

    /**
     * Returns the place between the goalposts of each indicator. With a scale of 70..130 and {@link #untruncated()} it is that of
     * the adjusted Mazziotta-Pareto index, whose posts lie at the reference value less and plus half the range.
     *
     * @param lower what the lower post gives
     * @param upper what the upper post gives, larger
     * @return the normalisation
     * @throws IllegalArgumentException if the ends are not finite and rising
     */
    public static Normalisation goalposts(double lower, double upper) {
        return scale(Kind.GOALPOSTS, lower, upper, true);
    }

    /**
     * Returns the place between the worst and the best, 0..100.
     *
     * @return the normalisation
     */
    public static Normalisation minMax() {
        return MIN_MAX;
    }

    /**
     * Returns the place between the worst and the best. A geometric or harmonic mean needs a lower end above 0, such as 1..100.
     *
     * @param lower what the worst gets
     * @param upper what the best gets, larger
     * @return the normalisation
     * @throws IllegalArgumentException if the ends are not finite and rising
     */
    public static Normalisation minMax(double lower, double upper) {
        return scale(Kind.MIN_MAX, lower, upper, true);
    }

    /**
     * Returns the distance from the mean in standard deviations, with n - 1.
     *
     * @return the normalisation
     */
    public static Normalisation zScore() {
        return zScore(0, 1, Divisor.SAMPLE);
    }

    /**
     * Returns the distance from the mean in standard deviations, moved to another mean and spread; 100, 10 and n is that of the
     * Mazziotta-Pareto index.
     *
     * @param mean the mean of the result
     * @param sd the standard deviation of the result, positive
     * @param divisor of the standard deviation of the data
     * @return the normalisation
     * @throws IllegalArgumentException if a number is not finite or the deviation not positive
     */
    public static Normalisation zScore(double mean, double sd, Divisor divisor) {
        if (!(Math.abs(mean) <= Columns.LARGEST) || !(sd > 0 && sd <= Columns.LARGEST)) {
            throw new IllegalArgumentException("the mean must be finite and the standard deviation positive, got " + mean + " and " + sd);
        }
        return new Normalisation(Kind.Z_SCORE, new double[] {mean, sd}, false, divisor);
    }

    /**
     * Returns the rank from the worst, which is 1; ties share the smallest.
     *
     * @return the normalisation
     */
    public static Normalisation rank() {
        return scale(Kind.RANK, 0, 1, false);
    }

    /**
     * Returns how many units are worse.
     *
     * @return the normalisation
     */
    public static Normalisation borda() {
        return scale(Kind.BORDA, 0, 1, false);
    }

    /**
     * Returns the share of the other units that are worse.
     *
     * @return the normalisation
     */
    public static Normalisation percentileRank() {
        return scale(Kind.PERCENTILE_RANK, 0, 1, false);
    }

    /**
     * Returns how much of the way from the worst to the target is done, in per cent; more than 100 beyond the target.
     *
     * @return the normalisation
     */
    public static Normalisation distanceToTarget() {
        return scale(Kind.DISTANCE_TO_TARGET, 0, PERCENT, false);
    }

    /**
     * Returns the fraction of the best, in per cent: best = 100.
     *
     * @return the normalisation
     */
    public static Normalisation fractionOfBest() {
        return scale(Kind.FRACTION_OF_BEST, 0, PERCENT, false);
    }

    /**
     * Returns the values as they are, turned where less is better: for indicators on one scale, or for TOPSIS, which has its own.
     *
     * @return the normalisation
     */
    public static Normalisation none() {
        return scale(Kind.NONE, 0, 1, false);
    }

    /**
     * Lets goalposts and targets give more than the scale.
     *
     * @return the same without truncation
     * @throws IllegalArgumentException if it is neither goalposts nor the distance to a target
     */
    public Normalisation untruncated() {
        return new Normalisation(checkedEnds(), new double[] {from, to}, false, divisor);
    }

    /**
     * Keeps goalposts and targets within the scale.
     *
     * @return the same with truncation
     * @throws IllegalArgumentException if it is neither goalposts nor the distance to a target
     */
    public Normalisation truncated() {
        return new Normalisation(checkedEnds(), new double[] {from, to}, true, divisor);
    }

    private Kind checkedEnds() {
        if (kind != Kind.GOALPOSTS && kind != Kind.DISTANCE_TO_TARGET) {
            throw new IllegalArgumentException("only goalposts and the distance to a target are truncated or not, got " + kind.code());
        }
        return kind;
    }

    /** Whether it compares with numbers in the units of the data. */
    boolean needsUnitsOfData() {
        return kind == Kind.GOALPOSTS || kind == Kind.DISTANCE_TO_TARGET;
    }

    /** Why an indicator cannot be normalised so, or empty. */
    String unmet(Component leaf) {
        if (kind == Kind.GOALPOSTS && leaf.goalposts().isEmpty()) {
            return "goalposts";
        }
        return kind == Kind.DISTANCE_TO_TARGET && leaf.target().isEmpty() ? "a target" : "";
    }

    /** What stands for a missing value on this scale: the middle. */
    double neutral(int units) {
        return switch (kind) {
            case Z_SCORE -> from;
            case RANK -> (units + 1) / 2.0;
            case BORDA -> (units - 1) / 2.0;
            case PERCENTILE_RANK -> 0.5;
            case NONE -> Double.NaN;
            default -> from + (to - from) / 2;
        };
    }

    /** A normalised column, and what is to be said of it: empty if nothing. */
    record Scaled(double[] column, String note) {}

    Scaled apply(double[] column, Component leaf) {
        double[] known = Columns.known(column);
        if (known.length == 0) {
            return new Scaled(column, "");
        }
        boolean constant = Columns.constant(known);
        String note = constant && kind != Kind.GOALPOSTS && kind != Kind.NONE ? "constant-column" : "";
        double[] x = column.clone();
        for (int i = 0; i < x.length; i++) {
            x[i] *= leaf.sign();
        }
        double worst = leaf.sign() > 0 ? Columns.least(known) : -Columns.largest(known);
        double best = leaf.sign() > 0 ? Columns.largest(known) : -Columns.least(known);
        return switch (kind) {
            case GOALPOSTS -> {
                double g1 = leaf.goalposts().get(leaf.sign() > 0 ? 0 : 1) * leaf.sign();
                double g2 = leaf.goalposts().get(leaf.sign() > 0 ? 1 : 0) * leaf.sign();
                yield new Scaled(each(x, value -> at((value - g1) / (g2 - g1))), note);
            }
            case MIN_MAX -> new Scaled(each(x, value -> at(constant ? 0.5 : (value - worst) / (best - worst))), note);
            case Z_SCORE -> {
                double[] turned = Columns.known(x);
                double mean = Columns.mean(turned);
                double sd = Math.sqrt(Columns.variance(turned, divisor.less()));
                yield new Scaled(each(x, value -> sd == 0 ? from : from + to * (value - mean) / sd), note);
            }
            case RANK, BORDA, PERCENTILE_RANK -> new Scaled(ranked(x, known.length), note);
            case DISTANCE_TO_TARGET -> {
                double target = leaf.target().getAsDouble() * leaf.sign();
                if (worst >= target || Columns.same(worst, target)) {
                    yield new Scaled(each(x, value -> to), "target-reached-by-all");
                }
                yield new Scaled(each(x, value -> at(constant ? 0 : (value - worst) / (target - worst))), note);
            }
            case FRACTION_OF_BEST -> ofBest(column, leaf.sign(), known, note);
            case NONE -> new Scaled(x, note);
        };
    }

    private double at(double share) {
        double kept = truncated ? Math.max(0, Math.min(1, share)) : share;
        return kept == 1 ? to : from + kept * (to - from);
    }

    private Scaled ofBest(double[] column, int sign, double[] known, String note) {
        double least = Columns.least(known);
        double largest = Columns.largest(known);
        if (least < 0) {
            return new Scaled(each(column, value -> Double.NaN), "negative-value");
        }
        if (sign > 0) {
            return new Scaled(each(column, value -> largest == 0 ? from : to * (value / largest)), note);
        }
        return new Scaled(each(column, value -> value == 0 ? to : to * (least / value)), note);
    }

    private double[] ranked(double[] x, int n) {
        int[] ranks = Columns.ranks(x);
        double[] out = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double worse = ranks[i] - 1;
            double value = switch (kind) {
                case RANK -> worse + 1;
                case BORDA -> worse;
                default -> n == 1 ? 0 : worse / (n - 1);
            };
            out[i] = ranks[i] == 0 ? Double.NaN : value;
        }
        return out;
    }

    private static double[] each(double[] column, java.util.function.DoubleUnaryOperator formula) {
        return Arrays.stream(column).map(value -> Double.isNaN(value) ? value : formula.applyAsDouble(value)).toArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Normalisation that
                && kind == that.kind
                && Double.compare(from, that.from) == 0
                && Double.compare(to, that.to) == 0
                && truncated == that.truncated
                && divisor == that.divisor;
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, from, to, truncated, divisor);
    }

    @Override
    public String toString() {
        return switch (kind) {
            case Z_SCORE -> kind.code() + " mean " + from + " sd " + to + " " + divisor.name().toLowerCase(Locale.ROOT);
            case GOALPOSTS, DISTANCE_TO_TARGET -> kind.code() + " " + from + ".." + to + (truncated ? "" : " untruncated");
            case MIN_MAX, FRACTION_OF_BEST -> kind.code() + " " + from + ".." + to;
            default -> kind.code();
        };
    }
}
