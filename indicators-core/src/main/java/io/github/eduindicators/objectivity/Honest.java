package io.github.eduindicators.objectivity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How much honest schools differ in the effects that {@link ScopedScores} tests: effects of a subject are {@code c +
 * o(subject)}, with c common to the subjects of a school and o its own, normal around 0; their covariances by
 * expectation-maximisation over the schools.
 *
 * <p>A school whose predicted effects are far larger than the covariances allow counts only as much as one at the limit, so
 * that a few per cent of violators move the estimate by less than that. At most {@value #MOST_SCHOOLS} schools are used,
 * evenly spread over the list; a region has its own covariances, shrunk towards those of all.
 */
final class Honest {
    private static final int MOST_SCHOOLS = 2000;
    private static final int FEWEST_OF_REGION = 60;
    /** From the start downwards, so that stopping early makes the variance too large rather than too small. */
    private static final int ITERATIONS = 30;
    private static final int MOST_ITERATIONS = 100;
    private static final int STEPS_OF_SCHOOLS = 40_000;
    private static final int ITERATIONS_OF_REGION = 20;
    private static final double START = 0.1;
    private static final double LEAST = 1e-6;
    /** A region's own estimate counts against all like its schools against this many. */
    private static final double SCHOOLS_OF_ALL = 30;
    /** With few schools a spread of {@value #START} counts like this many. */
    private static final double SCHOOLS_OF_NONE = 5;
    private static final double LIMIT = 3;
    /** The same in the direction of the violation, in standard deviations: a violator stands out there. */
    private static final double LIMIT_ALONG = 2.5;
    private static final int SCHOOLS_FOR_WORKS = 800;
    /** A square counts at most as this many times what is expected; the mean of a squared normal deviate that is cut so. */
    private static final double LARGEST_SQUARE = 9;
    private static final double CLIPPED_SQUARE = 0.995007;
    private static final int AXIS_STEPS = 60;

    private final int effects;
    private final int[] subjectOf;
    private final int subjects;
    private final Spread[] byRegion;
    /** By region: the standard deviation between works, along the direction in which schools differ most. */
    private final double[][] main;

    /** Means, and covariances of the common and the own effects. */
    record Spread(double[] mean, double[][] common, double[][] own, double[][] commonInverse, double[][] ownInverse) {
        static Spread of(double[] mean, double[][] common, double[][] own) {
            return new Spread(mean, common, own, SmallMatrix.inverse(common), SmallMatrix.inverse(own));
        }

        /** The first principal axis of the sum of both, with its standard deviation for a length. */
        double[] main() {
            double[] axis = new double[mean.length];
            Arrays.fill(axis, 1);
            double size = 1;
            for (int step = 0; step < AXIS_STEPS; step++) {
                double[] next = SmallMatrix.times(common, axis);
                SmallMatrix.add(next, 1, SmallMatrix.times(own, axis));
                size = Math.sqrt(SmallMatrix.dot(next, next));
                for (int i = 0; i < axis.length; i++) {
                    axis[i] = next[i] / size;
                }
            }
            for (int i = 0; i < axis.length; i++) {
                axis[i] *= Math.sqrt(size);
            }
            return axis;
        }
    }

    /**
     * Score and information of a cell where the effects of the work itself vary along a direction.
     *
     * @param u the score
     * @param g the information
     * @param along the direction, with the standard deviation for its length
     * @param taken by how much a unit of each effect is taken for the work's own
     */
    record Work(double[] u, double[][] g, double[] along, double[] taken) {
        static Work of(ScopedScores.Cell cell, double[] along) {
            double[] row = SmallMatrix.times(cell.information(), along);
            double factor = 1 / (1 + SmallMatrix.dot(along, row));
            double[] taken = row.clone();
            double[] u = cell.score().clone();
            double[][] g = copy(cell.information());
            SmallMatrix.add(u, -factor * SmallMatrix.dot(along, u), row);
            SmallMatrix.addSquare(g, -factor, row);
            for (int i = 0; i < taken.length; i++) {
                taken[i] *= factor;
            }
            return new Work(u, g, along, taken);
        }

        /** The weights of the cell's own score in a sum that gives these to {@link #u}. */
        double[] weights(double[] weights) {
            double[] own = weights.clone();
            SmallMatrix.add(own, -SmallMatrix.dot(taken, weights), along);
            return own;
        }
    }

    /** What one school shows, summed by subject. */
    record Sums(double[][] u, double[][][] g) {}

    /** What is known of the effects of one school. */
    static final class Posterior {
        private final double[][][] v;
        private final double[][][] f;
        private final double[][] commonVariance;
        private final double[] common;
        private final double[][] effects;
        private final double[][] own;

        Posterior(Spread spread, Sums sums) {
            int subjects = sums.u().length;
            int m = spread.common().length;
            this.v = new double[subjects][][];
            this.f = new double[subjects][][];
            this.effects = new double[subjects][];
            this.own = new double[subjects][];
            double[][] u = new double[subjects][];
            double[][] precision = copy(spread.commonInverse());
            double[] score = new double[m];
            for (int k = 0; k < subjects; k++) {
                double[][] g = sums.g()[k];
                u[k] = sums.u()[k].clone();
                SmallMatrix.add(u[k], -1, SmallMatrix.times(g, spread.mean()));
                double[][] q = copy(spread.ownInverse());
                SmallMatrix.add(q, 1, g);
                v[k] = SmallMatrix.inverse(q);
                f[k] = SmallMatrix.diagonal(m, 1);
                SmallMatrix.add(f[k], -1, SmallMatrix.times(v[k], g));
                SmallMatrix.add(precision, 1, SmallMatrix.times(g, f[k]));
                SmallMatrix.add(score, 1, SmallMatrix.times(SmallMatrix.transposed(f[k]), u[k]));
            }
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < i; j++) {
                    precision[i][j] = (precision[i][j] + precision[j][i]) / 2;
                    precision[j][i] = precision[i][j];
                }
            }
            commonVariance = SmallMatrix.inverse(precision);
            common = SmallMatrix.times(commonVariance, score);
            for (int k = 0; k < subjects; k++) {
                double[] rest = u[k].clone();
                SmallMatrix.add(rest, -1, SmallMatrix.times(sums.g()[k], common));
                own[k] = SmallMatrix.times(v[k], rest);
                effects[k] = own[k].clone();
                SmallMatrix.add(effects[k], 1, common);
                SmallMatrix.add(effects[k], 1, spread.mean());
            }
        }

        /** The predicted share of a sum, given the information that it has in common with the effects, by subject. */
        double predicted(double[][] shared) {
            double sum = 0;
            for (int k = 0; k < shared.length; k++) {
                sum += SmallMatrix.dot(shared[k], effects[k]);
            }
            return sum;
        }

        /** The shared information as it bears on the common effects. */
        double[] transferred(double[][] shared) {
            double[] sum = new double[common.length];
            for (int k = 0; k < shared.length; k++) {
                for (int i = 0; i < sum.length; i++) {
                    for (int j = 0; j < sum.length; j++) {
                        sum[j] += shared[k][i] * f[k][i][j];
                    }
                }
            }
            return sum;
        }

        double covariance(double[][] a, double[] transferredA, double[][] b, double[] transferredB) {
            double sum = SmallMatrix.dot(transferredA, SmallMatrix.times(commonVariance, transferredB));
            for (int k = 0; k < a.length; k++) {
                sum += SmallMatrix.dot(a[k], SmallMatrix.times(v[k], b[k]));
            }
            return sum;
        }

        /** How the prediction depends on the scores of a subject. */
        double[] coefficients(int subject, double[] shared, double[] transferred) {
            double[] beta = SmallMatrix.times(v[subject], shared);
            SmallMatrix.add(beta, 1, SmallMatrix.times(f[subject], SmallMatrix.times(commonVariance, transferred)));
            return beta;
        }
    }

    private Honest(int effects, int[] subjectOf, int subjects, Spread[] byRegion) {
        this.effects = effects;
        this.subjectOf = subjectOf.clone();
        this.subjects = subjects;
        this.byRegion = byRegion;
        this.main = new double[byRegion.length][effects];
    }

    static Honest of(Panel panel, ScopedScores.Kind kind, int[] subjectOf, int subjects) {
        int m = kind.effects();
        Honest honest = new Honest(m, subjectOf, subjects, new Spread[Math.max(1, panel.regionCount())]);
        List<List<Sums>> regions = new ArrayList<>();
        for (int r = 0; r < honest.byRegion.length; r++) {
            regions.add(new ArrayList<>());
        }
        List<Sums> all = new ArrayList<>();
        for (int s : chosen(panel)) {
            List<ScopedScores.Cell> cells = kind.cells(s);
            if (cells.stream().anyMatch(cell -> cell.n() > 0)) {
                Sums sums = honest.sums(cells.stream().map(cell -> Work.of(cell, new double[m])).toList());
                all.add(sums);
                regions.get(panel.region(s)).add(sums);
            }
        }
        Spread start = Spread.of(new double[m], SmallMatrix.diagonal(m, START * START), SmallMatrix.diagonal(m, START * START));
        Spread whole = start;
        int iterations = all.isEmpty() ? 0 : Math.max(ITERATIONS, Math.min(MOST_ITERATIONS, STEPS_OF_SCHOOLS / all.size()));
        for (int i = 0; i < iterations; i++) {
            whole = next(whole, all, start, SCHOOLS_OF_NONE, kind.direction());
        }
        for (int r = 0; r < honest.byRegion.length; r++) {
            Spread own = whole;
            if (panel.regionCount() > 1) {
                for (int i = 0; i < ITERATIONS_OF_REGION; i++) {
                    own = next(own, regions.get(r), whole, SCHOOLS_OF_ALL, kind.direction());
                }
            }
            honest.byRegion[r] = own;
            honest.main[r] = own.main();
        }
        double share = honest.shareOfWorks(panel, kind);
        for (double[] direction : honest.main) {
            for (int i = 0; i < m; i++) {
                direction[i] *= Math.sqrt(share);
            }
        }
        return honest;
    }

    /**
     * The variance between the works of a school and subject in the direction in which schools differ most, as a share of the
     * variance between schools: a moment estimate in which a cell counts only as much as one at a limit.
     */
    private double shareOfWorks(Panel panel, ScopedScores.Kind kind) {
        double excess = 0;
        double weight = 0;
        List<Integer> schools = chosen(panel);
        int step = Math.max(1, schools.size() / SCHOOLS_FOR_WORKS);
        for (int i = 0; i < schools.size(); i += step) {
            int s = schools.get(i);
            List<Work> works = kind.cells(s).stream().map(cell -> Work.of(cell, new double[effects])).toList();
            double[] direction = main[panel.region(s)];
            Posterior posterior = posterior(panel.region(s), works);
            for (int t = 0; t < works.size(); t++) {
                double[] row = SmallMatrix.times(works.get(t).g(), direction);
                double information = SmallMatrix.dot(direction, row);
                if (information > 0) {
                    double[][] shared = new double[subjects][effects];
                    shared[subjectOf[t]] = row;
                    double[] transferred = posterior.transferred(shared);
                    double rest = SmallMatrix.dot(direction, works.get(t).u()) - posterior.predicted(shared);
                    double expected = information - posterior.covariance(shared, transferred, shared, transferred);
                    double square = Math.min(rest * rest, LARGEST_SQUARE * expected);
                    double trust = 1 / (1 + information);
                    excess += trust * trust * (square - expected * CLIPPED_SQUARE);
                    weight += trust * trust * information * information;
                }
            }
        }
        return weight > 0 ? Math.max(0, excess / weight) : 0;
    }

    /** Schools of each region, evenly spread over its list. */
    private static List<Integer> chosen(Panel panel) {
        int regions = Math.max(1, panel.regionCount());
        int[] sizes = new int[regions];
        for (int s = 0; s < panel.schoolCount(); s++) {
            sizes[panel.region(s)]++;
        }
        int most = Math.max(FEWEST_OF_REGION, MOST_SCHOOLS / regions);
        long[] seen = new long[regions];
        List<Integer> chosen = new ArrayList<>();
        for (int s = 0; s < panel.schoolCount(); s++) {
            int r = panel.region(s);
            int wanted = Math.min(most, sizes[r]);
            if (seen[r] * wanted / sizes[r] != (seen[r] + 1) * wanted / sizes[r]) {
                chosen.add(s);
            }
            seen[r]++;
        }
        return chosen;
    }

    private Sums sums(List<Work> works) {
        Sums sums = new Sums(new double[subjects][effects], new double[subjects][effects][effects]);
        for (int t = 0; t < works.size(); t++) {
            SmallMatrix.add(sums.u()[subjectOf[t]], 1, works.get(t).u());
            SmallMatrix.add(sums.g()[subjectOf[t]], 1, works.get(t).g());
        }
        return sums;
    }

    private static Spread next(Spread now, List<Sums> schools, Spread prior, double priorSchools, double[] direction) {
        int m = now.common().length;
        double[][] common = new double[m][m];
        double[][] own = new double[m][m];
        double[] shift = new double[m];
        double commonCount = priorSchools;
        double ownCount = priorSchools;
        SmallMatrix.add(common, priorSchools, prior.common());
        SmallMatrix.add(own, priorSchools, prior.own());
        for (int i = 0; i < m; i++) {
            shift[i] = priorSchools * (prior.mean()[i] - now.mean()[i]);
        }
        for (Sums school : schools) {
            Posterior posterior = new Posterior(now, school);
            double weight = weight(posterior.common, now.common(), now.commonInverse(), posterior.commonVariance, direction);
            SmallMatrix.add(shift, weight, posterior.common);
            SmallMatrix.addSquare(common, weight, posterior.common);
            SmallMatrix.add(common, 1, posterior.commonVariance);
            commonCount++;
            for (int k = 0; k < school.u().length; k++) {
                if (trace(school.g()[k]) > 0) {
                    double[][] vg = SmallMatrix.times(posterior.v[k], school.g()[k]);
                    double[][] variance = SmallMatrix.times(
                            SmallMatrix.times(vg, posterior.commonVariance), SmallMatrix.transposed(vg));
                    SmallMatrix.add(variance, 1, posterior.v[k]);
                    double ownWeight = weight(posterior.own[k], now.own(), now.ownInverse(), variance, direction);
                    SmallMatrix.addSquare(own, ownWeight, posterior.own[k]);
                    SmallMatrix.add(own, 1, variance);
                    ownCount++;
                }
            }
        }
        double[] mean = now.mean().clone();
        SmallMatrix.add(mean, 1 / commonCount, shift);
        return Spread.of(mean, divided(common, commonCount), divided(own, ownCount));
    }

    /** 1, or less for a school whose predicted effects are larger than they should be. */
    private static double weight(
            double[] mean, double[][] spread, double[][] inverse, double[][] variance, double[] direction) {
        double expected = 0;
        for (int i = 0; i < mean.length; i++) {
            expected += 1 - SmallMatrix.dot(inverse[i], variance[i]);
        }
        expected = Math.max(0, expected);
        double size = SmallMatrix.dot(mean, SmallMatrix.times(inverse, mean));
        double limit = expected + LIMIT * Math.sqrt(2 * expected * Math.min(1, expected));
        double along = SmallMatrix.dot(direction, mean);
        double allowed = LIMIT_ALONG * LIMIT_ALONG
                * (SmallMatrix.dot(direction, SmallMatrix.times(spread, direction))
                        - SmallMatrix.dot(direction, SmallMatrix.times(variance, direction)));
        double weight = size <= limit ? 1 : limit / size;
        return along * along <= allowed ? weight : Math.min(weight, Math.max(0, allowed) / (along * along));
    }

    private static double[][] divided(double[][] sum, double count) {
        double[][] mean = new double[sum.length][sum.length];
        for (int i = 0; i < mean.length; i++) {
            for (int j = 0; j <= i; j++) {
                mean[i][j] = (sum[i][j] + sum[j][i]) / 2 / count;
                mean[j][i] = mean[i][j];
            }
            mean[i][i] += LEAST;
        }
        return mean;
    }

    private static double trace(double[][] matrix) {
        double sum = 0;
        for (int i = 0; i < matrix.length; i++) {
            sum += matrix[i][i];
        }
        return sum;
    }

    private static double[][] copy(double[][] matrix) {
        double[][] copy = new double[matrix.length][];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = matrix[i].clone();
        }
        return copy;
    }

    /** What a cell says once the works of a school are allowed to differ. */
    Work work(int region, ScopedScores.Cell cell) {
        return Work.of(cell, main[region]);
    }

    Posterior posterior(int region, List<Work> works) {
        return new Posterior(byRegion[region], sums(works));
    }

    /** The standard deviation of the effects in a direction, each by its weight in it. */
    double tau(int region, double[] direction) {
        double length = 0;
        for (double part : direction) {
            length += part;
        }
        double common = SmallMatrix.dot(direction, SmallMatrix.times(byRegion[region].common(), direction));
        double own = SmallMatrix.dot(direction, SmallMatrix.times(byRegion[region].own(), direction));
        return Math.sqrt(common + own) / Math.max(1, length);
    }
}
