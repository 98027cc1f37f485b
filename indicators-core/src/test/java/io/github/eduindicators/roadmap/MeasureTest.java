package io.github.eduindicators.roadmap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.eduindicators.roadmap.Measure.Status;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasureTest {
    private static final LocalDate SIGNED = LocalDate.of(2020, 6, 22);

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", value = {
        "Приказ от 22.06.2020 № 100 | 2020-06-22", "Приказ № 12-2020 от 22 июня 2020 г. | 2020-06-22",
                "Протокол 2020-06-22 | 2020-06-22",
        "Протокол «22» июня 2020 года (заседание 1) | 2020-06-22", "Order of 22 June 2020 | 2020-06-22", "Приказ № 100 | none",
        "Приказ от 31.02.2020 | none", "План на 2020 год | none", "План на декабрь 2020 | none",
    })
    void theDateOfADocumentIsReadFromItsName(String document, LocalDate date) {
        assertThat(Measure.of(document, "1", "").documentDate().orElse(null)).as(document).isEqualTo(date);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "исполнено | DONE", "Исполнено. | DONE", "выполнено в полном объёме | DONE", "Завершён | DONE", "да | DONE",
                "done | DONE", "100% | DONE",
        "исполнено с нарушением срока | DONE", "снято с контроля, исполнено | DONE", "отчёт утверждён | DONE", "+ | DONE",
        "исполнено частично | PARTIAL", "выполнено не в полном объеме | PARTIAL", "partially done | PARTIAL",
        "в работе | IN_PROGRESS", "исполняется | IN_PROGRESS", "Находится в стадии согласования | IN_PROGRESS",
                "in progress | IN_PROGRESS",
        "начато | IN_PROGRESS", "исполнение продолжается | IN_PROGRESS",
        "не исполнено | NOT_STARTED", "не начато | NOT_STARTED", "Не выполнено | NOT_STARTED", "нет | NOT_STARTED",
                "запланировано | NOT_STARTED",
        "срок не наступил | NOT_STARTED", "будет исполнено позже | NOT_STARTED", "not done | NOT_STARTED",
                "not started | NOT_STARTED",
        "снято с контроля | CANCELLED", "отменено | CANCELLED", "неактуально | CANCELLED", "cancelled | CANCELLED",
        "- | NONE", "— | NONE", "см. приложение | UNKNOWN", "ок? | UNKNOWN",
    })
    void aStatusIsReadFromItsWords(String text, Status status) {
        assertThat(Status.parse(text)).as(text).isEqualTo(status);
        Measure measure = Measure.of("Приказ", "1", "").withStatus(text);
        assertThat(measure.status()).isEqualTo(status);
        assertThat(measure.statusText()).isEqualTo(text);
    }

    @Test
    void aBlankStatusSaysNothing() {
        assertThat(Status.parse(" ")).isEqualTo(Status.NONE);
        assertThat(Status.parse("исполнено ".repeat(100_000))).as("a giant text").isEqualTo(Status.DONE);
    }

    @Test
    void theResponsibleAreSeparatedByCommasOutsideBracketsAndQuotes() {
        assertThat(Measure.of("П", "1", "").withResponsible("отдел; МКУ «Центр, архив», директора (школы 1, 2)\nотдел;; -")
                .responsible())
                .containsExactly("отдел", "МКУ «Центр, архив»", "директора (школы 1, 2)");
        assertThat(Measure.of("П", "1", "").withResponsible("(отдел, школа").responsible()).as("a bracket left open")
                .containsExactly("(отдел, школа");
        assertThat(Measure.of("П", "1", "").withResponsible(" ").responsible()).isEmpty();
    }

    @Test
    void aMeasureKeepsWhatItIsGiven() {
        Measure measure = Measure.of(" Приказ от 22.06.2020 ", " 2.5 ", " Мониторинг ")
                .withSection(" 2 ").withTerm("декабрь 2020").withControl("15.12.2020").withResponsible("отдел")
                        .withStatus("исполнено")
                .withDoneOn(LocalDate.of(2020, 12, 20), LocalDate.of(2020, 12, 1), LocalDate.of(2020, 12, 20));
        assertThat(measure.document()).isEqualTo("Приказ от 22.06.2020");
        assertThat(measure.documentDate()).contains(SIGNED);
        assertThat(measure.number()).isEqualTo("2.5");
        assertThat(measure.section()).isEqualTo("2");
        assertThat(measure.text()).isEqualTo("Мониторинг");
        assertThat(measure.term()).isEqualTo(Term.parse("декабрь 2020"));
        assertThat(measure.control()).isEqualTo(Term.parse("15.12.2020"));
        assertThat(measure.doneOn()).containsExactly(LocalDate.of(2020, 12, 1), LocalDate.of(2020, 12, 20));
        assertThat(measure.withDocumentDate(LocalDate.of(2020, 7, 1)).documentDate()).contains(LocalDate.of(2020, 7, 1));
        assertThat(measure.withDoneOn().doneOn()).isEmpty();
        assertThat(measure).isNotEqualTo(measure.withSection("3")).isEqualTo(measure.withSection("2"))
                .hasSameHashCodeAs(measure.withSection("2"));
        assertThat(measure).hasToString(
                "Приказ от 22.06.2020 2.5, term 2020-12-01/2020-12-31, control 2020-12-15, DONE [2020-12-01, 2020-12-20]");
    }

    @Test
    void aRoadmapIsInTheOrderOfItsNumbers() {
        List<Measure> measures = new ArrayList<>();
        for (String number : List.of("2.10", "2.9", "10", "2", "2.9.1", "а", "", "2.б")) {
            measures.add(Measure.of("Приказ", number, ""));
        }
        Collections.reverse(measures);
        assertThat(Roadmap.of(measures).measures()).extracting(Measure::number).containsExactly("2", "2.9", "2.9.1", "2.10",
                "2.б", "10", "", "а");
        assertThat(Roadmap.of(measures).documents()).containsExactly("Приказ");
    }

    @Test
    void anEventIsGivenOnce() {
        Roadmap roadmap = Roadmap.of(List.of()).withEvent("проведение мониторинга", SIGNED).withEvent("Проведения мониторинга",
                SIGNED.plusDays(1));
        assertThat(roadmap.events()).containsExactly(java.util.Map.entry("Проведения мониторинга", SIGNED.plusDays(1)));
        assertThat(roadmap).hasToString("0 measures of 0 documents, 1 events");
        assertThatIllegalArgumentException().isThrownBy(() -> roadmap.withEvent(" - ", SIGNED));
    }
}
