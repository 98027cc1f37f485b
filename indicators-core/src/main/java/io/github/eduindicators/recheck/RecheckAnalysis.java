package io.github.eduindicators.recheck;

import com.google.common.collect.ImmutableSortedMap;
import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.laws.BinomialLaw;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreDistribution;
import io.github.eduindicators.stats.Interval;
import io.github.eduindicators.stats.KappaWeights;
import io.github.eduindicators.stats.MultipleTesting;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoublePredicate;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Do experts who mark works again confirm what the schools gave, and if not, by how much were the scores too high?
 *
 * <p>A work is confirmed if the experts' score differs by at most the tolerance (1 point) and is on the same side of every cut
 * score. Of a school, the confirmed share is {@code S(W(h) p(h))} over the strata {@link Stratum boundary and other}, found from
 * the scores, with weights W from the school's results in the re-checked assessments; its 95 % interval is Wilson's, for the
 * effective number of works {@code 1 / S(W(h)^2 / n(h))}, or less where the strata vary more. Against the target (0.9) a school
 * <ul>
 * <li>is FLAGGED by {@code recheck/confirmed-share} if the whole interval lies below the target, unless the experts' scores are
 *     higher more often than lower: a strict school is told so (category {@code strict}) and never flagged;
 * <li>is CLEAR if the whole interval for these works lies at or above it; this interval has the finite population correction, so
 *     that a small school that is marked again as a whole can be cleared;
 * <li>else is INSUFFICIENT_DATA (category {@code undecided}).
 * </ul>
 *
 * <p>{@code recheck/shift} asks whether the school's scores are too high: the exact one-sided sign-flip test of the differences
 * in whole points. Experts may be a little stricter than schools everywhere: where {@value #FEWEST_CONTROLS} or more control
 * schools of the region are named, p is the larger of this and the p of Welch's one-sided test of the school's mean shift against
 * theirs, itself left out; a difference from the experts that the control schools have too is CLEAR (category {@code
 * as-controls}). p is adjusted over the schools after Benjamini and Hochberg. The effect is the mean of school's score minus
 * experts', stratified as above, in points with Student's 95 % interval.
 *
 * <p>Beside these: exact agreement, changed marks by direction, kappa, and the agreement of experts on works marked twice;
 * corrected means {@code mean - S(W(h) d(h))} by assessment with finite population correction, where at least {@value
 * #FEWEST_CORRECTED} works or all are marked again. Figures of regions and assessments are of the re-checked works, unweighted,
 * with the schools as the units that vary; a re-check of flagged schools says nothing of the other schools.
 *
 * <p>Works without an expert's score are counted as waiting. Fewer works than the minimum (10) are INSUFFICIENT_DATA. Where a
 * stratum has fewer than two re-checked works, or more than the results hold, the works of the school are taken as a simple
 * sample. The variance of the differences in a stratum is taken as if there were one more difference of a point, so that a few
 * works without any are no proof that there is none. All intervals are right only if the works were drawn at random within the
 * strata.
 *
 * <p>Caveats: experts differ too. Where two experts confirm each other in 85 % of works, no school can be expected to reach 90 %;
 * the fact {@code experts-confirm} stands beside every flag. Complexity: {@code O(n log n)} in the works. The result does not
 * depend on the order of the works. Immutable and safe to share between threads.
 *
 * <p>Reference: E. B. Wilson (1927), doi:10.1080/01621459.1927.10502953; W. G. Cochran (1977), Sampling Techniques, 3rd ed.,
 * chapter 5, for stratified estimates; R. A. Fisher (1935), The Design of Experiments, section 21. The target of 0.9 is that of
 * Khakassia, order of 08.02.2023 № 100-128 (share of works found objectively marked at a selective re-check, at least 90 %); the
 * tolerance and the minimum are ours.
 */
public final class RecheckAnalysis {
    static final int FEWEST_CORRECTED = 5;
    static final int FEWEST_CONTROLS = 3;

    private static final double POWER = 0.8;
    private static final String AS_CONTROLS = "as-controls";
    private static final RecheckAnalysis DEFAULTS = new RecheckAnalysis(new Options(0.9, 1, 10, 1, 0.05), Set.of());

    /** The numbers among the options. */
    private record Options(double target, int tolerance, int minimum, int distance, double level) {}

    private final Options options;
    private final Set<SchoolId> controls;

    private RecheckAnalysis(Options options, Set<SchoolId> controls) {
        this.options = options;
        this.controls = controls;
    }

    /**
     * Returns the analysis with a target of 0.9, a tolerance of 1 point, a minimum of 10 works, boundaries of 1 point, level 0.05
     * and no control schools.
     *
     * @return the analysis
     */
    public static RecheckAnalysis withDefaults() {
        return DEFAULTS;
    }

    /**
     * Chooses what share of works should be confirmed.
     *
     * @param share between 0 and 1
     * @return the analysis with it
     * @throws IllegalArgumentException if it is not between 0 and 1
     */
    public RecheckAnalysis withTarget(double share) {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("target must be between 0 and 1, got " + share);
        }
        return with(new Options(share, options.tolerance, options.minimum, options.distance, options.level));
    }

    /**
     * Chooses how far an expert's score may be from the school's in a confirmed work.
     *
     * @param points 0 or more
     * @return the analysis with it
     * @throws IllegalArgumentException if it is negative
     */
    public RecheckAnalysis withTolerance(int points) {
        if (points < 0) {
            throw new IllegalArgumentException("tolerance must not be negative, got " + points);
        }
        return with(new Options(options.target, points, options.minimum, options.distance, options.level));
    }

    /**
     * Chooses how many re-checked works a school needs.
     *
     * @param works 2 or more
     * @return the analysis with it
     * @throws IllegalArgumentException if it is less than 2
     */
    public RecheckAnalysis withMinimumWorks(int works) {
        if (works < 2) {
            throw new IllegalArgumentException("minimum works must be at least 2, got " + works);
        }
        return with(new Options(options.target, options.tolerance, works, options.distance, options.level));
    }

    /**
     * Chooses how near to a boundary a work is near: as in the sampling.
     *
     * @param points how many points below a cut score, 1 or more
     * @return the analysis with it
     * @throws IllegalArgumentException if it is less than 1
     */
    public RecheckAnalysis withBoundaryDistance(int points) {
        if (points < 1) {
            throw new IllegalArgumentException("boundary distance must be at least 1, got " + points);
        }
        return with(new Options(options.target, options.tolerance, options.minimum, points, options.level));
    }

    /**
     * Chooses the level that the adjusted p of the shift is compared with.
     *
     * @param value between 0 and 1
     * @return the analysis with it
     * @throws IllegalArgumentException if it is not between 0 and 1
     */
    public RecheckAnalysis withLevel(double value) {
        if (!(value > 0 && value < 1)) {
            throw new IllegalArgumentException("level must be between 0 and 1, got " + value);
        }
        return with(new Options(options.target, options.tolerance, options.minimum, options.distance, value));
    }

    /**
     * Names the schools that were drawn at random to compare with.
     *
     * @param schools the control schools; a school is compared with those of its own region
     * @return the analysis with them
     */
    public RecheckAnalysis withControls(Collection<SchoolId> schools) {
        return new RecheckAnalysis(options, Set.copyOf(schools));
    }

    private RecheckAnalysis with(Options value) {
        return new RecheckAnalysis(value, controls);
    }

    /** The method of the finding about the share of confirmed works. */
    private MethodInfo shareMethod() {
        return MethodInfo.of("recheck/confirmed-share", "1",
                        "Wilson (1927), doi:10.1080/01621459.1927.10502953; Хакасия, приказ от 08.02.2023 № 100-128")
                .with(Fact.of("target", options.target))
                .with(Fact.of("tolerance", (long) options.tolerance))
                .with(Fact.of("minimum-works", (long) options.minimum))
                .with(Fact.of("boundary-distance", (long) options.distance));
    }

    /** The method of the finding about scores that are too high. */
    private MethodInfo shiftMethod() {
        return MethodInfo.of("recheck/shift", "1", "Fisher (1935), The Design of Experiments, 21")
                .with(Fact.of("level", options.level))
                .with(Fact.of("minimum-works", (long) options.minimum))
                .with(Fact.of("boundary-distance", (long) options.distance));
    }

    /**
     * Analyses re-checked works.
     *
     * @param works the works, one element a work and expert
     * @param results the results of the schools, which hold the scales and the numbers of works
     * @return what the experts found
     * @throws IllegalArgumentException if an assessment is not in the results, a score is outside its scale, an expert marked a
     *     work twice, or the school's score of a work is not the same in all its elements
     */
    public Result run(Collection<RecheckWork> works, SchoolResults results) {
        return new Run(results).run(works);
    }

    /** One run over the works of some results. */
    private final class Run {
        private final SchoolResults results;
        private final Map<School, List<CheckedWork>> checked = new TreeMap<>();
        private final Map<School, Long> waiting = new TreeMap<>();

        Run(SchoolResults results) {
            this.results = results;
        }

        Result run(Collection<RecheckWork> works) {
            group(works);
            Map<Region, Agreement> regions = agreements(work -> work.school().region(), work -> true);
            Map<Region, Agreement> inControls =
                    agreements(work -> work.school().region(), work -> controls.contains(work.school().id()));
            List<Finding> findings = new ArrayList<>();
            List<Finding> shifts = new ArrayList<>();
            Map<School, Agreement> agreements = new TreeMap<>();
            for (School school : waiting.keySet()) {
                List<CheckedWork> own = checked.getOrDefault(school, List.of());
                Optional<Agreement.Experts> experts = Optional.ofNullable(regions.get(school.region())).flatMap(Agreement::experts);
                if (!own.isEmpty()) {
                    agreements.put(school, agreement(own, sample(own)));
                }
                findings.add(share(school, own, experts));
                shifts.add(shift(school, own));
            }
            findings.addAll(decided(shifts));
            findings.sort(Finding.order());
            List<SchoolRecheck> schools = new ArrayList<>();
            waiting.forEach((school, count) -> schools.add(new SchoolRecheck(
                    school,
                    Optional.ofNullable(agreements.get(school)),
                    count,
                    decision(findings.stream().filter(finding -> finding.unit().equals(school.id())).toList()),
                    corrected(checked.getOrDefault(school, List.of())))));
            return new Result(
                    schools, regions, agreements(work -> work.assessment().id(), work -> true), inControls, List.copyOf(findings));
        }

        private void group(Collection<RecheckWork> works) {
            List<RecheckWork> sorted = works.stream().sorted(RecheckWork.ORDER).toList();
            for (int from = 0, to; from < sorted.size(); from = to) {
                RecheckWork work = sorted.get(from);
                for (to = from + 1; to < sorted.size() && sorted.get(to).key().equals(work.key()); to++) {
                    RecheckWork next = sorted.get(to);
                    if (next.score() != work.score() || next.expert().equals(sorted.get(to - 1).expert())) {
                        throw new IllegalArgumentException(
                                "the elements of a work must have one school's score and differ in the expert, got " + next);
                    }
                }
                Assessment assessment = results.assessment(work.assessment())
                        .orElseThrow(() -> new IllegalArgumentException("the assessment must be in the results, not so: " + work));
                School school = results.school(work.school()).orElseGet(() -> School.of(work.school()));
                List<RecheckWork> rows = sorted.subList(from, to);
                rows.forEach(row -> checkScores(row, assessment.scale()));
                int[] scores = rows.stream().flatMapToInt(row -> row.expertScore().stream()).sorted().toArray();
                if (scores.length > 0) {
                    checked.computeIfAbsent(school, s -> new ArrayList<>())
                            .add(new CheckedWork(school, assessment, work.score(), scores));
                }
                waiting.merge(school, scores.length > 0 ? 0L : 1L, Long::sum);
            }
        }

        private void checkScores(RecheckWork work, ScoreScale scale) {
            if (work.score() > scale.max() || work.expertScore().orElse(0) > scale.max()) {
                throw new IllegalArgumentException("scores must be within 0.." + scale.max() + ", got " + work);
            }
        }

        private <K extends Comparable<K>> Map<K, Agreement> agreements(
                Function<CheckedWork, K> group, Predicate<CheckedWork> among) {
            Map<K, List<List<CheckedWork>>> groups = new TreeMap<>();
            checked.values().forEach(own -> own.stream()
                    .filter(among)
                    .collect(Collectors.groupingBy(group, TreeMap::new, Collectors.toList()))
                    .forEach((key, part) -> groups.computeIfAbsent(key, k -> new ArrayList<>()).add(part)));
            Map<K, Agreement> agreements = new TreeMap<>();
            groups.forEach((key, schools) -> agreements.put(
                    key, agreement(schools.stream().flatMap(List::stream).toList(), Sample.ofSchools(schools))));
            return agreements;
        }

        /** The works of one school as a sample of all its works in the same assessments. */
        private Sample sample(List<CheckedWork> own) {
            long[] sizes = new long[Stratum.values().length];
            List<List<CheckedWork>> strata = new ArrayList<>();
            for (Stratum stratum : Stratum.values()) {
                strata.add(own.stream().filter(work -> stratum(work.assessment(), work.score()) == stratum).toList());
            }
            for (Assessment assessment : own.stream().map(CheckedWork::assessment).distinct().toList()) {
                Optional<ScoreDistribution> scores = results.distribution(own.get(0).school().id(), assessment.id());
                for (int score = 0; scores.isPresent() && score <= assessment.scale().max(); score++) {
                    sizes[stratum(assessment, score).ordinal()] += scores.orElseThrow().count(score);
                }
            }
            return Sample.ofStrata(strata, sizes);
        }

        private Stratum stratum(Assessment assessment, int score) {
            return Stratum.of(assessment.scale(), options.distance, score);
        }

        private List<SchoolRecheck.CorrectedMean> corrected(List<CheckedWork> own) {
            List<SchoolRecheck.CorrectedMean> means = new ArrayList<>();
            Map<AssessmentId, List<CheckedWork>> byAssessment = own.stream()
                    .collect(Collectors.groupingBy(work -> work.assessment().id(), TreeMap::new, Collectors.toList()));
            byAssessment.forEach((id, works) -> {
                Sample sample = sample(works);
                long population = sample.population();
                if (population > 0 && (works.size() >= FEWEST_CORRECTED || works.size() == population)) {
                    double reported = results.distribution(works.get(0).school().id(), id).orElseThrow().mean().orElseThrow();
                    sample.meanOfAll(CheckedWork::shift)
                            .map(Sample.Mean::interval)
                            .map(shift -> new Interval(
                                    reported - shift.value(), reported - shift.upper(), reported - shift.lower()))
                            .map(mean -> new SchoolRecheck.CorrectedMean(id, works.size(), population, reported, mean))
                            .ifPresent(means::add);
                }
            });
            return means;
        }

        private Finding share(School school, List<CheckedWork> own, Optional<Agreement.Experts> experts) {
            Finding.Builder finding = about(shareMethod(), school, own);
            if (own.size() < options.minimum) {
                return finding.outcome(Outcome.INSUFFICIENT_DATA).build();
            }
            Sample sample = sample(own);
            Interval share = sample.share(RecheckAnalysis.this::confirmed);
            double effective = sample.effective(RecheckAnalysis.this::confirmed);
            double lowerOfAll = sample.shareOfAll(RecheckAnalysis.this::confirmed).lower();
            long lower = own.stream().filter(work -> !confirmed(work) && work.points() > 0).count();
            long higher = own.stream().filter(work -> !confirmed(work) && work.points() < 0).count();
            Agreement agreement = agreement(own, sample);
            finding.effect(share)
                    .fact("confirmed-works", agreement.confirmedWorks())
                    .fact("confirmed", percent(share.value()))
                    .fact("confirmed-lower", percent(share.lower()))
                    .fact("confirmed-upper", percent(share.upper()))
                    .fact("confirmed-lower-of-all", percent(lowerOfAll))
                    .fact("target", percent(options.target))
                    .fact("scores-lowered", lower)
                    .fact("scores-raised", higher)
                    .fact("marks-lowered", agreement.lowered())
                    .fact("marks-raised", agreement.raised())
                    .fact("exact", percent(agreement.exact().value()));
            agreement.quadraticKappa().ifPresent(kappa -> finding.fact("kappa-quadratic", kappa));
            experts.ifPresent(e -> finding.fact("experts-confirm", percent(e.confirmed())).fact("experts-pairs", e.pairs()));
            if (share.upper() < options.target) {
                long more = smallest(own.size(), k -> Interval.wilson(
                        Math.min(1, share.value() + k / effective), effective, Interval.Z95).upper() >= options.target);
                finding.fact("more-confirmed", more);
                return lower >= higher
                        ? finding.outcome(Outcome.FLAGGED).build()
                        : finding.outcome(Outcome.CLEAR).category("strict").build();
            }
            if (lowerOfAll < options.target) {
                return finding.outcome(Outcome.INSUFFICIENT_DATA).category("undecided").build();
            }
            return finding.outcome(Outcome.CLEAR).fact("detectable", percent(detectable(Math.max(1, (long) effective)))).build();
        }

        private Finding shift(School school, List<CheckedWork> own) {
            Finding.Builder finding = about(shiftMethod(), school, own);
            if (own.size() < options.minimum) {
                return finding.outcome(Outcome.INSUFFICIENT_DATA).build();
            }
            int[] points = own.stream().mapToInt(CheckedWork::points).toArray();
            Sample.Mean shift = sample(own).mean(CheckedWork::shift).orElseThrow();
            Optional<Sample.Mean> control = controlShift(school);
            double byExperts = BinomialLaw.signFlipTest(points);
            double byControls = control.map(shift::higherThan).orElse(0.0);
            finding.outcome(Outcome.CLEAR)
                    .category(byExperts <= options.level && byControls > options.level ? AS_CONTROLS : "")
                    .p(Math.max(byExperts, byControls))
                    .statistic(IntStream.of(points).sum())
                    .effect(shift.interval())
                    .fact("shift", shift.value())
                    .fact("scores-lowered", IntStream.of(points).filter(d -> d > 0).count())
                    .fact("scores-raised", IntStream.of(points).filter(d -> d < 0).count())
                    .fact("p-experts", byExperts);
            control.ifPresent(mean -> finding.fact("control-shift", mean.value()).fact("p-controls", byControls));
            detectableLowered(own.size()).ifPresent(share -> finding.fact("detectable", percent(share)));
            return finding.build();
        }

        /** The shift in the control schools of the region of a school, itself not among them. */
        private Optional<Sample.Mean> controlShift(School school) {
            List<List<CheckedWork>> others = new ArrayList<>();
            checked.forEach((other, works) -> {
                if (controls.contains(other.id()) && other.region().equals(school.region()) && !other.equals(school)) {
                    others.add(works);
                }
            });
            return others.size() < FEWEST_CONTROLS ? Optional.empty() : Sample.ofSchools(others).mean(CheckedWork::shift);
        }

        /** What the findings about the shift say, all of them known. */
        private List<Finding> decided(List<Finding> shifts) {
            List<Finding> tested = shifts.stream().filter(finding -> finding.p().isPresent()).toList();
            double[] adjusted = MultipleTesting.BENJAMINI_HOCHBERG.adjust(
                    tested.stream().mapToDouble(finding -> finding.p().orElseThrow()).toArray());
            List<Finding> decided = new ArrayList<>(shifts.stream().filter(finding -> finding.p().isEmpty()).toList());
            for (int i = 0; i < adjusted.length; i++) {
                Finding.Builder builder = tested.get(i).toBuilder().adjustedP(adjusted[i]);
                if (adjusted[i] <= options.level) {
                    double limit = options.level * tested.get(i).p().orElseThrow() / adjusted[i];
                    builder.outcome(Outcome.FLAGGED).fact("fewer-lowered", fewer((SchoolId) tested.get(i).unit(), limit));
                }
                decided.add(builder.build());
            }
            return decided;
        }

        /** How many works, those furthest apart first, would have to be confirmed in full for p to exceed a limit. */
        private long fewer(SchoolId id, double limit) {
            int[] points = checked.get(results.school(id).orElseGet(() -> School.of(id))).stream()
                    .sorted(Comparator.comparingInt(CheckedWork::points).reversed())
                    .mapToInt(CheckedWork::points)
                    .toArray();
            return smallest(points.length, k -> BinomialLaw.signFlipTest(
                    IntStream.range(0, points.length).map(i -> i < k ? 0 : points[i]).toArray()) > limit);
        }

        private Finding.Builder about(MethodInfo method, School school, List<CheckedWork> own) {
            return Finding.builder(method, school.id())
                    .assessments(own.stream().map(work -> work.assessment().id()).distinct().toList())
                    .n(own.size())
                    .fact("works", (long) own.size())
                    .fact("waiting", waiting.get(school))
                    .fact("minimum", (long) options.minimum);
        }
    }

    private boolean confirmed(CheckedWork work) {
        return work.confirmed(options.tolerance);
    }

    private Agreement agreement(List<CheckedWork> works, Sample sample) {
        int[][] marks = new int[CheckedWork.MARKS][CheckedWork.MARKS];
        long marked = 0;
        long lowered = 0;
        long raised = 0;
        for (CheckedWork work : works) {
            ScoreScale scale = work.assessment().scale();
            int own = CheckedWork.level(scale, work.score());
            int experts = CheckedWork.level(scale, work.expertScore());
            marked += scale.cuts().isEmpty() ? 0 : 1;
            lowered += experts < own ? 1 : 0;
            raised += experts > own ? 1 : 0;
            if (scale.hasMarks()) {
                marks[own][experts]++;
            }
        }
        return new Agreement(
                works.size(),
                sample.share(work -> work.points() == 0),
                works.stream().filter(this::confirmed).count(),
                sample.share(this::confirmed),
                marked,
                lowered,
                raised,
                sample.mean(CheckedWork::shift).map(Sample.Mean::interval),
                KappaWeights.UNWEIGHTED.of(marks),
                KappaWeights.QUADRATIC.of(marks),
                experts(works));
    }

    private Optional<Agreement.Experts> experts(List<CheckedWork> works) {
        int[][] marks = new int[CheckedWork.MARKS][CheckedWork.MARKS];
        long twice = 0;
        long pairs = 0;
        long exact = 0;
        long confirmed = 0;
        long distance = 0;
        for (CheckedWork work : works) {
            ScoreScale scale = work.assessment().scale();
            twice += work.experts().length > 1 ? 1 : 0;
            for (int i = 0; i < work.experts().length; i++) {
                for (int j = 0; j < i; j++) {
                    int one = work.experts()[i];
                    int other = work.experts()[j];
                    pairs++;
                    exact += one == other ? 1 : 0;
                    confirmed += CheckedWork.confirmed(scale, one, other, options.tolerance) ? 1 : 0;
                    distance += Math.abs(one - other);
                    if (scale.hasMarks()) {
                        marks[CheckedWork.level(scale, one)][CheckedWork.level(scale, other)]++;
                        marks[CheckedWork.level(scale, other)][CheckedWork.level(scale, one)]++;
                    }
                }
            }
        }
        return pairs == 0
                ? Optional.empty()
                : Optional.of(new Agreement.Experts(
                        twice,
                        pairs,
                        (double) exact / pairs,
                        (double) confirmed / pairs,
                        (double) distance / pairs,
                        KappaWeights.UNWEIGHTED.of(marks),
                        KappaWeights.QUADRATIC.of(marks)));
    }

    /** The largest confirmed share that would have been flagged with probability 0.8. */
    private double detectable(long works) {
        long most = smallest((int) works, k -> Interval.wilson(k, works).upper() >= options.target) - 1;
        return bisected(share -> 1 - BinomialLaw.upperTail(most + 1, works, share) < POWER);
    }

    /** The smallest share of works with lower scores, none higher, that would have given p = level with probability 0.8. */
    private OptionalDouble detectableLowered(long works) {
        long needed = smallest(Integer.MAX_VALUE, k -> Math.scalb(1.0, -k) <= options.level);
        return works < needed
                ? OptionalDouble.empty()
                : OptionalDouble.of(bisected(share -> BinomialLaw.upperTail(needed, works, share) >= POWER));
    }

    /** Where within 0..1 a condition begins to hold. */
    private static double bisected(DoublePredicate holds) {
        double low = 0;
        double high = 1;
        for (int step = 0; step < 50; step++) {
            double middle = (low + high) / 2;
            if (holds.test(middle)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    /** The smallest number of 0..limit for which a condition holds that goes on to hold; the limit if there is none. */
    private static long smallest(int limit, IntPredicate holds) {
        int low = 0;
        int high = limit;
        while (low < high) {
            int middle = low + (high - low) / 2;
            if (holds.test(middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static double percent(double share) {
        return 100 * share;
    }

    private static SchoolRecheck.Decision decision(List<Finding> findings) {
        if (findings.stream().anyMatch(finding -> finding.outcome() == Outcome.FLAGGED)) {
            return SchoolRecheck.Decision.SIGN;
        }
        if (findings.stream().allMatch(finding -> finding.outcome() == Outcome.CLEAR)) {
            return SchoolRecheck.Decision.CLEARED;
        }
        return findings.stream().anyMatch(finding -> finding.category().equals("undecided"))
                ? SchoolRecheck.Decision.UNDECIDED
                : SchoolRecheck.Decision.TOO_FEW;
    }

    @Override
    public String toString() {
        return shareMethod().toString();
    }

    /** What the experts found. Immutable and safe to share between threads. */
    public static final class Result {
        private final List<SchoolRecheck> schools;
        private final SortedMap<Region, Agreement> regions;
        private final SortedMap<AssessmentId, Agreement> assessments;
        private final SortedMap<Region, Agreement> controls;
        private final List<Finding> findings;

        private Result(
                List<SchoolRecheck> schools,
                Map<Region, Agreement> regions,
                Map<AssessmentId, Agreement> assessments,
                Map<Region, Agreement> controls,
                List<Finding> findings) {
            this.schools = List.copyOf(schools);
            this.regions = ImmutableSortedMap.copyOf(regions);
            this.assessments = ImmutableSortedMap.copyOf(assessments);
            this.controls = ImmutableSortedMap.copyOf(controls);
            this.findings = findings;
        }

        /**
         * Returns one line a school.
         *
         * @return all schools with works in the re-check, by identity
         */
        public List<SchoolRecheck> schools() {
            return schools;
        }

        /**
         * Returns what was found in a school.
         *
         * @param id the school
         * @return its line, or empty if it has no works in the re-check
         */
        public Optional<SchoolRecheck> school(SchoolId id) {
            return schools.stream().filter(line -> line.school().id().equals(id)).findFirst();
        }

        /**
         * Returns the re-checked works of each region together.
         *
         * @return the agreement by region
         */
        public SortedMap<Region, Agreement> regions() {
            return regions;
        }

        /**
         * Returns the re-checked works of each assessment together, over all regions.
         *
         * @return the agreement by assessment
         */
        public SortedMap<AssessmentId, Agreement> assessments() {
            return assessments;
        }

        /**
         * Returns the re-checked works of the control schools.
         *
         * @return the agreement by region; empty where no control school was named or has re-checked works
         */
        public SortedMap<Region, Agreement> controls() {
            return controls;
        }

        /**
         * Returns the findings: {@code recheck/confirmed-share} and {@code recheck/shift} of each school.
         *
         * @return all findings in the order of {@link Finding#order()}
         */
        public List<Finding> findings() {
            return findings;
        }

        @Override
        public String toString() {
            return "Recheck" + schools.stream()
                    .collect(Collectors.groupingBy(SchoolRecheck::decision, TreeMap::new, Collectors.counting()));
        }
    }
}
