package io.github.eduindicators.items;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.model.Task;
import io.github.eduindicators.results.TaskResponses;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Schools of one region whose pupils answer twelve tasks of four skills: the points of a task are independent steps with a common
 * logit. Schools differ in level and a little in what they stress; some can be made to lose a skill.
 */
final class SimulatedTasks {
    static final Region REGION = Region.of("Region");
    /** Twelve tasks of 16 points: skill A is 1-3, B 4-6, C 7-9, D 10-12. */
    private static final int[] MAX = {1, 1, 2, 1, 2, 1, 1, 1, 2, 1, 1, 2};
    static final Assessment WORK = Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(16, 5, 9, 13));

    private final Random random;
    private double schoolSd = 0.6;
    private double stressSd = 0.2;
    private IntFunction<String> lost = school -> "";
    private double loss = 0.35;

    SimulatedTasks(long seed) {
        this.random = new Random(seed);
    }

    SimulatedTasks withSchools(double level, double stress) {
        schoolSd = level;
        stressSd = stress;
        return this;
    }

    /** Takes a share of the points in the skill of that letter from the pupils of some schools. */
    SimulatedTasks withLost(IntFunction<String> skills, double share) {
        lost = skills;
        loss = share;
        return this;
    }

    static List<Task> tasks() {
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < MAX.length; i++) {
            tasks.add(Task.of(Integer.toString(i + 1), MAX[i])
                    .withLevel(i % 3 == 2 ? "П" : "Б")
                    .withSkill("skill " + "ABCD".charAt(i / 3))
                    .withPlannedResult("result " + (i % 2)));
        }
        return tasks;
    }

    static SchoolId id(int school) {
        return SchoolId.of(String.format(Locale.ROOT, "s%04d", school));
    }

    /** Five schools a municipality. */
    static School school(SchoolId id) {
        int number = Integer.parseInt(id.value().substring(1));
        return School.builder(id).municipality(Municipality.of(REGION, "M" + number / 5)).build();
    }

    TaskResponses responses(int schools, IntUnaryOperator pupils) {
        TaskResponses.Builder builder = TaskResponses.builder(WORK, tasks());
        double[] difficulty = IntStream.range(0, MAX.length).mapToDouble(i -> -1.4 + 2.8 * ((i * 5) % MAX.length) / MAX.length)
                .toArray();
        for (int school = 0; school < schools; school++) {
            double level = schoolSd * random.nextGaussian();
            double[] stress = IntStream.range(0, 4).mapToDouble(i -> stressSd * random.nextGaussian()).toArray();
            String without = lost.apply(school);
            for (int pupil = 0; pupil < pupils.applyAsInt(school); pupil++) {
                double ability = level + 0.9 * random.nextGaussian();
                int[] row = new int[MAX.length];
                for (int task = 0; task < row.length; task++) {
                    double p = 1 / (1 + Math.exp(difficulty[task] - ability - stress[task / 3]));
                    if (without.indexOf("ABCD".charAt(task / 3)) >= 0) {
                        p *= 1 - loss;
                    }
                    for (int step = 0; step < MAX[task]; step++) {
                        row[task] += random.nextDouble() < p ? 1 : 0;
                    }
                }
                builder.add(id(school), pupil % 2 == 0 ? "А" : "Б", row);
            }
        }
        return builder.build();
    }
}
