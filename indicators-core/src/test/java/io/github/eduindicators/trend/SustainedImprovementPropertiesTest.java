package io.github.eduindicators.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.results.YearSeries.Point;
import io.github.eduindicators.trend.ListTracking.Answer;
import io.github.eduindicators.trend.TrendMonitoring.Direction;
import io.github.eduindicators.trend.SustainedImprovement.Result;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SustainedImprovementPropertiesTest {
    private static final YearSeries.Key KEY = YearSeries.Key.of(SchoolId.of("s"), "mean");

    private static SustainedImprovement rule(Random random) {
        int steps = 1 + random.nextInt(4);
        return switch (random.nextInt(3)) {
            case 0 -> SustainedImprovement.inARow(steps);
            case 1 -> SustainedImprovement.inARowAnywhere(steps);
            default -> SustainedImprovement.ofLast(1 + random.nextInt(steps), steps);
        };
    }

    private static List<Integer> years(Random random, int number) {
        List<Integer> years = new ArrayList<>();
        int year = 2005;
        while (years.size() < number) {
            years.add(year);
            year += random.nextInt(5) == 0 ? 2 : 1;
        }
        return years;
    }

    private static YearSeries series(List<Integer> years, double... values) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            points.add(Point.of(years.get(i), values[i], 1));
        }
        return YearSeries.of(KEY, points);
    }

    private static void orders(double[] values, int from, Consumer<double[]> each) {
        if (from == values.length) {
            each.accept(values);
        }
        for (int i = from; i < values.length; i++) {
            swap(values, from, i);
            orders(values, from + 1, each);
            swap(values, from, i);
        }
    }

    private static void swap(double[] values, int i, int j) {
        double kept = values[i];
        values[i] = values[j];
        values[j] = kept;
    }

    @Property(tries = 150)
    void theRateByChanceIsTheShareOfOrdersThatMeetTheRule(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int n) {
        Random random = new Random(seed);
        SustainedImprovement rule = rule(random);
        List<Integer> years = years(random, n);
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = i;
        }
        int[] counts = new int[Answer.values().length];
        List<Double> rates = new ArrayList<>();
        orders(values, 0, order -> {
            Result result = rule.run(series(years, order));
            counts[result.answer().ordinal()]++;
            result.chance().ifPresent(rates::add);
        });
        if (counts[Answer.INSUFFICIENT_DATA.ordinal()] > 0) {
            assertThat(counts[Answer.YES.ordinal()] + counts[Answer.NO.ordinal()]).isZero();
        } else {
            int all = counts[Answer.YES.ordinal()] + counts[Answer.NO.ordinal()];
            assertThat(rates).hasSize(all).allSatisfy(
                    rate -> assertThat(rate).isCloseTo((double) counts[Answer.YES.ordinal()] / all, within(1e-14)));
        }
    }

    @Property(tries = 300)
    void orderOfPointsLevelAndDirectionDoNotMatterAndALeastRiseIsStricter(@ForAll long seed, @ForAll @IntRange(min = 1, max = 10) int n) {
        Random random = new Random(seed);
        SustainedImprovement rule = rule(random);
        List<Integer> years = years(random, n);
        double[] values = random.ints(n, 0, 6).asDoubleStream().toArray();
        double[] turned = new double[n];
        double[] lifted = new double[n];
        for (int i = 0; i < n; i++) {
            turned[i] = -values[i];
            lifted[i] = 2 * values[i] + 16;
        }
        YearSeries series = series(years, values);
        List<Point> shuffled = new ArrayList<>(series.points());
        Collections.shuffle(shuffled, random);
        Result result = rule.run(series);
        assertThat(rule.run(YearSeries.of(KEY, shuffled)).toString()).isEqualTo(result.toString());
        assertThat(rule.run(series(years, lifted)).answer()).isEqualTo(result.answer());
        assertThat(rule.withDirection(Direction.LOWER_IS_BETTER).run(series(years, turned)).answer()).isEqualTo(result.answer());
        Answer strict = rule.withLeastRise(1).run(series).answer();
        assertThat(strict == result.answer() || strict == Answer.NO && result.answer() == Answer.YES).isTrue();
    }
}
