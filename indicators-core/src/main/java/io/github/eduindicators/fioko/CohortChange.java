package io.github.eduindicators.fioko;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.results.ScoreDistribution;
import io.github.eduindicators.stats.Interval;
import java.util.Optional;

/** What one cohort of one school did in two years: the ratio of the earlier share of the maximum to the later. */
record CohortChange(Assessment before, ScoreDistribution first, Assessment after, ScoreDistribution second) {

    /** The mean as a share of the maximum, of at least one pupil. */
    static double share(ScoreDistribution scores) {
        return scores.mean().orElseThrow() / scores.scale().max();
    }

    double ratio() {
        return share(first) / share(second);
    }

    /** The ratio with its 95 % interval by the delta method on the logarithm; the two works are taken as independent. */
    Optional<Interval> interval() {
        if (first.count() < 2 || second.count() < 2 || first.sum() == 0) {
            return Optional.empty();
        }
        double half = Interval.Z95 * Math.sqrt(relativeVariance(first) + relativeVariance(second));
        return Optional.of(new Interval(ratio(), ratio() * Math.exp(-half), ratio() * Math.exp(half)));
    }

    private static double relativeVariance(ScoreDistribution scores) {
        double mean = scores.mean().orElseThrow();
        return scores.variance().orElseThrow() / scores.count() / (mean * mean);
    }
}
