package io.github.eduindicators.disclosure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeSet;
import java.util.function.IntToLongFunction;

/**
 * Homogeneous equations with sparse whole coefficients, modulo a prime.
 *
 * <p>Rows are eliminated shortest first, each by its rarest unknown, and once: no reduced form is needed to draw one vector of
 * the null space.
 */
final class NullSpace {
    /** A prime: 2^61 - 1. */
    static final long PRIME = (1L << 61) - 1;
    static final int NONE = -1;

    private final List<Map<Integer, Long>> rows = new ArrayList<>();
    private final int unknowns;

    NullSpace(int unknowns) {
        this.unknowns = unknowns;
    }

    /** Adds an equation of unknowns with coefficients of 1, and one with -1 unless it is NONE. */
    void add(int minus, int... plus) {
        Map<Integer, Long> row = new HashMap<>();
        for (int unknown : plus) {
            row.put(unknown, 1L);
        }
        if (minus != NONE) {
            row.put(minus, PRIME - 1);
        }
        rows.add(row);
    }

    /** Adds an equation. */
    void add(Map<Integer, Long> row) {
        rows.add(row);
    }

    private record Pivot(int unknown, Map<Integer, Long> row) {}

    private record Waiting(int length, int row) implements Comparable<Waiting> {
        @Override
        public int compareTo(Waiting other) {
            return length != other.length ? Integer.compare(length, other.length) : Integer.compare(row, other.row);
        }
    }

    /**
     * Solves the equations for the values of the unknowns that they leave free; empty if they leave no choice for the one that
     * must be free. Can be called once.
     */
    Optional<long[]> solve(IntToLongFunction free, int mustBeFree) {
        List<TreeSet<Integer>> standsIn = new ArrayList<>();
        for (int i = 0; i < unknowns; i++) {
            standsIn.add(new TreeSet<>());
        }
        PriorityQueue<Waiting> waiting = new PriorityQueue<>();
        for (int r = 0; r < rows.size(); r++) {
            for (int unknown : rows.get(r).keySet()) {
                standsIn.get(unknown).add(r);
            }
            waiting.add(new Waiting(rows.get(r).size(), r));
        }
        List<Pivot> pivots = new ArrayList<>();
        while (!waiting.isEmpty()) {
            Waiting next = waiting.remove();
            Map<Integer, Long> row = rows.get(next.row());
            if (row.isEmpty() || row.size() != next.length()) {
                continue;
            }
            int pivot = rarest(row, standsIn, mustBeFree);
            if (pivot == NONE) {
                return Optional.empty();
            }
            rows.set(next.row(), Map.of());
            row.keySet().forEach(unknown -> standsIn.get(unknown).remove(next.row()));
            long inverse = inverse(row.get(pivot));
            for (int other : List.copyOf(standsIn.get(pivot))) {
                subtract(other, row, times(rows.get(other).get(pivot), inverse), standsIn);
                waiting.add(new Waiting(rows.get(other).size(), other));
            }
            pivots.add(new Pivot(pivot, row));
        }
        return Optional.of(values(pivots, free));
    }

    private static int rarest(Map<Integer, Long> row, List<TreeSet<Integer>> standsIn, int not) {
        int best = NONE;
        for (int unknown : row.keySet()) {
            if (unknown != not) {
                int fewer = best == NONE ? -1 : Integer.compare(standsIn.get(unknown).size(), standsIn.get(best).size());
                if (fewer < 0 || fewer == 0 && unknown < best) {
                    best = unknown;
                }
            }
        }
        return best;
    }

    private void subtract(int from, Map<Integer, Long> row, long factor, List<TreeSet<Integer>> standsIn) {
        Map<Integer, Long> target = rows.get(from);
        row.forEach((unknown, coefficient) -> {
            long now = minus(target.getOrDefault(unknown, 0L), times(coefficient, factor));
            if (now == 0) {
                target.remove(unknown);
                standsIn.get(unknown).remove(from);
            } else {
                target.put(unknown, now);
                standsIn.get(unknown).add(from);
            }
        });
    }

    private long[] values(List<Pivot> pivots, IntToLongFunction free) {
        boolean[] bound = new boolean[unknowns];
        pivots.forEach(pivot -> bound[pivot.unknown()] = true);
        long[] values = new long[unknowns];
        for (int i = 0; i < unknowns; i++) {
            values[i] = bound[i] ? 0 : free.applyAsLong(i);
        }
        for (int i = pivots.size() - 1; i >= 0; i--) {
            Pivot pivot = pivots.get(i);
            long rest = 0;
            for (Map.Entry<Integer, Long> term : pivot.row().entrySet()) {
                if (term.getKey() != pivot.unknown()) {
                    rest = minus(rest, times(term.getValue(), values[term.getKey()]));
                }
            }
            values[pivot.unknown()] = times(rest, inverse(pivot.row().get(pivot.unknown())));
        }
        return values;
    }

    /** Numbers that look drawn at random, the same each time: splitmix64. */
    static long drawn(int i) {
        long z = (i + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        long value = (z ^ z >>> 31) >>> 3;
        return value == 0 || value == PRIME ? 1 : value;
    }

    static long minus(long a, long b) {
        long difference = a - b;
        return difference < 0 ? difference + PRIME : difference;
    }

    static long plus(long a, long b) {
        long sum = a + b;
        return sum >= PRIME ? sum - PRIME : sum;
    }

    static long times(long a, long b) {
        long low = a * b;
        long sum = (low & PRIME) + (low >>> 61 | Math.multiplyHigh(a, b) << 3);
        return sum >= PRIME ? sum - PRIME : sum;
    }

    /** By Fermat: a^(p-2). */
    private static long inverse(long a) {
        if (a == 1 || a == PRIME - 1) {
            return a;
        }
        long result = 1;
        long power = a;
        for (long exponent = PRIME - 2; exponent > 0; exponent >>= 1) {
            if ((exponent & 1) == 1) {
                result = times(result, power);
            }
            power = times(power, power);
        }
        return result;
    }
}
