package io.github.eduindicators.results;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;

/**
 * Numbers by text: a table of open addressing, small enough for the caches. A look-up touches the characters of the text only where it
 * is not the very same object as the one that was taken in.
 */
final class Names implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int FIRST_SLOTS = 16;
    /** Multiplication by it spreads the hash upwards. */
    private static final int GOLDEN = 0x9E3779B9;
    /** So many slots are tried; whoever writes names that all have one hash does not make every look-up slow. */
    private static final int PROBES = 32;

    /** A number plus one; 0 is a free slot. */
    private int[] slots = new int[FIRST_SLOTS];
    /** By number; empty where the number has no name here. */
    private String[] names = {};
    private int size;
    /** Other names of the same numbers, and those that found no slot. */
    private final HashMap<String, Integer> others = new HashMap<>();

    Names() {}

    /** The number of a text, or -1. */
    int find(String name) {
        int hash = name.hashCode();
        int[] table = slots;
        int mask = table.length - 1;
        int first = first(hash, mask);
        for (int i = 0; i < PROBES; i++) {
            int slot = table[first + i & mask];
            if (slot == 0) {
                break;
            }
            String known = names[slot - 1];
            if (known == name || known.hashCode() == hash && known.equals(name)) {
                return slot - 1;
            }
        }
        return others.isEmpty() ? -1 : others.getOrDefault(name, -1);
    }

    /**
     * Finds many numbers, in three passes: a pass waits for memory once for several texts, where a look-up at a time waits for each.
     *
     * @param found takes the numbers, or -1
     */
    void find(String[] texts, int from, int[] found) {
        int[] table = slots;
        int mask = table.length - 1;
        for (int i = 0; i < found.length; i++) {
            found[i] = first(texts[from + i].hashCode(), mask);
        }
        for (int i = 0; i < found.length; i++) {
            found[i] = table[found[i]] - 1;
        }
        for (int i = 0; i < found.length; i++) {
            String text = texts[from + i];
            if (found[i] < 0 || names[found[i]] != text) {
                found[i] = find(text);
            }
        }
    }

    private static int first(int hash, int mask) {
        return hash * GOLDEN >>> Integer.numberOfLeadingZeros(mask);
    }

    /** Takes in the first name of a number. */
    void put(String name, int number) {
        if (number >= names.length) {
            int length = names.length;
            names = Arrays.copyOf(names, Math.max(number + 1, length + (length >> 1)));
            Arrays.fill(names, length, names.length, "");
        }
        names[number] = name;
        size++;
        if (size > slots.length / 2) {
            grow();
        } else {
            enter(number);
        }
    }

    /** Takes in another name of a number. */
    void putOther(String name, int number) {
        others.put(name, number);
    }

    private void grow() {
        slots = new int[Math.multiplyExact(slots.length, 2)];
        for (int number = 0; number < names.length; number++) {
            if (!names[number].isEmpty()) {
                enter(number);
            }
        }
    }

    private void enter(int number) {
        int mask = slots.length - 1;
        int first = first(names[number].hashCode(), mask);
        for (int i = 0; i < PROBES; i++) {
            int at = first + i & mask;
            if (slots[at] == 0) {
                slots[at] = number + 1;
                return;
            }
        }
        others.put(names[number], number);
    }
}
