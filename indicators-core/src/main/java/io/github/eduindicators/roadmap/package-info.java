/**
 * Is it done, and in time? Measures of roadmaps and decisions of protocols: terms as people write them, control points,
 * execution on a given day, contradictions in the record.
 *
 * <p>{@link io.github.eduindicators.roadmap.Term} reads a term, {@link io.github.eduindicators.roadmap.Measure} is one item,
 * {@link io.github.eduindicators.roadmap.Roadmap} holds the items and the days of events, and
 * {@link io.github.eduindicators.roadmap.RoadmapExecution} says how each stands on a day, with shares by section and by
 * those who answer for it. A measure without a deadline is never overdue; a date that cannot be is reported, not mended.
 *
 * <pre>{@code
 * var order = "Приказ от 22.06.2020";
 * var held = Measure.of(order, "1", "Провести мониторинг").withTerm("до 25 декабря 2020 г.").withDoneOn(LocalDate.of(2020, 12, 28));
 * var sent = Measure.of(order, "2", "Разослать рекомендации").withTerm("в течение месяца с даты проведения мониторинга");
 * var roadmap = Roadmap.of(List.of(held, sent)).withEvent("проведение мониторинга", LocalDate.of(2020, 12, 28));
 * var execution = RoadmapExecution.withDefaults().run(roadmap, LocalDate.of(2021, 3, 1));
 * System.out.println(execution.total());            // due 2, done 1, on time 0, overdue 1
 * execution.contradictions().forEach(System.out::println);
 * }</pre>
 */
@ParametersAreNonnullByDefault
package io.github.eduindicators.roadmap;

import javax.annotation.ParametersAreNonnullByDefault;
