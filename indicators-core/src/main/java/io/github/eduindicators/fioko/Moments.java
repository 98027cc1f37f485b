package io.github.eduindicators.fioko;

import io.github.eduindicators.results.ScoreDistribution;

/** What the signs need of a school in an assessment once its counts are gone. The variance of a single pupil is 0 and not used. */
record Moments(long n, long sum, double variance) {

    static Moments of(ScoreDistribution scores) {
        return new Moments(scores.count(), scores.sum(), scores.variance().orElse(0));
    }

    double mean() {
        return (double) sum / n;
    }
}
