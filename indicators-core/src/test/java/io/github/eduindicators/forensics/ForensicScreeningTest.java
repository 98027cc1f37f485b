package io.github.eduindicators.forensics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.forensics.SimulatedClasses.Altered;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.model.Task;
import io.github.eduindicators.results.TaskResponses;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ForensicScreeningTest {
    private static final Set<String> METHODS = Set.of("forensics/class-similarity", "forensics/person-fit",
            "forensics/task-inversion", "forensics/class-index", "forensics/answer-strings");

    /** One hundred schools of two classes, all honest but the first classes of the first schools. */
    private static TaskResponses region(Altered... first) {
        List<Altered> kinds = SimulatedClasses.honest(200);
        for (int i = 0; i < first.length; i++) {
            kinds.set(2 * i, first[i]);
        }
        return SimulatedClasses.of(11).classes(kinds, 16, 28);
    }

    private static int[] row(TaskResponses.SchoolClass own, int pupil) {
        return IntStream.range(0, 20).map(task -> own.points(pupil, task)).toArray();
    }

    private static Set<String> flags(ForensicScreening.Result result, int school) {
        return result.findings(Vectors.school(school)).stream()
                .filter(f -> f.outcome() == Outcome.FLAGGED)
                .map(f -> f.method().id().substring("forensics/".length()))
                .collect(Collectors.toSet());
    }

    @Test
    void eachKindOfAlteredClassIsSeenByWhatIsMadeForIt() {
        var result = ForensicScreening.standard()
                .run(List.of(region(Altered.COPIED, Altered.HELPED_ON_HARD, Altered.LYCEUM)));
        assertThat(flags(result, 0)).contains("class-similarity", "person-fit", "answer-strings");
        assertThat(flags(result, 1)).contains("person-fit", "task-inversion");
        assertThat(flags(result, 2)).as("an able class without help").isEmpty();
        // 97 honest schools: what is found beside them is what five families at 5 % may add.
        Set<Object> others = new HashSet<>();
        result.flagged().forEach(f -> others.add(f.unit()));
        IntStream.of(0, 1, 2).forEach(school -> others.remove(Vectors.school(school)));
        assertThat(others).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void classesWithNearlyAllRightAreSeenByTheIndexWhereTheyAreSeveral() {
        Altered[] first = new Altered[10];
        Arrays.fill(first, Altered.ALL_RIGHT);
        first[0] = Altered.LYCEUM;
        var result = ForensicScreening.standard().run(List.of(region(first)));
        assertThat(IntStream.range(1, 10).filter(school -> flags(result, school).contains("class-index")).count())
                .as("of 9").isGreaterThanOrEqualTo(6);
        assertThat(flags(result, 0)).doesNotContain("class-index");
    }

    @Test
    void aFlagNamesTheClassAndCarriesItsFacts() {
        Finding flag = ForensicScreening.standard().run(List.of(region(Altered.COPIED))).flagged().stream()
                .filter(f -> f.method().id().equals("forensics/class-similarity")).findFirst().orElseThrow();
        assertThat(flag.unit()).isEqualTo(Vectors.school(0));
        assertThat(flag.assessments()).containsExactly(Vectors.ID);
        assertThat(flag.fact("class").orElseThrow().value()).isEqualTo("А");
        assertThat(flag.adjustedP().orElseThrow()).isBetween(flag.p().orElseThrow(), 0.05);
        double same = flag.fact("same").orElseThrow().number().orElseThrow();
        double expected = flag.fact("expected-same").orElseThrow().number().orElseThrow();
        assertThat(flag.effect().orElseThrow().value()).isCloseTo((same - expected) / 100, within(1e-12));
        long n = flag.n().orElseThrow();
        assertThat(flag.fact("pairs").orElseThrow().value()).isEqualTo(n * (n - 1) / 2);
        assertThat(flag.explain(Locale.ENGLISH)).contains("Class А, " + n + " pupils").doesNotContain("{").doesNotContain("–");
        assertThat(flag.explain(Locale.forLanguageTag("ru"))).contains("Класс А").doesNotContain("{").doesNotContain(" – ");
    }

    @Test
    void aSchoolWithoutAFlagHasOneFindingAMethodWithWhatWouldHaveBeenFound() {
        var result = ForensicScreening.standard().run(List.of(region()));
        SchoolId quiet = Vectors.school(50);
        assertThat(result.findings(quiet)).extracting(f -> f.method().id()).containsExactlyInAnyOrderElementsOf(METHODS);
        for (Finding finding : result.findings(quiet)) {
            assertThat(finding.outcome()).isEqualTo(Outcome.CLEAR);
            assertThat(finding.explain(Locale.ENGLISH)).doesNotContain("{").doesNotContain("–");
            if (finding.fact("smallest-p").isPresent()) {
                assertThat(finding.fact("detectable").orElseThrow().number().orElseThrow()).isPositive();
            }
        }
        assertThat(result.findings()).isSortedAccordingTo(Finding.order());
        assertThat(result.toString()).startsWith("ForensicScreening[100 schools, ");
    }

    @Test
    void smallClassesAreNotJudged() {
        TaskResponses.Builder builder = TaskResponses.builder(Vectors.WORK, region().tasks());
        for (TaskResponses.SchoolClass own : region().classes()) {
            int most = own.school().equals(Vectors.school(7)) ? 9 : own.pupils();
            for (int pupil = 0; pupil < most; pupil++) {
                builder.add(own.school(), own.name(),
                        row(own, pupil));
            }
        }
        var result = ForensicScreening.standard().run(List.of(builder.build()));
        for (Finding finding : result.findings(Vectors.school(7))) {
            boolean ofSchool = finding.method().id().equals("forensics/task-inversion");
            assertThat(finding.outcome()).as(finding.toString()).isEqualTo(ofSchool ? Outcome.CLEAR : Outcome.INSUFFICIENT_DATA);
            assertThat(finding.explain(Locale.ENGLISH)).doesNotContain("{").doesNotContain("–");
        }
    }

    @Test
    void withoutOthersToCompareWithNothingApplies() {
        TaskResponses one = TaskResponses.builder(Vectors.WORK, List.of(Task.of("1", 1), Task.of("2", 2)))
                .add(Vectors.school(1), "5А", 1, TaskResponses.NOT_ATTEMPTED).build();
        var result = ForensicScreening.standard().run(List.of(one));
        assertThat(result.findings()).hasSize(5).allSatisfy(f -> {
            assertThat(f.outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
            assertThat(f.explain(Locale.ENGLISH)).doesNotContain("{");
        });
        assertThat(ForensicScreening.standard().run(List.of()).findings()).isEmpty();
        TaskResponses nobody = TaskResponses.builder(Vectors.WORK, List.of(Task.of("1", 1))).build();
        assertThat(ForensicScreening.standard().run(List.of(nobody)).findings()).isEmpty();
    }

    @Test
    void allAnswersEqualIsNoEvidence() {
        List<Task> tasks = region().tasks();
        for (int points = 0; points <= 1; points++) {
            int all = points;
            TaskResponses.Builder builder = TaskResponses.builder(Vectors.WORK, tasks);
            for (int pupil = 0; pupil < 1_000; pupil++) {
                builder.add(Vectors.school(pupil / 20), "А", tasks.stream().mapToInt(task -> all * task.max()).toArray());
            }
            var result = ForensicScreening.standard().run(List.of(builder.build()));
            assertThat(result.findings()).hasSize(250);
            assertThat(result.flagged()).isEmpty();
        }
    }

    @Test
    void pupilsOfWhomAResponseIsNotKnownAreLeftOut() {
        TaskResponses.Builder with = TaskResponses.builder(Vectors.WORK, region().tasks());
        for (TaskResponses.SchoolClass own : region(Altered.COPIED).classes()) {
            for (int pupil = 0; pupil < own.pupils(); pupil++) {
                with.add(own.school(), own.name(), row(own, pupil));
            }
            with.add(own.school(), own.name(), IntStream.range(0, 20)
                    .map(task -> task == 3 ? TaskResponses.UNKNOWN : 1).toArray());
        }
        assertThat(ForensicScreening.standard().run(List.of(with.build())).findings())
                .isEqualTo(ForensicScreening.standard().run(List.of(region(Altered.COPIED))).findings());
    }

    @Test
    void aSchoolIsComparedWithItsOwnRegion() {
        TaskResponses responses = region(Altered.COPIED);
        var alone = ForensicScreening.standard().run(List.of(responses));
        var split = ForensicScreening.standard().run(List.of(responses),
                school -> Region.of(school.equals(Vectors.school(0)) ? "Малая" : "Большая"));
        assertThat(alone.findings(Vectors.school(0))).anyMatch(f -> f.outcome() == Outcome.FLAGGED);
        assertThat(split.findings(Vectors.school(0))).hasSize(5).allMatch(f -> f.outcome() == Outcome.NOT_APPLICABLE);
    }

    @Test
    void assessmentsAreComparedEachWithItselfAndAdjustedTogether() {
        Assessment other = Assessment.vpr(2021, Subject.RUSSIAN, 5, ScoreScale.of(25));
        TaskResponses.Builder second = TaskResponses.builder(other, region().tasks());
        for (TaskResponses.SchoolClass own : region().classes()) {
            for (int pupil = 0; pupil < own.pupils(); pupil++) {
                second.add(own.school(), own.name(), row(own, pupil));
            }
        }
        TaskResponses first = region(Altered.COPIED);
        var both = ForensicScreening.standard().run(List.of(second.build(), first));
        assertThat(both.findings()).isEqualTo(ForensicScreening.standard().run(List.of(first, second.build())).findings());
        assertThat(flags(both, 0)).contains("class-similarity");
        assertThat(both.findings(Vectors.school(60))).hasSize(5)
                .allMatch(f -> f.assessments().equals(List.of(Vectors.ID, other.id())));
        assertThatIllegalArgumentException().isThrownBy(() -> ForensicScreening.standard().run(List.of(first, first)))
                .withMessageContaining("twice");
    }

    @Test
    void drillingNamesThePairsThatAreAlike() {
        TaskResponses honest = region();
        TaskResponses.Builder builder = TaskResponses.builder(Vectors.WORK, honest.tasks());
        for (TaskResponses.SchoolClass own : honest.classes()) {
            boolean copied = own.school().equals(Vectors.school(5)) && own.name().equals("А");
            for (int pupil = 0; pupil < own.pupils(); pupil++) {
                int[] points = row(own, pupil);
                builder.add(own.school(), own.name(), points);
                if (copied && pupil == 8) {
                    builder.add(own.school(), own.name(), points);
                    builder.add(own.school(), own.name(), points);
                }
            }
        }
        var result = AnswerCopying.withDefaults().run(builder.build(), Vectors.school(5), "А");
        assertThat(result.largestGroup()).isEqualTo(3);
        assertThat(result.alike()).hasSize(3).allMatch(pair -> pair.same() == 20 && pair.p() < 1e-3);
        assertThat(AnswerCopying.withDefaults().run(builder.build(), Vectors.school(5), "Ю").pairs()).isEmpty();
        assertThat(AnswerCopying.withDefaults().run(honest, Vectors.school(6), "А").largestGroup()).isZero();
    }

    @Test
    void theCoefficientOfTasksOfOnePointNeedsTasksOfOnePoint() {
        assertThat(PersonFit.withDefaults().withIndex(PersonFit.Index.H_T).run(List.of(region())))
                .allMatch(f -> f.outcome() == Outcome.NOT_APPLICABLE);
    }
}
