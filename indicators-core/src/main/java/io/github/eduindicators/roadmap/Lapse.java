package io.github.eduindicators.roadmap;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Locale;

/** So much time after or before a day. */
record Lapse(int amount, Unit unit, Side side) {
    /** What is counted. */
    enum Unit {
        DAY, WORKING_DAY, WEEK, MONTH, YEAR
    }

    /** Where from the day. */
    enum Side {
        AFTER, BEFORE
    }

    static final Lapse NONE = new Lapse(0, Unit.DAY, Side.AFTER);

    LocalDate from(LocalDate day) {
        int signed = side == Side.AFTER ? amount : -amount;
        return switch (unit) {
            case DAY -> day.plusDays(signed);
            case WORKING_DAY -> workingDays(day);
            case WEEK -> day.plusWeeks(signed);
            case MONTH -> day.plusMonths(signed);
            case YEAR -> day.plusYears(signed);
        };
    }

    private LocalDate workingDays(LocalDate from) {
        LocalDate day = from;
        for (int left = amount; left > 0; ) {
            day = day.plusDays(side == Side.AFTER ? 1 : -1);
            left -= day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY ? 0 : 1;
        }
        return day;
    }

    @Override
    public String toString() {
        String name = unit.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return amount + " " + name + (amount == 1 ? "" : "s") + (side == Side.AFTER ? " after" : " before");
    }
}
