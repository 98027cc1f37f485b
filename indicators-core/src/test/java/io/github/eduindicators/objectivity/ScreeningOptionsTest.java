package io.github.eduindicators.objectivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreTally;
import io.github.eduindicators.stats.MultipleTesting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How evidence becomes a list, with checks that answer what the test wants. */
class ScreeningOptionsTest {
    private static final Assessment WORK = Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(20, 7, 11, 15));

    private static SchoolResults schools(int number) {
        ScoreTally tally = ScoreTally.create();
        for (int i = 0; i < number; i++) {
            tally.add(SchoolId.of("s" + i), WORK, 10);
        }
        return tally.snapshot();
    }

    /** A check that gives these p-values to the schools s0, s1, …; NaN stands for too little data. */
    private static Check answering(String id, double... p) {
        return new Check() {
            @Override
            public MethodInfo method() {
                return MethodInfo.of(id, "1", "test");
            }

            @Override
            public List<Finding> run(SchoolResults results) {
                List<Finding> findings = new ArrayList<>();
                for (School school : results.schools()) {
                    double value = p[Integer.parseInt(school.id().value().substring(1))];
                    Finding.Builder finding = Finding.builder(method(), school.id());
                    findings.add(Double.isNaN(value)
                            ? finding.outcome(Outcome.INSUFFICIENT_DATA).build()
                            : finding.outcome(Outcome.CLEAR).p(value).n(1).build());
                }
                return Family.adjust(findings, 0.05, finding -> true);
            }
        };
    }

    private static ObjectivityScreening of(Map<EvidenceKind, Check> checks) {
        ObjectivityScreening screening = ObjectivityScreening.standard();
        for (EvidenceKind kind : EvidenceKind.values()) {
            screening = checks.containsKey(kind) ? screening.with(kind, checks.get(kind)) : screening.without(kind);
        }
        return screening;
    }

    @Test
    void theCombinedPIsThatOfTheFormulaAndIsAdjustedOverTheSchools() {
        ObjectivityScreening.Result result = of(Map.of(
                EvidenceKind.CUTOFF, answering("test/a", 0.01, 0.2, Double.NaN, Double.NaN),
                EvidenceKind.JOURNAL, answering("test/b", 0.04, 0.5, 0.3, Double.NaN))).run(schools(4));

        // python3: .5 - atan((tan((.5-.01)*pi) + tan((.5-.04)*pi)) / 2) / pi; times 3 / rank
        assertThat(result.combined(SchoolId.of("s0")).p().orElseThrow()).isCloseTo(0.016007593, within(1e-8));
        assertThat(result.combined(SchoolId.of("s0")).adjustedP().orElseThrow()).isCloseTo(0.048022778, within(1e-8));
        assertThat(result.combined(SchoolId.of("s0")).outcome()).isEqualTo(Outcome.FLAGGED);
        assertThat(result.combined(SchoolId.of("s2")).p().orElseThrow()).isEqualTo(0.3);
        assertThat(result.combined(SchoolId.of("s3")).outcome()).isEqualTo(Outcome.INSUFFICIENT_DATA);
        assertThat(result.kinds(SchoolId.of("s0"))).containsExactly("cutoff");
        assertThat(result.evidence()).extracting(e -> e.school() + " " + e.kind()).containsExactly(
                "s0 cutoff", "s0 journal", "s0 combined", "s1 cutoff", "s1 journal", "s1 combined", "s2 journal", "s2 combined");
    }

    @Test
    void twoIndependentKindsMayBeAskedFor() {
        Check strong = answering("test/a", 1e-6, 1e-6, 0.5);
        Check alsoStrong = answering("test/b", 1e-6, 0.5, 0.5);
        ObjectivityScreening two = of(Map.of(EvidenceKind.CUTOFF, strong, EvidenceKind.JOURNAL, alsoStrong)).withMinimumKinds(2);
        ObjectivityScreening sameFeature = of(Map.of(EvidenceKind.MEAN, strong, EvidenceKind.SPIKE, alsoStrong)).withMinimumKinds(2);

        assertThat(two.run(schools(3)).combined(SchoolId.of("s0")).outcome()).isEqualTo(Outcome.FLAGGED);
        assertThat(two.run(schools(3)).combined(SchoolId.of("s1")).outcome()).isEqualTo(Outcome.CLEAR);
        assertThat(two.run(schools(3)).independentKinds(SchoolId.of("s0"))).isEqualTo(2);
        assertThat(sameFeature.run(schools(3)).independentKinds(SchoolId.of("s0"))).isEqualTo(1);
        assertThat(sameFeature.run(schools(3)).combined(SchoolId.of("s0")).outcome()).isEqualTo(Outcome.CLEAR);
        assertThatIllegalArgumentException().isThrownBy(() -> two.withMinimumKinds(-1));
    }

    @Test
    void holmIsStricterThanBenjaminiHochberg() {
        ObjectivityScreening screening = of(Map.of(EvidenceKind.CUTOFF, answering("test/a", 0.01, 0.02, 0.03)));

        assertThat(screening.run(schools(3)).combined(SchoolId.of("s2")).adjustedP().orElseThrow()).isEqualTo(0.03);
        assertThat(screening.withAdjustment(MultipleTesting.HOLM).run(schools(3)).combined(SchoolId.of("s1")).adjustedP().orElseThrow())
                .isEqualTo(0.04);
        assertThat(screening.run(schools(3)).combined(SchoolId.of("s0")).method().parameters())
                .anyMatch(fact -> fact.key().equals("adjustment"));
    }

    @Test
    void stoufferAddsUpWeakTracesAndKnowsThatTwoKindsOfOneFeatureAreNotTwo() {
        double[] p = new double[40];
        double[] other = new double[40];
        for (int i = 0; i < p.length; i++) {
            p[i] = (i + 0.5) / p.length;
            other[i] = (i * 17 % p.length + 0.5) / p.length;
        }
        ObjectivityScreening independent = of(Map.of(EvidenceKind.CUTOFF, answering("test/a", p), EvidenceKind.JOURNAL, answering("test/b", other)))
                .withCombination(Combination.STOUFFER);
        ObjectivityScreening same = of(Map.of(EvidenceKind.CUTOFF, answering("test/a", p), EvidenceKind.JOURNAL, answering("test/b", p)))
                .withCombination(Combination.STOUFFER);
        // The same evidence twice is no more than once.
        assertThat(same.run(schools(40)).combined(SchoolId.of("s3")).p().orElseThrow()).isCloseTo(p[3], within(1e-12));
        // s7 has .1875 and .9875 here: together nothing.
        assertThat(independent.run(schools(40)).combined(SchoolId.of("s7")).p().orElseThrow()).isGreaterThan(0.5);
    }
}
