package io.github.eduindicators.stats;

import java.util.Arrays;

/**
 * Which definition of the sample quantile is meant; they differ on small samples.
 *
 * <p>With the sorted values {@code x(1) <= ... <= x(n)} and {@code h} the position below, the quantile is
 * {@code x(floor h) + (h - floor h) * (x(floor h + 1) - x(floor h))}, with {@code h} kept within 1..n. One value is its own quantile.
 *
 * <p>Reference: R. J. Hyndman, Y. Fan (1996), Sample quantiles in statistical packages, The American Statistician 50:361-365,
 * doi:10.1080/00031305.1996.10473566.
 */
public enum QuantileType {
    /** {@code h = (n + 1) p}: the definition of SPSS and Minitab. */
    TYPE_6 {
        @Override
        double position(long n, double p) {
            return (n + 1) * p;
        }
    },
    /** {@code h = (n - 1) p + 1}: the default of R, NumPy and spreadsheets. */
    TYPE_7 {
        @Override
        double position(long n, double p) {
            return (n - 1) * p + 1;
        }
    };

    abstract double position(long n, double p);

    /**
     * Returns a quantile of a sample in {@code O(n log n)}.
     *
     * @param values at least one finite value, in any order; not changed
     * @param p the probability, 0..1
     * @return the quantile
     * @throws IllegalArgumentException if there is no value, a value is not finite, or p is outside 0..1
     */
    public double of(double[] values, double p) {
        double[] sorted = values.clone();
        for (double value : sorted) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("values must be finite, got " + value);
            }
        }
        Arrays.sort(sorted);
        return quantile(sorted.length, p, i -> sorted[(int) i]);
    }

    /**
     * Returns a quantile of integer values that are given by their counts, in {@code O(length)}.
     *
     * @param counts how often each of the values 0, 1, 2, ... occurs; none negative, at least one positive
     * @param p the probability, 0..1
     * @return the quantile
     * @throws IllegalArgumentException if all counts are 0, one is negative, or p is outside 0..1
     */
    public double ofCounts(int[] counts, double p) {
        long n = 0;
        for (int count : counts) {
            if (count < 0) {
                throw new IllegalArgumentException("counts must not be negative, got " + count);
            }
            n += count;
        }
        return quantile(n, p, i -> valueAt(counts, i));
    }

    private static int valueAt(int[] counts, long index) {
        long seen = 0;
        int value = -1;
        while (seen <= index) {
            seen += counts[++value];
        }
        return value;
    }

    private double quantile(long n, double p, java.util.function.LongToDoubleFunction sorted) {
        if (n == 0) {
            throw new IllegalArgumentException("a quantile needs at least one value");
        }
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException("p must be within 0..1, got " + p);
        }
        double h = Math.min(Math.max(position(n, p), 1), n);
        long below = (long) Math.floor(h);
        double low = sorted.applyAsDouble(below - 1);
        double fraction = h - below;
        return fraction == 0 ? low : low + fraction * (sorted.applyAsDouble(below) - low);
    }
}
