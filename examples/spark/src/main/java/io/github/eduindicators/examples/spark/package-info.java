/**
 * The tally of a country on a Spark cluster.
 *
 * <p>{@link io.github.eduindicators.examples.spark.NationalTally} counts a data frame of results and gives what every check works on:
 *
 * <pre>{@code
 * Dataset<Row> rows = spark.read().parquet("results");               // assessment, school, class, score, journal_mark
 * SchoolResults results = NationalTally.withDefaults().tally(rows, assessments).withSchools(register);
 * Review.Result review = Review.standard().run(results);            // on the driver: counts of a country fit into one process
 * }</pre>
 */
@ParametersAreNonnullByDefault
package io.github.eduindicators.examples.spark;

import javax.annotation.ParametersAreNonnullByDefault;
