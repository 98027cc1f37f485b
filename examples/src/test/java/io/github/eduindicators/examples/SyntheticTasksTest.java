package io.github.eduindicators.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.examples.SyntheticRegion.Violation;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.forensics.ForensicScreening;
import io.github.eduindicators.items.Completion.Element;
import io.github.eduindicators.items.Deficits;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.TaskResponses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyntheticTasksTest {
    private static final SyntheticRegion REGION = SyntheticRegion.standard();
    private static final SyntheticTasks TASKS = SyntheticTasks.of(REGION, SyntheticRegion.STANDARD_SEED);
    private static final List<TaskResponses> RESPONSES = TASKS.responses();

    private static Map<SchoolId, School> register() {
        return REGION.schools().stream().collect(Collectors.toMap(School::id, school -> school));
    }

    @Test
    void pointsAddUpToTheScoresOfTheResults() {
        Map<String, Integer> totals = new HashMap<>();
        TASKS.forEach((assessment, school, schoolClass, pupil, points) -> {
            int total = 0;
            for (int value : points) {
                total += Math.max(0, value);
            }
            totals.put(assessment.id() + " " + school.id() + " " + schoolClass + " " + pupil, total);
        });
        Set<Assessment> works = RESPONSES.stream().map(TaskResponses::assessment).collect(Collectors.toSet());
        Map<String, Integer> scores = new HashMap<>();
        REGION.forEachResult((assessment, school, schoolClass, pupil, score, journalMark) -> {
            if (works.contains(assessment)) {
                scores.put(assessment.id() + " " + school.id() + " " + schoolClass + " " + pupil, score);
            }
        });
        assertThat(totals).hasSizeGreaterThan(30_000).isEqualTo(scores);
    }

    @Test
    void tasksAddUpToTheMaximumAndAreDescribed() {
        assertThat(RESPONSES).hasSize(2).allSatisfy(work -> {
            assertThat(work.tasks().stream().mapToInt(task -> task.max()).sum()).isEqualTo(work.assessment().scale().max());
            assertThat(work.tasks()).allSatisfy(task -> {
                assertThat(task.level()).isIn("Б", "П");
                assertThat(task.skill()).isNotEmpty();
                assertThat(task.plannedResult()).isNotEmpty();
            });
        });
    }

    @Test
    void theSameSeedGivesTheSameAndMoreSchoolsLeaveTheFirstAsTheyAre() {
        SyntheticRegion small = REGION.withSchools(120);
        SyntheticTasks tasks = SyntheticTasks.of(small, SyntheticRegion.STANDARD_SEED);
        List<String> own = new ArrayList<>();
        tasks.forEach((assessment, school, schoolClass, pupil, points) ->
                own.add(school.id() + pupil + Arrays.toString(points)));
        List<String> all = new ArrayList<>();
        TASKS.forEach((assessment, school, schoolClass, pupil, points) -> {
            if (small.schools().contains(school)) {
                all.add(school.id() + pupil + Arrays.toString(points));
            }
        });
        assertThat(own).isEqualTo(all).isNotEmpty();
        assertThat(SyntheticTasks.of(small, 3).responses()).isNotEqualTo(tasks.responses());
    }

    @Test
    void plantedDeficitsAreFoundAndHardlyAnyOther() {
        Map<SchoolId, School> register = register();
        assertThat(TASKS.deficits()).hasSizeGreaterThan(8);
        Set<SchoolId> found = new HashSet<>();
        List<SchoolId> others = new ArrayList<>();
        for (TaskResponses work : RESPONSES) {
            Deficits.Result result = Deficits.withDefaults().run(work, register::get);
            for (SchoolId school : work.schools()) {
                boolean planted = TASKS.deficits().containsKey(school) 
                        || register.get(school).municipality().equals(TASKS.municipality());
                if (!result.flagged(school).isEmpty()) {
                    if (planted) {
                        found.add(school);
                    } else {
                        others.add(school);
                    }
                }
            }
            if (work.tasks().stream().anyMatch(task -> task.skill().equals(SyntheticTasks.MUNICIPAL_SKILL))) {
                assertThat(result.flagged(TASKS.municipality()).stream().map(Deficits.Row::element))
                        .contains(Element.skill(SyntheticTasks.MUNICIPAL_SKILL));
                Finding told = result.findings().stream().filter(f -> f.unit().equals(TASKS.municipality())).findFirst()
                        .orElseThrow();
                assertThat(told.fact("reason").orElseThrow().value()).isEqualTo("behind-region");
            }
        }
        assertThat(TASKS.deficits().keySet().stream().filter(found::contains).count())
                .isGreaterThanOrEqualTo(TASKS.deficits().size() - 3L);
        assertThat(others).hasSizeLessThanOrEqualTo(3);
    }

    /** Screened for forensic evidence, the region shows where copying was planted and hardly anything else. */
    @Test
    void whatWasDealtOutIsNoEvidenceAgainstAnybody() {
        ForensicScreening.Result result = ForensicScreening.standard().run(RESPONSES, school -> REGION.region());
        Set<SchoolId> similar = result.flagged().stream()
                .filter(f -> f.method().id().equals("forensics/class-similarity"))
                .map(f -> (SchoolId) f.unit())
                .collect(Collectors.toSet());
        assertThat(similar).isNotEmpty().allSatisfy(school ->
                assertThat(REGION.planted().get(school).kind()).isEqualTo(Violation.COPYING));
        assertThat(result.flagged().stream().filter(f -> f.outcome() == Outcome.FLAGGED).map(Finding::unit).distinct())
                .hasSizeLessThan(12);
    }

    @Test
    void filesHaveARowForEachTaskAndResponse(@TempDir Path folder) throws IOException {
        SyntheticTasks.of(REGION.withSchools(20), 5).writeTo(folder);
        List<String> tasks = Files.readAllLines(folder.resolve("tasks.csv"));
        assertThat(tasks).hasSize(1 + 16 + 21);
        assertThat(tasks.get(1)).isEqualTo("ma5-2021,1,1,Б,Обыкновенные дроби,Выполнять действия с дробями");
        List<String> responses = Files.readAllLines(folder.resolve("responses.csv"));
        assertThat(responses.get(0)).isEqualTo("assessment,school,class,pupil,task,points");
        assertThat(responses).hasSizeGreaterThan(1000).anyMatch(line -> line.endsWith(",X"));
    }
}
