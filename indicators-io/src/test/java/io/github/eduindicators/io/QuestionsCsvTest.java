package io.github.eduindicators.io;

import static io.github.eduindicators.io.InputFiles.shorts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.eduindicators.surveys.Questionnaire;
import io.github.eduindicators.surveys.Questionnaire.Filter;
import io.github.eduindicators.surveys.Questionnaire.Kind;
import io.github.eduindicators.surveys.Questionnaire.Question;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuestionsCsvTest {
    private static final String HEADER = "question,text_ru,text_en,kind,positive,filter";
    private static final Locale RUSSIAN = Locale.forLanguageTag("ru");

    @TempDir
    private Path folder;

    private Loaded<Questionnaire> read(String... rows) {
        Path file = InputFiles.write(folder, "questions.csv", Stream.concat(Stream.of(HEADER), Arrays.stream(rows)).toArray(String[]::new));
        CsvTable.Reading reading = CsvTable.Reading.of(ReadingMode.LENIENT);
        return new Loaded<>(QuestionsCsv.read(file, reading), reading.problems().list());
    }

    @Test
    void readsWhatQuestionsAre() {
        Loaded<Questionnaire> loaded = read(
                "Q1,\"Питаетесь\nв столовой?\",Do you eat here?,,,",
                "Q2,Вкусно?,,single,Да|скорее да,Q1=да | иногда",
                "q3,Оценка,,SCALE,4+,",
                "q4,,What is missing?,multiple,,");
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.value()).isEqualTo(Questionnaire.of(List.of(
                Question.single("q1").withText(RUSSIAN, "Питаетесь в столовой?").withText(Locale.ENGLISH, "Do you eat here?"),
                Question.single("q2").withText(RUSSIAN, "Вкусно?").withPositive("да", "скорее да")
                        .withFilter(new Filter("q1", new TreeSet<>(List.of("да", "иногда")))),
                Question.of("q3", Kind.SCALE).withText(RUSSIAN, "Оценка").withPositiveFrom(4),
                Question.of("q4", Kind.MULTIPLE).withText(Locale.ENGLISH, "What is missing?"))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', value = {
        ",Вопрос,,,, ! 3|question||blank-value",
        "q1,Вопрос,,,, ! 3|question|q1|duplicate-question",
        "q2,Вопрос,,tick,, ! 3|kind|tick|bad-value",
        "q2,Вопрос,,,да||нет, ! 3|positive|да||нет|bad-value",
        "q2,Вопрос,,,,q1 ! 3|filter|q1|bad-value",
        "q2,Вопрос,,,,q1= ! 3|filter|q1=|bad-value",
        "q2,Вопрос,,,,q9=да ! 3|filter|q9=да|bad-value",
        "q2,Вопрос,,,,q2=да ! 3|filter|q2=да|bad-value"})
    void aRowInErrorIsLeftOutAndReported(String row, String problem) {
        Loaded<Questionnaire> loaded = read("q1,,,,да,", row);
        assertThat(shorts(loaded.problems())).containsExactly(problem);
        assertThat(loaded.value().questions()).containsExactly(Question.single("q1").withPositive("да"));
    }

    @Test
    void filtersInACircleLeadNowhere() {
        Loaded<Questionnaire> loaded = read("q1,,,,,", "a,,,,,b=да", "b,,,,,a=да", "c,,,,,a=да", "d,,,,,q1=да");
        assertThat(loaded.value().questions()).extracting(Question::id).containsExactly("q1", "d");
        assertThat(shorts(loaded.problems())).containsExactly(
                "3|filter|b=да|bad-value", "4|filter|a=да|bad-value", "5|filter|a=да|bad-value");
    }

    @Test
    void aFileOfBadRowsIsRefused() {
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> read("q1,,,tick,,"))
                .satisfies(e -> assertThat(e.problem().reason()).isEqualTo(Reason.NO_USABLE_ROW));
    }
}
