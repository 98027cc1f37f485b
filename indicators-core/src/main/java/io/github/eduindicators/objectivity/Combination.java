package io.github.eduindicators.objectivity;

/** How the p-values of several kinds of evidence about one school become one. */
public enum Combination {
    /** Valid whatever the dependence; strongest where one kind has a strong trace. */
    CAUCHY,
    /**
     * A sum of normal scores whose correlations are estimated over all schools; strongest where several kinds have a weak trace. A
     * negative correlation counts as none.
     */
    STOUFFER
}
