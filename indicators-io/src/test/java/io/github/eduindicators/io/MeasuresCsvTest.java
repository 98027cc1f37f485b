package io.github.eduindicators.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.eduindicators.roadmap.Measure;
import io.github.eduindicators.roadmap.Measure.Status;
import io.github.eduindicators.roadmap.Roadmap;
import io.github.eduindicators.roadmap.Term;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasuresCsvTest {
    private static final String HEADER = "document,number,section,measure,term,control,responsible,status,done_on";
    private static final String ORDER = "Приказ от 22.06.2020";

    @TempDir
    private Path folder;

    private CsvTable.Reading reading = CsvTable.Reading.of(ReadingMode.LENIENT);

    private Roadmap read(String... lines) {
        return MeasuresCsv.read(InputFiles.write(folder, "measures.csv", lines), Optional.empty(), reading);
    }

    private Roadmap readEvents(String... lines) {
        Path measures = InputFiles.write(folder, "measures.csv", HEADER, ORDER + ",1,,Мониторинг,постоянно,,отдел,,");
        return MeasuresCsv.read(measures, Optional.of(InputFiles.write(folder, "events.csv", lines)), reading);
    }

    private List<String> problems() {
        return InputFiles.shorts(reading.problems().list());
    }

    @Test
    void readsAMeasureARow() {
        Roadmap roadmap = read(HEADER,
                ORDER + ",2.5,2,\"Мониторинг, анализ\",до 25 декабря 2020 г.,15.12.2020,\"отдел; МКУ «Центр, "
                        + "архив»\",исполнено,20.12.2020",
                ORDER + ",2.6,2,Семинар,ежегодно,,отдел,исполняется,\"2020-12-20; 25 июня 2021\"",
                ORDER + ",2.7,2,Письмо,,,,,");
        assertThat(problems()).isEmpty();
        List<Measure> measures = roadmap.measures();
        assertThat(measures).extracting(Measure::number).containsExactly("2.5", "2.6", "2.7");
        Measure first = measures.get(0);
        assertThat(first.documentDate()).contains(LocalDate.of(2020, 6, 22));
        assertThat(first.section()).isEqualTo("2");
        assertThat(first.text()).isEqualTo("Мониторинг, анализ");
        assertThat(first.term()).hasToString("2020-12-25");
        assertThat(first.control()).hasToString("2020-12-15");
        assertThat(first.responsible()).containsExactly("отдел", "МКУ «Центр, архив»");
        assertThat(first.status()).isEqualTo(Status.DONE);
        assertThat(first.doneOn()).containsExactly(LocalDate.of(2020, 12, 20));
        assertThat(measures.get(1).doneOn()).containsExactly(LocalDate.of(2020, 12, 20), LocalDate.of(2021, 6, 25));
        assertThat(measures.get(2).term().kind()).isEqualTo(Term.Kind.EMPTY);
    }

    @Test
    void whatCannotBeReadIsNotedAndTheRowStays() {
        Roadmap roadmap = read(HEADER,
                ORDER + ",1,,Семинар,31.02.2021,когда-нибудь,отдел,см. письмо,вчера",
                ORDER + ",1,,Мониторинг,31.12.2020,,отдел,исполнено,\"30.12.2020; 31.02.2021; -\"",
                ORDER + ",2,,Мониторинг,31.12.2020,,отдел,,декабрь 2020");
        assertThat(problems()).containsExactly(
                "2|term|31.02.2021|unreadable-term", "2|control|когда-нибудь|unreadable-term", "2|done_on|вчера|unreadable-date",
                "2|status|см. письмо|unreadable-status", "3|number|1|duplicate-number", "3|done_on|31.02.2021|unreadable-date",
                "4|done_on|декабрь 2020|unreadable-date");
        assertThat(reading.problems().list()).allMatch(problem -> problem.severity() == Problem.Severity.NOTE);
        assertThat(roadmap.measures()).hasSize(3);
        assertThat(roadmap.measures().get(0).doneOn()).containsExactly(LocalDate.of(2020, 12, 30));
        assertThat(roadmap.measures().get(1).term().kind()).isEqualTo(Term.Kind.UNKNOWN);
    }

    @Test
    void rowsWithoutContentGiantCellsAndRepetitionsAreReported() {
        Roadmap roadmap = read(HEADER,
                ORDER + ",1,,Семинар,31.12.2020,,отдел,,",
                ORDER + ",1,,Семинар,31.12.2020,,отдел,,",
                ORDER + ",,,,31.12.2020,,отдел,,",
                ORDER + ",3,," + "х".repeat(2001) + ",31.12.2020,,отдел,,",
                ORDER + ",4,,Семинар,31.12.2020,,отдел,",
                ",,,Без документа,31.12.2020,,отдел,,");
        assertThat(reading.problems().list()).extracting(p -> p.line() + "|" + p.column() + "|" + p.reason().code())
                .containsExactly("3|number|repeated-row", "4|measure|blank-value", "5|measure|bad-value", "6||ragged-row");
        assertThat(roadmap.measures()).extracting(Measure::text).containsExactly("Без документа", "Семинар");
    }

    @Test
    void aLineBreakWithinACellSeparatesOnlyTheResponsible() {
        Roadmap roadmap = read(HEADER, ORDER + ",1,,\"Семинар\nдля школ\",\"до 25\nдекабря 2020\",,\"отдел\nшколы\",,");
        Measure measure = roadmap.measures().get(0);
        assertThat(measure.text()).isEqualTo("Семинар для школ");
        assertThat(measure.term()).hasToString("2020-12-25");
        assertThat(measure.responsible()).containsExactly("отдел", "школы");
    }

    @Test
    void aFileFromASpreadsheetIsRead() {
        String text = String.join("\r\n", HEADER.replace(',', ';'), ORDER
                + ";1;;Семинар;31.12.2020;;\"отдел; школы\";исполнено;30.12.2020", "");
        Path file = InputFiles.write(folder, "measures.csv", Charset.forName("windows-1251"), text);
        Roadmap roadmap = MeasuresCsv.read(file, Optional.empty(), reading);
        assertThat(roadmap.measures().get(0).responsible()).containsExactly("отдел", "школы");
        assertThat(reading.problems().list()).extracting(Problem::reason).containsExactly(Reason.WINDOWS_1251,
                Reason.OTHER_SEPARATOR);
    }

    @Test
    void aFileWithoutAUsableRowOrColumnIsAnError() {
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> read(HEADER, ",,,,,,,,x"))
                .withMessageContaining("measures.csv").withMessageContaining("2");
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> read(HEADER.replace(",control", ""), ORDER
                + ",1,,a,,,,"))
                .withMessageContaining("control");
    }

    @Test
    void readsTheDaysOfEvents() {
        Roadmap roadmap = readEvents("event,date,remark", "проведение мониторинга,28.12.2020,x", "Начало ГИА,24 мая 2021,");
        assertThat(roadmap.events()).isEqualTo(
                Map.of("проведение мониторинга", LocalDate.of(2020, 12, 28), "Начало ГИА", LocalDate.of(2021, 5, 24)));
        assertThat(problems()).containsExactly("1|remark||unknown-column");
    }

    @Test
    void anEventNeedsWordsAndOneDay() {
        Roadmap roadmap = readEvents("event,date", "проведение мониторинга,28.12.2020", "Проведения мониторинга,29.12.2020",
                "проведение мониторинга,28.12.2020", ",28.12.2020", "-,28.12.2020", "семинар,", "семинар,декабрь 2020",
                        "совещание,2021-01-11");
        assertThat(roadmap.events()).containsOnlyKeys("проведение мониторинга", "совещание");
        assertThat(roadmap.event("даты проведения мониторинга")).contains(LocalDate.of(2020, 12, 28));
        assertThat(problems()).containsExactly("5|event||blank-value", "6|event|-|bad-value", "7|date||blank-value",
                "8|date|декабрь 2020|bad-value", "3|event|Проведения мониторинга|duplicate-name");
    }

    @Test
    void anEventWithoutARussianOrEnglishWordIsARowInError() {
        // Letters and digits, but none that a term is read by.
        Roadmap roadmap = readEvents("event,date", "\u0661\u0662,28.12.2020", "\u4F1A\u8BAE,28.12.2020", "семинар,28.12.2020");
        assertThat(roadmap.events()).containsOnlyKeys("семинар");
        assertThat(problems()).containsExactly("2|event|\u0661\u0662|bad-value", "3|event|\u4F1A\u8BAE|bad-value");
    }
}
