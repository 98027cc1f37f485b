/**
 * How good the work of schools is: low results and where they come from, results against conditions, lists that a region makes.
 *
 * <p>Start with {@link io.github.eduindicators.effectiveness.LowResults} for the federal list of schools with low results, and with
 * {@link io.github.eduindicators.effectiveness.RegionalCriteria} for a list of a region's own. Each method is an immutable object with
 * options, and answers with values by unit and period, rows of lists, and findings.
 *
 * <pre>{@code
 * var low = LowResults.federal().run(results);
 * System.out.println(low.members(2021));
 * var risk = RegionalCriteria.named("risk").with(Criterion.above("fail_share.oge-mathematics", Limit.mean(1)).in(2, 3));
 * risk.run(low.shares()).memberships().forEach(System.out::println);
 * low.findings().forEach(finding -> System.out.println(finding.explain(Locale.forLanguageTag("ru"))));
 * }</pre>
 */
@ParametersAreNonnullByDefault
package io.github.eduindicators.effectiveness;

import javax.annotation.ParametersAreNonnullByDefault;
