package io.github.eduindicators.surveys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.surveys.ProficiencyLevels.Bound;
import io.github.eduindicators.surveys.ProficiencyLevels.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProficiencyLevelsTest {
    private static final Study STUDY = Study.builder(1, 2, 3, 4)
            .values("v", new double[] {300, 420.07, 500, 700}, new double[] {420.08, 420.07, 606.99, 357.77}).build();

    @Test
    void aValueAtABoundBelongsToTheLevelOfTheRule() {
        ProficiencyLevels levels = ProficiencyLevels.pisaMathematics2003();
        assertThat(levels.level(420.07)).isEqualTo(1);
        assertThat(levels.level(420.0700001)).isEqualTo(2);
        assertThat(levels.withRule(Rule.FROM_BOUND).level(420.07)).isEqualTo(2);
        assertThat(levels.level(0)).isZero();
        assertThat(levels.level(900)).isEqualTo(6);
        assertThat(ProficiencyLevels.timss().level(400)).isEqualTo(1);
    }

    /** By hand, weights 1 2 3 4: first plausible value below level 2 has 1 + 2 of 10, second 2 + 4. */
    @Test
    void sharesOfEachPlausibleValue() {
        ProficiencyLevels levels = ProficiencyLevels.pisaMathematics2003();
        assertThat(levels.belowBasic().of(STUDY.sample("v", 1)).orElseThrow()).isCloseTo(0.3, within(1e-15));
        assertThat(levels.belowBasic().of(STUDY.sample("v", 2)).orElseThrow()).isCloseTo(0.6, within(1e-15));
        assertThat(levels.high().of(STUDY.sample("v", 1)).orElseThrow()).isCloseTo(0.4, within(1e-15));
        assertThat(levels.high().of(STUDY.sample("v", 2))).hasValue(0);
        assertThat(levels.withRule(Rule.FROM_BOUND).high().of(STUDY.sample("v", 2)).orElseThrow()).isCloseTo(0.3, within(1e-15));
        List<StudyEstimate> shares = StudyAnalysis.of(ReplicationScheme.jk1(2)).withFewest(1, 1).levels(STUDY, "v", levels);
        assertThat(shares).hasSize(7);
        assertThat(shares.stream().mapToDouble(share -> share.value().orElseThrow()).sum()).isCloseTo(1, within(1e-12));
        // Level 0: 0.1 of the first plausible value, 0.4 of the second, whose 357.77 is not above the bound.
        assertThat(shares.get(0).value().orElseThrow()).isCloseTo(0.25, within(1e-15));
    }

    @Test
    void presetsSayHowFarTheyCanBeTrusted() {
        assertThat(ProficiencyLevels.pisaMathematics2003().isVerified()).isTrue();
        for (ProficiencyLevels levels : List.of(ProficiencyLevels.pisaReading2018(), ProficiencyLevels.pisaMathematics2022(),
                ProficiencyLevels.pisaScience2015(), ProficiencyLevels.timss())) {
            assertThat(levels.isVerified()).as(levels.name()).isFalse();
            assertThat(ProficiencyLevels.preset(levels.name())).contains(levels);
        }
        assertThat(ProficiencyLevels.preset("pirls")).contains(ProficiencyLevels.timss());
        assertThat(ProficiencyLevels.preset("nothing")).isEmpty();
        assertThat(ProficiencyLevels.pisaReading2018().code(ProficiencyLevels.pisaReading2018().basic())).isEqualTo("2");
        assertThat(ProficiencyLevels.pisaReading2018().bounds().get(3).lower()).isEqualTo(407.47);
        assertThat(ProficiencyLevels.pisaScience2015().bounds().get(2)).isEqualTo(new Bound("2", 409.54));
        assertThat(ProficiencyLevels.timss().code(ProficiencyLevels.timss().top())).isEqualTo("advanced");
    }

    @Test
    void ownLevels() {
        ProficiencyLevels own = ProficiencyLevels.of("region", List.of(new Bound("low", 10), new Bound("base", 20), new Bound("high", 30)))
                .withBasic("base");
        assertThat(own.basic()).isEqualTo(2);
        assertThat(own.code(own.top())).isEqualTo("high");
        assertThat(own.code(0)).isEqualTo("<low");
        assertThat(own.isVerified()).isFalse();
        assertThatThrownBy(() -> ProficiencyLevels.of("x", List.of(new Bound("a", 2), new Bound("b", 2)))).hasMessageContaining("rise");
        assertThatThrownBy(() -> ProficiencyLevels.of("x", List.of(new Bound("a", 1), new Bound("a", 2)))).hasMessageContaining("codes");
        assertThatThrownBy(() -> own.withTop("nine")).hasMessageContaining("nine");
        assertThatThrownBy(() -> own.level(Double.NaN)).hasMessageContaining("finite");
    }
}
