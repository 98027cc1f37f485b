package io.github.eduindicators.recommendations;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.recommendations.Recommendations.Reason;
import io.github.eduindicators.recommendations.Recommendations.WhyNot;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Whether the condition of a rule holds for a unit, by which findings, and if not, why not. */
final class Evaluation {
    private final Rule rule;
    private final Unit unit;
    private final FindingIndex index;

    Evaluation(Rule rule, Unit unit, FindingIndex index) {
        this.rule = rule;
        this.unit = unit;
        this.index = index;
    }

    /** What holds: the findings, or what is missing. */
    record Answer(List<Finding> causes, List<WhyNot> missing) {
        boolean holds() {
            return missing.isEmpty();
        }
    }

    /** The values of the fact that the rule goes by, among findings that a pattern looks for; one empty value without such a fact. */
    Set<String> groups() {
        if (rule.groupBy().isEmpty()) {
            return Set.of("");
        }
        Set<String> values = new TreeSet<>();
        String fact = rule.groupBy().get();
        for (List<FindingPattern> patterns : List.of(rule.allOf(), rule.anyOf())) {
            for (FindingPattern pattern : patterns) {
                for (Unit one : whose(pattern)) {
                    index.inPeriod(one, pattern).stream().filter(finding -> matches(pattern, finding))
                            .forEach(finding -> finding.fact(fact).ifPresent(f -> values.add(f.value().toString())));
                }
            }
        }
        return values;
    }

    Answer answer(String group) {
        Predicate<Finding> ofGroup = finding -> rule.groupBy().flatMap(finding::fact)
                .map(fact -> fact.value().toString().equals(group)).orElse(true);
        List<WhyNot> missing = new ArrayList<>();
        List<Finding> causes = new ArrayList<>();
        for (FindingPattern pattern : rule.allOf()) {
            Match match = match(pattern, ofGroup);
            causes.addAll(match.findings);
            if (!match.enough) {
                missing.add(new WhyNot(match.reason, pattern.toString()));
            }
        }
        int some = 0;
        List<WhyNot> notAny = new ArrayList<>();
        for (FindingPattern pattern : rule.anyOf()) {
            Match match = match(pattern, ofGroup);
            if (match.enough) {
                causes.addAll(match.findings);
                some++;
            } else {
                notAny.add(new WhyNot(match.reason, pattern.toString()));
            }
        }
        if (!rule.anyOf().isEmpty() && some < rule.anyAtLeast()) {
            missing.addAll(notAny);
        }
        for (FindingPattern pattern : rule.noneOf()) {
            if (match(pattern, ofGroup).enough) {
                missing.add(new WhyNot(Reason.EXCLUDED, pattern.toString()));
            } else if (index.findings(unit, pattern.method()).stream().noneMatch(finding -> clears(pattern, finding))) {
                missing.add(new WhyNot(Reason.NOT_KNOWN, pattern.toString()));
            }
        }
        return new Answer(causes.stream().distinct().sorted(Finding.order()).toList(), List.copyOf(missing));
    }

    /** The findings that match a pattern, whether they are enough, and if not, why. */
    private record Match(List<Finding> findings, boolean enough, Reason reason) {}

    private Match match(FindingPattern pattern, Predicate<Finding> ofGroup) {
        List<Finding> found = new ArrayList<>();
        int units = 0;
        boolean any = false;
        boolean claimed = false;
        for (Unit one : whose(pattern)) {
            any |= !index.findings(one, pattern.method()).isEmpty();
            List<Finding> period = index.inPeriod(one, pattern);
            claimed |= period.stream().anyMatch(Evaluation::claims);
            List<Finding> matching = period.stream().filter(ofGroup).filter(finding -> matches(pattern, finding)).toList();
            if (years(matching) >= pattern.years()) {
                found.addAll(matching);
                units += matching.isEmpty() ? 0 : 1;
            }
        }
        boolean enough = (pattern.whose() == FindingPattern.Whose.UNIT ? found.size() : units) >= pattern.atLeast();
        Reason reason = !any ? Reason.NO_FINDING
                : !claimed ? Reason.NOT_KNOWN
                : found.isEmpty() ? Reason.NO_MATCH : Reason.TOO_FEW;
        return new Match(found, enough, reason);
    }

    private Set<Unit> whose(FindingPattern pattern) {
        return switch (pattern.whose()) {
            case UNIT -> Set.of(unit);
            case SCHOOLS -> index.members(unit, UnitType.SCHOOL);
            case HEADS -> index.members(unit, UnitType.HEAD);
        };
    }

    private static boolean claims(Finding finding) {
        return finding.outcome() == Outcome.FLAGGED || finding.outcome() == Outcome.CLEAR;
    }

    /** In how many years; findings without a known year stand in none that can be told apart, so in one together. */
    private int years(List<Finding> findings) {
        Set<Integer> years = new TreeSet<>();
        for (Finding finding : findings) {
            index.year(finding).ifPresent(years::add);
        }
        return years.isEmpty() && !findings.isEmpty() ? 1 : years.size();
    }

    private boolean matches(FindingPattern pattern, Finding finding) {
        return finding.outcome() == pattern.outcome()
                && pattern.isOfCategory(kind(finding))
                && (pattern.anySubject() || pattern.isOfSubject(index.subjects(finding)))
                && pattern.comparisons().stream().allMatch(comparison -> holds(comparison, finding));
    }

    private static String kind(Finding finding) {
        return finding.category().isEmpty() ? finding.outcome().name() : finding.category();
    }

    /** A finding without a sign that speaks about what a pattern asks: of the period, or of none, and of the same texts. */
    private boolean clears(FindingPattern pattern, Finding finding) {
        boolean current = index.inPeriod(unit, pattern).contains(finding) || index.period(finding).isEmpty();
        return finding.outcome() == Outcome.CLEAR
                && current
                && pattern.comparisons().stream()
                        .filter(comparison -> comparison.operator() == FindingPattern.Operator.IN)
                        .filter(comparison -> finding.fact(comparison.fact()).isPresent())
                        .allMatch(comparison -> holds(comparison, finding));
    }

    private static boolean holds(FindingPattern.Comparison comparison, Finding finding) {
        if (comparison.operator() == FindingPattern.Operator.IN) {
            return finding.fact(comparison.fact()).map(fact -> comparison.texts().contains(fact.value().toString())).orElse(false);
        }
        OptionalDouble number = number(comparison.fact(), finding);
        return number.isPresent() && (comparison.operator() == FindingPattern.Operator.AT_LEAST
                ? number.getAsDouble() >= comparison.limit()
                : number.getAsDouble() <= comparison.limit());
    }

    private static OptionalDouble number(String key, Finding finding) {
        return switch (key) {
            case "p" -> finding.p();
            case "adjusted-p" -> finding.adjustedP();
            case "statistic" -> finding.statistic();
            case "n" -> finding.n().isPresent() ? OptionalDouble.of(finding.n().getAsLong()) : OptionalDouble.empty();
            case "effect" -> finding.effect().map(effect -> OptionalDouble.of(effect.value())).orElse(OptionalDouble.empty());
            case "effect-lower" -> finding.effect().map(effect -> OptionalDouble.of(effect.lower())).orElse(OptionalDouble.empty());
            case "effect-upper" -> finding.effect().map(effect -> OptionalDouble.of(effect.upper())).orElse(OptionalDouble.empty());
            default -> finding.fact(key).map(Fact::number).orElse(OptionalDouble.empty());
        };
    }
}
