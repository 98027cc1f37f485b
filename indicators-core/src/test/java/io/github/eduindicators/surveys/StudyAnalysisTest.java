package io.github.eduindicators.surveys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.stats.Interval;
import io.github.eduindicators.surveys.StudyAnalysis.Freedom;
import io.github.eduindicators.surveys.StudyAnalysis.Pair;
import io.github.eduindicators.surveys.Statistic.QuantileRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StudyAnalysisTest {

    /**
     * Two plausible values, four replicates, Fay's factor 0.5: theta 500 with replicates 502 498 501 499, theta 504 with 505 503
     * 506 502. By hand: c = 1, U = 10 and 10, B = 8, T = 10 + 1.5 * 8 = 22, SE = 4.690416, df = (22 / 12)^2 = 3.361111. The
     * weights make the statistic: it is the weight of the pupil whose value says which plausible value it is.
     */
    @Test
    void variancesByHand() {
        double[][] first = {{500, 502, 498, 501, 499}, {504, 505, 503, 506, 502}};
        Study study = Study.builder(500, 504).replicates(
                new double[] {502, 505}, new double[] {498, 503}, new double[] {501, 506}, new double[] {499, 502})
                .values("toy", new double[] {1, 0}, new double[] {0, 1}).build();
        Statistic weightOfOne = sample -> OptionalDouble.of(
                IntStream.range(0, 2).filter(i -> sample.value(i) == 1).mapToDouble(sample::weight).sum());
        StudyAnalysis analysis = StudyAnalysis.of(ReplicationScheme.fay(4, 0.5)).withFewest(1, 1).withFreedom(Freedom.RUBIN);
        StudyEstimate estimate = analysis.estimate(study, "toy", weightOfOne);
        assertThat(estimate.plausibleValues()).containsExactly(first[0][0], first[1][0]);
        assertThat(estimate.value()).hasValue(502);
        assertThat(estimate.samplingVariance().orElseThrow()).isCloseTo(10, within(1e-12));
        assertThat(estimate.imputationVariance()).hasValue(8);
        assertThat(estimate.variance().orElseThrow()).isCloseTo(22, within(1e-12));
        assertThat(estimate.standardError().orElseThrow()).isCloseTo(4.690416, within(1e-6));
        assertThat(estimate.freedom().orElseThrow()).isCloseTo(3.361111, within(1e-6));
        assertThat(estimate.missingInformation().orElseThrow()).isCloseTo(12 / 22.0, within(1e-12));
        // qt(0.975, 3.3611111111111111) = 2.997495 by R.
        Interval interval = estimate.interval().orElseThrow();
        assertThat((interval.upper() - 502) / 4.69041575982343).isCloseTo(2.997495, within(1e-5));
    }

    /** The example of the package: schools have the means 500, 480 and 500, so the error is their deviation 11.547 over the root of 3. */
    @Test
    void theExampleOfThePackage() {
        var study = Study.unweighted(6).values("reading", new double[] {480, 520, 455, 505, 530, 470})
                .clusters(List.of("a", "a", "b", "b", "c", "c")).build();
        var made = ReplicateWeights.jk1().apply(study);
        var mean = StudyAnalysis.of(made.scheme()).withFewest(5, 3).estimate(made.study(), "reading", Statistic.mean());
        assertThat(mean.value().orElseThrow()).isCloseTo(493.333333, within(1e-6));
        assertThat(mean.standardError().orElseThrow()).isCloseTo(6.666667, within(1e-6));
    }

    @Test
    void coefficientsOfThePresets() {
        assertThat(ReplicationScheme.pisa().coefficient(79)).isCloseTo(0.05, within(1e-15));
        assertThat(ReplicationScheme.talis().coefficient(0)).isCloseTo(0.04, within(1e-15));
        assertThat(ReplicationScheme.timss().replicates()).isEqualTo(150);
        assertThat(ReplicationScheme.timss().coefficient(0)).isEqualTo(0.5);
        assertThat(ReplicationScheme.timssBefore2015().isFirstPlausibleValueOnly()).isTrue();
        assertThat(ReplicationScheme.timssBefore2015().isVerified()).isFalse();
        assertThat(ReplicationScheme.iccs().coefficient(74)).isEqualTo(1);
        assertThat(ReplicationScheme.jk1(15).coefficient(3)).isCloseTo(14.0 / 15, within(1e-15));
        assertThat(ReplicationScheme.brr(4).coefficient(3)).isEqualTo(0.25);
        // survey's scale of Fay 0.3 with four replicates.
        assertThat(ReplicationScheme.fay(4, 0.3).coefficient(0)).isCloseTo(0.5102040816327, within(1e-12));
        assertThat(ReplicationScheme.jkn(0.75, 0.75, 0.75, 0.75, 0.5, 0.5).freedom()).isEqualTo(4);
        assertThat(ReplicationScheme.jk2Full(20).replicates()).isEqualTo(40);
        assertThat(ReplicationScheme.jk2Half(20).coefficient(0)).isEqualTo(1);
    }

    @Test
    void degreesOfFreedomAreBoundedByTheDesignUnlessToldOtherwise() {
        var made = ReplicateWeights.jk1().apply(StudyData.byStratum());
        Study one = Study.builder(made.study().weights()).values("pv", made.study().values("math")[0])
                .replicates(IntStream.range(0, 12).mapToObj(made.study()::replicate).toArray(double[][]::new)).build();
        StudyAnalysis analysis = StudyAnalysis.of(made.scheme());
        assertThat(analysis.estimate(one, "pv", Statistic.mean()).freedom()).hasValue(11);
        StudyEstimate unbounded = analysis.withFreedom(Freedom.RUBIN).estimate(one, "pv", Statistic.mean());
        assertThat(unbounded.freedom()).isEmpty();
        assertThat(unbounded.interval().orElseThrow().upper() - unbounded.value().orElseThrow())
                .isCloseTo(Interval.Z95 * unbounded.standardError().orElseThrow(), within(1e-9));
    }

    @Test
    void aPartHasAtMostItsOwnClustersLessOneDegreesOfFreedom() {
        Study study = StudyData.builder(i -> "s").group("half", StudyData.labels(i -> i < 36 ? "low" : "high")).build();
        var made = ReplicateWeights.jk1().apply(study);
        StudyEstimate estimate = StudyAnalysis.of(made.scheme()).estimate(made.study().where("half", "low"), "math",
                sample -> Statistic.mean().of(sample).isPresent() ? OptionalDouble.of(sample.size()) : OptionalDouble.empty());
        assertThat(estimate.clusters()).hasValue(6);
        assertThat(estimate.freedom()).hasValue(5);
    }

    @Test
    void tooLittleDataIsAnAnswer() {
        Study study = ReplicateWeights.jk1().apply(StudyData.byStratum()).study();
        StudyAnalysis analysis = StudyAnalysis.of(ReplicationScheme.jk1(12));
        StudyEstimate few = analysis.withFewest(73, 1).estimate(study, "math", Statistic.mean());
        assertThat(few.reason()).isEqualTo("few-pupils");
        assertThat(few.value()).isEmpty();
        assertThat(few.standardError()).isEmpty();
        assertThat(few.interval()).isEmpty();
        assertThat(few.n()).isEqualTo(72);
        assertThat(analysis.withFewest(1, 13).estimate(study, "math", Statistic.mean()).reason()).isEqualTo("few-clusters");
        StudyEstimate none = analysis.estimate(StudyData.byStratum(), "math", Statistic.mean());
        assertThat(none.reason()).isEqualTo("few-replicates");
        assertThat(none.value().orElseThrow()).isCloseTo(506.348837209302, within(1e-9));
        assertThat(none.standardError()).isEmpty();
        assertThat(analysis.estimate(study, "math", sample -> OptionalDouble.empty()).reason()).isEqualTo("no-value");
        assertThat(analysis.estimate(study.where("g", "nobody"), "math", Statistic.mean()).reason()).isEqualTo("few-pupils");
        assertThat(analysis.difference(study, "math", Statistic.mean(), new Pair("g", "a", "nobody")).reason()).isEqualTo("few-pupils");
    }

    @Test
    void aGroupOfOneSchoolHasNoErrorInAJackknifeOfSchools() {
        Study study = StudyData.builder(i -> "s").group("school", StudyData.labels(i -> "c" + i / 6)).build();
        var made = ReplicateWeights.jk1().apply(study);
        StudyEstimate estimate = StudyAnalysis.of(made.scheme()).withFewest(1, 1).estimate(made.study().where("school", "c0"), "math", Statistic.mean());
        assertThat(estimate.reason()).isEqualTo("empty-replicate");
        assertThat(estimate.value()).isPresent();
        assertThat(estimate.standardError()).isEmpty();
    }

    @Test
    void equalValuesHaveNoSpreadAndNoError() {
        double[] same = new double[40];
        Arrays.fill(same, 7);
        Study study = Study.unweighted(40).values("flat", same, same)
                .clusters(IntStream.range(0, 40).mapToObj(i -> "c" + i / 4).toList()).build();
        var made = ReplicateWeights.jk1().apply(study);
        StudyAnalysis analysis = StudyAnalysis.of(made.scheme());
        StudyEstimate sd = analysis.estimate(made.study(), "flat", Statistic.standardDeviation());
        assertThat(sd.value()).hasValue(0);
        assertThat(sd.standardError()).hasValue(0);
        StudyEstimate mean = analysis.estimate(made.study(), "flat", Statistic.mean());
        assertThat(mean.interval()).contains(new Interval(7, 7, 7));
        assertThat(mean.missingInformation()).isEmpty();
        assertThat(analysis.estimate(made.study(), "flat", Statistic.correlationWith("flat")).reason()).isEqualTo("no-value");
        StudyDifference none = StudyDifference.between(mean, mean);
        assertThat(none.reason()).isEqualTo("no-error");
        assertThat(none.value()).hasValue(0);
        assertThat(none.p()).isEmpty();
    }

    @Test
    void replicatesMustFitTheScheme() {
        Study study = ReplicateWeights.jk1().apply(StudyData.byStratum()).study();
        assertThatThrownBy(() -> StudyAnalysis.of(ReplicationScheme.pisa()).estimate(study, "math", Statistic.mean()))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("80").hasMessageContaining("12");
        assertThatThrownBy(() -> StudyAnalysis.of(ReplicationScheme.jk1(12)).estimate(study, "reading", Statistic.mean()))
                .hasMessageContaining("math").hasMessageContaining("reading");
    }

    /** Values 10 20 30 40 with weights 1 1 2 4, W = 8; cumulative 1 2 4 8. By hand. */
    @Test
    void quantilesByTheirRules() {
        Study study = Study.builder(1, 1, 2, 4, 0).values("v", new double[] {10, 20, 30, 40, 35}).build();
        Statistic.Sample sample = study.sample("v", 1);
        assertThat(Statistic.quantile(0.5).of(sample)).hasValue(30);
        assertThat(Statistic.quantile(0.5, QuantileRule.MIDDLE).of(sample)).hasValue(35);
        assertThat(Statistic.quantile(0.5, QuantileRule.INTERPOLATED).of(sample)).hasValue(30);
        assertThat(Statistic.quantile(0.51).of(sample)).hasValue(40);
        assertThat(Statistic.quantile(0.75, QuantileRule.INTERPOLATED).of(sample)).hasValue(35);
        assertThat(Statistic.quantile(0.01, QuantileRule.INTERPOLATED).of(sample)).hasValue(10);
        assertThat(Statistic.quantile(0.9999).of(sample)).hasValue(40);
    }

    /** Ten weights of 0.1 add up to less than 1 in floating point; the median of 1..10 is 5 all the same. */
    @Test
    void roundingOfWeightsMovesNoQuantile() {
        double[] tenths = new double[10];
        Arrays.fill(tenths, 0.1);
        Study study = Study.builder(tenths).values("v", IntStream.rangeClosed(1, 10).asDoubleStream().toArray()).build();
        for (int p = 1; p < 10; p++) {
            assertThat(Statistic.quantile(p / 10.0).of(study.sample("v", 1))).hasValue(p);
        }
    }

    @Test
    void unknownCovariatesAreLeftOut() {
        BitSet known = new BitSet();
        known.set(0, 3);
        Study study = Study.unweighted(4).values("v", new double[] {1, 3, 5, 1000})
                .covariate("x", new double[] {0, 1, 2, Double.NaN}, known).build();
        Statistic.Sample sample = study.sample("v", 1);
        assertThat(Statistic.slope("x").of(sample)).hasValue(2);
        assertThat(Statistic.rSquared("x").of(sample).orElseThrow()).isCloseTo(1, within(1e-15));
        assertThat(IntStream.range(0, 4).filter(i -> sample.covariate("x", i).isEmpty())).hasSize(1);
        assertThat(IntStream.range(0, 4).filter(i -> sample.isKnown("x", i))).hasSize(3);
    }

    @Test
    void pupilsOfAnUnknownGroupAreOnNeitherSide() {
        Study study = Study.unweighted(3).values("v", new double[] {1, 2, 300}).group("g", List.of("a", "b", " ")).build();
        assertThat(Statistic.differenceFromRest(Statistic.mean(), "g", "a").of(study.sample("v", 1))).hasValue(-1);
        assertThat(study.labels("g")).containsExactly("a", "b");
        assertThat(study.whereNot("g", "a").pupils()).isEqualTo(1);
    }

    @Test
    void columnsAreChecked() {
        assertThatThrownBy(() -> Study.builder()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Study.builder(0, 0)).hasMessageContaining("positive");
        assertThatThrownBy(() -> Study.builder(1, -1)).hasMessageContaining("negative");
        assertThatThrownBy(() -> Study.builder(1, Double.NaN)).hasMessageContaining("finite");
        Study.Builder two = Study.builder(1, 1);
        assertThatThrownBy(two::build).hasMessageContaining("domain");
        assertThatThrownBy(() -> two.values("v", new double[] {1})).hasMessageContaining("2").hasMessageContaining("1");
        assertThatThrownBy(() -> two.values("v", new double[] {1, Double.POSITIVE_INFINITY})).hasMessageContaining("finite");
        assertThatThrownBy(() -> two.values("v")).hasMessageContaining("plausible");
        assertThatThrownBy(() -> two.clusters(List.of("a", " "))).hasMessageContaining("blank");
        assertThatThrownBy(() -> two.replicates(new double[] {1, -2})).hasMessageContaining("negative");
        two.values("v", new double[] {1, 2}).clusters(List.of("a", "a")).strata(List.of("s", "t"));
        assertThatThrownBy(two::build).hasMessageContaining("one stratum");
        assertThatThrownBy(() -> two.values("v ", new double[] {1, 2})).hasMessageContaining("already");
    }

    @Test
    void theOrderOfPupilsChangesNoBit() {
        List<Integer> order = new ArrayList<>(IntStream.range(0, StudyData.PUPILS).boxed().toList());
        Study straight = inOrder(order);
        Collections.shuffle(order, new java.util.Random(6));
        Study shuffled = inOrder(order);
        for (ReplicateWeights weights : List.of(ReplicateWeights.jk1(), ReplicateWeights.jkn(), ReplicateWeights.fay(0.5))) {
            var one = weights.apply(straight);
            var other = weights.apply(shuffled);
            for (Statistic statistic : List.of(Statistic.mean(), Statistic.standardDeviation(), Statistic.median())) {
                StudyEstimate a = StudyAnalysis.of(one.scheme()).estimate(one.study(), "math", statistic);
                StudyEstimate b = StudyAnalysis.of(other.scheme()).estimate(other.study(), "math", statistic);
                assertThat(b.value()).isEqualTo(a.value());
                assertThat(b.variance()).isEqualTo(a.variance());
            }
        }
    }

    private static Study inOrder(List<Integer> order) {
        return Study.builder(order.stream().mapToDouble(i -> 1 + i * 7 % 5 / 4.0).toArray())
                .values("math", IntStream.rangeClosed(1, 3)
                        .mapToObj(m -> order.stream().mapToDouble(i -> StudyData.value(i, m)).toArray()).toArray(double[][]::new))
                .clusters(order.stream().map(i -> String.format("c%02d", i / 6)).toList())
                .strata(order.stream().map(i -> "s" + i / 24).toList())
                .build();
    }

    /** By hand: d = 10, SE = sqrt(9 + 16 + 1.44) = 5.141984; 2 pnorm(-10 / 5.141984) = 0.0518 by R. */
    @Test
    void cyclesWithALinkError() {
        StudyEstimate later = estimate(510, 9);
        StudyEstimate earlier = estimate(500, 16);
        StudyDifference change = StudyDifference.between(later, earlier, 1.2);
        assertThat(change.value()).hasValue(10);
        assertThat(change.standardError().orElseThrow()).isCloseTo(Math.sqrt(26.44), within(1e-12));
        assertThat(change.statistic().orElseThrow()).isCloseTo(1.9447746, within(1e-6));
        // R: 2*pnorm(-10/sqrt(26.44))
        assertThat(change.p().orElseThrow()).isCloseTo(0.05180211, within(1e-7));
        assertThat(change.linkError()).isEqualTo(1.2);
        // 1.959964 + 0.841621 errors.
        assertThat(change.detectable().orElseThrow()).isCloseTo(2.801585 * Math.sqrt(26.44), within(1e-4));
        assertThat(StudyDifference.between(earlier, later).value()).hasValue(-10);
        assertThatThrownBy(() -> StudyDifference.between(later, earlier, -1)).hasMessageContaining("link");
    }

    /** Welch: (1 + 4)^2 / (1 / 4 + 16 / 9) = 12.328767; 2 pt(-5 / sqrt(5), 12.328767) = 0.044558 by R. */
    @Test
    void smallDesignsAreComparedByStudentsLaw() {
        StudyEstimate.Size size = new StudyEstimate.Size(100, 100, java.util.OptionalInt.of(5));
        StudyEstimate a = StudyEstimate.of(size, new double[] {105}, 1, 4);
        StudyEstimate b = StudyEstimate.of(size, new double[] {100}, 4, 9);
        StudyDifference difference = StudyDifference.between(a, b);
        assertThat(difference.freedom().orElseThrow()).isCloseTo(12.3287671, within(1e-6));
        assertThat(difference.p().orElseThrow()).isCloseTo(0.0445582, within(1e-6));
    }

    private static StudyEstimate estimate(double value, double variance) {
        return StudyEstimate.of(new StudyEstimate.Size(100, 100, java.util.OptionalInt.empty()),
                new double[] {value}, variance, Double.POSITIVE_INFINITY);
    }
}
