package io.github.eduindicators.objectivity;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.finding.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Do the scores of a school's pupils lie just inside the interval of their journal marks more often than at the other schools
 * of its region with the same level of results?
 *
 * <p>The effect looked for is the share of pupils, among those whose test would have given another mark than the journal,
 * whose score is found just inside the interval of the journal mark instead: at its lower end if it was lower, at its upper
 * end if it was higher (45, 35, 15 and 5 % at the first to fourth score). With P(x, j) the shares of scores and journal marks
 * of other pupils at the school's level ({@link LevelReference}), the journal marks tilted to how strict the school itself is
 * ({@link JournalTilt}), a pupil weighs {@code w(x, j) = D(x, j) / P(x, j)}, D the change of the shares under an effect of 1.
 * Two sums are looked at: {@code w - E[w | x]} given the scores, with its exact conditional variance, made orthogonal to the
 * tilt of each assessment, so that strictness does not count; and {@code E[w | x]} over the scores, made orthogonal to level
 * and spread.
 *
 * <p>Honest schools differ in how closely their journals follow the test and in how kindly they mark at the boundaries. Both,
 * and the effect itself, are taken for effects of the school and of the subject, normal, with means and covariances estimated
 * over the schools so that violators hardly move them; the test is of an effect beyond them. It is made in all subjects and
 * in each, all grades and each, all years and from each year on; what lies outside is the school's own control. The p-value
 * of a scope is that of a sum of independent pupils: normal, with its known skewness allowed for. The scopes are combined by
 * {@link io.github.eduindicators.stats.CauchyCombination}, the whole school with a quarter of the weight, and small p raised
 * by three tenths, since the combination of dependent scopes is somewhat too small. Less agreement than elsewhere never
 * flags.
 *
 * <p>Effect: that share in the strongest scope, beyond what honest schools differ by, with a 95 % interval. n: results with a
 * journal mark in assessments with cut scores of marks. Facts: the strongest scope; pupils there whose journal mark is that
 * of the test, and expected given their scores; tau, the standard deviation of honest schools; {@code detectable}, the effect
 * that would have been found with probability 0.8; {@code different}, for p up to 0.05: how many fewer scores would have to
 * have been fitted for p above it. Since scopes are chosen among many, the effect of the strongest is too large on average.
 * Agreement may come of journal marks that were set after the test: the check cannot tell which followed which.
 *
 * <p>INSUFFICIENT_DATA: fewer results with a journal mark than the minimum, or not even an effect of 1 could be found with
 * probability 0.8. NOT_APPLICABLE: no journal marks where there are test marks ({@code no-marks}), or everywhere fewer than
 * {@value SchoolCutoffExcess#FEWEST_OTHERS} other schools or {@value SchoolCutoffExcess#FEWEST_REFERENCE} other pupils in the
 * region ({@code no-reference}).
 *
 * <p>Complexity: linear in schools times assessments, times the scores. Immutable and safe to share between threads.
 *
 * <p>Reference: the method is ours; a score test with random effects. Skewness: E. B. Wilson, M. M. Hilferty (1931), PNAS
 * 17:684-688, doi:10.1073/pnas.17.12.684.
 */
public final class FittedScores implements PanelCheck {
    private static final FittedScores DEFAULTS = new FittedScores(Levels.DEFAULT, 10);

    private final double level;
    private final int minimum;

    private FittedScores(double level, int minimum) {
        this.level = level;
        this.minimum = minimum;
    }

    /**
     * Returns the method with level 0.05 and a minimum of 10 results with a journal mark.
     *
     * @return the method
     */
    public static FittedScores withDefaults() {
        return DEFAULTS;
    }

    /**
     * Chooses the level that the adjusted p is compared with.
     *
     * @param value between 0 and 1
     * @return the method with it
     * @throws IllegalArgumentException if it is not between 0 and 1
     */
    public FittedScores withLevel(double value) {
        return new FittedScores(Levels.checked(value), minimum);
    }

    /**
     * Chooses how many results with a journal mark a school needs.
     *
     * @param pupils 2 or more
     * @return the method with it
     * @throws IllegalArgumentException if it is less than 2
     */
    public FittedScores withMinimumPupils(int pupils) {
        if (pupils < 2) {
            throw new IllegalArgumentException("minimum pupils must be at least 2, got " + pupils);
        }
        return new FittedScores(level, pupils);
    }

    @Override
    public MethodInfo method() {
        return MethodInfo.of("fitted/journal-agreement", "1", "own method: score test with random effects")
                .with(Fact.of("level", level))
                .with(Fact.of("minimum-pupils", (long) minimum));
    }

    @Override
    public String toString() {
        return method().toString();
    }

    @Override
    public List<Finding> run(Panel panel) {
        FittedKind kind = FittedKind.of(panel);
        ScopedScores scores = ScopedScores.of(panel, kind);
        List<Finding> findings = new ArrayList<>();
        for (int s = 0; s < panel.schoolCount(); s++) {
            Finding.Builder finding = Finding.builder(method(), panel.school(s).id());
            List<ScopedScores.Cell> cells = kind.cells(s);
            long n = cells.stream().mapToLong(ScopedScores.Cell::n).sum();
            findings.add(n == 0
                    ? finding.outcome(Outcome.NOT_APPLICABLE).category(kind.marked(s) ? "no-reference" : "no-marks").build()
                    : tested(
                            finding.n(n).assessments(ScopedScores.used(panel, cells)),
                            n,
                            scores.answer(s, cells),
                            scores.tau(panel.region(s))));
        }
        return Family.adjust(findings, level, finding -> true);
    }

    private Finding tested(Finding.Builder finding, long n, Optional<ScopedScores.Answer> found, double tau) {
        if (n < minimum || found.isEmpty() || found.get().detectable() > 1) {
            return finding.outcome(Outcome.INSUFFICIENT_DATA).build();
        }
        ScopedScores.Answer answer = found.get();
        finding.outcome(Outcome.CLEAR)
                .p(answer.p())
                .statistic(answer.z())
                .effect(answer.share())
                .fact("scope", answer.scope().told())
                .fact("agree", Math.round(answer.observed()))
                .fact("expected-agree", answer.expected())
                .fact("share", 100 * answer.share().value())
                .fact("tau", tau)
                .fact("detectable", 100 * answer.detectable());
        if (answer.excess() > 0) {
            double surplus = Math.max(1, answer.observed() - answer.expected());
            finding.fact(
                    "different",
                    (long) Math.ceil(Math.min(surplus, answer.excess() * (answer.pupils() - answer.expected()))));
        }
        return finding.build();
    }
}
