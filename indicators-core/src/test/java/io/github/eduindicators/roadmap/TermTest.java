package io.github.eduindicators.roadmap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.eduindicators.roadmap.Term.Context;
import io.github.eduindicators.roadmap.Term.Flaw;
import io.github.eduindicators.roadmap.Term.Kind;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Terms as people write them. The deadlines were worked out by hand on a calendar; the document is of 22 June 2020, a Monday. */
class TermTest {
    private static final LocalDate SIGNED = LocalDate.of(2020, 6, 22);
    private static final Context DOCUMENT = Context.of(SIGNED);

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "25.12.2020 | 2020-12-25",
        "25.12.2020г. | 2020-12-25",
        "25.12.20 | 2020-12-25",
        "25. 12. 2020 | 2020-12-25",
        "25/12/2020 | 2020-12-25",
        "25-12-2020 | 2020-12-25",
        "2020-12-25 | 2020-12-25",
        "2020.12.25 | 2020-12-25",
        "до 25.12.2020 | 2020-12-25",
        "ДО 25.12.2020 Г. | 2020-12-25",
        "до 25 декабря 2020 г. | 2020-12-25",
        "25 декабря 2020 года | 2020-12-25",
        "«25» декабря 2020 г. | 2020-12-25",
        "не позднее 25 декабря 2020 года | 2020-12-25",
        "не позднее 25.12.2020 (включительно) | 2020-12-25",
        "к 25 декабря 2020 | 2020-12-25",
        "срок: до 25.12.2020 | 2020-12-25",
        "Срок исполнения - 25.12.2020 | 2020-12-25",
        "в срок до 25 декабря 2020 года | 2020-12-25",
        "до 1-го сентября 2020 года | 2020-09-01",
        "до 1 сентября | 2020-09-01",
        "до 1 февраля | 2021-02-01",
        "до 22 июня | 2020-06-22",
        "до 01.09 | 2020-09-01",
        "до 25 декабря текущего года | 2020-12-25",
        "до 1 марта следующего года | 2021-03-01",
        "до 25 декабря т.г. | 2020-12-25",
        "by 25 December 2020 | 2020-12-25",
        "December 25, 2020 | 2020-12-25",
        "no later than 1st of September 2020 | 2020-09-01",
        "due by Sept 1, 2020 | 2020-09-01",
        "29.02.2020 | 2020-02-29",
        "до начала 2020/2021 учебного года | 2020-09-01",
        "к началу нового учебного года | 2020-09-01",
        "25.12.2020, далее постоянно | 2020-12-25",
        "30 календарных дней со дня 01.09.2020 | 2020-10-01",
    })
    void aDay(String text, LocalDate deadline) {
        Term term = Term.parse(text);
        assertThat(term.kind()).as(text).isEqualTo(Kind.DATE);
        assertThat(term.deadline(DOCUMENT)).as(text).contains(deadline);
        assertThat(term.start(DOCUMENT)).as(text).contains(deadline);
        assertThat(term.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "декабрь 2020 | 2020-12-01 | 2020-12-31",
        "Декабрь | 2020-12-01 | 2020-12-31",
        "февраль | 2021-02-01 | 2021-02-28",
        "в сентябре 2020 г. | 2020-09-01 | 2020-09-30",
        "сентябрь 2020 г. | 2020-09-01 | 2020-09-30",
        "сент. 2020 | 2020-09-01 | 2020-09-30",
        "в течение сентября месяца | 2020-09-01 | 2020-09-30",
        "12.2020 | 2020-12-01 | 2020-12-31",
        "2020-12 | 2020-12-01 | 2020-12-31",
        "февраль 2021 | 2021-02-01 | 2021-02-28",
        "до конца сентября 2020 года | 2020-09-01 | 2020-09-30",
        "December 2020 | 2020-12-01 | 2020-12-31",
        "вторая декада сентября 2020 | 2020-09-11 | 2020-09-20",
        "III декада февраля 2021 | 2021-02-21 | 2021-02-28",
        "IV квартал 2020 | 2020-10-01 | 2020-12-31",
        "IV кв. 2020 г. | 2020-10-01 | 2020-12-31",
        "4 кв. 2020 | 2020-10-01 | 2020-12-31",
        "4-й квартал 2020 года | 2020-10-01 | 2020-12-31",
        "в четвертом квартале 2020 года | 2020-10-01 | 2020-12-31",
        "Ш квартал 2020 | 2020-07-01 | 2020-09-30",
        "I квартал | 2021-01-01 | 2021-03-31",
        "до конца I квартала 2021 г. | 2021-01-01 | 2021-03-31",
        "Q4 2020 | 2020-10-01 | 2020-12-31",
        "2020 Q4 | 2020-10-01 | 2020-12-31",
        "fourth quarter of 2020 | 2020-10-01 | 2020-12-31",
        "II полугодие 2020 | 2020-07-01 | 2020-12-31",
        "2 полугодие 2020 г. | 2020-07-01 | 2020-12-31",
        "второе полугодие 2020 года | 2020-07-01 | 2020-12-31",
        "I полугодие 2020/2021 учебного года | 2020-09-01 | 2020-12-31",
        "II полугодие 2020-2021 уч. года | 2021-01-01 | 2021-08-31",
        "H2 2020 | 2020-07-01 | 2020-12-31",
        "first half of 2021 | 2021-01-01 | 2021-06-30",
        "2020 | 2020-01-01 | 2020-12-31",
        "2020 г. | 2020-01-01 | 2020-12-31",
        "2020 год | 2020-01-01 | 2020-12-31",
        "в 2020 году | 2020-01-01 | 2020-12-31",
        "в течение 2020 года | 2020-01-01 | 2020-12-31",
        "до конца 2020 года | 2020-01-01 | 2020-12-31",
        "до конца года | 2020-01-01 | 2020-12-31",
        "до конца текущего года | 2020-01-01 | 2020-12-31",
        "до конца учебного года | 2019-09-01 | 2020-08-31",
        "2021 год (по отдельному графику) | 2021-01-01 | 2021-12-31",
        "по отдельному графику в течение 2021 года | 2021-01-01 | 2021-12-31",
        "by the end of 2020 | 2020-01-01 | 2020-12-31",
        "2020-2021 | 2020-01-01 | 2021-12-31",
        "2020–2021 гг. | 2020-01-01 | 2021-12-31",
        "2020 — 2024 годы | 2020-01-01 | 2024-12-31",
        "2020/2021 | 2020-01-01 | 2021-12-31",
        "2020-21 гг. | 2020-01-01 | 2021-12-31",
        "2020/2021 учебный год | 2020-09-01 | 2021-08-31",
        "2020-2021 уч. год | 2020-09-01 | 2021-08-31",
        "2020/21 уч.г. | 2020-09-01 | 2021-08-31",
        "в 2020-2021 учебном году | 2020-09-01 | 2021-08-31",
        "в течение 2020/2021 учебного года | 2020-09-01 | 2021-08-31",
        "school year 2020/2021 | 2020-09-01 | 2021-08-31",
        "декабрь 2020/2021 учебного года | 2020-12-01 | 2020-12-31",
        "май 2020-2021 уч. года | 2021-05-01 | 2021-05-31",
        "сентябрь – декабрь 2020 | 2020-09-01 | 2020-12-31",
        "сентябрь-декабрь | 2020-09-01 | 2020-12-31",
        "ноябрь 2020 - февраль 2021 г. | 2020-11-01 | 2021-02-28",
        "ноябрь-февраль 2021 | 2020-11-01 | 2021-02-28",
        "сентябрь 2020 – май 2021 года | 2020-09-01 | 2021-05-31",
        "с сентября по декабрь 2020 года | 2020-09-01 | 2020-12-31",
        "с 01.09.2020 по 31.12.2020 | 2020-09-01 | 2020-12-31",
        "с 1 сентября 2020 г. до 31 декабря 2020 г. | 2020-09-01 | 2020-12-31",
        "в период с 15 по 20 декабря 2020 года | 2020-12-15 | 2020-12-20",
        "15-20 декабря 2020 | 2020-12-15 | 2020-12-20",
        "28 декабря - 10 января 2021 | 2020-12-28 | 2021-01-10",
        "01.09.2020-31.12.2020 | 2020-09-01 | 2020-12-31",
        "1 сентября 2020-31 мая 2021 | 2020-09-01 | 2021-05-31",
        "01.09-31.12.2020 | 2020-09-01 | 2020-12-31",
        "2020-09-01/2020-12-31 | 2020-09-01 | 2020-12-31",
        "I-II кварталы 2021 года | 2021-01-01 | 2021-06-30",
        "3-4 кв. 2020 | 2020-07-01 | 2020-12-31",
        "from 1 September 2020 to 31 December 2020 | 2020-09-01 | 2020-12-31",
        "September - December 2020 | 2020-09-01 | 2020-12-31",
    })
    void aRunOfDaysEndsWithItsLast(String text, LocalDate start, LocalDate deadline) {
        Term term = Term.parse(text);
        assertThat(term.kind()).as(text).isEqualTo(Kind.PERIOD);
        assertThat(term.start(DOCUMENT)).as(text).contains(start);
        assertThat(term.deadline(DOCUMENT)).as(text).contains(deadline);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "ежегодно | 2020-12-31 2021-12-31 2022-12-31",
        "Ежегодно. | 2020-12-31 2021-12-31 2022-12-31",
        "1 раз в год | 2020-12-31 2021-12-31 2022-12-31",
        "1 р. в год | 2020-12-31 2021-12-31 2022-12-31",
        "не реже одного раза в год | 2020-12-31 2021-12-31 2022-12-31",
        "annually | 2020-12-31 2021-12-31 2022-12-31",
        "ежегодно до 1 октября | 2020-10-01 2021-10-01 2022-10-01",
        "ежегодно, до 01.06 | 2021-06-01 2022-06-01",
        "ежегодно, декабрь | 2020-12-31 2021-12-31 2022-12-31",
        "ежегодно (апрель-май) | 2021-05-31 2022-05-31",
        "сентябрь, ежегодно | 2020-09-30 2021-09-30 2022-09-30",
        "ежегодно в I квартале | 2021-03-31 2022-03-31",
        "ежегодно до 1 февраля года, следующего за отчетным | 2021-02-01 2022-02-01",
        "ежегодно, 2020-2021 годы | 2020-12-31 2021-12-31",
        "2021-2022 гг., ежегодно | 2021-12-31 2022-12-31",
        "ежегодно, начиная с 2021 года | 2021-12-31 2022-12-31",
        "ежегодно до 2021 года | 2020-12-31 2021-12-31",
        "до 25.12.2020, далее ежегодно | 2020-12-25 2021-12-25 2022-12-25",
        "every year by 1 October | 2020-10-01 2021-10-01 2022-10-01",
        "один раз в полугодие | 2020-06-30 2020-12-31 2021-06-30 2021-12-31 2022-06-30 2022-12-31",
        "1 раз в полугодие | 2020-06-30 2020-12-31 2021-06-30 2021-12-31 2022-06-30 2022-12-31",
        "два раза в год | 2020-06-30 2020-12-31 2021-06-30 2021-12-31 2022-06-30 2022-12-31",
        "2 раза в год (май, ноябрь) | 2020-11-30 2021-05-31 2021-11-30 2022-05-31 2022-11-30",
        "twice a year | 2020-06-30 2020-12-31 2021-06-30 2021-12-31 2022-06-30 2022-12-31",
        "1 раз в 3 года | 2022-12-31",
        "один раз в три года для каждой организации | 2022-12-31",
        "не реже 1 раза в 3 года | 2022-12-31",
        "1 раз в 3 года до 1 июня | 2022-06-01",
        "каждые два года | 2021-12-31",
        "once in 3 years | 2022-12-31",
        "ежеквартально, 2021 год | 2021-03-31 2021-06-30 2021-09-30 2021-12-31",
        "ежеквартально до 10 числа месяца, следующего за отчётным кварталом, 2020 год | 2020-07-10 2020-10-10 2021-01-10",
        "1 раз в квартал в 2021 году | 2021-03-31 2021-06-30 2021-09-30 2021-12-31",
        "ежемесячно, октябрь-декабрь 2020 | 2020-10-31 2020-11-30 2020-12-31",
        "ежемесячно до 5 числа, IV квартал 2020 | 2020-10-05 2020-11-05 2020-12-05",
        "ежемесячно (сентябрь-октябрь) | 2020-09-30 2020-10-31 2021-09-30 2021-10-31 2022-09-30 2022-10-31",
        "monthly in Q4 2020 | 2020-10-31 2020-11-30 2020-12-31",
        "по итогам полугодия | 2020-07-31 2021-01-31 2021-07-31 2022-01-31 2022-07-31",
        "1 раз в учебный год | 2020-08-31 2021-08-31 2022-08-31",
        "июнь, ноябрь 2020 г. | 2020-06-30 2020-11-30",
        "до 1 июля и до 1 декабря 2021 | 2021-07-01 2021-12-01",
        "I, III кварталы 2021 | 2021-03-31 2021-09-30",
        "30.06.2020; 31.12.2020 | 2020-06-30 2020-12-31",
        "2020, 2021, 2022 годы | 2020-12-31 2021-12-31 2022-12-31",
        "ноябрь, февраль 2021 | 2020-11-30 2021-02-28",
        "1, 15 сентября 2020 | 2020-09-01 2020-09-15",
        "ежегодно до 1 октября, 2020-2021 годы | 2020-10-01 2021-10-01",
        "ежегодно до 01.10.2021 | 2020-10-01 2021-10-01",
        "ежегодно к 1 сентября, начиная с 01.01.2021 | 2021-09-01 2022-09-01",
        "раз в полгода | 2020-06-30 2020-12-31 2021-06-30 2021-12-31 2022-06-30 2022-12-31",
        "каждое полугодие 2021 года | 2021-06-30 2021-12-31",
    })
    void aRecurringTermHasADeadlineEachTime(String text, String deadlines) {
        Term term = Term.parse(text);
        assertThat(term.kind()).as(text).isEqualTo(Kind.RECURRING);
        assertThat(term.deadline(DOCUMENT)).isEmpty();
        List<LocalDate> expected = List.of(deadlines.split(" ")).stream().map(LocalDate::parse).toList();
        assertThat(term.occurrences(DOCUMENT, LocalDate.MIN, LocalDate.of(2022, 12, 31))).as(text).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "в течение месяца с даты проведения мониторинга | проведения мониторинга | 2020-11-30",
        "в течение месяца со дня проведения мониторинга | проведения мониторинга | 2020-11-30",
        "в течение 10 дней с даты проведения мониторинга | проведения мониторинга | 2020-11-10",
        "в течение 10 (десяти) рабочих дней после проведения мониторинга | проведения мониторинга | 2020-11-13",
        "не позднее 5 рабочих дней с момента проведения мониторинга | проведения мониторинга | 2020-11-06",
        "через месяц после проведения мониторинга | проведения мониторинга | 2020-11-30",
        "через две недели после проведения мониторинга | проведения мониторинга | 2020-11-14",
        "в месячный срок со дня проведения мониторинга | проведения мониторинга | 2020-11-30",
        "в 10-дневный срок после проведения мониторинга | проведения мониторинга | 2020-11-10",
        "в двухнедельный срок с даты проведения мониторинга | проведения мониторинга | 2020-11-14",
        "в течение квартала после проведения мониторинга | проведения мониторинга | 2021-01-31",
        "за 10 дней до проведения мониторинга | проведения мониторинга | 2020-10-21",
        "не позднее чем за месяц до проведения мониторинга | проведения мониторинга | 2020-09-30",
        "до проведения мониторинга | проведения мониторинга | 2020-10-31",
        "within 10 days of проведение мониторинга | проведение мониторинга | 2020-11-10",
        "within a month after проведения мониторинга | проведения мониторинга | 2020-11-30",
    })
    void aTermThatCountsFromAnEventHasADeadlineOnceTheEventHasADay(String text, String event, LocalDate deadline) {
        Term term = Term.parse(text);
        assertThat(term.kind()).as(text).isEqualTo(Kind.RELATIVE);
        assertThat(term.event()).as(text).contains(event);
        assertThat(term.deadline(DOCUMENT)).as("no day of the event").isEmpty();
        // 31 October 2020 is a Saturday.
        assertThat(term.deadline(DOCUMENT.withEvent("проведение мониторинга", LocalDate.of(2020, 10, 31)))).as(text)
                .contains(deadline);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "в месячный срок | 2020-07-22",
        "в течение месяца | 2020-07-22",
        "в течение 10 дней | 2020-07-02",
        "10 рабочих дней | 2020-07-06",
        "в течение 3 дней с даты подписания приказа | 2020-06-25",
        "в течение недели со дня утверждения | 2020-06-29",
        "within 2 weeks | 2020-07-06",
    })
    void timeWithoutAnotherEventCountsFromTheDocument(String text, LocalDate deadline) {
        Term term = Term.parse(text);
        assertThat(term.kind()).as(text).isEqualTo(Kind.RELATIVE);
        assertThat(term.event()).as(text).isEmpty();
        assertThat(term.deadline(DOCUMENT)).as(text).contains(deadline);
        assertThat(term.deadline(Context.none())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "постоянно | CONTINUOUS", "Постоянно | CONTINUOUS", "на постоянной основе | CONTINUOUS", "ежедневно | CONTINUOUS",
                "еженедельно | CONTINUOUS", "1 раз в две недели | CONTINUOUS", "2 раза в месяц | CONTINUOUS",
                "every 2 weeks | CONTINUOUS",
        "в течение года | CONTINUOUS", "в течение учебного года | CONTINUOUS", "в течение всего периода | CONTINUOUS",
        "с 01.09.2020 | CONTINUOUS", "начиная с сентября 2020 года | CONTINUOUS", "ongoing | CONTINUOUS",
                "throughout the year | CONTINUOUS",
        "в соответствии с графиком | BY_SCHEDULE", "по графику | BY_SCHEDULE", "по отдельному плану | BY_SCHEDULE",
        "согласно графику проведения ежегодного мониторинга | BY_SCHEDULE", "по плану-графику | BY_SCHEDULE",
        "в сроки, установленные приказом | BY_SCHEDULE", "according to schedule | BY_SCHEDULE",
        "по мере необходимости | AS_NEEDED", "по запросу | AS_NEEDED", "as needed | AS_NEEDED",
        "- | EMPTY", "— | EMPTY", "нет | EMPTY", "срок не установлен | EMPTY", "n/a | EMPTY",
        "после проведения мониторинга | RELATIVE",
    })
    void aTermWithoutADeadline(String text, Kind kind) {
        Term term = Term.parse(text);
        assertThat(term.kind()).as(text).isEqualTo(kind);
        assertThat(term.isDated()).isFalse();
        assertThat(term.flaw()).isEmpty();
        Context known = DOCUMENT.withEvent("проведения мониторинга", SIGNED);
        assertThat(term.deadline(known)).isEmpty();
        assertThat(term.occurrences(known, LocalDate.MIN, LocalDate.MAX)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "31.02.2020 | INVALID_DATE", "29.02.2021 | INVALID_DATE", "до 31 июня 2020 года | INVALID_DATE",
                "25.13.2020 | INVALID_DATE",
        "00.01.2020 | INVALID_DATE", "32 декабря | INVALID_DATE", "25.12.1812 | INVALID_DATE", "2021-2020 | INVALID_DATE",
        "с 31.12.2020 по 01.09.2020 | INVALID_DATE", "2020/2022 учебный год | INVALID_DATE",
                "ежегодно до 31 апреля | INVALID_DATE",
        "ежемесячно до 32 числа | INVALID_DATE", "до 31.02.2020 (по графику) | INVALID_DATE",
        "незамедлительно | UNREADABLE", "I четверть | UNREADABLE", "сроки уточняются | UNREADABLE", "abc | UNREADABLE",
                "42 | UNREADABLE",
        "29 февраля и 1 декабря 2021 | INVALID_DATE", "25.12.2020 25.12.2021 | UNREADABLE",
                "после дождичка в четверг 1234 | UNREADABLE", "раз в сто лет | UNREADABLE",
    })
    void whatCannotBeReadIsKeptWithTheReason(String text, Flaw flaw) {
        Term term = Term.parse(text);
        assertThat(term.kind()).as(text).isEqualTo(Kind.UNKNOWN);
        assertThat(term.flaw()).as(text).contains(flaw);
        assertThat(term.text()).isEqualTo(text);
        assertThat(term.deadline(DOCUMENT)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u00A0", "\t\n", "\uFEFF", "..."})
    void nothingIsEmpty(String text) {
        assertThat(Term.parse(text).kind()).isEqualTo(Kind.EMPTY);
        assertThat(Term.empty().kind()).isEqualTo(Kind.EMPTY);
    }

    @Test
    void blanksDashesAndLettersDoNotMatter() {
        for (String text : List.of("сентябрь\u00A0–\u00A0декабрь\u202F2020", "СЕНТЯБРЬ—ДЕКАБРЬ 2020",
                "сентябрь \u2212 декабрь\n2020 г.", "сен\u00ADтябрь-декабрь 2020")) {
            assertThat(Term.parse(text).toString()).as(text).isEqualTo("2020-09-01/2020-12-31");
        }
        assertThat(Term.parse("в течение трёх дней с отчётной даты").toString()).isEqualTo("3 days after отчетной даты");
        assertThat(Term.parse("\u0406V квартал 2020")).as("the Ukrainian letter").hasToString("2020-10-01/2020-12-31");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "до 25 декабря 2020 г. | 2020-12-25", "декабрь 2020 | 2020-12-01/2020-12-31", "до 1 октября | --10-01",
                "декабрь | --12-01/--12-end",
        "ежегодно до 1 октября | every year by --10-01", "1 раз в 3 года | every 3 years",
                "ежеквартально до 10 числа месяца, следующего за отчётным | every 3 months by day 10 of the month after",
        "постоянно | continuous", "с 01.09.2020 | continuous from 2020-09-01",
                "в течение месяца с даты проведения мониторинга | 1 month after проведения мониторинга",
        "за 10 дней до начала ГИА | 10 days before начала гиа", "в месячный срок | 1 month after the document",
                "по графику | by schedule",
        "по мере необходимости | as needed", "июнь, ноябрь 2020 | 2020-06-01/2020-06-30, 2020-11-01/2020-11-30",
                "как-нибудь | unknown: как-нибудь",
        "ежегодно, 2020-2022 | every year from 2020-01-01 until 2022-12-31",
    })
    void aTermHasOneFormHoweverItIsWritten(String text, String canonical) {
        assertThat(Term.parse(text)).hasToString(canonical);
    }

    @Test
    void aYearLeftOpenNeedsADocument() {
        Term term = Term.parse("до 1 сентября");
        assertThat(term.deadline(Context.none())).isEmpty();
        assertThat(term.deadline(Context.of(LocalDate.of(2020, 9, 1)))).contains(LocalDate.of(2020, 9, 1));
        assertThat(term.deadline(Context.of(LocalDate.of(2020, 9, 2)))).contains(LocalDate.of(2021, 9, 1));
        assertThat(Term.parse("29 февраля").deadline(Context.of(LocalDate.of(2020, 12, 8)))).as("2021 has no 29 February")
                .contains(LocalDate.of(2021, 2, 28));
    }

    @Test
    void anEventIsKnownByItsWordsWhateverTheirEndings() {
        Context known = Context.none().withEvent("Дата проведения мониторинга", SIGNED);
        for (String event : List.of("проведение мониторинга", "с даты проведения мониторинга".substring(2),
                "ПРОВЕДЕНИЕМ МОНИТОРИНГА")) {
            assertThat(known.event(event)).as(event).contains(SIGNED);
        }
        assertThat(known.event("мониторинг")).isEmpty();
        assertThat(known.event("проведение семинара")).isEmpty();
    }

    @Test
    void aDayIsMadeWithoutAText() {
        assertThat(Term.of(SIGNED)).isEqualTo(Term.parse("2020-06-22"));
        assertThat(Term.of(SIGNED).hashCode()).isEqualTo(Term.parse("2020-06-22").hashCode());
        assertThatIllegalArgumentException().isThrownBy(() -> Term.of(LocalDate.of(1989, 12, 31)))
                .withMessageContaining("1990..2100");
    }

    @Test
    void aGiantTextIsShortenedAndNotRead() {
        Term term = Term.parse("до 25.12.2020 ".repeat(100_000));
        assertThat(term.kind()).isEqualTo(Kind.UNKNOWN);
        assertThat(term.flaw()).isEqualTo(Optional.of(Flaw.TOO_LONG));
        assertThat(term.text()).hasSizeLessThanOrEqualTo(501).startsWith("до 25.12.2020");
    }
}
