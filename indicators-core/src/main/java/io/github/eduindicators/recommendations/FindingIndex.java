package io.github.eduindicators.recommendations;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The findings of a run by unit and method, with what is known of their years, subjects and of where schools lie. */
final class FindingIndex {
    private static final String UNPLACED = "-";
    private static final List<String> SERIES = List.of("methodology", "list", "subject", "grade");
    /** What is older than so many years up to the latest of the method is not current, even if nothing newer is there. */
    private static final int CURRENT = 3;

    private final Map<SchoolId, School> schools;
    private final Map<AssessmentId, Assessment> assessments;
    private final TreeMap<Unit, Map<String, List<Finding>>> byUnit = new TreeMap<>(Unit.order());
    private final Map<String, Integer> latest = new HashMap<>();
    private final TreeMap<Unit, TreeSet<Unit>> members = new TreeMap<>(Unit.order());

    FindingIndex(Collection<Finding> findings, Map<SchoolId, School> schools, Map<AssessmentId, Assessment> assessments) {
        this.schools = schools;
        this.assessments = assessments;
        List<Finding> once = new ArrayList<>(new LinkedHashSet<>(findings));
        once.sort(Finding.order().thenComparing(Finding::category).thenComparing(finding -> finding.facts().toString()));
        for (Finding finding : once) {
            // Nothing is recommended about persons of the staff: their codes must not get into any text.
            if (finding.unit().unitType() != UnitType.PERSON) {
                byUnit.computeIfAbsent(finding.unit(), unit -> new HashMap<>())
                        .computeIfAbsent(finding.method().id(), method -> new ArrayList<>())
                        .add(finding);
                year(finding).ifPresent(year -> latest.merge(finding.method().id(), year, Math::max));
            }
        }
        for (Unit unit : byUnit.keySet()) {
            school(unit).ifPresent(school -> wholes(school).forEach(
                    whole -> members.computeIfAbsent(whole, w -> new TreeSet<>(Unit.order())).add(unit)));
        }
    }

    private static Stream<Unit> wholes(School school) {
        return Stream.<Unit>of(school.municipality(), school.region()).filter(whole -> !whole.code().equals(UNPLACED));
    }

    /** The school of the register that a school, a head or an organisation is. */
    Optional<School> school(Unit unit) {
        return switch (unit.unitType()) {
            case MUNICIPALITY, REGION, PERSON -> Optional.empty();
            default -> Optional.ofNullable(schools.get(SchoolId.of(unit.code())));
        };
    }

    /** The units of these kinds that something is known of: themselves, or schools and heads of them. */
    Set<Unit> units(Set<UnitType> types) {
        Set<Unit> units = new TreeSet<>(Unit.order());
        Stream.concat(byUnit.keySet().stream(), members.keySet().stream())
                .filter(unit -> types.contains(unit.unitType()))
                .forEach(units::add);
        return units;
    }

    List<Finding> findings(Unit unit, String method) {
        return byUnit.getOrDefault(unit, Map.of()).getOrDefault(method, List.of());
    }

    Set<Unit> members(Unit whole, UnitType type) {
        Set<Unit> units = new TreeSet<>(Unit.order());
        members.getOrDefault(whole, new TreeSet<>(Unit.order())).stream().filter(unit -> unit.unitType() == type).forEach(units::add);
        return units;
    }

    /** The findings of a unit that stand in the period that a pattern looks at, whatever they say. */
    List<Finding> inPeriod(Unit unit, FindingPattern pattern) {
        List<Finding> all = findings(unit, pattern.method());
        if (pattern.allPeriods()) {
            return all;
        }
        if (!pattern.latest()) {
            int last = latest.getOrDefault(pattern.method(), 0);
            return all.stream().filter(finding -> {
                OptionalInt year = year(finding);
                return year.isPresent() && year.getAsInt() > last - pattern.lastYears();
            }).toList();
        }
        Map<List<Optional<Fact>>, Period> newest = new HashMap<>();
        for (Finding finding : all) {
            period(finding).ifPresent(period ->
                    newest.merge(series(finding), period, (one, other) -> one.compareTo(other) >= 0 ? one : other));
        }
        int last = latest.getOrDefault(pattern.method(), 0);
        return all.stream()
                .filter(finding -> period(finding)
                        .map(period -> period.equals(newest.get(series(finding))) && period.year() > last - CURRENT)
                        .orElse(true))
                .toList();
    }

    /** Several methodologies, lists and works come from one method; each has a latest period of its own. */
    private static List<Optional<Fact>> series(Finding finding) {
        return SERIES.stream().map(finding::fact).toList();
    }

    Optional<Period> period(Finding finding) {
        Optional<Period> stated = finding.fact("period").flatMap(FindingIndex::period);
        for (String fact : List.of("year", "wave")) {
            if (stated.isEmpty()) {
                stated = finding.fact(fact).flatMap(FindingIndex::period);
            }
        }
        return stated.or(() -> finding.assessments().stream()
                .map(assessments::get)
                .filter(Objects::nonNull)
                .map(assessment -> Period.of(assessment.year()))
                .max(Period::compareTo));
    }

    private static Optional<Period> period(Fact fact) {
        try {
            return Optional.of(Period.parse(fact.value().toString()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    OptionalInt year(Finding finding) {
        return period(finding).map(period -> OptionalInt.of(period.year())).orElse(OptionalInt.empty());
    }

    Set<String> subjects(Finding finding) {
        Optional<Fact> stated = finding.fact("subject");
        if (stated.isPresent()) {
            return Set.of(stated.get().value().toString());
        }
        Set<String> subjects = new TreeSet<>();
        finding.assessments().stream().map(assessments::get).filter(Objects::nonNull)
                .forEach(assessment -> subjects.add(assessment.subject().code()));
        return subjects;
    }
}
