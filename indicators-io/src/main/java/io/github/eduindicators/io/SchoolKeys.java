package io.github.eduindicators.io;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Numbers of schools by the bytes of their identifiers. Logins such as {@code edu280417} are a few beginnings with four digits
 * behind: a table of ten thousand places for each beginning is looked up by the digits, so that tens of thousands of schools stay
 * in the caches that belong to a core, where a table of their texts would not. Whatever is not of this form is found by its text.
 */
final class SchoolKeys {
    private static final VarHandle DIGITS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int TAIL = Integer.BYTES;
    private static final int PLACES = 10_000;
    /** Each table takes 40 KB. */
    private static final int MOST_TABLES = 256;

    private static final int PLACE_BITS = 10;

    /** Beginnings of up to eight bytes, pushed to the upper end of a word, and their tables; a word of 0 is a free place. */
    private final long[] words = new long[1 << PLACE_BITS];
    private final int[] tablesOfWords = new int[1 << PLACE_BITS];
    private int tables;
    /** All other beginnings. */
    private final ByteKeys beginnings = new ByteKeys();
    private final ByteKeys others = new ByteKeys();
    /** By beginning and digits: the number of the school and one, or 0. */
    private int[] numbers = {};

    /** The number of a school, or -1. */
    int find(byte[] buffer, int from, int length) {
        int digits = digits(buffer, from, length);
        if (digits >= 0) {
            int table = table(buffer, from, length - TAIL);
            if (table >= 0) {
                return numbers[table * PLACES + digits] - 1;
            }
        }
        return others.find(buffer, from, length);
    }

    /** The table of a beginning, or -1. */
    private int table(byte[] buffer, int from, int length) {
        if (length == 0 || length > Long.BYTES) {
            return beginnings.find(buffer, from, length);
        }
        int place = place(word(buffer, from, length));
        return words[place] == 0 ? -1 : tablesOfWords[place];
    }

    private static long word(byte[] buffer, int from, int length) {
        return (long) ByteKeys.WORD.get(buffer, from) << (Long.BYTES - length) * Byte.SIZE;
    }

    /** Where a word is, or the free place where it belongs. */
    private int place(long word) {
        int place = (int) (word * 0x9E3779B97F4A7C15L >>> Long.SIZE - PLACE_BITS);
        while (words[place] != word && words[place] != 0) {
            place = place + 1 & words.length - 1;
        }
        return place;
    }

    /** Takes a school in that is not there yet. */
    void put(byte[] buffer, int from, int length, int number) {
        int digits = digits(buffer, from, length);
        int table = digits < 0 ? -1 : tableOrNew(buffer, from, length - TAIL);
        if (table < 0) {
            others.put(buffer, from, length, number);
        } else {
            numbers[table * PLACES + digits] = number + 1;
        }
    }

    private int tableOrNew(byte[] buffer, int from, int length) {
        int known = table(buffer, from, length);
        if (known >= 0 || tables == MOST_TABLES || length > ByteKeys.LONGEST) {
            return known;
        }
        if (length == 0 || length > Long.BYTES) {
            beginnings.put(buffer, from, length, tables);
        } else {
            long word = word(buffer, from, length);
            int place = place(word);
            words[place] = word;
            tablesOfWords[place] = tables;
        }
        numbers = Arrays.copyOf(numbers, numbers.length + PLACES);
        return tables++;
    }

    /** The number that the last four bytes write, or -1. */
    private static int digits(byte[] buffer, int from, int length) {
        if (length < TAIL) {
            return -1;
        }
        int digits = (int) DIGITS.get(buffer, from + length - TAIL) ^ 0x30303030;
        if (((digits | digits + 0x76767676) & 0x80808080) != 0) {
            return -1;
        }
        int pairs = digits * 10 + (digits >>> Byte.SIZE);
        return (pairs & 0xFF) * 100 + (pairs >>> 2 * Byte.SIZE & 0xFF);
    }
}
