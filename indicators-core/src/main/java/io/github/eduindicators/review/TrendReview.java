package io.github.eduindicators.review;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.github.eduindicators.effectiveness.Membership;
import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodSummary;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Procedure;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.stats.MultipleTesting;
import io.github.eduindicators.trend.Forecast;
import io.github.eduindicators.trend.ListTracking;
import io.github.eduindicators.trend.TrendMonitor;
import io.github.eduindicators.trend.TrendMonitoring;
import io.github.eduindicators.trend.YearShock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Where is it going? The trend of every school, municipality and indicator that has years.
 *
 * <p>Three things are followed:
 * <ul>
 *   <li>the place of schools and municipalities among the pupils of their region, {@code mean_z}, work by work and over all works
 *       together. Each year is compared with itself, so works may change from year to year; what the whole region gained or lost is not
 *       in it;
 *   <li>the shares of pupils who passed and who have 4 or 5, work by work, for schools, municipalities and regions, as they are. How
 *       much harder or easier a year was than another is not known; it is estimated from the region's own departures from straight lines, over all works
 *       of a procedure, and is part of every error. Works whose boundaries changed are not compared;
 *   <li>what came with the input as indicators, and the totals of scorecards, yearly and half-yearly. A rise is taken for an improvement. What
 *       moves all units in a year is part of each unit's shocks.
 * </ul>
 * Schools whose results are in doubt keep their rows, but shocks and the common law of slopes are estimated without them, and they
 * stand on no list of trends. A kind of unit, indicator and work is followed from its second year on. Findings are made of the
 * place over all works, of declared indicators and of scorecards; the rest is in {@link #families}.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class TrendReview {
    /** Schools that surely rise among those of their region. */
    public static final String IMPROVING = "trend-improving";
    /** Schools that surely fall behind. */
    public static final String DECLINING = "trend-declining";

    private static final Set<String> COUNTED = Set.of(TrendSeries.MEAN, TrendSeries.PASSED, TrendSeries.QUALITY);
    private static final String FEDERAL = "shnor-federal";
    /** The share of false names on a list of trends that is put up with; by p of single schools, so whatever law true slopes follow. */
    private static final double FALSE_SHARE = 0.05;

    private final ImmutableList<Family> families;
    private final ImmutableSortedMap<Region, Overall> overall;
    private final ImmutableList<Finding> findings;
    private final ImmutableList<ListRow> lists;

    /**
     * Series that were judged together.
     *
     * @param region the region
     * @param type the kind of units
     * @param indicator the code of the indicator
     * @param procedure the code of the procedure, blank over all works
     * @param subject the code of the subject, blank over all works
     * @param grade the grade, 0 over all works
     * @param result the trends
     */
    public record Family(
            Region region, UnitType type, String indicator, String procedure, String subject, int grade, TrendMonitoring.Result result) {}

    private TrendReview(Builder builder) {
        this.families = builder.families.stream()
                .sorted(Comparator.comparing(Family::type).thenComparing(Family::indicator).thenComparing(Family::procedure)
                        .thenComparing(Family::subject).thenComparingInt(Family::grade).thenComparing(Family::region))
                .collect(ImmutableList.toImmutableList());
        this.overall = ImmutableSortedMap.copyOf(builder.overall);
        this.findings = ImmutableList.copyOf(TrendMonitoring.findings(overWorks()));
        this.lists = ImmutableList.copyOf(builder.lists);
    }

    private List<TrendMonitoring.Result> overWorks() {
        return families.stream().filter(family -> family.procedure.isEmpty()).map(Family::result).toList();
    }

    /** What stands beside the flags. */
    Optional<MethodSummary> summary() {
        List<TrendMonitoring.Result> results = overWorks();
        return results.isEmpty() ? Optional.empty() : Optional.of(TrendMonitoring.summary(results));
    }

    static TrendReview of(ReviewInput input, EffectivenessReview effectiveness, ScorecardReview criteria) {
        Builder builder = new Builder(input.results(), effectiveness.doubtful());
        builder.standing();
        builder.shares(TrendSeries.PASSED);
        builder.shares(TrendSeries.QUALITY);
        builder.declared(input, criteria);
        builder.tracked(effectiveness.memberships());
        return new TrendReview(builder);
    }

    /** Collects the families. */
    private static final class Builder {
        private final TrendSeries source;
        private final Predicate<Unit> clear;
        private final TrendMonitoring relative;
        private final TrendMonitoring level;
        private final List<Family> families = new ArrayList<>();
        private final Map<Region, Overall> overall = new TreeMap<>();
        private final List<ListRow> lists = new ArrayList<>();

        Builder(SchoolResults results, Set<SchoolId> doubtful) {
            this.source = new TrendSeries(results);
            this.clear = unit -> !(unit instanceof SchoolId school && doubtful.contains(school));
            this.level = TrendMonitoring.withDefaults().withReference(clear);
            this.relative = level.relative().withPupilDeviation(1);
        }

        /** Runs a family if it has two periods at all. */
        private Optional<TrendMonitoring.Result> add(Region region, TrendMonitoring monitoring, List<YearSeries> series) {
            Set<Period> periods = new TreeSet<>();
            series.forEach(one -> one.points().forEach(point -> periods.add(point.period())));
            if (periods.size() < 2) {
                return Optional.empty();
            }
            TrendMonitoring.Result result = monitoring.run(series);
            YearSeries.Key key = series.get(0).key();
            families.add(new Family(
                    region, key.unit().unitType(), key.indicator(), key.procedure(), key.subject(), key.grade(), result));
            return Optional.of(result);
        }

        void standing() {
            Map<Region, List<TrendSeries.OfWork>> regions = new TreeMap<>();
            source.standing().forEach(work -> regions.computeIfAbsent(work.region(), region -> new ArrayList<>()).add(work));
            regions.forEach((region, works) -> {
                works.forEach(work -> {
                    add(region, relative, work.schools());
                    add(region, relative, work.municipalities());
                });
                List<YearSeries> ofSchools = works.stream().flatMap(work -> work.schools().stream()).toList();
                PooledSeries pooling = PooledSeries.of(ofSchools.stream().filter(one -> clear.test(one.key().unit())).toList());
                List<YearSeries> schools = pooling.pool(ofSchools);
                List<YearSeries> ofPlaces = works.stream().flatMap(work -> work.municipalities().stream()).toList();
                List<YearSeries> places = pooling.pool(ofPlaces, source.left(ofSchools));
                Optional<TrendMonitoring.Result> municipalities = add(region, relative, places);
                add(region, relative, schools).ifPresent(result -> {
                    overall.put(region, new Overall(this, result, municipalities, schools, places, works));
                    list(result);
                });
            });
        }

        /** How unlike years are in difficulty is one number for all works of a procedure: one work has too few years to tell. */
        void shares(String indicator) {
            Map<Region, Map<Procedure, List<TrendSeries.OfWork>>> regions = new TreeMap<>();
            source.shares(indicator).forEach(work -> regions.computeIfAbsent(work.region(), region -> new TreeMap<>())
                    .computeIfAbsent(work.work().procedure(), procedure -> new ArrayList<>())
                    .add(work));
            regions.forEach((region, procedures) -> procedures.forEach((procedure, works) -> {
                double squares = 0;
                int freedom = 0;
                for (TrendSeries.OfWork work : works) {
                    Optional<YearShock.Link> link = YearShock.withDefaults()
                            .fit(work.schools().stream().filter(series -> clear.test(series.key().unit())).toList())
                            .link();
                    if (link.isPresent()) {
                        squares += link.get().variance() * link.get().freedom();
                        freedom += link.get().freedom();
                    }
                }
                TrendMonitoring linked = freedom == 0 ? level : level.withLink(squares / freedom, freedom);
                for (TrendSeries.OfWork work : works) {
                    add(region, linked, work.schools());
                    add(region, linked, work.municipalities());
                    if (work.whole().isPresent()) {
                        add(region, freedom == 0 ? linked : linked.withShock(0), List.of(work.whole().get()));
                    }
                }
            }));
        }

        void declared(ReviewInput input, ScorecardReview criteria) {
            source.declared(input.indicators(), criteria.scorecards(), COUNTED::contains)
                    .forEach((family, series) -> add(family.region(), level.relative(), series));
        }

        /** Low results over the years: one bad year is often chance, and so is one good one. */
        void tracked(List<Membership> memberships) {
            ListTracking rule = ListTracking.lowResults();
            Map<Unit, Map<Period, ListTracking.Answer>> answers = new TreeMap<>(Unit.order());
            memberships.stream().filter(membership -> membership.list().equals(FEDERAL)).forEach(membership -> answers
                    .computeIfAbsent(membership.unit(), unit -> new TreeMap<>())
                    .put(membership.period(), ListTracking.Answer.valueOf(membership.member().name())));
            answers.forEach((unit, years) -> rule.run(unit, years).steps().forEach(step -> lists.add(new ListRow(
                    rule.code(), unit, step.period().year(), ListRow.Member.valueOf(step.member().name()), step.facts()))));
        }

        /** The lists of schools over all works, for the last year, with few false names among them. */
        private void list(TrendMonitoring.Result result) {
            if (result.last().isEmpty()) {
                return;
            }
            int year = result.last().get().year();
            Set<YearSeries.Key> up = keys(result.among(clear).improving(MultipleTesting.BENJAMINI_HOCHBERG, FALSE_SHARE));
            Set<YearSeries.Key> down = keys(result.among(clear).declining(MultipleTesting.BENJAMINI_HOCHBERG, FALSE_SHARE));
            for (TrendMonitoring.Row row : result.rows()) {
                lists.add(listed(IMPROVING, row, year, up));
                lists.add(listed(DECLINING, row, year, down));
            }
        }

        private static Set<YearSeries.Key> keys(TrendMonitoring.Chosen chosen) {
            return chosen.rows().stream().map(TrendMonitoring.Row::key).collect(Collectors.toSet());
        }

        private ListRow listed(String list, TrendMonitoring.Row row, int year, Set<YearSeries.Key> chosen) {
            Unit unit = row.key().unit();
            boolean judged = row.label() != TrendMonitoring.Label.INSUFFICIENT && row.label() != TrendMonitoring.Label.NOT_COMPARABLE;
            List<Fact> reasons = new ArrayList<>();
            if (!clear.test(unit)) {
                reasons.add(Fact.of("reason", "doubtful-results"));
            } else if (!judged) {
                reasons.add(Fact.of("reason", row.reason()));
            } else {
                reasons.add(Fact.of("years", row.years()));
                row.ebSlope().ifPresent(slope -> reasons.add(Fact.of("eb_slope", slope)));
                row.probabilityUp().ifPresent(p -> reasons.add(Fact.of("p_up", p)));
            }
            ListRow.Member member = !judged || !clear.test(unit)
                    ? ListRow.Member.INSUFFICIENT_DATA
                    : chosen.contains(row.key()) ? ListRow.Member.YES : ListRow.Member.NO;
            return new ListRow(list, unit, year, member, reasons);
        }
    }

    /** The schools of a region over all works. Immutable. */
    public static final class Overall {
        private final TrendMonitoring.Result schools;
        private final Optional<TrendMonitoring.Result> municipalities;
        private final Optional<TrendMonitor.Update> latest;
        private final Forecast.Result forecast;
        private final Map<Unit, YearSeries> series = new TreeMap<>(Unit.order());
        private final Map<Unit, List<YearSeries>> works = new TreeMap<>(Unit.order());

        private Overall(
                Builder builder,
                TrendMonitoring.Result schools,
                Optional<TrendMonitoring.Result> municipalities,
                List<YearSeries> ofSchools,
                List<YearSeries> ofMunicipalities,
                List<TrendSeries.OfWork> ofWorks) {
            this.schools = schools;
            this.municipalities = municipalities;
            this.latest = latest(builder.relative, ofSchools);
            this.forecast = Forecast.withDefaults().relative().withReference(builder.clear).fit(ofSchools);
            ofSchools.forEach(one -> series.put(one.key().unit(), one));
            ofMunicipalities.forEach(one -> series.put(one.key().unit(), one));
            Set<Unit> labelled = new TreeSet<>(Unit.order());
            schools.rows().stream().filter(TrendReview::moves).forEach(row -> labelled.add(row.key().unit()));
            ofWorks.forEach(work -> work.schools().stream()
                    .filter(one -> labelled.contains(one.key().unit()))
                    .forEach(one -> works.computeIfAbsent(one.key().unit(), unit -> new ArrayList<>()).add(one)));
        }

        /** What the last year changed, or empty where it is the first. */
        private static Optional<TrendMonitor.Update> latest(TrendMonitoring monitoring, List<YearSeries> all) {
            Period last = all.stream().flatMap(one -> one.last().stream()).max(Comparator.naturalOrder()).orElseThrow();
            List<YearSeries> before = new ArrayList<>();
            List<YearSeries> now = new ArrayList<>();
            for (YearSeries one : all) {
                Map<Boolean, List<YearSeries.Point>> parts =
                        one.points().stream().collect(Collectors.partitioningBy(point -> point.period().equals(last)));
                before.add(YearSeries.of(one.key(), parts.get(false)));
                if (!parts.get(true).isEmpty()) {
                    now.add(YearSeries.of(one.key(), parts.get(true)));
                }
            }
            return before.stream().allMatch(one -> one.points().isEmpty())
                    ? Optional.empty()
                    : Optional.of(TrendMonitor.of(monitoring).add(before).monitor().add(now));
        }

        /**
         * Returns the trends of the schools.
         *
         * @return by school
         */
        public TrendMonitoring.Result schools() {
            return schools;
        }

        /**
         * Returns the trends of the municipalities.
         *
         * @return by municipality, or empty where no municipality is known
         */
        public Optional<TrendMonitoring.Result> municipalities() {
            return municipalities;
        }

        /**
         * Returns what the last year changed.
         *
         * @return the labels that changed and how surprising the year was, or empty where it is the first
         */
        public Optional<TrendMonitor.Update> latest() {
            return latest;
        }

        /**
         * Returns what is expected of the schools in a year to come, and how surprising each of their years was.
         *
         * @return the forecast
         */
        public Forecast.Result forecast() {
            return forecast;
        }

        /**
         * Returns the place of a unit over all works, year by year.
         *
         * @param unit a school or municipality
         * @return the series, or empty if it has none
         */
        public Optional<YearSeries> series(Unit unit) {
            return Optional.ofNullable(series.get(unit));
        }

        /**
         * Returns the place of a school that improves or declines, work by work.
         *
         * @param school the school
         * @return the series of its works, none for other schools
         */
        public List<YearSeries> works(SchoolId school) {
            return List.copyOf(works.getOrDefault(school, List.of()));
        }

        @Override
        public String toString() {
            return schools.toString();
        }
    }

    private static boolean moves(TrendMonitoring.Row row) {
        return row.label() == TrendMonitoring.Label.IMPROVING || row.label() == TrendMonitoring.Label.DECLINING;
    }

    /**
     * Returns all trends.
     *
     * @return by kind of unit, indicator, work and region; rows of works have their procedure
     */
    public List<Family> families() {
        return families;
    }

    /**
     * Hands on the trend of every series, in the order of their keys.
     *
     * @param row takes each row
     */
    public void forEach(Consumer<TrendMonitoring.Row> row) {
        families.stream().flatMap(family -> family.result().rows().stream())
                .sorted(Comparator.comparing(TrendMonitoring.Row::key))
                .forEach(row);
    }

    /**
     * Returns the place of schools and municipalities over all works.
     *
     * @return by region; none where there is one year only
     */
    public SortedMap<Region, Overall> overall() {
        return overall;
    }

    /**
     * Returns what is found over all works, of declared indicators and of scorecards.
     *
     * @return in the order of {@link Finding#order()}
     */
    public List<Finding> findings() {
        return findings;
    }

    /**
     * Returns who stands on the lists of trends.
     *
     * @return for each list, every school
     */
    public List<ListRow> lists() {
        return lists;
    }

    @Override
    public String toString() {
        Map<TrendMonitoring.Label, Integer> counts = new TreeMap<>();
        families.forEach(family -> family.result().counts().forEach((label, count) -> counts.merge(label, count, Integer::sum)));
        return "TrendReview[" + families.size() + " families, " + counts + "]";
    }
}
