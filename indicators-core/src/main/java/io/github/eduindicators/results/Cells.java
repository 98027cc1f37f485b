package io.github.eduindicators.results;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;

/**
 * The counts of many cells, a cell being one school in one assessment: a block of counts, score by journal mark, laid in shared
 * pages.
 *
 * <p>A count is 16 bits wide, since no school has 65,536 pupils with one score and one mark; where one does, the count wraps and
 * a carry is noted, so that nothing is lost. A block never crosses a page, and place 0 means that the cell is not there.
 *
 * <p>Increments wait in a short queue and are counted together, because what they cost is waiting for memory: a tight loop over
 * many rows waits for several at once, while one row at a time, between the work of whoever reads the rows, waits for each.
 * Whatever reads the counts settles the queue first. Once settled, reading changes nothing and is safe from several threads.
 */
final class Cells implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int PAGE_BITS = 16;
    private static final int PAGE_SIZE = 1 << PAGE_BITS;
    private static final int PAGE_MASK = PAGE_SIZE - 1;
    private static final int MAX_PAGES = 1 << (31 - PAGE_BITS);
    private static final int WRAP = 1 << 16;
    /** A row that waits: school, assessment, place within the block. */
    private static final int ROW = 3;
    private static final int QUEUE_ROWS = 256;

    private int[][] places = {};
    private int[] widths = {};
    private short[][] pages = {new short[PAGE_SIZE]};
    private int used = 1;
    private final HashMap<Integer, Integer> carries = new HashMap<>();
    private final int[] queue = new int[QUEUE_ROWS * ROW];
    private final int[] found = new int[QUEUE_ROWS];
    private int waiting;
    private boolean shared;

    Cells() {}

    /**
     * A copy that does not change when this goes on. Both share their pages until this one counts again, which then takes copies of its
     * own: whoever counts to the end before taking the copy pays for no second set of counts.
     */
    Cells copy() {
        settle();
        Cells copy = new Cells();
        copy.widths = widths;
        copy.places = places;
        copy.pages = pages;
        copy.used = used;
        copy.carries.putAll(carries);
        copy.shared = true;
        shared = true;
        return copy;
    }

    private void own() {
        if (!shared) {
            return;
        }
        int[][] ownPlaces = new int[places.length][];
        for (int column = 0; column < places.length; column++) {
            ownPlaces[column] = places[column].clone();
        }
        short[][] ownPages = new short[pages.length][];
        for (int page = 0; page < pages.length; page++) {
            ownPages[page] = pages[page] == null ? null : pages[page].clone();
        }
        widths = widths.clone();
        places = ownPlaces;
        pages = ownPages;
        shared = false;
    }

    /** Adds an assessment whose blocks have so many counts; returns its number. */
    int addColumn(int width) {
        if (width > PAGE_SIZE) {
            throw new IllegalArgumentException("a block must have at most " + PAGE_SIZE + " counts, got " + width);
        }
        own();
        places = Arrays.copyOf(places, places.length + 1);
        places[places.length - 1] = new int[0];
        widths = Arrays.copyOf(widths, places.length);
        widths[places.length - 1] = width;
        return places.length - 1;
    }

    /** Counts one more at a place within the block of a school and an assessment. */
    void increment(int school, int column, int within) {
        int at = waiting;
        if (at == queue.length) {
            settle();
            at = 0;
        }
        queue[at] = school;
        queue[at + 1] = column;
        queue[at + 2] = within;
        waiting = at + ROW;
    }

    /** Counts what waits. Where a block cannot be laid, nothing is counted and all of it goes on waiting. */
    private void settle() {
        if (waiting == 0) {
            return;
        }
        own();
        find();
        short[][] pages = this.pages;
        int[] found = this.found;
        int rows = waiting / ROW;
        for (int i = 0; i < rows; i++) {
            int at = found[i];
            if (++pages[at >>> PAGE_BITS][at & PAGE_MASK] == 0) {
                carry(at, 1);
            }
        }
        waiting = 0;
    }

    /** Finds where to count the rows that wait. Laying is left out of the loop, which so keeps everything in registers. */
    private void find() {
        int[][] places = this.places;
        int[] queue = this.queue;
        int[] found = this.found;
        int rows = waiting / ROW;
        int absent = 0;
        for (int i = 0; i < rows; i++) {
            int school = queue[i * ROW];
            int[] schools = places[queue[i * ROW + 1]];
            int block = school < schools.length ? schools[school] : 0;
            absent |= block - 1;
            found[i] = block + queue[i * ROW + 2];
        }
        if (absent < 0) {
            layAndFind();
        }
    }

    private void layAndFind() {
        for (int i = 0; i < waiting; i += ROW) {
            int school = queue[i];
            int column = queue[i + 1];
            int block = school < places[column].length ? places[column][school] : 0;
            if (block == 0) {
                block = allocate(school, column);
            }
            found[i / ROW] = block + queue[i + 2];
        }
    }

    private void carry(int at, int times) {
        carries.merge(at, times, Math::addExact);
    }

    private int allocate(int school, int column) {
        int[] schools = places[column];
        if (school >= schools.length) {
            schools = Arrays.copyOf(schools, Math.max(16, Math.max(school + 1, schools.length + (schools.length >> 1))));
            places[column] = schools;
        }
        int width = widths[column];
        int page = used >>> PAGE_BITS;
        if ((used & PAGE_MASK) + width > PAGE_SIZE) {
            page++;
            used = page << PAGE_BITS;
        }
        if (page >= MAX_PAGES - 1) {
            throw new IllegalStateException("too many cells for one tally; divide the schools between several");
        }
        if (page >= pages.length) {
            pages = Arrays.copyOf(pages, pages.length + Math.max(1, pages.length >> 1));
        }
        if (pages[page] == null) {
            pages[page] = new short[PAGE_SIZE];
        }
        schools[school] = used;
        used += width;
        return schools[school];
    }

    boolean has(int school, int column) {
        settle();
        return school < places[column].length && places[column][school] != 0;
    }

    /** The counts of a cell, or an array of zeros where it is not there. */
    int[] counts(int school, int column) {
        int[] counts = new int[widths[column]];
        if (!has(school, column)) {
            return counts;
        }
        int block = places[column][school];
        short[] page = pages[block >>> PAGE_BITS];
        int first = block & PAGE_MASK;
        for (int i = 0; i < counts.length; i++) {
            counts[i] = Short.toUnsignedInt(page[first + i]);
        }
        if (!carries.isEmpty()) {
            for (int i = 0; i < counts.length; i++) {
                counts[i] = Math.addExact(counts[i], Math.multiplyExact(carries.getOrDefault(block + i, 0), WRAP));
            }
        }
        return counts;
    }

    /** Adds counts to a cell. */
    void add(int school, int column, int[] counts) {
        settle();
        own();
        int block = has(school, column) ? places[column][school] : allocate(school, column);
        short[] page = pages[block >>> PAGE_BITS];
        int first = block & PAGE_MASK;
        for (int i = 0; i < counts.length; i++) {
            long sum = (long) Short.toUnsignedInt(page[first + i]) + counts[i];
            page[first + i] = (short) sum;
            if (sum >= WRAP) {
                carry(block + i, (int) (sum / WRAP));
            }
        }
    }

    /** Bytes held by the counts and their places, without the maps around them. */
    long bytes() {
        settle();
        long bytes = 0;
        for (short[] page : pages) {
            bytes += page == null ? 0 : 2L * page.length;
        }
        for (int[] column : places) {
            bytes += 4L * column.length;
        }
        return bytes;
    }
}
