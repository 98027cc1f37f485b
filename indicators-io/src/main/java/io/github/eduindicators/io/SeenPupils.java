package io.github.eduindicators.io;

import java.util.Arrays;

/**
 * Tells which pupils were there before. The answer is exact, never by a hash alone.
 *
 * <p>A key whose pupil code is up to seven digits takes one {@code long}: 10 bits of the assessment, 17 of the school, 12 of the
 * class and 25 of the code. Codes of another kind, and whatever outgrows these bits, are kept as text.
 */
final class SeenPupils {
    private static final int ASSESSMENT_BITS = 10;
    private static final int SCHOOL_BITS = 17;
    private static final int CLASS_BITS = 12;
    /** The bits of a pupil code as a number. */
    static final int PUPIL_BITS = 25;
    /** The longest pupil code, in digits, that has a number. */
    static final int MOST_DIGITS = 7;

    private final TextKeys others = new TextKeys();
    private long[] table = new long[1 << 8];
    private int size;

    /** Takes a pupil in, and tells whether the pupil is new. */
    boolean add(int assessment, int school, int schoolClass, String pupil) {
        int number = number(pupil);
        return number == 0
                ? others.add(assessment + " " + school + " " + schoolClass + " " + pupil)
                : add(assessment, school, schoolClass, number);
    }

    /** Takes a pupil in whose code has a number, and tells whether the pupil is new. */
    boolean add(int assessment, int school, int schoolClass, int pupil) {
        if (schoolClass >= 1 << CLASS_BITS || assessment >= 1 << ASSESSMENT_BITS || school >= 1 << SCHOOL_BITS) {
            return others.add(assessment + " " + school + " " + schoolClass + "#" + pupil);
        }
        long key = assessment;
        key = key << SCHOOL_BITS | school;
        key = key << CLASS_BITS | schoolClass;
        key = key << PUPIL_BITS | pupil;
        return addKey(key);
    }

    /** How many pupils are kept as text, to tell whether the short form does its work. */
    int kept() {
        return others.size();
    }

    /** The digits of a code behind a leading 1, so that 7 and 007 differ and nothing is 0; 0 for any other text. */
    static int number(String pupil) {
        if (pupil.isEmpty() || pupil.length() > MOST_DIGITS) {
            return 0;
        }
        int number = 1;
        for (int i = 0; i < pupil.length(); i++) {
            char digit = pupil.charAt(i);
            if (digit < '0' || digit > '9') {
                return 0;
            }
            number = number * 10 + digit - '0';
        }
        return number;
    }

    private boolean addKey(long key) {
        if (size >= table.length / 4 * 3) {
            grow();
        }
        int place = place(key, table);
        if (table[place] == key) {
            return false;
        }
        table[place] = key;
        size++;
        return true;
    }

    private void grow() {
        long[] larger = new long[Math.multiplyExact(table.length, 2)];
        Arrays.stream(table).filter(key -> key != 0).forEach(key -> larger[place(key, larger)] = key);
        table = larger;
    }

    /** Where the key is, or the empty place where it belongs. */
    private static int place(long key, long[] table) {
        long mixed = key * 0x9E3779B97F4A7C15L;
        int place = (int) (mixed >>> 32) & table.length - 1;
        while (table[place] != 0 && table[place] != key) {
            place = place + 1 & table.length - 1;
        }
        return place;
    }
}
