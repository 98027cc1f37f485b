package io.github.eduindicators.model;

/**
 * A region (subject of the federation). A school is compared with the schools of its own region.
 *
 * @param name the name, not blank
 */
public record Region(String name) implements Comparable<Region>, Unit {

    /**
     * Checks the name.
     *
     * @param name the name
     * @throws IllegalArgumentException if the name is blank, too long or holds control characters
     */
    public Region {
        name = Codes.text("region", name);
    }

    /**
     * Returns the region with this name.
     *
     * @param name the name, not blank
     * @return the region
     * @throws IllegalArgumentException if the name is blank, too long or holds control characters
     */
    public static Region of(String name) {
        return new Region(name);
    }

    @Override
    public UnitType unitType() {
        return UnitType.REGION;
    }

    @Override
    public String code() {
        return name;
    }

    @Override
    public int compareTo(Region other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
