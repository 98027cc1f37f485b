package io.github.eduindicators.effectiveness;

import io.github.eduindicators.effectiveness.ValueAdded.CohortFit;
import io.github.eduindicators.effectiveness.ValueAdded.Effect;
import io.github.eduindicators.effectiveness.ValueAdded.Fit;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.laws.NormalLaw;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Season;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.results.RegionResults;
import io.github.eduindicators.results.SchoolResult;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreDistribution;
import io.github.eduindicators.stats.Interval;
import io.github.eduindicators.stats.MultipleTesting;
import io.github.eduindicators.stats.RandomIntercept;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Value added from counts: the models of all regions and assessments, their rows, and one finding a school. */
final class CohortModels {
    private static final String NO_PRIOR = "no-prior";
    private static final String DOUBTFUL = "doubtful-results";
    private static final String NO_SPREAD = "no-spread";
    /** Several reasons in one year. */
    private static final String NO_VALUE = "no-value";
    private static final String NO_VARIATION = "no-variation";
    private static final String NO_WORK_BEFORE = "no-work-before";
    private static final double STEP = 0.125;
    private static final double CLEARLY = 1e-7;

    private final ValueAdded method;
    private final SchoolResults results;
    private final Predicate<SchoolId> doubtful;
    private final IndicatorValues.Builder rows = IndicatorValues.builder();
    private final List<CohortFit> fits = new ArrayList<>();
    private final TreeMap<SchoolId, School> schools = new TreeMap<>();

    /** What is known of a school for its finding. */
    private static final class School {
        private final TreeMap<Integer, Year> years = new TreeMap<>();
        /** By year, the results that gave no value and why. */
        private final TreeMap<Integer, IndicatorValue> without = new TreeMap<>();
        /** Why the newest assessment gave no value. */
        private String reason = NO_WORK_BEFORE;
        private int reasonYear;

        private void without(int year, String why) {
            if (year >= reasonYear) {
                reasonYear = year;
                reason = why;
            }
        }
    }

    /** The values of a school in one year. */
    private static final class Year {
        private final List<AssessmentId> assessments = new ArrayList<>();
        private long n;
        private double value;
        private double error;
        private double reliability;

        private void add(AssessmentId assessment, Effect effect) {
            assessments.add(assessment);
            n += effect.n();
            value += effect.n() * effect.value().value();
            error += effect.n() * effect.standardError();
            reliability += effect.n() * effect.reliability();
        }
    }

    /**
     * The work before, standardised: the best estimate of what a school's pupils do on the whole, its variance, and what the pupils of
     * that year did beyond it.
     */
    private record Level(double estimate, double variance, double rest) {}

    /** Which schools have results in the work before that are not in doubt, their levels, and how reliable their means are on average. */
    private record Levels(Set<SchoolId> schools, Map<SchoolId, Level> of, OptionalDouble reliability) {
        static final Levels NONE = new Levels(Set.of(), Map.of(), OptionalDouble.empty());
    }

    CohortModels(ValueAdded method, SchoolResults results, Predicate<SchoolId> doubtful) {
        this.method = method;
        this.results = results;
        this.doubtful = doubtful;
    }

    ValueAdded.Cohorts run() {
        List<Assessment> assessments = results.assessments();
        for (Assessment assessment : assessments) {
            Optional<Assessment> before = before(assessment, assessments);
            // The counts of one pair of works at a time: those of all would fill the memory with many schools.
            Map<Region, Levels> levels = new HashMap<>();
            before.ifPresent(work -> RegionResults.of(results, work).forEach(part -> levels.put(part.region(), levels(part))));
            for (RegionResults now : RegionResults.of(results, assessment)) {
                if (before.isPresent()) {
                    model(now, before.get(), levels.getOrDefault(now.region(), Levels.NONE));
                } else {
                    withoutWorkBefore(now);
                }
            }
        }
        fits.sort(Comparator.comparing(CohortFit::region).thenComparing(CohortFit::assessment));
        pooled();
        return new ValueAdded.Cohorts(rows.build(), fits, findings());
    }

    private void withoutWorkBefore(RegionResults now) {
        now.schools().forEach(result -> school(result).without(0, NO_WORK_BEFORE));
        Fit none = Fit.none(RandomIntercept.GroupSums.create(1), NO_WORK_BEFORE);
        fits.add(new CohortFit(
                now.region(), now.assessment().id(), Optional.empty(), none, OptionalDouble.empty(), OptionalDouble.empty(),
                OptionalDouble.empty()));
    }

    private School school(SchoolResult result) {
        return schools.computeIfAbsent(result.school().id(), id -> new School());
    }

    private static Optional<Assessment> before(Assessment now, List<Assessment> all) {
        return all.stream()
                .filter(a -> a.procedure().equals(now.procedure()) && a.subject().equals(now.subject()))
                .filter(a -> a.year() == now.year() - 1 && a.grade() == now.grade() - 1)
                .min(Comparator.comparing((Assessment a) -> a.season() == Season.AUTUMN ? 0 : 1).thenComparing(Assessment::id));
    }

    private List<SchoolResult> kept(RegionResults region) {
        return region.schools().stream().filter(result -> !doubtful.test(result.school().id())).toList();
    }

    private static ScoreDistribution together(Assessment assessment, List<SchoolResult> schools) {
        return ScoreDistribution.sum(assessment.scale(), schools.stream().map(SchoolResult::scores).toList());
    }

    private static void add(RandomIntercept.GroupSums sums, SchoolResult result, double... covariates) {
        addDrawn(sums, result, 1, covariates);
    }

    /** Adds the scores, drawn towards the mean of the school so that this share of their variance is left. */
    private static void addDrawn(RandomIntercept.GroupSums sums, SchoolResult result, double left, double... covariates) {
        int[] histogram = result.scores().histogram();
        double mean = result.scores().mean().orElse(0);
        double factor = Math.sqrt(left);
        for (int score = 0; score < histogram.length; score++) {
            double drawn = left == 1 ? score : mean + factor * (score - mean);
            sums.addMany(result.school().id().value(), histogram[score], drawn, covariates);
        }
    }

    private Levels levels(RegionResults prior) {
        List<SchoolResult> kept = kept(prior);
        ScoreDistribution all = together(prior.assessment(), kept);
        double sd = Math.sqrt(all.variance().orElse(0));
        RandomIntercept.GroupSums sums = RandomIntercept.GroupSums.create(0);
        kept.forEach(result -> add(sums, result));
        Optional<RandomIntercept.Fit> fit = RandomIntercept.withDefaults().withLikelihood(method.likelihood()).fit(sums);
        Set<SchoolId> schools = new HashSet<>();
        kept.forEach(result -> schools.add(result.school().id()));
        if (fit.isEmpty()) {
            return new Levels(schools, Map.of(), OptionalDouble.empty());
        }
        double shift = fit.get().coefficients()[0] - all.mean().orElseThrow();
        Map<SchoolId, Level> levels = new HashMap<>();
        List<RandomIntercept.Effect> effects = fit.get().effects();
        for (RandomIntercept.Effect effect : effects) {
            double error = effect.standardError() / sd;
            levels.put(SchoolId.of(effect.group()),
                    new Level((shift + effect.value()) / sd, error * error, (effect.meanResidual() - effect.value()) / sd));
        }
        return new Levels(schools, levels, effects.stream().mapToDouble(RandomIntercept.Effect::reliability).average());
    }

    private void model(RegionResults now, Assessment before, Levels levels) {
        Assessment assessment = now.assessment();
        List<SchoolResult> kept = kept(now);
        double sd = Math.sqrt(together(assessment, kept).variance().orElse(0));
        List<SchoolResult> both = kept.stream().filter(result -> levels.schools().contains(result.school().id())).toList();
        Fit fit;
        OptionalDouble carried = OptionalDouble.empty();
        OptionalDouble left = OptionalDouble.empty();
        if (levels.of().isEmpty() || !(sd > 0) || both.size() < method.minimumSchools()) {
            RandomIntercept.GroupSums sums = RandomIntercept.GroupSums.create(1);
            both.forEach(result -> add(sums, result, 0));
            fit = Fit.none(sums, both.size() < method.minimumSchools() ? "few-schools" : NO_SPREAD);
        } else {
            double noise = noise(both, levels.of(), likeliestShare(both, levels.of(), 1));
            double share = likeliestShare(both, levels.of(), noise);
            fit = method.fit(
                    calibrated(method.likelihood(), both, levels.of(), share), sums(both, levels.of(), share, noise), List.of("prior"), sd);
            carried = fit.reason().isEmpty() ? OptionalDouble.of(share) : carried;
            left = fit.reason().isEmpty() ? OptionalDouble.of(noise) : left;
        }
        fits.add(new CohortFit(now.region(), assessment.id(), Optional.of(before.id()), fit, levels.reliability(), carried, left));
        rows(now, levels.schools(), fit);
    }

    /** The share of the year's deviation that is carried over. */
    private static double likeliestShare(List<SchoolResult> schools, Map<SchoolId, Level> levels, double noise) {
        double about = likeliest(schools, levels, noise, 1, 0.75, 0.5, 0.25, 0);
        return likeliest(schools, levels, noise, Math.min(1, about + STEP), about, Math.max(0, about - STEP));
    }

    /** The likeliest of shares that fall; the larger where two are as likely. */
    private static double likeliest(List<SchoolResult> schools, Map<SchoolId, Level> levels, double noise, double... shares) {
        double best = shares[0];
        double lowest = Double.POSITIVE_INFINITY;
        for (double share : shares) {
            double deviance = calibrated(RandomIntercept.Likelihood.ML, schools, levels, share)
                    .fit(sums(schools, levels, share, noise)).map(RandomIntercept.Fit::deviance).orElse(Double.POSITIVE_INFINITY);
            if (deviance < lowest - CLEARLY) {
                lowest = deviance;
                best = share;
            }
        }
        return best;
    }

    private static double noise(List<SchoolResult> schools, Map<SchoolId, Level> levels, double share) {
        List<CohortNoise.School> means = new ArrayList<>();
        for (SchoolResult result : schools) {
            means.add(CohortNoise.school(
                    result.scores(), covariate(levels, result, share), uncertainty(levels, result, share)));
        }
        return CohortNoise.left(means);
    }

    private static double covariate(Map<SchoolId, Level> levels, SchoolResult result, double share) {
        Level level = levels.get(result.school().id());
        return level.estimate() + share * level.rest();
    }

    private static double uncertainty(Map<SchoolId, Level> levels, SchoolResult result, double share) {
        return (1 - share) * (1 - share) * levels.get(result.school().id()).variance();
    }

    private static RandomIntercept.GroupSums sums(
            List<SchoolResult> schools, Map<SchoolId, Level> levels, double share, double noise) {
        RandomIntercept.GroupSums sums = RandomIntercept.GroupSums.create(1);
        for (SchoolResult result : schools) {
            addDrawn(sums, result, noise, covariate(levels, result, share));
        }
        return sums;
    }

    private static RandomIntercept calibrated(
            RandomIntercept.Likelihood likelihood, List<SchoolResult> schools, Map<SchoolId, Level> levels, double share) {
        Map<String, Double> variances = new HashMap<>();
        for (SchoolResult result : schools) {
            variances.put(result.school().id().value(), uncertainty(levels, result, share));
        }
        return RandomIntercept.withDefaults().withLikelihood(likelihood).withUncertainty(0, variances);
    }

    private void rows(RegionResults now, Set<SchoolId> hadWork, Fit fit) {
        Map<SchoolId, Effect> effects = new HashMap<>();
        fit.effects().forEach(effect -> effects.put(effect.school(), effect));
        int year = now.assessment().year();
        for (SchoolResult result : now.schools()) {
            SchoolId id = result.school().id();
            IndicatorValues.Key key = new IndicatorValues.Key(id, ValueAdded.INDICATOR, Period.of(year), now.assessment().id().value());
            Effect effect = effects.get(id);
            if (effect != null && fit.tau2().orElse(0) > 0) {
                school(result).years.computeIfAbsent(year, y -> new Year()).add(now.assessment().id(), effect);
                rows.add(key, ValueAdded.row(effect, "model=prior"));
                continue;
            }
            String why = doubtful.test(id) ? DOUBTFUL : hadWork.contains(id) ? reason(fit) : NO_PRIOR;
            school(result).without(year, why);
            rows.add(key, IndicatorValue.insufficient(result.scores().count(), why));
            school(result).without.merge(year, IndicatorValue.insufficient(result.scores().count(), why), CohortModels::together);
        }
    }

    private static String reason(Fit fit) {
        return switch (fit.reason()) {
            case "" -> NO_VARIATION;
            case "few-schools", "few-groups" -> "few-schools";
            case "few-observations" -> "few-results";
            default -> NO_SPREAD;
        };
    }

    private static IndicatorValue together(IndicatorValue one, IndicatorValue other) {
        return IndicatorValue.insufficient(
                one.n().orElseThrow() + other.n().orElseThrow(), one.note().equals(other.note()) ? one.note() : NO_VALUE);
    }

    /** The values of a school in a year together. */
    private void pooled() {
        schools.forEach((id, school) -> school.without.forEach((year, why) -> {
            if (!school.years.containsKey(year)) {
                rows.add(id, ValueAdded.INDICATOR, Period.of(year), why);
            }
        }));
        schools.forEach((id, school) -> school.years.forEach((year, values) -> {
            Interval mean = Interval.normal(values.value / values.n, values.error / values.n, Interval.Z95);
            rows.add(id, ValueAdded.INDICATOR, Period.of(year), IndicatorValue.of(mean, values.n).withNote("model=prior"));
        }));
    }

    private List<Finding> findings() {
        List<SchoolId> valued = schools.entrySet().stream().filter(e -> !e.getValue().years.isEmpty()).map(Map.Entry::getKey).toList();
        double[] p = new double[valued.size()];
        for (int i = 0; i < p.length; i++) {
            Year year = schools.get(valued.get(i)).years.lastEntry().getValue();
            p[i] = year.error > 0 ? Math.min(1, 2 * NormalLaw.upperTail(Math.abs(year.value) / year.error)) : 1;
        }
        double[] adjusted = MultipleTesting.BENJAMINI_HOCHBERG.adjust(p);
        List<Finding> findings = new ArrayList<>();
        int place = 0;
        for (Map.Entry<SchoolId, School> entry : schools.entrySet()) {
            Finding.Builder finding = Finding.builder(method.method(), entry.getKey());
            if (entry.getValue().years.isEmpty()) {
                String why = entry.getValue().reason;
                boolean applies = !why.equals(NO_WORK_BEFORE) && !why.equals(DOUBTFUL);
                findings.add(finding.outcome(applies ? Outcome.INSUFFICIENT_DATA : Outcome.NOT_APPLICABLE).category(why)
                        .fact("minimum", method.minimumSchools()).build());
            } else {
                Map.Entry<Integer, Year> latest = entry.getValue().years.lastEntry();
                findings.add(judged(finding, latest.getKey(), latest.getValue(), p[place], adjusted[place]));
                place++;
            }
        }
        return findings;
    }

    private Finding judged(Finding.Builder finding, int when, Year year, double p, double adjusted) {
        double value = year.value / year.n;
        double error = year.error / year.n;
        boolean sure = adjusted <= method.level() && value != 0;
        return finding.outcome(sure && value < 0 ? Outcome.FLAGGED : Outcome.CLEAR)
                .category(!sure ? "as-expected" : value < 0 ? "below" : "above")
                .assessments(year.assessments)
                .p(p)
                .adjustedP(adjusted)
                .statistic(error > 0 ? value / error : 0)
                .effect(Interval.normal(value, error, Interval.Z95))
                .n(year.n)
                .fact("year", (long) when)
                .fact("works", (long) year.assessments.size())
                .fact("reliability", 100 * year.reliability / year.n)
                .fact("detectable", Interval.Z95 * error)
                .build();
    }
}
