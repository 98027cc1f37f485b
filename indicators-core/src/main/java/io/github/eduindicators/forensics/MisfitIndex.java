package io.github.eduindicators.forensics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The indices of misfit of single pupils. A task of k points has k steps, the s-th passed by whoever has at least s points; the
 * steps of all tasks stand in the order of the share that passes them, equal shares in the order of tasks. Tasks of one point
 * give the indices for right and wrong answers. NaN stands for a pupil with no or all points, of whom nothing can be said.
 */
final class MisfitIndex {
    private final Answers answers;
    /** By task and points, the sum over the steps passed. */
    private final double[][] weight;
    /** By total, the highest and the lowest sum that any row of points with that total has. */
    private final double[] best;
    private final double[] worst;

    /** An index (best - sum of the weights passed) / (best - worst). */
    private MisfitIndex(Answers answers, double[][] steps) {
        this.answers = answers;
        this.weight = new double[answers.tasks()][];
        for (int task = 0; task < weight.length; task++) {
            weight[task] = new double[answers.max(task) + 1];
            for (int s = 1; s < weight[task].length; s++) {
                weight[task][s] = weight[task][s - 1] + steps[task][s - 1];
            }
        }
        this.best = extreme(1);
        this.worst = extreme(-1);
    }

    static boolean isDichotomous(Answers answers) {
        return IntStream.range(0, answers.tasks()).allMatch(task -> answers.max(task) == 1);
    }

    static double[] of(PersonFit.Index index, Answers answers) {
        return switch (index) {
            case GUTTMAN -> new MisfitIndex(answers, places(answers)).values();
            case U3 -> new MisfitIndex(answers, logits(answers)).values();
            case H_T -> Arrays.stream(coefficientsH(answers)).map(h -> 1 - h).toArray();
        };
    }

    private double[] values() {
        double[] values = new double[answers.pupils()];
        for (int pupil = 0; pupil < values.length; pupil++) {
            double sum = 0;
            for (int task = 0; task < weight.length; task++) {
                sum += weight[task][answers.points(pupil, task)];
            }
            int total = answers.total(pupil);
            double range = best[total] - worst[total];
            values[pupil] = total == 0 || total == answers.highest() ? Double.NaN : range > 0 ? (best[total] - sum) / range : 0;
        }
        return values;
    }

    /** The extreme sums of weights by total, one task after another. */
    private double[] extreme(int sign) {
        double[] extreme = {0};
        for (double[] ofTask : weight) {
            double[] next = new double[extreme.length + ofTask.length - 1];
            Arrays.fill(next, -sign * Double.MAX_VALUE);
            for (int total = 0; total < extreme.length; total++) {
                for (int points = 0; points < ofTask.length; points++) {
                    double sum = extreme[total] + ofTask[points];
                    next[total + points] = sign > 0 ? Math.max(next[total + points], sum) : Math.min(next[total + points], sum);
                }
            }
            extreme = next;
        }
        return extreme;
    }

    /** By task and step, how many pupils pass it. */
    private static int[][] passed(Answers answers) {
        int[][] passed = new int[answers.tasks()][];
        for (int task = 0; task < passed.length; task++) {
            passed[task] = new int[answers.max(task)];
            for (int pupil = 0; pupil < answers.pupils(); pupil++) {
                for (int step = 0; step < answers.points(pupil, task); step++) {
                    passed[task][step]++;
                }
            }
        }
        return passed;
    }

    /**
     * By task and step, the negative place in the order from easy to hard: errors are the sum of the places passed less what that
     * is for the easiest steps.
     */
    private static double[][] places(Answers answers) {
        int[][] passed = passed(answers);
        record Step(int task, int step) {}
        var order = IntStream.range(0, passed.length).boxed()
                .flatMap(task -> IntStream.range(0, passed[task].length).mapToObj(step -> new Step(task, step)))
                .sorted(Comparator.comparingInt((Step step) -> -passed[step.task()][step.step()]))
                .toList();
        double[][] places = new double[passed.length][];
        for (int task = 0; task < places.length; task++) {
            places[task] = new double[passed[task].length];
        }
        for (int place = 0; place < order.size(); place++) {
            places[order.get(place).task()][order.get(place).step()] = -place;
        }
        return places;
    }

    private static double[][] logits(Answers answers) {
        int[][] passed = passed(answers);
        double[][] logits = new double[passed.length][];
        for (int task = 0; task < logits.length; task++) {
            logits[task] = new double[passed[task].length];
            for (int step = 0; step < logits[task].length; step++) {
                int some = passed[task][step];
                int none = answers.pupils() - some;
                logits[task][step] = some == 0 || none == 0 ? 0 : StrictMath.log((double) some / none);
            }
        }
        return logits;
    }

    /** H^T of every pupil, for tasks of one point. */
    static double[] coefficientsH(Answers answers) {
        int tasks = answers.tasks();
        long[] right = new long[tasks];
        long[] withTotal = new long[tasks + 1];
        for (int pupil = 0; pupil < answers.pupils(); pupil++) {
            for (int task = 0; task < tasks; task++) {
                right[task] += answers.points(pupil, task);
            }
            withTotal[answers.total(pupil)]++;
        }
        // Rows without variance have no covariance with any other, and take no part.
        long[] others = withTotal.clone();
        others[0] = 0;
        others[tasks] = 0;
        double[] highest = new double[tasks + 1];
        for (int total = 1; total < tasks; total++) {
            for (int other = 1; other < tasks; other++) {
                double low = Math.min(total, other);
                double high = Math.max(total, other);
                highest[total] += (others[other] - (other == total ? 1 : 0)) * (low / tasks) * (1 - high / tasks);
            }
        }
        long all = Arrays.stream(right).sum();
        double[] h = new double[answers.pupils()];
        for (int pupil = 0; pupil < h.length; pupil++) {
            int total = answers.total(pupil);
            double product = 0;
            for (int task = 0; task < tasks; task++) {
                product += answers.points(pupil, task) * (double) (right[task] - answers.points(pupil, task));
            }
            double covariance = product / tasks - (double) total / tasks * ((double) (all - total) / tasks);
            h[pupil] = highest[total] > 0 ? covariance / highest[total] : Double.NaN;
        }
        return h;
    }
}
