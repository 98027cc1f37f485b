package io.github.eduindicators.stats;

/**
 * Shifts a distribution over 0, 1, 2, ... to another mean with as little change of shape as possible: {@code r(x) exp(lambda x)}.
 *
 * <p>The weight {@code lambda} is found by Newton's method with bisection as a safeguard. Ratios of neighbouring scores change by the
 * one factor {@code exp(lambda)} alone, so a step that everybody has at a place stays there.
 */
public final class ExponentialTilt {
    private static final int MAX_STEPS = 200;
    private static final double LIMIT = 50;

    private ExponentialTilt() {}

    /**
     * Returns the lambda that gives the tilted distribution a mean.
     *
     * @param reference weights of the values 0, 1, 2, ...; none negative, at least two positive
     * @param mean the mean wanted; kept within the lowest and highest value of positive weight, where lambda is kept within -50..50
     * @return lambda; 0 where the reference has this mean already
     * @throws IllegalArgumentException if a weight is negative or fewer than two are positive
     */
    public static double lambda(double[] reference, double mean) {
        int positive = 0;
        for (double weight : reference) {
            if (!(weight >= 0) || Double.isInfinite(weight)) {
                throw new IllegalArgumentException("weights must be finite and not negative, got " + weight);
            }
            positive += weight > 0 ? 1 : 0;
        }
        if (positive < 2) {
            throw new IllegalArgumentException("at least two weights must be positive, got " + positive);
        }
        double low = -LIMIT;
        double high = LIMIT;
        double lambda = 0;
        for (int step = 0; step < MAX_STEPS; step++) {
            double[] moments = moments(reference, lambda);
            double difference = moments[0] - mean;
            if (Math.abs(difference) <= 1e-13 * reference.length) {
                return lambda;
            }
            if (difference > 0) {
                high = lambda;
            } else {
                low = lambda;
            }
            double next = lambda - difference / moments[1];
            lambda = next > low && next < high ? next : (low + high) / 2;
            if (high - low < 1e-15) {
                return lambda;
            }
        }
        return lambda;
    }

    /** Mean and variance of the tilted weights, scaled by the largest exponent so that nothing overflows. */
    private static double[] moments(double[] reference, double lambda) {
        double shift = lambda > 0 ? reference.length - 1 : 0;
        double total = 0;
        double first = 0;
        for (int x = 0; x < reference.length; x++) {
            double weight = reference[x] * Math.exp(lambda * (x - shift));
            total += weight;
            first += weight * x;
        }
        double mean = first / total;
        double second = 0;
        for (int x = 0; x < reference.length; x++) {
            second += reference[x] * Math.exp(lambda * (x - shift)) * (x - mean) * (x - mean);
        }
        return new double[] {mean, second / total};
    }
}
