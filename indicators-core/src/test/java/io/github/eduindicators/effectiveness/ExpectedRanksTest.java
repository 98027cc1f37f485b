package io.github.eduindicators.effectiveness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.eduindicators.laws.NormalLaw;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.stats.Interval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ExpectedRanksTest {
    private static final double[] VALUES = {0.50, 0.31, 0.30, 0.02, -0.10, -0.45, -0.46, 0.02, 0.75, -1.20, 0.11, -0.22};
    private static final double[] ERRORS = {0.10, 0.20, 0.05, 0.15, 0.30, 0.08, 0.08, 0.02, 0.25, 0.40, 0.12, 0.18};

    private static SchoolId school(int i) {
        return SchoolId.of("s" + (1000 + i));
    }

    private static ExpectedRanks ranks(double[] values, double[] errors) {
        Map<SchoolId, Interval> estimates = new HashMap<>();
        for (int i = 0; i < values.length; i++) {
            estimates.put(school(i), Interval.normal(values[i], errors[i], Interval.Z95));
        }
        return ExpectedRanks.of(estimates);
    }

    private static ExpectedRanks.Rank rank(ExpectedRanks ranks, int i) {
        return ranks.rank(school(i)).orElseThrow();
    }

    /**
     * R 4.2.2: {@code P <- outer(i, k, pnorm((a[i] - a[k]) / sqrt(s[i]^2 + s[k]^2))); 0.5 + colSums(P)}; intervals from 400,000 draws:
     * {@code set.seed(1); apply(apply(-X, 2, rank), 1, quantile, c(.025, .975), type = 1)}.
     */
    @Test
    void twelveUnitsAsInR() {
        ExpectedRanks ranks = ranks(VALUES, ERRORS);
        double[] expected = {2.097273443676, 3.744317671768, 3.650982141741, 6.529434918276, 7.404009900152, 10.243372250807,
                10.332795166598, 6.632565012426, 1.334071807076, 11.900879047478, 5.587516200360, 8.542782439642};
        int[] lower = {1, 1, 2, 4, 2, 9, 9, 5, 1, 10, 3, 5};
        int[] upper = {4, 8, 5, 9, 11, 11, 11, 8, 4, 12, 8, 11};
        for (int i = 0; i < expected.length; i++) {
            assertThat(rank(ranks, i).expected()).isCloseTo(expected[i], within(1e-11));
            assertThat(rank(ranks, i).percentile()).isCloseTo(100 * (12.5 - expected[i]) / 12, within(1e-10));
            assertThat(rank(ranks, i).lower()).as("lower of %d", i).isBetween(lower[i] - 1, lower[i] + 1);
            assertThat(rank(ranks, i).upper()).as("upper of %d", i).isBetween(upper[i] - 1, upper[i] + 1);
        }
        assertThat(ranks.probabilityAbove(school(0), school(1))).isCloseTo(0.8022556722, within(1e-10));
        assertThat(ranks.probabilityAbove(school(8), school(9))).isCloseTo(0.9999821742, within(1e-10));
        assertThat(ranks.probabilityAbove(school(1), school(0))).isCloseTo(1 - 0.8022556722, within(1e-10));
        assertThat(ranks.shareTold().orElseThrow()).isEqualTo(35 / 66.0, within(1e-15));
        assertThat(ranks.ranks()).extracting(ExpectedRanks.Rank::unit).startsWith(school(8), school(0), school(2), school(1));
        assertThat(ranks).hasToString("ExpectedRanks[12 units, first s1008 1.3 [1; 4]]");
    }

    @Test
    void examAsComputedByOthersWhereTheSharedDataAre() throws IOException {
        Path folder = Path.of("..", "..", "shared", "vectors", "effectiveness", "value_added");
        assumeThat(folder).as("the data set is not here: the check is skipped").exists();
        Map<SchoolId, Interval> estimates = new HashMap<>();
        for (String line : Files.readAllLines(folder.resolve("exam_ri_ml_eb.csv")).stream().skip(1).toList()) {
            String[] row = line.replace("\"", "").split(",");
            estimates.put(SchoolId.of(row[0]), Interval.normal(Double.parseDouble(row[4]), Double.parseDouble(row[6]), Interval.Z95));
        }
        ExpectedRanks ranks = ExpectedRanks.of(estimates);
        assertThat(ranks.shareTold().orElseThrow()).isEqualTo(0.49375);
        List<String> lines = Files.readAllLines(folder.resolve("exam_ri_ml_expected_rank.csv"));
        assertThat(lines).hasSize(66);
        for (String line : lines.subList(1, 66)) {
            String[] row = line.replace("\"", "").split(",");
            ExpectedRanks.Rank rank = ranks.rank(SchoolId.of(row[0])).orElseThrow();
            assertThat(rank.expected()).isCloseTo(Double.parseDouble(row[3]), within(1e-9));
            assertThat(rank.percentile()).isCloseTo(Double.parseDouble(row[4]), within(1e-8));
            assertThat(rank.expected()).isBetween((double) rank.lower(), (double) rank.upper());
        }
    }

    @Test
    void theOrderOfUnitsChangesNothing() {
        Map<SchoolId, Interval> forward = new LinkedHashMap<>();
        Map<SchoolId, Interval> backward = new LinkedHashMap<>();
        for (int i = 0; i < VALUES.length; i++) {
            int other = VALUES.length - 1 - i;
            forward.put(school(i), Interval.normal(VALUES[i], ERRORS[i], Interval.Z95));
            backward.put(school(other), Interval.normal(VALUES[other], ERRORS[other], Interval.Z95));
        }
        assertThat(ExpectedRanks.of(backward).ranks()).isEqualTo(ExpectedRanks.of(forward).ranks());
    }

    @Test
    void unitsThatAreAllEqualMayHaveAnyRank() {
        ExpectedRanks ranks = ranks(new double[40], new double[40]);
        for (ExpectedRanks.Rank rank : ranks.ranks()) {
            assertThat(rank.expected()).isEqualTo(20.5, within(1e-9));
            assertThat(rank.lower()).isBetween(1, 2);
            assertThat(rank.upper()).isBetween(39, 40);
        }
        assertThat(ranks.shareTold()).hasValue(0);
        assertThat(ranks.probabilityAbove(school(0), school(1))).isEqualTo(0.5);
    }

    @Test
    void exactValuesHaveExactRanks() {
        ExpectedRanks ranks = ranks(new double[] {3, 1, 2}, new double[3]);
        assertThat(ranks.ranks()).extracting(ExpectedRanks.Rank::expected).containsExactly(1.0, 2.0, 3.0);
        assertThat(ranks.ranks()).extracting(ExpectedRanks.Rank::lower).containsExactly(1, 2, 3);
        assertThat(ranks.ranks()).extracting(ExpectedRanks.Rank::upper).containsExactly(1, 2, 3);
        assertThat(ranks.shareTold()).hasValue(1);
        assertThat(ranks.probabilityAbove(school(0), school(1))).isEqualTo(1);
    }

    @Test
    void oneUnitIsFirstAndNoneAreNone() {
        ExpectedRanks one = ranks(new double[] {3}, new double[] {1});
        assertThat(one.ranks()).containsExactly(new ExpectedRanks.Rank(school(0), 1, 1, 1, 50));
        assertThat(one.shareTold()).isEmpty();
        assertThat(ExpectedRanks.of(Map.of()).ranks()).isEmpty();
        assertThatThrownBy(() -> one.probabilityAbove(school(0), school(7))).hasMessageContaining("s1007");
    }

    @Test
    void rowsOfIndicatorsAreRankedAndThoseWithoutAnIntervalAreNot() {
        IndicatorValues.Builder rows = IndicatorValues.builder();
        rows.add(school(1), "value_added", Period.of(2021), IndicatorValue.of(new Interval(0.1, 0, 0.2), 20));
        rows.add(school(2), "value_added", Period.of(2021), IndicatorValue.of(new Interval(0.3, 0.2, 0.4), 20));
        rows.add(school(3), "value_added", Period.of(2021), IndicatorValue.insufficient(5, "no-prior"));
        assertThat(ExpectedRanks.of(rows.build()).ranks()).extracting(ExpectedRanks.Rank::unit).containsExactly(school(2), school(1));
        rows.add(school(2), "value_added", Period.of(2020), IndicatorValue.of(new Interval(0.3, 0.2, 0.4), 20));
        assertThatThrownBy(() -> ExpectedRanks.of(rows.build())).hasMessageContaining("s1002").hasMessageContaining("second");
    }

    /** The largest difference of tabulated from pairwise expected ranks, as a share of the number of units, at every 97th. */
    private static double tableError(int units, double smallestError) {
        SplittableRandom random = new SplittableRandom(17);
        double[] values = new double[units];
        double[] errors = new double[units];
        for (int i = 0; i < units; i++) {
            values[i] = 0.35 * random.nextGaussian();
            errors[i] = smallestError + 0.15 * random.nextDouble();
        }
        ExpectedRanks ranks = ranks(values, errors);
        double worst = 0;
        for (int i = 0; i < units; i += 97) {
            double expected = 0.5;
            for (int k = 0; k < units; k++) {
                expected += NormalTable.below((values[k] - values[i]) / Math.sqrt(errors[i] * errors[i] + errors[k] * errors[k]));
            }
            worst = Math.max(worst, Math.abs(rank(ranks, i).expected() - expected) / units);
        }
        return worst;
    }

    @Test
    void manyUnitsAreRankedFromATableAsGoodAsPairs() {
        assertThat(tableError(5_001, 0.05)).isLessThan(1e-5);
        assertThat(tableError(5_001, 1e-6)).isLessThan(0.01);
    }

    @Test
    void theTableOfTheNormalLawIsTheLaw() {
        for (double z = -9; z < 9; z += 0.00137) {
            assertThat(NormalTable.below(z)).isCloseTo(NormalLaw.upperTail(-z), within(2e-15));
        }
    }
}
