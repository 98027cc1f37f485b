package io.github.eduindicators.composite;

import java.util.Locale;
import java.util.Objects;

/**
 * What is done with an indicator whose few extreme values would set the scale for all.
 *
 * <p>The rule of the Joint Research Centre: a column is outlying if both its skewness G1 is at least 2 in size and its excess
 * kurtosis G2 at least 3.5, where with {@code d = x - mean}
 *
 * <pre>
 * G1 = sqrt(n) sum d^3 / (sum d^2)^1.5 * sqrt(n (n-1)) / (n-2)
 * G2 = ((n+1)(r-3) + 6)(n-1) / ((n-2)(n-3)),  r = n sum d^4 / (sum d^2)^2
 * </pre>
 *
 * <p>While it is, all values at the longer end are set to the next value inwards, as long as fewer than five points were changed;
 * values that are equal are changed together, so that more than five can be. If it still is, the column is taken back as it was
 * and its logarithm used: {@code ln(x - min + 0.01 range)}, for a tail to the left {@code -ln(max + 0.01 range - x)}. Every
 * change is logged; a column that is outlying even so is kept and logged as {@code still-outlying}. Fewer than four values, or
 * all the same, are never outlying.
 *
 * <p>Caveat: an extreme value may be the truth; with {@link Normalisation#goalposts()} nothing needs treatment, as goalposts cut
 * off by themselves, and a logarithm is refused, as the posts are in the units of the data. Complexity: O(n) a step. Reference:
 * OECD, JRC (2008), Handbook on Constructing Composite Indicators; W. Becker et al. (2022), COINr, JOSS 7(78):4567,
 * doi:10.21105/joss.04567. Immutable and safe to share between threads.
 */
public final class OutlierTreatment {
    private static final double JRC_SKEWNESS = 2;
    private static final double JRC_KURTOSIS = 3.5;
    private static final int JRC_MOST = 5;
    private static final double MARGIN = 0.01;
    private static final int LEAST = 4;
    private static final OutlierTreatment NONE = new OutlierTreatment(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, 0, false);
    private static final OutlierTreatment JRC = new OutlierTreatment(JRC_SKEWNESS, JRC_KURTOSIS, JRC_MOST, true);

    private final double skewness;
    private final double kurtosis;
    private final int most;
    private final boolean log;

    private OutlierTreatment(double skewness, double kurtosis, int most, boolean log) {
        this.skewness = skewness;
        this.kurtosis = kurtosis;
        this.most = most;
        this.log = log;
    }

    /**
     * Returns no treatment: the default.
     *
     * @return the treatment
     */
    public static OutlierTreatment none() {
        return NONE;
    }

    /**
     * Returns the rule of the Joint Research Centre: limits 2 and 3.5, five points, then the logarithm.
     *
     * @return the treatment
     */
    public static OutlierTreatment jrc() {
        return JRC;
    }

    /**
     * Changes at which shape a column is outlying.
     *
     * @param skewness the least skewness in size, not negative
     * @param kurtosis the least excess kurtosis
     * @return the treatment with the limits
     * @throws IllegalArgumentException if a limit is not a number or the skewness negative
     */
    public OutlierTreatment withLimits(double skewness, double kurtosis) {
        if (!(skewness >= 0) || Double.isNaN(kurtosis)) {
            throw new IllegalArgumentException(
                    "the limit of skewness must not be negative, that of kurtosis a number, got " + skewness + " and " + kurtosis);
        }
        return new OutlierTreatment(skewness, kurtosis, most, log);
    }

    /**
     * Changes from how many changed points on no further are changed.
     *
     * @param points not negative; 0 leaves the logarithm alone
     * @return the treatment with the number
     * @throws IllegalArgumentException if it is negative
     */
    public OutlierTreatment withMostWinsorised(int points) {
        if (points < 0) {
            throw new IllegalArgumentException("the most winsorised points must not be negative, got " + points);
        }
        return new OutlierTreatment(skewness, kurtosis, points, log);
    }

    /**
     * Leaves the logarithm out: a column that is outlying after winsorising stays winsorised.
     *
     * @return the treatment without a logarithm
     */
    public OutlierTreatment withoutLog() {
        return new OutlierTreatment(skewness, kurtosis, most, false);
    }

    boolean usesLog() {
        return log;
    }

    private boolean outlying(double[] known) {
        if (known.length < LEAST || Columns.constant(known)) {
            return false;
        }
        double[] shape = Columns.shape(known);
        return Math.abs(shape[0]) >= skewness && shape[1] >= kurtosis;
    }

    /**
     * A column after treatment.
     *
     * @param what {@code winsorised}, {@code log}, or empty if the column is as it was
     * @param outlying whether it still is
     */
    record Treated(double[] column, String what, boolean outlying) {}

    Treated apply(double[] column) {
        double[] x = column.clone();
        int changed = 0;
        while (changed < most && outlying(Columns.known(x))) {
            changed = winsoriseOnce(x, column);
        }
        if (!outlying(Columns.known(x))) {
            return new Treated(x, changed == 0 ? "" : "winsorised", false);
        }
        if (!log) {
            return new Treated(x, changed == 0 ? "" : "winsorised", true);
        }
        double[] logs = log(column);
        return new Treated(logs, "log", outlying(Columns.known(logs)));
    }

    private static int winsoriseOnce(double[] x, double[] original) {
        double[] known = Columns.known(x);
        boolean right = Columns.shape(known)[0] >= 0;
        double end = right ? Columns.largest(known) : Columns.least(known);
        double next = right ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        for (double value : known) {
            if (value != end) {
                next = right ? Math.max(next, value) : Math.min(next, value);
            }
        }
        int changed = 0;
        for (int i = 0; i < x.length; i++) {
            x[i] = x[i] == end ? next : x[i];
            changed += Double.isNaN(x[i]) || x[i] == original[i] ? 0 : 1;
        }
        return changed;
    }

    private static double[] log(double[] column) {
        double[] known = Columns.known(column);
        boolean right = Columns.shape(known)[0] >= 0;
        double least = Columns.least(known);
        double largest = Columns.largest(known);
        double margin = MARGIN * (largest - least);
        double[] out = column.clone();
        for (int i = 0; i < out.length; i++) {
            if (!Double.isNaN(out[i])) {
                out[i] = right ? StrictMath.log(out[i] - least + margin) : -StrictMath.log(largest + margin - out[i]);
            }
        }
        return out;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OutlierTreatment that
                && Double.compare(skewness, that.skewness) == 0
                && Double.compare(kurtosis, that.kurtosis) == 0
                && most == that.most
                && log == that.log;
    }

    @Override
    public int hashCode() {
        return Objects.hash(skewness, kurtosis, most, log);
    }

    @Override
    public String toString() {
        if (Double.isInfinite(skewness) && Double.isInfinite(kurtosis)) {
            return "none";
        }
        return String.format(Locale.ROOT, "skewness %.4g kurtosis %.4g winsorise %d%s", skewness, kurtosis, most, log ? " then log" : "");
    }
}
