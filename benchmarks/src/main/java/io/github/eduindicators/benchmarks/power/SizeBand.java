package io.github.eduindicators.benchmarks.power;

/** Bands of the cohort: the median number of results an assessment. */
enum SizeBand {
    B1("1-9", 1), B10("10-24", 10), B25("25-49", 25), B50("50+", 50);

    private final String label;
    private final int from;

    SizeBand(String label, int from) {
        this.label = label;
        this.from = from;
    }

    static SizeBand of(double cohort) {
        SizeBand band = B1;
        for (SizeBand each : values()) {
            band = cohort >= each.from ? each : band;
        }
        return band;
    }

    String label() {
        return label;
    }

    boolean large() {
        return from >= B25.from;
    }
}
