package io.github.eduindicators.stats;

import io.github.eduindicators.stats.RandomIntercept.GroupSums;
import io.github.eduindicators.stats.RandomIntercept.Likelihood;
import io.github.eduindicators.stats.RandomIntercept.Obstacle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.annotation.Nullable;
import org.apache.commons.math3.analysis.solvers.BrentSolver;

/**
 * The likelihood of the random-intercept model as a function of theta alone, from sums.
 *
 * <p>Columns are centred at their means and divided by their standard deviations. The sums of squares are divided into those within
 * groups and those of the means of groups, {@code X'X - k s s' = within + n / (1 + n theta) mean mean'}: nothing cancels, and groups of
 * one size can be added up beforehand. Where a covariate is itself an estimate, theta of a group has the known variance added.
 */
final class RandomInterceptProfile {
    /** Relative to its own variance, less than this of a covariate left over by the others is rounding. */
    private static final double SMALLEST_PIVOT = 1e-10;
    private static final double CONSTANT = 4e-15;
    private static final int FIRST_POWER = -12;
    private static final int LAST_POWER = 12;
    private static final int POWERS_A_DECADE = 2;
    private static final int ROUNDS = 200;
    private static final double SAME = 1e-12;
    private static final int STEPS = 500;
    private static final double CLOSE = 1e-14;

    /** A fit at one theta, in scaled columns. Where there is none, failed says of which row nothing was left, otherwise it is -1. */
    record Solution(double theta, double deviance, double slope, double sigma2, double[] b, double[][] inverse, int failed) {
        static Solution none(int row) {
            return new Solution(Double.NaN, Double.NaN, Double.NaN, Double.NaN, new double[0], new double[0][], row);
        }

        boolean found() {
            return failed < 0;
        }
    }

    private final Likelihood likelihood;
    private final int covariates;
    private final List<String> names;
    private final long[] n;
    private final long total;
    /** By group, its mean of each column, covariates first and the value last, centred and scaled. */
    private final double[][] means;
    private final double[] centre;
    private final double[] scale;
    private final double[] error;
    /** Within groups: of the covariates and the value. */
    private final double[][] within;
    private final GroupSums sums;
    /** By group, the variance of its level that is known beforehand, over sigma2. */
    private final double[] known;
    /** What groups that count alike have in common: their size, the known variance, and how many they are. */
    private long[] sizes = {};
    private double[] knownOf = {};
    private int[] alike = {};
    /** By kind of group: of 1, the covariates and the value, the sum of products of the means. */
    private double[][][] between = {};
    @Nullable
    private Obstacle obstacle;

    RandomInterceptProfile(GroupSums sums, Likelihood likelihood, double[] errorVariance) {
        this.sums = sums;
        this.likelihood = likelihood;
        TreeMap<String, GroupSums.Group> groups = sums.sorted();
        int columns = sums.covariates() + 1;
        covariates = sums.covariates();
        names = new ArrayList<>(groups.keySet());
        n = new long[groups.size()];
        means = new double[groups.size()][columns];
        centre = new double[columns];
        scale = new double[columns];
        error = new double[covariates];
        within = new double[columns][columns];
        ExactSums all = new ExactSums(columns + columns * (columns + 1) / 2);
        long count = 0;
        int j = 0;
        for (GroupSums.Group group : groups.values()) {
            all.addAll(group.sums);
            n[j++] = group.n;
            count = Math.addExact(count, group.n);
        }
        total = count;
        for (int a = 0; a < columns && total > 0; a++) {
            centre[a] = all.rounded(a) / total;
            double squares = GroupSums.centred(all, GroupSums.product(columns, a, a), a, a, total, centre[a], centre[a]);
            double sd = Math.sqrt(Math.max(0, squares / total));
            scale[a] = sd > CONSTANT * Math.abs(centre[a]) ? sd : 0;
        }
        this.obstacle = early();
        known = new double[n.length];
        if (obstacle != null) {
            return;
        }
        for (int a = 0; a < covariates; a++) {
            error[a] = errorVariance[a] / (scale[a] * scale[a]);
        }
        sumWithin(groups, columns);
        bringTogether();
    }

    @Nullable
    private Obstacle early() {
        if (n.length < 2 || n.length < covariates + 2) {
            return Obstacle.FEW_GROUPS;
        }
        if (total - n.length - covariates < 1) {
            return Obstacle.FEW_OBSERVATIONS;
        }
        for (int a = 0; a < covariates; a++) {
            if (scale[a] == 0) {
                return Obstacle.COLLINEAR;
            }
        }
        return scale[covariates] == 0 ? Obstacle.NO_SPREAD : null;
    }

    private void sumWithin(TreeMap<String, GroupSums.Group> groups, int columns) {
        ExactSums squares = new ExactSums(columns * (columns + 1) / 2);
        double[] mean = new double[columns];
        int j = 0;
        for (GroupSums.Group group : groups.values()) {
            for (int b = 0; b < columns; b++) {
                means[j][b] = GroupSums.centred(group.sums, b, group.n, centre[b]) / group.n / scale[b];
                mean[b] = group.sums.rounded(b) / group.n;
                for (int a = 0; a <= b && group.n > 1; a++) {
                    squares.add(b * (b + 1) / 2 + a,
                            GroupSums.centred(group.sums, GroupSums.product(columns, a, b), a, b, group.n, mean[a], mean[b]));
                }
            }
            j++;
        }
        for (int b = 0; b < columns; b++) {
            for (int a = 0; a <= b; a++) {
                within[b][a] = squares.rounded(b * (b + 1) / 2 + a) / scale[a] / scale[b];
                within[a][b] = within[b][a];
            }
        }
    }

    /** Adds up the groups that count alike. */
    private void bringTogether() {
        record Kind(long size, double known) {}
        Comparator<Kind> order = Comparator.comparingLong(Kind::size).thenComparingDouble(Kind::known);
        TreeMap<Kind, List<Integer>> kinds = new TreeMap<>(order);
        for (int j = 0; j < n.length; j++) {
            kinds.computeIfAbsent(new Kind(n[j], known[j]), kind -> new ArrayList<>()).add(j);
        }
        int columns = covariates + 1;
        sizes = kinds.keySet().stream().mapToLong(Kind::size).toArray();
        knownOf = kinds.keySet().stream().mapToDouble(Kind::known).toArray();
        alike = kinds.values().stream().mapToInt(List::size).toArray();
        between = new double[sizes.length][columns + 1][columns + 1];
        ExactSums products = new ExactSums((columns + 1) * (columns + 2) / 2);
        int i = 0;
        for (List<Integer> members : kinds.values()) {
            products.clear();
            for (int j : members) {
                for (int b = 0, at = 0; b <= columns; b++) {
                    for (int a = 0; a <= b; a++, at++) {
                        products.addProduct(at, a == 0 ? 1 : means[j][a - 1], b == 0 ? 1 : means[j][b - 1]);
                    }
                }
            }
            for (int b = 0, at = 0; b <= columns; b++) {
                for (int a = 0; a <= b; a++, at++) {
                    between[i][b][a] = products.rounded(at);
                    between[i][a][b] = between[i][b][a];
                }
            }
            i++;
        }
    }

    int groups() {
        return n.length;
    }

    long observations() {
        return total;
    }

    /** The standard deviation of the values, which scaled ones are to be multiplied by. */
    double unit() {
        return scale[covariates];
    }

    Optional<Obstacle> obstacle() {
        return Optional.ofNullable(obstacle);
    }

    /** Fits; uncertainty has, for covariates that are estimates, the variance by name of the group. */
    Optional<RandomIntercept.Fit> fit(Map<Integer, Map<String, Double>> uncertainty) {
        Solution best = obstacle == null ? minimum() : null;
        double[] before = new double[covariates];
        for (int round = 0; round < ROUNDS && best != null && !uncertainty.isEmpty(); round++) {
            double change = 0;
            Arrays.fill(known, 0);
            for (Map.Entry<Integer, Map<String, Double>> entry : uncertainty.entrySet()) {
                int covariate = entry.getKey();
                double slope = best.b()[covariate + 1] / scale[covariate];
                double ratio = slope * slope / best.sigma2();
                change = Math.max(change, Math.abs(ratio - before[covariate]) / Math.max(ratio, before[covariate]));
                before[covariate] = ratio;
                for (int j = 0; j < known.length; j++) {
                    known[j] += ratio * entry.getValue().getOrDefault(names.get(j), 0.0);
                }
            }
            if (!(change > SAME)) {
                break;
            }
            bringTogether();
            best = minimum();
        }
        return best == null ? Optional.empty() : Optional.of(new RandomIntercept.Fit(this, best));
    }

    @Nullable
    private Solution minimum() {
        Solution[] seen = new Solution[LAST_POWER - FIRST_POWER + 2];
        int lowest = 0;
        for (int i = 0; i < seen.length; i++) {
            double theta = i == 0 ? 0 : StrictMath.pow(10, (FIRST_POWER + i - 1) / (double) POWERS_A_DECADE);
            seen[i] = at(theta);
            if (!seen[i].found()) {
                obstacle = corrected() ? Obstacle.NOT_POSITIVE_DEFINITE
                        : seen[i].failed() == covariates + 1 ? Obstacle.NO_SPREAD : Obstacle.COLLINEAR;
                return null;
            }
            if (seen[i].deviance() < seen[lowest].deviance()) {
                lowest = i;
            }
        }
        if (lowest == seen.length - 1) {
            obstacle = Obstacle.NO_SPREAD;
            return null;
        }
        Solution best = seen[lowest];
        int from = best.slope() > 0 ? lowest - 1 : lowest;
        if (from >= 0 && seen[from].slope() < 0 && seen[from + 1].slope() > 0) {
            Solution inner = zero(seen[from].theta(), seen[from + 1].theta());
            if (inner.found() && inner.deviance() <= best.deviance()) {
                best = inner;
            }
        }
        return best;
    }

    private boolean corrected() {
        return Arrays.stream(error).anyMatch(variance -> variance > 0);
    }

    private Solution zero(double from, double to) {
        return at(new BrentSolver(CLOSE, CLOSE * from, 0).solve(STEPS, theta -> {
            Solution s = at(theta);
            return s.found() ? s.slope() : 0;
        }, from, to));
    }

    /** The best fit for a theta. */
    Solution at(double theta) {
        int p = covariates + 1;
        double[][] a = new double[p + 1][p + 1];
        double[][] slope = new double[p + 1][p + 1];
        for (int r = 0; r < p; r++) {
            System.arraycopy(within[r], 0, a[r + 1], 1, p);
        }
        double logs = 0;
        double logsSlope = 0;
        double errors = total - n.length;
        double errorsSlope = 0;
        for (int i = 0; i < sizes.length; i++) {
            double ratio = theta + knownOf[i];
            double weight = sizes[i] / (1 + sizes[i] * ratio);
            for (int r = 0; r <= p; r++) {
                for (int c = 0; c <= r; c++) {
                    a[r][c] += weight * between[i][r][c];
                    slope[r][c] -= weight * weight * between[i][r][c];
                }
            }
            logs += alike[i] * StrictMath.log1p(sizes[i] * ratio);
            logsSlope += alike[i] * weight;
            errors += alike[i] * weight / sizes[i];
            errorsSlope -= alike[i] * weight * weight / sizes[i];
        }
        double[] before = new double[p + 1];
        for (int r = 0; r <= p; r++) {
            before[r] = a[r][r];
        }
        for (int r = 0; r < covariates; r++) {
            a[r + 1][r + 1] -= errors * error[r];
            slope[r + 1][r + 1] -= errorsSlope * error[r];
        }
        double[][] root = new double[p + 1][p + 1];
        int failed = root(a, before, root);
        if (failed >= 0) {
            return Solution.none(failed);
        }
        double rest = root[p][p] * root[p][p];
        double[][] inverse = inverse(root, p);
        double[] b = new double[p];
        for (int r = 0; r < p; r++) {
            for (int c = 0; c < p; c++) {
                b[r] += inverse[r][c] * a[p][c];
            }
        }
        double restSlope = slope[p][p];
        double logDeterminant = 0;
        double determinantSlope = 0;
        for (int r = 0; r < p; r++) {
            restSlope -= 2 * b[r] * slope[p][r];
            logDeterminant += 2 * StrictMath.log(root[r][r]) + (r == 0 ? 0 : 2 * StrictMath.log(scale[r - 1]));
            for (int c = 0; c < p; c++) {
                double element = slope[Math.max(r, c)][Math.min(r, c)];
                restSlope += b[r] * b[c] * element;
                determinantSlope += inverse[r][c] * element;
            }
        }
        boolean restricted = likelihood == Likelihood.REML;
        double freedom = restricted ? total - p : total;
        double deviance = freedom * (1 + StrictMath.log(2 * Math.PI * rest / freedom) + 2 * StrictMath.log(unit())) + logs
                + (restricted ? logDeterminant : 0);
        double devianceSlope = freedom * restSlope / rest + logsSlope + (restricted ? determinantSlope : 0);
        return new Solution(theta, deviance, devianceSlope, rest / freedom, b, inverse, -1);
    }

    /** Puts the Cholesky root of a matrix, of which the lower triangle is read, into another; returns the row that fails, or -1. */
    private static int root(double[][] a, double[] before, double[][] root) {
        for (int r = 0; r < a.length; r++) {
            for (int c = 0; c <= r; c++) {
                double sum = a[r][c];
                for (int k = 0; k < c; k++) {
                    sum -= root[r][k] * root[c][k];
                }
                if (c < r) {
                    root[r][c] = sum / root[c][c];
                } else if (sum > SMALLEST_PIVOT * before[r]) {
                    root[r][r] = Math.sqrt(sum);
                } else {
                    return r;
                }
            }
        }
        return -1;
    }

    /** The inverse of the leading p rows and columns, from the root. */
    private static double[][] inverse(double[][] root, int p) {
        double[][] columns = new double[p][p];
        for (int b = 0; b < p; b++) {
            columns[b][b] = 1 / root[b][b];
            for (int a = b + 1; a < p; a++) {
                double sum = 0;
                for (int k = b; k < a; k++) {
                    sum -= root[a][k] * columns[b][k];
                }
                columns[b][a] = sum / root[a][a];
            }
        }
        double[][] inverse = new double[p][p];
        for (int a = 0; a < p; a++) {
            for (int b = 0; b < p; b++) {
                for (int k = Math.max(a, b); k < p; k++) {
                    inverse[a][b] += columns[a][k] * columns[b][k];
                }
            }
        }
        return inverse;
    }

    double[] coefficients(Solution s) {
        double[] b = new double[covariates + 1];
        double intercept = centre[covariates] + s.b()[0] * unit();
        for (int a = 0; a < covariates; a++) {
            b[a + 1] = s.b()[a + 1] * unit() / scale[a];
            intercept -= b[a + 1] * centre[a];
        }
        b[0] = intercept;
        return b;
    }

    double[][] covariance(Solution s) {
        int p = covariates + 1;
        double[][] scaled = new double[p][p];
        double[][] middle = corrected() ? sandwich(s) : null;
        for (int r = 0; r < p; r++) {
            for (int c = 0; c < p; c++) {
                scaled[r][c] = middle == null ? s.sigma2() * s.inverse()[r][c] : middle[r][c];
            }
        }
        // From coefficients of centred and scaled columns to those of the columns as they came.
        double[][] back = new double[p][p];
        back[0][0] = unit();
        for (int a = 1; a < p; a++) {
            back[a][a] = unit() / scale[a - 1];
            back[0][a] = -back[a][a] * centre[a - 1];
        }
        return product(product(back, scaled), transposed(back));
    }

    private double[][] sandwich(Solution s) {
        int p = covariates + 1;
        double[][] middle = new double[p][p];
        double[] g = new double[p];
        int columns = covariates + 1;
        int j = 0;
        for (GroupSums.Group group : sums.sorted().values()) {
            double weight = n[j] / (1 + n[j] * (s.theta() + known[j]));
            double residual = means[j][covariates] - s.b()[0];
            for (int a = 0; a < covariates; a++) {
                residual -= s.b()[a + 1] * means[j][a];
            }
            double[] mean = new double[columns];
            for (int a = 0; a < columns; a++) {
                mean[a] = group.sums.rounded(a) / n[j];
            }
            g[0] = weight * residual;
            for (int a = 0; a < covariates; a++) {
                g[a + 1] = weight * residual * means[j][a] + withinOf(group, a, covariates, mean)
                        + error[a] * s.b()[a + 1] * (n[j] - 1 + weight / n[j]);
                for (int c = 0; c < covariates; c++) {
                    g[a + 1] -= s.b()[c + 1] * withinOf(group, Math.min(a, c), Math.max(a, c), mean);
                }
            }
            for (int r = 0; r < p; r++) {
                for (int c = 0; c < p; c++) {
                    middle[r][c] += g[r] * g[c];
                }
            }
            j++;
        }
        return product(product(s.inverse(), middle), s.inverse());
    }

    private double withinOf(GroupSums.Group group, int a, int b, double[] mean) {
        return GroupSums.centred(group.sums, GroupSums.product(covariates + 1, a, b), a, b, group.n, mean[a], mean[b]) / scale[a] / scale[b];
    }

    private static double[][] product(double[][] a, double[][] b) {
        double[][] result = new double[a.length][b[0].length];
        for (int r = 0; r < a.length; r++) {
            for (int c = 0; c < b[0].length; c++) {
                for (int k = 0; k < b.length; k++) {
                    result[r][c] += a[r][k] * b[k][c];
                }
            }
        }
        return result;
    }

    private static double[][] transposed(double[][] a) {
        double[][] result = new double[a[0].length][a.length];
        for (int r = 0; r < a.length; r++) {
            for (int c = 0; c < a[0].length; c++) {
                result[c][r] = a[r][c];
            }
        }
        return result;
    }

    List<RandomIntercept.Effect> effects(Solution s) {
        double noise = s.sigma2();
        for (int a = 0; a < covariates; a++) {
            noise += s.b()[a + 1] * s.b()[a + 1] * error[a];
        }
        double tau2 = s.theta() * s.sigma2();
        List<RandomIntercept.Effect> effects = new ArrayList<>(n.length);
        for (int j = 0; j < n.length; j++) {
            double residual = means[j][covariates] - s.b()[0];
            for (int a = 0; a < covariates; a++) {
                residual -= s.b()[a + 1] * means[j][a];
            }
            double chance = noise + n[j] * known[j] * s.sigma2();
            double reliability = n[j] * tau2 / (n[j] * tau2 + chance);
            double error2 = tau2 * chance / (n[j] * tau2 + chance);
            effects.add(new RandomIntercept.Effect(names.get(j), n[j], residual * unit(), reliability * residual * unit() + 0.0,
                    Math.sqrt(error2) * unit(), reliability));
        }
        return List.copyOf(effects);
    }
}
