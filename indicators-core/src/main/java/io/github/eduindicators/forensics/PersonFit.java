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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Do the pupils of a class fail easy tasks and solve hard ones more often than other pupils with the same totals?
 *
 * <p>Of each pupil an index of misfit is computed ({@link Index}); from it the mean of the index among pupils of other classes
 * with about the same total is taken, and the difference is divided by the standard deviation there. The class has the mean d of
 * these over its n pupils. {@code z = d sqrt(n)} is freed of skewness and divided by {@code sqrt(1 + n tau^2)}, tau squared being
 * how much honest classes differ (they were taught differently), estimated over all classes by
 * {@link io.github.eduindicators.stats.Heterogeneity}. p is the upper tail of Student's law with one degree less than classes (of
 * the normal law where they do not differ), adjusted over all classes and assessments of the run.
 *
 * <p>Effect: d, in standard deviations of the index at that total. Pupils with no or all points tell nothing and are not counted.
 * A class with fewer than {@value #FEWEST_PUPILS} pupils that count is INSUFFICIENT_DATA; where fewer than
 * {@value #FEWEST_CLASSES} classes can be compared it is NOT_APPLICABLE. The reference leaves the class out, and in a second pass
 * classes that stood out in the first. Of a school without a flagged class one finding tells how many classes were looked at.
 *
 * <p>Misfit alone cannot tell help from guessing or from topics taught late; it is one sign among others. Complexity: the number
 * of responses, plus sorting the tasks. Immutable and safe to share between threads.
 *
 * <p>Reference: R. R. Meijer, K. Sijtsma (2001), Applied Psychological Measurement 25:107-135, doi:10.1177/01466210122031957, for
 * the indices; W. H. M. Emons (2008), Applied Psychological Measurement 32:224-247, doi:10.1177/0146621607302479, for tasks of
 * several points; the aggregation to classes is our own.
 */
public final class PersonFit {
    /** A class with fewer pupils is INSUFFICIENT_DATA. */
    public static final int FEWEST_PUPILS = 10;
    /** With fewer classes to compare the method is NOT_APPLICABLE. */
    public static final int FEWEST_CLASSES = 20;

    private static final double LEVEL = 0.05;
    private static final PersonFit DEFAULTS = new PersonFit(Index.U3, LEVEL);

    private final Index index;
    private final double level;

    /** How the misfit of one pupil is measured. In all of them larger means stranger. */
    public enum Index {
        /**
         * Guttman errors over their highest number at that total: pairs of steps of tasks of which the easier was failed and the
         * harder passed. 0 to 1.
         */
        GUTTMAN,
        /**
         * U3: the same with steps weighted by the logit of the share of pupils who pass them, 0 to 1. Steps that all or none pass
         * weigh nothing.
         */
        U3,
        /**
         * One less the coefficient H^T of Sijtsma: the covariance of the pupil's answers with those of the others over its
         * highest value. Defined for tasks of one point only; elsewhere NOT_APPLICABLE.
         */
        H_T
    }

    private PersonFit(Index index, double level) {
        this.index = index;
        this.level = level;
    }

    /**
     * Returns the method with the index U3 and level 0.05.
     *
     * @return the method
     */
    public static PersonFit withDefaults() {
        return DEFAULTS;
    }

    /**
     * Chooses the index.
     *
     * @param value how the misfit of one pupil is measured
     * @return the method with it
     */
    public PersonFit withIndex(Index value) {
        return new PersonFit(Objects.requireNonNull(value, "index"), level);
    }

    /**
     * Chooses the level that the adjusted p is compared with.
     *
     * @param value between 0 and 1
     * @return the method with it
     * @throws IllegalArgumentException if it is not between 0 and 1
     */
    public PersonFit withLevel(double value) {
        return new PersonFit(index, ClassFindings.checkedLevel(value));
    }

    /**
     * Returns the method.
     *
     * @return the method with its edition and parameters
     */
    public MethodInfo method() {
        return MethodInfo.of("forensics/person-fit", "1", "Meijer, Sijtsma (2001), doi:10.1177/01466210122031957")
                .with(Fact.of("index", index.name().toLowerCase(Locale.ROOT)))
                .with(Fact.of("level", level))
                .with(Fact.of("fewest-pupils", (long) FEWEST_PUPILS));
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
        all.forEach(answers -> findings.addAll(tests(answers)));
        return ClassFindings.adjusted(findings, level, 1);
    }

    private List<Finding> tests(Answers answers) {
        MethodInfo method = method();
        long large = answers.units().stream().filter(unit -> unit.pupils() >= FEWEST_PUPILS).count();
        boolean defined = index != Index.H_T || MisfitIndex.isDichotomous(answers);
        Map<Unit, ScoreResiduals.Residual> residuals = new HashMap<>();
        if (large >= FEWEST_CLASSES && defined) {
            ScoreResiduals.of(answers, MisfitIndex.of(index, answers), FEWEST_PUPILS).forEach(r -> residuals.put(r.unit(), r));
        }
        List<Finding> findings = new ArrayList<>();
        for (Unit unit : answers.units()) {
            ScoreResiduals.Residual residual = residuals.get(unit);
            if (residual != null && residuals.size() >= FEWEST_CLASSES) {
                findings.add(ClassFindings.of(method, answers, unit)
                        .outcome(Outcome.CLEAR)
                        .n(residual.n())
                        .p(residual.p())
                        .statistic(residual.z())
                        .effect(Interval.normal(residual.mean(), residual.se(), Interval.Z95))
                        .fact("misfit", residual.mean())
                        .build());
            } else {
                findings.add(large >= FEWEST_CLASSES && defined
                        ? ClassFindings.insufficient(method, answers, unit)
                        : ClassFindings.notApplicable(method, answers, unit));
            }
        }
        return findings;
    }
}
