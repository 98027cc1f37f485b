package io.github.eduindicators.objectivity;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.finding.Outcome;
import java.util.ArrayList;
import java.util.List;

/**
 * Is one year of a school out of line with its other years, in several subjects and grades together?
 *
 * <p>The model is that of {@link MeanResidual}: levels R and journal tilts L of all assessments of a school, their covariance S in
 * honest schools by subject, grade, cohort (year less grade) and years between. The statistic is
 * {@code z = m'S^-1 d / sqrt(m'S^-1 m)} with m the direction of help (R up, L down as journal marks stay behind) in one year, all
 * grades or one; the other years are the control. What a cohort did in the year before and does in the year after, and in another
 * procedure (ВПР, then ОГЭ), enters through S: the regression {@code t -> t + 1} with its variance tau squared between schools, and
 * with the sampling error that the same pupils share, is what the covariance of such pairs implies. Moments are winsorised, so the
 * spikes themselves hardly widen it. Constant level and trend of R, then of L, are free to be four times as large as in the region:
 * p must then be below ten times the limit or more, so that steady improvers and decliners are no spikes.
 *
 * <p>Over years and grades the p-values are combined by Cauchy's rule. Effect: the lift of the strongest year (or year and grade) in
 * standard deviations of pupils; {@code detectable} and {@code different} as in {@link MeanResidual}. n: results used. A fall is told
 * by a negative statistic only, never flagged. A school with one year only is NOT_APPLICABLE, as is one with fewer than
 * {@value SchoolCutoffExcess#FEWEST_OTHERS} other schools in the region; where no year has the minimum of results and another year
 * beside it, the answer is INSUFFICIENT_DATA. With two years only, a spike in one cannot be told from a dip in the other but by the
 * journal marks.
 *
 * <p>Complexity: linear in schools; with T assessments {@code O(T^3)} a school. Immutable and safe to share between threads.
 *
 * <p>Reference: B. A. Jacob, S. D. Levitt (2003), Quarterly Journal of Economics 118:843-877, doi:10.1162/00335530360698441, for
 * fluctuation over years as evidence; the Gaussian form is ours.
 */
public final class YearSpike implements PanelCheck {
    private static final YearSpike DEFAULTS = new YearSpike(Levels.DEFAULT, 10);

    private final double level;
    private final int minimum;

    private YearSpike(double level, int minimum) {
        this.level = level;
        this.minimum = minimum;
    }

    /**
     * Returns the method with level 0.05 and a minimum of 10 results.
     *
     * @return the method
     */
    public static YearSpike withDefaults() {
        return DEFAULTS;
    }

    /**
     * Chooses the level that the adjusted p is compared with.
     *
     * @param value between 0 and 1
     * @return the method with it
     * @throws IllegalArgumentException if it is not between 0 and 1
     */
    public YearSpike withLevel(double value) {
        return new YearSpike(Levels.checked(value), minimum);
    }

    /**
     * Chooses how many results a year needs, over its assessments.
     *
     * @param results 2 or more
     * @return the method with it
     * @throws IllegalArgumentException if it is less than 2
     */
    public YearSpike withMinimumResults(int results) {
        if (results < 2) {
            throw new IllegalArgumentException("minimum results must be at least 2, got " + results);
        }
        return new YearSpike(level, results);
    }

    @Override
    public MethodInfo method() {
        return MethodInfo.of("spike/year", "1", "Jacob, Levitt (2003), doi:10.1162/00335530360698441")
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
                Scope.yearly(panel.assessments()),
                List.of(model::help),
                model.unusual(),
                (s, scope) -> comparable(model, s) && model.results(s, scope) >= minimum);
        List<Finding> findings = new ArrayList<>();
        for (int s = 0; s < panel.schoolCount(); s++) {
            findings.add(finding(model, scan, s));
        }
        return Family.adjust(findings, level, finding -> true);
    }

    private static boolean comparable(SchoolModel model, int s) {
        return model.others(s) >= SchoolCutoffExcess.FEWEST_OTHERS && model.years(s) > 1;
    }

    private Finding finding(SchoolModel model, ScopeScan scan, int s) {
        Finding.Builder finding = Finding.builder(method(), model.panel().school(s).id());
        if (!comparable(model, s)) {
            return finding.outcome(Outcome.NOT_APPLICABLE).category("one-year").build();
        }
        finding.assessments(model.assessments(s, SchoolModel.LEVEL)).n(model.results(s));
        if (!scan.tested(s)) {
            return finding.outcome(Outcome.INSUFFICIENT_DATA).build();
        }
        ScopeScan.Found found = scan.found(s);
        return model.told(found.tell(finding, 1), s, found).build();
    }
}
