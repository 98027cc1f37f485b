package io.github.eduindicators.model;

import java.util.Locale;

/**
 * The identity of a school.
 *
 * <p>The federal system renamed its school logins from {@code sch} to {@code edu} in 2022 and kept the six digits. Both are one
 * school, so {@code sch280417} is read as {@code edu280417}; every other identifier is kept as written, without outer blanks.
 *
 * @param value the identifier, not blank, at most 200 characters
 */
public record SchoolId(String value) implements Comparable<SchoolId>, Unit {
    private static final int LOGIN_LENGTH = 9;

    /**
     * Checks and normalises the identifier.
     *
     * @param value the identifier
     * @throws IllegalArgumentException if the value is blank, too long or holds control characters
     */
    public SchoolId {
        value = normalise(Codes.text("school id", value));
    }

    /**
     * Returns the school with this identifier.
     *
     * @param value the identifier, not blank
     * @return the identity
     * @throws IllegalArgumentException if the value is blank, too long or holds control characters
     */
    public static SchoolId of(String value) {
        return new SchoolId(value);
    }

    private static String normalise(String id) {
        if (id.length() != LOGIN_LENGTH) {
            return id;
        }
        String prefix = id.substring(0, 3).toLowerCase(Locale.ROOT);
        if (!prefix.equals("sch") && !prefix.equals("edu")) {
            return id;
        }
        for (int i = 3; i < LOGIN_LENGTH; i++) {
            if (id.charAt(i) < '0' || id.charAt(i) > '9') {
                return id;
            }
        }
        return "edu" + id.substring(3);
    }

    @Override
    public UnitType unitType() {
        return UnitType.SCHOOL;
    }

    @Override
    public String code() {
        return value;
    }

    @Override
    public int compareTo(SchoolId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
