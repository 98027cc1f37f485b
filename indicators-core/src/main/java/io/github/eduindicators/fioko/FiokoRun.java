package io.github.eduindicators.fioko;

import com.google.common.base.Suppliers;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Procedure;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.RegionResults;
import io.github.eduindicators.results.SchoolResult;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreDistribution;
import io.github.eduindicators.stats.Interval;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/** One run of the signs of ФИОКО over one set of results. */
final class FiokoRun {
    /** Below this a sign says that it rests on few pupils. */
    private static final int SMALL = 10;
    /** The cohort signs of the document end in this grade. */
    private static final int LATER_GRADE = 5;
    private static final SignKind[] KINDS = SignKind.values();
    private static final Comparator<Sign> BY_YEAR_AND_KIND = Comparator.comparingInt(Sign::year).thenComparing(Sign::kind);

    private final FiokoSigns method;
    private final SchoolResults results;
    private final List<Assessment> looked;
    private final Map<Assessment, Place> places = new HashMap<>();
    private final School[] schools;
    private final Map<SchoolId, Integer> numbers = new HashMap<>();
    private final List<Integer> years;
    private final Map<SignKind, MethodInfo> methods = new EnumMap<>(SignKind.class);
    /** By kind and school. */
    private final Map<SignKind, Quiet[]> quiet = new EnumMap<>(SignKind.class);
    /** By school. */
    private final List<List<Sign>> flags = new ArrayList<>();
    /** By school and year: whether an official sign could be looked for, and the results of official works. */
    private final BitSet judged = new BitSet();
    private final long[] taken;
    private final Map<Assessment, Moments[]> moments = new HashMap<>();

    FiokoRun(FiokoSigns method, SchoolResults results) {
        this.method = method;
        this.results = results;
        this.looked = results.assessments().stream()
                .filter(method::looksAt)
                .sorted(Comparator.comparingInt(Assessment::year).thenComparing(Assessment::id))
                .toList();
        this.schools = results.schools().toArray(School[]::new);
        this.years = looked.stream().map(Assessment::year).distinct().toList();
        this.taken = new long[Math.multiplyExact(schools.length, years.size())];
        for (Assessment assessment : looked) {
            boolean official = FiokoSigns.official(assessment);
            int year = years.indexOf(assessment.year());
            places.put(assessment, new Place(assessment, year, official, official && assessment.grade() == LATER_GRADE));
        }
        for (School school : schools) {
            numbers.put(school.id(), numbers.size());
            flags.add(List.of());
        }
        for (SignKind kind : KINDS) {
            quiet.put(kind, new Quiet[schools.length]);
            methods.put(kind, method.method(kind));
        }
    }

    FiokoSigns.Result result() {
        for (Assessment assessment : looked) {
            Moments[] kept = new Moments[schools.length];
            moments.put(assessment, kept);
            for (RegionResults region : RegionResults.of(results, assessment)) {
                look(places.get(assessment), region, kept);
            }
        }
        cohorts();
        List<Sign> signs = new ArrayList<>();
        for (List<Sign> flagged : flags) {
            if (flagged.size() > 1) {
                flagged.sort(BY_YEAR_AND_KIND);
            }
            signs.addAll(flagged);
        }
        moments.clear();
        return new FiokoSigns.Result(looked, this::findings, signs, index(signs), judgedYears(), expected());
    }

    private List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        for (int school = 0; school < schools.length; school++) {
            List<Finding> own = new ArrayList<>(flags.get(school).size() + KINDS.length);
            flags.get(school).forEach(sign -> own.add(sign.finding()));
            for (SignKind kind : KINDS) {
                summarise(kind, school, own);
            }
            own.sort(Finding.order());
            findings.addAll(own);
        }
        return findings;
    }

    private Map<SignKind, Supplier<OptionalDouble>> expected() {
        FiokoSigns of = method;
        SchoolResults over = results;
        List<Assessment> works = looked;
        Map<SignKind, Supplier<OptionalDouble>> expected = new EnumMap<>(SignKind.class);
        expected.put(
                SignKind.INFLATED_MEAN,
                Suppliers.memoize(() -> OptionalDouble.of(ExpectedSigns.inflatedMeans(of, over, works))));
        expected.put(
                SignKind.JOURNAL_MISMATCH,
                Suppliers.memoize(() -> OptionalDouble.of(ExpectedSigns.journalMismatches(of, over, works))));
        expected.put(SignKind.COHORT_RISE, OptionalDouble::empty);
        expected.put(SignKind.COHORT_FALL, OptionalDouble::empty);
        return expected;
    }

    private Function<SchoolId, TreeSet<Integer>> judgedYears() {
        Map<SchoolId, Integer> known = numbers;
        List<Integer> all = years;
        BitSet set = judged;
        return id -> {
            TreeSet<Integer> found = new TreeSet<>();
            Integer school = known.get(id);
            for (int year = 0; school != null && year < all.size(); year++) {
                if (set.get(school * all.size() + year)) {
                    found.add(all.get(year));
                }
            }
            return found;
        };
    }

    private void look(Place place, RegionResults region, Moments[] kept) {
        boolean journal = !place.assessment().procedure().equals(Procedure.OGE);
        MeanInterval all = MeanInterval.of(Moments.of(region.all()));
        int school = 0;
        for (SchoolResult result : region.schools()) {
            // Both lists are in the order of identities, and hold the same schools.
            while (schools[school] != result.school()) {
                school++;
            }
            kept[school] = Moments.of(result.scores());
            if (place.official()) {
                taken[school * years.size() + place.year()] += kept[school].n();
            }
            mean(school, place, kept[school], all);
            if (journal) {
                mismatch(school, place, result.scores());
            }
        }
    }

    private void mean(int school, Place place, Moments own, MeanInterval all) {
        if (own.n() < method.minimum) {
            note(SignKind.INFLATED_MEAN, school, place, Outcome.INSUFFICIENT_DATA, 0);
            return;
        }
        MeanInterval interval = MeanInterval.of(own);
        if (!interval.inflatedAgainst(all)) {
            note(SignKind.INFLATED_MEAN, school, place, Outcome.CLEAR, interval.half() + all.half());
            return;
        }
        Assessment work = place.assessment();
        flag(SignKind.INFLATED_MEAN, school, place, List.of(work.id()), () -> inflated(school, work, interval, all));
    }

    private Finding inflated(int school, Assessment assessment, MeanInterval interval, MeanInterval all) {
        double error = Math.sqrt(interval.variance() / interval.n() + all.variance() / all.n());
        Finding.Builder finding = start(SignKind.INFLATED_MEAN, school, assessment)
                .n(interval.n())
                .outcome(Outcome.FLAGGED)
                .category(interval.variance() == 0 ? "zero-spread" : "")
                .statistic(interval.lower() - all.upper())
                .effect(Interval.normal(interval.mean() - all.mean(), error, Interval.Z95))
                .fact("school-mean", interval.mean())
                .fact("school-lower", interval.lower())
                .fact("region-mean", all.mean())
                .fact("region-upper", all.upper())
                .fact("school-sd", Math.sqrt(interval.variance()))
                .fact("region-sd", Math.sqrt(all.variance()))
                .fact("region-n", all.n());
        if (interval.n() < SMALL) {
            finding.fact("small", interval.n());
        }
        return finding.build();
    }

    private void mismatch(int school, Place place, ScoreDistribution scores) {
        OptionalDouble r = scores.spearman(method.spearman);
        if (r.isEmpty()) {
            note(SignKind.JOURNAL_MISMATCH, school, place,
                    marked(scores) == 0 ? Outcome.NOT_APPLICABLE : Outcome.INSUFFICIENT_DATA, 0);
            return;
        }
        double correlation = r.getAsDouble();
        if (!(correlation < 0)) {
            note(SignKind.JOURNAL_MISMATCH, school, place, Outcome.CLEAR, 0);
            return;
        }
        long n = marked(scores);
        Assessment work = place.assessment();
        flag(SignKind.JOURNAL_MISMATCH, school, place, List.of(work.id()), () -> mismatch(school, work, correlation, n));
    }

    private Finding mismatch(int school, Assessment assessment, double correlation, long n) {
        Finding.Builder finding = start(SignKind.JOURNAL_MISMATCH, school, assessment)
                .n(n)
                .outcome(Outcome.FLAGGED)
                .statistic(correlation)
                .fact("correlation", correlation);
        correlationInterval(correlation, n).ifPresent(finding::effect);
        if (n < SMALL) {
            finding.fact("small", n);
        }
        return finding.build();
    }

    /** How many pupils have a journal mark. */
    private static long marked(ScoreDistribution scores) {
        long n = scores.count();
        for (int score = 0; score <= scores.scale().max(); score++) {
            n -= scores.count(score, ScoreDistribution.NO_MARK);
        }
        return n;
    }

    private void cohorts() {
        Map<CohortPair, List<Assessment>> later = new TreeMap<>();
        for (Assessment assessment : looked) {
            FiokoSigns.Work before = new FiokoSigns.Work(assessment.procedure(), assessment.subject(), assessment.grade() - 1);
            if (assessment.procedure().equals(Procedure.VPR) && method.looksAt(before)) {
                later.computeIfAbsent(CohortPair.endingWith(assessment), pair -> new ArrayList<>()).add(assessment);
            }
        }
        later.forEach((pair, works) -> cohort(looked.stream().filter(pair::startsWith).toList(), works));
    }

    private void cohort(List<Assessment> before, List<Assessment> after) {
        List<CohortChange> changes = new ArrayList<>();
        for (int school = 0; school < schools.length && !before.isEmpty(); school++) {
            List<Assessment> first = taken(school, before);
            List<Assessment> second = taken(school, after);
            if (first.size() == 1 && second.size() == 1) {
                changes.add(new CohortChange(
                        school, first.get(0), moments.get(first.get(0))[school], second.get(0), moments.get(second.get(0))[school]));
            } else if (!first.isEmpty() && !second.isEmpty()) {
                for (SignKind kind : List.of(SignKind.COHORT_RISE, SignKind.COHORT_FALL)) {
                    note(kind, school, places.get(second.get(0)), Outcome.NOT_APPLICABLE, 0).ambiguous++;
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
            Place place = places.get(change.after());
            for (SignKind kind : List.of(SignKind.COHORT_RISE, SignKind.COHORT_FALL)) {
                boolean flagged = kind == SignKind.COHORT_RISE ? change.ratio() < lower : change.ratio() > upper;
                if (!flagged) {
                    note(kind, change.school(), place, Outcome.CLEAR, 0);
                    continue;
                }
                List<AssessmentId> both = List.of(change.before().id(), change.after().id());
                flag(kind, change.school(), place, both, () -> changed(kind, change, lower, upper, ratios.length));
            }
        }
    }

    private Finding changed(SignKind kind, CohortChange change, double lower, double upper, long compared) {
        Finding.Builder finding = start(kind, change.school(), change.before())
                .assessment(change.after().id())
                .outcome(Outcome.FLAGGED)
                .n(change.second().n())
                .statistic(change.ratio())
                .fact("ratio", change.ratio())
                .fact("before", 100 * change.shareBefore())
                .fact("after", 100 * change.shareAfter())
                .fact("before-n", change.first().n())
                .fact("limit-lower", lower)
                .fact("limit-upper", upper)
                .fact("schools", compared);
        change.interval().ifPresent(finding::effect);
        return finding.build();
    }

    private void noteCohort(CohortChange change, Outcome outcome) {
        Place place = places.get(change.after());
        note(SignKind.COHORT_RISE, change.school(), place, outcome, 0);
        note(SignKind.COHORT_FALL, change.school(), place, outcome, 0);
    }

    /** Those of the assessments that a school has results in. */
    private List<Assessment> taken(int school, List<Assessment> assessments) {
        List<Assessment> found = new ArrayList<>(assessments.size());
        for (Assessment assessment : assessments) {
            Moments[] of = moments.get(assessment);
            if (of != null && of[school] != null) {
                found.add(assessment);
            }
        }
        return found;
    }

    private Finding.Builder start(SignKind kind, int school, Assessment assessment) {
        return Finding.builder(methods.get(kind), schools[school].id()).assessment(assessment.id());
    }

    private void flag(SignKind kind, int school, Place place, List<AssessmentId> about, Supplier<Finding> finding) {
        if (flags.get(school).isEmpty()) {
            flags.set(school, new ArrayList<>());
        }
        flags.get(school).add(new Sign(kind, schools[school], place.assessment().year(), place.official(kind), about, finding));
        judge(kind, school, place);
    }

    private Quiet note(SignKind kind, int school, Place place, Outcome outcome, double detectable) {
        Quiet[] ofKind = quiet.get(kind);
        Quiet counts = ofKind[school];
        if (counts == null) {
            counts = new Quiet();
            ofKind[school] = counts;
        }
        counts.add(outcome, detectable / place.assessment().scale().max());
        if (outcome == Outcome.CLEAR) {
            judge(kind, school, place);
        }
        return counts;
    }

    private void judge(SignKind kind, int school, Place place) {
        if (place.official(kind)) {
            judged.set(school * years.size() + place.year());
        }
    }

    private void summarise(SignKind kind, int school, List<Finding> own) {
        Quiet counts = quiet.get(kind)[school];
        Finding.Builder finding = Finding.builder(methods.get(kind), schools[school].id());
        if (counts == null) {
            if (own.stream().noneMatch(flag -> flag.method().equals(methods.get(kind)))) {
                own.add(finding.outcome(Outcome.NOT_APPLICABLE).category("no-work").build());
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
        own.add(finding.build());
    }

    private List<IndexRow> index(List<Sign> signs) {
        BitSet flagged = new BitSet();
        for (Sign sign : signs) {
            if (sign.official()) {
                flagged.set(numbers.get(sign.school().id()) * years.size() + years.indexOf(sign.year()));
            }
        }
        Map<Region, Map<Integer, long[]>> regions = new TreeMap<>();
        Map<Municipality, Map<Integer, long[]>> municipalities = new TreeMap<>();
        for (int at = 0; at < taken.length; at++) {
            if (taken[at] > 0) {
                School school = schools[at / years.size()];
                int year = years.get(at % years.size());
                count(regions.computeIfAbsent(school.region(), r -> new TreeMap<>()), year, taken[at], flagged.get(at));
                count(municipalities.computeIfAbsent(school.municipality(), m -> new TreeMap<>()), year, taken[at], flagged.get(at));
            }
        }
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

    /** An assessment, the number of its year, and whether its signs are among those of the document. */
    private record Place(Assessment assessment, int year, boolean official, boolean officialCohort) {
        boolean official(SignKind kind) {
            return kind == SignKind.COHORT_RISE || kind == SignKind.COHORT_FALL ? officialCohort : official;
        }
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
