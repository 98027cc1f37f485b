package io.github.eduindicators.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class OverDispersionTest {
    private static final double[] Z = {-3, 1, 2, 4};
    private static final double[] WEIGHTS = {1, 2, 3, 4};

    @Test
    void withoutWinsorisingItIsTheFormula() {
        // phi = (9 + 1 + 4 + 16) / 4; tau2 = (30 - 3) / (10 - 30 / 10).
        Heterogeneity.OverDispersion beyond = Heterogeneity.overDispersion(Z, WEIGHTS, 0);
        assertThat(beyond.phi()).isEqualTo(7.5);
        assertThat(beyond.tauSquared()).isCloseTo(27 / 7.0, within(1e-14));
    }

    @Test
    void theEndsCountAsTheirQuantiles() {
        // Quantiles of type 7 at 1/3 and 2/3 of -3, 1, 2, 4 are 1 and 2, so 1, 1, 2, 2 remain: 10 squares.
        Heterogeneity.OverDispersion beyond = Heterogeneity.overDispersion(Z, WEIGHTS, 1 / 3.0);
        assertThat(beyond.phi()).isCloseTo(2.5, within(1e-12));
        assertThat(beyond.tauSquared()).isCloseTo(1, within(1e-12));
    }

    @Test
    void lessThanChanceIsNone() {
        Heterogeneity.OverDispersion beyond = Heterogeneity.overDispersion(new double[] {0.1, -0.1, 0}, new double[] {1, 1, 1}, 0.1);
        assertThat(beyond.tauSquared()).isZero();
        assertThat(beyond.phi()).isBetween(0.0, 0.01);
        assertThat(Heterogeneity.overDispersion(new double[] {5, -5}, new double[] {1e100, 1e-100}, 0).tauSquared()).isZero();
    }

    @Test
    void argumentsOutOfRangeAreNamed() {
        assertThatThrownBy(() -> Heterogeneity.overDispersion(Z, new double[] {1, 2}, 0)).hasMessageContaining("got 2 and 4");
        assertThatThrownBy(() -> Heterogeneity.overDispersion(new double[] {1}, new double[] {1}, 0)).hasMessageContaining("at least two");
        assertThatThrownBy(() -> Heterogeneity.overDispersion(Z, new double[] {1, 2, 0, 4}, 0)).hasMessageContaining("0.0");
        assertThatThrownBy(() -> Heterogeneity.overDispersion(Z, WEIGHTS, 0.5)).hasMessageContaining("0.5");
        assertThatThrownBy(() -> Heterogeneity.overDispersion(new double[] {1, 2, Double.NaN, 4}, WEIGHTS, 0)).hasMessageContaining("NaN");
    }
}
