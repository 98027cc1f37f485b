package io.github.eduindicators.recheck;

import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.SchoolResults;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Which expert marks which work again, so that nobody marks works of the own school or municipality?
 *
 * <p>Every work goes to one expert; a share of the works, drawn at random over all schools, goes to two different ones, so that
 * their agreement can be measured. Loads are as equal as the rule allows: no work can be moved, alone or in a chain, from an
 * expert to one who has at least two fewer. Which works of a school an expert gets is drawn by lot.
 *
 * <p>Experts mark what they know: where a pool knows one subject, call this once a subject with its works and its pool.
 *
 * <p>No works give an empty list. Where a school has nobody who may mark it, or only one while works are marked twice, the
 * assignment is impossible and an exception names the school and the number of experts. A school must be in the results with its
 * municipality, since without it the rule says nothing. The same works, experts and seed give the same assignment, in whatever
 * order they come. Complexity: {@code O(works x experts)} and {@code O(schools x experts)} a move that evens out the loads.
 * Immutable and safe to share between threads.
 *
 * <p>Reference: N. J. A. Harvey, R. E. Ladner, L. Lovász, T. Tamir (2006), Semi-matchings for bipartite graphs and load
 * balancing, Journal of Algorithms 59:53-78, doi:10.1016/j.jalgor.2005.01.003, for the condition that makes loads as equal as
 * they can be.
 */
public final class ExpertAssignment {
    private final List<Expert> experts;
    private final double doubleShare;
    private final long seed;

    private ExpertAssignment(List<Expert> experts, double doubleShare, long seed) {
        this.experts = experts;
        this.doubleShare = doubleShare;
        this.seed = seed;
    }

    /**
     * Returns the assignment to a pool of experts, with a tenth of the works marked twice and seed 1.
     *
     * @param pool the experts
     * @return the assignment
     * @throws IllegalArgumentException if two experts have the same code
     */
    public static ExpertAssignment of(Collection<Expert> pool) {
        Set<String> codes = new HashSet<>();
        for (Expert expert : pool) {
            if (!codes.add(expert.code())) {
                throw new IllegalArgumentException("experts must differ in their codes, got twice " + expert.code());
            }
        }
        List<Expert> sorted = pool.stream().sorted(Comparator.comparing(Expert::code)).toList();
        return new ExpertAssignment(sorted, 0.1, 1);
    }

    /**
     * Chooses what share of the works is marked twice; the number is rounded up.
     *
     * @param share 0..1
     * @return the assignment with it
     * @throws IllegalArgumentException if it is outside 0..1
     */
    public ExpertAssignment withDoubleShare(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("the share marked twice must be within 0..1, got " + share);
        }
        return new ExpertAssignment(experts, share, seed);
    }

    /**
     * Chooses the seed.
     *
     * @param value any number
     * @return the assignment with it
     */
    public ExpertAssignment withSeed(long value) {
        return new ExpertAssignment(experts, doubleShare, value);
    }

    /** The works of one school and who may mark them. */
    private static final class Group {
        private final School school;
        private final List<RecheckWork> works = new ArrayList<>();
        private final boolean[] allowed;
        /** How many of the works each expert has. */
        private final int[] given;
        private int twice;

        Group(School school, List<Expert> experts) {
            this.school = school;
            this.allowed = new boolean[experts.size()];
            this.given = new int[experts.size()];
            for (int e = 0; e < allowed.length; e++) {
                allowed[e] = experts.get(e).mayMark(school);
            }
        }

        int experts() {
            return (int) IntStream.range(0, allowed.length).filter(e -> allowed[e]).count();
        }

        boolean canTake(int expert) {
            return allowed[expert] && given[expert] < works.size();
        }
    }

    /**
     * Assigns the works.
     *
     * @param works the works, each once, without experts
     * @param results holds the schools with their municipalities
     * @return the works with their experts and without experts' scores, by school, assessment, work and expert; those marked
     *     twice stand twice
     * @throws IllegalArgumentException if a work stands twice or has an expert, a school or its municipality is not known, or a
     *     school has too few experts who may mark it
     */
    public List<RecheckWork> run(Collection<RecheckWork> works, SchoolResults results) {
        List<RecheckWork> sorted = works.stream().sorted(RecheckWork.ORDER).toList();
        Map<SchoolId, Group> bySchool = new TreeMap<>();
        RecheckWork previous = null;
        for (RecheckWork work : sorted) {
            if (previous != null && previous.key().equals(work.key()) || !work.expert().isEmpty()) {
                throw new IllegalArgumentException("each work must stand once and have no expert yet, got " + work);
            }
            bySchool.computeIfAbsent(work.school(), id -> new Group(known(id, results), experts)).works.add(work);
            previous = work;
        }
        bySchool.values().forEach(this::check);
        Lot lot = Lot.of(seed, "experts");
        Set<RecheckWork> twice = new HashSet<>(lot.shuffled(sorted).subList(0, twice(sorted.size())));
        // Schools with the least choice first, so that little has to be moved afterwards.
        List<Group> groups = bySchool.values().stream()
                .sorted(Comparator.comparingInt(Group::experts).thenComparing(group -> group.school.id()))
                .toList();
        List<Integer> order = lot.shuffled(IntStream.range(0, experts.size()).boxed().toList());
        long[] loads = new long[experts.size()];
        for (Group group : groups) {
            group.twice = (int) group.works.stream().filter(twice::contains).count();
            for (int slot = group.works.size() + group.twice; slot > 0; slot--) {
                int expert = order.stream().filter(group::canTake).min(Comparator.comparingLong(e -> loads[e])).orElseThrow();
                group.given[expert]++;
                loads[expert]++;
            }
        }
        boolean moved;
        do {
            moved = improve(groups, loads);
        } while (moved);
        return bySchool.values().stream()
                .flatMap(group -> hand(group, twice).stream())
                .sorted(RecheckWork.ORDER)
                .toList();
    }

    private int twice(int works) {
        // A share such as 0.1 of 30 must not become 4 by the rounding of binary fractions.
        return (int) Math.min(works, Math.ceil(doubleShare * works - 1e-9));
    }

    private static School known(SchoolId id, SchoolResults results) {
        return results.school(id)
                .filter(Expert::placed)
                .orElseThrow(() -> new IllegalArgumentException("the municipality of a school must be known, it is not for " + id));
    }

    private void check(Group group) {
        int needed = doubleShare > 0 ? 2 : 1;
        if (group.experts() < needed) {
            throw new IllegalArgumentException("works of " + group.school.id() + " need at least " + needed
                    + " experts of another municipality" + (needed == 2 ? ", since some are marked twice" : "") + ", got "
                    + group.experts() + " of " + experts.size());
        }
    }

    /** Moves one work from an expert to one who has at least two fewer, through others where need be. False if there is none. */
    private boolean improve(List<Group> groups, long[] loads) {
        int[] byLoad = IntStream.range(0, loads.length).boxed()
                .sorted(Comparator.comparingLong((Integer e) -> -loads[e]))
                .mapToInt(Integer::intValue)
                .toArray();
        long least = Arrays.stream(loads).min().orElse(0);
        for (int from : byLoad) {
            if (loads[from] - least >= 2 && move(from, groups, loads)) {
                return true;
            }
        }
        return false;
    }

    private static boolean move(int from, List<Group> groups, long[] loads) {
        int[] cameFrom = new int[loads.length];
        Group[] through = new Group[loads.length];
        Arrays.fill(cameFrom, -1);
        cameFrom[from] = from;
        Deque<Integer> open = new ArrayDeque<>(List.of(from));
        while (!open.isEmpty()) {
            int giver = open.remove();
            for (Group group : groups) {
                for (int taker = 0; group.given[giver] > 0 && taker < loads.length; taker++) {
                    if (cameFrom[taker] >= 0 || !group.canTake(taker)) {
                        continue;
                    }
                    cameFrom[taker] = giver;
                    through[taker] = group;
                    open.add(taker);
                    if (loads[from] - loads[taker] >= 2) {
                        loads[from]--;
                        loads[taker]++;
                        for (int at = taker; at != from; at = cameFrom[at]) {
                            through[at].given[at]++;
                            through[at].given[cameFrom[at]]--;
                        }
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Hands the works of a school out; first each once, then those marked twice again, so that the two experts of a work differ. */
    private List<RecheckWork> hand(Group group, Set<RecheckWork> twice) {
        List<RecheckWork> slots = new ArrayList<>();
        List<RecheckWork> shuffled = Lot.of(seed, "works", group.school.id().value()).shuffled(group.works);
        shuffled.stream().filter(twice::contains).forEach(slots::add);
        shuffled.stream().filter(work -> !twice.contains(work)).forEach(slots::add);
        slots.addAll(List.copyOf(slots.subList(0, group.twice)));
        List<RecheckWork> handed = new ArrayList<>();
        int slot = 0;
        // An expert has at most as many slots in a row as there are works, and the two slots of a work lie just that far apart.
        for (int e = 0; e < experts.size(); e++) {
            for (int i = 0; i < group.given[e]; i++) {
                handed.add(slots.get(slot++).withExpert(experts.get(e).code()));
            }
        }
        return handed;
    }

    @Override
    public String toString() {
        return "ExpertAssignment[" + experts.size() + " experts, share marked twice " + doubleShare + ", seed " + seed + "]";
    }
}
