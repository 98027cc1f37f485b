package io.github.eduindicators.results;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The counts of many cells, a cell being one school in one assessment, on shelves of {@value Shelf#SCHOOLS} schools each.
 *
 * <p>Counting one result costs next to nothing; what costs is waiting for memory, where results come in no order and the counts are
 * larger than the caches. So results wait, by shelf, until there are enough of them to count together: the shelf is then fetched
 * once for all of them. The queues grow with the shelves, to about an eighth of what the counts take.
 *
 * <p>Whatever reads the counts of a shelf settles its queue first. Once settled, reading changes nothing and is safe from several
 * threads. Copies share the shelves until one of them counts on.
 */
final class Cells implements Serializable {
    private static final long serialVersionUID = 2L;
    private static final int WIDEST = 1 << 16;
    private static final int MOST_COLUMNS = 1 << (Integer.SIZE - 1 - Shelf.SCHOOL_BITS);
    private static final int FIRST_QUEUE_BITS = 5;
    private static final int LAST_QUEUE_BITS = 13;
    /** A queue takes at most one byte for so many of the counts. */
    private static final int COUNTS_A_QUEUE = 8;

    /** From so many bytes on it is worth while to add with several threads. */
    private static final long MANY_BYTES = 1 << 22;

    private static final byte[] NOTHING = {};

    private int[] widths = {};
    private Shelf[] shelves = {};
    private boolean[] shared = {};
    private long bytes;
    /** The queues of the shelves, one after another, and how many rows wait in each. */
    private long[] queues = {};
    private int[] waiting = {};
    private int queueBits = FIRST_QUEUE_BITS;

    Cells() {}

    /**
     * A copy that does not change when this goes on. Both share their shelves until one of them counts again, which then takes copies of
     * those that it changes: whoever counts to the end before taking the copy pays for no second set of counts.
     */
    Cells copy() {
        settle();
        Cells copy = new Cells();
        copy.widths = widths;
        copy.shelves = shelves.clone();
        copy.shared = new boolean[shelves.length];
        copy.bytes = bytes;
        Arrays.fill(copy.shared, true);
        Arrays.fill(shared, true);
        return copy;
    }

    /** Adds an assessment whose blocks have so many counts; returns its number. */
    int addColumn(int width) {
        if (width > WIDEST) {
            throw new IllegalArgumentException("a block must have at most " + WIDEST + " counts, got " + width);
        }
        if (widths.length == MOST_COLUMNS) {
            throw new IllegalStateException("too many assessments for one tally; divide them between several");
        }
        widths = Arrays.copyOf(widths, widths.length + 1);
        widths[widths.length - 1] = width;
        return widths.length - 1;
    }

    /** Counts one more at a place within the block of a school and an assessment. */
    void increment(int school, int column, int within) {
        int shelf = school >>> Shelf.SCHOOL_BITS;
        if (shelf >= waiting.length) {
            reach(shelf);
        }
        int rows = waiting[shelf];
        if (rows == 1 << queueBits) {
            settle(shelf);
            widenQueues(shelf);
            rows = 0;
        }
        queues[(shelf << queueBits) + rows] = Shelf.row(school, column, within);
        waiting[shelf] = rows + 1;
    }

    private void reach(int shelf) {
        int length = Math.max(shelf + 1, shelves.length + (shelves.length >> 1));
        if (shelf >= shelves.length) {
            shared = Arrays.copyOf(shared, length);
            shelves = Arrays.copyOf(shelves, length);
        }
        long rows = (long) shelves.length << queueBits;
        if (rows > Integer.MAX_VALUE - Long.BYTES) {
            throw new IllegalStateException("too many schools for one tally; divide them between several");
        }
        queues = Arrays.copyOf(queues, (int) rows);
        waiting = Arrays.copyOf(waiting, shelves.length);
    }

    private void widenQueues(int shelf) {
        long longer = (long) Long.BYTES << queueBits + 1;
        if (queueBits < LAST_QUEUE_BITS
                && longer * COUNTS_A_QUEUE <= shelves[shelf].bytes()
                && longer * COUNTS_A_QUEUE * waiting.length <= bytes) {
            settle();
            queueBits++;
            queues = new long[Math.toIntExact((long) waiting.length << queueBits)];
        }
    }

    private void settle() {
        for (int shelf = 0; shelf < waiting.length; shelf++) {
            settle(shelf);
        }
    }

    /** Counts what waits. A row that cannot be counted goes on waiting with those after it. */
    private void settle(int shelf) {
        if (shelf >= waiting.length || waiting[shelf] == 0) {
            return;
        }
        Shelf counts = own(shelf);
        int first = shelf << queueBits;
        int end = first + waiting[shelf];
        int next = first;
        bytes -= counts.bytes();
        try {
            while ((next = counts.countPlain(queues, next, end)) < end) {
                counts.count(queues[next], widths);
                next++;
            }
        } finally {
            System.arraycopy(queues, next, queues, first, end - next);
            waiting[shelf] = end - next;
            bytes += counts.bytes();
        }
    }

    private Shelf own(int shelf) {
        if (shelf >= shelves.length) {
            reach(shelf);
        }
        Shelf known = shelves[shelf];
        if (known == null || shared[shelf]) {
            shelves[shelf] = known == null ? new Shelf() : known.copy();
            shared[shelf] = false;
            bytes += known == null ? shelves[shelf].bytes() : 0;
        }
        return shelves[shelf];
    }

    boolean has(int school, int column) {
        int shelf = school >>> Shelf.SCHOOL_BITS;
        settle(shelf);
        return shelf < shelves.length && shelves[shelf] != null && shelves[shelf].has(Shelf.index(school, column));
    }

    /** The counts of a cell, or an array of zeros where it is not there. */
    int[] counts(int school, int column) {
        int[] counts = new int[widths[column]];
        addTo(school, column, counts);
        return counts;
    }

    /** Adds the counts of a cell, if it is there, to others. */
    void addTo(int school, int column, int[] sum) {
        if (has(school, column)) {
            shelves[school >>> Shelf.SCHOOL_BITS].addTo(Shelf.index(school, column), sum);
        }
    }

    /** Whether the counts of a cell can be had as bytes: it is there, and no count near it is above 255. */
    boolean isNarrow(int school, int column) {
        return has(school, column) && !shelves[school >>> Shelf.SCHOOL_BITS].wrapped();
    }

    /** The counts of a cell as bytes, where they can be had so; nothing otherwise. */
    byte[] narrow(int school, int column) {
        return isNarrow(school, column)
                ? shelves[school >>> Shelf.SCHOOL_BITS].narrow(Shelf.index(school, column), widths[column])
                : NOTHING;
    }

    int width(int column) {
        return widths[column];
    }

    /** Adds counts to a cell. */
    void add(int school, int column, int[] counts) {
        int shelf = school >>> Shelf.SCHOOL_BITS;
        settle(shelf);
        Shelf own = own(shelf);
        bytes -= own.bytes();
        own.add(Shelf.index(school, column), counts, widths);
        bytes += own.bytes();
    }

    /**
     * Adds the counts of other cells, shelf by shelf, which have nothing to do with each other. Where a count would be too large nothing is
     * added.
     *
     * @param rows by their number of a school, the number here
     * @param columns by their number of an assessment, the number here
     */
    void add(Cells other, int[] rows, int[] columns) {
        other.settle();
        settle();
        boolean large = wrapped() || other.wrapped();
        for (int shelf = 0; large && shelf < other.shelves.length; shelf++) {
            if (other.shelves[shelf] != null) {
                refuseTooMany(other, shelf, rows, columns);
            }
        }
        int[][] theirs = byShelf(rows);
        for (int shelf = 0; shelf < theirs.length; shelf++) {
            if (theirs[shelf].length > 0) {
                own(shelf);
            }
        }
        IntStream shelves = IntStream.range(0, theirs.length);
        bytes += (other.bytes >= MANY_BYTES ? shelves.parallel() : shelves).mapToLong(to -> add(other, to, theirs[to], rows, columns)).sum();
    }

    /** By shelf, which of the other's schools belong there. */
    private static int[][] byShelf(int[] rows) {
        int[] sizes = new int[(Arrays.stream(rows).max().orElse(-1) >> Shelf.SCHOOL_BITS) + 1];
        for (int row : rows) {
            sizes[row >>> Shelf.SCHOOL_BITS]++;
        }
        int[][] theirs = new int[sizes.length][];
        Arrays.setAll(theirs, shelf -> new int[sizes[shelf]]);
        for (int row = rows.length - 1; row >= 0; row--) {
            int shelf = rows[row] >>> Shelf.SCHOOL_BITS;
            theirs[shelf][--sizes[shelf]] = row;
        }
        return theirs;
    }

    /** Adds to one shelf what the other has of its schools; returns by how many bytes it grew. */
    private long add(Cells other, int shelf, int[] theirs, int[] rows, int[] columns) {
        Shelf to = shelves[shelf];
        long before = theirs.length == 0 ? 0 : to.bytes();
        for (int row : theirs) {
            int number = row >>> Shelf.SCHOOL_BITS;
            Shelf from = number < other.shelves.length ? other.shelves[number] : null;
            for (int at = row & Shelf.SCHOOLS - 1; from != null && at < from.indices(); at += Shelf.SCHOOLS) {
                if (from.has(at)) {
                    to.add(Shelf.index(rows[row], columns[at >>> Shelf.SCHOOL_BITS]), from, at, widths);
                }
            }
        }
        return theirs.length == 0 ? 0 : to.bytes() - before;
    }

    private boolean wrapped() {
        return Arrays.stream(shelves).anyMatch(shelf -> shelf != null && shelf.wrapped());
    }

    private void refuseTooMany(Cells other, int shelf, int[] rows, int[] columns) {
        Shelf from = other.shelves[shelf];
        int first = shelf << Shelf.SCHOOL_BITS;
        for (int at = 0; at < from.indices(); at++) {
            int theirs = first + (at & Shelf.SCHOOLS - 1);
            int to = from.has(at) ? rows[theirs] >>> Shelf.SCHOOL_BITS : shelves.length;
            Shelf ours = to < shelves.length ? shelves[to] : null;
            if (ours != null && (ours.wrapped() || from.wrapped())) {
                int column = at >>> Shelf.SCHOOL_BITS;
                ours.refuseTooMany(Shelf.index(rows[theirs], columns[column]), other.counts(theirs, column));
            }
        }
    }

    /** Bytes held by the counts, their places and the rows that wait. */
    long bytes() {
        settle();
        return bytes + (long) Long.BYTES * queues.length;
    }
}
