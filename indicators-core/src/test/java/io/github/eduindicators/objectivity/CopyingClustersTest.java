package io.github.eduindicators.objectivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreTally;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CopyingClustersTest {
    private static final Assessment MATHS = Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(20, 7, 11, 15));

    private static List<Finding> run(SchoolResults results) {
        return CopyingClusters.withDefaults().run(results);
    }

    private static Finding of(List<Finding> findings, SchoolId school) {
        return findings.stream().filter(f -> f.unit().equals(school)).findFirst().orElseThrow();
    }

    private static long count(List<Finding> findings, int from, int to, double level) {
        Map<Unit, Double> p = new HashMap<>();
        findings.forEach(f -> p.put(f.unit(), f.p().orElse(1)));
        return IntStream.range(from, to).filter(s -> p.get(Simulated.id(s)) <= level).count();
    }

    @Tag("simulation")
    @Test
    void copyingSchoolsAreFoundAndEvenOnesAreNot() {
        List<Finding> findings = run(new ClassWorld(1, 300).copying(10).even(40).results());
        long found = IntStream.range(0, 10)
                .filter(s -> of(findings, Simulated.id(s)).outcome() == Outcome.FLAGGED)
                .count();
        assertThat(found).isGreaterThanOrEqualTo(9);
        // Even schools may reach 0.01 in one of 20 cases: Binomial(40, 0.05), P(X > 5) = 0.014.
        // Others: Binomial(250, 0.01), P(X > 7) = 0.004.
        assertThat(count(findings, 10, 50, 0.01)).isLessThanOrEqualTo(5);
        assertThat(count(findings, 50, 300, 0.01)).isLessThanOrEqualTo(7);
    }

    @Tag("simulation")
    @Test
    void copyingIsFoundWhereNoClassesAreKnown() {
        List<Finding> findings = run(new ClassWorld(2, 300).copying(10).withoutClasses().results());
        assertThat(count(findings, 0, 10, 0.01)).isGreaterThanOrEqualTo(9);
        assertThat(count(findings, 10, 300, 0.01)).isLessThanOrEqualTo(8);
    }

    @Tag("simulation")
    @Test
    void honestSchoolsReachALevelAsOftenAsItSays() {
        List<Finding> findings = run(new ClassWorld(3, 1500).results());
        assertThat(findings).allMatch(f -> f.p().isPresent());
        // Two and a half standard errors of Binomial(1500, level) above; below only that it is not hopelessly cautious.
        assertThat(count(findings, 0, 1500, 0.05)).isBetween(40L, 96L);
        assertThat(count(findings, 0, 1500, 0.01)).isBetween(5L, 25L);
        assertThat(count(findings, 0, 1500, 0.001)).isLessThanOrEqualTo(5);
    }

    @Tag("simulation")
    @Test
    void sharesOfPupilsInClustersAreEstimated() {
        List<Finding> findings = run(new ClassWorld(4, 300).copying(10).results());
        double mean = IntStream.range(0, 10)
                .mapToDouble(s -> of(findings, Simulated.id(s)).effect().orElseThrow().value())
                .average()
                .orElseThrow();
        // Made to be 0.6; the cluster lies a point off the mean and is a little wider than the one the estimate is calibrated to.
        assertThat(mean).isBetween(0.45, 0.7);
        Finding finding = of(findings, Simulated.id(0));
        assertThat(finding.effect().orElseThrow().lower()).isGreaterThan(0);
        assertThat(finding.fact("pairs").orElseThrow().number().orElseThrow())
                .isGreaterThan(finding.fact("expected-pairs").orElseThrow().number().orElseThrow());
        double pupils = finding.fact("results").orElseThrow().number().orElseThrow();
        assertThat(finding.fact("different").orElseThrow().number().orElseThrow()).isBetween(1.0, pupils);
    }

    @Test
    void pairsOfClassmatesAreCountedByNearness() {
        ScoreTally tally = ScoreTally.create();
        for (int other = 0; other < 60; other++) {
            for (int pupil = 0; pupil < 12; pupil++) {
                tally.add(Simulated.id(other), "A", MATHS, 2 + (7 * pupil + 5 * other) % 17, 0);
            }
        }
        SchoolId school = SchoolId.of("school");
        // A: 10-10 counts 1, 10-11 twice 2/3, 11-13 1/6, 10-13 0; B: 10-11 2/3; together 19/6. A 10 and B 10 are not classmates.
        for (int score : new int[] {10, 10, 11, 13}) {
            tally.add(school, "A", MATHS, score, 0);
        }
        tally.add(school, "B", MATHS, 10, 0);
        tally.add(school, "B", MATHS, 11, 0);
        tally.add(school, "C", MATHS, 10, 0);
        Panel panel = Panel.of(tally.snapshot());
        ClassPairs pairs = ClassPairs.of(panel);
        int cell = panel.cell(60, 0);
        assertThat(panel.school(60).id()).isEqualTo(school);
        assertThat(pairs.observed(cell)).isCloseTo(19.0 / 6, within(1e-12));
        assertThat(pairs.results(cell)).isEqualTo(6);
    }

    @Test
    void aClassWithOneScoreIsASignWhereverThatScoreLies() {
        for (int score : new int[] {6, 11, 15}) {
            ScoreTally tally = ScoreTally.create();
            for (int other = 0; other < 100; other++) {
                for (int pupil = 0; pupil < 20; pupil++) {
                    // Three summands of 0..6 each: like dice, and different from school to school.
                    int dice = (pupil * 7 + other) % 7 + (pupil * 3 + other * 5) % 7 + (pupil * 5 + other * 3) % 7;
                    tally.add(Simulated.id(other), "A", MATHS, Math.min(20, 2 + dice), 0);
                }
            }
            for (int pupil = 0; pupil < 20; pupil++) {
                tally.add(SchoolId.of("same"), "A", MATHS, score, 0);
            }
            assertThat(of(run(tally.snapshot()), SchoolId.of("same")).outcome()).isEqualTo(Outcome.FLAGGED);
        }
    }

    @Test
    void gammaScoresAreNormalOnes() {
        // scipy, skewness g, k = 4 / g**2: norm.isf(gamma.sf(k + z * sqrt(k), k))
        assertThat(CopyingClusters.normal(3, 0.5)).isCloseTo(2.547445, within(0.005));
        assertThat(CopyingClusters.normal(3, 1)).isCloseTo(2.313920, within(0.02));
        assertThat(CopyingClusters.normal(-1.5, 1)).isCloseTo(-2.075110, within(0.05));
        assertThat(CopyingClusters.normal(3, 0)).isEqualTo(3);
        assertThat(CopyingClusters.normal(-3, -1)).isEqualTo(-CopyingClusters.normal(3, 1));
    }

    @Tag("simulation")
    @Test
    void orderOfRowsDoesNotMatter() {
        record Row(SchoolId school, String room, Assessment work, int score) {}
        List<Row> rows = new ArrayList<>();
        SchoolResults results = new ClassWorld(5, 40).copying(2).results();
        for (School school : results.schools()) {
            for (Assessment work : results.assessments()) {
                results.classes(school.id(), work.id()).forEach((room, scores) -> {
                    for (int x = 0; x <= work.scale().max(); x++) {
                        for (int i = 0; i < scores.count(x); i++) {
                            rows.add(new Row(school.id(), room, work, x));
                        }
                    }
                });
            }
        }
        ScoreTally backwards = ScoreTally.create();
        for (int i = rows.size() - 1; i >= 0; i--) {
            backwards.add(rows.get(i).school(), rows.get(i).room(), rows.get(i).work(), rows.get(i).score(), 0);
        }
        assertThat(run(backwards.snapshot().withSchools(results.schools()))).isEqualTo(run(results));
    }

    /** Bundles that have too little of something. */
    static List<SchoolResults> degenerate() {
        List<SchoolResults> bundles = new ArrayList<>();
        bundles.add(ScoreTally.create().snapshot());
        bundles.add(ScoreTally.create().add(Simulated.id(0), MATHS, 5, 0).snapshot());
        bundles.add(new ClassWorld(6, 1).results());
        bundles.add(new ClassWorld(6, 4).results());
        List<ScoreScale> scales =
                List.of(ScoreScale.of(1), ScoreScale.of(2, 1), ScoreScale.of(3, 1, 2, 3), ScoreScale.of(1000, 10));
        for (ScoreScale scale : scales) {
            Assessment work = Assessment.vpr(2021, Subject.RUSSIAN, 4, scale);
            ScoreTally alike = ScoreTally.create();
            ScoreTally various = ScoreTally.create();
            for (int s = 0; s < 60; s++) {
                for (int pupil = 0; pupil < 1 + s % 20; pupil++) {
                    alike.add(Simulated.id(s), work, 1, 0);
                    various.add(Simulated.id(s), "A", work, 31 * (s + 3) * (pupil + 7) % (scale.max() + 1), 0);
                }
            }
            bundles.add(alike.snapshot());
            bundles.add(various.snapshot());
        }
        ScoreTally lone = ScoreTally.create();
        for (int s = 0; s < 300; s++) {
            lone.add(Simulated.id(s), MATHS, s % 21, 0);
        }
        bundles.add(lone.snapshot().withSchools(List.of(
                School.builder(SchoolId.of("empty")).municipality(Municipality.of(Region.of("Other"), "M")).build())));
        return bundles;
    }

    @Test
    void tooLittleDataIsAnAnswer() {
        for (SchoolResults results : degenerate()) {
            List<Finding> findings = run(results);
            assertThat(findings).hasSize(results.schools().size());
            assertThat(findings).noneMatch(f -> f.outcome() == Outcome.FLAGGED);
            assertThat(findings).allMatch(f -> f.p().isPresent() == (f.outcome() == Outcome.CLEAR));
            findings.forEach(f -> {
                assertThat(f.explain(Locale.ENGLISH)).doesNotContain("{");
                assertThat(f.explain(Locale.forLanguageTag("ru"))).doesNotContain("{");
            });
        }
        assertThat(run(new ClassWorld(6, 4).results())).allMatch(f -> f.outcome() == Outcome.NOT_APPLICABLE);
        List<Finding> lone = run(degenerate().get(degenerate().size() - 1));
        assertThat(of(lone, Simulated.id(5)).outcome()).isEqualTo(Outcome.INSUFFICIENT_DATA);
    }

    @Test
    void levelMustBeAProbability() {
        assertThatThrownBy(() -> CopyingClusters.withDefaults().withLevel(0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(CopyingClusters.withDefaults().withLevel(0.1).method().parameters()).hasSize(1);
    }
}
