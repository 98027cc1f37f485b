package io.github.eduindicators.items;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.items.Completion.Element;
import io.github.eduindicators.items.Completion.Kind;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a municipality or a region as a whole is behind in. */
final class MassDeficits {
    private static final double PERCENT = 100;
    private static final int FEWEST_SCHOOLS = 2;

    private final DeficitRun run;
    private final Completion table;
    private final CompletionBand bands;
    private final List<Element> elements;
    private final Map<Unit, Map<Element, Counted>> counts = new HashMap<>();
    private final Map<Unit, Set<Element>> insufficient = new HashMap<>();

    MassDeficits(DeficitRun run) {
        this.run = run;
        this.table = run.trusted();
        this.bands = run.method().options().bands();
        List<Element> described = run.all().elements().stream()
                .filter(element -> element.kind() == Kind.SKILL || element.kind() == Kind.PLANNED_RESULT)
                .toList();
        this.elements = described.isEmpty() ? run.all().elements(Kind.TASK) : described;
        for (Unit unit : run.units()) {
            if (unit instanceof SchoolId) {
                School school = run.all().schools().get(unit);
                run.rows(unit).stream().filter(row -> row.adjustedP().isPresent()).forEach(row -> {
                    for (Unit above : List.of(school.municipality(), school.region())) {
                        counts.computeIfAbsent(above, u -> new HashMap<>())
                                .merge(row.element(), new Counted(1, row.outcome() == Outcome.FLAGGED ? 1 : 0), Counted::plus);
                    }
                });
            }
        }
    }

    /** Schools judged in an element, and those of them flagged. */
    private record Counted(int judged, int flagged) {
        Counted plus(Counted other) {
            return new Counted(judged + other.judged, flagged + other.flagged);
        }

        double share() {
            return judged == 0 ? 0 : (double) flagged / judged;
        }
    }

    /** One deficit of a unit. */
    private record Deficit(Element element, Completion.Row row, String reason, double severity, Counted schools) {}

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        for (Unit unit : run.all().units()) {
            if (!(unit instanceof SchoolId)) {
                findings.add(finding(unit));
            }
        }
        return findings;
    }

    private Finding finding(Unit unit) {
        Region region = unit instanceof Municipality municipality ? municipality.region() : (Region) unit;
        long pupils = table.rows(unit).stream().mapToLong(Completion.Row::n).max().orElse(0);
        Finding.Builder finding = Finding.builder(run.method().massMethod(), unit)
                .assessment(run.assessment())
                .n(pupils)
                .fact("subject", table.subject().code())
                .fact("grade", (long) table.grade());
        if (run.method().isUnsuitable(region) || pupils < run.method().options().fewest()) {
            return finding.outcome(Outcome.INSUFFICIENT_DATA)
                    .category(run.method().isUnsuitable(region) ? DeficitRun.UNSUITABLE : "")
                    .fact("minimum", (long) run.method().options().fewest())
                    .build();
        }
        List<Deficits.Row> tested = run.rows(unit).stream().filter(row -> row.adjustedP().isPresent()).toList();
        long bounded = elements.stream().filter(element -> bounded(unit, element)).count();
        if (tested.isEmpty() && bounded == 0 && counts.getOrDefault(unit, Map.of()).isEmpty()) {
            return finding.outcome(Outcome.NOT_APPLICABLE).category(DeficitRun.NO_REFERENCE).build();
        }
        Set<Element> shared = unit.equals(region) ? Set.of() : insufficient(region);
        Set<Element> both = new TreeSet<>(insufficient(unit));
        both.retainAll(shared);
        finding.fact("elements", (long) elements.size())
                .fact("bounded", bounded)
                .fact("shared", (long) both.size())
                .fact("shared-names", both.isEmpty() ? "–" : DeficitRun.names(List.copyOf(both)));
        List<Deficit> deficits = deficits(unit, tested, shared);
        if (deficits.isEmpty()) {
            return finding.outcome(Outcome.CLEAR).fact("clear", 1).fact("insufficient", 0).build();
        }
        Deficit worst = deficits.get(0);
        finding.outcome(Outcome.FLAGGED)
                .category("mass-deficit")
                .effect(worst.row().share())
                .fact("skill", worst.element().name())
                .fact("kind", worst.element().kind().code())
                .fact("share", PERCENT * worst.row().share().value());
        if (unit instanceof Municipality) {
            table.row(region, worst.element()).ifPresent(row -> finding.fact("region", PERCENT * row.share().value()));
        }
        return finding.fact("reason", worst.reason())
                .fact("schools-flagged", (long) worst.schools().flagged())
                .fact("schools-judged", (long) worst.schools().judged())
                .fact("number", (long) deficits.size())
                .fact("names", DeficitRun.names(deficits.stream().map(Deficit::element).toList()))
                .build();
    }

    /** Whether there is a bound to compare the unit with. */
    private boolean bounded(Unit unit, Element element) {
        return bands.read(table, unit, element).band().isPresent() || element.kind() == Kind.SKILL && table.mixed(element);
    }

    /** What a unit as a whole does insufficiently, and surely so. */
    private Set<Element> insufficient(Unit unit) {
        Set<Element> found = insufficient.get(unit);
        if (found == null) {
            found = new TreeSet<>(run.systemic(table, unit, true));
            for (Element element : elements) {
                if (bands.read(table, unit, element).surelyInsufficient()) {
                    found.add(element);
                }
            }
            insufficient.put(unit, found);
        }
        return found;
    }

    private List<Deficit> deficits(Unit unit, List<Deficits.Row> tested, Set<Element> shared) {
        Set<Element> below = new HashSet<>(insufficient(unit));
        below.removeAll(shared);
        Map<Element, Deficits.Row> flagged = new HashMap<>();
        tested.stream().filter(row -> row.outcome() == Outcome.FLAGGED).forEach(row -> flagged.put(row.element(), row));
        List<Deficit> deficits = new ArrayList<>();
        for (Element element : elements) {
            table.row(unit, element)
                    .flatMap(row -> deficit(unit, row, below.contains(element), Optional.ofNullable(flagged.get(element))))
                    .ifPresent(deficits::add);
        }
        deficits.sort(Comparator.comparingDouble((Deficit d) -> -d.severity()).thenComparing(Deficit::element));
        return deficits;
    }

    private Optional<Deficit> deficit(Unit unit, Completion.Row row, boolean insufficient, Optional<Deficits.Row> behind) {
        Counted schools = counts.getOrDefault(unit, Map.of()).getOrDefault(row.element(), new Counted(0, 0));
        double below = CompletionBand.Level.parse(table.level(row.element()))
                .map(level -> bands.insufficientBelow(level) - row.share().value())
                .orElse(0.0);
        boolean many = schools.flagged() >= FEWEST_SCHOOLS && schools.share() >= run.method().options().massShare();
        String reason = behind.isPresent() ? "behind-region" : insufficient ? "below-bound" : many ? "many-schools" : "";
        double severity = Math.max(
                behind.flatMap(Deficits.Row::profileGap).map(gap -> -gap.value()).orElse(0.0),
                insufficient ? below : 0);
        return reason.isEmpty() ? Optional.empty() : Optional.of(new Deficit(row.element(), row, reason, severity, schools));
    }
}
