package io.github.eduindicators.io;

import io.github.eduindicators.model.SchoolId;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The group of pupils that a row of a report of ФИС ОКО is about. The reports have no column for the level: groups follow each
 * other from the whole country down to the school, and a code in the last brackets tells a municipality and a school.
 *
 * @param level the level
 * @param name the name, without the code
 * @param code the login of a school or the code of a municipality; empty for the others
 * @param region the name of the region that the group lies in, or is; empty where no row above says
 * @param municipality the name of the municipality that the group lies in, or is; empty where no row above says
 * @param line the row of the sheet, from 1
 */
public record ReportGroup(Level level, String name, String code, String region, String municipality, long line) {

    /** How large a group is. */
    public enum Level {
        /** All pupils of the country (вся выборка). */
        COUNTRY,
        /** A region. */
        REGION,
        /** A municipality. */
        MUNICIPALITY,
        /** A school. */
        SCHOOL
    }

    /**
     * Returns the school.
     *
     * @return the school, or empty if the group is a larger one
     */
    public Optional<SchoolId> school() {
        return level == Level.SCHOOL ? Optional.of(SchoolId.of(code)) : Optional.empty();
    }

    @Override
    public String toString() {
        return level + " " + name + (code.isEmpty() ? "" : " (" + code + ")");
    }

    /** Follows the rows of one report and places each below those above it. */
    static final class Nesting {
        private static final String COUNTRY = "вся выборка";
        private static final Pattern MUNICIPALITY_CODE = Pattern.compile("(?i)reg[0-9]{2}_m[0-9]{1,6}");

        private String region = "";
        private String municipality = "";

        ReportGroup next(String cell, long line) {
            FisOkoText.Named named = FisOkoText.Named.withBrackets(cell);
            if (FisOkoText.isLogin(named.code())) {
                return new ReportGroup(Level.SCHOOL, named.name(), SchoolId.of(named.code()).value(), region, municipality, line);
            }
            if (MUNICIPALITY_CODE.matcher(named.code()).matches()) {
                municipality = named.name();
                return new ReportGroup(Level.MUNICIPALITY, municipality, named.code(), region, municipality, line);
            }
            municipality = "";
            region = FisOkoText.key(cell).equals(COUNTRY) ? "" : named.name();
            return new ReportGroup(region.isEmpty() ? Level.COUNTRY : Level.REGION, named.name(), named.code(), region, "", line);
        }
    }
}
