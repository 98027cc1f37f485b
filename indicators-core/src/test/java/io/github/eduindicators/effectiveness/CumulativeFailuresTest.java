package io.github.eduindicators.effectiveness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.eduindicators.effectiveness.LowResultsTest.World;
import io.github.eduindicators.effectiveness.Membership.Answer;
import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Procedure;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.model.Unit;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The cumulative rule on counts worked out by hand. */
class CumulativeFailuresTest {
    private static final Assessment HISTORY = LowResultsTest.ege(2021, Subject.HISTORY);

    private static List<String> members(CumulativeFailures rule, World world) {
        return rule.run(world.results()).members(2021).stream().map(Unit::code).toList();
    }

    /** One failure in each of the two subjects and three years: six. */
    private static World everyYear(World world, String school) {
        for (int year = 2019; year <= 2021; year++) {
            world.with(school, LowResultsTest.ege(year, Subject.RUSSIAN), 1, 5);
            world.with(school, LowResultsTest.ege(year, year == 2020 ? Subject.MATHEMATICS_BASIC : Subject.MATHEMATICS_PROFILE), 1, 5);
        }
        return world;
    }

    @Test
    void keptAreAsManySchoolsAsHoldMoreThanSixtyPercent() {
        // of 20 failures: a 6 + 6, b 6, c 1, d 1; those with more than b hold 12 of 20, exactly 60 %: b is needed to hold more
        World world = everyYear(new World().with("a", HISTORY, 6, 9).with("c", HISTORY, 1, 9).with("d", HISTORY, 1, 9), "a");
        assertThat(members(CumulativeFailures.withDefaults(), everyYear(world, "b"))).containsExactly("a", "b");
        // one failure more of a: 13 of 21 is more than 60 %, and b is not needed
        world.with("a", LowResultsTest.ege(2021, Subject.PHYSICS), 1, 3);
        assertThat(members(CumulativeFailures.withDefaults(), world)).containsExactly("a");
    }

    @Test
    void schoolsThatTieWithTheLastAreKept() {
        // 6 + 6 + 6 of 18: the first two hold 12 of 18, more than 60 %, the third ties
        World world = everyYear(everyYear(everyYear(new World(), "a"), "b"), "c");
        assertThat(members(CumulativeFailures.withDefaults(), world)).containsExactly("a", "b", "c");
    }

    @Test
    void aYearWithoutFailureClearsAndAYearWithoutResultsLeavesItOpen() {
        World clear = new World();
        World open = new World();
        for (int year = 2019; year <= 2021; year++) {
            clear.with("a", LowResultsTest.ege(year, Subject.RUSSIAN), year == 2020 ? 0 : 1, 5);
            clear.with("a", LowResultsTest.ege(year, Subject.MATHEMATICS), 1, 5);
            open.with("a", LowResultsTest.ege(year, Subject.MATHEMATICS), 1, 5);
            if (year != 2020) {
                open.with("a", LowResultsTest.ege(year, Subject.RUSSIAN), 1, 5);
            }
        }
        Memberships cleared = CumulativeFailures.withDefaults().run(clear.results());
        Memberships opened = CumulativeFailures.withDefaults().run(open.results());
        assertThat(cleared.findings().get(0).outcome()).isEqualTo(Outcome.CLEAR);
        assertThat(cleared.findings().get(0).category()).isEqualTo("kept");
        assertThat(opened.findings().get(0).outcome()).isEqualTo(Outcome.INSUFFICIENT_DATA);
        assertThat(opened.memberships()).extracting(Membership::member).containsOnly(Answer.INSUFFICIENT_DATA);
        assertThat(opened.memberships().get(2).facts())
                .contains(Fact.of("russian-2020", "no-results"), Fact.of("mathematics-2020", "1/5"))
                .contains(Fact.of("share_of_schools_with_more-2021", "0/5"), Fact.of("share_of_schools_with_more-2021-limit", 0.6));
        assertThat(opened.findings().get(0).explain(Locale.ENGLISH)).contains("5 of the region's 5 failures").doesNotContain("{");
    }

    @Test
    void withoutFailuresNobodyIsKept() {
        World world = new World().with("a", HISTORY, 0, 5);
        Memberships result = CumulativeFailures.withDefaults()
                .run(world.results().withSchools(List.of(School.of(SchoolId.of("b")))));
        assertThat(result.memberships()).extracting(Membership::member).containsExactly(Answer.NO, Answer.INSUFFICIENT_DATA);
        assertThat(result.findings()).extracting(Finding::category).containsExactly("", "no-results");
    }

    @Test
    void aRegionWithoutTheProcedureIsNotJudged() {
        World world = new World().with("a", LowResultsTest.vpr(2021, Subject.RUSSIAN, 5), 5, 10);
        Memberships result = CumulativeFailures.withDefaults().run(world.results());
        assertThat(result.memberships()).isEmpty();
        assertThat(result.findings()).extracting(Finding::outcome).containsExactly(Outcome.NOT_APPLICABLE);
        CumulativeFailures vpr = CumulativeFailures.withDefaults().withProcedure(Procedure.VPR).withYears(1);
        assertThat(vpr.run(world.results()).memberships()).extracting(Membership::member, Membership::period)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(Answer.INSUFFICIENT_DATA, Period.of(2021)));
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> CumulativeFailures.withDefaults().withShare(1, 1)).hasMessageContaining("1 of 1");
        assertThatThrownBy(() -> CumulativeFailures.withDefaults().withYears(0)).hasMessageContaining("1..20");
        assertThat(CumulativeFailures.withDefaults().withShare(1, 2).method().toString()).contains("share=1/2", "procedure=EGE", "years=3");
    }
}
