package io.github.eduindicators.forensics;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Fuzzy c-means with fuzzifier 2: memberships and centres in turn, until no centre moves. It starts from the means of equal
 * groups by the first coordinate, so the answer is always the same.
 *
 * @param memberships by point and cluster, adding to 1
 * @param centres by cluster
 */
record FuzzyMeans(double[][] memberships, double[][] centres) {
    private static final double STILL = 1e-10;
    private static final int MOST_STEPS = 10_000;

    static FuzzyMeans of(double[][] points, int clusters) {
        double[][] centres = start(points, clusters);
        double[][] memberships = memberships(points, centres);
        for (int step = 0; step < MOST_STEPS; step++) {
            double[][] next = centres(points, memberships, clusters);
            double moved = 0;
            for (int k = 0; k < clusters; k++) {
                for (int axis = 0; axis < next[k].length; axis++) {
                    moved = Math.max(moved, Math.abs(next[k][axis] - centres[k][axis]));
                }
            }
            centres = next;
            memberships = memberships(points, centres);
            if (moved < STILL) {
                break;
            }
        }
        return new FuzzyMeans(memberships, centres);
    }

    private static double[][] start(double[][] points, int clusters) {
        int[] order = IntStream.range(0, points.length).boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> points[i][0]))
                .mapToInt(Integer::intValue).toArray();
        double[][] weights = new double[points.length][clusters];
        for (int rank = 0; rank < order.length; rank++) {
            weights[order[rank]][(int) ((long) rank * clusters / order.length)] = 1;
        }
        return centres(points, weights, clusters);
    }

    private static double[][] centres(double[][] points, double[][] memberships, int clusters) {
        double[][] centres = new double[clusters][points[0].length];
        for (int k = 0; k < clusters; k++) {
            double sum = 0;
            for (int j = 0; j < points.length; j++) {
                double weight = memberships[j][k] * memberships[j][k];
                sum += weight;
                for (int axis = 0; axis < centres[k].length; axis++) {
                    centres[k][axis] += weight * points[j][axis];
                }
            }
            for (int axis = 0; axis < centres[k].length; axis++) {
                centres[k][axis] /= sum;
            }
        }
        return centres;
    }

    private static double[][] memberships(double[][] points, double[][] centres) {
        double[][] memberships = new double[points.length][centres.length];
        for (int j = 0; j < points.length; j++) {
            double sum = 0;
            int at = -1;
            for (int k = 0; k < centres.length; k++) {
                double distance = 0;
                for (int axis = 0; axis < centres[k].length; axis++) {
                    double difference = points[j][axis] - centres[k][axis];
                    distance += difference * difference;
                }
                at = distance == 0 && at < 0 ? k : at;
                memberships[j][k] = 1 / distance;
                sum += memberships[j][k];
            }
            for (int k = 0; k < centres.length; k++) {
                // A point that lies on a centre belongs to it alone.
                memberships[j][k] = at < 0 ? memberships[j][k] / sum : k == at ? 1 : 0;
            }
        }
        return memberships;
    }
}
