package io.github.eduindicators.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Counts what was worked on (results, schools, series) and the processor time of the whole virtual machine, its other threads and the collector of
 * garbage among them. Other work on the machine takes wall-clock time, but no processor time of this one, so {@code cpuNanos / results} is
 * what one costs also where the machine is busy.
 */
@AuxCounters(AuxCounters.Type.OPERATIONS)
@State(Scope.Thread)
public class Passes {
    /** What was worked on in the iteration. */
    public long results;
    /** Nanoseconds of processor time that it took. */
    public long cpuNanos;

    private final OperatingSystemMXBean machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** For JMH. */
    public Passes() {}

    void count(long size, Runnable pass) {
        count(size, () -> {
            pass.run();
            return null;
        });
    }

    <T> T count(long size, Supplier<T> pass) {
        long before = machine.getProcessCpuTime();
        T answer = pass.get();
        cpuNanos += machine.getProcessCpuTime() - before;
        results += size;
        return answer;
    }
}
