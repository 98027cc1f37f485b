package io.github.eduindicators.objectivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Procedure;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.results.SchoolResult;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreDistribution;
import io.github.eduindicators.results.ScoreTally;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FittedScoresTest {
    private static final int[] MARKS = {ScoreDistribution.NO_MARK, 2, 3, 4, 5};

    /** What becomes of one result: the score that is counted for a score and a journal mark. */
    private interface Change {
        int[] of(int school, Assessment work, int score, int mark, Random random);
    }

    private static SchoolResults changed(SchoolResults results, long seed, Change change) {
        Random random = new Random(seed);
        ScoreTally tally = ScoreTally.create();
        for (int s = 0; s < results.schools().size(); s++) {
            SchoolId id = results.schools().get(s).id();
            for (SchoolResult cell : results.results(id)) {
                for (int score = 0; score <= cell.assessment().scale().max(); score++) {
                    for (int mark : MARKS) {
                        for (int i = 0; i < cell.scores().count(score, mark); i++) {
                            int[] now = change.of(s, cell.assessment(), score, mark, random);
                            tally.add(id, cell.assessment(), now[0], now[1]);
                        }
                    }
                }
            }
        }
        return tally.snapshot().withSchools(results.schools());
    }

    /** In the first schools a share of the scores is brought just inside the interval of the journal mark. */
    private static SchoolResults fitted(SchoolResults results, int schools, double share) {
        return changed(results, 99, (s, work, score, mark, random) -> {
            boolean chosen = s < schools && random.nextDouble() < share && mark != ScoreDistribution.NO_MARK;
            int inside = random.nextInt(2);
            int earned = work.scale().mark(score);
            List<Integer> cuts = work.scale().cuts();
            int now = !chosen || earned == mark ? score
                    : earned < mark ? cuts.get(mark - 3) + inside : cuts.get(mark - 2) - 1 - inside;
            return new int[] {now, mark};
        });
    }

    private static SchoolResults withoutMarks(SchoolResults results, double share) {
        return changed(results, 98, (s, work, score, mark, random) ->
                new int[] {score, random.nextDouble() < share ? ScoreDistribution.NO_MARK : mark});
    }

    private static List<Finding> run(SchoolResults results) {
        return FittedScores.withDefaults().run(results);
    }

    private static double share(List<Finding> findings, double level) {
        return findings.stream().filter(f -> f.p().orElse(1) <= level).count() / (double) findings.size();
    }

    @Tag("simulation")
    @Test
    void pValuesOfHonestSchoolsAreNotTooSmallAlsoWithMarksMissing() {
        List<Finding> findings = new ArrayList<>();
        for (int seed = 1; seed <= 4; seed++) {
            SchoolResults honest = new Simulated(seed, 200).leniency(u -> 0.3 + 0.5 * u).strictnessSpread(0.25).results(0, 0);
            findings.addAll(run(seed % 2 == 0 ? withoutMarks(honest, 1.0 / 3) : honest));
        }
        assertThat(findings).hasSize(800).allMatch(f -> f.p().isPresent());
        // Two standard errors: 0.0154, 0.0070, 0.0022.
        assertThat(share(findings, 0.05)).isLessThan(0.0654);
        assertThat(share(findings, 0.01)).isLessThan(0.0170);
        assertThat(share(findings, 0.001)).isLessThan(0.0032);
        assertThat(findings.stream().filter(f -> f.outcome() == Outcome.FLAGGED).count()).isLessThanOrEqualTo(2);
    }

    @Tag("simulation")
    @Test
    void fittedScoresAreFoundAndOtherViolationsAreNot() {
        SchoolResults results = fitted(new Simulated(4, 150).strictnessSpread(0.2).results(0, 0), 10, 0.5);
        List<Finding> findings = run(results);
        int found = 0;
        int flagged = 0;
        for (Finding finding : findings) {
            boolean planted = Integer.parseInt(finding.unit().code().substring(1)) < 10;
            found += planted && finding.p().orElse(1) <= 0.02 ? 1 : 0;
            flagged += planted && finding.outcome() == Outcome.FLAGGED ? 1 : 0;
            if (planted && finding.outcome() == Outcome.FLAGGED) {
                assertThat(finding.effect().orElseThrow().lower()).isLessThan(0.5);
                assertThat(finding.effect().orElseThrow().upper()).isGreaterThan(0.3);
                assertThat(number(finding, "agree")).isGreaterThan(number(finding, "expected-agree"));
                assertThat(number(finding, "different")).isBetween(1.0, number(finding, "agree"));
                assertThat(finding.explain(Locale.ENGLISH)).doesNotContain("{").contains("mark of the journal");
                assertThat(finding.explain(Locale.forLanguageTag("ru"))).doesNotContain("{").contains("журнал");
            }
        }
        // One year, and schools of 32 to 240 results: with a fifteenth of all schools violating not every one can lead the list.
        assertThat(found).isGreaterThanOrEqualTo(7);
        assertThat(flagged).isGreaterThanOrEqualTo(3);
        assertThat(findings.stream().filter(f -> f.outcome() == Outcome.FLAGGED).count()).isLessThanOrEqualTo(flagged + 1L);
        // Pupils lifted over the cut scores whatever their journal mark, and raised journal marks, are something else.
        List<Finding> others = run(new Simulated(5, 150).results(10, 10));
        assertThat(others.stream().limit(20).filter(f -> f.outcome() == Outcome.FLAGGED).count()).isLessThanOrEqualTo(1);
    }

    private static double number(Finding finding, String fact) {
        return finding.fact(fact).orElseThrow().number().orElseThrow();
    }

    @Tag("simulation")
    @Test
    void effectIsTheShareThatWasFitted() {
        double small = 0;
        double large = 0;
        List<Finding> weak = run(fitted(new Simulated(6, 120).results(0, 0), 15, 0.3));
        List<Finding> strong = run(fitted(new Simulated(6, 120).results(0, 0), 15, 0.7));
        for (int s = 0; s < 15; s++) {
            small += weak.get(index(weak, s)).effect().orElseThrow().value() / 15;
            large += strong.get(index(strong, s)).effect().orElseThrow().value() / 15;
        }
        // The strongest scope of each is told, so a little more than was planted; less the mean of the region.
        assertThat(small).isBetween(0.2, 0.5);
        assertThat(large).isBetween(0.5, 0.95);
    }

    private static int index(List<Finding> findings, int school) {
        for (int i = 0; i < findings.size(); i++) {
            if (findings.get(i).unit().equals(Simulated.id(school))) {
                return i;
            }
        }
        throw new AssertionError(school);
    }

    @Test
    void whatIsMissingIsSaid() {
        SchoolResults results = new Simulated(7, 40).results(0, 0);
        assertThat(run(withoutMarks(results, 1))).hasSize(40)
                .allMatch(f -> f.outcome() == Outcome.NOT_APPLICABLE && f.category().equals("no-marks") && f.p().isEmpty());
        SchoolResults few = changed(results, 1, (s, work, score, mark, random) ->
                new int[] {score, s == 3 && (score != 10 || random.nextInt(3) > 0) ? ScoreDistribution.NO_MARK : mark});
        assertThat(run(few)).filteredOn(f -> f.unit().equals(Simulated.id(3))).singleElement()
                .satisfies(f -> assertThat(f.outcome()).isEqualTo(Outcome.INSUFFICIENT_DATA));
        SchoolResults alone = new Simulated(7, 4).results(0, 0);
        assertThat(run(alone)).hasSize(4)
                .allMatch(f -> f.outcome() == Outcome.NOT_APPLICABLE && f.category().equals("no-reference"));
        assertThat(run(alone).get(0).explain(Locale.ENGLISH)).contains("too few other schools");
    }

    @Test
    void optionsAreChecked() {
        assertThatThrownBy(() -> FittedScores.withDefaults().withLevel(0)).hasMessageContaining("between 0 and 1");
        assertThatThrownBy(() -> FittedScores.withDefaults().withMinimumPupils(1)).hasMessageContaining("at least 2");
        assertThat(FittedScores.withDefaults().withMinimumPupils(30).withLevel(0.01).method().parameters().toString())
                .contains("level=0.01").contains("minimum-pupils=30");
    }

    /** Bundles of any shape: no exception, no number that is none, one finding a school. */
    @Tag("simulation")
    @Test
    void oddBundlesGetAnAnswer() {
        Random random = new Random(3);
        ScoreScale[] scales = {
            ScoreScale.of(1), ScoreScale.of(3, 1, 2, 3), ScoreScale.of(100, 36), ScoreScale.of(20, 7, 11, 15),
            ScoreScale.of(45, 1, 2, 45)};
        for (int bundle = 0; bundle < 24; bundle++) {
            ScoreTally tally = ScoreTally.create();
            int schools = 1 + random.nextInt(bundle % 3 == 0 ? 2 : 30);
            int works = bundle % 10 == 9 ? 40 : 1 + random.nextInt(4);
            int most = 1 + random.nextInt(bundle % 2 == 0 ? 2 : 40);
            int only = random.nextInt(3);
            for (int t = 0; t < works; t++) {
                ScoreScale scale = scales[random.nextInt(scales.length)];
                Assessment work = Assessment.builder(Procedure.VPR, 2018 + t % 5, Subject.of("subject-" + t % 8))
                        .grade(4 + t / 8)
                        .scale(scale)
                        .build();
                for (int s = 0; s < schools; s++) {
                    for (int pupil = random.nextInt(most + 1); pupil > 0; pupil--) {
                        int score = only == 0 ? scale.max() : only == 1 ? 0 : random.nextInt(scale.max() + 1);
                        tally.add(Simulated.id(s), work, score, MARKS[random.nextInt(MARKS.length)]);
                    }
                }
            }
            SchoolResults results = tally.snapshot();
            for (Check check : List.of(FittedScores.withDefaults(), SchoolCutoffExcess.withDefaults())) {
                List<Finding> findings = check.run(results);
                assertThat(findings).hasSize(results.schools().size());
                assertThat(findings).allSatisfy(f -> {
                    assertThat(f.p().isPresent()).isEqualTo(f.outcome() == Outcome.CLEAR || f.outcome() == Outcome.FLAGGED);
                    assertThat(f.p().orElse(0.5)).isBetween(0.0, 1.0);
                    assertThat(f.explain(Locale.ENGLISH)).doesNotContain("{");
                });
            }
        }
    }
}
