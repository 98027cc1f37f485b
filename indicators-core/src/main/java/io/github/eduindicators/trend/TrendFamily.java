package io.github.eduindicators.trend;

import io.github.eduindicators.model.Period;
import io.github.eduindicators.results.YearSeries;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Series of one indicator over units of one kind, made ready to be compared with each other: by key, on one scale, with errors or without. */
final class TrendFamily {
    /** A series as it came, and with the points that cannot be compared marked as such. */
    record Member(YearSeries given, YearSeries gated, int comparable, List<YearSeries.Point> usable) {
        /** Whether its slope can say anything. */
        boolean sloped() {
            return usable.size() > 1;
        }
    }

    private final List<Member> members;
    private final YearSeries.Comparability atLeast;
    private final Optional<Period> last;

    private TrendFamily(List<Member> members, YearSeries.Comparability atLeast, Optional<Period> last) {
        this.members = members;
        this.atLeast = atLeast;
        this.last = last;
    }

    static TrendFamily of(Collection<YearSeries> all, YearSeries.Comparability atLeast) {
        TreeMap<YearSeries.Key, YearSeries> byKey = new TreeMap<>();
        all.forEach(series -> {
            if (byKey.put(series.key(), series) != null) {
                throw new IllegalArgumentException("the series " + series.key() + " stands twice");
            }
        });
        if (byKey.isEmpty()) {
            return new TrendFamily(List.of(), atLeast, Optional.empty());
        }
        byKey.values().forEach(series -> checkKin(byKey.firstEntry().getValue(), series));
        checkPeriods(byKey.values());
        Optional<Period> last = byKey.values().stream().flatMap(series -> series.points().stream())
                .filter(point -> comparable(point, atLeast)).map(YearSeries.Point::period).max(Period::compareTo);
        String scale = last.map(period -> scale(byKey.values(), atLeast, period)).orElse("");
        boolean errors = byKey.values().stream().flatMap(series -> series.points().stream())
                .anyMatch(point -> comparable(point, atLeast) && point.scale().equals(scale) && point.standardError().isPresent());
        List<Member> members = new ArrayList<>(byKey.size());
        byKey.values().forEach(series -> members.add(member(series, atLeast, scale, errors)));
        return new TrendFamily(members, atLeast, last);
    }

    private static void checkKin(YearSeries first, YearSeries series) {
        YearSeries.Key one = first.key();
        YearSeries.Key other = series.key();
        if (!one.indicator().equals(other.indicator()) || !one.procedure().equals(other.procedure())
                || !one.subject().equals(other.subject()) || one.grade() != other.grade()
                || one.unit().unitType() != other.unit().unitType()) {
            throw new IllegalArgumentException(
                    "series of one run must be of one indicator, work and kind of unit, got " + one + " and " + other);
        }
    }

    private static void checkPeriods(Collection<YearSeries> all) {
        YearSeries.Point first = null;
        for (YearSeries series : all) {
            for (YearSeries.Point point : series.points()) {
                first = first == null ? point : first;
                if ((first.period().half() == 0) != (point.period().half() == 0)) {
                    throw new IllegalArgumentException(series.key() + ": years and half-years cannot stand in one run, got "
                            + first.period() + " and " + point.period());
                }
                if (first.measure() != point.measure()) {
                    throw new IllegalArgumentException(series.key() + ": points of one run must be of one measure, got "
                            + first.measure() + " and " + point.measure());
                }
            }
        }
    }

    private static boolean comparable(YearSeries.Point point, YearSeries.Comparability atLeast) {
        return point.comparability() != YearSeries.Comparability.NONE && point.comparability().compareTo(atLeast) >= 0;
    }

    /** The scale of most units in the last period; of equally frequent ones the first by name. */
    private static String scale(Collection<YearSeries> all, YearSeries.Comparability atLeast, Period last) {
        Map<String, Integer> counts = new HashMap<>();
        all.stream().flatMap(series -> series.points().stream())
                .filter(point -> point.period().equals(last) && comparable(point, atLeast))
                .forEach(point -> counts.merge(point.scale(), 1, Integer::sum));
        return counts.entrySet().stream()
                .min(Map.Entry.<String, Integer>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .orElseThrow().getKey();
    }

    private static Member member(YearSeries series, YearSeries.Comparability atLeast, String scale, boolean errors) {
        Predicate<YearSeries.Point> strange = point -> comparable(point, atLeast) && !point.scale().equals(scale);
        YearSeries gated = series.points().stream().noneMatch(strange) ? series : YearSeries.of(series.key(), series.points().stream()
                .map(point -> strange.test(point) ? point.withComparability(YearSeries.Comparability.NONE) : point)
                .toList());
        List<YearSeries.Point> comparable = gated.comparable(atLeast).used();
        List<YearSeries.Point> usable = comparable.stream().filter(point -> !errors || point.standardError().isPresent()).toList();
        return new Member(series, gated, comparable.size(), usable);
    }

    List<Member> members() {
        return members;
    }

    /** The last period in which any unit has a point that can be compared. */
    Optional<Period> last() {
        return last;
    }

    /** Whether a point of this series was left out because most units are on another scale. */
    boolean otherScale(Member member) {
        return !member.given().equals(member.gated())
                || member.given().comparable(atLeast).dropped().stream().anyMatch(dropped -> dropped.reason().equals("other-scale"));
    }

    /**
     * The standard deviation of pupils within a period, as far as points say it: of shares from the pooled share, of means from pupils
     * within units and means between them.
     */
    static OptionalDouble pupilDeviation(List<Member> members) {
        TreeMap<Period, List<YearSeries.Point>> byPeriod = new TreeMap<>();
        members.forEach(member -> member.usable().forEach(
                point -> byPeriod.computeIfAbsent(point.period(), period -> new ArrayList<>()).add(point)));
        if (byPeriod.isEmpty()) {
            return OptionalDouble.empty();
        }
        return switch (byPeriod.firstEntry().getValue().get(0).measure()) {
            case VALUE -> OptionalDouble.empty();
            case SHARE -> ofShares(byPeriod.values());
            case MEAN -> ofMeans(byPeriod.values());
        };
    }

    private static OptionalDouble ofShares(Collection<List<YearSeries.Point>> periods) {
        long successes = 0;
        long trials = 0;
        for (List<YearSeries.Point> points : periods) {
            for (YearSeries.Point point : points) {
                successes += point.successes().orElse(0);
                trials += point.n().orElse(0);
            }
        }
        double p = (successes + 0.5) / (trials + 1.0);
        return OptionalDouble.of(Math.sqrt(p * (1 - p)));
    }

    private static OptionalDouble ofMeans(Collection<List<YearSeries.Point>> periods) {
        double squares = 0;
        double freedom = 0;
        for (List<YearSeries.Point> points : periods) {
            double pupils = 0;
            double mean = 0;
            for (YearSeries.Point point : points) {
                double n = point.n().orElse(0);
                double deviation = point.standardDeviation().orElse(0);
                double apart = point.value() - mean;
                pupils += n;
                mean += apart * n / pupils;
                squares += (n - 1) * deviation * deviation + apart * n * (point.value() - mean);
            }
            freedom += pupils - 1;
        }
        double variance = freedom > 0 ? squares / freedom : 0;
        return variance > 0 ? OptionalDouble.of(Math.sqrt(variance)) : OptionalDouble.empty();
    }
}
