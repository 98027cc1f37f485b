package io.github.eduindicators.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.results.YearSeries.Comparability;
import io.github.eduindicators.results.YearSeries.Point;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The options of each method: what they accept, and that the method names what was chosen and keeps the others. */
class TrendOptionsTest {
    private static final double INFINITE = Double.POSITIVE_INFINITY;

    private static void refused(ThrowingCallable call, String text) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining(text);
    }

    private static MethodInfo method(Object of) {
        if (of instanceof ChangeAgainstRegion one) {
            return one.method();
        } else if (of instanceof WlsTrend one) {
            return one.method();
        } else if (of instanceof Forecast one) {
            return one.method();
        } else if (of instanceof StepChange one) {
            return one.method();
        } else if (of instanceof TheilSen one) {
            return one.method();
        } else if (of instanceof LogisticTrend one) {
            return one.method();
        } else if (of instanceof EbTrend one) {
            return one.method();
        } else if (of instanceof SlopeFunnel one) {
            return one.method();
        } else if (of instanceof SustainedImprovement one) {
            return one.method();
        } else if (of instanceof TrendMonitoring one) {
            return one.method();
        } else if (of instanceof MannKendall one) {
            return one.method();
        } else if (of instanceof ListTracking one) {
            return one.method();
        }
        return ((YearShock) of).method();
    }

    private static Object fact(Object of, String key) {
        return method(of).parameters().stream().filter(fact -> fact.key().equals(key)).map(Fact::value).findFirst().orElseThrow();
    }

    /** The method says the new value under this key, and nothing else of it has changed. */
    private static void says(Object before, Object after, String key, Object value) {
        assertThat(after).isNotSameAs(before).hasToString(method(after).toString());
        assertThat(after.toString()).isNotEqualTo(before.toString());
        assertThat(fact(after, key)).isEqualTo(value);
        List<Fact> others = method(after).parameters().stream().filter(fact -> !fact.key().equals(key)).toList();
        assertThat(method(before).parameters()).containsAll(others);
    }

    static Stream<Arguments> confidences() {
        return Stream.of(
                Arguments.of(ChangeAgainstRegion.withDefaults(), (DoubleFunction<Object>) ChangeAgainstRegion.withDefaults()::withConfidence),
                Arguments.of(WlsTrend.withDefaults(), (DoubleFunction<Object>) WlsTrend.withDefaults()::withConfidence),
                Arguments.of(Forecast.withDefaults(), (DoubleFunction<Object>) Forecast.withDefaults()::withConfidence),
                Arguments.of(StepChange.withDefaults(), (DoubleFunction<Object>) StepChange.withDefaults()::withConfidence),
                Arguments.of(TheilSen.withDefaults(), (DoubleFunction<Object>) TheilSen.withDefaults()::withConfidence),
                Arguments.of(LogisticTrend.withDefaults(), (DoubleFunction<Object>) LogisticTrend.withDefaults()::withConfidence));
    }

    @ParameterizedTest
    @MethodSource("confidences")
    void confidenceLiesBetweenZeroAndOne(Object defaults, DoubleFunction<Object> with) {
        for (double bad : new double[] {0, 1, -0.1, Double.NaN}) {
            refused(() -> with.apply(bad), String.valueOf(bad));
        }
        assertThat(fact(defaults, "confidence")).isEqualTo(defaults instanceof Forecast ? 0.8 : 0.95);
        says(defaults, with.apply(0.9), "confidence", 0.9);
    }

    static Stream<Arguments> shocks() {
        return Stream.of(
                Arguments.of((DoubleFunction<Object>) ChangeAgainstRegion.withDefaults()::withShock),
                Arguments.of((DoubleFunction<Object>) ChangeAgainstRegion.withDefaults()::withLinkError),
                Arguments.of((DoubleFunction<Object>) WlsTrend.withDefaults()::withShock),
                Arguments.of((DoubleFunction<Object>) Forecast.withDefaults()::withShock),
                Arguments.of((DoubleFunction<Object>) StepChange.withDefaults()::withShock),
                Arguments.of((DoubleFunction<Object>) SustainedImprovement.inARow(2)::withShock),
                Arguments.of((DoubleFunction<Object>) TrendMonitoring.withDefaults()::withShock));
    }

    @ParameterizedTest
    @MethodSource("shocks")
    void variancesOfShocksAreNotNegative(DoubleFunction<Object> with) {
        for (double bad : new double[] {-1e-9, INFINITE, Double.NaN}) {
            refused(() -> with.apply(bad), String.valueOf(bad));
        }
        assertThat(with.apply(0)).isNotNull();
    }

    static Stream<Arguments> admitting() {
        return Stream.of(
                Arguments.of(ChangeAgainstRegion.withDefaults(), ChangeAgainstRegion.withDefaults().admitting(Comparability.RELATIVE_ONLY)),
                Arguments.of(WlsTrend.withDefaults(), WlsTrend.withDefaults().admitting(Comparability.RELATIVE_ONLY)),
                Arguments.of(Forecast.withDefaults(), Forecast.withDefaults().admitting(Comparability.RELATIVE_ONLY)),
                Arguments.of(StepChange.withDefaults(), StepChange.withDefaults().admitting(Comparability.RELATIVE_ONLY)),
                Arguments.of(TheilSen.withDefaults(), TheilSen.withDefaults().admitting(Comparability.RELATIVE_ONLY)),
                Arguments.of(YearShock.withDefaults(), YearShock.withDefaults().admitting(Comparability.RELATIVE_ONLY)),
                Arguments.of(MannKendall.withDefaults(), MannKendall.withDefaults().admitting(Comparability.RELATIVE_ONLY)),
                Arguments.of(SustainedImprovement.inARow(3), SustainedImprovement.inARow(3).admitting(Comparability.RELATIVE_ONLY)));
    }

    @ParameterizedTest
    @MethodSource("admitting")
    void pointsThatCompareOnlyWithinTheirYearAreAdmittedOnDemand(Object before, Object after) {
        assertThat(fact(before, "admitting")).isEqualTo("FULL");
        says(before, after, "admitting", "RELATIVE_ONLY");
    }

    @Test
    void otherOptionsAreNamedToo() {
        says(WlsTrend.withDefaults(), WlsTrend.withDefaults().withShock(2.5), "omega2", 2.5);
        assertThat(fact(Forecast.withDefaults(), "relative")).isEqualTo("no");
        assertThat(fact(Forecast.withDefaults().relative(), "relative")).isEqualTo("yes");
        assertThat(fact(Forecast.withDefaults().relative(), "admitting")).isEqualTo("RELATIVE_ONLY");
        assertThat(Forecast.withDefaults().method().parameters()).noneMatch(fact -> fact.key().equals("omega2"));
        assertThat(fact(Forecast.withDefaults().withShock(0.5), "omega2")).isEqualTo(0.5);
        assertThat(SustainedImprovement.inARow(2).method().parameters()).noneMatch(fact -> fact.key().equals("least-rise"));
        SustainedImprovement least = SustainedImprovement.inARow(2).withLeastRise(1.5).withShock(0.25);
        assertThat(fact(least, "least-rise")).isEqualTo(1.5);
        assertThat(fact(least, "omega2")).isEqualTo(0.25);
        for (double bad : new double[] {0, -1, Double.NaN, INFINITE}) {
            refused(() -> SustainedImprovement.inARow(2).withLeastRise(bad), String.valueOf(bad));
        }
        for (double bad : new double[] {-0.01, 0.5, Double.NaN}) {
            refused(() -> SlopeFunnel.withDefaults().withWinsorised(bad), String.valueOf(bad));
        }
        assertThat(SlopeFunnel.withDefaults().withWinsorised(0).toString()).isNotEqualTo(SlopeFunnel.withDefaults().toString())
                .isEqualTo(SlopeFunnel.withDefaults().withWinsorised(0).method().toString());
        for (double bad : new double[] {Double.NaN, INFINITE}) {
            refused(() -> SlopeFunnel.withDefaults().about(bad), String.valueOf(bad));
        }
        assertThat(SlopeFunnel.Position.FAR_BELOW.code()).isEqualTo("far-below");
        assertThat(EbTrend.withDefaults()).hasToString(EbTrend.withDefaults().method().toString());
        assertThat(YearShock.withDefaults()).hasToString(YearShock.withDefaults().method().toString());
        refused(() -> LogisticTrend.withDefaults().withDispersion(0.99), "0.99");
        refused(() -> LogisticTrend.withDefaults().withDispersion(Double.NaN), "NaN");
        assertThat(LogisticTrend.withDefaults().withDispersion(1)).isNotNull();
    }

    @Test
    void monitoringHoldsTheLimitsOfItsOptions() {
        TrendMonitoring monitoring = TrendMonitoring.withDefaults();
        for (double bad : new double[] {0.49, 1, Double.NaN}) {
            refused(() -> monitoring.withConfidence(bad), String.valueOf(bad));
        }
        assertThat(monitoring.withConfidence(0.5)).isNotNull();
        for (double bad : new double[] {-0.01, 1.01, Double.NaN}) {
            refused(() -> monitoring.withLeastReliability(bad), String.valueOf(bad));
        }
        assertThat(monitoring.withLeastReliability(0)).isNotNull();
        assertThat(monitoring.withLeastReliability(1)).isNotNull();
        refused(() -> monitoring.withLeastYears(1), "1");
        assertThat(monitoring.withLeastYears(2)).isNotNull();
        for (double bad : new double[] {0, -1, Double.NaN, INFINITE}) {
            refused(() -> monitoring.withPupilDeviation(bad), String.valueOf(bad));
            refused(() -> monitoring.withDelta(bad), String.valueOf(bad));
        }
        for (double bad : new double[] {-1, Double.NaN, INFINITE}) {
            refused(() -> monitoring.withLink(bad, 3), String.valueOf(bad));
        }
        refused(() -> monitoring.withLink(1, 0), "0.0");
        refused(() -> monitoring.withLink(1, Double.NaN), "NaN");
        assertThat(monitoring).hasToString(monitoring.method().toString());
    }

    @Test
    void listsHoldTheLimitsOfTheirOptions() {
        ListTracking list = ListTracking.entering(ListTracking.Condition.below(30));
        refused(() -> list.withHits(0, 1), "0 of last 1");
        refused(() -> list.withHits(3, 2), "3 of last 2");
        assertThat(list.withHits(1, 1)).isNotNull();
        for (double bad : new double[] {0, -1, Double.NaN, INFINITE}) {
            refused(() -> list.withRise(bad), String.valueOf(bad));
            refused(() -> list.withFall(bad), String.valueOf(bad));
        }
        refused(() -> list.withKept(0), "got 0");
        refused(() -> list.withMinimumStay(0), "got 0");
        refused(() -> list.withMaximumStay(0), "got 0");
        for (double bad : new double[] {0, 1, -0.5, Double.NaN}) {
            refused(() -> ListTracking.Condition.amongLowest(bad), String.valueOf(bad));
            refused(() -> ListTracking.Condition.amongHighest(bad), String.valueOf(bad));
        }
        for (double bad : new double[] {0, 0.51, Double.NaN}) {
            refused(() -> ListTracking.lowest(bad), String.valueOf(bad));
        }
        for (double bad : new double[] {Double.NaN, INFINITE}) {
            refused(() -> ListTracking.Condition.below(bad), String.valueOf(bad));
            refused(() -> ListTracking.Condition.atMost(bad), String.valueOf(bad));
            refused(() -> ListTracking.Condition.above(bad), String.valueOf(bad));
            refused(() -> ListTracking.Condition.atLeast(bad), String.valueOf(bad));
        }
        assertThat(fact(list.withRise(2), "rise")).isEqualTo(2.0);
        assertThat(fact(list.withFall(2), "fall")).isEqualTo(2.0);
        assertThat(list.method().parameters()).noneMatch(fact -> List.of("rise", "fall", "scale").contains(fact.key()));
        assertThat(fact(list.withScale("v2"), "scale")).isEqualTo("v2");
        assertThat(ListTracking.lowest(0.25)).hasToString(ListTracking.lowest(0.25).method().toString());
        assertThat(ListTracking.lowest(0.5).toString()).isNotEqualTo(ListTracking.lowest(0.25).toString());
    }

    @Test
    void conditionsArePrintedAsTheyAreMeant() {
        assertThat(ListTracking.Condition.below(30)).hasToString("below 30.0");
        assertThat(ListTracking.Condition.below(30).negated()).hasToString("at least 30.0");
        assertThat(ListTracking.Condition.atMost(30)).hasToString("at most 30.0");
        assertThat(ListTracking.Condition.atMost(30).negated()).hasToString("above 30.0");
        assertThat(ListTracking.Condition.above(30).negated().negated()).hasToString(ListTracking.Condition.above(30).toString());
        assertThat(ListTracking.Condition.amongLowest(0.1)).hasToString("among lowest 0.1");
        assertThat(ListTracking.Condition.amongLowest(0.1).negated()).hasToString("not among lowest 0.1");
        assertThat(ListTracking.Condition.amongHighest(0.1)).hasToString("among highest 0.1");
        assertThat(ListTracking.Condition.amongHighest(0.1).negated()).hasToString("not among highest 0.1");
        assertThat(ListTracking.Condition.answered()).hasToString("answered yes");
        assertThat(ListTracking.Condition.answered().negated()).hasToString("answered no");
    }

    @Test
    void matricesHoldTheLimitsOfTheirOptions() {
        StatusChangeMatrix.Levels levels = StatusChangeMatrix.Levels.from("low").atLeast(10, "high");
        refused(() -> StatusChangeMatrix.Levels.from(" "), "name");
        for (double bad : new double[] {Double.NaN, INFINITE}) {
            refused(() -> levels.atLeast(bad, "top"), String.valueOf(bad));
        }
        refused(() -> levels.atLeast(20, " "), "name of its own");
        refused(() -> levels.atLeast(20, "low"), "name of its own");
        refused(() -> levels.atLeast(9, "top"), "rise");
        StatusChangeMatrix.Builder builder = StatusChangeMatrix.builder();
        refused(() -> builder.rounding(-1, RoundingMode.HALF_UP), "-1");
        refused(() -> builder.rounding(2, RoundingMode.UNNECESSARY), "UNNECESSARY");
        refused(() -> builder.minimumN(0), "got 0");
        for (double bad : new double[] {0.49, 1, Double.NaN}) {
            refused(() -> builder.gate(bad), String.valueOf(bad));
        }
        for (double bad : new double[] {-1, INFINITE, Double.NaN}) {
            refused(() -> builder.shock(bad), String.valueOf(bad));
        }
        for (double bad : new double[] {0, 1, Double.NaN}) {
            refused(() -> StatusChangeMatrix.Levels.ofQuantiles(new double[] {1, 2, 3}, new double[] {bad}, List.of("a", "b")),
                    String.valueOf(bad));
        }
        refused(builder::build, "the levels of the status and of the change");
    }

    @Test
    void resultsNameTheirSeriesAndPrintOnOneLine() {
        YearSeries series = YearSeries.of(Panel60.key(1), List.of(Point.of(2020, 1, 0.1), Point.of(2021, 2, 0.1), Point.of(2022, 2.9, 0.1),
                Point.of(2023, 4.2, 0.1), Point.of(2024, 5.1, 0.1)));
        assertThat(StepChange.withDefaults().search(series).key()).isEqualTo(series.key());
        assertThat(StepChange.withDefaults().search(series).used()).hasSize(5);
        StepChange.Event event = StepChange.withDefaults().event(series, Period.of(2022));
        assertThat(event.key()).isEqualTo(series.key());
        assertThat(event.used()).hasSize(5);
        assertThat(event.dropped()).isEmpty();
        assertThat(event.reason()).isEmpty();
        TheilSen.Fit fit = TheilSen.withDefaults().fit(series);
        assertThat(fit.key()).isEqualTo(series.key());
        assertThat(fit.used()).hasSize(5);
        assertThat(SustainedImprovement.inARow(2).run(series).key()).isEqualTo(series.key());
        EbTrend.Result eb = EbTrend.withDefaults().run(Panel60.fits(1));
        assertThat(eb.method()).isEqualTo(EbTrend.withDefaults().method());
        EbTrend.Slope slope = eb.slopes().get(0);
        for (double bad : new double[] {Double.NaN, INFINITE}) {
            refused(() -> slope.probabilityAbove(bad), String.valueOf(bad));
            refused(() -> slope.probabilityBelow(bad), String.valueOf(bad));
        }
        refused(() -> slope.probabilityWithin(-1), "-1");
        assertThat(slope.probabilityAbove(0.3) + slope.probabilityBelow(0.3)).isCloseTo(1, within(1e-12));
        assertThat(slope.toString()).startsWith("Slope[" + slope.key() + ": ").contains(" a year, reliability ");
        assertThat(eb.toString()).startsWith("EbTrend[60 units, mean ").contains("tau2 ");
        assertThat(EbTrend.withDefaults().run(List.of())).hasToString("EbTrend[0 slopes are too few]");
        SlopeFunnel.Result funnel = SlopeFunnel.withDefaults().run(Panel60.fits(1));
        assertThat(funnel.toString()).startsWith("SlopeFunnel[60 units about ").endsWith(funnel.outside().size() + " outside]");
        assertThat(SlopeFunnel.withDefaults().run(List.of())).hasToString("SlopeFunnel[0 slopes are too few]");
        assertThat(funnel.method().id()).isEqualTo(SlopeFunnel.withDefaults().method().id());
        refused(() -> SlopeFunnel.withDefaults().run(List.of(Panel60.fits(1).get(0), Panel60.fits(1).get(0))), "twice");
        for (double bad : new double[] {-1, Double.NaN, INFINITE}) {
            refused(() -> funnel.at(bad), String.valueOf(bad));
        }
        YearShock.Result shock = YearShock.withDefaults().fit(Panel60.series());
        assertThat(shock.method().id()).isEqualTo(YearShock.withDefaults().method().id());
        assertThat(YearShock.withDefaults().fit(List.of())).hasToString("YearShock[few-series]");
        assertThat(shock.toString()).startsWith("YearShock[").contains("60 series").doesNotContain("not at rest");
        Forecast.Result forecast = Forecast.withDefaults().fit(Panel60.series());
        assertThat(forecast.method()).isEqualTo(Forecast.withDefaults().method());
        assertThat(forecast.toString()).startsWith("Forecast of 60 series: sd of levels ");
        Forecast.Prediction next = forecast.next(Panel60.key(1), Period.of(2025)).orElseThrow();
        assertThat(next).hasToString("2025: " + next.interval());
        refused(() -> forecast.next(Panel60.key(1), Period.of(2025), 0), "0");
        refused(() -> forecast.nextWithError(Panel60.key(1), Period.of(2025), 0), "0.0");
        refused(() -> forecast.next(Period.ofHalf(2025, 1)), "2025");
    }
}
