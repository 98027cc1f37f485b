package io.github.eduindicators.objectivity;

import io.github.eduindicators.laws.NormalLaw;
import io.github.eduindicators.stats.CauchyCombination;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * One p-value from those of several scopes of one school, calibrated.
 *
 * <p>Scopes overlap, and the Cauchy combination of overlapping scopes is too small by a fifth to a third at 0.05. So the
 * combination is drawn {@value #DRAWS} times (fewer with many scopes) for independent normal assessments of given weight, from a
 * fixed seed, and p is multiplied by what it takes for the drawn share of values up to p to be p. Below {@value #LAST} the factor
 * stays as it is there, which errs on the safe side, since the tail of the Cauchy law becomes exact.
 *
 * <p>Weights: half for "all" and the other half shared by the parts, for subject, grade and first year each.
 */
final class ScopeCombination {
    private static final int DRAWS = 40_000;
    private static final int MOST_WORK = 2_000_000;
    private static final int FEWEST_DRAWS = 5_000;
    private static final long SEED = 20211120L;
    private static final double LAST = 0.005;
    private static final double[] KNOTS = {LAST, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4};

    private final double[] weights;
    /** By knot, what p is multiplied by there. */
    private final double[] factors;

    private ScopeCombination(double[] weights, double[] factors) {
        this.weights = weights;
        this.factors = factors;
    }

    /**
     * Draws the law of the combination.
     *
     * @param scopes the scopes
     * @param information by assessment, how much it weighs in a scope; not negative
     */
    static ScopeCombination of(List<Scope> scopes, double[] information) {
        double[] weights = weights(scopes);
        double[] factors = new double[KNOTS.length];
        Arrays.fill(factors, 1);
        if (scopes.size() > 1) {
            double[] drawn = draw(scopes, information, weights);
            Arrays.sort(drawn);
            for (int k = 0; k < KNOTS.length; k++) {
                int upTo = 0;
                while (upTo < drawn.length && drawn[upTo] <= KNOTS[k]) {
                    upTo++;
                }
                factors[k] = Math.max(1, (double) upTo / drawn.length / KNOTS[k]);
            }
        }
        return new ScopeCombination(weights, factors);
    }

    private static double[] draw(List<Scope> scopes, double[] information, double[] weights) {
        Random random = new Random(SEED);
        double[] root = Arrays.stream(information).map(Math::sqrt).toArray();
        double[] p = new double[Math.max(FEWEST_DRAWS, Math.min(DRAWS, MOST_WORK / scopes.size()))];
        int[][] members = scopes.stream().map(scope -> scope.members().stream().toArray()).toArray(int[][]::new);
        double[] z = new double[root.length];
        double[] byScope = new double[scopes.size()];
        for (int draw = 0; draw < p.length; draw++) {
            for (int t = 0; t < z.length; t++) {
                z[t] = root[t] * random.nextGaussian();
            }
            for (int k = 0; k < byScope.length; k++) {
                double sum = 0;
                double variance = 0;
                for (int t : members[k]) {
                    sum += z[t];
                    variance += information[t];
                }
                byScope[k] = variance > 0 ? NormalLaw.upperTail(sum / Math.sqrt(variance)) : 0.5;
            }
            p[draw] = CauchyCombination.weighted(byScope, weights);
        }
        return p;
    }

    /** All, and each part: half the weight and the other half shared, for every way to limit a scope. */
    private static double[] weights(List<Scope> scopes) {
        long subjects = scopes.stream().flatMap(x -> x.subject().stream()).distinct().count();
        long grades = scopes.stream().map(Scope::grade).filter(x -> x.isPresent()).distinct().count();
        long starts = scopes.stream().map(Scope::from).filter(x -> x.isPresent()).distinct().count();
        return scopes.stream()
                .mapToDouble(x -> (x.subject().isPresent() ? 0.5 / subjects : 0.5)
                        * (x.grade().isPresent() ? 0.5 / grades : 0.5)
                        * (x.from().isPresent() ? 0.5 / starts : 0.5))
                .toArray();
    }

    /**
     * Combines the p-values of the scopes of one school.
     *
     * @param p by scope, 0..1, or more than 1 where the school has nothing in the scope
     * @return 0..1; 1 where the school has nothing in any
     */
    double p(double... p) {
        double[] known = new double[p.length];
        double[] weight = new double[p.length];
        int count = 0;
        for (int k = 0; k < p.length; k++) {
            if (p[k] <= 1) {
                known[count] = p[k];
                weight[count++] = weights[k];
            }
        }
        if (count == 0) {
            return 1;
        }
        if (count == 1) {
            return known[0];
        }
        return calibrated(CauchyCombination.weighted(Arrays.copyOf(known, count), Arrays.copyOf(weight, count)));
    }

    private double calibrated(double p) {
        if (p <= KNOTS[0]) {
            return p * factors[0];
        }
        int upper = 1;
        while (upper < KNOTS.length && KNOTS[upper] < p) {
            upper++;
        }
        if (upper == KNOTS.length) {
            return Math.max(p, Math.min(1, KNOTS[upper - 1] * factors[upper - 1]));
        }
        double share = Math.log(p / KNOTS[upper - 1]) / Math.log(KNOTS[upper] / KNOTS[upper - 1]);
        double low = KNOTS[upper - 1] * factors[upper - 1];
        double high = Math.max(low, KNOTS[upper] * factors[upper]);
        return Math.min(1, low * Math.pow(high / low, share));
    }
}
