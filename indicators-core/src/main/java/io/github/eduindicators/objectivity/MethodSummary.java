package io.github.eduindicators.objectivity;

import io.github.eduindicators.finding.MethodInfo;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What stands beside a list of flags: how much was looked at, how much flagged, and how many of the flags to expect by chance alone.
 *
 * @param method the method
 * @param units units of which the method could say something
 * @param flags findings with the outcome FLAGGED
 * @param flaggedUnits units with at least one of them
 * @param expectedFalseAlarms how many flags chance alone would give, at most; empty where the method cannot say
 */
public record MethodSummary(MethodInfo method, int units, int flags, int flaggedUnits, OptionalDouble expectedFalseAlarms) {

    @Override
    public String toString() {
        return method.id() + ": " + flags + " flags in " + flaggedUnits + " of " + units + " units"
                + (expectedFalseAlarms.isPresent()
                        ? String.format(Locale.ROOT, ", about %.1f by chance", expectedFalseAlarms.getAsDouble())
                        : "");
    }
}
