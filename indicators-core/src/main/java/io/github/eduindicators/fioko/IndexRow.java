package io.github.eduindicators.fioko;

import io.github.eduindicators.model.Unit;
import java.util.Locale;

/**
 * The index of objectivity of a region or a municipality in a year: {@code 100 - 100 * flagged / schools}, higher is better.
 *
 * @param unit the region or the municipality
 * @param year the calendar year
 * @param schools schools with at least one official procedure in the year
 * @param flagged those of them with at least one official sign in the year
 * @param results results of official procedures in the year
 * @param resultsOfFlagged those of them in schools with a sign
 */
public record IndexRow(Unit unit, int year, int schools, int flagged, long results, long resultsOfFlagged) {

    /**
     * Returns the index.
     *
     * @return 0..100
     */
    public double index() {
        return 100 - 100.0 * flagged / schools;
    }

    /**
     * Returns the share of the year's results that come from schools with a sign (the variant weighted by participants).
     *
     * @return 0..100
     */
    public double participantsShare() {
        return 100.0 * resultsOfFlagged / results;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s %d: index %.1f (%d of %d schools with a sign, %.1f %% of results)",
                unit, year, index(), flagged, schools, participantsShare());
    }
}
