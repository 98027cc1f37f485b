package io.github.eduindicators.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.CompetencyResults.Diagnosis;
import io.github.eduindicators.results.CompetencyResults.Score;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompetencyResultsTest {
    private static final Region AMUR = Region.of("Амурская область");
    private static final Municipality TYNDA = Municipality.of(AMUR, "Тында");
    private static final SchoolId ONE = SchoolId.of("edu280417");
    private static final SchoolId TWO = SchoolId.of("edu280418");
    private static final List<School> REGISTER = List.of(school(ONE), school(TWO));

    private static School school(SchoolId id) {
        return School.builder(id).municipality(TYNDA).build();
    }

    private static Unit person(String code) {
        return Unit.of(UnitType.PERSON, code);
    }

    private static CompetencyResults.Builder builder() {
        return CompetencyResults.builder(REGISTER);
    }

    @Test
    void keepsPersonsInTheirSchoolsByWave() {
        CompetencyResults results = builder()
                .add(person("t2"), TWO, "2021", "methodical / goals", Score.of(7.5, 10))
                .add(person("t1"), ONE, "2021-H1", "subject/number", Score.of(0, 4))
                .add(person("t1"), TWO, "2021", "subject/number", Score.of(4, 4))
                .add(person("t1"), ONE, "2021-h1", "methodical/goals", Score.of(1, 10))
                .build();
        assertThat(results.waves()).containsExactly("2021-H1", "2021");
        assertThat(results.competencies()).containsExactly("methodical/goals", "subject/number");
        assertThat(results.persons()).containsExactly(person("t1"), person("t2"));
        assertThat(results.schools()).containsExactly(ONE, TWO);
        assertThat(results.diagnoses()).extracting(Diagnosis::wave).containsExactly("2021-H1", "2021", "2021");
        Diagnosis first = results.diagnosis(person("t1"), "2021-H1").orElseThrow();
        assertThat(first.school()).isEqualTo(ONE);
        assertThat(first.municipality()).isEqualTo(TYNDA);
        assertThat(first.region()).isEqualTo(AMUR);
        assertThat(first.scores()).containsOnlyKeys("methodical/goals", "subject/number");
        assertThat(first.score("subject/number")).contains(Score.of(0, 4));
        assertThat(results.diagnosis(person("t2"), "2021").orElseThrow().score("subject/number")).isEmpty();
        assertThat(results.diagnosis(person("t2"), "2021").orElseThrow().score("methodical/goals").orElseThrow().share()).isEqualTo(0.75);
        assertThat(results.diagnosis(person("t2"), "2021-H1")).isEmpty();
        assertThat(results.diagnosis(Unit.of(UnitType.HEAD, "t1"), "2021")).isEmpty();
        assertThat(results.diagnoses("2020")).isEmpty();
    }

    @Test
    void nobodyIsNoError() {
        CompetencyResults none = builder().build();
        assertThat(none.isEmpty()).isTrue();
        assertThat(none.waves()).isEmpty();
        assertThat(none.diagnoses()).isEmpty();
        assertThat(none.diagnosis(person("t"), "2021")).isEmpty();
    }

    @Test
    void wavesStandInTheOrderOfTime() {
        CompetencyResults.Builder builder = builder();
        Stream.of("2021", "2020-09", "12", "2020", "2", "2020-H2", "2020-12", "2020-12-31", "2021-H1", "2020-09-30", "2020-H1")
                .forEach(wave -> builder.add(person("t"), ONE, wave, "c", Score.of(1, 1)));
        assertThat(builder.build().waves()).containsExactly(
                "2", "12", "2020-H1", "2020-09-30", "2020-09", "2020-12-31", "2020-12", "2020-H2", "2020", "2021-H1", "2021");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "pre", "2020-spring", "0", "1000", "2020-13", "2021-02-29", "2020-H3", "1812", "-1", "20200", "осень", "１"})
    void aWaveWithoutAPlaceInTimeIsRefused(String wave) {
        assertThatIllegalArgumentException().isThrownBy(() -> CompetencyResults.wave(wave)).withMessageContaining("wave");
    }

    @ParameterizedTest
    @CsvSource({"' 2021 ', 2021", "007, 7", "2021-h2, 2021-H2", "2021-09, 2021-09", "2020-02-29, 2020-02-29"})
    void aWaveHasOneForm(String text, String wave) {
        assertThat(CompetencyResults.wave(text)).isEqualTo(wave);
    }

    @Test
    void aCompetencyMayHaveAGroup() {
        assertThat(CompetencyResults.competency("  methodical  /  lesson   goals/aims ")).isEqualTo("methodical/lesson goals/aims");
        assertThat(CompetencyResults.group("methodical/lesson goals/aims")).contains("methodical");
        assertThat(CompetencyResults.competency("речь")).isEqualTo("речь");
        assertThat(CompetencyResults.group("речь")).isEmpty();
        for (String bad : List.of("", " ", "/", "a/", "/b", " / b", "x".repeat(201), "a\u0000b")) {
            assertThatIllegalArgumentException().as(bad).isThrownBy(() -> CompetencyResults.competency(bad));
        }
    }

    @Test
    void cutsAreComparedExactly() {
        // 4.2 of 7, 0.6 of 1 and 2.1 of 3.5 are 60 %; in binary 100 * 4.2 / 7 is not 60.
        assertThat(List.of(Score.of(4.2, 7), Score.of(0.6, 1), Score.of(2.1, 3.5), Score.of(12, 20)))
                .allSatisfy(score -> assertThat(score.below(60)).isFalse())
                .allSatisfy(score -> assertThat(score.below(61)).isTrue());
        assertThat(Score.of(4.199, 7).below(60)).isTrue();
        assertThat(Score.of(0, 1_000_000).below(1)).isTrue();
        assertThat(Score.of(1_000_000, 1_000_000).below(100)).isFalse();
        assertThat(Score.of(1, 3)).isLessThan(Score.of(334, 1000)).isEqualByComparingTo(Score.of(2, 6)).isNotEqualTo(Score.of(2, 6));
        assertThat(Score.of(7.25, 10)).hasToString("7.25 of 10");
    }

    @ParameterizedTest
    @CsvSource({"-1, 5", "6, 5", "0, 0", "1, -1", "NaN, 5", "1, NaN", "1, Infinity", "0.0001, 5", "1, 1000001", "1, 2.0005"})
    void aScoreIsWithinItsRange(double points, double max) {
        assertThatIllegalArgumentException().isThrownBy(() -> Score.of(points, max));
    }

    @Test
    void mistakesAreRefusedWithoutTellingThePerson() {
        CompetencyResults.Builder builder = builder().add(person("secret"), ONE, "2021", "a", Score.of(1, 2));
        assertThatThrownBy(() -> builder.add(person("secret"), ONE, "2021", " a ", Score.of(2, 2)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("two of a").hasMessageNotContaining("secret");
        assertThatThrownBy(() -> builder.add(person("secret"), TWO, "2021", "b", Score.of(2, 2)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("one school").hasMessageNotContaining("secret");
        assertThatThrownBy(() -> builder.add(person("secret"), SchoolId.of("edu999999"), "2021", "b", Score.of(2, 2)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("edu999999").hasMessageNotContaining("secret");
        assertThatThrownBy(() -> builder.add(Unit.of(UnitType.HEAD, "secret"), ONE, "2021", "b", Score.of(2, 2)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("HEAD").hasMessageNotContaining("secret");
        assertThatIllegalArgumentException().isThrownBy(() -> CompetencyResults.builder(List.of(school(ONE), school(ONE))));
        assertThat(builder.contains(person("secret"), "2021", "a")).isTrue();
        assertThat(builder.contains(person("secret"), "2020", "a")).isFalse();
        assertThat(builder.school(person("secret"), "2021")).contains(ONE);
        // What was refused left nothing behind.
        assertThat(builder.build()).isEqualTo(builder().add(person("secret"), ONE, "2021", "a", Score.of(1, 2)).build());
        assertThat(builder.build() + " " + builder.build().diagnoses()).doesNotContain("secret");
    }

    @Test
    void buildingDoesNotEndTheBuilderNorChangeWhatWasBuilt() {
        CompetencyResults.Builder builder = builder().add(person("t"), ONE, "2021", "a", Score.of(1, 2));
        CompetencyResults first = builder.build();
        CompetencyResults second = builder.add(person("t"), ONE, "2021", "b", Score.of(1, 2)).build();
        assertThat(first.competencies()).containsExactly("a");
        assertThat(first.diagnosis(person("t"), "2021").orElseThrow().scores()).containsOnlyKeys("a");
        assertThat(second.diagnosis(person("t"), "2021").orElseThrow().scores()).containsOnlyKeys("a", "b");
    }

    @Test
    void survivesSerialisation() throws Exception {
        CompetencyResults results = builder().add(person("t"), ONE, "2021", "a", Score.of(1, 2))
                .add(person("u"), TWO, "2020", "b", Score.of(1, 2)).build();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(results);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(results).hasSameHashCodeAs(results);
        }
    }
}
