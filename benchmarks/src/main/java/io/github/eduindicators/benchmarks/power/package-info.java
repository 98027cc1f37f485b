/**
 * A seeded study of the objectivity screening on synthetic regions: how often each kind of evidence flags honest schools, and how
 * often it finds planted violations.
 *
 * <p>{@link io.github.eduindicators.benchmarks.power.PowerStudy} measures the whole screening and writes {@code
 * benchmarks/results/power.json}; {@link io.github.eduindicators.benchmarks.power.KindStudy} measures one check while it is being
 * developed. Two sets of constants, development and evaluation, differ in everything that a region may differ in. All schools are
 * invented. {@link io.github.eduindicators.benchmarks.power.TrendLabelStudy} does the like for the labels of trends.
 */
@ParametersAreNonnullByDefault
package io.github.eduindicators.benchmarks.power;

import javax.annotation.ParametersAreNonnullByDefault;
