package io.github.eduindicators.objectivity;

import com.google.common.collect.ImmutableList;
import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.fioko.FiokoSigns;
import io.github.eduindicators.fioko.SignKind;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.stats.CauchyCombination;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which schools of a region call for a look, on what evidence, and how many of them by chance alone?
 *
 * <p>Runs the signs of ФИОКО 2019 and the statistical checks, and combines the p-values of a school over the kinds of evidence by
 * {@link CauchyCombination}, which is valid whatever their dependence; the combined values are adjusted over all schools (Benjamini-Hochberg).
 * A school's outcome is FLAGGED if and only if its combined adjusted p is at most the level. The signs of ФИОКО have no p-value: they are
 * told beside it and do not enter the outcome.
 *
 * <p>A school of which no kind could say anything is INSUFFICIENT_DATA where one lacked data and NOT_APPLICABLE where none applied.
 * Immutable and safe to share between threads.
 */
public final class ObjectivityScreening {
    /** The identity of the finding that combines the kinds of evidence. */
    public static final String COMBINED = "objectivity/combined";

    private static final ObjectivityScreening STANDARD = new ObjectivityScreening(
            FiokoSigns.withDefaults(),
            RegionCutoffExcess.withDefaults(),
            ImmutableList.of(
                    new Kind("cutoff", SchoolCutoffExcess.withDefaults()), new Kind("journal", JournalShift.withDefaults())),
            Levels.DEFAULT);

    private final FiokoSigns signs;
    private final RegionCutoffExcess region;
    private final ImmutableList<Kind> kinds;
    private final double level;

    private record Kind(String name, Check check) {}

    private ObjectivityScreening(FiokoSigns signs, RegionCutoffExcess region, List<Kind> kinds, double level) {
        this.signs = signs;
        this.region = region;
        this.kinds = ImmutableList.copyOf(kinds);
        this.level = level;
    }

    /**
     * Returns the screening with all checks at their defaults and level 0.05.
     *
     * @return the screening
     */
    public static ObjectivityScreening standard() {
        return STANDARD;
    }

    /**
     * Chooses how the signs of ФИОКО are looked for.
     *
     * @param method the method, for example with grade 6 added
     * @return the screening with it
     */
    public ObjectivityScreening with(FiokoSigns method) {
        return new ObjectivityScreening(Objects.requireNonNull(method, "method"), region, kinds, level);
    }

    /**
     * Chooses the level that the combined adjusted p is compared with.
     *
     * @param value between 0 and 1
     * @return the screening with it
     * @throws IllegalArgumentException if it is not between 0 and 1
     */
    public ObjectivityScreening withLevel(double value) {
        return new ObjectivityScreening(signs, region, kinds, Levels.checked(value));
    }

    /**
     * Screens all schools.
     *
     * @param results the results of one region or several; a school is compared with its own region
     * @return the screening's result
     */
    public Result run(SchoolResults results) {
        FiokoSigns.Result signed = signs.run(results);
        List<Finding> regional = region.run(results);
        Map<String, List<Finding>> byKind = new LinkedHashMap<>();
        for (Kind kind : kinds) {
            byKind.put(kind.name(), kind.check().run(results));
        }
        return new Result(results, signed, regional, byKind, combine(results, byKind), summaries(signed, regional, byKind));
    }

    private List<Finding> combine(SchoolResults results, Map<String, List<Finding>> byKind) {
        MethodInfo method = MethodInfo.of(COMBINED, "1", "Liu, Xie (2020), doi:10.1080/01621459.2018.1554485")
                .with(Fact.of("kinds", String.join(" ", byKind.keySet())))
                .with(Fact.of("level", level));
        Map<SchoolId, List<Finding>> bySchool = new HashMap<>();
        byKind.values().forEach(findings -> findings.forEach(
                finding -> bySchool.computeIfAbsent((SchoolId) finding.unit(), id -> new ArrayList<>()).add(finding)));
        List<Finding> combined = new ArrayList<>();
        for (School school : results.schools()) {
            List<Finding> evidence = bySchool.getOrDefault(school.id(), List.of());
            double[] p = evidence.stream().filter(f -> f.p().isPresent()).mapToDouble(f -> f.p().orElseThrow()).toArray();
            Finding.Builder finding = Finding.builder(method, school.id());
            if (p.length == 0) {
                boolean lacking = evidence.stream().anyMatch(f -> f.outcome() == Outcome.INSUFFICIENT_DATA);
                combined.add(finding.outcome(lacking ? Outcome.INSUFFICIENT_DATA : Outcome.NOT_APPLICABLE).build());
            } else {
                double smallest = Arrays.stream(p).min().orElseThrow();
                combined.add(finding.outcome(Outcome.CLEAR)
                        .p(CauchyCombination.of(p))
                        .fact("kinds", (long) p.length)
                        .fact("smallest-p", smallest)
                        .build());
            }
        }
        return Family.adjust(combined, level, finding -> true);
    }

    private List<MethodSummary> summaries(FiokoSigns.Result signed, List<Finding> regional, Map<String, List<Finding>> byKind) {
        List<MethodSummary> summaries = new ArrayList<>();
        for (SignKind kind : SignKind.values()) {
            List<Finding> own = signed.findings().stream().filter(f -> f.method().id().equals(kind.methodId())).toList();
            summaries.add(summary(signs.method(kind), own, signed.expectedFalseAlarms(kind)));
        }
        byKind.values().forEach(findings -> summaries.add(summary(findings)));
        summaries.add(summary(regional));
        return summaries.stream().filter(summary -> summary.units() > 0).toList();
    }

    /** Of flags chosen by an adjusted p of at most the level, at most that share is expected to be false. */
    private MethodSummary summary(List<Finding> findings) {
        MethodInfo method = findings.isEmpty() ? region.method() : findings.get(0).method();
        long flags = findings.stream().filter(f -> f.outcome() == Outcome.FLAGGED).count();
        return summary(method, findings, OptionalDouble.of(level * flags));
    }

    private static MethodSummary summary(MethodInfo method, List<Finding> findings, OptionalDouble expected) {
        return new MethodSummary(
                method,
                units(findings, Outcome.CLEAR, Outcome.FLAGGED),
                (int) findings.stream().filter(f -> f.outcome() == Outcome.FLAGGED).count(),
                units(findings, Outcome.FLAGGED),
                expected);
    }

    private static int units(List<Finding> findings, Outcome... outcomes) {
        return (int) findings.stream()
                .filter(f -> Arrays.asList(outcomes).contains(f.outcome()))
                .map(Finding::unit)
                .distinct()
                .count();
    }

    /** What the screening found. Immutable. */
    public static final class Result {
        private final SchoolResults results;
        private final FiokoSigns.Result signs;
        private final ImmutableList<Finding> findings;
        private final Map<Unit, List<Finding>> byUnit;
        private final Map<SchoolId, Finding> combined = new TreeMap<>();
        private final Map<SchoolId, List<String>> kinds = new TreeMap<>();
        private final ImmutableList<MethodSummary> summaries;

        private Result(
                SchoolResults results,
                FiokoSigns.Result signs,
                List<Finding> regional,
                Map<String, List<Finding>> byKind,
                List<Finding> combined,
                List<MethodSummary> summaries) {
            this.results = results;
            this.signs = signs;
            this.summaries = ImmutableList.copyOf(summaries);
            combined.forEach(finding -> this.combined.put((SchoolId) finding.unit(), finding));
            byKind.forEach((kind, list) -> list.stream()
                    .filter(f -> f.outcome() == Outcome.FLAGGED)
                    .forEach(f -> kinds.computeIfAbsent((SchoolId) f.unit(), id -> new ArrayList<>()).add(kind)));
            List<Finding> all = new ArrayList<>(signs.findings());
            all.addAll(regional);
            byKind.values().forEach(all::addAll);
            all.addAll(combined);
            all.sort(Finding.order());
            this.findings = ImmutableList.copyOf(all);
            this.byUnit = all.stream().collect(Collectors.groupingBy(Finding::unit));
        }

        /**
         * Returns what was screened.
         *
         * @return the results
         */
        public SchoolResults results() {
            return results;
        }

        /**
         * Returns the signs of ФИОКО 2019 and the index.
         *
         * @return the signs
         */
        public FiokoSigns.Result signs() {
            return signs;
        }

        /**
         * Returns all findings: every flag, and once for each unit and method what gave none.
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
         * @return in the order of {@link Finding#order()}
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

        /**
         * Returns the finding that combines the kinds of evidence about a school; its outcome is the school's.
         *
         * @param school a school of the results
         * @return the combined finding
         * @throws IllegalArgumentException if the school is not among those screened
         */
        public Finding combined(SchoolId school) {
            Finding finding = combined.get(school);
            if (finding == null) {
                throw new IllegalArgumentException("school must be among those screened, got " + school);
            }
            return finding;
        }

        /**
         * Returns the kinds of evidence that flag a school by themselves.
         *
         * @param school the school
         * @return names such as {@code cutoff} and {@code journal}, in the order of the screening
         */
        public List<String> kinds(SchoolId school) {
            return List.copyOf(kinds.getOrDefault(school, List.of()));
        }

        /**
         * Returns what stands beside the flags of each method.
         *
         * @return one summary a method that could say something
         */
        public List<MethodSummary> summaries() {
            return summaries;
        }

        @Override
        public String toString() {
            long flaggedSchools = combined.values().stream().filter(f -> f.outcome() == Outcome.FLAGGED).count();
            return "ObjectivityScreening[" + combined.size() + " schools, " + flaggedSchools + " flagged, " + signs.signs().size() + " signs]";
        }
    }
}
