package io.github.eduindicators.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.items.LearningPath;
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
import io.github.eduindicators.recommendations.Addressee;
import io.github.eduindicators.recommendations.Catalogue;
import io.github.eduindicators.recommendations.Decision;
import io.github.eduindicators.recommendations.DecisionEffects;
import io.github.eduindicators.recommendations.FindingPattern;
import io.github.eduindicators.recommendations.Phrase;
import io.github.eduindicators.recommendations.Rule;
import io.github.eduindicators.results.CompetencyResults;
import io.github.eduindicators.results.CompetencyResults.Score;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreTally;
import io.github.eduindicators.results.SurveyAnswers;
import io.github.eduindicators.results.SurveyAnswers.Asked;
import io.github.eduindicators.results.TaskResponses;
import io.github.eduindicators.review.ListRow.Member;
import io.github.eduindicators.roadmap.Measure;
import io.github.eduindicators.roadmap.Roadmap;
import io.github.eduindicators.surveys.Questionnaire;
import io.github.eduindicators.surveys.Questionnaire.Question;
import io.github.eduindicators.surveys.ReplicateWeights;
import io.github.eduindicators.surveys.Study;
import io.github.eduindicators.surveys.StudyMonitoring;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReviewTest {
    private static final ScoreScale SCALE = ScoreScale.of(20, 7, 11, 15);

    private static Assessment maths(int year) {
        return Assessment.vpr(year, Subject.MATHEMATICS, 5, SCALE);
    }

    /** Three years; most schools have scores 4..13 each once, the others are said where they are made. */
    private static Review.Result review() {
        ScoreTally tally = ScoreTally.create();
        for (int year : new int[] {2018, 2019, 2021}) {
            for (int s = 0; s < 8; s++) {
                boolean early = s == 1 && year == 2018;
                boolean late = s == 2 && year == 2021;
                if (s == 3 && year != 2018) {
                    continue;
                }
                for (int score = 4; score < 14; score++) {
                    tally.add(SchoolId.of("s" + s), maths(year), early || late ? score + 6 : score);
                }
            }
            tally.add(SchoolId.of("single"), maths(year), 9);
        }
        return Review.standard().run(tally.snapshot().withSchools(List.of(School.of(SchoolId.of("without")))));
    }

    private static Map<String, ListRow> list(Review.Result review, String name) {
        return review.lists().stream().filter(row -> row.list().equals(name)).collect(Collectors.toMap(row -> row.unit().code(), row -> row));
    }

    @Test
    void interviewListLooksAtTheTwoLatestYearsAndAnalysisAtAll() {
        Review.Result review = review();
        Map<String, ListRow> interview = list(review, ListRow.INTERVIEW);
        Map<String, ListRow> analysis = list(review, ListRow.ANALYSIS);
        assertThat(interview.get("s1").member()).isEqualTo(Member.NO);
        assertThat(analysis.get("s1").member()).isEqualTo(Member.YES);
        assertThat(analysis.get("s1").reasons()).containsExactly(Fact.of("2018", 1L));
        assertThat(interview.get("s2").member()).isEqualTo(Member.YES);
        assertThat(interview.get("s0").member()).isEqualTo(Member.NO);
        assertThat(interview.get("s3").member()).as("no work in the two latest years").isEqualTo(Member.INSUFFICIENT_DATA);
        assertThat(analysis.get("s3").member()).isEqualTo(Member.NO);
        assertThat(analysis.get("single").member()).as("one pupil a year").isEqualTo(Member.INSUFFICIENT_DATA);
        assertThat(analysis.get("without").member()).as("no results at all").isEqualTo(Member.INSUFFICIENT_DATA);
        assertThat(review.lists()).filteredOn(row -> row.list().startsWith("objectivity-")).hasSize(20)
                .allMatch(row -> row.year() == 2021);
    }

    @Test
    void everySchoolHasItsLine() {
        Review.Result review = review();
        assertThat(review.schools()).hasSize(10);
        SchoolSummary flagged = review.schools().stream().filter(s -> s.school().id().value().equals("s2")).findFirst().orElseThrow();
        assertThat(flagged.n()).isEqualTo(30);
        assertThat(flagged.signs()).isEqualTo(1);
        assertThat(flagged.repetition().lastYear()).hasValue(2021);
        SchoolSummary without = review.schools().stream().filter(s -> s.school().id().value().equals("without")).findFirst().orElseThrow();
        assertThat(without.outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
        assertThat(without.p()).isEmpty();
        assertThat(review.index()).filteredOn(row -> row.unit().unitType().code().equals("region")).hasSize(3);
    }

    private static final Region AMUR = Region.of("Amur");
    private static final Region TOMSK = Region.of("Tomsk");
    private static final LocalDate DAY = LocalDate.of(2021, 9, 1);

    private static School school(int number, Region region) {
        return School.builder(SchoolId.of("s" + number)).municipality(Municipality.of(region, "Zeya")).build();
    }

    private static List<School> register(Region... regions) {
        return IntStream.rangeClosed(0, 11).mapToObj(number -> school(number, regions[number % regions.length])).toList();
    }

    /** Twelve schools of ten pupils in two years; in 2021 the school s0 is four points above the others. */
    private static SchoolResults results(List<School> register) {
        ScoreTally tally = ScoreTally.create();
        for (School school : register) {
            for (int year : new int[] {2020, 2021}) {
                for (int pupil = 0; pupil < 10; pupil++) {
                    tally.add(school.id(), maths(year), 5 + pupil + (school.id().value().equals("s0") && year == 2021 ? 4 : 0));
                }
            }
        }
        return tally.snapshot().withSchools(register);
    }

    /** Of two tasks every second pupil does the first and nobody in s1 the second. */
    private static TaskResponses responses(List<School> register) {
        TaskResponses.Builder responses = TaskResponses.builder(maths(2021), List.of(Task.of("1", 10).withSkill("count"),
                Task.of("2", 10).withSkill("read")));
        for (School school : register) {
            for (int pupil = 0; pupil < 40; pupil++) {
                responses.add(school.id(), "a", pupil % 10, school.id().value().equals("s1") ? 0 : (pupil * 7 + 3) % 10);
            }
        }
        return responses.build();
    }

    private static CompetencyResults competencies(List<School> register) {
        CompetencyResults.Builder all = CompetencyResults.builder(register);
        for (School school : register) {
            for (int person = 0; person < 10; person++) {
                all.add(Unit.of(UnitType.PERSON, school.id().value() + "-" + person), school.id(), "2021", "marking", Score.of(2, 20));
            }
        }
        return all.build();
    }

    private static SurveyAnswers answers(List<School> register) {
        SurveyAnswers.Builder all = SurveyAnswers.builder();
        for (School school : register) {
            for (int year = 2020; year <= 2021; year++) {
                Asked asked = new Asked(Integer.toString(year), school.id(), "parents");
                int yes = year == 2020 ? 90 : 20;
                all.invited(asked, 100).add(asked, "fine", "yes", yes).add(asked, "fine", "no", 100 - yes);
            }
        }
        return all.build();
    }

    private static StudyMonitoring.Wave wave(int year, double mean) {
        List<String> clusters = new ArrayList<>();
        double[] values = new double[600];
        for (int pupil = 0; pupil < values.length; pupil++) {
            clusters.add("c" + pupil / 20);
            values[pupil] = mean + (pupil * 37 + pupil / 20 * 11) % 101 - 50;
        }
        Study study = Study.unweighted(values.length).values("reading", values).clusters(clusters).build();
        return StudyMonitoring.Wave.of("study", Period.of(year), "reading", ReplicateWeights.jk1().apply(study)).withLinkError(0);
    }

    private static Roadmap roadmap() {
        return Roadmap.of(List.of(Measure.of("plan", "1", "do it").withTerm("01.03.2021")));
    }

    private static Decision decision(LocalDate date, String... targets) {
        return Decision.of("d", date, SchoolId.of("s0")).withTargets(Stream.of(targets).map(Decision.Target::parse).toList());
    }

    private static Catalogue catalogue() {
        return Catalogue.builder("ours", "1").title(new Phrase("Наш", "Ours")).topic("terms", new Phrase("Сроки", "Terms"))
                .rule(Rule.builder("late", Addressee.REGIONAL_AUTHORITY, "terms").unitTypes(UnitType.REGION)
                        .allOf(FindingPattern.flagged("roadmap/execution")).title(new Phrase("Сроки", "Terms"))
                        .text(new Phrase("Исполнить: {unit}", "Do it: {unit}")).why(new Phrase("Просрочено", "Overdue")).build())
                .build();
    }

    private static ReviewInput everything() {
        List<School> register = register(AMUR);
        return ReviewInput.of(results(register))
                .withResponses(List.of(responses(register)))
                .withCompetencies(competencies(register))
                .withModules(LearningPath.Catalogue.of(LearningPath.Module.of("m", "marking", 16)))
                .withAnswers(answers(register))
                .withQuestionnaire(Questionnaire.of(List.of(Question.single("fine").withPositive("yes"))))
                .withStudies(List.of(wave(2018, 500), wave(2021, 440)))
                .withRoadmap(roadmap())
                .withCatalogue(catalogue())
                .withDecisions(List.of(decision(LocalDate.of(2020, 9, 1), "mean_z")))
                .withDate(DAY);
    }

    private static Set<String> methods(Review.Result review) {
        return review.findings().stream().map(finding -> finding.method().id()).collect(Collectors.toSet());
    }

    @Test
    void whatIsNotGivenIsNotSpokenOf() {
        Review.Result review = Review.standard().run(results(register(AMUR)));
        assertThat(methods(review)).noneMatch(id -> id.startsWith("items/") || id.startsWith("staff/") || id.startsWith("surveys/")
                || id.startsWith("roadmap/") || id.startsWith("recommendations/"));
        assertThat(review.tasks().works()).isEmpty();
        assertThat(review.staff().rows()).isEmpty();
        assertThat(review.needs()).isEmpty();
        assertThat(review.satisfaction().findings()).isEmpty();
        assertThat(review.studies().rows()).isEmpty();
        assertThat(review.roadmap().entries()).isEmpty();
        assertThat(review.effects().effects()).isEmpty();
        assertThat(review.catalogue()).isEmpty();
        assertThat(review.recommendations()).isEmpty();
    }

    @Test
    void whatIsGivenIsInTheResultAndInTheFindings() {
        Review.Result review = Review.standard().run(everything());
        assertThat(review.tasks().works()).singleElement().satisfies(
                work -> assertThat(work.assessment()).isEqualTo(maths(2021)));
        assertThat(review.staff().rows()).isNotEmpty();
        assertThat(review.needs()).filteredOn(need -> need.unit().equals(AMUR)).singleElement().satisfies(need -> {
            assertThat(need.module().id()).isEqualTo("m");
            assertThat(need.persons()).isEqualTo(120);
        });
        assertThat(review.satisfaction().findings()).isNotEmpty();
        assertThat(review.studies().rows()).isNotEmpty();
        assertThat(review.roadmap().entries()).hasSize(1);
        assertThat(review.effects().effects()).hasSize(1);
        assertThat(methods(review)).contains("items/assessment-quality", "items/school-deficit", "staff/deficits",
                "surveys/satisfaction", "surveys/study", "roadmap/execution");
        assertThat(review.findings()).isSortedAccordingTo(Finding.order())
                .containsAll(review.tasks().findings()).containsAll(review.staff().findings())
                .containsAll(review.satisfaction().findings()).containsAll(review.studies().findings())
                .containsAll(review.effects().findings()).containsAll(review.effectiveness().findings());
        // Everybody has a tenth of the points; nine of ten were content, then two; the mean fell by sixty.
        for (String method : List.of("staff/deficits", "surveys/satisfaction", "surveys/study", "roadmap/execution")) {
            assertThat(review.findings()).as(method).anyMatch(finding -> finding.method().id().equals(method)
                    && finding.outcome() == Outcome.FLAGGED && finding.unit().equals(AMUR));
        }
        assertThat(review.recommendations()).singleElement().satisfies(advice -> {
            assertThat(advice.rule().id()).isEqualTo("late");
            assertThat(advice.unit()).isEqualTo(AMUR);
            assertThat(advice.causes()).singleElement().satisfies(cause -> assertThat(cause.method().id()).isEqualTo("roadmap/execution"));
        });
        assertThat(review.summaries()).extracting(summary -> summary.method().id()).doesNotHaveDuplicates()
                .contains("staff/deficits", "surveys/study", "roadmap/execution");
    }

    @Test
    void nothingIsAdvisedWithoutRules() {
        ReviewInput input = ReviewInput.of(results(register(AMUR))).withRoadmap(roadmap()).withDate(DAY);
        assertThat(Review.standard().run(input).recommendations()).isEmpty();
        assertThat(Review.standard().run(input.withCatalogue(catalogue())).recommendations()).hasSize(1);
    }

    @Test
    void aPlanOfSeveralRegionsSaysNothingOfOne() {
        Review.Result review = Review.standard()
                .run(ReviewInput.of(results(register(AMUR, TOMSK))).withRoadmap(roadmap()).withCatalogue(catalogue()).withDate(DAY));
        assertThat(review.roadmap().entries()).as("the measures are still counted").hasSize(1);
        assertThat(methods(review)).doesNotContain("roadmap/execution");
        assertThat(review.recommendations()).isEmpty();
    }

    @Test
    void theDateIsTheGivenOneOrTheLastDayOfTheLatestYear() {
        ReviewInput input = ReviewInput.of(results(register(AMUR))).withRoadmap(roadmap());
        assertThat(input.date()).contains(LocalDate.of(2021, 12, 31));
        assertThat(Review.standard().run(input).date()).isEqualTo(LocalDate.of(2021, 12, 31));
        assertThat(Review.standard().run(input.withDate(DAY)).date()).isEqualTo(DAY);
        // One day before the term and one after.
        assertThat(Review.standard().run(input.withDate(LocalDate.of(2021, 2, 28))).roadmap().total().overdue()).isZero();
        assertThat(Review.standard().run(input.withDate(LocalDate.of(2021, 3, 2))).roadmap().total().overdue()).isEqualTo(1);
    }

    @Test
    void measuresAndDecisionsWithoutResultsNeedADate() {
        ReviewInput nothing = ReviewInput.of(ScoreTally.create().snapshot());
        assertThat(nothing.date()).isEmpty();
        assertThat(Review.standard().run(nothing).date()).isEqualTo(LocalDate.EPOCH);
        assertThatIllegalArgumentException().isThrownBy(() -> Review.standard().run(nothing.withRoadmap(roadmap())))
                .withMessageContaining("date");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Review.standard().run(nothing.withDecisions(List.of(decision(DAY, "mean_z")))))
                .withMessageContaining("date");
        assertThat(Review.standard().run(nothing.withRoadmap(roadmap()).withDate(DAY)).roadmap().total().overdue()).isEqualTo(1);
    }

    @Test
    void whatDecisionsAimAtIsLookedUpAsCountedAndAsGivenAndTheGivenWins() {
        ReviewInput input = ReviewInput.of(results(register(AMUR))).withDate(LocalDate.of(2022, 3, 1))
                .withDecisions(List.of(decision(LocalDate.of(2020, 9, 1), "pass_rate", "clubs")))
                .withIndicators(IndicatorValues.builder()
                        .add(SchoolId.of("s0"), "clubs", Period.of(2020), IndicatorValue.of(0.25))
                        .add(SchoolId.of("s0"), "clubs", Period.of(2021), IndicatorValue.of(0.5))
                        .build());
        Map<String, DecisionEffects.Effect> counted = effects(input);
        // Scores 5..14, in 2021 9..18, of which those from 7 on pass.
        assertThat(counted.get("pass_rate").before()).hasValue(0.8);
        assertThat(counted.get("pass_rate").after()).hasValue(1);
        assertThat(counted.get("clubs").before()).hasValue(0.25);
        assertThat(counted.get("clubs").after()).hasValue(0.5);
        IndicatorValues given = IndicatorValues.builder()
                .add(SchoolId.of("s0"), "pass_rate", Period.of(2021), IndicatorValue.of(0.625)).build();
        assertThat(effects(input.withIndicators(given)).get("pass_rate").after()).hasValue(0.625);
        assertThat(effects(input.withIndicators(given)).get("pass_rate").before()).hasValue(0.8);
    }

    private static Map<String, DecisionEffects.Effect> effects(ReviewInput input) {
        return Review.standard().run(input).effects().effects().stream()
                .collect(Collectors.toMap(effect -> effect.target().indicator(), effect -> effect));
    }

    @Test
    void theOrderOfWhatIsGivenMakesNoDifference() {
        ReviewInput input = everything();
        ReviewInput other = input.withStudies(List.of(wave(2021, 440), wave(2018, 500)));
        assertThat(Review.standard().run(other).findings()).isEqualTo(Review.standard().run(input).findings());
    }
}
