package io.github.eduindicators.forensics;

import io.github.eduindicators.model.Task;
import io.github.eduindicators.results.TaskResponses;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Classes with pupils of different ability, taught with different stress on the tasks; some altered on purpose. Two classes a
 * school. The points of a task are independent steps with a common logit, so tasks of several points have any number of them.
 */
final class SimulatedClasses {
    /** What a class has in place of honest rows. */
    enum Altered {
        NONE,
        /** Nine tasks in a row are the same for four pupils in five, three of them wrong. */
        COPIED,
        /** For most pupils the hard tasks are solved whatever they can. */
        HELPED_ON_HARD,
        /** Nearly every task of nearly every pupil is right. */
        ALL_RIGHT,
        /** Honest and able. */
        LYCEUM
    }

    private final Random random;
    private final List<Task> tasks;
    private final double[] difficulty;
    private double teaching = 0.3;

    SimulatedClasses(long seed, int... max) {
        this.random = new Random(seed);
        this.tasks = IntStream.range(0, max.length).mapToObj(i -> Task.of(Integer.toString(i + 1), max[i])).toList();
        this.difficulty = IntStream.range(0, max.length)
                .mapToDouble(i -> -1.8 + 3.6 * ((i * 7) % max.length) / max.length).toArray();
    }

    /** Twenty tasks, of one point and of two. */
    static SimulatedClasses of(long seed) {
        return new SimulatedClasses(seed, 1, 1, 2, 1, 1, 2, 1, 1, 1, 2, 1, 1, 2, 1, 1, 1, 2, 1, 1, 1);
    }

    SimulatedClasses withTeaching(double sd) {
        teaching = sd;
        return this;
    }

    /** As many classes as kinds, in schools s0000, s0001, … of two classes each. */
    TaskResponses classes(List<Altered> kinds, int fewest, int most) {
        TaskResponses.Builder builder = TaskResponses.builder(Vectors.WORK, tasks);
        for (int c = 0; c < kinds.size(); c++) {
            for (int[] row : rows(kinds.get(c), fewest + random.nextInt(most - fewest + 1))) {
                builder.add(Vectors.school(c / 2), c % 2 == 0 ? "А" : "Б", row);
            }
        }
        return builder.build();
    }

    static List<Altered> honest(int classes) {
        return new ArrayList<>(java.util.Collections.nCopies(classes, Altered.NONE));
    }

    private List<int[]> rows(Altered kind, int pupils) {
        double level = 0.6 * random.nextGaussian() + (kind == Altered.LYCEUM ? 1.8 : 0);
        double[] shift = tasks.stream().mapToDouble(task -> teaching * random.nextGaussian()).toArray();
        List<int[]> rows = new ArrayList<>();
        int first = random.nextInt(tasks.size() - 8);
        for (int pupil = 0; pupil < pupils; pupil++) {
            double ability = level + 0.9 * random.nextGaussian();
            int[] row = new int[tasks.size()];
            for (int task = 0; task < row.length; task++) {
                double p = 1 / (1 + Math.exp(difficulty[task] - ability - shift[task]));
                for (int step = 0; step < tasks.get(task).max(); step++) {
                    row[task] += random.nextDouble() < p ? 1 : 0;
                }
                if (row[task] == 0 && random.nextDouble() < 0.15) {
                    row[task] = TaskResponses.NOT_ATTEMPTED;
                }
            }
            if (kind == Altered.COPIED && random.nextDouble() < 0.8) {
                for (int task = first; task < first + 9; task++) {
                    row[task] = task % 3 == 0 ? 0 : tasks.get(task).max();
                }
            }
            for (int task = 0; task < row.length; task++) {
                if (kind == Altered.HELPED_ON_HARD && difficulty[task] > 0.6 && random.nextDouble() < 0.7
                        || kind == Altered.ALL_RIGHT && random.nextDouble() < 0.93) {
                    row[task] = tasks.get(task).max();
                }
            }
            rows.add(row);
        }
        return rows;
    }
}
