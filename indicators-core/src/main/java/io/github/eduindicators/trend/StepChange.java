package io.github.eduindicators.trend;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.laws.ChiSquareLaw;
import io.github.eduindicators.laws.NormalLaw;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.stats.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Did the level of a series move at once, when, and by how much?
 *
 * <p>With {@code w = 1 / (s^2 + omega^2)}, s the standard error of a year and omega squared the variance of school-year shocks, W
 * the sum of w of the years before a place and V of those after:
 * <ul>
 *   <li>{@link #search} asks at every place between two years: {@code Z = (mean after - mean before) / sqrt(1 / W + 1 / V)}, and
 *       takes the place where it is largest. Its p-value pays for the search: it is {@code P(max |Z| >= seen)} of a level series
 *       with these very errors, equal or not, integrated along the Markov chain that the contrasts form. Nothing is simulated, so
 *       there is no seed. For equal errors the 95 % points are 2.21, 2.35, 2.43 and 2.50 of 3 to 6 years, where one known place
 *       would need 1.96.
 *   <li>{@link #event} asks at one place that is known beforehand, such as a new head, the entry to a programme or a new test:
 *       the same Z with {@code p = 2 Phi(-|Z|)} and nothing to pay.
 * </ul>
 *
 * <p>A step is not yet a step: a rising line makes a large Z too. {@link Result#shape} weighs {@code exp(-Q / 2)} of the two
 * fits, Q the weighted sum of squares that each leaves; that of the step is averaged over its places, which is the price of
 * choosing one. A step or a gradual change is named if its weight is at least the confidence, its fit is not itself refuted at
 * that level (Q on n - 2 degrees of freedom) and the change is significant; else it is said that one cannot tell, which is usual
 * with three to six years: of simulated steps of five errors in the middle of five years 38 % were named, of eight errors 85 %.
 * Of lines and steps of three to eight years at most 2 % got the wrong name.
 *
 * <p>A step of one year is also a sign for the objectivity of results: schools change slowly, and rules of marking, a test that
 * was known or a mistake of input change at once. {@link Result#step} gives what a review needs to look into that: the last
 * period before, the first after, and the size in the unit of the series. It is a reason to look, as is a fall after a leap; a
 * merger of schools or another cohort does the same.
 *
 * <p>Input: a series in any unit; points are chosen as by {@link WlsTrend}, years without points count for nothing. A search
 * needs three years, an event one on each side; with fewer the answer is a reason. Equal values give a step of size 0 at the
 * first place with p 1; of places that tie the first is taken.
 *
 * <p>Caveats: the size at a place that was searched for is on average too large; its interval is the one that holds for all
 * places at once. The errors must be true: with omega squared left at 0 a school-year shock is a step. A first or last year on
 * its own is a place like any other, so that a year with a huge error at an end costs a little power. The permutation companion
 * supposes nothing but equal errors, but it cannot be below 1/3 with four years, 1/5 with five and 1/10 with six.
 *
 * <p>Cost of a search about {@code O(n)} integrals of some thousand operations, of an event {@code O(n)}. Immutable and safe to
 * share between threads.
 *
 * <p>Reference: the likelihood-ratio test of a change of a normal mean with known variance, D. M. Hawkins (1977), JASA
 * 72:180-186, doi:10.1080/01621459.1977.10479935, here with unequal variances; an interrupted series with a known event. The
 * comparison with a line is our rule.
 */
public final class StepChange {
    private static final StepChange DEFAULTS = new StepChange(0, 0.95, YearSeries.Comparability.FULL);
    private static final int FEWEST = 3;
    /** 8! = 40 320 orders at most. */
    private static final int MOST_PERMUTED = 8;
    private static final double SAME = 1e-12;

    private final double shock;
    private final double confidence;
    private final YearSeries.Comparability atLeast;

    private StepChange(double shock, double confidence, YearSeries.Comparability atLeast) {
        this.shock = shock;
        this.confidence = confidence;
        this.atLeast = atLeast;
    }

    /**
     * Returns the method without shocks, at 95 %, for values that can be compared as they are.
     *
     * @return the method
     */
    public static StepChange withDefaults() {
        return DEFAULTS;
    }

    /**
     * Sets the variance of school-year shocks.
     *
     * @param omegaSquared not negative, in the square of the unit of values
     * @return the method with it
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public StepChange withShock(double omegaSquared) {
        if (!(omegaSquared >= 0) || Double.isInfinite(omegaSquared)) {
            throw new IllegalArgumentException("the variance of shocks must not be negative, got " + omegaSquared);
        }
        return new StepChange(omegaSquared, confidence, atLeast);
    }

    /**
     * Sets the confidence of intervals and of the shape.
     *
     * @param level strictly between 0 and 1
     * @return the method with it
     * @throws IllegalArgumentException if it is outside that
     */
    public StepChange withConfidence(double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("confidence must be between 0 and 1, got " + level);
        }
        return new StepChange(shock, level, atLeast);
    }

    /**
     * Chooses which points count.
     *
     * @param level {@link YearSeries.Comparability#RELATIVE_ONLY} where values are relative to the units of the same period and
     *     season
     * @return the method with it
     */
    public StepChange admitting(YearSeries.Comparability level) {
        return new StepChange(shock, confidence, Objects.requireNonNull(level, "level"));
    }

    /**
     * Returns what the method is.
     *
     * @return identity, edition, parameters, reference
     */
    public MethodInfo method() {
        return MethodInfo.of("trend/step", "1", "Hawkins 1977, doi:10.1080/01621459.1977.10479935")
                .with(Fact.of("omega2", shock)).with(Fact.of("confidence", confidence))
                .with(Fact.of("admitting", atLeast.name()));
    }

    /**
     * Looks for one step at a place that is not known.
     *
     * @param series the series
     * @return the step; it says itself what it lacks
     */
    public Result search(YearSeries series) {
        Values values = new Values(series, this);
        if (values.n < FEWEST) {
            return new Result(values, List.of(), "too-few-years");
        }
        List<Step> steps = new ArrayList<>(values.n - 1);
        for (int k = 1; k < values.n; k++) {
            steps.add(values.step(k));
        }
        double widest = NormalLaw.upperQuantile((1 - confidence) / (2 * values.n));
        boolean finite = steps.stream().allMatch(step -> step.reckonable(widest));
        return finite ? new Result(values, steps, "") : new Result(values, List.of(), "no-number");
    }

    /**
     * Takes the step at a place that is known from elsewhere than the series.
     *
     * @param series the series
     * @param firstAfter the first period that counts as after the event; it need not be in the series
     * @return the step; it says itself what it lacks
     */
    public Event event(YearSeries series, Period firstAfter) {
        Values values = new Values(series, this);
        int before = (int) values.used.stream().filter(point -> point.period().compareTo(firstAfter) < 0).count();
        if (before == 0 || before == values.n) {
            String reason = before == 0 ? "no-years-before" : "no-years-after";
            return new Event(values, Optional.empty(), values.n == 0 ? "no-years" : reason);
        }
        Step step = values.step(before);
        return step.reckonable(values.quantile())
                ? new Event(values, Optional.of(step), "")
                : new Event(values, Optional.empty(), "no-number");
    }

    @Override
    public String toString() {
        return method().toString();
    }

    /** The usable points of a series as numbers. */
    private static final class Values {
        final YearSeries.Key key;
        final List<YearSeries.Point> used;
        final List<YearSeries.Dropped> dropped;
        final double confidence;
        final int n;
        final double[] time;
        final double[] value;
        final double[] variance;

        Values(YearSeries series, StepChange method) {
            WlsTrend.Fit fit = WlsTrend.withDefaults().withShock(method.shock).admitting(method.atLeast).fit(series);
            key = series.key();
            used = fit.used();
            dropped = fit.dropped();
            confidence = method.confidence;
            n = used.size();
            time = used.stream().mapToDouble(YearSeries.Point::time).toArray();
            value = used.stream().mapToDouble(YearSeries.Point::value).toArray();
            variance = used.stream().mapToDouble(point -> Math.pow(point.standardError().orElse(0), 2) + method.shock).toArray();
        }

        double[] weights() {
            return Arrays.stream(variance).map(v -> 1 / v).toArray();
        }

        double quantile() {
            return NormalLaw.upperQuantile((1 - confidence) / 2);
        }

        /** The contrast with k points before. */
        Step step(int k) {
            double before = 0;
            double after = 0;
            double sumBefore = 0;
            double sumAfter = 0;
            for (int i = 0; i < n; i++) {
                double w = 1 / variance[i];
                double apart = w * (value[i] - value[0]);
                if (i < k) {
                    before += w;
                    sumBefore += apart;
                } else {
                    after += w;
                    sumAfter += apart;
                }
            }
            return new Step(used.get(k - 1).period(), used.get(k).period(),
                    sumAfter / after - sumBefore / before, Math.sqrt(1 / before + 1 / after));
        }

        boolean equalErrors() {
            return Arrays.stream(variance).allMatch(v -> Math.abs(v - variance[0]) <= 1e-9 * variance[0]);
        }
    }

    /** What a change over time looks like. */
    public enum Shape {
        /** A step: a line does not explain it. */
        STEP,
        /** A line: a step does not explain it. */
        GRADUAL,
        /** No change that is beyond chance, or both explain it, or neither does. */
        CANNOT_TELL
    }

    /**
     * The mean of the years after a place less that of the years before it.
     *
     * @param before the last period before, of those in the series
     * @param after the first period after
     * @param change the size in the unit of the series
     * @param standardError its standard error, positive
     */
    public record Step(Period before, Period after, double change, double standardError) {
        /**
         * Returns the size over its error.
         *
         * @return z, normal where the place was known beforehand
         */
        public double z() {
            return change / standardError;
        }

        private boolean reckonable(double quantile) {
            return standardError > 0 && Double.isFinite(Math.abs(change) + quantile * standardError) && Double.isFinite(z());
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%+.4g from %s to %s, z %.2f", change, before, after, z());
        }
    }

    /** The step that a search found. Immutable. */
    public static final class Result {
        private final Values values;
        private final List<Step> steps;
        private final String reason;
        /** Without a step, and with the law not made, where there is a reason. */
        private final int best;
        private final double p;
        private final double weightOfStep;
        private final Shape shape;

        private Result(Values values, List<Step> steps, String reason) {
            this.values = values;
            this.steps = List.copyOf(steps);
            this.reason = reason;
            double largest = steps.stream().mapToDouble(step -> Math.abs(step.z())).max().orElse(0);
            int first = 0;
            while (first < steps.size() && Math.abs(steps.get(first).z()) < largest * (1 - SAME)) {
                first++;
            }
            this.best = first;
            if (steps.isEmpty()) {
                this.p = 1;
                this.weightOfStep = 0;
                this.shape = Shape.CANNOT_TELL;
                return;
            }
            this.p = StepLaw.of(values.weights()).atLeast(largest);
            Line line = Line.fit(values.time, values.value, values.variance);
            double slope = line.slope * Math.sqrt(line.spread);
            double top = Math.max(largest * largest, slope * slope);
            double ofStep = 0;
            for (Step step : steps) {
                ofStep += StrictMath.exp((step.z() * step.z() - top) / 2) / steps.size();
            }
            double ofLine = StrictMath.exp((slope * slope - top) / 2);
            this.weightOfStep = ofStep / (ofStep + ofLine);
            double alpha = 1 - values.confidence;
            double leftByLine = line.misfit(values.time, values.value, values.variance);
            double leftByStep = Math.max(0, leftByLine + slope * slope - largest * largest);
            boolean moved = p <= alpha || 2 * NormalLaw.upperTail(Math.abs(slope)) <= alpha;
            if (moved && weightOfStep >= values.confidence && fits(leftByStep, alpha)) {
                this.shape = Shape.STEP;
            } else if (moved && 1 - weightOfStep >= values.confidence && fits(leftByLine, alpha)) {
                this.shape = Shape.GRADUAL;
            } else {
                this.shape = Shape.CANNOT_TELL;
            }
        }

        private boolean fits(double misfit, double alpha) {
            return Double.isFinite(misfit) && ChiSquareLaw.upperTail(misfit, values.n - 2.0) > alpha;
        }

        /**
         * Returns what the series is about.
         *
         * @return the key
         */
        public YearSeries.Key key() {
            return values.key;
        }

        /**
         * Returns the points that were searched.
         *
         * @return by time
         */
        public List<YearSeries.Point> used() {
            return values.used;
        }

        /**
         * Returns the points left out.
         *
         * @return with their reasons
         */
        public List<YearSeries.Dropped> dropped() {
            return values.dropped;
        }

        /**
         * Returns why there is no answer.
         *
         * @return {@code too-few-years}, or {@code no-number} where numbers are too large or too small to reckon with; empty if
         *     there is one
         */
        public Optional<String> reason() {
            return reason.isEmpty() ? Optional.empty() : Optional.of(reason);
        }

        /**
         * Returns the place where the contrast is largest, the first of those that tie.
         *
         * @return the step, or empty where there is a {@link #reason}
         */
        public Optional<Step> step() {
            return steps.isEmpty() ? Optional.empty() : Optional.of(steps.get(best));
        }

        /**
         * Returns the contrasts of all places.
         *
         * @return by time, one fewer than years; empty where there is a {@link #reason}
         */
        public List<Step> steps() {
            return steps;
        }

        /**
         * Returns the size of the step with an interval that holds at all places at once, and so also at the one that was chosen.
         * It is made when asked for.
         *
         * @return the size in the unit of the series, or empty where there is a {@link #reason}
         */
        public Optional<Interval> size() {
            return step().map(step -> Interval.normal(
                    step.change(), step.standardError(), StepLaw.of(values.weights()).critical(1 - values.confidence)));
        }

        /**
         * Returns how often a level series has so large a contrast somewhere.
         *
         * @return p, two-sided, with the search paid for, or empty where there is a {@link #reason}
         */
        public OptionalDouble p() {
            return steps.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(p);
        }

        /**
         * Returns how many of all orders of the values have so large a contrast somewhere. It is made when asked for.
         *
         * @return the exact p, or empty where errors are not equal, years are more than eight or there is a {@link #reason}
         */
        public OptionalDouble permutationP() {
            if (steps.isEmpty() || values.n > MOST_PERMUTED || !values.equalErrors()) {
                return OptionalDouble.empty();
            }
            int n = values.n;
            double mean = Arrays.stream(values.value).map(y -> y - values.value[0]).sum() / n;
            double[] apart = Arrays.stream(values.value).map(y -> y - values.value[0] - mean).toArray();
            double scale = Math.abs(steps.get(best).z()) * Math.sqrt(values.variance[0] / n) * (1 - 1e-9);
            double[] limit = new double[n];
            for (int k = 1; k < n; k++) {
                limit[k] = scale * Math.sqrt((double) k * (n - k));
            }
            double orders = 1;
            for (int k = 2; k <= n; k++) {
                orders *= k;
            }
            return OptionalDouble.of(1 - below(apart, limit, 0, 0) / orders);
        }

        /** How many orders of the values from the k-th on keep all partial sums below their limits. */
        private static double below(double[] apart, double[] limit, int k, double sum) {
            if (k > 0 && k < apart.length && Math.abs(sum) >= limit[k]) {
                return 0;
            }
            if (k >= apart.length - 1) {
                return 1;
            }
            double count = 0;
            for (int i = k; i < apart.length; i++) {
                swap(apart, k, i);
                count += below(apart, limit, k + 1, sum + apart[k]);
                swap(apart, k, i);
            }
            return count;
        }

        private static void swap(double[] all, int i, int j) {
            double kept = all[i];
            all[i] = all[j];
            all[j] = kept;
        }

        /**
         * Returns what the change looks like.
         *
         * @return step, gradual, or that one cannot tell, as also where there is a {@link #reason}
         */
        public Shape shape() {
            return shape;
        }

        /**
         * Returns the weight of a step at an unknown place against a line, where both are as likely beforehand.
         *
         * @return 0..1, or empty where there is a {@link #reason}
         */
        public OptionalDouble weightOfStep() {
            return steps.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(weightOfStep);
        }

        @Override
        public String toString() {
            return "Step[" + values.key + ": " + step()
                    .map(step -> step + String.format(Locale.ROOT, ", p %.3g, %s", p, shape))
                    .orElse(reason + ", " + values.n + " usable years") + "]";
        }
    }

    /** The step at a known event. Immutable. */
    public static final class Event {
        private final Values values;
        private final Optional<Step> step;
        private final String reason;

        private Event(Values values, Optional<Step> step, String reason) {
            this.values = values;
            this.step = step;
            this.reason = reason;
        }

        /**
         * Returns what the series is about.
         *
         * @return the key
         */
        public YearSeries.Key key() {
            return values.key;
        }

        /**
         * Returns the points used.
         *
         * @return by time
         */
        public List<YearSeries.Point> used() {
            return values.used;
        }

        /**
         * Returns the points left out.
         *
         * @return with their reasons
         */
        public List<YearSeries.Dropped> dropped() {
            return values.dropped;
        }

        /**
         * Returns why there is no answer.
         *
         * @return {@code no-years}, {@code no-years-before}, {@code no-years-after}, or {@code no-number} where numbers are too
         *     large or too small to reckon with; empty if there is one
         */
        public Optional<String> reason() {
            return reason.isEmpty() ? Optional.empty() : Optional.of(reason);
        }

        /**
         * Returns the step.
         *
         * @return the step at the event, or empty where there is a {@link #reason}
         */
        public Optional<Step> step() {
            return step;
        }

        /**
         * Returns the size of the step with its interval.
         *
         * @return the size in the unit of the series, or empty where there is a {@link #reason}
         */
        public Optional<Interval> size() {
            return step.map(one -> Interval.normal(one.change(), one.standardError(), values.quantile()));
        }

        /**
         * Returns how often a level series would give such a step there.
         *
         * @return p, two-sided, or empty where there is a {@link #reason}
         */
        public OptionalDouble p() {
            return step.isEmpty()
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(2 * NormalLaw.upperTail(Math.abs(step.get().z())));
        }

        @Override
        public String toString() {
            return "Event[" + values.key + ": " + step
                    .map(one -> one + String.format(Locale.ROOT, ", p %.3g", p().orElse(1)))
                    .orElse(reason + ", " + values.n + " usable years") + "]";
        }
    }
}
