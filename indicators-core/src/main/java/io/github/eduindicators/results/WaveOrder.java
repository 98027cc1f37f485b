package io.github.eduindicators.results;

import io.github.eduindicators.model.Period;
import java.io.Serializable;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.regex.Pattern;

/** Reads the waves of a diagnosis and puts them in the order of time: of two that end on one day the shorter is first. */
enum WaveOrder implements Comparator<String>, Serializable {
    BY_END;

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,3}");
    private static final Pattern MONTH = Pattern.compile("[0-9]{4}-[0-9]{2}");
    private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final int MONTHS = 12;

    /** When a wave ends, how long it may take in months, and how it is written. */
    private record Wave(LocalDate end, int months, String text) {}

    static String canonical(String text) {
        return parse(text).text();
    }

    private static Wave parse(String text) {
        String stripped = text.strip();
        try {
            if (NUMBER.matcher(stripped).matches() && Integer.parseInt(stripped) > 0) {
                int number = Integer.parseInt(stripped);
                return new Wave(LocalDate.of(number, 1, 1), 0, Integer.toString(number));
            }
            if (DAY.matcher(stripped).matches()) {
                LocalDate day = LocalDate.parse(stripped);
                Period.of(day.getYear());
                return new Wave(day, 0, day.toString());
            }
            if (MONTH.matcher(stripped).matches()) {
                YearMonth month = YearMonth.parse(stripped);
                Period.of(month.getYear());
                return new Wave(month.atEndOfMonth(), 1, month.toString());
            }
            Period period = Period.parse(stripped);
            return new Wave(period.lastDay(), period.half() == 0 ? MONTHS : MONTHS / 2, period.toString());
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "a wave is a year, a half-year, a month, a day or its number, like 2021, 2021-H1, 2021-09, 2021-09-15 or 2, got " + text, e);
        }
    }

    @Override
    public int compare(String one, String other) {
        if (one.equals(other)) {
            return 0;
        }
        Wave first = parse(one);
        Wave second = parse(other);
        int byEnd = first.end().compareTo(second.end());
        return byEnd != 0 ? byEnd : Integer.compare(first.months(), second.months());
    }
}
