package io.github.eduindicators.objectivity;

import io.github.eduindicators.results.MarkTable;
import java.util.Arrays;

/**
 * How journal marks stand against the test, cell by cell: the law of the journal mark given the score, as the other pupils of the
 * region at the same level of school have it, tilted by one number.
 *
 * <p>{@code P(j | x, lambda)} is proportional to {@code P(j | x) exp(lambda (j - 3.5))}. At {@code lambda = 0} the score is
 * {@code U = sum of (j - E[j | x])} over pupils with a journal mark, the information {@code I = sum of Var[j | x]}; {@code U / I} has
 * mean 0 and variance {@code 1 / I} where the school marks as the region does, whatever n. The estimate with a prior,
 * {@link Cell#lambda}, takes Newton steps from there and stays finite.
 *
 * <p>The reference {@code P(j | x)} at each knot of {@link LevelReference} mixes the exact counts at the score with
 * {@value #PUPILS_OF_SMOOTH} pupils of the law smoothed over neighbouring scores (exponential kernel, a twenty-fifth of the scale
 * wide), so that a thin score borrows and a well-filled one speaks for itself. With several regions the region's own neighbourhood is
 * mixed with {@value #PUPILS_OF_OTHERS} pupils of all regions. A school is left out of its own reference.
 *
 * <p>Immutable; a cell costs {@code O(scores)}. Safe to share between threads.
 */
final class JournalTilt {
    /** The marks 2, 3, 4, 5. */
    static final int MARKS = 4;
    /** The middle of the marks: where the tilt leaves the weight as it is. */
    static final double MIDDLE = 3.5;

    static final double PUPILS_OF_SMOOTH = 15;
    static final double PUPILS_OF_OTHERS = 20;

    private static final double PUPILS_OF_WHOLE = 2;
    /** So that no mark is impossible. */
    private static final double PUPILS_OF_NOBODY = 0.02;
    private static final double WIDTHS = 25;
    private static final double NARROWEST = 0.5;
    /** Fewer other pupils with a journal mark than this in the region tell nothing. */
    private static final int FEWEST = 30;
    private static final int STEPS = 25;
    private static final double LARGEST_STEP = 1.5;

    private final Panel panel;
    private final LevelReference reference;
    /** By assessment, region and knot: pupils by score and mark, and the same smoothed over scores. */
    private final double[][][][] exact;
    private final double[][][][] smooth;
    private final double[][][] smoothAll;
    private final double[][] smoothWhole;
    private final double[][] marked;

    private JournalTilt(Panel panel) {
        this.panel = panel;
        this.reference = panel.reference();
        int columns = panel.assessmentCount();
        int regions = panel.regionCount();
        this.exact = new double[columns][regions][][];
        this.smooth = new double[columns][regions][][];
        this.smoothAll = new double[columns][][];
        this.smoothWhole = new double[columns][];
        this.marked = new double[columns][regions];
        for (int t = 0; t < columns; t++) {
            double[][] all = marks(reference.counts(t));
            double[] whole = new double[all[0].length];
            smoothAll[t] = new double[all.length][];
            for (int k = 0; k < all.length; k++) {
                smoothAll[t][k] = smoothed(all[k], decay(t));
                for (int i = 0; i < whole.length; i++) {
                    whole[i] += all[k][i];
                }
            }
            smoothWhole[t] = smoothed(whole, decay(t));
            for (int r = 0; r < regions; r++) {
                exact[t][r] = regions == 1 ? all : marks(reference.counts(t, r));
                smooth[t][r] = new double[all.length][];
                for (int k = 0; k < all.length; k++) {
                    smooth[t][r][k] = regions == 1 ? smoothAll[t][k] : smoothed(exact[t][r][k], decay(t));
                    marked[t][r] += Arrays.stream(exact[t][r][k]).sum();
                }
            }
        }
    }

    static JournalTilt of(Panel panel) {
        return new JournalTilt(panel);
    }

    private double decay(int t) {
        return StrictMath.exp(-1 / Math.max(NARROWEST, panel.assessment(t).scale().max() / WIDTHS));
    }

    /** Leaves the pupils without a mark out. */
    private static double[][] marks(double[][] counts) {
        double[][] marks = new double[counts.length][];
        for (int k = 0; k < counts.length; k++) {
            marks[k] = new double[counts[k].length / Panel.COLUMNS * MARKS];
            for (int i = 0; i < marks[k].length; i++) {
                marks[k][i] = counts[k][i / MARKS * Panel.COLUMNS + 1 + i % MARKS];
            }
        }
        return marks;
    }

    /** Each score with its neighbours, a neighbour at distance d at weight {@code decay^d}. */
    private static double[] smoothed(double[] counts, double decay) {
        double[] sum = counts.clone();
        for (int i = MARKS; i < counts.length; i++) {
            sum[i] += decay * sum[i - MARKS];
        }
        double[] back = new double[MARKS];
        for (int i = counts.length - 1; i >= 0; i--) {
            double before = back[i % MARKS];
            sum[i] += before;
            back[i % MARKS] = decay * (before + counts[i]);
        }
        return sum;
    }

    /** The journal marks of one school in one assessment. */
    Cell cell(int s, int t) {
        return new Cell(s, t);
    }

    /** One school in one assessment. */
    final class Cell {
        private final int t;
        private final int region;
        private final int lower;
        private final double upperShare;
        private final double[] own;
        private final double[] ownSmooth;
        private final long count;
        private final boolean known;
        private double score;
        private double information;
        private double mixing;
        private double mixingInformation;
        private double scoreThird;
        private double mixingThird;

        private Cell(int s, int t) {
            int cell = panel.cell(s, t);
            this.t = t;
            this.region = panel.region(s);
            double at = reference.position(t, panel.level(cell));
            this.lower = (int) at;
            this.upperShare = at - lower;
            this.own = new double[(panel.assessment(t).scale().max() + 1) * MARKS];
            long pupils = 0;
            for (int e = panel.firstEntry(cell); e < panel.firstEntry(cell + 1); e++) {
                int column = panel.place(e) % Panel.COLUMNS;
                if (column > 0) {
                    own[panel.place(e) / Panel.COLUMNS * MARKS + column - 1] += panel.count(e);
                    pupils += panel.count(e);
                }
            }
            this.count = pupils;
            this.known = pupils > 0 && marked[t][region] - pupils >= FEWEST;
            this.ownSmooth = known ? smoothed(own, decay(t)) : own;
            if (known) {
                measure();
            }
        }

        private void measure() {
            double squares = 0;
            double fourth = 0;
            for (int x = 0; x * MARKS < own.length; x++) {
                double here = here(x);
                if (here > 0) {
                    double[] law = law(x, 0);
                    double mean = mean(law);
                    double variance = 0;
                    for (int m = 0; m < MARKS; m++) {
                        double r = m + MarkTable.LOWEST - mean;
                        score += own[x * MARKS + m] * r;
                        squares += own[x * MARKS + m] * r * r;
                        variance += law[m] * r * r;
                        scoreThird += here * law[m] * r * r * r;
                        fourth += here * law[m] * r * r * r * r;
                    }
                    information += here * variance;
                    fourth -= here * variance * variance;
                    for (int m = 0; m < MARKS; m++) {
                        double r = m + MarkTable.LOWEST - mean;
                        double q = r * r - variance;
                        mixingThird += here * law[m] * q * q * q;
                    }
                }
            }
            double slope = scoreThird / information;
            double kept = 1 - 1.0 / count;
            mixing = squares - score * score / count - kept * information - slope * score;
            mixingInformation = Math.max(0, kept * (fourth - slope * scoreThird));
            mixingThird *= kept;
        }

        private double here(int x) {
            int i = x * MARKS;
            return own[i] + own[i + 1] + own[i + 2] + own[i + 3];
        }

        /** Whether there are journal marks here and enough of them in other schools of the region. */
        boolean known() {
            return known;
        }

        /** How many pupils have a journal mark. */
        long count() {
            return count;
        }

        /** How many pupils have this score and this mark (2..5). */
        int count(int x, int mark) {
            return (int) own[x * MARKS + mark - MarkTable.LOWEST];
        }

        /** {@code U}: the sum of journal marks less what the reference expects. */
        double score() {
            return score;
        }

        /** {@code I}: the variance of U where the school marks as others do; positive where {@link #known}. */
        double information() {
            return information;
        }

        /**
         * By how much journal marks lie further apart, given the score, than the reference and a tilt of it explain: the sum of squares
         * around the school's own shift less what it is expected to be.
         */
        double mixing() {
            return mixing;
        }

        /** The variance of {@link #mixing} where the school marks as others do; 0 where it tells nothing. */
        double mixingInformation() {
            return mixingInformation;
        }

        /** The third cumulant of {@link #score}. */
        double scoreThird() {
            return scoreThird;
        }

        /** The third cumulant of {@link #mixing}, roughly. */
        double mixingThird() {
            return mixingThird;
        }

        /**
         * The tilt with the highest posterior density under a normal prior.
         *
         * @param variance the prior's variance, positive
         */
        double lambda(double variance) {
            double lambda = 0;
            for (int step = 0; known && step < STEPS; step++) {
                double gradient = -lambda / variance;
                double curvature = 1 / variance;
                for (int x = 0; x * MARKS < own.length; x++) {
                    double here = here(x);
                    if (here > 0) {
                        double[] law = law(x, lambda);
                        double mean = mean(law);
                        for (int m = 0; m < MARKS; m++) {
                            gradient += own[x * MARKS + m] * (m + MarkTable.LOWEST - mean);
                            curvature += here * law[m] * (m + MarkTable.LOWEST - mean) * (m + MarkTable.LOWEST - mean);
                        }
                    }
                }
                double next = Math.max(-LARGEST_STEP, Math.min(LARGEST_STEP, gradient / curvature));
                lambda += next;
                if (Math.abs(next) < 1e-10) {
                    break;
                }
            }
            return lambda;
        }

        /**
         * The law of the journal mark of a pupil with a score: the shares of 2, 3, 4, 5 in other schools at this level, tilted.
         *
         * @param x the score
         * @param lambda the tilt, 0 for none
         */
        double[] law(int x, double lambda) {
            double[] law = knot(x, lower, 1 - upperShare);
            if (upperShare > 0) {
                double[] upper = knot(x, lower + 1, upperShare);
                for (int m = 0; m < MARKS; m++) {
                    law[m] += upperShare * (upper[m] - law[m]);
                }
            }
            if (lambda != 0) {
                double sum = 0;
                for (int m = 0; m < MARKS; m++) {
                    law[m] *= StrictMath.exp(lambda * (m + MarkTable.LOWEST - MIDDLE));
                    sum += law[m];
                }
                for (int m = 0; m < MARKS; m++) {
                    law[m] /= sum;
                }
            }
            return law;
        }

        /** The law at one knot, to which the school itself gave a share of its pupils. */
        private double[] knot(int x, int k, double share) {
            double[] law = new double[MARKS];
            Arrays.fill(law, PUPILS_OF_NOBODY);
            mix(law, smoothWhole[t], ownSmooth, x, 1, 0);
            if (panel.regionCount() > 1) {
                mix(law, smoothAll[t][k], ownSmooth, x, share, PUPILS_OF_WHOLE);
                mix(law, smooth[t][region][k], ownSmooth, x, share, PUPILS_OF_OTHERS);
            } else {
                mix(law, smooth[t][region][k], ownSmooth, x, share, PUPILS_OF_WHOLE);
            }
            mix(law, exact[t][region][k], own, x, share, PUPILS_OF_SMOOTH);
            return law;
        }

        /** Adds what others have at a score to the law so far, which counts for some pupils (0: as it is), and makes it sum to 1. */
        private void mix(double[] law, double[] counts, double[] mine, int x, double share, double pupils) {
            double sum = 0;
            for (int m = 0; m < MARKS; m++) {
                double others = Math.max(0, counts[x * MARKS + m] - share * mine[x * MARKS + m]);
                law[m] = (pupils > 0 ? pupils * law[m] : law[m]) + others;
                sum += law[m];
            }
            for (int m = 0; m < MARKS; m++) {
                law[m] /= sum;
            }
        }
    }

    private static double mean(double[] law) {
        double mean = 0;
        for (int m = 0; m < MARKS; m++) {
            mean += law[m] * (m + MarkTable.LOWEST);
        }
        return mean;
    }
}
