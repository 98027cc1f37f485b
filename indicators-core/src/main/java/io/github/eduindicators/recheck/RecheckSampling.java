package io.github.eduindicators.recheck;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.results.SchoolResult;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.stats.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import javax.annotation.Nullable;

/**
 * Which works should be marked again, so that the share of works that experts confirm is known well enough in each school?
 *
 * <p>The plan has every flagged school and, to compare with, so many control schools of each region, drawn at random from the
 * others. In a school, with N works in the assessments of the plan, n(0) is the smallest n for which the 95 % Wilson interval of
 * the expected share, with the finite population correction {@code (N - n) / (N - 1)}, is at most twice the wanted half-width
 * wide. The works are of two strata: {@link Stratum#BOUNDARY}, where the wanted share of the works comes from, and {@link
 * Stratum#OTHER}; where one has too few the other gives more. Works near boundaries weigh more in the sample than in the school,
 * which costs precision: the sample is the smallest with {@code 1 / S(W(h)^2 / n(h)) >= n(0)}, W the share of a stratum in the
 * school. Within a stratum, assessments share in proportion to their works, by largest remainders.
 *
 * <p>A school with few works is taken whole. A flagged school without works in the assessments is named by
 * {@link RecheckPlan#withoutWorks()}; where a region has fewer other schools than wanted, all are controls. Without cut scores
 * every work is {@link Stratum#OTHER}. The half-width holds for these works of the school, as they were marked; {@link
 * RecheckAnalysis} flags by a wider interval, which takes the works as examples of how the school marks.
 *
 * <p>The plan depends on the results, the flagged schools, the options and the seed alone; a school more or fewer does not change
 * what is drawn in another. Complexity: {@code O(schools x assessments)} and {@code O(N)} a school of the plan. Immutable and
 * safe to share between threads.
 *
 * <p>Reference: W. G. Cochran (1977), Sampling Techniques, 3rd ed., chapters 4 and 5A, for stratified samples and their size; E.
 * B. Wilson (1927), doi:10.1080/01621459.1927.10502953, for the interval; L. Kish (1965), Survey Sampling, for the effective
 * size. The rule that the boundary is a stratum of its own is regional practice; its share and width are ours.
 */
public final class RecheckSampling {
    private static final RecheckSampling DEFAULTS = new RecheckSampling(new Options(10, 0.1, 0.9, 1, 0.5, 1), null);

    /** The numbers among the options. */
    private record Options(int controls, double halfWidth, double expectedShare, int distance, double boundaryShare, long seed) {}

    private final Options options;
    /** Null for the latest year of the results. */
    @Nullable
    private final Predicate<Assessment> assessments;

    private RecheckSampling(Options options, @Nullable Predicate<Assessment> assessments) {
        this.options = options;
        this.assessments = assessments;
    }

    /**
     * Returns the sampling of all assessments of the latest year, with 10 control schools a region, a half-width of 0.1 at an
     * expected share of 0.9, half of the works from within 1 point of a boundary, and seed 1.
     *
     * @return the sampling
     */
    public static RecheckSampling withDefaults() {
        return DEFAULTS;
    }

    /**
     * Chooses how many control schools each region has.
     *
     * @param schools 0 or more
     * @return the sampling with them
     * @throws IllegalArgumentException if it is negative
     */
    public RecheckSampling withControlSchools(int schools) {
        if (schools < 0) {
            throw new IllegalArgumentException("control schools must not be negative, got " + schools);
        }
        return with(new Options(
                schools, options.halfWidth, options.expectedShare, options.distance, options.boundaryShare, options.seed));
    }

    /**
     * Chooses how precisely the share of confirmed works of a school is to be known.
     *
     * @param halfWidth half the width of its 95 % interval, between 0 and 0.5
     * @return the sampling with it
     * @throws IllegalArgumentException if it is not between 0 and 0.5
     */
    public RecheckSampling withHalfWidth(double halfWidth) {
        if (!(halfWidth > 0 && halfWidth < 0.5)) {
            throw new IllegalArgumentException("half-width must be between 0 and 0.5, got " + halfWidth);
        }
        return with(new Options(
                options.controls, halfWidth, options.expectedShare, options.distance, options.boundaryShare, options.seed));
    }

    /**
     * Chooses the share of confirmed works at which the half-width is to hold. A share of 0.5 is the most careful choice.
     *
     * @param share 0..1
     * @return the sampling with it
     * @throws IllegalArgumentException if it is outside 0..1
     */
    public RecheckSampling withExpectedShare(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("expected share must be within 0..1, got " + share);
        }
        return with(new Options(options.controls, options.halfWidth, share, options.distance, options.boundaryShare, options.seed));
    }

    /**
     * Chooses how near to a boundary a work is near.
     *
     * @param points how many points below a cut score, 1 or more; the cut score itself always counts
     * @return the sampling with it
     * @throws IllegalArgumentException if it is less than 1
     */
    public RecheckSampling withBoundaryDistance(int points) {
        if (points < 1) {
            throw new IllegalArgumentException("boundary distance must be at least 1, got " + points);
        }
        return with(new Options(
                options.controls, options.halfWidth, options.expectedShare, points, options.boundaryShare, options.seed));
    }

    /**
     * Chooses what share of the works of a school comes from near the boundaries.
     *
     * @param share between 0 and 1
     * @return the sampling with it
     * @throws IllegalArgumentException if it is not between 0 and 1
     */
    public RecheckSampling withBoundaryShare(double share) {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("boundary share must be between 0 and 1, got " + share);
        }
        return with(new Options(options.controls, options.halfWidth, options.expectedShare, options.distance, share, options.seed));
    }

    /**
     * Chooses the seed. Another seed draws other control schools and other works.
     *
     * @param seed any number
     * @return the sampling with it
     */
    public RecheckSampling withSeed(long seed) {
        return with(new Options(
                options.controls, options.halfWidth, options.expectedShare, options.distance, options.boundaryShare, seed));
    }

    /**
     * Chooses the assessments whose works are marked again.
     *
     * @param chosen accepts an assessment
     * @return the sampling of them
     */
    public RecheckSampling withAssessments(Predicate<Assessment> chosen) {
        return new RecheckSampling(options, Objects.requireNonNull(chosen, "assessments"));
    }

    private RecheckSampling with(Options value) {
        return new RecheckSampling(value, assessments);
    }

    /**
     * Makes the plan.
     *
     * @param results the results, of one region or several
     * @param flagged the schools to look at
     * @return how many works of which scores to draw where
     * @throws IllegalArgumentException if a flagged school is not in the results
     */
    public RecheckPlan run(SchoolResults results, Collection<SchoolId> flagged) {
        Set<SchoolId> wanted = new TreeSet<>(flagged);
        wanted.forEach(id -> results.school(id)
                .orElseThrow(() -> new IllegalArgumentException("flagged schools must be in the results, got " + id)));
        int latest = results.assessments().stream().mapToInt(Assessment::year).max().orElse(0);
        List<Assessment> chosen = results.assessments().stream()
                .filter(assessments == null ? assessment -> assessment.year() == latest : assessments)
                .toList();
        List<SchoolId> withoutWorks = new ArrayList<>();
        List<RecheckPlan.Row> rows = new ArrayList<>();
        for (SchoolId id : wanted) {
            List<RecheckPlan.Row> own = rows(id, RecheckPlan.Role.FLAGGED, results, chosen);
            rows.addAll(own);
            if (own.isEmpty()) {
                withoutWorks.add(id);
            }
        }
        for (Region region : results.regions()) {
            List<SchoolId> others = results.schools(region).stream()
                    .map(School::id)
                    .filter(id -> !wanted.contains(id))
                    .filter(id -> chosen.stream().anyMatch(a -> results.distribution(id, a.id()).isPresent()))
                    .toList();
            Lot.of(options.seed, "controls", region.name()).shuffled(others).stream()
                    .limit(options.controls)
                    .forEach(id -> rows.addAll(rows(id, RecheckPlan.Role.CONTROL, results, chosen)));
        }
        rows.sort(Comparator.comparing(RecheckPlan.Row::school)
                .thenComparing(RecheckPlan.Row::assessment)
                .thenComparing(RecheckPlan.Row::stratum));
        return new RecheckPlan(rows, withoutWorks, chosen, options.distance, options.seed);
    }

    private List<RecheckPlan.Row> rows(SchoolId id, RecheckPlan.Role role, SchoolResults results, List<Assessment> chosen) {
        List<SchoolResult> own = results.results(id).stream().filter(result -> chosen.contains(result.assessment())).toList();
        long[] boundary = own.stream().mapToLong(result -> count(result, Stratum.BOUNDARY)).toArray();
        long[] other = own.stream().mapToLong(result -> count(result, Stratum.OTHER)).toArray();
        long[] sample = sample(Arrays.stream(boundary).sum(), Arrays.stream(other).sum());
        List<RecheckPlan.Row> rows = new ArrayList<>();
        for (Stratum stratum : Stratum.values()) {
            long[] population = stratum == Stratum.BOUNDARY ? boundary : other;
            long[] parts = shared(sample[stratum.ordinal()], population);
            for (int i = 0; i < parts.length; i++) {
                if (parts[i] > 0) {
                    Assessment assessment = own.get(i).assessment();
                    String scores = scores(assessment.scale(), stratum);
                    rows.add(new RecheckPlan.Row(id, role, assessment.id(), stratum, scores, population[i], parts[i]));
                }
            }
        }
        return rows;
    }

    private long count(SchoolResult result, Stratum stratum) {
        ScoreScale scale = result.assessment().scale();
        return IntStream.rangeClosed(0, scale.max())
                .filter(score -> Stratum.of(scale, options.distance, score) == stratum)
                .mapToLong(result.scores()::count)
                .sum();
    }

    /** How many works of each stratum, boundary and other. */
    private long[] sample(long boundary, long other) {
        long all = boundary + other;
        long needed = size(all);
        for (long n = needed; n < all; n++) {
            long fromBoundary = Math.min(boundary, Math.max(Math.round(options.boundaryShare * n), n - other));
            double error = part(boundary, fromBoundary, all) + part(other, n - fromBoundary, all);
            if (1 / error >= needed) {
                return new long[] {fromBoundary, n - fromBoundary};
            }
        }
        return new long[] {boundary, other};
    }

    private static double part(long population, long sample, long all) {
        double share = (double) population / all;
        return population == 0 ? 0 : share * share / sample;
    }

    /** The smallest simple random sample that is precise enough. */
    private long size(long population) {
        long enough = population;
        for (long low = 1; low < enough; ) {
            long middle = (low + enough) / 2;
            double left = (double) (population - middle) / Math.max(1, population - 1);
            Interval interval = Interval.wilson(options.expectedShare, (double) middle, Interval.Z95 * Math.sqrt(left));
            if (interval.upper() - interval.lower() <= 2 * options.halfWidth) {
                enough = middle;
            } else {
                low = middle + 1;
            }
        }
        return enough;
    }

    /** A number divided in proportion to sizes, by largest remainders; the earlier goes first among equal ones. */
    private static long[] shared(long number, long[] sizes) {
        long all = Arrays.stream(sizes).sum();
        long[] parts = new long[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            parts[i] = all == 0 ? 0 : number * sizes[i] / all;
        }
        long left = number - Arrays.stream(parts).sum();
        IntStream.range(0, sizes.length)
                .boxed()
                .sorted(Comparator.comparingLong((Integer i) -> -(number * sizes[i] % Math.max(1, all))))
                .limit(left)
                .forEach(i -> parts[i]++);
        return parts;
    }

    @Override
    public String toString() {
        return "RecheckSampling[control schools " + options.controls + ", half-width " + options.halfWidth + ", expected share "
                + options.expectedShare + ", boundary share " + options.boundaryShare + ", seed " + options.seed + "]";
    }

    /** The scores of a stratum in runs, such as {@code 6-7 10-11}. */
    private String scores(ScoreScale scale, Stratum stratum) {
        StringJoiner runs = new StringJoiner(" ");
        int from = -1;
        for (int score = 0; score <= scale.max() + 1; score++) {
            boolean inside = score <= scale.max() && Stratum.of(scale, options.distance, score) == stratum;
            if (inside && from < 0) {
                from = score;
            } else if (!inside && from >= 0) {
                runs.add(from == score - 1 ? Integer.toString(from) : from + "-" + (score - 1));
                from = -1;
            }
        }
        return runs.toString();
    }
}
