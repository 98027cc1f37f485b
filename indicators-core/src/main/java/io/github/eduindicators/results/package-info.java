/**
 * What was observed. Scores are small whole numbers, so the lossless state of one school in one assessment is a table of counts,
 * score by journal mark; every statistic follows from it when asked, and merging two states is addition of whole numbers: exact, in
 * any order, on any engine.
 *
 * <p>Start with {@link io.github.eduindicators.results.ScoreTally}, which counts, and its snapshot
 * {@link io.github.eduindicators.results.SchoolResults}:
 *
 * <pre>{@code
 * var tally = ScoreTally.create();
 * tally.add(SchoolId.of("edu280417"), maths5, 12);                  // a score without a journal mark
 * tally.add(SchoolId.of("edu280417"), maths5, 16, 4);               // with a journal mark 4
 * var results = tally.snapshot();
 * results.distribution(SchoolId.of("edu280417"), maths5.id()).orElseThrow().mean();
 * }</pre>
 */
@ParametersAreNonnullByDefault
package io.github.eduindicators.results;

import javax.annotation.ParametersAreNonnullByDefault;
