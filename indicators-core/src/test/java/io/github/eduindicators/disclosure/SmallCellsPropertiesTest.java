package io.github.eduindicators.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Laws of suppression, with two attackers that share no code with the method. */
class SmallCellsPropertiesTest {

    /** A table as an attacker writes it down: counts by name, and sums. */
    private record Plain(Map<String, Long> counts, List<Map.Entry<String, List<String>>> sums) {
        CountTable<String> table(Random order) {
            CountTable.Builder<String> table = CountTable.builder();
            List<String> names = new ArrayList<>(counts.keySet());
            Collections.shuffle(names, order);
            names.forEach(name -> table.cell(name, counts.get(name)));
            List<Map.Entry<String, List<String>>> shuffled = new ArrayList<>(sums);
            Collections.shuffle(shuffled, order);
            shuffled.forEach(sum -> {
                List<String> parts = new ArrayList<>(sum.getValue());
                Collections.shuffle(parts, order);
                table.sum(sum.getKey(), parts);
            });
            return table.build();
        }
    }

    private static final class Draft {
        private final TreeMap<String, Long> counts = new TreeMap<>();
        private final List<Map.Entry<String, List<String>>> sums = new ArrayList<>();

        void sum(String total, List<String> parts) {
            counts.put(total, parts.stream().mapToLong(counts::get).sum());
            sums.add(Map.entry(total, List.copyOf(parts)));
        }

        Plain plain() {
            return new Plain(counts, sums);
        }
    }

    /** Rows by columns with both margins, often only some of the row sums, as schools by works. */
    private static Plain twoWay(Random random, int rows, int columns, int largest) {
        Draft draft = new Draft();
        List<String> ofRows = new ArrayList<>();
        boolean sums = random.nextInt(4) > 0;
        for (int i = 0; i < rows; i++) {
            List<String> row = new ArrayList<>();
            for (int j = 0; j < columns; j++) {
                row.add("c" + i + j);
                draft.counts.put("c" + i + j, (long) random.nextInt(largest + 1));
            }
            if (sums) {
                draft.sum("row" + i, row);
                ofRows.add("row" + i);
            }
        }
        List<String> ofColumns = new ArrayList<>();
        for (int j = 0; j < columns; j++) {
            int column = j;
            draft.sum("column" + j, java.util.stream.IntStream.range(0, rows).mapToObj(i -> "c" + i + column).toList());
            ofColumns.add("column" + j);
        }
        draft.sum("all", ofColumns);
        if (sums) {
            draft.sums.add(Map.entry("all", ofRows));
        }
        return draft.plain();
    }

    /** Schools in districts in a region, works, marks of districts and region, and the results of each school over its works. */
    private static Plain hierarchy(Random random) {
        Draft draft = new Draft();
        int works = 1 + random.nextInt(3);
        int districts = 2 + random.nextInt(2);
        Map<String, List<String>> ofSchools = new TreeMap<>();
        for (int w = 0; w < works; w++) {
            Map<String, List<String>> ofRegion = new TreeMap<>();
            for (int d = 0; d < districts; d++) {
                String place = "w" + w + "d" + d;
                List<String> schools = new ArrayList<>();
                int count = 1 + (d * 7 + 3) % 4;
                for (int s = 0; s < count; s++) {
                    String school = place + "s" + s;
                    draft.counts.put(school, (long) random.nextInt(35));
                    schools.add(school);
                    ofSchools.computeIfAbsent("total d" + d + "s" + s, key -> new ArrayList<>()).add(school);
                }
                draft.sum(place, schools);
                long n = draft.counts.get(place);
                long passed = n - Math.min(n, random.nextInt(15));
                long good = passed == 0 ? 0 : random.nextInt((int) passed + 1);
                draft.counts.put(place + " good", good);
                draft.counts.put(place + " three", passed - good);
                draft.counts.put(place + " failed", n - passed);
                draft.sum(place + " passed", List.of(place + " good", place + " three"));
                draft.sums.add(Map.entry(place, List.of(place + " passed", place + " failed")));
                for (String part : List.of("", " good", " three", " passed", " failed")) {
                    ofRegion.computeIfAbsent("w" + w + part, key -> new ArrayList<>()).add(place + part);
                }
            }
            ofRegion.forEach(draft::sum);
            draft.sums.add(Map.entry("w" + w, List.of("w" + w + " passed", "w" + w + " failed")));
            draft.sums.add(Map.entry("w" + w + " passed", List.of("w" + w + " good", "w" + w + " three")));
        }
        ofSchools.forEach(draft::sum);
        return draft.plain();
    }

    /**
     * Which hidden cells follow from the others: by exact fractions, the reduced form of the equations has a row of one
     * unknown.
     */
    private static Set<String> solved(Plain table, Set<String> hidden) {
        List<String> unknowns = new ArrayList<>(hidden);
        List<BigInteger[]> rows = new ArrayList<>();
        for (Map.Entry<String, List<String>> sum : table.sums()) {
            BigInteger[] row = new BigInteger[unknowns.size()];
            for (int i = 0; i < row.length; i++) {
                String name = unknowns.get(i);
                row[i] = BigInteger.valueOf(sum.getKey().equals(name) ? -1 : sum.getValue().contains(name) ? 1 : 0);
            }
            rows.add(row);
        }
        int done = 0;
        for (int column = 0; column < unknowns.size() && done < rows.size(); column++) {
            int pivot = done;
            while (pivot < rows.size() && rows.get(pivot)[column].signum() == 0) {
                pivot++;
            }
            if (pivot < rows.size()) {
                Collections.swap(rows, done, pivot);
                BigInteger[] by = rows.get(done);
                for (int r = 0; r < rows.size(); r++) {
                    BigInteger[] row = rows.get(r);
                    BigInteger factor = row[column];
                    if (r != done && factor.signum() != 0) {
                        for (int i = 0; i < row.length; i++) {
                            row[i] = row[i].multiply(by[column]).subtract(by[i].multiply(factor));
                        }
                    }
                }
                done++;
            }
        }
        Set<String> solved = new TreeSet<>();
        for (BigInteger[] row : rows) {
            int terms = 0;
            int last = 0;
            for (int i = 0; i < row.length; i++) {
                if (row[i].signum() != 0) {
                    terms++;
                    last = i;
                }
            }
            if (terms == 1) {
                solved.add(unknowns.get(last));
            }
        }
        return solved;
    }

    private static Set<String> primary(Plain table, SmallCells.Release<String> release) {
        Set<String> primary = new TreeSet<>();
        table.counts().keySet().stream().filter(name -> release.status(name) == SmallCells.Status.PRIMARY).forEach(primary::add);
        return primary;
    }

    @Property(tries = 400)
    void noSmallCellFollowsFromWhatIsPublished(@ForAll long seed) {
        Plain table = hierarchy(new Random(seed));
        var release = SmallCells.withDefaults().run(table.table(new Random(1)));
        Set<String> small = new TreeSet<>();
        table.counts().forEach((name, count) -> {
            if (count >= 1 && count <= 9) {
                small.add(name);
            }
        });
        assertThat(primary(table, release)).isEqualTo(small);
        Set<String> told = solved(table, release.suppressed());
        told.retainAll(small);
        assertThat(told).isEmpty();
        assertThat(release.exposed()).isEmpty();
        for (Map.Entry<String, List<String>> sum : table.sums()) {
            long hidden = sum.getValue().stream().filter(part -> !release.isPublished(part)).mapToLong(table.counts()::get).sum();
            if (release.isPublished(sum.getKey()) && sum.getValue().stream().anyMatch(part -> !release.isPublished(part))) {
                assertThat(hidden).as("hidden of %s", sum.getKey()).isGreaterThanOrEqualTo(10);
            }
        }
    }

    /** A 0 that is hidden, too, tells nothing either; what the structure alone tells is said to be exposed. */
    @Property(tries = 150)
    void noHiddenZeroFollowsUnlessItIsSaid(@ForAll long seed) {
        Plain table = hierarchy(new Random(seed));
        var release = SmallCells.withDefaults().withZeros(SmallCells.Zeros.HIDDEN).run(table.table(new Random(1)));
        Set<String> small = new TreeSet<>();
        table.counts().forEach((name, count) -> {
            if (count <= 9) {
                small.add(name);
            }
        });
        assertThat(primary(table, release)).isEqualTo(small);
        Set<String> told = solved(table, release.suppressed());
        told.retainAll(small);
        assertThat(release.exposed()).containsAll(told);
        assertThat(release.exposed()).allSatisfy(name -> assertThat(table.counts().get(name)).isZero());
    }

    @Property(tries = 300)
    void theAuditAgreesWithExactFractions(@ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int share) {
        Random random = new Random(seed);
        Plain table = random.nextBoolean() ? hierarchy(random) : twoWay(random, 3, 4, 30);
        Set<String> hidden = new TreeSet<>();
        table.counts().keySet().stream().filter(name -> random.nextInt(10) < share).forEach(hidden::add);
        assertThat(SmallCells.recoverable(table.table(random), hidden)).isEqualTo(solved(table, hidden));
    }

    @Property(tries = 150)
    void theOrderOfCellsAndRelationsMakesNoDifference(@ForAll long seed, @ForAll long order) {
        Plain table = hierarchy(new Random(seed));
        assertThat(SmallCells.withDefaults().run(table.table(new Random(order))).suppressed())
                .isEqualTo(SmallCells.withDefaults().run(table.table(new Random(0))).suppressed());
    }

    /**
     * Looks for tables that agree with all that is published; counts are not negative, and not below {@code least} where
     * hidden.
     */
    private static final class Attacker {
        private final Plain table;
        private final List<String> hidden;
        private final long least;
        private final long most;
        private final Map<String, Long> known = new TreeMap<>();
        private String wanted = "";
        private long not;

        Attacker(Plain table, Set<String> hidden, long least, long most) {
            this.table = table;
            // Totals follow from their parts.
            this.hidden = hidden.stream().sorted(Comparator.comparing((String name) -> !name.matches("c\\d\\d"))).toList();
            this.least = least;
            this.most = most;
            table.counts().forEach((name, count) -> {
                if (!hidden.contains(name)) {
                    known.put(name, count);
                }
            });
        }

        /** Whether a table agrees in which the cell has another count. */
        boolean doubts(String cell) {
            wanted = cell;
            not = table.counts().get(cell);
            return search();
        }

        private boolean search() {
            Set<String> filled = new HashSet<>();
            boolean possible = fill(filled);
            boolean found = false;
            if (possible) {
                String next = hidden.stream().filter(name -> !known.containsKey(name)).findFirst().orElse("");
                if (next.isEmpty()) {
                    found = known.get(wanted) != not;
                } else {
                    for (long value = least; value <= most && !found; value++) {
                        known.put(next, value);
                        found = search();
                        known.remove(next);
                    }
                }
            }
            known.keySet().removeAll(filled);
            return found;
        }

        /** Fills in what follows; false where something contradicts. */
        private boolean fill(Set<String> filled) {
            boolean changed = true;
            while (changed) {
                changed = false;
                for (Map.Entry<String, List<String>> sum : table.sums()) {
                    long rest = known.getOrDefault(sum.getKey(), 0L);
                    String unknown = known.containsKey(sum.getKey()) ? "" : sum.getKey();
                    int unknowns = unknown.isEmpty() ? 0 : 1;
                    for (String part : sum.getValue()) {
                        Long value = known.get(part);
                        rest -= value == null ? 0 : value;
                        unknowns += value == null ? 1 : 0;
                        unknown = value == null ? part : unknown;
                    }
                    boolean totalUnknown = !known.containsKey(sum.getKey());
                    if (unknowns == 0 && rest != 0 || !totalUnknown && rest < least * unknowns) {
                        return false;
                    }
                    if (unknowns == 1) {
                        long value = totalUnknown ? -rest : rest;
                        if (value < least) {
                            return false;
                        }
                        known.put(unknown, value);
                        filled.add(unknown);
                        changed = true;
                    }
                }
            }
            return !known.containsKey(wanted) || known.get(wanted) != not || known.size() < table.counts().size();
        }
    }

    @Property(tries = 250)
    void noSmallCellIsTheOnlyOnePossible(@ForAll long seed, @ForAll @IntRange(min = 2, max = 3) int rows,
            @ForAll @IntRange(min = 2, max = 3) int columns) {
        Plain table = twoWay(new Random(seed), rows, columns, 9);
        var release = SmallCells.withDefaults().withThreshold(4).run(table.table(new Random(2)));
        Attacker attacker = new Attacker(table, release.suppressed(), 0, 14);
        primary(table, release).forEach(cell -> assertThat(attacker.doubts(cell)).as("%s in %s, hidden %s", cell,
                table.counts(), release.suppressed()).isTrue());
        assertThat(release.exposed()).isEmpty();
    }

    /** Somebody who knows the rule knows that a hidden count is not 0. All tables of 2 x 2 and 2 x 3 with these counts. */
    @Property(tries = 1)
    void norForSomebodyWhoKnowsThatZerosAreNotHidden() {
        long[] values = {0, 1, 2, 3, 4, 7};
        int looked = 0;
        for (int number = 0; number < Math.pow(values.length, 6); number += 11) {
            Draft draft = new Draft();
            int rest = number;
            for (int i = 0; i < 2; i++) {
                List<String> row = new ArrayList<>();
                for (int j = 0; j < 3; j++) {
                    row.add("c" + i + j);
                    draft.counts.put("c" + i + j, values[rest % values.length]);
                    rest /= values.length;
                }
                draft.sum("row" + i, row);
            }
            for (int j = 0; j < 3; j++) {
                draft.sum("column" + j, List.of("c0" + j, "c1" + j));
            }
            draft.sum("all", List.of("row0", "row1"));
            draft.sums.add(Map.entry("all", List.of("column0", "column1", "column2")));
            Plain table = draft.plain();
            var release = SmallCells.withDefaults().withThreshold(4).run(table.table(new Random(2)));
            Attacker attacker = new Attacker(table, release.suppressed(), 1, 12);
            for (String cell : primary(table, release)) {
                assertThat(attacker.doubts(cell)).as("%s in %s, hidden %s", cell, table.counts(), release.suppressed()).isTrue();
                looked++;
            }
        }
        assertThat(looked).isGreaterThan(5_000);
    }
}
