package io.github.eduindicators.fioko;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.model.School;

/**
 * A sign of ФИОКО 2019 that a school carries in a year.
 *
 * @param kind the kind of sign
 * @param school the school
 * @param year the calendar year of the work, of a cohort the later one
 * @param official true if the sign is one of the fourteen of the document and counts in the index
 * @param finding the finding with its facts
 */
public record Sign(SignKind kind, School school, int year, boolean official, Finding finding) {}
