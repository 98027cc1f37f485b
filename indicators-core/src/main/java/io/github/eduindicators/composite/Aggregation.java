package io.github.eduindicators.composite;

import io.github.eduindicators.composite.Normalisation.Divisor;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/**
 * How the normalised parts of a group become one figure.
 *
 * <p>With {@code x} the parts of a unit and {@code w} their weights, brought to the sum 1 over the parts that the unit has:
 *
 * <ul>
 *   <li>{@link #arithmetic()} {@code sum w x}, the default: a weak part is made up for by a strong one.
 *   <li>{@link #geometric()} {@code exp(sum w ln x)}, {@link #harmonic()} {@code 1 / sum(w / x)}, {@link #power(double)}
 *       {@code (sum w x^p)^(1/p)}: less so the lower the power. A part of 0 makes the figure 0 (under a positive power it does
 *       not); a negative part leaves none ({@code not-positive}). Near 0 they are fragile: normalise to 1..100.
 *   <li>{@link #min()}, {@link #median()}: weights play no part, but a part of weight 0 is left out.
 *   <li>{@link #mpi()} of Mazziotta and Pareto: {@code M - S^2 / M} of the mean and the standard deviation over the parts, a
 *       penalty for being uneven; parts as {@link Normalisation#zScore(double, double, Divisor)} of 100 and 10, or (adjusted)
 *       goalposts 70..130. The original gives all parts the same weight; others weigh M and S. A mean of 0 or less leaves no
 *       figure ({@code not-positive}).
 *   <li>{@link #copeland()}: unit i beats j if the weight of the parts in which it is ahead, ties half, is more than 1/2; the
 *       figure is the units beaten less those it is beaten by. Parts that one of the two lacks are left out of the pair. The
 *       figures sum to 0.
 *   <li>{@link #topsis()}: each part over the root of its sum of squares, times its weight; with the distances {@code d+} to the
 *       best and {@code d-} to the worst of all units the figure is {@code d- / (d+ + d-)}, 0..1; 1/2 where all units are the
 *       same.
 * </ul>
 *
 * <p>For a group of one part arithmetic, geometric, harmonic, power, min, median and mpi give the part. Copeland and TOPSIS look
 * at all units at once: leaving one out can change the figures of others. Complexity: O(n k) for n units and k parts, Copeland
 * O(n^2 k).
 *
 * <p>Reference: OECD, JRC (2008), Handbook on Constructing Composite Indicators, step 7; M. Mazziotta, A. Pareto (2016), Social
 * Indicators Research 127:983-1003, doi:10.1007/s11205-015-0998-2. Immutable and safe to share between threads.
 */
public final class Aggregation {
    private static final double MOST_POWER = 3;
    /** Shares of weight nearer to one half than this are one half. */
    private static final double HALF = 1e-12;
    private static final Aggregation ARITHMETIC = of(Kind.ARITHMETIC);
    private static final Aggregation GEOMETRIC = of(Kind.GEOMETRIC);
    private static final Aggregation HARMONIC = of(Kind.HARMONIC);
    private static final Aggregation COPELAND = of(Kind.COPELAND);

    private enum Kind {
        ARITHMETIC,
        GEOMETRIC,
        HARMONIC,
        POWER,
        MIN,
        MEDIAN,
        MPI,
        COPELAND,
        TOPSIS
    }

    private final Kind kind;
    private final double power;
    private final Divisor divisor;
    private final double penalty;

    private Aggregation(Kind kind, double power, Divisor divisor, double penalty) {
        this.kind = kind;
        this.power = power;
        this.divisor = Objects.requireNonNull(divisor, "divisor");
        this.penalty = penalty;
    }

    private static Aggregation of(Kind kind) {
        return new Aggregation(kind, 1, Divisor.POPULATION, -1);
    }

    /**
     * Returns the weighted mean.
     *
     * @return the aggregation
     */
    public static Aggregation arithmetic() {
        return ARITHMETIC;
    }

    /**
     * Returns the weighted geometric mean.
     *
     * @return the aggregation
     */
    public static Aggregation geometric() {
        return GEOMETRIC;
    }

    /**
     * Returns the weighted harmonic mean.
     *
     * @return the aggregation
     */
    public static Aggregation harmonic() {
        return HARMONIC;
    }

    /**
     * Returns the weighted power mean.
     *
     * @param power from -3 to 3, not 0; for 0 see {@link #geometric()}
     * @return the aggregation
     * @throws IllegalArgumentException if the power is outside its range
     */
    public static Aggregation power(double power) {
        if (!(Math.abs(power) <= MOST_POWER && Math.abs(power) >= 1 / Columns.LARGEST)) {
            throw new IllegalArgumentException("power must be within -3..3 and not 0, got " + power);
        }
        return new Aggregation(Kind.POWER, power, Divisor.POPULATION, -1);
    }

    /**
     * Returns the worst part.
     *
     * @return the aggregation
     */
    public static Aggregation min() {
        return of(Kind.MIN);
    }

    /**
     * Returns the median of the parts.
     *
     * @return the aggregation
     */
    public static Aggregation median() {
        return of(Kind.MEDIAN);
    }

    /**
     * Returns the Mazziotta-Pareto index with the standard deviation over the number of parts, as in the original.
     *
     * @return the aggregation
     */
    public static Aggregation mpi() {
        return mpi(Divisor.POPULATION);
    }

    /**
     * Returns the Mazziotta-Pareto index.
     *
     * @param divisor of the squared deviations of the parts; some programs use the number of parts less 1
     * @return the aggregation
     */
    public static Aggregation mpi(Divisor divisor) {
        return new Aggregation(Kind.MPI, 1, divisor, -1);
    }

    /**
     * Adds the penalty instead of taking it off: for phenomena of which more is worse, such as deprivation.
     *
     * @return the same with a penalty added
     * @throws IllegalArgumentException if it is not the Mazziotta-Pareto index
     */
    public Aggregation withPenaltyAdded() {
        if (kind != Kind.MPI) {
            throw new IllegalArgumentException("only the Mazziotta-Pareto index has a penalty, got " + this);
        }
        return new Aggregation(kind, power, divisor, 1);
    }

    /**
     * Returns how many units are beaten by the majority of the weight, less those that beat.
     *
     * @return the aggregation
     */
    public static Aggregation copeland() {
        return COPELAND;
    }

    /**
     * Returns the place between the worst and the best there is in every part.
     *
     * @return the aggregation
     */
    public static Aggregation topsis() {
        return of(Kind.TOPSIS);
    }

    boolean takesNegativeWeights() {
        return kind == Kind.ARITHMETIC;
    }

    /** Whether the figure of a unit is {@code inverse(sum w transform(x) / sum w)}. */
    boolean isTransformedMean() {
        return kind == Kind.ARITHMETIC || kind == Kind.GEOMETRIC || kind == Kind.HARMONIC || kind == Kind.POWER;
    }

    boolean isPlainMean() {
        return kind == Kind.ARITHMETIC;
    }

    /** Whether a figure needs the other units. */
    boolean comparesUnits() {
        return kind == Kind.COPELAND || kind == Kind.TOPSIS;
    }

    /** NaN where there is none. */
    double transform(double x) {
        if (kind == Kind.ARITHMETIC) {
            return x;
        }
        if (!(x >= 0)) {
            return Double.NaN;
        }
        return switch (kind) {
            case GEOMETRIC -> StrictMath.log(x);
            case HARMONIC -> 1 / (x + 0.0);
            default -> StrictMath.pow(x + 0.0, power);
        };
    }

    double inverse(double mean) {
        return switch (kind) {
            case ARITHMETIC -> mean;
            case GEOMETRIC -> StrictMath.exp(mean);
            case HARMONIC -> 1 / mean;
            default -> StrictMath.pow(mean, 1 / power);
        };
    }

    /** What stands for a missing figure of this aggregation in the group above. */
    double neutral(double neutralOfParts) {
        return switch (kind) {
            case COPELAND -> 0;
            case TOPSIS -> 0.5;
            default -> neutralOfParts;
        };
    }

    /** The figure of parts x with weights w, the first n of each, no weight 0; NaN where there is none. */
    double of(double[] x, double[] w, int n) {
        double weight = 0;
        for (int k = 0; k < n; k++) {
            weight += Math.abs(w[k]);
        }
        return switch (kind) {
            case MIN -> Arrays.stream(x, 0, n).min().orElse(Double.NaN);
            case MEDIAN -> Columns.median(Arrays.copyOf(x, n));
            case MPI -> mpi(x, w, n, weight);
            default -> {
                double sum = 0;
                for (int k = 0; k < n; k++) {
                    sum += w[k] * transform(x[k]);
                }
                yield inverse(sum / weight);
            }
        };
    }

    private double mpi(double[] x, double[] w, int n, double weight) {
        double mean = 0;
        double squared = 0;
        for (int k = 0; k < n; k++) {
            mean += w[k] / weight * x[k];
            squared += w[k] / weight * (w[k] / weight);
        }
        if (!(mean > 0)) {
            return Double.NaN;
        }
        double variance = 0;
        for (int k = 0; k < n; k++) {
            variance += w[k] / weight * (x[k] - mean) * (x[k] - mean);
        }
        double factor = divisor == Divisor.POPULATION || n == 1 ? 1 : 1 / (1 - squared);
        return mean + penalty * variance * factor / mean;
    }

    /** The figures of all units that take part; NaN of the others. A part that a unit lacks is NaN. */
    double[] ofAll(double[][] parts, double[] w, boolean[] takesPart) {
        return kind == Kind.COPELAND ? copeland(parts, w, takesPart) : topsis(parts, w, takesPart);
    }

    private static double[] copeland(double[][] parts, double[] w, boolean[] takesPart) {
        int units = takesPart.length;
        double[] score = new double[units];
        for (int i = 0; i < units; i++) {
            if (!takesPart[i]) {
                score[i] = Double.NaN;
                continue;
            }
            for (int j = 0; j < i; j++) {
                if (takesPart[j]) {
                    int winner = lead(parts, w, i, j);
                    score[i] += winner;
                    score[j] -= winner;
                }
            }
        }
        return score;
    }

    private static int lead(double[][] parts, double[] w, int i, int j) {
        double ahead = 0;
        double weight = 0;
        for (int k = 0; k < parts.length; k++) {
            double one = parts[k][i];
            double other = parts[k][j];
            if (one > other) {
                ahead += w[k];
                weight += w[k];
            } else if (one < other) {
                ahead -= w[k];
                weight += w[k];
            } else if (one == other) {
                weight += w[k];
            }
        }
        return Math.abs(ahead) <= 2 * HALF * weight ? 0 : ahead > 0 ? 1 : -1;
    }

    private static double[] topsis(double[][] parts, double[] w, boolean[] takesPart) {
        int units = takesPart.length;
        double[] far = new double[units];
        double[] near = new double[units];
        for (int k = 0; k < parts.length; k++) {
            double[] x = new double[units];
            for (int i = 0; i < units; i++) {
                x[i] = takesPart[i] ? parts[k][i] : Double.NaN;
            }
            double[] known = Columns.known(x);
            double least = Columns.least(known);
            double largest = Columns.largest(known);
            double scale = known.length == 0 ? 0 : Math.max(Math.abs(least), Math.abs(largest));
            double norm = Math.sqrt(Columns.sum(Arrays.stream(known).map(value -> value / scale * (value / scale)).toArray()));
            for (int i = 0; i < units && scale > 0; i++) {
                if (!Double.isNaN(x[i])) {
                    double below = w[k] * ((largest - x[i]) / scale / norm);
                    double above = w[k] * ((x[i] - least) / scale / norm);
                    far[i] += below * below;
                    near[i] += above * above;
                }
            }
        }
        double[] score = new double[units];
        for (int i = 0; i < units; i++) {
            double best = Math.sqrt(far[i]);
            double worst = Math.sqrt(near[i]);
            score[i] = !takesPart[i] ? Double.NaN : best + worst == 0 ? 0.5 : worst / (best + worst);
        }
        return score;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Aggregation that
                && kind == that.kind
                && Double.compare(power, that.power) == 0
                && divisor == that.divisor
                && Double.compare(penalty, that.penalty) == 0;
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, power, divisor, penalty);
    }

    @Override
    public String toString() {
        String name = kind.name().toLowerCase(Locale.ROOT);
        return switch (kind) {
            case POWER -> name + " " + power;
            case MPI -> name + " " + divisor.name().toLowerCase(Locale.ROOT) + (penalty > 0 ? " penalty added" : "");
            default -> name;
        };
    }
}
