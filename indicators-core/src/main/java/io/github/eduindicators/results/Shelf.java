package io.github.eduindicators.results;

import java.io.Serializable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;

/**
 * The counts of {@value #SCHOOLS} schools, close together in memory: for each school and assessment met a block of counts, score by
 * journal mark, in the order in which they are met.
 *
 * <p>A count is eight bits wide, since few schools have 256 pupils with one score and one mark; where one does, the count wraps and
 * how often it did is noted beside, so that nothing is lost. Place 0 means that the block is not there.
 */
final class Shelf implements Serializable {
    static final int SCHOOL_BITS = 6;
    static final int SCHOOLS = 1 << SCHOOL_BITS;

    private static final long serialVersionUID = 1L;
    private static final int WRAP = 1 << Byte.SIZE;
    /** So often a count may wrap and still fit an int. */
    private static final int MOST_WRAPS = Integer.MAX_VALUE / WRAP;
    private static final int FIRST_SIZE = 256;
    private static final int LARGEST_SIZE = Integer.MAX_VALUE - 8;
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long TOP_BITS = 0x8080808080808080L;

    /** By assessment and school: where the block begins. */
    private int[] places = {};
    private byte[] counts = new byte[1];
    private int used = 1;
    private final HashMap<Integer, Integer> wraps = new HashMap<>();

    Shelf() {}

    Shelf copy() {
        Shelf copy = new Shelf();
        copy.places = places.clone();
        copy.counts = counts.clone();
        copy.used = used;
        copy.wraps.putAll(wraps);
        return copy;
    }

    static int index(int school, int column) {
        return column << SCHOOL_BITS | school & (SCHOOLS - 1);
    }

    /** A result that is to be counted, as it waits in a queue. */
    static long row(int school, int column, int within) {
        return (long) index(school, column) << Integer.SIZE | within;
    }

    long bytes() {
        return counts.length + (long) Integer.BYTES * places.length;
    }

    boolean has(int index) {
        return place(index) != 0;
    }

    /** Whether a count of it ever wrapped. */
    boolean wrapped() {
        return !wraps.isEmpty();
    }

    /** So many blocks it may have, those that are not there included. */
    int indices() {
        return places.length;
    }

    private int place(int index) {
        return index < places.length ? places[index] : 0;
    }

    /**
     * Counts rows of a queue.
     *
     * @return the first row that is not counted, because its block is not there or its count is full; or the end
     */
    int countPlain(long[] queue, int first, int end) {
        int[] places = this.places;
        byte[] counts = this.counts;
        for (int i = first; i < end; i++) {
            long row = queue[i];
            int index = (int) (row >>> Integer.SIZE);
            int block = index < places.length ? places[index] : 0;
            if (block == 0) {
                return i;
            }
            int at = block + (int) row;
            byte next = (byte) (counts[at] + 1);
            if (next == 0) {
                return i;
            }
            counts[at] = next;
        }
        return end;
    }

    /** Counts a row, laying its block where it is not there. */
    void count(long row, int[] widths) {
        int index = (int) (row >>> Integer.SIZE);
        int at = lay(index, widths) + (int) row;
        if (counts[at] == -1) {
            wrap(at, 1);
        }
        counts[at]++;
    }

    private void wrap(int at, int times) {
        int wrapped = wraps.getOrDefault(at, 0);
        if (times > MOST_WRAPS - wrapped) {
            throw tooMany();
        }
        wraps.put(at, wrapped + times);
    }

    private static IllegalStateException tooMany() {
        return new IllegalStateException(
                "at most " + Integer.MAX_VALUE + " pupils of a school may have one score and one mark, got more");
    }

    /** Where the block of a school and an assessment begins; lays it where it is not there. */
    private int lay(int index, int[] widths) {
        int block = place(index);
        return block == 0 ? layNew(index, widths) : block;
    }

    private int layNew(int index, int[] widths) {
        int column = index >>> SCHOOL_BITS;
        long needed = (long) used + widths[column];
        if (needed > LARGEST_SIZE) {
            throw new IllegalStateException("too many assessments for one tally; divide them between several");
        }
        if (needed > counts.length) {
            counts = Arrays.copyOf(counts, size(needed, widths));
        }
        if (index >= places.length) {
            int columns = Math.min(widths.length, Math.max(column + 1, 2 * places.length >>> SCHOOL_BITS));
            places = Arrays.copyOf(places, columns << SCHOOL_BITS);
        }
        int block = used;
        places[index] = block;
        used = (int) needed;
        return block;
    }

    /** Twice as much each time, but no more than all its schools need in all assessments. */
    private int size(long needed, int[] widths) {
        long full = 1;
        for (int width : widths) {
            full += (long) width << SCHOOL_BITS;
        }
        return (int) Math.max(needed, Math.min(Math.min(full, LARGEST_SIZE), Math.max(FIRST_SIZE, 2L * counts.length)));
    }

    /** Adds the counts of a block to others. */
    void addTo(int index, int[] sum) {
        int block = place(index);
        if (block == 0) {
            return;
        }
        for (int i = 0; i < sum.length; i++) {
            sum[i] = Math.addExact(sum[i], Byte.toUnsignedInt(counts[block + i]));
        }
        if (wrapped()) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] = Math.addExact(sum[i], wraps.getOrDefault(block + i, 0) * WRAP);
            }
        }
    }

    /** The counts of a block that is there, where none ever wrapped on the whole shelf. */
    byte[] narrow(int index, int width) {
        int block = place(index);
        return Arrays.copyOfRange(counts, block, block + width);
    }

    /** Throws where a count of a block is too large to be added to. */
    void refuseTooMany(int index, int[] more) {
        int block = place(index);
        for (int i = 0; block != 0 && i < more.length; i++) {
            if (count(block + i) + more[i] > Integer.MAX_VALUE) {
                throw tooMany();
            }
        }
    }

    private long count(int at) {
        return (long) wraps.getOrDefault(at, 0) * WRAP + Byte.toUnsignedInt(counts[at]);
    }

    /** Adds counts to a block. */
    void add(int index, int[] more, int[] widths) {
        refuseTooMany(index, more);
        int block = lay(index, widths);
        for (int i = 0; i < more.length; i++) {
            add(block + i, more[i] & WRAP - 1);
            if (more[i] >= WRAP) {
                wrap(block + i, more[i] / WRAP);
            }
        }
    }

    private void add(int at, int lessThanWrap) {
        int sum = Byte.toUnsignedInt(counts[at]) + lessThanWrap;
        if (sum >= WRAP) {
            wrap(at, 1);
        }
        counts[at] = (byte) sum;
    }

    /** Adds a block of another shelf that is there to a block of this one. */
    void add(int index, Shelf other, int theirIndex, int[] widths) {
        int width = widths[index >>> SCHOOL_BITS];
        int theirs = other.place(theirIndex);
        int ours = place(index);
        if (wrapped() || other.wrapped()) {
            int[] more = new int[width];
            other.addTo(theirIndex, more);
            add(index, more, widths);
        } else if (ours == 0) {
            ours = lay(index, widths);
            System.arraycopy(other.counts, theirs, counts, ours, width);
        } else {
            addBlock(ours, other.counts, theirs, width);
        }
    }

    /** Eight counts at a time, as one long whose bytes do not carry into each other; one by one where a count would wrap. */
    private void addBlock(int block, byte[] from, int theirs, int width) {
        byte[] to = counts;
        int i = 0;
        for (; i <= width - Long.BYTES; i += Long.BYTES) {
            long more = (long) EIGHT.get(from, theirs + i);
            long ours = (long) EIGHT.get(to, block + i);
            long sum = (ours & ~TOP_BITS) + (more & ~TOP_BITS) ^ (ours ^ more) & TOP_BITS;
            if (((ours & more | (ours | more) & ~sum) & TOP_BITS) == 0) {
                EIGHT.set(to, block + i, sum);
            } else {
                for (int j = i; j < i + Long.BYTES; j++) {
                    add(block + j, Byte.toUnsignedInt(from[theirs + j]));
                }
            }
        }
        for (; i < width; i++) {
            add(block + i, Byte.toUnsignedInt(from[theirs + i]));
        }
    }
}
