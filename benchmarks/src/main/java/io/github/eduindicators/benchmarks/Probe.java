package io.github.eduindicators.benchmarks;

import java.util.Locale;

/** A benchmark of {@link TallyBenchmark} at a number of rows. */
record Probe(String benchmark, int rows) {
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s at %,d rows", benchmark, rows);
    }
}
