package io.github.eduindicators.effectiveness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.effectiveness.ContextualExpectation.Estimator;
import io.github.eduindicators.effectiveness.ContextualExpectation.Observations;
import io.github.eduindicators.effectiveness.ContextualExpectation.Weights;
import io.github.eduindicators.effectiveness.ContextualFit.Coefficient;
import io.github.eduindicators.effectiveness.ContextualFit.Line;
import io.github.eduindicators.effectiveness.ContextualFit.Model;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodSummary;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreTally;
import io.github.eduindicators.stats.Interval;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContextualExpectationTest {
    private static final Offset<Double> CLOSE = within(1e-10);
    private static final List<String> THREE = List.of("low_income", "other_language", "parents_educated");
    private static final ContextualExpectation BY_PUPILS = ContextualExpectation.withDefaults().withWeights(Weights.PUPILS);

    static List<String[]> rows(String name) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(ContextualExpectationTest.class.getResourceAsStream(name), name),
                StandardCharsets.UTF_8))) {
            return reader.lines().filter(line -> !line.startsWith("#")).map(line -> line.split(",", -1)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double[] numbers(String[] row, int from) {
        return Arrays.stream(row).skip(from).mapToDouble(Double::parseDouble).toArray();
    }

    static Observations.Builder units() {
        Observations.Builder builder = Observations.builder();
        List<String[]> rows = rows("context-units.csv");
        for (String[] row : rows.subList(1, rows.size())) {
            Map<String, Double> context = new TreeMap<>();
            for (int column = 3; column < row.length; column++) {
                if (!row[column].isEmpty()) {
                    context.put(rows.get(0)[column], Double.parseDouble(row[column]));
                }
            }
            builder.add(SchoolId.of(row[0]), Double.parseDouble(row[2]), Double.parseDouble(row[1]), context);
        }
        return builder;
    }

    private static Map<String, double[]> expected(String what) {
        Map<String, double[]> expected = new TreeMap<>();
        rows("context-units-expected.csv").stream()
                .filter(row -> row[0].equals(what))
                .forEach(row -> expected.put(row[1], numbers(row, 2)));
        assertThat(expected).isNotEmpty();
        return expected;
    }

    private static void coefficients(Model model, String name) {
        Map<String, double[]> expected = expected(name + "-coefficient");
        assertThat(model.coefficients()).hasSameSizeAs(expected.keySet());
        for (Coefficient coefficient : model.coefficients()) {
            double[] values = expected.get(coefficient.variable().replace("(i", "(I"));
            assertThat(coefficient.value()).as(coefficient.variable()).isCloseTo(values[0], CLOSE);
            assertThat(coefficient.error()).as(coefficient.variable()).isCloseTo(values[1], CLOSE);
        }
    }

    private static Model model(ContextualFit fit, int tier) {
        return fit.models().stream().filter(model -> model.tier() == tier).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"wls, PUPILS, 1", "ols, EQUAL, 1", "precision, PRECISION, 1", "second, PUPILS, 2", "third, PUPILS, 3"})
    void figuresAreThoseOfR(String name, Weights weights, int tier) {
        ContextualFit fit = ContextualExpectation.withDefaults().withWeights(weights).fit(units().pupilSd(0.9).build());
        Model model = model(fit, tier);
        double[] summary = expected(name + "-model").get("");
        assertThat(model.r2()).isCloseTo(summary[0], CLOSE);
        assertThat(model.residualError()).isCloseTo(summary[1], CLOSE);
        assertThat(model.freedom()).isEqualTo((int) summary[2]);
        coefficients(model, name);
        Map<String, double[]> units = expected(name + "-unit");
        assertThat(model.units()).isEqualTo(units.size());
        List<Line> lines = fit.lines().stream().filter(line -> line.model().equals(model)).toList();
        assertThat(lines).isNotEmpty();
        for (Line line : lines) {
            double[] values = units.get(line.unit().code());
            assertThat(line.residual()).as("%s", line).isCloseTo(values[0], CLOSE);
            assertThat(line.fitted()).isCloseTo(line.observed() - values[0], CLOSE);
            assertThat(line.leverage()).as("%s", line).isCloseTo(values[1], CLOSE);
            assertThat(line.standardised()).as("%s", line).isCloseTo(values[2], CLOSE);
            assertThat(line.studentised()).as("%s", line).isCloseTo(values[3], CLOSE);
            assertThat(line.prediction().lower()).as("%s", line).isCloseTo(values[4], CLOSE);
            assertThat(line.prediction().upper()).as("%s", line).isCloseTo(values[5], CLOSE);
            // The fit without the unit, made again by R: the formula gives the same.
            assertThat(line.difference().value()).as("%s", line).isCloseTo(values[6], CLOSE);
            assertThat(line.p()).as("%s", line).isCloseTo(values[7], within(1e-9));
            assertThat(line.expected()).isCloseTo(line.observed() - values[6], CLOSE);
        }
    }

    @Test
    void theSpreadBesideSamplingIsThatOfPauleAndMandel() {
        Model model = model(ContextualExpectation.withDefaults().fit(units().pupilSd(0.9).build()), 1);
        assertThat(model.betweenError().orElseThrow()).isCloseTo(expected("precision-tau").get("")[0], CLOSE);
        assertThat(model(BY_PUPILS.fit(units().pupilSd(0.9).build()), 1).betweenError()).isEmpty();
    }

    @Test
    void weightsOfPrecisionAreNWhereTheSpreadOfPupilsIsNotKnown() {
        ContextualFit byDefault = ContextualExpectation.withDefaults().fit(units().build());
        coefficients(model(byDefault, 1), "wls");
        assertThat(byDefault.toString()).isEqualTo(BY_PUPILS.fit(units().build()).toString());
    }

    @Test
    void robustFitIsThatOfR() {
        ContextualFit fit = BY_PUPILS.withEstimator(Estimator.HUBER).fit(units().build());
        Model model = model(fit, 1);
        coefficients(model, "huber");
        assertThat(model.residualError()).isCloseTo(expected("huber-model").get("")[0], CLOSE);
        Map<String, double[]> units = expected("huber-unit");
        for (Line line : fit.lines()) {
            if (line.model().equals(model)) {
                double[] values = units.get(line.unit().code());
                assertThat(line.residual()).as("%s", line).isCloseTo(values[0], CLOSE);
                assertThat(line.leverage()).as("%s", line).isCloseTo(values[1], CLOSE);
                assertThat(line.difference().value()).as("%s", line).isCloseTo(values[2], CLOSE);
                assertThat(line.studentised()).as("%s", line).isCloseTo(values[3], within(1e-9));
                assertThat(line.p()).as("%s", line).isCloseTo(values[4], within(1e-9));
            }
        }
        SchoolId outlier = SchoolId.of("u11");
        assertThat(fit.line(outlier).orElseThrow().residual())
                .isLessThan(BY_PUPILS.fit(units().build()).line(outlier).orElseThrow().residual());
    }

    @Test
    void eachUnitIsLookedAtWithTheFirstSetThatItHas() {
        ContextualFit fit = BY_PUPILS.fit(units().build());
        assertThat(fit.models()).extracting(Model::name)
                .containsExactly("low_income+other_language+parents_educated", "low_income+other_language", "low_income");
        assertThat(fit.models()).extracting(Model::units).containsExactly(35, 38, 40);
        assertThat(fit.line(SchoolId.of("u01")).orElseThrow().model().tier()).isEqualTo(1);
        assertThat(fit.line(SchoolId.of("u04")).orElseThrow().model().tier()).isEqualTo(2);
        assertThat(fit.line(SchoolId.of("u09")).orElseThrow().model().tier()).isEqualTo(3);
        assertThat(fit.line(SchoolId.of("u17")).orElseThrow().model().tier()).isEqualTo(3);
        assertThat(fit.missing()).isEmpty();
    }

    @Test
    void chosenSetsAreUsedInTheirOrderAndUnitsWithoutAnyAreNamed() {
        ContextualExpectation chosen =
                BY_PUPILS.withTiers(List.of(List.of("parents_educated", "low_income"), List.of("other_language")));
        ContextualFit fit = chosen.fit(units().build());
        assertThat(fit.models()).extracting(Model::name).containsExactly("parents_educated+low_income", "other_language");
        assertThat(fit.line(SchoolId.of("u09")).orElseThrow().model().tier()).isEqualTo(1);
        assertThat(fit.missing()).containsExactly(Map.entry(SchoolId.of("u17"), "context-missing"));
        ContextualFit asked = chosen.withMeanAsLastTier().fit(units().build());
        Model mean = asked.line(SchoolId.of("u17")).orElseThrow().model();
        assertThat(mean.name()).isEqualTo("mean");
        assertThat(mean.r2()).isZero();
        assertThat(mean.coefficients().get(0).value()).isCloseTo(asked.mean(), CLOSE);
    }

    @Test
    void aSetWithTooFewUnitsGivesWayToTheNext() {
        ContextualFit fit = BY_PUPILS.withMinimumUnits(21, 5).fit(units().build());
        assertThat(fit.models()).extracting(Model::tier).containsExactly(2, 3);
        assertThat(BY_PUPILS.withMinimumUnits(20, 5).fit(units().build()).models())
                .extracting(Model::tier)
                .containsExactly(1, 2, 3);
        ContextualFit none = BY_PUPILS.withMinimumUnits(40, 5).fit(units().build());
        assertThat(none.models()).isEmpty();
        assertThat(none.missing()).hasSize(40).containsValue("few-units").doesNotContainValue("context-missing");
    }

    @Test
    void constantAndCollinearVariablesAreDroppedAndNamed() {
        Observations.Builder more = Observations.builder();
        ContextualFit plain = BY_PUPILS.withTiers(List.of(THREE)).fit(units().build());
        List<String[]> rows = rows("context-units.csv");
        for (String[] row : rows.subList(1, rows.size())) {
            if (!row[4].isEmpty() && !row[5].isEmpty()) {
                double low = Double.parseDouble(row[3]);
                double educated = Double.parseDouble(row[4]);
                more.add(SchoolId.of(row[0]), Double.parseDouble(row[2]), Double.parseDouble(row[1]), Map.of(
                        "low_income", low,
                        "other_language", Double.parseDouble(row[5]),
                        "parents_educated", educated,
                        "year", 2021.0,
                        "x_sum", 3 * low - educated / 7 + 2));
            }
        }
        ContextualFit fit = BY_PUPILS.fit(more.build());
        assertThat(fit.models()).hasSize(1);
        assertThat(fit.models().get(0).dropped()).containsExactly(Map.entry("x_sum", "collinear"), Map.entry("year", "constant"));
        assertThat(fit.models().get(0).variables()).isEqualTo(THREE);
        for (Line line : fit.lines()) {
            assertThat(line.residual()).isCloseTo(plain.line(line.unit()).orElseThrow().residual(), CLOSE);
        }
    }

    @Test
    void aRareContextIsSaidToBeOfHighLeverage() {
        ContextualFit fit = BY_PUPILS.fit(units().build());
        Model model = model(fit, 1);
        assertThat(model.highLeverage()).isCloseTo(2 * 4 / 35.0, CLOSE);
        assertThat(fit.line(SchoolId.of("u03")).orElseThrow().hasHighLeverage()).isTrue();
        assertThat(fit.line(SchoolId.of("u01")).orElseThrow().hasHighLeverage()).isFalse();
        assertThat(fit.line(SchoolId.of("u03")).orElseThrow().toString()).contains("high leverage");
    }

    @Test
    void theIntervalHoldsSamplingAndTheErrorOfTheExpectation() {
        // u01: h 0.0317399903479677, n 73, t of 30 degrees of freedom 2.04227245630124 (R: qt(0.975, 30)); s without it:
        // e sqrt(n) / (rstudent sqrt(1 - h)) = 0.0411385547136835 * sqrt(73) / (0.146434866231814 * sqrt(0.9682600096520323)).
        Line line = BY_PUPILS.fit(units().pupilSd(0.9).build()).line(SchoolId.of("u01")).orElseThrow();
        double s2 = Math.pow(0.0411385547136835 / 0.146434866231814, 2) / 0.9682600096520323 * 73;
        double half = 2.04227245630124 * Math.sqrt(0.81 / 73 + s2 * 0.0317399903479677 / (73 * 0.9682600096520323));
        assertThat(line.difference().upper() - line.difference().value()).isCloseTo(half, CLOSE);
        Line unknown = BY_PUPILS.fit(units().build()).line(SchoolId.of("u01")).orElseThrow();
        assertThat(unknown.difference().upper() - unknown.difference().value())
                .isCloseTo(2.04227245630124 * unknown.spread(), CLOSE);
    }

    private static Observations.Builder line(int count, double slope) {
        Observations.Builder builder = Observations.builder().pupilSd(1);
        for (int i = 0; i < count; i++) {
            builder.add(SchoolId.of("s" + i), slope * i, 10 + i % 3, Map.of("x", (double) i));
        }
        return builder;
    }

    private static void finite(ContextualFit fit) {
        for (Line line : fit.lines()) {
            assertThat(new double[] {
                line.fitted(), line.residual(), line.leverage(), line.standardised(), line.studentised(), line.spread(), line.p(),
                line.expected(), line.adjusted()
            }).as("%s", line).doesNotContain(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
        }
        for (Model model : fit.models()) {
            assertThat(model.r2()).isBetween(0.0, 1.0);
            assertThat(model.residualError()).isGreaterThanOrEqualTo(0).isFinite();
            assertThat(model.coefficients()).allSatisfy(c -> {
                assertThat(c.value()).isFinite();
                assertThat(c.error()).isFinite();
            });
        }
    }

    @ParameterizedTest
    @CsvSource({"LEAST_SQUARES, PUPILS", "LEAST_SQUARES, PRECISION", "HUBER, PRECISION", "HUBER, EQUAL"})
    void exactAndEqualOutcomesAreAsExpected(Estimator estimator, Weights weights) {
        ContextualExpectation method = ContextualExpectation.withDefaults().withEstimator(estimator).withWeights(weights);
        for (double slope : new double[] {0, 0.3}) {
            ContextualFit fit = method.fit(line(30, slope).build());
            finite(fit);
            assertThat(fit.lines()).hasSize(30).allSatisfy(unit -> {
                assertThat(unit.residual()).isCloseTo(0, CLOSE);
                assertThat(unit.p()).isEqualTo(1);
            });
            assertThat(fit.models().get(0).r2()).isCloseTo(slope == 0 ? 0 : 1, CLOSE);
        }
        // All but one on the line: nothing is left without it, and yet no number is infinite.
        ContextualFit odd = method.fit(line(30, 0.3).add(SchoolId.of("odd"), 50, 20, Map.of("x", 11.5)).build());
        finite(odd);
        assertThat(odd.line(SchoolId.of("odd")).orElseThrow().p()).isLessThan(1e-4);
    }

    /** Some lack the first variable, others the second: each is compared by what it has. */
    @Test
    void aUnitThatHasAnyVariableIsComparedByIt() {
        Observations.Builder builder = Observations.builder();
        for (int i = 0; i < 60; i++) {
            Map<String, Double> context = new java.util.HashMap<>(Map.of("c1", i % 7.0, "c2", i % 11.0, "same", 1.0));
            if (i % 10 == 3) {
                context.remove("c1");
            }
            if (i % 10 == 6) {
                context.remove("c2");
            }
            builder.add(SchoolId.of("s" + i), i % 7 + 0.1 * (i % 5), 10, context);
        }
        ContextualFit fit = BY_PUPILS.fit(builder.build());
        assertThat(fit.missing()).isEmpty();
        assertThat(fit.line(SchoolId.of("s0")).orElseThrow().model().variables()).containsExactly("c1", "c2");
        assertThat(fit.line(SchoolId.of("s3")).orElseThrow().model().variables()).containsExactly("c2");
        assertThat(fit.line(SchoolId.of("s6")).orElseThrow().model().variables()).containsExactly("c1");
    }

    @Test
    void aUnitAloneInItsContextHasNoExpectation() {
        Observations.Builder builder = Observations.builder();
        for (int i = 0; i < 40; i++) {
            builder.add(SchoolId.of("s" + i), i % 7, 10, Map.of("a", i % 5.0, "boarding", i == 3 ? 1.0 : 0.0));
        }
        ContextualFit fit = BY_PUPILS.fit(builder.build());
        finite(fit);
        assertThat(fit.missing()).containsExactly(Map.entry(SchoolId.of("s3"), "alone-in-context"));
        assertThat(fit.lines()).hasSize(39);
    }

    @ParameterizedTest
    @CsvSource({"1e300, 1", "1e-160, 1", "1e-300, 1e300", "-1.7e308, 1.7e308", "0, 0"})
    void contextOfAnySizeGivesNumbers(double one, double other) {
        for (Estimator estimator : Estimator.values()) {
            Observations.Builder builder = Observations.builder().pupilSd(1);
            for (int i = 0; i < 40; i++) {
                double mixed = i % 3 == 0 ? one : other;
                builder.add(SchoolId.of("s" + i), i % 7, 1 + i, Map.of("a", mixed, "b", (double) i, "c", one * (i % 2)));
            }
            ContextualFit fit = ContextualExpectation.withDefaults().withEstimator(estimator).fit(builder.build());
            finite(fit);
            assertThat(fit.lines().size() + fit.missing().size()).isEqualTo(40);
        }
    }

    @Test
    void weightsOfAnySizeGiveNumbers() {
        for (Weights weights : Weights.values()) {
            Observations.Builder builder = Observations.builder().pupilSd(1);
            for (int i = 0; i < 40; i++) {
                builder.add(SchoolId.of("s" + i), i % 7, i == 5 ? 1e12 : i == 6 ? 1e-6 : 20, Map.of("a", i % 5.0, "b", i % 2.0));
            }
            ContextualFit fit = ContextualExpectation.withDefaults().withWeights(weights).fit(builder.build());
            finite(fit);
            assertThat(fit.lines().size() + fit.missing().size()).isEqualTo(40);
        }
    }

    @Test
    void nobodyAndNoContextAreNoTrouble() {
        assertThat(BY_PUPILS.fit(Observations.builder().build()).toString()).isEqualTo("ContextualFit[0 units, 0 without, []]");
        Observations bare = Observations.builder().add(SchoolId.of("s"), 1, 1, Map.of()).build();
        assertThat(BY_PUPILS.fit(bare).missing()).containsExactly(Map.entry(SchoolId.of("s"), "context-missing"));
        assertThat(BY_PUPILS.withMeanAsLastTier().fit(bare).missing()).containsExactly(Map.entry(SchoolId.of("s"), "few-units"));
        Observations.Builder equal = Observations.builder();
        for (int i = 0; i < 20; i++) {
            equal.add(SchoolId.of("s" + i), i, 5, Map.of("a", 3.0));
        }
        assertThat(BY_PUPILS.fit(equal.build()).missing()).hasSize(20).containsValue("context-constant");
    }

    @Test
    void wrongArgumentsAreNamed() {
        Observations.Builder builder = Observations.builder().add(SchoolId.of("s"), 1, 1, Map.of());
        assertThatThrownBy(() -> builder.add(SchoolId.of("s"), 1, 1, Map.of())).hasMessageContaining("two of s");
        assertThatThrownBy(() -> builder.add(SchoolId.of("t"), Double.NaN, 1, Map.of())).hasMessageContaining("NaN of t");
        assertThatThrownBy(() -> builder.add(SchoolId.of("t"), 1, 0, Map.of())).hasMessageContaining("got 0.0 of t");
        assertThatThrownBy(() -> builder.add(SchoolId.of("t"), 1, 1, Map.of("a", Double.NaN))).hasMessageContaining("context a");
        assertThatThrownBy(() -> builder.pupilSd(0)).hasMessageContaining("got 0.0");
        assertThatThrownBy(() -> BY_PUPILS.withTiers(List.of())).hasMessageContaining("got none");
        assertThatThrownBy(() -> BY_PUPILS.withTiers(List.of(List.of("a", "a")))).hasMessageContaining("[a, a]");
        assertThatThrownBy(() -> BY_PUPILS.withTiers(List.of(List.of()))).hasMessageContaining("withMeanAsLastTier");
        assertThatThrownBy(() -> BY_PUPILS.withMinimumUnits(2, 5)).hasMessageContaining("got 2 and 5");
        assertThatThrownBy(() -> BY_PUPILS.withLevel(1)).hasMessageContaining("got 1.0");
        assertThat(BY_PUPILS.withTiers(List.of(THREE)).withMeanAsLastTier().method().toString())
                .isEqualTo("effectiveness/contextual-expectation 1 [estimator=least-squares, weights=pupils, minimum-units=10, "
                        + "minimum-units-per-variable=5, tiers=low_income+other_language+parents_educated, last-tier=mean, "
                        + "level=0.05]");
    }

    private static final ScoreScale SCALE = ScoreScale.of(5);
    /** The second work is of the grade of the first or of another, whose pupils are others. */
    private static Assessment work(String name, int gradeOfRussian) {
        return name.equals("maths")
                ? Assessment.vpr(2021, Subject.MATHEMATICS, 5, SCALE)
                : Assessment.vpr(2021, Subject.RUSSIAN, gradeOfRussian, SCALE);
    }

    private static SchoolResults schools(int gradeOfRussian) {
        ScoreTally tally = ScoreTally.create();
        List<School> register = new ArrayList<>();
        List<String[]> rows = rows("context-schools.csv");
        for (String[] row : rows.subList(1, rows.size())) {
            SchoolId id = SchoolId.of(row[0]);
            for (int score = 0; score <= 5; score++) {
                for (int pupil = Integer.parseInt(row[3 + score]); pupil > 0; pupil--) {
                    tally.add(id, work(row[2], gradeOfRussian), score);
                }
            }
            if (row[2].equals("maths")) {
                register.add(School.builder(id)
                        .municipality(Municipality.of(Region.of("R"), "M"))
                        .context("low_income", 99)
                        .context(2021, "low_income", Double.parseDouble(row[1]))
                        .build());
            }
        }
        register.add(School.builder(SchoolId.of("empty")).municipality(Municipality.of(Region.of("R"), "M")).build());
        return tally.snapshot().withSchools(register);
    }

    private static final SchoolId DOUBTED = SchoolId.of("s03");
    private static final Period YEAR = Period.of(2021);

    @ParameterizedTest
    @CsvSource({"5, pooled", "6, grades"})
    void rowsOfSchoolsAreThoseOfR(int grade, String kind) {
        ContextualExpectation.Result result = ContextualExpectation.withDefaults().run(schools(grade), DOUBTED::equals);
        int compared = 0;
        for (String[] row : rows("context-schools-expected.csv")) {
            if (row[2].isEmpty() && !row[0].equals(kind)) {
                continue;
            }
            if (row[0].equals("fit")) {
                AssessmentId id = work(row[2], grade).id();
                var fit = result.fits().stream().filter(f -> f.assessment().equals(id)).findFirst().orElseThrow();
                double[] numbers = numbers(row, 3);
                assertThat(fit.schools()).isEqualTo((int) numbers[0]);
                assertThat(fit.doubtful()).isEqualTo(1);
                assertThat(fit.mean()).isCloseTo(numbers[1], CLOSE);
                assertThat(fit.sd()).isCloseTo(numbers[2], CLOSE);
                assertThat(fit.models()).hasSize(1);
                assertThat(fit.models().get(0).betweenError().orElseThrow()).isCloseTo(numbers[3], CLOSE);
                continue;
            }
            SchoolId school = SchoolId.of(row[1]);
            IndicatorValue value = row[2].isEmpty()
                    ? result.values().value(school, "contextual_residual", YEAR).orElseThrow()
                    : result.values().value(school, "contextual_residual", YEAR, work(row[2], grade).id()).orElseThrow();
            double[] numbers = numbers(row, 3);
            assertThat(value.n()).as("%s", school).hasValue((long) numbers[0]);
            assertThat(value.value().orElseThrow()).as("%s", school).isCloseTo(numbers[1], CLOSE);
            Interval interval = value.interval().orElseThrow();
            assertThat(interval.lower()).as("%s", school).isCloseTo(numbers[2], CLOSE);
            assertThat(interval.upper()).as("%s", school).isCloseTo(numbers[3], CLOSE);
            assertThat(value.note()).startsWith("model=low_income");
            assertThat(value.note().contains("small-n")).isEqualTo(numbers[0] < 10);
            if (row[2].isEmpty()) {
                Finding finding = result.findings().stream().filter(f -> f.unit().equals(school)).findFirst().orElseThrow();
                assertThat(finding.statistic().orElseThrow()).isCloseTo(numbers[4], CLOSE);
                assertThat(finding.p().orElseThrow()).isCloseTo(numbers[5], within(1e-9));
                assertThat(finding.adjustedP().orElseThrow()).isCloseTo(numbers[6], within(1e-9));
                assertThat(finding.effect()).contains(interval);
                assertThat(finding.fact("observed").orElseThrow().number().orElseThrow()).isCloseTo(numbers[7], CLOSE);
                assertThat(finding.fact("expected").orElseThrow().number().orElseThrow())
                        .isCloseTo(numbers[7] - numbers[1], CLOSE);
            }
            compared++;
        }
        assertThat(compared).isEqualTo(21 + 20 + 21);
        assertThat(result.fits()).hasSize(2);
    }

    @Test
    void onlyTheSchoolFarBelowIsFlagged() {
        ContextualExpectation.Result result = ContextualExpectation.withDefaults().run(schools(5), DOUBTED::equals);
        assertThat(result.toString())
                .isEqualTo("ContextualExpectation{as-expected=20, below=1, doubtful-results=1, no-results=1}");
        Finding below = result.findings().stream().filter(f -> f.outcome() == Outcome.FLAGGED).findFirst().orElseThrow();
        assertThat(below.unit()).isEqualTo(SchoolId.of("s07"));
        assertThat(below.assessments()).hasSize(2);
        assertThat(MethodSummary.of(result.findings()).expectedFalseAlarms().orElseThrow()).isCloseTo(0.05, CLOSE);
        assertThat(result.findings()).isSortedAccordingTo(Finding.order());
    }

    @Test
    void aSchoolInDoubtTakesNoPartAndGetsNoValue() {
        ContextualExpectation.Result result = ContextualExpectation.withDefaults().run(schools(5), DOUBTED::equals);
        assertThat(result.values().value(DOUBTED, "contextual_residual", YEAR, work("maths", 5).id()).orElseThrow())
                .isEqualTo(IndicatorValue.notApplicable("doubtful-results"));
        assertThat(result.values().value(DOUBTED, "contextual_residual", YEAR).orElseThrow())
                .isEqualTo(IndicatorValue.notApplicable("doubtful-results"));
        SchoolResults bare = ScoreTally.create().snapshot();
        assertThat(ContextualExpectation.withDefaults().run(bare, school -> true).values().isEmpty()).isTrue();
    }

    @Test
    void findingsAreOfTheLatestYearAndHighResultsAreNoSign() {
        Assessment before = Assessment.vpr(2020, Subject.MATHEMATICS, 5, SCALE);
        Assessment now = Assessment.vpr(2021, Subject.MATHEMATICS, 5, SCALE);
        ScoreTally tally = ScoreTally.create();
        List<School> register = new ArrayList<>();
        for (int s = 0; s < 30; s++) {
            SchoolId id = SchoolId.of("s" + s);
            register.add(School.builder(id).municipality(Municipality.of(Region.of("R"), "M")).context("a", s % 10).build());
            for (int pupil = 0; pupil < 40; pupil++) {
                int score = (pupil + s % 3) % 4;
                tally.add(id, before, score);
                if (s != 8) {
                    tally.add(id, now, s == 7 ? 5 : score);
                }
            }
        }
        SchoolResults results = tally.snapshot().withSchools(register);
        ContextualExpectation.Result result = ContextualExpectation.withDefaults().run(results, school -> false);
        assertThat(result.toString()).isEqualTo("ContextualExpectation{above=1, as-expected=28, no-results=1}");
        assertThat(result.findings()).noneMatch(finding -> finding.outcome() == Outcome.FLAGGED);
        Finding above = result.findings().stream().filter(f -> f.category().equals("above")).findFirst().orElseThrow();
        assertThat(above.unit()).isEqualTo(SchoolId.of("s7"));
        assertThat(above.assessments()).containsExactly(now.id());
        assertThat(above.fact("year").orElseThrow().value()).isEqualTo(2021L);
        assertThat(result.values().values()).hasSize(2 * 30 + 2 * 29);
        assertThat(result.values().value(SchoolId.of("s8"), "contextual_residual", Period.of(2020)).orElseThrow().value())
                .isPresent();
    }

    @Test
    void regionsThatAreTooSmallOrAllEqualOrWithoutContextSayWhy() {
        Assessment maths = work("maths", 5);
        ScoreTally tally = ScoreTally.create();
        List<School> register = new ArrayList<>();
        for (int s = 0; s < 60; s++) {
            String region = s < 5 ? "small" : s < 25 ? "equal" : s < 45 ? "bare" : "-one";
            SchoolId id = SchoolId.of("s" + s);
            School.Builder school = School.builder(id).municipality(Municipality.of(Region.of(region), "M"));
            register.add(region.equals("bare") ? school.build() : school.context("a", s).build());
            tally.add(id, maths, region.equals("equal") ? 3 : s % 6);
            if (!region.equals("-one")) {
                tally.add(id, maths, region.equals("equal") ? 3 : (s + 2) % 6);
            }
        }
        SchoolResults results = tally.snapshot().withSchools(register);
        ContextualExpectation.Result result = ContextualExpectation.withDefaults().run(results, school -> false);
        Map<String, String> note = Map.of("s0", "few-units", "s5", "no-spread", "s25", "context-missing");
        note.forEach((school, reason) -> {
            for (String assessment : List.of("", maths.id().value())) {
                IndicatorValue value = result.values().values().get(new IndicatorValues.Key(
                        SchoolId.of(school), "contextual_residual", YEAR, assessment));
                assertThat(value).isEqualTo(IndicatorValue.insufficient(2, reason));
            }
            Finding finding = result.findings().stream().filter(f -> f.unit().code().equals(school)).findFirst().orElseThrow();
            assertThat(finding.outcome()).isEqualTo(Outcome.INSUFFICIENT_DATA);
            assertThat(finding.category()).isEqualTo(reason);
        });
        // One pupil a school: sampling is then all the spread there is.
        assertThat(result.values().value(SchoolId.of("s50"), "contextual_residual", YEAR).orElseThrow().note())
                .isEqualTo("model=a;small-n");
        IndicatorValue mean = ContextualExpectation.withDefaults().withMeanAsLastTier().run(results, school -> false)
                .values().value(SchoolId.of("s25"), "contextual_residual", YEAR).orElseThrow();
        assertThat(mean.note()).isEqualTo("no-context;small-n");
    }

    @Test
    void findingsAreSaidInBothLanguages() {
        List<Finding> findings = new ArrayList<>(ContextualExpectation.withDefaults().run(schools(5), DOUBTED::equals).findings());
        Finding below = findings.stream().filter(f -> f.outcome() == Outcome.FLAGGED).findFirst().orElseThrow();
        findings.add(below.toBuilder().outcome(Outcome.CLEAR).category("above").build());
        for (String reason : List.of("few-units", "context-missing", "context-constant", "alone-in-context", "no-spread")) {
            findings.add(Finding.builder(below.method(), below.unit()).outcome(Outcome.INSUFFICIENT_DATA).category(reason)
                    .n(7).fact("year", 2021L).fact("schools", 4L).fact("minimum", 15L).build());
        }
        for (Finding finding : findings) {
            assertThat(finding.explain(Locale.ENGLISH)).doesNotContain("{").doesNotContain("–").hasSizeGreaterThan(60);
            assertThat(finding.explain(Locale.forLanguageTag("ru"))).doesNotContain("{").containsPattern("[а-я]{5}");
        }
        assertThat(below.explain(Locale.ENGLISH)).contains("a sign").contains("not a verdict on teachers").contains("low_income");
    }
}
