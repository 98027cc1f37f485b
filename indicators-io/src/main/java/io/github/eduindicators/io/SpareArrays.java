package io.github.eduindicators.io;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Arrays that were used before, for several threads: what lives long and is large is made once and not moved about in the heap.
 */
final class SpareArrays {
    private final Queue<long[]> arrays = new ConcurrentLinkedQueue<>();

    /** An array of at least this length, with anything in it. */
    long[] take(int length) {
        long[] spare = arrays.poll();
        return spare != null && spare.length >= length ? spare : new long[length];
    }

    void give(long[] array) {
        arrays.add(array);
    }
}
