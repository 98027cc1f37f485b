package io.github.eduindicators.items;

import io.github.eduindicators.results.TaskResponses;
import java.util.List;
import javax.annotation.Nullable;

/**
 * Of each task, the pupils of two groups by the score on which they are matched: how many, their points in the task and the
 * squares of those. The score is the sum of the tasks in the criterion and of the task itself. Whole numbers, so schools can be
 * taken out again.
 */
final class DifTables {
    static final int REFERENCE = 0;
    static final int FOCAL = 1;

    private final boolean[] criterion;
    private final int[] max;
    /** By task, group and score. */
    private final long[][][] pupils;
    private final long[][][] points;
    private final long[][][] squares;
    private long leftOut;

    /**
     * What the tables of a task say, with one school taken out or none.
     *
     * @param right sum of A D / N: reference right, focal wrong
     * @param wrong sum of B C / N
     * @param deviation points of the focal group less those expected
     * @param variance of that
     * @param difference mean points of the focal group less those of the reference at the same scores, weighted by the focal
     * group
     * @param strata scores that both groups have
     */
    record Measures(double right, double wrong, double deviation, double variance, double difference, int strata) {
        boolean compared() {
            return strata > 0;
        }

        boolean twoSided() {
            return right > 0 && wrong > 0;
        }

        double logOdds() {
            return StrictMath.log(right) - StrictMath.log(wrong);
        }
    }

    DifTables(int[] max, boolean[] criterion) {
        this.max = max;
        this.criterion = criterion.clone();
        int base = 0;
        for (int task = 0; task < max.length; task++) {
            base += criterion[task] ? max[task] : 0;
        }
        this.pupils = new long[max.length][2][];
        this.points = new long[max.length][2][];
        this.squares = new long[max.length][2][];
        for (int task = 0; task < max.length; task++) {
            int size = base + (criterion[task] ? 0 : max[task]) + 1;
            for (int group = 0; group < 2; group++) {
                pupils[task][group] = new long[size];
                points[task][group] = new long[size];
                squares[task][group] = new long[size];
            }
        }
    }

    void add(List<TaskResponses.SchoolClass> school, int group) {
        int[] values = new int[max.length];
        for (TaskResponses.SchoolClass schoolClass : school) {
            for (int pupil = 0; pupil < schoolClass.pupils(); pupil++) {
                int base = 0;
                boolean known = true;
                for (int task = 0; task < max.length; task++) {
                    int value = schoolClass.points(pupil, task);
                    known &= value != TaskResponses.UNKNOWN;
                    values[task] = Math.max(0, value);
                    base += criterion[task] ? values[task] : 0;
                }
                if (!known) {
                    leftOut++;
                    continue;
                }
                for (int task = 0; task < max.length; task++) {
                    int score = criterion[task] ? base : base + values[task];
                    pupils[task][group][score]++;
                    points[task][group][score] += values[task];
                    squares[task][group][score] += (long) values[task] * values[task];
                }
            }
        }
    }

    long leftOut() {
        return leftOut;
    }

    long pupils(int group) {
        long sum = 0;
        for (long each : pupils[0][group]) {
            sum += each;
        }
        return sum;
    }

    /** The standard deviation of the points in a task over the pupils of both groups; 0 with fewer than two. */
    double standardDeviation(int task) {
        long n = 0;
        long sum = 0;
        long square = 0;
        for (int group = 0; group < 2; group++) {
            for (int score = 0; score < pupils[task][group].length; score++) {
                n += pupils[task][group][score];
                sum += points[task][group][score];
                square += squares[task][group][score];
            }
        }
        return n < 2 ? 0 : Math.sqrt(Math.max(0, (square - sum * (sum / (double) n)) / (n - 1)));
    }

    Measures measures(int task) {
        return measures(task, null);
    }

    /** The measures without the pupils of one school, whose own tables are given. */
    Measures without(int task, DifTables school) {
        return measures(task, school);
    }

    private Measures measures(int task, @Nullable DifTables out) {
        double right = 0;
        double wrong = 0;
        double deviation = 0;
        double variance = 0;
        double difference = 0;
        long weight = 0;
        int strata = 0;
        for (int score = 0; score < pupils[task][0].length; score++) {
            long n0 = pupils[task][REFERENCE][score] - (out == null ? 0 : out.pupils[task][REFERENCE][score]);
            long n1 = pupils[task][FOCAL][score] - (out == null ? 0 : out.pupils[task][FOCAL][score]);
            if (n0 == 0 || n1 == 0) {
                continue;
            }
            long s0 = points[task][REFERENCE][score] - (out == null ? 0 : out.points[task][REFERENCE][score]);
            long s1 = points[task][FOCAL][score] - (out == null ? 0 : out.points[task][FOCAL][score]);
            long q = squares[task][REFERENCE][score] - (out == null ? 0 : out.squares[task][REFERENCE][score])
                    + squares[task][FOCAL][score] - (out == null ? 0 : out.squares[task][FOCAL][score]);
            double n = n0 + n1;
            double s = s0 + s1;
            right += (double) s0 * (n1 * max[task] - s1) / n;
            wrong += (double) s1 * (n0 * max[task] - s0) / n;
            deviation += ((double) s1 * n0 - (double) s0 * n1) / n;
            variance += (double) n0 * n1 / (n * n * (n - 1)) * (n * q - s * s);
            difference += s1 - s0 * (n1 / (double) n0);
            weight += n1;
            strata++;
        }
        return new Measures(right, wrong, deviation, variance, weight == 0 ? 0 : difference / weight, strata);
    }

    /** The variance of the logarithm of the odds ratio of a task of one point, after Robins, Breslow and Greenland. */
    double varianceOfLogOdds(int task) {
        double right = 0;
        double wrong = 0;
        double agreeing = 0;
        double mixed = 0;
        double opposing = 0;
        for (int score = 0; score < pupils[task][0].length; score++) {
            long n0 = pupils[task][REFERENCE][score];
            long n1 = pupils[task][FOCAL][score];
            if (n0 == 0 || n1 == 0) {
                continue;
            }
            long a = points[task][REFERENCE][score];
            long c = points[task][FOCAL][score];
            double n = n0 + n1;
            double r = (double) a * (n1 - c) / n;
            double s = (double) c * (n0 - a) / n;
            double p = (a + n1 - c) / n;
            double q = (c + n0 - a) / n;
            right += r;
            wrong += s;
            agreeing += p * r;
            mixed += p * s + q * r;
            opposing += q * s;
        }
        return mixed / (2 * right * wrong) + (agreeing / (2 * right * right) + opposing / (2 * wrong * wrong));
    }
}
