package io.github.eduindicators.objectivity;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.laws.NormalLaw;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.results.RegionResults;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.stats.Interval;
import io.github.eduindicators.stats.PoissonPolynomial;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Does a region have more pupils just at a cut score, and fewer just below it, than a smooth histogram would have?
 *
 * <p>The counts {@code y(s)} of all scores but {@code k - 1} and {@code k} at each cut score k follow
 * {@code Poisson(exp(polynomial of degree 5))}. With the expectation {@code e} of that curve,
 * {@code z = (ln(y(k) / e(k)) - ln(y(k-1) / e(k-1))) / se}, one-sided, where {@code se^2 = phi (1 / y(k) + 1 / y(k-1) + variance of the
 * curve)}. Real works are lumpy (tasks of two or three points), so {@code phi} is the mean square of the same z at pairs of scores far
 * from any cut, at least 1. The effect is the share of pupils expected at k - 1 who are not there, {@code 1 - y(k-1) / e(k-1)}.
 *
 * <p>A finding is FLAGGED when its adjusted p is at most the level, the effect at least the minimum share, and k has more pupils than
 * expected: pupils missing below who are not found at the cut were not raised to it. It is about the region's
 * way of marking, not about any school; pupils raised from further below, or to more than k, make it smaller than it is.
 *
 * <p>Input: assessments with cut scores; one finding a region, assessment and cut score. A histogram too short for the curve is
 * NOT_APPLICABLE; no pupil at k - 1 and k together, or a curve
 * that does not converge or leaves more than a factor of e open at the cut, is INSUFFICIENT_DATA. Complexity: independent of
 * the number of pupils. Immutable and safe to share between threads.
 *
 * <p>Reference: T. Dee, W. Dobbie, B. Jacob, J. Rockoff (2019), The causes and consequences of test score manipulation, American
 * Economic Journal: Applied Economics 11(3):382-423, doi:10.1257/app.20170520, for the counterfactual without the manipulable scores; the
 * Poisson form and the placebo factor are ours.
 */
public final class RegionCutoffExcess implements Check {
    /** A curve whose logarithm has a larger variance at the cut leaves more than a factor of e open: it says nothing. */
    private static final double VAGUE = 1;
    private static final RegionCutoffExcess DEFAULTS = new RegionCutoffExcess(Levels.DEFAULT, 0.03, 5);

    private final double level;
    private final double minimumShare;
    private final int degree;

    private RegionCutoffExcess(double level, double minimumShare, int degree) {
        this.level = level;
        this.minimumShare = minimumShare;
        this.degree = degree;
    }

    /**
     * Returns the method with level 0.05, minimum share 0.03 and degree 5.
     *
     * @return the method
     */
    public static RegionCutoffExcess withDefaults() {
        return DEFAULTS;
    }

    /**
     * Chooses the level that the adjusted p is compared with.
     *
     * @param value between 0 and 1
     * @return the method with it
     * @throws IllegalArgumentException if it is not between 0 and 1
     */
    public RegionCutoffExcess withLevel(double value) {
        return new RegionCutoffExcess(Levels.checked(value), minimumShare, degree);
    }

    /**
     * Chooses the smallest share of raised pupils that is worth a flag.
     *
     * @param value 0 or more and less than 1
     * @return the method with it
     * @throws IllegalArgumentException if it is outside 0..1
     */
    public RegionCutoffExcess withMinimumShare(double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException("minimum share must be within 0..1, got " + value);
        }
        return new RegionCutoffExcess(level, value, degree);
    }

    /**
     * Chooses the degree of the polynomial.
     *
     * @param value 2..9
     * @return the method with it
     * @throws IllegalArgumentException if it is outside 2..9
     */
    public RegionCutoffExcess withDegree(int value) {
        if (value < 2 || value > 9) {
            throw new IllegalArgumentException("degree must be within 2..9, got " + value);
        }
        return new RegionCutoffExcess(level, minimumShare, value);
    }

    @Override
    public MethodInfo method() {
        return MethodInfo.of("cutoff-excess/region", "1", "Dee, Dobbie, Jacob, Rockoff (2019), doi:10.1257/app.20170520")
                .with(Fact.of("level", level))
                .with(Fact.of("minimum-share", minimumShare))
                .with(Fact.of("degree", (long) degree));
    }

    @Override
    public String toString() {
        return method().toString();
    }

    @Override
    public List<Finding> run(SchoolResults results) {
        List<Finding> findings = new ArrayList<>();
        for (Assessment assessment : results.assessments()) {
            if (!assessment.scale().cuts().isEmpty()) {
                for (RegionResults region : RegionResults.of(results, assessment)) {
                    findings.addAll(region(region));
                }
            }
        }
        return Family.adjust(findings, level, this::raised);
    }

    private boolean raised(Finding finding) {
        return finding.effect().orElseThrow().value() >= minimumShare
                && finding.fact("excess").orElseThrow().number().orElseThrow() > 0;
    }

    private List<Finding> region(RegionResults region) {
        int[] counts = region.all().histogram();
        List<Integer> cuts = region.assessment().scale().cuts();
        BitSet windows = new BitSet();
        cuts.forEach(cut -> windows.set(cut - 1, cut + 1));
        Optional<PoissonPolynomial> curve = PoissonPolynomial.fit(counts, windows, degree);
        double phi = curve.isPresent() ? placebo(counts, windows) : 1;
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < cuts.size(); i++) {
            int k = cuts.get(i);
            Finding.Builder finding = Finding.builder(method(), region.region())
                    .assessment(region.assessment().id())
                    .n(region.all().count())
                    .fact("cut", (long) k)
                    .fact("below", (long) counts[k - 1])
                    .fact("at", (long) counts[k]);
            if (curve.isEmpty()) {
                boolean shortScale = counts.length - windows.cardinality() < degree + 2;
                findings.add(finding.outcome(shortScale ? Outcome.NOT_APPLICABLE : Outcome.INSUFFICIENT_DATA)
                        .category("no-curve")
                        .build());
            } else if (counts[k - 1] + counts[k] == 0) {
                findings.add(finding.outcome(Outcome.INSUFFICIENT_DATA).category("nobody").build());
            } else {
                findings.add(tested(finding, curve.get(), counts, k, phi));
            }
        }
        return findings;
    }

    private static Finding tested(Finding.Builder finding, PoissonPolynomial curve, int[] counts, int k, double phi) {
        // An empty place has no logarithm; half a pupil is added on both sides there, which makes the test more careful.
        double add = counts[k - 1] == 0 || counts[k] == 0 ? 0.5 : 0;
        double below = counts[k - 1] + add;
        double expectedBelow = curve.expected(k - 1);
        double expectedAt = curve.expected(k);
        double z = z(curve, counts, k) / Math.sqrt(phi);
        double spread = Interval.Z95 * Math.sqrt(phi * (1 / below + curve.varianceOfLog(k - 1)));
        double ratio = below / expectedBelow;
        boolean vague = Math.max(curve.varianceOfLog(k - 1), curve.varianceOfLog(k)) > VAGUE;
        if (vague || !Double.isFinite(z) || !Double.isFinite(ratio * Math.exp(spread)) || !Double.isFinite(expectedAt)) {
            return finding.outcome(Outcome.INSUFFICIENT_DATA).category("no-curve").build();
        }
        return finding.outcome(Outcome.CLEAR)
                .p(NormalLaw.upperTail(z))
                .statistic(z)
                .effect(new Interval(1 - ratio, 1 - ratio * Math.exp(spread), 1 - ratio * Math.exp(-spread)))
                .fact("expected-below", expectedBelow)
                .fact("expected-at", expectedAt)
                .fact("missing", expectedBelow - counts[k - 1])
                .fact("excess", counts[k] - expectedAt)
                .fact("share", 100 * (1 - ratio))
                .fact("phi", phi)
                .build();
    }

    /** The contrast of a score with the one below it, in standard errors of a Poisson count. */
    static double z(PoissonPolynomial curve, int[] counts, int k) {
        double add = counts[k - 1] == 0 || counts[k] == 0 ? 0.5 : 0;
        double below = counts[k - 1] + add;
        double at = counts[k] + add;
        double contrast = Math.log(at / curve.expected(k)) - Math.log(below / curve.expected(k - 1));
        return contrast / Math.sqrt(1 / at + 1 / below + curve.varianceOfLogRatio(k, k - 1));
    }

    /** How lumpy the histogram is: the mean square of z at pairs of scores that no cut touches, at least 1. */
    private double placebo(int[] counts, BitSet windows) {
        double sum = 0;
        int pairs = 0;
        for (int k = 1; k < counts.length; k++) {
            if (windows.get(k - 1) || windows.get(k) || counts[k - 1] + counts[k] == 0) {
                continue;
            }
            BitSet leftOut = (BitSet) windows.clone();
            leftOut.set(k - 1, k + 1);
            Optional<PoissonPolynomial> curve = PoissonPolynomial.fit(counts, leftOut, degree);
            double z = curve.isPresent() ? z(curve.get(), counts, k) : Double.NaN;
            if (Double.isFinite(z)) {
                sum += z * z;
                pairs++;
            }
        }
        return pairs == 0 ? 1 : Math.max(1, sum / pairs);
    }
}
