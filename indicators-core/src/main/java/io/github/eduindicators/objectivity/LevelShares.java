package io.github.eduindicators.objectivity;

import io.github.eduindicators.stats.ExponentialTilt;
import java.util.Arrays;

/**
 * The shares of scores, or of scores by journal mark, at a level, from the knots of {@link LevelReference}, the school left
 * out: a form of it for questions about neighbouring scores.
 *
 * <p>What a region does at its cut scores is the region's own, so a knot with few pupils does not borrow from other regions
 * but from the whole of its own, tilted by {@code exp(lambda x)} to the mean of the knot, which leaves steps where they are:
 * {@value #PUPILS_BORROWED} pupils. All regions together count for {@value #PUPILS_OF_ALL} pupils, so that no place that
 * anybody reaches is empty.
 */
final class LevelShares {
    private static final double PUPILS_BORROWED = 20;
    private static final double PUPILS_OF_ALL = 0.5;

    private final Panel panel;
    private final int first;
    private final int columns;
    private final int[][] schools;
    private final long[][] pupils;
    /** By region, assessment and knot: counts of pupils, with those borrowed, by score and column. */
    private final double[][][][] counts;
    private final double[][][] totals;

    /** Columns of {@link Panel#place} from the first on; without marks they are taken together. */
    private LevelShares(Panel panel, int first, int columns) {
        this.panel = panel;
        this.first = first;
        this.columns = columns;
        int assessments = panel.assessmentCount();
        int regions = Math.max(1, panel.regionCount());
        this.schools = new int[regions][assessments];
        this.pupils = new long[regions][assessments];
        for (int s = 0; s < panel.schoolCount(); s++) {
            for (int t = 0; t < assessments; t++) {
                int n = panel.n(panel.cell(s, t));
                schools[panel.region(s)][t] += n > 0 ? 1 : 0;
                pupils[panel.region(s)][t] += n;
            }
        }
        this.counts = new double[regions][assessments][][];
        this.totals = new double[regions][assessments][];
        for (int t = 0; t < assessments; t++) {
            double[][] all = chosen(panel.reference().counts(t));
            for (int r = 0; r < regions; r++) {
                double[][] own = chosen(panel.reference().counts(t, r));
                counts[r][t] = filled(own, all);
                totals[r][t] = Arrays.stream(counts[r][t]).mapToDouble(LevelShares::sum).toArray();
            }
        }
    }

    /** Of scores. */
    static LevelShares ofScores(Panel panel) {
        return new LevelShares(panel, 0, 1);
    }

    /** Of scores by journal mark, among those who have one. */
    static LevelShares ofMarks(Panel panel) {
        return new LevelShares(panel, 1, JournalTilt.MARKS);
    }

    private double[][] chosen(double[][] places) {
        double[][] chosen = new double[places.length][];
        for (int k = 0; k < places.length; k++) {
            chosen[k] = new double[places[k].length / Panel.COLUMNS * columns];
            for (int i = 0; i < places[k].length; i++) {
                if (i % Panel.COLUMNS >= first) {
                    chosen[k][at(i)] += places[k][i];
                }
            }
        }
        return chosen;
    }

    private int at(int place) {
        return place / Panel.COLUMNS * columns + (columns == 1 ? 0 : place % Panel.COLUMNS - first);
    }

    private double[][] filled(double[][] own, double[][] all) {
        double[] whole = new double[own[0].length];
        for (double[] knot : own) {
            SmallMatrix.add(whole, 1, knot);
        }
        double[] everywhere = new double[whole.length];
        for (double[] knot : all) {
            SmallMatrix.add(everywhere, 1, knot);
        }
        double sum = sum(everywhere);
        double[][] filled = new double[own.length][];
        for (int k = 0; k < own.length; k++) {
            filled[k] = own[k].clone();
            if (sum > 0) {
                SmallMatrix.add(filled[k], PUPILS_OF_ALL / sum, everywhere);
            }
            double[] tilted = tilted(whole, sum(own[k]) > 0 ? own[k] : all[k]);
            double size = sum(tilted);
            if (size > 0) {
                SmallMatrix.add(filled[k], PUPILS_BORROWED / size, tilted);
            }
        }
        return filled;
    }

    private double[] tilted(double[] whole, double[] like) {
        double[] scores = new double[whole.length / columns];
        double total = 0;
        double mean = 0;
        int positive = 0;
        for (int i = 0; i < whole.length; i++) {
            scores[i / columns] += whole[i];
            total += like[i];
            mean += like[i] * (i / columns);
        }
        for (double score : scores) {
            positive += score > 0 ? 1 : 0;
        }
        double[] tilted = whole.clone();
        if (positive > 1 && total > 0) {
            double lambda = ExponentialTilt.lambda(scores, mean / total);
            double shift = lambda > 0 ? scores.length - 1 : 0;
            for (int i = 0; i < tilted.length; i++) {
                tilted[i] *= StrictMath.exp(lambda * (i / columns - shift));
            }
        }
        return tilted;
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }

    /** Whether the region has enough other schools and pupils in the assessment. */
    boolean enough(int s, int t, int fewestSchools, int fewestPupils) {
        int n = panel.n(panel.cell(s, t));
        int r = panel.region(s);
        return n > 0 && schools[r][t] - 1 >= fewestSchools && pupils[r][t] - n >= fewestPupils;
    }

    /** How many pupils of a cell there are by score and column. */
    int[] own(int s, int t) {
        int[] own = new int[(panel.assessment(t).scale().max() + 1) * columns];
        int cell = panel.cell(s, t);
        for (int e = panel.firstEntry(cell); e < panel.firstEntry(cell + 1); e++) {
            if (panel.place(e) % Panel.COLUMNS >= first) {
                own[at(panel.place(e))] += panel.count(e);
            }
        }
        return own;
    }

    /** The shares among others at the level of a cell; they sum to 1, or are all 0 if there is nobody. */
    double[] of(int s, int t, int[] own) {
        double at = panel.reference().position(t, panel.level(panel.cell(s, t)));
        int lower = (int) at;
        double share = at - lower;
        double[] shares = knot(s, t, lower, 1 - share, own);
        if (share > 0) {
            double[] upper = knot(s, t, lower + 1, share, own);
            for (int i = 0; i < shares.length; i++) {
                shares[i] += share * (upper[i] - shares[i]);
            }
        }
        return shares;
    }

    private double[] knot(int s, int t, int k, double share, int[] own) {
        double[] shares = counts[panel.region(s)][t][k].clone();
        double sum = 0;
        for (int i = 0; i < shares.length; i++) {
            if (own[i] > 0) {
                shares[i] = Math.max(0, shares[i] - share * own[i]);
            }
            sum += shares[i];
        }
        for (int i = 0; i < shares.length && sum > 0; i++) {
            shares[i] /= sum;
        }
        return shares;
    }

    /** How many pupils of others the shares rest on: so many drawn from the truth would be as uncertain. */
    double pupils(int s, int t, int n) {
        double[] knots = totals[panel.region(s)][t];
        double at = panel.reference().position(t, panel.level(panel.cell(s, t)));
        int lower = (int) at;
        double share = at - lower;
        double low = Math.max(1, knots[lower] - (1 - share) * n);
        if (share == 0) {
            return low;
        }
        double high = Math.max(1, knots[lower + 1] - share * n);
        return 1 / ((1 - share) * (1 - share) / low + share * share / high);
    }
}
