package io.github.eduindicators.benchmarks.power;

import java.util.Locale;

/** What a school was made to do; the code is that of the kind of evidence which should find it. */
enum Violation {
    NONE,
    /** Most pupils are helped by several points. */
    MEAN,
    /** Pupils just below a cut score are raised to it. */
    CUTOFF,
    /** Pupils of a class write about the same score. */
    COPYING,
    /** Journal marks are raised by one. */
    JOURNAL,
    /** Scores are moved just inside the interval of the journal mark. */
    FITTED,
    /** Help as in {@link #MEAN}, much of it, in one year. */
    SPIKE;

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
