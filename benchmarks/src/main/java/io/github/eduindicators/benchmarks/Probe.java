package io.github.eduindicators.benchmarks;

import java.util.Locale;
import java.util.Map;

/** A benchmark at a size: so many rows, pupils, schools or series, whatever its parameter is called. */
record Probe(Class<?> suite, String benchmark, String parameter, int size, Map<String, String> others) {
    Probe(Class<?> suite, String benchmark, String parameter, int size) {
        this(suite, benchmark, parameter, size, Map.of());
    }

    /** The same benchmark at another size. */
    Probe at(int otherSize) {
        return new Probe(suite, benchmark, parameter, otherSize, others);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s at %,d %s", benchmark, size, parameter);
    }
}
