package io.github.eduindicators.trend;

/**
 * The log-odds of k of n as a straight line in time, by maximum likelihood or, where that is infinite, by the likelihood times
 * the root of the determinant of its information (Firth's penalty). Times are reckoned from their mean, weighted by n.
 */
final class LogisticLine {
    private static final int TURNS = 500;
    private static final int HALVINGS = 60;
    private static final double STILL = 1e-11;
    /** Relative to the objective: near the top a good step may seem to lose that much. */
    private static final double ROUNDING = 1e-13;

    private final double[] x;
    private final double[] k;
    private final double[] n;
    private final boolean penalised;
    final double meanTime;
    private double level;
    double slope;
    private double logLikelihood;
    /** The information: of the level, of both, of the slope. */
    private double levels;
    private double both;
    private double slopes;
    private double determinant;

    private LogisticLine(double[] time, double[] k, double[] n, boolean penalised) {
        double times = 0;
        double all = 0;
        for (int i = 0; i < n.length; i++) {
            times += n[i] * (time[i] - time[0]);
            all += n[i];
        }
        this.k = k;
        this.n = n;
        this.penalised = penalised;
        this.meanTime = times / all;
        this.x = new double[n.length];
        for (int i = 0; i < n.length; i++) {
            x[i] = time[i] - time[0] - meanTime;
        }
    }

    /**
     * Whether likelihood has no largest value: no failure is before a success, or the other way round, but for one time that may
     * have both.
     */
    static boolean separated(double[] time, double[] k, double[] n) {
        double firstSuccess = Double.POSITIVE_INFINITY;
        double lastSuccess = Double.NEGATIVE_INFINITY;
        double firstFailure = Double.POSITIVE_INFINITY;
        double lastFailure = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < time.length; i++) {
            if (k[i] > 0) {
                firstSuccess = Math.min(firstSuccess, time[i]);
                lastSuccess = Math.max(lastSuccess, time[i]);
            }
            if (k[i] < n[i]) {
                firstFailure = Math.min(firstFailure, time[i]);
                lastFailure = Math.max(lastFailure, time[i]);
            }
        }
        return lastFailure <= firstSuccess || lastSuccess <= firstFailure;
    }

    /** Fits at least two different times with successes and failures. */
    static LogisticLine fit(double[] time, double[] k, double[] n) {
        LogisticLine line = new LogisticLine(time, k, n, separated(time, k, n));
        double successes = 0;
        double all = 0;
        for (int i = 0; i < n.length; i++) {
            successes += k[i];
            all += n[i];
        }
        line.level = Math.log((successes + 0.5) / (all - successes + 0.5));
        line.climb();
        return line;
    }

    private void climb() {
        double here = objective(level, slope);
        for (int turn = 0; turn < TURNS; turn++) {
            inform();
            double ofLevel = 0;
            double ofSlope = 0;
            for (int i = 0; i < n.length; i++) {
                double p = share(level + slope * x[i]);
                double score = k[i] - n[i] * p;
                if (penalised) {
                    double leverage = n[i] * p * (1 - p) * (slopes - 2 * both * x[i] + levels * x[i] * x[i]) / determinant;
                    score += leverage * (0.5 - p);
                }
                ofLevel += score;
                ofSlope += score * x[i];
            }
            double moveLevel = (slopes * ofLevel - both * ofSlope) / determinant;
            double moveSlope = (levels * ofSlope - both * ofLevel) / determinant;
            if (!Double.isFinite(moveLevel) || !Double.isFinite(moveSlope)) {
                slope = Double.NaN;
                return;
            }
            double floor = here - ROUNDING * (1 + Math.abs(here));
            boolean still = Math.abs(moveLevel) < STILL * (1 + Math.abs(level))
                    && Math.abs(moveSlope) < STILL * (1 + Math.abs(slope));
            double there = objective(level + moveLevel, slope + moveSlope);
            for (int halving = 0; !still && !(there >= floor) && halving < HALVINGS; halving++) {
                moveLevel /= 2;
                moveSlope /= 2;
                there = objective(level + moveLevel, slope + moveSlope);
            }
            if (!still && !(there >= floor)) {
                break;
            }
            level += moveLevel;
            slope += moveSlope;
            here = there;
            if (still) {
                break;
            }
        }
        inform();
        logLikelihood = logLikelihood(level, slope);
    }

    private void inform() {
        levels = 0;
        both = 0;
        slopes = 0;
        for (int i = 0; i < n.length; i++) {
            double w = weight(level + slope * x[i], n[i]);
            levels += w;
            both += w * x[i];
            slopes += w * x[i] * x[i];
        }
        determinant = levels * slopes - both * both;
    }

    private double objective(double a, double b) {
        if (!penalised) {
            return logLikelihood(a, b);
        }
        double first = 0;
        double mixed = 0;
        double second = 0;
        for (int i = 0; i < n.length; i++) {
            double w = weight(a + b * x[i], n[i]);
            first += w;
            mixed += w * x[i];
            second += w * x[i] * x[i];
        }
        return logLikelihood(a, b) + StrictMath.log(first * second - mixed * mixed) / 2;
    }

    private double logLikelihood(double a, double b) {
        double sum = 0;
        for (int i = 0; i < n.length; i++) {
            double odds = a + b * x[i];
            // The larger of the two logarithms is taken out, so that none overflows.
            sum += k[i] * odds - n[i] * (Math.max(0, odds) + StrictMath.log1p(StrictMath.exp(-Math.abs(odds))));
        }
        return sum;
    }

    private static double weight(double odds, double n) {
        double p = share(-Math.abs(odds));
        return n * p * (1 - p);
    }

    static double share(double odds) {
        return odds < 0 ? StrictMath.exp(odds) / (1 + StrictMath.exp(odds)) : 1 / (1 + StrictMath.exp(-odds));
    }

    boolean penalised() {
        return penalised;
    }

    double slopeVariance() {
        return levels / determinant;
    }

    /** The log-odds at a time since the first. */
    double at(double time) {
        return level + slope * (time - meanTime);
    }

    double varianceAt(double time) {
        double apart = time - meanTime;
        return (slopes - 2 * both * apart + levels * apart * apart) / determinant;
    }

    /** The sum of squares of k less expected over its variance. */
    double pearson() {
        double sum = 0;
        for (int i = 0; i < n.length; i++) {
            double odds = level + slope * x[i];
            double rest = k[i] - n[i] * share(odds);
            sum += rest * rest / weight(odds, n[i]);
        }
        return sum;
    }

    /** Twice the logarithm of the likelihood of the line over that of one share; finite also where the slope is not. */
    double likelihoodRatio() {
        double successes = 0;
        double all = 0;
        double mixed = 0;
        for (int i = 0; i < n.length; i++) {
            successes += k[i];
            all += n[i];
            mixed += entropy(k[i], n[i]);
        }
        // At a separation all times but one are fitted without error in the limit, and that one has its own share.
        double line = penalised ? mixed : logLikelihood;
        return Math.max(0, 2 * (line - entropy(successes, all)));
    }

    /** {@code k log(k / n) + (n - k) log(1 - k / n)}. */
    private static double entropy(double k, double n) {
        return (k == 0 ? 0 : k * StrictMath.log(k / n)) + (k == n ? 0 : (n - k) * StrictMath.log((n - k) / n));
    }

    /** The statistic of Cochran and Armitage, without correction for continuity. */
    double cochranArmitage() {
        double successes = 0;
        double all = 0;
        double spread = 0;
        for (int i = 0; i < n.length; i++) {
            successes += k[i];
            all += n[i];
            spread += n[i] * x[i] * x[i];
        }
        double p = successes / all;
        double products = 0;
        for (int i = 0; i < n.length; i++) {
            products += x[i] * (k[i] - n[i] * p);
        }
        return products * products / (p * (1 - p) * spread);
    }
}
