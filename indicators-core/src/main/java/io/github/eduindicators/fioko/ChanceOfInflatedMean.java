package io.github.eduindicators.fioko;

import io.github.eduindicators.results.ScoreDistribution;
import java.util.SplittableRandom;

/**
 * How often would a school carry the sign of an inflated mean if its pupils were drawn at random from its region?
 *
 * <p>The region's results are dealt out in random order, {@value FiokoSigns#SIMULATIONS} times; the first m of a deal are a school of m
 * pupils, for every m at once. Each probability has a standard error of at most {@code 0.5 / sqrt(simulations)}, near 2.5 % about 0.0025.
 * The seed is fixed, so the same results give the same figure.
 */
final class ChanceOfInflatedMean {
    private static final long SEED = 20190419L;

    private final int[] hits;
    private final int deals;

    ChanceOfInflatedMean(ScoreDistribution region, int longest) {
        int n = Math.toIntExact(region.count());
        short[] scores = expand(region, n);
        double upper = n < 2
                ? Double.POSITIVE_INFINITY
                : region.mean().orElseThrow() + FiokoSigns.T * Math.sqrt(region.variance().orElseThrow() / n);
        hits = new int[longest + 1];
        deals = FiokoSigns.SIMULATIONS;
        SplittableRandom random = new SplittableRandom(SEED);
        for (int deal = 0; deal < deals; deal++) {
            long sum = 0;
            long squares = 0;
            for (int m = 1; m <= longest; m++) {
                int pick = random.nextInt(m - 1, n);
                short score = scores[pick];
                scores[pick] = scores[m - 1];
                scores[m - 1] = score;
                sum += score;
                squares += (long) score * score;
                double excess = (double) sum / m - upper;
                if (m >= 2 && excess > 0) {
                    double variance = (double) (m * squares - sum * sum) / ((double) m * (m - 1));
                    hits[m] += excess * excess > FiokoSigns.T * FiokoSigns.T * variance / m ? 1 : 0;
                }
            }
        }
    }

    private static short[] expand(ScoreDistribution region, int n) {
        short[] scores = new short[n];
        int at = 0;
        for (int score = 0; score <= region.scale().max(); score++) {
            int end = at + region.count(score);
            java.util.Arrays.fill(scores, at, end, (short) score);
            at = end;
        }
        return scores;
    }

    /** The probability for a school of m pupils. */
    double of(int m) {
        return (double) hits[m] / deals;
    }
}
