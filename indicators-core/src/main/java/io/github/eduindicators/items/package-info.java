/**
 * What do the tasks tell: of the work itself, before anything is concluded from it, and of what was learnt and what was not.
 *
 * <p>Start with {@link io.github.eduindicators.items.ItemAnalysis}, the classical figures of every task and of the whole, and let
 * {@link io.github.eduindicators.items.AssessmentQuality} say which uses they allow before any school is compared with another:
 *
 * <pre>{@code
 * var tasks    = List.of(Task.of("1", 1), Task.of("2", 2), Task.of("3", 2));
 * var pupils   = TaskResponses.builder(maths5, tasks)
 *     .add(SchoolId.of("edu280417"), "5А", 1, 2, 0).add(SchoolId.of("edu280418"), "5Б", 0, 1, TaskResponses.NOT_ATTEMPTED).build();
 * var analysis = ItemAnalysis.withDefaults().run(pupils);            // difficulty, discrimination, reliability
 * var verdict  = AssessmentQuality.withDefaults().run(analysis);     // INSUFFICIENT_DATA: two pupils
 * System.out.println(verdict.finding(Region.of("Амурская область")).explain(Locale.ENGLISH));
 * }</pre>
 *
 * <p>{@link io.github.eduindicators.items.Completion} gives the share of points by task, skill and planned result,
 * {@link io.github.eduindicators.items.Deficits} what a school or municipality is behind in,
 * {@link io.github.eduindicators.items.MarkGroups} tasks that weaker pupils do better than stronger ones,
 * {@link io.github.eduindicators.items.MantelHaenszel} tasks that work differently in two groups of schools,
 * {@link io.github.eduindicators.items.LinearLinking} what a score of one year is worth in another's.
 * {@link io.github.eduindicators.items.StaffDiagnosis} and {@link io.github.eduindicators.items.LearningPath} do the same for the
 * competencies of staff.
 *
 * <p>The input is {@link io.github.eduindicators.results.TaskResponses}, one for each assessment. A task that was not attempted
 * earns nothing and is told apart from one that earned nothing.
 */
@ParametersAreNonnullByDefault
package io.github.eduindicators.items;

import javax.annotation.ParametersAreNonnullByDefault;
