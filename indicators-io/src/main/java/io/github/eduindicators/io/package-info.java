/**
 * Formats in and out: the files that regions have, and the tables and findings that the library gives back.
 *
 * <p>Every reader returns {@link io.github.eduindicators.io.Loaded}: the value and the list of
 * {@link io.github.eduindicators.io.Problem problems}, by file, sheet, line and column. A row in error is left out and reported;
 * a file that cannot be used as a whole is an {@link io.github.eduindicators.io.InputException}. Nothing is dropped unsaid.
 *
 * <p>Start with {@link io.github.eduindicators.io.ReviewFolder}, which reads a whole folder leniently, or with the strict reader
 * of one format, such as {@link io.github.eduindicators.io.ResultsCsv}:
 *
 * <pre>{@code
 * var assessments = AssessmentsCsv.withDefaults().read(folder.resolve("assessments.csv")).orElseThrow();
 * var schools = SchoolsCsv.withDefaults().read(folder.resolve("schools.csv")).orElseThrow();
 * var loaded = ResultsCsv.of(assessments).withSchools(schools).read(folder.resolve("results.csv"));
 * loaded.problems().forEach(System.out::println);                   // results.csv:41 score '23': the score is not ...
 * var results = loaded.value();
 * }</pre>
 */
@ParametersAreNonnullByDefault
package io.github.eduindicators.io;

import javax.annotation.ParametersAreNonnullByDefault;
