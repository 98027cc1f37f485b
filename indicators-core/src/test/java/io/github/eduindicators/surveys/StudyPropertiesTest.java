package io.github.eduindicators.surveys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.surveys.ReplicateWeights.Replicated;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class StudyPropertiesTest {
    private static Replicated study(long seed, int clusters, int plausible, double shift, double factor, double weight) {
        SplittableRandom random = new SplittableRandom(seed);
        int pupils = clusters * 8;
        double[] base = IntStream.range(0, pupils).mapToDouble(i -> random.nextDouble() + 0.3 * (i / 8 % 3)).toArray();
        double[] weights = IntStream.range(0, pupils).mapToDouble(i -> weight * (1 + random.nextDouble())).toArray();
        double[][] values = new double[plausible][];
        for (int m = 0; m < plausible; m++) {
            values[m] = IntStream.range(0, pupils).mapToDouble(i -> shift + factor * (base[i] + 0.2 * random.nextDouble())).toArray();
        }
        Study study = Study.builder(weights).values("v", values)
                .clusters(IntStream.range(0, pupils).mapToObj(i -> String.format("c%03d", i / 8)).toList())
                .group("g", IntStream.range(0, pupils).mapToObj(i -> i % 2 == 0 ? "a" : "b").toList()).build();
        return ReplicateWeights.fay(0.5).apply(study);
    }

    private static StudyEstimate of(Replicated data, Statistic statistic) {
        return StudyAnalysis.of(data.scheme()).estimate(data.study(), "v", statistic);
    }

    @Property(tries = 60)
    void anotherScaleOfValuesAndWeightsScalesEstimateAndError(
            @ForAll long seed, @ForAll @IntRange(min = 5, max = 20) int clusters,
            @ForAll @DoubleRange(min = -500, max = 500) double shift, @ForAll @DoubleRange(min = 0.5, max = 100) double factor) {
        Replicated plain = study(seed, clusters, 3, 0, 1, 1);
        Replicated scaled = study(seed, clusters, 3, shift, factor, 7);
        double room = 1e-9 * (Math.abs(shift) + factor);
        StudyEstimate mean = of(plain, Statistic.mean());
        assertThat(of(scaled, Statistic.mean()).value().orElseThrow()).isCloseTo(shift + factor * mean.value().orElseThrow(), within(room));
        for (Statistic statistic : new Statistic[] {Statistic.mean(), Statistic.standardDeviation(), Statistic.median()}) {
            assertThat(of(scaled, statistic).standardError().orElseThrow())
                    .isCloseTo(factor * of(plain, statistic).standardError().orElseThrow(), within(room));
        }
    }

    @Property(tries = 60)
    void partsOfTheVarianceAddUpAndLevelsAreAWhole(@ForAll long seed, @ForAll @IntRange(min = 5, max = 20) int clusters) {
        Replicated data = study(seed, clusters, 4, 350, 200, 1);
        StudyEstimate mean = of(data, Statistic.mean());
        assertThat(mean.variance().orElseThrow()).isCloseTo(
                mean.samplingVariance().orElseThrow() + 1.25 * mean.imputationVariance().orElseThrow(), within(1e-9));
        assertThat(mean.freedom().orElseThrow()).isPositive().isLessThanOrEqualTo(data.scheme().freedom());
        assertThat(mean.missingInformation().orElseThrow()).isBetween(0.0, 1.0);
        double sum = StudyAnalysis.of(data.scheme()).levels(data.study(), "v", ProficiencyLevels.pisaMathematics2003()).stream()
                .mapToDouble(share -> share.value().orElseThrow()).sum();
        assertThat(sum).isCloseTo(1, within(1e-12));
    }

    @Property(tries = 40)
    void differencesAreThoseOfTheEstimatesAndTurnTheirSign(@ForAll long seed, @ForAll @IntRange(min = 8, max = 20) int clusters) {
        Replicated data = study(seed, clusters, 2, 500, 100, 1);
        StudyAnalysis analysis = StudyAnalysis.of(data.scheme());
        StudyEstimate ab = analysis.difference(data.study(), "v", Statistic.mean(), new StudyAnalysis.Pair("g", "a", "b"));
        StudyEstimate ba = analysis.difference(data.study(), "v", Statistic.mean(), new StudyAnalysis.Pair("g", "b", "a"));
        double a = analysis.estimate(data.study().where("g", "a"), "v", Statistic.mean()).value().orElseThrow();
        double b = analysis.estimate(data.study().where("g", "b"), "v", Statistic.mean()).value().orElseThrow();
        assertThat(ab.value().orElseThrow()).isCloseTo(a - b, within(1e-9));
        assertThat(ba.value().orElseThrow()).isCloseTo(b - a, within(1e-9));
        assertThat(ba.standardError().orElseThrow()).isCloseTo(ab.standardError().orElseThrow(), within(1e-9));
        double p = StudyDifference.within(ab).p().orElseThrow();
        assertThat(p).isBetween(0.0, 1.0);
        assertThat(p < 0.05).isEqualTo(ab.interval().orElseThrow().lower() > 0 || ab.interval().orElseThrow().upper() < 0);
    }

    /** Of the mean of clusters of one weight the jackknife is the textbook error of a mean of cluster means. */
    @Property(tries = 60)
    void theJackknifeOfEqualClustersIsTheTextbookError(@ForAll long seed, @ForAll @IntRange(min = 5, max = 40) int clusters) {
        SplittableRandom random = new SplittableRandom(seed);
        int pupils = clusters * 6;
        double[] values = IntStream.range(0, pupils).mapToDouble(i -> random.nextDouble()).toArray();
        Study study = Study.unweighted(pupils).values("v", values)
                .clusters(IntStream.range(0, pupils).mapToObj(i -> "c" + i / 6).toList()).build();
        double[] means = IntStream.range(0, clusters)
                .mapToDouble(c -> IntStream.range(6 * c, 6 * c + 6).mapToDouble(i -> values[i]).average().orElseThrow()).toArray();
        double mean = java.util.Arrays.stream(means).average().orElseThrow();
        double variance = java.util.Arrays.stream(means).map(m -> (m - mean) * (m - mean)).sum() / (clusters - 1.0) / clusters;
        Replicated made = ReplicateWeights.jk1().apply(study);
        assertThat(of(made, Statistic.mean()).samplingVariance().orElseThrow()).isCloseTo(variance, within(1e-9));
    }
}
