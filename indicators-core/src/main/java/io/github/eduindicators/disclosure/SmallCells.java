package io.github.eduindicators.disclosure;

import com.google.common.collect.ImmutableSortedSet;
import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.MethodInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;

/**
 * Which counts of a table may be published so that nobody can say how few persons stand behind a small one?
 *
 * <p>A cell with a count of {@code 1..t-1}, with {@code t = 10}, is suppressed: {@link Status#PRIMARY}. Others are suppressed
 * with it, {@link Status#COMPLEMENTARY}, until three things hold of every primary cell i, with x the vector of suppressed
 * counts and A the relations restricted to them, so that {@code A x = b} with b known to every reader:
 *
 * <ol>
 *   <li>it is not determined by the relations: its unit vector does not lie in the row space of A;
 *   <li>in each relation whose total is published the suppressed parts are at least two and make at least t together;
 *   <li>its relations leave it at least {@code t - 1} counts, even for somebody who knows that a hidden count is at least 1 (at
 *       least 0 where zeros are hidden, too), with the ranges of cells carried from relation to relation until nothing changes
 *       (at most 32 times).
 * </ol>
 *
 * <p>Complementary cells are chosen one after another: for a relation that breaks the second rule, or a primary cell that
 * breaks the first or third, the published cell, not 0, with the least loss (its count unless the table says otherwise), to
 * which is added the least loss in each relation where it would be the only one hidden; of equal ones the first key. Cells that
 * are 0 are published and never chosen: that nobody failed, or nobody wrote the work, is said of nobody in particular, and a 0
 * hides nothing. {@link #withZeros} changes this for tables in which a 0 tells something of everybody in the group.
 *
 * <p>Without cells, or without small ones, all is published. A small cell in no relation is suppressed alone. Where all cells are
 * small all are suppressed. If a cell can be told whatever is suppressed (a part of a total that the structure forces to be 0),
 * it is in {@link Release#exposed}, which is otherwise empty; only zeros that are hidden can be.
 *
 * <p>Caveats. The choice is greedy: it is safe by the rules above and not the least possible. Once {@code t - 1} counts are
 * possible, the method does not ask how likely they are, or what a person within a suppressed cell can subtract: one's own
 * school, one's own marks. A reader who knows how cells are chosen may narrow a range further. Ranges are those of one relation
 * after another and not of all together (a linear programme could be narrower); where counts are at least 1 and the relations
 * are those of two hierarchies, all suppressed cells can still move by one, so that the first rule is enough for no cell to be
 * known exactly. Whether a cell is primary or complementary must not be published. Publish as suppressed at least what this
 * says; sums, means and shares from which a suppressed count follows are counts, too, and must be cells of the table.
 *
 * <p>The first rule is decided exactly, but for arithmetic modulo {@code 2^61 - 1}: a random vector of the null space of A is 0
 * at i iff i is determined. A cell that is not determined is taken for one that is with probability 2^-61, which suppresses
 * more and never less. The numbers are drawn from a fixed seed: the same table, in any order, gives the same answer.
 *
 * <p>Complexity: linear in cells and relations for what relations alone ask, and a sparse elimination for each group of
 * suppressed cells that hang together, almost linear where each cell stands in at most two relations, at worst cubic in the
 * relations of one group; as many times as cells are chosen by the first and third rule in it. Memory is linear in the table.
 *
 * <p>Reference: A. Hundepool et al. (2012), Statistical Disclosure Control, chapter 4, doi:10.1002/9781118348239, from memory;
 * D. A. Robertson, R. Ethier (2002), Cell suppression: experience and theory, doi:10.1007/3-540-47804-3_2, from memory; the
 * greedy choice, the rule of ranges and the threshold are ours. Immutable and safe to share between threads.
 */
public final class SmallCells {
    private static final SmallCells DEFAULTS = new SmallCells(10, Zeros.PUBLISHED);

    private final int threshold;
    private final Zeros zeros;

    private SmallCells(int threshold, Zeros zeros) {
        this.threshold = threshold;
        this.zeros = zeros;
    }

    /** What becomes of a count of 0. */
    public enum Zeros {
        /** It is published. */
        PUBLISHED,
        /** It is suppressed like a small count. */
        HIDDEN
    }

    /** What becomes of a cell. */
    public enum Status {
        /** It may be published. */
        PUBLISHED,
        /** It is suppressed, for it is small or sensitive. */
        PRIMARY,
        /** It is suppressed, for a primary one would follow from it. */
        COMPLEMENTARY
    }

    /**
     * Returns the method that suppresses 1..9 and publishes 0.
     *
     * @return the method
     */
    public static SmallCells withDefaults() {
        return DEFAULTS;
    }

    /**
     * Chooses which counts are small.
     *
     * @param least the least count that may be published, 2..1,000,000; 10 unless chosen
     * @return the method with it
     * @throws IllegalArgumentException if it is out of range
     */
    public SmallCells withThreshold(int least) {
        if (least < 2 || least > 1_000_000) {
            throw new IllegalArgumentException("the threshold must be within 2..1000000, got " + least);
        }
        return new SmallCells(least, zeros);
    }

    /**
     * Chooses what becomes of counts of 0.
     *
     * @param rule published unless chosen
     * @return the method with the rule
     */
    public SmallCells withZeros(Zeros rule) {
        return new SmallCells(threshold, Objects.requireNonNull(rule, "rule"));
    }

    /**
     * Names the method.
     *
     * @return the identity, the edition and the options
     */
    public MethodInfo method() {
        return MethodInfo.of("disclosure/small-cells", "1", "Hundepool et al. (2012), doi:10.1002/9781118348239")
                .with(Fact.of("threshold", threshold))
                .with(Fact.of("zeros", zeros.name()));
    }

    /**
     * Decides which cells are published.
     *
     * @param table counts and relations
     * @param <K> the kind of key
     * @return what becomes of each cell
     */
    public <K extends Comparable<? super K>> Release<K> run(CountTable<K> table) {
        return new Release<>(table, new Suppression(table.counts, table.losses, table.relations, this::small, threshold)
                .run(table.sensitive));
    }

    private boolean small(long count) {
        return count < threshold && (count > 0 || zeros == Zeros.HIDDEN);
    }

    /**
     * Says which of the cells that are to be suppressed can be found all the same, by adding and subtracting the others. It
     * asks nothing of thresholds and signs: the check of a table that was suppressed by other means.
     *
     * @param table counts and relations
     * @param suppressed the keys of the cells that are not published
     * @param <K> the kind of key
     * @return those of them that the relations determine, sorted
     * @throws IllegalArgumentException if a key is not in the table
     */
    public static <K extends Comparable<? super K>> SortedSet<K> recoverable(CountTable<K> table,
            Collection<? extends K> suppressed) {
        boolean[] hidden = new boolean[table.counts.length];
        for (K key : suppressed) {
            Integer at = table.positions.get(key);
            if (at == null) {
                throw new IllegalArgumentException("a suppressed cell is not in the table: " + key);
            }
            hidden[at] = true;
        }
        List<K> found = new ArrayList<>();
        Relations relations = new Relations(hidden.length, table.relations);
        boolean[] done = new boolean[hidden.length];
        for (int i = 0; i < hidden.length; i++) {
            if (hidden[i] && !done[i]) {
                Relations.Group group = relations.group(i, hidden);
                boolean[] determined = relations.determined(group, hidden);
                for (int k = 0; k < determined.length; k++) {
                    done[group.cells()[k]] = true;
                    if (determined[k]) {
                        found.add(table.keys.get(group.cells()[k]));
                    }
                }
            }
        }
        return ImmutableSortedSet.copyOf(found);
    }

    @Override
    public String toString() {
        return method().toString();
    }

    /**
     * What becomes of each cell of a table. Immutable and safe to share between threads.
     *
     * @param <K> the kind of key
     */
    public static final class Release<K extends Comparable<? super K>> {
        private final CountTable<K> table;
        private final Status[] statuses;
        private final ImmutableSortedSet<K> exposed;

        private Release(CountTable<K> table, Suppression.Answer answer) {
            this.table = table;
            this.statuses = answer.statuses();
            this.exposed = ImmutableSortedSet.copyOf(answer.exposed().stream().map(table.keys::get).toList());
        }

        /**
         * Returns what becomes of a cell.
         *
         * @param key its key
         * @return the status
         * @throws IllegalArgumentException if there is no such cell
         */
        public Status status(K key) {
            Integer at = table.positions.get(Objects.requireNonNull(key, "key"));
            if (at == null) {
                throw new IllegalArgumentException("there is no cell " + key);
            }
            return statuses[at];
        }

        /**
         * Returns whether a cell may be published.
         *
         * @param key its key
         * @return true if it is not suppressed
         * @throws IllegalArgumentException if there is no such cell
         */
        public boolean isPublished(K key) {
            return status(key) == Status.PUBLISHED;
        }

        /**
         * Returns the cells that are suppressed.
         *
         * @return their keys, sorted
         */
        public SortedSet<K> suppressed() {
            List<K> hidden = new ArrayList<>();
            for (int i = 0; i < statuses.length; i++) {
                if (statuses[i] != Status.PUBLISHED) {
                    hidden.add(table.keys.get(i));
                }
            }
            return ImmutableSortedSet.copyOf(hidden);
        }

        /**
         * Returns how many cells have a status.
         *
         * @param status the status
         * @return the number
         */
        public int count(Status status) {
            int n = 0;
            for (Status one : statuses) {
                n += one == status ? 1 : 0;
            }
            return n;
        }

        /**
         * Returns the primary cells that no suppression can protect.
         *
         * @return their keys; empty unless zeros are hidden or sensitive
         */
        public SortedSet<K> exposed() {
            return exposed;
        }

        @Override
        public String toString() {
            return "Release[" + count(Status.PUBLISHED) + " published, " + count(Status.PRIMARY) + " primary, "
                    + count(Status.COMPLEMENTARY) + " complementary" + (exposed.isEmpty() ? "" : ", exposed " + exposed) + "]";
        }
    }
}
