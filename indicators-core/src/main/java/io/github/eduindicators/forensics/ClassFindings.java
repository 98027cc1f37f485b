package io.github.eduindicators.forensics;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.forensics.Answers.Unit;
import io.github.eduindicators.laws.NormalLaw;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.stats.Interval;
import io.github.eduindicators.stats.MultipleTesting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** From one finding a class, or school, and assessment to what is told: every flag, and of a school without one a summary. */
final class ClassFindings {
    /** Too few other classes or pupils to compare with. */
    static final String NO_REFERENCE = "no-reference";

    private static final double POWER = 0.8416212335729143;

    private ClassFindings() {}

    static double checkedLevel(double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("level must be between 0 and 1, got " + level);
        }
        return level;
    }

    /** Starts the finding of one class. */
    static Finding.Builder of(MethodInfo method, Answers answers, Unit unit) {
        Finding.Builder finding = Finding.builder(method, unit.school()).assessment(answers.assessment()).n(unit.pupils());
        return unit.name().isEmpty() ? finding : finding.fact("class", unit.name());
    }

    static Finding insufficient(MethodInfo method, Answers answers, Unit unit) {
        return of(method, answers, unit).outcome(Outcome.INSUFFICIENT_DATA).build();
    }

    static Finding notApplicable(MethodInfo method, Answers answers, Unit unit) {
        return of(method, answers, unit).outcome(Outcome.NOT_APPLICABLE).category(NO_REFERENCE).build();
    }

    /**
     * Adjusts p over all findings (Benjamini-Hochberg), and flags; adds which effect each test would have found with power 0.8.
     *
     * @param unit what the effect is multiplied by in that fact, 100 for percent
     */
    static List<Finding> adjusted(List<Finding> findings, double level, double unit) {
        double[] p = findings.stream().filter(f -> f.p().isPresent()).mapToDouble(f -> f.p().orElseThrow()).toArray();
        double[] adjusted = MultipleTesting.BENJAMINI_HOCHBERG.adjust(p);
        long flags = java.util.Arrays.stream(adjusted).filter(value -> value <= level).count();
        // The next flag would have needed this p.
        double needed = -NormalLaw.quantile(level * (flags + 1.0) / Math.max(flags + 1.0, p.length)) + POWER;
        List<Finding> done = new ArrayList<>();
        int next = 0;
        for (Finding finding : findings) {
            if (finding.p().isPresent()) {
                double value = adjusted[next++];
                Interval effect = finding.effect().orElseThrow();
                double se = (effect.upper() - effect.lower()) / (2 * Interval.Z95);
                finding = finding.toBuilder()
                        .adjustedP(value)
                        .outcome(value <= level ? Outcome.FLAGGED : Outcome.CLEAR)
                        .fact("detectable", unit * needed * se)
                        .build();
            }
            done.add(finding);
        }
        return done;
    }

    /** Every flag; of each school without one the rest as one finding. */
    static List<Finding> told(MethodInfo method, List<Finding> findings) {
        Map<SchoolId, List<Finding>> bySchool = new TreeMap<>();
        findings.forEach(f -> bySchool.computeIfAbsent((SchoolId) f.unit(), id -> new ArrayList<>()).add(f));
        List<Finding> told = new ArrayList<>();
        bySchool.forEach((school, own) -> {
            List<Finding> flags = own.stream().filter(f -> f.outcome() == Outcome.FLAGGED).toList();
            if (flags.isEmpty()) {
                told.add(summary(method, school, own));
            } else {
                told.addAll(flags);
            }
        });
        told.sort(Finding.order());
        return List.copyOf(told);
    }

    private static Finding summary(MethodInfo method, SchoolId school, List<Finding> own) {
        List<Finding> clear = own.stream().filter(f -> f.outcome() == Outcome.CLEAR).toList();
        List<Finding> few = own.stream().filter(f -> f.outcome() == Outcome.INSUFFICIENT_DATA).toList();
        List<Finding> used = !clear.isEmpty() ? clear : !few.isEmpty() ? few : own;
        Finding.Builder summary = Finding.builder(method, school)
                .assessments(used.stream().flatMap(f -> f.assessments().stream()).distinct().sorted().toList())
                .n(used.stream().mapToLong(f -> f.n().orElse(0)).sum())
                .fact("classes", (long) clear.size())
                .fact("insufficient", (long) few.size());
        if (clear.isEmpty()) {
            return few.isEmpty()
                    ? summary.outcome(Outcome.NOT_APPLICABLE).category(NO_REFERENCE).build()
                    : summary.outcome(Outcome.INSUFFICIENT_DATA)
                            .fact("largest", few.stream().mapToLong(f -> f.n().orElse(0)).max().orElseThrow())
                            .build();
        }
        summary.outcome(Outcome.CLEAR);
        Optional<Finding> smallest = clear.stream().filter(f -> f.p().isPresent())
                .min(Comparator.comparingDouble(f -> f.p().orElseThrow()));
        smallest.ifPresent(f -> summary
                .fact("smallest-p", f.p().orElseThrow())
                .fact("smallest-adjusted-p", f.adjustedP().orElseThrow()));
        for (String key : List.of("detectable", "coefficient", "answers")) {
            clear.stream().flatMap(f -> f.fact(key).stream()).mapToDouble(fact -> fact.number().orElseThrow()).max()
                    .ifPresent(value -> summary.fact(key, value));
        }
        return summary.build();
    }
}
