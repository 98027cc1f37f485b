package io.github.eduindicators.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.eduindicators.criteria.Methodology;
import io.github.eduindicators.io.methodology.MethodologyJson;
import io.github.eduindicators.io.methodology.RecommendationsJson;
import io.github.eduindicators.io.report.JsonSchemaCheck;
import io.github.eduindicators.io.report.ReviewFiles;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.recheck.RecheckWork;
import io.github.eduindicators.recommendations.Catalogue;
import io.github.eduindicators.recommendations.Decision;
import io.github.eduindicators.results.CompetencyResults;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.results.SurveyAnswers;
import io.github.eduindicators.results.TaskResponses;
import io.github.eduindicators.review.ReviewInput;
import io.github.eduindicators.surveys.Questionnaire;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The folder {@code versions/1} holds a file of every kind that version 1 of the formats knows. It is never changed: what it
 * holds must be read for good, with the numbers below, which were counted when the folder was made and not by this library.
 */
class FormatVersionsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> TABLES = List.of("schools.csv", "assessments.csv", "results.csv", "context.csv",
            "tasks.csv", "responses.csv", "recheck.csv",
            "noko.csv", "indicators.csv", "competencies.csv", "modules.csv", "survey.csv",
            "questions.csv", "measures.csv", "events.csv", "decisions.csv", "studies.csv", "files.csv");

    @TempDir
    Path temp;

    private static Path versionOne() {
        try {
            return Path.of(FormatVersionsTest.class.getResource("versions/1/schools.csv").toURI()).getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Loaded<ReviewInput> read(Path folder) {
        Loaded<ReviewInput> loaded = MethodologyJson.complete(ReviewFolder.read(folder), folder);
        Loaded<Optional<Catalogue>> rules = RecommendationsJson.ofFolder(folder);
        List<Problem> problems = new ArrayList<>(loaded.problems());
        problems.addAll(rules.problems());
        return new Loaded<>(rules.value().map(loaded.value()::withCatalogue).orElse(loaded.value()), problems);
    }

    private Path copy() throws IOException {
        Path from = versionOne();
        Path to = temp.resolve("input");
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
        return to;
    }

    @Test
    void everyFileOfVersionOneIsReadWithoutAProblem() {
        assertThat(read(versionOne()).problems()).isEmpty();
    }

    @Test
    void resultsOfVersionOneAreThoseThatWereWritten() {
        ReviewInput input = read(versionOne()).value();
        SchoolId first = SchoolId.of("edu280001");
        assertThat(input.results().schools()).extracting(school -> school.id().value())
                .containsExactly("edu280001", "edu280002", "edu280003", "edu280004", "edu280005", "edu280006");
        assertThat(input.results().regions()).extracting(Region::name).containsExactly("Область");
        assertThat(input.results().school(first).orElseThrow().context()).containsExactlyEntriesOf(Map.of("meals", 10.0));
        assertThat(input.results().school(first).orElseThrow().context(2020)).containsEntry("meals", 17.0)
                .containsEntry("second_shift", 0.25);
        assertThat(input.results().assessments()).extracting(assessment -> assessment.id().value())
                .containsExactlyInAnyOrder("ma5-2021", "ru5-2021", "ege-2021", "own-2021", "bi5-2021");
        // 6 schools with 8 + 8 + 1 + 1 results, and three of the protocol.
        assertThat(input.results().count()).isEqualTo(6 * 18 + 3);
        assertThat(input.results().distribution(AssessmentId.of("ma5-2021"), Region.of("Область")).orElseThrow().count(12))
                .isEqualTo(2);
        assertThat(input.results().distribution(first, AssessmentId.of("bi5-2021")).orElseThrow().count(12)).isEqualTo(1);

        assertThat(input.responses()).extracting(responses -> responses.assessment().id().value() + " " + responses.pupils() + " "
                        + responses.tasks().size())
                .containsExactly("ma5-2021 48 3");
        TaskResponses maths = input.responses().get(0);
        assertThat(notAttempted(maths)).isEqualTo(20);
        assertThat(maths.tasks()).extracting(task -> task.id() + "|" + task.max() + "|" + task.level() + "|" + task.skill() + "|"
                        + task.plannedResult())
                .containsExactlyInAnyOrder("1|1|Б|Счёт|считать", "2|2|П|Задачи; Проценты|решать; рассуждать", "3К1|3|В||");
        assertThat(input.rechecks()).extracting(RecheckWork::score).containsExactly(11, 11, 7);
        assertThat(input.rechecks()).extracting(work -> work.expertScore().orElseThrow()).containsExactly(9, 10, 7);
    }

    private static long notAttempted(TaskResponses responses) {
        long count = 0;
        for (TaskResponses.SchoolClass group : responses.classes()) {
            for (int pupil = 0; pupil < group.pupils(); pupil++) {
                for (int task = 0; task < responses.tasks().size(); task++) {
                    count += group.points(pupil, task) == TaskResponses.NOT_ATTEMPTED ? 1 : 0;
                }
            }
        }
        return count;
    }

    @Test
    void whatElseVersionOneHoldsIsThatWhichWasWritten() {
        ReviewInput input = read(versionOne()).value();
        Region region = Region.of("Область");
        IndicatorValues values = input.indicators();
        assertThat(values.values()).hasSize(3 + 6);
        assertThat(values.value(region, "teacher_vacancies", Period.of(2021)).flatMap(value -> optional(value)))
                .contains(0.015);
        assertThat(values.value(Municipality.of(region, "Район"), "young_teachers", Period.of(2021))
                .flatMap(value -> optional(value)))
                .contains(0.5);
        assertThat(values.value(Unit.of(UnitType.ORGANISATION, "kindergarten"), "noko.channels", Period.of(2021))
                .flatMap(value -> optional(value))).contains(3.0);

        CompetencyResults staff = input.competencies();
        assertThat(staff.waves()).containsExactly("2020", "2021-H1");
        assertThat(staff.persons()).hasSize(6);
        assertThat(staff.diagnoses()).hasSize(12);
        assertThat(staff.competencies()).containsExactlyInAnyOrder("предметные", "methodical/lesson goals");
        assertThat(staff.diagnosis(Unit.of(UnitType.PERSON, "t0"), "2020").orElseThrow().score("предметные").orElseThrow()
                .points())                .isEqualTo(4.5);
        assertThat(input.modules().orElseThrow().modules()).hasSize(2);

        SurveyAnswers answers = input.answers();
        assertThat(answers.sheets()).hasSize(6 * 2 + 1);
        assertThat(answers.sheet(new SurveyAnswers.Asked("2021", SchoolId.of("edu280001"), "parents")).orElseThrow()
                .answers("q1"))
                .containsEntry("да", 12L).containsEntry("нет", 5L).hasSize(2);
        assertThat(input.questionnaire().questions()).extracting(Questionnaire.Question::kind).containsExactly(
                Questionnaire.Kind.SINGLE, Questionnaire.Kind.SINGLE, Questionnaire.Kind.MULTIPLE, Questionnaire.Kind.SCALE);

        assertThat(input.studies()).extracting(wave -> wave.study() + " " + wave.cycle() + " "
                        + wave.data().study().pupils() + " " + wave.data().study().replicates() + " "
                        + wave.data().study().plausibleValues(wave.domain()))
                .containsExactly("Model 2019 40 10 2", "Model 2021 24 4 2");
        assertThat(input.studies().get(1).linkError()).hasValue(2.5);

        assertThat(input.roadmap().measures()).hasSize(5);
        assertThat(input.roadmap().measures().get(0).doneOn()).containsExactly(LocalDate.of(2020, 12, 20));
        assertThat(input.roadmap().events()).hasSize(1).containsValue(LocalDate.of(2021, 2, 15));
        assertThat(input.decisions()).extracting(decision -> decision.id() + " " + decision.targets().size())
                .containsExactlyInAnyOrder("D-1 2", "D-1 1", "D-2 1");
        assertThat(input.decisions()).extracting(Decision::date).containsOnly(LocalDate.of(2020, 11, 5));

        assertThat(input.methodologies()).extracting(Methodology::id).contains("own", "everything");
        assertThat(input.catalogue().orElseThrow().rules()).hasSize(3);
    }

    private static Optional<Double> optional(IndicatorValue value) {
        return value.value().stream().boxed().findFirst();
    }

    @Test
    void findingsOfVersionOneStillFollowTheSchema() throws IOException {
        JsonNode findings = findings();
        assertThat(schema().errors(findings)).isEmpty();
        assertThat(findings.get("findings")).hasSize(5);
    }

    @Test
    void findingsOfVersionTwoDoNot() throws IOException {
        JsonNode findings = findings();
        ((ObjectNode) findings).put("version", 2);
        assertThat(schema().errors(findings)).singleElement().asString().contains("version");
    }

    private static JsonNode findings() throws IOException {
        try (InputStream in = FormatVersionsTest.class.getResourceAsStream("versions/findings-1.json")) {
            return JSON.readTree(in);
        }
    }

    private static JsonSchemaCheck schema() throws IOException {
        try (InputStream in = ReviewFiles.class.getResourceAsStream("findings.schema.json")) {
            return new JsonSchemaCheck(JSON.readTree(in));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"methodologies/own.json", "methodologies/everything.json", "recommendations.json"})
    void aDocumentOfVersionTwoIsRefusedByItsVersion(String name) throws IOException {
        Path folder = copy();
        Path file = folder.resolve(name);
        String text = Files.readString(file);
        Files.writeString(file, text.replace("\"version\": 1", "\"version\": 2"));
        List<Problem> problems = read(folder).problems();
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.file()).isEqualTo(file.getFileName().toString());
            assertThat(problem.reason()).isEqualTo(Reason.METHODOLOGY_VERSION);
            assertThat(problem.value()).startsWith("/version: ").endsWith("got 2");
            assertThat(problem.line()).isPositive();
        });
    }

    @ParameterizedTest
    @FieldSource("TABLES")
    void aColumnOfALaterVersionIsNotedAndChangesNothing(String name) throws IOException {
        Path folder = copy();
        Path file = folder.resolve(name);
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.replaceAll(line -> line + ",later text");
        Files.write(file, lines);
        Loaded<ReviewInput> loaded = read(folder);
        assertThat(loaded.problems()).extracting(Problem::toString).singleElement().asString()
                .startsWith(name).contains("later text");
        assertThat(loaded.problems()).extracting(Problem::reason).containsExactly(Reason.UNKNOWN_COLUMN);
        assertThat(parts(loaded.value())).isEqualTo(parts(read(versionOne()).value()));
    }

    @ParameterizedTest
    @FieldSource("TABLES")
    void aColumnThatALaterVersionRenamedIsMissedByItsName(String name) throws IOException {
        Path folder = copy();
        Path file = folder.resolve(name);
        String text = Files.readString(file);
        String column = text.substring(0, text.indexOf(','));
        Files.writeString(file, "renamed" + text.substring(column.length()));
        InputException refused = catchThrowableOfType(InputException.class, () -> read(folder));
        assertThat(refused).isNotNull();
        assertThat(refused.problem().file()).isEqualTo(name);
        assertThat(refused.problem().reason()).isEqualTo(Reason.MISSING_COLUMN);
        assertThat(refused.problem().column()).isEqualTo(column);
    }

    private static List<Object> parts(ReviewInput input) {
        return List.of(input.results(), input.responses(), input.rechecks(), input.indicators(), input.methodologies(),
                input.competencies(), input.modules(), input.answers(), input.questionnaire(), waves(input),
                input.roadmap().measures(), input.roadmap().events(), input.decisions(), input.catalogue());
    }

    private static List<String> waves(ReviewInput input) {
        return input.studies().stream().map(wave -> wave + " " + wave.data().study().pupils() + " "
                + wave.data().study().totalWeight() + " " + wave.data().scheme() + " "
                + wave.levels() + wave.linkError() + wave.gradient()).toList();
    }
}
