/**
 * What the review of a region gives back: tables, findings and a report that a person opens.
 *
 * <p>Start with {@link io.github.eduindicators.io.report.ReviewFiles}:
 *
 * <pre>{@code
 * var loaded = ReviewFolder.read(Path.of("region"));
 * var review = Review.standard().run(loaded.value().results());
 * var files  = ReviewFiles.of(review, loaded.problems()).withLocale(Locale.forLanguageTag("ru"));
 * files.write(Files.createTempDirectory("review"));                 // report.html, tables.xlsx, findings.json, *.csv
 * }</pre>
 *
 * <p>Files for machines (CSV, {@code findings.json}) are written alike in every locale, but for the columns that hold reasons in
 * words. The schema of {@code findings.json} is the resource {@code findings.schema.json} of this package.
 */
@ParametersAreNonnullByDefault
package io.github.eduindicators.io.report;

import javax.annotation.ParametersAreNonnullByDefault;
