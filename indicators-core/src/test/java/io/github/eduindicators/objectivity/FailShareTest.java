package io.github.eduindicators.objectivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreTally;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FailShareTest {
    private static List<Finding> run(SchoolResults results) {
        return FailShare.withDefaults().run(results);
    }

    private static Finding of(List<Finding> findings, int school) {
        return findings.stream().filter(f -> f.unit().equals(Simulated.id(school))).findFirst().orElseThrow();
    }

    private static long count(List<Finding> findings, int from, int to, double level) {
        Map<Unit, Double> p = new HashMap<>();
        findings.forEach(f -> p.put(f.unit(), f.p().orElse(1)));
        return IntStream.range(from, to).filter(s -> p.get(Simulated.id(s)) <= level).count();
    }

    /**
     * 100 schools whose pupils have 0..5 points 2, 4, 6, 5, 2, 1 times, one without marks "2" (0 and 1 point): 0, 0, 17, 2, 1, 0.
     * With q = (.1, .2, .3, .25, .1, .05) numpy gives the contrast of "x < 2" less its projection on 1, x, x squared:
     * -.25360735, .36131759, -.20944469, .03410582, .0919691, -.03585483, with mean square .04690278.
     */
    @Test
    void statisticIsTheContrastOfTheShareOfFailsBesideMeanAndSpread() {
        Assessment work = Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(5, 2, 4, 5));
        int[] usual = {2, 4, 6, 5, 2, 1};
        ScoreTally tally = ScoreTally.create();
        for (int s = 0; s < 100; s++) {
            for (int x = 0; x < usual.length; x++) {
                for (int i = 0; i < usual[x]; i++) {
                    tally.add(Simulated.id(s), work, x, 0);
                }
            }
        }
        // The same mean as the others, 2.2, which keeps its level theirs.
        int[] odd = {0, 0, 17, 2, 1, 0};
        for (int x = 0; x < odd.length; x++) {
            for (int i = 0; i < odd[x]; i++) {
                tally.add(Simulated.id(100), work, x, 0);
            }
        }
        List<Finding> findings = run(tally.snapshot());
        Finding finding = of(findings, 100);
        // U = 17 * -.20944469 + 2 * .03410582 + .0919691 = -3.400379, D = 20 * .3 = 6: share missing .5667; the reference of
        // 2020 pupils holds the school's own 20, which moves it by about a hundredth.
        assertThat(finding.effect().orElseThrow().value()).isCloseTo(0.5667, within(0.02));
        assertThat(finding.fact("fails").orElseThrow().value()).isEqualTo(0L);
        // z = U / sqrt(20 * .04690278) = -3.511, skewness 20 * .00513200 / .96854^3 = .113; the others, all alike, add no tau.
        assertThat(finding.statistic().orElseThrow()).isCloseTo(CopyingClusters.normal(-3.511, 0.113), within(0.15));
        assertThat(of(findings, 3).p().orElseThrow()).isCloseTo(0.5, within(0.05));
    }

    @Test
    void schoolsThatLetNobodyFailAreFoundAndEvenOnesAreNot() {
        List<Finding> findings = run(new ClassWorld(11, 400).kind(12).even(60).results());
        assertThat(count(findings, 0, 12, 0.01)).isGreaterThanOrEqualTo(8);
        assertThat(count(findings, 12, 72, 0.05)).isLessThanOrEqualTo(8);
        Finding flagged = findings.stream().filter(f -> f.outcome() == Outcome.FLAGGED).findFirst().orElseThrow();
        assertThat(flagged.fact("different").orElseThrow().number().orElseThrow()).isGreaterThanOrEqualTo(1);
        assertThat(flagged.explain(Locale.ENGLISH)).doesNotContain("{");
        assertThat(flagged.explain(Locale.forLanguageTag("ru"))).doesNotContain("{");
    }

    @Tag("simulation")
    @Test
    void honestSchoolsReachALevelAsOftenAsItSays() {
        List<Finding> findings = run(new ClassWorld(12, 1500).results());
        long tested = findings.stream().filter(f -> f.p().isPresent()).count();
        assertThat(tested).isGreaterThan(1400);
        assertThat(count(findings, 0, 1500, 0.05)).isBetween(45L, 96L);
        assertThat(count(findings, 0, 1500, 0.01)).isLessThanOrEqualTo(25);
    }

    @Test
    void tooLittleDataIsAnAnswer() {
        for (SchoolResults results : CopyingClustersTest.degenerate()) {
            List<Finding> findings = run(results);
            assertThat(findings).hasSize(results.schools().size());
            assertThat(findings).noneMatch(f -> f.outcome() == Outcome.FLAGGED);
            findings.forEach(f -> assertThat(f.explain(Locale.forLanguageTag("ru"))).doesNotContain("{"));
        }
        ScoreTally unmarked = ScoreTally.create();
        Assessment work = Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(20));
        for (int s = 0; s < 200; s++) {
            unmarked.add(Simulated.id(s), work, s % 21, 0);
        }
        assertThat(run(unmarked.snapshot())).allMatch(f -> f.outcome() == Outcome.NOT_APPLICABLE);
    }

    @Test
    void levelMustBeAProbability() {
        assertThatThrownBy(() -> FailShare.withDefaults().withLevel(1)).isInstanceOf(IllegalArgumentException.class);
    }
}
