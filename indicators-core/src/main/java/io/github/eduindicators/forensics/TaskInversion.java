package io.github.eduindicators.forensics;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.forensics.Answers.Unit;
import io.github.eduindicators.results.TaskResponses;
import io.github.eduindicators.stats.Interval;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Does a school do the easy tasks worse and the hard tasks better than the region's pupils with the same totals?
 *
 * <p>With the tasks sorted by the region's share of points, of each pupil
 * {@code h = mean share of points over the hardest third - the same over the easiest third} is taken. D is the mean over the
 * school's pupils of h less its mean among pupils of other schools with about the same total; so a strong school is compared with
 * strong pupils, for whom easy tasks leave no room. D is divided by its standard error from the spread of h at each total and by
 * what honest schools differ by ({@link io.github.eduindicators.stats.Heterogeneity}); p is the upper tail of Student's law with
 * one degree less than schools (of the normal law where they do not differ), adjusted over all schools and assessments of the
 * run.
 *
 * <p>Effect: D, a share of points. The facts {@code easy} and {@code hard} give the plain differences q - p of school and region
 * in percent, which is what the practice of ФИОКО of 2017-2018 looked at. A school with fewer than {@value #FEWEST_PUPILS} pupils
 * is INSUFFICIENT_DATA; fewer than {@value #FEWEST_TASKS} tasks, or {@value #FEWEST_SCHOOLS} schools, make the method
 * NOT_APPLICABLE. Complexity: linear in responses. Immutable and safe to share between threads.
 *
 * <p>Reference: the profile of tasks as a sign is ФИОКО's practice of 2017-2018, for which no threshold was published; the
 * statistic and its null are our own.
 */
public final class TaskInversion {
    /** A school with fewer pupils is INSUFFICIENT_DATA. */
    public static final int FEWEST_PUPILS = 10;
    /** With fewer tasks the method is NOT_APPLICABLE. */
    public static final int FEWEST_TASKS = 6;
    /** With fewer schools to compare the method is NOT_APPLICABLE. */
    public static final int FEWEST_SCHOOLS = 20;

    private static final double LEVEL = 0.05;
    private static final double PERCENT = 100;
    private static final TaskInversion DEFAULTS = new TaskInversion(LEVEL);

    private final double level;

    private TaskInversion(double level) {
        this.level = level;
    }

    /**
     * Returns the method with level 0.05.
     *
     * @return the method
     */
    public static TaskInversion withDefaults() {
        return DEFAULTS;
    }

    /**
     * Chooses the level that the adjusted p is compared with.
     *
     * @param value between 0 and 1
     * @return the method with it
     * @throws IllegalArgumentException if it is not between 0 and 1
     */
    public TaskInversion withLevel(double value) {
        return new TaskInversion(ClassFindings.checkedLevel(value));
    }

    /**
     * Returns the method.
     *
     * @return the method with its edition and parameters
     */
    public MethodInfo method() {
        return MethodInfo.of("forensics/task-inversion", "1", "ФИОКО (2017-2018), practice; statistic: own")
                .with(Fact.of("level", level))
                .with(Fact.of("fewest-pupils", (long) FEWEST_PUPILS));
    }

    @Override
    public String toString() {
        return method().toString();
    }

    /**
     * Looks at all schools.
     *
     * @param responses the responses to one assessment or more, of one region
     * @return every flagged school and assessment, and one finding for each other school, in the order of {@link Finding#order()}
     */
    public List<Finding> run(Collection<TaskResponses> responses) {
        return run(Answers.of(responses));
    }

    List<Finding> run(List<Answers> all) {
        return ClassFindings.told(method(), tests(all));
    }

    List<Finding> tests(List<Answers> all) {
        List<Finding> findings = new ArrayList<>();
        all.forEach(answers -> findings.addAll(tests(answers.bySchool())));
        return ClassFindings.adjusted(findings, level, PERCENT);
    }

    private List<Finding> tests(Answers answers) {
        MethodInfo method = method();
        long large = answers.units().stream().filter(unit -> unit.pupils() >= FEWEST_PUPILS).count();
        boolean applies = large >= FEWEST_SCHOOLS && answers.tasks() >= FEWEST_TASKS;
        Map<Unit, ScoreResiduals.Residual> residuals = new HashMap<>();
        int[] order = byEase(answers);
        int third = order.length / 3;
        if (applies) {
            double[] h = new double[answers.pupils()];
            for (int pupil = 0; pupil < h.length; pupil++) {
                for (int i = 0; i < third; i++) {
                    h[pupil] += (share(answers, pupil, order[order.length - 1 - i]) - share(answers, pupil, order[i])) / third;
                }
            }
            ScoreResiduals.of(answers, h, FEWEST_PUPILS).forEach(r -> residuals.put(r.unit(), r));
        }
        double[] region = shares(answers, 0, answers.pupils());
        List<Finding> findings = new ArrayList<>();
        for (Unit unit : answers.units()) {
            ScoreResiduals.Residual residual = residuals.get(unit);
            if (!applies) {
                findings.add(ClassFindings.notApplicable(method, answers, unit));
            } else if (residual == null) {
                findings.add(ClassFindings.insufficient(method, answers, unit));
            } else {
                double[] own = shares(answers, unit.from(), unit.to());
                double easy = 0;
                double hard = 0;
                for (int i = 0; i < third; i++) {
                    easy += (own[order[i]] - region[order[i]]) / third;
                    hard += (own[order[order.length - 1 - i]] - region[order[order.length - 1 - i]]) / third;
                }
                findings.add(ClassFindings.of(method, answers, unit)
                        .outcome(Outcome.CLEAR)
                        .n(residual.n())
                        .p(residual.p())
                        .statistic(residual.z())
                        .effect(Interval.normal(residual.raw(), residual.rawSe(), Interval.Z95))
                        .fact("inversion", PERCENT * residual.raw())
                        .fact("easy", PERCENT * easy)
                        .fact("hard", PERCENT * hard)
                        .build());
            }
        }
        return findings;
    }

    /** The tasks from the easiest to the hardest of the region. */
    private static int[] byEase(Answers answers) {
        double[] shares = shares(answers, 0, answers.pupils());
        return IntStream.range(0, answers.tasks()).boxed()
                .sorted(Comparator.comparingDouble((Integer task) -> -shares[task]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static double share(Answers answers, int pupil, int task) {
        return (double) answers.points(pupil, task) / answers.max(task);
    }

    private static double[] shares(Answers answers, int from, int to) {
        double[] shares = new double[answers.tasks()];
        for (int task = 0; task < shares.length; task++) {
            long points = 0;
            for (int pupil = from; pupil < to; pupil++) {
                points += answers.points(pupil, task);
            }
            shares[task] = (double) points / Math.max(1, to - from) / answers.max(task);
        }
        return shares;
    }
}
