package io.github.eduindicators.io;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {

    @Test
    void readsWholeNumbersWrittenInDigits() {
        assertThat(Numbers.whole("0")).hasValue(0);
        assertThat(Numbers.whole("012")).hasValue(12);
        assertThat(Numbers.whole("999999999")).hasValue(999_999_999);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+1", "12.0", "12,0", "3.", "1e2", "1 2", "x", "١", "9999999999", "4294967298"})
    void refusesOtherWholeNumbers(String text) {
        assertThat(Numbers.whole(text)).isEmpty();
    }

    @Test
    void readsDecimals() {
        assertThat(Numbers.decimal("-12.5")).hasValue(-12.5);
        assertThat(Numbers.decimal("+.5")).hasValue(0.5);
        assertThat(Numbers.decimal("3.")).hasValue(3);
        assertThat(Numbers.decimal("1.5E3")).hasValue(1500);
        assertThat(Numbers.withComma("-12,5")).hasValue(-12.5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NaN", "Infinity", "0x1p3", "1d", "1f", "1e999", "1 000", "1,5", ".", "-", "e5", "٣", "12%"})
    void refusesOtherDecimals(String text) {
        assertThat(Numbers.decimal(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"12.5", "12", "1,234.5", "1,2,3", ",", "1 234,5"})
    void refusesOtherDecimalsWithAComma(String text) {
        assertThat(Numbers.withComma(text)).isEmpty();
    }
}
