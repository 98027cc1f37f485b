package io.github.eduindicators.forensics;

import com.google.common.collect.ImmutableList;
import io.github.eduindicators.forensics.Answers.Unit;
import io.github.eduindicators.forensics.ScoreGroups.Profile;
import io.github.eduindicators.laws.BinomialSum;
import io.github.eduindicators.laws.NormalLaw;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.TaskResponses;
import io.github.eduindicators.stats.MultipleTesting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which pairs of pupils of one class gave the same answers more often than chance explains? For drilling into a class that
 * {@link ClassSimilarity} has flagged; of a class looked at for no reason it says little.
 *
 * <p>With {@code p(i) = sum over answers of P(first) P(second)} the chance that two pupils with these totals answer task i alike,
 * h the number of tasks answered alike: GBT is the exact tail {@code P(X >= h)} of the sum of independent trials with these
 * chances; {@code omega = (h - sum p) / sqrt(sum p (1 - p))} with its upper normal tail. P is the share of the answer among
 * pupils of other classes with about the same total. GBT decides: a pair is alike where its p, adjusted over all pairs of the
 * class (Benjamini-Hochberg), is at most the level, 0.01 unless chosen otherwise.
 *
 * <p>The tasks are taken for independent given the total. Pupils are known by their place in {@link TaskResponses}, which is that
 * of their responses; nothing tells who they are. Fewer than two pupils, or tasks, give no pair. Complexity:
 * {@code O(pairs x tasks^2)}. Immutable and safe to share between threads.
 *
 * <p>Reference: J. A. Wollack (1997), Applied Psychological Measurement 21:307-320, doi:10.1177/01466216970214002 (omega); W. J.
 * van der Linden, L. Sotaridona (2006), Journal of Educational and Behavioral Statistics 31:283-304,
 * doi:10.3102/10769986031003283 (GBT).
 */
public final class AnswerCopying {
    private static final double LEVEL = 0.01;
    private static final AnswerCopying DEFAULTS = new AnswerCopying(LEVEL);

    private final double level;

    private AnswerCopying(double level) {
        this.level = level;
    }

    /**
     * Returns the method with level 0.01.
     *
     * @return the method
     */
    public static AnswerCopying withDefaults() {
        return DEFAULTS;
    }

    /**
     * Chooses the level that the adjusted p of a pair is compared with.
     *
     * @param value between 0 and 1
     * @return the method with it
     * @throws IllegalArgumentException if it is not between 0 and 1
     */
    public AnswerCopying withLevel(double value) {
        return new AnswerCopying(ClassFindings.checkedLevel(value));
    }

    /**
     * Looks at the pairs of one class.
     *
     * @param responses the responses to one assessment
     * @param school the school
     * @param schoolClass the name of the class
     * @return all pairs; none if there is no such class
     */
    public Result run(TaskResponses responses, SchoolId school, String schoolClass) {
        Answers answers = Answers.of(responses);
        return answers.units().stream()
                .filter(unit -> unit.school().equals(school) && unit.name().equals(schoolClass))
                .findFirst()
                .map(unit -> run(answers, ScoreGroups.of(answers, Set.of(unit)).profile(unit)))
                .orElseGet(() -> new Result(List.of(), level));
    }

    Result run(Answers answers, Profile profile) {
        Unit unit = profile.unit();
        List<Pair> pairs = new ArrayList<>();
        for (int first = 0; first < unit.pupils(); first++) {
            for (int second = first + 1; second < unit.pupils(); second++) {
                double[] p = new double[answers.tasks()];
                int same = 0;
                for (int task = 0; task < p.length; task++) {
                    for (int category = 0; category < answers.categories(task); category++) {
                        p[task] += profile.p(first, task, category) * profile.p(second, task, category);
                    }
                    same += profile.category(first, task) == profile.category(second, task) ? 1 : 0;
                }
                pairs.add(pair(first, second, same, p));
            }
        }
        double[] adjusted = MultipleTesting.BENJAMINI_HOCHBERG.adjust(pairs.stream().mapToDouble(Pair::p).toArray());
        for (int i = 0; i < adjusted.length; i++) {
            pairs.set(i, pairs.get(i).withAdjusted(adjusted[i]));
        }
        return new Result(pairs, level);
    }

    /** Two pupils with so many same answers, of tasks with these chances of a same answer. */
    static Pair pair(int first, int second, int same, double[] p) {
        BinomialSum law = BinomialSum.create();
        for (double chance : p) {
            law.add(1, Math.min(1, chance));
        }
        double omega = law.variance() > 0 ? (same - law.mean()) / Math.sqrt(law.variance()) : 0;
        double tail = law.upperTail(same);
        return new Pair(first, second, same, law.mean(), omega, NormalLaw.upperTail(omega), tail, tail);
    }

    /**
     * Two pupils of the class.
     *
     * @param first the place of one in the class
     * @param second the place of the other
     * @param same the tasks answered alike
     * @param expected how many that would be by chance
     * @param omega the excess in standard deviations
     * @param pOmega the upper normal tail of omega
     * @param p the exact tail, GBT
     * @param adjustedP p adjusted over all pairs of the class
     */
    public record Pair(
            int first, int second, int same, double expected, double omega, double pOmega, double p, double adjustedP) {
        private Pair withAdjusted(double value) {
            return new Pair(first, second, same, expected, omega, pOmega, p, value);
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "%d-%d: %d same, %.1f expected, adjusted p %.2g", first, second, same, expected, adjustedP);
        }
    }

    @Override
    public String toString() {
        return "AnswerCopying[level=" + level + "]";
    }

    /** The pairs of one class. Immutable. */
    public static final class Result {
        private final ImmutableList<Pair> pairs;
        private final double level;

        private Result(List<Pair> pairs, double level) {
            this.pairs = ImmutableList.copyOf(pairs);
            this.level = level;
        }

        /**
         * Returns all pairs.
         *
         * @return by the places of their pupils
         */
        public List<Pair> pairs() {
            return pairs;
        }

        /**
         * Returns the pairs that are alike.
         *
         * @return those with an adjusted p of at most the level
         */
        public List<Pair> alike() {
            return pairs.stream().filter(pair -> pair.adjustedP() <= level).toList();
        }

        /**
         * Returns how many pupils the largest group has that is held together by pairs that are alike.
         *
         * @return 0 if no pair is, else at least 2
         */
        public int largestGroup() {
            int most = pairs.stream().mapToInt(Pair::second).max().orElse(-1) + 1;
            int[] group = java.util.stream.IntStream.range(0, most).toArray();
            alike().forEach(pair -> join(group, pair.first(), pair.second()));
            int[] sizes = new int[most];
            int largest = 0;
            for (int pupil : group) {
                largest = Math.max(largest, ++sizes[pupil]);
            }
            return largest < 2 ? 0 : largest;
        }

        private static void join(int[] group, int first, int second) {
            int from = group[second];
            int to = group[first];
            for (int pupil = 0; pupil < group.length; pupil++) {
                group[pupil] = group[pupil] == from ? to : group[pupil];
            }
        }

        @Override
        public String toString() {
            return "AnswerCopying[" + pairs.size() + " pairs, " + alike().size() + " alike, largest group "
                    + largestGroup() + "]";
        }
    }
}
