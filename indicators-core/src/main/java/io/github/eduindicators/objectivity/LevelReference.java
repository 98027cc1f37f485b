package io.github.eduindicators.objectivity;

import java.util.Arrays;

/**
 * What score and journal mark the pupils of other schools of the same level have: for each assessment and region about a dozen knots
 * over the level, finer at the ends, each with the counts of the schools near it; between knots the shares are interpolated. A school
 * is left out of its own reference.
 *
 * <p>The whole assessment counts for {@value #PUPILS_OF_WHOLE} pupils at each knot, so that no place that anybody has reached is empty. With
 * several regions all of them count for {@value #PUPILS_OF_OTHERS} pupils at each knot of one: a region with many pupils is compared with
 * itself, a small one borrows.
 *
 * <p>Memory: knots times places of each assessment and region. A reference costs one pass over the places.
 */
final class LevelReference {
    static final double PUPILS_OF_WHOLE = 5;
    static final double PUPILS_OF_OTHERS = 50;

    /** The share of pupils below each knot. */
    private static final double[] KNOTS = {0.01, 0.04, 0.10, 0.19, 0.31, 0.44, 0.57, 0.69, 0.80, 0.89, 0.95, 0.985};
    private static final int PUPILS_A_KNOT = 250;

    private final Panel panel;
    /** By assessment: the levels of the knots. */
    private final double[][] knots;
    /** By region and assessment: knots by places, counts. */
    private final double[][][][] byRegion;
    /** By assessment: knots by places, counts of all regions. */
    private final double[][][] all;
    private final double[][] whole;

    private LevelReference(Panel panel) {
        this.panel = panel;
        int columns = panel.assessmentCount();
        this.knots = new double[columns][];
        this.all = new double[columns][][];
        this.whole = new double[columns][];
        this.byRegion = new double[panel.regionCount()][columns][][];
        for (int t = 0; t < columns; t++) {
            lay(t);
        }
    }

    static LevelReference of(Panel panel) {
        return new LevelReference(panel);
    }

    private void lay(int t) {
        knots[t] = knots(t);
        int width = width(t);
        all[t] = new double[knots[t].length][width];
        whole[t] = new double[width];
        for (double[][][] region : byRegion) {
            region[t] = panel.regionCount() == 1 ? all[t] : new double[knots[t].length][width];
        }
        for (int s = 0; s < panel.schoolCount(); s++) {
            int cell = panel.cell(s, t);
            if (panel.n(cell) > 0) {
                double at = position(t, panel.level(cell));
                int lower = (int) at;
                double upperShare = at - lower;
                double[][] region = byRegion[panel.region(s)][t];
                for (int e = panel.firstEntry(cell); e < panel.firstEntry(cell + 1); e++) {
                    int place = panel.place(e);
                    int count = panel.count(e);
                    whole[t][place] += count;
                    add(all[t], lower, upperShare, place, count);
                    if (panel.regionCount() > 1) {
                        add(region, lower, upperShare, place, count);
                    }
                }
            }
        }
    }

    private static void add(double[][] knots, int lower, double upperShare, int place, int count) {
        knots[lower][place] += (1 - upperShare) * count;
        if (upperShare > 0) {
            knots[lower + 1][place] += upperShare * count;
        }
    }

    private int width(int t) {
        return (panel.assessment(t).scale().max() + 1) * Panel.COLUMNS;
    }

    private double[] knots(int t) {
        int[] cells = new int[panel.schoolCount()];
        int used = 0;
        long pupils = 0;
        for (int s = 0; s < cells.length; s++) {
            int cell = panel.cell(s, t);
            if (panel.n(cell) > 0) {
                cells[used++] = cell;
                pupils += panel.n(cell);
            }
        }
        int[] sorted = Arrays.stream(cells, 0, used).boxed()
                .sorted((a, b) -> Double.compare(panel.level(a), panel.level(b)))
                .mapToInt(Integer::intValue)
                .toArray();
        int number = (int) Math.max(1, Math.min(KNOTS.length, pupils / PUPILS_A_KNOT));
        double[] levels = new double[number];
        int distinct = 0;
        long before = 0;
        int next = 0;
        for (int cell : sorted) {
            before += panel.n(cell);
            while (next < number && before >= share(next, number) * pupils) {
                if (distinct == 0 || panel.level(cell) > levels[distinct - 1] + 1e-9) {
                    levels[distinct++] = panel.level(cell);
                }
                next++;
            }
        }
        return Arrays.copyOf(levels, Math.max(1, distinct));
    }

    private static double share(int knot, int number) {
        return number == KNOTS.length ? KNOTS[knot] : (knot + 0.5) / number;
    }

    /** Between which knots a level lies: the whole part is the lower one, the fraction the share of the upper one. */
    double position(int t, double level) {
        double[] levels = knots[t];
        int upper = 0;
        while (upper < levels.length && levels[upper] < level) {
            upper++;
        }
        if (upper == 0) {
            return 0;
        }
        return upper == levels.length
                ? levels.length - 1
                : upper - 1 + (level - levels[upper - 1]) / (levels[upper] - levels[upper - 1]);
    }

    /** Counts by knot and place, all regions together, no school left out. Not a copy: not to be changed. */
    double[][] counts(int t) {
        return all[t];
    }

    /** The same of one region. */
    double[][] counts(int t, int region) {
        return byRegion[region][t];
    }

    /** The shares at a level in a region with nobody left out; zeros if there is no pupil. */
    double[] everybody(int region, int t, double level) {
        double at = position(t, level);
        int lower = (int) at;
        double[] shares = everybodyAt(region, t, lower);
        if (at > lower) {
            double[] upper = everybodyAt(region, t, lower + 1);
            for (int i = 0; i < shares.length; i++) {
                shares[i] += (at - lower) * (upper[i] - shares[i]);
            }
        }
        return shares;
    }

    private double[] everybodyAt(int region, int t, int knot) {
        double[] others = whole[t].clone();
        normalise(others);
        double[] shares = all[t][knot].clone();
        for (int i = 0; i < shares.length; i++) {
            shares[i] += PUPILS_OF_WHOLE * others[i];
        }
        if (panel.regionCount() > 1) {
            normalise(shares);
            double[] own = byRegion[region][t][knot];
            for (int i = 0; i < shares.length; i++) {
                shares[i] = own[i] + PUPILS_OF_OTHERS * shares[i];
            }
        }
        normalise(shares);
        return shares;
    }

    /** How many pupils {@link #everybody} rests on: the number that would give it the same sampling error. */
    double pupils(int region, int t, double level) {
        double at = position(t, level);
        int lower = (int) at;
        double upperShare = at - lower;
        double variance = square(1 - upperShare) / pupilsAt(region, t, lower);
        if (upperShare > 0) {
            variance += square(upperShare) / pupilsAt(region, t, lower + 1);
        }
        return 1 / variance;
    }

    private double pupilsAt(int region, int t, int knot) {
        double pooled = Arrays.stream(all[t][knot]).sum();
        return panel.regionCount() == 1
                ? pooled + PUPILS_OF_WHOLE
                : Arrays.stream(byRegion[region][t][knot]).sum() + Math.min(PUPILS_OF_OTHERS, pooled + PUPILS_OF_WHOLE);
    }

    private static double square(double x) {
        return x * x;
    }

    private static void normalise(double[] counts) {
        double sum = 0;
        for (double count : counts) {
            sum += count;
        }
        if (sum > 0) {
            for (int i = 0; i < counts.length; i++) {
                counts[i] /= sum;
            }
        }
    }
}
