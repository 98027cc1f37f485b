/**
 * Where is it going? Trends of short yearly series of many units: three to eight years, known errors, gaps.
 *
 * <p>What one series of four years can say is little, and arithmetic sets the limit: the exact test of Mann and Kendall cannot reject at 5 %
 * with four years whatever the data, two rises in a row happen by chance in one school of six. The information lies in the number of pupils
 * behind each year and in the other schools. So the first choice is {@link io.github.eduindicators.trend.TrendMonitoring}: slopes with
 * known errors, school-year shocks estimated over the region, slopes drawn towards the common one, and labels that say when nothing can be
 * said. {@link io.github.eduindicators.trend.TrendMonitor} takes the years as they come. Its parts can be used alone:
 * {@link io.github.eduindicators.trend.WlsTrend}, {@link io.github.eduindicators.trend.YearShock},
 * {@link io.github.eduindicators.trend.EbTrend}, {@link io.github.eduindicators.trend.SlopeFunnel}.
 *
 * <p>Beside it: {@link io.github.eduindicators.trend.MannKendall} and {@link io.github.eduindicators.trend.TheilSen}, which need no errors;
 * {@link io.github.eduindicators.trend.LogisticTrend} for shares; {@link io.github.eduindicators.trend.ChangeAgainstRegion} for two years;
 * {@link io.github.eduindicators.trend.StepChange} for a leap or a known event; {@link io.github.eduindicators.trend.Forecast} for the year to
 * come and how surprising a year was; {@link io.github.eduindicators.trend.ListTracking},
 * {@link io.github.eduindicators.trend.StatusChangeMatrix} and {@link io.github.eduindicators.trend.SustainedImprovement} for the rules that
 * regions set. All take {@link io.github.eduindicators.results.YearSeries}; years whose works differ are first laid side by side with
 * {@link io.github.eduindicators.results.YearStandardisation}.
 *
 * <p>Not here, because three to ten yearly points do not hold what they ask for: tests of trend modified for autocorrelation (at five
 * years the bound on a rank autocorrelation is 0.88), asymptotic tests for break points and segmentation by penalties (they give p = 0 on
 * seven points), control charts by moving ranges (at four years no jump whatever can pass their limits), simulation by Markov chains
 * (the normal posterior is exact), and a time-series model a school. Cumulative-sum charts, exact Pettitt tests and discrete false-discovery
 * rates may come when monthly series do.
 *
 * <pre>{@code
 * var school = YearSeries.builder(SchoolId.of("edu280417"), "mean_z")
 *         .add(YearSeries.Point.of(2018, -0.21, 0.08)).add(YearSeries.Point.of(2019, -0.10, 0.08)).add(YearSeries.Point.of(2021, 0.14, 0.09)).build();
 * System.out.println(WlsTrend.withDefaults().withShock(0.004).fit(school));
 * System.out.println(MannKendall.withDefaults().test(school));       // three years: not testable
 * var labels = TrendMonitoring.withDefaults().relative().withPupilDeviation(1).run(List.of(school));
 * }</pre>
 */
@ParametersAreNonnullByDefault
package io.github.eduindicators.trend;

import javax.annotation.ParametersAreNonnullByDefault;
