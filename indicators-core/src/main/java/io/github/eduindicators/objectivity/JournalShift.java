package io.github.eduindicators.objectivity;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.results.MarkTable;
import io.github.eduindicators.results.RegionResults;
import io.github.eduindicators.results.SchoolResult;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.stats.BinomialLaw;
import io.github.eduindicators.stats.Heterogeneity;
import io.github.eduindicators.stats.Interval;
import io.github.eduindicators.stats.MarginalHomogeneity;
import io.github.eduindicators.stats.NormalLaw;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Are a school's journal marks higher against the test than those of its region's other schools?
 *
 * <p>Everywhere more marks are lowered by ВПР than raised; a test of "no shift" within one school would flag almost all. So each pupil's
 * journal mark is compared with the mean journal mark of the region's other pupils who had the same score:
 * {@code D = sum of (journal - expected)}, with the variance of those journal marks. Per pupil, the shift is {@code D / n} marks. Honest
 * schools differ in strictness; that variance is estimated over the region's schools by {@link Heterogeneity}, and
 * {@code z = (D / n) / sqrt(V / n^2 + tau^2)}, one-sided: higher journal marks flag, lower ones never do.
 *
 * <p>Beside it, as facts of the school alone: the shares lowered, confirmed and raised, the share of marks two or more apart, the
 * Stuart-Maxwell test and the exact sign test of "no shift". Pupils without a journal mark are left out. Where fewer than
 * {@value #WINDOW} others have a score, neighbouring scores are taken in, equally on both sides.
 *
 * <p>Effect: the mean shift in marks. n: pupils with a journal mark. Fewer than the minimum is INSUFFICIENT_DATA; no journal marks or
 * fewer than {@value SchoolCutoffExcess#FEWEST_OTHERS} other schools everywhere is NOT_APPLICABLE. The normal law is an approximation; with
 * a minimum of 10 pupils it is close enough for a list, not for a court. Complexity: linear in schools times assessments. Immutable and
 * safe to share between threads.
 *
 * <p>Reference: A. Stuart (1955), Biometrika 42:412-416, doi:10.1093/biomet/42.3-4.412, for the test within a school; the comparison with the
 * region is ours.
 */
public final class JournalShift implements Check {
    private static final int WINDOW = 30;
    private static final double Z_POINT = 1.6448536269514722;
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
        return MethodInfo.of("journal/marginal-shift", "1", "Stuart (1955), doi:10.1093/biomet/42.3-4.412")
                .with(Fact.of("level", level))
                .with(Fact.of("minimum-pupils", (long) minimum));
    }

    /** All assessments of a school. */
    private static final class Sum {
        private final List<AssessmentId> assessments = new ArrayList<>();
        private MarkTable marks = MarkTable.empty();
        private long n;
        private double difference;
        private double variance;

        double shift() {
            return difference / n;
        }

        double shiftVariance() {
            return variance / n / n;
        }
    }

    @Override
    public List<Finding> run(SchoolResults results) {
        Map<School, Sum> sums = new TreeMap<>();
        for (Assessment assessment : results.assessments()) {
            if (assessment.scale().hasMarks()) {
                for (RegionResults region : RegionResults.of(results, assessment)) {
                    if (region.schools().size() > SchoolCutoffExcess.FEWEST_OTHERS) {
                        compare(region, sums);
                    }
                }
            }
        }
        Map<Region, Double> strictness = strictness(sums);
        List<Finding> findings = new ArrayList<>();
        for (School school : results.schools()) {
            Sum sum = sums.get(school);
            findings.add(sum == null
                    ? Finding.builder(method(), school.id()).outcome(Outcome.NOT_APPLICABLE).category("no-marks").build()
                    : tested(school, sum, strictness.getOrDefault(school.region(), 0.0)));
        }
        return Family.adjust(findings, level, finding -> true);
    }

    private static void compare(RegionResults region, Map<School, Sum> sums) {
        int[][] all = region.all().scoresByJournalMark();
        for (SchoolResult result : region.schools()) {
            int[][] own = result.scores().scoresByJournalMark();
            Sum sum = null;
            for (int score = 0; score < own.length; score++) {
                int here = own[score][0] + own[score][1] + own[score][2] + own[score][3];
                if (here == 0) {
                    continue;
                }
                double[] expected = meanAndVariance(all, own, score);
                if (expected.length == 0) {
                    continue;
                }
                if (sum == null) {
                    sum = sums.computeIfAbsent(result.school(), s -> new Sum());
                    sum.assessments.add(result.assessment().id());
                }
                for (int column = 0; column < own[score].length; column++) {
                    sum.difference += own[score][column] * (column + MarkTable.LOWEST - expected[0]);
                }
                sum.variance += here * expected[1];
                sum.n += here;
            }
            if (sum != null) {
                sum.marks = sum.marks.plus(result.scores().marks());
            }
        }
    }

    /** Of the journal marks of the other schools' pupils at a score and as near to it as needed; empty if there are too few anywhere. */
    private static double[] meanAndVariance(int[][] all, int[][] own, int score) {
        long[] counts = new long[all[0].length];
        long n = 0;
        for (int distance = 0; distance < all.length && n < WINDOW; distance++) {
            int[] places = distance == 0 ? new int[] {score} : new int[] {score - distance, score + distance};
            for (int place : places) {
                if (place >= 0 && place < all.length) {
                    for (int column = 0; column < counts.length; column++) {
                        int others = all[place][column] - own[place][column];
                        counts[column] += others;
                        n += others;
                    }
                }
            }
        }
        if (n < WINDOW) {
            return new double[0];
        }
        double sum = 0;
        double squares = 0;
        for (int column = 0; column < counts.length; column++) {
            int mark = column + MarkTable.LOWEST;
            sum += (double) counts[column] * mark;
            squares += (double) counts[column] * mark * mark;
        }
        double mean = sum / n;
        return new double[] {mean, (squares - sum * mean) / (n - 1)};
    }

    private Map<Region, Double> strictness(Map<School, Sum> sums) {
        Map<Region, List<Sum>> regions = new TreeMap<>();
        sums.forEach((school, sum) -> {
            if (sum.n >= minimum && sum.variance > 0) {
                regions.computeIfAbsent(school.region(), r -> new ArrayList<>()).add(sum);
            }
        });
        Map<Region, Double> variances = new TreeMap<>();
        regions.forEach((region, list) -> variances.put(
                region,
                Heterogeneity.tauSquared(
                                list.stream().mapToDouble(Sum::shift).toArray(),
                                list.stream().mapToDouble(Sum::shiftVariance).toArray())
                        .orElse(0)));
        return variances;
    }

    private Finding tested(School school, Sum sum, double tauSquared) {
        Finding.Builder finding = Finding.builder(method(), school.id()).assessments(sum.assessments).n(sum.n);
        if (sum.n < minimum || !(sum.variance > 0)) {
            return finding.outcome(Outcome.INSUFFICIENT_DATA).build();
        }
        double error = Math.sqrt(sum.shiftVariance() + tauSquared);
        long n = sum.marks.count();
        finding.outcome(Outcome.CLEAR)
                .p(NormalLaw.upperTail(sum.shift() / error))
                .statistic(sum.shift() / error)
                .effect(Interval.normal(sum.shift(), error, Interval.Z95))
                .fact("shift", sum.shift())
                .fact("lowered", 100.0 * sum.marks.lowered() / n)
                .fact("confirmed", 100.0 * sum.marks.confirmed() / n)
                .fact("raised", 100.0 * sum.marks.raised() / n)
                .fact("far-apart", 100.0 * sum.marks.farApart() / n)
                .fact("sign-test-p", BinomialLaw.signTest(sum.marks.lowered(), sum.marks.raised()));
        MarginalHomogeneity.test(sum.marks.rows()).ifPresent(test -> finding
                .fact("stuart-maxwell", test.statistic())
                .fact("stuart-maxwell-df", (long) test.degreesOfFreedom())
                .fact("stuart-maxwell-p", test.p()));
        finding.fact("tau", Math.sqrt(tauSquared)).fact("detectable", Z_POINT * error);
        return finding.build();
    }
}
