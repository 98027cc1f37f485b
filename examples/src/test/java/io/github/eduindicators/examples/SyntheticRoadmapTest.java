package io.github.eduindicators.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.model.Region;
import io.github.eduindicators.roadmap.Contradiction;
import io.github.eduindicators.roadmap.Roadmap;
import io.github.eduindicators.roadmap.RoadmapExecution;
import io.github.eduindicators.roadmap.RoadmapExecution.Group;
import io.github.eduindicators.roadmap.RoadmapExecution.Index;
import io.github.eduindicators.roadmap.RoadmapExecution.State;
import io.github.eduindicators.roadmap.Term;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All counts were worked out by hand from the file, on a calendar. */
class SyntheticRoadmapTest {
    private static final Roadmap ROADMAP = SyntheticRoadmap.roadmap();
    private static final RoadmapExecution.Result RESULT = RoadmapExecution.withDefaults().run(ROADMAP, SyntheticRoadmap.asOf());

    private static Index of(String document) {
        return RESULT.indices().stream()
                .filter(index -> index.group() == Group.ALL && index.document().startsWith(document))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> contradictions(String document) {
        return RESULT.contradictions().stream()
                .filter(contradiction -> contradiction.measure().document().startsWith(document))
                .map(contradiction -> contradiction.measure().number() + " " + contradiction.kind().code())
                .toList();
    }

    @Test
    void everyFormOfTermIsThereAndAllButOneCanBeRead() {
        Map<Term.Kind, Long> kinds =
                ROADMAP.measures().stream().collect(Collectors.groupingBy(measure -> measure.term().kind(),
                        Collectors.counting()));
        // Day: 1.3, 4.1 of Tynda, 2, 3, 7, 13 of Amur, 1 of Nikolsk. Period: 1.4, 1.5, 2.3, 5.1, 5.3, 5.4; 4, 5, 6, 9; 2.
        assertThat(kinds).isEqualTo(Map.of(Term.Kind.DATE, 7L, Term.Kind.PERIOD, 11L, Term.Kind.RECURRING, 9L,
                Term.Kind.CONTINUOUS, 1L,
                Term.Kind.RELATIVE, 3L, Term.Kind.BY_SCHEDULE, 3L, Term.Kind.EMPTY, 1L, Term.Kind.UNKNOWN, 1L));
    }

    @Test
    void theCountsOfTynda() {
        Index tynda = of("Дорожная карта города Тынды");
        assertThat(tynda).hasToString("Дорожная карта города Тынды от 22.06.2020 (пример): "
                + "measures 21, due 16, done 12, on time 8, overdue 4, undated 5");
        assertThat(tynda.late()).isEqualTo(3);
        assertThat(tynda.doneUndated()).isEqualTo(1);
        assertThat(tynda.notDue()).isEqualTo(8);
        assertThat(tynda.ahead()).isEqualTo(1);
        assertThat(tynda.execution()).hasValue(0.75);
        assertThat(tynda.onTimeRate()).hasValue(0.5);
        assertThat(tynda.overdueRate()).hasValue(0.25);
        // Late 18, 11 and 3 days; overdue 366, 182, 80 and 182 days; eight in time.
        assertThat(tynda.meanDelay().orElseThrow()).isCloseTo(842 / 15.0, within(1e-12));
        assertThat(tynda.controlMet()).isEqualTo(2);
        assertThat(tynda.controlDue()).isEqualTo(6);
        assertThat(contradictions("Дорожная карта города Тынды")).containsExactly(
                "1.3 control-differs", "1.5 control-differs", "4.1 control-differs", "4.3 unknown-event",
                        "5.3 control-after-deadline",
                "5.3 done-without-date", "5.4 no-responsible");
    }

    @Test
    void theCountsOfAmur() {
        Index amur = of("Протокол");
        assertThat(amur).hasToString("Протокол министерства Амурской области от 08.12.2020 (пример): "
                + "measures 11, due 8, done 7, on time 5, overdue 1, undated 2");
        assertThat(amur.notDue()).isEqualTo(4);
        // Late 4 and 20 days, overdue 92 days.
        assertThat(amur.meanDelay()).hasValue(116 / 8.0);
        assertThat(amur.controlMet()).isEqualTo(2);
        assertThat(amur.controlDue()).isEqualTo(5);
        assertThat(contradictions("Протокол")).containsExactly(
                "2 control-after-deadline", "4 control-after-deadline", "5 control-differs", "6 control-after-deadline",
                        "6 date-without-done",
                "13 deadline-before-document");
    }

    @Test
    void theCountsOfNikolskAndOfAllTogether() {
        assertThat(of("Дорожная карта Никольского района")).hasToString("Дорожная карта Никольского района от 13.10.2020 "
                + "(пример): "
                + "measures 4, due 3, done 3, on time 3, overdue 0, undated 1");
        assertThat(contradictions("Дорожная карта Никольского района")).containsExactly(
                "1 report-before-approval", "3 duplicate-number", "3 unreadable-term", "3 duplicate-number");
        assertThat(RESULT).hasToString("2021-07-01 all: measures 36, due 27, done 22, on time 16, overdue 5, undated 8, "
                + "contradictions 17");
        assertThat(RESULT.total().cancelled()).isEqualTo(1);
        assertThat(RESULT.total().delayDays()).isEqualTo(958);
        assertThat(RESULT.total().delayed()).isEqualTo(26);
        assertThat(RESULT.contradictions().stream().filter(Contradiction::isRemark)).hasSize(4);
        assertThat(RESULT.finding(Region.of("Амурская область")).category()).isEqualTo("overdue");
    }

    @Test
    void theTermsThatCountFromEvents() {
        Map<String, String> tasks = RESULT.entries().stream()
                .filter(entry -> entry.measure().term().kind() == Term.Kind.RELATIVE)
                .collect(Collectors.toMap(entry -> entry.measure().number(), entry -> entry.tasks().toString()));
        // The monitoring took place on 15 February 2021; 4.2 was done on 12 March.
        assertThat(tasks).isEqualTo(Map.of("4.2", "[2021-03-15 DONE_ON_TIME]", "4.3", "[no deadline UNDATED]", "4.4",
                "[2021-04-12 OVERDUE +80]"));
    }

    @Test
    void theProtocolsImpossibleDeadlineMakesNobodyOverdue() {
        assertThat(RESULT.entries()).filteredOn(entry -> entry.measure().number().equals("13")).hasSize(1).allSatisfy(entry -> {
            assertThat(entry.state()).isEqualTo(State.UNDATED);
            assertThat(entry.undated()).contains(RoadmapExecution.Undated.BEFORE_DOCUMENT);
            assertThat(entry.tasks().get(0).deadline()).contains(LocalDate.of(2020, 2, 1));
        });
    }

    @Test
    void theFilesAreWrittenAsTheyAre(@TempDir Path folder) throws Exception {
        SyntheticRoadmap.writeTo(folder);
        assertThat(Files.readAllLines(folder.resolve("measures.csv"))).hasSize(37);
        assertThat(Files.readAllLines(folder.resolve("events.csv"))).containsExactly("event,date",
                "проведение мониторинга,15.02.2021");
    }
}
