package io.github.eduindicators.stats;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Linear regression of observations in groups, where each group has a level of its own: the random-intercept model.
 *
 * <p>It answers: how much do groups differ once the covariates are taken into account, and where does each group stand?
 *
 * <p>Model: {@code y(ij) = b0 + x(ij)'b + u(j) + e(ij)}, {@code var u = tau2}, {@code var e = sigma2}, both normal. With
 * {@code theta = tau2 / sigma2} and {@code k(j) = theta / (1 + n(j) theta)}, from the sums of the groups alone,
 * {@code A = sum of (X'X - k s s')}, {@code c = sum of (X'y - k s t)}, {@code q = sum of (y'y - k t^2)} for {@code s = X'1},
 * {@code t = 1'y}, then {@code b = A^-1 c}, {@code R = q - b'c}, and, minimised over theta,
 * <ul>
 *   <li>ML: {@code N (1 + ln(2 pi R / N)) + sum of ln(1 + n(j) theta)}, {@code sigma2 = R / N};
 *   <li>REML: {@code (N - p) (1 + ln(2 pi R / (N - p))) + sum of ln(1 + n(j) theta) + ln|A|}, {@code sigma2 = R / (N - p)}, p with the
 *       intercept.
 * </ul>
 * These are the figures that the R package lme4 calls deviance and REML criterion. {@code Cov(b) = sigma2 A^-1}. The effect of a group
 * is {@code lambda(j)} times its mean residual, {@code lambda(j) = n(j) tau2 / (n(j) tau2 + sigma2)} its reliability, with the
 * posterior standard error {@code sqrt(tau2 (1 - lambda(j)))}, which takes b and the variances as known, as in lme4.
 *
 * <p>The criterion is looked at over twelve decades of theta, then the zero of its derivative is found by Brent's method; theta = 0 is
 * kept where nothing is lower. It may have several minima; the lowest seen is taken.
 *
 * <p>Covariates measured with error: where a covariate of each observation is the true one plus an independent error of known variance
 * {@code d}, {@link #withErrorVariance} subtracts from its place in A what the errors put there,
 * {@code d times the sum of n(j) (1 - k(j))}. The criterion is otherwise the same (the corrected likelihood), {@code Cov(b)} is then the
 * sandwich {@code A^-1 (sum of g g') A^-1}, {@code g(j)} the part of group j in the estimating equation, and the reliability of a group
 * has {@code sigma2 + b'Db} in the place of sigma2, as its mean carries the errors too. It does not suit a covariate that is one for
 * the whole group: nothing of it would be left within groups, and the answer is {@link Obstacle#NOT_POSITIVE_DEFINITE}.
 *
 * <p>Covariates that are estimates: where a covariate of whole groups is the expectation of the true one, which differs from it with
 * the variance {@code v(j)}, {@link #withUncertainty} adds {@code b^2 v(j)} to the variance of the level of the group, in the criterion
 * and in its reliability, {@code lambda(j) = tau2 / (tau2 + b^2 v(j) + sigma2 / n(j))}. b and sigma2 for that come from the fit before,
 * until they change no more.
 *
 * <p>Input: {@link GroupSums}, finite numbers up to 1e100 in size. Too little data is an {@link Obstacle}, not an exception. Every sum
 * is kept exactly and rounded once, columns are centred and scaled from the sums before anything is solved, and groups are taken in
 * the order of their names, so the result is the same to the last bit whatever the order of observations and merges, and does not
 * suffer where a column is far from 0. With all residuals alike between groups, tau2 and all effects are 0.
 *
 * <p>Caveats: groups are assumed to be alike but for u, and u unrelated to the covariates; effects of small groups are drawn to 0, so
 * their ranks are too; intervals take the variances as known and are somewhat short with few groups.
 *
 * <p>Cost: {@code O(p^2)} an observation, {@code O(J p^2)} for J groups once, then {@code O(K p^2 + p^3)} a step for K different sizes
 * of groups. Options are immutable and safe to share between threads.
 *
 * <p>References: N. M. Laird, J. H. Ware (1982), Biometrics 38:963-974, doi:10.2307/2529876; D. Bates, M. Maechler, B. Bolker,
 * S. Walker (2015), J. Statistical Software 67(1), doi:10.18637/jss.v067.i01; for the correction T. Nakamura (1990), Biometrika
 * 77:127-137, doi:10.1093/biomet/77.1.127, applied here to this model.
 */
public final class RandomIntercept {
    private static final RandomIntercept DEFAULTS = new RandomIntercept(Likelihood.REML, new TreeMap<>(), new TreeMap<>());

    private final Likelihood likelihood;
    private final TreeMap<Integer, Double> errorVariance;
    private final TreeMap<Integer, Map<String, Double>> uncertainty;

    private RandomIntercept(
            Likelihood likelihood, TreeMap<Integer, Double> errorVariance, TreeMap<Integer, Map<String, Double>> uncertainty) {
        this.likelihood = likelihood;
        this.errorVariance = errorVariance;
        this.uncertainty = uncertainty;
    }

    /** What is made as likely as possible. */
    public enum Likelihood {
        /** All observations: variances are somewhat too small with few groups; deviances of different covariates can be compared. */
        ML,
        /** What is left after the covariates: variances allow for the coefficients being estimated. */
        REML
    }

    /** Why there is no fit. */
    public enum Obstacle {
        /** There are not more groups than coefficients, or only one. */
        FEW_GROUPS,
        /** There are not enough observations within groups to tell their spread. */
        FEW_OBSERVATIONS,
        /** The values do not vary, or not within groups once the covariates are known. */
        NO_SPREAD,
        /** A covariate is constant or follows from others. */
        COLLINEAR,
        /** The errors of covariates would explain all or more of their spread: corrected for them, nothing is left to fit. */
        NOT_POSITIVE_DEFINITE
    }

    /**
     * Returns the model fitted by REML, covariates without error.
     *
     * @return the usual options
     */
    public static RandomIntercept withDefaults() {
        return DEFAULTS;
    }

    /**
     * Returns the same with another criterion.
     *
     * @param value what to make as likely as possible
     * @return options with it
     */
    public RandomIntercept withLikelihood(Likelihood value) {
        return new RandomIntercept(Objects.requireNonNull(value, "likelihood"), errorVariance, uncertainty);
    }

    /**
     * Returns the same for a covariate that is measured with an independent error in each observation.
     *
     * @param covariate which, from 0
     * @param variance the variance of its error, in the squared unit of the covariate; not negative
     * @return options with it
     * @throws IllegalArgumentException if an argument is negative or the variance not finite
     */
    public RandomIntercept withErrorVariance(int covariate, double variance) {
        if (covariate < 0 || !(variance >= 0) || Double.isInfinite(variance)) {
            throw new IllegalArgumentException(
                    "covariate and error variance must not be negative, got " + covariate + " and " + variance);
        }
        TreeMap<Integer, Double> more = new TreeMap<>(errorVariance);
        more.put(covariate, variance);
        return new RandomIntercept(likelihood, more, uncertainty);
    }

    /**
     * Returns the same for a covariate that is one for each whole group and is an estimate of the true one: its expectation given what
     * is known, not a raw measurement.
     *
     * @param covariate which, from 0
     * @param variances how much the true one may differ from the estimate, by group; groups not named are known exactly; not negative
     * @return options with it
     * @throws IllegalArgumentException if the number or a variance is negative, or a variance is not finite
     */
    public RandomIntercept withUncertainty(int covariate, Map<String, Double> variances) {
        if (covariate < 0) {
            throw new IllegalArgumentException("covariate must not be negative, got " + covariate);
        }
        variances.forEach((group, variance) -> {
            if (!(variance >= 0) || Double.isInfinite(variance)) {
                throw new IllegalArgumentException("variances must be finite and not negative, got " + variance + " of " + group);
            }
        });
        TreeMap<Integer, Map<String, Double>> more = new TreeMap<>(uncertainty);
        more.put(covariate, Map.copyOf(variances));
        return new RandomIntercept(likelihood, errorVariance, more);
    }

    /**
     * Fits the model.
     *
     * @param sums the sums of all groups
     * @return the fit, or empty where there is an {@link #obstacle}
     * @throws IllegalArgumentException if something is said of a covariate that is not there
     */
    public Optional<Fit> fit(GroupSums sums) {
        return new RandomInterceptProfile(sums, likelihood, errors(sums)).fit(uncertainty);
    }

    /**
     * Says why there is no fit.
     *
     * @param sums the sums of all groups
     * @return the obstacle, or empty where there is a fit
     * @throws IllegalArgumentException if something is said of a covariate that is not there
     */
    public Optional<Obstacle> obstacle(GroupSums sums) {
        RandomInterceptProfile profile = new RandomInterceptProfile(sums, likelihood, errors(sums));
        profile.fit(uncertainty);
        return profile.obstacle();
    }

    private double[] errors(GroupSums sums) {
        double[] variances = new double[sums.covariates];
        for (TreeMap<Integer, ?> said : List.of(errorVariance, uncertainty)) {
            if (!said.isEmpty() && said.lastKey() >= variances.length) {
                throw new IllegalArgumentException(
                        "something is said of covariate " + said.lastKey() + ", but there are only " + variances.length);
            }
        }
        errorVariance.forEach((covariate, variance) -> variances[covariate] = variance);
        return variances;
    }

    @Override
    public String toString() {
        return "RandomIntercept[" + likelihood + (errorVariance.isEmpty() ? "" : ", error variances " + errorVariance) 
                + (uncertainty.isEmpty() ? "" : ", estimates " + uncertainty.keySet()) + "]";
    }

    /**
     * Collects the sums of groups: number, sums, squares and products. All are exact, so the order in which observations and parts come
     * makes no difference. About 0.2 kB a group with one covariate. Not safe for use by several threads: give each its own and merge.
     */
    public static final class GroupSums implements Serializable {
        private static final long serialVersionUID = 1L;
        private static final double LARGEST = 1e100;
        private static final double SMALLEST = 1e-100;

        private final int covariates;
        private final HashMap<String, Group> groups = new HashMap<>();

        private GroupSums(int covariates) {
            this.covariates = covariates;
        }

        /**
         * Returns sums of nothing.
         *
         * @param covariates how many covariates each observation has, besides the intercept, which is always there; 0 or more
         * @return empty sums
         * @throws IllegalArgumentException if the number is negative or more than 100
         */
        public static GroupSums create(int covariates) {
            if (covariates < 0 || covariates > 100) {
                throw new IllegalArgumentException("covariates must be within 0..100, got " + covariates);
            }
            return new GroupSums(covariates);
        }

        /**
         * Adds an observation.
         *
         * @param group the name of its group
         * @param y its value, finite, at most 1e100 in size; below 1e-100 it counts as 0, and so do covariates
         * @param x its covariates
         * @throws IllegalArgumentException if a number is not finite or too large, or there are more or fewer covariates than said
         */
        public void add(String group, double y, double... x) {
            addMany(group, 1, y, x);
        }

        /**
         * Adds a number of equal observations.
         *
         * @param group the name of their group
         * @param count how many, not negative
         * @param y their value, finite
         * @param x their covariates
         * @throws IllegalArgumentException if the count is negative, a number is not finite or too large, or there are more or fewer
         *     covariates than said
         */
        public void addMany(String group, long count, double y, double... x) {
            if (x.length != covariates) {
                throw new IllegalArgumentException("each observation must have " + covariates + " covariates, got " + x.length);
            }
            if (count < 0 || count > 1L << 50) {
                throw new IllegalArgumentException("count must be within 0..2^50, got " + count);
            }
            checked(y);
            for (double value : x) {
                checked(value);
            }
            if (count > 0) {
                groups.computeIfAbsent(group, name -> new Group(covariates + 1)).add(count, y, x);
            }
        }

        private static void checked(double value) {
            if (!(Math.abs(value) <= LARGEST)) {
                throw new IllegalArgumentException("values and covariates must be finite and at most 1e100 in size, got " + value);
            }
        }

        /**
         * Adds all that another collected. Groups of one name are one group.
         *
         * @param other other sums, which stay as they are
         * @throws IllegalArgumentException if the numbers of covariates differ
         */
        public void merge(GroupSums other) {
            if (covariates != other.covariates) {
                throw new IllegalArgumentException(
                        "the numbers of covariates must be equal, got " + covariates + " and " + other.covariates);
            }
            for (Map.Entry<String, Group> entry : new ArrayList<>(other.groups.entrySet())) {
                groups.computeIfAbsent(entry.getKey(), name -> new Group(covariates + 1)).addAll(entry.getValue());
            }
        }

        /**
         * Returns the number of groups.
         *
         * @return how many groups have an observation
         */
        public int groups() {
            return groups.size();
        }

        /**
         * Returns the number of covariates.
         *
         * @return how many, without the intercept
         */
        public int covariates() {
            return covariates;
        }

        /**
         * Returns the number of observations.
         *
         * @return the number in all groups
         */
        public long count() {
            return groups.values().stream().mapToLong(group -> group.n).sum();
        }

        /**
         * Returns the variance of a covariate over all observations, with the divisor n.
         *
         * @param covariate which, from 0
         * @return the variance; 0 where there is no observation
         * @throws IndexOutOfBoundsException if there is no such covariate
         */
        public double variance(int covariate) {
            Objects.checkIndex(covariate, covariates);
            ExactSums total = new ExactSums(2);
            for (Group group : groups.values()) {
                total.addSum(0, group.sums, covariate);
                total.addSum(1, group.sums, product(covariates + 1, covariate, covariate));
            }
            long n = count();
            if (n == 0) {
                return 0;
            }
            double mean = total.rounded(0) / n;
            return Math.max(0, centred(total, 1, 0, 0, n, mean, mean) / n);
        }

        @Override
        public String toString() {
            return "GroupSums[" + groups.size() + " groups, " + count() + " observations, " + covariates + " covariates]";
        }

        TreeMap<String, Group> sorted() {
            return new TreeMap<>(groups);
        }

        /** Where the sum of products of two columns, a at most b, stands after the sums of the columns. */
        static int product(int columns, int a, int b) {
            return columns + b * (b + 1) / 2 + a;
        }

        /** The sum of products of two columns less a and b: exact, then rounded. */
        static double centred(ExactSums sums, int product, int columnA, int columnB, long n, double a, double b) {
            ExactSums result = new ExactSums(2);
            result.addSum(0, sums, product);
            result.addProduct(0, -b, sums, columnA);
            result.addProduct(0, -a, sums, columnB);
            result.addProduct(1, n, a);
            ExactSums last = new ExactSums(1);
            last.addProduct(0, b, result, 1);
            result.addSum(0, last, 0);
            return result.rounded(0);
        }

        /** The sum of a column less a value for each observation: exact, then rounded. */
        static double centred(ExactSums sums, int column, long n, double a) {
            ExactSums result = new ExactSums(1);
            result.addSum(0, sums, column);
            result.addProduct(0, -a, n);
            return result.rounded(0);
        }

        /** The sums of one group: of its columns, covariates first and the value last, and of their products. */
        static final class Group implements Serializable {
            private static final long serialVersionUID = 1L;
            long n;
            final ExactSums sums;
            private final int columns;

            Group(int columns) {
                this.columns = columns;
                this.sums = new ExactSums(columns + columns * (columns + 1) / 2);
            }

            private void add(long count, double y, double[] x) {
                n = Math.addExact(n, count);
                int at = columns;
                for (int b = 0; b < columns; b++) {
                    double right = flushed(b < x.length ? x[b] : y);
                    if (count == 1) {
                        sums.add(b, right);
                    } else {
                        sums.addProduct(b, count, right);
                    }
                    for (int a = 0; a <= b; a++, at++) {
                        double left = flushed(a < x.length ? x[a] : y);
                        if (count == 1) {
                            sums.addProduct(at, left, right);
                        } else {
                            double product = left * right;
                            sums.addProduct(at, count, product);
                            sums.addProduct(at, count, Math.fma(left, right, -product));
                        }
                    }
                }
            }

            private static double flushed(double value) {
                return Math.abs(value) < SMALLEST ? 0 : value;
            }

            private void addAll(Group other) {
                n = Math.addExact(n, other.n);
                sums.addAll(other.sums);
            }
        }
    }

    /**
     * What was found of one group.
     *
     * @param group its name
     * @param n its number of observations
     * @param meanResidual what its mean exceeds its expectation by
     * @param value the effect: the mean residual drawn to 0 by the reliability
     * @param standardError the posterior standard error of the effect
     * @param reliability the share of the variance of mean residuals of groups of this size that is theirs and not chance, 0..1
     */
    public record Effect(String group, long n, double meanResidual, double value, double standardError, double reliability) {}

    /** A fitted model. Immutable and safe to share between threads. */
    public static final class Fit {
        private final RandomInterceptProfile profile;
        private final RandomInterceptProfile.Solution best;

        Fit(RandomInterceptProfile profile, RandomInterceptProfile.Solution best) {
            this.profile = profile;
            this.best = best;
        }

        /**
         * Returns the number of observations.
         *
         * @return N
         */
        public long observations() {
            return profile.observations();
        }

        /**
         * Returns the number of groups.
         *
         * @return J
         */
        public int groups() {
            return profile.groups();
        }

        /**
         * Returns the variance between groups.
         *
         * @return tau squared, not negative, in the squared unit of y
         */
        public double tau2() {
            return best.theta() * sigma2();
        }

        /**
         * Returns the variance within groups, less what errors of the covariates add to it.
         *
         * @return sigma squared, positive, in the squared unit of y
         */
        public double sigma2() {
            return best.sigma2() * profile.unit() * profile.unit();
        }

        /**
         * Returns the share of the variance that is between groups.
         *
         * @return {@code tau2 / (tau2 + sigma2)}, 0..1
         */
        public double icc() {
            return best.theta() / (1 + best.theta());
        }

        /**
         * Returns the criterion at its minimum: the deviance of ML, the criterion of REML.
         *
         * @return minus twice the logarithm of the likelihood
         */
        public double deviance() {
            return best.deviance();
        }

        /**
         * Returns the criterion for another ratio of the variances, all else as likely as possible: {@code deviance(0) - deviance()} says
         * what leaving out the groups would cost.
         *
         * @param theta {@code tau2 / sigma2}, not negative
         * @return minus twice the logarithm of the likelihood, empty where the correction for errors does not allow that ratio
         * @throws IllegalArgumentException if theta is negative or not finite
         */
        public OptionalDouble deviance(double theta) {
            if (!(theta >= 0) || Double.isInfinite(theta)) {
                throw new IllegalArgumentException("theta must be finite and not negative, got " + theta);
            }
            RandomInterceptProfile.Solution other = profile.at(theta);
            return other.found() ? OptionalDouble.of(other.deviance()) : OptionalDouble.empty();
        }

        /**
         * Returns the coefficients.
         *
         * @return the intercept, then one a covariate; a copy
         */
        public double[] coefficients() {
            return profile.coefficients(best);
        }

        /**
         * Returns the standard errors of the coefficients.
         *
         * @return the intercept's, then one a covariate
         */
        public double[] standardErrors() {
            double[][] covariance = covariance();
            double[] errors = new double[covariance.length];
            for (int i = 0; i < errors.length; i++) {
                errors[i] = Math.sqrt(Math.max(0, covariance[i][i]));
            }
            return errors;
        }

        /**
         * Returns the covariance matrix of the coefficients.
         *
         * @return of the intercept, then of the covariates; a copy
         */
        public double[][] covariance() {
            return profile.covariance(best);
        }

        /**
         * Returns what was found of the groups.
         *
         * @return one element a group, by name
         */
        public List<Effect> effects() {
            return profile.effects(best);
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "RandomIntercept.Fit[%d observations, %d groups, tau2=%.4g, sigma2=%.4g, b=%s]",
                    observations(), groups(), tau2(), sigma2(), Arrays.toString(coefficients()));
        }
    }
}
