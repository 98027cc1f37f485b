package io.github.eduindicators.trend;

import static io.github.eduindicators.trend.ListTracking.Condition.amongLowest;
import static io.github.eduindicators.trend.ListTracking.Condition.answered;
import static io.github.eduindicators.trend.ListTracking.Condition.atLeast;
import static io.github.eduindicators.trend.ListTracking.Condition.below;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.results.YearSeries.Comparability;
import io.github.eduindicators.results.YearSeries.Point;
import io.github.eduindicators.trend.ListTracking.Answer;
import io.github.eduindicators.trend.ListTracking.Condition;
import io.github.eduindicators.trend.ListTracking.History;
import io.github.eduindicators.trend.ListTracking.Missing;
import io.github.eduindicators.trend.ListTracking.Reason;
import io.github.eduindicators.trend.ListTracking.Register;
import io.github.eduindicators.trend.ListTracking.State;
import io.github.eduindicators.trend.ListTracking.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ListTrackingPropertiesTest {
    private static final YearSeries.Key KEY = YearSeries.Key.of(SchoolId.of("s"), "mean");

    private static ListTracking rule(Random random, Condition entry) {
        int window = 1 + random.nextInt(4);
        int minimum = 1 + random.nextInt(3);
        ListTracking rule = ListTracking.entering(entry).withHits(1 + random.nextInt(window), window)
                .withMinimumStay(minimum).withKept(1 + random.nextInt(3)).withMissing(Missing.values()[random.nextInt(3)]);
        if (random.nextBoolean()) {
            rule = rule.withMaximumStay(minimum + random.nextInt(5));
        }
        return random.nextBoolean() ? rule.withRise(0.5 + random.nextInt(3)) : rule;
    }

    private static ListTracking byValue(Random random) {
        ListTracking rule = rule(random, below(0));
        return random.nextBoolean() ? rule.leaving(atLeast(random.nextInt(3) / 2.0)) : rule;
    }

    private static List<Point> points(Random random, int most) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            if (random.nextInt(5) > 0) {
                Point point = Point.of(2005 + i, random.nextInt(9) / 2.0 - 2);
                point = random.nextInt(6) == 0 ? point.withComparability(Comparability.values()[random.nextInt(3)]) : point;
                points.add(random.nextInt(12) == 0 ? point.withScale("other") : point);
            }
        }
        return points;
    }

    private static History oneByOne(ListTracking rule, YearSeries series) {
        History history = rule.run(YearSeries.of(series.key(), List.of()));
        for (Point point : series.points()) {
            history = history.plus(point);
        }
        return history;
    }

    @Property(tries = 400)
    void yearsOneByOneAreTheSeriesAtOnceAndOrderDoesNotMatter(@ForAll long seed) {
        Random random = new Random(seed);
        ListTracking rule = byValue(random);
        List<Point> points = points(random, 14);
        YearSeries series = YearSeries.of(KEY, points);
        Collections.shuffle(points, random);
        History history = rule.run(series);
        assertThat(oneByOne(rule, series).steps()).isEqualTo(history.steps());
        assertThat(rule.run(YearSeries.of(KEY, points)).steps()).isEqualTo(history.steps());
    }

    @Property(tries = 300)
    void answersOneByOneAreTheAnswersAtOnce(@ForAll long seed) {
        Random random = new Random(seed);
        ListTracking rule = rule(random, answered());
        List<Point> points = points(random, 12);
        Map<Period, Answer> answers = new TreeMap<>();
        History history = null;
        for (Point point : points) {
            Answer answer = Answer.values()[random.nextInt(3)];
            answers.put(point.period(), answer);
            history = history == null
                    ? rule.run(YearSeries.of(KEY, List.of(point)), Map.of(point.period(), answer)) : history.plus(point, answer);
        }
        if (history != null) {
            assertThat(history.steps()).isEqualTo(rule.run(YearSeries.of(KEY, points), answers).steps());
        }
    }

    @Property(tries = 100)
    void aRegionYearByYearIsTheRegionAtOnceWhateverTheOrderOfUnits(@ForAll long seed) {
        Random random = new Random(seed);
        ListTracking rule = random.nextBoolean()
                ? rule(random, amongLowest(0.2)).leaving(amongLowest(0.4).negated()) : byValue(random);
        List<YearSeries> region = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            region.add(YearSeries.of(YearSeries.Key.of(SchoolId.of("s" + i), "mean"), points(random, 9)));
        }
        Register whole = rule.run(region);
        Collections.shuffle(region, random);
        Register yearly = rule.run(List.of());
        for (int year = 2005; year < 2014; year++) {
            List<YearSeries> news = new ArrayList<>();
            for (YearSeries series : region) {
                List<Point> now = new ArrayList<>(series.points());
                int wanted = year;
                now.removeIf(point -> point.period().year() != wanted);
                news.add(YearSeries.of(series.key(), now));
            }
            yearly = yearly.plus(news);
        }
        assertThat(yearly.last()).isEqualTo(whole.last());
        assertThat(yearly.histories().keySet()).isEqualTo(whole.histories().keySet());
        for (YearSeries.Key key : whole.histories().keySet()) {
            assertThat(yearly.histories().get(key).steps()).isEqualTo(whole.histories().get(key).steps());
            assertThat(yearly.histories().get(key).state()).isEqualTo(whole.histories().get(key).state());
        }
    }

    @Property(tries = 400)
    void stepsAreWithoutGapsAndSayWhyAndSinceWhen(@ForAll long seed) {
        Random random = new Random(seed);
        List<Step> steps = byValue(random).run(YearSeries.of(KEY, points(random, 14))).steps();
        Step before = null;
        for (Step step : steps) {
            assertThat(step.reasons()).isNotEmpty().doesNotHaveDuplicates();
            if (before == null) {
                assertThat(step.since()).isEqualTo(step.period());
            } else {
                assertThat(step.period().previous()).isEqualTo(before.period());
                assertThat(step.since()).isEqualTo(step.state() == before.state() ? before.since() : step.period());
                assertThat(step.state() == State.LISTED && before.state() != State.LISTED)
                        .isEqualTo(step.reasons().contains(Reason.ENTERED));
                assertThat(step.state() == State.OUT && before.state() == State.LISTED)
                        .isEqualTo(step.reasons().stream().anyMatch(reason -> reason.name().startsWith("EXIT")
                                && reason != Reason.EXIT_NOT_JUDGED));
            }
            before = step;
        }
    }

    @Property(tries = 400)
    void nobodyLeavesWithinTheMinimumStayOrStaysBeyondTheMaximum(@ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int minimum) {
        Random random = new Random(seed);
        ListTracking rule = ListTracking.entering(below(0)).leaving(atLeast(0.5)).withMinimumStay(minimum).withMaximumStay(minimum + 2);
        int stay = 0;
        for (Step step : rule.run(YearSeries.of(KEY, points(random, 30))).steps()) {
            if (step.state() == State.LISTED) {
                stay++;
                assertThat(stay).isLessThanOrEqualTo(minimum + 2);
            } else {
                assertThat(stay == 0 || stay >= minimum).isTrue();
                stay = 0;
            }
        }
    }

    @Property(tries = 300)
    void aGoodUnitNeverEntersAndABadOneNeverLeaves(@ForAll long seed) {
        Random random = new Random(seed);
        ListTracking rule = rule(random, below(0)).withMaximumStay(20).withMissing(Missing.SKIP);
        List<Point> good = points(random, 15).stream().map(point -> moved(point, 0)).toList();
        assertThat(rule.run(YearSeries.of(KEY, good)).steps()).noneMatch(step -> step.state() == State.LISTED);
        List<Point> bad = points(random, 15).stream().map(point -> moved(point, -0.5)).toList();
        List<Step> steps = rule.run(YearSeries.of(KEY, bad)).steps();
        int listed = 0;
        while (listed < steps.size() && steps.get(listed).state() != State.LISTED) {
            listed++;
        }
        assertThat(steps.subList(listed, steps.size())).allMatch(step -> step.state() == State.LISTED);
    }

    private static Point moved(Point point, double value) {
        return Point.of(point.period().year(), value).withComparability(point.comparability()).withScale(point.scale());
    }

    @Property(tries = 300)
    void betweenTheCutsNothingChanges(@ForAll long seed) {
        Random random = new Random(seed);
        History history = ListTracking.entering(below(0)).leaving(atLeast(1)).run(YearSeries.of(KEY, List.of(
                Point.of(2000, random.nextBoolean() ? -1 : 2))));
        State state = history.state();
        for (int year = 2001; year < 2015; year++) {
            history = history.plus(Point.of(year, random.nextDouble()));
            assertThat(history.state()).isEqualTo(state);
        }
    }

    @Property(tries = 300)
    void yearsThatAreNotComparableChangeNothingWhereTheyAreSkipped(@ForAll long seed) {
        Random random = new Random(seed);
        int window = 1 + random.nextInt(3);
        ListTracking rule = ListTracking.entering(below(0)).leaving(atLeast(0.5)).withHits(1 + random.nextInt(window), window)
                .withKept(1 + random.nextInt(2)).withMinimumStay(1 + random.nextInt(3));
        List<Point> dense = new ArrayList<>();
        List<Point> sparse = new ArrayList<>();
        int year = 2000;
        for (int i = 0; i < 10; i++) {
            double value = random.nextInt(5) / 2.0 - 1;
            dense.add(Point.of(2000 + i, value));
            sparse.add(Point.of(year++, value));
            for (int gap = random.nextInt(3); gap > 0; gap--) {
                sparse.add(Point.of(year++, random.nextInt(5) - 2).withComparability(Comparability.NONE));
            }
        }
        List<State> judged = rule.run(YearSeries.of(KEY, sparse)).steps().stream()
                .filter(step -> !step.reasons().contains(Reason.NOT_COMPARABLE)).map(Step::state).toList();
        assertThat(judged).isEqualTo(rule.run(YearSeries.of(KEY, dense)).steps().stream().map(Step::state).toList());
    }

    @Property(tries = 300)
    void halfYearsGoAsYearsDo(@ForAll long seed) {
        Random random = new Random(seed);
        ListTracking rule = byValue(random);
        List<Point> years = points(random, 14);
        List<Point> halves = years.stream().map(point -> {
            int index = point.period().year() - 2000;
            return Point.of(2000 + index / 2, point.value()).withComparability(point.comparability()).withScale(point.scale())
                    .inHalf(1 + index % 2);
        }).toList();
        List<Step> byYear = rule.run(YearSeries.of(KEY, years)).steps();
        List<Step> byHalf = rule.run(YearSeries.of(KEY, halves)).steps();
        assertThat(byHalf).extracting(Step::state).isEqualTo(byYear.stream().map(Step::state).toList());
        assertThat(byHalf).extracting(Step::reasons).isEqualTo(byYear.stream().map(Step::reasons).toList());
    }
}
