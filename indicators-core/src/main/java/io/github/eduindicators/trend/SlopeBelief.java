package io.github.eduindicators.trend;

import io.github.eduindicators.laws.NormalLaw;
import io.github.eduindicators.stats.Interval;
import java.util.Arrays;

/**
 * What is believed of a true slope: a value with the unit's own error, or several of them with their probabilities, and an independent error
 * that the unit shares with its whole region. Each error is normal with a variance that is known or that was itself estimated: then it is a
 * mixture of normal ones over what the variance may be, which for a variance s^2 on f degrees of freedom is {@code s^2 f / chi^2(f)}.
 */
final class SlopeBelief {
    private static final int STEPS = 200;
    private static final int PER_UNIT = 64;
    /** P(Z > 37) is below 1e-299. */
    private static final int LAST = 37;
    private static final double[][] LOG_TAIL = logTail();

    private final double[] centre;
    private final double[] own;
    private final double[] weight;
    private final Scales ownScales;
    private final double shared;
    private final Scales sharedScales;

    private SlopeBelief(double[] centre, double[] own, double[] weight, Scales ownScales, double shared, Scales sharedScales) {
        this.centre = centre;
        this.own = own;
        this.weight = weight;
        this.ownScales = ownScales;
        this.shared = shared;
        this.sharedScales = shared > 0 ? sharedScales : Scales.KNOWN;
    }

    /** One value with its variance, not negative. */
    static SlopeBelief of(double mean, double variance, Scales scales) {
        return of(new double[][] {{mean}, {variance}}, new double[] {1}, scales);
    }

    /** Values and their variances, with probabilities that sum to 1. */
    static SlopeBelief of(double[][] values, double[] weight, Scales scales) {
        boolean sure = Arrays.stream(values[1]).allMatch(variance -> variance == 0);
        return new SlopeBelief(values[0], values[1], weight, sure ? Scales.KNOWN : scales, 0, Scales.KNOWN);
    }

    /** Adds an error that is shared. */
    SlopeBelief plus(double variance, Scales scales) {
        return new SlopeBelief(centre, own, weight, ownScales, variance, scales);
    }

    double mean() {
        double sum = 0;
        for (int k = 0; k < centre.length; k++) {
            sum += weight[k] * centre[k];
        }
        return sum;
    }

    /** P(slope > x). */
    double above(double x) {
        return tail(x, 1);
    }

    /** P(slope < x), accurate also where it is tiny. */
    double below(double x) {
        return tail(x, -1);
    }

    /** P(-delta < slope < delta). */
    double within(double delta) {
        return Math.max(0, 1 - above(delta) - below(-delta));
    }

    private double tail(double x, int side) {
        double sum = 0;
        for (int k = 0; k < centre.length; k++) {
            double distance = side * (x - centre[k]);
            for (int i = 0; i < ownScales.factor.length; i++) {
                for (int j = 0; j < sharedScales.factor.length; j++) {
                    double variance = own[k] * ownScales.factor[i] + shared * sharedScales.factor[j];
                    sum += weight[k] * ownScales.weight[i] * sharedScales.weight[j] * beyond(distance, variance);
                }
            }
        }
        return Math.min(1, sum);
    }

    private static double beyond(double distance, double variance) {
        if (variance == 0) {
            return distance < 0 ? 1 : distance > 0 ? 0 : 0.5;
        }
        double z = distance / Math.sqrt(variance);
        return z < 0 ? 1 - upperTail(-z) : upperTail(z);
    }

    /** P(Z > z) for z of at least 0, to eleven figures, from a table of its logarithm and the slope of that: mixtures ask for it often. */
    private static double upperTail(double z) {
        int cell = (int) (z * PER_UNIT);
        if (cell >= PER_UNIT * LAST) {
            return 0;
        }
        double u = z * PER_UNIT - cell;
        double[] from = LOG_TAIL[cell];
        double[] to = LOG_TAIL[cell + 1];
        double rise = to[0] - from[0];
        double bend = (1 - u) * (from[1] - rise) - u * (to[1] - rise);
        return StrictMath.exp(from[0] + u * rise + u * (1 - u) * bend);
    }

    private static double[][] logTail() {
        double[][] table = new double[PER_UNIT * LAST + 1][2];
        for (int i = 0; i < table.length; i++) {
            double z = (double) i / PER_UNIT;
            double tail = NormalLaw.upperTail(z);
            table[i][0] = StrictMath.log(tail);
            table[i][1] = -StrictMath.exp(-z * z / 2) / StrictMath.sqrt(2 * StrictMath.PI) / tail / PER_UNIT;
        }
        return table;
    }

    /** The slope that the true one is below with this probability, strictly between 0 and 1. */
    double quantile(double p) {
        double mean = mean();
        double step = 0;
        for (int k = 0; k < centre.length; k++) {
            step = Math.max(step, Math.abs(centre[k] - mean) + Math.sqrt(own[k] + shared));
        }
        if (step == 0) {
            return mean;
        }
        double low = mean - step;
        while (below(low) > p) {
            low -= step;
            step *= 2;
        }
        double high = mean + step;
        while (below(high) < p) {
            high += step;
            step *= 2;
        }
        for (int i = 0; i < STEPS && high - low > 1e-13 * (Math.abs(low) + Math.abs(high)); i++) {
            double middle = (low + high) / 2;
            if (below(middle) > p) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return (low + high) / 2;
    }

    /** The interval that leaves the same probability on both sides. */
    Interval interval(double confidence) {
        double mean = mean();
        return new Interval(mean, Math.min(mean, quantile((1 - confidence) / 2)), Math.max(mean, quantile((1 + confidence) / 2)));
    }

    /** What a variance may be over what it was estimated to be, with weights that sum to 1. */
    static final class Scales {
        /** Of a variance that is known. */
        static final Scales KNOWN = new Scales(new double[] {1}, new double[] {1});
        /** With more degrees of freedom the law is as good as a point. */
        private static final double MANY = 1e6;
        /** What lies beyond has less than 1e-4 of the whole. */
        private static final double DEPTH = 10;

        private final double[] factor;
        private final double[] weight;

        private Scales(double[] factor, double[] weight) {
            this.factor = factor;
            this.weight = weight;
        }

        /**
         * The same where all deviations, not their logarithms, were equally likely before: f / chi^2(f - 1). Given an estimate that came out
         * small by chance it leaves more room for the truth. For more than one degree of freedom.
         */
        static Scales ofDeviation(double freedom) {
            Scales less = of(freedom - 1);
            if (less == KNOWN) {
                return KNOWN;
            }
            double more = freedom / (freedom - 1);
            return new Scales(Arrays.stream(less.factor).map(each -> each * more).toArray(), less.weight);
        }

        int size() {
            return factor.length;
        }

        double factor(int i) {
            return factor[i];
        }

        double weight(int i) {
            return weight[i];
        }

        /**
         * The law of f / chi^2(f) by the trapezoidal rule over z, the logarithm of chi^2 / f, whose density is proportional to
         * exp(f (z - exp z) / 2): at these steps the rule errs by less than what is cut off.
         */
        static Scales of(double freedom) {
            if (freedom > MANY) {
                return KNOWN;
            }
            double step = Math.min(0.7, 0.9 * StrictMath.sqrt(2 / freedom));
            int down = 0;
            while (height(freedom, -down * step) > -DEPTH) {
                down++;
            }
            int up = 0;
            while (height(freedom, up * step) > -DEPTH) {
                up++;
            }
            double[] factor = new double[down + up + 1];
            double[] weight = new double[factor.length];
            double sum = 0;
            for (int i = 0; i < factor.length; i++) {
                double offset = (i - down) * step;
                factor[i] = StrictMath.exp(-offset);
                weight[i] = StrictMath.exp(height(freedom, offset));
                sum += weight[i];
            }
            for (int i = 0; i < weight.length; i++) {
                weight[i] /= sum;
            }
            return new Scales(factor, weight);
        }

        /** The logarithm of the density over that at the peak. */
        private static double height(double freedom, double offset) {
            return freedom / 2 * (offset + 1 - StrictMath.exp(offset));
        }
    }
}
