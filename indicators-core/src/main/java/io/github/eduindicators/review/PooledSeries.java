package io.github.eduindicators.review;

import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.YearSeries;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The place of units over all works of a year, out of their places work by work.
 *
 * <p>The value of a year is the mean of its works weighted by their results. Their errors are not independent: the pupils of one grade
 * write several works, and come back a year later one grade up. So two works of one cohort (year less grade) have the covariance
 * {@code k + r s s'}: what the cohort has of its own in all its works, and how far pupils' errors s go together; works of different
 * cohorts have none, and a work alone has {@code k + s^2}. Both numbers are told by schools' changes from a cohort to the next: the
 * products of those in one work and in another of the same cohorts have the mean {@code 2 k + r (s s' + s s')}, and a line through them
 * gives k and r, each change over its error and cut at 5.
 *
 * <p>Through such cohorts errors of successive years go together too, which makes a slope less certain than the errors of its years say.
 * The errors of a series are therefore multiplied by one factor, which gives its slope the error that the covariances give it.
 */
final class PooledSeries {
    private static final double CUT = 5;
    /** A line through products that lie this close together says nothing. */
    private static final double EXACT = 1e-9;

    private final double cohort;
    private final double together;

    private PooledSeries(double cohort, double together) {
        this.cohort = cohort;
        this.together = together;
    }

    /** Learns from the works of schools what cohorts have of their own and how far errors go together; without any two works, nothing. */
    static PooledSeries of(Collection<YearSeries> works) {
        Products products = new Products();
        for (List<YearSeries> unit : byUnit(works).values()) {
            List<List<Change>> changes = unit.stream().map(Change::of).toList();
            for (int i = 0; i < changes.size(); i++) {
                for (int j = i + 1; j < changes.size(); j++) {
                    for (Change first : changes.get(i)) {
                        changes.get(j).stream().filter(first::sameCohorts).forEach(second -> products.add(first, second));
                    }
                }
            }
        }
        return products.solve();
    }

    /** The sums of the line through the products of changes. */
    private static final class Products {
        private double ownOwn;
        private double ownShared;
        private double sharedShared;
        private double ownProduct;
        private double sharedProduct;

        void add(Change first, Change second) {
            double product = first.size() * second.size();
            double own = 2 / (first.error() * second.error());
            double shared = first.shared(second);
            ownOwn += own * own;
            ownShared += own * shared;
            sharedShared += shared * shared;
            ownProduct += own * product;
            sharedProduct += shared * product;
        }

        /** Neither number is negative: where one would be, the other alone says all. */
        PooledSeries solve() {
            double determinant = ownOwn * sharedShared - ownShared * ownShared;
            double own = (ownProduct * sharedShared - sharedProduct * ownShared) / determinant;
            double shared = (sharedProduct * ownOwn - ownProduct * ownShared) / determinant;
            if (determinant > EXACT * ownOwn * sharedShared && own >= 0 && shared >= 0) {
                return new PooledSeries(own, shared);
            }
            boolean ownAlone = determinant > EXACT * ownOwn * sharedShared && shared < 0;
            return ownAlone
                    ? new PooledSeries(Math.max(0, ownProduct / ownOwn), 0)
                    : new PooledSeries(0, sharedShared > 0 ? Math.max(0, sharedProduct / sharedShared) : 0);
        }
    }

    /** The variance of what a cohort has of its own in all its works. */
    double cohort() {
        return cohort;
    }

    /** How far the errors of pupils in two works of one cohort go together. */
    double together() {
        return together;
    }

    private static Map<Unit, List<YearSeries>> byUnit(Collection<YearSeries> works) {
        Map<Unit, List<YearSeries>> units = new TreeMap<>(Unit.order());
        works.stream().sorted(Comparator.comparing(YearSeries::key))
                .forEach(series -> units.computeIfAbsent(series.key().unit(), unit -> new ArrayList<>()).add(series));
        return units;
    }

    /** From one cohort to the next that wrote a work. */
    private record Change(YearSeries.Point from, YearSeries.Point to, int grade) {
        static List<Change> of(YearSeries series) {
            List<YearSeries.Point> points = usable(series);
            List<Change> changes = new ArrayList<>();
            for (int i = 1; i < points.size(); i++) {
                changes.add(new Change(points.get(i - 1), points.get(i), series.key().grade()));
            }
            return changes;
        }

        boolean sameCohorts(Change other) {
            return cohort(from, grade) == cohort(other.from, other.grade) && cohort(to, grade) == cohort(other.to, other.grade);
        }

        double error() {
            return Math.hypot(PooledSeries.error(from), PooledSeries.error(to));
        }

        double size() {
            return Math.max(-CUT, Math.min(CUT, (to.value() - from.value()) / error()));
        }

        /** The mean of the product of two sizes if the errors of pupils went wholly together. */
        double shared(Change other) {
            return (PooledSeries.error(from) * PooledSeries.error(other.from) + PooledSeries.error(to) * PooledSeries.error(other.to))
                    / (error() * other.error());
        }
    }

    private static List<YearSeries.Point> usable(YearSeries series) {
        return series.points().stream()
                .filter(point -> point.standardError().isPresent() && point.comparability() != YearSeries.Comparability.NONE)
                .toList();
    }

    private static double error(YearSeries.Point point) {
        return point.standardError().orElseThrow();
    }

    private static int cohort(YearSeries.Point point, int grade) {
        return point.period().year() - grade;
    }

    /** A work of a year with its part in the sum of the year. */
    private record Part(YearSeries.Point point, int grade) {
        double weight() {
            return point.n().orElse(1);
        }

        double error() {
            return weight() * PooledSeries.error(point);
        }

        double covariance(Part other, double own, double together) {
            if (cohort(point, grade) != cohort(other.point, other.grade)) {
                return 0;
            }
            return own * weight() * other.weight() + (this == other ? 1 : together) * error() * other.error();
        }
    }

    /** Pools the works of each unit. */
    List<YearSeries> pool(Collection<YearSeries> works) {
        List<YearSeries> pooled = new ArrayList<>();
        byUnit(works).forEach((unit, series) -> {
            TreeMap<Integer, List<Part>> years = new TreeMap<>();
            for (YearSeries work : series) {
                usable(work).forEach(point -> years.computeIfAbsent(point.period().year(), year -> new ArrayList<>())
                        .add(new Part(point, work.key().grade())));
            }
            pooled.add(pool(YearSeries.Key.of(unit, series.get(0).key().indicator()), years));
        });
        return pooled;
    }

    private YearSeries pool(YearSeries.Key key, TreeMap<Integer, List<Part>> years) {
        List<Integer> times = List.copyOf(years.keySet());
        double[][] covariance = new double[times.size()][times.size()];
        for (int i = 0; i < covariance.length; i++) {
            for (int j = 0; j < covariance.length; j++) {
                covariance[i][j] = covariance(years.get(times.get(i)), years.get(times.get(j)));
            }
        }
        double factor = factor(times, covariance);
        YearSeries.Builder builder = YearSeries.builder(key);
        for (int i = 0; i < covariance.length; i++) {
            List<Part> parts = years.get(times.get(i));
            long results = parts.stream().mapToLong(part -> part.point.n().orElse(1)).sum();
            double sum = parts.stream().mapToDouble(part -> part.weight() * part.point.value()).sum();
            double error = Math.sqrt(factor * covariance[i][i]);
            builder.add(YearSeries.Point.ofMean(times.get(i), sum / results, error * Math.sqrt(results), results)
                    .withSeason(parts.get(parts.size() - 1).point.season())
                    .withScale("z")
                    .withComparability(YearSeries.Comparability.RELATIVE_ONLY));
        }
        return builder.build();
    }

    /** The covariance of the means of two years. */
    private double covariance(List<Part> one, List<Part> other) {
        double sum = 0;
        for (Part first : one) {
            for (Part second : other) {
                sum += first.covariance(second, cohort, together);
            }
        }
        return sum / (one.stream().mapToDouble(Part::weight).sum() * other.stream().mapToDouble(Part::weight).sum());
    }

    /** By how much covariances of years make the variance of the slope larger; never smaller, lest a level be too certain. */
    private static double factor(List<Integer> times, double[][] covariance) {
        int n = times.size();
        double weights = 0;
        double mean = 0;
        for (int i = 0; i < n; i++) {
            weights += 1 / covariance[i][i];
            mean += times.get(i) / covariance[i][i];
        }
        mean /= weights;
        double alone = 0;
        double all = 0;
        for (int i = 0; i < n; i++) {
            double own = (times.get(i) - mean) / covariance[i][i];
            alone += own * own * covariance[i][i];
            for (int j = 0; j < n; j++) {
                all += own * covariance[i][j] * (times.get(j) - mean) / covariance[j][j];
            }
        }
        return alone > 0 ? Math.max(1, all / alone) : 1;
    }
}
