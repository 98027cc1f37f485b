/**
 * Composite indicators: from a tree of indicators to one figure, every step kept, and how far the ranks hang on the choices made.
 *
 * <p>Start with {@link io.github.eduindicators.composite.CompositeIndicator}; the input is
 * {@link io.github.eduindicators.results.IndicatorValues}:
 *
 * <pre>{@code
 * var quality = CompositeIndicator.builder("school-quality")
 *     .add(Component.group("results", Component.higher("pass_rate").withGoalposts(0, 1), Component.higher("mean_score").withGoalposts(20, 80)))
 *     .add(Component.lower("absence").per("pupils").withGoalposts(0, 0.2).withWeight(0.5)).build();
 * var result  = quality.evaluate(values, Period.of(2021));
 * result.values();                                                  // the composite and its groups, as IndicatorValues
 * RankStudy.withDefaults().run(quality, values, Period.of(2021));   // ranks, each with its interval
 * }</pre>
 *
 * <p>{@link io.github.eduindicators.composite.SocialIndex} is the index of social well-being of schools (ИСБШ) of a region.
 *
 * <p>Reference of the steps: OECD, JRC (2008), Handbook on Constructing Composite Indicators, ISBN 978-92-64-04345-9; of the
 * treatment of outliers and the normalisations also W. Becker et al. (2022), COINr, JOSS 7(78):4567, doi:10.21105/joss.04567, by
 * whose results they are tested.
 *
 * <p>Not built: weights that favour each unit (benefit of the doubt), and Sobol indices of the choices.
 */
@ParametersAreNonnullByDefault
package io.github.eduindicators.composite;

import javax.annotation.ParametersAreNonnullByDefault;
