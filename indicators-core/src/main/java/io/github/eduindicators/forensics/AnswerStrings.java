package io.github.eduindicators.forensics;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.forensics.Answers.Unit;
import io.github.eduindicators.forensics.ScoreGroups.Profile;
import io.github.eduindicators.results.TaskResponses;
import io.github.eduindicators.stats.QuantileType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Are the rows of answers of a class strange in several ways at once, as rows changed after the work would be?
 *
 * <p>Four measures after Jacob and Levitt (2003), written here from memory and not checked against the paper's appendix. p is the
 * share of an answer (points, or not attempted) among pupils of other classes with about the same total:
 * <ul>
 *   <li>M1: over all blocks of {@value #SHORTEST} to {@value #LONGEST} neighbouring tasks, and all groups of pupils with the same
 *       answers on the block, the lowest {@code sum of ln p} of the group;</li>
 *   <li>M2: the mean over tasks of {@code v = sum over answers of e^2 / n}, e being the number of pupils with the answer less the
 *       expected one;</li>
 *   <li>M3: the variance of v over tasks;</li>
 *   <li>M4: the sum over pupils of {@code Z - mean of Z at their total}, Z being the sum over tasks of the squared difference of
 *       the pupil's share of points from that of pupils with the same total.</li>
 * </ul>
 * Each is freed of class size (a line in ln n through the classes not set aside) and ranked over the classes, 0 to 1, 1 the
 * strangest; ANSWERS is the sum of the four squared ranks, which is the statistic.
 *
 * <p>A rank flags the same share of classes whatever happened, and a reference that holds altered classes hides them (M4 then
 * even turns round). So the reference is made a second time without the classes flagged at first, and a class is FLAGGED if its
 * ANSWERS is above the 95 % quantile and at least two of the measures lie beyond the outer fence {@code Q3 + 3 (Q3 - Q1)} of all
 * classes. There is no p-value; the companion measure SCORE of the paper needs three years of the same pupils and is not built.
 *
 * <p>A class with fewer than {@value #FEWEST_PUPILS} pupils is INSUFFICIENT_DATA; with fewer than {@value #FEWEST_CLASSES}
 * classes the method is NOT_APPLICABLE, and M1 is 0 where there are fewer tasks than the shortest block. Of a school without a
 * flagged class one finding tells how many classes were looked at. Complexity: pupils times tasks times the lengths of blocks,
 * with a sort inside the class. Immutable and safe to share between threads.
 *
 * <p>Reference: B. A. Jacob, S. D. Levitt (2003), Quarterly Journal of Economics 118:843-877, doi:10.1162/00335530360698441, for
 * the idea; formulas from memory.
 */
public final class AnswerStrings {
    /** A class with fewer pupils is INSUFFICIENT_DATA. */
    public static final int FEWEST_PUPILS = 10;
    /** With fewer classes to compare the method is NOT_APPLICABLE. */
    public static final int FEWEST_CLASSES = 20;

    static final int SHORTEST = 3;
    static final int LONGEST = 7;
    private static final double HIGH = 0.95;
    private static final int FENCE = 3;
    private static final int FEWEST_BEYOND = 2;
    private static final int PUPIL_BITS = 14;
    private static final AnswerStrings DEFAULTS = new AnswerStrings();

    private AnswerStrings() {}

    /**
     * Returns the method.
     *
     * @return the method
     */
    public static AnswerStrings withDefaults() {
        return DEFAULTS;
    }

    /**
     * Returns the description of the method.
     *
     * @return the method with its edition and parameters
     */
    public MethodInfo method() {
        String reference = "Jacob, Levitt (2003), doi:10.1162/00335530360698441; formulas from memory";
        return MethodInfo.of("forensics/answer-strings", "1", reference)
                .with(Fact.of("fewest-pupils", (long) FEWEST_PUPILS))
                .with(Fact.of("quantile", HIGH))
                .with(Fact.of("fence", (long) FENCE));
    }

    @Override
    public String toString() {
        return method().toString();
    }

    /**
     * Looks at all classes.
     *
     * @param responses the responses to one assessment or more, of one region
     * @return every flagged class, and one finding for each school without one, in the order of {@link Finding#order()}
     */
    public List<Finding> run(Collection<TaskResponses> responses) {
        return run(Answers.of(responses));
    }

    List<Finding> run(List<Answers> all) {
        List<Finding> findings = new ArrayList<>();
        all.forEach(answers -> findings.addAll(tests(answers)));
        return ClassFindings.told(method(), findings);
    }

    /** The four measures of one class; the larger the stranger, so M1 is the negative logarithm. */
    record Measures(double m1, double m2, double m3, double m4) {
        double[] row() {
            return new double[] {m1, m2, m3, m4};
        }
    }

    /** One class with its standing: ranks and how many measures lie beyond the fence. */
    private record Standing(Unit unit, Measures measures, double answers, int beyond, boolean flagged) {}

    private List<Finding> tests(Answers answers) {
        MethodInfo method = method();
        List<Unit> large = answers.units().stream()
                .filter(unit -> unit.pupils() >= FEWEST_PUPILS && unit.pupils() < 1 << PUPIL_BITS).toList();
        List<Standing> standings = List.of();
        if (large.size() >= FEWEST_CLASSES && answers.pupils() >= 2 * ScoreGroups.PUPILS_A_GROUP) {
            standings = standings(answers, large, Set.of());
            Set<Unit> aside = new HashSet<>();
            standings.stream().filter(Standing::flagged).forEach(s -> aside.add(s.unit()));
            if (!aside.isEmpty()) {
                standings = standings(answers, large, aside);
            }
        }
        List<Finding> findings = new ArrayList<>();
        int next = 0;
        for (Unit unit : answers.units()) {
            if (next < standings.size() && standings.get(next).unit().equals(unit)) {
                Standing standing = standings.get(next++);
                findings.add(ClassFindings.of(method, answers, unit)
                        .outcome(standing.flagged() ? Outcome.FLAGGED : Outcome.CLEAR)
                        .statistic(standing.answers())
                        .fact("answers", standing.answers())
                        .fact("beyond", (long) standing.beyond())
                        .fact("m1", -standing.measures().m1())
                        .fact("m2", standing.measures().m2())
                        .fact("m3", standing.measures().m3())
                        .fact("m4", standing.measures().m4())
                        .build());
            } else {
                findings.add(standings.isEmpty()
                        ? ClassFindings.notApplicable(method, answers, unit)
                        : ClassFindings.insufficient(method, answers, unit));
            }
        }
        return findings;
    }

    private static List<Standing> standings(Answers answers, List<Unit> large, Set<Unit> aside) {
        ScoreGroups groups = ScoreGroups.of(answers, aside);
        Typical typical = Typical.of(answers, groups);
        List<Measures> measures = large.stream()
                .map(unit -> {
                    Profile profile = groups.smoothed(unit);
                    double[] v = surprises(answers, profile);
                    return new Measures(-block(answers, profile), mean(v), variance(v), typical.excess(unit));
                })
                .toList();
        int number = large.size();
        double[] answersOf = new double[number];
        int[] beyond = new int[number];
        boolean[] kept = new boolean[number];
        for (int j = 0; j < number; j++) {
            kept[j] = !aside.contains(large.get(j));
        }
        double[] sizes = large.stream().mapToDouble(unit -> StrictMath.log(unit.pupils())).toArray();
        for (int m = 0; m < 4; m++) {
            int measure = m;
            double[] values = measures.stream().mapToDouble(each -> each.row()[measure]).toArray();
            double[] freed = freedOfSize(values, sizes, kept);
            double[] ranks = ranks(freed);
            double q1 = QuantileType.TYPE_7.of(freed, 0.25);
            double q3 = QuantileType.TYPE_7.of(freed, 0.75);
            for (int j = 0; j < number; j++) {
                answersOf[j] += ranks[j] * ranks[j];
                beyond[j] += freed[j] > q3 + FENCE * (q3 - q1) ? 1 : 0;
            }
        }
        double high = QuantileType.TYPE_7.of(answersOf, HIGH);
        List<Standing> standings = new ArrayList<>();
        for (int j = 0; j < number; j++) {
            boolean flagged = answersOf[j] > high && beyond[j] >= FEWEST_BEYOND;
            standings.add(new Standing(large.get(j), measures.get(j), answersOf[j], beyond[j], flagged));
        }
        return standings;
    }

    /** The values less a line in x, fitted to those that are kept. */
    private static double[] freedOfSize(double[] values, double[] x, boolean[] kept) {
        double n = 0;
        double sx = 0;
        double sy = 0;
        for (int j = 0; j < values.length; j++) {
            if (kept[j]) {
                n++;
                sx += x[j];
                sy += values[j];
            }
        }
        double xx = 0;
        double xy = 0;
        for (int j = 0; j < values.length; j++) {
            if (kept[j]) {
                xx += (x[j] - sx / n) * (x[j] - sx / n);
                xy += (x[j] - sx / n) * (values[j] - sy / n);
            }
        }
        double slope = xx > 0 ? xy / xx : 0;
        double[] freed = new double[values.length];
        for (int j = 0; j < values.length; j++) {
            freed[j] = values[j] - slope * (x[j] - sx / n);
        }
        return freed;
    }

    /** Ranks from small to large as (rank - 0.5) / number; equal values share the mean of their ranks. */
    static double[] ranks(double[] values) {
        int[] order = IntStream.range(0, values.length).boxed()
                .sorted((a, b) -> Double.compare(values[a], values[b])).mapToInt(Integer::intValue).toArray();
        double[] ranks = new double[values.length];
        for (int from = 0; from < order.length;) {
            int to = from + 1;
            while (to < order.length && values[order[to]] == values[order[from]]) {
                to++;
            }
            for (int i = from; i < to; i++) {
                ranks[order[i]] = (from + to) / 2.0 / order.length;
            }
            from = to;
        }
        return ranks;
    }

    /** M1 as a logarithm: the least likely group of pupils with the same answers on a block. */
    static double block(Answers answers, Profile profile) {
        int n = profile.unit().pupils();
        int tasks = answers.tasks();
        double[][] logs = new double[n][tasks];
        for (int pupil = 0; pupil < n; pupil++) {
            for (int task = 0; task < tasks; task++) {
                logs[pupil][task] = StrictMath.log(profile.p(pupil, task, profile.category(pupil, task)));
            }
        }
        double lowest = 0;
        for (int start = 0; start + SHORTEST <= tasks; start++) {
            // Grown task by task, so that equal blocks have equal sums to the last bit.
            double[] sums = new double[n];
            long[] blocks = new long[n];
            for (int length = 1; length <= LONGEST && start + length <= tasks; length++) {
                int task = start + length - 1;
                for (int pupil = 0; pupil < n; pupil++) {
                    sums[pupil] += logs[pupil][task];
                    blocks[pupil] = blocks[pupil] * answers.categories(task) + profile.category(pupil, task);
                }
                if (length >= SHORTEST) {
                    lowest = Math.min(lowest, lowest(blocks, sums));
                }
            }
        }
        return lowest;
    }

    /** The lowest sum over pupils with the same block. */
    private static double lowest(long[] blocks, double[] sums) {
        long[] keys = new long[blocks.length];
        for (int pupil = 0; pupil < keys.length; pupil++) {
            keys[pupil] = blocks[pupil] << PUPIL_BITS | pupil;
        }
        Arrays.sort(keys);
        double lowest = 0;
        double sum = 0;
        for (int i = 0; i < keys.length; i++) {
            boolean same = i > 0 && keys[i] >>> PUPIL_BITS == keys[i - 1] >>> PUPIL_BITS;
            sum = (same ? sum : 0) + sums[(int) keys[i] & (1 << PUPIL_BITS) - 1];
            lowest = Math.min(lowest, sum);
        }
        return lowest;
    }

    /** By task, the v of M2 and M3. */
    static double[] surprises(Answers answers, Profile profile) {
        int n = profile.unit().pupils();
        double[] v = new double[answers.tasks()];
        for (int task = 0; task < v.length; task++) {
            double[] excess = new double[answers.categories(task)];
            for (int pupil = 0; pupil < n; pupil++) {
                excess[profile.category(pupil, task)]++;
                for (int category = 0; category < excess.length; category++) {
                    excess[category] -= profile.p(pupil, task, category);
                }
            }
            for (double e : excess) {
                v[task] += e * e / n;
            }
        }
        return v;
    }

    static double mean(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }

    /** Divided by the number of values. */
    static double variance(double[] values) {
        double mean = mean(values);
        double sum = 0;
        for (double value : values) {
            sum += (value - mean) * (value - mean);
        }
        return sum / values.length;
    }

    /** What the pupils of a total typically do in each task, and how far from that they are: M4. */
    static final class Typical {
        private final Answers answers;
        private final ScoreGroups groups;
        private final double[][] share;
        private final double[] distance;
        private final double[] size;

        private Typical(Answers answers, ScoreGroups groups) {
            this.answers = answers;
            this.groups = groups;
            this.share = new double[groups.groups()][answers.tasks()];
            this.distance = new double[groups.groups()];
            this.size = new double[groups.groups()];
        }

        static Typical of(Answers answers, ScoreGroups groups) {
            Typical typical = new Typical(answers, groups);
            List<Unit> used = answers.units().stream().filter(unit -> !groups.isAside(unit)).toList();
            for (Unit unit : used) {
                for (int pupil = unit.from(); pupil < unit.to(); pupil++) {
                    int group = groups.group(pupil);
                    typical.size[group]++;
                    for (int task = 0; task < answers.tasks(); task++) {
                        typical.share[group][task] += typical.share(pupil, task);
                    }
                }
            }
            for (int group = 0; group < typical.size.length; group++) {
                for (int task = 0; task < answers.tasks(); task++) {
                    typical.share[group][task] /= Math.max(1, typical.size[group]);
                }
            }
            for (Unit unit : used) {
                for (int pupil = unit.from(); pupil < unit.to(); pupil++) {
                    int group = groups.group(pupil);
                    typical.distance[group] += typical.z(pupil) / typical.size[group];
                }
            }
            return typical;
        }

        private double share(int pupil, int task) {
            return (double) answers.points(pupil, task) / answers.max(task);
        }

        private double z(int pupil) {
            double z = 0;
            for (int task = 0; task < answers.tasks(); task++) {
                double difference = share(pupil, task) - share[groups.group(pupil)][task];
                z += difference * difference;
            }
            return z;
        }

        double excess(Unit unit) {
            double sum = 0;
            for (int pupil = unit.from(); pupil < unit.to(); pupil++) {
                sum += z(pupil) - distance[groups.group(pupil)];
            }
            return sum;
        }
    }
}
