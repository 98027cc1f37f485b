package io.github.eduindicators.benchmarks.power;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * How well one number a school, small when there is evidence, tells violators from honest schools.
 *
 * <p>The evidence is a p-value where a check gives one, else 1; or any score turned so that small means evidence.
 */
final class Detection {
    private final List<Truth> truths;
    private final double[] evidence;

    private Detection(List<Truth> truths, double[] evidence) {
        if (truths.size() != evidence.length) {
            throw new IllegalArgumentException("got " + evidence.length + " numbers for " + truths.size() + " schools");
        }
        this.truths = List.copyOf(truths);
        this.evidence = evidence.clone();
    }

    static Detection of(List<Truth> truths, double... evidence) {
        return new Detection(truths, evidence);
    }

    private double[] of(Predicate<Truth> which) {
        double[] chosen = new double[evidence.length];
        int count = 0;
        for (int i = 0; i < evidence.length; i++) {
            if (which.test(truths.get(i))) {
                chosen[count++] = evidence[i];
            }
        }
        return Arrays.copyOf(chosen, count);
    }

    /**
     * The number below which (strictly) at most this share of the chosen schools lie: ties at the limit are not flagged, so the
     * share is never exceeded.
     */
    double threshold(double share, Predicate<Truth> which) {
        double[] sorted = of(which);
        Arrays.sort(sorted);
        int allowed = (int) Math.floor(share * sorted.length);
        return allowed < sorted.length ? sorted[allowed] : Double.POSITIVE_INFINITY;
    }

    /** The share of the chosen schools whose number is below a threshold. */
    Rate below(double threshold, Predicate<Truth> which) {
        double[] chosen = of(which);
        return new Rate(Arrays.stream(chosen).filter(x -> x < threshold).count(), chosen.length);
    }

    /** The share of the chosen schools whose number is at most a level. */
    Rate atMost(double level, Predicate<Truth> which) {
        double[] chosen = of(which);
        return new Rate(Arrays.stream(chosen).filter(x -> x <= level).count(), chosen.length);
    }

    /** The chance that a violator has the smaller number than an honest school, ties counted as half; NaN without either. */
    double auc(Predicate<Truth> violators, Predicate<Truth> honest) {
        double[] low = of(violators);
        double[] high = of(honest);
        Arrays.sort(high);
        double wins = 0;
        for (double x : low) {
            int below = first(high, x, false);
            int upTo = first(high, x, true);
            wins += high.length - upTo + 0.5 * (upTo - below);
        }
        return wins / low.length / high.length;
    }

    /** How many of the sorted numbers are below x, or up to x. */
    private static int first(double[] sorted, double x, boolean after) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < x || after && sorted[middle] == x) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
