package io.github.eduindicators;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the formats may lean on, and what may stand in their public signatures. */
@AnalyzeClasses(packages = "io.github.eduindicators", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "io.github.eduindicators.";

    @ArchTest
    static final ArchRule CORE_DOES_NOT_KNOW_FORMATS = noClasses()
            .that().resideOutsideOfPackage(ROOT + "io..")
            .should().dependOnClassesThat().resideInAnyPackage(ROOT + "io..", "com.fasterxml..", "org.dhatim..", "de.siegmar..");

    @ArchTest
    static final ArchRule READERS_DO_NOT_KNOW_THE_REPORT = noClasses()
            .that().resideInAPackage(ROOT + "io")
            .should().dependOnClassesThat().resideInAPackage(ROOT + "io.report..");

    @ArchTest
    static final ArchRule NO_CYCLES = slices().matching(ROOT + "(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule SIGNATURES_ARE_OURS_OR_THE_JDKS = methods()
            .that().arePublic().and().areDeclaredInClassesThat().arePublic()
            .should(new ArchCondition<>("name only types of the JDK or of this library") {
                @Override
                public void check(JavaMethod method, ConditionEvents events) {
                    Stream.concat(Stream.of(method.getReturnType()), method.getParameterTypes().stream())
                            .flatMap(type -> type.getAllInvolvedRawTypes().stream())
                            .map(JavaClass::getBaseComponentType)
                            .filter(type -> !type.isPrimitive())
                            .filter(type -> !type.getPackageName().startsWith("java.") && !type.getPackageName().startsWith(ROOT))
                            .forEach(type -> events.add(
                                    SimpleConditionEvent.violated(method, method.getFullName() + " names " + type.getName())));
                }
            });

    @ArchTest
    static void aPackageHasAtMostFifteenPublicTypes(JavaClasses all) {
        var byPackage = all.stream()
                .filter(type -> type.getPackageName().startsWith(ROOT + "io"))
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC) && type.getEnclosingClass().isEmpty())
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
        assertThat(byPackage).isNotEmpty().allSatisfy((name, count) -> assertThat(count).as(name).isLessThanOrEqualTo(15));
    }
}
