package io.github.eduindicators.items;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.items.ItemAnalysis.Gap;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Task;
import io.github.eduindicators.results.TaskResponses;
import io.github.eduindicators.stats.Interval;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ItemAnalysisTest {
    private static ItemAnalysis.Result run(int[] max, int[]... rows) {
        TaskResponses.Builder builder = TaskResponses.builder(ItemFiles.WORK, ItemFiles.tasks(max));
        for (int i = 0; i < rows.length; i++) {
            builder.add(ItemFiles.school(i % 3), "5", rows[i]);
        }
        return ItemAnalysis.withDefaults().run(builder.build());
    }

    @Test
    void figuresOfTheWholeAreThoseOfR() {
        ItemAnalysis.Result result = ItemAnalysis.withDefaults().run(ItemFiles.pupils(school -> true));
        assertThat(result.n()).isEqualTo(238);
        assertThat(result.leftOut()).isEqualTo(2);
        assertThat(result.schools()).isEqualTo(24);
        assertThat(result.maximum()).isEqualTo(12);
        ItemFiles.close(result.mean().orElseThrow(), "mean");
        ItemFiles.close(result.standardDeviation().orElseThrow(), "sd");
        ItemFiles.close(result.alpha().orElseThrow(), "alpha");
        Interval alpha = result.alphaInterval().orElseThrow();
        ItemFiles.close(alpha.lower(), "alpha.lower");
        ItemFiles.close(alpha.upper(), "alpha.upper");
        ItemFiles.close(result.sem().orElseThrow(), "sem");
        ItemFiles.close(result.lambda6().orElseThrow(), "lambda6");
        assertThat(result.kr20()).isEmpty();
        assertThat(result.gaps()).isEmpty();
        ItemAnalysis.SchoolMeans means = result.schoolMeans().orElseThrow();
        assertThat(means.schools()).isEqualTo(24);
        ItemFiles.close(means.size(), "schools.size");
        ItemFiles.close(means.between(), "schools.between");
        ItemFiles.close(means.within(), "schools.within");
        ItemFiles.close(means.reliability(), "schools.reliability");
    }

    @Test
    void figuresOfEachTaskAreThoseOfR() {
        ItemAnalysis.Result result = ItemAnalysis.withDefaults().run(ItemFiles.pupils(school -> true));
        assertThat(result.tasks()).hasSize(8);
        for (ItemAnalysis.TaskRow row : result.tasks()) {
            String id = row.task().id();
            ItemFiles.close(row.difficulty(), id + ".p");
            assertThat((double) row.notAttempted()).isEqualTo(ItemFiles.expected(id + ".blank"));
            assertThat((double) row.zero()).isEqualTo(ItemFiles.expected(id + ".zero"));
            assertThat((double) row.full()).isEqualTo(ItemFiles.expected(id + ".full"));
            assertThat(row.notAttemptedShare()).isEqualTo(row.notAttempted() / 238.0);
            assertThat(row.zeroShare()).isEqualTo(row.zero() / 238.0);
            assertThat(row.fullShare()).isEqualTo(row.full() / 238.0);
            ItemFiles.close(row.standardDeviation().orElseThrow(), id + ".sd");
            ItemFiles.close(row.discrimination().orElseThrow(), id + ".D");
            ItemFiles.close(row.itemTotal().orElseThrow(), id + ".rit");
            ItemFiles.close(row.itemRest().orElseThrow(), id + ".rir");
            ItemFiles.close(row.alphaWithout().orElseThrow(), id + ".without");
            assertThat(row.gap()).isEmpty();
        }
        assertThat(result.task("t8")).contains(result.tasks().get(7));
        assertThat(result.task("t9")).isEmpty();
    }

    @Test
    void alphaOfTasksOfOnePointIsKr20() {
        ItemAnalysis.Result result = ItemAnalysis.withDefaults().run(ItemFiles.pupils(school -> true, 1, 2, 3, 4, 5));
        ItemFiles.close(result.kr20().orElseThrow(), "binary.kr20");
        ItemFiles.close(result.alpha().orElseThrow(), "binary.alpha");
    }

    @Test
    void pupilsAtTheBorderOfAGroupShareWhatIsLeft() {
        // Ten pupils, 2.7 in each group. Upper: totals 2, 1 and 1 of five pupils with 1: 1.7 of these 5.
        // Task 1: upper 1 + 1.7 * 3 / 5 = 2.02; lower: four pupils with 0 are more than 2.7, all earn 0. D = 2.02 / 2.7.
        // Task 2: upper 1 + 1.7 * 2 / 5 = 1.68; D = 1.68 / 2.7.
        ItemAnalysis.Result result = run(new int[] {1, 1},
                new int[] {1, 1}, new int[] {1, 0}, new int[] {1, 0}, new int[] {1, 0}, new int[] {0, 1}, new int[] {0, 1},
                new int[] {0, 0}, new int[] {0, 0}, new int[] {0, 0}, new int[] {0, 0});
        assertThat(result.tasks().get(0).discrimination()).hasValueCloseTo(2.02 / 2.7, within(1e-14));
        assertThat(result.tasks().get(1).discrimination()).hasValueCloseTo(1.68 / 2.7, within(1e-14));
        assertThat(result.scoreCounts()).containsExactly(4, 5, 1);
    }

    @Test
    void notAttemptedIsApartFromZeroAndEarnsNothing() {
        ItemAnalysis.Result result = run(new int[] {2, 3},
                new int[] {TaskResponses.NOT_ATTEMPTED, 3}, new int[] {0, 1}, new int[] {2, TaskResponses.UNKNOWN}, new int[] {1, 2});
        assertThat(result.n()).isEqualTo(3);
        assertThat(result.leftOut()).isEqualTo(1);
        ItemAnalysis.TaskRow first = result.tasks().get(0);
        assertThat(first.notAttempted()).isEqualTo(1);
        assertThat(first.zero()).isEqualTo(1);
        assertThat(first.full()).isZero();
        assertThat(first.points()).isEqualTo(1);
        assertThat(first.difficulty()).isEqualTo(1 / 6.0);
        assertThat(result.scoreCounts()).containsExactly(0, 1, 0, 2, 0, 0);
    }

    @Test
    void withoutAPupilThereIsNothingButTheReason() {
        ItemAnalysis.Result result = run(new int[] {1, 1});
        assertThat(result.n()).isZero();
        assertThat(result.tasks()).isEmpty();
        assertThat(result.mean()).isEmpty();
        assertThat(result.alphaInterval()).isEmpty();
        assertThat(result.sem()).isEmpty();
        assertThat(result.gaps()).containsExactly(Gap.NO_PUPIL, Gap.SCHOOLS_WITHOUT_SPREAD);
    }

    @Test
    void onePupilHasAMeanAndNoSpread() {
        ItemAnalysis.Result result = run(new int[] {1, 2}, new int[] {1, 1});
        assertThat(result.mean()).hasValue(2);
        assertThat(result.standardDeviation()).isEmpty();
        assertThat(result.alpha()).isEmpty();
        assertThat(result.gaps()).containsExactly(Gap.ONE_PUPIL, Gap.SCHOOLS_WITHOUT_SPREAD);
        assertThat(result.tasks()).allSatisfy(row -> {
            assertThat(row.gap()).contains(Gap.ONE_PUPIL);
            assertThat(row.standardDeviation()).isEmpty();
            assertThat(row.discrimination()).isEmpty();
            assertThat(row.itemRest()).isEmpty();
        });
    }

    @Test
    void oneTaskHasNoReliability() {
        ItemAnalysis.Result result = run(new int[] {3}, new int[] {0}, new int[] {1}, new int[] {3}, new int[] {3});
        assertThat(result.alpha()).isEmpty();
        assertThat(result.lambda6()).isEmpty();
        assertThat(result.gaps()).contains(Gap.ONE_TASK);
        assertThat(result.tasks().get(0).itemTotal()).hasValue(1);
        assertThat(result.tasks().get(0).itemRest()).isEmpty();
        assertThat(result.tasks().get(0).gap()).contains(Gap.ONE_TASK);
    }

    @Test
    void equalTotalsAndTasksWithoutSpreadSaySo() {
        ItemAnalysis.Result equal = run(new int[] {1, 1}, new int[] {1, 0}, new int[] {0, 1}, new int[] {1, 0});
        assertThat(equal.standardDeviation()).hasValue(0);
        assertThat(equal.alpha()).isEmpty();
        assertThat(equal.gaps()).contains(Gap.TOTAL_WITHOUT_SPREAD);
        assertThat(equal.tasks().get(0).itemTotal()).isEmpty();
        assertThat(equal.tasks().get(0).itemRest()).as("one goes up where the other goes down").hasValue(-1);
        assertThat(equal.tasks().get(0).discrimination()).isEmpty();

        ItemAnalysis.Result constant = run(new int[] {1, 1, 1}, new int[] {1, 0, 0}, new int[] {1, 1, 1}, new int[] {1, 1, 0});
        assertThat(constant.tasks().get(0).gap()).contains(Gap.TASK_WITHOUT_SPREAD);
        assertThat(constant.tasks().get(0).itemTotal()).isEmpty();
        assertThat(constant.tasks().get(1).gap()).isEmpty();
        // Without task 1: variances 1/3 and 1/3, of the total 1: 2 (1 - 2/3); tasks 2 and 3 alone have the same alpha times 3/4.
        assertThat(constant.tasks().get(0).alphaWithout()).hasValueCloseTo(2 / 3.0, within(1e-14));
        assertThat(constant.alpha()).hasValueCloseTo(0.5, within(1e-14));
        // Task 1 leaves nothing to explain, so lambda6 is that of tasks 2 and 3: r = 1/2, 1 - 2 * (1/3)(3/4) / 1.
        assertThat(constant.lambda6()).hasValueCloseTo(0.5, within(1e-12));

        ItemAnalysis.Result alone = run(new int[] {1, 1}, new int[] {1, 1}, new int[] {1, 0});
        assertThat(alone.tasks().get(1).gap()).contains(Gap.REST_WITHOUT_SPREAD);
    }

    @Test
    void tasksThatDependOnEachOtherHaveNoLambda6() {
        ItemAnalysis.Result result = run(new int[] {1, 1}, new int[] {1, 1}, new int[] {0, 0}, new int[] {1, 1}, new int[] {0, 0});
        assertThat(result.alpha()).hasValue(1);
        assertThat(result.sem()).hasValue(0);
        assertThat(result.alphaInterval()).contains(new Interval(1, 1, 1));
        assertThat(result.lambda6()).isEmpty();
        assertThat(result.gaps()).contains(Gap.DEPENDENT_TASKS);
    }

    @Test
    void aPartOfTheSchoolsIsAnalysedAsIfItWereAlone() {
        ItemAnalysis.Result part = ItemAnalysis.withDefaults().run(ItemFiles.pupils(school -> true), school -> ItemFiles.number(school) <= 7);
        ItemAnalysis.Result alone = ItemAnalysis.withDefaults().run(ItemFiles.pupils(school -> ItemFiles.number(school) <= 7));
        assertThat(part.tasks()).isEqualTo(alone.tasks());
        assertThat(part.n()).isEqualTo(69);
        assertThat(part.leftOut()).isEqualTo(1);
        assertThat(part.schoolMeans()).isEqualTo(alone.schoolMeans());
        assertThat(part.toString()).isEqualTo(alone.toString()).contains("n=69", "8 tasks");
    }

    @Test
    void theExampleOfThePackageRuns() {
        var maths5 = ItemFiles.WORK;
        var tasks = List.of(Task.of("1", 1), Task.of("2", 2), Task.of("3", 2));
        var pupils = TaskResponses.builder(maths5, tasks)
                .add(SchoolId.of("edu280417"), "5А", 1, 2, 0).add(SchoolId.of("edu280418"), "5Б", 0, 1, TaskResponses.NOT_ATTEMPTED).build();
        var analysis = ItemAnalysis.withDefaults().run(pupils);
        var verdict = AssessmentQuality.withDefaults().run(analysis);
        assertThat(verdict.level()).isEqualTo(AssessmentQuality.Level.INSUFFICIENT_DATA);
        assertThat(verdict.finding(Region.of("Амурская область")).explain(Locale.ENGLISH)).contains("There are 2 pupils and 3 tasks");
    }

    private static double json(String text, String key) {
        Matcher matcher = Pattern.compile("\"" + key + "\": ([-0-9.]+)").matcher(text);
        assertThat(matcher.find()).as(key).isTrue();
        return Double.parseDouble(matcher.group(1));
    }

    @Test
    void lsat6HasTheFiguresOfItsFile() throws IOException {
        List<List<String>> rows = ItemFiles.shared("psychometrics/lsat6.csv");
        List<List<String>> items = ItemFiles.shared("psychometrics/lsat6_items.csv");
        String text = ItemFiles.sharedText("psychometrics/lsat6_ctt.json");
        TaskResponses.Builder builder = TaskResponses.builder(ItemFiles.WORK, ItemFiles.tasks(1, 1, 1, 1, 1));
        List<int[]> points = new ArrayList<>();
        for (List<String> row : rows.subList(1, rows.size())) {
            points.add(row.stream().mapToInt(Integer::parseInt).toArray());
            builder.add(ItemFiles.school(1), "", points.get(points.size() - 1));
        }
        ItemAnalysis.Result result = ItemAnalysis.withDefaults().run(builder.build());
        assertThat(result.n()).isEqualTo(1000);
        assertThat(result.scoreCounts()).containsExactly(3, 20, 85, 237, 357, 298);
        assertThat(result.alpha()).hasValueCloseTo(json(text, "alpha"), within(1e-12));
        assertThat(result.kr20()).hasValueCloseTo(json(text, "kr20"), within(1e-12));
        assertThat(result.sem()).hasValueCloseTo(json(text, "sem"), within(1e-12));
        assertThat(result.lambda6()).hasValueCloseTo(json(text, "lambda6"), within(1e-12));
        assertThat(result.alphaInterval().orElseThrow().lower()).isCloseTo(0.2234737878627, within(1e-12));
        assertThat(result.alphaInterval().orElseThrow().upper()).isCloseTo(0.3618025317262, within(1e-12));
        for (int i = 0; i < 5; i++) {
            List<String> expected = items.get(i + 1);
            ItemAnalysis.TaskRow row = result.tasks().get(i);
            assertThat(row.difficulty()).isCloseTo(Double.parseDouble(expected.get(1)), within(1e-12));
            assertThat(row.standardDeviation()).hasValueCloseTo(Double.parseDouble(expected.get(2)), within(1e-12));
            assertThat(row.itemTotal()).hasValueCloseTo(Double.parseDouble(expected.get(3)), within(1e-12));
            assertThat(row.itemRest()).hasValueCloseTo(Double.parseDouble(expected.get(4)), within(1e-12));
            assertThat(row.alphaWithout()).hasValueCloseTo(Double.parseDouble(expected.get(5)), within(1e-12));
            // Ties by row: one of the many discriminations that orders of level pupils give. Ours is their mean.
            double[] bounds = bounds(points, i);
            assertThat(Double.parseDouble(expected.get(6))).isBetween(bounds[0] - 1e-12, bounds[1] + 1e-12);
            assertThat(row.discrimination().orElseThrow()).isBetween(bounds[0], bounds[1]).isCloseTo(mean(points, i), within(0.01));
        }
    }

    private static double discrimination(List<int[]> sorted, int task) {
        int upper = 0;
        for (int i = 0; i < 270; i++) {
            upper += sorted.get(sorted.size() - 1 - i)[task] - sorted.get(i)[task];
        }
        return upper / 270.0;
    }

    private static double[] bounds(List<int[]> points, int task) {
        Comparator<int[]> byTotal = Comparator.comparingInt(row -> Arrays.stream(row).sum());
        List<int[]> least = points.stream().sorted(byTotal.thenComparing(row -> -row[task])).toList();
        List<int[]> most = points.stream().sorted(byTotal.thenComparing(row -> row[task])).toList();
        return new double[] {discrimination(least, task), discrimination(most, task)};
    }

    /** The mean over orders of level pupils. */
    private static double mean(List<int[]> points, int task) {
        List<int[]> rows = new ArrayList<>(points);
        Random random = new Random(7);
        double sum = 0;
        for (int round = 0; round < 100; round++) {
            Collections.shuffle(rows, random);
            sum += discrimination(rows.stream().sorted(Comparator.comparingInt(row -> Arrays.stream(row).sum())).toList(), task);
        }
        return sum / 100;
    }
}
