package io.github.eduindicators.objectivity;

/** Small symmetric matrices, in plain arrays. */
final class SmallMatrix {
    private static final double JITTER = 1e-12;

    private SmallMatrix() {}

    static double[][] diagonal(int size, double value) {
        double[][] matrix = new double[size][size];
        for (int i = 0; i < size; i++) {
            matrix[i][i] = value;
        }
        return matrix;
    }

    static double[] times(double[][] a, double[] x) {
        double[] y = new double[a.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = dot(a[i], x);
        }
        return y;
    }

    static double[][] times(double[][] a, double[][] b) {
        double[][] c = new double[a.length][b[0].length];
        for (int i = 0; i < c.length; i++) {
            for (int k = 0; k < b.length; k++) {
                double factor = a[i][k];
                if (factor != 0) {
                    for (int j = 0; j < c[i].length; j++) {
                        c[i][j] += factor * b[k][j];
                    }
                }
            }
        }
        return c;
    }

    static double[][] transposed(double[][] a) {
        double[][] b = new double[a[0].length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b.length; j++) {
                b[j][i] = a[i][j];
            }
        }
        return b;
    }

    static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    static void add(double[] to, double factor, double[] x) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * x[i];
        }
    }

    static void add(double[][] to, double factor, double[][] x) {
        for (int i = 0; i < to.length; i++) {
            add(to[i], factor, x[i]);
        }
    }

    /** Adds {@code factor x x'}. */
    static void addSquare(double[][] to, double factor, double[] x) {
        for (int i = 0; i < to.length; i++) {
            add(to[i], factor * x[i], x);
        }
    }

    /** The inverse of a positive definite matrix, by Cholesky; pivots that rounding made too small are raised. */
    static double[][] inverse(double[][] matrix) {
        int size = matrix.length;
        double[][] root = new double[size][size];
        double trace = 0;
        for (int i = 0; i < size; i++) {
            trace += matrix[i][i];
        }
        double least = Math.max(Double.MIN_NORMAL, JITTER * trace / size);
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = matrix[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= root[i][k] * root[j][k];
                }
                root[i][j] = i == j ? Math.sqrt(Math.max(sum, least)) : sum / root[j][j];
            }
        }
        double[][] lower = new double[size][size];
        for (int j = 0; j < size; j++) {
            lower[j][j] = 1 / root[j][j];
            for (int i = j + 1; i < size; i++) {
                double sum = 0;
                for (int k = j; k < i; k++) {
                    sum -= root[i][k] * lower[k][j];
                }
                lower[i][j] = sum / root[i][i];
            }
        }
        double[][] inverse = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int k = i; k < size; k++) {
                    sum += lower[k][i] * lower[k][j];
                }
                inverse[i][j] = sum;
                inverse[j][i] = sum;
            }
        }
        return inverse;
    }
}
