package io.github.eduindicators.results;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.School;

/**
 * The results of one school in one assessment.
 *
 * @param school the school
 * @param assessment the assessment
 * @param scores the counts; at least one pupil
 */
public record SchoolResult(School school, Assessment assessment, ScoreDistribution scores) {

    @Override
    public String toString() {
        return school.id() + " " + assessment.id() + " " + scores;
    }
}
