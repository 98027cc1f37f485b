package io.github.eduindicators.benchmarks.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.model.SchoolId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DetectionTest {
    private static final Truth.Scope NOWHERE = new Truth.Scope(-1, -1, 0, -1);

    private static Truth truth(int number, Violation violation) {
        return new Truth(SchoolId.of("s" + number), violation, NOWHERE, LookAlike.NONE, 20);
    }

    private static boolean violates(Truth truth) {
        return !truth.honest();
    }

    /** Violators first, then honest schools. */
    private static Detection detection(double[] violators, double... honest) {
        List<Truth> truths = new ArrayList<>();
        IntStream.range(0, violators.length).forEach(i -> truths.add(truth(i, Violation.MEAN)));
        IntStream.range(0, honest.length).forEach(i -> truths.add(truth(1000 + i, Violation.NONE)));
        double[] all = new double[truths.size()];
        System.arraycopy(violators, 0, all, 0, violators.length);
        System.arraycopy(honest, 0, all, violators.length, honest.length);
        return Detection.of(truths, all);
    }

    @Test
    void aucCountsPairsAndHalvesTies() {
        // Pairs won: .1 beats .2 .3 .4 (3); .3 beats .4 and ties with .3 (1.5): 4.5 of 6.
        assertThat(detection(new double[] {0.1, 0.3}, 0.2, 0.3, 0.4).auc(DetectionTest::violates, Truth::honest))
                .isCloseTo(0.75, within(1e-15));
    }

    @Test
    void aucOfOneSideAloneDoesNotExist() {
        assertThat(detection(new double[] {0.1}).auc(DetectionTest::violates, Truth::honest)).isNaN();
    }

    @Test
    void theThresholdLetsThroughExactlyTheShareOfDistinctNumbers() {
        double[] honest = IntStream.range(0, 200).mapToDouble(i -> (i + 1) / 1000.0).toArray();
        Detection detection = detection(new double[] {0.0001, 0.0025, 0.5}, honest);
        double threshold = detection.threshold(0.01, Truth::honest);
        assertThat(detection.below(threshold, Truth::honest)).isEqualTo(new Rate(2, 200));
        assertThat(detection.below(threshold, DetectionTest::violates)).isEqualTo(new Rate(2, 3));
    }

    @Test
    void tiesAtTheThresholdAreNotFlaggedSoTheShareIsNeverExceeded() {
        double[] honest = IntStream.range(0, 100).mapToDouble(i -> i < 5 ? 0.001 : 1).toArray();
        Detection detection = detection(new double[] {0.001, 0.0005}, honest);
        double threshold = detection.threshold(0.01, Truth::honest);
        assertThat(detection.below(threshold, Truth::honest).count()).isZero();
        assertThat(detection.below(threshold, DetectionTest::violates)).isEqualTo(new Rate(1, 2));
    }

    @Test
    void schoolsThatCannotBeTestedAreNeverFound() {
        Detection detection = detection(new double[] {1, 1}, 1, 1, 1);
        assertThat(detection.below(detection.threshold(0.01, Truth::honest), DetectionTest::violates).count()).isZero();
    }

    @Test
    void aLevelIncludesItself() {
        assertThat(detection(new double[0], 0.05, 0.0500001, 0.01).atMost(0.05, Truth::honest)).isEqualTo(new Rate(2, 3));
    }

    @Test
    void numbersMustBeAsManyAsSchools() {
        assertThatThrownBy(() -> Detection.of(List.of(truth(1, Violation.NONE)), 0.1, 0.2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 numbers for 1 schools");
    }

    @Test
    void aTargetIsMissedOnlyWhenTheWholeIntervalIsOnTheWrongSide() {
        // Wilson by hand, z = 1.959964: 30 of 50 has 0.4618..0.7239; 0 of 100 has 0..0.0370.
        Rate rate = new Rate(30, 50);
        assertThat(rate.lower()).isCloseTo(0.4618, within(5e-5));
        assertThat(rate.upper()).isCloseTo(0.7239, within(5e-5));
        assertThat(rate.surelyBelow(0.75)).isTrue();
        assertThat(rate.surelyBelow(0.70)).isFalse();
        assertThat(rate.surelyAbove(0.45)).isTrue();
        assertThat(rate.surelyAbove(0.50)).isFalse();
        // One of 10 at a true 0.1: 1 - 0.9^10 = 0.65132.
        assertThat(new Rate(1, 10).against(0.1)).isEqualTo("1 of 10, exact p 0.651");
        assertThat(new Rate(0, 100).surelyAbove(0.03)).isFalse();
        assertThat(new Rate(0, 0).surelyAbove(0)).isFalse();
        assertThat(new Rate(0, 0).surelyBelow(1)).isFalse();
    }

    @Test
    void bandsBeginWhereTheySay() {
        assertThat(DoubleStream.of(0, 9.5, 10, 24.5, 25, 50).mapToObj(SizeBand::of))
                .containsExactly(SizeBand.B1, SizeBand.B1, SizeBand.B10, SizeBand.B10, SizeBand.B25, SizeBand.B50);
    }
}
