package io.github.eduindicators.recheck;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.SchoolId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * How many works of which scores to draw in which school and assessment. The counts that it was made from hold no pupils; the
 * works themselves are drawn by {@link #draw} from lists that the schools have. Immutable and safe to share between threads.
 */
public final class RecheckPlan {
    private final List<Row> rows;
    private final List<SchoolId> withoutWorks;
    private final Map<AssessmentId, Assessment> assessments;
    private final int distance;
    private final long seed;

    RecheckPlan(List<Row> rows, List<SchoolId> withoutWorks, Collection<Assessment> assessments, int distance, long seed) {
        this.rows = List.copyOf(rows);
        this.withoutWorks = List.copyOf(withoutWorks);
        this.assessments = new TreeMap<>();
        assessments.forEach(assessment -> this.assessments.put(assessment.id(), assessment));
        this.distance = distance;
        this.seed = seed;
    }

    /** Why a school is in the plan. */
    public enum Role {
        /** It is one of the schools that somebody wants to look at. */
        FLAGGED,
        /** It was drawn from the others, to compare with. */
        CONTROL
    }

    /**
     * What to draw in one place.
     *
     * @param school the school
     * @param role why the school is in the plan
     * @param assessment the assessment
     * @param stratum the works to draw from
     * @param scores the scores of the stratum, such as {@code 6-7 10-11}
     * @param population how many works of the stratum there are
     * @param works how many of them to draw, 1..population
     */
    public record Row(
            SchoolId school, Role role, AssessmentId assessment, Stratum stratum, String scores, long population, long works) {

        @Override
        public String toString() {
            return school + " " + role + " " + assessment + " " + stratum.code() + " (" + scores + "): "
                    + works + " of " + population;
        }
    }

    /** A place of the plan, by which works are found. */
    private record Place(SchoolId school, AssessmentId assessment, Stratum stratum) {}

    /**
     * Returns what to draw.
     *
     * @return by school, assessment and stratum; places without a work to draw are left out
     */
    public List<Row> rows() {
        return rows;
    }

    /**
     * Returns the schools of a role.
     *
     * @param role the role
     * @return the schools with works to draw, by identity
     */
    public List<SchoolId> schools(Role role) {
        return rows.stream().filter(row -> row.role() == role).map(Row::school).distinct().toList();
    }

    /**
     * Returns the flagged schools that have no result in the assessments of the plan, so that nothing can be drawn there.
     *
     * @return the schools, by identity
     */
    public List<SchoolId> withoutWorks() {
        return withoutWorks;
    }

    /**
     * Returns the number of works to draw.
     *
     * @return the sum over the rows
     */
    public long works() {
        return rows.stream().mapToLong(Row::works).sum();
    }

    /**
     * Draws the works from lists of all works. Each work of a place has the same chance; the same plan and the same works give
     * the same draw, in whatever order they come. Cost: {@code O(n log n)}.
     *
     * @param list works of the schools, at least as many in each place as the plan wants; works of other schools and assessments
     *     are passed over
     * @return the drawn works with their stratum, by school, assessment and work, without experts
     * @throws IllegalArgumentException if a work stands twice, a score is outside its scale, or a place has fewer works than the
     *     plan wants
     */
    public List<RecheckWork> draw(Collection<RecheckWork> list) {
        Map<Place, List<RecheckWork>> byPlace = new HashMap<>();
        Set<RecheckWork.Key> seen = new HashSet<>();
        for (RecheckWork work : list) {
            Assessment assessment = assessments.get(work.assessment());
            if (assessment != null) {
                if (!seen.add(work.key())) {
                    throw new IllegalArgumentException("a work must stand once in the list, got one twice: " + work);
                }
                Stratum stratum = Stratum.of(assessment.scale(), distance, work.score());
                byPlace.computeIfAbsent(new Place(work.school(), work.assessment(), stratum), p -> new ArrayList<>()).add(work);
            }
        }
        List<RecheckWork> drawn = new ArrayList<>();
        for (Row row : rows) {
            List<RecheckWork> there =
                    byPlace.getOrDefault(new Place(row.school(), row.assessment(), row.stratum()), List.of());
            if (there.size() < row.works()) {
                throw new IllegalArgumentException("the list must hold the works of the plan, got " + there.size() + " for " + row);
            }
            Lot.of(seed, "works", row.school().value(), row.assessment().value(), row.stratum().code())
                    .shuffled(there.stream().sorted(RecheckWork.ORDER).toList())
                    .stream()
                    .limit(row.works())
                    .map(work -> RecheckWork.of(work.assessment(), work.school(), work.work(), work.score())
                            .withStratum(row.stratum().code()))
                    .forEach(drawn::add);
        }
        return drawn.stream().sorted(RecheckWork.ORDER).toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RecheckPlan that
                && rows.equals(that.rows)
                && withoutWorks.equals(that.withoutWorks)
                && assessments.equals(that.assessments)
                && distance == that.distance
                && seed == that.seed;
    }

    @Override
    public int hashCode() {
        return Objects.hash(rows, withoutWorks, seed);
    }

    @Override
    public String toString() {
        return "RecheckPlan[" + works() + " works: " + schools(Role.FLAGGED).size() + " flagged schools, "
                + schools(Role.CONTROL).size() + " control schools"
                + (withoutWorks.isEmpty() ? "" : ", without works " + withoutWorks) + "]";
    }
}
