package io.github.eduindicators.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Oracles: R 4.2.2 {@code pchisq(x, d, lower = FALSE)}, {@code pchisq(x, d)} and {@code qchisq(p, d)}, printed with 16 digits. */
class ChiSquareLawTest {

    @ParameterizedTest
    @CsvSource({"3.84,1,0.05004352124870522", "0.001,2.5,0.999934027829081", "50,3,7.98917924495147e-11", "200,10,1.613930533697731e-37",
        "1000,1000,0.4940528538292397"})
    void upperTailIsThatOfR(double x, double freedom, double expected) {
        assertThat(ChiSquareLaw.upperTail(x, freedom)).isCloseTo(expected, Percentage.withPercentage(1e-8));
        assertThat(ChiSquareLaw.lowerTail(x, freedom)).isCloseTo(1 - expected, within(1e-11));
    }

    @ParameterizedTest
    @CsvSource({"0.0001,1,0.007978712629263208", "0.001,2.5,6.597217091898476e-05", "3,3,0.6083748237289108", "0.5,40,2.946458104491857e-31"})
    void lowerTailIsThatOfRAlsoNearZero(double x, double freedom, double expected) {
        assertThat(ChiSquareLaw.lowerTail(x, freedom)).isCloseTo(expected, Percentage.withPercentage(1e-9));
    }

    @Test
    void aMillionDegreesOfFreedomAreStillRight() {
        assertThat(ChiSquareLaw.upperTail(1_001_000, 1_000_000)).isCloseTo(0.2396768048255214, Percentage.withPercentage(1e-6));
        assertThat(ChiSquareLaw.lowerTail(1_000_000, 1_000_000)).isCloseTo(0.5001880631966055, Percentage.withPercentage(1e-6));
    }

    @ParameterizedTest
    @CsvSource({"0.95,1,3.841458820694124", "0.95,3,7.814727903251179", "0.95,4.5,10.28819566785138", "0.5,10,9.341817765591969",
        "0.000001,2,2.000001000000667e-06", "0.999999999,7,55.8747810747311", "0.95,220,255.601815994703"})
    void quantileIsThatOfR(double p, double freedom, double expected) {
        assertThat(ChiSquareLaw.quantile(p, freedom)).isCloseTo(expected, Percentage.withPercentage(1e-7));
    }

    @Test
    void theEndsAndWhatIsNoArgument() {
        assertThat(ChiSquareLaw.upperTail(0, 3)).isEqualTo(1);
        assertThat(ChiSquareLaw.upperTail(-1, 3)).isEqualTo(1);
        assertThat(ChiSquareLaw.lowerTail(-1, 3)).isZero();
        assertThat(ChiSquareLaw.upperTail(Double.POSITIVE_INFINITY, 3)).isZero();
        assertThat(ChiSquareLaw.upperTail(1e300, 3)).isZero();
        assertThat(ChiSquareLaw.lowerTail(1e300, 3)).isEqualTo(1);
        assertThatThrownBy(() -> ChiSquareLaw.upperTail(Double.NaN, 3)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> ChiSquareLaw.upperTail(1, 0)).hasMessageContaining("positive");
        assertThatThrownBy(() -> ChiSquareLaw.quantile(1, 3)).hasMessageContaining("between 0 and 1");
    }
}
