package io.github.eduindicators.trend;

import io.github.eduindicators.laws.NormalLaw;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The law of the largest absolute contrast "after less before" over all places of a step, of independent normal values with known
 * variances and one mean.
 *
 * <p>With W(k) the weight before and V(k) after the k-th place, the contrasts divided by their errors are standard normal and
 * form a Markov chain: {@code corr(Z(j), Z(k)) = sqrt(odds(j) / odds(k))} for j before k, {@code odds = W / V}. So the density of
 * Z(k) on the paths that have stayed within -c..c follows from that of Z(k - 1) by one integral, and what leaves at k is summed
 * up. That is exact but for the quadrature, for equal and unequal errors alike.
 */
final class StepLaw {
    /** Contrasts closer than this are taken as one, with the first order of what that leaves out. */
    private static final double CLOSE = 0.02;
    /** Beyond it places hardly ever exceed together, and the sum of their tails stands for the law. */
    private static final double FAR = 10;
    /** Up to it what is left by staying is sure to six digits. */
    private static final double MIDDLE = 5;
    private static final double NEGLIGIBLE = 9;
    private static final double ROOT = Math.sqrt(2 * Math.PI);
    private static final ConcurrentMap<Integer, double[][]> RULES = new ConcurrentHashMap<>();

    /** From each contrast to the next: the correlation and what remains. */
    private final double[] correlation;
    private final double[] rest;
    private final double smallestRest;
    private final double left;
    private final int places;

    private StepLaw(double[] correlation, double[] rest, double left, int places) {
        this.correlation = correlation;
        this.rest = rest;
        this.smallestRest = Arrays.stream(rest).min().orElse(1);
        this.left = left;
        this.places = places;
    }

    /** Takes at least two weights, each one over a variance, in the order of time. */
    static StepLaw of(double[] weights) {
        int n = weights.length;
        double[] after = new double[n + 1];
        for (int i = n - 1; i >= 0; i--) {
            after[i] = after[i + 1] + weights[i];
        }
        double[] correlation = new double[n];
        double[] rest = new double[n];
        int kept = 0;
        double before = weights[0];
        double apart = 0;
        double left = 0;
        for (int k = 1; k < n - 1; k++) {
            before += weights[k];
            double step = Math.min(1, weights[k] / after[k] * (after[0] / before));
            apart += (1 - apart) * step;
            if (apart < CLOSE * CLOSE) {
                left += Math.sqrt(step);
            } else {
                correlation[kept] = Math.sqrt(1 - apart);
                rest[kept++] = Math.sqrt(apart);
                apart = 0;
            }
        }
        return new StepLaw(Arrays.copyOf(correlation, kept), Arrays.copyOf(rest, kept), left, n - 1);
    }

    /** How often the largest absolute contrast is at least c. */
    double atLeast(double c) {
        if (c <= 0) {
            return 1;
        }
        double tails = 2 * NormalLaw.upperTail(c);
        if (c > FAR) {
            return Math.min(1, places * tails);
        }
        double leaving = left * 2 * density(c) / ROOT;
        if (correlation.length == 0) {
            return Math.min(1, tails + leaving);
        }
        double[][] rule = rule((int) Math.ceil((3 * c / smallestRest + 8) / 8) * 8);
        double p = c > MIDDLE ? tails + laterExits(c, rule) : 1 - staying(c, rule);
        return Math.max(0, Math.min(p + leaving * (1 - p) / (1 - tails), Math.min(1, places * tails)));
    }

    /** What stays within -c..c at all places. */
    private double staying(double c, double[][] rule) {
        double[] mass = start(c, rule);
        for (int k = 0; k < correlation.length; k++) {
            mass = moved(mass, k, c, rule);
        }
        double sum = 0;
        for (double part : mass) {
            sum += part;
        }
        return 2 * sum;
    }

    /** What stays within -c..c at the first place and leaves later: sure also where that is next to nothing, but slower. */
    private double laterExits(double c, double[][] rule) {
        double[] mass = start(c, rule);
        double sum = 0;
        for (int k = 0; k < correlation.length; k++) {
            for (int i = 0; i < mass.length; i++) {
                double x = correlation[k] * c * rule[0][i];
                sum += 2 * mass[i] * (NormalLaw.upperTail((c - x) / rest[k]) + NormalLaw.upperTail((c + x) / rest[k]));
            }
            mass = moved(mass, k, c, rule);
        }
        return sum;
    }

    /** The law of the first contrast on the positive half: density times weight at each point. */
    private static double[] start(double c, double[][] rule) {
        double[] mass = new double[rule[0].length];
        for (int i = 0; i < mass.length; i++) {
            mass[i] = c * rule[1][i] * density(c * rule[0][i]);
        }
        return mass;
    }

    /** The same of the next contrast, on the paths that have stayed. */
    private double[] moved(double[] mass, int k, double c, double[][] rule) {
        double r = correlation[k];
        double s = rest[k];
        double[] next = new double[mass.length];
        for (int j = 0; j < next.length; j++) {
            double y = c * rule[0][j] / s;
            double sum = 0;
            for (int i = 0; i < mass.length; i++) {
                double x = r * c * rule[0][i] / s;
                sum += mass[i] * (kernel(y - x) + kernel(y + x));
            }
            next[j] = c * rule[1][j] / s * sum;
        }
        return next;
    }

    private static double kernel(double z) {
        return Math.abs(z) > NEGLIGIBLE ? 0 : density(z);
    }

    private static double density(double z) {
        return StrictMath.exp(-z * z / 2) / ROOT;
    }

    /** The contrast that is reached with a probability, to 1e-7. */
    double critical(double probability) {
        double low = NormalLaw.upperQuantile(probability / 2);
        double high = NormalLaw.upperQuantile(probability / (2 * places));
        while (high - low > 1e-7) {
            double middle = (low + high) / 2;
            if (atLeast(middle) > probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /** The positive half of the Gauss-Legendre rule of an even number of points on -1..1: points, weights. */
    private static double[][] rule(int points) {
        return RULES.computeIfAbsent(points, size -> {
            double[] x = new double[size / 2];
            double[] weight = new double[size / 2];
            for (int i = 0; i < x.length; i++) {
                double root = StrictMath.cos(Math.PI * (i + 0.75) / (size + 0.5));
                double slope = 0;
                double move = 1;
                for (int turn = 0; turn < 20 && Math.abs(move) > 1e-15; turn++) {
                    double before = 0;
                    double value = 1;
                    for (int degree = 1; degree <= size; degree++) {
                        double now = ((2 * degree - 1) * root * value - (degree - 1) * before) / degree;
                        before = value;
                        value = now;
                    }
                    slope = size * (root * value - before) / (root * root - 1);
                    move = value / slope;
                    root -= move;
                }
                x[i] = root;
                weight[i] = 2 / ((1 - root * root) * slope * slope);
            }
            return new double[][] {x, weight};
        });
    }
}
