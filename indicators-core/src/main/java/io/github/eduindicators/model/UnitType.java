package io.github.eduindicators.model;

import java.util.Locale;

/** The kinds of unit that a finding, an indicator or a criterion can be about. */
public enum UnitType {
    /** A school. */
    SCHOOL,
    /** A municipality. */
    MUNICIPALITY,
    /** A region. */
    REGION,
    /** An organisation of any kind, such as those that an independent assessment of conditions (НОКО) visits. */
    ORGANISATION,
    /** A pre-school organisation (детский сад). */
    PRESCHOOL,
    /** An organisation of vocational education (СПО). */
    VOCATIONAL,
    /** The head of an organisation, under the code of the organisation or one of its own. */
    HEAD,
    /** A person of the staff, under a code. */
    PERSON;

    /**
     * Returns the code used in files.
     *
     * @return for example {@code school}
     */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a code as it stands in files.
     *
     * @param code for example {@code school}; case and blanks around it are ignored
     * @return the kind
     * @throws IllegalArgumentException if no kind has this code
     */
    public static UnitType parse(String code) {
        String key = code.strip().toLowerCase(Locale.ROOT);
        for (UnitType type : values()) {
            if (type.code().equals(key)) {
                return type;
            }
        }
        throw new IllegalArgumentException("unit type must be one of the codes of UnitType, got " + code);
    }
}
