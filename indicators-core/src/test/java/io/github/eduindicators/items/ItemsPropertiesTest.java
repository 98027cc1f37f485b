package io.github.eduindicators.items;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.items.AssessmentQuality.Level;
import io.github.eduindicators.items.AssessmentQuality.Use;
import io.github.eduindicators.items.AssessmentQuality.Verdict;
import io.github.eduindicators.items.ItemAnalysis.TaskRow;
import io.github.eduindicators.items.LinearLinking.Line;
import io.github.eduindicators.items.LinearLinking.Method;
import io.github.eduindicators.items.LinearLinking.Scores;
import io.github.eduindicators.items.MantelHaenszel.Group;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.results.TaskResponses;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class ItemsPropertiesTest {
    private static final int[] MAX = {1, 1, 1, 1, 2, 3};
    private static final Group ODD = Group.of("odd", school -> ItemFiles.number(school) % 2 == 1);
    private static final Group EVEN = Group.of("even", school -> ItemFiles.number(school) % 2 == 0);

    private record Pupil(int school, int... points) {}

    /** Pupils of ten schools whose tasks all depend on one ability, some not attempted. */
    private static List<Pupil> pupils(long seed, int number) {
        Random random = new Random(seed);
        List<Pupil> pupils = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            double ability = random.nextGaussian();
            int[] points = new int[MAX.length];
            for (int task = 0; task < MAX.length; task++) {
                for (int point = 0; point < MAX[task]; point++) {
                    points[task] += random.nextDouble() < 1 / (1 + Math.exp(-1.5 * (ability - 0.3 * task + 0.6))) ? 1 : 0;
                }
                if (points[task] == 0 && random.nextInt(5) == 0) {
                    points[task] = TaskResponses.NOT_ATTEMPTED;
                }
            }
            pupils.add(new Pupil(i % 10 + 1, points));
        }
        return pupils;
    }

    private static TaskResponses responses(List<Pupil> pupils) {
        TaskResponses.Builder builder = TaskResponses.builder(ItemFiles.WORK, ItemFiles.tasks(MAX));
        pupils.forEach(pupil -> builder.add(ItemFiles.school(pupil.school()), "5", pupil.points()));
        return builder.build();
    }

    private static TaskResponses together(List<Pupil> pupils) {
        return responses(pupils.stream().map(pupil -> new Pupil(1, pupil.points())).toList());
    }

    @Property(tries = 50)
    void theOrderOfRowsAndTheDivisionIntoSchoolsChangeNoBit(@ForAll long seed, @ForAll @IntRange(min = 2, max = 120) int number) {
        List<Pupil> pupils = pupils(seed, number);
        ItemAnalysis.Result result = ItemAnalysis.withDefaults().run(responses(pupils));
        List<Pupil> shuffled = new ArrayList<>(pupils);
        Collections.shuffle(shuffled, new Random(seed + 1));
        ItemAnalysis.Result again = ItemAnalysis.withDefaults().run(responses(shuffled));
        ItemAnalysis.Result one = ItemAnalysis.withDefaults().run(together(shuffled));
        assertThat(again.tasks()).isEqualTo(result.tasks());
        assertThat(again.schoolMeans()).isEqualTo(result.schoolMeans());
        assertThat(one.tasks()).isEqualTo(result.tasks());
        assertThat(one.alphaInterval()).isEqualTo(result.alphaInterval());
        assertThat(one.lambda6()).isEqualTo(result.lambda6());
        assertThat(one.sem()).isEqualTo(result.sem());
    }

    @Property(tries = 50)
    void figuresStayInTheirRanges(@ForAll long seed, @ForAll @IntRange(min = 0, max = 60) int number) {
        ItemAnalysis.Result result = ItemAnalysis.withDefaults().run(responses(pupils(seed, number)));
        assertThat(result.n()).isEqualTo(number);
        assertThat(Arrays.stream(result.scoreCounts()).sum()).isEqualTo(number);
        for (TaskRow row : result.tasks()) {
            assertThat(row.difficulty()).isBetween(0.0, 1.0);
            row.discrimination().ifPresent(d -> assertThat(d).isBetween(-1.0, 1.0));
            row.itemTotal().ifPresent(r -> assertThat(r).isBetween(-1.0, 1.0));
            row.itemRest().ifPresent(r -> assertThat(r).isBetween(-1.0, 1.0).isLessThanOrEqualTo(row.itemTotal().orElse(1) + 1e-12));
            assertThat(row.notAttempted() + row.zero() + row.full()).isLessThanOrEqualTo(number);
        }
        result.alpha().ifPresent(alpha -> assertThat(alpha).isLessThanOrEqualTo(1));
        result.lambda6().ifPresent(lambda -> assertThat(lambda).isLessThanOrEqualTo(1));
        result.alphaInterval().ifPresent(alpha -> assertThat(alpha.lower()).isLessThanOrEqualTo(alpha.upper()));
        assertThat(result.alpha().isEmpty()).isEqualTo(result.gaps().stream().anyMatch(gap -> gap != ItemAnalysis.Gap.DEPENDENT_TASKS
                && gap != ItemAnalysis.Gap.SCHOOLS_WITHOUT_SPREAD));
    }

    @Property(tries = 50)
    void parallelTasksHaveTheReliabilityOfSpearmanAndBrown(@ForAll long seed, @ForAll @IntRange(min = 20, max = 80) int number) {
        // Tasks that are all the same: alpha 1. Parallel tasks of equal covariance: alpha is k r / (1 + (k - 1) r).
        Random random = new Random(seed);
        TaskResponses.Builder same = TaskResponses.builder(ItemFiles.WORK, ItemFiles.tasks(1, 1, 1, 1));
        TaskResponses.Builder pairs = TaskResponses.builder(ItemFiles.WORK, ItemFiles.tasks(1, 1));
        for (int i = 0; i < number; i++) {
            int point = i < 2 ? i : random.nextInt(2);
            same.add(ItemFiles.school(1), "", point, point, point, point);
            pairs.add(ItemFiles.school(1), "", point, random.nextInt(3) == 0 ? 1 - point : point);
        }
        assertThat(ItemAnalysis.withDefaults().run(same.build()).alpha()).hasValue(1);
        TaskResponses made = pairs.build();
        TaskResponses.Builder mirrored = TaskResponses.builder(ItemFiles.WORK, ItemFiles.tasks(1, 1));
        made.classes().forEach(schoolClass -> IntStream.range(0, schoolClass.pupils()).forEach(pupil -> {
            mirrored.add(ItemFiles.school(1), "", schoolClass.points(pupil, 0), schoolClass.points(pupil, 1));
            mirrored.add(ItemFiles.school(1), "", schoolClass.points(pupil, 1), schoolClass.points(pupil, 0));
        }));
        ItemAnalysis.Result parallel = ItemAnalysis.withDefaults().run(mirrored.build());
        double r = parallel.tasks().get(0).itemRest().orElseThrow();
        assertThat(parallel.alpha().isPresent()).isEqualTo(r > -1);
        parallel.alpha().ifPresent(alpha -> assertThat(alpha).isCloseTo(2 * r / (1 + r), within(1e-9 / (1 + r))));
    }

    @Property(tries = 30)
    void strongerThresholdsNeverAllowMore(@ForAll long seed, @ForAll @DoubleRange(min = 0, max = 1) double low, @ForAll @DoubleRange(min = 0, max = 1) double high) {
        ItemAnalysis.Result result = ItemAnalysis.withDefaults().run(responses(pupils(seed, 80)));
        AssessmentQuality lenient = AssessmentQuality.withDefaults().withAlpha(Math.min(low, high) / 2, Math.min(low, high));
        AssessmentQuality strict = AssessmentQuality.withDefaults().withAlpha(Math.max(low, high) / 2, Math.max(low, high));
        Verdict more = lenient.run(result);
        Verdict less = strict.run(result);
        assertThat(more.uses()).containsAll(less.uses());
        assertThat(less.level()).isGreaterThanOrEqualTo(more.level());
        assertThat(more.uses().contains(Use.GROUP)).isEqualTo(more.level() != Level.UNSUITABLE);
        assertThat(more.findings(Region.of("x"))).isNotEmpty();
    }

    @Property(tries = 30)
    void swappingTheGroupsTurnsDeltaAndLeavesTheRest(@ForAll long seed) {
        TaskResponses responses = responses(pupils(seed, 400));
        MantelHaenszel.Result there = MantelHaenszel.withDefaults().withPasses(0).run(responses, ODD, EVEN);
        MantelHaenszel.Result back = MantelHaenszel.withDefaults().withPasses(0).run(responses, EVEN, ODD);
        for (int task = 0; task < MAX.length; task++) {
            MantelHaenszel.TaskRow one = there.tasks().get(task);
            MantelHaenszel.TaskRow other = back.tasks().get(task);
            assertThat(other.chiSquare()).isEqualTo(one.chiSquare());
            assertThat(other.chiSquareP()).isEqualTo(one.chiSquareP());
            assertThat(one.difference()).isPresent();
            if (MAX[task] == 1) {
                assertThat(other.delta()).hasValue(-one.delta().orElseThrow());
                assertThat(other.deltaError()).isEqualTo(one.deltaError());
                assertThat(other.p()).isEqualTo(one.p());
                assertThat(other.size()).isEqualTo(one.size());
            }
        }
    }

    @Property(tries = 20)
    void theOrderOfRowsChangesNoBitOfDifferencesAndLinks(@ForAll long seed) {
        List<Pupil> pupils = pupils(seed, 300);
        List<Pupil> shuffled = new ArrayList<>(pupils);
        Collections.shuffle(shuffled, new Random(seed + 1));
        assertThat(MantelHaenszel.withDefaults().run(responses(shuffled), ODD, EVEN).tasks())
                .isEqualTo(MantelHaenszel.withDefaults().run(responses(pupils), ODD, EVEN).tasks());
        List<String> anchors = List.of("2", "5");
        for (Method method : Method.values()) {
            Line line = line(method, Scores.of(responses(pupils), anchors), Scores.of(responses(pupils(seed + 7, 200)), anchors));
            Line again = line(method, Scores.of(responses(shuffled), anchors), Scores.of(responses(pupils(seed + 7, 200)), anchors));
            assertThat(again.intercept()).isEqualTo(line.intercept());
            assertThat(again.slope()).isEqualTo(line.slope());
            assertThat(again.error(3)).isEqualTo(line.error(3)).isPresent();
        }
    }

    private static Line line(Method method, Scores from, Scores to) {
        return LinearLinking.withDefaults().run(method, from, to).line().orElseThrow();
    }

    @Property(tries = 50)
    void aWorkLinkedToItselfStaysAsItIs(@ForAll long seed, @ForAll @IntRange(min = 60, max = 150) int number,
            @ForAll @DoubleRange(min = 0, max = 1) double weight) {
        Scores scores = Scores.of(responses(pupils(seed, number)), List.of("1", "5", "6"));
        for (Method method : Method.values()) {
            Line line = LinearLinking.withDefaults().withWeight(weight).run(method, scores, scores).line().orElseThrow();
            assertThat(line.slope()).as(method.name()).isEqualTo(1);
            assertThat(line.intercept()).as(method.name()).isZero();
            assertThat(line.error(4)).as("the same schools are left out of both").hasValue(0);
        }
    }

    @Property(tries = 50)
    void linkingThereAndBackIsTheSameScore(@ForAll long seed, @ForAll @DoubleRange(min = 0, max = 9) double score) {
        Scores from = Scores.of(responses(pupils(seed, 120)), List.of("1", "5", "6"));
        Scores to = Scores.of(responses(pupils(seed + 1, 90)), List.of("1", "5", "6"));
        // With equal weights the population is the same in both directions.
        for (Method method : Method.values()) {
            double there = line(method, from, to).apply(score);
            assertThat(line(method, to, from).apply(there)).as(method.name()).isCloseTo(score, within(1e-9));
        }
    }
}
