package io.github.eduindicators.effectiveness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.annotation.Nullable;

/**
 * A weighted linear fit with an intercept: orthogonal columns by the modified Gram-Schmidt method, each made orthogonal twice, of
 * covariates that were centred and scaled first. Always in the order of the rows, so the same input gives the same bits.
 *
 * <p>Cost: {@code O(n k^2)} for n rows and k covariates.
 */
final class LinearFit {
    private final double[][] orthogonal;
    private final double[][] triangle;
    private final double[] projections;
    private final double[] residuals;

    private LinearFit(double[][] orthogonal, double[][] triangle, double[] projections, double[] residuals) {
        this.orthogonal = orthogonal;
        this.triangle = triangle;
        this.projections = projections;
        this.residuals = residuals;
    }

    /** Why a covariate has no coefficient. */
    enum Dropped {
        CONSTANT,
        COLLINEAR
    }

    /** The covariates of a fit, without those that are constant or follow from the ones before them. */
    static final class Design {
        /** Covariates whose spread is a smaller share of their size are constant but for rounding. */
        private static final double CONSTANT = 1e-10;
        /** Covariates of which the others leave a smaller share follow from them; the limit of R's lm. */
        private static final double COLLINEAR = 1e-7;
        private static final double NOTHING = 1e-150;
        private static final double NOTHING_LEFT = 1e-12;

        private final int rows;
        private final List<double[]> columns = new ArrayList<>();
        private final List<double[]> orthogonal = new ArrayList<>();
        /** By kept column: its mean in units of its spread, its size, and its spread in units of its size. */
        private final List<double[]> scales = new ArrayList<>();

        /** A design with the intercept only. */
        Design(int rows) {
            this.rows = rows;
            double[] first = new double[rows];
            Arrays.fill(first, 1 / Math.sqrt(rows));
            orthogonal.add(first);
        }

        int covariates() {
            return columns.size();
        }

        /** Adds a covariate if it tells something new; returns null if it was added. */
        @Nullable
        Dropped add(double[] values) {
            double size = 0;
            for (double value : values) {
                size = Math.max(size, Math.abs(value));
            }
            if (size < NOTHING) {
                return Dropped.CONSTANT;
            }
            double sum = 0;
            for (double value : values) {
                sum += value / size;
            }
            double mean = sum / rows;
            double[] column = new double[rows];
            for (int i = 0; i < rows; i++) {
                column[i] = values[i] / size - mean;
            }
            double spread = norm(column) / Math.sqrt(rows);
            if (spread <= CONSTANT) {
                return Dropped.CONSTANT;
            }
            for (int i = 0; i < rows; i++) {
                column[i] /= spread;
            }
            double[] left = column.clone();
            for (int pass = 0; pass < 2; pass++) {
                for (double[] other : orthogonal) {
                    subtract(left, other, product(other, left));
                }
            }
            double remaining = norm(left);
            if (remaining <= COLLINEAR * Math.sqrt(rows)) {
                return Dropped.COLLINEAR;
            }
            for (int i = 0; i < rows; i++) {
                left[i] /= remaining;
            }
            orthogonal.add(left);
            columns.add(column);
            scales.add(new double[] {mean / spread, size, spread});
            return null;
        }

        /** Fits by least squares with positive weights. */
        LinearFit fit(double[] y, double[] weight) {
            int k = columns.size() + 1;
            double[] root = new double[rows];
            for (int i = 0; i < rows; i++) {
                root[i] = Math.sqrt(weight[i]);
            }
            double[][] q = new double[k][rows];
            double[][] r = new double[k][k];
            for (int a = 0; a < k; a++) {
                double[] column = q[a];
                for (int i = 0; i < rows; i++) {
                    column[i] = a == 0 ? root[i] : root[i] * columns.get(a - 1)[i];
                }
                double before = norm(column);
                for (int pass = 0; pass < 2; pass++) {
                    for (int b = 0; b < a; b++) {
                        double part = product(q[b], column);
                        r[b][a] += part;
                        subtract(column, q[b], part);
                    }
                }
                r[a][a] = norm(column);
                if (!(r[a][a] > NOTHING_LEFT * before)) {
                    // Weights so unequal that the covariate tells nothing beside the others: no part of it.
                    Arrays.fill(column, 0);
                    r[a][a] = before;
                }
                for (int i = 0; i < rows; i++) {
                    column[i] /= r[a][a];
                }
            }
            double[] projections = new double[k];
            double[] left = new double[rows];
            for (int i = 0; i < rows; i++) {
                left[i] = root[i] * y[i];
            }
            for (int pass = 0; pass < 2; pass++) {
                for (int a = 0; a < k; a++) {
                    double part = product(q[a], left);
                    projections[a] += part;
                    subtract(left, q[a], part);
                }
            }
            for (int i = 0; i < rows; i++) {
                left[i] /= root[i];
            }
            return new LinearFit(q, r, projections, left);
        }

        /**
         * The coefficients in the units of the covariates, the intercept first, and for each its standard error for a residual
         * variance of 1.
         */
        double[][] coefficients(LinearFit fit) {
            int k = columns.size() + 1;
            double[] solution = fit.solution();
            double[][] inverse = fit.inverseTriangle();
            double[] values = new double[k];
            double[] errors = new double[k];
            double[] intercept = inverse[0].clone();
            values[0] = solution[0];
            for (int a = 1; a < k; a++) {
                double[] scale = scales.get(a - 1);
                values[a] = finite(solution[a] / scale[2] / scale[1]);
                errors[a] = finite(norm(inverse[a]) / scale[2] / scale[1]);
                values[0] -= solution[a] * scale[0];
                subtract(intercept, inverse[a], scale[0]);
            }
            errors[0] = norm(intercept);
            return new double[][] {values, errors};
        }

        private static double finite(double value) {
            return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, value));
        }
    }

    /** The residuals, in the units of the outcome. */
    double[] residuals() {
        return residuals;
    }

    /** The leverage of each row: how much of its fitted value is its own. */
    double[] leverages() {
        double[] h = new double[residuals.length];
        for (double[] column : orthogonal) {
            for (int i = 0; i < h.length; i++) {
                h[i] += column[i] * column[i];
            }
        }
        return h;
    }

    /** The coefficients of the columns as they were scaled. */
    private double[] solution() {
        double[] b = projections.clone();
        for (int a = b.length - 1; a >= 0; a--) {
            for (int c = a + 1; c < b.length; c++) {
                b[a] -= triangle[a][c] * b[c];
            }
            b[a] /= triangle[a][a];
        }
        return b;
    }

    private double[][] inverseTriangle() {
        int k = projections.length;
        double[][] inverse = new double[k][k];
        for (int c = 0; c < k; c++) {
            inverse[c][c] = 1 / triangle[c][c];
            for (int a = c - 1; a >= 0; a--) {
                double sum = 0;
                for (int b = a + 1; b <= c; b++) {
                    sum -= triangle[a][b] * inverse[b][c];
                }
                inverse[a][c] = sum / triangle[a][a];
            }
        }
        return inverse;
    }

    static double product(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    static double norm(double[] a) {
        return Math.sqrt(product(a, a));
    }

    private static void subtract(double[] from, double[] what, double times) {
        for (int i = 0; i < from.length; i++) {
            from[i] -= times * what[i];
        }
    }
}
