package io.github.eduindicators.io;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Numbers as the files write them, whatever the locale of the machine. */
final class Numbers {
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?+(?:[0-9]++(?:\\.[0-9]*+)?+|\\.[0-9]++)(?:[eE][+-]?+[0-9]{1,4}+)?+");
    private static final int MOST_DIGITS = 9;

    private Numbers() {}

    /** A whole number that is not negative: one to nine digits and nothing else. */
    static OptionalInt whole(String text) {
        if (text.isEmpty() || text.length() > MOST_DIGITS) {
            return OptionalInt.empty();
        }
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                return OptionalInt.empty();
            }
            value = value * 10 + digit - '0';
        }
        return OptionalInt.of(value);
    }

    /** A finite number with a decimal point. */
    static OptionalDouble decimal(String text) {
        if (!DECIMAL.matcher(text).matches()) {
            return OptionalDouble.empty();
        }
        double value = Double.parseDouble(text);
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    /** A finite number whose decimal mark is a comma; empty for a text without a comma. */
    static OptionalDouble withComma(String text) {
        return text.indexOf(',') < 0 || text.indexOf('.') >= 0 ? OptionalDouble.empty() : decimal(text.replace(',', '.'));
    }
}
