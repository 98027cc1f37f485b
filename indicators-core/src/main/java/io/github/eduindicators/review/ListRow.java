package io.github.eduindicators.review;

import io.github.eduindicators.effectiveness.Membership;
import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.model.Unit;
import java.util.List;

/**
 * Whether a unit belongs to a list, and why.
 *
 * @param list the list, such as {@code objectivity-interview}
 * @param unit the unit
 * @param year the year that the list is for
 * @param member whether the unit belongs to it
 * @param reasons what decided: the years and numbers of signs, by key
 */
public record ListRow(String list, Unit unit, int year, Member member, List<Fact> reasons) {
    /** Schools with an official sign in one of the two latest years: heads to talk with. */
    public static final String INTERVIEW = "objectivity-interview";
    /** Schools with an official sign in any year: results to analyse. */
    public static final String ANALYSIS = "objectivity-analysis";

    /** Whether a unit belongs to a list. */
    public enum Member {
        /** It does. */
        YES,
        /** It does not. */
        NO,
        /** There is too little data to say. */
        INSUFFICIENT_DATA
    }

    /**
     * Keeps an unchangeable copy of the reasons.
     *
     * @param list the list
     * @param unit the unit
     * @param year the year that the list is for
     * @param member whether the unit belongs to it
     * @param reasons what decided
     */
    public ListRow {
        reasons = List.copyOf(reasons);
    }

    static ListRow of(Membership membership) {
        return new ListRow(
                membership.list(),
                membership.unit(),
                membership.period().year(),
                Member.valueOf(membership.member().name()),
                membership.facts());
    }

    @Override
    public String toString() {
        return list + " " + year + " " + unit + " " + member + " " + reasons;
    }
}
