package io.github.eduindicators.benchmarks;

import io.github.eduindicators.model.Assessment;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;

/**
 * What one would write by hand for these rows alone: the layout of a tally (8-bit counts, blocks in the order in which cells are first
 * met), each row counted as it comes, with no check of any value and no care for counts beyond 255.
 */
final class HandWritten {
    private static final int PAGE_BITS = 16;
    private static final int PAGE_SIZE = 1 << PAGE_BITS;
    private static final int PAGE_MASK = PAGE_SIZE - 1;
    private static final int COLUMNS = 5;

    private final int[] widths;
    private final int[][] places;
    private final byte[][] pages;
    private final HashMap<String, Integer> numbers = new HashMap<>();
    private int used = 1;

    private HandWritten(Rows rows) {
        widths = rows.assessments.stream().map(Assessment::scale).mapToInt(scale -> (scale.max() + 1) * COLUMNS).toArray();
        places = new int[widths.length][Rows.SCHOOLS];
        long counts = 1;
        int widest = 0;
        for (int width : widths) {
            counts += (long) width * Rows.SCHOOLS;
            widest = Math.max(widest, width);
        }
        pages = new byte[(int) (counts / (PAGE_SIZE - widest)) + 1][];
        pages[0] = new byte[PAGE_SIZE];
    }

    static HandWritten empty(Rows rows) {
        return new HandWritten(rows);
    }

    HandWritten copy(Rows rows) {
        HandWritten copy = new HandWritten(rows);
        for (int column = 0; column < places.length; column++) {
            copy.places[column] = places[column].clone();
        }
        for (int page = 0; page < pages.length; page++) {
            copy.pages[page] = pages[page] == null ? null : pages[page].clone();
        }
        copy.used = used;
        return copy;
    }

    static HandWritten counted(Rows rows) {
        HandWritten counts = new HandWritten(rows);
        for (int school = 0; school < Rows.SCHOOLS; school++) {
            counts.numbers.put(Rows.id(school), school);
        }
        return counts.allocateAndCount(rows);
    }

    /** Counts the rows into cells that are all there. */
    void count(Rows rows) {
        int[] school = rows.school;
        byte[] assessment = rows.assessment;
        byte[] score = rows.score;
        byte[] mark = rows.mark;
        for (int i = 0; i < school.length; i++) {
            int at = places[assessment[i]][school[i]] + score[i] * COLUMNS + (mark[i] == 0 ? 0 : mark[i] - 1);
            pages[at >>> PAGE_BITS][at & PAGE_MASK]++;
        }
    }

    /** Counts the rows into cells that are all there, with the schools as text. */
    void count(Rows rows, byte[] ids) {
        byte[] assessment = rows.assessment;
        byte[] score = rows.score;
        byte[] mark = rows.mark;
        for (int i = 0; i < assessment.length; i++) {
            String id = new String(ids, i * Rows.ID_LENGTH, Rows.ID_LENGTH, StandardCharsets.ISO_8859_1);
            int school = numbers.get(id);
            int at = places[assessment[i]][school] + score[i] * COLUMNS + (mark[i] == 0 ? 0 : mark[i] - 1);
            pages[at >>> PAGE_BITS][at & PAGE_MASK]++;
        }
    }

    /** Counts the rows, laying the cells as they are met. */
    HandWritten allocateAndCount(Rows rows) {
        int[] school = rows.school;
        byte[] assessment = rows.assessment;
        byte[] score = rows.score;
        byte[] mark = rows.mark;
        for (int i = 0; i < school.length; i++) {
            int[] blocks = places[assessment[i]];
            int block = blocks[school[i]];
            if (block == 0) {
                block = allocate(widths[assessment[i]]);
                blocks[school[i]] = block;
            }
            int at = block + score[i] * COLUMNS + (mark[i] == 0 ? 0 : mark[i] - 1);
            pages[at >>> PAGE_BITS][at & PAGE_MASK]++;
        }
        return this;
    }

    /** Lays the cells from the last row to the first, so that they lie in another order, and counts the rows. */
    void allocateAndCountBackwards(Rows rows) {
        for (int i = rows.rows - 1; i >= 0; i--) {
            int[] blocks = places[rows.assessment[i]];
            if (blocks[rows.school[i]] == 0) {
                blocks[rows.school[i]] = allocate(widths[rows.assessment[i]]);
            }
        }
        count(rows);
    }

    private int allocate(int width) {
        if ((used & PAGE_MASK) + width > PAGE_SIZE) {
            used = ((used >>> PAGE_BITS) + 1) << PAGE_BITS;
        }
        int page = used >>> PAGE_BITS;
        if (pages[page] == null) {
            pages[page] = new byte[PAGE_SIZE];
        }
        int block = used;
        used += width;
        return block;
    }

    /** Adds the counts of another, cell by cell. */
    void merge(HandWritten other) {
        for (int column = 0; column < widths.length; column++) {
            for (int school = 0; school < Rows.SCHOOLS; school++) {
                int theirs = other.places[column][school];
                if (theirs == 0) {
                    continue;
                }
                int ours = places[column][school];
                if (ours == 0) {
                    ours = allocate(widths[column]);
                    places[column][school] = ours;
                }
                byte[] from = other.pages[theirs >>> PAGE_BITS];
                byte[] to = pages[ours >>> PAGE_BITS];
                int fromFirst = theirs & PAGE_MASK;
                int toFirst = ours & PAGE_MASK;
                for (int i = 0; i < widths[column]; i++) {
                    to[toFirst + i] += from[fromFirst + i];
                }
            }
        }
    }

    int count(int school, int assessment, int score, int column) {
        int block = places[assessment][school];
        int at = block + score * COLUMNS + column;
        return block == 0 ? 0 : Byte.toUnsignedInt(pages[at >>> PAGE_BITS][at & PAGE_MASK]);
    }
}
