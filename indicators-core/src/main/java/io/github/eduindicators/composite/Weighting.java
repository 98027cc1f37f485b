package io.github.eduindicators.composite;

import io.github.eduindicators.finding.Fact;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * How the weights of the parts of a group are found; they are brought to the sum 1.
 *
 * <ul>
 *   <li>{@link #given()}: as they stand at the parts, the default; {@link #equal()}.
 *   <li>By the order of the parts, the most important first, n of them, i from 1: {@link #rankOrderCentroid()} {@code (1/n)
 *       sum(k>=i) 1/k}, {@link #rankSum()} {@code n+1-i}, {@link #rankReciprocal()} {@code 1/i}.
 *   <li>{@link #ahp(double[][])}: judgements of pairs, the principal eigenvector, with the consistency ratio.
 *   <li>By the data of the period: {@link #firstComponent(String)} of the correlations; {@link #entropy()}
 *       {@code 1 - e, e = -sum p ln p / ln n, p = x / sum x}; {@link #critic()} {@code sd_j sum_k (1 - r_jk)};
 *       {@link #standardDeviation()} {@code sd_j}, all with n - 1.
 * </ul>
 *
 * <p>Weights by the data use the normalised values of the units that have all the parts, and change from period to period and
 * from region to region: figures weighted so cannot be compared over time. A part that does not vary gets the weight 0. Where the
 * data do not say the weights (too few units, nothing varies, two components equally strong, a negative value under entropy) the
 * group has no figure, and the log says why. A loading of the first component that is negative although every part points the
 * same way means that the parts do not measure one thing: the group is refused, unless {@link #keepingNegative()}. A group of one
 * part has the weight 1 always.
 *
 * <p>Caveat: a weight is not an influence; see {@link CompositeResult#importance()}. Complexity: O(n k^2) for k parts and n
 * units. Reference: OECD, JRC (2008), Handbook on Constructing Composite Indicators, step 6; D. Diakoulaki, G. Mavrotas, L.
 * Papayannakis (1995), doi:10.1016/0305-0548(94)00059-H (CRITIC); the random indices of T. L. Saaty from memory. Immutable and
 * safe to share between threads.
 */
public final class Weighting {
    /** A consistency ratio from which judgements are said to contradict each other, by convention. */
    private static final double INCONSISTENT = 0.1;
    private static final double[] RANDOM_INDEX = {0, 0, 0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45};
    private static final int LEAST_UNITS = 3;
    /** Loadings and gaps between eigenvalues smaller than this are rounding. */
    private static final double NOTHING = 1e-9;
    private static final int ROUNDS = 10_000;
    private static final double[][] NO_MATRIX = {};
    private static final Weighting GIVEN = of(Kind.GIVEN);
    private static final Weighting EQUAL = of(Kind.EQUAL);

    private enum Kind {
        EQUAL,
        GIVEN,
        RANK_ORDER_CENTROID,
        RANK_SUM,
        RANK_RECIPROCAL,
        AHP,
        FIRST_COMPONENT,
        ENTROPY,
        CRITIC,
        STANDARD_DEVIATION
    }

    /** Weights in the order of the parts with what there is to say of them, or why there are none. */
    record Found(double[] shares, List<Fact> facts, String note, String refusal) {
        static Found none(String refusal) {
            return new Found(new double[0], List.of(), "", refusal);
        }

        boolean refused() {
            return !refusal.isEmpty();
        }
    }

    private final Kind kind;
    private final double[][] judgements;
    private final String positiveOn;
    private final boolean negativeKept;

    private Weighting(Kind kind, double[][] judgements, String positiveOn, boolean negativeKept) {
        this.kind = kind;
        this.judgements = judgements;
        this.positiveOn = positiveOn;
        this.negativeKept = negativeKept;
    }

    private static Weighting of(Kind kind) {
        return new Weighting(kind, NO_MATRIX, "", false);
    }

    /**
     * Returns the same weight for every part.
     *
     * @return the weighting
     */
    public static Weighting equal() {
        return EQUAL;
    }

    /**
     * Returns the weights that stand at the parts.
     *
     * @return the weighting
     */
    public static Weighting given() {
        return GIVEN;
    }

    /**
     * Returns weights by the order of the parts that are the mean of all weights in that order.
     *
     * @return the weighting
     */
    public static Weighting rankOrderCentroid() {
        return of(Kind.RANK_ORDER_CENTROID);
    }

    /**
     * Returns weights that fall evenly with the place of the part.
     *
     * @return the weighting
     */
    public static Weighting rankSum() {
        return of(Kind.RANK_SUM);
    }

    /**
     * Returns weights of one over the place of the part.
     *
     * @return the weighting
     */
    public static Weighting rankReciprocal() {
        return of(Kind.RANK_RECIPROCAL);
    }

    /**
     * Returns weights from judgements of pairs (analytic hierarchy process).
     *
     * @param judgements how many times the part of the row is more important than that of the column: positive, 1 on the
     *     diagonal, each the inverse of its mirror image; 1 to 9 parts
     * @return the weighting
     * @throws IllegalArgumentException if it is not such a matrix
     */
    public static Weighting ahp(double[][] judgements) {
        int n = judgements.length;
        if (n < 1 || n >= RANDOM_INDEX.length) {
            throw new IllegalArgumentException("judgements of pairs are of 1 to 9 parts, got " + n);
        }
        double[][] copy = new double[n][];
        for (int i = 0; i < n; i++) {
            copy[i] = judgements[i].clone();
            for (int j = 0; j < n && copy[i].length == n; j++) {
                double product = judgements[i][j] * (judgements[j].length == n ? judgements[j][i] : Double.NaN);
                if (!(copy[i][j] > 0 && copy[i][j] <= Columns.LARGEST && Math.abs(product - 1) <= 1e-6)) {
                    throw new IllegalArgumentException("a judgement must be positive and the inverse of its mirror image, got "
                            + copy[i][j] + " in row " + (i + 1) + ", column " + (j + 1));
                }
            }
            if (copy[i].length != n) {
                throw new IllegalArgumentException("judgements must be a square of " + n + ", got a row of " + copy[i].length);
            }
        }
        return new Weighting(Kind.AHP, copy, "", false);
    }

    /**
     * Returns the loadings of the first principal component of the correlations, over the sum of their sizes.
     *
     * @param positiveOn the code of the part whose loading is positive, which fixes the sign
     * @return the weighting
     */
    public static Weighting firstComponent(String positiveOn) {
        return new Weighting(Kind.FIRST_COMPONENT, NO_MATRIX, Objects.requireNonNull(positiveOn, "positiveOn"), false);
    }

    /**
     * Returns weights by how unevenly the values are spread over the units.
     *
     * @return the weighting
     */
    public static Weighting entropy() {
        return of(Kind.ENTROPY);
    }

    /**
     * Returns weights by the spread of a part and how little it agrees with the others.
     *
     * @return the weighting
     */
    public static Weighting critic() {
        return of(Kind.CRITIC);
    }

    /**
     * Returns weights by the spread of a part.
     *
     * @return the weighting
     */
    public static Weighting standardDeviation() {
        return of(Kind.STANDARD_DEVIATION);
    }

    /**
     * Keeps negative loadings instead of refusing the group, with a note; for weighted arithmetic means only.
     *
     * @return the same that keeps them
     * @throws IllegalArgumentException if the weights are not those of a first component
     */
    public Weighting keepingNegative() {
        if (kind != Kind.FIRST_COMPONENT) {
            throw new IllegalArgumentException("only a first component has negative loadings, got " + this);
        }
        return new Weighting(kind, judgements, positiveOn, true);
    }

    boolean negativeKept() {
        return negativeKept;
    }

    /** Refuses a group that these weights cannot be of. */
    void check(Component group) {
        int n = group.children().size();
        if (kind == Kind.AHP && judgements.length != n) {
            throw new IllegalArgumentException(
                    "judgements must be of the parts of the group, got " + judgements.length + " for the " + n + " of " + group.code());
        }
        if (kind == Kind.FIRST_COMPONENT && group.children().stream().noneMatch(child -> child.code().equals(positiveOn))) {
            throw new IllegalArgumentException("the sign must be fixed by a part of the group, got " + positiveOn + " in " + group.code());
        }
        if (kind == Kind.GIVEN && group.children().stream().allMatch(child -> child.weight() == 0)) {
            throw new IllegalArgumentException("a group needs a part of positive weight, got none in " + group.code());
        }
    }

    /** The weights of a group whose parts have these columns; NaN marks an empty cell. */
    Found find(Component group, double[][] columns) {
        int n = group.children().size();
        double[] raw = new double[n];
        switch (kind) {
            case EQUAL -> Arrays.fill(raw, 1);
            case GIVEN -> Arrays.setAll(raw, i -> group.children().get(i).weight());
            case RANK_ORDER_CENTROID -> {
                double above = 0;
                for (int i = n - 1; i >= 0; i--) {
                    above += 1.0 / (i + 1);
                    raw[i] = above / n;
                }
            }
            case RANK_SUM -> Arrays.setAll(raw, i -> n - i);
            case RANK_RECIPROCAL -> Arrays.setAll(raw, i -> 1.0 / (i + 1));
            case AHP -> {
                return byJudgements();
            }
            default -> {
                return n == 1 ? shares(new double[] {1}, List.of(), "") : byData(group, Columns.complete(columns));
            }
        }
        return shares(raw, List.of(), "");
    }

    private static Found shares(double[] raw, List<Fact> facts, String note) {
        double sum = Columns.sum(Arrays.stream(raw).map(Math::abs).toArray());
        return sum > 0
                ? new Found(Arrays.stream(raw).map(weight -> weight / sum).toArray(), facts, note, "")
                : Found.none("weights-not-determined");
    }

    private Found byJudgements() {
        int n = judgements.length;
        double[] weights = new double[n];
        Arrays.fill(weights, 1.0 / n);
        double largest = n;
        for (int round = 0; round < ROUNDS; round++) {
            double[] next = new double[n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    next[i] += judgements[i][j] * weights[j];
                }
            }
            largest = Columns.sum(next);
            double moved = 0;
            for (int i = 0; i < n; i++) {
                moved = Math.max(moved, Math.abs(next[i] / largest - weights[i]));
                weights[i] = next[i] / largest;
            }
            if (moved <= Math.ulp(1.0)) {
                break;
            }
        }
        double index = n < LEAST_UNITS ? 0 : (largest - n) / (n - 1);
        double ratio = n < LEAST_UNITS ? 0 : index / RANDOM_INDEX[n];
        List<Fact> facts = List.of(
                Fact.of("lambda-max", largest), Fact.of("consistency-index", index), Fact.of("consistency-ratio", ratio));
        return shares(weights, facts, ratio >= INCONSISTENT ? "inconsistent-judgements" : "");
    }

    private Found byData(Component group, double[][] columns) {
        int k = columns.length;
        int units = columns[0].length;
        if (units < LEAST_UNITS) {
            return Found.none("weights-not-determined");
        }
        double[] sd = Arrays.stream(columns).mapToDouble(column -> Math.sqrt(Columns.variance(column, 1))).toArray();
        double[] raw = new double[k];
        switch (kind) {
            case FIRST_COMPONENT -> {
                return byComponent(group, columns);
            }
            case ENTROPY -> {
                for (int j = 0; j < k; j++) {
                    double total = Columns.sum(columns[j]);
                    if (Columns.least(columns[j]) < 0) {
                        return Found.none("not-positive");
                    }
                    raw[j] = sd[j] == 0 ? 0 : Math.max(0, 1 - entropy(columns[j], total));
                }
            }
            case CRITIC -> {
                double[][] r = Columns.correlations(columns);
                for (int j = 0; j < k; j++) {
                    raw[j] = sd[j] * (k - Columns.sum(r[j]));
                }
            }
            default -> raw = sd;
        }
        return shares(raw, List.of(), "");
    }

    private static double entropy(double[] column, double total) {
        double[] terms = Arrays.stream(column).map(x -> x / total).map(p -> p > 0 ? -p * StrictMath.log(p) : 0).toArray();
        return Columns.sum(terms) / StrictMath.log(column.length);
    }

    private Found byComponent(Component group, double[][] columns) {
        Columns.Axes axes = Columns.axes(Columns.correlations(columns));
        double[] loading = axes.vectors()[0].clone();
        int fixed = 0;
        while (!group.children().get(fixed).code().equals(positiveOn)) {
            fixed++;
        }
        double first = axes.values()[0];
        if (!(first > NOTHING) || first - axes.values()[1] <= NOTHING * first || Math.abs(loading[fixed]) <= NOTHING) {
            return Found.none("weights-not-determined");
        }
        double sign = Math.signum(loading[fixed]);
        boolean negative = false;
        for (int j = 0; j < loading.length; j++) {
            loading[j] = Math.abs(loading[j]) <= NOTHING ? 0 : loading[j] * sign;
            negative |= loading[j] < 0;
        }
        if (negative && !negativeKept) {
            return Found.none("negative-loading");
        }
        double explained = first / Columns.sum(axes.values());
        List<Fact> facts = List.of(Fact.of("eigenvalue", first), Fact.of("share-explained", explained));
        return shares(loading, facts, negative ? "negative-loading" : "");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Weighting that
                && kind == that.kind
                && Arrays.deepEquals(judgements, that.judgements)
                && positiveOn.equals(that.positiveOn)
                && negativeKept == that.negativeKept;
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, Arrays.deepHashCode(judgements), positiveOn, negativeKept);
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-')
                + (positiveOn.isEmpty() ? "" : " positive on " + positiveOn)
                + (negativeKept ? " keeping negative" : "");
    }
}
