package io.github.eduindicators.forensics;

import com.google.common.collect.ImmutableList;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.TaskResponses;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What do the responses to single tasks say of schools and their classes?
 *
 * <p>Runs {@link ClassSimilarity}, {@link PersonFit}, {@link TaskInversion}, {@link ClassIndex} and {@link AnswerStrings}. Each
 * adjusts its p-values over all its classes, assessments and regions; they are not combined, since they look at the same
 * responses. A flag is a sign that calls for a look, never a verdict. Immutable and safe to share between threads; the result
 * does not depend on the order of the responses.
 */
public final class ForensicScreening {
    private static final ForensicScreening STANDARD = new ForensicScreening();

    private ForensicScreening() {}

    /**
     * Returns the screening with all methods at their defaults.
     *
     * @return the screening
     */
    public static ForensicScreening standard() {
        return STANDARD;
    }

    /**
     * Screens the schools of one region.
     *
     * @param responses the responses, one element an assessment; may be none
     * @return the screening's result
     * @throws IllegalArgumentException if two elements are of one assessment
     */
    public Result run(Collection<TaskResponses> responses) {
        return run(responses, school -> Region.of("-"));
    }

    /**
     * Screens the schools of several regions; a school is compared with its own.
     *
     * @param responses the responses, one element an assessment; may be none
     * @param regions the region of a school
     * @return the screening's result
     * @throws IllegalArgumentException if two elements are of one assessment
     */
    public Result run(Collection<TaskResponses> responses, Function<? super SchoolId, Region> regions) {
        Set<Object> ids = new HashSet<>();
        List<Answers> all = new ArrayList<>();
        for (TaskResponses each : responses.stream().sorted(Comparator.comparing(TaskResponses::assessment)).toList()) {
            if (!ids.add(each.assessment().id())) {
                throw new IllegalArgumentException(
                        "responses must differ in their assessments, got twice " + each.assessment().id());
            }
            all.addAll(Answers.byRegion(each, regions));
        }
        List<Finding> findings = new ArrayList<>();
        findings.addAll(ClassSimilarity.withDefaults().run(all));
        findings.addAll(PersonFit.withDefaults().run(all));
        findings.addAll(TaskInversion.withDefaults().run(all));
        findings.addAll(ClassIndex.withDefaults().run(all));
        findings.addAll(AnswerStrings.withDefaults().run(all));
        findings.sort(Finding.order());
        return new Result(findings);
    }

    /** What the screening found. Immutable. */
    public static final class Result {
        private final ImmutableList<Finding> findings;
        private final Map<Unit, List<Finding>> byUnit;

        private Result(List<Finding> findings) {
            this.findings = ImmutableList.copyOf(findings);
            this.byUnit = findings.stream().collect(Collectors.groupingBy(Finding::unit));
        }

        /**
         * Returns all findings: every flagged class or school, and once for each school and method what gave no flag.
         *
         * @return in the order of {@link Finding#order()}
         */
        public List<Finding> findings() {
            return findings;
        }

        /**
         * Returns the findings about a school.
         *
         * @param school the school
         * @return in the order of {@link Finding#order()}; empty if it has no responses
         */
        public List<Finding> findings(SchoolId school) {
            return List.copyOf(byUnit.getOrDefault(school, List.of()));
        }

        /**
         * Returns the flags.
         *
         * @return the findings with the outcome FLAGGED
         */
        public List<Finding> flagged() {
            return findings.stream().filter(finding -> finding.outcome() == Outcome.FLAGGED).toList();
        }

        @Override
        public String toString() {
            Set<Unit> flagged = flagged().stream().map(Finding::unit).collect(Collectors.toCollection(HashSet::new));
            return "ForensicScreening[" + byUnit.size() + " schools, " + flagged.size() + " flagged, "
                    + flagged().size() + " flags]";
        }
    }
}
