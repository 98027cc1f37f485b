package io.github.eduindicators.io;

import static io.github.eduindicators.io.Books.formula;
import static io.github.eduindicators.io.Books.row;
import static io.github.eduindicators.io.InputFiles.shorts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.model.Task;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreDistribution;
import io.github.eduindicators.results.TaskResponses;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FisOkoIndividualTest {
    /** Four tasks of 2, 1, 3 and 2 points; marks 3, 4, 5 start at 3, 5, 7. */
    private static final Assessment WORK = Assessment.vpr(2026, Subject.RUSSIAN, 4, ScoreScale.of(8, 3, 5, 7));

    private static final AssessmentId ID = WORK.id();
    private static final SchoolId FIRST = SchoolId.of("edu203389");
    private static final SchoolId SECOND = SchoolId.of("edu203390");
    private static final String SHEET = "РУ 4 Индивидуальные результаты";

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("export.xlsx");
    }

    private static List<List<Object>> head() {
        return new ArrayList<>(List.of(
                row("Индивидуальные результаты"),
                row(),
                row("ВПР 2026 Русский язык 4 класс"),
                row("Предмет:", "Русский язык"),
                row("Максимальный первичный балл:", 8),
                row("Дата:", "20.04.2026"),
                row(null, null, null, null, null, "Уровень сложности задания", "Б", "П", "Б", "В"),
                row("ОО", "Муниципалитет", "Название ОО", "Код участника", "Класс", "Вариант",
                        "1 (2б)", "9.1 (1б)", "4К1 (3б)", "4K2 (2б)", "Первичный балл", "Отметка", "Отметка по журналу")));
    }

    /** A pupil of the first school: code, four tasks, total, mark, journal mark. */
    private static List<Object> pupil(Object... values) {
        List<Object> row = new ArrayList<>(row("edu203389", "Урус-Мартановский(reg20_m012)", "СОШ №1 (корпус 2)",
                values[0], "4А", 1));
        row.addAll(Arrays.asList(values).subList(1, values.length));
        return row;
    }

    private static List<Object> section(String school, int participants) {
        return row(school + " | Кол-во участников: " + participants);
    }

    @SafeVarargs
    private Path export(List<Object>... rows) {
        List<List<Object>> all = head();
        for (List<Object> row : rows) {
            all.add(row);
        }
        return Books.write(file(), SHEET, all);
    }

    private static Problem refused(Runnable reading) {
        InputException refusal = catchThrowableOfType(InputException.class, reading::run);
        assertThat(refusal).isNotNull();
        return refusal.problem();
    }

    @Test
    void individualResultsAreCountedWithTheirSchools() {
        export(
                section("СОШ №1 (корпус 2)(edu203389)", 3),
                pupil(40001, 2, 1, 3, 2, 8, 5, 5),
                pupil("40002", "1", "0", "2", "0", "3", "3", "4"),
                pupil(40003, 0, 0, 0, 1, 1, 2, "нет отметки"),
                section("Лицей(sch203390)", 1),
                row("sch203390", "Грозный(reg20_m001)", "Лицей", 40001, "4", 2, 1, 1, 1, 2, 5, 4, null));

        Loaded<SchoolResults> loaded = FisOko.individualResults(file(), WORK);

        assertThat(loaded.problems()).isEmpty();
        SchoolResults results = loaded.orElseThrow();
        assertThat(results.count()).isEqualTo(4);
        ScoreDistribution first = results.distribution(FIRST, ID).orElseThrow();
        assertThat(first.histogram()).containsExactly(0, 1, 0, 1, 0, 0, 0, 0, 1);
        assertThat(first.count(8, 5)).isEqualTo(1);
        assertThat(first.count(3, 4)).isEqualTo(1);
        assertThat(first.count(1, ScoreDistribution.NO_MARK)).isEqualTo(1);
        assertThat(results.distribution(SECOND, ID).orElseThrow().count(5, ScoreDistribution.NO_MARK)).isEqualTo(1);
        assertThat(results.school(FIRST)).contains(School.builder(FIRST).name("СОШ №1 (корпус 2)")
                .municipality(Municipality.of(Region.of("20"), "Урус-Мартановский")).build());
        assertThat(results.school(SECOND).orElseThrow().name()).isEqualTo("Лицей");
    }

    @Test
    void bothAlphabetsOfXAreATaskNotAttempted() {
        export(pupil(40001, "X", 1, "Х", 2, 3, 3, 3), pupil(40002, "x", "х", 3, 0, 3, 3, 3));

        Loaded<SchoolResults> loaded = FisOko.individualResults(file(), WORK);

        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.value().distribution(FIRST, ID).orElseThrow().count(3)).isEqualTo(2);
    }

    @Test
    void aTotalThatIsNotTheSumOfItsTasksCountsWithANote() {
        export(pupil(40001, 1, 0, 2, 0, 4, 3, 3));

        Loaded<SchoolResults> loaded = FisOko.individualResults(file(), WORK);

        assertThat(shorts(loaded.problems())).containsExactly("9|Первичный балл|4 ≠ 3|total-differs");
        assertThat(loaded.orElseThrow().distribution(FIRST, ID).orElseThrow().count(4)).isEqualTo(1);
    }

    @Test
    void aMarkThatIsNotOfTheScaleIsNoted() {
        export(pupil(40001, 2, 1, 1, 0, 4, 4, 3), pupil(40002, 2, 1, 2, 0, 5, 4, 3));

        Loaded<SchoolResults> loaded = FisOko.individualResults(file(), WORK);

        assertThat(shorts(loaded.problems())).containsExactly("9|Отметка|4 ≠ 3|mark-differs");
        assertThat(loaded.value().count()).isEqualTo(2);
    }

    @Test
    void rowsInErrorAreLeftOutAndReportedWithoutAnyPupilCode() {
        export(
                section("СОШ №1(edu203389)", 9),
                pupil(40001, 2, 1, 3, 2, 9, 5, 5),
                pupil(40002, 3, 1, 3, 2, 8, 5, 5),
                pupil(40003, 2, 1, 3, 2, "много", 5, 5),
                pupil(40004, 2, 1, 3, 2, null, 5, 5),
                pupil(40005, 2, 1, 3, 2, 8, 5, 1),
                pupil(40006, 2, 1, 3, 2, 8, 5, "3."),
                pupil(40007, 2, 1, 3, 2, 8, 5, 5),
                pupil(40007, 0, 0, 0, 0, 0, 2, 2),
                pupil(40008, 2, 1, -3, 2, 8, 5, 5));

        Loaded<SchoolResults> loaded = FisOko.individualResults(file(), WORK);

        assertThat(shorts(loaded.problems())).containsExactly(
                "10|Первичный балл|9|bad-score",
                "11|1 (2б)|3|bad-score",
                "12|Первичный балл|много|bad-score",
                "13|Первичный балл||blank-value",
                "14|Отметка по журналу|1|bad-mark",
                "15|Отметка по журналу|3.|bad-mark",
                "17|Код участника||duplicate-pupil",
                "18|4К1 (3б)|-3|bad-score");
        assertThat(loaded.problems()).allSatisfy(problem -> {
            assertThat(problem.file()).isEqualTo("export.xlsx");
            assertThat(problem.sheet()).isEqualTo(SHEET);
            assertThat(problem.toString()).doesNotContain("4000");
        });
        assertThat(loaded.value().count()).isEqualTo(1);
        assertThat(refused(loaded::orElseThrow).line()).isEqualTo(10);
    }

    @Test
    void aFormulaIsAnErrorOfItsRowThatNamesTheCell() {
        export(pupil(40001, 2, 1, 3, 2, formula("SUM(G9:J9)"), 5, 5),
                pupil(40002, 2, formula("1"), 3, 2, 8, 5, 5),
                pupil(formula("40003"), 2, 1, 3, 2, 8, 5, 5),
                pupil(40004, 2, 1, 3, 2, 8, 5, formula("5")),
                pupil(40005, 0, 0, 0, 0, 0, formula("2"), 2));

        Loaded<SchoolResults> loaded = FisOko.individualResults(file(), WORK);

        assertThat(shorts(loaded.problems())).containsExactly("9|Первичный балл|K9|formula", "10|9.1 (1б)|H10|formula",
                "11|Код участника|D11|formula", "12|Отметка по журналу|M12|formula");
        assertThat(loaded.value().distribution(FIRST, ID).orElseThrow().histogram()).startsWith(1).hasSize(9);
        assertThat(loaded.value().count()).isEqualTo(1);
    }

    @Test
    void aFormulaInTheHeadRefusesTheFile() {
        List<List<Object>> rows = head();
        rows.set(4, row("Максимальный первичный балл:", formula("4+4")));
        rows.add(pupil(40001, 2, 1, 3, 2, 8, 5, 5));
        Books.write(file(), SHEET, rows);

        Problem problem = refused(() -> FisOko.individualResults(file(), WORK));

        assertThat(problem).isEqualTo(new Problem("export.xlsx", SHEET, 5, "", "B5", Reason.FORMULA, 1));
    }

    @Test
    void aSectionThatStatesAnotherNumberOfPupilsIsReported() {
        export(section("СОШ №1(edu203389)", 89), pupil(40001, 2, 1, 3, 2, 8, 5, 5),
                section("Лицей(edu203390)", 0));

        Loaded<SchoolResults> loaded = FisOko.individualResults(file(), WORK);

        assertThat(shorts(loaded.problems())).containsExactly("9|Кол-во участников|89 ≠ 1|count-differs");
    }

    @Test
    void theSectionNamesTheSchoolWhereTheRowDoesNot() {
        export(section("Лицей (физико-математический)(sch203390)", 1),
                row(null, null, null, 40001, "4А", 1, 2, 1, 3, 2, 8, 5, 5));

        SchoolResults results = FisOko.individualResults(file(), WORK).orElseThrow();

        assertThat(results.distribution(SECOND, ID).orElseThrow().count()).isEqualTo(1);
        assertThat(results.school(SECOND).orElseThrow().name()).isEqualTo("Лицей (физико-математический)");
    }

    @Test
    void aRowWithoutASchoolIsReported() {
        export(row(null, null, null, 40001, "4А", 1, 2, 1, 3, 2, 8, 5, 5), pupil(40001, 2, 1, 3, 2, 8, 5, 5),
                row("s".repeat(201), null, null, 40002, "4А", 1, 2, 1, 3, 2, 8, 5, 5));

        Loaded<SchoolResults> loaded = FisOko.individualResults(file(), WORK);

        assertThat(loaded.problems()).extracting(Problem::reason).containsExactly(Reason.NO_SCHOOL, Reason.NO_SCHOOL);
        assertThat(loaded.problems()).extracting(Problem::line).containsExactly(9L, 11L);
        assertThat(loaded.value().count()).isEqualTo(1);
    }

    @Test
    void absentPupilsAreCountedInOneNote() {
        export(pupil(40001, 2, 1, 3, 2, 8, 5, 5), pupil(40002, null, null, null, null, null, null, 4),
                pupil(40003, "X", "X", "X", "X", null, null, 4), pupil(40004, "X", "X", "X", "X", 0, 2, 4));

        Loaded<SchoolResults> loaded = FisOko.individualResults(file(), WORK);

        assertThat(loaded.problems()).containsExactly(new Problem("export.xlsx", SHEET, 0, "", "", Reason.ABSENT_PUPIL, 2));
        assertThat(loaded.orElseThrow().distribution(FIRST, ID).orElseThrow().histogram())
                .containsExactly(1, 0, 0, 0, 0, 0, 0, 0, 1);
    }

    @Test
    void aLongOfficialNameIsCut() {
        String name = "Муниципальное бюджетное общеобразовательное учреждение ".repeat(5);
        export(row("edu203389", null, name, 40001, "4А", 1, 2, 1, 3, 2, 8, 5, 5));

        String cut = FisOko.individualResults(file(), WORK).orElseThrow().school(FIRST).orElseThrow().name();

        assertThat(cut).hasSizeLessThanOrEqualTo(200).startsWith("Муниципальное бюджетное").endsWith("…");
    }

    @Test
    void aFileOfAnotherScaleIsRefused() {
        export(pupil(40001, 2, 1, 3, 2, 8, 5, 5));
        Assessment other = Assessment.vpr(2026, Subject.RUSSIAN, 4, ScoreScale.of(24, 10, 17, 22));

        Problem problem = refused(() -> FisOko.individualResults(file(), other));

        assertThat(problem.reason()).isEqualTo(Reason.SCALE_DIFFERS);
        assertThat(problem.value()).isEqualTo("8 ≠ 24");
    }

    @Test
    void aHeadThatNamesAnotherWorkIsNoted() {
        export(pupil(40001, 2, 1, 3, 2, 8, 5, 5));
        Assessment other = Assessment.vpr(2026, Subject.RUSSIAN, 5, ScoreScale.of(8, 3, 5, 7));

        assertThat(shorts(FisOko.individualResults(file(), other).problems()))
                .containsExactly("0||ВПР 2026 Русский язык 4 класс ≠ VPR-2026-russian-5|other-assessment");
    }

    @Test
    void aTableWithoutAUsableRowIsRefusedWithTheFirstReason() {
        export(pupil(40001, 2, 1, 3, 2, 88, 5, 5));

        Problem problem = refused(() -> FisOko.individualResults(file(), WORK));

        assertThat(problem)
                .isEqualTo(new Problem("export.xlsx", SHEET, 9, "Первичный балл", "bad-score", Reason.NO_USABLE_ROW, 1));
    }

    @Test
    void anotherLayoutThanTheOneAskedForIsRefused() {
        export(pupil(40001, 2, 1, 3, 2, 8, 5, 5));

        assertThat(refused(() -> FisOko.dump(file(), WORK)).reason()).isEqualTo(Reason.UNEXPECTED_LAYOUT);
        assertThat(refused(() -> FisOko.collectionForm(file(), WORK, FIRST)).reason()).isEqualTo(Reason.UNEXPECTED_LAYOUT);
        assertThat(refused(() -> FisOko.markStatistics(file())).reason()).isEqualTo(Reason.UNEXPECTED_LAYOUT);
        assertThat(refused(() -> FisOko.journalComparison(file())).reason()).isEqualTo(Reason.UNEXPECTED_LAYOUT);
    }

    @Test
    void aTaskThatStandsTwiceInBothAlphabetsRefusesTheFile() {
        List<List<Object>> rows = head();
        rows.get(7).set(9, "4K1 (2б)");
        rows.add(pupil(40001, 2, 1, 3, 2, 8, 5, 5));
        Books.write(file(), SHEET, rows);

        assertThat(refused(() -> FisOko.individualResults(file(), WORK)).reason()).isEqualTo(Reason.DUPLICATE_COLUMN);
    }

    @Test
    void anUnknownColumnAmongTheTasksIsNotedAndTheTotalIsNotRecomputed() {
        List<List<Object>> rows = head();
        rows.get(7).set(8, "Часть вторая");
        rows.add(pupil(40001, 2, 1, 3, 2, 8, 5, 5));
        Books.write(file(), SHEET, rows);

        assertThat(shorts(FisOko.individualResults(file(), WORK).problems())).containsExactly("8|Часть вторая||unknown-column");
    }

    @Test
    void aSecondTableAndAnUnknownSheetAreReported() {
        List<List<Object>> rows = head();
        rows.add(pupil(40001, 2, 1, 3, 2, 8, 5, 5));
        Map<String, List<List<Object>>> sheets = new LinkedHashMap<>();
        sheets.put("Заметки", List.of(row("что угодно")));
        sheets.put(SHEET, rows);
        sheets.put("Пусто", List.of());
        sheets.put("Ещё", rows);
        Books.write(file(), sheets);

        Loaded<SchoolResults> loaded = FisOko.individualResults(file(), WORK);

        assertThat(loaded.problems()).containsExactly(
                new Problem("export.xlsx", "Заметки", 0, "", "", Reason.UNKNOWN_SHEET, 1),
                new Problem("export.xlsx", "Ещё", 0, "", "", Reason.SECOND_TABLE, 1));
        assertThat(loaded.value().count()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "1 (2б), 1, 2", "9.1 (1б), 9.1, 1", "'9,1 (1б)', 9.1, 1", "4К1 (3б), 4К1, 3", "4K1 (3б), 4К1, 3", "'5(1) (1б)', 5(1), 1",
        "'5(1б)', 5, 1", "'4.2 (2б) ', 4.2, 2", "10.2К1 (1б), 10.2К1, 1", "' 12(2 б)', 12, 2"
    })
    void taskHeadingsOfAllYearsAreUnderstood(String heading, String name, int max) {
        assertThat(FisOkoText.Task.of(heading)).contains(new FisOkoText.Task(name, max));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "Вариант", "1 (б)", "(2б)", "Класс (2б)", "1 (2)"})
    void otherHeadingsAreNoTasks(String heading) {
        assertThat(FisOkoText.Task.of(heading)).isEmpty();
    }

    private static List<List<Object>> form() {
        return new ArrayList<>(List.of(row("Код участника", "Вариант", "1 (2б)", "9.1 (1б)", "4К1 (3б)", "4K2 (2б)",
                "Порядковый номер класса", "Отметка за предыдущий триместр/ четверть/полугодие", "Итого баллов")));
    }

    private Path form(List<List<Object>> rows) {
        Map<String, List<List<Object>>> sheets = new LinkedHashMap<>();
        sheets.put("Протокол", rows);
        sheets.put("Служебный", List.of(row("Вариант", "Отметка"), row("1", "5"), row("отсутствовал", "нет отметки")));
        return Books.write(file(), sheets);
    }

    @Test
    void theCollectionFormIsReadWithoutItsEmptyRows() {
        List<List<Object>> rows = form();
        rows.add(row(40001, 1, 2, "X", 3, 1, 1, 4, 6));
        rows.add(row("40002", "2", "0", "1", "Х", "0", "1", "нет отметки", "1"));
        rows.add(row(40003, "отсутствовал", null, null, null, null, 1, 3, 0));
        rows.add(row(40004, null, null, null, null, null, null, null, 0));
        for (int i = 0; i < 1499; i++) {
            rows.add(row(null, null, null, null, null, null, null, null, 0));
        }

        Loaded<SchoolResults> loaded = FisOko.collectionForm(form(rows), WORK, SchoolId.of("sch203389"));

        assertThat(loaded.problems()).containsExactly(new Problem("export.xlsx", "Протокол", 0, "", "", Reason.ABSENT_PUPIL, 2));
        ScoreDistribution counted = loaded.orElseThrow().distribution(FIRST, ID).orElseThrow();
        assertThat(counted.count()).isEqualTo(2);
        assertThat(counted.count(6, 4)).isEqualTo(1);
        assertThat(counted.count(1, ScoreDistribution.NO_MARK)).isEqualTo(1);
    }

    @Test
    void aTotalOfTheFormThatIsAFormulaIsAddedUpFromTheTasks() {
        List<List<Object>> rows = form();
        rows.add(row(40001, 1, 2, "X", 3, 1, 1, 4, formula("SUM(C2:F2)")));
        rows.add(row(40002, 1, 2, formula("1"), 3, 1, 1, 4, formula("SUM(C3:F3)")));
        rows.add(row(null, null, null, null, null, null, null, null, formula("SUM(C4:F4)")));

        Loaded<SchoolResults> loaded = FisOko.collectionForm(form(rows), WORK, FIRST);

        assertThat(shorts(loaded.problems())).containsExactly("3|9.1 (1б)|D3|formula", "0|||total-recomputed");
        assertThat(loaded.value().distribution(FIRST, ID).orElseThrow().count(6, 4)).isEqualTo(1);
        assertThat(loaded.value().count()).isEqualTo(1);
    }

    @Test
    void pointsWithoutACodeAreNotDroppedUnsaid() {
        List<List<Object>> rows = form();
        rows.add(row(40001, 1, 2, 1, 3, 1, 1, 4, 7));
        rows.add(row(null, 1, 2, 1, 3, 1, 1, 4, 7));

        assertThat(shorts(FisOko.collectionForm(form(rows), WORK, FIRST).problems()))
                .containsExactly("3|Код участника||blank-value");
    }

    private static final Assessment MATHS_2021 = Assessment.vpr(2021, Subject.MATHEMATICS, 4, ScoreScale.of(20, 6, 10, 15));
    private static final SchoolId ALTAI = SchoolId.of("edu223379");

    private static String[] dump2021() {
        return new String[] {
            "логин школы,регион,номер обучающегося,код обучающегося,отметка за предыдущую четверть/триместр,пол,класс,вариант,"
                    + "всего баллов,балл за 1,балл за 2,балл за 3,Учебник,Издательство",
            "sch223379,22,1,40001,4,ж,4А,1,12,10,2,0,Моро,П",
            "sch223379,22,2,40002,3,м,НЕТ,2,7,5,Х,2,Моро,П",
            "sch223379,22,3,40003,5,м,4А,,,,,,Моро,П",
            "sch223379,22,4,40004,5,м,4А,1,30,20,10,0,Моро,П",
            "sch223380,22,1,40001,0,м,4Б,1,9,5,2,2,Моро,П",
            "edu223380,22,2,40002,,м,4Б,1,9,5,2,2,Моро,П"
        };
    }

    private static void check2021(Loaded<SchoolResults> loaded) {
        assertThat(shorts(loaded.problems())).containsExactly(
                "1|Издательство||unknown-column",
                "5|всего баллов|30|bad-score",
                "6|отметка за предыдущую четверть/триместр|0|bad-mark",
                "0|||absent-pupil");
        assertThat(loaded.value().count()).isEqualTo(3);
        ScoreDistribution counted = loaded.value().distribution(ALTAI, MATHS_2021.id()).orElseThrow();
        assertThat(counted.count(12, 4)).isEqualTo(1);
        assertThat(counted.count(7, 3)).isEqualTo(1);
        assertThat(loaded.value().distribution(SchoolId.of("edu223380"), MATHS_2021.id()).orElseThrow().count(9)).isEqualTo(1);
        assertThat(loaded.value().school(ALTAI).orElseThrow().region()).isEqualTo(Region.of("22"));
    }

    @Test
    void theDumpOf2021IsReadFromCsv() {
        check2021(FisOko.dump(InputFiles.write(folder, "protocols.csv", dump2021()), MATHS_2021));
    }

    @Test
    void theDumpOf2021IsReadFromAWorkbookWithNumbersAsText() {
        List<List<Object>> rows = Arrays.stream(dump2021()).map(line -> List.<Object>of((Object[]) line.split(",", -1))).toList();

        check2021(FisOko.dump(Books.write(file(), "Лист1", rows), MATHS_2021));
    }

    @Test
    void theDumpOf2020IsRead() {
        Path file = InputFiles.write(folder, "2020.csv",
                "groups,user,id,code,otc,gender,klass,var-1,var-2,sum,a-1-grade,a-2-grade,a-3-grade,Учебник",
                "vpr,sch223379,1,50001,4,f,5А,1,3,11,1,X,10,Моро",
                "vpr,sch223379,2,50002,,m,5А,1,3,,,,,Моро");
        Assessment autumn = Assessment.vpr(2020, Subject.MATHEMATICS, 4, ScoreScale.of(20, 6, 10, 15));

        Loaded<SchoolResults> loaded = FisOko.dump(file, autumn);

        assertThat(shorts(loaded.problems())).containsExactly("0|||absent-pupil");
        assertThat(loaded.value().distribution(ALTAI, autumn.id()).orElseThrow().count(11, 4)).isEqualTo(1);
    }

    @Test
    void theDumpOf2022IsReadWithItsSchoolsAndHeadings() {
        Map<String, List<List<Object>>> sheets = new LinkedHashMap<>();
        sheets.put("Протокол", List.of(
                row("Пользователь", "Код региона", "Регион", "Муниципалитет", "Школа", "Дата загрузки", "Код", "Вариант",
                        "4.2 (2б) ", "5(1) (1б)", "5(2) (1б)", "6(16б)", "Наименование класса", "Пол",
                        "Отметка за предыдущий триместр/ четверть/полугодие", "Итого баллов"),
                row("edu223379", 22, "reg220000 | Алтайский край", "reg22_m019 | город Барнаул", "edu223379 | МБОУ \"СОШ 10\"",
                        "12.04.2022", 40001, 1, 2, 1, "X", 9, "4А", "ж", 4, 12),
                row("edu223379", 22, "reg220000 | Алтайский край", "reg22_m019 | город Барнаул", "edu223379 | МБОУ \"СОШ 10\"",
                        "12.04.2022", 40002, "отсутствовал", null, null, null, null, "4А", "м", 4, 0)));
        sheets.put("Классы", List.of(row("Школа", "Класс"), row("edu223379", "4А")));
        Books.write(file(), sheets);

        Loaded<SchoolResults> loaded = FisOko.dump(file(), MATHS_2021);

        assertThat(shorts(loaded.problems())).containsExactly("0|||absent-pupil");
        assertThat(loaded.value().distribution(ALTAI, MATHS_2021.id()).orElseThrow().count(12, 4)).isEqualTo(1);
        assertThat(loaded.value().school(ALTAI)).contains(School.builder(ALTAI).name("МБОУ \"СОШ 10\"")
                .municipality(Municipality.of(Region.of("Алтайский край"), "город Барнаул")).build());
    }

    @Test
    void aDumpThatNeedsTheLenientModeIsRefusedByTheStrictOne() {
        String text = String.join("\n", dump2021()).replace(',', ';');
        Path file = InputFiles.write(folder, "protocols.csv", Charset.forName("windows-1251"), text);

        assertThat(refused(() -> FisOko.dump(file, MATHS_2021)).reason()).isEqualTo(Reason.NOT_STRICT);

        assertThat(FisOko.dump(file, MATHS_2021, ReadingMode.LENIENT).value().count()).isEqualTo(3);

        CsvTable.Reading reading = CsvTable.Reading.of(ReadingMode.LENIENT);
        ResultCounter counter = ResultCounter.ofAnySchool();
        FisOkoFile found = FisOkoFile.inspect(file, ReadingMode.LENIENT);
        long read = found.read(MATHS_2021,
                new FisOkoPupils.Target(counter.sink(MATHS_2021), Optional.empty(), new FisOkoRegister(), reading));

        assertThat(read).isEqualTo(3);
        assertThat(counter.results().count()).isEqualTo(3);
        assertThat(reading.problems().list()).extracting(Problem::reason)
                .contains(Reason.WINDOWS_1251, Reason.OTHER_SEPARATOR, Reason.BAD_SCORE);
    }

    @Test
    void pointsByTaskComeWithTheTasksOfTheHeaderInTheirOrder() {
        export(pupil(40001, 2, "X", 3, 2, 7, 5, 5), pupil(40002, 1, 0, "", "Х", 1, 2, 3), pupil(40002, 2, 1, 3, 2, 8, 5, 5),
                pupil(40003, 2, 1, 3, 9, 8, 5, 5));

        Loaded<TaskResponses> loaded = FisOko.taskResponses(file(), WORK);

        assertThat(loaded.value()).isEqualTo(TaskResponses.builder(WORK, List.of(
                        Task.of("1", 2).withLevel("Б"), Task.of("4К1", 3).withLevel("Б"),
                        Task.of("4К2", 2).withLevel("В"), Task.of("9.1", 1).withLevel("П")))
                .add(FIRST, "4А", 2, 3, 2, TaskResponses.NOT_ATTEMPTED)
                .add(FIRST, "4А", 1, TaskResponses.UNKNOWN, TaskResponses.NOT_ATTEMPTED, 0)
                .build());
        assertThat(loaded.problems()).isEqualTo(FisOko.individualResults(file(), WORK).problems());
        assertThat(shorts(loaded.problems())).containsExactly("11|Код участника||duplicate-pupil", "12|4K2 (2б)|9|bad-score");
    }

    @Test
    void theStreamingFormAsksTheSinkAndReportsWhatItRefuses() {
        export(pupil(40001, 2, 1, 3, 2, 8, 5, 5), pupil(40002, 2, 1, 3, 2, 8, 5, 5),
                row("sch999999", "Нигде", "Чужая", 40001, "4А", 1, 2, 1, 3, 2, 8, 5, 5));
        CsvTable.Reading reading = CsvTable.Reading.of(ReadingMode.LENIENT);
        ResultCounter counter = ResultCounter.ofDescribedSchools(List.of(School.of(FIRST)));
        FisOkoRegister register = new FisOkoRegister();

        long read = FisOkoFile.inspect(file(), ReadingMode.LENIENT)
                .read(WORK, new FisOkoPupils.Target(counter.sink(WORK), Optional.empty(), register, reading));

        assertThat(read).isEqualTo(2);
        assertThat(shorts(reading.problems().list())).containsExactly("11|ОО|edu999999|unknown-school");
        assertThat(register.schools()).extracting(school -> school.id().value()).containsExactly("edu203389", "edu999999");
    }

    @Test
    void theFormOfASchoolIsReadUnderTheLoginInItsName() {
        List<List<Object>> rows = form();
        rows.add(row(40001, 1, 2, "X", 3, 1, 1, 4, 6));
        form(rows);
        CsvTable.Reading reading = CsvTable.Reading.of(ReadingMode.LENIENT);
        ResultCounter counter = ResultCounter.ofAnySchool();
        FisOkoPupils.Target target =
                new FisOkoPupils.Target(counter.sink(WORK), Optional.empty(), new FisOkoRegister(), reading);

        assertThat(refused(() -> FisOkoFile.inspect(file(), ReadingMode.LENIENT).read(WORK, target)).reason())
                .isEqualTo(Reason.NO_SCHOOL);

        Path named = folder.resolve("form_sch203389_ru4.xlsx");
        assertThat(file().toFile().renameTo(named.toFile())).isTrue();
        FisOkoFile.inspect(named, ReadingMode.LENIENT).read(WORK, target);
        assertThat(counter.results().distribution(FIRST, ID).orElseThrow().count(6, 4)).isEqualTo(1);
    }
}
