package io.github.eduindicators.items;

import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.stats.Interval;
import java.math.BigInteger;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What the persons of each unit earned in each element: schools are counted, municipalities and regions are sums over their
 * schools. Immutable.
 *
 * @param <E> what points are earned in
 */
final class UnitTable<E> {
    /** Units and elements in their order; looked up often. */
    private final Map<Unit, Map<E, Cell>> cells = new LinkedHashMap<>();
    private final TreeSet<E> elements;
    private final TreeMap<SchoolId, School> schools = new TreeMap<>();

    private UnitTable(Builder<E> builder, Function<? super SchoolId, School> register) {
        this.elements = new TreeSet<>(builder.order);
        TreeMap<Unit, TreeMap<E, Over>> above = new TreeMap<>(Unit.order());
        builder.sums.forEach((id, own) -> {
            School school = Objects.requireNonNull(register.apply(id), "school");
            schools.put(id, school);
            Map<E, Cell> row = new LinkedHashMap<>();
            own.forEach((element, sums) -> {
                if (sums.possible() > 0) {
                    elements.add(element);
                    row.put(element, Cell.ofSchool(sums));
                    for (Unit unit : List.of(school.municipality(), school.region())) {
                        above.computeIfAbsent(unit, u -> new TreeMap<>(builder.order)).computeIfAbsent(element, e -> new Over())
                                .add(sums);
                    }
                }
            });
            cells.put(id, row);
        });
        above.forEach((unit, own) -> {
            Map<E, Cell> row = new LinkedHashMap<>();
            own.forEach((element, over) -> row.put(element, over.cell()));
            cells.put(unit, row);
        });
    }

    /** Starts a table; elements stand in this order. */
    static <E> Builder<E> builder(Comparator<? super E> order) {
        return new Builder<>(order);
    }

    /** Schools, then municipalities, then regions, each by code. */
    List<Unit> units() {
        return List.copyOf(cells.keySet());
    }

    /** Every element in which any unit could earn points. */
    SortedSet<E> elements() {
        return Collections.unmodifiableSortedSet(elements);
    }

    /** Every school with what was asked of the register about it. */
    Map<SchoolId, School> schools() {
        return Collections.unmodifiableMap(schools);
    }

    /** What the persons of a unit earned in an element; empty if nobody could earn points. */
    Optional<Cell> cell(Unit unit, E element) {
        Map<E, Cell> row = cells.get(unit);
        return row == null ? Optional.empty() : Optional.ofNullable(row.get(element));
    }

    /** The elements of a unit, in order. */
    Map<E, Cell> cells(Unit unit) {
        Map<E, Cell> row = cells.get(unit);
        return row == null ? Map.of() : Collections.unmodifiableMap(row);
    }

    /**
     * One unit and element.
     *
     * @param sums over the persons of the unit
     * @param schools how many schools these are of
     * @param variance of the share: of a school, from the spread of its persons; above it, from the spread of its schools, which
     *     takes the persons of a school as one, but not less than from the spread of persons
     * @param interval the share of points with its interval of 95 %
     */
    record Cell(PointSums sums, long schools, double variance, Interval interval) {
        static Cell ofSchool(PointSums sums) {
            return of(sums, 1, sums.personVariance(), sums.persons() - 1);
        }

        private static Cell of(PointSums sums, long schools, double variance, long freedom) {
            return new Cell(sums, schools, variance, PointSums.interval(sums.share(), variance, sums.persons(), freedom));
        }

        double share() {
            return sums.share();
        }
    }

    /** Sums over schools, and of the squares of their sums. */
    private static final class Over {
        private PointSums sums = PointSums.NONE;
        private long schools;
        private BigInteger squares = BigInteger.ZERO;
        private BigInteger products = BigInteger.ZERO;
        private BigInteger bases = BigInteger.ZERO;

        void add(PointSums school) {
            BigInteger earned = BigInteger.valueOf(school.earned());
            BigInteger possible = BigInteger.valueOf(school.possible());
            sums = sums.plus(school);
            schools++;
            squares = squares.add(earned.multiply(earned));
            products = products.add(earned.multiply(possible));
            bases = bases.add(possible.multiply(possible));
        }

        Cell cell() {
            if (schools < 2) {
                return Cell.ofSchool(sums);
            }
            double between = PointSums.ratioVariance(schools, sums.earned(), sums.possible(), squares, products, bases);
            return Cell.of(sums, schools, Math.max(between, sums.personVariance()), schools - 1);
        }
    }

    /** Collects the sums of schools. Not safe for use by several threads. */
    static final class Builder<E> {
        private final Comparator<? super E> order;
        private final TreeMap<SchoolId, TreeMap<E, PointSums>> sums = new TreeMap<>();

        private Builder(Comparator<? super E> order) {
            this.order = order;
        }

        /** Adds persons of a school in an element: one person, or many at once. */
        Builder<E> add(SchoolId school, E element, PointSums more) {
            sums.computeIfAbsent(school, id -> new TreeMap<>(order)).merge(element, more, PointSums::plus);
            return this;
        }

        /** Makes the table; the register tells where a school lies. */
        UnitTable<E> build(Function<? super SchoolId, School> register) {
            return new UnitTable<>(this, register);
        }
    }
}
