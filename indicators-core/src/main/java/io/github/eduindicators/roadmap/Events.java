package io.github.eduindicators.roadmap;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** When the events took place that the terms of a roadmap count from, as far as that is known on a day. */
final class Events {
    /** A measure that is an event for others: by its number or by its text. */
    private record Key(String document, String number, String text) {}

    /** The first day on which it was done, which measure that was, and the first day of any other. */
    private record Done(LocalDate day, Measure by, Optional<LocalDate> other) {
        Done and(LocalDate later, Measure measure) {
            if (later.isBefore(day)) {
                return new Done(later, measure, measure.equals(by) ? other : Optional.of(day));
            }
            boolean sooner = !measure.equals(by) && (other.isEmpty() || later.isBefore(other.orElseThrow()));
            return new Done(day, by, sooner ? Optional.of(later) : other);
        }

        Optional<LocalDate> notBy(Measure measure) {
            return measure.equals(by) ? other : Optional.of(day);
        }
    }

    private final Roadmap roadmap;
    private final Map<Key, Done> measures = new HashMap<>();

    Events(Roadmap roadmap, LocalDate asOf) {
        this.roadmap = roadmap;
        for (Measure measure : roadmap.measures()) {
            RoadmapExecution.finish(measure, asOf).ifPresent(day -> {
                add(new Key(measure.document(), measure.number(), ""), day, measure);
                add(new Key(measure.document(), "", EventKey.of(measure.text())), day, measure);
            });
        }
    }

    private void add(Key key, LocalDate day, Measure measure) {
        Done known = measures.get(key);
        measures.put(key, known == null ? new Done(day, measure, Optional.empty()) : known.and(day, measure));
    }

    /** The dates that the term and the control point of a measure may hang on. */
    Term.Context context(Measure measure) {
        Term.Context context = measure.documentDate().map(Term.Context::of).orElse(Term.Context.none());
        for (Term term : List.of(measure.term(), measure.control())) {
            Optional<String> event = term.event();
            if (event.isPresent()) {
                Optional<LocalDate> date = date(event.orElseThrow(), measure);
                context = date.isPresent() ? context.withEvent(event.orElseThrow(), date.orElseThrow()) : context;
            }
        }
        return context;
    }

    private Optional<LocalDate> date(String event, Measure of) {
        Optional<LocalDate> given = roadmap.event(event);
        if (given.isPresent()) {
            return given;
        }
        Optional<String> number = EventKey.item(event);
        Done done = measures.get(new Key(of.document(), number.orElse(""), number.isPresent() ? "" : EventKey.of(event)));
        return done == null ? Optional.empty() : done.notBy(of);
    }
}
