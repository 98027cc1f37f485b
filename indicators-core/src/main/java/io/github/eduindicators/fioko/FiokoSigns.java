package io.github.eduindicators.fioko;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.Procedure;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.stats.QuantileType;
import io.github.eduindicators.stats.SpearmanFormula;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

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

    final SpearmanFormula spearman;
    final QuantileType quartiles;
    final int minimum;
    private final ImmutableSet<Work> added;

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

    boolean looksAt(Assessment assessment) {
        return looksAt(Work.of(assessment));
    }

    boolean looksAt(Work work) {
        return FOURTEEN.contains(work) || added.contains(work);
    }

    /** One of the works of the document. */
    static boolean official(Assessment assessment) {
        return FOURTEEN.contains(Work.of(assessment));
    }

    /**
     * Looks at all schools.
     *
     * @param results the results of one region or several
     * @return the signs, the index and what chance alone would give
     */
    public Result run(SchoolResults results) {
        return new FiokoRun(this, results).result();
    }

    @Override
    public String toString() {
        return "FiokoSigns[" + spearman + ", quartiles " + quartiles + ", at least " + minimum + " pupils"
                + (added.isEmpty() ? "" : ", added " + added) + "]";
    }

    /** The signs of all schools, the index, and what chance alone would give. Immutable. */
    public static final class Result {
        private final Supplier<ImmutableList<Finding>> findings;
        private final ImmutableList<Sign> signs;
        private final Function<SchoolId, List<Sign>> bySchool;
        private final ImmutableSet<AssessmentId> assessments;
        private final ImmutableList<IndexRow> index;
        private final Function<SchoolId, TreeSet<Integer>> judgedYears;
        private final Map<SignKind, Supplier<OptionalDouble>> expected;

        Result(
                List<Assessment> looked,
                Supplier<List<Finding>> findings,
                List<Sign> signs,
                Function<SchoolId, List<Sign>> bySchool,
                List<IndexRow> index,
                Function<SchoolId, TreeSet<Integer>> judgedYears,
                Map<SignKind, Supplier<OptionalDouble>> expected) {
            this.assessments = looked.stream().map(Assessment::id).collect(ImmutableSet.toImmutableSet());
            this.findings = Suppliers.memoize(() -> ImmutableList.copyOf(findings.get()));
            this.signs = ImmutableList.copyOf(signs);
            this.bySchool = bySchool;
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
         * Returns every sign as a finding, and for each school and kind one finding more that counts what gave no sign. They
         * are made when first asked for.
         *
         * @return in the order of {@link Finding#order()}
         */
        public List<Finding> findings() {
            return findings.get();
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
            return bySchool.apply(school);
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
            return judgedYears.apply(school);
        }

        /**
         * Returns how many signs of a kind chance alone would give.
         *
         * <p>Inflated mean: the sum, over schools and works, of the probability of the sign if the school's pupils were drawn at random from
         * its region. Journal mismatch: the sum of the probability of a negative correlation if journal marks had nothing to do with scores.
         * Cohort signs: not available, since the limits are taken from the same schools. Computed when first asked, which takes longer
         * than the signs.
         *
         * @param kind the kind
         * @return the expected number, or empty where it is not available
         */
        public OptionalDouble expectedFalseAlarms(SignKind kind) {
            return expected.get(kind).get();
        }

        @Override
        public String toString() {
            long schools = signs.stream().map(sign -> sign.school().id()).distinct().count();
            return "FiokoSigns[" + signs.size() + " signs, " + schools + " schools]";
        }
    }
}
