package io.github.eduindicators.io;

import static io.github.eduindicators.io.InputFiles.shorts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.SurveyAnswers;
import io.github.eduindicators.results.SurveyAnswers.Asked;
import io.github.eduindicators.surveys.Questionnaire;
import io.github.eduindicators.surveys.Questionnaire.Kind;
import io.github.eduindicators.surveys.Questionnaire.Question;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SurveyCsvTest {
    private static final String HEADER = "wave,organisation,group,question,answer,count,invited";
    private static final SchoolId SCHOOL = SchoolId.of("edu280417");
    private static final Asked PARENTS = new Asked("2023", SCHOOL, "parents");

    @TempDir
    private Path folder;

    private Loaded<SurveyAnswers> read(Questionnaire questionnaire, String... rows) {
        Path file = InputFiles.write(folder, "survey.csv", Stream.concat(Stream.of(HEADER), Arrays.stream(rows)).toArray(String[]::new));
        CsvTable.Reading reading = CsvTable.Reading.of(ReadingMode.LENIENT);
        SurveyAnswers answers = SurveyCsv.read(file, List.of(SCHOOL, SchoolId.of("edu280418")), questionnaire, reading);
        return new Loaded<>(answers, reading.problems().list());
    }

    private Loaded<SurveyAnswers> read(String... rows) {
        return read(Questionnaire.empty(), rows);
    }

    private static Map<String, Long> answers(Loaded<SurveyAnswers> loaded, Asked asked, String question) {
        return loaded.value().sheet(asked).orElseThrow().answers(question);
    }

    @Test
    void readsCountsOfSchoolsAndOtherOrganisations() {
        Loaded<SurveyAnswers> loaded = read(
                "2023,sch280417,Родители,Q1,Да,60,120",
                "2023,edu280417,parents,q1,нет,20,",
                "2023-h1,ДОУ № 5,teachers,q1,да,7,");
        assertThat(answers(loaded, PARENTS, "q1")).isEqualTo(Map.of("да", 60L, "нет", 20L));
        assertThat(loaded.value().sheet(PARENTS).orElseThrow().invited()).hasValue(120);
        Asked other = new Asked("2023-H1", Unit.of(UnitType.ORGANISATION, "ДОУ № 5"), "teachers");
        assertThat(answers(loaded, other, "q1")).isEqualTo(Map.of("да", 7L));
        assertThat(loaded.value().sheet(other).orElseThrow().invited()).isEmpty();
        assertThat(shorts(loaded.problems())).containsExactly("4|organisation|ДОУ № 5|not-of-register");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', value = {
        "руководители ! heads", "Педагогические работники ! teachers", "обучающиеся ! pupils",
        "Родители (законные представители) ! parents", "выпускники ! выпускники"})
    void groupsHaveUsualNames(String written, String group) {
        assertThat(read("2023,edu280417," + written + ",q,да,1,").value().groups()).containsExactly(group);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', value = {
        "2023,edu280417,parents,q2,да,1.5,9 ! 3|count|1.5|bad-value",
        "2023,edu280417,parents,q2,да,-1,9 ! 3|count|-1|bad-value",
        "2023,edu280417,parents,q2,да,1234567890,9 ! 3|count|1234567890|bad-value",
        "2023,edu280417,parents,q2,да,=1+1,9 ! 3|count|=1+1|bad-value",
        "2023,edu280417,parents,q2,да,,9 ! 3|count||blank-value",
        "2023,edu280417,parents,q2,да,5,много ! 3|invited|много|bad-value",
        ",edu280417,parents,q2,да,5,9 ! 3|wave||blank-value",
        "2023,,parents,q2,да,5,9 ! 3|organisation||blank-value",
        "2023,edu280417,,q2,да,5,9 ! 3|group||blank-value",
        "2023,edu280417,parents,,да,5,9 ! 3|question||blank-value",
        "2023,edu280417,parents,q2,,5,9 ! 3|answer||blank-value",
        "2023,edu280417,parents,q2,да,5 ! 3|||ragged-row",
        "2023,edu280417,parents,q2,да,10,9 ! 3|count|10|more-than-whole",
        "2023,edu280417,parents,q1,Да,2,9 ! 3|answer|Да|duplicate-answer"})
    void aRowInErrorIsLeftOutAndReported(String row, String problem) {
        Loaded<SurveyAnswers> loaded = read("2023,edu280417,parents,q1,да,3,9", row);
        assertThat(shorts(loaded.problems())).containsExactly(problem);
        assertThat(loaded.value()).isEqualTo(SurveyAnswers.builder().invited(PARENTS, 9).add(PARENTS, "q1", "да", 3).build());
    }

    @Test
    void aQuestionOfWhichAnAnswerIsLostIsLeftOutAsAWhole() {
        Loaded<SurveyAnswers> loaded = read(
                "2023,edu280417,parents,q1,да,30,",
                "2023,edu280417,parents,q1,нет,1О,",
                "2023,edu280417,parents,q2,да,8,",
                "2023,edu280418,parents,q1,да,7,");
        assertThat(shorts(loaded.problems())).containsExactly("3|count|1О|bad-value", "2|count|30|incomplete-question");
        assertThat(loaded.value().sheet(PARENTS).orElseThrow().questions()).containsExactly("q2");
        assertThat(loaded.value().sheet(new Asked("2023", SchoolId.of("edu280418"), "parents")).orElseThrow().questions())
                .containsExactly("q1");
    }

    @Test
    void moreAnswersThanPeopleAreLeftOutWhereEachGivesOne() {
        String[] rows = {
            "2023,edu280417,parents,q1,да,70,100", "2023,edu280417,parents,q1,нет,40,100",
            "2023,edu280417,parents,q2,еда,70,", "2023,edu280417,parents,q2,свет,40,", "2023,edu280417,parents,q2,*,90,",
            "2023,edu280417,parents,q3,да,5,"};
        Loaded<SurveyAnswers> guessed = read(rows);
        assertThat(shorts(guessed.problems())).containsExactly("2|count|70|more-than-whole", "3|count|40|more-than-whole");
        assertThat(guessed.value().questions()).containsExactly("q2", "q3");
        Questionnaire several = Questionnaire.of(List.of(Question.of("q1", Kind.MULTIPLE), Question.single("q2")));
        Loaded<SurveyAnswers> described = read(several, rows);
        assertThat(described.value().questions()).containsExactly("q1", "q3");
        assertThat(shorts(described.problems())).containsExactly(
                "4|count|70|more-than-whole", "5|count|40|more-than-whole", "6|count|90|more-than-whole");
    }

    @Test
    void ofTwoNumbersInvitedTheFirstCounts() {
        Loaded<SurveyAnswers> loaded = read(
                "2023,edu280417,parents,q1,да,3,9", "2023,edu280417,parents,q1,нет,4,10", "2023,edu280417,teachers,q1,да,4,10");
        assertThat(shorts(loaded.problems())).containsExactly("3|invited|10|other-invited");
        assertThat(loaded.value().sheet(PARENTS).orElseThrow().invited()).hasValue(9);
        assertThat(answers(loaded, PARENTS, "q1")).isEqualTo(Map.of("да", 3L, "нет", 4L));
    }

    @Test
    void textThatLooksLikeAFormulaIsText() {
        Loaded<SurveyAnswers> loaded = read("2023,edu280417,parents,\"=HYPERLINK(\"\"http://x\"\")\",@да,3,");
        assertThat(loaded.value().questions()).containsExactly("=hyperlink(\"http://x\")");
        assertThat(loaded.problems()).isEmpty();
    }

    @Test
    void textsThatAreTooLongAreLeftOutAndShortened() {
        Loaded<SurveyAnswers> loaded = read(
                "2023,edu280417,parents,q1,да,3,", "2023,edu280417,parents," + "я".repeat(301) + ",да,3,",
                "2023," + "5".repeat(201) + ",parents,q1,да,3,", "2023,edu280417,parents,q2,\"a\u0007b\",3,");
        assertThat(loaded.problems()).extracting(Problem::column).containsExactly("question", "organisation", "answer");
        assertThat(loaded.problems()).allSatisfy(problem -> assertThat(problem.value().length()).isLessThanOrEqualTo(201));
        assertThat(loaded.value().questions()).containsExactly("q1");
    }

    @Test
    void readsWhatRussianSpreadsheetsWrite() {
        String text = "wave;organisation;group;question;answer;count;invited\r\n2023;edu280417;родители;Довольны ли Вы?;Да;3;9\r\n";
        Path file = InputFiles.write(folder, "survey.csv", Charset.forName("windows-1251"), text);
        CsvTable.Reading reading = CsvTable.Reading.of(ReadingMode.LENIENT);
        SurveyAnswers answers = SurveyCsv.read(file, List.of(SCHOOL), Questionnaire.empty(), reading);
        assertThat(answers).isEqualTo(
                SurveyAnswers.builder().invited(PARENTS, 9).add(PARENTS, "довольны ли вы?", "да", 3).build());
        assertThat(reading.problems().list()).extracting(Problem::reason)
                .containsExactly(Reason.WINDOWS_1251, Reason.OTHER_SEPARATOR);
    }

    @Test
    void aFileWithoutAUsableRowIsRefused() {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> read("2023,edu280417,parents,q1,да,x,"))
                .withMessageContaining("survey.csv");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> read("2023,edu280417,parents,q1,да,10,9"))
                .satisfies(e -> assertThat(e.problem().reason()).isEqualTo(Reason.NO_USABLE_ROW));
    }

    @Test
    void problemsAreBounded() {
        String[] rows = new String[3_001];
        Arrays.fill(rows, "2023,edu280417,parents,q1,да,x,");
        rows[3_000] = "2023,edu280417,parents,q2,да,1,";
        Loaded<SurveyAnswers> loaded = read(rows);
        assertThat(loaded.problems()).hasSize(1_001);
        assertThat(loaded.problems().get(1_000).count()).isEqualTo(2_000);
    }
}
