package io.github.eduindicators.roadmap;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.annotation.Nullable;

/**
 * How often something is to be done, and by which days: every so many months; by the last day of the period, by days of the
 * year (anchors), or by a day of the last month of the period or, with a lag, of the month after it; or by days named one by one.
 */
record Recurrence(
        int months,
        List<Anchor> anchors,
        int dayOfMonth,
        Lag lag,
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        List<Span> named) {
    /** The end of a school year: what is done after it is done for the next. */
    static final Anchor SCHOOL_YEAR = new Anchor(8, 0);
    private static final int YEAR = 12;

    /** A day of the year; day 0 is the last of the month. */
    record Anchor(int month, int day) {}

    /** Whether the deadline lies in the period or after it. */
    enum Lag {
        WITHIN, AFTER
    }

    /** One time that something is to be done: by when, and the days on which it would be done for this time and no other. */
    record Turn(LocalDate opens, LocalDate closes, LocalDate deadline) {}

    static Recurrence named(List<Span> spans) {
        return new Recurrence(0, List.of(), 0, Lag.WITHIN, null, null, List.copyOf(spans));
    }

    /** The turns whose deadline lies in a stretch of time and not before the document, by deadline. */
    List<Turn> turns(Optional<LocalDate> document, LocalDate since, LocalDate until) {
        LocalDate first = since.isBefore(LocalDate.of(Span.FIRST_YEAR, 1, 1)) ? LocalDate.of(Span.FIRST_YEAR, 1, 1) : since;
        LocalDate last = until.isAfter(LocalDate.of(Span.LAST_YEAR, YEAR, 31)) ? LocalDate.of(Span.LAST_YEAR, YEAR, 31) : until;
        if (last.isBefore(first)) {
            return List.of();
        }
        List<Turn> turns = new ArrayList<>();
        if (!named.isEmpty()) {
            turns.addAll(named(document));
        } else if (!anchors.isEmpty() && months <= YEAR) {
            turns.addAll(anchored(first.getYear(), last.getYear()));
        } else {
            periods(document, first, last, turns);
        }
        turns.removeIf(turn -> turn.deadline.isBefore(first) || turn.deadline.isAfter(last)
                || document.isPresent() && turn.deadline.isBefore(document.orElseThrow()));
        turns.sort(Comparator.comparing(Turn::deadline));
        return turns;
    }

    private List<Turn> named(Optional<LocalDate> document) {
        return nearest(named.stream().flatMap(span -> span.end(document).stream()).distinct().sorted().toList());
    }

    /** What is done belongs to the deadline nearest to it. */
    private static List<Turn> nearest(List<LocalDate> days) {
        List<Turn> turns = new ArrayList<>();
        LocalDate opens = LocalDate.MIN;
        for (int i = 0; i < days.size(); i++) {
            boolean last = i == days.size() - 1;
            LocalDate day = days.get(i);
            LocalDate closes = last ? LocalDate.MAX : day.plusDays(ChronoUnit.DAYS.between(day, days.get(i + 1)) / 2);
            turns.add(new Turn(opens, closes, day));
            opens = last ? closes : closes.plusDays(1);
        }
        return turns;
    }

    private List<Turn> anchored(int first, int last) {
        List<LocalDate> days = new ArrayList<>();
        for (int year = first - 1; year <= last + 1; year++) {
            for (Anchor anchor : anchors) {
                days.add(Span.date(year, anchor.month, anchor.day));
            }
        }
        List<Turn> turns = new ArrayList<>();
        for (Turn turn : nearest(days.stream().distinct().sorted().toList())) {
            if (within(turn.deadline, turn.deadline)) {
                boolean school = anchors.equals(List.of(SCHOOL_YEAR));
                turns.add(school ? new Turn(turn.deadline.minusYears(1).plusDays(1), turn.deadline, turn.deadline) : turn);
            }
        }
        return turns;
    }

    private void periods(Optional<LocalDate> document, LocalDate first, LocalDate last, List<Turn> turns) {
        int base = Span.FIRST_YEAR;
        if (months > YEAR) {
            // Longer periods have no natural beginning: they are counted from the year of the document.
            Optional<LocalDate> beginning = Optional.ofNullable(from).or(() -> document);
            if (beginning.isEmpty()) {
                return;
            }
            base = beginning.orElseThrow().getYear();
        }
        LocalDate zero = LocalDate.of(base, 1, 1);
        long before = (first.getYear() - (long) base) * YEAR / months - 2;
        for (long i = Math.max(0, before); ; i++) {
            LocalDate start = zero.plusMonths(i * months);
            if (start.isAfter(last)) {
                return;
            }
            LocalDate end = start.plusMonths(months).minusDays(1);
            LocalDate after = end.plusDays(1);
            boolean asked = document.isEmpty() || lag == Lag.WITHIN || !end.isBefore(document.orElseThrow());
            if (within(start, end) && asked) {
                LocalDate later = Span.date(after.getYear(), after.getMonthValue(), dayOfMonth);
                turns.add(lag == Lag.AFTER
                        ? new Turn(after, after.plusMonths(months).minusDays(1), later)
                        : new Turn(start, end, deadline(end)));
            }
        }
    }

    private LocalDate deadline(LocalDate end) {
        return anchors.isEmpty()
                ? Span.date(end.getYear(), end.getMonthValue(), dayOfMonth)
                : Span.date(end.getYear(), anchors.get(0).month, anchors.get(0).day);
    }

    private boolean within(LocalDate start, LocalDate end) {
        return (from == null || !end.isBefore(from)) && (to == null || !start.isAfter(to) && (months > YEAR || !end.isAfter(to)));
    }

    @Override
    public String toString() {
        if (!named.isEmpty()) {
            return named.stream().map(Span::toString).collect(Collectors.joining(", "));
        }
        String every = months % YEAR == 0 ? every(months / YEAR, "year") : every(months, "month");
        String by = anchors.isEmpty() ? dayOfMonth == 0 ? "" : " by day " + dayOfMonth
                : " by " + anchors.stream().map(a -> Span.monthDay(a.month, a.day)).collect(Collectors.joining(", "));
        return every + by + (lag == Lag.AFTER ? " of the month after" : "") + (from == null ? "" : " from " + from)
                + (to == null ? "" : " until " + to);
    }

    private static String every(int count, String unit) {
        return count == 1 ? "every " + unit : "every " + count + " " + unit + "s";
    }
}
