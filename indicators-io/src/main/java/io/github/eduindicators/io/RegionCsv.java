package io.github.eduindicators.io;

import io.github.eduindicators.items.LearningPath;
import io.github.eduindicators.model.School;
import io.github.eduindicators.recommendations.Decision;
import io.github.eduindicators.results.CompetencyResults;
import io.github.eduindicators.results.SurveyAnswers;
import io.github.eduindicators.roadmap.Roadmap;
import io.github.eduindicators.surveys.Questionnaire;
import io.github.eduindicators.surveys.StudyMonitoring;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the tables that a region keeps beside results: diagnoses of staff, questionnaires, sampled studies, measures, decisions. Each
 * table's columns are documented in {@code docs/formats.md}.
 *
 * <p>A row in error is left out and reported with its line; a file in error gives an {@link InputException}. Codes of persons appear
 * in no problem. Memory grows with the rows. Immutable and safe to share between threads.
 */
public final class RegionCsv {
    private final List<School> register;
    private final ReadingMode mode;

    private RegionCsv(List<School> register, ReadingMode mode) {
        this.register = register;
        this.mode = mode;
    }

    /**
     * Returns the strict reader.
     *
     * @param register the schools that exist
     * @return the reader
     */
    public static RegionCsv of(Collection<School> register) {
        return new RegionCsv(List.copyOf(register), ReadingMode.STRICT);
    }

    /**
     * Returns a reader that forgives more or less.
     *
     * @param value how much the reader forgives in the form of the file
     * @return a reader in this mode
     */
    public RegionCsv withMode(ReadingMode value) {
        return new RegionCsv(register, Objects.requireNonNull(value, "mode"));
    }

    /**
     * Reads diagnoses of staff: {@code person,school,municipality,wave,competency,points,max}.
     *
     * @param file the file
     * @return the points of each person in each competency and wave
     * @throws InputException if the file cannot be used as a whole
     */
    public Loaded<CompetencyResults> competencies(Path file) {
        return read(reading -> CompetenciesCsv.read(file, register, reading));
    }

    /**
     * Reads the modules that deficits of staff can be closed by: {@code module,competency,hours,title_ru,title_en,prerequisites}.
     *
     * @param file the file
     * @return the modules
     * @throws InputException if the file cannot be used as a whole
     */
    public Loaded<LearningPath.Catalogue> modules(Path file) {
        return read(reading -> ModulesCsv.read(file, reading));
    }

    /**
     * Reads what is declared of questions: {@code question,text_ru,text_en,kind,positive,filter}.
     *
     * @param file the file
     * @return the questionnaire
     * @throws InputException if the file cannot be used as a whole
     */
    public Loaded<Questionnaire> questionnaire(Path file) {
        return read(reading -> QuestionsCsv.read(file, reading));
    }

    /**
     * Reads answers to questionnaires: {@code wave,organisation,group,question,answer,count,invited}.
     *
     * @param file the file
     * @param questionnaire what is declared of the questions; may be empty
     * @return the counts of answers
     * @throws InputException if the file cannot be used as a whole
     */
    public Loaded<SurveyAnswers> answers(Path file, Questionnaire questionnaire) {
        return read(reading -> SurveyCsv.read(file, register.stream().map(School::id).toList(), questionnaire, reading));
    }

    /**
     * Reads sampled studies: the table that declares them, and the files beside it that it names.
     *
     * @param file the table, {@code studies.csv}
     * @return one element a study, cycle and domain
     * @throws InputException if a file cannot be used as a whole
     */
    public Loaded<List<StudyMonitoring.Wave>> studies(Path file) {
        return read(reading -> StudiesCsv.read(file, reading));
    }

    /**
     * Reads measures: {@code document,number,section,measure,term,control,responsible,status,done_on}.
     *
     * @param file the file
     * @return the measures, in which terms that hang on an event have no date yet
     * @throws InputException if the file cannot be used as a whole
     */
    public Loaded<Roadmap> roadmap(Path file) {
        return read(reading -> MeasuresCsv.read(file, Optional.empty(), reading));
    }

    /**
     * Reads measures and the dates of the events that their terms hang on.
     *
     * @param file the measures
     * @param events the events: {@code event,date}
     * @return the measures
     * @throws InputException if a file cannot be used as a whole
     */
    public Loaded<Roadmap> roadmap(Path file, Path events) {
        return read(reading -> MeasuresCsv.read(file, Optional.of(events), reading));
    }

    /**
     * Reads management decisions: {@code decision,date,document,recommendation,unit_type,unit,indicator,text}.
     *
     * @param file the file
     * @return the decisions
     * @throws InputException if the file cannot be used as a whole
     */
    public Loaded<List<Decision>> decisions(Path file) {
        return read(reading -> DecisionsCsv.read(file, register, reading));
    }

    private <T> Loaded<T> read(Function<CsvTable.Reading, T> table) {
        CsvTable.Reading reading = CsvTable.Reading.of(mode);
        T value = table.apply(reading);
        return new Loaded<>(value, reading.problems().list());
    }

    @Override
    public String toString() {
        return "RegionCsv[" + register.size() + " schools, " + mode + "]";
    }
}
