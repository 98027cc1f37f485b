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
 * Fails when counting results has become slow: when it allocates per result, takes more than 1.5 times a loop written by hand, or
 * costs more than 13 times as much for ten times the rows of the same schools and assessments.
 *
 * <pre>{@code
 * java -cp benchmarks/target/benchmarks.jar io.github.eduindicators.benchmarks.Guard
 * }</pre>
 *
 * <p>Machines that build are noisy. So cost is the processor time of the counting thread, not the clock on the wall; both sides
 * of a comparison are measured in one round, each in a new virtual machine, every second round in the opposite order; and a
 * comparison is the median of three rounds. A comparison of times that exceeds its bound is measured again in three new rounds,
 * at most twice, and fails if all three medians exceed the bound; allocation is not noisy and fails at once. What slows one side
 * for a moment passes; a regression is there in every round and fails.
 *
 * <p>Takes three to four minutes, more where something fails, and 3 GB of memory. Prints what it measured beside the bounds, and
 * ends with status 1 if anything failed.
 */
public final class Guard {
    static final int ROWS = 4_000_000;
    static final int MORE_ROWS = 40_000_000;
    static final double MAX_BYTES = 0.01;
    static final double MAX_RATIO = 1.5;
    static final double MAX_GROWTH = 13;
    static final int ROUNDS = 3;

    static final Probe NUMBERS = new Probe("addByNumber", ROWS);
    static final Probe NUMBERS_BY_HAND = new Probe("addByNumberByHand", ROWS);
    static final Probe MORE_NUMBERS = new Probe("addByNumber", MORE_ROWS);
    static final Probe TEXT = new Probe("addByText", ROWS);
    static final Probe TEXT_BY_HAND = new Probe("addByTextByHand", ROWS);

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
                Check.allocation("bytes allocated a result, schools by number", NUMBERS, MAX_BYTES),
                Check.allocationBeyond(
                        "bytes allocated a result beyond the loop, schools as text", TEXT, TEXT_BY_HAND, MAX_BYTES),
                Check.ratio("times the hand-written loop, schools by number", NUMBERS, NUMBERS_BY_HAND, MAX_RATIO),
                Check.ratio("times the hand-written loop, schools as text", TEXT, TEXT_BY_HAND, MAX_RATIO),
                Check.growth("times the cost for ten times the rows", MORE_NUMBERS, NUMBERS, MAX_GROWTH));
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
