package io.github.eduindicators.trend;

import com.google.common.collect.ImmutableList;
import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.stats.Heterogeneity;
import io.github.eduindicators.stats.Interval;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Which units have a slope that is unusual for the region, seeing how precise it is? The slope of every unit against its
 * precision, with limits that 1 unit in 20 and 1 in 500 would leave by chance.
 *
 * <p>With slopes b(i), their variances v(i) from {@link WlsTrend} and weights {@code w = 1 / v}: the centre is
 * {@code sum w b / sum w}; {@code z = (b - centre) / sqrt v}; phi is the mean of the squares of z, winsorised at its 10 % and 90
 * % quantiles (type 7); {@code tau^2 = (m phi - (m - 1)) / (sum w - sum w^2 / sum w)}, 0 where that is negative. Limits at the
 * standard error s are {@code centre +- q sqrt(s^2 + tau^2)} for the {@link Adjustment#ADDITIVE additive} adjustment,
 * {@code centre +- q s sqrt(phi)} for the {@link Adjustment#MULTIPLICATIVE multiplicative} one where {@code m phi > m - 1}, with
 * q = 1.96 and 3.09; the adjusted z is measured likewise.
 *
 * <p>Input: fits of one indicator over units of one kind. Fits without a slope are left out and named. With fewer than
 * {@value #FEWEST} slopes there is no funnel but the reason. Equal slopes all stand on the centre.
 *
 * <p>Caveats: 1 unit in 20 is outside the limits of 95 % where nothing is unusual: it is a picture of the region, not a test of a
 * school. Winsorising leaves a tenth at either end out of the spread, and makes it too small where nobody is unusual. A very
 * precise unit draws the centre to itself: put another centre in its place, say the mean of {@link EbTrend}.
 *
 * <p>Cost: {@code O(m log m)}. The order of fits makes no difference. Immutable and safe to share between threads.
 *
 * <p>Reference: D. J. Spiegelhalter (2005), Statistics in Medicine 24:1185-1202, doi:10.1002/sim.1970.
 */
public final class SlopeFunnel {
    /** With fewer slopes there is no funnel. */
    public static final int FEWEST = 10;

    /** How limits allow for units that differ more than chance makes them. */
    public enum Adjustment {
        /** Not at all. */
        NONE,
        /** Limits are wider by the same factor everywhere. */
        MULTIPLICATIVE,
        /** A variance between units is added to that of every slope. */
        ADDITIVE
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

    private static final SlopeFunnel DEFAULTS = new SlopeFunnel(0.1, Adjustment.ADDITIVE, Double.NaN);
    private static final double Z998 = 3.090232306167813;

    private final double winsorised;
    private final Adjustment adjustment;
    /** NaN for that of the slopes. */
    private final double centre;

    private SlopeFunnel(double winsorised, Adjustment adjustment, double centre) {
        this.winsorised = winsorised;
        this.adjustment = adjustment;
        this.centre = centre;
    }

    /**
     * Returns the method with the additive adjustment, that winsorises a tenth of the units at either end.
     *
     * @return the method
     */
    public static SlopeFunnel withDefaults() {
        return DEFAULTS;
    }

    /**
     * Chooses how many units at either end do not say how much units differ.
     *
     * @param share of the units, at least 0 and less than 0.5
     * @return the method with it
     * @throws IllegalArgumentException if it is outside that
     */
    public SlopeFunnel withWinsorised(double share) {
        if (!(share >= 0 && share < 0.5)) {
            throw new IllegalArgumentException("the share of units must be at least 0 and less than 0.5, got " + share);
        }
        return new SlopeFunnel(share, adjustment, centre);
    }

    /**
     * Chooses how limits allow for differences beyond chance.
     *
     * @param how the adjustment
     * @return the method with it
     */
    public SlopeFunnel with(Adjustment how) {
        return new SlopeFunnel(winsorised, Objects.requireNonNull(how, "how"), centre);
    }

    /**
     * Puts a centre in place of the weighted mean of the slopes.
     *
     * @param slope finite
     * @return the method with it
     * @throws IllegalArgumentException if it is not finite
     */
    public SlopeFunnel about(double slope) {
        if (!Double.isFinite(slope)) {
            throw new IllegalArgumentException("the centre must be a finite number, got " + slope);
        }
        return new SlopeFunnel(winsorised, adjustment, slope);
    }

    /**
     * Returns what the method is.
     *
     * @return identity, edition, parameters, reference
     */
    public MethodInfo method() {
        MethodInfo method = MethodInfo.of("trend/slope-funnel", "1", "Spiegelhalter 2005, doi:10.1002/sim.1970")
                .with(Fact.of("winsorised", winsorised)).with(Fact.of("adjustment", adjustment.name()));
        return Double.isNaN(centre) ? method : method.with(Fact.of("centre", centre));
    }

    /**
     * Puts units into the funnel.
     *
     * @param fits of one indicator, one a series
     * @return the funnel, or why there is none
     * @throws IllegalArgumentException if a series stands twice
     */
    public Result run(Collection<WlsTrend.Fit> fits) {
        TreeMap<YearSeries.Key, WlsTrend.Fit> byKey = new TreeMap<>();
        List<YearSeries.Key> leftOut = new ArrayList<>();
        for (WlsTrend.Fit fit : fits) {
            if (byKey.put(fit.key(), fit) != null) {
                throw new IllegalArgumentException("the series " + fit.key() + " stands twice");
            }
        }
        byKey.values().removeIf(fit -> fit.slopeError().isEmpty() && leftOut.add(fit.key()));
        int m = byKey.size();
        if (m < FEWEST) {
            return new Result(this, m, Shape.none(), List.of(), leftOut);
        }
        double[] b = byKey.values().stream().mapToDouble(fit -> fit.slope().orElseThrow().value()).toArray();
        double[] error = byKey.values().stream().mapToDouble(fit -> fit.slopeError().orElseThrow()).toArray();
        Shape shape = shape(b, error);
        List<Place> places = new ArrayList<>(m);
        int i = 0;
        for (WlsTrend.Fit fit : byKey.values()) {
            places.add(shape.place(fit, b[i], error[i]));
            i++;
        }
        return new Result(this, m, shape, places, leftOut);
    }

    /** The funnel of values with standard errors. */
    Shape shape(double[] b, double[] error) {
        int m = b.length;
        double[] weights = new double[m];
        double[] z = new double[m];
        int precise = 0;
        for (int i = 0; i < m; i++) {
            weights[i] = 1 / (error[i] * error[i]);
            precise = error[i] < error[precise] ? i : precise;
        }
        double sum = 0;
        double products = 0;
        for (int i = 0; i < m; i++) {
            sum += weights[i];
            products += weights[i] * (b[i] - b[precise]);
        }
        // About the most precise slope, so that rounding is small beside its error.
        double about = Double.isNaN(centre) ? b[precise] : centre;
        double shift = Double.isNaN(centre) ? products / sum : 0;
        for (int i = 0; i < m; i++) {
            z[i] = (b[i] - about - shift) / error[i];
        }
        Heterogeneity.OverDispersion beyond = Heterogeneity.overDispersion(z, weights, winsorised);
        boolean wider = m * beyond.phi() > m - 1;
        return new Shape(
                about,
                shift,
                beyond.phi(),
                beyond.tauSquared(),
                adjustment == Adjustment.MULTIPLICATIVE && wider ? beyond.phi() : 1,
                adjustment == Adjustment.ADDITIVE ? beyond.tauSquared() : 0);
    }

    /** The centre, which is about + shift, and how errors are widened; NaN where there are too few units. */
    record Shape(double about, double shift, double phi, double tauSquared, double factor, double added) {
        static Shape none() {
            return new Shape(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
        }

        double centre() {
            return about + shift;
        }

        double error(double own) {
            return Math.sqrt(factor * own * own + added);
        }

        Place place(WlsTrend.Fit fit, double slope, double own) {
            double apart = slope - about - shift;
            double z = apart / error(own);
            Position position = Math.abs(z) <= Interval.Z95
                    ? Position.INSIDE
                    : z > 0
                            ? z > Z998 ? Position.FAR_ABOVE : Position.ABOVE
                            : z < -Z998 ? Position.FAR_BELOW : Position.BELOW;
            return new Place(fit, apart / own, z, position);
        }
    }

    /**
     * One unit in the funnel.
     *
     * @param fit the line of the unit
     * @param z the distance of its slope from the centre in its own standard errors
     * @param adjustedZ the same in errors that allow for differences between units
     * @param position where it stands
     */
    public record Place(WlsTrend.Fit fit, double z, double adjustedZ, Position position) {
        /**
         * Returns what the series is about.
         *
         * @return the key
         */
        public YearSeries.Key key() {
            return fit.key();
        }
    }

    /**
     * The limits for one standard error.
     *
     * @param standardError of a slope
     * @param limits95 the centre with the limits that 1 unit in 20 is outside of by chance
     * @param limits998 the centre with the limits that 1 unit in 500 is outside of by chance
     */
    public record Limits(double standardError, Interval limits95, Interval limits998) {}

    /** The units in the funnel, and its limits. Immutable. */
    public static final class Result {
        private final MethodInfo method;
        private final int units;
        private final Shape shape;
        private final List<Place> places;
        private final List<YearSeries.Key> leftOut;

        private Result(SlopeFunnel of, int units, Shape shape, List<Place> places, List<YearSeries.Key> leftOut) {
            this.method = of.method();
            this.units = units;
            this.shape = shape;
            this.places = ImmutableList.copyOf(places);
            this.leftOut = ImmutableList.copyOf(leftOut);
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
         * Returns why there is no funnel.
         *
         * @return {@code few-units} with fewer than {@value #FEWEST} slopes; empty where there is one
         */
        public Optional<String> reason() {
            return units < FEWEST ? Optional.of("few-units") : Optional.empty();
        }

        /**
         * Returns the number of units with a slope.
         *
         * @return m
         */
        public int units() {
            return units;
        }

        /**
         * Returns the slope that limits lie about.
         *
         * @return the centre, or empty with too few units
         */
        public OptionalDouble centre() {
            return known(shape.centre());
        }

        /**
         * Returns how many times the spread of slopes is that of chance, as a ratio of variances.
         *
         * @return phi, or empty with too few units
         */
        public OptionalDouble phi() {
            return known(shape.phi);
        }

        /**
         * Returns the variance between units beyond chance.
         *
         * @return tau squared, not negative, or empty with too few units
         */
        public OptionalDouble tauSquared() {
            return known(shape.tauSquared);
        }

        private static OptionalDouble known(double value) {
            return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
        }

        /**
         * Returns the units.
         *
         * @return by key; none with too few units
         */
        public List<Place> places() {
            return places;
        }

        /**
         * Returns the units outside the limits of 95 %.
         *
         * @return by key
         */
        public List<Place> outside() {
            return places.stream().filter(place -> place.position != Position.INSIDE).toList();
        }

        /**
         * Returns the series without a slope.
         *
         * @return by key
         */
        public List<YearSeries.Key> leftOut() {
            return leftOut;
        }

        /**
         * Returns the limits at a standard error.
         *
         * @param standardError of a slope, not negative
         * @return the limits, or empty with too few units
         * @throws IllegalArgumentException if the error is negative or not finite
         */
        public Optional<Limits> at(double standardError) {
            if (!(standardError >= 0) || Double.isInfinite(standardError)) {
                throw new IllegalArgumentException("a standard error must not be negative, got " + standardError);
            }
            if (reason().isPresent()) {
                return Optional.empty();
            }
            double error = shape.error(standardError);
            return Optional.of(new Limits(
                    standardError,
                    Interval.normal(shape.centre(), error, Interval.Z95),
                    Interval.normal(shape.centre(), error, Z998)));
        }

        /**
         * Returns the limits along a curve, from the smallest to the largest standard error of the units in equal steps.
         *
         * @param points how many, at least 2
         * @return the curve; none with too few units
         * @throws IllegalArgumentException if there are fewer than 2 points
         */
        public List<Limits> curve(int points) {
            if (points < 2) {
                throw new IllegalArgumentException("a curve needs at least 2 points, got " + points);
            }
            double least = places.stream().mapToDouble(place -> place.fit.slopeError().orElseThrow()).min().orElse(0);
            double most = places.stream().mapToDouble(place -> place.fit.slopeError().orElseThrow()).max().orElse(0);
            List<Limits> curve = new ArrayList<>();
            for (int i = 0; i < points; i++) {
                at(least + (most - least) * i / (points - 1)).ifPresent(curve::add);
            }
            return ImmutableList.copyOf(curve);
        }

        @Override
        public String toString() {
            return reason().isPresent()
                    ? "SlopeFunnel[" + units + " slopes are too few]"
                    : String.format(Locale.ROOT, "SlopeFunnel[%d units about %+.4g a year, phi %.4g, tau2 %.4g, %d outside]",
                            units, shape.centre(), shape.phi, shape.tauSquared, outside().size());
        }
    }

    @Override
    public String toString() {
        return method().toString();
    }
}
