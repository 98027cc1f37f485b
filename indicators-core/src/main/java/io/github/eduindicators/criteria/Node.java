package io.github.eduindicators.criteria;

import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;

/**
 * A place in the tree of a scorecard: a criterion, or a group of criteria and groups. Immutable and safe to share between
 * threads.
 */
public sealed interface Node extends Serializable permits Criterion, Group {

    /**
     * Returns the code.
     *
     * @return such as {@code 1.2}; unique in its methodology, also when case is ignored
     */
    String code();

    /**
     * Returns the name.
     *
     * @return the name in Russian and English
     */
    Title title();

    /**
     * Returns how much the node counts in its group.
     *
     * @return a positive weight
     */
    double weight();

    /**
     * Returns what is done if the node has no value.
     *
     * @return what this node says of itself, or empty if its group says it
     */
    Optional<Missing> missing();

    /**
     * Returns the most points.
     *
     * @return the maximum, not negative
     */
    double maxPoints();

    /**
     * What a group does with a part that has no value. What does not apply (no grade 11, nobody to ask) and what is not known
     * (too few results, nothing handed in) can be treated differently; the trace shows what was done.
     *
     * @param notApplicable what is done if the part does not apply
     * @param unknown what is done if the part applies and its value is not known
     * @param neutralShare the share of the maximum that a neutral part gets, 0..1
     */
    record Missing(Policy notApplicable, Policy unknown, double neutralShare) implements Serializable {

        /** What is done with a part that has no value. */
        public enum Policy {
            /** It is left out, and its weight goes to the others in proportion; a sum can then attain less. */
            REWEIGHT,
            /** It counts with no points. */
            ZERO,
            /** The group has no value either. */
            FAIL,
            /** It counts with a fixed share of its maximum. */
            NEUTRAL
        }

        /**
         * Checks the share.
         *
         * @param notApplicable what is done if the part does not apply
         * @param unknown what is done if its value is not known
         * @param neutralShare the share that a neutral part gets
         * @throws MethodologyException if the share is outside 0..1
         */
        public Missing {
            Objects.requireNonNull(notApplicable, "notApplicable");
            Objects.requireNonNull(unknown, "unknown");
            neutralShare = Checks.share("neutral share", neutralShare);
        }

        /**
         * Returns one policy for all that has no value; a neutral part gets half.
         *
         * @param policy what is done
         * @return the policy
         */
        public static Missing of(Policy policy) {
            return new Missing(policy, policy, 0.5);
        }

        /**
         * Returns the usual policy: what does not apply is left out, what is not known leaves the group without a value.
         *
         * @return {@code REWEIGHT} and {@code FAIL}
         */
        public static Missing strict() {
            return new Missing(Policy.REWEIGHT, Policy.FAIL, 0.5);
        }
    }
}
