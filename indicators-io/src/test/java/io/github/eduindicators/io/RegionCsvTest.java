package io.github.eduindicators.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.eduindicators.items.LearningPath;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.recommendations.Decision;
import io.github.eduindicators.results.CompetencyResults;
import io.github.eduindicators.results.CompetencyResults.Score;
import io.github.eduindicators.results.SurveyAnswers;
import io.github.eduindicators.results.SurveyAnswers.Asked;
import io.github.eduindicators.surveys.Questionnaire;
import io.github.eduindicators.surveys.Questionnaire.Question;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RegionCsvTest {
    private static final School SCHOOL = School.builder(SchoolId.of("edu280417"))
            .municipality(Municipality.of(Region.of("Амурская область"), "Белогорск")).build();
    private static final RegionCsv READER = RegionCsv.of(List.of(SCHOOL));

    /** A table, what reads it, and its lines. */
    record TableCase(String name, BiFunction<RegionCsv, Path, Loaded<?>> method, List<String> lines) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final TableCase COMPETENCIES = new TableCase("competencies.csv", RegionCsv::competencies,
            List.of("person,school,municipality,wave,competency,points,max", "t-1,sch280417,,2021,subject,3,10"));
    private static final TableCase MODULES = new TableCase("modules.csv", RegionCsv::modules,
            List.of("module,competency,hours,title_ru,title_en,prerequisites", "m1,subject,16,Числа,Numbers,"));
    private static final TableCase QUESTIONS = new TableCase("questions.csv", RegionCsv::questionnaire,
            List.of("question,text_ru,text_en,kind,positive,filter", "q1,Вкусно?,,single,да,"));
    private static final TableCase SURVEY = new TableCase("survey.csv",
            (reader, file) -> reader.answers(file, Questionnaire.of(List.of(Question.single("q1").withPositive("да")))),
            List.of("wave,organisation,group,question,answer,count,invited", "2021,edu280417,parents,q1,да,7,9"));
    private static final TableCase MEASURES = new TableCase("measures.csv", RegionCsv::roadmap,
            List.of("document,number,section,measure,term,control,responsible,status,done_on", "План,1,,Мониторинг,01.03.2021,,,,"));
    private static final TableCase DECISIONS = new TableCase("decisions.csv", RegionCsv::decisions,
            List.of("decision,date,document,recommendation,unit_type,unit,indicator,text", "D-1,2021-03-01,,,school,edu280417,mean_z,"));

    @TempDir
    private Path folder;

    static Stream<TableCase> tables() {
        return Stream.of(COMPETENCIES, MODULES, QUESTIONS, SURVEY, MEASURES, DECISIONS);
    }

    private Path file(TableCase table) {
        return InputFiles.write(folder, table.name(), table.lines().toArray(String[]::new));
    }

    private <T> T read(TableCase table, BiFunction<RegionCsv, Path, Loaded<T>> method) {
        Loaded<T> loaded = method.apply(READER, file(table));
        assertThat(loaded.problems()).isEmpty();
        return loaded.value();
    }

    @Test
    void everyTableIsReadStrictly() {
        assertThat(read(COMPETENCIES, RegionCsv::competencies)).isEqualTo(CompetencyResults.builder(List.of(SCHOOL))
                .add(Unit.of(UnitType.PERSON, "t-1"), SCHOOL.id(), "2021", "subject", Score.of(3, 10)).build());
        assertThat(read(MODULES, RegionCsv::modules)).isEqualTo(LearningPath.Catalogue.of(
                LearningPath.Module.of("m1", "subject", 16).withTitles("Числа", "Numbers")));
        Questionnaire questionnaire = read(QUESTIONS, RegionCsv::questionnaire);
        assertThat(questionnaire.questions()).singleElement().satisfies(question -> {
            assertThat(question.id()).isEqualTo("q1");
            assertThat(question.isPositive("да")).isTrue();
        });
        Asked asked = new Asked("2021", SCHOOL.id(), "parents");
        SurveyAnswers answers = read(SURVEY, (reader, file) -> reader.answers(file, questionnaire));
        assertThat(answers).isEqualTo(SurveyAnswers.builder().invited(asked, 9).add(asked, "q1", "да", 7).build());
        assertThat(read(MEASURES, RegionCsv::roadmap).measures()).singleElement()
                .satisfies(measure -> assertThat(measure.term()).hasToString("2021-03-01"));
        assertThat(read(DECISIONS, RegionCsv::decisions)).containsExactly(Decision.of("D-1", LocalDate.of(2021, 3, 1), SCHOOL.id())
                .withTargets(List.of(Decision.Target.parse("mean_z"))));
    }

    @Test
    void studiesAndEventsAreReadFromTwoFiles() {
        InputFiles.write(folder, "study_own.csv", "w,PV1,school", "1,400,a", "1,500,a", "2,450,b", "2,430,b");
        Path studies = InputFiles.write(folder, "studies.csv",
                "study,cycle,domain,file,scheme,weight,replicates,values,group,cluster,stratum,levels,link_error",
                "own,2021,math,study_own.csv,JK1,w,,PV1,,school,,,");
        var waves = READER.studies(studies);
        assertThat(waves.problems()).isEmpty();
        assertThat(waves.value()).singleElement().satisfies(wave -> {
            assertThat(wave).hasToString("own 2021 math");
            assertThat(wave.data().study().totalWeight()).isEqualTo(6);
        });
        Path events = InputFiles.write(folder, "events.csv", "event,date", "мониторинг,15.02.2021");
        var roadmap = READER.roadmap(file(MEASURES), events);
        assertThat(roadmap.problems()).isEmpty();
        assertThat(roadmap.value().events()).isEqualTo(Map.of("мониторинг", LocalDate.of(2021, 2, 15)));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void theFormIsStrictUnlessAskedOtherwise(TableCase table) {
        Path file = InputFiles.write(folder, table.name(),
                table.lines().stream().map(line -> line.replace(',', ';')).toArray(String[]::new));
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> table.method().apply(READER, file))
                .withMessageContaining(table.name());
        Loaded<?> lenient = table.method().apply(READER.withMode(ReadingMode.LENIENT), file);
        assertThat(InputFiles.shorts(lenient.problems())).containsExactly("0||;|other-separator");
        assertThat(READER.withMode(ReadingMode.LENIENT).withMode(ReadingMode.STRICT)).hasToString(READER.toString());
    }

    @ParameterizedTest
    @MethodSource("tables")
    void aFileThatIsNotThereIsRefused(TableCase table) {
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> table.method().apply(READER, folder.resolve(table.name())))
                .withMessage(table.name() + ": the file is needed and is not there");
    }

    @Test
    void aRowInErrorIsReportedWithItsLineAndNoCodeOfAPerson() {
        Path file = InputFiles.write(folder, "competencies.csv", COMPETENCIES.lines().get(0), COMPETENCIES.lines().get(1),
                "secret-1,nobody,,2021,subject,3,10", "secret-2,edu280417,,2021,subject,11,10");
        Loaded<CompetencyResults> loaded = READER.competencies(file);
        assertThat(loaded.value().persons()).hasSize(1);
        assertThat(loaded.problems()).extracting(Problem::line).containsExactly(3L, 4L);
        assertThat(loaded.problems().toString()).doesNotContain("secret");
    }
}
