package io.github.eduindicators.recheck;

import java.util.ArrayList;
import java.util.List;

/**
 * Draws lots: the same seed and purpose give the same lots on every machine and version, whatever else is drawn. The generator is
 * SplitMix64 (G. L. Steele, D. Lea, C. H. Flood (2014), doi:10.1145/2714064.2660195), written out here because the JDK does not
 * promise the bits of its own.
 */
final class Lot {
    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    private Lot(long state) {
        this.state = state;
    }

    /** A lot for one purpose, so that a school more does not change what is drawn in the others. */
    static Lot of(long seed, String... purpose) {
        Lot lot = new Lot(seed);
        for (String word : purpose) {
            // The length keeps the words apart.
            lot.state = lot.next() ^ word.length();
            for (int i = 0; i < word.length(); i++) {
                lot.state = lot.next() ^ word.charAt(i);
            }
        }
        return lot;
    }

    /** The next 64 bits. */
    long next() {
        state += GAMMA;
        long z = (state ^ state >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /** A whole number of 0..bound-1, each equally likely. */
    int below(int bound) {
        while (true) {
            long bits = next() >>> 1;
            long value = bits % bound;
            // What lies above the last whole multiple of the bound would favour the small values.
            if (bits - value + (bound - 1) >= 0) {
                return (int) value;
            }
        }
    }

    /** The elements in an order in which each is equally likely. */
    <T> List<T> shuffled(List<T> sorted) {
        List<T> list = new ArrayList<>(sorted);
        for (int i = list.size() - 1; i > 0; i--) {
            int j = below(i + 1);
            T moved = list.get(i);
            list.set(i, list.get(j));
            list.set(j, moved);
        }
        return list;
    }
}
