package io.github.eduindicators.benchmarks.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.benchmarks.power.TrendWorld.Kind;
import io.github.eduindicators.benchmarks.power.TrendWorld.Scenario;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.trend.WlsTrend;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TrendLabelStudyTest {
    private static final String[] SMALL = {"--regions", "2", "--schools", "40", "--only", "RELATIVE 40 schools 6 years omega 0.5"};

    @Test
    void theSameArgumentsGiveTheSameTables() {
        String shown = shown(TrendLabelStudy.run(SMALL));
        assertThat(shown).isEqualTo(shown(TrendLabelStudy.run(SMALL))).contains("RELATIVE");
        String[] other = SMALL.clone();
        other[1] = "3";
        assertThat(shown(TrendLabelStudy.run(other))).isNotEqualTo(shown);
        assertThatThrownBy(() -> TrendLabelStudy.run("--region", "2")).hasMessageContaining("--regions");
    }

    @Test
    void everySchoolIsCountedOnce() {
        List<Table> tables = TrendLabelStudy.run(SMALL);
        Table labels = tables.get(1);
        assertThat(labels.rows()).hasSize(3).allSatisfy(row -> assertThat(((Rate) row.get(5)).trials()).isEqualTo(80));
        assertThat(tables.get(0).rows()).hasSize(3);
        // Without any true slope every label is wrong.
        Rate wrong = (Rate) labels.rows().get(0).get(6);
        assertThat(wrong.count()).isEqualTo(wrong.trials());
        // The rule of two steps in a row labels a third of the schools at rest: 1 - 2 / 3! of them have a turn.
        assertThat(((Rate) labels.rows().get(0).get(12)).value()).isBetween(0.2, 0.47);
    }

    @Test
    void trueSlopesAreThoseOfTheSeries() {
        Scenario certain = new Scenario(Kind.RELATIVE, 400, 8, 0, 0.08);
        TrendWorld world = TrendWorld.generate(certain, 1, 0);
        double sum = 0;
        double squares = 0;
        int n = 0;
        for (int i = 0; i < 400; i++) {
            WlsTrend.Fit fit = WlsTrend.withDefaults().fit(world.series().get(i));
            double z = (fit.slope().orElseThrow().value() - world.slopes()[i]) / fit.slopeError().orElseThrow();
            sum += z;
            squares += z * z;
            n++;
        }
        // Errors of 400 standard normal numbers: 0.05 of the mean, 0.07 of the variance.
        assertThat(sum / n).isCloseTo(0, within(0.2));
        assertThat(squares / n).isCloseTo(1, within(0.28));
        assertThat(Arrays.stream(world.slopes()).map(slope -> slope * slope).sum() / 400).isCloseTo(0.0064, within(0.0018));
    }

    @Test
    void twoInARow() {
        assertThat(TrendWorld.naive(series(5, 1, 2, 3))).isEqualTo(1);
        assertThat(TrendWorld.naive(series(1, 4, 3, 2))).isEqualTo(-1);
        assertThat(TrendWorld.naive(series(1, 4, 3, 5))).isZero();
        assertThat(TrendWorld.naive(series(1, 2))).isZero();
    }

    private static YearSeries series(double... values) {
        YearSeries.Builder builder = YearSeries.builder(SchoolId.of("a"), "value");
        for (int t = 0; t < values.length; t++) {
            builder.add(YearSeries.Point.of(2018 + t, values[t]));
        }
        return builder.build();
    }

    private static String shown(List<Table> tables) {
        return tables.stream().map(Table::markdown).collect(Collectors.joining());
    }
}
