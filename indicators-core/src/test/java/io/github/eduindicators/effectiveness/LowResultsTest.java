package io.github.eduindicators.effectiveness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.effectiveness.LowResults.PreviousYear;
import io.github.eduindicators.effectiveness.LowResults.Series;
import io.github.eduindicators.effectiveness.Membership.Answer;
import io.github.eduindicators.effectiveness.Membership.Reason;
import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Procedure;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Season;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreTally;
import io.github.eduindicators.stats.Interval;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The federal rule on counts worked out by hand. */
class LowResultsTest {
    private static final SchoolId SCHOOL = SchoolId.of("s1");
    private static final ScoreScale MARKS = ScoreScale.of(20, 7, 11, 15);
    private static final ScoreScale MINIMUM = ScoreScale.of(100, 36);

    /** Results by how many failed: with the score just below the threshold, the others with the threshold itself. */
    static final class World {
        private final ScoreTally tally = ScoreTally.create();

        World with(String school, Assessment work, int failed, int of) {
            int cut = work.scale().cuts().isEmpty() ? 1 : work.scale().cuts().get(0);
            for (int i = 0; i < of; i++) {
                tally.add(SchoolId.of(school), work, i < failed ? cut - 1 : cut);
            }
            return this;
        }

        SchoolResults results() {
            return tally.snapshot();
        }
    }

    static Assessment vpr(int year, Subject subject, int grade) {
        return Assessment.vpr(year, subject, grade, MARKS);
    }

    static Assessment ege(int year, Subject subject) {
        return Assessment.builder(Procedure.EGE, year, subject).grade(11).scale(MINIMUM).build();
    }

    private static final Assessment RU5_20 = vpr(2020, Subject.RUSSIAN, 5);
    private static final Assessment RU5_21 = vpr(2021, Subject.RUSSIAN, 5);
    private static final Assessment MA5_20 = vpr(2020, Subject.MATHEMATICS, 5);
    private static final Assessment MA5_21 = vpr(2021, Subject.MATHEMATICS, 5);
    private static final Assessment RU6_21 = vpr(2021, Subject.RUSSIAN, 6);

    private static Answer answer(LowResults rule, World world, int year) {
        return membership(rule, world, year).member();
    }

    private static Membership membership(LowResults rule, World world, int year) {
        return rule.run(world.results()).memberships().stream()
                .filter(m -> m.unit().equals(SCHOOL) && m.period().equals(Period.of(year)))
                .findFirst()
                .orElseThrow();
    }

    private static Answer federal(World world) {
        return answer(LowResults.federal(), world, 2021);
    }

    @Test
    void exactlyThirtyPercentCountsAndJustBelowDoesNot() {
        World exactly = new World().with("s1", RU5_20, 3, 10).with("s1", RU5_21, 3, 10).with("s1", MA5_21, 30, 100);
        World below = new World().with("s1", RU5_20, 3, 10).with("s1", RU5_21, 3, 10).with("s1", MA5_21, 29, 100);
        World belowBefore = new World().with("s1", RU5_20, 29, 100).with("s1", RU5_21, 3, 10).with("s1", MA5_21, 30, 100);
        assertThat(federal(exactly)).isEqualTo(Answer.YES);
        assertThat(federal(below)).isEqualTo(Answer.NO);
        assertThat(federal(belowBefore)).isEqualTo(Answer.NO);
    }

    @Test
    void threeOfNineIsListedWithItsWideInterval() {
        World world = new World().with("s1", RU5_20, 3, 9).with("s1", RU5_21, 3, 9).with("s1", MA5_21, 3, 9);
        Memberships result = LowResults.federal().run(world.results());
        Membership member = membership(LowResults.federal(), world, 2021);
        assertThat(member.member()).isEqualTo(Answer.YES);
        Reason first = member.triggers().get(0);
        assertThat(first.criterion()).isEqualTo("vpr-russian-5");
        assertThat(first.value().n()).hasValue(9);
        assertThat(first.value().note()).isEqualTo("small-n");
        // R: prop.test(3, 9, correct = FALSE)$conf.int
        assertThat(first.value().interval().orElseThrow().lower()).isCloseTo(0.120583818387, within(1e-11));
        assertThat(first.value().interval().orElseThrow().upper()).isCloseTo(0.645797864420, within(1e-11));
        assertThat(result.findings().get(0).explain(Locale.ENGLISH)).contains("from 12 to 65 %").doesNotContain("{").doesNotContain("–,");
    }

    @Test
    void theReasonsNameProceduresYearsAndCounts() {
        World world = new World().with("s1", RU5_20, 4, 10).with("s1", RU5_21, 5, 12).with("s1", MA5_21, 6, 15).with("s1", RU6_21, 1, 11);
        Membership member = membership(LowResults.federal(), world, 2021);
        assertThat(member.list()).isEqualTo("shnor-federal");
        assertThat(member.facts()).containsExactly(
                Fact.of("vpr-russian-5-2021", "5/12"),
                Fact.of("vpr-russian-5-2020", "4/10"),
                Fact.of("vpr-mathematics-5-2021", "6/15"),
                Fact.of("vpr-mathematics-5-2020", "no-results"),
                Fact.of("vpr-russian-6-2021", "1/11"),
                Fact.of("limit", 0.3));
        assertThat(member.triggers()).extracting(Reason::toString)
                .allSatisfy(text -> assertThat(text).endsWith("yes"))
                .hasSize(3);
    }

    @Test
    void aFindingCarriesTheEvidence() {
        World world = new World().with("s1", RU5_20, 4, 10).with("s1", RU5_21, 5, 12).with("s1", MA5_21, 6, 15).with("s1", RU6_21, 1, 11);
        Finding finding = LowResults.federal().run(world.results()).findings().get(0);
        assertThat(finding.outcome()).isEqualTo(Outcome.FLAGGED);
        assertThat(finding.statistic()).hasValue(2);
        assertThat(finding.n()).hasValue(38);
        // 5 of 12 is the highest share, 6 of 15 the second
        assertThat(finding.effect()).contains(Interval.wilson(6, 15));
        assertThat(finding.fact("turns-on")).contains(Fact.of("turns-on", "vpr-mathematics-5"));
        assertThat(finding.fact("low-counts")).contains(Fact.of("low-counts", "5/12, 6/15"));
        assertThat(finding.fact("repeated")).contains(Fact.of("repeated", "vpr-russian-5"));
        assertThat(finding.assessments()).containsExactly(RU5_20.id(), MA5_21.id(), RU5_21.id(), RU6_21.id());
        assertThat(finding.explain(Locale.forLanguageTag("ru"))).contains("ВПР, русский язык, 5 класс").contains("5/12, 6/15");
    }

    @Test
    void oneLowProcedureIsNotEnoughHoweverOftenItRepeats() {
        World world = new World().with("s1", RU5_20, 9, 10).with("s1", RU5_21, 9, 10).with("s1", MA5_20, 9, 10).with("s1", MA5_21, 2, 10);
        assertThat(federal(world)).isEqualTo(Answer.NO);
        assertThat(LowResults.federal().run(world.results()).findings().get(0).category()).isEqualTo("few-low");
        assertThat(answer(LowResults.federal().withMinimumProcedures(1), world, 2021)).isEqualTo(Answer.YES);
    }

    @Test
    void theRepeatedProcedureMustBeTheSame() {
        World other = new World().with("s1", RU5_20, 1, 10).with("s1", RU5_21, 5, 10).with("s1", MA5_21, 5, 10)
                .with("s1", vpr(2020, Subject.RUSSIAN, 6), 9, 10);
        assertThat(federal(other)).isEqualTo(Answer.NO);
        Finding finding = LowResults.federal().run(other.results()).findings().get(0);
        assertThat(finding.category()).isEqualTo("not-repeated");
        assertThat(finding.explain(Locale.ENGLISH)).contains("ВПР, Russian, grade 5: 1/10");
    }

    @Test
    void withoutAnyLowProcedureTheYearBeforeNothingCanBeSaid() {
        World first = new World().with("s1", RU5_21, 5, 10).with("s1", MA5_21, 5, 10).with("s1", vpr(2020, Subject.RUSSIAN, 6), 9, 10);
        assertThat(federal(first)).isEqualTo(Answer.INSUFFICIENT_DATA);
        assertThat(LowResults.federal().run(first.results()).findings().get(0).category()).isEqualTo("no-year-before");
        World partly = first.with("s1", RU5_20, 0, 10);
        assertThat(federal(partly)).isEqualTo(Answer.NO);
    }

    @Test
    void aMissingYearIsSkippedOnlyWhenAskedFor() {
        Assessment before = vpr(2018, Subject.RUSSIAN, 5);
        Assessment earlier = vpr(2017, Subject.RUSSIAN, 5);
        World world = new World().with("s1", before, 4, 10).with("s1", earlier, 0, 10).with("s1", RU5_21, 5, 10).with("s1", MA5_21, 5, 10);
        assertThat(federal(world)).isEqualTo(Answer.INSUFFICIENT_DATA);
        LowResults last = LowResults.federal().withPreviousYear(PreviousYear.LAST_AVAILABLE);
        assertThat(answer(last, world, 2021)).isEqualTo(Answer.YES);
        assertThat(membership(last, world, 2021).facts()).contains(Fact.of("vpr-russian-5-2018", "4/10"));
        assertThat(answer(last, world, 2018)).isEqualTo(Answer.NO);
    }

    @Test
    void aSchoolWithoutResultsInAYearOfItsRegionHasTooFewData() {
        World world = new World().with("s1", RU5_20, 5, 10).with("s2", RU5_21, 0, 10);
        assertThat(federal(world)).isEqualTo(Answer.INSUFFICIENT_DATA);
        SchoolResults registered = world.results().withSchools(List.of(School.of(SchoolId.of("s3"))));
        assertThat(LowResults.federal().run(registered).findings()).extracting(Finding::outcome)
                .containsExactly(Outcome.INSUFFICIENT_DATA, Outcome.CLEAR, Outcome.INSUFFICIENT_DATA);
    }

    @Test
    void yearsAreThoseOfTheOwnRegion() {
        SchoolResults results = new World().with("s1", RU5_21, 0, 10).with("s2", RU5_20, 0, 10).results().withSchools(List.of(
                School.builder(SCHOOL).municipality(Municipality.of(Region.of("A"), "M")).build(),
                School.builder(SchoolId.of("s2")).municipality(Municipality.of(Region.of("B"), "M")).build(),
                School.builder(SchoolId.of("s3")).municipality(Municipality.of(Region.of("C"), "M")).build()));
        Memberships result = LowResults.federal().run(results);
        assertThat(result.memberships()).extracting(m -> m.unit().code() + " " + m.period()).containsExactly("s1 2021", "s2 2020");
        assertThat(result.findings()).extracting(Finding::outcome)
                .containsExactly(Outcome.CLEAR, Outcome.CLEAR, Outcome.NOT_APPLICABLE);
    }

    @Test
    void worksOfSpringAndAutumnOfOneYearArePooled() {
        Assessment autumn = Assessment.builder(Procedure.VPR, 2021, Subject.RUSSIAN).season(Season.AUTUMN).grade(5)
                .scale(ScoreScale.of(30, 10, 20, 25)).build();
        // 4 of 10 and 1 of 10 are 5 of 20, less than 30 %; 4 of 10 and 2 of 10 are exactly 30 %
        World diluted = new World().with("s1", RU5_20, 3, 10).with("s1", RU5_21, 4, 10).with("s1", autumn, 1, 10).with("s1", MA5_21, 5, 10);
        World enough = new World().with("s1", RU5_20, 3, 10).with("s1", RU5_21, 4, 10).with("s1", autumn, 2, 10).with("s1", MA5_21, 5, 10);
        assertThat(federal(diluted)).isEqualTo(Answer.NO);
        assertThat(federal(enough)).isEqualTo(Answer.YES);
        Membership member = membership(LowResults.federal(), enough, 2021);
        assertThat(member.facts()).contains(Fact.of("vpr-russian-5-2021", "6/20"));
        assertThat(member.reasons().get(0).value().note()).isEqualTo("pooled-works");
    }

    @Test
    void mathematicsThatWasNotDividedStandsForBothLevelsTheYearBeforeAndIsOneProcedure() {
        Assessment whole = ege(2014, Subject.MATHEMATICS);
        Assessment profile = ege(2015, Subject.MATHEMATICS_PROFILE);
        Assessment basic = ege(2015, Subject.MATHEMATICS_BASIC);
        World world = new World().with("s1", whole, 5, 10).with("s1", profile, 5, 10).with("s1", basic, 5, 10);
        assertThat(answer(LowResults.federal(), world, 2015)).isEqualTo(Answer.YES);
        assertThat(membership(LowResults.federal(), world, 2015).facts()).contains(Fact.of("ege-mathematics-2014", "5/10"));
        assertThat(membership(LowResults.federal(), world, 2014).reasons()).filteredOn(r -> r.holds() == Answer.YES).hasSize(1);
        // the level itself comes first where both are there
        World own = new World().with("s1", whole, 5, 10).with("s1", ege(2014, Subject.MATHEMATICS_PROFILE), 0, 10)
                .with("s1", ege(2014, Subject.MATHEMATICS_BASIC), 0, 10).with("s1", profile, 5, 10).with("s1", basic, 5, 10);
        assertThat(answer(LowResults.federal(), own, 2015)).isEqualTo(Answer.NO);
    }

    @Test
    void aMinimumScoreIsTheThresholdWhereThereAreNoMarks() {
        World world = new World().with("s1", ege(2020, Subject.RUSSIAN), 3, 10).with("s1", ege(2021, Subject.RUSSIAN), 3, 10)
                .with("s1", ege(2021, Subject.MATHEMATICS_PROFILE), 3, 10);
        assertThat(federal(world)).isEqualTo(Answer.YES);
    }

    @Test
    void aWorkWithoutThresholdDoesNotApplyAndIsCounted() {
        Assessment open = Assessment.vpr(2021, Subject.RUSSIAN, 5, ScoreScale.of(20));
        World only = new World().with("s1", open, 5, 10);
        Memberships nothing = LowResults.federal().run(only.results());
        assertThat(nothing.memberships()).isEmpty();
        assertThat(nothing.findings().get(0).outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
        assertThat(nothing.findings().get(0).fact("without-threshold")).contains(Fact.of("without-threshold", 1));
        assertThat(nothing.findings().get(0).explain(Locale.ENGLISH)).contains("works without one: 1");
        World beside = new World().with("s1", open, 10, 10).with("s1", MA5_21, 5, 10);
        assertThat(membership(LowResults.federal(), beside, 2021).facts()).noneMatch(fact -> fact.key().contains("russian"));
    }

    @Test
    void otherProceduresAndGradesAreNotLookedAt() {
        World world = new World().with("s1", RU5_20, 5, 10).with("s1", RU5_21, 5, 10).with("s1", vpr(2021, Subject.MATHEMATICS, 7), 9, 10)
                .with("s1", vpr(2021, Subject.BIOLOGY, 5), 9, 10).with("s1", vpr(2021, Subject.RUSSIAN, 4), 9, 10);
        assertThat(federal(world)).isEqualTo(Answer.NO);
        LowResults own = LowResults.federal().withList("low-own").withProcedures(
                List.of(new Series(Procedure.VPR, Subject.RUSSIAN, 5), Series.of(Procedure.VPR, Subject.BIOLOGY)));
        assertThat(answer(own, world, 2021)).isEqualTo(Answer.YES);
        assertThat(membership(own, world, 2021).list()).isEqualTo("low-own");
    }

    @Test
    void tooFewParticipantsAreNotLow() {
        World world = new World().with("s1", RU5_20, 5, 10).with("s1", RU5_21, 5, 10).with("s1", MA5_21, 4, 9);
        assertThat(answer(LowResults.federal().withMinimumParticipants(9), world, 2021)).isEqualTo(Answer.YES);
        assertThat(answer(LowResults.federal().withMinimumParticipants(10), world, 2021)).isEqualTo(Answer.NO);
    }

    @Test
    void theShareIsComparedInWholeNumbers() {
        World world = new World().with("s1", RU5_20, 1, 3).with("s1", RU5_21, 1, 3).with("s1", MA5_21, 333, 1000);
        assertThat(answer(LowResults.federal().withShare(333, 1000), world, 2021)).isEqualTo(Answer.YES);
        assertThat(answer(LowResults.federal().withShare(1, 3), world, 2021)).isEqualTo(Answer.NO);
    }

    @Test
    void aClearSchoolThatIsDoubtedIsNamedSo() {
        World world = new World().with("s1", RU5_20, 0, 10).with("s1", RU5_21, 0, 10);
        Memberships result = LowResults.federal().run(world.results(), SCHOOL::equals);
        assertThat(result.memberships()).extracting(Membership::note).containsOnly("doubtful-results");
        assertThat(result.memberships().get(1).facts()).contains(Fact.of("note", "doubtful-results"));
        assertThat(result.findings().get(0).outcome()).isEqualTo(Outcome.CLEAR);
        assertThat(result.findings().get(0).explain(Locale.ENGLISH)).contains("raised marks would hide");
    }

    @Test
    void sharesCanFeedRulesOfARegion() {
        World world = new World().with("s1", RU5_20, 1, 4).with("s1", ege(2020, Subject.MATHEMATICS_BASIC), 0, 5);
        var shares = LowResults.federal().shares(world.results());
        assertThat(shares.indicators()).containsExactly("fail_share.ege-mathematics_basic", "fail_share.vpr-russian-5");
        assertThat(shares.value(SCHOOL, "fail_share.vpr-russian-5", Period.of(2020)).orElseThrow().value()).hasValue(0.25);
    }

    @Test
    void theFirstYearOfAllHasNoYearBefore() {
        World world = new World().with("s1", vpr(1990, Subject.RUSSIAN, 5), 5, 10).with("s1", vpr(1990, Subject.MATHEMATICS, 5), 5, 10);
        assertThat(answer(LowResults.federal(), world, 1990)).isEqualTo(Answer.INSUFFICIENT_DATA);
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        LowResults rule = LowResults.federal();
        assertThatThrownBy(() -> rule.withShare(0, 10)).hasMessageContaining("got 0 of 10");
        assertThatThrownBy(() -> rule.withShare(11, 10)).hasMessageContaining("got 11 of 10");
        assertThatThrownBy(() -> rule.withMinimumParticipants(0)).hasMessageContaining("participants");
        assertThatThrownBy(() -> rule.withMinimumProcedures(-1)).hasMessageContaining("procedures");
        assertThatThrownBy(() -> rule.withProcedures(List.of())).hasMessageContaining("at least one");
        assertThatThrownBy(() -> rule.withProcedures(List.of(
                Series.of(Procedure.OGE, Subject.RUSSIAN), new Series(Procedure.OGE, Subject.RUSSIAN, 9)))).hasMessageContaining("oge-russian-9");
        assertThatThrownBy(() -> new Series(Procedure.OGE, Subject.RUSSIAN, 13)).hasMessageContaining("13");
        assertThatThrownBy(() -> new Series(Procedure.of("P".repeat(60)), Subject.of("s".repeat(60)), 1)).hasMessageContaining("80");
        assertThatThrownBy(() -> rule.withList("Список 1")).hasMessageContaining("Список 1");
    }

    @Test
    void theMethodTellsItsOptions() {
        assertThat(LowResults.federal().method().toString()).startsWith("low-results/shnor-federal 1")
                .contains("share=3/10", "participants=1", "procedures=2", "previous-year=strict", "vpr-russian-5, vpr-mathematics-5");
        assertThat(new Series(Procedure.of("РОП 2"), Subject.MATHEMATICS_BASIC, 0).code()).isEqualTo("роп-2-mathematics_basic");
    }
}
