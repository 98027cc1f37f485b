package io.github.eduindicators.finding;

/** What a check says of a unit. */
public enum Outcome {
    /** The check found no sign. It could still have missed a small one. */
    CLEAR,
    /** The check found a sign: a reason to look, not a verdict. */
    FLAGGED,
    /** The check does not apply to the data: they are of another kind than it needs. */
    NOT_APPLICABLE,
    /** The check applies, but there are too few data to say anything. */
    INSUFFICIENT_DATA
}
