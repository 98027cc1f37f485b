package io.github.eduindicators.examples;

import io.github.eduindicators.examples.SyntheticRegion.LookAlike;
import io.github.eduindicators.examples.SyntheticRegion.Planted;
import io.github.eduindicators.examples.SyntheticRegion.Violation;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.SchoolId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which schools of the synthetic region carry a planted violation, and which honest ones look unusual.
 *
 * <p>Schools are dealt in blocks of a hundred consecutive numbers, whether or not the region reaches the end of the block, so
 * that a region of more schools has the same violations in the schools of the smaller one.
 */
final class SyntheticPlan {
    private static final int BLOCK = 100;
    private static final int STREAM = -1;
    /** Of these the last is a small rural school, where little can be detected. */
    private static final int PLANTED = 6;
    private static final int LARGE = 24;
    private static final int SMALLEST = 6;
    private static final List<Violation> CYCLE = List.of(
            Violation.INFLATED, Violation.CUTOFF, Violation.JOURNAL, Violation.FITTED, Violation.COPYING, Violation.INFLATED,
            Violation.CUTOFF, Violation.SPIKE, Violation.JOURNAL, Violation.REVERSED_JOURNAL, Violation.INFLATED,
            Violation.CUTOFF, Violation.FITTED);

    private final SortedMap<SchoolId, Planted> planted;
    private final SortedMap<SchoolId, LookAlike> lookAlikes;

    private SyntheticPlan(SortedMap<SchoolId, Planted> planted, SortedMap<SchoolId, LookAlike> lookAlikes) {
        this.planted = Collections.unmodifiableSortedMap(planted);
        this.lookAlikes = Collections.unmodifiableSortedMap(lookAlikes);
    }

    static SyntheticPlan of(Region region, long seed, int schools) {
        TreeMap<SchoolId, Planted> planted = new TreeMap<>();
        TreeMap<SchoolId, LookAlike> lookAlikes = new TreeMap<>();
        for (int block = 0; block * BLOCK < schools; block++) {
            deal(region, seed, block, planted, lookAlikes);
        }
        SchoolId last = SyntheticSchool.id(schools);
        planted.tailMap(last, false).clear();
        lookAlikes.tailMap(last, false).clear();
        return new SyntheticPlan(planted, lookAlikes);
    }

    private static void deal(
            Region region, long seed, int block, Map<SchoolId, Planted> planted, Map<SchoolId, LookAlike> lookAlikes) {
        Draws draws = Draws.of(seed, STREAM, block);
        int large = 0;
        int small = 0;
        for (int number : draws.shuffled(block * BLOCK + 1, BLOCK)) {
            SyntheticSchool school = SyntheticSchool.of(region, seed, number);
            SchoolId id = school.school().id();
            if (school.selective()) {
                lookAlikes.put(id, LookAlike.SELECTIVE);
            } else if (school.size() >= LARGE && large < PLANTED) {
                large++;
                if (large < PLANTED) {
                    planted.put(id, planted(block * PLANTED + large - 1, draws));
                } else {
                    lookAlikes.put(id, LookAlike.STRICT_JOURNAL);
                }
            } else if (school.rural() && school.size() >= SMALLEST && small < 2) {
                small++;
                if (small == 1) {
                    planted.put(id, planted(block * PLANTED + PLANTED - 1, draws));
                } else {
                    lookAlikes.put(id, LookAlike.HOMOGENEOUS);
                }
            }
        }
    }

    private static Planted planted(int number, Draws draws) {
        Violation kind = CYCLE.get(number % CYCLE.size());
        int span = SyntheticWork.LAST_YEAR - SyntheticWork.FIRST_YEAR + 1;
        int years = kind == Violation.SPIKE ? 1 : 2 + draws.below(span - 1);
        int[] order = draws.shuffled(SyntheticWork.FIRST_YEAR, span);
        TreeSet<Integer> chosen = new TreeSet<>();
        for (int i = 0; i < years; i++) {
            chosen.add(order[i]);
        }
        return new Planted(kind, chosen);
    }

    SortedMap<SchoolId, Planted> planted() {
        return planted;
    }

    SortedMap<SchoolId, LookAlike> lookAlikes() {
        return lookAlikes;
    }

    Optional<Violation> violation(SchoolId school, int year) {
        return Optional.ofNullable(planted.get(school)).filter(p -> p.years().contains(year)).map(Planted::kind);
    }

    boolean is(SchoolId school, LookAlike kind) {
        return lookAlikes.get(school) == kind;
    }
}
