package io.github.eduindicators.io.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AxisTest {

    @Test
    void valuesStandOnAStraightLine() {
        Axis axis = new Axis(10, 20, 100, 0);
        assertThat(DoubleStream.of(10, 15, 20, 25).map(axis::at)).containsExactly(100.0, 50.0, 0.0, -50.0);
        assertThat(new Axis(3, 3, 0, 10).at(3)).isEqualTo(5);
    }

    @Test
    void ticksAreRoundAndFew() {
        assertThat(Axis.ticks(0, 20, 10)).containsExactly(0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0, 14.0, 16.0, 18.0, 20.0);
        assertThat(Axis.ticks(3, 17, 5)).containsExactly(5.0, 10.0, 15.0);
        assertThat(Axis.ticks(0, 1_453, 4)).containsExactly(0.0, 500.0, 1_000.0);
        assertThat(Axis.step(1_000, 10)).isEqualTo(100);
        assertThat(Axis.step(1, 4)).isEqualTo(0.5);
    }

    @Test
    void pixelsHaveATenthAtMost() {
        assertThat(Stream.of(1.0, 1.25, -0.06, -0.04, 12.96, 100.04).map(Axis::pixel))
                .containsExactly("1", "1.3", "-0.1", "0", "13", "100");
    }
}
