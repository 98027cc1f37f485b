/**
 * How a claim about a school, a municipality or a region is carried: what was found, how sure it is, on what facts, by what method.
 *
 * <p>A finding holds keys and numbers, never prose; {@link io.github.eduindicators.finding.Finding#explain} puts it into Russian or
 * English. A flag is a sign that calls for a look, never a verdict.
 *
 * <pre>{@code
 * for (Finding finding : screening.findings(SchoolId.of("edu280417"))) {
 *     System.out.println(finding.explain(Locale.forLanguageTag("ru")));
 * }
 * }</pre>
 */
@ParametersAreNonnullByDefault
package io.github.eduindicators.finding;

import javax.annotation.ParametersAreNonnullByDefault;
