package io.github.eduindicators.fioko;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Procedure;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.RegionResults;
import io.github.eduindicators.results.SchoolResult;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.stats.Interval;
import io.github.eduindicators.stats.RankPermutation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.annotation.Nullable;

/** One run of the signs of ФИОКО over one set of results. */
final class FiokoRun {
    /** Below this a sign says that it rests on few pupils. */
    private static final int SMALL = 10;

    private final FiokoSigns method;
    private final SchoolResults results;
    private final List<Assessment> looked;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Sign> signs = new ArrayList<>();
    private final Map<SchoolId, TreeSet<Integer>> judged = new HashMap<>();
    private final Map<SignKind, Map<SchoolId, Quiet>> quiet = new EnumMap<>(SignKind.class);
    private final Map<SignKind, Set<SchoolId>> flagged = new EnumMap<>(SignKind.class);
    private double expectedMeans;
    private double expectedMismatches;

    FiokoRun(FiokoSigns method, SchoolResults results) {
        this.method = method;
        this.results = results;
        this.looked = results.assessments().stream()
                .filter(method::looksAt)
                .sorted(Comparator.comparingInt(Assessment::year).thenComparing(Assessment::id))
                .toList();
        for (SignKind kind : SignKind.values()) {
            quiet.put(kind, new HashMap<>());
            flagged.put(kind, new HashSet<>());
        }
    }

    FiokoSigns.Result result() {
        for (Assessment assessment : looked) {
            means(assessment);
            if (!assessment.procedure().equals(Procedure.OGE)) {
                mismatches(assessment);
            }
        }
        cohorts();
        for (School school : results.schools()) {
            quiet.forEach((kind, schools) -> summarise(kind, school, schools.get(school.id())));
        }
        findings.sort(Finding.order());
        signs.sort(Comparator.comparing((Sign s) -> s.school().id()).thenComparingInt(Sign::year).thenComparing(Sign::kind));
        Map<SignKind, OptionalDouble> expected = new EnumMap<>(SignKind.class);
        expected.put(SignKind.INFLATED_MEAN, OptionalDouble.of(expectedMeans));
        expected.put(SignKind.JOURNAL_MISMATCH, OptionalDouble.of(expectedMismatches));
        expected.put(SignKind.COHORT_RISE, OptionalDouble.empty());
        expected.put(SignKind.COHORT_FALL, OptionalDouble.empty());
        return new FiokoSigns.Result(looked, findings, signs, index(), judged, expected);
    }

    private static int longest(RegionResults region) {
        return (int) region.schools().stream().mapToLong(result -> result.scores().count()).max().orElse(0);
    }

    private void means(Assessment assessment) {
        for (RegionResults region : RegionResults.of(results, assessment)) {
            means(assessment, region);
        }
    }

    private void means(Assessment assessment, RegionResults region) {
        ChanceOfInflatedMean chance = new ChanceOfInflatedMean(region.all(), longest(region));
        for (SchoolResult result : region.schools()) {
            long m = result.scores().count();
            if (m < method.minimum) {
                note(SignKind.INFLATED_MEAN, result.school(), assessment, Outcome.INSUFFICIENT_DATA, 0);
                continue;
            }
            expectedMeans += chance.of((int) m);
            MeanInterval school = MeanInterval.of(result.scores());
            MeanInterval all = MeanInterval.of(region.all());
            if (!school.inflatedAgainst(all)) {
                note(SignKind.INFLATED_MEAN, result.school(), assessment, Outcome.CLEAR, school.half() + all.half());
                continue;
            }
            double error = Math.sqrt(school.variance() / m + all.variance() / all.n());
            Finding.Builder finding = start(SignKind.INFLATED_MEAN, result.school(), assessment)
                    .n(m)
                    .outcome(Outcome.FLAGGED)
                    .category(school.variance() == 0 ? "zero-spread" : "")
                    .statistic(school.lower() - all.upper())
                    .effect(Interval.normal(school.mean() - all.mean(), error, Interval.Z95))
                    .fact("school-mean", school.mean())
                    .fact("school-lower", school.lower())
                    .fact("region-mean", all.mean())
                    .fact("region-upper", all.upper())
                    .fact("school-sd", Math.sqrt(school.variance()))
                    .fact("region-sd", Math.sqrt(all.variance()))
                    .fact("region-n", all.n());
            if (m < SMALL) {
                finding.fact("small", m);
            }
            flag(SignKind.INFLATED_MEAN, result.school(), assessment, finding.build());
        }
    }

    private void mismatches(Assessment assessment) {
        for (SchoolResult result : results.results(assessment.id())) {
            int[][] table = result.scores().scoresByJournalMark();
            long n = 0;
            for (int[] row : table) {
                for (int count : row) {
                    n += count;
                }
            }
            OptionalDouble r = method.spearman.of(table);
            if (r.isEmpty()) {
                note(SignKind.JOURNAL_MISMATCH, result.school(), assessment,
                        n == 0 ? Outcome.NOT_APPLICABLE : Outcome.INSUFFICIENT_DATA, 0);
                continue;
            }
            expectedMismatches += RankPermutation.probabilityNegative(table, method.spearman).orElseThrow();
            if (!(r.getAsDouble() < 0)) {
                note(SignKind.JOURNAL_MISMATCH, result.school(), assessment, Outcome.CLEAR, 0);
                continue;
            }
            Finding.Builder finding = start(SignKind.JOURNAL_MISMATCH, result.school(), assessment)
                    .n(n)
                    .outcome(Outcome.FLAGGED)
                    .statistic(r.getAsDouble())
                    .fact("correlation", r.getAsDouble());
            correlationInterval(r.getAsDouble(), n).ifPresent(finding::effect);
            if (n < SMALL) {
                finding.fact("small", n);
            }
            flag(SignKind.JOURNAL_MISMATCH, result.school(), assessment, finding.build());
        }
    }

    private void cohorts() {
        Map<CohortPair, List<Assessment>> later = new TreeMap<>();
        for (Assessment assessment : looked) {
            FiokoSigns.Work before = new FiokoSigns.Work(assessment.procedure(), assessment.subject(), assessment.grade() - 1);
            if (assessment.procedure().equals(Procedure.VPR) && method.looksAt(before)) {
                later.computeIfAbsent(CohortPair.endingWith(assessment), pair -> new ArrayList<>()).add(assessment);
            }
        }
        later.forEach((pair, works) -> cohort(pair, looked.stream().filter(pair::startsWith).toList(), works));
    }

    private void cohort(CohortPair pair, List<Assessment> before, List<Assessment> after) {
        if (before.isEmpty()) {
            return;
        }
        List<CohortChange> changes = new ArrayList<>();
        for (School school : results.schools()) {
            List<SchoolResult> first = works(school, before);
            List<SchoolResult> second = works(school, after);
            if (first.size() == 1 && second.size() == 1) {
                changes.add(new CohortChange(first.get(0), second.get(0)));
            } else if (!first.isEmpty() && !second.isEmpty()) {
                for (SignKind kind : List.of(SignKind.COHORT_RISE, SignKind.COHORT_FALL)) {
                    note(kind, school, second.get(0).assessment(), Outcome.NOT_APPLICABLE, 0);
                    quiet.get(kind).get(school.id()).ambiguous++;
                }
            }
        }
        double[] ratios = changes.stream().filter(CohortChange::computable).mapToDouble(CohortChange::ratio).toArray();
        if (ratios.length == 0) {
            changes.forEach(change -> noteCohort(change, Outcome.INSUFFICIENT_DATA));
            return;
        }
        double q1 = method.quartiles.of(ratios, 0.25);
        double q3 = method.quartiles.of(ratios, 0.75);
        double lower = q1 - FiokoSigns.FAR * (q3 - q1);
        double upper = q3 + FiokoSigns.FAR * (q3 - q1);
        for (CohortChange change : changes) {
            if (!change.computable()) {
                noteCohort(change, Outcome.INSUFFICIENT_DATA);
                continue;
            }
            for (SignKind kind : List.of(SignKind.COHORT_RISE, SignKind.COHORT_FALL)) {
                boolean flagged = kind == SignKind.COHORT_RISE ? change.ratio() < lower : change.ratio() > upper;
                if (!flagged) {
                    note(kind, change.after().school(), change.after().assessment(), Outcome.CLEAR, 0);
                    continue;
                }
                Finding.Builder finding = Finding.builder(method.method(kind), change.after().school().id())
                        .assessment(change.before().assessment().id())
                        .assessment(change.after().assessment().id())
                        .outcome(Outcome.FLAGGED)
                        .n(change.after().scores().count())
                        .statistic(change.ratio())
                        .fact("ratio", change.ratio())
                        .fact("before", 100 * change.shareBefore())
                        .fact("after", 100 * change.shareAfter())
                        .fact("before-n", change.before().scores().count())
                        .fact("limit-lower", lower)
                        .fact("limit-upper", upper)
                        .fact("schools", (long) ratios.length);
                change.interval().ifPresent(finding::effect);
                flag(kind, change.after().school(), change.after().assessment(), finding.build());
            }
        }
    }

    private void noteCohort(CohortChange change, Outcome outcome) {
        note(SignKind.COHORT_RISE, change.after().school(), change.after().assessment(), outcome, 0);
        note(SignKind.COHORT_FALL, change.after().school(), change.after().assessment(), outcome, 0);
    }

    private List<SchoolResult> works(School school, List<Assessment> assessments) {
        List<SchoolResult> found = new ArrayList<>();
        for (Assessment assessment : assessments) {
            results.distribution(school.id(), assessment.id())
                    .ifPresent(scores -> found.add(new SchoolResult(school, assessment, scores)));
        }
        return found;
    }

    private Finding.Builder start(SignKind kind, School school, Assessment assessment) {
        return Finding.builder(method.method(kind), school.id()).assessment(assessment.id());
    }

    private boolean official(SignKind kind, Assessment assessment) {
        boolean cohort = kind == SignKind.COHORT_RISE || kind == SignKind.COHORT_FALL;
        return FiokoSigns.official(assessment) && !(cohort && assessment.grade() != 5);
    }

    private void flag(SignKind kind, School school, Assessment assessment, Finding finding) {
        findings.add(finding);
        flagged.get(kind).add(school.id());
        signs.add(new Sign(kind, school, assessment.year(), official(kind, assessment), finding));
        judge(kind, school, assessment);
    }

    private void note(SignKind kind, School school, Assessment assessment, Outcome outcome, double detectable) {
        quiet.get(kind).computeIfAbsent(school.id(), id -> new Quiet()).add(outcome, detectable / assessment.scale().max());
        if (outcome == Outcome.CLEAR) {
            judge(kind, school, assessment);
        }
    }

    private void judge(SignKind kind, School school, Assessment assessment) {
        if (official(kind, assessment)) {
            judged.computeIfAbsent(school.id(), id -> new TreeSet<>()).add(assessment.year());
        }
    }

    private void summarise(SignKind kind, School school, @Nullable Quiet counts) {
        Finding.Builder finding = Finding.builder(method.method(kind), school.id());
        if (counts == null) {
            if (!flagged.get(kind).contains(school.id())) {
                findings.add(finding.outcome(Outcome.NOT_APPLICABLE).category("no-work").build());
            }
            return;
        }
        finding.outcome(counts.outcome())
                .fact("clear", counts.clear)
                .fact("insufficient", counts.insufficient)
                .fact("not-applicable", counts.notApplicable);
        if (kind == SignKind.INFLATED_MEAN && counts.clear > 0) {
            finding.fact("detectable", 100 * counts.detectable);
        }
        if (counts.ambiguous > 0) {
            finding.fact("two-works", counts.ambiguous);
        }
        findings.add(finding.build());
    }

    private List<IndexRow> index() {
        Map<SchoolId, Set<Integer>> flaggedYears = new HashMap<>();
        for (Sign sign : signs) {
            if (sign.official()) {
                flaggedYears.computeIfAbsent(sign.school().id(), id -> new TreeSet<>()).add(sign.year());
            }
        }
        Map<School, Map<Integer, Long>> taken = new TreeMap<>();
        for (Assessment assessment : looked) {
            if (FiokoSigns.official(assessment)) {
                for (SchoolResult result : results.results(assessment.id())) {
                    taken.computeIfAbsent(result.school(), s -> new TreeMap<>())
                            .merge(assessment.year(), result.scores().count(), Long::sum);
                }
            }
        }
        Map<Region, Map<Integer, long[]>> regions = new TreeMap<>();
        Map<Municipality, Map<Integer, long[]>> municipalities = new TreeMap<>();
        taken.forEach((school, years) -> years.forEach((year, count) -> {
            boolean flagged = flaggedYears.getOrDefault(school.id(), Set.of()).contains(year);
            count(regions.computeIfAbsent(school.region(), r -> new TreeMap<>()), year, count, flagged);
            count(municipalities.computeIfAbsent(school.municipality(), m -> new TreeMap<>()), year, count, flagged);
        }));
        List<IndexRow> rows = new ArrayList<>();
        municipalities.forEach((unit, years) -> years.forEach((year, sums) -> rows.add(row(unit, year, sums))));
        regions.forEach((unit, years) -> years.forEach((year, sums) -> rows.add(row(unit, year, sums))));
        return rows;
    }

    private void count(Map<Integer, long[]> years, int year, long results, boolean flagged) {
        long[] sums = years.computeIfAbsent(year, y -> new long[4]);
        sums[0]++;
        sums[1] += flagged ? 1 : 0;
        sums[2] += results;
        sums[3] += flagged ? results : 0;
    }

    private IndexRow row(Unit unit, int year, long[] sums) {
        return new IndexRow(unit, year, (int) sums[0], (int) sums[1], sums[2], sums[3]);
    }

    private static Optional<Interval> correlationInterval(double r, long n) {
        if (n < 4 || Math.abs(r) >= 1) {
            return Optional.empty();
        }
        double half = Interval.Z95 / Math.sqrt(n - 3);
        double z = 0.5 * Math.log((1 + r) / (1 - r));
        return Optional.of(new Interval(r, Math.min(r, Math.tanh(z - half)), Math.max(r, Math.tanh(z + half))));
    }

    /** What gave no sign in one school, of one kind. */
    private static final class Quiet {
        private long clear;
        private long insufficient;
        private long notApplicable;
        private long ambiguous;
        private double detectable = Double.POSITIVE_INFINITY;

        void add(Outcome outcome, double detectableShare) {
            switch (outcome) {
                case CLEAR -> {
                    clear++;
                    detectable = Math.min(detectable, detectableShare);
                }
                case INSUFFICIENT_DATA -> insufficient++;
                case NOT_APPLICABLE -> notApplicable++;
                case FLAGGED -> throw new IllegalStateException("a flag is not quiet");
            }
        }

        Outcome outcome() {
            return clear > 0 ? Outcome.CLEAR : insufficient > 0 ? Outcome.INSUFFICIENT_DATA : Outcome.NOT_APPLICABLE;
        }
    }
}
