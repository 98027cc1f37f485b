package io.github.eduindicators.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The streams of random numbers. The expected uniform numbers come from SplitMix64 written in Python:
 *
 * <pre>
 * def sm(s):
 *     while True:
 *         s = (s + 0x9E3779B97F4A7C15) % 2**64
 *         z = s; z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 % 2**64; z = (z ^ z >> 27) * 0x94D049BB133111EB % 2**64
 *         yield z ^ z >> 31
 * def path(seed, *steps):
 *     state = next(sm(seed))
 *     for step in steps: state = next(sm(state ^ step % 2**64))
 *     return sm(state)
 * g = path(1821, 7, 2, 2014); [(next(g) >> 11) * 2**-53 for _ in range(3)]
 * </pre>
 */
class DrawsTest {

    @Test
    void uniformNumbersAreThoseOfSplitMix64() {
        Draws plain = Draws.of(0);
        assertThat(DoubleStream.generate(plain::uniform).limit(3).toArray()).containsExactly(
                0.6524484863740322, 0.7012121095215252, 0.3871241409757855);
        Draws path = Draws.of(1821, 7, 2, 2014);
        assertThat(DoubleStream.generate(path::uniform).limit(3).toArray()).containsExactly(
                0.014808195661518142, 0.9582046988903621, 0.6506716046505593);
    }

    @Test
    void normalNumbersHaveTheMomentsOfTheStandardNormal() {
        Draws draws = Draws.of(5);
        int n = 200_000;
        double[] x = DoubleStream.generate(draws::normal).limit(n).toArray();
        // Five standard errors of a mean of n values with variances 1, 2, 96 of x, x^2, x^4.
        assertThat(DoubleStream.of(x).average().orElseThrow()).isCloseTo(0, within(5 * Math.sqrt(1.0 / n)));
        assertThat(DoubleStream.of(x).map(v -> v * v).average().orElseThrow()).isCloseTo(1, within(5 * Math.sqrt(2.0 / n)));
        assertThat(DoubleStream.of(x).map(v -> v * v * v * v).average().orElseThrow())
                .isCloseTo(3, within(5 * Math.sqrt(96.0 / n)));
        assertThat(DoubleStream.of(x).filter(v -> v < -1.959964).count() / (double) n).isCloseTo(0.025, within(0.002));
    }

    @Test
    void aShuffleHoldsEveryNumberOnceAndMovesThem() {
        int[] order = Draws.of(3).shuffled(101, 50);
        assertThat(Arrays.stream(order).sorted()).containsExactly(IntStream.range(101, 151).boxed().toArray(Integer[]::new));
        assertThat(order).isNotEqualTo(IntStream.range(101, 151).toArray());
    }

    @Test
    void sizesStayWithinTheirRange() {
        Draws draws = Draws.of(4);
        int[] sizes = IntStream.generate(() -> draws.size(10, 1.5, 3, 40)).limit(2000).toArray();
        assertThat(sizes).contains(3, 10, 40);
        assertThat(IntStream.of(sizes).min().orElseThrow()).isEqualTo(3);
        assertThat(IntStream.of(sizes).max().orElseThrow()).isEqualTo(40);
        assertThat(IntStream.of(sizes).filter(size -> size <= 10).count()).isBetween(950L, 1150L);
    }
}
