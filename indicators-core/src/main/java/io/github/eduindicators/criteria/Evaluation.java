package io.github.eduindicators.criteria;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.model.PeerGroups;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValue.State;
import io.github.eduindicators.results.IndicatorValues;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.annotation.Nullable;

/** One run of a methodology: reads the table once, gathers the populations that rules compare with, and scores unit by unit. */
final class Evaluation {
    private static final int FARTHEST = 10;

    private final Methodology methodology;
    private final Period period;

    @Nullable
    private final PeerGroups peers;

    private final List<Criterion> criteria = new ArrayList<>();
    private final TreeMap<Unit, Map<String, IndicatorValue[]>> table = new TreeMap<>(Unit.order());
    private final Map<String, Population> populations = new HashMap<>();
    private final Map<String, Map<Object, Fact>> shared = new HashMap<>();

    private Evaluation(Methodology methodology, Period period, @Nullable PeerGroups peers) {
        this.methodology = methodology;
        this.period = period;
        this.peers = peers;
    }

    static Scorecards run(Methodology methodology, IndicatorValues values, Period period, @Nullable PeerGroups peers) {
        Evaluation run = new Evaluation(methodology, period, peers);
        run.collect(methodology.root());
        run.read(values);
        run.populate();
        List<Scorecard> cards = new ArrayList<>();
        for (Unit unit : run.table.keySet()) {
            cards.add(new UnitEvaluation(run, unit).card());
        }
        return new Scorecards(methodology, period, cards);
    }

    private void collect(Node node) {
        if (node instanceof Criterion criterion) {
            criteria.add(criterion);
        } else {
            ((Group) node).children().forEach(this::collect);
        }
    }

    private void read(IndicatorValues values) {
        Map<Period, Integer> back = new HashMap<>();
        Period earlier = period;
        back.put(period, 0);
        for (int i = 1; i <= FARTHEST && earlier.year() > 1990; i++) {
            earlier = earlier.previous();
            back.put(earlier, i);
        }
        values.values().forEach((key, value) -> {
            Integer periods = back.get(key.period());
            if (periods != null && key.assessment().isEmpty()
                    && methodology.metrics().contains(key.indicator())
                    && methodology.unitTypes().contains(key.unit().unitType())) {
                table.computeIfAbsent(key.unit(), unit -> new HashMap<>())
                        .computeIfAbsent(key.indicator(), metric -> new IndicatorValue[FARTHEST + 1])[periods] = value;
            }
        });
        table.values().removeIf(metrics -> metrics.values().stream().noneMatch(periods -> periods[0] != null));
    }

    private void populate() {
        for (Criterion criterion : criteria) {
            if (compares(criterion.rule())) {
                Population population = new Population();
                for (Unit unit : table.keySet()) {
                    Reading reading = input(criterion, unit);
                    Optional<String> group = group(unit);
                    if (reading.value() != null && !reading.isDoubtful() && group.isPresent()) {
                        population.add(group.get(), reading.value());
                    }
                }
                population.sort();
                populations.put(criterion.code(), population);
            }
        }
    }

    private static boolean compares(Rule rule) {
        return rule instanceof Rule.QuantileBands
                || rule instanceof Rule.RatioToBest
                || rule instanceof Rule.BestOf best && best.rules().stream().anyMatch(Evaluation::compares)
                || rule instanceof Rule.Keyed keyed
                        && (compares(keyed.otherwise()) || keyed.rules().values().stream().anyMatch(Evaluation::compares));
    }

    Methodology methodology() {
        return methodology;
    }

    Period period() {
        return period;
    }

    List<Criterion> criteria() {
        return criteria;
    }

    Optional<String> peerGroup(Unit unit) {
        return peers == null ? Optional.empty() : peers.group(unit);
    }

    /** The population in which a unit is compared: its type and peer group, or its type alone where no groups were given. */
    Optional<String> group(Unit unit) {
        String type = unit.unitType().code();
        return peers == null ? Optional.of(type) : peers.group(unit).map(group -> type + " " + group);
    }

    Population population(Criterion criterion) {
        return populations.get(criterion.code());
    }

    /** Reads the value of a source for a unit. */
    Reading read(Source source, Unit unit) {
        Map<String, IndicatorValue[]> metrics = table.get(unit);
        return Reading.of(source, (metric, back) -> {
            IndicatorValue[] periods = metrics.get(metric);
            return periods == null ? null : periods[back];
        });
    }

    /** The value of a criterion, after the least n and rounding. */
    Reading input(Criterion criterion, Unit unit) {
        if (!criterion.unitTypes().isEmpty() && !criterion.unitTypes().contains(unit.unitType())) {
            return Reading.none(State.NOT_APPLICABLE, "other-unit-type");
        }
        Reading reading = read(criterion.source(), unit);
        if (reading.value() == null) {
            return reading;
        }
        if (criterion.minimumN() > 0 && reading.n() < criterion.minimumN()) {
            return Reading.none(State.INSUFFICIENT_DATA, reading.n() < 0 ? "n-unknown" : "below-min-n");
        }
        return reading.rounded(criterion.precision());
    }

    /** A fact about a part of the methodology, which all units share: kept once, since every trace holds it. */
    Fact shared(String key, Object part) {
        return shared.computeIfAbsent(key, name -> new IdentityHashMap<>())
                .computeIfAbsent(part, one -> Fact.of(key, one.toString()));
    }

    static Fact fact(String key, BigDecimal value) {
        return Fact.of(key, value.doubleValue());
    }
}
