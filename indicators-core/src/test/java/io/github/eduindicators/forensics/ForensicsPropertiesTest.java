package io.github.eduindicators.forensics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.forensics.SimulatedClasses.Altered;
import io.github.eduindicators.laws.BinomialLaw;
import io.github.eduindicators.model.Task;
import io.github.eduindicators.results.TaskResponses;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ForensicsPropertiesTest {
    private static final int REGIONS = 12;

    /** The p of all classes of a dozen honest regions, whose classes differ in level and in what was taught. */
    private static List<Double> p(Function<List<Answers>, List<Finding>> method, int... max) {
        List<Double> p = new ArrayList<>();
        for (int seed = 0; seed < REGIONS; seed++) {
            int number = 9_000 + seed;
            SimulatedClasses simulated = max.length == 0 ? SimulatedClasses.of(number) : new SimulatedClasses(number, max);
            TaskResponses responses = simulated.classes(SimulatedClasses.honest(160), 11, 28);
            method.apply(List.of(Answers.of(responses))).forEach(f -> f.p().ifPresent(p::add));
        }
        return p;
    }

    /** At each level no more than the level, but for what 1 of 1000 such tests would show by chance. */
    private static void uniformOrLarger(List<Double> p) {
        assertThat(p).hasSizeGreaterThan(REGIONS * 70);
        for (double level : new double[] {0.05, 0.01, 0.001}) {
            long below = p.stream().filter(value -> value <= level).count();
            assertThat(BinomialLaw.upperTail(below, p.size(), level))
                    .as("%d of %d below %s", below, p.size(), level).isGreaterThan(0.001);
        }
        // And not idle: about half of them are above one half.
        long above = p.stream().filter(value -> value > 0.5).count();
        assertThat((double) above / p.size()).isBetween(0.4, 0.65);
    }

    @Example
    void similarityOfHonestClassesIsCalibrated() {
        uniformOrLarger(p(ClassSimilarity.withDefaults()::tests));
    }

    @Example
    void misfitOfHonestClassesIsCalibrated() {
        uniformOrLarger(p(PersonFit.withDefaults()::tests));
        uniformOrLarger(p(PersonFit.withDefaults().withIndex(PersonFit.Index.GUTTMAN)::tests));
    }

    @Example
    void misfitByTheCoefficientIsCalibrated() {
        int[] ones = new int[24];
        Arrays.fill(ones, 1);
        uniformOrLarger(p(PersonFit.withDefaults().withIndex(PersonFit.Index.H_T)::tests, ones));
    }

    @Example
    void inversionOfHonestSchoolsIsCalibrated() {
        uniformOrLarger(p(TaskInversion.withDefaults()::tests));
    }

    @Example
    void methodsWithoutPHardlyFlagHonestClasses() {
        int flags = 0;
        for (int seed = 0; seed < REGIONS; seed++) {
            List<Altered> kinds = SimulatedClasses.honest(160);
            IntStream.range(0, 8).forEach(i -> kinds.set(i, Altered.LYCEUM));
            List<Answers> answers = List.of(Answers.of(SimulatedClasses.of(7_000 + seed).classes(kinds, 11, 28)));
            List<Finding> found = new ArrayList<>(ClassIndex.withDefaults().run(answers));
            found.addAll(AnswerStrings.withDefaults().run(answers));
            flags += (int) found.stream().filter(f -> f.outcome() == Outcome.FLAGGED).count();
        }
        assertThat(flags).as("of %d", 2 * 160 * REGIONS).isLessThanOrEqualTo(16);
    }

    @Example
    void similarityFlagsNearlyAllClassesThatCopied() {
        int found = 0;
        int wrong = 0;
        for (int seed = 0; seed < 5; seed++) {
            List<Altered> kinds = SimulatedClasses.honest(160);
            IntStream.range(0, 8).forEach(i -> kinds.set(2 * i, Altered.COPIED));
            for (Finding finding : ClassSimilarity.withDefaults().run(
                    List.of(SimulatedClasses.of(500 + seed).classes(kinds, 16, 28)))) {
                if (finding.outcome() == Outcome.FLAGGED) {
                    boolean altered = Integer.parseInt(finding.unit().code().substring(1)) < 8
                            && finding.fact("class").orElseThrow().value().equals("А");
                    found += altered ? 1 : 0;
                    wrong += altered ? 0 : 1;
                }
            }
        }
        assertThat(found).as("of 40").isGreaterThanOrEqualTo(28);
        assertThat(wrong).isLessThanOrEqualTo(4);
    }

    /** Extremes by trying all rows of points, for tasks of different maxima. */
    @Property(tries = 60)
    void misfitIsTheShareOfTheWorstRowOfThatTotal(
            @ForAll @Size(min = 6, max = 30) List<@IntRange(min = 0, max = 71) Integer> codes) {
        int[] max = {1, 3, 2, 2};
        var tasks = IntStream.range(0, 4).mapToObj(i -> Task.of("t" + i, max[i])).toList();
        TaskResponses.Builder builder = TaskResponses.builder(Vectors.WORK, tasks);
        List<int[]> rows = codes.stream().map(code -> row(code, max)).toList();
        for (int i = 0; i < rows.size(); i++) {
            builder.add(Vectors.school(i), "", rows.get(i));
        }
        Answers answers = Answers.of(builder.build());
        double[] index = MisfitIndex.of(PersonFit.Index.GUTTMAN, answers);
        List<int[]> steps = new ArrayList<>();
        for (int task = 0; task < 4; task++) {
            for (int step = 1; step <= max[task]; step++) {
                steps.add(new int[] {task, step});
            }
        }
        List<int[]> order = steps.stream()
                .sorted(Comparator.comparingLong(s -> -rows.stream().filter(row -> row[s[0]] >= s[1]).count()))
                .toList();
        for (int pupil = 0; pupil < rows.size(); pupil++) {
            int total = Arrays.stream(rows.get(pupil)).sum();
            int most = IntStream.range(0, 72).mapToObj(code -> row(code, max))
                    .filter(row -> Arrays.stream(row).sum() == total).mapToInt(row -> errors(row, order)).max().orElseThrow();
            if (total == 0 || total == 8) {
                assertThat(index[pupil]).isNaN();
            } else {
                double expected = most == 0 ? 0 : (double) errors(rows.get(pupil), order) / most;
                assertThat(index[pupil]).isCloseTo(expected, within(1e-12));
            }
        }
    }

    private static int[] row(int code, int[] max) {
        int[] row = new int[max.length];
        int rest = code;
        for (int task = 0; task < max.length; task++) {
            row[task] = rest % (max[task] + 1);
            rest /= max[task] + 1;
        }
        return row;
    }

    /** Pairs of steps of which the easier is failed and the harder passed. */
    private static int errors(int[] row, List<int[]> order) {
        int errors = 0;
        for (int easy = 0; easy < order.size(); easy++) {
            for (int hard = easy + 1; hard < order.size(); hard++) {
                errors += row[order.get(easy)[0]] < order.get(easy)[1] && row[order.get(hard)[0]] >= order.get(hard)[1] ? 1 : 0;
            }
        }
        return errors;
    }

    @Property(tries = 3)
    void theOrderOfPupilsAndClassesMakesNoDifferenceToTheLastBit(@ForAll long seed) {
        List<Altered> kinds = SimulatedClasses.honest(60);
        kinds.set(0, Altered.COPIED);
        TaskResponses responses = SimulatedClasses.of(seed).classes(kinds, 9, 20);
        List<TaskResponses.SchoolClass> classes = new ArrayList<>(responses.classes());
        Collections.shuffle(classes, new Random(seed));
        TaskResponses.Builder builder = TaskResponses.builder(Vectors.WORK, responses.tasks());
        for (TaskResponses.SchoolClass own : classes) {
            for (int pupil = own.pupils() - 1; pupil >= 0; pupil--) {
                int row = pupil;
                builder.add(own.school(), own.name(), IntStream.range(0, 20).map(task -> own.points(row, task)).toArray());
            }
        }
        assertThat(ForensicScreening.standard().run(List.of(builder.build())).findings())
                .isEqualTo(ForensicScreening.standard().run(List.of(responses)).findings());
    }

    /** The variance of the number of same answers against that of classes drawn from given probabilities, tasks independent. */
    @Example
    void theVarianceOfSameAnswersIsThatOfIndependentTasks() {
        Random random = new Random(4);
        double[][] p = {{0.2, 0.5, 0.3, 0.1, 0.6, 0.3}, {0.05, 0.15, 0.8, 0.3, 0.3, 0.4}};
        int[] offset = {0, 3, 6};
        int[] groups = {0, 0, 0, 0, 0, 1, 1, 1};
        int[] sizes = {5, 3};
        int draws = 40_000;
        double sum = 0;
        double squares = 0;
        double variance = 0;
        for (int draw = 0; draw < draws; draw++) {
            int[][] chosen = new int[8][2];
            for (int pupil = 0; pupil < 8; pupil++) {
                for (int task = 0; task < 2; task++) {
                    double u = random.nextDouble();
                    double[] own = p[groups[pupil]];
                    chosen[pupil][task] = u < own[3 * task] ? 0 : u < own[3 * task] + own[3 * task + 1] ? 1 : 2;
                }
            }
            Answers.Unit unit = new Answers.Unit(Vectors.school(1), "", 0, 8, 0);
            Answers answers = Answers.of(Vectors.ID, List.of(unit), 2, chosen, new int[] {1, 1});
            SameAnswers same = SameAnswers.of(answers, new ScoreGroups.Profile(answers, unit, offset, groups, sizes, p));
            sum += same.observed() - same.expected();
            squares += (same.observed() - same.expected()) * (same.observed() - same.expected());
            variance = same.variance();
        }
        assertThat(sum / draws).isCloseTo(0, within(5 * Math.sqrt(variance / draws)));
        assertThat(squares / draws / variance).isCloseTo(1, within(0.05));
    }
}
