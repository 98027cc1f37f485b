package io.github.eduindicators.items;

import io.github.eduindicators.results.CompetencyResults.Score;
import java.util.Collection;
import java.util.Optional;

/**
 * How far the true shares of the persons of a group differ, and what a second diagnosis of a person would show if nothing had changed.
 *
 * <p>The points of a person are tries of equal chance, binomial about the person's true share; true shares have a beta law whose mean
 * and variance are those of the group, less what the tries alone would give (method of moments). What is then known of a person with x
 * of n tries is again a beta law, and a second diagnosis has a beta-binomial one.
 */
final class TrueShares {
    /** More tries tell nothing more that matters, and bound the work. */
    static final double MOST_TRIES = 1_000;
    private static final double LEAST_SUM = 0.01;
    private static final double ALL_ALIKE = 1e9;
    private static final int PERCENT = 100;

    private final double mean;
    private final double sum;
    private final double pointsPerTask;

    private TrueShares(double mean, double sum, double pointsPerTask) {
        this.mean = mean;
        this.sum = sum;
        this.pointsPerTask = pointsPerTask;
    }

    /** How many tries the points of a score stand for. */
    static double tries(Score score, double pointsPerTask) {
        return Math.min(MOST_TRIES, score.max() / pointsPerTask);
    }

    /** The law of a group; empty if it is one person, or nobody has more than one try, since then the two causes cannot be told apart. */
    static Optional<TrueShares> fit(Collection<Score> scores, double pointsPerTask) {
        int n = scores.size();
        double total = 0;
        double inverse = 0;
        for (Score score : scores) {
            total += score.share();
            inverse += 1 / Math.max(1, tries(score, pointsPerTask));
        }
        if (n < 2 || inverse >= n) {
            return Optional.empty();
        }
        double mean = total / n;
        double squares = 0;
        for (Score score : scores) {
            squares += (score.share() - mean) * (score.share() - mean);
        }
        double chance = mean * (1 - mean);
        double within = inverse / n;
        double common = chance > 0 ? (squares / (n - 1) / chance - within) / (1 - within) : 0;
        return Optional.of(new TrueShares(mean, common <= 0 ? ALL_ALIKE : Math.min(ALL_ALIKE, Math.max(LEAST_SUM, 1 / common - 1)),
                pointsPerTask));
    }

    /** The probability that a second diagnosis of so many tries as another score is not below a cut, if nothing changed. */
    double reaches(Score before, Score after, int percent) {
        int tries = (int) Math.max(1, Math.rint(tries(after, pointsPerTask)));
        int needed = (percent * tries + PERCENT - 1) / PERCENT;
        double had = tries(before, pointsPerTask);
        double a = mean * sum + before.share() * had;
        double b = (1 - mean) * sum + (1 - before.share()) * had;
        if (a <= 0 || b <= 0) {
            return (a <= 0 ? 0 : tries) >= needed ? 1 : 0;
        }
        return Math.min(1, upperTail(needed, tries, a, b));
    }

    /** {@code P(Y >= needed)} of a beta-binomial law: each weight from its neighbour, from the middle outwards. */
    private static double upperTail(int needed, int tries, double a, double b) {
        double[] weights = new double[tries + 1];
        int middle = (int) Math.rint(tries * (a / (a + b)));
        weights[middle] = 1;
        for (int k = middle; k < tries; k++) {
            weights[k + 1] = weights[k] * ((tries - k) / (k + 1.0)) * ((a + k) / (b + tries - k - 1));
        }
        for (int k = middle; k > 0; k--) {
            weights[k - 1] = weights[k] * (k / (tries - k + 1.0)) * ((b + tries - k) / (a + k - 1));
        }
        double all = 0;
        double tail = 0;
        for (int k = tries; k >= 0; k--) {
            all += weights[k];
            tail += k >= needed ? weights[k] : 0;
        }
        return tail / all;
    }
}
