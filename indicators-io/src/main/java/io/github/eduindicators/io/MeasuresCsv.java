package io.github.eduindicators.io;

import io.github.eduindicators.roadmap.Measure;
import io.github.eduindicators.roadmap.Roadmap;
import io.github.eduindicators.roadmap.Term;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads measures of roadmaps and decisions of protocols: {@code
 * document,number,section,measure,term,control,responsible,status,done_on}; and, if there is one, the days of events that
 * terms count from: {@code event,date}.
 *
 * <p>Texts are taken as people wrote them. A term, status or day of execution that cannot be read is noted and the row
 * stays: without a deadline, without a status, without the day. A row that says neither number nor measure, or has a cell
 * longer than any text of a measure, is left out. A number that stands twice in a document is noted, and both rows stay; a
 * row that repeats another in every cell is noted and counts once. {@code done_on} may hold several days, separated by
 * semicolons or commas. Memory grows with the rows.
 */
final class MeasuresCsv {
    private static final List<String> COLUMNS =
            List.of("document", "number", "section", "measure", "term", "control", "responsible", "status", "done_on");
    private static final int DOCUMENT = 0;
    private static final int NUMBER = 1;
    private static final int SECTION = 2;
    private static final int MEASURE = 3;
    private static final int TERM = 4;
    private static final int CONTROL = 5;
    private static final int RESPONSIBLE = 6;
    private static final int STATUS = 7;
    private static final int DONE_ON = 8;
    private static final List<String> EVENT_COLUMNS = List.of("event", "date");
    private static final int LONGEST = 2_000;
    private static final int MOST_DAYS = 100;

    private final CsvTable table;
    private final Map<String, Term> terms = new HashMap<>();
    private final Set<List<String>> rows = new HashSet<>();
    private final Set<List<String>> numbers = new HashSet<>();

    private MeasuresCsv(CsvTable table) {
        this.table = table;
    }

    /**
     * Reads measures and the events beside them.
     *
     * @throws InputException if a file cannot be used as a whole
     */
    static Roadmap read(Path file, Optional<Path> events, CsvTable.Reading reading) {
        Roadmap roadmap;
        try (CsvTable table = CsvTable.open(file, reading, COLUMNS)) {
            table.extras().forEach(table::ignore);
            roadmap = Roadmap.of(new MeasuresCsv(table).measures());
            table.finish();
        }
        return events.isPresent() ? withEvents(roadmap, events.orElseThrow(), reading) : roadmap;
    }

    private List<Measure> measures() {
        List<Measure> measures = new ArrayList<>();
        while (table.next()) {
            if (usable()) {
                measures.add(measure());
                table.use();
            }
        }
        return measures;
    }

    private boolean usable() {
        List<String> row = new ArrayList<>();
        for (int i = 0; i < COLUMNS.size(); i++) {
            if (table.get(i).length() > LONGEST) {
                table.leaveOut(Reason.BAD_VALUE, COLUMNS.get(i), table.get(i));
                return false;
            }
            row.add(table.get(i));
        }
        if (table.get(NUMBER).isEmpty() && table.get(MEASURE).isEmpty()) {
            table.leaveOut(Reason.BLANK_VALUE, COLUMNS.get(MEASURE), "");
            return false;
        }
        if (!rows.add(List.copyOf(row))) {
            table.note(Reason.REPEATED_ROW, COLUMNS.get(NUMBER), table.get(NUMBER));
            table.use();
            return false;
        }
        if (!table.get(NUMBER).isEmpty() && !numbers.add(List.of(table.get(DOCUMENT), table.get(NUMBER)))) {
            table.note(Reason.DUPLICATE_NUMBER, COLUMNS.get(NUMBER), table.get(NUMBER));
        }
        return true;
    }

    private Measure measure() {
        Measure measure = Measure.of(oneLine(DOCUMENT), oneLine(NUMBER), oneLine(MEASURE))
                .withSection(oneLine(SECTION))
                .withTerm(term(TERM))
                .withControl(term(CONTROL))
                .withResponsible(table.get(RESPONSIBLE))
                .withStatus(oneLine(STATUS))
                .withDoneOn(days());
        if (measure.status() == Measure.Status.UNKNOWN) {
            table.note(Reason.UNREADABLE_STATUS, COLUMNS.get(STATUS), table.get(STATUS));
        }
        return measure;
    }

    private String oneLine(int column) {
        return table.get(column).replaceAll("\\p{Cntrl}+", " ");
    }

    private Term term(int column) {
        Term term = terms.computeIfAbsent(table.get(column), Term::parse);
        if (term.flaw().isPresent()) {
            table.note(Reason.UNREADABLE_TERM, COLUMNS.get(column), table.get(column));
        }
        return term;
    }

    private List<LocalDate> days() {
        List<LocalDate> days = new ArrayList<>();
        for (String part : table.get(DONE_ON).split("[;,\\n]", MOST_DAYS)) {
            String text = part.strip();
            Optional<LocalDate> day = day(text);
            if (day.isPresent()) {
                days.add(day.orElseThrow());
            } else if (!text.isEmpty() && !text.equals("-")) {
                table.note(Reason.UNREADABLE_DATE, COLUMNS.get(DONE_ON), text);
            }
        }
        return days;
    }

    /** A day with its year, in any of the forms of terms. */
    private static Optional<LocalDate> day(String text) {
        Term term = Term.parse(text);
        return term.kind() == Term.Kind.DATE ? term.deadline(Term.Context.none()) : Optional.empty();
    }

    /** A row of the file of events that can be used. */
    private record Event(long line, String words, LocalDate date) {}

    /** Whether a text has words that an event could be known by. */
    private static boolean isEvent(String words) {
        try {
            return Roadmap.of(List.of()).withEvent(words, LocalDate.EPOCH).events().size() == 1;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Roadmap withEvents(Roadmap roadmap, Path file, CsvTable.Reading reading) {
        try (CsvTable table = CsvTable.open(file, reading, EVENT_COLUMNS)) {
            table.extras().forEach(table::ignore);
            List<Event> rows = new ArrayList<>();
            while (table.next()) {
                String words = table.get(0);
                Optional<LocalDate> date = day(table.get(1));
                if (words.length() > LONGEST || !isEvent(words)) {
                    table.leaveOut(words.isEmpty() ? Reason.BLANK_VALUE : Reason.BAD_VALUE, EVENT_COLUMNS.get(0), words);
                } else if (date.isEmpty()) {
                    table.leaveOut(table.get(1).isEmpty() ? Reason.BLANK_VALUE : Reason.BAD_VALUE, EVENT_COLUMNS.get(1),
                            table.get(1));
                } else {
                    rows.add(new Event(table.line(), words, date.orElseThrow()));
                    table.use();
                }
            }
            Map<String, LocalDate> days = new LinkedHashMap<>();
            for (int i = rows.size() - 1; i >= 0; i--) {
                days.remove(rows.get(i).words());
                days.put(rows.get(i).words(), rows.get(i).date());
            }
            Roadmap known = roadmap.withEvents(days);
            for (Event row : rows) {
                if (!known.event(row.words()).equals(Optional.of(row.date()))) {
                    table.leaveOutAfterAll(row.line(), Reason.DUPLICATE_NAME, EVENT_COLUMNS.get(0), row.words());
                }
            }
            table.finish();
            return known;
        }
    }
}
