package io.github.eduindicators.review;

/** Least squares for the numbers that errors are made of, none of them negative. */
final class ErrorSources {
    static final int COHORT = 0;
    static final int TOGETHER = 1;
    static final int SHOCK = 2;
    static final int OWN = 3;
    /** The place of the part of a mean that holds no unknown number. */
    static final int KNOWN = 4;

    /** A term that others explain up to this share says nothing of its own. */
    private static final double ALONE = 1e-6;

    private final double[][] squares = new double[KNOWN][KNOWN];
    private final double[] products = new double[KNOWN];

    /** Adds a product of two changes over their errors; its mean is the terms times the numbers, and what is known, over these errors. */
    void add(double[] terms, double product, double errors) {
        double rest = product - terms[KNOWN] / errors;
        for (int i = 0; i < KNOWN; i++) {
            for (int j = 0; j < KNOWN; j++) {
                squares[i][j] += terms[i] * terms[j] / (errors * errors);
            }
            products[i] += terms[i] / errors * rest;
        }
    }

    /** The best of the solutions in which some numbers are 0 and none is negative. */
    double[] solve() {
        double[] best = new double[KNOWN];
        double most = 0;
        for (int kept = 1; kept < 1 << KNOWN; kept++) {
            double[] found = solve(kept);
            double explained = 0;
            boolean possible = true;
            for (int i = 0; i < KNOWN; i++) {
                explained += found[i] * products[i];
                possible &= found[i] >= 0;
            }
            if (possible && explained > most * (1 + ALONE)) {
                most = explained;
                best = found;
            }
        }
        return best;
    }

    /** With the kept numbers only, by elimination; a number that the others make superfluous is 0. */
    private double[] solve(int kept) {
        double[][] rows = new double[KNOWN][];
        for (int i = 0; i < KNOWN; i++) {
            rows[i] = new double[KNOWN + 1];
            if ((kept >> i & 1) == 1) {
                for (int j = 0; j < KNOWN; j++) {
                    rows[i][j] = (kept >> j & 1) == 1 ? squares[i][j] : 0;
                }
                rows[i][KNOWN] = products[i];
            }
        }
        boolean[] used = new boolean[KNOWN];
        for (int i = 0; i < KNOWN; i++) {
            if (!(rows[i][i] > ALONE * squares[i][i])) {
                continue;
            }
            used[i] = true;
            for (int other = 0; other < KNOWN; other++) {
                if (other != i) {
                    double times = rows[other][i] / rows[i][i];
                    for (int j = 0; j <= KNOWN; j++) {
                        rows[other][j] -= times * rows[i][j];
                    }
                }
            }
        }
        double[] found = new double[KNOWN];
        for (int i = 0; i < KNOWN; i++) {
            found[i] = used[i] ? rows[i][KNOWN] / rows[i][i] : 0;
        }
        return found;
    }
}
