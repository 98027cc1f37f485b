package io.github.eduindicators.recheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreTally;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExpertAssignmentTest {
    private static final AssessmentId MATHS = AssessmentId.of("ma5");
    private static final Municipality NORTH = Municipality.of(Region.of("R"), "North");
    private static final Municipality SOUTH = Municipality.of(Region.of("R"), "South");
    private static final School ONE = School.builder(SchoolId.of("s1")).municipality(NORTH).build();
    private static final School TWO = School.builder(SchoolId.of("s2")).municipality(SOUTH).build();
    private static final SchoolResults RESULTS = ScoreTally.create().snapshot().withSchools(List.of(ONE, TWO));

    private static List<RecheckWork> works(School school, int number) {
        List<RecheckWork> works = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            works.add(RecheckWork.of(MATHS, school.id(), "w" + i, 5));
        }
        return works;
    }

    private static Map<String, Long> loads(List<RecheckWork> assigned) {
        return assigned.stream().collect(Collectors.groupingBy(RecheckWork::expert, TreeMap::new, Collectors.counting()));
    }

    @Test
    void nobodyMarksTheOwnMunicipality() {
        List<RecheckWork> all = Stream.concat(works(ONE, 6).stream(), works(TWO, 4).stream()).toList();
        List<RecheckWork> assigned = ExpertAssignment.of(List.of(Expert.of("north", NORTH), Expert.of("south", TWO)))
                .withDoubleShare(0)
                .run(all, RESULTS);
        assertThat(assigned).filteredOn(work -> work.expert().equals("north")).hasSize(4)
                .allMatch(work -> work.school().equals(TWO.id()));
        assertThat(assigned).filteredOn(work -> work.expert().equals("south")).hasSize(6)
                .allMatch(work -> work.school().equals(ONE.id()));
        assertThat(assigned).allMatch(work -> work.expertScore().isEmpty());
    }

    @Test
    void loadsAreEvenAlsoWhereWorksHaveToMoveThroughOthers() {
        // The independent expert takes from both sides just what makes all three equal: 10 + 2 works, 4 each.
        List<RecheckWork> all = Stream.concat(works(ONE, 10).stream(), works(TWO, 2).stream()).toList();
        List<Expert> pool = List.of(Expert.independent("a"), Expert.of("b", SOUTH), Expert.of("c", SOUTH), Expert.of("n", NORTH));
        Map<String, Long> loads = loads(ExpertAssignment.of(pool).withDoubleShare(0).run(all, RESULTS));
        assertThat(loads.get("n")).isEqualTo(2);
        assertThat(List.of(loads.get("a"), loads.get("b"), loads.get("c"))).containsExactlyInAnyOrder(3L, 3L, 4L);
    }

    @Test
    void aShareIsMarkedByTwoDifferentExperts() {
        List<Expert> pool = List.of(Expert.independent("a"), Expert.independent("b"), Expert.independent("c"));
        List<RecheckWork> assigned = ExpertAssignment.of(pool).withDoubleShare(0.25).run(works(ONE, 30), RESULTS);
        assertThat(assigned).hasSize(38).doesNotHaveDuplicates();
        assertThat(loads(assigned).values()).containsExactlyInAnyOrder(12L, 13L, 13L);
        assertThat(ExpertAssignment.of(pool).withDoubleShare(1).run(works(ONE, 5), RESULTS)).hasSize(10).doesNotHaveDuplicates();
        assertThat(ExpertAssignment.of(pool).run(works(ONE, 30), RESULTS)).hasSize(33);
        assertThat(ExpertAssignment.of(pool).run(List.of(), RESULTS)).isEmpty();
    }

    @Test
    void saysWhichSchoolHasTooFewExperts() {
        List<Expert> pool = List.of(Expert.of("x", ONE), Expert.of("y", NORTH), Expert.of("z", SOUTH));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExpertAssignment.of(pool).run(works(ONE, 3), RESULTS))
                .withMessage("works of s1 need at least 2 experts of another municipality, since some are marked twice, got 1 of 3");
        assertThat(ExpertAssignment.of(pool).withDoubleShare(0).run(works(ONE, 3), RESULTS)).hasSize(3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExpertAssignment.of(pool.subList(0, 2)).withDoubleShare(0).run(works(ONE, 3), RESULTS))
                .withMessage("works of s1 need at least 1 experts of another municipality, got 0 of 2");
    }

    @Test
    void refusesWhatMakesTheRuleEmpty() {
        SchoolResults unplaced = ScoreTally.create().snapshot().withSchools(List.of(School.of(ONE.id())));
        ExpertAssignment assignment = ExpertAssignment.of(List.of(Expert.independent("a"), Expert.independent("b")));
        assertThatIllegalArgumentException().isThrownBy(() -> assignment.run(works(ONE, 1), unplaced))
                .withMessageContaining("municipality").withMessageContaining("s1");
        assertThatIllegalArgumentException().isThrownBy(() -> Expert.of("a", School.of(ONE.id()))).withMessageContaining("s1");
    }

    @Test
    void refusesWorksAndExpertsThatStandTwiceWithoutTellingCodes() {
        ExpertAssignment assignment = ExpertAssignment.of(List.of(Expert.independent("a"), Expert.independent("b")));
        RecheckWork work = RecheckWork.of(MATHS, ONE.id(), "Иванов", 5);
        assertThatIllegalArgumentException().isThrownBy(() -> assignment.run(List.of(work, work), RESULTS))
                .withMessageContaining("s1").withMessageNotContaining("Иванов");
        assertThatIllegalArgumentException().isThrownBy(() -> assignment.run(List.of(work.withExpert("a")), RESULTS))
                .withMessageContaining("no expert yet");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExpertAssignment.of(List.of(Expert.independent("a"), Expert.of("a", NORTH))))
                .withMessageContaining("twice a");
        assertThatIllegalArgumentException().isThrownBy(() -> assignment.withDoubleShare(1.1)).withMessageContaining("1.1");
        assertThatIllegalArgumentException().isThrownBy(() -> Expert.independent(" ")).withMessageContaining("blank");
    }
}
