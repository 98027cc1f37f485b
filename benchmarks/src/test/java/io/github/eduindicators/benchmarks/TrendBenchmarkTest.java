package io.github.eduindicators.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.benchmarks.TrendBenchmark.Labels;
import io.github.eduindicators.benchmarks.TrendBenchmark.Lines;
import io.github.eduindicators.benchmarks.TrendBenchmark.Schools;
import io.github.eduindicators.model.Period;
import org.junit.jupiter.api.Test;

/** The benchmark of trends does the work it says, on a small number of series. */
class TrendBenchmarkTest {
    private static final int SERIES = 400;
    private final TrendBenchmark benchmark = new TrendBenchmark();
    private final Schools schools = Schools.of(SERIES);

    @Test
    void seriesHaveEightYearsAndAGap() {
        assertThat(schools.all).hasSize(SERIES).allSatisfy(one -> {
            assertThat(one.points()).hasSize(8).noneMatch(point -> point.period().equals(Period.of(2020)));
            assertThat(one.last()).contains(Period.of(2023));
        });
        assertThat(schools.region.points()).hasSize(8);
    }

    @Test
    void estimatesAreNearWhatWasDrawn() {
        assertThat(benchmark.shock(schools).omegaSquared()).hasValueCloseTo(0.01, within(0.004));
        Lines lines = new Lines();
        lines.fit(schools);
        assertThat(Math.sqrt(benchmark.empiricalBayes(lines).tauSquared().orElseThrow())).isCloseTo(0.05, within(0.01));
        assertThat(benchmark.wls(schools) / SERIES).as("sqrt(2 / pi) where nothing happens, more here").isBetween(1.0, 10.0);
        assertThat(benchmark.mannKendall(schools) / SERIES).as("a half where nothing happens, less here").isBetween(0.1, 0.5);
        assertThat(benchmark.theilSen(schools) / SERIES).isBetween(0.05, 0.5);
        // Two years whose shocks the error does not hold: a little more than sqrt(2 / pi) = .8.
        assertThat(benchmark.againstRegion(schools) / SERIES).isBetween(0.8, 1.3);
    }

    @Test
    void everySeriesIsLabelledAndTracked() {
        Labels labels = new Labels();
        labels.label(schools);
        assertThat(benchmark.monitoring(schools).rows()).hasSize(SERIES);
        int hochberg = benchmark.benjaminiHochberg(labels).rows().size();
        assertThat(hochberg).isBetween(1, SERIES / 2);
        assertThat(benchmark.benjaminiYekutieli(labels).rows()).hasSizeBetween(1, hochberg);
        assertThat(benchmark.bayesianFdr(labels).rows()).hasSizeBetween(1, SERIES);
        assertThat(benchmark.listTracking(schools).histories()).hasSize(SERIES);
        assertThat(benchmark.listTracking(schools).listed(Period.of(2023))).hasSizeBetween(1, SERIES / 5);
    }
}
