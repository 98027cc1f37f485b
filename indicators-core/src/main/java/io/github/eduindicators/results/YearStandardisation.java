package io.github.eduindicators.results;

import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Season;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where does each unit stand among the units of its year, so that years whose works differ can be laid side by side?
 *
 * <p>The points of all series given as the reference that share period, season and scale are one group: the schools of a region in one
 * work. With unit means x(i) of n(i) pupils and standard deviations s(i), N the sum of n:
 * <ul>
 *   <li>{@link #PUPIL_Z}: {@code z = (x - m) / S}, m the mean and S the standard deviation of all pupils,
 *       {@code m = sum n x / N}, {@code S^2 = (sum (n - 1) s^2 + sum n (x - m)^2) / (N - 1)}, exactly as if every pupil had been counted.
 *       The standard error is {@code W / S sqrt((1 - n / N) / n)}, W the pooled standard deviation within units,
 *       {@code W^2 = sum (n - 1) s^2 / (N - units)}, and {@code 1 - n / N} because the unit is a part of what it is compared with;
 *   <li>{@link #UNIT_Z}: {@code z = (x - mean x) / sd x}, units weighted equally, divisor units - 1; the point's own error over sd x;
 *   <li>{@link #WEIGHTED_Z}: the same with weights n and divisor N;
 *   <li>{@link #MID_RANK}: {@code 100 (rank - 1/2) / units}, ties sharing the mean rank; no standard error.
 * </ul>
 * A point that had a number of pupils keeps it. A standardised point is on the scale {@code z} or {@code percent} and {@link YearSeries.Comparability#RELATIVE_ONLY}, or NONE where it
 * was: the region's own trend is gone from it, so report that beside. Values of different seasons stay relative to their own season.
 *
 * <p>What cannot be standardised is left out of the result and is the caller's to report: groups of fewer than {@value #FEWEST} units or
 * without any spread, and for the kinds that need pupils points that are not means. A series that keeps no point is still returned, empty.
 * {@link #linked} puts the years of one scale on that of a base year instead.
 *
 * <p>Caveats: z compares with those who wrote. In a year in which a region wrote partly in spring and partly in autumn, each half is
 * compared with itself. The spread of unit means moves with the sizes of units; the spread of pupils does not, so prefer PUPIL_Z.
 *
 * <p>Cost {@code O(n log n)} in points; sums are made in the order of keys, so the order of series changes no bit. Thread-safe.
 *
 * <p>Reference: linear linking, M. J. Kolen, R. L. Brennan (2014), Test Equating, Scaling, and Linking, ISBN 978-1-4939-0316-0.
 */
public enum YearStandardisation {
    /** Against the pupils: in pupil standard deviations. */
    PUPIL_Z {
        @Override
        Optional<Measure> measure(List<Member> group) {
            double sum = 0;
            long pupils = 0;
            for (Member member : group) {
                if (member.point.measure() != YearSeries.Measure.MEAN) {
                    return Optional.empty();
                }
                pupils += member.n();
                sum += member.n() * member.point.value();
            }
            double mean = sum / pupils;
            double within = 0;
            double between = 0;
            for (Member member : group) {
                double deviation = member.point.standardDeviation().orElse(0);
                double apart = member.point.value() - mean;
                within += (member.n() - 1) * deviation * deviation;
                between += member.n() * apart * apart;
            }
            long all = pupils;
            double spread = Math.sqrt((within + between) / (pupils - 1));
            double own = Math.sqrt(within / Math.max(1, pupils - group.size()));
            return spread > 0 && own > 0
                    ? Optional.of(new Measure("z", mean, spread, point -> own / spread * Math.sqrt((1 - share(point, all)) / count(point))))
                    : Optional.empty();
        }
    },
    /** Against the units, each counted once. */
    UNIT_Z {
        @Override
        Optional<Measure> measure(List<Member> group) {
            double mean = group.stream().mapToDouble(member -> member.point.value()).sum() / group.size();
            double squares = group.stream().mapToDouble(member -> square(member.point.value() - mean)).sum();
            return byUnits(mean, Math.sqrt(squares / (group.size() - 1)));
        }
    },
    /** Against the units, weighted by their pupils. */
    WEIGHTED_Z {
        @Override
        Optional<Measure> measure(List<Member> group) {
            if (group.stream().anyMatch(member -> member.point.n().isEmpty())) {
                return Optional.empty();
            }
            double all = group.stream().mapToDouble(Member::n).sum();
            double mean = group.stream().mapToDouble(member -> member.n() * member.point.value()).sum() / all;
            double squares = group.stream().mapToDouble(member -> member.n() * square(member.point.value() - mean)).sum();
            return byUnits(mean, Math.sqrt(squares / all));
        }
    },
    /** The percentage of units below, half of those level. */
    MID_RANK {
        @Override
        Optional<Measure> measure(List<Member> group) {
            double[] sorted = group.stream().mapToDouble(member -> member.point.value()).sorted().toArray();
            return Optional.of(new Measure(sorted));
        }
    };

    /** A group of fewer units says nothing about where one stands. */
    public static final int FEWEST = 5;

    /** How a group's points are turned, where the group allows it. */
    abstract Optional<Measure> measure(List<Member> group);

    /** A point with the series that it belongs to. */
    record Member(YearSeries.Key key, YearSeries.Point point) {
        long n() {
            return point.n().orElse(0);
        }
    }

    private record Group(Period period, Season season, String scale) {
        static Group of(YearSeries.Point point) {
            return new Group(point.period(), point.season(), point.scale());
        }
    }

    /** The standard error of a turned point, 0 where it is not known. */
    private interface ErrorOf {
        double of(YearSeries.Point point);
    }

    /** Centre and spread of a group, or its sorted values for ranks. */
    static final class Measure {
        private final String scale;
        private final double centre;
        private final double spread;
        private final ErrorOf error;
        private final double[] sorted;

        private Measure(String scale, double centre, double spread, ErrorOf error) {
            this.scale = scale;
            this.centre = centre;
            this.spread = spread;
            this.error = error;
            this.sorted = new double[0];
        }

        private Measure(double[] sorted) {
            this.scale = "percent";
            this.centre = 0;
            this.spread = 1;
            this.error = point -> 0;
            this.sorted = sorted;
        }

        YearSeries.Point apply(YearSeries.Point point) {
            double value = sorted.length == 0 ? (point.value() - centre) / spread : midRank(point.value());
            double errorOf = error.of(point);
            YearSeries.Point turned = point.n().isPresent() && sorted.length == 0
                    ? YearSeries.Point.ofMean(point.period().year(), value, errorOf * Math.sqrt(count(point)), count(point))
                    : errorOf > 0
                            ? YearSeries.Point.of(point.period().year(), value, errorOf)
                            : YearSeries.Point.of(point.period().year(), value);
            return turned.inHalf(point.period().half()).withSeason(point.season()).withScale(scale).withComparability(
                    point.comparability() == YearSeries.Comparability.NONE
                            ? YearSeries.Comparability.NONE
                            : YearSeries.Comparability.RELATIVE_ONLY);
        }

        private double midRank(double value) {
            int below = 0;
            int level = 0;
            for (double other : sorted) {
                below += other < value ? 1 : 0;
                level += other == value ? 1 : 0;
            }
            return 100 * (below + level / 2.0) / sorted.length;
        }
    }

    private static Optional<Measure> byUnits(double mean, double spread) {
        return spread > 0
                ? Optional.of(new Measure("z", mean, spread, point -> point.standardError().orElse(0) / spread))
                : Optional.empty();
    }

    private Optional<Measure> measured(List<Member> group) {
        return group.size() < FEWEST ? Optional.empty() : measure(group);
    }

    private static double share(YearSeries.Point point, long all) {
        return (double) count(point) / all;
    }

    private static long count(YearSeries.Point point) {
        return point.n().orElseThrow(() -> new IllegalArgumentException("a point without a number of pupils cannot be compared with pupils: " + point));
    }

    private static double square(double value) {
        return value * value;
    }

    /**
     * Standardises series among themselves.
     *
     * @param series the series of all units of a region, one indicator of one kind of work
     * @return as many series, by key
     */
    public List<YearSeries> apply(Collection<YearSeries> series) {
        return apply(series, series);
    }

    /**
     * Standardises series among others: municipalities among the pupils of all schools.
     *
     * @param series the series to turn
     * @param reference the series that make the groups
     * @return as many series as are to be turned, by key
     * @throws IllegalArgumentException if pupils are to be compared and a point to turn has no number of them
     */
    public List<YearSeries> apply(Collection<YearSeries> series, Collection<YearSeries> reference) {
        Map<Group, List<Member>> groups = new HashMap<>();
        sorted(reference).forEach(one -> one.points().forEach(point ->
                groups.computeIfAbsent(Group.of(point), group -> new ArrayList<>()).add(new Member(one.key(), point))));
        Map<Group, Measure> measures = new HashMap<>();
        groups.forEach((group, members) -> measured(members).ifPresent(measure -> measures.put(group, measure)));
        List<YearSeries> turned = new ArrayList<>(series.size());
        for (YearSeries one : sorted(series)) {
            YearSeries.Builder builder = YearSeries.builder(one.key());
            for (YearSeries.Point point : one.points()) {
                Measure measure = measures.get(Group.of(point));
                if (measure != null) {
                    builder.add(measure.apply(point));
                }
            }
            turned.add(builder.build());
        }
        return List.copyOf(turned);
    }

    /**
     * Puts every year on the scale of a base year, linearly: {@code y* = mean0 + sd0 / sd (y - mean)}, means and standard deviations over
     * the units of each year, weighted equally. The years then have one mean and one spread: no trend of the region is left.
     *
     * @param series the series of all units of a region
     * @param base the base year
     * @return as many series, by key, on the scale {@code linked-YEAR}, {@link YearSeries.Comparability#RELATIVE_ONLY}
     * @throws IllegalArgumentException if fewer than {@value #FEWEST} units have the base year, or they do not differ in it
     */
    public static List<YearSeries> linked(Collection<YearSeries> series, Period base) {
        Map<Period, List<Member>> years = new TreeMap<>();
        sorted(series).forEach(one -> one.points().forEach(point ->
                years.computeIfAbsent(point.period(), year -> new ArrayList<>()).add(new Member(one.key(), point))));
        List<Member> first = years.getOrDefault(base, List.of());
        Measure target = UNIT_Z.measured(first).orElseThrow(() -> new IllegalArgumentException(
                "a base year needs at least " + FEWEST + " units that differ, " + base + " has " + first.size()));
        Map<Period, Measure> measures = new TreeMap<>();
        years.forEach((year, members) -> UNIT_Z.measured(members).ifPresent(measure -> measures.put(year, measure)));
        List<YearSeries> turned = new ArrayList<>();
        for (YearSeries one : sorted(series)) {
            YearSeries.Builder builder = YearSeries.builder(one.key());
            for (YearSeries.Point point : one.points()) {
                Measure measure = measures.get(point.period());
                if (measure != null) {
                    YearSeries.Point z = measure.apply(point);
                    double value = target.centre + target.spread * z.value();
                    YearSeries.Point back = z.standardError().isPresent()
                            ? YearSeries.Point.of(point.period().year(), value, z.standardError().getAsDouble() * target.spread)
                            : YearSeries.Point.of(point.period().year(), value);
                    builder.add(back.inHalf(point.period().half()).withSeason(point.season()).withScale("linked-" + base).withComparability(z.comparability()));
                }
            }
            turned.add(builder.build());
        }
        return List.copyOf(turned);
    }

    private static List<YearSeries> sorted(Collection<YearSeries> series) {
        return series.stream().sorted(Comparator.comparing(YearSeries::key)).toList();
    }
}
