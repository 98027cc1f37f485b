package io.github.eduindicators.review;

import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.YearSeries;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * The place of units over all works of a year, out of their places work by work.
 *
 * <p>The value of a year is the mean of its works weighted by their results. Their errors are not independent: the pupils of one grade
 * write several works, and come back a year later one grade up. Two works of a school have the covariance
 * <ul>
 *   <li>{@code cohort + together s s'} if they are of one cohort (year less grade): what the cohort has of its own in all its works, and
 *       how far the errors s of the same pupils go together;
 *   <li>{@code shock} more if they are of one year: what moves all works of a school in a year;
 * </ul>
 * and a work alone has the variance {@code s^2 + cohort + shock + own}, with what is its own in that year. The four numbers are told by the
 * changes of schools from a year to the next: the product of any two of them has, by the same terms, a mean that is linear in the
 * numbers, and least squares over all products gives them, none negative; each change is taken over its error and cut at 5.
 *
 * <p>Through cohorts errors of successive years go together too, which makes a slope less certain than the errors of its years say. The
 * errors of a series are therefore multiplied by one factor, which gives its slope the error that the covariances give it.
 */
final class PooledSeries {
    private static final double CUT = 5;

    private final Sources sources;

    private PooledSeries(Sources sources) {
        this.sources = sources;
    }

    /** Learns the numbers from the works of schools. */
    static PooledSeries of(Collection<YearSeries> works) {
        ErrorSources learned = new ErrorSources();
        for (List<YearSeries> unit : byUnit(works).values()) {
            List<Change> changes = unit.stream().flatMap(series -> Change.of(series).stream()).toList();
            for (int i = 0; i < changes.size(); i++) {
                for (int j = i; j < changes.size(); j++) {
                    changes.get(i).learn(changes.get(j), learned);
                }
            }
        }
        double[] found = learned.solve();
        return new PooledSeries(new Sources(found[0], found[1], found[2], found[3]));
    }

    /** What the numbers are. */
    Sources sources() {
        return sources;
    }

    /**
     * Where errors come from.
     *
     * @param cohort the variance of what a cohort has of its own in all its works
     * @param together how far the errors of pupils in two works of one cohort go together
     * @param shock the variance of what moves all works of a school in a year
     * @param own the variance of what moves one work of a school in a year
     */
    record Sources(double cohort, double together, double shock, double own) {}

    private static Map<Unit, List<YearSeries>> byUnit(Collection<YearSeries> works) {
        Map<Unit, List<YearSeries>> units = new TreeMap<>(Unit.order());
        works.stream().sorted(Comparator.comparing(YearSeries::key))
                .forEach(series -> units.computeIfAbsent(series.key().unit(), unit -> new ArrayList<>()).add(series));
        return units;
    }

    /** A work of a unit in a year. */
    private record Part(YearSeries.Key work, YearSeries.Point point) {
        static List<Part> of(YearSeries series) {
            return series.points().stream()
                    .filter(point -> point.standardError().isPresent() && point.comparability() != YearSeries.Comparability.NONE)
                    .map(point -> new Part(series.key(), point))
                    .toList();
        }

        double weight() {
            return point.n().orElse(1);
        }

        double error() {
            return point.standardError().orElseThrow();
        }

        int year() {
            return point.period().year();
        }

        boolean sameCohort(Part other) {
            return year() - work.grade() == other.year() - other.work.grade();
        }

        boolean same(Part other) {
            return year() == other.year() && work.equals(other.work);
        }

        /** Adds what the covariance with another part is made of: the shares of the four numbers, and what is known without them. */
        void terms(Part other, double sign, double[] terms) {
            if (sameCohort(other)) {
                terms[ErrorSources.COHORT] += sign;
                if (same(other)) {
                    terms[ErrorSources.KNOWN] += sign * error() * error();
                    terms[ErrorSources.OWN] += sign;
                } else {
                    terms[ErrorSources.TOGETHER] += sign * error() * other.error();
                }
            }
            if (year() == other.year()) {
                terms[ErrorSources.SHOCK] += sign;
            }
        }

        /** The covariance with another part; of many schools together less is left of what each has of its own. */
        double covariance(Part other, Sources sources, double left) {
            double[] terms = new double[ErrorSources.KNOWN + 1];
            terms(other, 1, terms);
            return left * (terms[ErrorSources.COHORT] * sources.cohort + terms[ErrorSources.SHOCK] * sources.shock
                            + terms[ErrorSources.OWN] * sources.own)
                    + terms[ErrorSources.TOGETHER] * sources.together + terms[ErrorSources.KNOWN];
        }
    }

    /** From one year of a work to the next that was written. */
    private record Change(Part from, Part to) {
        static List<Change> of(YearSeries series) {
            List<Part> parts = Part.of(series);
            List<Change> changes = new ArrayList<>();
            for (int i = 1; i < parts.size(); i++) {
                changes.add(new Change(parts.get(i - 1), parts.get(i)));
            }
            return changes;
        }

        double error() {
            return Math.hypot(from.error(), to.error());
        }

        double size() {
            return Math.max(-CUT, Math.min(CUT, (to.point.value() - from.point.value()) / error()));
        }

        void learn(Change other, ErrorSources learned) {
            double[] terms = new double[ErrorSources.KNOWN + 1];
            to.terms(other.to, 1, terms);
            from.terms(other.from, 1, terms);
            to.terms(other.from, -1, terms);
            from.terms(other.to, -1, terms);
            learned.add(terms, size() * other.size(), error() * other.error());
        }
    }

    /** Pools the works of each school. */
    List<YearSeries> pool(Collection<YearSeries> works) {
        return pool(works, unit -> 1);
    }

    /**
     * Pools the works of each unit.
     *
     * @param left how much of the variance of one school is left in a unit: the sum of the squared shares of its schools
     */
    List<YearSeries> pool(Collection<YearSeries> works, ToDoubleFunction<Unit> left) {
        List<YearSeries> pooled = new ArrayList<>();
        byUnit(works).forEach((unit, series) -> {
            TreeMap<Integer, List<Part>> years = new TreeMap<>();
            series.forEach(work -> Part.of(work).forEach(part -> years.computeIfAbsent(part.year(), year -> new ArrayList<>()).add(part)));
            pooled.add(pool(YearSeries.Key.of(unit, series.get(0).key().indicator()), years, left.applyAsDouble(unit)));
        });
        return pooled;
    }

    private YearSeries pool(YearSeries.Key key, TreeMap<Integer, List<Part>> years, double left) {
        List<Integer> times = List.copyOf(years.keySet());
        double[][] covariance = new double[times.size()][times.size()];
        for (int i = 0; i < covariance.length; i++) {
            for (int j = 0; j < covariance.length; j++) {
                covariance[i][j] = covariance(years.get(times.get(i)), years.get(times.get(j)), left);
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
    private double covariance(List<Part> one, List<Part> other, double left) {
        double sum = 0;
        for (Part first : one) {
            for (Part second : other) {
                sum += first.weight() * second.weight() * first.covariance(second, sources, left);
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
