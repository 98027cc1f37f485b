package io.github.eduindicators.forensics;

import java.util.stream.IntStream;

/**
 * The principal axes of standardised columns: the eigenvectors of their correlation matrix, by Jacobi's rotations, the largest
 * eigenvalue first, each with a positive first loading. A column without variance weighs nothing.
 *
 * @param eigenvalues from large to small
 * @param scores by row, the place on the first two axes
 */
record PrincipalAxes(double[] eigenvalues, double[][] loadings, double[][] scores) {
    private static final int MOST_SWEEPS = 100;
    private static final double SMALL = 1e-30;
    private static final int KEPT = 2;

    /** Of rows with the same number of columns, at least two. */
    static PrincipalAxes of(double[][] rows) {
        int columns = rows[0].length;
        double[][] z = standardised(rows);
        double[][] matrix = new double[columns][columns];
        for (int a = 0; a < columns; a++) {
            for (int b = 0; b < columns; b++) {
                for (double[] row : z) {
                    matrix[a][b] += row[a] * row[b] / rows.length;
                }
            }
        }
        double[][] vectors = diagonalise(matrix);
        int[] order = IntStream.range(0, columns).boxed()
                .sorted((a, b) -> Double.compare(matrix[b][b], matrix[a][a]))
                .mapToInt(Integer::intValue).toArray();
        double[] eigenvalues = IntStream.of(order).mapToDouble(axis -> matrix[axis][axis]).toArray();
        double[][] loadings = new double[columns][columns];
        for (int axis = 0; axis < columns; axis++) {
            double sign = vectors[0][order[axis]] < 0 ? -1 : 1;
            for (int column = 0; column < columns; column++) {
                loadings[column][axis] = sign * vectors[column][order[axis]];
            }
        }
        double[][] scores = new double[rows.length][KEPT];
        for (int row = 0; row < rows.length; row++) {
            for (int axis = 0; axis < KEPT; axis++) {
                for (int column = 0; column < columns; column++) {
                    scores[row][axis] += z[row][column] * loadings[column][axis];
                }
            }
        }
        return new PrincipalAxes(eigenvalues, loadings, scores);
    }

    private static double[][] standardised(double[][] rows) {
        double[][] z = new double[rows.length][rows[0].length];
        for (int column = 0; column < rows[0].length; column++) {
            double mean = 0;
            for (double[] row : rows) {
                mean += row[column] / rows.length;
            }
            double variance = 0;
            for (double[] row : rows) {
                variance += (row[column] - mean) * (row[column] - mean) / rows.length;
            }
            for (int row = 0; row < rows.length; row++) {
                z[row][column] = variance > SMALL ? (rows[row][column] - mean) / Math.sqrt(variance) : 0;
            }
        }
        return z;
    }

    /** Makes a symmetric matrix diagonal in place; the columns of the answer are its eigenvectors. */
    private static double[][] diagonalise(double[][] a) {
        int n = a.length;
        double[][] v = new double[n][n];
        for (int i = 0; i < n; i++) {
            v[i][i] = 1;
        }
        for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
            double off = 0;
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    off += a[p][q] * a[p][q];
                    if (a[p][q] != 0) {
                        rotate(a, v, p, q);
                    }
                }
            }
            if (off < SMALL) {
                break;
            }
        }
        return v;
    }

    private static void rotate(double[][] a, double[][] v, int p, int q) {
        double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        double t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        double c = 1 / Math.sqrt(t * t + 1);
        double s = t * c;
        for (int k = 0; k < a.length; k++) {
            double kp = a[k][p];
            a[k][p] = c * kp - s * a[k][q];
            a[k][q] = s * kp + c * a[k][q];
        }
        for (int k = 0; k < a.length; k++) {
            double pk = a[p][k];
            a[p][k] = c * pk - s * a[q][k];
            a[q][k] = s * pk + c * a[q][k];
            double kp = v[k][p];
            v[k][p] = c * kp - s * v[k][q];
            v[k][q] = s * kp + c * v[k][q];
        }
    }
}
