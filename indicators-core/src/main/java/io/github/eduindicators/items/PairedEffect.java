package io.github.eduindicators.items;

import io.github.eduindicators.laws.NormalLaw;
import io.github.eduindicators.stats.Interval;

/** The 95 % interval of a mean difference in standard deviations of the differences, by the noncentral law of Student's t. */
final class PairedEffect {
    private static final double TAIL = 0.025;
    private static final int STEPS = 60;
    private static final double PRECISION = 1e-11;
    private static final double SMALLEST = 1e-15;
    private static final int LEAST_POINTS = 200;
    private static final int MOST_POINTS = 20_000;
    /** How many standard deviations of the estimated spread are looked at to each side. */
    private static final double REACH = 9;

    private PairedEffect() {}

    /** All noncentralities under which a t as large, or as small, is not rarer than 2.5 %, over the root of n. */
    static Interval interval(double effect, int n) {
        double root = Math.sqrt(n);
        double t = effect * root;
        double lower = noncentrality(1 - TAIL, t, n - 1) / root;
        double upper = noncentrality(TAIL, t, n - 1) / root;
        return new Interval(effect, Math.min(effect, lower), Math.max(effect, upper));
    }

    /** The noncentrality under which P(T <= t) is p: regula falsi (Illinois) on normal quantiles, in which the law is nearly straight. */
    private static double noncentrality(double p, double t, int freedom) {
        double quantile = NormalLaw.quantile(p);
        double scale = Math.sqrt(1 + t * t / (2 * freedom));
        double guess = t - quantile * scale;
        double low = guess - scale;
        double high = guess + scale;
        double above = distance(t, freedom, low, quantile);
        for (int step = 0; step < STEPS && above <= 0; step++) {
            high = low;
            low -= scale;
            above = distance(t, freedom, low, quantile);
        }
        double below = distance(t, freedom, high, quantile);
        for (int step = 0; step < STEPS && below >= 0; step++) {
            low = high;
            above = below;
            high += scale;
            below = distance(t, freedom, high, quantile);
        }
        int side = 0;
        double at = guess;
        for (int step = 0; step < STEPS && high - low > PRECISION * scale && above > below; step++) {
            at = (low * below - high * above) / (below - above);
            double distance = distance(t, freedom, at, quantile);
            if (Math.abs(distance) < PRECISION) {
                return at;
            }
            if (distance > 0) {
                low = at;
                above = distance;
                below /= side > 0 ? 2 : 1;
                side = 1;
            } else {
                high = at;
                below = distance;
                above /= side < 0 ? 2 : 1;
                side = -1;
            }
        }
        return at;
    }

    /** How far the normal quantile of P(T <= t) is above the one that is looked for; falls with the noncentrality. */
    private static double distance(double t, int freedom, double noncentrality, double quantile) {
        return NormalLaw.quantile(Math.min(1 - SMALLEST, Math.max(SMALLEST, lowerTail(t, freedom, noncentrality)))) - quantile;
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
