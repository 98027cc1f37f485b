package io.github.eduindicators.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodSummary;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Procedure;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.results.YearSeries.Comparability;
import io.github.eduindicators.results.YearSeries.Point;
import io.github.eduindicators.stats.MultipleTesting;
import io.github.eduindicators.trend.TrendMonitoring.Direction;
import io.github.eduindicators.trend.TrendMonitoring.Label;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Oracle of probabilities: src/test/oracle/trend_monitoring.py; of panel60: see {@link EbTrendTest}. */
class TrendMonitoringTest {
    private static final double[] TWELVE = {0.9, 0.5, 0.3, 0.2, 0.1, 0.1, 0.0, -0.1, -0.1, -0.2, -0.4, -0.7};

    private static final Predicate<Unit> OF_TWELVE = unit -> unit.code().compareTo("s020") < 0;

    private static YearSeries.Key key(int school) {
        return YearSeries.Key.of(SchoolId.of(String.format("s%03d", school)), "mean");
    }

    private static YearSeries series(int school, Point... points) {
        return YearSeries.of(key(school), List.of(points));
    }

    /** 2021 to 2023 about 10, with this slope; the error of every year squared is 0.12. */
    private static YearSeries sloping(int school, double slope) {
        double error = Math.sqrt(0.12);
        return series(school, Point.of(2021, 10 - slope, error), Point.of(2022, 10, error), Point.of(2023, 10 + slope, error));
    }

    /** With a shock of 0.04 the variance of each slope is (0.12 + 0.04) / 2 = 0.08. */
    private static List<YearSeries> twelve() {
        return IntStream.range(0, 12).mapToObj(i -> sloping(i, TWELVE[i])).toList();
    }

    private static TrendMonitoring ofTwelve() {
        return TrendMonitoring.withDefaults().relative().withShock(0.04);
    }

    private static YearSeries changed(YearSeries series, UnaryOperator<Point> change) {
        return YearSeries.of(series.key(), series.points().stream().map(change).toList());
    }

    @Test
    void oneUnitByHand() {
        // s^2 + omega^2 + L = 0.25 + 0.25 + 0.5 = 1 and Sxx = 2: the slope 1 has the error sqrt(1/2), z is sqrt 2.
        YearSeries region = YearSeries.of(YearSeries.Key.of(Region.of("Амурская область"), "mean"),
                List.of(Point.of(2021, 10, 0.5), Point.of(2022, 11, 0.5), Point.of(2023, 12, 0.5)));
        TrendMonitoring monitoring = TrendMonitoring.withDefaults().withShock(0.25).withLink(0.5, Double.POSITIVE_INFINITY);
        TrendMonitoring.Row row = monitoring.run(List.of(region)).rows().get(0);
        assertThat(row.slope().orElseThrow().value()).isCloseTo(1, within(1e-12));
        assertThat(row.slopeError()).hasValueCloseTo(Math.sqrt(0.5), within(1e-12));
        assertThat(row.probabilityUp()).hasValueCloseTo(0.9213503964748575, within(1e-10));
        assertThat(row.p()).hasValueCloseTo(0.15729920705028502, within(1e-10));
        assertThat(row.label()).isEqualTo(Label.UNCERTAIN);
        assertThat(row.reason()).isEqualTo("few-units");
        assertThat(row.ebSlope()).isEmpty();
        assertThat(row.reliability()).isEmpty();
        assertThat(row.probabilityAboveRegion()).isEmpty();
        assertThat(row.years()).isEqualTo(3);
        assertThat(monitoring.withConfidence(0.9).run(List.of(region)).rows().get(0).label()).isEqualTo(Label.IMPROVING);
        // Half of the variance of the slope on two degrees of freedom, its deviation equally likely before.
        assertThat(monitoring.withLink(0.5, 2).run(List.of(region)).rows().get(0).probabilityUp())
                .hasValueCloseTo(0.7779043696195344, within(2e-4));
    }

    @Test
    void aLinkOnOneDegreeOfFreedomTellsNothingOfALevel() {
        TrendMonitoring.Row one = TrendMonitoring.withDefaults().withShock(0.04).withLink(0.5, 1).run(List.of(sloping(0, 9))).rows().get(0);
        assertThat(one.label()).isEqualTo(Label.INSUFFICIENT);
        assertThat(one.reason()).isEqualTo("no-link");
        assertThat(one.slope()).isPresent();
        assertThat(one.probabilityUp()).isEmpty();
        assertThat(one.p()).isEmpty();
        // Three years of the region leave one degree too, but not for the place among the others.
        TrendMonitoring.Row among = TrendMonitoring.withDefaults().withShock(0.04).run(twelve()).row(key(0)).orElseThrow();
        assertThat(among.reason()).isEqualTo("no-link");
        assertThat(among.probabilityUp()).isEmpty();
        assertThat(among.probabilityAboveRegion()).hasValueCloseTo(0.9290880701129781, within(3e-4));
        assertThat(among.ebSlope()).isPresent();
    }

    /** P of the oracle is 0.954 for 0.9, 0.724 for 0.2 and 0.160 for -0.7. */
    @ParameterizedTest
    @CsvSource({"0, 0.9, 0.953922550272333, 0.9290880701129781, 0.3795261540770102",
        "3, 0.2, 0.7244652049200097, 0.6204877295248573, 0.8198019450399977",
        "11, -0.7, 0.15994238444663827, 0.08851286688968382, 0.5726371493890955"})
    void twelveUnitsAgainstTheOracle(int school, double slope, double up, double region, double within) {
        TrendMonitoring.Row row = ofTwelve().withPupilDeviation(6).run(twelve()).row(key(school)).orElseThrow();
        assertThat(row.slope().orElseThrow().value()).isCloseTo(slope, within(1e-12));
        assertThat(row.slopeError()).hasValueCloseTo(Math.sqrt(0.08), within(1e-12));
        assertThat(row.probabilityUp()).hasValueCloseTo(up, within(3e-4));
        assertThat(row.probabilityDown()).hasValueCloseTo(1 - up, within(3e-4));
        assertThat(row.probabilityAboveRegion()).hasValueCloseTo(region, within(3e-4));
        // 0.05 of 6 is 0.3.
        assertThat(row.probabilityWithin()).hasValueCloseTo(within, within(3e-4));
        assertThat(row.p()).hasValueCloseTo(2 * io.github.eduindicators.laws.NormalLaw.upperTail(Math.abs(slope) / Math.sqrt(0.08)),
                within(1e-9));
    }

    @Test
    void labelsFollowFromProbabilities() {
        TrendMonitoring.Result result = ofTwelve().run(twelve());
        assertThat(result.row(key(0)).orElseThrow().label()).isEqualTo(Label.IMPROVING);
        assertThat(result.rows(Label.UNCERTAIN)).hasSize(11).allSatisfy(row -> assertThat(row.reason()).isEmpty());
        assertThat(result.counts()).containsEntry(Label.IMPROVING, 1).containsEntry(Label.UNCERTAIN, 11).containsEntry(Label.STABLE, 0);
        assertThat(result.expectedFalse(Label.IMPROVING)).isCloseTo(1 - 0.953922550272333, within(3e-4));
        assertThat(result.expectedFalse(Label.DECLINING)).isZero();
        assertThat(result.toString()).isEqualTo("TrendMonitoring[mean: 12 series, IMPROVING 1, UNCERTAIN 11]");
    }

    @Test
    void drawnSlopesAreThoseOfEbTrend() {
        TrendMonitoring.Result result = ofTwelve().run(twelve());
        EbTrend.Result common = EbTrend.withDefaults().run(twelve().stream().map(WlsTrend.withDefaults().withShock(0.04)::fit).toList());
        assertThat(result.slopes().orElseThrow().tauSquared()).isEqualTo(common.tauSquared());
        for (EbTrend.Slope slope : common.slopes()) {
            TrendMonitoring.Row row = result.row(slope.key()).orElseThrow();
            assertThat(row.ebSlope()).hasValueCloseTo(slope.value(), within(1e-14));
            assertThat(row.ebError()).hasValueCloseTo(slope.standardError(), within(1e-14));
            assertThat(row.reliability()).hasValueCloseTo(slope.reliability(), within(1e-14));
        }
    }

    @Test
    void panel60EndToEnd() {
        TrendMonitoring.Result result = TrendMonitoring.withDefaults().relative().withShock(1).run(Panel60.series());
        int improving = 0;
        for (double[] expected : Panel60.rows("panel60-slopes.csv")) {
            TrendMonitoring.Row row = result.row(Panel60.key((int) expected[0])).orElseThrow();
            assertThat(row.slope().orElseThrow().value()).isCloseTo(expected[1], within(1e-11));
            assertThat(row.slopeError().orElseThrow() * row.slopeError().orElseThrow()).isCloseTo(expected[2], within(1e-11));
            // The vectors have tau squared by REML, 0.770, here it is by Paule and Mandel, 0.761.
            assertThat(row.ebSlope()).hasValueCloseTo(expected[4], within(0.01));
            assertThat(row.reliability()).hasValueCloseTo(expected[3], within(0.01));
            double plugged = 1 - io.github.eduindicators.laws.NormalLaw.upperTail(expected[4] / expected[5]);
            assertThat(row.probabilityUp()).hasValueCloseTo(plugged, within(0.012));
            improving += plugged > 0.96 ? 1 : 0;
            if (Math.abs(plugged - 0.95) > 0.01 && row.last().orElseThrow().year() == 2024) {
                assertThat(row.label() == Label.IMPROVING).as("%s", row).isEqualTo(plugged > 0.95);
            }
        }
        assertThat(improving).isGreaterThan(10);
        // trend.md of the vectors: 24 schools with p below 0.05, of which Benjamini and Hochberg keep 20.
        assertThat(result.rows().stream().filter(row -> row.p().orElseThrow() < 0.05)).hasSize(24);
    }

    @Test
    void effectsOfYearsAreTakenOutAndTheirStraightPartIsFeared() {
        // Everyone is 5 higher in 2019 and 4 lower in 2022.
        List<YearSeries> bumped = Panel60.mapped(point -> point.shifted(
                point.period().year() == 2019 ? 5 : point.period().year() == 2022 ? -4 : 0));
        TrendMonitoring.Result plain = TrendMonitoring.withDefaults().run(Panel60.series());
        TrendMonitoring.Result result = TrendMonitoring.withDefaults().run(bumped);
        assertThat(result.shock().omegaSquared().orElseThrow()).isCloseTo(plain.shock().omegaSquared().orElseThrow(), within(1e-6));
        assertThat(result.shock().link().orElseThrow().variance()).isGreaterThan(5);
        for (TrendMonitoring.Row row : result.rows()) {
            TrendMonitoring.Row before = plain.row(row.key()).orElseThrow();
            assertThat(row.probabilityAboveRegion()).hasValueCloseTo(before.probabilityAboveRegion().orElseThrow(), within(1e-5));
            assertThat(row.reliability()).hasValueCloseTo(before.reliability().orElseThrow(), within(1e-6));
            assertThat(row.ebError().orElseThrow()).isGreaterThan(before.ebError().orElseThrow());
            assertThat(Math.abs(row.probabilityUp().orElseThrow() - 0.5)).isLessThan(0.5);
        }
        // Slopes with the link are those of a plain line with all variances.
        double variance = result.shock().omegaSquared().orElseThrow() + result.shock().link().orElseThrow().variance();
        assertThat(result.rows().get(0).slope()).isEqualTo(WlsTrend.withDefaults().withShock(variance).fit(bumped.get(0)).slope());
        assertThat(result.rows(Label.IMPROVING).size() + result.rows(Label.DECLINING).size())
                .isLessThan(plain.rows(Label.IMPROVING).size() + plain.rows(Label.DECLINING).size());
    }

    @Test
    void tooFewYearsAndALastYearMissingAreReasons() {
        List<YearSeries> all = new ArrayList<>(twelve());
        all.add(series(20, Point.of(2022, 1, 0.1), Point.of(2023, 9, 0.1)));
        all.add(series(21, Point.of(2020, 1, 0.1), Point.of(2021, 5, 0.1), Point.of(2022, 9, 0.1)));
        all.add(series(22));
        all.add(series(23, Point.of(2023, 9, 0.1)));
        TrendMonitoring.Result result = ofTwelve().run(all);
        assertThat(result.row(key(20)).orElseThrow().label()).isEqualTo(Label.INSUFFICIENT);
        assertThat(result.row(key(20)).orElseThrow().reason()).isEqualTo("few-years");
        assertThat(result.row(key(20)).orElseThrow().slope().orElseThrow().value()).isCloseTo(8, within(1e-9));
        assertThat(result.row(key(20)).orElseThrow().probabilityUp()).isPresent();
        assertThat(result.row(key(21)).orElseThrow().reason()).isEqualTo("last-year-missing");
        assertThat(result.row(key(22)).orElseThrow().reason()).isEqualTo("few-years");
        assertThat(result.row(key(22)).orElseThrow().slope()).isEmpty();
        assertThat(result.row(key(22)).orElseThrow().first()).isEmpty();
        assertThat(result.row(key(23)).orElseThrow().probabilityUp()).isEmpty();
        assertThat(result.last()).contains(Period.of(2023));
        TrendMonitoring until2022 = ofTwelve().withLast(Period.of(2022));
        assertThat(until2022.run(all).row(key(21)).orElseThrow().label()).isEqualTo(Label.IMPROVING);
        assertThat(ofTwelve().withLeastYears(2).run(all).row(key(20)).orElseThrow().label()).isEqualTo(Label.IMPROVING);
    }

    @Test
    void yearsThatCannotBeComparedGiveNotComparable() {
        List<YearSeries> all = new ArrayList<>(twelve());
        all.add(changed(sloping(20, 5), point -> point.period().year() == 2022 ? point.withComparability(Comparability.NONE) : point));
        all.add(changed(sloping(21, 5), point -> point.withComparability(Comparability.RELATIVE_ONLY)));
        all.add(changed(sloping(22, 5), point -> point.withScale("other")));
        TrendMonitoring relative = ofTwelve().withReference(OF_TWELVE);
        TrendMonitoring monitoring = relative.admitting(Comparability.FULL);
        TrendMonitoring.Result result = monitoring.run(all);
        assertThat(result.rows(Label.NOT_COMPARABLE)).extracting(TrendMonitoring.Row::key).containsExactly(key(20), key(21), key(22));
        assertThat(result.rows(Label.NOT_COMPARABLE)).extracting(TrendMonitoring.Row::reason)
                .containsExactly("not-comparable", "not-comparable", "other-scale");
        TrendMonitoring.Row admitted = relative.run(all).row(key(21)).orElseThrow();
        assertThat(admitted.label()).isEqualTo(Label.IMPROVING);
        // The others are as if the three were not there.
        assertThat(result.row(key(0)).orElseThrow().toString()).isEqualTo(ofTwelve().run(twelve()).row(key(0)).orElseThrow().toString());
    }

    @Test
    void reliabilityGates() {
        List<YearSeries> all = new ArrayList<>(twelve());
        all.add(series(20, Point.of(2021, 0, 3), Point.of(2022, 5, 3), Point.of(2023, 30, 3)));
        TrendMonitoring monitoring = ofTwelve().withReference(OF_TWELVE);
        TrendMonitoring.Row row = monitoring.run(all).row(key(20)).orElseThrow();
        assertThat(row.reliability().orElseThrow()).isLessThan(0.3);
        assertThat(row.label()).isEqualTo(Label.INSUFFICIENT);
        assertThat(row.reason()).isEqualTo("low-reliability");
        assertThat(row.detectable()).isEmpty();
        assertThat(monitoring.withLeastReliability(0).run(all).row(key(20)).orElseThrow().label()).isNotEqualTo(Label.INSUFFICIENT);
    }

    @Test
    void equalSeriesDoNotDiffer() {
        List<YearSeries> all = IntStream.range(0, 15).mapToObj(i -> sloping(i, 0.4)).toList();
        for (TrendMonitoring.Row row : ofTwelve().run(all).rows()) {
            assertThat(row.label()).isEqualTo(Label.INSUFFICIENT);
            assertThat(row.reason()).isEqualTo("no-difference");
            assertThat(row.ebSlope()).hasValueCloseTo(0.4, within(1e-12));
            assertThat(row.reliability()).hasValue(0);
            assertThat(row.probabilityAboveRegion().orElseThrow()).isBetween(0.4999, 0.5001);
        }
        List<YearSeries> constant = IntStream.range(0, 15)
                .mapToObj(i -> series(i, Point.of(2021, 4), Point.of(2022, 4), Point.of(2023, 4), Point.of(2024, 4))).toList();
        assertThat(TrendMonitoring.withDefaults().run(constant).rows()).allSatisfy(row -> {
            assertThat(row.label()).isEqualTo(Label.INSUFFICIENT);
            assertThat(row.reason()).isEqualTo("no-shock");
            assertThat(row.probabilityUp()).isEmpty();
        });
    }

    @Test
    void plainValuesAreWeighedByTheirOwnScatter() {
        // Ten schools at rest, eight of them uneven, and one that rises by 3 a year.
        List<YearSeries> all = new ArrayList<>();
        double[][] noise = {{1, -1, 0, 1, -1}, {0, 1, -1, 0, 1}, {-1, 0, 1, -1, 0}, {1, 0, -1, 1, 0}, {0, -1, 1, 0, -1}};
        for (int i = 0; i < 12; i++) {
            double[] of = noise[i % 5];
            double slope = i == 11 ? 3 : 0;
            int level = 50 + 2 * i;
            all.add(series(i, IntStream.range(0, 5).mapToObj(t -> Point.of(2019 + t, level + of[t] + slope * t)).toArray(Point[]::new)));
        }
        TrendMonitoring.Result result = TrendMonitoring.withDefaults().relative().run(all);
        double omegaSquared = result.shock().omegaSquared().orElseThrow();
        assertThat(omegaSquared).isBetween(0.3, 1.5);
        assertThat(result.row(key(11)).orElseThrow().label()).isEqualTo(Label.IMPROVING);
        // Sxx of five years is 10.
        assertThat(result.row(key(11)).orElseThrow().slopeError()).hasValueCloseTo(Math.sqrt(omegaSquared / 10), within(1e-12));
        // No one said how much pupils differ.
        assertThat(result.delta()).isEmpty();
        assertThat(result.rows(Label.STABLE)).isEmpty();
        assertThat(TrendMonitoring.withDefaults().relative().withPupilDeviation(40).run(all).rows(Label.STABLE)).isNotEmpty();
    }

    @Test
    void seriesWithoutErrorsAmongOthersAreNotLabelled() {
        List<YearSeries> all = new ArrayList<>(twelve());
        all.add(series(20, Point.of(2021, 1), Point.of(2022, 5), Point.of(2023, 9)));
        TrendMonitoring.Row row = ofTwelve().run(all).row(key(20)).orElseThrow();
        assertThat(row.label()).isEqualTo(Label.INSUFFICIENT);
        assertThat(row.reason()).isEqualTo("no-standard-error");
        assertThat(row.slope()).isEmpty();
    }

    @Test
    void fewUnitsWithoutAShockGiveNumbersButNoLabel() {
        List<YearSeries> three = List.of(sloping(0, 9), sloping(1, 8), sloping(2, 7));
        assertThat(TrendMonitoring.withDefaults().run(three).rows()).allSatisfy(row -> {
            assertThat(row.label()).isEqualTo(Label.INSUFFICIENT);
            assertThat(row.reason()).isEqualTo("no-shock");
            assertThat(row.slope()).isPresent();
            assertThat(row.probabilityUp()).isEmpty();
        });
        assertThat(TrendMonitoring.withDefaults().withShock(0.1).run(three).rows()).extracting(TrendMonitoring.Row::label)
                .containsOnly(Label.IMPROVING);
    }

    @Test
    void sixUnitsUseStudentWithTheDegreesOfDistinctYears() {
        double[][] noise = {{1, -1, 0, 1, -1}, {0, 1, -1, 0, 1}, {-1, 0, 1, -1, 0}, {1, 0, -1, 1, 0}, {0, -1, 1, 0, -1}, {0, 0, 1, -1, 0}};
        List<YearSeries> six = IntStream.range(0, 6)
                .mapToObj(i -> series(i, IntStream.range(0, 5).mapToObj(t -> Point.of(2019 + t, noise[i][t])).toArray(Point[]::new))).toList();
        TrendMonitoring.Row row = TrendMonitoring.withDefaults().run(six).row(key(1)).orElseThrow();
        double t = row.slope().orElseThrow().value() / row.slopeError().orElseThrow();
        assertThat(row.probabilityDown()).hasValueCloseTo(io.github.eduindicators.laws.StudentLaw.upperTail(t, 3), within(2e-4));
        // Relative values have independent years: six series of five points have 18 degrees of freedom.
        TrendMonitoring.Row relative = TrendMonitoring.withDefaults().relative().run(six).row(key(1)).orElseThrow();
        assertThat(relative.probabilityDown()).hasValueCloseTo(io.github.eduindicators.laws.StudentLaw.upperTail(t, 18), within(2e-4));
    }

    @Test
    void doubtfulUnitsDoNotShapeTheOthers() {
        List<YearSeries> all = new ArrayList<>(twelve());
        all.add(sloping(20, 40));
        all.add(series(21, Point.of(2021, 5, 0.3), Point.of(2022, 90, 0.3), Point.of(2023, 7, 0.3)));
        TrendMonitoring.Result with = ofTwelve().withReference(OF_TWELVE).run(all);
        TrendMonitoring.Result without = ofTwelve().run(twelve());
        assertThat(with.slopes().orElseThrow().units()).isEqualTo(12);
        without.rows().forEach(row -> assertThat(with.row(row.key()).orElseThrow().toString()).isEqualTo(row.toString()));
        assertThat(with.row(key(20)).orElseThrow().label()).isEqualTo(Label.IMPROVING);
        assertThat(with.row(key(21)).orElseThrow().ebSlope()).isPresent();
        assertThat(ofTwelve().run(all).slopes().orElseThrow().tauSquared().orElseThrow())
                .isGreaterThan(10 * without.slopes().orElseThrow().tauSquared().orElseThrow());
    }

    @Test
    void stableNeedsAThresholdAndNarrowErrors() {
        // Errors of 0.02 a year; slopes of 0.01 or less are within 0.05 of a deviation of 1.
        List<YearSeries> all = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            double slope = i < 10 ? 0.01 * (i % 3 - 1) : 0.5 * (2 * i - 21);
            all.add(series(i, IntStream.range(0, 5).mapToObj(t -> Point.of(2019 + t, slope * t, 0.02)).toArray(Point[]::new)));
        }
        TrendMonitoring monitoring = TrendMonitoring.withDefaults().relative().withShock(0);
        TrendMonitoring.Result result = monitoring.withPupilDeviation(1).run(all);
        assertThat(result.delta()).hasValue(0.05);
        assertThat(result.row(key(1)).orElseThrow().label()).isEqualTo(Label.STABLE);
        assertThat(result.row(key(1)).orElseThrow().p().orElseThrow()).isGreaterThan(0.5);
        assertThat(result.row(key(10)).orElseThrow().label()).isEqualTo(Label.DECLINING);
        assertThat(result.row(key(11)).orElseThrow().label()).isEqualTo(Label.IMPROVING);
        assertThat(result.expectedFalse(Label.STABLE)).isLessThan(0.05 * result.rows(Label.STABLE).size());
        // Without a deviation, or with a smaller one, the same slope is only uncertain.
        assertThat(monitoring.run(all).row(key(1)).orElseThrow().label()).isEqualTo(Label.UNCERTAIN);
        assertThat(monitoring.withPupilDeviation(0.1).run(all).row(key(1)).orElseThrow().label()).isEqualTo(Label.UNCERTAIN);
    }

    @Test
    void theDeviationOfPupilsComesFromThePoints() {
        // 30 of 100, 60 of 200 and 90 of 300: p = 180.5 / 601.
        List<YearSeries> shares = IntStream.range(0, 3)
                .mapToObj(i -> series(i, Point.ofShare(2021, 30, 100), Point.ofShare(2022, 60, 200), Point.ofShare(2023, 90, 300))).toList();
        double p = 540.5 / 1801;
        assertThat(TrendMonitoring.withDefaults().run(shares).delta()).hasValueCloseTo(0.05 * Math.sqrt(p * (1 - p)), within(1e-12));
        // Pupils 1, 3 and 5, 7 of two schools in a year: the squares about 4 are 9 + 1 + 1 + 9 = 20 on 3 degrees of freedom.
        double sd = Math.sqrt(2);
        List<YearSeries> means = List.of(series(0, Point.ofMean(2021, 2, sd, 2)), series(1, Point.ofMean(2021, 6, sd, 2)));
        assertThat(TrendMonitoring.withDefaults().run(means).delta()).hasValueCloseTo(0.05 * Math.sqrt(20 / 3.0), within(1e-12));
        assertThat(TrendMonitoring.withDefaults().withPupilDeviation(2).run(means).delta()).hasValue(0.1);
        assertThat(TrendMonitoring.withDefaults().run(List.of(series(0, Point.ofMean(2021, 2, 0, 1)))).delta()).isEmpty();
    }

    @Test
    void sharesOfNoneAndAllGiveNumbers() {
        List<YearSeries> all = IntStream.range(0, 12).mapToObj(i -> series(i, IntStream.range(0, 4)
                .mapToObj(t -> Point.ofShare(2020 + t, i == 0 ? 0 : i == 1 ? 20 : i == 2 ? t / 3 : 3 + (i * t) % 7, i == 2 ? 1 : 20))
                .toArray(Point[]::new))).toList();
        for (TrendMonitoring.Row row : TrendMonitoring.withDefaults().run(all).rows()) {
            assertThat(row.slopeError().orElseThrow()).isFinite().isPositive();
            assertThat(row.probabilityUp().orElseThrow()).isBetween(0.0, 1.0);
            assertThat(row.p().orElseThrow()).isBetween(0.0, 1.0);
        }
    }

    @Test
    void listsHoldTheirExpectedShareOfFalseOnes() {
        TrendMonitoring.Result result = ofTwelve().run(twelve());
        TrendMonitoring.Chosen chosen = result.improving(0.1);
        double sum = 0;
        for (TrendMonitoring.Row row : chosen.rows()) {
            sum += row.probabilityDown().orElseThrow();
        }
        assertThat(chosen.expectedFalse()).hasValueCloseTo(sum, within(1e-12));
        assertThat(sum).isLessThanOrEqualTo(0.1 * chosen.rows().size());
        // The first two are 0.046 and 0.123 false; the third, 0.213, is beyond.
        assertThat(chosen.rows()).extracting(TrendMonitoring.Row::key).containsExactly(key(0), key(1));
        assertThat(result.improving(0.001).rows()).isEmpty();
        assertThat(result.improving(0.001).expectedFalse()).hasValue(0);
        // 0.160 and 0.283 false; the third is 0.416.
        assertThat(result.declining(0.2).rows()).extracting(TrendMonitoring.Row::key).containsExactly(key(11));
        assertThat(result.declining(0.25).rows()).extracting(TrendMonitoring.Row::key).containsExactly(key(11), key(10));
        assertThatThrownBy(() -> result.improving(1)).hasMessageContaining("between 0 and 1");
    }

    @Test
    void listsByTestsAreThoseOfAdjustedP() {
        TrendMonitoring.Result result = ofTwelve().run(twelve());
        // One-sided p of z = 0.9 / sqrt 0.08 is 0.000732, times 12 is 0.0088; of 0.5 0.0385, times 12 / 2 is 0.23.
        assertThat(result.improving(MultipleTesting.BENJAMINI_HOCHBERG, 0.05).rows()).extracting(TrendMonitoring.Row::key)
                .containsExactly(key(0));
        assertThat(result.improving(MultipleTesting.BENJAMINI_HOCHBERG, 0.25).rows()).hasSize(2);
        assertThat(result.improving(MultipleTesting.BENJAMINI_HOCHBERG, 0.25).expectedFalse()).hasValue(0.5);
        assertThat(result.improving(MultipleTesting.HOLM, 0.05).expectedFalse()).isEmpty();
        assertThat(result.improving(MultipleTesting.HOLM, 0.008).rows()).isEmpty();
        // The p of -0.7 is 0.00666; with 1 + 1/2 + ... + 1/12 = 3.103 it becomes 0.248.
        assertThat(result.declining(MultipleTesting.BENJAMINI_YEKUTIELI, 0.24).rows()).isEmpty();
        assertThat(result.declining(MultipleTesting.BENJAMINI_YEKUTIELI, 0.25).rows()).hasSize(1);
        assertThatThrownBy(() -> result.declining(MultipleTesting.HOLM, 0)).hasMessageContaining("between 0 and 1");
    }

    @Test
    void smallerCanBeBetter() {
        TrendMonitoring.Result higher = ofTwelve().withConfidence(0.8).run(twelve());
        TrendMonitoring.Result lower = ofTwelve().withConfidence(0.8).withDirection(Direction.LOWER_IS_BETTER).run(twelve());
        assertThat(lower.rows(Label.DECLINING)).extracting(TrendMonitoring.Row::key)
                .isEqualTo(higher.rows(Label.IMPROVING).stream().map(TrendMonitoring.Row::key).toList()).isNotEmpty();
        assertThat(lower.rows(Label.IMPROVING)).extracting(TrendMonitoring.Row::key)
                .isEqualTo(higher.rows(Label.DECLINING).stream().map(TrendMonitoring.Row::key).toList()).isNotEmpty();
        assertThat(lower.row(key(0)).orElseThrow().probabilityUp()).isEqualTo(higher.row(key(0)).orElseThrow().probabilityUp());
        assertThat(lower.improving(0.2).rows().toString().replace("IMPROVING", "DECLINING"))
                .isEqualTo(higher.declining(0.2).rows().toString());
    }

    @Test
    void detectableSlopesWouldJustHaveBeenLabelled() {
        TrendMonitoring.Row row = ofTwelve().run(twelve()).row(key(5)).orElseThrow();
        // The oracle reckons the whole posterior anew with such a slope in the place of 0.1; here the mean slopes stay.
        assertThat(row.detectable()).hasValueCloseTo(-0.6973640029871295, within(0.1));
        // By the law of the twelve, for a unit outside of them.
        TrendMonitoring monitoring = ofTwelve().withReference(OF_TWELVE);
        List<YearSeries> all = new ArrayList<>(twelve());
        all.add(sloping(20, 0.1));
        double detectable = monitoring.run(all).row(key(20)).orElseThrow().detectable().orElseThrow();
        all.set(12, sloping(20, detectable - 1e-6));
        all.add(sloping(21, detectable + 1e-6));
        TrendMonitoring.Result result = monitoring.run(all);
        assertThat(result.row(key(20)).orElseThrow().label()).isEqualTo(Label.DECLINING);
        assertThat(result.row(key(21)).orElseThrow().label()).isEqualTo(Label.UNCERTAIN);
        TrendMonitoring.Row other = ofTwelve().withDirection(Direction.LOWER_IS_BETTER).run(twelve()).row(key(5)).orElseThrow();
        assertThat(other.detectable().orElseThrow()).isPositive();
    }

    @Test
    void familiesAreNotMixed() {
        YearSeries one = sloping(0, 1);
        YearSeries.Key other = YearSeries.Key.of(SchoolId.of("s1"), "share");
        assertThatThrownBy(() -> TrendMonitoring.withDefaults().run(List.of(one, YearSeries.of(other, one.points()))))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("s000 mean").hasMessageContaining("s1 share");
        YearSeries.Key work = key(1).withWork(Procedure.VPR, Subject.RUSSIAN, 5);
        assertThatThrownBy(() -> TrendMonitoring.withDefaults().run(List.of(one, YearSeries.of(work, one.points()))))
                .hasMessageContaining("VPR");
        YearSeries.Key municipality = YearSeries.Key.of(new Municipality(Region.of("Амурская область"), "Тында"), "mean");
        assertThatThrownBy(() -> TrendMonitoring.withDefaults().run(List.of(one, YearSeries.of(municipality, one.points()))))
                .hasMessageContaining("kind of unit");
        assertThatThrownBy(() -> TrendMonitoring.withDefaults().run(List.of(one, one))).hasMessageContaining("twice");
        assertThatThrownBy(() -> TrendMonitoring.withDefaults().run(List.of(one, series(1, Point.of(2021, 1).inHalf(1)))))
                .hasMessageContaining("half-years");
        assertThatThrownBy(() -> TrendMonitoring.withDefaults().run(List.of(one, series(1, Point.ofShare(2021, 1, 2)))))
                .hasMessageContaining("measure");
    }

    @Test
    void optionsAreChecked() {
        TrendMonitoring monitoring = TrendMonitoring.withDefaults();
        assertThatThrownBy(() -> monitoring.withDelta(0)).hasMessageContaining("delta");
        assertThatThrownBy(() -> monitoring.withConfidence(1)).hasMessageContaining("confidence");
        assertThatThrownBy(() -> monitoring.withConfidence(0.4)).hasMessageContaining("0.5");
        assertThatThrownBy(() -> monitoring.withLeastReliability(Double.NaN)).hasMessageContaining("reliability");
        assertThatThrownBy(() -> monitoring.withLeastYears(1)).hasMessageContaining("two years");
        assertThatThrownBy(() -> monitoring.withShock(-1)).hasMessageContaining("shocks");
        assertThatThrownBy(() -> monitoring.withLink(1, 0)).hasMessageContaining("freedom");
        assertThatThrownBy(() -> monitoring.withLink(Double.NaN, 1)).hasMessageContaining("link");
        assertThatThrownBy(() -> monitoring.withPupilDeviation(Double.POSITIVE_INFINITY)).hasMessageContaining("pupils");
        assertThat(monitoring.method().id()).isEqualTo("trend/monitoring");
        assertThat(monitoring.withDelta(0.1).withLeastYears(4).toString()).contains("delta=0.1").contains("least-years=4");
    }

    @ParameterizedTest
    @EnumSource(Label.class)
    void nothingGivesNothing(Label label) {
        TrendMonitoring.Result result = TrendMonitoring.withDefaults().run(List.of());
        assertThat(result.rows()).isEmpty();
        assertThat(result.counts()).containsEntry(label, 0);
        assertThat(result.last()).isEmpty();
        assertThat(result.toString()).isEqualTo("TrendMonitoring[no series]");
        assertThat(TrendMonitoring.findings(List.of(result))).isEmpty();
        assertThat(TrendMonitoring.findings(List.of())).isEmpty();
    }

    @Test
    void findingsSayWhatDeclinesAndOtherwiseSumUp() {
        List<YearSeries> all = new ArrayList<>(twelve());
        all.add(sloping(20, -3));
        all.add(series(21, Point.of(2023, 9, 0.1)));
        all.add(changed(sloping(22, 5), point -> point.withComparability(Comparability.NONE)));
        TrendMonitoring.Result result = ofTwelve().withReference(OF_TWELVE).run(all);
        List<Finding> findings = TrendMonitoring.findings(List.of(result));
        assertThat(findings).hasSize(15).isSortedAccordingTo(Finding.order());
        Finding declining = of(findings, 20);
        assertThat(declining.outcome()).isEqualTo(Outcome.FLAGGED);
        assertThat(declining.category()).isEqualTo("declining");
        assertThat(declining.n()).hasValue(3);
        assertThat(declining.fact("first").orElseThrow().value()).isEqualTo("2021");
        assertThat(declining.fact("own-slope").orElseThrow().number()).hasValueCloseTo(-3.0, within(1e-12));
        assertThat(declining.fact("probability").orElseThrow().number().orElseThrow()).isGreaterThan(0.95);
        assertThat(declining.effect().orElseThrow().upper()).isNegative();
        assertThat(declining.fact("scope").orElseThrow().value()).isEqualTo("all");
        Finding improving = of(findings, 0);
        assertThat(improving.outcome()).isEqualTo(Outcome.CLEAR);
        assertThat(improving.category()).isEqualTo("improving");
        assertThat(improving.fact("improving").orElseThrow().value()).isEqualTo(1L);
        Finding undecided = of(findings, 5);
        assertThat(undecided.outcome()).isEqualTo(Outcome.CLEAR);
        assertThat(undecided.category()).isEqualTo("undecided");
        assertThat(undecided.fact("detectable").orElseThrow().number().orElseThrow()).isNegative();
        assertThat(of(findings, 21).category()).isEqualTo("untestable");
        assertThat(of(findings, 21).fact("reasons").orElseThrow().value()).isEqualTo("few-years");
        assertThat(of(findings, 22).outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
        MethodSummary summary = TrendMonitoring.summary(List.of(result));
        assertThat(summary.flags()).isEqualTo(1);
        assertThat(summary.expectedFalseAlarms()).hasValueCloseTo(
                result.row(key(20)).orElseThrow().probabilityUp().orElseThrow(), within(1e-12));
        assertThatThrownBy(() -> TrendMonitoring.summary(List.of())).hasMessageContaining("at least one");
    }

    @Test
    void aUnitWithADecliningSeriesHasNoFindingButThose() {
        TrendMonitoring.Result up = ofTwelve().run(twelve());
        List<YearSeries> work = twelve().stream()
                .map(series -> YearSeries.of(series.key().withWork(Procedure.VPR, Subject.RUSSIAN, 5), series.points())).toList();
        TrendMonitoring.Result down = ofTwelve().withDirection(Direction.LOWER_IS_BETTER).run(work);
        List<Finding> findings = TrendMonitoring.findings(List.of(up, down));
        List<Finding> ofFirst = findings.stream().filter(finding -> finding.unit().equals((Unit) SchoolId.of("s000"))).toList();
        assertThat(ofFirst).hasSize(1);
        assertThat(ofFirst.get(0).outcome()).isEqualTo(Outcome.FLAGGED);
        assertThat(ofFirst.get(0).fact("scope").orElseThrow().value()).isEqualTo("VPR, russian, grade 5");
        assertThat(findings).isEqualTo(TrendMonitoring.findings(Arrays.asList(down, up)));
    }

    private static Finding of(List<Finding> findings, int school) {
        return findings.stream().filter(finding -> finding.unit().equals(key(school).unit())).findFirst().orElseThrow();
    }
}
