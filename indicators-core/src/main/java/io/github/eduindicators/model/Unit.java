package io.github.eduindicators.model;

import java.io.Serializable;
import java.util.Comparator;
import java.util.Objects;

/** What a finding, an indicator or a criterion is about: a school, a municipality, a region, or another unit that has a code. */
public sealed interface Unit extends Serializable permits SchoolId, Municipality, Region, Unit.Coded {

    /**
     * Returns the kind of unit.
     *
     * @return the type
     */
    UnitType unitType();

    /**
     * Returns what identifies the unit in files: the id of a school, the name of a municipality or a region, the code of another unit.
     *
     * @return the code, never blank
     */
    String code();

    /**
     * Returns a unit of which only the kind and the code are known.
     *
     * @param type the kind: an organisation, a head, a person
     * @param code the code, not blank; of a person never the name
     * @return the unit
     * @throws IllegalArgumentException if the kind has a type of its own, or the code is blank, too long or holds control characters
     */
    static Unit of(UnitType type, String code) {
        return new Coded(type, code);
    }

    /**
     * Returns the order of units in lists and files.
     *
     * @return by kind, then by code, then, for municipalities of one name, by region
     */
    static Comparator<Unit> order() {
        return UnitOrder.BY_TYPE_AND_CODE;
    }

    /**
     * A unit of which only the kind and the code are known.
     *
     * @param unitType the kind: not a school, municipality or region, which have types of their own
     * @param code the code, not blank
     */
    record Coded(UnitType unitType, String code) implements Unit {

        /**
         * Checks the kind and the code.
         *
         * @param unitType the kind
         * @param code the code
         * @throws IllegalArgumentException if the kind has a type of its own, or the code is blank, too long or holds control characters
         */
        public Coded {
            Objects.requireNonNull(unitType, "unitType");
            if (unitType == UnitType.SCHOOL || unitType == UnitType.MUNICIPALITY || unitType == UnitType.REGION) {
                throw new IllegalArgumentException(
                        "a school, municipality or region is SchoolId, Municipality or Region, got a code of type " + unitType);
            }
            code = Codes.text(unitType.code(), code);
        }

        @Override
        public String toString() {
            return unitType.code() + " " + code;
        }
    }
}
