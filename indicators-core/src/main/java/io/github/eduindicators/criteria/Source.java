package io.github.eduindicators.criteria;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * Where the number of a criterion comes from: an indicator, a ratio of sums of indicators, or the change of one of these since an
 * earlier period. Indicators are those that are pooled over assessments or have none. Immutable and safe to share between
 * threads.
 */
public sealed interface Source extends Serializable {

    /**
     * Returns an indicator as it is.
     *
     * @param code the code of the indicator
     * @return the source
     * @throws MethodologyException if it is not the code of an indicator
     */
    static Source metric(String code) {
        return new Metric(code, 1);
    }

    /**
     * Returns an indicator, which is a share 0..1, in percent.
     *
     * @param code the code of the indicator
     * @return the source, 100 times the indicator
     * @throws MethodologyException if it is not the code of an indicator
     */
    static Source percent(String code) {
        return new Metric(code, 100);
    }

    /**
     * Returns the ratio of two indicators in percent.
     *
     * @param numerator the code of the indicator above
     * @param denominator the code of the indicator below
     * @return the source, {@code 100 · numerator / denominator}
     * @throws MethodologyException if one is not the code of an indicator
     */
    static Source percent(String numerator, String denominator) {
        return new Ratio(List.of(numerator), List.of(denominator), 100);
    }

    /**
     * Returns the change since the period of the same length just before.
     *
     * @param of what changes: an indicator or a ratio
     * @return the source, now minus then
     * @throws MethodologyException if it is a change itself
     */
    static Source change(Source of) {
        return new Change(of, 1);
    }

    /**
     * An indicator times a factor.
     *
     * @param code the code of the indicator
     * @param factor finite, positive
     */
    record Metric(String code, double factor) implements Source {

        /**
         * Checks the code and the factor.
         *
         * @param code the code of the indicator
         * @param factor what it is multiplied by
         * @throws MethodologyException if it is not the code of an indicator, or the factor is not finite and positive
         */
        public Metric {
            Checks.metric(code);
            Checks.positive("factor", factor);
        }

        @Override
        public String toString() {
            return (factor == 1 ? "" : Decimals.text(factor) + "·") + code;
        }
    }

    /**
     * The ratio of two sums of indicators times a factor. A denominator of 0 makes it not applicable; if one indicator is not
     * available, the ratio is not.
     *
     * @param numerator the codes of the indicators added above
     * @param denominator the codes of the indicators added below
     * @param factor finite, positive; 100 for percent
     */
    record Ratio(List<String> numerator, List<String> denominator, double factor) implements Source {

        /**
         * Checks the codes and the factor.
         *
         * @param numerator the codes above, 1..50
         * @param denominator the codes below, 1..50; a code that stands twice counts twice
         * @param factor what the ratio is multiplied by
         * @throws MethodologyException if a code is not that of an indicator, there is none or too many, or the factor is not
         *     finite and positive
         */
        public Ratio {
            numerator = Checks.metrics("numerator", numerator);
            denominator = Checks.metrics("denominator", denominator);
            Checks.positive("factor", factor);
        }

        @Override
        public String toString() {
            return (factor == 1 ? "" : Decimals.text(factor) + "·") + sum(numerator) + "/" + sum(denominator);
        }

        private static String sum(List<String> codes) {
            return codes.size() == 1 ? codes.get(0) : "(" + String.join("+", codes) + ")";
        }
    }

    /**
     * The difference of now and an earlier period, in the unit of what changes.
     *
     * @param of what changes: an indicator or a ratio
     * @param periods how many periods of the same length back, 1..10
     */
    record Change(Source of, int periods) implements Source {

        /**
         * Checks what changes and how far back.
         *
         * @param of what changes
         * @param periods how many periods back
         * @throws MethodologyException if it is a change itself, or the periods are outside 1..10
         */
        public Change {
            Objects.requireNonNull(of, "of");
            if (of instanceof Change || periods < 1 || periods > 10) {
                throw new MethodologyException("", "source", "a change is of an indicator or a ratio and 1..10 periods back, got "
                        + of + " and " + periods);
            }
        }

        @Override
        public String toString() {
            return "change(" + of + (periods == 1 ? "" : ", " + periods) + ")";
        }
    }
}
