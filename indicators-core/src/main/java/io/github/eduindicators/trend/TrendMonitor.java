package io.github.eduindicators.trend;

import com.google.common.collect.ImmutableList;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.results.YearSeries;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A new year has come: whose label changes, and whose new value is a surprise?
 *
 * <p>A monitor holds the series of one family and the labels of {@link TrendMonitoring} over them. {@link #add} takes points of any
 * periods, of units known and new, and gives the next monitor with what changed. Labels after any number of additions are those of one run
 * over all points, to the bit; so a school may also lose its label because others have moved, or because it has no point in the new
 * last period.
 *
 * <p>The surprise of a new point is its distance from the line of the points before it, continued to its period, over the root of
 * {@code s^2 + omega^2 + L + the variance of the line there}, with the variances as they were estimated before the point came. It needs two
 * earlier comparable years and a shock. About one in twenty is beyond 2 by chance; of several new points of a unit it is that of the
 * latest.
 *
 * <p>The state is the points: {@link #series} can be stored as it is ({@link YearSeries} is serialisable) and given to {@link #add} of a
 * new monitor with the same options.
 *
 * <p>Cost of an addition: one run over all points. Immutable and safe to share between threads.
 *
 * <pre>{@code
 * TrendMonitor monitor = TrendMonitor.of(TrendMonitoring.withDefaults()).add(until2023).monitor();
 * TrendMonitor.Update update = monitor.add(of2024);
 * update.changes().forEach(change -> report(change.key(), change.from(), change.to()));
 * }</pre>
 */
public final class TrendMonitor {
    private final TrendMonitoring monitoring;
    private final TreeMap<YearSeries.Key, YearSeries> series;
    private final TrendMonitoring.Result result;

    private TrendMonitor(TrendMonitoring monitoring, TreeMap<YearSeries.Key, YearSeries> series) {
        this.monitoring = monitoring;
        this.series = series;
        this.result = monitoring.run(series.values());
    }

    /**
     * Returns a monitor without points.
     *
     * @param monitoring how series are labelled
     * @return the monitor
     */
    public static TrendMonitor of(TrendMonitoring monitoring) {
        return new TrendMonitor(monitoring, new TreeMap<>());
    }

    /**
     * Adds points.
     *
     * @param newPoints series of the monitor's family that hold only the new points; the first addition decides what the family is
     * @return the next monitor and what changed; this one stays as it is
     * @throws IllegalArgumentException if a period of a series is there already or comes twice, if a series is of another family, or if
     *     points of a series do not go together
     */
    public Update add(Collection<YearSeries> newPoints) {
        TreeMap<YearSeries.Key, YearSeries> next = new TreeMap<>(series);
        TreeMap<YearSeries.Key, Period> latest = new TreeMap<>();
        for (YearSeries more : newPoints) {
            YearSeries before = next.get(more.key());
            if (before != null) {
                Set<Period> there = before.points().stream().map(YearSeries.Point::period).collect(Collectors.toSet());
                more.points().stream().map(YearSeries.Point::period).filter(there::contains).findFirst().ifPresent(period -> {
                    throw new IllegalArgumentException("the series " + more.key() + " has a point of " + period + " already");
                });
            }
            next.put(more.key(), before == null ? more : before.plus(more.points()));
            more.last().ifPresent(period -> latest.merge(more.key(), period, (a, b) -> a.compareTo(b) > 0 ? a : b));
        }
        TrendMonitor monitor = new TrendMonitor(monitoring, next);
        TreeSet<YearSeries.Key> concerned = new TreeSet<>(latest.keySet());
        concerned.addAll(next.keySet());
        List<Change> all = new ArrayList<>();
        for (YearSeries.Key key : concerned) {
            Change change = change(key, Optional.ofNullable(latest.get(key)), monitor);
            if (change.surprise().isPresent() || change.changed()) {
                all.add(change);
            }
        }
        return new Update(monitor, all);
    }

    private Change change(YearSeries.Key key, Optional<Period> arrived, TrendMonitor next) {
        Optional<TrendMonitoring.Row> before = result.row(key);
        TrendMonitoring.Row after = next.result.row(key).orElseThrow();
        OptionalDouble surprise = arrived.isPresent() && before.isPresent()
                ? surprise(before.get(), after, arrived.get())
                : OptionalDouble.empty();
        return new Change(key, before.map(TrendMonitoring.Row::label), after.label(), surprise,
                before.map(TrendMonitoring.Row::reason).orElse(""), after.reason());
    }

    /** The distance of a point from the line before it, in its own standard errors. */
    private OptionalDouble surprise(TrendMonitoring.Row before, TrendMonitoring.Row after, Period period) {
        WlsTrend.Fit line = before.fit();
        Optional<YearSeries.Point> point = after.fit().used().stream().filter(used -> used.period().equals(period)).findFirst();
        if (point.isEmpty() || line.slope().isEmpty() || !before.shocked() || !point.get().scale().equals(line.used().get(0).scale())) {
            return OptionalDouble.empty();
        }
        double error = point.get().standardError().orElse(0);
        double variance = error * error + line.shock() + line.varianceAt(point.get().time());
        double apart = point.get().value() - line.at(point.get().time()).orElseThrow().value();
        return OptionalDouble.of(apart / Math.sqrt(variance));
    }

    /**
     * Returns how series are labelled.
     *
     * @return the method with its options
     */
    public TrendMonitoring monitoring() {
        return monitoring;
    }

    /**
     * Returns the labels of all series so far.
     *
     * @return those of one run over all points
     */
    public TrendMonitoring.Result result() {
        return result;
    }

    /**
     * Returns the state: all points so far.
     *
     * @return by key
     */
    public List<YearSeries> series() {
        return ImmutableList.copyOf(series.values());
    }

    @Override
    public String toString() {
        return "TrendMonitor[" + result + "]";
    }

    /**
     * What an addition changed for one series.
     *
     * @param key the series
     * @param from the label before, or empty of a new series
     * @param to the label now
     * @param surprise how many standard errors the latest new point lies above the line before it; empty without a new point that can be
     *     compared, and with fewer than two before it
     * @param reasonBefore as {@link TrendMonitoring.Row#reason}
     * @param reason now
     */
    public record Change(YearSeries.Key key, Optional<TrendMonitoring.Label> from, TrendMonitoring.Label to, OptionalDouble surprise,
            String reasonBefore, String reason) {
        /**
         * Tells whether the label is another one.
         *
         * @return true also of a new series
         */
        public boolean changed() {
            return from.isEmpty() || from.get() != to;
        }

        @Override
        public String toString() {
            return "Change[" + key + ": " + from.map(label -> label + " -> ").orElse("new, ") + to
                    + (reason.isEmpty() ? "" : " (" + reason + ")")
                    + (surprise.isPresent() ? String.format(Locale.ROOT, ", new point %+.1f errors from the line", surprise.getAsDouble()) : "")
                    + "]";
        }
    }

    /** The monitor after an addition, and what changed. Immutable. */
    public static final class Update {
        private final TrendMonitor monitor;
        private final List<Change> all;

        private Update(TrendMonitor monitor, List<Change> all) {
            this.monitor = monitor;
            this.all = ImmutableList.copyOf(all);
        }

        /**
         * Returns the monitor with the new points.
         *
         * @return the next monitor
         */
        public TrendMonitor monitor() {
            return monitor;
        }

        /**
         * Returns whose label changed.
         *
         * @return by key, new series too; also series without a new point
         */
        public List<Change> changes() {
            return all.stream().filter(Change::changed).toList();
        }

        /**
         * Returns whose new point lies far from the line before it.
         *
         * @param z from how many standard errors on, not negative
         * @return by key, whether the label changed or not
         * @throws IllegalArgumentException if z is negative or not a number
         */
        public List<Change> surprises(double z) {
            if (!(z >= 0)) {
                throw new IllegalArgumentException("z must not be negative, got " + z);
            }
            return all.stream().filter(change -> change.surprise().isPresent() && Math.abs(change.surprise().getAsDouble()) >= z).toList();
        }

        @Override
        public String toString() {
            return "Update[" + changes().size() + " labels changed, " + monitor.result + "]";
        }
    }
}
