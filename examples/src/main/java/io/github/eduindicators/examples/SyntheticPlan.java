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
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which schools of the synthetic region carry a planted violation, which honest ones look unusual, which rise or fall steadily,
 * and which left a year out.
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
    private static final int FIRST_PLANTED = 2018;
    /** Of a block so many rise or fall, in turn. */
    private static final int TRENDS = 3;
    private static final int TREND_STREAM = -5;
    private static final double LEAST_SLOPE = 0.12;
    private static final double SLOPE_RANGE = 0.08;
    private static final double MIDDLE = (SyntheticWork.FIRST_YEAR + SyntheticWork.LAST_YEAR) / 2.0;
    private static final int ABSENT_STREAM = -6;
    private static final int GAP_YEAR = 2017;
    private static final double ABSENT = 0.15;
    private static final List<Violation> CYCLE = List.of(
            Violation.INFLATED, Violation.CUTOFF, Violation.JOURNAL, Violation.FITTED, Violation.COPYING, Violation.INFLATED,
            Violation.CUTOFF, Violation.SPIKE, Violation.JOURNAL, Violation.REVERSED_JOURNAL, Violation.INFLATED,
            Violation.CUTOFF, Violation.FITTED);

    private final TreeMap<SchoolId, Planted> planted = new TreeMap<>();
    private final TreeMap<SchoolId, LookAlike> lookAlikes = new TreeMap<>();
    private final TreeMap<SchoolId, Double> trends = new TreeMap<>();
    private final TreeSet<SchoolId> absent = new TreeSet<>();

    private SyntheticPlan(Region region, long seed, int schools) {
        for (int block = 0; block * BLOCK < schools; block++) {
            deal(region, seed, block);
        }
        SchoolId last = SyntheticSchool.id(schools);
        planted.tailMap(last, false).clear();
        lookAlikes.tailMap(last, false).clear();
        trends.tailMap(last, false).clear();
        for (int number = 1; number <= schools; number++) {
            if (Draws.of(seed, ABSENT_STREAM, number).chance(ABSENT)) {
                absent.add(SyntheticSchool.id(number));
            }
        }
    }

    static SyntheticPlan of(Region region, long seed, int schools) {
        return new SyntheticPlan(region, seed, schools);
    }

    private void deal(Region region, long seed, int block) {
        Draws draws = Draws.of(seed, STREAM, block);
        Draws slopes = Draws.of(seed, TREND_STREAM, block);
        int large = 0;
        int small = 0;
        int moving = 0;
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
            } else if (school.size() >= LARGE && moving < TRENDS) {
                double slope = LEAST_SLOPE + SLOPE_RANGE * slopes.uniform();
                trends.put(id, (block * TRENDS + moving) % 2 == 0 ? slope : -slope);
                moving++;
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
        int span = SyntheticWork.LAST_YEAR - FIRST_PLANTED + 1;
        int years = kind == Violation.SPIKE ? 1 : 2 + draws.below(span - 1);
        int[] order = draws.shuffled(FIRST_PLANTED, span);
        TreeSet<Integer> chosen = new TreeSet<>();
        for (int i = 0; i < years; i++) {
            chosen.add(order[i]);
        }
        return new Planted(kind, chosen);
    }

    SortedMap<SchoolId, Planted> planted() {
        return Collections.unmodifiableSortedMap(planted);
    }

    SortedMap<SchoolId, LookAlike> lookAlikes() {
        return Collections.unmodifiableSortedMap(lookAlikes);
    }

    SortedMap<SchoolId, Double> trends() {
        return Collections.unmodifiableSortedMap(trends);
    }

    SortedSet<SchoolId> absent(int year) {
        return year == GAP_YEAR ? Collections.unmodifiableSortedSet(absent) : Collections.emptySortedSet();
    }

    /**
     * How far above the middle of its way a school stands that rises or falls, in standard units of ability. Within some
     * hundredths one of these is a standard deviation of the scores of the region's pupils.
     */
    double risen(SchoolId school, int year) {
        return trends.getOrDefault(school, 0.0) * (year - MIDDLE);
    }

    Optional<Violation> violation(SchoolId school, int year) {
        return Optional.ofNullable(planted.get(school)).filter(p -> p.years().contains(year)).map(Planted::kind);
    }

    boolean is(SchoolId school, LookAlike kind) {
        return lookAlikes.get(school) == kind;
    }
}
