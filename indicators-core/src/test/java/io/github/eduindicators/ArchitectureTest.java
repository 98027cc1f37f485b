package io.github.eduindicators;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.Serializable;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The arrows between the packages of core, and what may stand in a public signature. */
@AnalyzeClasses(packages = "io.github.eduindicators", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "io.github.eduindicators.";

    @ArchTest
    static final ArchRule ARROWS_POINT_DOWN = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("laws").definedBy(ROOT + "laws")
            .layer("stats").definedBy(ROOT + "stats")
            .layer("model").definedBy(ROOT + "model")
            .layer("results").definedBy(ROOT + "results")
            .layer("finding").definedBy(ROOT + "finding")
            .layer("fioko").definedBy(ROOT + "fioko")
            .layer("objectivity").definedBy(ROOT + "objectivity")
            .layer("forensics").definedBy(ROOT + "forensics")
            .layer("recheck").definedBy(ROOT + "recheck")
            .layer("effectiveness").definedBy(ROOT + "effectiveness")
            .layer("criteria").definedBy(ROOT + "criteria")
            .layer("composite").definedBy(ROOT + "composite")
            .layer("trend").definedBy(ROOT + "trend")
            .layer("items").definedBy(ROOT + "items")
            .layer("surveys").definedBy(ROOT + "surveys")
            .layer("recommendations").definedBy(ROOT + "recommendations")
            .layer("roadmap").definedBy(ROOT + "roadmap")
            .layer("disclosure").definedBy(ROOT + "disclosure")
            .layer("review").definedBy(ROOT + "review")
            .whereLayer("review").mayNotBeAccessedByAnyLayer()
            .whereLayer("objectivity").mayOnlyBeAccessedByLayers("review")
            .whereLayer("forensics").mayOnlyBeAccessedByLayers("review")
            .whereLayer("recheck").mayOnlyBeAccessedByLayers("review")
            .whereLayer("effectiveness").mayOnlyBeAccessedByLayers("review")
            .whereLayer("criteria").mayOnlyBeAccessedByLayers("review")
            .whereLayer("composite").mayOnlyBeAccessedByLayers("review")
            .whereLayer("trend").mayOnlyBeAccessedByLayers("review")
            .whereLayer("items").mayOnlyBeAccessedByLayers("review")
            .whereLayer("surveys").mayOnlyBeAccessedByLayers("review")
            .whereLayer("recommendations").mayOnlyBeAccessedByLayers("review")
            .whereLayer("roadmap").mayOnlyBeAccessedByLayers("review")
            .whereLayer("disclosure").mayOnlyBeAccessedByLayers("review")
            .whereLayer("fioko").mayOnlyBeAccessedByLayers("objectivity", "review")
            .whereLayer("finding").mayOnlyBeAccessedByLayers("fioko", "objectivity", "forensics", "recheck", "effectiveness", "criteria", "composite", "trend", "items", "surveys",
                    "recommendations", "roadmap", "disclosure", "review")
            .whereLayer("results").mayOnlyBeAccessedByLayers("fioko", "objectivity", "forensics", "recheck", "effectiveness", "criteria", "composite", "trend", "items", "surveys",
                    "recommendations", "roadmap", "disclosure", "review")
            .whereLayer("model").mayOnlyBeAccessedByLayers(
                    "results", "finding", "fioko", "objectivity", "forensics", "recheck", "effectiveness", "criteria", "composite", "trend", "items", "surveys",
                    "recommendations", "roadmap", "disclosure", "review")
            .whereLayer("stats").mayOnlyBeAccessedByLayers(
                    "results", "finding", "fioko", "objectivity", "forensics", "recheck", "effectiveness", "criteria", "composite", "trend", "items", "surveys",
                    "recommendations", "roadmap", "disclosure", "review")
            .whereLayer("laws").mayOnlyBeAccessedByLayers(
                    "stats", "results", "finding", "fioko", "objectivity", "forensics", "recheck", "effectiveness", "criteria", "composite", "trend", "items", "surveys",
                    "recommendations", "roadmap", "disclosure", "review");

    @ArchTest
    static final ArchRule NO_CYCLES = slices().matching(ROOT + "(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule EVERY_PACKAGE_IS_A_ROOM_OF_THE_HOUSE = classes().should().resideInAnyPackage(
            ROOT + "laws", ROOT + "stats", ROOT + "model", ROOT + "results", ROOT + "finding",
            ROOT + "fioko", ROOT + "objectivity", ROOT + "forensics", ROOT + "recheck",
            ROOT + "effectiveness", ROOT + "criteria", ROOT + "composite", ROOT + "trend", ROOT + "items", ROOT + "surveys",
            ROOT + "recommendations", ROOT + "roadmap", ROOT + "disclosure", ROOT + "review");

    @ArchTest
    static final ArchRule ONLY_STATS_USES_COMMONS_MATH = noClasses()
            .that().resideOutsideOfPackages(ROOT + "laws", ROOT + "stats")
            .should().dependOnClassesThat().resideInAPackage("org.apache.commons.math3..");

    /** What a value needs to say how it is serialised, which is not yet reading or writing. */
    private static final Set<String> SERIALISATION = Set.of(
            "java.io.Serializable", "java.io.ObjectInputStream", "java.io.ObjectOutputStream", "java.io.IOException",
            "java.io.InvalidObjectException");

    @ArchTest
    static final ArchRule CORE_HAS_NO_INPUT_OUTPUT_LOGGING_OR_JSON = noClasses()
            .should().dependOnClassesThat(new DescribedPredicate<>("read, write, log or know JSON") {
                @Override
                public boolean test(JavaClass used) {
                    String name = used.getFullName();
                    return name.startsWith("com.fasterxml.") || name.startsWith("java.util.logging.") || name.startsWith("org.slf4j.")
                            || name.startsWith("java.nio.file.") || name.startsWith("java.net.") || name.startsWith("java.sql.")
                            || name.startsWith("java.io.") && !SERIALISATION.contains(name);
                }
            });

    @ArchTest
    static final ArchRule SIGNATURES_ARE_OURS_OR_THE_JDKS = methods()
            .that().arePublic().or().areProtected()
            .should(new ArchCondition<>("name only types of the JDK or of this library") {
                @Override
                public void check(com.tngtech.archunit.core.domain.JavaMethod method, ConditionEvents events) {
                    foreign(method).forEach(type -> events.add(SimpleConditionEvent.violated(method, method.getFullName() + " names " + type)));
                }
            });

    @ArchTest
    static final ArchRule SERIALISED_FIELDS_ARE_OURS_OR_THE_JDKS = classes()
            .that().implement(Serializable.class)
            .should(new ArchCondition<>("keep only types of the JDK or of this library") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    for (JavaField field : type.getFields()) {
                        if (!field.getModifiers().contains(JavaModifier.STATIC) && !allowed(field.getRawType())) {
                            events.add(SimpleConditionEvent.violated(field, field.getFullName() + " is a " + field.getRawType().getName()));
                        }
                    }
                }
            });

    @ArchTest
    static void aRoomHasAtMostFifteenPublicTypes(com.tngtech.archunit.core.domain.JavaClasses all) {
        var byPackage = all.stream()
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC) && type.getEnclosingClass().isEmpty())
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
        assertThat(byPackage).isNotEmpty().allSatisfy((name, count) -> assertThat(count).as(name).isLessThanOrEqualTo(15));
    }

    @ArchTest
    static void everyMethodPrintsWhatItIs(com.tngtech.archunit.core.domain.JavaClasses all) {
        var methods = all.stream()
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC) && type.getEnclosingClass().isEmpty() && !type.isInterface())
                .filter(type -> type.tryGetMethod("method").filter(m -> m.getRawReturnType().getSimpleName().equals("MethodInfo")).isPresent())
                .toList();
        assertThat(methods).isNotEmpty().allSatisfy(type ->
                assertThat(type.tryGetMethod("toString")).as(type.getName()).isPresent());
    }

    private static Set<String> foreign(JavaCodeUnit method) {
        if (!method.getOwner().getModifiers().contains(JavaModifier.PUBLIC)) {
            return Set.of();
        }
        return Stream.concat(
                        Stream.of(method.getReturnType()),
                        Stream.concat(method.getParameterTypes().stream(), method.getExceptionTypes().stream()))
                .flatMap(type -> type.getAllInvolvedRawTypes().stream())
                .filter(type -> !allowed(type))
                .map(JavaClass::getName)
                .collect(Collectors.toSet());
    }

    private static boolean allowed(JavaClass type) {
        JavaClass element = type.getBaseComponentType();
        return element.isPrimitive() || element.getPackageName().startsWith("java.") || element.getPackageName().startsWith(ROOT);
    }
}
