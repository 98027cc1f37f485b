package io.github.eduindicators.benchmarks;

import java.util.List;
import java.util.Map;

/** A figure that must not exceed a bound in at least one of so many attempts. */
record Check(String name, List<Probe> probes, Figure figure, double bound, int attempts) {
    /** Times are noisy; what is allocated is not. */
    static final int ATTEMPTS_AT_TIMES = 3;

    /** Computes the figure of one round from what its probes cost. */
    @FunctionalInterface
    interface Figure {
        double of(Map<Probe, Cost> round);
    }

    /** How many times as much one probe costs as another, for one row, pupil, school or series. */
    static Check ratio(String name, Probe probe, Probe of, double bound) {
        return new Check(
                name,
                List.of(probe, of),
                round -> round.get(probe).nanos() / round.get(of).nanos(),
                bound,
                ATTEMPTS_AT_TIMES);
    }

    /** How many times as much a probe costs in all as another, which is smaller. */
    static Check growth(String name, Probe probe, Probe of, double bound) {
        return new Check(
                name,
                List.of(probe, of),
                round -> round.get(probe).nanos() * probe.size() / (round.get(of).nanos() * of.size()),
                bound,
                ATTEMPTS_AT_TIMES);
    }

    /** How many bytes a probe allocates for one row, pupil, school or series. */
    static Check allocation(String name, Probe probe, double bound) {
        return new Check(name, List.of(probe), round -> round.get(probe).bytes(), bound, 1);
    }

    /** How many bytes a probe allocates for one more than another does. */
    static Check allocationBeyond(String name, Probe probe, Probe of, double bound) {
        return new Check(
                name, List.of(probe, of), round -> round.get(probe).bytes() - round.get(of).bytes(), bound, 1);
    }

    /** A figure that is not a number, for want of a measurement, does not pass. */
    boolean passes(double value) {
        return value <= bound;
    }
}
