package io.github.eduindicators.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.effectiveness.ClassicIndicators;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.PeerGroups;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.recommendations.Decision;
import io.github.eduindicators.recommendations.DecisionEffects;
import io.github.eduindicators.recommendations.DecisionEffects.Effect;
import io.github.eduindicators.recommendations.DecisionEffects.Verdict;
import io.github.eduindicators.results.IndicatorValues;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SyntheticDecisionsTest {
    private static final LocalDate REVIEW = LocalDate.of(2021, 8, 20);
    private static final SyntheticRegion REGION = SyntheticRegion.standard().withSchools(400);

    @Test
    void decisionsAreAboutUnitsThatRiseAndUnitsThatDoNot() {
        List<Decision> decisions = SyntheticDecisions.of(REGION);
        assertThat(decisions).hasSize(18).isSorted();
        assertThat(decisions).extracting(Decision::id).contains("S-1", "S-2", "S-3", "S-4");
        assertThat(SyntheticDecisions.rises(REGION).values()).filteredOn(rise -> rise > 0).hasSize(9);
        assertThat(SyntheticDecisions.rises(REGION).values()).filteredOn(rise -> rise == 0).hasSize(9);
        assertThat(decisions).extracting(Decision::date).allSatisfy(date -> assertThat(date.getYear()).isBetween(2018, 2020));
        assertThat(SyntheticDecisions.lines(REGION)).hasSize(19).allSatisfy(
                line -> assertThat(line.chars().filter(c -> c == ',').count()).isEqualTo(7));
    }

    @Test
    void aSmallRegionHasFewerDecisions() {
        assertThat(SyntheticDecisions.of(REGION.withSchools(30))).hasSizeLessThan(18);
    }

    /** The planted rises are 0.12 to 0.20 a year for schools and 0.5 in the logarithm of odds for municipalities. */
    @Test
    void whatRisesRisesMoreThanLikeUnits() {
        Set<String> wanted = Set.of("mean_z", "pass_rate");
        IndicatorValues.Builder pooled = IndicatorValues.builder();
        ClassicIndicators.standard().forEach(REGION.results(), school -> false, (key, value) -> {
            if (wanted.contains(key.indicator()) && key.assessment().isEmpty() && key.unit() instanceof SchoolId) {
                pooled.add(key, value);
            }
        });
        IndicatorValues values = pooled.build().plus(REGION.indicators());
        List<Effect> effects = DecisionEffects.withDefaults()
                .withPeers(PeerGroups.byLocality(REGION.schools()).and(PeerGroups.byType(REGION.schools())))
                .run(SyntheticDecisions.of(REGION), values, REVIEW).effects();
        var rises = SyntheticDecisions.rises(REGION);
        double rising = mean(effects, rises.keySet().stream().filter(unit -> rises.get(unit) > 0).toList());
        double steady = mean(effects, rises.keySet().stream().filter(unit -> rises.get(unit) == 0).toList());
        assertThat(rising).isBetween(0.06, 0.30);
        assertThat(steady).isBetween(-0.12, 0.12);
        assertThat(effects).filteredOn(effect -> effect.decision().id().equals("S-4")).extracting(Effect::verdict)
                .containsOnly(Verdict.TOO_EARLY);
        assertThat(effects).filteredOn(effect -> effect.decision().unit() instanceof Municipality).extracting(Effect::verdict)
                .containsOnly(Verdict.INSUFFICIENT_DATA);
        List<Effect> municipal = DecisionEffects.withDefaults().run(SyntheticDecisions.of(REGION), values, REVIEW).effects().stream()
                .filter(effect -> effect.decision().unit() instanceof Municipality && effect.beyond().isPresent()).toList();
        // Some figures are missing, as in reality.
        assertThat(municipal).hasSizeBetween(1, 3);
        assertThat(municipal.stream().mapToDouble(effect -> effect.beyond().orElseThrow().value()).average().orElseThrow())
                .isBetween(0.0, 0.25);
    }

    private static double mean(List<Effect> effects, List<?> units) {
        return effects.stream()
                .filter(effect -> units.contains(effect.decision().unit()) && effect.target().indicator().equals("mean_z"))
                .filter(effect -> effect.beyond().isPresent())
                .mapToDouble(effect -> effect.beyond().orElseThrow().value()).average().orElseThrow();
    }
}
