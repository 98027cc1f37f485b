package io.github.eduindicators.model;

import com.google.common.collect.ImmutableSortedMap;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Which units are compared with which: groups by kind, place, size or context, in which like is compared with like.
 *
 * <p>A unit without the property stands in no group and is compared with nobody. Groups can be crossed with {@link #and}. Immutable and
 * safe to share between threads.
 *
 * <pre>{@code
 * var peers = PeerGroups.byLocality(schools).and(PeerGroups.byContext(schools, "pupils", 100, 400)).withMinimum(5);
 * peers.group(SchoolId.of("edu280417"));                            // Optional[rural, pupils < 100]
 * }</pre>
 */
public final class PeerGroups implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final PeerGroups NONE = new PeerGroups(new TreeMap<>(Unit.order()));

    private final TreeMap<Unit, String> groups;

    private PeerGroups(TreeMap<Unit, String> groups) {
        this.groups = groups;
    }

    /**
     * Returns groups as they are given.
     *
     * @param groups the name of the group by unit
     * @return the groups
     * @throws IllegalArgumentException if a name is blank, too long or holds control characters
     */
    public static PeerGroups of(Map<? extends Unit, String> groups) {
        TreeMap<Unit, String> named = new TreeMap<>(Unit.order());
        groups.forEach((unit, group) -> named.put(unit, Codes.text("peer group", group)));
        return new PeerGroups(named);
    }

    /**
     * Returns no groups: every unit stands alone.
     *
     * @return groups without members
     */
    public static PeerGroups none() {
        return NONE;
    }

    /**
     * Groups schools by the kind of school in the register.
     *
     * @param schools the schools
     * @return one group a kind; a school whose kind is not known is in none
     */
    public static PeerGroups byType(Collection<School> schools) {
        return by(schools, school -> Optional.of(school.type()).filter(type -> !type.isEmpty()));
    }

    /**
     * Groups schools by the kind of place in the register.
     *
     * @param schools the schools
     * @return one group a kind of place; a school whose place is not known is in none
     */
    public static PeerGroups byLocality(Collection<School> schools) {
        return by(schools, school -> Optional.of(school.locality()).filter(locality -> !locality.isEmpty()));
    }

    /**
     * Groups schools by a variable of their context, such as the number of pupils.
     *
     * @param schools the schools
     * @param variable the name of the variable
     * @param cuts where a group ends and the next begins, rising; a value equal to a cut belongs to the group above
     * @return at most one group more than cuts; a school without the variable is in none
     * @throws IllegalArgumentException if the cuts are not finite and rising
     */
    public static PeerGroups byContext(Collection<School> schools, String variable, double... cuts) {
        for (int i = 0; i < cuts.length; i++) {
            if (!Double.isFinite(cuts[i]) || i > 0 && !(cuts[i] > cuts[i - 1])) {
                throw new IllegalArgumentException("cuts must be finite and rising, got " + Arrays.toString(cuts));
            }
        }
        double[] kept = cuts.clone();
        return by(schools, school -> {
            OptionalDouble value = school.context(variable);
            return value.isEmpty() ? Optional.empty() : Optional.of(variable + " " + between(value.getAsDouble(), kept));
        });
    }

    private static String between(double value, double[] cuts) {
        int above = 0;
        while (above < cuts.length && value >= cuts[above]) {
            above++;
        }
        String from = above == 0 ? "" : ">= " + plain(cuts[above - 1]);
        String to = above == cuts.length ? "" : "< " + plain(cuts[above]);
        return from + (from.isEmpty() || to.isEmpty() ? "" : " ") + to;
    }

    private static String plain(double value) {
        return java.math.BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    private static PeerGroups by(Collection<School> schools, Function<School, Optional<String>> name) {
        TreeMap<Unit, String> groups = new TreeMap<>(Unit.order());
        schools.forEach(school -> name.apply(school).ifPresent(group -> groups.put(school.id(), group)));
        return new PeerGroups(groups);
    }

    /**
     * Crosses two groupings: units are peers if they are in both.
     *
     * @param other another grouping
     * @return the groups of those that are in a group of each
     */
    public PeerGroups and(PeerGroups other) {
        TreeMap<Unit, String> both = new TreeMap<>(Unit.order());
        groups.forEach((unit, group) -> {
            String second = other.groups.get(unit);
            if (second != null) {
                both.put(unit, group + ", " + second);
            }
        });
        return new PeerGroups(both);
    }

    /**
     * Dissolves groups that are too small to compare in.
     *
     * @param members the least number of members, positive
     * @return the groups with at least so many; the members of others are in none
     * @throws IllegalArgumentException if the number is not positive
     */
    public PeerGroups withMinimum(int members) {
        if (members < 1) {
            throw new IllegalArgumentException("the least number of members must be positive, got " + members);
        }
        Map<String, Integer> sizes = new HashMap<>();
        groups.values().forEach(group -> sizes.merge(group, 1, Integer::sum));
        Set<String> small = new HashSet<>();
        sizes.forEach((group, size) -> {
            if (size < members) {
                small.add(group);
            }
        });
        TreeMap<Unit, String> kept = new TreeMap<>(groups);
        kept.values().removeIf(small::contains);
        return new PeerGroups(kept);
    }

    /**
     * Returns the group of a unit.
     *
     * @param unit the unit
     * @return the name of its group, or empty if it is in none
     */
    public Optional<String> group(Unit unit) {
        return Optional.ofNullable(groups.get(Objects.requireNonNull(unit, "unit")));
    }

    /**
     * Returns all groups.
     *
     * @return the name of the group by unit, sorted by unit
     */
    public SortedMap<Unit, String> groups() {
        return ImmutableSortedMap.copyOfSorted(groups);
    }

    /**
     * Returns how many members each group has.
     *
     * @return the number of members by the name of the group, sorted
     */
    public SortedMap<String, Integer> sizes() {
        TreeMap<String, Integer> sizes = new TreeMap<>(Comparator.naturalOrder());
        groups.values().forEach(group -> sizes.merge(group, 1, Integer::sum));
        return ImmutableSortedMap.copyOfSorted(sizes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PeerGroups that && groups.equals(that.groups);
    }

    @Override
    public int hashCode() {
        return groups.hashCode();
    }

    @Override
    public String toString() {
        return "PeerGroups" + sizes();
    }
}
