package io.github.eduindicators.effectiveness;

import io.github.eduindicators.results.ScoreDistribution;
import java.util.List;

/**
 * By how much the means of schools vary about what the level before leads to expect, as a share of what the spread of their pupils
 * would give.
 *
 * <p>Model of the means: {@code y(j) = a + b x(j) + u(j) + e(j)}, {@code var u = tau2}, {@code var e = c s2 / n(j) + b^2 v(j)}, s2 the
 * variance of pupils within schools, all schools together, v what is uncertain in x. For each c the likeliest a, b, tau2, where large
 * standardised residuals count by their size instead of its square (Huber), so that a few schools that fell or rose far do not tell
 * what chance does.
 */
final class CohortNoise {
    private static final int TENTHS = 10;
    /** The upper end of the interval of 95 % for c: a deviance so much above the least. */
    private static final double CLOSE = 3.84;
    /** What is further off, in standard deviations, counts less (Huber): it may be no matter of chance. */
    private static final double FAR = 1.5;
    /** E of |z| min(|z|, FAR) for standard normal z: so the variances stay right. */
    private static final double NORMAL_PART = 0.8663855974622838;
    private static final int SLOPES = 3;
    private static final int STEPS = 40;
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

    private final double[] y;
    private final double[] x;
    private final double[] sampling;
    private final double[] uncertain;
    private double slope;

    /** A school: its pupils' number, mean and squares about it, the covariate and how uncertain that is. */
    record School(long n, double mean, double squares, double x, double uncertain) {}

    private CohortNoise(List<School> schools) {
        int count = schools.size();
        y = new double[count];
        x = new double[count];
        sampling = new double[count];
        uncertain = new double[count];
        double squares = 0;
        long freedom = 0;
        for (School school : schools) {
            squares += school.squares();
            freedom += school.n() - 1;
        }
        double within = freedom > 0 ? squares / freedom : 0;
        for (int i = 0; i < count; i++) {
            School school = schools.get(i);
            y[i] = school.mean();
            x[i] = school.x();
            sampling[i] = within / school.n();
            uncertain[i] = school.uncertain();
        }
    }

    static School school(ScoreDistribution scores, double x, double uncertain) {
        double squares = scores.variance().orElse(0) * (scores.count() - 1);
        return new School(scores.count(), scores.mean().orElseThrow(), squares, x, uncertain);
    }

    /** The share of the variance within schools that the means still vary by; 1 where pupils of a school do not differ. */
    static double left(List<School> schools) {
        CohortNoise noise = new CohortNoise(schools);
        if (!(noise.sampling[0] > 0)) {
            return 1;
        }
        double[] deviance = new double[TENTHS + 1];
        double least = Double.POSITIVE_INFINITY;
        for (int tenths = 1; tenths <= TENTHS; tenths++) {
            deviance[tenths] = noise.deviance((double) tenths / TENTHS);
            least = Math.min(least, deviance[tenths]);
        }
        int largest = TENTHS;
        while (largest > 1 && !(deviance[largest] <= least + CLOSE)) {
            largest--;
        }
        return (double) largest / TENTHS;
    }

    private double deviance(double c) {
        slope = 0;
        double best = 0;
        for (int step = 0; step < SLOPES; step++) {
            best = least(c, slope * slope);
        }
        return best;
    }

    /** The least deviance over tau2, by golden section and at 0; the slope stays that of the least. */
    private double least(double c, double squaredSlope) {
        double low = 0;
        double high = spread();
        double one = high - GOLDEN * (high - low);
        double two = low + GOLDEN * (high - low);
        double atOne = deviance(c, squaredSlope, one);
        double atTwo = deviance(c, squaredSlope, two);
        for (int step = 0; step < STEPS; step++) {
            if (atOne <= atTwo) {
                high = two;
                two = one;
                atTwo = atOne;
                one = high - GOLDEN * (high - low);
                atOne = deviance(c, squaredSlope, one);
            } else {
                low = one;
                one = two;
                atOne = atTwo;
                two = low + GOLDEN * (high - low);
                atTwo = deviance(c, squaredSlope, two);
            }
        }
        double inside = deviance(c, squaredSlope, (low + high) / 2);
        double slopeInside = slope;
        double atZero = deviance(c, squaredSlope, 0);
        if (atZero <= inside) {
            return atZero;
        }
        slope = slopeInside;
        return inside;
    }

    private double spread() {
        double mean = 0;
        for (double value : y) {
            mean += value / y.length;
        }
        double squares = 0;
        for (double value : y) {
            squares += (value - mean) * (value - mean) / y.length;
        }
        return squares;
    }

    private double deviance(double c, double squaredSlope, double tau2) {
        double weights = 0;
        double sumX = 0;
        double sumY = 0;
        double logs = 0;
        for (int i = 0; i < y.length; i++) {
            double variance = variance(i, c, squaredSlope, tau2);
            weights += 1 / variance;
            sumX += x[i] / variance;
            sumY += y[i] / variance;
            logs += Math.log(variance);
        }
        double meanX = sumX / weights;
        double meanY = sumY / weights;
        double squares = 0;
        double products = 0;
        for (int i = 0; i < y.length; i++) {
            double w = 1 / variance(i, c, squaredSlope, tau2);
            squares += w * (x[i] - meanX) * (x[i] - meanX);
            products += w * (x[i] - meanX) * (y[i] - meanY);
        }
        slope = squares > 0 ? products / squares : 0;
        double residuals = 0;
        for (int i = 0; i < y.length; i++) {
            double residual = y[i] - meanY - slope * (x[i] - meanX);
            double squared = residual * residual / variance(i, c, squaredSlope, tau2);
            residuals += squared <= FAR * FAR ? squared : FAR * (2 * Math.sqrt(squared) - FAR);
        }
        return logs + residuals / NORMAL_PART;
    }

    private double variance(int i, double c, double squaredSlope, double tau2) {
        return Math.max(tau2 + c * sampling[i] + squaredSlope * uncertain[i], Double.MIN_NORMAL);
    }
}
