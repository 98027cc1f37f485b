package io.github.eduindicators.stats;

/**
 * Weighted linear regression that outliers pull little: Huber's M-estimator by repeated weighted least squares.
 *
 * <p>Minimises {@code sum of w(i) rho((y(i) - x(i)'b) / s)}, rho quadratic within {@value #BEND} and linear beyond, s the median of the
 * absolute residuals, each times the root of its weight, over 0.6745. Columns are centred and scaled first; a column that is constant
 * or repeats others gets the part that a very small ridge gives it, so the fit always exists. An intercept is always there.
 *
 * <p>With no observation all coefficients are 0; with residuals that are all equal to 0 the fit is exact. At most {@value #STEPS} steps
 * of {@code O(n k^2)}. Deterministic.
 *
 * <p>Reference: P. J. Huber (1964), Annals of Mathematical Statistics 35:73-101, doi:10.1214/aoms/1177703732.
 */
public final class HuberRegression {
    private static final double BEND = 1.345;
    private static final double NORMAL_MEDIAN = 0.6744897501960817;
    private static final int STEPS = 50;
    private static final double CLOSE = 1e-9;
    private static final double RIDGE = 1e-8;

    private HuberRegression() {}

    /**
     * Fits and returns what is left of each observation.
     *
     * @param x one row of covariates an observation, all of one length, which may be 0
     * @param y the values, finite
     * @param weight their weights, such as one over the variance; not negative
     * @return the residuals, in the order of the observations; one of weight 0 has a residual too
     * @throws IllegalArgumentException if the lengths differ or a number is not finite
     */
    public static double[] residuals(double[][] x, double[] y, double[] weight) {
        if (x.length != y.length || weight.length != y.length) {
            throw new IllegalArgumentException("as many rows and weights as values are needed, got "
                     + x.length + ", " + weight.length + ", " + y.length);
        }
        if (y.length == 0) {
            return new double[0];
        }
        double[][] z = standardised(x, weight);
        double[] residuals = y.clone();
        double[] robust = weight.clone();
        double[] before = new double[z[0].length];
        double[] size = new double[y.length];
        for (int step = 0; step < STEPS; step++) {
            double[] b = solve(z, y, robust);
            double change = 0;
            for (int j = 0; j < b.length; j++) {
                change = Math.max(change, Math.abs(b[j] - before[j]));
            }
            before = b;
            int used = 0;
            for (int i = 0; i < y.length; i++) {
                residuals[i] = y[i] - product(z[i], b);
                if (weight[i] > 0) {
                    size[used++] = Math.abs(residuals[i]) * Math.sqrt(weight[i]);
                }
            }
            double s = used == 0 ? 0 : median(size, used) / NORMAL_MEDIAN;
            if (s == 0 || step > 0 && change < CLOSE) {
                break;
            }
            for (int i = 0; i < y.length; i++) {
                double u = Math.abs(residuals[i]) * Math.sqrt(weight[i]) / s;
                robust[i] = u <= BEND ? weight[i] : weight[i] * BEND / u;
            }
        }
        return residuals;
    }

    /** The median of the first so many values, whose order changes. */
    private static double median(double[] values, int used) {
        int wanted = used / 2;
        int low = 0;
        int high = used - 1;
        while (low < high) {
            double pivot = values[(low + high) >>> 1];
            int i = low;
            int j = high;
            while (i <= j) {
                while (values[i] < pivot) {
                    i++;
                }
                while (values[j] > pivot) {
                    j--;
                }
                if (i <= j) {
                    double swap = values[i];
                    values[i++] = values[j];
                    values[j--] = swap;
                }
            }
            if (wanted <= j) {
                high = j;
            } else if (wanted >= i) {
                low = i;
            } else {
                break;
            }
        }
        if (used % 2 == 1) {
            return values[wanted];
        }
        double below = values[0];
        for (int i = 1; i < wanted; i++) {
            below = Math.max(below, values[i]);
        }
        return (below + values[wanted]) / 2;
    }

    /** With a leading 1, each column centred and scaled by its weighted moments. */
    private static double[][] standardised(double[][] x, double[] weight) {
        int columns = x[0].length;
        double[][] z = new double[x.length][columns + 1];
        for (double[] row : z) {
            row[0] = 1;
        }
        for (int j = 0; j < columns; j++) {
            double total = 0;
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < x.length; i++) {
                if (x[i].length != columns || !Double.isFinite(x[i][j]) || !(weight[i] >= 0) || Double.isInfinite(weight[i])) {
                    throw new IllegalArgumentException("rows must be of one length and finite, weights not negative, got row " + i);
                }
                total += weight[i];
                sum += weight[i] * x[i][j];
            }
            double mean = total > 0 ? sum / total : 0;
            for (int i = 0; i < x.length; i++) {
                squares += weight[i] * (x[i][j] - mean) * (x[i][j] - mean);
            }
            double sd = total > 0 ? Math.sqrt(squares / total) : 0;
            boolean constant = !(sd > 1e-9 * Math.max(1e-300, Math.abs(mean)));
            for (int i = 0; i < x.length; i++) {
                z[i][j + 1] = constant ? 0 : (x[i][j] - mean) / sd;
            }
        }
        return z;
    }

    private static double[] solve(double[][] z, double[] y, double[] weight) {
        int k = z[0].length;
        double[][] normal = new double[k][k];
        double[] right = new double[k];
        double total = 0;
        for (int i = 0; i < z.length; i++) {
            total += weight[i];
            for (int a = 0; a < k; a++) {
                double wa = weight[i] * z[i][a];
                right[a] += wa * y[i];
                for (int b = 0; b <= a; b++) {
                    normal[a][b] += wa * z[i][b];
                }
            }
        }
        if (!(total > 0)) {
            return new double[k];
        }
        for (int a = 0; a < k; a++) {
            normal[a][a] += RIDGE * total;
            for (int b = 0; b < a; b++) {
                normal[b][a] = normal[a][b];
            }
        }
        double[][] inverse = PositiveDefinite.inverse(normal, k);
        double[] b = new double[k];
        for (int a = 0; a < k; a++) {
            b[a] = product(inverse[a], right);
        }
        return b;
    }

    private static double product(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < b.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
