package io.github.eduindicators.review;

import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.fioko.Repetition;
import io.github.eduindicators.model.School;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What the review says of a school, in one line.
 *
 * @param school the school
 * @param n the number of its results, over all assessments
 * @param signs the number of its signs of ФИОКО 2019
 * @param repetition how official signs repeat over the years
 * @param outcome FLAGGED if and only if the combined adjusted p is at most the level
 * @param kinds the kinds of evidence that flag by themselves
 * @param independentKinds how many features of the results these kinds look at: mean and spike count once
 * @param p the combined p, or empty where no kind could say anything
 * @param adjustedP the combined p adjusted over all schools, or empty
 */
public record SchoolSummary(
        School school,
        long n,
        int signs,
        Repetition repetition,
        Outcome outcome,
        List<String> kinds,
        int independentKinds,
        OptionalDouble p,
        OptionalDouble adjustedP) {

    /**
     * Keeps an unchangeable copy of the kinds.
     *
     * @param school the school
     * @param n the number of its results
     * @param signs the number of its signs
     * @param repetition how they repeat
     * @param outcome the outcome
     * @param kinds the kinds of evidence
     * @param independentKinds how many features they look at
     * @param p the combined p
     * @param adjustedP the adjusted p
     */
    public SchoolSummary {
        kinds = List.copyOf(kinds);
    }

    @Override
    public String toString() {
        return school.id() + " " + outcome + ", " + signs + " signs in " + repetition.yearsFlagged() + " years"
                + (kinds.isEmpty() ? "" : ", " + kinds) + ", n=" + n;
    }
}
