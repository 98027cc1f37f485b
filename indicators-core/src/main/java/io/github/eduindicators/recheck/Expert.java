package io.github.eduindicators.recheck;

import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import java.util.Objects;
import java.util.Optional;

/**
 * Somebody who marks works again.
 *
 * @param code a code instead of the name, not blank
 * @param school the school where the expert works, or empty
 * @param municipality the municipality where the expert works, or empty for one who belongs to none
 */
public record Expert(String code, Optional<SchoolId> school, Optional<Municipality> municipality) {

    /**
     * Checks the code.
     *
     * @param code a code
     * @param school the school of the expert
     * @param municipality the municipality of the expert
     * @throws IllegalArgumentException if the code is blank
     */
    public Expert {
        code = code.strip();
        if (code.isEmpty()) {
            throw new IllegalArgumentException("the code of an expert must not be blank");
        }
        Objects.requireNonNull(school, "school");
        Objects.requireNonNull(municipality, "municipality");
    }

    /**
     * Returns an expert who works at a school.
     *
     * @param code a code, not blank
     * @param school the school, with its municipality
     * @return the expert
     * @throws IllegalArgumentException if the code is blank or the municipality of the school is not known
     */
    public static Expert of(String code, School school) {
        if (!placed(school)) {
            throw new IllegalArgumentException("the municipality of an expert's school must be known, it is not for " + school.id());
        }
        return new Expert(code, Optional.of(school.id()), Optional.of(school.municipality()));
    }

    /**
     * Returns an expert who belongs to a municipality and to none of its schools.
     *
     * @param code a code, not blank
     * @param municipality the municipality
     * @return the expert
     * @throws IllegalArgumentException if the code is blank
     */
    public static Expert of(String code, Municipality municipality) {
        return new Expert(code, Optional.empty(), Optional.of(municipality));
    }

    /**
     * Returns an expert who belongs to no school and no municipality, such as one of a university.
     *
     * @param code a code, not blank
     * @return the expert
     * @throws IllegalArgumentException if the code is blank
     */
    public static Expert independent(String code) {
        return new Expert(code, Optional.empty(), Optional.empty());
    }

    /** Whether it is known in which municipality a school lies. */
    static boolean placed(School school) {
        return !school.municipality().equals(School.of(school.id()).municipality());
    }

    /** Whether the expert may mark works of a school. */
    boolean mayMark(School other) {
        return !school.equals(Optional.of(other.id())) && !municipality.equals(Optional.of(other.municipality()));
    }
}
