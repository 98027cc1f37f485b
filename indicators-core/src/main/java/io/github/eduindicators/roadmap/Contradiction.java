package io.github.eduindicators.roadmap;

import io.github.eduindicators.finding.Fact;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Something in the record of a measure that does not fit together, or is missing. It is reported and nothing is mended.
 *
 * @param kind what it is
 * @param measure the measure
 * @param facts what it rests on: {@code deadline}, {@code document}, {@code control}, {@code done}, {@code term}, {@code
 *     event} …, as texts, dates as {@code 2020-12-25}
 */
public record Contradiction(Kind kind, Measure measure, List<Fact> facts) {
    static final Comparator<Contradiction> ORDER = Comparator.comparing(Contradiction::measure, Measure.ORDER)
            .thenComparing(Contradiction::kind);

    /** What does not fit together. */
    public enum Kind {
        /** The deadline lies before the date of the document. */
        DEADLINE_BEFORE_DOCUMENT,
        /** The control point lies before the date of the document. */
        CONTROL_BEFORE_DOCUMENT,
        /** The control point lies after the deadline. */
        CONTROL_AFTER_DEADLINE,
        /** The control point lies before the deadline: a remark, for that may be meant. */
        CONTROL_DIFFERS,
        /** A report is asked for on a time that had ended before the document was approved. */
        REPORT_BEFORE_APPROVAL,
        /** It was done before the date of the document. */
        DONE_BEFORE_DOCUMENT,
        /** It was done later than the day of the review. */
        DONE_IN_FUTURE,
        /** It is said to be done, but not when. */
        DONE_WITHOUT_DATE,
        /** There is a day on which it was done, but the status says otherwise. */
        DATE_WITHOUT_DONE,
        /** Several days on which a measure was done that is to be done once. */
        SEVERAL_DATES,
        /** Nobody answers for it. */
        NO_RESPONSIBLE,
        /** Another measure of the document has the same number. */
        DUPLICATE_NUMBER,
        /** The term counts from an event whose day is not known. */
        UNKNOWN_EVENT,
        /** The term needs the date of the document, which is not known. */
        NO_DOCUMENT_DATE,
        /** The term or the control point could not be read. */
        UNREADABLE_TERM,
        /** The words of the status could not be read. */
        UNREADABLE_STATUS;

        /**
         * Returns the code used in files.
         *
         * @return for example {@code deadline-before-document}
         */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Copies the facts.
     *
     * @param kind what it is
     * @param measure the measure
     * @param facts what it rests on
     */
    public Contradiction {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(measure, "measure");
        facts = List.copyOf(facts);
    }

    /**
     * Returns whether it is a remark rather than an error.
     *
     * @return whether it may be meant
     */
    public boolean isRemark() {
        return kind == Kind.CONTROL_DIFFERS;
    }

    @Override
    public String toString() {
        return measure.document() + " " + measure.number() + ": " + kind.code() + " " + facts;
    }
}
