/**
 * From findings to advice: what is recommended, to whom, about what, why and by when; and what became of decisions.
 *
 * <p>Start with {@link io.github.eduindicators.recommendations.Recommendations}, which applies a
 * {@link io.github.eduindicators.recommendations.Catalogue} of rules to findings. The catalogue is data that a region edits; an example
 * is shipped beside the readers of files. Decisions that were taken are {@link io.github.eduindicators.recommendations.Decision}s, and
 * {@link io.github.eduindicators.recommendations.DecisionEffects} looks a year later at how their indicators have moved.
 *
 * <pre>{@code
 * import io.github.eduindicators.recommendations.*;
 * import io.github.eduindicators.recommendations.Rule;               // scorecards have rules too
 * var look = Rule.builder("look", Addressee.SCHOOL_HEAD, "objectivity").unitTypes(UnitType.SCHOOL)
 *         .allOf(FindingPattern.flagged("objectivity/combined")).title(new Phrase("Разбор", "Analysis"))
 *         .text(new Phrase("Разобрать результаты: {unit}", "Look into the results: {unit}"))
 *         .why(new Phrase("Признаки: p {adjusted-p:p}", "Signs: p {adjusted-p:p}")).build();
 * var ours = Catalogue.builder("ours", "2021").title(new Phrase("Наш каталог", "Ours")).topic("objectivity", new Phrase("Объективность", "Objectivity")).rule(look).build();
 * var advice = Recommendations.of(ours).withSchools(results.schools()).run(Review.standard().run(results).findings(), LocalDate.of(2021, 8, 20));
 * advice.forEach(one -> System.out.println(one.due() + " " + one.text(Locale.ENGLISH)));
 * }</pre>
 */
@ParametersAreNonnullByDefault
package io.github.eduindicators.recommendations;

import javax.annotation.ParametersAreNonnullByDefault;
