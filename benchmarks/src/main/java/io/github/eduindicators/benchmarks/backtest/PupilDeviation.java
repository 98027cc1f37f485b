package io.github.eduindicators.benchmarks.backtest;

import io.github.eduindicators.benchmarks.backtest.Panel.Cell;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The standard deviation of pupils within schools, of a year, where only means and numbers of pupils are known: from how the
 * variance between schools falls with the number of pupils. Means of a year that are all whole have the variance of rounding,
 * 1/12, besides.
 *
 * <p>{@link #ofChanges} takes the variance between schools of changes: the change of a school between two years has the variance
 * {@code c + sd1^2 / n1 + sd2^2 / n2}, one c a pair of years, and the regression of its squares on {@code 1 / n1} and {@code 1 /
 * n2} gives all squares of sd together. {@link #ofLevels} takes that of the means of one year, {@code c + sd^2 / n}. The second
 * is right only if true means of small schools differ no more than those of large ones; changes are free of true means.
 */
final class PupilDeviation {
    private static final double ROUNDING = 1.0 / 12;
    private static final int STEPS = 10;
    private static final int BINS = 30;

    private PupilDeviation() {}

    /** The variance of rounding by year: 1/12 where all means are whole. */
    static SortedMap<Integer, Double> rounding(Collection<? extends Map<Integer, Cell>> schools) {
        SortedMap<Integer, Double> rounding = new TreeMap<>();
        schools.forEach(school -> school.forEach((year, cell) ->
                rounding.merge(year, cell.mean() == Math.rint(cell.mean()) ? ROUNDING : 0, Math::min)));
        return rounding;
    }

    /** By year, for the years given. */
    static SortedMap<Integer, Double> ofChanges(Collection<? extends Map<Integer, Cell>> schools, Collection<Integer> years) {
        List<Integer> all = years.stream().sorted().toList();
        SortedMap<Integer, Double> rounding = rounding(schools);
        List<double[]> rows = new ArrayList<>();
        List<Double> squares = new ArrayList<>();
        int pairs = all.size() * (all.size() - 1) / 2;
        int pair = 0;
        for (int first = 0; first < all.size(); first++) {
            for (int second = first + 1; second < all.size(); second++) {
                int one = all.get(first);
                int two = all.get(second);
                List<Map<Integer, Cell>> both = new ArrayList<>();
                schools.stream().filter(school -> school.containsKey(one) && school.containsKey(two)).forEach(both::add);
                double mean = both.stream()
                        .mapToDouble(school -> school.get(two).mean() - school.get(one).mean()).average().orElse(0);
                for (Map<Integer, Cell> school : both) {
                    double apart = school.get(two).mean() - school.get(one).mean() - mean;
                    double[] row = new double[pairs + all.size()];
                    row[pair] = 1;
                    row[pairs + first] = 1.0 / school.get(one).n();
                    row[pairs + second] = 1.0 / school.get(two).n();
                    rows.add(row);
                    squares.add(apart * apart - rounding.get(one) - rounding.get(two));
                }
                pair++;
            }
        }
        double[] fitted = regression(rows, squares.stream().mapToDouble(Double::doubleValue).toArray());
        SortedMap<Integer, Double> deviations = new TreeMap<>();
        for (int i = 0; i < all.size(); i++) {
            deviations.put(all.get(i), root(fitted[pairs + i], all.get(i)));
        }
        return deviations;
    }

    /** Of one year: the variance within bins of equally many schools by size, on the mean of 1 / n there. */
    static double ofLevels(Collection<? extends Map<Integer, Cell>> schools, int year) {
        double rounding = rounding(schools).getOrDefault(year, 0.0);
        List<Cell> cells = new ArrayList<>();
        schools.stream().filter(school -> school.containsKey(year)).forEach(school -> cells.add(school.get(year)));
        cells.sort(Comparator.comparingLong(Cell::n).thenComparingDouble(Cell::mean));
        List<double[]> rows = new ArrayList<>();
        double[] variances = new double[BINS];
        for (int bin = 0; bin < BINS; bin++) {
            List<Cell> own = cells.subList(bin * cells.size() / BINS, (bin + 1) * cells.size() / BINS);
            double mean = own.stream().mapToDouble(Cell::mean).average().orElseThrow();
            double sum = own.stream().mapToDouble(cell -> (cell.mean() - mean) * (cell.mean() - mean)).sum();
            variances[bin] = sum / (own.size() - 1) - rounding;
            rows.add(new double[] {1, own.stream().mapToDouble(cell -> 1.0 / cell.n()).average().orElseThrow()});
        }
        return root(regression(rows, variances)[1], year);
    }

    private static double root(double variance, int year) {
        if (!(variance > 0)) {
            throw new IllegalStateException("the variance between schools does not fall with their size in " + year);
        }
        return Math.sqrt(variance);
    }

    /** Least squares, weighted by the reciprocal squares of fitted values: the error of a variance is in proportion to it. */
    private static double[] regression(List<double[]> rows, double[] y) {
        double mean = Arrays.stream(y).average().orElseThrow();
        double[] weights = new double[y.length];
        Arrays.fill(weights, 1);
        double[] fit = solve(rows, y, weights);
        for (int step = 0; step < STEPS; step++) {
            for (int i = 0; i < y.length; i++) {
                double fitted = Math.max(dot(rows.get(i), fit), mean / 100);
                weights[i] = 1 / (fitted * fitted);
            }
            fit = solve(rows, y, weights);
        }
        return fit;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** The normal equations, by elimination with the largest pivot. */
    private static double[] solve(List<double[]> rows, double[] y, double[] weights) {
        int k = rows.get(0).length;
        double[][] a = new double[k][k + 1];
        for (int r = 0; r < y.length; r++) {
            double[] row = rows.get(r);
            for (int i = 0; i < k; i++) {
                if (row[i] != 0) {
                    for (int j = 0; j < k; j++) {
                        a[i][j] += weights[r] * row[i] * row[j];
                    }
                    a[i][k] += weights[r] * row[i] * y[r];
                }
            }
        }
        for (int i = 0; i < k; i++) {
            int best = i;
            for (int r = i + 1; r < k; r++) {
                best = Math.abs(a[r][i]) > Math.abs(a[best][i]) ? r : best;
            }
            double[] swap = a[i];
            a[i] = a[best];
            a[best] = swap;
            for (int r = 0; r < k; r++) {
                double factor = r == i ? 0 : a[r][i] / a[i][i];
                for (int j = i; j <= k && factor != 0; j++) {
                    a[r][j] -= factor * a[i][j];
                }
            }
        }
        double[] x = new double[k];
        for (int i = 0; i < k; i++) {
            x[i] = a[i][k] / a[i][i];
        }
        return x;
    }
}
