package io.github.eduindicators.criteria;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.IndicatorValue.State;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Applies the rule of a criterion to the value of a unit. */
final class RuleEvaluation {

    /**
     * What a rule gives.
     *
     * @param points the points; meaningless unless there is a value
     * @param attainable the most points of the rule that was chosen
     * @param label what the band or cell is called, or why there are no points
     * @param facts the inputs, in order
     */
    record Given(State state, BigDecimal points, BigDecimal attainable, String label, List<Fact> facts) {

        boolean isPoints() {
            return state == State.VALUE;
        }
    }

    private final Evaluation run;
    private final Criterion criterion;
    private final Unit unit;
    private final Reading reading;
    private final BigDecimal value;

    RuleEvaluation(Evaluation run, Criterion criterion, Unit unit, Reading reading) {
        this.run = run;
        this.criterion = criterion;
        this.unit = unit;
        this.reading = reading;
        this.value = reading.value();
    }

    Given apply(Rule rule) {
        List<Fact> facts = new ArrayList<>();
        if (rule instanceof Rule.Bands bands) {
            return bands(rule, bands, value, facts);
        }
        if (rule instanceof Rule.Linear line) {
            return line(line, facts);
        }
        if (rule instanceof Rule.Scaled scaled) {
            facts.add(run.shared("rule", "scaled"));
            facts.add(Fact.of("factor", scaled.factor()));
            if (value.signum() < 0) {
                return none(State.INSUFFICIENT_DATA, "out-of-range", facts);
            }
            BigDecimal cap = Decimals.exact(scaled.cap());
            return given(rule, value.multiply(Decimals.exact(scaled.factor())).min(cap), "", facts);
        }
        if (rule instanceof Rule.Flag flag) {
            facts.add(run.shared("rule", "flag"));
            boolean yes = value.compareTo(BigDecimal.ONE) == 0;
            if (!yes && value.signum() != 0) {
                return none(State.INSUFFICIENT_DATA, "out-of-range", facts);
            }
            boolean good = yes == (criterion.direction() != Criterion.Direction.LOWER_BETTER);
            return given(rule, good ? Decimals.exact(flag.points()) : BigDecimal.ZERO, "", facts);
        }
        if (rule instanceof Rule.Matrix matrix) {
            return matrix(matrix, facts);
        }
        if (rule instanceof Rule.ThresholdAndInterval test) {
            return test(test, facts);
        }
        if (rule instanceof Rule.QuantileBands quantiles) {
            return quantiles(quantiles, facts);
        }
        if (rule instanceof Rule.RatioToBest best) {
            return ratio(best, facts);
        }
        if (rule instanceof Rule.BestOf best) {
            return bestOf(best, facts);
        }
        if (rule instanceof Rule.Keyed keyed) {
            return keyed(keyed, facts);
        }
        return none(State.NOT_APPLICABLE, "no-rule", facts);
    }

    private static Given given(Rule rule, BigDecimal points, String label, List<Fact> facts) {
        return new Given(State.VALUE, points, Decimals.exact(rule.maxPoints()), label, facts);
    }

    private static Given none(State state, String why, List<Fact> facts) {
        return new Given(state, BigDecimal.ZERO, BigDecimal.ZERO, why, facts);
    }

    /** The place of the band in the declared order, or -1 where the number is outside the declared range. */
    private static int band(Range range, List<Band> bands, BigDecimal number) {
        if (range.contains(number)) {
            for (int i = 0; i < bands.size(); i++) {
                if (bands.get(i).range().contains(number)) {
                    return i;
                }
            }
        }
        return -1;
    }

    private Given bands(Rule rule, Rule.Bands bands, BigDecimal number, List<Fact> facts) {
        if (facts.isEmpty()) {
            facts.add(run.shared("rule", "bands"));
        }
        int at = band(bands.range(), bands.bands(), number);
        if (at < 0) {
            facts.add(run.shared("range", bands.range()));
            return none(State.INSUFFICIENT_DATA, "out-of-range", facts);
        }
        Band band = bands.bands().get(at);
        facts.add(run.shared("band", band.range()));
        return given(rule, Decimals.exact(band.points()), band.label(), facts);
    }

    private Given line(Rule.Linear line, List<Fact> facts) {
        facts.add(run.shared("rule", "linear"));
        facts.add(Fact.of("from", line.from()));
        facts.add(Fact.of("to", line.to()));
        BigDecimal from = Decimals.exact(line.from());
        BigDecimal to = Decimals.exact(line.to());
        BigDecimal within = value.max(from.min(to)).min(from.max(to));
        if (within.compareTo(value) != 0 && line.outside() == Rule.Linear.Outside.OUT_OF_RANGE) {
            return none(State.INSUFFICIENT_DATA, "out-of-range", facts);
        }
        BigDecimal start = Decimals.exact(line.fromPoints());
        BigDecimal rise = Decimals.exact(line.toPoints()).subtract(start);
        BigDecimal points = start.add(Decimals.quotient(rise.multiply(within.subtract(from)), to.subtract(from)));
        return given(line, points, "", facts);
    }

    private Given matrix(Rule.Matrix matrix, List<Fact> facts) {
        facts.add(run.shared("rule", "matrix"));
        Reading change = run.read(matrix.changeAxis().source(), unit).rounded(matrix.changeAxis().precision());
        if (change.value() == null) {
            return none(change.state(), String.join(";", change.notes()), facts);
        }
        facts.add(Evaluation.fact("change", change.value()));
        int row = band(matrix.status().range(), matrix.status().bands(), value);
        int column = band(matrix.change().range(), matrix.change().bands(), change.value());
        if (row < 0 || column < 0) {
            return none(State.INSUFFICIENT_DATA, "out-of-range", facts);
        }
        facts.add(run.shared("status-band", matrix.status().bands().get(row)));
        facts.add(run.shared("change-band", matrix.change().bands().get(column)));
        Rule.Cell cell = matrix.cells().get(row).get(column);
        return given(matrix, Decimals.exact(cell.points()), cell.label(), facts);
    }

    private Given test(Rule.ThresholdAndInterval test, List<Fact> facts) {
        facts.add(run.shared("rule", "threshold-and-interval"));
        if (reading.ends() == null) {
            return none(State.INSUFFICIENT_DATA, "no-interval", facts);
        }
        BigDecimal reference = Decimals.exact(test.reference());
        int side = reading.ends().get(1).compareTo(reference) < 0 ? 0 : reading.ends().get(0).compareTo(reference) > 0 ? 2 : 1;
        facts.add(Fact.of("reference", test.reference()));
        facts.add(Evaluation.fact("lower", reading.ends().get(0)));
        facts.add(Evaluation.fact("upper", reading.ends().get(1)));
        facts.add(Fact.of("side", List.of("below", "includes", "above").get(side)));
        int row = band(test.bands().range(), test.bands().bands(), value);
        if (row < 0) {
            return none(State.INSUFFICIENT_DATA, "out-of-range", facts);
        }
        facts.add(run.shared("band", test.bands().bands().get(row).range()));
        Rule.Cell cell = test.cells().get(row).get(side);
        return given(test, Decimals.exact(cell.points()), cell.label(), facts);
    }

    private Given quantiles(Rule.QuantileBands rule, List<Fact> facts) {
        facts.add(run.shared("rule", "quantile-bands"));
        Optional<String> group = run.group(unit);
        if (group.isEmpty()) {
            return none(State.INSUFFICIENT_DATA, "no-peer-group", facts);
        }
        List<BigDecimal> peers = run.population(criterion).with(group.get(), reading);
        facts.add(Fact.of("peers", group.get()));
        facts.add(Fact.of("peers-n", (long) peers.size()));
        if (peers.size() < rule.minimumPeers()) {
            return none(State.INSUFFICIENT_DATA, "few-peers", facts);
        }
        int below = Population.below(peers, value);
        int equal = Population.notAbove(peers, value) - below;
        int worse = criterion.direction() == Criterion.Direction.LOWER_BETTER ? peers.size() - below - equal : below;
        long halves = 2L * worse + switch (rule.ties()) {
            case WORSE -> 0;
            case HALF -> equal;
            case NOT_BETTER -> 2L * equal;
        };
        BigDecimal place = Decimals.quotient(BigDecimal.valueOf(50 * halves), BigDecimal.valueOf(peers.size()));
        facts.add(Evaluation.fact("place", place));
        return bands(rule, new Rule.Bands(Range.closed(0, 100), rule.bands()), place, facts);
    }

    private Given ratio(Rule.RatioToBest rule, List<Fact> facts) {
        facts.add(run.shared("rule", "ratio-to-best"));
        Optional<String> group = run.group(unit);
        if (group.isEmpty()) {
            return none(State.INSUFFICIENT_DATA, "no-peer-group", facts);
        }
        boolean proportional = rule.scale() == Rule.RatioToBest.Scale.RATIO;
        if (proportional && value.signum() < 0) {
            return none(State.INSUFFICIENT_DATA, "out-of-range", facts);
        }
        List<BigDecimal> peers = run.population(criterion).with(group.get(), reading);
        if (proportional) {
            peers = peers.subList(Population.below(peers, BigDecimal.ZERO), peers.size());
        }
        facts.add(Fact.of("peers", group.get()));
        facts.add(Fact.of("peers-n", (long) peers.size()));
        if (peers.size() < rule.minimumPeers()) {
            return none(State.INSUFFICIENT_DATA, "few-peers", facts);
        }
        boolean less = criterion.direction() == Criterion.Direction.LOWER_BETTER;
        BigDecimal least = peers.get(0);
        BigDecimal most = peers.get(peers.size() - 1);
        BigDecimal best = less ? least : most;
        BigDecimal worst = less ? most : least;
        BigDecimal points = Decimals.exact(rule.points());
        facts.add(Evaluation.fact("best", best));
        if (!proportional) {
            facts.add(Evaluation.fact("worst", worst));
        }
        if (value.compareTo(best) == 0) {
            return given(rule, points, "", facts);
        }
        BigDecimal part = !proportional
                ? Decimals.quotient(points.multiply(value.subtract(worst)), best.subtract(worst))
                : less ? Decimals.quotient(points.multiply(best), value) : Decimals.quotient(points.multiply(value), best);
        return given(rule, part, "", facts);
    }

    private Given bestOf(Rule.BestOf rule, List<Fact> facts) {
        facts.add(run.shared("rule", "best-of"));
        Given best = null;
        Given lacking = null;
        BigDecimal attainable = BigDecimal.ZERO;
        int chosen = -1;
        for (int i = 0; i < rule.rules().size(); i++) {
            Given one = apply(rule.rules().get(i));
            facts.add(one.isPoints()
                    ? Evaluation.fact("points-" + i, one.points())
                    : Fact.of("points-" + i, one.label()));
            if (one.isPoints()) {
                attainable = attainable.max(one.attainable());
                if (best == null || one.points().compareTo(best.points()) > 0) {
                    best = one;
                    chosen = i;
                }
            } else {
                attainable = one.state() == State.NOT_APPLICABLE
                        ? attainable
                        : attainable.max(Decimals.exact(rule.rules().get(i).maxPoints()));
                lacking = lacking == null || one.state() == State.INSUFFICIENT_DATA ? one : lacking;
            }
        }
        if (best == null) {
            return none(lacking.state(), lacking.label(), facts);
        }
        facts.add(Fact.of("chosen", (long) chosen));
        best.facts().stream().skip(1).forEach(facts::add);
        return new Given(State.VALUE, best.points(), attainable, best.label(), facts);
    }

    private Given keyed(Rule.Keyed rule, List<Fact> facts) {
        String key = rule.key() == Rule.Keyed.Key.UNIT_TYPE ? unit.unitType().code() : run.peerGroup(unit).orElse("");
        boolean known = rule.rules().containsKey(key);
        facts.add(run.shared("rule", "keyed"));
        facts.add(Fact.of("key", known ? key : "otherwise"));
        Given chosen = apply(known ? rule.rules().get(key) : rule.otherwise());
        facts.addAll(chosen.facts());
        return new Given(chosen.state(), chosen.points(), chosen.attainable(), chosen.label(), facts);
    }
}
