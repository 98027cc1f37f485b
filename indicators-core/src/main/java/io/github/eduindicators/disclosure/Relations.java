package io.github.eduindicators.disclosure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The relations of a table, found by cell too, and what they say of the cells that are hidden. */
final class Relations {
    /** Of each relation the total first, then the parts. */
    final int[][] sums;
    private final int[] starts;
    private final int[] at;
    /** In which search a cell or relation was seen last. */
    private final int[] seenCell;
    private final int[] seenRelation;
    private int search;

    Relations(int cells, int[][] sums) {
        this.sums = sums;
        this.seenCell = new int[cells];
        this.seenRelation = new int[sums.length];
        this.starts = new int[cells + 1];
        for (int[] sum : sums) {
            for (int cell : sum) {
                starts[cell + 1]++;
            }
        }
        Arrays.parallelPrefix(starts, Integer::sum);
        this.at = new int[starts[cells]];
        int[] next = starts.clone();
        for (int r = 0; r < sums.length; r++) {
            for (int cell : sums[r]) {
                at[next[cell]++] = r;
            }
        }
    }

    /** The relations in which a cell stands. */
    int[] of(int cell) {
        return Arrays.copyOfRange(at, starts[cell], starts[cell + 1]);
    }

    /** Hidden cells that hang together, and the relations in which they stand; both in order. */
    record Group(int[] cells, int[] relations) {}

    Group group(int seed, boolean[] hidden) {
        search++;
        List<Integer> cells = new ArrayList<>(List.of(seed));
        List<Integer> found = new ArrayList<>();
        seenCell[seed] = search;
        for (int next = 0; next < cells.size(); next++) {
            for (int r : of(cells.get(next))) {
                if (seenRelation[r] != search) {
                    seenRelation[r] = search;
                    found.add(r);
                    for (int other : sums[r]) {
                        if (hidden[other] && seenCell[other] != search) {
                            seenCell[other] = search;
                            cells.add(other);
                        }
                    }
                }
            }
        }
        return new Group(
                cells.stream().mapToInt(Integer::intValue).sorted().toArray(), found.stream().mapToInt(Integer::intValue)
                        .sorted().toArray());
    }

    /** Which cells of the group the relations determine, in the order of its cells. */
    boolean[] determined(Group group, boolean[] hidden) {
        NullSpace equations = new NullSpace(group.cells().length);
        Map<Integer, Integer> unknowns = positions(group.cells());
        for (int r : group.relations()) {
            int total = sums[r][0];
            equations.add(
                    hidden[total] ? unknowns.get(total) : NullSpace.NONE,
                    Arrays.stream(sums[r], 1, sums[r].length).filter(cell -> hidden[cell]).map(unknowns::get).toArray());
        }
        long[] vector = equations.solve(NullSpace::drawn, NullSpace.NONE).orElseThrow();
        boolean[] determined = new boolean[vector.length];
        for (int i = 0; i < vector.length; i++) {
            determined[i] = vector[i] == 0;
        }
        return determined;
    }

    private static Map<Integer, Integer> positions(int[] of) {
        Map<Integer, Integer> positions = new HashMap<>(2 * of.length);
        for (int i = 0; i < of.length; i++) {
            positions.put(of[i], i);
        }
        return positions;
    }

    /** With which weights the relations of a group add up to one of its cells; empty if they do not. */
    Optional<Map<Integer, Long>> certificate(Group group, boolean[] hidden, int cell) {
        int one = group.relations().length;
        NullSpace equations = new NullSpace(one + 1);
        Map<Integer, Integer> unknowns = positions(group.relations());
        for (int hiddenCell : group.cells()) {
            Map<Integer, Long> row = new HashMap<>();
            for (int r : of(hiddenCell)) {
                row.put(unknowns.get(r), sums[r][0] == hiddenCell ? NullSpace.PRIME - 1 : 1L);
            }
            if (hiddenCell == cell) {
                row.put(one, NullSpace.PRIME - 1);
            }
            equations.add(row);
        }
        return equations.solve(i -> i == one ? 1 : 0, one).map(vector -> {
            Map<Integer, Long> weights = new HashMap<>();
            for (int i = 0; i < one; i++) {
                if (vector[i] != 0) {
                    weights.put(group.relations()[i], vector[i]);
                }
            }
            return weights;
        });
    }

    /** What a cell would add to a certificate: 0 if the sum stays true without knowing it. */
    long weight(int cell, Map<Integer, Long> certificate) {
        long weight = 0;
        for (int r : of(cell)) {
            long here = certificate.getOrDefault(r, 0L);
            weight = sums[r][0] == cell ? NullSpace.minus(weight, here) : NullSpace.plus(weight, here);
        }
        return weight;
    }
}
