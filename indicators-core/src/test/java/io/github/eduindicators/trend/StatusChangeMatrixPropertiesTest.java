package io.github.eduindicators.trend;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.results.YearSeries.Point;
import io.github.eduindicators.trend.StatusChangeMatrix.Levels;
import io.github.eduindicators.trend.StatusChangeMatrix.Result;
import java.math.RoundingMode;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class StatusChangeMatrixPropertiesTest {
    private static final RoundingMode[] MODES = {RoundingMode.UP, RoundingMode.DOWN, RoundingMode.CEILING, RoundingMode.FLOOR,
        RoundingMode.HALF_UP, RoundingMode.HALF_DOWN, RoundingMode.HALF_EVEN};

    private static Levels levels(Random random, int cuts) {
        Levels levels = Levels.from("0");
        double cut = -cuts / 2.0;
        for (int i = 1; i <= cuts; i++) {
            cut += (1 + random.nextInt(10)) / 10.0;
            levels = random.nextBoolean() ? levels.above(cut, Integer.toString(i)) : levels.atLeast(cut, Integer.toString(i));
        }
        return levels;
    }

    private static StatusChangeMatrix.Builder matrix(Random random) {
        Levels status = levels(random, 1 + random.nextInt(5));
        Levels change = levels(random, 1 + random.nextInt(5));
        StatusChangeMatrix.Builder builder = StatusChangeMatrix.builder().status(status).change(change);
        for (String row : status.names()) {
            builder.row(row, change.names().stream().map(column -> row + "-" + column).toArray(String[]::new));
        }
        return random.nextBoolean() ? builder : builder.rounding(random.nextInt(3), MODES[random.nextInt(MODES.length)]);
    }

    @Property(tries = 700)
    void everyNumberHasOneLevelAndLevelsRiseWithNumbers(@ForAll long seed, @ForAll double a, @ForAll double b) {
        StatusChangeMatrix matrix = matrix(new Random(seed)).build();
        double low = Math.min(a, b);
        double high = Math.max(a, b);
        assertThat(Integer.parseInt(matrix.statusLevel(low))).isLessThanOrEqualTo(Integer.parseInt(matrix.statusLevel(high)));
        assertThat(Integer.parseInt(matrix.changeLevel(low))).isLessThanOrEqualTo(Integer.parseInt(matrix.changeLevel(high)));
        assertThat(matrix.cell(matrix.statusLevel(a), matrix.changeLevel(b)))
                .isEqualTo(matrix.statusLevel(a) + "-" + matrix.changeLevel(b));
    }

    @Property(tries = 700)
    void theCellIsThatOfTheTwoLevelsAndTheGateOnlyMovesToNoChange(@ForAll long seed,
            @ForAll @IntRange(min = -400, max = 400) int before, @ForAll @IntRange(min = -400, max = 400) int now) {
        StatusChangeMatrix.Builder builder = matrix(new Random(seed));
        StatusChangeMatrix open = builder.build();
        YearSeries series = YearSeries.of(YearSeries.Key.of(SchoolId.of("s"), "x"),
                List.of(Point.of(2022, before / 100.0, 0.5), Point.of(2023, now / 100.0, 0.5)));
        Result free = open.run(series);
        assertThat(free.status()).hasValue(open.statusLevel(now / 100.0));
        assertThat(free.change()).hasValue(open.changeLevel(free.difference().orElseThrow()));
        assertThat(free.cell()).hasValue(open.cell(free.status().orElseThrow(), free.change().orElseThrow()));
        Result gated = builder.gate(0.9).build().run(series);
        assertThat(gated.status()).isEqualTo(free.status());
        assertThat(gated.change().orElseThrow()).isIn(free.change().orElseThrow(), open.changeLevel(0));
        // qnorm(0.9) * sqrt(0.5) = 0.9061938 in R
        assertThat(gated.change().equals(free.change()))
                .isEqualTo(free.change().orElseThrow().equals(open.changeLevel(0)) || Math.abs(now - before) > 90.6);
    }
}
