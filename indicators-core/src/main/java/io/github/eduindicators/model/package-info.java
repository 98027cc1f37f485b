/**
 * What exists: schools, municipalities and regions; procedures, subjects, assessments and their scales. No observed number lives here.
 *
 * <p>Start with {@link io.github.eduindicators.model.Assessment} and {@link io.github.eduindicators.model.School}:
 *
 * <pre>{@code
 * var scale  = ScoreScale.of(20, 7, 11, 15);                        // 0..20 points, marks 3|4|5 start at 7|11|15
 * var maths5 = Assessment.vpr(2021, Subject.MATHEMATICS, 5, scale);
 * var school = School.builder(SchoolId.of("edu280417")).municipality(Municipality.of(Region.of("Amur"), "Tynda")).build();
 * }</pre>
 *
 * <p>Sets that regions extend (procedures, subjects) are typed strings with constants; sets that the library owns are enums.
 * All types are immutable values and safe to share between threads.
 */
@ParametersAreNonnullByDefault
package io.github.eduindicators.model;

import javax.annotation.ParametersAreNonnullByDefault;
