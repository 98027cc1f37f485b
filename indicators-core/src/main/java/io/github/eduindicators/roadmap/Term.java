package io.github.eduindicators.roadmap;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.annotation.CheckForNull;
import javax.annotation.Nullable;

/**
 * By when a measure is to be done, as people write it, in Russian or English.
 *
 * <p>{@link #parse} reads dates («до 25 декабря 2020 г.», {@code 25.12.2020}, {@code 2020-12-25}), months, tens of days,
 * quarters, half-years, years and school years, ranges of them, enumerations («июнь, ноябрь 2020»), recurring terms
 * («ежегодно до 1 октября», «1 раз в 3 года», «ежеквартально до 10 числа месяца, следующего за отчётным»), continuous ones
 * («постоянно»), terms relative to an event («в течение месяца с даты проведения мониторинга», «не позднее чем за 10 дней
 * до начала»), references to another document («в соответствии с графиком»), and nothing. What fits no form is kept as
 * {@link Kind#UNKNOWN} with the reason: nothing is guessed, and nothing that people write makes it throw.
 *
 * <p>What a deadline is:
 * <ul>
 *   <li>The last day of what is named: of the month, quarter, year, range. «До 25 декабря» includes 25 December.
 *   <li>A year that is not said is the first in which the deadline is not before the document («до 1 февраля» in a document
 *       of December is next February). «До конца года» and «текущего года» mean the year of the document.
 *   <li>{@code 2020-2021} is two calendar years, to 31 December 2021, unless «уч. год» is said: a school year ends on 31
 *       August.
 *   <li>So much time after an event: the day after it is the first that counts; after whole months the deadline has the
 *       same day of the month, or the last where the month is shorter. Working days are Monday to Friday: the calendar of
 *       holidays is not known here, so near holidays the true deadline is later. Time without an event («в месячный срок»)
 *       counts from the document.
 *   <li>«Постоянно», «в течение года», «с 1 сентября», «по мере необходимости», «по графику» and an empty text give no
 *       deadline.
 *   <li>Recurring: the last day of each calendar period, or the day that is said. Every three years counts from the year of
 *       the document. Several times in a period are as many equal shorter periods, where it divides. What comes round more
 *       often than once a month is a steady duty like «постоянно».
 * </ul>
 * These rules are ours; no order states them. Immutable and safe to share between threads.
 */
public final class Term {
    /** What a term says about time. */
    public enum Kind {
        /** One day. */
        DATE,
        /** A run of days; its last is the deadline. */
        PERIOD,
        /** Again and again, or by several days that are named. */
        RECURRING,
        /** All the time, or from some day on: no deadline. */
        CONTINUOUS,
        /** So much time after or before an event, or by the event; a deadline once the event has a date. */
        RELATIVE,
        /** Another document sets the days. */
        BY_SCHEDULE,
        /** Whenever it is needed. */
        AS_NEEDED,
        /** Nothing is said. */
        EMPTY,
        /** The text could not be read. */
        UNKNOWN
    }

    /** Why a text could not be read. */
    public enum Flaw {
        /** It names a day that does not exist, years before 1990 or after 2100, or an end before the beginning. */
        INVALID_DATE,
        /** It fits no form that is known. */
        UNREADABLE,
        /** It is longer than any term. */
        TOO_LONG
    }

    private final Kind kind;
    private final String text;
    @Nullable
    private final Span span;
    @Nullable
    private final Recurrence recurrence;
    @Nullable
    private final Lapse lapse;
    @Nullable
    private final String event;
    @Nullable
    private final Flaw flaw;

    Term(Kind kind, String text) {
        this(kind, text, null, null, null, null, null);
    }

    private Term(Kind kind, String text, @Nullable Span span, @Nullable Recurrence recurrence, @Nullable Lapse lapse,
            @Nullable String event, @Nullable Flaw flaw) {
        this.kind = kind;
        this.text = text;
        this.span = span;
        this.recurrence = recurrence;
        this.lapse = lapse;
        this.event = event;
        this.flaw = flaw;
    }

    Term within(Span value) {
        return new Term(kind, text, value, null, null, null, null);
    }

    Term recurring(Recurrence value) {
        return new Term(kind, text, null, value, null, null, null);
    }

    Term after(@Nullable Lapse value, String what) {
        return new Term(kind, text, null, null, value, what, null);
    }

    Term because(Flaw value) {
        return new Term(kind, text, null, null, null, null, value);
    }

    /**
     * Reads a term.
     *
     * @param text as people write it
     * @return the term, of kind {@link Kind#UNKNOWN} if the text fits no form
     */
    public static Term parse(String text) {
        return TermParser.parse(text);
    }

    /**
     * Returns the term that is one day.
     *
     * @param date the deadline, in 1990..2100
     * @return the term
     * @throws IllegalArgumentException if the year is outside 1990..2100
     */
    public static Term of(LocalDate date) {
        if (date.getYear() < Span.FIRST_YEAR || date.getYear() > Span.LAST_YEAR) {
            throw new IllegalArgumentException("a deadline must lie in " + Span.FIRST_YEAR + ".." + Span.LAST_YEAR + ", got "
                    + date);
        }
        return new Term(Kind.DATE, date.toString()).within(Span.day(date));
    }

    /**
     * Returns the term that says nothing.
     *
     * @return the empty term
     */
    public static Term empty() {
        return new Term(Kind.EMPTY, "");
    }

    /**
     * Returns what the term says about time.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Returns the text as it was written.
     *
     * @return the text, trimmed, at most 500 characters of it
     */
    public String text() {
        return text;
    }

    /**
     * Returns why the text could not be read.
     *
     * @return the reason, empty unless the kind is {@link Kind#UNKNOWN}
     */
    public Optional<Flaw> flaw() {
        return Optional.ofNullable(flaw);
    }

    /**
     * Returns the event that the term counts from or up to.
     *
     * @return the event in small letters, as bent by the grammar of the term; empty where the term has none or counts from
     *     its document
     */
    public Optional<String> event() {
        return event == null || EventKey.isDocument(event) ? Optional.empty() : Optional.of(event);
    }

    /**
     * Returns whether a deadline follows from this term and a date of its document or event, or whether it never has one.
     *
     * @return whether a {@link #deadline} or {@link #occurrences} can be there
     */
    public boolean isDated() {
        return kind == Kind.DATE || kind == Kind.PERIOD || kind == Kind.RECURRING || kind == Kind.RELATIVE && lapse != null;
    }

    /**
     * Returns the first day of the term.
     *
     * @param context the date of the document, which gives the year where none is said
     * @return the day itself, the first of the period, or the day from which a continuous term holds; otherwise empty
     */
    public Optional<LocalDate> start(Context context) {
        return span == null ? Optional.empty() : span.start(context.document());
    }

    /**
     * Returns the last day on which the measure is in time.
     *
     * @param context the dates of the document and of events
     * @return the day; empty for a term without one, for a recurring one, and where the date that it hangs on is not known
     */
    public Optional<LocalDate> deadline(Context context) {
        if (kind == Kind.DATE || kind == Kind.PERIOD) {
            return Objects.requireNonNull(span).end(context.document());
        }
        if (kind != Kind.RELATIVE || lapse == null) {
            return Optional.empty();
        }
        String hangsOn = Objects.requireNonNull(event);
        Optional<LocalDate> base = context.event(hangsOn);
        return (base.isEmpty() && EventKey.isDocument(hangsOn) ? context.document() : base).map(lapse::from);
    }

    /**
     * Returns the deadlines of the term within a stretch of time, none of them before the document.
     *
     * @param context the dates of the document and of events
     * @param from the first day of the stretch
     * @param to its last day
     * @return the deadlines in order: those of a recurring term, the only one of another, or none
     */
    public List<LocalDate> occurrences(Context context, LocalDate from, LocalDate to) {
        if (kind == Kind.RECURRING) {
            return turns(context, from, to).stream().map(Recurrence.Turn::deadline).toList();
        }
        return deadline(context).stream()
                .filter(day -> !day.isBefore(from) && !day.isAfter(to))
                .filter(day -> context.document().isEmpty() || !day.isBefore(context.document().orElseThrow()))
                .toList();
    }

    List<Recurrence.Turn> turns(Context context, LocalDate from, LocalDate to) {
        return Objects.requireNonNull(recurrence).turns(context.document(), from, to);
    }

    @CheckForNull
    Recurrence recurrence() {
        return recurrence;
    }

    /**
     * Compares by text, which decides all else.
     *
     * @param other another object
     * @return whether it is a term of the same text
     */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Term that && text.equals(that.text) && kind == that.kind;
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /**
     * Returns the term in one form, however it was written.
     *
     * @return for example {@code 2020-12-25}, {@code 2020-09-01/2020-12-31}, {@code --10-01} where the year is open, {@code
     *     every year by --10-01}, {@code 1 month after проведения мониторинга}, {@code continuous}, {@code by schedule},
     *     {@code empty}
     */
    @Override
    public String toString() {
        return switch (kind) {
            case DATE, PERIOD -> Objects.requireNonNull(span).toString();
            case RECURRING -> Objects.requireNonNull(recurrence).toString();
            case CONTINUOUS -> "continuous" + (span == null ? "" : " from " + start());
            case RELATIVE -> (lapse == null ? "after" : lapse.equals(Lapse.NONE) ? "by" : lapse.toString()) + " "
                    + event().orElse("the document");
            case BY_SCHEDULE -> "by schedule";
            case AS_NEEDED -> "as needed";
            case EMPTY -> "empty";
            case UNKNOWN -> "unknown: " + text;
        };
    }

    private String start() {
        Span from = Objects.requireNonNull(span);
        boolean given = from.rule() == Span.Rule.GIVEN;
        return given ? from.startIn(from.year()).toString() : Span.monthDay(from.startMonth(), from.startDay());
    }

    /** The dates that a term may hang on: of its document, and of events. Immutable. */
    public static final class Context {
        private static final Context NONE = new Context(Optional.empty(), Map.of());

        private final Optional<LocalDate> document;
        private final Map<String, LocalDate> events;

        private Context(Optional<LocalDate> document, Map<String, LocalDate> events) {
            this.document = document;
            this.events = events;
        }

        /**
         * Returns the context in which no date is known.
         *
         * @return the empty context
         */
        public static Context none() {
            return NONE;
        }

        /**
         * Returns the context of a document.
         *
         * @param document the date of the document
         * @return the context without events
         */
        public static Context of(LocalDate document) {
            return new Context(Optional.of(document), Map.of());
        }

        /**
         * Returns a context that knows one more event.
         *
         * @param event the event in words; the endings of Russian words do not matter
         * @param date when it took or takes place
         * @return the context with the event, which takes the place of one of the same words
         */
        public Context withEvent(String event, LocalDate date) {
            Map<String, LocalDate> more = new HashMap<>(events);
            more.put(EventKey.of(event), Objects.requireNonNull(date, "date"));
            return new Context(document, Map.copyOf(more));
        }

        /**
         * Returns the date of the document.
         *
         * @return the date, or empty where it is not known
         */
        public Optional<LocalDate> document() {
            return document;
        }

        /**
         * Returns the date of an event.
         *
         * @param event the event in words
         * @return the date, or empty where it is not known
         */
        public Optional<LocalDate> event(String event) {
            return Optional.ofNullable(events.get(EventKey.of(event)));
        }

        @Override
        public String toString() {
            return "document " + document.map(LocalDate::toString).orElse("without date") + ", events " + events.size();
        }
    }
}
