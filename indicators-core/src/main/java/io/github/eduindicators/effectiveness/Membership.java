package io.github.eduindicators.effectiveness;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.IndicatorValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Whether a unit belongs to a list in a period, and what was looked at to say so: one row of a list of schools with low results,
 * resilient schools, or any list that a region makes. Immutable and safe to share between threads.
 *
 * @param list the code of the list, such as {@code shnor-federal}
 * @param unit the unit
 * @param period the period that the list is for
 * @param member whether the unit belongs to it
 * @param reasons what was looked at, in the order of the rule
 * @param note codes separated by a semicolon, such as {@code doubtful-results}; may be empty
 */
public record Membership(String list, Unit unit, Period period, Answer member, List<Reason> reasons, String note) {
    static final Comparator<Membership> ORDER = Comparator.comparing(Membership::list)
            .thenComparing(Membership::unit, Unit.order())
            .thenComparing(Membership::period);

    /** The note on a unit whose results are doubted elsewhere. */
    public static final String DOUBTFUL = "doubtful-results";

    /** An answer that may not be known. */
    public enum Answer {
        /** It is so. */
        YES,
        /** It is not so. */
        NO,
        /** There is too little data to say. */
        INSUFFICIENT_DATA;

        /**
         * Returns the code used in files.
         *
         * @return {@code yes}, {@code no} or {@code insufficient_data}
         */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One number that was looked at.
     *
     * @param criterion the code of what was asked, such as {@code vpr-mathematics-5}
     * @param period the period of the number
     * @param assessment the identity of the assessment, empty where the number is pooled or has none
     * @param holds whether it speaks for membership
     * @param value the number, with its counts and interval where it is a share; or why there is none
     * @param limit what it was compared with; empty where there was nothing to compare with
     */
    public record Reason(
            String criterion, Period period, String assessment, Answer holds, IndicatorValue value, OptionalDouble limit) {

        /**
         * Checks that all is there.
         *
         * @param criterion the code of what was asked
         * @param period the period
         * @param assessment the identity of the assessment, or empty
         * @param holds whether it speaks for membership
         * @param value the number
         * @param limit what it was compared with
         */
        public Reason {
            Objects.requireNonNull(criterion, "criterion");
            Objects.requireNonNull(period, "period");
            Objects.requireNonNull(assessment, "assessment");
            Objects.requireNonNull(holds, "holds");
            Objects.requireNonNull(value, "value");
            Objects.requireNonNull(limit, "limit");
        }

        private String key() {
            return criterion + "-" + period + (assessment.isEmpty() ? "" : "-" + assessment);
        }

        private Fact fact() {
            if (value.value().isEmpty()) {
                return Fact.of(key(), value.note().isEmpty() ? value.state().name().toLowerCase(Locale.ROOT) : value.note());
            }
            return value.numerator().isPresent() ? Fact.of(key(), ofAll(value)) : Fact.of(key(), value.value().getAsDouble());
        }

        /** A share as people write it: {@code 3/10}. */
        static String ofAll(IndicatorValue ratio) {
            return plain(ratio.numerator().orElseThrow()) + "/" + plain(ratio.denominator().orElseThrow());
        }

        private static String plain(double number) {
            return number == Math.rint(number) && Math.abs(number) < 1L << 53 ? Long.toString((long) number) : Double.toString(number);
        }

        @Override
        public String toString() {
            return criterion + " " + period + (assessment.isEmpty() ? "" : " " + assessment) + " " + value
                    + (limit.isPresent() ? String.format(Locale.ROOT, " limit %.4g", limit.getAsDouble()) : "") + " " + holds.code();
        }
    }

    /**
     * Keeps an unchangeable copy of the reasons.
     *
     * @param list the code of the list
     * @param unit the unit
     * @param period the period that the list is for
     * @param member whether the unit belongs to it
     * @param reasons what was looked at
     * @param note codes separated by a semicolon; may be empty
     */
    public Membership {
        Objects.requireNonNull(list, "list");
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(period, "period");
        Objects.requireNonNull(member, "member");
        Objects.requireNonNull(note, "note");
        reasons = List.copyOf(reasons);
    }

    /**
     * Returns the numbers that speak for membership.
     *
     * @return the reasons that hold
     */
    public List<Reason> triggers() {
        return reasons.stream().filter(reason -> reason.holds() == Answer.YES).toList();
    }

    /**
     * Returns the reasons as they stand in files: shares as {@code 3/10}, other numbers as numbers; what they were compared with under
     * {@code limit} where it is one number for all, else under the same key with {@code -limit}; the note under {@code note}.
     *
     * @return keys and values, in the order of the reasons
     */
    public List<Fact> facts() {
        boolean oneLimit = reasons.stream().map(Reason::limit).distinct().count() == 1;
        List<Fact> facts = new ArrayList<>();
        for (Reason reason : reasons) {
            facts.add(reason.fact());
            if (!oneLimit && reason.limit().isPresent()) {
                facts.add(Fact.of(reason.key() + "-limit", reason.limit().getAsDouble()));
            }
        }
        if (oneLimit && reasons.get(0).limit().isPresent()) {
            facts.add(Fact.of("limit", reasons.get(0).limit().getAsDouble()));
        }
        if (!note.isEmpty()) {
            facts.add(Fact.of("note", note));
        }
        return List.copyOf(facts);
    }

    @Override
    public String toString() {
        return list + " " + period + " " + unit + " " + member.code() + (note.isEmpty() ? "" : " (" + note + ")") + " " + triggers();
    }

    /** How many of a list have each answer, for one line. */
    static String counts(List<Membership> memberships) {
        StringBuilder text = new StringBuilder();
        for (Answer answer : Answer.values()) {
            long count = memberships.stream().filter(m -> m.member() == answer).count();
            text.append(text.isEmpty() ? "" : ", ").append(count).append(' ').append(answer.code());
        }
        return text.toString();
    }
}
