package io.github.eduindicators.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.SurveyAnswers;
import io.github.eduindicators.surveys.Questionnaire;
import io.github.eduindicators.surveys.Satisfaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SurveyCsvPropertiesTest {
    private static final String HEADER = "wave,organisation,group,question,answer,count,invited\n";
    private static final List<SchoolId> REGISTER = List.of(SchoolId.of("edu280417"));

    private static SurveyAnswers read(String text, Problems problems) throws IOException {
        return read(text, problems, ReviewFolder.Progress.NONE);
    }

    private static SurveyAnswers read(String text, Problems problems, ReviewFolder.Progress progress) throws IOException {
        Path file = Files.createTempFile("survey", ".csv");
        try {
            Files.writeString(file, text);
            CsvTable.Reading reading = new CsvTable.Reading(ReadingMode.LENIENT, problems, progress);
            return SurveyCsv.read(file, REGISTER, Questionnaire.empty(), reading);
        } finally {
            Files.delete(file);
        }
    }

    @Provide
    Arbitrary<List<String>> rows() {
        return Combinators.combine(
                        Arbitraries.of("2022", "2023"),
                        Arbitraries.of("edu280417", "b"),
                        Arbitraries.of("q1", "q2"),
                        Arbitraries.of("да", "нет"),
                        Arbitraries.integers().between(0, 99))
                .as((wave, school, question, answer, count) ->
                        wave + "," + school + ",parents," + question + "," + answer + "," + count + ",500")
                .list().ofMinSize(1).ofMaxSize(12)
                .uniqueElements(row -> row.replaceFirst(",[0-9]+,500$", ""));
    }

    @Property(tries = 50, edgeCases = EdgeCasesMode.NONE)
    void theOrderOfRowsMakesNoDifference(@ForAll("rows") List<String> rows, @ForAll long seed) throws IOException {
        List<String> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(seed));
        assertThat(read(HEADER + String.join("\n", shuffled), new Problems())).isEqualTo(read(HEADER + String.join("\n", rows), new Problems()));
    }

    /** Rows of anything. */
    @Provide
    Arbitrary<List<String>> anything() {
        Arbitrary<String> cell = Arbitraries.oneOf(
                Arbitraries.of("2023", "edu280417", "parents", "q1", "да", "5", "9", "*", "", "=1", "-1", "999999999", "\u0007", "1e3"),
                Arbitraries.strings().ofMaxLength(6));
        return cell.list().ofMinSize(6).ofMaxSize(8).map(cells -> String.join(",", cells)).list().ofMinSize(1).ofMaxSize(20);
    }

    @Property(tries = 80, edgeCases = EdgeCasesMode.NONE)
    void everyRowIsUsedOrReported(@ForAll("anything") List<String> rows) throws IOException {
        Problems problems = new Problems();
        String good = "2023,edu280417,pupils,q0,да,12,20\n";
        AtomicLong read = new AtomicLong();
        SurveyAnswers answers;
        try {
            answers = read(HEADER + good + String.join("\n", rows), problems, (file, count) -> read.set(count));
        } catch (InputException e) {
            assertThat(e.problem().reason().severity()).isEqualTo(Problem.Severity.ERROR);
            return;
        }
        long used = answers.sheets().stream()
                .mapToLong(sheet -> sheet.questions().stream()
                        .mapToLong(question -> sheet.answers(question).size() + sheet.respondents(question).stream().count())
                        .sum())
                .sum();
        long reported = problems.list().stream()
                .filter(problem -> problem.reason().severity() == Problem.Severity.ERROR)
                .mapToLong(Problem::count)
                .sum();
        assertThat(used + reported).isEqualTo(read.get()).isPositive();
        Satisfaction.Result result = Satisfaction.withDefaults().run(answers, Questionnaire.empty(), unit -> Optional.empty());
        assertThat(result.contradictions()).isEmpty();
        assertThat(result.findings()).hasSameSizeAs(answers.organisations());
    }
}
