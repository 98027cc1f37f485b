package io.github.eduindicators.benchmarks;

import io.github.eduindicators.benchmarks.ValueAddedBenchmark.Pupils;
import io.github.eduindicators.effectiveness.ValueAdded;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Writes the pupils of {@link ValueAddedBenchmark} and what was found from them, with the processor times, for {@code value-added.R}, which does the
 * same in lme4 and compares.
 */
public final class ValueAddedPeer {
    private static final int ROUNDS = 5;
    private static final int PUPILS = 1_000_000;
    private static final double NANOS = 1e9;

    private ValueAddedPeer() {}

    /**
     * Writes the files.
     *
     * @param args the folder, which exists
     * @throws IOException if a file cannot be written
     */
    public static void main(String... args) throws IOException {
        Path folder = Path.of(args[0]);
        try (PrintWriter found = new PrintWriter(Files.newBufferedWriter(folder.resolve("found.csv"), StandardCharsets.UTF_8))) {
            found.println("covariates,key,value");
            for (int covariates : new int[] {1, 3}) {
                Pupils pupils = Pupils.of(covariates, PUPILS);
                double[] adding = new double[ROUNDS];
                double[] fitting = new double[ROUNDS];
                ValueAdded.Fit fit = ValueAdded.withDefaults().fit(pupils.sums());
                for (int round = 0; round < ROUNDS; round++) {
                    long start = now();
                    ValueAdded.Pupils sums = pupils.sums();
                    long between = now();
                    fit = ValueAdded.withDefaults().fit(sums);
                    fitting[round] = (now() - between) / NANOS;
                    adding[round] = (between - start) / NANOS;
                }
                Arrays.sort(adding);
                Arrays.sort(fitting);
                String place = covariates + ",";
                found.println(place + "time-add," + adding[ROUNDS / 2]);
                found.println(place + "time-fit," + fitting[ROUNDS / 2]);
                found.println(place + "tau2," + fit.tau2().orElseThrow());
                found.println(place + "sigma2," + fit.sigma2().orElseThrow());
                found.println(place + "deviance," + fit.deviance().orElseThrow());
                for (int i = 0; i <= covariates; i++) {
                    found.println(place + "b" + i + "," + fit.coefficients().get(i).estimate().value());
                }
                for (ValueAdded.Effect effect : fit.effects()) {
                    found.println(place + "u-" + effect.school() + "," + effect.value().value());
                }
                if (covariates == Pupils.NAMES.length) {
                    pupils(folder.resolve("pupils.csv"), pupils);
                }
            }
        }
    }

    /** Processor time: other work on the machine does not count. */
    private static long now() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void pupils(Path file, Pupils pupils) throws IOException {
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8))) {
            out.println("school,y," + String.join(",", Pupils.NAMES));
            for (int i = 0; i < pupils.outcome.length; i++) {
                out.print(pupils.ids[pupils.school[i]]);
                out.print(',');
                out.print(pupils.outcome[i]);
                for (double value : pupils.values[i]) {
                    out.print(',');
                    out.print(value);
                }
                out.println();
            }
        }
    }
}
