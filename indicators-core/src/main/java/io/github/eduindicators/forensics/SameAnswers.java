package io.github.eduindicators.forensics;

import io.github.eduindicators.forensics.Answers.Unit;
import io.github.eduindicators.forensics.ScoreGroups.Profile;
import java.util.Random;

/**
 * The same answers that the pairs of pupils of one class gave, against what is expected of pupils with their totals who know
 * nothing of each other.
 *
 * @param unit the class
 * @param cells pairs of pupils times tasks
 * @param observed pairs with the same answer, over all tasks
 * @param expected the expected number
 * @param variance the variance of observed, if the tasks were independent given the totals
 * @param drawn observed less expected for classes drawn at random, see {@link #draw}
 */
record SameAnswers(Unit unit, double cells, double observed, double expected, double variance, double[] drawn) {

    /** The excess, as a share of all pairs and tasks. */
    double excess() {
        return (observed - expected) / cells;
    }

    /** The sampling standard deviation of the excess, if the tasks were independent given the totals. */
    double sd() {
        return Math.sqrt(variance) / cells;
    }

    static SameAnswers of(Answers answers, Profile profile) {
        Unit unit = profile.unit();
        double n = unit.pupils();
        double observed = 0;
        for (int task = 0; task < answers.tasks(); task++) {
            long[] counts = new long[answers.categories(task)];
            for (int pupil = unit.from(); pupil < unit.to(); pupil++) {
                counts[answers.category(pupil, task)]++;
            }
            observed += pairs(counts);
        }
        double expected = 0;
        double variance = 0;
        for (int g = 0; g < profile.sizes().length; g++) {
            for (int h = g; h < profile.sizes().length; h++) {
                double size = profile.sizes()[g];
                double pairs = g == h ? size * (size - 1) / 2 : size * profile.sizes()[h];
                for (int task = 0; task < answers.tasks() && pairs > 0; task++) {
                    Match match = Match.of(profile, g, h, task);
                    expected += pairs * match.same();
                    variance += pairs * match.beyond();
                }
            }
        }
        double cells = n * (n - 1) / 2 * answers.tasks();
        return new SameAnswers(unit, cells, observed, expected, variance + ofPupils(answers, profile), new double[0]);
    }

    private static double pairs(long[] counts) {
        double pairs = 0;
        for (long count : counts) {
            pairs += count * (count - 1.0) / 2;
        }
        return pairs;
    }

    /** Of one task and two pupils: how likely the same answer is, and the variance beyond what each pupil alone explains. */
    private record Match(double same, double beyond) {
        static Match of(Profile profile, int g, int h, int task) {
            double same = 0;
            double squares = 0;
            for (int cell = profile.offset()[task]; cell < profile.offset()[task + 1]; cell++) {
                double p = profile.p()[g][cell];
                double q = profile.p()[h][cell];
                same += p * q;
                squares += p * q * (p + q);
            }
            return new Match(same, Math.max(0, same - squares + same * same));
        }
    }

    /** The variance that the single pupils make: a pupil with a common answer agrees with many at once. */
    private static double ofPupils(Answers answers, Profile profile) {
        int width = profile.offset()[answers.tasks()];
        double[] sum = new double[width];
        for (int g = 0; g < profile.sizes().length; g++) {
            for (int cell = 0; cell < width; cell++) {
                sum[cell] += profile.sizes()[g] * profile.p()[g][cell];
            }
        }
        double variance = 0;
        for (int g = 0; g < profile.sizes().length; g++) {
            double[] p = profile.p()[g];
            for (int task = 0; task < answers.tasks(); task++) {
                double mean = 0;
                double square = 0;
                for (int cell = profile.offset()[task]; cell < profile.offset()[task + 1]; cell++) {
                    double others = sum[cell] - p[cell];
                    mean += p[cell] * others;
                    square += p[cell] * others * others;
                }
                variance += profile.sizes()[g] * Math.max(0, square - mean * mean);
            }
        }
        return variance;
    }

    /**
     * Adds classes drawn at random: each pupil is replaced by one of the same total of another class, whole rows, so that what
     * binds the tasks of a pupil together stays.
     */
    SameAnswers draw(Answers answers, PupilsByTotal pool, int classes, Random random) {
        double[] excess = new double[classes];
        long[][] counts = new long[answers.tasks()][];
        for (int draw = 0; draw < classes; draw++) {
            for (int task = 0; task < counts.length; task++) {
                counts[task] = new long[answers.categories(task)];
            }
            for (int pupil = unit.from(); pupil < unit.to(); pupil++) {
                int other = pool.draw(answers.total(pupil), unit, random);
                for (int task = 0; task < counts.length; task++) {
                    counts[task][answers.category(other, task)]++;
                }
            }
            double same = 0;
            for (long[] ofTask : counts) {
                same += pairs(ofTask);
            }
            excess[draw] = same - expected;
        }
        return new SameAnswers(unit, cells, observed, expected, variance, excess);
    }
}
