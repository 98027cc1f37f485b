package io.github.eduindicators.forensics;

import io.github.eduindicators.forensics.Answers.Unit;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;

/**
 * How pupils with about the same total answer each task: neighbouring totals are put together until a group has enough pupils.
 * What is expected of a class or school is taken from the others, and from none that was set aside as doubtful.
 */
final class ScoreGroups {
    /** Totals are put together up to so many pupils. */
    static final int PUPILS_A_GROUP = 50;
    /** Fewer pupils than this, outside the unit, tell nothing of a group; its neighbours then help. */
    static final int FEWEST = 25;
    /** Each category may count for so much more, so that none is impossible. */
    private static final double SMOOTHING = 0.5;

    private final Answers answers;
    private final Set<Unit> aside;
    private final int[] groupOf;
    private final int groups;
    private final int[] offset;
    private final int width;
    private final int[] counts;
    private final int[] sizes;

    private ScoreGroups(Answers answers, Set<Unit> aside, int pupilsAGroup) {
        this.answers = answers;
        this.aside = aside;
        int[] byTotal = new int[answers.highest() + 1];
        for (Unit unit : answers.units()) {
            for (int pupil = unit.from(); pupil < unit.to() && !aside.contains(unit); pupil++) {
                byTotal[answers.total(pupil)]++;
            }
        }
        this.groupOf = grouped(byTotal, pupilsAGroup);
        this.groups = groupOf[groupOf.length - 1] + 1;
        this.offset = new int[answers.tasks() + 1];
        for (int task = 0; task < answers.tasks(); task++) {
            offset[task + 1] = offset[task] + answers.categories(task);
        }
        this.width = offset[answers.tasks()];
        this.counts = new int[groups * width];
        this.sizes = new int[groups];
        answers.units().stream().filter(unit -> !aside.contains(unit)).forEach(unit -> count(unit, 1));
    }

    static ScoreGroups of(Answers answers, Collection<Unit> aside) {
        return of(answers, aside, PUPILS_A_GROUP);
    }

    static ScoreGroups of(Answers answers, Collection<Unit> aside, int pupilsAGroup) {
        return new ScoreGroups(answers, Set.copyOf(aside), pupilsAGroup);
    }

    private static int[] grouped(int[] byTotal, int pupilsAGroup) {
        int[] groupOf = new int[byTotal.length];
        long left = Arrays.stream(byTotal).asLongStream().sum();
        int group = 0;
        long inGroup = 0;
        for (int total = 0; total < byTotal.length; total++) {
            if (inGroup >= pupilsAGroup && left >= pupilsAGroup) {
                group++;
                inGroup = 0;
            }
            groupOf[total] = group;
            inGroup += byTotal[total];
            left -= byTotal[total];
        }
        return groupOf;
    }

    private void count(Unit unit, int sign) {
        for (int pupil = unit.from(); pupil < unit.to(); pupil++) {
            int group = group(pupil);
            sizes[group] += sign;
            for (int task = 0; task < answers.tasks(); task++) {
                counts[group * width + offset[task] + answers.category(pupil, task)] += sign;
            }
        }
    }

    int groups() {
        return groups;
    }

    /** The group of a pupil. */
    int group(int pupil) {
        return groupOf[answers.total(pupil)];
    }

    /** The pupils that are not set aside. */
    int pupils() {
        return Arrays.stream(sizes).sum();
    }

    boolean isAside(Unit unit) {
        return aside.contains(unit);
    }

    /** What the other units expect of one: the plain shares of answers. */
    Profile profile(Unit unit) {
        return profile(unit, 0);
    }

    /** What the other units expect of one, no answer being impossible. */
    Profile smoothed(Unit unit) {
        return profile(unit, SMOOTHING);
    }

    private Profile profile(Unit unit, double smoothing) {
        boolean own = !aside.contains(unit);
        if (own) {
            count(unit, -1);
        }
        int[] local = new int[groups];
        Arrays.fill(local, -1);
        int[] size = new int[groups];
        int[] groupNumbers = new int[unit.pupils()];
        int number = 0;
        for (int pupil = unit.from(); pupil < unit.to(); pupil++) {
            int group = group(pupil);
            if (local[group] < 0) {
                local[group] = number++;
            }
            groupNumbers[pupil - unit.from()] = local[group];
            size[local[group]]++;
        }
        double[][] p = new double[number][];
        for (int group = 0; group < groups; group++) {
            if (local[group] >= 0) {
                p[local[group]] = probabilities(group, smoothing);
            }
        }
        if (own) {
            count(unit, 1);
        }
        return new Profile(answers, unit, offset, groupNumbers, Arrays.copyOf(size, number), p);
    }

    private double[] probabilities(int group, double smoothing) {
        double[] weights = new double[width];
        int reach = 0;
        long pupils = 0;
        while (reach < groups && (reach == 0 || pupils < FEWEST)) {
            pupils += add(weights, group - reach) + (reach == 0 ? 0 : add(weights, group + reach));
            reach++;
        }
        for (int task = 0; task < answers.tasks(); task++) {
            double more = pupils == 0 ? SMOOTHING : smoothing;
            double sum = pupils + more * answers.categories(task);
            for (int cell = offset[task]; cell < offset[task + 1]; cell++) {
                weights[cell] = (weights[cell] + more) / sum;
            }
        }
        return weights;
    }

    private int add(double[] weights, int group) {
        if (group < 0 || group >= groups) {
            return 0;
        }
        for (int cell = 0; cell < width; cell++) {
            weights[cell] += counts[group * width + cell];
        }
        return sizes[group];
    }

    /**
     * What is expected of the pupils of one unit.
     *
     * @param offset where the categories of each task begin
     * @param groupNumbers by pupil of the unit, the row of p
     * @param sizes by row of p, the pupils of the unit
     * @param p by row and category of a task, the probability
     */
    record Profile(Answers answers, Unit unit, int[] offset, int[] groupNumbers, int[] sizes, double[][] p) {
        /** The probability of a category of a task for a pupil, by the number of the pupil within the unit. */
        double p(int pupil, int task, int category) {
            return p[groupNumbers[pupil]][offset[task] + category];
        }

        /** The answer that the pupil gave. */
        int category(int pupil, int task) {
            return answers.category(unit.from() + pupil, task);
        }
    }
}
