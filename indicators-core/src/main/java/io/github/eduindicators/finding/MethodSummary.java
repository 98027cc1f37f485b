package io.github.eduindicators.finding;

import java.util.Arrays;
import java.util.List;
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

    /**
     * Sums up the findings of one method.
     *
     * @param method the method
     * @param findings all its findings
     * @param expected how many flags chance alone would give, or empty
     * @return the summary
     */
    public static MethodSummary of(MethodInfo method, List<Finding> findings, OptionalDouble expected) {
        return new MethodSummary(
                method,
                units(findings, Outcome.CLEAR, Outcome.FLAGGED),
                (int) findings.stream().filter(f -> f.outcome() == Outcome.FLAGGED).count(),
                units(findings, Outcome.FLAGGED),
                expected);
    }

    /**
     * Sums up the findings of one method that flags by an adjusted p: of flags chosen so at a level, at most that share is expected to
     * be false. Where the method has no level or no adjusted p, the expected number is not known.
     *
     * @param findings all findings of the method, at least one
     * @return the summary
     * @throws IllegalArgumentException if there is no finding
     */
    public static MethodSummary of(List<Finding> findings) {
        if (findings.isEmpty()) {
            throw new IllegalArgumentException("at least one finding is needed");
        }
        MethodInfo method = findings.get(0).method();
        OptionalDouble level = method.parameters().stream()
                .filter(parameter -> parameter.key().equals("level"))
                .map(Fact::number)
                .findFirst()
                .orElse(OptionalDouble.empty());
        boolean adjusted = findings.stream().anyMatch(f -> f.adjustedP().isPresent());
        long flags = findings.stream().filter(f -> f.outcome() == Outcome.FLAGGED).count();
        return of(method, findings, adjusted && level.isPresent() ? OptionalDouble.of(level.getAsDouble() * flags) : OptionalDouble.empty());
    }

    private static int units(List<Finding> findings, Outcome... outcomes) {
        return (int) findings.stream()
                .filter(f -> Arrays.asList(outcomes).contains(f.outcome()))
                .map(Finding::unit)
                .distinct()
                .count();
    }

    @Override
    public String toString() {
        return method.id() + ": " + flags + " flags in " + flaggedUnits + " of " + units + " units"
                + (expectedFalseAlarms.isPresent()
                        ? String.format(Locale.ROOT, ", about %.1f by chance", expectedFalseAlarms.getAsDouble())
                        : "");
    }
}
