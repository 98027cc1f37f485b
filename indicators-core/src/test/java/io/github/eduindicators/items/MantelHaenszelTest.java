package io.github.eduindicators.items;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodSummary;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.items.MantelHaenszel.Errors;
import io.github.eduindicators.items.MantelHaenszel.Gap;
import io.github.eduindicators.items.MantelHaenszel.Group;
import io.github.eduindicators.items.MantelHaenszel.Membership;
import io.github.eduindicators.items.MantelHaenszel.Size;
import io.github.eduindicators.items.MantelHaenszel.TaskRow;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.TaskResponses;
import io.github.eduindicators.stats.MultipleTesting;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MantelHaenszelTest {
    private static final Group FIRST = Group.of("first", school -> ItemFiles.number(school) <= 12);
    private static final Group SECOND = Group.of("second", school -> ItemFiles.number(school) > 12);
    private static final Region REGION = Region.of("Амурская область");

    private static void likeR(MantelHaenszel.Result result, String prefix, Errors errors) {
        assertThat(result.tasks()).hasSize(8);
        for (TaskRow row : result.tasks()) {
            String tag = prefix + "." + row.task().id();
            ItemFiles.close(row.chiSquare().orElseThrow(), tag + ".chi");
            ItemFiles.close(row.chiSquareP().orElseThrow(), tag + ".chip");
            ItemFiles.close(row.difference().orElseThrow().value(), tag + ".difference");
            ItemFiles.close(row.difference().orElseThrow().lower(), tag + ".lower");
            ItemFiles.close(row.standardised().orElseThrow(), tag + ".standardised");
            ItemFiles.close(row.p().orElseThrow(), ItemFiles.expected(tag + (errors == Errors.SCHOOLS ? ".p" : ".chip")), tag + ".p");
            if (row.task().max() == 1) {
                ItemFiles.close(row.oddsRatio().orElseThrow(), tag + ".odds");
                ItemFiles.close(row.delta().orElseThrow(), tag + ".delta");
                String error = tag + (errors == Errors.SCHOOLS ? ".error" : ".pupilerror");
                ItemFiles.close(row.deltaError().orElseThrow(), error);
            } else {
                assertThat(row.delta()).isEmpty();
                assertThat(row.oddsRatio()).isEmpty();
            }
            assertThat(row.gap()).isEmpty();
        }
    }

    @Test
    void figuresAreThoseOfRWithBothKindsOfErrors() {
        TaskResponses pupils = ItemFiles.pupils(school -> true);
        MantelHaenszel raw = MantelHaenszel.withDefaults().withPasses(0);
        likeR(raw.run(pupils, FIRST, SECOND), "total", Errors.SCHOOLS);
        likeR(raw.withErrors(Errors.PUPILS).run(pupils, FIRST, SECOND), "total", Errors.PUPILS);
    }

    @Test
    void tasksThatDifferAreTakenOutOfTheTotalsOfTheOthers() {
        MantelHaenszel.Result result = MantelHaenszel.withDefaults().run(ItemFiles.pupils(school -> true), FIRST, SECOND);
        likeR(result, "purified", Errors.SCHOOLS);
        assertThat(result.tasks()).extracting(TaskRow::criterion).containsExactly(
                Membership.KEPT, Membership.KEPT, Membership.TAKEN_OUT, Membership.KEPT, Membership.KEPT, Membership.KEPT,
                Membership.TAKEN_OUT, Membership.KEPT);
        assertThat(result.flagged()).extracting(row -> row.task().id()).containsExactly("t3", "t7");
        assertThat(MantelHaenszel.withDefaults().withPasses(10).run(ItemFiles.pupils(school -> true), FIRST, SECOND).tasks())
                .as("nothing changes after the first pass").isEqualTo(result.tasks());
        // Benjamini-Hochberg by hand: the second smallest of eight.
        assertThat(result.tasks().get(2).adjustedP()).hasValueCloseTo(4 * ItemFiles.expected("purified.t3.p"), within(1e-12));
        MantelHaenszel.Result holm = MantelHaenszel.withDefaults().withAdjustment(MultipleTesting.HOLM)
                .run(ItemFiles.pupils(school -> true), FIRST, SECOND);
        assertThat(holm.tasks().get(2).adjustedP()).hasValueCloseTo(7 * ItemFiles.expected("purified.t3.p"), within(1e-12));
    }

    /** Two totals, 4 schools a group, task 1 with the odds of one group so many times those of the other. */
    private static TaskResponses odds(int right, int wrong, int focalRight, int focalWrong) {
        TaskResponses.Builder builder = TaskResponses.builder(ItemFiles.WORK, ItemFiles.tasks(1, 1));
        for (int school = 1; school <= 4; school++) {
            add(builder, school, right + school % 2, wrong);
            add(builder, school + 12, focalRight, focalWrong + school % 2);
        }
        return builder.build();
    }

    /** Total 1 each: task 2 is right where task 1 is wrong. */
    private static void add(TaskResponses.Builder builder, int school, int right, int wrong) {
        for (int i = 0; i < right + wrong; i++) {
            builder.add(ItemFiles.school(school), "5", i < right ? 1 : 0, i < right ? 0 : 1);
        }
    }

    @Test
    void classesFollowTheSizeAndTheCertaintyOfTheDifference() {
        MantelHaenszel pupils = MantelHaenszel.withDefaults().withErrors(Errors.PUPILS).withPasses(0).withFewest(2, 2);
        // One table: 82, 80 and 80, 82: odds ratio (82/80)^2, delta -0.116.
        assertThat(pupils.run(odds(20, 20, 20, 20), FIRST, SECOND).tasks().get(0).size()).contains(Size.A);
        // 102, 60 and 80, 82: odds ratio 1.7425, delta -1.305, significant (chi-square above 5), but not 1.5.
        MantelHaenszel.Result moderate = pupils.run(odds(25, 15, 20, 20), FIRST, SECOND);
        assertThat(moderate.tasks().get(0).oddsRatio()).hasValueCloseTo(102.0 * 82 / (60 * 80), within(1e-12));
        assertThat(moderate.tasks().get(0).size()).contains(Size.B);
        // 142, 20 and 80, 82: odds ratio 7.28, delta -4.7.
        assertThat(pupils.run(odds(35, 5, 20, 20), FIRST, SECOND).tasks().get(0).size()).contains(Size.C);
        // 10, 4 and 4, 10, odds ratio 6.25, delta -4.3, but the correction leaves chi-square at 3.4: not significant.
        MantelHaenszel.Result few = pupils.run(odds(2, 1, 1, 2), FIRST, SECOND);
        assertThat(few.tasks().get(0).oddsRatio()).hasValueCloseTo(6.25, within(1e-12));
        assertThat(few.tasks().get(0).chiSquareP().orElseThrow()).isBetween(0.05, 0.1);
        assertThat(few.tasks().get(0).size()).contains(Size.A);
    }

    @Test
    void whatCannotBeComparedSaysWhy() {
        MantelHaenszel method = MantelHaenszel.withDefaults().withPasses(0).withFewest(2, 2);
        TaskRow oneSided = method.run(odds(5, 0, 5, 5), FIRST, SECOND).tasks().get(0);
        assertThat(oneSided.gap()).contains(Gap.ONE_SIDED);
        assertThat(oneSided.delta()).isEmpty();
        assertThat(oneSided.chiSquare()).isPresent();
        assertThat(oneSided.size()).isEmpty();

        TaskResponses.Builder apart = TaskResponses.builder(ItemFiles.WORK, ItemFiles.tasks(1, 1));
        for (int i = 0; i < 20; i++) {
            apart.add(ItemFiles.school(i % 4 + 1), "5", 1, 1).add(ItemFiles.school(i % 4 + 13), "5", 0, 0);
        }
        MantelHaenszel.Result nothing = method.run(apart.build(), FIRST, SECOND);
        assertThat(nothing.tasks()).extracting(TaskRow::gap).containsOnly(Optional.of(Gap.NOTHING_COMMON));
        assertThat(nothing.outcome()).isEqualTo(Outcome.INSUFFICIENT_DATA);

        TaskResponses.Builder oneSchool = TaskResponses.builder(ItemFiles.WORK, ItemFiles.tasks(1, 1));
        add(oneSchool, 1, 30, 10);
        add(oneSchool, 13, 10, 30);
        TaskRow noError = method.run(oneSchool.build(), FIRST, SECOND).tasks().get(0);
        assertThat(noError.gap()).contains(Gap.NO_ERROR);
        assertThat(noError.delta()).hasValueCloseTo(-2.35 * Math.log(9), within(1e-12));
        assertThat(noError.size()).isEmpty();
        assertThat(noError.p()).isEmpty();
    }

    @Test
    void smallGroupsAndOneTaskAreNotJudged() {
        TaskResponses pupils = ItemFiles.pupils(school -> true);
        assertThat(MantelHaenszel.withDefaults().withFewest(120, 5).run(pupils, FIRST, SECOND).outcome())
                .isEqualTo(Outcome.INSUFFICIENT_DATA);
        MantelHaenszel.Result fewSchools = MantelHaenszel.withDefaults().withFewest(10, 13).run(pupils, FIRST, SECOND);
        assertThat(fewSchools.flagged()).isEmpty();
        assertThat(fewSchools.findings(REGION)).singleElement().satisfies(finding -> {
            assertThat(finding.outcome()).isEqualTo(Outcome.INSUFFICIENT_DATA);
            assertThat(finding.explain(Locale.ENGLISH)).contains("12 schools of the group «second»").doesNotContain("{");
        });
        Group nobody = Group.of("nobody", school -> false);
        assertThat(MantelHaenszel.withDefaults().run(pupils, FIRST, nobody).outcome()).isEqualTo(Outcome.INSUFFICIENT_DATA);
        MantelHaenszel.Result one = MantelHaenszel.withDefaults().run(ItemFiles.pupils(school -> true, 8), FIRST, SECOND);
        assertThat(one.outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
        assertThat(one.findings(REGION).get(0).category()).isEqualTo("one-task");
        assertThat(one.findings(REGION).get(0).explain(Locale.forLanguageTag("ru"))).contains("одно задание");
    }

    @Test
    void flaggedTasksAreToldWithWhomTheyFavour() {
        MantelHaenszel.Result result = MantelHaenszel.withDefaults().run(ItemFiles.pupils(school -> true), FIRST, SECOND);
        List<Finding> findings = result.findings(REGION);
        assertThat(findings).hasSize(2).allSatisfy(finding -> {
            assertThat(finding.outcome()).isEqualTo(Outcome.FLAGGED);
            assertThat(finding.category()).isEqualTo("dif");
            assertThat(finding.n()).hasValue(238);
            assertThat(finding.explain(Locale.forLanguageTag("ru"))).doesNotContain("{").contains("Задание t").doesNotContain("–");
        });
        assertThat(findings.get(0).fact("harder-for").orElseThrow().value()).isEqualTo("second");
        assertThat(findings.get(0).explain(Locale.ENGLISH)).contains("Task t3 is easier for the pupils of the group «first»", "31.3 %");
        assertThat(findings.get(1).fact("easier-for").orElseThrow().value()).isEqualTo("second");
        assertThat(findings.get(1).effect().orElseThrow().value()).isCloseTo(ItemFiles.expected("purified.t7.difference"), within(1e-10));
        assertThat(MethodSummary.of(findings).expectedFalseAlarms()).hasValueCloseTo(0.1, within(1e-12));
        assertThat(result.leftOut()).isEqualTo(2);
        assertThat(result.focal()).isEqualTo(new MantelHaenszel.Result.Side("second", 119, 12));

        MantelHaenszel.Result clear = MantelHaenszel.withDefaults().withLevel(1e-9).run(ItemFiles.pupils(school -> true), FIRST, SECOND);
        assertThat(clear.outcome()).isEqualTo(Outcome.CLEAR);
        assertThat(clear.findings(REGION)).singleElement().satisfies(finding -> {
            assertThat(finding.fact("large").orElseThrow().value()).isEqualTo(2L);
            assertThat(finding.explain(Locale.ENGLISH)).doesNotContain("{").doesNotContain("–").contains("would have been noticed");
        });
    }

    @Test
    void aTaskTaughtInSomeSchoolsOnlyIsNoDifferenceOfTheGroups() {
        // In half of the schools of either group everybody learnt task 1; the textbook method takes their pupils as independent.
        int falseOfPupils = 0;
        int falseOfSchools = 0;
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            TaskResponses.Builder builder = TaskResponses.builder(ItemFiles.WORK, ItemFiles.tasks(1, 1, 1, 1, 1, 1, 1, 1));
            for (int school = 1; school <= 24; school++) {
                double taught = random.nextBoolean() ? 1.5 : -1.5;
                for (int pupil = 0; pupil < 25; pupil++) {
                    double ability = random.nextGaussian();
                    int[] points = new int[8];
                    for (int task = 0; task < 8; task++) {
                        double logit = ability + (task == 0 ? taught : task / 4.0 - 1);
                        points[task] = random.nextDouble() < 1 / (1 + Math.exp(-logit)) ? 1 : 0;
                    }
                    builder.add(ItemFiles.school(school), "5", points);
                }
            }
            TaskResponses responses = builder.build();
            falseOfPupils += MantelHaenszel.withDefaults().withErrors(Errors.PUPILS).run(responses, FIRST, SECOND).tasks().get(0)
                    .p().orElseThrow() <= 0.05 ? 1 : 0;
            falseOfSchools += MantelHaenszel.withDefaults().run(responses, FIRST, SECOND).tasks().get(0).p().orElseThrow() <= 0.05 ? 1 : 0;
        }
        assertThat(falseOfPupils).as("significant of 60 by pupils").isGreaterThan(25);
        // P(more than 8 of 60 at 0.05) is 0.004.
        assertThat(falseOfSchools).as("significant of 60 by schools").isLessThanOrEqualTo(8);
    }

    @Test
    void argumentsAreChecked() {
        TaskResponses pupils = ItemFiles.pupils(school -> true);
        assertThatIllegalArgumentException().isThrownBy(() -> MantelHaenszel.withDefaults().run(pupils, FIRST, Group.of("all", school -> true)))
                .withMessageContaining("both groups").withMessageContaining("s01");
        assertThatIllegalArgumentException().isThrownBy(() -> MantelHaenszel.withDefaults().run(pupils, FIRST, FIRST)).withMessageContaining("first");
        assertThatIllegalArgumentException().isThrownBy(() -> Group.of(" ", school -> true)).withMessageContaining("blank");
        assertThatIllegalArgumentException().isThrownBy(() -> MantelHaenszel.withDefaults().withPasses(11)).withMessageContaining("0..10");
        assertThatIllegalArgumentException().isThrownBy(() -> MantelHaenszel.withDefaults().withLevel(1)).withMessageContaining("1.0");
        assertThatIllegalArgumentException().isThrownBy(() -> MantelHaenszel.withDefaults().withFewest(1, 5)).withMessageContaining("got 1 and 5");
    }

    @Test
    void verbalAggressionHasTheFiguresOfItsFile() throws IOException {
        List<List<String>> rows = ItemFiles.shared("psychometrics/verbal_aggression.csv");
        List<List<String>> expected = ItemFiles.shared("psychometrics/verbal_dif.csv");
        int[] max = new int[24];
        java.util.Arrays.fill(max, 1);
        TaskResponses.Builder builder = TaskResponses.builder(ItemFiles.WORK, ItemFiles.tasks(max));
        for (List<String> row : rows.subList(1, rows.size())) {
            builder.add(SchoolId.of("gender" + row.get(25)), "", row.subList(0, 24).stream().mapToInt(Integer::parseInt).toArray());
        }
        MantelHaenszel.Result result = MantelHaenszel.withDefaults().withErrors(Errors.PUPILS).withPasses(0).run(
                builder.build(), Group.of("0", school -> school.value().equals("gender0")), Group.of("1", school -> school.value().equals("gender1")));
        for (int i = 0; i < 24; i++) {
            TaskRow row = result.tasks().get(i);
            List<String> cells = expected.get(i + 1);
            assertThat(row.chiSquare()).as(cells.get(0)).hasValueCloseTo(Double.parseDouble(cells.get(1)), within(1e-9));
            assertThat(row.chiSquareP()).hasValueCloseTo(Double.parseDouble(cells.get(2)), within(1e-9));
            assertThat(row.oddsRatio()).hasValueCloseTo(Double.parseDouble(cells.get(4)), within(1e-9));
            assertThat(row.delta()).hasValueCloseTo(Double.parseDouble(cells.get(5)), within(1e-9));
            assertThat(row.size().orElseThrow() == Size.A).as(cells.get(0)).isEqualTo(cells.get(11).equals("A"));
        }
        assertThat(result.tasks().stream().filter(row -> row.size().orElseThrow() == Size.A)).hasSize(18);
    }
}
