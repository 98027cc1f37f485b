package io.github.eduindicators.objectivity;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.laws.NormalLaw;
import io.github.eduindicators.laws.StudentLaw;
import io.github.eduindicators.stats.CauchyCombination;
import io.github.eduindicators.stats.Interval;
import io.github.eduindicators.stats.PositiveDefinite;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Looks in every declared scope for a shift of a school's values in a given direction, the rest of the school being its control.
 *
 * <p>With d the values of the school, S their covariance in honest schools and m the direction within the scope (0 elsewhere),
 * the
 * statistic is {@code z = m'S^-1 d / sqrt(m'S^-1 m)}. For each set of honest directions H (a school that is good, or becomes
 * better
 * year by year, all the same everywhere) it is computed again with {@code S + H H'} in place of S, H long against what schools
 * differ
 * by, so that what an unusual but honest school shows explains itself away; then {@code p = max(p plain, c(p honest))} with
 * {@code c(p) = p / 10} from p = 0.1 on and {@code p / 10 sqrt(p / 0.1)} below: one honest school in ten is unusual, fewer are
 * very unusual. Over scopes
 * and directions the p-values are combined by {@link CauchyCombination} with weights declared beforehand: half for "all" and
 * the other
 * half shared by the parts, for subject, grade and year each; directions alike.
 *
 * <p>The skewness that counting few pupils gives z is taken out by the cube root of Wilson and Hilferty. Then every z is put
 * on the
 * scale that it has in the bulk of the schools: by median and distance of the 15 % and 85 % quantiles in bins of size,
 * smoothed. Tails
 * are Student's with one degree of freedom for four schools, since scales are taken from quantiles in bins, at most {@value
 * #MOST_FREEDOM}.
 */
final class ScopeScan {
    /** How far an unusual honest school may be off, in standard deviations of schools. */
    static final double UNUSUAL = 4;

    /** One honest school in so many is unusual. */
    static final double ONE_IN = 10;

    /** Beside a p-value of less than this an unusual honest school counts less and less. */
    private static final double DOUBT = 0.1;
    /** Beyond this a p-value tells against evidence elsewhere, which it should not. */
    private static final double HIGHEST = 0.9;
    /**
     * Cauchy's rule over this many scopes that overlap gives p-values that are a little too small, but for very small ones: in
     * simulations of honest schools 0.05 comes up 0.063 of the time, 0.01 0.0105 of the time, 0.001 0.001 of the time.
     */
    private static final double MANY = 0.3;
    private static final double MANY_FROM = 0.02;
    /** Schools are not known to follow a normal law far out, however many there are. */
    private static final int MOST_FREEDOM = 200;
    private static final double POINT = 0.05;
    private static final double POWER_QUANTILE = 0.8416212335729143;
    private static final double TAIL = 0.15;
    private static final double NORMAL_TAIL = 1.0364333894937898;
    private static final int SCHOOLS_A_BIN = 150;
    private static final int MOST_BINS = 8;
    private static final int FEWEST_TO_SCALE = 30;
    private static final double NARROWEST = 0.7;
    private static final double SMALLEST_SKEWNESS = 1e-3;

    private final SchoolModel model;
    private final int[] variables;
    private final List<Probe> probes;
    private final List<Unusual> honest;
    /** By set of honest directions (0: none), probe and school; NaN where the school has nothing in the scope. */
    private final float[][][] z;
    /** The same: the root of m'S^-1 m. */
    private final float[][][] root;
    /** By probe and school: the shift, in multiples of the direction. */
    private final float[][] shift;
    private final double[] size;
    private final boolean[] tested;
    private final Scale[][] scales;
    private final Tail tail;

    /** Where the values of a scope point: how far a variable moves. */
    interface Direction {
        double of(int variable);
    }

    /** Whether a school can be looked at in a scope. */
    interface Usable {
        boolean in(int s, Scope scope);
    }

    /**
     * What an unusual school may honestly show.
     *
     * @param directions the directions in which it is off, as long as it may be off
     * @param oneIn one in so many schools is unusual in this way
     */
    record Unusual(double[][] directions, double oneIn) {

        /** What a p-value that allows for this counts for. */
        double counts(double p) {
            return p / oneIn * Math.sqrt(Math.min(1, p / DOUBT));
        }

        /** The p-value that counts for so much, at most 0.5. */
        double needed(double counts) {
            double p = counts * oneIn;
            return Math.min(0.5, p >= DOUBT ? p : StrictMath.pow(p * Math.sqrt(DOUBT), 2.0 / 3));
        }
    }

    private record Probe(Scope scope, double[] direction, double weight) {}

    private ScopeScan(SchoolModel model, int[] variables, List<Probe> probes, List<Unusual> honest, Usable usable) {
        this.model = model;
        this.variables = variables;
        this.probes = probes;
        this.honest = honest;
        int schools = model.panel().schoolCount();
        this.z = new float[1 + honest.size()][probes.size()][schools];
        this.root = new float[1 + honest.size()][probes.size()][schools];
        this.shift = new float[probes.size()][schools];
        this.size = new double[schools];
        this.tested = new boolean[schools];
        int count = 0;
        for (int s = 0; s < schools; s++) {
            tested[s] = measure(s, usable);
            count += tested[s] ? 1 : 0;
        }
        this.tail = new Tail(Math.max(1, Math.min(MOST_FREEDOM, (count - 1) / 4)));
        this.scales = new Scale[z.length][probes.size()];
        Integer[] order = new Integer[schools];
        Arrays.setAll(order, s -> s);
        Arrays.sort(order, (a, b) -> Double.compare(size[a], size[b]));
        for (int h = 0; h < z.length; h++) {
            for (int k = 0; k < probes.size(); k++) {
                scales[h][k] = Scale.of(z[h][k], size, order);
            }
        }
    }

    /**
     * Looks at all schools.
     *
     * @param variables the values that are looked at
     * @param scopes where
     * @param directions in which directions
     * @param honest sets of honest directions, by variable and assessment
     * @param usable which schools can be looked at where
     */
    static ScopeScan of(
            SchoolModel model, int[] variables, List<Scope> scopes, List<Direction> directions, List<Unusual> honest, Usable usable) {
        int columns = model.panel().assessmentCount();
        double[] weights = weights(scopes);
        List<Probe> probes = new ArrayList<>();
        for (int k = 0; k < scopes.size(); k++) {
            for (Direction direction : directions) {
                double[] moved = new double[SchoolModel.VARIABLES * columns];
                for (int i = 0; i < moved.length; i++) {
                    moved[i] = scopes.get(k).members().get(i % columns) ? direction.of(i / columns) : 0;
                }
                probes.add(new Probe(scopes.get(k), moved, weights[k] / directions.size()));
            }
        }
        return new ScopeScan(model, variables, probes, honest, usable);
    }

    /** All, and each part: half the weight and the other half shared, for every way to limit a scope; together 1. */
    private static double[] weights(List<Scope> scopes) {
        long subjects = scopes.stream().flatMap(x -> x.subject().stream()).distinct().count();
        long grades = scopes.stream().map(Scope::grade).filter(x -> x.isPresent()).distinct().count();
        long starts = scopes.stream().map(Scope::from).filter(x -> x.isPresent()).distinct().count();
        double[] weights = scopes.stream()
                .mapToDouble(x -> (x.subject().isPresent() ? 0.5 / subjects : 0.5)
                        * (x.grade().isPresent() ? 0.5 / grades : 0.5)
                        * (x.from().isPresent() ? 0.5 / starts : 0.5))
                .toArray();
        double total = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(w -> w / total).toArray();
    }

    private boolean measure(int s, Usable usable) {
        int[] known = model.known(s, variables);
        int n = known.length;
        boolean any = false;
        boolean[] use = new boolean[probes.size()];
        for (int k = 0; k < probes.size(); k++) {
            use[k] = n > 0
                    && (k > 0 && probes.get(k).scope() == probes.get(k - 1).scope() ? use[k - 1] : usable.in(s, probes.get(k).scope()));
            any |= use[k];
            for (int h = 0; h < z.length; h++) {
                z[h][k][s] = use[k] ? 0 : Float.NaN;
            }
        }
        if (!any) {
            return false;
        }
        size[s] = model.panel().cohort(s);
        double[][] covariance = new double[n][n];
        model.covariance(s, known, covariance);
        double[][] inverse = PositiveDefinite.inverse(covariance, n);
        double[] d = new double[n];
        double[] thirds = new double[n];
        for (int a = 0; a < n; a++) {
            d[a] = model.value(s, known[a]);
            thirds[a] = model.third(s, known[a]);
        }
        double[] explained = times(inverse, d);
        Honest[] sets = new Honest[honest.size()];
        for (int h = 0; h < sets.length; h++) {
            sets[h] = Honest.of(honest.get(h).directions(), known, inverse, d);
        }
        int[] members = new int[n];
        double[] moved = new double[n];
        for (int k = 0; k < probes.size(); k++) {
            if (!use[k]) {
                continue;
            }
            int used = 0;
            for (int a = 0; a < n; a++) {
                double move = probes.get(k).direction()[known[a]];
                if (move != 0) {
                    moved[used] = move;
                    members[used++] = a;
                }
            }
            double score = 0;
            double information = 0;
            double third = 0;
            for (int b = 0; b < n; b++) {
                double[] row = inverse[b];
                double c = 0;
                for (int a = 0; a < used; a++) {
                    c += moved[a] * row[members[a]];
                }
                third += c * c * c * thirds[b];
            }
            for (int a = 0; a < used; a++) {
                double[] row = inverse[members[a]];
                score += moved[a] * explained[members[a]];
                for (int b = 0; b < used; b++) {
                    information += moved[a] * row[members[b]] * moved[b];
                }
            }
            if (!(information > 0)) {
                continue;
            }
            root[0][k][s] = (float) Math.sqrt(information);
            shift[k][s] = (float) (score / information);
            z[0][k][s] = (float) symmetric(score / Math.sqrt(information), third / (information * Math.sqrt(information)));
            for (int h = 0; h < sets.length; h++) {
                sets[h].explain(moved, members, used);
                double left = information - sets[h].information;
                if (left > 1e-9 * information) {
                    root[1 + h][k][s] = (float) Math.sqrt(left);
                    z[1 + h][k][s] = (float) ((score - sets[h].score) / Math.sqrt(left));
                }
            }
        }
        return true;
    }

    /** A value of a law with mean 0, variance 1 and this skewness to about standard normal, if the upper tail is the longer one. */
    private static double symmetric(double z, double skewness) {
        if (!(skewness > SMALLEST_SKEWNESS)) {
            return z;
        }
        return 6 / skewness * (StrictMath.cbrt(Math.max(0, skewness * z / 2 + 1)) - 1) + skewness / 6;
    }

    /** What one set of honest directions explains in one school. */
    private static final class Honest {
        private final double[][] spread;
        private final double[] found;
        private final double[][] inner;
        private double score;
        private double information;

        private Honest(double[][] spread, double[] found, double[][] inner) {
            this.spread = spread;
            this.found = found;
            this.inner = inner;
        }

        static Honest of(double[][] directions, int[] known, double[][] inverse, double[] d) {
            int m = directions.length;
            double[][] own = new double[m][known.length];
            double[][] spread = new double[m][];
            double[] found = new double[m];
            double[][] inner = new double[m][m];
            for (int i = 0; i < m; i++) {
                for (int a = 0; a < known.length; a++) {
                    own[i][a] = directions[i][known[a]];
                }
                spread[i] = times(inverse, own[i]);
                found[i] = product(spread[i], d);
            }
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < m; j++) {
                    inner[i][j] = product(own[i], spread[j]) + (i == j ? 1 : 0);
                }
            }
            return new Honest(spread, found, PositiveDefinite.inverse(inner, m));
        }

        void explain(double[] moved, int[] members, int used) {
            double[] loading = new double[spread.length];
            for (int i = 0; i < loading.length; i++) {
                for (int a = 0; a < used; a++) {
                    loading[i] += moved[a] * spread[i][members[a]];
                }
            }
            double[] inside = times(inner, loading);
            score = product(inside, found);
            information = product(inside, loading);
        }
    }

    private static double[] times(double[][] matrix, double[] vector) {
        double[] product = new double[vector.length];
        for (int a = 0; a < vector.length; a++) {
            product[a] = product(matrix[a], vector);
        }
        return product;
    }

    private static double product(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < b.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** Whether the school could be looked at in any scope. */
    boolean tested(int s) {
        return tested[s];
    }

    private double p(int s, int k) {
        double p = tail.above(z(s, k, 0));
        for (int h = 1; h < z.length; h++) {
            p = Math.max(p, honest.get(h - 1).counts(tail.above(z(s, k, h))));
        }
        return p;
    }

    private double z(int s, int k, int h) {
        return scales[h][k].z(z[h][k][s], size[s]);
    }

    /** What is found in one school. */
    Found found(int s) {
        double[] p = new double[probes.size()];
        double[] weight = new double[probes.size()];
        int used = 0;
        int best = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int k = 0; k < probes.size(); k++) {
            if (!Float.isNaN(z[0][k][s])) {
                double of = p(s, k);
                p[used] = Math.min(HIGHEST, of);
                weight[used++] = probes.get(k).weight();
                if (of / probes.get(k).weight() < least) {
                    least = of / probes.get(k).weight();
                    best = k;
                }
            }
        }
        double total = Arrays.stream(weight, 0, used).sum();
        double share = probes.get(best).weight() / total;
        double combined = CauchyCombination.weighted(Arrays.copyOf(p, used), Arrays.copyOf(weight, used));
        combined = widened(combined);
        // On the scale of z, from which skewness is taken; told are shifts as they are.
        double width = root[0][best][s] > 0 ? scales[0][best].width(size[s]) / root[0][best][s] : 0;
        double straight = z(s, best, 0) * width;
        double bent = straight > 0 && shift[best][s] > straight ? shift[best][s] / straight : 1;
        return new Found(
                combined,
                probes.get(best).scope(),
                z(s, best, 0),
                shift[best][s],
                width,
                bent * needed(best, s, share, 0),
                bent * needed(best, s, share, POWER_QUANTILE));
    }

    private static double widened(double p) {
        return -StrictMath.expm1(StrictMath.log1p(-Math.min(p, 1)) * (1 + MANY * p * p / (p * p + MANY_FROM * MANY_FROM)));
    }

    /** The shift in multiples of the direction for which p = 0.05 over all, and with so many standard errors more. */
    private double needed(int k, int s, double share, double more) {
        double needed = 0;
        for (int h = 0; h < z.length; h++) {
            double limit = h == 0 ? POINT * share : honest.get(h - 1).needed(POINT * share);
            if (root[h][k][s] > 0) {
                double width = scales[h][k].width(size[s]);
                needed = Math.max(needed, (NormalLaw.upperQuantile(limit) + more) * width / root[h][k][s]);
            }
        }
        return needed;
    }

    /**
     * What is found in one school.
     *
     * @param p the p-value over all scopes
     * @param scope the scope with the strongest sign
     * @param z its statistic, on the scale of the bulk
     * @param shift the shift there, in multiples of the direction
     * @param standardError its standard error
     * @param needed the shift there that would just give p = 0.05
     * @param detectable the shift that would have done so with probability 0.8
     */
    record Found(double p, Scope scope, double z, double shift, double standardError, double needed, double detectable) {

        /** Tells p, statistic, effect and where, with effects in a unit: so much for one of the direction. */
        Finding.Builder tell(Finding.Builder finding, double unit) {
            return finding.outcome(Outcome.CLEAR)
                    .p(p)
                    .statistic(z)
                    .effect(Interval.normal(shift * unit, standardError * unit, Interval.Z95))
                    .fact("scope", scope.told());
        }

        /** How much less of a total it would take for p above 0.05, in whole numbers. */
        long different(double total) {
            return (long) Math.ceil(Math.max(0, shift - needed) * total);
        }
    }

    /** The upper tail of Student's law, from a table where it is asked for often. */
    private static final class Tail {
        private static final double LOWEST = -6;
        private static final double HIGHEST = 12;
        private static final int STEPS_A_UNIT = 256;

        private final double freedom;
        private final double[] logs = new double[(int) ((HIGHEST - LOWEST) * STEPS_A_UNIT) + 1];

        Tail(double freedom) {
            this.freedom = freedom;
            for (int i = 0; i < logs.length; i++) {
                logs[i] = StrictMath.log(StudentLaw.upperTail(LOWEST + (double) i / STEPS_A_UNIT, freedom));
            }
        }

        double above(double z) {
            double place = (z - LOWEST) * STEPS_A_UNIT;
            int i = (int) place;
            return place >= 0 && i < logs.length - 1
                    ? Math.exp(logs[i] + (place - i) * (logs[i + 1] - logs[i]))
                    : StudentLaw.upperTail(z, freedom);
        }
    }

    /** How z spreads in the bulk, by size. */
    private record Scale(double[] at, double[] centres, double[] widths) {
        static Scale of(float[] z, double[] size, Integer[] order) {
            double[] kept = new double[order.length];
            double[] sizes = new double[order.length];
            int used = 0;
            for (int s : order) {
                if (!Float.isNaN(z[s])) {
                    kept[used] = z[s];
                    sizes[used++] = size[s];
                }
            }
            if (used < FEWEST_TO_SCALE) {
                return new Scale(new double[] {0}, new double[] {0}, new double[] {1});
            }
            int bins = Math.max(1, Math.min(MOST_BINS, used / SCHOOLS_A_BIN));
            double[] at = new double[bins];
            double[] centre = new double[bins];
            double[] width = new double[bins];
            for (int b = 0; b < bins; b++) {
                int from = (int) ((long) used * b / bins);
                int to = (int) ((long) used * (b + 1) / bins);
                double[] own = Arrays.copyOfRange(kept, from, to);
                at[b] = StrictMath.log(Math.max(1, sizes[(from + to) / 2]));
                Arrays.sort(own);
                centre[b] = quantile(own, 0.5);
                width[b] = (quantile(own, 1 - TAIL) - quantile(own, TAIL)) / (2 * NORMAL_TAIL);
            }
            centre = smoothed(centre);
            width = smoothed(width);
            for (int b = 0; b < bins; b++) {
                width[b] = Math.max(NARROWEST, width[b]);
            }
            return new Scale(at, centre, width);
        }

        private static double quantile(double[] sorted, double p) {
            double place = p * (sorted.length - 1);
            int below = (int) place;
            return below + 1 == sorted.length ? sorted[below] : sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]);
        }

        private static double[] smoothed(double[] values) {
            double[] smooth = new double[values.length];
            for (int b = 0; b < values.length; b++) {
                double before = values[Math.max(0, b - 1)];
                double after = values[Math.min(values.length - 1, b + 1)];
                smooth[b] = (before + 2 * values[b] + after) / 4;
            }
            return smooth;
        }

        private double between(double[] values, double size) {
            double place = StrictMath.log(Math.max(1, size));
            int upper = 0;
            while (upper < at.length && at[upper] < place) {
                upper++;
            }
            if (upper == 0 || upper == at.length) {
                return values[Math.min(upper, at.length - 1)];
            }
            double share = (place - at[upper - 1]) / (at[upper] - at[upper - 1]);
            return values[upper - 1] + share * (values[upper] - values[upper - 1]);
        }

        double centre(double size) {
            return between(centres, size);
        }

        double width(double size) {
            return between(widths, size);
        }

        double z(double raw, double size) {
            return (raw - centre(size)) / width(size);
        }
    }
}
