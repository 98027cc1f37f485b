package io.github.eduindicators.objectivity;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.stats.MultipleTesting;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The tests that one check makes: adjusted together, since the reader sees them together. */
final class Family {
    private Family() {}

    /** Findings with p get their adjusted p and their outcome; the others stay as they are. All come back in order. */
    static List<Finding> adjust(List<Finding> findings, double level, Predicate<Finding> alsoNeeded) {
        return adjust(findings, MultipleTesting.BENJAMINI_HOCHBERG, level, alsoNeeded);
    }

    static List<Finding> adjust(List<Finding> findings, MultipleTesting rule, double level, Predicate<Finding> alsoNeeded) {
        double[] p = findings.stream().filter(f -> f.p().isPresent()).mapToDouble(f -> f.p().orElseThrow()).toArray();
        double[] adjusted = rule.adjust(p);
        List<Finding> done = new ArrayList<>();
        int next = 0;
        for (Finding finding : findings) {
            if (finding.p().isPresent()) {
                double value = adjusted[next++];
                boolean flagged = value <= level && alsoNeeded.test(finding);
                finding = finding.toBuilder().adjustedP(value).outcome(flagged ? Outcome.FLAGGED : Outcome.CLEAR).build();
            }
            done.add(finding);
        }
        done.sort(Finding.order());
        return List.copyOf(done);
    }
}
