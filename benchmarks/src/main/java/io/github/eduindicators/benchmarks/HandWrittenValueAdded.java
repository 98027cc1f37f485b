package io.github.eduindicators.benchmarks;

import io.github.eduindicators.benchmarks.ValueAddedBenchmark.Pupils;
import io.github.eduindicators.model.SchoolId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What one would write by hand for value added with one covariate: plain sums of each school in doubles, found in a hash map, and the REML
 * criterion minimised by golden section; no exact sums, no care for columns far from 0, no intervals.
 */
final class HandWrittenValueAdded {
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
    private static final double LOWEST = -12;
    private static final double HIGHEST = 5;
    private static final double CLOSE = 1e-10;

    private final Map<SchoolId, Integer> numbers = new HashMap<>();
    private double[] n = new double[64];
    private double[] x = new double[64];
    private double[] y = new double[64];
    private double xx;
    private double xy;
    private double yy;
    private double all;

    /** The intercept, the slope, sigma2 and the criterion at the variance ratio looked at last. */
    private final double[] solution = new double[4];

    /** Adds up the pupils. */
    HandWrittenValueAdded(Pupils pupils) {
        for (int i = 0; i < pupils.outcome.length; i++) {
            SchoolId id = pupils.ids[pupils.school[i]];
            Integer known = numbers.get(id);
            int school = known == null ? numbers.size() : known;
            if (known == null) {
                numbers.put(id, school);
                if (school == n.length) {
                    n = Arrays.copyOf(n, 2 * school);
                    x = Arrays.copyOf(x, 2 * school);
                    y = Arrays.copyOf(y, 2 * school);
                }
            }
            double prior = pupils.values[i][0];
            double outcome = pupils.outcome[i];
            n[school]++;
            x[school] += prior;
            y[school] += outcome;
            xx += prior * prior;
            xy += prior * outcome;
            yy += outcome * outcome;
            all++;
        }
    }

    /** The variance between schools, the variance within, and the sum of the squared effects. */
    double[] fit() {
        double low = LOWEST;
        double high = HIGHEST;
        while (high - low > CLOSE) {
            double left = high - GOLDEN * (high - low);
            double right = low + GOLDEN * (high - low);
            if (criterion(Math.exp(left)) < criterion(Math.exp(right))) {
                high = right;
            } else {
                low = left;
            }
        }
        double theta = Math.exp((low + high) / 2);
        criterion(theta);
        double sum = 0;
        for (int school = 0; school < numbers.size(); school++) {
            double mean = (y[school] - solution[1] * x[school]) / n[school] - solution[0];
            double effect = n[school] * theta / (1 + n[school] * theta) * mean;
            sum += effect * effect;
        }
        return new double[] {theta * solution[2], solution[2], sum};
    }

    private double criterion(double theta) {
        double a00 = all;
        double a01 = 0;
        double a11 = xx;
        double c0 = 0;
        double c1 = xy;
        double q = yy;
        double logs = 0;
        for (int school = 0; school < numbers.size(); school++) {
            double k = theta / (1 + n[school] * theta);
            a00 -= k * n[school] * n[school];
            a01 += x[school] * (1 - k * n[school]);
            a11 -= k * x[school] * x[school];
            c0 += y[school] * (1 - k * n[school]);
            c1 -= k * x[school] * y[school];
            q -= k * y[school] * y[school];
            logs += Math.log1p(n[school] * theta);
        }
        double determinant = a00 * a11 - a01 * a01;
        solution[0] = (a11 * c0 - a01 * c1) / determinant;
        solution[1] = (a00 * c1 - a01 * c0) / determinant;
        double rest = q - solution[0] * c0 - solution[1] * c1;
        solution[2] = rest / (all - 2);
        return (all - 2) * (1 + Math.log(2 * Math.PI * solution[2])) + logs + Math.log(determinant);
    }
}
