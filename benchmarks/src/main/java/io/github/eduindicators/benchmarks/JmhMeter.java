package io.github.eduindicators.benchmarks;

import java.util.Collection;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Measures by JMH, each time in a new virtual machine, briefly. */
final class JmhMeter implements Meter {
    private static final int WARMUPS = 3;
    private static final int MEASUREMENTS = 5;
    private static final TimeValue ITERATION = TimeValue.milliseconds(500);

    static {
        // JMH refuses to run beside another run, on the machine, of whomever; the guard allows for busy machines instead.
        System.setProperty("jmh.ignoreLock", "true");
    }

    @Override
    public Cost measure(Probe probe) {
        ChainedOptionsBuilder builder = new OptionsBuilder()
                .include("^" + Pattern.quote(probe.suite().getName() + "." + probe.benchmark()) + "$")
                .param(probe.parameter(), Integer.toString(probe.size()));
        probe.others().forEach(builder::param);
        Options options = builder
                .mode(Mode.Throughput)
                .addProfiler(GCProfiler.class)
                .forks(1)
                .warmupIterations(WARMUPS)
                .warmupTime(ITERATION)
                .measurementIterations(MEASUREMENTS)
                .measurementTime(ITERATION)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        try {
            Collection<RunResult> runs = new Runner(options).run();
            if (runs.size() != 1) {
                throw new IllegalStateException(probe + " must be one benchmark, got " + runs.size());
            }
            RunResult run = runs.iterator().next();
            return new Cost(
                    secondary(run, "cpuNanos") / secondary(run, "results"), secondary(run, "gc.alloc.rate.norm") / probe.size());
        } catch (RunnerException e) {
            throw new IllegalStateException(probe + " did not run: " + e.getMessage(), e);
        }
    }

    private static double secondary(RunResult run, String name) {
        Result<?> result = run.getSecondaryResults().get(name);
        if (result == null) {
            throw new IllegalStateException("JMH must report " + name + ", got " + run.getSecondaryResults().keySet());
        }
        return result.getScore();
    }
}
