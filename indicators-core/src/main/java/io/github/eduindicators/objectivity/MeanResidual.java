package io.github.eduindicators.objectivity;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.finding.Outcome;
import java.util.ArrayList;
import java.util.List;

/**
 * Are a school's results higher than its context and its own other years, subjects and grades lead to expect, while its
 * journal marks
 * do not follow?
 *
 * <p>For each assessment the school has a level R, the logit of the mean share of points in standard deviations of pupils,
 * less what
 * the assessment, a robust regression on the numeric context columns of the register (named in the fact {@code context}), the
 * size and
 * kind of place, and the other schools of the municipality and region (empirical Bayes) lead to expect; and a tilt L of its
 * journal
 * marks, given the score, against those of other schools of the same level: {@code P(j | x) e^(L (j - 3.5))}. Help with the
 * test lifts
 * R and, as journal marks stay behind, lowers L; by how much is read off in the region's own counts. With S the covariance of
 * all R and
 * L of a school in honest schools and m the direction of help in a scope, {@code z = m'S^-1 d / sqrt(m'S^-1 m)}: the unshrunk
 * residual,
 * whose funnel has the additive spread between schools in S. Assessments outside the scope are the school's own control.
 *
 * <p>Scopes are declared: all or one subject, all or one grade, from each year on; over them the p-values are combined by
 * Cauchy's
 * rule. A school that is simply good or getting better (R high everywhere, or with a trend), or simply strict (L low
 * everywhere), is
 * honest: with a constant and a trend of R, then of L, free to be four times as large as in the region, p must still be below ten
 * times the limit or more. So a lift everywhere is found by both signs together only, and without journal marks hardly ever.
 * The distance from
 * the region's mean alone never flags.
 *
 * <p>Effect: the lift in the strongest scope, in standard deviations of pupils. n: results used. {@code detectable} is the
 * lift there
 * that would have been found with probability 0.8, {@code different} how many points less in it would give p above 0.05. Fewer
 * results
 * than the minimum is INSUFFICIENT_DATA. A school with one assessment and no context, or fewer than
 * {@value SchoolCutoffExcess#FEWEST_OTHERS} other schools, is NOT_APPLICABLE. Equal scores everywhere give p about 0.5. A lift
 * that
 * comes with raised journal marks, or of all schools of the region, is not seen. Few schools (under about 50) make S rough;
 * Student's
 * tails allow for it.
 *
 * <p>Complexity: linear in schools; with T assessments {@code O(T^3)} a school. Immutable and safe to share between threads.
 *
 * <p>Reference: D. J. Spiegelhalter (2005), Statistics in Medicine 24:1185-1202, doi:10.1002/sim.1970, for the funnel with
 * additive
 * over-dispersion; Y. Liu, J. Xie (2020), doi:10.1080/01621459.2018.1554485; the joint model with journal marks is ours.
 */
public final class MeanResidual implements PanelCheck {
    private static final MeanResidual DEFAULTS = new MeanResidual(Levels.DEFAULT, 10);

    private final double level;
    private final int minimum;

    private MeanResidual(double level, int minimum) {
        this.level = level;
        this.minimum = minimum;
    }

    /**
     * Returns the method with level 0.05 and a minimum of 10 results.
     *
     * @return the method
     */
    public static MeanResidual withDefaults() {
        return DEFAULTS;
    }

    /**
     * Chooses the level that the adjusted p is compared with.
     *
     * @param value between 0 and 1
     * @return the method with it
     * @throws IllegalArgumentException if it is not between 0 and 1
     */
    public MeanResidual withLevel(double value) {
        return new MeanResidual(Levels.checked(value), minimum);
    }

    /**
     * Chooses how many results a school needs.
     *
     * @param results 2 or more
     * @return the method with it
     * @throws IllegalArgumentException if it is less than 2
     */
    public MeanResidual withMinimumResults(int results) {
        if (results < 2) {
            throw new IllegalArgumentException("minimum results must be at least 2, got " + results);
        }
        return new MeanResidual(level, results);
    }

    @Override
    public MethodInfo method() {
        return MethodInfo.of("mean/residual", "1", "Spiegelhalter (2005), doi:10.1002/sim.1970")
                .with(Fact.of("level", level))
                .with(Fact.of("minimum-results", (long) minimum));
    }

    @Override
    public String toString() {
        return method().toString();
    }

    @Override
    public List<Finding> run(Panel panel) {
        SchoolModel model = panel.model();
        ScopeScan scan = ScopeScan.of(
                model,
                new int[] {SchoolModel.LEVEL, SchoolModel.TILT},
                Scope.lasting(panel.assessments()),
                List.of(model::help),
                model.unusual(),
                (s, scope) -> expected(model, s) && model.results(s) >= minimum && model.levels(s, scope) > 0);
        List<Finding> findings = new ArrayList<>();
        for (int s = 0; s < panel.schoolCount(); s++) {
            findings.add(finding(model, scan, s));
        }
        return Family.adjust(findings, level, finding -> true);
    }

    /** Whether there is anything that leads to expect a level. */
    private static boolean expected(SchoolModel model, int s) {
        return model.others(s) >= SchoolCutoffExcess.FEWEST_OTHERS && (!model.context().isEmpty() || model.levels(s) > 1);
    }

    private Finding finding(SchoolModel model, ScopeScan scan, int s) {
        Finding.Builder finding = Finding.builder(method(), model.panel().school(s).id());
        if (!expected(model, s) || model.results(s) == 0) {
            return finding.outcome(Outcome.NOT_APPLICABLE).category("nothing-to-expect").build();
        }
        finding.assessments(model.assessments(s, SchoolModel.LEVEL)).n(model.results(s));
        if (!scan.tested(s)) {
            return finding.outcome(Outcome.INSUFFICIENT_DATA).build();
        }
        ScopeScan.Found found = scan.found(s);
        return model.told(found.tell(finding, 1), s, found).build();
    }
}
