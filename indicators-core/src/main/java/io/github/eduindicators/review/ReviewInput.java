package io.github.eduindicators.review;

import com.google.common.collect.ImmutableList;
import io.github.eduindicators.criteria.Methodology;
import io.github.eduindicators.items.LearningPath;
import io.github.eduindicators.recheck.RecheckWork;
import io.github.eduindicators.recommendations.Catalogue;
import io.github.eduindicators.recommendations.Decision;
import io.github.eduindicators.results.CompetencyResults;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.SurveyAnswers;
import io.github.eduindicators.results.TaskResponses;
import io.github.eduindicators.roadmap.Roadmap;
import io.github.eduindicators.surveys.Questionnaire;
import io.github.eduindicators.surveys.StudyMonitoring;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * All that a review looks at: the results, and beside them whatever else is known. Immutable and safe to share between threads.
 */
public final class ReviewInput {
    private final Parts parts;

    private ReviewInput(Parts parts) {
        this.parts = parts;
    }

    /** The parts while they are put together; never changed once an input holds them. */
    private static final class Parts implements Cloneable {
        private SchoolResults results;
        private List<TaskResponses> responses = ImmutableList.of();
        private List<RecheckWork> rechecks = ImmutableList.of();
        private IndicatorValues indicators = IndicatorValues.empty();
        private List<Methodology> methodologies = ImmutableList.of();
        private CompetencyResults competencies = CompetencyResults.builder(ImmutableList.of()).build();
        private Optional<LearningPath.Catalogue> modules = Optional.empty();
        private SurveyAnswers answers = SurveyAnswers.empty();
        private Questionnaire questionnaire = Questionnaire.empty();
        private List<StudyMonitoring.Wave> studies = ImmutableList.of();
        private Roadmap roadmap = Roadmap.of(ImmutableList.of());
        private Optional<Catalogue> catalogue = Optional.empty();
        private List<Decision> decisions = ImmutableList.of();
        private Optional<LocalDate> date = Optional.empty();

        Parts(SchoolResults results) {
            this.results = results;
        }

        Parts copy() {
            try {
                return (Parts) clone();
            } catch (CloneNotSupportedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private ReviewInput with(Consumer<Parts> change) {
        Parts copy = parts.copy();
        change.accept(copy);
        return new ReviewInput(copy);
    }

    /**
     * Returns an input of results alone.
     *
     * @param results the results, with what is known of the schools
     * @return the input
     */
    public static ReviewInput of(SchoolResults results) {
        return new ReviewInput(new Parts(Objects.requireNonNull(results, "results")));
    }

    /**
     * Adds responses to tasks, in place of any there were.
     *
     * @param values one element an assessment
     * @return the input with them
     */
    public ReviewInput withResponses(Collection<TaskResponses> values) {
        List<TaskResponses> copy = ImmutableList.copyOf(values);
        return with(all -> all.responses = copy);
    }

    /**
     * Adds the works of a re-check, in place of any there were.
     *
     * @param values one element a work and expert
     * @return the input with them
     */
    public ReviewInput withRechecks(Collection<RecheckWork> values) {
        List<RecheckWork> copy = ImmutableList.copyOf(values);
        return with(all -> all.rechecks = copy);
    }

    /**
     * Adds values of indicators that somebody else counted, in place of any there were: of conditions (НОКО, by organisation, as
     * {@code noko.<variable>}), social passports, heads, municipalities.
     *
     * @param values the values
     * @return the input with them
     */
    public ReviewInput withIndicators(IndicatorValues values) {
        Objects.requireNonNull(values, "values");
        return with(all -> all.indicators = values);
    }

    /**
     * Adds methodologies to score units by, in place of any there were. НОКО needs none: it is always there.
     *
     * @param values methodologies; several editions of one may stand side by side
     * @return the input with them
     */
    public ReviewInput withMethodologies(Collection<Methodology> values) {
        List<Methodology> copy = ImmutableList.copyOf(values);
        return with(all -> all.methodologies = copy);
    }

    /**
     * Adds what diagnoses of staff observed, in place of what there was.
     *
     * @param values the points of persons in competencies, by wave
     * @return the input with them
     */
    public ReviewInput withCompetencies(CompetencyResults values) {
        Objects.requireNonNull(values, "values");
        return with(all -> all.competencies = values);
    }

    /**
     * Adds the modules that a deficit can be closed by, in place of any there were.
     *
     * @param values the modules
     * @return the input with them
     */
    public ReviewInput withModules(LearningPath.Catalogue values) {
        Optional<LearningPath.Catalogue> given = Optional.of(values);
        return with(all -> all.modules = given);
    }

    /**
     * Adds the answers to questionnaires, in place of any there were.
     *
     * @param values counts of answers by wave, organisation and group
     * @return the input with them
     */
    public ReviewInput withAnswers(SurveyAnswers values) {
        Objects.requireNonNull(values, "values");
        return with(all -> all.answers = values);
    }

    /**
     * Says what the questions are and which answers to them are positive; questions that it does not declare are read as the
     * questionnaire's own defaults say.
     *
     * @param values the questions
     * @return the input with them
     */
    public ReviewInput withQuestionnaire(Questionnaire values) {
        Objects.requireNonNull(values, "values");
        return with(all -> all.questionnaire = values);
    }

    /**
     * Adds sampled studies, in place of any there were.
     *
     * @param values one element a study, cycle and domain
     * @return the input with them
     */
    public ReviewInput withStudies(Collection<StudyMonitoring.Wave> values) {
        List<StudyMonitoring.Wave> copy = ImmutableList.copyOf(values);
        return with(all -> all.studies = copy);
    }

    /**
     * Adds measures with their terms, in place of any there were.
     *
     * @param values roadmaps and decisions of protocols, all together
     * @return the input with them
     */
    public ReviewInput withRoadmap(Roadmap values) {
        Objects.requireNonNull(values, "values");
        return with(all -> all.roadmap = values);
    }

    /**
     * Sets the rules by which findings become recommendations. Without any nothing is recommended.
     *
     * @param values the rules
     * @return the input with them
     */
    public ReviewInput withCatalogue(Catalogue values) {
        Optional<Catalogue> given = Optional.of(values);
        return with(all -> all.catalogue = given);
    }

    /**
     * Adds management decisions, in place of any there were, to look up what became of them.
     *
     * @param values the decisions
     * @return the input with them
     */
    public ReviewInput withDecisions(Collection<Decision> values) {
        List<Decision> copy = ImmutableList.copyOf(values);
        return with(all -> all.decisions = copy);
    }

    /**
     * Sets the date that the review is made for: what is overdue and by when something is to be done hangs on it. Without it the
     * date is the last day of the latest year with results, so that the same input gives the same review on every day.
     *
     * @param value the date
     * @return the input with it
     */
    public ReviewInput withDate(LocalDate value) {
        Optional<LocalDate> given = Optional.of(value);
        return with(all -> all.date = given);
    }

    /**
     * Returns the results.
     *
     * @return the results, with what is known of the schools
     */
    public SchoolResults results() {
        return parts.results;
    }

    /**
     * Returns the responses to tasks.
     *
     * @return one element an assessment; may be none
     */
    public List<TaskResponses> responses() {
        return parts.responses;
    }

    /**
     * Returns the works of a re-check.
     *
     * @return one element a work and expert; may be none
     */
    public List<RecheckWork> rechecks() {
        return parts.rechecks;
    }

    /**
     * Returns the values of indicators that somebody else counted.
     *
     * @return the values; may be none
     */
    public IndicatorValues indicators() {
        return parts.indicators;
    }

    /**
     * Returns the methodologies to score units by.
     *
     * @return the methodologies; may be none
     */
    public List<Methodology> methodologies() {
        return parts.methodologies;
    }

    /**
     * Returns what diagnoses of staff observed.
     *
     * @return the points; may be none
     */
    public CompetencyResults competencies() {
        return parts.competencies;
    }

    /**
     * Returns the modules that deficits can be closed by.
     *
     * @return the modules, if there are any
     */
    public Optional<LearningPath.Catalogue> modules() {
        return parts.modules;
    }

    /**
     * Returns the answers to questionnaires.
     *
     * @return the counts; may be none
     */
    public SurveyAnswers answers() {
        return parts.answers;
    }

    /**
     * Returns what is declared of the questions.
     *
     * @return the questionnaire; may be empty
     */
    public Questionnaire questionnaire() {
        return parts.questionnaire;
    }

    /**
     * Returns the sampled studies.
     *
     * @return one element a study, cycle and domain; may be none
     */
    public List<StudyMonitoring.Wave> studies() {
        return parts.studies;
    }

    /**
     * Returns the measures with their terms.
     *
     * @return the measures; may be none
     */
    public Roadmap roadmap() {
        return parts.roadmap;
    }

    /**
     * Returns the rules by which findings become recommendations.
     *
     * @return the rules, if there are any
     */
    public Optional<Catalogue> catalogue() {
        return parts.catalogue;
    }

    /**
     * Returns the management decisions.
     *
     * @return the decisions; may be none
     */
    public List<Decision> decisions() {
        return parts.decisions;
    }

    /**
     * Returns the date that the review is made for.
     *
     * @return the date that was set, or the last day of the latest year with results; empty if there is neither
     */
    public Optional<LocalDate> date() {
        return parts.date.or(() -> results().assessments().stream()
                .map(assessment -> LocalDate.of(assessment.year(), 12, 31))
                .max(LocalDate::compareTo));
    }

    @Override
    public String toString() {
        return "ReviewInput[" + results() + ", " + responses().size() + " assessments with tasks, " + rechecks().size()
                + " re-checked works]";
    }
}
