package io.github.eduindicators.recheck;

import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.School;
import io.github.eduindicators.stats.Interval;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the re-check says of a school.
 *
 * @param school the school
 * @param agreement how its marking agrees with the experts'; empty if no work is marked yet
 * @param waiting how many of its works no expert has marked yet
 * @param decision what follows
 * @param correctedMeans its means as they would be if experts had marked all works; assessments with enough re-checked works, by
 *     identity
 */
public record SchoolRecheck(
        School school, Optional<Agreement> agreement, long waiting, Decision decision, List<CorrectedMean> correctedMeans) {

    /** What follows for the school. Wherever it is not clear, it is for the school. */
    public enum Decision {
        /** The experts confirm enough works, and there is no sign that scores are too high: the signs are not confirmed. */
        CLEARED,
        /** The experts confirm too few works, or their scores are lower: a sign that works were marked too kindly. */
        SIGN,
        /** There are enough works to look, but not to tell. */
        UNDECIDED,
        /** Too few works are marked again. */
        TOO_FEW
    }

    /**
     * The mean score of a school in an assessment, corrected by what the experts found.
     *
     * @param assessment the assessment
     * @param works how many works were marked again
     * @param population how many works there are
     * @param reported the mean of the school's scores
     * @param corrected the mean less the mean shift, with its 95 % interval; a point where all works were marked again
     */
    public record CorrectedMean(AssessmentId assessment, long works, long population, double reported, Interval corrected) {

        /**
         * Checks that nothing is missing.
         *
         * @param assessment the assessment
         * @param works how many works were marked again
         * @param population how many works there are
         * @param reported the mean of the school's scores
         * @param corrected the corrected mean
         */
        public CorrectedMean {
            Objects.requireNonNull(assessment, "assessment");
            Objects.requireNonNull(corrected, "corrected");
        }
    }

    /**
     * Keeps an unchangeable copy of the list.
     *
     * @param school the school
     * @param agreement how its marking agrees with the experts'
     * @param waiting how many of its works no expert has marked yet
     * @param decision what follows
     * @param correctedMeans its corrected means
     */
    public SchoolRecheck {
        Objects.requireNonNull(agreement, "agreement");
        Objects.requireNonNull(decision, "decision");
        correctedMeans = List.copyOf(correctedMeans);
    }

    @Override
    public String toString() {
        return school.id() + " " + decision + agreement.map(a -> " " + a).orElse("") + (waiting == 0 ? "" : ", waiting " + waiting);
    }
}
