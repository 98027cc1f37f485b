package io.github.eduindicators.disclosure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.function.LongPredicate;

/** One run: cells are hidden one after another until the rules hold. */
final class Suppression {
    private static final int MOST_SWEEPS = 32;
    /** No bound is known; far above any sum of counts. */
    private static final long UNBOUNDED = Long.MAX_VALUE / 4;

    private final long[] counts;
    private final long[] losses;
    private final Relations relations;
    private final LongPredicate small;
    private final int threshold;
    private final boolean[] hidden;
    private final boolean[] primary;
    /** Cells of which nothing more can be done. */
    private final boolean[] exposed;
    /** How many cells of a relation are hidden. */
    private final int[] hiddenIn;
    /** What its hidden parts add up to. */
    private final long[] hiddenSum;
    /** What a cell can be, as far as readers know; its count where it is published. */
    private final long[] lower;
    private final long[] upper;
    /** What everybody knows of a hidden count. */
    private long leastHidden;
    private final TreeSet<Integer> open = new TreeSet<>();

    /** What becomes of each cell, and which primary ones can be told all the same. */
    record Answer(SmallCells.Status[] statuses, List<Integer> exposed) {}

    Suppression(long[] counts, long[] losses, int[][] sums, LongPredicate small, int threshold) {
        this.counts = counts;
        this.losses = losses;
        this.relations = new Relations(counts.length, sums);
        this.small = small;
        this.threshold = threshold;
        this.lower = counts.clone();
        this.upper = counts.clone();
        this.hidden = new boolean[counts.length];
        this.primary = new boolean[counts.length];
        this.exposed = new boolean[counts.length];
        this.hiddenIn = new int[sums.length];
        this.hiddenSum = new long[sums.length];
    }

    Answer run(boolean[] sensitive) {
        leastHidden = 1;
        for (int i = 0; i < counts.length; i++) {
            if (sensitive[i] || small.test(counts[i])) {
                primary[i] = true;
                leastHidden = Math.min(leastHidden, counts[i]);
                hide(i);
            }
        }
        closeOpen();
        boolean[] done = new boolean[counts.length];
        for (int i = 0; i < counts.length; i++) {
            if (primary[i] && !done[i]) {
                for (int cell : protect(i).cells()) {
                    done[cell] = true;
                }
            }
        }
        return answer();
    }

    private Answer answer() {
        SmallCells.Status[] statuses = new SmallCells.Status[counts.length];
        List<Integer> told = new ArrayList<>();
        for (int i = 0; i < statuses.length; i++) {
            statuses[i] = primary[i] ? SmallCells.Status.PRIMARY : hidden[i] ? SmallCells.Status.COMPLEMENTARY
                    : SmallCells.Status.PUBLISHED;
            if (exposed[i]) {
                told.add(i);
            }
        }
        return new Answer(statuses, told);
    }

    private void hide(int cell) {
        hidden[cell] = true;
        for (int r : relations.of(cell)) {
            hiddenIn[r]++;
            if (relations.sums[r][0] != cell) {
                hiddenSum[r] += counts[cell];
            }
            open.add(r);
        }
    }

    /** Hides until each relation hides two cells or none, and parts of a published total that are not few. */
    private void closeOpen() {
        while (!open.isEmpty()) {
            int r = open.pollFirst();
            boolean few = !hidden[relations.sums[r][0]] && hiddenSum[r] < threshold;
            if (hiddenIn[r] > 0 && (hiddenIn[r] == 1 || few)) {
                cheapest(relations.sums[r], cell -> true).ifPresent(this::hide);
            }
        }
    }

    private Optional<Integer> cheapest(int[] cells, IntPredicate allowed) {
        int best = NullSpace.NONE;
        long least = 0;
        for (int cell : cells) {
            if (!hidden[cell] && counts[cell] > 0 && allowed.test(cell)) {
                long cost = cost(cell);
                if (best == NullSpace.NONE || cost < least || cost == least && cell < best) {
                    best = cell;
                    least = cost;
                }
            }
        }
        return best == NullSpace.NONE ? Optional.empty() : Optional.of(best);
    }

    /** What is lost with a cell, and with one more of each relation in which it would be the only one. */
    private long cost(int cell) {
        long cost = losses[cell];
        for (int r : relations.of(cell)) {
            if (hiddenIn[r] == 0) {
                long further = Long.MAX_VALUE;
                for (int other : relations.sums[r]) {
                    if (other != cell && counts[other] > 0) {
                        further = Math.min(further, losses[other]);
                    }
                }
                cost += further == Long.MAX_VALUE ? 0 : further;
            }
        }
        return cost;
    }

    /** Hides until no primary cell that hangs together with this one can be told, and returns those that hang together. */
    private Relations.Group protect(int seed) {
        while (true) {
            Relations.Group group = relations.group(seed, hidden);
            Optional<Integer> more = Optional.empty();
            boolean[] narrow = narrow(group);
            Optional<Integer> told = first(group, i -> narrow[i]);
            if (told.isEmpty()) {
                boolean[] determined = relations.determined(group, hidden);
                told = first(group, i -> determined[i]);
                if (told.isEmpty()) {
                    return group;
                }
                Map<Integer, Long> certificate = relations.certificate(group, hidden, told.get()).orElse(Map.of());
                int[] among = certificate.keySet().stream().mapToInt(r -> r).sorted().flatMap(r ->
                        Arrays.stream(relations.sums[r])).toArray();
                more = cheapest(among, cell -> relations.weight(cell, certificate) != 0);
            }
            int cell = told.get();
            if (more.isEmpty()) {
                more = cheapest(around(relations.of(cell)), other -> true);
            }
            if (more.isEmpty()) {
                more = cheapest(around(group.relations()), other -> true);
            }
            if (more.isPresent()) {
                hide(more.get());
                closeOpen();
            } else {
                exposed[cell] = true;
            }
        }
    }

    private int[] around(int[] of) {
        return Arrays.stream(of).flatMap(r -> Arrays.stream(relations.sums[r])).toArray();
    }

    private Optional<Integer> first(Relations.Group group, IntPredicate bad) {
        for (int i = 0; i < group.cells().length; i++) {
            int cell = group.cells()[i];
            if (primary[cell] && !exposed[cell] && bad.test(i)) {
                return Optional.of(cell);
            }
        }
        return Optional.empty();
    }

    /** Which cells of the group could have fewer counts than there are small ones. */
    private boolean[] narrow(Relations.Group group) {
        Ranges ranges = new Ranges(group);
        int sweeps = 0;
        while (sweeps < MOST_SWEEPS && ranges.sweep()) {
            sweeps++;
        }
        boolean[] narrow = new boolean[group.cells().length];
        for (int i = 0; i < narrow.length; i++) {
            int cell = group.cells()[i];
            narrow[i] = upper[cell] < UNBOUNDED && upper[cell] - lower[cell] + 1 < threshold - 1;
        }
        return narrow;
    }

    /** What the relations, one after another, leave to each hidden cell. */
    private final class Ranges {
        private final Relations.Group group;

        Ranges(Relations.Group group) {
            this.group = group;
            for (int cell : group.cells()) {
                lower[cell] = leastHidden;
                upper[cell] = UNBOUNDED;
            }
        }

        boolean sweep() {
            boolean changed = false;
            for (int r : group.relations()) {
                changed |= narrow(relations.sums[r]);
            }
            return changed;
        }

        private boolean narrow(int[] sum) {
            long least = 0;
            long most = 0;
            int unbounded = 0;
            for (int i = 1; i < sum.length; i++) {
                least += lower[sum[i]];
                long high = upper[sum[i]];
                unbounded += high == UNBOUNDED ? 1 : 0;
                most += high == UNBOUNDED ? 0 : high;
            }
            boolean changed = set(sum[0], least, unbounded > 0 ? UNBOUNDED : most);
            long total = upper[sum[0]];
            long atLeast = lower[sum[0]];
            for (int i = 1; i < sum.length; i++) {
                if (hidden[sum[i]]) {
                    long high = upper[sum[i]];
                    int others = unbounded - (high == UNBOUNDED ? 1 : 0);
                    long low = others > 0 ? 0 : atLeast - (most - (high == UNBOUNDED ? 0 : high));
                    changed |= set(sum[i], low, total == UNBOUNDED ? UNBOUNDED : total - (least - lower[sum[i]]));
                }
            }
            return changed;
        }

        /** Sums of the sweep stay as they were: a bound that is a little late is still true. */
        private boolean set(int cell, long low, long high) {
            if (!hidden[cell]) {
                return false;
            }
            boolean changed = low > lower[cell] || high < upper[cell];
            lower[cell] = Math.max(lower[cell], low);
            upper[cell] = Math.min(upper[cell], high);
            return changed;
        }
    }
}
