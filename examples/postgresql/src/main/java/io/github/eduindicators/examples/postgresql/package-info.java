/**
 * A review of results that stand in a PostgreSQL database.
 *
 * <p>The tables are in the resource {@code schema.sql} of this package. {@link io.github.eduindicators.examples.postgresql.PostgresReview}
 * reads them through a cursor and writes the findings back:
 *
 * <pre>{@code
 * PGSimpleDataSource database = new PGSimpleDataSource();
 * database.setUrl("jdbc:postgresql://localhost/education");
 * PostgresReview.of(database).run("2021-07");
 * }</pre>
 */
@ParametersAreNonnullByDefault
package io.github.eduindicators.examples.postgresql;

import javax.annotation.ParametersAreNonnullByDefault;
