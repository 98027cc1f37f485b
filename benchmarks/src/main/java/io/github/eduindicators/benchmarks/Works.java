package io.github.eduindicators.benchmarks;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import java.util.ArrayList;
import java.util.List;

/** The 24 assessments of the benchmarks: Russian and mathematics of grades 4-6 in 2018-2021, on the published scales of 2021. */
final class Works {
    private static final int FIRST_YEAR = 2018;
    private static final int LAST_YEAR = 2021;
    private static final int FIRST_GRADE = 4;
    private static final List<ScoreScale> MATHEMATICS =
            List.of(ScoreScale.of(20, 6, 10, 15), ScoreScale.of(20, 7, 11, 15), ScoreScale.of(16, 6, 10, 14));
    private static final List<ScoreScale> RUSSIAN =
            List.of(ScoreScale.of(38, 14, 24, 33), ScoreScale.of(45, 18, 29, 39), ScoreScale.of(51, 25, 35, 45));

    private Works() {}

    static List<Assessment> all() {
        List<Assessment> works = new ArrayList<>();
        for (int year = FIRST_YEAR; year <= LAST_YEAR; year++) {
            for (int i = 0; i < MATHEMATICS.size(); i++) {
                works.add(Assessment.vpr(year, Subject.MATHEMATICS, FIRST_GRADE + i, MATHEMATICS.get(i)));
                works.add(Assessment.vpr(year, Subject.RUSSIAN, FIRST_GRADE + i, RUSSIAN.get(i)));
            }
        }
        return List.copyOf(works);
    }
}
