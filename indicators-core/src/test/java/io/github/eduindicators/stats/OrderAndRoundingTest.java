package io.github.eduindicators.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sums are rounded once, to the nearest and then to the even number; what is summed in another order has the same bits. */
class OrderAndRoundingTest {
    private static final double ULP = 0x1p-52;

    private static double sum(double... terms) {
        ExactSums sums = new ExactSums(1);
        for (double term : terms) {
            sums.add(0, term);
        }
        return sums.rounded(0);
    }

    private static void exact(double... terms) {
        double expected = Arrays.stream(terms).mapToObj(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add).doubleValue();
        assertThat(sum(terms)).as(Arrays.toString(terms)).isEqualTo(expected);
        double[] back = new double[terms.length];
        Arrays.setAll(back, i -> terms[terms.length - 1 - i]);
        assertThat(sum(back)).isEqualTo(expected);
        assertThat(sum(DoubleStream.of(terms).map(x -> -x).toArray())).isEqualTo(-expected);
    }

    @ParameterizedTest
    @CsvSource({"1, 0x1p-53, 0", "1, 0x1p-53, 0x1p-120", "1, 0x1p-53, -0x1p-120", "0x1.0000000000001p0, 0x1p-53, 0", "1, -0x1p-54, 0",
        "0x1.0000000000001p0, 0x1p-53, 0x1p-120", "0x1.0000000000001p0, 0x1p-53, -0x1p-120", "1, -0x1p-54, 0x1p-120", "1, -0x1p-54, -0x1p-120",
        "0x1.0000000000001p0, -0x1p-53, 0x1p-120", "0x1.0000000000001p0, -0x1p-53, -0x1p-120", "3, 0x1p-60, 0x1p-160", "1e16, 1, 1e-16"})
    void halvesAreRoundedByWhatFollows(double a, double b, double c) {
        exact(a, b, c);
        exact(a, c, b);
        exact(b, a, c);
        exact(a, b, c, c, -c);
    }

    @Test
    void manyTermsOfManySizes() {
        Random random = new Random(5);
        for (int round = 0; round < 200; round++) {
            double[] terms = random.doubles(3 + random.nextInt(12), -1, 1)
                    .map(x -> Math.scalb(x, random.nextInt(400) - 200)).toArray();
            exact(terms);
            double[] cancelled = DoubleStream.concat(Arrays.stream(terms), Arrays.stream(terms).skip(1).map(x -> -x)).toArray();
            assertThat(sum(cancelled)).isEqualTo(terms[0]);
        }
        assertThat(sum()).isZero();
        assertThat(sum(1, -1)).isZero();
        assertThat(sum(1e300, 1, -1e300, ULP)).isEqualTo(1 + ULP);
    }

    @Test
    void sumsSideBySideDoNotTouchAndAreMadeWiderTogether() {
        ExactSums sums = new ExactSums(3);
        double[] wide = {0x1p300, 0x1p200, 0x1p100, 1, 0x1p-100, 0x1p-200, 0x1p-300};
        sums.add(0, 0.5);
        sums.add(2, 0.25);
        for (double term : wide) {
            sums.add(1, term);
        }
        assertThat(sums.rounded(0)).isEqualTo(0.5);
        assertThat(sums.rounded(2)).isEqualTo(0.25);
        for (int i = 0; i < wide.length - 1; i++) {
            sums.add(1, -wide[i]);
        }
        assertThat(sums.rounded(1)).isEqualTo(0x1p-300);
        ExactSums other = new ExactSums(3);
        other.addAll(sums);
        other.addAll(sums);
        assertThat(IntStream.range(0, 3).mapToDouble(other::rounded)).containsExactly(1.0, 0x1p-299, 0.5);
        other.addProduct(0, 3, sums, 2);
        assertThat(other.rounded(0)).isEqualTo(1.75);
        other.addProduct(2, 1 + ULP, 1 - ULP);
        other.addProduct(2, -1, 1.5);
        assertThat(other.rounded(2)).isEqualTo(-0x1p-104);
        other.clear();
        assertThat(IntStream.range(0, 3).mapToDouble(other::rounded)).containsOnly(0.0);
    }

    private static double[] shuffled(double[] values, List<Integer> order) {
        return order.stream().mapToDouble(i -> values[i]).toArray();
    }

    @Test
    void theOrderOfUnitsAndTestsChangesNoBit() {
        Random random = new Random(11);
        List<Integer> order = IntStream.range(0, 40).boxed().collect(Collectors.toList());
        for (int round = 0; round < 30; round++) {
            double[] p = random.doubles(40).toArray();
            double[] y = random.doubles(40, -5, 5).toArray();
            double[] v = random.doubles(40, 0.1, 3).toArray();
            Collections.shuffle(order, random);
            assertThat(CauchyCombination.of(shuffled(p, order))).isEqualTo(CauchyCombination.of(p));
            assertThat(Heterogeneity.tauSquared(shuffled(y, order), shuffled(v, order))).isEqualTo(Heterogeneity.tauSquared(y, v));
            assertThat(Heterogeneity.overDispersion(shuffled(y, order), shuffled(v, order), 0.1))
                    .isEqualTo(Heterogeneity.overDispersion(y, v, 0.1));
        }
    }
}
