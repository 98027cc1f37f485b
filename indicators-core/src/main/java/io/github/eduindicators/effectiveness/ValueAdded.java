package io.github.eduindicators.effectiveness;

import com.google.common.collect.ImmutableList;
import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.finding.MethodSummary;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.stats.Interval;
import io.github.eduindicators.stats.RandomIntercept;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Value added: how much better or worse the pupils of a school do than pupils with the same beginning do elsewhere.
 *
 * <p>Model: the result of a pupil is a constant, a slope for each covariate, an effect of the school and what is the pupil's own, both
 * normal; fitted by REML or ML ({@link RandomIntercept} has the formulas). The value added of a school is its mean residual times its
 * reliability {@code lambda = n tau2 / (n tau2 + sigma2)}: an empirical Bayes estimate, drawn to 0 the more the fewer pupils there are,
 * with the interval {@code 1.96 sqrt(tau2 (1 - lambda))} to either side.
 *
 * <p>Two ways in:
 * <ul>
 *   <li>{@link #fit} has pupils with their own covariates, first of all their prior attainment. Values are in the unit of the results.
 *       Where the reliability of a covariate is given, its slope is corrected for errors of measurement.
 *   <li>{@link #cohorts} has nothing but counts. For each region and assessment, the results are standardised by the region's pupils,
 *       and the covariate is the level of the same school a year before: same procedure and subject, the grade below, the year before
 *       (of several such works the one in autumn, then the one first by identity). What a mean x of n pupils says of those who write
 *       now depends on how many of them are the same children. So x is divided into the best estimate m of the school's level, drawn to
 *       the region's mean by the reliability for its own n (a model of the same kind without covariates), and the rest x - m; the
 *       covariate is {@code m + k (x - m)}, k the share of the rest that is carried over: 1 if the pupils are the same and keep their
 *       places, 0 if they are others. k is the likeliest of 0, 1/8, ..., 1 (the larger of equals), and {@code (1 - k)^2} times the
 *       variance of the level about m, times the squared slope, is added to the variance of the school's mean. A raw mean would have
 *       too flat a slope where the pupils are others, an estimated level too steep a one where they are the same. Pupils who wrote
 *       both works bring their abilities along: what the level before already holds does not make the mean vary again, and it varies
 *       by less than {@code sigma2 / n}. By how much less shows in how the means scatter about the line with n: the share c of sigma2 that is
 *       left is the largest of 1, 0.9, ..., 0.1 whose deviance is within 3.84 of the least (the upper end of its interval), so rather too large than too small: with few
 *       schools values are then drawn to 0 too far, and their intervals are somewhat too short. Values are in
 *       standard deviations of the region's pupils.
 * </ul>
 *
 * <p>Values of cohorts: one row a school with results in an assessment that has one before it: indicator {@code value_added}, note
 * {@code model=prior}, with {@code small-n} for fewer than 10 pupils, and one a school and year over its assessments together; without a value (several reasons: {@code no-value}), the note says {@code doubtful-results} (such
 * schools are left out of the model, the reference and the standard deviation), {@code no-prior} (the school has no results the year
 * before), {@code few-schools} (fewer than the minimum with both), {@code few-results} (one a school, say), {@code no-spread} (results
 * or levels before do not differ). An assessment that has none before it has no rows.
 *
 * <p>Findings: one a school with results, over its latest year that has values. Several assessments are taken together: the mean of the
 * values, weighted by pupils, with the mean of the standard errors: they may hang together in any way, and this is what they have if
 * they hang together fully, so it is never too short. p is twice the smaller of the posterior probabilities that the effect is above
 * and below 0, so half of it is the chance of being wrong about the direction; and as it is never smaller than the p-value of the test
 * that the effect is exactly 0, it may be adjusted as one. It does not ask whether the school is unlike other schools: of schools that differ,
 * some always do worse than others. Adjusted after Benjamini and Hochberg over all schools with a value, at the level: {@code below} is
 * FLAGGED, {@code above} and {@code as-expected} are CLEAR. At most that share of the schools named is expected to have in truth an effect
 * of 0 or on the other side of it.
 *
 * <p>With no school, or too few, there is no fit and the reason is said; where schools differ no more than by chance, {@link #fit} gives
 * 0 with an interval of no width, and cohorts have no values, {@code no-variation}. Schools without doubt about them should be many: the model takes the mean of
 * the schools as 0.
 *
 * <p>Caveats: value added is what the covariates leave unexplained, not what the school caused. Pupils who came or left between the two
 * works are counted with the school. What the school already did well before is taken as given. With counts alone the spread of
 * pupils is not lessened by their own beginning, so schools are judged less sharply than pupils' own data would allow; with few
 * schools k is uncertain. Posterior intervals take the slopes, the variances and k as known. For the ranks use {@link ExpectedRanks}.
 *
 * <p>Cost: {@code O(p^2)} a pupil and {@code O(J p^2)} for J schools, however many pupils. The result does not depend on the order of
 * pupils, schools or merges, to the last bit. Options and results are immutable and safe to share between threads.
 *
 * <p>References: M. Aitkin, N. Longford (1986), JRSS A 149:1-43, doi:10.2307/2981882; H. Goldstein, D. J. Spiegelhalter (1996), JRSS A
 * 159:385-443, doi:10.2307/2983325; for covariates that are estimates R. J. Carroll and others (2006), Measurement Error in Nonlinear
 * Models, chapter 4. The share carried over, the use of posterior probabilities as p and the pooling over assessments are ours.
 */
public final class ValueAdded {
    /** The code of the indicator. */
    public static final String INDICATOR = "value_added";

    private static final String ID = "effectiveness/value-added";
    private static final String EDITION = "1";
    private static final String REFERENCE =
            "M. Aitkin, N. Longford (1986), doi:10.2307/2981882; H. Goldstein, D. J. Spiegelhalter (1996), doi:10.2307/2983325";
    private static final double LEVEL = 0.05;
    private static final int MINIMUM_SCHOOLS = 10;

    private final RandomIntercept.Likelihood likelihood;
    private final TreeMap<String, Double> reliability;
    private final double level;
    private final int minimumSchools;

    private ValueAdded(
            RandomIntercept.Likelihood likelihood, TreeMap<String, Double> reliability, double level, int minimumSchools) {
        this.likelihood = likelihood;
        this.reliability = reliability;
        this.level = level;
        this.minimumSchools = minimumSchools;
    }

    /**
     * Returns the method with REML, covariates without error, level 0.05 and at least 10 schools.
     *
     * @return the usual options
     */
    public static ValueAdded withDefaults() {
        return new ValueAdded(RandomIntercept.Likelihood.REML, new TreeMap<>(), LEVEL, MINIMUM_SCHOOLS);
    }

    /**
     * Returns the same with another criterion.
     *
     * @param value what to make as likely as possible
     * @return options with it
     */
    public ValueAdded withLikelihood(RandomIntercept.Likelihood value) {
        return new ValueAdded(Objects.requireNonNull(value, "likelihood"), reliability, level, minimumSchools);
    }

    /**
     * Returns the same for a covariate of pupils, such as the prior score, that is measured with error. {@link #cohorts} knows the
     * reliability of its covariate from the counts and does not use this.
     *
     * @param covariate the name of the covariate
     * @param value the share of its variance over all pupils that is not error, above 0, at most 1
     * @return options with it
     * @throws IllegalArgumentException if the reliability is outside its range
     */
    public ValueAdded withReliability(String covariate, double value) {
        if (!(value > 0 && value <= 1)) {
            throw new IllegalArgumentException("the reliability of " + covariate + " must be above 0 and at most 1, got " + value);
        }
        TreeMap<String, Double> more = new TreeMap<>(reliability);
        more.put(covariate, value);
        return new ValueAdded(likelihood, more, level, minimumSchools);
    }

    /**
     * Returns the same with another level of the adjusted p.
     *
     * @param value above 0, below 1
     * @return options with it
     * @throws IllegalArgumentException if it is outside its range
     */
    public ValueAdded withLevel(double value) {
        if (!(value > 0 && value < 1)) {
            throw new IllegalArgumentException("level must be between 0 and 1, got " + value);
        }
        return new ValueAdded(likelihood, reliability, value, minimumSchools);
    }

    /**
     * Returns the same with another smallest number of schools.
     *
     * @param value how many schools a model needs, at least 3
     * @return options with it
     * @throws IllegalArgumentException if it is less
     */
    public ValueAdded withMinimumSchools(int value) {
        if (value < 3) {
            throw new IllegalArgumentException("at least 3 schools are needed, got " + value);
        }
        return new ValueAdded(likelihood, reliability, level, value);
    }

    /**
     * Returns the method with its parameters.
     *
     * @return the method
     */
    public MethodInfo method() {
        MethodInfo info = MethodInfo.of(ID, EDITION, REFERENCE)
                .with(Fact.of("level", level))
                .with(Fact.of("likelihood", likelihood.toString()))
                .with(Fact.of("minimum-schools", minimumSchools));
        for (var entry : reliability.entrySet()) {
            info = info.with(Fact.of("reliability-of-" + entry.getKey(), entry.getValue()));
        }
        return info;
    }

    RandomIntercept.Likelihood likelihood() {
        return likelihood;
    }

    double level() {
        return level;
    }

    int minimumSchools() {
        return minimumSchools;
    }

    /**
     * Fits the model to pupils.
     *
     * @param pupils the pupils of all schools
     * @return the fit, or why there is none
     * @throws IllegalArgumentException if the reliability of a covariate that is not there was given
     */
    public Fit fit(Pupils pupils) {
        RandomIntercept model = RandomIntercept.withDefaults().withLikelihood(likelihood);
        for (var entry : reliability.entrySet()) {
            int covariate = pupils.names.indexOf(entry.getKey());
            if (covariate < 0) {
                throw new IllegalArgumentException(
                        "the reliability is of " + entry.getKey() + ", but the covariates are " + pupils.names);
            }
            model = model.withErrorVariance(covariate, (1 - entry.getValue()) * pupils.sums.variance(covariate));
        }
        return fit(model, pupils.sums, pupils.names, 1);
    }

    Fit fit(RandomIntercept model, RandomIntercept.GroupSums sums, List<String> names, double unit) {
        if (sums.groups() < minimumSchools) {
            return Fit.none(sums, "few-schools");
        }
        return model.fit(sums).map(fit -> Fit.of(fit, sums, names, unit)).orElseGet(() -> Fit.none(
                sums, model.obstacle(sums).orElseThrow().toString().toLowerCase(Locale.ROOT).replace('_', '-')));
    }

    /**
     * Finds the value added by schools from counts alone.
     *
     * @param results the results of all schools and years
     * @param doubtful schools whose results are in doubt: they are left out and get no value
     * @return the values, the models and the findings
     */
    public Cohorts cohorts(SchoolResults results, Predicate<SchoolId> doubtful) {
        return new CohortModels(this, results, doubtful).run();
    }

    @Override
    public String toString() {
        return "ValueAdded[" + likelihood + (reliability.isEmpty() ? "" : ", reliability " + reliability) + "]";
    }

    /**
     * Collects the results of pupils with their covariates: only sums by school are kept, exactly, so the order of pupils and parts makes
     * no difference. Not safe for use by several threads: give each its own and merge.
     */
    public static final class Pupils implements Serializable {
        private static final long serialVersionUID = 1L;

        private final ArrayList<String> names;
        private final RandomIntercept.GroupSums sums;

        private Pupils(List<String> names) {
            this.names = new ArrayList<>(names);
            this.sums = RandomIntercept.GroupSums.create(names.size());
        }

        /**
         * Returns no pupils.
         *
         * @param covariates the names of the covariates, such as {@code prior}; may be none
         * @return an empty collection
         * @throws IllegalArgumentException if a name comes twice
         */
        public static Pupils of(String... covariates) {
            List<String> names = List.of(covariates);
            if (names.stream().distinct().count() < names.size()) {
                throw new IllegalArgumentException("the names of covariates must differ, got " + names);
            }
            return new Pupils(names);
        }

        /**
         * Adds a pupil.
         *
         * @param school the school
         * @param outcome the result, finite
         * @param covariates the covariates in the order of their names, finite
         * @throws IllegalArgumentException if a number is not finite, or there are more or fewer covariates than names
         */
        public void add(SchoolId school, double outcome, double... covariates) {
            sums.add(school.value(), outcome, covariates);
        }

        /**
         * Adds all pupils of another collection.
         *
         * @param other another collection with the same covariates, which stays as it is
         * @throws IllegalArgumentException if the covariates differ
         */
        public void merge(Pupils other) {
            if (!names.equals(other.names)) {
                throw new IllegalArgumentException("the covariates must be the same, got " + names + " and " + other.names);
            }
            sums.merge(other.sums);
        }

        /**
         * Returns the number of pupils.
         *
         * @return the number in all schools
         */
        public long count() {
            return sums.count();
        }

        @Override
        public String toString() {
            return "Pupils[" + count() + " pupils, " + sums.groups() + " schools, covariates " + names + "]";
        }
    }

    /**
     * A coefficient of the model.
     *
     * @param name {@code (intercept)} or the name of the covariate
     * @param estimate the coefficient with its 95 % interval
     */
    public record Coefficient(String name, Interval estimate) {}

    /**
     * The value added by one school.
     *
     * @param school the school
     * @param n its number of pupils
     * @param meanResidual what the mean result of its pupils exceeds the expectation by
     * @param value the estimate with its 95 % interval
     * @param reliability the share of the differences between mean residuals of schools of this size that is not chance, 0..1
     */
    public record Effect(SchoolId school, long n, double meanResidual, Interval value, double reliability) {
        double standardError() {
            return (value.upper() - value.lower()) / (2 * Interval.Z95);
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s %s n=%d mean residual %.4g reliability %.2f", school, value, n, meanResidual, reliability);
        }
    }

    /** A fitted model, or why there is none. Immutable and safe to share between threads. */
    public static final class Fit {
        private final String reason;
        private final long pupils;
        private final int schools;
        private final double tau2;
        private final double sigma2;
        private final double deviance;
        private final List<Coefficient> coefficients;
        private final List<Effect> effects;

        private Fit(
                String reason, RandomIntercept.GroupSums sums, double[] figures, List<Coefficient> coefficients, List<Effect> effects) {
            this.reason = reason;
            this.pupils = sums.count();
            this.schools = sums.groups();
            this.tau2 = figures[0];
            this.sigma2 = figures[1];
            this.deviance = figures[2];
            this.coefficients = coefficients;
            this.effects = effects;
        }

        static Fit none(RandomIntercept.GroupSums sums, String reason) {
            return new Fit(reason, sums, new double[] {Double.NaN, Double.NaN, Double.NaN}, List.of(), List.of());
        }

        static Fit of(RandomIntercept.Fit fit, RandomIntercept.GroupSums sums, List<String> names, double unit) {
            double[] b = fit.coefficients();
            double[] errors = fit.standardErrors();
            ImmutableList.Builder<Coefficient> coefficients = ImmutableList.builder();
            for (int i = 0; i < b.length; i++) {
                coefficients.add(new Coefficient(
                        i == 0 ? "(intercept)" : names.get(i - 1), Interval.normal(b[i] / unit, errors[i] / unit, Interval.Z95)));
            }
            List<Effect> effects = fit.effects().stream()
                    .map(effect -> new Effect(
                            SchoolId.of(effect.group()),
                            effect.n(),
                            effect.meanResidual() / unit,
                            Interval.normal(effect.value() / unit, effect.standardError() / unit, Interval.Z95),
                            effect.reliability()))
                    .toList();
            double[] figures = {fit.tau2() / (unit * unit), fit.sigma2() / (unit * unit), fit.deviance()};
            return new Fit("", sums, figures, coefficients.build(), effects);
        }

        /**
         * Returns why there is no fit.
         *
         * @return {@code few-schools}, {@code few-groups}, {@code few-observations}, {@code no-spread}, {@code collinear} or
         *     {@code not-positive-definite}; empty where there is a fit
         */
        public String reason() {
            return reason;
        }

        /**
         * Returns the number of pupils.
         *
         * @return how many, fitted or not
         */
        public long pupils() {
            return pupils;
        }

        /**
         * Returns the number of schools.
         *
         * @return how many, fitted or not
         */
        public int schools() {
            return schools;
        }

        /**
         * Returns the variance between schools.
         *
         * @return tau squared, or empty where there is no fit
         */
        public OptionalDouble tau2() {
            return optional(tau2);
        }

        /**
         * Returns the variance of pupils within schools.
         *
         * @return sigma squared, or empty where there is no fit
         */
        public OptionalDouble sigma2() {
            return optional(sigma2);
        }

        /**
         * Returns the criterion of the fit, of the results as they were given.
         *
         * @return minus twice the logarithm of the likelihood, or empty where there is no fit
         */
        public OptionalDouble deviance() {
            return optional(deviance);
        }

        /**
         * Returns the share of the variance that is between schools.
         *
         * @return 0..1, or empty where there is no fit
         */
        public OptionalDouble icc() {
            return optional(tau2 / (tau2 + sigma2));
        }

        /**
         * Returns the mean reliability of the schools' values.
         *
         * @return 0..1, or empty where there is no fit
         */
        public OptionalDouble reliability() {
            return effects.stream().mapToDouble(Effect::reliability).average();
        }

        private static OptionalDouble optional(double value) {
            return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
        }

        /**
         * Returns the coefficients.
         *
         * @return the intercept, then the covariates; none where there is no fit
         */
        public List<Coefficient> coefficients() {
            return coefficients;
        }

        /**
         * Returns the value added by the schools.
         *
         * @return one element a school, by identity; none where there is no fit
         */
        public List<Effect> effects() {
            return effects;
        }

        /**
         * Returns the value added as rows of indicators.
         *
         * @param period the period of the results
         * @return one row a school, pooled over assessments; none where there is no fit
         */
        public IndicatorValues values(Period period) {
            IndicatorValues.Builder rows = IndicatorValues.builder();
            for (Effect effect : effects) {
                rows.add(effect.school(), INDICATOR, period, row(effect, "model=pupils"));
            }
            return rows.build();
        }

        @Override
        public String toString() {
            return reason.isEmpty()
                    ? String.format(Locale.ROOT, "ValueAdded.Fit[%d pupils, %d schools, tau2=%.4g, sigma2=%.4g, %s]",
                            pupils, schools, tau2, sigma2, coefficients)
                    : "ValueAdded.Fit[" + pupils + " pupils, " + schools + " schools, " + reason + "]";
        }
    }

    static IndicatorValue row(Effect effect, String model) {
        return IndicatorValue.of(effect.value(), effect.n()).withNote(effect.n() < SMALL ? model + ";small-n" : model);
    }

    private static final int SMALL = 10;

    /**
     * The model of one region and assessment.
     *
     * @param region the region
     * @param assessment the assessment
     * @param prior the assessment of the year before, empty if there is none; there is then no row and no school in the fit
     * @param fit the model in standard deviations of the region's pupils, or why there is none
     * @param reliabilityOfPrior the mean reliability of the schools' means before as measures of their level, 0..1, empty where it is
     *     not known
     * @param carried which share of what the means before are beyond the level was carried over, 0..1, empty where there is no fit
     * @param left which share of the variance of pupils within schools the means still vary by, 0.1..1, empty where there is no fit
     */
    public record CohortFit(
            Region region,
            AssessmentId assessment,
            Optional<AssessmentId> prior,
            Fit fit,
            OptionalDouble reliabilityOfPrior,
            OptionalDouble carried,
            OptionalDouble left) {

        @Override
        public String toString() {
            return region + " " + assessment + prior.map(work -> " after " + work).orElse("") + " " + fit;
        }
    }

    /**
     * What was found from counts.
     *
     * @param values one row a school and assessment
     * @param fits the models, by region and assessment
     * @param findings one a school with results
     */
    public record Cohorts(IndicatorValues values, List<CohortFit> fits, List<Finding> findings) {

        /**
         * Takes copies of the lists.
         *
         * @param values one row a school and assessment
         * @param fits the models
         * @param findings one a school with results
         */
        public Cohorts {
            fits = ImmutableList.copyOf(fits);
            findings = ImmutableList.copyOf(findings);
        }

        /**
         * Returns what stands beside the list of flags.
         *
         * @return how many schools were looked at and flagged, and how many of the flags may be false; empty if there is no school
         */
        public Optional<MethodSummary> summary() {
            return findings.isEmpty() ? Optional.empty() : Optional.of(MethodSummary.of(findings));
        }

        @Override
        public String toString() {
            return "ValueAdded.Cohorts[" + values.values().size() + " values, " + fits.size() + " models"
                    + summary().map(s -> ", " + s.flags() + " of " + s.units() + " schools below expectation").orElse("") + "]";
        }
    }
}
