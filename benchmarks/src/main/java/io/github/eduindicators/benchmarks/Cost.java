package io.github.eduindicators.benchmarks;

import java.util.Locale;

/** What counting one result took: nanoseconds of processor time and bytes allocated. */
record Cost(double nanos, double bytes) {
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.2f ns and %.5f B a result", nanos, bytes);
    }
}
