package io.github.eduindicators.items;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.eduindicators.items.LearningPath.Catalogue;
import io.github.eduindicators.items.LearningPath.Module;
import io.github.eduindicators.items.LearningPath.Need;
import io.github.eduindicators.items.LearningPath.Path;
import io.github.eduindicators.items.LearningPath.State;
import io.github.eduindicators.items.LearningPath.Step;
import io.github.eduindicators.items.StaffDiagnosis.Person;
import io.github.eduindicators.items.StaffDiagnosis.Standing;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.CompetencyResults;
import io.github.eduindicators.results.CompetencyResults.Score;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class LearningPathTest {
    private static final Region AMUR = Region.of("Амурская область");
    private static final Municipality TOWN = Municipality.of(AMUR, "Тында");
    private static final SchoolId ONE = SchoolId.of("edu280001");
    private static final SchoolId TWO = SchoolId.of("edu280002");
    private static final Catalogue CATALOGUE = Catalogue.of(
            Module.of("lesson", "methodical/lesson", 24).withPrerequisites("subject/number", "digital"),
            Module.of("number-1", "subject/number", 16).withTitles("Числа", "Numbers"),
            Module.of("number-2", "subject/number", 8).withPrerequisites("subject/sets"),
            Module.of("sets", "subject/sets", 12),
            Module.of("talk", "talk", 6));

    /** A person with 40 points a competency: up to 17 a deficit is sure, from 24 there is none. */
    private static Person person(Object... competenciesAndPoints) {
        CompetencyResults.Builder builder = builder();
        add(builder, "t-secret", ONE, competenciesAndPoints);
        return StaffDiagnosis.withDefaults().run(builder.build()).persons("2021").get(0);
    }

    private static CompetencyResults.Builder builder() {
        return CompetencyResults.builder(List.of(
                School.builder(ONE).municipality(TOWN).build(), School.builder(TWO).municipality(TOWN).build()));
    }

    private static void add(CompetencyResults.Builder builder, String person, SchoolId school, Object... competenciesAndPoints) {
        for (int i = 0; i < competenciesAndPoints.length; i += 2) {
            builder.add(Unit.of(UnitType.PERSON, person), school, "2021", (String) competenciesAndPoints[i],
                    Score.of((int) competenciesAndPoints[i + 1], 40));
        }
    }

    private static List<String> ids(Path path) {
        return path.steps().stream().map(step -> step.module().id()).toList();
    }

    private static List<String> names(List<Standing> standings) {
        return standings.stream().map(Standing::competency).toList();
    }

    @Test
    void theMostSevereComesFirstAndWhatItNeedsBeforeIt() {
        // The lesson is the worst and needs number, which needs sets; talk is worse than both.
        Path path = LearningPath.of(CATALOGUE)
                .run(person("methodical/lesson", 2, "subject/number", 15, "subject/sets", 17, "talk", 8, "digital", 40));
        assertThat(ids(path)).containsExactly("sets", "number-1", "number-2", "lesson", "talk");
        assertThat(path.hours()).isEqualTo(12 + 16 + 8 + 24 + 6);
        assertThat(path.state()).isEqualTo(State.STEPS);
        assertThat(path.steps()).allSatisfy(step -> {
            assertThat(step.missingPrerequisites()).isEmpty();
            assertThat(step.unknownPrerequisites()).isEmpty();
        });
        assertThat(path.waiting()).isEmpty();
        assertThat(path.withoutModule()).isEmpty();
        assertThat(path.unsure()).isEmpty();
    }

    @Test
    void deficitsThatAreNotSureLeadNowhereUnlessAskedFor() {
        Person person = person("talk", 23, "subject/sets", 18, "digital", 39);
        Path path = LearningPath.of(CATALOGUE).run(person);
        assertThat(path.state()).isEqualTo(State.NOT_SURE);
        assertThat(path.steps()).isEmpty();
        assertThat(names(path.unsure())).containsExactly("subject/sets", "talk");
        Path all = LearningPath.of(CATALOGUE).withUnsure().run(person);
        assertThat(ids(all)).containsExactly("sets", "talk");
        assertThat(all.unsure()).isEmpty();
    }

    @Test
    void whatAModuleNeedsAndNobodyTeachesIsSaid() {
        Path path = LearningPath.of(CATALOGUE).run(person("methodical/lesson", 2, "digital", 5, "subject/sets", 30));
        assertThat(ids(path)).containsExactly("lesson");
        Step lesson = path.steps().get(0);
        assertThat(lesson.missingPrerequisites()).containsExactly("digital");
        assertThat(lesson.unknownPrerequisites()).containsExactly("subject/number");
        assertThat(lesson.standing().score()).isEqualTo(Score.of(2, 40));
        assertThat(names(path.withoutModule())).containsExactly("digital");
    }

    @Test
    void anUnsurePrerequisiteIsMissing() {
        Path path = LearningPath.of(CATALOGUE).run(person("subject/number", 2, "subject/sets", 20));
        assertThat(ids(path)).containsExactly("number-1", "number-2");
        assertThat(path.steps().get(0).missingPrerequisites()).isEmpty();
        assertThat(path.steps().get(1).missingPrerequisites()).containsExactly("subject/sets");
        assertThat(names(path.unsure())).containsExactly("subject/sets");
    }

    @Test
    void aPathKeepsWithinItsHours() {
        Person person = person("methodical/lesson", 2, "subject/number", 15, "subject/sets", 17, "talk", 8, "digital", 40);
        // 12 + 24 fit, the lesson needs 24 more; talk takes the rest.
        Path path = LearningPath.of(CATALOGUE).withHours(42).run(person);
        assertThat(ids(path)).containsExactly("sets", "number-1", "number-2", "talk");
        assertThat(path.hours()).isEqualTo(42);
        assertThat(names(path.waiting())).containsExactly("methodical/lesson");
        // No time for number: the lesson that needs it waits too, though 24 hours would be left for it.
        Path shorter = LearningPath.of(CATALOGUE).withHours(35).run(person);
        assertThat(ids(shorter)).containsExactly("sets", "talk");
        assertThat(names(shorter.waiting())).containsExactly("methodical/lesson", "subject/number");
        Path none = LearningPath.of(CATALOGUE).withHours(1).run(person);
        assertThat(none.state()).isEqualTo(State.NO_MODULE);
        assertThat(names(none.waiting())).containsExactly("methodical/lesson", "talk", "subject/number", "subject/sets");
    }

    @Test
    void withoutDeficitsThereIsNothingToLearn() {
        Path path = LearningPath.of(CATALOGUE).run(person("talk", 24, "digital", 40));
        assertThat(path.state()).isEqualTo(State.NO_DEFICIT);
        assertThat(path.steps()).isEmpty();
        assertThat(path.hours()).isZero();
        Path noModule = LearningPath.of(Catalogue.of()).run(person("talk", 1));
        assertThat(noModule.state()).isEqualTo(State.NO_MODULE);
        assertThat(names(noModule.withoutModule())).containsExactly("talk");
    }

    @Test
    void whatAPersonWasNotDiagnosedInIsSaid() {
        CompetencyResults.Builder builder = builder();
        add(builder, "t", ONE, "talk", 1);
        add(builder, "u", TWO, "digital", 1);
        Person person = StaffDiagnosis.withDefaults().run(builder.build()).persons("2021").get(0);
        assertThat(LearningPath.of(CATALOGUE).run(person).notDiagnosed()).containsExactly("digital");
    }

    @Test
    void needsCountPersonsByUnitInTheOrderOfTheCatalogue() {
        CompetencyResults.Builder builder = builder();
        add(builder, "t", ONE, "talk", 1, "subject/sets", 2);
        add(builder, "u", ONE, "talk", 1);
        add(builder, "v", TWO, "talk", 1, "digital", 1);
        add(builder, "w", TWO, "talk", 40);
        List<Need> needs = LearningPath.of(CATALOGUE).needs(StaffDiagnosis.withDefaults().run(builder.build()).persons("2021"));
        Module sets = CATALOGUE.modules().get(3);
        Module talk = CATALOGUE.modules().get(4);
        assertThat(needs).containsExactly(
                new Need(ONE, sets, 1), new Need(ONE, talk, 2), new Need(TWO, talk, 1),
                new Need(TOWN, sets, 1), new Need(TOWN, talk, 3),
                new Need(AMUR, sets, 1), new Need(AMUR, talk, 3));
    }

    @Test
    void nothingTellsThePerson() {
        Path path = LearningPath.of(CATALOGUE).run(person("talk", 1, "methodical/lesson", 1));
        assertThat(path + " " + path.steps()).contains("lesson").doesNotContain("secret");
    }

    @Test
    void aCatalogueIsConsistent() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Catalogue.of(Module.of("m", "a", 1), Module.of("m", "b", 1))).withMessageContaining("twice m");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Catalogue.of(
                        Module.of("1", "a", 1).withPrerequisites("b"),
                        Module.of("2", "b", 1).withPrerequisites("c"),
                        Module.of("3", "c", 1).withPrerequisites("x", "a")))
                .withMessageContaining("a <- b <- c <- a");
        assertThatIllegalArgumentException().isThrownBy(() -> Module.of("m", "a", 1).withPrerequisites(" a "));
        assertThatIllegalArgumentException().isThrownBy(() -> Module.of(" ", "a", 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Module.of("m", "", 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Module.of("m", "a", 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Module.of("m", "a", 1).withTitles("x\ny", "z"));
        assertThatIllegalArgumentException().isThrownBy(() -> LearningPath.of(CATALOGUE).withHours(0));
        Module number = CATALOGUE.modules("subject/number").get(0);
        assertThat(number.title(Locale.forLanguageTag("ru"))).isEqualTo("Числа");
        assertThat(number.title(Locale.FRENCH)).isEqualTo("Numbers");
        assertThat(CATALOGUE.modules("subject/number")).extracting(Module::id).containsExactly("number-1", "number-2");
        assertThat(CATALOGUE.modules("nothing")).isEmpty();
    }
}
