package io.github.eduindicators.recommendations;

import static io.github.eduindicators.recommendations.Fixture.REGION;
import static io.github.eduindicators.recommendations.Fixture.RU;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.PeerGroups;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.recommendations.Decision.Direction;
import io.github.eduindicators.recommendations.Decision.Target;
import io.github.eduindicators.recommendations.DecisionEffects.Effect;
import io.github.eduindicators.recommendations.DecisionEffects.Verdict;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.stats.Interval;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Oracles: R 4.2.2, with b and a the values below and ch the changes of the six units nearest to the start: {@code D <- (ua - ub) -
 * mean(ch); se <- sqrt(max(var(ch), v) + var(ch) / 6); 2 * pt(-abs(D / se), 5); D + c(-1, 1) * qt(.975, 5) * se}; {@code p.adjust(,"BH")}.
 */
class DecisionEffectsTest {
    private static final double[] BEFORE = {0.10, 0.12, 0.08, 0.15, 0.05, 0.11, 0.20, -0.30};
    private static final double[] AFTER = {0.14, 0.10, 0.09, 0.21, 0.02, 0.15, 0.19, -0.10};
    private static final double MEAN = 0.0166666667;
    private static final double D = 0.3133333333;
    private static final double LOWER = 0.2129671902;
    private static final double UPPER = 0.4136994765;
    private static final double P = 0.000485716692;
    /** With v of the errors 0.05 and 0.06, which is larger than the variance of the changes. */
    private static final double P_OWN = 0.01093718536;
    private static final double LOWER_OWN = 0.1090120502;
    private static final double HALF = 0.1530781;
    private static final double P_OTHER = 0.1067962278;
    private static final double ADJUSTED = 0.0009714333841;
    private static final SchoolId UNIT = SchoolId.of("a");
    private static final SchoolId OTHER = SchoolId.of("b");
    private static final LocalDate REVIEW = LocalDate.of(2021, 9, 1);
    private static final DecisionEffects SIX = DecisionEffects.withDefaults().withCompared(6, 5);

    private static IndicatorValues.Builder values() {
        IndicatorValues.Builder values = IndicatorValues.builder();
        for (int i = 0; i < BEFORE.length; i++) {
            put(values, SchoolId.of("s" + i), 2019, BEFORE[i]);
            put(values, SchoolId.of("s" + i), 2020, AFTER[i]);
        }
        return values;
    }

    private static void put(IndicatorValues.Builder values, Unit unit, int year, double value) {
        values.add(unit, "mean_z", Period.of(year), IndicatorValue.of(value));
    }

    private static IndicatorValues.Builder with(double before, double after) {
        IndicatorValues.Builder values = values();
        put(values, UNIT, 2019, before);
        put(values, UNIT, 2020, after);
        return values;
    }

    private static Decision decision(Unit unit, String... targets) {
        return Decision.of("D-1", LocalDate.of(2019, 11, 5), unit)
                .withTargets(List.of(targets).stream().map(Target::parse).toList());
    }

    private static Effect effect(DecisionEffects method, IndicatorValues values, Decision... decisions) {
        return method.run(List.of(decisions), values, REVIEW).effects().get(0);
    }

    @Test
    void isTheSingleCaseAgainstControls() {
        Effect effect = effect(SIX, with(0.09, 0.42).build(), decision(UNIT, "mean_z"));
        assertThat(effect.change().getAsDouble()).isEqualTo(0.33, within(1e-12));
        assertThat(effect.compared()).isEqualTo(6);
        assertThat(effect.comparison().getAsDouble()).isEqualTo(MEAN, within(1e-9));
        Interval beyond = effect.beyond().orElseThrow();
        assertThat(beyond.value()).isEqualTo(D, within(1e-9));
        assertThat(beyond.lower()).isEqualTo(LOWER, within(1e-8));
        assertThat(beyond.upper()).isEqualTo(UPPER, within(1e-8));
        assertThat(effect.p().getAsDouble()).isEqualTo(P, within(1e-10));
        assertThat(effect.adjustedP()).isEqualTo(effect.p());
        assertThat(effect.verdict()).isEqualTo(Verdict.IMPROVED);
        assertThat(effect.difference()).isEmpty();
        assertThat(effect.periodBefore()).isEqualTo(Period.of(2019));
        assertThat(effect.periodAfter()).isEqualTo(Period.of(2020));
        assertThat(effect.notes()).isEmpty();
    }

    @Test
    void theOwnErrorTakesThePlaceOfTheSpreadWhereItIsLarger() {
        IndicatorValues values = values()
                .add(UNIT, "mean_z", Period.of(2019), IndicatorValue.of(Interval.normal(0.09, 0.05, Interval.Z95), 60))
                .add(UNIT, "mean_z", Period.of(2020), IndicatorValue.of(Interval.normal(0.42, 0.06, Interval.Z95), 55))
                .build();
        Effect effect = effect(SIX, values, decision(UNIT, "mean_z"));
        assertThat(effect.p().getAsDouble()).isEqualTo(P_OWN, within(1e-10));
        Interval difference = effect.difference().orElseThrow();
        assertThat(difference.value()).isEqualTo(0.33, within(1e-12));
        assertThat(difference.upper() - difference.value()).isEqualTo(HALF, within(1e-7));
        assertThat(effect.beyond().orElseThrow().lower()).isEqualTo(LOWER_OWN, within(1e-8));
    }

    @Test
    void directionDecidesBetweenBetterAndWorseAndPValuesAreAdjusted() {
        IndicatorValues.Builder values = with(0.09, 0.42);
        put(values, OTHER, 2019, 0.11);
        put(values, OTHER, 2020, 0.05);
        List<Effect> effects = SIX.run(
                List.of(decision(OTHER, "mean_z"), decision(UNIT, "mean_z:down")), values.build(), REVIEW).effects();
        assertThat(effects).extracting(e -> e.decision().unit()).containsExactly(UNIT, OTHER);
        assertThat(effects.get(0).adjustedP().getAsDouble()).isEqualTo(ADJUSTED, within(1e-10));
        assertThat(effects.get(1).adjustedP().getAsDouble()).isEqualTo(P_OTHER, within(1e-9));
        assertThat(effects).extracting(Effect::verdict).containsExactly(Verdict.WORSE, Verdict.NOT_SHOWN);
        assertThat(effects.get(0).target().direction()).isEqualTo(Direction.DOWN);
    }

    @Test
    void unitsWithADecisionOnTheIndicatorAreNotComparedWith() {
        IndicatorValues.Builder values = with(0.09, 0.42);
        Decision[] decisions = new Decision[5];
        decisions[0] = decision(UNIT, "mean_z");
        for (int i = 0; i < 4; i++) {
            decisions[i + 1] = decision(SchoolId.of("s" + i), i == 0 ? "pass_rate" : "mean_z");
        }
        assertThat(effect(SIX, values.build(), decisions).compared()).isEqualTo(5);
    }

    @Test
    void onlyPeersAreCompared() {
        Map<Unit, String> groups = new TreeMap<>(Unit.order());
        for (int i = 0; i < BEFORE.length; i++) {
            groups.put(SchoolId.of("s" + i), i < 5 ? "town" : "village");
        }
        IndicatorValues values = with(0.09, 0.42).build();
        assertThat(effect(SIX.withPeers(PeerGroups.of(groups)), values, decision(UNIT, "mean_z")).notes())
                .containsExactly("few-to-compare");
        groups.put(UNIT, "town");
        assertThat(effect(SIX.withPeers(PeerGroups.of(groups)), values, decision(UNIT, "mean_z")).compared()).isEqualTo(5);
        groups.put(UNIT, "village");
        assertThat(effect(SIX.withPeers(PeerGroups.of(groups)), values, decision(UNIT, "mean_z")).verdict())
                .isEqualTo(Verdict.INSUFFICIENT_DATA);
    }

    @Test
    void lessThanAYearIsTooEarly() {
        IndicatorValues values = with(0.09, 0.42).build();
        Decision decision = decision(UNIT, "mean_z");
        Effect early = SIX.run(List.of(decision), values, LocalDate.of(2020, 11, 4)).effects().get(0);
        assertThat(early.verdict()).isEqualTo(Verdict.TOO_EARLY);
        assertThat(early.before()).hasValue(0.09);
        assertThat(early.after()).isEmpty();
        assertThat(early.p()).isEmpty();
        assertThat(SIX.run(List.of(decision), values, LocalDate.of(2020, 11, 5)).effects().get(0).verdict()).isEqualTo(Verdict.IMPROVED);
    }

    @Test
    void whatIsMissingIsSaid() {
        IndicatorValues.Builder noBefore = values();
        put(noBefore, UNIT, 2020, 0.4);
        assertThat(effect(SIX, noBefore.build(), decision(UNIT, "mean_z")).notes()).containsExactly("no-value-before");
        IndicatorValues.Builder noAfter = values();
        put(noAfter, UNIT, 2019, 0.4);
        assertThat(effect(SIX, noAfter.build(), decision(UNIT, "mean_z")).notes()).containsExactly("no-value-after");
        IndicatorValues notApplicable = values().add(UNIT, "mean_z", Period.of(2019), IndicatorValue.notApplicable("x")).build();
        assertThat(effect(SIX, notApplicable, decision(UNIT, "mean_z")).notes()).containsExactly("no-value-before");
        Effect unknown = effect(SIX, values().build(), decision(UNIT, "misspelt"));
        assertThat(unknown.verdict()).isEqualTo(Verdict.INSUFFICIENT_DATA);
        assertThat(unknown.notes()).containsExactly("no-such-indicator");
        Effect region = effect(SIX, values().add(REGION, "mean_z", Period.of(2019), IndicatorValue.of(1))
                .add(REGION, "mean_z", Period.of(2020), IndicatorValue.of(2)).build(), decision(REGION, "mean_z"));
        assertThat(region.notes()).containsExactly("few-to-compare");
        assertThat(region.change()).hasValue(1);
    }

    @Test
    void equalChangesGiveNoEffectWithoutAnError() {
        IndicatorValues.Builder values = IndicatorValues.builder();
        for (int i = 0; i < 6; i++) {
            put(values, SchoolId.of("s" + i), 2019, 0.25 * i);
            put(values, SchoolId.of("s" + i), 2020, 0.25 * i + 0.5);
        }
        put(values, UNIT, 2019, 0.5);
        put(values, UNIT, 2020, 1.0);
        Effect effect = effect(SIX, values.build(), decision(UNIT, "mean_z"));
        assertThat(effect.verdict()).isEqualTo(Verdict.INSUFFICIENT_DATA);
        assertThat(effect.notes()).containsExactly("no-spread");
    }

    @Test
    void aStartElsewhereIsARegressionToTheMean() {
        Effect effect = effect(SIX, with(-0.80, -0.30).build(), decision(UNIT, "mean_z"));
        assertThat(effect.notes()).containsExactly("regression-to-the-mean");
    }

    @Test
    void aMoveOfTheYearBeforeIsTold() {
        IndicatorValues.Builder values = with(0.09, 0.42);
        for (int i = 0; i < BEFORE.length; i++) {
            put(values, SchoolId.of("s" + i), 2018, BEFORE[i]);
        }
        put(values, UNIT, 2018, -0.15);
        assertThat(effect(SIX, values.build(), decision(UNIT, "mean_z")).notes()).containsExactly("moved-before");
        IndicatorValues.Builder little = with(0.09, 0.42);
        for (int i = 0; i < BEFORE.length; i++) {
            put(little, SchoolId.of("s" + i), 2018, BEFORE[i]);
        }
        put(little, UNIT, 2018, 0.0);
        assertThat(effect(SIX, little.build(), decision(UNIT, "mean_z")).notes()).isEmpty();
    }

    @Test
    void severalDecisionsOfAYearAreTold() {
        Decision second = Decision.of("D-2", LocalDate.of(2019, 12, 1), UNIT).withTargets(List.of(Target.parse("mean_z")));
        assertThat(effect(SIX, with(0.09, 0.42).build(), decision(UNIT, "mean_z"), second).notes()).containsExactly("several-decisions");
    }

    @Test
    void halvesAreComparedWhereThereAreNoYears() {
        IndicatorValues.Builder values = IndicatorValues.builder();
        for (int i = 0; i < BEFORE.length; i++) {
            values.add(SchoolId.of("s" + i), "mentors", Period.ofHalf(2019, 2), IndicatorValue.of(BEFORE[i]));
            values.add(SchoolId.of("s" + i), "mentors", Period.ofHalf(2020, 2), IndicatorValue.of(AFTER[i]));
        }
        values.add(UNIT, "mentors", Period.ofHalf(2019, 2), IndicatorValue.of(0.09));
        values.add(UNIT, "mentors", Period.ofHalf(2020, 2), IndicatorValue.of(0.42));
        Effect effect = effect(SIX, values.build(), decision(UNIT, "mentors"));
        assertThat(effect.periodBefore()).isEqualTo(Period.ofHalf(2019, 2));
        assertThat(effect.periodAfter()).isEqualTo(Period.ofHalf(2020, 2));
        assertThat(effect.p().getAsDouble()).isEqualTo(P, within(1e-10));
    }

    @Test
    void findingsCarryTheEffect() {
        IndicatorValues.Builder values = with(0.09, 0.42);
        put(values, OTHER, 2019, 0.11);
        put(values, OTHER, 2020, 0.05);
        List<Finding> findings = SIX.run(
                List.of(decision(OTHER, "mean_z"), decision(UNIT, "mean_z:down")), values.build(), REVIEW).findings();
        assertThat(findings).extracting(Finding::outcome).containsExactly(Outcome.FLAGGED, Outcome.CLEAR);
        assertThat(findings).extracting(Finding::category).containsExactly("worse", "not-shown");
        assertThat(findings.get(0).effect().orElseThrow().value()).isEqualTo(D, within(1e-9));
        assertThat(findings.get(0).explain(Locale.ENGLISH)).contains("D-1", "cause does not follow").doesNotContain("{");
        assertThat(findings.get(1).explain(RU)).contains("может быть случайным", "положение среди").doesNotContain("{");
        Finding missing = SIX.run(List.of(decision(UNIT, "x")), values.build(), REVIEW).findings().get(0);
        assertThat(missing.outcome()).isEqualTo(Outcome.INSUFFICIENT_DATA);
        assertThat(missing.explain(RU)).contains("такого показателя нет");
    }

    @Test
    void decisionsAreChecked() {
        assertThat(Target.parse("mean_z")).isEqualTo(new Target("mean_z", Direction.UP));
        assertThat(Target.parse(" fail_share : Down ")).isEqualTo(new Target("fail_share", Direction.DOWN));
        assertThat(Target.parse("mean_z:up")).hasToString("mean_z");
        assertThat(Target.parse("fail_share:down")).hasToString("fail_share:down");
        assertThatIllegalArgumentException().isThrownBy(() -> Target.parse("mean_z:more")).withMessageContaining("mean_z:more");
        assertThatIllegalArgumentException().isThrownBy(() -> Target.parse("Mean z"));
        assertThatIllegalArgumentException().isThrownBy(() -> Decision.of(" ", REVIEW, UNIT)).withMessageContaining("blank");
        assertThatIllegalArgumentException().isThrownBy(() -> Decision.of("d", REVIEW, Unit.of(UnitType.PERSON, "t-1")))
                .withMessageContaining("persons");
        assertThatIllegalArgumentException().isThrownBy(() -> Decision.of("d", LocalDate.of(1800, 1, 1), UNIT));
        assertThatIllegalArgumentException().isThrownBy(
                () -> decision(UNIT, "mean_z").withTargets(List.of(Target.parse("mean_z"), Target.parse("mean_z:down"))));
        List<Decision> two = new ArrayList<>(List.of(decision(UNIT, "mean_z"), decision(UNIT, "mean_z")));
        assertThat(SIX.run(two, with(0.09, 0.42).build(), REVIEW).effects()).hasSize(1);
        two.add(decision(UNIT, "pass_rate"));
        assertThatIllegalArgumentException().isThrownBy(() -> SIX.run(two, values().build(), REVIEW)).withMessageContaining("once");
        assertThatIllegalArgumentException().isThrownBy(() -> SIX.withCompared(2, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> SIX.withLevel(0));
    }
}
