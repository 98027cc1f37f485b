package io.github.eduindicators.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.model.Task;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreDistribution;
import io.github.eduindicators.results.TaskResponses;
import io.github.eduindicators.review.ReviewInput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of ФИС ОКО in the folder of a review: which work they are of, which schools they name, how they go with the tables. */
class ReviewFolderExportsTest {
    private static final Assessment MATHS = Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(20, 7, 11, 15));
    private static final SchoolId ONE = SchoolId.of("edu280001");
    private static final SchoolId TWO = SchoolId.of("edu280002");
    private static final String SCHOOLS = "school,name,region,municipality,type,locality";
    private static final String ASSESSMENTS = "assessment,procedure,year,season,subject,grade,max,from3,from4,from5";
    private static final String RESULTS = "assessment,school,class,pupil,score,journal_mark";
    private static final String DUMP_2021 = "логин школы,регион,номер обучающегося,код обучающегося,"
            + "отметка за предыдущую четверть/триместр,пол,класс,вариант,всего баллов,балл за 1,балл за 2";
    private static final String DUMP_2022 = "Пользователь,Код региона,Регион,Муниципалитет,Школа,Дата загрузки,Код,"
            + "Вариант,1 (1б),2 (19б),Наименование класса,Пол,Отметка за предыдущую четверть,Итого баллов";

    @TempDir
    private Path folder;

    private Path write(String name, String... lines) {
        return InputFiles.write(folder, name, lines);
    }

    private void writeRegister() {
        write("schools.csv", SCHOOLS, "edu280001,Первая,Область,Район,,", "edu280002,Вторая,Область,Район,,");
    }

    private static String row2022(String school, String pupil, int first, int second, String mark) {
        return school + ",28,reg280000 | Северная область,reg28_m001 | Заречный район," + school + " | Школа " + school
                + ",2022-04-01," + pupil + ",1," + first + "," + second + ",5А,,"
                + mark + "," + (first + second);
    }

    /** Writes a workbook of one sheet; a cell that is a whole number becomes a number. */
    private void workbook(String name, String... lines) {
        try (OutputStream out = Files.newOutputStream(folder.resolve(name));
                Workbook workbook = new Workbook(out, "test", "1.0")) {
            Worksheet sheet = workbook.newWorksheet("МА 5");
            for (int row = 0; row < lines.length; row++) {
                String[] cells = lines[row].split(";", -1);
                for (int column = 0; column < cells.length; column++) {
                    if (cells[column].matches("[0-9]+")) {
                        sheet.value(row, column, Integer.parseInt(cells[column]));
                    } else if (!cells[column].isEmpty()) {
                        sheet.value(row, column, cells[column]);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void individual(String name, String title, int max, String... pupils) {
        workbook(name, Stream.concat(
                        Stream.of("Индивидуальные результаты", "", title, "Предмет:;Математика",
                                "Максимальный первичный балл:;" + max,
                                "Дата:;20.04.2021", ";;;;;Б;Б",
                                "ОО;Муниципалитет;Название ОО;Код участника;Класс;Вариант;1 (1б);2 (19б);Первичный балл;Отметка;"
                                        + "Отметка по журналу",
                                "Первая(edu280001) | Кол-во участников: " + pupils.length),
                        Arrays.stream(pupils).map(pupil -> "sch280001;Заречный район;Первая;" + pupil))
                .toArray(String[]::new));
    }

    private static List<String> problems(Loaded<SchoolResults> loaded) {
        return loaded.problems().stream().map(problem -> problem.file() + "|" + problem.reason().code()).toList();
    }

    private void refused(String message) {
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> InputFiles.results(folder)).withMessage(message);
    }

    @Test
    void individualResultsNeedNoTableAtAllWhereTheScaleIsPublished() {
        individual("f1.xlsx", "ВПР 2021 Математика 5 класс", 20, "50001;5А;1;1;11;12;4;4", "50002;5А;1;X;6;6;2;нет отметки");
        Loaded<SchoolResults> loaded = InputFiles.results(folder);
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.value().assessments()).containsExactly(MATHS);
        ScoreDistribution scores = loaded.value().distribution(ONE, MATHS.id()).orElseThrow();
        assertThat(scores.count()).isEqualTo(2);
        assertThat(scores.count(12)).isEqualTo(1);
        assertThat(scores.count(6)).isEqualTo(1);
        School school = loaded.value().school(ONE).orElseThrow();
        assertThat(school.name()).isEqualTo("Первая");
        assertThat(school.municipality().name()).isEqualTo("Заречный район");
        assertThat(school.region().name()).isEqualTo("28");
    }

    @Test
    void theSchoolOfTheSectionLiesWhereItsRowsSay() {
        workbook("f1.xlsx", "Индивидуальные результаты", "ВПР 2021 Математика 5 класс",
                "ОО;Муниципалитет;Название ОО;Код участника;Класс;1 (20б);Первичный балл;Отметка;Отметка по журналу",
                "Первая(sch280001) | Кол-во участников: 2",
                ";Заречный район(reg28_m001);;50001;5А;12;12;4;4",
                ";Заречный район(reg28_m001);;50002;5А;6;6;2;2");
        Loaded<SchoolResults> loaded = InputFiles.results(folder);
        assertThat(loaded.problems()).isEmpty();
        School school = loaded.value().school(ONE).orElseThrow();
        assertThat(school.name()).isEqualTo("Первая");
        assertThat(school.municipality().name()).isEqualTo("Заречный район");
    }

    @Test
    void theDescriptionOfTheTableGoesBeforeThePublishedScale() {
        write("assessments.csv", ASSESSMENTS, "m5,ВПР,2021,весна,математика,5,20,8,12,16");
        individual("a.xlsx", "ВПР 2021 Математика 5 класс", 20, "50001;5А;1;1;10;11;3;3");
        SchoolResults results = InputFiles.results(folder).orElseThrow();
        assertThat(results.assessments()).extracting(Assessment::toString).containsExactly("m5 0..20 [8, 12, 16]");
    }

    @Test
    void anUnknownScaleIsAnErrorThatPrintsTheLineToAdd() {
        individual("a.xlsx", "ВПР 2023 Математика 5 класс", 20, "50001;5А;1;1;10;11;3;3");
        refused("a.xlsx 'VPR-2023-mathematics-5,VPR,2023,spring,mathematics,5,20,<from3>,<from4>,<from5>': "
                + "no scale of this work is known; add the line to assessments.csv");
        write("assessments.csv", ASSESSMENTS, "VPR-2023-mathematics-5,VPR,2023,spring,mathematics,5,20,7,11,15");
        assertThat(InputFiles.results(folder).value().count()).isEqualTo(1);
    }

    @Test
    void aDumpNeedsItsWorkFromTheListOfFiles() {
        writeRegister();
        write("dump.csv", DUMP_2021, "sch280001,28,1,50001,4,м,5А,1,12,1,11", "sch280002,28,1,50001,,ж,5А,1,3,1,2");
        refused("dump.csv: which assessment the file is of cannot be told; name it in files.csv");
        write("files.csv", "file,assessment", "dump.csv,VPR-2021-mathematics-5");
        Loaded<SchoolResults> loaded = InputFiles.results(folder);
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.value().distribution(ONE, MATHS.id()).orElseThrow().count(12)).isEqualTo(1);
        assertThat(loaded.value().distribution(TWO, MATHS.id()).orElseThrow().count(3)).isEqualTo(1);
        assertThat(loaded.value().school(ONE).orElseThrow().name()).isEqualTo("Первая");
    }

    @Test
    void aDumpThatNamesNoMunicipalityNeedsARegister() {
        write("dump.csv", DUMP_2021, "sch280001,28,1,50001,4,м,5А,1,12,1,11");
        write("files.csv", "file,assessment", "dump.csv,VPR-2021-mathematics-5");
        refused("schools.csv municipality 'edu280001': the file is needed and is not there");
    }

    @Test
    void aDumpThatNamesSchoolsNeedsNone() {
        write("assessments.csv", ASSESSMENTS, "m5,VPR,2022,spring,mathematics,5,20,7,11,15");
        write("dump.csv", DUMP_2022, row2022("edu280001", "50001", 1, 4, "3"), row2022("edu280002", "50001", 0, 19, "5"));
        write("files.csv", "file,assessment", "dump.csv,m5");
        SchoolResults results = InputFiles.results(folder).orElseThrow();
        assertThat(results.schools()).extracting(School::toString).containsExactly(
                "edu280001 Школа edu280001 (Заречный район, Северная область)",
                "edu280002 Школа edu280002 (Заречный район, Северная область)");
    }

    @Test
    void aSpreadsheetsDumpIsReadLenientlyWithOneNoteOfEachKind() {
        writeRegister();
        InputFiles.write(folder, "dump.csv", Charset.forName("windows-1251"),
                DUMP_2021.replace(',', ';') + "\r\nsch280001;28;1;50001;4;м;5А;1;12;1;11\r\n");
        write("files.csv", "file,assessment", "dump.csv,VPR-2021-mathematics-5");
        Loaded<SchoolResults> loaded = InputFiles.results(folder);
        assertThat(loaded.value().count()).isEqualTo(1);
        assertThat(problems(loaded)).containsExactly("dump.csv|windows-1251", "dump.csv|other-separator");
    }

    @Test
    void exportsAreReadBeforeResultsAndAPupilCountsOnceOverBoth() {
        write("assessments.csv", ASSESSMENTS, "m5,VPR,2021,spring,mathematics,5,20,7,11,15");
        individual("z.xlsx", "ВПР 2021 Математика 5 класс", 20, "50001;5А;1;1;11;12;4;4");
        write("results.csv", RESULTS, "m5,sch280001,5А,50001,3,", "m5,edu280001,5А,50002,4,", "m5,edu280009,5А,1,4,");
        Loaded<SchoolResults> loaded = InputFiles.results(folder);
        ScoreDistribution scores = loaded.value().distribution(ONE, AssessmentId.of("m5")).orElseThrow();
        assertThat(scores.count()).isEqualTo(2);
        assertThat(scores.count(12)).isEqualTo(1);
        assertThat(scores.count(4)).isEqualTo(1);
        assertThat(problems(loaded)).containsExactly("results.csv|duplicate-pupil", "results.csv|unknown-school");
    }

    @Test
    void aSchoolThatARegisterLacksIsARowInErrorInExportsToo() {
        write("schools.csv", SCHOOLS, "edu280002,Вторая,Область,Район,,");
        write("dump.csv", DUMP_2021, "sch280001,28,1,50001,4,м,5А,1,12,1,11", "sch280002,28,1,50001,,ж,5А,1,3,1,2");
        write("files.csv", "file,assessment", "dump.csv,VPR-2021-mathematics-5");
        Loaded<SchoolResults> loaded = InputFiles.results(folder);
        assertThat(problems(loaded)).containsExactly("dump.csv|unknown-school");
        assertThat(loaded.value().schools()).extracting(School::id).containsExactly(TWO);
    }

    @Test
    void aFormOfASchoolThatTheRegisterLacksIsRefusedThoughNoColumnNamesTheSchool() {
        write("schools.csv", SCHOOLS, "edu280002,Вторая,Область,Район,,");
        write("files.csv", "file,assessment", "form_edu280001.xlsx,VPR-2021-mathematics-5");
        workbook("form_edu280001.xlsx", "Код участника;Вариант;1 (1б);2 (19б);Порядковый номер класса;"
                + "Отметка за предыдущий триместр/ четверть/полугодие;Итого баллов", "50001;1;1;11;1;4;12");
        refused("form_edu280001.xlsx [МА 5]:2: no row can be used; the first: the school is not in the register");
    }

    @Test
    void twoDescriptionsThatFitNeedTheListOfFiles() {
        write("assessments.csv", ASSESSMENTS,
                "a,VPR,2021,spring,mathematics,5,20,7,11,15", "b,VPR,2021,spring,mathematics,5,20,8,11,15");
        individual("f.xlsx", "ВПР 2021 Математика 5 класс", 20, "50001;5А;1;1;11;12;4;4");
        refused("f.xlsx 'a, b': which assessment the file is of cannot be told; name it in files.csv");
        write("files.csv", "file,assessment", "f.xlsx,b");
        assertThat(InputFiles.results(folder).orElseThrow().assessments()).extracting(Assessment::id)
                .containsExactly(AssessmentId.of("b"));
    }

    @Test
    void aHeadOfSpringFitsAWorkOfAutumnOnlyWhereThereIsNoneOfSpring() {
        write("assessments.csv", ASSESSMENTS,
                "s,VPR,2021,spring,mathematics,5,20,7,11,15", "o,VPR,2021,autumn,mathematics,5,20,7,11,15",
                "p,VPR,2020,autumn,mathematics,5,20,7,11,15");
        individual("f.xlsx", "ВПР 2021 Математика 5 класс", 20, "50001;5А;1;1;11;12;4;4");
        individual("g.xlsx", "ВПР 2020 Математика 5 класс", 20, "50001;5А;1;1;11;12;4;4");
        assertThat(InputFiles.results(folder).orElseThrow().assessments()).extracting(Assessment::toString)
                .containsExactly("p 0..20 [7, 11, 15]", "s 0..20 [7, 11, 15]");
    }

    @Test
    void aPublishedWorkUnderAnIdentityThatMeansAnotherIsRefused() {
        write("assessments.csv", ASSESSMENTS, "VPR-2021-mathematics-5,VPR,2021,spring,russian,5,45,18,29,39");
        individual("f.xlsx", "ВПР 2021 Математика 5 класс", 20, "50001;5А;1;1;11;12;4;4");
        refused("f.xlsx 'VPR-2021-mathematics-5': the assessment is there already, described otherwise; the first row counts");
    }

    @Test
    void theListOfFilesReportsItsRowsInError() {
        writeRegister();
        write("assessments.csv", ASSESSMENTS,
                "m5,VPR,2021,spring,mathematics,5,20,7,11,15", "r5,VPR,2021,spring,russian,5,45,18,29,39");
        write("dump.csv", DUMP_2021, "sch280001,28,1,50001,4,м,5А,1,12,1,11");
        write("files.csv", "file,assessment,comment",
                "dump.csv,m5,", "dump.csv,r5,", "other.csv,m5,", "dump.csv,VPR-1999-x-5,", "dump.csv");
        Loaded<SchoolResults> loaded = InputFiles.results(folder);
        assertThat(loaded.value().assessments()).extracting(Assessment::id).containsExactly(AssessmentId.of("m5"));
        assertThat(InputFiles.shorts(loaded.problems())).containsExactly(
                "1|comment||unknown-column",
                "3|file|dump.csv|duplicate-name",
                "4|file|other.csv|bad-value",
                "5|assessment|VPR-1999-x-5|unknown-assessment",
                "6|||ragged-row");
    }

    @Test
    void reportsAreComparedAndFeedNothing() {
        individual("f1.xlsx", "ВПР 2021 Математика 5 класс", 20, "50001;5А;1;1;11;12;4;4", "50002;5А;1;1;2;3;2;3");
        workbook("f3.xlsx", "Статистика по отметкам", "", "ВПР 2021 Математика 5 класс",
                "Группы участников;Кол-во ОО;Кол-во участников;2;3;4;5",
                "Первая(edu280001);;2;50;0;50;0");
        assertThat(InputFiles.results(folder).problems()).isEmpty();
        workbook("f3.xlsx", "Статистика по отметкам", "", "ВПР 2021 Математика 5 класс",
                "Группы участников;Кол-во ОО;Кол-во участников;2;3;4;5",
                "Первая(edu280001);;3;0;0;100;0");
        Loaded<SchoolResults> loaded = InputFiles.results(folder);
        assertThat(loaded.value().count()).isEqualTo(2);
        assertThat(InputFiles.shorts(loaded.problems())).containsExactly("5|Кол-во участников|3 ≠ 2|aggregate-differs");
    }

    @Test
    void aReportWithoutAScaleOrWithAnotherTableIsNoted() {
        individual("f1.xlsx", "ВПР 2021 Математика 5 класс", 20, "50001;5А;1;1;11;12;4;4");
        workbook("g.xlsx", "Статистика по отметкам", "", "ВПР 2025 Математика 5 класс",
                "Группы участников;Кол-во участников;2;3;4;5", "Первая(edu280001);2;50;0;50;0");
        workbook("h.xlsx", "Распределение первичных баллов", "", "ВПР 2021 Математика 5 класс",
                "Группы участников;Кол-во участников;0;1;2", "Первая(edu280001);2;50;0;50");
        assertThat(problems(InputFiles.results(folder))).containsExactly("g.xlsx|report-not-checked", "h.xlsx|unused-file");
    }

    @Test
    void reportsAloneAreNoResults() {
        workbook("f3.xlsx", "Статистика по отметкам", "", "ВПР 2021 Математика 5 класс",
                "Группы участников;Кол-во участников;2;3;4;5", "Первая(edu280001);2;50;0;50;0");
        refused("results*.csv: the file is needed and is not there");
    }

    @Test
    void aWorkbookThatIsNoneEndsTheReadingAndALockFileDoesNot() throws IOException {
        individual("f1.xlsx", "ВПР 2021 Математика 5 класс", 20, "50001;5А;1;1;11;12;4;4");
        write("~$f1.xlsx", "x");
        assertThat(problems(InputFiles.results(folder))).containsExactly("~$f1.xlsx|unknown-file");
        workbook("other.xlsx", "Приказ", "О проведении");
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> InputFiles.results(folder))
                .satisfies(e -> assertThat(e.problem().reason()).isEqualTo(Reason.UNEXPECTED_LAYOUT));
        Files.writeString(folder.resolve("other.xlsx"), "no workbook");
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> InputFiles.results(folder))
                .satisfies(e -> assertThat(e.problem().reason()).isEqualTo(Reason.NOT_A_WORKBOOK));
    }

    @Test
    void pointsByTaskAreTakenFromIndividualResultsAndFromResponses() {
        individual("f1.xlsx", "ВПР 2021 Математика 5 класс", 20, "50001;5А;1;1;11;12;4;4", "50002;5А;1;X;6;6;2;нет отметки");
        write("responses.csv", "assessment,school,class,pupil,task,points",
                "VPR-2021-mathematics-5,edu280001,5А,50001,2,19", "VPR-2021-mathematics-5,edu280001,5А,50003,1,1",
                "VPR-2021-mathematics-5,edu280001,5А,50003,2,19");
        Loaded<ReviewInput> loaded = ReviewFolder.read(folder);
        assertThat(loaded.value().responses()).containsExactly(TaskResponses
                .builder(MATHS, List.of(Task.of("1", 1), Task.of("2", 19)))
                .add(ONE, "5А", 1, 11)
                .add(ONE, "5А", TaskResponses.NOT_ATTEMPTED, 6)
                .add(ONE, "5А", 1, 19)
                .build());
        assertThat(InputFiles.shorts(loaded.problems())).containsExactly("2|pupil||duplicate-response");
        assertThat(loaded.value().results().count()).isEqualTo(2);
    }

    @Test
    void theDescriptionOfTasksGoesBeforeTheHeaderAndMustFitIt() {
        individual("f1.xlsx", "ВПР 2021 Математика 5 класс", 20, "50001;5А;1;1;11;12;4;4");
        write("tasks.csv", "assessment,task,max,level,skill,planned_result",
                "VPR-2021-mathematics-5,2,19,В,решать,", "VPR-2021-mathematics-5,1,1,Б,,");
        assertThat(ReviewFolder.read(folder).orElseThrow().responses()).containsExactly(TaskResponses
                .builder(MATHS, List.of(Task.of("1", 1).withLevel("Б"), Task.of("2", 19).withLevel("В").withSkill("решать")))
                .add(ONE, "5А", 1, 11)
                .build());
        write("tasks.csv", "assessment,task,max,level,skill,planned_result",
                "VPR-2021-mathematics-5,2,18,В,решать,", "VPR-2021-mathematics-5,1,1,Б,,");
        Loaded<ReviewInput> other = ReviewFolder.read(folder);
        assertThat(other.value().responses()).isEmpty();
        assertThat(other.value().results().count()).isEqualTo(1);
        assertThat(InputFiles.shorts(other.problems())).containsExactly("8|2 (19б)||tasks-differ");
    }

    @Test
    void aDumpWithoutMaximaTakesThemFromTheDescriptionOfTasks() {
        writeRegister();
        write("dump.csv", DUMP_2021, "sch280001,28,1,50001,4,м,5А,1,12,1,11", "sch280002,28,1,50001,,ж,5А,1,5,3,2");
        write("files.csv", "file,assessment", "dump.csv,VPR-2021-mathematics-5");
        assertThat(ReviewFolder.read(folder).orElseThrow().responses()).isEmpty();
        write("tasks.csv", "assessment,task,max,level,skill,planned_result",
                "VPR-2021-mathematics-5,1,1,,,", "VPR-2021-mathematics-5,2,19,,,");
        Loaded<ReviewInput> loaded = ReviewFolder.read(folder);
        assertThat(loaded.value().responses()).containsExactly(TaskResponses
                .builder(MATHS, List.of(Task.of("1", 1), Task.of("2", 19)))
                .add(ONE, "5А", 1, 11)
                .add(TWO, "5А", TaskResponses.UNKNOWN, 2)
                .build());
        assertThat(InputFiles.shorts(loaded.problems())).containsExactly("3|балл за 1|3|bad-points");
    }

    @Test
    void pupilCodesOfExportsAppearInNoMessage() {
        individual("f1.xlsx", "ВПР 2021 Математика 5 класс", 20,
                "54321;5А;1;1;11;12;4;4", "54321;5А;1;1;11;12;4;4", "54322;5А;1;1;11;99;4;4", "54323;5А;1;1;11;12;4;9");
        Loaded<SchoolResults> loaded = InputFiles.results(folder);
        assertThat(loaded.value().count()).isEqualTo(1);
        assertThat(loaded.problems()).hasSizeGreaterThanOrEqualTo(3);
        assertThat(loaded.problems().toString()).doesNotContain("5432");
    }
}
