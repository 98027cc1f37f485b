package io.github.eduindicators.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.model.Task;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.recheck.RecheckWork;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreDistribution;
import io.github.eduindicators.results.ScoreTally;
import io.github.eduindicators.results.TaskResponses;
import io.github.eduindicators.review.ReviewInput;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReviewFolderTest {
    private static final String RESULTS = "assessment,school,class,pupil,score,journal_mark";
    private static final String TASKS = "assessment,task,max,level,skill,planned_result";
    private static final String RESPONSES = "assessment,school,class,pupil,task,points";
    private static final Assessment MATHS = Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(20, 7, 11, 15));
    private static final String M = MATHS.id().value();
    private static final School ONE = School.builder(SchoolId.of("edu280001"))
            .name("Первая школа")
            .municipality(Municipality.of(Region.of("Северная область"), "Заречный район"))
            .build();
    private static final School TWO = School.builder(SchoolId.of("s2"))
            .name("Вторая школа")
            .municipality(Municipality.of(Region.of("Южная область"), "Заречный район"))
            .build();

    @TempDir
    private Path temp;

    private Path folder;

    @BeforeEach
    void writeRegister() throws IOException {
        folder = Files.createDirectory(temp.resolve("input"));
        InputFiles.write(folder, "schools.csv", "school,name,region,municipality,type,locality",
                "sch280001,Первая школа,Северная область,Заречный район,,", "s2,Вторая школа,Южная область,Заречный район,,");
        InputFiles.write(folder, "assessments.csv", "assessment,procedure,year,season,subject,grade,max,from3,from4,from5",
                M + ",ВПР,2021,весна,математика,5,20,7,11,15");
    }

    private List<String> problems(Loaded<SchoolResults> loaded) {
        return loaded.problems().stream().map(problem -> problem.file() + "|" + problem.reason().code()).toList();
    }

    private void refused(String message) {
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> InputFiles.results(folder)).withMessage(message);
    }

    @Test
    void readsRegisterAssessmentsAndAllResults() {
        InputFiles.write(folder, "results.csv", RESULTS, M + ",sch280001,5А,1,12,4");
        InputFiles.write(folder, "results-2.csv", RESULTS, M + ",s2,5А,1,3,");
        InputFiles.write(folder, "Results3.CSV", RESULTS, M + ",edu280001,5А,2,20,5");
        Loaded<SchoolResults> loaded = InputFiles.results(folder);
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.value()).isEqualTo(ScoreTally.create()
                .add(ONE.id(), "5А", MATHS, 12, 4)
                .add(ONE.id(), "5А", MATHS, 20, 5)
                .add(TWO.id(), "5А", MATHS, 3, ScoreDistribution.NO_MARK)
                .snapshot()
                .withSchools(List.of(ONE, TWO)));
    }

    @Test
    void namesMayBeCyrillic() throws IOException {
        // In the POSIX locale Java has no way to say such a name.
        Charset names = Charset.forName(System.getProperty("sun.jnu.encoding"));
        assumeTrue(names.newEncoder().canEncode("я"), "the locale has no Cyrillic");
        Path cyrillic = Files.createDirectory(temp.resolve("Входные данные"));
        for (String name : List.of("schools.csv", "assessments.csv")) {
            Files.copy(folder.resolve(name), cyrillic.resolve(name));
        }
        InputFiles.write(cyrillic, "results-район.csv", RESULTS, M + ",s2,5А,1,3,", M + ",s2,5А,2,30,");
        Loaded<SchoolResults> loaded = InputFiles.results(cyrillic);
        assertThat(loaded.value().count()).isEqualTo(1);
        assertThat(problems(loaded)).containsExactly("results-район.csv|bad-score");
    }

    @Test
    void readsResultsByNameAndTheEarlierFileCounts() {
        InputFiles.write(folder, "results-b.csv", RESULTS, M + ",s2,5А,1,19,", M + ",s2,5А,2,2,");
        InputFiles.write(folder, "results-a.csv", RESULTS, M + ",s2,5А,1,1,");
        Loaded<SchoolResults> loaded = InputFiles.results(folder);
        ScoreDistribution scores = loaded.value().distribution(TWO.id(), MATHS.id()).orElseThrow();
        assertThat(scores.count(1)).isEqualTo(1);
        assertThat(scores.count(2)).isEqualTo(1);
        assertThat(scores.count(19)).isZero();
        assertThat(problems(loaded)).containsExactly("results-b.csv|duplicate-pupil");
    }

    @Test
    void theExampleOfThePackageGivesTheSameAsTheFolder() {
        InputFiles.write(folder, "results.csv", RESULTS, M + ",s2,5А,1,12,4", M + ",s2,5А,2,23,4");
        var assessments = AssessmentsCsv.withDefaults().read(folder.resolve("assessments.csv")).orElseThrow();
        var schools = SchoolsCsv.withDefaults().read(folder.resolve("schools.csv")).orElseThrow();
        var loaded = ResultsCsv.of(assessments).withSchools(schools).read(folder.resolve("results.csv"));
        assertThat(loaded.problems()).extracting(Problem::toString)
                .containsExactly("results.csv:3 score '23': the score is not a whole number from 0 to the maximum");
        assertThat(loaded.value()).isEqualTo(InputFiles.results(folder).value());
    }

    @Test
    void isLenientInFormAndSaysSoOnceAFile() {
        InputFiles.write(folder, "results.csv", Charset.forName("windows-1251"),
                RESULTS.replace(',', ';') + "\r\n" + M + ";s2;5А;1;12;4\r\n" + M + ";s2;5Б;1;12;4\r\n");
        Loaded<SchoolResults> loaded = InputFiles.results(folder);
        assertThat(loaded.value().count()).isEqualTo(2);
        assertThat(problems(loaded)).containsExactly("results.csv|windows-1251", "results.csv|other-separator");
    }

    @Test
    void aSchoolOutsideTheRegisterIsARowInError() {
        InputFiles.write(folder, "results.csv", RESULTS, M + ",s2,5А,1,12,4", M + ",s3,5А,1,12,4");
        Loaded<SchoolResults> loaded = InputFiles.results(folder);
        assertThat(loaded.value().schools()).containsExactly(ONE, TWO);
        assertThat(InputFiles.shorts(loaded.problems())).containsExactly("3|school|s3|unknown-school");
    }

    @Test
    void notesUnknownFilesAndFilesThatNothingAsksFor() throws IOException {
        InputFiles.write(folder, "results.csv", RESULTS, M + ",s2,5А,1,12,4");
        for (String name : List.of("questions.csv", "events.csv", "study_pisa.csv", "notes.txt", "tables.xls", ".hidden", "~$book.xlsx")) {
            InputFiles.write(folder, name, "\u0000");
        }
        InputFiles.write(folder, "old.csv", "school,score", "s2,12");
        InputFiles.write(folder, "empty.csv", "");
        Files.createDirectory(folder.resolve("methodologies"));
        Files.createDirectory(folder.resolve("archive"));
        assertThat(problems(InputFiles.results(folder)))
                .containsExactlyInAnyOrder(
                        "questions.csv|unused-file",
                        "events.csv|unused-file",
                        "study_pisa.csv|unused-file",
                        "notes.txt|unknown-file",
                        "tables.xls|unknown-file",
                        "old.csv|unknown-file",
                        "empty.csv|unknown-file",
                        "~$book.xlsx|unknown-file",
                        ".hidden|unknown-file",
                        "archive|unknown-file");
    }

    @Test
    void indicatorsAndCountsOfAnAssessmentAreOneTable() {
        InputFiles.write(folder, "results.csv", RESULTS, M + ",s2,5А,1,12,4");
        InputFiles.write(folder, "NOKO.csv", "organisation;period;variable;value", "sch280001;2021;channels;3", "kindergarten;2021;overall;7");
        InputFiles.write(folder, "indicators.csv", "unit_type,unit,indicator,period,value,numerator,denominator",
                "organisation,edu280001,noko.channels,2021,4,,",
                "municipality,Заречный район,places,2021,1,,",
                "municipality,Заречный район (Южная область),places,2021,\"0,5\",,",
                "school,s3,places,2021,1,,");
        Loaded<ReviewInput> loaded = ReviewFolder.read(folder);
        assertThat(loaded.problems().stream()
                        .map(problem -> problem.file() + ":" + problem.line() + " " + problem.reason().code()).toList())
                .containsExactly("NOKO.csv:0 other-separator", "indicators.csv:2 duplicate-value", "indicators.csv:3 ambiguous-municipality",
                        "indicators.csv:5 unknown-school", "indicators.csv:0 decimal-comma");
        Period year = Period.of(2021);
        assertThat(loaded.value().indicators()).isEqualTo(IndicatorValues.builder()
                .add(Unit.of(UnitType.ORGANISATION, "edu280001"), "noko.channels", year, IndicatorValue.of(3))
                .add(Unit.of(UnitType.ORGANISATION, "kindergarten"), "noko.overall", year, IndicatorValue.of(7))
                .add(TWO.municipality(), "places", year, IndicatorValue.of(0.5))
                .build());
    }

    @Test
    void contextOfAYearIsAddedToTheSchools() {
        InputFiles.write(folder, "results.csv", RESULTS, M + ",s2,5А,1,12,4");
        InputFiles.write(folder, "context.csv", "school,year,low_income,note", "sch280001,2021,0.25,x", "s2,2020,0.5,", "s2,2021,,",
                "s2,2021,1,", "nobody,2021,1,", "s2,next,1,");

        Loaded<ReviewInput> loaded = ReviewFolder.read(folder);

        SchoolResults results = loaded.value().results();
        assertThat(results.school(ONE.id()).orElseThrow().context(2021)).containsEntry("low_income", 0.25);
        assertThat(results.school(ONE.id()).orElseThrow().context(2020)).doesNotContainKey("low_income");
        assertThat(results.school(TWO.id()).orElseThrow().context(2020)).containsEntry("low_income", 0.5);
        assertThat(results.school(TWO.id()).orElseThrow().context(2021)).doesNotContainKey("low_income");
        assertThat(InputFiles.shorts(loaded.problems())).containsExactlyInAnyOrder(
                "5|school|s2|duplicate-school", "6|school|nobody|unknown-school", "7|year|next|bad-value", "1|note||unknown-column");
    }

    @Test
    void readsTheWorksOfARecheck() {
        InputFiles.write(folder, "results.csv", RESULTS, M + ",s2,5А,1,12,4");
        assertThat(ReviewFolder.read(folder).value().rechecks()).isEmpty();
        InputFiles.write(folder, "Recheck.csv", "assessment;school;work;stratum;score;expert_score;expert",
                M + ";s2;1;boundary;11;10;e1", M + ";s9;1;;11;10;e1");
        Loaded<ReviewInput> loaded = ReviewFolder.read(folder);
        assertThat(loaded.value().rechecks()).containsExactly(RecheckWork.of(MATHS.id(), TWO.id(), "1", 11)
                .withStratum("boundary").withExpert("e1").withExpertScore(10));
        assertThat(InputFiles.shorts(loaded.problems())).containsExactly("0||;|other-separator", "3|school|s9|unknown-school");
        InputFiles.write(folder, "Recheck.csv", "assessment,school,work,stratum,score,expert_score");
        refused("Recheck.csv:1 expert: the column is missing");
    }

    @Test
    void responsesOfAllFilesStandBesideTheResultsAndFeedNoTally() {
        InputFiles.write(folder, "results.csv", RESULTS, M + ",s2,5А,1,12,4");
        InputFiles.write(folder, "tasks.csv", TASKS, M + ",1,1,Б,считать,", M + ",2,2,,,");
        InputFiles.write(folder, "responses.csv", RESPONSES, M + ",s2,5А,1,1,1", M + ",s2,5А,1,2,X");
        InputFiles.write(folder, "responses-2.csv", RESPONSES, M + ",sch280001,,7,2,2", M + ",s2,5А,1,2,2", M + ",s9,5А,1,2,2");
        Loaded<ReviewInput> loaded = ReviewFolder.read(folder);
        assertThat(loaded.value().results().count()).isEqualTo(1);
        assertThat(loaded.value().responses()).containsExactly(TaskResponses
                .builder(MATHS, List.of(Task.of("1", 1).withLevel("Б").withSkill("считать"), Task.of("2", 2)))
                .add(ONE.id(), "", TaskResponses.UNKNOWN, 2)
                .add(TWO.id(), "5А", 1, 2)
                .build());
        assertThat(loaded.problems()).extracting(Problem::toString).containsExactly(
                "responses-2.csv:4 school 's9': the school is not in the register",
                "responses.csv:3 pupil: the response of the pupil to the task is there already; the first row counts",
                "responses*.csv assessment 'VPR-2021-mathematics-5': pupils without a response to every task; "
                        + "methods that need all responses leave them out");
    }

    @Test
    void responsesWithoutTasksAreReportedAndDoNotEndTheReading() {
        InputFiles.write(folder, "results.csv", RESULTS, M + ",s2,5А,1,12,4");
        InputFiles.write(folder, "responses.csv", RESPONSES, M + ",s2,5А,1,1,1");
        Loaded<ReviewInput> loaded = ReviewFolder.read(folder);
        assertThat(loaded.value().responses()).isEmpty();
        assertThat(loaded.problems()).extracting(problem -> problem.file() + "|" + problem.reason().code())
                .containsExactly("tasks.csv|missing-file", "responses.csv|unused-file");
    }

    @Test
    void saysWhichFileIsMissing() throws IOException {
        refused("results*.csv: the file is needed and is not there");
        InputFiles.write(folder, "results.csv", RESULTS, M + ",s2,5А,1,12,4");
        Files.delete(folder.resolve("assessments.csv"));
        refused("assessments.csv: the file is needed and is not there");
        writeAssessmentsAgain();
        Files.delete(folder.resolve("schools.csv"));
        refused("schools.csv: the file is needed and is not there");
    }

    private void writeAssessmentsAgain() {
        InputFiles.write(folder, "assessments.csv", "assessment,procedure,year,season,subject,grade,max,from3,from4,from5",
                M + ",VPR,2021,spring,mathematics,5,20,7,11,15");
    }

    @Test
    void aFileInErrorEndsTheReading() throws IOException {
        InputFiles.write(folder, "results-1.csv", RESULTS, M + ",s2,5А,1,12,4");
        Path second = InputFiles.write(folder, "results-2.csv", RESULTS, M + ",s2,5А,\"2,12,4");
        refused("results-2.csv:2: a quotation mark is not closed, or text follows the closing one");
        InputFiles.write(folder, "results-2.csv", RESULTS, "other,s2,5А,2,12,4");
        refused("results-2.csv:2 assessment: no row can be used; the first: the assessment is not described");
        Files.delete(second);
        Files.createDirectory(second);
        refused("results-2.csv: the file cannot be read");
        Files.delete(second);
        Files.createSymbolicLink(second, temp.resolve("gone"));
        refused("results-2.csv: the file cannot be read");
        Files.delete(second);
        InputFiles.write(folder, "old.csv", new byte[] {'a', 0, 'b'});
        refused("old.csv: the text is neither UTF-8 nor windows-1251");
    }

    @Test
    void refusesTwoFilesWhoseNamesDifferInCase() {
        InputFiles.write(folder, "results.csv", RESULTS, M + ",s2,5А,1,12,4");
        InputFiles.write(folder, "Schools.CSV", "school,name,region,municipality,type,locality", "x,x,x,x,x,x");
        refused("schools.csv: there is another file of this name in other case");
    }

    @Test
    void refusesWhatIsNoFolder() {
        folder = temp.resolve("nowhere");
        refused("nowhere: the file is needed and is not there");
        folder = InputFiles.write(temp, "file", "x");
        refused("file: the file cannot be read");
    }

    @Test
    void tellsHowFarItHasCome() {
        InputFiles.write(folder, "results.csv", Stream.concat(
                        Stream.of(RESULTS), IntStream.range(0, 250_000).mapToObj(i -> M + ",s2,5А," + i + ",12,4"))
                .toArray(String[]::new));
        List<String> told = new ArrayList<>();
        Loaded<ReviewInput> loaded = ReviewFolder.read(folder, (file, rows) -> told.add(file + " " + rows));
        assertThat(told)
                .containsExactly(
                        "assessments.csv 0",
                        "assessments.csv 1",
                        "schools.csv 0",
                        "schools.csv 2",
                        "results.csv 0",
                        "results.csv 100000",
                        "results.csv 200000",
                        "results.csv 250000");
        assertThat(loaded.value().results().count()).isEqualTo(250_000);
    }

    private static final Map<String, List<String>> ROOMS = Map.of(
            "competencies.csv", List.of("person,school,municipality,wave,competency,points,max", "t-1,s2,,2021,subject,3,10"),
            "modules.csv", List.of("module,competency,hours,title_ru,title_en,prerequisites", "m1,subject,16,Числа,Numbers,"),
            "survey.csv", List.of("wave,organisation,group,question,answer,count,invited", "2021,s2,parents,q1,да,7,9"),
            "questions.csv", List.of("question,text_ru,text_en,kind,positive,filter", "q1,Вкусно?,,single,да,"),
            "studies.csv", List.of("study,cycle,domain,file,scheme,weight,replicates,values,group,cluster,stratum,levels,link_error",
                    "own,2021,math,study_own.csv,JK1,w,,PV1,,school,,,"),
            "study_own.csv", List.of("w,PV1,school", "1,400,a", "1,500,a", "2,450,b", "2,430,b"),
            "measures.csv", List.of("document,number,section,measure,term,control,responsible,status,done_on",
                    "План,1,,Мониторинг,01.03.2021,,,,"),
            "events.csv", List.of("event,date", "мониторинг,15.02.2021"),
            "decisions.csv", List.of("decision,date,document,recommendation,unit_type,unit,indicator,text",
                    "D-1,2021-03-01,,,school,s2,mean_z,"));

    /** What of the rooms is there. */
    private static List<String> rooms(ReviewInput input) {
        Map<String, Boolean> there = new TreeMap<>(Map.of(
                "competencies", !input.competencies().isEmpty(), "modules", input.modules().isPresent(),
                "answers", !input.answers().isEmpty(), "questionnaire", !input.questionnaire().questions().isEmpty(),
                "studies", !input.studies().isEmpty(), "measures", !input.roadmap().measures().isEmpty(),
                "events", !input.roadmap().events().isEmpty(), "decisions", !input.decisions().isEmpty(),
                "catalogue", input.catalogue().isPresent()));
        return there.entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey).toList();
    }

    private Loaded<ReviewInput> readRooms(String... names) {
        InputFiles.write(folder, "results.csv", RESULTS, M + ",s2,5А,1,12,4");
        for (String name : names) {
            InputFiles.write(folder, name, ROOMS.get(name).toArray(String[]::new));
        }
        return ReviewFolder.read(folder);
    }

    private static List<String> told(Loaded<ReviewInput> loaded) {
        return loaded.problems().stream().map(problem -> problem.file() + "|" + problem.reason().code()).toList();
    }

    @Test
    void allThatIsKeptBesideResultsIsReadTogether() {
        Loaded<ReviewInput> loaded = readRooms(ROOMS.keySet().toArray(String[]::new));
        assertThat(loaded.problems()).isEmpty();
        assertThat(rooms(loaded.value())).containsExactly(
                "answers", "competencies", "decisions", "events", "measures", "modules", "questionnaire", "studies");
        assertThat(loaded.value().results().count()).isEqualTo(1);
        assertThat(loaded.value().competencies().diagnoses()).singleElement()
                .satisfies(diagnosis -> assertThat(diagnosis.municipality()).isEqualTo(TWO.municipality()));
        assertThat(loaded.value().answers().organisations()).containsExactly(TWO.id());
        assertThat(loaded.value().decisions()).singleElement().satisfies(decision -> assertThat(decision.unit()).isEqualTo(TWO.id()));
        assertThat(loaded.value().date()).as("a folder does not tell the date").contains(LocalDate.of(2021, 12, 31));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "competencies.csv | competencies", "modules.csv | modules", "survey.csv | answers", "measures.csv | measures",
        "decisions.csv | decisions", "studies.csv study_own.csv | studies", "survey.csv questions.csv | answers questionnaire",
        "measures.csv events.csv | events measures"})
    void eachIsReadAlone(String files, String rooms) {
        Loaded<ReviewInput> loaded = readRooms(files.split(" "));
        assertThat(loaded.problems()).isEmpty();
        assertThat(rooms(loaded.value())).containsExactly(rooms.split(" "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"questions.csv", "events.csv", "study_own.csv"})
    void whatBelongsToAFileThatIsNotThereIsNoted(String file) {
        Loaded<ReviewInput> loaded = readRooms(file);
        assertThat(told(loaded)).containsExactly(file + "|unused-file");
        assertThat(rooms(loaded.value())).isEmpty();
    }

    @Test
    void dataOfAStudyThatNothingNamesAreNotedOnce() {
        InputFiles.write(folder, "study_other.csv", ROOMS.get("study_own.csv").toArray(String[]::new));
        Loaded<ReviewInput> loaded = readRooms("studies.csv", "study_own.csv");
        assertThat(told(loaded)).containsExactly("study_other.csv|unreferenced-study");
        assertThat(loaded.value().studies()).hasSize(1);
    }

    @Test
    void rowsOfSchoolsThatAreNotThereAreLeftOutOfEachFile() {
        InputFiles.write(folder, "competencies.csv", ROOMS.get("competencies.csv").get(0), ROOMS.get("competencies.csv").get(1),
                "t-2,s9,,2021,subject,3,10");
        InputFiles.write(folder, "decisions.csv", ROOMS.get("decisions.csv").get(0), ROOMS.get("decisions.csv").get(1),
                "D-1,2021-03-01,,,school,s9,mean_z,");
        InputFiles.write(folder, "survey.csv", ROOMS.get("survey.csv").get(0), ROOMS.get("survey.csv").get(1),
                "2021,s9,parents,q1,да,7,9");
        Loaded<ReviewInput> loaded = readRooms();
        assertThat(loaded.problems()).extracting(problem -> problem.file() + ":" + problem.line() + " " + problem.reason().code())
                .containsExactlyInAnyOrder("competencies.csv:3 unknown-school", "decisions.csv:3 unknown-school",
                        "survey.csv:3 not-of-register");
        assertThat(loaded.value().competencies().schools()).containsExactly(TWO.id());
        assertThat(loaded.value().decisions()).hasSize(1);
    }

    @Test
    void ofTwoFilesWhoseNamesDifferInCaseEachRoomIsRefused() {
        InputFiles.write(folder, "Measures.csv", ROOMS.get("measures.csv").toArray(String[]::new));
        assertThat(told(readRooms())).isEmpty();
        InputFiles.write(folder, "measures.CSV", ROOMS.get("measures.csv").toArray(String[]::new));
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> ReviewFolder.read(folder))
                .withMessageEndingWith("there is another file of this name in other case");
    }
}
