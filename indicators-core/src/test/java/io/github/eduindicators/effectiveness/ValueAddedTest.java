package io.github.eduindicators.effectiveness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Procedure;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Season;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreTally;
import io.github.eduindicators.stats.RandomIntercept.Likelihood;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Value added against lme4, and full matrices in R where lme4 has no such model, on our own small data: value_added.R and random_intercept.R in the folder oracle make the files. */
class ValueAddedTest {
    private static final Assessment BEFORE = Assessment.vpr(2020, Subject.MATHEMATICS, 4, ScoreScale.of(15, 5, 8, 12));
    private static final Assessment NOW = Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(20, 7, 11, 15));

    private static List<String[]> rows(String name) {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(ValueAddedTest.class.getResourceAsStream(name), StandardCharsets.UTF_8))) {
            return reader.lines().skip(1).map(line -> line.split(",")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Double> expected(String file, String model) {
        return rows(file).stream().filter(row -> row[0].equals(model))
                .collect(Collectors.toMap(row -> row[1], row -> Double.parseDouble(row[2])));
    }

    private static SchoolResults counts() {
        ScoreTally tally = ScoreTally.create();
        for (String[] row : rows("value-added-counts.csv")) {
            for (int i = 0; i < Integer.parseInt(row[3]); i++) {
                tally.add(SchoolId.of(row[0]), row[1].equals("2020") ? BEFORE : NOW, Integer.parseInt(row[2]), 0);
            }
        }
        return tally.snapshot();
    }

    private static IndicatorValue value(ValueAdded.Cohorts cohorts, String school) {
        return cohorts.values().value(SchoolId.of(school), "value_added", Period.of(2021), NOW.id()).orElseThrow();
    }

    private static Finding finding(ValueAdded.Cohorts cohorts, String school) {
        return cohorts.findings().stream().filter(f -> f.unit().equals(SchoolId.of(school))).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void cohortsAsInR(Likelihood likelihood) {
        Map<String, Double> expected = expected("value-added-expected.csv", likelihood.toString());
        ValueAdded.Cohorts cohorts = ValueAdded.withDefaults().withLikelihood(likelihood)
                .cohorts(counts(), school -> school.equals(SchoolId.of("s03")));
        ValueAdded.CohortFit cohort = cohorts.fits().stream().filter(f -> f.assessment().equals(NOW.id())).findFirst().orElseThrow();
        assertThat(cohort.prior()).contains(BEFORE.id());
        assertThat(cohort.reliabilityOfPrior().orElseThrow()).isCloseTo(expected.get("reliability"), within(1e-6));
        assertThat(cohort.carried()).hasValue(expected.get("carried"));
        ValueAdded.Fit fit = cohort.fit();
        assertThat(fit.reason()).isEmpty();
        assertThat(fit.schools()).isEqualTo(14);
        assertThat(fit.tau2().orElseThrow()).isCloseTo(expected.get("tau2"), within(1e-6));
        assertThat(fit.sigma2().orElseThrow()).isCloseTo(expected.get("sigma2"), within(1e-6));
        assertThat(fit.coefficients()).extracting(ValueAdded.Coefficient::name).containsExactly("(intercept)", "prior");
        assertThat(fit.coefficients().get(1).estimate().value()).isCloseTo(expected.get("slope"), within(1e-6));
        int schools = 0;
        for (String key : expected.keySet()) {
            if (!key.startsWith("u-")) {
                continue;
            }
            String school = key.substring(2);
            IndicatorValue value = value(cohorts, school);
            assertThat(value.value().orElseThrow()).isCloseTo(expected.get(key), within(1e-6));
            double half = (value.interval().orElseThrow().upper() - value.interval().orElseThrow().lower()) / 2;
            assertThat(half).isCloseTo(1.959964 * expected.get("se-" + school), within(1e-6));
            Finding finding = finding(cohorts, school);
            assertThat(finding.p().orElseThrow()).isCloseTo(expected.get("p-" + school), within(1e-5));
            double q = expected.get("q-" + school);
            assertThat(finding.adjustedP().orElseThrow()).isCloseTo(q, within(1e-5));
            String category = q > 0.05 ? "as-expected" : expected.get(key) < 0 ? "below" : "above";
            assertThat(finding.category()).isEqualTo(category);
            assertThat(finding.outcome()).isEqualTo(category.equals("below") ? Outcome.FLAGGED : Outcome.CLEAR);
            schools++;
        }
        assertThat(schools).isEqualTo(14);
        assertThat(cohorts.summary().orElseThrow().flaggedUnits()).isEqualTo(
                (int) cohorts.findings().stream().filter(f -> f.category().equals("below")).count()).isPositive();
    }

    @Test
    void rowsSayWhatTheyRestOnAndWhyThereIsNoValue() {
        ValueAdded.Cohorts cohorts = ValueAdded.withDefaults().cohorts(counts(), school -> school.equals(SchoolId.of("s03")));
        assertThat(value(cohorts, "s01").note()).isEqualTo("model=prior;small-n");
        assertThat(value(cohorts, "s01").n()).hasValue(3);
        assertThat(value(cohorts, "s16").note()).isEqualTo("model=prior");
        assertThat(value(cohorts, "s03").state()).isEqualTo(IndicatorValue.State.INSUFFICIENT_DATA);
        assertThat(value(cohorts, "s03").note()).isEqualTo("doubtful-results");
        assertThat(value(cohorts, "s07").note()).isEqualTo("no-prior");
        assertThat(value(cohorts, "s07").n()).hasValue(14);
        // A row a school of the work, and one of the year, which says why where there is no value.
        assertThat(cohorts.values().values()).hasSize(16 + 16);
        assertThat(cohorts.values().value(SchoolId.of("s07"), "value_added", Period.of(2021)).orElseThrow().note()).isEqualTo("no-prior");
        assertThat(cohorts.values().value(SchoolId.of("s16"), "value_added", Period.of(2021)).orElseThrow().value().orElseThrow())
                .isCloseTo(value(cohorts, "s16").value().orElseThrow(), within(1e-12));
        assertThat(finding(cohorts, "s03").outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
        assertThat(finding(cohorts, "s07").outcome()).isEqualTo(Outcome.INSUFFICIENT_DATA);
        ValueAdded.CohortFit first = cohorts.fits().get(0);
        assertThat(first.assessment()).isEqualTo(BEFORE.id());
        assertThat(first.fit().reason()).isEqualTo("no-work-before");
        assertThat(first.fit().tau2()).isEmpty();
    }

    @Test
    void tooFewSchoolsAreToldSo() {
        ValueAdded.Cohorts cohorts = ValueAdded.withDefaults().withMinimumSchools(16).cohorts(counts(), school -> false);
        assertThat(value(cohorts, "s16").note()).isEqualTo("few-schools");
        assertThat(value(cohorts, "s07").note()).isEqualTo("no-prior");
        assertThat(finding(cohorts, "s16").category()).isEqualTo("few-schools");
        assertThat(finding(cohorts, "s16").explain(Locale.ENGLISH)).contains("Fewer than 16 schools");
        assertThat(cohorts.summary().orElseThrow().units()).isZero();
    }

    @Test
    void everyReasonHasWordsInBothLanguages() {
        List<Finding> findings = new ArrayList<>();
        findings.addAll(ValueAdded.withDefaults().cohorts(counts(), school -> school.equals(SchoolId.of("s03"))).findings());
        findings.addAll(ValueAdded.withDefaults().withMinimumSchools(99).cohorts(counts(), school -> false).findings());
        ScoreTally tally = ScoreTally.create();
        ScoreTally alone = ScoreTally.create();
        ScoreTally singles = ScoreTally.create();
        for (int i = 0; i < 12; i++) {
            alone.add(SchoolId.of("t" + i), NOW, i, 0);
            singles.add(SchoolId.of("t" + i), NOW, i, 0);
            singles.add(SchoolId.of("t" + i), BEFORE, i % 4, 0);
            singles.add(SchoolId.of("t" + i), BEFORE, i % 4 + i % 2, 0);
            for (int k = 0; k < 5; k++) {
                tally.add(SchoolId.of("t" + i), BEFORE, k, 0);
                tally.add(SchoolId.of("t" + i), NOW, (i + k) % 7, 0);
            }
        }
        findings.addAll(ValueAdded.withDefaults().cohorts(alone.snapshot(), school -> false).findings());
        findings.addAll(ValueAdded.withDefaults().cohorts(tally.snapshot(), school -> false).findings());
        findings.addAll(ValueAdded.withDefaults().cohorts(singles.snapshot(), school -> false).findings());
        assertThat(findings).extracting(Finding::category).contains(
                "below", "above", "as-expected", "no-prior", "doubtful-results", "few-schools", "few-results", "no-spread", "no-work-before");
        for (Finding finding : findings) {
            assertThat(finding.explain(Locale.forLanguageTag("ru"))).startsWith("Добавленная ценность").doesNotContain("{").doesNotContain("–");
            assertThat(finding.explain(Locale.ENGLISH)).startsWith("Value added").doesNotContain("{").doesNotContain("–");
        }
    }

    @Test
    void schoolsAreComparedWithinTheirRegionOnly() {
        SchoolResults counts = counts();
        ValueAdded.Cohorts alone = ValueAdded.withDefaults().cohorts(counts, school -> false);
        ScoreTally tally = ScoreTally.create();
        for (String[] row : rows("value-added-counts.csv")) {
            for (int i = 0; i < Integer.parseInt(row[3]); i++) {
                Assessment work = row[1].equals("2020") ? BEFORE : NOW;
                int score = Integer.parseInt(row[2]);
                tally.add(SchoolId.of(row[0]), work, score, 0);
                tally.add(SchoolId.of("x" + row[0]), work, work.scale().max() - score, 0);
            }
        }
        List<School> register = counts.schools().stream()
                .map(s -> School.builder(SchoolId.of("x" + s.id().value())).municipality(Municipality.of(Region.of("Other"), "M")).build()).toList();
        ValueAdded.Cohorts both = ValueAdded.withDefaults().cohorts(tally.snapshot().withSchools(register), school -> false);
        for (School school : counts.schools()) {
            IndicatorValue here = value(both, school.id().value());
            assertThat(here).isEqualTo(value(alone, school.id().value()));
            IndicatorValue mirrored = value(both, "x" + school.id().value());
            assertThat(mirrored.note()).isEqualTo(here.note());
            if (here.value().isPresent()) {
                assertThat(mirrored.value().orElseThrow()).isCloseTo(-here.value().orElseThrow(), within(1e-9));
            }
        }
    }

    @Test
    void theWorkBeforeIsTheSameCohortsAndInAutumnRatherThanInSpring() {
        Assessment autumn = Assessment.builder(Procedure.VPR, 2020, Subject.MATHEMATICS).season(Season.AUTUMN).grade(4)
                .scale(ScoreScale.of(15)).build();
        Assessment russian = Assessment.vpr(2020, Subject.RUSSIAN, 4, ScoreScale.of(15));
        Assessment sameGrade = Assessment.vpr(2020, Subject.MATHEMATICS, 5, ScoreScale.of(15));
        Assessment earlier = Assessment.vpr(2019, Subject.MATHEMATICS, 4, ScoreScale.of(15));
        Assessment other = Assessment.builder(Procedure.NIKO, 2020, Subject.MATHEMATICS).grade(4).scale(ScoreScale.of(15)).build();
        ScoreTally tally = ScoreTally.create();
        for (Assessment work : List.of(NOW, russian, sameGrade, earlier, other)) {
            tally.add(SchoolId.of("a"), work, 3, 0);
        }
        assertThat(prior(tally)).isEmpty();
        tally.add(SchoolId.of("a"), BEFORE, 3, 0);
        assertThat(prior(tally)).contains(BEFORE.id());
        tally.add(SchoolId.of("a"), autumn, 3, 0);
        assertThat(prior(tally)).contains(autumn.id());
    }

    private static java.util.Optional<io.github.eduindicators.model.AssessmentId> prior(ScoreTally tally) {
        return ValueAdded.withDefaults().cohorts(tally.snapshot(), school -> false).fits().stream()
                .filter(f -> f.assessment().equals(NOW.id())).findFirst().orElseThrow().prior();
    }

    private static void cohort(ScoreTally tally, SplittableRandom random, SchoolId school, int n, double level, double added) {
        for (int pupil = 0; pupil < n; pupil++) {
            double ability = level + random.nextGaussian();
            tally.add(school, BEFORE, score(BEFORE, ability + 0.5 * random.nextGaussian()), 0);
            tally.add(school, NOW, score(NOW, ability + added + 0.5 * random.nextGaussian()), 0);
        }
    }

    private static int score(Assessment work, double ability) {
        int max = work.scale().max();
        return (int) Math.max(0, Math.min(max, Math.round(max * (0.5 + ability / 7))));
    }

    /** Pupils keep their places: whatever the size of a school, what it adds is 0 for all. */
    @Test
    void schoolsThatAddNothingAreHardlyEverNamedAndThoseThatFallBackAre() {
        int wrong = 0;
        int planted = 0;
        int named = 0;
        for (int world = 0; world < 5; world++) {
            SplittableRandom random = new SplittableRandom(300 + world);
            ScoreTally nothing = ScoreTally.create();
            ScoreTally some = ScoreTally.create();
            for (int i = 0; i < 150; i++) {
                SchoolId school = SchoolId.of("s" + i);
                int n = i % 3 == 0 ? 60 + random.nextInt(60) : 4 + random.nextInt(20);
                double level = 0.4 * random.nextGaussian();
                cohort(nothing, random, school, n, level, 0);
                cohort(some, random, school, n, level, i % 30 == 0 ? -0.9 : 0);
            }
            wrong += (int) ValueAdded.withDefaults().cohorts(nothing.snapshot(), s -> false).findings().stream()
                    .filter(f -> f.outcome() == Outcome.FLAGGED).count();
            for (Finding finding : ValueAdded.withDefaults().cohorts(some.snapshot(), s -> false).findings()) {
                boolean fell = Integer.parseInt(((SchoolId) finding.unit()).value().substring(1)) % 30 == 0;
                planted += fell && finding.outcome() == Outcome.FLAGGED ? 1 : 0;
                named += finding.outcome() == Outcome.FLAGGED ? 1 : 0;
            }
        }
        assertThat(wrong).isLessThanOrEqualTo(2);
        assertThat(planted).isGreaterThanOrEqualTo(20);
        assertThat(named - planted).isLessThanOrEqualTo(3);
    }

    @Test
    void severalWorksOfOneYearAreOneFindingWithAnIntervalThatIsNotTooShort() {
        Assessment before = Assessment.vpr(2020, Subject.RUSSIAN, 4, BEFORE.scale());
        Assessment now = Assessment.vpr(2021, Subject.RUSSIAN, 5, NOW.scale());
        ScoreTally tally = ScoreTally.create();
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 20; i++) {
            for (int pupil = 0; pupil < 10 + i; pupil++) {
                int first = random.nextInt(11) + i / 4;
                int second = random.nextInt(11) + i % 7;
                tally.add(SchoolId.of("s" + i), BEFORE, first, 0);
                tally.add(SchoolId.of("s" + i), before, first, 0);
                tally.add(SchoolId.of("s" + i), NOW, second, 0);
                tally.add(SchoolId.of("s" + i), now, second, 0);
            }
        }
        ValueAdded.Cohorts cohorts = ValueAdded.withDefaults().cohorts(tally.snapshot(), school -> false);
        Finding finding = finding(cohorts, "s11");
        // The same results twice are worth as much as once.
        assertThat(finding.assessments()).hasSize(2);
        assertThat(finding.n()).hasValue(42);
        assertThat(finding.effect().orElseThrow().value()).isCloseTo(value(cohorts, "s11").value().orElseThrow(), within(1e-12));
        assertThat(finding.effect().orElseThrow().lower()).isCloseTo(value(cohorts, "s11").interval().orElseThrow().lower(), within(1e-12));
    }

    @Test
    void pupilsWithSeveralCovariatesAsInLme4() {
        List<String[]> rows = new ArrayList<>(rows("/io/github/eduindicators/stats/random-intercept.csv"));
        Collections.shuffle(rows, new Random(1));
        ValueAdded.Pupils pupils = ValueAdded.Pupils.of("prior", "girl", "context");
        ValueAdded.Pupils others = ValueAdded.Pupils.of("prior", "girl", "context");
        for (String[] row : rows) {
            (row[4].equals("1") ? pupils : others).add(SchoolId.of(row[0]), Double.parseDouble(row[1]),
                    Double.parseDouble(row[3]), Double.parseDouble(row[4]), Double.parseDouble(row[5]));
        }
        pupils.merge(others);
        assertThat(pupils.count()).isEqualTo(268);
        Map<String, Double> expected = expected("/io/github/eduindicators/stats/random-intercept-expected.csv", "all-REML");
        ValueAdded.Fit fit = ValueAdded.withDefaults().fit(pupils);
        assertThat(fit.coefficients()).extracting(ValueAdded.Coefficient::name).containsExactly("(intercept)", "prior", "girl", "context");
        for (int i = 0; i < 4; i++) {
            var estimate = fit.coefficients().get(i).estimate();
            assertThat(estimate.value()).isCloseTo(expected.get("b" + i), within(1e-6));
            assertThat(estimate.upper() - estimate.value()).isCloseTo(1.959964 * Math.sqrt(expected.get("cov" + i + i)), within(1e-6));
        }
        assertThat(fit.icc().orElseThrow()).isCloseTo(expected.get("tau2") / (expected.get("tau2") + expected.get("sigma2")), within(1e-6));
        assertThat(fit.effects()).hasSize(24).allSatisfy(effect ->
                assertThat(effect.value().value()).isCloseTo(expected.get("u-" + effect.school().value()), within(1e-6)));
        assertThat(fit.values(Period.of(2021)).value(SchoolId.of("s01"), "value_added", Period.of(2021)).orElseThrow().value().orElseThrow())
                .isCloseTo(expected.get("u-s01"), within(1e-6));
    }

    @Test
    void aPriorThatIsLessReliableHasASteeperSlope() {
        ValueAdded.Pupils pupils = ValueAdded.Pupils.of("prior");
        for (String[] row : rows("/io/github/eduindicators/stats/random-intercept.csv")) {
            pupils.add(SchoolId.of(row[0]), Double.parseDouble(row[1]), Double.parseDouble(row[3]));
        }
        double last = 0;
        for (double reliability : new double[] {1, 0.9, 0.8, 0.7}) {
            double slope = ValueAdded.withDefaults().withReliability("prior", reliability).fit(pupils).coefficients().get(1).estimate().value();
            assertThat(slope).isGreaterThan(last);
            last = slope;
        }
        ValueAdded.Fit none = ValueAdded.withDefaults().withReliability("prior", 0.01).fit(pupils);
        assertThat(none.reason()).isEqualTo("not-positive-definite");
        assertThat(none.effects()).isEmpty();
        assertThat(none.values(Period.of(2021)).isEmpty()).isTrue();
        assertThatThrownBy(() -> ValueAdded.withDefaults().withReliability("age", 0.9).fit(pupils))
                .hasMessageContaining("age").hasMessageContaining("[prior]");
        assertThatThrownBy(() -> ValueAdded.withDefaults().withReliability("prior", 0)).hasMessageContaining("0.0");
    }

    @Test
    void theMethodNamesItsParameters() {
        assertThat(ValueAdded.withDefaults().withReliability("prior", 0.9).withLevel(0.1).method().parameters())
                .extracting(Object::toString)
                .containsExactly("level=0.1", "likelihood=REML", "minimum-schools=10", "reliability-of-prior=0.9");
        assertThatThrownBy(() -> ValueAdded.withDefaults().withLevel(1)).hasMessageContaining("1.0");
        assertThatThrownBy(() -> ValueAdded.withDefaults().withMinimumSchools(2)).hasMessageContaining("3");
        assertThatThrownBy(() -> ValueAdded.Pupils.of("a", "a")).hasMessageContaining("[a, a]");
        assertThatThrownBy(() -> ValueAdded.Pupils.of("a").merge(ValueAdded.Pupils.of("b"))).hasMessageContaining("[a] and [b]");
    }
}
