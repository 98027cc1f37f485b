package io.github.eduindicators.effectiveness;

import io.github.eduindicators.laws.NormalLaw;

/** The standard normal distribution function for many millions of calls: Taylor's series about the nearest of many nodes, right to 1e-15. */
final class NormalTable {
    /** Beyond it the function is 0 or 1 to the last bit of what sums need. */
    static final double LIMIT = 8.5;

    private static final int NODES_A_UNIT = 64;
    private static final double[] BELOW = new double[(int) (2 * LIMIT) * NODES_A_UNIT + 1];
    private static final double[] DENSITY = new double[BELOW.length];

    static {
        for (int i = 0; i < BELOW.length; i++) {
            double z = node(i);
            BELOW[i] = NormalLaw.upperTail(-z);
            DENSITY[i] = StrictMath.exp(-z * z / 2) / StrictMath.sqrt(2 * Math.PI);
        }
    }

    private NormalTable() {}

    private static double node(int i) {
        return (double) i / NODES_A_UNIT - LIMIT;
    }

    /** P(Z <= z). */
    static double below(double z) {
        if (z <= -LIMIT) {
            return 0;
        }
        if (z >= LIMIT) {
            return 1;
        }
        int i = (int) ((z + LIMIT) * NODES_A_UNIT + 0.5);
        double a = node(i);
        double d = z - a;
        double square = a * a;
        double series = 1 + d * (-a / 2 + d * ((square - 1) / 6 + d * (-a * (square - 3) / 24
                + d * ((square * square - 6 * square + 3) / 120))));
        return BELOW[i] + DENSITY[i] * d * series;
    }
}
