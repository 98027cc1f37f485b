/**
 * Probability laws: tails and quantiles that stay accurate far out, and exact tests that follow from them. Numbers only.
 *
 * <pre>{@code
 * double tail = NormalLaw.upperTail(3.1);                           // 0.00097
 * double z    = NormalLaw.upperQuantile(1e-9);
 * double p    = BinomialLaw.signTest(40, 10);                       // 2.4e-5
 * }</pre>
 */
@ParametersAreNonnullByDefault
package io.github.eduindicators.laws;

import javax.annotation.ParametersAreNonnullByDefault;
