/**
 * The re-check of pupils' works by experts: which works to mark again, who marks them, and what the experts' scores say of the
 * school's.
 *
 * <p>{@link io.github.eduindicators.recheck.RecheckSampling} plans it, {@link io.github.eduindicators.recheck.RecheckPlan#draw}
 * draws the works from the lists of the schools, {@link io.github.eduindicators.recheck.ExpertAssignment} gives them to experts,
 * and {@link io.github.eduindicators.recheck.RecheckAnalysis} reads what comes back:
 *
 * <pre>{@code
 * var flagged = results.schools().subList(0, 2).stream().map(School::id).toList();
 * var plan    = RecheckSampling.withDefaults().withControlSchools(3).run(results, flagged);
 * plan.rows();                                                      // how many works of which scores in which school
 * var row     = plan.rows().get(0);
 * var work    = RecheckWork.of(row.assessment(), row.school(), "w1", 12);
 * var checked = ExpertAssignment.of(List.of(Expert.independent("e1"), Expert.independent("e2"))).run(List.of(work), results);
 * RecheckAnalysis.withDefaults().run(checked, results).schools();   // confirmed, shifted, corrected; cleared or not
 * }</pre>
 *
 * <p>Codes of works lead to pupils. They are needed to hand works out and stand in no message, no finding and no table.
 */
@ParametersAreNonnullByDefault
package io.github.eduindicators.recheck;

import javax.annotation.ParametersAreNonnullByDefault;
