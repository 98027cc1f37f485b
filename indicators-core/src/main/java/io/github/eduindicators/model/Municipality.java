package io.github.eduindicators.model;

import java.util.Comparator;

/**
 * A municipality of a region. Two regions may have municipalities of the same name.
 *
 * @param region the region it lies in
 * @param name the name, not blank
 */
public record Municipality(Region region, String name) implements Comparable<Municipality>, Unit {
    private static final Comparator<Municipality> ORDER =
            Comparator.comparing(Municipality::region).thenComparing(Municipality::name);

    /**
     * Checks the name.
     *
     * @param region the region it lies in
     * @param name the name
     * @throws IllegalArgumentException if the name is blank, too long or holds control characters
     */
    public Municipality {
        name = Codes.text("municipality", name);
    }

    /**
     * Returns the municipality of a region.
     *
     * @param region the region it lies in
     * @param name the name, not blank
     * @return the municipality
     * @throws IllegalArgumentException if the name is blank, too long or holds control characters
     */
    public static Municipality of(Region region, String name) {
        return new Municipality(region, name);
    }

    @Override
    public UnitType unitType() {
        return UnitType.MUNICIPALITY;
    }

    @Override
    public String code() {
        return name;
    }

    @Override
    public int compareTo(Municipality other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return name;
    }
}
