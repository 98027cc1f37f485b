package io.github.eduindicators.objectivity;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.finding.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Are a school's pupils missing just below the cut scores, and found at them, more than at the other schools of its region
 * with the same level of results?
 *
 * <p>For each cut score c and distance d = 1, 2 (3 where the maximum is 30 or more) the effect looked for is the share of the
 * pupils expected at {@code c - d} who are not there but at c (80 %), c + 1 (15 %) or c + 2 (5 %). Against the shares P(x) of
 * the scores of other pupils at the school's level ({@link LevelReference}: other schools of the region, the school left out)
 * a pupil with score x weighs {@code w(x) = D(x) / P(x)}, D the change of the shares under an effect of 1, made orthogonal
 * under P to x and x squared, so that neither a higher level nor a smaller spread counts. {@code U = sum of w}, with the
 * information {@code G = n E[w w']}.
 *
 * <p>Honest schools differ in how kindly they mark at a boundary, too. That is taken for an effect of the school, of the
 * subject and of the single work by cut and distance (one point; more), normal, with covariances estimated over the schools
 * of the region so that violators hardly move them; the test is of an effect beyond it, the same at all cuts. It is made in
 * all subjects and in each, all grades and each, all years and from each year on; what lies outside is the school's own
 * control. The p-value of a scope is that of a sum of independent pupils: normal, with its known skewness allowed for. The
 * scopes are combined by {@link io.github.eduindicators.stats.CauchyCombination}, the whole school with a quarter of the
 * weight, and small p raised by three tenths, since the combination of dependent scopes is somewhat too small. With few
 * pupils in the reference everything counts for less.
 *
 * <p>A step that all schools have is not held against one: the region's own excess is {@link RegionCutoffExcess}. More pupils
 * below than expected never flags.
 *
 * <p>Effect: in the strongest scope, the share of the pupils expected just below the cuts who are not there, beyond what
 * honest schools differ by; with a 95 % interval. n: results in assessments with cut scores. Facts: the strongest scope;
 * pupils just below the cuts there and expected; tau, the standard deviation of honest schools; {@code detectable}, the
 * effect that would have been found with probability 0.8; {@code different}, for p up to 0.05: how many of the pupils more
 * would have to have stayed below for p above it. Since scopes are chosen among many, the effect of the strongest is too
 * large on average. Where nobody is missing below in the strongest scope, p is at least 0.5: what stands at a boundary was then not
 * raised from there.
 *
 * <p>INSUFFICIENT_DATA: fewer pupils expected just below than the minimum, or not even an effect of 1 could be found with
 * probability 0.8. Others who all have one score are no reference: INSUFFICIENT_DATA. NOT_APPLICABLE: no cut scores, or
 * everywhere fewer than {@value #FEWEST_OTHERS} other schools or {@value #FEWEST_REFERENCE} other pupils in the region.
 *
 * <p>Complexity: linear in schools times assessments, times the scores. Immutable and safe to share between threads.
 *
 * <p>Reference: the question is that of B. R. Frandsen (2017), Advances in Econometrics 38:281-315,
 * doi:10.1108/S0731-905320170000038012; conditioning on the level, the variance of honest schools and the scopes are ours.
 * Skewness: E. B. Wilson, M. M. Hilferty (1931), PNAS 17:684-688, doi:10.1073/pnas.17.12.684.
 */
public final class SchoolCutoffExcess implements PanelCheck {
    static final int FEWEST_OTHERS = 5;
    static final int FEWEST_REFERENCE = 100;

    private static final double NOBODY_MISSING = 0.5;
    private static final SchoolCutoffExcess DEFAULTS = new SchoolCutoffExcess(Levels.DEFAULT, 8);

    private final double level;
    private final int minimum;

    private SchoolCutoffExcess(double level, int minimum) {
        this.level = level;
        this.minimum = minimum;
    }

    /**
     * Returns the method with level 0.05 and a minimum of 8 pupils expected just below the cut scores.
     *
     * @return the method
     */
    public static SchoolCutoffExcess withDefaults() {
        return DEFAULTS;
    }

    /**
     * Chooses the level that the adjusted p is compared with.
     *
     * @param value between 0 and 1
     * @return the method with it
     * @throws IllegalArgumentException if it is not between 0 and 1
     */
    public SchoolCutoffExcess withLevel(double value) {
        return new SchoolCutoffExcess(Levels.checked(value), minimum);
    }

    /**
     * Chooses how many pupils must be expected just below the cut scores of a school, over all its assessments.
     *
     * @param pupils 1 or more
     * @return the method with it
     * @throws IllegalArgumentException if it is less than 1
     */
    public SchoolCutoffExcess withMinimumPupils(int pupils) {
        if (pupils < 1) {
            throw new IllegalArgumentException("minimum pupils must be at least 1, got " + pupils);
        }
        return new SchoolCutoffExcess(level, pupils);
    }

    @Override
    public MethodInfo method() {
        return MethodInfo.of("cutoff-excess/school", "2", "Frandsen (2017), doi:10.1108/S0731-905320170000038012")
                .with(Fact.of("level", level))
                .with(Fact.of("minimum-pupils", (long) minimum));
    }

    @Override
    public String toString() {
        return method().toString();
    }

    @Override
    public List<Finding> run(Panel panel) {
        CutoffKind kind = CutoffKind.of(panel);
        ScopedScores scores = ScopedScores.of(panel, kind);
        List<Finding> findings = new ArrayList<>();
        for (int s = 0; s < panel.schoolCount(); s++) {
            Finding.Builder finding = Finding.builder(method(), panel.school(s).id());
            List<ScopedScores.Cell> cells = kind.cells(s);
            long n = cells.stream().mapToLong(ScopedScores.Cell::n).sum();
            findings.add(n == 0
                    ? finding.outcome(Outcome.NOT_APPLICABLE).category("no-reference").build()
                    : tested(
                            finding.n(n).assessments(ScopedScores.used(panel, cells)),
                            cells,
                            scores.answer(s, cells),
                            scores.tau(panel.region(s))));
        }
        return Family.adjust(findings, level, finding -> true);
    }

    private Finding tested(
            Finding.Builder finding, List<ScopedScores.Cell> cells, Optional<ScopedScores.Answer> found, double tau) {
        double below = cells.stream().mapToDouble(ScopedScores.Cell::expected).sum();
        if (below < minimum || found.isEmpty() || found.get().detectable() > 1) {
            return finding.outcome(Outcome.INSUFFICIENT_DATA).fact("expected-below", below).build();
        }
        ScopedScores.Answer answer = found.get();
        // Where nobody is missing below, what stands at the boundary was not raised from there.
        double missing = answer.expected() - answer.observed();
        double p = missing > 0 ? answer.p() : Math.max(answer.p(), NOBODY_MISSING);
        finding.outcome(Outcome.CLEAR)
                .p(p)
                .statistic(answer.z())
                .effect(answer.share())
                .fact("scope", answer.scope().told())
                .fact("below", Math.round(answer.observed()))
                .fact("expected-below", answer.expected())
                .fact("share", 100 * missing / answer.expected())
                .fact("tau", tau)
                .fact("detectable", 100 * answer.detectable());
        if (missing > 0 && answer.excess() > 0) {
            // With all that are missing the school would be as the others, whatever the model says.
            finding.fact("different", (long) Math.ceil(Math.min(missing, answer.excess() * answer.expected())));
        }
        return finding.build();
    }
}
