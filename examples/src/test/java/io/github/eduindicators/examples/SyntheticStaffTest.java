package io.github.eduindicators.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.items.LearningPath;
import io.github.eduindicators.items.StaffDiagnosis;
import io.github.eduindicators.items.StaffDiagnosis.ChangeRow;
import io.github.eduindicators.items.StaffDiagnosis.Mass;
import io.github.eduindicators.items.StaffDiagnosis.Row;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.CompetencyResults;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was planted is found, and little else. */
class SyntheticStaffTest {
    private static final List<School> SCHOOLS = SyntheticRegion.standard().schools();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 20_211_004})
    void whatWasPlantedIsFound(long seed) {
        StaffDiagnosis.Result staff = StaffDiagnosis.withDefaults().run(SyntheticStaff.of(seed, SCHOOLS));
        Municipality planted = SyntheticStaff.planted(SCHOOLS);
        Finding finding = staff.findings().stream().filter(f -> f.unit().equals(planted)).findFirst().orElseThrow();
        assertThat(finding.outcome()).isEqualTo(Outcome.FLAGGED);
        assertThat(finding.fact("competency").orElseThrow().value()).isEqualTo(SyntheticStaff.LACKING);
        List<Row> others = staff.rows().stream()
                .filter(row -> row.unit().unitType() == UnitType.MUNICIPALITY && row.wave().equals(SyntheticStaff.AFTER))
                .filter(row -> row.mass() == Mass.YES && !row.unit().equals(planted))
                .toList();
        assertThat(others).hasSizeLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 20_211_004})
    void onlyTrainingClosesMoreDeficitsThanChance(long seed) {
        StaffDiagnosis.Result staff = StaffDiagnosis.withDefaults().run(SyntheticStaff.of(seed, SCHOOLS));
        for (ChangeRow row : staff.latestChange().orElseThrow().rows(SCHOOLS.get(0).region())) {
            if (row.competency().equals(SyntheticStaff.TRAINED)) {
                assertThat(row.closedBeyondChance().orElseThrow()).isGreaterThan(0.2);
                assertThat(row.p().orElseThrow()).isLessThan(1e-6);
                assertThat(row.gain().orElseThrow().interval().lower()).isGreaterThan(0.1);
            } else if (!row.competency().isEmpty()) {
                // Many close, though nobody changed.
                assertThat((double) row.closed() / row.deficits()).isGreaterThan(0.15);
                assertThat(row.closedBeyondChance().orElseThrow()).isBetween(-0.3, 0.15);
                assertThat(row.p().orElseThrow()).isGreaterThan(1e-3);
            }
        }
    }

    @Test
    void theCatalogueServesTheDeficits() {
        StaffDiagnosis.Result staff = StaffDiagnosis.withDefaults().run(SyntheticStaff.of(1, SCHOOLS));
        List<LearningPath.Need> needs = LearningPath.of(SyntheticStaff.catalogue()).needs(staff.persons(SyntheticStaff.AFTER));
        assertThat(needs).filteredOn(need -> need.unit().equals(SyntheticStaff.planted(SCHOOLS)))
                .anyMatch(need -> need.module().id().equals("assessment") && need.persons() >= 5);
        assertThat(staff.results().competencies()).hasSize(8);
        assertThat(SyntheticStaff.catalogue().modules()).allSatisfy(
                module -> assertThat(staff.results().competencies()).contains(module.competency()).containsAll(module.prerequisites()));
    }

    @Test
    void theLinesAreThoseOfTheFile() {
        CompetencyResults results = SyntheticStaff.of(1, SCHOOLS.subList(0, 3));
        List<String> lines = SyntheticStaff.lines(results);
        assertThat(lines).hasSize(1 + results.diagnoses().stream().mapToInt(diagnosis -> diagnosis.scores().size()).sum())
                .startsWith("person,school,municipality,wave,competency,points,max")
                .allSatisfy(line -> assertThat(line.split(",")).hasSize(7));
        assertThat(SyntheticStaff.of(1, SCHOOLS.subList(0, 3))).isEqualTo(results);
        assertThat(SyntheticStaff.of(2, SCHOOLS.subList(0, 3))).isNotEqualTo(results);
        assertThatIllegalArgumentException().isThrownBy(() -> SyntheticStaff.of(1, List.of()));
    }
}
