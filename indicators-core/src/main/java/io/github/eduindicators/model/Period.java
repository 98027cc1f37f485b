package io.github.eduindicators.model;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The time that a value is for: a calendar year or a half of one. In order of their ends; a half ends before the year it is the second
 * half of.
 *
 * @param year the calendar year, 1990..2100
 * @param half 1 or 2, or 0 for the whole year
 */
public record Period(int year, int half) implements Comparable<Period>, Serializable {
    private static final Comparator<Period> ORDER =
            Comparator.comparingInt(Period::year).thenComparingInt(period -> period.half == 0 ? 3 : period.half);
    private static final Pattern TEXT = Pattern.compile("([0-9]{4})(?:-[Hh]([12]))?");
    private static final int FIRST_YEAR = 1990;
    private static final int LAST_YEAR = 2100;
    private static final int JULY = 7;

    /**
     * Checks the range.
     *
     * @param year the calendar year
     * @param half 1, 2 or 0
     * @throws IllegalArgumentException if one is out of range
     */
    public Period {
        if (year < FIRST_YEAR || year > LAST_YEAR || half < 0 || half > 2) {
            throw new IllegalArgumentException("a period needs a year within 1990..2100 and a half within 0..2, got " + year + " and " + half);
        }
    }

    /**
     * Returns a whole year.
     *
     * @param year the calendar year, 1990..2100
     * @return the period
     * @throws IllegalArgumentException if the year is out of range
     */
    public static Period of(int year) {
        return new Period(year, 0);
    }

    /**
     * Returns a half of a year.
     *
     * @param year the calendar year, 1990..2100
     * @param half 1 or 2
     * @return the period
     * @throws IllegalArgumentException if one is out of range
     */
    public static Period ofHalf(int year, int half) {
        if (half == 0) {
            throw new IllegalArgumentException("half must be 1 or 2, got 0");
        }
        return new Period(year, half);
    }

    /**
     * Reads a period as it stands in files.
     *
     * @param text {@code 2021} or {@code 2021-H1}
     * @return the period
     * @throws IllegalArgumentException if the text is neither
     */
    public static Period parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("period must be like 2021 or 2021-H1, got " + text);
        }
        return new Period(Integer.parseInt(matcher.group(1)), matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2)));
    }

    /**
     * Returns the period of the same length just before.
     *
     * @return the year or the half-year before
     * @throws IllegalArgumentException if that would be before 1990
     */
    public Period previous() {
        return switch (half) {
            case 0 -> of(year - 1);
            case 1 -> new Period(year - 1, 2);
            default -> new Period(year, 1);
        };
    }

    /**
     * Returns the first day.
     *
     * @return 1 January or 1 July
     */
    public LocalDate firstDay() {
        return LocalDate.of(year, half == 2 ? JULY : 1, 1);
    }

    /**
     * Returns the last day.
     *
     * @return 30 June or 31 December
     */
    public LocalDate lastDay() {
        return half == 1 ? LocalDate.of(year, JULY, 1).minusDays(1) : LocalDate.of(year + 1, 1, 1).minusDays(1);
    }

    @Override
    public int compareTo(Period other) {
        return ORDER.compare(this, other);
    }

    /**
     * Returns the period as it stands in files.
     *
     * @return {@code 2021} or {@code 2021-H1}
     */
    @Override
    public String toString() {
        return half == 0 ? Integer.toString(year) : year + "-H" + half;
    }
}
