package io.github.eduindicators.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.benchmarks.ValueAddedBenchmark.Pupils;
import io.github.eduindicators.effectiveness.ValueAdded;
import io.github.eduindicators.fioko.FiokoSigns;
import io.github.eduindicators.fioko.Sign;
import io.github.eduindicators.fioko.SignKind;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The loops by hand find what the library finds; otherwise their times could not be compared. */
class HandWrittenTest {
    private static final double CLOSE = 1e-6;

    @Test
    void signsOfSchools() {
        ScreeningBenchmark.Schools schools = ScreeningBenchmark.Schools.of(300);
        List<SignKind> found =
                FiokoSigns.withDefaults().run(schools.results).signs().stream().map(Sign::kind).toList();
        List<SignKind> kinds =
                List.of(SignKind.INFLATED_MEAN, SignKind.JOURNAL_MISMATCH, SignKind.COHORT_RISE, SignKind.COHORT_FALL);
        int[] byHand = ScreeningBenchmark.ByHand.of(schools).count();
        assertThat(byHand).containsExactly(
                kinds.stream().mapToInt(kind -> (int) found.stream().filter(kind::equals).count()).toArray());
        assertThat(Arrays.stream(byHand).sum()).as("there is something to find").isGreaterThan(100);
    }

    @Test
    void linesOfTrends() {
        TrendBenchmark benchmark = new TrendBenchmark();
        TrendBenchmark.Schools schools = TrendBenchmark.Schools.of(200);
        assertThat(HandWrittenLines.of(schools.all).sum(0.01)).isCloseTo(benchmark.wls(schools), within(CLOSE));
    }

    @Test
    void valueAdded() {
        Pupils pupils = Pupils.of(1, 200_000);
        ValueAdded.Fit fit = ValueAdded.withDefaults().fit(pupils.sums());
        double effects = fit.effects().stream().mapToDouble(effect -> Math.pow(effect.value().value(), 2)).sum();
        double[] byHand = new HandWrittenValueAdded(pupils).fit();
        assertThat(byHand[0] / fit.tau2().orElseThrow()).isCloseTo(1, within(CLOSE));
        assertThat(byHand[1] / fit.sigma2().orElseThrow()).isCloseTo(1, within(CLOSE));
        assertThat(byHand[2] / effects).isCloseTo(1, within(CLOSE));
    }
}
