package io.github.eduindicators.surveys;

import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Data made by a rule, so that another program can make them again: 72 pupils, 6 to a cluster, 2 clusters to a zone, 4 to a
 * stratum. In R, with {@code i <- 0:71}:
 * <pre>
 * d <- data.frame(stratum=i %/% 24, cluster=i %/% 6, zone=i %/% 12, w=1 + ((i*7) %% 5)/4,
 *   x=((i*29) %% 41 - 20)/10, g=ifelse((i*5) %% 3 == 0, "a", "b"))
 * base <- 450 + ((i*37) %% 101) + 6*((i %/% 6) %% 4)
 * for (m in 1:3) d[[paste0("pv",m)]] <- base + ((i*(10+m)) %% 13) - 6
 * </pre>
 */
final class StudyData {
    static final int PUPILS = 72;

    private StudyData() {}

    static double value(int pupil, int plausible) {
        return 450 + pupil * 37 % 101 + 6 * (pupil / 6 % 4) + pupil * (10 + plausible) % 13 - 6;
    }

    static Study.Builder builder(IntFunction<String> strata) {
        return Study.builder(column(i -> 1 + i * 7 % 5 / 4.0))
                .values("math", column(i -> value(i, 1)), column(i -> value(i, 2)), column(i -> value(i, 3)))
                .values("second", column(i -> value(i, 2)), column(i -> value(i, 3)), column(i -> value(i, 1)))
                .covariate("x", column(i -> (i * 29 % 41 - 20) / 10.0))
                .group("g", labels(i -> i * 5 % 3 == 0 ? "a" : "b"))
                .clusters(labels(i -> String.format("c%02d", i / 6)))
                .strata(labels(strata));
    }

    static Study byStratum() {
        return builder(i -> "s" + i / 24).build();
    }

    static Study byZone() {
        return builder(i -> "z" + i / 12).build();
    }

    static double[] column(IntToDoubleFunction of) {
        return IntStream.range(0, PUPILS).mapToDouble(of).toArray();
    }

    static List<String> labels(IntFunction<String> of) {
        return IntStream.range(0, PUPILS).mapToObj(of).toList();
    }
}
