package io.github.eduindicators.effectiveness;

import com.google.common.collect.ImmutableList;
import io.github.eduindicators.effectiveness.Membership.Answer;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Unit;
import java.util.List;

/** What the rule of a list says of all units. Immutable and safe to share between threads. */
public final class Memberships {
    private final MethodInfo method;
    private final ImmutableList<Membership> rows;
    private final ImmutableList<Finding> findings;

    Memberships(MethodInfo method, List<Membership> rows, List<Finding> findings) {
        this.method = method;
        this.rows = ImmutableList.sortedCopyOf(Membership.ORDER, rows);
        this.findings = ImmutableList.sortedCopyOf(Finding.order(), findings);
    }

    /**
     * Returns the method with its options.
     *
     * @return the method
     */
    public MethodInfo method() {
        return method;
    }

    /**
     * Returns the answer for every unit and period that the rule could look at.
     *
     * @return by unit and period, each with what was looked at
     */
    public List<Membership> memberships() {
        return rows;
    }

    /**
     * Returns the units on the list in a period.
     *
     * @param period the period
     * @return the members, by kind and code
     */
    public List<Unit> members(Period period) {
        return rows.stream()
                .filter(row -> row.member() == Answer.YES && row.period().equals(period))
                .map(Membership::unit)
                .toList();
    }

    /**
     * Returns the units on the list in a year.
     *
     * @param year the calendar year
     * @return the members, by kind and code
     * @throws IllegalArgumentException if the year is out of the range of {@link Period}
     */
    public List<Unit> members(int year) {
        return members(Period.of(year));
    }

    /**
     * Returns a finding a unit for the latest period that the rule could look at.
     *
     * @return FLAGGED where the unit is on the list; in the order of {@link Finding#order()}
     */
    public List<Finding> findings() {
        return findings;
    }

    @Override
    public String toString() {
        return method.id() + "[" + Membership.counts(rows) + "]";
    }
}
