/**
 * Can these results be believed? Evidence from counts of scores, each kind with a p-value that holds for honest schools and a class of its
 * own: {@link io.github.eduindicators.objectivity.MeanResidual mean}, {@link io.github.eduindicators.objectivity.SchoolCutoffExcess cutoff},
 * {@link io.github.eduindicators.objectivity.CopyingClusters copying}, {@link io.github.eduindicators.objectivity.JournalShift journal},
 * {@link io.github.eduindicators.objectivity.FittedScores fitted}, {@link io.github.eduindicators.objectivity.YearSpike spike}; combined over
 * kinds and adjusted over schools into one list. A school is compared with schools of the same level, and with its own other subjects,
 * grades and years; what honest schools differ by is estimated from the data and tested beyond.
 *
 * <p>Start with {@link io.github.eduindicators.objectivity.ObjectivityScreening}:
 *
 * <pre>{@code
 * var screening = ObjectivityScreening.standard().run(results);
 * screening.flagged();                                              // findings to look at, each with its facts
 * screening.findings(SchoolId.of("edu280417")).forEach(f -> System.out.println(f.explain(Locale.ENGLISH)));
 * screening.evidence();                                             // every kind and school: p, adjusted p, effect, n
 * screening.summaries();                                            // how many flags of each method, and how many false ones to expect
 * }</pre>
 *
 * <p>A flag is a sign and a reason to look, never a verdict: Russian rules forbid judging teachers by ВПР.
 */
@ParametersAreNonnullByDefault
package io.github.eduindicators.objectivity;

import javax.annotation.ParametersAreNonnullByDefault;
