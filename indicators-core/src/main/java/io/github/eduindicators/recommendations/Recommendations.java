package io.github.eduindicators.recommendations;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import java.io.Serializable;
import java.time.LocalDate;
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
 * What is to be recommended, to whom, about which school, head or municipality, why, and by when?
 *
 * <p>Each rule of the catalogue that is in force on the date of the review is tried on each unit of its kinds. Where its condition
 * holds it gives one recommendation, or one for each value of {@link Rule#groupBy}. Then rules that another one replaces for the unit
 * fall silent.
 *
 * <p>Input: findings of any methods, in any order; equal ones count once. Findings about persons of the staff are not looked at, so no
 * code of theirs gets into a text. With {@link #withSchools} the authority of a school's municipality and region can be addressed, and
 * rules can count schools and heads of a municipality; with {@link #withAssessments} findings that name only works have years and
 * subjects.
 *
 * <p>Nothing is recommended from {@code INSUFFICIENT_DATA} or {@code NOT_APPLICABLE}; what a rule excludes must be known not to be (a
 * CLEAR finding of that method), not only unknown. Without findings, or out of force, there is no recommendation. The result does not
 * depend on the order of findings.
 *
 * <p>Caveats: a recommendation is as sure as the findings that caused it, and a sign is a reason to look. The rules of the shipped
 * catalogue are an example, which no authority approved.
 *
 * <p>Cost: {@code O(f log f + r u)} for f findings, r rules and u units. Immutable and safe to share between threads.
 *
 * <p>Reference: our method. What the recommendations are asked to be comes from decisions of regional authorities of 2020: addressed,
 * with grounds, a term and someone responsible.
 */
public final class Recommendations implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Why a rule does not speak about a unit. */
    public enum Reason {
        /** The rule or the catalogue is not in force on the date. */
        NOT_IN_FORCE,
        /** The rule is not about units of this kind. */
        OTHER_UNIT_TYPE,
        /** There is no finding of the method. */
        NO_FINDING,
        /** The method says nothing for lack of data; or nothing shows that what is excluded is not so. */
        NOT_KNOWN,
        /** The method says something else. */
        NO_MATCH,
        /** Fewer findings, or schools with one, than are asked for. */
        TOO_FEW,
        /** A finding is there that the rule excludes. */
        EXCLUDED,
        /** Another rule speaks in its place. */
        REPLACED
    }

    /**
     * One reason why a rule does not speak about a unit.
     *
     * @param reason the reason
     * @param about the pattern that does not match, or the rule that replaces; may be empty
     */
    public record WhyNot(Reason reason, String about) implements Serializable {}

    private final Catalogue catalogue;
    private final TreeMap<SchoolId, School> schools;
    private final TreeMap<AssessmentId, Assessment> assessments;

    private Recommendations(
            Catalogue catalogue, TreeMap<SchoolId, School> schools, TreeMap<AssessmentId, Assessment> assessments) {
        this.catalogue = catalogue;
        this.schools = schools;
        this.assessments = assessments;
    }

    /**
     * Returns the method with a catalogue, without a register.
     *
     * @param catalogue the rules
     * @return the method
     */
    public static Recommendations of(Catalogue catalogue) {
        return new Recommendations(Objects.requireNonNull(catalogue, "catalogue"), new TreeMap<>(), new TreeMap<>());
    }

    /**
     * Says where schools lie and what they are called.
     *
     * @param register the schools
     * @return the method with a register
     */
    public Recommendations withSchools(Collection<School> register) {
        TreeMap<SchoolId, School> byId = new TreeMap<>();
        register.forEach(school -> byId.put(school.id(), school));
        return new Recommendations(catalogue, byId, assessments);
    }

    /**
     * Says of which years and subjects assessments are.
     *
     * @param works the assessments
     * @return the method with them
     */
    public Recommendations withAssessments(Collection<Assessment> works) {
        TreeMap<AssessmentId, Assessment> byId = new TreeMap<>();
        works.forEach(work -> byId.put(work.id(), work));
        return new Recommendations(catalogue, schools, byId);
    }

    /**
     * Returns what the method is.
     *
     * @return identity, edition, the catalogue with its edition
     */
    public MethodInfo method() {
        return MethodInfo.of("recommendations/rules", "1", "declared rules, " + catalogue.id())
                .with(Fact.of("catalogue", catalogue.id()))
                .with(Fact.of("edition", catalogue.edition()));
    }

    /**
     * Returns the rules.
     *
     * @return the catalogue
     */
    public Catalogue catalogue() {
        return catalogue;
    }

    /**
     * Gives recommendations.
     *
     * @param findings the findings of all methods
     * @param date the date of the review
     * @return sorted by addressee, priority, unit and rule
     */
    public List<Recommendation> run(Collection<Finding> findings, LocalDate date) {
        Objects.requireNonNull(date, "date");
        FindingIndex index = index(findings);
        Map<Unit, List<Recommendation>> byUnit = new HashMap<>();
        if (catalogue.inForce(date)) {
            for (Rule rule : catalogue.rules()) {
                if (rule.inForce(date)) {
                    for (Unit unit : index.units(rule.unitTypes())) {
                        List<Recommendation> given = given(rule, unit, index, date);
                        if (!given.isEmpty()) {
                            byUnit.computeIfAbsent(unit, u -> new ArrayList<>()).addAll(given);
                        }
                    }
                }
            }
        }
        List<Recommendation> all = new ArrayList<>();
        for (List<Recommendation> ofUnit : byUnit.values()) {
            Set<String> replaced = new HashSet<>();
            ofUnit.forEach(one -> replaced.addAll(one.rule().replaces()));
            ofUnit.stream().filter(one -> !replaced.contains(one.rule().id())).forEach(all::add);
        }
        all.sort(Recommendation.ORDER);
        return List.copyOf(all);
    }

    private FindingIndex index(Collection<Finding> findings) {
        return new FindingIndex(findings, schools, assessments);
    }

    private static List<Recommendation> given(Rule rule, Unit unit, FindingIndex index, LocalDate date) {
        Evaluation evaluation = new Evaluation(rule, unit, index);
        List<Recommendation> given = new ArrayList<>();
        for (String group : evaluation.groups()) {
            Evaluation.Answer answer = evaluation.answer(group);
            if (answer.holds()) {
                given.add(new Recommendation(rule, group, about(rule, unit, index), rule.deadline().due(date), answer.causes()));
            }
        }
        return given;
    }

    /** The unit, what it is called, and whose authority, service or team is addressed. */
    private static Recommendation.Place about(Rule rule, Unit unit, FindingIndex index) {
        School school = index.school(unit).orElse(null);
        String name = school != null ? school.name()
                // The code of a head may be one of a person.
                : unit.unitType() == UnitType.HEAD || unit.code().equals("-") ? "" : unit.code();
        Unit addressed = switch (rule.addressee()) {
            case SCHOOL_HEAD, SCHOOL_TEAM -> school == null ? unit : school.id();
            case MUNICIPAL_AUTHORITY, METHODICAL_SERVICE ->
                    unit instanceof Municipality ? unit : placed(unit, school).municipality();
            case REGIONAL_AUTHORITY, DEVELOPMENT_INSTITUTE ->
                    unit instanceof Municipality municipality ? municipality.region()
                            : unit.unitType() == UnitType.REGION ? unit : placed(unit, school).region();
        };
        return new Recommendation.Place(unit, name, addressed);
    }

    /** Of a school that the register does not know the place is not known either. */
    private static School placed(Unit unit, @javax.annotation.Nullable School school) {
        return school == null ? School.of(SchoolId.of(unit.code())) : school;
    }

    /**
     * Tells why a rule does not speak about a unit.
     *
     * @param rule the identity of the rule
     * @param unit the unit
     * @param findings the findings of all methods
     * @param date the date of the review
     * @return what is missing; empty if and only if {@link #run} gives the recommendation. Where a rule speaks for each value of a
     *     fact, of that value which lacks least
     * @throws IllegalArgumentException if the catalogue has no such rule
     */
    public List<WhyNot> whyNot(String rule, Unit unit, Collection<Finding> findings, LocalDate date) {
        Rule asked = catalogue.rule(rule).orElseThrow(() -> new IllegalArgumentException(
                "the rule must be one of " + catalogue.rules().stream().map(Rule::id).toList() + ", got " + rule));
        if (!asked.unitTypes().contains(unit.unitType())) {
            return List.of(new WhyNot(Reason.OTHER_UNIT_TYPE, ""));
        }
        if (!catalogue.inForce(date) || !asked.inForce(date)) {
            return List.of(new WhyNot(Reason.NOT_IN_FORCE, ""));
        }
        FindingIndex index = index(findings);
        Evaluation evaluation = new Evaluation(asked, unit, index);
        Set<String> groups = evaluation.groups();
        List<WhyNot> least = null;
        for (String group : groups.isEmpty() ? Set.of("") : groups) {
            List<WhyNot> missing = evaluation.answer(group).missing();
            least = least == null || missing.size() < least.size() ? missing : least;
        }
        List<WhyNot> missing = new ArrayList<>(Objects.requireNonNull(least));
        if (missing.isEmpty() && groups.isEmpty()) {
            missing.add(new WhyNot(Reason.NO_FINDING, asked.groupBy().orElse("")));
        }
        if (missing.isEmpty()) {
            for (Rule other : catalogue.rules()) {
                if (other.replaces().contains(rule) && other.unitTypes().contains(unit.unitType()) && other.inForce(date)
                        && !given(other, unit, index, date).isEmpty()) {
                    missing.add(new WhyNot(Reason.REPLACED, other.id()));
                }
            }
        }
        return List.copyOf(missing);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Recommendations that
                && catalogue.equals(that.catalogue)
                && schools.equals(that.schools)
                && assessments.equals(that.assessments);
    }

    @Override
    public int hashCode() {
        return Objects.hash(catalogue, schools.keySet(), assessments.keySet());
    }

    @Override
    public String toString() {
        return "Recommendations[" + catalogue + "]";
    }
}
