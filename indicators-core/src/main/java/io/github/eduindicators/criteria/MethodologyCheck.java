package io.github.eduindicators.criteria;

import io.github.eduindicators.model.UnitType;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** All that is checked when a methodology is built. */
final class MethodologyCheck {
    private static final int DEEPEST = 12;
    private static final int LARGEST = 5000;
    private static final BigDecimal TOLERANCE = new BigDecimal("1e-9");

    private final Methodology methodology;
    private final Map<String, Node> nodes = new HashMap<>();
    private final TreeSet<String> metrics = new TreeSet<>();

    private MethodologyCheck(Methodology methodology) {
        this.methodology = methodology;
    }

    /**
     * Checks a methodology.
     *
     * @return the codes of the indicators that it reads
     */
    static TreeSet<String> check(Methodology methodology) {
        MethodologyCheck check = new MethodologyCheck(methodology);
        check.dates();
        check.shape();
        check.node(methodology.root(), methodology.root().code(), true);
        check.levels();
        check.vetoes();
        return check.metrics;
    }

    static void noOverlap(List<Methodology> editions) {
        for (int i = 0; i < editions.size(); i++) {
            for (int j = 0; j < i; j++) {
                Methodology one = editions.get(j);
                Methodology other = editions.get(i);
                boolean apart = one.validTo().isPresent() && other.validFrom().isPresent()
                                && one.validTo().get().isBefore(other.validFrom().get())
                        || other.validTo().isPresent() && one.validFrom().isPresent()
                                && other.validTo().get().isBefore(one.validFrom().get());
                if (!apart) {
                    throw new MethodologyException(one.id(), "editions-overlap",
                            "two editions must not be in force on one day, got "
                            + one + " and " + other);
                }
            }
        }
    }

    private void dates() {
        if (methodology.validFrom().isPresent() && methodology.validTo().isPresent()
                && methodology.validTo().get().isBefore(methodology.validFrom().get())) {
            throw new MethodologyException("validTo", "dates", "the last day must not be before the first, got "
                    + methodology.validFrom().get() + " to " + methodology.validTo().get());
        }
    }

    /** Without recursion: a tree that is too deep must be refused before anything walks down it. */
    private void shape() {
        Deque<Place> open = new ArrayDeque<>();
        open.push(new Place(methodology.root(), methodology.root().code(), 1));
        Map<String, String> seen = new HashMap<>();
        while (!open.isEmpty()) {
            Place place = open.pop();
            if (place.depth > DEEPEST) {
                throw new MethodologyException(place.path, "depth", "the tree has at most " + DEEPEST + " levels");
            }
            if (nodes.size() == LARGEST) {
                throw new MethodologyException(place.path, "size", "the tree has at most " + LARGEST + " nodes");
            }
            String first = seen.putIfAbsent(Checks.key(place.node.code()), place.path);
            if (first != null) {
                throw new MethodologyException(place.path, "duplicate-code",
                        "the code must be unique, also when case is ignored; it stands at "
                        + first + " too");
            }
            nodes.put(place.node.code(), place.node);
            if (place.node instanceof Group group) {
                List<Node> children = group.children();
                for (int i = children.size() - 1; i >= 0; i--) {
                    open.push(new Place(children.get(i), below(place, children.get(i)), place.depth + 1));
                }
            }
        }
    }

    private record Place(Node node, String path, int depth) {}

    private static String below(Place place, Node child) {
        return place.depth == 1 ? child.code() : place.path + "/" + child.code();
    }

    private void node(Node node, String path, boolean isRoot) {
        if (node instanceof Criterion criterion) {
            criterion(criterion, path);
            return;
        }
        Group group = (Group) node;
        for (Node child : group.children()) {
            node(child, isRoot ? child.code() : path + "/" + child.code(), false);
        }
        group(group, path);
    }

    private void criterion(Criterion criterion, String path) {
        read(criterion.source());
        types(criterion.unitTypes(), path + "/unitTypes");
        try {
            new RuleCheck(criterion).check(criterion.rule());
        } catch (MethodologyException e) {
            throw e.within(path);
        }
        double most = criterion.rule().maxPoints();
        if (most == 0 || criterion.maxPoints() != most) {
            throw new MethodologyException(path, "max-points", most == 0
                    ? "the rule must be able to give points"
                    : "the most points must be those of the rule, " + Decimals.text(most) + ", got "
                    + Decimals.text(criterion.maxPoints()));
        }
    }

    private void read(Source source) {
        if (source instanceof Source.Metric metric) {
            metrics.add(metric.code());
        } else if (source instanceof Source.Ratio ratio) {
            metrics.addAll(ratio.numerator());
            metrics.addAll(ratio.denominator());
        } else if (source instanceof Source.Change change) {
            read(change.of());
        }
    }

    private void types(Collection<UnitType> types, String path) {
        for (UnitType type : types) {
            if (!methodology.unitTypes().contains(type)) {
                throw new MethodologyException(path, "unit-types", "the methodology is for " + methodology.unitTypes()
                        + ", got " + type);
            }
        }
    }

    private final class RuleCheck {
        private final Criterion criterion;

        RuleCheck(Criterion criterion) {
            this.criterion = criterion;
        }

        void check(Rule rule) {
            int decimals = criterion.precision().decimals();
            if (rule instanceof Rule.Bands bands) {
                rising("bands", bands.bands(), partition("bands", bands, decimals), criterion.direction());
            } else if (rule instanceof Rule.Linear line) {
                double slope = Math.signum(line.to() - line.from()) * Math.signum(line.toPoints() - line.fromPoints());
                direction("linear", slope);
            } else if (rule instanceof Rule.Scaled) {
                direction("scaled", 1);
            } else if (rule instanceof Rule.Matrix matrix) {
                matrix(matrix, decimals);
            } else if (rule instanceof Rule.QuantileBands quantiles) {
                Rule.Bands places = new Rule.Bands(Range.closed(0, 100), quantiles.bands());
                rising("bands", quantiles.bands(), partition("bands", places, -1),
                        criterion.direction() == Criterion.Direction.UNORDERED
                                ? Criterion.Direction.UNORDERED
                                : Criterion.Direction.HIGHER_BETTER);
            } else if (rule instanceof Rule.ThresholdAndInterval test) {
                List<Integer> order = partition("bands", test.bands(), decimals);
                grid(test.cells(), order, List.of(0, 1, 2), criterion.direction(), criterion.direction());
            } else if (rule instanceof Rule.RatioToBest) {
                if (criterion.direction() == Criterion.Direction.UNORDERED) {
                    throw new MethodologyException("ratioToBest", "direction",
                            "the best needs a direction in which values are better");
                }
            } else if (rule instanceof Rule.BestOf best) {
                for (int i = 0; i < best.rules().size(); i++) {
                    part(best.rules().get(i), "rules[" + i + "]");
                }
            } else if (rule instanceof Rule.Keyed keyed) {
                keyed(keyed);
            } else if (rule instanceof Rule.NotApplicable) {
                throw new MethodologyException("", "not-applicable",
                        "a rule that does not apply stands only among rules chosen by key");
            }
        }

        private void part(Rule rule, String path) {
            try {
                check(rule);
                if (rule.maxPoints() == 0) {
                    throw new MethodologyException("", "max-points", "the rule must be able to give points");
                }
            } catch (MethodologyException e) {
                throw e.within(path);
            }
        }

        private void keyed(Rule.Keyed keyed) {
            keyed.rules().forEach((key, rule) -> {
                if (keyed.key() == Rule.Keyed.Key.UNIT_TYPE
                        && methodology.unitTypes().stream().noneMatch(type -> type.code().equals(key))) {
                    throw new MethodologyException("rules[" + Checks.cut(key) + "]", "unit-types",
                            "the methodology is for " + methodology.unitTypes() + ", got " + Checks.cut(key));
                }
                if (!(rule instanceof Rule.NotApplicable)) {
                    part(rule, "rules[" + Checks.cut(key) + "]");
                }
            });
            if (!(keyed.otherwise() instanceof Rule.NotApplicable)) {
                part(keyed.otherwise(), "otherwise");
            }
        }

        private void matrix(Rule.Matrix matrix, int decimals) {
            List<Integer> rows = partition("status", matrix.status(), decimals);
            List<Integer> columns = partition("change", matrix.change(), matrix.changeAxis().precision().decimals());
            read(matrix.changeAxis().source());
            grid(matrix.cells(), rows, columns, criterion.direction(), matrix.changeAxis().direction());
        }

        private void direction(String what, double slope) {
            if (criterion.direction() == Criterion.Direction.HIGHER_BETTER && slope < 0
                    || criterion.direction() == Criterion.Direction.LOWER_BETTER && slope > 0) {
                throw new MethodologyException(what, "direction", "points must follow the direction " + criterion.direction());
            }
        }
    }

    private static List<Integer> partition(String what, Rule.Bands bands, int decimals) {
        return Partition.check(what, bands.range(), bands.bands().stream().map(Band::range).toList(), decimals);
    }

    private static void rising(String what, List<Band> bands, List<Integer> order, Criterion.Direction direction) {
        for (int i = 1; i < order.size(); i++) {
            Band band = bands.get(order.get(i));
            Band before = bands.get(order.get(i - 1));
            if (against(before.points(), band.points(), direction)) {
                throw new MethodologyException(what + "[" + order.get(i) + "]", "direction", "points must follow the direction "
                        + direction
                        + ", got " + before + " and " + band);
            }
        }
    }

    private static void grid(List<List<Rule.Cell>> cells, List<Integer> rows, List<Integer> columns,
            Criterion.Direction down, Criterion.Direction across) {
        for (int i = 0; i < rows.size(); i++) {
            for (int j = 0; j < columns.size(); j++) {
                double points = cells.get(rows.get(i)).get(columns.get(j)).points();
                boolean wrong = i > 0 && against(cells.get(rows.get(i - 1)).get(columns.get(j)).points(), points, down)
                        || j > 0 && against(cells.get(rows.get(i)).get(columns.get(j - 1)).points(), points, across);
                if (wrong) {
                    throw new MethodologyException("cells[" + rows.get(i) + "][" + columns.get(j) + "]", "direction",
                            "points must follow the directions " + down + " by rows and " + across + " by columns, got "
                                    + Decimals.text(points));
                }
            }
        }
    }

    private static boolean against(double before, double after, Criterion.Direction direction) {
        return direction == Criterion.Direction.HIGHER_BETTER && after < before
                || direction == Criterion.Direction.LOWER_BETTER && after > before;
    }

    private void group(Group group, String path) {
        if (group.children().isEmpty()) {
            throw new MethodologyException(path, "group-empty", "a group needs a part");
        }
        boolean weighed = group.aggregation() != Group.Aggregation.MIN && group.aggregation() != Group.Aggregation.BEST;
        boolean anyWeight = group.weightTotal().isPresent() || !group.weightSets().isEmpty()
                || group.children().stream().anyMatch(child -> child.weight() != 1);
        if (!weighed && anyWeight) {
            throw new MethodologyException(path + "/weights", "weights-unused", "the least or best part has no weights");
        }
        weights(group, path);
        double most = group.maxPoints();
        if (group.aggregation() == Group.Aggregation.SUM) {
            double parts = Group.sumOfParts(group.children()).doubleValue();
            if (Math.abs(parts - most) > 1e-9 * Math.max(1, parts)) {
                throw new MethodologyException(path, "max-points", "the most points of a sum are those of its parts, "
                        + Decimals.text(parts) + ", got " + Decimals.text(most));
            }
        } else if (group.declaredMaxPoints().isEmpty()
                && group.children().stream().anyMatch(child -> child.maxPoints() != most)) {
            throw new MethodologyException(path, "max-points",
                    "the parts have different maxima, so that of the group must be declared");
        }
        for (int i = 0; i < group.caps().size(); i++) {
            Group.Cap cap = group.caps().get(i);
            conditions(cap.when(), path + "/caps[" + i + "]", group);
            if (cap.atMost() > most) {
                throw new MethodologyException(path + "/caps[" + i + "]", "cap-unreachable",
                        "the cap must be at most the maximum "
                        + Decimals.text(most) + ", got " + Decimals.text(cap.atMost()));
            }
        }
    }

    private void weights(Group group, String path) {
        total(group, group.children().stream().map(Node::weight).toList(), path + "/weights");
        Set<String> codes = new HashSet<>();
        group.children().forEach(child -> codes.add(child.code()));
        for (int i = 0; i < group.weightSets().size(); i++) {
            Group.WeightSet set = group.weightSets().get(i);
            String at = path + "/weightSets[" + i + "]";
            types(set.unitTypes(), at);
            for (String code : set.unavailable()) {
                known(codes, code, at);
            }
            for (String code : set.weights().keySet()) {
                known(codes, code, at);
            }
            Set<String> others = new TreeSet<>(codes);
            others.removeAll(set.unavailable());
            if (others.isEmpty() || !others.equals(set.weights().keySet())) {
                throw new MethodologyException(at, "weights-incomplete", "weights are needed of " + others + ", got "
                        + set.weights().keySet());
            }
            total(group, set.weights().values(), at);
            if (group.aggregation() == Group.Aggregation.SUM) {
                BigDecimal most = group.children().stream()
                        .filter(child -> set.weights().containsKey(child.code()))
                        .map(child -> Decimals.exact(set.weights().get(child.code())).multiply(Decimals.exact(child.maxPoints())))
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
                if (most.subtract(Decimals.exact(group.maxPoints())).compareTo(TOLERANCE) > 0) {
                    throw new MethodologyException(at, "max-points", "the sum could be above its maximum "
                            + Decimals.text(group.maxPoints())
                            + ", namely " + Decimals.text(most));
                }
            }
            for (int j = 0; j < i; j++) {
                Group.WeightSet before = group.weightSets().get(j);
                boolean always = set.unavailable().containsAll(before.unavailable())
                        && (before.unitTypes().isEmpty()
                                || !set.unitTypes().isEmpty() && before.unitTypes().containsAll(set.unitTypes()));
                if (always) {
                    throw new MethodologyException(at, "weights-shadowed", "the set can never hold: wherever it fits, set " + j
                            + " fits and comes first");
                }
            }
        }
    }

    private static void total(Group group, Collection<Double> weights, String path) {
        if (group.weightTotal().isEmpty()) {
            return;
        }
        BigDecimal sum = weights.stream().map(Decimals::exact).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal declared = Decimals.exact(group.weightTotal().getAsDouble());
        if (sum.subtract(declared).abs().compareTo(TOLERANCE) > 0) {
            throw new MethodologyException(path, "weights-sum", "weights must add up to " + Decimals.text(declared) + ", got "
                    + Decimals.text(sum));
        }
    }

    private static void known(Set<String> codes, String code, String path) {
        if (!codes.contains(code)) {
            throw new MethodologyException(path, "unknown-reference", "there is no part " + Checks.cut(code));
        }
    }

    /** A cap is applied while the tree is added up, so the groups it looks at must be done by then: those within its own. */
    private void conditions(List<Condition> conditions, String path, Group within) {
        Set<Node> inside = Collections.newSetFromMap(new IdentityHashMap<>());
        collect(within, inside);
        for (Condition condition : conditions) {
            for (String code : condition.codes()) {
                Node node = nodes.get(code);
                if (node == null) {
                    throw new MethodologyException(path, "unknown-reference", "there is no node " + Checks.cut(code));
                }
                if (node instanceof Group && condition.of() == Condition.Of.VALUE) {
                    throw new MethodologyException(path, "condition-value", "a group has points and no value, got " + code);
                }
                if (node instanceof Group && !inside.contains(node)) {
                    throw new MethodologyException(path, "cap-reference",
                            "a cap looks at criteria and at groups within its own, got " + code);
                }
            }
        }
    }

    /** All nodes below a group. */
    private static void collect(Group above, Set<Node> to) {
        for (Node child : above.children()) {
            to.add(child);
            if (child instanceof Group inner) {
                collect(inner, to);
            }
        }
    }

    private void levels() {
        List<Methodology.Level> levels = methodology.levels();
        if (levels.isEmpty()) {
            return;
        }
        if (levels.size() > 100) {
            throw new MethodologyException("levels", "size", "there are at most 100 levels, got " + levels.size());
        }
        Set<String> codes = new HashSet<>();
        for (int i = 0; i < levels.size(); i++) {
            if (!codes.add(Checks.key(levels.get(i).code()))) {
                throw new MethodologyException("levels[" + i + "]", "duplicate-code", "the code of a level must be unique, got "
                        + levels.get(i).code());
            }
        }
        double most = methodology.levelScale() == Methodology.LevelScale.PERCENT ? 100 : methodology.root().maxPoints();
        List<Integer> cut = new ArrayList<>();
        for (int i = 0; i < levels.size(); i++) {
            Range range = levels.get(i).range();
            if (range.isEmpty()) {
                byVeto(i);
                continue;
            }
            cut.add(i);
            if (range.upper() < 0 || range.lower() > most || range.upper() == 0 && !range.hasUpper()
                    || range.lower() == most && !range.hasLower()) {
                throw new MethodologyException("levels[" + i + "]", "level-unreachable", "totals lie within 0.."
                        + Decimals.text(most)
                        + ", got " + levels.get(i));
            }
        }
        if (cut.isEmpty()) {
            throw new MethodologyException("levels", "bands-gap", "no level has the totals 0.." + Decimals.text(most));
        }
        Methodology.Rounding rounding = methodology.rounding();
        int decimals = rounding.when() == Methodology.Rounding.When.NEVER ? -1 : rounding.decimals();
        List<Integer> order;
        try {
            order = Partition.check("", Range.closed(0, most), cut.stream().map(level -> levels.get(level).range()).toList(),
                    decimals);
        } catch (MethodologyException e) {
            int part = Integer.parseInt(e.path().substring(1, e.path().length() - 1));
            throw new MethodologyException("levels[" + cut.get(part) + "]", e.rule(), e.problem());
        }
        for (int i = 0; i < order.size(); i++) {
            if (order.get(i) != i) {
                throw new MethodologyException("levels[" + cut.get(i) + "]", "levels-order",
                        "levels are given from the lowest to the highest");
            }
        }
    }

    private void byVeto(int index) {
        String code = methodology.levels().get(index).code();
        if (methodology.vetoes().stream().noneMatch(veto -> veto.level().equals(code))) {
            throw new MethodologyException("levels[" + index + "]", "level-unreachable",
                    "a level without totals needs a veto that gives it, got "
                    + code);
        }
    }

    private void vetoes() {
        List<Methodology.Level> levels = methodology.levels();
        for (int i = 0; i < methodology.vetoes().size(); i++) {
            Methodology.Veto veto = methodology.vetoes().get(i);
            String path = "vetoes[" + i + "]";
            if (levels.stream().noneMatch(level -> level.code().equals(veto.level()))) {
                throw new MethodologyException(path, "unknown-reference", "there is no level " + Checks.cut(veto.level()));
            }
            if (levels.get(levels.size() - 1).code().equals(veto.level())) {
                throw new MethodologyException(path, "veto-no-effect", "the highest level is no limit, got " + veto.level());
            }
            for (Condition condition : veto.when()) {
                for (String code : condition.codes()) {
                    Node node = nodes.get(code);
                    if (node == null) {
                        throw new MethodologyException(path, "unknown-reference", "there is no node " + Checks.cut(code));
                    }
                    if (node instanceof Group && condition.of() == Condition.Of.VALUE) {
                        throw new MethodologyException(path, "condition-value", "a group has points and no value, got " + code);
                    }
                }
            }
        }
    }
}
