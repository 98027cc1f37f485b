package io.github.eduindicators.io.report;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.recommendations.Decision;
import io.github.eduindicators.recommendations.DecisionEffects;
import io.github.eduindicators.recommendations.Recommendation;
import io.github.eduindicators.stats.Interval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** What is recommended, and what became of decisions, as tables. */
final class RecommendationTables {
    private RecommendationTables() {}

    static List<Table> all(List<Recommendation> recommendations, DecisionEffects.Result effects, UnitNames names, Texts texts) {
        return List.of(recommendations(recommendations, names, texts), effects(effects, names));
    }

    static Table recommendations(List<Recommendation> recommendations, UnitNames names, Texts texts) {
        return Table.of(
                "recommendations",
                List.of("unit_type", "unit", "addressee", "addressed", "rule", "topic", "priority", "due", "text", "causes"),
                recommendations.stream()
                        .sorted(Comparator.comparing((Recommendation one) -> one.unit().unitType())
                                .thenComparing(one -> names.of(one.unit()))
                                .thenComparing(Recommendation.order()))
                        .map(one -> List.<Object>of(
                                one.unit().unitType().code(),
                                names.of(one.unit()),
                                one.addressee().code(),
                                names.of(one.addressedUnit()),
                                one.rule().id(),
                                one.topic(),
                                one.priority().name().toLowerCase(Locale.ROOT),
                                one.due().toString(),
                                one.text(texts.locale()),
                                one.causes().stream().map(cause -> cause(cause, one.unit(), names)).distinct()
                                        .collect(Collectors.joining(";"))))
                        .toList());
    }

    /**
     * A finding as findings.json names it: by method and assessments; by its unit too where that is another, and by methodology and period
     * where a unit has several. What is said of heads stands in scorecards.csv.
     */
    private static String cause(Finding cause, Unit about, UnitNames names) {
        boolean told = cause.unit() instanceof SchoolId || cause.unit() instanceof Municipality || cause.unit() instanceof Region;
        String edition = cause.fact("methodology").map(Fact::value).map(methodology -> "[" + methodology
                + cause.fact("period").map(period -> " " + period.value()).orElse("") + "]").orElse("");
        return (told ? "" : "scorecards.csv:") + cause.method().id() + edition
                + (cause.unit().equals(about) ? "" : "#" + names.of(cause.unit()))
                + (cause.assessments().isEmpty() ? ""
                        : "@" + cause.assessments().stream().map(AssessmentId::value).collect(Collectors.joining("+")));
    }

    static Table effects(DecisionEffects.Result effects, UnitNames names) {
        return Table.of(
                "effects",
                List.of("decision", "date", "unit_type", "unit", "indicator", "before", "after", "difference", "lower", "upper",
                        "comparison", "beyond", "beyond_lower", "beyond_upper", "adjusted_p", "compared", "verdict", "note"),
                effects.effects().stream()
                        .sorted(Comparator.comparing((DecisionEffects.Effect effect) -> effect.decision().date())
                                .thenComparing(effect -> effect.decision().id())
                                .thenComparing(effect -> effect.decision().unit().unitType())
                                .thenComparing(effect -> names.of(effect.decision().unit()))
                                .thenComparing(effect -> effect.target().indicator()))
                        .map(effect -> row(effect, names))
                        .toList());
    }

    private static List<Object> row(DecisionEffects.Effect effect, UnitNames names) {
        Decision decision = effect.decision();
        List<Object> row = new ArrayList<>(List.of(
                decision.id(),
                decision.date().toString(),
                decision.unit().unitType().code(),
                names.of(decision.unit()),
                effect.target().toString(),
                cell(effect.before()),
                cell(effect.after()),
                cell(effect.change())));
        ends(effect.difference(), row);
        row.add(cell(effect.comparison()));
        row.add(effect.beyond().map(interval -> (Object) interval.value()).orElse(""));
        ends(effect.beyond(), row);
        row.add(cell(effect.adjustedP()));
        row.add(effect.compared() == 0 ? "" : (Object) (long) effect.compared());
        row.add(effect.verdict().name());
        row.add(String.join(";", effect.notes()));
        return row;
    }

    private static void ends(Optional<Interval> interval, List<Object> row) {
        row.add(interval.map(i -> (Object) i.lower()).orElse(""));
        row.add(interval.map(i -> (Object) i.upper()).orElse(""));
    }

    private static Object cell(OptionalDouble value) {
        return value.isPresent() ? (Object) value.getAsDouble() : "";
    }
}
