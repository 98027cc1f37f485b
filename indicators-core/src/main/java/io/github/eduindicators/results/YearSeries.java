package io.github.eduindicators.results;

import com.google.common.collect.ImmutableList;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Procedure;
import io.github.eduindicators.model.Season;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.model.Unit;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * One indicator of one unit over years: what every method of trends takes.
 *
 * <p>A point is the value of a year or of a half-year, as a value with or without its standard error, as k of n, or as a mean with the
 * standard deviation and the number of pupils. Years may be missing: methods reckon with the calendar, not with positions. Two points of
 * one period are refused, or merged by numbers of pupils where that is asked for.
 *
 * <p>Whether years can be compared is said point by point, by {@link Comparability} and by the name of the scale. That is how autumn works
 * of 2020 and 2022, broken-off years and changed scales are handled: no method knows a calendar year by name.
 *
 * <pre>{@code
 * var series = YearSeries.builder(SchoolId.of("edu280417"), "mean_score")
 *         .add(YearSeries.Point.ofMean(2019, 11.2, 4.1, 61))
 *         .add(YearSeries.Point.ofMean(2021, 11.9, 4.0, 58))
 *         .add(YearSeries.Point.ofMean(2022, 12.8, 4.2, 64))
 *         .build();
 * }</pre>
 *
 * <p>Immutable; safe to share between threads.
 */
public final class YearSeries implements Serializable {
    private static final long serialVersionUID = 1L;

    /** With which other points of its series a point can be compared. */
    public enum Comparability {
        /** With none. */
        NONE,
        /** Only by its place among the units of the same period and season, so only where values are relative to those. */
        RELATIVE_ONLY,
        /** By its value, with every other such point of the same scale. */
        FULL
    }

    /** What a point was made of. */
    public enum Measure {
        /** A value, with its standard error where that is known. */
        VALUE,
        /** k of n. */
        SHARE,
        /** A mean with the standard deviation and the number of pupils. */
        MEAN
    }

    /**
     * What a series is about.
     *
     * @param unit the unit
     * @param indicator the code of the indicator, such as {@code mean_z}
     * @param procedure the code of the procedure, blank when pooled over works
     * @param subject the code of the subject, blank when pooled
     * @param grade the grade of the programme, 0 when pooled
     */
    public record Key(Unit unit, String indicator, String procedure, String subject, int grade) implements Comparable<Key>, Serializable {
        private static final Comparator<Key> ORDER = Comparator.comparing(Key::unit, Unit.order())
                .thenComparing(Key::indicator)
                .thenComparing(Key::procedure)
                .thenComparing(Key::subject)
                .thenComparingInt(Key::grade);

        /**
         * Checks the key.
         *
         * @param unit the unit
         * @param indicator the code of the indicator
         * @param procedure the code of the procedure or blank
         * @param subject the code of the subject or blank
         * @param grade the grade of the programme or 0
         * @throws IllegalArgumentException if the indicator is blank or the grade is outside 0..12
         */
        public Key {
            Objects.requireNonNull(unit, "unit");
            Objects.requireNonNull(procedure, "procedure");
            Objects.requireNonNull(subject, "subject");
            if (indicator.isBlank()) {
                throw new IllegalArgumentException("the indicator must have a code");
            }
            if (grade < 0 || grade > 12) {
                throw new IllegalArgumentException("grade must be 1..12, or 0 when pooled, got " + grade);
            }
        }

        /**
         * Names a series that no work is told apart in.
         *
         * @param unit the unit
         * @param indicator the code of the indicator
         * @return the key
         */
        public static Key of(Unit unit, String indicator) {
            return new Key(unit, indicator, "", "", 0);
        }

        /**
         * Narrows the key to one kind of work.
         *
         * @param kind the procedure
         * @param of the subject
         * @param programme the grade of the programme, 0 where works have none
         * @return the key
         */
        public Key withWork(Procedure kind, Subject of, int programme) {
            return new Key(unit, indicator, kind.code(), of.code(), programme);
        }

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }

        @Override
        public String toString() {
            return unit + " " + indicator + (procedure.isEmpty() ? "" : " " + procedure) + (subject.isEmpty() ? "" : " " + subject)
                    + (grade == 0 ? "" : " " + grade);
        }
    }

    /** The value of one period. Immutable. */
    public static final class Point implements Comparable<Point>, Serializable {
        private static final long serialVersionUID = 1L;
        private static final Comparator<Point> ORDER = Comparator.comparing(Point::period)
                .thenComparing(Point::season)
                .thenComparing(point -> point.scale)
                .thenComparing(point -> point.measure)
                .thenComparingDouble(Point::value)
                .thenComparingLong(point -> point.n)
                .thenComparingDouble(point -> point.error)
                .thenComparing(point -> point.comparability);

        /** No value lies farther from 0: beyond, squares of values over squares of errors would not be numbers. */
        public static final double LARGEST = 1e60;

        private static final double SMALLEST = 1e-60;

        private final Period period;
        private final Season season;
        private final Measure measure;
        private final double value;
        /** NaN where unknown. */
        private final double error;
        /** NaN where there is none. */
        private final double deviation;
        private final long successes;
        /** 0 where unknown. */
        private final long n;
        private final String scale;
        private final Comparability comparability;

        private Point(Numbers numbers, Period period, Season season, String scale, Comparability comparability) {
            this.measure = numbers.measure;
            this.value = numbers.value;
            this.error = numbers.error;
            this.deviation = numbers.deviation;
            this.successes = numbers.successes;
            this.n = numbers.n;
            this.period = Objects.requireNonNull(period, "period");
            this.season = Objects.requireNonNull(season, "season");
            this.scale = Objects.requireNonNull(scale, "scale");
            this.comparability = Objects.requireNonNull(comparability, "comparability");
        }

        /** What was observed, without when and on what scale. */
        private record Numbers(Measure measure, double value, double error, double deviation, long successes, long n) {}

        private static Point of(int year, Numbers numbers) {
            return new Point(numbers, Period.of(year), Season.SPRING, "", Comparability.FULL);
        }

        private Numbers numbers() {
            return new Numbers(measure, value, error, deviation, successes, n);
        }

        /**
         * A value whose error is not known.
         *
         * @param year the calendar year
         * @param value the value, finite
         * @return the point: spring, fully comparable, on a scale without a name
         * @throws IllegalArgumentException if the year is outside 1990..2100 or the value is not finite
         */
        public static Point of(int year, double value) {
            return of(year, new Numbers(Measure.VALUE, finite("value", value), Double.NaN, Double.NaN, 0, 0));
        }

        /**
         * A value with its standard error.
         *
         * @param year the calendar year
         * @param value the value, finite
         * @param standardError its standard error, positive
         * @return the point: spring, fully comparable, on a scale without a name
         * @throws IllegalArgumentException if a number is out of its range
         */
        public static Point of(int year, double value, double standardError) {
            return of(year, new Numbers(Measure.VALUE, finite("value", value), positive(standardError), Double.NaN, 0, 0));
        }

        /**
         * A share, k of n. Its standard error is {@code sqrt(p (1 - p) / (n + 1))} with {@code p = (k + 1/2) / (n + 1)}, so that it is
         * not 0 at 0 of n and at n of n.
         *
         * @param year the calendar year
         * @param successes k, 0..n
         * @param trials n, at least 1
         * @return the point: spring, fully comparable, on a scale without a name
         * @throws IllegalArgumentException if a number is out of its range
         */
        public static Point ofShare(int year, long successes, long trials) {
            if (trials < 1 || successes < 0 || successes > trials) {
                throw new IllegalArgumentException("a share is k of n with 0 <= k <= n and n >= 1, got " + successes + " of " + trials);
            }
            double p = (successes + 0.5) / (trials + 1.0);
            return of(year, new Numbers(Measure.SHARE, (double) successes / trials, Math.sqrt(p * (1 - p) / (trials + 1.0)),
                    Double.NaN, successes, trials));
        }

        /**
         * A mean of pupils. Its standard error is {@code sd / sqrt(n)}, unknown where the standard deviation is 0: give the deviation of
         * all pupils of the region where a school has few pupils.
         *
         * @param year the calendar year
         * @param mean the mean, finite
         * @param standardDeviation of the pupils, not negative
         * @param n the number of pupils, at least 1
         * @return the point: spring, fully comparable, on a scale without a name
         * @throws IllegalArgumentException if a number is out of its range
         */
        public static Point ofMean(int year, double mean, double standardDeviation, long n) {
            if (n < 1 || !(standardDeviation >= 0) || Double.isInfinite(standardDeviation)) {
                throw new IllegalArgumentException(
                        "a mean needs n >= 1 pupils and a deviation that is not negative, got " + n + " and " + standardDeviation);
            }
            double error = standardDeviation > 0 ? positive(standardDeviation / Math.sqrt(n)) : Double.NaN;
            return of(year, new Numbers(Measure.MEAN, finite("mean", mean), error, standardDeviation, 0, n));
        }

        private static double finite(String name, double value) {
            if (!(Math.abs(value) <= LARGEST)) {
                throw new IllegalArgumentException(name + " must be a finite number within ±1e60, got " + value);
            }
            return value + 0.0;
        }

        private static double positive(double error) {
            if (!(error >= SMALLEST && error <= LARGEST)) {
                throw new IllegalArgumentException("a standard error must be a positive number within 1e-60..1e60, got " + error);
            }
            return error;
        }

        /**
         * Moves the point to a half of its year.
         *
         * @param half 1 or 2, or 0 for the whole year
         * @return the point
         * @throws IllegalArgumentException if the half is anything else
         */
        public Point inHalf(int half) {
            return new Point(numbers(), new Period(period.year(), half), season, scale, comparability);
        }

        /**
         * Says in which half of the year the work was written.
         *
         * @param when the season
         * @return the point
         */
        public Point withSeason(Season when) {
            return new Point(numbers(), period, when, scale, comparability);
        }

        /**
         * Names the scale. Points of different scales are never compared by value.
         *
         * @param name such as {@code vpr-ma5-20} or {@code z}
         * @return the point
         */
        public Point withScale(String name) {
            return new Point(numbers(), period, season, name, comparability);
        }

        /**
         * Says with what the point can be compared.
         *
         * @param level the comparability
         * @return the point
         */
        public Point withComparability(Comparability level) {
            return new Point(numbers(), period, season, scale, level);
        }

        /**
         * Puts another standard error in place, such as one with the error of measurement.
         *
         * @param standardError positive
         * @return the point
         * @throws IllegalArgumentException if the error is not positive
         */
        public Point withStandardError(double standardError) {
            return new Point(new Numbers(measure, value, positive(standardError), deviation, successes, n), period, season, scale, comparability);
        }

        /**
         * Moves the value, as where the effect of a year is taken out. Errors, deviations and numbers of pupils stay; a share becomes a mean
         * of zeros and ones.
         *
         * @param by what is added, finite
         * @return the point
         * @throws IllegalArgumentException if the sum is not finite
         */
        public Point shifted(double by) {
            return new Point(
                    new Numbers(measure == Measure.SHARE ? Measure.MEAN : measure, finite("value", value + by), error,
                            standardDeviation().orElse(Double.NaN), 0, n),
                    period, season, scale, comparability);
        }

        /**
         * Returns the period.
         *
         * @return a year or a half-year
         */
        public Period period() {
            return period;
        }

        /**
         * Returns the place on the time axis.
         *
         * @return the calendar year; half a year more for the second half
         */
        public double time() {
            return period.year() + (period.half() == 2 ? 0.5 : 0);
        }

        /**
         * Returns when the work was written.
         *
         * @return the season
         */
        public Season season() {
            return season;
        }

        /**
         * Returns what the point was made of.
         *
         * @return the measure
         */
        public Measure measure() {
            return measure;
        }

        /**
         * Returns the value.
         *
         * @return the value, k / n or the mean
         */
        public double value() {
            return value;
        }

        /**
         * Returns the standard error.
         *
         * @return positive, or empty where it is not known
         */
        public OptionalDouble standardError() {
            return Double.isNaN(error) ? OptionalDouble.empty() : OptionalDouble.of(error);
        }

        /**
         * Returns the standard deviation of pupils.
         *
         * @return not negative; of a share {@code sqrt(p (1 - p))} with its smoothed p; empty for a bare value
         */
        public OptionalDouble standardDeviation() {
            return switch (measure) {
                case VALUE -> OptionalDouble.empty();
                case MEAN -> OptionalDouble.of(deviation);
                case SHARE -> {
                    double p = (successes + 0.5) / (n + 1.0);
                    yield OptionalDouble.of(Math.sqrt(p * (1 - p)));
                }
            };
        }

        /**
         * Returns k of a share.
         *
         * @return k, or empty for other measures
         */
        public OptionalLong successes() {
            return measure == Measure.SHARE ? OptionalLong.of(successes) : OptionalLong.empty();
        }

        /**
         * Returns the number of pupils.
         *
         * @return n, or empty where it is not known
         */
        public OptionalLong n() {
            return n == 0 ? OptionalLong.empty() : OptionalLong.of(n);
        }

        /**
         * Returns the name of the scale.
         *
         * @return the name, blank where there is only one
         */
        public String scale() {
            return scale;
        }

        /**
         * Returns with what the point can be compared.
         *
         * @return the comparability
         */
        public Comparability comparability() {
            return comparability;
        }

        /** This point and another of the same period as one. */
        private Point merged(Point other) {
            if (!scale.equals(other.scale)) {
                throw new IllegalArgumentException("points of " + period + " are on two scales, " + scale + " and " + other.scale);
            }
            Numbers both = switch (measure) {
                case SHARE -> ofShare(period.year(), Math.addExact(successes, other.successes), Math.addExact(n, other.n)).numbers();
                case MEAN -> {
                    double share = (double) other.n / (n + other.n);
                    double apart = other.value - value;
                    double squares = (n - 1) * deviation * deviation + (other.n - 1) * other.deviation * other.deviation
                            + apart * apart * n * share;
                    yield ofMean(period.year(), value + apart * share, Math.sqrt(squares / (n + other.n - 1)), n + other.n).numbers();
                }
                case VALUE -> throw new IllegalArgumentException(
                        "two values of " + period + " cannot be merged without numbers of pupils: " + value + " and " + other.value);
            };
            Comparability weaker = comparability.compareTo(other.comparability) < 0 ? comparability : other.comparability;
            return new Point(both, period, other.season, scale, weaker);
        }

        @Override
        public int compareTo(Point other) {
            return ORDER.compare(this, other);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Point that && period.equals(that.period) && season == that.season && numbers().equals(that.numbers())
                    && scale.equals(that.scale) && comparability == that.comparability;
        }

        @Override
        public int hashCode() {
            return Objects.hash(period, season, value, n, scale, comparability);
        }

        @Override
        public String toString() {
            String number = measure == Measure.SHARE ? successes + "/" + n : String.format(Locale.ROOT, "%.4g", value);
            return period + (season == Season.AUTUMN ? " autumn " : " ") + number
                    + (Double.isNaN(error) ? "" : String.format(Locale.ROOT, " ± %.2g", error))
                    + (comparability == Comparability.FULL ? "" : " " + comparability);
        }
    }

    /**
     * A point that a method leaves out.
     *
     * @param point the point
     * @param reason {@code not-comparable}, {@code other-scale}, {@code no-standard-error} or {@code no-number}
     */
    public record Dropped(Point point, String reason) {}

    /**
     * The points that can be compared with each other.
     *
     * @param used the points, by time
     * @param dropped the others with the reason, by time
     */
    public record Selection(List<Point> used, List<Dropped> dropped) {
        /**
         * Copies the lists.
         *
         * @param used the points, by time
         * @param dropped the others with the reason, by time
         */
        public Selection {
            used = List.copyOf(used);
            dropped = List.copyOf(dropped);
        }
    }

    private final Key key;
    private final ArrayList<Point> points;

    private YearSeries(Key key, ArrayList<Point> points) {
        this.key = key;
        this.points = points;
    }

    /**
     * Starts a series.
     *
     * @param unit the unit
     * @param indicator the code of the indicator
     * @return a builder
     */
    public static Builder builder(Unit unit, String indicator) {
        return builder(Key.of(unit, indicator));
    }

    /**
     * Starts a series.
     *
     * @param key what it is about
     * @return a builder
     */
    public static Builder builder(Key key) {
        return new Builder(key);
    }

    /**
     * Makes a series of points.
     *
     * @param key what it is about
     * @param points the points, in any order
     * @return the series
     * @throws IllegalArgumentException as {@link Builder#build} does
     */
    public static YearSeries of(Key key, Collection<Point> points) {
        Builder builder = builder(key);
        points.forEach(builder::add);
        return builder.build();
    }

    /**
     * Returns what the series is about.
     *
     * @return the key
     */
    public Key key() {
        return key;
    }

    /**
     * Returns the points.
     *
     * @return by time, one a period
     */
    public List<Point> points() {
        return ImmutableList.copyOf(points);
    }

    /**
     * Returns the last period.
     *
     * @return the period, or empty if there are no points
     */
    public Optional<Period> last() {
        return points.isEmpty() ? Optional.empty() : Optional.of(points.get(points.size() - 1).period());
    }

    /**
     * Returns the grade of the programme.
     *
     * @return the grade, or empty when pooled
     */
    public OptionalInt grade() {
        return key.grade() == 0 ? OptionalInt.empty() : OptionalInt.of(key.grade());
    }

    /**
     * Adds points of later or earlier periods.
     *
     * @param more the points
     * @return the longer series
     * @throws IllegalArgumentException as {@link Builder#build} does
     */
    public YearSeries plus(Collection<Point> more) {
        List<Point> all = new ArrayList<>(points);
        all.addAll(more);
        return of(key, all);
    }

    /**
     * Chooses the points that can be compared: of at least the given comparability and on the scale of the latest such point.
     *
     * @param atLeast {@link Comparability#FULL} for values as they are, {@link Comparability#RELATIVE_ONLY} for values that are relative
     *     to the units of the same period and season
     * @return the points used and those left out
     */
    public Selection comparable(Comparability atLeast) {
        List<Point> used = new ArrayList<>(points.size());
        List<Dropped> dropped = new ArrayList<>();
        String scale = points.stream()
                .filter(point -> point.comparability != Comparability.NONE && point.comparability.compareTo(atLeast) >= 0)
                .reduce((first, second) -> second).map(Point::scale).orElse("");
        for (Point point : points) {
            if (point.comparability == Comparability.NONE || point.comparability.compareTo(atLeast) < 0) {
                dropped.add(new Dropped(point, "not-comparable"));
            } else if (!point.scale.equals(scale)) {
                dropped.add(new Dropped(point, "other-scale"));
            } else {
                used.add(point);
            }
        }
        return new Selection(used, dropped);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof YearSeries that && key.equals(that.key) && points.equals(that.points);
    }

    @Override
    public int hashCode() {
        return Objects.hash(key, points);
    }

    @Override
    public String toString() {
        return "YearSeries[" + key + ": " + (points.isEmpty() ? "no points" : points.toString().replaceAll("[\\[\\]]", "")) + "]";
    }

    /** Collects the points of a series. Not thread-safe. */
    public static final class Builder {
        private final Key key;
        private final List<Point> points = new ArrayList<>();
        private boolean merging;

        private Builder(Key key) {
            this.key = Objects.requireNonNull(key, "key");
        }

        /**
         * Adds a point.
         *
         * @param point the point
         * @return this
         */
        public Builder add(Point point) {
            points.add(Objects.requireNonNull(point, "point"));
            return this;
        }

        /**
         * Merges points of one period by their numbers of pupils: shares by adding counts, means by pooling. The merged point has the
         * weaker comparability and the later season.
         *
         * @return this
         */
        public Builder mergingDuplicates() {
            merging = true;
            return this;
        }

        /**
         * Makes the series. The result does not depend on the order of the points.
         *
         * @return the series; without points it is an empty one
         * @throws IllegalArgumentException if points are of different measures, if years and half-years are mixed, if a period stands
         *     twice and duplicates are not merged or cannot be
         */
        public YearSeries build() {
            TreeMap<Period, Point> byPeriod = new TreeMap<>();
            points.stream().sorted().forEach(point -> {
                Point first = points.get(0);
                if (point.measure != first.measure) {
                    throw new IllegalArgumentException(key + ": points of one series must be of one measure, got " + first + " and " + point);
                }
                if ((point.period.half() == 0) != (first.period.half() == 0)) {
                    throw new IllegalArgumentException(
                            key + ": years and half-years cannot stand in one series, got " + first.period + " and " + point.period);
                }
                Point same = byPeriod.get(point.period);
                if (same != null && !merging) {
                    throw new IllegalArgumentException(key + ": " + point.period + " stands twice, as " + same + " and " + point);
                }
                byPeriod.put(point.period, same == null ? point : same.merged(point));
            });
            return new YearSeries(key, new ArrayList<>(byPeriod.values()));
        }
    }
}
