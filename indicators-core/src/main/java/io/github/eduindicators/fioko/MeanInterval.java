package io.github.eduindicators.fioko;

import io.github.eduindicators.results.ScoreDistribution;

/** A mean with the interval of ФИОКО 2019: {@code mean ± 1.96 s / sqrt(n)}, with the sample variance, for every n of at least 2. */
record MeanInterval(long n, double mean, double variance) {

    /** The interval of at least one pupil; the variance of a single one is 0 and not used. */
    static MeanInterval of(ScoreDistribution scores) {
        return new MeanInterval(scores.count(), scores.mean().orElseThrow(), scores.variance().orElse(0));
    }

    double half() {
        return FiokoSigns.T * Math.sqrt(variance / n);
    }

    double lower() {
        return mean - half();
    }

    double upper() {
        return mean + half();
    }

    /** The sign: the whole interval lies above the other. */
    boolean inflatedAgainst(MeanInterval region) {
        return lower() > region.upper();
    }
}
