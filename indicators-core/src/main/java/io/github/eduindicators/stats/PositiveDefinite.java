package io.github.eduindicators.stats;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/** Symmetric matrices that have to be positive definite: covariances put together from moments, and their inverses. */
public final class PositiveDefinite {
    private static final double SMALLEST_PIVOT = 1e-12;
    private static final double NEGLIGIBLE = 1e-10;

    private PositiveDefinite() {}

    /**
     * Raises the eigenvalues of a symmetric matrix that are below a share of their mean to it: the matrix nearest to the given one
     * whose eigenvalues are all at least that.
     *
     * <p>A matrix of zeros stays as it is. Cost: {@code O(n^3)}.
     *
     * <p>Reference: N. J. Higham (1988), Linear Algebra and its Applications 103:103-118, doi:10.1016/0024-3795(88)90223-6.
     *
     * @param matrix the matrix, of which the lower triangle is read; finite
     * @param share the share of the mean of the positive eigenvalues, 0..1
     * @return the matrix with eigenvalues raised
     */
    public static double[][] nearest(double[][] matrix, double share) {
        int n = matrix.length;
        if (n == 0) {
            return new double[0][0];
        }
        EigenDecomposition eigen = eigen(matrix);
        double sum = 0;
        for (double value : eigen.getRealEigenvalues()) {
            sum += Math.max(0, value);
        }
        double least = share * sum / n;
        double[][] nearest = new double[n][n];
        for (int i = 0; i < n; i++) {
            add(nearest, Math.max(least, eigen.getRealEigenvalue(i)), eigen.getEigenvector(i).toArray());
        }
        return nearest;
    }

    /**
     * Returns the pseudo-inverse of a symmetric matrix whose eigenvalues are not negative: what lies in directions of eigenvalues of less
     * than 1e-10 of the largest is left at 0. Cost: {@code O(n^3)}.
     *
     * <p>Reference: R. Penrose (1955), Proc. Cambridge Philosophical Society 51:406-413, doi:10.1017/S0305004100030401.
     *
     * @param matrix the matrix, of which the lower triangle is read; finite
     * @return the pseudo-inverse, n by n, whose trace with the matrix is the rank
     */
    public static double[][] pseudoInverse(double[][] matrix) {
        int n = matrix.length;
        double[][] inverse = new double[n][n];
        if (n == 0) {
            return inverse;
        }
        EigenDecomposition eigen = eigen(matrix);
        double largest = 0;
        for (double value : eigen.getRealEigenvalues()) {
            largest = Math.max(largest, value);
        }
        for (int i = 0; i < n; i++) {
            double value = eigen.getRealEigenvalue(i);
            if (value > NEGLIGIBLE * largest) {
                add(inverse, 1 / value, eigen.getEigenvector(i).toArray());
            }
        }
        return inverse;
    }

    private static EigenDecomposition eigen(double[][] matrix) {
        int n = matrix.length;
        double[][] symmetric = new double[n][n];
        for (int a = 0; a < n; a++) {
            for (int b = 0; b <= a; b++) {
                symmetric[a][b] = matrix[a][b];
                symmetric[b][a] = matrix[a][b];
            }
        }
        return new EigenDecomposition(new Array2DRowRealMatrix(symmetric, false));
    }

    private static void add(double[][] sum, double value, double[] vector) {
        for (int a = 0; a < sum.length; a++) {
            for (int b = 0; b < sum.length; b++) {
                sum[a][b] += value * vector[a] * vector[b];
            }
        }
    }

    /**
     * Inverts a symmetric positive definite matrix, by Cholesky. A pivot that is not positive, as rounding may leave it, is replaced by a
     * very small one.
     *
     * @param matrix the matrix, of which the lower triangle of the first n rows and columns is read; finite, with a positive diagonal
     * @param n how many rows and columns
     * @return the inverse, n by n
     */
    public static double[][] inverse(double[][] matrix, int n) {
        double[][] root = new double[n][n];
        for (int a = 0; a < n; a++) {
            double[] rowA = root[a];
            for (int b = 0; b < a; b++) {
                double[] rowB = root[b];
                double sum = matrix[a][b];
                for (int k = 0; k < b; k++) {
                    sum -= rowA[k] * rowB[k];
                }
                rowA[b] = sum / rowB[b];
            }
            double pivot = matrix[a][a];
            for (int k = 0; k < a; k++) {
                pivot -= rowA[k] * rowA[k];
            }
            rowA[a] = Math.sqrt(Math.max(pivot, SMALLEST_PIVOT * Math.max(matrix[a][a], Double.MIN_NORMAL)));
        }
        // The inverse of the root, lower triangular, by its columns as rows.
        double[][] columns = new double[n][n];
        for (int b = 0; b < n; b++) {
            double[] column = columns[b];
            column[b] = 1 / root[b][b];
            for (int a = b + 1; a < n; a++) {
                double[] row = root[a];
                double sum = 0;
                for (int k = b; k < a; k++) {
                    sum -= row[k] * column[k];
                }
                column[a] = sum / row[a];
            }
        }
        for (int a = 0; a < n; a++) {
            for (int b = 0; b <= a; b++) {
                double sum = 0;
                for (int k = a; k < n; k++) {
                    sum += columns[a][k] * columns[b][k];
                }
                root[a][b] = sum;
            }
        }
        for (int a = 0; a < n; a++) {
            for (int b = 0; b < a; b++) {
                root[b][a] = root[a][b];
            }
        }
        return root;
    }
}
