package io.github.eduindicators.benchmarks;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Fails when counting results, the screening, value added or trends have become slow: when they allocate more than they did, take many more times
 * what a loop written by hand takes, or cost more than 13 times as much for ten times as much: results or pupils of the same schools,
 * schools, series.
 *
 * <pre>{@code
 * java -cp benchmarks/target/benchmarks.jar io.github.eduindicators.benchmarks.Guard
 * }</pre>
 *
 * <p>Counting is held to 1.5 times the loop and to no allocation. The others do more than their loops, which make no findings, keep no exact sums and
 * tell nothing about what is missing; there the bounds are the figures of the recorded run with half as much again, for other
 * machines.
 *
 * <p>Machines that build are noisy. So cost is the processor time of the virtual machine, not the clock on the wall; both sides
 * of a comparison are measured in one round, each in a new virtual machine, every second round in the opposite order; and a
 * comparison is the median of three rounds. A comparison of times that exceeds its bound is measured again in three new rounds,
 * at most twice, and fails if all three medians exceed the bound; allocation is not noisy and fails at once. What slows one side
 * for a moment passes; a regression is there in every round and fails.
 *
 * <p>Takes about ten minutes, more where something fails, and 3 GB of memory. Prints what it measured beside the bounds, and
 * ends with status 1 if anything failed.
 */
public final class Guard {
    static final int MORE = 10;
    static final double MAX_GROWTH = 13;
    static final int ROUNDS = 3;

    static final Probe NUMBERS = new Probe(TallyBenchmark.class, "addByNumber", "rows", 4_000_000);
    static final Probe NUMBERS_BY_HAND = new Probe(TallyBenchmark.class, "addByNumberByHand", "rows", 4_000_000);
    static final Probe TEXT = new Probe(TallyBenchmark.class, "addByText", "rows", 4_000_000);
    static final Probe TEXT_BY_HAND = new Probe(TallyBenchmark.class, "addByTextByHand", "rows", 4_000_000);
    static final Probe SIGNS = new Probe(ScreeningBenchmark.class, "signs", "schools", 4_000);
    static final Probe SIGNS_BY_HAND = new Probe(ScreeningBenchmark.class, "signsByHand", "schools", 4_000);
    static final Probe SCREENING = new Probe(ScreeningBenchmark.class, "screen", "schools", 400);
    static final Probe PUPILS =
            new Probe(ValueAddedBenchmark.class, "pupilsToEffects", "pupils", 300_000, Map.of("covariates", "1"));
    static final Probe PUPILS_BY_HAND =
            new Probe(ValueAddedBenchmark.class, "pupilsToEffectsByHand", "pupils", 300_000, Map.of("covariates", "1"));
    static final Probe LINES = new Probe(TrendBenchmark.class, "wls", "series", 10_000);
    static final Probe LINES_BY_HAND = new Probe(TrendBenchmark.class, "wlsByHand", "series", 10_000);
    static final Probe LABELS = new Probe(TrendBenchmark.class, "monitoring", "series", 4_000);

    private final Meter meter;
    private final PrintStream out;

    Guard(Meter meter, PrintStream out) {
        this.meter = meter;
        this.out = out;
    }

    /**
     * Runs the guard.
     *
     * @param args none
     */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.exit(new Guard(new JmhMeter(), out).run(checks()) ? 0 : 1);
    }

    static List<Check> checks() {
        return List.of(
                Check.allocation("bytes allocated a result, schools by number", NUMBERS, 0.01),
                Check.allocationBeyond("bytes allocated a result beyond the loop, schools as text", TEXT, TEXT_BY_HAND, 0.01),
                Check.ratio("times the hand-written loop, schools by number", NUMBERS, NUMBERS_BY_HAND, 1.5),
                Check.ratio("times the hand-written loop, schools as text", TEXT, TEXT_BY_HAND, 1.5),
                growth("results", NUMBERS),
                Check.allocation("bytes allocated a school by the screening", SCREENING.at(MORE * SCREENING.size()), 2_900_000),
                Check.ratio("times the hand-written loop, signs of schools", SIGNS, SIGNS_BY_HAND, 3),
                growth("schools screened", SCREENING),
                Check.allocation("bytes allocated a pupil, value added", PUPILS.at(MORE * PUPILS.size()), 36),
                Check.ratio("times the hand-written loop, value added", PUPILS, PUPILS_BY_HAND, 5),
                growth("pupils, value added", PUPILS),
                Check.allocation("bytes allocated a series, labels of trends", LABELS, 31_000),
                Check.ratio("times the hand-written loop, lines of trends", LINES, LINES_BY_HAND, 20),
                growth("series labelled", LABELS));
    }

    private static Check growth(String of, Probe probe) {
        return Check.growth("times the cost for ten times the " + of, probe.at(MORE * probe.size()), probe, MAX_GROWTH);
    }

    /** Returns whether every check passed. */
    boolean run(List<Check> checks) {
        List<Check> open = new ArrayList<>(checks);
        List<Check> failed = new ArrayList<>();
        for (int attempt = 1; !open.isEmpty(); attempt++) {
            List<Map<Probe, Cost>> rounds = measure(open, attempt);
            open.removeIf(check -> passes(check, rounds));
            int made = attempt;
            open.stream().filter(check -> check.attempts() <= made).forEach(failed::add);
            open.removeAll(failed);
        }
        failed.forEach(check -> out.println("FAILED: " + check.name()));
        out.println((checks.size() - failed.size()) + " passed, " + failed.size() + " failed");
        return failed.isEmpty();
    }

    private List<Map<Probe, Cost>> measure(List<Check> checks, int attempt) {
        LinkedHashSet<Probe> needed = new LinkedHashSet<>();
        checks.forEach(check -> needed.addAll(check.probes()));
        List<Probe> order = new ArrayList<>(needed);
        List<Map<Probe, Cost>> rounds = new ArrayList<>();
        for (int round = 1; round <= ROUNDS; round++) {
            Map<Probe, Cost> costs = new HashMap<>();
            for (Probe probe : order) {
                Cost cost = meter.measure(probe);
                costs.put(probe, cost);
                out.println("attempt " + attempt + ", round " + round + ": " + probe + ": " + cost);
            }
            rounds.add(costs);
            Collections.reverse(order);
        }
        return rounds;
    }

    private boolean passes(Check check, List<Map<Probe, Cost>> rounds) {
        double[] values = rounds.stream().mapToDouble(check.figure()::of).sorted().toArray();
        double median = values[values.length / 2];
        boolean passes = check.passes(median);
        out.println(String.format(
                Locale.ROOT,
                "%s: %.4f %s, bound %s, rounds %s",
                passes ? "ok" : "too much",
                median,
                check.name(),
                check.bound(),
                Arrays.toString(Arrays.stream(values).mapToObj(value -> String.format(Locale.ROOT, "%.4f", value)).toArray())));
        return passes;
    }
}
