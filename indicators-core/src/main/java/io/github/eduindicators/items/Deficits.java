package io.github.eduindicators.items;

import com.google.common.collect.ImmutableSet;
import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.items.Completion.Element;
import io.github.eduindicators.items.Completion.Kind;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.TaskResponses;
import io.github.eduindicators.stats.Interval;
import io.github.eduindicators.stats.MultipleTesting;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which tasks, skills and planned results do the pupils of a school, or of a municipality, master worse than others, and which of
 * them fall out of the unit's own level?
 *
 * <p>Two numbers tell it, both in shares of points:
 * <ul>
 *   <li><i>gap</i> = share of the unit less the share of the rest of its region. A weak school is behind in nearly everything, so
 *       the gap alone does not say what to work on.
 *   <li><i>profile gap</i> = mean over the unit's pupils of {@code (points - expected points) / maximum}, where expected is what
 *       the region's other pupils with the same total score earned in the element. At a given total, what is behind in one place
 *       is ahead in another: it shows which skills fall out of the unit's own level.
 * </ul>
 *
 * <p>Test of a school: {@code z = (sum of residuals + 1/2 + margin) / standard error} to the lower side; one half point because
 * points are whole; freed of skewness by a gamma law. The variance of a pupil at a total is that of the region's other pupils
 * with the total (with fewer than 25 of them, neighbouring totals help along a straight line), the uncertainty of the mean there
 * is added, and so is what ordinary schools differ by in this element, {@link io.github.eduindicators.stats.Heterogeneity}: a
 * school is flagged only where it is out of the ordinary. p is the tail of Student's law with one degree less than schools, of
 * the normal law where schools do not differ. Adjusted over all schools, tasks, skills and planned results of the assessment in
 * the region. A municipality is compared with the rest of its region in the same way, and is adjusted over the municipalities;
 * its error holds what ordinary schools differ by, and not less than what its own schools do, so that one school alone does not
 * make a municipality.
 *
 * <p>FLAGGED: adjusted p at most the level, and the gap is below 0: what a strong school does a little less well than its best is
 * no deficit against the region. Rows say every number; a finding sums up a unit and assessment. <i>Systemic</i> is a skill of
 * which more than half of its tasks, and at least two, are insufficient ({@link CompletionBand}): a count, which has no error
 * control.
 *
 * <p>A <i>mass deficit</i> of a municipality or region: a skill or planned result (a task, where neither is known) in which
 * <ul>
 *   <li>the unit as a whole is insufficient and the whole interval lies below the bound, or that holds for more than half, and at
 *       least two, of the tasks of a skill; what the region as a whole does insufficiently is a deficit of the region and is not
 *       told again of each municipality, but as {@code shared}; or
 *   <li>the municipality is itself flagged against the rest of the region; or
 *   <li>at least a quarter of the judged schools, and at least two, are flagged.
 * </ul>
 *
 * <p>Input: {@link TaskResponses} of one assessment; several regions may stand in it, each by itself. Schools in doubt are told
 * their gaps but not judged, and nobody is compared with them. A unit with fewer than 10 pupils of whom every response is known
 * is INSUFFICIENT_DATA; so is everything where the assessment was found unsuitable. With fewer than 10 schools to judge, what
 * ordinary schools differ by is not known and nothing is tested: NOT_APPLICABLE. An element that leaves nothing to chance at a
 * given total, such as one that holds all tasks, is NOT_APPLICABLE. No pupils give no rows.
 *
 * <p>Caveats. The total holds the element, so a true deficit of d points lowers the total too and shows as less than d: by about
 * the element's share of the spread of totals. Conditioning on the rest alone would make all elements of a weak school look like
 * deficits, since rest scores are unreliable. A school with a true advantage in one skill looks behind in the others, by as much
 * as the advantage bought in points; the condition on the gap keeps most of that out. What more than a tenth of schools have in
 * common counts as ordinary. One-sided tests of the elements of a school depend on each other in both directions;
 * Benjamini-Hochberg held its level in simulation, {@link MultipleTesting#BENJAMINI_YEKUTIELI} holds under any dependence. Of
 * 80 simulated regions of 40 schools without deficits at most 8 may have a flag at level 0.05 in {@code DeficitsTest}. Power there, where
 * schools ordinarily differ in a skill of three tasks of twelve and three schools of a hundred lose half of their points in it: of 36
 * such schools 6 % are found with 12 pupils, 42 % with 25, 75 % with 40, 89 % with 60; of those that lose a third, 6 % with 25 pupils
 * and 28 % with 60. Complexity: linear in responses times elements. Immutable and safe to share between threads; the
 * result does not depend on the order of pupils, schools or threads.
 *
 * <p>Reference: own; the comparison at equal totals is that of N. Mantel, W. Haenszel (1959), JNCI 22:719-748, as used for
 * differential item functioning; the interval of the gap: G. Y. Zou, A. Donner (2008), Statistics in Medicine 27:1693-1702;
 * systemic deficits: ФИОКО, recommendations of 2026, as quoted by others.
 */
public final class Deficits {
    /** A unit with fewer pupils is INSUFFICIENT_DATA unless said otherwise. */
    public static final int FEWEST_PUPILS = 10;
    /** The identity of the method on schools. */
    public static final String SCHOOL = "items/school-deficit";
    /** The identity of the method on municipalities and regions. */
    public static final String MASS = "items/mass-deficit";

    private static final double LEVEL = 0.05;
    private static final double MASS_SHARE = 0.25;
    private static final Deficits DEFAULTS = new Deficits(
            new Options(LEVEL, 0, FEWEST_PUPILS, MASS_SHARE, MultipleTesting.BENJAMINI_HOCHBERG, CompletionBand.fioko2026()),
            school -> false, region -> false);

    private final Options options;
    private final Predicate<? super SchoolId> doubtful;
    private final Predicate<? super Region> unsuitable;

    private Deficits(Options options, Predicate<? super SchoolId> doubtful, Predicate<? super Region> unsuitable) {
        this.options = options;
        this.doubtful = Objects.requireNonNull(doubtful, "doubtful");
        this.unsuitable = Objects.requireNonNull(unsuitable, "unsuitable");
    }

    /** What can be chosen in numbers. */
    record Options(double level, double margin, int fewest, double massShare, MultipleTesting adjustment, CompletionBand bands) {}

    /**
     * Returns the method: level 0.05, margin 0, at least 10 pupils, Benjamini-Hochberg, a quarter of the schools, bands of ФИОКО
     * 2026.
     *
     * @return the method
     */
    public static Deficits withDefaults() {
        return DEFAULTS;
    }

    /**
     * Chooses the level that the adjusted p is compared with.
     *
     * @param value between 0 and 1
     * @return the method with it
     * @throws IllegalArgumentException if it is not between 0 and 1
     */
    public Deficits withLevel(double value) {
        return with(new Options(between("level", value), options.margin(), options.fewest(), options.massShare(),
                options.adjustment(), options.bands()));
    }

    /**
     * Chooses by how much a unit must be behind its own level to count: the test asks whether the profile gap is below minus the
     * margin.
     *
     * @param value a share of points, at least 0 and less than 1
     * @return the method with it
     * @throws IllegalArgumentException if it is outside that
     */
    public Deficits withMargin(double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException("margin must be at least 0 and less than 1, got " + value);
        }
        return with(new Options(options.level(), value, options.fewest(), options.massShare(), options.adjustment(),
                options.bands()));
    }

    /**
     * Chooses how many pupils a unit must have.
     *
     * @param pupils at least 2
     * @return the method with it
     * @throws IllegalArgumentException if it is less than 2
     */
    public Deficits withMinimum(int pupils) {
        if (pupils < 2) {
            throw new IllegalArgumentException("pupils must be at least 2, got " + pupils);
        }
        return with(new Options(options.level(), options.margin(), pupils, options.massShare(), options.adjustment(),
                options.bands()));
    }

    /**
     * Chooses which share of the judged schools makes a deficit one of the municipality or region.
     *
     * @param value between 0 and 1
     * @return the method with it
     * @throws IllegalArgumentException if it is not between 0 and 1
     */
    public Deficits withMassShare(double value) {
        return with(new Options(options.level(), options.margin(), options.fewest(), between("mass share", value),
                options.adjustment(), options.bands()));
    }

    /**
     * Chooses how p-values are adjusted.
     *
     * @param value the adjustment
     * @return the method with it
     */
    public Deficits with(MultipleTesting value) {
        Objects.requireNonNull(value, "adjustment");
        return with(new Options(options.level(), options.margin(), options.fewest(), options.massShare(), value,
                options.bands()));
    }

    /**
     * Chooses what is insufficient.
     *
     * @param value the bands
     * @return the method with them
     */
    public Deficits with(CompletionBand value) {
        Objects.requireNonNull(value, "bands");
        return with(new Options(options.level(), options.margin(), options.fewest(), options.massShare(), options.adjustment(),
                value));
    }

    /**
     * Names schools whose results are in doubt: they are not judged, and nobody is compared with them.
     *
     * @param schools tells whether a school is in doubt
     * @return the method with them
     */
    public Deficits withDoubtful(Predicate<? super SchoolId> schools) {
        return new Deficits(options, schools, unsuitable);
    }

    /**
     * Names regions in which the assessment is not good enough to judge anybody by it.
     *
     * @param regions tells whether the assessment is unsuitable in a region
     * @return the method with them
     */
    public Deficits withUnsuitable(Predicate<? super Region> regions) {
        return new Deficits(options, doubtful, regions);
    }

    private Deficits with(Options value) {
        return new Deficits(value, doubtful, unsuitable);
    }

    private static double between(String what, double value) {
        if (!(value > 0 && value < 1)) {
            throw new IllegalArgumentException(what + " must be between 0 and 1, got " + value);
        }
        return value;
    }

    /**
     * Returns the method on schools.
     *
     * @return the method with its edition and parameters
     */
    public MethodInfo method() {
        return MethodInfo.of(SCHOOL, "1", "own; Mantel and Haenszel (1959), JNCI 22:719-748, for the comparison at equal totals")
                .with(Fact.of("level", options.level()))
                .with(Fact.of("margin", options.margin()))
                .with(Fact.of("fewest-pupils", (long) options.fewest()))
                .with(Fact.of("adjustment", options.adjustment().name().toLowerCase(Locale.ROOT)));
    }

    @Override
    public String toString() {
        return method().toString();
    }

    /**
     * Returns the method on municipalities and regions.
     *
     * @return the method with its edition and parameters
     */
    public MethodInfo massMethod() {
        MethodInfo method = MethodInfo.of(MASS, "1", "own; bounds: ФИОКО (2026), recommendations, as quoted by others")
                .with(Fact.of("level", options.level()))
                .with(Fact.of("margin", options.margin()))
                .with(Fact.of("fewest-pupils", (long) options.fewest()))
                .with(Fact.of("mass-share", options.massShare()))
                .with(Fact.of("adjustment", options.adjustment().name().toLowerCase(Locale.ROOT)));
        return options.bands().describe(method);
    }

    /**
     * Looks at all schools, municipalities and regions of an assessment.
     *
     * @param responses the responses
     * @param schools what is known of a school, such as its municipality and region; asked once a school
     * @return rows and findings
     */
    public Result run(TaskResponses responses, Function<? super SchoolId, School> schools) {
        Completion all = Completion.of(responses, schools);
        boolean anyDoubt = all.schools().keySet().stream().anyMatch(doubtful);
        Completion trusted = anyDoubt
                ? Completion.of(responses, id -> Objects.requireNonNull(all.schools().get(id)), id -> !doubtful.test(id))
                : all;
        return new Result(new DeficitRun(this, responses, all, trusted));
    }

    Options options() {
        return options;
    }

    boolean isDoubtful(SchoolId school) {
        return doubtful.test(school);
    }

    boolean isUnsuitable(Region region) {
        return unsuitable.test(region);
    }

    /**
     * A unit and element against the region.
     *
     * @param unit the school or municipality
     * @param element the task, skill or planned result
     * @param n pupils with a known response in the element
     * @param share their share of points with its interval
     * @param region the share of points of the rest of the region; empty if there is none
     * @param gap share less region with its interval; empty without a rest of the region
     * @param profileGap how far the unit is from the region's pupils of the same totals, with its interval, in which ordinary
     *     differences of schools are counted; empty where it was not tested
     * @param p the p-value; empty where it was not tested
     * @param adjustedP p adjusted over all tests of the assessment and region; empty where it was not tested
     * @param outcome what the test says
     * @param category why there is no test: {@code doubtful}, {@code unsuitable}, {@code no-reference}, {@code no-spread}; or
     *     {@code ahead} where the test speaks against the unit but its share is not below the region's; empty otherwise
     */
    public record Row(
            Unit unit,
            Element element,
            long n,
            Interval share,
            OptionalDouble region,
            Optional<Interval> gap,
            Optional<Interval> profileGap,
            OptionalDouble p,
            OptionalDouble adjustedP,
            Outcome outcome,
            String category) {}

    /** The deficits of one assessment. Immutable. */
    public static final class Result {
        private final DeficitRun run;
        private final List<Finding> findings;

        private Result(DeficitRun run) {
            this.run = run;
            this.findings = Stream.concat(run.schoolFindings().stream(), new MassDeficits(run).findings().stream())
                    .sorted(Finding.order())
                    .toList();
        }

        /**
         * Returns what was counted.
         *
         * @return the completion of all pupils, those of schools in doubt among them
         */
        public Completion completion() {
            return run.all();
        }

        /**
         * Returns what was counted without schools in doubt.
         *
         * @return the completion that schools and municipalities are compared with
         */
        public Completion reference() {
            return run.trusted();
        }

        /**
         * Returns all rows.
         *
         * @return schools, then municipalities, each by code, then by element; made while they are read
         */
        public Stream<Row> rows() {
            return run.units().stream().flatMap(unit -> rows(unit).stream());
        }

        /**
         * Returns the rows of one unit.
         *
         * @param unit the school or municipality
         * @return by element; none if the unit has no pupils here
         */
        public List<Row> rows(Unit unit) {
            return run.rows(unit);
        }

        /**
         * Returns the elements in which a unit is flagged.
         *
         * @param unit the school or municipality
         * @return the rows with the outcome FLAGGED, the smallest p first
         */
        public List<Row> flagged(Unit unit) {
            return run.flagged(unit);
        }

        /**
         * Returns the skills of which more than half of the tasks, and at least two, are insufficient.
         *
         * @param unit the school, municipality or region
         * @return the skills in their order; counted, without error control
         */
        public List<Element> systemic(Unit unit) {
            return run.systemic(run.all(), unit, false);
        }

        /**
         * Returns what is told: of each school {@value Deficits#SCHOOL}, of each municipality and region {@value Deficits#MASS}.
         *
         * @return in the order of {@link Finding#order()}
         */
        public List<Finding> findings() {
            return findings;
        }

        @Override
        public String toString() {
            long flagged = findings.stream().filter(f -> f.outcome() == Outcome.FLAGGED).map(Finding::unit).distinct().count();
            return "Deficits[" + run.all().assessments() + ", " + run.units().size() + " units, " + flagged + " flagged]";
        }
    }

    /** The kinds of element that are tested; levels of difficulty are not. */
    static final ImmutableSet<Kind> TESTED = ImmutableSet.of(Kind.TASK, Kind.SKILL, Kind.PLANNED_RESULT);
}
