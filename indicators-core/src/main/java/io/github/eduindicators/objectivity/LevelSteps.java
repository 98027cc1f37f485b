package io.github.eduindicators.objectivity;

import io.github.eduindicators.stats.ExponentialTilt;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The scores of all schools of a region in one assessment by level, in steps of {@value #STEP}: for what needs a table by level
 * that is too dear to make for each school. The reference of a step is tilted to the mean of that very level, also beyond the
 * last knots. The school's own part in it is not left out: see {@link #own}.
 *
 * @param <T> the table
 */
final class LevelSteps<T> {
    static final int FEWEST_OTHERS = 5;
    static final double FEWEST_REFERENCE = 100;

    private static final double STEP = 0.2;
    private static final double PRIOR = 0.05;

    private final Panel panel;
    private final int region;
    private final int t;
    private final Function<double[], T> table;
    private final Map<Integer, T> tables = new HashMap<>();
    private final Map<Integer, Double> pupils = new HashMap<>();

    LevelSteps(Panel panel, int region, int t, Function<double[], T> table) {
        this.panel = panel;
        this.region = region;
        this.t = t;
        this.table = table;
    }

    /** Whether enough schools took part anywhere for any of them to be compared. */
    static boolean comparable(Panel panel, int t) {
        int there = 0;
        for (int s = 0; s < panel.schoolCount(); s++) {
            there += panel.n(panel.cell(s, t)) > 0 ? 1 : 0;
        }
        return there > FEWEST_OTHERS;
    }

    private int step(int cell) {
        return (int) Math.round(panel.level(cell) / STEP);
    }

    /** How many pupils of other schools the reference of a cell is worth; less than {@link #FEWEST_REFERENCE} is too few. */
    double others(int cell) {
        return pupils.computeIfAbsent(step(cell), k -> panel.reference().pupils(region, t, k * STEP)) - panel.n(cell);
    }

    /** The number of the school's own pupils in the reference, relative to the others. */
    double own(int cell) {
        return panel.n(cell) / others(cell);
    }

    /** The table of the level of a cell. */
    T table(int cell) {
        return tables.computeIfAbsent(step(cell), k -> table.apply(scores(k * STEP, centre(cell))));
    }

    /** The logit of the mean at level 0. */
    private double centre(int cell) {
        double max = panel.assessment(t).scale().max();
        double sum = 0;
        for (int e = panel.firstEntry(cell); e < panel.firstEntry(cell + 1); e++) {
            sum += (double) (panel.place(e) / Panel.COLUMNS) * panel.count(e);
        }
        return Math.log((sum + PRIOR * max) / (panel.n(cell) * max - sum + PRIOR * max)) - panel.observed(cell);
    }

    private double[] scores(double level, double centre) {
        double[] joint = panel.reference().everybody(region, t, level);
        double[] scores = new double[joint.length / Panel.COLUMNS];
        int reached = 0;
        for (int x = 0; x < scores.length; x++) {
            for (int column = 0; column < Panel.COLUMNS; column++) {
                scores[x] += joint[x * Panel.COLUMNS + column];
            }
            reached += scores[x] > 0 ? 1 : 0;
        }
        if (reached > 1) {
            double mean = (scores.length - 1) / (1 + Math.exp(-level - centre));
            double lambda = ExponentialTilt.lambda(scores, mean);
            double top = lambda > 0 ? scores.length - 1 : 0;
            double total = 0;
            for (int x = 0; x < scores.length; x++) {
                scores[x] *= Math.exp(lambda * (x - top));
                total += scores[x];
            }
            for (int x = 0; x < scores.length; x++) {
                scores[x] /= total;
            }
        }
        return scores;
    }
}
