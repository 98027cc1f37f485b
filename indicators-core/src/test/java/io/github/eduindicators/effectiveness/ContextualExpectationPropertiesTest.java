package io.github.eduindicators.effectiveness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.effectiveness.ContextualExpectation.Estimator;
import io.github.eduindicators.effectiveness.ContextualExpectation.Observations;
import io.github.eduindicators.effectiveness.ContextualExpectation.Weights;
import io.github.eduindicators.effectiveness.ContextualFit.Line;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreTally;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class ContextualExpectationPropertiesTest {

    private record Row(SchoolId unit, double outcome, double n, Map<String, Double> context) {}

    /** Units with two variables, one of which some lack. */
    private static List<Row> rows(long seed, int count) {
        Random random = new Random(seed);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<String, Double> context = new HashMap<>();
            double a = random.nextGaussian();
            context.put("a", a);
            if (random.nextInt(8) > 0) {
                context.put("b", 0.5 * a + random.nextGaussian());
            }
            double n = 5 + random.nextInt(100);
            double outcome = 0.4 * a - 0.2 * context.getOrDefault("b", 0.0) + random.nextGaussian() * Math.sqrt(0.1 + 1 / n);
            rows.add(new Row(SchoolId.of("s" + i), outcome, n, context));
        }
        return rows;
    }

    private static Observations observations(List<Row> rows) {
        Observations.Builder builder = Observations.builder().pupilSd(1);
        rows.forEach(row -> builder.add(row.unit, row.outcome, row.n, row.context));
        return builder.build();
    }

    private static ContextualExpectation method(int kind) {
        return ContextualExpectation.withDefaults()
                .withWeights(Weights.values()[kind % 3])
                .withEstimator(Estimator.values()[kind / 3]);
    }

    private static List<Row> changed(List<Row> rows, UnaryOperator<Row> change) {
        return rows.stream().map(change).toList();
    }

    @Property(tries = 60)
    void theOrderOfUnitsMakesNoDifferenceToTheLastBit(@ForAll long seed, @ForAll @IntRange(min = 25, max = 60) int count,
            @ForAll @IntRange(max = 5) int kind) {
        List<Row> rows = rows(seed, count);
        ContextualFit fit = method(kind).fit(observations(rows));
        Collections.shuffle(rows, new Random(seed + 1));
        ContextualFit shuffled = method(kind).fit(observations(rows));
        assertThat(shuffled.lines()).isEqualTo(fit.lines()).isNotEmpty();
        assertThat(shuffled.models()).isEqualTo(fit.models());
    }

    @Property(tries = 60)
    void aConstantAddedToTheOutcomeShiftsTheMeanOnly(@ForAll long seed, @ForAll @DoubleRange(min = -100, max = 100) double shift,
            @ForAll @IntRange(max = 5) int kind) {
        List<Row> rows = rows(seed, 40);
        ContextualFit fit = method(kind).fit(observations(rows));
        ContextualFit shifted = method(kind).fit(observations(
                changed(rows, row -> new Row(row.unit, row.outcome + shift, row.n, row.context))));
        assertThat(shifted.mean()).isCloseTo(fit.mean() + shift, within(1e-10));
        for (Line line : fit.lines()) {
            Line other = shifted.line(line.unit()).orElseThrow();
            assertThat(other.residual()).isCloseTo(line.residual(), within(1e-8));
            assertThat(other.studentised()).isCloseTo(line.studentised(), within(1e-6));
            assertThat(other.adjusted()).isCloseTo(line.adjusted() + shift, within(1e-8));
            assertThat(other.leverage()).isCloseTo(line.leverage(), within(1e-9));
        }
    }

    @Property(tries = 60)
    void otherUnitsOfMeasureOfAVariableLeaveTheResiduals(
            @ForAll long seed, @ForAll @DoubleRange(min = -1e4, max = 1e4) double shift,
            @ForAll @DoubleRange(min = 0.01, max = 1000) double times, @ForAll @IntRange(max = 5) int kind) {
        List<Row> rows = rows(seed, 40);
        ContextualFit fit = method(kind).fit(observations(rows));
        ContextualFit measured = method(kind).fit(observations(changed(rows, row -> {
            Map<String, Double> context = new HashMap<>(row.context);
            context.computeIfPresent("b", (b, value) -> shift - times * value);
            return new Row(row.unit, row.outcome, row.n, context);
        })));
        for (Line line : fit.lines()) {
            Line other = measured.line(line.unit()).orElseThrow();
            assertThat(other.residual()).isCloseTo(line.residual(), within(1e-6));
            assertThat(other.studentised()).isCloseTo(line.studentised(), within(1e-4));
        }
    }

    @Property(tries = 60)
    void weightsTimesAConstantLeaveTheResiduals(@ForAll long seed, @ForAll @DoubleRange(min = 0.01, max = 1000) double times,
            @ForAll Estimator estimator) {
        List<Row> rows = rows(seed, 40);
        ContextualExpectation method = ContextualExpectation.withDefaults().withWeights(Weights.PUPILS).withEstimator(estimator);
        ContextualFit fit = method.fit(observations(rows));
        ContextualFit scaled = method.fit(observations(
                changed(rows, row -> new Row(row.unit, row.outcome, row.n * times, row.context))));
        for (Line line : fit.lines()) {
            Line other = scaled.line(line.unit()).orElseThrow();
            assertThat(other.residual()).isCloseTo(line.residual(), within(1e-9));
            assertThat(other.leverage()).isCloseTo(line.leverage(), within(1e-10));
            assertThat(other.studentised()).isCloseTo(line.studentised(), within(1e-7));
        }
    }

    @Property(tries = 40)
    void whatOthersLeadToExpectIsTheFitWithoutTheUnit(@ForAll long seed, @ForAll @IntRange(min = 1, max = 2) int kind,
            @ForAll @IntRange(max = 39) int left) {
        List<Row> rows = changed(rows(seed, 40), row -> new Row(row.unit, row.outcome, row.n, Map.of("a", row.context.get("a"))));
        Row without = rows.get(left);
        Line line = method(kind).fit(observations(rows)).line(without.unit).orElseThrow();
        List<Row> others = rows.stream().filter(row -> row != without).toList();
        var model = method(kind).fit(observations(others)).models().get(0);
        double expected = model.coefficients().get(0).value() + model.coefficients().get(1).value() * without.context.get("a");
        assertThat(line.expected()).isCloseTo(expected, within(1e-9));
    }

    @Property(tries = 40)
    void leveragesAddUpToTheCoefficientsAndWeightedResidualsToNothing(@ForAll long seed, @ForAll @IntRange(max = 2) int kind) {
        List<Row> rows = changed(rows(seed, 40), row -> new Row(row.unit, row.outcome, row.n, Map.of("a", row.context.get("a"))));
        ContextualFit fit = method(kind).fit(observations(rows));
        assertThat(fit.lines().stream().mapToDouble(Line::leverage).sum()).isCloseTo(2, within(1e-10));
        double tau = fit.models().get(0).betweenError().orElse(0);
        double sum = fit.lines().stream()
                .mapToDouble(line -> line.residual() * (kind == 0 ? 1 / (tau * tau + 1 / line.n()) : kind == 1 ? line.n() : 1))
                .sum();
        assertThat(sum).isCloseTo(0, within(1e-8));
    }

    /** How many large schools have a p below 0.05. */
    private static int large(List<Finding> findings) {
        return (int) findings.stream()
                .filter(f -> f.n().orElseThrow() > 100 && f.p().orElseThrow() < 0.05)
                .count();
    }

    @Example
    void amongSchoolsThatDifferOnlyByChanceFewAreFlagged() {
        // Schools of very different sizes that differ beside sampling: with weights n large ones would be called unusual.
        Random random = new Random(3);
        int flagged = 0;
        int unusual = 0;
        int largeUnusual = 0;
        int byPupils = 0;
        for (int region = 0; region < 20; region++) {
            ScoreTally tally = ScoreTally.create();
            List<School> register = new ArrayList<>();
            Assessment[] works = {
                Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(20, 7, 11, 15)),
                Assessment.vpr(2021, Subject.RUSSIAN, 5, ScoreScale.of(45, 18, 29, 39))
            };
            for (int s = 0; s < 80; s++) {
                SchoolId id = SchoolId.of("s" + s);
                double context = random.nextGaussian();
                double level = 0.3 * context + 0.35 * random.nextGaussian();
                int size = 10 + (s % 8 == 0 ? 190 : 10);
                for (Assessment work : works) {
                    double own = level + 0.15 * random.nextGaussian();
                    for (int i = 0; i < size; i++) {
                        double z = own + random.nextGaussian();
                        tally.add(id, work, (int) Math.round(Math.max(0, Math.min(1, 0.5 + z / 7)) * work.scale().max()));
                    }
                }
                register.add(School.builder(id).municipality(Municipality.of(Region.of("R"), "M")).context("c", context).build());
            }
            SchoolResults results = tally.snapshot().withSchools(register);
            List<Finding> findings = ContextualExpectation.withDefaults().run(results, school -> false).findings();
            flagged += findings.stream().anyMatch(f -> f.outcome() == Outcome.FLAGGED) ? 1 : 0;
            unusual += (int) findings.stream().filter(f -> f.p().orElseThrow() < 0.05).count();
            largeUnusual += large(findings);
            byPupils += large(method(Weights.PUPILS.ordinal()).run(results, school -> false).findings());
        }
        // 1600 schools, 200 of them large: 80 and 10 expected at p below 0.05, fewer as works are taken to go fully together.
        assertThat(flagged).isLessThanOrEqualTo(2);
        assertThat(unusual).isBetween(30, 90);
        assertThat(largeUnusual).isBetween(1, 18);
        assertThat(byPupils).isGreaterThan(30);
    }
}
