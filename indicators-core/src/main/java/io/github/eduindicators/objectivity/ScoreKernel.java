package io.github.eduindicators.objectivity;

import java.util.Arrays;

/**
 * How near two scores are, freed of all that follows from the level and the spread of a group: for a reference q over the scores
 * the band kernel {@code k(x, y)} less its projections on 1, x and x squared in the space of q. So the mean of the kernel over
 * pairs of a group is near 0 also where the group has another mean or variance than the reference, and moves only where scores
 * heap.
 */
final class ScoreKernel {
    /** The chance that two scores drawn from a triangle of base +-2 coincide, by their distance, relative to distance 0. */
    private static final double[] BAND = {1, 2.0 / 3, 1.0 / 6};

    private static final double SMALLEST = 1e-9;
    private static final double WEAKEST = 1e-5;
    private static final double[] CLUSTER = {0.25, 0.5, 0.25};

    private final double[][] kernel;
    private final double square;
    private final double cube;
    private final double triangle;
    private final double diagonal;
    private final double signal;

    private ScoreKernel(double[] q) {
        int width = q.length;
        double[][] basis = basis(q, 3);
        double[][] smoothed = new double[basis.length][width];
        for (int a = 0; a < basis.length; a++) {
            for (int y = 0; y < width; y++) {
                for (int x = Math.max(0, y - 2); x <= Math.min(width - 1, y + 2); x++) {
                    smoothed[a][y] += q[x] * basis[a][x] * BAND[Math.abs(x - y)];
                }
            }
        }
        double[][] inner = new double[basis.length][basis.length];
        for (int a = 0; a < basis.length; a++) {
            for (int b = 0; b < basis.length; b++) {
                for (int x = 0; x < width; x++) {
                    inner[a][b] += q[x] * basis[a][x] * smoothed[b][x];
                }
            }
        }
        this.kernel = new double[width][width];
        for (int x = 0; x < width; x++) {
            for (int y = 0; y <= x; y++) {
                double value = band(x - y);
                for (int a = 0; a < basis.length; a++) {
                    value -= basis[a][x] * smoothed[a][y] + basis[a][y] * smoothed[a][x];
                    for (int b = 0; b < basis.length; b++) {
                        value += basis[a][x] * inner[a][b] * basis[b][y];
                    }
                }
                kernel[x][y] = value;
                kernel[y][x] = value;
            }
        }
        double second = 0;
        double third = 0;
        double own = 0;
        for (int x = 0; x < width; x++) {
            own += q[x] * kernel[x][x];
            for (int y = 0; y < width; y++) {
                double value = kernel[x][y];
                second += q[x] * q[y] * value * value;
                third += q[x] * q[y] * value * value * value;
            }
        }
        this.square = second;
        this.cube = third;
        this.diagonal = own;
        this.triangle = triangle(q, kernel);
        this.signal = signal(q, kernel);
    }

    static ScoreKernel of(double[] q) {
        return new ScoreKernel(q);
    }

    /** Functions that are orthonormal under q and span 1, x, x squared and so on, as far as the support of q allows. */
    static double[][] basis(double[] q, int powers) {
        double[][] found = new double[powers][];
        int count = 0;
        double scale = Math.max(1, q.length - 1);
        for (int power = 0; power < found.length; power++) {
            double[] f = new double[q.length];
            for (int x = 0; x < q.length; x++) {
                f[x] = 1;
                for (int i = 0; i < power; i++) {
                    f[x] *= x / scale;
                }
            }
            // Twice, since once leaves rounding errors behind.
            for (int round = 0; round < 2; round++) {
                for (int a = 0; a < count; a++) {
                    double product = product(q, f, found[a]);
                    for (int x = 0; x < f.length; x++) {
                        f[x] -= product * found[a][x];
                    }
                }
            }
            double norm = product(q, f, f);
            if (norm > SMALLEST) {
                double root = Math.sqrt(norm);
                for (int x = 0; x < f.length; x++) {
                    f[x] /= root;
                }
                found[count++] = f;
            }
        }
        return Arrays.copyOf(found, count);
    }

    static double product(double[] q, double[] f, double[] g) {
        double sum = 0;
        for (int x = 0; x < q.length; x++) {
            sum += q[x] * f[x] * g[x];
        }
        return sum;
    }

    private static double triangle(double[] q, double[][] kernel) {
        double sum = 0;
        double[] weighted = new double[q.length];
        for (int x = 0; x < q.length; x++) {
            if (q[x] == 0) {
                continue;
            }
            for (int y = 0; y < q.length; y++) {
                weighted[y] = q[y] * kernel[x][y];
            }
            for (int z = 0; z <= x; z++) {
                double path = 0;
                double[] other = kernel[z];
                for (int y = 0; y < q.length; y++) {
                    path += weighted[y] * other[y];
                }
                sum += (z == x ? 1 : 2) * q[x] * q[z] * path * kernel[z][x];
            }
        }
        return sum;
    }

    private static double signal(double[] q, double[][] kernel) {
        double mean = 0;
        for (int x = 0; x < q.length; x++) {
            mean += q[x] * x;
        }
        int centre = (int) Math.round(mean);
        double[] cluster = new double[q.length];
        double total = 0;
        for (int a = -1; a <= 1; a++) {
            int x = Math.max(0, Math.min(q.length - 1, centre + a));
            // A score that nobody has reached says nothing of how a cluster would look.
            double share = q[x] > 0 ? CLUSTER[a + 1] : 0;
            cluster[x] += share;
            total += share;
        }
        double sum = 0;
        for (int x = 0; x < q.length; x++) {
            for (int y = 0; y < q.length; y++) {
                sum += cluster[x] * cluster[y] * kernel[x][y];
            }
        }
        return total > 0 ? sum / total / total : 0;
    }

    /** How near two scores so many points apart are, 0..1. */
    static double band(int distance) {
        return distance < BAND.length ? BAND[distance] : 0;
    }

    /** How many scores there are. */
    int width() {
        return kernel.length;
    }

    /** The kernel at a score and each other; not to be changed. */
    double[] row(int x) {
        return kernel[x];
    }

    /** By score, the sum of the kernel over a group. */
    double[] times(double[] counts) {
        double[] sums = new double[counts.length];
        for (int y = 0; y < counts.length; y++) {
            if (counts[y] > 0) {
                for (int x = 0; x < counts.length; x++) {
                    sums[x] += kernel[y][x] * counts[y];
                }
            }
        }
        return sums;
    }

    /** The mean square over pairs from q. */
    double square() {
        return square;
    }

    /** The mean cube over pairs from q. */
    double cube() {
        return cube;
    }

    /** The mean product over the sides of a triangle from q. */
    double triangle() {
        return triangle;
    }

    /** The mean at one and the same score from q. */
    double diagonal() {
        return diagonal;
    }

    /** Whether there is enough to see beside mean and spread: not where nearly everybody has one of three scores. */
    boolean tells() {
        return square > WEAKEST && signal > WEAKEST;
    }

    /** The mean over pairs from a cluster at the mean of q. */
    double signal() {
        return signal;
    }
}
