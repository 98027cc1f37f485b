package io.github.eduindicators.review;

import com.google.common.collect.ImmutableList;
import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodSummary;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.fioko.FiokoSigns;
import io.github.eduindicators.fioko.IndexRow;
import io.github.eduindicators.fioko.Repetition;
import io.github.eduindicators.fioko.Sign;
import io.github.eduindicators.forensics.ForensicScreening;
import io.github.eduindicators.items.LearningPath;
import io.github.eduindicators.items.StaffDiagnosis;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.PeerGroups;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.objectivity.ObjectivityScreening;
import io.github.eduindicators.recheck.RecheckAnalysis;
import io.github.eduindicators.recheck.RecheckWork;
import io.github.eduindicators.recommendations.Catalogue;
import io.github.eduindicators.recommendations.Decision;
import io.github.eduindicators.recommendations.DecisionEffects;
import io.github.eduindicators.recommendations.Recommendation;
import io.github.eduindicators.recommendations.Recommendations;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.results.SchoolResult;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.roadmap.RoadmapExecution;
import io.github.eduindicators.surveys.Satisfaction;
import io.github.eduindicators.surveys.StudyMonitoring;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs everything that the library knows over the results of one region or several. Immutable and safe to share between threads.
 */
public final class Review {
    private static final Review STANDARD = new Review(ObjectivityScreening.standard());
    private static final int RECENT_YEARS = 2;

    private final ObjectivityScreening screening;

    private Review(ObjectivityScreening screening) {
        this.screening = screening;
    }

    /**
     * Returns the review with every method at its defaults.
     *
     * @return the review
     */
    public static Review standard() {
        return STANDARD;
    }

    /**
     * Chooses how objectivity is screened.
     *
     * @param method the screening
     * @return the review with it
     */
    public Review with(ObjectivityScreening method) {
        return new Review(Objects.requireNonNull(method, "method"));
    }

    /**
     * Reviews the results.
     *
     * @param results the results, with what is known of the schools
     * @return what the review found
     */
    public Result run(SchoolResults results) {
        return run(ReviewInput.of(results));
    }

    /**
     * Reviews the results and all else that is known.
     *
     * @param input the results, responses to tasks, works of a re-check
     * @return what the review found
     * @throws IllegalArgumentException if the responses or the re-check contradict the results
     */
    public Result run(ReviewInput input) {
        ObjectivityScreening.Result screened = screening.run(input.results());
        Map<SchoolId, Region> regions = new HashMap<>();
        input.results().schools().forEach(school -> regions.put(school.id(), school.region()));
        ForensicScreening.Result responses = ForensicScreening.standard()
                .run(input.responses(), school -> regions.getOrDefault(school, School.of(school).region()));
        Set<SchoolId> doubtful = new HashSet<>();
        for (School school : input.results().schools()) {
            if (screened.combined(school.id()).outcome() == Outcome.FLAGGED) {
                doubtful.add(school.id());
            }
        }
        EffectivenessReview effectiveness = EffectivenessReview.of(
                input.results(), doubtful, school -> screened.combined(school).outcome() == Outcome.CLEAR, input.indicators());
        ScorecardReview criteria = ScorecardReview.of(input, effectiveness, screened.signs().index());
        return new Result(
                input,
                new Objectivity(screened, responses, recheck(input, screened)),
                new Quality(effectiveness, criteria, TrendReview.of(input, effectiveness, criteria), TaskReview.of(input, doubtful::contains)),
                asked(input));
    }

    @Override
    public String toString() {
        return "Review[" + screening + "]";
    }

    /** What people were asked and what they can do. */
    private static Asked asked(ReviewInput input) {
        StaffDiagnosis.Result staff = StaffDiagnosis.withDefaults().run(input.competencies());
        List<String> waves = List.copyOf(input.competencies().waves());
        List<LearningPath.Need> needs = waves.isEmpty() ? List.of() : input.modules()
                .map(modules -> LearningPath.of(modules).needs(staff.persons(waves.get(waves.size() - 1))))
                .orElse(List.of());
        Map<String, Municipality> places = new HashMap<>();
        input.results().schools().forEach(school -> places.put(school.id().value(), school.municipality()));
        return new Asked(
                staff,
                needs,
                Satisfaction.withDefaults().run(
                        input.answers(), input.questionnaire(), unit -> Optional.ofNullable(places.get(unit.code()))),
                StudyMonitoring.withDefaults().run(input.studies(), input.results().regions()));
    }

    /** Whether the results can be believed, by everything that looks at it. */
    private record Objectivity(
            ObjectivityScreening.Result screening, ForensicScreening.Result forensics, RecheckAnalysis.Result recheck) {}

    /** How good the work is, by results and by criteria. */
    private record Quality(EffectivenessReview effectiveness, ScorecardReview criteria, TrendReview trends, TaskReview tasks) {}

    private record Asked(
            StaffDiagnosis.Result staff, List<LearningPath.Need> needs, Satisfaction.Result satisfaction, StudyMonitoring.Result studies) {}

    /** Schools that nothing else speaks against were drawn to compare with. */
    private static RecheckAnalysis.Result recheck(ReviewInput input, ObjectivityScreening.Result screened) {
        Set<SchoolId> controls = input.rechecks().stream()
                .map(RecheckWork::school)
                .filter(school -> screened.combined(school).outcome() != Outcome.FLAGGED)
                .collect(Collectors.toSet());
        return RecheckAnalysis.withDefaults().withControls(controls).run(input.rechecks(), input.results());
    }

    /** What the review found. Immutable. */
    public static final class Result {
        private final Objectivity objectivity;
        private final Quality quality;
        private final Asked asked;
        private final LocalDate date;
        private final RoadmapExecution.Result roadmap;
        private final Optional<Catalogue> catalogue;
        private final ImmutableList<Recommendation> recommendations;
        private final DecisionEffects.Result effects;
        private final ImmutableList<Finding> findings;
        private final ImmutableList<SchoolSummary> schools;
        private final ImmutableList<ListRow> lists;

        private Result(ReviewInput input, Objectivity objectivity, Quality quality, Asked asked) {
            this.objectivity = objectivity;
            this.quality = quality;
            this.asked = asked;
            this.date = date(input);
            this.roadmap = RoadmapExecution.withDefaults().run(input.roadmap(), date);
            this.effects = DecisionEffects.withDefaults().withPeers(regions(input)).run(input.decisions(), targets(input), date);
            List<Finding> all = Stream.of(objectivity.screening().findings(), objectivity.forensics().findings(),
                            objectivity.recheck().findings(), quality.effectiveness().findings(), quality.criteria().findings(),
                            quality.trends().findings(), quality.tasks().findings(), asked.staff().findings(),
                            asked.satisfaction().findings(), asked.studies().findings(), measures(), effects.findings())
                    .flatMap(List::stream)
                    .sorted(Finding.order())
                    .toList();
            this.findings = ImmutableList.copyOf(all);
            this.catalogue = input.catalogue();
            this.recommendations = catalogue
                    .map(rules -> ImmutableList.copyOf(Recommendations.of(rules)
                            .withSchools(input.results().schools())
                            .withAssessments(input.results().assessments())
                            .run(findings, date)))
                    .orElse(ImmutableList.of());
            this.schools = input.results().schools().stream()
                    .map(this::summary)
                    .collect(ImmutableList.toImmutableList());
            this.lists = ImmutableList.copyOf(membership());
        }

        private static LocalDate date(ReviewInput input) {
            if (input.date().isEmpty() && !(input.roadmap().measures().isEmpty() && input.decisions().isEmpty())) {
                throw new IllegalArgumentException("measures and decisions without results need the date of the review");
            }
            return input.date().orElse(LocalDate.EPOCH);
        }

        /** A unit is compared with those of its own region. */
        private static PeerGroups regions(ReviewInput input) {
            Map<Unit, String> regions = new HashMap<>();
            for (School school : input.results().schools()) {
                String region = school.region().name();
                regions.put(school.id(), region);
                regions.put(Unit.of(UnitType.HEAD, school.id().value()), region);
                regions.put(Unit.of(UnitType.ORGANISATION, school.id().value()), region);
                regions.put(school.municipality(), region);
            }
            return PeerGroups.of(regions);
        }

        /** A plan of several regions together says nothing of one of them. */
        private List<Finding> measures() {
            Set<Region> regions = results().regions();
            return regions.size() == 1 && !roadmap.entries().isEmpty() ? List.of(roadmap.finding(regions.iterator().next())) : List.of();
        }

        /** What decisions aim at, as it was counted here and as somebody else counted it. */
        private IndicatorValues targets(ReviewInput input) {
            Set<String> wanted = input.decisions().stream()
                    .flatMap(decision -> decision.targets().stream())
                    .map(Decision.Target::indicator)
                    .collect(Collectors.toSet());
            if (wanted.isEmpty()) {
                return IndicatorValues.empty();
            }
            Map<IndicatorValues.Key, IndicatorValue> values = new HashMap<>(quality.effectiveness()
                    .values(key -> key.assessment().isEmpty() && wanted.contains(key.indicator())).values());
            values.putAll(input.indicators().where(key -> wanted.contains(key.indicator())).values());
            return IndicatorValues.of(values);
        }

        private SchoolSummary summary(School school) {
            ObjectivityScreening.Result screening = screening();
            List<Sign> signs = screening.signs().signs(school.id());
            Finding combined = screening.combined(school.id());
            long n = screening.results().results(school.id()).stream()
                    .map(SchoolResult::scores)
                    .mapToLong(scores -> scores.count())
                    .sum();
            return new SchoolSummary(
                    school, n, signs.size(), Repetition.of(signs), combined.outcome(), screening.kinds(school.id()),
                    screening.independentKinds(school.id()), combined.p(), combined.adjustedP());
        }

        private List<ListRow> membership() {
            Map<Region, TreeSet<Integer>> years = new TreeMap<>();
            ObjectivityScreening.Result screening = screening();
            for (IndexRow row : screening.signs().index()) {
                if (row.unit() instanceof Region region) {
                    years.computeIfAbsent(region, r -> new TreeSet<>()).add(row.year());
                }
            }
            List<ListRow> rows = new ArrayList<>();
            for (School school : screening.results().schools()) {
                TreeSet<Integer> all = years.getOrDefault(school.region(), new TreeSet<>());
                if (!all.isEmpty()) {
                    Set<Integer> recent = all.descendingSet().stream().limit(RECENT_YEARS).collect(Collectors.toSet());
                    List<Sign> own = screening.signs().signs(school.id());
                    rows.add(row(ListRow.INTERVIEW, school, all.last(), recent, own));
                    rows.add(row(ListRow.ANALYSIS, school, all.last(), all, own));
                }
            }
            effectiveness().memberships().forEach(membership -> rows.add(ListRow.of(membership)));
            rows.addAll(trends().lists());
            rows.sort(Comparator.comparing(ListRow::list).thenComparing(row -> row.unit().code()).thenComparing(ListRow::year));
            return rows;
        }

        private ListRow row(String list, School school, int year, Set<Integer> window, List<Sign> signs) {
            TreeMap<Integer, Long> flagged = new TreeMap<>();
            for (Sign sign : signs) {
                if (sign.official() && window.contains(sign.year())) {
                    flagged.merge(sign.year(), 1L, Long::sum);
                }
            }
            List<Fact> reasons = flagged.entrySet().stream().map(e -> Fact.of(Integer.toString(e.getKey()), (long) e.getValue())).toList();
            boolean judged = screening().signs().judgedYears(school.id()).stream().anyMatch(window::contains);
            ListRow.Member member =
                    !flagged.isEmpty() ? ListRow.Member.YES : judged ? ListRow.Member.NO : ListRow.Member.INSUFFICIENT_DATA;
            return new ListRow(list, school.id(), year, member, reasons);
        }

        /**
         * Returns what was reviewed.
         *
         * @return the results
         */
        public SchoolResults results() {
            return screening().results();
        }

        /**
         * Returns the screening of objectivity.
         *
         * @return findings, signs, index and summaries
         */
        public ObjectivityScreening.Result screening() {
            return objectivity.screening();
        }

        /**
         * Returns what the responses to tasks say.
         *
         * @return the findings; none where there are no responses
         */
        public ForensicScreening.Result forensics() {
            return objectivity.forensics();
        }

        /**
         * Returns what the re-check of works says.
         *
         * @return schools and findings; none where no work was checked again
         */
        public RecheckAnalysis.Result recheck() {
            return objectivity.recheck();
        }

        /**
         * Returns how well schools work and which have low results.
         *
         * @return indicators, comparisons, lists
         */
        public EffectivenessReview effectiveness() {
            return quality.effectiveness();
        }

        /**
         * Returns how units stand by declared criteria.
         *
         * @return scorecards of organisations, heads, municipalities
         */
        public ScorecardReview criteria() {
            return quality.criteria();
        }

        /**
         * Returns where schools, municipalities and their indicators are going.
         *
         * @return trends, forecasts, lists
         */
        public TrendReview trends() {
            return quality.trends();
        }

        /**
         * Returns what the tasks of the works say: how good the works are as instruments, and what pupils can do.
         *
         * @return completion, deficits, mark groups; nothing where there are no responses
         */
        public TaskReview tasks() {
            return quality.tasks();
        }

        /**
         * Returns what diagnoses of staff say.
         *
         * @return levels, deficits, what changed between waves
         */
        public StaffDiagnosis.Result staff() {
            return asked.staff();
        }

        /**
         * Returns how many people need which module to close what the latest diagnosis found.
         *
         * @return the needs of schools, municipalities and regions; none without modules
         */
        public List<LearningPath.Need> needs() {
            return asked.needs();
        }

        /**
         * Returns how satisfied people are.
         *
         * @return shares, responses, changes between waves
         */
        public Satisfaction.Result satisfaction() {
            return asked.satisfaction();
        }

        /**
         * Returns what sampled studies say.
         *
         * @return estimates with their errors, differences of groups and cycles
         */
        public StudyMonitoring.Result studies() {
            return asked.studies();
        }

        /**
         * Returns the date that the review was made for.
         *
         * @return the date; 1970-01-01 where there are no results and nothing hangs on it
         */
        public LocalDate date() {
            return date;
        }

        /**
         * Returns how far measures are carried out.
         *
         * @return states, indices, contradictions as of the date
         */
        public RoadmapExecution.Result roadmap() {
            return roadmap;
        }

        /**
         * Returns the rules that recommendations follow from.
         *
         * @return the catalogue, if there was one
         */
        public Optional<Catalogue> catalogue() {
            return catalogue;
        }

        /**
         * Returns what is advised, to whom, why and by when.
         *
         * @return in their own order; none without a catalogue of rules
         */
        public List<Recommendation> recommendations() {
            return recommendations;
        }

        /**
         * Returns what became of decisions.
         *
         * @return the effects; none without decisions
         */
        public DecisionEffects.Result effects() {
            return effects;
        }

        /**
         * Returns all findings of all methods.
         *
         * @return in the order of {@link Finding#order()}
         */
        public List<Finding> findings() {
            return findings;
        }

        /**
         * Returns what stands beside the flags of each method.
         *
         * @return one summary a method that could say something: the screening's first, then the others by identity
         */
        public List<MethodSummary> summaries() {
            Map<String, List<Finding>> others = new TreeMap<>();
            Set<String> told = new HashSet<>();
            screening().findings().forEach(finding -> told.add(finding.method().id()));
            trends().findings().forEach(finding -> told.add(finding.method().id()));
            findings.stream()
                    .filter(finding -> !told.contains(finding.method().id()))
                    .forEach(f -> others.computeIfAbsent(f.method().id(), id -> new ArrayList<>()).add(f));
            return Stream.of(screening().summaries().stream(), others.values().stream().map(MethodSummary::of), trends().summary().stream())
                    .flatMap(summaries -> summaries)
                    .filter(summary -> summary.units() > 0)
                    .toList();
        }

        /**
         * Returns one line a school.
         *
         * @return all schools, by identity
         */
        public List<SchoolSummary> schools() {
            return schools;
        }

        /**
         * Returns the index of objectivity.
         *
         * @return one row a municipality or region and year
         * @see FiokoSigns.Result#index
         */
        public List<IndexRow> index() {
            return screening().signs().index();
        }

        /**
         * Returns the lists that follow from the findings.
         *
         * @return for each list, every unit that was looked at: whether it belongs and why
         */
        public List<ListRow> lists() {
            return lists;
        }

        @Override
        public String toString() {
            return "Review[" + screening() + "]";
        }
    }
}
