package io.github.eduindicators.io.methodology;

import io.github.eduindicators.criteria.Rule;

/** The rules as a file names them: in lower case. */
enum RuleKind {
    BANDS(Rule.Bands.class),
    LINEAR(Rule.Linear.class),
    SCALED(Rule.Scaled.class),
    MATRIX(Rule.Matrix.class),
    QUANTILE_BANDS(Rule.QuantileBands.class),
    BEST_OF(Rule.BestOf.class),
    FLAG(Rule.Flag.class),
    THRESHOLD_AND_INTERVAL(Rule.ThresholdAndInterval.class),
    RATIO_TO_BEST(Rule.RatioToBest.class),
    KEYED(Rule.Keyed.class),
    NOT_APPLICABLE(Rule.NotApplicable.class);

    private final Class<? extends Rule> rule;

    RuleKind(Class<? extends Rule> rule) {
        this.rule = rule;
    }

    static RuleKind of(Rule rule) {
        for (RuleKind kind : values()) {
            if (kind.rule.isInstance(rule)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("files have no name for the rule " + rule);
    }
}
