package io.github.eduindicators.recommendations;

import java.io.Serializable;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.Objects;
import java.util.Optional;
import javax.annotation.Nullable;

/**
 * By when something is to be done, counted from the date of the review: so many days or months after it, or the next time a day of the
 * year comes round. Never before the review. Immutable and safe to share between threads.
 *
 * <pre>{@code
 * Deadline.onDay(MonthDay.of(9, 1)).withNotice(30).due(LocalDate.of(2021, 8, 20));     // 2022-09-01: a month's notice is needed
 * }</pre>
 */
public final class Deadline implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int MOST_DAYS = 3660;
    private static final int MOST_MONTHS = 120;
    private static final int MOST_NOTICE = 366;

    private final int days;
    private final int months;
    @Nullable
    private final MonthDay day;
    private final int notice;

    private Deadline(int days, int months, @Nullable MonthDay day, int notice) {
        this.days = days;
        this.months = months;
        this.day = day;
        this.notice = notice;
    }

    /**
     * Returns a term in days.
     *
     * @param days how many days after the review, 0..3660
     * @return the deadline
     * @throws IllegalArgumentException if the number is out of range
     */
    public static Deadline afterDays(int days) {
        return new Deadline(checked("days", days, MOST_DAYS), 0, null, 0);
    }

    /**
     * Returns a term in months; a day that the month does not have becomes its last.
     *
     * @param months how many months after the review, 0..120
     * @return the deadline
     * @throws IllegalArgumentException if the number is out of range
     */
    public static Deadline afterMonths(int months) {
        return new Deadline(0, checked("months", months, MOST_MONTHS), null, 0);
    }

    /**
     * Returns a day of the year, such as 1 September: the next one, or the day of the review itself. 29 February is 28 February in other
     * years.
     *
     * @param day the day and month
     * @return the deadline
     */
    public static Deadline onDay(MonthDay day) {
        return new Deadline(0, 0, Objects.requireNonNull(day, "day"), 0);
    }

    /**
     * Asks for notice: where the day of the year comes sooner, the next year's is meant.
     *
     * @param days the least number of days after the review, 0..366
     * @return the deadline with notice
     * @throws IllegalArgumentException if the number is out of range, or the deadline is not a day of the year
     */
    public Deadline withNotice(int days) {
        if (day == null) {
            throw new IllegalArgumentException("only a day of the year needs notice, got " + this);
        }
        return new Deadline(0, 0, day, checked("notice", days, MOST_NOTICE));
    }

    private static int checked(String what, int number, int most) {
        if (number < 0 || number > most) {
            throw new IllegalArgumentException(what + " must be within 0.." + most + ", got " + number);
        }
        return number;
    }

    /**
     * Returns the last day of the term.
     *
     * @param review the date of the review
     * @return a date that is not before the review
     */
    public LocalDate due(LocalDate review) {
        if (day == null) {
            return months > 0 ? review.plusMonths(months) : review.plusDays(days);
        }
        LocalDate earliest = review.plusDays(notice);
        LocalDate due = day.atYear(earliest.getYear());
        return due.isBefore(earliest) ? day.atYear(earliest.getYear() + 1) : due;
    }

    /**
     * Returns the term in days.
     *
     * @return the number of days; 0 where the term is given otherwise
     */
    public int days() {
        return days;
    }

    /**
     * Returns the term in months.
     *
     * @return the number of months; 0 where the term is given otherwise
     */
    public int months() {
        return months;
    }

    /**
     * Returns the day of the year.
     *
     * @return the day and month, or empty where the term is given otherwise
     */
    public Optional<MonthDay> day() {
        return Optional.ofNullable(day);
    }

    /**
     * Returns the notice.
     *
     * @return the least number of days
     */
    public int notice() {
        return notice;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Deadline that
                && days == that.days
                && months == that.months
                && Objects.equals(day, that.day)
                && notice == that.notice;
    }

    @Override
    public int hashCode() {
        return Objects.hash(days, months, day, notice);
    }

    @Override
    public String toString() {
        return day == null ? months > 0 ? "after " + months + " months" : "after " + days + " days"
                : "on " + day + (notice > 0 ? " with " + notice + " days' notice" : "");
    }
}
