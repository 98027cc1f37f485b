package io.github.eduindicators.fioko;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.stats.Interval;
import java.util.Optional;

/** What one cohort of one school did in two years: the ratio of the earlier share of the maximum to the later. */
record CohortChange(int school, Assessment before, Moments first, Assessment after, Moments second) {

    double shareBefore() {
        return first.mean() / before.scale().max();
    }

    double shareAfter() {
        return second.mean() / after.scale().max();
    }

    boolean computable() {
        return second.sum() > 0;
    }

    double ratio() {
        return shareBefore() / shareAfter();
    }

    /** The ratio with its 95 % interval by the delta method on the logarithm; the two works are taken as independent. */
    Optional<Interval> interval() {
        if (first.n() < 2 || second.n() < 2 || first.sum() == 0) {
            return Optional.empty();
        }
        double half = Interval.Z95 * Math.sqrt(relativeVariance(first) + relativeVariance(second));
        return Optional.of(new Interval(ratio(), ratio() * Math.exp(-half), ratio() * Math.exp(half)));
    }

    private static double relativeVariance(Moments moments) {
        double mean = moments.mean();
        return moments.variance() / moments.n() / (mean * mean);
    }
}
