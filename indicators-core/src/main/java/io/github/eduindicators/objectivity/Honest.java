package io.github.eduindicators.objectivity;

import java.util.ArrayList;
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
    private static final int MOST_OF_REGION = 400;
    private static final int ITERATIONS = 40;
    private static final int ITERATIONS_OF_REGION = 10;
    private static final double START = 0.1;
    private static final double LEAST = 1e-6;
    /** A region's own estimate counts against all like its schools against this many. */
    private static final double SCHOOLS_OF_ALL = 100;
    /** With few schools a spread of {@value #START} counts like this many. */
    private static final double SCHOOLS_OF_NONE = 5;
    private static final double LIMIT = 3;

    private final int effects;
    private final int[] subjectOf;
    private final int subjects;
    private final Spread[] byRegion;

    /** Covariances of the common and the own effects. */
    private record Spread(double[] mean, double[][] common, double[][] own, double[][] commonInverse, double[][] ownInverse) {
        static Spread of(double[] mean, double[][] common, double[][] own) {
            return new Spread(mean, common, own, SmallMatrix.inverse(common), SmallMatrix.inverse(own));
        }
    }

    /** What one school shows, summed by subject. */
    private record Sums(double[][] u, double[][][] g) {}

    /** What is known of the effects of one school. */
    static final class Posterior {
        private final double[][][] v;
        private final double[][][] f;
        private final double[][] commonVariance;
        private final double[] common;
        private final double[][] effects;
        private final double[][] own;

        private Posterior(Spread spread, Sums sums) {
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
    }

    static Honest of(Panel panel, ScopedScores.Kind kind, int[] subjectOf, int subjects) {
        int m = kind.effects();
        Honest honest = new Honest(m, subjectOf, subjects, new Spread[Math.max(1, panel.regionCount())]);
        List<List<Sums>> regions = new ArrayList<>();
        for (int r = 0; r < honest.byRegion.length; r++) {
            regions.add(new ArrayList<>());
        }
        int step = Math.max(1, (panel.schoolCount() + MOST_SCHOOLS - 1) / MOST_SCHOOLS);
        List<Sums> all = new ArrayList<>();
        for (int s = 0; s < panel.schoolCount(); s += step) {
            List<ScopedScores.Cell> cells = kind.cells(s);
            if (cells.stream().anyMatch(cell -> cell.n() > 0)) {
                Sums sums = honest.sums(cells);
                all.add(sums);
                regions.get(panel.region(s)).add(sums);
            }
        }
        Spread start = Spread.of(new double[m], SmallMatrix.diagonal(m, START * START), SmallMatrix.diagonal(m, START * START));
        Spread whole = start;
        for (int i = 0; i < ITERATIONS && !all.isEmpty(); i++) {
            whole = next(whole, all, start, SCHOOLS_OF_NONE);
        }
        for (int r = 0; r < honest.byRegion.length; r++) {
            Spread own = whole;
            if (panel.regionCount() > 1) {
                List<Sums> list = regions.get(r).subList(0, Math.min(MOST_OF_REGION, regions.get(r).size()));
                for (int i = 0; i < ITERATIONS_OF_REGION; i++) {
                    own = next(own, list, whole, SCHOOLS_OF_ALL);
                }
            }
            honest.byRegion[r] = own;
        }
        return honest;
    }

    private Sums sums(List<ScopedScores.Cell> cells) {
        Sums sums = new Sums(new double[subjects][effects], new double[subjects][effects][effects]);
        for (int t = 0; t < cells.size(); t++) {
            cells.get(t).addTo(sums.u()[subjectOf[t]], sums.g()[subjectOf[t]]);
        }
        return sums;
    }

    private static Spread next(Spread now, List<Sums> schools, Spread prior, double priorSchools) {
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
            double weight = weight(posterior.common, now.common(), now.commonInverse(), posterior.commonVariance);
            SmallMatrix.add(shift, weight, posterior.common);
            SmallMatrix.addSquare(common, weight, posterior.common);
            SmallMatrix.add(common, 1, posterior.commonVariance);
            commonCount++;
            for (int k = 0; k < school.u().length; k++) {
                if (school.g()[k][0][0] > 0) {
                    double[][] vg = SmallMatrix.times(posterior.v[k], school.g()[k]);
                    double[][] variance = SmallMatrix.times(
                            SmallMatrix.times(vg, posterior.commonVariance), SmallMatrix.transposed(vg));
                    SmallMatrix.add(variance, 1, posterior.v[k]);
                    double ownWeight = weight(posterior.own[k], now.own(), now.ownInverse(), variance);
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
    private static double weight(double[] mean, double[][] spread, double[][] inverse, double[][] variance) {
        double expected = 0;
        for (int i = 0; i < mean.length; i++) {
            expected += 1 - SmallMatrix.dot(inverse[i], variance[i]);
        }
        expected = Math.max(0, expected);
        double size = SmallMatrix.dot(mean, SmallMatrix.times(inverse, mean));
        double limit = expected + LIMIT * Math.sqrt(2 * expected * Math.min(1, expected));
        return size <= limit || spread.length == 0 ? 1 : limit / size;
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

    private static double[][] copy(double[][] matrix) {
        double[][] copy = new double[matrix.length][];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = matrix[i].clone();
        }
        return copy;
    }

    Posterior posterior(int region, List<ScopedScores.Cell> cells) {
        return new Posterior(byRegion[region], sums(cells));
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
