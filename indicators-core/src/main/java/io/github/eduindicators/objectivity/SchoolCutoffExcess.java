package io.github.eduindicators.objectivity;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.results.RegionResults;
import io.github.eduindicators.results.SchoolResult;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreDistribution;
import io.github.eduindicators.stats.BinomialSum;
import io.github.eduindicators.stats.ExponentialTilt;
import io.github.eduindicators.stats.Heterogeneity;
import io.github.eduindicators.stats.Interval;
import io.github.eduindicators.stats.NormalLaw;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Does a school have more pupils just at the cut scores, against those just below, than the other schools of its region have there at
 * that level of results?
 *
 * <p>At each cut score k the school's m pupils with k - 1 or k points are divided as {@code Bin(m, pi)},
 * {@code pi = r(k) e^lambda / (r(k) e^lambda + r(k-1))}. The reference r is the histogram of the region's other schools with about the
 * same mean (up to twelve groups by mean, the neighbouring groups at half weight, the school itself left out), tilted by
 * {@code e^(lambda x)} to the school's own mean. So a step that all schools have is not held against one: the region's own excess is
 * {@link RegionCutoffExcess}.
 *
 * <p>Over all cut scores, subjects and years, X pupils stand at cut scores, of M at or just below; the p-value is the exact upper tail of
 * the sum of binomials. Honest schools differ a little in how kindly they mark at the boundary; that variance is estimated over the
 * region's schools by {@link Heterogeneity}, and p is the larger of the exact tail and the normal tail with it.
 *
 * <p>Effect: the share of the pupils expected just below who are not there, {@code 1 - (M - X) / (M - E)}. n is M. Where even X = M
 * would not reach p = 0.05, or M is below the minimum, the answer is INSUFFICIENT_DATA; with fewer than {@value #FEWEST_OTHERS} other
 * schools or {@value #FEWEST_REFERENCE} other pupils everywhere it is NOT_APPLICABLE. The fact {@code detectable} says which effect would
 * just reach p = 0.05.
 *
 * <p>The test sees only {@code k - 1} and {@code k}; pupils raised by two points or more weaken it. Complexity: linear in schools times
 * assessments, plus {@code O(M^2)} a school. Immutable and safe to share between threads.
 *
 * <p>Reference: the conditional form follows B. R. Frandsen (2017), Advances in Econometrics 38:281-315, doi:10.1108/S0731-905320170000038012;
 * reference ratios in place of equal neighbours are ours.
 */
public final class SchoolCutoffExcess implements Check {
    static final int FEWEST_OTHERS = 5;
    static final int FEWEST_REFERENCE = 100;

    private static final int MOST_GROUPS = 12;
    private static final int PUPILS_A_GROUP = 500;
    private static final int SCHOOLS_A_GROUP = 10;
    /** The whole region counts for this many pupils beside a school's group, so that no place of the reference is empty. */
    private static final double PUPILS_OF_WHOLE = 20;
    private static final double POINT = 0.05;
    private static final double Z_POINT = 1.6448536269514722;
    private static final int PLACES_TOLD = 3;
    private static final SchoolCutoffExcess DEFAULTS = new SchoolCutoffExcess(Levels.DEFAULT, 8);

    private final double level;
    private final int minimum;

    private SchoolCutoffExcess(double level, int minimum) {
        this.level = level;
        this.minimum = minimum;
    }

    /**
     * Returns the method with level 0.05 and a minimum of 8 pupils at the boundaries.
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
     * Chooses how many pupils a school needs at and just below its cut scores.
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
        return MethodInfo.of("cutoff-excess/school", "1", "Frandsen (2017), doi:10.1108/S0731-905320170000038012")
                .with(Fact.of("level", level))
                .with(Fact.of("minimum-pupils", (long) minimum));
    }

    /** One cut score of one assessment in one school. */
    private record Place(AssessmentId assessment, int cut, int below, int at, double pi) {
        double surplus() {
            return at - (at + below) * pi;
        }

        String told() {
            return String.format(Locale.ROOT, "%s, %d: %d/%d (%.1f)", assessment, cut, at, at + below, (at + below) * pi);
        }
    }

    /** All places of a school. */
    private static final class Sum {
        private final BinomialSum law = BinomialSum.create();
        private final List<Place> places = new ArrayList<>();
        private final Set<AssessmentId> assessments = new LinkedHashSet<>();
        private long observed;

        void add(Place place) {
            if (place.at() + place.below() > 0) {
                law.add((long) place.at() + place.below(), place.pi());
                observed += place.at();
                places.add(place);
                assessments.add(place.assessment());
            }
        }
    }

    @Override
    public List<Finding> run(SchoolResults results) {
        Map<School, Sum> sums = new TreeMap<>();
        for (Assessment assessment : results.assessments()) {
            if (!assessment.scale().cuts().isEmpty()) {
                for (RegionResults region : RegionResults.of(results, assessment)) {
                    compare(region, sums);
                }
            }
        }
        Map<Region, Double> leniency = leniency(sums);
        List<Finding> findings = new ArrayList<>();
        for (School school : results.schools()) {
            Sum sum = sums.get(school);
            findings.add(sum == null
                    ? Finding.builder(method(), school.id()).outcome(Outcome.NOT_APPLICABLE).category("no-reference").build()
                    : tested(school, sum, leniency.getOrDefault(school.region(), 0.0)));
        }
        return Family.adjust(findings, level, finding -> true);
    }

    private void compare(RegionResults region, Map<School, Sum> sums) {
        if (region.schools().size() <= FEWEST_OTHERS) {
            return;
        }
        List<List<SchoolResult>> groups = groups(region);
        List<ScoreDistribution> totals = groups.stream()
                .map(group -> ScoreDistribution.sum(
                        region.assessment().scale(), group.stream().map(SchoolResult::scores).toList()))
                .toList();
        for (int g = 0; g < groups.size(); g++) {
            for (SchoolResult school : groups.get(g)) {
                if (region.all().count() - school.scores().count() >= FEWEST_REFERENCE) {
                    double[] reference = reference(region, totals, g, school);
                    // Others who all have one score say nothing of how scores divide at a cut.
                    if (Arrays.stream(reference).filter(weight -> weight > 0).count() > 1) {
                        Sum sum = sums.computeIfAbsent(school.school(), s -> new Sum());
                        places(school, reference).forEach(sum::add);
                    }
                }
            }
        }
    }

    /** The schools in groups of about equal numbers of pupils, by mean score. */
    private static List<List<SchoolResult>> groups(RegionResults region) {
        List<SchoolResult> byMean = region.schools().stream()
                .sorted(Comparator.comparingDouble((SchoolResult r) -> r.scores().mean().orElseThrow())
                        .thenComparing(r -> r.school().id()))
                .toList();
        long wanted = Math.min(region.all().count() / PUPILS_A_GROUP, byMean.size() / SCHOOLS_A_GROUP);
        int number = (int) Math.max(1, Math.min(MOST_GROUPS, wanted));
        List<List<SchoolResult>> groups = new ArrayList<>();
        for (int g = 0; g < number; g++) {
            groups.add(new ArrayList<>());
        }
        long before = 0;
        for (SchoolResult result : byMean) {
            long middle = 2 * before + result.scores().count();
            int g = (int) Math.min(number - 1L, middle * number / (2 * region.all().count()));
            groups.get(g).add(result);
            before += result.scores().count();
        }
        return groups;
    }

    private static double[] reference(RegionResults region, List<ScoreDistribution> totals, int g, SchoolResult school) {
        int[] own = school.scores().histogram();
        int[] whole = region.all().histogram();
        int[] group = totals.get(g).histogram();
        double[] reference = new double[own.length];
        double weight = PUPILS_OF_WHOLE / (region.all().count() - school.scores().count());
        for (int x = 0; x < own.length; x++) {
            reference[x] = group[x] - own[x] + weight * (whole[x] - own[x]);
        }
        for (int neighbour : new int[] {g - 1, g + 1}) {
            if (neighbour >= 0 && neighbour < totals.size()) {
                int[] counts = totals.get(neighbour).histogram();
                for (int x = 0; x < own.length; x++) {
                    reference[x] += 0.5 * counts[x];
                }
            }
        }
        return reference;
    }

    private static List<Place> places(SchoolResult school, double[] reference) {
        List<Place> places = new ArrayList<>();
        double lambda = ExponentialTilt.lambda(reference, school.scores().mean().orElseThrow());
        for (int cut : school.assessment().scale().cuts()) {
            double ratio = ratio(reference, cut, lambda);
            if (ratio > 0 && ratio < 1) {
                places.add(new Place(school.assessment().id(), cut, school.scores().count(cut - 1), school.scores().count(cut), ratio));
            }
        }
        return places;
    }

    /** The share that the tilted reference has at the cut, of those at the cut and just below it. */
    static double ratio(double[] reference, int cut, double lambda) {
        double odds = reference[cut] / reference[cut - 1] * Math.exp(lambda);
        return Double.isNaN(odds) ? 0 : Double.isInfinite(odds) ? 1 : odds / (1 + odds);
    }

    /** By region, how much the log odds at the cut scores differ between schools beyond chance: a variance. */
    private Map<Region, Double> leniency(Map<School, Sum> sums) {
        Map<Region, List<Sum>> regions = new TreeMap<>();
        sums.forEach((school, sum) -> {
            if (sum.law.trials() >= minimum && sum.law.variance() > 0) {
                regions.computeIfAbsent(school.region(), r -> new ArrayList<>()).add(sum);
            }
        });
        Map<Region, Double> variances = new TreeMap<>();
        regions.forEach((region, list) -> {
            double[] shift = list.stream().mapToDouble(s -> (s.observed - s.law.mean()) / s.law.variance()).toArray();
            double[] variance = list.stream().mapToDouble(s -> 1 / s.law.variance()).toArray();
            variances.put(region, Heterogeneity.tauSquared(shift, variance).orElse(0));
        });
        return variances;
    }

    private Finding tested(School school, Sum sum, double tauSquared) {
        long trials = sum.law.trials();
        Finding.Builder finding = Finding.builder(method(), school.id()).assessments(sum.assessments).n(trials);
        if (trials < minimum || p(sum.law, trials, tauSquared) > POINT) {
            return finding.outcome(Outcome.INSUFFICIENT_DATA).fact("pupils", trials).build();
        }
        double variance = variance(sum.law, tauSquared);
        double expectedBelow = trials - sum.law.mean();
        double share = (sum.observed - sum.law.mean()) / expectedBelow;
        finding.outcome(Outcome.CLEAR)
                .p(p(sum.law, sum.observed, tauSquared))
                .statistic((sum.observed - sum.law.mean()) / Math.sqrt(variance))
                .effect(Interval.normal(share, Math.sqrt(variance) / expectedBelow, Interval.Z95))
                .fact("at", sum.observed)
                .fact("pupils", trials)
                .fact("expected-at", sum.law.mean())
                .fact("share", 100 * share)
                .fact("p-exact", sum.law.upperTail(sum.observed))
                .fact("tau", Math.sqrt(tauSquared))
                .fact("detectable", 100 * Math.min(1, (0.5 + Z_POINT * Math.sqrt(variance)) / expectedBelow));
        List<Place> strongest = sum.places.stream()
                .sorted(Comparator.comparingDouble(Place::surplus).reversed().thenComparing(Place::assessment).thenComparing(Place::cut))
                .limit(PLACES_TOLD)
                .toList();
        finding.fact("places", String.join("; ", strongest.stream().map(Place::told).toList()));
        return finding.build();
    }

    private static double variance(BinomialSum law, double tauSquared) {
        return law.variance() + tauSquared * law.variance() * law.variance();
    }

    private static double p(BinomialSum law, long observed, double tauSquared) {
        double exact = law.upperTail(observed);
        double spread = variance(law, tauSquared);
        return tauSquared == 0 || spread == 0
                ? exact
                : Math.max(exact, NormalLaw.upperTail((observed - 0.5 - law.mean()) / Math.sqrt(spread)));
    }
}
