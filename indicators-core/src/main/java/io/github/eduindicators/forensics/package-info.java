/**
 * What do the responses to single tasks say? Evidence that counts of scores do not have: who answered what.
 *
 * <p>Start with {@link io.github.eduindicators.forensics.ForensicScreening}; the input is
 * {@link io.github.eduindicators.results.TaskResponses}, one for each assessment:
 *
 * <pre>{@code
 * var tasks     = List.of(Task.of("1", 1), Task.of("2", 2), Task.of("3", 2));
 * var responses = TaskResponses.builder(maths5, tasks)
 *     .add(SchoolId.of("edu280417"), "5А", 1, 2, TaskResponses.NOT_ATTEMPTED).build();
 * var forensics = ForensicScreening.standard().run(List.of(responses));
 * forensics.flagged();                                              // findings to look at, each with its class and facts
 * forensics.findings(SchoolId.of("edu280417")).forEach(f -> System.out.println(f.explain(Locale.ENGLISH)));
 * }</pre>
 *
 * <p>A class is compared with the region's other classes, pupil by pupil at the same total, so that good classes are not evidence
 * against themselves; what all classes share is no evidence either. Classes below ten pupils are not judged.
 *
 * <p>Not built, and why:
 * <ul>
 *   <li>Tests for a jump in a continuous density (McCrary; Cattaneo, Jansson and Ma; Bugni and Canay): scores are whole numbers,
 *       on which they reject also where nothing happened. The excess at cut scores is tested on counts, in the package
 *       {@code objectivity}.</li>
 *   <li>The indices K, K1, K2, S1, S2: they need many pupils with the same number of wrong answers and the source of the copying
 *       named beforehand; omega and GBT need neither.</li>
 *   <li>Benford's law: scores have a range that somebody designed, so their digits follow no such law.</li>
 *   <li>Erasures: nobody records them here.</li>
 * </ul>
 */
@ParametersAreNonnullByDefault
package io.github.eduindicators.forensics;

import javax.annotation.ParametersAreNonnullByDefault;
