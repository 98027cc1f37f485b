/**
 * Can these results be believed? Checks on counts of scores: the signs of ФИОКО 2019 and the region's index, bunching at the cut
 * scores, journal marks against the test; repetition over years and the lists that follow.
 *
 * <p>Start with {@link io.github.eduindicators.objectivity.ObjectivityScreening}:
 *
 * <pre>{@code
 * var screening = ObjectivityScreening.standard().run(results);
 * screening.flagged();                                              // findings to look at, each with its facts
 * screening.findings(SchoolId.of("edu280417")).forEach(f -> System.out.println(f.explain(Locale.ENGLISH)));
 * screening.signs().index();                                        // region and municipalities, by year
 * screening.summaries();                                            // how many flags of each method, and how many false ones to expect
 * }</pre>
 *
 * <p>A flag is a sign and a reason to look, never a verdict: Russian rules forbid judging teachers by ВПР.
 */
@ParametersAreNonnullByDefault
package io.github.eduindicators.objectivity;

import javax.annotation.ParametersAreNonnullByDefault;
