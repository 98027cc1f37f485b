package io.github.eduindicators.roadmap;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.roadmap.Contradiction.Kind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What in the record of a measure does not fit together. */
final class Checks {
    private static final Pattern REPORT = Pattern.compile("отчет|доклад|информаци|итог|report|results of");
    private static final Pattern ON = Pattern.compile("(?:^|[ ,(])(?:за|по итогам|итоги|for the|for|on the|on) (?=[0-9ivшпhq]"
            + "|перв|втор|треть|четверт|янв|фев|март|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек|first|second)");

    /** Whether another measure of the document has the same number. */
    enum Number {
        OWN, SHARED
    }

    private final RoadmapExecution.Entry entry;
    private final Measure measure;
    private final Term.Context context;
    private final LocalDate asOf;
    private final List<Contradiction> found = new ArrayList<>();

    Checks(RoadmapExecution.Entry entry, Term.Context context, LocalDate asOf) {
        this.entry = entry;
        this.measure = entry.measure();
        this.context = context;
        this.asOf = asOf;
    }

    private void add(Kind kind, Fact... facts) {
        found.add(new Contradiction(kind, measure, List.of(facts)));
    }

    private static Fact date(String key, LocalDate date) {
        return Fact.of(key, date.toString());
    }

    List<Contradiction> all(Number number) {
        dates();
        done();
        if (measure.responsible().isEmpty()) {
            add(Kind.NO_RESPONSIBLE);
        }
        if (number == Number.SHARED) {
            add(Kind.DUPLICATE_NUMBER, Fact.of("number", measure.number()));
        }
        if (measure.status() == Measure.Status.UNKNOWN) {
            add(Kind.UNREADABLE_STATUS, Fact.of("status", TermText.start(measure.statusText(), 200)));
        }
        for (Term term : List.of(measure.term(), measure.control())) {
            term.flaw().ifPresent(flaw -> add(Kind.UNREADABLE_TERM, Fact.of("term", TermText.start(term.text(), 200)),
                    Fact.of("flaw", flaw.name().toLowerCase(Locale.ROOT).replace('_', '-'))));
        }
        entry.undated().ifPresent(why -> {
            if (why == RoadmapExecution.Undated.NO_DOCUMENT_DATE) {
                add(Kind.NO_DOCUMENT_DATE, Fact.of("term", measure.term().text()));
            } else if (why == RoadmapExecution.Undated.EVENT_UNKNOWN && measure.term().isDated()) {
                add(Kind.UNKNOWN_EVENT, Fact.of("event", measure.term().event().orElse("")));
            }
        });
        return found;
    }

    private void dates() {
        Optional<LocalDate> document = context.document();
        Optional<LocalDate> deadline = measure.term().deadline(context);
        Optional<LocalDate> control = measure.control().deadline(context);
        if (document.isPresent()) {
            LocalDate approved = document.orElseThrow();
            if (deadline.isPresent() && deadline.orElseThrow().isBefore(approved)) {
                add(Kind.DEADLINE_BEFORE_DOCUMENT, date("deadline", deadline.orElseThrow()), date("document", approved));
            } else if (entry.undated().equals(Optional.of(RoadmapExecution.Undated.BEFORE_DOCUMENT))) {
                add(Kind.DEADLINE_BEFORE_DOCUMENT, Fact.of("deadline", measure.term().text()), date("document", approved));
            }
            if (control.isPresent() && control.orElseThrow().isBefore(approved)) {
                add(Kind.CONTROL_BEFORE_DOCUMENT, date("control", control.orElseThrow()), date("document", approved));
            }
            reportedOn().filter(last -> last.isBefore(approved))
                    .ifPresent(last -> add(Kind.REPORT_BEFORE_APPROVAL, date("period-end", last), date("document", approved)));
        }
        if (deadline.isPresent() && control.isPresent() && !control.equals(deadline)) {
            boolean after = control.orElseThrow().isAfter(deadline.orElseThrow());
            add(after ? Kind.CONTROL_AFTER_DEADLINE : Kind.CONTROL_DIFFERS, date("deadline", deadline.orElseThrow()),
                    date("control", control.orElseThrow()));
        }
    }

    /** The last day of the time that a report is asked for. */
    private Optional<LocalDate> reportedOn() {
        String text = TermText.normal(TermText.start(measure.text(), TermText.LONGEST));
        String term = TermText.normal(measure.term().text());
        if (!REPORT.matcher(text).find()) {
            return Optional.empty();
        }
        for (String place : List.of(text, term)) {
            Matcher on = ON.matcher(place);
            while (on.find()) {
                Optional<LocalDate> end = CalendarReader.leading(place.substring(on.end()))
                        .filter(span -> !span.oneDay() && span.rule() == Span.Rule.GIVEN)
                        .flatMap(span -> span.end(Optional.empty()));
                if (end.isPresent()) {
                    return end;
                }
            }
        }
        return Optional.empty();
    }

    private void done() {
        List<LocalDate> days = measure.doneOn();
        Optional<LocalDate> document = context.document();
        for (LocalDate day : days) {
            if (document.isPresent() && day.isBefore(document.orElseThrow())) {
                add(Kind.DONE_BEFORE_DOCUMENT, date("done", day), date("document", document.orElseThrow()));
            }
            if (day.isAfter(asOf)) {
                add(Kind.DONE_IN_FUTURE, date("done", day), date("as-of", asOf));
            }
        }
        boolean saysDone = measure.status() == Measure.Status.DONE;
        if (saysDone && days.isEmpty()) {
            add(Kind.DONE_WITHOUT_DATE);
        }
        boolean once = measure.term().kind() != Term.Kind.RECURRING && measure.term().kind() != Term.Kind.CONTINUOUS;
        if (once && !days.isEmpty() && !saysDone && measure.status() != Measure.Status.NONE) {
            Fact status = Fact.of("status", TermText.start(measure.statusText(), 200));
            add(Kind.DATE_WITHOUT_DONE, date("done", days.get(days.size() - 1)), status);
        }
        if (once && days.size() > 1) {
            add(Kind.SEVERAL_DATES, Fact.of("number", (long) days.size()));
        }
    }
}
