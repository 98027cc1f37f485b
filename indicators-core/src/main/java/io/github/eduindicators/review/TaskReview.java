package io.github.eduindicators.review;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.items.AssessmentQuality;
import io.github.eduindicators.items.Completion;
import io.github.eduindicators.items.CompletionBand;
import io.github.eduindicators.items.Deficits;
import io.github.eduindicators.items.ItemAnalysis;
import io.github.eduindicators.items.MantelHaenszel;
import io.github.eduindicators.items.MarkGroups;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Task;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.TaskResponses;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What do the responses to tasks say of learning: is the work good enough to conclude from, which tasks, skills and planned
 * results are mastered, who is behind in what?
 *
 * <p>The quality of each assessment in each region comes first: where it does not allow conclusions about groups, deficits are
 * counted but nobody is judged by them. Schools whose results are in doubt are left out of the quality, of what others are
 * compared with, and of the comparison of groups of schools; their own completion is counted, and they are not judged. Completion
 * counts all pupils, in municipality and region too. Immutable and safe to share between threads.
 */
public final class TaskReview {
    private final ImmutableList<Work> works;
    private final ImmutableList<Finding> findings;

    private TaskReview(List<Work> works) {
        this.works = ImmutableList.copyOf(works);
        this.findings = works.stream()
                .flatMap(work -> work.findings().stream())
                .sorted(Finding.order())
                .collect(ImmutableList.toImmutableList());
    }

    /**
     * Looks at all responses.
     *
     * @throws IllegalArgumentException if two elements of the responses are of one assessment
     */
    static TaskReview of(ReviewInput input, Predicate<SchoolId> doubtful) {
        Function<SchoolId, School> register = register(input.results());
        Set<AssessmentId> ids = new HashSet<>();
        List<Work> works = new ArrayList<>();
        for (TaskResponses responses : input.responses()) {
            if (!ids.add(responses.assessment().id())) {
                throw new IllegalArgumentException("responses must differ in their assessments, got twice "
                        + responses.assessment().id());
            }
            works.add(new Work(responses, register, doubtful));
        }
        works.sort(Comparator.comparing((Work work) -> work.assessment().subject())
                .thenComparing(work -> work.assessment().grade())
                .thenComparing(work -> -work.assessment().year())
                .thenComparing(Work::assessment));
        return new TaskReview(works);
    }

    private static Function<SchoolId, School> register(SchoolResults results) {
        Map<SchoolId, School> schools = new HashMap<>();
        results.schools().forEach(school -> schools.put(school.id(), school));
        return id -> schools.containsKey(id) ? schools.get(id) : School.of(id);
    }

    /**
     * Returns the assessments with responses.
     *
     * @return by subject and grade, the latest year first; may be none
     */
    public List<Work> works() {
        return works;
    }

    /**
     * Returns the assessments with responses in a region.
     *
     * @param region the region
     * @return by subject and grade, the latest year first
     */
    public List<Work> works(Region region) {
        return works.stream().filter(work -> work.quality(region).isPresent()).toList();
    }

    /**
     * Returns one assessment.
     *
     * @param assessment its identity
     * @return what its responses say; empty if there are none
     */
    public Optional<Work> work(AssessmentId assessment) {
        return works.stream().filter(work -> work.assessment().id().equals(assessment)).findFirst();
    }

    /**
     * Returns all findings.
     *
     * @return of quality, groups of schools, deficits and marks, in the order of {@link Finding#order()}
     */
    public List<Finding> findings() {
        return findings;
    }

    @Override
    public String toString() {
        return "TaskReview" + works;
    }

    /** One assessment. Immutable. */
    public static final class Work {
        /** Groups of fewer schools are not compared. */
        public static final int FEWEST_SCHOOLS = 10;

        private final Assessment assessment;
        private final ImmutableList<Task> tasks;
        private final ImmutableSortedMap<Region, AssessmentQuality.Verdict> quality;
        private final ImmutableSortedMap<Region, ImmutableList<MantelHaenszel.Result>> differences;
        private final Deficits.Result deficits;
        private final MarkGroups.Result markGroups;
        private final CompletionBand bands = CompletionBand.fioko2026();

        private Work(TaskResponses responses, Function<SchoolId, School> register, Predicate<SchoolId> doubtful) {
            this.assessment = responses.assessment();
            this.tasks = ImmutableList.copyOf(responses.tasks());
            Map<Region, List<School>> regions = new TreeMap<>();
            responses.schools().stream().map(register).forEach(school ->
                    regions.computeIfAbsent(school.region(), region -> new ArrayList<>()).add(school));
            ImmutableSortedMap.Builder<Region, AssessmentQuality.Verdict> verdicts = ImmutableSortedMap.naturalOrder();
            ImmutableSortedMap.Builder<Region, ImmutableList<MantelHaenszel.Result>> compared = ImmutableSortedMap.naturalOrder();
            regions.forEach((region, schools) -> {
                List<School> trusted = schools.stream().filter(school -> !doubtful.test(school.id())).toList();
                ItemAnalysis.Result analysis = ItemAnalysis.withDefaults().run(responses, within(trusted));
                verdicts.put(region, AssessmentQuality.withDefaults().run(analysis));
                compared.put(region, ImmutableList.copyOf(differences(responses, trusted)));
            });
            this.quality = verdicts.buildOrThrow();
            this.differences = compared.buildOrThrow();
            this.deficits = Deficits.withDefaults()
                    .with(bands)
                    .withDoubtful(doubtful)
                    .withUnsuitable(region -> !allows(region))
                    .run(responses, register);
            this.markGroups = MarkGroups.withDefaults().run(responses, register);
        }

        private static Predicate<SchoolId> within(Collection<School> schools) {
            Set<SchoolId> ids = new HashSet<>();
            schools.forEach(school -> ids.add(school.id()));
            return ids::contains;
        }

        private boolean allows(Region region) {
            return quality(region).map(verdict -> verdict.uses().contains(AssessmentQuality.Use.GROUP)).orElse(false);
        }

        /** Schools by place and by kind: the largest group against each other one of some size. */
        private static List<MantelHaenszel.Result> differences(TaskResponses responses, List<School> schools) {
            Map<SchoolId, Integer> pupils = new HashMap<>();
            responses.classes().forEach(each -> pupils.merge(each.school(), each.pupils(), Integer::sum));
            List<MantelHaenszel.Result> results = new ArrayList<>();
            for (Function<School, String> trait : List.<Function<School, String>>of(School::locality, School::type)) {
                Map<String, List<School>> groups = new TreeMap<>();
                for (School school : schools) {
                    if (!trait.apply(school).isEmpty()) {
                        groups.computeIfAbsent(trait.apply(school), name -> new ArrayList<>()).add(school);
                    }
                }
                List<Map.Entry<String, List<School>>> largest = groups.entrySet().stream()
                        .filter(group -> group.getValue().size() >= FEWEST_SCHOOLS)
                        .sorted(Comparator.comparing(
                                (Map.Entry<String, List<School>> group) ->
                                        -group.getValue().stream().mapToLong(school -> pupils.getOrDefault(school.id(), 0)).sum())
                                .thenComparing(Map.Entry::getKey))
                        .toList();
                for (int other = 1; other < largest.size(); other++) {
                    results.add(MantelHaenszel.withDefaults().run(responses, group(largest.get(0)), group(largest.get(other))));
                }
            }
            return results;
        }

        private static MantelHaenszel.Group group(Map.Entry<String, List<School>> schools) {
            return MantelHaenszel.Group.of(schools.getKey(), within(schools.getValue()));
        }

        /**
         * Returns the assessment.
         *
         * @return the assessment
         */
        public Assessment assessment() {
            return assessment;
        }

        /**
         * Returns its tasks.
         *
         * @return in their order
         */
        public List<Task> tasks() {
            return tasks;
        }

        /**
         * Returns the regions whose schools wrote it.
         *
         * @return by name
         */
        public SortedSet<Region> regions() {
            return quality.keySet();
        }

        /**
         * Returns what may be concluded from the assessment in a region.
         *
         * @param region the region
         * @return the verdict, from the schools that are not in doubt; empty if no school of the region wrote it
         */
        public Optional<AssessmentQuality.Verdict> quality(Region region) {
            return Optional.ofNullable(quality.get(region));
        }

        /**
         * Returns the shares of points of all units.
         *
         * @return tasks, skills, planned results and levels, of all pupils
         */
        public Completion completion() {
            return deficits.completion();
        }

        /**
         * Returns whether a share of points is sufficient.
         *
         * @param row a row of {@link #completion}
         * @return its band, by the bounds of ФИОКО's recommendations of 2026 as others quote them
         */
        public CompletionBand.Reading band(Completion.Row row) {
            return bands.read(completion(), row);
        }

        /**
         * Returns who is behind in what.
         *
         * @return the deficits of schools and municipalities
         */
        public Deficits.Result deficits() {
            return deficits;
        }

        /**
         * Returns how pupils of each mark did each task.
         *
         * @return shares and inversions
         */
        public MarkGroups.Result markGroups() {
            return markGroups;
        }

        /**
         * Returns how tasks work in different groups of schools of a region, by place and by kind.
         *
         * @param region the region
         * @return the largest group against each other one of at least {@value #FEWEST_SCHOOLS} schools; may be none
         */
        public List<MantelHaenszel.Result> differences(Region region) {
            return differences.getOrDefault(region, ImmutableList.of());
        }

        private List<Finding> findings() {
            return Stream.of(
                            quality.entrySet().stream().flatMap(entry -> entry.getValue().findings(entry.getKey()).stream()),
                            differences.entrySet().stream().flatMap(entry ->
                                    entry.getValue().stream().flatMap(result -> result.findings(entry.getKey()).stream())),
                            deficits.findings().stream(),
                            markGroups.findings().stream())
                    .flatMap(stream -> stream)
                    .toList();
        }

        @Override
        public String toString() {
            return assessment.id() + " (" + tasks.size() + " tasks, " + regions().size() + " regions)";
        }
    }
}
