package io.github.eduindicators.criteria;

import java.util.List;
import java.util.TreeSet;

final class MethodologyCheck {
    private MethodologyCheck() {}

    static TreeSet<String> check(Methodology methodology) {
        return new TreeSet<>();
    }

    static void noOverlap(List<Methodology> editions) {
    }
}
