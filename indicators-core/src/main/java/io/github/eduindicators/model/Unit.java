package io.github.eduindicators.model;

import java.io.Serializable;

/** What a finding or an indicator is about: a school, a municipality or a region. */
public sealed interface Unit extends Serializable permits SchoolId, Municipality, Region {

    /**
     * Returns the kind of unit.
     *
     * @return the type
     */
    UnitType unitType();

    /**
     * Returns what identifies the unit in files: the id of a school, the name of a municipality or a region.
     *
     * @return the code, never blank
     */
    String code();
}
