package io.github.eduindicators.composite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import org.junit.jupiter.api.Test;

/** How stable ranks are; expected numbers by hand, of correlations by R 4.2.2 {@code cor(method = ...)}. */
class RankStudyTest {
    private static final String[] AB = {"a", "b"};

    private static CompositeIndicator two(double a, double b) {
        return Tables.builder("index").add(Component.higher("a").withGoalposts(0, 100).withWeight(a))
                .add(Component.higher("b").withGoalposts(0, 100).withWeight(b)).build();
    }

    @Test
    void shareOfRunsInWhichWeightsTurnTheOrder() {
        // u00 has 100 and 0, u01 0 and 100. It loses if .6 (1 + u/4) < .4 (1 + v/4), u and v even on -1..1: a triangle of the area
        // 1/12 of 4, so in 1 of 48 runs; the standard error over 20,000 runs is 0.001.
        IndicatorValues values = Tables.columns(AB, new double[] {100, 0}, new double[] {0, 100});
        RankStudy.Result result = RankStudy.withDefaults().withRuns(20_000).withPlaces(0).run(two(6, 4), values, Tables.YEAR);
        assertThat(result.movedShare()).isCloseTo(1 / 48.0, within(0.004));
        assertThat(result.rank(Tables.row(0)).orElseThrow().meanShift()).isCloseTo(1 / 48.0, within(0.004));
        assertThat(result.rank(Tables.row(0)).orElseThrow()).hasToString("organisation u00 rank 1 [1.0; 1.0] median 1.0");
    }

    @Test
    void whoIsAheadInEverythingKeepsThePlaceAndTiesShareIt() {
        IndicatorValues values = Tables.columns(AB, new double[] {90, 50, 50, 10}, new double[] {80, 60, 60, 20});
        RankStudy.Result result = RankStudy.withDefaults().withRuns(200).run(two(1, 1), values, Tables.YEAR);
        assertThat(result.ranks()).extracting(RankStudy.Rank::rank).containsExactly(1, 2, 2, 4);
        assertThat(result.ranks()).allSatisfy(rank -> {
            assertThat(rank.lower()).isEqualTo(rank.rank());
            assertThat(rank.upper()).isEqualTo(rank.rank());
            assertThat(rank.median()).isEqualTo(rank.rank());
        });
        assertThat(result.meanShift()).isZero();
    }

    @Test
    void agreementOfVariants() {
        // Ranks by a: 1..6; by b: 2 1 3 3 6 5 and, turned, from the largest.
        IndicatorValues values = Tables.columns(AB, new double[] {60, 50, 40, 30, 20, 10}, new double[] {50, 60, 40, 40, 10, 20});
        RankStudy.Result result = RankStudy.withDefaults().withWeightNoise(0).withPlaces(0)
                .withVariant("by b", two(0, 1)).withVariant("same", two(2, 0)).run(two(1, 0), values, Tables.YEAR);
        RankStudy.Agreement byB = result.variants().get(0);
        assertThat(byB.spearman()).hasValueCloseTo(0.869656553478673, within(1e-12));
        assertThat(byB.kendall()).hasValueCloseTo(0.690065559342354, within(1e-12));
        assertThat(byB.meanShift()).isCloseTo(5 / 6.0, within(1e-12));
        assertThat(byB.movedShare()).isCloseTo(5 / 6.0, within(1e-12));
        assertThat(result.variants().get(1).spearman()).hasValue(1);
        assertThat(result.variants().get(1).meanShift()).isZero();
        // Three runs: 1 2 1. Type 7: the 95 % quantile of 1 1 2 is 1.9.
        RankStudy.Rank first = result.rank(Tables.row(0)).orElseThrow();
        assertThat(first.median()).isEqualTo(1);
        assertThat(first.upper()).isCloseTo(1.9, within(1e-12));
        assertThat(first.movedShare()).isCloseTo(1 / 3.0, within(1e-12));
    }

    @Test
    void tauAndSpearmanWithTiesOnBothSides() {
        int[] one = {1, 2, 2, 4, 5, 6};
        int[] other = {2, 1, 3, 3, 6, 5};
        assertThat(RankStudy.tauB(one, other)).hasValueCloseTo(0.642857142857143, within(1e-12));
        assertThat(Columns.correlation(Columns.midRanks(one), Columns.midRanks(other))).isCloseTo(0.808823529411765, within(1e-12));
        assertThat(RankStudy.tauB(new int[] {1, 1}, new int[] {1, 2})).isEmpty();
    }

    @Test
    void unitsWithoutFigureInOneMethodAreUnranked() {
        IndicatorValues values = Tables.columns(AB, new double[] {60, 50, Double.NaN}, new double[] {50, 60, 70});
        RankStudy.Result result = RankStudy.withDefaults().withRuns(10).withVariant("a alone", two(1, 0)).run(two(1, 1), values, Tables.YEAR);
        assertThat(result.unranked()).containsExactly(Tables.row(2));
        assertThat(result.ranks()).extracting(RankStudy.Rank::unit).containsExactly(Tables.row(0), Tables.row(1));
        assertThat(result.rank(Tables.row(2))).isEmpty();
    }

    @Test
    void aRankAsAValueHasItsInterval() {
        IndicatorValues values = Tables.columns(AB, new double[] {60, 50}, new double[] {50, 58});
        RankStudy.Result result = RankStudy.withDefaults().run(two(1, 1), values, Tables.YEAR);
        IndicatorValue rank = result.values().value(Tables.row(1), "index.rank", Tables.YEAR).orElseThrow();
        assertThat(rank.value()).hasValue(2);
        assertThat(rank.interval().orElseThrow().lower()).isEqualTo(1);
        assertThat(rank.n()).hasValue(2);
        assertThat(result.toString()).startsWith("index 2021: 2 ranked, 0 not;");
    }

    @Test
    void sameSeedSameBitsAndAnotherSeedAnotherStudy() {
        double[] a = new double[60];
        double[] b = new double[60];
        for (int i = 0; i < 60; i++) {
            a[i] = i * 37 % 61;
            b[i] = i * 23 % 59;
        }
        IndicatorValues values = Tables.columns(AB, a, b);
        RankStudy study = RankStudy.withDefaults().withRuns(50);
        String once = study.run(two(1, 1), values, Tables.YEAR).values().values().toString();
        assertThat(study.run(two(1, 1), values, Tables.YEAR).values().values()).hasToString(once);
        assertThat(study.run(two(1, 1), values, Tables.YEAR).meanShift()).isEqualTo(study.run(two(1, 1), values, Tables.YEAR).meanShift());
        assertThat(study.withSeed(1).run(two(1, 1), values, Tables.YEAR).meanShift())
                .isNotEqualTo(study.run(two(1, 1), values, Tables.YEAR).meanShift());
    }

    @Test
    void nothingAndOneUnit() {
        RankStudy.Result none = RankStudy.withDefaults().withVariant("v", two(1, 2)).run(two(1, 1), IndicatorValues.empty(), Tables.YEAR);
        assertThat(none.ranks()).isEmpty();
        assertThat(none.variants().get(0).spearman()).isEmpty();
        assertThat(none.concordance()).isEmpty();
        RankStudy.Result one = RankStudy.withDefaults().run(two(1, 1), Tables.columns(AB, new double[] {5}, new double[] {6}), Tables.YEAR);
        assertThat(one.ranks()).hasToString("[organisation u00 rank 1 [1.0; 1.0] median 1.0]");
    }

    @Test
    void optionsAreChecked() {
        assertThatThrownBy(() -> RankStudy.withDefaults().withWeightNoise(1.1)).hasMessageContaining("0..1, got 1.1");
        assertThatThrownBy(() -> RankStudy.withDefaults().withRuns(0)).hasMessageContaining("got 0");
        assertThatThrownBy(() -> RankStudy.withDefaults().withPlaces(-1)).hasMessageContaining("got -1");
        assertThatThrownBy(() -> RankStudy.withDefaults().withVariant("v", two(1, 1)).withVariant("v", two(1, 2))).hasMessageContaining("got 'v'");
        assertThat(RankStudy.withDefaults().withVariant("v", two(1, 1)).method().toString()).contains("weight-noise=0.25", "variants=v");
    }
}
