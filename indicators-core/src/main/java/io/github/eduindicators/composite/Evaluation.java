package io.github.eduindicators.composite;

import io.github.eduindicators.composite.CompositeIndicator.MissingPolicy;
import io.github.eduindicators.composite.CompositeResult.Change;
import io.github.eduindicators.composite.CompositeResult.Stage;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One run of a composite indicator over the units of a period, in columns: by node in post-order, by unit in the order of lists.
 * NaN marks an empty cell and stays inside.
 */
final class Evaluation {
    static final int IMPUTED = 1;
    static final int REWEIGHTED = 2;
    static final int NEUTRAL = 4;
    private static final double ROUNDING = 1e-9;
    private static final double LOW_AVAILABILITY = 0.65;

    private final CompositeIndicator spec;
    private final Period period;
    private final List<Unit> units;
    private final List<Component> nodes;
    private final int[][] children;
    private final double[] neutral;
    private final double[][][] stages;
    private final boolean[][] inapplicable;
    private final boolean[] screenedOut;
    private final byte[][] flags;
    private final String[][] why;
    private final Weighting.Found[] weights;
    private final double[][] transformed;
    private final boolean[] complete;
    private final List<Change> changes = new ArrayList<>();

    private Evaluation(CompositeIndicator spec, Period period, List<Unit> units) {
        this.spec = spec;
        this.period = period;
        this.units = units;
        this.nodes = spec.nodes();
        int n = nodes.size();
        this.children = new int[n][];
        Map<String, Integer> place = new HashMap<>();
        for (int i = 0; i < n; i++) {
            children[i] = nodes.get(i).children().stream().mapToInt(child -> place.get(child.code())).toArray();
            place.put(nodes.get(i).code(), i);
        }
        this.neutral = new double[n];
        this.stages = new double[Stage.values().length][n][units.size()];
        this.inapplicable = new boolean[n][units.size()];
        this.screenedOut = new boolean[units.size()];
        this.flags = new byte[n][units.size()];
        this.why = new String[n][units.size()];
        this.weights = new Weighting.Found[n];
        this.transformed = new double[n][];
        this.complete = new boolean[n];
    }

    static Evaluation of(CompositeIndicator spec, IndicatorValues values, Period period) {
        Set<String> indicators = new HashSet<>();
        Set<String> wanted = new HashSet<>();
        spec.nodes().stream().filter(Component::isLeaf).forEach(leaf -> {
            indicators.add(leaf.code());
            wanted.add(leaf.denominator());
        });
        wanted.addAll(indicators);
        Map<String, Map<Unit, IndicatorValue>> read = new HashMap<>();
        Set<Unit> units = new TreeSet<>(Unit.order());
        values.values().forEach((key, value) -> {
            if (key.period().equals(period) && key.assessment().isEmpty() && key.unit().unitType() == spec.unitType()
                    && wanted.contains(key.indicator())) {
                read.computeIfAbsent(key.indicator(), code -> new TreeMap<>(Unit.order())).put(key.unit(), value);
                if (indicators.contains(key.indicator())) {
                    units.add(key.unit());
                }
            }
        });
        Evaluation evaluation = new Evaluation(spec, period, List.copyOf(units));
        evaluation.read(read);
        evaluation.screen();
        evaluation.impute();
        evaluation.treat();
        evaluation.normalise();
        evaluation.aggregate();
        return evaluation;
    }

    private void read(Map<String, Map<Unit, IndicatorValue>> values) {
        for (int node = 0; node < nodes.size(); node++) {
            Component leaf = nodes.get(node);
            if (leaf.isLeaf()) {
                Map<Unit, IndicatorValue> column = values.getOrDefault(leaf.code(), Map.of());
                Map<Unit, IndicatorValue> below = values.getOrDefault(leaf.denominator(), Map.of());
                for (int unit = 0; unit < units.size(); unit++) {
                    IndicatorValue value = column.get(units.get(unit));
                    inapplicable[node][unit] = value != null && value.state() == IndicatorValue.State.NOT_APPLICABLE;
                    double raw = value == null ? Double.NaN : value.value().orElse(Double.NaN);
                    stages[Stage.RAW.ordinal()][node][unit] = raw;
                    double kept = inRange(Stage.RAW, node, unit, raw);
                    stages[Stage.DENOMINATED.ordinal()][node][unit] =
                            leaf.denominator().isEmpty() ? kept : divided(node, unit, kept, below.get(units.get(unit)));
                }
            }
        }
    }

    private double divided(int node, int unit, double value, IndicatorValue below) {
        if (Double.isNaN(value)) {
            return value;
        }
        if (below != null && below.state() == IndicatorValue.State.NOT_APPLICABLE) {
            inapplicable[node][unit] = true;
        }
        double denominator = below == null ? Double.NaN : below.value().orElse(Double.NaN);
        if (!(denominator > 0)) {
            String what = Double.isNaN(denominator) ? "no-denominator" : "denominator-not-positive";
            log(Stage.DENOMINATED, node, unit, what, value, Double.NaN);
            return Double.NaN;
        }
        return inRange(Stage.DENOMINATED, node, unit, value / denominator);
    }

    private double inRange(Stage stage, int node, int unit, double value) {
        if (Double.isNaN(value) || Math.abs(value) <= Columns.LARGEST) {
            return value + 0.0;
        }
        log(stage, node, unit, "out-of-range", Double.isInfinite(value) ? Double.NaN : value, Double.NaN);
        return Double.NaN;
    }

    private double[][] stage(Stage stage) {
        return stages[stage.ordinal()];
    }

    private void screen() {
        double[][] from = stage(Stage.DENOMINATED);
        double[][] to = stage(Stage.SCREENED);
        for (int unit = 0; unit < units.size(); unit++) {
            int apply = 0;
            int known = 0;
            for (int node = 0; node < nodes.size(); node++) {
                if (nodes.get(node).isLeaf() && !inapplicable[node][unit]) {
                    apply++;
                    known += Double.isNaN(from[node][unit]) ? 0 : 1;
                }
            }
            screenedOut[unit] = known < spec.minimumAvailability() * apply - ROUNDING;
            if (screenedOut[unit]) {
                log(Stage.SCREENED, nodes.size() - 1, unit, "screened-out", (double) known / apply, Double.NaN);
            }
            for (int node = 0; node < nodes.size(); node++) {
                to[node][unit] = screenedOut[unit] ? Double.NaN : from[node][unit];
            }
        }
        for (int node = 0; node < nodes.size(); node++) {
            if (nodes.get(node).isLeaf() && !units.isEmpty()) {
                int apply = 0;
                int known = 0;
                for (int unit = 0; unit < units.size(); unit++) {
                    apply += inapplicable[node][unit] || screenedOut[unit] ? 0 : 1;
                    known += Double.isNaN(to[node][unit]) ? 0 : 1;
                }
                if (known < LOW_AVAILABILITY * apply) {
                    note(Stage.SCREENED, node, "low-availability");
                }
            }
        }
    }

    private void impute() {
        for (int node = 0; node < nodes.size(); node++) {
            double[] column = stage(Stage.SCREENED)[node].clone();
            stage(Stage.IMPUTED)[node] = column;
            if (!nodes.get(node).isLeaf() || spec.imputation() == CompositeIndicator.Imputation.NONE) {
                continue;
            }
            Map<String, double[]> known = new HashMap<>();
            for (int unit = 0; unit < units.size(); unit++) {
                if (Double.isNaN(column[unit]) && !inapplicable[node][unit] && !screenedOut[unit]) {
                    Optional<String> group = spec.imputation().grouped() ? spec.peers().group(units.get(unit)) : Optional.of("");
                    int fixed = node;
                    double[] others = group.map(name -> known.computeIfAbsent(name, key -> knownIn(fixed, key))).orElse(new double[0]);
                    if (others.length == 0) {
                        log(Stage.IMPUTED, node, unit, "nothing-to-impute", Double.NaN, Double.NaN);
                    } else {
                        column[unit] = spec.imputation().of(others);
                        flags[node][unit] |= IMPUTED;
                        log(Stage.IMPUTED, node, unit, "imputed", Double.NaN, column[unit]);
                    }
                }
            }
        }
    }

    private double[] knownIn(int node, String group) {
        double[] column = stage(Stage.SCREENED)[node].clone();
        for (int unit = 0; unit < column.length && spec.imputation().grouped(); unit++) {
            if (!spec.peers().group(units.get(unit)).equals(Optional.of(group))) {
                column[unit] = Double.NaN;
            }
        }
        return Columns.known(column);
    }

    private void treat() {
        for (int node = 0; node < nodes.size(); node++) {
            double[] before = stage(Stage.IMPUTED)[node];
            OutlierTreatment.Treated treated =
                    nodes.get(node).isLeaf() ? spec.treatment().apply(before) : new OutlierTreatment.Treated(before, "", false);
            stage(Stage.TREATED)[node] = treated.column();
            if (treated.what().equals("log")) {
                note(Stage.TREATED, node, "log");
            }
            for (int unit = 0; unit < before.length && treated.what().equals("winsorised"); unit++) {
                if (!Double.isNaN(before[unit]) && before[unit] != treated.column()[unit]) {
                    log(Stage.TREATED, node, unit, "winsorised", before[unit], treated.column()[unit]);
                }
            }
            if (treated.outlying()) {
                note(Stage.TREATED, node, "still-outlying");
            }
        }
    }

    private void normalise() {
        for (int node = 0; node < nodes.size(); node++) {
            if (nodes.get(node).isLeaf()) {
                Normalisation.Scaled scaled = spec.normalisation().apply(stage(Stage.TREATED)[node], nodes.get(node));
                double[] column = scaled.column().clone();
                if (!scaled.note().isEmpty()) {
                    note(Stage.NORMALISED, node, scaled.note());
                }
                for (int unit = 0; unit < column.length; unit++) {
                    column[unit] = inRange(Stage.NORMALISED, node, unit, column[unit]);
                }
                stage(Stage.NORMALISED)[node] = column;
                neutral[node] = spec.normalisation().neutral(Columns.known(column).length);
            } else {
                Arrays.fill(stage(Stage.NORMALISED)[node], Double.NaN);
            }
        }
    }

    private void aggregate() {
        double[][] figures = stage(Stage.AGGREGATED);
        for (int node = 0; node < nodes.size(); node++) {
            Component self = nodes.get(node);
            if (self.isLeaf()) {
                figures[node] = stage(Stage.NORMALISED)[node].clone();
                continue;
            }
            double[][] columns = columns(figures, node);
            weights[node] = units.isEmpty() ? Weighting.Found.none("weights-not-determined") : spec.weighting(self).find(self, columns);
            neutral[node] = spec.aggregation(self).neutral(
                    Columns.mean(Arrays.stream(children[node]).mapToDouble(child -> neutral[child]).toArray()));
            if (weights[node].refused()) {
                if (!units.isEmpty()) {
                    note(Stage.AGGREGATED, node, weights[node].refusal());
                }
                Arrays.fill(figures[node], Double.NaN);
                Arrays.fill(why[node], weights[node].refusal());
                for (int unit = 0; unit < units.size(); unit++) {
                    applies(node, unit);
                }
                continue;
            }
            if (!weights[node].note().isEmpty()) {
                note(Stage.AGGREGATED, node, weights[node].note());
            }
            figures[node] = group(figures, node, weights[node].shares(), true);
            for (int unit = 0; unit < units.size(); unit++) {
                figures[node][unit] = inRange(Stage.AGGREGATED, node, unit, figures[node][unit]);
                if (Double.isNaN(figures[node][unit]) && why[node][unit] == null) {
                    why[node][unit] = "out-of-range";
                }
            }
            complete[node] = spec.aggregation(self).isTransformedMean()
                    && Arrays.stream(columns).noneMatch(column -> Arrays.stream(column).anyMatch(Double::isNaN));
            alpha(columns).ifPresent(value -> {
                if (value < 0) {
                    changes.add(new Change(Stage.AGGREGATED, Optional.empty(), self.code(), "negative-alpha",
                            OptionalDouble.empty(), OptionalDouble.of(value)));
                }
            });
        }
    }

    private double[][] columns(double[][] figures, int node) {
        return Arrays.stream(children[node]).mapToObj(child -> figures[child]).toArray(double[][]::new);
    }

    /** Counts the parts that apply; a group to which none does does not apply itself. */
    private int applies(int node, int unit) {
        int apply = 0;
        for (int child : children[node]) {
            apply += inapplicable[child][unit] ? 0 : 1;
        }
        inapplicable[node][unit] = apply == 0;
        return apply;
    }

    /** The column of a group; in the first run it also says of each unit why there is no figure, and what the figure rests on. */
    private double[] group(double[][] figures, int node, double[] shares, boolean first) {
        Aggregation aggregation = spec.aggregation(nodes.get(node));
        int k = children[node].length;
        double[][] parts = new double[k][];
        for (int c = 0; c < k; c++) {
            int child = children[node][c];
            parts[c] = nodes.get(child).isLeaf() ? stage(Stage.AGGREGATED)[child] : figures[child];
        }
        boolean[] takesPart = new boolean[units.size()];
        double[] out = new double[units.size()];
        double[][] filled = aggregation.comparesUnits() ? new double[k][units.size()] : new double[0][];
        double[] x = new double[k];
        double[] w = new double[k];
        double[][] leaves = transformed(node, aggregation);
        for (int unit = 0; unit < units.size(); unit++) {
            int known = 0;
            for (int c = 0; c < k; c++) {
                known += Double.isNaN(parts[c][unit]) ? 0 : 1;
            }
            int apply = first || known < k ? applies(node, unit) : k;
            String reason = reason(unit, known, apply);
            out[unit] = Double.NaN;
            if (!reason.isEmpty()) {
                if (first) {
                    why[node][unit] = reason;
                }
                continue;
            }
            boolean fill = known < apply && spec.missing() == MissingPolicy.NEUTRAL;
            int used = 0;
            double sum = 0;
            double weight = 0;
            for (int c = 0; c < k; c++) {
                int child = children[node][c];
                boolean absent = Double.isNaN(parts[c][unit]);
                double value = absent && fill && !inapplicable[child][unit] ? neutral[child] : parts[c][unit];
                if (aggregation.comparesUnits()) {
                    filled[c][unit] = shares[c] == 0 ? Double.NaN : value;
                }
                if (shares[c] != 0 && !Double.isNaN(value)) {
                    x[used] = value;
                    w[used++] = shares[c];
                    if (leaves.length > 0) {
                        sum += shares[c] * (leaves[c] == null || absent ? aggregation.transform(value) : leaves[c][unit]);
                        weight += Math.abs(shares[c]);
                    }
                }
            }
            if (used > 0) {
                takesPart[unit] = true;
                out[unit] = leaves.length > 0 ? aggregation.inverse(sum / weight)
                        : aggregation.comparesUnits() ? Double.NaN : aggregation.of(x, w, used);
            }
            if (first) {
                boolean none = Double.isNaN(out[unit]) && !aggregation.comparesUnits();
                why[node][unit] = used == 0 ? "no-weight" : none ? "not-positive" : null;
                flag(node, unit, known < apply, fill);
            }
        }
        return aggregation.comparesUnits() ? aggregation.ofAll(filled, shares, takesPart) : out;
    }

    private String reason(int unit, int known, int apply) {
        if (screenedOut[unit]) {
            return "screened-out";
        }
        if (apply == 0) {
            return "not-applicable";
        }
        if (known < apply && spec.missing() == MissingPolicy.FAIL) {
            return "missing-indicator";
        }
        return known == 0 || known < spec.minimumShare() * apply - ROUNDING ? "few-indicators" : "";
    }

    private void flag(int node, int unit, boolean incomplete, boolean fill) {
        for (int child : children[node]) {
            flags[node][unit] |= flags[child][unit];
        }
        if (incomplete) {
            flags[node][unit] |= fill ? NEUTRAL : REWEIGHTED;
        }
    }

    /** The transformed columns of the indicators in a group, found once for all runs; none if it is no transformed mean. */
    private double[][] transformed(int node, Aggregation aggregation) {
        if (!aggregation.isTransformedMean()) {
            return new double[0][];
        }
        double[][] columns = new double[children[node].length][];
        for (int c = 0; c < columns.length; c++) {
            int child = children[node][c];
            if (nodes.get(child).isLeaf()) {
                if (transformed[child] == null) {
                    double[] column = stage(Stage.AGGREGATED)[child];
                    transformed[child] = aggregation.isPlainMean() ? column : Arrays.stream(column).map(aggregation::transform).toArray();
                }
                columns[c] = transformed[child];
            }
        }
        return columns;
    }

    /** The composite figures under other weights, by node; NaN where there is none. */
    double[] rerun(double[][] shares) {
        double[][] figures = new double[nodes.size()][];
        for (int node = 0; node < nodes.size(); node++) {
            if (!nodes.get(node).isLeaf()) {
                if (weights[node].refused()) {
                    figures[node] = new double[units.size()];
                    Arrays.fill(figures[node], Double.NaN);
                } else {
                    figures[node] = complete[node] ? complete(figures, node, shares[node]) : group(figures, node, shares[node], false);
                    for (int unit = 0; unit < figures[node].length; unit++) {
                        double figure = figures[node][unit];
                        figures[node][unit] = Math.abs(figure) <= Columns.LARGEST ? figure + 0.0 : Double.NaN;
                    }
                }
            }
        }
        return figures[nodes.size() - 1];
    }

    /** The column of a group under a transformed mean whose every part every unit has: the same sums in the same order, faster. */
    private double[] complete(double[][] figures, int node, double[] shares) {
        Aggregation aggregation = spec.aggregation(nodes.get(node));
        double[][] leaves = transformed(node, aggregation);
        double[] out = new double[units.size()];
        double weight = 0;
        for (int c = 0; c < shares.length; c++) {
            if (shares[c] != 0) {
                weight += Math.abs(shares[c]);
                double[] part = leaves[c] == null ? figures[children[node][c]] : leaves[c];
                boolean plain = leaves[c] != null || aggregation.isPlainMean();
                for (int unit = 0; unit < out.length; unit++) {
                    out[unit] += shares[c] * (plain ? part[unit] : aggregation.transform(part[unit]));
                }
            }
        }
        for (int unit = 0; unit < out.length; unit++) {
            out[unit] = aggregation.inverse(out[unit] / weight);
        }
        return out;
    }

    private void log(Stage stage, int node, int unit, String what, double before, double after) {
        changes.add(new Change(stage, Optional.of(units.get(unit)), nodes.get(node).code(), what, number(before), number(after)));
    }

    private void note(Stage stage, int node, String what) {
        changes.add(new Change(stage, Optional.empty(), nodes.get(node).code(), what, OptionalDouble.empty(), OptionalDouble.empty()));
    }

    private static OptionalDouble number(double value) {
        return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** Cronbach's alpha of columns over the rows that have all of them. */
    static OptionalDouble alpha(double[][] columns) {
        int k = columns.length;
        if (k < 2) {
            return OptionalDouble.empty();
        }
        double[][] complete = Columns.complete(columns);
        double[] sums = new double[complete[0].length];
        double[] variances = new double[k];
        for (int c = 0; c < k; c++) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += complete[c][i];
            }
            variances[c] = Columns.variance(complete[c], 1);
        }
        double total = Columns.variance(sums, 1);
        return total > 0 ? OptionalDouble.of(k / (k - 1.0) * (1 - Columns.sum(variances) / total)) : OptionalDouble.empty();
    }

    OptionalDouble alpha(int node) {
        return alpha(columns(stage(Stage.AGGREGATED), node));
    }

    CompositeIndicator spec() {
        return spec;
    }

    Period period() {
        return period;
    }

    List<Unit> units() {
        return units;
    }

    List<Change> changes() {
        return List.copyOf(changes);
    }

    int root() {
        return nodes.size() - 1;
    }

    int node(String code) {
        for (int node = 0; node < nodes.size(); node++) {
            if (nodes.get(node).code().equals(code)) {
                return node;
            }
        }
        throw new IllegalArgumentException("code must be of a part of " + spec.id() + ", got " + Objects.requireNonNull(code, "code"));
    }

    int[] children(int node) {
        return children[node];
    }

    Weighting.Found weights(int node) {
        return weights[node];
    }

    double[] column(Stage stage, int node) {
        return stages[stage.ordinal()][node];
    }

    /** Why a unit has no figure of a node in a stage, if it has none. */
    String why(Stage stage, int node, int unit) {
        if (stage == Stage.AGGREGATED && why[node][unit] != null) {
            return why[node][unit];
        }
        return screenedOut[unit] && stage.compareTo(Stage.SCREENED) >= 0 ? "screened-out" : "missing";
    }

    boolean inapplicable(int node, int unit) {
        return inapplicable[node][unit];
    }

    int flags(int node, int unit) {
        return flags[node][unit];
    }
}
