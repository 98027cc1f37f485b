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
 *
 * <p>CSV is parsed by FastCSV, but for one layout: results, of which a country has tens of millions, have a reader of their own.
 * A file of 36.6 million rows (1.2 GB, 40,000 schools, 24 assessments, in no order) took 27 seconds of processor time by FastCSV
 * row by row, as text, in one thread, and takes 6.5 by the own reader in two, a third of it the compiler and the garbage
 * collector; in the same run a scan for line ends took 0.4, FastCSV alone, its fields thrown away, 1.7, and it has one thread
 * only. These are figures of a single run on a busy machine with two cores; a recorded run is still to come. It is far from the
 * scan. The own reader takes rows of a known school, assessment and class from their bytes; every other row is judged by its
 * texts, and FastCSV resolves all quotes, so that what is reported does not depend on the way. {@code benchmarks/reading.sh}
 * measures it beside these, Jackson, {@code fread} and DuckDB.
 */
@ParametersAreNonnullByDefault
package io.github.eduindicators.io;

import javax.annotation.ParametersAreNonnullByDefault;
