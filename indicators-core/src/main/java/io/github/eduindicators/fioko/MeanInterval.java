package io.github.eduindicators.fioko;

/** A mean with the interval of ФИОКО 2019: {@code mean ± 1.96 s / sqrt(n)}, with the sample variance, for every n of at least 2. */
record MeanInterval(long n, double mean, double variance) {

    static MeanInterval of(Moments moments) {
        return new MeanInterval(moments.n(), moments.mean(), moments.variance());
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
