package io.github.eduindicators.model;

import java.io.Serializable;

/**
 * The identity of one assessment: one work of one procedure, year, subject and grade.
 *
 * @param value the identifier, not blank, at most 200 characters
 */
public record AssessmentId(String value) implements Comparable<AssessmentId>, Serializable {

    /**
     * Checks the identifier.
     *
     * @param value the identifier
     * @throws IllegalArgumentException if the value is blank, too long or holds control characters
     */
    public AssessmentId {
        value = Codes.text("assessment id", value);
    }

    /**
     * Returns the assessment identity with this value.
     *
     * @param value the identifier, not blank
     * @return the identity
     * @throws IllegalArgumentException if the value is blank, too long or holds control characters
     */
    public static AssessmentId of(String value) {
        return new AssessmentId(value);
    }

    @Override
    public int compareTo(AssessmentId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
