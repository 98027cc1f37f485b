package io.github.eduindicators.model;

import java.util.Locale;

/** The kinds of unit that a finding or an indicator can be about. */
public enum UnitType {
    /** A school. */
    SCHOOL,
    /** A municipality. */
    MUNICIPALITY,
    /** A region. */
    REGION;

    /**
     * Returns the code used in files.
     *
     * @return for example {@code school}
     */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
