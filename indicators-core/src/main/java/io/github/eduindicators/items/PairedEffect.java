package io.github.eduindicators.items;

import io.github.eduindicators.laws.NormalLaw;
import io.github.eduindicators.stats.Interval;

/** The 95 % interval of a mean difference in standard deviations of the differences, by the noncentral law of Student's t. */
final class PairedEffect {
    private static final double TAIL = 0.025;
    private static final int STEPS = 60;
    private static final int LEAST_POINTS = 200;
    private static final int MOST_POINTS = 20_000;
    /** How many standard deviations of the estimated spread are looked at to each side. */
    private static final double REACH = 9;

    private PairedEffect() {}

    /** All noncentralities under which a t as large, or as small, is not rarer than 2.5 %, over the root of n. */
    static Interval interval(double effect, int n) {
        double root = Math.sqrt(n);
        double t = effect * root;
        int freedom = n - 1;
        double width = 10 * (1 + Math.abs(t) / Math.sqrt(2.0 * freedom)) + Math.abs(t);
        double lower = noncentrality(1 - TAIL, t, freedom, t - width, t);
        double upper = noncentrality(TAIL, t, freedom, t, t + width);
        return new Interval(effect, Math.min(effect, lower / root), Math.max(effect, upper / root));
    }

    private static double noncentrality(double p, double t, int freedom, double from, double to) {
        double low = from;
        double high = to;
        for (int step = 0; step < STEPS; step++) {
            double middle = (low + high) / 2;
            if (lowerTail(t, freedom, middle) > p) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /** {@code P(T <= t)}: the normal law given the estimated spread, over the law of the spread, by Simpson's rule. */
    static double lowerTail(double t, int freedom, double noncentrality) {
        double spread = 1 / Math.sqrt(2.0 * freedom);
        double middle = Math.sqrt((freedom - 1.0) / freedom);
        double from = Math.max(0, middle - REACH * spread);
        double to = middle + REACH * spread;
        int points = 2 * (int) Math.min(MOST_POINTS, Math.max(LEAST_POINTS, 2 * (to - from) * Math.abs(t)));
        double step = (to - from) / points;
        double all = 0;
        double below = 0;
        for (int i = 0; i <= points; i++) {
            double s = from + i * step;
            double weight = (i == 0 || i == points ? 1 : i % 2 == 0 ? 2 : 4) * density(s, middle, freedom);
            all += weight;
            below += weight * NormalLaw.upperTail(noncentrality - t * s);
        }
        return below / all;
    }

    /** The density of the estimated over the true spread, over its greatest value. */
    private static double density(double s, double middle, int freedom) {
        double power = freedom == 1 ? 0 : s == 0 ? Double.NEGATIVE_INFINITY : (freedom - 1) * Math.log(s / middle);
        return Math.exp(power - freedom * (s * s - middle * middle) / 2);
    }
}
