package io.github.eduindicators.effectiveness;

import io.github.eduindicators.effectiveness.ContextualFit.Coefficient;
import io.github.eduindicators.effectiveness.ContextualFit.Line;
import io.github.eduindicators.effectiveness.ContextualFit.Model;
import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.stats.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Is the school's result what schools with such pupils have?
 *
 * <p>The outcome y of units is regressed on their numeric context x: {@code y(j) = x(j)'b + e(j)}, {@code var e(j) = s^2 / w(j)},
 * by weighted least squares or Huber's M-estimator (k = 1.345, scale by the median of the absolute residuals). A unit does not
 * predict itself: with its residual e and leverage {@code h(j) = w(j) x(j)'(X'WX)^-1 x(j)} the difference from what all other
 * units lead to expect is {@code e / (1 - h)}; in standard errors free of its own outcome it is the externally studentised
 * residual, Student with n - p - 1 degrees of freedom (p coefficients with the intercept). The interval of the difference is that
 * of the unit itself: {@code sigma^2 / n(j) + s^2 h / (w (1 - h))}, with sigma the spread of pupils inside units; where that is
 * not known, the whole spread around the line counts as error. A leverage above {@code 2 p / n} is said to be high: such a
 * context is rare and the expectation rests on the line being straight. The adjusted value is the mean of all units plus the
 * difference.
 *
 * <p><b>Weights.</b> {@link Weights#PRECISION} by default, {@code 1 / (tau^2 + sigma^2 / n)}, with the spread tau of units beside
 * sampling after Paule and Mandel. Weights n take the spread to be sampling alone: schools differ by more than that, and large
 * schools would then be called unusual far too often.
 *
 * <p><b>Sets of variables.</b> A unit is looked at with the first set all of whose variables it has; a set is fitted to all units
 * that have its variables. Without {@link #withTiers} the first set is all variables that at least half of the units have, by
 * name; each next one drops the variable missing most often, of equals the last by name; then come the single variables, so that
 * a unit that has any of them is compared by it. Constant variables and those that follow
 * from the ones before them are dropped and named. A set needs {@code 10 + 5 k} units for k variables used (a rule of thumb,
 * ours); else the next one follows. The mean of all, without context, is only used {@linkplain #withMeanAsLastTier if asked for}.
 *
 * <p><b>Schools.</b> {@link #run} takes in each region and assessment the mean score of a school, less the region's mean, in
 * standard deviations of the region's pupils; sigma is the spread of pupils inside schools, all schools together. Schools with
 * doubtful results take no part and get no value. Rows {@code contextual_residual}: the difference, its 95 % interval, n pupils;
 * notes {@code model=…} or {@code no-context}, {@code high-leverage}, {@code small-n} (fewer than {@value ContextRun#SMALL}
 * pupils). Over the assessments of a year, differences are averaged by pupils. Sampling errors of works of one grade are added as if
 * they were wrong together, since the same pupils sit several works; those of two grades are of other pupils and independent; all
 * else (the error of what is expected, how schools differ) is taken to be wrong in all works together. Such an interval is rather
 * too wide than too narrow; n counts results. Findings,
 * one a school for the latest year of its region: FLAGGED, category {@code below}, if the difference is negative and p, two-sided
 * and adjusted after Benjamini and Hochberg over all schools, is at most the level; CLEAR and {@code above} if it is positive;
 * else CLEAR and {@code as-expected}. The effect is the pooled difference in standard deviations of pupils, {@code detectable}
 * the size of a difference that p below 0.05 would have shown with probability 0.8.
 *
 * <p>Too few units, no context, all outcomes equal in a region: INSUFFICIENT_DATA with the reason as note. Equal outcomes in
 * observations: differences of 0 and p = 1.
 *
 * <p>Caveats: a low result against the context is a reason to look at conditions, not a verdict on teachers; the variables say
 * little of what pupils knew before. What all schools of one context share (all small schools taught worse) is in the line and
 * not seen. Errors in the context weaken its coefficients. The spread tau between units is estimated from all, the unit itself
 * too. With Huber's estimator the differences are by the formula above with its final weights, and Student's law is an
 * approximation. Context of a type that only one unit has says nothing of that unit ({@code alone-in-context}).
 *
 * <p>Complexity: {@code O(n k^2)} a fit; about ten fits for the weights, up to 200 for Huber. The order of units makes no
 * difference, to the last bit. Immutable and safe to share between threads.
 *
 * <p>Reference: D. A. Belsley, E. Kuh, R. E. Welsch (1980), Regression Diagnostics, doi:10.1002/0471725153, chapter 2; P. J.
 * Huber (1964), doi:10.1214/aoms/1177703732; R. C. Paule, J. Mandel (1982), J. Res. NBS 87:377-385, doi:10.6028/jres.087.022; Y.
 * Benjamini, Y. Hochberg (1995), doi:10.1111/j.2517-6161.1995.tb02031.x. Choice of sets, minimum and pooling are ours.
 */
public final class ContextualExpectation {
    /** The code of the rows: {@value}. */
    public static final String INDICATOR = "contextual_residual";

    static final String CONTEXT_MISSING = "context-missing";
    static final String FEW_UNITS = "few-units";
    static final String CONTEXT_CONSTANT = "context-constant";
    static final String ALONE = "alone-in-context";

    private static final int DEFAULT_BASE = 10;
    private static final int DEFAULT_PER_VARIABLE = 5;
    private static final int LEAST_BASE = 3;
    private static final double LARGEST = 1e50;
    private static final double SMALLEST_WEIGHT = 1e-6;
    private static final double LARGEST_WEIGHT = 1e12;

    private static final ContextualExpectation DEFAULTS = new ContextualExpectation(
            new Options(Estimator.LEAST_SQUARES, Weights.PRECISION, List.of(), false, DEFAULT_BASE, DEFAULT_PER_VARIABLE, 0.05));

    /** How the line is fitted. */
    public enum Estimator {
        /** Weighted least squares. */
        LEAST_SQUARES,
        /** Huber's M-estimator: units far from the line pull it less. */
        HUBER
    }

    /** What the weight of a unit is. */
    public enum Weights {
        /**
         * One over the variance: {@code 1 / (tau^2 + sigma^2 / n)}; n itself where the observations do not tell the spread of
         * pupils.
         */
        PRECISION,
        /** n, the number of pupils: right only if units differ by sampling alone. */
        PUPILS,
        /** 1: ordinary least squares. */
        EQUAL
    }

    private record Options(
            Estimator estimator,
            Weights weights,
            List<List<String>> tiers,
            boolean meanAsLast,
            int base,
            int perVariable,
            double level) {}

    private final Options options;

    private ContextualExpectation(Options options) {
        this.options = options;
    }

    /**
     * Returns weighted least squares with weights of precision, sets of variables derived from the data, none without context, at
     * least {@code 10 + 5 k} units, level 0.05.
     *
     * @return the method
     */
    public static ContextualExpectation withDefaults() {
        return DEFAULTS;
    }

    /**
     * Chooses how the line is fitted.
     *
     * @param estimator the estimator
     * @return the method with it
     */
    public ContextualExpectation withEstimator(Estimator estimator) {
        return new ContextualExpectation(new Options(
                estimator, options.weights, options.tiers, options.meanAsLast, options.base, options.perVariable, options.level));
    }

    /**
     * Chooses the weights.
     *
     * @param weights the weights
     * @return the method with them
     */
    public ContextualExpectation withWeights(Weights weights) {
        return new ContextualExpectation(new Options(
                options.estimator, weights, options.tiers, options.meanAsLast, options.base, options.perVariable, options.level));
    }

    /**
     * Chooses the sets of variables: a unit is looked at with the first that it has all variables of.
     *
     * @param tiers at least one set, each of one or more different variables; of variables that follow from each other the first
     *     are kept
     * @return the method with them
     * @throws IllegalArgumentException if there is no set, or one is empty or names a variable twice
     */
    public ContextualExpectation withTiers(List<List<String>> tiers) {
        if (tiers.isEmpty()) {
            throw new IllegalArgumentException("at least one set of variables is needed, got none");
        }
        for (List<String> tier : tiers) {
            if (tier.isEmpty() || new HashSet<>(tier).size() < tier.size()) {
                throw new IllegalArgumentException(
                        "a set needs one or more different variables (for none see withMeanAsLastTier), got " + tier);
            }
        }
        return new ContextualExpectation(new Options(
                options.estimator,
                options.weights,
                tiers.stream().map(List::copyOf).toList(),
                options.meanAsLast,
                options.base,
                options.perVariable,
                options.level));
    }

    /**
     * Lets units that no set of variables speaks of be compared with the mean of all: without any regard to context.
     *
     * @return the method with it
     */
    public ContextualExpectation withMeanAsLastTier() {
        return new ContextualExpectation(new Options(
                options.estimator, options.weights, options.tiers, true, options.base, options.perVariable, options.level));
    }

    /**
     * Chooses how many units a model needs: {@code base + perVariable * k} for k variables.
     *
     * @param base 3 or more
     * @param perVariable 1 or more
     * @return the method with it
     * @throws IllegalArgumentException if a number is smaller
     */
    public ContextualExpectation withMinimumUnits(int base, int perVariable) {
        if (base < LEAST_BASE || perVariable < 1) {
            throw new IllegalArgumentException(
                    "at least 3 units and 1 a variable are needed, got " + base + " and " + perVariable);
        }
        return new ContextualExpectation(new Options(
                options.estimator, options.weights, options.tiers, options.meanAsLast, base, perVariable, options.level));
    }

    /**
     * Chooses the level of the adjusted p-value up to which a difference is told.
     *
     * @param level between 0 and 1
     * @return the method with it
     * @throws IllegalArgumentException if it is not between 0 and 1
     */
    public ContextualExpectation withLevel(double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("level must be between 0 and 1, got " + level);
        }
        return new ContextualExpectation(new Options(
                options.estimator, options.weights, options.tiers, options.meanAsLast, options.base, options.perVariable, level));
    }

    /**
     * Returns the method with its options.
     *
     * @return {@code effectiveness/contextual-expectation}
     */
    public MethodInfo method() {
        MethodInfo info = MethodInfo.of(
                        "effectiveness/contextual-expectation",
                        "1",
                        "Belsley, Kuh, Welsch (1980), doi:10.1002/0471725153; pooling and sets of variables are ours")
                .with(Fact.of("estimator", options.estimator.name().toLowerCase(Locale.ROOT).replace('_', '-')))
                .with(Fact.of("weights", options.weights.name().toLowerCase(Locale.ROOT)))
                .with(Fact.of("minimum-units", (long) options.base))
                .with(Fact.of("minimum-units-per-variable", (long) options.perVariable));
        if (!options.tiers.isEmpty()) {
            info = info.with(Fact.of(
                    "tiers", options.tiers.stream().map(tier -> String.join("+", tier)).collect(Collectors.joining(", "))));
        }
        if (options.meanAsLast) {
            info = info.with(Fact.of("last-tier", "mean"));
        }
        return info.with(Fact.of("level", options.level));
    }

    @Override
    public String toString() {
        return method().toString();
    }

    double level() {
        return options.level;
    }

    /** How many units a model with so many variables needs. */
    long needed(int variables) {
        return options.base + (long) options.perVariable * variables;
    }

    /**
     * Fits units of any kind.
     *
     * @param observations the units with outcome, weight and context
     * @return the models, and each unit against what others with such a context have
     */
    public ContextualFit fit(Observations observations) {
        int count = observations.units.size();
        List<List<String>> tiers = new ArrayList<>(options.tiers.isEmpty() ? observations.tiers() : options.tiers);
        if (options.meanAsLast) {
            tiers.add(List.of());
        }
        double mean = observations.mean();
        boolean[] done = new boolean[count];
        String[] reasons = new String[count];
        List<Model> models = new ArrayList<>();
        Line[] lines = new Line[count];
        for (int tier = 0; tier < tiers.size(); tier++) {
            int[] rows = observations.rowsWith(tiers.get(tier));
            int open = 0;
            for (int row : rows) {
                open += done[row] ? 0 : 1;
            }
            if (open > 0) {
                Tier fitted = new Tier(observations, tiers.get(tier), rows);
                Optional<String> refused = fitted.refused();
                if (refused.isEmpty()) {
                    ContextRegression regression = fitted.regression();
                    Model model = fitted.model(tier + 1, regression);
                    models.add(model);
                    for (int i = 0; i < rows.length; i++) {
                        if (!done[rows[i]]) {
                            done[rows[i]] = true;
                            reasons[rows[i]] = regression.alone(i) ? ALONE : null;
                            if (!regression.alone(i)) {
                                lines[rows[i]] = line(observations, rows[i], model, regression, i, mean);
                            }
                        }
                    }
                } else {
                    for (int row : rows) {
                        reasons[row] = done[row] || reasons[row] != null ? reasons[row] : refused.get();
                    }
                }
            }
        }
        for (int i = 0; i < count; i++) {
            reasons[i] = reasons[i] == null && !done[i] ? CONTEXT_MISSING : reasons[i];
        }
        return new ContextualFit(models, observations.units, lines, reasons, mean);
    }

    private static Line line(Observations all, int row, Model model, ContextRegression regression, int i, double mean) {
        double observed = all.outcome[row];
        Interval difference = regression.differenceInterval(i);
        return new Line(
                all.units.get(row),
                model,
                all.n[row],
                observed,
                observed - regression.residual(i),
                regression.residual(i),
                regression.leverage(i),
                regression.standardised(i),
                regression.spread(i),
                regression.freedomWithout(),
                regression.prediction(i),
                observed - difference.value(),
                difference,
                mean + difference.value());
    }

    /** One set of variables and the units that have them. */
    private final class Tier {
        private final Observations all;
        private final List<String> variables;
        private final int[] rows;
        private final LinearFit.Design design;
        private final List<String> used = new ArrayList<>();
        private final TreeMap<String, String> dropped = new TreeMap<>();

        Tier(Observations all, List<String> variables, int[] rows) {
            this.all = all;
            this.variables = variables;
            this.rows = rows;
            this.design = new LinearFit.Design(rows.length);
            for (String variable : variables) {
                LinearFit.Dropped why = design.add(picked(all.covariates.get(variable)));
                if (why == null) {
                    used.add(variable);
                } else {
                    dropped.put(variable, why.name().toLowerCase(Locale.ROOT));
                }
            }
        }

        private double[] picked(double[] values) {
            double[] picked = new double[rows.length];
            for (int i = 0; i < rows.length; i++) {
                picked[i] = values[rows[i]];
            }
            return picked;
        }

        Optional<String> refused() {
            if (rows.length < needed(used.size())) {
                return Optional.of(FEW_UNITS);
            }
            return used.isEmpty() && !variables.isEmpty() ? Optional.of(CONTEXT_CONSTANT) : Optional.empty();
        }

        ContextRegression regression() {
            return new ContextRegression(
                    design,
                    picked(all.outcome),
                    picked(all.n),
                    all.pupilSd.orElse(Double.NaN),
                    options.estimator,
                    options.weights);
        }

        Model model(int place, ContextRegression regression) {
            double[][] values = regression.coefficients();
            List<Coefficient> coefficients = new ArrayList<>();
            for (int a = 0; a < values[0].length; a++) {
                coefficients.add(new Coefficient(a == 0 ? "(intercept)" : used.get(a - 1), values[0][a], values[1][a]));
            }
            return new Model(
                    place,
                    used,
                    dropped,
                    coefficients,
                    rows.length,
                    regression.freedom(),
                    regression.r2(),
                    regression.residualError(),
                    regression.betweenError());
        }
    }

    /**
     * Looks at the schools of each region in each assessment, with the numeric context of the register.
     *
     * @param results the results, with what is known of the schools
     * @param doubtful schools whose results are in doubt: they take no part and get no value
     * @return rows, findings and models
     */
    public Result run(SchoolResults results, Predicate<SchoolId> doubtful) {
        return new ContextRun(this, results, doubtful).result();
    }

    /**
     * Units with an outcome, a weight and context. The order in which they are added makes no difference. Immutable and safe to
     * share between threads.
     */
    public static final class Observations {
        private final List<Unit> units;
        private final double[] outcome;
        private final double[] n;
        /** By variable, the values of all units; NaN where a unit has none. */
        private final TreeMap<String, double[]> covariates;
        private final OptionalDouble pupilSd;

        /** The units sorted, everything else in their order. */
        Observations(
                List<Unit> units, double[] outcome, double[] n, TreeMap<String, double[]> covariates, OptionalDouble pupilSd) {
            this.units = units;
            this.outcome = outcome;
            this.n = n;
            this.covariates = covariates;
            this.pupilSd = pupilSd;
        }

        /**
         * Starts a collection of units.
         *
         * @return an empty builder
         */
        public static Builder builder() {
            return new Builder();
        }

        /**
         * Returns how many units there are.
         *
         * @return the number
         */
        public int size() {
            return units.size();
        }

        /** The mean of the outcome, weighted by n; 0 if there is no unit. */
        private double mean() {
            double total = 0;
            double sum = 0;
            for (int i = 0; i < n.length; i++) {
                total += n[i];
                sum += n[i] * outcome[i];
            }
            return total > 0 ? sum / total : 0;
        }

        /** The sets of variables that the data themselves suggest. */
        private List<List<String>> tiers() {
            TreeMap<String, Integer> absent = new TreeMap<>();
            covariates.forEach((variable, values) -> {
                int without = 0;
                for (double value : values) {
                    without += Double.isNaN(value) ? 1 : 0;
                }
                if (2L * without <= values.length) {
                    absent.put(variable, without);
                }
            });
            List<String> dropping = absent.keySet().stream()
                    .sorted(Comparator.comparing((String variable) -> absent.get(variable))
                            .thenComparing(Comparator.naturalOrder())
                            .reversed())
                    .toList();
            List<List<String>> tiers = new ArrayList<>();
            for (String next : dropping) {
                tiers.add(List.copyOf(absent.keySet()));
                absent.remove(next);
            }
            // Who lacks what all of these have is still looked at by what is known of it.
            for (int i = dropping.size() - 2; i >= 0; i--) {
                tiers.add(List.of(dropping.get(i)));
            }
            return tiers;
        }

        private int[] rowsWith(List<String> variables) {
            List<double[]> columns = new ArrayList<>();
            for (String variable : variables) {
                double[] column = covariates.get(variable);
                if (column == null) {
                    return new int[0];
                }
                columns.add(column);
            }
            int[] rows = new int[n.length];
            int found = 0;
            for (int i = 0; i < n.length; i++) {
                boolean whole = true;
                for (double[] column : columns) {
                    whole &= !Double.isNaN(column[i]);
                }
                if (whole) {
                    rows[found++] = i;
                }
            }
            return Arrays.copyOf(rows, found);
        }

        @Override
        public String toString() {
            return "Observations[" + units.size() + " units, " + covariates.keySet() + "]";
        }

        /** Collects units. Not safe for use by several threads. */
        public static final class Builder {
            private record Row(double outcome, double n, Map<String, Double> context) {}

            private final TreeMap<Unit, Row> rows = new TreeMap<>(Unit.order());
            private OptionalDouble pupilSd = OptionalDouble.empty();

            private Builder() {}

            /**
             * Says how much pupils inside a unit differ, so that the sampling error of a unit is known.
             *
             * @param sd the standard deviation of the outcome of one pupil, one for all units; positive, 1e-50..1e50
             * @return this builder
             * @throws IllegalArgumentException if it is outside that
             */
            public Builder pupilSd(double sd) {
                if (!(sd >= 1 / LARGEST && sd <= LARGEST)) {
                    throw new IllegalArgumentException("the spread of pupils must be positive and finite, got " + sd);
                }
                this.pupilSd = OptionalDouble.of(sd);
                return this;
            }

            /**
             * Adds a unit.
             *
             * @param unit the unit
             * @param value its outcome, at most 1e50 in size
             * @param weight its weight, such as the number of its pupils, 1e-6..1e12
             * @param context its context by name of the variable, finite; what is not known is left out
             * @return this builder
             * @throws IllegalArgumentException if the unit is there already or a number is outside its range
             */
            public Builder add(Unit unit, double value, double weight, Map<String, Double> context) {
                if (!(Math.abs(value) <= LARGEST)) {
                    throw new IllegalArgumentException(
                            "the outcome must be a number up to 1e50 in size, got " + value + " of " + unit);
                }
                if (!(weight >= SMALLEST_WEIGHT && weight <= LARGEST_WEIGHT)) {
                    throw new IllegalArgumentException("the weight must be within 1e-6..1e12, got " + weight + " of " + unit);
                }
                context.forEach((variable, number) -> {
                    if (!Double.isFinite(number)) {
                        throw new IllegalArgumentException(
                                "context " + variable + " must be finite, got " + number + " of " + unit);
                    }
                });
                if (rows.putIfAbsent(unit, new Row(value, weight, Map.copyOf(context))) != null) {
                    throw new IllegalArgumentException("a unit has one outcome, got two of " + unit);
                }
                return this;
            }

            /**
             * Makes the collection.
             *
             * @return the units
             */
            public Observations build() {
                double[] outcome = new double[rows.size()];
                double[] n = new double[rows.size()];
                TreeMap<String, double[]> covariates = new TreeMap<>();
                int i = 0;
                for (Row row : rows.values()) {
                    outcome[i] = row.outcome + 0.0;
                    n[i] = row.n;
                    int at = i;
                    row.context.forEach((variable, number) -> covariates.computeIfAbsent(variable, v -> {
                        double[] values = new double[rows.size()];
                        Arrays.fill(values, Double.NaN);
                        return values;
                    })[at] = number);
                    i++;
                }
                return new Observations(List.copyOf(rows.keySet()), outcome, n, covariates, pupilSd);
            }
        }
    }

    /**
     * The schools of a region in one assessment.
     *
     * @param region the region
     * @param assessment the assessment
     * @param schools schools that took part in the comparison
     * @param doubtful schools with results that were left out as doubtful
     * @param mean the mean score of the pupils of the schools that took part
     * @param sd the standard deviation of their scores
     * @param models the models, in standard deviations of pupils; none if no set of variables had enough schools
     */
    public record AssessmentFit(
            Region region, AssessmentId assessment, int schools, int doubtful, double mean, double sd, List<Model> models) {

        /**
         * Takes a copy.
         *
         * @param region the region
         * @param assessment the assessment
         * @param schools schools that took part
         * @param doubtful schools left out
         * @param mean the mean score
         * @param sd the standard deviation of the scores
         * @param models the models
         */
        public AssessmentFit {
            models = List.copyOf(models);
        }

        @Override
        public String toString() {
            return region + " " + assessment + " " + schools + " schools " + models;
        }
    }

    /** What was found of the schools. Immutable and safe to share between threads. */
    public static final class Result {
        private final IndicatorValues values;
        private final List<AssessmentFit> fits;
        private final List<Finding> findings;

        Result(IndicatorValues values, Collection<AssessmentFit> fits, Collection<Finding> findings) {
            this.values = values;
            this.fits = List.copyOf(fits);
            this.findings = List.copyOf(findings);
        }

        /**
         * Returns the rows: one a school and assessment, and one a school and year without assessment.
         *
         * @return values of {@code contextual_residual} in standard deviations of pupils
         */
        public IndicatorValues values() {
            return values;
        }

        /**
         * Returns the models.
         *
         * @return one element a region and assessment with results, by assessment and region
         */
        public List<AssessmentFit> fits() {
            return fits;
        }

        /**
         * Returns the findings.
         *
         * @return one a school, in the order of {@link Finding#order()}
         */
        public List<Finding> findings() {
            return findings;
        }

        @Override
        public String toString() {
            SortedMap<String, Long> kinds = findings.stream()
                    .collect(Collectors.groupingBy(Finding::category, TreeMap::new, Collectors.counting()));
            return "ContextualExpectation" + kinds;
        }
    }
}
