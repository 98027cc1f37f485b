package io.github.eduindicators.effectiveness;

import io.github.eduindicators.effectiveness.Membership.Answer;
import io.github.eduindicators.effectiveness.Membership.Reason;
import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Procedure;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.SchoolResult;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.stats.Interval;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which schools hold most of a region's failures, and fail in Russian and in mathematics year after year?
 *
 * <p>An older research rule in two steps. For the year t and the years {@code t-2 .. t}, of all works of ЕГЭ that have a minimum score:
 * <ol>
 *   <li>Schools are sorted by their number of failures, the most first; kept are as many as are needed to hold more than 60 % of the
 *       region's failures, and all schools that tie with the last of them. A school is kept exactly if those with more failures than it
 *       hold at most 60 %, compared in whole numbers.
 *   <li>Of these, members are the schools with at least one failure in Russian and at least one in mathematics (of whatever level) in
 *       each of the three years.
 * </ol>
 *
 * <p>Input: {@link SchoolResults}; scales without a threshold are left out. For every year in which the region has such works each of
 * its schools gets an answer: NO where it is not among the kept or had participants without a failure in one of the subjects and years;
 * INSUFFICIENT_DATA where it is kept and only lacks participants, and where it has no result at all in the years; else YES. Where the
 * region has no failure nobody is kept. A region without such works gets findings NOT_APPLICABLE and no rows.
 *
 * <p>Each school gets a finding for the latest year of its region; {@code statistic} is its number of failures, {@code n} its results,
 * {@code effect} the share that failed with its Wilson interval.
 *
 * <p>Caveats: it counts failures, not shares, so large schools come first and a small school in which everybody fails may be left out;
 * a single failure counts. That the failures of the three years are added up, and over all subjects, is our reading of the source.
 * Results of doubtful objectivity count as they are. Complexity: linear in the results, and {@code O(S log S)} for S schools a year.
 * Immutable and safe to share between threads.
 *
 * <p>Reference: described in a study of a region's schools in a book on human capital by authors of HSE University; not an official
 * rule.
 */
public final class CumulativeFailures {
    private static final String LIST = "shnor-cumulative";
    private static final String RUSSIAN = "russian";
    private static final String MATHEMATICS = "mathematics";
    private static final List<String> SUBJECTS = List.of(RUSSIAN, MATHEMATICS);
    private static final int FIRST_YEAR = 1990;
    private static final CumulativeFailures DEFAULTS = new CumulativeFailures(Procedure.EGE, 3, 5, 3);

    private final Procedure procedure;
    private final int numerator;
    private final int denominator;
    private final int years;

    private CumulativeFailures(Procedure procedure, int numerator, int denominator, int years) {
        this.procedure = procedure;
        this.numerator = numerator;
        this.denominator = denominator;
        this.years = years;
    }

    /**
     * Returns the rule for ЕГЭ, 60 % and three years.
     *
     * @return the rule, which makes the list {@code shnor-cumulative}
     */
    public static CumulativeFailures withDefaults() {
        return DEFAULTS;
    }

    /**
     * Chooses the procedure.
     *
     * @param value the procedure, {@link Procedure#EGE} unless chosen
     * @return the rule with it
     */
    public CumulativeFailures withProcedure(Procedure value) {
        return new CumulativeFailures(Objects.requireNonNull(value, "procedure"), numerator, denominator, years);
    }

    /**
     * Chooses the share of all failures that the kept schools hold more than.
     *
     * @param part the numerator; 3 unless chosen
     * @param of the denominator; 5 unless chosen
     * @return the rule with it
     * @throws IllegalArgumentException if it is not below 1, or a number is negative
     */
    public CumulativeFailures withShare(int part, int of) {
        if (part < 0 || part >= of) {
            throw new IllegalArgumentException("the share must be at least 0 and below 1, got " + part + " of " + of);
        }
        return new CumulativeFailures(procedure, part, of, years);
    }

    /**
     * Chooses how many years running.
     *
     * @param number positive; 3 unless chosen
     * @return the rule with it
     * @throws IllegalArgumentException if it is not within 1..20
     */
    public CumulativeFailures withYears(int number) {
        if (number < 1 || number > 20) {
            throw new IllegalArgumentException("years must be within 1..20, got " + number);
        }
        return new CumulativeFailures(procedure, numerator, denominator, number);
    }

    /**
     * Returns the method with its options.
     *
     * @return the method
     */
    public MethodInfo method() {
        return MethodInfo.of("low-results/cumulative", "1", "a study of HSE University, described in a book on human capital")
                .with(Fact.of("procedure", procedure.code()))
                .with(Fact.of("share", numerator + "/" + denominator))
                .with(Fact.of("years", (long) years));
    }

    @Override
    public String toString() {
        return method().toString();
    }

    /** Failures and participants. */
    private static final class Count {
        private long failed;
        private long n;

        private void add(long moreFailed, long more) {
            failed += moreFailed;
            n += more;
        }
    }

    /** The counts of a school: all works by year, and Russian and mathematics by year. */
    private static final class Counts {
        private final TreeMap<Integer, Count> all = new TreeMap<>();
        private final Map<String, TreeMap<Integer, Count>> bySubject = new HashMap<>();

        private void add(SchoolResult result) {
            Assessment work = result.assessment();
            long failed = 0;
            for (int score = 0; score < work.scale().cuts().get(0); score++) {
                failed += result.scores().count(score);
            }
            all.computeIfAbsent(work.year(), y -> new Count()).add(failed, result.scores().count());
            String subject = subject(work.subject());
            if (!subject.isEmpty()) {
                bySubject.computeIfAbsent(subject, s -> new TreeMap<>())
                        .computeIfAbsent(work.year(), y -> new Count())
                        .add(failed, result.scores().count());
            }
        }

        private static String subject(Subject subject) {
            boolean mathematics = subject.equals(Subject.MATHEMATICS)
                    || subject.equals(Subject.MATHEMATICS_BASIC)
                    || subject.equals(Subject.MATHEMATICS_PROFILE);
            return subject.equals(Subject.RUSSIAN) ? RUSSIAN : mathematics ? MATHEMATICS : "";
        }

        private Count total(int first, int last) {
            Count total = new Count();
            all.subMap(first, true, last, true).values().forEach(count -> total.add(count.failed, count.n));
            return total;
        }

        private Count of(String subject, int year) {
            TreeMap<Integer, Count> byYear = bySubject.getOrDefault(subject, new TreeMap<>());
            return byYear.getOrDefault(year, new Count());
        }
    }

    /**
     * Applies the rule to every school and year.
     *
     * @param results the results of one region or several
     * @return memberships and findings
     */
    public Memberships run(SchoolResults results) {
        Map<SchoolId, Counts> counts = new HashMap<>();
        for (Assessment work : results.assessments()) {
            if (work.procedure().equals(procedure) && !work.scale().cuts().isEmpty()) {
                results.results(work.id()).forEach(
                        result -> counts.computeIfAbsent(result.school().id(), id -> new Counts()).add(result));
            }
        }
        Map<Region, List<School>> regions = new TreeMap<>();
        results.schools().forEach(school -> regions.computeIfAbsent(school.region(), r -> new ArrayList<>()).add(school));
        MethodInfo method = method();
        List<Membership> memberships = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        regions.values().forEach(schools -> run(schools, counts, method, memberships, findings));
        return new Memberships(method, memberships, findings);
    }

    private void run(
            List<School> schools,
            Map<SchoolId, Counts> counts,
            MethodInfo method,
            List<Membership> memberships,
            List<Finding> findings) {
        TreeSet<Integer> held = new TreeSet<>();
        schools.forEach(school -> held.addAll(counts.getOrDefault(school.id(), new Counts()).all.keySet()));
        if (held.isEmpty()) {
            schools.forEach(s -> findings.add(Finding.builder(method, s.id()).outcome(Outcome.NOT_APPLICABLE).build()));
        }
        for (int year : held) {
            TreeMap<Long, Long> schoolsByFailures = new TreeMap<>();
            for (School school : schools) {
                long failed = counts.getOrDefault(school.id(), new Counts()).total(year - years + 1, year).failed;
                schoolsByFailures.merge(failed, 1L, Long::sum);
            }
            TreeMap<Long, Long> failuresOfThoseWithMore = new TreeMap<>();
            long total = 0;
            for (Map.Entry<Long, Long> entry : schoolsByFailures.descendingMap().entrySet()) {
                failuresOfThoseWithMore.put(entry.getKey(), total);
                total += entry.getKey() * entry.getValue();
            }
            for (School school : schools) {
                Counts own = counts.getOrDefault(school.id(), new Counts());
                Judgement judgement = new Judgement(own, year, failuresOfThoseWithMore, total);
                memberships.add(new Membership(
                        LIST, school.id(), Period.of(year), judgement.answer(), judgement.reasons, ""));
                if (year == held.last()) {
                    findings.add(judgement.finding(method, school.id()));
                }
            }
        }
    }

    /** The rule applied to one school and year. */
    private final class Judgement {
        private final int year;
        private final Count own;
        private final boolean kept;
        private final long more;
        private final long total;
        private final List<Reason> reasons = new ArrayList<>();
        private int without;
        private int unknown;

        private Judgement(Counts counts, int year, Map<Long, Long> failuresOfThoseWithMore, long total) {
            this.year = year;
            this.own = counts.total(year - years + 1, year);
            this.total = total;
            this.more = failuresOfThoseWithMore.get(own.failed);
            this.kept = own.failed > 0 && denominator * more <= numerator * total;
            reasons.add(new Reason("share_of_schools_with_more", Period.of(year), "", kept ? Answer.YES : Answer.NO,
                    IndicatorValue.ratio(more, total), OptionalDouble.of((double) numerator / denominator)));
            unknown = SUBJECTS.size() * Math.max(0, FIRST_YEAR - (year - years + 1));
            for (int y = Math.max(FIRST_YEAR, year - years + 1); y <= year; y++) {
                for (String subject : SUBJECTS) {
                    add(subject, y, counts.of(subject, y));
                }
            }
        }

        private void add(String subject, int y, Count count) {
            Answer holds = count.n == 0 ? Answer.INSUFFICIENT_DATA : count.failed > 0 ? Answer.YES : Answer.NO;
            without += holds == Answer.NO ? 1 : 0;
            unknown += holds == Answer.INSUFFICIENT_DATA ? 1 : 0;
            IndicatorValue value =
                    count.n == 0 ? IndicatorValue.insufficient(0, "no-results") : IndicatorValue.ratio(count.failed, count.n);
            reasons.add(new Reason(subject, Period.of(y), "", holds, value, OptionalDouble.empty()));
        }

        private Answer answer() {
            if (own.n == 0) {
                return Answer.INSUFFICIENT_DATA;
            }
            return !kept || without > 0 ? Answer.NO : unknown > 0 ? Answer.INSUFFICIENT_DATA : Answer.YES;
        }

        private Finding finding(MethodInfo method, SchoolId school) {
            Answer answer = answer();
            Finding.Builder finding = Finding.builder(method, school)
                    .outcome(answer == Answer.YES ? Outcome.FLAGGED : answer == Answer.NO ? Outcome.CLEAR : Outcome.INSUFFICIENT_DATA)
                    .category(own.n == 0 ? "no-results" : answer == Answer.NO && kept ? "kept" : "")
                    .statistic(own.failed)
                    .n(own.n)
                    .fact("from", (long) Math.max(FIRST_YEAR, year - years + 1))
                    .fact("year", (long) year)
                    .fact("failed", own.failed)
                    .fact("failed-in-region", total)
                    .fact("more", more)
                    .fact("without-failures", (long) without)
                    .fact("without-results", (long) unknown);
            if (own.n > 0) {
                finding.effect(Interval.wilson(own.failed, own.n));
            }
            return finding.build();
        }
    }
}
