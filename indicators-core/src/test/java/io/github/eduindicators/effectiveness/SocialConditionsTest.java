package io.github.eduindicators.effectiveness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.effectiveness.Membership.Answer;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.stats.Interval;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Social conditions and the schools beside them. Numbers from R:
 *
 * <pre>
 * z &lt;- function(x) (x - mean(x)) / sd(x); a &lt;- c(10,20,30,40); c &lt;- -c(2,1,3,0) / 10
 * I &lt;- (2 * z(a) + z(c)) / 4; 50 + 10 * I / sd(I)            # a constant variable of weight 1 adds nothing above
 * (2 * z(a[1:3]) + z(c)[1:3]) / 4; z(c)[4] / 2                # the fourth school lacks a
 * </pre>
 */
class SocialConditionsTest {
    private static final Period Y20 = Period.of(2020);
    private static final Period Y21 = Period.of(2021);
    private static final double[] REGISTERED = {2, 1, 3, 0};

    private static SocialConditions.Builder declared() {
        return SocialConditions.builder().favourable("a", 2).favourable("constant", 1).unfavourable("registered", "pupils", 1);
    }

    private static School.Builder school(int i) {
        return School.builder(SchoolId.of("s" + i)).context("a", 10 * (i + 1)).context("constant", 0.1)
                .context("registered", REGISTERED[i]).context("pupils", 10);
    }

    private static List<School> schools() {
        List<School> list = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            list.add(school(i).build());
        }
        return list;
    }

    private static double index(IndicatorValues values, int school) {
        return values.value(SchoolId.of("s" + school), SocialConditions.INDEX, Y21).orElseThrow().value().orElseThrow();
    }

    private static void assertIndex(IndicatorValues values, double... expected) {
        for (int i = 0; i < expected.length; i++) {
            assertThat(index(values, i)).as("school " + i).isCloseTo(expected[i], within(1e-10));
        }
    }

    @Test
    void theIndexIsTheWeightedMeanOfStandardDeviations() {
        assertIndex(declared().build().index(schools(), 2021), -0.6777720855863, -0.0968245836552, -0.0968245836552, 0.8714212528967);
        assertIndex(declared().scale(SocialConditions.Scale.T).build().index(schools(), 2021),
                39.4471029398, 48.4924432771, 48.4924432771, 63.5680105060);
    }

    @Test
    void aSchoolThatLacksAVariableIsWeighedByTheOthers() {
        List<School> schools = schools();
        schools.set(3, School.builder(SchoolId.of("s3")).context("constant", 0.1).context("registered", 0).context("pupils", 10).build());
        IndicatorValues values = declared().build().index(schools, 2021);
        assertIndex(values, -0.5968245836552, 0.0968245836552, 0.2095262490344, 0.580947501931);
        assertThat(values.value(SchoolId.of("s3"), SocialConditions.INDEX, Y21).orElseThrow().note()).isEqualTo("reweighted");
        IndicatorValue strict = declared().leastShare(0.51).build().index(schools, 2021)
                .value(SchoolId.of("s3"), SocialConditions.INDEX, Y21).orElseThrow();
        assertThat(strict.value()).isEmpty();
        assertThat(strict.note()).isEqualTo("few-variables");
    }

    @Test
    void equalSchoolsAndOneSchoolStandInTheMiddle() {
        SocialConditions conditions = SocialConditions.builder().favourable("a", 1).scale(SocialConditions.Scale.T).build();
        assertIndex(conditions.index(List.of(school(0).build()), 2021), 50);
        assertIndex(conditions.index(List.of(school(0).build(), school(1).context("a", 10).build()), 2021), 50, 50);
    }

    @Test
    void theContextOfTheYearCounts() {
        List<School> schools = schools();
        schools.set(0, school(0).context(2021, "a", 40).build());
        schools.set(3, school(3).context(2021, "a", 10).build());
        IndicatorValues values = SocialConditions.builder().favourable("a", 1).build().index(schools, 2020, 2021);
        double before = values.value(SchoolId.of("s0"), SocialConditions.INDEX, Y20).orElseThrow().value().orElseThrow();
        assertThat(index(values, 0)).isEqualTo(-before).isPositive();
    }

    @Test
    void sharesKeepTheirCountsAndImpossibleOnesAreRefused() {
        List<School> schools = List.of(school(0).build(), school(1).context("registered", 11).build(),
                school(2).context("pupils", 0).context("registered", 0).build(), School.of(SchoolId.of("s3")));
        IndicatorValues shares = declared().build().shares(schools, 2021);
        assertThat(shares.value(SchoolId.of("s0"), "share.registered", Y21).orElseThrow()).isEqualTo(IndicatorValue.ratio(2, 10));
        assertThat(shares.value(SchoolId.of("s1"), "share.registered", Y21).orElseThrow().note()).isEqualTo("impossible-count");
        assertThat(shares.value(SchoolId.of("s2"), "share.registered", Y21).orElseThrow().state())
                .isEqualTo(IndicatorValue.State.NOT_APPLICABLE);
        assertThat(shares.value(SchoolId.of("s3"), "share.registered", Y21).orElseThrow().note()).isEqualTo("no-value");
    }

    private static List<School> eight() {
        List<School> list = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            for (String region : List.of("A", "B")) {
                list.add(School.builder(SchoolId.of(region + i)).municipality(Municipality.of(Region.of(region), "M"))
                        .context("a", region.equals("A") ? i : 1000 + i).build());
            }
        }
        return list;
    }

    @Test
    void theLowestQuarterOfEachRegionIsListed() {
        List<School> schools = eight();
        RegionalCriteria.Result result = SocialConditions.builder().favourable("a", 1).build().run(schools, 2021);
        // quantile .25 of 0..7 is 1.75
        assertThat(result.members(Y21)).extracting(Unit::code).containsExactly("A0", "A1", "B0", "B1");
        assertThat(result.findings()).filteredOn(f -> f.outcome() == Outcome.FLAGGED).hasSize(4);
        assertThat(result.findings().get(0).explain(Locale.forLanguageTag("ru"))).contains("ШФНСУ").contains("За 2021");
        assertThat(result.method().toString()).startsWith("social-conditions/lowest").contains("+1.0 a");
        Collections.shuffle(schools, new java.util.Random(1));
        assertThat(SocialConditions.builder().favourable("a", 1).build().run(schools, 2021).memberships()).isEqualTo(result.memberships());
        assertThat(SocialConditions.builder().unfavourable("a", 1).quantile(0).build().run(schools, 2021).members(Y21))
                .extracting(Unit::code).containsExactly("A7", "B7");
    }

    @Test
    void anIndexMadeElsewhereIsJudgedToo() {
        IndicatorValues.Builder values = IndicatorValues.builder();
        for (int i = 0; i < 5; i++) {
            values.add(SchoolId.of("s" + i), "isbsh", Y21, IndicatorValue.of(10 - i));
        }
        RegionalCriteria rule = SocialConditions.lowest("isbsh", 0.25);
        assertThat(rule.run(values.build()).members(Y21)).extracting(Unit::code).containsExactly("s3", "s4");
        assertThat(rule.run(values.build()).memberships().get(0).list()).isEqualTo("shfnsu");
    }

    @Test
    void declarationsThatCannotBeMeantAreRefused() {
        assertThatThrownBy(() -> SocialConditions.builder().build()).hasMessageContaining("at least one");
        assertThatThrownBy(() -> declared().favourable("a", 1)).hasMessageContaining("twice a");
        assertThatThrownBy(() -> declared().favourable("b", 0)).hasMessageContaining("weight of b");
        assertThatThrownBy(() -> declared().unfavourable("b", Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> declared().unfavourable("b", " ", 1)).hasMessageContaining("blank");
        assertThatThrownBy(() -> declared().quantile(-0.1)).hasMessageContaining("-0.1");
        assertThatThrownBy(() -> declared().leastShare(2)).hasMessageContaining("2.0");
    }

    /** Eight schools; context 0..7, results that favour the second and fail the first. */
    private static IndicatorValues.Builder world(IndicatorValues.Builder values, Period period, double first, double second) {
        for (int i = 0; i < 8; i++) {
            SchoolId school = SchoolId.of("s" + i);
            values.add(school, "social_index", period, IndicatorValue.of(i));
            values.add(school, "mean_z", period, IndicatorValue.of(i == 0 ? first : i == 1 ? second : i));
        }
        return values;
    }

    @Test
    void resilientSchoolsAreLowInContextAndHighInResultsInTheSameYears() {
        IndicatorValues values = world(world(IndicatorValues.builder(), Y20, 0, 10), Y21, 0, 11).build();
        ResilientSchools both = ResilientSchools.withDefaults().withYears(2, 2);
        // results of 2021: 0 11 2 3 4 5 6 7, quantile .75 is 6.25 and .25 is 2.75; context: quantile .25 is 1.75
        assertThat(both.resilient("social_index", "mean_z").run(values).members(Y21)).extracting(Unit::code).containsExactly("s1");
        assertThat(both.crisis("social_index", "mean_z").run(values).members(Y21)).extracting(Unit::code).containsExactly("s0");
        IndicatorValues once = world(world(IndicatorValues.builder(), Y20, 0, 1), Y21, 0, 11).build();
        assertThat(both.resilient("social_index", "mean_z").run(once).members(Y21)).isEmpty();
        assertThat(ResilientSchools.withDefaults().withYears(1, 2).resilient("social_index", "mean_z").run(once).members(Y21)).hasSize(1);
    }

    @Test
    void poorContextOfOneYearAndHighResultsOfAnotherAreNotResilient() {
        IndicatorValues.Builder values = IndicatorValues.builder();
        for (int i = 0; i < 8; i++) {
            values.add(SchoolId.of("s" + i), "c", Y20, IndicatorValue.of(i));
            values.add(SchoolId.of("s" + i), "r", Y20, IndicatorValue.of(i));
            values.add(SchoolId.of("s" + i), "c", Y21, IndicatorValue.of(-i));
            values.add(SchoolId.of("s" + i), "r", Y21, IndicatorValue.of(-i));
        }
        assertThat(ResilientSchools.withDefaults().withYears(1, 2).resilient("c", "r").run(values.build()).members(Y21)).isEmpty();
    }

    @Test
    void widerQuantilesListMore() {
        IndicatorValues values = world(IndicatorValues.builder(), Y21, 6.1, 6.5).build();
        // context: quantile .25 is 1.75, .33 is 2.31; results 6.1 6.5 2 3 4 5 6 7: quantile .75 is 6.2, .67 is 6.069
        assertThat(ResilientSchools.withDefaults().resilient("social_index", "mean_z").run(values).members(Y21))
                .extracting(Unit::code).containsExactly("s1");
        assertThat(ResilientSchools.withDefaults().withQuantiles(0.33, 0.33).resilient("social_index", "mean_z").run(values).members(Y21))
                .extracting(Unit::code).containsExactly("s0", "s1");
        assertThatThrownBy(() -> ResilientSchools.withDefaults().withQuantiles(0, 0.3)).hasMessageContaining("0.0 and 0.3");
        assertThatThrownBy(() -> ResilientSchools.withDefaults().withYears(3, 2)).hasMessageContaining("3 of 2");
    }

    @Test
    void aMissingResultLeavesItOpenOnlyWhereTheContextIsPoor() {
        IndicatorValues values = world(IndicatorValues.builder(), Y21, 0, 11).build()
                .where(key -> !(key.indicator().equals("mean_z") && (key.unit().code().equals("s0") || key.unit().code().equals("s7"))));
        List<Membership> rows = ResilientSchools.withDefaults().resilient("social_index", "mean_z").run(values).memberships();
        assertThat(rows.get(0).member()).isEqualTo(Answer.INSUFFICIENT_DATA);
        assertThat(rows.get(7).member()).isEqualTo(Answer.NO);
    }

    @Test
    void bestPracticeNeedsAnIntervalAboveZeroAndAClearSchool() {
        IndicatorValues values = IndicatorValues.builder()
                .add(SchoolId.of("s0"), "va", Y21, IndicatorValue.of(new Interval(0.3, 0.1, 0.5), 50))
                .add(SchoolId.of("s1"), "va", Y21, IndicatorValue.of(new Interval(0.3, 0.1, 0.5), 50))
                .add(SchoolId.of("s2"), "va", Y21, IndicatorValue.of(new Interval(0.3, -0.1, 0.7), 10))
                .build();
        RegionalCriteria.Result result = ResilientSchools.withDefaults()
                .bestPractice("va", school -> !school.equals(SchoolId.of("s1"))).run(values);
        assertThat(result.members(Y21)).extracting(Unit::code).containsExactly("s0");
        assertThat(result.findings()).extracting(Finding::category).containsExactly("", "required", "");
        assertThat(result.findings().get(1).explain(Locale.ENGLISH)).contains("did not find the school clear").doesNotContain("{");
        assertThat(ResilientSchools.withDefaults().residual("va", 0.3).run(values).members(Y21)).hasSize(3);
    }
}
