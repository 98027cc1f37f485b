package io.github.eduindicators.fioko;

import io.github.eduindicators.results.SchoolResult;
import io.github.eduindicators.results.ScoreDistribution;
import io.github.eduindicators.stats.Interval;
import java.util.Optional;

/** What one cohort of one school did in two years: the ratio of the earlier share of the maximum to the later. */
record CohortChange(SchoolResult before, SchoolResult after) {

    double shareBefore() {
        return share(before);
    }

    double shareAfter() {
        return share(after);
    }

    private static double share(SchoolResult result) {
        return result.scores().mean().orElseThrow() / result.assessment().scale().max();
    }

    boolean computable() {
        return after.scores().sum() > 0;
    }

    double ratio() {
        return shareBefore() / shareAfter();
    }

    /** The ratio with its 95 % interval by the delta method on the logarithm; the two works are taken as independent. */
    Optional<Interval> interval() {
        if (before.scores().count() < 2 || after.scores().count() < 2 || before.scores().sum() == 0) {
            return Optional.empty();
        }
        double half = Interval.Z95 * Math.sqrt(relativeVariance(before.scores()) + relativeVariance(after.scores()));
        return Optional.of(new Interval(ratio(), ratio() * Math.exp(-half), ratio() * Math.exp(half)));
    }

    private static double relativeVariance(ScoreDistribution scores) {
        double mean = scores.mean().orElseThrow();
        return scores.variance().orElseThrow() / scores.count() / (mean * mean);
    }
}
