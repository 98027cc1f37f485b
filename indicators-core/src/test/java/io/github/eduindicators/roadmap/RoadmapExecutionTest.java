package io.github.eduindicators.roadmap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.roadmap.RoadmapExecution.Control;
import io.github.eduindicators.roadmap.RoadmapExecution.Entry;
import io.github.eduindicators.roadmap.RoadmapExecution.Group;
import io.github.eduindicators.roadmap.RoadmapExecution.Index;
import io.github.eduindicators.roadmap.RoadmapExecution.Result;
import io.github.eduindicators.roadmap.RoadmapExecution.State;
import io.github.eduindicators.roadmap.RoadmapExecution.Task;
import io.github.eduindicators.roadmap.RoadmapExecution.Undated;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The state of measures on 1 July 2021; all figures were worked out by hand. */
class RoadmapExecutionTest {
    private static final LocalDate AS_OF = LocalDate.of(2021, 7, 1);
    private static final String ORDER = "Приказ от 22.06.2020";
    private static final Region AMUR = Region.of("Амурская область");

    private static Measure measure(String number, String term) {
        return Measure.of(ORDER, number, "Мероприятие " + number).withTerm(term).withResponsible("отдел");
    }

    private static Result run(Measure... measures) {
        return run(AS_OF, measures);
    }

    private static Result run(LocalDate asOf, Measure... measures) {
        return RoadmapExecution.withDefaults().run(Roadmap.of(List.of(measures)), asOf);
    }

    private static LocalDate day(String text) {
        return LocalDate.parse(text);
    }

    private static String tasks(Measure measure, LocalDate asOf) {
        Entry entry = run(asOf, measure).entries().get(0);
        return String.join("; ", entry.tasks().stream().map(Task::toString).toList())
                + entry.undated().map(why -> " (" + why.code() + ")").orElse("");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", value = {
        "25.12.2020 | none | none | 2020-12-25 OVERDUE +188",
        "25.12.2020 | none | в работе | 2020-12-25 OVERDUE +188",
        "25.12.2020 | none | исполнено | 2020-12-25 DONE_UNDATED",
        "25.12.2020 | none | снято с контроля | 2020-12-25 CANCELLED",
        "25.12.2020 | 2020-12-25 | исполнено | 2020-12-25 DONE_ON_TIME",
        "25.12.2020 | 2020-12-28 | исполнено | 2020-12-25 DONE_LATE +3",
        "25.12.2020 | 2020-12-28 | none | 2020-12-25 DONE_LATE +3",
        "25.12.2020 | 2020-12-28 | снято с контроля | 2020-12-25 DONE_LATE +3",
        "25.12.2020 | 2020-12-20 | частично | 2020-12-25 OVERDUE +188",
        "25.12.2020 | 2021-07-02 | исполнено | 2020-12-25 OVERDUE +188",
        "01.07.2021 | none | none | 2021-07-01 OVERDUE",
        "02.07.2021 | none | none | 2021-07-02 NOT_DUE",
        "02.07.2021 | 2021-06-01 | исполнено | 2021-07-02 DONE_ON_TIME",
        "31.12.2021 | none | исполнено | 2021-12-31 DONE_UNDATED",
        "постоянно | none | none | no deadline UNDATED (continuous)",
        "постоянно | 2021-01-01 | исполняется | no deadline DONE_UNDATED (continuous)",
        "по графику | none | исполнено | no deadline DONE_UNDATED (by-schedule)",
        "по запросу | none | none | no deadline UNDATED (as-needed)",
        "- | none | none | no deadline UNDATED (empty)",
        "31.02.2021 | none | none | no deadline UNDATED (unreadable)",
        "в течение месяца после семинара | none | none | no deadline UNDATED (event-unknown)",
        "01.02.2020 | none | none | 2020-02-01 UNDATED (before-document)",
        "01.02.2020 | 2021-01-29 | исполнено | 2020-02-01 DONE_UNDATED (before-document)",
    })
    void aMeasureWithOneTerm(String term, LocalDate doneOn, String status, String expected) {
        Measure measure = measure("1", term).withStatus(status == null ? "" : status);
        measure = doneOn == null ? measure : measure.withDoneOn(doneOn);
        assertThat(tasks(measure, AS_OF)).as("%s %s %s", term, doneOn, status).isEqualTo(expected);
    }

    @Test
    void theStateOfAnEarlierDayKnowsOnlyWhatWasDoneByThen() {
        Measure measure = measure("1", "25.12.2020").withDoneOn(day("2021-01-15"));
        assertThat(tasks(measure, day("2020-12-24"))).isEqualTo("2020-12-25 NOT_DUE");
        assertThat(tasks(measure, day("2021-01-14"))).isEqualTo("2020-12-25 OVERDUE +20");
        assertThat(tasks(measure, day("2021-01-15"))).isEqualTo("2020-12-25 DONE_LATE +21");
        Measure twice = measure.withDoneOn(day("2020-12-20"), day("2021-01-15"));
        assertThat(tasks(twice, day("2021-01-01"))).as("the last of several days counts").isEqualTo("2020-12-25 OVERDUE +7");
    }

    @Test
    void aRecurringMeasureHasATaskEachTime() {
        Measure yearly = measure("1", "ежегодно до 1 октября");
        assertThat(tasks(yearly, AS_OF)).isEqualTo("2020-10-01 OVERDUE +273; 2021-10-01 NOT_DUE");
        assertThat(tasks(yearly.withDoneOn(day("2020-09-15")), AS_OF)).isEqualTo("2020-10-01 DONE_ON_TIME; 2021-10-01 NOT_DUE");
        assertThat(tasks(yearly.withDoneOn(day("2020-10-05")), AS_OF)).as("in its year but late")
                .isEqualTo("2020-10-01 DONE_LATE +4; 2021-10-01 NOT_DUE");
        assertThat(tasks(yearly.withDoneOn(day("2021-05-10")), AS_OF)).as("belongs to its own year")
                .isEqualTo("2020-10-01 OVERDUE +273; 2021-10-01 DONE_ON_TIME");
        assertThat(tasks(yearly.withDoneOn(day("2021-05-10"), day("2021-06-10")), AS_OF)).as("the second fills the gap")
                .isEqualTo("2020-10-01 DONE_LATE +221; 2021-10-01 DONE_ON_TIME");
        assertThat(tasks(yearly.withDoneOn(day("2021-03-01")), AS_OF)).as("nearer to the deadline of 2020")
                .isEqualTo("2020-10-01 DONE_LATE +151; 2021-10-01 NOT_DUE");
        assertThat(tasks(measure("1", "ежегодно до 1 февраля").withDoneOn(day("2020-12-20")), AS_OF)).as("early, not late")
                .isEqualTo("2021-02-01 DONE_ON_TIME; 2022-02-01 NOT_DUE");
        assertThat(tasks(measure("1", "2 раза в год (май, ноябрь)").withDoneOn(day("2020-11-27"), day("2021-06-03")), AS_OF))
                .isEqualTo("2020-11-30 DONE_ON_TIME; 2021-05-31 DONE_LATE +3; 2021-11-30 NOT_DUE");
        assertThat(tasks(measure("1", "один раз в полугодие").withDoneOn(day("2020-06-29"), day("2021-01-20"),
                day("2021-06-29")), AS_OF))
                .isEqualTo("2020-06-30 DONE_ON_TIME; 2020-12-31 DONE_LATE +20; 2021-06-30 DONE_ON_TIME; 2021-12-31 NOT_DUE");
        assertThat(tasks(yearly.withStatus("исполнено"), AS_OF)).as("said of what is due")
                .isEqualTo("2020-10-01 DONE_UNDATED; 2021-10-01 NOT_DUE");
        assertThat(tasks(yearly.withStatus("отменено"), AS_OF)).isEqualTo("no deadline CANCELLED");
        assertThat(tasks(measure("1", "один раз в полугодие").withDoneOn(day("2020-12-20")), AS_OF))
                .isEqualTo("2020-06-30 OVERDUE +366; 2020-12-31 DONE_ON_TIME; 2021-06-30 OVERDUE +1; 2021-12-31 NOT_DUE");
        assertThat(tasks(measure("1", "1 раз в 3 года"), AS_OF)).isEqualTo("2022-12-31 NOT_DUE");
        assertThat(tasks(measure("1", "ежегодно, 2030-2031"), AS_OF)).as("far ahead").isEqualTo("2030-12-31 NOT_DUE");
        assertThat(tasks(measure("1", "ежегодно, 2018-2019"), AS_OF)).isEqualTo("no deadline UNDATED (before-document)");
        assertThat(tasks(measure("1", "июнь, ноябрь 2020").withDoneOn(day("2020-06-25"), day("2020-12-02")), AS_OF))
                .isEqualTo("2020-06-30 DONE_ON_TIME; 2020-11-30 DONE_LATE +2");
        Measure reports = measure("1", "ежеквартально до 10 числа месяца, следующего за отчётным").withDoneOn(day("2020-07-09"),
                day("2020-10-12"));
        assertThat(tasks(reports, day("2021-01-11")))
                .isEqualTo("2020-07-10 DONE_ON_TIME; 2020-10-10 DONE_LATE +2; 2021-01-10 OVERDUE +1; 2021-04-10 NOT_DUE");
    }

    @Test
    void aRecurringMeasureOfADocumentWithoutADateIsUndated() {
        Measure measure = Measure.of("Приказ", "1", "").withTerm("ежегодно");
        assertThat(tasks(measure, AS_OF)).isEqualTo("no deadline UNDATED (no-document-date)");
        assertThat(tasks(Measure.of("Приказ", "1", "").withTerm("до 1 сентября"), AS_OF))
                .isEqualTo("no deadline UNDATED (no-document-date)");
        assertThat(tasks(measure.withTerm("ежегодно, 2020-2021"), AS_OF))
                .isEqualTo("2020-12-31 OVERDUE +182; 2021-12-31 NOT_DUE");
        assertThat(run(measure).contradictions()).extracting(c -> c.kind().code()).containsExactly("no-responsible",
                "no-document-date");
    }

    @Test
    void theEventOfATermIsGivenOrIsAnotherMeasure() {
        Measure monitoring = Measure.of(ORDER, "3", "Проведение мониторинга").withTerm("декабрь 2020").withResponsible("отдел")
                .withDoneOn(day("2020-12-15"));
        Measure byText = measure("4", "в течение месяца с даты проведения мониторинга");
        Measure byNumber = measure("5", "в течение 10 дней с даты исполнения пункта 3");
        Result result = run(monitoring, byText, byNumber);
        assertThat(result.entries()).extracting(entry -> entry.tasks().toString())
                .containsExactly("[2020-12-31 DONE_ON_TIME]", "[2021-01-15 OVERDUE +167]", "[2020-12-25 OVERDUE +188]");
        Roadmap given = Roadmap.of(List.of(monitoring, byText)).withEvent("проведение мониторинга", day("2021-06-30"));
        assertThat(RoadmapExecution.withDefaults().run(given, AS_OF).entries().get(1).tasks())
                .hasToString("[2021-07-30 NOT_DUE]");
        Result before = run(day("2020-12-14"), monitoring, byText, byNumber);
        assertThat(before.entries()).extracting(Entry::state).containsExactly(State.NOT_DUE, State.UNDATED, State.UNDATED);
        assertThat(before.contradictions()).filteredOn(c -> c.kind() == Contradiction.Kind.UNKNOWN_EVENT).hasSize(2);
        Measure itself = Measure.of(ORDER, "6", "Проведение мониторинга").withTerm("через месяц после проведения мониторинга")
                .withDoneOn(day("2021-01-01"));
        assertThat(run(itself).entries().get(0).undated()).as("a measure is not its own event").contains(Undated.EVENT_UNKNOWN);
    }

    @Test
    void aControlPointMayBeAnotherDayThanTheDeadline() {
        Measure measure = measure("1", "31.12.2020").withControl("15.12.2020");
        assertThat(control(measure.withDoneOn(day("2020-12-15")))).isEqualTo(Control.MET);
        assertThat(control(measure.withDoneOn(day("2020-12-16")))).as("in time, but after the control point")
                .isEqualTo(Control.NOT_MET);
        assertThat(control(measure)).isEqualTo(Control.NOT_MET);
        assertThat(control(measure.withStatus("исполнено"))).isEqualTo(Control.NOT_SHOWN);
        assertThat(control(measure.withControl("01.09.2021"))).isEqualTo(Control.NOT_DUE);
        assertThat(control(measure("1", "постоянно").withControl("15.12.2020").withDoneOn(day("2020-12-01"))))
                .isEqualTo(Control.MET);
        assertThat(run(measure.withControl("01.02.2020")).entries().get(0).controls()).as("before the document").isEmpty();
        assertThat(run(measure.withControl("ежеквартально")).entries().get(0).controls()).as("a way of watching").isEmpty();
        assertThat(run(measure.withStatus("отменено")).entries().get(0).controls()).isEmpty();
        Entry yearly = run(measure("1", "ежегодно").withControl("ежегодно до 1 октября").withDoneOn(day("2020-10-02")))
                .entries().get(0);
        assertThat(yearly.controls()).extracting(RoadmapExecution.ControlPoint::control).containsExactly(Control.NOT_MET,
                Control.NOT_DUE);
        Index total = run(measure.withDoneOn(day("2020-12-15")), measure("2", "31.12.2020").withControl("31.12.2020"),
                measure("3", "31.12.2021").withControl("31.12.2021")).total();
        assertThat(total.controlDue()).isEqualTo(2);
        assertThat(total.controlMet()).isEqualTo(1);
        assertThat(total.controlRate()).hasValue(0.5);
    }

    private static Control control(Measure measure) {
        return run(measure).entries().get(0).controls().get(0).control();
    }

    @Test
    void theIndicesAreSharesOfTheTasksThatAreDue() {
        Result result = run(
                measure("1.1", "25.12.2020").withSection("1").withDoneOn(day("2020-12-20")),
                measure("1.2", "25.12.2020").withSection("1").withDoneOn(day("2021-01-04")).withResponsible("отдел; школы"),
                measure("1.3", "25.12.2020").withSection("1").withStatus("исполнено"),
                measure("2.1", "21.06.2021").withSection("2").withResponsible("школы"),
                measure("2.2", "31.12.2021").withSection("2").withDoneOn(day("2021-06-01")),
                measure("2.3", "31.12.2021").withSection("2").withResponsible(""),
                measure("2.4", "постоянно").withSection("2"),
                measure("2.5", "25.12.2020").withSection("2").withStatus("отменено"));
        Index total = result.total();
        assertThat(total.measures()).isEqualTo(8);
        assertThat(total.undated()).isEqualTo(1);
        assertThat(total.cancelled()).isEqualTo(1);
        assertThat(total.notDue()).isEqualTo(2);
        assertThat(total.ahead()).isEqualTo(1);
        assertThat(total.due()).isEqualTo(4);
        assertThat(total.done()).isEqualTo(3);
        assertThat(total.onTime()).isEqualTo(1);
        assertThat(total.late()).isEqualTo(1);
        assertThat(total.doneUndated()).isEqualTo(1);
        assertThat(total.overdue()).isEqualTo(1);
        assertThat(total.execution()).hasValue(0.75);
        assertThat(total.onTimeRate()).hasValue(0.25);
        assertThat(total.overdueRate()).hasValue(0.25);
        // Delays 0, 10 and 10 days; nobody knows that of the third measure.
        assertThat(total.delayDays()).isEqualTo(20);
        assertThat(total.delayed()).isEqualTo(3);
        assertThat(total.meanDelay().orElseThrow()).isCloseTo(20 / 3.0, within(1e-12));
        assertThat(total.controlRate()).as("no control points").isEmpty();
        assertThat(total).hasToString("all: measures 8, due 4, done 3, on time 1, overdue 1, undated 1");
        assertThat(result.indices(Group.SECTION)).extracting(Index::toString).containsExactly(
                "section 1: measures 3, due 3, done 3, on time 1, overdue 0, undated 0",
                "section 2: measures 5, due 1, done 0, on time 0, overdue 1, undated 1");
        assertThat(result.indices(Group.RESPONSIBLE)).extracting(Index::toString).containsExactly(
                "responsible: measures 1, due 0, done 0, on time 0, overdue 0, undated 0",
                "responsible отдел: measures 6, due 3, done 3, on time 1, overdue 0, undated 1",
                "responsible школы: measures 2, due 2, done 1, on time 0, overdue 1, undated 0");
        assertThat(result.indices(Group.RESPONSIBLE).get(0).execution()).isEmpty();
        assertThat(result.indices()).filteredOn(index -> index.document().equals(ORDER)).hasSize(6);
        assertThat(result).hasToString("2021-07-01 all: measures 8, due 4, done 3, on time 1, overdue 1, undated 1, "
                + "contradictions 2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", value = {
        "01.02.2020 | none | none | none | deadline-before-document",
        "31.12.2020 | 31.01.2021 | none | none | control-after-deadline",
        "31.12.2020 | 15.12.2020 | none | none | control-differs",
        "31.12.2020 | 31.12.2020 | none | none | none",
        "31.12.2020 | 01.02.2020 | none | none | control-before-document control-differs",
        "31.12.2020 | none | исполнено | none | done-without-date",
        "31.12.2020 | none | исполнено | 2020-06-21 | done-before-document",
        "31.12.2020 | none | исполнено | 2021-07-02 | done-in-future",
        "31.12.2020 | none | в работе | 2020-12-01 | date-without-done",
        "31.12.2020 | none | none | 2020-12-01 | none",
        "ежегодно | none | исполняется | 2020-12-01 | none",
        "после семинара | none | none | none | none",
        "через месяц после семинара | none | none | none | unknown-event",
        "31.02.2021 | 32.12.2020 | none | none | unreadable-term unreadable-term",
        "31.12.2020 | none | см. письмо | none | unreadable-status",
        "ежегодно, 2018-2019 | none | none | none | deadline-before-document",
    })
    void whatDoesNotFitTogetherIsReported(String term, String control, String status, LocalDate doneOn, String kinds) {
        Measure measure = measure("1", term).withControl(control == null ? "" : control).withStatus(status == null ? "" : status);
        measure = doneOn == null ? measure : measure.withDoneOn(doneOn);
        List<String> expected = kinds == null ? List.of() : Arrays.asList(kinds.split(" "));
        assertThat(run(measure).contradictions()).extracting(c -> c.kind().code()).as(term).containsExactlyElementsOf(expected);
    }

    @Test
    void aNumberThatStandsTwiceAndNobodyResponsibleAreReported() {
        Result result = run(measure("1", "31.12.2020"), measure("1", "31.12.2021").withResponsible(""), measure("2",
                "31.12.2020"),
                Measure.of("Протокол 08.12.2020", "2", "").withResponsible("отдел"), measure("", "31.12.2021"), measure("",
                        "31.12.2022"));
        assertThat(result.contradictions()).extracting(Contradiction::toString).containsExactly(
                ORDER + " 1: duplicate-number [number=1]", ORDER + " 1: no-responsible []", ORDER
                        + " 1: duplicate-number [number=1]");
        assertThat(run(measure("1", "31.12.2020").withDoneOn(day("2020-12-01"), day("2020-12-02"))).contradictions())
                .extracting(Contradiction::kind).containsExactly(Contradiction.Kind.SEVERAL_DATES);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Отчёт об исполнении дорожной карты за I полугодие 2020 года | 2020-06-30",
        "Представить отчет по итогам первого полугодия 2020 г. | 2020-06-30",
        "Информация о работе за 2019 год | 2019-12-31",
        "Итоги за сентябрь 2020 | 2020-09-30",
        "Доклад за III квартал 2020 года | 2020-09-30",
        "Report for the first half of 2020 | 2020-06-30",
        "Отчёт за II полугодие 2020 года | none",
        "Отчёт за 2020 год | none",
        "Провести семинар за I полугодие 2020 года | none",
        "Отчёт за школу 5 | none",
    })
    void aReportOnATimeBeforeTheApprovalIsReported(String text, String end) {
        Measure measure = Measure.of("Дорожная карта от 13.10.2020", "1", text).withTerm("31.12.2020").withResponsible("отдел");
        List<String> expected = end.equals("none") ? List.of() : List.of("[period-end=" + end + ", document=2020-10-13]");
        assertThat(run(measure).contradictions()).extracting(c -> c.facts().toString()).as(text).isEqualTo(expected);
    }

    @Test
    void aFindingSaysWhatIsOverdue() {
        Result result = run(measure("1", "25.12.2020").withDoneOn(day("2020-12-20")), measure("2", "21.06.2021"), measure("3",
                "постоянно"));
        Finding finding = result.finding(AMUR);
        assertThat(finding.outcome()).isEqualTo(Outcome.FLAGGED);
        assertThat(finding.category()).isEqualTo("overdue");
        assertThat(finding.n()).hasValue(2);
        assertThat(finding.facts()).hasToString("[as-of=2021-07-01, measures=3, undated=1, contradictions=0, due=2, done=1, "
                + "on-time=1, overdue=1, "
                + "execution=0.5, on-time-rate=0.5, overdue-rate=0.5, mean-delay=5.0, longest-delay=10, longest=" + ORDER
                        + " 2]");
        RoadmapExecution patient = RoadmapExecution.withDefaults().withAllowedOverdue(0.5);
        Finding clear = patient.run(Roadmap.of(result.entries().stream().map(Entry::measure).toList()), AS_OF).finding(AMUR);
        assertThat(clear.outcome()).isEqualTo(Outcome.CLEAR);
        assertThat(clear.method().parameters()).hasToString("[allowed-overdue=0.5]");
        Finding nothing = run(measure("3", "постоянно")).finding(AMUR);
        assertThat(nothing.outcome()).isEqualTo(Outcome.INSUFFICIENT_DATA);
        assertThat(nothing.n()).hasValue(0);
        for (Finding any : List.of(finding, clear, nothing)) {
            for (Locale locale : List.of(Locale.ENGLISH, Locale.forLanguageTag("ru"))) {
                assertThat(any.explain(locale)).doesNotContain("{", "–").contains("2021-07-01");
            }
        }
    }

    @Test
    void theExampleOfThePackageSaysWhatItPromises() {
        Measure held = Measure.of(ORDER, "1", "Провести мониторинг").withTerm("до 25 декабря 2020 г.").withDoneOn(day("2020-12-28"));
        Measure sent = Measure.of(ORDER, "2", "Разослать рекомендации").withTerm("в течение месяца с даты проведения мониторинга");
        Roadmap roadmap = Roadmap.of(List.of(held, sent)).withEvent("проведение мониторинга", day("2020-12-28"));
        Result result = RoadmapExecution.withDefaults().run(roadmap, day("2021-03-01"));
        assertThat(result.total()).hasToString("all: measures 2, due 2, done 1, on time 0, overdue 1, undated 0");
        assertThat(result.contradictions()).extracting(Contradiction::kind).containsOnly(Contradiction.Kind.NO_RESPONSIBLE);
    }

    @Test
    void anEmptyRoadmapHasNoRates() {
        Result result = run();
        assertThat(result.entries()).isEmpty();
        assertThat(result.contradictions()).isEmpty();
        assertThat(result.indices()).hasSize(1);
        assertThat(result.total().execution()).isEmpty();
        assertThat(result.total().meanDelay()).isEmpty();
        assertThat(result.finding(AMUR).outcome()).isEqualTo(Outcome.INSUFFICIENT_DATA);
    }

    @Test
    void theAllowedShareIsAShare() {
        for (double share : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThatIllegalArgumentException().isThrownBy(() -> RoadmapExecution.withDefaults().withAllowedOverdue(share))
                    .withMessageContaining("0..1");
        }
    }
}
