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
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
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
    private static final List<SignKind> COHORT_KINDS = List.of(SignKind.COHORT_RISE, SignKind.COHORT_FALL);
    private static final Comparator<Sign> BY_YEAR_AND_KIND = Comparator.comparingInt(Sign::year).thenComparing(Sign::kind);

    private final FiokoSigns method;
    private final SchoolResults results;
    private final List<Assessment> looked;
    private final List<Place> places = new ArrayList<>();
    private final School[] schools;
    /** By region, the numbers of its schools. */
    private final Map<Region, List<Integer>> ofRegions = new HashMap<>();
    private final Map<SchoolId, Integer> numbers = new HashMap<>();
    private final List<Integer> years;
    private final Map<SignKind, MethodInfo> methods = new EnumMap<>(SignKind.class);
    private final Map<SignKind, Quiet> quiet = new EnumMap<>(SignKind.class);
    /** By school. */
    private final List<List<Sign>> flags = new ArrayList<>();
    /** By school and year: whether an official sign could be looked for, and the results of official works. */
    private final BitSet judged = new BitSet();
    private final long[] taken;

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
            boolean officialCohort = official && assessment.grade() == LATER_GRADE;
            places.add(new Place(places.size(), assessment, year, official, officialCohort, List.of(assessment.id())));
        }
        for (School school : schools) {
            ofRegions.computeIfAbsent(school.region(), region -> new ArrayList<>()).add(numbers.size());
            numbers.put(school.id(), numbers.size());
            flags.add(List.of());
        }
        for (SignKind kind : KINDS) {
            quiet.put(kind, new Quiet(schools.length));
            methods.put(kind, method.method(kind));
        }
    }

    FiokoSigns.Result result() {
        // By assessment and school, the mean as a share of the maximum.
        double[][] shares = new double[places.size()][schools.length];
        for (Place place : places) {
            Arrays.fill(shares[place.number()], Double.NaN);
            for (RegionResults region : RegionResults.of(results, place.assessment())) {
                look(place, region, shares[place.number()]);
            }
        }
        cohorts(shares);
        List<Sign> signs = new ArrayList<>();
        for (List<Sign> flagged : flags) {
            if (flagged.size() > 1) {
                flagged.sort(BY_YEAR_AND_KIND);
            }
            signs.addAll(flagged);
        }
        return new FiokoSigns.Result(looked, this::findings, signs, this::signs, index(), judgedYears(), expected());
    }

    private List<Sign> signs(SchoolId id) {
        Integer school = numbers.get(id);
        return school == null ? List.of() : List.copyOf(flags.get(school));
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

    private void look(Place place, RegionResults region, double[] shares) {
        boolean journal = !place.assessment().procedure().equals(Procedure.OGE);
        MeanInterval all = MeanInterval.of(region.all());
        Iterator<Integer> ofRegion = ofRegions.get(region.region()).iterator();
        for (SchoolResult result : region.schools()) {
            // Both are in the order of identities, and hold the same schools.
            int school = ofRegion.next();
            while (schools[school] != result.school()) {
                school = ofRegion.next();
            }
            ScoreDistribution scores = result.scores();
            shares[school] = CohortChange.share(scores);
            if (place.official()) {
                taken[school * years.size() + place.year()] += scores.count();
            }
            mean(school, place, scores, all);
            if (journal) {
                mismatch(school, place, scores);
            }
        }
    }

    private void mean(int school, Place place, ScoreDistribution scores, MeanInterval all) {
        if (scores.count() < method.minimum) {
            note(SignKind.INFLATED_MEAN, school, place, Outcome.INSUFFICIENT_DATA, 0);
            return;
        }
        MeanInterval own = MeanInterval.of(scores);
        if (own.inflatedAgainst(all)) {
            flag(SignKind.INFLATED_MEAN, school, place, place.alone(), () -> inflated(school, place.assessment(), all));
        } else {
            note(SignKind.INFLATED_MEAN, school, place, Outcome.CLEAR, own.half() + all.half());
        }
    }

    private ScoreDistribution scores(int school, Assessment assessment) {
        return results.distribution(schools[school].id(), assessment.id()).orElseThrow();
    }

    private Finding inflated(int school, Assessment assessment, MeanInterval all) {
        MeanInterval interval = MeanInterval.of(scores(school, assessment));
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
        flag(SignKind.JOURNAL_MISMATCH, school, place, place.alone(), () -> mismatch(school, work, correlation, n));
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

    private void cohorts(double[][] shares) {
        Map<CohortPair, List<Place>> later = new TreeMap<>();
        for (Place place : places) {
            Assessment assessment = place.assessment();
            FiokoSigns.Work before = new FiokoSigns.Work(assessment.procedure(), assessment.subject(), assessment.grade() - 1);
            if (assessment.procedure().equals(Procedure.VPR) && method.looksAt(before)) {
                later.computeIfAbsent(CohortPair.endingWith(assessment), pair -> new ArrayList<>()).add(place);
            }
        }
        later.forEach((pair, works) -> cohort(
                places.stream().filter(place -> pair.startsWith(place.assessment())).toList(), works, shares));
    }

    private void cohort(List<Place> before, List<Place> after, double[][] shares) {
        List<Pair> pairs = new ArrayList<>();
        for (int school = 0; school < schools.length && !before.isEmpty(); school++) {
            List<Place> first = taken(school, before, shares);
            List<Place> second = taken(school, after, shares);
            if (first.size() == 1 && second.size() == 1) {
                double ratio = shares[first.get(0).number()][school] / shares[second.get(0).number()][school];
                pairs.add(new Pair(school, first.get(0), second.get(0), ratio));
            } else if (!first.isEmpty() && !second.isEmpty()) {
                for (SignKind kind : COHORT_KINDS) {
                    note(kind, school, second.get(0), Outcome.NOT_APPLICABLE, 0);
                    quiet.get(kind).ambiguous[school]++;
                }
            }
        }
        double[] ratios = pairs.stream().mapToDouble(Pair::ratio).filter(Double::isFinite).toArray();
        // Once here, so that both quartiles find them in order.
        Arrays.sort(ratios);
        double q1 = ratios.length == 0 ? 0 : method.quartiles.of(ratios, 0.25);
        double q3 = ratios.length == 0 ? 0 : method.quartiles.of(ratios, 0.75);
        double lower = q1 - FiokoSigns.FAR * (q3 - q1);
        double upper = q3 + FiokoSigns.FAR * (q3 - q1);
        for (Pair pair : pairs) {
            for (SignKind kind : COHORT_KINDS) {
                if (!pair.computable()) {
                    note(kind, pair.school(), pair.after(), Outcome.INSUFFICIENT_DATA, 0);
                } else if (kind == SignKind.COHORT_RISE ? pair.ratio() < lower : pair.ratio() > upper) {
                    List<AssessmentId> both = List.of(pair.before().assessment().id(), pair.after().assessment().id());
                    flag(kind, pair.school(), pair.after(), both, () -> changed(kind, pair, lower, upper, ratios.length));
                } else {
                    note(kind, pair.school(), pair.after(), Outcome.CLEAR, 0);
                }
            }
        }
    }

    /** A cohort of a school that took one work in each year; the ratio is not finite where the later mean is 0. */
    private record Pair(int school, Place before, Place after, double ratio) {
        boolean computable() {
            return Double.isFinite(ratio);
        }
    }

    private Finding changed(SignKind kind, Pair pair, double lower, double upper, int compared) {
        Assessment before = pair.before().assessment();
        Assessment after = pair.after().assessment();
        CohortChange change = new CohortChange(before, scores(pair.school(), before), after, scores(pair.school(), after));
        Finding.Builder finding = start(kind, pair.school(), before)
                .assessment(after.id())
                .outcome(Outcome.FLAGGED)
                .n(change.second().count())
                .statistic(change.ratio())
                .fact("ratio", change.ratio())
                .fact("before", 100 * CohortChange.share(change.first()))
                .fact("after", 100 * CohortChange.share(change.second()))
                .fact("before-n", change.first().count())
                .fact("limit-lower", lower)
                .fact("limit-upper", upper)
                .fact("schools", (long) compared);
        change.interval().ifPresent(finding::effect);
        return finding.build();
    }

    /** Those of the assessments that a school has results in. */
    private static List<Place> taken(int school, List<Place> places, double[][] shares) {
        List<Place> found = new ArrayList<>(places.size());
        for (Place place : places) {
            if (!Double.isNaN(shares[place.number()][school])) {
                found.add(place);
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

    private void note(SignKind kind, int school, Place place, Outcome outcome, double detectable) {
        quiet.get(kind).add(school, outcome, detectable / place.assessment().scale().max());
        if (outcome == Outcome.CLEAR) {
            judge(kind, school, place);
        }
    }

    private void judge(SignKind kind, int school, Place place) {
        if (place.official(kind)) {
            judged.set(school * years.size() + place.year());
        }
    }

    private void summarise(SignKind kind, int school, List<Finding> own) {
        Quiet counts = quiet.get(kind);
        Finding.Builder finding = Finding.builder(methods.get(kind), schools[school].id());
        if (!counts.any(school)) {
            if (own.stream().noneMatch(flag -> flag.method().equals(methods.get(kind)))) {
                own.add(finding.outcome(Outcome.NOT_APPLICABLE).category("no-work").build());
            }
            return;
        }
        finding.outcome(counts.outcome(school))
                .fact("clear", (long) counts.clear[school])
                .fact("insufficient", (long) counts.insufficient[school])
                .fact("not-applicable", (long) counts.notApplicable[school]);
        if (kind == SignKind.INFLATED_MEAN && counts.clear[school] > 0) {
            finding.fact("detectable", 100 * counts.detectable[school]);
        }
        if (counts.ambiguous[school] > 0) {
            finding.fact("two-works", (long) counts.ambiguous[school]);
        }
        own.add(finding.build());
    }

    private List<IndexRow> index() {
        Map<Municipality, long[][]> municipalities = new HashMap<>();
        Map<Region, long[][]> regions = new HashMap<>();
        for (int school = 0; school < schools.length; school++) {
            Municipality municipality = schools[school].municipality();
            long[][] ofMunicipality = municipalities.computeIfAbsent(municipality, m -> new long[years.size()][4]);
            long[][] ofRegion = regions.computeIfAbsent(municipality.region(), r -> new long[years.size()][4]);
            for (int year = 0; year < years.size(); year++) {
                long results = taken[school * years.size() + year];
                if (results > 0) {
                    boolean flagged = flagged(school, years.get(year));
                    count(ofRegion[year], results, flagged);
                    count(ofMunicipality[year], results, flagged);
                }
            }
        }
        List<IndexRow> rows = new ArrayList<>();
        new TreeMap<>(municipalities).forEach((unit, sums) -> addRows(rows, unit, sums));
        new TreeMap<>(regions).forEach((unit, sums) -> addRows(rows, unit, sums));
        return rows;
    }

    private boolean flagged(int school, int year) {
        for (Sign sign : flags.get(school)) {
            if (sign.official() && sign.year() == year) {
                return true;
            }
        }
        return false;
    }

    private static void count(long[] sums, long results, boolean flagged) {
        sums[0]++;
        sums[1] += flagged ? 1 : 0;
        sums[2] += results;
        sums[3] += flagged ? results : 0;
    }

    private void addRows(List<IndexRow> rows, Unit unit, long[][] sums) {
        for (int year = 0; year < sums.length; year++) {
            if (sums[year][0] > 0) {
                rows.add(new IndexRow(
                        unit, years.get(year), (int) sums[year][0], (int) sums[year][1], sums[year][2], sums[year][3]));
            }
        }
    }

    private static Optional<Interval> correlationInterval(double r, long n) {
        if (n < 4 || Math.abs(r) >= 1) {
            return Optional.empty();
        }
        double half = Interval.Z95 / Math.sqrt(n - 3);
        double z = 0.5 * Math.log((1 + r) / (1 - r));
        return Optional.of(new Interval(r, Math.min(r, Math.tanh(z - half)), Math.max(r, Math.tanh(z + half))));
    }

    /** An assessment that is looked at, its number, that of its year, and whether its signs are among those of the document. */
    private record Place(
            int number, Assessment assessment, int year, boolean official, boolean officialCohort, List<AssessmentId> alone) {
        boolean official(SignKind kind) {
            return kind == SignKind.COHORT_RISE || kind == SignKind.COHORT_FALL ? officialCohort : official;
        }
    }

    /** What gave no sign of one kind, by school. */
    private static final class Quiet {
        private final int[] clear;
        private final int[] insufficient;
        private final int[] notApplicable;
        private final int[] ambiguous;
        private final double[] detectable;

        Quiet(int schools) {
            clear = new int[schools];
            insufficient = new int[schools];
            notApplicable = new int[schools];
            ambiguous = new int[schools];
            detectable = new double[schools];
            Arrays.fill(detectable, Double.POSITIVE_INFINITY);
        }

        void add(int school, Outcome outcome, double detectableShare) {
            switch (outcome) {
                case CLEAR -> {
                    clear[school]++;
                    detectable[school] = Math.min(detectable[school], detectableShare);
                }
                case INSUFFICIENT_DATA -> insufficient[school]++;
                case NOT_APPLICABLE -> notApplicable[school]++;
                case FLAGGED -> throw new IllegalStateException("a flag is not quiet");
            }
        }

        boolean any(int school) {
            return clear[school] + insufficient[school] + notApplicable[school] > 0;
        }

        Outcome outcome(int school) {
            return clear[school] > 0
                    ? Outcome.CLEAR
                    : insufficient[school] > 0 ? Outcome.INSUFFICIENT_DATA : Outcome.NOT_APPLICABLE;
        }
    }
}
