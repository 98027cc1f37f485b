/**
 * What of a table may be published: small counts are suppressed, and with them what they would follow from.
 *
 * <p>Start with {@link io.github.eduindicators.disclosure.SmallCells}. It takes a {@link
 * io.github.eduindicators.disclosure.CountTable}: counts by keys of your own, and all that a reader can add up.
 *
 * <pre>{@code
 * var table = CountTable.<String>builder()
 *         .cell("district", 120).cell("school 1", 7).cell("school 2", 41).cell("school 3", 72)
 *         .sum("district", List.of("school 1", "school 2", "school 3")).build();
 * var release = SmallCells.withDefaults().run(table);
 * System.out.println(release.suppressed());                          // [school 1, school 2]: one alone is found by subtraction
 * System.out.println(SmallCells.recoverable(table, List.of("school 1")));
 * }</pre>
 */
@ParametersAreNonnullByDefault
package io.github.eduindicators.disclosure;

import javax.annotation.ParametersAreNonnullByDefault;
