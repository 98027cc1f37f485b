package io.github.eduindicators.objectivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Procedure;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.objectivity.SimulatedYears.Plant;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreTally;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LevelKindsTest {
    private static final List<PanelCheck> CHECKS =
            List.of(MeanResidual.withDefaults(), YearSpike.withDefaults(), JournalShift.withDefaults());
    private static final int PLANTED = 8;

    private static Finding of(List<Finding> findings, int school) {
        return findings.stream().filter(f -> f.unit().equals(SimulatedYears.id(school))).findFirst().orElseThrow();
    }

    @Tag("simulation")
    @Test
    void pValuesOfOrdinarySchoolsAreNotTooSmall() {
        List<Panel> worlds = IntStream.of(1, 2)
                .mapToObj(seed -> Panel.of(new SimulatedYears(seed, 600).results(Plant.NOTHING, 0)))
                .toList();
        for (PanelCheck check : CHECKS) {
            List<Double> p = new ArrayList<>();
            for (Panel world : worlds) {
                List<Finding> findings = check.run(world);
                IntStream.range(3 * SimulatedYears.LYCEUMS, 600).forEach(s -> p.add(of(findings, s).p().orElseThrow()));
            }
            // 1,164 schools: three standard errors of a share of 0.05 are 0.019, of 0.01 are 0.0086, of 0.001 are 0.0027.
            assertThat(share(p, 0.05)).as(check.method().id()).isLessThan(0.069);
            assertThat(share(p, 0.01)).as(check.method().id()).isLessThan(0.0186);
            assertThat(share(p, 0.001)).as(check.method().id()).isLessThan(0.0037);
            assertThat(share(p, 0.5)).as(check.method().id()).isBetween(0.3, 0.7);
        }
    }

    private static double share(List<Double> p, double level) {
        return (double) p.stream().filter(value -> value <= level).count() / p.size();
    }

    @Tag("simulation")
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NOTHING")
    void plantedSchoolsAreFoundAndLookAlikesAreNot(Plant plant) {
        // A lift everywhere looks like a good school with strict journals: not all are sure enough for the list.
        Check check = switch (plant) {
            case HELP_IN_ONE_YEAR -> YearSpike.withDefaults();
            case RAISED_JOURNAL -> JournalShift.withDefaults();
            default -> MeanResidual.withDefaults();
        };
        List<Finding> findings = check.run(new SimulatedYears(7, 500).results(plant, PLANTED));
        List<Finding> flagged = findings.stream().filter(f -> f.outcome() == Outcome.FLAGGED).toList();
        List<SchoolId> planted = IntStream.range(0, PLANTED).mapToObj(SimulatedYears::id).toList();
        assertThat(flagged).filteredOn(f -> planted.contains(f.unit())).hasSizeGreaterThanOrEqualTo(plant == Plant.HELP_EVERYWHERE ? 2 : PLANTED - 2);
        // Good schools, schools that become better and strict ones come next; of the 474 others chance may flag a few.
        List<SchoolId> alike = IntStream.range(PLANTED, PLANTED + 3 * SimulatedYears.LYCEUMS).mapToObj(SimulatedYears::id).toList();
        assertThat(flagged).noneMatch(f -> alike.contains(f.unit()));
        assertThat(flagged).filteredOn(f -> !planted.contains(f.unit())).hasSizeLessThanOrEqualTo(3);
        for (Finding finding : flagged) {
            assertThat(finding.p().orElseThrow()).isLessThanOrEqualTo(finding.adjustedP().orElseThrow());
            assertThat((Long) finding.fact("different").orElseThrow().value()).isPositive().isLessThan(finding.n().orElseThrow() * 38);
            assertThat(finding.effect().orElseThrow().lower()).isPositive();
        }
    }

    @Tag("simulation")
    @Test
    void theFindingTellsWhereAndHowMuch() {
        List<Finding> help = MeanResidual.withDefaults().run(new SimulatedYears(7, 500).results(Plant.HELP_IN_MATHEMATICS, PLANTED));
        Finding first = of(help, 0);
        assertThat(first.fact("scope").orElseThrow().value()).isEqualTo("mathematics");
        assertThat(first.fact("context").orElseThrow().value()).isEqualTo("income");
        // 85 % of pupils got 20 % of the points on average, less what the end of the scale took.
        double observed = first.fact("observed").flatMap(f -> f.number().stream().boxed().findFirst()).orElseThrow();
        double expected = first.fact("expected").flatMap(f -> f.number().stream().boxed().findFirst()).orElseThrow();
        assertThat(observed - expected).isBetween(6.0, 20.0);
        List<Finding> spike = YearSpike.withDefaults().run(new SimulatedYears(7, 500).results(Plant.HELP_IN_ONE_YEAR, PLANTED));
        assertThat(IntStream.range(0, PLANTED)
                        .mapToObj(s -> of(spike, s).fact("scope").orElseThrow().value().equals(String.valueOf(2018 + s % 3))))
                .filteredOn(found -> found)
                .hasSizeGreaterThanOrEqualTo(PLANTED - 2);
        List<Finding> journal = JournalShift.withDefaults().run(new SimulatedYears(7, 500).results(Plant.RAISED_JOURNAL, PLANTED));
        // Half of the pupils got a mark more unless they had 5 already; what lasts in schools takes part of it.
        assertThat(IntStream.range(0, PLANTED).mapToDouble(s -> of(journal, s).effect().orElseThrow().value()).average().orElseThrow())
                .isBetween(0.25, 0.6);
        assertThat(of(journal, 0).fact("shift").orElseThrow().number()).hasValue(of(journal, 0).effect().orElseThrow().value());
    }

    /** z is m'S^-1 d over the root of m'S^-1 m: solved here by elimination. */
    @Test
    void statisticIsThatOfTheModel() {
        Panel panel = Panel.of(new SimulatedYears(3, 20).results(Plant.NOTHING, 0));
        SchoolModel model = panel.model();
        List<Scope> all = List.of(Scope.lasting(panel.assessments()).get(0));
        for (double sign : new double[] {1, -1}) {
            ScopeScan scan = ScopeScan.of(
                    model,
                    new int[] {SchoolModel.LEVEL},
                    all,
                    List.of(variable -> variable == SchoolModel.LEVEL ? sign : 0),
                    List.of(),
                    (s, x) -> true);
            for (int s = 0; s < 20; s++) {
                int[] known = model.known(s, SchoolModel.LEVEL);
                double[][] covariance = new double[known.length][known.length];
                model.covariance(s, known, covariance);
                double[][] system = new double[known.length][known.length + 1];
                double third = 0;
                for (int a = 0; a < known.length; a++) {
                    for (int b = 0; b < known.length; b++) {
                        system[a][b] = covariance[Math.max(a, b)][Math.min(a, b)];
                    }
                    system[a][known.length] = sign;
                }
                double[] c = solved(system);
                double score = 0;
                double information = 0;
                for (int a = 0; a < known.length; a++) {
                    score += c[a] * model.value(s, known[a]);
                    information += c[a] * sign;
                    third += c[a] * c[a] * c[a] * model.third(s, known[a]);
                }
                ScopeScan.Found found = scan.found(s);
                if (third <= 0) {
                    assertThat(found.z()).isCloseTo(score / Math.sqrt(information), within(1e-5));
                }
                assertThat(found.standardError()).isCloseTo(1 / Math.sqrt(information), within(1e-5));
                assertThat(found.scope().told()).isEqualTo("all");
            }
        }
    }

    private static double[] solved(double[][] system) {
        int n = system.length;
        for (int k = 0; k < n; k++) {
            for (int row = 0; row < n; row++) {
                if (row != k) {
                    double factor = system[row][k] / system[k][k];
                    for (int column = k; column <= n; column++) {
                        system[row][column] -= factor * system[k][column];
                    }
                }
            }
        }
        return IntStream.range(0, n).mapToDouble(k -> system[k][n] / system[k][k]).toArray();
    }

    @Tag("simulation")
    @Test
    void helpLowersTheJournalAndRaisingMixesIt() {
        SchoolModel model = Panel.of(new SimulatedYears(4, 200).results(Plant.NOTHING, 0)).model();
        assertThat(model.help(SchoolModel.LEVEL)).isEqualTo(1);
        assertThat(model.help(SchoolModel.TILT)).isBetween(-2.0, -0.2);
        assertThat(model.help(SchoolModel.MIXING)).isZero();
        assertThat(model.raising(SchoolModel.TILT)).isEqualTo(1);
        assertThat(model.raising(SchoolModel.MIXING)).isBetween(0.1, 2.0);
        assertThat(model.context()).containsExactly("income");
    }

    private static SchoolResults degenerate(int schools, int pupils, int max, int spread, int marks, int assessments) {
        ScoreTally tally = ScoreTally.create();
        for (int s = 0; s < schools; s++) {
            for (int t = 0; t < assessments; t++) {
                ScoreScale scale = max < 3 || t % 2 == 1 ? ScoreScale.of(max) : ScoreScale.of(max, 1, 2, 3);
                Subject subject = t % 3 == 0 ? Subject.RUSSIAN : Subject.of("subject" + t % 8);
                Assessment work = Assessment.builder(Procedure.VPR, 2015 + t % 4, subject)
                        .grade(1 + t / 4)
                        .scale(scale)
                        .build();
                for (int i = 0; i < pupils; i++) {
                    int score = spread == 0 ? max / 2 : (s + i * 7 + t) % (max + 1);
                    tally.add(SimulatedYears.id(s), work, score, marks == 0 ? 0 : 2 + (s + i + t) % marks);
                }
            }
        }
        return tally.snapshot();
    }

    @Tag("simulation")
    @Test
    void tinyAndOddBundlesGetAnAnswer() {
        List<SchoolResults> bundles = List.of(
                ScoreTally.create().snapshot(),
                degenerate(1, 1, 20, 0, 4, 1),
                degenerate(1, 30, 20, 1, 4, 8),
                degenerate(8, 1, 1, 1, 4, 3),
                degenerate(8, 12, 20, 0, 1, 4),
                degenerate(8, 12, 20, 0, 0, 4),
                degenerate(12, 12, 1, 1, 4, 1),
                degenerate(12, 12, 20, 1, 0, 1),
                degenerate(12, 3, 20, 1, 2, 40),
                degenerate(40, 15, 5, 1, 4, 4));
        for (SchoolResults bundle : bundles) {
            for (PanelCheck check : CHECKS) {
                List<Finding> findings = check.run(bundle);
                assertThat(findings).hasSize(bundle.schools().size());
                for (Finding finding : findings) {
                    assertThat(finding.outcome()).isNotEqualTo(Outcome.FLAGGED);
                    assertThat(finding.explain(Locale.ENGLISH)).doesNotContain("{").doesNotContain("NaN");
                    assertThat(finding.explain(Locale.forLanguageTag("ru"))).doesNotContain("{");
                    assertThat(finding.facts()).extracting(Fact::key).doesNotHaveDuplicates();
                }
            }
        }
    }

    @Test
    void whatCannotBeComparedIsSaid() {
        SchoolResults oneWork = degenerate(12, 12, 20, 1, 0, 1);
        assertThat(MeanResidual.withDefaults().run(oneWork)).extracting(Finding::category).containsOnly("nothing-to-expect");
        assertThat(YearSpike.withDefaults().run(oneWork)).extracting(Finding::category).containsOnly("one-year");
        assertThat(JournalShift.withDefaults().run(oneWork)).extracting(Finding::category).containsOnly("no-marks");
        SchoolResults few = degenerate(16, 2, 20, 1, 4, 4);
        for (PanelCheck check : CHECKS) {
            assertThat(check.run(few)).extracting(Finding::outcome).containsOnly(Outcome.INSUFFICIENT_DATA);
        }
        assertThatThrownBy(() -> MeanResidual.withDefaults().withLevel(0)).hasMessageContaining("between 0 and 1");
        assertThatThrownBy(() -> MeanResidual.withDefaults().withMinimumResults(1)).hasMessageContaining("at least 2");
        assertThatThrownBy(() -> YearSpike.withDefaults().withMinimumResults(1)).hasMessageContaining("at least 2");
    }
}
