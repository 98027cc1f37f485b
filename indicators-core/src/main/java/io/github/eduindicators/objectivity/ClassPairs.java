package io.github.eduindicators.objectivity;

import io.github.eduindicators.results.ScoreDistribution;
import java.util.ArrayList;
import java.util.List;

/**
 * By school and assessment, how many pairs of classmates have nearly the same score beyond what the level and the spread of the
 * class lead to expect, with the variance and the third moment that this number has in honest classes.
 *
 * <p>The reference is that of {@link LevelSteps}. The school's own part in it is
 * taken out to first order, and its sampling error enters mean and variance.
 */
final class ClassPairs {
    /** A school with less than this share of its reference is not worth taking out. */
    private static final double NEGLIGIBLE = 0.002;
    private static final int MOST_SCORES = 128;

    private final Panel panel;
    private final double[] excess;
    private final double[] information;
    private final double[] variance;
    private final double[] third;
    private final double[] observed;
    private final double[] expected;
    private final int[] results;
    /** By assessment, whether anybody could be compared. */
    private final boolean[] comparable;

    private ClassPairs(Panel panel) {
        this.panel = panel;
        int cells = panel.schoolCount() * panel.assessmentCount();
        this.excess = new double[cells];
        this.information = new double[cells];
        this.variance = new double[cells];
        this.third = new double[cells];
        this.observed = new double[cells];
        this.expected = new double[cells];
        this.results = new int[cells];
        this.comparable = new boolean[panel.assessmentCount()];
        List<List<Integer>> regions = new ArrayList<>();
        for (int region = 0; region < panel.regionCount(); region++) {
            regions.add(new ArrayList<>());
        }
        for (int s = 0; s < panel.schoolCount(); s++) {
            regions.get(panel.region(s)).add(s);
        }
        for (int t = 0; t < panel.assessmentCount(); t++) {
            boolean enough = LevelSteps.comparable(panel, t);
            for (int region = 0; region < regions.size() && enough; region++) {
                count(t, region, regions.get(region));
            }
        }
    }

    static ClassPairs of(Panel panel) {
        return new ClassPairs(panel);
    }

    private void count(int t, int region, List<Integer> schools) {
        LevelSteps<ScoreKernel> steps = new LevelSteps<>(panel, region, t, scores -> kernel(scores, bin(t)));
        for (int s : schools) {
            int cell = panel.cell(s, t);
            if (panel.n(cell) > 0 && steps.others(cell) >= LevelSteps.FEWEST_REFERENCE) {
                ScoreKernel kernel = steps.table(cell);
                if (kernel.tells()) {
                    comparable[t] = true;
                    count(s, t, kernel, steps.others(cell));
                }
            }
        }
    }

    private static ScoreKernel kernel(double[] scores, int bin) {
        double[] q = new double[(scores.length - 1) / bin + 1];
        for (int x = 0; x < scores.length; x++) {
            q[x / bin] += scores[x];
        }
        return ScoreKernel.of(q);
    }

    /** On very long scales neighbouring scores are taken together. */
    private int bin(int t) {
        return panel.assessment(t).scale().max() / MOST_SCORES + 1;
    }

    private void count(int s, int t, ScoreKernel kernel, double others) {
        int cell = panel.cell(s, t);
        int size = panel.n(cell);
        int bin = bin(t);
        double own = size / others > NEGLIGIBLE ? size / others : 0;
        double[] school = {};
        double[] near = {};
        double schoolPairs = 0;
        if (own > 0) {
            school = new double[kernel.width()];
            for (int e = panel.firstEntry(cell); e < panel.firstEntry(cell + 1); e++) {
                school[panel.place(e) / Panel.COLUMNS / bin] += panel.count(e);
            }
            near = kernel.times(school);
            schoolPairs = product(school, near);
        }
        double sum = 0;
        double pairs = 0;
        double squares = 0;
        double cubes = 0;
        double triples = 0;
        int used = 0;
        for (ScoreDistribution scores : panel.results().classes(panel.school(s).id(), panel.assessment(t).id()).values()) {
            double n = scores.count();
            if (n < 2) {
                continue;
            }
            int[] histogram = scores.histogram();
            int[] places = new int[histogram.length];
            int[] counts = new int[histogram.length];
            int distinct = 0;
            for (int x = 0; x < histogram.length; x++) {
                if (histogram[x] > 0) {
                    if (distinct > 0 && places[distinct - 1] == x / bin) {
                        counts[distinct - 1] += histogram[x];
                    } else {
                        places[distinct] = x / bin;
                        counts[distinct++] = histogram[x];
                    }
                }
            }
            for (int i = 0; i < distinct; i++) {
                double[] row = kernel.row(places[i]);
                double count = counts[i];
                double inner = row[places[i]] * (count - 1) / 2;
                double close = (count - 1) / 2;
                for (int j = 0; j < i; j++) {
                    inner += row[places[j]] * counts[j];
                    close += ScoreKernel.band(places[i] - places[j]) * counts[j];
                }
                sum += count * inner;
                observed[cell] += count * close;
                if (own > 0) {
                    sum += own * n / size * count * near[places[i]];
                }
            }
            sum += 0.5 * own * own * (n / size) * (n / size) * schoolPairs;
            pairs += n * (n - 1) / 2;
            squares += n * n;
            cubes += n * n * n;
            triples += n * (n - 1) * (n - 2);
            used += (int) n;
        }
        if (pairs == 0) {
            return;
        }
        double plain = sum - 0.5 * squares * kernel.diagonal() / others;
        double weight = kernel.signal() / kernel.square();
        excess[cell] = weight * plain;
        information[cell] = weight * kernel.signal() * pairs;
        variance[cell] = weight * weight * kernel.square()
                * (pairs + cubes / others + squares * squares / (2 * others * others));
        third[cell] = weight * weight * weight * (pairs * kernel.cube() + triples * kernel.triangle());
        expected[cell] = observed[cell] - plain;
        results[cell] = used;
    }

    private static double product(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** 0 where nothing can be said. */
    double information(int cell) {
        return information[cell];
    }

    /** Pairs of classmates with nearly the same score: equal counts 1, a point apart 2/3, two points 1/6. */
    double observed(int cell) {
        return observed[cell];
    }

    /** What to expect of them. */
    double expected(int cell) {
        return expected[cell];
    }

    /** Results in classes of at least two. */
    int results(int cell) {
        return results[cell];
    }

    /** Whether any school could be compared in an assessment. */
    boolean comparable(int t) {
        return comparable[t];
    }

    /** The sum of the information by assessment. */
    double[] informationByAssessment() {
        double[] sums = new double[panel.assessmentCount()];
        for (int cell = 0; cell < information.length; cell++) {
            sums[cell % sums.length] += information[cell];
        }
        return sums;
    }

    /** By school, the total over the assessments of a scope: excess, information, variance, third moment. */
    double[] totals(int s, int... assessments) {
        double[] totals = new double[4];
        for (int t : assessments) {
            int cell = panel.cell(s, t);
            totals[0] += excess[cell];
            totals[1] += information[cell];
            totals[2] += variance[cell];
            totals[3] += third[cell];
        }
        return totals;
    }
}
