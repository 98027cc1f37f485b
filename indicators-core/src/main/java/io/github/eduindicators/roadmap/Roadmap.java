package io.github.eduindicators.roadmap;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Measures of one or more documents, and the days of events that their terms count from.
 *
 * <p>An event need not be given where it is the execution of another measure of the same document, which the term names by
 * its number («с даты исполнения п. 3») or by its whole text. Immutable and safe to share between threads.
 */
public final class Roadmap {
    private final List<Measure> measures;
    private final TreeMap<String, Event> events;

    /** An event as it was given; it is known by its key. */
    private record Event(String words, LocalDate date) {}

    private Roadmap(List<Measure> measures, TreeMap<String, Event> events) {
        this.measures = measures;
        this.events = events;
    }

    /**
     * Returns a roadmap without events.
     *
     * @param measures the measures, in any order
     * @return the roadmap
     */
    public static Roadmap of(Collection<Measure> measures) {
        List<Measure> sorted = new ArrayList<>(measures);
        sorted.sort(Measure.ORDER);
        return new Roadmap(Collections.unmodifiableList(sorted), new TreeMap<>());
    }

    /**
     * Returns a roadmap that knows one more event.
     *
     * @param event the event in words, such as «проведение мониторинга»; the endings of Russian words do not matter
     * @param date when it took or takes place
     * @return the roadmap with the event, which takes the place of one of the same words
     * @throws IllegalArgumentException if the event has no words
     */
    public Roadmap withEvent(String event, LocalDate date) {
        return withEvents(Map.of(event, date));
    }

    /**
     * Returns a roadmap that knows more events.
     *
     * @param more the day of each event, by its words; of two with the same words but for their endings the later in the
     *     map counts
     * @return the roadmap with the events
     * @throws IllegalArgumentException if an event has no words
     */
    public Roadmap withEvents(Map<String, LocalDate> more) {
        TreeMap<String, Event> all = new TreeMap<>(events);
        more.forEach((words, date) -> {
            String key = EventKey.of(words);
            if (key.isBlank()) {
                throw new IllegalArgumentException("an event must have words, got '" + TermText.start(words, 100) + "'");
            }
            all.put(key, new Event(words.strip(), Objects.requireNonNull(date, "date")));
        });
        return new Roadmap(measures, all);
    }

    /**
     * Returns the day of an event that was given.
     *
     * @param event the event in words; the endings of Russian words do not matter
     * @return the day, or empty where it was not given
     */
    public Optional<LocalDate> event(String event) {
        return Optional.ofNullable(events.get(EventKey.of(event))).map(Event::date);
    }

    /**
     * Returns the measures.
     *
     * @return by document and number
     */
    public List<Measure> measures() {
        return measures;
    }

    /**
     * Returns the documents.
     *
     * @return their texts in order
     */
    public List<String> documents() {
        return List.copyOf(measures.stream().map(Measure::document).collect(Collectors.toCollection(TreeSet::new)));
    }

    /**
     * Returns the events.
     *
     * @return the day of each, by its words
     */
    public SortedMap<String, LocalDate> events() {
        TreeMap<String, LocalDate> days = new TreeMap<>();
        events.values().forEach(event -> days.put(event.words, event.date));
        return Collections.unmodifiableSortedMap(days);
    }

    @Override
    public String toString() {
        return measures.size() + " measures of " + documents().size() + " documents, " + events.size() + " events";
    }
}
