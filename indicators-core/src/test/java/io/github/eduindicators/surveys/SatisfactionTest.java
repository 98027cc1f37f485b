package io.github.eduindicators.surveys;

import static io.github.eduindicators.surveys.SurveyData.FIRST;
import static io.github.eduindicators.surveys.SurveyData.ONE;
import static io.github.eduindicators.surveys.SurveyData.REGION;
import static io.github.eduindicators.surveys.SurveyData.SECOND;
import static io.github.eduindicators.surveys.SurveyData.parents;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.SurveyAnswers;
import io.github.eduindicators.results.SurveyAnswers.Asked;
import io.github.eduindicators.stats.Interval;
import io.github.eduindicators.surveys.Questionnaire.Filter;
import io.github.eduindicators.surveys.Questionnaire.Kind;
import io.github.eduindicators.surveys.Questionnaire.Question;
import io.github.eduindicators.surveys.Satisfaction.Contradiction;
import io.github.eduindicators.surveys.Satisfaction.Share;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SatisfactionTest {
    private static final Offset<Double> EXACT = within(1e-10);
    private static final SchoolId A = SchoolId.of("a");

    private static Share positive(Satisfaction.Result result, String wave, Unit unit) {
        return result.positive(wave, unit, "parents", "q").orElseThrow();
    }

    private static Finding finding(Satisfaction.Result result, Unit unit) {
        return result.findings().stream().filter(finding -> finding.unit().equals(unit)).findFirst().orElseThrow();
    }

    private static Filter filter(String question, String... answers) {
        return new Filter(question, new TreeSet<>(List.of(answers)));
    }

    private static double number(Finding finding, String fact) {
        return finding.fact(fact).orElseThrow().number().orElseThrow();
    }

    @Test
    void theShareOfAnOrganisationHasWilsonsIntervalForThoseInvited() {
        Satisfaction.Result result = new SurveyData().add("2023", "a", 12, 8).invited("2023", "a", 50).run();
        Share share = positive(result, "2023", A);
        assertThat(share.n()).isEqualTo(20);
        assertThat(share.invited()).hasValue(50);
        // The oracle of ShareMathTest: 12 of 20 of 50.
        assertThat(share.value().orElseThrow().lower()).isCloseTo(0.4302169981649, EXACT);
        assertThat(share.value().orElseThrow().upper()).isCloseTo(0.7487385972298, EXACT);
        Satisfaction.Result unlimited = Satisfaction.withDefaults()
                .withPopulation(Satisfaction.Population.UNLIMITED)
                .run(new SurveyData().add("2023", "a", 12, 8).invited("2023", "a", 50).build(), ONE, SurveyData::place);
        assertThat(positive(unlimited, "2023", A).value().orElseThrow().lower()).isCloseTo(0.3865815007623, EXACT);
    }

    @Test
    void thoseWhoDidNotAnswerCouldAllHaveSaidNoOrYes() {
        Satisfaction.Result result = new SurveyData().add("2023", "a", 12, 8).invited("2023", "a", 50)
                .add("2023", "b", 30, 10).invited("2023", "b", 40).run();
        // 12/50 and (12 + 30)/50; 42/90 and 72/90.
        assertThat(positive(result, "2023", A).bounds()).contains(new Interval(0.6, 0.24, 0.84));
        assertThat(positive(result, "2023", REGION).bounds().orElseThrow().lower()).isCloseTo(42 / 90.0, EXACT);
        assertThat(positive(result, "2023", REGION).bounds().orElseThrow().upper()).isCloseTo(72 / 90.0, EXACT);
    }

    @Test
    void wherePartOfThoseInvitedIsNotKnownThereAreNoBounds() {
        Satisfaction.Result result = new SurveyData().add("2023", "a", 12, 8).invited("2023", "a", 50).add("2023", "b", 30, 10).run();
        Share region = positive(result, "2023", REGION);
        assertThat(region.bounds()).isEmpty();
        assertThat(region.invited()).isEmpty();
        assertThat(region.note()).startsWith("organisations=2;deff=").endsWith(";invited-unknown");
        assertThat(region.value().orElseThrow().value()).isEqualTo(42 / 60.0);
        assertThat(result.responses().stream().filter(response -> response.unit().equals(REGION)).findFirst().orElseThrow().rate())
                .hasValue(20 / 50.0);
    }

    /** The oracle of ShareMathTest: survey in R. */
    @Test
    void theShareOfARegionVariesAsOrganisationsDo() {
        Satisfaction.Result result = new SurveyData().add("2023", "a1", 30, 10).add("2023", "a2", 18, 12)
                .add("2023", "b1", 45, 5).add("2023", "b2", 22, 3).run();
        Share region = positive(result, "2023", REGION);
        assertThat(region.value().orElseThrow().value()).isEqualTo(115 / 145.0);
        assertThat(region.value().orElseThrow().lower()).isCloseTo(0.5322644926242, within(1e-8));
        assertThat(region.designEffect().orElseThrow()).isCloseTo(3.912577044811, EXACT);
        assertThat(region.organisations()).isEqualTo(4);
        assertThat(positive(result, "2023", FIRST).value().orElseThrow().value()).isEqualTo(48 / 70.0);
    }

    @Test
    void aMunicipalityOfOneOrganisationHasItsInterval() {
        Satisfaction.Result result = new SurveyData().add("2023", "b", 12, 8).invited("2023", "b", 50).run();
        assertThat(positive(result, "2023", SECOND).value()).isEqualTo(positive(result, "2023", SchoolId.of("b")).value());
        assertThat(positive(result, "2023", SECOND).note()).isEqualTo("one-organisation");
    }

    @Test
    void aShareOfFewerPeopleThanTheMinimumIsNotTold() {
        SurveyAnswers answers = new SurveyData().add("2023", "a", 9, 0).add("2023", "b", 8, 2).build();
        Satisfaction.Result result = Satisfaction.withDefaults().run(answers, ONE, SurveyData::place);
        result.forEachShare(share -> assertThat(share.value().isPresent()).as(share.toString()).isEqualTo(share.n() >= 10));
        assertThat(positive(result, "2023", A).note()).contains("small-n");
        assertThat(positive(result, "2023", REGION).n()).isEqualTo(19);
        assertThat(finding(result, A).outcome()).isEqualTo(Outcome.INSUFFICIENT_DATA);
        assertThat(number(finding(result, A), "respondents")).isEqualTo(9);
        Satisfaction.Result strict = Satisfaction.withDefaults().withMinimum(20).run(answers, ONE, SurveyData::place);
        strict.forEachShare(share -> assertThat(share.value()).isEmpty());
    }

    @Test
    void undecidedPeopleAreCountedOrNot() {
        SurveyAnswers answers = SurveyAnswers.builder().invited(parents("2023", "a"), 40)
                .add(parents("2023", "a"), "q", "yes", 12)
                .add(parents("2023", "a"), "q", "no", 4)
                .add(parents("2023", "a"), "q", "затрудняюсь ответить", 8)
                .add(parents("2023", "a"), "q", "нет ответа", 6)
                .build();
        Satisfaction method = Satisfaction.withDefaults();
        Share counted = positive(method.run(answers, ONE, SurveyData::place), "2023", A);
        assertThat(counted.value().orElseThrow().value()).isEqualTo(0.5);
        assertThat(counted.bounds()).contains(new Interval(0.5, 12 / 40.0, 28 / 40.0));
        Satisfaction.Result without = method.withUndecided(Satisfaction.Undecided.EXCLUDED).run(answers, ONE, SurveyData::place);
        assertThat(positive(without, "2023", A).value()).contains(Interval.wilson(12, 16));
        assertThat(positive(without, "2023", A).bounds()).contains(new Interval(0.75, 12 / 40.0, 36 / 40.0));
        assertThat(without.shares(A)).extracting(Share::answer).containsExactly("", "no", "yes");
        // Who gave no answer did send the sheet back.
        assertThat(without.responses().get(0).respondents()).isEqualTo(30);
    }

    @Test
    void onlyThoseWhoPassedTheFilterCanAnswer() {
        Questionnaire questions = Questionnaire.of(List.of(
                Question.single("meals"),
                Question.single("q").withPositive("yes").withFilter(filter("meals", "always", "often"))));
        Asked a = parents("2023", "a");
        Asked b = parents("2023", "b");
        SurveyAnswers answers = SurveyAnswers.builder().invited(a, 100)
                .add(a, "meals", "always", 20).add(a, "meals", "often", 10).add(a, "meals", "never", 30)
                .add(a, "q", "yes", 15).add(a, "q", "no", 10)
                .add(b, "meals", "always", 20).add(b, "meals", "never", 5)
                .add(b, "q", "yes", 15).add(b, "q", "no", 6)
                .build();
        Satisfaction.Result result = Satisfaction.withDefaults().run(answers, questions, SurveyData::place);
        Share share = positive(result, "2023", A);
        // Of 100 invited 30 did not pass: 15/70 and (15 + 70 - 25)/70; the whole is not known, so there is no correction.
        assertThat(share.value()).contains(Interval.wilson(15, 25));
        assertThat(share.bounds().orElseThrow().lower()).isCloseTo(15 / 70.0, EXACT);
        assertThat(share.bounds().orElseThrow().upper()).isCloseTo(60 / 70.0, EXACT);
        assertThat(share.note()).isEqualTo("filtered");
        assertThat(result.contradictions())
                .containsExactly(new Contradiction(b, "q", Contradiction.Kind.MORE_THAN_PASSED, 21, 20));
        assertThat(result.positive("2023", SchoolId.of("b"), "parents", "q")).isEmpty();
        assertThat(positive(result, "2023", REGION).n()).isEqualTo(25);
    }

    @Test
    void answersThatContradictThemselvesAreLeftOutAndTold() {
        Questionnaire questions = Questionnaire.of(List.of(
                Question.single("q").withPositive("yes"), Question.of("many", Kind.MULTIPLE), Question.of("base", Kind.MULTIPLE)));
        Asked a = parents("2023", "a");
        SurveyAnswers answers = SurveyAnswers.builder().invited(a, 30)
                .add(a, "q", "yes", 20).add(a, "q", "no", 11)
                .add(a, "many", "food", 20).add(a, "many", "light", 15).add(a, "many", "*", 19)
                .add(a, "base", "food", 20)
                .build();
        Satisfaction.Result result = Satisfaction.withDefaults().run(answers, questions, SurveyData::place);
        assertThat(result.contradictions()).containsExactlyInAnyOrder(
                new Contradiction(a, "q", Contradiction.Kind.MORE_THAN_INVITED, 31, 30),
                new Contradiction(a, "many", Contradiction.Kind.MORE_THAN_RESPONDENTS, 20, 19),
                new Contradiction(a, "base", Contradiction.Kind.NO_WHOLE, 20, 0));
        assertThat(result.shares(A)).isEmpty();
    }

    @Test
    void severalAnswersAPersonAreSharesOfPeople() {
        Questionnaire questions = Questionnaire.of(List.of(Question.of("q", Kind.MULTIPLE).withPositive("food")));
        Asked a = parents("2023", "a");
        SurveyAnswers answers = SurveyAnswers.builder()
                .add(a, "q", "food", 20).add(a, "q", "light", 15).add(a, "q", "*", 25).build();
        Satisfaction.Result result = Satisfaction.withDefaults().run(answers, questions, SurveyData::place);
        assertThat(result.shares(A)).extracting(Share::answer).containsExactly("", "food", "light");
        assertThat(result.shares(A)).extracting(share -> share.value().orElseThrow().value()).containsExactly(0.8, 0.8, 0.6);
        Questionnaire two = Questionnaire.of(List.of(Question.of("q", Kind.MULTIPLE).withPositive("food", "light")));
        assertThat(Satisfaction.withDefaults().run(answers, two, SurveyData::place).positive("2023", A, "parents", "q")).isEmpty();
    }

    /** {@code x <- rep(1:5,c(1,2,5,8,4)); mean(x)+c(-1,1)*qt(.975,19)*sqrt(var(x)/20*(1-f))} with f = 0 and 20/50. */
    @Test
    void aScaleHasAMean() {
        Questionnaire questions = Questionnaire.of(List.of(Question.of("q", Kind.SCALE).withPositiveFrom(4)));
        SurveyAnswers.Builder builder = SurveyAnswers.builder();
        long[] counts = {1, 2, 5, 8, 4};
        for (int i = 0; i < counts.length; i++) {
            builder.add(parents("2023", "a"), "q", Integer.toString(i + 1), counts[i]);
        }
        Share mean = mean(builder.build(), questions, A);
        assertThat(mean.value().orElseThrow().value()).isCloseTo(3.6, EXACT);
        assertThat(mean.value().orElseThrow().lower()).isCloseTo(3.087315904733, within(1e-8));
        Share corrected = mean(builder.invited(parents("2023", "a"), 50).build(), questions, A);
        assertThat(corrected.value().orElseThrow().lower()).isCloseTo(3.202876607433, within(1e-8));
        assertThat(corrected.value().orElseThrow().upper()).isCloseTo(3.997123392567, within(1e-8));
    }

    /** With {@code x2 <- rep(1:5,c(0,1,4,10,15)); x3 <- rep(1:5,c(3,6,4,2,1))}: {@code svymean} with ids the three, qt(.975,2). */
    @Test
    void theMeanOfARegionVariesAsOrganisationsDo() {
        Questionnaire questions = Questionnaire.of(List.of(Question.of("q", Kind.SCALE)));
        SurveyAnswers.Builder builder = SurveyAnswers.builder();
        long[][] counts = {{1, 2, 5, 8, 4}, {0, 1, 4, 10, 15}, {3, 6, 4, 2, 1}};
        for (int school = 0; school < counts.length; school++) {
            for (int i = 0; i < counts[school].length; i++) {
                builder.add(parents("2023", "a" + school), "q", Integer.toString(i + 1), counts[school][i]);
            }
        }
        Interval mean = mean(builder.build(), questions, REGION).value().orElseThrow();
        assertThat(mean.value()).isCloseTo(3.651515151515, within(1e-9));
        assertThat(mean.lower()).isCloseTo(1.510594886001, within(1e-7));
        assertThat(mean.upper()).isCloseTo(5.792435417029, within(1e-7));
    }

    private static Share mean(SurveyAnswers answers, Questionnaire questions, Unit unit) {
        return Satisfaction.withDefaults().run(answers, questions, SurveyData::place).shares(unit).stream()
                .filter(share -> share.answer().equals(Satisfaction.MEAN))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aFallIsFlaggedWithItsSizeAndBounds() {
        Satisfaction.Result result = new SurveyData().add("2022", "a", 180, 20).invited("2022", "a", 250)
                .add("2023", "a", 120, 80).invited("2023", "a", 240)
                .add("2022", "b", 150, 50).add("2023", "b", 152, 48).run();
        Finding fell = finding(result, A);
        assertThat(fell.outcome()).isEqualTo(Outcome.FLAGGED);
        assertThat(fell.category()).isEqualTo("fell");
        assertThat(fell.effect().orElseThrow().value()).isCloseTo(-0.3, EXACT);
        assertThat(number(fell, "share-from")).isCloseTo(90, EXACT);
        assertThat(number(fell, "share-to")).isCloseTo(60, EXACT);
        assertThat(number(fell, "response")).isCloseTo(100 * 200 / 240.0, EXACT);
        assertThat(number(fell, "worst")).isCloseTo(50, EXACT);
        assertThat(number(fell, "best")).isCloseTo(100 * 160 / 240.0, EXACT);
        // fisher.test(matrix(c(180,20,120,80),2))$p.value; two organisations were compared.
        assertThat(fell.p().orElseThrow()).isCloseTo(FISHER, within(1e-18));
        assertThat(fell.adjustedP().orElseThrow()).isCloseTo(2 * FISHER, within(1e-18));
        Finding clear = finding(result, SchoolId.of("b"));
        assertThat(clear.outcome()).isEqualTo(Outcome.CLEAR);
        // z <- qnorm(1-.05/2)+qnorm(.8); two tests of which one is significant: level .05*2/2; z*sqrt(p*(1-p)*2/200), p = 302/400
        assertThat(number(clear, "detectable")).isCloseTo(12.04926, within(1e-4));
        assertThat(fell.explain(Locale.forLanguageTag("ru"))).contains("родители, вопрос «q», было 90 % из 200 чел. (2022), стало 60 %");
        assertThat(clear.explain(Locale.ENGLISH)).contains("a fall of about 12 percentage points would have been noticed");
    }

    /** Ten schools of each of three municipalities; every school of the first falls from 0.9 to 0.75 or so. */
    @Test
    void aMunicipalityWhoseSchoolsFallTogetherIsFlaggedAlthoughNoSchoolIs() {
        SurveyAnswers.Builder builder = SurveyAnswers.builder();
        Municipality third = Municipality.of(REGION, "M3");
        for (int i = 0; i < 30; i++) {
            SurveyAnswers.Asked before = parents("2022", "s" + i);
            SurveyAnswers.Asked after = parents("2023", "s" + i);
            int yes = 36 - i % 3;
            int now = i < 10 ? 30 - i % 4 : 36 - i % 4;
            builder.add(before, "q", "yes", yes).add(before, "q", "no", 40 - yes).add(after, "q", "yes", now).add(after, "q", "no", 40 - now);
        }
        Satisfaction.Result result = Satisfaction.withDefaults().run(builder.build(), ONE, unit -> {
            int number = Integer.parseInt(unit.code().substring(1));
            return Optional.of(number < 10 ? FIRST : number < 20 ? SECOND : third);
        });
        assertThat(finding(result, FIRST).category()).isEqualTo("fell");
        assertThat(finding(result, FIRST).outcome()).isEqualTo(Outcome.FLAGGED);
        assertThat(List.of(finding(result, SECOND).outcome(), finding(result, third).outcome())).containsOnly(Outcome.CLEAR);
        assertThat(result.findings()).filteredOn(finding -> finding.unit() instanceof SchoolId)
                .hasSize(30).allSatisfy(finding -> assertThat(finding.outcome()).isEqualTo(Outcome.CLEAR));
        // By hand: the schools of a municipality vary by less than chance, so the design effect is 1.
        assertThat(positive(result, "2023", FIRST).designEffect()).hasValue(1);
        assertThat(positive(result, "2023", FIRST).n()).isEqualTo(400);
    }

    private static final double FISHER = 2.82768453573224e-12;

    @Test
    void aRiseIsNoFlag() {
        Satisfaction.Result result = new SurveyData().add("2022", "a", 120, 80).add("2023", "a", 180, 20).run();
        assertThat(finding(result, A).outcome()).isEqualTo(Outcome.CLEAR);
        assertThat(number(finding(result, A), "rose")).isEqualTo(1);
    }

    @Test
    void wavesWithTooFewPeopleAreNotCompared() {
        Satisfaction.Result result = new SurveyData().add("2022", "a", 9, 0).add("2023", "a", 100, 100).run();
        assertThat(result.changes()).isEmpty();
        assertThat(finding(result, A).category()).isEqualTo("one-wave");
    }

    @Test
    void theTwoLastWavesAreCompared() {
        Satisfaction.Result result = new SurveyData().add("2021", "a", 100, 0).add("2022-H2", "a", 50, 50).add("2023", "a", 52, 48).run();
        assertThat(result.changes()).allSatisfy(change -> {
            assertThat(change.from()).isEqualTo("2022-H2");
            assertThat(change.to()).isEqualTo("2023");
        }).hasSize(3);
    }

    @Test
    void aLowShareIsFlaggedOnlyWhereSomebodySaidWhatIsPositive() {
        SurveyData data = new SurveyData().add("2023", "a", 20, 80);
        Finding low = finding(data.run(), A);
        assertThat(low.category()).isEqualTo("low");
        assertThat(low.outcome()).isEqualTo(Outcome.FLAGGED);
        assertThat(low.effect()).contains(Interval.wilson(20, 100));
        assertThat(low.explain(Locale.ENGLISH)).contains("20 % of 100 people", "below 50 %; 1 of 1 shares");
        Finding guessed = finding(
                Satisfaction.withDefaults().run(data.build(), Questionnaire.empty(), SurveyData::place), A);
        assertThat(guessed.outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
        assertThat(guessed.category()).isEqualTo("nothing-to-compare");
        Finding off = finding(Satisfaction.withDefaults().withLow(0).run(data.build(), ONE, SurveyData::place), A);
        assertThat(off.outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
        Finding between = finding(new SurveyData().add("2023", "a", 45, 55).run(), A);
        assertThat(between.outcome()).isEqualTo(Outcome.CLEAR);
        // 100*(.5-(qnorm(.975)+qnorm(.8))*.5/10)
        assertThat(number(between, "detectable")).isCloseTo(35.99207, within(1e-4));
    }

    @Test
    void aLowResponseIsNotClear() {
        SurveyData data = new SurveyData().add("2023", "a", 80, 20).invited("2023", "a", 251);
        Finding low = finding(data.run(), A);
        assertThat(low.outcome()).isEqualTo(Outcome.INSUFFICIENT_DATA);
        assertThat(low.category()).isEqualTo("low-response");
        assertThat(low.explain(Locale.ENGLISH)).contains("Only 40 % of those invited answered", "(100 people), less than 40 %");
        Satisfaction lenient = Satisfaction.withDefaults().withLeastResponse(0.39);
        assertThat(finding(lenient.run(data.build(), ONE, SurveyData::place), A).outcome()).isEqualTo(Outcome.CLEAR);
    }

    @Test
    void aSurveyWithoutPositiveAnswersIsNotJudged() {
        Questionnaire questions = Questionnaire.of(List.of(Question.single("q")));
        Satisfaction.Result result = Satisfaction.withDefaults()
                .run(new SurveyData().add("2023", "a", 80, 20).build(), questions, SurveyData::place);
        assertThat(finding(result, A).outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
        assertThat(finding(result, A).explain(Locale.ENGLISH)).endsWith("No question of the survey has positive answers.");
        assertThat(result.shares(A)).extracting(Share::answer).containsExactly("no", "yes");
    }

    @Test
    void organisationsOfOneWaveAreToldOrLeftOut() {
        SurveyAnswers answers = new SurveyData().add("2022", "a1", 60, 40).add("2022", "a2", 70, 30)
                .add("2023", "a2", 71, 29).add("2023", "a3", 20, 80).build();
        Satisfaction.Difference all = ofFirst(Satisfaction.withDefaults(), answers);
        assertThat(all.value().value()).isCloseTo(91 / 200.0 - 130 / 200.0, EXACT);
        assertThat(List.of(all.organisations(), all.onlyFirst(), all.onlySecond())).containsExactly(3, 1, 1);
        Satisfaction.Difference same = ofFirst(Satisfaction.withDefaults().withComposition(Satisfaction.Composition.SAME), answers);
        assertThat(same.value().value()).isCloseTo(0.01, EXACT);
        assertThat(List.of(same.organisations(), same.onlyFirst(), same.onlySecond())).containsExactly(1, 0, 0);
    }

    private static Satisfaction.Difference ofFirst(Satisfaction method, SurveyAnswers answers) {
        return method.run(answers, ONE, SurveyData::place).changes().stream()
                .filter(change -> change.unit().equals(FIRST))
                .findFirst()
                .orElseThrow()
                .difference();
    }

    @Test
    void groupsAreCompared() {
        Asked teachers = new Asked("2023", A, "teachers");
        SurveyAnswers answers = new SurveyData().add("2023", "a", 9, 11).build()
                .plus(SurveyAnswers.builder().add(teachers, "q", "yes", 18).add(teachers, "q", "no", 2).build());
        Satisfaction.Result result = Satisfaction.withDefaults().run(answers, ONE, SurveyData::place);
        Satisfaction.Difference difference = result.between("2023", A, "Q", "teachers", "parents").orElseThrow();
        // The oracle of ShareMathTest: 18 of 20 against 9 of 20.
        assertThat(difference.value().lower()).isCloseTo(-0.6549178033022, EXACT);
        assertThat(difference.p()).isCloseTo(0.005735673700079, EXACT);
        assertThat(result.between("2023", A, "q", "teachers", "pupils")).isEmpty();
    }

    @Test
    void anOrganisationWithoutAPlaceCountsInNoRegion() {
        Satisfaction.Result result = new SurveyData().add("2023", "x1", 12, 8).add("2023", "a", 6, 14).run();
        assertThat(result.unplaced()).containsExactly(SchoolId.of("x1"));
        assertThat(positive(result, "2023", REGION).n()).isEqualTo(20);
        assertThat(positive(result, "2023", SchoolId.of("x1")).n()).isEqualTo(20);
    }

    @Test
    void noAnswersGiveNothing() {
        Satisfaction.Result result = Satisfaction.withDefaults().run(SurveyAnswers.empty(), ONE, SurveyData::place);
        assertThat(result.findings()).isEmpty();
        assertThat(result.responses()).isEmpty();
        assertThat(result.changes()).isEmpty();
        result.forEachShare(share -> assertThat(share).isNull());
        assertThat(new SurveyData().add("2023", "a", 0, 0).invited("2023", "a", 0).run().findings())
                .allSatisfy(finding -> assertThat(finding.outcome()).isEqualTo(Outcome.INSUFFICIENT_DATA)).hasSize(3);
    }

    @Test
    void allAlikeHaveAShareOfOneWithAnInterval() {
        Satisfaction.Result result = new SurveyData().add("2022", "a1", 30, 0).add("2022", "a2", 20, 0)
                .add("2023", "a1", 30, 0).add("2023", "a2", 25, 0).run();
        Interval share = positive(result, "2023", FIRST).value().orElseThrow();
        assertThat(share.value()).isEqualTo(1);
        assertThat(share.lower()).isBetween(0.1, 0.99);
        assertThat(result.changes()).allSatisfy(change -> {
            assertThat(change.difference().p()).isEqualTo(1);
            assertThat(change.difference().value().value()).isZero();
        }).hasSize(4);
    }

    @Test
    void optionsAreCheckedAndNamedInTheMethod() {
        Satisfaction method = Satisfaction.withDefaults();
        assertThatThrownBy(() -> method.withMinimum(1)).hasMessageContaining("1");
        assertThatThrownBy(() -> method.withLevel(0)).hasMessageContaining("level");
        assertThatThrownBy(() -> method.withLow(1)).hasMessageContaining("low");
        assertThatThrownBy(() -> method.withLeastResponse(1.1)).hasMessageContaining("1.1");
        assertThat(method.withMinimum(5).withUndecided(Satisfaction.Undecided.EXCLUDED).method()).hasToString(
                "surveys/satisfaction 1 [minimum=5, level=0.05, low=0.5, least-response=0.4, population=invited, undecided=excluded,"
                        + " composition=all]");
    }
}
