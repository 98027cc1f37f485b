package io.github.eduindicators.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelTest {

    @ParameterizedTest
    @CsvSource({"sch280417,edu280417", "SCH280417,edu280417", "Edu280417,edu280417", " edu280417 ,edu280417", "school1,school1",
        "sch28041x,sch28041x", "sch2804171,sch2804171", "28-417,28-417"})
    void loginsBefore2022AreTheSameSchools(String written, String expected) {
        assertThat(SchoolId.of(written).value()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a\u0000b", "a\nb"})
    void identifiersAreOneLineOfText(String value) {
        assertThatThrownBy(() -> SchoolId.of(value)).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("school id must");
    }

    @Test
    void scalesGiveMarks() {
        ScoreScale scale = ScoreScale.of(20, 7, 11, 15);
        assertThat(new int[] {scale.mark(0), scale.mark(6), scale.mark(7), scale.mark(10), scale.mark(11), scale.mark(15), scale.mark(20)})
                .containsExactly(2, 2, 3, 3, 4, 5, 5);
        assertThatThrownBy(() -> scale.mark(21)).hasMessage("score must be within 0..20, got 21");
        assertThatThrownBy(() -> ScoreScale.of(100, 36).mark(50)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void scalesAreChecked() {
        assertThatThrownBy(() -> ScoreScale.of(20, 7, 7, 15)).hasMessage("cut scores must rise strictly within 1..20, got [7, 7, 15]");
        assertThatThrownBy(() -> ScoreScale.of(20, 0, 7, 15)).hasMessageContaining("rise strictly");
        assertThatThrownBy(() -> ScoreScale.of(20, 7, 15)).hasMessageContaining("none, one or three");
        assertThatThrownBy(() -> ScoreScale.of(0)).hasMessageContaining("1..1000");
        assertThatThrownBy(() -> ScoreScale.of(20, 7, 11, 21)).hasMessageContaining("rise strictly");
    }

    @Test
    void namesAsPeopleWriteThem() {
        assertThat(Procedure.parse(" ВПР ")).isEqualTo(Procedure.VPR);
        assertThat(Procedure.parse("огэ")).isEqualTo(Procedure.OGE);
        assertThat(Procedure.parse("own")).isEqualTo(Procedure.of("OWN"));
        assertThat(Subject.parse("Русский  язык")).isEqualTo(Subject.RUSSIAN);
        assertThat(Subject.parse("МА")).isEqualTo(Subject.MATHEMATICS);
        assertThat(Subject.parse("Астрономия")).isEqualTo(Subject.of("астрономия"));
        assertThat(Season.parse("Осень")).isEqualTo(Season.AUTUMN);
        assertThatThrownBy(() -> Season.parse("winter")).hasMessageContaining("winter");
    }

    @Test
    void assessmentsNameThemselves() {
        Assessment spring = Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(20, 7, 11, 15));
        assertThat(spring.id().value()).isEqualTo("VPR-2021-mathematics-5");
        assertThat(Assessment.builder(Procedure.VPR, 2020, Subject.RUSSIAN).grade(4).season(Season.AUTUMN).build().id().value())
                .isEqualTo("VPR-2020-autumn-russian-4");
        assertThatThrownBy(() -> Assessment.vpr(20, Subject.RUSSIAN, 4, ScoreScale.of(20))).hasMessage("year must be within 1990..2100, got 20");
        assertThatThrownBy(() -> Assessment.vpr(2020, Subject.RUSSIAN, 13, ScoreScale.of(20))).hasMessageContaining("1..12");
        assertThat(spring).hasToString("VPR-2021-mathematics-5 0..20 [7, 11, 15]");
    }

    @Test
    void schoolsKeepFiniteContext() {
        School school = School.builder(SchoolId.of("s")).context("low_income", 0.25).build();
        assertThat(school.context("low_income")).hasValue(0.25);
        assertThat(school.context("other")).isEmpty();
        assertThat(school.name()).isEqualTo("s");
        assertThatThrownBy(() -> School.builder(SchoolId.of("s")).context("x", Double.NaN)).hasMessageContaining("finite");
    }

    @Test
    void contextOfAYearHoldsForThatYearOnly() {
        School school = School.builder(SchoolId.of("s"))
                .context("low_income", 0.25)
                .context(2021, "low_income", 0.5)
                .context(2021, "pupils", 30)
                .build();

        assertThat(school.context(2020)).containsExactly(java.util.Map.entry("low_income", 0.25));
        assertThat(school.context(2021)).containsExactly(
                java.util.Map.entry("low_income", 0.5), java.util.Map.entry("pupils", 30.0));
        assertThat(school.toBuilder().build()).isEqualTo(school);
        assertThat(school.toBuilder().context(2020, "pupils", 1).build()).isNotEqualTo(school);
        assertThat(school.context()).containsOnlyKeys("low_income");
    }
}
