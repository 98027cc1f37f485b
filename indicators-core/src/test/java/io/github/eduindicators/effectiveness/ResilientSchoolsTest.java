package io.github.eduindicators.effectiveness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.eduindicators.effectiveness.Membership.Answer;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.stats.Interval;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Lists of schools by their conditions and results, by hand. */
class ResilientSchoolsTest {
    private static final Period Y20 = Period.of(2020);
    private static final Period Y21 = Period.of(2021);

    @Test
    void theLowestQuarterIsInUnfavourableConditions() {
        IndicatorValues.Builder values = IndicatorValues.builder();
        for (int i = 0; i < 5; i++) {
            values.add(SchoolId.of("s" + i), "isbsh", Y21, IndicatorValue.of(10 - i));
        }
        RegionalCriteria rule = ResilientSchools.withDefaults().unfavourable("isbsh");
        assertThat(rule.run(values.build()).members(Y21)).extracting(Unit::code).containsExactly("s3", "s4");
        assertThat(rule.run(values.build()).memberships().get(0).list()).isEqualTo("shfnsu");
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
        Memberships result = ResilientSchools.withDefaults()
                .bestPractice("va", school -> !school.equals(SchoolId.of("s1"))).run(values);
        assertThat(result.members(Y21)).extracting(Unit::code).containsExactly("s0");
        assertThat(result.findings()).extracting(Finding::category).containsExactly("", "required", "");
        assertThat(result.findings().get(1).explain(Locale.ENGLISH)).contains("did not find the school clear").doesNotContain("{");
        assertThat(ResilientSchools.withDefaults().residual("va", 0.3).run(values).members(Y21)).hasSize(3);
    }
}
