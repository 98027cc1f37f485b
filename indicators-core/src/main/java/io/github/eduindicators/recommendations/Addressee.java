package io.github.eduindicators.recommendations;

import io.github.eduindicators.model.UnitType;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Whom a recommendation is addressed to. A role, never a person. */
public enum Addressee {
    /** The authority of the region: the ministry or department of education. */
    REGIONAL_AUTHORITY,
    /** The institute of development of education (ИРО, ИПК) or the regional centre of assessment. */
    DEVELOPMENT_INSTITUTE,
    /** The authority of the municipality. */
    MUNICIPAL_AUTHORITY,
    /** The methodical service of the municipality. */
    METHODICAL_SERVICE,
    /** The head of the school or organisation. */
    SCHOOL_HEAD,
    /** The team of the school or organisation that manages and teaches. */
    SCHOOL_TEAM;

    private static final Set<UnitType> ORGANISATIONS = EnumSet.of(
            UnitType.SCHOOL, UnitType.ORGANISATION, UnitType.PRESCHOOL, UnitType.VOCATIONAL, UnitType.HEAD);

    /**
     * Returns the code used in files.
     *
     * @return for example {@code school_head}
     */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the role can be told something about units of a kind: a head about the own school, but not about a region. */
    boolean answersFor(UnitType type) {
        return switch (this) {
            case REGIONAL_AUTHORITY, DEVELOPMENT_INSTITUTE -> type != UnitType.PERSON;
            case MUNICIPAL_AUTHORITY, METHODICAL_SERVICE -> type == UnitType.MUNICIPALITY || ORGANISATIONS.contains(type);
            case SCHOOL_HEAD, SCHOOL_TEAM -> ORGANISATIONS.contains(type);
        };
    }
}
