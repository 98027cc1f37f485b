package io.github.eduindicators.effectiveness;

import java.util.Arrays;
import java.util.Optional;

/**
 * The beta law of the true shares of many units, by maximum likelihood from counts. With {@code w = 1 / (alpha + beta)} and
 * {@code mu = alpha w} the likelihood is a sum of logarithms of {@code mu + i w}, {@code 1 - mu + i w} and {@code 1 + i w}, i the whole
 * numbers below the counts; so it depends on how many units exceed each i, and not on their order. For a given w it is concave in mu.
 *
 * @param alpha positive
 * @param beta positive
 */
record BetaBinomial(double alpha, double beta) {
    private static final double LARGEST = 100;
    private static final int GRID = 60;
    private static final int HALVINGS = 200;

    /** Empty where the units differ by no more than chance, so that the law has no width. */
    static Optional<BetaBinomial> fit(long[] successes, long[] trials) {
        double[] failures = new double[trials.length];
        Arrays.setAll(failures, i -> trials[i] - successes[i]);
        Likelihood likelihood = new Likelihood(
                exceeding(Arrays.stream(successes).asDoubleStream().toArray()),
                exceeding(failures),
                exceeding(Arrays.stream(trials).asDoubleStream().toArray()));
        if (likelihood.successes.length == 0 || likelihood.failures.length == 0) {
            return Optional.empty();
        }
        double[] grid = new double[GRID + 1];
        for (int k = 1; k <= GRID; k++) {
            grid[k] = LARGEST * StrictMath.pow(10, (k - GRID) / 6.0);
        }
        int best = 0;
        double most = likelihood.at(0);
        for (int k = 1; k <= GRID; k++) {
            double here = likelihood.at(grid[k]);
            if (here > most) {
                most = here;
                best = k;
            }
        }
        if (best == 0 && likelihood.slope(0) <= 0) {
            return Optional.empty();
        }
        double low = grid[Math.max(0, best - 1)];
        double high = grid[Math.min(GRID, best + 1)];
        for (int step = 0; step < HALVINGS && high - low > 1e-15 * high; step++) {
            double middle = (low + high) / 2;
            if (likelihood.slope(middle) > 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double w = (low + high) / 2;
        double mu = likelihood.mean(w);
        return Optional.of(new BetaBinomial(mu / w, (1 - mu) / w));
    }

    /** At i, how many counts are more than i. */
    private static double[] exceeding(double[] counts) {
        double[] exceeding = new double[(int) Arrays.stream(counts).max().orElse(0)];
        for (double count : counts) {
            if (count > 0) {
                exceeding[(int) count - 1]++;
            }
        }
        for (int i = exceeding.length - 2; i >= 0; i--) {
            exceeding[i] += exceeding[i + 1];
        }
        return exceeding;
    }

    private record Likelihood(double[] successes, double[] failures, double[] trials) {

        /** The mu of the highest likelihood for this w. */
        double mean(double w) {
            double low = 0;
            double high = 1;
            double mu = Arrays.stream(successes).sum() / Arrays.stream(trials).sum();
            for (int step = 0; step < HALVINGS && high - low > 1e-16; step++) {
                double slope = 0;
                double curve = 0;
                for (int i = 0; i < successes.length; i++) {
                    slope += successes[i] / (mu + i * w);
                    curve += successes[i] / ((mu + i * w) * (mu + i * w));
                }
                for (int i = 0; i < failures.length; i++) {
                    slope -= failures[i] / (1 - mu + i * w);
                    curve += failures[i] / ((1 - mu + i * w) * (1 - mu + i * w));
                }
                if (slope > 0) {
                    low = mu;
                } else {
                    high = mu;
                }
                double next = mu + slope / curve;
                if (!(next > low && next < high)) {
                    next = (low + high) / 2;
                }
                if (Math.abs(next - mu) <= 1e-16) {
                    return next;
                }
                mu = next;
            }
            return mu;
        }

        double at(double w) {
            double mu = mean(w);
            double sum = 0;
            for (int i = 0; i < successes.length; i++) {
                sum += successes[i] * StrictMath.log(mu + i * w);
            }
            for (int i = 0; i < failures.length; i++) {
                sum += failures[i] * StrictMath.log(1 - mu + i * w);
            }
            for (int i = 0; i < trials.length; i++) {
                sum -= trials[i] * StrictMath.log1p(i * w);
            }
            return sum;
        }

        /** The slope in w of the likelihood at its highest mu. */
        double slope(double w) {
            double mu = mean(w);
            double sum = 0;
            for (int i = 0; i < successes.length; i++) {
                sum += successes[i] * i / (mu + i * w);
            }
            for (int i = 0; i < failures.length; i++) {
                sum += failures[i] * i / (1 - mu + i * w);
            }
            for (int i = 0; i < trials.length; i++) {
                sum -= trials[i] * i / (1 + i * w);
            }
            return sum;
        }
    }
}
