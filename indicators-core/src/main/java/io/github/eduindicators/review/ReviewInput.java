package io.github.eduindicators.review;

import com.google.common.collect.ImmutableList;
import io.github.eduindicators.criteria.Methodology;
import io.github.eduindicators.recheck.RecheckWork;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.TaskResponses;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * All that a review looks at: the results, and beside them whatever else is known. Immutable and safe to share between threads.
 */
public final class ReviewInput {
    private final SchoolResults results;
    private final ImmutableList<TaskResponses> responses;
    private final ImmutableList<RecheckWork> rechecks;
    private final IndicatorValues indicators;
    private final ImmutableList<Methodology> methodologies;

    private ReviewInput(
            SchoolResults results,
            Collection<TaskResponses> responses,
            Collection<RecheckWork> rechecks,
            IndicatorValues indicators,
            Collection<Methodology> methodologies) {
        this.results = Objects.requireNonNull(results, "results");
        this.responses = ImmutableList.copyOf(responses);
        this.rechecks = ImmutableList.copyOf(rechecks);
        this.indicators = Objects.requireNonNull(indicators, "indicators");
        this.methodologies = ImmutableList.copyOf(methodologies);
    }

    /**
     * Returns an input of results alone.
     *
     * @param results the results, with what is known of the schools
     * @return the input
     */
    public static ReviewInput of(SchoolResults results) {
        return new ReviewInput(results, List.of(), List.of(), IndicatorValues.empty(), List.of());
    }

    /**
     * Adds responses to tasks, in place of any there were.
     *
     * @param values one element an assessment
     * @return the input with them
     */
    public ReviewInput withResponses(Collection<TaskResponses> values) {
        return new ReviewInput(results, values, rechecks, indicators, methodologies);
    }

    /**
     * Adds the works of a re-check, in place of any there were.
     *
     * @param values one element a work and expert
     * @return the input with them
     */
    public ReviewInput withRechecks(Collection<RecheckWork> values) {
        return new ReviewInput(results, responses, values, indicators, methodologies);
    }

    /**
     * Adds values of indicators that somebody else counted, in place of any there were: of conditions (НОКО, by organisation, as
     * {@code noko.<variable>}), social passports, heads, municipalities.
     *
     * @param values the values
     * @return the input with them
     */
    public ReviewInput withIndicators(IndicatorValues values) {
        return new ReviewInput(results, responses, rechecks, values, methodologies);
    }

    /**
     * Adds methodologies to score units by, in place of any there were. НОКО needs none: it is always there.
     *
     * @param values methodologies; several editions of one may stand side by side
     * @return the input with them
     */
    public ReviewInput withMethodologies(Collection<Methodology> values) {
        return new ReviewInput(results, responses, rechecks, indicators, values);
    }

    /**
     * Returns the results.
     *
     * @return the results, with what is known of the schools
     */
    public SchoolResults results() {
        return results;
    }

    /**
     * Returns the responses to tasks.
     *
     * @return one element an assessment; may be none
     */
    public List<TaskResponses> responses() {
        return responses;
    }

    /**
     * Returns the works of a re-check.
     *
     * @return one element a work and expert; may be none
     */
    public List<RecheckWork> rechecks() {
        return rechecks;
    }

    /**
     * Returns the values of indicators that somebody else counted.
     *
     * @return the values; may be none
     */
    public IndicatorValues indicators() {
        return indicators;
    }

    /**
     * Returns the methodologies to score units by.
     *
     * @return the methodologies; may be none
     */
    public List<Methodology> methodologies() {
        return methodologies;
    }

    @Override
    public String toString() {
        return "ReviewInput[" + results + ", " + responses.size() + " assessments with tasks, " + rechecks.size() + " re-checked works]";
    }
}
