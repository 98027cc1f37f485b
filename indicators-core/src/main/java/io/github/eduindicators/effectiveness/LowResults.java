package io.github.eduindicators.effectiveness;

import com.google.common.collect.ImmutableList;
import io.github.eduindicators.effectiveness.Membership.Answer;
import io.github.eduindicators.effectiveness.Membership.Reason;
import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Procedure;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.results.SchoolResult;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreDistribution;
import io.github.eduindicators.stats.Interval;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.annotation.Nullable;

/**
 * Which schools have low results by the federal rule (ШНОР): three in ten did not pass, in two procedures, and in one of them two years
 * running?
 *
 * <p>With n participants of whom f failed, school s, procedure p and year y,
 *
 * <pre>
 *   low(s, p, y)  = n &gt;= least participants  and  10 f &gt;= 3 n            (whole numbers; exactly 30 % counts)
 *   member(s, t)  = at least two p with low(s, p, t), and for one of them also low(s, p, t - 1)
 * </pre>
 *
 * <p>Failed are the scores below the mark 3, or below the minimum score where a scale has no marks. A procedure is one across years if
 * procedure, subject and grade are the same ({@link Series}); its pupils are others every year. Works of one procedure in one calendar
 * year, of spring and autumn, are pooled: n and f are added.
 *
 * <p>Input: {@link SchoolResults}. A scale without a threshold makes a work not applicable: it is left out, and the finding counts such
 * works. For every year in which any school of the region has any of the procedures, each school of the region gets an answer:
 * <ul>
 *   <li>YES by the rule; NO where fewer than two procedures are low, or a low one was there the year before and none of those was low;
 *   <li>INSUFFICIENT_DATA where two or more are low but the school has no result in any of them the year before, and where it has no
 *       result in the year at all. Too few participants (the option) is a procedure that is not low, not one that is missing.
 * </ul>
 * A region without any such work gets findings NOT_APPLICABLE and no rows. Where the earlier year lacks a level of ЕГЭ mathematics but
 * holds mathematics that was not divided, that stands for both levels.
 *
 * <p>Each school gets a finding for the latest year of its region. {@code statistic} is the number of low procedures, {@code n} the
 * results looked at, {@code effect} the share that failed, with its Wilson interval, in the procedure on which the number of low ones
 * turns: the second highest share of the year.
 *
 * <p>Caveats. <b>The rule rewards inflated marks:</b> a school whose marks are raised never reaches 30 %, so read a CLEAR beside the
 * objectivity of the school; {@link #run(SchoolResults, Predicate)} says so where it is doubted. <b>It is blind to size:</b> 3 of 9
 * counts, though the true share may lie anywhere between 12 and 65 %; the interval stands in every reason. A rule by thresholds has no
 * p-value, so how many schools chance would list is not known.
 *
 * <p>Complexity: linear in the results. Immutable and safe to share between threads.
 *
 * <p>Reference: the rule of ФИОКО as an inspection act of a regional ministry quotes it (Omsk, December 2025). The list of procedures
 * and the thresholds are as we know them, from practice since 2020, and not from an official text; least participants and what to do
 * about a missing year are not known from any text. All are options.
 */
public final class LowResults {
    private static final int ANY_GRADE = 0;
    private static final long FEW = 10;
    private static final int FIRST_YEAR = 1990;
    private static final ImmutableList<Series> FEDERAL = ImmutableList.of(
            new Series(Procedure.VPR, Subject.RUSSIAN, 5),
            new Series(Procedure.VPR, Subject.MATHEMATICS, 5),
            new Series(Procedure.VPR, Subject.RUSSIAN, 6),
            new Series(Procedure.VPR, Subject.MATHEMATICS, 6),
            Series.of(Procedure.OGE, Subject.RUSSIAN),
            Series.of(Procedure.OGE, Subject.MATHEMATICS),
            Series.of(Procedure.EGE, Subject.RUSSIAN),
            Series.of(Procedure.EGE, Subject.MATHEMATICS_BASIC),
            Series.of(Procedure.EGE, Subject.MATHEMATICS_PROFILE),
            Series.of(Procedure.EGE, Subject.MATHEMATICS));
    private static final LowResults DEFAULTS = new LowResults(new Options("shnor-federal", FEDERAL, 3, 10, 1, 2, PreviousYear.STRICT));

    /** What the rule looks at where a procedure was not held the year before. */
    public enum PreviousYear {
        /** The calendar year before, or nothing. */
        STRICT,
        /** The latest earlier year in which the school has results in the procedure. */
        LAST_AVAILABLE
    }

    /**
     * What the rule calls one procedure: the works of a procedure in a subject and grade over the years.
     *
     * @param procedure the procedure
     * @param subject the subject
     * @param grade the grade of the programme, 1..12, or 0 for works of any grade
     */
    public record Series(Procedure procedure, Subject subject, int grade) implements Serializable {
        private static final int LAST_GRADE = 12;
        private static final int LONGEST = 80;

        /**
         * Checks the grade.
         *
         * @param procedure the procedure
         * @param subject the subject
         * @param grade the grade of the programme, or 0
         * @throws IllegalArgumentException if the grade is outside 0..12, or the codes are too long to stand in a file
         */
        public Series {
            Objects.requireNonNull(procedure, "procedure");
            Objects.requireNonNull(subject, "subject");
            if (grade < ANY_GRADE || grade > LAST_GRADE) {
                throw new IllegalArgumentException("grade must be within 0..12, got " + grade);
            }
            if (procedure.code().length() + subject.code().length() > LONGEST) {
                throw new IllegalArgumentException("the codes of procedure and subject must have at most " + LONGEST
                        + " characters together, got " + procedure + " and " + subject);
            }
        }

        /**
         * Returns the works of any grade.
         *
         * @param procedure the procedure
         * @param subject the subject
         * @return the series
         */
        public static Series of(Procedure procedure, Subject subject) {
            return new Series(procedure, subject, ANY_GRADE);
        }

        /**
         * Returns the code that stands in files.
         *
         * @return such as {@code vpr-mathematics-5} or {@code ege-mathematics_basic}
         */
        public String code() {
            String text = procedure.code() + "-" + subject.code() + (grade == ANY_GRADE ? "" : "-" + grade);
            return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{Ll}\\p{N}_]", "-");
        }

        private boolean holds(Assessment work) {
            return work.procedure().equals(procedure) && work.subject().equals(subject) && (grade == ANY_GRADE || work.grade() == grade);
        }

        private boolean overlaps(Series other) {
            return procedure.equals(other.procedure) && subject.equals(other.subject)
                    && (grade == other.grade || grade == ANY_GRADE || other.grade == ANY_GRADE);
        }

        /** Before it was divided into levels, mathematics was one examination. */
        private boolean follows(Series other) {
            boolean level = subject.equals(Subject.MATHEMATICS_BASIC) || subject.equals(Subject.MATHEMATICS_PROFILE);
            return level && procedure.equals(Procedure.EGE) && other.equals(new Series(procedure, Subject.MATHEMATICS, grade));
        }

        @Override
        public String toString() {
            return code();
        }
    }

    private record Options(
            String list,
            List<Series> series,
            int numerator,
            int denominator,
            int participants,
            int procedures,
            PreviousYear previous) {}

    private final Options options;

    private LowResults(Options options) {
        this.options = options;
    }

    /**
     * Returns the federal rule as we know it: ВПР Russian and mathematics of grades 5 and 6, ОГЭ Russian and mathematics, ЕГЭ Russian
     * and mathematics of either level (or not divided); 3 in 10; two procedures; any number of participants; the calendar year before.
     *
     * @return the rule, which makes the list {@code shnor-federal}
     */
    public static LowResults federal() {
        return DEFAULTS;
    }

    /**
     * Names the list, where the rule is not the federal one any more.
     *
     * @param code lower-case letters, digits, hyphens
     * @return the rule with it
     * @throws IllegalArgumentException if the code has other characters or more than 60
     */
    public LowResults withList(String code) {
        return new LowResults(new Options(ListCode.checked(code), options.series, options.numerator, options.denominator,
                options.participants, options.procedures, options.previous));
    }

    /**
     * Chooses the procedures.
     *
     * @param procedures at least one; in the order in which reasons are to name them
     * @return the rule with them
     * @throws IllegalArgumentException if there is none, or a work could count for two of them
     */
    public LowResults withProcedures(Collection<Series> procedures) {
        List<Series> list = List.copyOf(procedures);
        if (list.isEmpty()) {
            throw new IllegalArgumentException("at least one procedure is needed");
        }
        for (int i = 0; i < list.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (list.get(i).overlaps(list.get(j)) || list.get(i).code().equals(list.get(j).code())) {
                    throw new IllegalArgumentException("a work must count for one procedure, got " + list.get(j) + " and " + list.get(i));
                }
            }
        }
        return new LowResults(new Options(options.list, list, options.numerator, options.denominator, options.participants,
                options.procedures, options.previous));
    }

    /**
     * Chooses the share of failed participants from which on a procedure is low.
     *
     * @param failed how many
     * @param of of how many; 3 of 10 unless chosen
     * @return the rule with it
     * @throws IllegalArgumentException if the first is not within 1..the second
     */
    public LowResults withShare(int failed, int of) {
        if (failed < 1 || failed > of) {
            throw new IllegalArgumentException("the share must be of positive numbers and at most 1, got " + failed + " of " + of);
        }
        return new LowResults(new Options(options.list, options.series, failed, of, options.participants, options.procedures,
                options.previous));
    }

    /**
     * Chooses from how many participants on a procedure can be low.
     *
     * @param participants positive; 1 unless chosen
     * @return the rule with it
     * @throws IllegalArgumentException if the number is not positive
     */
    public LowResults withMinimumParticipants(int participants) {
        return new LowResults(new Options(options.list, options.series, options.numerator, options.denominator,
                positive("participants", participants), options.procedures, options.previous));
    }

    /**
     * Chooses how many procedures must be low in the year.
     *
     * @param procedures positive; 2 unless chosen
     * @return the rule with it
     * @throws IllegalArgumentException if the number is not positive
     */
    public LowResults withMinimumProcedures(int procedures) {
        return new LowResults(new Options(options.list, options.series, options.numerator, options.denominator, options.participants,
                positive("procedures", procedures), options.previous));
    }

    /**
     * Chooses what to look at where a procedure was not held the year before.
     *
     * @param previous {@link PreviousYear#STRICT} unless chosen
     * @return the rule with it
     */
    public LowResults withPreviousYear(PreviousYear previous) {
        return new LowResults(new Options(options.list, options.series, options.numerator, options.denominator, options.participants,
                options.procedures, Objects.requireNonNull(previous, "previous")));
    }

    private static int positive(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("the least number of " + what + " must be positive, got " + value);
        }
        return value;
    }

    /**
     * Returns the method with its options.
     *
     * @return the method
     */
    public MethodInfo method() {
        return MethodInfo.of("low-results/shnor-federal", "1", "ФИОКО, as quoted in an inspection act (Omsk, December 2025)")
                .with(Fact.of("list", options.list))
                .with(Fact.of("share", options.numerator + "/" + options.denominator))
                .with(Fact.of("participants", (long) options.participants))
                .with(Fact.of("procedures", (long) options.procedures))
                .with(Fact.of("previous-year", options.previous.name().toLowerCase(Locale.ROOT)))
                .with(Fact.of("series", options.series.stream().map(Series::code).collect(Collectors.joining(", "))));
    }

    @Override
    public String toString() {
        return method().toString();
    }

    /**
     * Applies the rule to every school and year.
     *
     * @param results the results of one region or several
     * @return memberships and findings
     */
    public Memberships run(SchoolResults results) {
        return run(results, school -> false);
    }

    /**
     * Applies the rule to every school and year, and notes where the results of a school are doubted: the rule counts them as they are.
     *
     * @param results the results of one region or several
     * @param doubtful whether the results of a school are doubted
     * @return memberships and findings
     */
    public Memberships run(SchoolResults results, Predicate<SchoolId> doubtful) {
        Map<SchoolId, Tracks> bySchool = new HashMap<>();
        int withoutCut = read(results, bySchool);
        Map<Region, TreeSet<Integer>> years = new HashMap<>();
        for (School school : results.schools()) {
            Tracks tracks = bySchool.get(school.id());
            if (tracks != null) {
                years.computeIfAbsent(school.region(), r -> new TreeSet<>()).addAll(tracks.years());
            }
        }
        MethodInfo method = method();
        List<Membership> memberships = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        for (School school : results.schools()) {
            Tracks tracks = bySchool.remove(school.id());
            TreeSet<Integer> ofRegion = years.get(school.region());
            if (ofRegion == null) {
                findings.add(Finding.builder(method, school.id())
                        .outcome(Outcome.NOT_APPLICABLE)
                        .fact("without-threshold", (long) withoutCut)
                        .build());
                continue;
            }
            for (int year : ofRegion) {
                Judgement judgement = new Judgement(year, tracks == null ? new Tracks(0) : tracks);
                memberships.add(judgement.membership(school.id(), doubtful));
                if (year == ofRegion.last()) {
                    findings.add(judgement.finding(method, school.id(), doubtful)
                            .fact("without-threshold", (long) withoutCut)
                            .build());
                }
            }
        }
        return new Memberships(method, memberships, findings);
    }

    /**
     * Returns the shares that failed, for rules of a region's own.
     *
     * @param results the results of one region or several
     * @return indicators such as {@code fail_share.vpr-mathematics-5} by school and year, with counts and intervals
     */
    public IndicatorValues shares(SchoolResults results) {
        Map<SchoolId, Tracks> bySchool = new HashMap<>();
        read(results, bySchool);
        IndicatorValues.Builder shares = IndicatorValues.builder();
        bySchool.forEach((school, tracks) -> tracks.all().forEach(
                cell -> shares.add(school, "fail_share." + cell.code, cell.period, cell.share())));
        return shares.build();
    }

    /** Reads the works of the procedures; returns how many of them have no threshold. */
    private int read(SchoolResults results, Map<SchoolId, Tracks> bySchool) {
        List<String> codes = options.series.stream().map(Series::code).toList();
        int withoutCut = 0;
        for (Assessment work : results.assessments()) {
            int series = 0;
            while (series < codes.size() && !options.series.get(series).holds(work)) {
                series++;
            }
            if (series < codes.size() && work.scale().cuts().isEmpty()) {
                withoutCut++;
            } else if (series < codes.size()) {
                Period period = Period.of(work.year());
                for (SchoolResult result : results.results(work.id())) {
                    bySchool.computeIfAbsent(result.school().id(), id -> new Tracks(codes.size()))
                            .cell(series, period, codes.get(series))
                            .add(work, result.scores());
                }
            }
        }
        return withoutCut;
    }

    /** The results of a school in one procedure and year. */
    private static final class Cell {
        private final String code;
        private final Period period;
        private long failed;
        private long n;
        private List<AssessmentId> works = List.of();
        @Nullable
        private Reason reason;

        private Cell(String code, Period period) {
            this.code = code;
            this.period = period;
        }

        private int year() {
            return period.year();
        }

        private void add(Assessment work, ScoreDistribution scores) {
            int cut = work.scale().cuts().get(0);
            for (int score = 0; score < cut; score++) {
                failed += scores.count(score);
            }
            n += scores.count();
            works = works.isEmpty() ? List.of(work.id()) : Stream.concat(works.stream(), Stream.of(work.id())).toList();
        }

        private IndicatorValue share() {
            IndicatorValue share = IndicatorValue.ratio(failed, n);
            String note = (n < FEW ? "small-n" : "") + (n < FEW && works.size() > 1 ? ";" : "") + (works.size() > 1 ? "pooled-works" : "");
            return note.isEmpty() ? share : share.withNote(note);
        }
    }

    /** All that a school has in the procedures: by procedure, its cells in the order of years. */
    private static final class Tracks {
        private static final Cell[] NONE = {};
        private final Cell[][] cells;

        private Tracks(int series) {
            this.cells = new Cell[series][];
            Arrays.fill(cells, NONE);
        }

        private Cell cell(int series, Period period, String code) {
            Cell[] own = cells[series];
            int at = 0;
            while (at < own.length && own[at].year() < period.year()) {
                at++;
            }
            if (at < own.length && own[at].year() == period.year()) {
                return own[at];
            }
            Cell[] more = new Cell[own.length + 1];
            System.arraycopy(own, 0, more, 0, at);
            more[at] = new Cell(code, period);
            System.arraycopy(own, at, more, at + 1, own.length - at);
            cells[series] = more;
            return more[at];
        }

        private List<Cell> all() {
            return Arrays.stream(cells).flatMap(Arrays::stream).toList();
        }

        private List<Integer> years() {
            return all().stream().map(Cell::year).toList();
        }

        @Nullable
        private Cell in(int series, int year) {
            Cell found = upTo(series, year);
            return found != null && found.year() == year ? found : null;
        }

        /** The latest cell of the year or before. */
        @Nullable
        private Cell upTo(int series, int year) {
            Cell found = null;
            if (series < cells.length) {
                for (Cell cell : cells[series]) {
                    found = cell.year() <= year ? cell : found;
                }
            }
            return found;
        }
    }

    /** The rule applied to one school and year. */
    private final class Judgement {
        private final int year;
        private final List<Cell> looked = new ArrayList<>();
        private final List<Cell> low = new ArrayList<>();
        /** By low procedure, what it was before, where that is known. */
        private final Map<Cell, Cell> before = new HashMap<>();
        private final List<Cell> repeated = new ArrayList<>();

        private Judgement(int year, Tracks tracks) {
            this.year = year;
            for (int series = 0; series < options.series.size(); series++) {
                Cell cell = tracks.in(series, year);
                if (cell == null) {
                    continue;
                }
                looked.add(cell);
                if (low(cell)) {
                    low.add(cell);
                    Cell earlier = before(series, tracks);
                    if (earlier != null) {
                        before.put(cell, earlier);
                        if (low(earlier)) {
                            repeated.add(cell);
                        }
                    }
                }
            }
        }

        private boolean low(Cell cell) {
            return cell.n >= options.participants && options.denominator * cell.failed >= options.numerator * cell.n;
        }

        @Nullable
        private Cell before(int series, Tracks tracks) {
            Cell own = earlier(series, tracks);
            for (int other = 0; other < options.series.size(); other++) {
                if (options.series.get(series).follows(options.series.get(other))) {
                    Cell undivided = earlier(other, tracks);
                    if (undivided != null && (own == null || undivided.year() > own.year())) {
                        own = undivided;
                    }
                }
            }
            return own;
        }

        @Nullable
        private Cell earlier(int series, Tracks tracks) {
            return options.previous == PreviousYear.STRICT ? tracks.in(series, year - 1) : tracks.upTo(series, year - 1);
        }

        private Answer answer() {
            if (looked.isEmpty()) {
                return Answer.INSUFFICIENT_DATA;
            }
            if (low.size() < options.procedures) {
                return Answer.NO;
            }
            return !repeated.isEmpty() ? Answer.YES : before.isEmpty() ? Answer.INSUFFICIENT_DATA : Answer.NO;
        }

        private Membership membership(SchoolId school, Predicate<SchoolId> doubtful) {
            OptionalDouble limit = OptionalDouble.of((double) options.numerator / options.denominator);
            List<Reason> reasons = new ArrayList<>();
            for (Cell cell : looked) {
                reasons.add(reason(cell, limit));
                if (low.contains(cell)) {
                    Cell earlier = before.get(cell);
                    if (earlier != null) {
                        reasons.add(reason(earlier, limit));
                    } else if (year > FIRST_YEAR) {
                        reasons.add(new Reason(cell.code, Period.of(year - 1), "", Answer.INSUFFICIENT_DATA,
                                IndicatorValue.insufficient(0, "no-results"), limit));
                    }
                }
            }
            return new Membership(
                    options.list, school, Period.of(year), answer(), reasons, doubtful.test(school) ? Membership.DOUBTFUL : "");
        }

        private Reason reason(Cell cell, OptionalDouble limit) {
            if (cell.reason == null) {
                cell.reason = new Reason(cell.code, cell.period, "", low(cell) ? Answer.YES : Answer.NO, cell.share(), limit);
            }
            return cell.reason;
        }

        private Finding.Builder finding(MethodInfo method, SchoolId school, Predicate<SchoolId> doubtful) {
            Answer answer = answer();
            Finding.Builder finding = Finding.builder(method, school)
                    .outcome(answer == Answer.YES ? Outcome.FLAGGED : answer == Answer.NO ? Outcome.CLEAR : Outcome.INSUFFICIENT_DATA)
                    .category(category(answer, doubtful.test(school)))
                    .assessments(works())
                    .statistic(low.size())
                    .n(looked.stream().mapToLong(cell -> cell.n).sum())
                    .fact("year", (long) year)
                    .fact("looked-at", (long) looked.size())
                    .fact("needed", (long) options.procedures)
                    .fact("low-procedures", (long) low.size());
            turning().ifPresent(cell -> finding.effect(Interval.wilson(cell.failed, cell.n)).fact("turns-on", cell.code));
            named(finding, "low", low);
            named(finding, "before", low.stream().filter(before::containsKey).map(before::get).toList());
            named(finding, "repeated", repeated);
            low.stream().min(Comparator.comparingLong(cell -> cell.n)).ifPresent(cell -> {
                Interval share = Interval.wilson(cell.failed, cell.n);
                finding.fact("smallest", cell.code)
                        .fact("smallest-n", cell.n)
                        .fact("smallest-failed", cell.failed)
                        .fact("smallest-lower", 100 * share.lower())
                        .fact("smallest-upper", 100 * share.upper());
            });
            if (doubtful.test(school)) {
                finding.fact("note", Membership.DOUBTFUL);
            }
            return finding;
        }

        private String category(Answer answer, boolean doubted) {
            return switch (answer) {
                case YES -> "";
                case NO -> doubted ? "doubtful" : low.size() >= options.procedures ? "not-repeated" : low.isEmpty() ? "" : "few-low";
                case INSUFFICIENT_DATA -> looked.isEmpty() ? "no-results" : "no-year-before";
            };
        }

        private List<AssessmentId> works() {
            return looked.stream()
                    .flatMap(cell -> Stream.concat(
                            cell.works.stream(), before.containsKey(cell) ? before.get(cell).works.stream() : Stream.<AssessmentId>of()))
                    .distinct()
                    .sorted()
                    .toList();
        }

        /** The procedure on which the number of low ones turns: with the highest shares first, the last that is needed. */
        private Optional<Cell> turning() {
            return looked.stream()
                    .sorted((a, b) -> Long.compare(b.failed * a.n, a.failed * b.n))
                    .skip(options.procedures - 1L)
                    .findFirst();
        }

        private static void named(Finding.Builder finding, String key, List<Cell> cells) {
            if (!cells.isEmpty()) {
                finding.fact(key, cells.stream().map(cell -> cell.code).collect(Collectors.joining(", ")));
                finding.fact(key + "-years", cells.stream().map(cell -> Integer.toString(cell.year())).distinct().sorted()
                        .collect(Collectors.joining(", ")));
                finding.fact(key + "-counts", cells.stream().map(cell -> cell.failed + "/" + cell.n).collect(Collectors.joining(", ")));
            }
        }
    }
}
