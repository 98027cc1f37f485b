package io.github.eduindicators.effectiveness;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.laws.BetaLaw;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.stats.Heterogeneity;
import io.github.eduindicators.stats.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Is the share of a small school really unusual, and what is the best guess of it? Funnel limits that allow for how much schools differ
 * anyway, and shares drawn towards the common one.
 *
 * <p>Funnel: with p = x / n, the common share t of all units, and {@code z = 2 sqrt n (asin sqrt p - asin sqrt t)}, phi is the mean of the
 * squares of z, winsorised at its 10 % and 90 % quantiles (type 7), and with weights {@code w = 4 n} the variance between units beyond
 * chance is {@code tau^2 = (I phi - (I - 1)) / (sum w - sum w^2 / sum w)}, 0 where that is negative. The adjusted z divides by
 * {@code sqrt(1 / (4 n) + tau^2)}; the limits of 95 % and 99.8 % are where it is 1.96 and 3.09, turned back into shares and kept within
 * 0..1.
 *
 * <p>Shrinkage: the true shares of units are taken to follow a beta law, whose alpha and beta have the highest likelihood of all the counts;
 * the share of a unit is then {@code (x + alpha) / (n + alpha + beta)} with the 95 % interval of Beta(x + alpha, n - x + beta). Where units
 * differ by no more than chance there is no such law: all have the common share with its Wilson interval.
 *
 * <p>Input: values of one indicator that are shares with their counts, of one period and assessment, for units of one kind, say the schools
 * of a region in {@link ClassicIndicators#run its table}. Values without counts are named by {@link Fit#without}. Doubtful units are left
 * out of t, phi, tau squared, alpha and beta; they are measured against the others, with the note {@code doubtful-results}. With fewer than
 * {@value #FEWEST} other units there are no limits and no shrinkage. Where all shares are 0, or all are 1, every unit is inside.
 *
 * <p>Caveats: results are taken to be independent, so give it the shares of one assessment: pooled rows count a pupil several times. Of
 * many units in order 1 in 20 is outside the limits of 95 %. Winsorising leaves a tenth at either end out of the spread, and
 * makes it too small where nobody is unusual. The law of shares is estimated and then taken as known, so intervals of shrunk shares are
 * a little narrow where units are few. Where a unit has more than {@value #LARGEST} results there is nothing to shrink, and no unit is.
 * Complexity: linear in units and in the largest n, times some hundreds. Immutable and safe to share between threads; the order of units
 * makes no difference.
 *
 * <p>Reference: D. J. Spiegelhalter (2005), Statistics in Medicine 24:1185-1202, doi:10.1002/sim.1970, for the funnel; J. A. Griffiths
 * (1973), Biometrics 29:637-648, for the beta-binomial likelihood, from memory.
 */
public final class SmallShares {
    /** With fewer units to compare with nothing is said about their spread. */
    public static final int FEWEST = 5;
    /** A unit with more results needs no shrinkage. */
    public static final int LARGEST = 100_000;

    private static final SmallShares DEFAULTS = new SmallShares(0.1);
    private static final double Z998 = 3.090232306167813;
    private static final double TAIL = 0.025;
    private static final int SMALL = 10;

    private final double winsorised;

    private SmallShares(double winsorised) {
        this.winsorised = winsorised;
    }

    /**
     * Returns the method that winsorises a tenth of the units at either end.
     *
     * @return the method
     */
    public static SmallShares withDefaults() {
        return DEFAULTS;
    }

    /**
     * Chooses how many units at either end do not say how much units differ.
     *
     * @param share of the units, at least 0 and less than 0.5
     * @return the method with it
     * @throws IllegalArgumentException if it is outside that
     */
    public SmallShares withWinsorised(double share) {
        if (!(share >= 0 && share < 0.5)) {
            throw new IllegalArgumentException("the share of units must be at least 0 and less than 0.5, got " + share);
        }
        return new SmallShares(share);
    }

    /**
     * Names the method.
     *
     * @return the identity, the edition and the options
     */
    public MethodInfo method() {
        return MethodInfo.of("effectiveness/small-shares", "1", "Spiegelhalter (2005), doi:10.1002/sim.1970; Griffiths (1973)")
                .with(Fact.of("winsorised", winsorised));
    }

    @Override
    public String toString() {
        return method().toString();
    }

    /**
     * Compares units by their shares.
     *
     * @param shares values of one indicator, period and assessment for units of one kind
     * @return the units, and what they are compared with
     * @throws IllegalArgumentException if the values are of more than one indicator, period, assessment or kind of unit
     */
    public Fit fit(IndicatorValues shares) {
        return fit(shares, unit -> false);
    }

    /**
     * Compares units by their shares with those whose results are not in doubt.
     *
     * @param shares values of one indicator, period and assessment for units of one kind
     * @param doubtful which units have results that are in doubt; asked once a unit
     * @return the units, and what they are compared with
     * @throws IllegalArgumentException if the values are of more than one indicator, period, assessment or kind of unit
     */
    public Fit fit(IndicatorValues shares, Predicate<Unit> doubtful) {
        long kinds = shares.values().keySet().stream()
                .map(key -> List.of(key.unit().unitType(), key.indicator(), key.period(), key.assessment()))
                .distinct()
                .count();
        if (kinds > 1) {
            throw new IllegalArgumentException(
                    "shares must be of one indicator, period, assessment and kind of unit, got " + kinds + " combinations of them");
        }
        TreeMap<IndicatorValues.Key, Counts> all = new TreeMap<>();
        TreeSet<Unit> without = new TreeSet<>(Unit.order());
        shares.values().forEach((key, value) -> counts(value).ifPresentOrElse(
                counts -> all.put(key, counts), () -> without.add(key.unit())));
        List<Counts> reference = new ArrayList<>();
        TreeSet<Unit> doubts = new TreeSet<>(Unit.order());
        all.forEach((key, counts) -> {
            if (doubtful.test(key.unit())) {
                doubts.add(key.unit());
            } else {
                reference.add(counts);
            }
        });
        Spread spread = spread(reference);
        TreeMap<Unit, Estimate> units = new TreeMap<>(Unit.order());
        all.forEach((key, counts) ->
                units.put(key.unit(), estimate(counts, spread, doubts.contains(key.unit()) ? "doubtful-results" : "")));
        return new Fit(method(), spread, units, without, shares.isEmpty() ? Optional.empty() : Optional.of(shares.values().firstKey()));
    }

    private record Counts(long x, long n) {
        double angle() {
            return StrictMath.asin(Math.sqrt((double) x / n));
        }
    }

    private static Optional<Counts> counts(IndicatorValue value) {
        double x = value.numerator().orElse(-1);
        double n = value.denominator().orElse(0);
        boolean share = value.state() == IndicatorValue.State.VALUE && value.n().isPresent() && n > 0 && x >= 0 && x <= n;
        return share ? Optional.of(new Counts((long) x, (long) n)) : Optional.empty();
    }

    /** What is common to all units; phi and tau squared are NaN where there are too few. */
    private record Spread(long x, long n, double phi, double tauSquared, boolean shrinks, Optional<BetaBinomial> law) {
        double centre() {
            return (double) x / n;
        }
    }

    private Spread spread(List<Counts> units) {
        long x = units.stream().mapToLong(Counts::x).sum();
        long n = units.stream().mapToLong(Counts::n).sum();
        if (units.size() < FEWEST) {
            return new Spread(x, n, Double.NaN, Double.NaN, false, Optional.empty());
        }
        double centre = StrictMath.asin(Math.sqrt((double) x / n));
        double[] z = units.stream().mapToDouble(unit -> 2 * Math.sqrt(unit.n) * (unit.angle() - centre)).toArray();
        double[] weights = units.stream().mapToDouble(unit -> 4.0 * unit.n).toArray();
        Heterogeneity.OverDispersion beyond = Heterogeneity.overDispersion(z, weights, winsorised);
        boolean shrinks = units.stream().allMatch(unit -> unit.n <= LARGEST);
        Optional<BetaBinomial> law = shrinks
                ? BetaBinomial.fit(units.stream().mapToLong(Counts::x).toArray(), units.stream().mapToLong(Counts::n).toArray())
                : Optional.empty();
        return new Spread(x, n, beyond.phi(), beyond.tauSquared(), shrinks, law);
    }

    private static Estimate estimate(Counts unit, Spread spread, String doubt) {
        String small = unit.n < SMALL ? "small-n" : "";
        String note = doubt + (doubt.isEmpty() || small.isEmpty() ? "" : ";") + small;
        return new Estimate(unit.x, Interval.wilson(unit.x, unit.n), unit.n, funnel(unit, spread), shrunk(unit, spread), note);
    }

    private static Optional<Funnel> funnel(Counts unit, Spread spread) {
        if (Double.isNaN(spread.tauSquared)) {
            return Optional.empty();
        }
        double centre = StrictMath.asin(Math.sqrt(spread.centre()));
        double error = Math.sqrt(0.25 / unit.n + spread.tauSquared);
        double z = (unit.angle() - centre) / error;
        Position position = Math.abs(z) <= Interval.Z95
                ? Position.INSIDE
                : z > 0
                        ? z > Z998 ? Position.FAR_ABOVE : Position.ABOVE
                        : z < -Z998 ? Position.FAR_BELOW : Position.BELOW;
        return Optional.of(new Funnel(z, limits(spread.centre(), centre, Interval.Z95 * error), limits(spread.centre(), centre, Z998 * error), position));
    }

    private static Interval limits(double share, double centre, double half) {
        double low = StrictMath.sin(Math.max(0, centre - half));
        double high = StrictMath.sin(Math.min(Math.PI / 2, centre + half));
        return new Interval(share, Math.min(share, low * low), Math.max(share, high * high));
    }

    private static Optional<Interval> shrunk(Counts unit, Spread spread) {
        if (!spread.shrinks || unit.n > LARGEST) {
            return Optional.empty();
        }
        if (spread.law.isEmpty()) {
            return Optional.of(Interval.wilson(spread.x, spread.n));
        }
        double a = spread.law.get().alpha() + unit.x;
        double b = spread.law.get().beta() + unit.n - unit.x;
        double mean = a / (a + b);
        // The mean may lie beyond a quantile where nearly all of the law is at one end.
        return Optional.of(new Interval(
                mean, Math.min(mean, BetaLaw.quantile(TAIL, a, b)), Math.max(mean, BetaLaw.quantile(1 - TAIL, a, b))));
    }

    /** Where a unit stands in the funnel. */
    public enum Position {
        /** Above the limit of 99.8 %. */
        FAR_ABOVE,
        /** Above the limit of 95 %. */
        ABOVE,
        /** Within the limits of 95 %. */
        INSIDE,
        /** Below the limit of 95 %. */
        BELOW,
        /** Below the limit of 99.8 %. */
        FAR_BELOW;

        /**
         * Returns the code used in files.
         *
         * @return for example {@code far-above}
         */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * A unit in the funnel.
     *
     * @param z the adjusted distance from the common share, in standard errors
     * @param limits95 the common share with the limits that 1 unit in 20 is outside of by chance
     * @param limits998 the common share with the limits that 1 unit in 500 is outside of by chance
     * @param position where the unit stands
     */
    public record Funnel(double z, Interval limits95, Interval limits998, Position position) {}

    /**
     * The share of one unit.
     *
     * @param successes how many of the results count
     * @param share the share with its Wilson interval
     * @param n how many results
     * @param funnel its place in the funnel; empty with too few units to compare with
     * @param shrunk the share drawn towards the common one; empty with too few units, or a very large one
     * @param note {@code doubtful-results}, {@code small-n}, both separated by a semicolon, or nothing
     */
    public record Estimate(long successes, Interval share, long n, Optional<Funnel> funnel, Optional<Interval> shrunk, String note) {}

    /** The shares of all units, and what they are compared with. Immutable and safe to share between threads. */
    public static final class Fit {
        private final MethodInfo method;
        private final Spread spread;
        private final SortedMap<Unit, Estimate> units;
        private final SortedSet<Unit> without;
        private final Optional<IndicatorValues.Key> of;

        private Fit(
                MethodInfo method,
                Spread spread,
                SortedMap<Unit, Estimate> units,
                SortedSet<Unit> without,
                Optional<IndicatorValues.Key> of) {
            this.method = method;
            this.spread = spread;
            this.units = ImmutableSortedMap.copyOfSorted(units);
            this.without = ImmutableSortedSet.copyOfSorted(without);
            this.of = of;
        }

        /**
         * Names the method.
         *
         * @return the identity, the edition and the options
         */
        public MethodInfo method() {
            return method;
        }

        /**
         * Returns the units.
         *
         * @return by unit, those with counts
         */
        public SortedMap<Unit, Estimate> units() {
            return units;
        }

        /**
         * Returns the units whose value is no share with counts.
         *
         * @return the units
         */
        public SortedSet<Unit> without() {
            return without;
        }

        /**
         * Returns the common share.
         *
         * @return the share of all results of units that are not in doubt; empty without any
         */
        public OptionalDouble centre() {
            return spread.n == 0 ? OptionalDouble.empty() : OptionalDouble.of(spread.centre());
        }

        /**
         * Returns how many times the spread of the units is that of chance, as a ratio of variances.
         *
         * @return phi; empty with too few units
         */
        public OptionalDouble phi() {
            return known(spread.phi);
        }

        /**
         * Returns the variance between units beyond chance, of the angles {@code asin sqrt p}.
         *
         * @return tau squared, 0 or more; empty with too few units
         */
        public OptionalDouble tauSquared() {
            return known(spread.tauSquared);
        }

        /**
         * Returns the first parameter of the law of true shares.
         *
         * @return alpha; empty where units differ by no more than chance, or there are too few
         */
        public OptionalDouble alpha() {
            return known(spread.law.map(BetaBinomial::alpha).orElse(Double.NaN));
        }

        /**
         * Returns the second parameter of the law of true shares.
         *
         * @return beta; empty where units differ by no more than chance, or there are too few
         */
        public OptionalDouble beta() {
            return known(spread.law.map(BetaBinomial::beta).orElse(Double.NaN));
        }

        private static OptionalDouble known(double value) {
            return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
        }

        /**
         * Returns the shrunk shares as rows, with the code of the indicator and {@code _shrunk}, and the code of the place in the
         * funnel in the note.
         *
         * @return a row a unit; INSUFFICIENT_DATA where there is no shrunk share
         */
        public IndicatorValues values() {
            IndicatorValues.Builder builder = IndicatorValues.builder();
            for (Map.Entry<Unit, Estimate> entry : units.entrySet()) {
                IndicatorValues.Key key = of.orElseThrow();
                Estimate unit = entry.getValue();
                String note = Arrays.asList(unit.funnel.map(funnel -> funnel.position.code()).orElse(""), unit.note).stream()
                        .filter(part -> !part.isEmpty())
                        .collect(java.util.stream.Collectors.joining(";"));
                builder.add(
                        new IndicatorValues.Key(entry.getKey(), key.indicator() + "_shrunk", key.period(), key.assessment()),
                        unit.shrunk.map(share -> IndicatorValue.of(share, unit.n).withNote(note))
                                .orElseGet(() -> IndicatorValue.insufficient(unit.n, "no-shrinkage")));
            }
            return builder.build();
        }

        @Override
        public String toString() {
            return "SmallShares[" + units.size() + " units"
                    + (spread.n == 0 ? "" : String.format(Locale.ROOT, ", common share %.4g", spread.centre()))
                    + (Double.isNaN(spread.phi) ? "" : String.format(Locale.ROOT, ", phi %.4g, tau2 %.4g", spread.phi, spread.tauSquared))
                    + "]";
        }
    }
}
