package io.github.eduindicators.model;

import java.util.Locale;

/** The half of the calendar year in which a work was written. */
public enum Season {
    /** January to June, the end of the school year. */
    SPRING,
    /** September to December: the work tests the programme of the school year before. */
    AUTUMN;

    /**
     * Returns the code used in files.
     *
     * @return {@code spring} or {@code autumn}
     */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a season as people write it.
     *
     * @param text {@code spring}, {@code autumn}, {@code весна} or {@code осень}; case is ignored
     * @return the season
     * @throws IllegalArgumentException if the text is anything else
     */
    public static Season parse(String text) {
        return switch (Codes.key(text)) {
            case "spring", "весна" -> SPRING;
            case "autumn", "осень" -> AUTUMN;
            default -> throw new IllegalArgumentException("season must be spring or autumn, got " + text);
        };
    }
}
