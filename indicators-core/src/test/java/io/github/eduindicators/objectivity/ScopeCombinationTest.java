package io.github.eduindicators.objectivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class ScopeCombinationTest {
    private static final List<Scope> SCOPES = Scope.lasting(Simulated.WORKS);

    private static final ScopeCombination COMBINATION = ScopeCombination.of(SCOPES, new double[] {1, 1, 1, 1});

    private static double equal(double p) {
        double[] all = new double[SCOPES.size()];
        Arrays.fill(all, p);
        return COMBINATION.p(all);
    }

    /**
     * Two subjects by two grades in one year, nine scopes, weights 1/4, 1/8, 1/16: numpy, four million draws of four independent
     * normals, share of weighted Cauchy values up to 0.05 and 0.01: 0.05863 and 0.01156.
     */
    @Test
    void combinedValueIsTheShareOfHonestSchoolsWithSuchAValue() {
        assertThat(SCOPES).hasSize(9);
        assertThat(equal(0.05)).isCloseTo(0.05863, Percentage.withPercentage(5));
        assertThat(equal(0.01)).isCloseTo(0.01156, Percentage.withPercentage(10));
        assertThat(equal(0.0001)).isBetween(0.0001, 0.00015);
    }

    @Test
    void risesWithEveryValueAndStaysAProbability() {
        double before = 0;
        for (double p = 1e-12; p < 1; p *= 1.3) {
            double combined = equal(p);
            assertThat(combined).isBetween(before, 1.0);
            before = combined;
        }
    }

    @Test
    void oneScopeIsItself() {
        ScopeCombination one = ScopeCombination.of(SCOPES.subList(0, 1), new double[] {1, 1, 1, 1});
        assertThat(one.p(0.03)).isCloseTo(0.03, within(1e-15));
        assertThat(one.p(2)).isEqualTo(1);
    }

    @Test
    void scopesWithoutDataAreLeftOut() {
        double[] p = new double[SCOPES.size()];
        Arrays.fill(p, 2);
        p[3] = 0.02;
        assertThat(COMBINATION.p(p)).isCloseTo(0.02, within(1e-15));
    }
}
