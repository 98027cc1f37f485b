package io.github.eduindicators.io;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Procedure;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Season;
import io.github.eduindicators.model.Subject;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands over the table of an export.
 *
 * @param title the line that names the work, such as {@code ВПР 2026 Русский язык 4 класс}; empty where there is none
 * @param work what the title says, where it can be read
 * @param max the highest score
 * @param season spring where there is no date
 */
record FisOkoHead(String title, Optional<Work> work, OptionalInt max, Season season) {
    private static final Pattern TITLE = Pattern.compile(
            "(\\p{L}[\\p{L}0-9-]{0,30})[.,]?\\s+([0-9]{4})[.,]?\\s+(\\S.{0,200}?)[.,]?\\s+([0-9]{1,2})\\s*класс",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    private static final Pattern DAY = Pattern.compile("([0-9]{1,2})\\.([0-9]{1,2})\\.([0-9]{4})");
    private static final Pattern ISO_DAY = Pattern.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})");
    private static final LocalDate SPREADSHEET_EPOCH = LocalDate.of(1899, 12, 30);
    private static final int FIRST_DAY = 30_000;
    private static final int LAST_DAY = 80_000;
    private static final int SEPTEMBER = 9;

    /** The work as a title names it. */
    record Work(Procedure procedure, int year, Subject subject, int grade) {
        private static Optional<Work> of(String text) {
            Matcher matcher = TITLE.matcher(text);
            if (!matcher.lookingAt()) {
                return Optional.empty();
            }
            try {
                Work work = new Work(
                        Procedure.parse(matcher.group(1)),
                        Integer.parseInt(matcher.group(2)),
                        Subject.parse(matcher.group(3)),
                        Integer.parseInt(matcher.group(4)));
                work.describe(Season.SPRING, ScoreScale.of(1));
                return Optional.of(work);
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }

        /** The assessment that this is, on a scale. */
        Assessment describe(Season season, ScoreScale scale) {
            return Assessment.builder(procedure, year, subject).grade(grade).season(season).scale(scale).build();
        }
    }

    /** The head of a file that has none. */
    static FisOkoHead none() {
        return new FisOkoHead("", Optional.empty(), OptionalInt.empty(), Season.SPRING);
    }

    /** Reads the rows over a table. */
    static FisOkoHead of(List<SheetRows.Row> rows) {
        String title = "";
        Optional<Work> work = Optional.empty();
        OptionalInt max = OptionalInt.empty();
        Season season = Season.SPRING;
        for (SheetRows.Row row : rows) {
            for (int i = 0; i < row.cells().size(); i++) {
                String cell = row.cell(i);
                String key = FisOkoText.key(cell);
                if (work.isEmpty() && Work.of(cell).isPresent()) {
                    work = Work.of(cell);
                    title = cell;
                } else if (key.startsWith("максимальный первичный балл")) {
                    max = FisOkoText.whole(valueOf(row, i));
                } else if (key.startsWith("дата")) {
                    season = season(valueOf(row, i));
                }
            }
        }
        return new FisOkoHead(title, work, max, season);
    }

    /** What stands behind the colon of a label, or in the next cell that is not blank. */
    private static String valueOf(SheetRows.Row row, int label) {
        String text = row.cell(label);
        int colon = text.indexOf(':');
        if (colon >= 0 && !text.substring(colon + 1).isBlank()) {
            return text.substring(colon + 1).strip();
        }
        return row.cells().stream().skip(label + 1L).filter(cell -> !cell.isEmpty()).findFirst().orElse("");
    }

    private static Season season(String text) {
        return month(text) >= SEPTEMBER ? Season.AUTUMN : Season.SPRING;
    }

    private static int month(String text) {
        try {
            Matcher day = DAY.matcher(text);
            if (day.find()) {
                return date(day.group(3), day.group(2), day.group(1)).getMonthValue();
            }
            Matcher iso = ISO_DAY.matcher(text);
            if (iso.find()) {
                return date(iso.group(1), iso.group(2), iso.group(3)).getMonthValue();
            }
            // A date that a spreadsheet has turned into a number of days.
            int days = FisOkoText.whole(text).orElse(0);
            return days >= FIRST_DAY && days <= LAST_DAY ? SPREADSHEET_EPOCH.plusDays(days).getMonthValue() : 0;
        } catch (DateTimeException e) {
            return 0;
        }
    }

    private static LocalDate date(String year, String month, String day) {
        return LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day));
    }
}
