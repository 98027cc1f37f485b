package io.github.eduindicators.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.io.Loaded;
import io.github.eduindicators.io.Problem;
import io.github.eduindicators.io.ReviewFolder;
import io.github.eduindicators.io.methodology.MethodologyJson;
import io.github.eduindicators.io.methodology.RecommendationsJson;
import io.github.eduindicators.recommendations.Catalogue;
import io.github.eduindicators.recommendations.Recommendation;
import io.github.eduindicators.review.Review;
import io.github.eduindicators.review.ReviewInput;
import io.github.eduindicators.surveys.StudyMonitoring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written of a region and read again is the region that was written. */
class SyntheticFilesTest {
    private static final SyntheticRegion REGION = SyntheticRegion.withSeed(5).withSchools(40);
    private static final ReviewInput MEMORY = REGION.input();

    @TempDir
    private static Path folder;

    private static Loaded<ReviewInput> files;

    @BeforeAll
    static void writeAndRead() throws IOException {
        REGION.writeTo(folder);
        files = MethodologyJson.complete(ReviewFolder.read(folder), folder);
    }

    @Test
    void everyKindOfFileIsWritten() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder(
                    "schools.csv", "assessments.csv", "noko.csv", "indicators.csv", "tasks.csv", "responses.csv", "competencies.csv",
                    "modules.csv", "survey.csv", "questions.csv", "studies.csv", "study_pisa_model_2018.csv", "study_pisa_model_2021.csv",
                    "measures.csv", "events.csv", "decisions.csv", "results-2016.csv", "results-2017.csv", "results-2018.csv",
                    "results-2019.csv", "results-2020.csv", "results-2021.csv");
        }
    }

    @Test
    void theReadersNoteWhatWasPlantedInTheRoadmapAndNothingElse() {
        assertThat(files.problems()).hasSize(2).allSatisfy(problem -> {
            assertThat(problem.file()).isEqualTo("measures.csv");
            assertThat(problem.severity()).isEqualTo(Problem.Severity.NOTE);
        });
        assertThat(files.problems()).extracting(Problem::line, Problem::column, Problem::value)
                .containsExactly(tuple(36L, "term", "до 31.02.2021"), tuple(37L, "number", "3"));
    }

    @Test
    void resultsAndResponsesAreTheSame() {
        assertThat(files.value().results()).isEqualTo(MEMORY.results());
        assertThat(files.value().responses()).isEqualTo(MEMORY.responses()).hasSize(2);
        assertThat(files.value().indicators()).isEqualTo(MEMORY.indicators());
        assertThat(files.value().methodologies()).isEqualTo(MEMORY.methodologies());
    }

    @Test
    void whatStaffCanDoAndWhatPeopleSaidAreTheSame() {
        assertThat(files.value().competencies()).isEqualTo(MEMORY.competencies());
        assertThat(files.value().competencies().persons()).hasSizeGreaterThanOrEqualTo(40);
        assertThat(files.value().modules()).isEqualTo(MEMORY.modules()).isPresent();
        assertThat(files.value().answers()).isEqualTo(MEMORY.answers());
        assertThat(files.value().answers().organisations()).hasSize(40);
        assertThat(files.value().questionnaire()).isEqualTo(MEMORY.questionnaire());
        assertThat(files.value().questionnaire().questions()).hasSize(5);
    }

    @Test
    void studiesGiveTheSameFiguresToTheLastBit() {
        StudyMonitoring method = StudyMonitoring.withDefaults();
        assertThat(files.value().studies()).hasSize(4).hasToString(MEMORY.studies().stream().sorted().toList().toString());
        List<StudyMonitoring.Row> fromFiles = method.run(files.value().studies(), List.of(REGION.region())).rows();
        List<StudyMonitoring.Row> fromMemory = method.run(MEMORY.studies(), List.of(REGION.region())).rows();
        assertThat(fromFiles).extracting(StudyMonitoring.Row::value, StudyMonitoring.Row::standardError)
                .isEqualTo(fromMemory.stream().map(row -> tuple(row.value(), row.standardError())).toList());
        assertThat(fromFiles).filteredOn(row -> row.standardError().isPresent()).hasSizeGreaterThan(20);
    }

    @Test
    void measuresAndDecisionsAreTheSame() {
        assertThat(files.value().roadmap().measures()).isEqualTo(MEMORY.roadmap().measures()).isNotEmpty();
        assertThat(files.value().roadmap().events()).isEqualTo(MEMORY.roadmap().events()).isNotEmpty();
        assertThat(files.value().decisions()).isEqualTo(MEMORY.decisions()).isNotEmpty();
    }

    @Test
    void theReviewsFindAndAdviseTheSame() {
        Optional<Catalogue> rules = RecommendationsJson.ofFolder(folder).value();
        LocalDate date = MEMORY.date().orElseThrow();
        Review.Result fromFiles = Review.standard().run(files.value().withDate(date).withCatalogue(rules.orElseThrow()));
        Review.Result fromMemory = Review.standard().run(MEMORY);
        assertThat(fromFiles.findings()).isEqualTo(fromMemory.findings());
        assertThat(fromMemory.findings()).extracting(Finding::method).extracting(method -> method.id()).contains(
                "items/assessment-quality", "items/school-deficit", "staff/deficits", "surveys/satisfaction", "surveys/study",
                "roadmap/execution");
        assertThat(fromFiles.recommendations()).isEqualTo(fromMemory.recommendations());
        assertThat(fromMemory.recommendations()).hasSizeGreaterThan(10).extracting(Recommendation::rule).doesNotContainNull();
        assertThat(fromFiles.effects().effects()).hasToString(fromMemory.effects().effects().toString());
    }
}
