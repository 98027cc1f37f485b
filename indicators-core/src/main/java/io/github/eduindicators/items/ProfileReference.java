package io.github.eduindicators.items;

import io.github.eduindicators.results.TaskResponses;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What pupils of each total earn in each element, and by how much a unit falls short of what other pupils of the same totals
 * earn. Pupils of whom a response is not known are left out, since their totals are not known.
 *
 * <p>A total that too few other pupils have takes help from its neighbours, lower and higher alike, along a straight line; at the
 * lowest and the highest total nothing is left to chance.
 */
final class ProfileReference {
    /** With fewer other pupils of one total its neighbours help. */
    static final int PUPILS_A_TOTAL = 25;

    /** What is left of squares that cancel. */
    private static final double ROUNDING = 1e-12;

    private final int[] max;
    private final List<int[]> members;
    private final int highest;
    private final Sums all;

    /**
     * How far a unit is from what other pupils of the same totals earn in one element.
     *
     * @param n pupils compared
     * @param points the sum of what they earned above expectation, negative where below
     * @param variance of that sum by chance
     * @param skewness of that sum by chance
     * @param most the points that they could have earned
     */
    record Distance(long n, double points, double variance, double skewness, long most) {
        /** As a share of the points. */
        double share() {
            return points / most;
        }

        /** The standard error of the share, by chance alone. */
        double error() {
            return Math.sqrt(variance) / most;
        }
    }

    /** By total the pupils, and by element and total the sums of the first three powers of their points. */
    private static final class Sums {
        private final long[] pupils;
        private final long[][][] powers;

        Sums(int elements, int highest) {
            pupils = new long[highest + 1];
            powers = new long[elements][3][highest + 1];
        }
    }

    ProfileReference(int[] max, List<int[]> members) {
        this.max = max;
        this.members = members;
        int sum = 0;
        for (int points : max) {
            sum = Math.addExact(sum, points);
        }
        this.highest = sum;
        this.all = new Sums(members.size(), highest);
    }

    /** Takes pupils into the reference. */
    void add(TaskResponses.SchoolClass schoolClass) {
        count(schoolClass, all);
    }

    private void count(TaskResponses.SchoolClass schoolClass, Sums into) {
        int[] points = new int[max.length];
        for (int pupil = 0; pupil < schoolClass.pupils(); pupil++) {
            int total = 0;
            boolean known = true;
            for (int task = 0; task < max.length && known; task++) {
                int value = schoolClass.points(pupil, task);
                known = value != TaskResponses.UNKNOWN;
                points[task] = Math.max(0, value);
                total += points[task];
            }
            if (!known) {
                continue;
            }
            into.pupils[total]++;
            for (int element = 0; element < members.size(); element++) {
                long earned = 0;
                for (int task : members.get(element)) {
                    earned += points[task];
                }
                into.powers[element][0][total] += earned;
                into.powers[element][1][total] += earned * earned;
                into.powers[element][2][total] += earned * earned * earned;
            }
        }
    }

    /**
     * Compares the pupils of some classes with the reference without them.
     *
     * @param within whether they are in the reference
     * @return by element the distance; empty where the rest of the reference is too small, or they have no complete response
     */
    List<Optional<Distance>> distances(Collection<TaskResponses.SchoolClass> unit, boolean within) {
        Sums own = new Sums(members.size(), highest);
        unit.forEach(schoolClass -> count(schoolClass, own));
        Sums taken = within ? own : new Sums(0, highest);
        long n = 0;
        long others = 0;
        int[] reach = new int[highest + 1];
        for (int total = 0; total <= highest; total++) {
            n += own.pupils[total];
            others += all.pupils[total] - taken.pupils[total];
        }
        for (int total = 1; total < highest && others >= PUPILS_A_TOTAL; total++) {
            reach[total] = own.pupils[total] == 0 ? 0 : reach(total, taken);
        }
        List<Optional<Distance>> distances = new ArrayList<>(members.size());
        for (int element = 0; element < members.size(); element++) {
            distances.add(n == 0 || others < PUPILS_A_TOTAL
                    ? Optional.empty()
                    : Optional.of(distance(element, own, within, reach, n)));
        }
        return distances;
    }

    private int reach(int total, Sums taken) {
        int reach = 0;
        long pupils = all.pupils[total] - taken.pupils[total];
        while (pupils < PUPILS_A_TOTAL) {
            reach++;
            if (total - reach >= 0) {
                pupils += all.pupils[total - reach] - taken.pupils[total - reach];
            }
            if (total + reach <= highest) {
                pupils += all.pupils[total + reach] - taken.pupils[total + reach];
            }
        }
        return reach;
    }

    private Distance distance(int element, Sums own, boolean within, int[] reach, long n) {
        long most = 0;
        for (int task : members.get(element)) {
            most += max[task];
        }
        double points = 0;
        double variance = 0;
        double third = 0;
        for (int total = 1; total < highest; total++) {
            long pupils = own.pupils[total];
            if (pupils > 0) {
                Local local = local(element, own, within, total, reach[total]);
                points += own.powers[element][0][total] - pupils * local.mean();
                variance += pupils * local.variance() + (double) pupils * pupils * local.meanVariance();
                third += pupils * local.third();
            }
        }
        double skewness = variance > 0 ? third / (variance * Math.sqrt(variance)) : 0;
        return new Distance(n, points, variance, skewness, n * most);
    }

    /**
     * What other pupils of about one total earn: mean, variance and third central moment of one pupil, and how exactly
     * the mean is known.
     */
    private record Local(double mean, double variance, double third, double meanVariance) {}

    private Local local(int element, Sums own, boolean within, int total, int reach) {
        double n = 0;
        double x = 0;
        double xx = 0;
        double xy = 0;
        double y = 0;
        double yy = 0;
        double yyy = 0;
        for (int other = Math.max(0, total - reach); other <= Math.min(highest, total + reach); other++) {
            long pupils = all.pupils[other] - (within ? own.pupils[other] : 0);
            double first = all.powers[element][0][other] - (within ? own.powers[element][0][other] : 0);
            double step = other - total;
            n += pupils;
            x += pupils * step;
            xx += pupils * step * step;
            xy += step * first;
            y += first;
            yy += all.powers[element][1][other] - (within ? own.powers[element][1][other] : 0);
            yyy += all.powers[element][2][other] - (within ? own.powers[element][2][other] : 0);
        }
        double mean = y / n;
        double spread = xx - x * x / n;
        double common = xy - x * y / n;
        double slope = spread > 0 ? common / spread : 0;
        double squares = yy - y * mean - slope * common;
        if (squares <= ROUNDING * yy) {
            squares = 0;
        }
        double freedom = n - 1 - (spread > 0 ? 1 : 0);
        double variance = squares / freedom;
        double third = reach == 0 ? (yyy - 3 * mean * yy + 2 * mean * mean * y) / n : 0;
        double away = x / n;
        double meanVariance = variance * (1 / n + (spread > 0 ? away * away / spread : 0));
        return new Local(mean - slope * away, variance, third, meanVariance);
    }
}
