package io.github.eduindicators.trend;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.laws.NormalLaw;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.stats.Interval;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * By how much a year do the odds of a share change, when each year is k of n?
 *
 * <p>{@code k(t)} is binomial of n(t) with {@code log(p / (1 - p)) = a + b (t - mean t)}; a and b are of maximum likelihood. With
 * L the largest logarithm of the likelihood, L0 that of one share for all years, P the share of all years together and phi the
 * dispersion:
 * <ul>
 *   <li>slope b with {@code se = sqrt(phi / Sxx)}, Sxx the information on b; {@code z = b / se}, {@code p = 2 Phi(-|z|)};
 *   <li>likelihood ratio {@code 2 (L - L0)}; its p is that of the ratio over phi as chi-squared on one degree of freedom;
 *   <li>Cochran and Armitage {@code (sum t (k - n P))^2 / (P (1 - P) sum n (t - mean t)^2)}, the same law, without a correction
 *       for continuity and without phi;
 *   <li>percentage points a year: {@code 100 b P (1 - P)}, the slope of the curve where the share is P, with P taken as known.
 * </ul>
 *
 * <p>The dispersion says by how much years scatter more than binomial counts do. Left to the series itself it is Pearson's sum of
 * squares over n - 2, but at least 1: a few years often agree with a line better than they should, and that is luck, not
 * precision. So few years hardly tell it; take it from all series of the region by {@link #dispersion} and
 * {@link #withDispersion}.
 *
 * <p>Separation: where all failures come before all successes or the other way round, but for one year with both (0, 0 and 5 of
 * 25), the slope of maximum likelihood is infinite and its p means nothing. That is recognised exactly, and the slope is then the
 * one that maximises {@code L + log det(information) / 2}, which is finite; {@link Fit#penalised} says so. The likelihood ratio
 * is kept: it is finite in the limit.
 *
 * <p>Input: a series of shares, {@link YearSeries.Point#ofShare}; standard errors of points are not used. Only fully comparable
 * points count. A series of anything else, fewer than two years, no success at all or no failure at all: no slope, with the
 * reason. Two years give a slope with the dispersion 1. Equal shares give the slope 0 with its error.
 *
 * <p>Caveats: the errors are of these pupils; shocks of school years are in phi only. A phi of the region also holds what its
 * years have in common, if that is not taken out first. z is poor where a few of many succeed: read the likelihood ratio there.
 *
 * <p>Cost {@code O(n)} a step, about five steps. Immutable and safe to share between threads.
 *
 * <p>Reference: P. McCullagh, J. A. Nelder (1989), Generalized Linear Models, chapter 4; P. Armitage (1955), Biometrics
 * 11:375-386, doi:10.2307/3001775; D. Firth (1993), Biometrika 80:27-38, doi:10.1093/biomet/80.1.27; separation: A. Albert, J. A.
 * Anderson (1984), Biometrika 71:1-10, doi:10.1093/biomet/71.1.1.
 */
public final class LogisticTrend {
    private static final LogisticTrend DEFAULTS = new LogisticTrend(OptionalDouble.empty(), 0.95);

    private final OptionalDouble dispersion;
    private final double confidence;

    private LogisticTrend(OptionalDouble dispersion, double confidence) {
        this.dispersion = dispersion;
        this.confidence = confidence;
    }

    /**
     * Returns the method with the dispersion of each series itself, at least 1, and with 95 % intervals.
     *
     * @return the method
     */
    public static LogisticTrend withDefaults() {
        return DEFAULTS;
    }

    /**
     * Takes the dispersion from elsewhere.
     *
     * @param phi at least 1, such as that of {@link #dispersion}; 1 for binomial errors
     * @return the method with it
     * @throws IllegalArgumentException if it is below 1 or not finite
     */
    public LogisticTrend withDispersion(double phi) {
        if (!(phi >= 1) || Double.isInfinite(phi)) {
            throw new IllegalArgumentException("the dispersion must be at least 1, got " + phi);
        }
        return new LogisticTrend(OptionalDouble.of(phi), confidence);
    }

    /**
     * Sets the confidence of intervals.
     *
     * @param level strictly between 0 and 1
     * @return the method with it
     * @throws IllegalArgumentException if it is outside that
     */
    public LogisticTrend withConfidence(double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("confidence must be between 0 and 1, got " + level);
        }
        return new LogisticTrend(dispersion, level);
    }

    /**
     * Returns what the method is.
     *
     * @return identity, edition, parameters, reference
     */
    public MethodInfo method() {
        return MethodInfo.of("trend/logistic", "1", "McCullagh and Nelder 1989; Firth 1993, doi:10.1093/biomet/80.1.27")
                .with(dispersion.isPresent() ? Fact.of("dispersion", dispersion.getAsDouble()) : Fact.of("dispersion", "own"))
                .with(Fact.of("confidence", confidence));
    }

    /**
     * Pools the dispersion of many series: the sum of Pearson's sums of squares over the sum of n - 2, each series about its own
     * curve. The result does not depend on the order of the series.
     *
     * @param series the series; those with fewer than three years, without a slope or with separation say nothing and are left
     *     out
     * @return phi, at least 1, or empty where no series says anything
     */
    public static OptionalDouble dispersion(Collection<YearSeries> series) {
        double[] squares = new double[series.size()];
        long freedom = 0;
        int count = 0;
        for (YearSeries one : series) {
            Fit fit = DEFAULTS.fit(one);
            OptionalDouble pearson = fit.pearson();
            if (pearson.isPresent()) {
                squares[count++] = pearson.getAsDouble();
                freedom += fit.years() - 2;
            }
        }
        if (freedom == 0) {
            return OptionalDouble.empty();
        }
        Arrays.sort(squares);
        double sum = 0;
        for (double square : squares) {
            sum += square;
        }
        return OptionalDouble.of(Math.max(1, sum / freedom));
    }

    /**
     * Fits the curve.
     *
     * @param series shares by year
     * @return the fit; it says itself what it lacks
     */
    public Fit fit(YearSeries series) {
        return new Fit(series, dispersion, confidence);
    }

    @Override
    public String toString() {
        return method().toString();
    }

    /** A logistic curve through one series of shares. Immutable. */
    public static final class Fit {
        private final YearSeries.Key key;
        private final YearSeries.Selection chosen;
        private final double quantile;
        private final String reason;
        /** Null where there is a reason. */
        private final LogisticLine line;
        /** Of all years together; 0 without shares. */
        private final double share;
        private final double dispersion;

        private Fit(YearSeries series, OptionalDouble dispersion, double confidence) {
            this.key = series.key();
            this.chosen = series.comparable(YearSeries.Comparability.FULL);
            this.quantile = NormalLaw.upperQuantile((1 - confidence) / 2);
            List<YearSeries.Point> used = chosen.used();
            double[] time = used.stream().mapToDouble(YearSeries.Point::time).toArray();
            double[] k = used.stream().mapToDouble(point -> point.successes().orElse(0)).toArray();
            double[] n = used.stream().mapToDouble(point -> point.n().orElse(0)).toArray();
            double successes = 0;
            double all = 0;
            for (int i = 0; i < n.length; i++) {
                successes += k[i];
                all += n[i];
            }
            String lack = "";
            if (series.points().stream().anyMatch(point -> point.measure() != YearSeries.Measure.SHARE)) {
                lack = "not-shares";
            } else if (n.length < 2) {
                lack = "too-few-years";
            } else if (successes == 0) {
                lack = "no-successes";
            } else if (successes == all) {
                lack = "no-failures";
            }
            LogisticLine fitted = lack.isEmpty() ? LogisticLine.fit(time, k, n) : null;
            if (fitted != null && !(Double.isFinite(fitted.slope) && fitted.slopeVariance() > 0
                    && Double.isFinite(fitted.slopeVariance()))) {
                lack = "no-number";
                fitted = null;
            }
            this.reason = lack;
            this.line = fitted;
            this.share = all == 0 ? 0 : successes / all;
            this.dispersion = dispersion.orElse(fitted == null ? 1 : Math.max(1, ownDispersion().orElse(1)));
        }

        /**
         * Returns what the series is about.
         *
         * @return the key
         */
        public YearSeries.Key key() {
            return key;
        }

        /**
         * Returns the points that the curve goes through.
         *
         * @return by time
         */
        public List<YearSeries.Point> used() {
            return chosen.used();
        }

        /**
         * Returns the points left out.
         *
         * @return with their reasons
         */
        public List<YearSeries.Dropped> dropped() {
            return chosen.dropped();
        }

        /**
         * Returns the number of years used.
         *
         * @return the number of points
         */
        public int years() {
            return chosen.used().size();
        }

        /**
         * Returns why there is no slope.
         *
         * @return {@code not-shares}, {@code too-few-years}, {@code no-successes}, {@code no-failures}, or {@code no-number}
         *     where counts are too far apart to reckon with; empty if there is a slope
         */
        public Optional<String> reason() {
            return reason.isEmpty() ? Optional.empty() : Optional.of(reason);
        }

        /**
         * Says whether years separate successes from failures, so that the slope is the penalised one.
         *
         * @return whether the slope of maximum likelihood would be infinite
         */
        public boolean penalised() {
            return line != null && line.penalised();
        }

        /**
         * Returns the slope in log-odds.
         *
         * @return the change a year with its interval, or empty where there is a {@link #reason}
         */
        public Optional<Interval> slope() {
            return line == null ? Optional.empty() : Optional.of(Interval.normal(line.slope, error(), quantile));
        }

        private double error() {
            return Math.sqrt(dispersion * line.slopeVariance());
        }

        /**
         * Returns the standard error of the slope.
         *
         * @return positive, in log-odds, with the dispersion, or empty where there is a {@link #reason}
         */
        public OptionalDouble slopeError() {
            return line == null ? OptionalDouble.empty() : OptionalDouble.of(error());
        }

        /**
         * Returns the slope over its error.
         *
         * @return Wald's z, or empty where there is a {@link #reason}
         */
        public OptionalDouble z() {
            return line == null ? OptionalDouble.empty() : OptionalDouble.of(line.slope / error());
        }

        /**
         * Returns how often equal shares would give such a z, up or down.
         *
         * @return Wald's p, two-sided, or empty where there is a {@link #reason}
         */
        public OptionalDouble p() {
            return line == null
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(2 * NormalLaw.upperTail(Math.abs(line.slope / error())));
        }

        /**
         * Returns the likelihood ratio, without the dispersion. Where the slope is penalised it is that of the infinite slope.
         *
         * @return not negative, or empty where there is a {@link #reason}
         */
        public OptionalDouble likelihoodRatio() {
            return line == null ? OptionalDouble.empty() : OptionalDouble.of(line.likelihoodRatio());
        }

        /**
         * Returns how often equal shares would give such a likelihood ratio.
         *
         * @return p, with the dispersion, or empty where there is a {@link #reason}
         */
        public OptionalDouble likelihoodRatioP() {
            return line == null ? OptionalDouble.empty() : OptionalDouble.of(tail(line.likelihoodRatio() / dispersion));
        }

        /**
         * Returns the statistic of Cochran and Armitage.
         *
         * @return chi-squared on one degree of freedom, or empty where there is a {@link #reason}
         */
        public OptionalDouble cochranArmitage() {
            return line == null ? OptionalDouble.empty() : OptionalDouble.of(line.cochranArmitage());
        }

        /**
         * Returns how often equal shares would give such a statistic of Cochran and Armitage.
         *
         * @return p of the classical test, without the dispersion, or empty where there is a {@link #reason}
         */
        public OptionalDouble cochranArmitageP() {
            return line == null ? OptionalDouble.empty() : OptionalDouble.of(tail(line.cochranArmitage()));
        }

        private static double tail(double chiSquared) {
            return 2 * NormalLaw.upperTail(Math.sqrt(chiSquared));
        }

        /**
         * Returns the dispersion that errors were taken with.
         *
         * @return phi, at least 1
         */
        public double dispersion() {
            return dispersion;
        }

        /**
         * Returns the dispersion of the series itself as it came out.
         *
         * @return Pearson's sum of squares over n - 2, often far below 1 in a few years; empty with fewer than three years, with
         *     separation or where there is a {@link #reason}
         */
        public OptionalDouble ownDispersion() {
            OptionalDouble squares = pearson();
            return squares.isEmpty() ? squares : OptionalDouble.of(squares.getAsDouble() / (years() - 2));
        }

        private OptionalDouble pearson() {
            return line == null || line.penalised() || years() < 3 ? OptionalDouble.empty() : OptionalDouble.of(line.pearson());
        }

        /**
         * Returns the slope in percentage points.
         *
         * @return the change a year where the share is that of all years together, with its interval; over 100 it is in
         *     proportion; empty where there is a {@link #reason}
         */
        public Optional<Interval> percentagePoints() {
            double factor = 100 * share * (1 - share);
            return line == null
                    ? Optional.empty()
                    : Optional.of(Interval.normal(factor * line.slope, factor * error(), quantile));
        }

        /**
         * Returns the curve at a time.
         *
         * @param time a calendar year, half a year more for a second half; may lie outside the series
         * @return the share with the interval of the curve, within 0..1; empty where there is a {@link #reason}
         */
        public Optional<Interval> at(double time) {
            if (line == null) {
                return Optional.empty();
            }
            double since = time - chosen.used().get(0).time();
            double odds = line.at(since);
            double half = quantile * Math.sqrt(dispersion * Math.max(0, line.varianceAt(since)));
            return Optional.of(new Interval(
                    LogisticLine.share(odds), LogisticLine.share(odds - half), LogisticLine.share(odds + half)));
        }

        @Override
        public String toString() {
            return slope()
                    .map(slope -> String.format(Locale.ROOT,
                            "Fit[%s: log-odds %+.4g a year [%.4g; %.4g], %+.2f points, %d years, p %.3g%s]",
                            key, slope.value(), slope.lower(), slope.upper(), percentagePoints().orElse(slope).value(), years(),
                            likelihoodRatioP().orElse(1), penalised() ? ", penalised" : ""))
                    .orElseGet(() -> "Fit[" + key + ": no slope, " + reason + ", " + years() + " usable years]");
        }
    }
}
