package io.github.eduindicators.items;

import com.google.common.collect.ImmutableList;
import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Task;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.TaskResponses;
import io.github.eduindicators.stats.Interval;
import io.github.eduindicators.stats.MultipleTesting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * How do pupils of each mark do each task, and is there a task that pupils of a lower mark do better than pupils of a higher one?
 *
 * <p>The mark follows from the total of the tasks on the scale of the assessment. Within a school, two groups of marks, low and
 * high, with at least 10 pupils each, are compared in each task: {@code d = share(low) - share(high)}. Flagged if d is more than
 * 5 % of the points and the adjusted p is at most the level. p is the chance that the lower group would earn as much or more if
 * the pupils of both groups were dealt out at random: exact up to 200 pupils together (for tasks of one point Fisher's test),
 * beyond that by the normal law with half a point of correction, then within a quarter of p, and rather too large, for p above
 * 0.0001. Adjusted (Benjamini-Hochberg) over all schools, tasks and pairs of groups of the assessment; a pair whose d is not
 * above the limit enters with p = 1, which keeps the level.
 *
 * <p>The null, "both groups do the task equally well", is the edge of what can be: pupils were put into the groups by a total
 * that holds the task, so of honest answers the higher group does every task better. p is therefore cautious, the more so the
 * more the task is worth; a flag is rare and means that something in the task, its marking or its answers is out of order.
 *
 * <p>Input: {@link TaskResponses} of an assessment whose scale has marks and whose tasks add up to the maximum of the scale;
 * otherwise NOT_APPLICABLE ({@code no-marks}). A pupil of whom a response is not known has no total and is left out. A school
 * with fewer than two groups of 10 is INSUFFICIENT_DATA. Effect of a finding: d of the surest task, a share of points. No pupils
 * give no rows.
 *
 * <p>Complexity: linear in responses, and cubic in the pupils of a pair above the limit. Immutable and safe to share between
 * threads; the result does not depend on the order of pupils or schools.
 *
 * <p>Reference: ФИОКО, recommendations of 2026 on the analysis of results of ВПР (pages 23-26), as quoted by others: groups of at
 * least 10 pupils; the limit of 5 % is a practice of those who quote them, the test is our own.
 */
public final class MarkGroups {
    /** A group with fewer pupils is not compared unless said otherwise. */
    public static final int FEWEST_PUPILS = 10;
    /** The identity of the method. */
    public static final String METHOD = "items/mark-groups";

    private static final double LEVEL = 0.05;
    private static final double LIMIT = 0.05;
    private static final double PERCENT = 100;
    private static final int LOWEST_MARK = 2;
    private static final int MARKS = 4;
    private static final MarkGroups DEFAULTS = new MarkGroups(LEVEL, LIMIT, FEWEST_PUPILS);

    private final double level;
    private final double limit;
    private final int fewest;

    private MarkGroups(double level, double limit, int fewest) {
        this.level = level;
        this.limit = limit;
        this.fewest = fewest;
    }

    /**
     * Returns the method: level 0.05, more than 5 % of the points, groups of at least 10.
     *
     * @return the method
     */
    public static MarkGroups withDefaults() {
        return DEFAULTS;
    }

    /**
     * Chooses the level that the adjusted p is compared with.
     *
     * @param value between 0 and 1
     * @return the method with it
     * @throws IllegalArgumentException if it is not between 0 and 1
     */
    public MarkGroups withLevel(double value) {
        if (!(value > 0 && value < 1)) {
            throw new IllegalArgumentException("level must be between 0 and 1, got " + value);
        }
        return new MarkGroups(value, limit, fewest);
    }

    /**
     * Chooses by how much more than which the lower group must be ahead.
     *
     * @param value a share of points, at least 0 and less than 1
     * @return the method with it
     * @throws IllegalArgumentException if it is outside that
     */
    public MarkGroups withLimit(double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException("limit must be at least 0 and less than 1, got " + value);
        }
        return new MarkGroups(level, value, fewest);
    }

    /**
     * Chooses how many pupils a group must have.
     *
     * @param pupils at least 2
     * @return the method with it
     * @throws IllegalArgumentException if it is less than 2
     */
    public MarkGroups withMinimum(int pupils) {
        if (pupils < 2) {
            throw new IllegalArgumentException("pupils must be at least 2, got " + pupils);
        }
        return new MarkGroups(level, limit, pupils);
    }

    /**
     * Returns the method.
     *
     * @return the method with its edition and parameters
     */
    public MethodInfo method() {
        return MethodInfo.of(METHOD, "1", "ФИОКО (2026), recommendations, as quoted by others; test: own")
                .with(Fact.of("level", level))
                .with(Fact.of("limit", limit))
                .with(Fact.of("fewest-pupils", (long) fewest));
    }

    @Override
    public String toString() {
        return method().toString();
    }

    /**
     * Looks at all schools of an assessment.
     *
     * @param responses the responses
     * @param schools what is known of a school, such as its region; asked once a school
     * @return shares, inversions, findings
     */
    public Result run(TaskResponses responses, Function<? super SchoolId, School> schools) {
        return new Result(this, responses, schools);
    }

    /**
     * How the pupils of one mark did one task.
     *
     * @param unit the school or region
     * @param task the id of the task
     * @param mark the mark, 2..5
     * @param n pupils with the mark
     * @param earned the points they earned
     * @param possible the points they could have earned
     */
    public record Row(Unit unit, String task, int mark, long n, long earned, long possible) {
        /**
         * Returns the share of points.
         *
         * @return 0..1, or empty if no pupil has the mark
         */
        public OptionalDouble share() {
            return possible == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) earned / possible);
        }
    }

    /**
     * A task that pupils of a lower mark do better.
     *
     * @param school the school
     * @param task the id of the task
     * @param lower the group of the lower mark
     * @param higher the group of the higher mark
     * @param difference the share of the lower less that of the higher group, with a normal interval of 95 %
     * @param p the exact p-value of the pair
     * @param adjustedP p adjusted over all schools, tasks and pairs of the assessment
     */
    public record Inversion(
            SchoolId school, String task, Row lower, Row higher, Interval difference, double p, double adjustedP) {

        @Override
        public String toString() {
            return school + " task " + task + ": mark " + lower.mark() + " " + lower.earned() + " of " + lower.possible()
                    + ", mark " + higher.mark() + " " + higher.earned() + " of " + higher.possible()
                    + String.format(Locale.ROOT, ", difference %s p=%.2g adjusted=%.2g", difference, p, adjustedP);
        }
    }

    /** The pupils of a unit: by mark and task, how many have 0, 1, 2, … points. */
    private static final class Counts {
        private final long[][][] points;
        private final long[] pupils = new long[MARKS];

        Counts(int[] max) {
            points = new long[MARKS][max.length][];
            for (long[][] mark : points) {
                for (int task = 0; task < max.length; task++) {
                    mark[task] = new long[max[task] + 1];
                }
            }
        }
    }

    /** The groups of one assessment. Immutable. */
    public static final class Result {
        private final MarkGroups method;
        private final AssessmentId assessment;
        private final boolean applies;
        private final List<String> tasks;
        private final int[] max;
        private final TreeMap<Unit, Counts> counts = new TreeMap<>(Unit.order());
        private final ImmutableList<Inversion> inversions;
        private final ImmutableList<Finding> findings;

        private Result(MarkGroups method, TaskResponses responses, Function<? super SchoolId, School> schools) {
            this.method = method;
            this.assessment = responses.assessment().id();
            this.tasks = responses.tasks().stream().map(Task::id).toList();
            this.max = responses.tasks().stream().mapToInt(Task::max).toArray();
            this.applies = applies(responses.assessment(), max);
            Map<SchoolId, School> register = new TreeMap<>();
            for (TaskResponses.SchoolClass schoolClass : responses.classes()) {
                School school = register.computeIfAbsent(schoolClass.school(),
                        id -> Objects.requireNonNull(schools.apply(id), "school"));
                Counts own = counts.computeIfAbsent(school.id(), u -> new Counts(max));
                Counts region = counts.computeIfAbsent(school.region(), u -> new Counts(max));
                if (applies) {
                    count(schoolClass, responses.assessment().scale(), List.of(own, region));
                }
            }
            List<Inversion> all = new ArrayList<>();
            int pairs = applies ? compare(all) : 0;
            this.inversions = adjusted(all, pairs);
            ImmutableList.Builder<Finding> told = ImmutableList.builder();
            counts.keySet().forEach(unit -> {
                if (unit instanceof SchoolId school) {
                    told.add(finding(school));
                }
            });
            this.findings = told.build();
        }

        private static boolean applies(Assessment assessment, int[] max) {
            return assessment.scale().hasMarks() && IntStream.of(max).asLongStream().sum() == assessment.scale().max();
        }

        private void count(TaskResponses.SchoolClass schoolClass, ScoreScale scale, List<Counts> into) {
            int[] row = new int[max.length];
            for (int pupil = 0; pupil < schoolClass.pupils(); pupil++) {
                int total = 0;
                boolean known = true;
                for (int task = 0; task < row.length; task++) {
                    int points = schoolClass.points(pupil, task);
                    known &= points != TaskResponses.UNKNOWN;
                    row[task] = Math.max(0, points);
                    total += row[task];
                }
                if (known) {
                    int mark = scale.mark(total) - LOWEST_MARK;
                    for (Counts counted : into) {
                        counted.pupils[mark]++;
                        for (int task = 0; task < row.length; task++) {
                            counted.points[mark][task][row[task]]++;
                        }
                    }
                }
            }
        }

        /** The pairs of all schools; those above the limit with their p. */
        private int compare(List<Inversion> above) {
            int pairs = 0;
            for (Map.Entry<Unit, Counts> entry : counts.entrySet()) {
                if (!(entry.getKey() instanceof SchoolId school)) {
                    continue;
                }
                Counts own = entry.getValue();
                for (int low = 0; low < MARKS; low++) {
                    for (int high = low + 1; high < MARKS; high++) {
                        if (own.pupils[low] < method.fewest || own.pupils[high] < method.fewest) {
                            continue;
                        }
                        pairs += max.length;
                        for (int task = 0; task < max.length; task++) {
                            Row lower = row(school, own, low, task);
                            Row higher = row(school, own, high, task);
                            if (lower.share().orElseThrow() - higher.share().orElseThrow() > method.limit) {
                                double p = ExactSplit.upperTail(own.points[low][task], own.points[high][task]);
                                above.add(new Inversion(school, tasks.get(task), lower, higher,
                                        difference(own.points[low][task], own.points[high][task], max[task]), p, p));
                            }
                        }
                    }
                }
            }
            return pairs;
        }

        private static Interval difference(long[] lower, long[] higher, int most) {
            double[] one = moments(lower);
            double[] two = moments(higher);
            return Interval.normal((one[0] - two[0]) / most, Math.sqrt(one[1] + two[1]) / most, Interval.Z95);
        }

        /** The mean of points, and the variance of the mean. */
        private static double[] moments(long[] counts) {
            long n = 0;
            long sum = 0;
            long squares = 0;
            for (int points = 0; points < counts.length; points++) {
                n += counts[points];
                sum += points * counts[points];
                squares += (long) points * points * counts[points];
            }
            return new double[] {(double) sum / n, (double) (n * squares - sum * sum) / ((double) n * n * (n - 1))};
        }

        private static ImmutableList<Inversion> adjusted(List<Inversion> above, int pairs) {
            double[] p = new double[pairs];
            Arrays.fill(p, 1);
            for (int i = 0; i < above.size(); i++) {
                p[i] = above.get(i).p();
            }
            double[] adjusted = MultipleTesting.BENJAMINI_HOCHBERG.adjust(p);
            return IntStream.range(0, above.size())
                    .mapToObj(i -> {
                        Inversion each = above.get(i);
                        return new Inversion(
                                each.school(), each.task(), each.lower(), each.higher(), each.difference(), each.p(),
                                adjusted[i]);
                    })
                    .sorted(Comparator.comparingDouble(Inversion::p)
                            .thenComparing(Inversion::school)
                            .thenComparing(Inversion::task)
                            .thenComparing(each -> each.lower().mark())
                            .thenComparing(each -> each.higher().mark()))
                    .collect(ImmutableList.toImmutableList());
        }

        private Finding finding(SchoolId school) {
            Finding.Builder finding = Finding.builder(method.method(), school).assessment(assessment);
            Counts own = Objects.requireNonNull(counts.get(school));
            long pupils = IntStream.range(0, MARKS).mapToLong(mark -> own.pupils[mark]).sum();
            long groups = IntStream.range(0, MARKS).filter(mark -> own.pupils[mark] >= method.fewest).count();
            finding.n(pupils);
            if (!applies) {
                return finding.outcome(Outcome.NOT_APPLICABLE).category("no-marks").build();
            }
            if (groups < 2) {
                return finding.outcome(Outcome.INSUFFICIENT_DATA)
                        .fact("groups", groups)
                        .fact("minimum", (long) method.fewest)
                        .build();
            }
            List<Inversion> all = inversions.stream().filter(each -> each.school().equals(school)).toList();
            List<Inversion> flagged = all.stream().filter(each -> each.adjustedP() <= method.level).toList();
            finding.fact("groups", groups).fact("limit", PERCENT * method.limit);
            if (flagged.isEmpty()) {
                all.stream().findFirst().ifPresent(each -> finding.p(each.p()).adjustedP(each.adjustedP()));
                return finding.outcome(Outcome.CLEAR)
                        .fact("clear", 1)
                        .fact("insufficient", 0)
                        .fact("above-limit", (long) all.size())
                        .build();
            }
            Inversion surest = flagged.get(0);
            return finding.outcome(Outcome.FLAGGED)
                    .category("inverted")
                    .p(surest.p())
                    .adjustedP(surest.adjustedP())
                    .effect(surest.difference())
                    .fact("task", surest.task())
                    .fact("lower-mark", (long) surest.lower().mark())
                    .fact("higher-mark", (long) surest.higher().mark())
                    .fact("lower-share", PERCENT * surest.lower().share().orElseThrow())
                    .fact("higher-share", PERCENT * surest.higher().share().orElseThrow())
                    .fact("lower-n", surest.lower().n())
                    .fact("higher-n", surest.higher().n())
                    .fact("number", flagged.stream().map(Inversion::task).distinct().count())
                    .build();
        }

        private Row row(Unit unit, Counts own, int mark, int task) {
            long earned = 0;
            for (int points = 0; points <= max[task]; points++) {
                earned += points * own.points[mark][task][points];
            }
            return new Row(unit, tasks.get(task), mark + LOWEST_MARK, own.pupils[mark], earned, own.pupils[mark] * max[task]);
        }

        /**
         * Returns how each mark did each task in a unit.
         *
         * @param unit the school or region
         * @return by task, in the order of the work, then by mark; none if the unit has no pupils or there are no marks
         */
        public List<Row> rows(Unit unit) {
            Counts own = counts.get(unit);
            List<Row> rows = new ArrayList<>();
            for (int task = 0; own != null && applies && task < max.length; task++) {
                for (int mark = 0; mark < MARKS; mark++) {
                    rows.add(row(unit, own, mark, task));
                }
            }
            return rows;
        }

        /**
         * Returns how many pupils of a unit have a mark.
         *
         * @param unit the school or region
         * @param mark the mark, 2..5
         * @return the number; empty if there are no marks
         * @throws IllegalArgumentException if the mark is out of range
         */
        public OptionalLong pupils(Unit unit, int mark) {
            if (mark < LOWEST_MARK || mark >= LOWEST_MARK + MARKS) {
                throw new IllegalArgumentException("mark must be within 2..5, got " + mark);
            }
            Counts own = counts.get(unit);
            return !applies ? OptionalLong.empty() : OptionalLong.of(own == null ? 0 : own.pupils[mark - LOWEST_MARK]);
        }

        /**
         * Returns the tasks that a lower mark does better by more than the limit.
         *
         * @return of all schools, the smallest p first; by chance too
         */
        public List<Inversion> inversions() {
            return inversions;
        }

        /**
         * Returns those of them that are flagged.
         *
         * @return with an adjusted p at most the level, the smallest p first
         */
        public List<Inversion> flagged() {
            return inversions.stream().filter(each -> each.adjustedP() <= method.level).toList();
        }

        /**
         * Returns one finding a school.
         *
         * @return in the order of {@link Finding#order()}
         */
        public List<Finding> findings() {
            return findings;
        }

        @Override
        public String toString() {
            return "MarkGroups[" + assessment + ", " + findings.size() + " schools, " + inversions.size() + " inversions, "
                    + flagged().size() + " flagged]";
        }
    }
}
