package io.github.eduindicators.roadmap;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * A day or a run of days that a text names. Which year it lies in may be left to the date of the document. The year is that
 * of the last day; an {@code endDay} of 0 is the last day of the month.
 */
record Span(Rule rule, int year, int yearsBack, int startMonth, int startDay, int endMonth, int endDay) {
    static final int FIRST_YEAR = 1990;
    static final int LAST_YEAR = 2100;
    private static final int MONTHS = 12;
    private static final int LEAP_YEAR = 2000;
    /** The last months of the school's first half and of its year. */
    private static final int DECEMBER = 12;
    private static final int SEPTEMBER = 9;
    private static final int AUGUST = 8;

    /** How the year is found. */
    enum Rule {
        /** It is said. */
        GIVEN,
        /** The first in which the last day is not before the document. */
        NEXT,
        /** That of the document. */
        SAME,
        /** The one after that of the document. */
        FOLLOWING
    }

    static Span day(int month, int day) {
        return new Span(Rule.NEXT, 0, 0, month, day, month, day);
    }

    static Span day(LocalDate date) {
        return day(date.getMonthValue(), date.getDayOfMonth()).in(date.getYear());
    }

    static Span months(int from, int to) {
        return new Span(Rule.NEXT, 0, from > to ? 1 : 0, from, 1, to, 0);
    }

    static Span year(int year) {
        return months(1, MONTHS).in(year);
    }

    static Span years(int from, int to) {
        return new Span(Rule.GIVEN, to, to - from, 1, 1, MONTHS, 0);
    }

    /** From 1 September to 31 August; the year is left open. */
    static Span schoolYear() {
        return months(SEPTEMBER, AUGUST);
    }

    static Span schoolHalf(int half) {
        return half == 1 ? months(SEPTEMBER, DECEMBER) : months(1, AUGUST);
    }

    Span in(int given) {
        return with(Rule.GIVEN, given);
    }

    Span with(Rule value, int given) {
        return new Span(value, given, yearsBack, startMonth, startDay, endMonth, endDay);
    }

    /** The same in the school year that begins in this year. */
    Span inSchoolYear(int first) {
        return in(endMonth >= SEPTEMBER ? first : first + 1);
    }

    boolean open() {
        return rule == Rule.NEXT;
    }

    boolean oneDay() {
        return yearsBack == 0 && startMonth == endMonth && startDay == endDay;
    }

    boolean wholeYears() {
        return startMonth == 1 && startDay == 1 && endMonth == MONTHS && endDay == 0;
    }

    /** Whether it is whole school years. */
    boolean schoolYears() {
        return startMonth == SEPTEMBER && startDay == 1 && endMonth == AUGUST && endDay == 0;
    }

    /** Whether a day of this month exists, if the year is such. */
    boolean possible() {
        int end = rule == Rule.GIVEN ? year : LEAP_YEAR;
        int start = rule == Rule.GIVEN ? year - yearsBack : LEAP_YEAR;
        return endDay <= YearMonth.of(end, endMonth).lengthOfMonth() && startDay <= YearMonth.of(start, startMonth)
                .lengthOfMonth();
    }

    boolean inKnownYears() {
        return rule != Rule.GIVEN || year - yearsBack >= FIRST_YEAR && year <= LAST_YEAR;
    }

    LocalDate startIn(int endYear) {
        return date(endYear - yearsBack, startMonth, startDay);
    }

    LocalDate endIn(int endYear) {
        return date(endYear, endMonth, endDay);
    }

    static LocalDate date(int year, int month, int day) {
        int last = YearMonth.of(year, month).lengthOfMonth();
        return LocalDate.of(year, month, day == 0 ? last : Math.min(day, last));
    }

    Optional<LocalDate> start(Optional<LocalDate> document) {
        return endYear(document).map(this::startIn);
    }

    Optional<LocalDate> end(Optional<LocalDate> document) {
        return endYear(document).map(this::endIn);
    }

    private Optional<Integer> endYear(Optional<LocalDate> document) {
        return switch (rule) {
            case GIVEN -> Optional.of(year);
            case SAME -> document.map(LocalDate::getYear);
            case FOLLOWING -> document.map(date -> date.getYear() + 1);
            case NEXT -> document.map(date -> endIn(date.getYear()).isBefore(date) ? date.getYear() + 1 : date.getYear());
        };
    }

    /** From the first day of one to the last day of another; empty if they are in the wrong order. */
    static Optional<Span> between(Span from, Span to) {
        Objects.requireNonNull(from, "from");
        if (from.rule == Rule.GIVEN && to.rule == Rule.GIVEN) {
            Span whole = new Span(Rule.GIVEN, to.year, to.year - from.year + from.yearsBack, from.startMonth, from.startDay,
                    to.endMonth, to.endDay);
            return whole.startIn(whole.year).isAfter(whole.endIn(whole.year)) ? Optional.empty() : Optional.of(whole);
        }
        boolean laterDay = from.startMonth == to.endMonth && to.endDay != 0 && from.startDay > to.endDay;
        int back = from.startMonth > to.endMonth || laterDay ? 1 : 0;
        if (from.rule == Rule.GIVEN) {
            int end = from.year - from.yearsBack + back;
            return Optional.of(new Span(Rule.GIVEN, end, back, from.startMonth, from.startDay, to.endMonth, to.endDay));
        }
        return Optional.of(new Span(to.rule, to.year, back, from.startMonth, from.startDay, to.endMonth, to.endDay));
    }

    /** The year of the next in an enumeration, which a year after the last names for all. */
    Span before(Span next) {
        boolean previous = startMonth > next.endMonth && next.rule == Rule.GIVEN;
        return open() ? with(next.rule, next.year - (previous ? 1 : 0)) : this;
    }

    @Override
    public String toString() {
        String which = rule == Rule.SAME ? "this year " : rule == Rule.FOLLOWING ? "next year " : "";
        if (rule == Rule.GIVEN) {
            return oneDay() ? endIn(year).toString() : startIn(year) + "/" + endIn(year);
        }
        String end = monthDay(endMonth, endDay);
        return which + (oneDay() ? end : monthDay(startMonth, startDay) + "/" + end);
    }

    static String monthDay(int month, int day) {
        return day == 0 ? String.format(Locale.ROOT, "--%02d-end", month) : String.format(Locale.ROOT, "--%02d-%02d", month, day);
    }
}
