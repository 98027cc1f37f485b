package io.github.eduindicators.io;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Numbers of short texts, looked up by their bytes where they stand in a buffer, without making an object. The answer is exact:
 * the hash only says where to look. No text may hold a zero byte, and eight bytes behind the text must be readable in the buffer.
 */
final class ByteKeys {
    /** Eight bytes of an array as one number, the first byte lowest. */
    static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int WORD_BITS = 3;
    /** The bytes of a key that its entry holds itself; the rest of a longer one lies in {@link #rests}. */
    private static final int HELD = 2 * Long.BYTES;
    /** The longest key. */
    static final int LONGEST = 255;
    /** An entry: two words of the key, its length and number, where its rest lies. */
    private static final int ENTRY_BITS = 2;
    /** Plenty for a few keys, which are then found at the first look nearly always. */
    private static final int FEWEST_BITS = 10;

    private long[] table = new long[1 << FEWEST_BITS + ENTRY_BITS];
    private int shift = Long.SIZE - FEWEST_BITS;
    private int size;
    private byte[] rests = {};
    private int used;

    /** The number of a text, or -1. */
    int find(byte[] buffer, int from, int length) {
        long first = (long) WORD.get(buffer, from);
        long second = 0;
        if (length < Long.BYTES) {
            first &= (1L << (length << WORD_BITS)) - 1;
        } else {
            second = (long) WORD.get(buffer, from + Long.BYTES);
            if (length < HELD) {
                second &= (1L << (length << WORD_BITS)) - 1;
            }
        }
        long[] entries = table;
        int mask = (entries.length >> ENTRY_BITS) - 1;
        int place = (int) (hash(buffer, from, length, first, second) >>> shift);
        while (true) {
            int at = place << ENTRY_BITS;
            long entry = entries[at + 2];
            if (entry == 0) {
                return -1;
            }
            if (((entries[at] ^ first) | (entries[at + 1] ^ second) | ((int) entry ^ length + 1)) == 0
                    && (length <= HELD || hasRest(buffer, from, length, (int) entries[at + 3]))) {
                return (int) (entry >>> Integer.SIZE);
            }
            place = place + 1 & mask;
        }
    }

    private boolean hasRest(byte[] buffer, int from, int length, int rest) {
        return Arrays.equals(buffer, from + HELD, from + length, rests, rest, rest + length - HELD);
    }

    private static long hash(byte[] buffer, int from, int length, long first, long second) {
        long hash = first * 0xC2B2AE3D27D4EB4FL ^ second * 0x9E3779B97F4A7C15L;
        if (length > HELD) {
            for (int at = from + HELD; at < from + length - Long.BYTES; at += Long.BYTES) {
                hash = (hash ^ hash >>> 32 ^ (long) WORD.get(buffer, at)) * 0x9E3779B97F4A7C15L;
            }
            hash ^= hash >>> 32 ^ (long) WORD.get(buffer, from + length - Long.BYTES) * 0xC2B2AE3D27D4EB4FL;
        }
        return hash * 0xD6E8FEB86659FD93L;
    }

    /** Takes a text in that is not there yet; one that is too long is passed over. */
    void put(byte[] buffer, int from, int length, int number) {
        if (length > LONGEST) {
            return;
        }
        if (size >= table.length >> ENTRY_BITS + 1) {
            grow();
        }
        byte[] key = Arrays.copyOfRange(buffer, from, from + length + HELD);
        Arrays.fill(key, length, key.length, (byte) 0);
        int rest = used;
        if (length > HELD) {
            if (used + length > rests.length) {
                rests = Arrays.copyOf(rests, Math.addExact(rests.length, rests.length + length));
            }
            System.arraycopy(key, HELD, rests, used, length - HELD);
            used += length - HELD;
        }
        long first = (long) WORD.get(key, 0);
        long second = (long) WORD.get(key, Long.BYTES);
        insert(table, hash(key, 0, length, first, second), first, second, (long) number << Integer.SIZE | length + 1, rest);
        size++;
    }

    private void insert(long[] entries, long hash, long first, long second, long entry, long rest) {
        int mask = (entries.length >> ENTRY_BITS) - 1;
        int place = (int) (hash >>> shift);
        while (entries[(place << ENTRY_BITS) + 2] != 0) {
            place = place + 1 & mask;
        }
        int at = place << ENTRY_BITS;
        entries[at] = first;
        entries[at + 1] = second;
        entries[at + 2] = entry;
        entries[at + 3] = rest;
    }

    private void grow() {
        long[] larger = new long[Math.multiplyExact(table.length, 2)];
        shift--;
        byte[] key = new byte[LONGEST + HELD];
        for (int at = 0; at < table.length; at += 1 << ENTRY_BITS) {
            if (table[at + 2] != 0) {
                int length = (int) table[at + 2] - 1;
                WORD.set(key, 0, table[at]);
                WORD.set(key, Long.BYTES, table[at + 1]);
                if (length > HELD) {
                    System.arraycopy(rests, (int) table[at + 3], key, HELD, length - HELD);
                }
                insert(larger, hash(key, 0, length, table[at], table[at + 1]), table[at], table[at + 1], table[at + 2], table[at + 3]);
            }
        }
        table = larger;
    }

    int size() {
        return size;
    }
}
