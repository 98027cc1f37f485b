package io.github.eduindicators.objectivity;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.finding.MethodSummary;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.fioko.FiokoSigns;
import io.github.eduindicators.fioko.SignKind;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.stats.CauchyCombination;
import io.github.eduindicators.stats.MultipleTesting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which schools of a region call for a look, on what evidence, and how many of them by chance alone?
 *
 * <p>Runs the signs of ФИОКО 2019 and the statistical checks, one for each {@link EvidenceKind}, and combines the p-values of a school
 * over the kinds; the combined values are adjusted over all schools that have one, which is the declared family. A school's outcome is
 * FLAGGED if and only if its combined adjusted p is at most the level and, where that is asked for, enough independent kinds flag by
 * themselves. Defaults: {@link Combination#CAUCHY}, {@link MultipleTesting#BENJAMINI_HOCHBERG}, level 0.05, no minimum of kinds.
 * The signs of ФИОКО have no p-value: they are told beside it and do not enter the outcome; nor do the excess at the cut scores of the
 * whole region and the share of marks 2.
 *
 * <p>A school of which no kind could say anything is INSUFFICIENT_DATA where one lacked data and NOT_APPLICABLE where none applied.
 * The checks run side by side on the processors at hand; the result is the same to the last bit however many there are. Immutable and
 * safe to share between threads.
 */
public final class ObjectivityScreening {
    /** The identity of the finding that combines the kinds of evidence. */
    public static final String COMBINED = "objectivity/combined";

    private static final ObjectivityScreening STANDARD = new ObjectivityScreening(
            FiokoSigns.withDefaults(), checks(), Combination.CAUCHY, MultipleTesting.BENJAMINI_HOCHBERG, Levels.DEFAULT, 0);

    private final FiokoSigns signs;
    private final ImmutableMap<EvidenceKind, Check> kinds;
    private final Combination combination;
    private final MultipleTesting adjustment;
    private final double level;
    private final int minimumKinds;

    private ObjectivityScreening(
            FiokoSigns signs,
            Map<EvidenceKind, Check> kinds,
            Combination combination,
            MultipleTesting adjustment,
            double level,
            int minimumKinds) {
        this.signs = signs;
        this.kinds = Maps.immutableEnumMap(kinds);
        this.combination = combination;
        this.adjustment = adjustment;
        this.level = level;
        this.minimumKinds = minimumKinds;
    }

    private static Map<EvidenceKind, Check> checks() {
        Map<EvidenceKind, Check> checks = new EnumMap<>(EvidenceKind.class);
        checks.put(EvidenceKind.MEAN, MeanResidual.withDefaults());
        checks.put(EvidenceKind.CUTOFF, SchoolCutoffExcess.withDefaults());
        checks.put(EvidenceKind.COPYING, CopyingClusters.withDefaults());
        checks.put(EvidenceKind.JOURNAL, JournalShift.withDefaults());
        checks.put(EvidenceKind.FITTED, FittedScores.withDefaults());
        checks.put(EvidenceKind.SPIKE, YearSpike.withDefaults());
        return checks;
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
        return new ObjectivityScreening(
                Objects.requireNonNull(method, "method"), kinds, combination, adjustment, level, minimumKinds);
    }

    /**
     * Chooses the check of a kind of evidence, for example one with other options.
     *
     * @param kind the kind
     * @param check the check; its findings are about schools, at most one with a p-value each
     * @return the screening with it
     */
    public ObjectivityScreening with(EvidenceKind kind, Check check) {
        Map<EvidenceKind, Check> checks = new EnumMap<>(kinds);
        checks.put(kind, Objects.requireNonNull(check, "check"));
        return new ObjectivityScreening(signs, checks, combination, adjustment, level, minimumKinds);
    }

    /**
     * Leaves a kind of evidence out.
     *
     * @param kind the kind
     * @return the screening without it
     */
    public ObjectivityScreening without(EvidenceKind kind) {
        Map<EvidenceKind, Check> checks = new EnumMap<>(EvidenceKind.class);
        kinds.forEach((own, check) -> {
            if (own != kind) {
                checks.put(own, check);
            }
        });
        return new ObjectivityScreening(signs, checks, combination, adjustment, level, minimumKinds);
    }

    /**
     * Chooses how the kinds of evidence are combined.
     *
     * @param value the rule
     * @return the screening with it
     */
    public ObjectivityScreening withCombination(Combination value) {
        return new ObjectivityScreening(
                signs, kinds, Objects.requireNonNull(value, "value"), adjustment, level, minimumKinds);
    }

    /**
     * Chooses how the combined p-values are adjusted for the number of schools. The p-values of each kind are always adjusted by
     * Benjamini-Hochberg.
     *
     * @param value the rule
     * @return the screening with it
     */
    public ObjectivityScreening withAdjustment(MultipleTesting value) {
        return new ObjectivityScreening(
                signs, kinds, combination, Objects.requireNonNull(value, "value"), level, minimumKinds);
    }

    /**
     * Chooses the level that the combined adjusted p is compared with.
     *
     * @param value between 0 and 1
     * @return the screening with it
     * @throws IllegalArgumentException if it is not between 0 and 1
     */
    public ObjectivityScreening withLevel(double value) {
        return new ObjectivityScreening(signs, kinds, combination, adjustment, Levels.checked(value), minimumKinds);
    }

    /**
     * Chooses how many independent kinds of evidence must flag by themselves before a school is flagged.
     *
     * @param value 0 or more; 2 is the rule of two kinds, which finds about half as many violations
     * @return the screening with it
     * @throws IllegalArgumentException if it is negative
     */
    public ObjectivityScreening withMinimumKinds(int value) {
        if (value < 0) {
            throw new IllegalArgumentException("minimum kinds must not be negative, got " + value);
        }
        return new ObjectivityScreening(signs, kinds, combination, adjustment, level, value);
    }

    /**
     * Screens all schools.
     *
     * @param results the results of one region or several; a school is compared with its own region
     * @return the screening's result
     */
    public Result run(SchoolResults results) {
        Panel panel = Panel.of(results);
        List<Check> all = new ArrayList<>(kinds.values());
        all.add(RegionCutoffExcess.withDefaults());
        all.add(FailShare.withDefaults());
        List<List<Finding>> found = all.parallelStream()
                .map(check -> check instanceof PanelCheck onPanel ? onPanel.run(panel) : check.run(results))
                .toList();
        Map<EvidenceKind, List<Finding>> byKind = new EnumMap<>(EvidenceKind.class);
        int next = 0;
        for (EvidenceKind kind : kinds.keySet()) {
            byKind.put(kind, found.get(next++));
        }
        FiokoSigns.Result signed = signs.run(results);
        List<List<Finding>> beside = found.subList(next, found.size());
        List<Finding> combined = combine(results, byKind);
        return new Result(results, signed, beside, byKind, combined, summaries(signed, beside, byKind, combined));
    }

    private MethodInfo combinedMethod() {
        MethodInfo method = MethodInfo.of(COMBINED, "2", combination == Combination.CAUCHY
                        ? "Liu, Xie (2020), doi:10.1080/01621459.2018.1554485"
                        : "Strube (1985), doi:10.1037/0033-2909.97.2.334")
                .with(Fact.of("kinds", kinds.keySet().stream().map(EvidenceKind::code).collect(Collectors.joining(" "))))
                .with(Fact.of("combination", combination.name()))
                .with(Fact.of("adjustment", adjustment.name()))
                .with(Fact.of("level", level));
        return minimumKinds == 0 ? method : method.with(Fact.of("minimum-kinds", (long) minimumKinds));
    }

    private List<Finding> combine(SchoolResults results, Map<EvidenceKind, List<Finding>> byKind) {
        MethodInfo method = combinedMethod();
        Map<SchoolId, Map<EvidenceKind, Finding>> bySchool = new HashMap<>();
        byKind.forEach((kind, findings) -> findings.forEach(finding -> bySchool
                .computeIfAbsent((SchoolId) finding.unit(), id -> new EnumMap<>(EvidenceKind.class))
                .put(kind, finding)));
        ToDoubleFunction<Map<EvidenceKind, Double>> rule = combination == Combination.CAUCHY
                ? p -> CauchyCombination.of(p.values().stream().mapToDouble(Double::doubleValue).toArray())
                : KindCorrelation.of(byKind)::combined;
        List<Finding> combined = new ArrayList<>();
        for (School school : results.schools()) {
            Map<EvidenceKind, Finding> evidence = bySchool.getOrDefault(school.id(), Map.of());
            combined.add(combined(method, school, evidence, rule, results));
        }
        return Family.adjust(
                combined, adjustment, level, finding -> independent(bySchool.getOrDefault(finding.unit(), Map.of())) >= minimumKinds);
    }

    private static int independent(Map<EvidenceKind, Finding> evidence) {
        return EvidenceKind.independent(evidence.entrySet().stream()
                .filter(entry -> entry.getValue().outcome() == Outcome.FLAGGED)
                .map(Map.Entry::getKey)
                .toList());
    }

    private static Finding combined(
            MethodInfo method,
            School school,
            Map<EvidenceKind, Finding> evidence,
            ToDoubleFunction<Map<EvidenceKind, Double>> rule,
            SchoolResults results) {
        Map<EvidenceKind, Double> p = new EnumMap<>(EvidenceKind.class);
        evidence.forEach((kind, finding) -> finding.p().ifPresent(value -> p.put(kind, value)));
        Finding.Builder finding = Finding.builder(method, school.id());
        if (p.isEmpty()) {
            boolean lacking = evidence.values().stream().anyMatch(f -> f.outcome() == Outcome.INSUFFICIENT_DATA);
            return finding.outcome(lacking ? Outcome.INSUFFICIENT_DATA : Outcome.NOT_APPLICABLE).build();
        }
        EvidenceKind strongest = p.entrySet().stream().min(Map.Entry.comparingByValue()).orElseThrow().getKey();
        finding.outcome(Outcome.CLEAR)
                .p(rule.applyAsDouble(p))
                .n(results.results(school.id()).stream().mapToLong(result -> result.scores().count()).sum())
                .fact("kinds", (long) p.size())
                .fact("strongest", strongest.code())
                .fact("smallest-p", p.get(strongest))
                .fact("independent-kinds", (long) independent(evidence));
        if (p.size() > 1) {
            Map<EvidenceKind, Double> others = new EnumMap<>(p);
            others.remove(strongest);
            finding.fact("p-without", rule.applyAsDouble(others));
        }
        return finding.build();
    }

    private List<MethodSummary> summaries(
            FiokoSigns.Result signed,
            List<List<Finding>> beside,
            Map<EvidenceKind, List<Finding>> byKind,
            List<Finding> combined) {
        List<MethodSummary> summaries = new ArrayList<>();
        for (SignKind kind : SignKind.values()) {
            List<Finding> own = signed.findings().stream().filter(f -> f.method().id().equals(kind.methodId())).toList();
            summaries.add(MethodSummary.of(signs.method(kind), own, signed.expectedFalseAlarms(kind)));
        }
        Stream.of(byKind.values().stream(), beside.stream(), Stream.of(combined))
                .flatMap(lists -> lists)
                .filter(findings -> !findings.isEmpty())
                .forEach(findings -> summaries.add(MethodSummary.of(findings)));
        return summaries.stream().filter(summary -> summary.units() > 0).toList();
    }

    @Override
    public String toString() {
        return combinedMethod().toString();
    }

    /** What the screening found. Immutable. */
    public static final class Result {
        private final SchoolResults results;
        private final FiokoSigns.Result signs;
        private final ImmutableList<Finding> findings;
        private final Map<Unit, List<Finding>> byUnit;
        private final Map<SchoolId, Finding> combined = new TreeMap<>();
        private final Map<SchoolId, EnumSet<EvidenceKind>> kinds = new TreeMap<>();
        private final ImmutableList<Evidence> evidence;
        private final ImmutableList<MethodSummary> summaries;

        private Result(
                SchoolResults results,
                FiokoSigns.Result signs,
                List<List<Finding>> beside,
                Map<EvidenceKind, List<Finding>> byKind,
                List<Finding> combined,
                List<MethodSummary> summaries) {
            this.results = results;
            this.signs = signs;
            this.summaries = ImmutableList.copyOf(summaries);
            combined.forEach(finding -> this.combined.put((SchoolId) finding.unit(), finding));
            byKind.forEach((kind, list) -> list.stream()
                    .filter(f -> f.outcome() == Outcome.FLAGGED)
                    .forEach(f -> kinds.computeIfAbsent((SchoolId) f.unit(), id -> EnumSet.noneOf(EvidenceKind.class)).add(kind)));
            this.evidence = ImmutableList.copyOf(evidence(byKind, combined));
            List<Finding> all = new ArrayList<>(signs.findings());
            beside.forEach(all::addAll);
            byKind.values().forEach(all::addAll);
            all.addAll(combined);
            all.sort(Finding.order());
            this.findings = ImmutableList.copyOf(all);
            this.byUnit = all.stream().collect(Collectors.groupingBy(Finding::unit));
        }

        private static List<Evidence> evidence(Map<EvidenceKind, List<Finding>> byKind, List<Finding> combined) {
            List<Evidence> rows = new ArrayList<>();
            byKind.forEach((kind, findings) -> findings.forEach(finding -> add(rows, kind.code(), finding)));
            combined.forEach(finding -> add(rows, Evidence.COMBINED, finding));
            rows.sort(Comparator.comparing(Evidence::school));
            return rows;
        }

        private static void add(List<Evidence> rows, String kind, Finding finding) {
            if (finding.p().isPresent()) {
                OptionalDouble effect = finding.effect().map(interval -> OptionalDouble.of(interval.value())).orElse(OptionalDouble.empty());
                rows.add(new Evidence(
                        (SchoolId) finding.unit(), kind, finding.p().orElseThrow(), finding.adjustedP().orElseThrow(), effect,
                        finding.n().orElse(0)));
            }
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
         * @return codes such as {@code cutoff} and {@code journal}, in the order of {@link EvidenceKind}
         */
        public List<String> kinds(SchoolId school) {
            return kinds.getOrDefault(school, EnumSet.noneOf(EvidenceKind.class)).stream().map(EvidenceKind::code).toList();
        }

        /**
         * Returns how many features of the results the kinds look at that flag a school by themselves: mean and spike count once.
         *
         * @param school the school
         * @return 0 or more
         */
        public int independentKinds(SchoolId school) {
            return EvidenceKind.independent(kinds.getOrDefault(school, EnumSet.noneOf(EvidenceKind.class)));
        }

        /**
         * Returns what each kind of evidence says of each school that it could test, and all kinds together.
         *
         * @return by school; then in the order of {@link EvidenceKind}, the combination last
         */
        public List<Evidence> evidence() {
            return evidence;
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
