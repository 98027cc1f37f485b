package io.github.eduindicators.roadmap;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.annotation.Nullable;

/**
 * One measure of a roadmap, or one decision of a protocol: what, by when, when it is looked at, by whom, and what became of
 * it. Made by {@link #of} and completed by the {@code with} methods. Immutable and safe to share between threads.
 */
public final class Measure {
    /** Parts of a number, so that 2.10 comes after 2.9. */
    private static final Comparator<String> BY_NUMBER = Measure::compareNumbers;
    static final Comparator<Measure> ORDER = Comparator.comparing(Measure::document)
            .thenComparing(Measure::number, BY_NUMBER)
            .thenComparing(Measure::section)
            .thenComparing(Measure::text)
            .thenComparing(measure -> measure.term.text())
            .thenComparing(measure -> measure.control.text())
            .thenComparing(measure -> measure.responsible.toString())
            .thenComparing(Measure::statusText)
            .thenComparing(measure -> measure.doneOn.toString());

    /** What people say has become of a measure. */
    public enum Status {
        /** It is done. */
        DONE,
        /** A part of it is done. */
        PARTIAL,
        /** It is being done. */
        IN_PROGRESS,
        /** It is not done, or not begun. */
        NOT_STARTED,
        /** It need not be done any more. */
        CANCELLED,
        /** Nothing is said. */
        NONE,
        /** The words could not be read. */
        UNKNOWN;

        private static final Pattern FINISHED = Pattern.compile(
                "(?<!не )(?<![а-яa-z])(?:исполнено|исполнен|исполнена|исполнены|выполнен[аоы]?|завершен[аоы]?|сделан[аоы]?"
                        + "|проведен[аоы]?|реализован[аоы]?"
                        + "|готово|осуществлен[аоы]?|утвержден[аоы]?|done|completed?|finished|executed)(?![а-яa-z])");
        private static final Pattern PART =
                Pattern.compile("частичн|не в полном|не полностью|отчасти|частью|partial|in part|not fully|not completely");
        private static final Pattern NOT = Pattern.compile(
                "(?:^|[^а-яa-z])не ?(?:исполн|выполн|начат|начин|приступ|реализ|провед|провод|заверш|сделан|осуществл|утвержд)"
                        + "|^нет$|^не "
                        + "|планируется|запланир|будет |срок не наступил|ожидается|not (?:started|done|begun|completed"
                                + "|executed)|planned|pending|^no$");
        private static final Pattern DROPPED = Pattern.compile(
                "отмен|снят[оаы]?(?![а-я])|исключен|неактуальн|не актуальн|не требуется|утратил|cancel|dropped|withdrawn|no "
                        + "longer");
        private static final Pattern RUNNING = Pattern.compile(
                "в работе|исполняется|выполняется|в процессе|реализуется|в стадии|на исполнении|на контроле|продолжа|проводится"
                        + "|ведется|осуществляется"
                        + "|начат[оаы]?(?![а-я])|приступ|in progress|ongoing|under way|underway|running|started");
        private static final Pattern YES = Pattern.compile("да|yes|\\+|1|100 ?%|ok|✓|✔|☑");

        /**
         * Reads the words.
         *
         * @param text as people write it, in Russian or English: «исполнено», «в работе», «снято с контроля», {@code done}
         * @return the status; {@link #NONE} for a blank text, {@link #UNKNOWN} for words that are not known
         */
        public static Status parse(String text) {
            String normal = TermText.normal(TermText.start(text.strip(), TermText.LONGEST));
            if (normal.isEmpty() || normal.equals("-")) {
                return NONE;
            }
            boolean finished = FINISHED.matcher(normal).find();
            if (PART.matcher(normal).find()) {
                return PARTIAL;
            }
            if (!finished && DROPPED.matcher(normal).find()) {
                return CANCELLED;
            }
            if (NOT.matcher(normal).find()) {
                return NOT_STARTED;
            }
            if (RUNNING.matcher(normal).find()) {
                return IN_PROGRESS;
            }
            return finished || YES.matcher(normal).matches() ? DONE : UNKNOWN;
        }
    }

    private final String document;
    private final Optional<LocalDate> documentDate;
    private final String number;
    private final String section;
    private final String text;
    private final Term term;
    private final Term control;
    private final List<String> responsible;
    private final Status status;
    private final String statusText;
    private final List<LocalDate> doneOn;

    private Measure(Measure from, Change change) {
        this.document = from.document;
        this.documentDate = change.documentDate == null ? from.documentDate : Optional.of(change.documentDate);
        this.number = from.number;
        this.section = change.section == null ? from.section : change.section;
        this.text = from.text;
        this.term = change.term == null ? from.term : change.term;
        this.control = change.control == null ? from.control : change.control;
        this.responsible = change.responsible == null ? from.responsible : change.responsible;
        this.statusText = change.statusText == null ? from.statusText : change.statusText;
        this.status = change.statusText == null ? from.status : Status.parse(change.statusText);
        this.doneOn = change.doneOn == null ? from.doneOn : change.doneOn;
    }

    private Measure(String document, String number, String text) {
        this.document = document;
        this.documentDate = date(document);
        this.number = number;
        this.section = "";
        this.text = text;
        this.term = Term.empty();
        this.control = Term.empty();
        this.responsible = List.of();
        this.status = Status.NONE;
        this.statusText = "";
        this.doneOn = List.of();
    }

    /** What another measure is to have in place of what this one has. */
    private static final class Change {
        @Nullable
        private LocalDate documentDate;
        @Nullable
        private String section;
        @Nullable
        private Term term;
        @Nullable
        private Term control;
        @Nullable
        private List<String> responsible;
        @Nullable
        private String statusText;
        @Nullable
        private List<LocalDate> doneOn;
    }

    /**
     * Returns a measure without a term, of which nothing has become.
     *
     * @param document the document that asks for it; a date in the text, as in «Приказ от 22.06.2020 № 100», is the date of
     *     the document
     * @param number the number of the item in the document, may be blank
     * @param text what is to be done
     * @return the measure
     */
    public static Measure of(String document, String number, String text) {
        return new Measure(document.strip(), number.strip(), text.strip());
    }

    /** The first day that a text names with its year. */
    private static Optional<LocalDate> date(String text) {
        return CalendarReader.firstDay(TermText.normal(TermText.start(text, TermText.LONGEST)))
                .flatMap(span -> span.end(Optional.empty()));
    }

    /**
     * Returns the measure of a document of this date.
     *
     * @param value the date of the document
     * @return a measure with the date
     */
    public Measure withDocumentDate(LocalDate value) {
        Change change = new Change();
        change.documentDate = Objects.requireNonNull(value, "documentDate");
        return new Measure(this, change);
    }

    /**
     * Returns the measure in a section of the document.
     *
     * @param value the section
     * @return a measure with the section
     */
    public Measure withSection(String value) {
        Change change = new Change();
        change.section = value.strip();
        return new Measure(this, change);
    }

    /**
     * Returns the measure with a term.
     *
     * @param value the term as people write it
     * @return a measure with the term
     */
    public Measure withTerm(String value) {
        return withTerm(Term.parse(value));
    }

    /**
     * Returns the measure with a term.
     *
     * @param value the term
     * @return a measure with the term
     */
    public Measure withTerm(Term value) {
        Change change = new Change();
        change.term = Objects.requireNonNull(value, "term");
        return new Measure(this, change);
    }

    /**
     * Returns the measure with a control point: when its execution is looked at.
     *
     * @param value the date as people write it
     * @return a measure with the control point
     */
    public Measure withControl(String value) {
        return withControl(Term.parse(value));
    }

    /**
     * Returns the measure with a control point: when its execution is looked at.
     *
     * @param value the term of the control point
     * @return a measure with the control point
     */
    public Measure withControl(Term value) {
        Change change = new Change();
        change.control = Objects.requireNonNull(value, "control");
        return new Measure(this, change);
    }

    /**
     * Returns the measure with those who answer for it.
     *
     * @param value one or more, separated by semicolons, commas or line breaks; commas in brackets and quotation marks do
     *     not separate
     * @return a measure with the responsible, each once, in the order of the text
     */
    public Measure withResponsible(String value) {
        Change change = new Change();
        change.responsible = split(value);
        return new Measure(this, change);
    }

    /**
     * Returns the measure with a status.
     *
     * @param value the status as people write it
     * @return a measure with the status
     */
    public Measure withStatus(String value) {
        Change change = new Change();
        change.statusText = value.strip();
        return new Measure(this, change);
    }

    /**
     * Returns the measure with the days on which it was done.
     *
     * @param values one day, or of a recurring measure one a time; none takes all away
     * @return a measure with the days
     */
    public Measure withDoneOn(LocalDate... values) {
        return withDoneOn(List.of(values));
    }

    /**
     * Returns the measure with the days on which it was done.
     *
     * @param values one day, or of a recurring measure one a time; none takes all away
     * @return a measure with the days
     */
    public Measure withDoneOn(Collection<LocalDate> values) {
        Change change = new Change();
        change.doneOn = List.copyOf(new TreeSet<>(values));
        return new Measure(this, change);
    }

    private static List<String> split(String value) {
        List<String> names = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < value.length(); i++) {
            char sign = value.charAt(i);
            depth += "(«“".indexOf(sign) >= 0 ? 1 : ")»”".indexOf(sign) >= 0 && depth > 0 ? -1 : 0;
            if (sign == ';' || sign == '\n' || sign == ',' && depth == 0) {
                names.add(value.substring(start, i));
                start = i + 1;
                depth = 0;
            }
        }
        names.add(value.substring(start));
        Stream<String> kept = names.stream().map(String::strip).filter(name -> !name.isEmpty() && !name.equals("-"));
        return List.copyOf(new LinkedHashSet<>(kept.toList()));
    }

    private static int compareNumbers(String one, String other) {
        String[] left = one.split("\\.", -1);
        String[] right = other.split("\\.", -1);
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            boolean figures = left[i].matches("[0-9]{1,9}") && right[i].matches("[0-9]{1,9}");
            boolean either = left[i].matches("[0-9]{1,9}") || right[i].matches("[0-9]{1,9}");
            int order = figures ? Integer.compare(Integer.parseInt(left[i]), Integer.parseInt(right[i]))
                    : either ? left[i].matches("[0-9]{1,9}") ? -1 : 1 : left[i].compareTo(right[i]);
            if (order != 0) {
                return order;
            }
        }
        int order = Integer.compare(left.length, right.length);
        return order == 0 ? one.compareTo(other) : order;
    }

    /**
     * Returns the document.
     *
     * @return its text, as written
     */
    public String document() {
        return document;
    }

    /**
     * Returns the date of the document.
     *
     * @return the date, or empty where it is not known
     */
    public Optional<LocalDate> documentDate() {
        return documentDate;
    }

    /**
     * Returns the number of the item.
     *
     * @return the number, may be blank
     */
    public String number() {
        return number;
    }

    /**
     * Returns the section of the document.
     *
     * @return the section, may be blank
     */
    public String section() {
        return section;
    }

    /**
     * Returns what is to be done.
     *
     * @return the text, as written
     */
    public String text() {
        return text;
    }

    /**
     * Returns by when it is to be done.
     *
     * @return the term
     */
    public Term term() {
        return term;
    }

    /**
     * Returns when its execution is looked at.
     *
     * @return the control point, of kind {@link Term.Kind#EMPTY} where there is none
     */
    public Term control() {
        return control;
    }

    /**
     * Returns who answers for it.
     *
     * @return each once, in the order of the text
     */
    public List<String> responsible() {
        return responsible;
    }

    /**
     * Returns what people say has become of it.
     *
     * @return the status
     */
    public Status status() {
        return status;
    }

    /**
     * Returns the words of the status.
     *
     * @return as written
     */
    public String statusText() {
        return statusText;
    }

    /**
     * Returns when it was done.
     *
     * @return the days, each once, in order
     */
    public List<LocalDate> doneOn() {
        return doneOn;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Measure that && ORDER.compare(this, that) == 0 && documentDate.equals(that.documentDate);
    }

    @Override
    public int hashCode() {
        return Objects.hash(document, number, text, term, doneOn);
    }

    @Override
    public String toString() {
        return document + (number.isEmpty() ? "" : " " + number) + ", term " + term + (control.kind() == Term.Kind.EMPTY ? ""
                : ", control " + control)
                + ", " + status + (doneOn.isEmpty() ? "" : " " + doneOn);
    }
}
