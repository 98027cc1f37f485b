package io.github.eduindicators.effectiveness;

import static io.github.eduindicators.effectiveness.GainFiles.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.effectiveness.SmallShares.Estimate;
import io.github.eduindicators.effectiveness.SmallShares.Fit;
import io.github.eduindicators.effectiveness.SmallShares.Funnel;
import io.github.eduindicators.effectiveness.SmallShares.Position;
import io.github.eduindicators.laws.BetaLaw;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.stats.Interval;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SmallSharesTest {
    private static final Offset<Double> CLOSE = within(1e-9);
    private static final Period YEAR = Period.of(2021);

    static IndicatorValues shares(long[]... counts) {
        IndicatorValues.Builder builder = IndicatorValues.builder();
        for (int i = 0; i < counts.length; i++) {
            builder.add(school(i), "pass_rate", YEAR, IndicatorValue.ratio(counts[i][0], counts[i][1]));
        }
        return builder.build();
    }

    static SchoolId school(int number) {
        return SchoolId.of(String.format(Locale.ROOT, "s%03d", number));
    }

    private static IndicatorValues of(List<Map<String, String>> rows) {
        return shares(rows.stream()
                .map(row -> new long[] {Long.parseLong(row.get("x")), Long.parseLong(row.get("n"))})
                .toArray(long[][]::new));
    }

    /** The common numbers and the rows come from the script in the head of shares.csv. */
    @Test
    void unitsHaveTheFunnelAndTheShrunkSharesOfR() {
        List<Map<String, String>> rows = GainFiles.committed("shares.csv");
        Fit fit = SmallShares.withDefaults().fit(of(rows));
        assertThat(fit.centre().orElseThrow()).isCloseTo(0.70703125, CLOSE);
        assertThat(fit.phi().orElseThrow()).isCloseTo(4.78388214663629, CLOSE);
        assertThat(fit.tauSquared().orElseThrow()).isCloseTo(0.0519325317121293, CLOSE);
        assertThat(fit.alpha().orElseThrow()).isCloseTo(3.98535024150114, CLOSE);
        assertThat(fit.beta().orElseThrow()).isCloseTo(1.78197029930806, CLOSE);
        for (int i = 0; i < rows.size(); i++) {
            Map<String, String> row = rows.get(i);
            Estimate unit = fit.units().get(school(i));
            Funnel funnel = unit.funnel().orElseThrow();
            assertThat(funnel.z()).isCloseTo(number(row, "z"), CLOSE);
            assertThat(funnel.limits95().lower()).isCloseTo(number(row, "lo95"), CLOSE);
            assertThat(funnel.limits95().upper()).isCloseTo(number(row, "hi95"), CLOSE);
            assertThat(funnel.limits998().lower()).isCloseTo(number(row, "lo998"), CLOSE);
            assertThat(funnel.limits998().upper()).isCloseTo(number(row, "hi998"), CLOSE);
            Interval shrunk = unit.shrunk().orElseThrow();
            assertThat(shrunk.value()).isCloseTo(number(row, "eb"), CLOSE);
            assertThat(shrunk.lower()).isCloseTo(number(row, "lo"), CLOSE);
            assertThat(shrunk.upper()).isCloseTo(number(row, "hi"), CLOSE);
        }
        assertThat(fit.units().get(school(8)).funnel().orElseThrow().position()).isEqualTo(Position.BELOW);
        assertThat(fit.units().get(school(8)).note()).isEqualTo("small-n");
        assertThat(fit.units().get(school(11)).funnel().orElseThrow().position()).isEqualTo(Position.INSIDE);
    }

    /** Twelve made-up schools, computed by others in R; see the README beside the files. */
    @Test
    void funnelHasTheSharedNumbers() throws IOException {
        List<Map<String, String>> rows = GainFiles.shared("funnel/funnel_prop.csv");
        Fit fit = SmallShares.withDefaults().fit(of(rows));
        assertThat(fit.centre().orElseThrow()).isCloseTo(0.6633663366337, CLOSE);
        assertThat(fit.phi().orElseThrow()).isCloseTo(1.507581137841, CLOSE);
        assertThat(fit.tauSquared().orElseThrow()).isCloseTo(0.002850873674138, CLOSE);
        assertThat(SmallShares.withDefaults().withWinsorised(0).fit(of(rows)).phi().orElseThrow()).isCloseTo(2.573957200288, CLOSE);
        for (int i = 0; i < rows.size(); i++) {
            Estimate unit = fit.units().get(school(i));
            assertThat(unit.funnel().orElseThrow().z()).isCloseTo(number(rows.get(i), "z_additive_od"), CLOSE);
            assertThat(unit.share().lower()).isCloseTo(number(rows.get(i), "wilson_lo"), CLOSE);
            assertThat(unit.share().upper()).isCloseTo(number(rows.get(i), "wilson_hi"), CLOSE);
        }
    }

    /** 65 schools, computed by others in R; their optimiser stopped a little before the highest likelihood. */
    @Test
    void examDataHaveTheSharedShrunkShares() throws IOException {
        List<Map<String, String>> rows = GainFiles.shared("value_added/exam_pass_betabinomial.csv");
        Fit fit = SmallShares.withDefaults().fit(of(rows));
        assertThat(fit.alpha().orElseThrow()).isCloseTo(4.199813737095, within(1e-5));
        assertThat(fit.beta().orElseThrow()).isCloseTo(4.04183032587, within(1e-5));
        for (int i = 0; i < rows.size(); i++) {
            Interval shrunk = fit.units().get(school(i)).shrunk().orElseThrow();
            assertThat(shrunk.value()).isCloseTo(number(rows.get(i), "eb"), within(1e-6));
            assertThat(shrunk.lower()).isCloseTo(number(rows.get(i), "lo"), within(1e-6));
            assertThat(shrunk.upper()).isCloseTo(number(rows.get(i), "hi"), within(1e-6));
        }
    }

    /** R 4.2.2: qbeta(p, a, b), and pbeta(.3, a, b). */
    @Test
    void betaLawHasTheQuantilesOfR() {
        double[][] rows = {
            {0.025, 4.2, 4.04, 0.195377709719122, 0.110693277454213},
            {0.975, 53.2, 28.04, 0.753668978989496, 2.1779700242809e-11},
            {0.025, 0.01, 3, 1.39719593454024e-161, 0.997393573023313},
            {0.5, 0.3, 0.2, 0.760864963852018, 0.319550108583079},
            {0.975, 0.001, 2, 3.7199595648382e-12, 0.999495909406325},
            {0.975, 2000, 3, 0.999690866291242, 0},
            {0.1, 1e5, 2e5, 0.332230588143685, 0},
        };
        for (double[] row : rows) {
            assertThat(BetaLaw.quantile(row[0], row[1], row[2])).isCloseTo(row[3], within(1e-12));
            assertThat(BetaLaw.lowerTail(0.3, row[1], row[2])).isCloseTo(row[4], within(1e-12));
        }
        assertThat(BetaLaw.quantile(0, 2, 3)).isZero();
        assertThat(BetaLaw.quantile(1, 2, 3)).isEqualTo(1);
        assertThatIllegalArgumentException().isThrownBy(() -> BetaLaw.quantile(0.5, 0, 1)).withMessageContaining("positive");
        assertThatIllegalArgumentException().isThrownBy(() -> BetaLaw.lowerTail(1.1, 1, 1)).withMessageContaining("0..1");
    }

    @Test
    void equalSharesAreOneShareWithItsInterval() {
        Fit fit = SmallShares.withDefaults().fit(
                shares(new long[] {3, 6}, new long[] {5, 10}, new long[] {4, 8}, new long[] {10, 20}, new long[] {2, 4}));
        assertThat(fit.tauSquared()).hasValue(0);
        assertThat(fit.phi()).hasValue(0);
        assertThat(fit.alpha()).isEmpty();
        assertThat(fit.units().values()).allSatisfy(unit -> {
            assertThat(unit.shrunk()).contains(Interval.wilson(24, 48));
            assertThat(unit.funnel().orElseThrow().position()).isEqualTo(Position.INSIDE);
        });
    }

    @Test
    void nobodyPassedIsInsideEverywhere() {
        Fit fit = SmallShares.withDefaults().fit(
                shares(new long[] {0, 6}, new long[] {0, 10}, new long[] {0, 8}, new long[] {0, 20}, new long[] {0, 4}));
        assertThat(fit.centre()).hasValue(0);
        assertThat(fit.units().values()).allSatisfy(unit -> {
            assertThat(unit.funnel().orElseThrow().z()).isZero();
            assertThat(unit.shrunk()).contains(Interval.wilson(0, 48));
        });
    }

    @Test
    void allOrNobodyPassedLeavesSharesNearlyAsTheyAre() {
        Fit fit = SmallShares.withDefaults().fit(
                shares(new long[] {0, 30}, new long[] {30, 30}, new long[] {0, 30}, new long[] {30, 30}, new long[] {30, 30}));
        assertThat(fit.units().get(school(0)).shrunk().orElseThrow().value()).isBetween(0.0, 0.001);
        assertThat(fit.units().get(school(1)).shrunk().orElseThrow().value()).isBetween(0.999, 1.0);
    }

    @Test
    void fewUnitsHaveNeitherLimitsNorShrunkShares() {
        Fit fit = SmallShares.withDefaults().fit(
                shares(new long[] {3, 6}, new long[] {5, 10}, new long[] {4, 8}, new long[] {10, 20}));
        assertThat(fit.phi()).isEmpty();
        assertThat(fit.units()).hasSize(4);
        assertThat(fit.units().get(school(0)).funnel()).isEmpty();
        assertThat(fit.units().get(school(0)).shrunk()).isEmpty();
        assertThat(fit.units().get(school(0)).share()).isEqualTo(Interval.wilson(3, 6));
        assertThat(fit.values().value(school(0), "pass_rate_shrunk", YEAR).orElseThrow().state())
                .isEqualTo(IndicatorValue.State.INSUFFICIENT_DATA);
        assertThat(SmallShares.withDefaults().fit(IndicatorValues.empty()).units()).isEmpty();
    }

    @Test
    void valuesWithoutCountsAreNamed() {
        IndicatorValues rows = shares(new long[] {3, 6}, new long[] {5, 10}).plus(IndicatorValues.builder()
                .add(school(7), "pass_rate", YEAR, IndicatorValue.of(0.5))
                .add(school(8), "pass_rate", YEAR, IndicatorValue.ratio(0, 0))
                .add(school(9), "pass_rate", YEAR, IndicatorValue.ratio(3, 2))
                .build());
        Fit fit = SmallShares.withDefaults().fit(rows);
        assertThat(fit.without()).containsExactly(school(7), school(8), school(9));
        assertThat(fit.units()).hasSize(2);
    }

    @Test
    void doubtfulUnitsAreMeasuredByTheOthers() {
        IndicatorValues rows = shares(
                new long[] {10, 20}, new long[] {12, 20}, new long[] {8, 20}, new long[] {11, 20}, new long[] {9, 20}, new long[] {20, 20});
        Fit fit = SmallShares.withDefaults().fit(rows, school(5)::equals);
        assertThat(fit.centre()).hasValue(0.5);
        assertThat(fit.units().get(school(5)).note()).isEqualTo("doubtful-results");
        assertThat(fit.units().get(school(5)).funnel().orElseThrow().position()).isEqualTo(Position.FAR_ABOVE);
        assertThat(fit.values().value(school(5), "pass_rate_shrunk", YEAR).orElseThrow().note()).isEqualTo("far-above;doubtful-results");
    }

    @Test
    void sharesOfSeveralKindsAreRefused() {
        IndicatorValues mixed = shares(new long[] {1, 2}).plus(
                IndicatorValues.builder().add(Region.of("r"), "pass_rate", YEAR, IndicatorValue.ratio(1, 2)).build());
        assertThatIllegalArgumentException().isThrownBy(() -> SmallShares.withDefaults().fit(mixed)).withMessageContaining("one indicator");
        assertThatIllegalArgumentException().isThrownBy(() -> SmallShares.withDefaults().withWinsorised(0.5)).withMessageContaining("0.5");
    }
}
