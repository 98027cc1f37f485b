package io.github.eduindicators.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.stats.RandomIntercept.Effect;
import io.github.eduindicators.stats.RandomIntercept.Fit;
import io.github.eduindicators.stats.RandomIntercept.GroupSums;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RandomInterceptPropertiesTest {
    /** An observation: its group, its value and its covariates. */
    private record Row(String group, double y, double[] x) {}

    private static List<Row> draw(long seed, int groups, int covariates) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Row> rows = new ArrayList<>();
        for (int group = 0; group < groups; group++) {
            double effect = random.nextGaussian() * 0.5;
            int n = 1 + random.nextInt(12);
            for (int i = 0; i < n; i++) {
                double[] x = new double[covariates];
                double y = effect + random.nextGaussian();
                for (int k = 0; k < covariates; k++) {
                    x[k] = random.nextGaussian() * Math.pow(10, k);
                    y += x[k] / Math.pow(10, k);
                }
                rows.add(new Row("g" + group, y, x));
            }
        }
        return rows;
    }

    private static GroupSums sums(List<Row> rows, int covariates) {
        GroupSums sums = GroupSums.create(covariates);
        rows.forEach(row -> sums.add(row.group(), row.y(), row.x()));
        return sums;
    }

    private static Fit fit(List<Row> rows, int covariates) {
        return RandomIntercept.withDefaults().fit(sums(rows, covariates)).orElseThrow();
    }

    @Property(tries = 60)
    void theOrderOfObservationsAndMergesChangesNoBit(
            @ForAll long seed, @ForAll @IntRange(min = 6, max = 25) int groups, @ForAll @IntRange(min = 0, max = 3) int covariates) {
        List<Row> rows = draw(seed, groups, covariates);
        Fit fit = fit(rows, covariates);
        List<Row> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(seed));
        GroupSums[] parts = {GroupSums.create(covariates), GroupSums.create(covariates), GroupSums.create(covariates)};
        for (int i = 0; i < shuffled.size(); i++) {
            Row row = shuffled.get(i);
            parts[(int) Math.floorMod(seed + i * i, 3L)].add(row.group(), row.y(), row.x());
        }
        parts[2].merge(parts[0]);
        parts[1].merge(parts[2]);
        Fit other = RandomIntercept.withDefaults().fit(parts[1]).orElseThrow();
        assertThat(other.deviance()).isEqualTo(fit.deviance());
        assertThat(other.tau2()).isEqualTo(fit.tau2());
        assertThat(other.sigma2()).isEqualTo(fit.sigma2());
        assertThat(other.coefficients()).containsExactly(fit.coefficients());
        assertThat(other.covariance()).isDeepEqualTo(fit.covariance());
        assertThat(other.effects()).isEqualTo(fit.effects());
    }

    @Property(tries = 60)
    void unitsAndOriginsOfColumnsChangeOnlyUnits(
            @ForAll long seed,
            @ForAll @DoubleRange(min = 0.01, max = 1000) double unit,
            @ForAll @DoubleRange(min = -1e6, max = 1e6) double origin) {
        List<Row> rows = draw(seed, 15, 1);
        Fit fit = fit(rows, 1);
        Fit other = fit(rows.stream()
                .map(row -> new Row(row.group(), row.y() * 7 + origin, new double[] {row.x()[0] * unit - origin})).toList(), 1);
        assertThat(other.tau2()).isCloseTo(49 * fit.tau2(), within(1e-5 * fit.sigma2()));
        assertThat(other.coefficients()[1]).isCloseTo(fit.coefficients()[1] * 7 / unit, within(1e-6 / unit));
        for (int i = 0; i < fit.effects().size(); i++) {
            assertThat(other.effects().get(i).value()).isCloseTo(7 * fit.effects().get(i).value(), within(1e-5));
        }
    }

    @Property(tries = 60)
    void effectsAreDrawnTowardsZeroTheMoreTheSmallerTheGroup(@ForAll long seed) {
        Fit fit = fit(draw(seed, 20, 1), 1);
        assertThat(fit.tau2()).isNotNegative();
        for (Effect a : fit.effects()) {
            assertThat(Math.abs(a.value())).isLessThanOrEqualTo(Math.abs(a.meanResidual()));
            assertThat(a.reliability()).isBetween(0.0, 1.0);
            assertThat(a.standardError() * a.standardError()).isCloseTo(fit.tau2() * (1 - a.reliability()), within(1e-12));
            for (Effect b : fit.effects()) {
                if (a.n() > b.n()) {
                    assertThat(a.reliability()).isGreaterThanOrEqualTo(b.reliability());
                }
            }
        }
    }

    @Property(tries = 60)
    void equalObservationsCanBeAddedTogether(@ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int times) {
        GroupSums one = GroupSums.create(1);
        GroupSums many = GroupSums.create(1);
        for (Row row : draw(seed, 8, 1)) {
            many.addMany(row.group(), times, row.y(), row.x());
            for (int i = 0; i < times; i++) {
                one.add(row.group(), row.y(), row.x());
            }
        }
        Fit fit = RandomIntercept.withDefaults().fit(one).orElseThrow();
        Fit other = RandomIntercept.withDefaults().fit(many).orElseThrow();
        assertThat(other.effects()).isEqualTo(fit.effects());
        assertThat(other.deviance()).isEqualTo(fit.deviance());
    }

    @Property(tries = 300)
    void sumsOfNumbersOfAnySizeAreExact(
            @ForAll @Size(min = 1, max = 60) List<@DoubleRange(min = -1, max = 1) Double> mantissas, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ExactSums sums = new ExactSums(2);
        BigDecimal exact = BigDecimal.ZERO;
        BigDecimal products = BigDecimal.ZERO;
        for (double mantissa : mantissas) {
            double a = mantissa * Math.pow(2, random.nextInt(200) - 100);
            double b = random.nextGaussian() * Math.pow(2, random.nextInt(100) - 50);
            a = Math.abs(a) < 1e-90 ? 0 : a;
            sums.add(0, a);
            sums.addProduct(1, a, b);
            exact = exact.add(new BigDecimal(a));
            products = products.add(new BigDecimal(a).multiply(new BigDecimal(b)));
        }
        assertThat(sums.rounded(0)).isEqualTo(exact.doubleValue());
        assertThat(sums.rounded(1)).isEqualTo(products.doubleValue());
    }
}
