package io.github.eduindicators.benchmarks;

import java.util.Locale;

/** What one row, pupil, school or series took: nanoseconds of processor time and bytes allocated. */
record Cost(double nanos, double bytes) {
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.2f ns and %.5f B for one", nanos, bytes);
    }
}
