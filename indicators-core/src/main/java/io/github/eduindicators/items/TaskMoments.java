package io.github.eduindicators.items;

import io.github.eduindicators.results.TaskResponses;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Whole-number sums over pupils that the classical analysis follows from. A pupil of whom a response is not known is counted and
 * left out. Ratios of sums are made from exact whole numbers and rounded once, so the order of pupils changes no bit.
 */
final class TaskMoments {
    private final int[] max;
    private final int highest;
    private final long[] sums;
    private final long[] notAttempted;
    private final long[] zero;
    private final long[] full;
    /** By two tasks, the second not above the first: the sum of products. */
    private final long[][] products;
    /** By total. */
    private final long[] pupils;
    /** By task and total: the points earned by the pupils with the total. */
    private final long[][] byTotal;
    private final List<SchoolSums> schools = new ArrayList<>();
    private long n;
    private long leftOut;

    /** The totals of the pupils of one school. */
    record SchoolSums(long n, long sum, long squares) {}

    TaskMoments(int[] max) {
        int tasks = max.length;
        this.max = max.clone();
        int most = 0;
        for (int points : max) {
            most = Math.addExact(most, points);
        }
        this.highest = most;
        this.sums = new long[tasks];
        this.notAttempted = new long[tasks];
        this.zero = new long[tasks];
        this.full = new long[tasks];
        this.products = new long[tasks][];
        for (int task = 0; task < tasks; task++) {
            products[task] = new long[task + 1];
        }
        this.pupils = new long[highest + 1];
        this.byTotal = new long[tasks][highest + 1];
    }

    /** Counts the pupils of one school. */
    void add(List<TaskResponses.SchoolClass> classes) {
        long before = n;
        long sum = 0;
        long squares = 0;
        int[] points = new int[max.length];
        for (TaskResponses.SchoolClass schoolClass : classes) {
            for (int pupil = 0; pupil < schoolClass.pupils(); pupil++) {
                if (read(schoolClass, pupil, points)) {
                    int total = add(points);
                    sum += total;
                    squares += (long) total * total;
                } else {
                    leftOut++;
                }
            }
        }
        if (n > before) {
            schools.add(new SchoolSums(n - before, sum, squares));
        }
    }

    private static boolean read(TaskResponses.SchoolClass schoolClass, int pupil, int[] points) {
        for (int task = 0; task < points.length; task++) {
            points[task] = schoolClass.points(pupil, task);
            if (points[task] == TaskResponses.UNKNOWN) {
                return false;
            }
        }
        return true;
    }

    private int add(int[] points) {
        int total = 0;
        for (int task = 0; task < points.length; task++) {
            if (points[task] == TaskResponses.NOT_ATTEMPTED) {
                notAttempted[task]++;
                points[task] = 0;
            } else if (points[task] == 0) {
                zero[task]++;
            } else if (points[task] == max[task]) {
                full[task]++;
            }
            total += points[task];
        }
        for (int task = 0; task < points.length; task++) {
            if (points[task] != 0) {
                sums[task] += points[task];
                byTotal[task][total] += points[task];
                long[] row = products[task];
                for (int other = 0; other <= task; other++) {
                    row[other] += (long) points[task] * points[other];
                }
            }
        }
        pupils[total]++;
        n++;
        return total;
    }

    int tasks() {
        return max.length;
    }

    int highest() {
        return highest;
    }

    long n() {
        return n;
    }

    long leftOut() {
        return leftOut;
    }

    long sum(int task) {
        return sums[task];
    }

    long notAttempted(int task) {
        return notAttempted[task];
    }

    long zero(int task) {
        return zero[task];
    }

    long full(int task) {
        return full[task];
    }

    long[] pupilsByTotal() {
        return pupils.clone();
    }

    List<SchoolSums> schools() {
        return List.copyOf(schools);
    }

    long sumOfTotals() {
        long sum = 0;
        for (long each : sums) {
            sum += each;
        }
        return sum;
    }

    /** {@code n (n - 1)} times the covariance of two tasks. */
    BigInteger spread(int task, int other) {
        long product = task >= other ? products[task][other] : products[other][task];
        return difference(product, sums[task], sums[other]);
    }

    /** {@code n (n - 1)} times the covariance of a task and the total. */
    BigInteger spreadWithTotal(int task) {
        BigInteger spread = BigInteger.ZERO;
        for (int other = 0; other < max.length; other++) {
            spread = spread.add(spread(task, other));
        }
        return spread;
    }

    /** {@code n (n - 1)} times the variance of the total. */
    BigInteger spreadOfTotal() {
        long squares = 0;
        for (int total = 0; total <= highest; total++) {
            squares += pupils[total] * total * total;
        }
        long sum = sumOfTotals();
        return difference(squares, sum, sum);
    }

    private BigInteger difference(long product, long sum, long other) {
        return BigInteger.valueOf(n).multiply(BigInteger.valueOf(product))
                .subtract(BigInteger.valueOf(sum).multiply(BigInteger.valueOf(other)));
    }

    /**
     * The points in a task of the upper less those of the lower {@code percent} of pupils by total, over the points possible
     * there. Of pupils with the total at the border each counts for the same share.
     */
    double upperLessLower(int task, int percent) {
        double upper = 0;
        double lower = 0;
        long above = percent * n;
        long below = percent * n;
        for (int total = 0; total <= highest; total++) {
            lower += part(task, total, below);
            below -= 100 * pupils[total];
            upper += part(task, highest - total, above);
            above -= 100 * pupils[highest - total];
        }
        return (upper - lower) / (percent * (double) n * max[task]);
    }

    /** A hundred times the points that pupils with a total earned in a task, or of what part of the pupils is still to be counted. */
    private double part(int task, int total, long left) {
        if (left <= 0 || pupils[total] == 0) {
            return 0;
        }
        long hundredfold = 100 * byTotal[task][total];
        return left >= 100 * pupils[total] ? hundredfold : (double) hundredfold * left / (100.0 * pupils[total]);
    }
}
