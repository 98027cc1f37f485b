package io.github.eduindicators.forensics;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.forensics.Answers.Unit;
import io.github.eduindicators.results.TaskResponses;
import io.github.eduindicators.stats.Heterogeneity;
import io.github.eduindicators.stats.Interval;
import io.github.eduindicators.stats.QuantileType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Do the pupils of a class give the same answers, task by task, more often than pupils with their totals do elsewhere?
 *
 * <p>An answer is the points in a task, or that it was not attempted. Over all pairs of pupils of the class and all tasks,
 * {@code S = sum over tasks and answers of C(N, 2)} pairs agree; {@code E = sum over pairs, tasks and answers of p(s) p(t)} are
 * expected, p being the shares of the answer among pupils with about the same total in other classes. Effect:
 * {@code (S - E) / (pairs x tasks)}, as a share, 0.05 being five pairs in a hundred more.
 *
 * <p>Pairs share pupils, so they are not independent. The variance of S - E is computed from its two parts, of single pupils and
 * of pairs, and set right, with its skewness, by classes drawn at random: every pupil replaced by one of the same total of
 * another class (seeded). How much honest classes differ beyond that, since they were taught together, is estimated over all
 * classes ({@link io.github.eduindicators.stats.Heterogeneity}), and what is typical of classes is taken off: z is
 * {@code (excess - median) / sqrt(variance + tau^2)}, p the upper tail of Student's law with one degree less than classes (of the
 * normal law where they do not differ), adjusted over all classes and assessments of the run.
 * A flagged class carries how many of its pairs are alike by {@link AnswerCopying}.
 *
 * <p>A class with fewer than {@value #FEWEST_PUPILS} pupils is INSUFFICIENT_DATA; with fewer than {@value #FEWEST_CLASSES}
 * classes to compare the method is NOT_APPLICABLE. The reference leaves the class out, and in a second pass classes that stood
 * out in the first. Of a school without a flagged class one finding tells how many classes were looked at.
 *
 * <p>A class drilled on the same tasks by one teacher may be alike without any help at the work; and where everybody solves
 * everything, nothing can be seen. Complexity: linear in responses, times a few drawn classes. Immutable and safe to share
 * between threads.
 *
 * <p>Reference: the observed and expected numbers of same answers follow the similarity indices of G. O. Wesolowsky (2000),
 * Journal of Applied Statistics 27:909-921, doi:10.1080/02664760050120588; the sum over a class and its null are our own.
 */
public final class ClassSimilarity {
    /** A class with fewer pupils is INSUFFICIENT_DATA. */
    public static final int FEWEST_PUPILS = 10;
    /** With fewer classes to compare the method is NOT_APPLICABLE. */
    public static final int FEWEST_CLASSES = 20;

    private static final double LEVEL = 0.05;
    private static final double PERCENT = 100;
    private static final long SEED = 20_260_101L;
    private static final int FEWEST_DRAWS = 8;
    private static final int DRAWS = 12_000;
    private static final double SMALLEST_SD = 1e-6;
    /** Pupils of whom no class is known can be very many; their pairs would take minutes. */
    private static final int MOST_DRILLED = 300;
    private static final ClassSimilarity DEFAULTS = new ClassSimilarity(LEVEL, SEED);

    private final double level;
    private final long seed;

    private ClassSimilarity(double level, long seed) {
        this.level = level;
        this.seed = seed;
    }

    /**
     * Returns the method with level 0.05 and a fixed seed.
     *
     * @return the method
     */
    public static ClassSimilarity withDefaults() {
        return DEFAULTS;
    }

    /**
     * Chooses the level that the adjusted p is compared with.
     *
     * @param value between 0 and 1
     * @return the method with it
     * @throws IllegalArgumentException if it is not between 0 and 1
     */
    public ClassSimilarity withLevel(double value) {
        return new ClassSimilarity(ClassFindings.checkedLevel(value), seed);
    }

    /**
     * Chooses the seed of the classes drawn at random.
     *
     * @param value any number
     * @return the method with it
     */
    public ClassSimilarity withSeed(long value) {
        return new ClassSimilarity(level, value);
    }

    /**
     * Returns the method.
     *
     * @return the method with its edition and parameters
     */
    public MethodInfo method() {
        return MethodInfo.of("forensics/class-similarity", "1", "Wesolowsky (2000), doi:10.1080/02664760050120588; null: own")
                .with(Fact.of("level", level))
                .with(Fact.of("fewest-pupils", (long) FEWEST_PUPILS))
                .with(Fact.of("seed", seed));
    }

    @Override
    public String toString() {
        return method().toString();
    }

    /**
     * Looks at all classes.
     *
     * @param responses the responses to one assessment or more, of one region
     * @return every flagged class, and one finding for each school without one, in the order of {@link Finding#order()}
     */
    public List<Finding> run(Collection<TaskResponses> responses) {
        return run(Answers.of(responses));
    }

    List<Finding> run(List<Answers> all) {
        return ClassFindings.told(method(), tests(all));
    }

    List<Finding> tests(List<Answers> all) {
        List<Finding> findings = new ArrayList<>();
        for (Answers answers : all) {
            findings.addAll(tests(answers));
        }
        List<Finding> adjusted = ClassFindings.adjusted(findings, level, PERCENT);
        List<Finding> done = new ArrayList<>();
        int next = 0;
        for (Answers answers : all) {
            List<Finding> own = adjusted.subList(next, next + answers.units().size());
            done.addAll(drilled(answers, own));
            next += own.size();
        }
        return done;
    }

    /** Adds to every flag which pairs of the class are alike, by what classes without a flag do. */
    private static List<Finding> drilled(Answers answers, List<Finding> findings) {
        Set<Unit> aside = new HashSet<>();
        for (int i = 0; i < findings.size(); i++) {
            if (findings.get(i).outcome() == Outcome.FLAGGED) {
                aside.add(answers.units().get(i));
            }
        }
        if (aside.isEmpty()) {
            return findings;
        }
        ScoreGroups groups = ScoreGroups.of(answers, aside);
        List<Finding> done = new ArrayList<>();
        for (int i = 0; i < findings.size(); i++) {
            Unit unit = answers.units().get(i);
            Finding finding = findings.get(i);
            if (aside.contains(unit) && unit.pupils() <= MOST_DRILLED) {
                AnswerCopying.Result pairs = AnswerCopying.withDefaults().run(answers, groups.profile(unit));
                finding = finding.toBuilder()
                        .fact("pairs", (long) pairs.pairs().size())
                        .fact("pairs-alike", (long) pairs.alike().size())
                        .fact("largest-group", (long) pairs.largestGroup())
                        .build();
            }
            done.add(finding);
        }
        return done;
    }

    /** One class with its excess in standard deviations. */
    private record Tested(SameAnswers same, double z, double p, double se, double typical) {}

    private List<Finding> tests(Answers answers) {
        MethodInfo method = method();
        List<Unit> large = answers.units().stream().filter(unit -> unit.pupils() >= FEWEST_PUPILS).toList();
        Map<Unit, Tested> tested = new HashMap<>();
        if (large.size() >= FEWEST_CLASSES && answers.tasks() > 1) {
            Map<Unit, Tested> first = pass(answers, large, Set.of());
            Set<Unit> aside = new HashSet<>();
            first.values().stream().filter(t -> t.z() > ScoreResiduals.ASIDE).forEach(t -> aside.add(t.same().unit()));
            tested = aside.isEmpty() ? first : pass(answers, large, aside);
        }
        List<Finding> findings = new ArrayList<>();
        for (Unit unit : answers.units()) {
            Tested test = tested.get(unit);
            if (test != null) {
                findings.add(ClassFindings.of(method, answers, unit)
                        .outcome(Outcome.CLEAR)
                        .p(test.p())
                        .statistic(test.z())
                        .effect(Interval.normal(test.same().excess(), test.se(), Interval.Z95))
                        .fact("same", PERCENT * test.same().observed() / test.same().cells())
                        .fact("expected-same", PERCENT * test.same().expected() / test.same().cells())
                        .fact("typical-excess", PERCENT * test.typical())
                        .build());
            } else {
                findings.add(tested.isEmpty()
                        ? ClassFindings.notApplicable(method, answers, unit)
                        : ClassFindings.insufficient(method, answers, unit));
            }
        }
        return findings;
    }

    private Map<Unit, Tested> pass(Answers answers, List<Unit> large, Set<Unit> aside) {
        ScoreGroups groups = ScoreGroups.of(answers, aside);
        if (groups.pupils() < 2 * ScoreGroups.PUPILS_A_GROUP) {
            return Map.of();
        }
        PupilsByTotal pool = new PupilsByTotal(answers, aside);
        int draws = Math.max(FEWEST_DRAWS, DRAWS / large.size());
        Random random = new Random(seed);
        List<SameAnswers> classes = new ArrayList<>();
        for (Unit unit : large) {
            SameAnswers same = SameAnswers.of(answers, groups.profile(unit));
            // Where all answers are certain nothing can be seen.
            if (same.sd() > SMALLEST_SD) {
                classes.add(same.draw(answers, pool, draws, random));
            }
        }
        Drawn drawn = Drawn.of(classes);
        if (classes.size() < FEWEST_CLASSES || !(drawn.sd() > SMALLEST_SD)) {
            return Map.of();
        }
        double[] y = new double[classes.size()];
        double[] v = new double[classes.size()];
        for (int i = 0; i < y.length; i++) {
            SameAnswers same = classes.get(i);
            double sd = same.sd() * drawn.sd();
            y[i] = sd * drawn.unskewed(same);
            v[i] = sd * sd;
        }
        double tauSquared = Heterogeneity.tauSquared(y, v).orElse(0);
        double typical = Math.max(0, QuantileType.TYPE_7.of(y, 0.5));
        Map<Unit, Tested> tested = new HashMap<>();
        for (int i = 0; i < y.length; i++) {
            double se = Math.sqrt(v[i] + tauSquared);
            double z = (y[i] - typical) / se;
            tested.put(classes.get(i).unit(), new Tested(
                    classes.get(i), z, Deviates.upperTail(z, tauSquared, y.length), se, typical));
        }
        return tested;
    }

    /**
     * What the classes drawn at random say of the law of the excess, in units of the computed standard deviation.
     *
     * @param sd its standard deviation
     * @param skewness its skewness for a class of one pupil; it falls with the root of the pupils
     */
    private record Drawn(double mean, double sd, double skewness) {
        static Drawn of(List<SameAnswers> classes) {
            double n = 0;
            double sum = 0;
            double squares = 0;
            for (SameAnswers same : classes) {
                for (double excess : same.drawn()) {
                    double z = excess / Math.sqrt(same.variance());
                    n++;
                    sum += z;
                    squares += z * z;
                }
            }
            double mean = sum / n;
            double sd = Math.sqrt(squares / n - mean * mean);
            double skewness = 0;
            for (SameAnswers same : classes) {
                for (double excess : same.drawn()) {
                    double z = (excess / Math.sqrt(same.variance()) - mean) / sd;
                    skewness += z * z * z * Math.sqrt(same.unit().pupils()) / n;
                }
            }
            return new Drawn(mean, sd, skewness);
        }

        double unskewed(SameAnswers same) {
            double z = (same.observed() - same.expected()) / Math.sqrt(same.variance());
            return Deviates.unskewed((z - mean) / sd, skewness / Math.sqrt(same.unit().pupils()));
        }
    }
}
