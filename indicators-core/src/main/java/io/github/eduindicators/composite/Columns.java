package io.github.eduindicators.composite;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Statistics of a column in which NaN marks an empty cell. Sums run in the order of the rows and are compensated. */
final class Columns {
    /** Values nearer than this, in units of the largest of the column, are the same value written twice. */
    static final double SAME = 1e-12;
    /** Larger numbers are no indicator of anything, and their powers overflow. */
    static final double LARGEST = 1e100;
    private static final int MOST_SWEEPS = 100;
    private static final double NEGLIGIBLE = 1e-18;

    private Columns() {}

    /** The cells that are not empty, in their order. */
    static double[] known(double[] column) {
        return Arrays.stream(column).filter(value -> !Double.isNaN(value)).toArray();
    }

    static double sum(double[] values) {
        double sum = 0;
        double lost = 0;
        for (double value : values) {
            double next = sum + value;
            lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
            sum = next;
        }
        return sum + lost;
    }

    /** Of at least one value. */
    static double mean(double[] values) {
        return sum(values) / values.length;
    }

    static double least(double[] values) {
        return Arrays.stream(values).min().orElse(Double.NaN);
    }

    static double largest(double[] values) {
        return Arrays.stream(values).max().orElse(Double.NaN);
    }

    static boolean constant(double[] values) {
        return values.length == 0 || same(least(values), largest(values));
    }

    static boolean same(double one, double other) {
        return Math.abs(one - other) <= Math.max(Double.MIN_NORMAL, SAME * Math.max(Math.abs(one), Math.abs(other)));
    }

    /** The squared deviations from the mean over {@code n - less}; 0 for one value and where all are the same. */
    static double variance(double[] values, int less) {
        if (values.length < 2 || constant(values)) {
            return 0;
        }
        double[] squares = deviations(values);
        for (int i = 0; i < squares.length; i++) {
            squares[i] *= squares[i];
        }
        return sum(squares) / (values.length - less);
    }

    private static double[] deviations(double[] values) {
        double mean = mean(values);
        return Arrays.stream(values).map(value -> value - mean).toArray();
    }

    /** The skewness G1 and the excess kurtosis G2 of at least four values that are not all the same. */
    static double[] shape(double[] values) {
        double[] d = deviations(values);
        double scale = Math.max(Math.abs(least(d)), Math.abs(largest(d)));
        int n = values.length;
        double[][] powers = new double[3][n];
        for (int i = 0; i < n; i++) {
            double x = d[i] / scale;
            powers[0][i] = x * x;
            powers[1][i] = x * x * x;
            powers[2][i] = x * x * x * x;
        }
        double squares = sum(powers[0]);
        double g1 = Math.sqrt(n) * sum(powers[1]) / (squares * Math.sqrt(squares)) * Math.sqrt((double) n * (n - 1)) / (n - 2);
        double r = n * sum(powers[2]) / (squares * squares);
        double g2 = ((n + 1) * (r - 3) + 6) * (n - 1) / ((n - 2.0) * (n - 3));
        return new double[] {g1, g2};
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /**
     * Ranks from the least value upwards, the equal sharing the smallest of their places; an empty cell has rank 0. Values are
     * equal to the first of their group within rounding.
     */
    static int[] ranks(double[] column) {
        double[] sorted = known(column);
        Arrays.sort(sorted);
        int n = sorted.length;
        double near = n == 0 ? 0 : SAME * Math.max(Math.abs(sorted[0]), Math.abs(sorted[n - 1]));
        int[] place = new int[n];
        int first = 0;
        for (int i = 0; i < n; i++) {
            if (sorted[i] - sorted[first] > near) {
                first = i;
            }
            place[i] = first + 1;
        }
        int[] rank = new int[column.length];
        for (int i = 0; i < column.length; i++) {
            if (!Double.isNaN(column[i])) {
                rank[i] = place[Arrays.binarySearch(sorted, column[i])];
            }
        }
        return rank;
    }

    /** Ranks from the largest value downwards, the equal sharing the smallest of their places; an empty cell has rank 0. */
    static int[] placings(double[] column) {
        double[] turned = new double[column.length];
        for (int i = 0; i < column.length; i++) {
            turned[i] = -column[i];
        }
        return ranks(turned);
    }

    /** The ranks that share the mean of their places, from 1, of ranks that share the smallest; 0 stays 0. */
    static double[] midRanks(int[] ranks) {
        int[] members = new int[ranks.length + 1];
        for (int rank : ranks) {
            members[rank]++;
        }
        return Arrays.stream(ranks).mapToDouble(rank -> rank == 0 ? 0 : rank + (members[rank] - 1) / 2.0).toArray();
    }

    /** Pearson's correlation over the rows that both columns know, or NaN where one of them does not vary there. */
    static double correlation(double[] one, double[] other) {
        int[] rows = IntStream.range(0, one.length).filter(i -> !Double.isNaN(one[i]) && !Double.isNaN(other[i])).toArray();
        double[] x = Arrays.stream(rows).mapToDouble(i -> one[i]).toArray();
        double[] y = Arrays.stream(rows).mapToDouble(i -> other[i]).toArray();
        if (constant(x) || constant(y)) {
            return Double.NaN;
        }
        double[] dx = scaled(deviations(x));
        double[] dy = scaled(deviations(y));
        double[][] products = new double[3][rows.length];
        for (int i = 0; i < rows.length; i++) {
            products[0][i] = dx[i] * dy[i];
            products[1][i] = dx[i] * dx[i];
            products[2][i] = dy[i] * dy[i];
        }
        double r = sum(products[0]) / Math.sqrt(sum(products[1]) * sum(products[2]));
        return Math.max(-1, Math.min(1, r));
    }

    private static double[] scaled(double[] values) {
        double scale = Math.max(Math.abs(least(values)), Math.abs(largest(values)));
        return Arrays.stream(values).map(value -> value / scale).toArray();
    }

    /** The correlations of complete columns; those of a column that does not vary are 0, with itself too. */
    static double[][] correlations(double[][] columns) {
        int k = columns.length;
        double[][] r = new double[k][k];
        for (int a = 0; a < k; a++) {
            for (int b = 0; b <= a; b++) {
                double value = correlation(columns[a], columns[b]);
                r[a][b] = Double.isNaN(value) ? 0 : a == b ? 1 : value;
                r[b][a] = r[a][b];
            }
        }
        return r;
    }

    /** The rows that all columns know, as columns again. */
    static double[][] complete(double[][] columns) {
        int[] rows = IntStream.range(0, columns[0].length)
                .filter(i -> Arrays.stream(columns).noneMatch(column -> Double.isNaN(column[i]))).toArray();
        return Arrays.stream(columns)
                .map(column -> Arrays.stream(rows).mapToDouble(i -> column[i]).toArray())
                .toArray(double[][]::new);
    }

    /**
     * Eigenvalues and eigenvectors of a symmetric matrix by Jacobi's rotations, the largest eigenvalue first.
     *
     * @param values from large to small
     * @param vectors by eigenvalue, each of length 1
     */
    record Axes(double[] values, double[][] vectors) {}

    static Axes axes(double[][] symmetric) {
        int n = symmetric.length;
        double[][] a = Arrays.stream(symmetric).map(double[]::clone).toArray(double[][]::new);
        double[][] v = new double[n][n];
        for (int i = 0; i < n; i++) {
            v[i][i] = 1;
        }
        for (int sweep = 0; sweep < MOST_SWEEPS && rotateAll(a, v); sweep++) {
            continue;
        }
        Integer[] order = IntStream.range(0, n).boxed().toArray(Integer[]::new);
        Arrays.sort(order, (i, j) -> Double.compare(a[j][j], a[i][i]));
        double[] values = Arrays.stream(order).mapToDouble(i -> a[i][i]).toArray();
        return new Axes(values, Arrays.stream(order).map(i -> v[i]).toArray(double[][]::new));
    }

    /** One sweep over all pairs; whether there was anything to rotate. The rows of v become the eigenvectors. */
    private static boolean rotateAll(double[][] a, double[][] v) {
        boolean rotated = false;
        int n = a.length;
        for (int p = 0; p < n; p++) {
            for (int q = p + 1; q < n; q++) {
                double nothing = Math.max(Double.MIN_NORMAL, NEGLIGIBLE * Math.sqrt(Math.abs(a[p][p] * a[q][q])));
                if (Math.abs(a[p][q]) <= nothing) {
                    continue;
                }
                rotated = true;
                double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
                double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
                double c = 1 / Math.sqrt(t * t + 1);
                double s = t * c;
                for (int k = 0; k < n; k++) {
                    double left = a[k][p];
                    double right = a[k][q];
                    a[k][p] = c * left - s * right;
                    a[k][q] = s * left + c * right;
                }
                for (int k = 0; k < n; k++) {
                    double left = a[p][k];
                    double right = a[q][k];
                    a[p][k] = c * left - s * right;
                    a[q][k] = s * left + c * right;
                    left = v[p][k];
                    right = v[q][k];
                    v[p][k] = c * left - s * right;
                    v[q][k] = s * left + c * right;
                }
                a[p][q] = 0;
                a[q][p] = 0;
            }
        }
        return rotated;
    }
}
