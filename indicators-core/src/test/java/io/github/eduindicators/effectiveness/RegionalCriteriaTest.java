package io.github.eduindicators.effectiveness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.effectiveness.Membership.Answer;
import io.github.eduindicators.effectiveness.RegionalCriteria.Criterion;
import io.github.eduindicators.effectiveness.RegionalCriteria.Limit;
import io.github.eduindicators.effectiveness.RegionalCriteria.Side;
import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.PeerGroups;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.stats.Interval;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Limits from R, as the comments say; answers worked out by hand. */
class RegionalCriteriaTest {
    private static final Period Y19 = Period.of(2019);
    private static final Period Y20 = Period.of(2020);
    private static final Period Y21 = Period.of(2021);

    /** Schools s0, s1, ... with the values in one year. */
    private static IndicatorValues.Builder add(IndicatorValues.Builder values, String indicator, Period period, double... ofSchools) {
        for (int i = 0; i < ofSchools.length; i++) {
            if (!Double.isNaN(ofSchools[i])) {
                values.add(SchoolId.of("s" + i), indicator, period, IndicatorValue.of(ofSchools[i]));
            }
        }
        return values;
    }

    private static IndicatorValues values(String indicator, Period period, double... ofSchools) {
        return add(IndicatorValues.builder(), indicator, period, ofSchools).build();
    }

    private static List<String> members(RegionalCriteria rule, IndicatorValues values, Period period) {
        return codes(rule.run(values).members(period));
    }

    private static List<String> codes(List<Unit> units) {
        return units.stream().map(Unit::code).toList();
    }

    private static List<Answer> answers(RegionalCriteria rule, IndicatorValues values, Period period) {
        return rule.run(values).memberships().stream().filter(m -> m.period().equals(period)).map(Membership::member).toList();
    }

    private static RegionalCriteria rule(Criterion criterion) {
        return RegionalCriteria.named("risk").with(criterion);
    }

    @Test
    void theFourSidesDifferAtTheLimit() {
        IndicatorValues values = values("x", Y21, 1, 2, 3);
        assertThat(members(rule(Criterion.of("x", Side.BELOW, Limit.of(2))), values, Y21)).containsExactly("s0");
        assertThat(members(rule(Criterion.of("x", Side.AT_MOST, Limit.of(2))), values, Y21)).containsExactly("s0", "s1");
        assertThat(members(rule(Criterion.of("x", Side.ABOVE, Limit.of(2))), values, Y21)).containsExactly("s2");
        assertThat(members(rule(Criterion.of("x", Side.AT_LEAST, Limit.of(2))), values, Y21)).containsExactly("s1", "s2");
    }

    @Test
    void limitsAreThoseOfR() {
        // R: y <- c(3,1,4,1,5,9,2,6); quantile(y, .3, type = 7); mean(y) + 1.5 * sd(y)
        IndicatorValues values = values("x", Y21, 3, 1, 4, 1, 5, 9, 2, 6);
        Membership low = rule(Criterion.atMost("x", Limit.quantile(0.3))).run(values).memberships().get(0);
        assertThat(low.reasons().get(0).limit().orElseThrow()).isCloseTo(2.1, within(1e-12));
        Membership high = rule(Criterion.above("x", Limit.mean(1.5))).run(values).memberships().get(5);
        assertThat(high.reasons().get(0).limit().orElseThrow()).isCloseTo(7.99756421591, within(1e-10));
        assertThat(high.member()).isEqualTo(Answer.YES);
        // R: x <- c(.5,.6,.7,.8,.9); mean(x) - sd(x) = 0.541886116992
        IndicatorValues rates = values("x", Y21, 0.5, 0.6, 0.7, 0.8, 0.9);
        assertThat(members(rule(Criterion.below("x", Limit.mean(-1))), rates, Y21)).containsExactly("s0");
        assertThat(members(rule(Criterion.atMost("x", Limit.quantile(0.25))), rates, Y21)).containsExactly("s0", "s1");
    }

    @Test
    void whereAllAreEqualBelowTakesNobodyAndAtMostAll() {
        IndicatorValues values = values("x", Y21, 0.1, 0.1, 0.1, 0.1, 0.1);
        assertThat(members(rule(Criterion.below("x", Limit.mean(-1))), values, Y21)).isEmpty();
        assertThat(members(rule(Criterion.below("x", Limit.quantile(0.25))), values, Y21)).isEmpty();
        assertThat(members(rule(Criterion.atMost("x", Limit.quantile(0.25))), values, Y21)).hasSize(5);
    }

    @Test
    void tooFewUnitsGiveNoLimit() {
        IndicatorValues four = values("x", Y21, 1, 2, 3, 4);
        RegionalCriteria rule = rule(Criterion.below("x", Limit.mean(0)));
        assertThat(answers(rule, four, Y21)).containsOnly(Answer.INSUFFICIENT_DATA);
        assertThat(members(rule.withMinimumUnits(4), four, Y21)).containsExactly("s0", "s1");
    }

    @Test
    void aWindowCountsHitsAndWhatIsMissing() {
        double no = Double.NaN;
        IndicatorValues.Builder builder = IndicatorValues.builder();
        add(builder, "x", Y19, 0, 0, no, no, 9, 0);
        add(builder, "x", Y20, 0, no, no, 9, 9, 9);
        add(builder, "x", Y21, 9, 0, 0, 9, no, no);
        RegionalCriteria rule = rule(Criterion.below("x", Limit.of(1)).in(2, 3));
        assertThat(answers(rule, builder.build(), Y21)).containsExactly(
                Answer.YES, Answer.YES, Answer.INSUFFICIENT_DATA, Answer.NO, Answer.NO, Answer.INSUFFICIENT_DATA);
        assertThat(answers(rule, builder.build(), Y19)).containsExactly(
                Answer.INSUFFICIENT_DATA, Answer.INSUFFICIENT_DATA, Answer.INSUFFICIENT_DATA, Answer.INSUFFICIENT_DATA,
                Answer.INSUFFICIENT_DATA, Answer.INSUFFICIENT_DATA);
    }

    @Test
    void halvesHaveWindowsOfTheirOwn() {
        IndicatorValues.Builder builder = IndicatorValues.builder();
        add(builder, "x", Period.ofHalf(2020, 2), 0);
        add(builder, "x", Period.ofHalf(2021, 1), 0);
        add(builder, "x", Y20, 9);
        RegionalCriteria rule = rule(Criterion.below("x", Limit.of(1)).in(2, 2));
        assertThat(members(rule, builder.build(), Period.ofHalf(2021, 1))).containsExactly("s0");
        assertThat(answers(rule, builder.build(), Y20)).containsExactly(Answer.NO);
    }

    @Test
    void atLeastSoManyOfTheCriteria() {
        double no = Double.NaN;
        IndicatorValues.Builder builder = IndicatorValues.builder();
        add(builder, "a", Y21, 0, 0, 0, 9, 9);
        add(builder, "b", Y21, 0, 9, no, 9, no);
        add(builder, "c", Y21, 9, 0, 9, no, no);
        RegionalCriteria two = RegionalCriteria.named("risk").with(Criterion.below("a", Limit.of(1)))
                .with(Criterion.below("b", Limit.of(1))).with(Criterion.below("c", Limit.of(1))).atLeast(2);
        assertThat(answers(two, builder.build(), Y21)).containsExactly(
                Answer.YES, Answer.YES, Answer.INSUFFICIENT_DATA, Answer.NO, Answer.INSUFFICIENT_DATA);
        Finding finding = two.run(builder.build()).findings().get(2);
        assertThat(finding.outcome()).isEqualTo(Outcome.INSUFFICIENT_DATA);
        assertThat(finding.explain(Locale.ENGLISH)).contains("1 of 3 criteria hold, 2 are needed").contains("(b)").doesNotContain("{");
    }

    @Test
    void whatDoesNotApplyIsNoHitAndWhatIsInsufficientIsUnknown() {
        IndicatorValues values = IndicatorValues.builder()
                .add(SchoolId.of("s0"), "x", Y21, IndicatorValue.notApplicable("no-grade-11"))
                .add(SchoolId.of("s1"), "x", Y21, IndicatorValue.insufficient(2, "few-results"))
                .build();
        Memberships result = rule(Criterion.below("x", Limit.of(1))).run(values);
        assertThat(result.memberships()).extracting(Membership::member).containsExactly(Answer.NO, Answer.INSUFFICIENT_DATA);
        assertThat(result.memberships().get(1).facts()).containsExactly(Fact.of("x-2021", "few-results"), Fact.of("limit", 1.0));
    }

    @Test
    void likeIsComparedWithLike() {
        IndicatorValues values = values("x", Y21, 1, 2, 3, 11, 12, 13, 5);
        Map<SchoolId, String> groups = new HashMap<>();
        for (int i = 0; i < 6; i++) {
            groups.put(SchoolId.of("s" + i), i < 3 ? "rural" : "urban");
        }
        RegionalCriteria rule = rule(Criterion.below("x", Limit.mean(0))).withMinimumUnits(3);
        // over all: mean 47 / 7 = 6.71
        assertThat(members(rule, values, Y21)).containsExactly("s0", "s1", "s2", "s6");
        RegionalCriteria within = rule.within(PeerGroups.of(groups));
        assertThat(members(within, values, Y21)).containsExactly("s0", "s3");
        assertThat(answers(within, values, Y21)).last().isEqualTo(Answer.INSUFFICIENT_DATA);
        assertThat(answers(within.withMinimumUnits(4), values, Y21)).containsOnly(Answer.INSUFFICIENT_DATA);
        assertThat(answers(rule.within(PeerGroups.of(groups).withMinimum(4)), values, Y21)).containsOnly(Answer.INSUFFICIENT_DATA);
    }

    @Test
    void kindsOfUnitAreNotMixed() {
        IndicatorValues.Builder builder = IndicatorValues.builder();
        add(builder, "x", Y21, 1, 2, 3, 4, 5);
        Region region = Region.of("R");
        for (int i = 0; i < 5; i++) {
            builder.add(Municipality.of(region, "m" + i), "x", Y21, IndicatorValue.of(100 + i));
        }
        assertThat(members(rule(Criterion.below("x", Limit.quantile(0.25))), builder.build(), Y21)).containsExactlyInAnyOrder("s0", "m0");
    }

    @Test
    void doubtfulSchoolsAreJudgedButNotComparedWith() {
        IndicatorValues values = values("x", Y21, 1, 2, 3, 4, 5, 100);
        RegionalCriteria rule = rule(Criterion.below("x", Limit.mean(0)));
        // with the doubtful one the mean is 115 / 6, without it 3
        Memberships result = rule.run(values, SchoolId.of("s5")::equals);
        assertThat(codes(result.members(Y21))).containsExactly("s0", "s1");
        assertThat(members(rule, values, Y21)).hasSize(5);
        assertThat(result.memberships().get(5).note()).isEqualTo("doubtful-results");
        assertThat(result.memberships().get(5).member()).isEqualTo(Answer.NO);
    }

    @Test
    void aRequirementKeepsOut() {
        Memberships result = rule(Criterion.below("x", Limit.of(2))).requiring("open", SchoolId.of("s1")::equals)
                .run(values("x", Y21, 1, 1, 3));
        assertThat(codes(result.members(Y21))).containsExactly("s1");
        assertThat(result.findings()).extracting(Finding::category).containsExactly("required", "", "");
        assertThat(result.findings().get(0).explain(Locale.ENGLISH)).contains("does not meet: open");
    }

    @Test
    void theWholeIntervalCanBeAskedFor() {
        IndicatorValues values = IndicatorValues.builder()
                .add(SchoolId.of("s0"), "va", Y21, IndicatorValue.of(new Interval(1, 0.01, 2), 30))
                .add(SchoolId.of("s1"), "va", Y21, IndicatorValue.of(new Interval(1, 0, 2), 30))
                .add(SchoolId.of("s2"), "va", Y21, IndicatorValue.of(5))
                .add(SchoolId.of("s3"), "va", Y21, IndicatorValue.of(new Interval(-1, -2, -0.01), 30))
                .build();
        assertThat(answers(rule(Criterion.intervalAbove("va", 0)), values, Y21))
                .containsExactly(Answer.YES, Answer.NO, Answer.INSUFFICIENT_DATA, Answer.NO);
        assertThat(members(rule(Criterion.intervalBelow("va", 0)), values, Y21)).containsExactly("s3");
    }

    @Test
    void assessmentsAreObservationsOfTheirOwn() {
        IndicatorValues.Builder builder = IndicatorValues.builder();
        for (String work : List.of("ru-20", "ma-20", "ru-21", "ma-21", "other-21")) {
            for (int i = 0; i < 2; i++) {
                boolean low = i == 0 ? !work.equals("ru-20") : work.startsWith("other");
                builder.add(new IndicatorValues.Key(SchoolId.of("s" + i), "x", work.endsWith("20") ? Y20 : Y21, work),
                        IndicatorValue.of(low ? 0 : 9));
            }
        }
        Criterion criterion = Criterion.below("x", Limit.of(1))
                .inAssessments(List.of(AssessmentId.of("ru-20"), AssessmentId.of("ma-20"), AssessmentId.of("ru-21"), AssessmentId.of("ma-21")));
        assertThat(members(rule(criterion.in(3, 2)), builder.build(), Y21)).containsExactly("s0");
        assertThat(members(rule(criterion.in(4, 2)), builder.build(), Y21)).isEmpty();
        assertThat(members(rule(criterion.in(1, 1)), builder.build(), Y20)).containsExactly("s0");
        assertThat(rule(criterion.in(3, 2)).run(builder.build()).memberships().get(1).facts())
                .contains(Fact.of("x-2021-ma-21", 0.0), Fact.of("x-2020-ru-20", 9.0));
    }

    @Test
    void enormousValuesDoNotOverflow() {
        double big = Double.MAX_VALUE;
        assertThat(members(rule(Criterion.below("x", Limit.mean(0))), values("x", Y21, -big, big, big, big, big), Y21)).containsExactly("s0");
    }

    @Test
    void rulesThatCannotWorkAreRefused() {
        RegionalCriteria one = rule(Criterion.below("x", Limit.of(1)));
        assertThatThrownBy(() -> RegionalCriteria.named("risk").run(IndicatorValues.empty())).hasMessageContaining("got 0 criteria");
        assertThatThrownBy(() -> one.atLeast(2).run(IndicatorValues.empty())).hasMessageContaining("at least 2 to hold");
        assertThatThrownBy(() -> one.with(Criterion.above("x", Limit.of(5)))).hasMessageContaining("two of x");
        assertThatThrownBy(() -> Criterion.below("x", Limit.of(1)).in(3, 2)).hasMessageContaining("got 3 of 2");
        assertThatThrownBy(() -> Criterion.below("Pass rate", Limit.of(1))).hasMessageContaining("Pass rate");
        assertThatThrownBy(() -> Limit.quantile(1.1)).hasMessageContaining("1.1");
        assertThatThrownBy(() -> Limit.of(Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> one.withMinimumUnits(1)).hasMessageContaining("got 1");
        assertThat(one.run(IndicatorValues.empty()).memberships()).isEmpty();
        assertThat(one.with(Criterion.above("x", Limit.mean(-1.5)).named("high").in(2, 3)).method().toString())
                .contains("x=x < 1.0", "high=x > mean - 1.5 sd, 2 of 3", "at-least=2");
    }
}
