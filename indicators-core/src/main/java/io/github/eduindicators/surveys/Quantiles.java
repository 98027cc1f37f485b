package io.github.eduindicators.surveys;

import java.util.OptionalDouble;

/** Quantiles of weighted samples. */
final class Quantiles {
    /** A sum of weights that should be exactly p W misses it by rounding, no more than this part of W. */
    private static final double ROUNDING = 1e-12;

    private Quantiles() {}

    static OptionalDouble of(Statistic.Sample sample, double p, Statistic.QuantileRule rule) {
        int[] order = sample.order();
        double total = 0;
        for (int pupil : order) {
            total += sample.weight(pupil);
        }
        if (!(total > 0)) {
            return OptionalDouble.empty();
        }
        double wanted = p * total;
        double room = ROUNDING * total;
        double below = 0;
        double before = Double.NaN;
        for (int at = 0; at < order.length; at++) {
            double weight = sample.weight(order[at]);
            if (weight == 0) {
                continue;
            }
            double value = sample.value(order[at]);
            double reached = below + weight;
            if (reached >= wanted - room) {
                return OptionalDouble.of(switch (rule) {
                    case FIRST -> value;
                    case MIDDLE -> reached > wanted + room ? value : (value + next(sample, order, at, value)) / 2;
                    case INTERPOLATED -> Double.isNaN(before)
                            ? value
                            : before + Math.min(1, (wanted - below) / weight) * (value - before);
                });
            }
            below = reached;
            before = value;
        }
        return OptionalDouble.of(before);
    }

    /** The value of the next pupil who counts. */
    private static double next(Statistic.Sample sample, int[] order, int at, double last) {
        for (int i = at + 1; i < order.length; i++) {
            if (sample.weight(order[i]) > 0) {
                return sample.value(order[i]);
            }
        }
        return last;
    }
}
