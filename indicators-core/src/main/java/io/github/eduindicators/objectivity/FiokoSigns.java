package io.github.eduindicators.objectivity;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Procedure;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.SchoolResult;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreDistribution;
import io.github.eduindicators.stats.Interval;
import io.github.eduindicators.stats.QuantileType;
import io.github.eduindicators.stats.RankPermutation;
import io.github.eduindicators.stats.SpearmanFormula;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which schools carry the signs of ФИОКО 2019, and what is the index of objectivity of the region and its municipalities?
 *
 * <p>The signs:
 *
 * <ul>
 *   <li><b>Inflated mean</b>: {@code mean - t s / sqrt(m)} of the school is above {@code Mean + t S / sqrt(n)} of its region, the school
 *       included, with {@code t = 1.96} for every size and sample standard deviations. ВПР Russian and mathematics of grades 4 and 5, ОГЭ
 *       Russian and mathematics.
 *   <li><b>Journal mismatch</b>: Spearman's correlation of score and journal mark is negative. The four ВПР works.
 *   <li><b>Cohort rise, cohort fall</b>: {@code K = S(g, y) / S(g + 1, y + 1)}, S being the mean share of the maximum, is below
 *       {@code Q1 - 3 IQR} (rise) or above {@code Q3 + 3 IQR} (fall) of all schools loaded. Grade 4 to 5, both subjects.
 * </ul>
 *
 * <p>The index is {@code 100 - 100 * (schools with a sign) / (schools)}, among schools with an official procedure in the year.
 *
 * <p>What the document leaves open is decided so: one pupil is INSUFFICIENT_DATA; equal scores of two pupils or more make the school's
 * interval a point, which may flag and is said in a fact; the correlation is by the printed formula on mean ranks, pupils without a
 * journal mark left out, not computable when either side is constant; quartiles are of type 7 over every school loaded that has both
 * years, by subject and pair of years, across regions; a cohort sign belongs to the later year; a later mean of 0 is not computable; a
 * work of autumn stands for the grade of its programme; a school with two works of one subject, grade and year has no pair there.
 *
 * <p>The signs have no p-value, and no correction for the number of schools. What chance alone would give is stated instead, in
 * {@link Result#expectedFalseAlarms}.
 *
 * <p>Complexity: linear in schools times assessments, plus the simulation of {@value #SIMULATIONS} draws an assessment. Immutable and
 * safe to share between threads.
 *
 * <p>Reference: ФИОКО (2019), Уровень объективности оценки образовательных результатов (methodology of 19.04.2019).
 */
public final class FiokoSigns {
    static final double T = 1.96;
    static final double FAR = 3;
    /** How many times the results of a region are dealt out anew to find how often chance alone gives an inflated mean. */
    static final int SIMULATIONS = 4_000;

    /** Below this a sign says that it rests on few pupils. */
    private static final int SMALL = 10;
    private static final String EDITION = "1";
    private static final String REFERENCE =
            "ФИОКО (2019), Уровень объективности оценки образовательных результатов, 19.04.2019";
    private static final ImmutableSet<Work> FOURTEEN = ImmutableSet.of(
            Work.of(Procedure.VPR, Subject.RUSSIAN, 4),
            Work.of(Procedure.VPR, Subject.MATHEMATICS, 4),
            Work.of(Procedure.VPR, Subject.RUSSIAN, 5),
            Work.of(Procedure.VPR, Subject.MATHEMATICS, 5),
            Work.of(Procedure.OGE, Subject.RUSSIAN, 9),
            Work.of(Procedure.OGE, Subject.MATHEMATICS, 9));
    private static final FiokoSigns DEFAULTS =
            new FiokoSigns(ImmutableSet.of(), SpearmanFormula.NO_TIES_WITH_MIDRANKS, QuantileType.TYPE_7, 2);

    private final ImmutableSet<Work> added;
    private final SpearmanFormula spearman;
    private final QuantileType quartiles;
    private final int minimum;

    private FiokoSigns(Set<Work> added, SpearmanFormula spearman, QuantileType quartiles, int minimum) {
        this.added = ImmutableSet.copyOf(added);
        this.spearman = spearman;
        this.quartiles = quartiles;
        this.minimum = minimum;
    }

    /**
     * A work that the signs look at, whatever the year.
     *
     * @param procedure the procedure
     * @param subject the subject
     * @param grade the grade of the programme, 1..12
     */
    public record Work(Procedure procedure, Subject subject, int grade) {
        /**
         * Returns a work.
         *
         * @param procedure the procedure
         * @param subject the subject
         * @param grade the grade of the programme, 1..12
         * @return the work
         */
        public static Work of(Procedure procedure, Subject subject, int grade) {
            return new Work(procedure, subject, grade);
        }

        static Work of(Assessment assessment) {
            return new Work(assessment.procedure(), assessment.subject(), assessment.grade());
        }

        @Override
        public String toString() {
            return procedure + "-" + subject + "-" + grade;
        }
    }

    /**
     * Returns the fourteen signs of the document with the defaults described above.
     *
     * @return the method
     */
    public static FiokoSigns withDefaults() {
        return DEFAULTS;
    }

    /**
     * Adds works beyond those of the document, such as ВПР of grade 6. Their signs are reported but stay outside the index, the years
     * flagged and the lists. Cohort signs need both grades among the works.
     *
     * @param works the works to add
     * @return the method with them
     */
    public FiokoSigns withProcedures(Work... works) {
        return new FiokoSigns(ImmutableSet.<Work>builder().addAll(added).add(works).build(), spearman, quartiles, minimum);
    }

    /**
     * Chooses the formula of the rank correlation.
     *
     * @param formula the formula; the default is the printed one
     * @return the method with it
     */
    public FiokoSigns with(SpearmanFormula formula) {
        return new FiokoSigns(added, Objects.requireNonNull(formula, "formula"), quartiles, minimum);
    }

    /**
     * Chooses the definition of the quartiles.
     *
     * @param type the definition; the default is type 7
     * @return the method with it
     */
    public FiokoSigns with(QuantileType type) {
        return new FiokoSigns(added, spearman, Objects.requireNonNull(type, "type"), minimum);
    }

    /**
     * Chooses how many pupils a school needs for an inflated mean.
     *
     * @param pupils at least 2, the default
     * @return the method with it
     * @throws IllegalArgumentException if it is less than 2
     */
    public FiokoSigns withMinimumParticipants(int pupils) {
        if (pupils < 2) {
            throw new IllegalArgumentException("minimum participants must be at least 2, got " + pupils);
        }
        return new FiokoSigns(added, spearman, quartiles, pupils);
    }

    /**
     * Returns how a kind of sign is computed here.
     *
     * @param kind the kind
     * @return the method with its parameters
     */
    public MethodInfo method(SignKind kind) {
        MethodInfo info = MethodInfo.of(kind.methodId(), EDITION, REFERENCE);
        info = switch (kind) {
            case INFLATED_MEAN -> info.with(Fact.of("t", T)).with(Fact.of("minimum-participants", (long) minimum));
            case JOURNAL_MISMATCH -> info.with(Fact.of("formula", spearman.name()));
            case COHORT_RISE, COHORT_FALL -> info.with(Fact.of("quartiles", quartiles.name())).with(Fact.of("iqr-multiple", FAR));
        };
        return added.isEmpty() ? info : info.with(Fact.of("added", added.toString()));
    }

    /**
     * Looks at all schools.
     *
     * @param results the results of one region or several
     * @return the signs, the index and what chance alone would give
     */
    public Result run(SchoolResults results) {
        return new Run(results).result();
    }

    /** The signs of all schools, the index, and what chance alone would give. Immutable. */
    public static final class Result {
        private final ImmutableList<Finding> findings;
        private final ImmutableList<Sign> signs;
        private final Map<SchoolId, List<Sign>> bySchool;
        private final ImmutableSet<AssessmentId> assessments;
        private final ImmutableList<IndexRow> index;
        private final Map<SchoolId, TreeSet<Integer>> judgedYears;
        private final Map<SignKind, OptionalDouble> expected;

        private Result(
                List<Assessment> looked,
                List<Finding> findings,
                List<Sign> signs,
                List<IndexRow> index,
                Map<SchoolId, TreeSet<Integer>> judgedYears,
                Map<SignKind, OptionalDouble> expected) {
            this.assessments = looked.stream().map(Assessment::id).collect(ImmutableSet.toImmutableSet());
            this.findings = ImmutableList.copyOf(findings);
            this.signs = ImmutableList.copyOf(signs);
            this.bySchool = signs.stream().collect(Collectors.groupingBy(sign -> sign.school().id()));
            this.index = ImmutableList.copyOf(index);
            this.judgedYears = judgedYears;
            this.expected = expected;
        }

        /**
         * Returns the assessments that the signs look at.
         *
         * @return those of the fourteen signs and those added
         */
        public Set<AssessmentId> assessments() {
            return assessments;
        }

        /**
         * Returns every sign as a finding, and for each school and kind one finding more that counts what gave no sign.
         *
         * @return in the order of {@link Finding#order()}
         */
        public List<Finding> findings() {
            return findings;
        }

        /**
         * Returns the signs.
         *
         * @return all signs, by school, year and kind
         */
        public List<Sign> signs() {
            return signs;
        }

        /**
         * Returns the signs of a school.
         *
         * @param school the school
         * @return its signs, by year and kind
         */
        public List<Sign> signs(SchoolId school) {
            return List.copyOf(bySchool.getOrDefault(school, List.of()));
        }

        /**
         * Returns the index of regions and municipalities.
         *
         * @return one row a unit and year with an official procedure, by kind of unit, unit and year
         */
        public List<IndexRow> index() {
            return index;
        }

        /**
         * Returns the years in which at least one official sign could be looked for in a school.
         *
         * @param school the school
         * @return the years, ascending; empty if in none
         */
        public Set<Integer> judgedYears(SchoolId school) {
            return new TreeSet<>(judgedYears.getOrDefault(school, new TreeSet<>()));
        }

        /**
         * Returns how many signs of a kind chance alone would give.
         *
         * <p>Inflated mean: the sum, over schools and works, of the probability of the sign if the school's pupils were drawn at random from
         * its region. Journal mismatch: the sum of the probability of a negative correlation if journal marks had nothing to do with scores.
         * Cohort signs: not available, since the limits are taken from the same schools.
         *
         * @param kind the kind
         * @return the expected number, or empty where it is not available
         */
        public OptionalDouble expectedFalseAlarms(SignKind kind) {
            return expected.get(kind);
        }

        @Override
        public String toString() {
            return "FiokoSigns[" + signs.size() + " signs, " + bySchool.size() + " schools]";
        }
    }

    /** One run over one set of results. */
    private final class Run {
        private final SchoolResults results;
        private final List<Assessment> looked;
        private final List<Finding> findings = new ArrayList<>();
        private final List<Sign> signs = new ArrayList<>();
        private final Map<SchoolId, TreeSet<Integer>> judged = new HashMap<>();
        private final Map<SignKind, Map<SchoolId, Quiet>> quiet = new EnumMap<>(SignKind.class);
        private final Map<SignKind, Set<SchoolId>> flagged = new EnumMap<>(SignKind.class);
        private double expectedMeans;
        private double expectedMismatches;

        Run(SchoolResults results) {
            this.results = results;
            this.looked = results.assessments().stream()
                    .filter(a -> FOURTEEN.contains(Work.of(a)) || added.contains(Work.of(a)))
                    .sorted(Comparator.comparingInt(Assessment::year).thenComparing(Assessment::id))
                    .toList();
            for (SignKind kind : SignKind.values()) {
                quiet.put(kind, new HashMap<>());
                flagged.put(kind, new HashSet<>());
            }
        }

        Result result() {
            for (Assessment assessment : looked) {
                means(assessment);
                if (!assessment.procedure().equals(Procedure.OGE)) {
                    mismatches(assessment);
                }
            }
            cohorts();
            for (School school : results.schools()) {
                quiet.forEach((kind, schools) -> summarise(kind, school, schools.get(school.id())));
            }
            findings.sort(Finding.order());
            signs.sort(Comparator.comparing((Sign s) -> s.school().id()).thenComparingInt(Sign::year).thenComparing(Sign::kind));
            Map<SignKind, OptionalDouble> expected = new EnumMap<>(SignKind.class);
            expected.put(SignKind.INFLATED_MEAN, OptionalDouble.of(expectedMeans));
            expected.put(SignKind.JOURNAL_MISMATCH, OptionalDouble.of(expectedMismatches));
            expected.put(SignKind.COHORT_RISE, OptionalDouble.empty());
            expected.put(SignKind.COHORT_FALL, OptionalDouble.empty());
            return new Result(looked, findings, signs, index(), judged, expected);
        }

        private void means(Assessment assessment) {
            for (Regional region : Regional.of(results, assessment)) {
                means(assessment, region);
            }
        }

        private void means(Assessment assessment, Regional region) {
            ChanceOfInflatedMean chance = new ChanceOfInflatedMean(region.all(), region.longest());
            for (SchoolResult result : region.schools()) {
                long m = result.scores().count();
                if (m < minimum) {
                    note(SignKind.INFLATED_MEAN, result.school(), assessment, Outcome.INSUFFICIENT_DATA, 0);
                    continue;
                }
                expectedMeans += chance.of((int) m);
                MeanInterval school = MeanInterval.of(result.scores());
                MeanInterval all = MeanInterval.of(region.all());
                if (!school.inflatedAgainst(all)) {
                    note(SignKind.INFLATED_MEAN, result.school(), assessment, Outcome.CLEAR, school.half() + all.half());
                    continue;
                }
                double error = Math.sqrt(school.variance() / m + all.variance() / all.n());
                Finding.Builder finding = start(SignKind.INFLATED_MEAN, result.school(), assessment)
                        .n(m)
                        .outcome(Outcome.FLAGGED)
                        .category(school.variance() == 0 ? "zero-spread" : "")
                        .statistic(school.lower() - all.upper())
                        .effect(Interval.normal(school.mean() - all.mean(), error, Interval.Z95))
                        .fact("school-mean", school.mean())
                        .fact("school-lower", school.lower())
                        .fact("region-mean", all.mean())
                        .fact("region-upper", all.upper())
                        .fact("school-sd", Math.sqrt(school.variance()))
                        .fact("region-sd", Math.sqrt(all.variance()))
                        .fact("region-n", all.n());
                if (m < SMALL) {
                    finding.fact("small", m);
                }
                flag(SignKind.INFLATED_MEAN, result.school(), assessment, finding.build());
            }
        }

        private void mismatches(Assessment assessment) {
            for (SchoolResult result : results.results(assessment.id())) {
                int[][] table = result.scores().scoresByJournalMark();
                long n = 0;
                for (int[] row : table) {
                    for (int count : row) {
                        n += count;
                    }
                }
                OptionalDouble r = spearman.of(table);
                if (r.isEmpty()) {
                    note(SignKind.JOURNAL_MISMATCH, result.school(), assessment,
                            n == 0 ? Outcome.NOT_APPLICABLE : Outcome.INSUFFICIENT_DATA, 0);
                    continue;
                }
                expectedMismatches += RankPermutation.probabilityNegative(table, spearman).orElseThrow();
                if (!(r.getAsDouble() < 0)) {
                    note(SignKind.JOURNAL_MISMATCH, result.school(), assessment, Outcome.CLEAR, 0);
                    continue;
                }
                Finding.Builder finding = start(SignKind.JOURNAL_MISMATCH, result.school(), assessment)
                        .n(n)
                        .outcome(Outcome.FLAGGED)
                        .statistic(r.getAsDouble())
                        .fact("correlation", r.getAsDouble());
                correlationInterval(r.getAsDouble(), n).ifPresent(finding::effect);
                if (n < SMALL) {
                    finding.fact("small", n);
                }
                flag(SignKind.JOURNAL_MISMATCH, result.school(), assessment, finding.build());
            }
        }

        private void cohorts() {
            Map<CohortPair, List<Assessment>> later = new TreeMap<>();
            for (Assessment assessment : looked) {
                Work before = new Work(assessment.procedure(), assessment.subject(), assessment.grade() - 1);
                if (assessment.procedure().equals(Procedure.VPR) && (FOURTEEN.contains(before) || added.contains(before))) {
                    later.computeIfAbsent(CohortPair.endingWith(assessment), pair -> new ArrayList<>()).add(assessment);
                }
            }
            later.forEach((pair, works) -> cohort(pair, looked.stream().filter(pair::startsWith).toList(), works));
        }

        private void cohort(CohortPair pair, List<Assessment> before, List<Assessment> after) {
            if (before.isEmpty()) {
                return;
            }
            List<CohortChange> changes = new ArrayList<>();
            for (School school : results.schools()) {
                List<SchoolResult> first = works(school, before);
                List<SchoolResult> second = works(school, after);
                if (first.size() == 1 && second.size() == 1) {
                    changes.add(new CohortChange(first.get(0), second.get(0)));
                } else if (!first.isEmpty() && !second.isEmpty()) {
                    for (SignKind kind : List.of(SignKind.COHORT_RISE, SignKind.COHORT_FALL)) {
                        note(kind, school, second.get(0).assessment(), Outcome.NOT_APPLICABLE, 0);
                        quiet.get(kind).get(school.id()).ambiguous++;
                    }
                }
            }
            double[] ratios = changes.stream().filter(CohortChange::computable).mapToDouble(CohortChange::ratio).toArray();
            if (ratios.length == 0) {
                changes.forEach(change -> noteCohort(change, Outcome.INSUFFICIENT_DATA));
                return;
            }
            double q1 = quartiles.of(ratios, 0.25);
            double q3 = quartiles.of(ratios, 0.75);
            double lower = q1 - FAR * (q3 - q1);
            double upper = q3 + FAR * (q3 - q1);
            for (CohortChange change : changes) {
                if (!change.computable()) {
                    noteCohort(change, Outcome.INSUFFICIENT_DATA);
                    continue;
                }
                for (SignKind kind : List.of(SignKind.COHORT_RISE, SignKind.COHORT_FALL)) {
                    boolean flagged = kind == SignKind.COHORT_RISE ? change.ratio() < lower : change.ratio() > upper;
                    if (!flagged) {
                        note(kind, change.after().school(), change.after().assessment(), Outcome.CLEAR, 0);
                        continue;
                    }
                    Finding.Builder finding = Finding.builder(method(kind), change.after().school().id())
                            .assessment(change.before().assessment().id())
                            .assessment(change.after().assessment().id())
                            .outcome(Outcome.FLAGGED)
                            .n(change.after().scores().count())
                            .statistic(change.ratio())
                            .fact("ratio", change.ratio())
                            .fact("before", 100 * change.shareBefore())
                            .fact("after", 100 * change.shareAfter())
                            .fact("before-n", change.before().scores().count())
                            .fact("limit-lower", lower)
                            .fact("limit-upper", upper)
                            .fact("schools", (long) ratios.length);
                    change.interval().ifPresent(finding::effect);
                    flag(kind, change.after().school(), change.after().assessment(), finding.build());
                }
            }
        }

        private void noteCohort(CohortChange change, Outcome outcome) {
            note(SignKind.COHORT_RISE, change.after().school(), change.after().assessment(), outcome, 0);
            note(SignKind.COHORT_FALL, change.after().school(), change.after().assessment(), outcome, 0);
        }

        private List<SchoolResult> works(School school, List<Assessment> assessments) {
            List<SchoolResult> found = new ArrayList<>();
            for (Assessment assessment : assessments) {
                results.distribution(school.id(), assessment.id())
                        .ifPresent(scores -> found.add(new SchoolResult(school, assessment, scores)));
            }
            return found;
        }

        private Finding.Builder start(SignKind kind, School school, Assessment assessment) {
            return Finding.builder(method(kind), school.id()).assessment(assessment.id());
        }

        private boolean official(SignKind kind, Assessment assessment) {
            boolean cohort = kind == SignKind.COHORT_RISE || kind == SignKind.COHORT_FALL;
            return FOURTEEN.contains(Work.of(assessment)) && !(cohort && assessment.grade() != 5);
        }

        private void flag(SignKind kind, School school, Assessment assessment, Finding finding) {
            findings.add(finding);
            flagged.get(kind).add(school.id());
            signs.add(new Sign(kind, school, assessment.year(), official(kind, assessment), finding));
            judge(kind, school, assessment);
        }

        private void note(SignKind kind, School school, Assessment assessment, Outcome outcome, double detectable) {
            quiet.get(kind).computeIfAbsent(school.id(), id -> new Quiet()).add(outcome, detectable / assessment.scale().max());
            if (outcome == Outcome.CLEAR) {
                judge(kind, school, assessment);
            }
        }

        private void judge(SignKind kind, School school, Assessment assessment) {
            if (official(kind, assessment)) {
                judged.computeIfAbsent(school.id(), id -> new TreeSet<>()).add(assessment.year());
            }
        }

        private void summarise(SignKind kind, School school, @javax.annotation.Nullable Quiet counts) {
            Finding.Builder finding = Finding.builder(method(kind), school.id());
            if (counts == null) {
                if (!flagged.get(kind).contains(school.id())) {
                    findings.add(finding.outcome(Outcome.NOT_APPLICABLE).category("no-work").build());
                }
                return;
            }
            finding.outcome(counts.outcome())
                    .fact("clear", counts.clear)
                    .fact("insufficient", counts.insufficient)
                    .fact("not-applicable", counts.notApplicable);
            if (kind == SignKind.INFLATED_MEAN && counts.clear > 0) {
                finding.fact("detectable", 100 * counts.detectable);
            }
            if (counts.ambiguous > 0) {
                finding.fact("two-works", counts.ambiguous);
            }
            findings.add(finding.build());
        }

        private List<IndexRow> index() {
            Map<SchoolId, Set<Integer>> flaggedYears = new HashMap<>();
            for (Sign sign : signs) {
                if (sign.official()) {
                    flaggedYears.computeIfAbsent(sign.school().id(), id -> new TreeSet<>()).add(sign.year());
                }
            }
            Map<School, Map<Integer, Long>> taken = new TreeMap<>();
            for (Assessment assessment : looked) {
                if (FOURTEEN.contains(Work.of(assessment))) {
                    for (SchoolResult result : results.results(assessment.id())) {
                        taken.computeIfAbsent(result.school(), s -> new TreeMap<>())
                                .merge(assessment.year(), result.scores().count(), Long::sum);
                    }
                }
            }
            Map<Region, Map<Integer, long[]>> regions = new TreeMap<>();
            Map<Municipality, Map<Integer, long[]>> municipalities = new TreeMap<>();
            taken.forEach((school, years) -> years.forEach((year, count) -> {
                boolean flagged = flaggedYears.getOrDefault(school.id(), Set.of()).contains(year);
                count(regions.computeIfAbsent(school.region(), r -> new TreeMap<>()), year, count, flagged);
                count(municipalities.computeIfAbsent(school.municipality(), m -> new TreeMap<>()), year, count, flagged);
            }));
            List<IndexRow> rows = new ArrayList<>();
            municipalities.forEach((unit, years) -> years.forEach((year, sums) -> rows.add(row(unit, year, sums))));
            regions.forEach((unit, years) -> years.forEach((year, sums) -> rows.add(row(unit, year, sums))));
            return rows;
        }

        private void count(Map<Integer, long[]> years, int year, long results, boolean flagged) {
            long[] sums = years.computeIfAbsent(year, y -> new long[4]);
            sums[0]++;
            sums[1] += flagged ? 1 : 0;
            sums[2] += results;
            sums[3] += flagged ? results : 0;
        }

        private IndexRow row(Unit unit, int year, long[] sums) {
            return new IndexRow(unit, year, (int) sums[0], (int) sums[1], sums[2], sums[3]);
        }
    }

    private static Optional<Interval> correlationInterval(double r, long n) {
        if (n < 4 || Math.abs(r) >= 1) {
            return Optional.empty();
        }
        double half = Interval.Z95 / Math.sqrt(n - 3);
        double z = 0.5 * Math.log((1 + r) / (1 - r));
        return Optional.of(new Interval(r, Math.min(r, Math.tanh(z - half)), Math.max(r, Math.tanh(z + half))));
    }

    /** What gave no sign in one school, of one kind. */
    private static final class Quiet {
        private long clear;
        private long insufficient;
        private long notApplicable;
        private long ambiguous;
        private double detectable = Double.POSITIVE_INFINITY;

        void add(Outcome outcome, double detectableShare) {
            switch (outcome) {
                case CLEAR -> {
                    clear++;
                    detectable = Math.min(detectable, detectableShare);
                }
                case INSUFFICIENT_DATA -> insufficient++;
                case NOT_APPLICABLE -> notApplicable++;
                case FLAGGED -> throw new IllegalStateException("a flag is not quiet");
            }
        }

        Outcome outcome() {
            return clear > 0 ? Outcome.CLEAR : insufficient > 0 ? Outcome.INSUFFICIENT_DATA : Outcome.NOT_APPLICABLE;
        }
    }
}
