package io.github.eduindicators.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.laws.NormalLaw;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.results.YearSeries.Point;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ChangePropertiesTest {
    private static final Unit SCHOOL = SchoolId.of("edu280417");
    private static final Unit REGION = Region.of("Amur");
    private static final ChangeAgainstRegion CHANGE = ChangeAgainstRegion.withDefaults();
    private static final StepChange STEP = StepChange.withDefaults().withShock(.2);
    private static final LogisticTrend LOGISTIC = LogisticTrend.withDefaults();

    private static YearSeries of(Unit unit, int years, IntFunction<Point> point) {
        return YearSeries.of(YearSeries.Key.of(unit, "x"), IntStream.range(0, years).mapToObj(point).toList());
    }

    private static YearSeries values(List<Double> y, int first, double factor, double shift) {
        return of(SCHOOL, y.size(), i -> Point.of(first + i, factor * y.get(i) + shift, Math.abs(factor) * (.5 + i % 3 / 4.0)));
    }

    private static YearSeries shares(List<Integer> k, int first, int gap) {
        return of(SCHOOL, k.size(), i -> Point.ofShare(first + i * gap, k.get(i), 10 + 5 * (i % 3)));
    }

    private static YearSeries shuffled(YearSeries series, long seed) {
        List<Point> points = new ArrayList<>(series.points());
        Collections.shuffle(points, new Random(seed));
        return YearSeries.of(series.key(), points);
    }

    @Property(tries = 100)
    void theOrderOfPointsChangesNoBit(
            @ForAll @Size(min = 3, max = 8) List<@DoubleRange(min = -5, max = 5) Double> y,
            @ForAll @Size(min = 2, max = 8) List<@IntRange(min = 0, max = 10) Integer> k,
            @ForAll long seed) {
        YearSeries series = values(y, 2010, 1, 0);
        assertThat(STEP.search(shuffled(series, seed)).p()).isEqualTo(STEP.search(series).p());
        assertThat(CHANGE.change(shuffled(series, seed), Period.of(2010), Period.of(2012)).unit())
                .isEqualTo(CHANGE.change(series, Period.of(2010), Period.of(2012)).unit());
        assertThat(LOGISTIC.fit(shuffled(shares(k, 2010, 1), seed)).slope()).isEqualTo(LOGISTIC.fit(shares(k, 2010, 1)).slope());
    }

    @Property(tries = 100)
    void theOrderOfSeriesChangesNoBitOfTheDispersion(
            @ForAll @Size(max = 6) List<@Size(min = 2, max = 6) List<@IntRange(min = 0, max = 10) Integer>> all,
            @ForAll long seed) {
        List<YearSeries> series = all.stream().map(k -> shares(k, 2010, 1)).collect(Collectors.toCollection(ArrayList::new));
        var before = LogisticTrend.dispersion(series);
        Collections.shuffle(series, new Random(seed));
        assertThat(LogisticTrend.dispersion(series)).isEqualTo(before);
    }

    @Property(tries = 100)
    void aUnitThatMovesWithItsRegionHasNoDifference(
            @ForAll @DoubleRange(min = -5, max = 5) double before, @ForAll @DoubleRange(min = -5, max = 5) double after,
            @ForAll @IntRange(min = 1, max = 99) int pupils) {
        IntFunction<Point> own = i -> Point.ofMean(2020 + i, i == 0 ? before : after, 2, pupils);
        IntFunction<Point> all = i -> Point.ofMean(2020 + i, i == 0 ? before : after, 2, 100);
        var result = CHANGE.test(of(SCHOOL, 2, own), of(REGION, 2, all), Period.of(2020), Period.of(2021));
        var difference = result.difference().orElseThrow();
        assertThat(difference.value()).isZero();
        assertThat(difference.p()).isEqualTo(1);
        // The same pupils: var(S) = 4/m, var(R) = 4/N, cov = 4/N, so that the variance is 2 (4/m - 4/N).
        assertThat(difference.standardError()).isCloseTo(Math.sqrt(8.0 / pupils - .08), within(1e-9));
    }

    @Property(tries = 100)
    void anotherUnitOfMeasurementChangesNoZ(
            @ForAll @Size(min = 3, max = 8) List<@DoubleRange(min = -5, max = 5) Double> y,
            @ForAll @DoubleRange(min = .1, max = 20) double factor,
            @ForAll @DoubleRange(min = -50, max = 50) double shift) {
        YearSeries series = values(y, 2010, 1, 0);
        YearSeries other = values(y, 2010, -factor, shift);
        Period from = Period.of(2010);
        Period to = Period.of(2012);
        var before = CHANGE.change(series, from, to).unit().orElseThrow();
        var after = CHANGE.change(other, from, to).unit().orElseThrow();
        assertThat(after.value()).isCloseTo(-factor * before.value(), within(1e-9));
        assertThat(after.z()).isCloseTo(-before.z(), within(1e-9));
        var search = StepChange.withDefaults().withShock(.2).search(series);
        var otherSearch = StepChange.withDefaults().withShock(.2 * factor * factor).search(other);
        assertThat(otherSearch.p().orElseThrow()).isCloseTo(search.p().orElseThrow(), within(1e-8));
        assertThat(otherSearch.weightOfStep().orElseThrow()).isCloseTo(search.weightOfStep().orElseThrow(), within(1e-8));
        var event = STEP.event(series, to).step().orElseThrow();
        var otherEvent = StepChange.withDefaults().withShock(.2 * factor * factor).event(other, to).step().orElseThrow();
        assertThat(otherEvent.change()).isCloseTo(-factor * event.change(), within(1e-8));
    }

    @Property(tries = 100)
    void movingAllYearsChangesNoBit(
            @ForAll @Size(min = 3, max = 8) List<@DoubleRange(min = -5, max = 5) Double> y,
            @ForAll @Size(min = 2, max = 8) List<@IntRange(min = 0, max = 10) Integer> k,
            @ForAll @IntRange(min = 1, max = 60) int years) {
        assertThat(STEP.search(values(y, 2010 + years, 1, 0)).p()).isEqualTo(STEP.search(values(y, 2010, 1, 0)).p());
        assertThat(STEP.search(values(y, 2010 + years, 1, 0)).weightOfStep())
                .isEqualTo(STEP.search(values(y, 2010, 1, 0)).weightOfStep());
        var fit = LOGISTIC.fit(shares(k, 2010, 1));
        var moved = LOGISTIC.fit(shares(k, 2010 + years, 1));
        assertThat(moved.slope()).isEqualTo(fit.slope());
        assertThat(moved.at(2012 + years)).isEqualTo(fit.at(2012));
    }

    @Property(tries = 60)
    void aYearOfNoWeightBetweenOthersChangesNothing(
            @ForAll @Size(min = 4, max = 8) List<@DoubleRange(min = -5, max = 5) Double> y,
            @ForAll @DoubleRange(min = -50, max = 50) double wild) {
        YearSeries series = of(SCHOOL, y.size(), i -> Point.of(2010 + 2 * i, y.get(i), .5 + i % 3 / 4.0));
        YearSeries more = series.plus(List.of(Point.of(2013, wild, 1e7)));
        assertThat(STEP.search(more).p().orElseThrow()).isCloseTo(STEP.search(series).p().orElseThrow(), within(1e-4));
        assertThat(STEP.event(more, Period.of(2013)).p().orElseThrow())
                .isCloseTo(STEP.event(series, Period.of(2013)).p().orElseThrow(), within(1e-6));
    }

    @Property(tries = 60)
    void theSearchNeverCostsLessThanOnePlaceNorMoreThanAll(
            @ForAll @Size(min = 3, max = 9) List<@DoubleRange(min = .01, max = 100) Double> weights,
            @ForAll @DoubleRange(min = .2, max = 6) double c) {
        double[] w = weights.stream().mapToDouble(Double::doubleValue).toArray();
        double one = 2 * NormalLaw.upperTail(c);
        double p = StepLaw.of(w).atLeast(c);
        assertThat(p).isBetween(one * (1 - 1e-5), Math.min(1, one * (w.length - 1)));
        assertThat(StepLaw.of(w).atLeast(c + .2)).isLessThan(p < .99 ? p : 1.01);
        double[] back = new double[w.length];
        for (int i = 0; i < w.length; i++) {
            back[i] = w[w.length - 1 - i];
        }
        assertThat(StepLaw.of(back).atLeast(c)).as("time runs both ways").isCloseTo(p, within(1e-2 * p));
    }

    @Property(tries = 300)
    void theLogisticSlopeSolvesItsEquationsAndFailuresMirrorSuccesses(
            @ForAll @Size(min = 2, max = 8) List<@IntRange(min = 0, max = 10) Integer> k,
            @ForAll @IntRange(min = 1, max = 4) int gap) {
        YearSeries series = shares(k, 2010, gap);
        var fit = LOGISTIC.fit(series);
        var failures = LOGISTIC.fit(of(SCHOOL, k.size(),
                i -> Point.ofShare(2010 + i * gap, 10 + 5 * (i % 3) - k.get(i), 10 + 5 * (i % 3))));
        assertThat(failures.reason().isPresent()).isEqualTo(fit.reason().isPresent());
        if (fit.reason().isPresent()) {
            assertThat(k.stream().allMatch(one -> one == 0) || k.stream().allMatch(one -> one == 10)).isTrue();
            return;
        }
        double slope = fit.slope().orElseThrow().value();
        assertThat(failures.slope().orElseThrow().value()).isCloseTo(-slope, within(1e-7 * (1 + Math.abs(slope))));
        assertThat(failures.penalised()).isEqualTo(fit.penalised());
        assertThat(failures.likelihoodRatio().orElseThrow()).isCloseTo(fit.likelihoodRatio().orElseThrow(), within(1e-8));
        if (!fit.penalised()) {
            double score = 0;
            double moment = 0;
            for (Point point : series.points()) {
                double rest = point.successes().orElseThrow() - point.n().orElseThrow() * fit.at(point.time()).orElseThrow().value();
                score += rest;
                moment += rest * (point.time() - 2010);
            }
            assertThat(score).isCloseTo(0, within(1e-9));
            assertThat(moment).isCloseTo(0, within(1e-8));
        }
    }
}
