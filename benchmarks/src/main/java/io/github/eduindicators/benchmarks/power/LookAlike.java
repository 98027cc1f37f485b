package io.github.eduindicators.benchmarks.power;

import java.util.Locale;

/** What makes an honest school look like one that is not. */
enum LookAlike {
    NONE, LYCEUM, SPECIAL, IMPROVER, DECLINER, STRICT, HOMOGENEOUS;

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
