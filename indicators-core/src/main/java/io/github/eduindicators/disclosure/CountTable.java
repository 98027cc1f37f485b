package io.github.eduindicators.disclosure;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Counts of persons that are to be published, and which of them is the sum of which others.
 *
 * <p>A cell has a key of the caller's, a count and a loss: how much a reader loses without it, its count unless given. Totals
 * are then kept rather than their parts. A relation says that one cell, the total, is the sum of other cells, its parts;
 * relations may overlap in any way: schools make a municipality, marks make a number of results, years make a school. What
 * readers can add and subtract must be stated; what is not stated is not protected. Cells and relations are kept in the order
 * of keys, so that the order in which they came makes no difference. Immutable and safe to share between threads.
 *
 * @param <K> the kind of key; its order must agree with {@code equals}
 */
public final class CountTable<K extends Comparable<? super K>> {
    /** The keys in order. */
    final List<K> keys;
    final Map<K, Integer> positions;
    final long[] counts;
    final long[] losses;
    final boolean[] sensitive;
    /** Of each relation the total first, then the parts in order. */
    final int[][] relations;

    private CountTable(Builder<K> builder) {
        List<K> sorted = new ArrayList<>(builder.cells.keySet());
        sorted.sort(null);
        this.keys = List.copyOf(sorted);
        this.positions = new HashMap<>(2 * keys.size());
        this.counts = new long[keys.size()];
        this.losses = new long[keys.size()];
        this.sensitive = new boolean[keys.size()];
        for (int i = 0; i < counts.length; i++) {
            K key = keys.get(i);
            positions.put(key, i);
            counts[i] = builder.cells.get(key)[0];
            losses[i] = builder.cells.get(key)[1];
            sensitive[i] = builder.sensitive.contains(key);
        }
        this.relations = new int[builder.relations.size()][];
        for (int r = 0; r < relations.length; r++) {
            relations[r] = relation(builder.relations.get(r));
        }
        Arrays.sort(relations, Arrays::compare);
    }

    private int[] relation(List<K> cells) {
        int[] relation = new int[cells.size()];
        long sum = 0;
        for (int i = 0; i < relation.length; i++) {
            Integer at = positions.get(cells.get(i));
            if (at == null) {
                throw new IllegalArgumentException("a relation names a cell that is not in the table: " + cells.get(i));
            }
            relation[i] = at;
            sum += i == 0 ? 0 : counts[at];
        }
        Arrays.sort(relation, 1, relation.length);
        for (int i = 2; i < relation.length; i++) {
            if (relation[i] == relation[i - 1]) {
                throw new IllegalArgumentException("a part stands twice in the sum of " + cells.get(0) + ": "
                        + keys.get(relation[i]));
            }
        }
        if (sum != counts[relation[0]]) {
            throw new IllegalArgumentException(
                    "the parts of " + cells.get(0) + " must add up to " + counts[relation[0]] + ", got " + sum);
        }
        return relation;
    }

    /**
     * Starts a table.
     *
     * @param <K> the kind of key
     * @return an empty builder
     */
    public static <K extends Comparable<? super K>> Builder<K> builder() {
        return new Builder<>();
    }

    /**
     * Returns the keys of all cells.
     *
     * @return the keys, sorted
     */
    public List<K> keys() {
        return keys;
    }

    /**
     * Returns the count of a cell.
     *
     * @param key its key
     * @return the count, or empty if there is no such cell
     */
    public OptionalLong count(K key) {
        Integer at = positions.get(Objects.requireNonNull(key, "key"));
        return at == null ? OptionalLong.empty() : OptionalLong.of(counts[at]);
    }

    @Override
    public String toString() {
        return "CountTable[" + keys.size() + " cells, " + relations.length + " relations]";
    }

    /**
     * Collects cells and relations. Not safe for use by several threads.
     *
     * @param <K> the kind of key
     */
    public static final class Builder<K extends Comparable<? super K>> {
        /** Counts whose sums of a million cells stay exact. */
        private static final long LARGEST = 1L << 40;

        private final Map<K, long[]> cells = new HashMap<>();
        private final Set<K> sensitive = new HashSet<>();
        private final List<List<K>> relations = new ArrayList<>();

        private Builder() {}

        /**
         * Adds a cell whose loss is its count.
         *
         * @param key what is counted
         * @param count how many persons or results, 0..2^40
         * @return this builder
         * @throws IllegalArgumentException if the count is out of range or the cell is there already
         */
        public Builder<K> cell(K key, long count) {
            return cell(key, count, count);
        }

        /**
         * Adds a cell.
         *
         * @param key what is counted
         * @param count how many persons or results, 0..2^40
         * @param loss how much is lost without it, 0..2^40: of two cells that would do the one with the lesser loss is suppressed
         * @return this builder
         * @throws IllegalArgumentException if a number is out of range or the cell is there already
         */
        public Builder<K> cell(K key, long count, long loss) {
            if (count < 0 || count > LARGEST || loss < 0 || loss > LARGEST) {
                throw new IllegalArgumentException(
                        "count and loss must be within 0.." + LARGEST + ", got " + count + " and " + loss + " of " + key);
            }
            if (cells.putIfAbsent(Objects.requireNonNull(key, "key"), new long[] {count, loss}) != null) {
                throw new IllegalArgumentException("a cell has one count, got two of " + key);
            }
            return this;
        }

        /**
         * Says that a cell must not be published or found whatever its count.
         *
         * @param key the key of a cell that is added before or after
         * @return this builder
         */
        public Builder<K> sensitive(K key) {
            sensitive.add(Objects.requireNonNull(key, "key"));
            return this;
        }

        /**
         * States a sum.
         *
         * @param total the key of the total
         * @param parts the keys of all its parts, at least one
         * @return this builder
         * @throws IllegalArgumentException if there is no part, or the total is one
         */
        public Builder<K> sum(K total, Collection<? extends K> parts) {
            if (parts.isEmpty() || parts.contains(total)) {
                throw new IllegalArgumentException("a total must be the sum of one or more other cells, got " + total + " of "
                        + parts);
            }
            List<K> cells = new ArrayList<>(parts.size() + 1);
            cells.add(Objects.requireNonNull(total, "total"));
            cells.addAll(parts);
            relations.add(cells);
            return this;
        }

        /**
         * Makes the table.
         *
         * @return the table
         * @throws IllegalArgumentException if a relation names an unknown cell or one twice, its parts do not add up to its total, or an
         *     unknown cell was said to be sensitive
         */
        public CountTable<K> build() {
            for (K key : sensitive) {
                if (!cells.containsKey(key)) {
                    throw new IllegalArgumentException("a sensitive cell is not in the table: " + key);
                }
            }
            return new CountTable<>(this);
        }
    }
}
