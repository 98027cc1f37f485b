package io.github.eduindicators.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.stats.Interval;
import io.github.eduindicators.trend.MannKendall.Joint;
import io.github.eduindicators.trend.MannKendall.Result;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Laws of the rank test and of the median slope. */
class RankTrendPropertiesTest {
    private static final MannKendall TEST = MannKendall.withDefaults();
    private static final TheilSen SEN = TheilSen.withDefaults().withConfidence(0.9);

    private static YearSeries series(String subject, int[] years, double[] values) {
        return YearSeries.of(
                new YearSeries.Key(SchoolId.of("edu280417"), "mean_score", "", subject, 0),
                IntStream.range(0, years.length).filter(i -> !Double.isNaN(values[i]))
                        .mapToObj(i -> YearSeries.Point.of(years[i], values[i])).toList());
    }

    private static YearSeries series(double[] values) {
        return series("", IntStream.range(2010, 2010 + values.length).toArray(), values);
    }

    private static double[] map(double[] values, DoubleUnaryOperator by) {
        return Arrays.stream(values).map(by).toArray();
    }

    private static double[] reversed(double[] values) {
        double[] back = new double[values.length];
        Arrays.setAll(back, i -> values[values.length - 1 - i]);
        return back;
    }

    private static double[] doubles(List<Integer> values) {
        return values.stream().mapToDouble(value -> value).toArray();
    }

    /** Hands over all orders of the first n numbers. */
    private static void orders(int[] order, int fixed, Consumer<int[]> to) {
        if (fixed == order.length) {
            to.accept(order);
        }
        for (int i = fixed; i < order.length; i++) {
            swap(order, fixed, i);
            orders(order, fixed + 1, to);
            swap(order, fixed, i);
        }
    }

    private static void swap(int[] order, int i, int j) {
        int held = order[i];
        order[i] = order[j];
        order[j] = held;
    }

    @Property(tries = 200)
    void theScoreTurnsWithTheValuesAndWithTime(@ForAll @Size(max = 12) List<@IntRange(max = 9) Integer> list) {
        double[] values = doubles(list);
        Result result = TEST.test(series(values));
        for (double[] turned : List.of(map(values, y -> -y), reversed(values))) {
            Result other = TEST.test(series(turned));
            assertThat(other.score()).isEqualTo(-result.score());
            assertThat(other.pTwoSided()).isEqualTo(result.pTwoSided());
            assertThat(other.pGreater()).isEqualTo(result.pLess());
            assertThat(other.variance()).isEqualTo(result.variance());
        }
    }

    @Property(tries = 200)
    void onlyTheOrderOfValuesAndOfYearsMatters(
            @ForAll @Size(max = 12) List<@IntRange(min = -9, max = 9) Integer> list,
            @ForAll @Size(12) List<@IntRange(min = 1, max = 5) Integer> gaps) {
        double[] values = doubles(list);
        int[] years = IntStream.range(0, values.length).map(i -> 2000 + gaps.subList(0, i).stream().mapToInt(gap -> gap).sum()).toArray();
        Result result = TEST.test(series(values));
        Result other = TEST.test(series("", years, map(values, y -> Math.exp(y) + 7)));
        assertThat(other.score()).isEqualTo(result.score());
        assertThat(other.pTwoSided()).isEqualTo(result.pTwoSided());
        assertThat(other.tauB()).isEqualTo(result.tauB());
        assertThat(other.smallestP()).isEqualTo(result.smallestP());
    }

    @Property(tries = 200)
    void probabilitiesOfAllScoresAddUpToOneAndAreSymmetric(@ForAll @Size(min = 1, max = 40) List<@IntRange(max = 30) Integer> list) {
        KendallLaw law = KendallLaw.of(doubles(list));
        double sum = 0;
        double squares = 0;
        for (int s = -law.largest; s <= law.largest; s += 2) {
            double p = law.atLeast(s) - law.atLeast(s + 2);
            assertThat(p).isGreaterThanOrEqualTo(0);
            assertThat(law.atLeast(s)).isCloseTo(1 - law.atLeast(-s + 2), within(1e-12));
            sum += p;
            squares += p * s * s;
        }
        assertThat(sum).isCloseTo(1, within(1e-12));
        assertThat(squares).isCloseTo(law.variance, within(1e-9 * (1 + law.variance)));
    }

    @Property(tries = 60)
    void theLawIsThatOfAllOrders(@ForAll @Size(min = 1, max = 7) List<@IntRange(max = 7) Integer> list) {
        double[] values = doubles(list);
        Result result = TEST.test(series(values));
        int[] counts = new int[4];
        orders(IntStream.range(0, values.length).toArray(), 0, order -> {
            int score = 0;
            for (int i = 0; i < order.length; i++) {
                for (int j = i + 1; j < order.length; j++) {
                    score += (int) Math.signum(values[order[j]] - values[order[i]]);
                }
            }
            counts[0]++;
            counts[1] += score >= result.score() ? 1 : 0;
            counts[2] += score <= result.score() ? 1 : 0;
            counts[3] += Math.abs(score) >= Math.abs(result.score()) ? 1 : 0;
        });
        assertThat(result.pGreater()).isCloseTo((double) counts[1] / counts[0], within(1e-15));
        assertThat(result.pLess()).isCloseTo((double) counts[2] / counts[0], within(1e-15));
        assertThat(result.pTwoSided()).isCloseTo((double) counts[3] / counts[0], within(1e-15));
    }

    private static List<YearSeries> subjects(Random random, int years, int subjects) {
        int[] calendar = IntStream.range(2010, 2010 + years).toArray();
        List<YearSeries> all = new ArrayList<>();
        for (int s = 0; s < subjects; s++) {
            double[] values = random.doubles(years).map(u -> u < 0.2 ? Double.NaN : Math.floor(6 * u)).toArray();
            all.add(series("s" + s, calendar, values));
        }
        return all;
    }

    @Property(tries = 40)
    void theJointLawIsThatOfAllOrdersOfYears(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int years) {
        List<YearSeries> all = subjects(new Random(seed), years, 3);
        Joint joint = TEST.joint(all);
        int n = joint.periods().size();
        long[] counts = new long[4];
        orders(IntStream.range(0, n).toArray(), 0, order -> {
            long score = 0;
            for (YearSeries one : all) {
                for (YearSeries.Point a : one.points()) {
                    for (YearSeries.Point b : one.points()) {
                        int from = joint.periods().indexOf(a.period());
                        int to = joint.periods().indexOf(b.period());
                        if (one.points().size() > 1 && order[from] < order[to]) {
                            score += (long) Math.signum(b.value() - a.value());
                        }
                    }
                }
            }
            counts[0]++;
            counts[1] += score >= joint.score() ? 1 : 0;
            counts[2] += score <= joint.score() ? 1 : 0;
            counts[3] += Math.abs(score) >= Math.abs(joint.score()) ? 1 : 0;
        });
        assertThat(joint.permutations()).isEqualTo(Math.max(1, counts[0]));
        assertThat(joint.pGreater()).isEqualTo((double) counts[1] / counts[0]);
        assertThat(joint.pLess()).isEqualTo((double) counts[2] / counts[0]);
        assertThat(joint.pTwoSided()).isEqualTo((double) counts[3] / counts[0]);
        assertThat(joint.smallestP()).isLessThanOrEqualTo(joint.pTwoSided());
    }

    @Property(tries = 30)
    void theJointTestOfOneSeriesIsItsOwnTest(@ForAll @Size(min = 2, max = 8) List<@IntRange(max = 9) Integer> list) {
        YearSeries one = series(doubles(list));
        Joint joint = TEST.joint(List.of(one));
        Result own = TEST.test(one);
        assertThat(joint.score()).isEqualTo(own.score());
        assertThat(joint.pTwoSided()).isCloseTo(own.pTwoSided(), within(1e-15));
        assertThat(joint.pGreater()).isCloseTo(own.pGreater(), within(1e-15));
        assertThat(joint.smallestP()).isCloseTo(own.smallestP(), within(1e-15));
        assertThat(joint.answer()).isEqualTo(own.answer());
    }

    @Property(tries = 20)
    void theOrderOfSeriesChangesNoBit(@ForAll long seed, @ForAll @IntRange(min = 5, max = 12) int years) {
        List<YearSeries> all = subjects(new Random(seed), years, 5);
        Joint joint = TEST.withDraws(199).joint(all);
        Collections.shuffle(all, new Random(seed + 1));
        Joint other = TEST.withDraws(199).joint(all);
        assertThat(other.pTwoSided()).isEqualTo(joint.pTwoSided());
        assertThat(other.pGreater()).isEqualTo(joint.pGreater());
        assertThat(other.smallestP()).isEqualTo(joint.smallestP());
        assertThat(other.series()).isEqualTo(joint.series());
        assertThat(other).hasToString(joint.toString());
    }

    @Property(tries = 100)
    void theSlopeOfALineAddedAndOfAScaleIsReckonedThrough(
            @ForAll @Size(min = 2, max = 12) List<@IntRange(min = -50, max = 50) Integer> list,
            @ForAll @DoubleRange(min = -3, max = 3) double scale, @ForAll @DoubleRange(min = -5, max = 5) double tilt) {
        double[] values = doubles(list);
        double[] other = new double[values.length];
        Arrays.setAll(other, i -> scale * values[i] + 11 + tilt * i);
        double slope = SEN.fit(series(values)).slope().orElseThrow();
        assertThat(SEN.fit(series(other)).slope()).hasValueCloseTo(scale * slope + tilt, within(1e-9));
    }

    @Property(tries = 100)
    void intervalsHoldTheSlopeTurnWithItAndGrowWithConfidence(@ForAll @Size(max = 12) List<@IntRange(min = -9, max = 9) Integer> list) {
        double[] values = doubles(list);
        TheilSen.Fit fit = SEN.fit(series(values));
        TheilSen.Fit turned = SEN.fit(series(map(values, y -> -y)));
        TheilSen.Fit wider = SEN.withConfidence(0.97).fit(series(values));
        assertThat(fit.interval().isPresent()).isEqualTo(fit.reason().isEmpty()).isEqualTo(turned.interval().isPresent());
        fit.interval().ifPresent(interval -> {
            Interval back = turned.interval().orElseThrow();
            assertThat(back.lower()).isCloseTo(-interval.upper(), within(0.0));
            assertThat(back.upper()).isCloseTo(-interval.lower(), within(0.0));
            assertThat(fit.attained().orElseThrow()).isBetween(0.9 - 1e-9, 1.0);
        });
        wider.interval().ifPresent(interval -> {
            assertThat(interval.lower()).isLessThanOrEqualTo(fit.interval().orElseThrow().lower());
            assertThat(interval.upper()).isGreaterThanOrEqualTo(fit.interval().orElseThrow().upper());
        });
    }

    /** Over all orders of errors without ties the interval holds the slope just as often as it says. */
    @Property(tries = 6)
    void intervalsHoldTheirConfidence(@ForAll long seed, @ForAll @IntRange(min = 4, max = 6) int years) {
        double[] errors = new Random(seed).doubles(years).toArray();
        double slope = 0.37;
        int[] held = new int[2];
        double[] attained = new double[1];
        orders(IntStream.range(0, years).toArray(), 0, order -> {
            double[] values = new double[years];
            Arrays.setAll(values, i -> slope * i + errors[order[i]]);
            TheilSen.Fit fit = SEN.fit(series(values));
            Interval interval = fit.interval().orElseThrow();
            held[interval.lower() <= slope && slope <= interval.upper() ? 0 : 1]++;
            attained[0] = fit.attained().orElseThrow();
        });
        assertThat((double) held[0] / (held[0] + held[1])).isCloseTo(attained[0], within(1e-12));
    }
}
