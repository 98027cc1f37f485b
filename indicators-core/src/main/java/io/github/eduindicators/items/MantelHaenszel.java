package io.github.eduindicators.items;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.laws.ChiSquareLaw;
import io.github.eduindicators.laws.NormalLaw;
import io.github.eduindicators.laws.StudentLaw;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Task;
import io.github.eduindicators.results.TaskResponses;
import io.github.eduindicators.stats.Interval;
import io.github.eduindicators.stats.MultipleTesting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Is a task easier for the pupils of one group of schools than for pupils of another with the same total: differential item
 * functioning?
 *
 * <p>Pupils are matched on their total. At each total with pupils of both groups, A of the reference group and C of the focal
 * group have the point of a task and B and D have not, N together:
 * <ul>
 *   <li>tasks of one point: odds ratio {@code sum A D / N over sum B C / N}, {@code delta = -2.35 ln} of it, below 0 where the
 *       task is harder for the focal group; chi-square {@code max(0, |sum (A - E)| - 1/2)² / sum V} (R leaves the correction
 *       out where the sum is below 1/2; here it is then 0);
 *   <li>tasks of more points: the chi-square of Mantel with one degree of freedom for the sum of the focal group's points,
 *       without correction;
 *   <li>both: the standardised difference, focal less reference mean at each total, weighted by the focal group's pupils, here
 *       as a share of the points of the task.
 * </ul>
 *
 * <p>Classes of ETS: of a task of one point A if |delta| is below 1 or not significant at 0.05, C if |delta| is at least 1.5
 * and significantly above 1 (one-sided, 0.05), B otherwise; of a task of more points, with the difference in standard
 * deviations of the task over both groups, A if not significant or at most 0.17, C above 0.25, B otherwise.
 *
 * <p>Pupils of one school are taught together, and chi-square takes them as independent: where schools differ in what they
 * taught it flags far too often. By default ({@link Errors#SCHOOLS}) significance is judged by standard errors of a jackknife
 * that leaves out one school at a time within each group, and Student's law with the degrees of freedom of Welch; {@link
 * Errors#PUPILS} gives the textbook method, with the variance of Robins, Breslow and Greenland. p is adjusted over the tasks,
 * and a task is flagged if it is of class C and the adjusted p is at most the level. Tasks not of class A are then taken out of
 * the totals, but each stays in its own, and all is done again ({@link #withPasses}); the jackknife keeps the totals so
 * purified.
 *
 * <p>Input: responses to one assessment and two groups that share no school; not attempted counts as 0 points; a pupil of whom
 * a response is not known is left out. With too few pupils or schools in a group the outcome is INSUFFICIENT_DATA, with one
 * task NOT_APPLICABLE, and nothing is flagged; figures that can be computed are there. {@link TaskRow#gap()} says why one is
 * empty: no total that both groups have, a task that one side of the odds lacks, or no spread between schools.
 *
 * <p>Caveats: a flag says that the task works differently, not why: what was taught, the language, the subject of the text.
 * Groups whose means lie far apart, and totals of few tasks, make differences of their own. Where tasks are taught
 * differently from school to school and the groups do not differ, errors by pupils call nearly every second task significant at
 * 0.05 in the simulation of {@code MantelHaenszelTest}; errors by schools keep their level there. Swapping the groups turns the sign of delta and leaves chi-square;
 * the standardised difference weighs by the focal group and is not so symmetric.
 *
 * <p>A finding of {@code items/dif} is made of each flagged task; its effect is the difference as a share of points with the
 * jackknife's interval, its statistic delta, or the difference in standard deviations for tasks of more points. Without a flag
 * one finding tells how much was looked at.
 *
 * <p>Complexity: {@code O(passes (pupils tasks + schools tasks points))}. Immutable and safe to share between threads. The
 * order of rows changes no bit.
 *
 * <p>Reference: P. W. Holland, D. T. Thayer (1988), in Test Validity, 129-145, ISBN 978-0-89859-997-8; N. Mantel (1963), JASA
 * 58:690-700, doi:10.1080/01621459.1963.10500879; J. Robins, N. Breslow, S. Greenland (1986), Biometrics 42:311-323,
 * doi:10.2307/2531052; classes: R. Zwick (2012), ETS RR-12-08, doi:10.1002/j.2333-8504.2012.tb02290.x (0.17 and 0.25 from
 * memory).
 */
public final class MantelHaenszel {
    private static final double DELTA = -2.35;
    private static final double MODERATE = 1;
    private static final double LARGE = 1.5;
    private static final double MODERATE_SD = 0.17;
    private static final double LARGE_SD = 0.25;
    /** The significance that the classes of ETS ask for. */
    private static final double ETS_LEVEL = 0.05;
    private static final double LEVEL = 0.05;
    private static final double CORRECTION = 0.5;
    private static final double POWER = 0.8416212335729143;
    private static final double PERCENT = 100;
    private static final int FEWEST_PUPILS = 100;
    private static final int FEWEST_SCHOOLS = 5;
    private static final int MOST_PASSES = 10;
    private static final MantelHaenszel DEFAULTS =
            new MantelHaenszel(Errors.SCHOOLS, 1, MultipleTesting.BENJAMINI_HOCHBERG, LEVEL, FEWEST_PUPILS, FEWEST_SCHOOLS);

    private final Errors errors;
    private final int passes;
    private final MultipleTesting adjustment;
    private final double level;
    private final int fewestPupils;
    private final int fewestSchools;

    private MantelHaenszel(Errors errors, int passes, MultipleTesting adjustment, double level, int fewestPupils, int fewestSchools) {
        this.errors = errors;
        this.passes = passes;
        this.adjustment = adjustment;
        this.level = level;
        this.fewestPupils = fewestPupils;
        this.fewestSchools = fewestSchools;
    }

    /** What is taken as independent of each other. */
    public enum Errors {
        /** Schools: a jackknife over them. */
        SCHOOLS,
        /** Pupils, as the textbook has it; too small errors where schools differ in what they taught. */
        PUPILS
    }

    /** The classes of ETS. */
    public enum Size {
        /** Negligible. */
        A,
        /** Slight to moderate. */
        B,
        /** Moderate to large. */
        C
    }

    /** Why a figure of a task is empty. */
    public enum Gap {
        /** No total, or none of which anything can vary, that pupils of both groups have. */
        NOTHING_COMMON,
        /** At all common totals one group has all points, or the other none: the odds ratio is 0 or infinite. */
        ONE_SIDED,
        /** A group has too few schools, or they do not differ, or all rests on one of them: no error can be estimated. */
        NO_ERROR
    }

    /**
     * A group of schools.
     *
     * @param name how it is told, not blank
     * @param schools which schools belong to it
     */
    public record Group(String name, Predicate<SchoolId> schools) {

        /**
         * Checks the name.
         *
         * @param name the name
         * @param schools which schools belong to it
         * @throws IllegalArgumentException if the name is blank
         */
        public Group {
            Objects.requireNonNull(schools, "schools");
            if (name.isBlank()) {
                throw new IllegalArgumentException("the name of a group must not be blank");
            }
        }

        /**
         * Returns a group.
         *
         * @param name how it is told, not blank
         * @param schools which schools belong to it
         * @return the group
         * @throws IllegalArgumentException if the name is blank
         */
        public static Group of(String name, Predicate<SchoolId> schools) {
            return new Group(name, schools);
        }
    }

    /**
     * Returns the method with errors between schools, one pass of purification, Benjamini-Hochberg at level 0.05, and at least
     * {@value #FEWEST_PUPILS} pupils and {@value #FEWEST_SCHOOLS} schools in each group.
     *
     * @return the method
     */
    public static MantelHaenszel withDefaults() {
        return DEFAULTS;
    }

    /**
     * Chooses what is taken as independent.
     *
     * @param value schools or pupils
     * @return the method with it
     */
    public MantelHaenszel withErrors(Errors value) {
        return new MantelHaenszel(Objects.requireNonNull(value, "errors"), passes, adjustment, level, fewestPupils, fewestSchools);
    }

    /**
     * Chooses how often tasks that are not of class A are taken out of the totals; it ends earlier if nothing changes, or if
     * less than half of the points would be left.
     *
     * @param value 0, for none, to 10
     * @return the method with it
     * @throws IllegalArgumentException if it is outside that
     */
    public MantelHaenszel withPasses(int value) {
        if (value < 0 || value > MOST_PASSES) {
            throw new IllegalArgumentException("passes must be within 0.." + MOST_PASSES + ", got " + value);
        }
        return new MantelHaenszel(errors, value, adjustment, level, fewestPupils, fewestSchools);
    }

    /**
     * Chooses how p is adjusted over the tasks.
     *
     * @param value the adjustment
     * @return the method with it
     */
    public MantelHaenszel withAdjustment(MultipleTesting value) {
        return new MantelHaenszel(errors, passes, Objects.requireNonNull(value, "adjustment"), level, fewestPupils, fewestSchools);
    }

    /**
     * Chooses the level that the adjusted p is compared with.
     *
     * @param value between 0 and 1
     * @return the method with it
     * @throws IllegalArgumentException if it is not between 0 and 1
     */
    public MantelHaenszel withLevel(double value) {
        if (!(value > 0 && value < 1)) {
            throw new IllegalArgumentException("level must be between 0 and 1, got " + value);
        }
        return new MantelHaenszel(errors, passes, adjustment, value, fewestPupils, fewestSchools);
    }

    /**
     * Chooses what each group must have at least.
     *
     * @param pupils at least 2
     * @param schools at least 2; of no effect with {@link Errors#PUPILS}
     * @return the method with it
     * @throws IllegalArgumentException if a number is less
     */
    public MantelHaenszel withFewest(int pupils, int schools) {
        if (pupils < 2 || schools < 2) {
            throw new IllegalArgumentException("a group needs at least 2 pupils and 2 schools, got " + pupils + " and " + schools);
        }
        return new MantelHaenszel(errors, passes, adjustment, level, pupils, schools);
    }

    /**
     * Returns the method.
     *
     * @return the method with its edition and parameters
     */
    public MethodInfo method() {
        return MethodInfo.of("items/dif", "1", "Holland, Thayer (1988), ISBN 978-0-89859-997-8; Mantel (1963), "
                        + "doi:10.1080/01621459.1963.10500879; errors between schools: own")
                .with(Fact.of("level", level))
                .with(Fact.of("errors", errors.name().toLowerCase(Locale.ROOT)))
                .with(Fact.of("passes", (long) passes))
                .with(Fact.of("adjustment", adjustment.name().toLowerCase(Locale.ROOT)))
                .with(Fact.of("fewest-pupils", (long) fewestPupils))
                .with(Fact.of("fewest-schools", (long) fewestSchools));
    }

    @Override
    public String toString() {
        return method().toString();
    }

    /**
     * Compares two groups of schools.
     *
     * @param responses the responses to one assessment
     * @param reference the group compared with
     * @param focal the group looked at
     * @return every task with its figures
     * @throws IllegalArgumentException if a school belongs to both groups or the groups have one name
     */
    public Result run(TaskResponses responses, Group reference, Group focal) {
        if (reference.name().equals(focal.name())) {
            throw new IllegalArgumentException("groups must have two names, got " + focal.name() + " twice");
        }
        return new Run(responses, reference, focal).result();
    }

    /**
     * The figures of one task. Those that compare are empty where {@link #gap()} says why.
     *
     * @param task the task
     * @param matched totals that pupils of both groups have
     * @param criterion whether the task counts in the totals of the others
     * @param difference mean points of the focal group less those of the reference group at the same totals, as a share of the
     *     points of the task, -1..1, with the 95 % interval of the jackknife over schools
     * @param standardised the same in standard deviations of the task
     * @param oddsRatio of the reference over the focal group; only of tasks of one point
     * @param delta {@code -2.35 ln} of it
     * @param deltaError the standard error of delta, by the chosen {@link Errors}
     * @param chiSquare of Mantel and Haenszel with correction, or of Mantel for tasks of more points
     * @param chiSquareP its p, which takes pupils as independent
     * @param p by the chosen {@link Errors}
     * @param adjustedP the same adjusted over the tasks
     * @param size the class of ETS
     * @param gap why figures are empty; empty where none is
     */
    public record TaskRow(
            Task task,
            int matched,
            Membership criterion,
            Optional<Interval> difference,
            OptionalDouble standardised,
            OptionalDouble oddsRatio,
            OptionalDouble delta,
            OptionalDouble deltaError,
            OptionalDouble chiSquare,
            OptionalDouble chiSquareP,
            OptionalDouble p,
            OptionalDouble adjustedP,
            Optional<Size> size,
            Optional<Gap> gap) {

        @Override
        public String toString() {
            return task + " " + size.map(Enum::name).orElse("-")
                    + (delta.isPresent() ? String.format(Locale.ROOT, " delta=%.2f", delta.getAsDouble()) : "")
                    + difference.map(d -> " difference=" + d).orElse("")
                    + (adjustedP.isPresent() ? String.format(Locale.ROOT, " adjusted=%.2g", adjustedP.getAsDouble()) : "");
        }
    }

    /** Whether a task counts in the totals on which pupils are matched. */
    public enum Membership {
        /** It counts in all of them. */
        KEPT,
        /** It was taken out of those of the other tasks. */
        TAKEN_OUT
    }

    /** One comparison. */
    private final class Run {
        private final TaskResponses responses;
        private final Group reference;
        private final Group focal;
        private final int[] max;
        private final List<List<List<TaskResponses.SchoolClass>>> schools = List.of(new ArrayList<>(), new ArrayList<>());

        Run(TaskResponses responses, Group reference, Group focal) {
            this.responses = responses;
            this.reference = reference;
            this.focal = focal;
            this.max = responses.tasks().stream().mapToInt(Task::max).toArray();
            responses.classes().stream()
                    .collect(Collectors.groupingBy(TaskResponses.SchoolClass::school, TreeMap::new, Collectors.toList()))
                    .forEach(this::assign);
        }

        private void assign(SchoolId school, List<TaskResponses.SchoolClass> classes) {
            boolean first = reference.schools().test(school);
            boolean second = focal.schools().test(school);
            if (first && second) {
                throw new IllegalArgumentException("a school must not belong to both groups, got " + school);
            }
            if (first || second) {
                schools.get(first ? DifTables.REFERENCE : DifTables.FOCAL).add(classes);
            }
        }

        Result result() {
            boolean[] criterion = new boolean[max.length];
            Arrays.fill(criterion, true);
            DifTables tables = tables(criterion);
            List<TaskRow> rows = rows(tables, criterion);
            for (int pass = 0; pass < passes; pass++) {
                boolean[] purified = purified(rows);
                if (Arrays.equals(purified, criterion) || !enough(purified)) {
                    break;
                }
                criterion = purified;
                tables = tables(criterion);
                rows = rows(tables, criterion);
            }
            return new Result(MantelHaenszel.this, responses.assessment(), new Result.Side(reference.name(),
                    tables.pupils(DifTables.REFERENCE), schools.get(DifTables.REFERENCE).size()), new Result.Side(focal.name(),
                    tables.pupils(DifTables.FOCAL), schools.get(DifTables.FOCAL).size()), tables.leftOut(), rows);
        }

        private DifTables tables(boolean[] criterion) {
            DifTables tables = new DifTables(max, criterion);
            for (int group = 0; group < 2; group++) {
                for (List<TaskResponses.SchoolClass> school : schools.get(group)) {
                    tables.add(school, group);
                }
            }
            return tables;
        }

        private boolean[] purified(List<TaskRow> rows) {
            boolean[] kept = new boolean[max.length];
            for (int task = 0; task < max.length; task++) {
                kept[task] = rows.get(task).size().orElse(Size.A) == Size.A;
            }
            return kept;
        }

        private boolean enough(boolean[] criterion) {
            int kept = 0;
            int all = 0;
            for (int task = 0; task < max.length; task++) {
                all += max[task];
                kept += criterion[task] ? max[task] : 0;
            }
            return 2 * kept >= all;
        }

        private List<TaskRow> rows(DifTables tables, boolean[] criterion) {
            DifTables.Measures[] all = new DifTables.Measures[max.length];
            Arrays.setAll(all, tables::measures);
            Jackknife[] ofDelta = new Jackknife[max.length];
            Jackknife[] ofDifference = new Jackknife[max.length];
            Arrays.setAll(ofDelta, task -> new Jackknife());
            Arrays.setAll(ofDifference, task -> new Jackknife());
            for (int group = 0; group < 2; group++) {
                for (List<TaskResponses.SchoolClass> school : schools.get(group)) {
                    DifTables own = new DifTables(max, criterion);
                    own.add(school, group);
                    for (int task = 0; task < max.length; task++) {
                        DifTables.Measures without = tables.without(task, own);
                        ofDifference[task].add(without.compared() ? without.difference() : Double.NaN);
                        ofDelta[task].add(without.twoSided() ? DELTA * without.logOdds() : Double.NaN);
                    }
                }
                for (int task = 0; task < max.length; task++) {
                    ofDifference[task].close();
                    ofDelta[task].close();
                }
            }
            List<TaskRow> rows = new ArrayList<>();
            for (int task = 0; task < max.length; task++) {
                rows.add(row(task, tables, criterion[task], all[task], ofDelta[task], ofDifference[task]));
            }
            return adjusted(rows);
        }

        private TaskRow row(
                int task, DifTables tables, boolean kept, DifTables.Measures measures, Jackknife ofDelta, Jackknife ofDifference) {
            Task told = responses.tasks().get(task);
            Membership membership = kept ? Membership.KEPT : Membership.TAKEN_OUT;
            double deviation = tables.standardDeviation(task);
            if (!measures.compared() || !(measures.variance() > 0) || !(deviation > 0)) {
                return new TaskRow(told, measures.strata(), membership, Optional.empty(), none(), none(), none(), none(), none(), none(),
                        none(), none(), Optional.empty(), Optional.of(Gap.NOTHING_COMMON));
            }
            boolean binary = max[task] == 1;
            double off = Math.abs(measures.deviation());
            double beyond = binary ? Math.max(0, off - CORRECTION) : off;
            double chi = beyond * (beyond / measures.variance());
            double chiP = ChiSquareLaw.upperTail(chi, 1);
            double standardised = measures.difference() / deviation;
            Optional<Interval> difference = ofDifference.known()
                    ? Optional.of(Interval.student(
                            measures.difference() / max[task], ofDifference.error() / max[task], ofDifference.freedom()))
                    : Optional.empty();
            boolean odds = binary && measures.twoSided();
            double delta = odds ? DELTA * measures.logOdds() + 0.0 : 0;
            OptionalDouble error = !odds ? none()
                    : errors == Errors.PUPILS ? OptionalDouble.of(Math.abs(DELTA) * Math.sqrt(tables.varianceOfLogOdds(task)))
                    : ofDelta.known() ? OptionalDouble.of(ofDelta.error()) : none();
            OptionalDouble p = errors == Errors.PUPILS ? OptionalDouble.of(chiP)
                    : binary ? odds ? ofDelta.p(delta) : none()
                    : ofDifference.p(measures.difference());
            Optional<Size> size = p.isEmpty() ? Optional.empty()
                    : !binary ? Optional.of(size(standardised, p.getAsDouble()))
                    : error.isEmpty() ? Optional.empty()
                    : Optional.of(size(delta, p.getAsDouble(), error.getAsDouble(), ofDelta.freedom()));
            Optional<Gap> gap = binary && !odds ? Optional.of(Gap.ONE_SIDED)
                    : size.isEmpty() || difference.isEmpty() ? Optional.of(Gap.NO_ERROR) : Optional.empty();
            return new TaskRow(told, measures.strata(), membership, difference, OptionalDouble.of(standardised),
                    odds ? OptionalDouble.of(measures.right() / measures.wrong()) : none(), odds ? OptionalDouble.of(delta) : none(), error,
                    OptionalDouble.of(chi), OptionalDouble.of(chiP), p, none(), size, gap);
        }

        private Size size(double delta, double p, double error, double freedom) {
            double off = Math.abs(delta);
            if (off < MODERATE || p > ETS_LEVEL) {
                return Size.A;
            }
            double z = (off - MODERATE) / error;
            double tail = errors == Errors.PUPILS ? NormalLaw.upperTail(z) : StudentLaw.upperTail(z, freedom);
            return off >= LARGE && tail <= ETS_LEVEL ? Size.C : Size.B;
        }

        private static Size size(double standardised, double p) {
            double off = Math.abs(standardised);
            return p > ETS_LEVEL || off <= MODERATE_SD ? Size.A : off > LARGE_SD ? Size.C : Size.B;
        }

        private List<TaskRow> adjusted(List<TaskRow> rows) {
            double[] p = rows.stream().filter(row -> row.p().isPresent()).mapToDouble(row -> row.p().getAsDouble()).toArray();
            double[] values = adjustment.adjust(p);
            List<TaskRow> done = new ArrayList<>();
            int next = 0;
            for (TaskRow row : rows) {
                done.add(row.p().isEmpty() ? row : new TaskRow(row.task(), row.matched(), row.criterion(), row.difference(),
                        row.standardised(), row.oddsRatio(), row.delta(), row.deltaError(), row.chiSquare(), row.chiSquareP(), row.p(),
                        OptionalDouble.of(values[next++]), row.size(), row.gap()));
            }
            return List.copyOf(done);
        }

        private static OptionalDouble none() {
            return OptionalDouble.empty();
        }
    }

    /** The error of a figure from its values with one school left out, of the reference group first, then of the focal. */
    private static final class Jackknife {
        private final List<Double> values = new ArrayList<>();
        private double variance;
        private double shares;
        private boolean known = true;

        void add(double value) {
            values.add(value);
            known &= !Double.isNaN(value);
        }

        /** Ends a group. */
        void close() {
            int schools = values.size();
            if (known && schools > 1) {
                double mean = values.stream().mapToDouble(Double::doubleValue).sum() / schools;
                double squares = 0;
                for (double value : values) {
                    squares += (value - mean) * (value - mean);
                }
                double own = squares * (schools - 1) / schools;
                variance += own;
                shares += own * own / (schools - 1);
            } else {
                known = false;
            }
            values.clear();
        }

        boolean known() {
            return known && variance > 0 && shares > 0;
        }

        double error() {
            return Math.sqrt(variance);
        }

        /** After Welch; 1 where it is not known. */
        double freedom() {
            return known() ? variance * (variance / shares) : 1;
        }

        OptionalDouble p(double figure) {
            return known()
                    ? OptionalDouble.of(Math.min(1, 2 * StudentLaw.upperTail(Math.abs(figure) / error(), freedom())))
                    : OptionalDouble.empty();
        }
    }

    /** The tasks of one assessment, compared. Immutable and safe to share between threads. */
    public static final class Result {
        private final MantelHaenszel method;
        private final Assessment assessment;
        private final Side reference;
        private final Side focal;
        private final long leftOut;
        private final List<TaskRow> tasks;

        private Result(MantelHaenszel method, Assessment assessment, Side reference, Side focal, long leftOut, List<TaskRow> tasks) {
            this.method = method;
            this.assessment = assessment;
            this.reference = reference;
            this.focal = focal;
            this.leftOut = leftOut;
            this.tasks = tasks;
        }

        /**
         * One of the groups as it was found.
         *
         * @param name how it is told
         * @param pupils pupils of whom all responses are known
         * @param schools its schools with a pupil
         */
        public record Side(String name, long pupils, int schools) {}

        /**
         * Returns the assessment.
         *
         * @return the assessment
         */
        public Assessment assessment() {
            return assessment;
        }

        /**
         * Returns the group compared with.
         *
         * @return its name and size
         */
        public Side reference() {
            return reference;
        }

        /**
         * Returns the group looked at.
         *
         * @return its name and size
         */
        public Side focal() {
            return focal;
        }

        /**
         * Returns the number of pupils left out.
         *
         * @return pupils of either group of whom a response is not known
         */
        public long leftOut() {
            return leftOut;
        }

        /**
         * Returns the figures of each task.
         *
         * @return in the order of the tasks
         */
        public List<TaskRow> tasks() {
            return tasks;
        }

        /**
         * Returns what can be said at all.
         *
         * @return FLAGGED or CLEAR; NOT_APPLICABLE with one task, INSUFFICIENT_DATA with too few pupils or schools in a group
         *     or no task that could be judged
         */
        public Outcome outcome() {
            return tasks.size() == 1 ? Outcome.NOT_APPLICABLE
                    : few(reference) || few(focal) || tasks.stream().allMatch(row -> row.size().isEmpty()) ? Outcome.INSUFFICIENT_DATA
                    : flagged().isEmpty() ? Outcome.CLEAR : Outcome.FLAGGED;
        }

        private boolean few(Side side) {
            return side.pupils() < method.fewestPupils || method.errors == Errors.SCHOOLS && side.schools() < method.fewestSchools;
        }

        /**
         * Returns the flagged tasks.
         *
         * @return tasks of class C whose adjusted p is at most the level, in their order; none where the groups are too small
         */
        public List<TaskRow> flagged() {
            return tasks.size() == 1 || few(reference) || few(focal)
                    ? List.of()
                    : tasks.stream()
                            .filter(row -> row.size().equals(Optional.of(Size.C)) && row.adjustedP().orElseThrow() <= method.level)
                            .toList();
        }

        /**
         * Tells the comparison as findings.
         *
         * @param region the region of the schools
         * @return one for each flagged task, in their order, or one that says why there is none
         */
        public List<Finding> findings(Region region) {
            Objects.requireNonNull(region, "region");
            Outcome outcome = outcome();
            if (outcome == Outcome.FLAGGED) {
                return flagged().stream().map(row -> flag(region, row)).toList();
            }
            Finding.Builder finding = start(region).outcome(outcome);
            if (outcome == Outcome.NOT_APPLICABLE) {
                finding.category("one-task");
            } else if (outcome == Outcome.CLEAR) {
                detectable().ifPresent(value -> finding.fact("detectable", PERCENT * value));
            }
            return List.of(finding.build());
        }

        private Finding flag(Region region, TaskRow row) {
            boolean easier = row.standardised().orElseThrow() > 0;
            Finding.Builder finding = start(region)
                    .outcome(Outcome.FLAGGED)
                    .category("dif")
                    .p(row.p().orElseThrow())
                    .adjustedP(row.adjustedP().orElseThrow())
                    .statistic(row.delta().orElse(row.standardised().getAsDouble()))
                    .fact("task", row.task().id())
                    .fact("easier-for", easier ? focal.name() : reference.name())
                    .fact("harder-for", easier ? reference.name() : focal.name())
                    .fact("size", Size.C.name())
                    .fact("standardised", row.standardised().getAsDouble());
            row.delta().ifPresent(delta -> finding.fact("delta", delta));
            row.difference()
                    .ifPresent(difference -> finding.effect(difference).fact("gap", PERCENT * Math.abs(difference.value())));
            return finding.build();
        }

        private Finding.Builder start(Region region) {
            return Finding.builder(method.method(), region)
                    .assessment(assessment.id())
                    .n(reference.pupils() + focal.pupils())
                    .fact("reference", reference.name())
                    .fact("focal", focal.name())
                    .fact("reference-pupils", reference.pupils())
                    .fact("focal-pupils", focal.pupils())
                    .fact("reference-schools", (long) reference.schools())
                    .fact("focal-schools", (long) focal.schools())
                    .fact("left-out", leftOut)
                    .fact("tasks", (long) tasks.size())
                    .fact("moderate", tasks.stream().filter(row -> row.size().equals(Optional.of(Size.B))).count())
                    .fact("large", tasks.stream().filter(row -> row.size().equals(Optional.of(Size.C))).count());
        }

        /** The difference that would have been significant with power 0.8 in the middle one of the tasks. */
        private OptionalDouble detectable() {
            double[] errors = tasks.stream().flatMap(row -> row.difference().stream())
                    .mapToDouble(difference -> (difference.upper() - difference.lower()) / (2 * Interval.Z95)).sorted().toArray();
            double needed = NormalLaw.upperQuantile(method.level / 2 / Math.max(1, tasks.size())) + POWER;
            return errors.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(needed * errors[errors.length / 2]);
        }

        @Override
        public String toString() {
            return "MantelHaenszel[" + assessment.id() + ", " + focal.name() + " against " + reference.name() + ", " + outcome() + ", "
                    + flagged().stream().map(row -> row.task().id()).toList() + "]";
        }
    }
}
