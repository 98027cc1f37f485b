package io.github.eduindicators.objectivity;

import io.github.eduindicators.model.SchoolId;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What one kind of evidence says of one school, over all its assessments, years and classes.
 *
 * @param school the school
 * @param kind the code of the kind, or {@value #COMBINED} for all kinds together
 * @param p the p-value, one-sided towards the violation
 * @param adjustedP p adjusted over all schools that the kind could test
 * @param effect the effect in the unit of the kind, where it has one
 * @param n the number of results used
 */
public record Evidence(SchoolId school, String kind, double p, double adjustedP, OptionalDouble effect, long n) {
    /** The kind that stands for all kinds together. */
    public static final String COMBINED = "combined";

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s %s p=%.3g adjusted=%.3g n=%d", school, kind, p, adjustedP, n);
    }
}
