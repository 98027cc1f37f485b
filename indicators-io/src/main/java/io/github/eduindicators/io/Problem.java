package io.github.eduindicators.io;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Something in an input that was left out, assumed or refused: where it is, what stood there and why.
 *
 * @param file the name of the file, without its folder
 * @param sheet the sheet of a workbook, or empty
 * @param line the line or row, from 1, or 0 where the whole file is meant
 * @param column the name of the column, or empty
 * @param value the raw text, shortened; empty where it may identify a person or is of no use
 * @param reason why
 * @param count how many rows this stands for: 1, or more where the rest of many equal ones is only counted
 */
public record Problem(String file, String sheet, long line, String column, String value, Reason reason, long count) {
    private static final int LONGEST = 200;
    /** Control characters, and halves of pairs. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cs}]");

    /** How bad it is. */
    public enum Severity {
        /** A row or a file was left out. */
        ERROR,
        /** Everything was used; something was assumed or ignored. */
        NOTE;

        /**
         * Returns the word used in files.
         *
         * @return {@code error} or {@code note}
         */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Shortens sheet, column and value, and replaces control characters and halves of characters in all texts.
     *
     * @param file the name of the file
     * @param sheet the sheet, or empty
     * @param line the line, or 0
     * @param column the column, or empty
     * @param value the raw text, or empty
     * @param reason why
     * @param count how many rows this stands for
     */
    public Problem {
        Objects.requireNonNull(reason, "reason");
        if (line < 0 || count < 1) {
            throw new IllegalArgumentException("line must not be negative and count positive, got " + line + " and " + count);
        }
        file = UNPRINTABLE.matcher(file).replaceAll("?");
        sheet = printable(sheet);
        column = printable(column);
        value = printable(value);
    }

    /** On one line that a terminal shows as it stands and that every encoding can write. */
    private static String printable(String text) {
        return UNPRINTABLE.matcher(shortened(text)).replaceAll(" ");
    }

    private static String shortened(String text) {
        return text.length() > LONGEST ? start(text, LONGEST) + "…" : text;
    }

    /** The first characters of a text; one fewer where the last would be half of a pair, which no encoding can write. */
    static String start(String text, int length) {
        return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
    }

    /**
     * Returns how bad it is.
     *
     * @return the severity of the reason
     */
    public Severity severity() {
        return reason.severity();
    }

    /** Where no row can be used, the value is the code of what was wrong with the first. */
    private Optional<Reason> first() {
        return reason != Reason.NO_USABLE_ROW
                ? Optional.empty()
                : Stream.of(Reason.values()).filter(one -> one.code().equals(value)).findFirst();
    }

    @Override
    public String toString() {
        Optional<Reason> first = first();
        return file
                + (sheet.isEmpty() ? "" : " [" + sheet + "]")
                + (line == 0 ? "" : ":" + line)
                + (column.isEmpty() ? "" : " " + column)
                + (value.isEmpty() || first.isPresent() ? "" : " '" + value + "'")
                + ": " + reason.text(Locale.ENGLISH)
                + first.map(why -> "; the first: " + why.text(Locale.ENGLISH)).orElse("")
                + (count == 1 ? "" : " (" + count + " rows)");
    }
}
