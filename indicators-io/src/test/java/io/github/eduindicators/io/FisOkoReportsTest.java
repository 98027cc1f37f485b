package io.github.eduindicators.io;

import io.github.eduindicators.io.FisOko.MarkStatistics;
import io.github.eduindicators.io.FisOko.JournalComparison;
import static io.github.eduindicators.io.Books.formula;
import static io.github.eduindicators.io.Books.row;
import static io.github.eduindicators.io.InputFiles.shorts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;

import io.github.eduindicators.io.FisOko.ReportGroup;
import io.github.eduindicators.io.FisOko.ReportGroup.Level;
import io.github.eduindicators.io.FisOko.JournalComparison.Part;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Procedure;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Season;
import io.github.eduindicators.model.Subject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FisOkoReportsTest {
    private static final SchoolId SCHOOL = SchoolId.of("edu203389");

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("report.xlsx");
    }

    private static List<List<Object>> head(String report, String title, int max, String date) {
        return new ArrayList<>(List.of(row(report), row(), row(title), row("Предмет:", "Русский язык"),
                row("Максимальный первичный балл:", max), row("Дата:", date)));
    }

    private static List<List<Object>> marks() {
        List<List<Object>> rows = head("Статистика по отметкам", "ВПР 2026 Русский язык 4 класс", 24, "20.04.2026");
        rows.add(row("Группы участников", "Кол-во ОО", "Кол-во участников", 2, 3, 4, 5));
        return rows;
    }

    private static InputException refused(Runnable reading) {
        return catchThrowableOfType(InputException.class, reading::run);
    }

    @Test
    void groupsAreNestedByTheirOrder() {
        List<List<Object>> rows = marks();
        rows.add(row("Вся выборка", 35589, 1722202, 5.06, 32.92, 44.33, 17.69));
        rows.add(row("Чеченская Республика", 560, 30216, 13.44, 44.15, 36.28, 6.14));
        rows.add(row("Урус-Мартановский(reg20_m012)", 47, 3162, 13.57, 46.9, 33.65, 5.88));
        rows.add(row("СОШ №1 (корпус 2)(sch203389)", null, 89, 12.36, "52,81", "26.97", 7.87));
        rows.add(row("Грозный(reg20_m001)", 1, 4, 0, 0, 50, 50));
        rows.add(row("Лицей (edu200001)", null, 4, 0, 0, 50, 50));
        rows.add(row("Республика Саха (Якутия)", 1, 2, 0, 50, 50, 0));
        rows.add(row("Школа(edu140001)", null, 2, 0, 50, 50, 0));
        Books.write(file(), "РУ 4 Статистика по отметкам", rows);

        MarkStatistics report = FisOko.markStatistics(file()).orElseThrow();

        assertThat(report.title()).isEqualTo("ВПР 2026 Русский язык 4 класс");
        assertThat(report.rows()).extracting(MarkStatistics.Row::group).containsExactly(
                new ReportGroup(Level.COUNTRY, "Вся выборка", "", "", "", 8),
                new ReportGroup(Level.REGION, "Чеченская Республика", "", "Чеченская Республика", "", 9),
                new ReportGroup(Level.MUNICIPALITY, "Урус-Мартановский", "reg20_m012", "Чеченская Республика",
                        "Урус-Мартановский", 10),
                new ReportGroup(Level.SCHOOL, "СОШ №1 (корпус 2)", "edu203389", "Чеченская Республика", "Урус-Мартановский", 11),
                new ReportGroup(Level.MUNICIPALITY, "Грозный", "reg20_m001", "Чеченская Республика", "Грозный", 12),
                new ReportGroup(Level.SCHOOL, "Лицей", "edu200001", "Чеченская Республика", "Грозный", 13),
                new ReportGroup(Level.REGION, "Республика Саха (Якутия)", "", "Республика Саха (Якутия)", "", 14),
                new ReportGroup(Level.SCHOOL, "Школа", "edu140001", "Республика Саха (Якутия)", "", 15));
        MarkStatistics.Row region = report.rows().get(1);
        assertThat(region.schools()).hasValue(560);
        assertThat(region.participants()).isEqualTo(30216);
        MarkStatistics.Row school = report.row(SCHOOL).orElseThrow();
        assertThat(school.schools()).isEmpty();
        assertThat(school.percentages()).containsExactly(12.36, 52.81, 26.97, 7.87);
        assertThat(school.percentage(5)).isEqualTo(7.87);
        assertThat(report.row(SchoolId.of("edu999999"))).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> school.percentage(6));
    }

    @Test
    void aReportThatBeginsBelowTheCountryAndHasNoColumnOfSchoolsIsRead() {
        List<List<Object>> rows = head("Статистика по отметкам", "ВПР 2021 Математика 5 класс", 20, "01.04.2021");
        rows.add(row("Группы участников", "Кол-во участников", "2", "3", "4", "5"));
        rows.add(row("Барнаул(reg22_m019)", "100", "14.8", "41.07", "32.22", "11.91"));
        rows.add(row("Школа(sch223379)", 3, 33.33, 33.33, 33.33, 0));
        Books.write(file(), "МА 5 Статистика по отметкам", rows);

        MarkStatistics report = FisOko.markStatistics(file()).orElseThrow();

        assertThat(report.rows()).extracting(MarkStatistics.Row::schools).containsOnly(OptionalInt.empty());
        assertThat(report.rows().get(0).group().region()).isEmpty();
        assertThat(report.rows().get(1).group().municipality()).isEqualTo("Барнаул");
        assertThat(report.rows().get(1).group().school()).contains(SchoolId.of("edu223379"));
    }

    @Test
    void rowsOfMarksThatCannotBeAreLeftOut() {
        List<List<Object>> rows = marks();
        rows.add(row("Регион", 1, 100, 25, 25, 25, 25.03));
        rows.add(row("Регион", 1, 100, 25, 25, 25, 25.01));
        rows.add(row("Регион", 1, 100, 25, 25, 125, -75));
        rows.add(row("Регион", 1, 100, 25, 25, null, 50));
        rows.add(row("Регион", 1, "сто", 25, 25, 25, 25));
        rows.add(row("Регион", 1.5, 100, 25, 25, 25, 25));
        rows.add(row(null, 1, 100, 25, 25, 25, 25));
        rows.add(row("Регион", 1, 100, formula("20+5"), 25, 25, 25));
        rows.add(row("Регион", 0, 0, 0, 0, 0, 0));
        Books.write(file(), "РУ 4 Статистика по отметкам", rows);

        Loaded<MarkStatistics> loaded = FisOko.markStatistics(file());

        assertThat(shorts(loaded.problems())).containsExactly(
                "8|2|100.03 ≠ 100|inconsistent-row",
                "10|4|125|bad-value",
                "11|4||blank-value",
                "12|Кол-во участников|сто|bad-value",
                "13|Кол-во ОО|1.5|bad-value",
                "14|Группы участников||blank-value",
                "15|2|D15|formula");
        assertThat(loaded.value().rows()).extracting(row -> row.group().line()).containsExactly(9L, 16L);
    }

    private static List<List<Object>> comparison() {
        List<List<Object>> rows =
                head("Сравнение отметок с отметками по журналу", "ВПР 2024 Математика 4 класс", 20, "19.04.2024");
        rows.add(row("Группы участников", "Кол-во участников(всего)",
                "Понизили (Отметка < Отметка по журналу) %", "Понизили (Отметка < Отметка по журналу) Кол-во участников",
                "Подтвердили (Отметка = Отметке по журналу) %", "Подтвердили (Отметка = Отметке по журналу) Кол-во участников",
                "Повысили (Отметка > Отметка по журналу) %", "Повысили (Отметка > Отметка по журналу) Кол-во участников"));
        return rows;
    }

    @Test
    void percentagesOfTheComparisonLeaveOutThePupilsWithoutAJournalMark() {
        List<List<Object>> rows = comparison();
        rows.add(row("Чеченская Республика", 29589, 37.22, 11011, 60.67, 17951, 2.11, 624));
        rows.add(row("Урус-Мартановский(reg20_m012)", 2817, 40.86, 1151, 56.66, 1596, 2.48, 70));
        rows.add(row("Школа(edu203389)", 93, 55.91, 52, 39.78, 37, 4.3, 4));
        // 11011 of all 29589 are 37.21 per cent: whoever divides by all gets a row that contradicts itself.
        rows.add(row("Чеченская Республика", 29589, 37.21, 11011, 60.67, 17951, 2.11, 624));
        Books.write(file(), "МА 4 Сравнение отметок с отметк", rows);

        Loaded<JournalComparison> loaded = FisOko.journalComparison(file());

        assertThat(shorts(loaded.problems())).containsExactly("11|Группы участников|37.21 ≠ 37.22|inconsistent-row");
        JournalComparison report = loaded.value();
        assertThat(report.rows()).hasSize(3);
        JournalComparison.Row region = report.rows().get(0);
        assertThat(region.participants()).isEqualTo(29589);
        assertThat(region.withJournalMark()).isEqualTo(29586);
        assertThat(report.row(SCHOOL).orElseThrow()).isEqualTo(new JournalComparison.Row(
                new ReportGroup(Level.SCHOOL, "Школа", "edu203389", "Чеченская Республика", "Урус-Мартановский", 10),
                93, new Part(52, 55.91), new Part(37, 39.78), new Part(4, 4.3)));
        assertThat(report.sheet()).hasSize(31);
    }

    @Test
    void theCountOfAPartMayBeHeadedByItsOwnWordsAlone() {
        List<List<Object>> rows = comparison();
        rows.set(6, row("Группы участников", "Кол-во участников(всего)", "Понизили (Отметка < Отметка по журналу) %",
                "Кол-во участников", "Подтвердили (Отметка = Отметке по журналу) %", "Кол-во участников",
                "Повысили (Отметка > Отметка по журналу) %", "Кол-во участников"));
        rows.add(row("Школа(edu203389)", 93, 55.91, 52, 39.78, 37, 4.3, 4));
        Books.write(file(), "МА 4 Сравнение отметок с отметк", rows);

        assertThat(FisOko.journalComparison(file()).orElseThrow().rows().get(0).raised()).isEqualTo(new Part(4, 4.3));
    }

    @Test
    void morePupilsInThePartsThanThereAreIsAContradiction() {
        List<List<Object>> rows = comparison();
        rows.add(row("Школа(edu203389)", 92, 55.91, 52, 39.78, 37, 4.3, 4));
        rows.add(row("Школа(edu203390)", 2, 0, 0, 0, 0, 0, 0));
        Books.write(file(), "МА 4", rows);

        Loaded<JournalComparison> loaded = FisOko.journalComparison(file());

        assertThat(shorts(loaded.problems())).containsExactly("8|Кол-во участников(всего)|92 < 93|inconsistent-row");
        assertThat(loaded.value().rows()).hasSize(1);
    }

    @Test
    void theOlderFormOfThreeLinesAndATotalIsRead() {
        List<List<Object>> rows =
                head("Сравнение отметок с отметками по журналу", "ВПР 2021 Математика 4 класс", 20, "01.04.2021");
        rows.add(row("Группы участников", "Кол-во участников", "%"));
        rows.add(row("Алтайский край"));
        rows.add(row("Понизили ( Отметка < Отметка по журналу ) %", "3", "30"));
        rows.add(row("Подтвердили( Отметка = Отметка по журналу ) %", 5, 50.0));
        rows.add(row("Повысили ( Отметка > Отметка по журналу ) %", 2, 20));
        rows.add(row("Всего", 12, 100));
        rows.add(row("Барнаул(reg22_m019)"));
        rows.add(row("Понизили ( Отметка < Отметка по журналу ) %", 1, 50));
        rows.add(row("Школа(sch223379)"));
        rows.add(row("Понизили ( Отметка < Отметка по журналу ) %", 0, 0));
        rows.add(row("Подтвердили( Отметка = Отметка по журналу ) %", 1, 33.33));
        rows.add(row("Повысили ( Отметка > Отметка по журналу ) %", 2, 66.67));
        rows.add(row("Всего", 3, 100));
        rows.add(row("Всего", 3, 100));
        Books.write(file(), "МА 4 Сравнение отметок с отметк", rows);

        Loaded<JournalComparison> loaded = FisOko.journalComparison(file());

        assertThat(shorts(loaded.problems())).containsExactly("13|Группы участников|Барнаул(reg22_m019)|inconsistent-row",
                "20|Группы участников|Всего|inconsistent-row");
        assertThat(loaded.value().rows()).containsExactly(
                new JournalComparison.Row(new ReportGroup(Level.REGION, "Алтайский край", "", "Алтайский край", "", 8),
                        12, new Part(3, 30), new Part(5, 50), new Part(2, 20)),
                new JournalComparison.Row(
                        new ReportGroup(Level.SCHOOL, "Школа", "edu223379", "Алтайский край", "Барнаул", 15),
                        3, new Part(0, 0), new Part(1, 33.33), new Part(2, 66.67)));
    }

    @Test
    void otherReportsByGroupsAreToldApartAndNotReadAsMarks() {
        for (List<Object> header : List.of(
                row("Группы участников", "Кол-во участников", 0, 1, 2, 3, 4, 5),
                row("Группы участников", "Кол-во участников", 1, 2, 3, 4, 5),
                row("Группы участников", "Кол-во участников", "Достигли"))) {
            List<List<Object>> rows = head("Отчёт", "ВПР 2026 Русский язык 4 класс", 24, "20.04.2026");
            rows.add(header);
            rows.add(row("Регион", 100, 25, 25, 25, 25));
            Books.write(file(), "РУ 4 Отчёт", rows);

            assertThat(FisOkoFile.inspect(file(), ReadingMode.STRICT).layout()).isEqualTo(FisOkoLayout.OTHER_REPORT);
            assertThat(refused(() -> FisOko.markStatistics(file())).problem().reason()).isEqualTo(Reason.UNEXPECTED_LAYOUT);
        }
    }

    @Test
    void aFileIsKnownByItsContentAndNotByItsNames() {
        List<List<Object>> rows = marks();
        rows.add(row("Регион", 1, 4, 25, 25, 25, 25));
        Path file = Books.write(folder.resolve("individual-results.dat"), "МА 4 Сравнение отметок с отметк", rows);

        FisOkoFile found = FisOkoFile.inspect(file, ReadingMode.STRICT);

        assertThat(found.layout()).isEqualTo(FisOkoLayout.MARK_STATISTICS);
        assertThat(found.head()).isEqualTo(new FisOkoHead("ВПР 2026 Русский язык 4 класс",
                Optional.of(new FisOkoHead.Work(Procedure.VPR, 2026, Subject.RUSSIAN, 4)), OptionalInt.of(24), Season.SPRING));
        assertThat(found.markStatistics(CsvTable.Reading.of(ReadingMode.LENIENT)).rows()).hasSize(1);
    }

    @Test
    void aFileInNoKnownLayoutIsRefused() {
        Path csv = InputFiles.write(folder, "x.csv", "school,score", "1,2");
        Books.write(file(), "Лист", List.of(row("school", "score"), row(1, 2)));

        assertThat(refused(() -> FisOkoFile.inspect(csv, ReadingMode.LENIENT)).problem().reason())
                .isEqualTo(Reason.UNEXPECTED_LAYOUT);
        assertThat(refused(() -> FisOkoFile.inspect(file(), ReadingMode.LENIENT)).problem().reason())
                .isEqualTo(Reason.UNEXPECTED_LAYOUT);
    }

    @ParameterizedTest
    @CsvSource({
        "20.04.2026, SPRING", "31.08.2026, SPRING", "14.09.2020, AUTUMN", "2020-10-12, AUTUMN", "44088, AUTUMN", "46132, SPRING",
        "скоро, SPRING", "45.15.2026, SPRING", "14.09.2020-12.10.2020, AUTUMN"
    })
    void theSeasonFollowsFromTheDate(String date, Season season) {
        // 44088 and 46132 are 14.09.2020 and 20.04.2026 in days from 30.12.1899.
        FisOkoHead head = FisOkoHead.of(List.of(new SheetRows.Row(6, List.of("Дата:", date))));

        assertThat(head.season()).isEqualTo(season);
        assertThat(FisOkoHead.none().season()).isEqualTo(Season.SPRING);
    }

    @ParameterizedTest
    @CsvSource({
        "ВПР 2026 Русский язык 4 класс, VPR, 2026, russian, 4",
        "ВПР  2021   Окружающий  мир 4класс, VPR, 2021, environment, 4",
        "впр 2020 История 10 класс, VPR, 2020, history, 10",
        "НИКО 2019 Технология 8 класс, NIKO, 2019, технология, 8"
    })
    void theTitleNamesTheWork(String title, String procedure, int year, String subject, int grade) {
        FisOkoHead head = FisOkoHead.of(List.of(new SheetRows.Row(3, List.of("", title))));

        assertThat(head.work()).contains(new FisOkoHead.Work(Procedure.of(procedure), year, Subject.of(subject), grade));
    }

    @ParameterizedTest
    @CsvSource({"ВПР 1026 Русский язык 4 класс", "ВПР 2026 Русский язык 40 класс", "Русский язык 4 класс", "ВПР 2026 4 класс"})
    void anotherTitleNamesNone(String title) {
        assertThat(FisOkoHead.of(List.of(new SheetRows.Row(3, List.of(title)))).work()).isEmpty();
    }

    @Test
    void publishedScalesAreFoundByYearSubjectAndGrade() {
        assertThat(PublishedScales.find(new FisOkoHead.Work(Procedure.VPR, 2021, Subject.MATHEMATICS, 4)))
                .contains(ScoreScale.of(20, 6, 10, 15));
        assertThat(PublishedScales.find(new FisOkoHead.Work(Procedure.VPR, 2021, Subject.RUSSIAN, 8)))
                .contains(ScoreScale.of(51, 26, 32, 45));
        assertThat(PublishedScales.find(new FisOkoHead.Work(Procedure.VPR, 2021, Subject.GEOGRAPHY, 10)))
                .contains(ScoreScale.of(21, 7, 13, 18));
        assertThat(PublishedScales.find(new FisOkoHead.Work(Procedure.VPR, 2026, Subject.RUSSIAN, 4))).isEmpty();
        assertThat(PublishedScales.find(new FisOkoHead.Work(Procedure.OGE, 2021, Subject.MATHEMATICS, 4))).isEmpty();
        assertThat(PublishedScales.find(new FisOkoHead.Work(Procedure.VPR, 2021, Subject.RUSSIAN, 9))).isEmpty();
    }

    @Test
    void theRegisterPutsFilesTogetherAndKeepsARegionWhole() {
        FisOkoRegister register = new FisOkoRegister();
        register.describe(SchoolId.of("edu223379"), "", "", "");
        register.describe(SchoolId.of("edu220001"), "Гимназия", "Бийск", "Алтайский край");
        register.describe(SchoolId.of("sch223379"), "СОШ 10", "Барнаул", "");
        register.describe(SchoolId.of("edu280001"), "Школа", "", "");
        register.describe(SchoolId.of("own-7"), "", "", "");

        assertThat(register.schools()).extracting(school -> school.id().value(), School::name, School::municipality)
                .containsExactly(
                        tuple("edu220001", "Гимназия", place("Алтайский край", "Бийск")),
                        tuple("edu223379", "СОШ 10", place("Алтайский край", "Барнаул")),
                        tuple("edu280001", "Школа", place("28", "-")),
                        tuple("own-7", "own-7", place("-", "-")));
    }

    private static Municipality place(String region, String municipality) {
        return Municipality.of(Region.of(region), municipality);
    }

    @Test
    void theRegisterTakesTheSchoolsOfAReportWithTheirRegion() {
        ReportGroup.Nesting nesting = new ReportGroup.Nesting();
        List<ReportGroup> groups = Arrays.asList(nesting.next("Амурская область", 1), nesting.next("Тында(reg28_m005)", 2),
                nesting.next("Школа 7(sch280417)", 3));
        FisOkoRegister register = new FisOkoRegister();

        register.describe(groups);

        assertThat(register.schools()).singleElement().satisfies(school -> {
            assertThat(school.id()).isEqualTo(SchoolId.of("edu280417"));
            assertThat(school.municipality()).isEqualTo(place("Амурская область", "Тында"));
        });
    }
}
