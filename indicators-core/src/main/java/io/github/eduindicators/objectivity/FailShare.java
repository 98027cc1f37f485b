package io.github.eduindicators.objectivity;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.laws.NormalLaw;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.stats.Heterogeneity;
import io.github.eduindicators.stats.Interval;
import io.github.eduindicators.stats.QuantileType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Does a school have fewer marks "2" than the shape of the region's results at its level implies?
 *
 * <p>In each assessment with marks, q is the law of scores of schools of the same level, tilted to the mean of that level, and
 * {@code g(x) = 1{x below the cut score of mark 3} - projection on 1, x and x squared} in the space of q. The school's sum
 * {@code U = sum of g} over its pupils says how many marks "2" there are beyond what its own mean and spread lead to; so neither
 * a good nor an even school is a sign by that alone, and the share of "2" does not decide on the level it is measured at. Over
 * all assessments, with {@code D = sum of n q(2)} the expected number, {@code U / D} has between honest schools a common centre
 * and a variance tau squared beyond chance ({@link Heterogeneity}); {@code z = (U - c D) / sqrt(sum n E g^2 + tau^2 D^2)} with
 * the lower tail of the gamma law of the same third moment (in the form of Wilson and Hilferty).
 *
 * <p>Effect: the share of the expected marks "2" that is missing, {@code c - U / D}; negative where there are more than expected,
 * which is never a sign. {@code n} is the number of results in assessments with marks. Where even no "2" at all would not reach p
 * = 0.05, or the missing of all would be found with a probability below 0.8, the answer is INSUFFICIENT_DATA; without scales with
 * marks, or with at most {@value LevelSteps#FEWEST_OTHERS} other schools or fewer than 100 other pupils everywhere, it is
 * NOT_APPLICABLE.
 *
 * <p>Caveats: a school that raises its weakest pupils is seen here and in the excess at the cut score of mark 3, so the two are
 * not independent. A school that left its weakest pupils at home looks the same. Complexity: linear in results, plus a table for
 * each assessment, region and fifth of a logit of level. Immutable and safe to share between threads.
 *
 * <p>Reference: ours; the cube-root law after E. B. Wilson, M. M. Hilferty (1931), PNAS 17:684-688, from memory.
 */
public final class FailShare implements PanelCheck {
    private static final double POINT = 0.05;
    private static final double Z_POINT = 1.6448536269514722;
    private static final double Z_POWER = 0.8416212335729143;
    private static final int POWERS = 3;
    private static final double FEWEST_EXPECTED = 1e-6;
    private static final int HALVINGS = 40;
    private static final int FEWEST_TO_CENTRE = 50;
    private static final FailShare DEFAULTS = new FailShare(Levels.DEFAULT);

    private final double level;

    private FailShare(double level) {
        this.level = level;
    }

    /**
     * Returns the method with level 0.05.
     *
     * @return the method
     */
    public static FailShare withDefaults() {
        return DEFAULTS;
    }

    /**
     * Chooses the level that the adjusted p is compared with.
     *
     * @param value between 0 and 1
     * @return the method with it
     * @throws IllegalArgumentException if it is not between 0 and 1
     */
    public FailShare withLevel(double value) {
        return new FailShare(Levels.checked(value));
    }

    @Override
    public MethodInfo method() {
        return MethodInfo.of("fail-share/school", "1", "own").with(Fact.of("level", level));
    }

    @Override
    public String toString() {
        return method().toString();
    }

    /** What is left of the share of "2" beside mean and spread. */
    private record Contrast(double[] values, double share, double square, double cube) {

        static Contrast of(double[] q, int cut) {
            double[] below = new double[q.length];
            Arrays.fill(below, 0, cut, 1);
            double[] values = below.clone();
            for (double[] f : ScoreKernel.basis(q, POWERS)) {
                double product = ScoreKernel.product(q, below, f);
                for (int x = 0; x < q.length; x++) {
                    values[x] -= product * f[x];
                }
            }
            double share = 0;
            double square = 0;
            double cube = 0;
            for (int x = 0; x < q.length; x++) {
                share += q[x] * below[x];
                square += q[x] * values[x] * values[x];
                cube += q[x] * values[x] * values[x] * values[x];
            }
            return new Contrast(values, share, square, cube);
        }
    }

    /** The sums of a school: U, D, variance and third moment of U, marks "2", results. */
    private static final class Sum {
        private final List<AssessmentId> assessments = new ArrayList<>();
        private double excess;
        private double expected;
        private double variance;
        private double third;
        private long fails;
        private long n;
        private boolean compared;

        private double unskewed() {
            return CopyingClusters.normal(excess / Math.sqrt(variance), third / Math.pow(variance, 1.5));
        }
    }

    @Override
    public List<Finding> run(Panel panel) {
        Sum[] sums = IntStream.range(0, panel.schoolCount()).mapToObj(s -> new Sum()).toArray(Sum[]::new);
        for (int t = 0; t < panel.assessmentCount(); t++) {
            if (panel.assessment(t).scale().hasMarks() && LevelSteps.comparable(panel, t)) {
                add(panel, t, sums);
            }
        }
        List<Sum> usable = Arrays.stream(sums).filter(sum -> sum.expected > FEWEST_EXPECTED && sum.variance > 0).toList();
        double centre = usable.size() < FEWEST_TO_CENTRE ? 0 : centre(usable);
        double tauSquared = tauSquared(usable);
        List<Finding> findings = new ArrayList<>();
        for (int s = 0; s < sums.length; s++) {
            findings.add(finding(panel, s, sums[s], centre, tauSquared));
        }
        return Family.adjust(findings, level, finding -> true);
    }

    private static void add(Panel panel, int t, Sum[] sums) {
        int cut = panel.assessment(t).scale().cuts().get(0);
        List<LevelSteps<Contrast>> regions = new ArrayList<>();
        for (int region = 0; region < panel.regionCount(); region++) {
            regions.add(new LevelSteps<>(panel, region, t, q -> Contrast.of(q, cut)));
        }
        for (int s = 0; s < sums.length; s++) {
            int cell = panel.cell(s, t);
            int n = panel.n(cell);
            LevelSteps<Contrast> steps = regions.get(panel.region(s));
            if (n == 0 || steps.others(cell) < LevelSteps.FEWEST_REFERENCE) {
                continue;
            }
            Sum sum = sums[s];
            sum.compared = true;
            Contrast contrast = steps.table(cell);
            double excess = 0;
            for (int e = panel.firstEntry(cell); e < panel.firstEntry(cell + 1); e++) {
                int score = panel.place(e) / Panel.COLUMNS;
                excess += panel.count(e) * contrast.values()[score];
                sum.fails += score < cut ? panel.count(e) : 0;
            }
            sum.excess += excess * (1 + steps.own(cell));
            sum.expected += n * contrast.share();
            sum.variance += n * contrast.square() * (1 + n / steps.others(cell));
            sum.third += n * contrast.cube();
            sum.n += n;
            sum.assessments.add(panel.assessment(t).id());
        }
    }

    /** The median of U / D, weighted by the inverse of the standard error. */
    private static double centre(List<Sum> sums) {
        List<double[]> values = new ArrayList<>();
        double total = 0;
        for (Sum sum : sums) {
            double weight = sum.expected / Math.sqrt(sum.variance);
            values.add(new double[] {sum.unskewed() / weight, weight});
            total += weight;
        }
        values.sort((a, b) -> a[0] == b[0] ? Double.compare(a[1], b[1]) : Double.compare(a[0], b[0]));
        double before = 0;
        for (double[] value : values) {
            before += value[1];
            if (2 * before >= total) {
                return value[0];
            }
        }
        return 0;
    }

    /** From the half of the schools that has the smaller standard error. */
    private static double tauSquared(List<Sum> sums) {
        double[] errors = sums.stream().mapToDouble(sum -> Math.sqrt(sum.variance) / sum.expected).toArray();
        if (errors.length == 0) {
            return 0;
        }
        double middle = QuantileType.TYPE_7.of(errors, 0.5);
        List<Sum> sure = IntStream.range(0, errors.length).filter(i -> errors[i] <= middle).mapToObj(sums::get).toList();
        return Heterogeneity.tauSquared(
                        sure.stream().mapToDouble(sum -> sum.unskewed() * Math.sqrt(sum.variance) / sum.expected).toArray(),
                        sure.stream().mapToDouble(sum -> sum.variance / (sum.expected * sum.expected)).toArray())
                .orElse(0);
    }

    private static double z(Sum sum, double excess, double centre, double tauSquared) {
        double spread = Math.sqrt(sum.variance + tauSquared * sum.expected * sum.expected);
        return CopyingClusters.normal((excess - centre * sum.expected) / spread, sum.third / (spread * spread * spread));
    }

    private Finding finding(Panel panel, int s, Sum sum, double centre, double tauSquared) {
        Finding.Builder finding = Finding.builder(method(), panel.school(s).id()).assessments(sum.assessments);
        if (!sum.compared) {
            return finding.outcome(Outcome.NOT_APPLICABLE).category("no-reference").build();
        }
        finding.n(sum.n);
        double error = sum.expected > FEWEST_EXPECTED && sum.variance > 0
                ? Math.sqrt(sum.variance / (sum.expected * sum.expected) + tauSquared)
                : Double.POSITIVE_INFINITY;
        double detectable = (Z_POINT + Z_POWER) * error;
        if (!(detectable <= 1)) {
            return finding.outcome(Outcome.INSUFFICIENT_DATA).fact("expected", sum.expected).build();
        }
        double z = z(sum, sum.excess, centre, tauSquared);
        double p = NormalLaw.upperTail(-z);
        double missing = centre - sum.excess / sum.expected;
        // Expected at the school's own mean and spread: what it has less what it has too many or too few.
        double expected = Math.max(0, sum.fails - sum.excess + centre * sum.expected);
        finding.outcome(Outcome.CLEAR)
                .p(p)
                .statistic(z)
                .effect(Interval.normal(missing, error, Interval.Z95))
                .fact("fails", sum.fails)
                .fact("expected", expected)
                .fact("share", 100 * missing)
                .fact("tau", Math.sqrt(tauSquared))
                .fact("detectable", 100 * detectable);
        if (p <= POINT) {
            double low = 0;
            double high = centre * sum.expected - sum.excess;
            for (int halving = 0; halving < HALVINGS; halving++) {
                double middle = (low + high) / 2;
                if (NormalLaw.upperTail(-z(sum, sum.excess + middle, centre, tauSquared)) > POINT) {
                    high = middle;
                } else {
                    low = middle;
                }
            }
            finding.fact("different", Math.max(1, (long) Math.ceil(high)));
        }
        return finding.build();
    }
}
