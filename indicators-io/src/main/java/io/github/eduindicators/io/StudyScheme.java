package io.github.eduindicators.io;

import io.github.eduindicators.surveys.ReplicateWeights;
import io.github.eduindicators.surveys.ReplicateWeights.Replicated;
import io.github.eduindicators.surveys.ReplicationScheme;
import io.github.eduindicators.surveys.Study;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How studies.csv calls a scheme of replicate weights.
 *
 * @param code the code without its number, in upper case
 * @param k Fay's factor
 */
record StudyScheme(String code, double k) {
    private static final String FAY = "FAY-";

    /** The scheme of a code; upper and lower case are one. */
    static Optional<StudyScheme> of(String text) {
        String code = text.toUpperCase(Locale.ROOT);
        if (code.startsWith(FAY)) {
            OptionalDouble k = Numbers.decimal(code.substring(FAY.length()));
            return k.isPresent() && k.getAsDouble() >= 0 && k.getAsDouble() < 1
                    ? Optional.of(new StudyScheme("FAY", k.getAsDouble()))
                    : Optional.empty();
        }
        return switch (code) {
            case "PISA", "TALIS", "TIMSS", "PIRLS", "TIMSS-OLD", "PIRLS-OLD", "ICCS", "ICILS",
                    "JK1", "JKN", "JK2-FULL", "JK2-HALF", "BRR", "CLUSTER" -> Optional.of(new StudyScheme(code, 0));
            default -> Optional.empty();
        };
    }

    /** Whether the replicate weights may stand in the data. */
    boolean takesReplicates() {
        // The coefficients of a jackknife within strata cannot be told from its weights.
        return !code.equals("CLUSTER") && !code.equals("JKN");
    }

    /** Whether replicate weights can be made from the schools. */
    boolean makesReplicates() {
        return switch (code) {
            case "JK1", "JKN", "BRR", "FAY", "CLUSTER" -> true;
            default -> false;
        };
    }

    boolean needsStrata() {
        return code.equals("JKN");
    }

    /** The scheme of so many replicate weights; empty if it has another number of them. */
    Optional<ReplicationScheme> withReplicates(int count) {
        if (count < 2) {
            return Optional.empty();
        }
        ReplicationScheme scheme = switch (code) {
            case "PISA" -> ReplicationScheme.pisa();
            case "TALIS" -> ReplicationScheme.talis();
            case "TIMSS", "PIRLS" -> ReplicationScheme.timss();
            case "TIMSS-OLD", "PIRLS-OLD" -> ReplicationScheme.timssBefore2015();
            case "ICCS", "ICILS" -> ReplicationScheme.iccs();
            case "JK1" -> ReplicationScheme.jk1(count);
            case "JK2-FULL" -> ReplicationScheme.jk2Full(count / 2);
            case "JK2-HALF" -> ReplicationScheme.jk2Half(count);
            case "BRR" -> ReplicationScheme.brr(count);
            default -> ReplicationScheme.fay(count, k);
        };
        return scheme.replicates() == count ? Optional.of(scheme) : Optional.empty();
    }

    /** Makes the replicate weights from the schools of a study. */
    Replicated made(Study study) {
        boolean stratified = study.strata().isPresent();
        return switch (code) {
            case "JK1" -> ReplicateWeights.jk1().apply(study);
            case "BRR" -> ReplicateWeights.brr().apply(study);
            case "FAY" -> ReplicateWeights.fay(k).apply(study);
            default -> (stratified ? ReplicateWeights.jkn() : ReplicateWeights.jk1()).apply(study);
        };
    }
}
