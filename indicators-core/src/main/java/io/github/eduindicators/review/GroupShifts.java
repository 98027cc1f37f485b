package io.github.eduindicators.review;

import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.YearSeries;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

/**
 * Lays years side by side in which not all schools wrote the same work: some in spring and some in autumn, two variants, a part that was
 * left out.
 *
 * <p>Whoever wrote is compared with those who wrote with it. Where these are the better schools of the region, all of them seem to fall, and
 * the others to rise. So a group that holds less than nine of ten schools of the fullest group is shifted by what its schools are ahead of
 * the region at other times: shifts d and levels a are fitted to {@code z = a(school) + d(group)} by least squares weighted with pupils, with
 * d = 0 for the full groups. A group of fewer than {@value #FEWEST} schools that have results in other groups cannot be placed, and nothing
 * is compared with it.
 */
final class GroupShifts {
    static final int FEWEST = 10;

    private static final double FULL = 0.9;
    private static final int ROUNDS = 50;

    /** By group; empty where it cannot be placed. */
    private final List<OptionalDouble> shifts;

    private GroupShifts(List<OptionalDouble> shifts) {
        this.shifts = shifts;
    }

    /** Fits; each group holds the schools that wrote together, one point each. */
    static GroupShifts of(List<List<YearSeries>> groups) {
        Fit fit = new Fit(groups);
        List<OptionalDouble> shifts = new ArrayList<>();
        for (int group = 0; group < groups.size(); group++) {
            shifts.add(fit.shift(group));
        }
        return new GroupShifts(shifts);
    }

    private static final class Fit {
        private final List<Map<Unit, YearSeries.Point>> groups = new ArrayList<>();
        private final Set<Integer> partial = new HashSet<>();
        private final double[] shift;

        Fit(List<List<YearSeries>> given) {
            int most = 0;
            for (List<YearSeries> group : given) {
                Map<Unit, YearSeries.Point> points = new TreeMap<>(Unit.order());
                group.forEach(series -> series.points().forEach(point -> points.put(series.key().unit(), point)));
                groups.add(points);
                most = Math.max(most, points.size());
            }
            for (int group = 0; group < groups.size(); group++) {
                if (groups.get(group).size() < FULL * most) {
                    partial.add(group);
                }
            }
            shift = new double[groups.size()];
            for (int round = 0; round < ROUNDS && !partial.isEmpty(); round++) {
                improve();
            }
        }

        /** Levels of schools from the shifts, then shifts from these levels. */
        private void improve() {
            Map<Unit, double[]> levels = new HashMap<>();
            for (int group = 0; group < groups.size(); group++) {
                double behind = shift[group];
                groups.get(group).forEach((unit, point) -> {
                    double[] level = levels.computeIfAbsent(unit, u -> new double[2]);
                    level[0] += weight(point) * (point.value() - behind);
                    level[1] += weight(point);
                });
            }
            for (int group : partial) {
                double sum = 0;
                double weight = 0;
                for (Map.Entry<Unit, YearSeries.Point> entry : groups.get(group).entrySet()) {
                    double[] level = levels.get(entry.getKey());
                    sum += weight(entry.getValue()) * (entry.getValue().value() - level[0] / level[1]);
                    weight += weight(entry.getValue());
                }
                shift[group] = weight > 0 ? sum / weight : 0;
            }
        }

        private static double weight(YearSeries.Point point) {
            return point.n().orElse(1);
        }

        OptionalDouble shift(int group) {
            if (!partial.contains(group)) {
                return OptionalDouble.of(0);
            }
            long known = groups.get(group).keySet().stream()
                    .filter(unit -> groups.stream().filter(other -> other.containsKey(unit)).count() > 1)
                    .count();
            return known < FEWEST ? OptionalDouble.empty() : OptionalDouble.of(shift[group]);
        }
    }

    /** Moves the points of a group. */
    List<YearSeries> apply(int group, List<YearSeries> series) {
        OptionalDouble shift = shifts.get(group);
        if (shift.isPresent() && shift.getAsDouble() == 0) {
            return series;
        }
        return series.stream()
                .map(one -> YearSeries.of(one.key(), one.points().stream()
                        .map(point -> shift.isPresent()
                                ? point.shifted(-shift.getAsDouble())
                                : point.withComparability(YearSeries.Comparability.NONE))
                        .toList()))
                .toList();
    }
}
