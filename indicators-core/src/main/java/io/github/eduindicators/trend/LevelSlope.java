package io.github.eduindicators.trend;

import java.util.List;
import java.util.Optional;

/**
 * How levels and slopes of units lie about those of their family: {@code (level, slope) ~ N(mu, T)}, with the variance of the
 * estimate of mu. Times are reckoned from one centre. All matrices are symmetric, 2 by 2, and written out.
 */
final class LevelSlope {
    private static final int STEPS = 100;
    /** Of squared standard errors; a step that small changes nothing. */
    private static final double STILL = 1e-18;
    private static final int TURNS = 10_000;
    /** Of a squared distance; a turn that goes no farther has arrived. */
    private static final double RESTING = 1e-26;

    final double level;
    final double slope;
    /** T: variances and covariance of units. */
    final Square spread;
    /** The variance of the estimate of mu; 0 where mu is known. */
    final Square error;

    LevelSlope(double level, double slope, Square spread, Square error) {
        this.level = level;
        this.slope = slope;
        this.spread = spread;
        this.error = error;
    }

    /** A symmetric matrix: of levels, of level and slope, of slopes. */
    record Square(double a, double c, double b) {
        static final Square ZERO = new Square(0, 0, 0);

        boolean finite() {
            return Double.isFinite(a) && Double.isFinite(b) && Double.isFinite(c);
        }

        double det() {
            return a * b - c * c;
        }

        Square plus(Square other) {
            return new Square(a + other.a, c + other.c, b + other.b);
        }

        Square times(double factor) {
            return new Square(a * factor, c * factor, b * factor);
        }

        /** The matrix with rows and columns exchanged in place and the other sign outside the diagonal. */
        Square adjugate() {
            return new Square(b, -c, a);
        }

        double at(double time) {
            return a + 2 * time * c + time * time * b;
        }
    }

    /**
     * What the points of one unit say.
     *
     * @param a {@code X'V^-1X}
     * @param det its determinant, 0 of a single time
     * @param g level part of {@code X'V^-1y}
     * @param h slope part
     */
    record Evidence(Square a, double det, double g, double h) {
        static final Evidence NONE = new Evidence(Square.ZERO, 0, 0, 0);

        static Evidence of(Line line, double centre) {
            double time = line.first - centre + line.meanTime;
            double weight = line.weight;
            return new Evidence(
                    new Square(weight, weight * time, weight * time * time + line.spread),
                    weight * line.spread,
                    weight * line.meanValue,
                    weight * time * line.meanValue + line.spread * line.slope);
        }
    }

    /** Where a unit is, after its points. */
    record Posterior(double level, double slope, Square variance) {
        double at(double time) {
            return level + slope * time;
        }

        double varianceAt(double time) {
            return Math.max(0, variance.at(time));
        }
    }

    /** What is known of a unit with these points: {@code C = (T^-1 + A)^-1}, in a form that needs no inverse of T. */
    Posterior posterior(Evidence own) {
        Joint joint = new Joint(spread, own);
        double g = own.g - own.a.a * level - own.a.c * slope;
        double h = own.h - own.a.c * level - own.a.b * slope;
        double u = joint.left(g, h, true);
        double v = joint.left(g, h, false);
        Square known = spread.plus(own.a.adjugate().times(joint.spreadDet)).times(1 / joint.det);
        // (I + TA)^-1 error (I + AT)^-1: what mu itself is in doubt by.
        double[] row = joint.leftOver(true);
        double[] other = joint.leftOver(false);
        Square doubt = new Square(
                form(row, error, row), form(row, error, other), form(other, error, other));
        return new Posterior(level + spread.a * u + spread.c * v, slope + spread.c * u + spread.b * v, known.plus(doubt));
    }

    private static double form(double[] x, Square m, double[] y) {
        return x[0] * (m.a * y[0] + m.c * y[1]) + x[1] * (m.c * y[0] + m.b * y[1]);
    }

    /** {@code I + TA} of one unit, its determinant and what is made with its inverse. */
    private static final class Joint {
        final double spreadDet;
        final double det;
        private final double n11;
        private final double n12;
        private final double n21;
        private final double n22;
        private final Evidence own;

        Joint(Square spread, Evidence own) {
            this.own = own;
            Square a = own.a;
            spreadDet = Math.max(0, spread.det());
            det = 1 + Math.max(0, spread.a * a.a + 2 * spread.c * a.c + spread.b * a.b) + spreadDet * own.det;
            // N = I + adj(A) adj(T), so that (I + TA)^-1 = N / det.
            n11 = 1 + a.b * spread.b + a.c * spread.c;
            n12 = -a.b * spread.c - a.c * spread.a;
            n21 = -a.c * spread.b - a.a * spread.c;
            n22 = 1 + a.c * spread.c + a.a * spread.a;
        }

        /** The first or second part of {@code (I + AT)^-1 (g, h)}. */
        double left(double g, double h, boolean first) {
            return (first ? n11 * g + n21 * h : n12 * g + n22 * h) / det;
        }

        /** A row of {@code (I + TA)^-1}: how much of mu is left in the unit. */
        double[] leftOver(boolean first) {
            return first ? new double[] {n11 / det, n12 / det} : new double[] {n21 / det, n22 / det};
        }

        /** {@code X'(V + XTX')^-1X}. */
        Square precision(Square spread) {
            return own.a.plus(spread.adjugate().times(own.det)).times(1 / det);
        }
    }

    /**
     * Estimates mu and T by restricted maximum likelihood: scoring from a start by moments, each step the best among matrices without
     * negative eigenvalues. Empty where numbers run out of range.
     */
    static Optional<LevelSlope> estimate(List<Evidence> units) {
        Square spread = start(units);
        for (int step = 0; step < STEPS && spread.finite(); step++) {
            Scores scores = new Scores(units, spread);
            if (scores.mean == null) {
                return Optional.empty();
            }
            Square next = scores.step(spread);
            double moved = scores.length(new Square(next.a - spread.a, next.c - spread.c, next.b - spread.b));
            spread = next;
            if (moved < STILL) {
                break;
            }
        }
        if (!spread.finite()) {
            return Optional.empty();
        }
        Scores last = new Scores(units, spread);
        return last.mean == null
                ? Optional.empty()
                : Optional.of(new LevelSlope(last.mean[0], last.mean[1], spread, last.error));
    }

    /** Unweighted moments of the units' own lines, less what their errors explain. */
    private static Square start(List<Evidence> units) {
        int m = 0;
        double levels = 0;
        double slopes = 0;
        for (Evidence own : units) {
            if (own.det > 0) {
                m++;
                levels += ownLevel(own);
                slopes += ownSlope(own);
            }
        }
        Square sum = Square.ZERO;
        Square errors = Square.ZERO;
        for (Evidence own : units) {
            if (own.det > 0) {
                double x = ownLevel(own) - levels / m;
                double y = ownSlope(own) - slopes / m;
                sum = sum.plus(new Square(x * x, x * y, y * y));
                errors = errors.plus(own.a.adjugate().times(1 / own.det));
            }
        }
        Square spread = sum.times(1.0 / (m - 1)).plus(errors.times(-1.0 / m));
        return positive(spread, 1 / Math.sqrt(Math.max(errors.a / m, Double.MIN_NORMAL)),
                1 / Math.sqrt(Math.max(errors.b / m, Double.MIN_NORMAL)));
    }

    private static double ownLevel(Evidence own) {
        return (own.a.b * own.g - own.a.c * own.h) / own.det;
    }

    private static double ownSlope(Evidence own) {
        return (own.a.a * own.h - own.a.c * own.g) / own.det;
    }

    /** The nearest matrix without negative eigenvalues, where levels and slopes are measured in the given units. */
    private static Square positive(Square matrix, double levelUnit, double slopeUnit) {
        double a = matrix.a * levelUnit * levelUnit;
        double b = matrix.b * slopeUnit * slopeUnit;
        double c = matrix.c * levelUnit * slopeUnit;
        double half = Math.hypot((a - b) / 2, c);
        double large = (a + b) / 2 + half;
        if ((a + b) / 2 - half >= 0) {
            return matrix;
        }
        if (!(large > 0)) {
            return large <= 0 ? Square.ZERO : matrix;
        }
        // The eigenvector, from the row that cancels less.
        double x = a >= b ? large - b : c;
        double y = a >= b ? c : large - a;
        double scale = large / (x * x + y * y);
        return new Square(x * x * scale / (levelUnit * levelUnit), x * y * scale / (levelUnit * slopeUnit),
                y * y * scale / (slopeUnit * slopeUnit));
    }

    /** The mean, its error, the score and the information at one T. */
    private static final class Scores {
        /** Absent where numbers run out of range. */
        final double[] mean;
        final Square error;
        private final double[][] information = new double[3][3];
        private final double[] score = new double[3];

        Scores(List<Evidence> units, Square spread) {
            Square total = Square.ZERO;
            double g = 0;
            double h = 0;
            for (Evidence own : units) {
                Joint joint = new Joint(spread, own);
                total = total.plus(joint.precision(spread));
                g += joint.left(own.g, own.h, true);
                h += joint.left(own.g, own.h, false);
            }
            double det = total.det();
            error = total.adjugate().times(1 / det);
            double level = error.a * g + error.c * h;
            double slope = error.c * g + error.b * h;
            boolean known = det > 0 && error.finite() && Double.isFinite(level) && Double.isFinite(slope);
            mean = known ? new double[] {level, slope} : null;
            if (known) {
                for (Evidence own : units) {
                    add(new Joint(spread, own), spread, own, level, slope);
                }
            }
        }

        private void add(Joint joint, Square spread, Evidence own, double level, double slope) {
            Square m = joint.precision(spread);
            double g = own.g - own.a.a * level - own.a.c * slope;
            double h = own.h - own.a.c * level - own.a.b * slope;
            double u = joint.left(g, h, true);
            double v = joint.left(g, h, false);
            double[] first = {m.a, m.c};
            double[] second = {m.c, m.b};
            score[0] += u * u - m.a + form(first, error, first);
            score[1] += v * v - m.b + form(second, error, second);
            score[2] += 2 * (u * v - m.c + form(first, error, second));
            information[0][0] += m.a * m.a;
            information[1][1] += m.b * m.b;
            information[0][1] += m.c * m.c;
            information[0][2] += 2 * m.a * m.c;
            information[1][2] += 2 * m.c * m.b;
            information[2][2] += 2 * (m.a * m.b + m.c * m.c);
        }

        /** T one step of scoring on, without negative eigenvalues. */
        Square step(Square spread) {
            double[][] root = new double[3][3];
            double[] solved = score.clone();
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j <= i; j++) {
                    double sum = information[j][i];
                    for (int k = 0; k < j; k++) {
                        sum -= root[i][k] * root[j][k];
                    }
                    root[i][j] = i == j ? Math.sqrt(Math.max(sum, 1e-14 * information[i][i])) : sum / root[j][j];
                }
                for (int k = 0; k < i; k++) {
                    solved[i] -= root[i][k] * solved[k];
                }
                solved[i] /= root[i][i];
            }
            for (int i = 2; i >= 0; i--) {
                for (int k = i + 1; k < 3; k++) {
                    solved[i] -= root[k][i] * solved[k];
                }
                solved[i] /= root[i][i];
            }
            Square free = new Square(spread.a + solved[0], spread.c + solved[2], spread.b + solved[1]);
            return edge(free, Math.sqrt(Math.sqrt(information[0][0])), Math.sqrt(Math.sqrt(information[1][1])));
        }

        /**
         * The nearest matrix without negative eigenvalues, in squared standard errors: down the slope of the distance, each time drawn back
         * in the units that the slope is measured in, so that it rests only at the nearest.
         */
        private Square edge(Square free, double levelUnit, double slopeUnit) {
            Square nearest = positive(free, levelUnit, slopeUnit);
            if (nearest.equals(free)) {
                return free;
            }
            double both = levelUnit * slopeUnit * levelUnit * slopeUnit;
            double steepest = 2 + information[2][2] / (2 * both);
            double total = length(new Square(nearest.a - free.a, nearest.c - free.c, nearest.b - free.b));
            for (int turn = 0; turn < TURNS && nearest.finite(); turn++) {
                double[] apart = {nearest.a - free.a, nearest.b - free.b, nearest.c - free.c};
                double[] down = new double[3];
                for (int i = 0; i < 3; i++) {
                    for (int j = 0; j < 3; j++) {
                        down[i] += information[Math.min(i, j)][Math.max(i, j)] * apart[j] / steepest;
                    }
                }
                Square next = positive(
                        new Square(nearest.a - down[0] / information[0][0], nearest.c - down[2] / (2 * both),
                                nearest.b - down[1] / information[1][1]),
                        levelUnit, slopeUnit);
                double moved = length(new Square(next.a - nearest.a, next.c - nearest.c, next.b - nearest.b));
                nearest = next;
                if (!(moved > RESTING * total)) {
                    break;
                }
            }
            return nearest;
        }

        /** A step in squared standard errors. */
        double length(Square step) {
            double[] d = {step.a, step.b, step.c};
            double sum = 0;
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    sum += d[i] * d[j] * information[Math.min(i, j)][Math.max(i, j)];
                }
            }
            return sum;
        }
    }
}
