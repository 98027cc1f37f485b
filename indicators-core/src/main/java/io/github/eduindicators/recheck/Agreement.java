package io.github.eduindicators.recheck;

import io.github.eduindicators.stats.Interval;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How the experts' marking of a group of works agrees with the school's. Where a work has several experts, its expert's score is
 * their mean, rounded towards the school's score wherever a whole number is needed.
 *
 * @param works the works that at least one expert marked, 1 or more
 * @param exact the share of works with the same score, with its 95 % interval
 * @param confirmedWorks how many works are confirmed by the rule of the analysis
 * @param confirmed the share of confirmed works, with its 95 % interval; of one school it is the share among all its works, the
 *     strata weighted by their sizes, where these are known
 * @param marked how many of the works are on a scale with cut scores
 * @param lowered how many of these have a lower mark from the experts than from the school, or fell below the minimum score
 * @param raised how many have a higher mark from the experts, or reached the minimum score
 * @param shift the mean of school's score minus expert's score, in points, with its 95 % interval; above 0 where the school gave
 *     more; weighted as the confirmed share; empty for a single work
 * @param kappa Cohen's kappa of the marks of school and experts; empty without marks 2..5, or where all are one mark
 * @param quadraticKappa the same with quadratic weights
 * @param experts how the experts agree with each other; empty if no work was marked twice
 */
public record Agreement(
        long works,
        Interval exact,
        long confirmedWorks,
        Interval confirmed,
        long marked,
        long lowered,
        long raised,
        Optional<Interval> shift,
        OptionalDouble kappa,
        OptionalDouble quadraticKappa,
        Optional<Experts> experts) {

    /**
     * How experts agree with each other on the works that two or more of them marked; every pair of experts of a work counts
     * once.
     *
     * @param works the works marked twice or more, 1 or more
     * @param pairs the pairs of experts, 1 or more
     * @param exact the share of pairs with the same score, 0..1
     * @param confirmed the share of pairs that confirm each other by the rule by which experts confirm schools, 0..1
     * @param meanDifference the mean absolute difference of the scores, in points
     * @param kappa kappa of the marks, every pair taken both ways, since no expert is the first; empty as for the school
     * @param quadraticKappa the same with quadratic weights
     */
    public record Experts(
            long works,
            long pairs,
            double exact,
            double confirmed,
            double meanDifference,
            OptionalDouble kappa,
            OptionalDouble quadraticKappa) {

        /**
         * Checks that nothing is missing.
         *
         * @param works the works marked twice or more
         * @param pairs the pairs of experts
         * @param exact the share of pairs with the same score
         * @param confirmed the share of pairs that confirm each other
         * @param meanDifference the mean absolute difference
         * @param kappa kappa of the marks
         * @param quadraticKappa the same with quadratic weights
         */
        public Experts {
            Objects.requireNonNull(kappa, "kappa");
            Objects.requireNonNull(quadraticKappa, "quadratic kappa");
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "Experts[%d works, exact %.3f, confirmed %.3f]", works, exact, confirmed);
        }
    }

    /**
     * Returns the share of works whose mark the experts changed.
     *
     * @return the share, 0..1, of the works on a scale with cut scores, or empty if there are none
     */
    public OptionalDouble changedShare() {
        return marked == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) (lowered + raised) / marked);
    }

    @Override
    public String toString() {
        return "Agreement[" + works + " works, confirmed " + confirmed + shift.map(s -> ", shift " + s).orElse("") + "]";
    }
}
