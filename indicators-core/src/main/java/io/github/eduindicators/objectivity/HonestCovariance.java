package io.github.eduindicators.objectivity;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.stats.PositiveDefinite;
import java.util.Arrays;

/**
 * How the values of honest schools go together: {@code A + B g g'} for each pair of values, as {@link SchoolModel} tells, by moments
 * over all schools.
 */
final class HonestCovariance {
    private static final double WINSOR = 2.5;
    /** E of min(max(Z, -2.5), 2.5)^2 for standard normal Z. */
    private static final double WINSORISED_SQUARE = 0.97755;
    private static final int LAGS = 12;
    private static final int KINDS = 1 + 8 * LAGS;
    private static final int PAIRS = SchoolModel.VARIABLES * (SchoolModel.VARIABLES + 1) / 2;
    /** Pairs of cells of all kinds count for this many of one. */
    private static final double PAIRS_OF_ALL = 200;
    /** With more schools than this every second, third, ... is taken. */
    private static final int MOST_SCHOOLS = 8000;
    private static final double EIGEN_SHARE = 0.02;
    private static final double LEAST_LASTING = 1e-3;
    private static final double LEAST_SAMPLING = 0.5;

    private final Panel panel;
    private final int columns;
    private final double[] value;
    private final double[] error;
    private double[][] lasting = {};
    private double[][] sampling = {};

    private HonestCovariance(Panel panel, double[] value, double[] error) {
        this.panel = panel;
        this.columns = panel.assessmentCount();
        this.value = value;
        this.error = error;
    }

    /**
     * Estimates.
     *
     * @param spread by variable, a first guess of the variance between schools
     */
    static HonestCovariance of(Panel panel, double[] value, double[] error, double[] spread) {
        HonestCovariance covariance = new HonestCovariance(panel, value, error);
        covariance.covary(spread);
        return covariance;
    }

    /** A: what lasts in schools, by {@code variable * assessments + assessment}. */
    double[][] lasting() {
        return lasting;
    }

    /** B: what the pupils give, for {@code g = 1}. */
    double[][] sampling() {
        return sampling;
    }

    /** The moments of one kind of pair: of products on 1 and g g'. */
    private static final class Moments {
        private final double[] sums = new double[5];
        private double pairs;

        void add(double product, double gg, double weight) {
            sums[0] += weight;
            sums[1] += weight * gg;
            sums[2] += weight * gg * gg;
            sums[3] += weight * product;
            sums[4] += weight * gg * product;
            pairs++;
        }

        void lean(Moments all) {
            if (all.pairs > 0) {
                double scale = PAIRS_OF_ALL / all.pairs;
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += scale * all.sums[i];
                }
            }
        }

        /** A and B; B is 0 where pupils are not shared. */
        double[] fit(boolean shared) {
            if (!(sums[0] > 0)) {
                return new double[2];
            }
            double determinant = sums[0] * sums[2] - sums[1] * sums[1];
            if (!shared || determinant < 1e-9 * sums[0] * sums[2]) {
                return shared ? new double[] {0, sums[1] > 0 ? sums[3] / sums[1] : 0} : new double[] {sums[3] / sums[0], 0};
            }
            return new double[] {
                (sums[3] * sums[2] - sums[4] * sums[1]) / determinant, (sums[0] * sums[4] - sums[1] * sums[3]) / determinant
            };
        }

        /** The best fit with A and B at least at their lowest, for a variance. */
        double[] positive(double[] free) {
            double a = free[0];
            double b = free[1];
            if (b < LEAST_SAMPLING && sums[0] > 0) {
                b = LEAST_SAMPLING;
                a = (sums[3] - b * sums[1]) / sums[0];
            }
            if (a < LEAST_LASTING && sums[2] > 0) {
                a = LEAST_LASTING;
                b = (sums[4] - a * sums[1]) / sums[2];
            }
            return new double[] {Math.max(LEAST_LASTING, a), Math.max(LEAST_SAMPLING, b)};
        }
    }

    private boolean shared(int a, int b) {
        Assessment first = panel.assessment(a);
        Assessment second = panel.assessment(b);
        return first.year() - first.grade() == second.year() - second.grade();
    }

    private int kind(int a, int b) {
        if (a == b) {
            return 0;
        }
        Assessment first = panel.assessment(a);
        Assessment second = panel.assessment(b);
        int kind = (first.subject().equals(second.subject()) ? 1 : 0) + (first.grade() == second.grade() ? 2 : 0) + (shared(a, b) ? 4 : 0);
        return 1 + kind * LAGS + Math.min(LAGS - 1, Math.abs(first.year() - second.year()));
    }

    private void covary(double[] spread) {
        int size = SchoolModel.VARIABLES * columns;
        int[][] kinds = new int[columns][columns];
        for (int a = 0; a < columns; a++) {
            for (int b = 0; b < columns; b++) {
                kinds[a][b] = kind(a, b);
            }
        }
        double[][] first = new double[SchoolModel.VARIABLES][];
        Arrays.setAll(first, variable -> new double[] {spread[variable], 1});
        for (int round = 0; round < 3; round++) {
            Moments[][] moments = moments(kinds, first, round < 2);
            double[][][] fits = new double[PAIRS][KINDS][2];
            for (int pair = 0; pair < PAIRS; pair++) {
                Moments apart = new Moments();
                Moments together = new Moments();
                for (int kind = 1; kind < KINDS; kind++) {
                    Moments all = sharedKind(kind) ? together : apart;
                    for (int i = 0; i < all.sums.length; i++) {
                        all.sums[i] += moments[pair][kind].sums[i];
                    }
                    all.pairs += moments[pair][kind].pairs;
                }
                for (int kind = 0; kind < KINDS; kind++) {
                    boolean own = kind == 0 || sharedKind(kind);
                    if (kind > 0) {
                        moments[pair][kind].lean(own ? together : apart);
                    }
                    fits[pair][kind] = moments[pair][kind].fit(own);
                }
            }
            for (int variable = 0; variable < SchoolModel.VARIABLES; variable++) {
                first[variable] = moments[pair(variable, variable)][0].positive(fits[pair(variable, variable)][0]);
                fits[pair(variable, variable)][0] = first[variable].clone();
            }
            if (round == 2) {
                double[][] a = new double[size][size];
                double[][] b = new double[size][size];
                for (int i = 0; i < size; i++) {
                    for (int j = 0; j < size; j++) {
                        double[] fit = fits[pair(i / columns, j / columns)][kinds[i % columns][j % columns]];
                        a[i][j] = fit[0];
                        b[i][j] = fit[1];
                    }
                }
                lasting = PositiveDefinite.nearest(a, EIGEN_SHARE);
                sampling = PositiveDefinite.nearest(b, EIGEN_SHARE);
            }
        }
    }

    private static int pair(int a, int b) {
        int upper = Math.max(a, b);
        return upper * (upper + 1) / 2 + Math.min(a, b);
    }

    private static boolean sharedKind(int kind) {
        return kind > 0 && (kind - 1) / LAGS >= 4;
    }

    /** By R-R, R-L, L-L and kind of pair. */
    private Moments[][] moments(int[][] kinds, double[][] variances, boolean diagonal) {
        Moments[][] moments = new Moments[PAIRS][KINDS];
        for (Moments[] row : moments) {
            for (int i = 0; i < row.length; i++) {
                row[i] = new Moments();
            }
        }
        int step = Math.max(1, panel.schoolCount() / MOST_SCHOOLS);
        double[] z = new double[SchoolModel.VARIABLES * columns];
        double[] v = new double[SchoolModel.VARIABLES * columns];
        double[] g = new double[SchoolModel.VARIABLES * columns];
        int[] known = new int[SchoolModel.VARIABLES * columns];
        for (int s = 0; s < panel.schoolCount(); s += step) {
            int used = 0;
            for (int i = 0; i < SchoolModel.VARIABLES * columns; i++) {
                int k = SchoolModel.VARIABLES * s * columns + i;
                if (error[k] > 0) {
                    double variance = variances[i / columns][0] + variances[i / columns][1] * error[k] * error[k];
                    double root = Math.sqrt(variance);
                    z[used] = Math.max(-WINSOR, Math.min(WINSOR, value[k] / root)) * root;
                    v[used] = variance;
                    g[used] = error[k];
                    known[used++] = i;
                }
            }
            for (int a = 0; a < used; a++) {
                for (int b = diagonal ? a : 0; b <= a; b++) {
                    int i = known[a];
                    int j = known[b];
                    int pair = pair(i / columns, j / columns);
                    double weight = 1 / (v[a] * v[b]);
                    moments[pair][kinds[i % columns][j % columns]].add(z[a] * z[b] / WINSORISED_SQUARE, g[a] * g[b], weight);
                }
            }
        }
        return moments;
    }
}
