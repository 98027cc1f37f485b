package io.github.eduindicators.recommendations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.recommendations.Decision.Target;
import io.github.eduindicators.recommendations.DecisionEffects.Effect;
import io.github.eduindicators.recommendations.DecisionEffects.Verdict;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DecisionEffectsPropertiesTest {
    private static final LocalDate REVIEW = LocalDate.of(2021, 9, 1);

    /** Units with a value in 2019 and 2020; those of the first numbers have decisions. */
    private static List<Effect> run(long seed, int units, int decided, double shift, double factor, int... order) {
        Random random = new Random(seed);
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < units; i++) {
            double level = random.nextGaussian();
            rows.add(new Object[] {i, level + 0.3 * random.nextGaussian(), level + 0.3 * random.nextGaussian()});
        }
        List<Decision> decisions = new ArrayList<>();
        for (int i = 0; i < decided; i++) {
            decisions.add(Decision.of("D" + i, LocalDate.of(2019, 5, 5), id(i)).withTargets(List.of(Target.parse("x"))));
        }
        for (int shuffle : order) {
            Collections.shuffle(rows, new Random(shuffle));
            Collections.shuffle(decisions, new Random(shuffle));
        }
        IndicatorValues.Builder values = IndicatorValues.builder();
        for (Object[] row : rows) {
            values.add(id((int) row[0]), "x", Period.of(2019), IndicatorValue.of(shift + factor * (double) row[1]));
            values.add(id((int) row[0]), "x", Period.of(2020), IndicatorValue.of(shift + factor * (double) row[2]));
        }
        return DecisionEffects.withDefaults().withCompared(10, 5).run(decisions, values.build(), REVIEW).effects();
    }

    private static SchoolId id(int number) {
        return SchoolId.of("s" + (100 + number));
    }

    @Property(tries = 60)
    void theUnitOfValuesDoesNotMatter(@ForAll long seed, @ForAll @IntRange(min = 12, max = 40) int units) {
        List<Effect> plain = run(seed, units, 3, 0, 1);
        List<Effect> other = run(seed, units, 3, 64, 4);
        assertThat(plain).hasSize(3);
        for (int i = 0; i < 3; i++) {
            assertThat(other.get(i).p().getAsDouble()).isEqualTo(plain.get(i).p().getAsDouble(), within(1e-6));
            assertThat(other.get(i).beyond().orElseThrow().value())
                    .isEqualTo(4 * plain.get(i).beyond().orElseThrow().value(), within(1e-9));
        }
    }

    @Property(tries = 60)
    void theOrderOfDecisionsAndValuesDoesNotMatter(@ForAll long seed, @ForAll int order) {
        assertThat(run(seed, 25, 4, 0, 1, order).toString()).isEqualTo(run(seed, 25, 4, 0, 1).toString());
    }

    @Property(tries = 60)
    void verdictsFollowTheAdjustedP(@ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int decided) {
        for (Effect effect : run(seed, 30, decided, 0, 1)) {
            assertThat(effect.adjustedP().getAsDouble()).isGreaterThanOrEqualTo(effect.p().getAsDouble());
            boolean sure = effect.adjustedP().getAsDouble() <= 0.05;
            assertThat(effect.verdict()).isEqualTo(!sure ? Verdict.NOT_SHOWN
                    : effect.beyond().orElseThrow().value() > 0 ? Verdict.IMPROVED : Verdict.WORSE);
            assertThat(effect.beyond().orElseThrow().value())
                    .isEqualTo(effect.change().getAsDouble() - effect.comparison().getAsDouble(), within(1e-12));
        }
    }

    /**
     * Under the null the p-values of single decisions are about uniform: of 2000 about 5 % lie below 0.05. The bound is the 0.9999
     * quantile of Binomial(2000, 0.05): scipy 1.17 {@code binom.ppf(0.9999, 2000, 0.05)} = 138. Units are chosen at random, and only
     * decisions whose start is like that of the units compared are looked at: there matching leaves nothing to regress.
     */
    @Test
    void falseAlarmsAreRare() {
        int looked = 0;
        int small = 0;
        for (long seed = 0; looked < 2000; seed++) {
            for (Effect effect : run(seed, 60, 3, 0, 1)) {
                if (effect.notes().isEmpty() && looked < 2000) {
                    looked++;
                    small += effect.p().getAsDouble() <= 0.05 ? 1 : 0;
                }
            }
        }
        assertThat(small).isBetween(40, 138);
    }
}
