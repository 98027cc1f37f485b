package io.github.eduindicators.recheck;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.ScoreScale;
import java.util.Arrays;

/** A work with the scores of all experts who marked it, at least one, in ascending order. */
record CheckedWork(School school, Assessment assessment, int score, int[] experts) {
    static final int LOWEST_MARK = 2;
    static final int MARKS = 4;

    /** The school's score minus the mean of the experts'. */
    double shift() {
        return score - (double) Arrays.stream(experts).sum() / experts.length;
    }

    /** The experts' score: their mean, rounded towards the school's score. */
    int expertScore() {
        int sum = Arrays.stream(experts).sum();
        return sum <= score * experts.length ? -Math.floorDiv(-sum, experts.length) : Math.floorDiv(sum, experts.length);
    }

    /** The school's score minus the experts', in whole points. */
    int points() {
        return score - expertScore();
    }

    boolean confirmed(int tolerance) {
        return confirmed(assessment.scale(), score, expertScore(), tolerance);
    }

    static boolean confirmed(ScoreScale scale, int one, int other, int tolerance) {
        return Math.abs(one - other) <= tolerance && level(scale, one) == level(scale, other);
    }

    /** How many cut scores a score has reached. */
    static int level(ScoreScale scale, int score) {
        return (int) scale.cuts().stream().filter(cut -> score >= cut).count();
    }
}
