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
 * <p>CSV is parsed by FastCSV, but for one layout: results, of which a country has tens of millions, have a reader of their own, because no
 * parser that hands over fields can keep up with the disk. Of a file of 36.6 million rows (1.2 GB, 40,000 schools, 24 assessments, in no
 * order) FastCSV alone, its fields thrown away, took 1.7 seconds of processor time in one thread, a scan for line ends 0.3; reading by
 * FastCSV and counting, one row after the other as text, took far longer than both. The own reader takes a row of known school,
 * assessment and class from its bytes; every other row, and each with a quote, goes through FastCSV's rules and the judge of all rows, so
 * that what is reported does not depend on the way. {@code benchmarks/reading.sh} measures it beside these, Jackson, {@code fread}
 * and DuckDB; the figures stand in {@code benchmarks/README.md}.
 */
@ParametersAreNonnullByDefault
package io.github.eduindicators.io;

import javax.annotation.ParametersAreNonnullByDefault;
