package io.github.eduindicators.surveys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.surveys.ReplicateWeights.Replicated;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplicateWeightsTest {
    private static Study clusters(int pupils, int perCluster, int perStratum) {
        return Study.unweighted(pupils)
                .values("v", IntStream.range(0, pupils).mapToDouble(i -> i * 17 % 29).toArray())
                .clusters(IntStream.range(0, pupils).mapToObj(i -> String.format("c%04d", i / perCluster)).toList())
                .strata(IntStream.range(0, pupils).mapToObj(i -> String.format("s%04d", i / perCluster / perStratum)).toList())
                .build();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 9, 13, 25, 41, 76, 77})
    void columnsOfAHadamardMatrixAreOrthogonalAndBalanced(int atLeast) {
        int order = Hadamard.order(atLeast);
        assertThat(order).isGreaterThanOrEqualTo(Math.max(2, atLeast)).isLessThanOrEqualTo(2 * Math.max(2, atLeast));
        boolean[][] matrix = Hadamard.of(order);
        for (int a = 0; a < order; a++) {
            for (int b = 0; b <= a; b++) {
                int dot = 0;
                for (boolean[] row : matrix) {
                    dot += row[a] == row[b] ? 1 : -1;
                }
                assertThat(dot).isEqualTo(a == b ? order : 0);
            }
            assertThat(matrix[a][0]).isTrue();
        }
    }

    @Test
    void leavingOutOneClusterRaisesTheOthers() {
        Replicated made = ReplicateWeights.jk1().apply(clusters(12, 3, 4));
        assertThat(made.scheme()).isEqualTo(ReplicationScheme.jk1(4));
        assertThat(made.study().replicate(1)).containsExactly(new double[] {
            4.0 / 3, 4.0 / 3, 4.0 / 3, 0, 0, 0, 4.0 / 3, 4.0 / 3, 4.0 / 3, 4.0 / 3, 4.0 / 3, 4.0 / 3}, within(1e-15));
    }

    @Test
    void otherStrataKeepTheirWeights() {
        Replicated made = ReplicateWeights.jkn().apply(clusters(6, 1, 3));
        assertThat(made.scheme().replicates()).isEqualTo(6);
        assertThat(made.study().replicate(0)).containsExactly(new double[] {0, 1.5, 1.5, 1, 1, 1}, within(1e-15));
        assertThat(made.scheme().coefficient(5)).isCloseTo(2.0 / 3, within(1e-15));
        assertThat(made.scheme().freedom()).isCloseTo(4, within(1e-12));
    }

    @Test
    void oneStratumOfOneClusterJoinsAnother() {
        Study study = Study.unweighted(3).values("v", new double[] {1, 2, 3}).clusters(List.of("a", "b", "c")).strata(List.of("s", "s", "t")).build();
        Replicated made = ReplicateWeights.jkn().apply(study);
        assertThat(made.study().replicate(2)).containsExactly(1.5, 1.5, 0);
    }

    @Test
    void severalStrataOfOneClusterJoinEachOther() {
        Study study = Study.unweighted(4).values("v", new double[] {1, 2, 3, 4})
                .clusters(List.of("a", "b", "c", "d")).strata(List.of("s", "s", "t", "u")).build();
        Replicated made = ReplicateWeights.jkn().apply(study);
        assertThat(made.scheme().replicates()).isEqualTo(4);
        assertThat(made.study().replicate(2)).containsExactly(1, 1, 0, 2);
    }

    @Test
    void pairsAreWeighedAgainstEachOther() {
        Replicated made = ReplicateWeights.fay(0.5).apply(clusters(6, 1, 2));
        assertThat(made.scheme()).isEqualTo(ReplicationScheme.fay(4, 0.5));
        for (int r = 0; r < 4; r++) {
            double[] weights = made.study().replicate(r);
            for (int pair = 0; pair < 3; pair++) {
                assertThat(Arrays.copyOfRange(weights, 2 * pair, 2 * pair + 2)).containsExactlyInAnyOrder(0.5, 1.5);
            }
        }
    }

    /** As in PISA: 1.7071 against 0.6464 twice, or 0.2929 against 1.3536 twice. */
    @Test
    void anOddClusterMakesATriple() {
        Replicated made = ReplicateWeights.fay(0.5).apply(clusters(5, 1, 5));
        double[] weights = made.study().replicate(0);
        assertThat(Arrays.copyOfRange(weights, 2, 5)).containsExactly(new double[] {1.70711, 0.64645, 0.64645}, within(1e-5));
        assertThat(IntStream.range(0, 4).mapToDouble(r -> made.study().replicate(r)[2]).min().orElseThrow()).isCloseTo(0.29289, within(1e-5));
        assertThat(Arrays.copyOfRange(ReplicateWeights.brr().apply(clusters(5, 1, 5)).study().replicate(0), 2, 5)).containsExactly(2, 0, 0);
    }

    /** Sum over replicates of c d^2 for the total of a triple: d is sqrt(2) x1 - (x2 + x3) / sqrt(2), here of 10, 1, 2 by hand 144.5. */
    @Test
    void varianceOfATripleByHand() {
        Study study = Study.unweighted(3).values("v", new double[] {10, 1, 2}).clusters(List.of("a", "b", "c")).build();
        Replicated made = ReplicateWeights.fay(0.5).apply(study);
        StudyEstimate total = StudyAnalysis.of(made.scheme()).withFewest(1, 1).estimate(made.study(), "v", sample ->
                java.util.OptionalDouble.of(IntStream.range(0, 3).mapToDouble(i -> sample.weight(i) * sample.value(i)).sum()));
        assertThat(total.samplingVariance().orElseThrow()).isCloseTo(144.5, within(1e-9));
    }

    @Test
    void manyClustersAreDealtOverGroups() {
        Study study = clusters(1000, 2, 50);
        Replicated jk1 = ReplicateWeights.jk1().withMost(100).apply(study);
        assertThat(jk1.scheme()).isEqualTo(ReplicationScheme.jk1(100));
        assertThat(Arrays.stream(jk1.study().replicate(7)).filter(w -> w == 0)).hasSize(10);
        assertThat(jk1.study().replicate(7)[14]).isZero();
        assertThat(jk1.study().replicate(7)[214]).isZero();
        Replicated jkn = ReplicateWeights.jkn().withMost(100).apply(study);
        assertThat(jkn.scheme().replicates()).isEqualTo(100);
        assertThat(jkn.scheme().coefficient(0)).isCloseTo(0.9, within(1e-15));
        Replicated balanced = ReplicateWeights.fay(0.5).withMost(80).apply(study);
        assertThat(balanced.scheme()).isEqualTo(ReplicationScheme.fay(80, 0.5));
        assertThat(ReplicateWeights.jk1().apply(study).scheme().replicates()).isEqualTo(ReplicateWeights.MOST);
    }

    @Test
    void oneClusterGivesNoReplicates() {
        Replicated made = ReplicateWeights.jk1().apply(clusters(3, 3, 1));
        assertThat(made.study().replicates()).isZero();
        StudyEstimate estimate = StudyAnalysis.of(made.scheme()).withFewest(1, 1).estimate(made.study(), "v", Statistic.mean());
        assertThat(estimate.reason()).isEqualTo("few-replicates");
        assertThat(estimate.value()).isPresent();
    }

    @Test
    void aDesignIsNeeded() {
        Study plain = Study.unweighted(2).values("v", new double[] {1, 2}).build();
        assertThatThrownBy(() -> ReplicateWeights.jk1().apply(plain)).hasMessageContaining("clusters");
        Study noStrata = Study.unweighted(2).values("v", new double[] {1, 2}).clusters(List.of("a", "b")).build();
        assertThatThrownBy(() -> ReplicateWeights.jkn().apply(noStrata)).hasMessageContaining("strata");
        assertThat(ReplicateWeights.brr().apply(noStrata).scheme().replicates()).isEqualTo(2);
        assertThatThrownBy(() -> new Replicated(plain, ReplicationScheme.pisa())).hasMessageContaining("80");
    }
}
