package io.github.eduindicators.io.report;

import io.github.eduindicators.disclosure.CountTable;
import io.github.eduindicators.disclosure.SmallCells;
import io.github.eduindicators.effectiveness.Membership;
import io.github.eduindicators.fioko.IndexRow;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.SchoolResult;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.review.Review;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which figures of a review the public may see. All counts of pupils that are published, or follow from what is, are the cells
 * of one table with everything that can be added up: schools to municipalities to regions, assessments to the results of a
 * school, those who passed and failed, or have 4 and 5 and the others, to all.
 */
final class PublicCells {
    /** A school is not told apart from others in a row with fewer schools without a sign. */
    static final int LEAST_WITHOUT_SIGN = 3;
    static final int LEAST = 10;

    private static final String BEST_PRACTICE = "best-practice";

    /** Which pupils. */
    enum Part {
        ALL, PASSED, FAILED, GOOD, THREES, NOT_GOOD
    }

    /** Pupils of a unit in an assessment, or over all where the assessment is empty. */
    record Cell(Unit unit, String assessment, Part part) implements Comparable<Cell> {
        private static final Comparator<Cell> ORDER = Comparator.comparing(Cell::unit, Unit.order())
                .thenComparing(cell -> cell.unit() instanceof Municipality place ? place.region().name() : "")
                .thenComparing(Cell::assessment)
                .thenComparing(Cell::part);

        @Override
        public int compareTo(Cell other) {
            return ORDER.compare(this, other);
        }
    }

    private final CountTable<Cell> table;
    private final SmallCells.Release<Cell> release;
    private final Set<IndexRow> index;
    private final List<Membership> best;
    private final Map<Unit, List<Assessment>> works = new HashMap<>();
    private final Map<Region, Integer> suppressed = new HashMap<>();

    private PublicCells(Review.Result review) {
        this.table = table(review.results());
        this.release = SmallCells.withDefaults().run(table);
        this.best = review.effectiveness().memberships().stream()
                .filter(membership -> membership.list().equals(BEST_PRACTICE) && membership.member() == Membership.Answer.YES)
                .filter(membership -> membership.unit() instanceof SchoolId school && shown(school, membership.period().year()))
                .toList();
        this.index = index(review);
        for (Cell cell : release.suppressed()) {
            Optional<Region> region = cell.unit() instanceof SchoolId school
                    ? review.results().school(school).map(School::region)
                    : Optional.of(cell.unit() instanceof Municipality municipality ? municipality.region()
                            : (Region) cell.unit());
            region.ifPresent(of -> suppressed.merge(of, 1, Integer::sum));
        }
    }

    static PublicCells of(Review.Result review) {
        return new PublicCells(review);
    }

    private CountTable<Cell> table(SchoolResults results) {
        Map<Unit, Map<Assessment, int[]>> histograms = new HashMap<>();
        Map<Cell, List<Cell>> sums = new HashMap<>();
        CountTable.Builder<Cell> builder = CountTable.builder();
        for (School school : results.schools()) {
            List<Cell> own = new ArrayList<>();
            long total = 0;
            for (SchoolResult result : results.results(school.id())) {
                Cell cell = new Cell(school.id(), result.assessment().id().value(), Part.ALL);
                builder.cell(cell, result.scores().count());
                own.add(cell);
                total += result.scores().count();
                sums.computeIfAbsent(new Cell(school.municipality(), cell.assessment(), Part.ALL), key -> new ArrayList<>())
                        .add(cell);
                for (Unit unit : List.of(school.municipality(), school.region())) {
                    histograms.computeIfAbsent(unit, key -> new TreeMap<>())
                            .merge(result.assessment(), result.scores().histogram(), PublicCells::sum);
                }
                works.computeIfAbsent(school.id(), id -> new ArrayList<>()).add(result.assessment());
            }
            // Of all figures of a school the number of its results over the years is the one that nobody misses.
            Cell all = new Cell(school.id(), "", Part.ALL);
            builder.cell(all, total, 1);
            if (!own.isEmpty()) {
                builder.sum(all, own);
            }
        }
        histograms.forEach((unit, ofUnit) -> ofUnit.forEach((assessment, histogram) -> {
            works.computeIfAbsent(unit, key -> new ArrayList<>()).add(assessment);
            count(unit, assessment, histogram, builder, sums);
        }));
        sums.forEach(builder::sum);
        return builder.build();
    }

    private static int[] sum(int[] one, int[] other) {
        int[] sum = one.clone();
        Arrays.setAll(sum, i -> Math.addExact(sum[i], other[i]));
        return sum;
    }

    private static void count(
            Unit unit, Assessment assessment, int[] histogram, CountTable.Builder<Cell> builder, Map<Cell, List<Cell>> sums) {
        ScoreScale scale = assessment.scale();
        String id = assessment.id().value();
        Map<Part, Long> counts = new TreeMap<>();
        long n = Arrays.stream(histogram).asLongStream().sum();
        counts.put(Part.ALL, n);
        if (!scale.cuts().isEmpty()) {
            long passed = from(histogram, scale.cuts().get(0));
            counts.put(Part.PASSED, passed);
            counts.put(Part.FAILED, n - passed);
        }
        if (scale.hasMarks()) {
            long good = from(histogram, scale.cuts().get(1));
            counts.put(Part.GOOD, good);
            counts.put(Part.THREES, counts.get(Part.PASSED) - good);
            counts.put(Part.NOT_GOOD, n - good);
        }
        counts.forEach((part, count) -> {
            builder.cell(new Cell(unit, id, part), count);
            if (unit instanceof Municipality municipality) {
                sums.computeIfAbsent(new Cell(municipality.region(), id, part), key -> new ArrayList<>()).add(new Cell(unit, id,
                        part));
            }
        });
        whole(builder, counts, unit, id, Part.ALL, Part.PASSED, Part.FAILED);
        whole(builder, counts, unit, id, Part.ALL, Part.GOOD, Part.NOT_GOOD);
        whole(builder, counts, unit, id, Part.PASSED, Part.GOOD, Part.THREES);
        whole(builder, counts, unit, id, Part.NOT_GOOD, Part.THREES, Part.FAILED);
    }

    private static void whole(CountTable.Builder<Cell> builder, Map<Part, Long> counts, Unit unit, String id, Part all,
            Part... parts) {
        if (Arrays.stream(parts).allMatch(counts::containsKey)) {
            builder.sum(new Cell(unit, id, all), Arrays.stream(parts).map(part -> new Cell(unit, id, part)).toList());
        }
    }

    private static long from(int[] histogram, int score) {
        return Arrays.stream(histogram, score, histogram.length).asLongStream().sum();
    }

    private boolean published(Unit unit, String assessment, Part part) {
        Cell cell = new Cell(unit, assessment, part);
        return table.count(cell).isPresent() && release.isPublished(cell);
    }

    /** Whether the number of results of a school over all assessments may be told. */
    boolean total(SchoolId school) {
        return published(school, "", Part.ALL);
    }

    /**
     * Whether an indicator may be told, with the number of results behind it. Only means and the shares of municipalities and
     * regions are.
     */
    boolean shows(Unit unit, String indicator, String assessment) {
        if (!published(unit, assessment, Part.ALL)) {
            return false;
        }
        return switch (indicator) {
            case "mean_score", "mean_z" -> true;
            case "pass_rate" -> published(unit, assessment, Part.PASSED) && published(unit, assessment, Part.FAILED);
            case "quality_rate" -> published(unit, assessment, Part.GOOD) && published(unit, assessment, Part.NOT_GOOD);
            default -> false;
        };
    }

    /** Whether all is shown of a unit that an indicator pooled over some of its assessments is made of. */
    boolean showsAll(Unit unit, String indicator, Predicate<Assessment> of) {
        List<Assessment> pooled = works.getOrDefault(unit, List.of()).stream()
                .filter(of)
                .filter(assessment -> switch (indicator) {
                    case "pass_rate" -> !assessment.scale().cuts().isEmpty();
                    case "quality_rate" -> assessment.scale().hasMarks();
                    default -> true;
                })
                .toList();
        return pooled.stream().allMatch(assessment -> shows(unit, indicator, assessment.id().value()));
    }

    /** Whether the school has a shown result in the year. */
    private boolean shown(SchoolId school, int year) {
        return works.getOrDefault(school, List.of()).stream()
                .anyMatch(assessment -> assessment.year() == year && published(school, assessment.id().value(), Part.ALL));
    }

    /** The schools that others can learn from; those with few pupils in the year are not named. */
    List<Membership> best() {
        return best;
    }

    /** Whether the index of a municipality or region may be told: no school is said to have a sign, alone or by subtraction. */
    boolean shows(IndexRow row) {
        return index.contains(row);
    }

    private Set<IndexRow> index(Review.Result review) {
        Map<Unit, Set<SchoolId>> named = new HashMap<>();
        best.forEach(membership -> review.results().school((SchoolId) membership.unit()).ifPresent(school ->
                Stream.of(school.municipality(), school.region())
                        .forEach(unit -> named.computeIfAbsent(unit, key -> new HashSet<>()).add(school.id()))));
        Map<Region, Map<Integer, List<IndexRow>>> years = new HashMap<>();
        for (IndexRow row : review.index()) {
            Region region = row.unit() instanceof Municipality municipality ? municipality.region() : (Region) row.unit();
            years.computeIfAbsent(region, key -> new TreeMap<>()).computeIfAbsent(row.year(), key -> new ArrayList<>()).add(row);
        }
        Set<IndexRow> shown = new HashSet<>();
        years.forEach((region, ofRegion) -> ofRegion.forEach((year, rows) -> shown.addAll(year(region, rows, named))));
        return shown;
    }

    /** Schools are counted like pupils; the schools that no municipality has are a part of the region, too. */
    static List<IndexRow> year(Region region, List<IndexRow> rows, Map<Unit, Set<SchoolId>> named) {
        Optional<IndexRow> whole = rows.stream().filter(row -> row.unit().equals(region)).findFirst();
        CountTable.Builder<Cell> table = CountTable.builder();
        List<Cell> parts = new ArrayList<>();
        int placed = 0;
        for (IndexRow row : rows) {
            Cell cell = new Cell(row.unit(), "", Part.ALL);
            table.cell(cell, row.schools());
            if (withoutSign(row, named) < LEAST_WITHOUT_SIGN) {
                table.sensitive(cell);
            }
            if (row.unit() instanceof Municipality) {
                parts.add(cell);
                placed += row.schools();
            }
        }
        if (whole.isPresent() && !parts.isEmpty()) {
            int rest = whole.get().schools() - placed;
            if (rest > 0) {
                Cell unplaced = new Cell(region, "-", Part.ALL);
                table.cell(unplaced, rest).sensitive(unplaced);
                parts.add(unplaced);
            }
            table.sum(new Cell(region, "", Part.ALL), parts);
        }
        SmallCells.Release<Cell> release = SmallCells.withDefaults().withThreshold(LEAST).run(table.build());
        List<IndexRow> hidden = rows.stream().filter(row -> !release.isPublished(new Cell(row.unit(), "", Part.ALL))).toList();
        int together = hidden.stream().mapToInt(row -> withoutSign(row, named)).sum();
        return rows.stream()
                .filter(row -> !hidden.contains(row))
                .filter(row -> row.unit() instanceof Municipality || hidden.isEmpty() || together >= LEAST_WITHOUT_SIGN)
                .toList();
    }

    /** How many schools have no sign and are not known to have none from the list of best practice. */
    private static int withoutSign(IndexRow row, Map<Unit, Set<SchoolId>> named) {
        return row.schools() - row.flagged() - named.getOrDefault(row.unit(), Set.of()).size();
    }

    /**
     * How many numbers of pupils of a region, its municipalities and schools are kept back: small ones, and those they would
     * follow from.
     */
    int suppressed(Region region) {
        return suppressed.getOrDefault(region, 0);
    }
}
