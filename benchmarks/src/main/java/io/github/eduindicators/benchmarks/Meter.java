package io.github.eduindicators.benchmarks;

/** Measures a probe once. */
@FunctionalInterface
interface Meter {
    Cost measure(Probe probe);
}
