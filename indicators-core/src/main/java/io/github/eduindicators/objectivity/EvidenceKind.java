package io.github.eduindicators.objectivity;

import java.util.Locale;

/** The kinds of evidence that the screening combines; each has a p-value for every school with enough data. */
public enum EvidenceKind {
    /** The school's mean is higher than its context and its own other works lead to expect. */
    MEAN("level"),
    /** More pupils stand at the cut scores, and fewer just below, than in other schools of that level. */
    CUTOFF("cutoff"),
    /** The scores of a class are more alike than those of other classes of that level. */
    COPYING("copying"),
    /** Journal marks are higher against the test than in other schools. */
    JOURNAL("journal"),
    /** Scores sit just inside the interval of the journal mark more often than chance. */
    FITTED("fitted"),
    /** One year is out of line with the school's other years. */
    SPIKE("level");

    private final String source;

    EvidenceKind(String source) {
        this.source = source;
    }

    /**
     * Returns the name in files.
     *
     * @return such as {@code cutoff}
     */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Tells whether two kinds look at different features of the results, so that both together say more than one. Mean and spike both
     * look at the level.
     *
     * @param other another kind
     * @return false where both look at the same
     */
    public boolean independentOf(EvidenceKind other) {
        return !source.equals(other.source);
    }

    /** How many features of the results these kinds look at. */
    static int independent(Iterable<EvidenceKind> kinds) {
        java.util.TreeSet<String> sources = new java.util.TreeSet<>();
        kinds.forEach(kind -> sources.add(kind.source));
        return sources.size();
    }
}
