/**
 * Numbers only: exact discrete laws, regressions, intervals, multiple testing, ranks. No noun of education appears here.
 *
 * <p>Arguments are counts and plain arrays, which are never changed or kept; results are immutable values. A quantity that the data
 * cannot give is an empty {@link java.util.OptionalDouble}, never NaN. This is the only package that uses Commons Math.
 *
 * <pre>{@code
 * double[] adjusted = MultipleTesting.BENJAMINI_HOCHBERG.adjust(0.001, 0.04, 0.3);
 * double median     = QuantileType.TYPE_7.of(new double[] {3, 1, 2}, 0.5);
 * double tail       = BinomialLaw.upperTail(7, 10, 0.5);               // P(X >= 7)
 * }</pre>
 */
@ParametersAreNonnullByDefault
package io.github.eduindicators.stats;

import javax.annotation.ParametersAreNonnullByDefault;
