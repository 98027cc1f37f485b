package io.github.eduindicators.objectivity;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.laws.BinomialLaw;
import io.github.eduindicators.results.MarkTable;
import io.github.eduindicators.stats.MarginalHomogeneity;
import java.util.ArrayList;
import java.util.List;

/**
 * Are a school's journal marks higher against the test than those of its region's other schools at the same level of results?
 *
 * <p>Everywhere more marks are lowered by ВПР than raised; a test of "no shift" within one school would flag almost all. So in
 * each
 * assessment the school's tilt L is measured: {@code P(j | x, L)} proportional to {@code P(j | x) e^(L (j - 3.5))}, with P(j |
 * x) the
 * journal marks of pupils with the same score in other schools of that level; {@code L = U / I} with U the sum of marks above the
 * expected ones and I its variance. Beside it stands the mixing M: by how much journal marks lie further apart at a given
 * score than
 * elsewhere, once the tilt is taken out. A lenient school marks all a little higher and leaves M alone; raising the marks of
 * some pupils
 * by one lifts L and M together.
 *
 * <p>With S the covariance of all L and M of a school in honest schools, whose leniency differs, {@code z = m'S^-1 d /
 * sqrt(m'S^-1 m)}
 * for two directions m in each scope: L up alone, and L up with M as raising marks would do it in the region's own counts.
 * Scopes are
 * declared: all or one subject, all or one grade, from each year on; the rest of the school is its own control. In each, M may
 * besides be
 * anything that is constant in the school: with it free, p must still be below about a hundred times the limit, so that scores
 * which say little of
 * pupils (copying, for one) are not taken for raised marks. Over scopes and directions p-values are combined by Cauchy's rule.
 * One-sided:
 * lower journal marks never flag. Constant leniency flags only beyond the spread of the region.
 *
 * <p>Beside it, as facts of the school alone: the shares lowered, confirmed and raised, the share of marks two or more apart, the
 * Stuart-Maxwell test and the exact sign test of "no shift", over assessments whose scale has marks. Pupils without a journal
 * mark are
 * left out.
 *
 * <p>Effect: the shift in the strongest scope, in marks a pupil. n: pupils with a journal mark. {@code detectable} is the
 * shift there
 * that would have been found with probability 0.8, {@code different} how many journal marks in it would have to be one lower
 * for p above
 * 0.05. Fewer pupils than the minimum is INSUFFICIENT_DATA; no journal marks, or fewer than
 * {@value SchoolCutoffExcess#FEWEST_OTHERS} other schools in the region, is NOT_APPLICABLE. Marks raised alike in all schools
 * of the
 * region are not seen. Complexity: linear in schools; with T assessments {@code O(T^3)} a school. Immutable and safe to share
 * between
 * threads.
 *
 * <p>Reference: A. Stuart (1955), Biometrika 42:412-416, doi:10.1093/biomet/42.3-4.412, for the test within a school; the
 * comparison with the
 * region is ours.
 */
public final class JournalShift implements PanelCheck {
    private static final JournalShift DEFAULTS = new JournalShift(Levels.DEFAULT, 10);

    private final double level;
    private final int minimum;

    private JournalShift(double level, int minimum) {
        this.level = level;
        this.minimum = minimum;
    }

    /**
     * Returns the method with level 0.05 and a minimum of 10 pupils.
     *
     * @return the method
     */
    public static JournalShift withDefaults() {
        return DEFAULTS;
    }

    /**
     * Chooses the level that the adjusted p is compared with.
     *
     * @param value between 0 and 1
     * @return the method with it
     * @throws IllegalArgumentException if it is not between 0 and 1
     */
    public JournalShift withLevel(double value) {
        return new JournalShift(Levels.checked(value), minimum);
    }

    /**
     * Chooses how many pupils with a journal mark a school needs.
     *
     * @param pupils 2 or more
     * @return the method with it
     * @throws IllegalArgumentException if it is less than 2
     */
    public JournalShift withMinimumPupils(int pupils) {
        if (pupils < 2) {
            throw new IllegalArgumentException("minimum pupils must be at least 2, got " + pupils);
        }
        return new JournalShift(level, pupils);
    }

    @Override
    public MethodInfo method() {
        return MethodInfo.of("journal/marginal-shift", "2", "Stuart (1955), doi:10.1093/biomet/42.3-4.412")
                .with(Fact.of("level", level))
                .with(Fact.of("minimum-pupils", (long) minimum));
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
                new int[] {SchoolModel.TILT, SchoolModel.MIXING},
                Scope.lasting(panel.assessments()),
                List.of(variable -> variable == SchoolModel.TILT ? 1 : 0, model::raising),
                List.of(model.anyMixing()),
                (s, scope) -> comparable(model, s) && model.marked(s) >= minimum && model.tilts(s, scope) > 0);
        List<Finding> findings = new ArrayList<>();
        for (int s = 0; s < panel.schoolCount(); s++) {
            findings.add(finding(model, scan, s));
        }
        return Family.adjust(findings, level, finding -> true);
    }

    private static boolean comparable(SchoolModel model, int s) {
        return model.others(s) >= SchoolCutoffExcess.FEWEST_OTHERS && model.marked(s) > 0;
    }

    private Finding finding(SchoolModel model, ScopeScan scan, int s) {
        Finding.Builder finding = Finding.builder(method(), model.panel().school(s).id());
        if (!comparable(model, s)) {
            return finding.outcome(Outcome.NOT_APPLICABLE).category("no-marks").build();
        }
        finding.assessments(model.assessments(s, SchoolModel.TILT)).n(model.marked(s));
        if (!scan.tested(s)) {
            return finding.outcome(Outcome.INSUFFICIENT_DATA).build();
        }
        ScopeScan.Found found = scan.found(s);
        double worth = model.marks(s, found.scope());
        double unit = worth / model.marked(s, found.scope());
        found.tell(finding, unit).fact("shift", found.shift() * unit);
        facts(finding, marks(model.panel(), s));
        return finding.fact("tau", model.lastingSd(SchoolModel.TILT) * unit)
                .fact("detectable", found.detectable() * unit)
                .fact("different", found.different(worth))
                .build();
    }

    /** Marks in assessments whose scale gives some, by journal mark. */
    private static MarkTable marks(Panel panel, int s) {
        int[][] rows = new int[JournalTilt.MARKS][JournalTilt.MARKS];
        for (int t = 0; t < panel.assessmentCount(); t++) {
            if (panel.assessment(t).scale().hasMarks()) {
                int cell = panel.cell(s, t);
                for (int e = panel.firstEntry(cell); e < panel.firstEntry(cell + 1); e++) {
                    int column = panel.place(e) % Panel.COLUMNS;
                    if (column > 0) {
                        int mark = panel.assessment(t).scale().mark(panel.place(e) / Panel.COLUMNS);
                        rows[mark - MarkTable.LOWEST][column - 1] += panel.count(e);
                    }
                }
            }
        }
        return MarkTable.of(rows);
    }

    private static void facts(Finding.Builder finding, MarkTable marks) {
        long n = marks.count();
        if (n == 0) {
            return;
        }
        finding.fact("lowered", 100.0 * marks.lowered() / n)
                .fact("confirmed", 100.0 * marks.confirmed() / n)
                .fact("raised", 100.0 * marks.raised() / n)
                .fact("far-apart", 100.0 * marks.farApart() / n)
                .fact("sign-test-p", BinomialLaw.signTest(marks.lowered(), marks.raised()));
        MarginalHomogeneity.test(marks.rows()).ifPresent(test -> finding
                .fact("stuart-maxwell", test.statistic())
                .fact("stuart-maxwell-df", (long) test.degreesOfFreedom())
                .fact("stuart-maxwell-p", test.p()));
    }
}
