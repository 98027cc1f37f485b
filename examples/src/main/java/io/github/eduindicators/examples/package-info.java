/**
 * Runnable examples: the review of a region, and a synthetic region to try it on.
 *
 * <p>{@link io.github.eduindicators.examples.SyntheticRegion} generates the embedded example:
 *
 * <pre>{@code
 * var region  = SyntheticRegion.standard();
 * var results = region.results();                                   // what the checks work on
 * region.planted();                                                 // what there is to find
 * region.trends();                                                  // who rises and who falls
 * region.writeTo(Path.of("synthetic"));                             // the same as files
 * }</pre>
 */
@ParametersAreNonnullByDefault
package io.github.eduindicators.examples;

import javax.annotation.ParametersAreNonnullByDefault;
