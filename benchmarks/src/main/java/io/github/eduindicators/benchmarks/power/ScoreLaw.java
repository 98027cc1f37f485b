package io.github.eduindicators.benchmarks.power;

import java.util.Arrays;

/** The law of the score of a work given the ability: tabled on a grid of abilities, drawn by inversion. */
final class ScoreLaw {
    private static final double REACH = 6;
    private static final int STEPS = 20;
    private static final int POINTS = (int) (2 * REACH * STEPS) + 1;
    private static final double GOLDEN = 0.6180339887498949;
    private static final double MILD = 0.15;
    private static final double LUMPY = 0.85;
    private static final int[] ORDINARY_TASKS = {1, 2, 1, 1, 2, 3};
    private static final int[] LUMPY_TASKS = {2, 3, 2, 3, 1};

    private final int max;
    private final double[][] upTo = new double[POINTS][];

    private ScoreLaw(StudyParameters.Work work, boolean lumpy) {
        this.max = work.max();
        int[] tasks = tasks(max, lumpy ? LUMPY_TASKS : ORDINARY_TASKS);
        for (int i = 0; i < POINTS; i++) {
            double ability = (double) i / STEPS - REACH;
            double[] law = work.concentration() > 0 && !lumpy
                    ? betaBinomial(work, ability)
                    : sumOfTasks(work, ability, tasks, lumpy ? LUMPY : MILD);
            double sum = 0;
            for (int score = 0; score <= max; score++) {
                sum += law[score];
                law[score] = sum;
            }
            for (int score = 0; score <= max; score++) {
                law[score] /= sum;
            }
            upTo[i] = law;
        }
    }

    static ScoreLaw of(StudyParameters.Work work, boolean lumpy) {
        return new ScoreLaw(work, lumpy);
    }

    private static int[] tasks(int max, int[] pattern) {
        int[] tasks = new int[max];
        int count = 0;
        for (int left = max; left > 0; count++) {
            tasks[count] = Math.min(left, pattern[count % pattern.length]);
            left -= tasks[count];
        }
        return Arrays.copyOf(tasks, count);
    }

    private static double logistic(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }

    private static double[] sumOfTasks(StudyParameters.Work work, double ability, int[] tasks, double whole) {
        double[] law = new double[work.max() + 1];
        law[0] = 1;
        int done = 0;
        for (int i = 0; i < tasks.length; i++) {
            // Multiples of the golden ratio keep difficulty apart from the order and worth of tasks.
            double turn = i * GOLDEN;
            double place = 2 * (turn - StrictMath.floor(turn)) - 1;
            double p = logistic(work.base() + work.slope() * ability - work.difficulty() * place);
            double[] task = points(tasks[i], p, whole);
            double[] next = new double[law.length];
            for (int sum = 0; sum <= done; sum++) {
                for (int more = 0; more <= tasks[i]; more++) {
                    next[sum + more] += law[sum] * task[more];
                }
            }
            law = next;
            done += tasks[i];
        }
        return law;
    }

    /** All points or none with this weight, else independent points. */
    private static double[] points(int worth, double p, double whole) {
        double[] law = {1};
        for (int i = 0; i < worth; i++) {
            double[] next = new double[law.length + 1];
            for (int k = 0; k < law.length; k++) {
                next[k] += law[k] * (1 - p);
                next[k + 1] += law[k] * p;
            }
            law = next;
        }
        for (int k = 0; k < law.length; k++) {
            law[k] *= 1 - whole;
        }
        law[0] += whole * (1 - p);
        law[worth] += whole * p;
        return law;
    }

    private static double[] betaBinomial(StudyParameters.Work work, double ability) {
        int n = work.max();
        double p = logistic(work.base() + work.slope() * ability);
        double a = work.concentration() * p;
        double b = work.concentration() * (1 - p);
        double[] logs = new double[n + 1];
        double top = 0;
        for (int k = 0; k < n; k++) {
            logs[k + 1] = logs[k] + StrictMath.log((n - k) * (a + k) / ((k + 1) * (b + n - k - 1)));
            top = Math.max(top, logs[k + 1]);
        }
        for (int k = 0; k <= n; k++) {
            logs[k] = StrictMath.exp(logs[k] - top);
        }
        return logs;
    }

    int draw(double ability, Stream draws) {
        double place = (Math.min(REACH, Math.max(-REACH, ability)) + REACH) * STEPS;
        int row = (int) place;
        // Choosing the neighbour at random is exact for the mixture and saves interpolating.
        row += row < POINTS - 1 && draws.uniform() < place - row ? 1 : 0;
        double u = draws.uniform();
        double[] law = upTo[row];
        int low = 0;
        int high = max;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (law[middle] > u) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
