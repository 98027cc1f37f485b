package io.github.eduindicators.review;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.github.eduindicators.composite.Aggregation;
import io.github.eduindicators.composite.Component;
import io.github.eduindicators.composite.CompositeIndicator;
import io.github.eduindicators.composite.RankStudy;
import io.github.eduindicators.criteria.Group;
import io.github.eduindicators.criteria.Methodology;
import io.github.eduindicators.criteria.Node;
import io.github.eduindicators.criteria.Noko;
import io.github.eduindicators.criteria.Scorecard;
import io.github.eduindicators.criteria.Scorecards;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.fioko.IndexRow;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.PeerGroups;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.results.SchoolResults;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * How organisations, heads and municipalities stand by declared criteria: the independent assessment of conditions (НОКО), and every
 * methodology that came with the input, by the edition in force on the first day of the period, else on its last.
 *
 * <p>A methodology is run for the units of which the input holds at least one of its indicators in the period. Indicators that the review
 * counts itself (shares of marks, what is left after context is allowed for, the total of НОКО as {@code noko_overall} for the year of
 * the visit and the two after it, the index of objectivity as {@code objectivity_index}) are added where the input does not bring them: to a school,
 * municipality or region its own, to a head those of the school under the same code. Schools, and their heads, are compared
 * with those of one kind and place in their region, where there are at least {@value #LEAST_PEERS}, else with the rest of the region;
 * municipalities with those of their region; other units with all of the region, where there is only one, else
 * with nobody. Immutable and safe to share between threads.
 */
public final class ScorecardReview {
    /** A group of peers has at least so many members. */
    public static final int LEAST_PEERS = 5;

    private static final int VALID_YEARS = 3;
    private static final String CONDITIONS = "noko_overall";
    private static final String OBJECTIVITY = "objectivity_index";

    private final Noko.Result noko;
    private final ImmutableSortedMap<Region, Noko.Coverage> coverage;
    private final ImmutableList<Scorecards> scorecards;

    private ScorecardReview(
            Noko.Result noko, SortedMap<Region, Noko.Coverage> coverage, List<Scorecards> scorecards) {
        this.noko = noko;
        this.coverage = ImmutableSortedMap.copyOfSorted(coverage);
        this.scorecards = Stream.concat(noko.scorecards().stream(), scorecards.stream())
                .sorted(Comparator.comparing((Scorecards cards) -> cards.methodology().id())
                        .thenComparing(cards -> cards.methodology().edition())
                        .thenComparing(Scorecards::period))
                .collect(ImmutableList.toImmutableList());
    }

    static ScorecardReview of(ReviewInput input, EffectivenessReview effectiveness, List<IndexRow> index) {
        SchoolResults results = input.results();
        Map<String, Municipality> places = new HashMap<>();
        results.schools().forEach(school -> places.put(school.id().value(), school.municipality()));
        Noko.Result noko = Noko.education().run(input.indicators(), unit -> Optional.ofNullable(places.get(unit.code())));
        List<Scorecards> scorecards = new ArrayList<>();
        if (!input.methodologies().isEmpty() && !input.indicators().isEmpty()) {
            Map<IndicatorValues.Key, IndicatorValue> counted = new HashMap<>();
            conditions(noko, results, counted);
            index.forEach(row -> counted.put(
                    new IndicatorValues.Key(row.unit(), OBJECTIVITY, Period.of(row.year()), ""), IndicatorValue.of(row.index())));
            scorecards.addAll(new Runs(input, effectiveness, counted).all());
        }
        return new ScorecardReview(noko, coverage(noko, results), scorecards);
    }

    /** What НОКО says of a school, for its year and the two after it, in which nobody has to come again. */
    private static void conditions(Noko.Result noko, SchoolResults results, Map<IndicatorValues.Key, IndicatorValue> to) {
        for (Scorecards cards : noko.scorecards()) {
            for (Scorecard card : cards.all()) {
                SchoolId school = SchoolId.of(card.unit().code());
                if (card.total().points().isPresent() && results.school(school).isPresent()) {
                    IndicatorValue total = IndicatorValue.of(card.total().points().getAsDouble());
                    for (int year = card.period().year(); year < card.period().year() + VALID_YEARS; year++) {
                        // Cards come in time order, so that a later visit replaces an earlier one.
                        to.put(new IndicatorValues.Key(school, CONDITIONS, Period.of(year), ""), total);
                    }
                }
            }
        }
    }

    /** Who was visited in the three years up to the latest: of the schools of each region in which anybody was. */
    private static SortedMap<Region, Noko.Coverage> coverage(Noko.Result noko, SchoolResults results) {
        SortedMap<Region, Noko.Coverage> coverage = new TreeMap<>();
        Set<String> visited = new HashSet<>();
        noko.scorecards().forEach(cards -> cards.all().forEach(card -> visited.add(card.unit().code())));
        noko.scorecards().stream().map(Scorecards::period).max(Comparator.naturalOrder()).ifPresent(latest -> {
            for (Region region : results.regions()) {
                List<SchoolId> schools = results.schools(region).stream().map(School::id).toList();
                if (schools.stream().anyMatch(school -> visited.contains(school.value()))) {
                    coverage.put(region, noko.coverage(schools, latest.year()));
                }
            }
        });
        return coverage;
    }

    /** Runs every methodology of the input. */
    private static final class Runs {
        private final ReviewInput input;
        private final IndicatorValues given;
        private final IndicatorValues known;
        private final PeerGroups peers;

        Runs(ReviewInput input, EffectivenessReview effectiveness, Map<IndicatorValues.Key, IndicatorValue> counted) {
            this.input = input;
            this.given = input.indicators();
            Set<String> metrics = new HashSet<>();
            input.methodologies().forEach(methodology -> metrics.addAll(methodology.metrics()));
            counted.putAll(effectiveness.values(key -> key.assessment().isEmpty() && metrics.contains(key.indicator())).values());
            this.known = join(given, counted);
            this.peers = peers(input.results().schools(), given.units());
        }

        /** What was counted here is added, to heads too, where the input does not bring it. */
        private static IndicatorValues join(IndicatorValues given, Map<IndicatorValues.Key, IndicatorValue> counted) {
            Map<IndicatorValues.Key, IndicatorValue> all = new HashMap<>(counted);
            Set<String> heads = new HashSet<>();
            given.units().stream().filter(unit -> unit.unitType() == UnitType.HEAD).forEach(head -> heads.add(head.code()));
            counted.forEach((key, value) -> {
                if (key.unit() instanceof SchoolId school && heads.contains(school.value())) {
                    Unit head = Unit.of(UnitType.HEAD, school.value());
                    all.put(new IndicatorValues.Key(head, key.indicator(), key.period(), ""), value);
                }
            });
            all.putAll(given.values());
            return IndicatorValues.of(all);
        }

        /** Schools of one kind and place in a region; those of a kind that is too rare are one group; municipalities of a region. */
        private static PeerGroups peers(List<School> schools, Collection<Unit> units) {
            Map<Unit, String> regions = new HashMap<>();
            schools.forEach(school -> regions.put(school.id(), school.region().name()));
            PeerGroups alike = PeerGroups.of(regions)
                    .and(PeerGroups.byType(schools))
                    .and(PeerGroups.byLocality(schools))
                    .withMinimum(LEAST_PEERS);
            Map<Unit, String> groups = new HashMap<>();
            for (School school : schools) {
                String region = school.region().name();
                String group = alike.group(school.id()).orElse(region);
                groups.put(school.id(), group);
                groups.put(Unit.of(UnitType.HEAD, school.id().value()), group);
                groups.put(Unit.of(UnitType.ORGANISATION, school.id().value()), group);
                groups.put(school.municipality(), region);
            }
            if (Set.copyOf(regions.values()).size() == 1) {
                String only = regions.values().iterator().next();
                units.forEach(unit -> groups.putIfAbsent(unit, only));
            }
            return PeerGroups.of(groups);
        }

        List<Scorecards> all() {
            Set<String> ids = new TreeSet<>();
            input.methodologies().forEach(methodology -> ids.add(methodology.id()));
            ids.remove(Noko.education().id());
            List<Scorecards> all = new ArrayList<>();
            for (String id : ids) {
                for (Period period : given.periods()) {
                    Methodology.at(input.methodologies(), id, period).ifPresent(edition -> run(edition, period, all));
                }
            }
            return all;
        }

        private void run(Methodology methodology, Period period, List<Scorecards> all) {
            Set<Unit> units = new TreeSet<>(Unit.order());
            for (IndicatorValues.Key key : given.values().keySet()) {
                if (key.period().equals(period)
                        && methodology.unitTypes().contains(key.unit().unitType())
                        && methodology.metrics().contains(key.indicator())) {
                    units.add(key.unit());
                }
            }
            if (!units.isEmpty()) {
                all.add(methodology.run(known.where(key -> units.contains(key.unit())), period, peers));
            }
        }
    }

    /**
     * Returns the scorecards of all units.
     *
     * @return by methodology, edition and period; those of НОКО among them
     */
    public List<Scorecards> scorecards() {
        return scorecards;
    }

    /**
     * Returns the independent assessment of conditions.
     *
     * @return scorecards of organisations, means of municipalities and regions
     */
    public Noko.Result noko() {
        return noko;
    }

    /**
     * Returns how many schools were assessed in the three years up to the latest period.
     *
     * @return by region; none where no school was assessed at all
     */
    public SortedMap<Region, Noko.Coverage> coverage() {
        return coverage;
    }

    /**
     * Returns the places of municipalities by one methodology, each with its interval: how far the place hangs on the weights of the
     * parts (each may be a quarter more or less) and on how they are put together (by the arithmetic or the geometric mean). Where a
     * municipality stands among few that are alike is mostly a matter of these choices.
     *
     * @param cards scorecards of municipalities of one region
     * @return the ranks; none if the methodology has no parts or no municipality has them all
     */
    public static List<RankStudy.Rank> ranks(Scorecards cards) {
        if (!(cards.methodology().root() instanceof Group root)) {
            return List.of();
        }
        CompositeIndicator.Builder builder = CompositeIndicator.builder("places").unitType(UnitType.MUNICIPALITY);
        for (Node part : root.children()) {
            builder.add(Component.higher(cards.methodology().id() + "." + part.code().toLowerCase(Locale.ROOT))
                    .withGoalposts(0, part.maxPoints()));
        }
        CompositeIndicator places = builder.build();
        return RankStudy.withDefaults()
                .withVariant("geometric", places.withAggregation(Aggregation.geometric()))
                .run(places, cards.values().where(key -> key.unit().unitType() == UnitType.MUNICIPALITY), cards.period())
                .ranks();
    }

    /**
     * Returns the findings of all methodologies.
     *
     * @return in the order of {@link Finding#order()}
     */
    public List<Finding> findings() {
        return scorecards.stream().flatMap(cards -> cards.findings().stream()).sorted(Finding.order()).toList();
    }

    @Override
    public String toString() {
        return "ScorecardReview[" + scorecards.stream().mapToInt(cards -> cards.all().size()).sum() + " scorecards by "
                + scorecards.stream().map(cards -> cards.methodology().id()).distinct().count() + " methodologies, " + noko + "]";
    }
}
