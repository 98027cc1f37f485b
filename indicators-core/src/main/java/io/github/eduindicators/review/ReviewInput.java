package io.github.eduindicators.review;

import com.google.common.collect.ImmutableList;
import io.github.eduindicators.recheck.RecheckWork;
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

    private ReviewInput(SchoolResults results, Collection<TaskResponses> responses, Collection<RecheckWork> rechecks) {
        this.results = Objects.requireNonNull(results, "results");
        this.responses = ImmutableList.copyOf(responses);
        this.rechecks = ImmutableList.copyOf(rechecks);
    }

    /**
     * Returns an input of results alone.
     *
     * @param results the results, with what is known of the schools
     * @return the input
     */
    public static ReviewInput of(SchoolResults results) {
        return new ReviewInput(results, List.of(), List.of());
    }

    /**
     * Adds responses to tasks, in place of any there were.
     *
     * @param values one element an assessment
     * @return the input with them
     */
    public ReviewInput withResponses(Collection<TaskResponses> values) {
        return new ReviewInput(results, values, rechecks);
    }

    /**
     * Adds the works of a re-check, in place of any there were.
     *
     * @param values one element a work and expert
     * @return the input with them
     */
    public ReviewInput withRechecks(Collection<RecheckWork> values) {
        return new ReviewInput(results, responses, values);
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

    @Override
    public String toString() {
        return "ReviewInput[" + results + ", " + responses.size() + " assessments with tasks, " + rechecks.size() + " re-checked works]";
    }
}
