/**
 * Formats in and out: the files that regions have, and the tables and findings that the library gives back.
 *
 * <p>Every reader returns {@link io.github.eduindicators.io.Loaded}: the value and the list of
 * {@link io.github.eduindicators.io.Problem problems}, by file, sheet, line and column. A row in error is left out and reported; a file
 * that cannot be used as a whole is an {@link io.github.eduindicators.io.InputException}. Nothing is dropped unsaid.
 */
@ParametersAreNonnullByDefault
package io.github.eduindicators.io;

import javax.annotation.ParametersAreNonnullByDefault;
