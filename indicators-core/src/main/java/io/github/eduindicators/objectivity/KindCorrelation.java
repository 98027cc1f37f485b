package io.github.eduindicators.objectivity;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.laws.NormalLaw;
import io.github.eduindicators.stats.StoufferCombination;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How the kinds of evidence go together over all schools: the correlation of their normal scores, which count as at most two either way,
 * so that the violations themselves do not make it.
 */
final class KindCorrelation {
    private static final double LIMIT = 2;
    private static final double LOWEST = 1e-6;

    private final Map<EvidenceKind, Map<EvidenceKind, Double>> correlations = new EnumMap<>(EvidenceKind.class);

    private KindCorrelation() {}

    static KindCorrelation of(Map<EvidenceKind, List<Finding>> byKind) {
        KindCorrelation result = new KindCorrelation();
        Map<EvidenceKind, Map<Object, Double>> scores = new EnumMap<>(EvidenceKind.class);
        byKind.forEach((kind, findings) -> {
            Map<Object, Double> own = new HashMap<>();
            findings.forEach(f -> f.p().ifPresent(p -> own.put(f.unit(), score(p))));
            scores.put(kind, own);
        });
        for (EvidenceKind a : scores.keySet()) {
            for (EvidenceKind b : scores.keySet()) {
                if (a.compareTo(b) < 0) {
                    double value = Math.max(0, correlation(byKind.get(a), scores.get(a), scores.get(b)));
                    result.correlations.computeIfAbsent(a, k -> new EnumMap<>(EvidenceKind.class)).put(b, value);
                    result.correlations.computeIfAbsent(b, k -> new EnumMap<>(EvidenceKind.class)).put(a, value);
                }
            }
        }
        return result;
    }

    private static double score(double p) {
        double z = NormalLaw.upperQuantile(Math.min(Math.max(p, LOWEST), 1 - LOWEST));
        return Math.max(-LIMIT, Math.min(LIMIT, z));
    }

    /** Over the schools that both could test, in the order of the findings. */
    private static double correlation(List<Finding> order, Map<Object, Double> a, Map<Object, Double> b) {
        double n = 0;
        double x = 0;
        double y = 0;
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (Finding finding : order) {
            Double left = a.get(finding.unit());
            Double right = b.get(finding.unit());
            if (left != null && right != null) {
                n++;
                x += left;
                y += right;
                xx += left * left;
                yy += right * right;
                xy += left * right;
            }
        }
        double variances = (xx - x * x / n) * (yy - y * y / n);
        return n > 2 && variances > 0 ? Math.min(1, (xy - x * y / n) / Math.sqrt(variances)) : 0;
    }

    double combined(Map<EvidenceKind, Double> p) {
        List<EvidenceKind> kinds = new ArrayList<>(p.keySet());
        double[] values = kinds.stream().mapToDouble(p::get).toArray();
        double[][] matrix = new double[values.length][values.length];
        for (int i = 0; i < values.length; i++) {
            for (int j = 0; j < values.length; j++) {
                matrix[i][j] = i == j ? 1 : correlations.get(kinds.get(i)).get(kinds.get(j));
            }
        }
        return StoufferCombination.of(values, matrix);
    }
}
