package io.github.eduindicators.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PositiveDefiniteTest {
    private static void assertClose(double[][] actual, double[][] expected) {
        assertThat(actual).hasSameDimensionsAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).containsExactly(expected[i], within(1e-12));
        }
    }

    @Test
    void pseudoInverseOfAFullMatrixIsItsInverse() {
        assertClose(PositiveDefinite.pseudoInverse(new double[][] {{2, 1}, {1, 2}}), new double[][] {{2 / 3.0, -1 / 3.0}, {-1 / 3.0, 2 / 3.0}});
    }

    @Test
    void directionsOfNothingStayNothing() {
        // u u' with u = (1, 2, 2): the pseudo-inverse is u u' / 81.
        double[][] one = {{1, 2, 2}, {2, 4, 4}, {2, 4, 4}};
        double[][] expected = {{1 / 81.0, 2 / 81.0, 2 / 81.0}, {2 / 81.0, 4 / 81.0, 4 / 81.0}, {2 / 81.0, 4 / 81.0, 4 / 81.0}};
        assertClose(PositiveDefinite.pseudoInverse(one), expected);
        assertClose(PositiveDefinite.pseudoInverse(new double[2][2]), new double[2][2]);
        assertThat(PositiveDefinite.pseudoInverse(new double[0][0])).isEmpty();
    }
}
