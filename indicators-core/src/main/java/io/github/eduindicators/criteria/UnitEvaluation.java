package io.github.eduindicators.criteria;

import io.github.eduindicators.criteria.Scorecard.Step;
import io.github.eduindicators.criteria.Scorecard.Step.Kind;
import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.IndicatorValue.State;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.annotation.Nullable;

/** Scores one unit: criteria first, then the groups above them, then the level. */
final class UnitEvaluation {

    /** What a node got. Points and attainable mean nothing unless there is a value. */
    private record Got(State state, @Nullable BigDecimal value, BigDecimal points, BigDecimal attainable, String label,
            Set<String> notes) {

        boolean isPoints() {
            return state == State.VALUE;
        }

        BigDecimal share() {
            return Decimals.quotient(points, attainable);
        }
    }

    /** A part of a group that counts: its weight, its points, what they are of. */
    private record Counted(BigDecimal weight, BigDecimal points, BigDecimal of) {

        BigDecimal scaledTo(BigDecimal most) {
            return of.compareTo(most) == 0 ? points : Decimals.quotient(most.multiply(points), of);
        }
    }

    private final Evaluation run;
    private final Methodology methodology;
    private final Unit unit;
    private final Map<String, Got> got = new HashMap<>();
    private final Map<String, List<Step>> criterionSteps = new HashMap<>();
    private final List<Step> trace = new ArrayList<>();

    UnitEvaluation(Evaluation run, Unit unit) {
        this.run = run;
        this.methodology = run.methodology();
        this.unit = unit;
    }

    Scorecard card() {
        Node root = methodology.root();
        Set<String> totalNotes = new LinkedHashSet<>();
        if (!methodology.inForce(run.period().firstDay()) && !methodology.inForce(run.period().lastDay())) {
            totalNotes.add("edition-not-in-force");
            step(trace, root, Kind.EDITION, Fact.of("edition", methodology.edition()),
                    Fact.of("not-in-force-on", run.period().firstDay().toString()));
        }
        for (Criterion criterion : run.criteria()) {
            List<Step> steps = new ArrayList<>();
            got.put(criterion.code(), criterion(criterion, steps));
            criterionSteps.put(criterion.code(), steps);
        }
        Got total = node(root);
        if (total.isPoints()) {
            total = new Got(total.state, total.value, rounded(root, total.points, methodology.rounding()
                    .last(total.points, total.attainable)),
                    total.attainable, total.label, total.notes);
        }
        Methodology.Level level = total.isPoints() && !methodology.levels().isEmpty() ? level(total, totalNotes) : null;
        totalNotes.addAll(total.notes);
        got.put(root.code(), new Got(total.state, total.value, total.points, total.attainable,
                level == null ? total.label : level.code(), totalNotes));
        List<Scorecard.Score> scores = new ArrayList<>();
        scores(root, scores);
        return new Scorecard(methodology, unit, run.period(), scores, level, trace);
    }

    private void scores(Node node, List<Scorecard.Score> into) {
        Got it = got.get(node.code());
        double[] numbers = {
            it.value == null ? Double.NaN : it.value.doubleValue() + 0.0,
            it.isPoints() ? it.points.doubleValue() + 0.0 : Double.NaN,
            it.isPoints() ? it.attainable.doubleValue() : 0
        };
        into.add(new Scorecard.Score(node, it.state, numbers, it.label, String.join(";", it.notes)));
        if (node instanceof Group group) {
            group.children().forEach(child -> scores(child, into));
        }
    }

    private static void step(List<Step> into, Node node, Kind kind, Fact... facts) {
        into.add(new Step(node.code(), kind, List.of(facts)));
    }

    private Got criterion(Criterion criterion, List<Step> steps) {
        Reading reading = run.input(criterion, unit);
        if (reading.value() == null) {
            step(steps, criterion, Kind.UNAVAILABLE, run.shared("source", criterion.source()),
                    Fact.of("state", reading.state().toString()), Fact.of("why", String.join(";", reading.notes())));
            return none(reading.state(), null, reading.notes());
        }
        List<Fact> input = new ArrayList<>();
        input.add(run.shared("source", criterion.source()));
        input.add(Evaluation.fact("value", reading.value()));
        if (!criterion.precision().isExact()) {
            input.add(run.shared("rounded", criterion.precision()));
        }
        if (reading.n() >= 0) {
            input.add(Fact.of("n", reading.n()));
        }
        if (!reading.notes().isEmpty()) {
            input.add(Fact.of("note", String.join(";", reading.notes())));
        }
        steps.add(new Step(criterion.code(), Kind.INPUT, input));
        RuleEvaluation.Given given = new RuleEvaluation(run, criterion, unit, reading).apply(criterion.rule());
        List<Fact> facts = new ArrayList<>(given.facts());
        Set<String> notes = new LinkedHashSet<>(reading.notes());
        if (!given.isPoints()) {
            facts.add(Fact.of("why", given.label()));
            steps.add(new Step(criterion.code(), Kind.UNAVAILABLE, facts));
            notes.add(given.label());
            return none(given.state(), reading.value(), notes);
        }
        facts.add(Evaluation.fact("points", given.points()));
        facts.add(Evaluation.fact("of", given.attainable()));
        if (!given.label().isEmpty()) {
            facts.add(run.shared("label", given.label()));
        }
        steps.add(new Step(criterion.code(), Kind.RULE, facts));
        BigDecimal points = given.points();
        BigDecimal rounded = methodology.rounding().step(points, given.attainable());
        if (rounded.compareTo(points) != 0) {
            step(steps, criterion, Kind.ROUNDING, Evaluation.fact("from", points), Evaluation.fact("to", rounded));
        }
        return new Got(State.VALUE, reading.value(), rounded, given.attainable(), given.label(), notes);
    }

    private static Got none(State state, @Nullable BigDecimal value, Set<String> notes) {
        return new Got(state, value, BigDecimal.ZERO, BigDecimal.ZERO, "", notes);
    }

    private Got node(Node node) {
        if (node instanceof Criterion) {
            trace.addAll(criterionSteps.get(node.code()));
            return got.get(node.code());
        }
        Group group = (Group) node;
        for (Node child : group.children()) {
            got.put(child.code(), node(child));
        }
        return group(group);
    }

    private Got group(Group group) {
        Set<String> notes = new LinkedHashSet<>();
        Optional<Group.WeightSet> set = group.weightSets().stream().filter(this::fits).filter(one -> lacks(one, group))
                .findFirst();
        set.ifPresent(weights -> {
            notes.add("other-weights");
            step(trace, group, Kind.WEIGHTS, Fact.of("without", weights.unavailable().toString()),
                    Fact.of("weights", weights.weights().toString()));
        });
        BigDecimal whole = BigDecimal.ZERO;
        BigDecimal available = BigDecimal.ZERO;
        List<Counted> counted = new ArrayList<>();
        State failed = null;
        State lacking = null;
        for (Node child : group.children()) {
            Double other = set.map(weights -> weights.weights().get(child.code())).orElse(null);
            if (set.isPresent() && other == null) {
                continue;
            }
            BigDecimal weight = Decimals.exact(other == null ? child.weight() : other);
            BigDecimal most = Decimals.exact(child.maxPoints());
            BigDecimal stake = group.aggregation() == Group.Aggregation.SUM ? weight.multiply(most) : weight;
            whole = whole.add(stake);
            Got it = got.get(child.code());
            if (it.isPoints()) {
                available = available.add(stake);
                counted.add(new Counted(weight, it.points, it.attainable));
                continue;
            }
            lacking = lacking == State.INSUFFICIENT_DATA ? lacking : it.state;
            Node.Missing missing = child.missing().or(group::childrenMissing).orElse(methodology.missing());
            Node.Missing.Policy policy = it.state == State.NOT_APPLICABLE ? missing.notApplicable() : missing.unknown();
            step(trace, group, Kind.MISSING, Fact.of("part", child.code()), Fact.of("state", it.state.toString()),
                    run.shared("policy", policy));
            switch (policy) {
                case REWEIGHT -> notes.add("reweighted");
                case ZERO -> {
                    notes.add("zero-for-missing");
                    counted.add(new Counted(weight, BigDecimal.ZERO, most));
                }
                case NEUTRAL -> {
                    notes.add("neutral-for-missing");
                    counted.add(new Counted(weight, most.multiply(Decimals.exact(missing.neutralShare())), most));
                }
                case FAIL -> failed = failed == State.INSUFFICIENT_DATA ? failed : it.state;
            }
        }
        if (failed != null || counted.isEmpty()) {
            State state = failed != null ? failed : lacking == null ? State.NOT_APPLICABLE : lacking;
            return unavailable(group, state, failed != null ? "part-missing" : "no-part");
        }
        double least = group.minimumWeight().orElse(methodology.minimumWeight());
        BigDecimal share = Decimals.quotient(available, whole);
        if (Decimals.settled(share).compareTo(Decimals.exact(least)) < 0) {
            step(trace, group, Kind.MISSING, Evaluation.fact("available-weight", share), Fact.of("minimum", least));
            return unavailable(group, State.INSUFFICIENT_DATA, "below-minimum-weight");
        }
        return limited(group, counted, notes);
    }

    private boolean fits(Group.WeightSet set) {
        return set.unitTypes().isEmpty() || set.unitTypes().contains(unit.unitType());
    }

    private boolean lacks(Group.WeightSet set, Group group) {
        return group.children().stream()
                .filter(child -> set.unavailable().contains(child.code()))
                .noneMatch(child -> got.get(child.code()).isPoints());
    }

    private Got unavailable(Group group, State state, String why) {
        step(trace, group, Kind.UNAVAILABLE, Fact.of("state", state.toString()), Fact.of("why", why));
        return none(state, null, Set.of(why));
    }

    private Got limited(Group group, List<Counted> counted, Set<String> notes) {
        BigDecimal most = Decimals.exact(group.maxPoints());
        BigDecimal attainable = most;
        BigDecimal points;
        switch (group.aggregation()) {
            case SUM -> {
                points = counted.stream().map(part -> part.weight.multiply(part.points)).reduce(BigDecimal.ZERO, Decimals::plus);
                attainable = counted.stream().map(part -> part.weight.multiply(part.of)).reduce(BigDecimal.ZERO, Decimals::plus);
            }
            case WEIGHTED_MEAN -> points = Decimals.quotient(
                    counted.stream().map(part -> part.weight.multiply(part.scaledTo(most)))
                            .reduce(BigDecimal.ZERO, Decimals::plus),
                    counted.stream().map(Counted::weight).reduce(BigDecimal.ZERO, Decimals::plus));
            case GEOMETRIC -> points = geometric(counted, most);
            case MIN -> points = counted.stream().map(part -> part.scaledTo(most)).min(BigDecimal::compareTo).orElseThrow();
            default -> points = counted.stream().map(part -> part.scaledTo(most)).max(BigDecimal::compareTo).orElseThrow();
        }
        attainable = attainable.min(most);
        points = points.min(attainable);
        step(trace, group, Kind.AGGREGATE, run.shared("by", group.aggregation()), Fact.of("parts", (long) counted.size()),
                Evaluation.fact("points", points), Evaluation.fact("of", attainable));
        for (Group.Cap cap : group.caps()) {
            BigDecimal limit = Decimals.exact(cap.atMost());
            boolean met = met(cap.when());
            if (met && points.compareTo(limit) > 0) {
                points = limit;
                notes.add("cap");
            }
            step(trace, group, Kind.CAP, run.shared("when", cap.when()), Fact.of("met", met ? "yes" : "no"),
                    Fact.of("at-most", cap.atMost()), Evaluation.fact("points", points));
        }
        points = rounded(group, points, methodology.rounding().step(points, attainable));
        return new Got(State.VALUE, null, points, attainable, "", notes);
    }

    private BigDecimal rounded(Node node, BigDecimal before, BigDecimal after) {
        if (after.compareTo(before) != 0) {
            step(trace, node, Kind.ROUNDING, Evaluation.fact("from", before), Evaluation.fact("to", after));
        }
        return after;
    }

    private static BigDecimal geometric(List<Counted> counted, BigDecimal most) {
        double logs = 0;
        double weights = 0;
        BigDecimal low = most;
        BigDecimal high = BigDecimal.ZERO;
        for (Counted part : counted) {
            BigDecimal points = part.scaledTo(most);
            if (points.signum() == 0) {
                return BigDecimal.ZERO;
            }
            low = low.min(points);
            high = high.max(points);
            logs += part.weight.doubleValue() * StrictMath.log(points.doubleValue());
            weights += part.weight.doubleValue();
        }
        return Decimals.measured(StrictMath.exp(logs / weights)).max(low).min(high);
    }

    private boolean met(List<Condition> conditions) {
        return conditions.stream().allMatch(condition -> {
            long meeting = condition.codes().stream()
                    .map(got::get)
                    .filter(it -> number(it, condition.of()).filter(condition.range()::contains).isPresent())
                    .count();
            return meeting >= condition.atLeast();
        });
    }

    private static Optional<BigDecimal> number(Got it, Condition.Of of) {
        if (of == Condition.Of.VALUE) {
            return Optional.ofNullable(it.value);
        }
        if (!it.isPoints()) {
            return Optional.empty();
        }
        return Optional.of(of == Condition.Of.POINTS ? it.points : it.share().multiply(Decimals.HUNDRED));
    }

    private Methodology.Level level(Got total, Set<String> notes) {
        Node root = methodology.root();
        BigDecimal number = methodology.levelScale() == Methodology.LevelScale.POINTS
                ? total.points
                : methodology.rounding().last(Decimals.quotient(total.points.multiply(Decimals.HUNDRED), total.attainable),
                Decimals.HUNDRED);
        List<Methodology.Level> levels = methodology.levels();
        int at = 0;
        while (!levels.get(at).range().contains(number)) {
            at++;
        }
        step(trace, root, Kind.LEVEL, Fact.of("scale", methodology.levelScale().toString()), Evaluation.fact("number", number),
                Fact.of("range", levels.get(at).range().toString()), Fact.of("level", levels.get(at).code()));
        got.put(root.code(), total);
        for (Methodology.Veto veto : methodology.vetoes()) {
            boolean met = met(veto.when());
            int limit = 0;
            while (!levels.get(limit).code().equals(veto.level())) {
                limit++;
            }
            if (met && limit < at) {
                at = limit;
                notes.add("veto");
            }
            step(trace, root, Kind.VETO, run.shared("when", veto.when()), Fact.of("met", met ? "yes" : "no"),
                    Fact.of("at-most", veto.level()), Fact.of("level", levels.get(at).code()));
        }
        return levels.get(at);
    }
}
