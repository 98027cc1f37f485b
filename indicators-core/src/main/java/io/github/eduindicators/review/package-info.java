/**
 * The one call that runs it all for the schools of one region or several.
 *
 * <pre>{@code
 * var review = Review.standard().run(results);
 * review.schools();                                                 // one line a school: signs, years, outcome, evidence
 * review.lists();                                                   // whom to talk with, whose results to analyse
 * review.screening().signs().index();                               // ФИОКО index of region and municipalities
 * }</pre>
 */
@ParametersAreNonnullByDefault
package io.github.eduindicators.review;

import javax.annotation.ParametersAreNonnullByDefault;
