package io.github.eduindicators.model;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import java.io.Serializable;
import java.util.List;

/**
 * The scale of an assessment: integer scores from 0 to a maximum, and the scores at which marks begin.
 *
 * <p>Three cut scores divide the scale into the marks 2, 3, 4, 5; one cut score is the minimum score of an examination that has no
 * marks (ЕГЭ); none means that no boundary is known.
 *
 * @param max the highest possible score, 1..1000
 * @param cuts the lowest scores of the marks 3, 4, 5, or the minimum score alone, or empty; rising strictly within 1..max
 */
public record ScoreScale(int max, List<Integer> cuts) implements Serializable {
    /** The highest maximum that a scale may have. */
    public static final int MAX_SCORE = 1000;

    /**
     * Checks the scale.
     *
     * @param max the highest possible score
     * @param cuts the cut scores
     * @throws IllegalArgumentException if the maximum is outside 1..1000, the cut scores are not 0, 1 or 3, or do not rise strictly
     *     within 1..max
     */
    public ScoreScale {
        if (max < 1 || max > MAX_SCORE) {
            throw new IllegalArgumentException("max must be within 1.." + MAX_SCORE + ", got " + max);
        }
        cuts = List.copyOf(cuts);
        if (cuts.size() > 3 || cuts.size() == 2) {
            throw new IllegalArgumentException("cut scores must be none, one or three, got " + cuts);
        }
        int previous = 0;
        for (int cut : cuts) {
            if (cut <= previous || cut > max) {
                throw new IllegalArgumentException("cut scores must rise strictly within 1.." + max + ", got " + cuts);
            }
            previous = cut;
        }
    }

    /**
     * Returns a scale.
     *
     * @param max the highest possible score, 1..1000
     * @param cuts the lowest scores of the marks 3, 4, 5, or the minimum score alone, or nothing
     * @return the scale
     * @throws IllegalArgumentException if the maximum or the cut scores are not valid
     */
    public static ScoreScale of(int max, int... cuts) {
        return new ScoreScale(max, ImmutableList.copyOf(Ints.asList(cuts)));
    }

    /**
     * Tells whether the scale has marks 2, 3, 4, 5.
     *
     * @return true if there are three cut scores
     */
    public boolean hasMarks() {
        return cuts.size() == 3;
    }

    /**
     * Returns the mark that a score earns.
     *
     * @param score the score, 0..max
     * @return the mark, 2..5
     * @throws IllegalStateException if the scale has no marks
     * @throws IllegalArgumentException if the score is outside 0..max
     */
    public int mark(int score) {
        if (!hasMarks()) {
            throw new IllegalStateException("the scale " + this + " has no marks");
        }
        if (score < 0 || score > max) {
            throw new IllegalArgumentException("score must be within 0.." + max + ", got " + score);
        }
        int mark = 2;
        for (int cut : cuts) {
            mark += score >= cut ? 1 : 0;
        }
        return mark;
    }

    @Override
    public String toString() {
        return "0.." + max + (cuts.isEmpty() ? "" : " " + cuts);
    }
}
