package io.github.eduindicators.items;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.laws.BetaLaw;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Task;
import io.github.eduindicators.results.TaskResponses;
import io.github.eduindicators.stats.Interval;
import io.github.eduindicators.stats.PositiveDefinite;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How difficult is each task, does it tell strong pupils from weak ones, and how reliable is the total: classical analysis.
 *
 * <p>With x(i) the points of a pupil in task i of k, T their total, s² variances with divisor n - 1:
 * <ul>
 *   <li>difficulty {@code p = mean x(i) / max(i)}, 0..1, high where the task is easy;
 *   <li>discrimination D: p among the {@value #EXTREME_PERCENT} % of pupils with the highest totals less p among as many with
 *       the lowest. Of pupils level at the border each counts for the same share, so no order of rows matters; programs that
 *       take rows as they come agree with it only where nobody is level, and lie to either side of it otherwise;
 *   <li>item-total correlation {@code r(x(i), T)}, and the corrected item-rest correlation {@code r(x(i), T - x(i))};
 *   <li>{@code alpha = k / (k - 1) (1 - sum s²(i) / s²(T))} with the 95 % interval of Feldt,
 *       {@code 1 - (1 - alpha) F(0.975), 1 - (1 - alpha) F(0.025)}, F with n - 1 and (n - 1)(k - 1) degrees of freedom; KR-20 is
 *       the same number where every task is worth one point; alpha without each task, from three tasks on;
 *   <li>standard error of measurement {@code SEM = s(T) sqrt(1 - alpha)}, in points;
 *   <li>Guttman's {@code lambda6 = 1 - sum e²(i) / s²(T)}, e²(i) what the other tasks do not explain of s²(i) by linear
 *       regression;
 *   <li>{@link SchoolMeans}: how reliable means of schools are, from the spread between and within schools.
 * </ul>
 *
 * <p>Input: responses to one assessment; points 0..max of a task. A task not attempted counts as 0 points and is counted apart.
 * A pupil of whom any response is not known is left out and counted. Without a pupil there are no rows; with one, no spread;
 * with one task, no alpha; where a task, or the rest, has no spread, no correlation. {@link Result#gaps()} and {@link
 * TaskRow#gap()} say why something is empty. Alpha below 0 is given as it is: the tasks do not measure one thing, and the SEM
 * is then above s(T).
 *
 * <p>Caveats: difficulty and correlations are those of these pupils. Alpha is a lower bound of reliability where tasks measure
 * one thing; the interval takes pupils as independent and normal, and pupils of one school are not, so it is too narrow for a
 * region. Everything follows from whole-number sums, so the order of pupils changes no bit.
 *
 * <p>Complexity: {@code O(pupils tasks²)} once; memory {@code O(tasks² + tasks points)}. Immutable and safe to share between
 * threads.
 *
 * <p>Reference: L. J. Cronbach (1951), Psychometrika 16:297-334, doi:10.1007/BF02310555; G. F. Kuder, M. W. Richardson (1937),
 * Psychometrika 2:151-160, doi:10.1007/BF02288391; L. S. Feldt (1965), Psychometrika 30:357-370, doi:10.1007/BF02289499;
 * L. Guttman (1945), Psychometrika 10:255-282, doi:10.1007/BF02288892; T. L. Kelley (1939), J. Educational Psychology 30:17-24
 * (27 %), doi:10.1037/h0057123.
 */
public final class ItemAnalysis {
    /** Which part of the pupils, in percent, are the upper and the lower group of the discrimination. */
    public static final int EXTREME_PERCENT = 27;

    /** What the inverse of the correlations may miss unity by before tasks are taken to depend on each other. */
    private static final double NOT_INVERTED = 1e-6;
    private static final double UPPER = 0.975;
    private static final double LOWER = 0.025;
    private static final ItemAnalysis DEFAULTS = new ItemAnalysis();

    private ItemAnalysis() {}

    /** Why a figure is empty. */
    public enum Gap {
        /** There is no pupil of whom all responses are known. */
        NO_PUPIL,
        /** There is one pupil, so nothing is spread. */
        ONE_PUPIL,
        /** There is one task, so nothing agrees with it. */
        ONE_TASK,
        /** All pupils have the same total. */
        TOTAL_WITHOUT_SPREAD,
        /** All pupils have the same points in the task. */
        TASK_WITHOUT_SPREAD,
        /** All pupils have the same points in the other tasks together. */
        REST_WITHOUT_SPREAD,
        /** A task follows from others, so lambda6 cannot be computed. */
        DEPENDENT_TASKS,
        /** Fewer than two schools, no school with a second pupil, or no spread between the means of schools. */
        SCHOOLS_WITHOUT_SPREAD
    }

    /**
     * Returns the analysis.
     *
     * @return the method; it has no options
     */
    public static ItemAnalysis withDefaults() {
        return DEFAULTS;
    }

    /**
     * Returns the method.
     *
     * @return the method with its edition and parameters
     */
    public MethodInfo method() {
        return MethodInfo.of("items/item-analysis", "1", "Cronbach (1951), doi:10.1007/BF02310555; Feldt (1965), doi:10.1007/BF02289499")
                .with(Fact.of("extreme-percent", (long) EXTREME_PERCENT));
    }

    @Override
    public String toString() {
        return method().toString();
    }

    /**
     * Analyses the responses of all pupils.
     *
     * @param responses the responses to one assessment
     * @return the figures
     */
    public Result run(TaskResponses responses) {
        return run(responses, school -> true);
    }

    /**
     * Analyses the responses of the pupils of some schools: those of a region or a municipality.
     *
     * @param responses the responses to one assessment
     * @param schools which schools to use
     * @return the figures
     */
    public Result run(TaskResponses responses, Predicate<SchoolId> schools) {
        Objects.requireNonNull(schools, "schools");
        TreeMap<SchoolId, List<TaskResponses.SchoolClass>> bySchool = responses.classes().stream()
                .filter(schoolClass -> schools.test(schoolClass.school()))
                .collect(Collectors.groupingBy(TaskResponses.SchoolClass::school, TreeMap::new, Collectors.toList()));
        TaskMoments moments = new TaskMoments(responses.tasks().stream().mapToInt(Task::max).toArray());
        bySchool.values().forEach(moments::add);
        return new Result(responses.assessment(), responses.tasks(), moments);
    }

    /**
     * The figures of one task.
     *
     * @param task the task
     * @param n pupils, at least 1
     * @param points the points of all pupils together
     * @param notAttempted pupils who did not attempt it
     * @param zero pupils who attempted it and earned nothing
     * @param full pupils who earned the most points
     * @param standardDeviation of the points; empty with one pupil
     * @param discrimination p of the upper less p of the lower group, -1..1; empty with one pupil or where all totals are the
     * same
     * @param itemTotal correlation with the total; empty without spread
     * @param itemRest correlation with the total of the other tasks; empty without spread
     * @param alphaWithout alpha of the other tasks; empty with fewer than three tasks or where their total has no spread
     * @param gap why correlations are empty; empty where they are not
     */
    public record TaskRow(
            Task task,
            long n,
            long points,
            long notAttempted,
            long zero,
            long full,
            OptionalDouble standardDeviation,
            OptionalDouble discrimination,
            OptionalDouble itemTotal,
            OptionalDouble itemRest,
            OptionalDouble alphaWithout,
            Optional<Gap> gap) {

        /**
         * Returns the difficulty.
         *
         * @return the points earned over those possible, 0..1
         */
        public double difficulty() {
            return points / ((double) n * task.max());
        }

        /**
         * Returns the share of pupils who did not attempt the task.
         *
         * @return 0..1
         */
        public double notAttemptedShare() {
            return notAttempted / (double) n;
        }

        /**
         * Returns the share of pupils who attempted the task and earned nothing.
         *
         * @return 0..1
         */
        public double zeroShare() {
            return zero / (double) n;
        }

        /**
         * Returns the share of pupils who earned the most points.
         *
         * @return 0..1
         */
        public double fullShare() {
            return full / (double) n;
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s p=%.3f item-rest=%s", task, difficulty(),
                    itemRest.isPresent() ? String.format(Locale.ROOT, "%.3f", itemRest.getAsDouble()) : "-");
        }
    }

    /**
     * How reliable the means of schools are in comparing schools of the usual size, from a one-way analysis of variance of
     * totals: {@code 1 - within / (within + size between)}, which is {@code 1 - MSW / MSB}, not below 0. The pupils of a school
     * count as a sample of those whom it could have taught, so a small school has an unreliable mean whatever the test.
     *
     * <p>Reference: P. D. Bliese (2000), in Multilevel Theory, Research, and Methods in Organizations, ICC(2); size after
     * A. Donner (1986), International Statistical Review 54:67-82, doi:10.2307/1403259.
     *
     * @param schools schools with a pupil, at least 2
     * @param size pupils of a usual school, {@code (n - sum n(j)² / n) / (schools - 1)}
     * @param between variance of schools beyond that of their pupils, points squared, not below 0
     * @param within variance of pupils within schools, points squared
     * @param reliability 0..1
     */
    public record SchoolMeans(int schools, double size, double between, double within, double reliability) {

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "reliability %.3f of the means of %d schools of %.1f pupils, variance between %.3f, within %.3f",
                    reliability, schools, size, between, within);
        }
    }

    /** The figures of one assessment. Immutable and safe to share between threads. */
    public static final class Result {
        private final Assessment assessment;
        private final int taskCount;
        private final int maximum;
        private final long n;
        private final long leftOut;
        private final List<TaskRow> tasks;
        private final long[] scores;
        private final OptionalDouble mean;
        private final OptionalDouble standardDeviation;
        private final OptionalDouble alpha;
        private final OptionalDouble lambda6;
        private final Optional<SchoolMeans> schoolMeans;
        private final int schools;
        private final boolean binary;
        private final EnumSet<Gap> gaps = EnumSet.noneOf(Gap.class);

        private Result(Assessment assessment, List<Task> tasks, TaskMoments moments) {
            this.assessment = assessment;
            this.taskCount = tasks.size();
            this.maximum = moments.highest();
            this.n = moments.n();
            this.leftOut = moments.leftOut();
            this.scores = moments.pupilsByTotal();
            this.schools = moments.schools().size();
            this.binary = tasks.stream().allMatch(task -> task.max() == 1);
            BigInteger total = moments.spreadOfTotal();
            this.mean = n == 0 ? OptionalDouble.empty() : OptionalDouble.of(moments.sumOfTotals() / (double) n);
            this.standardDeviation = n < 2 ? OptionalDouble.empty() : OptionalDouble.of(Math.sqrt(variance(total)));
            BigInteger own = BigInteger.ZERO;
            for (int task = 0; task < tasks.size(); task++) {
                own = own.add(moments.spread(task, task));
            }
            this.alpha = alpha(tasks.size(), own, total);
            this.lambda6 = alpha.isEmpty() ? OptionalDouble.empty() : lambda6(moments, total);
            this.schoolMeans = schoolMeans(moments);
            this.tasks = rows(tasks, moments, own, total);
            explain(total);
        }

        private void explain(BigInteger total) {
            if (n == 0) {
                gaps.add(Gap.NO_PUPIL);
            } else if (n == 1) {
                gaps.add(Gap.ONE_PUPIL);
            } else if (total.signum() == 0) {
                gaps.add(Gap.TOTAL_WITHOUT_SPREAD);
            }
            if (taskCount == 1) {
                gaps.add(Gap.ONE_TASK);
            }
            if (alpha.isPresent() && lambda6.isEmpty()) {
                gaps.add(Gap.DEPENDENT_TASKS);
            }
            if (schoolMeans.isEmpty()) {
                gaps.add(Gap.SCHOOLS_WITHOUT_SPREAD);
            }
        }

        private double variance(BigInteger spread) {
            return spread.doubleValue() / ((double) n * (n - 1));
        }

        /** Alpha of so many tasks from the sum of their spreads and the spread of their total. */
        private static OptionalDouble alpha(int tasks, BigInteger own, BigInteger total) {
            return tasks < 2 || total.signum() == 0
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(Math.min(1, tasks / (tasks - 1.0) * (total.subtract(own).doubleValue() / total.doubleValue())));
        }

        private List<TaskRow> rows(List<Task> tasks, TaskMoments moments, BigInteger own, BigInteger total) {
            List<TaskRow> rows = new ArrayList<>();
            for (int i = 0; i < tasks.size() && n > 0; i++) {
                BigInteger spread = moments.spread(i, i);
                BigInteger withTotal = moments.spreadWithTotal(i);
                BigInteger rest = total.subtract(withTotal.shiftLeft(1)).add(spread);
                rows.add(new TaskRow(
                        tasks.get(i),
                        n,
                        moments.sum(i),
                        moments.notAttempted(i),
                        moments.zero(i),
                        moments.full(i),
                        n < 2 ? OptionalDouble.empty() : OptionalDouble.of(Math.sqrt(variance(spread))),
                        total.signum() == 0
                                ? OptionalDouble.empty()
                                : OptionalDouble.of(moments.upperLessLower(i, EXTREME_PERCENT)),
                        correlation(withTotal, spread, total),
                        correlation(withTotal.subtract(spread), spread, rest),
                        alpha(tasks.size() - 1, own.subtract(spread), rest),
                        gap(spread, rest)));
            }
            return List.copyOf(rows);
        }

        private Optional<Gap> gap(BigInteger spread, BigInteger rest) {
            return n < 2 ? Optional.of(Gap.ONE_PUPIL)
                    : taskCount == 1 ? Optional.of(Gap.ONE_TASK)
                    : spread.signum() == 0 ? Optional.of(Gap.TASK_WITHOUT_SPREAD)
                    : rest.signum() == 0 ? Optional.of(Gap.REST_WITHOUT_SPREAD)
                    : Optional.empty();
        }

        private static OptionalDouble correlation(BigInteger together, BigInteger first, BigInteger second) {
            if (first.signum() == 0 || second.signum() == 0) {
                return OptionalDouble.empty();
            }
            double r = together.doubleValue() / Math.sqrt(first.multiply(second).doubleValue());
            return OptionalDouble.of(Math.max(-1, Math.min(1, r)));
        }

        private static OptionalDouble lambda6(TaskMoments moments, BigInteger total) {
            int[] spread = IntStream.range(0, moments.tasks())
                    .filter(task -> moments.spread(task, task).signum() > 0).toArray();
            int size = spread.length;
            double[] deviations = new double[size];
            double[][] correlations = new double[size][size];
            for (int a = 0; a < size; a++) {
                deviations[a] = Math.sqrt(moments.spread(spread[a], spread[a]).doubleValue());
                for (int b = 0; b < a; b++) {
                    correlations[a][b] = moments.spread(spread[a], spread[b]).doubleValue() / (deviations[a] * deviations[b]);
                    correlations[b][a] = correlations[a][b];
                }
                correlations[a][a] = 1;
            }
            double[][] inverse = PositiveDefinite.inverse(correlations, size);
            double alone = 0;
            for (int a = 0; a < size; a++) {
                for (int b = 0; b < size; b++) {
                    double product = 0;
                    for (int c = 0; c < size; c++) {
                        product += correlations[a][c] * inverse[c][b];
                    }
                    if (!(Math.abs(product - (a == b ? 1 : 0)) < NOT_INVERTED)) {
                        return OptionalDouble.empty();
                    }
                }
                alone += deviations[a] * deviations[a] / inverse[a][a];
            }
            return OptionalDouble.of(1 - alone / total.doubleValue());
        }

        private static Optional<SchoolMeans> schoolMeans(TaskMoments moments) {
            List<TaskMoments.SchoolSums> schools = moments.schools();
            long n = moments.n();
            if (schools.size() < 2 || n == schools.size()) {
                return Optional.empty();
            }
            double mean = moments.sumOfTotals() / (double) n;
            double squares = 0;
            double sizes = 0;
            double inside = 0;
            for (TaskMoments.SchoolSums school : schools) {
                double apart = school.sum() / (double) school.n() - mean;
                squares += school.n() * apart * apart;
                sizes += (double) school.n() * school.n();
                inside += difference(school) / school.n();
            }
            double between = squares / (schools.size() - 1);
            double within = inside / (n - schools.size());
            double size = (n - sizes / n) / (schools.size() - 1);
            return between > 0
                    ? Optional.of(new SchoolMeans(
                            schools.size(), size, Math.max(0, between - within) / size, within, Math.max(0, 1 - within / between)))
                    : Optional.empty();
        }

        private static double difference(TaskMoments.SchoolSums school) {
            return BigInteger.valueOf(school.n()).multiply(BigInteger.valueOf(school.squares()))
                    .subtract(BigInteger.valueOf(school.sum()).pow(2)).doubleValue();
        }

        /**
         * Returns the assessment.
         *
         * @return the assessment
         */
        public Assessment assessment() {
            return assessment;
        }

        /**
         * Returns the number of pupils used.
         *
         * @return those of whom all responses are known
         */
        public long n() {
            return n;
        }

        /**
         * Returns the number of pupils left out.
         *
         * @return those of whom a response is not known
         */
        public long leftOut() {
            return leftOut;
        }

        /**
         * Returns the number of schools.
         *
         * @return those with a pupil used
         */
        public int schools() {
            return schools;
        }

        /**
         * Returns the number of tasks.
         *
         * @return at least 1
         */
        public int taskCount() {
            return taskCount;
        }

        /**
         * Returns the most points of all tasks together.
         *
         * @return at least 1
         */
        public int maximum() {
            return maximum;
        }

        /**
         * Returns the figures of each task.
         *
         * @return in the order of the tasks; none without a pupil
         */
        public List<TaskRow> tasks() {
            return tasks;
        }

        /**
         * Returns the figures of one task.
         *
         * @param id the number or name of the task
         * @return its figures, or empty if there is no such task or no pupil
         */
        public Optional<TaskRow> task(String id) {
            return tasks.stream().filter(row -> row.task().id().equals(id)).findFirst();
        }

        /**
         * Returns the distribution of totals.
         *
         * @return the number of pupils by total, from 0 to {@link #maximum()}; a copy
         */
        public long[] scoreCounts() {
            return scores.clone();
        }

        /**
         * Returns the mean total.
         *
         * @return in points; empty without a pupil
         */
        public OptionalDouble mean() {
            return mean;
        }

        /**
         * Returns the standard deviation of totals.
         *
         * @return in points, divisor n - 1; empty with fewer than two pupils
         */
        public OptionalDouble standardDeviation() {
            return standardDeviation;
        }

        /**
         * Returns Cronbach's alpha.
         *
         * @return at most 1, possibly below 0; empty with one task or where all totals are the same
         */
        public OptionalDouble alpha() {
            return alpha;
        }

        /**
         * Returns alpha with the 95 % interval of Feldt, which takes pupils as independent.
         *
         * @return the interval; empty where alpha is
         */
        public Optional<Interval> alphaInterval() {
            if (alpha.isEmpty()) {
                return Optional.empty();
            }
            double value = alpha.getAsDouble();
            double freedom = n - 1.0;
            double second = freedom * (taskCount - 1);
            double lower = 1 - (1 - value) * quantileOfF(UPPER, freedom, second);
            double upper = 1 - (1 - value) * quantileOfF(LOWER, freedom, second);
            return Optional.of(new Interval(value, Math.min(value, lower), Math.max(value, upper)));
        }

        private static double quantileOfF(double p, double first, double second) {
            double x = BetaLaw.quantile(p, first / 2, second / 2);
            return second * x / (first * (1 - x));
        }

        /**
         * Returns the reliability by formula 20 of Kuder and Richardson.
         *
         * @return alpha where every task is worth one point; empty otherwise, or where alpha is
         */
        public OptionalDouble kr20() {
            return binary ? alpha : OptionalDouble.empty();
        }

        /**
         * Returns the standard error of measurement.
         *
         * @return in points; empty where alpha is
         */
        public OptionalDouble sem() {
            return alpha.isEmpty()
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(standardDeviation.orElseThrow() * Math.sqrt(1 - alpha.getAsDouble()));
        }

        /**
         * Returns Guttman's lambda6. A task without spread has nothing to explain.
         *
         * @return at most 1; empty where alpha is, or where a task follows from others
         */
        public OptionalDouble lambda6() {
            return lambda6;
        }

        /**
         * Returns how reliable the means of schools are.
         *
         * @return empty with fewer than two schools, without a second pupil in any, or where all means are the same
         */
        public Optional<SchoolMeans> schoolMeans() {
            return schoolMeans;
        }

        /**
         * Returns why figures of the whole are empty.
         *
         * @return the reasons; none where nothing is empty but KR-20
         */
        public Set<Gap> gaps() {
            return Collections.unmodifiableSet(gaps);
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "ItemAnalysis[%s, n=%d, %d tasks, mean=%s, alpha=%s]", assessment.id(), n, taskCount,
                    mean.isPresent() ? String.format(Locale.ROOT, "%.3f", mean.getAsDouble()) : "-",
                    alphaInterval().map(Interval::toString).orElse("-"));
        }
    }
}
