/**
 * How well declared criteria are met: a methodology is a tree of criteria with rules, weights, limits and levels, in editions
 * with dates of validity; it is checked when it is built, and its result can be followed step by step.
 *
 * <p>Start with {@link io.github.eduindicators.criteria.Methodology}:
 *
 * <pre>{@code
 * var school = SchoolId.of("edu280417");
 * var values = IndicatorValues.builder().add(school, "pass_rate", Period.of(2021), IndicatorValue.ratio(45, 50)).build();
 * var bands = Rule.Bands.of("[0;100]", Band.of("[0;49]", 0), Band.of("[50;100]", 5));
 * var criterion = Criterion.builder("1", Source.percent("pass_rate")).decimals(0).rule(bands).build();
 * var scorecards = Methodology.builder("our-own", "2021").root(criterion).build().run(values, Period.of(2021));
 * scorecards.all().get(0).trace().forEach(System.out::println);   // 90 % lies in [50;100]: 5 of 5 points
 * }</pre>
 *
 * <p>Points are a convention, not a measurement. What an order prescribes is marked so; all else is an example or a region's own.
 */
@ParametersAreNonnullByDefault
package io.github.eduindicators.criteria;

import javax.annotation.ParametersAreNonnullByDefault;
