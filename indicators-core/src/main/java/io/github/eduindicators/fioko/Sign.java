package io.github.eduindicators.fioko;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.School;
import java.util.List;
import java.util.function.Supplier;

/**
 * A sign of ФИОКО 2019 that a school carries in a year. The finding, with its facts and words, is made when it is asked for. Two signs are
 * equal if they are of one kind, school, year and the same assessments. Immutable.
 */
public final class Sign {
    private final SignKind kind;
    private final School school;
    private final int year;
    private final boolean official;
    private final List<AssessmentId> assessments;
    private final Supplier<Finding> finding;

    Sign(SignKind kind, School school, int year, boolean official, List<AssessmentId> assessments, Supplier<Finding> finding) {
        this.kind = kind;
        this.school = school;
        this.year = year;
        this.official = official;
        this.assessments = assessments;
        this.finding = finding;
    }

    /**
     * Returns what kind of sign it is.
     *
     * @return the kind
     */
    public SignKind kind() {
        return kind;
    }

    /**
     * Returns who carries it.
     *
     * @return the school
     */
    public School school() {
        return school;
    }

    /**
     * Returns the calendar year of the work.
     *
     * @return the year, of a cohort the later one
     */
    public int year() {
        return year;
    }

    /**
     * Returns whether the sign counts in the index.
     *
     * @return true if it is one of the fourteen of the document
     */
    public boolean official() {
        return official;
    }

    /**
     * Returns the works that it is about.
     *
     * @return one, of a cohort two, the earlier first
     */
    public List<AssessmentId> assessments() {
        return assessments;
    }

    /**
     * Returns the finding with its facts. It is made anew each time.
     *
     * @return the finding
     */
    public Finding finding() {
        return finding.get();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sign that && kind == that.kind && school.equals(that.school) && year == that.year
                && official == that.official && assessments.equals(that.assessments);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * school.hashCode() + kind.hashCode()) + assessments.hashCode();
    }

    @Override
    public String toString() {
        return kind + " " + school.id() + " " + assessments + (official ? "" : " (not official)");
    }
}
