package io.github.eduindicators.objectivity;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.laws.NormalLaw;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.stats.Heterogeneity;
import io.github.eduindicators.stats.Interval;
import io.github.eduindicators.stats.QuantileType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Do more pupils of a class have nearly the same score than a class of that level and of that spread would have, as happens where
 * one work was copied or dictated?
 *
 * <p>In each class (the whole school where no classes are known) every pair of classmates counts by how near their scores are:
 * equal 1, one point apart 2/3, two points 1/6 (the chance that two pupils who write about the same score come out so, relative
 * to equal ones). From this kernel its projections on 1, x and x squared are taken, in the space of the reference q of schools of
 * the same level (tilted to that level's mean): {@code K = (1 - P) k (1 - P)}. So neither the level of the class nor a small
 * spread count: a homogeneous or a selective class is not evidence, a heap of scores inside an otherwise ordinary class is. Heaps
 * that all schools have (tasks worth several points, leniency at a cut score) are in q.
 *
 * <p>With {@code U = sum of K over pairs}, for honest classes {@code E U = 0}, {@code E U^2 = C(n,2) E K^2} and
 * {@code E U^3 = C(n,2) E K^3 + n(n-1)(n-2) E K(x,y)K(y,z)K(z,x)}, all exact from q; the sampling error of q adds to mean and
 * variance. If a share f of the pupils writes about one score at the mean, {@code E U = C(n,2) f^2 S} with S the mean of K within
 * such a cluster. Works are weighted by {@code S / E K^2} and summed over classes and the assessments of a scope: T, with
 * information {@code I = sum of weight C(n,2) S}. Then {@code T / I} estimates f squared.
 *
 * <p>Honest schools differ in shape too: T / I has a common centre and a variance tau squared between schools beyond chance,
 * estimated over all schools by {@link Heterogeneity} in those with the larger information, and its scale is checked in bands of
 * information. The z-value of a scope, {@code (T - c I) / sqrt(var T + tau^2 I^2)}, becomes a p by the gamma law with its third
 * moment (in the form of Wilson and Hilferty); the part between schools is taken to be as skew as a square. Scopes (subject,
 * grade, first year, and all) are combined by Cauchy weights, calibrated by drawing.
 *
 * <p>Effect: f over all assessments, 0..1, with its interval: the share of pupils in clusters, as if each class had one.
 * {@code n} is the number of results in classes of two and more. Where even f = 1 could not be found with probability 0.8 the
 * answer is INSUFFICIENT_DATA; with at most {@value LevelSteps#FEWEST_OTHERS} other schools, or fewer than 100 other pupils,
 * everywhere, or scales of three scores or fewer, it is NOT_APPLICABLE. A school with all scores equal has a p near 0 if its
 * classes are of some size. Fewer near pairs than expected are never a sign, only a fact.
 *
 * <p>Caveats: several clusters in one class count as one of the root of the sum of squares; help that lifts a whole class to the
 * maximum heaps scores and shows here too. A class whose few pupils are equally strong is not told from one that copied; that is
 * why evidence is pooled. Complexity: linear in results plus, for each assessment, region and fifth of a logit of level, the cube
 * of the number of scores (at most 129). Immutable and safe to share between threads.
 *
 * <p>Reference: ours; U-statistics after W. Hoeffding (1948), Annals of Mathematical Statistics 19:293-325; the cube-root law
 * after E. B. Wilson, M. M. Hilferty (1931), PNAS 17:684-688, from memory.
 */
public final class CopyingClusters implements PanelCheck {
    private static final double POINT = 0.05;
    private static final double Z_POINT = 1.6448536269514722;
    private static final double Z_POWER = 0.8416212335729143;
    private static final int SCHOOLS_A_BAND = 400;
    private static final int MOST_BANDS = 8;
    private static final int FEWEST_TO_SCALE = 50;
    private static final double TAIL = 0.1;
    private static final double NORMAL_TAIL = 1.2815515655446004;
    private static final double NO_SKEW = 1e-6;
    /** The skewness of a squared normal variable: schools differ in shape, and the statistic sees the square of that. */
    private static final double SQUARE_SKEWNESS = 2.8284271247461903;
    private static final int HALVINGS = 20;
    private static final CopyingClusters DEFAULTS = new CopyingClusters(Levels.DEFAULT);

    private final double level;

    private CopyingClusters(double level) {
        this.level = level;
    }

    /**
     * Returns the method with level 0.05.
     *
     * @return the method
     */
    public static CopyingClusters withDefaults() {
        return DEFAULTS;
    }

    /**
     * Chooses the level that the adjusted p is compared with.
     *
     * @param value between 0 and 1
     * @return the method with it
     * @throws IllegalArgumentException if it is not between 0 and 1
     */
    public CopyingClusters withLevel(double value) {
        return new CopyingClusters(Levels.checked(value));
    }

    @Override
    public MethodInfo method() {
        return MethodInfo.of("copying/clusters", "1", "Hoeffding (1948), doi:10.1214/aoms/1177730196; own kernel")
                .with(Fact.of("level", level));
    }

    @Override
    public String toString() {
        return method().toString();
    }

    @Override
    public List<Finding> run(Panel panel) {
        Study study = new Study(panel);
        List<Finding> findings = new ArrayList<>();
        Map<Unit, Integer> numbers = new HashMap<>();
        for (int s = 0; s < panel.schoolCount(); s++) {
            findings.add(study.finding(s));
            numbers.put(panel.school(s).id(), s);
        }
        return Family.adjust(findings, level, finding -> true).stream()
                .map(finding -> finding.outcome() == Outcome.FLAGGED
                        ? finding.toBuilder().fact("different", study.different(numbers.get(finding.unit()))).build()
                        : finding)
                .toList();
    }

    /** The z that a normal variable has in place of a gamma variable of the same skewness, mirrored where that is negative. */
    static double normal(double z, double skewness) {
        if (skewness < 0) {
            return -normal(-z, -skewness);
        }
        if (skewness < NO_SKEW) {
            return z;
        }
        double ninth = skewness * skewness / 36;
        return (Math.cbrt(Math.max(0, 1 + z * skewness / 2)) - 1 + ninth) / Math.sqrt(ninth);
    }

    /** One run over a panel. */
    private final class Study {
        private final Panel panel;
        private final ClassPairs pairs;
        private final List<Scope> scopes;
        private final int[][] members;
        private final int[] everything;
        private final ScopeCombination combination;
        private final double centre;
        private final double tauSquared;
        /** By band, the largest information in it and how much wider than expected the middle of z is, at least 1. */
        private final double[] bands;
        private final double[] scales;

        private Study(Panel panel) {
            this.panel = panel;
            this.pairs = ClassPairs.of(panel);
            this.scopes = Scope.lasting(panel.assessments());
            this.members = scopes.stream().map(scope -> scope.members().stream().toArray()).toArray(int[][]::new);
            this.everything = IntStream.range(0, panel.assessmentCount()).toArray();
            this.combination = ScopeCombination.of(scopes, pairs.informationByAssessment());
            List<double[]> schools = new ArrayList<>();
            for (int s = 0; s < panel.schoolCount(); s++) {
                double[] totals = pairs.totals(s, everything);
                if (totals[1] > 0) {
                    schools.add(totals);
                }
            }
            schools.sort((a, b) -> Double.compare(a[1], b[1]));
            this.centre = centre(schools);
            this.tauSquared = tauSquared(schools);
            int count = schools.size() < FEWEST_TO_SCALE ? 0 : Math.max(1, Math.min(MOST_BANDS, schools.size() / SCHOOLS_A_BAND));
            this.bands = new double[count];
            this.scales = new double[count];
            for (int band = 0; band < count; band++) {
                List<double[]> inside = schools.subList(band * schools.size() / count, (band + 1) * schools.size() / count);
                double[] z = inside.stream().mapToDouble(totals -> z(totals, 1, 1)).toArray();
                bands[band] = inside.get(inside.size() - 1)[1];
                scales[band] = Math.max(
                        1, (QuantileType.TYPE_7.of(z, 1 - TAIL) - QuantileType.TYPE_7.of(z, TAIL)) / (2 * NORMAL_TAIL));
            }
        }

        /** The value of T / I about which honest schools lie: the median, weighted by the inverse of the standard error. */
        private double centre(List<double[]> schools) {
            if (schools.size() < FEWEST_TO_SCALE) {
                return 0;
            }
            List<double[]> values = new ArrayList<>();
            double total = 0;
            for (double[] totals : schools) {
                double weight = totals[1] / Math.sqrt(totals[2]);
                values.add(new double[] {unskewed(totals) / weight, weight});
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

        private double unskewed(double[] totals) {
            return normal(totals[0] / Math.sqrt(totals[2]), totals[3] / Math.pow(totals[2], 1.5));
        }

        /** From the half of the schools with the larger information: the other half tells of little but its own noise. */
        private double tauSquared(List<double[]> schools) {
            List<double[]> larger = schools.subList(schools.size() / 2, schools.size());
            return Heterogeneity.tauSquared(
                            larger.stream().mapToDouble(x -> unskewed(x) * Math.sqrt(x[2]) / x[1]).toArray(),
                            larger.stream().mapToDouble(x -> x[2] / (x[1] * x[1])).toArray())
                    .orElse(0);
        }

        private double spread(double[] totals) {
            return Math.sqrt(totals[2] + tauSquared * totals[1] * totals[1]);
        }

        private double third(double[] totals) {
            return totals[3] + SQUARE_SKEWNESS * Math.pow(Math.sqrt(tauSquared) * totals[1], 3);
        }

        /** The normal z of totals, if this share of the excess were there. */
        private double z(double[] totals, double share, double scale) {
            double spread = spread(totals);
            double excess = totals[0] - centre * totals[1];
            return normal((excess > 0 ? share : 1) * excess / spread, third(totals) / (spread * spread * spread)) / scale;
        }

        private double scale(double information) {
            int band = 0;
            while (band < bands.length - 1 && bands[band] < information) {
                band++;
            }
            return bands.length == 0 ? 1 : scales[band];
        }

        private double p(double[][] totals, double share, double scale) {
            return combination.p(Arrays.stream(totals)
                    .mapToDouble(x -> x[1] > 0 ? NormalLaw.upperTail(z(x, share, scale)) : 2)
                    .toArray());
        }

        /** The share of pupils that gives an excess, at most 1. */
        private double share(double excess, double information) {
            return Math.sqrt(Math.max(0, Math.min(1, excess / information)));
        }

        Finding finding(int s) {
            Finding.Builder finding = Finding.builder(method(), panel.school(s).id());
            double[] whole = pairs.totals(s, everything);
            if (!(whole[1] > 0)) {
                return compared(s)
                        ? finding.outcome(Outcome.INSUFFICIENT_DATA).fact("results", 0L).build()
                        : finding.outcome(Outcome.NOT_APPLICABLE).category("no-reference").build();
            }
            List<AssessmentId> used = new ArrayList<>();
            long n = 0;
            for (int t : everything) {
                if (pairs.information(panel.cell(s, t)) > 0) {
                    used.add(panel.assessment(t).id());
                    n += pairs.results(panel.cell(s, t));
                }
            }
            finding.assessments(used).n(n);
            double scale = scale(whole[1]);
            double error = scale * spread(whole) / whole[1];
            double detectable = Math.sqrt((Z_POINT + Z_POWER) * error);
            if (detectable > 1) {
                return finding.outcome(Outcome.INSUFFICIENT_DATA).fact("results", n).build();
            }
            double[][] totals = totals(s);
            int strongest = strongest(totals, scale);
            double p = p(totals, 1, scale);
            double squared = whole[0] / whole[1] - centre;
            double[] there = totals[strongest];
            double share = share(there[0] - centre * there[1], there[1]);
            finding.outcome(Outcome.CLEAR)
                    .p(p)
                    .statistic(z(totals[strongest], 1, scale))
                    .effect(new Interval(
                            share(squared, 1),
                            share(squared - Interval.Z95 * error, 1),
                            share(squared + Interval.Z95 * error, 1)))
                    .fact("scope", scopes.get(strongest).told());
            double observed = 0;
            double expected = 0;
            for (int t : members[strongest]) {
                int cell = panel.cell(s, t);
                observed += pairs.observed(cell);
                expected += pairs.expected(cell);
            }
            finding.fact("pairs", observed)
                    .fact("expected-pairs", Math.max(0, expected))
                    .fact("share", 100 * share)
                    .fact("results", results(s, strongest))
                    .fact("centre", centre)
                    .fact("tau", Math.sqrt(tauSquared))
                    .fact("scale", scale)
                    .fact("detectable", 100 * detectable);
            return finding.build();
        }

        private double[][] totals(int s) {
            return Arrays.stream(members).map(scope -> pairs.totals(s, scope)).toArray(double[][]::new);
        }

        /** How many pupils fewer in clusters of the strongest scope take p above 0.05, if all excess shrinks in proportion. */
        long different(int s) {
            double[][] totals = totals(s);
            double scale = scale(pairs.totals(s, everything)[1]);
            int strongest = strongest(totals, scale);
            double excess = totals[strongest][0] - centre * totals[strongest][1];
            double pupils = share(excess, totals[strongest][1]) * results(s, strongest);
            double low = 0;
            double high = 1;
            for (int halving = 0; halving < HALVINGS; halving++) {
                double middle = (low + high) / 2;
                if (p(totals, middle, scale) > POINT) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            return Math.max(1, (long) Math.ceil((1 - Math.sqrt(low)) * pupils));
        }

        private long results(int s, int scope) {
            return Arrays.stream(members[scope]).mapToLong(t -> pairs.results(panel.cell(s, t))).sum();
        }

        private int strongest(double[][] totals, double scale) {
            int strongest = 0;
            double highest = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < totals.length; k++) {
                double z = totals[k][1] > 0 ? z(totals[k], 1, scale) : Double.NEGATIVE_INFINITY;
                if (z > highest) {
                    highest = z;
                    strongest = k;
                }
            }
            return strongest;
        }

        /** Whether there are other schools to compare with, anywhere. */
        private boolean compared(int s) {
            for (int t : everything) {
                if (panel.n(panel.cell(s, t)) > 0 && pairs.comparable(t)) {
                    return true;
                }
            }
            return false;
        }
    }
}
