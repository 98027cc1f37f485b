/**
 * How well forecasts of trends came true on real results: {@link io.github.eduindicators.benchmarks.backtest.TrendBacktest} fits
 * to some years of a public panel of schools, forecasts the next one and writes {@code benchmarks/results/trend-backtest.json}.
 * The panel itself is not part of the project.
 */
@ParametersAreNonnullByDefault
package io.github.eduindicators.benchmarks.backtest;

import javax.annotation.ParametersAreNonnullByDefault;
