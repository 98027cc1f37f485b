/**
 * Methodologies as files: the scorecards that the library ships as data, and those that a region writes itself.
 *
 * <p>Start with {@link io.github.eduindicators.io.methodology.MethodologyJson}:
 *
 * <pre>{@code
 * var shipped = MethodologyJson.shipped("heads-effectiveness-example").get(0);
 * var own     = MethodologyJson.readFolder(Path.of("region"));   // own.problems() names file, place and rule
 * var noko    = Methodology.at(MethodologyJson.shipped(), "noko-344n-education", LocalDate.of(2021, 6, 1));
 * var text    = MethodologyJson.write(shipped);                  // a start for a file of one's own
 * }</pre>
 *
 * <p>The schema of the files is the resource {@code methodology.schema.json} of this package.
 */
@ParametersAreNonnullByDefault
package io.github.eduindicators.io.methodology;

import javax.annotation.ParametersAreNonnullByDefault;
