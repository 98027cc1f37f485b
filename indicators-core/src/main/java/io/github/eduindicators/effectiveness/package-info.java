/**
 * How good the work of schools is: low results and where they come from, results against conditions, lists that a region makes.
 *
 * <p>Where to start: {@link io.github.eduindicators.effectiveness.ClassicIndicators} for the shares and means that every report has;
 * {@link io.github.eduindicators.effectiveness.LowResults} for the federal list of schools with low results, and
 * {@link io.github.eduindicators.effectiveness.RegionalCriteria} for a list of a region's own;
 * {@link io.github.eduindicators.effectiveness.ContextualExpectation} for results against the context of a school;
 * {@link io.github.eduindicators.effectiveness.ValueAdded} and {@link io.github.eduindicators.effectiveness.ResidualGain} where earlier
 * results of the same pupils are known; {@link io.github.eduindicators.effectiveness.ExpectedRanks} before anybody prints a rank. Each
 * method is an immutable object with options, and answers with values by unit and period, rows of lists, or findings.
 *
 * <pre>{@code
 * var low = LowResults.federal().run(results);
 * System.out.println(low.members(2021));
 * var risk = RegionalCriteria.named("risk").with(Criterion.above("fail_share.oge-mathematics", Limit.mean(1)).in(2, 3));
 * risk.run(LowResults.federal().shares(results)).memberships().forEach(System.out::println);
 * low.findings().forEach(finding -> System.out.println(finding.explain(Locale.forLanguageTag("ru"))));
 * }</pre>
 */
@ParametersAreNonnullByDefault
package io.github.eduindicators.effectiveness;

import javax.annotation.ParametersAreNonnullByDefault;
