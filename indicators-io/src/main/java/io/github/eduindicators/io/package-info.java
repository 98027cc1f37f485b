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
 * A file of 36.6 million rows (1.2 GB, 40,000 schools, 24 assessments, in no order, no pupils), medians of three rounds in turn on two
 * cores ({@code benchmarks/results/reading.json}), seconds by the clock and of processor time: a scan for line ends 0.24 and 0.26;
 * FastCSV alone, in its one thread and with its fields thrown away, 1.26 and 1.41; Jackson likewise 5.84 and 6.00; {@code fread} of
 * data.table 3.72 and 6.82, {@code read_csv} of DuckDB 3.55 and 6.53, both with two threads and without counting; the own reader,
 * which counts, 2.24 and 4.09.
 *
 * <p>So it is sooner than both, and 9 times the scan, not twice, which FastCSV without counting misses too. With classes and pupil
 * codes, in 2 GB ({@code reading-pupils.json}), it takes 6.4 seconds where {@code fread} takes 4.7 and
 * DuckDB 4.5: it remembers all pupils, to find those that stand twice, which they do not. The own reader takes rows of a known school,
 * assessment and class from their bytes; every other row is judged by its texts, and FastCSV resolves all quotes, so that what is
 * reported does not depend on the way. {@code benchmarks/reading.sh} measures all of them.
 */
@ParametersAreNonnullByDefault
package io.github.eduindicators.io;

import javax.annotation.ParametersAreNonnullByDefault;
