package io.github.eduindicators.objectivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.ScoreTally;
import io.github.eduindicators.stats.MultipleTesting;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The options of each check: what they accept, and that the method names what was chosen and keeps the others. */
class CheckOptionsTest {

    static Stream<Arguments> levels() {
        return Stream.of(
                level("cutoff-excess/school", SchoolCutoffExcess.withDefaults(), SchoolCutoffExcess.withDefaults()::withLevel),
                level("cutoff-excess/region", RegionCutoffExcess.withDefaults(), RegionCutoffExcess.withDefaults()::withLevel),
                level("journal/marginal-shift", JournalShift.withDefaults(), JournalShift.withDefaults()::withLevel),
                level("fitted/journal-agreement", FittedScores.withDefaults(), FittedScores.withDefaults()::withLevel),
                level("mean/residual", MeanResidual.withDefaults(), MeanResidual.withDefaults()::withLevel),
                level("spike/year", YearSpike.withDefaults(), YearSpike.withDefaults()::withLevel),
                level("fail-share/school", FailShare.withDefaults(), FailShare.withDefaults()::withLevel),
                level("copying/clusters", CopyingClusters.withDefaults(), CopyingClusters.withDefaults()::withLevel));
    }

    private static Arguments level(String id, Check check, DoubleFunction<Check> with) {
        return Arguments.of(id, check, with);
    }

    private static Object fact(Check check, String key) {
        return check.method().parameters().stream().filter(fact -> fact.key().equals(key)).map(Fact::value).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("levels")
    void theLevelLiesBetweenZeroAndOne(String id, Check defaults, DoubleFunction<Check> with) {
        assertThat(fact(defaults, "level")).isEqualTo(0.05);
        assertThat(defaults.method().id()).isEqualTo(id);
        for (double bad : new double[] {0, 1, -0.1, Double.NaN}) {
            assertThatIllegalArgumentException().isThrownBy(() -> with.apply(bad)).withMessageContaining(String.valueOf(bad));
        }
        Check stricter = with.apply(0.01);
        assertThat(fact(stricter, "level")).isEqualTo(0.01);
        assertThat(stricter).hasToString(stricter.method().toString()).isNotSameAs(defaults);
        assertThat(stricter.toString()).isNotEqualTo(defaults.toString());
        List<Fact> others = stricter.method().parameters().stream().filter(fact -> !fact.key().equals("level")).toList();
        assertThat(defaults.method().parameters()).containsAll(others).hasSize(others.size() + 1);
    }

    @Test
    void theLeastNumbersArePositive() {
        assertThatIllegalArgumentException().isThrownBy(() -> SchoolCutoffExcess.withDefaults().withMinimumPupils(0)).withMessageContaining("got 0");
        assertThat(fact(SchoolCutoffExcess.withDefaults().withMinimumPupils(1), "minimum-pupils")).isEqualTo(1L);
        assertThatIllegalArgumentException().isThrownBy(() -> JournalShift.withDefaults().withMinimumPupils(1)).withMessageContaining("got 1");
        assertThat(fact(JournalShift.withDefaults().withMinimumPupils(2), "minimum-pupils")).isEqualTo(2L);
        assertThatIllegalArgumentException().isThrownBy(() -> MeanResidual.withDefaults().withMinimumResults(1)).withMessageContaining("got 1");
        assertThat(fact(MeanResidual.withDefaults().withMinimumResults(2), "minimum-results")).isEqualTo(2L);
        assertThatIllegalArgumentException().isThrownBy(() -> YearSpike.withDefaults().withMinimumResults(1)).withMessageContaining("got 1");
        assertThat(fact(YearSpike.withDefaults().withMinimumResults(2), "minimum-results")).isEqualTo(2L);
    }

    @Test
    void theCurveOfARegionHasADegreeAndAShareWorthAFlag() {
        RegionCutoffExcess region = RegionCutoffExcess.withDefaults();
        for (double bad : new double[] {-0.01, 1, Double.NaN}) {
            assertThatIllegalArgumentException().isThrownBy(() -> region.withMinimumShare(bad)).withMessageContaining(String.valueOf(bad));
        }
        assertThat(fact(region.withMinimumShare(0), "minimum-share")).isEqualTo(0.0);
        assertThat(fact(region.withMinimumShare(0.1), "degree")).isEqualTo(5L);
        assertThatIllegalArgumentException().isThrownBy(() -> region.withDegree(1)).withMessageContaining("got 1");
        assertThatIllegalArgumentException().isThrownBy(() -> region.withDegree(10)).withMessageContaining("got 10");
        assertThat(fact(region.withDegree(2), "degree")).isEqualTo(2L);
        assertThat(fact(region.withDegree(9), "minimum-share")).isEqualTo(0.03);
    }

    @Test
    void kindsOfEvidenceThatLookAtOneFeatureAreNotIndependent() {
        assertThat(EvidenceKind.MEAN.independentOf(EvidenceKind.SPIKE)).isFalse();
        assertThat(EvidenceKind.MEAN.independentOf(EvidenceKind.JOURNAL)).isTrue();
        for (EvidenceKind kind : EvidenceKind.values()) {
            assertThat(kind.independentOf(kind)).isFalse();
        }
        assertThat(EvidenceKind.independent(List.of())).isZero();
        assertThat(EvidenceKind.independent(List.of(EvidenceKind.MEAN, EvidenceKind.SPIKE, EvidenceKind.CUTOFF))).isEqualTo(2);
        assertThat(EvidenceKind.CUTOFF.code()).isEqualTo("cutoff");
    }

    @Test
    void evidencePrintsOnOneLine() {
        assertThat(new Evidence(SchoolId.of("s1"), "cutoff", 0.0123456, 0.05, OptionalDouble.empty(), 42))
                .hasToString("s1 cutoff p=0.0123 adjusted=0.0500 n=42");
    }

    @Test
    void theScreeningRefusesSenselessOptionsAndSaysWhatItFound() {
        ObjectivityScreening screening = ObjectivityScreening.standard();
        for (double bad : new double[] {0, 1, Double.NaN}) {
            assertThatIllegalArgumentException().isThrownBy(() -> screening.withLevel(bad)).withMessageContaining(String.valueOf(bad));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> screening.withMinimumKinds(-1)).withMessageContaining("-1");
        assertThatNullPointerException().isThrownBy(() -> screening.withAdjustment(nothing()));
        assertThatNullPointerException().isThrownBy(() -> screening.withCombination(nothing()));
        ObjectivityScreening bare = screening.withLevel(0.5).withAdjustment(MultipleTesting.HOLM).withMinimumKinds(0);
        for (EvidenceKind kind : EvidenceKind.values()) {
            bare = bare.without(kind);
        }
        ObjectivityScreening.Result result = bare.run(ScoreTally.create().add(SchoolId.of("s1"), Simulated.WORKS.get(0), 3).snapshot());
        assertThat(result).hasToString("ObjectivityScreening[1 schools, 0 flagged, " + result.signs().signs().size() + " signs]");
        assertThat(result.findings(SchoolId.of("s1"))).isNotEmpty().allMatch(finding -> finding.unit().equals(SchoolId.of("s1")));
        assertThat(result.findings(SchoolId.of("s2"))).isEmpty();
        assertThat(result.kinds(SchoolId.of("s1"))).isEmpty();
        assertThat(result.independentKinds(SchoolId.of("s1"))).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> result.combined(SchoolId.of("s2"))).withMessageContaining("s2");
    }

    @SuppressWarnings("TypeParameterUnusedInFormals")
    private static <T> T nothing() {
        return null;
    }
}
