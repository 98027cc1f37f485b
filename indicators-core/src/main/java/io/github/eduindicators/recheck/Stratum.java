package io.github.eduindicators.recheck;

import io.github.eduindicators.model.ScoreScale;
import java.util.Locale;

/** Where the score of a work stands: at a boundary of marks, where a point decides, or anywhere else. */
public enum Stratum {
    /** The score is a cut score or at most so many points below one. */
    BOUNDARY,
    /** Any other score. */
    OTHER;

    /**
     * Returns where a score stands.
     *
     * @param scale the scale
     * @param distance how many points below a cut score still count as its boundary, 1 or more
     * @param score the score
     * @return BOUNDARY if {@code cut - distance <= score <= cut} for a cut score of the scale
     * @throws IllegalArgumentException if the distance is less than 1 or the score outside the scale
     */
    public static Stratum of(ScoreScale scale, int distance, int score) {
        if (distance < 1) {
            throw new IllegalArgumentException("distance must be at least 1, got " + distance);
        }
        if (score < 0 || score > scale.max()) {
            throw new IllegalArgumentException("score must be within 0.." + scale.max() + ", got " + score);
        }
        return scale.cuts().stream().anyMatch(cut -> cut - distance <= score && score <= cut) ? BOUNDARY : OTHER;
    }

    /**
     * Returns the word used in files.
     *
     * @return {@code boundary} or {@code other}
     */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
